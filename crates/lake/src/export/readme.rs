//! The file that tells readers what lies in a lake.

use catchment_base::disk::{self, Access};
use catchment_base::error::Result;
use catchment_io::store::{self, Store};

const NAME: &str = "README.txt";
const TEXT: &str = include_str!("readme.txt");

/// Tells readers of a lake what lies in it.
pub fn explain(lake: &Store) -> Result<()> {
    if let Some(folder) = lake.as_folder() {
        let path = folder.join(NAME);
        let is_known = disk::read_if_there(&path)?.is_some_and(|bytes| bytes == TEXT.as_bytes());
        return if is_known { Ok(()) } else { disk::replace(&path, TEXT.as_bytes(), Access::Published) };
    }
    let known = store::wait(lake.get(NAME))?;
    if known.is_some_and(|(bytes, _)| bytes == TEXT.as_bytes()) {
        return Ok(());
    }
    store::wait(lake.put(NAME, TEXT.as_bytes().to_vec().into()))
}
