//! What a policy would do with what has landed, before it is put in force: the staging models run over the landed
//! responses with the functions of that policy, and nothing of their rows is kept.

use super::raw;
use crate::connection::opened::Opened;
use crate::connection::policies;
use crate::connection::rows::Rows;
use crate::inspect::asked::open_synced;
use crate::schema::fields;
use crate::schema::relation::Relation;
use crate::stage::{BATCH, Stager};
use catchment_base::error::{Error, Result};
use catchment_lake::db::{identifier, literal};
use catchment_lake::functions::Sample;
use catchment_lake::land::{self, Sealer, Unread};
use catchment_lake::transform::Call;
use catchment_redact::{Policy, Tally};
use catchment_source::config::Config;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::watch;

/// Samples of a column at most.
const SAMPLES: usize = 5;

/// What a policy would do.
pub struct Previewed {
    /// The policy in force.
    pub in_force: String,
    /// Findings by relation, column, type, rule and action.
    pub findings: Rows,
    /// By relation and column: texts, and how many of them would be kept otherwise than they are now.
    pub texts: Rows,
    /// Values in clear, with their columns; empty unless they were asked for.
    pub samples: Vec<(String, Sample)>,
}

/// Tries a policy on the landed responses of a connection. With a `reason`, some values are shown, and that is on record.
pub fn preview(config: &Config, name: &str, policy: &Policy, reason: Option<&str>) -> Result<Previewed> {
    let mut opened = open_synced(config, name, "preview")?;
    let in_force = policies::in_force(&opened.db)?.unwrap_or_else(|| opened.connection.redaction.stated());
    opened.connection.redaction = policy.clone();
    if let Some(reason) = reason {
        raw::disclose(&opened.db, &[], None, &raw::checked(reason)?)?;
    }
    let most = if reason.is_some() { SAMPLES } else { 0 };
    let source = catchment_source::of(&opened.connection)?;
    let models = fields::models(Some(&opened.db), &opened.connection)?;
    let sealer = Arc::new(Sealer::new(&opened.keys, &opened.connection.name)?);
    let (_run_on, stop) = watch::channel(false);
    let stager = Stager::rehearsing(&opened, source, &models, sealer, stop, most)?;
    let mut seen = Seen::default();
    for relation in stager.relations() {
        seen.add(&opened, &stager, relation)?;
    }
    seen.previewed(&opened, in_force)
}

/// What was found in the relations.
#[derive(Default)]
struct Seen {
    findings: Vec<String>,
    texts: Vec<String>,
    samples: Vec<(String, Sample)>,
}

impl Seen {
    fn add(&mut self, opened: &Opened, stager: &Stager, relation: &Relation) -> Result<()> {
        let name = relation.name();
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        let mut after = 0;
        loop {
            let unread: Vec<Unread> = relation.landed.iter().map(|stream| (*stream, after)).collect();
            let responses = land::open(&opened.db, stager.sealer(), &opened.paths.sealed, &unread, BATCH)?;
            let Some(last) = responses.last().map(|response| response.seq) else { break };
            stager.try_out(opened, relation, &responses)?;
            for (call, function) in &relation.functions {
                tallies.entry(call.column.clone()).or_default().merge(&function.counts());
                let (all, otherwise) = compared(opened, relation, call)?;
                let sums = counts.entry(call.column.clone()).or_default();
                *sums = (sums.0 + all, sums.1 + otherwise);
            }
            after = last;
        }
        for (column, tally) in &tallies {
            self.findings.extend(tally.iter().map(|counted| {
                let words =
                    [name.as_str(), column, counted.kind, counted.rule, counted.action.name()].map(literal).join(", ");
                format!("({words}, {}, {})", counted.findings, counted.texts)
            }));
        }
        self.texts.extend(counts.iter().map(|(column, (all, otherwise))| {
            format!("({}, {}, {all}, {otherwise})", literal(&name), literal(column))
        }));
        for (call, function) in &relation.functions {
            let column = format!("{name}.{}", call.column);
            self.samples.extend(function.samples().into_iter().map(|sample| (column.clone(), sample)));
        }
        Ok(())
    }

    fn previewed(self, opened: &Opened, in_force: String) -> Result<Previewed> {
        let rows = |columns: &str, rows: &[String]| {
            let none = format!("({})", vec!["null"; columns.split(',').count()].join(", "));
            let (values, which) = if rows.is_empty() { (none, "where false") } else { (rows.join(", "), "") };
            Rows::of(&opened.db, &format!("select * from (values {values}) as seen ({columns}) {which} order by all"))
        };
        Ok(Previewed {
            in_force,
            findings: rows("relation, column_name, type, rule, action, findings, texts", &self.findings)?,
            texts: rows("relation, column_name, texts, changed", &self.texts)?,
            samples: self.samples,
        })
    }
}

/// How many texts of a column are in the batch that are in force, and how many of them are kept otherwise now.
fn compared(opened: &Opened, relation: &Relation, call: &Call) -> Result<(i64, i64)> {
    let (name, column) = (relation.name(), identifier(&call.column));
    let key = identifier(&relation.staging.model.grain[0]);
    let sql = format!(
        "select count(came.{column}), count(*) filter (came.{column} is distinct from held.{column})
         from came inner join {name} as held on held.{key} = came.{key} and held.object_hash = came.object_hash"
    );
    let counts = opened.db.query_first(&sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    counts.ok_or_else(|| Error::failed("a count has no row"))
}
