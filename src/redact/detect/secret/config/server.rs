//! Passwords that servers take as words of a line: those of Redis (`AUTH user …`, `user worker on >…`, `ACL SETUSER`), those
//! of the consoles of game servers (`rcon … status`), and those of users of HAProxy (`user jane insecure-password …`), and those of the dialogs of mail and file servers (`AUTH PLAIN …`, the
//! answer to `334 UGFzc3dvcmQ6`, `PASS …` behind `USER …`).

use super::super::call::is_given;
use super::super::header::login_of;
use super::super::link::{count, is_blank};
use super::super::value::Mix;
use super::super::value::shown::shows;
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. The words raise their signal with what stands around them.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&SERVER], needs: Signals::COMMAND, find };

static SERVER: Rule = told("secret.server", "the password in a line that a server takes");

/// The longest part of a line that is read, and the longest word, in bytes.
const LONGEST: usize = 256;
const LONGEST_WORD: usize = 128;

/// The longest number of a port, in bytes.
const LONGEST_PORT: usize = 5;

/// How many words may say who speaks before an answer, and how long they may be.
const MOST_BEFORE: usize = 2;
const LONGEST_SPEAKER: usize = 12;

/// What stands behind `AUTH` in the dialog of a mail server (RFC 4954), and in messages about one.
const MECHANISMS: &[&[u8]] = &[
    b"LOGIN",
    b"PLAIN",
    b"CRAM-MD5",
    b"DIGEST-MD5",
    b"SCRAM-SHA-1",
    b"SCRAM-SHA-256",
    b"NTLM",
    b"GSSAPI",
    b"XOAUTH2",
    b"OAUTHBEARER",
    b"EXTERNAL",
    b"ANONYMOUS",
    b"TLS",
    b"SSL",
];

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static AUTH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("AUTH "));
    static USERS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["user ", "SETUSER ", "setuser "].map(Finder::new));
    static CONSOLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("rcon "));
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    AUTH.find_iter(text).for_each(|at| authenticated(text, at, hits));
    for user in &*USERS {
        user.find_iter(text).for_each(|at| listed(text, at, at + user.needle().len(), hits));
    }
    CONSOLE.find_iter(text).for_each(|at| console(text, at, hits));
    memchr::memmem::find_iter(text, b"]:").for_each(|at| relayed(text, at, hits));
    for (name, judge) in DIALOGS {
        memchr::memmem::find_iter(text, name).for_each(|at| judge(text, at + name.len(), hits));
    }
}

