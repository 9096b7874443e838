//! Mobile devices and their SIM cards, numbered alike in all nations: IMEI (3GPP TS 23.003), ICCID (ITU-T E.118) and
//! IMSI (ITU-T E.212). HIPAA's Safe Harbor rule counts them among identifiers.

use super::super::{Rank, Rule};
use super::check::luhn;
use super::row::{self, Row, row, word};
use crate::redact::kind;

pub(super) const ROWS: &[Row] = &[
    row!(DEVICE_ID, "imei", "Luhn check",
        forms: &[
            word("ddddddddddddddd"), word("dd dddddd dddddd d"), word("dd-dddddd-dddddd-d"), word("dddddddddddddd"),
            word("dddddddddddddddd"),
        ],
        check: Some(|value| value.len() == 15 && luhn(value)),
        odds: 10,
        words: &["imei", "imeisv", "meid", "device imei"],
    ),
    row!(DEVICE_ID, "iccid", "begins with 89, which is telecommunications",
        forms: &[word("ddddddddddddddddddd"), word("dddddddddddddddddddd")],
        fits: |value| value.starts_with(b"89"),
        odds: 100,
        words: &["iccid", "icc id", "simkarte", "sim", "sim card", "sim no"],
    ),
    row!(DEVICE_ID, "imsi", "fifteen digits",
        forms: &[word("ddddddddddddddd")],
        words: &["imsi"],
    ),
];

#[cfg(test)]
mod tests {
    use super::super::cases::{not, word};
    use crate::redact::kind;

    #[test]
    fn numbers_of_devices_are_found_by_their_words() {
        word(
            kind::DEVICE_ID,
            &[
                ("IMEI: #", "351934912442600"),
                ("imei2=#", "351934912442601"),
                ("IMEI # seen", "35 193491 244260 0"),
                ("ICCID #", "8944110068123456784"),
                ("iccid=#", "89441100681234567841"),
                ("IMSI #", "234101234567890"),
            ],
        );
    }

    #[test]
    fn what_is_none_is_left() {
        not("imei", &["351934912442600", "35 193491 244260 0"]);
        not("iccid", &["8944110068123456784"]);
    }
}
