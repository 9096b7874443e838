//! What every other crate of catchment stands on: its words, its errors, its secrets, the clock and the disk.
//!
//! # What is here
//!
//! - [`error`]: the one error type. Every failure says what, why and what to do, and its [`error::Kind`] is the exit code.
//! - [`state`]: words that the database and the settings keep, as enums; [`words!`] makes one.
//! - [`response`]: what a source hands on and what lands: listings, walks, positions, sightings, and how a response is cut into
//!   objects ([`response::Envelope`]).
//! - [`secret`]: values that are never printed and are wiped when they are dropped.
//! - [`clock`] and [`disk`]: the only users of the system's clocks and of its file system.
//! - [`failpoint`]: the named places where a rehearsal kills the program.
//! - [`sources!`]: the list of sources, one line each.
//!
//! # What it may import
//!
//! No other crate of catchment; no network, no database. Whatever two crates need and neither owns belongs here, and nothing
//! else: a type that one crate alone uses stands in that crate.
//!
//! # Where to begin
//!
//! [`error::Error`], then [`response`]: the types that a page of results goes through, from the request to the row.

pub mod clock;
pub mod disk;
pub mod error;
pub mod failpoint;
pub mod response;
pub mod secret;
mod sources;
pub mod state;
