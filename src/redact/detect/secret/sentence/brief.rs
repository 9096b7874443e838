//! Short words for passwords, which mean something else as often: reports of tests say `pass`, and so do sentences.

use super::super::assign::is_word;
use super::super::assign::pair::is_signed;
use super::super::link::{Value, is_blank};
use super::super::name::parts::is_led;
use super::super::name::{BRIEF, Name, SPARSE};
use super::super::value::shown::{may_be_said, shows};
use super::phrase;
use crate::redact::detect::shape::{ends_part, figures};
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::gate::lexicon::is_line_end;

/// What becomes of a test, as reports of many of them say (POSIX 1003.3, DejaGnu).
const RESULTS: &[&[u8]] = &[
    b"PASS",
    b"FAIL",
    b"XPASS",
    b"XFAIL",
    b"KPASS",
    b"KFAIL",
    b"SKIP",
    b"SKIPPED",
    b"ERROR",
    b"WARNING",
    b"UNRESOLVED",
    b"UNSUPPORTED",
    b"UNTESTED",
];

/// Whether it is a short word of a password.
pub(in super::super) fn is_brief(name: &Name) -> bool {
    BRIEF.contains(&name.word)
}

/// Whether behind a short word alone a test passes, or an argument of a call or the next one of a list follows. Reports of
/// tests say `PASS`, in Go behind three dashes; a test is called by small letters elsewhere.
pub(in super::super) fn passes(text: &[u8], name: &Name, value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let reports = text[name.span.clone()].iter().all(|b| !b.is_ascii_lowercase());
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'/' | b'-');
    // A part of the name of a test is a word.
    let worded = || given.split(|b| !b.is_ascii_alphanumeric()).any(|part| part.len() > 1 && is_word(part));
    let called = given.iter().all(part) && given.iter().any(|b| matches!(b, b'_' | b'.' | b'/')) && worded();
    let listed = reports && text[..name.span.start].ends_with(b"--- ");
    // A report of tests: the result begins a line, and words that are no password follow.
    let told = || {
        let (before, behind) = (&text[..name.span.start], &text[value.span.end..]);
        reports && is_line_start(before) && if value.last { is_listed(before, behind) } else { !shows(given) }
    };
    let test =
        name.word == "pass" && (told() || listed || called && (reports || !given.iter().any(u8::is_ascii_uppercase)));
    let plain = given.iter().all(u8::is_ascii_alphabetic);
    if SPARSE.contains(&name.word) && !shows(given) && !may_be_said(given) {
        return true;
    }
    let counted =
        || counts(given) || given.iter().all(u8::is_ascii_digit) && tells_what_failed(&text[value.span.end..]);
    if name.word == "pass" && counted() && !phrase::follows_login(text, name.span.start) {
        return true;
    }
    if value.quoted {
        plain && text.get(name.span.end..value.span.start).is_some_and(|between| between.contains(&b','))
    } else {
        // An example may have the name once more.
        let says = || phrase::follows_login(text, name.span.start) && !given.eq_ignore_ascii_case(name.word.as_bytes());
        plain && !says() || test
    }
}

/// Whether it is a count, a share, a time or a year: `First pass: 98.3 %`, `Pass: 1188, Fail: 12`.
fn counts(given: &[u8]) -> bool {
    const MOST_FIGURES: usize = 5;
    const MOST_PARTED: usize = 8;
    let parted = given.iter().any(|b| matches!(b, b'.' | b':' | b'-' | b'%'));
    let plain = given.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':' | b',' | b'-' | b'%'));
    plain && (1..=if parted { MOST_PARTED } else { MOST_FIGURES }).contains(&figures(given))
}

/// Whether the rest of the line tells how many tests failed: `Pass: 118844, Fail: 12`.
fn tells_what_failed(behind: &[u8]) -> bool {
    const REACH: usize = 24;
    let near = &behind[..behind.len().min(REACH)];
    let line = &near[..near.iter().take_while(|b| !is_line_end(**b)).count()];
    memchr::memmem::find(&line.to_ascii_lowercase(), b"fail").is_some()
}

/// Whether the line before or the next one tells what became of a test as well.
fn is_listed(before: &[u8], behind: &[u8]) -> bool {
    let result = |line: &[u8]| {
        let word = line.split(|b| *b == b':').next().unwrap_or_default().trim_ascii();
        word.len() < line.len() && RESULTS.contains(&word)
    };
    let last = before.trim_ascii_end().rsplit(|b| *b == b'\n').next();
    let next = behind.trim_ascii_start().split(|b| *b == b'\n').next();
    last.is_some_and(result) || next.is_some_and(result)
}

/// Whether nothing but blanks stands before on the line.
fn is_line_start(before: &[u8]) -> bool {
    before.iter().rev().find(|b| !is_blank(**b)).is_none_or(|b| is_line_end(*b))
}

