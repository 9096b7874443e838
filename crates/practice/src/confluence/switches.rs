//! The switches of `--fault` for the site, one row a fault; those of any service come first.

use super::attachment;
use super::data_center::switches::FAULTS as OF_DATA_CENTER;
use super::faults::{BinaryFault, Faults, FileWound, LinkFault, Slip, Told, Wound};
use super::retold::Tale;
use crate::faults::{Transit, When};
use crate::switches::{self, Fault, Switched, counting, give, ordinal, put};
use catchment_base::error::{Error, Result};
use std::str::FromStr;
use std::time::Duration;

/// The faults of the site, in the order the help shows them.
const FAULTS: &[Fault<Faults>] = &[
    Fault {
        name: "no-results",
        value: "N",
        doc: "the Nth page of a listing, once, has no key \"results\"",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::NoResults),
    },
    Fault {
        name: "empty-page",
        value: "N",
        doc: "the Nth page of a listing, once, is empty and still has a next link",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::Empty),
    },
    Fault {
        name: "empty-run",
        value: "N:COUNT",
        doc: "COUNT pages of a listing in a row, from the Nth on, are empty; each has a next link with a new cursor",
        set: |faults, value| {
            let (first, count) = value.split_once(':')?;
            let (first, count) = (counting(first)?, counting(count)?);
            faults.slip(When::Between(first, first + count - 1), Slip::Empty)
        },
    },
    Fault {
        name: "empty-forever",
        value: "",
        doc: "every page of a listing is empty and has a next link",
        set: |faults, _| faults.slip(When::Every(1), Slip::Empty),
    },
    Fault {
        name: "next-elsewhere",
        value: "N",
        doc: "the next link of the Nth page of a listing, once, leads to https://evil.example",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::Elsewhere),
    },
    Fault {
        name: "repeat-cursor",
        value: "",
        doc: "the next link of a listing always has the cursor that was just followed",
        set: |faults, _| faults.slip(When::Every(1), Slip::SameCursor),
    },
    Fault {
        name: "repeat-page",
        value: "",
        doc: "a listing returns its first page again and again, under new cursors",
        set: |faults, _| faults.slip(When::Every(1), Slip::SamePage),
    },
    Fault {
        name: "forget-cursor",
        value: "N",
        doc: "from the Nth request on, cursors given out before it are refused with 400",
        set: |faults, value| give(&mut faults.forget, Some(counting(value)?)),
    },
    Fault {
        name: "poison",
        value: "ID",
        doc: "every response that would contain the body of this page is a 500; without bodies it works",
        set: |faults, value| faults.wound(value, Wound::Poison),
    },
    Fault {
        name: "huge",
        value: "ID:MIB",
        doc: "the body of this page has MIB MiB",
        set: |faults, value| {
            let (id, mebibytes) = value.split_once(':')?;
            faults.wound(id, Wound::Huge(mebibytes.parse().ok()?))
        },
    },
    Fault {
        name: "deep",
        value: "ID",
        doc: "this page has an extra key with 100,000 nested arrays",
        set: |faults, value| faults.wound(value, Wound::Deep),
    },
    Fault {
        name: "surrogate",
        value: "ID",
        doc: "the title of this page contains the lone escape \\ud800",
        set: |faults, value| faults.wound(value, Wound::Surrogate),
    },
    Fault {
        name: "nul",
        value: "ID",
        doc: "the title of this page contains the escape \\u0000",
        set: |faults, value| faults.wound(value, Wound::Nul),
    },
    Fault {
        name: "drop-page",
        value: "ID",
        doc: "this page is gone: not listed, and 404 by its id",
        set: |faults, value| faults.wound(value, Wound::Dropped),
    },
    Fault {
        name: "edit",
        value: "N",
        doc: "the first N generated pages have one more version: a later date and another body",
        set: |faults, value| {
            faults.edits = value.parse().ok()?;
            Some(())
        },
    },
    Fault {
        name: "forbidden-space",
        value: "KEY",
        doc: "the listings of this space are refused with 403",
        set: |faults, value| put(&mut faults.forbidden, Some(value).filter(|key| !key.is_empty())?.to_owned()),
    },
    Fault {
        name: "no-space",
        value: "",
        doc: "the list of spaces is empty",
        set: |faults, _| {
            faults.no_space = true;
            Some(())
        },
    },
    Fault {
        name: "canaries",
        value: "",
        doc: "every text of every listed object contains personal data and secrets",
        set: |faults, _| {
            faults.canaries = true;
            Some(())
        },
    },
    Fault {
        name: "huge-attachment",
        value: "ID:MIB",
        doc: "this attachment has MIB MiB",
        set: |faults, value| {
            let (id, mebibytes) = value.split_once(':')?;
            faults.file_wound(id, FileWound::Huge(mebibytes.parse().ok()?))
        },
    },
    Fault {
        name: "wrong-size",
        value: "ID",
        doc: "the listings report one byte more for this attachment than it has",
        set: |faults, value| faults.file_wound(value, FileWound::WrongSize),
    },
    Fault {
        name: "refuse-download",
        value: "ID",
        doc: "the download of this attachment is a 404",
        set: |faults, value| faults.file_wound(value, FileWound::Refused),
    },
    Fault {
        name: "login-download",
        value: "N",
        doc: "the Nth download, once, is answered with 200 and the HTML of a login page",
        set: |faults, value| put(&mut faults.links, (When::At(counting(value)?), LinkFault::Login)),
    },
    Fault {
        name: "expired-link",
        value: "N",
        doc: "the Nth download, once, is redirected to a link that has expired already",
        set: |faults, value| put(&mut faults.links, (When::At(counting(value)?), LinkFault::Expired)),
    },
    Fault {
        name: "short-download",
        value: "N",
        doc: "the Nth binary, once, breaks off halfway",
        set: |faults, value| put(&mut faults.binaries, (When::At(counting(value)?), BinaryFault::Short)),
    },
    Fault {
        name: "media-503",
        value: "N",
        doc: "every Nth binary is a 503 with Retry-After: 1",
        set: |faults, value| put(&mut faults.binaries, (When::Every(counting(value)?), BinaryFault::Unavailable)),
    },
    Fault {
        name: "slow-download",
        value: "MS",
        doc: "every binary pauses for MS milliseconds halfway",
        set: |faults, value| {
            faults.binary_pause = Duration::from_millis(counting(value)?);
            Some(())
        },
    },
    Fault {
        name: "search-lag",
        value: "N",
        doc: "the search does not find what the newest N changes touched",
        set: |faults, value| {
            faults.search_lag = value.parse().ok()?;
            Some(())
        },
    },
    Fault {
        name: "search-delay",
        value: "N",
        doc: "the search finds what a change touched only after N further requests",
        set: |faults, value| {
            faults.search_delay = counting(value)?;
            Some(())
        },
    },
    Fault {
        name: "unlisted",
        value: "ID",
        doc: "this page or, on Cloud, space is in no listing, but can be requested by its id",
        set: |faults, value| faults.wound(value, Wound::Unlisted),
    },
    Fault {
        name: "unanswered",
        value: "ID",
        doc: "listings of Cloud show this page, and requests by its id are answered as if it were not there",
        set: |faults, value| faults.wound(value, Wound::Unanswered),
    },
    Fault {
        name: "largest-page",
        value: "N:STATUS",
        doc: "listings and searches of more than N results are refused with this status",
        set: |faults, value| {
            let (most, status) = value.split_once(':')?;
            let status = status.parse().ok().filter(|status| (400..600).contains(status))?;
            faults.largest_page = Some((counting(most)?, status));
            Some(())
        },
    },
    Fault {
        name: "part",
        value: "N",
        doc: "no response has more than N objects, whatever its limit; the rest is behind its next link",
        set: |faults, value| give(&mut faults.part, Some(ordinal(value)?)),
    },
    Fault {
        name: "longest-address",
        value: "BYTES",
        doc: "requests with a longer address are refused with 414",
        set: |faults, value| give(&mut faults.longest_address, Some(ordinal(value)?)),
    },
    Fault {
        name: "gateway",
        value: "PATH",
        doc: "the site is below this path, which its links do not have; any request elsewhere is a 404",
        set: |faults, value| {
            let is_path = value.starts_with('/') && !value.ends_with('/');
            value.clone_into(&mut faults.gateway);
            is_path.then_some(())
        },
    },
    Fault {
        name: "unsorted",
        value: "",
        doc: "listings ignore the requested order and go by the ids",
        set: |faults, _| {
            faults.unsorted = true;
            Some(())
        },
    },
    Fault {
        name: "lacks",
        value: "ID:MEMBER",
        doc: "listings omit this member of this object (version.number for one within another)",
        set: |faults, value| {
            let (id, member) = value.split_once(':')?;
            faults.retell(id, Tale::Lacks(member.to_owned()))
        },
    },
    Fault {
        name: "never",
        value: "ID:MEMBER",
        doc: "no response has this member of this object",
        set: |faults, value| {
            let (id, member) = value.split_once(':')?;
            faults.retell(id, Tale::Never(member.to_owned()))
        },
    },
    Fault {
        name: "says",
        value: "ID:MEMBER:TEXT",
        doc: "every response has this text as that member of this object",
        set: |faults, value| {
            let (id, rest) = value.split_once(':')?;
            let (member, text) = rest.split_once(':')?;
            faults.retell(id, Tale::Says(member.to_owned(), text.to_owned()))
        },
    },
    Fault {
        name: "stale",
        value: "ID",
        doc: "responses by ids have the first version of this object",
        set: |faults, value| faults.retell(value, Tale::Stale),
    },
    Fault {
        name: "draft-beside",
        value: "ID",
        doc: "every response with this object has a later draft with its id as well",
        set: |faults, value| faults.retell(value, Tale::DraftBeside),
    },
    Fault {
        name: "missed",
        value: "ID",
        doc: "listings of a space omit this page, as if it had moved meanwhile; those of the site show it",
        set: |faults, value| faults.retell(value, Tale::Missed),
    },
    Fault {
        name: "short-feed",
        value: "N",
        doc: "listings by time of modification end after N objects, as if there were no more",
        set: |faults, value| give(&mut faults.short_feed, Some(ordinal(value)?)),
    },
    Fault {
        name: "anonymous",
        value: "",
        doc: "the site says that it answers an anonymous visitor",
        set: |faults, _| {
            faults.account = Some(Told::Anonymous);
            Some(())
        },
    },
    Fault {
        name: "other-account",
        value: "",
        doc: "the site says that it answers another account",
        set: |faults, _| {
            faults.account = Some(Told::Other);
            Some(())
        },
    },
    Fault {
        name: "untold-account",
        value: "",
        doc: "the request for the current account is refused with 403",
        set: |faults, _| {
            faults.account = Some(Told::Forbidden);
            Some(())
        },
    },
    Fault {
        name: "gone",
        value: "ROUTE",
        doc: "this operation of v1 is a 410, like content/search, content/*/restriction or, on Data Center, content/scan",
        set: |faults, value| {
            let fits = !value.is_empty() && !value.starts_with('/');
            fits.then(|| faults.gone.push(format!("/wiki/rest/api/{value}")))
        },
    },
    Fault {
        name: "no-admin",
        value: "",
        doc: "the account is no administrator: 403, or 500 from space permissions of Data Center",
        set: |faults, _| {
            faults.no_admin = true;
            Some(())
        },
    },
    Fault {
        name: "no-analytics",
        value: "",
        doc: "the site has no analytics: they are refused with 403",
        set: |faults, _| {
            faults.no_analytics = true;
            Some(())
        },
    },
    Fault {
        name: "lost-ancestor",
        value: "ID",
        doc: "searches that expand ancestors.restrictions and find content below this page are a 404 that names it",
        set: |faults, value| put(&mut faults.lost_ancestors, (value.parse().ok()?, false)),
    },
    Fault {
        name: "outdated-ancestor",
        value: "ID",
        doc: "the same with a 404 that says the content is outdated",
        set: |faults, value| put(&mut faults.lost_ancestors, (value.parse().ok()?, true)),
    },
];

