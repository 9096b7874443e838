//! Practice servers: fakes of the APIs that sources read, for the demo, tests, benchmarks and rehearsals.
//!
//! # What is here
//!
//! Each source has a folder of its name: [`confluence`], [`servicenow`], [`jira`], [`salesforce`], and [`rest`] for APIs that are
//! described in settings alone. The files beside the folders are shared: a request passes through `front` (count, delay, refusals, what
//! happens to an answer on its way), and `switches` reads what goes wrong. Everything follows from the options, nothing from
//! chance, the clock or the network: the same options give the same content, the same requests the same answers. They listen
//! on the loopback address alone.
//!
//! # What it may import
//!
//! `catchment-base` alone: a fake that shared the program's reading of an API would share its mistakes. It is the default feature
//! `practice` of the program. Its tests compare it with the published descriptions of the APIs.
//!
//! # Where to begin
//!
//! `front`, then [`rest`], the smallest fake: options, a router, and faults as rows.

mod calendar;
mod faults;
mod front;
mod host;
mod people;
mod planned;
mod random;
mod reply;
mod running;
mod switches;

macro_rules! fakes {
    ($($folder:ident)*) => { $(pub mod $folder;)* };
}
catchment_base::sources!(fakes);

pub use switches::fault_help;
