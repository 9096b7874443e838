//! From staged relations to a published generation: views, checks, what is held back, the manifest's facts.

use super::opened::Opened;
use crate::edge::db::Db;
use crate::error::Result;
use crate::export::{self, Dataset, Facts, Field, Lake, Published};
use crate::redact;
use crate::transform::Model;
use crate::transform::mart::{self, Broken, Mart};
use serde_json::Value;
use std::collections::BTreeMap;

/// What building came to.
pub struct Built {
    /// The generation.
    pub published: Published,
    /// Checks that do not hold.
    pub broken: Vec<Broken>,
    /// Datasets held back, each with its cause.
    pub held: Vec<(String, String)>,
}

/// Makes the views of the marts.
pub fn make_views(db: &Db, marts: &[Mart]) -> Result<()> {
    marts.iter().try_for_each(|mart| mart::build(db, mart))
}

/// Checks everything and publishes what holds.
pub fn publish(opened: &Opened, run: i64, models: &[Model], marts: &[Mart], lake: &Lake) -> Result<Built> {
    opened.make_room_for_bodies()?;
    let mut broken = Vec::new();
    for model in models {
        broken.extend(mart::broken_checks(&opened.db, model)?);
    }
    let causes = causes(&broken, marts);
    let datasets: Vec<(Dataset, Option<String>)> =
        marts.iter().map(|mart| (dataset(&mart.model), causes.get(&mart.model.relation()).cloned())).collect();
    let facts = facts(opened)?;
    let published = export::publish(&opened.db, run, lake, &facts, &datasets)?;
    let held = datasets.into_iter().filter_map(|(dataset, cause)| Some((dataset.name, cause?))).collect();
    Ok(Built { published, broken, held })
}

/// Why each relation is held back: its own broken checks, or those of something it is built from.
fn causes(broken: &[Broken], marts: &[Mart]) -> BTreeMap<String, String> {
    let mut causes: BTreeMap<String, String> = BTreeMap::new();
    for check in broken {
        let cause = format!("{} does not hold in {}: {} rows", check.check, check.relation, check.rows);
        causes.entry(check.relation.clone()).or_insert(cause);
    }
    for mart in marts {
        let inherited = mart.reads.iter().find_map(|relation| causes.get(relation).cloned());
        if let Some(cause) = inherited {
            causes.entry(mart.model.relation()).or_insert(cause);
        }
    }
    causes
}

fn dataset(model: &Model) -> Dataset {
    let fields = model.columns.iter().map(|column| Field {
        name: column.name.clone(),
        class: column.class.to_string(),
        comment: column.comment.clone(),
    });
    Dataset {
        name: model.name.clone(),
        relation: model.relation(),
        key: model.grain[0].clone(),
        fields: fields.collect(),
    }
}

fn facts(opened: &Opened) -> Result<Facts> {
    let rows = |file: &str| -> Result<Value> { super::status::rows(&opened.db, file) };
    Ok(Facts {
        connection: opened.connection.name.clone(),
        database_id: opened.database_id.clone(),
        key_id: opened.keys.id().to_owned(),
        policy: redact::POLICY.to_owned(),
        complete_to: rows("report/complete_to.sql")?,
        open: rows("report/open.sql")?,
    })
}
