//! What a value looks like: random, chosen by a person, or a stand-in for a value that is elsewhere.

pub(super) mod chosen;
pub(super) mod handbook;
pub(super) mod help;
mod mix;
pub(super) mod passphrase;
pub(super) mod pattern;
pub(super) mod program;
pub(super) mod scatter;
pub(super) mod shown;
pub(super) mod states;

pub(super) use mix::Mix;

use super::name::tongues::THEMSELVES;
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::token::holds_placeholder;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use handbook::stands_for_other;
use pattern::{is_live_default, is_rule};
use program::{is_framed, is_name, is_number, is_of_words, is_rooted, is_variable, names_secret};
use std::sync::LazyLock;

/// Parts of words that say that this is not the value.
const STAND_INS: &[&[u8]] = &[
    b"your",
    b"changeme",
    // The default in the configuration of Redis.
    b"foobared",
    b"000102030405060708",
    b"changeit",
    b"change-me",
    b"change_me",
    b"replace",
    b"placeholder",
    b"redacted",
    b"dummy",
    b"example",
    b"insert",
    b"xxxx",
    b"****",
    b"....",
    b"____",
    b"----",
    b"todo",
    b"fixme",
    b"_here",
    b"-here",
    b"removed",
    b"hidden",
    b"masked",
    b"undefined",
    b"process.env",
    b"environ",
    b"getenv",
    b"env:",
    b"*sensitive*",
    b"file:",
    b"keyring:",
    b"sha256:",
    b"sha512:",
];

/// Words that stand where a value is described, declared or switched.
const DESCRIPTIONS: &[&[u8]] = &[
    b"true",
    b"false",
    b"null",
    b"none",
    b"nil",
    b"void",
    b"yes",
    b"no",
    b"on",
    b"off",
    b"enabled",
    b"disabled",
    b"string",
    b"string!",
    b"str",
    b"text",
    b"int",
    b"integer",
    b"bool",
    b"boolean",
    b"char",
    b"varchar",
    b"bytes",
    b"number",
    b"object",
    b"any",
    b"optional",
    b"required",
    b"mandatory",
    b"unchanged",
    b"confirmed",
    b"nullable",
    b"sometimes",
    b"alphanumeric",
    b"unbekannt",
    b"incorrect",
    b"forgotten",
    b"locked",
    b"falsch",
    b"vergessen",
    b"gesperrt",
    b"abgelaufen",
    b"unver\xc3\xa4ndert",
    b"incorrecto",
    b"incorrecta",
    b"pendiente",
    b"pendente",
    b"inconnu",
    b"oubli\xc3\xa9",
    b"expir\xc3\xa9",
    b"sconosciuta",
    b"onbekend",
    b"pflichtfeld",
    b"erforderlich",
    b"secretstr",
    b"securestring",
    b"buffer",
    b"length",
    b"default",
    b"empty",
    b"unknown",
    b"same",
    b"random",
    b"generated",
    b"encrypted",
    b"plaintext",
    b"password",
    b"passwd",
    b"passphrase",
    b"secret",
    b"secrets",
    b"token",
    b"tokens",
    b"key",
    b"keys",
    b"apikey",
    b"api_key",
    b"value",
    b"values",
    b"username",
    b"user",
    b"login",
    b"basic",
    b"undef",
    b"focus",
    b"option",
    b"options",
    b"command",
    b"flag",
    b"flags",
    b"define",
    b"undef",
    b"endif",
    b"argument",
    b"parameter",
    b"respectively",
    b"needs",
    // Where names are looked up (nsswitch.conf(5)).
    b"compat",
    b"files",
    b"crypt",
    b"bearer",
    b"oauth",
    b"oauth2",
    b"jwt",
    // What takes their place.
    b"ldap",
    b"kerberos",
    b"okta",
    b"saml",
    b"oidc",
    b"bcrypt",
    b"scrypt",
    b"argon2",
    b"individual",
    b"personal",
    b"shared",
    b"changed",
    b"weekly",
    b"monthly",
    b"quarterly",
    b"yearly",
    b"the",
    b"this",
    b"that",
    b"and",
    b"for",
    b"with",
    b"from",
    b"see",
    b"not",
    b"must",
    b"should",
    b"will",
    b"are",
    b"was",
    b"has",
    b"can",
    b"use",
    b"used",
    b"via",
    b"when",
    b"read",
    b"write",
    b"admin",
    b"enter",
    b"type",
    b"reset",
    b"change",
    b"new",
    b"old",
    b"test",
    b"invalid",
    b"valid",
    b"expired",
    b"wrong",
    b"missing",
    b"auto",
    b"manual",
    b"hashed",
    b"header",
    b"file",
    b"env",
    b"community",
    b"query",
    b"cookie",
    b"body",
    b"self",
    b"data",
    b"input",
    b"label",
    b"hash",
    b"refresh",
    b"access",
    b"public",
    b"private",
    b"http",
    b"https",
    b"n/a",
    b"tbd",
    b"var",
    b"let",
    b"const",
    b"return",
    b"function",
];

