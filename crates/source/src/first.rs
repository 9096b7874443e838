//! The first page of a listing, which shows whether the settings describe the stream as it is.
//!
//! A page without a next one is the last one, or the next one is named elsewhere than the settings say, or asked for otherwise.
//! A smaller page of the same listing cannot be the last one: if nothing follows it, though it has as few records as were
//! asked for, the settings are wrong. A site that overlooks the page size proves nothing.

use crate::client::{Asking, Client, Log, Refusal};
use crate::dictionary::Dictionary;
use crate::refused::Flaw;
use crate::{Account, Changes, Detail, Reading, Session, Sign, Stream, objects, retry};
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_io::http::{Answer, Ask};

/// Questions that one site is asked, at most: each that follows from an answer leads one step further.
const MOST_QUESTIONS: usize = 5_000;

/// Asks which account the site answers, by the request of [`Session::account`].
pub async fn ask_account(
    client: &Client,
    session: &dyn Session,
    ask: &Ask,
    tries: u32,
    log: &mut Log,
) -> Result<Account, Refusal> {
    let asking = Asking::new(ask, session.refused_account());
    match client.ask(asking, tries, log, |answer| session.read_account(answer)).await {
        Ok((_, account)) => Ok(account),
        Err(Refusal::Nothing(_)) => Ok(Account::Untold),
        Err(refusal) => Err(refusal),
    }
}

/// Asks what decides how a walk asks, where that is not known yet; of walks at once one asks for them all.
pub async fn settle_premise(client: &Client, session: &dyn Session, aim: &Aim, log: &mut Log) -> Result<()> {
    settle(client, session, aim, log).await?.map_err(|refused| unsettled(session, aim, refused))
}

/// The same; what is refused is given as it is, with the question.
async fn settle(
    client: &Client,
    session: &dyn Session,
    aim: &Aim,
    log: &mut Log,
) -> Result<Result<(), (Ask, Refusal)>> {
    if session.premise(aim)?.is_none() {
        return Ok(Ok(()));
    }
    let _turn = client.turn_to_settle().await;
    while let Some(ask) = session.premise(aim)? {
        let read = |answer: &Answer| session.read_premise(&ask, answer);
        match client.ask(&ask, retry::TRIES, log, read).await {
            Err(refusal) if !is_dispensable(session, &ask, &refusal) => return Ok(Err((ask, refusal))),
            _ => {}
        }
    }
    Ok(Ok(()))
}

/// Whether a walk goes without an answer that did not come for this reason.
fn is_dispensable(session: &dyn Session, ask: &Ask, refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Unanswered(_) | Refusal::Undeliverable(_) | Refusal::Unavailable(_) | Refusal::TooMuch { .. } => {
            session.goes_without(ask, None)
        }
        Refusal::Refused(said) => session.goes_without(ask, Some(said)),
        Refusal::Absent(_, error) => session.goes_without(ask, Some(&error.one_line())),
        _ => false,
    }
}

fn unsettled(session: &dyn Session, aim: &Aim, (ask, refusal): (Ask, Refusal)) -> Error {
    match refusal {
        Refusal::Absent(_, cause) => session.refused_premise(&ask, cause),
        _ => objects::into_error(refusal, &format!("what the {} listing depends on", aim.listing.stream)),
    }
}

/// Asks a site for everything that its dictionary needs, and proves that it has what settings name, which is told before anything
/// is asked by it. What the account may not read is not described.
pub async fn describe_fields(client: &Client, session: &dyn Session, streams: &[&Stream], log: &mut Log) -> Result<()> {
    let Some(dictionary) = session.dictionary() else { return Ok(()) };
    ask_dictionary(client, dictionary, log).await?;
    streams.iter().try_for_each(|stream| dictionary.fields(stream).map(drop))
}

async fn ask_dictionary(client: &Client, dictionary: &dyn Dictionary, log: &mut Log) -> Result<()> {
    for _ in 0..MOST_QUESTIONS {
        let Some(ask) = dictionary.question()? else { return Ok(()) };
        let read = |answer: &Answer| dictionary.read(&ask, answer);
        match client.ask(&ask, retry::TRIES, log, read).await {
            Ok(_) => {}
            Err(Refusal::Absent(..) | Refusal::Refused(_) | Refusal::Outdated(_)) => dictionary.refused(&ask),
            Err(refusal) => return Err(objects::into_error(refusal, "the description of fields")),
        }
    }
    Err(Error::failed("the description of the site's fields never ends")
        .hint("run again; please report it if it persists"))
}

/// The same, and what walks by time over some streams take for granted.
pub async fn describe(client: &Client, session: &dyn Session, streams: &[&Stream], log: &mut Log) -> Result<()> {
    describe_fields(client, session, streams, log).await?;
    settle_times(client, session, streams, log).await
}

/// Asks what walks by time over some streams take for granted. One that is refused says nothing of the others: its own walk asks
/// again, and fails alone.
pub async fn settle_times(client: &Client, session: &dyn Session, streams: &[&Stream], log: &mut Log) -> Result<()> {
    for stream in streams.iter().filter(|stream| matches!(stream.changes, Changes::Since { .. })) {
        let listing = Listing { stream: stream.name, scope: String::new() };
        let aim = Aim { floor: Some(clock::now()), ..Aim::new(WalkKind::Changes, listing) };
        match settle(client, session, &aim, log).await? {
            Err((_, Refusal::Absent(..) | Refusal::Refused(_))) => {}
            settled => settled.map_err(|refused| unsettled(session, &aim, refused))?,
        }
    }
    Ok(())
}

