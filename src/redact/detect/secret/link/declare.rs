//! How languages of programs, shells and configuration write between a name and its value more than a sign: types, words
//! that set a variable, defaults of variables, blocks of YAML, and calls that take a literal as it is.

use super::super::name::Name;
use super::super::value::program::names_secret;
use super::{Link, Value, count, is_blank, line_start};
use crate::redact::gate::lexicon::is_line_end;
use memchr::memmem;

/// The longest type, in bytes.
const LONGEST_TYPE: usize = 48;
/// The longest value, in bytes.
const LONGEST: usize = 512;
/// The most blanks at the beginning of a line.
const INDENT: usize = 64;

/// Words of types that hold text.
const TYPES: &[&str] = &[
    "string",
    "str",
    "text",
    "bytes",
    "byte",
    "char",
    "varchar",
    "varchar2",
    "nvarchar",
    "nvarchar2",
    "charsequence",
    "chararray",
    "optional",
    "option",
    "any",
    "object",
    "secretstr",
    "securestring",
];
/// Calls that take a literal as it is.
const WRAPPERS: &[&str] = &[
    "string::from(",
    "string(",
    "new string(",
    "some(",
    "secret.fromstring(",
    "secretvalue.unsafeplaintext(",
    "new secret(",
    "sensitive(",
    "secretstring::new(",
    "secretstring::from(",
    "secret::new(",
    "secretstr(",
    "bytes(",
    "[]byte(",
    "buffer.from(",
    "md5(",
];

/// What a name is given in a block of YAML or as the default of a variable. Some of nothing where the form is there and
/// has no value.
pub(super) fn value_of(text: &[u8], name: &Name) -> Option<Option<Value>> {
    default_of(text, name).or_else(|| block(text, name).map(Some))
}

/// Where the value begins behind a type or behind a name that a word sets, and what ties it to the name, which ends at
/// `at` with its quotes and brackets.
pub(super) fn link(text: &[u8], name: &Name, at: usize) -> Option<(usize, Link)> {
    let typed = typed(text, at).or_else(|| registered(text, at));
    typed.map(|from| (from, Link::Sign)).or_else(|| set(text, name).map(|from| (from, Link::Option)))
}

/// The value behind a type: `: String = "…"`, ` As String = "…"`, ` varchar(40) DEFAULT '…'`.
fn typed(text: &[u8], at: usize) -> Option<usize> {
    let belongs = |b: &u8| b.is_ascii_alphanumeric() || b" _.:&'<>[]()|?!*\t".contains(b);
    let rest = &text[at..text.len().min(at + LONGEST_TYPE)];
    if !rest.first().is_some_and(|b| b":?! \t".contains(b)) || memchr::memchr2(b'=', b'\'', rest).is_none() {
        return None;
    }
    let len = rest.iter().take_while(|b| belongs(b)).count();
    let lower = rest[..len].to_ascii_lowercase();
    let default = memmem::find(&lower, b" default ");
    if !is_type(&lower[..default.unwrap_or(len)]) {
        return None;
    }
    match (rest.get(len), default.map(|from| from + b" default ".len())) {
        (Some(b'='), _) if !matches!(text.get(at + len + 1), Some(b'=' | b'>' | b'~')) => Some(at + len + 1),
        (_, Some(value)) => matches!(lower.get(value), Some(b'\'')).then_some(at + value),
        _ => None,
    }
}

/// The value behind the type of a text in the registry of Windows: `DefaultPassword    REG_SZ    …`, or behind the option
/// of the tool that writes it there: `/v DefaultPassword /t REG_SZ /d …`.
fn registered(text: &[u8], at: usize) -> Option<usize> {
    let gap = count(text, at, 8, is_blank);
    if let Some(rest) = text.get(at + gap..).filter(|_| gap > 0).and_then(|rest| rest.strip_prefix(b"/")) {
        let rest = rest.strip_prefix(b"t REG_SZ /").unwrap_or(rest).strip_prefix(b"d ")?;
        return Some(text.len() - rest.len());
    }
    let rest = text.get(at + gap..)?.strip_prefix(b"REG_")?;
    let rest = rest.strip_prefix(b"EXPAND_").unwrap_or(rest).strip_prefix(b"SZ")?;
    let from = text.len() - rest.len();
    let blanks = count(text, from, 8, is_blank);
    (gap > 0 && blanks > 0).then_some(from + blanks)
}

