//! The parts that the names of secrets are made of beside their telling word: whose secret it is, of which place, in which
//! form; what somebody says about it; and what makes the name one of something else.

use super::super::value::program::last_part;
use crate::redact::detect::vocabulary::{is_among, is_one_of};

/// Whose password it is, at once before a short word for one: `dbpass`, `ADMINPASS`.
const WHOSE: &[&str] = &[
    "admin",
    "api",
    "app",
    "auth",
    "become",
    "bind",
    "cert",
    "control",
    "db",
    "dn",
    "ftp",
    "git",
    "http",
    "imap",
    "jks",
    "key",
    "keystore",
    "ldap",
    "login",
    "mail",
    "mongo",
    "mqtt",
    "my",
    "mysql",
    "p12",
    "pfx",
    "pg",
    "pop3",
    "postgres",
    "priv",
    "proxy",
    "rabbit",
    "redis",
    "require",
    "root",
    "router",
    "sa",
    "sftp",
    "smtp",
    "snmp",
    "sql",
    "ssh",
    "store",
    "sudo",
    "svc",
    "switch",
    "sys",
    "test",
    "truststore",
    "user",
    "vpn",
    "web",
    "wifi",
    "wlan",
    "wpa",
    "wpa2",
    "zip",
];

/// Ends of names that say where the secret counts.
const PLACES: &[&str] = &[
    "prod",
    "prd",
    "production",
    "preprod",
    "live",
    "dev",
    "devel",
    "stage",
    "staging",
    "stg",
    "int",
    "integration",
    "uat",
    "qa",
    "test",
    "tst",
    "demo",
    "sandbox",
];
/// Other ends of names behind which the secret itself stands: its form, or whose it is.
const MEANT: &[&str] = &[
    "",
    "s",
    "value",
    "val",
    "string",
    "str",
    "text",
    "txt",
    "plain",
    "plaintext",
    "clear",
    "cleartext",
    "base64",
    "b64",
    "hex",
    "raw",
    "decoded",
    "current",
    "new",
    "old",
    "orig",
    "original",
    "prev",
    "previous",
    "next",
    "bak",
    "tmp",
    "temp",
    "initial",
    "default",
    "db",
    "sa",
    "admin",
    "root",
    "user",
    "ro",
    "rw",
    "readonly",
    "master",
    "key",
    "base",
    "keybase",
    "mysql",
    "postgres",
    "pg",
    "mssql",
    "oracle",
    "mongo",
    "redis",
    "ftp",
    "sftp",
    "ssh",
    "ldap",
    "smtp",
    "imap",
    "mail",
    "vpn",
    "wifi",
    "wlan",
    // In other languages.
    "datenbank",
    "bd",
    "bdd",
    "servidor",
    "serveur",
    "rete",
    "benutzer",
    "banco",
    "utente",
    "usuario",
    "usuarios",
    "utilisateur",
    "acces",
    "acceso",
    "acesso",
    "accesso",
];
/// Those that stand right behind their word as well, without a sign or a capital: `secretkeybase`, `passwordold`.
const JOINED: &[&str] = &[
    "key", "keybase", "value", "text", "plain", "base64", "b64", "prod", "dev", "stage", "test", "live", "old", "new",
    "db", "admin", "root", "user",
];
/// Ends of names of what is encrypted: a flag as often as what only its key opens.
const CLOSED: &[&str] = &["enc", "encrypted", "crypted", "cipher"];
/// What a key does that stands behind these: it closes and signs, so that it is a secret whatever it looks like.
const SEALING: &[&str] = &[
    "aes",
    "cipher",
    "crypt",
    "decrypt",
    "decryption",
    "des",
    "enc",
    "encrypt",
    "encryption",
    "fernet",
    "gossip",
    "hmac",
    "master",
    "secret",
    "sign",
    "signing",
    "symm",
    "symmetric",
    "tacacs",
];

/// Ends of names that say something about a secret.
const ABOUT: &[&str] = &[
    "id", "ids", "name", "names", "user", "username", "arn", "ref", "url", "uri", "path", "file", "dir", "sha", "sha1",
    "sha256", "hash", "md5", "digest", "checksum", "version", "type", "length", "len", "size", "count", "expiry",
    "expires", "ttl", "policy", "field", "label", "hint", "prefix", "format", "alg", "date", "at", "less", "domain",
    "host", "region", "endpoint", "callback", "store", "word", "words", "stone", "note", "chain", "board", "boards",
    "age", "chars", "charset", "alphabet",
];
/// The longer ones.
const ABOUT_LONG: &[&str] = &["fingerprint", "thumbprint", "expiration", "algorithm"];
/// Ends of names of programs for what deals with secrets or says which one it is, and holds none.
const DEALING: &str = "number schema scheme scope selector server service set setter settings slot source space spec state status \
    strategy strength stream streams suffix";

/// Beginnings of names of keys that are no secrets.
const OPEN: &[&str] = &[
    "public",
    "pub",
    "primary",
    "foreign",
    "partition",
    "sort",
    "cache",
    "object",
    "row",
    "issue",
    "project",
    "space",
    "page",
    "user",
    "group",
    "unique",
    "index",
    "idempotency",
    "composite",
    "map",
    "hash",
    "lookup",
    "registry",
    "s3",
    "content",
    "attachment",
    "document",
    "no",
    "the",
    "instrumentation",
    "site",
    "host",
    "known",
    "gpg",
    "pgp",
    "recv",
    "restore",
    "verify",
    "verification",
    "validator",
    // Those of texts are words.
    "palabra",
    "palabras",
    "concepto",
    "conceptos",
    "punto",
    "puntos",
];
/// How long such a part may be.
const LONGEST: usize = 48;

