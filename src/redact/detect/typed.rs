//! Identity documents in JSON whose kind and number are two members: `{"type":"passport","number":"…"}`. The name of the
//! member with the number does not say there what it is.

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// The detector of this file. The kind before the sign of another member raises the signal.
pub(super) const DETECTORS: &[Detector] =
    &[Detector { rules: &[&PASSPORT, &LICENSE, &NATIONAL, &SSN], needs: Signals::FIELDS, find }];

static PASSPORT: Rule = typed(kind::PASSPORT, "passport.typed");
static LICENSE: Rule = typed(kind::DRIVER_LICENSE, "licence.typed");
static NATIONAL: Rule = typed(kind::NATIONAL_ID, "national_id.typed");
static SSN: Rule = typed(kind::US_SSN, "ssn.typed");

const fn typed(kind: &'static str, name: &'static str) -> Rule {
    Rule { kind, name, version: 1, rank: Rank::Context, proof: "the number beside the member that says its kind" }
}

/// The member with the kind, perhaps one more, and the member with the number.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let kind = r#"" (?: doc(?:ument)?_? | id_? )? (?: type | kind ) " \s* : \s* " ( [a-z_\x20'-]{3,24} ) ""#;
    let other = r#"(?: \s* , \s* "[a-z_]{1,24}" \s* : \s* "[^"\n]{0,24}" )?"#;
    let number = r#"\s* , \s* " (?: doc(?:ument)?_? | id_? )? (?: number | no | id | value ) " \s* : \s* " ( [a-z0-9][a-z0-9\x20./-]{4,23} ) ""#;
    Regex::new(&format!("(?ix-u) {kind} {other} {number}")).ok()
});

/// Names the numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() || memchr::memchr(b'{', text).is_none() {
        return;
    }
    for found in FORM.iter().flat_map(|form| form.captures_iter(text)) {
        let (Some(kind), Some(number)) = (found.get(1), found.get(2)) else { continue };
        let digits = number.as_bytes().iter().filter(|b| b.is_ascii_digit()).count();
        if let Some(rule) = rule_of(kind.as_bytes()).filter(|_| digits >= 2) {
            hits.hit(rule, number.range());
        }
    }
}

/// The rule for documents of a kind.
fn rule_of(kind: &[u8]) -> Option<&'static Rule> {
    let plain: Vec<u8> = kind.iter().filter(|b| b.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect();
    Some(match plain.as_slice() {
        b"passport" => &PASSPORT,
        b"drivinglicence" | b"drivinglicense" | b"driverslicense" | b"driverslicence" | b"driverlicense"
        | b"driverlicence" => &LICENSE,
        b"nationalid" | b"identitycard" | b"idcard" | b"residencepermit" | b"nationalidentitycard" => &NATIONAL,
        b"ssn" | b"socialsecuritynumber" => &SSN,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_kind, finds_nothing};
    use super::*;

    #[test]
    fn numbers_of_documents_are_found_beside_their_kind() {
        for (text, number, kind) in [
            (r#"{"type":"passport","number":"X4477120","country":"US"}"#, "X4477120", kind::PASSPORT),
            ("{\n  \"documentType\": \"PASSPORT\",\n  \"documentNumber\": \"447712033\"}", "447712033", kind::PASSPORT),
            (r#"{"idType":"driving_licence","state":"CA","idNumber":"D4410293"}"#, "D4410293", kind::DRIVER_LICENSE),
            (r#"{"kind":"national_id","value":"44-7712"}"#, "44-7712", kind::NATIONAL_ID),
            (r#"{"idType":"SSN","idValue":"219094418"}"#, "219094418", kind::US_SSN),
        ] {
            finds_kind(find, kind, &[(text, number)]);
        }
    }

    #[test]
    fn other_members_are_left() {
        finds_nothing(
            find,
            &[
                r#"{"type":"invoice","number":"X4477120"}"#,
                r#"{"type":"passport","number":"string"}"#,
                r#"{"type":"passport","number":"[PASSPORT]"}"#,
                r#""type":"passport","number":"X4477120""#,
                r#"{"type":"passport","label":"X","title":"Y","number":"X4477120"}"#,
            ],
        );
    }
}
