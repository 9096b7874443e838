//! Secrets in texts that hold nothing else: a cell, an attribute or a member whose label is the name of one. One value, or
//! several, each perhaps with a label of its own or a remark behind it: `prod: …`, `… (old)`, `… / …`, one a line.

use super::super::link::{Value, item, value_of};
use super::super::name::{Name, Promise, names};
use super::super::sought::Sought;
use super::super::value::passphrase::is_marked_phrase;
use super::super::value::shown::{has_digit, proves, shows};
use super::super::value::{KEEPERS, Mix};
use super::super::{Hits, Reading};
use super::pair::second;
use super::{LONGEST_PASSWORD, PASSWORD, is_word, judge};
use crate::redact::detect::Place;
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::view::View;
use std::ops::Range;

/// The longest text that is the name of what stands below it, in bytes.
const LONGEST_NAME: usize = 40;
/// The longest text that is read as a list of values, in bytes.
const LONGEST_LIST: usize = 512;
/// The shortest value in a list.
const SHORTEST_LISTED: usize = 6;
/// What may stand between the values of a list.
const JOINTS: &[&[u8]] = &[b"and", b"or", b"und", b"oder", b"et", b"ou", b"y", b"o", b"e"];
/// How many words a label may have behind the name.
pub(super) const MOST_WORDS: usize = 3;
/// Words behind the name of a secret in a label by which the label is about something else.
pub(in super::super) const ABOUT: &[&[u8]] = &[
    b"policy",
    b"reset",
    b"resets",
    b"changes",
    b"attempts",
    b"failures",
    b"rotation",
    b"required",
    b"requirements",
    b"rules",
    b"strength",
    b"length",
    b"hint",
    b"expiry",
    b"expires",
    b"age",
    b"changed",
    b"change",
    b"type",
    b"format",
    b"owner",
    b"protected",
    b"protection",
    b"manager",
    b"management",
    b"history",
    b"complexity",
    b"location",
    b"stored",
    b"storage",
    b"recovery",
    b"generator",
    b"vault",
    b"link",
    b"method",
    b"status",
    b"field",
    b"hash",
    b"hashing",
    b"algorithm",
    b"count",
    b"source",
    b"name",
    b"label",
    b"button",
    b"placeholder",
    b"message",
    b"title",
];

/// What stands in a line of its own above and below code, in Markdown and in the markup of Jira.
const FENCES: &[&[u8]] = &[b"```", b"{noformat}", b"{code}"];

/// Words that begin a label about what is done with a secret: a task, a button, a message.
const ACTIONS: &[&[u8]] = &[
    b"reset",
    b"change",
    b"rotate",
    b"set",
    b"verify",
    b"forgot",
    b"forgotten",
    b"invalid",
    b"wrong",
    b"incorrect",
    b"expired",
    b"missing",
    b"update",
    b"renew",
    b"replace",
    b"enter",
    b"create",
    b"generate",
    b"request",
    b"send",
    b"remove",
    b"delete",
    b"revoke",
    b"check",
    b"test",
    b"validate",
    b"store",
    b"recover",
    b"confirm",
    b"unlock",
    b"encrypt",
    b"ask",
    b"no",
];

/// How the ids of their entries begin, and those of tickets.
const ENTRIES: &[&[u8]] =
    &[b"SEC", b"SECRET", b"VAULT", b"KP", b"CRED", b"PAM", b"INC", b"REQ", b"RITM", b"CHG", b"TASK", b"TICKET", b"OPS"];

