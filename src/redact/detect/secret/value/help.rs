//! What programs and their handbooks print behind the name of a password or a token that is no value: what an option is for,
//! what stands for its argument, the type of a field, the name of a member, the end of a signature.

use super::super::link::{Link, Value, is_blank, line_start};
use super::super::name::{Name, Promise};

/// How many blanks part an option from what it is for, at least.
const COLUMN: usize = 2;
/// How much of the rest of a line is looked at, in bytes.
const LONGEST_LINE: usize = 256;
/// What the tokens of design systems name, and how many numbers of how many figures they have.
const DESIGN: &[&str] = &[
    "color",
    "colors",
    "colour",
    "palette",
    "spacing",
    "space",
    "font",
    "size",
    "sizing",
    "radius",
    "radii",
    "border",
    "shadow",
    "elevation",
    "opacity",
    "breakpoint",
    "motion",
    "duration",
    "easing",
    "typography",
    "text",
    "surface",
    "background",
    "bg",
    "brand",
    "gray",
    "grey",
    "blue",
    "red",
    "green",
    "line",
    "letter",
    "layer",
    "grid",
    "theme",
    "z",
    "zindex",
    "dimension",
    "stroke",
    "icon",
];
const LONGEST_STEP: usize = 4;
const MOST_STEPS: usize = 2;
/// How many letters the words of a name of a member have at least, on the average.
const SHORTEST_WORDS: usize = 4;

/// Whether what stands behind a name tells of it and is no value.
pub(in super::super) fn tells_of(text: &[u8], name: &Name, value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let unquoted = !value.quoted && (is_column(text, name, value) || given.ends_with("\u{b6}".as_bytes()));
    let of_token = || is_member(given) || name.word == "token" && is_of_design(given);
    unquoted || is_field_type(text, name, value) || name.promise == Promise::Token && of_token()
}

/// Whether it is a token of a design system (W3C, "Design Tokens Format Module"): what kind of value it names, words and the
/// number of a step: `color.brand.500`, `--font-size-200`, `$radiusMd2`.
fn is_of_design(given: &[u8]) -> bool {
    let given = given.strip_prefix(b"--").or_else(|| given.strip_prefix(b"$")).unwrap_or(given);
    let kind = given.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let rest = &given[kind..];
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/');
    let step = |digits: &[u8]| digits.len() <= LONGEST_STEP;
    // What was drawn has figures in many places.
    let steps = || rest.split(|b| !b.is_ascii_digit()).filter(|digits| !digits.is_empty());
    DESIGN.iter().any(|known| given[..kind] == *known.as_bytes())
        && !rest.is_empty()
        && rest.iter().all(plain)
        && steps().count() <= MOST_STEPS
        && steps().all(step)
}

/// Whether a line of the help of a program begins with the option, behind which two blanks lead to some words about it, or a
/// word in capitals stands for its argument: `  -W, --password   force a prompt`, `--password=PASS`.
fn is_column(text: &[u8], name: &Name, value: &Value) -> bool {
    let dashed = name.is_dashed(text);
    let start = line_start(text, name.span.start);
    let rest = &text[value.span.end..];
    let rest = &rest[..rest.iter().take(LONGEST_LINE).take_while(|b| !matches!(b, b'\n' | b'\r')).count()];
    // A command goes on behind a backslash.
    let goes_on = || rest.trim_ascii_end().ends_with(b"\\") || text[..start].trim_ascii_end().ends_with(b"\\");
    if !dashed || !leads_line(&text[start..name.span.start]) || goes_on() {
        return false;
    }
    let gap = value.gap(text, name);
    let worded =
        || rest.first().is_some_and(|b| is_blank(*b)) && rest.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let described = gap.len() >= COLUMN && gap.iter().all(|b| is_blank(*b)) && worded();
    described || gap == b"=" && is_in_capitals(&text[value.span.clone()])
}

/// Whether nothing but a short form of the option stands before it on the line, perhaps behind the quote of a message.
fn leads_line(before: &[u8]) -> bool {
    let quote = before.iter().rposition(|b| *b == b'"').map_or(0, |at| at + 1);
    let lead = before[quote..].trim_ascii_end();
    let lead = lead.strip_suffix(b"-").unwrap_or(lead).trim_ascii();
    matches!(lead, [] | [b'-', _, b',' | b'|'])
}

