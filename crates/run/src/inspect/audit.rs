//! The questions of `sql/audit/`, answered by a connection's database, also while a sync holds it.

use super::asked::{self, Asked};
use crate::connection::report;
use crate::connection::rows::Rows;
use crate::plan::setting::{self, Settings};
use crate::schema::fields;
use catchment_base::error::{Error, Result};
use catchment_lake::db::{Db, identifier, literal, params};
use catchment_lake::transform::Class;
use catchment_lake::transform::ledger;
use catchment_redact::People;
use catchment_source::config::{Config, Connection, suggestion};
use catchment_source::waits::Waiting;

/// A question that an auditor asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Its name.
    pub name: &'static str,
    /// The question.
    pub question: &'static str,
    sql: &'static str,
}

/// How the names of questions end that are about what is no longer in force as well.
const HISTORY: &str = "_history";

/// What a question needs that is over `people`, what the columns hold that say who somebody is.
const PEOPLE: &str = "people";
/// What a question needs that is over the views of what the settings ask for.
const SETTINGS: &str = "settings";
/// What a question needs that is over `title`, by which people know objects.
const TITLES: &str = "titles";
/// The columns of staged relations that say how people call an object, the first that a relation has.
const TITLE_COLUMNS: [&str; 6] = ["title", "summary", "subject", "short_description", "name", "display_name"];

/// All of them, by name.
pub fn audits() -> Vec<Audit> {
    every().filter(|audit| !audit.name.ends_with(HISTORY)).collect()
}

fn every() -> impl Iterator<Item = Audit> {
    catchment_lake::sql::FILES.iter().filter_map(|(path, sql)| {
        let name = path.strip_prefix("audit/")?.strip_suffix(".sql")?;
        let question = sql.lines().next()?.trim_start_matches('-').trim();
        Some(Audit { name, question, sql })
    })
}

/// The answer of a connection to a question.
pub fn audit(config: &Config, name: &str, connection: &str, history: bool) -> Result<Rows> {
    let name = if history { format!("{name}{HISTORY}") } else { name.to_owned() };
    let audit = named(&name)?;
    match asked::ask(config, connection, &format!("audit {name}"))? {
        Asked::Holder(text) => Rows::from_text(&text),
        Asked::Database(opened) => {
            let (connection, settings) = (&opened.connection, &Settings::of(&opened)?);
            let asked = Asking { connection, settings, waits: &[], is_held: false };
            rows(&opened.db, &asked, audit)
        }
    }
}

impl Audit {
    /// What its answer says, in words; `history` is with what is no longer in force.
    pub fn about(&self, history: bool) -> String {
        let former = format!("audit/{}{HISTORY}.sql", self.name);
        catchment_lake::sql::about(history.then(|| catchment_lake::sql::find(&former)).flatten().unwrap_or(self.sql))
    }

    /// Whether its header says that it needs this.
    fn needs(&self, what: &str) -> bool {
        report::named_behind("needs", self.sql).contains(&what)
    }
}

/// Whom a question is about.
pub struct Asking<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// What its settings ask for.
    pub settings: &'a Settings,
    /// The pauses that its holder makes.
    pub waits: &'a [Waiting],
    /// Whether a process works on it.
    pub is_held: bool,
}

/// The answer as the holder of a connection sends it.
pub fn answer(db: &Db, asking: &Asking<'_>, name: &str) -> Result<String> {
    rows(db, asking, named(name)?)?.to_text()
}

/// The answer, with the pauses that are under way as the relation `waiting`.
fn rows(db: &Db, asking: &Asking<'_>, audit: Audit) -> Result<Rows> {
    let Asking { connection, settings, waits, is_held } = asking;
    let source = catchment_source::of(connection)?;
    if audit.needs(PEOPLE) {
        see_people(db, connection)?;
    }
    if audit.needs(SETTINGS) {
        setting::see_held(db, settings, source)?;
        setting::see_scope(db, settings, source)?;
        setting::see_accounts(db)?;
    }
    if audit.needs(TITLES) {
        see_titles(db, connection)?;
    }
    // Only the process that works on a run knows that it goes on.
    db.execute_batch(&format!("set variable is_held = {is_held}"))?;
    db.execute_batch(
        "create or replace temporary table waiting (reason varchar, started_at timestamp, until_at timestamp)",
    )?;
    for Waiting { reason, since, until } in *waits {
        db.execute(
            "insert into waiting (reason, started_at, until_at) values ($reason, $since, $until)",
            params! { reason: reason, since: since, until: until },
        )?;
    }
    Rows::of(db, audit.sql)
}

