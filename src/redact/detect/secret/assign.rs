//! Secrets by assignment: a name that promises one, a sign or a word that assigns, and a value that may be one:
//! `password = …`, `"apiKey": "…"`, `--token …`, `<secret>…</secret>`, `the password is …`, a cell or an attribute whose
//! label is such a name.
//!
//! How much the value has to show depends on the name and on the link. A password may be any word that is not part of
//! every language of configuration (`required`, `true`), a token has to look like one, and what a weak name promises
//! (`key`, `session`) has to be long, random and to have digits. Stand-ins (`${PASSWORD}`, `<token>`, `changeme`, `****`)
//! and expressions of programs are left; default passwords (`admin`) are not told from descriptions and are left too.

use super::name::{Name, Promise, names};
use super::value::{self, Mix};
use super::{Detector, Hits, Reading};
use crate::redact::detect::{Rank, Rule, is_uuid};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::ops::Range;

/// The detector of this file. Names that promise much raise a signal, and weak ones need a value with digits.
pub(super) const DETECTOR: Detector = Detector {
    rules: &[&PASSWORD, &TOKEN, &NEAR, &LOGIN],
    needs: Signals::WORD.or(Signals::CODE).or(Signals::HEX),
    find,
};

static PASSWORD: Rule = assigned("secret.password", "assigned to the name of a password");
static TOKEN: Rule = assigned("secret.assignment", "assigned to the name of a token, and looks like one");
static LOGIN: Rule = assigned("secret.login", "the login name beside a password");
static NEAR: Rule = assigned("secret.random", "long and random, behind the name of a key");

const fn assigned(name: &'static str, proof: &'static str) -> Rule {
    Rule { kind: kind::SECRET, name, version: 1, rank: Rank::Context, proof }
}

/// The longest value, in bytes.
const LONGEST: usize = 4096;
/// The longest password in quotes, in bytes.
const LONGEST_PASSWORD: usize = 128;
/// The shortest value of a weak name.
const SHORTEST_RANDOM: usize = 16;
/// The shortest token that just follows its name.
const SHORTEST_BARE: usize = 12;
/// How many digits it has: as many as raise a signal.
const DIGITS: usize = 4;
/// How far behind a login name the name of its password may begin, in bytes.
const BESIDE: usize = 80;
/// What labels say, as [`Reading::word_before`] wants it.
const LABELS: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "api key",
    "access key",
    "private key",
    "secret key",
    "client secret",
    "credential",
];

/// How the value is tied to the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// By a sign.
    Sign,
    /// By a sign without blanks around it, or as the last thing on the line.
    Tight,
    /// By a word: `is`.
    Word,
    /// It is the value of an option of a command.
    Option,
    /// It just follows.
    Blank,
}

/// What is assigned.
struct Value {
    link: Link,
    span: Range<usize>,
    quoted: bool,
    /// Nothing follows on its line.
    last: bool,
}

/// Names the values in a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let mut login: Option<Value> = None;
    for name in names(reading) {
        let Some(value) = value_of(reading, &name) else { continue };
        if name.promise == Promise::Login {
            login = Some(value);
        } else if judge(reading, &name, &value, hits) && (name.promise == Promise::Password || name.word == "secret") {
            let beside =
                login.take().filter(|login| (login.span.end..login.span.end + BESIDE).contains(&name.span.start));
            beside.into_iter().for_each(|login| judge_login(reading, login, hits));
        }
    }
    labelled(reading, hits);
}

/// The login name beside a password that was found.
fn judge_login(reading: &Reading<'_>, login: Value, hits: &mut Hits) {
    let text = &reading.text()[login.span.clone()];
    let blank = text.iter().any(u8::is_ascii_whitespace);
    let tied = login.quoted || matches!(login.link, Link::Sign | Link::Tight | Link::Option);
    let expression = !login.quoted && !text.contains(&b'@') && value::is_expression(text);
    if tied && !blank && !expression && !reading.view().is_tight() && value::stand_in(text).is_none() {
        hits.hit(&LOGIN, login.span);
    }
}