/// What judges the value of a name.
type Judge<T> = fn(&Reading<'_>, &Name, &Value, &mut Hits) -> T;

/// Names the values of a text whose label is the name of a secret.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.label().is_empty() {
        return;
    }
    let text = reading.text();
    let Range { start, end } = unfenced(text);
    let len = end - start;
    let is_one = (4..=LONGEST_PASSWORD).contains(&len) && !text[start..end].iter().any(u8::is_ascii_whitespace);
    // Below a text a login name and a password speak for themselves, and what shows itself behind a label of its own.
    let inner = &text[start..end];
    if is_kept_in(inner) {
        return;
    }
    let parts = |slash: usize| inner[..slash].ends_with(b" ") && inner[slash + 1..].starts_with(b" ");
    let is_named = || names_below(reading.label()) && begins_item(inner) && holds_shown(inner);
    let is_told = || !is_loose(reading.label()) || memchr::memchr_iter(b'/', inner).any(parts) || is_named();
    let may_be_list = !is_one && (4..=LONGEST_LIST).contains(&len) && is_told();
    if start >= 16 || !is_one && !may_be_list {
        return;
    }
    // A word below a word may be anything.
    let is_anything = is_one && is_loose(reading.label()) && is_word(inner);
    if is_anything && !hits.keep_misses() {
        return;
    }
    let Some(lead) = told_by(reading.label()) else { return };
    if is_anything {
        hits.miss(&PASSWORD, start..end, "it is a word, and what stands above it need not speak of it");
    } else if let Some(lines) = broken(text, start..end) {
        let told = lines.into_iter().filter(|line| is_strong(&text[line.clone()]));
        told.for_each(|line| judged(reading, &lead, line, judge, hits));
    } else if is_one {
        judged(reading, &lead, start..end, judge, hits);
        if memchr::memchr(b'/', inner).is_some_and(|slash| proves(&inner[slash + 1..])) {
            judged(reading, &lead, start..end, second, hits);
        }
    } else if !reading.view().is_tight() {
        // A login name and its password, where the label is a name of both.
        judged(reading, &lead, start..end, second, hits);
        let loose = is_loose(reading.label());
        if !loose && is_marked_phrase(inner) {
            judged_between(reading, [&format!("{lead}\""), "\""], start..end, judge, hits);
        }
        let told = |value: &Listed| value.is_plain || shows(&text[value.span.clone()]);
        let values = listed(text, start..end)
            .into_iter()
            .filter(|value| if loose { value.is_called(text) } else { told(value) });
        values.for_each(|value| judged(reading, &lead, value.span, judge, hits));
    }
}

/// Whether it is said what keeps the password, and where in it this one is: `KeePass: HVAC-01`.
fn is_kept_in(inner: &[u8]) -> bool {
    let keeper = &inner[..inner.iter().take_while(|b| b.is_ascii_alphanumeric()).count()];
    inner[keeper.len()..].starts_with(b": ") && is_one_of(keeper, KEEPERS) || is_entry(inner)
}

/// Whether it is the id of an entry among those of secrets, or of a ticket by which one is asked for: `SEC-0441`.
fn is_entry(inner: &[u8]) -> bool {
    let dash = memchr::memchr(b'-', inner);
    dash.is_some_and(|dash| {
        let number = &inner[dash + 1..];
        let plain = (2..=6).contains(&number.len()) && number.iter().all(u8::is_ascii_digit);
        plain && ENTRIES.contains(&&inner[..dash])
    })
}

/// The lines of a text that the tag for a line break parts, as cells of Markdown have it.
fn broken(text: &[u8], within: Range<usize>) -> Option<Vec<Range<usize>>> {
    const BREAKS: [&[u8]; 3] = [b"<br>", b"<br/>", b"<br />"];
    let mut lines = Vec::new();
    let mut from = within.start;
    for at in memchr::memmem::find_iter(&text[within.clone()], b"<br").map(|at| within.start + at) {
        let tag = BREAKS.iter().find(|tag| text[at..within.end].starts_with(tag))?;
        lines.push(from..at);
        from = at + tag.len();
    }
    lines.push(from..within.end);
    (lines.len() > 1).then_some(lines)
}

