//! The integration tests: one binary, files named by what they prove.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends where something is amiss")]

mod crash;
mod damage;
mod laws;
mod practice;
mod publication;
mod support;
