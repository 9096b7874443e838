//! Accounts at banks: IBAN, ABA routing numbers, SWIFT codes, sort codes, account numbers.

use super::banker;
use super::branch;
use super::cue::{Cue, Topic};
use super::document::form;
use super::ledger::{is_of_chart, is_of_ledger};
use super::member;
use super::nation::weighted;
use super::shape::{behind_check_digit, code, fits, is_alone, is_in_row, is_joint, plain, written};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::cell::LazyCell;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: &[&IBAN, &NRB, &IBAN_CONTEXT, &SWIFT], needs: Signals::CODE.union(Signals::NUMBER), find: ibans },
    Detector { rules: &[&ABA, &ABA_CONTEXT], needs: Signals::NINE, find: routing },
    Detector { rules: &[&SWIFT], needs: Signals::BANK.union(Signals::FIELD), find: swift },
    Detector {
        rules: &[&SORT_CODE, &BRANCH, &branch::NEW_ZEALAND, &branch::INDIAN, &banker::ACCOUNT, &US_ACCOUNT, &ACCOUNT],
        needs: Signals::WORD.union(Signals::NUMBER).union(Signals::CODE),
        find: accounts,
    },
];

static IBAN: Rule = Rule {
    kind: kind::IBAN_CODE,
    name: "iban.check",
    version: 1,
    rank: Rank::Validated,
    proof: "modulus 97 check, form of its country",
};
static NRB: Rule = Rule {
    kind: kind::IBAN_CODE,
    name: "iban.polish",
    version: 1,
    rank: Rank::Validated,
    proof: "modulus 97 check of a Polish account without its country",
};
static IBAN_CONTEXT: Rule = Rule {
    kind: kind::IBAN_CODE,
    name: "iban.context",
    version: 1,
    rank: Rank::Context,
    proof: "the form of an IBAN behind a word for it",
};
static ABA: Rule = Rule {
    kind: kind::ABA_ROUTING_NUMBER,
    name: "aba.check",
    version: 1,
    rank: Rank::Validated,
    proof: "weighted modulus 10 check, prefix in use, written 4-4-1 or nothing else in the field",
};
pub(super) static ABA_CONTEXT: Rule = Rule {
    kind: kind::ABA_ROUTING_NUMBER,
    name: "aba.context",
    version: 1,
    rank: Rank::Context,
    proof: "nine digits behind a word for it",
};
static SWIFT: Rule = Rule {
    kind: kind::SWIFT_CODE,
    name: "swift.context",
    version: 1,
    rank: Rank::Context,
    proof: "eight or eleven characters with a country in the fifth and sixth, behind a word for it",
};
pub(super) static SORT_CODE: Rule = Rule {
    kind: kind::UK_SORT_CODE,
    name: "sort_code.context",
    version: 1,
    rank: Rank::Context,
    proof: "three pairs of digits behind a word for it",
};
pub(super) static BRANCH: Rule = Rule {
    kind: kind::ACCOUNT_NUMBER,
    name: "account.branch",
    version: 1,
    rank: Rank::Context,
    proof: "the code of a bank or of its branch behind a word for it",
};
static US_ACCOUNT: Rule = Rule {
    kind: kind::US_BANK_NUMBER,
    name: "account.us_bank",
    version: 1,
    rank: Rank::Context,
    proof: "8 to 17 digits behind the words for a bank account",
};
pub(super) static ACCOUNT: Rule = Rule {
    kind: kind::ACCOUNT_NUMBER,
    name: "account.context",
    version: 1,
    rank: Rank::Context,
    proof: "a number behind the words for an account number",
};

/// The lengths of IBANs in use (SWIFT IBAN registry).
const IBAN_LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

/// Names IBANs: the longest reading that passes the check, from every country code with two digits.
fn ibans(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let announced = LazyCell::new(|| reading.announced(Topic::Iban));
    for (number, group) in reading.groups().iter().enumerate().filter(|(_, group)| group.len() >= 2) {
        if matches!(group.len(), 2 | 26) {
            polish(reading, number, hits);
        }
        if let Some(span) = parted(text, group.span().start).filter(|span| reading.is_whole(span)) {
            hits.hit(&IBAN, span);
            continue;
        }
        let Some(start) = group.span().start.checked_sub(2) else { continue };
        let starts = text[start..group.span().start].iter().all(u8::is_ascii_alphabetic);
        if !starts || !reading.view().is_boundary(start) {
            continue;
        }
        let spans: Vec<Range<usize>> =
            ends(text, start).into_iter().map(|end| start..end).filter(|span| reading.is_whole(span)).collect();
        let valid = |span: &&Range<usize>| is_iban(&text[(*span).clone()]);
        if let Some(span) = spans.iter().rev().find(valid) {
            hits.hit(&IBAN, span.clone());
            if let Some(bank) = bank_behind(text, span.end, &text[start..start + 2]) {
                hits.near(&SWIFT, bank, "iban");
            }
        } else if let Some(span) = spans.last() {
            match announced.word(start) {
                Some(word) => hits.near(&IBAN_CONTEXT, span.clone(), word),
                None => {
                    hits.miss(&IBAN, span.clone(), "the modulus 97 check fails, or its country writes them otherwise");
                }
            }
        }
    }
}

