//! Web addresses: with a scheme (`http`, `https`, `ftp`; RFC 3986) and a host that has a top-level domain, or bare
//! host names that begin with `www.` or end in a top-level domain that is no ending of files or word of English.
//!
//! They harm nobody and are found for reports. What opens a door in them (user and password, tokens) is not theirs.

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[Detector { rules: &[&ADDRESS, &HOST], needs: Signals::ANY, find }];

static ADDRESS: Rule = Rule {
    kind: kind::URL,
    name: "url.scheme",
    version: 1,
    rank: Rank::Shape,
    proof: "scheme and a host with a top level",
};
static HOST: Rule = Rule {
    kind: kind::URL,
    name: "url.host",
    version: 1,
    rank: Rank::Shape,
    proof: "host name with a known top level",
};

/// Top-level domains that are neither endings of files nor words.
const TOPS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "dev", "app", "cloud", "site", "online",
    "tech", "ac", "ar", "au", "be", "br", "ca", "ch", "cl", "cn", "cy", "cz", "de", "dk", "ee", "es", "eu", "fi", "fr",
    "gr", "hk", "hr", "hu", "ie", "il", "jp", "ke", "kr", "lt", "lu", "lv", "mx", "nl", "nz", "pt", "ro", "ru", "se",
    "sg", "si", "sk", "th", "tr", "tw", "ua", "uk", "us", "uy", "vn", "za",
];
/// The same among words: they count behind two labels.
const WORDY: &[&str] = &["in", "it", "is", "no", "at", "to", "me", "my", "pl"];

/// Whether this is a known top-level domain, in whatever case.
pub(super) fn is_top(label: &str) -> bool {
    TOPS.iter().chain(WORDY).any(|top| top.eq_ignore_ascii_case(label))
}

/// Names the web addresses of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let mut next = 0;
    for dot in memchr::memchr_iter(b'.', text) {
        if dot < next {
            continue;
        }
        let start = dot - text[next..dot].iter().rev().take_while(|b| is_host(**b)).count();
        let end = dot + text[dot..].iter().take_while(|b| is_host(**b)).count();
        let host = start..end - text[start..end].iter().rev().take_while(|b| matches!(b, b'.' | b'-')).count();
        next = end;
        if let Some((rule, span)) = address(reading, host) {
            next = span.end.max(end);
            hits.hit(rule, span);
        }
    }
}

fn is_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-') || byte >= 0x80
}

fn address(reading: &Reading<'_>, host: Range<usize>) -> Option<(&'static Rule, Range<usize>)> {
    let text = reading.text();
    let name = text.get(host.clone())?;
    let labels: Vec<&[u8]> = name.split(|b| *b == b'.').collect();
    let top = labels.last()?.to_ascii_lowercase();
    let known = top.len() > 1 && (top.iter().all(u8::is_ascii_alphabetic) || top.starts_with(b"xn--"));
    if labels.len() < 2 || labels.iter().any(|label| label.is_empty()) || !known {
        return None;
    }
    let end = with_path(text, host.end);
    let local = text.get(host.end) == Some(&b'@');
    if let Some(start) = scheme(text, host.start) {
        return (!local && reading.view().is_boundary(start)).then_some((&ADDRESS, start..end));
    }
    let www = labels[0].eq_ignore_ascii_case(b"www") && labels.len() > 2;
    let is = |tops: &[&str]| tops.iter().any(|known| known.as_bytes() == top);
    let common = is(TOPS) || labels.len() > 2 && is(WORDY);
    let before = host.start.checked_sub(1).map(|at| text[at]);
    let part =
        matches!(before, Some(b'@' | b'_' | b'/' | b'\\')) || matches!(text.get(host.end), Some(b'(' | b'_' | b'@'));
    let letters = labels[labels.len() - 2].iter().any(|b| !b.is_ascii_digit());
    ((www || common) && letters && !part).then_some((&HOST, host.start..end))
}

/// Where the scheme before a host begins.
fn scheme(text: &[u8], host: usize) -> Option<usize> {
    let before = &text[host.saturating_sub(8)..host];
    let lower = before.to_ascii_lowercase();
    let schemes: [&[u8]; 3] = [b"https://", b"http://", b"ftp://"];
    schemes.into_iter().find(|scheme| lower.ends_with(scheme)).map(|scheme| host - scheme.len())
}

/// Where port, path, query and fragment end, without the punctuation of the sentence.
fn with_path(text: &[u8], host: usize) -> usize {
    let port = match text.get(host) {
        Some(b':') => 1 + text[host + 1..].iter().take_while(|b| b.is_ascii_digit()).count(),
        _ => 0,
    };
    let from = if port > 1 { host + port } else { host };
    if !matches!(text.get(from), Some(b'/' | b'?' | b'#')) {
        return from;
    }
    let path = |b: &&u8| {
        b.is_ascii_graphic()
            && !matches!(b, b'<' | b'>' | b'"' | b'\\' | b'^' | b'`' | b'{' | b'}' | b'|' | b'[' | b']')
            || **b >= 0x80
    };
    let mut end = from + text[from..].iter().take_while(path).count();
    while end > from + 1 && is_closing(text, from, end) {
        end -= 1;
    }
    end
}

/// Whether the last byte belongs to the sentence.
fn is_closing(text: &[u8], from: usize, end: usize) -> bool {
    match text[end - 1] {
        b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' => true,
        b')' => !text[from..end].contains(&b'('),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn addresses_and_hosts_are_found() {
        finds(
            find,
            &[
                ("see https://example.com/a?b=c#d.", "https://example.com/a?b=c#d"),
                ("(http://example.webcam)", "http://example.webcam"),
                ("\"https://docs.example.org/\"", "https://docs.example.org/"),
                ("ftp://ftp.example.net:21/x, y", "ftp://ftp.example.net:21/x"),
                ("at www.example.photos now", "www.example.photos"),
                ("example.com", "example.com"),
                ("shop.example.co.il.", "shop.example.co.il"),
                ("https://example.com/@user/x is", "https://example.com/@user/x"),
            ],
        );
    }

    #[test]
    fn files_names_of_programs_and_mail_are_left() {
        finds_nothing(
            find,
            &[
                "www.example",
                "http://localhost",
                "main.py",
                "README.md",
                "std.fmt",
                "mailserver.local",
                "a@example.com",
                "1.5.de",
                "done.It",
                "os.path.join",
                "e.g.",
                "john.com@x.org",
                "x.org()",
            ],
        );
    }
}
