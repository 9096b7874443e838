//! Credentials in addresses: `scheme://user:password@host` (RFC 3986 §3.2.1, and the connection strings of databases
//! and queues that follow it). Only user and password go; scheme, host and path stay.
//!
//! A user without a password stays, unless it is random: some services take a token there.

use super::value::scatter::holds_scattered;
use super::{Detector, Hits, Reading, Rule, run, secret, tell, value};
use crate::redact::gate::Signals;
use crate::redact::view::View;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file.
pub(super) const DETECTOR: Detector = Detector { rules: &[&URL], needs: Signals::AT, find };

/// The code raises its signal.
pub(super) const CODES: Detector = Detector { rules: &[&CODE], needs: Signals::DRAWN, find: find_codes };

static CODE: Rule = secret("secret.code", "long and random, the code in the query of an address");
static URL: Rule = secret("secret.url", "user and password before the host of an address");

/// The longest user and password looked at, in bytes.
const LONGEST: usize = 1024;
/// The shortest random user that is a token.
const SHORTEST_TOKEN: usize = 16;

/// The shortest code that opens something for whoever has it.
const SHORTEST_CODE: usize = 20;

static QUERIES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("code="));
/// How the root of a repository of CVS begins that a server with passwords keeps.
static PSERVER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(":pserver:"));
static AUTHORITIES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));

/// Names the credentials in the addresses of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let view = reading.view();
    let text = view.text();
    if !view.is_tight() {
        PSERVER.find_iter(text).for_each(|at| of_repository(text, at + PSERVER.needle().len(), hits));
    }
    for at in AUTHORITIES.find_iter(text) {
        let from = at + 3;
        let Some(span) = userinfo(text, from).filter(|_| at > 0 && text[at - 1].is_ascii_alphanumeric()) else {
            continue;
        };
        let colon = memchr::memchr(b':', &text[span.clone()]).map(|colon| span.start + colon);
        if view.is_tight() && !is_broken_inside(view, &span, colon) {
            continue;
        }
        match colon {
            Some(colon) if names_all(text, &span, colon) => {
                hits.miss(&URL, span, "it says what stands there");
            }
            Some(colon) => judge(&text[colon + 1..span.end], span, hits),
            None if span.len() >= SHORTEST_TOKEN && value::is_random(&text[span.clone()]) => hits.hit(&URL, span),
            None => {}
        }
    }
}

/// Names the password in the root of a repository: `:pserver:user:…@host:/path`.
fn of_repository(text: &[u8], from: usize, hits: &mut Hits) {
    let len = text[from..].iter().take(LONGEST).take_while(|b| is_part(**b)).count();
    let root = &text[from..from + len];
    let end = memchr::memchr(b'/', root).unwrap_or(len);
    let Some(host) = memchr::memrchr(b'@', &root[..end]) else { return };
    let Some(colon) = memchr::memchr(b':', &root[..host]).filter(|colon| *colon > 0) else { return };
    let given = from + colon + 1..from + host;
    if !given.is_empty() && !names_all(text, &(from..given.end), from + colon) {
        tell(&URL, &text[given.clone()], given, hits);
    }
}

/// Names the codes with which a login goes on (RFC 6749 §4.1.2), or that log somebody in, in the addresses of a view.
fn find_codes(reading: &Reading<'_>, hits: &mut Hits) {
    let (view, text) = (reading.view(), reading.text());
    for at in QUERIES.find_iter(text) {
        let from = at + "code=".len();
        let span = from..from + run(view, from, LONGEST, |b| b.is_ascii_alphanumeric() || b"-_.~%/+".contains(&b));
        let given = &text[span.clone()];
        let is_query = matches!(text[..at].last(), Some(b'?' | b'&' | b';'));
        if is_query && given.len() >= SHORTEST_CODE && holds_scattered(given) && !view.is_tight() {
            tell(&CODE, given, span, hits);
        }
    }
}

/// What handbooks write in place of a user, and of a password.
const USERS: &[&str] = &[
    "user",
    "username",
    "user_name",
    "user-name",
    "usr",
    "login",
    "benutzer",
    "benutzername",
    "utilisateur",
    "usuario",
    "utente",
];
const PASSWORDS: &[&str] = &[
    "password",
    "passwd",
    "pass",
    "pwd",
    "pw",
    "passwort",
    "kennwort",
    "motdepasse",
    "mot-de-passe",
    "contrase\u{f1}a",
    "contrasena",
];

/// What they write in place of a host.
const HOSTS: &[&str] = &["host", "hostname", "server", "servername", "serveur", "servidor", "serverhost", "dbhost"];

/// Whether the words of a handbook stand in place of user, password and host, or of the former two in square brackets:
/// `user:password@host`, `[user[:password]@]`, `[scheme://][user[:password]@]`.
fn names_all(text: &[u8], span: &Range<usize>, colon: usize) -> bool {
    // `someuser` is any user.
    let is = |words: &[&str], given: &[u8]| {
        let given = given.strip_prefix(b"some").unwrap_or(given);
        words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(given))
    };
    let plain = |text: &[u8]| -> Vec<u8> { text.iter().copied().filter(|b| !matches!(b, b'[' | b']')).collect() };
    let host = text.get(span.end + 1..).unwrap_or_default();
    let len = host.iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    is(USERS, &plain(&text[span.start..colon]))
        && is(PASSWORDS, &plain(&text[colon + 1..span.end]))
        && (matches!(text[span.start], b'[' | b']') || is(HOSTS, &host[..len]))
}

fn judge(password: &[u8], span: Range<usize>, hits: &mut Hits) {
    if password.is_empty() {
        hits.miss(&URL, span, "the password is empty");
    } else {
        tell(&URL, password, span, hits);
    }
}

