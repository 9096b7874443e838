//! Which site and which account a database follows: what is held of one site says nothing of another.

use crate::connection::opened::Opened;
use crate::connection::scope;
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_lake::transform::touch;
use catchment_redact::{Redactor, Tally};
use catchment_source::Account;
use serde_json::json;
use std::sync::Arc;

/// The settings compared with what a database follows.
pub struct Compared {
    site: String,
    account: String,
    /// Whether the same site has another address now.
    has_moved: bool,
    /// Whether no address of the site is known, or another one.
    is_other_address: bool,
    /// Whether anything is held of the site on record, where that is another one.
    has_read: bool,
    /// Whether another account reads it than before.
    pub is_other_account: bool,
    is_known: bool,
}

/// Refuses another site than the one that is held, unless somebody says that it is the same under a new address; notes
/// another account, for which a census is due.
pub fn follow(opened: &Opened, is_same: bool) -> Result<()> {
    let compared = compare_unless(opened, is_same)?;
    if compared.is_known {
        return Ok(());
    }
    if compared.has_moved {
        forget_positions(&opened.db)?;
    }
    opened.db.transaction(|db| {
        if compared.is_other_address {
            touch::touch(db, "sync.identity", "site", &[&compared.site])?;
        }
        db.execute(
            "update sync.identity set site = $site, account = $account, source = $source,
                account_since = case when $is_other_account then $now else account_since end,
                answered_as = case when $is_other_account or not $has_read then null else answered_as end",
            params! {
                site: compared.site,
                account: compared.account,
                source: opened.connection.source,
                is_other_account: compared.is_other_account,
                has_read: compared.has_read,
                now: clock::now(),
            },
        )
        .map(drop)
    })
}

/// The same without noting anything.
pub fn compare(opened: &Opened) -> Result<Compared> {
    compare_unless(opened, false)
}

