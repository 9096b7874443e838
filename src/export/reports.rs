//! The reports of `sql/<source>/reports/`: questions that the published datasets of a connection answer.
//!
//! A report is one select over datasets by their bare names. Its header says what it needs: datasets (`needs`), datasets that may
//! be absent and then have no rows (`may`, with their columns), relations of `reports/part/` that it shares with others
//! (`over`), and settings of the connection (`given`, with their columns). [`Report::statement`] puts all of these in front of it as
//! CTEs, so that the same text is a view of the catalog and the answer of a command, and never reads another connection.

use crate::edge::db::{identifier, literal};
use crate::error::Result;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A report of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// The source whose datasets it reads.
    pub source: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its question.
    pub question: &'static str,
    sql: &'static str,
}

/// What a header names: relations, their columns with types, and the setting that has them read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The relation.
    pub name: &'static str,
    /// Its columns, as `name type, …`; nothing where the dataset has to be there with its own.
    columns: Option<&'static str>,
    /// The setting that has it read, as it is written; nothing where it is always read.
    pub setting: Option<&'static str>,
}

impl Named {
    /// Whether the report has an answer without it.
    pub fn is_optional(&self) -> bool {
        self.columns.is_some()
    }
}

/// How the rows of a report are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chart {
    /// A bar for each row.
    Bar {
        /// The columns that say what it is about.
        labels: Vec<&'static str>,
        /// The column with its length.
        value: &'static str,
    },
    /// A bar for each month.
    Timeline {
        /// The column with a time, as text that begins with year and month.
        time: &'static str,
        /// The column that is added up; nothing: rows are counted.
        value: Option<&'static str>,
    },
}

/// What a report is asked of.
pub struct Basis<'a> {
    /// What stands for a dataset behind `from`, by its name.
    pub relation: &'a dyn Fn(&str) -> String,
    /// The datasets that are published.
    pub published: &'a Columns,
    /// When they were published, as RFC 3339; nothing in generations of older versions.
    pub published_at: Option<&'a str>,
    /// The settings of the connection, by name.
    pub settings: &'a Value,
}

/// Datasets with the names of their columns.
pub type Columns = BTreeMap<String, BTreeSet<String>>;

/// The datasets of a manifest with their columns.
pub fn columns_of(manifest: &Value) -> Columns {
    let names = |stated: &Value| {
        let columns = stated["columns"].as_array().into_iter().flatten();
        columns.filter_map(|column| column["name"].as_str().map(str::to_owned)).collect()
    };
    let datasets = manifest["datasets"].as_object().into_iter().flatten();
    datasets.map(|(name, stated)| (name.clone(), names(stated))).collect()
}

/// Every report, by source and name.
pub fn reports() -> impl Iterator<Item = Report> {
    crate::sql::FILES.iter().filter_map(|(path, sql)| {
        let (source, name) = path.strip_suffix(".sql")?.split_once("/reports/")?;
        let question = sql.lines().next()?.trim_start_matches('-').trim();
        (!name.contains('/')).then_some(Report { source, name, question, sql })
    })
}

impl Report {
    /// A relation that reports share, as if it were one of them; an error where there is none of this name.
    pub fn part(source: &'static str, name: &'static str) -> Result<Self> {
        let sql = crate::sql::text(&format!("{source}/reports/part/{name}.sql"))?;
        Ok(Self { source, name, question: "", sql })
    }

    /// What its rows are, in words.
    pub fn about(&self) -> String {
        crate::sql::about(self.sql)
    }

    /// How its rows are drawn, where a picture says more than they do.
    pub fn chart(&self) -> Option<Chart> {
        let columns = |key| behind(self.sql, key).next().map(|line| line.split(", ").collect::<Vec<_>>());
        if let Some(columns) = columns("bar") {
            let (value, labels) = columns.split_last()?;
            return Some(Chart::Bar { labels: labels.to_vec(), value });
        }
        let columns = columns("timeline")?;
        Some(Chart::Timeline { time: columns.first()?, value: columns.get(1).copied() })
    }

