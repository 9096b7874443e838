//! The conductor: the only module that knows all stages. It opens a connection, lets the walks run and
//! their steps be committed, stages what landed, builds and publishes, and answers what a connection is
//! asked. The stages know nothing of each other.

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
pub use inspect::status::{Chunks, Gap, LastRun, Status, status};
pub use inspect::totals::{Change, RunTotals};
pub use maintain::acknowledge::{Acknowledged, Meant, acknowledge};
pub use maintain::attachments::{Verified, verify};
pub use maintain::backup::backup;
pub use maintain::preview::preview;
pub use maintain::purge::{Purged, What, purge};
pub use maintain::raw::{Look, raw, responses};
pub use maintain::reveal::{Revealed, Sought, reveal, where_to_seek};
pub use plan::due::Reread;
pub use publish::catalog::{catalog, readable};
pub use publish::shortfall::{Outcome, Refused, Shortfall, plural};
pub use sync::vacuum::{Vacuumed, vacuum};
pub use sync::{Report, Wishes, sync};
pub use upload::UploadState;
