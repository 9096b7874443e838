//! The plan of a run: what is due, what the settings select, how history is cut into chunks, and what the site's own record
//! of deletions says.

pub mod cut;
pub mod departed;
pub mod due;
pub mod passes;
pub mod setting;
pub mod shown;
pub mod tombstone;
