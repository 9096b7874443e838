//! The mark of a store of attachments: whether it is the one in which the files on record were stored.

use catchment_base::error::{Error, Result, printable};
use catchment_io::store::Store;
use catchment_lake::db::{Db, params};
use serde_json::{Value, json};

/// The name of the mark below the connection's part of the store.
pub const NAME: &str = "store.json";

/// A store that may be used.
pub enum Recognised {
    /// It has the mark on record.
    AsKnown,
    /// It cannot be read.
    Unread,
    /// It is to be put on record, with the mark that it has.
    New(Option<String>),
}

/// Refuses a store that is not the one in which the files on record were stored, or that has lost them. Changes nothing.
pub async fn compare(db: &Db, store: &Store, connection: &str) -> Result<Recognised> {
    let known: Option<String> = db.query_value("select store_id from sync.identity", [])?;
    // A store that cannot be read is no reason not to read the source: each file says why it could not be stored.
    let Ok(found) = id_in(store, connection).await else { return Ok(Recognised::Unread) };
    match (known, found) {
        (Some(known), Some(found)) if known == found => Ok(Recognised::AsKnown),
        (_, found) if stands(db, store, connection).await? => Ok(Recognised::New(found)),
        (_, Some(_)) => Err(foreign(store, connection, "is marked as another one")),
        (_, None) => Err(foreign(store, connection, "does not have the mark of the one in which they were stored")),
    }
}

/// The same; a new store is marked and put on record, and so is a place to which the known one has moved.
pub async fn recognise(db: &Db, store: &Store, connection: &str) -> Result<()> {
    match compare(db, store, connection).await? {
        Recognised::AsKnown => note_root(db, store, connection),
        Recognised::Unread => Ok(()),
        Recognised::New(found) => make(db, store, connection, found).await,
    }
}

/// Refuses a store in which the files on record were not stored where it is now.
pub fn refuse_moved(db: &Db, store: &Store, connection: &str) -> Result<()> {
    let root = root(store, connection);
    let Some((files, uri)) = elsewhere(db, Some(&root))? else { return Ok(()) };
    let (uri, root) = (printable(&uri), printable(&root));
    Err(Error::failed(format!("{files} stored files are on record elsewhere than in {root}: {uri}"))
        .hint(format!("'catchment attachments verify {connection} --repair' takes over what was copied there")))
}

/// How many stored files are on record elsewhere than below a root, or at all where there is none, and where one of them is.
pub fn elsewhere(db: &Db, root: Option<&str>) -> Result<Option<(u64, String)>> {
    let found = db.query_first(
        "select count(distinct uri), any_value(uri) from sync.upload
         where state = 'stored' and not coalesce(starts_with(uri, ?), false)",
        params![root],
        |row| Ok((row.get::<_, u64>(0)?, row.get::<_, Option<String>>(1)?)),
    )?;
    Ok(found.and_then(|(files, uri)| Some((files, uri?))))
}

/// What the addresses of a connection's files in a store begin with.
pub fn root(store: &Store, connection: &str) -> String {
    format!("{}/", store.uri(connection))
}

/// Puts on record where the store is.
fn note_root(db: &Db, store: &Store, connection: &str) -> Result<()> {
    let (root, known) = (root(store, connection), "select store_root from sync.identity");
    if db.query_value::<Option<String>, _>(known, [])?.as_deref() == Some(&root) {
        return Ok(());
    }
    db.execute("update sync.identity set store_root = ?", params![root]).map(drop)
}

/// Marks the store as the one in which files are stored from now on.
pub async fn renew(db: &Db, store: &Store, connection: &str) -> Result<()> {
    let found = id_in(store, connection).await?;
    make(db, store, connection, found).await
}

/// Whether nothing is stored, or what was stored last lies here.
async fn stands(db: &Db, store: &Store, connection: &str) -> Result<bool> {
    let last = "select uri from sync.upload where state = 'stored' order by upload_id desc limit 1";
    let Some(uri) = db.query_first(last, [], |row| row.get::<_, String>(0))? else { return Ok(true) };
    match uri.strip_prefix(&store.uri(connection)) {
        Some(below) => Ok(store.size(&format!("{connection}{below}")).await?.is_some()),
        None => Ok(false),
    }
}

async fn make(db: &Db, store: &Store, connection: &str, found: Option<String>) -> Result<()> {
    let id = match found {
        Some(found) => found,
        None => {
            let id: String = db.query_value("select cast(uuid() as varchar)", [])?;
            let mark = json!({"store_id": id, "connection": connection}).to_string();
            store.put(&key(connection), mark.into_bytes().into()).await?;
            id
        }
    };
    db.execute("update sync.identity set store_id = ?", params![id])?;
    note_root(db, store, connection)
}

async fn id_in(store: &Store, connection: &str) -> Result<Option<String>> {
    let Some((bytes, _)) = store.get(&key(connection)).await? else { return Ok(None) };
    let mark: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    Ok(Some(mark["store_id"].as_str().unwrap_or_default().to_owned()))
}

fn key(connection: &str) -> String {
    format!("{connection}/{NAME}")
}

fn foreign(store: &Store, connection: &str, what: &str) -> Error {
    Error::failed(format!(
        "attachments are on record as stored, but the store {} {what}",
        printable(&store.uri(connection))
    ))
    .hint(format!(
        "mount or restore the store, or correct `to` in [attachments]; 'catchment attachments verify {connection} \
             --repair' accepts this store and has the next sync store again what it lacks"
    ))
}
