//! The integration tests: one binary, files named by what they prove.

mod practice;
mod tidy;
