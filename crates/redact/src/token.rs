//! Pseudonym tokens: `[TYPE_` key id (4), pseudonym (20), check (6) `]`, in base32 (`A`–`Z`, `2`–`7`).
//!
//! - The pseudonym is the first 100 bits of HMAC-SHA256 over domain, type and normalised value: the same person has
//!   the same token everywhere, and without the key nobody can find the person by trying all values.
//! - The key id tells tokens of different keys apart; it is a digest of the key's name, not of the key.
//! - The check is an HMAC over the token itself. A token of ours is known again and left as it is; anything else
//!   that has the shape of a token was written by somebody, and becomes `[TOKEN]`, so that nobody forges a join.

use crate::kind;
use crate::rewrite::replace;
use aws_lc_rs::{digest, hmac};
use catchment_base::error::{Error, Kind, Result};
use catchment_base::secret::SecretBytes;
use catchment_io::key::Keys;
use std::ops::Range;

const KEY_BYTES: usize = 32;
const ID: usize = 4;
const PSEUDONYM: usize = 20;
const CHECK: usize = 6;
/// The last part of a token: key id, pseudonym and check.
const PART: usize = ID + PSEUDONYM + CHECK;
const SHORTEST_TYPE: usize = 2;
const LONGEST_TYPE: usize = 40;
/// Longer texts are no tokens.
const LONGEST_TOKEN: usize = 234;
/// A last part this long makes a bracketed name a token, whoever wrote it; placeholders stay below.
const TOKEN_PART: usize = 24;

/// What a text is to the owner of a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen<'a> {
    /// A pseudonym of this type, made with the key.
    Ours(&'a str),
    /// A pseudonym made with another key, by what it says of it.
    OtherKeys(&'a str),
    /// In the form of a pseudonym made with the key, but it was not.
    Forged,
    /// No pseudonym.
    Nothing,
}

/// The key of the pseudonyms, with its name.
#[derive(Clone)]
pub struct PseudonymKey {
    key: hmac::Key,
    id: String,
}

impl PseudonymKey {
    /// The key of a data directory.
    pub fn of(keys: &Keys) -> Result<Self> {
        Self::new(&keys.derive("pseudonym")?, keys.id())
    }

    /// The key of 32 secret bytes. `id` names the key and is no secret.
    pub fn new(secret: &SecretBytes, id: &str) -> Result<Self> {
        if secret.expose().len() != KEY_BYTES {
            return Err(Error::new(Kind::Damaged, format!("the pseudonym key is not {KEY_BYTES} bytes long")));
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose());
        let id = base32(digest::digest(&digest::SHA256, id.as_bytes()).as_ref(), ID);
        Ok(Self { key, id })
    }

    /// The token of a value that is already in its normal form.
    pub(super) fn token(&self, kind: &str, value: &str) -> String {
        let pseudonym = self.mac(&["catchment pseudonym 1", kind, value], PSEUDONYM);
        let body = format!("{kind}_{}{pseudonym}", self.id);
        let check = self.check(&body);
        format!("[{body}{check}]")
    }

    /// Whether this text is a token that this key made.
    pub(super) fn made(&self, text: &str) -> bool {
        bracketed(text).is_some_and(|inner| matches!(self.see(inner), Seen::Ours(_)))
    }

    /// What this text is; the brackets may be left out.
    pub(super) fn see<'a>(&self, text: &'a str) -> Seen<'a> {
        let inner = bracketed(text).unwrap_or(text);
        let is_token = inner.len() <= LONGEST_TYPE + 1 + PART && inner.bytes().all(is_token_byte);
        let parts = inner.rsplit_once('_').filter(|_| is_token);
        let Some((kind, part)) = parts.filter(|(kind, part)| kind.len() >= SHORTEST_TYPE && part.len() == PART) else {
            return Seen::Nothing;
        };
        let (body, check) = inner.split_at(inner.len() - CHECK);
        match &part[..ID] {
            id if id != self.id => Seen::OtherKeys(id),
            _ if check == self.check(body) => Seen::Ours(kind),
            _ => Seen::Forged,
        }
    }

    /// What the tokens of this key say of it.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// By how many days dates are moved into the past: one to 365, the same for all.
    pub(super) fn days(&self) -> i64 {
        let number =
            self.mac(&["catchment date shift 1"], 8).bytes().fold(0, |sum, b| (sum * 31 + i64::from(b)) % 100_003);
        1 + number % 365
    }

    fn check(&self, body: &str) -> String {
        self.mac(&["catchment token check 1", body], CHECK)
    }

    fn mac(&self, parts: &[&str], len: usize) -> String {
        let mut message = hmac::Context::with_key(&self.key);
        for part in parts {
            // The length keeps the parts apart, whatever they hold.
            message.update(&(part.len() as u64).to_be_bytes());
            message.update(part.as_bytes());
        }
        base32(message.sign().as_ref(), len)
    }
}

