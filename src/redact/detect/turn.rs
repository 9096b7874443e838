//! Who writes a line of a conversation, and when, as the programs have it from which people paste: chats, exports of
//! messengers, tickets, quoted mails, and questions with their answers.
//!
//! - Before what is said: `[10:03] Ilya: `, `10:03 - Ilya: `, `17.05.24, 10:03 - Ilya: `, `[10:03 AM] <ilya> `, `Ilya (10:03): `,
//!   `ilya  7:12  `, `Agent : `, `Customer> `, `**Ilya:** `, `Q: `, `> `.
//! - On a line of its own: `maria.k  2:14 AM`, `Ilya Brand 10:03`, `ilya [7:12 AM]`, `[10:03] Ilya Brand`, `Ilya:`.

use super::vocabulary::is_among;

/// The longest name of who writes, and the longest line with nothing but that and the time, in bytes.
const LONGEST_NAME: usize = 40;
const LONGEST_HEADER: usize = 48;
/// How far from its beginning a line may say who writes it, in bytes: a name, a remark of the same length, and the signs
/// around both.
const LONGEST_LEAD: usize = 3 * LONGEST_NAME;
/// How many figures a name may have.
const MOST_FIGURES: usize = 4;
/// How many words a name has at most that stands alone behind a time.
const MOST_NAMES: usize = 3;
/// The longest day before a time, in bytes, and how many parts one with names has.
const LONGEST_DAY: usize = 12;
const MOST_PARTS: usize = 4;
/// Names of days and months, as programs write them before a time.
const DAYS: &str = "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday today \
    yesterday jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september \
    october november december mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern \
    mai juni juli okt dez lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche hier \
    lunes martes mi\u{e9}rcoles jueves viernes s\u{e1}bado domingo hoy ayer";
/// How many words a line has that asks for patience.
const MOST_WAITING: usize = 6;
/// Words by which somebody agrees to look for an answer, before it.
const WAITING: &str = "a ah already again and attends bitte check checking chwila chwilka claro da dai eben ecco ein espera et for gern gerne \
    gleich go got hang have here hey hi hm hmm hold hvil i ich instant it ja jasne jo just kein klar kurz let ll look looking \
    mal me min minuut minuta minute mom moment momentje momento nach np o of ok okay on one op oui pera please pls poczekaj \
    problem s sam schau schaue se sec second secondo secs segundo sek sekunda sekunde send sending si sim s\u{ed} sure tak \
    there thing til to un uma uno up v\u{e4}nta w8 wacht wait warte ya yeah yep yes you zaraz \u{f6}gonblick";

/// The length of what says who writes a line, and when; 0 where nothing does.
pub(in crate::redact::detect) fn writer(line: &[u8]) -> usize {
    let marks = count(line, 6, |b| matches!(b, b'>' | b' ' | b'-' | b'*' | b'\t'));
    // Stars and dashes belong to what they stand at.
    let marks = marks - line[..marks].iter().rev().take_while(|b| matches!(b, b'-' | b'*')).count();
    let at = marks + stamp(&line[marks..]);
    at + speaker(&line[at..])
}

/// Whether a line says who writes, and perhaps when, and nothing else.
pub(in crate::redact) fn is_header(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    // A time has a colon, and so has a name alone.
    if line.is_empty() || line.len() > LONGEST_HEADER || memchr::memchr(b':', line).is_none() {
        return false;
    }
    let time = stamp(line);
    let rest = line[time..].trim_ascii();
    if time > 0 && line.starts_with(b"[") {
        return rest.is_empty() || is_name(rest);
    }
    let part = |b: &u8| b.is_ascii_alphanumeric() || b" \t:.,()[]-_@/|'".contains(b) || *b >= 0x80;
    let timed = || (1..line.len()).any(|at| !line[at - 1].is_ascii_alphanumeric() && clock(&line[at..]) > 0);
    rest.is_empty() && time > 0
        || line.first().is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b'@' | b'['))
            && line.iter().all(part)
            && !line.windows(2).any(|pair| pair == b": ")
            && timed()
        || line.strip_suffix(b":").is_some_and(is_name)
}

