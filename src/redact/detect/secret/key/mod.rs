//! Keys, tokens and hashes that their own form tells, with the table of the services that mark theirs.

pub(super) mod hash;
pub(super) mod jwt;
pub(super) mod pem;
pub(super) mod recovery;
pub(super) mod sap;
pub(super) mod service;
mod services;
