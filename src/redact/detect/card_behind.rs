//! What stands behind the number of a card: its expiry date, and its security code.

use super::card_data::{EXPIRIES, ends_word, is_short_year, month_and_year, security_code, solid_month_and_year};
use super::shape::{fits, number};
use super::{Hits, Rank, Rule};
use crate::redact::kind;
use std::ops::Range;

/// The expiry date behind a card number.
pub(super) static EXPIRY_BEHIND: Rule = Rule {
    kind: kind::CARD_EXPIRY,
    name: "expiry.card",
    version: 1,
    rank: Rank::Context,
    proof: "a month and a year right behind a card number",
};
/// The security code behind the expiry date behind a card number.
pub(super) static CVV_BEHIND: Rule = Rule {
    kind: kind::CARD_CVV,
    name: "cvv.card",
    version: 1,
    rank: Rank::Context,
    proof: "three or four digits behind a card number and its expiry date",
};

/// Parts of the words for an expiry date, and for a security code, in several languages.
const EXPIRES: [&str; 20] = [
    "exp",
    "valid",
    "valab",
    "thru",
    "val.",
    "ltig",
    "bis",
    "scad",
    "geld",
    "wa\u{17c}n",
    "kullanma",
    "caduc",
    "venc",
    "verf",
    "ablauf",
    "t/m",
    "\u{671f}\u{9650}",
    "runs out",
    "l\u{e4}uft",
    "verloopt",
];
const CODES: [&str; 14] = [
    "number",
    "three digits",
    "3 digits",
    "cv",
    "csc",
    "cid",
    "cod",
    "kod",
    "crypt",
    "ziffer",
    "nummer",
    "secu",
    "g\u{fc}ven",
    "\u{30b3}\u{30fc}\u{30c9}",
];
/// Of the parts of the words for an expiry date those that are parts of no others: a year in four digits needs one.
const SURELY_EXPIRES: [&str; 14] = [
    "expir",
    "exp ",
    "exp:",
    "exp.",
    "valid",
    "valab",
    "thru",
    "ltig bis",
    "scad",
    "geldig",
    "wa\u{17c}n",
    "caduc",
    "ablauf",
    "kullanma",
];
/// What the back of a card is called, on which its security code stands.
const BACKS: [&str; 14] = [
    "on the back",
    "on back",
    "auf der r\u{fc}ckseite",
    "hinten",
    "au dos",
    "au verso",
    "de detr\u{e1}s",
    "por detr\u{e1}s",
    "al dorso",
    "reverso",
    "sul retro",
    "achterop",
    "na odwrocie",
    "p\u{e5} baksidan",
];
/// How many bytes words may take up between a card number, its expiry date and its security code.
const WORDS: usize = 40;

/// Where a value stands behind words of this kind in the same line, single figures aside: `4 digit code 8320`.
fn behind_words(
    text: &[u8],
    end: usize,
    parts: &[&str],
    written: impl Fn(&[u8], usize) -> Option<usize>,
) -> Option<Range<usize>> {
    let near = &text[end..text.len().min(end + WORDS)];
    let digit = |at: usize| near.get(at).is_some_and(u8::is_ascii_digit);
    let single = |at: usize| at > 0 && !digit(at - 1) && month_of_one_figure(text, end + at).is_some();
    let len = (0..near.len()).find(|at| near[*at] == b'\n' || digit(*at) && (digit(*at + 1) || single(*at)))?;
    let value = end + len..written(text, end + len)?;
    let words = near[..len].to_ascii_lowercase();
    let is_there = |part: &&str| memchr::memmem::find(&words, part.as_bytes()).is_some();
    parts.iter().any(is_there).then_some(value)
}

/// Names the expiry date and the security code right behind a card number that ends here.
pub(super) fn behind(text: &[u8], end: usize, hits: &mut Hits) {
    let next = |at: usize| {
        let parts = |b: &&u8| matches!(b, b' ' | b',' | b';' | b'|' | b'/' | b'\t' | b'(' | b')');
        at + text[at..].iter().take(3).take_while(parts).count()
    };
    let at = next(end);
    let listed = || ["99|9999", "99|99", "99;9999", "99;99"].iter().find_map(|form| fits(text, at, form));
    // A sign between the fields of a list may look like that of a fraction.
    let in_list = |end: &usize| matches!(text.get(*end), Some(b',' | b'/')) && security_code(text, *end + 1).is_some();
    let expiry = month_and_year(text, at).or_else(|| {
        let ends = EXPIRIES.iter().filter_map(|form| fits(text, at, form)).filter(in_list);
        ends.chain(listed()).find(|_| matches!(number(&text[at..at + 2]), 1..=12))
    });
    let expiry = expiry.or_else(|| month_of_one_figure(text, at));
    let short = |text: &[u8], at: usize| {
        month_and_year(text, at).filter(|end| is_short_year(&text[at..*end])).or_else(|| month_of_one_figure(text, at))
    };
    let said = || {
        behind_words(text, end, &EXPIRES, short)
            .or_else(|| behind_words(text, end, &SURELY_EXPIRES, month_and_year))
            .or_else(|| behind_words(text, end, &SURELY_EXPIRES, solid_month_and_year))
    };
    let Some(expiry) = expiry.filter(|_| at > end).map(|expiry| at..expiry).or_else(said) else {
        let code = behind_words(text, end, &BACKS, security_code);
        code.into_iter().for_each(|code| hits.hit(&CVV_BEHIND, code));
        return;
    };
    hits.hit(&EXPIRY_BEHIND, expiry.clone());
    let at = next(expiry.end);
    let said = || {
        behind_words(text, expiry.end, &CODES, security_code)
            .or_else(|| behind_words(text, expiry.end, &BACKS, security_code))
    };
    let code = security_code(text, at).filter(|_| at > expiry.end).map(|code| at..code);
    if let Some(code) = code.or_else(said) {
        hits.hit(&CVV_BEHIND, code);
    }
}

