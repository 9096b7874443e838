//! A connection: its lock, keys and database, who it is at the site, and the words in which a command tells what it found.
//!
//! [`opened`] takes the lock and opens the database; [`rotate`] changes the keys; [`login`] and [`reach`] lead to the site;
//! [`described`], [`scope`] and [`policies`] keep what the settings say of it; [`progress`], [`report`], [`rows`] and [`verdict`]
//! are what is told.

pub mod allowed;
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
