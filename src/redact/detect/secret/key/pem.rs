//! Private keys in text: blocks of RFC 7468 and its forerunners (`-----BEGIN RSA PRIVATE KEY-----` …), of OpenPGP (RFC
//! 9580) and of SSH (RFC 4716, PuTTY). A block without an end goes on to where its base64 stops. Public keys, certificates
//! and requests stay.

use super::super::link::count;
use super::super::sought::Mark;
use super::super::{Detector, Hits, Reading, Rule, secret};
use crate::redact::gate::Signals;
use crate::redact::view::View;
use memchr::memmem::{self, Finder};
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&PEM, &PUTTY], needs: Signals::SECRET, find };

pub(in crate::redact) static PEM: Rule = secret("secret.pem", "the lines that enclose a private key");
static PUTTY: Rule = secret("secret.putty", "the line above the private part of a PuTTY key");

const BEGIN: &[u8] = b"BEGIN ";
const END: &[u8] = b"END ";
/// What programs for private networks call a key that both sides have.
const STATIC_KEY: &[u8] = b"OpenVPN Static key V1";
/// The longest label, in bytes.
const LONGEST_LABEL: usize = 64;
/// The longest block, in bytes.
const LONGEST: usize = 1 << 17;
/// The shortest line of base64 that goes on in the next one, in bytes.
const SHORTEST_LINE: usize = 40;

static BEGINNINGS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGIN));

/// Names the private keys of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let view = reading.view();
    let mut done = 0;
    for at in reading.sought().places(Mark::Begin) {
        let Some((span, is_key)) = enclosed(view, at.start).filter(|(span, _)| span.start >= done) else { continue };
        if is_key {
            done = span.end;
            hits.hit(&PEM, span);
        } else {
            hits.miss(&PEM, span, "too little stands between its lines for a key");
        }
    }
    for from in reading.sought().places(Mark::PrivateLines).map(|lead| lead.end) {
        let digits = view.text()[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let span = from + digits..body_end(view.text(), from + digits);
        if digits > 0 && span.len() > 40 {
            hits.hit(&PUTTY, span);
        }
    }
}

/// Whether a private key begins in a block of text whose body does not follow there.
pub(in crate::redact) fn opens(view: &View) -> bool {
    let text = view.text();
    let begins = |at: usize| text[..at].ends_with(b"--") && private_name(text, at).is_some();
    BEGINNINGS.find_iter(text).last().is_some_and(|at| begins(at) && block(view, at).is_none() && !closes(&text[at..]))
}

/// Whether this is the line below a private key.
fn closes(text: &[u8]) -> bool {
    memmem::find_iter(text, END).any(|at| text[..at].ends_with(b"--"))
}

/// Where the lines of a private key stand in a block that has nothing else.
pub(in crate::redact) fn lines(view: &View) -> Option<Range<usize>> {
    let text = view.text();
    let start = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let span = start..start.max(text.trim_ascii_end().len());
    let fits = |piece: &[u8]| piece.is_empty() || is_base64(piece) || is_header(piece);
    (!span.is_empty() && text[span.clone()].split(u8::is_ascii_whitespace).all(fits)).then_some(span)
}

/// The block that begins around this place, with the lines that enclose it.
fn block(view: &View, at: usize) -> Option<Range<usize>> {
    enclosed(view, at).filter(|(_, is_key)| *is_key).map(|(span, _)| span)
}

/// What stands between two such lines around this place, with them, and whether it may be a key: two lines that stand in a
/// text about keys enclose nothing.
fn enclosed(view: &View, at: usize) -> Option<(Range<usize>, bool)> {
    let text = view.text();
    let dash = |b: &&u8| matches!(**b, b'-' | b' ');
    let dashes = text[..at].iter().rev().take(5).take_while(dash).count();
    let name = private_name(text, at).filter(|_| dashes >= 2)?;
    let from = at + BEGIN.len() + name.len();
    let within = &text[from..text.len().min(from + LONGEST)];
    let closing = memmem::find_iter(within, END).find(|end| within[end + END.len()..].starts_with(name));
    let end = match closing {
        Some(end) => {
            let last = from + end + END.len() + name.len();
            last + text[last..].iter().take(5).take_while(dash).count()
        }
        None => body_end(text, from),
    };
    let body = text[from..end].iter().filter(|b| b.is_ascii_alphanumeric()).count();
    Some((at - dashes..end, body > 2 * name.len() + 24))
}

