//! Passwords of several words.

use super::super::name::prose::FUNCTION_WORDS;
use super::is_description;

/// Whether it is a passphrase and no sentence: four to eight dictionary words in small letters, or a few words of which
/// one shows itself.
pub(in super::super) fn is_passphrase(value: &[u8]) -> bool {
    let words = || value.split(|b| *b == b' ');
    let small = |word: &[u8]| (3..=9).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase);
    (4..=8).contains(&words().count()) && words().all(small) && !words().any(is_said)
        || is_marked_phrase(value)
        || is_numbered_phrase(value)
        || is_app_password(value)
}

/// Whether these are the four times four small letters that Google gives an app for a password.
fn is_app_password(value: &[u8]) -> bool {
    let words = || value.split(|b| *b == b' ');
    let drawn = |word: &[u8]| word.iter().filter(|b| b"aeiou".contains(b)).count();
    words().count() == 4
        && words().all(|word| word.len() == 4 && word.iter().all(u8::is_ascii_lowercase))
        // Words have vowels.
        && words().any(|word| drawn(word) == 0)
}

/// Whether these are two to four words of letters with a number behind them, none of which sentences or labels have.
fn is_numbered_phrase(value: &[u8]) -> bool {
    const COUNTED: [&[u8]; 14] = [
        b"step", b"field", b"line", b"level", b"version", b"error", b"test", b"page", b"option", b"column", b"part",
        b"section", b"type", b"rule",
    ];
    let Some(at) = memchr::memrchr(b' ', value) else { return false };
    let (lead, number) = (&value[..at], &value[at + 1..]);
    let words = || lead.split(|b| *b == b' ');
    let counted = |word: &[u8]| COUNTED.iter().any(|one| word.eq_ignore_ascii_case(one));
    let plain = |word: &[u8]| word.len() >= 3 && word.iter().all(u8::is_ascii_alphabetic);
    (1..=4).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && (2..=4).contains(&words().count())
        && words().all(|word| plain(word) && !is_said(word) && !counted(word))
}

/// Whether these are two to five words, none of them short, of which one has figures beside letters or signs of passwords.
pub(in super::super) fn is_marked_phrase(value: &[u8]) -> bool {
    let words = || value.split(|b| *b == b' ');
    let fits = |b: &u8| b.is_ascii_alphanumeric() || b"!@#$%^&*?+-_".contains(b);
    let mixed = |b: &u8| !b.is_ascii_digit() && !matches!(b, b'-' | b'_');
    let marked = |word: &[u8]| word.iter().any(u8::is_ascii_digit) && word.iter().any(mixed);
    (2..=5).contains(&words().count())
        && words().all(|word| word.len() >= 3 && word.iter().all(fits) && !is_said(word))
        && words().any(marked)
}

/// Whether this is a word of sentences.
fn is_said(word: &[u8]) -> bool {
    FUNCTION_WORDS.iter().any(|one| word.eq_ignore_ascii_case(one)) || is_description(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_words_are_told_from_sentences() {
        assert!(is_passphrase(b"correct horse battery staple") && is_passphrase(b"Summer time 2024!"));
        for text in [&b"Must have 8 characters"[..], b"Summer time 2024", b"at least 8x", b"Otter88", b"a, b1"] {
            assert!(!is_marked_phrase(text));
        }
        for text in [&b"enter the new password"[..], b"three word phrase", b"Correct Horse Battery Staple", b"a b c d"]
        {
            assert!(!is_passphrase(text));
        }
        assert!(is_passphrase(b"Blue Horse 42") && is_passphrase(b"mwpo ylbh supr bpth"));
        for text in [&b"Step two 2"[..], b"Horse 42", b"Blue Horse 12345", b"one of 2"] {
            assert!(!is_passphrase(text));
        }
    }
}