/// An IBAN around its check digits that people write in groups of their own, with single blanks or full stops between them:
/// `IT 59 M 05034 11700 000000780399`, `PT50.0035.0427.90281804171.69`.
fn parted(text: &[u8], check: usize) -> Option<Range<usize>> {
    let is_gap = |b: &u8| matches!(b, b' ' | b'.');
    let blank = usize::from(check > 0 && text[check - 1] == b' ');
    let start = check.checked_sub(2 + blank)?;
    let country = &text[start..start + 2];
    if !country.iter().all(u8::is_ascii_uppercase) || fits(text, check, "99").is_none() || digit_behind(text, check) {
        return None;
    }
    let (mut plain, mut at, mut gaps) = (country.to_vec(), check, blank);
    while plain.len() < *IBAN_LENGTHS.end() {
        match text.get(at) {
            Some(b) if b.is_ascii_digit() || b.is_ascii_uppercase() => plain.push(*b),
            Some(b) if is_gap(b) && text.get(at + 1).is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) => {
                gaps += 1;
            }
            _ => break,
        }
        at += 1;
        let ends = !text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        if ends && gaps > 0 && IBAN_LENGTHS.contains(&plain.len()) && is_iban(&plain) {
            return Some(start..at);
        }
    }
    None
}

/// Whether more than the two check digits stand in one piece where a blank parts them from their country.
fn digit_behind(text: &[u8], check: usize) -> bool {
    check > 0 && text[check - 1] == b' ' && text.get(check + 2).is_some_and(u8::is_ascii_digit)
}

/// The code of the bank behind its account and a sign, which names the same country: `NL91ABNA0417164300 / ABNANL2A`.
fn bank_behind(text: &[u8], from: usize, country: &[u8]) -> Option<Range<usize>> {
    const WIDEST: usize = 6;
    let gap = text[from..].iter().take(WIDEST).take_while(|b| b" /,;|\t()".contains(b)).count();
    let at = from + gap;
    let end = form(&["aaaaaaxxxxx", "aaaaaaxx"])(text, at)?;
    let code = &text[at..end];
    let is_code = !code.iter().any(u8::is_ascii_lowercase) && code[4..6].eq_ignore_ascii_case(country);
    (gap > 0 && is_code).then_some(at..end)
}

/// The forms of the accounts of Poland as they are written at home.
const POLISH: [&str; 2] = ["99 9999 9999 9999 9999 9999 9999", "99-9999-9999-9999-9999-9999-9999"];

/// Names an account of Poland that begins with this group: an IBAN without its country, in one piece or with a blank or a
/// dash behind the check digits and every fourth digit from there on.
fn polish(reading: &Reading<'_>, number: usize, hits: &mut Hits) {
    let (text, groups) = (reading.text(), reading.groups());
    let (at, end) = (groups[number].span().start, groups[number].span().end);
    let end = match end - at {
        2 if groups.get(number + 6).is_some_and(|last| last.len() == 4) => {
            POLISH.iter().find_map(|form| fits(text, at, form))
        }
        26 if has_polish_bank(&text[at + 2..at + 10]) => Some(end),
        _ => None,
    };
    let Some(span) = end.map(|end| at..end) else { return };
    let is_valid = || is_iban(&[b"PL", &text[span.clone()]].concat());
    if is_alone(reading, &span) && !is_in_row(text, &span) && is_valid() {
        hits.hit(&NRB, span);
    }
}

/// The check digit of the number of a branch (National Bank of Poland): the last of eight.
fn has_polish_bank(branch: &[u8]) -> bool {
    weighted(branch, &[3, 9, 7, 1, 3, 9, 7, 1]).is_multiple_of(10)
}

/// Where an IBAN that begins here may end: in one piece or with a blank, a tab or a dash behind every fourth character,
/// with letters of one case.
fn ends(text: &[u8], start: usize) -> Vec<usize> {
    let (mut ends, mut at, mut count) = (Vec::new(), start, 0);
    let upper = text[start].is_ascii_uppercase();
    while let Some(byte) = text.get(at) {
        let joint = is_joint(*byte) && count > 0 && count % 4 == 0;
        let one_case = !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() == upper;
        if byte.is_ascii_alphanumeric() && one_case && count < *IBAN_LENGTHS.end() {
            count += 1;
        } else if !(joint && text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)) {
            break;
        }
        at += 1;
        if IBAN_LENGTHS.contains(&count) && text[at - 1].is_ascii_alphanumeric() {
            ends.push(at);
        }
    }
    ends
}

/// The registry's forms of countries that the crate does not know.
const FURTHER: [(&[u8], &str); 2] = [(b"PK", "aaaaxxxxxxxxxxxxxxxx"), (b"HN", "aaaa99999999999999999999")];

