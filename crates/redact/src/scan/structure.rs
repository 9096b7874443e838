//! What the place of a value in markup says about it, before anything is read.

use crate::engine::{People, is_uuid};
use crate::finding::{Rank, Rule};
use crate::kind;
use std::ops::Range;

/// The most digits of the lengths in a style.
const MOST_DIGITS: u32 = 7;

/// What is done with an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// An id that no person writes.
    Exempt,
    /// The value is a person's id.
    Person,
    /// The value is what a person is called.
    Name,
    /// The value is a space's key, which is a person's id in a personal space.
    SpaceKey,
    /// The value is the title of a page or the name of a file: a whole field, as the column of the same title is,
    /// so that both are rewritten the same way.
    Title,
    /// The value is text like any other.
    Text,
}

/// What is done with an attribute, in an element that is about a person or not. What the editor writes by itself is exempt where
/// it has the form of that: a UUID, a small number.
pub(super) fn treatment(name: &[u8], value: &[u8], people: &People, of_person: bool) -> Treatment {
    match name {
        b"ac:macro-id" if is_uuid(value) => Treatment::Exempt,
        b"ac:schema-version" if value.len() <= 2 => Treatment::Exempt,
        b"style" | b"class" if is_presentation(value) => Treatment::Exempt,
        b"ri:space-key" => Treatment::SpaceKey,
        b"ri:content-title" | b"ri:filename" => Treatment::Title,
        _ if people.is_id(name) => Treatment::Person,
        _ if people.is_name(name, of_person) => Treatment::Name,
        _ => Treatment::Text,
    }
}

/// Whether styles and classes are what they seem: without what addresses and escapes have, and with no more digits than lengths.
fn is_presentation(value: &[u8]) -> bool {
    value.iter().map(|b| OPEN[usize::from(*b)]).sum::<u32>() <= MOST_DIGITS
}

/// What a byte counts in styles and classes: a digit one, and what addresses and escapes have too much.
const OPEN: [u32; 256] = {
    let mut open = [0; 256];
    let mut b = 0;
    while b < 256 {
        open[b] = match b as u8 {
            b'0'..=b'9' => 1,
            b'@' | b'&' | b'%' | b'\\' | b'=' | b'/' | 0x80.. => MOST_DIGITS + 1,
            _ => 0,
        };
        b += 1;
    }
    open
};

/// Text in brackets that has the shape of a token and was not made by us.
pub(super) static FOREIGN_TOKEN: Rule = rule(kind::TOKEN, "token.foreign", "the form of a pseudonym");
/// An attribute that names a person.
pub(super) static PERSON_ATTRIBUTE: Rule =
    rule(kind::ACCOUNT_ID, "account.attribute", "the attribute holds nothing else");
/// What a person is called whom an element names.
pub(super) static PERSON_NAMED: Rule = rule(kind::PERSON_NAME, "person.named", "the element is about a person");
/// A person in an address.
pub(super) static PERSON_LINKED: Rule = rule(kind::ACCOUNT_ID, "account.link", "the address leads to a person");
/// The key of a personal space.
pub(super) static PERSONAL_SPACE: Rule = rule(kind::ACCOUNT_ID, "account.space_key", "the key of a personal space");
/// A line of a private key that editors have cut into blocks.
pub(super) static KEY_LINE: Rule = rule(kind::SECRET, "secret.pem", "a line below the beginning of a private key");
/// The person to whom a link writes.
static MAIL_TARGET: Rule = rule(kind::EMAIL_ADDRESS, "link.mail", "the link writes to it");
/// The number that a link calls.
pub(super) static CALL_TARGET: Rule = rule(kind::PHONE_NUMBER, "link.call", "the link calls it");

const fn rule(kind: &'static str, name: &'static str, proof: &'static str) -> Rule {
    Rule { kind, name, version: 1, rank: Rank::Validated, proof }
}

/// The schemes that [`targets`] knows: those that write, and those that call.
const MAIL: &[u8] = b"mailto";
const CALLS: [&[u8]; 4] = [b"tel", b"sms", b"fax", b"callto"];

/// Whether an address may begin with one of the schemes that [`targets`] knows; for what is surely none a look at the
/// first bytes will do.
pub(super) fn may_be_target(source: &[u8]) -> bool {
    let odd = |b: u8| (b == b'&') | (b == b'%') | (b == b'\\') | !b.is_ascii() | (b <= b' ');
    let tells = |b: &u8| (*b == b':') | odd(*b);
    // Most addresses are paths, and all at once are looked at faster than each.
    if source.first_chunk::<8>().is_some_and(|first| !first.iter().fold(false, |any, b| any | tells(b))) {
        return false;
    }
    match source.iter().take(8).position(tells) {
        Some(at) if source[at] == b':' => is_known(&source[..at]),
        Some(_) => may_hold_colon(source),
        None => false,
    }
}

