//! Names that say that a secret follows: what they are made of, and what makes them something else.

pub(super) mod parts;
pub(super) mod prose;
pub(super) mod tongues;

use super::sought::Sought;
use super::value::program::{is_in_resource, is_other_word, last_part, opens_nothing};
use crate::redact::detect::vocabulary::is_one_of;
use parts::{dashed, deals, is_about, is_closed, is_joined, is_led, is_meant, is_open, seals};
use std::ops::Range;
use std::sync::LazyLock;

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

impl Name {
    /// Whether dashes lead it, as they lead an option of a command.
    pub(super) fn is_dashed(&self, text: &[u8]) -> bool {
        text[self.span.clone()].starts_with(b"--") || text[..self.span.start].ends_with(b"-")
    }
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
    ("sharedkey", Promise::Password),
    ("kennwort", Promise::Password),
    ("zertifikats-pin", Promise::Password),
    ("zertifikatspin", Promise::Password),
    ("zertifikat-pin", Promise::Password),
    ("wlan-schl\u{fc}ssel", Promise::Password),
    ("netzwerkschl\u{fc}ssel", Promise::Password),
    ("wifi key", Promise::Password),
    ("wifikey", Promise::Password),
    ("wi-fi key", Promise::Password),
    ("wlan key", Promise::Password),
    ("wlankey", Promise::Password),
    ("wpa key", Promise::Password),
    ("wpakey", Promise::Password),
    ("wpa2 key", Promise::Password),
    ("network key", Promise::Password),
    ("wi-fi code", Promise::Password),
    ("wifi code", Promise::Password),
    ("snmp community string", Promise::Password),
    ("snmp community", Promise::Password),
    ("v2 community", Promise::Password),
    ("v2c community", Promise::Password),
    ("community string", Promise::Password),
    ("totp seed", Promise::Token),
    ("totp key", Promise::Token),
    ("otp seed", Promise::Token),
    ("mfa seed", Promise::Token),
    ("2fa seed", Promise::Token),
    ("authenticator key", Promise::Token),
    ("2fa backup", Promise::Password),
    ("mfa backup", Promise::Password),
    ("recovery code", Promise::Password),
    ("recovery key", Promise::Token),
    ("recoverykey", Promise::Token),
    ("kenncode", Promise::Password),
    ("backup code", Promise::Password),
    ("mot de passe", Promise::Password),
    ("mots de passe", Promise::Password),
    ("toegangscode", Promise::Password),
    ("passw\u{f6}rter", Promise::Password),
    ("kennw\u{f6}rter", Promise::Password),
    ("motdepasse", Promise::Password),
    // The ends of the Spanish and the Swedish word.
    ("rase\u{f1}a", Promise::Password),
    ("rasena", Promise::Password),
    ("rasenia", Promise::Password),
    // The same in capitals, of which only those of ASCII are taken for small ones.
    ("rase\u{d1}a", Promise::Password),
    ("has\u{141}o", Promise::Password),
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
    ("wepkey", Promise::Password),
    ("authtok", Promise::Password),
    ("client-key-data", Promise::Token),
    ("secret_id", Promise::Token),
    ("auth salt", Promise::Token),
    ("pass", Promise::Weak),
    // A blank stands for the end of the word.
    ("pw ", Promise::Weak),
    ("pw1 ", Promise::Weak),
    ("pw2 ", Promise::Weak),
    ("psw ", Promise::Weak),
    ("psk ", Promise::Weak),
    ("mdp ", Promise::Weak),
    ("pword ", Promise::Weak),
    ("p/w ", Promise::Weak),
    ("ww ", Promise::Weak),
    ("l\u{f6}sen ", Promise::Weak),
    ("clave ", Promise::Weak),
    ("secret", Promise::Token),
    ("token", Promise::Token),
    ("apikey", Promise::Token),
    ("api key", Promise::Token),
    ("secret key", Promise::Token),
    ("bearer", Promise::Token),
    ("access key", Promise::Token),
    ("accesskey", Promise::Token),
    ("account key", Promise::Token),
    ("accountkey", Promise::Token),
    ("private key", Promise::Token),
    ("privatekey", Promise::Token),
    ("auth key", Promise::Token),
    ("authkey", Promise::Token),
    ("encryption key", Promise::Token),
    // Of SQLCipher.
    ("pragma key", Promise::Password),
    ("pragma rekey", Promise::Password),
    ("signing key", Promise::Token),
    ("client_key", Promise::Token),
    ("unseal key", Promise::Token),
    ("unsealkey", Promise::Token),
    // The login and the password of a registry of schemas.
    ("basic auth user info", Promise::Password),
    ("remember-me", Promise::Token),
    ("remember_me", Promise::Token),
    ("credential", Promise::Token),
    ("authorization", Promise::Token),
    ("creds ", Promise::Weak),
    // What a scanner of SonarQube logs in with is a token.
    ("sonar login", Promise::Token),
    // The password of a replica of Redis for its master, and of its clients.
    ("masterauth", Promise::Password),
    ("redis_auth", Promise::Password),
    // What a server and a device share in RADIUS (RFC 2865) is chosen as passwords are.
    ("radius secret", Promise::Password),
    ("radius shared secret", Promise::Password),
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
    ("logging in", Promise::Login),
    ("einloggen", Promise::Login),
    ("connectez-vous", Promise::Login),
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
    ("basic auth", Promise::Weak),
    ("basic_auth", Promise::Weak),
    ("basic-auth", Promise::Weak),
    ("basicauth", Promise::Weak),
    ("session", Promise::Weak),
    ("cookie", Promise::Weak),
    ("signature", Promise::Weak),
    ("sig", Promise::Weak),
    ("webhook", Promise::Weak),
    ("license", Promise::Weak),
    ("jwt", Promise::Weak),
    ("salt", Promise::Weak),
    ("pepper", Promise::Weak),
    ("pat", Promise::Weak),
    ("crumb", Promise::Weak),
    ("unseal", Promise::Weak),
    ("x-amz-signature", Promise::Weak),
];

