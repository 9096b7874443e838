//! What goes wrong with an org, beside what goes wrong with any service.

use super::wounds::{ANSWERING, BULK, READING};
use crate::faults::{FileWound, Transit, When};
use crate::switches::{self, Fault, Switched};
use catchment_base::error::{Error, Result};
use std::str::FromStr;

/// The form of the header that tells how much of the limit is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LimitInfo {
    /// The usage of the org.
    #[default]
    Plain,
    /// That of the app beside it.
    PerApp,
    /// That of the moment before it.
    Bursts,
    /// That of the app alone.
    App,
}

/// How the last page of a bulk result says that it is the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum End {
    /// `null`.
    #[default]
    Null,
    /// Nothing stands in the header.
    Empty,
    /// There is no header.
    Missing,
}

/// What is wrong with jobs of the bulk API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BulkFaults {
    /// The first page alone has a line of names.
    pub(super) is_headed_once: bool,
    /// There are no headers that tell of the page.
    pub(super) is_silent: bool,
    /// Texts hold a NUL character.
    pub(super) has_nul: bool,
    /// Whole numbers are written with a fraction.
    pub(super) writes_floats: bool,
    /// Jobs that fail.
    pub(super) failed: Vec<When>,
    pub(super) end: End,
    /// How many polls a job takes until it is complete.
    pub(super) polls: Option<u64>,
    /// Objects that it does not read.
    pub(super) unsupported: Vec<String>,
}

/// A field of one row, the nth in order of `Id`, that has so many KiB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Huge {
    pub(super) object: String,
    pub(super) field: String,
    pub(super) ordinal: usize,
    pub(super) kibibytes: usize,
}

/// The faults that are switched on; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub(super) transit: Transit,
    /// Objects of which every nth row is hidden.
    pub(super) hidings: Vec<(String, usize)>,
    /// Fields by which queries break, with their objects.
    pub(super) broken: Vec<(String, String)>,
    /// Fields that are hidden, with their objects.
    pub(super) fields: Vec<(String, String)>,
    /// Objects that are hidden.
    pub(super) objects: Vec<String>,
    /// Objects whose rows share one time.
    pub(super) levelled: Vec<String>,
    /// Objects that cannot be queried over more hours.
    pub(super) timeouts: Vec<(String, i64)>,
    pub(super) files: Vec<(usize, FileWound)>,
    pub(super) huge: Vec<Huge>,
    /// Bytes from which an answer is a 500.
    pub(super) most_bytes: Option<usize>,
    /// What is said to a request for a token: the error, and its sentence where there is one.
    pub(super) token_error: Option<(&'static str, Option<&'static str>)>,
    /// From which token on they are issued for another user.
    pub(super) other_user: Option<u64>,
    /// After how many requests a token dies.
    pub(super) token_uses: Option<u64>,
    /// Where the org says that it is.
    pub(super) instance: Option<String>,
    pub(super) has_no_api: bool,
    /// After how many uses a locator dies.
    pub(super) locator_uses: Option<u64>,
    /// Requests for further rows that find a dead locator.
    pub(super) locators_lost: Vec<When>,
    pub(super) repeats_locator: bool,
    /// A dead locator is refused as one of another session.
    pub(super) has_locators_of_session: bool,
    pub(super) has_small_batches: bool,
    pub(super) takes_any_batch_size: bool,
    /// How many requests there are in a day.
    pub(super) api_limit: Option<u64>,
    /// How much of them others have used, in percent.
    pub(super) api_used: u64,
    pub(super) limit_info: LimitInfo,
    pub(super) has_no_deleted_feed: bool,
    pub(super) has_feed_gap: bool,
    /// How many rows a list of deleted ones may name.
    pub(super) feed_most: Option<u64>,
    /// Requests answered with a page for people.
    pub(super) html: Vec<When>,
    pub(super) bulk: BulkFaults,
}

impl Switched for Faults {
    const OWN: &'static [&'static [Fault<Self>]] = &[READING, ANSWERING, BULK];

    fn transit(&mut self) -> &mut Transit {
        &mut self.transit
    }
}

impl Faults {
    /// Reads the values of a repeated `--fault NAME[=VALUE]`.
    ///
    /// An unknown name or a value that does not fit is a usage error that lists the known names.
    pub fn parse(switches: &[String]) -> Result<Self> {
        switches::parse(switches)
    }

    /// Objects that faults name.
    pub(super) fn named_objects(&self) -> impl Iterator<Item = &str> {
        let hidden = self.hidings.iter().map(|(object, _)| object).chain(self.fields.iter().map(|(object, _)| object));
        let whole = self.objects.iter().chain(&self.levelled).chain(&self.bulk.unsupported);
        let large = self.huge.iter().map(|huge| &huge.object);
        let broken = self.broken.iter().map(|(object, _)| object);
        hidden
            .chain(broken)
            .chain(whole)
            .chain(large)
            .chain(self.timeouts.iter().map(|(object, _)| object))
            .map(String::as_str)
    }
}

impl FromStr for Faults {
    type Err = Error;

    /// Reads one switch, or several with commas between them.
    fn from_str(text: &str) -> Result<Self> {
        switches::parse(&switches::split(text))
    }
}

/// The faults of this API alone for the help text, one line each.
pub fn fault_help() -> String {
    [READING, ANSWERING, BULK].map(switches::help).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_are_read() {
        let faults: Faults = "file=2:short,token-error=bare,api-used=80,limit-info=bursts,query-timeout=Case:24,\
                              bulk-failed=3,bulk-quirky-end=missing,instance=http://127.0.0.1:1"
            .parse()
            .unwrap();
        assert_eq!(faults.files, [(2, FileWound::Short)]);
        assert_eq!(faults.token_error, Some(("invalid_grant", None)));
        assert_eq!((faults.api_used, faults.limit_info, faults.bulk.end), (80, LimitInfo::Bursts, End::Missing));
        assert_eq!(faults.timeouts, [("Case".to_owned(), 24)]);
        assert_eq!(faults.instance.as_deref(), Some("http://127.0.0.1:1"));
        assert_eq!(faults.bulk.failed, [When::At(3)]);
        assert_eq!("bulk-failed".parse::<Faults>().unwrap().bulk.failed, [When::Every(1)]);
        for wrong in
            ["file=2", "file=0:short", "token-error=none", "api-used=101", "limit-info=long", "hidden-every=Case"]
        {
            assert!(wrong.parse::<Faults>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn objects_of_faults_are_told() {
        let text = "hidden-every=A:2,hidden-field=B:x,hidden-object=C,same-stamp=D,query-timeout=E:1,bulk-unsupported=F,huge=G:x:1:1";
        let mut named: Vec<String> = text.parse::<Faults>().unwrap().named_objects().map(str::to_owned).collect();
        named.sort();
        assert_eq!(named, ["A", "B", "C", "D", "E", "F", "G"]);
        assert_eq!(fault_help().lines().count(), READING.len() + ANSWERING.len() + BULK.len());
    }
}
