//! The integration tests: one binary, files named by what they prove.

mod crash;
mod damage;
mod practice;
mod publication;
mod support;
