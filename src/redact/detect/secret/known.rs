//! Passwords beside who they are of, without a word for either: behind the address of somebody (`jo@example.com:…`), and
//! behind an account that most systems have (`admin / …`, `(Administrator, …)`). The secret key beside the
//! id of an access key of AWS is found likewise.
//!
//! The password has to show itself, and more so where nothing but a sign of paths and settings parts the two.

use super::assign::pair::{is_signed, may_be_chosen};
use super::link::{bare, count, line_start};
use super::value::Mix;
use super::value::scatter::{holds_scattered, is_scattered};
use super::value::shown::{is_term, may_be_said, may_end, proves};
use super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::detect::turn::writer;
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::gate::Signals;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The first detector of this file.
pub(super) const OF_ADDRESS: Detector = Detector { rules: &[&KNOWN], needs: Signals::AT, find: behind_addresses };
/// Accounts raise their signal where a sign and something with figures stand behind them.
pub(super) const OF_ACCOUNT: Detector = Detector { rules: &[&KNOWN], needs: Signals::COMMAND, find: behind_accounts };

/// The mark of an id raises its signal.
pub(super) const KEY_OF_ID: Detector = Detector { rules: &[&KNOWN], needs: Signals::MARK, find: beside_ids };

static KNOWN: Rule = told("secret.known", "behind the address or the account whose password it is");

/// The longest password, in bytes.
const LONGEST: usize = 64;
/// How long the id of an access key of AWS is, and its secret key, and how far they may stand apart.
const ID: usize = 20;
const KEY: usize = 40;
const GAP: usize = 8;
/// Accounts that most systems have.
const ACCOUNTS: &[&str] = &["admin", "administrator", "administrador", "root", "sysadmin"];
/// What may stand between the two.
const JOINTS: &[&[u8]] =
    &[b" / ", b"/", b":", b": ", b" : ", b" | ", b" - ", " \u{2013} ".as_bytes(), " \u{2014} ".as_bytes()];
/// Words that join an address and a password behind a word by which somebody logs in.
const WORDS: &[&[u8]] = &[b" and ", b" with ", b" using ", b" und ", b" mit ", b" et ", b" y ", b" e "];
const BEFORE: &[&[u8]] = &[b"with", b"as", b"using", b"use", b"enter", b"mit", b"als", b"avec", b"con", b"com"];

/// Whether this is an account that most systems have.
pub(super) fn is_account(name: &[u8]) -> bool {
    is_one_of(name, ACCOUNTS)
}

/// Names the passwords behind the addresses in a view.
fn behind_addresses(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    let addresses = memchr::memchr_iter(b'@', text).filter_map(|at| address(text, at));
    let given = addresses.filter_map(|address| behind_address(text, &address));
    given.for_each(|given| tell(&KNOWN, &text[given.clone()], given, hits));
}

/// Names the passwords behind the accounts in a view.
fn behind_accounts(reading: &Reading<'_>, hits: &mut Hits) {
    /// Parts of all of them, without a first letter that may be large.
    static PARTS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["dmin", "oot"].map(Finder::new));
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    let parts = PARTS.iter().flat_map(|part| part.find_iter(text));
    let given = parts.filter_map(|at| behind_account(text, at));
    given.for_each(|given| tell(&KNOWN, &text[given.clone()], given, hits));
}

/// Names the secret keys beside their ids in a view.
fn beside_ids(reading: &Reading<'_>, hits: &mut Hits) {
    static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("AKIA"));
    let text = reading.text();
    let keys = MARK.find_iter(text).filter_map(|at| behind_id(text, at));
    keys.for_each(|given| tell(&KNOWN, &text[given.clone()], given, hits));
}

/// The secret key of AWS soon behind the id of an access key, of as many characters as they have.
fn behind_id(text: &[u8], id: usize) -> Option<Range<usize>> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'+');
    let id = id..id + count(text, id, ID + 1, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let gap = count(text, id.end, GAP, |b| !is_part(b) || b == b'/');
    let from = id.end + gap;
    let len = count(text, from, KEY + 1, is_part);
    let plain: Vec<u8> = text[from..from + len].iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    (id.len() == ID && gap > 0 && len == KEY && is_scattered(&plain)).then_some(from..from + len)
}

/// The address around its sign.
fn address(text: &[u8], at: usize) -> Option<Range<usize>> {
    // Operators have the sign as well.
    if !text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let local = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'.' | b'_' | b'-' | b'+');
    let before = text[..at].iter().rev().take(LONGEST).take_while(local).count();
    let host = count(text, at + 1, LONGEST, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let host = host - usize::from(text[..at + 1 + host].ends_with(b"."));
    let is_host = text[at + 1..at + 1 + host].contains(&b'.');
    (before > 0 && is_host).then_some(at - before..at + 1 + host)
}