/// What clients and servers say of a password, and who reads what follows.
type Dialog = (&'static [u8], fn(&[u8], usize, &mut Hits));
const DIALOGS: [Dialog; 3] = [(b"AUTH PLAIN ", encoded), (b"334 UGFzc3dvcmQ6", answered), (b"PASS ", sent)];

/// Base64 of a login name and a password, as the mechanism `PLAIN` has it (RFC 4616).
fn encoded(text: &[u8], at: usize, hits: &mut Hits) {
    let Some(given) = words(text, at, 1).into_iter().next() else { return };
    let parts = |login: Vec<u8>| login.split(|b| matches!(b, 0 | b':')).filter(|part| !part.is_empty()).count();
    if login_of(&text[given.clone()]).is_some_and(|login| parts(login) > 1) {
        tell(&SERVER, &text[given.clone()], given, hits);
    }
}

/// The password in base64 in the line below the question for it.
fn answered(text: &[u8], at: usize, hits: &mut Hits) {
    let line = at + count(text, at, 8, |b| !matches!(b, b'\n'));
    let next = words(text, (line + 1).min(text.len()), MOST_BEFORE + 1);
    let Some(given) = next.last().filter(|given| login_of(&text[(*given).clone()]).is_some()) else { return };
    tell(&SERVER, &text[given.clone()], given.clone(), hits);
}

/// The password behind `PASS` in its line, where a line before says that a login goes on.
fn sent(text: &[u8], at: usize, hits: &mut Hits) {
    let begin = at - b"PASS ".len();
    let near = &text[begin.saturating_sub(LONGEST)..begin];
    let line = near.iter().rposition(|b| *b == b'\n').map_or(0, |line| line + 1);
    let leads =
        lead(text, begin).len() <= LONGEST_SPEAKER && near[line..].last().is_none_or(|b| matches!(b, b' ' | b'>'));
    let told = |mark: &&[u8]| {
        memchr::memmem::rfind(&near[..line], mark)
            .is_some_and(|at| near[..at].last().is_none_or(|b| b"\n :>".contains(b)))
    };
    let words = words(text, at, 2);
    if let [given] = &words[..]
        && leads
        && [&b"USER "[..], b"331 ", b"+OK"].iter().any(told)
    {
        judge(text, given.clone(), hits);
    }
}

/// The words from a place to the end of the line, at most so many.
fn words(text: &[u8], from: usize, most: usize) -> Vec<Range<usize>> {
    let line = from..from + count(text, from, LONGEST, |b| !matches!(b, b'\n' | b'\r' | b'`'));
    let mut at = line.start;
    let parts = text[line].split(|b| is_blank(*b)).map(|word| {
        let start = at;
        at += word.len() + 1;
        start..start + word.len()
    });
    parts.filter(|word| !word.is_empty()).take(most).collect()
}

/// A word without the quotes around it.
fn bare(text: &[u8], word: &Range<usize>) -> Range<usize> {
    match &text[word.clone()] {
        [first @ (b'"' | b'\''), _, .., last] if first == last => word.start + 1..word.end - 1,
        _ => word.clone(),
    }
}

/// What stands before a place on its line.
fn lead(text: &[u8], at: usize) -> &[u8] {
    let near = &text[at.saturating_sub(LONGEST)..at];
    let line = near.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |line| line + 1);
    near[line..].trim_ascii_end()
}

/// `AUTH …`, `AUTH user …`: behind the prompt of Redis, at the beginning of a line, or in another of its commands.
fn authenticated(text: &[u8], at: usize, hits: &mut Hits) {
    let lead = lead(text, at);
    let prompted = lead.ends_with(b">");
    let within = lead.ends_with(b"HELLO 3") || lead.ends_with(b"HELLO 2");
    let migrates = lead.trim_ascii_start().starts_with(b"MIGRATE ")
        || lead.contains(&b'>') && lead.windows(8).any(|w| w == b"MIGRATE ");
    let words = words(text, at + b"AUTH ".len(), 3);
    let [first, ..] = &words[..] else { return };
    if MECHANISMS.contains(&&text[first.clone()]) || !(lead.is_empty() || prompted || within || migrates) {
        return;
    }
    let given = match &words[..] {
        _ if migrates => first,
        [_] => first,
        [_, second] => second,
        _ if within => &words[1],
        _ => return,
    };
    let given = bare(text, given);
    let mix = Mix::of(&text[given.clone()]);
    let drawn = mix.digits > 0 && mix.small + mix.large > 0;
    if prompted && words.len() < 3 || drawn && (words.len() > 1 || shows(&text[given.clone()])) {
        judge(text, given, hits);
    }
}

/// The password of a user of HAProxy, or those behind `>` among the rules of one: `user worker on >… ~jobs:*`.
fn listed(text: &[u8], at: usize, from: usize, hits: &mut Hits) {
    let commanded = matches!(text[at], b'S' | b's');
    let begins = commanded || text[..at].last().is_none_or(|b| matches!(b, b'\n' | b'\r' | b'`' | b'"' | b'>'));
    let words = words(text, from, 32);
    let [_, rules @ ..] = &words[..] else { return };
    // A list of users of HAProxy has lines that are set in: `user jane insecure-password …`.
    if let [kind, given, ..] = rules
        && lead(text, at).is_empty()
        && &text[kind.clone()] == b"insecure-password"
    {
        return judge(text, given.clone(), hits);
    }
    let switched = rules.first().is_some_and(|word| matches!(&text[word.clone()], b"on" | b"off" | b"reset"));
    if begins && (switched || commanded) {
        let passwords = rules.iter().filter(|word| text[word.start] == b'>' && word.len() > 4);
        passwords.for_each(|word| judge(text, word.start + 1..word.end, hits));
    }
}

