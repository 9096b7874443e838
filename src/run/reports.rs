//! Reports: the questions of a source that the published datasets of a connection answer.

use super::catalog::{Readable, readable};
use super::query::{self, Question};
use crate::config::{Config, Connection, suggestion};
use crate::edge::db::{Db, identifier, params};
use crate::error::{Error, Result, printable};
use crate::export::catalog;
use crate::export::reports::{Basis, Chart, Columns, Named, Report, reports};
use serde_json::Value;
use std::path::Path;

/// A report, and what a connection lacks for it.
pub struct Listed {
    /// Its name.
    pub name: &'static str,
    /// Its question.
    pub question: &'static str,
    /// What it needs and this connection does not have, in words; empty if it can be answered.
    pub lacks: String,
}

/// A report that can be answered.
pub struct Reported {
    /// Its statement over the catalog.
    pub question: Question,
    /// How its rows are drawn.
    pub chart: Option<Chart>,
    /// What its rows are, and which columns are null because something is not published.
    pub remarks: Vec<String>,
}

/// The reports of a connection's source, by name, and why the lake cannot be read where it cannot: then each lacks everything.
pub async fn listed(config: &Config, connection: &str, fetching: &dyn Fn(u64)) -> Result<(Vec<Listed>, Option<Error>)> {
    let connection = config.connection(connection)?;
    let (published, unread) = match readable(config, fetching).await {
        Ok(lake) => match Shown::of(&query::open(&lake)?, &lake.folder, &connection.name) {
            Ok(shown) => (shown.published, None),
            Err(unread) => (Columns::new(), Some(unread)),
        },
        Err(unread) => (Columns::new(), Some(unread)),
    };
    let listed = |report: Report| {
        let lacks = lacking(&report, connection.own.values(), &published)?;
        Ok(Listed { name: report.name, question: report.question, lacks })
    };
    Ok((of(connection).map(listed).collect::<Result<_>>()?, unread))
}

/// A report of a connection.
pub async fn report(config: &Config, name: &str, connection: &str, fetching: &dyn Fn(u64)) -> Result<Reported> {
    let connection = config.connection(connection)?;
    let report = of(connection).find(|report| report.name == name).ok_or_else(|| unknown(name, connection))?;
    let lake = readable(config, fetching).await?;
    let mut remarks = vec![report.about()];
    let question = asked(lake, connection, &report, connection.own.values(), &mut remarks)?;
    Ok(Reported { question, chart: report.chart(), remarks })
}

/// The question that a report is to a lake; `settings` are what it is given.
pub fn asked(
    lake: Readable,
    connection: &Connection,
    report: &Report,
    settings: &Value,
    remarks: &mut Vec<String>,
) -> Result<Question> {
    let folder = lake.folder.clone();
    Question::made(lake, |db| {
        let shown = Shown::of(db, &folder, &connection.name)?;
        let absent = report.datasets()?.into_iter().filter(|named| !shown.published.contains_key(named.name));
        remarks.extend(absent.map(|named| format!("not published, so not counted: {}", told(&named))));
        shown.statement(report, connection, settings)
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
        let lacks = lacking(report, settings, &self.published)?;
        if !lacks.is_empty() {
            return Err(Error::failed(format!("the report {} needs {lacks}", report.name))
                .hint(format!("set that in [connections.{}], and sync", connection.name)));
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

fn of(connection: &Connection) -> impl Iterator<Item = Report> {
    reports().filter(|report| report.source == connection.source)
}

/// What a report needs and a connection does not have, in words.
fn lacking(report: &Report, settings: &Value, published: &Columns) -> Result<String> {
    let datasets = report.datasets()?;
    let datasets =
        datasets.iter().filter(|named| !named.is_optional() && !published.contains_key(named.name)).map(told);
    let unset = report.given().filter(|named| settings[named.name].as_array().is_none_or(Vec::is_empty));
    let lacking: Vec<String> = datasets.chain(unset.map(|named| format!("the setting {}", named.name))).collect();
    Ok(lacking.join(", "))
}

/// A dataset with the setting that has it read.
fn told(named: &Named) -> String {
    let setting = named.setting.map(|setting| format!(" ({setting})")).unwrap_or_default();
    format!("the dataset {}{setting}", named.name)
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
