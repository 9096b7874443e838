//! The conductor: the only module that knows all stages. It opens a connection, lets the walks run and
//! their steps be committed, stages what landed, builds and publishes, and answers what a connection is
//! asked. The stages know nothing of each other.

mod acknowledge;
mod asked;
mod attachments;
mod audit;
mod build;
mod catalog;
mod check;
mod course;
mod demo;
mod due;
mod evidence;
mod explain;
mod fetch;
mod opened;
mod preview;
mod progress;
mod query;
mod raw;
mod record;
mod report;
mod reveal;
mod rotate;
mod rows;
mod settle;
mod shortfall;
mod site;
mod stage;
mod status;
mod sync;
mod totals;
mod upload;
mod vacuum;

pub use acknowledge::acknowledge;
pub use attachments::{Finding, Verified, verify};
pub use audit::{Audit, audit, audits};
pub use catalog::catalog;
pub use check::{Checked, Verdict, check};
pub use demo::{Answered, DemoReport, demo};
pub use explain::explain;
pub use preview::{Previewed, preview};
pub use progress::{Progress, Seen};
pub use query::Question;
pub use raw::{Look, pages, raw};
pub use reveal::{Revealed, Sought, reveal, where_to_seek};
pub use rotate::{Rotated, rotate};
pub use rows::{Cell, Rows, for_eyes, for_programs};
pub use settle::Refused;
pub use shortfall::{Outcome, Shortfall};
pub use stage::Remade;
pub use status::{Chunks, DatasetState, Gap, LastRun, Status, status};
pub use sync::{Report, Wishes, sync};
pub use totals::RunTotals;
pub use upload::UploadState;
pub use vacuum::{Vacuumed, vacuum};
