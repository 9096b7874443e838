//! Words by which people say how somebody logs in: verbs and nouns of logging in, words for users and for what is used, and the
//! names of accounts, each with what may be a password behind it or below.

use super::Around;
use super::around::line_behind;
use crate::redact::detect::login_words::{ACCOUNTS, ENTERING, GETTING, LEADING, LOGGING, USERS, USING};
use crate::redact::detect::{has_pair, has_pair_below, is_among};

/// How far behind a word for logging in a password may begin, and behind one for a user, in bytes.
const REACH: usize = 128;
const NEAR: usize = 64;
/// How far the end of a question may be from its verb, and the longest login name, in bytes.
const QUESTION: usize = 48;
const NAME: usize = 48;

/// How many letters of a word are looked for: the beginnings of most are frequent.
const LETTERS: usize = 6;
/// How many a word has that is looked for without what stands before it.
const ALONE: usize = 4;
/// Words that are too frequent in English alone, or begin so, and those of two or the parts that are looked for instead.
const FREQUENT: &str = "login logins logon creds credentials ssh ftp telnet rdp vnc log-in sign-in access accessed accessing into get \
    getting komm use used using uses try tried trying connect connected connecting enter entered authenticate authenticated user \
    username account acct userid operator service backup monitor monitoring scan demo test tester maintenance \
    technician manager till training trainer student intern temp pi supervisor superuser reception postgres \
    administrateur conta compte connecter connectez connect\u{e9} connect\u{e9}e accesos accedere accedi acceder accede acessar acesse \
    ansible vagrant prova";
const LOGS: &[&str] = &[
    "login ",
    "logins ",
    "creds ",
    "credentials ",
    "log in ",
    "log on ",
    "log into ",
    "ogs in ",
    "ogged in ",
    "ogged on ",
    "ogged into ",
    "ogging in ",
    "ogging on ",
    "ogging into ",
    "sign in ",
    "igned in ",
    "igned on ",
    "igned into ",
    "igning in ",
    " ssh into ",
    " ssh to ",
    " ssh as ",
    " ftp to ",
    " rdp to ",
    "elde mich an ",
    " enter as ",
    "cte avec ",
    " toi avec ",
    " toi comme ",
    "cter avec ",
    "ctez vous avec ",
    "cter comme ",
    "edi con ",
    "edere con ",
    "eder con ",
    "eder como ",
    "ede con ",
    "sar com ",
    "sar como ",
    "sse com ",
    "sse como ",
    " go in as ",
    " go in with ",
    " get in as ",
    " get in with ",
];
const ASKS: &[&str] = &[" get into ", " get in ", "access to ", " get on ", "komm ich "];
const PAIRS: &[&str] = &["user ", "username ", "account ", " use ", " try ", "ried "];

/// All of them, as they may stand in a text, and what has to stand around each.
pub(in crate::redact::gate) fn logins() -> impl Iterator<Item = (String, Around)> {
    let words = |words: &'static str, around: Around| {
        let words = words.split_ascii_whitespace().filter(|word| !is_among(word.as_bytes(), FREQUENT));
        words.map(move |word| (sought(word), around))
    };
    let fixed =
        |words: &'static [&'static str], around: Around| words.iter().map(move |word| ((*word).to_owned(), around));
    fixed(LOGS, leads_to_login)
        .chain(fixed(ASKS, asks_in))
        .chain(fixed(PAIRS, leads_to_pair))
        .chain(words(LOGGING, leads_to_login))
        .chain(words(ENTERING, leads_in))
        .chain(words(GETTING, asks_in))
        .chain(words(USERS, leads_to_pair))
        .chain(words(USING, leads_to_pair))
        .chain(words(ACCOUNTS, is_before_sign))
}

/// How a word is looked for: by its end, or whole with what stands before it where it is short.
fn sought(word: &str) -> String {
    let word = word.replace(['-', '\''], " ");
    let from = word.char_indices().rev().nth(LETTERS - 1).map_or(0, |(at, _)| at);
    if word.len() < ALONE { format!(" {word} ") } else { format!("{} ", &word[from..]) }
}

/// A joint and what may be a password soon behind it in its line, or the two below it.
fn leads_to_login(text: &[u8], _: usize, end: usize) -> bool {
    has_pair(line_behind(text, end, REACH)) || has_pair_below(text, end)
}

/// A word that leads to a login name right behind it, and then what may be a password.
fn leads_in(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, REACH);
    let next = line.iter().skip(1).take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
    has_pair(line) && is_among(&line[1.min(line.len())..][..next], LEADING)
}

/// The end of its line soon behind it, and the two below.
fn asks_in(text: &[u8], _: usize, end: usize) -> bool {
    line_behind(text, end, QUESTION).len() < QUESTION && has_pair_below(text, end)
}

/// A word right behind it, a joint, and what may be a password.
fn leads_to_pair(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end + 1..).unwrap_or_default();
    let rest = &rest[..rest.len().min(NAME)];
    let name = memchr::memchr(b' ', rest).unwrap_or(rest.len());
    // Who has it may stand before it, behind a verb.
    let is_parted = rest[..name].ends_with(b",")
        || memchr::memchr2(b'/', b':', &rest[..name]).is_some()
        || begins_sign(&rest[name..]);
    (is_parted || memchr::memchr(b'/', rest).is_some()) && has_pair(line_behind(text, end, NEAR))
}

/// A sign with blanks around it behind the rest of a name, and what may be a password.
fn is_before_sign(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let name = rest.iter().take(NAME).take_while(|b| b.is_ascii_alphanumeric() || b"_-.@".contains(b)).count();
    begins_sign(&rest[name..]) && has_pair(line_behind(text, end + name, NAME))
}

/// Whether a sign that parts the two begins a text, with a blank before it.
fn begins_sign(rest: &[u8]) -> bool {
    matches!(rest, [b' ', b'/' | b'+' | b'|' | b'&' | b'\\', ..] | [b' ', b'-' | b'=', b'>', ..])
}
