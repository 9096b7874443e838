//! Telephone and fax numbers.
//!
//! - **International** numbers, with `+` or an international prefix, are checked against the numbering plan of their
//!   country (libphonenumber's metadata); with `+`, a number of a possible length counts as well.
//! - **North American** ones speak by their form: `(212) 555-0187`, `212-555-0187`, `212.555.0187`. The plan is not
//!   asked: `555-0187` is a telephone number to every reader, though nobody is given it.
//! - **Mobile** ones speak by their form as well where people write them at home: `0171 2345678`, `06 12 34 56 78`.
//! - **Landline** numbers of some countries as well, in groups that little else has, behind a name or with nothing before them:
//!   `Shelley - (03) 9482 6617`, `Porter 020 7946 0958`.
//! - **National** ones of the site's country are checked against its plan and need their trunk zero, or a word.
//! - **All others** need a word beside them (`call`, `fax`), and digits without groups a word that says nothing else; a
//!   message that speaks of reaching somebody says so as well.
//! - **Extensions** of three to five digits need their word right before them: `Durchwahl -4711`, `ext. 4711`.
//!
//! Dates, versions, ranges, book numbers, epochs and what is called an order or a part are left.

mod beside;
mod extension;
mod form;
mod mobile;
mod other;
mod reached;
mod roles;
mod said;
mod words;

use super::goods::is_called_a_thing;
use super::nation::gs1;
use super::reading::Group;
use super::shape::{is_alone, is_counted};
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use beside::{is_alike, is_number_of_whom, is_other_of, is_reached_on, stands_free};
use form::American;
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};
use std::ops::Range;
use words::Context;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector {
        rules: &[&INTERNATIONAL, &POSSIBLE, &AMERICAN, &MOBILE, &LANDLINE, &NATIONAL, &NAMED, &GIVEN, &ALIKE],
        needs: Signals::NUMBER,
        find,
    },
    extension::DETECTOR,
];

static INTERNATIONAL: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.international",
    version: 1,
    rank: Rank::Validated,
    proof: "country code, and a number of that country's plan",
};
static POSSIBLE: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.plus",
    version: 1,
    rank: Rank::Shape,
    proof: "plus sign, country code, and a possible length",
};
static AMERICAN: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.north_american",
    version: 1,
    rank: Rank::Shape,
    proof: "the form of the North American plan",
};
static MOBILE: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.mobile",
    version: 1,
    rank: Rank::Shape,
    proof: "a mobile number in the groups of its country, and by its plan",
};
static LANDLINE: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.landline",
    version: 1,
    rank: Rank::Shape,
    proof: "a number of the landline in the groups of its country, with the trunk zero, and by its plan",
};
static NATIONAL: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.national",
    version: 1,
    rank: Rank::Validated,
    proof: "a number of the site's country by its plan",
};
static NAMED: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.named",
    version: 1,
    rank: Rank::Context,
    proof: "grouped like a telephone number, with a word beside it",
};

static GIVEN: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.given",
    version: 1,
    rank: Rank::Context,
    proof: "a number that some country dials, and a message that speaks of reaching somebody",
};
static ALIKE: Rule = Rule {
    kind: kind::PHONE_NUMBER,
    name: "phone.alike",
    version: 1,
    rank: Rank::Context,
    proof: "the area code and the groups of a telephone number right before it",
};

/// The most digits of a number with an international prefix and without groups.
const LONGEST_PREFIXED: usize = 15;
/// Groups of so many digits are rare in numbers with a plus sign.
const LONGEST_GROUP: usize = 8;
/// How far a number may go on beside its digits: signs before them, an extension behind them.
const BESIDE: usize = 32;

/// Names the telephone numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let mut before: Option<&[Group]> = None;
    let chains = reading.numbers().flat_map(|chain| form::around_remark(reading.text(), chain));
    for chain in chains.filter(|chain| may_hold(reading.text(), chain) && is_wanted(reading, chain)) {
        let (mut from, mut at) = (0, 0);
        while at < chain.len() {
            let Some(found) = spoken(reading, chain, at) else {
                at += 1;
                continue;
            };
            // Where line breaks were left out, only a number as a whole counts.
            if !reading.view().is_tight() || at == 0 && found.groups == chain.len() {
                rest(reading, &chain[from..at], None, hits);
                hits.hit(found.rule, found.span);
            }
            at += found.groups;
            from = at;
        }
        rest(reading, &chain[from..], before, hits);
        before = Some(chain);
    }
}

/// Whether there are as many digits as in a number, or as few as behind a plus sign or a prefix.
fn may_hold(text: &[u8], chain: &[Group]) -> bool {
    let Some(first) = chain.first().map(Group::span) else { return false };
    let led = || text[first.start] == b'0' || matches!(text[..first.start], [.., b'+'] | [.., b'+', b'(']);
    form::count(chain) >= form::SHORTEST || led()
}

/// Whether a number in this chain may be kept, with the signs before it and an extension behind it.
fn is_wanted(reading: &Reading<'_>, chain: &[Group]) -> bool {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return false };
    reading.is_wanted(&(first.span().start.saturating_sub(BESIDE)..last.span().end + BESIDE))
}

/// A number that begins at a group of a chain.
struct Found {
    rule: &'static Rule,
    groups: usize,
    span: Range<usize>,
}

/// The number at this group, if it speaks for itself.
fn spoken(reading: &Reading<'_>, chain: &[Group], at: usize) -> Option<Found> {
    let text = reading.text();
    let start = chain[at].span().start;
    match &text[..start] {
        [.., b'+'] => international(reading, chain, at, start - 1),
        [.., b'+', b'('] => international(reading, chain, at, start - 2),
        _ => Some(at)
            .filter(|at| *at == 0)
            .and_then(|at| prefixed(reading, chain, at))
            .or_else(|| american(reading, chain, at)),
    }
}

