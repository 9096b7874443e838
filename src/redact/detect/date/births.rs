//! The words of births: those beside which a date is one of birth, and what of them raises the signal.

use super::things::{BEGAN, is_said_of_thing};
use crate::redact::detect::cue;
use crate::redact::detect::vocabulary::is_among;

/// Words beside which a date is one of birth.
pub(super) const BIRTH_WORDS: &[&str] = &[
    "dob",
    "d.o.b",
    "date of birth",
    "birth date",
    "birthdate",
    "birth day",
    "birth time",
    "birthday",
    "bday",
    "b day",
    "bdate",
    "birth dt",
    "d o b",
    "dob dt",
    "patient dob",
    "member dob",
    "date naiss",
    "date de naiss",
    "sz\u{fc}l. hely, id\u{151}",
    "sz\u{fc}l. id\u{151}",
    "dt nascimento",
    "date de naissance",
    "fecha de nacimiento",
    "fecha nacimiento",
    "data de nascimento",
    "data nascimento",
    "data di nascita",
    "data nascita",
    "geboren am",
    "geb am",
    "geb datum",
    "nacido el",
    "born",
    "born on",
    "birth",
    "geb",
    "geboren",
    "geburtsdatum",
    "geburtstag",
    "naissance",
    "n\u{e9} le",
    "n\u{e9}e le",
    "nacimiento",
    "nascimento",
    "nacido",
    "nacida",
    "nascido",
    "nascida",
    "nascita",
    "nato il",
    "nata il",
    "nato a",
    "nata a",
    "nato/a",
    "n\u{e9} \u{e0}",
    "n\u{e9}e \u{e0}",
    // The verb with whom it is said of.
    "naci\u{f3}",
    "nac\u{ed}",
    "nasci",
    "nasceu",
    "nacque",
    "naquit",
    "urodzi\u{142}",
    "urodzi\u{142}a",
    "urodzi\u{142}em",
    "urodzi\u{142}am",
    "narodil",
    "narodila",
    "f\u{f6}ddes",
    "f\u{f8}dtes",
    "into this world",
    "zur welt",
    "vino al mundo",
    "venuto al mondo",
    "venuta al mondo",
    "venu au monde",
    "venue au monde",
    "ter wereld gekomen",
    "przyszed\u{142} na \u{15b}wiat",
    "przysz\u{142}a na \u{15b}wiat",
    "geboortedatum",
    "data urodzenia",
    "urodzony",
    "urodzona",
    "f\u{f6}delsedatum",
    "f\u{f8}dselsdato",
    "d/o/b",
    "data ur",
    "ur.",
    "data nasc",
    "dt nasc",
    "nasc.",
    "fecha de nac",
    "fecha nac",
    "fec. nac",
    "f. nac",
    "f. nacimiento",
    "nac.",
    "n\u{e9}(e) le",
    "ddn",
    "geboortedag",
    "f\u{f6}delsedag",
    "do\u{11f}umlu",
    "do\u{11f}um g\u{fc}n\u{fc}",
    "\u{8a95}\u{751f}\u{65e5}",
    "f\u{f6}dd",
    "f\u{f8}dt",
    "syntynyt",
    "syntym\u{e4}aika",
    "narozen",
    "narozena",
    "datum narozen\u{ed}",
    "datum narodenia",
    "do\u{11f}um tarihi",
    "dogum tarihi",
    "sz\u{fc}letett",
    "sz\u{fc}let\u{e9}si d\u{e1}tum",
    "n\u{103}scut",
    "n\u{103}scut\u{103}",
    "data na\u{219}terii",
    "data nasterii",
    "ro\u{111}en",
    "ro\u{111}ena",
    "datum ro\u{111}enja",
    // Cyrillic and Greek words with the letters that look like Latin ones.
    "po\u{436}\u{434}e\u{43d}\u{438}\u{44f}",
    "po\u{434}\u{438}\u{43b}c\u{44f}",
    "po\u{434}\u{438}\u{43b}ac\u{44c}",
    "\u{43d}apo\u{434}\u{436}e\u{43d}\u{43d}\u{44f}",
    "\u{3b3}\u{3ad}vv\u{3b7}\u{3c3}\u{3b7}\u{3c2}",
    "\u{751f}\u{5e74}\u{6708}\u{65e5}",
    "\u{51fa}\u{751f}\u{65e5}\u{671f}",
    "\u{51fa}\u{751f}",
    "\u{c0dd}\u{b144}\u{c6d4}\u{c77c}",
    "\u{62a}\u{627}\u{631}\u{64a}\u{62e} \u{627}\u{644}\u{645}\u{64a}\u{644}\u{627}\u{62f}",
    "\u{5ea}\u{5d0}\u{5e8}\u{5d9}\u{5da} \u{5dc}\u{5d9}\u{5d3}\u{5d4}",
];