/// The whole text is a value, and what stands before it is the name.
fn labelled(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    let start = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let end = text.len() - text[start..].iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
    let short = start < 16 && (4..=LONGEST_PASSWORD).contains(&(end - start));
    if !short || text[start..end].iter().any(u8::is_ascii_whitespace) {
        return;
    }
    if let Some(word) = reading.word_before(start, LABELS) {
        let promise = if word.starts_with("pass") || word == "pwd" { Promise::Password } else { Promise::Token };
        let name = Name { promise, word, span: start..start };
        judge(reading, &name, &Value { link: Link::Tight, span: start..end, quoted: false, last: true }, hits);
    }
}

/// Whether the value is one that the name promises; says so.
fn judge(reading: &Reading<'_>, name: &Name, value: &Value, hits: &mut Hits) -> bool {
    let text = &reading.text()[value.span.clone()];
    let rule = match name.promise {
        Promise::Password => &PASSWORD,
        Promise::Token => &TOKEN,
        Promise::Weak | Promise::Login => &NEAR,
    };
    let fits = match name.promise {
        Promise::Password => is_password(text, value),
        Promise::Token => is_token(text, value),
        Promise::Weak | Promise::Login => is_near(text, name, value),
    };
    let tight = reading.view().is_tight() && (name.promise != Promise::Token || text.len() < SHORTEST_RANDOM);
    let crossed = || reading.view().is_tight() && reading.view().has_break(&(name.span.end..value.span.start + 1));
    let why = match value::stand_in(text) {
        _ if tight || crossed() => return false,
        Some(why) => why,
        None if value::is_description(text) => "it is a word of configurations",
        None if value::is_route(text) || !value.quoted && value::is_expression(text) => {
            "it is an expression of a program"
        }
        None if fits => {
            hits.near(rule, value.span.clone(), name.word);
            return true;
        }
        None => "it does not look like one",
    };
    hits.miss(rule, value.span.clone(), why);
    false
}

fn is_password(text: &[u8], value: &Value) -> bool {
    let mix = Mix::of(text);
    let letters = mix.small + mix.large;
    let plain = mix.digits == 0
        && text.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.' | b'#' | b':'));
    let blank = text.iter().any(u8::is_ascii_whitespace);
    let named = || {
        plain
            && ["password", "passwd", "pwd"]
                .iter()
                .any(|word| value::contains(&text.to_ascii_lowercase(), word.as_bytes()))
    };
    let len = text.len();
    match value.link {
        _ if !(3..=LONGEST_PASSWORD).contains(&len) || mix.distinct < 2 || blank || mix.signs == len => false,
        Link::Sign | Link::Tight if value.quoted => !(named() && matches!(text[0], b'#' | b'.')),
        Link::Option | Link::Tight => {
            len >= 4 && !text.starts_with(b"-") && (!named() || text[0].is_ascii_alphabetic())
        }
        Link::Sign => len >= 4 && (!plain || value.last),
        Link::Word if value.quoted => len >= 4,
        Link::Word => len >= 6 && (mix.digits > 0 && letters > 0 || mix.signs > 0 && !plain),
        Link::Blank => {
            (8..=64).contains(&len) && (mix.classes() == 3 || value::is_random(text)) && letters > 2 && !is_uuid(text)
        }
    }
}

fn is_token(text: &[u8], value: &Value) -> bool {
    let mix = Mix::of(text);
    let len = text.len();
    let strange = text.iter().any(|b| b.is_ascii_whitespace() || !b.is_ascii());
    let mixed = mix.digits > 0 && mix.small + mix.large > 0 && mix.distinct >= 6;
    match value.link {
        _ if strange || len < 8 || len > LONGEST => false,
        _ if is_uuid(text) => true,
        Link::Blank => {
            len >= SHORTEST_BARE
                && (value::is_random(text) && is_long(text)
                    || value::is_unbroken(text, SHORTEST_BARE)
                    || is_letters(text))
        }
        _ if value::is_random(text) => true,
        Link::Sign | Link::Tight | Link::Option => {
            let dense = mix.signs * 6 <= len;
            mixed && dense && len >= 12
                || len >= 16 && mix.digits == len && mix.distinct >= 5
                || len >= 20 && mix.classes() >= 2 && dense && mix.distinct >= 10
                || value.quoted && len >= 24 && mix.signs == 0 && mix.distinct >= 10
        }
        Link::Word => mixed && len >= 12,
    }
}

