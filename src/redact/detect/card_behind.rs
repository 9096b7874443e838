//! What stands behind the number of a card: its expiry date, and its security code.

use super::card_data::{EXPIRIES, ends_word, is_short_year, month_and_year, security_code, solid_month_and_year};
use super::cue::answer;
use super::shape::{ends_part, fits, number};
use super::turn::writer;
use super::vocabulary::is_among;
use super::{Hits, Rank, Rule};
use crate::redact::kind;
use aho_corasick::AhoCorasick;
use std::ops::Range;
use std::sync::LazyLock;

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
const EXPIRES: [&str; 35] = [
    "exp",
    "valid",
    "valab",
    "thru",
    "val.",
    "val ",
    "skt",
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
    "fin ",
    "till",
    "until",
    "good",
    "hasta",
    "cad ",
    "cad.",
    "tot ",
    "utg\u{e5}r",
    "\u{3bb}\u{3ae}\u{3be}",
    "\u{6709}\u{6548}\u{671f}",
    "lej\u{e1}r",
    "son kul",
];
const CODES: [&str; 21] = [
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
    "segur",
    "sicur",
    "cifre",
    "chiffres",
    "id digits",
    "\u{5b89}\u{5168}\u{7801}",
    "\u{3ba}\u{3c9}\u{3b4}",
];
/// How a message begins that tells the date of a card above it, and behind that one that tells its code.
const DATES: [&str; 7] = ["date", "datum", "dato", "fecha", "data", "mm/yy", "mmyy"];
/// Of the parts of the words for an expiry date those that are parts of no others: a year in four digits needs one.
const SURELY_EXPIRES: [&str; 16] = [
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
    "vence",
    "vencim",
];
/// What the back of a card is called, on which its security code stands.
const BACKS: [&str; 18] = [
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
    "dietro",
    "derri\u{e8}re",
    "atr\u{e1}s",
    "z ty\u{142}u",
];
/// The words for a security code, or the ends of them, that are parts of no others.
const SURE_CODES: [&str; 20] = [
    "cvv",
    "cvc",
    "cv2",
    "csc",
    "security",
    "sec code",
    "sec. code",
    "sicherheitscode",
    "pr\u{fc}fz",
    "pr\u{fc}fn",
    "kartenpr\u{fc}f",
    "de segur",
    "di sicur",
    "beveilig",
    "zabezpiecz",
    "s\u{e4}kerhetskod",
    "sikkerhedskode",
    "sikkerhetskode",
    "three digits",
    "3 digits",
];
/// What the code is called in France for short, and money elsewhere: the figures end their part of the message.
const CRYPTOGRAMS: [&str; 2] = ["crypto", "cripto"];
/// What the front of a card is called, on which some have their security code.
const FRONTS: [&str; 10] = [
    "on the front",
    "on front",
    "auf der vorderseite",
    "vorne",
    "au recto",
    "por delante",
    "sul davanti",
    "op de voorkant",
    "z przodu",
    "p\u{e5} framsidan",
];
/// The names of months, and how they are abbreviated.
const MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr jun jul \
    aug sep sept oct nov dec januar j\u{e4}nner februar m\u{e4}rz mai juni juli oktober dezember okt dez janvier f\u{e9}vrier mars avril \
    juin juillet ao\u{fb}t septembre octobre novembre d\u{e9}cembre enero febrero marzo abril mayo junio julio agosto septiembre octubre \
    noviembre diciembre ene abr ago dic gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug ago \
    set ott janeiro fevereiro mar\u{e7}o maio junho julho setembro outubro dezembro januari februari maart mei augustus \
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrze\u{15b}nia pa\u{17a}dziernika listopada grudnia augusti";
/// How far behind a card the messages are read that tell the rest of it, in bytes, and how many of them.
const BELOW: usize = 240;
const MOST_MESSAGES: usize = 4;
/// How far behind the beginning of such a message a date stands behind words of other days, in bytes.
const BRIEF: usize = 14;
/// How long such a message may be, and one that holds nothing but a value behind who writes it, in bytes.
const LONGEST_MESSAGE: usize = 100;
const LONGEST_ALONE: usize = 40;
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
    let expiry = expiry.or_else(|| month_of_one_figure(text, at)).or_else(|| solid_in_list(text, end));
    let expiry = expiry.or_else(|| solid_before_code(text, at));
    let short = |text: &[u8], at: usize| {
        month_and_year(text, at).filter(|end| is_short_year(&text[at..*end])).or_else(|| month_of_one_figure(text, at))
    };
    let said = || {
        behind_words(text, end, &EXPIRES, short)
            .or_else(|| behind_words(text, end, &SURELY_EXPIRES, month_and_year))
            .or_else(|| behind_words(text, end, &SURELY_EXPIRES, solid_month_and_year))
    };
    let expiry = expiry.filter(|_| at > end).map(|expiry| at..expiry);
    let tells = || may_tell(&text[end..text.len().min(end + WORDS)]);
    let found = expiry.or_else(|| tells().then(|| said().or_else(|| behind_month(text, end))).flatten());
    let Some(expiry) = found else {
        if !tells() {
            return below(text, end, hits);
        }
        let code = behind_words(text, end, &BACKS, security_code);
        let code = code.or_else(|| behind_words(text, end, &SURE_CODES, security_code));
        match code.or_else(|| behind_words(text, end, &CRYPTOGRAMS, last_code)) {
            Some(code) => hits.hit(&CVV_BEHIND, code),
            None => below(text, end, hits),
        }
        return;
    };
    hits.hit(&EXPIRY_BEHIND, expiry.clone());
    let at = next(expiry.end);
    let said = || {
        behind_words(text, expiry.end, &CODES, security_code)
            .or_else(|| behind_words(text, expiry.end, &BACKS, security_code))
    };
    let code = security_code(text, at).filter(|_| at > expiry.end).map(|code| at..code);
    match code.or_else(said) {
        Some(code) => hits.hit(&CVV_BEHIND, code),
        None => below(text, expiry.end, hits),
    }
}

