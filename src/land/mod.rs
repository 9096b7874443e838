//! Landing: what came is kept, byte for byte and sealed, together with the position of its walk.
//!
//! Walks hand their steps to an [`Intake`], which seals the pages where the walk runs; one writer takes
//! the steps from the other end and commits a group of them in one transaction. A step is acknowledged
//! after its group is durable, so a crash repeats at most one request per open listing.
//!
//! What a listing without bodies shows is kept where it is news, or as the evidence of a census ([`sight`]).
//!
//! Reading goes the other way: [`open`] unseals what was landed after a sequence number, and
//! [`split`] cuts a response into its objects and tells the ones that cannot become rows. [`reseal`] seals anew what
//! was landed under another key.

mod commit;
mod log;
mod open;
mod reseal;
mod seal;
mod sight;
mod walks;

pub use commit::{Arrival, Commit, Intake, quarantine, quarantine_object};
pub use log::write_log;
pub use open::{Landed, Split, listing_of, object_name, open, split};
pub use reseal::{Former, open_former, reseal};
pub use seal::Sealer;
pub use sight::{Known, resolve_object, sight_aside};
pub use walks::{begin_walk, end_walk, fail_walk, open_walks};