/// A number behind a plus sign: the longest that its country's plan knows, or else the longest that may be one.
fn international(reading: &Reading<'_>, chain: &[Group], at: usize, sign: usize) -> Option<Found> {
    let text = reading.text();
    let start = if sign > 0 && text[sign - 1] == b'(' { sign - 1 } else { sign };
    // A sum, an exponent (`1e+600000000`), a version (`6.1+20190713`) or a character (`U+5230`) goes on behind a plus sign.
    let figure = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let exponent = || start > 0 && matches!(text[start - 1], b'e' | b'E') && figure(start.checked_sub(2));
    let long = chain[at].len() >= LONGEST_GROUP && (figure(start.checked_sub(1)) || exponent());
    let goes_on = start == sign && (long || text[..start].ends_with(b"U"));
    if !begins(reading, start) || goes_on && !reading.view().is_seam(start) || is_element(&text[..start]) {
        return None;
    }
    let ends: Vec<usize> = ends(reading, chain, at).collect();
    let dialled = |end: usize| {
        let digits = form::digits(text, &chain[at..end]);
        // Mexico's mobile numbers were dialled with a one behind the code of the country until 2019, and are written so.
        let mexican = digits.strip_prefix("521").filter(|rest| rest.len() == 10).map(|rest| format!("52{rest}"));
        format!("+{}", mexican.unwrap_or(digits))
    };
    let known = |valid: fn(&str) -> bool| ends.iter().rev().copied().find(|end| valid(&dialled(*end)));
    let (rule, end) =
        known(is_valid).map(|end| (&INTERNATIONAL, end)).or_else(|| known(is_possible).map(|end| (&POSSIBLE, end)))?;
    Some(found(rule, text, start, chain, at..end))
}

/// Whether the plus sign behind this parts the elements of a segment of EDIFACT (ISO 9735), behind its tag and another
/// element: `NAD+BY+3012345600018`, `LIN+1++4012345000009`.
fn is_element(before: &[u8]) -> bool {
    const LONGEST_ELEMENT: usize = 35;
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'+' | b':');
    let len = before.iter().rev().take(LONGEST_ELEMENT).take_while(part).count();
    let segment = &before[before.len() - len..];
    matches!(segment, [a, b, c, b'+', _, ..] if [a, b, c].iter().all(|b| b.is_ascii_uppercase()))
}

/// A number behind an international prefix: `00` in most countries, `011` in North America.
fn prefixed(reading: &Reading<'_>, chain: &[Group], at: usize) -> Option<Found> {
    let text = reading.text();
    let first = &text[chain[at].span()];
    let prefix = if first == b"011" {
        3
    } else if first.starts_with(b"00") {
        2
    } else {
        return None;
    };
    let start = chain[at].span().start;
    if !begins(reading, start) {
        return None;
    }
    let valid = |end: &usize| is_valid(&format!("+{}", &form::digits(text, &chain[at..*end])[prefix..]));
    let alone = || is_prefixed(reading, &form::digits(text, &chain[at..=at]), start);
    let ends: Vec<usize> =
        ends(reading, chain, at).filter(|end| if *end > at + 1 { first.len() <= 5 } else { alone() }).collect();
    let end = ends.into_iter().rev().find(valid)?;
    Some(found(&INTERNATIONAL, text, start, chain, at..end))
}

/// Whether digits without groups may be a number behind an international prefix: no number of an article with zeros
/// before it, whose last digit is a checksum, and none that is called something else.
fn is_prefixed(reading: &Reading<'_>, digits: &str, start: usize) -> bool {
    let long =
        (12..=LONGEST_PREFIXED).contains(&digits.len()) && !digits.starts_with("000") && !digits.starts_with("001");
    let article = || digits.len() == 13 && gs1(digits.as_bytes());
    long && !article() && !matches!(words::context(reading, &(start..start + digits.len())), Context::Other(_))
}

/// Behind which groups a number may end that begins at this one.
fn ends<'a>(reading: &'a Reading<'_>, chain: &'a [Group], at: usize) -> impl Iterator<Item = usize> + 'a {
    let last = chain.len().min(at + form::MOST_GROUPS);
    (at + 1..=last)
        .take_while(move |end| form::count(&chain[at..*end]) <= form::LONGEST + 3)
        .filter(move |end| is_end(reading, chain[end - 1].span().end))
}

/// A number in a form of the North American plan.
fn american(reading: &Reading<'_>, chain: &[Group], at: usize) -> Option<Found> {
    let text = reading.text();
    let lead = usize::from(
        matches!(&text[chain[at].span()], b"1" | b"001") && form::american(text, chain.get(at + 1..at + 4)?).is_some(),
    );
    let area = at + lead;
    let groups = chain.get(area..area + 3)?;
    let form = form::american(text, groups).filter(|form| *form != American::Spaced)?;
    let joint = form::gap(text, &groups[1], &groups[2]);
    let before = at.checked_sub(1).map(|before| form::gap(text, &chain[before], &chain[at]));
    let after = chain.get(area + 3).map(|next| form::gap(text, &groups[2], next));
    let bracket = usize::from(form == American::Bracketed && lead == 0);
    let start = chain[at].span().start - bracket;
    let longer = before == Some(joint) && form == American::Joined || after == Some(joint);
    if longer || !begins(reading, start) || !is_end(reading, groups[2].span().end) {
        return None;
    }
    let found = found(&AMERICAN, text, start, chain, at..area + 3);
    let named = || matches!(words::context(reading, &found.span), Context::Sure(_) | Context::Hint(_));
    // Area codes begin with 2 to 9.
    let area_code = text[groups[0].span().start] >= b'2';
    let other =
        form == American::Joined && (is_called_a_thing(reading, start) || is_clause(text, start..found.span.end));
    ((area_code || named()) && !other).then_some(found)
}

/// Whether it is the number of a clause of the American rules of procurement: of part 252 of the DFARS (`252.227-7014`), or
/// behind their name (`DFARS 202.227-7015`).
fn is_clause(text: &[u8], span: Range<usize>) -> bool {
    let form = matches!(text[span.clone()], [b'2', _, _, b'.', b'2', _, _, b'-', b'7', _, _, _]);
    form && (text[span.clone()].starts_with(b"252") || text[..span.start].ends_with(b"FARS "))
}

fn found(rule: &'static Rule, text: &[u8], start: usize, chain: &[Group], groups: Range<usize>) -> Found {
    let end = chain[groups.end - 1].span().end;
    Found { rule, groups: groups.len(), span: start..form::with_extension(text, end) }
}

/// What is left of a chain is a number as a whole, or none. A number before it may say so.
fn rest(reading: &Reading<'_>, groups: &[Group], before: Option<&[Group]>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    if form::is_spelled(text, groups) {
        spelled(reading, groups, hits);
        return;
    }
    if !form::is_plausible(text, groups) {
        // Two numbers may stand side by side.
        let parts = |pair: &[Group]| matches!(form::gap(text, &pair[0], &pair[1]), b" / " | b" - ");
        if let Some(cut) = groups.windows(2).position(parts) {
            rest(reading, &groups[..=cut], None, hits);
            rest(reading, &groups[cut + 1..], Some(&groups[..=cut]), hits);
        }
        return;
    }
    whole(reading, groups, before, hits);
}