/// How SQL gives a password to a user.
pub(super) const IDENTIFIED: &str = "identified by";

/// Short words of passwords, which promise one at the end of a name only.
pub(super) const BRIEF: &[&str] =
    &["pass", "pw", "pw1", "pw2", "psw", "psk", "mdp", "clave", "pword", "p/w", SPARSE[0], SPARSE[1]];

/// Those of them that are words of everyday language or of programs, so that the value has to show itself: the short Dutch one
/// and the Swedish one.
pub(super) const SPARSE: [&str; 2] = ["ww", "l\u{f6}sen"];

/// The word that says little without the part before it.
pub(super) const KEY: &str = "key";

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

/// Further services, whose names alone stand before a key that shows both cases of letters and figures. Where they are a part
/// of a name, the other parts tell more.
const HOUSES: &str = "airtable anthropic artifactory bitbucket braintree brevo bugsnag cloudflare cloudinary cohere \
    confluence contentful deepl digitalocean discord dockerhub doppler dropbox elevenlabs figma firebase gitea github gitlab \
    grafana heroku hetzner honeycomb hubspot huggingface infura jenkins jira keycloak klaviyo launchdarkly linode loggly logzio \
    looker mailchimp mailgun mapbox metabase mistral mongodb netlify newrelic notion okta openai paddle papertrail paypal \
    pinecone plaid planetscale pusher pypi redash replicate rubygems salesforce sendgrid sendinblue sentry shopify slack \
    sonarcloud sonarqube spotify statuspage supabase superset tableau telegram terraform trello twitch typeform vault vercel \
    vultr zapier zoom";

/// Whether the word is the name of such a service.
pub(super) fn is_house(word: &str) -> bool {
    static SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut houses: Vec<_> = HOUSES.split(' ').collect();
        houses.sort_unstable();
        houses
    });
    SORTED.binary_search(&word).is_ok()
}

/// How far a name may go on before and behind its word.
const LONGEST_PART: usize = 48;

/// All words and what they promise.
pub(super) fn words() -> impl Iterator<Item = (&'static str, Promise)> {
    let houses = HOUSES.split(' ').filter(|house| !SERVICES.contains(house));
    let services = SERVICES.iter().copied().chain(houses).map(|service| (service, Promise::Weak));
    WORDS.iter().copied().chain(tongues::names()).chain(services)
}

/// The names in a text, in order. Of words that overlap the first counts that may be one there, and of those that begin
/// together the longest.
pub(super) fn names<'a>(text: &'a [u8], sought: &'a Sought) -> impl Iterator<Item = Name> + 'a {
    let mut done = 0;
    sought.words.iter().filter_map(move |(span, (word, promise))| {
        if span.start < done {
            return None;
        }
        let parts = Parts::around(text, span, word, *promise)?;
        done = span.end;
        parts.name(text, span, word, *promise)
    })
}

