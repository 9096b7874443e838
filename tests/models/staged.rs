//! A database into which answers are staged as the program does it: split by the envelope of their stream, proven model, real
//! redaction.

use catchment::config::Config;
use catchment::edge::clock::parse_http_date;
use catchment::edge::db::{Db, Limits};
use catchment::key::Keys;
use catchment::land::{Sealer, object_name, split};
use catchment::redact::{ColumnFunction, FAILED, MADE, Makers, Policy};
use catchment::response::{Envelope, ResponseKind};
use catchment::source::{self, DIALECTS, Source};
use catchment::sql::FILES;
use catchment::transform::{self, Model, Record, Staging, mart, models, prove};
use chrono::NaiveDateTime;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static CLOUD: LazyLock<&'static dyn Source> = LazyLock::new(|| source_of("cloud"));
static DATA_CENTER: LazyLock<&'static dyn Source> = LazyLock::new(|| source_of("data_center"));

/// The address of the site.
const SITE: &str = "https://example.atlassian.net/wiki";

/// Who runs the site that answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    Cloud,
    DataCenter,
}

impl Deployment {
    /// The folder of its answers and of the rows that are expected of them.
    pub fn folder(self) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/confluence");
        match self {
            Self::Cloud => folder,
            Self::DataCenter => folder.join("data_center"),
        }
    }

    fn envelope(self, stream: &str) -> Envelope {
        let source = match self {
            Self::Cloud => *CLOUD,
            Self::DataCenter => *DATA_CENTER,
        };
        let found = source::stream(source, stream);
        found.unwrap_or_else(|| panic!("{self:?} has no stream {stream}")).envelope
    }
}

fn source_of(connection: &str) -> &'static dyn Source {
    let path = Deployment::Cloud.folder().join("deployments.toml");
    let config = Config::load(&path, &DIALECTS).unwrap();
    source::of(config.connection(connection).unwrap()).unwrap()
}

/// One answer of a site.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Who answered.
    pub deployment: Deployment,
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
        let (deployment, kind) = (Deployment::Cloud, ResponseKind::Listing);
        Self { deployment, stream, kind, scope: "", second, seq, body }
    }
}

