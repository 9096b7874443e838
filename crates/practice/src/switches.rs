//! The switches of `--fault`: how a table of faults is read, and the faults that any service can have.
//!
//! The parser, the list in an error message and the help text all come from the tables; a fault is added by adding its row.

use crate::faults::{Mangling, Refusal, RetryAfter, Transit, When};
use catchment_base::error::{Error, Result};
use std::time::Duration;

/// One switch: its name, what its value means, and how it is set.
pub(super) struct Fault<F> {
    /// The name before the `=`.
    pub(super) name: &'static str,
    /// What follows the `=`, as the help shows it; empty for a fault without a value. In brackets: may be left out.
    pub(super) value: &'static str,
    /// What the server does, in one sentence.
    pub(super) doc: &'static str,
    /// Sets it; nothing where the value does not fit.
    pub(super) set: fn(&mut F, &str) -> Option<()>,
}

/// The faults of a service: tables of its own beside that of any service.
pub(super) trait Switched: Default + 'static {
    /// The faults that only this service has, in the order the help shows them.
    const OWN: &'static [&'static [Fault<Self>]];

    /// The faults that any service has.
    fn transit(&mut self) -> &mut Transit;
}

/// The door of this name in a table of them.
pub(super) fn door_named<D: Copy>(doors: &[(&str, D)], name: &str) -> Result<D> {
    let names = doors.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let unknown = || Error::usage(format!("there is no door {name:?}")).hint(format!("known: {names}"));
    doors.iter().find(|(known, _)| *known == name).map(|(_, door)| *door).ok_or_else(unknown)
}

/// Ten years in seconds: what a `Date` header can be off and still be a date.
const MOST_SKEW: i64 = 315_360_000;

/// The faults of any service, in the order the help shows them.
const SHARED: &[Fault<Transit>] = &[
    Fault {
        name: "429",
        value: "N",
        doc: "every Nth request is refused with 429 and Retry-After: 1",
        set: |transit, value| limit(transit, When::Every(counting(value)?), RetryAfter::Seconds("1")),
    },
    Fault {
        name: "429-date",
        value: "[N]",
        doc: "every Nth request (5th) is refused with 429 and a date as Retry-After",
        set: |transit, value| limit(transit, When::Every(counting_or(value, 5)?), RetryAfter::Date),
    },
    Fault {
        name: "429-bare",
        value: "[N]",
        doc: "every Nth request (5th) is refused with 429 and no Retry-After",
        set: |transit, value| limit(transit, When::Every(counting_or(value, 5)?), RetryAfter::Missing),
    },
    Fault {
        name: "429-zero",
        value: "[N]",
        doc: "every Nth request (5th) is refused with 429 and Retry-After: 0",
        set: |transit, value| limit(transit, When::Every(counting_or(value, 5)?), RetryAfter::Seconds("0")),
    },
    Fault {
        name: "429-absurd",
        value: "[N]",
        doc: "the Nth request (3rd), once, is refused with 429 and Retry-After: 9223372036854775807",
        set: |transit, value| {
            limit(transit, When::At(counting_or(value, 3)?), RetryAfter::Seconds("9223372036854775807"))
        },
    },
    Fault {
        name: "429-html",
        value: "[N]",
        doc: "every Nth request (5th) is refused with 429, Retry-After: 1 and an HTML body",
        set: |transit, value| refuse(transit, When::Every(counting_or(value, 5)?), Refusal::Crowded),
    },
    Fault {
        name: "429-for",
        value: "N:SECONDS",
        doc: "the Nth request, once, is refused with 429 and this Retry-After",
        set: |transit, value| {
            let (number, seconds) = value.split_once(':')?;
            limit(transit, When::At(counting(number)?), RetryAfter::For(seconds.parse().ok()?))
        },
    },
    Fault {
        name: "503",
        value: "N",
        doc: "every Nth request is answered with 503, Retry-After: 1 and an HTML body",
        set: |transit, value| refuse(transit, When::Every(counting(value)?), Refusal::Unavailable { passing: true }),
    },
    Fault {
        name: "unavailable",
        value: "N",
        doc: "every request after the Nth is answered with 503",
        set: |transit, value| {
            refuse(transit, When::After(value.parse().ok()?), Refusal::Unavailable { passing: false })
        },
    },
    Fault {
        name: "expired",
        value: "N",
        doc: "every request after the Nth is refused with 401, as when a token expires",
        set: |transit, value| refuse(transit, When::After(value.parse().ok()?), Refusal::Expired),
    },
    Fault {
        name: "html",
        value: "N",
        doc: "the Nth request, once, is answered with 200 and the HTML of a login page",
        set: |transit, value| refuse(transit, When::At(counting(value)?), Refusal::Login),
    },
    Fault {
        name: "redirect",
        value: "N",
        doc: "the Nth request, once, is redirected (302) to another origin",
        set: |transit, value| refuse(transit, When::At(counting(value)?), Refusal::Redirect),
    },
    Fault {
        name: "path",
        value: "TEXT:STATUS",
        doc: "every request whose path holds TEXT is answered with STATUS",
        set: |transit, value| {
            let (text, status) = value.rsplit_once(':')?;
            let status = status.parse().ok().filter(|status| (400..600).contains(status))?;
            put(&mut transit.paths, (text.to_owned(), status))
        },
    },
    Fault {
        name: "slow",
        value: "N:MS",
        doc: "every Nth response is delayed by MS milliseconds",
        set: |transit, value| {
            let (every, millis) = value.split_once(':')?;
            let wait = Duration::from_millis(millis.parse().ok()?);
            put(&mut transit.slow, (When::Every(counting(every)?), wait))
        },
    },
    Fault {
        name: "truncate",
        value: "N",
        doc: "the response to the Nth request breaks off after half of the announced length",
        set: |transit, value| put(&mut transit.manglings, (When::At(counting(value)?), Mangling::CutShort)),
    },
    Fault {
        name: "half",
        value: "N",
        doc: "the response to the Nth request is half of its JSON, with a matching length",
        set: |transit, value| put(&mut transit.manglings, (When::At(counting(value)?), Mangling::Half)),
    },
    Fault {
        name: "trailing",
        value: "N",
        doc: "the response to the Nth request has something after its JSON",
        set: |transit, value| put(&mut transit.manglings, (When::At(counting(value)?), Mangling::Trailing)),
    },
    Fault {
        name: "twice",
        value: "N",
        doc: "every Nth response has the first member of its JSON twice, null at first",
        set: |transit, value| put(&mut transit.manglings, (When::Every(counting(value)?), Mangling::Twice)),
    },
    Fault {
        name: "bom",
        value: "",
        doc: "every response has a byte order mark before its JSON",
        set: |transit, _| put(&mut transit.manglings, (When::Every(1), Mangling::Marked)),
    },
    Fault {
        name: "gzip-members",
        value: "",
        doc: "every response is gzip in two members",
        set: |transit, _| put(&mut transit.manglings, (When::Every(1), Mangling::Members)),
    },
    Fault {
        name: "clock-skew",
        value: "SECONDS",
        doc: "the Date header is this far ahead of the true time; behind it if negative",
        set: |transit, value| {
            transit.skew_seconds = value.parse().ok().filter(|skew: &i64| skew.abs() <= MOST_SKEW)?;
            Some(())
        },
    },
];

