//! What handbooks, transcripts and logs show behind the name of a password or a token that is no value: the words that go on
//! behind an option in a sentence, the next prompt, the alternatives of a setting, a message, a page, a placeholder.

use super::super::link::{Link, Value, is_blank, line_start};
use super::super::name::{Name, Promise};
use super::super::sentence::plain::tells_about;
use super::program::is_name;
use crate::redact::detect::shape::fits;

/// Words of switches, with an equals sign before them.
const SWITCHES: &[&[u8]] = &[b"yes", b"no", b"true", b"false", b"on", b"off"];
/// Words for what came of something, behind its name.
const OUTCOMES: &[&[u8]] =
    &[b" Failed", b" failed", b" Required", b" required", b" Expired", b" expired", b" Error", b" error"];
/// Where pages end their names.
const PAGES: &[&[u8]] = &[b".html", b".htm", b".php"];

/// Whether what stands behind a name is such a thing.
pub(in super::super) fn shows_other(text: &[u8], name: &Name, value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let unquoted = || {
        goes_on_in_sentence(text, name, value)
            || is_next_prompt(text, value)
            || is_message(text, value)
            || is_alternative(text, name, value)
            || is_scheme(text, value)
            || is_switch(given)
            || is_next_field(text, name, value)
            || is_compared(text, name, value)
    };
    is_page(given)
        || is_instant(given)
        || !value.quoted && unquoted()
        || name.promise == Promise::Weak && value.gap(text, name).starts_with(b". ")
}

/// Why a value is something that handbooks show in its place.
pub(super) fn stands_for_other(value: &[u8]) -> Option<&'static str> {
    match value {
        [b'(', inner @ .., b')'] if inner.iter().all(u8::is_ascii_alphabetic) => Some("it says that there is none"),
        // The lines of boxes, U+2500 to U+257F.
        [0xe2, 0x94 | 0x95, ..] => Some("it is the edge of a cell"),
        // A page of a handbook in its section: `radclient(1)`.
        [name @ .., b'(', b'1'..=b'8'] | [name @ .., b'(', b'1'..=b'8', b')'] if is_name(name) => {
            Some("it is a page of a handbook")
        }
        _ => names_ciphers(value).then_some("it is a list of ciphers"),
    }
}

/// Whether it is a suite of ciphers of TLS as OpenSSL calls them: `PSK-AES256-GCM-SHA384`.
fn names_ciphers(value: &[u8]) -> bool {
    const CIPHERS: [&[u8]; 8] = [b"AES", b"ARIA", b"CHACHA20", b"CAMELLIA", b"SM4", b"3DES", b"DES", b"RC4"];
    let part = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-';
    let is_cipher = |part: &[u8]| {
        let rest = |cipher: &&[u8]| part.strip_prefix(*cipher).is_some_and(|rest| rest.iter().all(u8::is_ascii_digit));
        CIPHERS.iter().any(rest)
    };
    value.iter().all(part) && value.split(|b| *b == b'-').any(is_cipher) && value.contains(&b'-')
}

/// Whether a sentence goes on behind an option: its own quotes end before, or the word says something about passwords and
/// another follows it (`--auth-user-pass verification is in effect`).
fn goes_on_in_sentence(text: &[u8], name: &Name, value: &Value) -> bool {
    let dashed = name.is_dashed(text);
    let given = &text[value.span.clone()];
    let gap = value.gap(text, name);
    let closed = matches!(gap, [b'`', b' ', ..]);
    let rest = text[value.span.end..].strip_prefix(b",").unwrap_or(&text[value.span.end..]);
    let follows = matches!(rest, [b' ', b, ..] if b.is_ascii_alphabetic());
    let word = given.iter().all(u8::is_ascii_lowercase);
    dashed && gap.last().is_some_and(|b| is_blank(*b)) && word && (closed || follows && tells_about(given))
}

/// Whether the value is who the next prompt asks: `root@web1's password: `, once more on the next line.
fn is_next_prompt(text: &[u8], value: &Value) -> bool {
    let begins = line_start(text, value.span.start) == value.span.start;
    begins && text[value.span.clone()].contains(&b'@') && text[value.span.end..].starts_with(b"'s ")
}

/// Whether a word with a capital begins what a program says behind the name of what it is about, without a blank between them:
/// `>PASSWORD:Verification Failed: 'Auth'`.
fn is_message(text: &[u8], value: &Value) -> bool {
    let [first, rest @ ..] = &text[value.span.clone()] else { return false };
    let word = first.is_ascii_uppercase() && !rest.is_empty() && rest.iter().all(u8::is_ascii_lowercase);
    let rest = &text[value.span.end..];
    let said = || matches!(rest, [b' ', b'\'' | b'"', ..]) || OUTCOMES.iter().any(|word| rest.starts_with(word));
    word && value.link == Link::Tight && text[..value.span.start].ends_with(b":") && said()
}

/// Whether the name is one of the words that a setting may have, with bars between them: `none|passphrase|keyfile`. A row of
/// a table begins with a bar.
fn is_alternative(text: &[u8], name: &Name, value: &Value) -> bool {
    let line = &text[line_start(text, name.span.start)..name.span.start];
    let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let led = matches!(line, [.., b, b'|'] if word(b)) && !line.trim_ascii_start().starts_with(b"|");
    led && value.span.start == name.span.end + 1
        && text[name.span.end] == b'|'
        && text[value.span.clone()].iter().all(|b| word(b) || *b >= 0x80)
}

/// Whether it says only how the value is given, which follows and is a stand-in: `-pass pass:<password>`.
fn is_scheme(text: &[u8], value: &Value) -> bool {
    matches!(text[value.span.end..], [b':', b'<' | b'$' | b'{', ..])
}

