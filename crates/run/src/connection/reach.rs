//! A site as it is asked, and what `check` asks it beyond its first answer: whether a next link leads where it must, and who
//! asks.

use catchment_base::error::{Error, Result, printable};
use catchment_io::http::{Answer, Ask, Http, Site};
use catchment_source::auth::Keeper;
use catchment_source::budget::Budget;
use catchment_source::client::{Asking, Client, Log, Refusal};
use catchment_source::config::Connection;
use catchment_source::first::ask_account;
use catchment_source::refused::Trouble;
use catchment_source::retry::Patience;
use catchment_source::{Account, Detail, Reading, Session, Sign, Source, Stream, objects, retry};
use std::sync::Arc;

/// The site of a connection.
pub struct Reach {
    /// Sends its requests.
    pub client: Client,
    /// Makes its requests and reads its answers.
    pub session: Box<dyn Session>,
}

impl Reach {
    /// The site of a connection, as somebody at a terminal has it asked. Asks nothing.
    pub fn of(connection: &Connection, keeper: &Keeper) -> Result<Self> {
        let client = client(connection, keeper)?.patient(Patience::SHORT);
        Ok(Self { client, session: catchment_source::of(connection)?.connect(connection)? })
    }

    /// Asks for a page of a listing, and reads it.
    pub async fn ask(&self, stream: &'static Stream, ask: &Ask, detail: Detail) -> Result<Reading, Refusal> {
        let Self { client, session } = self;
        let asking = Asking::new(ask, session.refused(stream));
        let read = |answer: &Answer| session.read(stream, ask, answer, detail);
        let asked = client.ask(asking, retry::FEW_TRIES, &mut Log::default(), read).await;
        asked.map(|(_, reading)| reading)
    }

    /// Follows one next link, of the first of some pages that has one; what is not read yet is asked for. A link that leads out
    /// of the configured site is an error, as it is for a sync.
    pub async fn links(
        &self,
        connection: &Connection,
        pages: Vec<(&'static Stream, Ask, Option<Reading>)>,
    ) -> Result<String> {
        let session = &self.session;
        for (stream, ask, reading) in pages {
            let answered = async |ask: &Ask| {
                let asked = self.ask(stream, ask, Detail::Ends).await;
                asked.map_err(|refusal| objects::into_error(refusal, "a page of one result"))
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

    /// The account as the site sees it, and the words for it: its configured name and type, never its display name.
    pub async fn account(&self, source: &dyn Source, connection: &Connection) -> Result<(Account, String)> {
        let Self { client, session } = self;
        let untold = |account| {
            let by = connection.account().map_or_else(String::new, |account| format!("{account}, by the settings: "));
            Ok((account, format!("{by}the site does not name the account")))
        };
        let Some(ask) = session.account()? else { return untold(Account::Untold) };
        match ask_account(client, session.as_ref(), &ask, retry::FEW_TRIES, &mut Log::default()).await {
            Ok(account @ (Account::Untold | Account::Unseen)) => untold(account),
            Ok(Account::Known { id, kind, zone }) => {
                // Where a token names the account, a sync goes by that.
                let id = client.account().await?.unwrap_or(id);
                let zone_of = zone.as_ref().map(|zone| format!("in {zone}"));
                let zone_of = zone_of.unwrap_or_else(|| "whose time zone the site does not tell".to_owned());
                let kind_of = (!kind.is_empty()).then(|| format!("of type {}", printable(&kind)));
                let by = connection.account().map(str::to_owned);
                let words: Vec<String> = by.into_iter().chain(kind_of).chain([printable(&zone_of)]).collect();
                Ok((Account::Known { id, kind, zone }, words.join(", ")))
            }
            Ok(Account::Anonymous) => {
                let hint = source.hint(connection, Trouble::Anonymous).unwrap_or("check the credentials");
                Err(Error::failed("the site answers, but treats the account as an anonymous visitor")
                    .hint(format!("{hint}; what only this account can see would count as gone")))
            }
            Err(Refusal::Absent(status, _)) => {
                Ok((Account::Untold, format!("the site does not name the account ({status})")))
            }
            Err(refusal) => Err(objects::into_error(refusal, "the question who asks")),
        }
    }
}

/// A client of the connection's site. Of what the site says to an error nothing is repeated that the policy takes out of
/// texts.
pub fn client(connection: &Connection, keeper: &Keeper) -> Result<Client> {
    let redactor = catchment_redact::Redactor::new(connection.redaction.clone(), None);
    let hide = move |text: &str| redactor.text(text, &mut catchment_redact::Tally::new()).into_owned();
    let (rate, pause) = (connection.requests_per_minute, connection.rate_limit_timeout);
    let budget = Budget::of(&connection.url.origin().ascii_serialization(), rate, pause);
    let source = catchment_source::of(connection)?;
    let client = Client::new(http(connection, keeper)?, budget, pause, Arc::new(hide), source.recorded());
    let client = client.through(connection.transport.proxy_to(&connection.url));
    let connection = connection.clone();
    Ok(client.hinting(Arc::new(move |trouble| source.hint(&connection, trouble))))
}

fn http(connection: &Connection, keeper: &Keeper) -> Result<Http> {
    Http::new(Site {
        url: connection.url.clone(),
        signer: catchment_source::of(connection)?.door(connection, keeper)?,
        timeout: connection.request_timeout,
        compression: connection.compression,
        transport: connection.transport.clone(),
        posts: catchment_source::of(connection)?.posts(),
    })
}
