//! Sightings: stored if they are news, or as the evidence of a census.

use super::{Sealer, object_name, split};
use crate::db::{Db, params};
use arrow::array::{
    ArrayRef, BinaryArray, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use catchment_base::error::{Error, Result};
use catchment_base::response::{Envelope, Listing, ResponseKind, Sighting, WalkKind};
use catchment_io::key::hex;
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// The columns of `land.sighting`, in order.
const SIGHTING: [&str; 12] = [
    "walk_id",
    "stream",
    "object_id",
    "scope_id",
    "status",
    "version_number",
    "version_at",
    "answered_at",
    "above_id",
    "after_seq",
    "container_id",
    "mark",
];

/// The objects of one page, on their way to the writer.
pub struct Sighted {
    answered_at: NaiveDateTime,
    rows: Vec<Sighting>,
    /// What they show of objects of other streams.
    carried: BTreeMap<&'static str, Vec<Sighting>>,
    /// Keyed hashes of the objects by id, if the page contains whole objects.
    hashes: HashMap<String, [u8; 16]>,
    /// The number of objects of such a page without an id, which always count as news.
    nameless: usize,
}

impl Sighted {
    /// The sightings of a page. `body` is the page of a listing for `scope`, if it may be landed; `envelope` says where its objects
    /// are.
    pub fn new(
        sealer: &Sealer,
        answered_at: NaiveDateTime,
        mut rows: Vec<Sighting>,
        body: Option<&[u8]>,
        scope: &str,
        envelope: &Envelope,
    ) -> Result<Self> {
        let mut carried: BTreeMap<&'static str, Vec<Sighting>> = BTreeMap::new();
        for row in &mut rows {
            row.object = sealer.name(envelope, std::mem::take(&mut row.object));
            row.mark = row.mark.take().map(|mark| hex(&sealer.object_hash(mark.as_bytes())));
            row.carried.drain(..).for_each(|(stream, shown)| carried.entry(stream).or_default().push(shown));
        }
        let objects = body.map_or(Ok(Vec::new()), |body| {
            let split = split(body, ResponseKind::Census, scope, envelope)?;
            Ok(split.objects.into_iter().zip(split.places).collect())
        })?;
        let all = objects.len();
        let named = objects.into_iter().filter_map(|(object, place)| {
            let name = object_name(sealer, envelope, (scope, place), object)?;
            Some((name, sealer.object_hash(object.as_bytes())))
        });
        let named: Vec<_> = named.collect();
        Ok(Self { answered_at, rows, carried, nameless: all - named.len(), hashes: named.into_iter().collect() })
    }

    /// The relation `sighted`.
    fn batch(&self, stream: &str) -> Result<RecordBatch> {
        table(self.columns(stream, &self.rows))
    }

    /// Rows of `land.sighting`, in the order of its columns, for some of what was shown.
    fn sightings(&self, (stream, rows): (&str, &[Sighting]), walk: i64, after_seq: i64) -> Result<RecordBatch> {
        let number = |number: i64| -> ArrayRef { Arc::new(Int64Array::from_value(number, rows.len())) };
        let mut columns = self.columns(stream, rows);
        columns.extend([("walk_id", number(walk)), ("after_seq", number(after_seq))]);
        let place = |column: &(&str, ArrayRef)| SIGHTING.iter().position(|name| *name == column.0);
        columns.retain(|column| place(column).is_some());
        columns.sort_by_key(place);
        table(columns)
    }

    fn columns(&self, stream: &str, rows: &[Sighting]) -> Vec<(&'static str, ArrayRef)> {
        let micros = |time: NaiveDateTime| time.and_utc().timestamp_micros();
        let text =
            |of: fn(&Sighting) -> Option<&str>| -> ArrayRef { Arc::new(StringArray::from_iter(rows.iter().map(of))) };
        vec![
            ("stream", Arc::new(StringArray::from_iter_values(rows.iter().map(|_| stream)))),
            ("object_id", text(|row| Some(&row.object))),
            ("scope_id", text(|row| row.scope.as_deref())),
            ("container_id", text(|row| row.container.as_deref())),
            ("above_id", text(|row| row.above.as_deref())),
            ("status", text(|row| row.status.as_deref())),
            ("mark", text(|row| row.mark.as_deref())),
            ("version_number", Arc::new(Int32Array::from_iter(rows.iter().map(|row| row.version)))),
            (
                "version_at",
                Arc::new(TimestampMicrosecondArray::from_iter(rows.iter().map(|row| row.version_at.map(micros)))),
            ),
            (
                "answered_at",
                Arc::new(TimestampMicrosecondArray::from_iter_values(rows.iter().map(|_| micros(self.answered_at)))),
            ),
            ("object_hash", Arc::new(BinaryArray::from_iter(rows.iter().map(|row| self.hashes.get(&row.object))))),
        ]
    }
}

fn table(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch> {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
        .map_err(|cause| Error::failed("the sightings of a page do not make a table").because(cause))
}

/// What the writer of a run knows without asking the database again for each page.
#[derive(Default)]
pub struct Known {
    hasher: RandomState,
    /// What is held of some streams, by hashes of ids and contents: what tells of a response that came whole whether it is news,
    /// without a look into the ledger for each. Eight bytes an object.
    held: HashMap<&'static str, HashSet<u64>>,
    /// The landing sequence of the newest response.
    newest: Option<i64>,
}

impl Known {
    /// The landing sequence of the newest response; 0 where nothing has landed.
    pub fn newest(&mut self, db: &Db) -> Result<i64> {
        if let Some(newest) = self.newest {
            return Ok(newest);
        }
        let newest = db.query_value("select coalesce(max(seq), 0) from land.response", [])?;
        self.newest = Some(newest);
        Ok(newest)
    }

    /// A response has landed.
    pub fn landed(&mut self, seq: i64) {
        self.newest = Some(seq);
    }

    /// How many objects of a page are not held as it shows them. What is held is read once a stream and run: what lands
    /// meanwhile and comes again counts as news again.
    fn news(&mut self, db: &Db, stream: &'static str, sighted: &Sighted) -> Result<usize> {
        if !self.held.contains_key(stream) {
            self.held.insert(stream, self.read(db, stream)?);
        }
        let held = self.held.get(stream);
        let is_held = |row: &&Sighting| {
            let known =
                sighted.hashes.get(&row.object).map(|hash| self.hasher.hash_one((row.object.as_str(), &hash[..])));
            known.is_some_and(|known| held.is_some_and(|held| held.contains(&known)))
        };
        Ok(sighted.rows.len() - sighted.rows.iter().filter(is_held).count())
    }

    fn read(&self, db: &Db, stream: &str) -> Result<HashSet<u64>> {
        let hashes = db.query(
            "select object_id, object_hash from held where stream = ? and reason is null",
            params![stream],
            |row| Ok(self.hasher.hash_one((row.get::<_, String>(0)?.as_str(), &row.get::<_, Vec<u8>>(1)?[..]))),
        )?;
        Ok(hashes.into_iter().collect())
    }
}

/// How news on a page is recognized.
#[derive(Clone, Copy)]
pub enum News<'a> {
    /// By this query over the relation `sighted`.
    Query(&'a str),
    /// What is held.
    Held,
}

/// Keeps what a page showed; gives how much of it is news.
pub fn keep(
    db: &Db,
    walk: i64,
    kind: WalkKind,
    listing: &Listing,
    sighted: &Sighted,
    known: &mut Known,
    news: News<'_>,
) -> Result<usize> {
    if sighted.rows.is_empty() {
        return Ok(sighted.nameless);
    }
    let news = match news {
        News::Query(news) => news,
        News::Held => {
            let news = known.news(db, listing.stream, sighted)?;
            // A census is evidence of everything that it showed. Rows are appended: a statement costs more than a page of them.
            if !matches!(kind, WalkKind::Changes | WalkKind::Piece) {
                db.append(
                    "land.sighting",
                    sighted.sightings((listing.stream, &sighted.rows), walk, known.newest(db)?)?,
                )?;
            }
            return Ok(news + sighted.nameless);
        }
    };
    for (stream, rows) in &sighted.carried {
        db.append("land.sighting", sighted.sightings((stream, rows), walk, known.newest(db)?)?)?;
    }
    see(db, listing, sighted)?;
    let every = matches!(kind, WalkKind::Census | WalkKind::History);
    let which = if every { String::new() } else { format!("where object_id in ({news})") };
    let kept = insert(db, walk, known.newest(db)?, &which)?;
    // A census of objects with bodies keeps every sighting; of its responses only those that show something new are kept.
    if every && !sighted.hashes.is_empty() {
        let news: usize = db.query_value(&format!("select count(*) from ({news})"), [])?;
        return Ok(news + sighted.nameless);
    }
    Ok(kept + sighted.nameless)
}

/// Makes the sightings of a page the relation `sighted`.
fn see(db: &Db, listing: &Listing, sighted: &Sighted) -> Result<()> {
    db.execute(
        "create temporary table if not exists sighted (stream varchar, object_id varchar, scope_id varchar, container_id varchar,
            above_id varchar, status varchar, mark varchar, version_number integer, version_at timestamp, answered_at timestamp, object_hash blob)",
        [],
    )?;
    db.execute("delete from sighted", [])?;
    db.append("sighted", sighted.batch(listing.stream)?)
}

/// Keeps the sightings in `sighted` for which the condition holds; gives how many.
fn insert(db: &Db, walk: i64, after_seq: i64, which: &str) -> Result<usize> {
    db.execute(
        &format!(
            "insert into land.sighting
                (walk_id, stream, object_id, scope_id, container_id, status, version_number, version_at, answered_at, above_id,
                 after_seq, mark)
             select $walk, stream, object_id, scope_id, container_id, status, version_number, version_at, answered_at,
                above_id, cast($after_seq as bigint), mark
             from sighted {which}"
        ),
        params! { walk: walk, after_seq: after_seq },
    )
}

/// Stores the sighting of an object whose status is not read, from an answer with bodies.
pub fn sight_aside(db: &Db, seq: i64, object: &str, status: &str) -> Result<()> {
    db.execute(
        "insert into land.sighting (walk_id, stream, object_id, status, answered_at, after_seq)
         select walk_id, stream, $object, $status, answered_at, seq from land.response where seq = $seq",
        params! { object: object, status: status, seq: seq },
    )?;
    Ok(())
}
