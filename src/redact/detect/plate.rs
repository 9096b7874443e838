//! The forms of registration plates beside a word for them.

use super::document::form;

/// The forms of many countries: letters and digits in groups; in Germany with the letters of the district first.
const PLATES: &[&str] = &[
    "aaa_99999",
    "aaa_9999",
    "aaa_999",
    "999_aaa",
    "9aaa_999",
    "aa_99_aa",
    "aaa_99_aa",
    "999_aa9",
    "aaa_99a9",
    "aa_999_aa",
    "9999_aaa",
    "99_aaa_9",
    // Belgium.
    "9-aaa-999",
    "aa_999_a",
    "9_aaa_99",
    "aaa_99_a",
    "aa_99999",
    "aa_9999a",
    "aa_9a999",
    "aaa_99aa",
    "aa_9aa99",
    "aaa-aa_9999",
    "aaa-aa_999",
    "aaa-aa_99",
    "aaa-aa_9",
    "aaa-a_9999",
    "aaa-a_999",
    "aaa-a_99",
    "aa-aa_9999",
    "aa-aa_999",
    "aa-aa_99",
    "aa-aa_9",
    "aa-a_9999",
    "aa-a_999",
    "aa-a_99",
    "a-aa_9999",
    "a-aa_999",
    "a-aa_99",
    "a-aa_9",
    "a-a_9999",
    "a-a_999",
    "a-a_99",
    "aaa aa 9999",
    "aaa aa 999",
    "aaa a 9999",
    "aaa a 999",
    "aa aa 9999",
    "aa aa 999",
    "aa aa 99",
    "aa a 9999",
    "aa a 999",
    "a aa 9999",
    "a aa 999",
    "a aa 99",
    "a a 9999",
    "a a 999",
    // Turkey.
    "99_aaa_999",
    "99_aaa_99",
    "99_aaa_9999",
    "99_aa_9999",
    "99_aa_999",
    "99_a_9999",
    "99_a_99999",
    // Brazil, motorcycles of Argentina, Chile, Colombia, Mexico, Peru.
    "aaa_9a99",
    "a_999_aaa",
    "aaaa_99",
    "aaa_99_99",
    "aaa_999_a",
    "a9a_999",
    // Ireland, Denmark, Portugal, Croatia, Slovenia and Serbia, Romania, Bulgaria and Ukraine.
    "999-a-9999",
    "999-a-99999",
    "99-a-9999",
    "99-a-99999",
    "999-aa-9999",
    "999-a-999",
    "aa 99 999",
    "99-aa-99",
    "99-99-aa",
    "aa_9999_aa",
    "aa_999-aa",
    "aa_aa-999",
    "a_99_aaa",
    "aa 99 aaa",
    "aa-99-aaa",
    "a_9999_aa",
    // Czechia, Poland, Russia, Latvia, Estonia.
    "9a9_9999",
    "9aa_9999",
    "aa_999aa",
    "a_999_aa_99",
    "a_999_aa_999",
    "aa-9999",
    "aa_99_aa_9999",
    "aa_99_a_9999",
    // Switzerland, Austria, Ontario.
    "aa_999_999",
    "a-999_aa",
    "aa-999_aa",
    "aaaa_999",
    // Nigeria, Kenya, South Africa, Singapore, Indonesia, Vietnam, Israel.
    "aaa_999_aa",
    "aaa_999a",
    "aa_999-999",
    "aa_99_aa_aa",
    "aaa_9999_a",
    "a_9999_aaa",
    "aa_9999_aaa",
    "99a_999.99",
    "99a_99999",
    "99-999-99",
    "999-99-999",
    // States of the United States and of Australia.
    "aa9_9999",
    "a99_aaa",
    "9aa_9aa",
];

/// Where a plate of any country ends that begins here, all of its letters capitals.
pub(super) fn any_plate(text: &[u8], at: usize) -> Option<usize> {
    let end = form(PLATES)(text, at)?;
    text[at..end].iter().filter(|b| b.is_ascii_alphabetic()).all(u8::is_ascii_uppercase).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::check::report;
    use super::*;

    #[test]
    fn plates_of_many_countries_are_found_beside_their_word() {
        for (text, plate) in [
            ("placa SEM8K41", "SEM8K41"),
            ("placa: RHT2D07", "RHT2D07"),
            ("Plaka: 34 FKR 362", "34 FKR 362"),
            ("Placa AE 451 KT", "AE 451 KT"),
            ("Plate: 221-D-40817", "221-D-40817"),
            ("number plate MH 12 AB 4829", "MH 12 AB 4829"),
            ("Plate number: KJA-989PZ", "KJA-989PZ"),
            ("plate number B 4829 XKA", "B 4829 XKA"),
            ("plaque VD 318 774", "VD 318 774"),
            ("license plate: 7A4 8291", "7A4 8291"),
        ] {
            let report = report(text);
            let found: Vec<&str> =
                report.findings.iter().map(|found| &text[found.bounds().0..found.bounds().1]).collect();
            assert_eq!(found, [plate], "{text}");
        }
        for other in ["placa SEM8k41", "plate 221-D", "placa SEM8K415", "plate B 48 291"] {
            assert!(report(other).findings.is_empty(), "{other}");
        }
    }

    #[test]
    fn no_form_is_named_twice() {
        let mut forms = PLATES.to_vec();
        forms.sort_unstable();
        forms.dedup();
        assert_eq!(forms.len(), PLATES.len());
    }
}