/// Names groups that may be a number, if what they are like or what stands around them says so.
fn whole(reading: &Reading<'_>, groups: &[Group], before: Option<&[Group]>, hits: &mut Hits) {
    let (text, [first, ..]) = (reading.text(), groups) else { return };
    let end = groups.last().map_or(first.span().end, |last| last.span().end);
    // A bracket around the whole number is none of its signs.
    let opened = text[..first.span().start].ends_with(b"(") && text[first.span().start..end].contains(&b')');
    let start = first.span().start - usize::from(opened);
    if !begins(reading, start) || !is_end(reading, end) {
        return;
    }
    let span = start..form::with_extension(text, end);
    let context = words::context(reading, &(start..end));
    if let Some(why) = otherwise(text, groups, start..end, context) {
        return hits.miss(&NAMED, span, why);
    }
    match context {
        _ if groups.len() > 1 && is_national(reading, groups) => hits.hit(&NATIONAL, span),
        Context::Sure(word) | Context::Hint(word) if groups.len() > 1 => hits.near(&NAMED, span, word),
        _ if !is_called_a_thing(reading, start) && mobile::is_mobile(text, groups) => hits.hit(&MOBILE, span),
        Context::Sure(word) if !form::is_epoch(&form::digits(text, groups)) => hits.near(&NAMED, span, word),
        Context::Faint(word) if is_known(groups, &form::digits(text, groups)) => hits.near(&NAMED, span, word),
        Context::Hint(word) if is_reachable(reading, groups) && is_said_of(text, &(start..end), word) => {
            hits.near(&NAMED, span, word);
        }
        _ if before.is_some_and(|before| is_other_of(text, before, start))
            && mobile::is_solid(&form::digits(text, groups)) =>
        {
            hits.hit(&ALIKE, span);
        }
        _ if is_number_of_whom(text, start) && mobile::is_solid(&form::digits(text, groups)) => {
            hits.near(&NAMED, span, "number");
        }
        Context::None | Context::Faint(_)
            if stands_free(&text[..start])
                && !is_called_a_thing(reading, start)
                && mobile::is_landline(text, groups) =>
        {
            hits.hit(&LANDLINE, span);
        }
        Context::None if mobile::is_chinese(text, groups) => hits.hit(&MOBILE, span),
        Context::None if is_reached_on(text, start) && mobile::is_british(&form::digits(text, groups)) => {
            hits.hit(&MOBILE, span);
        }
        Context::None if before.is_some_and(|before| is_alike(reading, before, groups)) => hits.hit(&ALIKE, span),
        Context::Other(_) => hits.miss(&NAMED, span, "a word beside it says that it is something else"),
        _ if may_be_dialled(text, groups)
            && reached::is_given(text, start)
            && is_dialled(text, groups)
            && !is_called_a_thing(reading, start) =>
        {
            hits.hit(&GIVEN, span);
        }
        _ if groups.len() > 1 => hits.miss(&NAMED, span, "no word beside it says that it is a telephone number"),
        _ => {}
    }
}

/// Why it is something else, whatever country would dial it.
fn otherwise(text: &[u8], groups: &[Group], span: Range<usize>, context: Context) -> Option<&'static str> {
    match context {
        // What speaks for itself is something else right behind the word for that alone.
        Context::Other(word) if words::leads(text, span.start, word) || !mobile::is_mobile(text, groups) => {
            Some("a word beside it says that it is something else")
        }
        // No count begins with a zero.
        _ if text[groups[0].span().start] != b'0' && is_counted(text, span.end) => {
            Some("it counts what stands behind it")
        }
        _ if is_postcode(text, groups) => Some("it is the code of a place behind that of a state"),
        Context::Hint(_) | Context::Sure(_)
            if form::is_of_year(text, groups) && words::is_loose(text, span.start, context) =>
        {
            Some("it is a number of a year")
        }
        Context::Hint(_) if form::is_range(text, groups) => Some("it is a range of numbers"),
        Context::Hint(_) if form::is_in_columns(text, groups) => Some("blanks part it like columns"),
        _ => None,
    }
}

/// Names a number whose digits stand one by one, where a word says that it is one.
fn spelled(reading: &Reading<'_>, groups: &[Group], hits: &mut Hits) {
    let text = reading.text();
    let [first, .., last] = groups else { return };
    let span = first.span().start..last.span().end;
    let digits = form::digits(text, groups);
    let named = || matches!(words::context(reading, &span), Context::Sure(_) | Context::Hint(_));
    let dialled = || is_american_plan(&digits) || is_known(groups, &digits);
    if (named() || reached::is_given(text, span.start)) && is_alone(reading, &span) && dialled() {
        hits.hit(&GIVEN, span);
    }
}

/// Whether the groups are as many and as long as those of some number at home. The plans of countries are asked last.
fn may_be_dialled(text: &[u8], groups: &[Group]) -> bool {
    let (count, zero) = (form::count(groups), groups.first().is_some_and(|first| text[first.span().start] == b'0'));
    match groups.len() {
        1 => count == 8 || zero && (10..=12).contains(&count),
        _ => (8..=12).contains(&count),
    }
}

/// Whether somebody dials this at home: in groups a number of a country, or of North America with blanks; in one piece one
/// with its trunk zero, or a mobile one.
fn is_dialled(text: &[u8], groups: &[Group]) -> bool {
    const SHORT: [&str; 2] = ["DK", "NO"];
    let digits = form::digits(text, groups);
    let pairs = || groups.len() == 4 && groups.iter().all(|group| group.len() == 2);
    let short = || pairs() && SHORT.iter().any(|region| is_valid_in(region, &digits));
    let spaced = || form::american(text, groups) == Some(American::Spaced) && is_american_plan(&digits);
    match groups {
        [_] if digits.len() == 8 => {
            SHORT.iter().any(|region| is_valid_in(region, &digits)) && is_led_by_on(text, groups)
        }
        [_] => mobile::is_solid(&digits) || digits.len() >= 10 && is_known(groups, &digits),
        _ => is_known(groups, &digits) || spaced() || short(),
    }
}