fn is_iban(text: &[u8]) -> bool {
    let plain = plain(text);
    match str::from_utf8(&plain).map(str::parse::<iban::Iban>) {
        Ok(Ok(_)) => true,
        Ok(Err(iban::ParseIbanError::UnknownCountry(_))) => FURTHER
            .iter()
            .any(|(country, form)| plain.starts_with(country) && fits(&plain, 4, form) == Some(plain.len())),
        _ => false,
    }
}

/// The fewest characters of an account's number that only the code of a bank beside it tells.
const SHORTEST_BESIDE: usize = 6;

/// Words for the code of a bank: a number beside one is that of an account.
const BANK_CODES: [&str; 14] = [
    "routing",
    "aba",
    "rtn",
    "sort code",
    "bsb",
    "blz",
    "transit",
    "ifsc",
    "clearing",
    "clearingnummer",
    "guichet",
    "code banque",
    "ag\u{ea}ncia",
    "agencia",
];

/// Names ABA routing numbers.
fn routing(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    for group in reading.groups().iter().filter(|group| matches!(group.len(), 4 | 9)) {
        let at = group.span().start;
        let printed = fits(text, at, "9999-9999-9").map(|end| at..end);
        let field = Some(group.span()).filter(|span| group.len() == 9 && reading.is_field(span));
        let Some(span) = printed.or(field).filter(|span| is_alone(reading, span)) else { continue };
        if is_routing(&text[span.clone()]) {
            hits.hit(&ABA, span);
        } else {
            hits.miss(&ABA, span, "the check digit fails or no bank has the prefix");
        }
    }
    for cue in reading.cues(Topic::Routing) {
        // What tickets and transfers are called as well needs the check.
        let checked = |text: &[u8]| !DOUBTFUL.contains(&cue.word) || is_routing(text);
        let written = |text: &[u8], at: usize| {
            let end = fits(text, at, "9999_9999_9").or_else(|| fits(text, at, "999_999_999"))?;
            checked(&text[at..end]).then_some(end)
        };
        tell(reading, cue, written, &ABA_CONTEXT, hits);
    }
}

/// Words for a routing number that stand beside other numbers as well.
const DOUBTFUL: &[&str] = &["rt", "rt no", "rt #", "fedwire"];

