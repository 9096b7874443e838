//! The integration tests: one binary, files named by what they prove.

mod canary;
mod hostile;
mod objects;
mod practice;
mod support;
mod walk;
