//! Readers: what no shape can say. A reader knows no word of a language and no country; rules name it.

mod block;
mod date;
mod email;
mod money;
mod net;
mod phone;

pub use phone::is_region;
