//! Secrets below a name of many of them: `passwords:` with a line for each in YAML, in a section of its own
//! (`[passwords]`), or in brackets (`"passwords": {"root": "…"}`).
//!
//! The name stands alone in its line, or before the bracket. A child is a word, a sign and one value, or a value in a list.
//! Where one of them is a setting (`min_length: 12`, `enabled: true`), all of them are.

use super::super::link::{count, is_blank, line_start};
use super::super::name::{Name, Promise, names};
use super::super::sought::Sought;
use super::super::value::shown::shows;
use super::super::{Hits, Reading};
use super::cell::{ABOUT, is_dash, is_strong, judged};
use super::judge;
use std::ops::Range;

/// The most lines that are read below a name.
const MOST_LINES: usize = 64;
/// How far brackets may reach, in bytes.
const LONGEST_BLOCK: usize = 4096;
/// The longest name of a child, and the longest text before a name in its line.
const LONGEST_KEY: usize = 48;
/// The shortest token in a list.
const LONG: usize = 16;
/// The most digits that a setting has.
const SETTING_DIGITS: usize = 3;
/// Values of settings.
const SETTINGS: &[&[u8]] = &[b"true", b"false", b"yes", b"no", b"on", b"off", b"null", b"none", b"~"];

/// A value below a name.
struct Child {
    /// What it is called; empty in a list.
    key: Range<usize>,
    /// With its quotes; empty where others stand below it.
    value: Range<usize>,
    /// It stands in the line of others by its blanks, or in brackets, so that a word may be one as well.
    within: bool,
}

/// Whether the name is one of many secrets. The short word that ends as if it were is one of a satellite or a visitor as well.
pub(super) fn is_of_many(text: &[u8], name: &Name) -> bool {
    let own = &text[name.span.clone()];
    let is_one = || own.len() >= 4 && own[own.len() - 4..].eq_ignore_ascii_case(b"pass");
    name.promise >= Promise::Token && matches!(own.last(), Some(b's' | b'S')) && !is_one()
}

/// Whether the members of an object of this name are secrets, each under a name of its own.
pub(in crate::redact) fn names_many(text: &str) -> bool {
    let text = text.as_bytes();
    let is_all = |name: Name| name.span.end == text.len() && is_of_many(text, &name);
    matches!(text, [.., b's' | b'S']) && names(text, &Sought::of(text)).any(is_all)
}

/// Names the values below a name of many; returns up to where there are any, for names among them say nothing more.
pub(super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) -> usize {
    let text = reading.text();
    let children = children(text, name);
    let end = children.last().map_or(0, |last| last.value.end);
    if reading.view().is_tight() || children.iter().any(|child| is_setting(text, child)) {
        return end;
    }
    let lead = format!("{}: ", String::from_utf8_lossy(&text[name.span.clone()]));
    let is_one = |child: &Child| {
        let value = bare(&text[child.value.clone()]);
        // The tokens in a list may be those of a language.
        let is_called =
            !child.key.is_empty() || name.promise == Promise::Password || value.len() >= LONG || shows(value);
        is_called && (child.within || is_strong(value))
    };
    for child in children.into_iter().filter(is_one) {
        judged(reading, &lead, child.value, judge, hits);
    }
    end
}

/// What stands below a name.
fn children(text: &[u8], name: &Name) -> Vec<Child> {
    let start = line_start(text, name.span.start);
    let before = &text[start..name.span.start];
    let mut at = name.span.end + usize::from(matches!(text.get(name.span.end), Some(b'"' | b'\'')));
    if before == b"[" && text.get(at) == Some(&b']') {
        return in_section(text, line_end(text, at));
    }
    let sign = blanks(text, at) + at;
    at = match text.get(sign..).unwrap_or_default() {
        [b'=', b'>', ..] => sign + 2,
        [b':' | b'=', ..] => sign + 1,
        _ => sign,
    };
    let open = at + blanks(text, at);
    match text.get(open) {
        Some(b'{' | b'[') if at > sign => in_brackets(text, open),
        None | Some(b'\n' | b'\r') if is_key(before) => in_lines(text, blanks(text, start), open),
        _ => Vec::new(),
    }
}

/// The children in the lines behind the end of one: those deeper than the name, or as deep as it up to an empty line.
fn in_lines(text: &[u8], depth: usize, end: usize) -> Vec<Child> {
    let mut found: Vec<Child> = Vec::new();
    for line in lines_behind(text, end) {
        let deep = blanks(text, line.start) > depth;
        let leaves = found.first().is_some_and(|first| first.within && !deep);
        let child = if leaves { None } else { child(text, line, deep) };
        let Some(child) = child else { break };
        found.push(child);
    }
    found
}

