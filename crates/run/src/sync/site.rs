//! Which site and which account a database follows: what is held of one site says nothing of another.

use crate::connection::opened::Opened;
use crate::connection::scope;
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_lake::transform::touch;

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

/// Whether an account that the site answers, by its id, is the one on record. The first one is put on record; another one only if
/// somebody `accepts` it, and everything is compared then.
pub fn is_on_record(opened: &Opened, id: &str, accepts: bool) -> Result<bool> {
    let redactor = catchment_lake::functions::redactor(&opened.keys, &opened.connection.redaction)?;
    let answered = redactor.pseudonym(id, "account_id", &mut catchment_redact::Tally::default())?;
    let known: Option<String> = opened.db.query_value("select answered_as from sync.identity", [])?;
    if known.as_ref() == Some(&answered) {
        return Ok(true);
    }
    if known.is_some() && !accepts {
        return Ok(false);
    }
    if known.is_some() {
        compare_everything(&opened.db)?;
    }
    opened.db.execute("update sync.identity set answered_as = ?", params![answered])?;
    Ok(true)
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
