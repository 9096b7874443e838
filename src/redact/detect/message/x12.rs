//! Segments of X12, as in HIPAA's transactions: a name, and elements between `*`; `~` or the end of the line ends one. A
//! qualifier before an element says what it is (005010X222, X220, X279, X221).

use super::Field::{self, Account, Birth, Npi, Phone, Plan, Record, Routing, Ssn};
use super::LONGEST;
use crate::redact::scan::columns::between;
use std::ops::Range;

/// The name of a segment, the numbers of elements that may be qualifiers, a qualifier, and what follows it.
type Qualified = (&'static [u8], &'static [usize], &'static [u8], Field);

/// Elements behind a qualifier.
const QUALIFIED: &[Qualified] = &[
    (b"NM1", &[8], b"MI", Plan),
    (b"NM1", &[8], b"II", Plan),
    (b"NM1", &[8], b"HN", Plan),
    (b"NM1", &[8], b"34", Ssn),
    (b"NM1", &[8], b"XX", Npi),
    (b"REF", &[1], b"SY", Ssn),
    (b"REF", &[1], b"0F", Plan),
    (b"REF", &[1], b"1W", Plan),
    (b"REF", &[1], b"F6", Plan),
    (b"REF", &[1], b"IG", Plan),
    (b"REF", &[1], b"23", Plan),
    (b"REF", &[1], b"EA", Record),
    (b"REF", &[1], b"EJ", Account),
    (b"DMG", &[1], b"D8", Birth),
    (b"PER", &[3, 5, 7], b"TE", Phone),
    (b"PER", &[3, 5, 7], b"HP", Phone),
    (b"PER", &[3, 5, 7], b"CP", Phone),
    (b"PER", &[3, 5, 7], b"WP", Phone),
    (b"BPR", &[6, 12], b"01", Routing),
    (b"BPR", &[8, 14], b"DA", Account),
    (b"BPR", &[8, 14], b"SG", Account),
];
/// Segments whose first element is the number of a patient's account.
const NUMBERED: [&[u8]; 2] = [b"CLM", b"CLP"];

/// Reads the segments of a text.
pub(super) fn read(text: &[u8], tell: &mut impl FnMut(Field, Range<usize>)) {
    let mut at = 0;
    for segment in text.split(|b| matches!(b, b'~' | b'\n' | b'\r')) {
        let lead = segment.iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
        let span = at + lead..at + segment.len();
        at += segment.len() + 1;
        let name = segment.get(lead..lead + 3).unwrap_or_default();
        let listed = NUMBERED.contains(&name) || QUALIFIED.iter().any(|(known, ..)| *known == name);
        if listed && segment.get(lead + 3) == Some(&b'*') && span.len() <= LONGEST {
            elements(text, name, span, tell);
        }
    }
}

/// Reads the elements of a segment.
fn elements(text: &[u8], name: &[u8], span: Range<usize>, tell: &mut impl FnMut(Field, Range<usize>)) {
    let all: Vec<Range<usize>> = between(text, span, b'*').collect();
    if NUMBERED.contains(&name) {
        tell(Account, all[1].clone());
    }
    let known = QUALIFIED.iter().filter(|(known, ..)| *known == name);
    for (at, qualifier, field) in
        known.flat_map(|(_, all, qualifier, field)| all.iter().map(move |at| (at, qualifier, field)))
    {
        let is_there = all.get(*at).is_some_and(|element| text[element.clone()] == **qualifier);
        let given = all.get(at + 1).filter(|_| is_there);
        given.into_iter().for_each(|given| tell(*field, word(text, given)));
    }
}

/// The first word of an element: remarks may follow the last one of a line.
fn word(text: &[u8], element: &Range<usize>) -> Range<usize> {
    let len = text[element.clone()].iter().take_while(|b| !b.is_ascii_whitespace()).count();
    element.start..element.start + len
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::find;
    use super::super::tests::all;
    use crate::redact::kind;

    #[test]
    fn elements_behind_their_qualifiers_are_found() {
        for (text, value, kind) in [
            ("NM1*IL*1*DOE*JANE****MI*XKW774182091~", "XKW774182091", kind::HEALTH_PLAN_BENEFICIARY_NUMBER),
            ("ST*270*1~NM1*IL*1*DOE*JANE****34*219094418~EQ*30~", "219094418", kind::US_SSN),
            ("NM1*1P*2*OAK CLINIC*****XX*1417923406\nHL*2", "1417923406", kind::US_NPI),
            ("REF*SY*219094418~", "219094418", kind::US_SSN),
            ("REF*EA*7741820~", "7741820", kind::MEDICAL_RECORD_NUMBER),
            ("REF*0F*M77418209~     <- the subscriber", "M77418209", kind::HEALTH_PLAN_BENEFICIARY_NUMBER),
            ("~DMG*D8*19710423*F~", "19710423", kind::DATE_OF_BIRTH),
            ("PER*IP**HP*4157392204*EM*x~", "4157392204", kind::PHONE_NUMBER),
            ("PER*IC*BILLING*EM*x*TE*4157392204", "4157392204", kind::PHONE_NUMBER),
            ("CLM*4410-0293*1500***11:B:1*Y*A*Y*I~", "4410-0293", kind::ACCOUNT_NUMBER),
        ] {
            assert_eq!(all(text), [(value.to_owned(), kind)], "{text}");
        }
        assert_eq!(all("BPR*I*150*C*ACH*CCP*01*071000013*DA*44100293*1*1*01*071000013*DA*7741820").len(), 4);
    }

    #[test]
    fn descriptions_and_other_elements_are_left() {
        finds_nothing(
            find,
            &[
                "NM1*IL*1*<last>*<first>****MI*<member id>~",
                "NM1*PR*2*ACME*****PI*842610001~",
                "REF*SY*<ssn>~REF*D9*17312345600~",
                "DMG*D8*<yyyymmdd>*M~DTP*472*D8*20260215~",
                "CLM*...*150***11:B:1*Y*A*Y*I~",
                "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260301*1200*^*00501*000000001*0*P*:~",
                "the NM1*08 qualifier is MI*123456789",
                "SE*24*0001~GE*1*1~",
            ],
        );
    }
}