/// The check of the American Bankers Association, and the prefixes of the Federal Reserve districts, thrifts, electronic
/// transactions and traveller's cheques.
pub(super) fn is_routing(text: &[u8]) -> bool {
    let digits: Vec<u32> = plain(text).iter().map(|b| u32::from(b - b'0')).collect();
    let sum: u32 = digits.iter().zip([3, 7, 1].iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    let prefix = digits.iter().take(2).fold(0, |prefix, digit| prefix * 10 + digit);
    sum.is_multiple_of(10) && sum > 0 && matches!(prefix, 0..=12 | 21..=32 | 61..=72 | 80)
}

/// Names the values behind a word.
pub(super) fn tell(
    reading: &Reading<'_>,
    cue: &Cue,
    written: impl Fn(&[u8], usize) -> Option<usize>,
    rule: &'static Rule,
    hits: &mut Hits,
) {
    cue.whole_values(reading, written).for_each(|span| hits.near(rule, span, cue.word));
}

/// Names SWIFT codes (ISO 9362).
fn swift(reading: &Reading<'_>, hits: &mut Hits) {
    for cue in reading.cues(Topic::Swift) {
        let joined = cue.is_joined(reading.text());
        let written = |text: &[u8], at: usize| {
            let end = fits(text, at, "aaaaaaxxxxx").or_else(|| fits(text, at, "aaaaaaxx"))?;
            let code = &text[at..end];
            let upper = !code.iter().any(u8::is_ascii_lowercase);
            // Without a sign between them, two words in capitals are just words.
            let told = joined || cue.word == "bic" || code.iter().any(u8::is_ascii_digit) || is_head_office(code);
            (upper && told && is_country(&code[4..6])).then_some(end)
        };
        tell(reading, cue, written, &SWIFT, hits);
        // Some words further on letters alone may be a word.
        let later = behind_words(reading.text(), cue.value());
        let sure = |code: &[u8]| code.iter().any(u8::is_ascii_digit) || is_head_office(code);
        let code = written(reading.text(), later).map(|end| later..end).filter(|_| later > cue.value());
        let code = code.filter(|span| sure(&reading.text()[span.clone()]) && reading.is_whole(span));
        code.into_iter().for_each(|span| hits.near(&SWIFT, span, cue.word));
    }
}

/// Where the text goes on behind at most two short words in small letters: `for swift use …`.
fn behind_words(text: &[u8], from: usize) -> usize {
    const MOST: usize = 2;
    const LONGEST: usize = 7;
    (0..MOST).fold(from, |at, _| {
        let len = text[at.min(text.len())..].iter().take_while(|b| b.is_ascii_lowercase()).count();
        let goes_on = (1..=LONGEST).contains(&len) && text.get(at + len) == Some(&b' ');
        if goes_on { at + len + 1 } else { at }
    })
}

/// Whether the code ends as that of a bank itself does, which is no branch.
fn is_head_office(code: &[u8]) -> bool {
    code.len() == 11 && code[8..].iter().all(|b| *b == b'X')
}

/// The codes of ISO 3166-1, and XK, which banks use for Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

fn is_country(code: &[u8]) -> bool {
    COUNTRIES.split_ascii_whitespace().any(|country| country.as_bytes() == code)
}

/// The word for an account, a bill and a count in French: it counts beside the code of a bank alone.
const COUNT: &str = "compte";
/// The details of a French account: the code of the bank and of its branch, the account, and a key.
const RIB: &str = "99999_99999_xxxxxxxxxxx_99";
/// The same with the word for each: `banque 30004 guichet 00827 compte 00010482719 cl\u{e9} 36`.
const WORDED_RIB: [(&str, &str); 4] =
    [("banque", "99999"), ("guichet", "99999"), ("compte", "xxxxxxxxxxx"), ("cl\u{e9}", "99")];

/// Words for accounts of whatever kind, beside which a number is that of one only where a sign or a word says so.
pub(super) const BARE: &[&str] = &["account", "acc", "loan", "konto", "cuenta", "conta", "c/c", "rekening", "badge"];

/// Whether the form of a value, or what stands before its word or behind it, says that the word speaks of a bank: the check
/// digit of Brazil behind a dash, `conta 58213-4`, or a sort code, `20-45-77 acc 88932880`, `acc 88932880, sort 20-45-77`.
fn is_formed(text: &[u8], cue: &Cue) -> bool {
    let brazilian = || {
        let ends =
            ["99999-9", "999999-9", "9999999-9", "99999999-9"].iter().filter_map(|form| fits(text, cue.value(), form));
        ends.max().is_some_and(|end| !matches!(text.get(end), Some(b'-' | b'/' | b'.' | b'0'..=b'9')))
    };
    let sorted = || branch::code_before(text, cue).is_some() && code(text, cue.value(), 8..=8, 8).is_some();
    matches!(cue.word, "conta" | "c/c" | "cuenta") && brazilian() || sorted() || branch::is_before_code(text, cue)
}

/// Where a Swedish account ends that begins with the number of its bank, a check digit and a comma, or that has groups of
/// three and a check digit itself.
fn swedish(text: &[u8], at: usize) -> Option<usize> {
    const FORMS: [&str; 7] = [
        "999 999 999-9",
        "9999-9, 999 999 999-9",
        "9999-9, 999 999 999 9",
        "9999-9, 999999999-9",
        "9999-9, 9999999999",
        "9999-9,999999999-9",
        "9999-9,9999999999",
    ];
    FORMS.iter().filter_map(|form| fits(text, at, form)).max()
}

/// Whether the word is one for how many there are of somebody: `n\u{fa}mero de empleados: 12430`.
fn counts_people(text: &[u8], cue: &Cue) -> bool {
    let plural = cue.gap.start > 0 && matches!(text.get(cue.gap.start), Some(b's' | b'S'));
    plural && [" de ", " d'", " di "].iter().any(|joint| cue.word.contains(joint))
}

/// Words one of which stands beside the bare name of a kind of account where a bank is meant.
const PAYMENTS: &[&str] =
    &["routing", "aba", "rtn", "rt", "rtg", "direct deposit", "ach", "wire", "payroll", "bank", "acct", "fedwire"];

/// Whether a sign of numbers stands between a word and its value: `account: …`, `compte n° …`.
fn is_signed(gap: &[u8]) -> bool {
    let word = |word: &[u8]| [&b"nr"[..], b"no", b"id", b"number"].iter().any(|known| known.eq_ignore_ascii_case(word));
    gap.iter().any(|b| matches!(b, b':' | b'#') || !b.is_ascii()) || gap.split(|b| !b.is_ascii_alphabetic()).any(word)
}

/// Names the parts of a French account behind their words.
fn worded_rib(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let behind = |from: usize, word: &str, form: &str| {
        let rest = text.get(from..)?;
        let named = rest.get(..word.len())?.eq_ignore_ascii_case(word.as_bytes()).then_some(from + word.len())?;
        let signs = text[named..].iter().take(3).take_while(|b| matches!(b, b' ' | b':')).count();
        let start = named + signs;
        fits(text, start, form).map(|end| start..end).filter(|_| signs > 0)
    };
    for code in reading.groups().iter().filter(|group| group.len() == 5) {
        let lead = text[..code.span().start].trim_ascii_end();
        let lead = lead.strip_suffix(b":").unwrap_or(lead).trim_ascii_end();
        let Some(from) = lead.len().checked_sub(WORDED_RIB[0].0.len()) else { continue };
        let (mut parts, mut at) = (Vec::new(), from);
        for (word, form) in WORDED_RIB {
            let Some(part) = behind(at, word, form) else { break };
            let gap = text[part.end..].iter().take(3).take_while(|b| matches!(b, b' ' | b',' | b'/')).count();
            at = part.end + gap;
            parts.push(part);
        }
        if parts.len() >= 3 {
            let rules = [(&BRANCH, "guichet"), (&BRANCH, "guichet"), (&ACCOUNT, "compte"), (&ACCOUNT, "compte")];
            parts.into_iter().zip(rules).for_each(|(span, (rule, word))| hits.near(rule, span, word));
        }
    }
}

/// Names sort codes and account numbers.
pub(super) fn accounts(reading: &Reading<'_>, hits: &mut Hits) {
    branch::codes(reading, hits);
    worded_rib(reading, hits);
    for cue in reading.cues(Topic::BankAccount) {
        let around = cue.value()..cue.value();
        if matches!(cue.word, "checking" | "savings") && reading.word_around(&around, PAYMENTS).is_none() {
            continue;
        }
        let rule = if reading.region() == "US" { &US_ACCOUNT } else { &ACCOUNT };
        tell(reading, cue, |text, at| code(text, at, 8..=17, 8), rule, hits);
    }
    numbers(reading, hits);
}

/// Names the numbers of accounts behind their words.
fn numbers(reading: &Reading<'_>, hits: &mut Hits) {
    for cue in reading.cues(Topic::Account) {
        let by_code = LazyCell::new(|| reading.word_before(cue.gap.start, &BANK_CODES).is_some());
        let written = |text: &[u8], at: usize| match cue.word {
            "rib" => fits(text, at, RIB),
            word if word.starts_with("konto") && swedish(text, at).is_some() => swedish(text, at),
            // The code of a bank before the word joins as well as a sign, and so do the word for a number, of which the
            // groups are, that for a card that has one, and a bracket around both.
            word => {
                let joined = *by_code || cue.is_numbered() || word.ends_with("nummer") || word.ends_with(" num");
                let joined = joined || member::is_card(word);
                let joined = joined || member::is_reference(word) || word.starts_with("acct");
                let joined = joined || cue.is_joined(text) || cue.before(text).ends_with(b"(");
                let end = written(text, at, joined, 5..=20, 4).or_else(|| code(text, at, 26..=26, 26))?;
                let long = member::is_long_enough(text, cue, &text[at..end]);
                long.then(|| behind_check_digit(text, end))
            }
        };
        let by_bank = |text: &[u8]| {
            // Fewer are the number of something in a list.
            written(text, cue.value())
                .filter(|end| end - cue.value() >= SHORTEST_BESIDE)
                .is_some_and(|end| reading.word_around(&(cue.value()..end), &BANK_CODES).is_some())
        };
        if is_of_ledger(reading.text(), cue) || is_of_chart(reading, cue) || counts_people(reading.text(), cue) {
            continue;
        }
        let told = match cue.word {
            COUNT => *by_code,
            word => {
                !BARE.contains(&word)
                    || is_signed(&reading.text()[cue.gap.clone()])
                    || by_bank(reading.text())
                    || is_formed(reading.text(), cue)
                    || written(reading.text(), cue.value()).is_some_and(|end| {
                        member::is_said_of_person(reading.text(), cue, &reading.text()[cue.value()..end])
                    })
                    || word == "konto" && swedish(reading.text(), cue.value()).is_some()
            }
        };
        if told {
            tell(reading, cue, written, &ACCOUNT, hits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_kind, finds_nothing, found, hits, in_field};
    use super::*;

    #[test]
    fn the_parts_of_a_french_account_stand_behind_their_words() {
        for text in [
            "banque 30004 guichet 00827 compte 00010482719 cl\u{e9} 36",
            "Banque : 30004 Guichet : 00827 Compte : 00010482719 Cl\u{e9} : 36",
        ] {
            let mut parts = found(accounts, text);
            parts.truncate(4);
            assert_eq!(parts, ["30004", "00827", "00010482719", "36"], "{text}");
        }
        finds_nothing(accounts, &["banque 30004 guichet 7", "la banque 30004 et le guichet 00827"]);
    }

    #[test]
    fn an_account_may_be_in_groups_where_a_number_is_announced() {
        finds(accounts, &[("account no 667 420 183", "667 420 183"), ("Acct 8817 2240 19", "8817 2240 19")]);
        finds_nothing(accounts, &["accounts 667 420 183 of them"]);
    }

    #[test]
    fn swedish_accounts_and_those_beside_the_name_of_a_bank_are_found() {
        finds(
            accounts,
            &[
                ("till konto 8105-3, 921 507 336-4.", "8105-3, 921 507 336-4"),
                ("kontonummer 8105-3, 9215073364", "8105-3, 9215073364"),
                ("Kundennummer bei Ihnen: 5083114", "5083114"),
                ("My customer number with you: 5083114", "5083114"),
            ],
        );
        let both = found(accounts, "Barclays 20-83-11 50831144");
        assert_eq!(both, ["20-83-11", "50831144"]);
        finds_nothing(
            accounts,
            &["konto 8105-3, 12 rows", "Build 20-83-11 50831144", "customer number with your order 5083114"],
        );
    }

    #[test]
    fn a_bare_word_for_a_sort_code_needs_an_account_beside_it() {
        assert!(found(accounts, "BACS recall: sort 20-11-22, acc no 44556677").contains(&"20-11-22".to_owned()));
        finds_nothing(accounts, &["sort 20-11-22 desc", "sort by 20-11-22", "sort 201122, acc no"]);
    }

    #[test]
    fn a_sort_code_may_stand_behind_its_account() {
        for text in [
            "Account: 71260044 / 40-18-22",
            "a/c 71260044 40-18-22",
            "Account: 71260044 Sort: 40-18-22",
            "My account is 71260044 (40-18-22)",
            "Acc 71260044, sort 40-18-22",
        ] {
            let found = found(accounts, text);
            assert!(["71260044", "40-18-22"].iter().all(|one| found.contains(&(*one).to_owned())), "{text}: {found:?}");
        }
        finds_nothing(
            accounts,
            &[
                "on 20260104 / 12-18-22",
                "build 71260044 (40-18-22)",
                "71260044 rows, sort by 40-18-22",
                "part 71260044 40-18-22",
            ],
        );
    }

    #[test]
    fn accounts_of_france_and_sweden_are_found_beside_the_codes_of_their_banks() {
        for (text, account) in [
            ("code banque 30003 code guichet 04418 compte 00044188201 cl\u{e9} 42", "00044188201"),
            ("RIB : 30003 04418 00044188201 42", "30003 04418 00044188201 42"),
            ("Konto f\u{f6}r l\u{f6}n: clearing 5004, konto 511 902 06", "511 902 06"),
            ("l\u{f6}nekonto 5004-51190206", "5004-51190206"),
        ] {
            assert!(found(accounts, text).contains(&account.to_owned()), "{text}: {:?}", found(accounts, text));
        }
        finds_nothing(
            accounts,
            &[
                "le compte 00044188201 x",
                "compte : 48213 lignes",
                "RIB: 30003 04418",
                "konto 511 902 06",
                "the rib 30003 44",
            ],
        );
    }

    #[test]
    fn the_form_of_an_account_or_a_sort_code_before_it_is_enough_behind_a_bare_word() {
        finds(accounts, &[("conta 58213-4", "58213-4"), ("c/c: 58213-4", "58213-4")]);
        assert!(found(accounts, "sort 20-45-77 acc 88932880").contains(&"88932880".to_owned()));
        assert!(found(accounts, "20-45-77, acc 88932880").contains(&"88932880".to_owned()));
        finds_nothing(accounts, &["conta 58213", "C/C++ 58213", "acc 88932880", "conta 2024-01-05", "cc/c 1234-5"]);
    }

    #[test]
    fn the_name_of_a_kind_of_account_needs_a_bank_beside_it() {
        finds(
            accounts,
            &[
                ("direct deposit to checking 197844853761", "197844853761"),
                ("rt 021036312 savings 197844853761", "197844853761"),
            ],
        );
        finds_nothing(
            accounts,
            &["checking 197844853761", "checking bank transfers, 12 of 40", "savings: 19784485 rows"],
        );
    }

    #[test]
    fn accounts_in_the_books_of_a_company_are_nobodys() {
        finds_nothing(
            accounts,
            &["GL acct 640100 Travel", "G/L acct no. 640100", "ledger account: 640100", "cost acct 448100"],
        );
        finds(accounts, &[("acct 640100", "640100"), ("English acct 640100", "640100")]);
    }

    #[test]
    fn doubtful_words_for_routing_numbers_need_the_check() {
        finds(
            routing,
            &[
                ("rt 021036312", "021036312"),
                ("RT# 021036312, acct", "021036312"),
                ("Fedwire 021036312", "021036312"),
                ("ABA/Fedwire 021036313", "021036313"),
            ],
        );
        finds_nothing(routing, &["RT 021036313", "rt 448291033", "Fedwire 448291033", "art 021036312"]);
    }

    #[test]
    fn an_account_is_found_behind_its_sort_code_in_an_answer() {
        for text in [
            "your sort code and account number please?\nB: 20-11-22 and 44556677",
            "sort code & account?\n20-11-22, 44556677",
        ] {
            let found = found(accounts, text);
            assert!(
                found.contains(&"20-11-22".to_owned()) && found.contains(&"44556677".to_owned()),
                "{text}: {found:?}"
            );
        }
        finds_nothing(accounts, &["which sort code?\n12 and 44556677 rows"]);
    }

    #[test]
    fn ibans_are_found_in_one_piece_and_in_groups_of_four() {
        // Made for these tests, with right check digits.
        finds(
            ibans,
            &[
                ("to DE75512108001245126199.", "DE75512108001245126199"),
                ("DE75 5121 0800 1245 1261 99 EUR", "DE75 5121 0800 1245 1261 99"),
                ("de75-5121-0800-1245-1261-99", "de75-5121-0800-1245-1261-99"),
                ("DE75\t5121\t0800\t1245\t1261\t99\tEUR", "DE75\t5121\t0800\t1245\t1261\t99"),
                ("x GB34 MADE 2030 4050 6070 80 AND MORE", "GB34 MADE 2030 4050 6070 80"),
                ("DE75.5121.0800.12451261.99", "DE75.5121.0800.12451261.99"),
                ("DE 75 51210800 1245126199 bis", "DE 75 51210800 1245126199"),
                ("PK37BANK0000123456789012", "PK37BANK0000123456789012"),
                ("HN51 BANK 0000 1234 5678 9012 3456", "HN51 BANK 0000 1234 5678 9012 3456"),
                ("IBAN: DE75 5121 0800 1245 1261 98", "DE75 5121 0800 1245 1261 98"),
            ],
        );
        let beside = |text: &str| found(ibans, text);
        assert_eq!(beside("DE75512108001245126199 / MADEDEFF; x"), ["DE75512108001245126199", "MADEDEFF"]);
        for other in ["MADEFRPP", "Madedeff", "MADEDEF"] {
            assert_eq!(beside(&format!("DE75512108001245126199 / {other}")).len(), 1, "{other}");
        }
        finds_nothing(
            ibans,
            &[
                "DE75 5121 0800 1245 1261 98",
                "XDE75512108001245126199",
                "DE755121080012451261991",
                "De75512108001245126199",
                "AB75 5121 0800 1245 1261 99",
                "PG12 release notes of 2024",
                "DE75/5121/0800/1245/1261/99",
                "IBAN: DE75 5121",
            ],
        );
    }

    #[test]
    fn polish_accounts_are_found_without_their_country() {
        for number in
            ["61 1090 1014 0000 0712 1981 2874", "61-1090-1014-0000-0712-1981-2874", "61109010140000071219812874"]
        {
            finds(ibans, &[(&format!("na rachunek {number} do"), number)]);
        }
        finds_nothing(
            ibans,
            &[
                "x 62 1090 1014 0000 0712 1981 2874",
                "x 61 1090 1014 0000 0712 1981 2874 12",
                "x 1 61 1090 1014 0000 0712 1981 2874",
                "x 61109010140000071219812875",
            ],
        );
        finds_nothing(accounts, &["20-72-99 / 62447948"]);
        assert_eq!(found(accounts, "BSB 062-000 Account 12345678"), ["062-000", "12345678"]);
        assert_eq!(found(accounts, "bank: 20-72-99 / 62447948"), ["20-72-99", "62447948"]);
    }

    #[test]
    fn routing_numbers_need_a_word_or_their_own_form() {
        finds_kind(
            routing,
            kind::ABA_ROUTING_NUMBER,
            &[
                ("routing number: 011000015", "011000015"),
                ("ABA 123456789", "123456789"),
                ("x 0110-0001-5", "0110-0001-5"),
                ("RTN #0110 0001 5", "0110 0001 5"),
            ],
        );
        finds_nothing(
            routing,
            &["011000015", "0110-0001-6", "5110-0001-0", "0000-0000-0", "routing of 12 lines 011000015"],
        );
        assert_eq!(["011000015", "011000016", "x 011000015"].map(|text| in_field(routing, text)), [1, 0, 0]);
    }

    #[test]
    fn swift_codes_need_a_word() {
        finds_kind(
            swift,
            kind::SWIFT_CODE,
            &[
                ("SWIFT DEUTDEFFXXX", "DEUTDEFFXXX"),
                ("SWIFT: ABCDGB2L", "ABCDGB2L"),
                ("BIC code ABCDDEFF123", "ABCDDEFF123"),
                ("Swift/BIC = ABCDUSAA", "ABCDUSAA"),
            ],
        );
        finds_nothing(
            swift,
            &["ABCDGB2L", "SWIFT LANGUAGE", "swift: language", "SWIFT: ABCDXX2L", "SWIFT: ABCDGB2", "BIC: ABCDGB2LX"],
        );
    }

    #[test]
    fn numbers_of_persons_need_the_word_for_a_number_or_a_sign() {
        finds_kind(
            accounts,
            kind::ACCOUNT_NUMBER,
            &[
                ("Employee ID: 49070", "49070"),
                ("employee_number=746113", "746113"),
                ("Personalnummer 247904", "247904"),
                ("Pers.-Nr. 247904", "247904"),
                ("Kd.-Nr. 8753315", "8753315"),
                ("Emp ID: 44821", "44821"),
                ("emp no 20117", "20117"),
                ("Employee # 20117", "20117"),
                ("Emp. No. 20117", "20117"),
                ("Emp# 20117", "20117"),
                ("Staff # 20117", "20117"),
                ("Mitarbeiter-Nr. 20117", "20117"),
                ("Pers.Nr. 20117", "20117"),
                ("matricola 20117", "20117"),
                ("cust # 40021883", "40021883"),
                ("N\u{b0} client 29657753", "29657753"),
                ("num\u{e9}ro d'allocataire : 3588596", "3588596"),
                ("n\u{ba} de empleado 576241", "576241"),
                ("Codice cliente 8709101", "8709101"),
                ("matricola 945294", "945294"),
                ("personeelsnummer 307701", "307701"),
                ("M\u{fc}\u{15f}teri no: 27704564", "27704564"),
                ("medlemsnummer 332579", "332579"),
                ("nr pracownika 710601", "710601"),
                ("Claim # CLM-4582-331889", "CLM-4582-331889"),
                ("KTN 559905883", "559905883"),
                ("Badge: 49070", "49070"),
            ],
        );
        finds_nothing(
            accounts,
            &[
                "Employee number: assigned by HR in 2024",
                "employee count: 10452",
                "the staff of 12000",
                "badge 12345",
                "Claim 12: the device of claim 11",
                "customer number range is 1000000",
                "temp id: 44821",
                "emp, in 20117 rows",
                "staff #general 20117",
                "emp table: 20117 rows",
                "Personalnummer steht unter PA30",
                "der Kunde 12345678",
                "matricola: da definire",
                "client 12345678",
            ],
        );
    }

    #[test]
    fn accounts_need_a_word() {
        for (text, value, kind) in [
            ("sort code 12-34-56", "12-34-56", kind::UK_SORT_CODE),
            ("account number: 12345678", "12345678", kind::ACCOUNT_NUMBER),
            ("acct no. AB-99123", "AB-99123", kind::ACCOUNT_NUMBER),
            ("a/c 1234567", "1234567", kind::ACCOUNT_NUMBER),
            ("Account: GRM-998877", "GRM-998877", kind::ACCOUNT_NUMBER),
            ("acc: 998877", "998877", kind::ACCOUNT_NUMBER),
            ("Account number: 1234 5678 90", "1234 5678 90", kind::ACCOUNT_NUMBER),
            ("loan # 998877", "998877", kind::ACCOUNT_NUMBER),
            ("Kontonummer 3333167368", "3333167368", kind::ACCOUNT_NUMBER),
            ("N° de compte : 9245933807", "9245933807", kind::ACCOUNT_NUMBER),
            ("número de cuenta: 3153611039", "3153611039", kind::ACCOUNT_NUMBER),
            ("checking account 000123456789", "000123456789", kind::US_BANK_NUMBER),
            ("account 000123456789, routing 021000021", "000123456789", kind::ACCOUNT_NUMBER),
            ("Numer konta: 61109010140000071219812874", "61109010140000071219812874", kind::ACCOUNT_NUMBER),
            ("Kundennummer: 4711081", "4711081", kind::ACCOUNT_NUMBER),
            ("BSB 066-687", "066-687", kind::ACCOUNT_NUMBER),
            ("BLZ 37040044", "37040044", kind::ACCOUNT_NUMBER),
            ("s/c 35 18 21", "35 18 21", kind::UK_SORT_CODE),
        ] {
            assert_eq!(hits(accounts, text), [(value.to_owned(), kind)], "{text}");
        }
        finds_nothing(
            accounts,
            &[
                "12-34-56",
                "account of 2024",
                "accountId: 5d3f8c1a7b2e4f609a1d0c2b",
                "the loan 998877",
                "cuenta 3153611039",
                "account number of May 12345",
                "sort code 12-34",
                "account 12345678",
                "12-05-24 20240017",
                "meeting 12-05-24 20240017",
            ],
        );
    }

    #[test]
    fn numbers_of_staff_and_contracts_are_found_and_those_of_ledgers_and_of_people_are_not() {
        for (text, number) in [
            ("n\u{fa}mero de empleado 30553", "30553"),
            ("n\u{ba} de funcion\u{e1}rio: 30553", "30553"),
            ("numer pracownika: 30553", "30553"),
            ("anst\u{e4}llningsnummer: 30553", "30553"),
            ("personeelsnummer 30553", "30553"),
            ("numero dipendente 30553", "30553"),
            ("Mitarbeiternummer 30553", "30553"),
            ("Payroll no 30553", "30553"),
            ("Vertrag Nr. 3055310", "3055310"),
            ("account ref 3055310", "3055310"),
            ("Vertragskonto: 3055310447", "3055310447"),
            ("Vertragskontonummer 3055310447", "3055310447"),
            ("Kundennummer 3055 3104", "3055 3104"),
            ("Account: 612000, opened in May", "612000"),
        ] {
            finds(accounts, &[(text, number)]);
        }
        finds_nothing(
            accounts,
            &[
                "n\u{fa}mero de empleados: 30553",
                "n\u{ba} de funcion\u{e1}rios 305531",
                "num\u{e9}ro de clients : 305531",
                "Account: 612000 travel",
                "Konto: 4400 Erl\u{f6}se",
                "Kundennummer 10 Ziffern",
                "Vertrag 30553 Seiten",
                "account reference model 2",
            ],
        );
    }
}