/// The view `title`: per object that is held, the title by which people know it, as the policy leaves it.
fn see_titles(db: &Db, connection: &Connection) -> Result<()> {
    let mut parts = vec!["select '' as stream, '' as object_id, cast(null as varchar) as title where false".to_owned()];
    for model in fields::models(Some(db), connection)?.iter().filter(|model| !model.streams.is_empty()) {
        let (relation, key) = (model.relation(), &model.grain[0]);
        let title = TITLE_COLUMNS.into_iter().find(|title| model.columns.iter().any(|column| column.name == *title));
        let Some(title) = title else { continue };
        if report::has_column(db, &relation, title)? {
            let (stream, key, title) = (ledger::stream_of(model), identifier(key), identifier(title));
            parts.push(format!("select {stream}, cast({key} as varchar), cast({title} as varchar) from {relation}"));
        }
    }
    db.execute_batch(&format!("create or replace temporary view title as {}", parts.join(" union all ")))
}

/// The view `people`: per column that says who somebody is, how many pseudonyms are held.
fn see_people(db: &Db, connection: &Connection) -> Result<()> {
    let mut parts = vec![
        "select '' as relation, '' as column_name, '' as policy, '' as type, cast(0 as hugeint) as texts where false"
            .to_owned(),
    ];
    for model in fields::models(Some(db), connection)?.iter().filter(|model| !model.streams.is_empty()) {
        let relation = model.relation();
        let known = "select count(*) > 0 from sync.relation where relation = ?";
        if !db.query_value::<bool, _>(known, params![relation])? {
            continue;
        }
        let names_somebody = |class| matches!(class, Class::Person | Class::KeyOrPerson);
        for column in model.columns.iter().filter(|column| names_somebody(column.class)) {
            let policy = connection.redaction.of_column(&relation, &column.name);
            if policy.people() == People::Keep {
                continue;
            }
            parts.push(format!(
                "select {}, {}, {}, 'person', cast(count(*) as hugeint) from {relation}
                 where starts_with({column}, '[') having count(*) > 0",
                literal(&relation),
                literal(&column.name),
                literal(&policy.versioned()),
                column = identifier(&column.name),
            ));
        }
    }
    db.execute_batch(&format!("create or replace temporary view people as {}", parts.join(" union all ")))
}

fn named(name: &str) -> Result<Audit> {
    let names = |of: &[Audit]| of.iter().map(|audit| audit.name).collect::<Vec<_>>().join(", ");
    every().find(|audit| audit.name == name).ok_or_else(|| {
        if let Some(name) = name.strip_suffix(HISTORY).filter(|name| named(name).is_ok()) {
            let known: Vec<Audit> = every().filter(|audit| audit.name.ends_with(HISTORY)).collect();
            let known = names(&known).replace(HISTORY, "");
            return Error::usage(format!("{name} has no answer with --history"))
                .hint(format!("--history applies to: {known}"));
        }
        let name = name.strip_suffix(HISTORY).unwrap_or(name);
        let near = suggestion(name, audits().iter().map(|audit| audit.name));
        Error::usage(format!("there is no question {}", catchment_base::error::printable(name)))
            .hint(format!("{near}questions: {}; 'catchment audit' describes them", names(&audits())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_question_needs_is_known() {
        let needs = every().flat_map(|audit| report::named_behind("needs", audit.sql));
        let mut needs: Vec<&str> = needs.collect();
        needs.sort_unstable();
        needs.dedup();
        assert_eq!(needs, [PEOPLE, SETTINGS, TITLES]);
    }
}
