//! Transformations: SQL files become relations, in the order of their dependencies.
//!
//! A file below `sql/` is one relation: its folder is the schema, its name the name, its header the
//! contract ([`model`]). The contract of a staging model is proven from the syntax tree before anything
//! runs ([`prove`]): text reaches a column only through the function that its class demands. A batch of
//! landed objects becomes the relation `record`, the model's rows are merged by key, the newest wins
//! ([`stage`]). Marts are views over staged relations ([`mart`]), so a body is kept once, or tables where other marts look them
//! up ([`kept`]); checks are queries that must return no row. What is held of each object is noted beside its row ([`ledger`]). Models of
//! streams that no file describes are written by [`generate`] with an [`expression`] for each column, what they say of files by [`attached`]. Changed keys are carried from staged relations to the marts that follow
//! them ([`touch`]), whose rows are then computed for these keys alone ([`each`]).

pub mod attached;
mod change;
mod distrust;
mod each;
mod expression;
mod fit;
pub mod generate;
pub mod kept;
pub mod ledger;
pub mod mart;
pub mod model;
mod prove;
mod stage;
pub mod touch;
mod tree;

pub use change::{BaseColumn, Each, Look, Need};
pub use distrust::{count_distrusted, distrust, distrusted, keep_distrusted};
pub use fit::{Aside, Incomplete};
pub use model::{Class, Column, Model, models, models_with};
pub use prove::{Call, Staging, prove};
pub use stage::{Record, Rejected, Staged, prepare, resolve, stage, widen};
