//! Names as programs give them, by which variables and expressions are told from passwords with signs and figures in them.

use super::super::link::{Link, Value, is_of_name, line_start};
use super::super::sentence::plain::names_network;
use super::shown::shows;
use super::{Mix, contains};
use crate::redact::detect::vocabulary::is_one_of;
use std::ops::Range;

/// What programs call that which has settings for its members.
const ROOTS: &[&[u8]] = &[
    b"self",
    b"this",
    b"cls",
    b"config",
    b"cfg",
    b"conf",
    b"settings",
    b"env",
    b"var",
    b"local",
    b"data",
    b"module",
    b"params",
    b"args",
    b"opts",
    b"options",
    b"props",
    b"process",
    b"os",
    b"sys",
    b"app",
    b"ctx",
    b"request",
    b"req",
];

/// Whether it begins with the name of a variable: `$DB_PASS2`, `$password`, `$user->token`, `@password`. A name with small
/// letters and figures may as well be a password.
pub(super) fn is_variable(value: &[u8]) -> bool {
    let (b'$' | b'@', name) = value.split_first().map_or((0, value), |(sign, rest)| (*sign, rest)) else {
        return false;
    };
    let len = name.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let (name, rest) = name.split_at(len);
    let of_shell = name.iter().all(|b| !b.is_ascii_lowercase()) && value[0] == b'$';
    let plain = name.iter().all(|b| !b.is_ascii_digit()) || names_secret(name);
    let ends = matches!(rest, [] | [b'[' | b'.' | b':' | b'/' | b'"' | b'\'' | b')' | b'@' | b',' | b';', ..])
        || rest.starts_with(b"->")
        || rest == b"-";
    len > 0 && !name[0].is_ascii_digit() && (of_shell || plain) && (ends || of_shell)
}

/// Whether signs of a template stand around a name or before it: `%NAME%`, `@name@`, `{name}`, `:name`; or a program puts its text together.
pub(super) fn is_framed(value: &[u8]) -> bool {
    match value {
        [b'%', .., b'%'] | [b'.', b'$', ..] => true,
        // A parameter of a statement.
        [b':', name @ ..] => is_name(name) && (names_secret(name) || is_plain(name)),
        [b'@', name @ .., b'@'] => is_name(name),
        // What sources of data put in braces may be a password.
        [b'{', name @ .., b'}'] => {
            // How Python writes it out: `{password!r}`.
            let name = name.strip_suffix(b"!r").or_else(|| name.strip_suffix(b"!s")).unwrap_or(name);
            is_name(name) && !shows(name)
        }
        _ => false,
    }
}

/// Whether it is a name that a program gives: letters, digits and underscores.
pub(super) fn is_name(part: &[u8]) -> bool {
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.' | b'-' | b'@');
    part.first().is_some_and(|b| !b.is_ascii_digit()) && part.iter().all(name)
}

/// Whether it is the name of a property: one word, or several with signs between them, which all begin with a letter.
pub(in super::super) fn is_property(name: &[u8]) -> bool {
    let begins = |part: &[u8]| part.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
    name.split(|b| matches!(b, b'.' | b'-')).skip(1).all(begins)
}

