//! Which redaction policies were in force: one that protects less needs consent, and what a less strict one published goes.

use super::opened::Opened;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::{clock, disk};
use catchment_lake::db::{Db, params};
use catchment_lake::transform::Model;
use catchment_redact::{Compared, Measure};
use catchment_source::Stream;
use serde::Serialize;
use serde_json::json;

/// Differences that are named at most where a policy is refused.
const MOST_LINES: usize = 30;

/// A policy that came into force in place of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyChange {
    /// Its name and version.
    pub policy: String,
    /// What it protects less than the one before; it was accepted.
    pub weaker: Vec<String>,
    /// What it protects more: what was published before it is withdrawn.
    pub stricter: Vec<String>,
    /// Whether it has the name and version of the one before.
    pub is_unversioned: bool,
}

/// The policy of the settings beside the one in force.
pub struct Judged {
    connection: String,
    stated: String,
    measure: Measure,
    /// The one in force; `None` if none is on record.
    former: Option<Former>,
}

/// A policy on record.
struct Former {
    id: i64,
    stated: String,
    measure: Measure,
}

impl Former {
    /// The newest one, which is in force.
    fn newest(db: &Db) -> Result<Option<Self>> {
        let sql = "select policy_id, policy, measure from sync.policy order by policy_id desc limit 1";
        let newest = db.query_first(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
        let Some((id, stated, measure)) = newest else { return Ok(None) };
        let measure = serde_json::from_str(&measure)
            .map_err(|cause| Error::new(Kind::Damaged, "the policy on record cannot be read").because(cause))?;
        Ok(Some(Self { id, stated, measure }))
    }
}

impl Judged {
    /// Compares the policy of a connection, as these models apply it, with what is on record.
    pub fn of(opened: &Opened, models: &[Model]) -> Result<Self> {
        let policy = &opened.connection.redaction;
        let staged = || models.iter().filter(|model| !model.streams.is_empty());
        let classes = staged().flat_map(|model| {
            let relation = model.relation();
            model.columns.iter().map(move |column| (format!("{relation}.{}", column.name), column.class.to_string()))
        });
        let source = catchment_source::of(&opened.connection)?;
        let is_described = |model: &&Model| {
            let is_of_settings = |stream: &Stream| stream.is_described() && !stream.is_told;
            let stream = |name: &String| catchment_source::stream(source, name).is_some_and(is_of_settings);
            model.streams.iter().any(stream)
        };
        let described = staged().filter(is_described).map(Model::relation).collect();
        let measure = Measure::of(policy, classes.collect(), described);
        Ok(Self {
            connection: opened.connection.name.clone(),
            stated: policy.stated(),
            measure,
            former: Former::newest(&opened.db)?,
        })
    }

    fn compared(&self) -> Compared {
        self.former.as_ref().map(|former| self.measure.compared_with(&former.measure)).unwrap_or_default()
    }

    fn measured(&self) -> String {
        json!(self.measure).to_string()
    }

    /// Refuses a policy that protects less than the one in force.
    pub fn refuse_weaker(&self) -> Result<()> {
        let mut weaker = self.compared().weaker;
        if weaker.is_empty() {
            return Ok(());
        }
        let (all, name) = (weaker.len(), &self.connection);
        weaker.truncate(MOST_LINES);
        if all > MOST_LINES {
            weaker.push(format!("… and {} more", all - MOST_LINES));
        }
        let what = format!("the redaction policy {} protects less than the one in force", self.stated);
        Err(Error::new(Kind::Refused, what).lines(weaker).hint(format!(
            "fix the policy, or accept it with 'catchment sync {name} --accept-weaker-redaction', which is recorded"
        )))
    }

    /// Puts on record which policy is in force, with who accepted what it protects less; gives how it differs from the one before.
    pub fn note(&self, db: &Db) -> Result<Option<PolicyChange>> {
        let Compared { weaker, stricter } = self.compared();
        let (stated, measure) = (&self.stated, self.measured());
        let is_same = weaker.is_empty() && stricter.is_empty();
        match &self.former {
            Some(former) if is_same && former.stated == *stated && former.measure == self.measure => Ok(None),
            // New columns, and types that the program has come to know.
            Some(former) if is_same && former.stated == *stated => {
                let sql = "update sync.policy set measure = $measure where policy_id = $id";
                db.execute(sql, params! { measure: measure, id: former.id })?;
                Ok(None)
            }
            former => {
                let accepted_by = if weaker.is_empty() { None } else { Some(disk::account()?) };
                let words = |lines: &[String]| json!(lines).to_string();
                db.execute(
                    "insert into sync.policy (policy_id, since, policy, measure, weaker, stricter, accepted_by)
                     values ($id, $now, $policy, $measure, from_json($weaker, '[\"varchar\"]'),
                        from_json($stricter, '[\"varchar\"]'), $accepted_by)",
                    params! {
                        id: former.as_ref().map_or(1, |former| former.id + 1),
                        now: clock::now(),
                        policy: stated,
                        measure: measure,
                        weaker: words(&weaker),
                        stricter: words(&stricter),
                        accepted_by: accepted_by,
                    },
                )?;
                let is_unversioned = former.as_ref().is_some_and(|former| former.stated == *stated);
                let change = PolicyChange { policy: stated.clone(), weaker, stricter, is_unversioned };
                Ok(former.is_some().then_some(change))
            }
        }
    }
}

/// Whether what a less strict policy had published may still be shown somewhere.
pub fn is_to_withdraw(db: &Db) -> Result<bool> {
    db.query_value("select count(*) > 0 from sync.policy where len(stricter) > 0 and withdrawn_at is null", [])
}

/// Notes that nothing shows it any more.
pub fn note_withdrawn(db: &Db) -> Result<()> {
    let sql = "update sync.policy set withdrawn_at = ? where len(stricter) > 0 and withdrawn_at is null";
    db.execute(sql, params![clock::now()]).map(drop)
}

/// The policy in force as it is stated; `None` if there was no sync under a policy on record.
pub fn in_force(db: &Db) -> Result<Option<String>> {
    Ok(Former::newest(db)?.map(|former| former.stated))
}