/// Words that stand before an age, and those of them that mean other things where no sign stands behind them.
pub(super) const AGES: &[&str] =
    &["age", "aged", "age of", "age is", "at age", "alter", "edad", "idade", "leeftijd", "wiek"];
pub(super) const FOREIGN_AGES: [&str; 5] = ["alter", "edad", "idade", "leeftijd", "wiek"];

/// Those of them behind which the place stands first: the article of the day tells it from that of another event.
pub(super) const PLACED: &[&str] = &["nato a", "nata a", "nato/a", "n\u{e9} \u{e0}", "n\u{e9}e \u{e0}"];

/// The verbs that stand behind the day, at the end of their clause: `Sie ist am 06.02.1962 in Hof geboren`.
const VERBS_LAST: &[&str] = &[
    "geboren",
    "do\u{11f}umlu",
    "do\u{11f}umluyum",
    "do\u{11f}du",
    "do\u{11f}dum",
    "sz\u{fc}letett",
    "sz\u{fc}lettem",
    "\u{751f}\u{307e}\u{308c}",
    "\u{51fa}\u{751f}",
    "\u{cd9c}\u{c0dd}",
];
/// How far behind the day such a verb may end, in bytes.
const CLAUSE: usize = 48;

/// The words of births. Short ones count within words as well, for names in programs have no blanks.
pub(in crate::redact) const BIRTHS: &[&str] = &[
    "birth",
    "born",
    "dob",
    "d o b",
    "bday",
    " b day ",
    "bdate",
    "geb",
    "naiss",
    "nacim",
    "nacid",
    "nasci",
    "n\u{e9} le",
    "n\u{e9}e le",
    "urodz",
    "delsedatum",
    "dselsdato",
    "nato il",
    "nata il",
    "nato a ",
    "nata a ",
    " lady of ",
    "tleman of ",
    "n\u{e9} \u{e0}",
    "n\u{e9}e \u{e0}",
    "into this world",
    "zur welt",
    "vino al mundo",
    "to al mondo",
    "ta al mondo",
    "venu au monde",
    "venue au monde",
    "wereld gekomen",
    "na \u{15b}wiat",
    "naci\u{f3} ",
    " nac\u{ed} ",
    "nasceu ",
    " nacque ",
    " naquit ",
    "narodil",
    "do\u{11f}du",
    "\u{751f}\u{307e}",
    "\u{cd9c}\u{c0dd}",
    "f\u{f6}dd",
    "f\u{f8}dt",
    " ur ",
    " nasc ",
    " nac ",
    "n\u{e9} e  le",
    " ddn ",
    "boortedag",
    "delsedag",
    "\u{8a95}\u{751f}",
    "syntyn",
    "syntym",
    "narozen",
    "narodenia",
    "do\u{11f}um",
    "dogum",
    "sz\u{fc}let",
    "n\u{103}scut",
    "na\u{219}ter",
    "nasterii",
    "ro\u{111}en",
    "po\u{436}\u{434}e\u{43d}",
    "po\u{434}\u{438}\u{43b}",
    "apo\u{434}\u{436}e\u{43d}",
    "\u{3b3}\u{3ad}vv\u{3b7}",
    "\u{751f}\u{5e74}",
    "\u{51fa}\u{751f}",
    "\u{c0dd}\u{b144}",
    "\u{627}\u{644}\u{645}\u{64a}\u{644}\u{627}\u{62f}",
    "\u{5dc}\u{5d9}\u{5d3}\u{5d4}",
];

/// The word of birth that stands in brackets behind a date, that the date is said to be, or that ends its clause:
/// `03/14/1961 (DOB)`, `03/14/1961 is my birthday`, `am 14.03.1961 in Hof geboren`.
pub(super) fn told_behind(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    let told = in_brackets(behind).or_else(|| cue::told_behind(behind, BIRTH_WORDS));
    told.or_else(|| ends_clause(behind).filter(|verb| !verb.is_ascii() || leads_day(before)))
}

/// Whether the article of a day ends a text, as in the languages whose verbs stand last.
fn leads_day(before: &[u8]) -> bool {
    [&b" am "[..], b"Am ", b" im ", b"Im ", b" op ", b"Op "].iter().any(|article| before.ends_with(article))
}