impl Switched for Faults {
    const OWN: &'static [&'static [Fault<Self>]] = &[FAULTS, OF_DATA_CENTER];

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

    fn slip(&mut self, when: When, slip: Slip) -> Option<()> {
        put(&mut self.slips, (when, slip))
    }

    fn wound(&mut self, id: &str, wound: Wound) -> Option<()> {
        put(&mut self.wounds, (id.parse().ok()?, wound))
    }

    fn file_wound(&mut self, id: &str, wound: FileWound) -> Option<()> {
        put(&mut self.file_wounds, (attachment::number_of(id)?, wound))
    }
}

/// The faults of this API alone for the help text, one line each.
pub fn fault_help() -> String {
    switches::help(FAULTS)
}

/// The faults of Data Center alone for the help text, one line each.
pub fn data_center_fault_help() -> String {
    switches::help(OF_DATA_CENTER)
}

impl FromStr for Faults {
    type Err = Error;

    /// Reads one switch, or several with commas between them.
    fn from_str(text: &str) -> Result<Self> {
        switches::parse(&switches::split(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::{Refusal, RetryAfter, hit};

    #[test]
    fn an_unknown_fault_is_answered_with_the_known_ones() {
        let error = Faults::parse(&["frobnicate=3".to_owned()]).unwrap_err();
        assert!(error.hint_text().is_some_and(|hint| hint.contains("repeat-cursor") && hint.contains("clock-skew")));
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_with_the_right_form() {
        let wrong = "429 429=0 429=x slow=3 huge=7 no-space=1 forbidden-space= wrong-size=att media-503=0 429-for=3 \
                     empty-run=3 largest-page=50:200 gateway=ex/";
        for switch in wrong.split(' ') {
            assert!(Faults::parse(&[switch.to_owned()]).is_err(), "{switch}");
        }
        let error = "slow=3".parse::<Faults>().unwrap_err();
        assert!(error.to_string().ends_with("--fault slow=N:MS"), "{error}");
    }

    #[test]
    fn faults_are_counted() {
        let faults: Faults = "429=3, 429-absurd, unavailable=9".parse().unwrap();
        assert_eq!(hit(&faults.transit.refusals, 3), Some(Refusal::TooMany(RetryAfter::Seconds("1"))));
        assert_eq!(hit(&faults.transit.refusals, 4), None);
        assert_eq!(hit(&faults.transit.refusals, 10), Some(Refusal::Unavailable { passing: false }));
    }

    #[test]
    fn every_fault_is_in_the_help() {
        let help = fault_help();
        assert_eq!(help.lines().count(), FAULTS.len());
        assert!(help.contains("no-results=N") && help.contains("huge=ID:MIB"));
    }
}
