//! Numbers of accounts and banks as they are written at home, without an IBAN: in Czechia and Slovakia, India, Canada and
//! the United States.

use super::bank::{ABA_CONTEXT, ACCOUNT, BRANCH, is_routing};
use super::nation::weighted;
use super::reading::Group;
use super::shape::{fits, is_alone};
use super::vocabulary::{ending, last_word, last_word_before};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detector of this file.
pub(super) const DETECTORS: &[Detector] = &[Detector {
    rules: &[&CZECH, &ACCOUNT, &BRANCH, &ABA_CONTEXT],
    needs: Signals::NUMBER.union(Signals::NINE).union(Signals::CODE),
    find,
}];

static CZECH: Rule = Rule {
    kind: kind::ACCOUNT_NUMBER,
    name: "account.czech",
    version: 1,
    rank: Rank::Validated,
    proof: "modulus 11 checks of the number and of what stands before it, and the code of a bank behind a slash",
};

/// Names the numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    for (at, group) in reading.groups().iter().enumerate() {
        match group.len() {
            4 => czech(reading, at, hits),
            5 => canadian(reading, at, hits),
            9 => american(reading, at, hits),
            7 => indian(reading, group, hits),
            _ => {}
        }
    }
}

/// Codes of banks in Czechia and Slovakia (the lists of their national banks).
const BANKS: &str = "0100 0200 0300 0600 0710 0720 0800 0900 1100 1111 2010 2060 2070 2100 2200 2220 2250 2260 2600 2700 3000 \
    3030 3050 3060 3100 3500 4000 4300 5200 5500 5600 5800 5900 6000 6100 6200 6210 6300 6500 6700 6800 7300 7500 7910 7930 \
    7940 7950 7960 7970 7990 8030 8040 8050 8060 8090 8100 8120 8130 8150 8160 8170 8180 8190 8198 8200 8220 8230 8240 8250 \
    8255 8265 8270 8280 8299 8320 8330 8350 8360 8370 8410 8420 8500";
/// Words for an account there.
const ACCOUNTS: &[&str] =
    &["\u{fa}\u{10d}et", "\u{fa}\u{10d}tu", "ucet", "uctu", "\u{10d}. \u{fa}.", "c.u.", "konto", "account"];
/// The fewest figures of the number of an account that nothing else tells: six are the day of a birth, before a slash.
const SHORTEST: usize = 8;
/// The weights of the ten figures of an account, and the last ones of what stands before them (decree 169/2011 of Czechia).
const WEIGHTS: [u32; 10] = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];

/// Names an account whose bank this group is: `19-2000145399/0800`.
fn czech(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    let (text, groups) = (reading.text(), reading.groups());
    let bank = groups[at].span();
    let Some(number) = at.checked_sub(1).map(|at| groups[at].span()) else { return };
    let joined = &text[number.end..bank.start] == b"/" && (SHORTEST..=WEIGHTS.len()).contains(&number.len());
    if !joined || !BANKS.split(' ').any(|code| code.as_bytes() == &text[bank.clone()]) {
        return;
    }
    let lead = at.checked_sub(2).map(|at| groups[at].span());
    let lead = lead.filter(|lead| &text[lead.end..number.start] == b"-" && (1..=6).contains(&lead.len()));
    let start = lead.as_ref().map_or(number.start, |lead| lead.start);
    let is_right = |digits: &[u8]| weighted(digits, &WEIGHTS[WEIGHTS.len() - digits.len()..]).is_multiple_of(11);
    let span = start..bank.end;
    if !is_alone(reading, &span) {
        return;
    }
    if is_right(&text[number]) && lead.is_none_or(|lead| is_right(&text[lead])) {
        hits.hit(&CZECH, span);
    } else if let Some(word) = reading.word_before(start, ACCOUNTS) {
        hits.near(&ACCOUNT, span, word);
    }
}

/// Names the code of a branch in India behind the word for it: `IFSC HDFC0001472`.
fn indian(reading: &Reading<'_>, digits: &Group, hits: &mut Hits) {
    let text = reading.text();
    let Some(start) = digits.span().start.checked_sub(4) else { return };
    let Some(span) = fits(text, start, "aaaa0999999").map(|end| start..end) else { return };
    let upper = text[span.clone()].iter().all(|b| !b.is_ascii_lowercase());
    if let Some(word) = reading.word_around(&span, &["ifsc"]).filter(|_| upper && is_alone(reading, &span)) {
        hits.near(&BRANCH, span, word);
    }
}

/// The longest gap between the numbers of a branch and of a bank in Canada, in bytes: what the second is called.
const LONGEST_NAME: usize = 24;

/// Names the number of a branch in Canada and that of its bank, each behind its word: `Transit 00482, institution 003`.
fn canadian(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    const NAMES: [&[&str]; 2] = [&["transit", "branch", "succursale"], &["institution", "inst", "bank"]];
    let (text, groups) = (reading.text(), reading.groups());
    let branch = groups[at].span();
    let mut named = |first: Range<usize>, second: Range<usize>, [one, other]: [&'static [&'static str]; 2]| {
        let between = &text[first.end..second.start];
        let word = reading.word_before(first.start, one).filter(|_| between.len() <= LONGEST_NAME);
        let is_both = last_word(between, other).is_some() && is_alone(reading, &first) && is_alone(reading, &second);
        if let Some(word) = word.filter(|_| is_both) {
            [first, second].into_iter().for_each(|span| hits.near(&BRANCH, span, word));
        }
    };
    let bank = |at: Option<usize>| at.and_then(|at| groups.get(at)).filter(|bank| bank.len() == 3).map(Group::span);
    if let Some(bank) = bank(at.checked_add(1)) {
        named(branch.clone(), bank, NAMES);
    }
    if let Some(bank) = bank(at.checked_sub(1)) {
        named(bank, branch, [NAMES[1], NAMES[0]]);
    }
}

