//! `attachments verify`: whether the store holds what the record of uploads says, and nothing else.
//!
//! The store is listed and compared by a query, both ways. Nothing is removed: objects of former versions stay.

use crate::inspect::asked::open_synced;
use crate::upload;
use catchment_base::error::Result;
use catchment_io::key::Sha256;
use catchment_io::store::Store;
use catchment_lake::db::{Db, literal, params};
use catchment_source::config::Config;
use std::ops::ControlFlow;

/// Listed objects that go to the database at once.
const LISTED_AT_ONCE: usize = 1000;

/// An object in which store and record differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `missing` in the store, `resized` there, `unknown` to the record, or stored `elsewhere`, as before the setting
    /// changed.
    pub finding: String,
    /// Its address.
    pub uri: String,
    /// Its size as recorded; `None` if it is unknown.
    pub recorded_bytes: Option<i64>,
    /// Its size in the store; `None` if it is missing.
    pub found_bytes: Option<i64>,
}

/// What comparing found.
#[derive(Debug)]
pub struct Verified {
    /// The connection.
    pub connection: String,
    /// Objects on record.
    pub recorded: u64,
    /// Those that differ.
    pub findings: Vec<Finding>,
    /// Files that were on record elsewhere and were found here, with the same content.
    pub linked: u64,
    /// Uploads that are on record as failed now.
    pub repaired: usize,
}

/// Compares the store with the record; `repair` takes over what was copied here from elsewhere, and makes due again what is missing,
/// elsewhere or of another size.
pub async fn verify(config: &Config, name: &str, repair: bool) -> Result<Verified> {
    let connection = config.connection(name)?;
    if !upload::is_configured(connection) {
        return Err(upload::not_configured(connection));
    }
    let opened = open_synced(config, name, "attachments verify")?;
    let store = config.attachments.open()?;
    list(&opened.db, &store, name).await?;
    let linked = if repair { link(&opened.db, &store, name).await? } else { 0 };
    let sql = catchment_lake::sql::text("report/attachments.sql")?.replace("$root", &literal(&store.uri(name)));
    let findings = findings(&opened.db, &sql)?;
    let recorded = opened.db.query_value("select count(distinct uri) from sync.upload where state = 'stored'", [])?;
    let mut repaired = 0;
    if repair {
        repaired = make_due(&opened.db, &sql)?;
        upload::mark::renew(&opened.db, &store, name).await?;
    }
    Ok(Verified { connection: name.to_owned(), recorded, findings, linked, repaired })
}

/// Puts on record as stored here what is on record elsewhere and lies here under the same key, with the same size and SHA-256. Nothing
/// is taken for what it is by its key alone.
async fn link(db: &Db, store: &Store, connection: &str) -> Result<u64> {
    let root = upload::mark::root(store, connection);
    let moved = db.query(
        "select upload.uri, any_value(upload.sha256), found.uri
         from sync.upload as upload
         inner join found_object as found
             on found.uri = $root || regexp_extract(upload.uri, '[^/]+/[^/]+$') and found.bytes = upload.bytes
         where upload.state = 'stored' and not starts_with(upload.uri, $root)
         group by upload.uri, found.uri
         order by upload.uri",
        params! { root: root },
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, String>(2)?)),
    )?;
    let mut linked = 0;
    for (uri, sha256, here) in moved {
        let key = format!("{connection}/{}", here.strip_prefix(&root).unwrap_or_default());
        if sha256.is_none() || sha256 != Some(digest(store, &key).await?) {
            continue;
        }
        db.transaction(|db| {
            db.execute(
                "insert into sync.touched (relation, column_name, value)
                 select distinct 'sync.upload', 'object_id', object_id from sync.upload where uri = ?",
                params![uri],
            )?;
            db.execute(
                "update sync.upload set uri = $here, bucket = $bucket, object_key = $key where uri = $uri",
                params! { here: here, bucket: store.bucket_name(), key: store.object_key(&key), uri: uri },
            )
        })?;
        linked += 1;
    }
    Ok(linked)
}

/// The SHA-256 of a stored file, which is read through.
async fn digest(store: &Store, key: &str) -> Result<String> {
    let mut hash = Sha256::default();
    store
        .read(key, |piece| {
            hash.add(piece);
            Ok(ControlFlow::Continue(()))
        })
        .await?;
    Ok(hash.finish())
}

/// What the store lists, as a temporary table.
async fn list(db: &Db, store: &Store, connection: &str) -> Result<()> {
    db.execute_batch("create temporary table found_object (uri varchar not null, bytes bigint not null)")?;
    let mut some = Vec::new();
    store
        .list(connection, |key, meta| {
            if key.strip_prefix(connection).is_some_and(|below| below == format!("/{}", upload::mark::NAME)) {
                return Ok(());
            }
            some.push(format!("({}, {})", literal(&store.uri(key)), meta.bytes));
            if some.len() >= LISTED_AT_ONCE { keep(db, &mut some) } else { Ok(()) }
        })
        .await?;
    keep(db, &mut some)
}

fn keep(db: &Db, some: &mut Vec<String>) -> Result<()> {
    let rows = std::mem::take(some);
    if rows.is_empty() {
        return Ok(());
    }
    db.execute_batch(&format!("insert into found_object (uri, bytes) values {}", rows.join(", ")))
}

fn findings(db: &Db, sql: &str) -> Result<Vec<Finding>> {
    db.query(sql, [], |row| {
        Ok(Finding { finding: row.get(0)?, uri: row.get(1)?, recorded_bytes: row.get(2)?, found_bytes: row.get(3)? })
    })
}

/// The uploads of what is missing, elsewhere or of another size have failed, in hindsight.
fn make_due(db: &Db, sql: &str) -> Result<usize> {
    db.transaction(|db| {
        db.execute_batch(&format!(
            "create temporary table amiss as
             select upload_id, object_id, finding from sync.upload inner join ({sql}) as found using (uri)
             where state = 'stored' and finding in ('missing', 'elsewhere', 'resized');
             insert into sync.touched (relation, column_name, value)
                select distinct 'sync.upload', 'object_id', object_id from amiss;"
        ))?;
        db.execute(
            "update sync.upload set state = 'failed', cause = 'the object is ' || finding || ' in the store', due_at = null
             from amiss where amiss.upload_id = upload.upload_id",
            [],
        )
    })
}
