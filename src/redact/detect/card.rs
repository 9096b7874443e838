//! Payment card numbers: 12 to 19 digits of an issuer's range (ISO/IEC 7812) that pass the Luhn check and are not all
//! equal; single digits or usual groups may be separated by blanks and dashes.
//!
//! A number that fails the check may still hold one that passes (`12 4111 1111 1111 1111`), so every pair of
//! places where a number may begin and end is tried: next to separators and at seams of the view.

use super::alike::is_in_random_row;
use super::card_behind::{self, CVV_BEHIND, EXPIRY_BEHIND};
use super::card_data::CARD_WORDS;
use super::cue::Topic;
use super::goods::is_called_a_thing;
use super::nation::{gs1, passes_luhn};
use super::reading::Group;
use super::shape::is_alone;
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::view::View;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: &[&LUHN, &CONTEXT, &EXPIRY_BEHIND, &CVV_BEHIND], needs: Signals::DIGITS, find },
    Detector { rules: &[&LUHN, &EXPIRY_BEHIND, &CVV_BEHIND], needs: Signals::NINE, find: slashed },
];

static LUHN: Rule = Rule {
    kind: kind::CREDIT_CARD,
    name: "card.luhn",
    version: 1,
    rank: Rank::Validated,
    proof: "Luhn check, range of an issuer, usual groups; 12 digits have a word for a card beside them",
};

static CONTEXT: Rule = Rule {
    kind: kind::CREDIT_CARD,
    name: "card.context",
    version: 1,
    rank: Rank::Context,
    proof: "13 to 19 digits in usual groups behind a word for a card, or 12 that pass the Luhn check",
};

const SHORTEST: usize = 12;
/// Fewer digits are hardly ever taken for a card.
const LONG: usize = 15;
const LONGEST: usize = 19;
/// How many digits most cards have.
const USUAL: usize = 16;
/// How many digits the number of an article has (GS1 General Specifications, GTIN-13).
const OF_AN_ARTICLE: usize = 13;
/// How many separators may stand between two digits (` - `).
const WIDEST_GAP: usize = 3;
/// How many digits a number with a fraction has at most where a computer wrote it (IEEE 754, 64 bits).
const MOST_OF_A_DOUBLE: usize = 17;
/// How far around a number is looked for the rest of a UUID.
const UUID: usize = 40;
/// How far around a number is looked for codes, in bytes.
const CODES: usize = 128;
/// How many digits are looked at together; longer numbers are read in overlapping windows.
const WINDOW: usize = 1024;

/// Names the card numbers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let view = reading.view();
    // What separates the digits of a card separates groups as well.
    for chain in reading.numbers().filter(|chain| chain.iter().map(Group::len).sum::<usize>() >= SHORTEST) {
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { continue };
        if !reading.is_wanted(&(first.span().start.saturating_sub(UUID)..last.span().end + UUID)) {
            continue;
        }
        let (mut at, end) = (first.span().start, last.span().end);
        while let Some(number) = Number::next(view, at, end).filter(|number| number.end <= end) {
            at = number.resume();
            if number.digits.len() >= SHORTEST && !number.is_in_uuid(view.text()) {
                number.cards(reading, hits);
            }
        }
    }
    for cue in reading.cues(Topic::Card) {
        cue.whole_values(reading, written).for_each(|span| hits.near(&CONTEXT, span, cue.word));
    }
}

/// Names cards of four groups of four with a sign between them that parts no other numbers of one card: `4111/1111/1111/1111`.
fn slashed(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let between = |two: &[Group]| &text[two[0].span().end..two[1].span().start];
    for four in reading.groups().windows(4).filter(|four| matches!(between(four), b"/" | b" / ")) {
        let alike =
            four.windows(2).all(|two| between(two) == between(four)) && four.iter().all(|group| group.len() == 4);
        let span = four[0].span().start..four[3].span().end;
        let is_card = || {
            let digits: Vec<Digit> = four.iter().flat_map(Group::span).map(|at| Digit::new(text, at, false)).collect();
            is_issued(&digits) && is_luhn(&digits)
        };
        if alike && is_alone(reading, &span) && is_card() {
            card_behind::behind(text, span.end, hits);
            hits.hit(&LUHN, span);
        }
    }
}

