//! The day on which somebody grows a year older. With the age that is told beside it, it says when they were born: `she turns
//! 40 on 18 August 2025`, `wird am 18.08.2025 40`.

use super::things::{LASTS, is_said_of_thing};
use crate::redact::detect::vocabulary::is_among;

/// The greatest age.
const OLDEST: u32 = 120;
/// The most words between the age and the day, and between the age and its verb.
const MOST_BETWEEN: usize = 4;
/// What may stand between the age and the day.
const BEFORE_DAY: &str = "years year old ans a\u{f1}os anos anni jaar \u{e5}r lat lata jahre jahr on am le el il em no dia a \
    op den the w dnia";
/// Verbs of clauses whose age stands before the day, but for the English ones, which are said of other things as well; and
/// words for whose it is behind them.
const VERBS: &str = "cumple cumpli\u{f3} cumplir\u{e1} compie compir\u{e0} f\u{ea}te f\u{ea}tera aura faz fez wordt \
    werd fyller fyllde fylder fyldte ko\u{144}czy sko\u{144}czy";
const TURNS: &str = "turns turned turning turn";
const WHOSE: &str = "ses mes son mi";
/// The verbs of clauses whose age stands behind the day.
const LEADING: &str = "wird wurde werde werden";
/// Who turns so old; the name of a person begins with a capital.
const SUBJECTS: &str = "he she they i you we who mum mom dad mother father wife husband son daughter kid baby child twins \
    brother sister boss friend colleague aunt uncle nan gran granny grandma grandpa patient client resident member partner";
/// What stands between the subject and the verb; a message may begin with it.
const AUXILIARIES: &str = "will is was just has be also already finally";

/// The verb by which a day between these texts is that on which a person grows so old.
pub(super) fn verb(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    if grows_before(before) {
        return Some("turns");
    }
    grows_behind(before, behind).then_some("wird")
}

/// Whether a verb, an age and what leads to a day end the text: `Jane turns 40 on `.
fn grows_before(before: &[u8]) -> bool {
    // The day may stand in brackets: `just turned 40 (18.08.1985)`.
    let Some(lead) = without(before.strip_suffix(b"(").unwrap_or(before), BEFORE_DAY) else { return false };
    let (lead, age) = last_word(lead);
    let Some(lead) = Some(lead).filter(|_| is_age(age)).and_then(|lead| without(lead, WHOSE)) else { return false };
    let (lead, verb) = last_word(lead);
    match (is_among(verb, TURNS), without(lead, AUXILIARIES)) {
        (true, Some(subject)) => {
            let (_, who) = last_word(subject);
            let named = who.first().is_some_and(u8::is_ascii_uppercase) && who.iter().all(|b| !b.is_ascii_digit());
            let begins = who.is_empty() && !lead.is_empty();
            (named || begins || is_among(who, SUBJECTS)) && !is_said_of_thing(lead, LASTS)
        }
        _ if verb == b"is" => is_among(last_word(lead).1, "she he who"),
        _ => is_among(verb, "she's he's i'm") || is_among(verb, VERBS) && !is_said_of_thing(lead, LASTS),
    }
}

/// Whether a verb leads to a day, `Jane wird am `, and the age follows that ends the clause: ` 40.`, ` 40 Jahre alt`.
fn grows_behind(before: &[u8], behind: &[u8]) -> bool {
    let (lead, article) = last_word(before);
    let (lead, verb) = last_word(lead);
    let Some(rest) = behind.strip_prefix(b" ") else { return false };
    let (age, rest) = rest.split_at(rest.iter().take_while(|b| b.is_ascii_digit()).count());
    let ends =
        matches!(rest, [] | [b'.' | b',' | b'!' | b'\n' | b'?', ..]) && !matches!(rest, [b'.' | b',', b'0'..=b'9', ..]);
    let told = is_age(age) && (ends || rest.starts_with(b" Jahre"));
    told && article == b"am" && is_among(verb, LEADING) && !is_said_of_thing(lead, LASTS)
}

/// The text without such words at its end, if they are few enough.
fn without<'t>(mut text: &'t [u8], words: &str) -> Option<&'t [u8]> {
    for _ in 0..=MOST_BETWEEN {
        let (lead, word) = last_word(text);
        if word.is_empty() || !is_among(word, words) {
            return Some(text);
        }
        text = lead;
    }
    None
}

/// The last word of a text, and what stands before it.
fn last_word(text: &[u8]) -> (&[u8], &[u8]) {
    let text = text.trim_ascii_end();
    text.split_at(text.iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1))
}

/// Whether this is a number of years that people live.
fn is_age(word: &[u8]) -> bool {
    let digits = (1..=3).contains(&word.len()) && word.iter().all(u8::is_ascii_digit);
    digits && (1..=OLDEST).contains(&word.iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0')))
}

#[cfg(test)]
mod tests {
    use super::super::find_births;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::gate::Signals;

    #[test]
    fn the_day_on_which_somebody_grows_so_old_is_one_of_birth() {
        for (text, date) in [
            ("she turns 50 on 3 May 2025", "3 May 2025"),
            ("Anna turned 30 years old on 03/05/2025, cake was good", "03/05/2025"),
            ("my dad will be turning 70 on 3 May 2025", "3 May 2025"),
            ("she's 50 on 3 May 2025", "3 May 2025"),
            ("he is 50 on 3 May 2025", "3 May 2025"),
            ("Anna wird am 03.05.2025 50.", "03.05.2025"),
            ("Papa wird am 3. Mai 2025 70 Jahre alt", "3. Mai 2025"),
            ("Elle f\u{ea}te ses 50 ans le 03/05/2025", "03/05/2025"),
            ("Ana cumple 50 a\u{f1}os el 3 de mayo de 2025", "3 de mayo de 2025"),
            ("Ana faz 50 anos no dia 03/05/2025", "03/05/2025"),
            ("compie 50 anni il 03/05/2025", "03/05/2025"),
            ("Anna wordt 50 op 03-05-2025", "03-05-2025"),
            ("Anna fyller 50 \u{e5}r den 3 maj 2025", "3 maj 2025"),
            ("Anna ko\u{144}czy 50 lat 3 maja 2025", "3 maja 2025"),
        ] {
            finds(find_births, &[(text, date)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::BIRTH), "{text}");
        }
    }

    #[test]
    fn other_things_turn_and_are_done_so_often() {
        finds_nothing(
            find_births,
            &[
                "the company turns 50 on 3 May 2025",
                "the counter turned 50 on 3 May 2025",
                "it is 50 on 3 May 2025",
                "the page turned 500 on 3 May 2025",
                "Das Werk wird am 03.05.2025 50 Meter hoch",
                "Die Firma wird am 03.05.2025 50.",
                "Der Preis wird am 03.05.2025 50,20 Euro",
                "she turns in 50 on 3 May 2025",
                "La empresa cumple 50 a\u{f1}os el 3 de mayo de 2025",
            ],
        );
    }
}