/// What secrets are kept in.
pub(super) const KEEPERS: &[&str] = &[
    "cyberark",
    "vault",
    "vaultwarden",
    "keepass",
    "keepassxc",
    "lastpass",
    "bitwarden",
    "1password",
    "dashlane",
    "keeper",
    "keychain",
    "passbolt",
];

/// Whether a machine made this: of several kinds of character, in no words, with few repeats.
pub(super) fn is_random(value: &[u8]) -> bool {
    let mix = Mix::of(value);
    let enough = mix.distinct >= 6.min(value.len() / 2) && mix.classes() >= 2;
    let dense = value.split(|b| matches!(b, b'-' | b'_' | b'.')).any(is_dense);
    enough && dense && stand_in(value).is_none()
}

/// Whether this is longer than any word and made of letters and digits, or of groups of them: what a machine made, but
/// perhaps wrote in order.
pub(super) fn is_unbroken(value: &[u8], least: usize) -> bool {
    let mixed = |part: &[u8]| part.iter().any(u8::is_ascii_digit) && part.iter().any(u8::is_ascii_alphabetic);
    let parts = || value.split(|b| !b.is_ascii_alphanumeric());
    let long = parts().any(|part| part.len() >= least && mixed(part) && Mix::of(part).digits >= 4);
    let grouped = value.len() >= least && parts().filter(|part| part.len() >= 4 && mixed(part)).count() >= 2;
    (long || grouped) && stand_in(value).is_none()
}

/// Whether it is the key of a product: four groups or more of as many capitals and digits each (`A1B2C-…`).
pub(super) fn is_product_key(value: &[u8]) -> bool {
    let mut groups = value.split(|b| *b == b'-');
    let len = groups.next().map_or(0, <[u8]>::len);
    let part = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let mixed = value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_uppercase);
    let alike = value.split(|b| *b == b'-').all(|group| group.len() == len && group.iter().all(part));
    mixed && alike && (4..=8).contains(&len) && groups.count() >= 3 && stand_in(value).is_none()
}

/// Whether letters and digits, or capitals among small letters, alternate as in no word.
fn is_dense(part: &[u8]) -> bool {
    let kind = |b: &u8| if b.is_ascii_digit() { 0 } else { 1 + u8::from(b.is_ascii_uppercase()) };
    let changes = part.windows(2).filter(|pair| kind(&pair[0]) != kind(&pair[1])).count();
    let camel = !part.iter().any(u8::is_ascii_digit) && (changes * 4 < part.len() || is_of_words(part));
    part.len() >= 6 && changes >= 2 && !camel
}

