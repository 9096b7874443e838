//! The integration tests: one binary, files named by what they prove.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by giving up")]

mod cli;
mod models;
mod practice;
mod support;
mod tidy;
