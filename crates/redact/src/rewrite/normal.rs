//! Normal forms: the one spelling under which a person's value is made a pseudonym.

use crate::kind::{
    self, ACCOUNT_ID, CARD_EXPIRY, CARD_TRACK, CRYPTO, DATE_OF_BIRTH, DATE_TIME, DENIED, EMAIL_ADDRESS, IP_ADDRESS,
    PERSON_NAME, SECRET, TOKEN, URL, USERNAME,
};
use crate::view::fold::folded;
use std::net::IpAddr;
use unicode_normalization::UnicodeNormalization;

/// The type whose token stands for a column of this kind; none if the kind is not known.
pub(crate) fn kind_of_column(column: &str) -> Option<&'static str> {
    match column {
        "account_id" | "user_key" | "space_key" => Some(ACCOUNT_ID),
        "email" => Some(EMAIL_ADDRESS),
        "username" => Some(USERNAME),
        "display_name" => Some(PERSON_NAME),
        _ => None,
    }
}

/// The kinds of column that are known, for a message.
pub(crate) const COLUMNS: &str = "account_id, user_key, space_key, email, username, display_name";

/// Types whose values are told apart by more than letters and digits.
const WRITTEN: [&str; 11] =
    [CARD_EXPIRY, CARD_TRACK, CRYPTO, DATE_OF_BIRTH, DATE_TIME, EMAIL_ADDRESS, kind::AGE, SECRET, TOKEN, URL, USERNAME];

/// The normal form of a value of the given type.
pub(crate) fn normal(kind: &str, value: &str) -> String {
    match kind {
        ACCOUNT_ID => account_id(value),
        PERSON_NAME | DENIED => name(value),
        _ if WRITTEN.contains(&kind) || kind::named(kind).is_none() => folded(value).trim().to_lowercase(),
        IP_ADDRESS => {
            let plain = folded(value).trim().to_lowercase();
            // One of version 6 has many spellings.
            plain.parse().map(|address: IpAddr| address.to_string()).unwrap_or(plain)
        }
        _ => number(value),
    }
}

/// Numbers and codes are written with and without separators.
fn number(value: &str) -> String {
    folded(value).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The key of a personal space is `~` and the account id without its punctuation: both shall join.
fn account_id(value: &str) -> String {
    folded(value).to_lowercase().chars().filter(|c| !matches!(c, '~' | ':' | '-') && !c.is_whitespace()).collect()
}

/// Names keep their accents and their script; only case, blanks and compatibility forms are evened out.
fn name(value: &str) -> String {
    let lower = value.nfkc().collect::<String>().to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_have_one_normal_form() {
        let id = "71202005d3f8c1a7b2e4f609a1d0c2b3a4d5e6f";
        for (kind, one, other) in [
            (ACCOUNT_ID, "712020:05d3f8c1-a7b2-e4f6-09a1-d0c2b3a4d5e6f", id),
            (ACCOUNT_ID, "~71202005D3F8C1A7B2E4F609A1D0C2B3A4D5E6F", id),
            (ACCOUNT_ID, " 71202005d3f8c1a7b2e4f609a1d0c2b3a4d5e6f ", id),
            (EMAIL_ADDRESS, " John.Doe@Example.ORG ", "john.doe@example.org"),
            (PERSON_NAME, " Jos\u{e9}\u{a0} P\u{e9}rez ", "JOSE\u{301} PE\u{301}REZ"),
            ("IBAN_CODE", "DE89 3704 0044 0532 0130 00", "de89370400440532013000"),
            ("PHONE_NUMBER", "(202) 555-0143", "202.555.0143"),
            ("IP_ADDRESS", "2001:DB8:0:0::1", "2001:db8::1"),
        ] {
            assert_eq!(normal(kind, one), normal(kind, other), "{kind}");
        }
        assert_eq!((normal(ACCOUNT_ID, id), normal(EMAIL_ADDRESS, "a.b@x.io")), (id.to_owned(), "a.b@x.io".to_owned()));
        for (kind, one, other) in [
            (PERSON_NAME, "José", "Jose"),
            ("IP_ADDRESS", "1.12.3.4", "11.2.3.4"),
            ("DATE_OF_BIRTH", "1/12/1980", "11/2/1980"),
            ("EMAIL_ADDRESS", "a.b@x.io", "ab@x.io"),
            ("SECRET", "a-b", "ab"),
        ] {
            assert_ne!(normal(kind, one), normal(kind, other), "{kind}");
        }
    }
}
