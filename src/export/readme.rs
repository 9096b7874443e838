//! The file that tells readers what lies in a lake.

use crate::edge::store::{self, Store};
use crate::error::Result;

const NAME: &str = "README.txt";
const TEXT: &str = include_str!("readme.txt");

/// Tells readers of a lake what lies in it.
pub fn explain(lake: &Store) -> Result<()> {
    let known = store::wait(lake.get(NAME))?;
    if known.is_some_and(|(bytes, _)| bytes == TEXT.as_bytes()) {
        return Ok(());
    }
    store::wait(lake.put(NAME, TEXT.as_bytes().to_vec().into()))
}