/// Whether something is switched: `passwd: blocking=yes`.
fn is_switch(given: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'=', given).filter(|at| *at > 0) else { return false };
    given[..at].iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'))
        && SWITCHES.contains(&&given[at + 1..])
}

/// Whether the word is the value of a field of a line of a log, behind which the next field stands:
/// `reason=bad_password attempt=3/5`.
fn is_next_field(text: &[u8], name: &Name, value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let field = given.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')).count();
    text[..name.span.start].ends_with(b"=") && field > 0 && given.get(field) == Some(&b'=')
}

/// Whether the name is compared with something: `len(password) > 1023`, or something with it: `if kind == 'token':`.
fn is_compared(text: &[u8], name: &Name, value: &Value) -> bool {
    let gap = value.gap(text, name).trim_ascii();
    let count = matches!(gap, b">" | b"<" | b">=" | b"<=" | b") >" | b") <" | b") >=" | b") <=")
        && text[value.span.clone()].iter().all(u8::is_ascii_digit);
    let quote = matches!(text[..name.span.start].last(), Some(b'\'' | b'"'));
    let lead = text[..name.span.start - usize::from(quote)].trim_ascii_end();
    count || quote && (lead.ends_with(b"==") || lead.ends_with(b"!="))
}

/// Whether the name is the statement of Python that does nothing, alone on its line below a colon.
pub(in super::super) fn is_statement(text: &[u8], name: &Name) -> bool {
    let start = line_start(text, name.span.start);
    let indented = name.span.start > start && text[start..name.span.start].iter().all(|b| is_blank(*b));
    let alone = || matches!(text.get(name.span.end), None | Some(b'\n' | b'\r'));
    name.word == "pass" && indented && alone() && text[..start].trim_ascii_end().ends_with(b":")
}

/// Whether it is a page, or a place on one: `fts5.html#carrotq`.
fn is_page(given: &[u8]) -> bool {
    let path = given.split(|b| *b == b'#').next().unwrap_or_default();
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
    given.iter().all(|b| part(b) || *b == b'#') && PAGES.iter().any(|end| path.ends_with(end) && path.len() > end.len())
}

/// Whether it is an instant as logs have them (ISO 8601): `2017-07-12T06:32:37.052647783Z`.
fn is_instant(given: &[u8]) -> bool {
    fits(given, 0, "9999-99-99T99:99").is_some()
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn what_goes_on_behind_an_option_is_no_password() {
        finds_nothing(
            DETECTOR.find,
            &[
                "when --auth-user-pass verification is in effect",
                "after --auth-user-pass verification, the script runs",
                "however `--smtp-pass` always overrides this value",
                "however --smtp-pass always overrides this value",
                "The `--password` sunshine",
            ],
        );
        finds(
            DETECTOR.find,
            &[("tool --password sunshine --host x", "sunshine"), ("tool --smtp-pass verify7x now", "verify7x")],
        );
    }

    #[test]
    fn prompts_and_messages_are_no_passwords() {
        finds_nothing(
            DETECTOR.find,
            &[
                "$ ssh root@web1\nroot@web1's password: \nroot@web1's password: \n",
                ">PASSWORD:Need 'Auth' username/password",
                ">PASSWORD:Verification Failed: 'Auth'",
                "level=warn reason=bad_password attempt=3/5 user=x",
                "error=expired_token trace=6f1d22ab9c8e7f10",
                "secret create s8o6tm (name=new_secret)\n2017-07-12T06:32:37.052647783Z secret remove",
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("PASSWORD:Needle", "Needle"),
                ("password:Sunshine Host: web1", "Sunshine"),
                ("root@web1's password:\nSunny@7x", "Sunny@7x"),
            ],
        );
    }

    #[test]
    fn words_of_programs_are_no_passwords() {
        finds_nothing(
            DETECTOR.find,
            &[
                "    if len(password) > 1023:\n",
                "if stack[-2] == 'token':\n    context.perl6_token_nesting_level += 1\n",
                "class type2test(Base):\n    pass\nN6DES_ks3DOLLAR_9E = type2test\n",
                "    def setUp(self):\n        pass\n        cls.type2test = type2test\n",
                "token          = 1*tchar",
                "reads the encryption key from the file and ensures it is base64-encoded.",
                "    private_key: PKCS7PrivateKeyTypes,\n",
                "    credentials: _JWTAccessCredentials, the credentials used",
                "pub credential: CredentialV4<'a>,",
                "def export_private_key(cls, key: EllipticCurvePrivateKey) -> ECDictKey:\n",
                "(session.accessToken as AccessTokenV2Payload)",
                "print(f\"password={password!r}\")",
                "adds --password and --prompt-for-password flags to the parser",
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("user:\n  pass: Sunny-7x", "Sunny-7x"),
                ("password == 'Sunny-7x'", "Sunny-7x"),
                ("api_key: GraphqlAPIKey77aB,", "GraphqlAPIKey77aB"),
            ],
        );
    }

    #[test]
    fn alternatives_switches_pages_and_schemes_are_no_passwords() {
        finds_nothing(
            DETECTOR.find,
            &[
                "--encryption=\"none|passphrase|keyfile\"",
                "userdb passwd: blocking=yes in args",
                "FTS5 initial token - fts5.html#carrotq",
                "token: changes.html#version_3_22_0",
                "openssl x -pass pass:<password>",
                "ECC algorithms on Yubikeys.  [rG225c66f13b87]",
            ],
        );
        finds(
            DETECTOR.find,
            &[
                ("|password|hunter22|", "hunter22"),
                ("passwd: blocking=7x", "blocking=7x"),
                ("password: Sunny.html7", "Sunny.html7"),
                ("Yubikey: rG225c66f13b87a94", "rG225c66f13b87a94"),
            ],
        );
    }
}
