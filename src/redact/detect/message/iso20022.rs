//! Elements of the messages of ISO 20022 (pain.001, camt.053) that say by their path what they hold: accounts that have
//! no IBAN, the numbers of banks in a clearing, and the codes of banks.

use super::{ACCOUNT, BIC, Hits, LONGEST_VALUE, ROUTING};
use std::ops::Range;

/// How the path to an account without an IBAN begins.
const OTHER: &[u8] = b"Othr>";
/// The element of an account, in which it stands.
const HELD: &[u8] = b"Acct>";
/// How far before it that begins, in bytes.
const REACH: usize = 64;

/// Reads the elements of a text.
pub(super) fn read(text: &[u8], hits: &mut Hits) {
    for close in memchr::memmem::find_iter(text, b"</") {
        let Some((name, value)) = element(text, close) else { continue };
        let given = &text[value.clone()];
        let digits = given.iter().filter(|b| b.is_ascii_digit()).count();
        let plain = given.iter().all(u8::is_ascii_alphanumeric);
        match name {
            b"Id" if plain && digits >= 5 && is_account(&text[..value.start]) => hits.hit(&ACCOUNT, value),
            b"MmbId" if plain && digits == 9 && given.len() == 9 => hits.hit(&ROUTING, value),
            b"BICFI" | b"BIC" | b"BICOrBEI" | b"AnyBIC" if plain && matches!(given.len(), 8 | 11) => {
                hits.hit(&BIC, value);
            }
            _ => {}
        }
    }
}

/// The name of the element that is closed here, and the text in it.
fn element(text: &[u8], close: usize) -> Option<(&[u8], Range<usize>)> {
    let rest = &text[close + 2..];
    let len = rest.iter().take(LONGEST_VALUE).position(|b| *b == b'>')?;
    let name = local(&rest[..len]);
    let from = close.saturating_sub(LONGEST_VALUE);
    let start = from + memchr::memrchr(b'>', &text[from..close])? + 1;
    let opened = text[..start - 1].ends_with(name);
    (opened && start < close).then_some((name, start..close))
}

/// Whether the element whose tag ends here is the number of an account: `<CdtrAcct><Id><Othr><Id>`.
fn is_account(lead: &[u8]) -> bool {
    let near: Vec<u8> = lead[lead.len().saturating_sub(REACH)..].iter().copied().filter(u8::is_ascii_graphic).collect();
    let tags = |end: &[u8]| near.len() > end.len() && memchr::memmem::rfind(&near, end).is_some();
    tags(OTHER) && tags(HELD)
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::find;
    use super::super::tests::all;
    use crate::redact::kind;

    #[test]
    fn accounts_and_banks_are_found() {
        for (text, value, kind) in [
            ("<CdtrAcct><Id><Othr><Id>884209931</Id></Othr></Id></CdtrAcct>", "884209931", kind::ACCOUNT_NUMBER),
            ("<a:DbtrAcct>\n <a:Id>\n  <a:Othr>\n   <a:Id>884209931</a:Id>", "884209931", kind::ACCOUNT_NUMBER),
            ("<ClrSysMmbId><MmbId>311638860</MmbId></ClrSysMmbId>", "311638860", kind::ABA_ROUTING_NUMBER),
            ("<FinInstnId><BICFI>QLZJDETE</BICFI>", "QLZJDETE", kind::SWIFT_CODE),
        ] {
            assert_eq!(all(text), [(value.to_owned(), kind)], "{text}");
        }
    }

    #[test]
    fn other_elements_are_left() {
        finds_nothing(
            find,
            &[
                "<PmtId><InstrId>884209931</InstrId></PmtId>",
                "<Id>884209931</Id>",
                "<Othr><Id>884209931</Id></Othr>",
                "<BICFI>the code</BICFI><MmbId>12</MmbId>",
                "</</>></x>",
                "a</b",
            ],
        );
    }
}
