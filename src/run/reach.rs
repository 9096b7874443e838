//! What `check` asks a site beyond its first answer: whether a next link leads where it must, and who asks.

use crate::config::Connection;
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result, printable};
use crate::source::client::{Client, Log, Refusal};
use crate::source::refused::Trouble;
use crate::source::{Account, Detail, Reading, Session, Sign, Source, Stream, objects, retry};

/// Follows one next link, of the first of some pages that has one; what is not read yet is asked for. A link that leads out
/// of the configured site is an error, as it is for a sync.
pub async fn links(
    client: &Client,
    session: &dyn Session,
    connection: &Connection,
    pages: Vec<(&'static Stream, Ask, Option<Reading>)>,
) -> Result<String> {
    for (stream, ask, reading) in pages {
        let answered = async |ask: &Ask| {
            let read = |answer: &Answer| session.read(stream, ask, answer, Detail::Ends);
            let asked = client.ask(ask, retry::FEW_TRIES, &mut Log::default(), read).await;
            asked.map(|(_, reading)| reading).map_err(|refusal| objects::into_error(refusal, "a page of one result"))
        };
        let reading = match reading {
            Some(reading) => reading,
            None => answered(&ask).await?,
        };
        let Some(next) = &reading.next else { continue };
        let second = answered(&session.follow(stream, &ask, next)?).await?;
        let ends = |page: &Reading| (page.ids.first().cloned(), page.ids.last().cloned());
        if reading.objects > 0 && reading.objects == second.objects && ends(&reading) == ends(&second) {
            let same = || Error::failed("a next link leads to the same page again");
            return Err(session.doubted(stream, Sign::PageRepeated).unwrap_or_else(same));
        }
        return Ok(format!("a next link was followed, below {}", connection.url));
    }
    Ok("none could be followed, because no listing has a second page".to_owned())
}

/// The account as the site sees it: its configured name and type, never its display name.
pub async fn account(
    client: &Client,
    session: &dyn Session,
    source: &dyn Source,
    connection: &Connection,
) -> Result<String> {
    let read = |answer: &Answer| session.read_account(&answer.body);
    let Some(ask) = session.account()? else { return Ok("the site does not name the account".to_owned()) };
    match client.ask(&ask, retry::FEW_TRIES, &mut Log::default(), read).await {
        Ok((_, Account::Known { kind, .. })) => Ok(match connection.account() {
            Some(account) => format!("{account}, of type {}", printable(&kind)),
            None => format!("of type {}", printable(&kind)),
        }),
        Ok((_, Account::Untold(cause))) => Ok(format!("the site does not name the account ({cause})")),
        Ok((_, Account::Anonymous)) => {
            let hint = source.hint(Trouble::Anonymous).unwrap_or("check the credentials");
            Err(Error::failed("the site answers, but treats the account as an anonymous visitor")
                .hint(format!("{hint}; what only this account can see would count as gone")))
        }
        Err(Refusal::Absent(status, _)) => Ok(format!("the site does not name the account ({status})")),
        Err(refusal) => Err(objects::into_error(refusal, "the question who asks")),
    }
}
