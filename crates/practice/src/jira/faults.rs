//! What goes wrong with a site, beside what goes wrong with any service.

use super::literal::Epochs;
use crate::faults::{Transit, When, hit};
use crate::switches::{self, Fault, Switched, counting, give, put, switch};
use catchment_base::error::{Error, Result};
use std::str::FromStr;

/// How many comments, worklogs and entries of the changelog an issue holds on a real site.
const EMBEDDED: usize = 20;
/// How many issues with more than their ids fit on a page of a real site.
const PAGE: usize = 100;

/// What the search does with the token of the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenFault {
    /// It gives the same one again and again.
    Repeated,
    /// It gives one with a page without issues.
    Empty,
    /// It says of every page but the last that it is the last.
    Lying,
}

/// The faults that are switched on; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub(super) transit: Transit,
    /// Requests that are answered with 502.
    pub(super) gateway: Vec<When>,
    /// Seconds until the index of the search knows of a change.
    pub(super) lag: Option<u64>,
    /// Errors are told in another language.
    pub(super) is_localised: bool,
    embedded: Option<usize>,
    page: Option<usize>,
    pub(super) tokens: Vec<(When, TokenFault)>,
    /// How many requests a token is good for.
    pub(super) token_life: Option<u64>,
    /// A value that does not exist finds nothing instead of being refused.
    pub(super) is_lenient: bool,
    /// A project that the search does not know.
    pub(super) unsearched: Option<u64>,
    /// A project that the listing of projects leaves out.
    pub(super) unlisted: Option<u64>,
    /// Lists of an issue that show none where they are asked for alone.
    pub(super) bare: Vec<String>,
    /// Members that issues come without.
    pub(super) lacking: Vec<String>,
    /// The worklogs of each issue are numbered from 1.
    pub(super) numbers_worklogs: bool,
    /// Wrong credentials are taken for none, where nobody needs any.
    pub(super) lets_anybody: bool,
    /// From which request on credentials are passed over.
    pub(super) anybody_from: Option<u64>,
    /// Issues with which every page breaks.
    pub(super) poisons: Vec<u64>,
    pub(super) epochs: Epochs,
    /// People and groups may not be listed.
    pub(super) hides_people: bool,
    /// Nobody is shown who votes for an issue and who watches it.
    pub(super) hides_voters: bool,
    /// The log of the administrators may not be read.
    pub(super) hides_audit: bool,
    /// Issues with descriptions of so many KiB.
    pub(super) huge: Vec<(u64, usize)>,
    /// There are no boards.
    pub(super) lacks_agile: bool,
    /// There is no service desk.
    pub(super) lacks_desk: bool,
    /// The account is no agent of the service desk.
    pub(super) is_no_agent: bool,
    /// How many worklogs the first issue gets at one moment.
    pub(super) equal_worklogs: usize,
    /// Data Center: how many issues a page of the search holds at most, and up to which one they can be reached.
    pub(super) cap: Option<usize>,
    pub(super) window: Option<usize>,
    /// Data Center: how many groups, entries of a changelog or worklogs of an issue are shown at most.
    list_cap: Option<usize>,
    /// Data Center: after how many failed logins a password is denied.
    pub(super) captcha: Option<u64>,
    /// How many requests are answered in a second.
    pub(super) burst: Option<u64>,
}

impl Faults {
    /// Reads switches, each `NAME` or `NAME=VALUE`.
    ///
    /// An unknown name or a value that does not fit is a usage error that lists the known names.
    pub fn parse(switches: &[String]) -> Result<Self> {
        switches::parse(switches)
    }

    /// How many comments, worklogs and entries of the changelog an issue holds at most.
    pub(super) fn embedded(&self) -> usize {
        self.embedded.unwrap_or(EMBEDDED)
    }

    /// How many issues a page of the search holds at most, where more than their ids are asked for.
    pub(super) fn page(&self) -> usize {
        self.page.unwrap_or(PAGE)
    }

    /// How much Data Center shows at most of what has no pages.
    pub(super) fn listed(&self) -> usize {
        self.list_cap.unwrap_or(usize::MAX)
    }

    /// What happens to the token in the answer to a request.
    pub(super) fn token(&self, number: u64) -> Option<TokenFault> {
        hit(&self.tokens, number)
    }
}

impl FromStr for Faults {
    type Err = Error;

