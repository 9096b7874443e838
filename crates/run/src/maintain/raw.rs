//! Sealed responses in clear, for who holds the key file. Each look is on record before anything of it is shown.

use crate::connection::carrier::carriers;
use crate::connection::opened::Opened;
use crate::connection::rows::Rows;
use crate::inspect::asked::open_synced;
use catchment_base::error::{Error, Result};
use catchment_base::{clock, disk, failpoint};
use catchment_lake::db::{Db, params};
use catchment_lake::land::{self, Landed, Sealer};
use catchment_source::Stream;
use catchment_source::config::Config;

/// Bytes of a reason at most.
const LONGEST_REASON: usize = 500;
/// The sequence on record for a look at all responses.
const EVERY_RESPONSE: i64 = 0;

/// A look at a response, and the reason for it.
pub struct Look<'a> {
    /// The landing sequence of the response.
    pub seq: i64,
    /// One object in it; `None` for the whole response.
    pub object: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
}

/// The landed responses of a connection that are kept.
pub fn responses(config: &Config, name: &str) -> Result<Rows> {
    let opened = open_synced(config, name, "raw")?;
    Rows::of(&opened.db, catchment_lake::sql::text("report/responses.sql")?)
}

/// The bytes of a stored response, or of one object in it, as the site answered them.
pub fn raw(config: &Config, name: &str, look: &Look<'_>) -> Result<Vec<u8>> {
    let reason = checked(look.reason)?;
    let opened = open_synced(config, name, "raw")?;
    let sealer = Sealer::new(&opened.keys, &opened.connection.name)?;
    let (response, stream) = open(&opened, &sealer, look.seq)?;
    let shown = match look.object {
        None => response.body,
        Some(id) => object(&opened, &sealer, (&response, stream), id)?.ok_or_else(|| {
            Error::usage(format!(
                "there is no object {} in response {}",
                catchment_base::error::printable(id),
                look.seq
            ))
            .hint("'catchment explain' shows which response holds an object")
        })?,
    };
    disclose(&opened.db, &[look.seq], None, &reason)?;
    Ok(shown)
}

/// The reason without the spaces around it; refused if it is empty or too long.
pub fn checked(reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() || reason.len() > LONGEST_REASON {
        return Err(Error::usage(format!("a reason has 1 to {LONGEST_REASON} bytes"))
            .hint("--reason \"ticket 1234: the title looks wrong\"; it is recorded with your account name"));
    }
    Ok(reason.to_owned())
}

/// The response in clear and its stream.
fn open(opened: &Opened, sealer: &Sealer, seq: i64) -> Result<(Landed, &'static Stream)> {
    let absent = || {
        Error::usage(format!("there is no response {seq}"))
            .hint(format!("'catchment raw {}' lists the stored responses", opened.connection.name))
    };
    let stream = opened
        .db
        .query_first("select stream from land.response where seq = ?", params![seq], |row| row.get::<_, String>(0))?;
    let source = catchment_source::of(&opened.connection)?;
    let stream = stream.and_then(|name| catchment_source::stream(source, &name)).ok_or_else(absent)?;
    let responses = land::open(&opened.db, sealer, &opened.paths.sealed, &[(stream.name, seq - 1)], 1)?;
    let response = responses.into_iter().find(|response| response.seq == seq).ok_or_else(absent)?;
    Ok((response, stream))
}

/// An object of a response, or one that its objects carry.
fn object(
    opened: &Opened,
    sealer: &Sealer,
    (response, stream): (&Landed, &'static Stream),
    id: &str,
) -> Result<Option<Vec<u8>>> {
    let split = land::split(&response.body, response.kind, &response.listing.scope, &stream.envelope)?;
    let scope = response.listing.scope.as_str();
    let objects: Vec<_> = split.objects.into_iter().zip(split.places).collect();
    let is_it = |name: Option<String>| name.as_deref() == Some(id);
    let own = objects
        .iter()
        .find(|(object, place)| is_it(land::object_name(sealer, &stream.envelope, (scope, place), object)));
    if let Some((object, _)) = own {
        return Ok(Some(object.as_bytes().to_vec()));
    }
    for carrier in carriers(stream, catchment_source::of(&opened.connection)?.streams()) {
        for (parent, load) in carrier.loads(sealer, scope, objects.iter().copied()) {
            let found = load.objects.into_iter().find(|one| is_it(carrier.name(sealer, &parent, one)));
            if let Some(found) = found {
                return Ok(Some(found.into_owned().into_bytes()));
            }
        }
    }
    Ok(None)
}

/// Records a look at these responses, or at all of them if none are given; `token` is the pseudonym that was sought.
/// When this returns, the record is durable.
pub fn disclose(db: &Db, seqs: &[i64], token: Option<&str>, reason: &str) -> Result<()> {
    let (account, now) = (disk::account()?, clock::now());
    let seqs = if seqs.is_empty() { &[EVERY_RESPONSE][..] } else { seqs };
    db.transaction(|db| {
        seqs.iter().try_for_each(|seq| {
            db.execute(
                "insert into sync.disclosure (seq, account, reason, disclosed_at, token)
                 values ($seq, $account, $reason, $now, $token)",
                params! { seq: seq, account: account, reason: reason, now: now, token: token },
            )
            .map(drop)
        })
    })?;
    failpoint::pass("raw.after_disclosure");
    Ok(())
}
