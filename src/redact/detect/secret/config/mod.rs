//! Passwords and keys in configuration whose words just stand side by side: the place in the line tells which of them it is.

pub(super) mod device;
pub(super) mod files;
pub(super) mod manifest;
pub(super) mod router;
pub(super) mod server;
pub(super) mod sql;
pub(super) mod stacked;