    /// The datasets that it reads, itself or through what it is over: each once, as needed where anything needs it.
    pub fn datasets(&self) -> Result<Vec<Named>> {
        let mut found: Vec<Named> = Vec::new();
        for sql in self.shared()?.iter().map(|part| part.sql).chain([self.sql]) {
            for named in named(sql, "needs").chain(named(sql, "may")) {
                match found.iter_mut().find(|known| known.name == named.name) {
                    None => found.push(named),
                    Some(known) if !named.is_optional() => *known = named,
                    Some(_) => {}
                }
            }
        }
        Ok(found)
    }

    /// The settings that it reads.
    pub fn given(&self) -> impl Iterator<Item = Named> {
        named(self.sql, "given")
    }

    /// The relations that it is over, each behind those that it is over itself.
    fn shared(&self) -> Result<Vec<Self>> {
        let mut found: Vec<Self> = Vec::new();
        for name in behind(self.sql, "over").flat_map(|line| line.split(", ")) {
            let part = Self::part(self.source, name)?;
            for part in part.shared()?.into_iter().chain([part]) {
                if !found.contains(&part) {
                    found.push(part);
                }
            }
        }
        Ok(found)
    }

    /// The statement that answers it. What it needs has to be there: [`Report::datasets`] and [`Report::given`] say what.
    pub fn statement(&self, basis: &Basis<'_>) -> Result<String> {
        let names = basis.published.keys().map(|name| format!("({})", literal(name)));
        let names = names.chain(["(null)".to_owned()]).collect::<Vec<_>>().join(", ");
        let mut ctes = vec![format!(
            "published as (select dataset from (values {names}) as named (dataset) where dataset is not null)"
        )];
        for Named { name, columns, .. } in self.datasets()? {
            let held = basis.published.get(name);
            let column = |name: &str, kind: &str| match held.is_some_and(|held| held.contains(name)) {
                true => name.to_owned(),
                false => format!("cast(null as {kind}) as {name}"),
            };
            let selected = columns.map_or_else(|| "*".to_owned(), |columns| each_column(columns, column));
            let relation = match (columns, held) {
                (Some(_), None) => format!("select {selected} where false"),
                _ => format!("select {selected} from {}", (basis.relation)(name)),
            };
            // Whole datasets with their bodies are not to be kept in memory.
            ctes.push(format!("{} as not materialized ({relation})", identifier(name)));
        }
        for Named { name, columns, .. } in self.given() {
            let form = each_column(columns.unwrap_or_default(), |name, kind| format!("\"{name}\": \"{kind}\""));
            let rows = basis.settings[name].to_string();
            let rows = format!("from_json({}, {})", literal(&rows), literal(&format!("[{{{form}}}]")));
            ctes.push(format!("{} as (select unnest({rows}, max_depth := 2))", identifier(name)));
        }
        ctes.extend(self.shared()?.iter().map(|part| format!("{} as (\n{})", identifier(part.name), part.sql)));
        let as_of = basis.published_at.map_or_else(
            || "cast(null as bigint)".to_owned(),
            |at| format!("epoch_us(cast({} as timestamptz))", literal(at)),
        );
        let sql = format!("with {},\nreport as (\n{})\nselect * from report", ctes.join(",\n"), self.sql);
        Ok(sql.replace("$as_of", &as_of))
    }
}

/// The columns of a header, each written in another way.
fn each_column(columns: &str, write: impl Fn(&str, &str) -> String) -> String {
    let columns = columns.split(", ").filter_map(|column| column.split_once(' '));
    columns.map(|(name, kind)| write(name, kind)).collect::<Vec<_>>().join(", ")
}

/// What stands behind a key in the lines of a header.
fn behind(sql: &'static str, key: &'static str) -> impl Iterator<Item = &'static str> {
    let header = sql.lines().map_while(|line| line.strip_prefix("--"));
    header.filter_map(move |line| Some(line.strip_prefix(' ')?.strip_prefix(key)?.strip_prefix("  ")?.trim()))
}

