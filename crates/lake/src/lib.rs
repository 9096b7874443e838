//! DuckDB and Parquet: what has landed, the SQL that turns it into tables, and the lake that is published.
//!
//! # What is here
//!
//! In the order of the data:
//!
//! - [`db`]: the only user of DuckDB: statements, parameters ([`params!`]), transactions, limits.
//! - [`land`]: responses are stored byte for byte and sealed, together with the position of their walk, in one transaction;
//!   opened again and cut into objects.
//! - [`transform`]: the files below `sql/` become relations. Their contracts are proven from the syntax tree, a batch is staged and
//!   merged by key, marts are views over what is staged.
//! - [`functions`]: the redaction functions as SQL calls them, one for each proven call.
//! - [`export`]: relations become generations of Parquet files, pointed at when they are whole; catalogs and sync tables beside.
//! - [`sql`]: the files below `sql/`, compiled in.
//!
//! # What it may import
//!
//! `catchment-base`, `catchment-io` (object stores, keys) and `catchment-redact`. It is the only user of duckdb and of parquet, and
//! knows no source: what tells one from another comes as models, facets and parameters. `land`, `transform` and `export` do not
//! import one another; `catchment-run` leads from one to the next.
//!
//! # Where to begin
//!
//! [`land::Commit`] for what one page costs, [`transform::stage`] for how objects become rows, [`export::publish`] for how a
//! generation becomes visible.

pub mod db;
pub mod export;
pub mod functions;
pub mod land;
pub mod sql;
pub mod transform;