/// The verb at the end of the clause that goes on behind a date, with neither figures nor a thing before it. No date of its own
/// follows: it would be said of that one.
pub(super) fn ends_clause(behind: &[u8]) -> Option<&'static str> {
    let near = &behind[..behind.len().min(CLAUSE)];
    let part = |b: &&u8| b.is_ascii_alphabetic() || **b >= 0x80 || matches!(**b, b' ' | b'-' | b'\'' | b'\n');
    let clause = &near[..near.iter().take_while(part).count()];
    let (at, verb) =
        VERBS_LAST.iter().find_map(|verb| Some((memchr::memmem::find(clause, verb.as_bytes())?, *verb)))?;
    let joined = clause[..at].last().is_none_or(|b| matches!(b, b' ' | b'-' | b'\n') || !verb.is_ascii());
    let rest = &behind[at + verb.len()..];
    let ended = !rest.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'-');
    let next = rest.trim_ascii_start();
    let next = [&b"am "[..], b"op ", b": "].iter().find_map(|lead| next.strip_prefix(*lead)).unwrap_or(next);
    let dated = next.first().is_some_and(|b| b.is_ascii_digit() || *b == b'[');
    (joined && ended && !dated && !is_said_of_thing(&clause[..at], BEGAN)).then_some(verb)
}

/// The short word that ends a text behind what is said of somebody or in a bracket: `Jane Example (b. `, `Jane Example, b. `,
/// `Producer: b. `, `Pt b `.
pub(super) fn abbreviated(before: &[u8]) -> Option<&'static str> {
    let stopped = before.strip_suffix(b"b. ").filter(|lead| is_of_person(lead));
    let lead = stopped.or_else(|| before.strip_suffix(b"b ").filter(|lead| is_somebody(lead)));
    lead.map(|_| "b.").or_else(|| participle(before))
}

/// The participle or its abbreviation right before a date, which is another word where the article of a day does not follow it:
/// `né 14/05/1981`, `ur 14.05.1981`.
fn participle(before: &[u8]) -> Option<&'static str> {
    const WORDS: [&str; 4] = ["n\u{e9}", "n\u{e9}e", "ur", "nasc"];
    let lead = before.strip_suffix(b" ")?;
    let ends = |word: &&&str| {
        let rest = lead.strip_suffix(word.as_bytes());
        rest.is_some_and(|rest| rest.last().is_none_or(|b| matches!(b, b' ' | b',' | b'(' | b':' | b'\n')))
    };
    WORDS.iter().find(ends).copied()
}

/// Whether the word for somebody who is looked after or the name of a person, a blank behind it, ends a text: `Pt `,
/// `Jane Example `, `J. Example `. The parts of papers are named by two words as well.
fn is_somebody(lead: &[u8]) -> bool {
    const PERSONS: &str = "pt pat patient client resident child baby infant newborn mother father mum mom dad wife \
        husband son daughter spouse partner applicant claimant insured member";
    const PARTS: &str = "part section item option appendix annex point step phase chapter clause exhibit schedule table \
        figure class group plan version variant question answer";
    let Some(named) = lead.strip_suffix(b" ") else { return false };
    let mut words = named[named.len().saturating_sub(NEAR)..].rsplit(|b| *b == b' ');
    let (last, first) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_name = |word: &[u8]| {
        let small = |b: &u8| b.is_ascii_lowercase() || *b >= 0x80 || matches!(b, b'-' | b'\'');
        word.len() > 1 && word[0].is_ascii_uppercase() && word[1..].iter().all(small) && !is_among(word, PARTS)
    };
    let initial = matches!(first, [letter, b'.'] if letter.is_ascii_uppercase());
    is_among(last, PERSONS) || is_name(last) && (initial || is_name(first))
}

/// Whether a text ends in a bracket that opens, in a comma or a colon or behind somebody, and lists no items by letters.
pub(in crate::redact) fn is_of_person(lead: &[u8]) -> bool {
    let near = &lead[lead.len().saturating_sub(NEAR)..];
    let listed = near.starts_with(b"a. ")
        || [&b" a. "[..], b"\na. ", b"(a. "].iter().any(|item| memchr::memmem::find(near, item).is_some());
    lead.ends_with(b"(") || !listed && (lead.ends_with(b", ") || lead.ends_with(b": ") || is_somebody(lead))
}

/// How far before such a word the letter of another item may stand, in bytes.
const NEAR: usize = 64;