/// Whether the preposition of telephones in Scandinavia leads to it: `ring mig p\u{e5} …`.
fn is_led_by_on(text: &[u8], groups: &[Group]) -> bool {
    groups.first().is_some_and(|first| text[..first.span().start].ends_with(" p\u{e5} ".as_bytes()))
}

/// Whether the area code and the exchange of ten digits begin as those of North America do.
fn is_american_plan(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'2'..=b'9', _, _, b'2'..=b'9', rest @ ..] if rest.len() == 6)
}

/// Whether five digits and four stand right behind the capitals of a state, as the US Postal Service writes places:
/// `Pittsburgh, PA 15213-3890`.
fn is_postcode(text: &[u8], groups: &[Group]) -> bool {
    let [place, block] = groups else { return false };
    let before = text[..place.span().start].trim_ascii_end();
    let state = matches!(before, [.., b' ', b'A'..=b'Z', b'A'..=b'Z'] | [b'A'..=b'Z', b'A'..=b'Z']);
    (place.len(), block.len()) == (5, 4) && form::gap(text, place, block) == b"-" && state
}

/// Whether a word that stands beside other things as well is said of this number.
fn is_said_of(text: &[u8], span: &Range<usize>, word: &str) -> bool {
    words::leads(text, span.start, word) && words::is_meant(text, span, word)
        || words::word_at(text, span.end).is_some()
}

/// Whether the groups are a number of the site's country: with its trunk zero, or in the groups of North America.
fn is_national(reading: &Reading<'_>, groups: &[Group]) -> bool {
    let text = reading.text();
    let groups = match groups {
        [one, rest @ ..] if text[one.span()] == *b"1" && rest.len() == 3 => rest,
        _ => groups,
    };
    let digits = form::digits(text, groups);
    let american = form::american(text, groups) == Some(American::Spaced);
    (american || digits.starts_with('0') && digits.len() >= 9) && is_valid_in(reading.region(), &digits)
}

/// Whether this is a number of one of the countries whose people write most of all pages, by its plan: with its trunk
/// zero, or in groups where the country has none.
fn is_known(groups: &[Group], digits: &str) -> bool {
    const ZERO: [&str; 13] = ["DE", "GB", "FR", "NL", "AT", "CH", "BE", "SE", "FI", "IE", "IT", "AU", "NZ"];
    const NONE: [&str; 6] = ["ES", "IT", "PL", "PT", "CZ", "BR"];
    let regions = match digits.starts_with('0') {
        true => &ZERO[..],
        false => &NONE[..],
    };
    let written = if digits.starts_with('0') { digits.len() >= 9 } else { groups.len() > 1 && digits.len() >= 9 };
    written && regions.iter().any(|region| is_valid_in(region, digits))
}

/// The same, or a mobile number of another country.
fn is_reachable(reading: &Reading<'_>, groups: &[Group]) -> bool {
    is_callable(reading, groups) || mobile::is_solid(&form::digits(reading.text(), groups))
}

/// Whether digits without groups are a number of the site's country.
fn is_callable(reading: &Reading<'_>, groups: &[Group]) -> bool {
    let digits = form::digits(reading.text(), groups);
    let bytes = digits.as_bytes();
    let american = bytes.len() == 10 && bytes[0] >= b'2' && bytes[3] >= b'1';
    !form::is_epoch(&digits) && (is_valid_in(reading.region(), &digits) || american && is_american(reading.region()))
}

/// Whether the numbers of this country are known, by its code as in ISO 3166.
pub(in crate::redact) fn is_region(code: &str) -> bool {
    PHONE_NUMBER_UTIL.get_supported_regions().any(|region| region.as_region_str().as_str() == code)
}

fn is_american(region: &str) -> bool {
    Region::from_code(region).is_ok_and(|region| PHONE_NUMBER_UTIL.is_nanpa_country(region))
}

fn is_valid(number: &str) -> bool {
    PHONE_NUMBER_UTIL.parse(number, None).is_ok_and(|number| number.is_valid())
}

fn is_possible(number: &str) -> bool {
    number.len() > 9
        && PHONE_NUMBER_UTIL.parse(number, None).is_ok_and(|number| PHONE_NUMBER_UTIL.is_possible_number(&number))
}

fn is_valid_in(region: &str, digits: &str) -> bool {
    let Ok(region) = Region::from_code(region) else { return false };
    PHONE_NUMBER_UTIL.parse(digits, Some(region)).is_ok_and(|number| number.is_valid_for_region(region))
}

/// Whether a number may begin here: no part of a name, a price, a decimal or a longer code.
fn begins(reading: &Reading<'_>, start: usize) -> bool {
    let before = &reading.text()[..start];
    let seam = reading.view().is_seam(start);
    let part = match before {
        [.., b, b'-' | b'_' | b'/'] => b.is_ascii_alphanumeric(),
        [.., b, b'.' | b','] => b.is_ascii_digit(),
        [.., b'$' | b'+'] => true,
        // The seconds of a time.
        [.., b':', one, other, b':'] => one.is_ascii_digit() && other.is_ascii_digit(),
        _ => before.ends_with("€".as_bytes()) || before.ends_with("£".as_bytes()),
    };
    reading.view().is_boundary(start) && (seam || !part)
}

