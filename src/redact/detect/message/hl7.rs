//! Segments of HL7 version 2: a name of three letters, and fields between `|` (HL7 2.5.1, chapters 3, 4 and 6).

use super::CODES;
use super::Field::{self, Account, Birth, License, Npi, Phone, Plan, Record, Ssn};
use crate::redact::scan::columns::between;
use std::ops::Range;

/// Fields by their numbers.
type Numbered = &'static [(usize, Field)];

/// The fields of segments.
const SEGMENTS: &[(&[u8], Numbered)] = &[
    (
        b"PID",
        &[
            (2, Record),
            (3, Record),
            (4, Record),
            (7, Birth),
            (13, Phone),
            (14, Phone),
            (18, Account),
            (19, Ssn),
            (20, License),
        ],
    ),
    (b"NK1", &[(5, Phone), (6, Phone), (16, Birth), (37, Ssn)]),
    (b"PV1", &[(7, Npi), (8, Npi), (9, Npi), (17, Npi), (19, Account)]),
    (b"ORC", &[(12, Npi)]),
    (b"OBR", &[(16, Npi)]),
    (b"GT1", &[(6, Phone), (7, Phone), (8, Birth), (12, Ssn)]),
    (b"IN1", &[(18, Birth), (36, Plan), (49, Plan)]),
    (b"IN2", &[(2, Ssn), (6, Plan), (8, Plan), (61, Plan)]),
    (b"MRG", &[(1, Record), (3, Account), (4, Record)]),
];

/// Reads a line of a message.
pub(super) fn read(text: &[u8], line: Range<usize>, tell: &mut impl FnMut(Field, Range<usize>)) {
    let lead = text[line.clone()].iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let name = &text[line.start + lead..line.end];
    let known = SEGMENTS.iter().find(|(known, _)| name.starts_with(known) && name.get(3) == Some(&b'|'));
    let Some((_, fields)) = known else { return };
    let all: Vec<Range<usize>> = between(text, line.start + lead..line.end, b'|').collect();
    for (number, field) in *fields {
        let Some(whole) = all.get(*number) else { continue };
        for one in between(text, whole.clone(), b'~') {
            let components: Vec<Range<usize>> = between(text, one, b'^').collect();
            let code = |at: usize| components.get(at).map_or(&b""[..], |code| &text[code.clone()]);
            let told = CODES.iter().find(|(known, _)| *known == code(4)).map(|(_, field)| *field);
            let field = if *field == Record { told.unwrap_or(Record) } else { *field };
            // The number alone stands in the seventh part of a telephone number that has parts.
            let at = if field == Phone && components.len() > 6 && components[0].is_empty() { 6 } else { 0 };
            tell(field, components[at].clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::find;
    use super::super::tests::all;
    use crate::redact::kind;

    #[test]
    fn numbers_and_days_of_patients_are_found() {
        let text = "PID|1||7741820^^^HOSP^MR~219094418^^^USA^SS||Doe^Jane||19710423|F|||12 Oak St||\
            (415)739-2204|^PRN^PH^^1^415^7392205|EN|M||4410029381^^^HOSP^AN|219-09-4418|D4410293^OH";
        assert_eq!(
            all(text),
            [
                ("7741820".to_owned(), kind::MEDICAL_RECORD_NUMBER),
                ("219094418".to_owned(), kind::US_SSN),
                ("19710423".to_owned(), kind::DATE_OF_BIRTH),
                ("(415)739-2204".to_owned(), kind::PHONE_NUMBER),
                ("7392205".to_owned(), kind::PHONE_NUMBER),
                ("4410029381".to_owned(), kind::ACCOUNT_NUMBER),
                ("219-09-4418".to_owned(), kind::US_SSN),
                ("D4410293".to_owned(), kind::DRIVER_LICENSE),
            ]
        );
        let plan = "x\n  IN1|1|PPO1|900|ACME||||||||||||Doe^Jane|18|19710423||||||||||||||||||XKW774182091";
        assert_eq!(all(plan).len(), 2, "{:?}", all(plan));
    }

    #[test]
    fn descriptions_and_other_segments_are_left() {
        finds_nothing(
            find,
            &[
                "PID|1||<mrn>^^^HOSP^MR||<last>^<first>||<dob>|M",
                "PID-3|Patient Identifier List|7741820",
                "| PID | 4711 | 7741820 | nginx |",
                "OBX|1|NM|2345-7^Glucose||182|mg/dL|70-99|H|||F",
                "MSH|^~\\&|REG|HOSP|OE|LAB|202603011200||ADT^A01|1|P|2.5",
                "PID|1||||||YYYYMMDD|M",
                "PIDX|1||7741820",
            ],
        );
    }
}