/// The children in the lines of a section, up to the next one.
fn in_section(text: &[u8], end: usize) -> Vec<Child> {
    lines_behind(text, end).map_while(|line| child(text, line, true)).collect()
}

/// The lines behind the end of one that have something in them, up to an empty one.
fn lines_behind(text: &[u8], end: usize) -> impl Iterator<Item = Range<usize>> {
    let behind = |end: usize| end + if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
    let mut end = end;
    let line = move || {
        let start = if end < text.len() { behind(end) } else { end };
        end = line_end(text, start);
        (start < text.len()).then_some(start..end)
    };
    let is_empty = |line: &Range<usize>| text[line.clone()].trim_ascii().is_empty();
    std::iter::from_fn(line).take(MOST_LINES).take_while(move |line| !is_empty(line))
}

/// The children between brackets that open here, but for those in further brackets.
fn in_brackets(text: &[u8], open: usize) -> Vec<Child> {
    let (mut found, mut depth, mut quote, mut start) = (Vec::new(), 0, None, open + 1);
    for (at, byte) in text.iter().copied().enumerate().skip(open).take(LONGEST_BLOCK) {
        let ends = depth == 1 && matches!(byte, b',' | b'\n' | b'\r' | b'}' | b']');
        match (byte, quote) {
            (b, Some(opened)) => quote = Some(opened).filter(|opened| *opened != b),
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'{' | b'[', None) => depth += 1,
            (b'}' | b']', None) => depth -= 1,
            _ => {}
        }
        if ends && quote.is_none() {
            found.extend(child(text, start..at, true));
            start = at + 1;
        }
        if depth == 0 {
            return found;
        }
    }
    Vec::new()
}

/// The child that a line is, and nothing else.
fn child(text: &[u8], line: Range<usize>, within: bool) -> Option<Child> {
    let start = line.start + blanks(text, line.start);
    let listed = matches!(text[start..line.end], [b'-' | b'*', b' ', ..]);
    let start = if listed { start + 2 } else { start };
    let rest = &text[start..line.end];
    let quoted = matches!(rest, [b'"' | b'\'', ..]);
    let key = match memchr::memchr2(b':', b'=', rest) {
        // What a program writes behind two colons is a member.
        Some(sign) if is_key(&rest[..sign]) && !rest[sign..].starts_with(b"::") => Some(start..start + sign),
        _ => None,
    };
    let dashed = if key.is_none() { behind_dash(rest) } else { None };
    let (key, from) = match (key, dashed) {
        (Some(key), _) => (key.clone(), key.end + 1 + usize::from(text[key.end..].starts_with(b"=>"))),
        (None, Some(behind)) => (start..start + behind, start + behind),
        _ if listed || quoted => (start..start, start),
        _ => return None,
    };
    let from = from + blanks(text, from);
    let value = from..from.min(line.end) + len_of_value(text.get(from..line.end).unwrap_or_default());
    let behind = text.get(value.end..line.end).unwrap_or_default().trim_ascii();
    let ends = behind.is_empty() || behind == b"," || matches!(behind, [b'#', ..]) && !value.is_empty();
    ends.then_some(Child { key, value, within })
}

/// Where a value begins that shows itself behind a name and a dash.
fn behind_dash(rest: &[u8]) -> Option<usize> {
    let mut words = rest.split(|b| *b == b' ').scan(0, |at, word| {
        let from = *at;
        *at += word.len() + 1;
        Some((from, word))
    });
    let (at, dash) = words.by_ref().skip(1).find(|(_, word)| is_dash(word))?;
    let (from, value) = words.next()?;
    (is_key(&rest[..at]) && from == at + dash.len() + 1 && shows(value)).then_some(from)
}

/// How long the value is that begins here: up to the quote that closes it, or the next blank or comma.
fn len_of_value(text: &[u8]) -> usize {
    match text {
        [quote @ (b'"' | b'\''), rest @ ..] => memchr::memchr(*quote, rest).map_or(0, |close| close + 2),
        _ => text.iter().take_while(|b| !b.is_ascii_whitespace() && **b != b',').count(),
    }
}

/// Whether this may stand before the sign in a line, or before a name: a few words, or nothing.
fn is_key(text: &[u8]) -> bool {
    let fits = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" \t_-.@/\\\"'#*".contains(b);
    text.len() <= LONGEST_KEY && text.iter().all(fits)
}

/// Whether a child is no secret but something about secrets.
fn is_setting(text: &[u8], child: &Child) -> bool {
    let value = bare(&text[child.value.clone()]);
    let word = |word: &[u8]| ABOUT.iter().any(|about| word.eq_ignore_ascii_case(about));
    let number = !value.is_empty() && value.len() <= SETTING_DIGITS && value.iter().all(u8::is_ascii_digit);
    text[child.key.clone()].split(|b| !b.is_ascii_alphanumeric()).any(word)
        || number
        || SETTINGS.iter().any(|setting| value.eq_ignore_ascii_case(setting))
}