/// Why a value is a stand-in for another, if it is one.
pub(super) fn stand_in(value: &[u8]) -> Option<&'static str> {
    if holds_placeholder(value) {
        return Some("it is a placeholder of this program");
    }
    if matches!(
        value,
        [b'$' | b'<' | b'%' | b'#' | b'@', b'{' | b'(' | b'<' | b'%' | b's', ..] | [b'{', b'{', ..] | [b'<', ..]
    ) || is_variable(value)
        || is_framed(value)
    {
        return Some("it names a variable");
    }
    if value.first() == Some(&b'!') && contains(value, b":!") {
        return Some("it is a list of ciphers");
    }
    if value.contains(&b':') && contains(value, b":x:") {
        return Some("it is a line of a list of users");
    }
    if is_rule(value) {
        return Some("it is a rule for the value");
    }
    if let Some(why) = stands_for_other(value) {
        return Some(why);
    }
    let begins = |lead: &[u8]| value.get(..lead.len()).is_some_and(|there| there.eq_ignore_ascii_case(lead));
    if begins(b"arn:") || begins(b"alias/") {
        return Some("it is the name of a resource");
    }
    if stands_in(value) && !is_chosen(value) && !is_live_default(value) {
        return Some("a word in it says that it stands in for a value, or where the value is");
    }
    let same = value.iter().all(|b| b.eq_ignore_ascii_case(&value[0]));
    same.then_some("it is one character again and again")
}

/// Whether a person chose it as a password that holds such a word (`TodoList99!`): letters of both cases, figures and a sign
/// of passwords, and no sign that joins words.
fn is_chosen(value: &[u8]) -> bool {
    let sign = value.iter().any(|b| b"!@#$%^&*?+=~".contains(b));
    let plain = value.iter().all(|b| b.is_ascii_alphanumeric() || b"!@#$%^&*?+=~".contains(b));
    sign && plain && Mix::of(value).classes() == 3 && !contains(value, b"****")
}

fn stands_in(value: &[u8]) -> bool {
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(STAND_INS).ok()
    });
    // Without the words nothing would pass for a stand-in, and more would be redacted.
    FINDER.as_ref().is_some_and(|finder| finder.is_match(value))
}

/// Names of the columns that stand beside those of passwords, as titles are written.
const TITLES: &[&[u8]] = &[
    b"access",
    b"account",
    b"app",
    b"application",
    b"base",
    b"bemerkung",
    b"bemerkungen",
    b"benutzer",
    b"beschreibung",
    b"comment",
    b"comments",
    b"commentaire",
    b"contact",
    b"created",
    b"database",
    b"date",
    b"description",
    b"domain",
    b"email",
    b"env",
    b"environment",
    b"expires",
    b"expiry",
    b"host",
    b"hostname",
    b"instance",
    b"kommentar",
    b"link",
    b"location",
    b"mail",
    b"name",
    b"note",
    b"notes",
    b"owner",
    b"platform",
    b"port",
    b"purpose",
    b"rechner",
    b"region",
    b"remarks",
    b"role",
    b"server",
    b"serveur",
    b"service",
    b"servidor",
    b"site",
    b"status",
    b"system",
    b"team",
    b"type",
    b"umgebung",
    b"updated",
    b"url",
    b"usuario",
    b"utilisateur",
    b"where",
    b"who",
];

/// Whether a word stands there that describes the value, or the next one.
pub(super) fn is_description(value: &[u8]) -> bool {
    // Most words have another length.
    let is_one = |part: &[u8], words: &[&[u8]]| {
        words.iter().any(|word| word.len() == part.len() && part.eq_ignore_ascii_case(word))
    };
    let describes = |part: &[u8]| is_one(part, DESCRIPTIONS);
    // A type with its length: `varchar(255)`.
    let length = value.strip_suffix(b")").and_then(|value| {
        let digits = value.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        value[..value.len() - digits].strip_suffix(b"(").filter(|_| digits > 0)
    });
    describes(value)
        || length.is_some_and(|kind| describes(kind) || kind.eq_ignore_ascii_case(b"nvarchar"))
        || is_one_of(value, THEMSELVES)
        || is_one_of(value, KEEPERS)
        || is_number(value)
        || value.first().is_some_and(u8::is_ascii_uppercase) && is_one(value, TITLES)
        || value.contains(&b'|') && value.split(|b| *b == b'|').any(describes)
}

