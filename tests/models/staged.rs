//! A database into which answers are staged as the program does it: split, proven model, real redaction.

use catchment::edge::clock::parse_http_date;
use catchment::edge::db::{Db, Limits};
use catchment::key::Keys;
use catchment::land::{Sealer, split};
use catchment::redact::{ColumnFunction, FAILED, Makers, PLAIN_TEXT, PlainText, Policy};
use catchment::response::{Envelope, ResponseKind};
use catchment::sql::FILES;
use catchment::transform::{self, Model, Record, Staging, mart, models, prove};
use chrono::NaiveDateTime;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the documented answers have their objects.
const RESULTS: Envelope = Envelope::list("results");

/// The address of the site.
const SITE: &str = "https://example.atlassian.net/wiki";

/// One answer of the site.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The stream that was listed.
    pub stream: &'static str,
    /// The server's `Date`, in seconds after an hour of 2026.
    pub second: i64,
    /// The landing sequence.
    pub seq: i64,
    /// The body.
    pub body: String,
}

/// The folder of the answers and of the rows that are expected of them.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/confluence")
}

/// The answers below `fixtures/confluence/`, in the order in which they came.
pub fn answers() -> Vec<Answer> {
    let files = [
        ("space", "space"),
        ("page", "page"),
        ("blogpost", "blogpost"),
        ("page", "page-later"),
        ("attachment", "attachment"),
    ];
    let read = |(at, (stream, file)): (usize, (&'static str, &str))| {
        let body = std::fs::read_to_string(fixtures().join(format!("{file}.json"))).unwrap();
        Answer { stream, second: at as i64, seq: at as i64 + 1, body }
    };
    files.into_iter().enumerate().map(read).collect()
}

/// A database in memory, its keys always the same.
pub struct Warehouse {
    pub db: Db,
    pub models: Vec<Model>,
    stagings: Vec<Staging>,
    sealer: Sealer,
}

impl Warehouse {
    /// All models of Confluence, over empty relations.
    pub fn new() -> Self {
        Self::over(Db::scratch().unwrap())
    }

    /// The same in a file, with a number of threads.
    pub fn in_file(dir: &Path, threads: u32) -> Self {
        let limits = Limits { memory: 256 << 20, threads };
        Self::over(Db::open(&dir.join(format!("with-{threads}.duckdb")), dir, dir, limits).unwrap())
    }

    fn over(db: Db) -> Self {
        let ddl = FILES.iter().filter(|(path, _)| path.starts_with("land/") || path.starts_with("sync/"));
        ddl.for_each(|(_, text)| db.execute_batch(text).unwrap());
        let keys = Keys::from_master((0..32).collect()).unwrap();
        let (makers, policy) = (Makers::new(&keys).unwrap(), Policy::shipped("standard").unwrap());
        let models = models("confluence").unwrap();
        let staged = models.iter().filter(|model| model.schema != "mart");
        let stagings: Vec<Staging> = staged.map(|model| prove(&db, model).unwrap()).collect();
        for call in stagings.iter().flat_map(|staging| &staging.calls) {
            let function = ColumnFunction::new(&makers, &policy, &call.function, call.kind.as_deref()).unwrap();
            db.register(&call.bound, Arc::new(function)).unwrap();
        }
        stagings.iter().for_each(|staging| transform::prepare(&db, staging, true).unwrap());
        db.register_alone(PLAIN_TEXT, Arc::new(PlainText)).unwrap();
        db.execute(
            &format!("insert into sync.identity (database_id, key_id, site) values ('1', '{}', '{SITE}')", keys.id()),
            [],
        )
        .unwrap();
        for mart in mart::in_order(&db, &models).unwrap() {
            mart::build(&db, &mart).unwrap();
            mart::check(&db, &mart).unwrap();
        }
        Self { db, models, stagings, sealer: Sealer::new(&keys).unwrap() }
    }

    /// Has changed values of these columns recorded.
    pub fn watch(&mut self, relation: &str, columns: &[&str]) {
        let staging = self.stagings.iter_mut().find(|staging| staging.model.relation() == relation).unwrap();
        staging.watched = columns.iter().map(|column| (*column).to_owned()).collect();
    }

    /// Throws all rows away.
    pub fn empty(&self) {
        for staging in &self.stagings {
            self.db.execute(&format!("delete from {}", staging.model.relation()), []).unwrap();
        }
    }

    /// Stages answers as one batch; gives the indexes of the objects that were rejected.
    pub fn stage(&self, answers: &[Answer]) -> Vec<usize> {
        let mut rejected = Vec::new();
        for staging in &self.stagings {
            let of_model =
                answers.iter().filter(|answer| staging.model.streams.iter().any(|name| name == answer.stream));
            let records: Vec<Record<'_>> = of_model.flat_map(|answer| self.records(answer)).collect();
            if records.is_empty() {
                continue;
            }
            let flawed = transform::stage(&self.db, staging, &records, &|| ()).unwrap();
            let objects = records.len() - flawed.len();
            rejected.extend(flawed.into_iter().map(|flaw| flaw.index));
            let staged = self.db.transaction(|db| transform::resolve(db, staging, objects, Some(FAILED))).unwrap();
            assert_eq!((staged.failed, staged.keyless), (Vec::new(), Vec::new()));
        }
        rejected
    }

    fn records<'a>(&self, answer: &'a Answer) -> Vec<Record<'a>> {
        let split = split(answer.body.as_bytes(), ResponseKind::Listing, "", &RESULTS).unwrap();
        assert_eq!(split.unreadable, Vec::new());
        let record = |object: &'a str| Record {
            decided_seq: None,
            stream: answer.stream,
            scope: "",
            place: "",
            name: None,
            answered_at: time(answer.second),
            landed_seq: answer.seq,
            object_hash: self.sealer.object_hash(object.as_bytes()),
            object,
        };
        split.objects.into_iter().map(record).collect()
    }

    /// The rows of a relation in the order of its key, as JSON. What the engine adds is left out.
    pub fn rows(&self, model: &Model) -> Vec<Value> {
        let names: Vec<String> = model.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let sql = format!("select {} from {} order by {}", names.join(", "), model.relation(), model.grain.join(", "));
        self.texts(&sql)
    }

    /// The rows of a query, each an object of texts.
    pub fn texts(&self, sql: &str) -> Vec<Value> {
        let (columns, rows) = self.db.query_text(sql).unwrap();
        let row = |values: Vec<Option<String>>| {
            let cells = columns.iter().cloned().zip(values.into_iter().map(Value::from));
            Value::Object(cells.collect::<Map<_, _>>())
        };
        rows.into_iter().map(row).collect()
    }

    /// The checks that do not hold, each with its relation.
    pub fn broken(&self) -> Vec<(String, String)> {
        let broken = self.models.iter().flat_map(|model| mart::broken_checks(&self.db, model).unwrap());
        broken.map(|broken| (broken.relation, broken.check)).collect()
    }
}

fn time(second: i64) -> NaiveDateTime {
    let noon = parse_http_date("Wed, 01 Jul 2026 12:00:00 GMT").unwrap();
    noon + chrono::TimeDelta::seconds(second)
}