/// Where a month of one figure and a short year end that begin here, of years that cards expire in: `4/29`.
fn month_of_one_figure(text: &[u8], at: usize) -> Option<usize> {
    let end = fits(text, at, "9/99").filter(|end| ends_word(text, *end))?;
    (text[at] != b'0' && (20..=45).contains(&number(&text[at + 2..end]))).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::check::report;
    use super::*;

    #[test]
    fn a_date_and_a_code_behind_a_card_are_found() {
        let mut hits = Hits::default();
        behind(b"4111111111111111, 12/30 123 x", 16, &mut hits);
        assert_eq!(hits.take().iter().map(|hit| hit.span.clone()).collect::<Vec<_>>(), [18..23, 24..27]);
        for text in ["4111111111111111,12/27,123", "4111111111111111;12;27;123", "4111111111111111|12|27|123"] {
            behind(text.as_bytes(), 16, &mut hits);
            let found: Vec<_> = hits.take().into_iter().map(|hit| &text[hit.span]).collect();
            assert!(found.len() == 2 && found[0].len() == 5 && found[1] == "123", "{found:?}");
        }
        behind(b"4111111111111111 (12/2027) 123", 16, &mut hits);
        assert_eq!(hits.take().iter().map(|hit| hit.span.clone()).collect::<Vec<_>>(), [18..25, 27..30]);
        for text in [
            "4111111111111111 scad. 08/29 codice di sicurezza 845",
            "4111111111111111, expiry 07/30, 4 digit code 8320",
            "4111111111111111 wa\u{17c}na do 02/27, kod CVV 709",
            "4111111111111111 \u{6709}\u{52b9}\u{671f}\u{9650} 02/31 \u{30bb}\u{30ad}\u{30e5}\u{30ea}\u{30c6}\u{30a3}\u{30b3}\u{30fc}\u{30c9} 417",
        ] {
            behind(text.as_bytes(), 16, &mut hits);
            let found: Vec<_> = hits.take().into_iter().map(|hit| &text[hit.span]).collect();
            assert!(found.len() == 2 && found[0].len() == 5 && matches!(found[1].len(), 3 | 4), "{found:?}");
        }
        for text in [
            "4111111111111111, g\u{fc}ltig bis 03/2026",
            "4111111111111111 expires 03/2026",
            "4111111111111111 valable jusqu'au 03/2026",
            "4111111111111111 caduca 03/2026",
        ] {
            behind(text.as_bytes(), 16, &mut hits);
            assert_eq!(hits.take().into_iter().map(|hit| &text[hit.span]).collect::<Vec<_>>(), ["03/2026"]);
        }
        for text in [
            "4111111111111111 was used on 03/25",
            "4111111111111111, expected on the bill of 03/2025",
            "4111111111111111 bis 03/2025",
            "4111111111111111\nexp 03/25",
            "4111111111111111 expires in 2027",
            "4111111111111111 valid, seen 12 times, 03/25",
        ] {
            behind(text.as_bytes(), 16, &mut hits);
            assert!(hits.is_empty(), "{text}");
        }
        behind(b"4111111111111111, 13;27;123", 16, &mut hits);
        behind(b"4111111111111111, 12/27,1234567", 16, &mut hits);
        behind(b"4111111111111111 1230", 16, &mut hits);
        behind(b"411111111111111112/30", 16, &mut hits);
        assert!(hits.take().is_empty());
    }

    #[test]
    fn the_expiry_and_the_code_of_a_card_are_found_behind_its_number_as_people_tell_them() {
        for (behind, gone) in [
            (" exp 0431", " exp [CARD_EXPIRY]"),
            (" exp. 4/31", " exp. [CARD_EXPIRY]"),
            (" 9/31", " [CARD_EXPIRY]"),
            (", runs out 11/31", ", runs out [CARD_EXPIRY]"),
            (", l\u{e4}uft 11/31 ab", ", l\u{e4}uft [CARD_EXPIRY] ab"),
            (
                " caducidad 11/31 y el c\u{f3}digo de detr\u{e1}s es 615",
                " caducidad [CARD_EXPIRY] y el c\u{f3}digo de detr\u{e1}s es ",
            ),
            (" 11/31, the number on the back is 615", " [CARD_EXPIRY], the number on the back is "),
            (", the number on the back is 615", ", the number on the back is "),
            (", Code hinten: 615", ", Code hinten: "),
        ] {
            assert_eq!(report(&format!("card 4111111111111111{behind}")).output, format!("card [CREDIT_CARD]{gone}"));
        }
    }

    #[test]
    fn other_figures_behind_a_card_stay() {
        for behind in [
            " exp 2024 rows",
            " of 0431",
            " page 4/31x",
            " 9/31/26",
            ", runs out of 1131 tries",
            ", back to 615",
            ", the name on the back is 6151x",
        ] {
            let text = format!("card 4111111111111111{behind}");
            assert_eq!(report(&text).output, format!("card [CREDIT_CARD]{behind}"));
        }
    }
}