fn behind_address(text: &[u8], address: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[address.end..];
    if rest.starts_with(b":") && is_behind_relay(&text[..address.start]) {
        return password(text, address.end + 1);
    }
    // An address with a scheme has its own rule, and a host with a path is none of a person.
    if text[..address.start].last().is_some_and(|b| matches!(b, b'/' | b':')) {
        return None;
    }
    let given = |joint: &[u8]| password(text, address.end + joint.len());
    let leads = || {
        let lead = text[..address.start].trim_ascii_end();
        let word = lead.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        BEFORE.iter().any(|known| lead[lead.len() - word..].eq_ignore_ascii_case(known))
    };
    if let Some(joint) = WORDS.iter().find(|joint| rest.starts_with(joint)) {
        return given(joint).filter(|given| proves(&text[given.clone()]) && leads());
    }
    // What somebody does something with need not show as much.
    if rest.starts_with(b" / ")
        && let Some(given) = given(b" / ").filter(|given| may_be_chosen(&text[given.clone()]) && leads())
    {
        return Some(given);
    }
    if rest.starts_with(b", ") && begins_line(text, address.start) {
        return given(b", ").filter(|given| ends_line(text, given));
    }
    let joint = JOINTS.iter().filter(|joint| rest.starts_with(joint)).max_by_key(|joint| joint.len())?;
    // Versions have full stops, and paths of hosts slashes.
    let shown = |given: &[u8]| proves(given) || *joint == b":" && is_in_list(given);
    given(joint).filter(|given| shown(&text[given.clone()]) && !text[given.clone()].contains(&b'.'))
}

/// Whether it is mixed as a password behind the colon of an address in a list of logins is.
fn is_in_list(given: &[u8]) -> bool {
    const SHORTEST: usize = 8;
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-_!@#$%^*?+~".contains(b);
    given.len() >= SHORTEST && given.iter().all(plain) && Mix::of(given).classes() == 3 && !is_term(given)
}

/// Whether nothing but the relay stands before a place on its line, as a mail server keeps logins: `[smtp.example.com]:587 `.
fn is_behind_relay(lead: &[u8]) -> bool {
    let blanks = lead.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let host = &lead[..lead.len() - blanks];
    let len = host.iter().rev().take(LONGEST).take_while(|b| !b.is_ascii_whitespace()).count();
    let begins = host[..host.len() - len].last().is_none_or(|b| matches!(b, b'\n' | b'\r'));
    blanks > 0 && begins && host[host.len() - len..].starts_with(b"[") && host[host.len() - len..].contains(&b']')
}

/// The password behind the account of which this is a part, and a sign.
fn behind_account(text: &[u8], part: usize) -> Option<Range<usize>> {
    let end = part + count(text, part, LONGEST, |b| b.is_ascii_alphabetic());
    let start = part - text[..part].iter().rev().take(LONGEST).take_while(|b| b.is_ascii_alphabetic()).count();
    // The name of an account may begin with what it is for: `bg-admin`.
    let of_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'-' | b'_');
    let before = text[..start - text[..start].iter().rev().take(LONGEST).take_while(of_name).count()].last();
    // It begins a word that is no part of a path, an address or the name of a variable.
    let is_free =
        before.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'(' | b'[' | b'"' | b'\'' | b'`' | b'*'));
    let sign = end + count(text, end, 1, |b| b == b' ');
    let is_sign = matches!(text.get(sign), Some(b'/' | b':' | b','));
    if !is_sign || !is_free || !is_account(&text[start..end]) {
        return None;
    }
    let gap = count(text, sign + 1, 2, |b| b == b' ');
    if let Some(given) = before_host(text, sign + 1).filter(|_| text[sign] == b':' && sign == end) {
        return Some(given);
    }
    let given = password(text, sign + 1 + gap)?;
    let value = &text[given.clone()];
    // Between blanks the account and the password are all that a line or a cell has.
    let alone = || begins_line(text, start) && matches!(text.get(given.end), None | Some(b'\n' | b'\r'));
    let spaced = gap > 0 && end < sign && (text[sign] == b'/' || text[sign] == b':' && alone());
    let is_sure = is_signed(value) || holds_scattered(value);
    let fits = match text[sign] {
        b',' if before == Some(&b'(') => text.get(given.end) == Some(&b')'),
        b',' => begins_line(text, start) && ends_line(text, &given),
        b'/' | b':' if spaced => true,
        _ => is_sure,
    };
    (fits && (proves(value) || spaced && may_end(text, &given))).then_some(given)
}

/// Whether nothing but who writes stands before a place on its line: `bob: admin, …`.
fn begins_line(text: &[u8], at: usize) -> bool {
    let lead = &text[line_start(text, at)..at];
    lead.is_empty() || writer(lead) == lead.len()
}

/// Whether letters and figures with signs of passwords among them end a line.
fn ends_line(text: &[u8], given: &Range<usize>) -> bool {
    let value = &text[given.clone()];
    is_signed(value) && proves(value) && text.get(given.end).is_none_or(|b| matches!(b, b'\n' | b'\r'))
}