/// The password behind a relay of mail and a login name, in the map of Postfix for them: `[host]:587 jane:…`. What is behind
/// an address of mail is known by that.
fn relayed(text: &[u8], at: usize, hits: &mut Hits) {
    let port = at + b"]:".len();
    let port_end = port + count(text, port, LONGEST_PORT, |b| b.is_ascii_digit());
    let words = words(text, port_end, 1);
    let Some(login) = words.first().filter(|login| port < port_end && login.start > port_end) else { return };
    let given = text[login.clone()].split(|b| matches!(b, b'"' | b'\'')).next().unwrap_or_default();
    let Some(colon) = memchr::memchr(b':', given).filter(|colon| *colon > 0) else { return };
    let is_user = given[..colon].iter().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(b));
    let before = lead(text, at).trim_ascii_start();
    let line = before.strip_prefix(b"echo ").map_or(before, |line| line.get(1..).unwrap_or_default());
    if is_user && line.starts_with(b"[") {
        judge(text, login.start + colon + 1..login.start + given.len(), hits);
    }
}

/// `rcon … status`, `rcon login …`: a word of letters and figures that is no command.
fn console(text: &[u8], at: usize, hits: &mut Hits) {
    let begins = text[..at].last().is_none_or(|b| matches!(b, b'\n' | b'\r' | b'`' | b'/' | b'>'));
    let words = words(text, at + b"rcon ".len(), 2);
    let Some(first) = words.first().filter(|_| begins || lead(text, at).ends_with(b">")) else { return };
    let given = match words.get(1) {
        Some(second) if matches!(&text[first.clone()], b"login" | b"password") => second,
        _ => first,
    };
    let given = bare(text, given);
    let mix = Mix::of(&text[given.clone()]);
    let plain = text[given.clone()].iter().all(|b| b.is_ascii_alphanumeric() || b"!@#$%^&*?+~-_".contains(b));
    if given.len() >= 6 && mix.digits > 0 && mix.small + mix.large > 1 && mix.classes() > 1 && plain {
        judge(text, given, hits);
    }
}