/// Where a month and a year in four figures end with a blank and three figures behind them, as people say them at a
/// telephone: `4929 5809 0172 1960 0429 663`.
fn solid_before_code(text: &[u8], at: usize) -> Option<usize> {
    let end = fits(text, at, "9999 999").filter(|end| ends_word(text, *end))?;
    solid_month_and_year(&text[..at + 4], at).filter(|last| last + 4 == end)
}

/// Where a month and a year in four figures end that are the next field of a list behind a card that ends here.
fn solid_in_list(text: &[u8], card: usize) -> Option<usize> {
    let sign = text.get(card).filter(|b| matches!(b, b',' | b';' | b'|' | b'\t'))?;
    let end = fits(text, card + 1, "9999").filter(|end| text.get(*end).is_none_or(|b| b == sign || *b == b'\n'))?;
    solid_month_and_year(&text[..end], card + 1)
}

/// Whether one of the words for the rest of a card may stand in a text. Most have none.
fn may_tell(text: &[u8]) -> bool {
    static ALL: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let lists: [&[&str]; 6] = [&EXPIRES, &SURELY_EXPIRES, &SURE_CODES, &CRYPTOGRAMS, &FRONTS, &BACKS];
        AhoCorasick::builder().ascii_case_insensitive(true).build(lists.concat()).ok()
    });
    ALL.as_ref().is_none_or(|all| all.is_match(text))
}

/// Where a security code ends that ends its part of a message.
fn last_code(text: &[u8], at: usize) -> Option<usize> {
    security_code(text, at).filter(|end| ends_part(text, *end))
}