/// How far before a routing number, and behind it, is spoken of it or of the account, in bytes.
const SAID: usize = 96;

/// Names a routing number whose check is right, where it is spoken of before or an account stands right behind it and a bank
/// before, and that account: `my bank changed: 011000015 / 708452077`.
fn american(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    const ROUTING: &[&str] = &["routing", "routing number", "aba", "rtn"];
    const BANK: &[&str] =
        &["bank", "payroll", "direct deposit", "deposit", "checking", "savings", "wire", "ach", "account", "acct"];
    let (text, span) = (reading.text(), reading.groups()[at].span());
    if !is_routing(&text[span.clone()]) || !is_alone_or_listed(reading, &span) {
        return;
    }
    let said = |words: &[&'static str]| last_word_before(text, span.start, SAID, words);
    let account = account(reading, at);
    let paired = || account.as_ref().and_then(|_| said(BANK));
    if let Some(word) = said(ROUTING).or_else(paired) {
        hits.near(&ABA_CONTEXT, span, word);
        account.into_iter().for_each(|account| hits.near(&ACCOUNT, account, word));
    }
}

/// Whether it stands by itself, but for a slash before another number.
fn is_alone_or_listed(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    let is_listed = || reading.text()[span.end..].starts_with(b"/") && reading.is_whole(span);
    is_alone(reading, span) || is_listed()
}

/// The account behind a routing number: right behind a sign, or soon behind a word for it.
fn account(reading: &Reading<'_>, at: usize) -> Option<Range<usize>> {
    const WORDS: &[&str] = &["savings", "checking", "account", "acct", "account number", "account no", "acc", "a/c"];
    let (text, groups) = (reading.text(), reading.groups());
    let from = groups[at].span().end;
    let near = groups[at + 1..].iter().take_while(|group| group.span().start <= from + SAID);
    let is_told = |(number, group): &(usize, &Group)| {
        let between = &text[from..group.span().start];
        let signs = between.iter().rev().take_while(|b| b" ,:#".contains(b)).count();
        let named = || ending(&between[..between.len() - signs], WORDS).is_some();
        *number == 0 && matches!(between, b" / " | b"/" | b", " | b" - " | b" " | b"; ") || named()
    };
    let long = near.enumerate().filter(|(_, group)| (6..=17).contains(&group.len()));
    let mut told = long.filter(is_told).map(|(_, group)| group.span());
    told.find(|span| reading.is_whole(span))
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing, found};
    use super::*;

    #[test]
    fn accounts_in_czechia_have_two_checks_and_a_bank() {
        finds(
            find,
            &[
                ("\u{da}\u{10d}et 19-2000145399/0800, po\u{161}li to tam", "19-2000145399/0800"),
                ("na 2000145399/0800 do p\u{e1}tku", "2000145399/0800"),
                // Not even a wrong check digit.
                ("\u{fa}\u{10d}et je 2000145398/0800", "2000145398/0800"),
            ],
        );
        finds_nothing(
            find,
            &[
                "19-2000145398/0800",
                "18-2000145399/0800",
                "2000145399/0801",
                "850101/0800",
                "2000145399/0800/2",
                "2000145399 0800",
            ],
        );
    }

    #[test]
    fn branches_in_india_stand_behind_their_word() {
        finds(find, &[("a/c at HDFC\nIFSC HDFC0004821", "HDFC0004821"), ("ifsc code: SBIN0000458.", "SBIN0000458")]);
        finds_nothing(find, &["part HDFC0004821", "IFSC hdfc0004821", "IFSC HDFC1004821"]);
    }

    #[test]
    fn branches_and_banks_in_canada_are_named_together() {
        for (text, both) in [
            ("Transit 00713, institution 004, account number below", ["00713", "004"]),
            ("institution no. 004, transit no. 00713", ["004", "00713"]),
            ("branch transit # 00713 / inst # 004", ["00713", "004"]),
        ] {
            assert_eq!(found(find, text), both, "{text}");
        }
        finds_nothing(
            find,
            &["Transit 00713, room 004", "transit of 00713 boxes, 004 left", "institution 004 of 00713"],
        );
    }

    #[test]
    fn routing_numbers_are_found_where_a_bank_is_spoken_of() {
        for (text, both) in [
            ("my bank changed\nGwen: 011000015 / 708452077", &["011000015", "708452077"][..]),
            ("payroll goes to 011000015, 708452077", &["011000015", "708452077"]),
            (
                "the routing is zero one, I'll read it from the check. 011000015\nok\nthen it's savings, 6164018409",
                &["011000015", "6164018409"],
            ),
            ("routing starts with 0, it says 011000015", &["011000015"]),
        ] {
            assert_eq!(found(find, text), both, "{text}");
        }
        finds_nothing(
            find,
            &[
                "my bank changed: 011000016 / 708452077",
                "rows 011000015 / 708452077",
                "the bank has 011000015 customers",
                "order 011000015, 708452077",
            ],
        );
    }
}
