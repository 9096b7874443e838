//! Passwords in lines of RouterOS, whose commands are paths with settings behind them: `/ppp secret add name=… password=…`.
//! A command may stand in the lines below its path. The name of a community is one as well.

use super::super::call::is_given;
use super::super::link::count;
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use std::ops::Range;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector =
    Detector { rules: &[&ROUTER], needs: Signals::COMMAND.union(Signals::SECRET), find };

static ROUTER: Rule = told("secret.router", "the setting for a password in a command of a router");

/// The longest line that is read, in bytes.
const LONGEST: usize = 1024;
/// The first words of paths in which passwords are set.
const MENUS: &[&[u8]] =
    &[b"snmp", b"ppp", b"user", b"radius", b"interface", b"ip", b"ipv6", b"tool", b"system", b"caps-man", b"routing"];
/// Words that begin a command below its path.
const VERBS: &[&[u8]] = &[b"add", b"set"];
/// Ends of the names of settings that hold one.
const SETTINGS: &[&[u8]] =
    &[b"password", b"secret", b"pre-shared-key", b"passphrase", b"authentication-key", b"supplicant-password"];

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() || memchr::memchr(b'/', text).is_none() || memchr::memchr(b'=', text).is_none() {
        return;
    }
    let (mut path, mut at) = (0..0, 0);
    for line in text.split(|b| *b == b'\n') {
        let lead = line.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let span = at + lead..at + line.len();
        at += line.len() + 1;
        if is_path(&text[span.clone()]) {
            path = span.clone();
        } else if path.is_empty() || !begins_with(&text[span.clone()], VERBS) {
            path = if span.is_empty() || text[span.clone()].starts_with(b"#") { path } else { 0..0 };
            continue;
        }
        if span.len() <= LONGEST {
            let of_community = text[path.clone()].starts_with(b"/snmp community");
            settings(text, span, |name| is_setting(name) || of_community && name == b"name", hits);
        }
    }
}

/// Whether a line begins with the path of a menu.
fn is_path(line: &[u8]) -> bool {
    line.strip_prefix(b"/").is_some_and(|line| begins_with(line, MENUS))
}

fn begins_with(line: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| line.strip_prefix(*word).is_some_and(|rest| matches!(rest, [] | [b' ' | b'\r', ..])))
}

fn is_setting(name: &[u8]) -> bool {
    SETTINGS
        .iter()
        .any(|end| name.strip_suffix(*end).is_some_and(|lead| lead.last().is_none_or(|b| matches!(b, b'-' | b'.'))))
}

/// The values of settings with such names in a line: a word, or what stands in quotes.
fn settings(text: &[u8], line: Range<usize>, is_sought: impl Fn(&[u8]) -> bool, hits: &mut Hits) {
    for sign in memchr::memchr_iter(b'=', &text[line.clone()]).map(|at| line.start + at) {
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'-' | b'.');
        let name = text[line.start..sign].iter().rev().take_while(part).count();
        if !is_sought(&text[sign - name..sign]) {
            continue;
        }
        let from = sign + 1;
        let given = match text[from..line.end].split_first() {
            Some((b'"', rest)) => memchr::memchr(b'"', rest).map(|len| from + 1..from + 1 + len),
            _ => Some(from..from + count(text, from, line.end - from, |b| !b.is_ascii_whitespace())),
        };
        let Some(given) = given else { continue };
        // A password in quotes may have blanks.
        let joined: Vec<u8> = text[given.clone()].iter().copied().filter(|b| *b != b' ').collect();
        if is_given(&joined) && !matches!(&joined[..], b"public" | b"private") {
            tell(&ROUTER, &joined, given, hits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found};

    #[test]
    fn passwords_and_communities_are_found() {
        finds(
            find,
            &[
                ("/snmp community set [ find default=yes ] name=tigerlily", "tigerlily"),
                ("/snmp community\nadd addresses=::/0 name=tigerlily", "tigerlily"),
                ("/user add name=ops password=\"my tiger lily\" group=full", "my tiger lily"),
                ("# model\n/radius\n# the first\nadd address=h secret=tigerlily service=login", "tigerlily"),
                ("/ip ipsec identity add peer=p secret=tigerlily", "tigerlily"),
                ("/interface wireless security-profiles set x wpa2-pre-shared-key=tigerlily", "tigerlily"),
            ],
        );
        let users = "/ppp secret\nadd name=ann password=tigerlily\nadd name=bob password=Sunny-7\n";
        assert_eq!(found(find, users), ["tigerlily", "Sunny-7"]);
    }

    #[test]
    fn other_settings_are_left() {
        finds_nothing(
            find,
            &[
                "/ip address add address=10.0.0.1/24 interface=ether1",
                "/interface list add name=WAN",
                "/snmp community set name=public",
                "/user group add name=readers policy=read,password",
                "/user add name=ops password=$password",
                "add name=ann password=tigerlily",
                "/usr/bin/tool --x password=tigerlily",
                "/ppp secret print\nthen\nadd password=tigerlily",
            ],
        );
    }
}