/// What stands in the brackets that a text begins and ends with.
fn bracketed(text: &str) -> Option<&str> {
    text.strip_prefix('[')?.strip_suffix(']')
}

/// The first `len` characters of the base32 form (RFC 4648).
fn base32(bytes: &[u8], len: usize) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let quintet = |index: usize| {
        let bit = index * 5;
        let byte = |at: usize| u16::from(bytes.get(at).copied().unwrap_or(0));
        let pair = byte(bit / 8) << 8 | byte(bit / 8 + 1);
        usize::from(pair >> (11 - bit % 8) & 31)
    };
    (0..len).map(|index| char::from(ALPHABET[quintet(index)])).collect()
}

/// The spans of `text` that have the shape of a token.
pub(super) fn shaped(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    written(text).filter(|span| is_token(&text[span.start + 1..span.end - 1]))
}

/// The spans of `text` that have the shape of a token or of a placeholder, in order.
pub(super) fn written(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr_iter(b'[', text).filter_map(|open| {
        let len = text[open + 1..].iter().take_while(|b| is_token_byte(**b)).count();
        let end = open + len + 1;
        // An age that is generalised ends in a plus.
        let end = end + usize::from(text.get(end) == Some(&b'+'));
        (len >= SHORTEST_TYPE && text.get(end) == Some(&b']')).then_some(open..end + 1)
    })
}

/// Whether a placeholder or a token stands in the text.
pub(super) fn is_any_written(text: &[u8]) -> bool {
    written(text).next().is_some()
}

/// Whether nothing but placeholders and tokens stands in the text.
pub(super) fn is_all_written(text: &[u8]) -> bool {
    // Few texts begin like one.
    text.trim_ascii_start().first() == Some(&b'[') && is_any_written(text) && without_written(text).trim().is_empty()
}

/// The text without placeholders and tokens.
pub(super) fn without_written(text: &[u8]) -> String {
    let (mut left, mut done) = (String::with_capacity(text.len()), 0);
    for span in written(text).chain(std::iter::once(text.len()..text.len())) {
        left.push_str(&String::from_utf8_lossy(&text[done..span.start]));
        done = span.end;
    }
    left
}

/// Whether this is the placeholder of a type that there is, built in or by the policy's own names.
pub(super) fn names_type(text: &str, own: impl Fn(&str) -> bool) -> bool {
    bracketed(text).is_some_and(|name| kind::named(name).is_some() || own(name))
}

/// Whether the text in brackets has the shape of a token's.
fn is_token(inner: &[u8]) -> bool {
    let kind = inner.iter().rposition(|b| *b == b'_').unwrap_or(0);
    kind >= SHORTEST_TYPE && inner.len() > kind + TOKEN_PART && inner.len() <= LONGEST_TOKEN && !inner.ends_with(b"+")
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
}

/// Whether the span stands in a placeholder that keeps a part of its value, `[CREDIT_CARD_1234]`.
pub(super) fn in_placeholder(text: &[u8], span: &Range<usize>) -> bool {
    let from = span.start.saturating_sub(LONGEST_TYPE + 12);
    let Some(open) = memchr::memrchr(b'[', &text[from..span.start]).map(|at| from + at) else { return false };
    let close = text[span.end..].iter().take(LONGEST_TYPE).position(|b| *b == b']').map(|at| span.end + at);
    let inner = close.and_then(|close| std::str::from_utf8(&text[open + 1..close]).ok());
    let parts = inner.and_then(|inner| inner.rsplit_once('_'));
    parts.is_some_and(|(name, rest)| kind::named(name).is_some() && replace::is_rest(rest))
}

