//! The reports of `sql/<source>/reports/`: questions that the published datasets of a connection answer.
//!
//! A report is one select over datasets by their bare names. Its header says what it needs: datasets (`needs`), datasets that may
//! be absent and then have no rows (`may`, with their columns), relations of `reports/part/` that it shares with others
//! (`over`), parts whose rows are notes on the answer (`notes`), settings of the connection (`given`, with their columns), and the
//! setting without which no site tells what it asks for (`only`, with the reason). [`Report::statement`] puts what it reads in
//! front of it as CTEs, so that the same text is a view of the catalog and the answer of a command, and never reads another
//! connection.

use crate::db::{identifier, literal};
use catchment_base::error::Result;
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
    /// The columns that are read of it where it may be absent, as `name type, …`.
    columns: Option<&'static str>,
    /// Whether the report has no answer without it.
    pub is_needed: bool,
    /// The setting that has it read, as it is written; nothing where it is always read.
    pub setting: Option<&'static str>,
    /// The column, as `dataset.column`, that tells the same on sites that have no such dataset; null on others.
    pub instead: Option<&'static str>,
}

/// How the rows of a report are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What the bars show, in words.
    pub title: &'static str,
    /// The columns that say what a bar is about; of a timeline the column with a time, as text that begins with year and month.
    pub labels: Vec<&'static str>,
    /// The column with the length of a bar; nothing: rows are counted.
    pub value: Option<&'static str>,
    /// Whether there is a bar for each month, to which the rows add up, and not one for each row.
    pub is_timeline: bool,
}

