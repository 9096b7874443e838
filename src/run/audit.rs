//! The questions of `sql/audit/`, answered by a connection's database, also while a sync holds it.

use super::asked::{self, Asked};
use super::rows::Rows;
use super::setting::{self, Settings};
use crate::config::Config;
use crate::edge::db::{Db, params};
use crate::error::{Error, Result};
use crate::source::{self, Source, waits::Waiting};

/// A question that an auditor asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Its name.
    pub name: &'static str,
    /// The question.
    pub question: &'static str,
    sql: &'static str,
}

/// All of them, by name.
pub fn audits() -> Vec<Audit> {
    let files = crate::sql::FILES.iter().filter_map(|(path, sql)| {
        let name = path.strip_prefix("audit/")?.strip_suffix(".sql")?;
        let question = sql.lines().next()?.trim_start_matches('-').trim();
        Some(Audit { name, question, sql })
    });
    files.collect()
}

/// The answer of a connection to a question.
pub fn audit(config: &Config, name: &str, connection: &str) -> Result<Rows> {
    let audit = named(name)?;
    match asked::ask(config, connection, &format!("audit {name}"))? {
        Asked::Holder(text) => Rows::from_text(&text),
        Asked::Database(opened) => {
            let source = source::of(&opened.connection)?;
            rows(&opened.db, source, &Settings::of(&opened)?, &[], audit)
        }
    }
}

impl Audit {
    /// What its answer says, in words.
    pub fn about(&self) -> String {
        crate::sql::about(self.sql)
    }

    /// Whether it is over the views of what the settings ask for, which are made for each connection to the database.
    fn is_over_views(&self) -> bool {
        self.sql.lines().any(|line| line == "-- over    what the settings ask for")
    }
}

/// The answer as the holder of a connection sends it, who waits as `waits` say.
pub fn answer(db: &Db, source: &dyn Source, settings: &Settings, waits: &[Waiting], name: &str) -> Result<String> {
    rows(db, source, settings, waits, named(name)?)?.to_text()
}

/// The answer, with the pauses that are under way as the relation `waiting`.
fn rows(db: &Db, source: &dyn Source, settings: &Settings, waits: &[Waiting], audit: Audit) -> Result<Rows> {
    if audit.is_over_views() {
        setting::see_held(db, settings, source)?;
        setting::see_scope(db, settings, source)?;
        setting::see_accounts(db)?;
    }
    db.execute_batch(
        "create or replace temporary table waiting (reason varchar, started_at timestamp, until_at timestamp)",
    )?;
    for Waiting { reason, since, until } in waits {
        db.execute("insert into waiting values (?, ?, ?)", params![reason, since, until])?;
    }
    Rows::of(db, audit.sql)
}

fn named(name: &str) -> Result<Audit> {
    let audits = audits();
    let names = || audits.iter().map(|audit| audit.name).collect::<Vec<_>>().join(", ");
    audits.iter().find(|audit| audit.name == name).copied().ok_or_else(|| {
        Error::usage(format!("there is no question {}", crate::error::printable(name)))
            .hint(format!("questions: {}; 'catchment audit' lists them in words", names()))
    })
}
