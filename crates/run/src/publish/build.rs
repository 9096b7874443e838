//! From staged relations to a published generation: views, checks, what is held back, the manifest's facts.

use super::shortfall::{self, Shortfall};
use crate::connection::opened::Opened;
use crate::connection::report;
use crate::publish::shortfall::Refused;
use crate::schema::changes;
use crate::schema::relation::Remade;
use crate::upload;
use catchment_base::error::Result;
use catchment_base::{clock, failpoint};
use catchment_io::key::sha256;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::export::{self, Altered, Changes, Dataset, Facts, Field, Lake, Progress, Published, Touched};
use catchment_lake::transform::mart::{self, Broken, Mart};
use catchment_lake::transform::{Model, kept, touch};
use catchment_redact::PLAIN_VERSION;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The outcome of building.
pub struct Built {
    /// The generation.
    pub published: Published,
    /// What is lacking of it.
    pub shortfall: Shortfall,
    /// Whether nothing is published yet, because something is lacking.
    pub waits_for_completeness: bool,
}

/// Makes the views of the marts, and the tables of those that others look up. One that was published as it is, from relations that
/// are what they were, need not be tried again.
pub fn make_views(db: &Db, marts: &[Mart], remade: &[Remade]) -> Result<()> {
    for mart in marts {
        let is_published = is_published(db, mart)?;
        if kept::is_kept(mart, marts) {
            kept::prepare(db, mart, !is_published)?;
        } else {
            mart::build(db, mart)?;
        }
        if !remade.is_empty() || !is_published {
            mart::check(db, mart)?;
        }
    }
    Ok(())
}

/// Whether the mart stands in the newest generation, or nothing of it differed since.
fn is_published(db: &Db, mart: &Mart) -> Result<bool> {
    let relation = mart.model.relation();
    let former =
        db.query_first("select fingerprint from sync.relation where relation = ?", params![relation], |row| {
            row.get(0)
        })?;
    Ok(former == Some(fingerprint(&mart.model)))
}

/// Has the next publication build every mart as a whole, and not from the files that it has.
pub fn forget_published(db: &Db) -> Result<()> {
    db.execute("delete from sync.relation where starts_with(relation, 'mart.')", []).map(drop)
}

/// Checks what may have changed, publishes what holds, and forgets what was touched when all of it does. `refused` are
/// deletions that were not made.
pub fn publish(
    opened: &Opened,
    run: i64,
    models: &[Model],
    marts: &[Mart],
    lake: &Lake,
    refused: Vec<Refused>,
) -> Result<Built> {
    opened.make_room_for_rows()?;
    let db = &opened.db;
    refresh(db, marts)?;
    let is_touched = touch::take(db)?;
    let mut touched = BTreeMap::new();
    for mart in marts {
        touched.insert(mart.model.relation(), follow(db, mart, marts)?);
    }
    let broken = broken(db, models, &touched, is_touched)?;
    let (waiting, held_changes) = changes::held(db, &opened.connection.name)?;
    let causes = causes(&broken, &waiting, marts);
    let dataset = |mart: &Mart| {
        let relation = mart.model.relation();
        let streams = streams_of(mart, models, marts);
        (dataset(&mart.model, streams, touched.get(&relation).cloned().flatten()), causes.get(&relation).cloned())
    };
    let datasets: Vec<(Dataset, Option<String>)> = marts.iter().map(dataset).collect();
    let shortfall = Shortfall {
        broken_checks: broken.iter().map(ToString::to_string).collect(),
        held: datasets.iter().filter(|(_, cause)| cause.is_some()).map(|(dataset, _)| dataset.name.clone()).collect(),
        refused_deletions: refused,
        held_changes,
        ..shortfall::unread(db)?
    };
    let is_first = export::newest_known(db)?.is_none();
    let waits = || Ok(!opened.connection.publish_incomplete && shortfall::lacks_listings(db, &shortfall)?);
    if is_first && (is_of_purge(db, run)? || waits()?) {
        return Ok(Built { published: Published::default(), shortfall, waits_for_completeness: true });
    }
    let progress = || progress(db);
    let changes = |generation, published: &[&str], altered: &[Altered]| {
        changes::note(db, &opened.connection, run, generation, published, altered)
    };
    let published = export::publish(db, run, lake, &facts(opened, &shortfall, &progress, &changes), &datasets)?;
    failpoint::pass("build.before_settle");
    if causes.is_empty() && (is_touched || touched.values().any(Option::is_none)) {
        db.transaction(|db| settle(db, marts))?;
    }
    Ok(Built { published, shortfall, waits_for_completeness: false })
}

/// Brings the marts up to date that others look up, where something that they are built from was touched: then what changes of
/// them is touched as well.
fn refresh(db: &Db, marts: &[Mart]) -> Result<()> {
    touch::take(db)?;
    for mart in marts.iter().filter(|mart| kept::is_kept(mart, marts)) {
        let is_quiet = touch::is_quiet(db, &bases_of(mart, marts))?;
        if !is_quiet || !is_published(db, mart)? || kept::is_empty(db, mart)? {
            kept::refresh(db, mart)?;
        }
    }
    Ok(())
}

/// The touched keys of a mart; `None` if any row may have changed, as where it is another mart than was published.
fn follow(db: &Db, mart: &Mart, marts: &[Mart]) -> Result<Option<Touched>> {
    if !is_published(db, mart)? {
        return Ok(None);
    }
    let keys = identifier(&touch::keys_of(&mart.model));
    if mart.touched.is_none() && touch::is_quiet(db, &bases_of(mart, marts))? {
        touch::make_keys(db, &mart.model)?;
        return Ok(Some(Touched { keys, rows: format!("select * from {} where false", mart.model.relation()) }));
    }
    let (Some(rows), Some(_)) = (&mart.touched, touch::follow(db, mart)?) else { return Ok(None) };
    Ok(Some(Touched { keys, rows: rows.clone() }))
}

