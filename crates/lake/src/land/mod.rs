//! Landing: answers are stored byte for byte and sealed, together with the position of their walk.
//!
//! Walks hand their steps to an [`Intake`], which packs the responses on the thread of the walk; one writer receives the steps, seals
//! each response with its number and commits groups of them, each in one transaction. A step is acknowledged when its group is
//! durable, so a crash repeats at most one request per open listing.
//!
//! Sightings are stored if they are news, or as the evidence of a census ([`sight`]).
//!
//! In the other direction, [`open`] unseals the responses landed after a sequence number, and [`split`] cuts a response into its
//! objects and names those that cannot become rows. [`reseal`] seals responses with another key.

mod commit;
mod log;
mod open;
mod quarantine;
mod reseal;
mod seal;
mod sight;
mod strays;
mod walks;

pub use commit::{Arrival, Commit, Intake};
pub use log::write_log;
pub use open::{Cut, Landed, Split, Unread, cut, listing_of, object_name, open, open_again, replaced, split, without};
pub use quarantine::{
    Failure, lacks_children, lacks_objects, lacks_texts, quarantine, quarantine_children, quarantine_listing,
    quarantine_object, quarantine_route, resolve, resolve_children, resolve_object, resolve_route,
};
pub use reseal::{Former, Which, open_former, reseal};
pub use seal::Sealer;
pub use sight::{Known, sight_aside};
pub use strays::remove_unnamed;
pub use walks::{begin_walk, close_walk, end_walk, fail_walk, fail_walks, open_walks};
