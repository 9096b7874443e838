//! Marts: views over staged relations and other marts, in the order of their dependencies, and the checks of every model.

use super::model::Model;
use super::tree::Tree;
use super::{each, touch};
use crate::db::{Db, identifier};
use catchment_base::error::{Error, Kind, Result};

/// Tables of the engine that a mart may read beside staged relations and marts: for which parents something was listed, what is
/// gone, which site is followed, what is held, what could not be read, and where attachments lie.
pub const SYNC_TABLES: [&str; 6] =
    ["sync.children", "sync.deletion", "sync.identity", "sync.object", "sync.quarantine", "sync.upload"];

/// A mart with the relations it reads.
#[derive(Clone, Debug)]
pub struct Mart {
    /// The model.
    pub model: Model,
    /// Schema and name of each relation it reads.
    pub reads: Vec<String>,
    /// Its statement restricted to the keys in [`touch::keys_of`]; nothing where it is always built as a whole.
    pub touched: Option<String>,
}

/// A check that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The relation.
    pub relation: String,
    /// What was checked.
    pub check: String,
    /// How many rows break it.
    pub rows: i64,
    /// The key of one of them, where it has one.
    pub example: Option<String>,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} does not hold in {}: {} rows", self.check, self.relation, self.rows)?;
        self.example.iter().try_for_each(|example| write!(f, ", one of them {example}"))
    }
}

/// The marts among the models, each behind what it reads. Reads of unknown relations and circles are refused.
pub fn in_order(db: &Db, models: &[Model]) -> Result<Vec<Mart>> {
    let mut waiting = Vec::new();
    for model in models.iter().filter(|model| model.schema == "mart") {
        let (reads, functions) = Tree::parse(db, &format!("the model {}", model.relation()), &model.sql)?.reads();
        let known = |relation: &String| {
            SYNC_TABLES.contains(&relation.as_str()) || models.iter().any(|other| other.relation() == *relation)
        };
        if let Some(unknown) = reads.iter().find(|relation| !known(relation)).or(functions.first()) {
            return Err(Error::new(Kind::Refused, format!("the model {} reads {unknown}", model.relation()))
                .hint(format!("a mart reads staged relations, other marts, {}", SYNC_TABLES.join(", "))));
        }
        let touched = each::restrict(db, model, &identifier(&touch::keys_of(model)))?;
        waiting.push(Mart { model: model.clone(), reads, touched });
    }
    looked_up_by_key(models)?;
    let mut ordered: Vec<Mart> = Vec::new();
    while !waiting.is_empty() {
        let is_waiting = |relation: &String| waiting.iter().any(|mart: &Mart| mart.model.relation() == *relation);
        let ready = waiting.iter().position(|mart| !mart.reads.iter().any(is_waiting));
        let ready = ready.ok_or_else(|| Error::new(Kind::Refused, "the marts read each other in a circle"))?;
        ordered.push(waiting.remove(ready));
    }
    Ok(ordered)
}

/// A mart is looked up by its key: of that it is recorded what changes.
fn looked_up_by_key(models: &[Model]) -> Result<()> {
    for (model, look) in models.iter().flat_map(|model| model.looks.iter().map(move |look| (model, look))) {
        let at = models.iter().find(|at| at.schema == "mart" && at.relation() == look.at.relation);
        if at.is_some_and(|at| at.grain != [look.at.column.clone()]) {
            let what = format!("the model {} looks {} up by a column that is not its key", model.relation(), look.at);
            return Err(Error::new(Kind::Refused, what).hint("name the column of its grain in the line 'look'"));
        }
    }
    Ok(())
}

/// Makes the view of a mart.
pub fn build(db: &Db, mart: &Mart) -> Result<()> {
    let relation = mart.model.relation();
    db.execute_batch(&format!("create schema if not exists {}", identifier(&mart.model.schema)))?;
    db.execute_batch(&format!("create or replace view {relation} as {}", mart.model.sql))
}

