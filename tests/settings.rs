//! Settings under the laws: each by itself, in pairs, and changed between two syncs.

mod changed;
mod matrix;
mod pairs;
mod play;
mod played;
mod sites;
mod trial;
