//! The doors to the outside: whatever the program learns or changes goes through here, and nowhere else.
//!
//! `clock` is the only user of the system's clocks, `disk` of the file system, `db` of DuckDB, `http` of
//! the network, `store` of object stores, `control` of the local socket, `callback` of a port that a browser comes back
//! to; a test reads every `use` and holds the rest to it.
//! `analyzer` asks, over `http`, a service that finds what only the meaning of a sentence tells.

pub mod analyzer;
pub mod callback;
pub mod clock;
pub mod control;
pub mod credentials;
pub mod db;
pub mod disk;
pub mod failpoint;
pub mod http;
pub mod store;
