//! Words between a name and its value: what it is or becomes, for whom it is, and where.

use super::super::assign::cell;
use super::super::name::parts::is_about;
use super::super::name::{BRIEF, Name, Promise};
use super::super::sentence::plain::ends_sentence;
use super::super::sentence::sequel;
use super::super::value::Mix;
use super::super::value::shown::{is_term, may_be_said, shows};
use super::{Link, Value, bare, count, is_blank};

/// How many words may say where a secret counts, and how long they are.
const MOST_WORDS: usize = 3;
const LONGEST_WORD: usize = 24;
/// The longest number of one of several, and of the extension of a telephone, whose password is called a secret.
const LONGEST_NUMBER: usize = 2;
const LONGEST_EXTENSION: usize = 4;
/// How far behind a name its sign may stand, with two blanks and two asterisks around each word.
const LONGEST_QUALIFIED: usize = (MOST_WORDS + 1) * (LONGEST_WORD + 6);
/// How far behind a name what a Japanese sentence says of it may begin, in bytes.
const LONGEST_JOINT: usize = 8;
/// How far `for …` may go on, in bytes.
const LONGEST_WHOM: usize = 40;
/// Words by which what stands behind them is no secret: sentences, and what is told of secrets.
const TELLING: &[&[u8]] = &[
    b"a",
    b"an",
    b"and",
    b"or",
    b"in",
    b"is",
    b"are",
    b"was",
    b"must",
    b"should",
    b"can",
    b"cannot",
    b"may",
    b"will",
    b"has",
    b"not",
    b"see",
    b"if",
    b"from",
    b"with",
    b"by",
    b"via",
    b"as",
    b"that",
    b"which",
    b"when",
    b"attempts",
    b"minimum",
    b"maximum",
    b"min",
    b"max",
    b"lifetime",
    b"validity",
    b"valid",
    b"days",
    b"issue",
    b"issues",
    b"ticket",
    b"page",
    b"section",
    b"chapter",
    b"entry",
    b"column",
    b"prompt",
    b"validation",
    b"error",
    b"errors",
    b"message",
    b"since",
    b"until",
    b"last",
    b"next",
    b"encryption",
    b"encoding",
    b"scheme",
    b"mode",
    b"provider",
    b"plugin",
    b"authentication",
    b"grant",
    b"flow",
    b"endpoint",
    b"class",
    b"regex",
    b"pattern",
    b"parameter",
    b"param",
    b"variable",
    b"property",
    b"option",
    b"options",
    b"example",
    b"examples",
    b"template",
    b"safe",
    b"store",
    b"form",
    b"dialog",
    b"screen",
    b"button",
    b"tool",
    b"api",
    b"version",
    b"contact",
    b"date",
    b"time",
    b"reminder",
];

/// Words that say what a password is or becomes.
const BECOMING: &[&[u8]] = &[
    b"is either ",
    b"was either ",
    b"ist entweder ",
    b"is:",
    b"is now ",
    b"is set to ",
    b"is ",
    b"was changed to ",
    b"was reset to ",
    b"was set to ",
    b"was ",
    b"are ",
    b"set to ",
    b"changed to ",
    b"reset to ",
    b"has changed to ",
    b"has been changed to ",
    b"has now been changed to ",
    b"has been reset to ",
    b"has been set to ",
    b"ist:",
    b"ist ab heute ",
    b"ist ab sofort ",
    b"ist ",
    b"lautet:",
    b"lautet ab heute ",
    b"lautet ab sofort ",
    b"lautet ",
    b"est ",
    b"es ",
    // The same of what it was.
    b"war ",
    b"era ",
    b"fue ",
    b"foi ",
    "\u{e9}tait ".as_bytes(),
    "by\u{142}o ".as_bytes(),
    "\u{e8} ".as_bytes(),
    "\u{e9} ".as_bytes(),
    "\u{e4}r ".as_bytes(),
    b"er ",
    b"jest ",
];
/// Words that say for whom it is, or where.
const WHOM: [&[u8]; 10] =
    [b"for ", b"of ", b"on ", b"to ", "f\u{fc}r ".as_bytes(), b"fuer ", b"von ", b"pour ", b"para ", b"de "];

