//! The integration tests: one binary, files named by what they prove.

#![cfg(practice)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by giving up")]

mod alike;
mod analyzer;
mod answers;
mod asked;
mod attachments;
mod audit;
mod balance;
mod blocks;
mod books;
mod canary;
mod catalog;
mod check;
mod cli;
mod crash;
mod damage;
mod datasets;
mod described;
mod doors;
mod ducklake;
mod each;
mod erasure;
mod filters;
mod histories;
mod hostile;
mod increments;
mod jira;
mod lake;
mod large;
mod laws;
mod models;
mod network;
mod objects;
mod operators;
mod pitfalls;
mod publication;
mod query;
mod readers;
mod readme;
mod redact;
mod reports;
mod resources;
mod rest;
mod reveal;
mod rotate;
mod salesforce;
mod servicenow;
mod settings;
mod statements;
mod store;
mod support;
mod tidy;
mod upgrade;
mod walk;
