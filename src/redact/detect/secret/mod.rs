//! Secrets: whatever opens a door to whoever reads it.
//!
//! - Some show by themselves: keys, tokens and hashes of a form of their own ([`key`]), credentials in addresses and headers
//!   ([`address`], [`header`]), what stands beside an address or an account whose password it is ([`known`]).
//! - Some are told by their place: in a command and what it prints ([`command`]), among the arguments of a call ([`call`]),
//!   in a line of configuration or a file of logins ([`config`]), behind the word for a code ([`code`]).
//! - The rest has a name that says what it is: `password = …`, `"apiKey": "…"`, the label of a text. [`assign`] puts them
//!   together from what a [`name`] promises, what may [`link`] a value to it, and what the [`value`] looks like; [`sentence`]
//!   reads what people write instead of a sign.
//! - What nothing of all that tells, the form and the whole [`scene`] may.
//!
//! What all names are made of is looked for in one pass ([`sought`]).
//!
//! Public keys, certificates, checksums and ids are none.

mod address;
mod assign;
mod call;
mod code;
mod command;
mod config;
mod header;
mod key;
mod known;
mod link;
mod logging;
mod name;
mod scene;
mod sentence;
mod sought;
mod value;

pub(in crate::redact) use assign::cell::{is_strong, promises as promises_secret};
pub(in crate::redact) use assign::children::names_many;
pub(in crate::redact) use assign::login::{told_as_property, told_beside};
pub(in crate::redact) use assign::pair::names_both;
pub(in crate::redact) use code::lock::words::{Locked, TONGUES as LOCKED};
pub(in crate::redact) use code::once::WORDS as ONCE;
pub(in crate::redact) use key::pem::{PEM, lines as key_lines, opens as opens_key};
pub(in crate::redact) use key::service::{Service, stems};
pub(in crate::redact) use logging::below::has_pair_below;
pub(in crate::redact) use logging::{has_pair, words as login_words};
pub(in crate::redact) use name::parts::seals;
pub(in crate::redact) use name::tongues::WORDS as TONGUES;
pub(in crate::redact) use scene::form::may_be_password;
pub(in crate::redact) use sentence::answer::is_second;
pub(in crate::redact) use sought::Sought;
pub(in crate::redact) use value::scatter::is_scattered;

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::kind;
use crate::redact::view::View;
use regex::bytes::Regex;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    key::service::DETECTOR,
    key::jwt::DETECTOR,
    key::pem::DETECTOR,
    address::DETECTOR,
    address::CODES,
    header::DETECTOR,
    command::DETECTOR,
    call::DETECTOR,
    config::sql::DETECTOR,
    config::sql::FILE,
    config::device::DETECTOR,
    config::router::DETECTOR,
    config::server::DETECTOR,
    config::stacked::DETECTOR,
    config::files::DETECTOR,
    assign::initials::DETECTOR,
    code::question::DETECTOR,
    code::word::DETECTOR,
    command::dialog::DETECTOR,
    command::issued::DETECTOR,
    command::printed::DETECTOR,
    config::manifest::DETECTOR,
    code::lock::DETECTOR,
    code::network::DETECTOR,
    code::once::DETECTOR,
    key::hash::DETECTOR,
    key::hash::ACCOUNT,
    key::sap::DETECTOR,
    known::OF_ADDRESS,
    known::OF_ACCOUNT,
    known::KEY_OF_ID,
    logging::DETECTOR,
    key::recovery::OF_DISKS,
    key::recovery::OF_MACS,
    key::recovery::OF_WALLETS,
    assign::DETECTOR,
    scene::DETECTOR,
];

/// A rule of this family for what shows by its own form that it is a secret.
const fn secret(name: &'static str, proof: &'static str) -> Rule {
    Rule { kind: kind::SECRET, name, version: 1, rank: Rank::Secret, proof }
}

/// A rule of this family for what the words or the lines around it tell.
const fn told(name: &'static str, proof: &'static str) -> Rule {
    Rule { rank: Rank::Told, ..secret(name, proof) }
}

/// Says that there is a secret, unless its place is taken by something that says that it is elsewhere.
fn tell(rule: &'static Rule, value: &[u8], span: Range<usize>, hits: &mut Hits) {
    match value::stand_in(value) {
        Some(why) => hits.miss(rule, span, why),
        None => hits.hit(rule, span),
    }
}

/// How many bytes from a place on belong to a value: at most `most`, and none behind a line break that was left out.
fn run(view: &View, from: usize, most: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let text = view.text().get(from..).unwrap_or_default();
    text.iter().take(most).take_while(|b| belongs(**b)).count()
}

/// What the first group of a form that is there holds, wherever the form stands in a text.
fn held(form: &Regex, text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    form.captures_iter(text).filter_map(|one| Some(one.iter().skip(1).flatten().next()?.range()))
}

/// The stretches once each and in order, for several forms may lead to one.
fn once_each(spans: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<_> = spans.into_iter().collect();
    all.sort_unstable_by_key(|span| (span.start, span.end));
    all.dedup();
    all
}

/// Whether the place is not inside a word.
fn is_free(view: &View, at: usize) -> bool {
    !at.checked_sub(1).and_then(|before| view.text().get(before)).is_some_and(u8::is_ascii_alphanumeric)
        || view.is_seam(at)
}

/// Text whose line breaks are left out, for tests.
#[cfg(test)]
mod across {
    use super::super::check::read;
    use super::super::{Hits, Place, Reading};
    use std::ops::Range;

    /// The texts that `find` names in plain text without its line breaks.
    pub(super) fn found(find: fn(&Reading<'_>, &mut Hits), text: &str) -> Vec<String> {
        hits_in(find, text, Hits::default())
    }

    /// The same where somebody asks for near misses.
    pub(super) fn found_by_asking(find: fn(&Reading<'_>, &mut Hits), text: &str) -> Vec<String> {
        hits_in(find, text, Hits::with_misses())
    }

    fn hits_in(find: fn(&Reading<'_>, &mut Hits), text: &str, mut hits: Hits) -> Vec<String> {
        read(text, |reading| {
            let view = reading.view().tightened();
            find(&Reading::new(&view, Place::default()), &mut hits);
            let value = |span: Range<usize>| String::from_utf8_lossy(&view.text()[span]).into_owned();
            hits.take().into_iter().map(|hit| value(hit.span)).collect()
        })
    }
}
