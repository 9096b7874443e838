//! Whether the catalog of a bucket shows what is published: nobody looks into the bucket for that.

use super::catalog::schema_of;
use super::ducklake::Publication;
use super::lake::Lake;
use crate::db::Db;
use catchment_base::error::Result;

/// The generations that are kept, for the catalog of a bucket; nothing where it shows the newest already.
pub fn not_shown(db: &Db, lake: &Lake, connection: &str) -> Result<Option<Vec<Publication>>> {
    let published = "from sync.export where state = 'published'";
    let shown = format!("select coalesce(max_by(coalesce(shown, false), generation), true) {published}");
    if db.query_value::<bool, _>(&shown, [])? {
        return Ok(None);
    }
    let kept = format!("select generation, manifest_sha256, published_at {published} order by generation");
    let publication = |generation, mark, at| Publication {
        connection: connection.to_owned(),
        schema: schema_of(connection, |_| false),
        generation,
        mark,
        at,
        lake: lake.clone(),
    };
    db.query(&kept, [], |row| Ok(publication(row.get(0)?, row.get(1)?, row.get(2)?))).map(Some)
}

/// Notes that the catalog of the bucket shows what is published.
pub fn note_shown(db: &Db) -> Result<()> {
    db.execute("update sync.export set shown = true where state = 'published'", []).map(drop)
}