/// Whether it is an expression of a program: a call, a member, an index, a path.
pub(super) fn is_expression(value: &[u8]) -> bool {
    let call = is_applied(value, b'(', b')');
    let index = is_applied(value, b'[', b']');
    let plain = || !value.iter().any(u8::is_ascii_digit) || names_secret(value) || is_rooted(value);
    let member = value.contains(&b'.') && value.split(|b| *b == b'.').all(is_name) && plain();
    let path =
        matches!(value, [b'/' | b'~', ..] | [b'.', b'.' | b'/', ..]) && value[1..].contains(&b'/') && !is_drawn(value);
    let open = |one: u8, other: u8| value.contains(&one) && !value.contains(&other);
    let bracket = open(b'(', b')') || open(b'[', b']') || matches!(value, [b'(', ..] | [b'\\', ..]);
    // A list of what is taken from another.
    let taken = matches!(value, [b'[', rest @ ..] if rest.contains(&b'['));
    // A list of one, or a reference of a text to another.
    let listed = matches!(value, [b'[', name @ .., b']'] if is_name(name) && !name.iter().any(u8::is_ascii_digit));
    // A rule of CSS.
    let rule = value
        .iter()
        .position(|b| *b == b'{')
        .is_some_and(|at| at > 0 && value[..at].iter().all(u8::is_ascii_alphabetic));
    call || index
        || rule
        || member
        || path
        || bracket
        || taken
        || listed
        || is_route(value)
        || contains(value, b"://")
        || contains(value, b"::")
        || contains(value, b"->")
}

/// Whether a name stands before a bracket, behind whose end no letter or figure follows: passwords hold brackets as well.
fn is_applied(value: &[u8], open: u8, close: u8) -> bool {
    // A macro has a mark behind its name: `quote!(…)`.
    let name = |at: usize| value[..at].strip_suffix(b"!").unwrap_or(&value[..at]);
    let Some(at) = memchr::memchr(open, value).filter(|at| *at > 0 && is_name(name(*at))) else { return false };
    let behind = memchr::memchr(close, &value[at..]).and_then(|end| value.get(at + end + 1));
    !behind.is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether it is a path of words: `pages/reset#update`.
pub(super) fn is_route(value: &[u8]) -> bool {
    let word = |part: &[u8]| part.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b'#' | b':'));
    value.contains(&b'/') && value.split(|b| *b == b'/').filter(|part| word(part)).count() >= 2 && !is_drawn(value)
}

/// The shortest part of a path that is none.
const SHORTEST_DRAWN: usize = 16;

/// Whether a part between slashes is no name: one in 64 keys in base64 begins with a slash.
fn is_drawn(value: &[u8]) -> bool {
    let of_base64 = |part: &[u8]| part.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'='));
    value.split(|b| *b == b'/').any(|part| part.len() >= SHORTEST_DRAWN && of_base64(part) && is_random(part))
}

