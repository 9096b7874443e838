//! Identifiers of FHIR in JSON: the code of their type, or the system that gives them, stands before the value
//! (`"code":"MR" … "value":"…"`, after HL7 table 0203).

use super::CODES;
use super::Field::{self, Npi, Plan, Ssn};
use std::ops::Range;

/// How far behind its code a value may stand, in bytes.
const REACH: usize = 240;
/// The ends of the systems that give numbers.
const SYSTEMS: &[(&[u8], Field)] = &[(b"/us-npi", Npi), (b"/us-ssn", Ssn), (b"/us-medicare", Plan)];

/// Reads the identifiers of a text.
pub(super) fn read(text: &[u8], tell: &mut impl FnMut(Field, Range<usize>)) {
    for name in memchr::memmem::find_iter(text, b"\"code\"") {
        told_by(text, name + b"\"code\"".len(), |given| one_of(CODES, |known| given == known), tell);
    }
    for name in memchr::memmem::find_iter(text, b"\"system\"") {
        told_by(text, name + b"\"system\"".len(), |given| one_of(SYSTEMS, |known| given.ends_with(known)), tell);
    }
}

fn one_of(all: &[(&[u8], Field)], is: impl Fn(&[u8]) -> bool) -> Option<Field> {
    all.iter().find(|(known, _)| is(known)).map(|(_, field)| *field)
}

/// Reads the value behind a member that says what it is.
fn told_by(
    text: &[u8],
    from: usize,
    field: impl Fn(&[u8]) -> Option<Field>,
    tell: &mut impl FnMut(Field, Range<usize>),
) {
    let Some(said) = string(text, from) else { return };
    let Some(field) = field(&text[said.clone()]) else { return };
    let near = &text[said.end..text.len().min(said.end + REACH)];
    let Some(at) = memchr::memmem::find(near, b"\"value\"") else { return };
    // Another identifier begins behind a brace.
    if memchr::memchr(b'{', &near[..at]).is_none() {
        string(text, said.end + at + b"\"value\"".len()).into_iter().for_each(|value| tell(field, value));
    }
}

/// The string that is the value of a member whose name ends here.
fn string(text: &[u8], from: usize) -> Option<Range<usize>> {
    let rest = text[from..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let start = text.len() - rest.len();
    let len = memchr::memchr2(b'"', b'\n', &rest[..rest.len().min(REACH)])?;
    (rest[len] == b'"').then_some(start..start + len)
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::find;
    use super::super::tests::all;
    use crate::redact::kind;

    #[test]
    fn identifiers_are_found() {
        for (text, value, kind) in [
            (
                r#"{"type":{"coding":[{"system":"http://terminology.hl7.org/x","code":"MR"}]},"value":"7741820"}"#,
                "7741820",
                kind::MEDICAL_RECORD_NUMBER,
            ),
            (
                "{\n \"system\": \"hl7.org/x\",\n \"code\": \"MB\"\n }]},\n \"value\": \"XKW774182091\"\n}",
                "XKW774182091",
                kind::HEALTH_PLAN_BENEFICIARY_NUMBER,
            ),
            (r#"{"system":"http://hl7.org/fhir/sid/us-npi","value":"1417923406"}"#, "1417923406", kind::US_NPI),
        ] {
            assert_eq!(all(text), [(value.to_owned(), kind)], "{text}");
        }
    }

    #[test]
    fn other_members_are_left() {
        finds_nothing(
            find,
            &[
                r#"{"code":"MR","display":"Medical record number"}"#,
                r#"{"code":"MR"},{"code":"XX","value":"7741820"}"#,
                r#"{"system":"http://loinc.org","code":"2345-7"},"valueQuantity":{"value":182}"#,
                r#"{"system":"http://hl7.org/fhir/sid/us-npi","value":"string"}"#,
                r#"{"code":"MR","value":null}"#,
                r#""code":"#,
            ],
        );
    }
}
