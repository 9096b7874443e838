//! Passwords that a person chose and wrote right behind the word for one, without a sign between: at the end of a note or of
//! what somebody is told to type (`BIOS password palette-77`), in brackets (`the password (Palette-77)`), or set off by the
//! markup of the page.
//!
//! A word and a figure may as well be the name of a thing (`password field2`), so that the place has to say that it is one.

use super::super::Reading;
use super::super::link::{Link, Value, line_start};
use super::super::name::{BRIEF, Name};
use super::super::value::is_description;
use super::super::value::shown::{is_brief_mix, is_term, may_be_said, shows};
use super::figures::is_of_sentence;
use super::phrase::is_introduced;
use super::plain::{ends_sentence, is_typed, leads_label, tells_about};
use crate::redact::detect::is_uuid;
use crate::redact::detect::vocabulary::is_one_of;

/// Short words for a password alone, behind which nothing else is named.
const SHORT: [&str; 4] = ["pw", "psw", "pword", "mdp"];
/// Products that are called by a number as well.
const PRODUCTS: &[&str] = &["windows", "office", "oracle", "ubuntu", "debian", "keepass"];
/// The longest value, in bytes.
const LONGEST: usize = 32;
/// The shortest word with one figure behind it, in bytes.
const SHORTEST_NUMBERED: usize = 8;
/// How many words a part of a line may have before the name.
const MOST_WORDS: usize = 2;

/// Whether a value is a password by where it stands behind its name, or by what introduces the name.
pub(in super::super) fn is_one(reading: &Reading<'_>, name: &Name, value: &Value) -> bool {
    let text = reading.text();
    is_introduced(text, name, value)
        || is_set_off(reading, name, value)
        || is_ending(text, name, value)
        || is_held(text, name, value)
}

/// Whether a value may be a password where its place says that it is one.
fn may_be_one(value: &[u8]) -> bool {
    (shows(value) || may_be_said(value) || is_numbered(value)) && !is_thing(value)
}

/// Whether all that brackets hold right behind the name of a password is one.
pub(super) fn may_be_held(value: &[u8], name: &Name) -> bool {
    let plain = value.len() <= LONGEST && value.iter().all(u8::is_ascii_graphic);
    plain && name.word != "pass" && may_be_one(value)
}

/// The same of a value that a sentence tells.
fn is_held(text: &[u8], name: &Name, value: &Value) -> bool {
    let opened = value.link == Link::Told && text.get(name.span.end..value.span.start) == Some(b" (");
    opened && may_be_held(&text[value.span.clone()], name)
}

/// Whether a value ends the part of a line that has little else than the name of a password, or in which somebody is told to
/// type it.
fn is_ending(text: &[u8], name: &Name, value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let ends = || ends_sentence(&text[value.span.end..]) && given.len() <= LONGEST && given.iter().all(plain);
    if !value.is_beside(text, name) || name.word == "pass" || !is_of_sentence(text, name) || !ends() || is_thing(given)
    {
        return false;
    }
    let lead = &text[line_start(text, name.span.start)..name.span.start];
    let part = memchr::memmem::rfind(lead, b", ").map_or(lead, |at| &lead[at + 2..]);
    let is_short = SHORT.contains(&name.word) && (is_brief_mix(given) || is_chosen(given) && leads_label(part));
    let typed = || is_typed(part) && has_few_words(part) && (may_be_said(given) || is_numbered(given));
    is_short || typed() || is_numbered(given) && is_noted(part, name) || name.word == "passcode" && is_code(given)
}

/// Whether somebody may have chosen it where the word before it means nothing but a password: words and figures.
fn is_chosen(value: &[u8]) -> bool {
    may_be_said(value) || is_numbered(value)
}

/// Whether it is a code of letters and figures, as meetings have them: shorter than what people choose.
pub(super) fn is_code(value: &[u8]) -> bool {
    let figures = value.iter().filter(|b| b.is_ascii_digit()).count();
    (6..=12).contains(&value.len())
        && value.iter().all(u8::is_ascii_alphanumeric)
        && figures > 1
        && figures < value.len()
        && (value[0].is_ascii_digit() || value.iter().any(u8::is_ascii_uppercase))
}

/// Whether a part of a line has so few words before the name that what follows is all that it says.
fn is_noted(part: &[u8], name: &Name) -> bool {
    has_few_words(part) && leads_label(part) && !BRIEF.contains(&name.word)
}

/// Whether a part of a line has one or two words at most.
fn has_few_words(part: &[u8]) -> bool {
    part.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty()).count() <= MOST_WORDS
}

