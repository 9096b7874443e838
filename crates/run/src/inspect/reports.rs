//! Reports: the questions of a source that the published datasets of a connection answer.

use super::query::{self, Question};
use crate::publish::catalog::{Readable, readable};
use catchment_base::error::{Error, Result, printable};
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::export::catalog;
use catchment_lake::export::reports::{Basis, Chart, Columns, Named, Report, reports};
use catchment_lake::transform::{self, Model};
use catchment_source::Source;
use catchment_source::config::{Config, Connection, suggestion};
use serde_json::Value;
use std::path::Path;

/// A report, and what a connection lacks for it.
pub struct Listed {
    /// Its name.
    pub name: &'static str,
    /// Its question.
    pub question: &'static str,
    /// What it lacks here; nothing if it can be answered.
    pub lacks: Option<Lacks>,
}

/// Why a report has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacks {
    /// The connection has published nothing yet, or nobody knows what: why.
    Publication(String),
    /// The site tells nothing of what it asks for, whatever the settings are: why.
    Site(String),
    /// Datasets or settings, in words.
    Settings(String),
    /// Datasets that the settings ask for and that are not published yet, in words.
    Sync(String),
}

impl Lacks {
    /// What is lacking, in words.
    pub fn words(&self) -> &str {
        match self {
            Self::Publication(words) | Self::Site(words) | Self::Settings(words) | Self::Sync(words) => words,
        }
    }
}

/// A report that can be answered.
pub struct Reported {
    /// Its statement over the catalog.
    pub question: Question,
    /// How its rows are drawn.
    pub chart: Option<Chart>,
    /// What its rows are, and which columns are null because something is not published.
    pub remarks: Vec<String>,
    /// What was not read of that which decides the answer.
    pub notes: Vec<String>,
}

/// The reports of a connection's source, by name, and why nothing of it can be read where nothing can.
pub async fn listed(config: &Config, connection: &str, fetching: &dyn Fn(u64)) -> Result<(Vec<Listed>, Option<Error>)> {
    let connection = config.connection(connection)?;
    let published = match readable(config, fetching).await {
        Ok(lake) => Shown::of(&query::open(&lake)?, &lake.folder, &connection.name).map(|shown| shown.published),
        Err(unread) => Err(unread),
    };
    let site = Site::of(connection)?;
    let listed = |report: Report| {
        let lacks = match &published {
            Ok(published) => site.lacks(&report, connection.own.values(), published)?,
            Err(unread) => Some(site.never_tells(&report)?.unwrap_or_else(|| Lacks::Publication(unread.one_line()))),
        };
        Ok(Listed { name: report.name, question: report.question, lacks })
    };
    Ok((of(connection).map(listed).collect::<Result<_>>()?, published.err()))
}

/// A report of a connection.
pub async fn report(config: &Config, name: &str, connection: &str, fetching: &dyn Fn(u64)) -> Result<Reported> {
    let connection = config.connection(connection)?;
    let report = of(connection).find(|report| report.name == name).ok_or_else(|| unknown(name, connection))?;
    let lake = readable(config, fetching).await?;
    let (mut remarks, mut notes) = (vec![report.about()], Vec::new());
    let site = Site::of(connection)?;
    let question = asked(lake, connection, &report, connection.own.values(), |db, shown| {
        remarks.extend(site.uncounted(&report, &shown.published)?);
        for part in report.notes()? {
            let statement = shown.statement(&part, connection, connection.own.values())?;
            let sql = format!("select note from ({statement})");
            notes.extend(db.query(&sql, [], |row| row.get::<_, String>(0))?);
        }
        Ok(())
    })?;
    Ok(Reported { question, chart: report.chart(), remarks, notes })
}

/// The question that a report is to a lake; `settings` are what it is given, and `look` sees what it is asked of.
pub fn asked(
    lake: Readable,
    connection: &Connection,
    report: &Report,
    settings: &Value,
    look: impl FnOnce(&Db, &Shown) -> Result<()>,
) -> Result<Question> {
    let folder = lake.folder.clone();
    Question::made(lake, |db| {
        let shown = Shown::of(db, &folder, &connection.name)?;
        let statement = shown.statement(report, connection, settings)?;
        look(db, &shown)?;
        Ok(statement)
    })
}

/// What the catalog shows of a connection.
pub struct Shown {
    schema: String,
    published: Columns,
    published_at: Option<String>,
}

impl Shown {
    /// What a catalog shows of a connection; an error where it has published nothing.
    pub fn of(db: &Db, folder: &Path, connection: &str) -> Result<Self> {
        let schema = catalog::schema(folder, connection)?.ok_or_else(|| {
            Error::failed(format!("{connection} has published nothing yet"))
                .hint(format!("catchment sync {connection}"))
        })?;
        let columns = "select table_name, column_name from duckdb_columns() where schema_name = ?";
        let columns = db.query(columns, params![schema], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        let datasets = "select dataset, strftime(make_timestamp(epoch_us(published_at)), '%Y-%m-%dT%H:%M:%SZ')
            from main.dataset where connection = ?";
        let datasets = db.query(datasets, params![connection], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })?;
        let published_at = datasets.iter().find_map(|(_, at)| at.clone());
        let of = |dataset: &String| {
            columns.iter().filter(|(table, _)| table == dataset).map(|(_, column)| String::clone(column)).collect()
        };
        let published = datasets.iter().map(|(dataset, _)| (dataset.clone(), of(dataset))).collect();
        Ok(Self { schema, published, published_at })
    }

