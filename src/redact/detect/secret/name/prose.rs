//! Names in sentences, behind which no secret stands: what follows them at once tells it, which spares most names the
//! closer looks.

use super::super::assign::pair;
use super::super::link::declare;
use super::super::link::said::{self, QUALITIES};
use super::super::sentence::{phrase, sequel};
use super::{IDENTIFIED, Name};

/// Words of sentences, which nobody takes for a passphrase.
pub(in super::super) const FUNCTION_WORDS: &[&[u8]] = &[
    b"than",
    b"more",
    b"less",
    b"least",
    b"please",
    b"your",
    b"have",
    b"been",
    b"into",
    b"only",
    b"cannot",
    b"contains",
    b"characters",
    b"minimum",
    b"maximum",
    b"numbers",
    b"letters",
    b"allowed",
    b"does",
    b"match",
    b"matches",
];

/// The longest word behind a name, in bytes; runs of letters may be drawn where they are longer.
const LONGEST_WORD: usize = 15;
/// How far behind a name a sign may stand that ties something to it, in bytes.
const REACH: usize = 64;
/// Names whose value just follows, or stands behind another word.
const TAKING: [&str; 3] = [IDENTIFIED, "bindpw", "authorization"];
/// Words that tie a value to a name, and say where a secret counts.
const TYING: &[&[u8]] = &[
    b"is", b"was", b"are", b"set", b"has", b"ist", b"lautet", b"est", b"es", b"er", b"jest", b"to", b"for", b"of",
    b"on", b"fuer", b"von", b"pour", b"para", b"de",
];

/// Whether a comma follows a name, or nothing but a word of small letters that is tied to it by no sign and no other word.
pub(in super::super) fn is_in(text: &[u8], name: &Name) -> bool {
    let before = text[..name.span.start].last();
    let is_free = before.is_none_or(|b| b.is_ascii_whitespace() || *b == b'(' || !b.is_ascii());
    // What begins with a dash may be an option.
    if !is_free || !text[name.span.start].is_ascii_alphanumeric() || TAKING.contains(&name.word) {
        return false;
    }
    let rest = &text[name.span.end..];
    let small = || small_word(rest.get(1..).unwrap_or_default().trim_ascii_start());
    match rest {
        [b'\n', ..] => small().is_some() && pair::below_name(text, name).is_none(),
        [b',', ..] => small().is_some() && sequel::told(rest).is_none() && said::written(text, name.span.end) == 0,
        [b' ', b'a'..=b'z', ..] => {
            small().is_some_and(|word| !TYING.contains(&word) && !QUALITIES.contains(&word))
                && memchr::memchr3(b':', b'=', b'\'', &rest[..rest.len().min(REACH)]).is_none()
                && declare::set(text, name).is_none()
                && pair::led(text, name).is_none()
                && phrase::told(text, name.span.end, name.span.end, name).is_none()
                && said::becomes(&rest[1..]).is_none()
                && said::since(&rest[1..]).is_none()
                && sequel::told(rest).is_none()
        }
        _ => false,
    }
}

/// The word of small letters that begins here and ends before a blank, perhaps with a sign of sentences. Those that say
/// that a value follows are none.
fn small_word(rest: &[u8]) -> Option<&[u8]> {
    let len = rest.iter().take(LONGEST_WORD + 1).take_while(|b| b.is_ascii_lowercase()).count();
    let (word, behind) = rest.split_at(len);
    let ends = match behind {
        [] | [b',' | b';' | b'.'] => true,
        [b',' | b';' | b'.', next, ..] | [next, ..] => next.is_ascii_whitespace(),
    };
    let gives = word.starts_with(b"value") || word.starts_with(b"default");
    ((1..=LONGEST_WORD).contains(&len) && ends && !gives).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::super::{Promise, names};
    use super::*;
    use crate::redact::detect::Hits;
    use crate::redact::detect::check::read;
    use crate::redact::detect::secret::assign::judge;
    use crate::redact::detect::secret::assign::pair::second;
    use crate::redact::detect::secret::link::value_of;
    use proptest::prelude::*;

    fn last_is_in(text: &str) -> Option<bool> {
        read(text, |reading| names(reading.text(), reading.sought()).last().map(|name| is_in(reading.text(), &name)))
    }

    #[test]
    fn names_in_sentences_are_told_from_those_with_values() {
        for text in [
            "a password field.",
            "the token\n    type of it",
            "(password, or not)",
            "\u{ab}password, or not",
            "a password\nfile, too",
            "session state; so",
            "the user\n    not the owner",
            "a login role.",
        ] {
            assert_eq!(last_is_in(text), Some(true), "{text}");
        }
        for text in [
            "the password is x",
            "password root: Sunny-7",
            "password Sunny-7",
            "--password hunter",
            "a \"password\", 'x'",
            "set PASSWORD hunter",
            "machine h login jane password hunter\n",
            "password, value = 'x'",
            "password hunter2 x",
            "bindpw hunter x",
            "token abcdefghijklmnopqrstuvwxyz x",
            "<password x='y'>Sunny</password>",
        ] {
            assert_eq!(last_is_in(text), Some(false), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_found_behind_names_in_sentences(
            text in "((set|ENV|login|,|\\(|:|<|\"|-| |\n){0,3}(password|token|PASS|key|dbPass|secret|creds|user|login|uid)( |\n|,|\n  |  )(is|for|value|to|prod|[a-z]{1,9}|Sunny7q)(,|;|\\.|:|=| = |)( |\n|'|: |)([a-z/]{0,9}|Sunny-7q!|aB3xQ9zR7tYw1kLm)){1,3} ?"
        ) {
            read(&text, |reading| {
                for name in names(reading.text(), reading.sought()).filter(|name| is_in(reading.text(), name)) {
                    let mut hits = Hits::default();
                    if let Some(value) = value_of(reading, &name) {
                        second(reading, &name, &value, &mut hits);
                        if name.promise != Promise::Login {
                            judge(reading, &name, &value, &mut hits);
                        }
                    }
                    assert!(hits.is_empty(), "{text:?}");
                }
            });
        }
    }
}