    /// Switches with commas between them.
    fn from_str(text: &str) -> Result<Self> {
        Self::parse(&switches::split(text))
    }
}

/// The faults of the search, in the order the help shows them.
const SEARCHING: &[Fault<Faults>] = &[
    Fault {
        name: "index-lag",
        value: "SECONDS",
        doc: "the search shows a changed issue as it was for so many seconds; reconcileIssues goes around it",
        set: |faults, value| give(&mut faults.lag, Some(counting(value)?)),
    },
    Fault {
        name: "page",
        value: "N",
        doc: "a page of the search holds N issues at most, where more than their ids are asked for",
        set: |faults, value| give(&mut faults.page, Some(counting(value)? as usize)),
    },
    Fault {
        name: "embedded",
        value: "N",
        doc: "an issue holds N comments, worklogs and changelog entries at most (20)",
        set: |faults, value| give(&mut faults.embedded, Some(counting(value)? as usize)),
    },
    Fault {
        name: "repeat-token",
        value: "N",
        doc: "from the Nth request on the search gives the token again that it was asked with",
        set: |faults, value| put(&mut faults.tokens, (When::After(counting(value)? - 1), TokenFault::Repeated)),
    },
    Fault {
        name: "empty-page",
        value: "N",
        doc: "every Nth request, where it is a search, is answered with a token and no issues",
        set: |faults, value| put(&mut faults.tokens, (When::Every(counting(value)?), TokenFault::Empty)),
    },
    Fault {
        name: "is-last-lies",
        value: "",
        doc: "the search says the opposite of the truth in isLast",
        set: |faults, _| put(&mut faults.tokens, (When::Every(1), TokenFault::Lying)),
    },
    Fault {
        name: "token-life",
        value: "N",
        doc: "a token of the search is refused after N further requests",
        set: |faults, value| give(&mut faults.token_life, Some(counting(value)?)),
    },
    Fault {
        name: "lenient",
        value: "",
        doc: "a project or another value that does not exist finds nothing instead of being refused",
        set: |faults, _| give(&mut faults.is_lenient, true),
    },
    Fault {
        name: "unsearched",
        value: "ID",
        doc: "the search refuses this project, which is listed all the same, as a value that does not exist (400)",
        set: |faults, value| give(&mut faults.unsearched, Some(counting(value)?)),
    },
    Fault {
        name: "unlisted",
        value: "ID",
        doc: "this project is in no listing of projects, but can be requested by its id",
        set: |faults, value| give(&mut faults.unlisted, Some(counting(value)?)),
    },
    Fault {
        name: "bare",
        value: "LIST",
        doc: "the changelog, comment or worklog list of an issue shows none where it is asked for alone",
        set: |faults, value| put(&mut faults.bare, value.to_owned()),
    },
    Fault {
        name: "lacks",
        value: "MEMBER",
        doc: "issues come without this member, such as changelog or attachment, though it is asked for",
        set: |faults, value| put(&mut faults.lacking, value.to_owned()),
    },
    Fault {
        name: "numbered-worklogs",
        value: "",
        doc: "the worklogs of each issue are numbered from 1",
        set: |faults, _| switch(&mut faults.numbers_worklogs),
    },
    Fault {
        name: "poison",
        value: "ID",
        doc: "every answer that holds more of this issue than its id is a 500",
        set: |faults, value| put(&mut faults.poisons, counting(value)?),
    },
    Fault {
        name: "epoch-minutes",
        value: "",
        doc: "numbers in queries are cut to the whole minute",
        set: |faults, _| give(&mut faults.epochs, Epochs::Minutes),
    },
    Fault {
        name: "epoch-refused",
        value: "",
        doc: "numbers in queries are no times",
        set: |faults, _| give(&mut faults.epochs, Epochs::Refused),
    },
];