/// The relations that the lines of a key name: `a, b by SETTING`, or one with its columns, `a (b type, …) by SETTING`.
fn named(sql: &'static str, key: &'static str) -> impl Iterator<Item = Named> {
    behind(sql, key).flat_map(|line| {
        let (relations, setting) = line.split_once(" by ").map_or((line, None), |(what, by)| (what, Some(by)));
        let (names, columns) = relations
            .split_once(" (")
            .map_or((relations, None), |(name, rest)| (name, Some(rest.strip_suffix(')').unwrap_or(rest))));
        names.split(", ").map(move |name| Named { name, columns, setting })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SQL: &str = "-- Which?\n-- One row.\n--\n-- needs  a, b by x = [\"y\"]\n-- may    c (d varchar, e varchar[]) by z = 1\n\
                       -- given  rule (name varchar)\n-- bar    d, e, f\nselect 1\n-- needs  behind\n";

    fn report(sql: &'static str) -> Report {
        Report { source: "toy", name: "r", question: "Which?", sql }
    }

    #[test]
    fn a_header_says_what_a_report_reads_and_how_it_is_drawn() {
        let named = |name, columns, setting| Named { name, columns, setting };
        let read = report(SQL).datasets().unwrap();
        let by = Some("x = [\"y\"]");
        let c = named("c", Some("d varchar, e varchar[]"), Some("z = 1"));
        assert_eq!(read, [named("a", None, by), named("b", None, by), c]);
        assert_eq!(report(SQL).given().map(|given| given.name).collect::<Vec<_>>(), ["rule"]);
        assert_eq!(report(SQL).chart(), Some(Chart::Bar { labels: vec!["d", "e"], value: "f" }));
        let timeline = report("-- Q?\n--\n-- timeline  month\nselect 1\n").chart();
        assert_eq!(timeline, Some(Chart::Timeline { time: "month", value: None }));
    }

    #[test]
    fn what_is_needed_stands_in_front_and_what_may_be_absent_is_empty() {
        let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let published = Columns::from([("a".to_owned(), columns(&[])), ("e".to_owned(), columns(&["f"]))]);
        let settings = json!({"rule": [{"name": "it's"}]});
        let relation = |name: &str| format!("wiki.{name}");
        let basis = Basis { relation: &relation, published: &published, published_at: None, settings: &settings };
        let sql = "-- Q?\n--\n-- needs  a\n-- may    c (d varchar) by z = 1\n-- may    e (f varchar, g bigint) by z = 2\n\
                   -- given  rule (name varchar)\nselect $as_of\n";
        let text = report(sql).statement(&basis).unwrap();
        for part in [
            "values ('a'), ('e'), (null)",
            "\"a\" as not materialized (select * from wiki.a)",
            "\"e\" as not materialized (select f, cast(null as bigint) as g from wiki.e)",
            "\"c\" as not materialized (select cast(null as varchar) as d where false)",
            "from_json('[{\"name\":\"it''s\"}]', '[{\"name\": \"varchar\"}]')",
            "select cast(null as bigint)",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn every_report_has_a_question_known_keys_and_relations_that_are_there() {
        let known = ["over", "needs", "may", "given", "bar", "timeline"];
        for (path, sql) in crate::sql::FILES.iter().filter(|(path, _)| path.contains("/reports/")) {
            let is_part = path.contains("/part/");
            let first = sql.lines().next().unwrap_or_default();
            assert!(first.ends_with(if is_part { '.' } else { '?' }), "sql/{path}: {first}");
            let keys = sql.lines().take_while(|line| line.starts_with("--")).skip_while(|line| *line != "--").skip(1);
            for line in keys {
                let key = line.trim_start_matches("-- ").split(' ').next().unwrap_or_default();
                assert!(known.contains(&key), "sql/{path}: {line}");
            }
        }
        let all: Vec<Report> = reports().collect();
        assert!(all.len() >= 15, "{} reports", all.len());
        all.iter().for_each(|report| assert!(!report.datasets().unwrap().is_empty(), "{}", report.name));
    }
}
