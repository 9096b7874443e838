//! What a site says of the fields of its streams: which there are, and what each holds.
//!
//! The engine asks before the first walk of a run, once a day, keeps what was said beside the fields that records have shown,
//! and hands it to the sessions of later runs. So records become columns of the right types before one of them has come, and a
//! field that is new, has gone or holds something else is a fact on record and no failure.

use super::client::{Client, Log, Refusal};
use super::refused::Flaw;
use super::{Session, Stream, objects, retry};
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result};

/// What a site says of one member of the records of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The path of the member, in its one spelling.
    pub path: String,
    /// The word for what it holds, as settings have it.
    pub class: String,
    /// What its column is called, where that does not follow from the path.
    pub column: Option<String>,
}

/// A site that describes the fields of its streams.
pub trait Dictionary: Send + Sync {
    /// The next question, until everything is known that the streams of the settings need; nothing then.
    fn question(&self) -> Result<Option<Ask>>;

    /// Reads the answer to [`Dictionary::question`] and remembers what it says.
    fn read(&self, ask: &Ask, body: &[u8]) -> Result<(), Flaw>;

    /// Notes that the account may not ask [`Dictionary::question`]: nothing is described then.
    fn refused(&self, ask: &Ask);

    /// What was said of the fields of a stream; nothing where the site did not say. Fails where the settings name a field that
    /// the site does not have.
    fn fields(&self, stream: &Stream) -> Result<Option<Vec<Field>>>;

    /// Hands over what was said in an earlier run.
    fn recall(&self, stream: &Stream, fields: Vec<Field>);
}

/// Questions that one site is asked, at most: each that follows from an answer leads one step further.
const MOST_QUESTIONS: usize = 200;

/// Asks a site for everything that its dictionary needs. What the account may not read is not described.
pub async fn ask(client: &Client, session: &dyn Session, log: &mut Log) -> Result<()> {
    let Some(dictionary) = session.dictionary() else { return Ok(()) };
    for _ in 0..MOST_QUESTIONS {
        let Some(ask) = dictionary.question()? else { return Ok(()) };
        let read = |answer: &Answer| dictionary.read(&ask, &answer.body);
        match client.ask(&ask, retry::TRIES, log, read).await {
            Ok(_) => {}
            Err(Refusal::Absent(..) | Refusal::Refused(_)) => dictionary.refused(&ask),
            Err(refusal) => return Err(objects::into_error(refusal, "the description of fields")),
        }
    }
    Err(Error::failed("the description of the site's fields never ends")
        .hint("run again; please report it if it persists"))
}
