//! The credentials of a site in every form in which an answer could give them back.
//!
//! What a site repeats must not reach a log, a table or a dataset: an answer that holds the user's token or
//! the header that was sent is not used (law 5).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use catchment_base::secret::{Secret, SecretBytes};
use memchr::memmem;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A shorter token would be found in any text.
const SHORTEST: usize = 8;
/// How often escapes are resolved: JSON in JSON, an address in markup.
const MOST_LAYERS: usize = 3;
/// The longest number of a character in markup, with its semicolon.
const LONGEST_REFERENCE: usize = 10;
/// What stays as it is in an address beside letters and digits, by who writes it: a form, RFC 3986, a browser, the cautious.
const PLAIN: [&[u8]; 4] = [b"*-._", b"-_.~", b"-_.!~*'()", b""];

/// Finds credentials in what came from outside.
#[derive(Clone, Default)]
pub struct Credentials {
    forms: Vec<SecretBytes>,
}

impl Credentials {
    /// The same with the forms of a secret, as far as it is long enough to be told from other text.
    pub fn with(self, secret: &Secret) -> Self {
        let text = secret.expose();
        if text.len() < SHORTEST {
            return self;
        }
        let mut forms = BTreeSet::from([STANDARD_NO_PAD.encode(text), URL_SAFE_NO_PAD.encode(text)]);
        forms.extend(PLAIN.iter().flat_map(|plain| percent(text, plain)));
        // Messages quote what they were sent: JSON stands in JSON, and markup as well.
        for quoted in [text.to_owned(), markup(text, 3), markup(text, 5)] {
            let escaped = [escape(&quoted), ascii(&escape(&quoted))];
            forms.extend(escaped.iter().map(|once| escape(once)));
            forms.extend(escaped);
            forms.insert(quoted);
        }
        self.and(forms)
    }

    /// The same with a secret and the pair that basic authentication sends of it.
    pub fn with_pair(self, username: &str, secret: &Secret) -> Self {
        let pair = STANDARD_NO_PAD.encode(format!("{username}:{}", secret.expose()));
        self.and([pair]).with(secret)
    }

    fn and(mut self, forms: impl IntoIterator<Item = String>) -> Self {
        self.forms.extend(forms.into_iter().map(|form| SecretBytes::new(form.into_bytes())));
        self
    }

    /// Whether the bytes hold the credentials in any of their forms, or do once escapes in them are resolved.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        let are = |bytes: &[u8]| self.forms.iter().any(|form| memmem::find(bytes, form.expose()).is_some());
        if are(bytes) {
            return true;
        }
        let mut text = Cow::Borrowed(bytes);
        for _ in 0..MOST_LAYERS {
            let Some(inner) = decoded(&text) else { return false };
            if are(&inner) {
                return true;
            }
            text = Cow::Owned(inner);
        }
        false
    }
}

/// The signs that tokens have and that markup may write by their names (HTML, named character references).
const NAMED: [(&[u8], u8); 22] = [
    (b"amp", b'&'),
    (b"lt", b'<'),
    (b"gt", b'>'),
    (b"quot", b'"'),
    (b"apos", b'\''),
    (b"equals", b'='),
    (b"sol", b'/'),
    (b"plus", b'+'),
    (b"lowbar", b'_'),
    (b"period", b'.'),
    (b"colon", b':'),
    (b"semi", b';'),
    (b"commat", b'@'),
    (b"percnt", b'%'),
    (b"num", b'#'),
    (b"dollar", b'$'),
    (b"excl", b'!'),
    (b"ast", b'*'),
    (b"quest", b'?'),
    (b"bsol", b'\\'),
    (b"lpar", b'('),
    (b"rpar", b')'),
];

/// A text with the escapes of JSON, of markup and of addresses resolved, where it has any that stand for a character: `\u0041`,
/// `\/`, `&#65;`, `&#x41;`, `&equals;`, `%41`.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut done = 0;
    for at in memchr::memchr3_iter(b'\\', b'&', b'%', text) {
        if at < done {
            continue;
        }
        if let Some((character, len)) = escaped(&text[at..]) {
            out.extend_from_slice(&text[done..at]);
            out.extend_from_slice(&character);
            done = at + len;
        }
    }
    (done > 0).then(|| [&out[..], &text[done..]].concat())
}