/// Words that say from whom it is, or how long it counts.
const SINCE: [&str; 6] = ["from ", "until ", "till ", "bis ", "since ", "seit "];

/// The same before a sign, in further languages.
const WHOSE: [&str; 15] = [
    "voor ", "van ", "per ", "del ", "della ", "do ", "da ", "du ", "vom ", "till ", "til ", "dla ", "as ", "wie ",
    "comme ",
];

/// How a password is written, between its name and a colon.
const WRITTEN: &[&str] = &[
    "klein geschrieben",
    "alles klein geschrieben",
    "alles klein",
    "alles kleingeschrieben",
    "kleingeschrieben",
    "in kleinbuchstaben",
    "gro\u{df} geschrieben",
    "alles gro\u{df}",
    "ohne leerzeichen",
    "zusammengeschrieben",
    "all lowercase",
    "all lower case",
    "in lowercase",
    "in lower case",
    "lowercase",
    "lower case",
    "all small letters",
    "all caps",
    "all uppercase",
    "in capitals",
    "no spaces",
    "all one word",
    "one word",
    "tout en minuscules",
    "en minuscules",
    "sans espace",
    "todo en min\u{fa}sculas",
    "en min\u{fa}sculas",
    "todo junto",
    "tutto minuscolo",
    "tutto in minuscolo",
    "em min\u{fa}sculas",
    "kleine letters",
    "ma\u{142}ymi literami",
    "sm\u{e5} bokst\u{e4}ver",
];
/// The longest of them, in bytes.
const LONGEST_WRITTEN: usize = 28;

/// The length of what says how a password is written, behind its name and perhaps a comma, where a colon follows:
/// `password, all lowercase: …`.
pub(in super::super) fn written(text: &[u8], at: usize) -> usize {
    let rest = &text[at..];
    let gap = if rest.starts_with(b", ") { 2 } else { usize::from(rest.starts_with(b" ")) };
    let near = &rest[gap..rest.len().min(gap + LONGEST_WRITTEN)];
    let Some(colon) = memchr::memchr(b':', near).filter(|_| gap > 0) else { return 0 };
    let said = near[..colon].trim_ascii_end();
    if WRITTEN.iter().any(|words| said.eq_ignore_ascii_case(words.as_bytes())) { gap + said.len() } else { 0 }
}

/// Words behind a name that say which of several passwords is meant.
pub(in super::super) const QUALITIES: &[&[u8]] = &[
    b"provisoire",
    b"temporaire",
    b"initial",
    b"temporal",
    b"provisional",
    b"inicial",
    b"provvisoria",
    b"temporanea",
    b"iniziale",
    "provis\u{f3}ria".as_bytes(),
    "tempor\u{e1}ria".as_bytes(),
    b"tymczasowe",
    b"nueva",
    b"nuova",
    b"nova",
    b"actuelle",
    b"actuel",
    b"actual",
    b"attuale",
    b"atual",
];

/// The length of such a word behind a name, with the blank before it.
pub(super) fn quality(text: &[u8], at: usize) -> usize {
    let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(b" ")) else { return 0 };
    let len = count(rest, 0, LONGEST_WORD, |b| b.is_ascii_lowercase() || b >= 0x80);
    if QUALITIES.contains(&&rest[..len]) { len + 1 } else { 0 }
}

/// The length of the words that say what a password is or becomes.
pub(in super::super) fn becomes(rest: &[u8]) -> Option<usize> {
    // Few letters begin one of them.
    if !matches!(rest, [b'a'..=b'c' | b'e' | b'f' | b'h' | b'i' | b'j' | b'l' | b'r' | b's' | b'w' | 0xc3, ..]) {
        return None;
    }
    BECOMING.iter().find(|word| rest.starts_with(word)).map(|word| word.len())
}

