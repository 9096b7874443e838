//! Listings of the elements of DICOM files, as `dcmdump` and `pydicom` print them: a tag of two groups, the kind of the
//! value, and the value between brackets or quotes (DICOM PS3.6).

use super::Field::{self, Birth, Phone, Record};
use std::ops::Range;

/// The tags of what tells who the patient is.
const TAGS: &[(&[u8], &[u8], Field)] = &[
    (b"0010", b"0020", Record),
    (b"0010", b"1000", Record),
    (b"0010", b"0030", Birth),
    (b"0010", b"2154", Phone),
    (b"0008", b"0050", Record),
    (b"0038", b"0010", Record),
];

/// Reads a line of a listing.
pub(super) fn read(text: &[u8], line: Range<usize>, tell: &mut impl FnMut(Field, Range<usize>)) {
    let written = text[line.clone()].trim_ascii_start();
    let Some((group, rest)) = written.strip_prefix(b"(").and_then(|rest| rest.split_at_checked(4)) else { return };
    let rest = rest.strip_prefix(b", ").or_else(|| rest.strip_prefix(b",")).unwrap_or_default();
    let Some((element, rest)) = rest.split_at_checked(4).filter(|(_, rest)| rest.starts_with(b")")) else { return };
    let known = TAGS.iter().find(|(one, other, _)| group == *one && element == *other);
    let Some((.., field)) = known else { return };
    let value = [(b'[', b']'), (b'\'', b'\''), (b'"', b'"')].iter().find_map(|(open, close)| {
        // The name of the element may hold an apostrophe; its value comes last.
        let end = memchr::memrchr(*close, rest)?;
        let start = memchr::memrchr(*open, &rest[..end])? + 1;
        Some(line.end - rest.len() + start..line.end - rest.len() + end)
    });
    value.into_iter().for_each(|value| tell(*field, value));
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::find;
    use super::super::tests::all;
    use crate::redact::kind;

    #[test]
    fn elements_of_patients_are_found() {
        for (text, value, kind) in [
            ("(0010,0020) LO [7741820]   # 8,1 Patient ID", "7741820", kind::MEDICAL_RECORD_NUMBER),
            ("x\n(0010,0030) DA [19710423]   # 8,1 Patient's Birth Date", "19710423", kind::DATE_OF_BIRTH),
            ("(0010, 0030) Patient's Birth Date      DA: '19710423'", "19710423", kind::DATE_OF_BIRTH),
            ("  (0008,0050) SH [A7741820]  # 8,1 Accession Number", "A7741820", kind::MEDICAL_RECORD_NUMBER),
        ] {
            assert_eq!(all(text), [(value.to_owned(), kind)], "{text}");
        }
    }

    #[test]
    fn other_elements_and_descriptions_are_left() {
        finds_nothing(
            find,
            &[
                "(0010,0020) LO Patient ID",
                "(0008,0060) CS [CT]  # 2,1 Modality",
                "(0018,0050) DS [1.25]  # 4,1 Slice Thickness",
                "(0020,0013) IS [7741820]",
                "(0010,0030) DA []",
                "(0010, 0030",
            ],
        );
    }
}