/// The name of a private key behind the word that begins its first line.
fn private_name(text: &[u8], at: usize) -> Option<&[u8]> {
    let label = &text[at + BEGIN.len()..];
    if label.starts_with(STATIC_KEY) {
        return Some(&label[..STATIC_KEY.len()]);
    }
    let name = &label[..count(label, 0, LONGEST_LABEL, is_label)];
    memmem::find(name, b"PRIVATE KEY").map(|_| name)
}

/// The bodies of blocks that hold no private key: certificates, requests, public keys. In what is drawn at random there is
/// any name.
pub(in super::super) fn open_bodies(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let text = reading.text();
    let is_open = |at: &usize| text[..*at].ends_with(b"--") && private_name(text, *at).is_none();
    let begins = reading.sought().places(Mark::Begin).map(|begin| begin.start).filter(is_open);
    let bodies = begins.filter_map(|at| {
        let from = at + count(text, at, LONGEST_LABEL, is_label);
        let from = from + count(text, from, 5, |b| b == b'-');
        text[..from].ends_with(b"--").then(|| from..open_end(text, from))
    });
    bodies.filter(|body| !body.is_empty()).collect()
}

/// Where the body of such a block ends: behind its last whole line, and the shorter one that its end or padding closes.
fn open_end(text: &[u8], from: usize) -> usize {
    let mut end = from;
    for piece in pieces(text, from) {
        let run = &text[piece.clone()];
        let padding = run.iter().rev().take_while(|b| **b == b'=').count();
        let body = &run[..run.len() - padding];
        if body.is_empty() || !body.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')) {
            break;
        }
        let closed = || padding > 0 || text[piece.end..].trim_ascii_start().starts_with(b"-----");
        if body.len() < SHORTEST_LINE && !closed() {
            break;
        }
        end = piece.end;
    }
    end
}

/// What stands between blanks, quotes and line ends, from a place on.
fn pieces(text: &[u8], from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = from;
    let most = text.len().min(from + LONGEST);
    std::iter::from_fn(move || {
        let start = at + text[at..most].iter().take_while(|b| is_between(**b)).count();
        at = start + text[start..most].iter().take_while(|b| !is_between(**b)).count();
        (at > start).then_some(start..at)
    })
}

fn is_label(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' '
}

/// Where base64 and what stands between its lines stops: blanks, line ends written out or not, quotes, headers
/// (`Proc-Type: 4,ENCRYPTED`).
fn body_end(text: &[u8], from: usize) -> usize {
    let mut end = from + text[from..].iter().take(5).take_while(|b| **b == b'-').count();
    let mut at = end;
    let mut begun = false;
    while at < text.len().min(from + LONGEST) {
        let blank = text[at..].iter().take_while(|b| is_between(**b)).count();
        let word = text[at + blank..].iter().take_while(|b| !is_between(**b)).count();
        let piece = &text[at + blank..at + blank + word];
        if word == 0 || !(is_base64(piece) || !begun && is_header(piece)) {
            break;
        }
        begun |= is_base64(piece) && word >= 16;
        at += blank + word;
        end = at;
    }
    end
}

fn is_between(b: u8) -> bool {
    b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'\\')
}

/// A word of a header: its name with a colon, or values with commas between them.
fn is_header(piece: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b',' | b'.' | b'-');
    (piece.ends_with(b":") || piece.contains(&b',')) && piece.iter().all(plain)
}

