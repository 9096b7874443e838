//! Codes that everybody may see: those of errors, places and articles, and those by which banks approve payments, which stand on
//! each receipt. Nobody can log in with them.

use super::super::value::contains;
use crate::redact::detect::shape::figures;
use crate::redact::detect::vocabulary::first_word;
use std::ops::Range;

/// How many figures such a code has.
const APPROVED: usize = 6;
/// How far from it words are looked for that say what it is for, in bytes.
const BESIDE: usize = 64;

/// Words of codes that everybody may see, beside the bare word.
const PUBLIC: [&[u8]; 29] = [
    b"error",
    b"exit",
    b"status",
    b"return",
    b"postal",
    b"post",
    b"zip",
    b"product",
    b"item",
    b"fault",
    b"fehler",
    b"erreur",
    b"http",
    b"sql",
    b"country",
    b"area",
    b"colo",
    b"hex",
    b"stock",
    b"article",
    b"artikel",
    b"sort",
    b"tariff",
    b"discount",
    b"promo",
    b"voucher",
    b"coupon",
    b"gutschein",
    b"referral",
];

/// Whether a word in the line of the figures says that it is a code that everybody may see.
pub(super) fn is_public(text: &[u8], code: &Range<usize>) -> bool {
    names_public(&text[code.start.saturating_sub(BESIDE)..code.start])
}

/// Whether such a word stands in a text.
pub(super) fn names_public(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    PUBLIC.iter().any(|word| contains(&lower, word))
}

/// Whether this stretch, the word for a code and six figures, is one by which a bank approves a payment: beside a word for what is paid, or as `auth code`
/// without a sign before the figures. What is sent to somebody who pays is called so as well.
pub(super) fn is_of_terminal(text: &[u8], whole: Range<usize>, joined: bool) -> bool {
    const PAYMENTS: [&str; 29] = [
        "card",
        "terminal",
        "receipt",
        "payment",
        "paid",
        "merchant",
        "approved",
        "pos",
        "eur",
        "usd",
        "gbp",
        "chf",
        "amount",
        "sale",
        "purchase",
        "refund",
        "visa",
        "mastercard",
        "amex",
        "debit",
        "credit",
        "maestro",
        "beleg",
        "contactless",
        "bezahlt",
        "zahlung",
        "kartenzahlung",
        "girocard",
        "karte",
    ];
    const LOGINS: [&str; 14] =
        ["your", "my", "sms", "login", "log", "sign", "2fa", "mfa", "expires", "enter", "valid", "sent", "came", "got"];
    // Somebody pays over these as well as codes are sent.
    const CHANNELS: [&str; 5] = ["text", "email", "mail", "app", "phone"];
    let lower = text[whole.clone()].to_ascii_lowercase();
    let name = &lower[lower.iter().take_while(|b| !b.is_ascii_alphanumeric()).count()..];
    let is_other = !name.starts_with(b"auth") || name.starts_with(b"authent") || figures(&lower) != APPROVED;
    let from = whole.start.saturating_sub(BESIDE);
    let before = text[from..whole.start].rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let behind = text[whole.start..text.len().min(whole.end + BESIDE)].split(|b| *b == b'\n').next();
    let has = |words: &[&'static str]| {
        first_word(before, words).or_else(|| first_word(behind.unwrap_or_default(), words)).is_some()
    };
    let bare = !joined && !name.starts_with(b"authori");
    let paid = has(&PAYMENTS);
    !is_other && (bare || paid) && !has(&LOGINS) && (paid || !has(&CHANNELS))
}

#[cfg(test)]
mod tests {
    use super::super::once::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn codes_of_receipts_are_left_and_those_of_logins_are_found() {
        for text in [
            "Your auth code 705516",
            "auth code 705516 sent by text for the payment",
            "auth code 705516 by text",
            "auth code: 705516",
            "Authorisation code 705516",
            "auth code 705516, valid for 5 minutes",
            "Authorization code 705516 for your card payment of 12.50 EUR",
            "authenticator code 705516 beside the terminal",
        ] {
            finds(DETECTOR.find, &[(text, "705516")]);
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "auth code 005516",
                "Visa ****1111, auth code: 005516",
                "Paid 12.50 EUR, authorisation code 005516, terminal 4",
                "Approved\tauth code: 005516\tMerchant 12",
                "Paid by phone, auth code 005516",
                "Kartenzahlung telefonisch, Auth-Code: 005516",
            ],
        );
    }
}