/// Whether this is a type that holds text, behind a colon or as the next word.
fn is_type(kind: &[u8]) -> bool {
    let known = |part: &[u8]| {
        let mut words = part.split(|b| !b.is_ascii_alphanumeric());
        words.any(|word| TYPES.iter().any(|known| word == known.as_bytes()))
    };
    // A bracket that was opened before closes the arguments of a call, unless it holds a length.
    let closes = |at: usize| kind[at] == b')' && !kind[..at].last().is_some_and(u8::is_ascii_digit);
    let parts: Vec<&[u8]> =
        kind.split(|b| matches!(b, b' ' | b'\t')).filter(|part| !part.is_empty() && *part != b":").collect();
    let is_led = matches!(kind, [b':', ..] | [b'?' | b'!', b':', ..] | [b' ', b':', ..]);
    // More words are those of a sentence.
    let short = match parts.first() {
        Some(_) if is_led => parts.len() <= 3,
        Some(first) => parts.len() <= 2 && (known(first) || matches!(*first, b"as" | b"constant")),
        None => false,
    };
    let parted = is_led || matches!(kind, [b' ' | b'\t', ..]);
    parted && short && known(kind) && !(0..kind.len()).any(closes)
}

/// The value behind the name of a variable that a word of a shell sets, or behind the last word of a login in `.netrc`.
pub(in super::super) fn set(text: &[u8], name: &Name) -> Option<usize> {
    let at = name.span.end;
    let blanks = count(text, at, 8, is_blank);
    let from = at + blanks;
    let given = text.get(from).filter(|b| !b.is_ascii_whitespace() && blanks > 0)?;
    let quoted = matches!(given, b'"' | b'\'');
    let lead = &text[name.span.start.saturating_sub(LONGEST)..name.span.start];
    let mut words = lead.rsplit(u8::is_ascii_whitespace).skip_while(|word| word.is_empty());
    let capital = || !text[name.span.clone()].iter().any(u8::is_ascii_lowercase);
    let glued = !lead.last().is_some_and(u8::is_ascii_whitespace);
    let (first, second) = (words.next()?, words.next().unwrap_or_default());
    let sets = match first {
        _ if glued => false,
        b"setenv" | b"setx" => true,
        b"ENV" => capital(),
        // The text of a name is no value: `#define SN_userPassword "userPassword"`.
        b"#define" | b"%define" => quoted && !names_secret(&text[from..from + word(text, from)]),
        b"set" => capital() && (quoted || ends_line(text, from)),
        [b'-', .., b'x'] => second == b"set",
        _ => matches!(second, b"login" | b"account" | b"port") && is_machine(lead),
    };
    sets.then_some(from)
}

/// Whether nothing follows the word that begins here on its line.
fn ends_line(text: &[u8], from: usize) -> bool {
    matches!(text.get(from + word(text, from)), None | Some(b'\n' | b'\r'))
}

fn word(text: &[u8], from: usize) -> usize {
    count(text, from, LONGEST, |b| !b.is_ascii_whitespace())
}

