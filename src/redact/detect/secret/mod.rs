//! Secrets: whatever opens a door to whoever reads it.
//!
//! - Keys that a service marks as its own ([`service`], by the table of [`services`]);
//! - structures: signed tokens ([`jwt`]), private keys ([`pem`]), keys that recover a disk or a wallet ([`recovery`]),
//!   credentials in addresses and headers ([`address`], [`header`]), hashes of passwords ([`hash`], [`sap`]);
//! - what takes a password by its place: options of tools ([`command`]), arguments of calls ([`call`]), lines of
//!   settings and users ([`sql`]), of devices ([`device`], [`router`]) and servers ([`server`]), files of logins
//!   ([`files`]), answers of scripts ([`dialog`]), what programs and commands print ([`issued`], [`printed`]), manifests
//!   ([`manifest`]), words for doors, safes and mailboxes ([`door`]), for the keys of wireless networks ([`network`]), for
//!   codes that one person was given ([`once`]), for questions and answers ([`question`]), for login names and passwords
//!   ([`initials`]);
//! - what stands beside an address or an account whose password it is ([`known`]);
//! - whatever a name says is one ([`assign`]): `password = …`, `"apiKey": "…"`, the label of a text ([`cell`]),
//!   or a name of many above them ([`children`]).
//!
//! Public keys, certificates, checksums and ids are none.

mod address;
mod answer;
mod api;
mod assign;
mod brief;
mod call;
mod cell;
mod children;
mod comma;
mod command;
mod declare;
mod device;
mod dialog;
mod door;
mod element;
mod files;
mod hash;
mod header;
mod help;
mod initials;
mod issued;
mod item;
mod jwt;
mod known;
mod link;
mod login;
mod manifest;
mod name;
mod network;
mod once;
mod pair;
mod parts;
mod passphrase;
mod pattern;
mod pem;
mod phrase;
mod plain;
mod printed;
mod program;
mod prose;
mod question;
mod recovery;
mod router;
mod rpc;
mod said;
mod sap;
mod scatter;
mod sentence;
mod sequel;
mod server;
mod service;
mod services;
mod shared;
mod shell;
mod shown;
mod sought;
mod sql;
mod stacked;
mod states;
mod tongues;
mod tools;
mod tuple;
mod value;
mod weak;

pub(in crate::redact) use answer::is_second;
pub(in crate::redact) use cell::{is_strong, promises as promises_secret};
pub(in crate::redact) use children::names_many;
pub(in crate::redact) use login::told_beside;
pub(in crate::redact) use once::WORDS as ONCE;
pub(in crate::redact) use pair::names_both;
pub(in crate::redact) use parts::seals;
pub(in crate::redact) use pem::{PEM, lines as key_lines, opens as opens_key};
pub(in crate::redact) use scatter::is_scattered;
pub(in crate::redact) use service::{Service, stems};
pub(in crate::redact) use sought::Sought;
pub(in crate::redact) use tongues::WORDS as TONGUES;

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::kind;
use crate::redact::view::View;
use regex::bytes::Regex;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    service::DETECTOR,
    jwt::DETECTOR,
    pem::DETECTOR,
    address::DETECTOR,
    address::CODES,
    header::DETECTOR,
    command::DETECTOR,
    call::DETECTOR,
    sql::DETECTOR,
    sql::FILE,
    device::DETECTOR,
    router::DETECTOR,
    server::DETECTOR,
    stacked::DETECTOR,
    files::DETECTOR,
    initials::DETECTOR,
    question::DETECTOR,
    dialog::DETECTOR,
    issued::DETECTOR,
    printed::DETECTOR,
    manifest::DETECTOR,
    door::DETECTOR,
    network::DETECTOR,
    once::DETECTOR,
    hash::DETECTOR,
    hash::ACCOUNT,
    sap::DETECTOR,
    known::OF_ADDRESS,
    known::OF_ACCOUNT,
    known::KEY_OF_ID,
    recovery::OF_DISKS,
    recovery::OF_WALLETS,
    assign::DETECTOR,
];

/// A rule of this family.
const fn secret(name: &'static str, proof: &'static str) -> Rule {
    Rule { kind: kind::SECRET, name, version: 1, rank: Rank::Secret, proof }
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