fn compare_unless(opened: &Opened, is_same: bool) -> Result<Compared> {
    let (db, connection) = (&opened.db, &opened.connection);
    let site = connection.address();
    let account = scope::account(connection, &opened.keys)?;
    let (known_site, known_account, known_source): (Option<String>, Option<String>, Option<String>) = db
        .query_first("select site, account, source from sync.identity", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .unwrap_or_default();
    let mut moved = known_site.as_ref().filter(|known| **known != site);
    let has_read = moved.is_none() || is_anything_read(db)?;
    // An address of which nothing is held is that of no site.
    if !has_read {
        moved = None;
    }
    if let Some(known) = moved.filter(|known| !is_same && !connection.is_rehearsal_of(known)) {
        return Err(another(&connection.name, known));
    }
    let is_known = known_site.as_ref() == Some(&site)
        && known_account.as_ref() == Some(&account)
        && known_source.as_ref() == Some(&connection.source);
    let is_other_account = known_account.is_some_and(|known| known != account);
    let (has_moved, is_other_address) = (moved.is_some(), known_site.as_ref() != Some(&site));
    Ok(Compared { has_moved, is_other_address, has_read, site, account, is_other_account, is_known })
}

/// Whether anything of the site was kept: that it answered who asks, or a refusal, makes it no site that is followed.
fn is_anything_read(db: &Db) -> Result<bool> {
    db.query_value("select exists (select 1 from land.response) or exists (select 1 from sync.object)", [])
}

/// Makes a complete listing of every stream due, with a look at everything that it lacks.
pub fn compare_everything(db: &Db) -> Result<()> {
    db.execute("update sync.identity set account_since = ?", params![clock::now()]).map(drop)
}

/// The account that the site answered before, as it is on record.
pub struct KnownAccount {
    connection: String,
    redactor: Arc<Redactor>,
    answered_as: Option<String>,
}

impl KnownAccount {
    /// Reads it; what a site answered that never said which account it was is nobody's.
    pub fn of(opened: &Opened) -> Result<Self> {
        Ok(Self {
            connection: printable(&opened.connection.name),
            redactor: catchment_lake::functions::redactor(&opened.keys, &opened.connection.redaction)?,
            answered_as: opened.db.query_value("select answered_as from sync.identity", [])?,
        })
    }

    /// Whether there is one.
    pub fn is_known(&self) -> bool {
        self.answered_as.is_some()
    }

    fn pseudonym(&self, id: &str) -> Result<String> {
        self.redactor.pseudonym(id, "account_id", &mut Tally::default())
    }

    /// Refuses another account, and one that does not see its own record any more.
    pub fn compare(&self, account: &Account) -> Result<()> {
        let Some(known) = &self.answered_as else { return Ok(()) };
        match account {
            Account::Known { id, .. } if self.pseudonym(id)? != *known => Err(self.another()),
            Account::Unseen => Err(self.unseen()),
            _ => Ok(()),
        }
    }

    fn another(&self) -> Error {
        Error::new(Kind::Refused, "the site answers another account than the one on record").hint(format!(
            "what the former one alone sees would count as out of reach: check the credentials; if it is this account from now on, \
             confirm it once: 'catchment sync {} --accept-account'",
            self.connection
        ))
    }

    fn unseen(&self) -> Error {
        let what =
            "the site does not show the account its own record any more, as it shows none to an anonymous visitor";
        Error::new(Kind::Denied, what).hint(format!(
            "check the credentials; if the account may not read users from now on, confirm it once: \
             'catchment sync {} --accept-account'",
            self.connection
        ))
    }
}

/// Puts the account that the site answers on record. One that is not as it was is refused unless somebody `accepts` it, and
/// everything is compared then.
pub fn take_account(opened: &Opened, account: &Account, accepts: bool) -> Result<()> {
    let known = KnownAccount::of(opened)?;
    if let Err(differs) = known.compare(account) {
        if !accepts {
            return Err(differs);
        }
        compare_everything(&opened.db)?;
    }
    let answered = match account {
        Account::Known { id, .. } => Some(known.pseudonym(id)?),
        Account::Unseen => None,
        Account::Untold | Account::Anonymous => return Ok(()),
    };
    if answered == known.answered_as {
        return Ok(());
    }
    opened.db.execute("update sync.identity set answered_as = ?", params![answered]).map(drop)
}

/// What a run listed that did not come to its end proves no deletion of what is never asked for by its id: it is not known which
/// account was answered last. It is listed again.
pub fn forget_unproven(db: &Db, run: i64, streams: &[&str]) -> Result<()> {
    let lacks_end = "select coalesce(bool_or(run_id < $run or attempts > 1), false)
        from (select * from sync.run where run_id <= $run order by run_id desc limit 2)
        where state not in ('done', 'incomplete')";
    if !db.query_value::<bool, _>(lacks_end, params! { run: run })? {
        return Ok(());
    }
    let is_of_unended = "kind = 'census' and state = 'ended' and list_contains(from_json($streams, '[\"varchar\"]'), stream)
        and run_id in (select run_id from sync.run where state not in ('done', 'incomplete'))
        and walk_id > coalesce((select max(census.walk_id) from sync.census as census where census.stream = walk.stream), 0)";
    let streams = json!(streams).to_string();
    let cause = "its run did not come to its end";
    db.execute(
        &format!(
            "update sync.walk as walk set state = 'failed', cause = $cause, changed_at = $now where {is_of_unended}"
        ),
        params! { streams: streams, cause: cause, now: clock::now() },
    )
    .map(drop)
}

/// What a run was answered, nobody knows for whom, proves nothing: its listings count as failed, changes are asked for again from
/// where they were asked for, and everything is compared by the next run.
pub fn forget_answers(db: &Db, run: i64) -> Result<()> {
    db.transaction(|db| {
        let cause = "it is not known for which account it was answered";
        db.execute(
            "update sync.watermark set newest_at = walk.floor_time
             from sync.walk as walk
             where walk.run_id = $run and walk.kind in ('feed', 'changes') and walk.stream = watermark.stream
                and watermark.kind = 'feed' and walk.floor_time < watermark.newest_at",
            params! { run: run },
        )?;
        db.execute(
            "update sync.walk set state = 'failed', next_url = null, cause = $cause, changed_at = $now
             where run_id = $run and state <> 'failed'",
            params! { run: run, cause: cause, now: clock::now() },
        )?;
        // What it could not read was missing for somebody else.
        let found = "run_id = $run and found_at >= (select started_at from sync.run where run_id = $run)";
        land::resolve(db, found, params! { run: run })?;
        compare_everything(db)
    })
}

/// Links of a listing that was left open lead to the former address.
fn forget_positions(db: &Db) -> Result<()> {
    land::fail_walks(db, "the site has a new address", "true")
}

fn another(name: &str, known: &str) -> Error {
    let (name, known) = (printable(name), printable(known));
    Error::usage(format!("what {name} holds was read from {known}, but url names another site")).hint(format!(
        "for another site, add a connection; for the same site at a new address, confirm it once: 'catchment sync {name} --same-site'"
    ))
}
