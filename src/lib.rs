//! catchment: an embedded-database-centric ETL engine.
pub mod cli;
pub mod config;
pub mod edge;
pub mod error;
pub mod export;
pub mod key;
pub mod land;
pub mod page;
pub mod practice;
pub mod redact;
pub mod run;
pub mod secret;
pub mod source;
pub mod sql;
pub mod transform;
