//! Secrets by assignment: a name that promises one, a sign or a word that assigns, and a value that may be one:
//! `password = …`, `"apiKey": "…"`, `--token …`, `<secret>…</secret>`, `the password is …`, a cell or an attribute whose
//! label is such a name.
//!
//! How much the value has to show depends on the name and on the link. A password may be any word that is not part of
//! every language of configuration (`required`, `true`), a token has to look like one, and what a weak name promises
//! (`key`, `session`) has to be long, random and to have digits. Stand-ins (`${PASSWORD}`, `<token>`, `changeme`, `****`)
//! and expressions of programs are left; default passwords (`admin`) are not told from descriptions and are left too.

use super::link::{LONGEST, Link, Value, value_of};
use super::name::{Name, Promise, names};
use super::value::{self, Mix};
use super::{Detector, Hits, Reading};
use crate::redact::detect::{Rank, Rule, is_uuid};
use crate::redact::gate::Signals;
use crate::redact::kind;

/// The detector of this file. Names that promise much raise a signal, and weak ones need a value with digits.
pub(super) const DETECTOR: Detector = Detector {
    rules: &[&PASSWORD, &TOKEN, &NEAR, &LOGIN],
    needs: Signals::SECRET.or(Signals::CODE).or(Signals::HEX),
    find,
};

static PASSWORD: Rule = assigned("secret.password", "assigned to the name of a password");
static TOKEN: Rule = assigned("secret.assignment", "assigned to the name of a token, and looks like one");
static LOGIN: Rule = assigned("secret.login", "the login name beside a password");
static NEAR: Rule = assigned("secret.random", "long and random, behind the name of a key");

const fn assigned(name: &'static str, proof: &'static str) -> Rule {
    Rule { kind: kind::SECRET, name, version: 1, rank: Rank::Context, proof }
}

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
        // A test passes, too.
        Promise::Password if name.word == "pass" && name.span.len() == name.word.len() => {
            is_password(text, value) && (value.quoted || !text.iter().all(u8::is_ascii_alphabetic))
        }
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
        _ if strange || !(8..=LONGEST).contains(&len) => false,
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
                ("password=Sunny&7&moon next", "Sunny&7&moon"),
                ("PASSWORD=Sunny-7&& make", "Sunny-7"),
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
                "all tests must pass: spec, connection",
                "api_token = \"env:ACME_API_TOKEN\"",
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