/// Whether the word says what is done, or what became of a test, rather than what a password is.
pub(in super::super) fn is_verb(text: &[u8], name: &Name, given: &[u8]) -> bool {
    let alone = name.span.len() == name.word.len();
    let reports = alone && text[name.span.clone()].iter().all(|b| !b.is_ascii_lowercase()) && !is_signed(given);
    name.word == "pass" && reports || is_done(text, name)
}

/// Whether a short word is one for a password alone, or behind the word for a network or another part of its name: things
/// pass as well.
pub(in super::super) fn is_said_of(text: &[u8], name: &Name) -> bool {
    let before = text[..name.span.start].trim_ascii_end();
    let network = |known: &str| {
        before.len() >= known.len() && before[before.len() - known.len()..].eq_ignore_ascii_case(known.as_bytes())
    };
    let own = &text[name.span.clone()];
    let joined = own.get(..own.len() - name.word.len()).and_then(|lead| lead.strip_suffix(b"_")).is_some_and(is_led);
    name.word != "pass" && name.word != "clave" || joined || ["wifi", "wi-fi", "wlan"].into_iter().any(network)
}

/// Whether a login name with the word for one stands right before a short word, and behind it words and figures that end what
/// is said: `user keeper pass meerkat22`.
pub(in super::super) fn is_behind_login(text: &[u8], name: &Name, value: &Value) -> bool {
    const USERS: [&str; 7] = ["user", "username", "usr", "login", "benutzer", "utilisateur", "usuario"];
    let given = &text[value.span.clone()];
    let word = |text: &[u8]| text.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)).count();
    let lead = text[..name.span.start].trim_ascii_end();
    let lead = lead.strip_suffix(b",").unwrap_or(lead);
    let (before, login) = lead.split_at(lead.len() - word(lead));
    let before = before.strip_suffix(b" ").unwrap_or_default();
    let before = before.strip_suffix(b" is").or_else(|| before.strip_suffix(b" ist")).unwrap_or(before);
    let user = &before[before.len() - word(before)..];
    // Several of them pass, or one does.
    let named = login.len() > 2 && !login.ends_with(b"s") && login.iter().any(u8::is_ascii_alphabetic);
    name.span.len() == name.word.len()
        && named
        && is_one_of(user, &USERS)
        && may_be_said(given)
        && ends_part(text, value.span.end)
        && !is_done(text, name)
}

/// Whether the words before say that something passes.
pub(in super::super) fn is_done(text: &[u8], name: &Name) -> bool {
    const BEFORE: [&[u8]; 16] = [
        b"to", b"can", b"must", b"should", b"will", b"would", b"may", b"not", b"we", b"you", b"they", b"i", b"just",
        b"also", b"tests", b"simply",
    ];
    let word = |b: &u8| b.is_ascii_alphabetic();
    let lead = text[..name.span.start].trim_ascii_end();
    let before = &lead[lead.len() - lead.iter().rev().take(8).take_while(|b| word(b)).count()..];
    name.word == "pass" && BEFORE.iter().any(|known| before.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn a_short_word_behind_a_login_name_has_a_password_behind_it() {
        for text in [
            "user keeper pass otterlake22",
            "login is keeper, pass otterlake22",
            "http://10.8.41.20:8000 user keeper pass otterlake22",
            "username keeper, pass otterlake22.",
        ] {
            finds(DETECTOR.find, &[(text, "otterlake22")]);
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "pass otterlake22",
                "user tests pass testsuite22",
                "each user should pass checkpoint22",
                "user keeper pass otterlake",
                "the user may pass itemlist22 on",
            ],
        );
    }

    #[test]
    fn what_is_counted_is_no_password() {
        finds_nothing(
            DETECTOR.find,
            &[
                "First pass: 98.3 %",
                "Season pass: 2024 edition",
                "Next pass: 11:17",
                "Pass: 1188, Fail: 12",
                "Pass: 118844, failed: 12",
                "start pass=4418 station=svb",
                "Result pass: 2024-06-11",
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("pass: 28051974", "28051974"),
                ("pass: 28051974, host: db1", "28051974"),
                ("pass=44188otter", "44188otter"),
                ("pass: 1234-5678-1234", "1234-5678-1234"),
            ],
        );
    }

    #[test]
    fn short_words_of_everyday_language_need_a_value_that_shows_itself() {
        finds(
            DETECTOR.find,
            &[
                ("ww: Otterlake2!", "Otterlake2!"),
                ("l\u{f6}sen: Otterlake22", "Otterlake22"),
                ("pword: Otterlake1!", "Otterlake1!"),
                ("p/w: Otterlake1!", "Otterlake1!"),
                ("the pw is GreyOtters1", "GreyOtters1"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &["WW: 400", "ww = 1920", "Problem l\u{f6}sen: Neustart", "stopword: Otterlake", "ww: no"],
        );
    }
}
