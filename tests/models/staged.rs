//! A database into which answers are staged as the program does it: split by the envelope of their stream, proven model, real
//! redaction.

use super::deployments::{CLOUD, Deployment, Fixture, deployment_of};
use catchment_base::clock::parse_http_date;
use catchment_base::response::ResponseKind;
use catchment_io::key::Keys;
use catchment_lake::db::{Db, Limits};
use catchment_lake::functions::{ColumnFunction, MADE, Makers};
use catchment_lake::land::{Sealer, object_name, split};
use catchment_lake::sql::FILES;
use catchment_lake::transform::{self, Model, Record, Staging, mart, models, prove};
use catchment_redact::{FAILED, Policy};
use chrono::NaiveDateTime;
use serde_json::{Map, Value};
use std::path::Path;
use std::sync::Arc;

/// One answer of a site.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Who answered.
    pub deployment: &'static Deployment,
    /// The stream that was asked for.
    pub stream: &'static str,
    /// How it was asked for.
    pub kind: ResponseKind,
    /// The id of the object that the listing is restricted to; empty for the whole site.
    pub scope: &'static str,
    /// The server's `Date`, in seconds after an hour of 2026.
    pub second: i64,
    /// The landing sequence.
    pub seq: i64,
    /// The body.
    pub body: String,
}

impl Answer {
    /// A page of a listing of a whole site of Cloud.
    pub fn of_site(stream: &'static str, second: i64, seq: i64, body: String) -> Self {
        let (deployment, kind) = (&*CLOUD, ResponseKind::Listing);
        Self { deployment, stream, kind, scope: "", second, seq, body }
    }
}

/// The answers in the files of a deployment.
pub fn answers_of(deployment: &'static Deployment) -> Vec<Answer> {
    let read = |(at, &(stream, scope, kind, file)): (usize, &Fixture)| {
        let path = deployment.folder().join(format!("{file}.json"));
        let body = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        Answer { deployment, stream, kind, scope, second: at as i64, seq: at as i64 + 1, body }
    };
    deployment.fixtures.iter().enumerate().map(read).collect()
}

/// The answers in the files of Confluence Cloud.
pub fn answers() -> Vec<Answer> {
    answers_of(&CLOUD)
}

/// What became of the objects of a batch.
#[derive(Debug, Default)]
pub struct Told {
    /// How many are rows.
    pub rows: usize,
    /// How many of these have a key or a value that was not held.
    pub differing: usize,
    /// The indexes of those that do not fit their model.
    pub rejected: Vec<usize>,
    /// How many have no key.
    pub keyless: usize,
    /// Why some are no rows: of all that do not fit, that have no key, or that lack something.
    pub unfit: Vec<String>,
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
        Self::of("confluence")
    }

    /// All models of a source, over empty relations.
    pub fn of(source: &str) -> Self {
        Self::over(Db::scratch().unwrap(), source)
    }

    /// All models of Confluence in a file, with a number of threads.
    pub fn in_file(dir: &Path, threads: u32) -> Self {
        let limits = Limits { memory: 256 << 20, threads };
        Self::over(Db::open(&dir.join(format!("with-{threads}.duckdb")), dir, dir, limits).unwrap(), "confluence")
    }

    fn over(db: Db, source: &str) -> Self {
        let ddl = FILES.iter().filter(|(path, _)| path.starts_with("land/") || path.starts_with("sync/"));
        ddl.for_each(|(_, text)| db.execute_batch(text).unwrap());
        let keys = Keys::from_master((0..32).collect()).unwrap();
        let (makers, policy) = (Makers::new(&keys).unwrap(), Policy::shipped("standard").unwrap());
        let models = models(source).unwrap();
        let staged = models.iter().filter(|model| model.schema != "mart");
        let stagings: Vec<Staging> = staged.map(|model| prove(&db, model).unwrap()).collect();
        for call in stagings.iter().flat_map(|staging| &staging.calls) {
            let function = ColumnFunction::new(&makers, &policy, &call.function, call.kind.as_deref()).unwrap();
            db.register(&call.bound, Arc::new(function)).unwrap();
        }
        stagings.iter().for_each(|staging| transform::prepare(&db, staging, true).unwrap());
        MADE.iter().for_each(|(name, made)| db.register_alone(name, Arc::new(*made)).unwrap());
        db.execute(
            &format!(
                "insert into sync.identity (database_id, key_id, site) values ('1', '{}', '{}')",
                keys.id(),
                deployment_of(source).site
            ),
            [],
        )
        .unwrap();
        for mart in mart::in_order(&db, &models).unwrap() {
            mart::build(&db, &mart).unwrap();
            mart::check(&db, &mart).unwrap();
        }
        Self { db, models, stagings, sealer: Sealer::new(&keys, "wiki").unwrap() }
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

    /// Stages answers as one batch, of which every object has a key; gives the indexes of the objects that were rejected.
    pub fn stage(&self, answers: &[Answer]) -> Vec<usize> {
        let told = self.try_stage(answers);
        assert_eq!(told.keyless, 0);
        told.rejected
    }

    /// Stages answers as one batch.
    pub fn try_stage(&self, answers: &[Answer]) -> Told {
        let mut told = Told::default();
        for staging in &self.stagings {
            let of_model =
                answers.iter().filter(|answer| staging.model.streams.iter().any(|name| name == answer.stream));
            let is_named = staging.model.named.is_some();
            let records: Vec<Record> = of_model.flat_map(|answer| self.records(answer, is_named)).collect();
            if records.is_empty() {
                continue;
            }
            let flawed = transform::stage(&self.db, staging, &records, &|| ()).unwrap();
            let objects = records.len() - flawed.len();
            told.unfit.extend(flawed.iter().map(|flaw| flaw.cause.clone()));
            told.rejected.extend(flawed.into_iter().map(|flaw| flaw.index));
            let failed_mark = (!staging.calls.is_empty()).then_some(FAILED);
            let staged = self.db.transaction(|db| transform::resolve(db, staging, objects, failed_mark)).unwrap();
            assert_eq!(staged.failed, Vec::new());
            told.rows += staged.rows;
            told.differing += staged.differing;
            told.keyless += staged.keyless.len();
            told.unfit.extend(staged.keyless.iter().map(|_| "the object has no id".to_owned()));
            told.unfit.extend(staged.incomplete.into_iter().map(|one| one.cause));
        }
        told
    }

    fn records<'a>(&self, answer: &'a Answer, is_named: bool) -> Vec<Record> {
        let envelope = answer.deployment.envelope(answer.stream);
        let split = split(answer.body.as_bytes(), answer.kind, answer.scope, &envelope).unwrap();
        assert_eq!(split.unreadable, Vec::new());
        let name = |place, object| object_name(&self.sealer, &envelope, (answer.scope, place), object);
        let record = |(object, place): (&'a str, &'static str)| Record {
            decided_seq: answer.kind.decides().then_some(answer.seq),
            stream: answer.stream,
            scope: answer.scope.into(),
            place,
            name: if is_named { name(place, object) } else { None },
            answered_at: time(answer.second),
            landed_seq: answer.seq,
            object_hash: self.sealer.object_hash(object.as_bytes()),
            object: object.into(),
        };
        split.objects.into_iter().zip(split.places).map(record).collect()
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