/// What stands before and behind the word of a name.
struct Parts<'a> {
    lead: &'a [u8],
    tail: &'a [u8],
    span: Range<usize>,
}

impl<'a> Parts<'a> {
    /// The parts around a word, where it is one of a name.
    fn around(text: &'a [u8], found: &Range<usize>, word: &str, promise: Promise) -> Option<Self> {
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'-' | b'.');
        let before = text[..found.start].iter().rev().take(LONGEST_PART).take_while(part).count();
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_');
        let behind = text[found.end..].iter().take(LONGEST_PART).take_while(part).count();
        let span = found.start - before..found.end + behind;
        let (lead, tail) = (&text[span.start..found.start], &text[found.end..span.end]);
        is_word(lead, tail, &text[found.clone()], word, promise).then(|| {
            let end = span.end + if promise > Promise::Login { dashed(&text[span.end..]) } else { 0 };
            Self { lead, tail: &text[found.end..end], span: span.start..end }
        })
    }

    /// The name, unless it is one of something else.
    fn name(self, text: &[u8], found: &Range<usize>, word: &'static str, promise: Promise) -> Option<Name> {
        let Self { lead, tail, span } = self;
        if is_placeholder(text, &span) || is_in_resource(text, &span) {
            return None;
        }
        let about = !tail.is_empty() && last_part(tail).is_some_and(is_about) || deals(tail);
        let open = promise == Promise::Weak && is_of_all(text, lead, found.start, word)
            || opens_nothing(text, &span, lead, word);
        (!about && !open).then(|| Name {
            promise: promise_with(text, found, (lead, tail), (word, promise)),
            word,
            span,
        })
    }
}

/// Short words count only as words of a name, and the tail must begin a word of its own.
fn is_word(lead: &[u8], tail: &[u8], found: &[u8], word: &str, promise: Promise) -> bool {
    let capital = found.first().is_some_and(u8::is_ascii_uppercase);
    let brief = || (BRIEF.contains(&word) || word == KEY) && is_led(lead) || word == KEY && seals(lead);
    let begun = match lead.last() {
        Some(b) if promise <= Promise::Weak => !b.is_ascii_lowercase() || capital || lead.len() > 3 || brief(),
        _ => true,
    };
    let small = found.last().is_some_and(u8::is_ascii_lowercase);
    if promise == Promise::Weak && !(lead.is_empty() && tail.is_empty()) && is_house(word) {
        return false;
    }
    // The ending of a plural is of the same case: another letter begins the next word, as in `secretString`.
    let tail = match tail {
        [b's', rest @ ..] if small => rest,
        [b'S', rest @ ..] if !small => rest,
        rest => rest,
    };
    let ended = match tail.first() {
        Some(b) => {
            let goes_on = b.is_ascii_lowercase() || b.is_ascii_uppercase() && !small;
            !goes_on || promise >= Promise::Token && is_joined(tail)
        }
        None => true,
    };
    begun && ended
}

/// A name that ends in something of its own says less than one that ends with the word.
fn promise_with(
    text: &[u8],
    found: &Range<usize>,
    (lead, tail): (&[u8], &[u8]),
    (word, promise): (&str, Promise),
) -> Promise {
    let last = last_part(tail).unwrap_or_default();
    let meant = is_meant(last);
    match promise {
        Promise::Weak if word == "pass" && is_other_word(lead) => promise,
        Promise::Weak if BRIEF.contains(&word) && (is_end_of_name(lead) || is_led(lead)) && all_meant(tail) => {
            Promise::Password
        }
        // A further part makes it the name of something that is done with the key.
        Promise::Weak
            if word == KEY && meant && tail.len() <= last.len() + 1 && seals(before(text, lead, found.start)) =>
        {
            Promise::Token
        }
        Promise::Weak | Promise::Login => promise,
        // Charts of Helm tell under which key of a secret the password is.
        Promise::Password if last.eq_ignore_ascii_case(b"key") => Promise::Token,
        _ if meant => promise,
        _ if is_closed(last) => Promise::Token,
        _ => Promise::Weak,
    }
}

/// Whether each part behind a short word leaves it one for a password: not so in `pass_rate_2`.
fn all_meant(tail: &[u8]) -> bool {
    let parts = tail.split(|b| matches!(b, b'_' | b'-' | b'.'));
    parts.filter_map(last_part).all(|part| part.is_empty() || is_meant(part))
}