/// The spans of placeholders that keep a part of their values.
pub(super) fn placeholders(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr_iter(b'[', text).filter(|open| in_placeholder(text, &(open + 1..open + 1))).filter_map(|open| {
        let len = memchr::memchr(b']', &text[open..])?;
        Some(open..open + len + 1)
    })
}

/// Whether the whole text is a placeholder like `[EMAIL_ADDRESS]`.
pub(super) fn is_placeholder(text: &str) -> bool {
    bracketed(text).is_some_and(|inner| {
        inner.len() >= SHORTEST_TYPE && inner.bytes().all(is_token_byte) && !is_token(inner.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8, id: &str) -> PseudonymKey {
        PseudonymKey::new(&SecretBytes::new(vec![byte; 32]), id).unwrap()
    }

    #[test]
    fn a_token_is_stable_and_depends_on_key_type_and_value() {
        let token = key(1, "k").token("ACCOUNT_ID", "abc");
        assert_eq!(token, key(1, "k").token("ACCOUNT_ID", "abc"));
        assert_eq!(token.len(), "[ACCOUNT_ID_]".len() + ID + PSEUDONYM + CHECK);
        assert_ne!(token, key(2, "k").token("ACCOUNT_ID", "abc"));
        assert_ne!(token[16..], key(1, "k").token("ACCOUNT_ID", "abd")[16..]);
        assert_ne!(token[12..], key(1, "k").token("ACCOUNT_I", "Dabc")[11..]);
    }

    #[test]
    fn a_text_is_seen_for_what_it_is_and_only_tokens_of_this_key_in_brackets_are_ours() {
        let (ours, other) = (key(1, "k"), key(1, "other"));
        let token = ours.token("ACCOUNT_ID", "abc");
        let bare = &token[1..token.len() - 1];
        for (text, seen) in [
            (token.as_str(), Seen::Ours("ACCOUNT_ID")),
            (bare, Seen::Ours("ACCOUNT_ID")),
            (&key(2, "k").token("ACCOUNT_ID", "abc"), Seen::Forged),
            (&token.replace("ACCOUNT_ID", "EMAIL_ADDRESS"), Seen::Forged),
            (&other.token("ACCOUNT_ID", "abc"), Seen::OtherKeys(other.id())),
            ("", Seen::Nothing),
            ("[]", Seen::Nothing),
            ("[A]", Seen::Nothing),
            ("[ACCOUNT_ID]", Seen::Nothing),
            ("abc", Seen::Nothing),
            (&token[1..], Seen::Nothing),
            (&token.to_lowercase(), Seen::Nothing),
            (&format!("{token} "), Seen::Nothing),
        ] {
            assert_eq!(ours.see(text), seen, "{text}");
            assert_eq!(ours.made(text), text == token, "{text}");
        }
    }

    #[test]
    fn the_shape_of_a_token_is_told_from_placeholders() {
        let token = key(1, "k").token("ACCOUNT_ID", "abc");
        let text = format!("a {token} [EMAIL_ADDRESS] [x] [A_B]");
        assert_eq!(shaped(text.as_bytes()).collect::<Vec<_>>(), [Range { start: 2, end: 2 + token.len() }]);
        assert!(
            in_placeholder(b"a [CREDIT_CARD_1234] b", &(15..19))
                && in_placeholder(b"[DATE_TIME_2024-05-17]", &(11..21))
        );
        assert!(!in_placeholder(b"[X_1234]", &(3..7)) && !in_placeholder(b"[US_SSN_078-05-1121]", &(8..19)));
        assert!(is_placeholder("[EMAIL_ADDRESS]") && is_placeholder("[TOKEN]"));
        assert!(!is_placeholder(&token) && !is_placeholder("[x]") && !is_placeholder("[]"));
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        assert_eq!(base32(b"foobar", 9), "MZXW6YTBO");
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        assert!(PseudonymKey::new(&SecretBytes::new(vec![1; 31]), "k").is_err());
    }
}