pub(super) fn contains(text: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(text, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_values_are_told_from_words() {
        for value in [
            "5b10a2844c20165700ede21f",
            "wJalrXUtnFEMI/K7MDENG",
            "a1b2c3d4e5f6",
            "mxIt5s1tyfCJyIKHwrq",
            "QwErTyUiOpAsDfGh",
        ] {
            assert!(is_random(value.as_bytes()), "{value}");
        }
        for value in [
            "internationalization",
            "getDefaultConnection",
            "my-secret-name-2",
            "aaaaaaaaaaaaaaaa",
            "version2",
            "AB12XXXXCD34",
            "release-2024-05-17",
        ] {
            assert!(!is_random(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn keys_of_products_have_groups_of_one_length() {
        for value in ["AB1DE-12F45-FGH1J-67890-KLMNO", "A1B2-C3D4-E5F6-G7H8", "QXTRD-KVB7W-MJHGF-ZRTPK"] {
            assert!(is_product_key(value.as_bytes()), "{value}");
        }
        for value in [
            "AB1DE-12F45-FGH1J",
            "ABCD-EFGH-IJKL-MNOP",
            "1234-5678-9012-3456",
            "XXXXX-XXXX1-XXXX2-XXXX34",
            "ABCDE-FGHIJ-KLMNO",
        ] {
            assert!(!is_product_key(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn stand_ins_are_known() {
        for value in [
            "${PASSWORD}",
            "{{ password }}",
            "<password>",
            "$DB_PASS",
            "%PASS%",
            "your-password",
            "********",
            "xxxxx",
            "changeme",
            "[SECRET]",
            "[EMAIL_ADDRESS]x",
            "#{pw}",
            "process.env.PW",
            "@password@",
            "@password2",
            ":password2",
            "$db_password2",
            "{pw}",
            ":pw1",
            ".$p[",
            "2.0@sha256:d892aa68",
            "alias/main-key-2",
        ] {
            assert!(stand_in(value.as_bytes()).is_some(), "{value}");
        }
        for value in ["TodoList99!", "InsertCoin7!", "HiddenLake42$"] {
            assert!(stand_in(value.as_bytes()).is_none(), "{value}");
        }
        for value in ["your_Password1!", "Todo", "insert-Here7!", "Aa1!****"] {
            assert!(stand_in(value.as_bytes()).is_some(), "{value}");
        }
        for value in ["$uper$ecret", "#hunter2", "Tr0ub4dor&3", "swordfish", "[x]", "@hunter2", "{a b}"] {
            assert!(stand_in(value.as_bytes()).is_none(), "{value}");
        }
    }

    #[test]
    fn rules_of_forms_are_told_from_values() {
        assert!(is_route(b"/pages/reset#update") && !is_route(b"/JM3rQ7vLq0sX9zWb2TnYk5Ea1Rc4Uf6Hd8Gp/iO"));
        assert!(is_expression(b"/etc/app/dbPassword1") && !is_expression(b"/4zEXcP0qkR7tV/bN2mLsW9yHxJdF3aGuK=="));
        assert!(is_description(b"required|string|min:8") && !is_description(b"a|b"));
        assert!(is_description(b"varchar(255)") && !is_description(b"varchar(x)") && !is_description(b"otter(12)"));
        assert!(
            is_description(b"Host") && is_description(b"URL") && !is_description(b"host") && !is_description(b"Hostel")
        );
    }

    #[test]
    fn expressions_of_programs_are_known() {
        for value in [
            "getPassword()",
            "config.password",
            "args[1]",
            "[row[:2]",
            "/run/secrets/db",
            "Vault::read",
            "https://a.example.org",
            "self.pw",
            "hover{color:red}",
            "self._password2",
            "Settings.DB_PASSWORD_2",
            "var.db_pw2",
        ] {
            assert!(is_expression(value.as_bytes()), "{value}");
        }
        for value in ["hunter2", "P@ssw0rd!", "x7.Q9w", "a1/b2/c3", "ab(12)cd34", "k9[Qz]77t"] {
            assert!(!is_expression(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn what_is_longer_than_words_is_unbroken_or_of_groups() {
        for value in ["1234567890abcdef", "665Hkj_12ABcd-eF34xW", "abcd1-efgh2-ijkl"] {
            assert!(is_unbroken(value.as_bytes(), 12), "{value}");
        }
        for value in [
            "1234567890a",
            "abcdefghijk123",
            "123456789012345",
            "abcdefghijk1-moonlight",
            "ab1-cd2-ef3-gh4",
            "ab12-cd34",
            "your1234567890abcdef",
        ] {
            assert!(!is_unbroken(value.as_bytes(), 12), "{value}");
        }
        assert!(is_expression(b"/run7/x9") && !is_expression(b"/Sunny7"));
    }
}