/// What stands before the last `@` of the authority that begins here. A password may hold a slash that nobody
/// encoded; a port may not.
fn userinfo(text: &[u8], from: usize) -> Option<Range<usize>> {
    let len = text[from..].iter().take(LONGEST).take_while(|b| is_part(**b)).count();
    let address = &text[from..from + len];
    let authority = address.iter().position(|b| matches!(b, b'/' | b'?' | b'#')).unwrap_or(len);
    let end = memchr::memrchr(b'@', &address[..authority]).or_else(|| unencoded(address, authority))?;
    (end > 0).then_some(from..from + end)
}

/// The `@` behind a password with an unencoded slash in it.
fn unencoded(address: &[u8], slash: usize) -> Option<usize> {
    let colon = memchr::memchr(b':', &address[..slash])?;
    let port = address[colon + 1..slash].iter().all(u8::is_ascii_digit);
    let at = memchr::memchr(b'@', address)?;
    let path = address[slash..at].iter().filter(|b| **b == b'/').count() > 1;
    (!port && !path).then_some(at)
}

fn is_part(b: u8) -> bool {
    !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\' | b'|')
}

/// Whether a line break that was left out stands in the middle of the password: next to a sign, two lines meet that
/// have nothing to do with each other.
fn is_broken_inside(view: &View, span: &Range<usize>, colon: Option<usize>) -> bool {
    colon.is_some_and(|colon| {
        !view.has_break(&(span.start..colon + 2)) && view.has_break(&(colon + 1..span.end)) && !view.is_break(span.end)
    })
}

#[cfg(test)]
mod tests {
    use super::super::across;
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn codes_of_logins_are_found_in_queries() {
        let code = "YjJ-o7jDxEUHwkLMdTS4lJjJ2ROHuCH6DKU7avHx";
        finds(
            find_codes,
            &[
                (&format!("GET /cb?code={code}&state=abc"), code),
                (&format!("https://x.example/m?a=1&code={code}"), code),
            ],
        );
        finds_nothing(
            find_codes,
            &[
                "?code=ERR_CONNECTION_RESET_BY_PEER",
                "x?code=404&a=1",
                "?promocode=SUMMER-SALE-2024-EUROPE",
                &format!("code={code}"),
            ],
        );
    }

    #[test]
    fn passwords_of_repositories_are_found() {
        finds(
            find,
            &[
                ("cvs -d :pserver:jane:Sunny-7@cvs.example:/cvs login", "Sunny-7"),
                ("CVSROOT=:pserver:jane:sunny@cvs.example:2401/cvs", "sunny"),
            ],
        );
        finds_nothing(
            find,
            &[
                ":pserver:anoncvs@cvs.example:/cvs",
                ":pserver:user:password@host:/cvs",
                ":pserver:someuser:somepassword@server:/path",
                ":pserver:jane:[SECRET]@cvs.example:/cvs",
                "the method :pserver: of a:b@c",
            ],
        );
    }

    #[test]
    fn credentials_in_addresses_are_found_without_the_rest() {
        finds(
            find,
            &[
                ("https://jane:Sunny-7@example.com/x", "jane:Sunny-7"),
                ("postgres://etl:Tr1cky@db.internal:5432/prod", "etl:Tr1cky"),
                ("redis://:Sunny-7@cache:6379/0", ":Sunny-7"),
                ("amqp://a:p@ss@mq.example.com", "a:p@ss"),
                ("mongodb+srv://a:b%40c@h1:1,h2:2/?x=y", "a:b%40c"),
                ("jdbc:mysql://a:sl/ash@db/x", "a:sl/ash"),
                ("git clone https://x9Kd82jfLq0ZpW7m@git.example.com/a.git", "x9Kd82jfLq0ZpW7m"),
                ("smtp://mail:password@localhost", "mail:password"),
                ("smtp://user:Sunny-7@localhost", "user:Sunny-7"),
                ("amqp://user:password@mq.example.com", "user:password"),
                ("http://admin:password@server/x", "admin:password"),
            ],
        );
    }

    #[test]
    fn addresses_without_credentials_are_left() {
        finds_nothing(
            find,
            &[
                "https://example.com:8080/@jane",
                "https://jane@example.com/x",
                "https://example.com/a:b@c",
                "amqp://jane:*****@example.com",
                "https://$USER:$PASSWORD@example.com",
                "dialect+driver://username:password@host:port/database",
                "mysql://USER:PASS@HOST/db",
                "scheme://[user:passwd@]proxy.example.com:port",
                "ftp://[[utente][:password]@]host[:port]/",
                "smb://utilisateur:motdepasse@serveur/imprimante",
                "https://jane:${PW}@example.com",
                "https://jane:[SECRET]@example.com",
                "https://[SECRET]@example.com",
                "https://:@example.com",
                "see http://a.example.com and b:c@example.com",
            ],
        );
    }

    #[test]
    fn a_line_may_break_in_the_middle_of_a_password_and_nowhere_else() {
        assert_eq!(across::found(find, "postgres://etl:Tr1c\nky@db.example.org"), ["etl:Tr1cky"]);
        for text in [
            "postgres://etl:Tr1cky@db.example.org",
            "postgres://e\ntl:Tr1cky@db.example.org",
            "postgres://etl:\nTr1cky@db.example.org",
            "postgres://e\ntl:Tr1c\nky@db.example.org",
            "postgres://etl:Tr1c\nky\n@db.example.org",
        ] {
            assert_eq!(across::found(find, text), [""; 0], "{text}");
        }
    }
}