/// A number from 1.
pub(super) fn counting(value: &str) -> Option<u64> {
    value.parse().ok().filter(|n| *n > 0)
}

/// A number from 1, or one for no value.
pub(super) fn counting_or(value: &str, default: u64) -> Option<u64> {
    if value.is_empty() { Some(default) } else { counting(value) }
}

/// An ordinal or a size, from 1.
pub(super) fn ordinal(value: &str) -> Option<usize> {
    usize::try_from(counting(value)?).ok()
}

/// Switches on.
pub(super) fn switch(on: &mut bool) -> Option<()> {
    *on = true;
    Some(())
}

/// Appends to a list of faults.
pub(super) fn put<T>(list: &mut Vec<T>, item: T) -> Option<()> {
    list.push(item);
    Some(())
}

fn limit(transit: &mut Transit, when: When, retry_after: RetryAfter) -> Option<()> {
    refuse(transit, when, Refusal::TooMany(retry_after))
}

fn refuse(transit: &mut Transit, when: When, refusal: Refusal) -> Option<()> {
    put(&mut transit.refusals, (when, refusal))
}

/// The switches of a text, with commas between them.
pub(super) fn split(text: &str) -> Vec<String> {
    text.split(',').map(|switch| switch.trim().to_owned()).collect()
}

/// Gives a switch its value.
pub(super) fn give<T>(switch: &mut T, value: T) -> Option<()> {
    *switch = value;
    Some(())
}

/// Reads switches, each `NAME` or `NAME=VALUE`.
///
/// An unknown name or a value that does not fit is a usage error that lists the known names.
pub(super) fn parse<F: Switched>(switches: &[String]) -> Result<F> {
    let mut faults = F::default();
    for switch in switches {
        let (name, value) = switch.split_once('=').unwrap_or((switch, ""));
        let mut own = F::OWN.iter();
        let set = set(SHARED, faults.transit(), name, value)
            .or_else(|| own.find_map(|table| set(table, &mut faults, name, value)));
        let set = set.unwrap_or_else(|| Err(Error::usage(format!("there is no fault {name:?}"))));
        set.map_err(|error| error.hint(known_names::<F>()))?;
    }
    Ok(faults)
}

/// Switches a fault of a table on; nothing where the table does not hold it.
fn set<F>(table: &[Fault<F>], faults: &mut F, name: &str, value: &str) -> Option<Result<()>> {
    let fault = table.iter().find(|fault| fault.name == name)?;
    if fault.value.is_empty() && !value.is_empty() {
        return Some(Err(Error::usage(format!("the fault {name} takes no value"))));
    }
    let form = form(fault.name, fault.value);
    let set = (fault.set)(faults, value);
    Some(set.ok_or_else(|| Error::usage(format!("the fault {name} is written --fault {form}"))))
}

/// How a switch is written: `NAME` or `NAME=VALUE`.
fn form(name: &str, value: &str) -> String {
    match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
        _ if value.is_empty() => name.to_owned(),
        Some(optional) => format!("{name}[={optional}]"),
        None => format!("{name}={value}"),
    }
}

fn known_names<F: Switched>() -> String {
    let shared = SHARED.iter().map(|fault| fault.name);
    let names: Vec<&str> = shared.chain(F::OWN.iter().copied().flatten().map(|fault| fault.name)).collect();
    format!("known faults: {}", names.join(", "))
}

/// A table of faults for a help text, one line each.
pub(super) fn help<F>(faults: &[Fault<F>]) -> String {
    let width = faults.iter().map(|fault| form(fault.name, fault.value).len()).max().unwrap_or(0);
    faults.iter().map(|fault| format!("  {:width$}  {}\n", form(fault.name, fault.value), fault.doc)).collect()
}

/// The faults that any practice server can have, for a help text, one line each.
pub fn fault_help() -> String {
    help(SHARED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_may_be_left_out_stands_in_brackets() {
        assert!(fault_help().contains("\n  429-date[=N] ") && fault_help().contains("\n  bom  "));
        assert_eq!(fault_help().lines().count(), SHARED.len());
    }
}
