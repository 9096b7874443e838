//! Names that say that a secret follows: what they are made of, and what makes them something else.

use super::program::{is_in_resource, is_led, is_other_word, last_part, opens_nothing};
use super::sought::{Sought, Word};
use super::tongues;
use crate::redact::detect::vocabulary::is_one_of;
use std::ops::Range;

/// What a name promises, and so how much the value has to show by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Promise {
    /// A login name: half of a credential where a password stands beside it.
    Login,
    /// Something with keys or access: the value has to be long and random.
    Weak,
    /// A token or a key: the value has to look like one.
    Token,
    /// A password: any value that is none of the usual words.
    Password,
}

/// A name in a text.
pub(super) struct Name {
    pub(super) promise: Promise,
    /// The part that makes the promise.
    pub(super) word: &'static str,
    /// The whole name, with what stands before and behind that part.
    pub(super) span: Range<usize>,
}

/// The words. Those that promise a password or a token raise a signal; for the others the digits of the value do.
const WORDS: &[(&str, Promise)] = &[
    ("password", Promise::Password),
    ("passwd", Promise::Password),
    ("passwort", Promise::Password),
    ("passphrase", Promise::Password),
    ("passcode", Promise::Password),
    ("pwd", Promise::Password),
    ("pswd", Promise::Password),
    ("pass phrase", Promise::Password),
    ("passord", Promise::Password),
    ("shared key", Promise::Password),
    ("shared-key", Promise::Password),
    ("shared_key", Promise::Password),
    ("sharedkey", Promise::Password),
    ("kennwort", Promise::Password),
    ("wlan-schl\u{fc}ssel", Promise::Password),
    ("netzwerkschl\u{fc}ssel", Promise::Password),
    ("wifi key", Promise::Password),
    ("wi-fi key", Promise::Password),
    ("wlan key", Promise::Password),
    ("wlan-key", Promise::Password),
    ("wlan_key", Promise::Password),
    ("wpa key", Promise::Password),
    ("wpa2 key", Promise::Password),
    ("network key", Promise::Password),
    ("wi-fi code", Promise::Password),
    ("wifi code", Promise::Password),
    ("snmp community", Promise::Password),
    ("community string", Promise::Password),
    ("totp seed", Promise::Token),
    ("totp key", Promise::Token),
    ("otp seed", Promise::Token),
    ("mfa seed", Promise::Token),
    ("2fa seed", Promise::Token),
    ("recovery code", Promise::Password),
    ("recovery key", Promise::Token),
    ("recovery_key", Promise::Token),
    ("recoverykey", Promise::Token),
    ("kenncode", Promise::Password),
    ("backup code", Promise::Password),
    ("mot de passe", Promise::Password),
    ("mots de passe", Promise::Password),
    ("passw\u{f6}rter", Promise::Password),
    ("kennw\u{f6}rter", Promise::Password),
    ("mot_de_passe", Promise::Password),
    ("motdepasse", Promise::Password),
    // The ends of the Spanish and the Swedish word.
    ("rase\u{f1}a", Promise::Password),
    ("rasena", Promise::Password),
    ("senord", Promise::Password),
    ("senordet", Promise::Password),
    ("passordet", Promise::Password),
    ("adgangskoden", Promise::Password),
    ("senha", Promise::Password),
    ("wachtwoord", Promise::Password),
    ("has\u{142}o", Promise::Password),
    ("has\u{142}em", Promise::Password),
    ("haslo", Promise::Password),
    ("heslo", Promise::Password),
    ("adgangskode", Promise::Password),
    ("salasana", Promise::Password),
    // The Cyrillic word, with the letters that look like Latin ones.
    ("\u{43f}apo\u{43b}\u{44c}", Promise::Password),
    ("\u{41f}apo\u{43b}\u{44c}", Promise::Password),
    ("jelsz\u{f3}", Promise::Password),
    ("lozinka", Promise::Password),
    ("geslo", Promise::Password),
    ("parol\u{103}", Promise::Password),
    ("slapta\u{17e}odis", Promise::Password),
    ("kata sandi", Promise::Password),
    ("\u{15f}ifre", Promise::Password),
    ("\u{15e}ifre", Promise::Password),
    ("m\u{1ead}t kh\u{1ea9}u", Promise::Password),
    ("\u{43b}o\u{437}\u{438}\u{43d}\u{43a}a", Promise::Password),
    ("\u{41b}o\u{437}\u{438}\u{43d}\u{43a}a", Promise::Password),
    ("\u{43f}apo\u{43b}a", Promise::Password),
    ("\u{41f}apo\u{43b}a", Promise::Password),
    // The Greek word likewise.
    ("k\u{3c9}\u{3b4}ik\u{3cc}\u{3c2}", Promise::Password),
    ("\u{30d1}\u{30b9}\u{30ef}\u{30fc}\u{30c9}", Promise::Password),
    ("\u{5bc6}\u{7801}", Promise::Password),
    ("\u{5bc6}\u{78bc}", Promise::Password),
    ("\u{be44}\u{bc00}\u{bc88}\u{d638}", Promise::Password),
    ("\u{c554}\u{d638}", Promise::Password),
    ("\u{5e1}\u{5d9}\u{5e1}\u{5de}\u{5d4}", Promise::Password),
    ("\u{5e1}\u{5d9}\u{5e1}\u{5de}\u{5d0}", Promise::Password),
    ("\u{643}\u{644}\u{645}\u{629} \u{627}\u{644}\u{645}\u{631}\u{648}\u{631}", Promise::Password),
    ("\u{643}\u{644}\u{645}\u{629} \u{627}\u{644}\u{633}\u{631}", Promise::Password),
    ("\u{e23}\u{e2b}\u{e2a}\u{e1c}\u{e32}\u{e19}", Promise::Password),
    (IDENTIFIED, Promise::Password),
    ("bindpw", Promise::Password),
    ("wep key", Promise::Password),
    ("wep_key", Promise::Password),
    ("authtok", Promise::Password),
    ("snmp_community", Promise::Password),
    ("client-key-data", Promise::Token),
    ("secret_id", Promise::Token),
    ("auth_salt", Promise::Token),
    ("pass", Promise::Weak),
    // A blank stands for the end of the word.
    ("pw ", Promise::Weak),
    ("psw ", Promise::Weak),
    ("psk ", Promise::Weak),
    ("mdp ", Promise::Weak),
    ("clave ", Promise::Weak),
    ("secret", Promise::Token),
    ("token", Promise::Token),
    ("apikey", Promise::Token),
    ("api key", Promise::Token),
    ("api_key", Promise::Token),
    ("api-key", Promise::Token),
    ("secret key", Promise::Token),
    ("bearer", Promise::Token),
    ("access key", Promise::Token),
    ("access_key", Promise::Token),
    ("access-key", Promise::Token),
    ("accesskey", Promise::Token),
    ("account key", Promise::Token),
    ("accountkey", Promise::Token),
    ("account_key", Promise::Token),
    ("private key", Promise::Token),
    ("private_key", Promise::Token),
    ("private-key", Promise::Token),
    ("privatekey", Promise::Token),
    ("auth key", Promise::Token),
    ("auth_key", Promise::Token),
    ("auth-key", Promise::Token),
    ("authkey", Promise::Token),
    ("encryption key", Promise::Token),
    ("encryption_key", Promise::Token),
    ("signing key", Promise::Token),
    ("signing_key", Promise::Token),
    ("client_key", Promise::Token),
    ("unseal key", Promise::Token),
    ("unseal_key", Promise::Token),
    ("unsealkey", Promise::Token),
    ("remember-me", Promise::Token),
    ("remember_me", Promise::Token),
    ("credential", Promise::Token),
    ("authorization", Promise::Token),
    ("creds ", Promise::Weak),
    // What a scanner of SonarQube logs in with is a token.
    ("sonar.login", Promise::Token),
    ("sessionid", Promise::Weak),
    ("session_id", Promise::Weak),
    ("sessid", Promise::Weak),
    ("username", Promise::Login),
    ("user name", Promise::Login),
    ("user id", Promise::Login),
    ("userid", Promise::Login),
    ("user", Promise::Login),
    ("login", Promise::Login),
    ("log in", Promise::Login),
    ("log on", Promise::Login),
    ("logged in", Promise::Login),
    ("sign in", Promise::Login),
    ("anmelden", Promise::Login),
    ("zugang", Promise::Login),
    ("zugangsdaten", Promise::Login),
    ("uid", Promise::Login),
    ("client id", Promise::Login),
    ("client_id", Promise::Login),
    ("client.id", Promise::Login),
    ("client-id", Promise::Login),
    ("clientid", Promise::Login),
    ("api", Promise::Weak),
    ("key", Promise::Weak),
    ("access", Promise::Weak),
    ("private", Promise::Weak),
    ("auth", Promise::Weak),
    ("session", Promise::Weak),
    ("cookie", Promise::Weak),
    ("signature", Promise::Weak),
    ("sig", Promise::Weak),
    ("webhook", Promise::Weak),
    ("license", Promise::Weak),
    ("jwt", Promise::Weak),
    ("salt", Promise::Weak),
    ("pat", Promise::Weak),
    ("crumb", Promise::Weak),
    ("unseal", Promise::Weak),
    ("x-amz-signature", Promise::Weak),
];

