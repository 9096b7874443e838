//! The integration tests: one binary, files named by what they prove.

mod crash;
mod practice;
mod publication;
mod support;