fn judge(text: &[u8], given: Range<usize>, hits: &mut Hits) {
    if given.len() <= LONGEST_WORD && is_given(&text[given.clone()]) {
        tell(&SERVER, &text[given.clone()], given, hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::promptly::promptly;

    #[test]
    fn passwords_in_dialogs_of_mail_and_file_servers_are_found() {
        finds(
            find,
            &[
                ("C: AUTH PLAIN AGphbmUAU3VubnktNw==\nS: 235 ok", "AGphbmUAU3VubnktNw=="),
                ("S: 334 UGFzc3dvcmQ6\nC: U3VubnktNw==\nS: 235 ok", "U3VubnktNw=="),
                ("334 UGFzc3dvcmQ6\r\nU3VubnktNw==\r\n", "U3VubnktNw=="),
                ("USER jane\n331 Password required\nPASS tiger-lily\n230 ok", "tiger-lily"),
                ("> USER jane\n> PASS tigerlily", "tigerlily"),
                ("+OK ready\nPASS tigerlily", "tigerlily"),
            ],
        );
        finds_nothing(
            find,
            &[
                "AUTH PLAIN LOGIN CRAM-MD5",
                "250-AUTH PLAIN\n250 HELP",
                "334 UGFzc3dvcmQ6\nS: 535 failed",
                "all tests\nPASS tests/a.rs",
                "USER jane\nPASS <password>",
                "USER jane\nPASS the salt",
                "PASS tigerlily",
            ],
        );
    }

    #[test]
    fn passwords_of_redis_are_found() {
        finds(
            find,
            &[
                ("AUTH default Sunny-7", "Sunny-7"),
                ("127.0.0.1:6379> AUTH tigerlily\nOK", "tigerlily"),
                ("127.0.0.1:6379> AUTH app \"tigerlily\"", "tigerlily"),
                ("HELLO 3 AUTH default Sunny-7 SETNAME x", "Sunny-7"),
                ("MIGRATE h 6379 \"\" 0 5000 AUTH Sunny77 KEYS a b", "Sunny77"),
                ("port 6379\nuser worker on >tigerlily ~jobs:* +@all", "tigerlily"),
                ("ACL SETUSER worker on +@all ~* >Sunny-7", "Sunny-7"),
                ("acl setuser worker on >Sunny-7", "Sunny-7"),
            ],
        );
    }

    #[test]
    fn passwords_of_users_of_haproxy_are_found() {
        for text in
            ["userlist x\n    user jane insecure-password tigerlily", "user jane insecure-password tigerlily groups a"]
        {
            finds(find, &[(text, "tigerlily")]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::COMMAND), "{text}");
        }
        finds_nothing(
            find,
            &[
                "user jane insecure-password <password>",
                "a user jane insecure-password tigerlily",
                "user insecure-password tigerlily",
                "user jane insecure-password",
            ],
        );
    }

    #[test]
    fn passwords_of_relays_are_found() {
        for text in [
            "[smtp.example.org]:587 jane:tigerlily",
            "echo \"[smtp.example.org]:587 jane:tigerlily\" > /etc/postfix/sasl_passwd",
            "# relay\n[smtp.example.org]:465\tjane:tigerlily\n",
        ] {
            finds(find, &[(text, "tigerlily")]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::COMMAND), "{text}");
        }
        finds_nothing(
            find,
            &[
                "connect to [smtp.example.org]:587 for mail",
                "[2001:db8::1]:587 open:",
                "]:587 jane:tigerlily",
                "see [h]:587 jane:tigerlily",
                "[x]: jane:tigerlily",
                "[h]:587 https://example.org/x",
                "[h]:587 jane:<password>",
            ],
        );
    }

    #[test]
    fn mail_servers_and_sentences_are_left() {
        finds_nothing(
            find,
            &[
                "AUTH LOGIN\nAUTH PLAIN\nAUTH CRAM-MD5",
                "AUTH required before RCPT",
                "AUTH user password",
                "AUTH failed for user 7",
                "user default on nopass ~* &* +@all",
                "the user is on > 10 lists",
                "the user on >tigerlily",
                "ACL SETUSER worker on nopass >",
                "see AUTH 2",
            ],
        );
    }

    #[test]
    fn passwords_of_consoles_are_told_from_commands() {
        finds(
            find,
            &[
                ("rcon Sunny77 status", "Sunny77"),
                ("`rcon login Sunny77`", "Sunny77"),
                ("/rcon Sunny77 changelevel x", "Sunny77"),
            ],
        );
        finds_nothing(
            find,
            &["rcon status", "rcon changelevel de_dust", "rcon kick 7", "an rcon Sunny77", "rcon login password"],
        );
    }

    #[test]
    fn a_million_words_take_no_time() {
        promptly(|| {
            finds_nothing(find, &[&"AUTH ".repeat(1 << 18), &"user a on ".repeat(1 << 17), &"rcon a ".repeat(1 << 17)]);
        });
    }

    #[test]
    fn a_password_of_redis_is_told_by_what_stands_before_it() {
        finds(
            find,
            &[
                ("HELLO 2 AUTH default Sunny7x", "Sunny7x"),
                ("db:6379> MIGRATE h 6379 \"\" 0 5000 AUTH tigerlily7 KEYS a b", "tigerlily7"),
                ("AUTH Sunny7x!", "Sunny7x!"),
                ("ACL SETUSER worker >tigerlily on", "tigerlily"),
                ("rcon sunny_7! status", "sunny_7!"),
            ],
        );
        finds_nothing(
            find,
            &[
                "HELLO 4 AUTH default Sunny7x",
                "see how we MIGRATE h 6379 \"\" 0 5000 AUTH tigerlily7 KEYS a b",
                "AUTH tigerlily7",
                "user worker >tigerlily on",
                "rcon sunny7/x status",
            ],
        );
    }
}