/// Whether it is a word, or several with dashes between them, with one figure at the end, or one within a word.
pub(in super::super) fn is_numbered(value: &[u8]) -> bool {
    let figures = value.iter().filter(|b| b.is_ascii_digit()).count();
    let first = value.first().is_some_and(u8::is_ascii_alphabetic);
    let ends = value.last().is_some_and(u8::is_ascii_digit);
    let mut parts = value.split(|b| matches!(b, b'-' | b'_'));
    let joined = parts.clone().count() > 1;
    // The figure of a version stands alone behind one word: `release-2`.
    let versioned = parts.clone().count() == 2 && parts.next_back().is_some_and(|part| part.len() == 1);
    let within = || {
        joined
            && value.windows(3).any(|three| {
                three[0].is_ascii_lowercase() && three[1].is_ascii_digit() && three[2].is_ascii_lowercase()
            })
    };
    first && figures == 1 && value.len() >= SHORTEST_NUMBERED && (ends && !versioned || within())
}

/// Whether it is the name of a thing that has to do with passwords, a term, or an id.
fn is_thing(value: &[u8]) -> bool {
    let mut parts = value.split(|b| !b.is_ascii_alphabetic()).filter(|part| part.len() > 3);
    let says = |part: &[u8]| tells_about(&part.to_ascii_lowercase()) || is_term(part) || is_one_of(part, PRODUCTS);
    is_description(value) || is_term(value) || is_uuid(value) || parts.any(says)
}

/// Whether it is of so many figures that markup does not set them off as a count.
fn are_figures(value: &[u8]) -> bool {
    (6..=20).contains(&value.len()) && value.iter().all(u8::is_ascii_digit)
}

/// Whether markup sets a value off right behind its name, as a colon would: `password <code>palette7</code>`.
fn is_set_off(reading: &Reading<'_>, name: &Name, value: &Value) -> bool {
    let text = reading.text();
    value.is_beside(text, name)
        && reading.view().is_seam(value.span.start)
        && reading.view().is_seam(value.span.end)
        && is_of_sentence(text, name)
        && (may_be_one(&text[value.span.clone()]) || are_figures(&text[value.span.clone()]))
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;
    use crate::redact::{Policy, Redactor, Tally};

    #[test]
    fn what_ends_a_note_behind_the_name_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("the visitor came, password stratus7", "stratus7"),
                ("password stratus7", "stratus7"),
                ("Set BIOS password otter-77", "otter-77"),
                ("Enter password lake-otter-24", "lake-otter-24"),
                ("Keystore password ott3r-lake", "ott3r-lake"),
                ("Root password otter-otter-7", "otter-otter-7"),
                ("pw GreyOtters1", "GreyOtters1"),
                ("pwd stratus7", "stratus7"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "password hunter2",
                "password account1",
                "the new password database2 has come",
                "password release-2",
                "set the password policy-2024",
                "Reset password lake-otter-24",
                "password is1",
                "pw KeePass2",
                "pass stratus7",
                "change the password stratus7 to another",
                "the colours of the old password stratus7",
            ],
        );
    }

    #[test]
    fn what_brackets_hold_behind_the_name_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("a label with the password (Otter-Lake-33x)", "Otter-Lake-33x"),
                ("a label with the password (Otter-Lake-3)", "Otter-Lake-3"),
                ("password (OtterLake33) and more", "OtterLake33"),
                ("my password (Otter4417) fails", "Otter4417"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "the password (see page 12)",
                "the password (SHA-256)",
                "password (base64)",
                "password (PBKDF2-SHA256)",
                "password (OPS-12345)",
                "password (field2024)",
                "Default password (Windows2019) unchanged",
                "password(OtterLake33)",
            ],
        );
    }

    #[test]
    fn what_markup_sets_off_behind_the_name_is_found() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let redacted = |text: &str| redactor.storage(text, &mut Tally::new()).into_owned();
        for value in ["stratus7", "otter-lake-24", "otter-otter-7"] {
            let text = format!("<p>the password <code>{value}</code> works</p>");
            assert_eq!(redacted(&text), "<p>the password <code>[SECRET]</code> works</p>");
        }
        for text in [
            "<p>the password <code>field2</code> works</p>",
            "<p>the password <code>hunter</code> works</p>",
            "<p>the password stratus7 works</p>",
            "<p>the <b>password</b> stratus7 works</p>",
            "<p>the password <code>sha256</code></p>",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn short_words_and_codes_of_meetings_lead_to_what_ends_a_note() {
        finds(
            DETECTOR.find,
            &[
                ("pw ottertail7", "ottertail7"),
                ("PW ottertail7", "ottertail7"),
                ("the pw is ottertail7", "ottertail7"),
                ("passcode tR4182", "tR4182"),
                ("meeting 841 8277 1930, passcode tR4182", "tR4182"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &["pw ottertail", "the pw of stage ottertail7 rows", "passcode policy7", "passcode required"],
        );
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        for (text, redacted) in [
            ("<p>default password <code>70331298</code></p>", "<p>default password <code>[SECRET]</code></p>"),
            ("<p>password <b>90</b> days</p>", "<p>password <b>90</b> days</p>"),
        ] {
            assert_eq!(redactor.storage(text, &mut Tally::new()), redacted);
        }
    }
}
