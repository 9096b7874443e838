//! The DuckLake catalog of a bucket: one object beside the data, replaced as a whole.
//!
//! A connection knows its own generations only; what the catalog shows of others stays. Whoever reads the object while it
//! is replaced is told so by its version. Where the catalog is lost, or cannot be continued, it shows a connection
//! again from that one's next publication on.

use super::{Content, Publication, Unfit};
use bytes::Bytes;
use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Kind, Result};
use catchment_io::store::{self, Creation, Replacement, Store};
use std::path::Path;

/// Its name, in the bucket's part of the lake.
const KEY: &str = "catalog.ducklake";
/// How often another connection may come first.
const TRIES: usize = 8;

/// Puts a catalog in place of the former one, made in a private folder, which holds nothing afterwards. Tells why where it
/// could not go on from the former one.
pub fn put(lake: &Store, private: &Path, kept: &[Publication]) -> Result<Option<Unfit>> {
    let content = Content { data_path: &lake.uri(""), kept, is_whole: false };
    for _ in 0..TRIES {
        let former = store::wait(lake.get(KEY))?;
        disk::make_dir(private, Access::Private)?;
        let made = make(private, former.as_ref().map(|(bytes, _)| bytes), &content);
        disk::remove_tree(private)?;
        let (bytes, unfit) = made?;
        let is_put = match &former {
            Some((_, seen)) => store::wait(lake.replace(KEY, bytes, seen))? == Replacement::Replaced,
            None => store::wait(lake.create(KEY, bytes))? == Creation::Created,
        };
        if is_put {
            return Ok(unfit);
        }
    }
    Err(Error::new(Kind::Busy, format!("{} is constantly being written by others", lake.uri(KEY)))
        .hint("the datasets are published; the next sync writes the catalog"))
}

fn make(private: &Path, former: Option<&Bytes>, content: &Content<'_>) -> Result<(Bytes, Option<Unfit>)> {
    let (before, now) = (private.join("former.ducklake"), private.join(KEY));
    if let Some(former) = former {
        disk::write_new(&before, former, Access::Private)?;
    }
    let unfit = super::write(&now, private, former.map(|_| before.as_path()), content)?;
    Ok((disk::read(&now)?.into(), unfit))
}