fn in_brackets(behind: &[u8]) -> Option<&'static str> {
    let behind = behind.strip_prefix(b" ").unwrap_or(behind).strip_prefix(b"(")?;
    let len = behind.iter().take(24).position(|b| *b == b')')?;
    BIRTH_WORDS.iter().copied().find(|word| word.as_bytes().eq_ignore_ascii_case(&behind[..len]))
}

#[cfg(test)]
mod tests {
    use super::super::find_births;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::gate::Signals;

    #[test]
    fn the_short_word_for_a_birth_stands_behind_a_name() {
        for (text, date) in [
            ("Jane Example (b. 14 May 1981)", "14 May 1981"),
            ("Jane Example, b. 14/05/1981", "14/05/1981"),
            ("Jane (staff no. 20583, b. 14 May 1981) is away", "14 May 1981"),
            ("Drummer: passport in the file (UK), b. 14.05.1981", "14.05.1981"),
            ("Drummer: b. 14.05.1981, mobile below", "14.05.1981"),
            ("Pt b. 6/6/66, fell at home", "6/6/66"),
            ("patient b 6/6/66", "6/6/66"),
            ("M. Exemple, n\u{e9} 14/05/1981", "14/05/1981"),
            ("Exemple Anne n\u{e9}e 14/05/1981 \u{e0} Lyon", "14/05/1981"),
            ("Jan Przyk\u{142}ad ur 14.05.1981", "14.05.1981"),
            ("Jane Example b. 14 May 1981", "14 May 1981"),
            ("seen J. Example b 14/05/1981", "14/05/1981"),
        ] {
            finds(find_births, &[(text, date)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::BIRTH), "{text}");
        }
        finds_nothing(
            find_births,
            &[
                "a. today, b. 14 May 2025",
                "b. 14/05/1981",
                "see b. 14 May 1981",
                "Section Two b. 14 May 2025",
                "plan a or plan b 14/05/2025",
                "Web. 14 May 2025",
                "Dates: a. 2 May 2025, b. 14 May 2025",
            ],
        );
    }

    #[test]
    fn a_verb_may_stand_before_the_day_or_end_its_clause() {
        for (text, date) in [
            ("Ich bin am 14.03.1961 geboren.", "14.03.1961"),
            ("Meine Mutter ist am 14. M\u{e4}rz 1961 in Hof geboren", "14. M\u{e4}rz 1961"),
            ("Ze is op 14 maart 1961 in Den Haag geboren.", "14 maart 1961"),
            ("14.03.1961 do\u{11f}umlu", "14.03.1961"),
            ("1961. 03. 14-\u{e9}n sz\u{fc}letett Gy\u{151}rben", "1961. 03. 14"),
            ("1961\u{5e74}3\u{6708}14\u{65e5}\u{751f}\u{307e}\u{308c}", "1961\u{5e74}3\u{6708}14\u{65e5}"),
            ("Naci\u{f3} el 14/03/1961 en Lugo", "14/03/1961"),
            ("Nasci a 14 de mar\u{e7}o de 1961", "14 de mar\u{e7}o de 1961"),
            ("urodzi\u{142}a si\u{119} 14 marca 1961", "14 marca 1961"),
        ] {
            finds(find_births, &[(text, date)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::BIRTH), "{text}");
        }
        // The verb is said of one date alone.
        finds(
            find_births,
            &[
                ("Ich bin am 14.03.1961 geboren und seit 01.04.2015 Kunde", "14.03.1961"),
                ("Erstellt am 12.05.2024 f\u{fc}r Anna Muster geboren am 14.03.1961", "14.03.1961"),
                ("Eintritt 01.02.2024 Anna Muster geboren 14.03.1961", "14.03.1961"),
            ],
        );
        finds_nothing(
            find_births,
            &[
                "Ich bin am [DATE_OF_BIRTH] geboren und seit 01.04.2015 Kunde",
                "Am 14.03.2021 kam der Bericht. Geboren wurde die Idee hier",
                "Bericht vom 14.03.2021, geboren",
                "Bericht vom 14.03.2021 \u{fc}ber hier geborene",
                "Eintritt 14.03.2021 Anna Muster geboren in Hof",
                "am 14.03.2021 mit 2 geborenen Sternen",
                "Das Projekt wurde am 14.03.2021 geboren.",
                "Am 14.03.2021 wurde die Idee geboren",
                "Die Stute ist am 14.03.2021 geboren",
                "El banco nacional cierra el 14/03/2021",
            ],
        );
    }
}