/// Whether somebody asks for patience in a line, and says nothing else: `one sec`, `sure, let me check`.
pub(in crate::redact::detect) fn waits(line: &[u8]) -> bool {
    let said = &line[writer(line)..];
    let mut words = said.split(|b| !b.is_ascii_alphanumeric() && *b < 0x80).filter(|word| !word.is_empty());
    (1..=MOST_WAITING).contains(&words.clone().count()) && words.all(is_of_waiting)
}

/// Whether this is a word by which somebody agrees to look for an answer.
pub(in crate::redact::detect) fn is_of_waiting(word: &[u8]) -> bool {
    is_among(word, WAITING)
}

/// Whether a few words with capitals are a name, or one word of any letters.
fn is_name(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    let capital = |word: &[u8]| word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    name(text) == text.len() && (words().count() == 1 || words().count() <= MOST_NAMES && words().all(capital))
}

/// The length of a name at the beginning of a line, and of the sign behind it; the time may stand between the two or behind.
fn speaker(line: &[u8]) -> usize {
    // Most lines have none of the signs that stand behind a name, or behind the time.
    if memchr::memchr3(b':', b'>', b'(', line.get(..LONGEST_LEAD).unwrap_or(line)).is_none() {
        return 0;
    }
    if let Some(rest) = line.strip_prefix(b"<") {
        let len = name(rest);
        return if len > 0 && rest[len..].starts_with(b"> ") { len + 3 } else { 0 };
    }
    let marks = count(line, 2, |b| b == b'*');
    let len = name(&line[marks..]);
    if len == 0 {
        return 0;
    }
    let mut end = marks + len;
    let gap = count(&line[end..], 4, |b| matches!(b, b' ' | b'\t'));
    let told = time(&line[end + gap..]).max(remark(&line[end + gap..]));
    // In columns nothing but blanks stands behind the time.
    let behind = &line[end + gap + told..];
    let wide = |blanks: &[u8]| blanks.starts_with(b"  ") || blanks.starts_with(b"\t");
    if told > 0 && gap > 0 && wide(behind) && (wide(&line[end..]) || line[end + gap].is_ascii_digit()) {
        return end + gap + told + count(behind, 4, |b| matches!(b, b' ' | b'\t'));
    }
    end += if told > 0 { gap + told } else { 0 };
    end += usize::from(line[end..].starts_with(b" :"));
    end += count(&line[end..], marks, |b| b == b'*');
    if !matches!(line.get(end), Some(b':' | b'>')) {
        return 0;
    }
    end += 1 + count(&line[end + 1..], marks, |b| b == b'*');
    match line.get(end) {
        None => end,
        // The time may stand behind all of it.
        Some(b' ') => end + 1 + held(&line[end + 1..]),
        Some(_) => 0,
    }
}

/// The length of a name at the beginning of a line: letters and the signs of names, and a few figures behind them.
fn name(line: &[u8]) -> usize {
    let begins = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b'@' | b'~');
    if !line.first().is_some_and(begins) {
        return 0;
    }
    let mut figures = 0;
    let mut part = |(at, b): (usize, &u8)| {
        figures += usize::from(b.is_ascii_digit());
        let is_time = b.is_ascii_digit() && !line[at - 1].is_ascii_digit() && time(&line[at..]) > 0;
        let is_part = b.is_ascii_alphanumeric() || *b >= 0x80 || b" @_-.'~".contains(b);
        is_part && !is_time && figures <= MOST_FIGURES
    };
    let len = line.iter().enumerate().take(LONGEST_NAME).take_while(|one| part(*one)).count();
    line[..len].trim_ascii_end().len()
}

