//! The credentials of a site in every form in which an answer could give them back.
//!
//! What a site repeats must not reach a log, a table or a dataset: an answer that holds the user's token or
//! the header that was sent is not used (law 5).

use crate::secret::{Secret, SecretBytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use std::collections::BTreeSet;
use url::form_urlencoded;

/// A shorter token would be found in any text.
const SHORTEST: usize = 8;

/// Finds credentials in what came from outside.
pub struct Credentials {
    forms: Vec<SecretBytes>,
}

impl Credentials {
    /// The forms of this user's token.
    pub fn new(username: &str, password: &Secret) -> Self {
        let token = password.expose();
        let mut forms = BTreeSet::from([STANDARD.encode(format!("{username}:{token}"))]);
        if token.len() >= SHORTEST {
            let escaped = serde_json::Value::from(token).to_string();
            let escaped = escaped.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned();
            let percent: String = form_urlencoded::byte_serialize(token.as_bytes()).collect();
            forms.extend([
                STANDARD.encode(token),
                ascii(&escaped),
                escaped,
                percent.replace('+', "%20"),
                percent,
                token.to_owned(),
            ]);
        }
        Self { forms: forms.into_iter().map(|form| SecretBytes::new(form.into_bytes())).collect() }
    }

    /// Whether the bytes hold the credentials in any of their forms.
    pub fn are_in(&self, bytes: &[u8]) -> bool {
        self.forms.iter().any(|form| memmem::find(bytes, form.expose()).is_some())
    }
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
        let credentials = Credentials::new("me@example.com", &Secret::new("can\"ar y&ü%41".to_owned()));
        for text in [
            "<can\"ar y&ü%41>",
            r#"{"t":"can\"ar y&ü%41"}"#,
            r#"{"t":"can\"ar y&\u00fc%41"}"#,
            "?t=can%22ar+y%26%C3%BC%2541&",
            "?t=can%22ar%20y%26%C3%BC%2541&",
            "Basic bWVAZXhhbXBsZS5jb206Y2FuImFyIHkmw7wlNDE=",
            "Y2FuImFyIHkmw7wlNDE=",
        ] {
            assert!(credentials.are_in(text.as_bytes()), "{text}");
        }
        assert!(!credentials.are_in(b"can ar y"));
    }

    #[test]
    fn a_short_token_is_looked_for_in_the_header_only() {
        let credentials = Credentials::new("me", &Secret::new("the".to_owned()));
        assert!(!credentials.are_in(b"the text"));
        assert!(credentials.are_in(STANDARD.encode("me:the").as_bytes()));
    }
}
