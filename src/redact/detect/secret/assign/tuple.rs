//! Several names that are given as many values at once: `user, password = "…", "…"`, `const [user, pw] = ["…", "…"]`.

use super::super::link::{Link, Value, count};
use super::super::name::{Name, Promise};
use super::super::{Hits, Reading, value};
use super::{PASSWORD, login};
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::gate::lexicon::is_line_end;
use std::ops::Range;

/// How far before a name the first of them may begin, and how far behind it the values may end, in bytes.
const BEFORE: usize = 128;
const BEHIND: usize = 384;
/// The most of them.
const MOST: usize = 8;
/// The fewest and the most characters of a password.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=128;
/// What a login name is called.
const LOGINS: &[&str] = &["user", "username", "login", "usr", "uname", "user_name"];

/// Names the password among several values, where a name is one of as many; whether it is.
pub(super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) -> bool {
    let text = reading.text();
    let names = if name.promise == Promise::Password { names(text, &name.span) } else { None };
    let Some((before, from)) = names else { return false };
    if reading.view().is_tight() {
        return true;
    }
    let values = values(text, from);
    let place = before.len();
    let given = values.get(place).cloned().flatten().filter(|given| is_password(&text[given.clone()]));
    let Some(given) = given else { return is_of_all(text, from, &before) };
    hits.near(&PASSWORD, given, name.word);
    let of_login = |at: &usize| is_one_of(&text[before[*at].clone()], LOGINS);
    let login = (0..place).rev().find(of_login).and_then(|at| values.get(at).cloned().flatten());
    let told = |span| Value { link: Link::Sign, span, quoted: true, last: false };
    login.into_iter().for_each(|login| login::judge(reading, told(login), hits));
    true
}

/// Whether the one value is that of all names: a word behind that of a login and this one, `self.user, self.password = pair`.
/// Else what stands before a comma may be the rest of a sentence, or another argument, and the value is that of its name.
fn is_of_all(text: &[u8], from: usize, before: &[Range<usize>]) -> bool {
    let is_login = |name: &Range<usize>| {
        let name = &text[name.clone()];
        is_one_of(&name[memchr::memrchr(b'.', name).map_or(0, |dot| dot + 1)..], LOGINS)
    };
    let from = from + count(text, from, 2, |b| b == b' ');
    let word = count(text, from, BEHIND, |b| b.is_ascii_alphabetic() || b == b'_');
    let ends = text.get(from + word).is_none_or(|b| is_line_end(*b) || matches!(b, b'(' | b'[' | b';'));
    word > 0 && ends && before.iter().any(is_login)
}

/// The names before this one, and where the values begin; none where it stands alone.
fn names(text: &[u8], name: &Range<usize>) -> Option<(Vec<Range<usize>>, usize)> {
    let part = |b: u8| b.is_ascii_alphanumeric() || b"_.@".contains(&b);
    let sigil = usize::from(text[..name.start].ends_with(b"$"));
    let (mut before, mut at) = (Vec::new(), name.start - sigil);
    let least = at.saturating_sub(BEFORE);
    loop {
        let lead = text[least..at].trim_ascii_end();
        let Some(lead) = lead.strip_suffix(b",").map(<[u8]>::trim_ascii_end) else { break };
        let len = lead.iter().rev().take_while(|b| part(**b)).count();
        let end = least + lead.len();
        if len == 0 || before.len() == MOST {
            return None;
        }
        before.push(end - len..end);
        at = end - len - usize::from(text[..end - len].ends_with(b"$"));
    }
    if !begins(&text[least..at]) {
        return None;
    }
    before.reverse();
    let mut at = name.end;
    let mut further = 0;
    loop {
        let gap = count(text, at, 4, |b| b == b' ');
        if text.get(at + gap) != Some(&b',') || further == MOST {
            at += gap;
            break;
        }
        let from = at + gap + 1;
        let from = from + count(text, from, 4, |b| matches!(b, b' ' | b'$'));
        let len = count(text, from, BEFORE, part);
        if len == 0 {
            return None;
        }
        (at, further) = (from + len, further + 1);
    }
    at += count(text, at, 1, |b| matches!(b, b')' | b']' | b'}'));
    at += count(text, at, 2, |b| b == b' ');
    let rest = &text[at..];
    let sign = match rest {
        [b':', b'=', ..] => 2,
        [b'=', next, ..] if !matches!(next, b'=' | b'>' | b'~') => 1,
        _ => return None,
    };
    (before.len() + further > 0 && !before.is_empty()).then_some((before, at + sign))
}

/// Whether a statement begins behind a place: nothing, a bracket or a word that declares stands there.
fn begins(lead: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[b"let", b"const", b"var", b"my", b"local", b"val", b"list", b"then", b"do"];
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let lead = &lead[..lead.len() - lead.iter().rev().take_while(|b| blank(b)).count()];
    let word = lead.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    lead.last().is_none_or(|b| is_line_end(*b) || matches!(b, b'(' | b'[' | b'{' | b';' | b'>' | b'`'))
        || WORDS.contains(&&lead[lead.len() - word..])
}