/// Reads the answer to the first request of a listing; what contradicts the settings is told as such.
pub fn read_described(
    session: &dyn Session,
    stream: &Stream,
    ask: &Ask,
    answer: &Answer,
    detail: Detail,
) -> Result<Reading, Flaw> {
    let read = session.read(stream, ask, answer, detail);
    read.map_err(|flaw| session.misdescribed(stream, answer).map_or(Flaw::Ill(flaw), Flaw::Wrong))
}

/// The same, and proves that it is what the settings say.
pub fn read_first(
    session: &dyn Session,
    stream: &Stream,
    ask: &Ask,
    answer: &Answer,
    detail: Detail,
) -> Result<Reading, Flaw> {
    let read = read_described(session, stream, ask, answer, detail)?;
    session.prove(stream, ask, answer).map_err(Flaw::Wrong)?;
    Ok(read)
}

/// What is told where the ids of a page are e-mail addresses, card numbers or secrets: they would be published as they are.
pub fn names_person(client: &Client, session: &dyn Session, stream: &Stream, page: &Reading) -> Option<Error> {
    let ids = page.ids.iter().chain(page.sightings.iter().map(|shown| &shown.object));
    let names = keys_name_persons(ids.map(String::as_str), |text| client.hide(text));
    names.then(|| session.doubted(stream, Sign::KeyNamesPerson)).flatten()
}

/// The shortest key that may be a card number or a secret, in bytes.
pub const SHORTEST_HIDDEN_KEY: usize = 14;

/// The fewest card numbers among keys that are no chance: every tenth long number passes the check.
const FEWEST_CARDS: usize = 3;

/// Whether keys are e-mail addresses, card numbers or secrets, by what is left of them where such are taken out. Of card numbers
/// most keys have to be some.
pub fn keys_name_persons<'k>(keys: impl Iterator<Item = &'k str>, hide: impl Fn(&str) -> String) -> bool {
    let (mut all, mut cards) = (0, 0);
    for key in keys {
        all += 1;
        let is_address = key.contains('@');
        if !is_address && key.len() < SHORTEST_HIDDEN_KEY {
            continue;
        }
        let left = hide(key);
        if is_address && left != key || left.starts_with("[SECRET") {
            return true;
        }
        cards += usize::from(left.starts_with("[CREDIT_CARD"));
    }
    cards >= FEWEST_CARDS && 2 * cards > all
}

/// Proves, of a listing with a single page, that a next one would have been found: `first` is its request, and how many records
/// that brought. A smaller page has to name a next one, and that has to have records. Once a page of the stream was followed by
/// another one, or the site overlooks the size, nothing is asked in the same process.
pub async fn prove_end(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    (first, records): (&Ask, usize),
    log: &mut Log,
) -> Result<()> {
    let smaller = records / 2;
    let tells = |sign| session.doubted(stream, sign).is_some();
    let is_needless = !(tells(Sign::EndUnproven) || tells(Sign::NextEmpty)) || client.is_end_proven(stream.name);
    if is_needless || smaller == 0 || session.limit(stream, first).is_none() {
        return Ok(());
    }
    let sign = contradiction(client, session, stream, (first, smaller), log).await?;
    if let Some(doubt) = sign.and_then(|sign| session.doubted(stream, sign)) {
        return Err(doubt);
    }
    client.note_end_proven(stream.name);
    Ok(())
}

/// What a smaller page shows of the settings, where it shows them to be wrong. What the site refuses proves nothing: it may have a
/// least size of pages.
async fn contradiction(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    (first, records): (&Ask, usize),
    log: &mut Log,
) -> Result<Option<Sign>> {
    let mut asked = async |ask: &Ask| {
        let asking = Asking::new(ask, session.refused(stream));
        let read = |answer: &Answer| session.read(stream, ask, answer, Detail::Ends);
        client.ask(asking, retry::FEW_TRIES, log, read).await.ok().map(|(_, page)| page)
    };
    let ask = session.with_limit(stream, first, u32::try_from(records).unwrap_or(u32::MAX));
    let Some(page) = asked(&ask).await.filter(|page| page.objects == records) else { return Ok(None) };
    let Some(next) = page.next else { return Ok(Some(Sign::EndUnproven)) };
    let second = asked(&session.follow(stream, &ask, &next)?).await;
    Ok(second.is_some_and(|second| second.objects == 0).then_some(Sign::NextEmpty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_redact::{Policy, Redactor, Tally};

    #[test]
    fn keys_that_are_somebodys_are_told_from_long_numbers() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let named = |keys: &[&str]| {
            keys_name_persons(keys.iter().copied(), |key| redactor.text(key, &mut Tally::new()).into_owned())
        };
        for keys in [
            &["1", "jane.doe@example.com"][..],
            &["4111111111111111", "4532119876543205", "5254123456789017"],
            &["4111-1111-1111-1111", "4532-1198-7654-3205", "5254-1234-5678-9017", "4711"],
            &["a", "AKIAIOSFODNN7DOCUMEN"],
        ] {
            assert!(named(keys), "{keys:?}");
        }
        for keys in [
            &[][..],
            &["1", "icon@2x.png"],
            &["4111111111111111"],
            &["4111111111111111", "4111111111111112", "4111111111111113"],
            &["62826bf03710200044e0bfc8bcbe5df1", "0018d00000ABCdEAAV"],
        ] {
            assert!(!named(keys), "{keys:?}");
        }
    }
}