/// Compares the columns of a mart's view with the header, and tries the statement for some keys.
pub fn check(db: &Db, mart: &Mart) -> Result<()> {
    let relation = mart.model.relation();
    let columns = db.query(&format!("describe {relation}"), [], |row| row.get::<_, String>(0))?;
    let declared: Vec<&String> = mart.model.columns.iter().map(|column| &column.name).collect();
    if columns.iter().collect::<Vec<_>>() == declared {
        return mart.touched.as_ref().map_or(Ok(()), |touched| try_touched(db, mart, touched));
    }
    let unclassified = columns.iter().find(|name| !declared.contains(name));
    let what = match unclassified {
        Some(name) => format!("has the unclassified column {name}"),
        None => "does not have the columns of its header, in their order".to_owned(),
    };
    Err(Error::new(Kind::Refused, format!("the model {relation} {what}"))
        .hint("give each column a line 'column NUMBER NAME CLASS COMMENT', in order"))
}

/// The restricted statement is one that the database can run.
fn try_touched(db: &Db, mart: &Mart, touched: &str) -> Result<()> {
    touch::make_keys(db, &mart.model)?;
    db.query(&format!("describe {touched}"), [], |_| Ok(())).map(drop)
}

/// The checks of a relation that do not hold: its own, and that its key is there and unique.
pub fn broken_checks(db: &Db, model: &Model) -> Result<Vec<Broken>> {
    broken_among(db, model, &model.relation())
}

/// The same for some of its rows, given by a statement.
pub fn broken_in(db: &Db, model: &Model, rows: &str) -> Result<Vec<Broken>> {
    broken_among(db, model, &format!("({rows}) as checked"))
}

/// Reads the rows once, and of them what the checks name.
fn broken_among(db: &Db, model: &Model, rows: &str) -> Result<Vec<Broken>> {
    let checks = checks(model);
    let counts: Vec<&str> = checks.iter().map(|(_, count)| count.as_str()).collect();
    let mut counted: Vec<i64> = Vec::new();
    db.query(&format!("select {} from {rows}", counts.join(", ")), [], |row| {
        (0..counts.len()).try_for_each(|at| row.get(at).map(|count| counted.push(count)))
    })?;
    let named = checks.into_iter().map(|(check, _)| check).zip(counted).enumerate();
    let broken = named.filter(|(_, (_, rows))| *rows > 0).map(|(at, (check, count))| {
        let example = if at < OF_THE_KEY { None } else { example(db, model, rows, &check)? };
        Ok(Broken { relation: model.relation(), check, rows: count, example })
    });
    broken.collect()
}

/// The key of a row that breaks a check.
fn example(db: &Db, model: &Model, rows: &str, check: &str) -> Result<Option<String>> {
    let keys: Vec<String> = model.grain.iter().map(|key| identifier(key)).collect();
    let sql = format!("select min(concat_ws(' ', {})) from {rows} where ({check}) is false", keys.join(", "));
    db.query_value(&sql, [])
}

/// How many of the checks are of the key itself, so that a row that breaks one cannot be told by its key.
const OF_THE_KEY: usize = 2;

/// The checks of a relation, each with what counts the rows that break it.
pub fn checks(model: &Model) -> Vec<(String, String)> {
    let key = model.grain.iter().map(|key| identifier(key)).collect::<Vec<_>>().join(", ");
    let null = model.grain.iter().map(|key| format!("{} is null", identifier(key))).collect::<Vec<_>>().join(" or ");
    let there = format!("filter (not ({null}))");
    let mut checks = vec![
        (format!("{key} is not null"), format!("count(*) filter ({null})")),
        (format!("{key} is unique"), format!("count(*) {there} - count(distinct ({key})) {there}")),
    ];
    let required = model.never_null().skip(model.grain.len()).map(|name| format!("{} is not null", identifier(name)));
    let others = required.chain(model.checks.iter().cloned());
    checks.extend(others.map(|check| {
        let count = format!("count(*) filter (({check}) is false)");
        (check, count)
    }));
    checks
}