/// The password at a place before the sign and the host it opens: `root:…@db.example.com`.
fn before_host(text: &[u8], from: usize) -> Option<Range<usize>> {
    let run = &text[from..from + bare(text, from).min(2 * LONGEST)];
    let at = memchr::memrchr(b'@', run)?;
    let (given, host) = (&run[..at], &run[at + 1..]);
    let is_host =
        host.contains(&b'.') && host.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
    let fits = is_host && given.len() <= LONGEST && !given.contains(&b'/') && (proves(given) || may_be_said(given));
    fits.then_some(from..from + at)
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
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::{Policy, Redactor, Tally};

    #[test]
    fn a_password_of_words_is_found_behind_an_account_where_it_ends_the_line() {
        for text in ["Jenkins: admin / Gravel-Otter-48", "Break-glass: bg-admin / Gravel-Otter-48\n"] {
            finds(behind_accounts, &[(text, "Gravel-Otter-48")]);
        }
        finds_nothing(
            behind_accounts,
            &["admin / Gravel-Otter-48 team", "admin / gravel-otter-48", "admin / Team-9", "x/admin / Gravel-Otter-48"],
        );
    }

    #[test]
    fn a_password_is_found_behind_an_address() {
        finds(
            behind_addresses,
            &[
                ("alice.demo@example.com:Wombat!77", "Wombat!77"),
                ("qa.one@example.com / Otter8X8x", "Otter8X8x"),
                ("bob@example.com | `Wombat!77`", "Wombat!77"),
                ("bob@example.com:Otter-Lake7", "Otter-Lake7"),
                ("[smtp.example.com]:587 bob@example.com:wombat77", "wombat77"),
                ("x\n[smtp.example.com]:587 bob@example.com:wombat77", "wombat77"),
                ("I tested it with test@example.com and Wombat!77 and it works", "Wombat!77"),
                ("Enroll with lab@example.com / Tin-Bucket-4", "Tin-Bucket-4"),
            ],
        );
    }

    #[test]
    fn a_password_is_found_behind_an_account_of_most_systems() {
        finds(
            behind_accounts,
            &[
                ("- Grafana: admin / Wombat!77", "Wombat!77"),
                ("root : Gravel-Otter-48", "Gravel-Otter-48"),
                ("- Kibana: sysadmin / Otter8X8x", "Otter8X8x"),
                ("iLO: Administrator/Wombat!77, more", "Wombat!77"),
                ("RDP to srv-02 (Administrator, Wombat!77)", "Wombat!77"),
                ("root:q9ZxT4mB7kLp2WvN", "q9ZxT4mB7kLp2WvN"),
                ("root:otter-maple88@db.example.com", "otter-maple88"),
                ("root:sunny!7@db.example.com", "sunny!7"),
                ("use root:Otter88x7@198.51.100.7:22", "Otter88x7"),
            ],
        );
    }

    #[test]
    fn a_secret_key_is_found_beside_the_id_of_its_access_key() {
        let key = "nQDRuozV9R2HSbTZMKNrNqauW1erGQ9XBNKuDl1Z";
        for joint in [" / ", ",", ": ", "\n"] {
            finds(beside_ids, &[(&format!("AKIAN3WGSRRXMMHEZGPE{joint}{key}"), key)]);
        }
        let hash = "3f786850e387550fdab836ed7e6dc881de23001b";
        finds_nothing(
            beside_ids,
            &[&format!("{key} AKIAN3WGSRRXMMHEZGPE"), &format!("AKIA {key}"), &format!("{key} / {hash}")],
        );
    }

    #[test]
    fn paths_hosts_and_roles_are_left() {
        for find in [behind_addresses, behind_accounts] {
            finds_nothing(
                find,
                &[
                    "ssh deploy@web01.example.com:2222",
                    "git@github.com:acme/Repo22x.git",
                    "scp x bob@db01.example.com:backup2024",
                    "see [smtp.example.com]:587 bob@example.com:wombat77",
                    "root:Otter-7@db.example.com",
                    "scp jo@db01.example.com:/var/Backup22x .",
                    "jo@example.com / Sales2024",
                    "jo@example.com and Otter8X8x",
                    "mail jo@example.com - Ticket-2024",
                    "jo@example.com | Version2.1.0",
                    "jo@example.com: 10:30",
                    "admin / viewer2 / Editor3",
                    "/admin/S3cretDir99!",
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
    }

    #[test]
    fn accounts_raise_the_signal() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for account in ACCOUNTS {
            let text = format!("On call: {account} / Wombat!77");
            assert_eq!(redactor.text(&text, &mut Tally::new()), text.replace("Wombat!77", "[SECRET]"));
        }
    }

    #[test]
    fn a_comma_parts_the_two_where_they_are_all_of_a_line() {
        finds(
            behind_accounts,
            &[
                ("bob: admin, Ottertail88!", "Ottertail88!"),
                ("what's the login?\nbob: admin, Ottertail88!\nthanks", "Ottertail88!"),
            ],
        );
        finds(behind_addresses, &[("bob: demo@learn.example, Ottertail88!", "Ottertail88!")]);
        finds_nothing(
            behind_accounts,
            &["we are admin, Room88!", "bob: admin, Ottertail88", "bob: admin, Room88! is open"],
        );
        finds_nothing(behind_addresses, &["write to demo@learn.example, Room88x!", "bob: demo@learn.example, Room88"]);
    }
}