/// A line of base64: long, or the short last one with padding, or of letters and digits together.
fn is_base64(piece: &[u8]) -> bool {
    let lead = usize::from(matches!(piece.first(), Some(b'n' | b'r')));
    let body = &piece[lead.min(piece.len())..];
    let alphabet = body.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    alphabet && (body.len() >= 16 || body.ends_with(b"=") || body.iter().any(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, read};

    const BODY: &str =
        "MIIEowIBAAKCAQEA0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78L\nhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc==";

    #[test]
    fn private_keys_are_found_with_their_lines() {
        for label in
            ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"]
        {
            let block = format!("-----BEGIN {label}-----\n{BODY}\n-----END {label}-----");
            finds(find, &[(&format!("key:\n{block}\nthe end"), &block)]);
            let escaped = block.replace('\n', "\\n");
            finds(find, &[(&format!("\"k\": \"{escaped}\\n\","), &escaped)]);
        }
        let ssh =
            format!("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{BODY}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----");
        assert_eq!(crate::redact::detect::check::found(find, &ssh).len(), 1);
    }

    #[test]
    fn a_block_without_an_end_goes_on_as_long_as_its_base64() {
        let block = format!("-----BEGIN RSA PRIVATE KEY-----\n{BODY}");
        finds(find, &[(&format!("{block}\nand the rest was lost."), &block), (&block, &block)]);
    }

    #[test]
    fn headers_belong_to_the_block() {
        let block =
            format!("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,5F3B\n\n{BODY}");
        finds(find, &[(&format!("{block}\n<end>"), &block)]);
    }

    #[test]
    fn the_private_lines_of_a_putty_key_are_found() {
        let lines = "\nAAAAgQCXbcWAGgeWvfJ+S0E6cr9hOCdbZTBYJmiUYVvoQ5o4Ag==";
        finds(find, &[(&format!("Private-Lines: 1{lines}\nPrivate-MAC: 0"), lines)]);
    }

    #[test]
    fn public_parts_are_left() {
        finds_nothing(
            find,
            &[
                &format!("-----BEGIN CERTIFICATE-----\n{BODY}\n-----END CERTIFICATE-----"),
                &format!("-----BEGIN PUBLIC KEY-----\n{BODY}\n-----END PUBLIC KEY-----"),
                "It begins with -----BEGIN RSA PRIVATE KEY----- and ends with another line.",
                "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
                "BEGIN PRIVATE KEY and so on",
            ],
        );
    }

    #[test]
    fn bodies_of_open_blocks_are_their_lines_of_base64_and_no_more() {
        let bodies = |text: &str| -> Vec<String> {
            let bodies = read(text, open_bodies);
            bodies.into_iter().map(|body| text[body].trim().to_owned()).collect()
        };
        for label in ["CERTIFICATE", "PUBLIC KEY", "CERTIFICATE REQUEST"] {
            assert_eq!(bodies(&format!("x\n-----BEGIN {label}-----\n{BODY}\n-----END {label}-----\ny")), [BODY]);
            assert_eq!(bodies(&format!("-----BEGIN {label}-----\n{BODY}\nPassword1 Sunny7")), [BODY]);
        }
        for text in [
            format!("-----BEGIN PRIVATE KEY-----\n{BODY}\n-----END PRIVATE KEY-----"),
            "-----BEGIN CERTIFICATE-----\npassword Sunny7q\n".to_owned(),
            format!("BEGIN CERTIFICATE\n{BODY}"),
        ] {
            assert_eq!(bodies(&text), [""; 0], "{text}");
        }
        bodies(&"-----BEGIN CERTIFICATE-----".repeat(1 << 16));
    }

    #[test]
    fn a_key_begins_in_a_block_where_neither_its_lines_nor_its_end_follow() {
        let begins = |text: &str| read(text, |reading| opens(reading.view()));
        assert!(begins("-----BEGIN RSA PRIVATE KEY-----") && begins("the key: -----BEGIN PRIVATE KEY-----"));
        for text in [
            "",
            "-----BEGIN CERTIFICATE-----",
            "BEGIN RSA PRIVATE KEY",
            "-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----",
            &format!("-----BEGIN RSA PRIVATE KEY-----\n{BODY}"),
        ] {
            assert!(!begins(text), "{text}");
        }
    }

    #[test]
    fn lines_of_a_key_are_base64_or_headers() {
        let all = |text: &str| read(text, |reading| lines(reading.view())).map(|span| text[span].to_owned());
        for text in [BODY, "Proc-Type: 4,ENCRYPTED\n\nMIIEowIBAAKCAQEA", "MIIEowIBAAKCAQEAxyz\n\nh7w="] {
            assert_eq!(all(&format!("\n {text} \n")).as_deref(), Some(text));
        }
        for text in ["", " \n", "some words of it", "nMIIEowIBAAKCAQE", "MIIEowIBAAKCAQEA and more"] {
            assert_eq!(all(text), None, "{text}");
        }
    }
}