/// Whether nothing but the name and its value stands in round brackets, or a full stop behind the value ends the line.
pub(super) fn ends_remark(text: &[u8], name: &Name, end: usize) -> bool {
    let opened = || text[..name.span.start].ends_with(b"(");
    let line = |at: usize| text.get(at).is_none_or(|b| matches!(b, b'\n' | b'\r'));
    match text.get(end) {
        Some(b')') => {
            opened()
                && text.get(end + 1).is_none_or(|b| !matches!(b, b'{' | b':' | b'-' | b'='))
                && !matches!(text.get(end + 1..end + 3), Some([b' ', b'{' | b':' | b'-' | b'=' | b';']))
        }
        Some(b'.') => line(end + 1),
        _ => false,
    }
}

/// Where the value begins that a short `is` gives, or the next clause behind this place.
pub(super) fn in_clause(text: &[u8], at: usize, name: &Name) -> Option<usize> {
    possessive(text, name).or_else(|| sequel::told(&text[at..]).map(|told| at + told))
}

/// Where the value begins behind a short `is` that is written on to the name: `the password's …`. What is said of a
/// password's parts stands there as well, so that the value has to show itself, or to end what is said.
fn possessive(text: &[u8], name: &Name) -> Option<usize> {
    let is = ["'s ", "\u{2019}s "].into_iter().find(|is| text[name.span.end..].starts_with(is.as_bytes()))?;
    let from = name.span.end + is.len();
    let inner = from + count(text, from, 2, |b| matches!(b, b'"' | b'\'' | b'`' | b'*'));
    let given = inner..inner + bare(text, inner);
    let value = &text[given.clone()];
    let fits = shows(value) || may_be_said(value) && ends_sentence(&text[given.end..]);
    fits.then_some(from)
}

/// What a Japanese sentence says of a name, which ends with the word for that: `パスワードは … です`.
pub(super) fn topic(text: &[u8], name: &Name) -> Option<Value> {
    const BRACKETS: [&str; 2] = ["「", "『"];
    const ENDS: [&str; 6] = ["です", "である", "に設定", "に変更", "」", "』"];
    let rest = text.get(name.span.end..)?.strip_prefix("は".as_bytes())?;
    let said = rest.trim_ascii_start();
    let said = BRACKETS.iter().find_map(|bracket| said.strip_prefix(bracket.as_bytes())).unwrap_or(said);
    let len = count(said, 0, LONGEST_WORD, |b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'\''));
    let behind = said[len..].strip_prefix(b" ").unwrap_or(&said[len..]);
    let from = text.len() - said.len();
    let near = from - name.span.end <= LONGEST_JOINT;
    let ends = len > 0 && ENDS.iter().any(|end| behind.starts_with(end.as_bytes()));
    (near && ends && !is_term(&said[..len])).then_some(Value {
        link: Link::Word,
        span: from..from + len,
        quoted: false,
        last: false,
    })
}

/// The length of `for the test system is` and the like at the start of a text.
pub(in super::super) fn for_whom(rest: &[u8]) -> Option<usize> {
    let Some(rest) = whom(rest) else { return whose(rest) };
    let colon = || rest.iter().position(|b| matches!(b, b':' | b'=')).map(|at| at + 1);
    let colon = || colon().filter(|at| rest.get(*at) != Some(&b':'));
    let is = || behind(rest, " is ").or_else(|| behind(rest, " ist ")).or_else(|| behind(rest, " lautet "));
    is().or_else(colon)
}

/// The length of `from the supplier is` or `until Friday:` at the start of a text: who gave it, or how long it counts.
pub(in super::super) fn since(rest: &[u8]) -> Option<usize> {
    const MOST_PARTS: usize = 4;
    if !matches!(rest, [b'f' | b'u' | b't' | b'b' | b's', ..]) {
        return None;
    }
    let lead = SINCE.iter().find(|word| rest.starts_with(word.as_bytes()))?;
    let mut at = lead.len();
    for _ in 0..MOST_PARTS {
        let word = count(rest, at, LONGEST_WORD, is_of_word);
        let behind = &rest[at + word..];
        if !rest[at..at + word].first().is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        if let Some(sign) = [": ", " is ", " ist "].into_iter().find(|sign| behind.starts_with(sign.as_bytes())) {
            return Some(at + word + sign.len());
        }
        if !behind.starts_with(b" ") {
            return None;
        }
        at += word + 1;
    }
    None
}