/// The faults of everything else, in the order the help shows them.
const ANSWERING: &[Fault<Faults>] = &[
    Fault {
        name: "502",
        value: "N",
        doc: "every Nth request is answered with 502 and an HTML body",
        set: |faults, value| put(&mut faults.gateway, When::Every(counting(value)?)),
    },
    Fault {
        name: "burst",
        value: "N",
        doc: "more than N requests within a second are refused with 429",
        set: |faults, value| give(&mut faults.burst, Some(counting(value)?)),
    },
    Fault {
        name: "localised",
        value: "",
        doc: "errors are told in German",
        set: |faults, _| give(&mut faults.is_localised, true),
    },
    Fault {
        name: "anonymous",
        value: "",
        doc: "wrong credentials are passed over: the search and serverInfo answer with 200 what anybody may see",
        set: |faults, _| give(&mut faults.lets_anybody, true),
    },
    Fault {
        name: "anonymous-from",
        value: "N",
        doc: "the same from the Nth request on, whatever credentials come: the token was withdrawn",
        set: |faults, value| give(&mut faults.anybody_from, Some(counting(value)?)),
    },
    Fault {
        name: "users-forbidden",
        value: "",
        doc: "people and groups may not be listed (403)",
        set: |faults, _| give(&mut faults.hides_people, true),
    },
    Fault {
        name: "voters-hidden",
        value: "",
        doc: "an issue tells how many vote for it and watch it, and not who",
        set: |faults, _| give(&mut faults.hides_voters, true),
    },
    Fault {
        name: "audit-forbidden",
        value: "",
        doc: "the log of the administrators may not be read (403)",
        set: |faults, _| give(&mut faults.hides_audit, true),
    },
    Fault {
        name: "huge",
        value: "ID:KIB",
        doc: "this issue has a description of so many KiB",
        set: |faults, value| {
            let (id, kib) = value.split_once(':')?;
            put(&mut faults.huge, (counting(id)?, counting(kib)? as usize))
        },
    },
    Fault {
        name: "no-agile",
        value: "",
        doc: "there are no boards and sprints (404)",
        set: |faults, _| give(&mut faults.lacks_agile, true),
    },
    Fault {
        name: "no-service-desk",
        value: "",
        doc: "there is no service desk (404)",
        set: |faults, _| give(&mut faults.lacks_desk, true),
    },
    Fault {
        name: "no-agent",
        value: "",
        doc: "the account is no agent of the service desk: queues, customers and requests are refused (403)",
        set: |faults, _| give(&mut faults.is_no_agent, true),
    },
    Fault {
        name: "equal-worklogs",
        value: "N",
        doc: "the first issue has N more worklogs, all of one moment",
        set: |faults, value| give(&mut faults.equal_worklogs, counting(value)? as usize),
    },
];

/// The faults of Data Center alone, in the order the help shows them.
const DATA_CENTER: &[Fault<Faults>] = &[
    Fault {
        name: "search-cap",
        value: "N",
        doc: "Data Center: a page of the search holds N issues at most (1000), and says so",
        set: |faults, value| give(&mut faults.cap, Some(counting(value)? as usize)),
    },
    Fault {
        name: "window",
        value: "N",
        doc: "Data Center: a search beyond the Nth issue breaks with 500",
        set: |faults, value| give(&mut faults.window, Some(counting(value)? as usize)),
    },
    Fault {
        name: "list-cap",
        value: "N",
        doc: "Data Center: N groups, changelog entries or worklogs are shown at most",
        set: |faults, value| give(&mut faults.list_cap, Some(counting(value)? as usize)),
    },
    Fault {
        name: "captcha",
        value: "N",
        doc: "Data Center: after N failed logins every password is denied with 403",
        set: |faults, value| give(&mut faults.captcha, Some(counting(value)?)),
    },
];

impl Switched for Faults {
    const OWN: &'static [&'static [Fault<Self>]] = &[SEARCHING, ANSWERING, DATA_CENTER];

    fn transit(&mut self) -> &mut Transit {
        &mut self.transit
    }
}

/// The faults of a site, for a help text, one line each.
pub fn fault_help() -> String {
    Faults::OWN.iter().copied().map(switches::help).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_are_read_from_the_tables() {
        let faults: Faults = "429=3, page=5,repeat-token=2,empty-page=4,equal-worklogs=7".parse().unwrap();
        assert_eq!((faults.page(), faults.embedded(), faults.equal_worklogs), (5, EMBEDDED, 7));
        assert_eq!(faults.token(1), None);
        assert_eq!(faults.token(3), Some(TokenFault::Repeated));
        assert_eq!(faults.transit.refusals.len(), 1);
        for wrong in ["bogus", "page", "page=0", "localised=1", "poison=x"] {
            assert!(wrong.parse::<Faults>().is_err(), "{wrong}");
        }
        let help = fault_help();
        assert_eq!(help.lines().count(), Faults::OWN.iter().map(|table| table.len()).sum::<usize>());
        assert!(help.contains("\n  empty-page=N "));
    }
}