/// Whether a part of it is longer than words that hold a figure.
fn is_long(text: &[u8]) -> bool {
    text.split(|b| !b.is_ascii_alphanumeric()).any(|part| part.len() >= SHORTEST_RANDOM / 2)
}

/// Whether it is of letters of one case, or of figures, and longer than any word.
fn is_letters(text: &[u8]) -> bool {
    let mix = Mix::of(text);
    text.len() >= 24 && [mix.small, mix.large, mix.digits].contains(&text.len()) && mix.distinct >= 5
}

/// Whether this is long and random and has the digits that a weak name asks for. A UUID is too common to count, but
/// behind the name of a variable that ends in the word.
fn is_near(text: &[u8], name: &Name, value: &Value) -> bool {
    let mix = Mix::of(text);
    let strange = text.iter().any(|b| b.is_ascii_whitespace() || !b.is_ascii());
    let run = text.split(|b| !b.is_ascii_alphanumeric() && *b != b'-');
    let digits = run.map(|part| part.iter().filter(|b| b.is_ascii_digit()).count()).max().unwrap_or(0);
    let len = text.len();
    let shaped = if is_uuid(text) {
        (name.span.len() > name.word.len() || name.word != "key") && matches!(value.link, Link::Sign | Link::Tight)
    } else {
        mix.signs * 6 <= len
            && (value::is_random(text) && is_long(text) || value::is_unbroken(text, 20) || is_letters(text))
    };
    let least = if name.word == "key" && matches!(value.link, Link::Sign | Link::Tight) {
        SHORTEST_BARE
    } else {
        SHORTEST_RANDOM
    };
    (least..=LONGEST).contains(&len) && !strange && digits >= DIGITS && shaped
}

/// What is assigned to a name.
fn value_of(reading: &Reading<'_>, name: &Name) -> Option<Value> {
    let text = reading.text();
    let option = text[name.span.start..].starts_with(b"-");
    let quoted_name = text[..name.span.start].last().is_some_and(|b| matches!(b, b'"' | b'\''));
    let mut at = name.span.end;
    at += count(text, at, 4, |b| matches!(b, b'"' | b'\'' | b'`' | b']' | b')' | b'\\' | b'*'));
    let (after, link) = link(text, at, option, quoted_name)?;
    let after = if name.word == "authorization" { after + scheme(text, after) } else { after };
    let (from, quote) = opening(text, after);
    let end = match quote {
        Some(quote) => from + closing(text, from, quote)?,
        None => from + bare(text, from),
    };
    let line_ends =
        || text.get(end).is_none_or(|b| matches!(b, b'\n' | b'\r' | b';' | b'&' | b'<' | b',' | b'"' | b'\''));
    let joined = after == from && link == Link::Sign && !text[at].is_ascii_whitespace();
    let link = if link == Link::Sign && (joined || line_ends() && text[at] == b':') { Link::Tight } else { link };
    (end > from).then_some(Value {
        link,
        span: from..end,
        quoted: quote.is_some(),
        last: text.get(end).is_none_or(|b| matches!(b, b'\n' | b'\r')),
    })
}

/// What ties a value to the name that ends at this place, and where it ends.
fn link(text: &[u8], at: usize, option: bool, quoted_name: bool) -> Option<(usize, Link)> {
    let gap = count(text, at, 8, is_blank);
    let from = at + gap;
    let rest = &text[from..];
    let signs: [&[u8]; 8] = [b":=", b"=>", b"->", b"==", b"=", b":", b"|", b">"];
    let words: [&[u8]; 5] = [b"is:", b"is ", b"was ", b"are ", b"set to "];
    if let Some(sign) = signs.iter().find(|sign| rest.starts_with(sign)) {
        return Some((from + sign.len(), Link::Sign));
    }
    if rest.starts_with(b",") && quoted_name {
        return Some((from + 1, Link::Sign));
    }
    if let Some(word) = words.iter().find(|word| rest.starts_with(word) && gap > 0) {
        return Some((from + word.len(), Link::Word));
    }
    if let Some(far) = for_whom(rest) {
        return Some((from + far, Link::Word));
    }
    // The value may stand in the next line, below its name.
    let below = count(text, from, 2, |b| matches!(b, b'\n' | b'\r'));
    if below > 0 {
        return Some((from + below, Link::Blank));
    }
    let joint = usize::from(gap == 0 && matches!(rest.first(), Some(b'-' | b'.')));
    let link = if option && gap > 0 { Link::Option } else { Link::Blank };
    (gap + joint > 0).then_some((from + joint, link))
}

