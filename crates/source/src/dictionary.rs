//! What a site says of the fields of its streams: which there are, and what each holds.
//!
//! The engine asks before the first walk of a run, once a day, keeps what was said beside the fields that records have shown,
//! and hands it to the sessions of later runs. So records become columns of the right types before one of them has come, and a
//! field that is new, has gone or holds something else is a fact on record and no failure.

use crate::refused::Flaw;
use crate::stream::Stream;
use catchment_base::error::Result;
use catchment_io::http::{Answer, Ask};

/// What a site says of one member of the records of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The path of the member, in its one spelling.
    pub path: String,
    /// The word for what it holds, as settings have it.
    pub class: String,
    /// What its column is called, where that does not follow from the path.
    pub column: Option<String>,
    /// What the site calls it where it shows it to people; empty where it has no other name.
    pub label: String,
}

/// A site that describes the fields of its streams.
pub trait Dictionary: Send + Sync {
    /// The next question, until everything is known that the streams of the settings need; nothing then.
    fn question(&self) -> Result<Option<Ask>>;

    /// Reads the answer to [`Dictionary::question`] and remembers what it says.
    fn read(&self, ask: &Ask, answer: &Answer) -> Result<(), Flaw>;

    /// Notes that the account may not ask [`Dictionary::question`]: nothing is described then.
    fn refused(&self, ask: &Ask);

    /// What is known of the fields of a stream: what was said, or what holds for its fields where nothing was. Fails where the
    /// settings name a field that the site does not have.
    fn fields(&self, stream: &Stream) -> Result<Vec<Field>>;

    /// Whether the site said which fields a stream has.
    fn is_described(&self, stream: &Stream) -> bool;

    /// What else is known of a stream that later runs need, in a form of the source's own; empty where nothing is.
    fn noted(&self, _: &Stream) -> String {
        String::new()
    }

    /// Hands over what was said in an earlier run, and what [`Dictionary::noted`] gave then.
    fn recall(&self, stream: &Stream, fields: Vec<Field>, noted: &str);
}
