//! Passwords beside who they are of, without a word for either: behind the address of somebody (`jo@example.com:…`), and
//! behind an account that most systems have (`admin / …`, `(Administrator, …)`).
//!
//! The password has to show itself, and more so where nothing but a sign of paths and settings parts the two.

use super::link::{bare, count};
use super::pair::is_signed;
use super::scatter::holds_scattered;
use super::shown::proves;
use super::{Detector, Hits, Reading, Rule, secret, tell};
use crate::redact::gate::Signals;
use std::ops::Range;

/// The detector of this file. Accounts raise the signal where such a sign stands behind them.
pub(super) const DETECTOR: Detector = Detector { rules: &[&KNOWN], needs: Signals::AT.or(Signals::SECRET), find };

static KNOWN: Rule = secret("secret.known", "behind the address or the account whose password it is");

/// The longest password, in bytes.
const LONGEST: usize = 64;
/// Accounts that most systems have.
pub(in crate::redact) const ACCOUNTS: &[&str] =
    &["admin", "administrator", "administrador", "root", "sysadmin", "superuser", "postgres", "elastic"];
/// What may stand between the two.
const JOINTS: &[&[u8]] = &[b" / ", b"/", b":", b": ", b" : ", b" | ", b" - ", " \u{2013} ".as_bytes()];
/// Words that join an address and a password behind a word by which somebody logs in.
const WORDS: &[&[u8]] = &[b" and ", b" with ", b" using ", b" und ", b" mit ", b" et ", b" y ", b" e "];
const BEFORE: &[&[u8]] = &[b"with", b"as", b"using", b"use", b"enter", b"mit", b"als", b"avec", b"con", b"com"];

/// Names the passwords in a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    for at in memchr::memchr_iter(b'@', text) {
        address(text, at).and_then(|address| behind_address(text, &address)).into_iter().for_each(|given| {
            tell(&KNOWN, &text[given.clone()], given, hits);
        });
    }
    for at in memchr::memchr3_iter(b'/', b':', b',', text) {
        if let Some(given) = behind_account(text, at) {
            tell(&KNOWN, &text[given.clone()], given, hits);
        }
    }
}

/// The address around its sign.
fn address(text: &[u8], at: usize) -> Option<Range<usize>> {
    let local = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'.' | b'_' | b'-' | b'+');
    let before = text[..at].iter().rev().take(LONGEST).take_while(local).count();
    let host = count(text, at + 1, LONGEST, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let host = host - usize::from(text[..at + 1 + host].ends_with(b"."));
    let is_host = text[at + 1..at + 1 + host].contains(&b'.');
    (before > 0 && is_host).then_some(at - before..at + 1 + host)
}

fn behind_address(text: &[u8], address: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[address.end..];
    // An address with a scheme has its own rule, and a host with a path is none of a person.
    if text[..address.start].last().is_some_and(|b| matches!(b, b'/' | b':')) {
        return None;
    }
    let given = |joint: &[u8]| password(text, address.end + joint.len());
    if let Some(joint) = WORDS.iter().find(|joint| rest.starts_with(joint)) {
        let lead = text[..address.start].trim_ascii_end();
        let word = lead.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        let leads = BEFORE.iter().any(|known| lead[lead.len() - word..].eq_ignore_ascii_case(known));
        return given(joint).filter(|given| leads && proves(&text[given.clone()]));
    }
    let joint = JOINTS.iter().filter(|joint| rest.starts_with(joint)).max_by_key(|joint| joint.len())?;
    given(joint).filter(|given| proves(&text[given.clone()]))
}

/// The password behind the sign at this place, before which an account stands.
fn behind_account(text: &[u8], sign: usize) -> Option<Range<usize>> {
    let lead = text[..sign].strip_suffix(b" ").unwrap_or(&text[..sign]);
    let len = lead.iter().rev().take(LONGEST).take_while(|b| b.is_ascii_alphabetic()).count();
    let name = &lead[lead.len() - len..];
    let before = lead[..lead.len() - len].last();
    // It begins a word that is no part of a path, an address or the name of a variable.
    let is_free =
        before.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'(' | b'[' | b'"' | b'\'' | b'`' | b'*'));
    if !is_free || !ACCOUNTS.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
        return None;
    }
    let gap = count(text, sign + 1, 2, |b| b == b' ');
    let given = password(text, sign + 1 + gap)?;
    let value = &text[given.clone()];
    let is_sure = is_signed(value) || holds_scattered(value);
    let fits = match text[sign] {
        b',' => before == Some(&b'(') && text.get(given.end) == Some(&b')') && proves(value),
        b'/' if gap > 0 && lead.len() < sign => proves(value),
        _ => is_sure && proves(value),
    };
    fits.then_some(given)
}

/// The word at a place, if nothing of a path or an address goes on in it.
fn password(text: &[u8], from: usize) -> Option<Range<usize>> {
    let quotes = count(text, from, 2, |b| matches!(b, b'"' | b'\'' | b'`' | b'*'));
    let from = from + quotes;
    let len = bare(text, from);
    let ends = text.get(from + len).is_none_or(|b| b.is_ascii_whitespace() || b"\"'`.,;:)]?*|<".contains(b));
    ((6..=LONGEST).contains(&len) && ends && !text[from..from + len].contains(&b'/')).then_some(from..from + len)
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::*;
    use crate::redact::{Policy, Redactor, Tally};

    #[test]
    fn a_password_is_found_behind_an_address() {
        finds(
            find,
            &[
                ("alice.demo@example.com:Wombat!77", "Wombat!77"),
                ("qa.one@example.com / Otter8X8x", "Otter8X8x"),
                ("bob@example.com | `Wombat!77`", "Wombat!77"),
                ("I tested it with test@example.com and Wombat!77 and it works", "Wombat!77"),
            ],
        );
    }

    #[test]
    fn a_password_is_found_behind_an_account_of_most_systems() {
        finds(
            find,
            &[
                ("- Grafana: admin / Wombat!77", "Wombat!77"),
                ("- Kibana: elastic / Otter8X8x", "Otter8X8x"),
                ("iLO: Administrator/Wombat!77, more", "Wombat!77"),
                ("RDP to srv-02 (Administrator, Wombat!77)", "Wombat!77"),
                ("root:q9ZxT4mB7kLp2WvN", "q9ZxT4mB7kLp2WvN"),
            ],
        );
    }

    #[test]
    fn paths_hosts_and_roles_are_left() {
        finds_nothing(
            find,
            &[
                "ssh deploy@web01.example.com:2222",
                "git@github.com:acme/Repo22x.git",
                "scp jo@db01.example.com:/var/Backup22x .",
                "jo@example.com / Sales2024",
                "jo@example.com and Otter8X8x",
                "mail jo@example.com - Ticket-2024",
                "jo@example.com: 10:30",
                "admin / viewer2 / Editor3",
                "/root/S3cretDir99!",
                "root/dev2",
                "admin/Index2Page3",
                "chown root:Docker22x file",
                "root:x:0:0:root:/root:/bin/bash",
                "Roles (admin, Editor2024)",
                "system:admin:Otter!88x",
                "Administrator: Otter8X8x is the host",
            ],
        );
    }

    #[test]
    fn accounts_raise_the_signal() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for account in ACCOUNTS {
            let text = format!("On call: {account} / Wombat!77");
            assert_eq!(redactor.text(&text, &mut Tally::new()), text.replace("Wombat!77", "[SECRET]"));
        }
    }
}