/// The length of a bracket with a few words behind a name: `Agent (Ilya): `.
fn remark(line: &[u8]) -> usize {
    let Some(rest) = line.strip_prefix(b"(") else { return 0 };
    let len = name(rest);
    if len > 0 && rest.get(len) == Some(&b')') { len + 2 } else { 0 }
}

/// The length of a time in brackets and a blank behind it.
fn held(line: &[u8]) -> usize {
    let len = if line.first().is_some_and(|b| matches!(b, b'[' | b'(')) { time(line) } else { 0 };
    if len > 0 && line.get(len) == Some(&b' ') { len + 1 } else { 0 }
}

/// The length of a time at the beginning of a line, and of what joins it to who writes; what has letters right behind is none.
fn stamp(line: &[u8]) -> usize {
    let len = time(line);
    let gap = count(&line[len..], 3, |b| matches!(b, b' ' | b'\t' | b'-' | b'|' | b',' | b':'));
    let ends = gap > 0 || len == line.len() || line.starts_with(b"[");
    if len > 0 && ends { len + gap } else { 0 }
}

/// The length of a time at the beginning of a text, perhaps behind a day, and of the brackets around it.
fn time(text: &[u8]) -> usize {
    let open = usize::from(matches!(text.first(), Some(b'[' | b'(')));
    let named = |text: &[u8]| if open > 0 { named_day(text) } else { 0 };
    let from = open + day(&text[open..]).max(named(&text[open..]));
    let clock = clock(&text[from..]);
    match text.get(from + clock) {
        _ if clock == 0 => 0,
        _ if open == 0 => from + clock,
        Some(b']' | b')') => from + clock + 1,
        _ => 0,
    }
}

