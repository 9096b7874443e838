//! The doors to the network: whatever the program asks of another machine, or of another process, goes through here.
//!
//! # What is here
//!
//! - [`http`]: one site, one credential, every size and time bounded; redirects are followed within the site alone.
//! - [`store`]: object stores and folders, as one interface with conditional writes.
//! - [`control`]: the local socket on which a running sync answers other processes.
//! - [`callback`]: the port on this machine that a browser comes back to after a person has consented.
//! - [`analyzer`]: a service, asked over [`http`], that finds what only the meaning of a sentence tells.
//! - [`credentials`]: keeps credentials out of responses and messages.
//! - [`key`]: the keys of a data directory, and what is derived from them.
//!
//! # What it may import
//!
//! `catchment-base` alone. It is the only user of reqwest and of object_store, and knows no source and no database: what a
//! request means, when it is repeated and how long to wait is decided in `catchment-source`.
//!
//! # Where to begin
//!
//! [`http::Http::ask`]: a request, its redirects, its bounds, and the reasons why there is no complete response.

pub mod analyzer;
pub mod callback;
pub mod control;
pub mod credentials;
pub mod http;
pub mod key;
pub mod store;
