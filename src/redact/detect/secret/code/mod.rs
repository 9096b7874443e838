//! Codes that open a door, a network or an account, and the answers that stand in for a password: figures and words behind a
//! word that says so.

pub(super) mod door;
pub(super) mod network;
pub(super) mod once;
pub(super) mod place;
mod public;
pub(super) mod question;