/// Whether a number may end here: no part of a name, a time, a decimal or a longer code.
fn is_end(reading: &Reading<'_>, end: usize) -> bool {
    let text = reading.text();
    let part = match &text[end..] {
        [b'-' | b'_' | b'/' | b'.', b, ..] => {
            b.is_ascii_alphanumeric() && words::word_at(text, end).is_none() && !b.is_ascii_digit()
        }
        [b':', b, ..] => b.is_ascii_digit(),
        [b'%' | b'@' | b'+', ..] => true,
        _ => false,
    };
    let extended = form::with_extension(text, end) > end;
    extended
        || (reading.view().is_boundary(end) || reading.view().is_seam(end)) && (!part || reading.view().is_seam(end))
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing, found, read_at, report};
    use super::super::{Hits, Place};
    use super::*;

    #[test]
    fn few_digits_are_looked_at_behind_a_plus_sign_or_a_prefix_only() {
        let looks = |text: &str| {
            super::super::check::read(text, |reading| reading.numbers().any(|chain| may_hold(reading.text(), chain)))
        };
        for text in ["+1 5", "+(1) 5", "00 49 1", "011 4", "555-0187", "1234567"] {
            assert!(looks(text), "{text}");
        }
        for text in ["12, 34", "123-456", "a+b 1"] {
            assert!(!looks(text), "{text}");
        }
    }

    fn found_in(region: &'static str, text: &str) -> Vec<String> {
        read_at(Place { region, ..Place::default() }, text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            hits.take()
                .iter()
                .map(|hit| String::from_utf8_lossy(&reading.text()[hit.span.clone()]).into_owned())
                .collect()
        })
    }

    #[test]
    fn what_goes_on_behind_a_sign_is_no_number() {
        finds_nothing(find, &["ref +49 30 901820_id", "ref +49 30 901820/path", "at 0171 2345678:80"]);
    }

    #[test]
    fn what_has_words_of_its_own_behind_a_number_is_none() {
        for (text, numbers) in [
            ("Phone: 01632 960 417\nMeter: 4182771", 1),
            ("Tel. 05151 4077218\nAktenzeichen 2026/11844", 1),
            ("Phone: 01632 960 417\nOpening hours 0900-1730", 1),
            ("mobile 07700 900 271, confirmation 8277193", 1),
            ("Phone: 01632 960 417\nJane 01632 960 418", 2),
            ("Phone: 01632 960 417\nMobile: 8277193", 2),
            ("Phone: 8277193, 8277194", 2),
        ] {
            assert_eq!(found(find, text).len(), numbers, "{text}");
            let gone = report(text).output;
            assert_eq!(gone.matches("[PHONE_NUMBER]").count(), numbers, "{gone}");
        }
    }

    #[test]
    fn the_next_of_kin_is_none_of_the_crowns_of_norway() {
        for text in ["NOK: Jane Orr 8277193", "NOK 01632 960 417", "NOK Jane Orr 8277193"] {
            assert_eq!(found(find, text).len(), 1, "{text}");
        }
        finds_nothing(find, &["NOK 1,930 per night, confirmation 8277193", "Result NOK, error 8277193", "NOK 8277193"]);
    }

    #[test]
    fn a_number_of_the_same_area_may_follow_in_the_next_clause() {
        let text = "The hotline moved. Old: 0800 118 4420, new from 1 Dec on weekdays: 0800 118 4421.";
        assert_eq!(found(find, text), ["0800 118 4420", "0800 118 4421"]);
        let text = "Fax 0731 984 4217, das andere im Lager ist jetzt 0731 984 4218";
        assert_eq!(found(find, text), ["0731 984 4217", "0731 984 4218"]);
        let text = "Telefon do mamy 601-308-315, do taty 503-308-316.";
        assert_eq!(found(find, text), ["601-308-315", "503-308-316"]);
        assert_eq!(found(find, "+48 602 308 315, do taty 503-308-316").len(), 2);
        assert_eq!(found(find, "+48 602 308 315, lista 103-308-316").len(), 1);
        assert_eq!(found(find, "Moana 07 572 4419 / 0274881206"), ["07 572 4419", "0274881206"]);
        assert_eq!(found(find, "Moana 07 572 4419 or 0174881206").len(), 1);
        assert_eq!(found(find, "Telefon do mamy 601-308-315, faktura 503-308-316.").len(), 1);
        assert_eq!(found(find, "telefon 601-308-315, lista 103-308-316").len(), 1);
        for text in [
            "hotline 0800 118 4420, and from May on the range 0800 1184 421",
            "hotline 0800 118 4420, and from May on the other 0900 118 4421",
            "hotline 0800 118 4420, while we got the order number 0800 118 4421",
            "hotline 0800 118 4420\nwe shipped the crates with 0800 118 4421",
        ] {
            assert_eq!(found(find, text), ["0800 118 4420"], "{text}");
        }
        finds_nothing(find, &["values 0800 118 4420, then 0800 118 4421"]);
    }

    #[test]
    fn the_end_of_a_telefax_may_stand_behind_the_number_of_the_telephone() {
        assert_eq!(found(find, "Tel. 05151 4083115, Fax -20"), ["05151 4083115, Fax -20"]);
        for text in
            ["Tel. 05151 4083115, Fax 20 Seiten", "Tel. 05151 4083115, Fax -20083", "Tel. 05151 4083115, fax-20x"]
        {
            assert_eq!(found(find, text), ["05151 4083115"], "{text}");
        }
    }

    #[test]
    fn the_number_of_who_lets_a_flat_is_found_behind_a_colon() {
        finds(find, &[("- bailleur : 03.89.40.83.15", "03.89.40.83.15"), ("Verhuurder: 020 408 3115", "020 408 3115")]);
        finds_nothing(find, &["- version : 03.89.40.83.15", "bailleur 3.89.40.83", "- adresse : 10.89.40.83"]);
    }

    #[test]
    fn two_numbers_may_stand_side_by_side() {
        let text = "Phone: 5558675309 / 5558675310";
        assert_eq!(found_in("US", text), ["5558675309", "5558675310"]);
        assert_eq!(found_in("DE", "Tel: 0171 2345678 / 0171 2345679"), ["0171 2345678", "0171 2345679"]);
        finds_nothing(find, &["ratio 1204567 / 23456789"]);
    }

    #[test]
    fn international_numbers_are_found_by_their_plan() {
        for number in [
            "+44 20 7946 0958",
            "+44 (0)20 7946 0958",
            "(+49) 30 901820",
            "+33 1 42 68 53 00",
            "+442079460958",
            "+1 650-253-0000",
            "00 44 20 7946 0958",
            "0049 30 901820",
            "011 44 20 7946 0958",
            "+39 06 6982",
        ] {
            finds(find, &[(&format!("Ref: {number} end"), number)]);
        }
    }

    #[test]
    fn exponents_versions_times_and_clauses_of_law_are_left() {
        finds_nothing(
            find,
            &[
                "divide 1e+600000000 by",
                "ncurses (6.1+20190713-1) unstable",
                "0.182+20210203-1",
                "Date: Wed Jan 4 17:37:06 2012 -0500",
                "DFARS 252.227-7014 (June 1995)",
                "as set forth in DFARS 202.227-7015 and this Agreement",
                "it is called an attribute in IEEE 754-2019",
                "Chip no. 985113004128837",
                "NDC 0169-4130-13",
                "../ext/Encode/t/guess.t          255 65280    29   40 137.93%",
                "U+5230 5231 5232 5233",
            ],
        );
        finds(
            find,
            &[
                ("tel+49 30 901820", "+49 30 901820"),
                ("e: +49 30 901820", "+49 30 901820"),
                ("line 7: 06 22 94 97 92", "06 22 94 97 92"),
                ("Box 9972:(555) 123-4567", "(555) 123-4567"),
                ("x 482+49 30 901820", "+49 30 901820"),
                ("call 252.555-7014", "252.555-7014"),
            ],
        );
    }

    #[test]
    fn nouns_announce_digits_that_are_joined_to_them_or_owned_or_end_a_clause() {
        for text in ["cell: 6192537741 is", "my cell 6192537741 is", "cell 6192537741, or", "call me at 6192537741 now"]
        {
            finds(find, &[(text, "6192537741")]);
        }
        for text in ["Ph: 6192537741", "Mob 6192537741", "x\nM: 6192537741", "text me on 6192537741"] {
            finds(find, &[(text, "6192537741")]);
        }
        finds(find, &[("phone 2025551234", "2025551234")]);
        finds_nothing(find, &["at T: 6192537741", "x: 6192537741", "phone seen at 1716239022"]);
        finds(find, &[("x 1 206 858 6151 y", "1 206 858 6151"), ("x 503-242 8227 y", "503-242 8227")]);
        finds(find, &[("電話: 03-1234-5678", "03-1234-5678"), ("телефон: 8 495 123-45-67", "8 495 123-45-67")]);
        finds(find, &[("Тел. 495 123 45 67", "495 123 45 67"), ("Puhelin 040 1234567", "040 1234567")]);
        for word in
            ["Bereitschaft:", "Rufbereitschaft:", "Notfallnummer", "R\u{fc}ckrufnummer", "Mobilnummer", "Astreinte :"]
        {
            finds(find, &[(&format!("{word} 0171 2345678"), "0171 2345678")]);
        }
        for word in ["Zentrale:", "Pforte", "Helpdesk:", "Tlf.", "Tfno.", "GSM"] {
            finds(find, &[(&format!("{word} 0171 2345678"), "0171 2345678")]);
        }
        for hours in ["(9-17)", "(09:00-17:00)", "(24/7)", "(24 h)", "(8-16 Uhr)"] {
            finds(find, &[(&format!("Tel. 0381 4588213 {hours}"), "0381 4588213")]);
        }
        assert_eq!(found(find, "Tel. 0381 4588213 (0171 2345678 mobil)"), ["0381 4588213", "0171 2345678"]);
        finds(find, &[("Cellulare: 333 123 4567", "333 123 4567"), ("Desk 6123-4567", "6123-4567")]);
    }

    #[test]
    fn a_plus_sign_and_a_possible_length_are_enough() {
        finds(find, &[("desk +1-555-010-4477 x12, thanks", "+1-555-010-4477 x12")]);
        finds_nothing(find, &["+123", "1+4155552671", "+999 12 345 678", "a+4155552671", "+10 000 000"]);
    }

    #[test]
    fn north_american_forms_speak_for_themselves() {
        for number in [
            "(212) 555-0187",
            "(212)555-0187",
            "212-555-0187",
            "212.555.0187",
            "212 555-0187",
            "1-212-555-0187",
            "1 (212) 555-0187",
            "001-212-555-0187",
            "212-555-0187x44",
            "(212) 555-0187 ext. 9",
        ] {
            finds(find, &[(&format!("Ref: {number}."), number)]);
        }
        assert_eq!(found(find, "212-555-0187, 212-555-0188 / (212) 555-0189").len(), 3);
        finds(find, &[("2024-05-17 212-555-0187", "212-555-0187")]);
        finds(find, &[("call 123-456-7890", "123-456-7890"), ("number for 212 555 2368", "212 555 2368")]);
    }

    #[test]
    fn a_word_makes_a_number_of_groups() {
        for (text, number) in [
            ("Call 467 3395 today", "467 3395"),
            ("homephone: 467 3395", "467 3395"),
            ("mobilephone=4673395", "4673395"),
            ("Fax: 0490 75 40 81", "0490 75 40 81"),
            ("fax: (37) 788-063", "(37) 788-063"),
            ("416 60 039 office", "416 60 039"),
            ("12 345 678-Fax", "12 345 678"),
            ("Mobiel: 0688 843 79 56", "0688 843 79 56"),
            ("mobile 0688 843 79 56", "0688 843 79 56"),
            ("phoneNumber=5550104477", "5550104477"),
            ("\"tel\": \"442079460958\"", "442079460958"),
            ("Desk: 5405550187 ext 9", "5405550187 ext 9"),
            ("call me on 6505550187", "6505550187"),
            ("3660170548-Fax", "3660170548"),
            ("(x) Office\\,3660170548-Fax", "3660170548"),
        ] {
            finds(find, &[(text, number)]);
        }
    }

    #[test]
    fn a_word_of_contact_needs_a_number_of_some_country() {
        for (text, number) in [
            ("ruf mich an: 0171 2345678", "0171 2345678"),
            ("erreichbar unter 01712345678.", "01712345678"),
            ("Sie erreichen uns unter 089/1234567", "089/1234567"),
            ("Joignable au 06 12 34 56 78", "06 12 34 56 78"),
            ("Ll\u{e1}mame al 612 345 678", "612 345 678"),
            ("chiamami al 333 1234567", "333 1234567"),
            ("bel me op 06-12345678", "06-12345678"),
            ("zadzwo\u{144} pod 601 234 567", "601 234 567"),
            ("reach 07911 123456 when you arrive", "07911 123456"),
            ("Ansprechpartner: Jan M\u{fc}ller (0171 2345678)", "0171 2345678"),
            ("x\nT 020 7946 0958", "020 7946 0958"),
            ("Telefoonnummer: 0612345678", "0612345678"),
            ("Nr telefonu: 601 234 567", "601 234 567"),
            ("Festnetz: 089 1234567", "089 1234567"),
        ] {
            finds(find, &[(text, number)]);
        }
        finds_nothing(
            find,
            &[
                "erreichbar unter 12 34 56 78",
                "wir erreichen 120 000 000 Nutzer",
                "Kontakt: Raum 47 11 08 15",
                "Rechnung 0171 2345678",
                "erreichbar, Rechnung 0171 2345678",
                "Kontakt: Kundennummer 0171 2345678",
                "text 100 200 300",
                "M 1000 2000",
                "at T 020 7946 0958",
            ],
        );
    }

    #[test]
    fn what_a_house_calls_its_desks_leads_to_a_number_of_some_country() {
        for (text, number) in [
            ("Empfang: 0711 / 881 20 44", "0711 / 881 20 44"),
            ("Hausmeister: 0731 9844217", "0731 9844217"),
            ("Plumber: 0117 927 6014", "0117 927 6014"),
            ("Taxi: 01856 872417", "01856 872417"),
            ("Fontanero: 655 140 187", "655 140 187"),
            ("Hydraulik: 601 883 412", "601 883 412"),
            ("Main number 01723 362 017", "01723 362 017"),
            ("St\u{f6}rungsdienst 0800 118 4420", "0800 118 4420"),
            ("Reception: 0113 496 0182", "0113 496 0182"),
            ("call Security 020 7946 0182", "020 7946 0182"),
            ("Accueil : 03 20 14 88 02", "03 20 14 88 02"),
            ("Standard : 03 20 14 88 02", "03 20 14 88 02"),
            ("Centralita: 91 441 88 20", "91 441 88 20"),
            ("Portiere: 059 441 8820", "059 441 8820"),
            ("Vaktm\u{e4}stare: 031-703 18 44", "031-703 18 44"),
            ("Portier: 010-798 44 12", "010-798 44 12"),
            ("Portiernia: 22 441 88 20", "22 441 88 20"),
            ("Hausmeister Herr Pohl: 0731 / 98 44 - 217", "0731 / 98 44 - 217"),
            ("Empfang (Frau Kern): 0711 8812044", "0711 8812044"),
            ("Security (24/7): 020 7946 0182", "020 7946 0182"),
            ("Central de alarmas: 900 441 882", "900 441 882"),
        ] {
            finds(find, &[(text, number)]);
        }
        finds_nothing(
            find,
            &[
                "security patch 2024 118 4420",
                "Security Update KB5034441: 020 7946 0182",
                "security of the following build: 020 7946 0182",
                "Standard 01 20 14 88 02",
                "Standard: 0123 456789",
                "the standard of the building says 03 20 14 88 02",
                "Security: 12 441 889 users",
                "Reception 0113",
                "Hausmeister: Raum 0731 984",
                "Plumber invoice 0117 927 6014",
                "Taxi: 655 140 trips",
                "Empfang 20 000 000 Pakete",
            ],
        );
    }

    #[test]
    fn extensions_stand_behind_their_word() {
        for text in ["Durchwahl -4711", "Durchwahl: 4711", "DW -4711", "ext. 4711", "Ext: 4711", "Nebenstelle 4711"] {
            finds(extension::DETECTOR.find, &[(text, "4711")]);
        }
        finds(extension::DETECTOR.find, &[("phone_ext=4711", "4711"), ("Ihre Durchwahl ist 471.", "471")]);
        finds(find, &[("call 020 7535 8544 (ext. 718) now", "020 7535 8544 (ext. 718)")]);
        finds(find, &[("Tel. 089 1234567 Durchwahl 12", "089 1234567 Durchwahl 12")]);
        finds_nothing(
            extension::DETECTOR.find,
            &[
                "ext4 1024",
                "ext4: 4096 bytes",
                "ext3: 4096",
                "ext 4711",
                "DW 4711",
                "Durchwahl 12",
                "ext. 2.1",
                "ext. 2024-05",
                "extension 4711",
                "Durchwahl siehe Liste 4711",
                "text: 4711",
            ],
        );
    }

    #[test]
    fn what_figures_count_is_no_number() {
        finds_nothing(
            find,
            &[
                "The call took 171 2345678 ns",
                "Contact: 12 000 000 users",
                "mobile traffic 601 234 567 bytes",
                "mobile users: 1234567",
                "SMS sent: 1234567",
            ],
        );
    }

    #[test]
    fn words_of_contact_may_end_the_clause_behind_a_number() {
        for (text, number) in [
            ("Abends bin ich unter 05151 4417209 zu erreichen.", "05151 4417209"),
            ("Wir sind unter 05151 / 4417209 erreichbar", "05151 / 4417209"),
            ("Daf\u{fc}r stehe ich unter 05151 4417209 gern zur Verf\u{fc}gung", "05151 4417209"),
            ("Wij zijn op 020 794 4718 bereikbaar", "020 794 4718"),
            ("I can be reached on 0117 496 0982.", "0117 496 0982"),
            ("R\u{fc}ckfragen: 05151 4417209", "05151 4417209"),
            ("Ni n\u{e5}r mig p\u{e5} 08-441 72 09", "08-441 72 09"),
            ("pod numerem 22 441 72 09", "22 441 72 09"),
        ] {
            finds(find, &[(text, number)]);
        }
        finds_nothing(
            find,
            &[
                "Ein Wert von 05151 4417209. Der Server ist erreichbar",
                "Bei 600 441 720 Zeilen ist das Ziel erreichbar",
                "limit reached on 4417209",
                "BTW BE 0441.720.913",
                "Ondernemingsnummer: 0441.720.913",
            ],
        );
    }

    #[test]
    fn a_mobile_number_in_one_piece_is_somebodys() {
        for text in ["his number is 07700900441", "A man called Ann, number 07700900441", "my number: 01712345678"] {
            let number = text.rsplit(' ').next().unwrap_or_default();
            finds(find, &[(text, number)]);
        }
        finds_nothing(find, &["item number 07700900441", "values, number 0990090044", "his number is 4417209"]);
    }

    #[test]
    fn an_international_prefix_may_be_without_groups() {
        finds(find, &[("x 00491712345678 y", "00491712345678"), ("x 00447911123456", "00447911123456")]);
        finds_nothing(
            find,
            &["EAN 0049000042566", "0012025550123", "Auftrag 00491712345678", "00000491712345", "0049171"],
        );
    }

    #[test]
    fn national_numbers_are_those_of_the_site() {
        for (region, number) in
            [("GB", "020 7946 0958"), ("DE", "(030) 901820"), ("FR", "01.42.68.53.00"), ("US", "650 253 0000")]
        {
            assert_eq!(found_in(region, &format!("x {number} y")), [number], "{region}");
            let elsewhere = if region == "US" { "GB" } else { "US" };
            assert!(found_in(elsewhere, &format!("x {number} y")).is_empty(), "{region}");
        }
    }

    #[test]
    fn the_letters_of_home_and_work_need_a_number_of_some_country() {
        assert_eq!(found(find, "h: 01274 496018 w: 0113 4960221"), ["01274 496018", "0113 4960221"]);
        finds(find, &[("Telem. 915 786 886", "915 786 886")]);
        finds_nothing(find, &["h: 1024 7680 w: 1920 1080", "w: 0000 112233", "path: 01274 496018", "h 01274 496018"]);
    }

    #[test]
    fn references_meetings_and_numbers_of_companies_are_left() {
        finds_nothing(
            find,
            &[
                "call ref 1-448291",
                "Hotline Ref 4829-2210",
                "call re PO 448-291-0337",
                "fax us, article 448-2910",
                "join the call, Zoom meeting 844 1209 7731",
                "call us, I\u{10c}O: 44829103",
                "tel. see below, SIRET 448 291 037 00012",
            ],
        );
    }

    #[test]
    fn other_numbers_are_left() {
        finds_nothing(
            find,
            &[
                "values 0800 118 4420 of it",
                "crates with 020 7946 0182",
                "Update KB5034441: 020 7946 0182",
                "part no 02 6551 8840",
                "Version 10.2.3.4567 released 2024-05-17",
                "epoch 1716239022 ms 1716239022123",
                "phone_seen=1716239022",
                "kernel 5.15.0-1053-aws mem 16384MB port 8080",
                "Part number: 555-123-4567-A",
                "Part number: 555-123-4567",
                "Order 212-555-0187",
                "978-3-16-148410-0",
                "the call of 2024-05-17 10:30:45",
                "call us 2021-2022",
                "the call was get(key=5440001, size=4011376640)",
                "the office is at 6556 106 Main St",
                "SM86 0032 2509 8000 0000 0270 100",
                "call 10.20.30.40",
                "call 37.774929",
                "123 45 6789",
                "call 123-45-6789",
                "4111 1111 1111 1112",
                "call $1 234 567",
                "1234567890",
                "call 1716239022",
                "2147483647",
                "12-345-678-9012-3456",
                "212-555-0187-0001",
                "ABC-212-555-0187",
                "x212-555-0187",
                "Sequence 1234 5678 90 is not a card",
                "[PHONE_NUMBER] 123 45 67",
                "1.4.1.1.2.3.4",
                "message 6192537741 acknowledged",
                "cell 2125550187 in the matrix is null",
                "call graph 123-4567 edges",
                "dial plan 1000-1999",
                "Telephone exchange 1234-5678 cabinets",
                "Desk 1204-1210",
                "Office 16.0.17531.20152",
                "NHS 773 475 3795",
                "SWIFT message pain.001.001.09",
                "Pittsburgh, PA  15213-3890 fax",
                "phone and fax: Springfield, IL 62704-1234",
                "extension 17.4.7795",
                "phone firmware 53939911",
                "SMS gateway queue 5616929",
                "fax pages 1235755",
                "order number: 212-555-0187",
                "\"invoiceNumber\": \"212-555-0187\"",
                "Auftragsnummer 212-555-0187",
            ],
        );
    }

    #[test]
    fn numbers_of_papers_about_telephones_are_left() {
        finds_nothing(
            find,
            &[
                "Phone bill 2024-1187",
                "Phone bill no. 2024-1187",
                "Mobile unit 8277193",
                "phone system 418-2771",
                "SMS provider contract 2024-118",
                "phone contract 2024-118",
                "Telephone costs 2024-118",
                "Telephone survey 2024-118",
                "Telefon Vertrag Nr. 2024-118",
                "Cisco IP phone 14.2.1.0101-118",
            ],
        );
        finds(
            find,
            &[
                ("Phone bill: call 2024-1187", "2024-1187"),
                ("Phone 2024-1187", "2024-1187"),
                ("phone (contract 7): 2024-1187", "2024-1187"),
                ("phone contract 0171 2345678", "0171 2345678"),
                ("Cisco IP phone 030 1234-118", "030 1234-118"),
            ],
        );
    }

    #[test]
    fn elements_of_segments_are_left() {
        finds_nothing(
            find,
            &["NAD+BY+3012345600018::9'", "UNA\nNAD+DP+3012345600018::9'", "LIN+1++3012345600018:SRV'"],
        );
        finds(
            find,
            &[
                ("TEL+4930123456", "+4930123456"),
                ("COM+49 30 123456:TE'", "+49 30 123456"),
                ("Tel. +49 30 123456", "+49 30 123456"),
            ],
        );
    }

    #[test]
    fn numbers_of_places_and_those_where_somebody_is_reached_are_found_and_those_for_emergencies_are_left() {
        for text in [
            "Home number: #",
            "Work number # or mail",
            "office number is #",
            "N\u{e5}s p\u{e5} #",
            "get me on #",
            "Vast: #",
        ] {
            finds(find, &[(&text.replace('#', "0161 496 0417"), "0161 496 0417")]);
        }
        finds_nothing(find, &["Work number: 4471 8820", "home number 12", "office number: 2024 118"]);
        finds_nothing(extension::DETECTOR.find, &["Emergency ext. 112", "extension: 911"]);
        finds(
            extension::DETECTOR.find,
            &[("ext. 113", "113"), ("Durchwahl -4711", "4711"), ("my extension is 4471", "4471")],
        );
        finds(
            extension::DETECTOR.find,
            &[
                ("Bel de balie op toestel 4471.", "4471"),
                ("vous pouvez me joindre au poste 4471", "4471"),
                ("chiamare l'interno 4471", "4471"),
                ("anknytning 4471", "4471"),
                ("Turno A, ramal 4471", "4471"),
            ],
        );
        finds_nothing(
            extension::DETECTOR.find,
            &["Toestel 4471 is defect", "le poste 4471 du budget", "all'interno 4471 file", "o ramal de 4471 metros"],
        );
        finds_nothing(
            extension::DETECTOR.find,
            &["the extension is 4471", "her extension has 4471 lines", "my extension 1.2"],
        );
    }

    #[test]
    fn whom_to_call_in_need_and_at_home_has_a_number() {
        for (region, text, value) in [
            ("SE", "Tfn hem: 046-555 21 83, son", "046-555 21 83"),
            ("DE", "Pannenhilfe 0221 5559 2044", "0221 5559 2044"),
            ("GB", "Monitoring station 0800 0111 222, site", "0800 0111 222"),
            ("NL", "Meldkamer 088 055 17 20", "088 055 17 20"),
        ] {
            assert_eq!(found_in(region, text), [value], "{text}");
        }
        assert_eq!(found_in("DE", "tfn 0221 5559 2044x"), Vec::<String>::new());
    }
}