/// Where a number ends that begins here and is written as cards are, whoever issued it, unless the check knows it.
fn written(text: &[u8], at: usize) -> Option<usize> {
    let (mut digits, mut end) = (Vec::new(), at);
    while let Some(byte) = text.get(end).filter(|_| digits.len() <= LONGEST) {
        let separated = matches!(byte, b' ' | b'-') && end > at;
        let next = end + usize::from(separated);
        if !text.get(next).is_some_and(u8::is_ascii_digit) {
            break;
        }
        digits.push(Digit::new(text, next, separated));
        end = next + 1;
    }
    let usual = is_grouping(&groups(&digits, |digit| digit.separated), digits.len(), true, false);
    let all_equal = digits.windows(2).all(|pair| pair[0].value == pair[1].value);
    let long = (SHORTEST + 1..=LONGEST).contains(&digits.len()) || digits.len() == SHORTEST && is_luhn(&digits);
    (usual && long && !all_equal && !is_card(&digits, true)).then_some(end)
}

/// A digit, where it stands, and what stands before it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Digit {
    value: u8,
    at: usize,
    separated: bool,
    /// What separates it from the digit before holds a full stop.
    dotted: bool,
    /// A line break before it was left out.
    broken: bool,
    may_begin: bool,
}

impl Digit {
    /// The digit at this place, without a full stop or a line break before it.
    fn new(text: &[u8], at: usize, separated: bool) -> Self {
        Self { value: text[at] - b'0', at, separated, dotted: false, broken: false, may_begin: true }
    }
}

/// Whether the two letters for who issued a card stand right before its digits, as bookings of flights have them:
/// `CC VI4111111111111111` (IATA, forms of payment).
fn is_behind_issuer(before: &[u8]) -> bool {
    let Some((lead, issuer)) = before.split_last_chunk::<2>() else { return false };
    matches!(issuer, b"VI" | b"CA" | b"MC" | b"AX" | b"DC" | b"DS" | b"JC" | b"TP")
        && !lead.last().is_some_and(u8::is_ascii_alphanumeric)
}

/// Digits with nothing but separators between them.
struct Number {
    digits: Vec<Digit>,
    end: usize,
    may_end: bool,
}

impl Number {
    /// The next number, in a chain that ends at `end`.
    fn next(view: &View, from: usize, end: usize) -> Option<Self> {
        let text = view.text();
        let start = from + text.get(from..end)?.iter().position(u8::is_ascii_digit)?;
        let mut number = Self { digits: Vec::with_capacity(2 * LONGEST), end: start, may_end: false };
        let rest = start..end.min(start + WINDOW * (1 + WIDEST_GAP));
        let mut seams = view.seams(&rest).peekable();
        let mut next = Some(start);
        while let Some(at) = next.filter(|_| number.digits.len() < WINDOW) {
            while seams.next_if(|seam| *seam < at).is_some() {}
            let seam = if number.digits.is_empty() { view.is_seam(at) } else { seams.peek() == Some(&at) };
            number.push(view, at, seam);
            number.end = at + 1;
            next = next_digit(text, at + 1);
        }
        number.may_end = !text.get(number.end).is_some_and(u8::is_ascii_alphanumeric) || view.is_seam(number.end);
        Some(number)
    }

    /// Where to look for the next number: a cut one is taken up again where a card may have been cut.
    fn resume(&self) -> usize {
        match self.digits.get(WINDOW - LONGEST) {
            Some(digit) if self.digits.len() == WINDOW => digit.at,
            _ => self.end,
        }
    }

