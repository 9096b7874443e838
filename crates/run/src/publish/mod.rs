//! Publication: datasets are built, what they lack is stated, and catalogs and sync tables follow.

pub mod build;
pub mod catalog;
pub mod record;
pub mod shortfall;
pub mod targets;