/// Whether there are nothing but capitals, as in what stands for an argument; letters of other scripts have them as well.
fn is_in_capitals(given: &[u8]) -> bool {
    let Ok(word) = std::str::from_utf8(given) else { return false };
    word.chars().all(|letter| letter == '_' || letter.is_alphabetic() && !letter.is_lowercase())
}

/// Whether a field of a program is declared by a type of C: `psw: psw_t,`, `log_passwd: __u32,`.
fn is_field_type(text: &[u8], name: &Name, value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let declared = value.gap(text, name).trim_ascii_end() == b":";
    let part = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_';
    let is_type = given.ends_with(b"_t") || matches!(given, [b'_', b'_', b'u' | b's' | b'b' | b'l', ..]);
    let ends = matches!(text.get(value.span.end), Some(b',' | b';' | b')'));
    !value.quoted
        && matches!(value.link, Link::Sign | Link::Tight)
        && declared
        && is_type
        && ends
        && given.iter().all(part)
}

/// Whether three words or more are joined to a name as those of members are (`ExclusiveStartShardId`), perhaps behind the
/// name of what has it. What is drawn from letters has shorter ones.
fn is_member(given: &[u8]) -> bool {
    let words = || given.split(|b| *b == b'.').flat_map(|part| part.chunk_by(|_, next| !next.is_ascii_uppercase()));
    let word = |word: &[u8]| word.len() >= 2 && word[1..].iter().all(u8::is_ascii_lowercase);
    let count = words().count();
    let letters = given.iter().filter(|b| b.is_ascii_alphabetic()).count();
    given.first().is_some_and(u8::is_ascii_alphabetic)
        && count >= 3
        && letters >= count * SHORTEST_WORDS
        && words().all(word)
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn what_an_option_is_for_is_no_password() {
        finds_nothing(
            DETECTOR.find,
            &[
                "Options:\n  -W, --password           force password prompt\n",
                "  -w, --no-password        never prompt for password",
                "      --ask-password         prompt for passwords",
                "  -p, --passwd    edit passwd database",
                "msgid \"  -W, --password            force password prompt\"",
                "      --proxy-password=PASS       set PASS as proxy password",
                "  -P, --passwd=DATEI\n",
                "  --http-password=CONTRASE\u{d1}A     la de http",
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("tool --password hunter22 --host db", "hunter22"),
                ("tool --user x --password  hunter22", "hunter22"),
                ("tool \\\n  --password=Sunny-7 \\\n", "Sunny-7"),
                ("tool \\\n  --password hunter22 \\\n", "hunter22"),
                ("tool --password=SUNNY7", "SUNNY7"),
                ("tool \\\n  --user      x \\\n  --password  hunter22 \\\n", "hunter22"),
                ("tool \\\n  --password=SUNNY", "SUNNY"),
                ("options:\n  --password   hunter22\n", "hunter22"),
            ],
        );
    }

    #[test]
    fn tokens_of_design_systems_open_nothing() {
        finds_nothing(
            DETECTOR.find,
            &[
                "token: color.brand.500",
                "Token: font-size-200",
                "token = \"--radius-md-8-corner\"",
                "token: $spacingLarge16Compact",
            ],
        );
        for token in ["colorado77Kx9m2Qv4", "color.9f3k2m7q4x8z1v5b", "size-4k9x2m7q8v1b6n3c"] {
            finds(DETECTOR.find, &[(&format!("token: {token}"), token)]);
        }
    }

    #[test]
    fn types_and_members_are_no_values() {
        finds_nothing(
            DETECTOR.find,
            &[
                "pub log_passwd: __u32,",
                "pub psw: psw_t,",
                "def read(self, name, pwd=None)\u{b6}",
                "render(hide_password=True)\u{b6}",
                "\"output_token\": \"NextUploadIdMarker\"",
                "\"input_token\": \"ExclusiveStartShardId\"",
                "\"output_token\": \"DistributionList.NextMarker\"",
                "use crate::token::{CustomToken, Token};",
                "use client::token::*;",
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("token: NextXq7LkPzWvTr", "NextXq7LkPzWvTr"),
                ("\"token\": \"QxWzRtKpLmNvBcYd\"", "QxWzRtKpLmNvBcYd"),
                ("passwd: pass_t4", "pass_t4"),
                ("password: SunnyBlueHarbour", "SunnyBlueHarbour"),
            ],
        );
    }
}
