//! The integration tests: one binary, files named by what they prove.

mod models;
mod practice;
mod tidy;