/// The values from a place on, each where it is a literal: what stands in its quotes.
fn values(text: &[u8], from: usize) -> Vec<Option<Range<usize>>> {
    let mut at = from + count(text, from, 2, |b| b == b' ');
    at += count(text, at, 1, |b| matches!(b, b'(' | b'[' | b'{'));
    let end = text.len().min(at + BEHIND);
    let mut found = Vec::new();
    while found.len() <= MOST {
        at += count(text, at, 32, |b| b == b' ' || is_line_end(b));
        let literal = match text.get(at).filter(|_| at < end) {
            Some(quote @ (b'"' | b'\'' | b'`')) => {
                let len = memchr::memchr2(*quote, b'\n', &text[at + 1..end]);
                len.filter(|len| text[at + 1 + len] == *quote).map(|len| at + 1..at + 1 + len)
            }
            _ => None,
        };
        let behind = literal.as_ref().map_or(at, |literal| literal.end + 1);
        let rest = count(text, behind, end.saturating_sub(behind), |b| {
            !matches!(b, b',' | b';' | b')' | b']' | b'}' | b'"' | b'\'' | b'(' | b'[' | b'{') && !is_line_end(b)
        });
        // A remark may follow the last one.
        let tail = text[behind..behind + rest].trim_ascii();
        let is_remark = [&b"//"[..], b"#", b"--"].iter().any(|sign| tail.starts_with(sign));
        found.push(literal.filter(|_| tail.is_empty() || is_remark));
        at = behind + rest;
        if text.get(at) != Some(&b',') {
            break;
        }
        at += 1;
    }
    found
}

/// Whether a literal may be a password and does not stand for one.
fn is_password(given: &[u8]) -> bool {
    LENGTHS.contains(&given.len())
        && !given.iter().any(|b| b.is_ascii_whitespace() || b"{}$<>".contains(b))
        && value::Mix::of(given).distinct > 1
        && !value::is_description(given)
        && value::stand_in(given).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::DETECTOR;
    use crate::redact::detect::check::{finds_nothing, found, hits};

    #[test]
    fn the_value_in_the_place_of_the_name_is_found() {
        for text in [
            "user, password = \"ann7\", \"tigerlily\"",
            "username, passwd = ('ann7', 'tigerlily')",
            "const [user, password] = [\"ann7\", \"tigerlily\"];",
            "host, user, pwd := \"db1\", \"ann7\", \"tigerlily\"",
            "user, pw := \"ann7\", \"tigerlily\" // for now",
            "my ($user, $password) = (\"ann7\", \"tigerlily\");",
            "let (user, password) = (\"ann7\", \"tigerlily\");",
            "USER, PASSWORD, HOST = \"ann7\", \"tigerlily\", \"db1\"",
        ] {
            let mut found: Vec<String> = hits(DETECTOR.find, text).into_iter().map(|(value, _)| value).collect();
            found.sort();
            assert_eq!(found, ["ann7", "tigerlily"], "{text}");
        }
    }

    #[test]
    fn arguments_with_names_are_none() {
        for text in ["f(host, user, password='tigerlily')", "host='h', user=a.user, password='tigerlily'"] {
            assert_eq!(found(DETECTOR.find, text), ["tigerlily"], "{text}");
        }
    }

    #[test]
    fn one_value_behind_the_rest_of_a_sentence_is_that_of_the_name() {
        for rest in ["", " and so on", ", and so on", ", \"and\" so on"] {
            let text = format!("as errors happen, password = \"Sunny-77x\"{rest}");
            assert_eq!(found(DETECTOR.find, &text), ["Sunny-77x"], "{text}");
        }
    }

    #[test]
    fn calls_and_stand_ins_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "user, password = get(\"a\"), get(\"tigerlily\")",
                "user, password = \"\", \"\"",
                "user, password = \"username\", \"password\"",
                "user, password = parts[0], parts[1]",
                "user, password, ok := r.BasicAuth()",
                "name, value = \"color\", \"tigerlily\"",
                "if user, password == \"a\", \"tigerlily\"",
                "self.user, self.password = credentials",
            ],
        );
    }

    #[test]
    fn a_statement_begins_a_line_or_stands_behind_a_word_that_declares() {
        for lead in ["x = 1\n", "let ", "my "] {
            let text = format!("{lead}user, password = \"ann7\", \"tigerlily\"");
            assert!(found(DETECTOR.find, &text).contains(&"tigerlily".to_owned()), "{text}");
        }
        let text = "see user, password = \"ann7\", \"tigerlily\"";
        assert!(!found(DETECTOR.find, text).contains(&"tigerlily".to_owned()));
        assert_eq!(found(DETECTOR.find, "user, password = x,\n\"tigerlily\""), ["tigerlily"]);
        assert_eq!(found(DETECTOR.find, "user, password = sunnyday7"), ["sunnyday7"]);
        finds_nothing(DETECTOR.find, &["user, password = tigerlily\n"]);
    }
}