/// The length of `voor de server:` and the like at the start of a text.
fn whose(rest: &[u8]) -> Option<usize> {
    let begins = rest.first().is_some_and(|b| b"vpdtawc".contains(b))
        && WHOSE.iter().any(|word| rest.starts_with(word.as_bytes()));
    let reach = || count(rest, 0, LONGEST_WHOM, |b| is_of_word(b) || is_blank(b));
    let sign = begins.then(reach)?;
    if memchr::memmem::find(&rest[..sign], b". ").is_some() {
        return None;
    }
    is_sign(&rest[sign..]).then_some(sign + 1)
}

/// The words `for the test system` at the start of a text, with the rest of their part of the sentence.
fn whom(rest: &[u8]) -> Option<&[u8]> {
    let may_begin = matches!(rest, [b'd' | b'f' | b'o' | b'p' | b't' | b'v', ..]);
    let begins = may_begin && WHOM.iter().any(|word| rest.starts_with(word));
    let reach = || count(rest, 0, LONGEST_WHOM, |b| !matches!(b, b'\n' | b'\r' | b'.' | b',' | b';'));
    begins.then(|| &rest[..reach()])
}

/// The length of `for the test system -` or `for the test system ->` at the start of a text.
pub(super) fn for_whom_behind_dash(rest: &[u8]) -> Option<usize> {
    let rest = whom(rest)?;
    [" - ", " \u{2013} ", " -> ", " => ", " \u{2192} "].iter().find_map(|sign| behind(rest, sign))
}

/// The place behind a word.
fn behind(rest: &[u8], word: &str) -> Option<usize> {
    memchr::memmem::find(rest, word.as_bytes()).map(|at| at + word.len())
}

/// Where the value begins behind a sign, before which words say where the secret that is named here counts: `password root:`,
/// `API key prod =`.
pub(in super::super) fn qualified(text: &[u8], at: usize, name: &Name) -> Option<usize> {
    // No sign stands farther behind words that long.
    let reach = &text[at..text.len().min(at + LONGEST_QUALIFIED)];
    memchr::memchr2(b':', b'=', reach)?;
    let speaks = name.promise >= Promise::Token && name.word != BRIEF[0];
    let mut from = at;
    for words in 0..=MOST_WORDS {
        let gap = count(text, from, 2, is_blank);
        let marks = count(text, from + gap, 2, |b| b == b'*');
        if words > 0 && is_sign(&text[from + gap + marks..]) {
            return Some(from + gap + marks + 1);
        }
        let len = count(text, from + gap, LONGEST_WORD + 1, is_of_word);
        if !speaks || gap == 0 || !qualifies(&text[from + gap..from + gap + len], name) {
            return None;
        }
        from += gap + len;
    }
    None
}

/// Whether this assigns what stands behind it.
fn is_sign(rest: &[u8]) -> bool {
    matches!(rest, [b':', b' ' | b'\t' | b'\r' | b'\n' | b'*', ..] | [b'=', b' ' | b'\t' | b'"' | b'\'', ..])
}

fn is_of_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'-' | b'_' | b'.')
}