/// How SQL gives a password to a user.
pub(super) const IDENTIFIED: &str = "identified by";

/// Short words of passwords, which promise one at the end of a name only.
pub(super) const BRIEF: &[&str] = &["pass", "pw", "psw", "psk", "mdp", "clave"];

/// Services whose keys have no mark of their own: the name of the service stands beside the key.
const SERVICES: &[&str] = &[
    "algolia",
    "amplitude",
    "asana",
    "auth0",
    "beamer",
    "bitly",
    "blazemeter",
    "chartmogul",
    "cloudsmith",
    "codecov",
    "coveralls",
    "datadog",
    "everhour",
    "fastly",
    "freshdesk",
    "intercom",
    "mailjet",
    "mapquest",
    "mixpanel",
    "openweather",
    "opsgenie",
    "pagerduty",
    "pingdom",
    "postmark",
    "rollbar",
    "snyk",
    "splunk",
    "sumologic",
    "twilio",
    "wandb",
    "zendesk",
];

/// Ends of names that say something about a secret.
const ABOUT: &[&str] = &[
    "id", "ids", "name", "names", "arn", "ref", "url", "uri", "path", "file", "dir", "sha", "sha1", "sha256", "hash",
    "md5", "digest", "checksum", "version", "type", "length", "len", "size", "count", "expiry", "expires", "ttl",
    "policy", "field", "label", "hint", "prefix", "format", "alg", "date", "at", "less", "domain", "host", "region",
    "endpoint", "callback", "store", "word", "words", "stone", "note", "chain", "board", "boards", "age", "chars",
    "charset", "alphabet",
];
/// The longer ones.
const ABOUT_LONG: &[&str] = &["fingerprint", "thumbprint", "expiration", "algorithm"];

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
    "row",
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

