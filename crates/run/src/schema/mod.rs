//! Schema: which relation each stream has, which columns, where records are otherwise than described, and what changes of it.

pub mod changes;
pub mod doubts;
pub mod emptied;
pub mod fields;
pub mod filled;
pub mod guess;
pub mod rekeyed;
pub mod relation;
pub mod told;