    /// The statement of a report; an error where the connection lacks what it needs.
    pub fn statement(&self, report: &Report, connection: &Connection, settings: &Value) -> Result<String> {
        match Site::of(connection)?.lacks(report, settings, &self.published)? {
            None => {}
            Some(Lacks::Site(reason)) => {
                return Err(Error::failed(format!("the report {} has no answer here: {reason}", report.name))
                    .hint(format!("'catchment report {}' lists the others", connection.name)));
            }
            Some(lacks) => {
                let hint = match lacks {
                    Lacks::Sync(_) => format!("catchment sync {}", connection.name),
                    _ => format!("add that to what [connections.{}] asks for, and sync", connection.name),
                };
                return Err(Error::failed(format!("the report {} needs {}", report.name, lacks.words())).hint(hint));
            }
        }
        let schema = identifier(&self.schema);
        report.statement(&Basis {
            relation: &|dataset| format!("{schema}.{}", identifier(dataset)),
            published: &self.published,
            published_at: self.published_at.as_deref(),
            settings,
        })
    }
}

/// What the site of a connection can tell, whatever is read of it.
struct Site<'a> {
    connection: &'a Connection,
    source: &'static dyn Source,
    models: Vec<Model>,
}

impl<'a> Site<'a> {
    fn of(connection: &'a Connection) -> Result<Self> {
        let source = catchment_source::of(connection)?;
        Ok(Self { connection, source, models: transform::models(source.name())? })
    }

    /// Whether it can have a dataset: a deployment may lack every stream that one is made from.
    fn has(&self, dataset: &str) -> bool {
        let mut marts = self.models.iter().filter(|model| model.schema == "mart");
        let Some(model) = marts.find(|model| model.name == dataset) else { return true };
        let mut needs = model.needs.iter().filter(|need| need.columns.is_empty());
        needs.all(|need| need.streams.iter().any(|stream| catchment_source::stream(self.source, stream).is_some()))
    }

    /// Whether it tells what a dataset holds in another one.
    fn tells_otherwise(&self, named: &Named) -> bool {
        named.instead.is_some() && !self.has(named.name)
    }

    /// Why it never tells what a report asks for; nothing where it may.
    fn never_tells(&self, report: &Report) -> Result<Option<Lacks>> {
        let values = self.connection.own.values();
        if let Some(only) = report.only().filter(|only| values[only.setting] != only.value) {
            return Ok(Some(Lacks::Site(only.reason.to_owned())));
        }
        let datasets = report.datasets()?.into_iter();
        let mut never = datasets.filter(|named| named.is_needed && named.instead.is_none() && !self.has(named.name));
        Ok(never.next().map(|named| Lacks::Site(format!("the site has no dataset {}", named.name))))
    }

    /// Why a report has no answer; nothing where it has one.
    fn lacks(&self, report: &Report, settings: &Value, published: &Columns) -> Result<Option<Lacks>> {
        if let Some(never) = self.never_tells(report)? {
            return Ok(Some(never));
        }
        let datasets = report.datasets()?.into_iter();
        let absent = datasets
            .filter(|named| named.is_needed && !published.contains_key(named.name) && !self.tells_otherwise(named));
        let absent: Vec<Named> = absent.collect();
        let unset = report.given().filter(|named| settings[named.name].as_array().is_none_or(Vec::is_empty));
        let unset: Vec<String> = unset.map(|named| format!("the setting {}", named.name)).collect();
        let is_to_come = unset.is_empty() && absent.iter().all(|named| self.is_asked_for(named));
        let lacking: Vec<String> = absent.iter().map(|named| self.told(named)).chain(unset).collect();
        let words = lacking.join(", ");
        Ok((!lacking.is_empty()).then_some(if is_to_come { Lacks::Sync(words) } else { Lacks::Settings(words) }))
    }

    /// Whether the settings have a dataset read.
    fn is_asked_for(&self, named: &Named) -> bool {
        let Some((setting, values)) = named.setting.and_then(|text| text.split_once(" = ")) else { return true };
        let Ok(Value::Array(values)) = serde_json::from_str(values) else { return false };
        let held = self.connection.own.values()[setting].as_array();
        values.iter().all(|value| held.is_some_and(|held| held.contains(value)))
    }

    /// A dataset with what has it read.
    fn told(&self, named: &Named) -> String {
        let by = named.setting.filter(|_| !self.is_asked_for(named)).unwrap_or("the next sync publishes it");
        format!("the dataset {} ({by})", named.name)
    }

    /// What a report would count and is not published, in words.
    fn uncounted(&self, report: &Report, published: &Columns) -> Result<Vec<String>> {
        let datasets = report.datasets()?.into_iter();
        let absent = datasets.filter(|named| !published.contains_key(named.name) && !self.tells_otherwise(named));
        Ok(absent
            .map(|named| match self.has(named.name) {
                true => format!("not published, so not counted: {}", self.told(&named)),
                false => format!("not counted, because the site has no such dataset: {}", named.name),
            })
            .collect())
    }
}

fn of(connection: &Connection) -> impl Iterator<Item = Report> {
    reports().filter(|report| report.source == connection.source)
}

fn unknown(name: &str, connection: &Connection) -> Error {
    let names: Vec<&str> = of(connection).map(|report| report.name).collect();
    let near = suggestion(name, names.iter());
    let known = match names.is_empty() {
        true => format!("there are none for source = \"{}\"", connection.source),
        false => format!("{near}reports: {}; 'catchment report' describes them", names.join(", ")),
    };
    Error::usage(format!("there is no report {}", printable(name))).hint(known)
}