/// The setting without which no site tells what a report asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Only {
    /// The setting.
    pub setting: &'static str,
    /// The value that it has to have.
    pub value: &'static str,
    /// Why there is no answer otherwise, in words.
    pub reason: &'static str,
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
        let drawn = |key| {
            let (columns, title) = behind(self.sql, key).next()?.split_once("  ")?;
            Some((columns.split(", ").collect::<Vec<_>>(), title.trim_start()))
        };
        if let Some((columns, title)) = drawn("bar") {
            let (value, labels) = columns.split_last()?;
            return Some(Chart { title, labels: labels.to_vec(), value: Some(value), is_timeline: false });
        }
        let (columns, title) = drawn("timeline")?;
        let (time, value) = (columns.first()?, columns.get(1).copied());
        Some(Chart { title, labels: vec![time], value, is_timeline: true })
    }

    /// What a site has to be like to tell what it asks for; nothing where every site may.
    pub fn only(&self) -> Option<Only> {
        let (condition, reason) = behind(self.sql, "only").next()?.split_once("  ")?;
        let (setting, value) = condition.split_once(" = ")?;
        Some(Only { setting, value: value.trim_matches('"'), reason: reason.trim_start() })
    }

    /// The parts whose rows are notes on its answer, each in the column `note`.
    pub fn notes(&self) -> Result<Vec<Self>> {
        let names = behind(self.sql, "notes").flat_map(|line| line.split(", "));
        names.map(|name| Self::part(self.source, name)).collect()
    }

    /// The datasets that it reads, itself or through what it is over: each once, as needed where anything needs it.
    pub fn datasets(&self) -> Result<Vec<Named>> {
        let mut found: Vec<Named> = Vec::new();
        for sql in self.shared()?.iter().map(|part| part.sql).chain([self.sql]) {
            for named in named(sql, "needs").chain(named(sql, "may")) {
                match found.iter_mut().find(|known| known.name == named.name) {
                    None => found.push(named),
                    Some(known) => {
                        known.is_needed |= named.is_needed;
                        known.columns = known.columns.or(named.columns);
                        known.setting = known.setting.or(named.setting);
                        known.instead = known.instead.or(named.instead);
                    }
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
        for Named { name, columns, is_needed, .. } in self.datasets()? {
            let held = basis.published.get(name);
            let column = |name: &str, kind: &str| match held.is_some_and(|held| held.contains(name)) {
                true => name.to_owned(),
                false => format!("cast(null as {kind}) as {name}"),
            };
            let relation = match (columns, held) {
                (Some(columns), None) => format!("select {} where false", each_column(columns, column)),
                (Some(columns), Some(_)) if !is_needed => {
                    format!("select {} from {}", each_column(columns, column), (basis.relation)(name))
                }
                _ => format!("select * from {}", (basis.relation)(name)),
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

/// The relations that the lines of a key name: `a, b by SETTING else COLUMN`, or one with its columns,
/// `a (b type, …) by SETTING else COLUMN`.
fn named(sql: &'static str, key: &'static str) -> impl Iterator<Item = Named> {
    let parted = |line: &'static str, at: &str| line.split_once(at).map_or((line, None), |(one, two)| (one, Some(two)));
    behind(sql, key).flat_map(move |line| {
        let (line, instead) = parted(line, " else ");
        let (relations, setting) = parted(line, " by ");
        let (names, columns) = parted(relations, " (");
        let columns = columns.map(|rest| rest.strip_suffix(')').unwrap_or(rest));
        names.split(", ").map(move |name| Named { name, columns, is_needed: key == "needs", setting, instead })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SQL: &str = "-- Which?\n-- One row.\n--\n-- needs  a, b by x = [\"y\"]\n-- may    c (d varchar, e varchar[]) by z = 1 else a\n\
                       -- notes  n\n-- only   where = \"here\"  nobody tells\n\
                       -- given  rule (name varchar)\n-- bar    d, e, f  what d have\nselect 1\n-- needs  behind\n";

    fn report(sql: &'static str) -> Report {
        Report { source: "toy", name: "r", question: "Which?", sql }
    }

    #[test]
    fn a_header_says_what_a_report_reads_and_how_it_is_drawn() {
        let needed = |name| Named { name, columns: None, is_needed: true, setting: Some("x = [\"y\"]"), instead: None };
        let read = report(SQL).datasets().unwrap();
        let c = Named {
            name: "c",
            columns: Some("d varchar, e varchar[]"),
            is_needed: false,
            setting: Some("z = 1"),
            instead: Some("a"),
        };
        assert_eq!(read, [needed("a"), needed("b"), c]);
        assert_eq!(report(SQL).given().map(|given| given.name).collect::<Vec<_>>(), ["rule"]);
        let only = Only { setting: "where", value: "here", reason: "nobody tells" };
        assert_eq!((report(SQL).only(), report("-- Q?\nselect 1\n").only()), (Some(only), None));
        assert!(report(SQL).notes().is_err(), "there is no such part");
        let bars = Chart { title: "what d have", labels: vec!["d", "e"], value: Some("f"), is_timeline: false };
        assert_eq!(report(SQL).chart(), Some(bars));
        let timeline = report("-- Q?\n--\n-- timeline  month  of each\nselect 1\n").chart();
        assert_eq!(timeline, Some(Chart { title: "of each", labels: vec!["month"], value: None, is_timeline: true }));
    }

    #[test]
    fn what_is_needed_stands_in_front_and_what_may_be_absent_is_empty() {
        let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let published = Columns::from([("a".to_owned(), columns(&[])), ("e".to_owned(), columns(&["f"]))]);
        let settings = json!({"rule": [{"name": "it's"}]});
        let relation = |name: &str| format!("wiki.{name}");
        let basis = Basis { relation: &relation, published: &published, published_at: None, settings: &settings };
        let sql = "-- Q?\n--\n-- needs  a\n-- may    c (d varchar) by z = 1\n-- may    e (f varchar, g bigint) by z = 2\n\
                   -- needs  c by z = 1 else a\n-- given  rule (name varchar)\nselect $as_of\n";
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
        let known = ["over", "notes", "only", "needs", "may", "given", "bar", "timeline"];
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
        for report in all {
            let reads = report.datasets().unwrap();
            assert!(!reads.is_empty(), "{}", report.name);
            for column in reads.iter().filter_map(|named| named.instead) {
                let dataset = column.split_once('.').map(|(dataset, _)| dataset);
                assert!(reads.iter().any(|named| Some(named.name) == dataset), "{}: {column}", report.name);
            }
            for note in report.notes().unwrap() {
                let unread = note.datasets().unwrap().into_iter().find(|named| {
                    named.is_needed && !reads.iter().any(|read| read.is_needed && read.name == named.name)
                });
                assert_eq!(unread, None, "{} of {}: what a note needs the report has to need", note.name, report.name);
            }
            let header = report.sql.lines().take_while(|line| line.starts_with("--")).collect::<Vec<_>>();
            let says = |key: &str| header.iter().any(|line| line.starts_with(&format!("-- {key}  ")));
            assert_eq!(
                report.chart().is_some(),
                says("bar") || says("timeline"),
                "{}: give the chart a title",
                report.name
            );
            assert_eq!(report.only().is_some(), says("only"), "{}: say the setting and the reason", report.name);
        }
    }
}