/// The length of the scheme before a credential (RFC 9110), with the blanks and quotes around it.
fn scheme(text: &[u8], at: usize) -> usize {
    let lead = count(text, at, 4, |b| is_blank(b) || matches!(b, b'"' | b'\''));
    let word = count(text, at + lead, 20, |b| b.is_ascii_alphabetic() || b == b'-');
    if word > 0 && text.get(at + lead + word) == Some(&b' ') { lead + word } else { 0 }
}

/// The length of `for the test system is` and the like at the start of a text.
fn for_whom(rest: &[u8]) -> Option<usize> {
    let begins = [&b"for "[..], b"of ", b"on ", b"to "].iter().any(|word| rest.starts_with(word));
    let reach = rest.iter().take(40).take_while(|b| !matches!(b, b'\n' | b'\r' | b'.' | b',' | b';')).count();
    let rest = &rest[..reach];
    let colon = || rest.iter().position(|b| matches!(b, b':' | b'=')).map(|at| at + 1);
    let is = || rest.windows(4).position(|window| window == b" is ").map(|at| at + 4);
    if begins { is().or_else(colon) } else { None }
}

/// Where the value begins, and the quotes it stands in.
fn opening(text: &[u8], at: usize) -> (usize, Option<u8>) {
    let mut from = at + count(text, at, 12, |b| is_blank(b) || matches!(b, b'\n' | b'\r'));
    from += count(text, from, 3, |b| b == b'*');
    from += count(text, from, 3, is_blank);
    let escapes = count(text, from, 2, |b| b == b'\\');
    let prefix =
        usize::from(matches!(text.get(from..from + 2), Some([b'b' | b'r' | b'u' | b'f' | b'@' | b'N', b'"' | b'\''])));
    match text.get(from + escapes + prefix) {
        Some(quote @ (b'"' | b'\'' | b'`')) => {
            let quotes = count(text, from + escapes + prefix, 3, |b| b == *quote);
            let opened = if quotes == 2 { 1 } else { quotes };
            (from + escapes + prefix + opened, Some(*quote))
        }
        _ => (from, None),
    }
}

/// The length of the text up to the quote, on this line.
fn closing(text: &[u8], from: usize, quote: u8) -> Option<usize> {
    let line = text[from..].iter().take(LONGEST).take_while(|b| !matches!(b, b'\n' | b'\r')).count();
    let end = memchr::memchr(quote, &text[from..from + line])?;
    let escapes = text[from..from + end].iter().rev().take_while(|b| **b == b'\\').count();
    Some(end - escapes)
}