/// Whether a name that ends in this part holds the secret itself.
pub(super) fn is_meant(part: &[u8]) -> bool {
    let figures = part.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let word = &part[..part.len() - figures];
    is_one_of(part, MEANT) || word.len() != 1 && is_one_of(word, MEANT) || is_place(part)
}

/// Whether it says where a secret counts.
fn is_place(part: &[u8]) -> bool {
    let figures = part.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    is_one_of(&part[..part.len() - figures], PLACES)
}

/// Whether a name that ends in this part holds what is encrypted.
pub(super) fn is_closed(part: &[u8]) -> bool {
    is_one_of(part, CLOSED)
}

/// Whether a telling word may go on in this way without a sign.
pub(super) fn is_joined(tail: &[u8]) -> bool {
    is_one_of(&tail[..tail.iter().take_while(|b| b.is_ascii_alphabetic()).count()], JOINED)
}

/// Whether the name up to a short word says at its end whose password that is: `dbpass`, `ADMINPASS`.
pub(in super::super) fn is_led(lead: &[u8]) -> bool {
    lead.rsplit(|b| matches!(b, b'_' | b'-' | b'.')).next().is_some_and(|last| is_one_of(last, WHOSE))
}

/// Whether the name up to the word `key`, or the word before it, says that the key closes or signs something.
pub(in crate::redact) fn seals(lead: &[u8]) -> bool {
    let lead = lead.strip_suffix(b"_").or_else(|| lead.strip_suffix(b"-")).unwrap_or(lead);
    last_part(lead).is_some_and(|part| is_one_of(part, SEALING))
}

/// Whether a key behind this part is no secret.
pub(super) fn is_open(part: &[u8]) -> bool {
    is_one_of(part, OPEN)
}

/// Whether a part of a name, or a word behind one, says something about a secret.
pub(in super::super) fn is_about(part: &[u8]) -> bool {
    is_one_of(part, ABOUT) || is_one_of(part, ABOUT_LONG)
}

/// Whether a part behind the capital of which a name goes on says that it deals with secrets: `tokenStream`.
pub(super) fn deals(tail: &[u8]) -> bool {
    tail.first().is_some_and(u8::is_ascii_uppercase) && last_part(tail).is_some_and(|part| is_among(part, DEALING))
}

/// How far the parts behind a dash belong to a name: those that say what it holds or what is said about it
/// (`--password-dev`, `secret-key-base:`). Behind a full stop that is the place where it counts alone (`password.prod=`):
/// keys of texts for people have the others.
pub(super) fn dashed(rest: &[u8]) -> usize {
    const MOST: usize = 3;
    let mut len = 0;
    for _ in 0..MOST {
        let Some((joint @ (b'-' | b'.'), next)) = rest[len..].split_first() else { break };
        let part = &next[..next.iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()];
        let known = || is_meant(part) || is_about(part) || is_closed(part);
        let belongs = match joint {
            b'.' => is_place(part) && ends_name(&next[part.len()..]),
            _ if part.first().is_some_and(u8::is_ascii_alphabetic) => known(),
            _ => is_numbered(part) && ends_name(&next[part.len()..]),
        };
        if !belongs {
            break;
        }
        len += 1 + part.len();
    }
    len
}

/// Whether this is the number of one of several.
fn is_numbered(part: &[u8]) -> bool {
    (1..=2).contains(&part.len()) && part.iter().all(u8::is_ascii_digit)
}

/// Whether the name ends here.
fn ends_name(rest: &[u8]) -> bool {
    rest.first().is_none_or(|b| matches!(b, b' ' | b'=' | b':' | b'"' | b'\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_behind_a_dash_belong_to_the_name_where_they_are_known() {
        for (rest, len) in [
            ("-dev", 4),
            ("-key-base: x", 9),
            ("-file x", 5),
            ("-based", 0),
            ("-Sunny7", 0),
            ("-2024", 0),
            ("-2: x", 2),
            ("-b64 x", 4),
            ("-2-4", 0),
            (".prod=x", 5),
            (".new=x", 0),
            (".test.example", 0),
            ("", 0),
            ("- x", 0),
            ("-dev-dev-dev-dev", 12),
        ] {
            assert_eq!(dashed(rest.as_bytes()), len, "{rest}");
        }
    }

    #[test]
    fn keys_that_close_or_sign_are_told_from_others() {
        for lead in ["aes", "AES_", "data-encryption-", "appHmac", "master", "x.enc"] {
            assert!(seals(lead.as_bytes()), "{lead}");
        }
        for lead in ["", "cache_", "primary", "bones", "houses", "designs", "assign_", "fences"] {
            assert!(!seals(lead.as_bytes()), "{lead}");
        }
    }

    #[test]
    fn ends_of_names_say_what_they_hold() {
        for part in ["", "2", "prod", "Old", "DEV3", "utente"] {
            assert!(is_meant(part.as_bytes()), "{part}");
        }
        for part in ["s2", "hash", "policy", "server", "reset", "manager"] {
            assert!(!is_meant(part.as_bytes()), "{part}");
        }
        assert!(is_joined(b"keybase") && is_joined(b"KEY_1") && !is_joined(b"izer") && !is_joined(b""));
    }
}
