//! The integration tests: one binary, files named by what they prove.

mod canary;
mod cli;
mod hostile;
mod models;
mod objects;
mod practice;
mod support;
mod tidy;
mod walk;
