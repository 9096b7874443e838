//! What `check` asks a site beyond its first answer: whether a next link leads where it must, and who asks.

use crate::config::Connection;
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result, printable};
use crate::source::client::{Client, Log, Refusal};
use crate::source::{Account, Detail, Reading, Session, objects, retry};

/// Follows one next link, of the first probe if that has one, whose answer was `first`. A link that leads out of the
/// configured site is an error, as it is for a sync.
pub async fn links(client: &Client, session: &dyn Session, connection: &Connection, first: Reading) -> Result<String> {
    let mut first = Some(first);
    for (stream, probe) in session.probes()? {
        let answered = async |ask: &Ask| {
            let read = |answer: &Answer| session.read(stream, ask, answer, Detail::Ends);
            let asked = client.ask(ask, retry::FEW_TRIES, &mut Log::default(), read).await;
            asked.map(|(_, reading)| reading).map_err(|refusal| objects::into_error(refusal, "a page of one result"))
        };
        let reading = match first.take() {
            Some(reading) => reading,
            None => answered(&probe).await?,
        };
        let Some(next) = reading.next else { continue };
        answered(&session.follow(stream, &probe, &next)?).await?;
        return Ok(format!("a next link was followed, below {}", connection.url));
    }
    Ok("none could be followed, because no listing has a second page".to_owned())
}

/// Asks for a small page of every stream and compares it with its description.
pub async fn streams(client: &Client, session: &dyn Session) -> Result<String> {
    let probes = session.probes()?;
    for (stream, ask) in &probes {
        let read = |answer: &Answer| session.read(stream, ask, answer, Detail::Ends);
        let asked = client.ask(ask, retry::FEW_TRIES, &mut Log::default(), read).await;
        let what = format!("a page of {}", stream.name);
        let (answer, _) = asked.map_err(|refusal| objects::into_error(refusal, &what))?;
        session.prove(stream, ask, &answer)?;
    }
    Ok(format!("{} answer as they are described", probes.len()))
}

/// Who asks, as the site knows him: by the configured name and the kind of account, not by what he is called.
pub async fn account(client: &Client, session: &dyn Session, connection: &Connection) -> Result<String> {
    let read = |answer: &Answer| session.read_account(&answer.body);
    let Some(ask) = session.account()? else { return Ok("the site does not say who asks".to_owned()) };
    match client.ask(&ask, retry::FEW_TRIES, &mut Log::default(), read).await {
        Ok((_, Account::Known { kind, .. })) => Ok(match connection.account() {
            Some(account) => format!("{account}, of type {}", printable(&kind)),
            None => format!("of type {}", printable(&kind)),
        }),
        Ok((_, Account::Untold(cause))) => Ok(format!("the site does not say who asks ({cause})")),
        Ok((_, Account::Anonymous)) => {
            Err(Error::failed("the site answers, but takes the account for an anonymous visitor")
                .hint("check username and api_token; what only this account may see would be taken for gone"))
        }
        Err(Refusal::Absent(status, _)) => Ok(format!("the site does not say who asks ({status})")),
        Err(refusal) => Err(objects::into_error(refusal, "the question who asks")),
    }
}