/// The bytes that an escape at the beginning of a text stands for, and its length.
fn escaped(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let utf8 = |code: u32| char::from_u32(code).map(|c| c.to_string().into_bytes());
    match text {
        [b'\\', b'u', ..] => {
            let high = number(text.get(2..6)?, 16)?;
            match (0xd800..0xdc00).contains(&high) {
                false => Some((utf8(high)?, 6)),
                true => {
                    let low =
                        text.get(6..8).filter(|lead| *lead == b"\\u").and_then(|_| number(text.get(8..12)?, 16))?;
                    let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    Some((utf8(0x1_0000 + ((high - 0xd800) << 10) + low)?, 12))
                }
            }
        }
        [b'\\', b'/', ..] => Some((b"/".to_vec(), 2)),
        [b'&', b'#', rest @ ..] => {
            let end = rest.iter().take(LONGEST_REFERENCE).position(|b| *b == b';')?;
            let code = match &rest[..end] {
                [b'x' | b'X', hex @ ..] => number(hex, 16)?,
                digits => number(digits, 10)?,
            };
            Some((utf8(code)?, 2 + end + 1))
        }
        [b'&', rest @ ..] => {
            let is_it = |name: &[u8]| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with(b";"));
            let (name, sign) = NAMED.iter().find(|(name, _)| is_it(name))?;
            Some((vec![*sign], name.len() + 2))
        }
        [b'%', rest @ ..] => Some((vec![u8::try_from(number(rest.get(..2)?, 16)?).ok()?], 3)),
        _ => None,
    }
}

/// The number that digits write, all of which are some.
fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(text, radix).ok()
}

/// A text as an address holds it, with the bytes `plain` left as they are.
fn percent(text: &str, plain: &[u8]) -> [String; 3] {
    let upper: String = text
        .bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || plain.contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let lower: Vec<String> = upper
        .split('%')
        .enumerate()
        .map(|(at, part)| match (at, part.split_at_checked(2)) {
            (1.., Some((hex, rest))) => format!("{}{rest}", hex.to_lowercase()),
            _ => part.to_owned(),
        })
        .collect();
    [upper.replace("%20", "+"), lower.join("%"), upper]
}

/// A text with the first `most` of the characters that markup keeps for itself written as entities.
fn markup(text: &str, most: usize) -> String {
    const ENTITIES: [(char, &str); 5] =
        [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")];
    ENTITIES[..most].iter().fold(text.to_owned(), |text, (plain, entity)| text.replace(*plain, entity))
}

/// The inside of a text as JSON has it.
fn escape(text: &str) -> String {
    let escaped = serde_json::Value::from(text).to_string();
    escaped.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned()
}

/// The inside of a JSON text with everything that is not ASCII escaped.
fn ascii(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    for unit in escaped.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_every_form_and_nothing_else_is() {
        let credentials = Credentials::default().with_pair("me@example.com", &Secret::new("can\"ar y&ü%41".to_owned()));
        for text in [
            "<can\"ar y&ü%41>",
            r#"{"t":"can\"ar y&ü%41"}"#,
            r#"{"t":"can\"ar y&\u00fc%41"}"#,
            "?t=can%22ar+y%26%C3%BC%2541&",
            "?t=can%22ar%20y%26%C3%BC%2541&",
            "?t=can%22ar%20y%26%c3%bc%2541&",
            "<p>can&quot;ar y&amp;ü%41</p>",
            r#"{"t":"sent {\"key\":\"can\\\"ar y&ü%41\"}"}"#,
            "Basic bWVAZXhhbXBsZS5jb206Y2FuImFyIHkmw7wlNDE=",
            "Y2FuImFyIHkmw7wlNDE=",
        ] {
            assert!(credentials.are_in(text.as_bytes()), "{text}");
        }
        assert!(!credentials.are_in(b"can ar y"));
    }

    #[test]
    fn a_token_is_found_however_its_characters_are_written() {
        let credentials = Credentials::default().with(&Secret::new("token-ü-😀-7".to_owned()));
        let escape =
            |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04X}")).collect::<String>();
        let json: String = "token-ü-😀-7".chars().map(escape).collect();
        let references: String = "token-ü-😀-7".chars().map(|c| format!("&#{};", u32::from(c))).collect();
        let hex: String = "token-ü-😀-7".chars().map(|c| format!("&#x{:x};", u32::from(c))).collect();
        let percent: String = "token-ü-😀-7".bytes().map(|b| format!("%{b:02x}")).collect();
        for text in
            [&json, &references, &hex, &percent, &json.replacen("\\u0074", "t", 1), &references.replace('&', "\\u0026")]
        {
            assert!(credentials.are_in(format!("{{\"a\":\"<{text}>\"}}").as_bytes()), "{text}");
        }
        let signs = Credentials::default().with(&Secret::new("to/ken+7_x==".to_owned()));
        for text in ["to\\/ken+7_x==", "to&sol;ken&plus;7&lowbar;x&equals;&equals;", "to&amp;sol;ken+7_x=="] {
            assert!(signs.are_in(text.as_bytes()), "{text}");
        }
        for text in ["\\u0074oken", "%", "&#;", "&#x110000;", "\\ud800\\u0041", "\\u12", "%4", "&#99999999999;"] {
            assert!(!credentials.are_in(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_short_token_is_looked_for_in_the_header_only() {
        let credentials = Credentials::default().with_pair("me", &Secret::new("the".to_owned()));
        assert!(!credentials.are_in(b"the text"));
        assert!(credentials.are_in(STANDARD_NO_PAD.encode("me:the").as_bytes()));
    }
}
