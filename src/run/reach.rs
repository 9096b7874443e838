//! What `check` asks a site beyond its first answer: whether a next link leads where it must, and who asks.

use crate::config::Connection;
use crate::edge::http::Answer;
use crate::error::{Error, Result, printable};
use crate::source::client::{Client, Log, Refusal};
use crate::source::{Account, Detail, Reading, Session, objects, retry};
use url::Url;

/// Follows one next link, of the first probe if that has one, whose answer was `first`. A link that leads out of the
/// configured site is an error, as it is for a sync.
pub async fn links(client: &Client, session: &dyn Session, connection: &Connection, first: Reading) -> Result<String> {
    let mut first = Some(first);
    for (stream, url) in session.probes()? {
        let read = |answer: &Answer| session.read(stream, &answer.body, Detail::Ends);
        let ask = async |url: &Url| {
            let asked = client.get(url, retry::FEW_TRIES, &mut Log::default(), read).await;
            asked.map(|(_, reading)| reading).map_err(|refusal| objects::into_error(refusal, "a page of one result"))
        };
        let reading = match first.take() {
            Some(reading) => reading,
            None => ask(&url).await?,
        };
        let Some(next) = reading.next else { continue };
        ask(&session.follow(&url, &next)?).await?;
        return Ok(format!("a next link was followed, below {}", connection.url));
    }
    Ok("none could be followed, because no listing has a second page".to_owned())
}

/// Who asks, as the site knows him: by the configured name and the kind of account, not by what he is called.
pub async fn account(client: &Client, session: &dyn Session, connection: &Connection) -> Result<String> {
    let read = |answer: &Answer| session.read_account(&answer.body);
    match client.get(&session.account()?, retry::FEW_TRIES, &mut Log::default(), read).await {
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
