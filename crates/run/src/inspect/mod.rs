//! What a connection and its lake are asked: status, audit, explanations, queries, reports, differences, searches.

pub mod asked;
pub mod audit;
pub mod differing;
pub mod explain;
pub mod explanation;
pub mod query;
pub mod reports;
pub mod search;
pub mod status;
pub mod totals;