/// Where a text begins and ends without what sets all of it off: blanks, the sign of an item, the fences of code.
fn unfenced(text: &[u8]) -> Range<usize> {
    let blanks = |at: usize| text[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    let mut start = blanks(0);
    start += item::sign(text, start);
    let fence = FENCES.iter().find(|fence| text[start..].starts_with(fence));
    let line = fence.and_then(|_| memchr::memchr(b'\n', &text[start..]));
    start += line.map_or(0, |line| line + 1);
    start += blanks(start);
    let inner = text[start..].trim_ascii_end();
    let inner = fence.and_then(|fence| inner.strip_suffix(*fence)).unwrap_or(inner).trim_ascii_end();
    start..start + inner.len()
}

/// Judges a part of the text as if it stood behind the name that speaks of it.
pub(super) fn judged<T>(reading: &Reading<'_>, lead: &str, part: Range<usize>, judge: Judge<T>, hits: &mut Hits) {
    judged_between(reading, [lead, ""], part, judge, hits);
}

/// The same of a part before which the name stands, and behind which something else does.
fn judged_between<T>(
    reading: &Reading<'_>,
    [lead, tail]: [&str; 2],
    part: Range<usize>,
    judge: Judge<T>,
    hits: &mut Hits,
) {
    let mut view = View::new(reading.view().is_tight());
    view.copy(&[lead.as_bytes(), &reading.text()[part.clone()], tail.as_bytes()].concat(), 0);
    let (inner, mut found) = (Reading::new(&view, Place::default()), hits.fresh());
    for name in names(inner.text(), inner.sought()).filter(|name| name.span.end <= lead.len()) {
        if let Some(value) = value_of(&inner, &name).filter(|value| value.span.start >= lead.len()) {
            judge(&inner, &name, &value, &mut found);
        }
    }
    hits.adopt(found, |span| span.start - lead.len() + part.start..span.end - lead.len() + part.start);
}

/// A value in a list.
struct Listed {
    span: Range<usize>,
    /// No dash stands between it and its label.
    is_plain: bool,
    /// It has a label.
    is_labelled: bool,
}

impl Listed {
    /// Whether it shows itself behind its label.
    fn is_called(&self, text: &[u8]) -> bool {
        self.is_labelled && shows(&text[self.span.clone()])
    }
}

/// Whether a label is short enough to be the name of all that stands below it.
fn names_below(label: &str) -> bool {
    label.len() <= LONGEST_NAME && label.bytes().filter(|b| *b == b' ').count() <= MOST_WORDS
}

/// Whether the beginning of a text has a sign of a label, or a line break, as an item of a list has. A short look, which
/// spares most texts the long one.
fn begins_item(text: &[u8]) -> bool {
    let beginning = &text[..text.len().min(LONGEST_NAME)];
    beginning.iter().any(|b| matches!(b, b':' | b'=' | b'-' | b'>' | b'\n') || *b >= 0x80)
}

/// Whether a word shows that it is a password.
fn holds_shown(text: &[u8]) -> bool {
    let mut words = text.split(u8::is_ascii_whitespace);
    text.len() <= LONGEST_LIST && has_digit(text) && words.any(|word| shows(&word[without_quotes(word, 0)]))
}

/// The values of lists, line by line.
fn listed(text: &[u8], within: Range<usize>) -> Vec<Listed> {
    let mut at = within.start;
    let lines = text[within].split(|b| *b == b'\n').map(|line| {
        let start = at;
        at += line.len() + 1;
        start..start + line.len()
    });
    lines.filter_map(|line| listed_in_line(text, line)).flatten().collect()
}

/// The values of a line: behind labels with colons, before remarks in brackets, with signs between them. None where other
/// words make a sentence of it.
fn listed_in_line(text: &[u8], line: Range<usize>) -> Option<Vec<Listed>> {
    let (mut values, mut at) = (Vec::new(), line.start);
    // Words that may belong to a label.
    let mut words = 0;
    let (mut is_plain, mut is_labelled) = (true, false);
    while at < line.end {
        let rest = &text[at..line.end];
        let len = rest.iter().take_while(|b| !b.is_ascii_whitespace()).count();
        let word = &rest[..len];
        let part = without_quotes(word, at);
        match word {
            [] => at += 1,
            [b'(' | b'[', ..] => at += remark(rest)?,
            [_, .., b':'] if words <= MOST_WORDS => {
                (at, words, is_plain, is_labelled) = (at + len, 0, true, true);
            }
            _ if (1..=MOST_WORDS).contains(&words) && (is_dash(word) || matches!(word, b":" | b"=")) => {
                (at, words, is_plain, is_labelled) = (at + len, 0, !is_dash(word), true);
            }
            _ if is_joint(word) => at += len,
            _ if words == 0 && is_strong(&text[part.clone()]) => {
                values.push(Listed { span: part, is_plain, is_labelled });
                at += len;
            }
            _ => (at, words) = (at + len, words + 1),
        }
    }
    (words == 0).then_some(values)
}

/// The length of a remark in brackets.
fn remark(rest: &[u8]) -> Option<usize> {
    let close = if rest[0] == b'(' { b')' } else { b']' };
    let len = memchr::memchr(close, rest)? + 1;
    Some(len + rest[len..].iter().take_while(|b| matches!(b, b',' | b';' | b'.')).count())
}

/// The part of a word at this place that is neither a quote nor a comma.
fn without_quotes(word: &[u8], at: usize) -> Range<usize> {
    let is_quote = |b: &&u8| matches!(**b, b'"' | b'\'' | b'`');
    let before = word.iter().take_while(is_quote).count();
    let behind = word[before..].iter().rev().take_while(|b| is_quote(b) || matches!(**b, b',' | b';')).count();
    at + before..at + word.len() - behind
}

/// Whether this is a dash or an arrow, as it stands behind a label.
pub(super) fn is_dash(word: &[u8]) -> bool {
    ["-", "\u{2192}", "->", "=>"].iter().any(|dash| word == dash.as_bytes())
}

/// Whether this stands between values, or leads one of a list.
fn is_joint(word: &[u8]) -> bool {
    let sign = !word.iter().any(u8::is_ascii_alphanumeric) && word.len() <= "•".len();
    sign || JOINTS.iter().any(|joint| word.eq_ignore_ascii_case(joint))
}

/// Whether this shows by itself that it is no word: letters, and digits or signs of passwords. Versions are told apart.
pub(in crate::redact) fn is_strong(part: &[u8]) -> bool {
    let mix = Mix::of(part);
    let letters = mix.small + mix.large > 0;
    let sign = part.iter().any(|b| b"!@#$%^&*?+=~".contains(b));
    let is_version = matches!(part, [b'v' | b'V', b'0'..=b'9', ..]);
    (SHORTEST_LISTED..=LONGEST_PASSWORD).contains(&part.len()) && letters && (mix.digits > 0 || sign) && !is_version
}

/// Whether the label is the text above, which says by no sign that it speaks of what is below.
fn is_loose(label: &str) -> bool {
    !label.trim_end().ends_with(':')
}

/// The name of a secret in a label as it stands before a value; of several lines the last that has one counts.
fn told_by(label: &str) -> Option<String> {
    let told = |line: &str| {
        let name = names(line.as_bytes(), &Sought::of(line.as_bytes())).max_by_key(|name| name.promise)?;
        Some((line.get(..name.span.end)?.to_owned(), line.get(name.span.end..)?.to_owned()))
    };
    let (name, rest) = label.lines().rev().find_map(told)?;
    let words = |text: &'_ str| -> Vec<Vec<u8>> {
        let parts = text.as_bytes().split(|b| !b.is_ascii_alphanumeric() && *b < 0x80);
        parts.filter(|word| !word.is_empty()).map(<[u8]>::to_ascii_lowercase).collect()
    };
    let (before, behind) = (words(&name), words(&rest));
    let is_about = behind.iter().any(|word| ABOUT.contains(&word.as_slice()));
    let is_done = is_action(&before);
    (behind.len() <= MOST_WORDS && !is_about && !is_done).then(|| format!("{name}: "))
}

