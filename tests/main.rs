//! The integration tests: one binary, files named by what they prove.

mod crash;
mod damage;
mod laws;
mod practice;
mod publication;
mod support;