/// Whether a word may say where a secret counts: it is no secret, and does not say that something else follows.
fn qualifies(word: &[u8], name: &Name) -> bool {
    let longest_number = if name.word == "secret" { LONGEST_EXTENSION } else { LONGEST_NUMBER };
    let mix = Mix::of(word);
    let is_value = mix.classes() == 3 && word.len() >= 8;
    let lower = word.to_ascii_lowercase();
    let is_number = word.len() <= longest_number && word.iter().all(u8::is_ascii_digit);
    is_number && !word.is_empty()
        || (2..=LONGEST_WORD).contains(&word.len())
            && word[0].is_ascii_alphabetic()
            && !is_value
            && !TELLING.contains(&lower.as_slice())
            && !cell::is_about(&lower)
            && !is_about(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn every_word_between_a_name_and_its_value_is_known() {
        assert!(BECOMING.iter().all(|word| becomes(word) == Some(word.len())));
        assert!(WHOM.iter().all(|word| whom(word) == Some(*word)));
    }

    #[test]
    fn values_are_found_behind_words_that_say_where_they_count() {
        finds(
            DETECTOR.find,
            &[
                ("Password prod: Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("password from supplier: Otterpark500", "Otterpark500"),
                ("password until Friday: Otterpark500", "Otterpark500"),
                ("Passwort bis Freitag: Otterpark500", "Otterpark500"),
                ("new password from supplier is Otterpark+500", "Otterpark+500"),
                ("password test: Otter-88x", "Otter-88x"),
                ("password 2: Otter-88x", "Otter-88x"),
                ("SIP secret 101: Otter-88x", "Otter-88x"),
                ("senha provis\u{f3}ria: swordfish", "swordfish"),
                ("mot de passe actuel: swordfish", "swordfish"),
                ("Passwort SAP: Tig3rLily\n", "Tig3rLily"),
                ("Password root: Xk9#mQ2v! (new)", "Xk9#mQ2v!"),
                ("Passwort VPN = Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("API key prod: Xk9mQ2vT7rLw", "Xk9mQ2vT7rLw"),
                ("Password SQL Server: 'Xk9#mQ2v!'", "Xk9#mQ2v!"),
                ("Password db01.example.org: Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("**PW root**: Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("the password Xk9mQ2vT7: see below", "Xk9mQ2vT7"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "password from supplier: otterpark",
                "Passwords until Friday: closed",
                "The password from the config file is overridden",
                "tokens from 2020: 15000000Ab",
                "password policy: Xk9#mQ2v!",
                "password reset: see OPS-1234",
                "password hash algorithm: SHA256withRSA",
                "password must contain: Xk9#mQ2v!",
                "the token is in: /etc/Token2",
                "Password prod: in the vault",
                "Password prod: [SECRET]",
                "Password prod: ${DB_PASS2}",
                "Password link: https://example.org/A1b",
                "token user: 0b3f1c2d-0a1b-4c2d-8e3f-630400000007",
                "pass two: Test1Login",
                "password\nroot x: y",
            ],
        );
    }

    #[test]
    fn values_are_found_behind_words_that_say_what_they_are() {
        finds(
            DETECTOR.find,
            &[
                ("La password \u{e8} Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("la clave es Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("a senha \u{e9} Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("l\u{f6}senordet \u{e4}r Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("pw is Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("Password for prod - Xk9#mQ2v!", "Xk9#mQ2v!"),
                ("パスワードは Xk9#mQ2v です。", "Xk9#mQ2v"),
                ("初期パスワードは「otter-maple8」です", "otter-maple8"),
                ("パスワードはXk9#mQ2vに変更しました", "Xk9#mQ2v"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "la clave es importante",
                "pw is hunter2",
                "pass is 2nd",
                "La password \u{e8} obbligatoria",
                "Password for Ann - OPS-1234",
                "パスワードは8文字以上です",
                "パスワードは Vault2024 にあります",
                "パスワードは必須です",
                "パスワードはBase64です",
            ],
        );
    }

    #[test]
    fn a_short_is_and_how_it_is_written_stand_before_a_value() {
        finds(
            DETECTOR.find,
            &[
                ("the password's Kiesel#2207C", "Kiesel#2207C"),
                ("the password\u{2019}s Kiesel#2207C", "Kiesel#2207C"),
                ("the pw's Kiesel#2207C", "Kiesel#2207C"),
                ("Passwort auf dem Deckel: Kiesel#2207C", "Kiesel#2207C"),
                ("Passwort klein geschrieben: bachforelle", "bachforelle"),
                ("password, all lowercase: troutbrook", "troutbrook"),
                ("the same password as everybody: Kiesel22!", "Kiesel22!"),
                ("Passwort wie immer: Kiesel22!", "Kiesel22!"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "the password's SHA256 is kept",
                "the password's length12 rule",
                "the password's owner",
                "password, all of them: troutbrook",
                "password lowercase: required",
                "the same password as everybody: see vault",
            ],
        );
    }
}