/// The name of a month and a year behind the words for an expiry date in the same line: `valid till March 2028`.
fn behind_month(text: &[u8], end: usize) -> Option<Range<usize>> {
    let near = &text[end..text.len().min(end + WORDS)];
    let line = near.split(|b| *b == b'\n').next()?;
    let lower = line.to_ascii_lowercase();
    let letter = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80;
    let from = (1..line.len()).find(|at| {
        let len = lower[*at..].iter().take_while(|b| letter(b)).count();
        !letter(&lower[*at - 1]) && is_among(&lower[*at..*at + len], MONTHS)
    })?;
    let year = from + line[from..].iter().take_while(|b| !b.is_ascii_digit()).count();
    let last =
        ["9999", "99"].iter().find_map(|form| fits(text, end + year, form)).filter(|last| ends_word(text, *last))?;
    let gap = line[from..year].iter().filter(|b| !letter(b)).count();
    let said = |part: &&str| memchr::memmem::find(&lower[..from], part.as_bytes()).is_some();
    (gap <= 2 && EXPIRES.iter().any(said)).then_some(end + from..last)
}

/// Names the expiry date and the security code that stand in the messages behind a card, behind words that mean nothing else,
/// alone in their message, or in the one that answers to such words.
fn below(text: &[u8], end: usize, hits: &mut Hits) {
    let near = &text[..text.len().min(end + BELOW)];
    let line_end = |from: usize| from + near[from..].iter().take_while(|b| **b != b'\n').count();
    let short = |text: &[u8], at: usize| month_and_year(text, at).filter(|end| is_short_year(&text[at..*end]));
    let (mut line, mut dated) = (line_end(end) + 1, false);
    for _ in 0..MOST_MESSAGES {
        if line >= near.len() {
            return;
        }
        let last = line_end(line);
        let whole = &near[line..last];
        // Most lines tell nothing.
        let ends = whole.trim_ascii_end().last().is_some_and(u8::is_ascii_digit);
        if whole.len() > LONGEST_MESSAGE || !(may_tell(whole) || ends && whole.len() <= LONGEST_ALONE) {
            line = last + 1;
            continue;
        }
        let from = line + writer(whole).min(whole.len());
        let message = &near[..last];
        // Words that stand before other days as well begin the message.
        let brief = || told(message, text, from, &[&EXPIRES], short).filter(|date| date.start <= from + BRIEF);
        let date = told(message, text, from, &[&SURELY_EXPIRES], month_and_year).or_else(brief);
        let date = date.or_else(|| begun(text, from..last, &DATES, month_and_year));
        let date = date.or_else(|| alone(text, from..last, short));
        let behind = date.as_ref().map_or(from, |date| date.end).min(last);
        let named = told(message, text, behind, &[&SURE_CODES, &FRONTS, &BACKS], security_code);
        let named = named.or_else(|| told(message, text, behind, &[&CRYPTOGRAMS], last_code));
        let named = named.or_else(|| begun(text, from..last, &CODES, last_code).filter(|_| dated));
        let code = named.or_else(|| alone(text, from..last, security_code).filter(|_| dated));
        dated |= date.is_some();
        date.into_iter().for_each(|date| hits.hit(&EXPIRY_BEHIND, date));
        if let Some(code) = code {
            hits.hit(&CVV_BEHIND, code);
            return;
        }
        line = last + 1;
    }
}

/// The value behind one of these words in what is left of a message, or that answers to it as a whole message.
fn told(
    message: &[u8],
    text: &[u8],
    from: usize,
    words: &[&[&str]],
    written: impl Fn(&[u8], usize) -> Option<usize>,
) -> Option<Range<usize>> {
    let said = message[from..].to_ascii_lowercase();
    if let Some(found) = words.iter().find_map(|parts| behind_words(message, from, parts, &written)) {
        return Some(found);
    }
    let is_there = |part: &&str| memchr::memmem::find(&said, part.as_bytes()).is_some();
    let asks = words.iter().any(|parts| parts.iter().any(is_there))
        && !said.windows(2).any(|two| two.iter().all(u8::is_ascii_digit));
    let at = answer(text, message.len());
    let end = written(text, at).filter(|end| asks && ends_part(text, *end))?;
    Some(at..end)
}