/// The length of a value without quotes.
fn bare(text: &[u8], from: usize) -> usize {
    let part =
        |b: u8| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`' | b',' | b';' | b'<' | b'>' | b'|' | b'&');
    let len = count(text, from, LONGEST, part);
    let open = |len: usize, sign: u8| text[from..from + len].contains(&sign);
    let loose = |len: usize| match text[from + len - 1] {
        b'.' | b':' | b'?' => true,
        b')' => !open(len, b'('),
        b']' => !open(len, b'['),
        b'}' => !open(len, b'{'),
        b'\\' | b'*' => true,
        _ => false,
    };
    let mut kept = len;
    while kept > 0 && loose(kept) {
        kept -= 1;
    }
    kept
}

fn count(text: &[u8], from: usize, most: usize, belongs: impl Fn(u8) -> bool) -> usize {
    text.get(from..).unwrap_or_default().iter().take(most).take_while(|b| belongs(**b)).count()
}

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn passwords_are_found_however_they_are_assigned() {
        finds(
            find,
            &[
                ("password = Sunny-7", "Sunny-7"),
                ("DB_PASSWORD=swordfish\n", "swordfish"),
                ("password: swordfish", "swordfish"),
                ("\"password\": \"swordfish\",", "swordfish"),
                ("'pwd' => 'swordfish'", "swordfish"),
                ("Authorization: SSWS Zk3v9QxT1mB7", "Zk3v9QxT1mB7"),
                ("mysql --password swordfish -h x", "swordfish"),
                ("--password=Sunny-7 x", "Sunny-7"),
                ("<password>Sunny-7</password>", "Sunny-7"),
                ("Server=db;Password=#gets0m3;Trusted=no", "#gets0m3"),
                ("?a=etl&password=Sunny-7&x=1", "Sunny-7"),
                ("the password is Sunny-7.", "Sunny-7"),
                ("The password for the test system is 'swordfish'", "swordfish"),
                ("Password for jane: Sunny-7", "Sunny-7"),
                ("set(\"password\", \"swordfish\")", "swordfish"),
                (r#"{\"password\":\"swordfish\"}"#, "swordfish"),
                ("DB_PASS=Sunny-7", "Sunny-7"),
                ("**Password:** Sunny-7", "Sunny-7"),
                ("password: 48151623", "48151623"),
            ],
        );
    }

    #[test]
    fn a_login_name_beside_a_password_is_found_with_it() {
        for text in
            ["User Id=etl;Password=#gets0m3;", "username: \"etl\"\npassword: \"Sunny-7\"", "?user=etl&password=Sunny-7"]
        {
            let both = super::super::super::check::found(find, text);
            assert!(both.len() == 2 && both.iter().any(|one| one == "etl"), "{text}: {both:?}");
        }
        finds_nothing(find, &["user=etl", "user: etl, password: ${PW}", "the user etl has a password"]);
    }

    #[test]
    fn tokens_are_found_however_they_are_assigned() {
        finds(
            find,
            &[
                ("apiKey: 'Zk3v9QxT1mB7'", "Zk3v9QxT1mB7"),
                ("client_secret=5b10a2844c20165700ede21f", "5b10a2844c20165700ede21f"),
                ("the token is Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
                ("--token Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
                ("acme token Zk3v9QxT1mB7wR5y", "Zk3v9QxT1mB7wR5y"),
                ("api_key = 0b3f1c2d-0a1b-4c2d-8e3f-630400000007", "0b3f1c2d-0a1b-4c2d-8e3f-630400000007"),
                ("acme_key = 0b3f1c2d0a1b4c2d8e3f630400000007", "0b3f1c2d0a1b4c2d8e3f630400000007"),
                ("JSESSIONID=0B3F1C2D0A1B4C2D8E3F630400000007", "0B3F1C2D0A1B4C2D8E3F630400000007"),
            ],
        );
    }

    #[test]
    fn stand_ins_descriptions_and_expressions_are_left() {
        finds_nothing(
            find,
            &[
                "password: ${DB_PASSWORD}",
                "password = <your password>",
                "password: ********",
                "password=changeme",
                "Password: required",
                "\"password\": \"string\"",
                "password = getPassword()",
                "password = config.password",
                "password: process.env.PASSWORD",
                "PASSWORD=%s",
                "password: null",
                "password_file=/run/secrets/db",
                "the password policy is strict",
                "the password is wrong",
                "a password with 12 characters",
                "Passwords expire after 90 days",
                "max_tokens = 4096",
                "token_type: bearer",
                "token: refresh",
                "the token expires in 3600 seconds",
                "primary key 5b10a2844c20165700ede21f",
                "publicKey = Zk3v9QxT1mB7wR5yZk3v9QxT1mB7wR5y",
                "commit 5b10a2844c20165700ede21f5b10a2844c201657",
                "key: 0b3f1c2d-0a1b-4c2d-8e3f-630400000007",
                "key: OPS-1234",
                "password: [SECRET]",
                "[SECRET] Zk3v9QxT1mB7wR5y",
                "[TOKEN]: Zk3v9QxT1mB7wR5y",
            ],
        );
    }
}