    fn push(&mut self, view: &View, at: usize, seam: bool) {
        let text = view.text();
        let first = self.digits.is_empty();
        let separated = !first && at > self.end;
        let dotted = separated && text[self.end..at].contains(&b'.');
        let broken = view.is_tight() && view.is_break(at);
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        // A plus sign makes it a telephone number.
        let joined = before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'+');
        let open = first && (!joined || is_behind_issuer(&text[..at]));
        let may_begin = separated || open || seam;
        self.digits.push(Digit { value: text[at] - b'0', at, separated, dotted, broken, may_begin });
    }

    /// Whether the number may end before the digit of this index.
    fn may_end_before(&self, index: usize) -> bool {
        self.digits.get(index).map_or(self.may_end, |digit| digit.may_begin)
    }

    /// Names the cards among the digits. Where line breaks were left out, only the number as a whole counts: in a
    /// column of figures any few lines make up a number.
    fn cards(&self, reading: &Reading<'_>, hits: &mut Hits) {
        let view = reading.view();
        let whole = view.is_tight();
        self.near_miss(hits);
        for (start, first) in self.digits.iter().enumerate().filter(|(_, digit)| digit.may_begin) {
            for len in SHORTEST..=LONGEST.min(self.digits.len() - start) {
                let digits = &self.digits[start..start + len];
                let all = len == self.digits.len();
                let part = len == SHORTEST && self.is_beside_a_group_of_four(start, start + len);
                if self.may_end_before(start + len)
                    && (all || !whole)
                    && !part
                    && is_card(digits, all)
                    && !self.is_fraction(view, start, start + len)
                    && !self.is_of_a_row(start, start + len)
                    && !is_of_codes(view, first.at..digits[len - 1].at + 1)
                {
                    let end = digits[len - 1].at + 1;
                    if let Some(why) = other(reading, &(first.at..end), len) {
                        hits.miss(&LUHN, first.at..end, why);
                        continue;
                    }
                    hits.hit(&LUHN, first.at..end);
                    if !whole {
                        card_behind::behind(view.text(), end, hits);
                    }
                }
            }
        }
    }

    /// Whether these digits are the fraction of a decimal number with as many digits as computers write.
    fn is_fraction(&self, view: &View, start: usize, end: usize) -> bool {
        let text = view.text();
        let digit = &self.digits[start];
        let pointed = digit.dotted && digit.at == self.digits[start - 1].at + 2 && !view.is_seam(digit.at);
        let whole = || self.digits[start + 1..end].iter().all(|digit| !digit.separated);
        let ends = || self.digits.get(end).is_none_or(|next| !next.dotted);
        let integer = || self.digits[..start].iter().rposition(|digit| digit.separated).unwrap_or(0);
        let fits = |from: usize| {
            let before = self.digits[from].at.checked_sub(1).map_or(b' ', |at| text[at]);
            let significant = end - from - usize::from(self.digits[from].value == 0);
            // One digit before more of them than most cards have.
            let precise = start - from == 1 && end - start > USUAL;
            (significant <= MOST_OF_A_DOUBLE || precise) && !before.is_ascii_alphanumeric() && before != b'.'
        };
        pointed && whole() && ends() && fits(integer())
    }

    /// Whether a further group of four digits stands before or behind these: sixteen digits in fours are one value,
    /// and what is left of it where its check fails is none.
    fn is_beside_a_group_of_four(&self, start: usize, end: usize) -> bool {
        let separated = |at: usize| self.digits.get(at).is_none_or(|digit| digit.separated);
        let is_group = |from: usize| {
            let whole = from + 4 <= self.digits.len() && (from == 0 || separated(from)) && separated(from + 4);
            whole && !(from + 1..from + 4).any(separated)
        };
        let grouped = self.digits[start..end].iter().skip(1).any(|digit| digit.separated);
        grouped && (start >= 4 && is_group(start - 4) || is_group(end))
    }

    /// Whether these are digits one by one in a longer row of such: a matrix, a ruler.
    fn is_of_a_row(&self, start: usize, end: usize) -> bool {
        let lone = |at: usize| {
            self.digits.get(at).is_some_and(|digit| digit.separated || at == 0)
                && self.digits.get(at + 1).is_none_or(|next| next.separated)
        };
        let singles = (start + 1..end).all(|at| self.digits[at].separated);
        singles && (start > 0 && lone(start - 1) || lone(end))
    }

    /// Tells why a number of the length of a card's is none.
    fn near_miss(&self, hits: &mut Hits) {
        let (Some(first), LONG..=LONGEST) = (self.digits.first(), self.digits.len()) else { return };
        let (issued, luhn) = (is_issued(&self.digits), is_luhn(&self.digits));
        if issued && !luhn {
            hits.miss(&LUHN, first.at..self.end, "the Luhn check fails");
        } else if luhn && !issued {
            hits.miss(&LUHN, first.at..self.end, "no issuer's range begins like that");
        }
    }

    /// Whether the digits are part of a UUID: its last group has twelve.
    fn is_in_uuid(&self, text: &[u8]) -> bool {
        let part = |b: &u8| b.is_ascii_hexdigit() || *b == b'-';
        let Some(first) = self.digits.first() else { return false };
        let start = first.at - text[..first.at].iter().rev().take(36).take_while(|b| part(b)).count();
        let len = text[start..].iter().take(37).take_while(|b| part(b)).count();
        super::account::is_uuid(&text[start..start + len])
    }
}

