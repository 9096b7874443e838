//! JSON Web Tokens in their compact form (RFC 7519): parts of base64url with full stops between them, of which the
//! first is JSON that names an algorithm (`alg`). Signed ones have three parts (RFC 7515), encrypted ones five (RFC
//! 7516); one whose signature was cut off still says all it says.

use super::super::{Detector, Hits, Reading, Rule, is_free, run, secret};
use crate::redact::gate::Signals;
use crate::redact::view::View;
use std::ops::Range;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&JWT], needs: Signals::RUN, find };

static JWT: Rule = secret("secret.jwt", "the first part is JSON that names an algorithm");

/// `{"` in base64.
const OPEN: &[u8] = b"eyJ";
/// `{` and blanks before the first name.
const OPENINGS: [&[u8]; 4] = [OPEN, b"ewog", b"eyAi", b"ewoJ"];
/// The longest part looked at, in bytes.
const LONGEST: usize = 1 << 14;

/// Names the tokens of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let view = reading.view();
    for start in memchr::memchr_iter(b'e', view.text()) {
        let opens = OPENINGS.iter().any(|opening| view.text()[start..].starts_with(opening));
        let token = if opens && is_free(view, start) { token(view, start) } else { None };
        match token {
            Some(span) if names_algorithm(&view.text()[span.clone()]) => hits.hit(&JWT, span),
            Some(span) => hits.miss(&JWT, span, "the first part names no algorithm"),
            None => {}
        }
    }
}

/// Two parts or more from here on.
fn token(view: &View, start: usize) -> Option<Range<usize>> {
    let text = view.text();
    let mut end = start + part(view, start);
    let mut parts = 1;
    while parts < 5 && text.get(end) == Some(&b'.') {
        let len = part(view, end + 1);
        if len == 0 && parts != 1 {
            break;
        }
        end += 1 + len;
        parts += 1;
    }
    // The last part of a sentence's last word is followed by a full stop.
    (parts >= 2 && text.get(end - 1) != Some(&b'.')).then_some(start..end)
}

fn part(view: &View, from: usize) -> usize {
    run(view, from, LONGEST, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Whether the first part has `"alg"` in it, at any of the three places where base64 may cut it.
fn names_algorithm(token: &[u8]) -> bool {
    let header = token.split(|b| *b == b'.').next().unwrap_or_default();
    let forms: [&[u8]; 3] = [b"JhbGci", b"ImFsZyI", b"iYWxnI"];
    forms.iter().any(|form| super::super::value::contains(header, form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    /// `{"alg":"HS256","typ":"JWT"}`, `{"sub":"7"}` and a signature.
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJlLW9mLW91cnM";

    #[test]
    fn tokens_are_found() {
        let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0";
        // `{"typ":"JWT","alg":"HS256"}` and `{ "alg": "HS256" }`.
        let second = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2ln";
        let spaced = "eyAiYWxnIjogIkhTMjU2IiB9.eyJzdWIiOiI3In0.c2ln";
        for token in [TOKEN, unsigned, second, spaced] {
            finds(find, &[(token, token), (&format!("Bearer {token}."), token), (&format!("t={token}&x"), token)]);
        }
    }

    #[test]
    fn other_base64_is_left() {
        finds_nothing(
            find,
            &["eyJzdWIiOiI3In0.eyJzdWIiOiI3In0.c2ln", "eyJhbGciOiJub25lIn0", &TOKEN[1..], "eyJ", "eyJ.", "x.eyJ"],
        );
    }

    #[test]
    fn a_tag_sets_a_token_off_from_a_word() {
        use crate::redact::{Policy, Redactor, Tally};
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let body = format!("<p>x<b>{TOKEN}</b>, x{TOKEN}</p>");
        let redacted = format!("<p>x<b>[SECRET]</b>, x{TOKEN}</p>");
        assert_eq!(redactor.storage(&body, &mut Tally::new()), redacted);
    }
}
