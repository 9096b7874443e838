//! The integration tests: one binary, files named by what they prove.

mod cli;
mod models;
mod practice;
mod support;
mod tidy;
