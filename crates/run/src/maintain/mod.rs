//! What a person does to a connection beside syncing it: acknowledge, accept a change of the schema, purge, back up, reveal, preview, read raw responses.

pub mod acknowledge;
pub mod attachments;
pub mod backup;
pub mod contract;
pub mod preview;
pub mod purge;
pub mod raw;
pub mod reveal;