/// A value without its quotes.
fn bare(value: &[u8]) -> &[u8] {
    match value {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => inner,
        _ => value,
    }
}

/// How many blanks stand here; at the beginning of a line, how deep it is.
fn blanks(text: &[u8], at: usize) -> usize {
    count(text, at, text.len(), is_blank)
}

fn line_end(text: &[u8], at: usize) -> usize {
    text.get(at..).and_then(|text| memchr::memchr2(b'\n', b'\r', text)).map_or(text.len(), |len| at + len)
}

#[cfg(test)]
mod tests {
    use super::super::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing, found};
    use crate::redact::promptly::promptly;

    #[test]
    fn what_stands_below_a_name_of_many_is_found() {
        for (text, values) in [
            ("passwords:\n  root: hunter2\n  bob: Sunny7qx\nhost: db1x", ["hunter2", "Sunny7qx"]),
            ("db:\n  passwords:\n    - hunter2\n    - Sunny7qx\n  port: x5432x", ["hunter2", "Sunny7qx"]),
            ("Passwords\n  root: hunter2\n  bob: falcon # old", ["hunter2", "falcon"]),
            ("DB Passwords:\nroot: hunter2\nbob: Sunny7qx\n\nother: x5432x", ["hunter2", "Sunny7qx"]),
            (
                "{\"passwords\": {\"root\": \"hunter2\", \"bob\": \"a,b{c}!7x\"}, \"x\": \"x5432x\"}",
                ["hunter2", "a,b{c}!7x"],
            ),
            ("passwords = { root = 'hunter2', more = { x = 'y' }, bob = 'Sunny7qx' }", ["hunter2", "Sunny7qx"]),
            ("user_passwords => [\"hunter2\", \"Sunny7qx\"]", ["hunter2", "Sunny7qx"]),
            ("api_keys = ['7f3c9a2b1d4e5f60', 'x', '8b3c9a2b1d4e5f61']", ["7f3c9a2b1d4e5f60", "8b3c9a2b1d4e5f61"]),
            ("[passwords]\nroot = hunter2\nbob = falcon\n[hosts]\na = x5432x", ["hunter2", "falcon"]),
            ("h2. Passwords\n* prod: hunter2x\n* test \u{2013} Sunny77qx", ["hunter2x", "Sunny77qx"]),
            (
                "api_keys:\n  a: abc\n  b: 7f3c9a2b1d4e5f60\n  c: 8b3c9a2b1d4e5f61",
                ["7f3c9a2b1d4e5f60", "8b3c9a2b1d4e5f61"],
            ),
        ] {
            for end in ["\n", "\r\n", "\r"] {
                assert_eq!(found(DETECTOR.find, &text.replace('\n', end)), values, "{text} {end:?}");
            }
        }
    }

    #[test]
    fn a_hundred_thousand_names_of_many_take_no_time() {
        promptly(|| {
            let text = "passwords:\n a: Sunny7qx\n b:\n".repeat(30_000);
            assert_eq!(found(DETECTOR.find, &text).len(), 30_000);
        });
    }

    #[test]
    fn settings_of_passwords_and_what_stands_elsewhere_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "passwords:\n  min_length: 12x4\n  charset: abc7x",
                "passwords:\n  rotate: true\n  charset: abc7x",
                "passwords:\n  retries: 3\n  charset: abc7x",
                "secrets:\n  - db_password\n  - api_token",
                "secrets:\n  db_password:\n    file: ./db_password.txt",
                "Passwords:\nteam: platform\nplace: office",
                "Passwords:\n\n  root: hunter2",
                "We keep passwords\n  root: hunter2 and so on",
                "users:\n  root: hunter2",
                "tokens = ['the', 'quick1', 'brown2fox']",
            ],
        );
    }

    #[test]
    fn a_key_has_letters_of_any_alphabet_and_no_other_signs() {
        for (text, values) in [
            ("passwords:\n  root: hunter2\n  zo\u{eb}: Sunny7qx", &["hunter2", "Sunny7qx"][..]),
            ("passwords:\n  root: hunter2\n  b~ob: Sunny7qx", &["hunter2"]),
        ] {
            assert_eq!(found(DETECTOR.find, text), values, "{text}");
        }
    }

    #[test]
    fn an_object_below_the_word_for_a_pass_is_no_list() {
        finds(DETECTOR.find, &[("{\"passwords\":{\"root\":\"0tterLake\"}}", "0tterLake")]);
        finds_nothing(DETECTOR.find, &["{\"pass\":{\"station\":\"OTR\",\"crc\":\"8AD1C3F0\"}}"]);
    }
}
