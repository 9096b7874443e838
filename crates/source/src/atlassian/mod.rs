//! What Confluence and Jira have in common: how a client is let in, the settings for it, and the address of a site.
//!
//! It is no source: the sources of both use it, and nobody else. What differs between them is data, a [`Product`], which
//! each source makes with [`product!`] and passes in.

pub mod address;
pub mod conditions;
pub mod door;
pub mod product;
pub mod settings;
#[cfg(test)]
pub mod tests;

pub use product::Product;
pub(super) use product::product;

use crate::Stream;

/// The streams of Cloud, and those that only Data Center has.
pub(super) fn streams_of(
    cloud: impl Iterator<Item = &'static Stream>,
    data_center: impl Iterator<Item = &'static Stream>,
) -> Vec<&'static Stream> {
    let mut known: Vec<&'static Stream> = cloud.collect();
    for stream in data_center {
        if known.iter().all(|one| one.name != stream.name) {
            known.push(stream);
        }
    }
    known
}
