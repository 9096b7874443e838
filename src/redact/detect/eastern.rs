//! Numbers of customers, members, employees, accounts, insured and patients behind a Japanese word, which stands right
//! before them: `会員番号:36812247`. Such words have no blanks around them, so that nothing may stand between.

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] =
    &[Detector { rules: &[&ACCOUNT, &INSURED, &PATIENT], needs: Signals::WORD, find }];

static ACCOUNT: Rule = behind(kind::ACCOUNT_NUMBER, "account.japanese");
static INSURED: Rule = behind(kind::HEALTH_PLAN_BENEFICIARY_NUMBER, "health_plan.japanese");
static PATIENT: Rule = behind(kind::MEDICAL_RECORD_NUMBER, "record.japanese");

const fn behind(kind: &'static str, name: &'static str) -> Rule {
    Rule { kind, name, version: 1, rank: Rank::Context, proof: "six digits or more right behind the word" }
}

/// The words, in lower case.
const WORDS: [(&Rule, &[&str]); 3] = [
    (
        &ACCOUNT,
        &[
            "口座番号",
            "お客様番号",
            "顧客番号",
            "会員番号",
            "社員番号",
            "従業員番号",
            "職員番号",
            "学籍番号",
            "契約番号",
            "契約者番号",
            "証券番号",
        ],
    ),
    (&INSURED, &["保険者番号", "被保険者番号", "保険証番号"]),
    (&PATIENT, &["患者id", "患者番号", "診察券番号", "カルテ番号"]),
];

/// Names the numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| (6..=14).contains(&group.len())) {
        let before = lead(&text[..group.span().start]);
        let before = if before.is_empty() { lead(reading.label().as_bytes()) } else { before };
        let kind = kind_of_account(text, group.span().start);
        // The last sign of all words but one is none of ASCII.
        if kind.is_none() && !before.last().is_some_and(|b| !b.is_ascii() || matches!(b, b'd' | b'D')) {
            continue;
        }
        let mut words = WORDS.iter().flat_map(|(rule, words)| words.iter().map(move |word| (*rule, *word)));
        let said = words.find(|(_, word)| {
            let end = before.len().checked_sub(word.len()).map(|at| &before[at..]);
            end.is_some_and(|end| end.eq_ignore_ascii_case(word.as_bytes()))
        });
        let said = said.or_else(|| kind.map(|kind| (&ACCOUNT, kind)));
        if let Some((rule, word)) = said.filter(|_| reading.is_whole(&group.span())) {
            hits.near(rule, group.span(), word);
            kind.and_then(|_| branch(text, group.span().start))
                .into_iter()
                .for_each(|code| hits.near(rule, code, word));
        }
    }
    postal(reading, hits);
}

/// The code of the branch in brackets before the kind of an account: `渋谷支店(210)普通`, `(店番240)`, `(0001-210)`.
fn branch(text: &[u8], account: usize) -> Option<Range<usize>> {
    let lead = text[..account].trim_ascii_end();
    let lead = KINDS.iter().find_map(|kind| lead.strip_suffix(kind.as_bytes()))?;
    let lead = lead.strip_suffix(b")")?;
    let len = lead.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'-').count();
    ((3..=8).contains(&len)).then_some(lead.len() - len..lead.len())
}

/// Names an account at the Japan Post Bank, whose sign of five digits stands before its number of up to eight:
/// `記号 10180 番号 48271931`.
fn postal(reading: &Reading<'_>, hits: &mut Hits) {
    const SIGN: &str = "記号";
    const NUMBER: &str = "番号";
    let text = reading.text();
    for pair in reading.groups().windows(2) {
        let (sign, number) = (pair[0].span(), pair[1].span());
        let ends = |before: &[u8], word: &str| without_signs(before).ends_with(word.as_bytes());
        if sign.len() == 5
            && (6..=8).contains(&number.len())
            && text[sign.clone()].starts_with(b"1")
            && ends(&text[..sign.start], SIGN)
            && ends(&text[sign.end..number.start], NUMBER)
        {
            [sign, number].into_iter().for_each(|span| hits.near(&ACCOUNT, span, SIGN));
        }
    }
}

/// How far before the kind of an account its bank may stand, in bytes.
const FARTHEST_BANK: usize = 64;
/// The kinds of accounts, which are named before their numbers.
const KINDS: [&str; 4] = ["普通", "当座", "貯蓄", "普通預金"];

/// The kind of an account right before a place, behind the name of its bank or branch.
fn kind_of_account(text: &[u8], at: usize) -> Option<&'static str> {
    const BANKS: [&str; 4] = ["銀行", "支店", "信用金庫", "口座"];
    let before = without_signs(&text[..at]);
    let (kind, lead) = KINDS.iter().find_map(|kind| Some((*kind, before.strip_suffix(kind.as_bytes())?)))?;
    let near = &lead[lead.len().saturating_sub(FARTHEST_BANK)..];
    BANKS.iter().any(|bank| memchr::memmem::find(near, bank.as_bytes()).is_some()).then_some(kind)
}

/// What stands before the signs that lead to a number, and before the kind of its account.
fn lead(text: &[u8]) -> &[u8] {
    let before = without_signs(text);
    KINDS.iter().find_map(|kind| before.strip_suffix(kind.as_bytes())).map_or(before, without_signs)
}

fn without_signs(text: &[u8]) -> &[u8] {
    let signs = text.iter().rev().take_while(|b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\'' | b'(' | b')' | b'#'));
    &text[..text.len() - signs.count()]
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds_kind, finds_nothing, found, read_at};
    use super::super::{Hits, Place};
    use super::*;

    #[test]
    fn the_branch_in_brackets_and_the_sign_of_the_post_bank_belong_to_their_accounts() {
        for (text, both) in [
            ("みずほ銀行 渋谷支店(210)普通 4182773", ["4182773", "210"]),
            ("みずほ銀行 新宿支店(店番240)普通 4417720", ["4417720", "240"]),
            ("ゆうちょ 記号 10180 番号 48271931", ["10180", "48271931"]),
        ] {
            assert_eq!(found(find, text), both, "{text}");
        }
        finds_nothing(find, &["渋谷(210)普通列車 418", "記号 20180 番号 48271931", "記号 10180 の 48271931"]);
    }

    #[test]
    fn numbers_are_found_right_behind_their_word() {
        finds_kind(
            find,
            kind::ACCOUNT_NUMBER,
            &[
                ("口座番号 1783014", "1783014"),
                ("口座番号：普通 1783014", "1783014"),
                ("口座番号(当座)1783014", "1783014"),
                ("口座：例示銀行 本店 普通 1783014", "1783014"),
                ("社員番号：391280", "391280"),
                ("お客様番号(1495386407)", "1495386407"),
            ],
        );
        finds_kind(find, kind::HEALTH_PLAN_BENEFICIARY_NUMBER, &[("保険者番号 65989168", "65989168")]);
        finds_kind(find, kind::MEDICAL_RECORD_NUMBER, &[("患者ID:15187092", "15187092")]);
        read_at(Place { label: "社員番号", ..Place::default() }, "391280", |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            assert_eq!(hits.take().len(), 1);
        });
        read_at(Place { label: "口座番号", ..Place::default() }, "普通 1783014", |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            assert_eq!(hits.take().len(), 1);
        });
    }

    #[test]
    fn what_stands_behind_something_else_is_left() {
        finds_nothing(
            find,
            &[
                "会員番号は8桁です。注文番号:1783014",
                "社員番号 1204",
                "注文番号 1783014",
                "会員 1204567 名",
                "口座番号 x 1783014",
                "普通 1783014",
            ],
        );
    }
}
