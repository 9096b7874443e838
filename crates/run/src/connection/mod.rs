//! A connection: its lock, keys and database, who it is at the site, and the words in which a command tells what it found.
//!
//! [`opened`] takes the lock and opens the database; [`rotate`] changes the keys; [`login`] and [`reach`] lead to the site;
//! [`bound`] binds what earlier versions sealed; [`scope`] and [`policies`] keep what the settings say of it, [`described`] how its streams are described, [`carrier`] the records
//! that others carry, [`allowed`] what the site takes at once; [`copied`] is a backup; [`progress`], [`report`], [`rows`] and
//! [`verdict`] are what is told.

pub mod allowed;
pub mod basis;
pub mod bound;
pub mod carrier;
pub mod copied;
pub mod described;
pub mod login;
pub mod opened;
pub mod policies;
pub mod progress;
pub mod reach;
pub mod report;
pub mod rotate;
pub mod rows;
pub mod scope;
pub mod verdict;
