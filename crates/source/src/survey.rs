//! What is known of a site before anything is read of it: what reading its streams takes, and how many objects they have.

use crate::Stream;
use crate::config::Own;
use catchment_base::error::Result;
use catchment_io::http::Ask;

/// How settings ask for a stream, and what it takes to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The setting that asks for it, or those that do: `content_types and datasets`.
    pub setting: &'static str,
    /// The word in the setting, or those that ask for it: `attachment and attachment_version`.
    pub word: &'static str,
    /// The right or the plan that it takes.
    pub right: &'static str,
    /// The scopes that a token must have for it, where tokens have scopes.
    pub scopes: &'static [&'static str],
}

/// What a session knows of its site beforehand.
pub trait Survey {
    /// What a stream takes that these settings ask for; nothing if it is read whatever they say.
    fn demand(&self, own: &Own, stream: &Stream) -> Option<Demand>;

    /// Small questions for the number of objects of a stream in the scopes of the settings, which is the sum of what is
    /// answered; none where it cannot be asked for.
    fn count(&self, stream: &Stream) -> Result<Vec<Ask>>;

    /// What [`Survey::count`] counts for a stream, in the word of the site's search, which may find more than its objects.
    fn counted(&self, stream: &Stream) -> Option<&'static str>;

    /// Reads the answer to [`Survey::count`].
    fn read_count(&self, body: &[u8]) -> Result<u64, String>;

    /// Those of these names of scopes that no listing has shown so far.
    fn unseen(&self, names: &[String]) -> Vec<String>;

    /// The patterns for scopes in the settings that fit none which listings have shown so far, as they are written there.
    fn unmatched(&self) -> Vec<String>;

    /// How many members the site has shown of each group that settings name, a phrase each.
    fn members(&self) -> Vec<String>;

    /// The word by which settings name a scope that a listing has shown, unless it names a person.
    fn handle(&self, scope: &str) -> Option<String>;
}