/// Whether the word is one of several in the name of a variable: `DB_PASS`, `dbPass`, `--pass`, `user.pass`.
fn is_end_of_name(lead: &[u8]) -> bool {
    matches!(lead, [.., b'_' | b'-' | b'.']) || lead.is_empty() || lead.last().is_some_and(u8::is_ascii_lowercase)
}

/// What stands before the word of a name: the name up to there, or the word before it.
fn before<'a>(text: &'a [u8], lead: &'a [u8], start: usize) -> &'a [u8] {
    let name = |b: &&u8| b.is_ascii_alphanumeric();
    let gap = match lead {
        [] => text[..start].iter().rev().take(2).take_while(|b| matches!(**b, b' ' | b'\n')).count(),
        lead => lead.iter().rev().take_while(|b| !b.is_ascii_alphanumeric()).count(),
    };
    let end = start - gap;
    &text[end - text[..end].iter().rev().take(LONGEST_PART).take_while(name).count()..end]
}

/// Whether a word before the key says that everybody may see it. A password has a user, and whoever passes is another.
fn is_of_all(text: &[u8], lead: &[u8], start: usize, word: &str) -> bool {
    const OWNING: &[&str] = &["user", "host", "site", "gpg", "pgp", "s3", "registry"];
    let part = last_part(before(text, lead, start)).unwrap_or_default();
    match word {
        "pw" | "pw1" | "pw2" | "psw" | "mdp" | "psk" | "salt" => false,
        "basic auth" | "basic_auth" | "basic-auth" | "basicauth" => false,
        "pass" => is_open(part) && !is_one_of(part, OWNING),
        _ => is_open(part),
    }
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
            "apipass",
            "keypass",
            "KEYSTOREPASS",
            "wpapsk",
            "DB_PASS_2",
            "pw2",
            "passwordOld",
            "password_utente",
            "--db-password-dev",
            "db.password.prod",
            "mot-de-passe",
        ] {
            assert_eq!(promises(text).first(), Some(&Promise::Password), "{text}");
        }
    }

    #[test]
    fn a_name_may_go_on_with_the_form_of_what_it_holds() {
        assert_eq!(promises("mySecretString=1"), [Promise::Token]);
        assert_eq!(promises("tokenString=1"), [Promise::Token]);
        assert_eq!(promises("SECRETS=1"), promises("secrets=1"));
        assert_eq!(promises("secretStore=1"), []);
        assert_eq!(promises("the TokenStream is"), []);
        assert_eq!(promises("KeySerialNumber=1"), []);
        assert_eq!(promises("secretstore=1"), []);
    }

    #[test]
    fn names_of_keys_promise_tokens_or_less() {
        for text in [
            "client_secret",
            "SLACK_TOKEN",
            "apiKey",
            "x-api-key",
            "api key",
            "tokenValue",
            "authtoken",
            "myoauthtoken",
            "secretkey",
            "SECRETKEYBASE",
            "secret-key-base",
            "--jwt-secret-dev",
            "jwt.secret.prod",
            "aeskey",
            "HMAC_KEY",
            "master key",
            "dataEncryptionKey2",
            "password_enc",
            "clave_secreta",
        ] {
            assert!(promises(text).contains(&Promise::Token), "{text}");
        }
        for text in
            ["key", "acme_key", "appkey", "session", "token_for_acme", "acmeAccess", "password_jenkins", "hash_salt"]
        {
            assert_eq!(promises(text), [Promise::Weak], "{text}");
        }
    }

    #[test]
    fn a_word_of_the_login_stands_beside_that_of_the_password() {
        for text in ["userpass", "user_pass", "USER_PASS", "user pass"] {
            assert_eq!(promises(text).last(), Some(&Promise::Password), "{text}");
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
            "monkey",
            "deskeyboard",
            "authtokenizer",
            "passwordless",
            "secretkeyring",
            "token-type",
            "--password-file",
            "passwordpolicy",
        ] {
            assert_eq!(promises(text), [], "{text}");
        }
    }

    #[test]
    fn the_key_of_a_password_is_where_it_is_found() {
        assert_eq!(promises("adminPasswordKey: x")[0], Promise::Token);
        assert_eq!(promises("adminPassword: x"), [Promise::Password]);
        assert_eq!(promises("shared key: x"), [Promise::Password]);
    }
}
