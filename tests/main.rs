//! The integration tests: one binary, files named by what they prove.

mod canary;
mod cli;
mod crash;
mod damage;
mod hostile;
mod laws;
mod models;
mod objects;
mod practice;
mod publication;
mod support;
mod tidy;
mod walk;
