//! Stored files of what is purged: they are looked for before anything is changed, and asked for again once they are deleted.

use super::record;
use crate::connection::opened::Opened;
use crate::upload;
use catchment_base::error::{Error, Result, printable};
use catchment_io::store::Store;
use catchment_lake::db::{literal, params};
use catchment_source::config::Place;

/// The stored files of some objects, with the store in which they lie.
pub struct Files {
    /// Nothing where there are no files.
    store: Option<Store>,
    /// The number of each upload and the key of its file.
    keys: Vec<(i64, String)>,
}

impl Files {
    /// Looks for the files in the configured store. Refuses another store than the one in which they were stored, and one that
    /// does not answer.
    pub async fn of(opened: &Opened, attachments: &Place, objects: &[(String, String)]) -> Result<Self> {
        let stored = stored(opened, objects)?;
        if stored.is_empty() {
            return Ok(Self { store: None, keys: Vec::new() });
        }
        let store = attachments.open()?;
        let (name, root) = (&opened.connection.name, store.uri(&opened.connection.name));
        let mut keys = Vec::new();
        for (upload, uri) in stored {
            let below = uri.strip_prefix(&root).ok_or_else(|| {
                Error::failed(format!("{} is in a different store from {root}; nothing was purged", printable(&uri)))
                    .hint("set `to` in [attachments] to where it lies, and purge again")
            })?;
            let key = format!("{name}{below}");
            store.size(&key).await?;
            keys.push((upload, key));
        }
        upload::mark::compare(&opened.db, &store, name).await?;
        Ok(Self { store: Some(store), keys })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Deletes them from the store, each with its count on record.
    pub async fn delete(&self, opened: &Opened, purge: i64) -> Result<()> {
        let Some(store) = &self.store else { return Ok(()) };
        for (upload, key) in &self.keys {
            store.delete(key).await?;
            if store.size(key).await?.is_some() {
                return Err(Error::failed(format!("{} is still in the store after it was deleted", store.uri(key)))
                    .hint("something puts it there again, or keeps it: end that, and run the same command again"));
            }
            opened.db.transaction(|db| {
                db.execute(
                    "update sync.upload set state = 'failed', cause = 'its file was purged' where upload_id = ?",
                    params![upload],
                )?;
                record::note_file(db, purge)
            })?;
        }
        Ok(())
    }
}

/// The number of each upload and where its file lies.
fn stored(opened: &Opened, objects: &[(String, String)]) -> Result<Vec<(i64, String)>> {
    let keys = objects.iter().map(|(stream, id)| format!("({}, {})", literal(stream), literal(id)));
    opened.db.query(
        &format!(
            "select upload_id, uri from sync.upload
             where state = 'stored' and (stream, object_id) in ({})",
            keys.collect::<Vec<_>>().join(", ")
        ),
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
