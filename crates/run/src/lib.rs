//! The engine: it leads a connection through the stages, which know nothing of each other, and answers what a connection is asked.
//!
//! # What is here
//!
//! Eleven folders in the order of a sync; each may use those before it:
//!
//! 1. `connection`: its lock, its keys, its database, and the client that reaches its site.
//! 2. `schema`: which relation each stream has, and with which columns.
//! 3. `stage`: what has landed becomes rows, together with what they are evidence of.
//! 4. `plan`: what is due, and what the settings select.
//! 5. `fetch`: walks run side by side, one writer commits their steps.
//! 6. `upload`: files are downloaded and put into the store.
//! 7. `publish`: datasets are built and stated, catalogs follow.
//! 8. `inspect`: status, audit, explanations, queries, reports.
//! 9. `sync`: all of it in its order, deletions and the balance of the books.
//! 10. `check`: everything that a sync would refuse.
//! 11. `maintain`: what a person does to a connection besides.
//!
//! # What it may import
//!
//! Every crate but `catchment-practice`. It is the only library that knows both sources and the lake.
//!
//! # Where to begin
//!
//! [`sync()`], then `sync/course.rs`, which has the phases of a run in their order.

mod check;
mod connection;
mod fetch;
mod inspect;
mod maintain;
mod plan;
mod publish;
mod schema;
mod stage;
mod sync;
mod upload;

pub use catchment_lake::export::reports::Chart;
pub use check::check;
pub use check::probe::{Guessed, probe};
pub use connection::copied::BackedUp;
pub use connection::login::login;
pub use connection::progress::{Progress, Seen};
pub use connection::rotate::{Rotated, rotate};
pub use connection::rows::{Cell, Rows, for_eyes, for_programs, time_for_eyes};
pub use connection::verdict::{Checked, Verdict};
pub use inspect::asked::is_synced;
pub use inspect::audit::{Audit, audit, audits};
pub use inspect::differing::{Difference, Piece, difference};
pub use inspect::explain::explain;
pub use inspect::explanation;
pub use inspect::query::{Question, views};
pub use inspect::reports::{Lacks, Listed, listed, report};
pub use inspect::search::{search, search_site};
pub use inspect::status::{Chunks, Gap, HeldBack, LastRun, Status, status};
pub use inspect::totals::{Change, RunTotals};
pub use maintain::acknowledge::{Acknowledged, Meant, acknowledge};
pub use maintain::attachments::{Verified, verify};
pub use maintain::backup::backup;
pub use maintain::contract::{accept, contract};
pub use maintain::preview::preview;
pub use maintain::purge::{Purged, What, purge};
pub use maintain::raw::{Look, raw, responses};
pub use maintain::reveal::{Revealed, Sought, reveal, where_to_seek};
pub use plan::due::Reread;
pub use publish::catalog::{catalog, readable};
pub use publish::shortfall::{Outcome, Refused, Shortfall, UNTOLD_ACCOUNT, plural};
pub use schema::changes::SchemaChange;
pub use sync::consent::Allowed;
pub use sync::vacuum::{Vacuumed, vacuum};
pub use sync::{Report, Wishes, sync};
pub use upload::UploadState;
