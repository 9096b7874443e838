//! Entries of files of the automated clearing house in the United States (Nacha): lines of 94 characters with fields of fixed
//! widths, of which those that begin with a `6` hold the account and the name of who pays or is paid.

use super::super::nation::weighted;
use super::{ACCOUNT, Hits, PERSON};
use std::ops::Range;

/// How long a line is.
const LINE: usize = 94;
/// The codes of transactions: to and from an account for payments, for savings, of a ledger, or of a loan.
const CODES: &[&[u8]] = &[
    b"21", b"22", b"23", b"24", b"26", b"27", b"28", b"29", b"31", b"32", b"33", b"34", b"36", b"37", b"38", b"39",
    b"41", b"42", b"43", b"46", b"47", b"48", b"51", b"52", b"53", b"55", b"56",
];
/// Where the fields stand: the bank with its check digit, the account, the amount, who it is and the name, and the trace.
const BANK: Range<usize> = 3..12;
const NUMBER: Range<usize> = 12..29;
const AMOUNT: Range<usize> = 29..39;
const IDENTITY: Range<usize> = 39..54;
const NAME: Range<usize> = 54..76;
const TRACE: Range<usize> = 79..94;

/// Reads a line of a text.
pub(super) fn read(text: &[u8], line: Range<usize>, hits: &mut Hits) {
    let given = &text[line.clone()];
    let given = given.strip_suffix(b"\r").unwrap_or(given);
    if given.len() != LINE || !is_entry(given) {
        return;
    }
    for (field, rule) in [(NUMBER, &ACCOUNT), (IDENTITY, &ACCOUNT), (NAME, &PERSON)] {
        let value = &given[field.clone()];
        let lead = value.len() - value.trim_ascii_start().len();
        let from = line.start + field.start + lead;
        let len = value.trim_ascii().len();
        if len > 0 {
            hits.hit(rule, from..from + len);
        }
    }
}

/// Whether a line is an entry: its code, the check digit of the bank (3, 7, 1), figures where only these may stand.
fn is_entry(line: &[u8]) -> bool {
    let figures = |field: Range<usize>| line[field].iter().all(u8::is_ascii_digit);
    line[0] == b'6'
        && CODES.contains(&&line[1..3])
        && [BANK, AMOUNT, TRACE].into_iter().all(figures)
        && weighted(&line[BANK], &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
        && matches!(line[78], b'0' | b'1')
}

#[cfg(test)]
mod tests {
    use super::super::super::check::finds_nothing;
    use super::super::super::check::hits;
    use super::super::find_numbers;
    use crate::redact::kind;

    fn entry(bank: &str) -> String {
        format!("622{bank}{:<17}{:010}{:<15}{:<22}  0091000010000001", "88231004417", 125_000, "E-42", "RUIZ JANE")
    }

    #[test]
    fn accounts_and_names_of_entries_are_found() {
        let text = format!("5220ACME\n{}\n8200", entry("091000019"));
        let mut found = hits(find_numbers, &text);
        found.sort_by_key(|(value, _)| text.find(value.as_str()));
        let expected =
            [("88231004417", kind::ACCOUNT_NUMBER), ("E-42", kind::ACCOUNT_NUMBER), ("RUIZ JANE", kind::PERSON_NAME)];
        assert_eq!(found, expected.map(|(value, kind)| (value.to_owned(), kind)));
    }

    #[test]
    fn other_lines_are_left() {
        finds_nothing(
            find_numbers,
            &[&entry("091000018"), &entry("091000019")[1..], &format!("{} ", entry("091000019"))],
        );
    }
}