/// How far a name may go on before and behind its word.
const LONGEST_PART: usize = 48;

/// All words and what they promise.
pub(super) fn words() -> impl Iterator<Item = (&'static str, Promise)> {
    let services = SERVICES.iter().map(|service| (*service, Promise::Weak));
    WORDS.iter().copied().chain(tongues::names()).chain(services)
}

/// The names in a text, in order. Of words that overlap the first counts, and of those that begin together the longest.
pub(super) fn names<'a>(text: &'a [u8], sought: &'a Sought) -> impl Iterator<Item = Name> + 'a {
    let mut done = 0;
    let first = move |(span, _): &&(Range<usize>, Word)| {
        let is_free = span.start >= done;
        done = if is_free { span.end } else { done };
        is_free
    };
    sought.words.iter().filter(first).filter_map(|(span, (word, promise))| name(text, span.clone(), word, *promise))
}

fn name(text: &[u8], found: Range<usize>, word: &'static str, promise: Promise) -> Option<Name> {
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'-' | b'.');
    let before = text[..found.start].iter().rev().take(LONGEST_PART).take_while(part).count();
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_');
    let behind = text[found.end..].iter().take(LONGEST_PART).take_while(part).count();
    let span = found.start - before..found.end + behind;
    let (lead, tail) = (&text[span.start..found.start], &text[found.end..span.end]);
    let joined = || BRIEF.contains(&word) && tail.is_empty() && is_led(lead);
    let is_word = || is_word(lead, tail, text[found.start], text[found.end - 1], promise) || joined();
    if is_placeholder(text, &span) || is_in_resource(text, &span) || !is_word() {
        return None;
    }
    let about = !tail.is_empty() && last_part(tail).is_some_and(is_about);
    let open = promise == Promise::Weak && !matches!(word, "pw" | "psw" | "mdp") && opens(text, lead, found.start)
        || opens_nothing(text, &span, lead, word);
    (!about && !open).then(|| Name { promise: promise_with(lead, tail, word, promise), word, span })
}

/// Short words count only as words of a name, and the tail must begin a word of its own.
fn is_word(lead: &[u8], tail: &[u8], first: u8, last: u8, promise: Promise) -> bool {
    let begun = match lead.last() {
        Some(b) if promise <= Promise::Weak => !b.is_ascii_lowercase() || first.is_ascii_uppercase() || lead.len() > 3,
        _ => true,
    };
    let tail = match tail {
        [b's' | b'S', rest @ ..] => rest,
        rest => rest,
    };
    let ended = match tail.first() {
        Some(b) => !b.is_ascii_lowercase() && (!b.is_ascii_uppercase() || last.is_ascii_lowercase()),
        None => true,
    };
    begun && ended
}