/// Whether a parameter of a statement may be called so.
fn is_plain(name: &[u8]) -> bool {
    name[0].is_ascii_lowercase() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// Whether the name says that it holds a password: a figure does not make one of it.
pub(in super::super) fn names_secret(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    [&b"password"[..], b"passwd", b"_pwd", b"secret"].iter().any(|word| contains(&name, word))
}

/// Whether a template computes what stands in its double braces: anything but letters with figures and signs of passwords,
/// or what we wrote.
pub(in super::super) fn is_template(inner: &[u8]) -> bool {
    let compares = [&b"!="[..], b"==", b"&&", b"??"].iter().any(|sign| contains(inner, sign));
    let opens = matches!(inner.first(), Some(b'#' | b'^' | b'!' | b'&' | b'>' | b'/' | b'@' | b'$'));
    let signed = inner.iter().any(|b| b"!@#^~&".contains(b))
        || Mix::of(inner).classes() == 3 && inner.iter().any(|b| b"$%*?+=-".contains(b));
    let mix = Mix::of(inner);
    let drawn = shows(inner) && inner.iter().all(u8::is_ascii_alphanumeric);
    let is_value = drawn || signed && mix.digits > 0 && mix.small + mix.large > 0;
    compares || !is_value || opens && mix.classes() < 3 || inner.iter().any(|b| matches!(b, b'(' | b'"' | b'\''))
}

/// How far before a name that of its resource may begin.
const LONGEST_RESOURCE: usize = 96;
/// What leads to the name of that of which the digest is told, as in the annotations of Helm: `checksum/secret`.
const DIGESTS: &[&[u8]] = &[b"checksum/", b"sha256/", b"digest/", b"hash/", b"sha256(", b"md5(", b"hash("];
/// How the names of settings begin that name something.
const EXISTING: &[u8] = b"existing";

/// Whether it is a part of the name of a resource or of its type, or of a digest, or the name of one that exists:
/// `arn:aws:…:secret:db`, `AWS::ApiGateway::UsagePlanKey`, `checksum/secret`, `existingSecret`.
pub(in super::super) fn is_in_resource(text: &[u8], span: &Range<usize>) -> bool {
    let before = &text[..span.start];
    let run = || before.iter().rev().take(LONGEST_RESOURCE).take_while(|b| b.is_ascii_graphic()).count();
    let is_part = before.ends_with(b":") && before[before.len() - run()..].windows(4).any(|four| four == b"arn:");
    let typed = || before.ends_with(b"::") && before[before.len() - run()..].windows(5).any(|five| five == b"AWS::");
    is_part
        || typed()
        || DIGESTS.iter().any(|lead| before.ends_with(lead))
        || text[span.clone()].get(..EXISTING.len()).is_some_and(|lead| lead.eq_ignore_ascii_case(EXISTING))
}

/// The ends of names of types.
const TYPES: &[&str] = &[
    "Array",
    "Builder",
    "Callback",
    "Client",
    "Config",
    "Configuration",
    "Context",
    "Controller",
    "Dto",
    "Encoder",
    "Entity",
    "Enum",
    "Exception",
    "Factory",
    "Field",
    "Filter",
    "Generator",
    "Handler",
    "Hash",
    "Input",
    "Interceptor",
    "Interface",
    "Kind",
    "List",
    "Manager",
    "Map",
    "Model",
    "Object",
    "Options",
    "Params",
    "Payload",
    "Props",
    "Provider",
    "Reader",
    "Repository",
    "Request",
    "Resolver",
    "Response",
    "Result",
    "Results",
    "Schema",
    "Service",
    "Set",
    "Source",
    "Spec",
    "State",
    "Status",
    "Store",
    "Stream",
    "String",
    "Type",
    "Validator",
    "Value",
    "Vector",
    "Writer",
];

/// Whether it is the name of a type: several words with capitals, without figures and signs, of which the last is one of
/// types or which repeat the `word` of the name that has the type.
pub(in super::super) fn is_type(text: &[u8], word: &str) -> bool {
    let is_camel = text.first().is_some_and(u8::is_ascii_uppercase)
        && text.iter().all(u8::is_ascii_alphabetic)
        && text.last().is_some_and(u8::is_ascii_lowercase)
        && !text.windows(2).any(|pair| pair.iter().all(u8::is_ascii_uppercase));
    let words = text.iter().filter(|b| b.is_ascii_uppercase()).count();
    let ends = TYPES.iter().any(|end| text.ends_with(end.as_bytes()) && text.len() > end.len());
    // Names that are drawn from letters have as many capitals as not.
    is_camel && (2..=text.len() / 3).contains(&words) && (ends || repeats(text, word))
}

/// Whether it is the name of a type with an abbreviation or a version in it that repeats the `word` of the name that has the
/// type, where signs of programs go on: `private_key: PKCS7PrivateKeyTypes,`, `credential: CredentialV4<'a>`.
pub(in super::super) fn is_marked_type(text: &[u8], word: &str, behind: &[u8]) -> bool {
    let name = text.strip_prefix(b"_").unwrap_or(text);
    let small = name.iter().filter(|b| b.is_ascii_lowercase()).count();
    let digits = name.iter().filter(|b| b.is_ascii_digit()).count();
    let ends = matches!(name, [.., b'V', b'0'..=b'9'] | [.., b'a'..=b'z']);
    let is_key = || [&b"Key"[..], b"Keys", b"Token", b"Credentials"].iter().any(|end| name.ends_with(end));
    let goes_on = matches!(behind, [b',' | b')' | b']' | b'<' | b'>' | b';', ..] | [b':', b'\n' | b' ', ..]);
    name.first().is_some_and(u8::is_ascii_uppercase)
        && name.iter().all(u8::is_ascii_alphanumeric)
        && small * 2 >= name.len()
        && digits <= 2
        && ends
        && goes_on
        && (is_key() || repeats(name, word))
}

/// Whether the words of a name are a part of it; those of another script are not.
fn repeats(text: &[u8], word: &str) -> bool {
    let plain = |text: &[u8]| -> Vec<u8> {
        text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    let word = plain(word.as_bytes());
    !word.is_empty() && contains(&plain(text), &word)
}

/// Whether it is the name of a variable that holds what the word says: words with underscores between them, of which one
/// is that word, and perhaps a figure or two at the end.
pub(in super::super) fn is_named_after(value: &[u8], word: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let figures = lower.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let words = &lower[..lower.len() - figures];
    figures <= 2
        && words.split(|b| *b == b'_').all(|part| part.len() > 1 && part.iter().all(u8::is_ascii_lowercase))
        && contains(words, word.replace([' ', '-'], "_").as_bytes())
}

/// Whether these are members of something that programs give such a name.
pub(in super::super) fn is_rooted(value: &[u8]) -> bool {
    let root = value.split(|b| *b == b'.').next().unwrap_or_default();
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    ROOTS.contains(&root) && value.iter().all(name)
}

/// Whether these are two words with a full stop between them that no program has: neither a member of what many programs
/// have or of a type, nor the name of a file or a host.
fn are_two_words(value: &[u8]) -> bool {
    const SHORTEST: usize = 3;
    const SHORTEST_SMALL: usize = 4;
    let mut parts = value.split(|b| *b == b'.');
    let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    let word = |part: &[u8]| part.len() >= SHORTEST && part.iter().all(u8::is_ascii_alphabetic);
    let capital = |part: &[u8]| part[0].is_ascii_uppercase() && part[1..].iter().all(u8::is_ascii_lowercase);
    let small = |part: &[u8]| part.len() >= SHORTEST_SMALL && part.iter().all(u8::is_ascii_lowercase);
    let is_of_type = || TYPES.iter().any(|end| second.ends_with(end.as_bytes()));
    let alike = || capital(first) && capital(second) && !is_of_type() || small(first) && small(second);
    word(first) && word(second) && alike() && !is_rooted(value) && !names_secret(value)
}

/// Whether the value is an expression of a program: two words with a full stop between them are a password where they end
/// the line of a setting, or with capitals that of a label, unless programs call something so.
pub(in super::super) fn is_expression(text: &[u8], value: &Value) -> bool {
    let given = &text[value.span.clone()];
    let ends = value.last && matches!(value.link, Link::Sign | Link::Tight);
    let named = || text[..value.span.start].trim_ascii_end().ends_with(b":") && given[0].is_ascii_uppercase();
    let is_pair = || ends && are_two_words(given) && (named() || is_setting(text, value));
    let of_network = || {
        let line = &text[line_start(text, value.span.start)..value.span.start];
        line.split(|b| *b == b'-').any(names_network)
    };
    let is_key = || ends && are_small_words(given) && of_network();
    super::is_route(given) || !value.quoted && super::is_expression(given) && !is_pair() && !is_key()
}

/// Whether these are three to five words of small letters with full stops between them, as somebody chooses the key of a
/// network: what programs have has other words among them.
fn are_small_words(value: &[u8]) -> bool {
    let parts = || value.split(|b| *b == b'.');
    let word = |part: &[u8]| part.len() >= 2 && part.iter().all(|b| b.is_ascii_lowercase() || *b >= 0x80);
    let long = parts().filter(|part| part.len() > 3).count();
    (3..=5).contains(&parts().count()) && parts().all(word) && long > 1 && !is_rooted(value) && !names_secret(value)
}

/// Whether the line of a value is that of a setting: a name, an equals sign and the value, without blanks.
fn is_setting(text: &[u8], value: &Value) -> bool {
    let name = text[line_start(text, value.span.start)..value.span.start].strip_suffix(b"=");
    name.is_some_and(|name| name.iter().all(|b| is_of_name(*b)))
}

/// What stands between a value and the literal that a program compares it with.
const COMPARISONS: [&[u8]; 5] = [b"===", b"!==", b"!=", b".equals(", b".Equals("];

/// Where the literal begins with which a program compares the value whose name ends here: nothing where none stands there,
/// and nothing at all where nothing is compared.
pub(in super::super) fn compared(text: &[u8], at: usize) -> Option<Option<usize>> {
    let rest = text.get(at..)?;
    let behind = COMPARISONS.iter().find_map(|compared| rest.strip_prefix(*compared))?;
    let is_literal = matches!(behind.trim_ascii_start(), [b'"' | b'\'', ..]);
    Some(is_literal.then_some(text.len() - behind.len()))
}

/// Whether such a name promises nothing that opens a door: a token that tells where a list goes on, or a signature that
/// only proves what it signs.
pub(in super::super) fn opens_nothing(text: &[u8], span: &Range<usize>, lead: &[u8], word: &str) -> bool {
    word == "token" && is_of_pages(lead) || matches!(word, "sig" | "signature") && !is_of_query(text, span, lead)
}

/// Whether a token tells where a list goes on, or which request it was: `NextToken`, `page_token`.
fn is_of_pages(lead: &[u8]) -> bool {
    const PAGES: &[&str] =
        &["next", "page", "nextpage", "continuation", "continue", "pagination", "cursor", "clientrequest"];
    let lead = lead.strip_suffix(b"_").or_else(|| lead.strip_suffix(b"-")).unwrap_or(lead);
    last_part(lead).is_some_and(|part| is_one_of(part, PAGES)) || is_one_of(lead, PAGES)
}

/// Whether a signature lets somebody in: one of an address or of OAuth. Others only prove what they sign.
fn is_of_query(text: &[u8], span: &Range<usize>, lead: &[u8]) -> bool {
    let asked = matches!(text[..span.start].last(), Some(b'?' | b'&' | b';'));
    asked || lead.to_ascii_lowercase().ends_with(b"oauth_") || lead.starts_with(b"X-")
}

/// The last part of the tail of a name: behind a sign, or from a capital on.
pub(in super::super) fn last_part(tail: &[u8]) -> Option<&[u8]> {
    let from = tail.iter().rposition(|b| matches!(b, b'_' | b'-' | b'.')).map_or(0, |at| at + 1);
    let last = &tail[from..];
    let capital = last.windows(2).rposition(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    last.get(capital.map_or(0, |at| at + 1)..)
}

/// Whether `pass` ends a word of another meaning, or one of them stands before it: `bypass`, `minipass`, `first_pass`.
pub(in super::super) fn is_other_word(lead: &[u8]) -> bool {
    const LEADS: &[&str] = &[
        "by", "com", "encom", "mini", "multi", "one", "single", "two", "first", "second", "third", "over", "under",
        "sur", "tres", "high", "low", "band", "all", "pre", "sub", "render", "shadow", "depth", "boarding", "season",
    ];
    let lead = lead.strip_suffix(b"_").or_else(|| lead.strip_suffix(b"-")).unwrap_or(lead);
    let from = lead.iter().rposition(|b| !b.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let word = &lead[from..];
    is_one_of(word, LEADS) || last_part(word).is_some_and(|part| is_one_of(part, LEADS))
}

/// Whether it is a constant of a program (`0x000A`), or a version of a package as others ask for it (`^7.1.2`).
pub(super) fn is_number(value: &[u8]) -> bool {
    let constant = |digits: &[u8]| (1..=8).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit);
    let version = |value: &[u8]| {
        let parts = value.split(|b| *b == b'.');
        parts.clone().count() == 3
            && parts.into_iter().all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
    };
    value.strip_prefix(b"0x").is_some_and(constant) || matches!(value, [b'^' | b'~', rest @ ..] if version(rest))
}

/// Whether it is made of words that each begin with a capital, as programs write names: `BasicParseError`.
pub(super) fn is_of_words(part: &[u8]) -> bool {
    let word = |word: &[u8]| word.len() >= 3 && word[1..].iter().all(u8::is_ascii_lowercase);
    part.chunk_by(|_, next| !next.is_ascii_uppercase()).all(word)
}

/// Whether it is of three parts or more with full stops between them, words of small letters and short numbers, as settings
/// and the colours of a design are called: `color.brand.500`.
pub(in super::super) fn is_path_of_words(value: &[u8]) -> bool {
    const LONGEST_NUMBER: usize = 4;
    let is_word = |part: &[u8]| part.len() > 1 && part.iter().all(|b| b.is_ascii_lowercase() || *b == b'-');
    let is_number = |part: &[u8]| (1..=LONGEST_NUMBER).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    let parts = value.split(|b| *b == b'.');
    let begins = parts.clone().next().is_some_and(is_word);
    begins && parts.clone().count() > 2 && parts.clone().all(|part| is_word(part) || is_number(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds_nothing, found};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn small_words_with_full_stops_are_the_key_of_a_network() {
        for text in ["wifi password: seed.of.otter", "Clave del wifi: nutria.de.lago", "WLAN-Passwort: otter.am.wasser"]
        {
            let key = text.rsplit(' ').next().unwrap();
            assert_eq!(found(DETECTOR.find, text), [key], "{text}");
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "password: seed.of.otter",
                "wifi password: config.password.value",
                "wifi password: a.b.c",
                "wifi password: seed.of.otter was long",
            ],
        );
    }

    #[test]
    fn templates_are_told_from_values_in_double_braces() {
        for inner in ["db_password", "vault.x", "secret2", "index+1", "a1!=b2", "#each1", "f('A1!')", "[SECRET]", ""] {
            assert!(is_template(inner.as_bytes()), "{inner}");
        }
        for inner in ["Xk9#mQ2v!", "Sommer2024!", "sommer24#", "Ab1$cd", "Otter88x", "Otter-88x"] {
            assert!(!is_template(inner.as_bytes()), "{inner}");
        }
    }

    #[test]
    fn names_of_types_are_told_from_values() {
        for (text, word) in [
            ("AccessToken", "token"),
            ("ParseResults", "token"),
            ("AccessTokenEntity", "token"),
            ("PasswordHash", "password"),
            ("ApiKeyEntity", "apikey"),
            ("ApiKey", "api_key"),
            ("SecretKeySpec", "secret"),
        ] {
            assert!(is_type(text.as_bytes(), word), "{text}");
        }
        for (text, word) in [
            ("Swordfish", "password"),
            ("RedPanda", "password"),
            ("TokenList2", "token"),
            ("List", "token"),
            ("qWeRtYTyPeList", "token"),
            ("XkQmTbList", "token"),
            // No letter of the word is one of a name.
            ("SunnyMeadow", "パスワード"),
        ] {
            assert!(!is_type(text.as_bytes(), word), "{text}");
        }
    }

    #[test]
    fn names_of_programs_are_told_from_passwords() {
        assert!(names_secret(b"DB_PASSWORD_2") && names_secret(b"clientSecret1") && !names_secret(b"Sunny7"));
        assert!(is_framed(b":DB_PASSWORD") && is_framed(b":db_pw") && !is_framed(b":DB_PW") && !is_framed(b":Sunny"));
        assert!(is_rooted(b"self.pw2") && is_rooted(b"config.db.pw_1"));
        assert!(!is_rooted(b"x7.Q9w") && !is_rooted(b"self.x-7"));
    }

    #[test]
    fn constants_and_versions_of_packages_are_numbers() {
        for text in ["^7.1.2", "~7.10.22", "0x000A"] {
            assert!(is_number(text.as_bytes()), "{text}");
        }
        for text in ["^7.1", "^7.1.x9", "^7..2", "^7.1.2.3", "7.1.2", "0x", "0xSunny7"] {
            assert!(!is_number(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn names_of_resources_end_in_their_last_colon() {
        let last = |text: &str| is_in_resource(text.as_bytes(), &(text.len() - "password".len()..text.len()));
        assert!(last("arn:aws:secretsmanager:eu-west-1:1:secret:password") && last("AWS::Db::password"));
        assert!(!last("arn:aws:iam::1:user/password") && !last("user:password") && !last("existing password"));
    }

    #[test]
    fn digests_are_called_after_what_they_are_of() {
        let of = |text: &str| is_in_resource(text.as_bytes(), &(text.len() - "secret".len()..text.len()));
        assert!(of("checksum/secret") && of("sha256(secret") && !of("kv/secret") && !of("checksum secret"));
    }

    #[test]
    fn names_of_settings_are_paths_of_words() {
        for text in ["color.brand.500", "space.inset-x.sm", "font.size.12"] {
            assert!(is_path_of_words(text.as_bytes()), "{text}");
        }
        for text in ["color.brand", "a.b.c", "xK3.brand.500", "1.2.3", "color..500", ""] {
            assert!(!is_path_of_words(text.as_bytes()), "{text}");
        }
    }
}
