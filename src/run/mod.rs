//! The conductor: the only module that knows all stages. It opens a connection, lets the walks run and
//! their steps be committed, stages what landed, builds and publishes, and answers what a connection is
//! asked. The stages know nothing of each other.

mod acknowledge;
mod attachments;
mod build;
mod check;
mod course;
mod demo;
mod due;
mod fetch;
mod opened;
mod progress;
mod settle;
mod stage;
mod status;
mod sync;
mod upload;

pub use acknowledge::acknowledge;
pub use attachments::{Finding, Verified, verify};
pub use check::check;
pub use demo::{Answered, DemoReport, demo};
pub use progress::{Progress, Seen};
pub use settle::Refused;
pub use status::status;
pub use sync::{Report, Wishes, sync};