/// The relations that a mart is built from, through whatever it reads.
fn bases_of<'a>(mart: &'a Mart, marts: &'a [Mart]) -> Vec<&'a str> {
    let mut bases = Vec::new();
    for relation in &mart.reads {
        match marts.iter().find(|below| below.model.relation() == *relation) {
            Some(below) => bases.extend(bases_of(below, marts)),
            None => bases.push(relation.as_str()),
        }
    }
    bases
}

/// What makes a mart, beside the relations it reads.
fn fingerprint(mart: &Model) -> String {
    sha256(format!("{PLAIN_VERSION} {mart:?}").as_bytes())
}

/// The checks that fail: of touched rows, or of all where it is not known which are.
fn broken(
    db: &Db,
    models: &[Model],
    touched: &BTreeMap<String, Option<Touched>>,
    is_touched: bool,
) -> Result<Vec<Broken>> {
    let mut broken = Vec::new();
    for model in models {
        let rows = match touched.get(&model.relation()) {
            Some(touched) => touched.as_ref().map(|touched| touched.rows.clone()),
            None => touch::changed_rows(db, model)?,
        };
        broken.extend(match rows {
            Some(_) if !is_touched => Vec::new(),
            Some(rows) => mart::broken_in(db, model, &rows)?,
            None => mart::broken_checks(db, model)?,
        });
    }
    Ok(broken)
}

/// What was touched is published: from now on only what is touched later may differ.
fn settle(db: &Db, marts: &[Mart]) -> Result<()> {
    touch::settle(db)?;
    for mart in marts {
        let (relation, fingerprint) = (mart.model.relation(), fingerprint(&mart.model));
        db.execute("delete from sync.relation where relation = ?", params![relation])?;
        db.execute(
            "insert into sync.relation (relation, fingerprint, staged_to, built_at)
             select $relation, $fingerprint, coalesce(max(seq), 0), $now from land.response",
            params! { relation: relation, fingerprint: fingerprint, now: clock::now() },
        )?;
    }
    Ok(())
}

/// Why each relation is held back: its own broken checks, a change of its schema that waits, or those of something it is built from.
fn causes(broken: &[Broken], waiting: &BTreeMap<String, String>, marts: &[Mart]) -> BTreeMap<String, String> {
    let mut causes: BTreeMap<String, String> = BTreeMap::new();
    for check in broken {
        causes.entry(check.relation.clone()).or_insert_with(|| check.to_string());
    }
    for mart in marts {
        if let Some(cause) = waiting.get(&mart.model.name) {
            causes.entry(mart.model.relation()).or_insert_with(|| cause.clone());
        }
        let inherited = mart.reads.iter().find_map(|relation| causes.get(relation).cloned());
        if let Some(cause) = inherited {
            causes.entry(mart.model.relation()).or_insert(cause);
        }
    }
    causes
}

/// The streams that a mart is fed by, through whatever it reads but what only adds words to its rows.
fn streams_of(mart: &Mart, models: &[Model], marts: &[Mart]) -> Vec<String> {
    let mut streams = BTreeSet::new();
    for relation in mart.reads.iter().filter(|relation| !mart.model.adds.contains(relation)) {
        let staged = models.iter().filter(|model| model.relation() == *relation);
        streams.extend(staged.flat_map(|model| model.streams.iter().cloned()));
        let below = marts.iter().filter(|mart| mart.model.relation() == *relation);
        streams.extend(below.flat_map(|below| streams_of(below, models, marts)));
    }
    streams.into_iter().collect()
}

fn dataset(model: &Model, streams: Vec<String>, touched: Option<Touched>) -> Dataset {
    let never_null: BTreeSet<&String> = model.never_null().collect();
    let fields = model.columns.iter().map(|column| Field {
        required: never_null.contains(&column.name),
        is_body: column.class.is_body(),
        numbers: column.numbers.clone(),
        name: column.name.clone(),
        class: column.class.to_string(),
        comment: column.comment.clone(),
    });
    Dataset {
        name: model.name.clone(),
        relation: model.relation(),
        about: model.sentence.clone(),
        key: model.grain[0].clone(),
        within: model.grain[1..].to_vec(),
        fields: fields.collect(),
        streams,
        touched,
    }
}

/// Whether a run publishes what a purge has left: it has read nothing, and knows of no listing whether that came to its end.
fn is_of_purge(db: &Db, run: i64) -> Result<bool> {
    db.query_value("select purge_id is not null from sync.run where run_id = ?", params![run])
}

fn facts<'a>(
    opened: &Opened,
    shortfall: &Shortfall,
    progress: &'a dyn Fn() -> Result<Progress>,
    changes: &'a Changes<'a>,
) -> Facts<'a> {
    Facts {
        outcome: shortfall.outcome().to_string(),
        lacking: shortfall.cause(),
        connection: opened.connection.name.clone(),
        database_id: opened.database_id.clone(),
        key_id: opened.keys.id().to_owned(),
        policy: opened.connection.redaction.stated(),
        attachments: upload::said_of(&opened.connection),
        progress,
        changes,
    }
}

/// How far the connection's syncs have come.
fn progress(db: &Db) -> Result<Progress> {
    let rows = |file: &str| report::rows(db, file).map(Value::Array);
    Ok(Progress { complete_to: rows("report/complete_to.sql")?, open: rows("report/open.sql")? })
}