/// Whether groups of four with blanks between stand among others of which one is hexadecimal, as in tables of codes
/// (`52F5 5680 5690 5685 5687`), or groups with full stops behind another full stop.
fn is_of_codes(view: &View, span: Range<usize>) -> bool {
    let text = view.text();
    let gap = text.get(span.start + 4).copied();
    if gap == Some(b'.') {
        return matches!(text[..span.start], [.., b'[' | b'*' | b'.', b'.']) || text[..span.start].ends_with(b"[*");
    }
    let is_code = |part: &&[u8]| part.len() == 4 && part.iter().all(u8::is_ascii_hexdigit);
    let coded = |part: &&[u8]| part.iter().any(u8::is_ascii_uppercase);
    // Words of four small letters stand in sentences.
    let small = |part: &&[u8]| part.iter().any(u8::is_ascii_lowercase) && part.iter().any(u8::is_ascii_digit);
    let (lead, rest) = (&text[span.start.saturating_sub(CODES)..span.start], &text[span.end..]);
    let rest = &rest[..rest.len().min(CODES)];
    let blank = |b: &u8| matches!(b, b' ' | b'\n');
    let before = lead.strip_suffix(b" ").or_else(|| lead.strip_suffix(b"\n")).unwrap_or_default().rsplit(blank);
    let behind = rest.strip_prefix(b" ").or_else(|| rest.strip_prefix(b"\n")).unwrap_or_default().split(blank);
    let codes: Vec<&[u8]> = before.take_while(is_code).chain(behind.take_while(is_code)).collect();
    gap == Some(b' ') && (codes.iter().any(coded) || codes.len() > 1 && codes.iter().any(small))
}