/// Whether a label is the name of a secret.
pub(in crate::redact) fn promises(label: &str) -> bool {
    let bytes = label.as_bytes();
    let is_sure = || names(bytes, &Sought::of(bytes)).any(|name| name.promise >= Promise::Token);
    label.len() <= LONGEST_NAME && is_sure() && told_by(label).is_some()
}

/// Whether a word in small letters behind the name of a secret says that something else is told, or done.
pub(in super::super) fn is_about(word: &[u8]) -> bool {
    ABOUT.contains(&word) || ACTIONS.contains(&word) && word != b"test"
}

/// Whether these words, in small letters, say what is done with something.
pub(super) fn is_action(words: &[Vec<u8>]) -> bool {
    words.first().is_some_and(|word| ACTIONS.contains(&word.as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::read_at;

    fn found(label: &str, text: &str) -> Vec<String> {
        read_at(Place { label, ..Place::default() }, text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            let value = |span: Range<usize>| String::from_utf8_lossy(&reading.text()[span]).into_owned();
            hits.take().into_iter().map(|hit| value(hit.span)).collect()
        })
    }

    #[test]
    fn what_sets_a_whole_text_off_is_none_of_its_value() {
        for text in [
            "- Sunny-7q",
            "> Sunny-7q",
            "```\nSunny-7q\n```",
            "```text\nSunny-7q\n```\n",
            "{noformat}\nSunny-7q\n{noformat}",
        ] {
            assert_eq!(found("Password:", text), ["Sunny-7q"], "{text}");
        }
        for text in ["", "- ", "```", "```\n```", "```\npasswd ann\n```", "- ask the team"] {
            assert!(found("Password:", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn values_are_found_among_labels_remarks_and_signs() {
        for text in [
            "Sunny-7q",
            "Sunny-7q (prod)",
            "prod: Sunny-7q",
            "prod db: \"Sunny-7q\" (since May)",
            "\u{2022} Sunny-7q",
            "* Sunny-7q",
            "Sunny-7q\nnew every ninety days",
        ] {
            assert_eq!(found("Password:", text), ["Sunny-7q"], "{text}");
        }
        for text in [
            "Sunny-7q\nRainy-8q",
            "Sunny-7q / Rainy-8q",
            "Sunny-7q, Rainy-8q",
            "old: Sunny-7q new: Rainy-8q",
            "Sunny-7q (prod), Rainy-8q (test)",
            "prod: Sunny-7q\ndev: Rainy-8q",
        ] {
            assert_eq!(found("Password:", text), ["Sunny-7q", "Rainy-8q"], "{text}");
        }
        assert_eq!(found("Password:", "Summer time 2024!"), ["Summer time 2024!"]);
        for (label, text) in [("Password", "Summer time 2024!"), ("Password:", "stored inside the vault")] {
            assert!(found(label, text).is_empty(), "{label} {text}");
        }
        for label in ["Login:", "Credentials:", "User / Password:", "Admin credentials"] {
            assert!(found(label, "admin / Sunny-7q").contains(&"Sunny-7q".to_owned()), "{label}");
        }
    }

    #[test]
    fn values_are_found_in_lines_that_a_tag_parts() {
        for text in ["Sunny-7q<br>Rainy-8q", "Sunny-7q<br/>Rainy-8q", "Sunny-7q<br />Rainy-8q<br>see vault"] {
            assert_eq!(found("Password:", text), ["Sunny-7q", "Rainy-8q"], "{text}");
        }
        for text in ["see<br>vault", "<br>", "Sunny-7q<b>x</b>"] {
            assert!(!found("Password:", text).iter().any(|value| value.contains('<') || value == "vault"), "{text}");
        }
        assert!(found("Host:", "Sunny-7q<br>Rainy-8q").is_empty());
    }

    #[test]
    fn values_with_labels_are_found_below_a_name() {
        for text in [
            "prod: Sunny-77q",
            "test \u{2013} Sunny-77q",
            "test db - Sunny-77q",
            "test -> Sunny-77q",
            "prod : Sunny-77q",
            "- prod: \"Sunny-77q\"",
        ] {
            assert_eq!(found("Passwords", text), ["Sunny-77q"], "{text}");
            assert_eq!(found("Passwords:", text), ["Sunny-77q"], "{text}");
        }
        assert_eq!(found("## Passwords", "* a: Sunny-77q\n* b \u{2013} Rainy!88"), ["Sunny-77q", "Rainy!88"]);
        assert!(found("Zugangsdaten", "svc_app\nRainy!88").contains(&"Rainy!88".to_owned()));
        assert!(found("Login", "svc_app/Rainy!88").contains(&"Rainy!88".to_owned()));
        for text in [
            "Tool: KeePass2",
            "Policy \u{2013} NIST-800-63b",
            "min \u{2013} 12chars",
            "Hash: PBKDF2WithHmacSHA256",
            "See page 12a \u{2013} Section Db01Prod of it",
            "Sunny-77q was the one",
        ] {
            assert_eq!(found("Passwords", text), [""; 0], "{text}");
        }
        assert_eq!(found("Login", "sso/Okta2024"), [""; 0]);
    }

    #[test]
    fn sentences_and_other_labels_are_left() {
        for text in [
            "in Vault (prod)",
            "prod: vault",
            "at least 8 characters, 1 digit",
            "see https://wiki.example.org/x (prod)",
            "Rotated 2024-05-17 by jdoe2",
            "v2.11.0b (beta)",
            "my-app-secret (prod)",
            "OPS-1234 was closed",
            "KeePass: HVAC-01",
            "Vault: kv/hvac-01",
            "(Sunny-7q",
            "prod: ${DB_PASSWORD} / $DB_PASS2",
            "",
        ] {
            assert_eq!(found("Password:", text), [""; 0], "{text}");
        }
        assert_eq!(found("Password policy:", "prod: Sunny-7q"), [""; 0]);
        assert_eq!(found("the password", "prod: Sunny-7q"), [""; 0]);
        assert_eq!(found("Password policy", "prod: Sunny-77q"), [""; 0]);
        assert_eq!(found("Host:", "prod: Sunny-7q"), [""; 0]);
    }

    #[test]
    fn a_word_below_a_word_is_left_and_told_to_whoever_asks() {
        for (label, misses) in [("the password", 1), ("the host", 0)] {
            read_at(Place { label, ..Place::default() }, "sunny", |reading| {
                let (mut hits, mut asked) = (Hits::default(), Hits::with_misses());
                find(reading, &mut hits);
                find(reading, &mut asked);
                assert!(hits.is_empty() && asked.take().is_empty());
                assert_eq!(asked.take_misses().len(), misses, "{label}");
            });
        }
    }

    #[test]
    fn ids_of_entries_are_told_from_passwords() {
        for id in ["SEC-0441", "VAULT-12", "INC-100234"] {
            assert!(is_kept_in(id.as_bytes()), "{id}");
        }
        for value in ["OTTER-2024", "SEC-0441x", "SEC-1", "SEC", "sec-0441"] {
            assert!(!is_kept_in(value.as_bytes()), "{value}");
        }
    }
}