/// Whether a colon may stand in a text, however it is written.
fn may_hold_colon(source: &[u8]) -> bool {
    let tells = |b: &u8| (*b == b':') | (*b == b'%') | (*b == b'#') | (*b == b'\\') | !b.is_ascii();
    let (blocks, rest) = source.as_chunks::<16>();
    blocks.iter().any(|block| block.iter().fold(false, |any, b| any | tells(b)))
        || rest.iter().any(tells)
        || memchr::memmem::find(source, b"olon").is_some()
}

fn is_known(scheme: &[u8]) -> bool {
    scheme.eq_ignore_ascii_case(MAIL) || CALLS.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// The parts of an address that are data by its scheme: `mailto:` (RFC 6068) writes to each address before the `?` and in
/// the fields of recipients behind it; `tel:` (RFC 3966), `sms:` (RFC 5724), `fax:` and `callto:` call what stands before
/// the first `;` or `?`.
///
/// `text` is a folded view of the address.
pub(super) fn targets(text: &[u8]) -> Vec<(&'static Rule, Range<usize>)> {
    let lead = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let Some(colon) = text[lead..].iter().take(8).position(|b| *b == b':').map(|at| lead + at) else {
        return Vec::new();
    };
    let (rule, ends): (&'static Rule, &[u8]) = match text[lead..colon].to_ascii_lowercase().as_slice() {
        MAIL => (&MAIL_TARGET, b"?#"),
        scheme if CALLS.contains(&scheme) => (&CALL_TARGET, b"?#;"),
        _ => return Vec::new(),
    };
    let from = colon + 1;
    let end = text[from..].iter().position(|b| ends.contains(b)).map_or(text.len(), |at| from + at);
    let fields = if rule.name == MAIL_TARGET.name { recipients(text, end) } else { Vec::new() };
    let lists = std::iter::once(from..end).chain(fields);
    lists.flat_map(|list| parts(text, list)).map(|part| (rule, part)).collect()
}

/// The values of the fields behind the `?` that name recipients.
fn recipients(text: &[u8], question: usize) -> Vec<Range<usize>> {
    let mut at = question + 1;
    let fields = text.get(at..).unwrap_or_default().split(|b| *b == b'#').next().unwrap_or_default();
    let mut values = Vec::new();
    for field in fields.split(|b| *b == b'&') {
        let sign = field.iter().position(|b| *b == b'=').unwrap_or(0);
        if [&b"to"[..], b"cc", b"bcc"].iter().any(|name| field[..sign].eq_ignore_ascii_case(name)) {
            values.push(at + sign + 1..at + field.len());
        }
        at += field.len() + 1;
    }
    values
}

/// The parts of a list, without the blanks around them.
fn parts(text: &[u8], list: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = list.start;
    for part in text[list].split(|b| matches!(b, b',' | b';')) {
        let is_text = |b: &u8| !matches!(b, b'/' | b' ');
        if let (Some(first), Some(last)) = (part.iter().position(is_text), part.iter().rposition(is_text)) {
            parts.push(at + first..at + last + 1);
        }
        at += part.len() + 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(text: &str) -> Vec<(&'static str, &str)> {
        targets(text.as_bytes()).into_iter().map(|(rule, span)| (rule.kind, &text[span])).collect()
    }

    #[test]
    fn the_targets_of_links_are_told_by_their_scheme() {
        assert_eq!(data("mailto:ann@intra?subject=x"), [("EMAIL_ADDRESS", "ann@intra")]);
        assert_eq!(data("MailTo:ann@a.example, bo@b.example").len(), 2);
        let fields = [("EMAIL_ADDRESS", "ann@intra"), ("EMAIL_ADDRESS", "bo"), ("EMAIL_ADDRESS", "cy@intra")];
        assert_eq!(data("mailto:?to=ann@intra,bo&subject=cc=x&CC=cy@intra#to=x"), fields);
        assert_eq!(data("mailto:ann@intra?total=3&to"), [("EMAIL_ADDRESS", "ann@intra")]);
        assert_eq!(data("tel:?to=ann@intra"), []);
        assert_eq!(data("tel:+1-202-555-0143;ext=9"), [("PHONE_NUMBER", "+1-202-555-0143")]);
        assert_eq!(data(" sms:112"), [("PHONE_NUMBER", "112")]);
        for text in ["", "mailto:", "tel", "tel:?x", "https://x.example", "hotel:5", "a mailto:b"] {
            assert_eq!(data(text), [], "{text}");
        }
    }

    #[test]
    fn only_what_may_have_a_scheme_is_looked_at() {
        for text in [
            "mailto:x",
            "callto:x",
            "TEL:1",
            "&#109;ailto:",
            "%6dailto:",
            " tel:1",
            "sms&colon;1",
            "tel&#58;1",
            "tel\u{ff1a}1",
        ] {
            assert!(may_be_target(text.as_bytes()), "{text}");
        }
        for text in ["wysiwyg", "", "https://x.example", "Part&nbsp;I", "a page"] {
            assert!(!may_be_target(text.as_bytes()), "{text}");
        }
    }
}
