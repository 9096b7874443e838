//! The credentials of a site in every form in which an answer could give them back.
//!
//! What a site repeats must not reach a log, a table or a dataset: an answer that holds the user's token or
//! the header that was sent is not used (law 5).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use catchment_base::secret::{Secret, SecretBytes};
use memchr::memmem;
use std::collections::BTreeSet;

/// A shorter token would be found in any text.
const SHORTEST: usize = 8;
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

    /// Whether the bytes hold the credentials in any of their forms.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        self.forms.iter().any(|form| memmem::find(bytes, form.expose()).is_some())
    }
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
    fn a_short_token_is_looked_for_in_the_header_only() {
        let credentials = Credentials::default().with_pair("me", &Secret::new("the".to_owned()));
        assert!(!credentials.are_in(b"the text"));
        assert!(credentials.are_in(STANDARD_NO_PAD.encode("me:the").as_bytes()));
    }
}
