//! Fields of the messages of SWIFT and of the statements of banks (MT103, MT940): a tag between colons at the beginning
//! of a line, and an account behind a slash, or the code of a bank.

use super::{ACCOUNT, BIC, Hits, LONGEST_VALUE, lines};
use crate::redact::scan::columns::between;
use std::ops::Range;

/// The tags of parties, which may hold an account behind a slash, without the letter behind their figures.
const PARTIES: [&[u8]; 11] = [b"50", b"51", b"52", b"53", b"54", b"55", b"56", b"57", b"58", b"59", b"82"];
/// The letter of a party that the code of its bank tells.
const CODED: &[u8] = b"A";
/// The most letters of the tag.
const TAG: usize = 4;

/// Reads the fields of a text.
pub(super) fn read(text: &[u8], hits: &mut Hits) {
    for line in lines(text) {
        let Some((tag, value)) = field(text, line) else { continue };
        let (figures, letter) = tag.split_at(2);
        if PARTIES.contains(&figures) {
            party(text, letter, value, hits);
        } else if tag.starts_with(b"25") {
            account(text, value, hits);
        } else if tag == b"86" {
            between(text, value, b'?').for_each(|part| detail(text, part, hits));
        }
    }
}

/// The tag at the beginning of a line, and what stands behind it.
fn field(text: &[u8], line: Range<usize>) -> Option<(&[u8], Range<usize>)> {
    let given = text[line.clone()].trim_ascii_end();
    let lead = given.len() - given.trim_ascii_start().len();
    let written = given[lead..].strip_prefix(b":")?;
    let end = memchr::memchr(b':', &written[..written.len().min(TAG)])?;
    let tag = &written[..end];
    let known =
        tag.len() >= 2 && tag[..2].iter().all(u8::is_ascii_digit) && tag[2..].iter().all(u8::is_ascii_uppercase);
    let start = line.start + lead + 1 + end + 1;
    known.then_some((tag, start..start + written.len() - end - 1))
}

/// The account of a party, behind one slash or the letter of its side, or the code of its bank.
fn party(text: &[u8], letter: &[u8], value: Range<usize>, hits: &mut Hits) {
    let given = &text[value.clone()];
    let lead = match given {
        [b'/', b'C' | b'D', b'/', ..] => 3,
        // Two slashes lead to the code of a clearing.
        [b'/', b'/', ..] => return,
        [b'/', ..] => 1,
        _ if letter.starts_with(CODED) => return code(text, value, hits),
        _ => return,
    };
    account(text, value.start + lead..value.end, hits);
}

/// Says that an account stands here.
fn account(text: &[u8], span: Range<usize>, hits: &mut Hits) {
    let given = &text[span.clone()];
    let digits = given.iter().filter(|b| b.is_ascii_digit()).count();
    let fits = given.len() <= LONGEST_VALUE && given.iter().all(|b| b.is_ascii_alphanumeric() || b"/-".contains(b));
    if digits >= 5 && fits {
        hits.hit(&ACCOUNT, span);
    }
}

/// Says that the code of a bank stands here.
fn code(text: &[u8], span: Range<usize>, hits: &mut Hits) {
    let given = &text[span.clone()];
    let (bank, rest) = given.split_at(given.len().min(6));
    let is_code = matches!(given.len(), 8 | 11) && bank.iter().all(u8::is_ascii_uppercase);
    if is_code && rest.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        hits.hit(&BIC, span);
    }
}

/// A part of the details of a booking: the bank of the other side behind 30, its account behind 31.
fn detail(text: &[u8], part: Range<usize>, hits: &mut Hits) {
    let behind = part.start + 2..part.end;
    match text.get(part.start..part.start + 2) {
        Some(b"30") if behind.start < behind.end => code(text, behind, hits),
        Some(b"31") if behind.start < behind.end => account(text, behind, hits),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::find;
    use super::super::tests::all;
    use crate::redact::kind;

    #[test]
    fn accounts_and_banks_of_parties_are_found() {
        for (text, value, kind) in [
            (":32A:260301USD23453,\n:50K:/884209931764\nJANE DOE", "884209931764", kind::ACCOUNT_NUMBER),
            (":59:/5327791871\nJOHN DOE", "5327791871", kind::ACCOUNT_NUMBER),
            (":53B:/C/18381106653400", "18381106653400", kind::ACCOUNT_NUMBER),
            (":57A:QLZJDETE", "QLZJDETE", kind::SWIFT_CODE),
            (":20:STARTUMS\n:25:10020030/1820468826", "10020030/1820468826", kind::ACCOUNT_NUMBER),
            (":86:166?00UEBERWEISUNG?20Miete?3118204688?32JANE", "18204688", kind::ACCOUNT_NUMBER),
            (":86:166?00UEBERWEISUNG?30QTOYDENB", "QTOYDENB", kind::SWIFT_CODE),
        ] {
            assert_eq!(all(text), [(value.to_owned(), kind)], "{text}");
        }
    }

    #[test]
    fn other_fields_and_descriptions_are_left() {
        finds_nothing(
            find,
            &[
                ":20:REF-9900142\n:23B:CRED\n:32A:260301EUR15000,00",
                ":50K:/<account>\n:59:/account",
                ":70:INV 8842009\n:71A:OUR\n:72:/ACC/RENT",
                ":57D://CC000400123",
                ":28C:00001/001\n:60F:C260301EUR1000,00",
                "Field :59: holds /5327791871",
                "12:59:/5327791871",
                ":::59:",
                ":50",
            ],
        );
    }
}
