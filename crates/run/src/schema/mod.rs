//! Schema: which relation each stream has, which columns, and where records are otherwise than described.

pub mod doubts;
pub mod fields;
pub mod guess;
pub mod relation;
pub mod told;