/// A file with an answer: its stream, the scope of the listing, how it was asked for, and its name.
type Fixture = (&'static str, &'static str, ResponseKind, &'static str);

/// The answers of Cloud, in the order in which they came.
const OF_CLOUD: &[Fixture] = &[
    ("space", "", ResponseKind::Listing, "space"),
    ("page", "", ResponseKind::Listing, "page"),
    ("blogpost", "", ResponseKind::Listing, "blogpost"),
    ("page", "", ResponseKind::Listing, "page-later"),
    ("attachment", "", ResponseKind::Listing, "attachment"),
    ("footer_comment", "", ResponseKind::Listing, "footer_comment"),
    ("inline_comment", "", ResponseKind::Listing, "inline_comment"),
    ("footer_reply", "327681", ResponseKind::Listing, "footer_reply"),
    ("inline_reply", "327691", ResponseKind::Listing, "inline_reply"),
    ("label", "", ResponseKind::Listing, "label"),
    ("space_icon", "65537", ResponseKind::Listing, "space_icon"),
    ("space_icon", "65538", ResponseKind::Listing, "space_icon-of-person"),
    ("space_property", "65537", ResponseKind::Listing, "space_property"),
    ("page_label", "983041", ResponseKind::Listing, "page_label"),
    ("blogpost_label", "983042", ResponseKind::Listing, "blogpost_label"),
    ("attachment_label", "983041", ResponseKind::Listing, "attachment_label"),
    ("page_version", "131075", ResponseKind::Listing, "page_version"),
    ("blogpost_version", "262145", ResponseKind::Listing, "blogpost_version"),
    ("page_version_body", "131075", ResponseKind::Listing, "page_version_body"),
    ("blogpost_version_body", "262145", ResponseKind::Listing, "blogpost_version_body"),
    ("attachment_version", "att196609", ResponseKind::Listing, "attachment_version"),
    ("task", "", ResponseKind::Listing, "task"),
    ("page_like", "131073", ResponseKind::Listing, "page_like"),
    ("blogpost_like", "262145", ResponseKind::Listing, "blogpost_like"),
    ("page_property", "131073", ResponseKind::Listing, "page_property"),
    ("blogpost_property", "262145", ResponseKind::Listing, "blogpost_property"),
    ("folder_node", "", ResponseKind::Listing, "folder_node"),
    ("whiteboard_node", "", ResponseKind::Listing, "whiteboard_node"),
    ("database_node", "", ResponseKind::Own, "database_node"),
    ("embed_node", "", ResponseKind::Own, "embed_node"),
    ("page_view_body", "131073", ResponseKind::Listing, "page_view_body"),
    ("page_export_view_body", "131073", ResponseKind::Listing, "page_export_view_body"),
    ("page_adf_body", "131073", ResponseKind::Listing, "page_adf_body"),
    ("blogpost_view_body", "262145", ResponseKind::Listing, "blogpost_view_body"),
    ("blogpost_export_view_body", "262145", ResponseKind::Listing, "blogpost_export_view_body"),
    ("blogpost_adf_body", "262145", ResponseKind::Listing, "blogpost_adf_body"),
    ("instance", "", ResponseKind::Listing, "instance"),
    ("space_category", "65537", ResponseKind::Listing, "space_category"),
    ("user_group", "", ResponseKind::Listing, "user_group"),
    ("group_member", "5d6f0001-0000-4000-8000-000000000001", ResponseKind::Listing, "group_member"),
    ("group_member", "5d6f0002-0000-4000-8000-000000000002", ResponseKind::Listing, "group_member-later"),
    ("page_restriction", "131073", ResponseKind::Listing, "page_restriction"),
    ("page_restriction", "131076", ResponseKind::Listing, "page_restriction-of-gone"),
    ("blogpost_restriction", "262145", ResponseKind::Listing, "blogpost_restriction"),
    ("space_permission", "65537", ResponseKind::Listing, "space_permission"),
    ("space_role", "65537", ResponseKind::Listing, "space_role"),
    ("audit_event", "", ResponseKind::Listing, "audit_event"),
    ("page_views", "131073", ResponseKind::Listing, "page_views"),
    ("blogpost_views", "262145", ResponseKind::Listing, "blogpost_views"),
];

/// The answers of Data Center, in the order in which they came.
const OF_DATA_CENTER: &[Fixture] = &[
    ("space", "", ResponseKind::Listing, "space"),
    ("page", "", ResponseKind::Listing, "page"),
    ("blogpost", "", ResponseKind::Listing, "blogpost"),
    ("attachment", "", ResponseKind::Listing, "attachment"),
    ("content_comment", "", ResponseKind::Listing, "content_comment"),
    ("page_version", "393217", ResponseKind::Listing, "page_version"),
    ("blogpost_version", "425985", ResponseKind::Listing, "blogpost_version"),
    ("page_version_body", "393217:3", ResponseKind::Listing, "page_version_body"),
    ("blogpost_version_body", "425985:1", ResponseKind::Listing, "blogpost_version_body"),
    ("attachment_version", "458753", ResponseKind::Listing, "attachment_version"),
    ("space_icon", "98305", ResponseKind::Listing, "space_icon"),
    ("space_icon", "98306", ResponseKind::Listing, "space_icon-of-person"),
    ("space_property", "98305", ResponseKind::Listing, "space_property"),
    ("page_property", "393217", ResponseKind::Listing, "page_property"),
    ("blogpost_property", "425985", ResponseKind::Listing, "blogpost_property"),
    ("page_view_body", "393239", ResponseKind::Listing, "page_view_body"),
    ("page_export_view_body", "393239", ResponseKind::Listing, "page_export_view_body"),
    ("blogpost_view_body", "425985", ResponseKind::Listing, "blogpost_view_body"),
    ("blogpost_export_view_body", "425985", ResponseKind::Listing, "blogpost_export_view_body"),
    ("instance", "", ResponseKind::Listing, "instance"),
    ("user", "", ResponseKind::Listing, "user"),
    ("user_group", "", ResponseKind::Listing, "user_group"),
    ("group_member", "writers", ResponseKind::Listing, "group_member"),
    ("page_restriction", "393217", ResponseKind::Listing, "page_restriction"),
    ("blogpost_restriction", "425985", ResponseKind::Listing, "blogpost_restriction"),
    ("space_permission", "98305", ResponseKind::Listing, "space_permission"),
    ("audit_event", "", ResponseKind::Listing, "audit_event"),
];

/// The answers in the files of a deployment.
pub fn answers_of(deployment: Deployment) -> Vec<Answer> {
    let fixtures = match deployment {
        Deployment::Cloud => OF_CLOUD,
        Deployment::DataCenter => OF_DATA_CENTER,
    };
    let read = |(at, &(stream, scope, kind, file)): (usize, &Fixture)| {
        let path = deployment.folder().join(format!("{file}.json"));
        let body = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        Answer { deployment, stream, kind, scope, second: at as i64, seq: at as i64 + 1, body }
    };
    fixtures.iter().enumerate().map(read).collect()
}

/// The answers in the files of Cloud.
pub fn answers() -> Vec<Answer> {
    answers_of(Deployment::Cloud)
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
        MADE.iter().for_each(|(name, made)| db.register_alone(name, Arc::new(*made)).unwrap());
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
            let is_named = staging.model.named.is_some();
            let records: Vec<Record<'_>> = of_model.flat_map(|answer| self.records(answer, is_named)).collect();
            if records.is_empty() {
                continue;
            }
            let flawed = transform::stage(&self.db, staging, &records, &|| ()).unwrap();
            let objects = records.len() - flawed.len();
            rejected.extend(flawed.into_iter().map(|flaw| flaw.index));
            let failed_mark = (!staging.calls.is_empty()).then_some(FAILED);
            let staged = self.db.transaction(|db| transform::resolve(db, staging, objects, failed_mark)).unwrap();
            assert_eq!((staged.failed, staged.keyless), (Vec::new(), Vec::new()));
        }
        rejected
    }

    fn records<'a>(&self, answer: &'a Answer, is_named: bool) -> Vec<Record<'a>> {
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
