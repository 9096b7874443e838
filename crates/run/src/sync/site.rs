//! Which site and which account a database follows: what is held of one site says nothing of another.

use crate::connection::opened::Opened;
use crate::connection::scope;
use crate::fetch::Writing;
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Listing, Unreadable};
use catchment_base::state::GapKind;
use catchment_lake::db::{Db, params};
use catchment_lake::land;
use catchment_lake::transform::touch;
use catchment_source::Account;
use catchment_source::refused::Trouble;

/// The settings compared with what a database follows.
pub struct Compared {
    site: String,
    account: String,
    /// Whether the same site has another address now.
    has_moved: bool,
    /// Whether no address of the site is known, or another one.
    is_other_address: bool,
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
                account_since = case when $is_other_account then $now else account_since end",
            params! {
                site: compared.site,
                account: compared.account,
                source: opened.connection.source,
                is_other_account: compared.is_other_account,
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
    let moved = known_site.as_ref().filter(|known| **known != site);
    if let Some(known) = moved.filter(|known| !is_same && !connection.is_rehearsal_of(known)) {
        return Err(another(&connection.name, known));
    }
    let is_known = known_site.as_ref() == Some(&site)
        && known_account.as_ref() == Some(&account)
        && known_source.as_ref() == Some(&connection.source);
    let is_other_account = known_account.is_some_and(|known| known != account);
    let (has_moved, is_other_address) = (moved.is_some(), known_site.as_ref() != Some(&site));
    Ok(Compared { has_moved, is_other_address, site, account, is_other_account, is_known })
}

/// Makes a complete listing of every stream due, with a look at everything that it lacks.
pub fn compare_everything(db: &Db) -> Result<()> {
    db.execute("update sync.identity set account_since = ?", params![clock::now()]).map(drop)
}

/// Why answers for this account may not delete anything; `None` if it is the account on record. The first account is
/// put on record, and with `consent` any other one as well.
pub fn distrust(opened: &Opened, account: &Account, consent: bool) -> Result<Option<String>> {
    let id = match account {
        Account::Known { id, .. } => id,
        Account::Anonymous => return Ok(Some("the site treats the account as an anonymous visitor".to_owned())),
        Account::Untold(cause) => return Ok(Some(format!("the site does not say which account it answers: {cause}"))),
    };
    let redactor = catchment_lake::functions::redactor(&opened.keys, &opened.connection.redaction)?;
    let answered = redactor.pseudonym(id, "account_id", &mut catchment_redact::Tally::default())?;
    let known: Option<String> = opened.db.query_value("select answered_as from sync.identity", [])?;
    match known {
        Some(known) if known == answered => Ok(None),
        Some(_) if !consent => Ok(Some("the site answers a different account from the one on record".to_owned())),
        _ => {
            opened.db.execute("update sync.identity set answered_as = ?", params![answered])?;
            Ok(None)
        }
    }
}

/// What an anonymous visitor is answered is a part only: that is open until the account is known.
pub fn note_anonymous(writing: &Writing, account: &Account) -> Result<()> {
    let db = &writing.opened.db;
    if *account != Account::Anonymous {
        return land::resolve(db, "kind = $kind", params! { kind: GapKind::Account.as_str() });
    }
    let source = catchment_source::of(&writing.opened.connection)?;
    let Some(scopes) = catchment_source::scopes(source) else { return Ok(()) };
    let listing = Listing { stream: scopes.name, scope: String::new() };
    let hint = source.hint(&writing.opened.connection, Trouble::Anonymous).unwrap_or("check the credentials");
    let cause = format!("the site treats the account as an anonymous visitor, who sees only part of it: {hint}");
    let unreadable = Unreadable { kind: GapKind::Account, object: GapKind::Account.as_str().to_owned(), cause };
    land::quarantine(db, writing.run, &listing, &unreadable, None)
}

/// Whether no account is on record yet, or it was none when that was asked last.
pub fn is_account_unknown(db: &Db) -> Result<bool> {
    db.query_value(
        "select answered_as is null
            or exists (select 1 from sync.quarantine where kind = ? and state <> 'resolved')
         from sync.identity",
        params![GapKind::Account.as_str()],
    )
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