/// Whether the words before the name of a password are those of `.netrc`: `machine h login jane`, `default login jane`.
pub(in super::super) fn is_machine(lead: &[u8]) -> bool {
    let mut words = lead.rsplit(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    for _ in 0..4 {
        match (words.next(), words.next()) {
            (Some(b"default"), _) | (_, Some(b"machine")) => return true,
            (Some(_), Some(b"login" | b"account" | b"port")) => {}
            _ => return false,
        }
    }
    false
}

/// The default of a variable in braces: `${DB_PASSWORD:-…}`, `${db.password:…}`.
fn default_of(text: &[u8], name: &Name) -> Option<Option<Value>> {
    if !text[..name.span.start].ends_with(b"${") {
        return None;
    }
    let capital = !text[name.span.clone()].iter().any(u8::is_ascii_lowercase);
    let sign = match &text[name.span.end..] {
        [b':', b'-' | b'=', ..] => 2,
        [b':', b'?' | b'+', ..] => return Some(None),
        [b':', ..] => 1,
        [b'-' | b'=', ..] if capital => 1,
        [b'?' | b'+' | b'-', ..] => return Some(None),
        _ => return None,
    };
    let from = name.span.end + sign;
    let line = count(text, from, LONGEST, |b| !is_line_end(b));
    let Some(len) = memchr::memchr(b'}', &text[from..from + line]) else { return Some(None) };
    let span = match &text[from..from + len] {
        [first @ (b'"' | b'\''), .., last] if first == last => from + 1..from + len - 1,
        _ => from..from + len,
    };
    let blank = text[span.clone()].iter().any(u8::is_ascii_whitespace);
    let value = Value { link: Link::Tight, span, quoted: false, last: true };
    Some(Some(value).filter(|value| !value.span.is_empty() && !blank))
}

/// The first line of a block of YAML: `password: |`, and the value below it.
fn block(text: &[u8], name: &Name) -> Option<Value> {
    let end = name.span.end + text[name.span.end..].iter().take(1).filter(|b| matches!(b, b'"' | b'\'')).count();
    let rest = text[end..].strip_prefix(b":")?.trim_ascii_start();
    let style = rest.strip_prefix(b"|").or_else(|| rest.strip_prefix(b">"))?;
    let marks = count(style, 0, 2, |b| matches!(b, b'-' | b'+' | b'1'..=b'9'));
    let blanks = count(style, marks, INDENT, is_blank);
    let below = style[marks + blanks..].strip_prefix(b"\r").unwrap_or(&style[marks + blanks..]);
    let mut from = text.len() - below.len();
    let line = line_start(text, name.span.start);
    let indent = text[line..name.span.start].iter().take_while(|b| is_blank(**b) || **b == b'-').count();
    let breaks = count(text, from, 4, is_line_end);
    from += breaks;
    let own = count(text, from, INDENT, is_blank);
    from += own;
    let len = count(text, from, LONGEST, |b| !is_line_end(b));
    let span = from..from + text[from..from + len].trim_ascii_end().len();
    let same_line = text[end + 1..text.len() - style.len()].contains(&b'\n');
    (breaks > 0 && own > indent && !same_line && !span.is_empty()).then_some(Value {
        link: Link::Sign,
        span,
        quoted: false,
        last: true,
    })
}

/// The length of a tag or an anchor of YAML before its value: `!!str `, `&pw `. Programs write `&mut Type` as well.
pub(super) fn tag(text: &[u8], at: usize) -> usize {
    let gap = count(text, at, 4, is_blank);
    let rest = &text[at + gap..];
    let Some(name) = rest.strip_prefix(b"!!").or_else(|| rest.strip_prefix(b"&")) else { return 0 };
    let len = count(name, 0, LONGEST_TYPE, |b| b.is_ascii_alphanumeric() || b == b'_');
    let follows = matches!(name[len..], [b' ', next, ..] if !next.is_ascii_whitespace());
    let whole =
        || rest.starts_with(b"!") || &name[..len] != b"mut" && ends_line(text, text.len() - name.len() + len + 1);
    if len > 0 && gap > 0 && follows && whole() { gap + rest.len() - name.len() + len } else { 0 }
}

/// The length of the call around a literal: `String::from(`.
pub(super) fn wrapper(text: &[u8], at: usize) -> usize {
    let gap = count(text, at, 8, is_blank);
    let rest = &text[at + gap..];
    // Their first letters.
    if !matches!(rest, [b'b' | b'B' | b'm' | b'M' | b'n' | b'N' | b's' | b'S' | b'[', ..]) {
        return 0;
    }
    let is_there =
        |call: &&&str| rest.get(..call.len()).is_some_and(|there| there.eq_ignore_ascii_case(call.as_bytes()));
    let call = WRAPPERS.iter().find(is_there).map_or(0, |call| call.len());
    if call > 0 && matches!(rest.get(call), Some(b'"' | b'\'')) { gap + call } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found};
    use crate::redact::detect::secret::assign::DETECTOR;
    use crate::redact::promptly::promptly;

    #[test]
    fn values_behind_types_are_found() {
        for text in [
            "val password: String = \"Sunny-7\"",
            "var password: String? = \"Sunny-7\"",
            "const password: string = 'Sunny-7';",
            "let password: &'static str = \"Sunny-7\";",
            "let password: String = String::from(\"Sunny-7\");",
            "password: Optional[str] = \"Sunny-7\"",
            "password: str | None = \"Sunny-7\"",
            "var password string = \"Sunny-7\"",
            "password := []byte(\"Sunny-7\")",
            "pwd=MD5('Sunny-7')",
            "Dim password As String = \"Sunny-7\"",
            "char password[] = \"Sunny-7\";",
            "v_password VARCHAR2(30) := 'Sunny-7';",
            "password varchar(40) DEFAULT 'Sunny-7'",
            "    DefaultPassword    REG_SZ    Sunny-7\n",
        ] {
            finds(DETECTOR.find, &[(text, "Sunny-7")]);
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "password: str = None",
                "password: Optional[str] = None",
                "password: str = Field(min_length=8)",
                "val password: String = config.getString(\"x7\")",
                "function login(user: string, password: string): Promise<User1>",
                "fn login(password: &str) -> Token1",
                "fn put(tokens: &mut TokenStream) {}",
                "the password or any other text. See <a class=\"x7ref\">",
                "password varchar(40) NOT NULL",
                "char password[64] = {0};",
            ],
        );
    }

    #[test]
    fn values_that_shells_and_tools_set_are_found() {
        for text in [
            "PASSWORD ?= Sunny-7",
            "PASSWORD += Sunny-7",
            "PASSWORD ::= Sunny-7",
            "${DB_PASSWORD:-Sunny-7}",
            "${DB_PASSWORD:=\"Sunny-7\"}",
            "${db.password:Sunny-7}",
            "password: ${DB_PASS:-Sunny-7}",
            "setx DB_PASSWORD Sunny-7",
            "set -gx DB_PASSWORD Sunny-7",
            "#define DB_PASSWORD \"Sunny-7\"",
            "machine h login jane password Sunny-7",
        ] {
            finds(DETECTOR.find, &[(text, "Sunny-7")]);
        }
        for text in [
            "ENV DB_PASSWORD sunnyday",
            "setenv DB_PASSWORD sunnyday",
            "set PASSWORD sunnyday",
            "machine h\n  login jane\n  password sunnyday\n",
            "default login jane password sunnyday",
            "${DB_PASSWORD:-sunnyday}",
        ] {
            finds(DETECTOR.find, &[(text, "sunnyday")]);
        }
        let both = found(DETECTOR.find, "machine h account x login jane password sunnyday");
        assert!(both.contains(&"sunnyday".to_owned()), "{both:?}");
        finds_nothing(
            DETECTOR.find,
            &[
                "PASSWORD ?= the name of",
                "PASSWORD ?= $(shell cat f)",
                "password += letter7;",
                "${DB_PASSWORD:?required}",
                "${DB_PASSWORD:+Sunny-7}",
                "${DB_PASSWORD:-}",
                "${DB_PASSWORD:-$OTHER}",
                "${db.password-file}",
                "ENV DB_PASSWORD $PW",
                "set PASSWORD environment variable",
                "set password rotation",
                "#define LN_userPassword \"userPassword\"",
                "machine learning login password sunnyday",
                "machine name login name password password",
            ],
        );
    }

    #[test]
    fn values_in_blocks_and_behind_tags_are_found() {
        for text in [
            "password: |\n  Sunny-7",
            "db:\n  password: >-\n    Sunny-7\n  host: h",
            "\"password\": |2-\r\n  Sunny-7",
            "- password: |\n\n    Sunny-7",
            "password: !!str Sunny-7",
            "password: &pw \"Sunny-7\"",
        ] {
            finds(DETECTOR.find, &[(text, "Sunny-7")]);
        }
        finds(DETECTOR.find, &[("password: |-\n  sunnyday", "sunnyday")]);
        finds_nothing(
            DETECTOR.find,
            &[
                "password: |\nuser: Sunny-7",
                "password: |\n  of the user, 8 letters",
                "password: >-\n  ${PASSWORD}",
                "password: !vault |\n  $ANSIBLE_VAULT",
                "password: !Ref Sunny7",
            ],
        );
    }

    #[test]
    fn every_call_around_a_literal_is_known_in_any_case() {
        for call in WRAPPERS {
            let texts = [format!(" {call}\"x\")"), format!("{}'x')", call.to_uppercase())];
            assert_eq!(texts.map(|text| wrapper(text.as_bytes(), 0)), [1 + call.len(), call.len()]);
        }
    }

    #[test]
    fn a_million_declarations_take_no_time() {
        promptly(|| {
            finds_nothing(
                DETECTOR.find,
                &[
                    &"password: |\n".repeat(1 << 16),
                    &"${password:-".repeat(1 << 16),
                    &"password string ".repeat(1 << 16),
                    &" login password".repeat(1 << 16),
                ],
            );
        });
    }

    #[test]
    fn words_behind_names_in_capitals_are_told_by_their_quotes() {
        finds(
            DETECTOR.find,
            &[
                ("set DB_PASSWORD 'sunny' now", "sunny"),
                ("#define DB_PASSWORD \"sunny\"", "sunny"),
                ("${DB_PASSWORD-sunny7}", "sunny7"),
                ("password: !!str \"Sunny-7\" # the first", "Sunny-7"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "set PASSWORD sunny now",
                "#define DB_PASSWORD sunny",
                "${db_password-sunny7}",
                "password: &pw \"Sunny-7\" # the first",
            ],
        );
    }

    #[test]
    fn a_block_stands_deeper_than_its_name_with_its_dash() {
        finds(DETECTOR.find, &[("- password: |\n   Sunny-7", "Sunny-7"), ("  password: |\n   Sunny-7", "Sunny-7")]);
        for text in ["- password: |\n  Sunny-7", "  - password: |\n    Sunny-7", "    password: |\n   Sunny-7"] {
            finds_nothing(DETECTOR.find, &[text]);
        }
    }
}