/// The length of a day in figures before a time, and of what joins the two.
fn day(text: &[u8]) -> usize {
    let len = count(text, LONGEST_DAY, |b| b.is_ascii_digit() || matches!(b, b'.' | b'/' | b'-'));
    let parts = text[..len].split(|b| !b.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    let gap = count(&text[len..], 2, |b| matches!(b, b' ' | b',' | b'T'));
    if (2..=3).contains(&parts) && gap > 0 { len + gap } else { 0 }
}

/// The same of one with names, as stands in brackets: `Mon, 3 Mar 2025, `.
fn named_day(text: &[u8]) -> usize {
    let (mut len, mut is_named) = (0, false);
    for _ in 0..MOST_PARTS {
        let part = count(&text[len..], LONGEST_DAY, |b| b.is_ascii_alphanumeric() || b >= 0x80);
        let gap = count(&text[len + part..], 2, |b| matches!(b, b' ' | b',' | b'.'));
        let is_name = is_among(&text[len..len + part], DAYS);
        if part == 0 || gap == 0 || !(is_name || text[len..len + part].iter().all(u8::is_ascii_digit)) {
            break;
        }
        (len, is_named) = (len + part + gap, is_named || is_name);
    }
    if is_named { len } else { 0 }
}

/// The length of the time of a day in figures, and of what says which half of the day it is in.
fn clock(text: &[u8]) -> usize {
    let figures = |from: usize| count(text.get(from..).unwrap_or_default(), 3, |b| b.is_ascii_digit());
    let hour = figures(0);
    let is_part = |at: usize| text.get(at) == Some(&b':') && figures(at + 1) == 2;
    if !(1..=2).contains(&hour) || !is_part(hour) {
        return 0;
    }
    let minute = hour + 3;
    let end = if is_part(minute) { minute + 3 } else { minute };
    let rest = &text[end..];
    let gap = usize::from(rest.first() == Some(&b' '));
    let half = [&b"am"[..], b"pm", b"a.m.", b"p.m.", b"uhr"].into_iter().find(|half| {
        let is_it = rest.get(gap..gap + half.len()).is_some_and(|there| there.eq_ignore_ascii_case(half));
        is_it && !rest.get(gap + half.len()).is_some_and(u8::is_ascii_alphanumeric)
    });
    end + half.map_or(0, |half| gap + half.len())
}

/// How many bytes of a text belong to something, at most so many.
fn count(text: &[u8], most: usize, belongs: impl Fn(u8) -> bool) -> usize {
    text.iter().take(most).take_while(|b| belongs(**b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said behind who writes.
    fn said(line: &str) -> &str {
        &line[writer(line.as_bytes())..]
    }

    #[test]
    fn who_writes_is_told_from_what_is_said() {
        for lead in [
            "[10:03] Ilya: ",
            "[10:03 AM] ilya: ",
            "[10:03]Ilya: ",
            "10:03 Ilya: ",
            "10:03 - Ilya: ",
            "10:03: ",
            "[10:03] ",
            "17.05.24, 10:03 - Ilya: ",
            "[17/05/2024, 10:03:11] Ilya: ",
            "[Mon 9:13 AM] Agent Ilya: ",
            "[Mon, 3 Mar 2025, 10:03] Ilya: ",
            "[Today 10:03] ",
            "5/17/24, 10:03 PM - Ilya B.: ",
            "[2024-05-17 10:03] ilya: ",
            "2024-05-17T10:03:11 ilya: ",
            "<ilya> ",
            "[10:03] <ilya_7> ",
            "Ilya [10:03]: ",
            "Ilya (10:03:11): ",
            "Ilya 10:03: ",
            "Ilya Brand 10:03 PM: ",
            "Ilya: [10:03] ",
            "ilya  7:12  ",
            "ilya\t7:12\t",
            "ilya 7:12 AM  ",
            "Agent : ",
            "Agent (Ilya): ",
            "Customer> ",
            "Store 12: ",
            "**Ilya:** ",
            "*Ilya*: ",
            "Q: ",
            "> ",
            "> > Zo\u{eb} M.: ",
            "\u{141}ukasz: ",
        ] {
            assert_eq!(said(&format!("{lead}it's here")), "it's here", "{lead}");
            assert_eq!(said(&format!("{lead}Otter-88x")), "Otter-88x", "{lead}");
        }
    }

    #[test]
    fn what_is_said_is_no_writer() {
        for line in [
            "it's here",
            "10:30x Ilya",
            "[Mon] Ilya",
            "[No. 3 10:03] it",
            "Otter-88x",
            "*Otter-88x*",
            "-Otter",
            "see db01:5432",
            "<b>x</b>",
            "a  b  c",
            "",
        ] {
            assert_eq!(said(line), line);
        }
    }

    #[test]
    fn lines_with_nothing_but_who_writes_are_headers() {
        for line in [
            "maria.k  2:14 AM",
            "Ilya Brand 10:03",
            "Ilya Brand  Today at 10:03",
            "ilya [7:12 AM]",
            "[10:03] Ilya Brand",
            "[17/05/2024, 10:03:11] ilya",
            "[10:03]",
            "10:03",
            "Ilya:",
            "Zo\u{eb} M., 17.05.2024 10:03",
        ] {
            assert!(is_header(line.as_bytes()), "{line}");
        }
        for line in [
            "",
            "Otter-88x",
            "Ilya: be there at 10:03",
            "[10:03] that was it",
            "what we know about it all:",
            "at 10:03 it went down and nobody knows by what it was",
            "10:03 it went down",
            "db01:5432",
        ] {
            assert!(!is_header(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn who_asks_for_patience_says_nothing_else() {
        for line in ["one sec", "Ilya: sure, let me check", "[10:03] Kai: klar, warte kurz", "jasne, chwila"] {
            assert!(waits(line.as_bytes()), "{line}");
        }
        for line in ["", "Otter-88x", "Ilya: ask Tom", "Kai: one two three"] {
            assert!(!waits(line.as_bytes()), "{line}");
        }
    }
}