/// Why so many digits that may be a card are none where no word beside them says that they are.
fn other(reading: &Reading<'_>, span: &Range<usize>, digits: usize) -> Option<&'static str> {
    let why = match digits {
        // As many have accounts of clouds, articles and much else.
        SHORTEST => "no word beside it says that it is a card",
        _ if is_tick(reading.text(), span) => "clocks count as much in microseconds",
        _ if is_article(reading, span) => "a word before it says that it is something else",
        _ if is_in_random_row(reading, span) => "few of the numbers beside it pass the check",
        _ => return None,
    };
    (!is_called_a_card(reading, span)).then_some(why)
}

/// Whether fifteen digits in one piece among other text begin as those of air travel do (UATP), and as what clocks count in
/// microseconds does.
fn is_tick(text: &[u8], span: &Range<usize>) -> bool {
    let digits = &text[span.clone()];
    digits.len() == LONG
        && digits.starts_with(b"1")
        && !digits.starts_with(b"1800")
        && digits.iter().all(u8::is_ascii_digit)
        && text.trim_ascii() != digits
}

/// Whether thirteen digits without a blank are called the number of an article or of another thing, or have the check digit
/// of one near its word: no issuer gives out cards of so few any more.
fn is_article(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    const ARTICLES: [&str; 4] = ["article", "artikel", "art", "strichcode"];
    let near = || gs1(&reading.text()[span.clone()]) && reading.word_before(span.start, &ARTICLES).is_some();
    let digits = &reading.text()[span.clone()];
    digits.len() == OF_AN_ARTICLE
        && digits.iter().all(u8::is_ascii_digit)
        && (is_called_a_thing(reading, span.start) || near())
}

/// Whether a word beside the span speaks of a card.
fn is_called_a_card(reading: &Reading<'_>, span: &Range<usize>) -> bool {
    const NAMES: [&str; 5] = ["cc", "ccn", "maestro", "diners", "jcb"];
    reading.word_around(span, &CARD_WORDS).or_else(|| reading.word_around(span, &NAMES)).is_some()
}

fn next_digit(text: &[u8], from: usize) -> Option<usize> {
    let gap = text.get(from..)?.iter().take(WIDEST_GAP).take_while(|b| matches!(b, b' ' | b'-' | b'.' | b'\t')).count();
    text.get(from + gap).filter(|b| b.is_ascii_digit()).map(|_| from + gap)
}

fn is_card(digits: &[Digit], all: bool) -> bool {
    // Part of a longer number with full stops between its digits is part of an outline: 1.4.1.1.2 …
    let singles = all || !digits.iter().skip(1).any(|digit| digit.dotted);
    let is_written =
        |groups: &[usize]| is_grouping(groups, digits.len(), all, singles) && is_pointed_throughout(digits);
    let in_lines = || is_written(&groups(digits, |digit| digit.separated));
    let across_lines = || is_written(&groups(digits, |digit| digit.separated || digit.broken));
    is_issued(digits) && is_luhn(digits) && (in_lines() || across_lines())
}

/// Whether full stops part all groups of the digits, and more than two, or none: one in a number is a decimal point.
fn is_pointed_throughout(digits: &[Digit]) -> bool {
    let gaps = || digits.iter().skip(1).filter(|digit| digit.separated);
    let dotted = gaps().filter(|digit| digit.dotted).count();
    dotted == 0 || dotted > 1 && dotted == gaps().count()
}

/// The lengths of the groups, of which each but the first begins where `begins` says so.
fn groups(digits: &[Digit], begins: impl Fn(&Digit) -> bool) -> Vec<usize> {
    digits.chunk_by(|_, next| !begins(next)).map(<[Digit]>::len).collect()
}

/// Whether people write card numbers like that: in one piece, digit by digit (where `singles` allows it), in the
/// groups that are printed on cards, or, when nothing else stands beside it and it is not longer than most, with one break
/// anywhere.
fn is_grouping(groups: &[usize], len: usize, all: bool, singles: bool) -> bool {
    match groups {
        [_] => true,
        [4, 3, 3, 3] | [4, 6, 4 | 5] | [4, 4, 4] => true,
        [4, 4, 4, 1..=4] | [4, 4, 4, 4, 1..=3] | [6, 13] => true,
        _ if groups.iter().all(|group| *group == 1) => singles,
        [first, _] => all && *first > 1 && len != 13 && len <= USUAL,
        _ => false,
    }
}

/// Whether an issuer's range begins like that and has numbers of that length.
fn is_issued(digits: &[Digit]) -> bool {
    let prefix = |len: usize| digits.iter().take(len).fold(0, |sum, digit| sum * 10 + u32::from(digit.value));
    let len = digits.len();
    match prefix(4) {
        4000..=4999 => matches!(len, 13 | 16 | 19),
        5100..=5599 | 2221..=2720 => len == 16,
        3400..=3499 | 3700..=3799 => len == 15,
        3000..=3059 | 3095 | 3600..=3699 | 3800..=3999 => (14..=19).contains(&len),
        3500..=3599 => len >= 16,
        6011 | 6440..=6599 | 6200..=6299 | 8100..=8199 => len >= 16,
        5018 | 5020 | 5038 | 5600..=5899 | 6304 | 6759 | 6761..=6763 => true,
        2200..=2204 | 5000..=5099 | 6000..=6999 => len >= 16,
        1000..=1999 | 2131 => len == 15,
        8600 | 9792 | 9860 => len == 16,
        _ => false,
    }
}

/// The Luhn check (ISO/IEC 7812-1, annex B); a number of equal digits is none.
fn is_luhn(digits: &[Digit]) -> bool {
    passes_luhn(digits.iter().map(|digit| digit.value)) && digits.windows(2).any(|pair| pair[0].value != pair[1].value)
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing, found, report};
    use super::*;

    #[test]
    fn the_letters_of_who_issued_it_may_stand_right_before_a_card() {
        finds(find, &[("CC VI4111111111111111 EXP", "4111111111111111"), ("FOP AX378282246310005", "378282246310005")]);
        finds_nothing(find, &["CC VX4111111111111111", "CC AVI4111111111111111", "CC VI4111111111111112"]);
    }

    #[test]
    fn rows_of_digits_and_tables_of_codes_are_left() {
        finds_nothing(
            find,
            &[
                "0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5",
                "5 6 0 3 0 0 0 4 5 1 0 0 0 3 0 0 0 0 0 0 0 0 0",
                "51F1 5272 5274 5275 5269 52DE 52DD",
                "4F9E 5235 5232 5233 5246 5231 5240\n52BC",
                "30FD ; [*4301.0020.0010.0002] # RA",
                "FF96  ; [.4300.0020.0011.0002] # YU",
            ],
        );
        finds(
            find,
            &[
                ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
                ("4111 1111 1111 1111 1225", "4111 1111 1111 1111"),
                ("VISA 4111 1111 1111 1111 AMEX", "4111 1111 1111 1111"),
                ("ref [4111.1111.1111.1111]", "4111.1111.1111.1111"),
            ],
        );
    }

    #[test]
    fn numbers_of_every_issuer_are_found() {
        // Test numbers that the card schemes and payment providers publish.
        for number in [
            "4111111111111111",
            "4222222222222",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "30569309025904",
            "36227206271667",
            "6011111111111117",
            "3530111333300000",
            "6200000000000005",
            "6759649826438453",
            "4000000000000000006",
            "5018000000000009",
            "2200000000000004",
        ] {
            finds(find, &[(number, number)]);
        }
    }

    #[test]
    fn slashes_part_groups_of_four() {
        for number in ["4111/1111/1111/1111", "5555 / 5555 / 5555 / 4444"] {
            finds(slashed, &[(&format!("{number} - that is mums card"), number)]);
        }
        assert_eq!(found(slashed, "4111/1111/1111/1111, 12/30"), ["12/30", "4111/1111/1111/1111"]);
        finds_nothing(
            slashed,
            &[
                "4111/1111/1111/1112",
                "4111/1111/1111/1111/1111",
                "4111/1111 / 1111/1111",
                "2019/2020/2021/2022",
                "411/1111/1111/1111",
            ],
        );
    }

    #[test]
    fn the_number_of_an_article_is_no_card() {
        finds_nothing(
            find,
            &[
                "EAN 4222222222222",
                "\"ean\": \"4222222222222\"",
                "order no. 4222222222222",
                "Artikel 4006381330060 nicht lieferbar",
            ],
        );
        for text in [
            "Artikel 12, 4222222222222",
            "EAN 4111111111111111",
            "order no. 4111111111111111",
            "order no. 7 paid with card 4222222222222",
        ] {
            assert_eq!(found(find, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_clocks_count_is_no_card() {
        finds_nothing(find, &["156641360591757  function-entry: main", "3044173777 52029194 out-sort"]);
        finds(find, &[("card 156641360591757", "156641360591757"), ("304417377 7520294", "304417377 7520294")]);
        finds(find, &[("156641360591757", "156641360591757")]);
    }

    #[test]
    fn rows_of_a_dump_are_no_card() {
        finds_nothing(find, &["0000000: 2e54 4820 4111 1111 1111 1111  .TH", "4111 1111 1111 1111 3a4b 2e54"]);
        for text in ["ab12 4111 1111 1111 1111", "ab12\n4111 1111 1111 1111\n", "face 4111 1111 1111 1111 feed"] {
            finds(find, &[(text, "4111 1111 1111 1111")]);
        }
    }

    #[test]
    fn usual_groups_and_separators_are_found() {
        for number in [
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "4111\u{a0}1111\u{2009}1111\u{2011}1111",
            "4111 - 1111 - 1111 - 1111",
            "4111.1111.1111.1111",
            "3782 822463 10005",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "3782822 46310005",
            "card:4111111111111111",
            "4111111111111111, 13/30",
            "卡号4111111111111111",
        ] {
            assert_eq!(found(find, number).len(), 1, "{number}");
        }
    }

    #[test]
    fn a_part_in_groups_of_four_of_what_is_longer_is_no_card() {
        finds(find, &[("6304 1111 1119 on a card", "6304 1111 1119"), ("6304 1111 1119 Maestro", "6304 1111 1119")]);
        finds_nothing(find, &["6304 1111 1119 2222 on a card", "2222 6304 1111 1119 Maestro"]);
    }

    #[test]
    fn the_fraction_of_a_decimal_number_is_no_card() {
        finds_nothing(
            find,
            &["0.4111111111111111", "-1.4111111111111111", "[0.30569309025904, 1]", "2.4898982848827802734"],
        );
        finds_nothing(find, &["1.5 0.4111111111111111 2.5", "37.42247641234567 -122.305693090259"]);
        for text in ["v.4111111111111111", "1.2.4111111111111111", "300.4111111111111111", "0.4111 1111 1111 1111"] {
            assert_eq!(found(find, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_decimal_number_is_no_card() {
        finds_nothing(
            find,
            &[
                "cpu usage: 60.49120329831768",
                "confidence: 36.15654453653383",
                "41.11111111111111 km",
                "4111.111111111111",
                "4111.1111 1111.1111",
                "411111111111111.1",
            ],
        );
        finds(
            find,
            &[("paid by 4111.1111.1111.1111.", "4111.1111.1111.1111"), ("411111 1111111111", "411111 1111111111")],
        );
        finds(find, &[("3782.822463.10005", "3782.822463.10005")]);
    }

    #[test]
    fn a_card_inside_a_longer_number_is_found() {
        finds(find, &[("12 4111 1111 1111 1111 5", "4111 1111 1111 1111")]);
        finds(find, &[("2024-05-17 5500-0055-5555-5559", "5500-0055-5555-5559")]);
    }

    #[test]
    fn lines_make_a_card_where_they_hold_nothing_else() {
        assert_eq!(report("4111 1111\n1111 1111").output, "[CREDIT_CARD]");
        assert_eq!(report("12\n4111 1111\n1111 1111\n57").output, "12\n4111 1111\n1111 1111\n57");
    }

    #[test]
    fn a_word_beats_a_failed_check() {
        for text in
            ["card 4111 1111 1111 1112", "Visa no. 4111111111111112", "credit card number is 4111-1111-1111-1112"]
        {
            assert_eq!(found(find, text).len(), 1, "{text}");
        }
        finds(find, &[("pay by card 060000000004 only", "060000000004")]);
        finds(find, &[("Visa of ours: 675946970638", "675946970638"), ("by cc 675946970638", "675946970638")]);
        finds_nothing(find, &["arn:aws:greengrass:us-west-2:675946970638:x", "675946970638"]);
        finds_nothing(
            find,
            &[
                "card 060000000005",
                "card of 12 4111 1111 1111 1112",
                "card 41 111111 11 111112",
                "card 1111 1111 1111 1111",
            ],
        );
    }

    #[test]
    fn what_stands_behind_a_card_is_found_with_it() {
        assert_eq!(found(find, "4111111111111111 12/30 123"), ["4111111111111111", "12/30", "123"]);
    }

    #[test]
    fn other_numbers_are_left() {
        finds_nothing(
            find,
            &[
                "4111 1111 1111 1112",
                "1234 5678 9012 3456",
                "5678-9012-3456 1234",
                "1716239022123",
                "1748503543012",
                "860000000000009",
                "4 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
                "4444444444444444",
                "0000 0000 0000 0000",
                "9111111111111111",
                "41111111111111111111",
                "x4111111111111111",
                "4111111111111111e5",
                "+4222222222222",
                "0b3f1c2d-0a1b-4c2d-8e3f-630400000007",
                "10.2.3.4567",
                "411111111111",
                "1 4111 11 11111 111 11 1",
                "id-1.5.6.6.5.6.4.3.2.4.1.4.1.2",
            ],
        );
    }
}