/// The value that is all of a message behind one of these words, or what such a word goes on with, and signs.
fn begun(
    text: &[u8],
    message: Range<usize>,
    words: &[&str],
    written: impl Fn(&[u8], usize) -> Option<usize>,
) -> Option<Range<usize>> {
    let said = text[message.clone()].to_ascii_lowercase();
    let word = words.iter().find(|word| said.starts_with(word.as_bytes()))?;
    let signs = said[word.len()..].iter().take_while(|b| b.is_ascii_alphabetic() || b" .:-=".contains(b)).count();
    alone(text, message.start + word.len() + signs..message.end, written).filter(|_| signs > 0)
}

/// The value that is all of a message.
fn alone(text: &[u8], message: Range<usize>, written: impl Fn(&[u8], usize) -> Option<usize>) -> Option<Range<usize>> {
    let end = written(text, message.start)?;
    (end == message.end).then_some(message)
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
            (" 0431 663.", " [CARD_EXPIRY] ."),
            (", vence 11/2031, c\u{f3}d. seguridad 771", ", vence [CARD_EXPIRY], c\u{f3}d. seguridad "),
            (" \u{3bb}\u{3ae}\u{3be}\u{3b7} 11/31", " \u{3bb}\u{3ae}\u{3be}\u{3b7} [CARD_EXPIRY]"),
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
    fn the_rest_of_a_card_is_found_in_the_messages_behind_its_number() {
        for (behind, gone) in [
            (" (valid till March 2031)", " (valid till [CARD_EXPIRY])"),
            (" g\u{fc}ltig bis M\u{e4}rz 31", " g\u{fc}ltig bis [CARD_EXPIRY]"),
            (" fin 06/31", " fin [CARD_EXPIRY]"),
            ("\ngood till 09/31", "\ngood till [CARD_EXPIRY]"),
            ("\ncrypto 615", "\ncrypto "),
            (" sec code 615 thanks", " sec code  thanks"),
            ("\nBo: and the four digits on the front\nAnn: 6151", "\nBo: and the four digits on the front\nAnn: "),
            ("\n09/31\n615", "\n[CARD_EXPIRY]\n"),
            ("\nBo: expiry please\nAnn: 09/31", "\nBo: expiry please\nAnn: [CARD_EXPIRY]"),
            (
                "\n[Mon 9:13 AM] Agent Bo: And the expiry?\n[Mon 9:14 AM] Guest: 11-31",
                "\n[Mon 9:13 AM] Agent Bo: And the expiry?\n[Mon 9:14 AM] Guest: [CARD_EXPIRY]",
            ),
            ("\ndate 05/31\ncode 615", "\ndate [CARD_EXPIRY]\ncode "),
            ("\ncodice dietro 615", "\ncodice dietro "),
            (",0831,1299.00", ",[CARD_EXPIRY],1299.00"),
        ] {
            assert_eq!(report(&format!("card 4111111111111111{behind}")).output, format!("card [CREDIT_CARD]{gone}"));
        }
        for behind in [
            "\nwe stay there until 09/27, all of us",
            "\norder 615",
            "\n615",
            "\ncode 615",
            "\ndate of the trip 05/31 in rows",
            ",1331,1299.00",
            ", 0831 rows",
            "\nCrypto is at 6151 dollars",
            " was seen in March 2031",
        ] {
            let text = format!("card 4111111111111111{behind}");
            assert_eq!(report(&text).output, format!("card [CREDIT_CARD]{behind}"));
        }
    }

    #[test]
    fn other_figures_behind_a_card_stay() {
        for behind in [
            " exp 2024 rows",
            " of 0431",
            " 0431 6631",
            " 1331 663",
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