/// A name that ends in something of its own says less than one that ends with the word.
fn promise_with(lead: &[u8], tail: &[u8], word: &str, promise: Promise) -> Promise {
    const MEANT: &[&str] = &[
        "",
        "s",
        "value",
        "val",
        "string",
        "str",
        "text",
        "plain",
        "prod",
        "production",
        "dev",
        "stage",
        "staging",
        "test",
        "live",
        "base64",
        "b64",
        "raw",
        "current",
        "new",
        "old",
        "default",
        "db",
        "sa",
        "admin",
        "root",
        "user",
        "key",
        "base",
        "master",
    ];
    let last = last_part(tail).unwrap_or_default();
    let meant = is_one_of(last, MEANT) || last.iter().all(u8::is_ascii_digit);
    match promise {
        Promise::Weak if word == "pass" && is_other_word(lead) => promise,
        Promise::Weak if BRIEF.contains(&word) && (is_end_of_name(lead) || is_led(lead)) && meant => Promise::Password,
        Promise::Weak | Promise::Login => promise,
        _ if meant => promise,
        _ => Promise::Weak,
    }
}

/// Whether the word is one of several in the name of a variable: `DB_PASS`, `dbPass`, `--pass`, `user.pass`.
fn is_end_of_name(lead: &[u8]) -> bool {
    matches!(lead, [.., b'_' | b'-' | b'.']) || lead.is_empty() || lead.last().is_some_and(u8::is_ascii_lowercase)
}

/// Whether a word before the key says that everybody may see it.
fn opens(text: &[u8], lead: &[u8], start: usize) -> bool {
    let name = |b: &&u8| b.is_ascii_alphanumeric();
    let joint = lead.iter().rev().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let gap = if lead.is_empty() {
        text[..start].iter().rev().take(2).take_while(|b| matches!(**b, b' ' | b'\n')).count()
    } else {
        joint
    };
    let end = start - gap;
    let len = text[..end].iter().rev().take(LONGEST_PART).take_while(name).count();
    let word = &text[end - len..end];
    let camel = word.windows(2).rposition(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    is_one_of(&word[camel.map_or(0, |at| at + 1)..], OPEN)
}

/// Whether a part of a name, or a word behind one, says something about a secret.
pub(super) fn is_about(part: &[u8]) -> bool {
    is_one_of(part, ABOUT) || is_one_of(part, ABOUT_LONG)
}

/// Whether the name is what we wrote ourselves: `[TYPE]`, `[TYPE_ABCD]`.
fn is_placeholder(text: &[u8], span: &Range<usize>) -> bool {
    let ours = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    text[..span.start].last() == Some(&b'[') && text.get(span.end) == Some(&b']') && text[span.clone()].iter().all(ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promises(text: &str) -> Vec<Promise> {
        names(text.as_bytes(), &Sought::of(text.as_bytes())).map(|name| name.promise).collect()
    }

    #[test]
    fn names_promise_what_their_words_say() {
        for text in [
            "password",
            "DB_PASSWORD",
            "dbPassword",
            "DB_PASS",
            "--pwd",
            "spring.datasource.password",
            "password2",
            "dbpass",
            "ADMINPASS",
            "x_rootpw",
            "PASSWORD_PROD",
            "passwords",
        ] {
            assert_eq!(promises(text), [Promise::Password], "{text}");
        }
        for text in ["client_secret", "SLACK_TOKEN", "apiKey", "x-api-key", "api key", "tokenValue"] {
            assert_eq!(promises(text), [Promise::Token], "{text}");
        }
        for text in ["key", "acme_key", "session", "token_for_acme", "acmeAccess"] {
            assert_eq!(promises(text), [Promise::Weak], "{text}");
        }
    }

    #[test]
    fn other_names_promise_nothing() {
        for text in [
            "keyboard",
            "primary key",
            "publicKey",
            "foreign_key",
            "public_key",
            "my_primary_key",
            "sort\nkey",
            "PUBLICKey",
            "--recv-keys",
            "restore-keys",
            "password_hash",
            "tokenType",
            "secretName",
            "secretary",
            "tokenizer",
            "[SECRET]",
            "[CARD_PIN] pathology",
            "accessible",
            "compass",
            "userpassing",
            "rekey",
        ] {
            assert_eq!(promises(text), [], "{text}");
        }
    }
}
