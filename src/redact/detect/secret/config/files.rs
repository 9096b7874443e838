//! Files that hold nothing but logins, under their names: `chap-secrets` and `pap-secrets` of `pppd`, whose lines are a
//! client, a server, a secret and addresses, and the file of `auth-user-pass` of OpenVPN, a login name and a password in two
//! lines.

use super::super::call::is_given;
use super::super::link::{count, is_blank};
use super::super::value::Mix;
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use std::ops::Range;

/// The detector of this file. The names of files raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&FILE], needs: Signals::LOGINS, find };

static FILE: Rule = told("secret.file", "in the place of a password in a file of logins, below its name");

/// The longest line that is read, in bytes.
const LONGEST: usize = 256;
/// The most words of a line.
const WORDS: usize = 8;

/// What says that lines of `pppd` follow.
const PPP: &[&[u8]] = &[b"chap-secrets", b"pap-secrets", b"using CHAP", b"using PAP", b"using chap", b"using pap"];
/// The option of OpenVPN that names a file with a login in two lines.
const OPTION: &[u8] = b"auth-user-pass";
/// What says that a login follows in two lines.
const VPN: &[&[u8]] = &[OPTION, b"auth.txt", b"pass.txt", b"login.conf", b"auth.conf", b"userpass.txt"];

/// What the next lines may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    Nothing,
    /// Lines of `pppd`.
    Lines,
    /// The two lines for OpenVPN.
    Login,
}

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    let (mut follows, mut login, mut at) = (told_by(reading.label().as_bytes()), false, 0);
    for line in text.split(|b| *b == b'\n') {
        let span = at..at + line.len();
        at += line.len() + 1;
        let line = line.trim_ascii();
        let told = if line.len() <= LONGEST { told_by(line) } else { Follows::Nothing };
        match (told, follows) {
            (Follows::Lines, _) if quoted(text, &span, hits) => follows = Follows::Nothing,
            (Follows::Lines | Follows::Login, _) => (follows, login) = (told, false),
            _ if line.is_empty() || line.starts_with(b"#") || line.starts_with(b"```") => {}
            (_, Follows::Lines) => follows = if secret_of(text, span, hits) { follows } else { Follows::Nothing },
            (_, Follows::Login) if !login && is_login(line) => login = true,
            (_, Follows::Login) => {
                if login {
                    second(text, span, hits);
                }
                follows = Follows::Nothing;
            }
            _ => {}
        }
    }
}

/// What a line says of those below it. A path alone, a comment and a command end in the name of a file of OpenVPN, or are
/// its tag.
fn told_by(line: &[u8]) -> Follows {
    let holds = |names: &[&[u8]]| names.iter().any(|name| memchr::memmem::find(line, name).is_some());
    let ends = || {
        let line = line.trim_ascii_end();
        let named = line.strip_suffix(b":").or_else(|| line.strip_suffix(b">"));
        // In the configuration, the option stands alone or before the name of the file.
        let is_option = line.starts_with(OPTION) || named.is_none() && line.ends_with(OPTION);
        !is_option && VPN.iter().any(|name| named.unwrap_or(line).ends_with(name))
    };
    match line.contains(&b'-') || line.contains(&b'.') || line.contains(&b' ') {
        true if holds(PPP) => Follows::Lines,
        true if ends() && !line.starts_with(b"</") => Follows::Login,
        _ => Follows::Nothing,
    }
}

/// The words of a stretch, with the quotes around them left out.
fn words(text: &[u8], span: Range<usize>) -> Vec<Range<usize>> {
    let mut at = span.start;
    let mut found = Vec::new();
    while found.len() <= WORDS {
        at += count(text, at, span.end - at, |b| is_blank(b) || b == b'\r');
        let quote = text.get(at).copied().filter(|b| *b == b'"' && at < span.end);
        let from = at + usize::from(quote.is_some());
        let len = match quote {
            Some(_) => count(text, from, span.end - from, |b| b != b'"'),
            None => count(text, from, span.end - from, |b| !b.is_ascii_whitespace()),
        };
        if len == 0 {
            break;
        }
        found.push(from..from + len);
        at = (from + len + usize::from(quote.is_some())).min(span.end);
    }
    found
}

/// The secret of a line: a client, a server, the secret, and addresses, which a star stands for.
fn secret_of(text: &[u8], span: Range<usize>, hits: &mut Hits) -> bool {
    if span.len() > LONGEST {
        return false;
    }
    let words = words(text, span);
    let is_address = |word: &Range<usize>| {
        let word = &text[word.clone()];
        matches!(word, b"*" | b"-")
            || word.iter().all(|b| b.is_ascii_hexdigit() || b"./:*[]_".contains(b) || b.is_ascii_uppercase())
    };
    let [_, server, given, rest @ ..] = &words[..] else { return false };
    let whole = rest.iter().all(is_address) && (!rest.is_empty() || &text[server.clone()] == b"*");
    if whole && is_given(&text[given.clone()]) {
        tell(&FILE, &text[given.clone()], given.clone(), hits);
    }
    whole
}

/// The secret of a line in quotes that a command writes into the file.
fn quoted(text: &[u8], span: &Range<usize>, hits: &mut Hits) -> bool {
    let line = &text[span.clone()];
    let Some(open) = memchr::memchr2(b'"', b'\'', line) else { return false };
    let Some(len) = memchr::memrchr(line[open], &line[open + 1..]) else { return false };
    let from = span.start + open + 1;
    text[from + len..span.end].contains(&b'>') && secret_of(text, from..from + len, hits)
}

/// Whether a line is a login name and nothing else.
fn is_login(line: &[u8]) -> bool {
    let fits = |b: &u8| b.is_ascii_alphanumeric() || b"._-@\\[]".contains(b);
    (2..=64).contains(&line.len()) && line.iter().all(fits)
}

/// The password in the line below the login name: a word with figures or signs.
fn second(text: &[u8], span: Range<usize>, hits: &mut Hits) {
    let words = words(text, span);
    let [given] = &words[..] else { return };
    let (value, mix) = (&text[given.clone()], Mix::of(&text[given.clone()]));
    let drawn = mix.small + mix.large > 0 && mix.digits > 0 && value.len() >= 6;
    let is_setting = value.iter().any(|b| b"/:=<>()".contains(b));
    if drawn && !is_setting && is_given(value) {
        tell(&FILE, value, given.clone(), hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found};

    #[test]
    fn secrets_of_pppd_are_found() {
        finds(
            find,
            &[
                ("# Secrets for authentication using CHAP\n# client\tserver\tsecret\njo\t*\ttigerlily\t*", "tigerlily"),
                ("/etc/ppp/pap-secrets\n\"line7@isp\" * \"tigerlily\"", "tigerlily"),
                ("cat /etc/ppp/chap-secrets\nremote l2tpd Sunny-7 10.0.0.5", "Sunny-7"),
                ("echo \"olga * Sunny-7 *\" >> /etc/ppp/chap-secrets", "Sunny-7"),
            ],
        );
        assert_eq!(found(find, "chap-secrets:\na * tigerlily *\nb * Sunny-7 *\n"), ["tigerlily", "Sunny-7"]);
    }

    #[test]
    fn the_second_line_of_a_login_is_found() {
        finds(
            find,
            &[
                ("/etc/openvpn/auth.txt:\nvpn_7\nSunny.77", "Sunny.77"),
                ("create the file for auth-user-pass:\nsite-a\nSunny-77", "Sunny-77"),
                ("<auth-user-pass>\nsite-a\nSunny77\n</auth-user-pass>", "Sunny77"),
                ("# pass.txt\n```\nsite-a\nSunny77\n```", "Sunny77"),
            ],
        );
    }

    #[test]
    fn commands_and_settings_are_left() {
        finds_nothing(
            find,
            &[
                "chmod 600 /etc/ppp/chap-secrets\nsystemctl restart xl2tpd\nufw allow 1701/udp",
                "The file chap-secrets holds a client, a server, a secret and addresses.",
                "Edit /etc/ppp/pap-secrets and restart it.\nThen check the log of the day for errors *",
                "auth-user-pass\nremote-cert-tls server\ncipher AES-256-GCM",
                "auth-user-pass auth.txt\nca ca.crt\nverb 3",
                "auth-user-pass\nauth-nocache\nverb3x",
                "auth-user-pass\nnobind\nAES-256-GCM/x",
                "remote h\nauth.conf\nuser\nnobody",
            ],
        );
    }

    #[test]
    fn lines_are_told_by_addresses_names_and_brackets() {
        finds(
            find,
            &[
                ("chap-secrets:\na * tigerlily -", "tigerlily"),
                ("chap-secrets:\na s Sunny-7 DYNAMIC", "Sunny-7"),
                ("echo \"some words for it\" >> /etc/ppp/chap-secrets\na * tigerlily *", "tigerlily"),
                ("client auth-user-pass:\nsite-a\nSunny77", "Sunny77"),
            ],
        );
        finds_nothing(
            find,
            &[
                "chap-secrets:\na * tigerlily host",
                "client auth-user-pass\nsite-a\nSunny77",
                "<auth-user-pass>\nsite-a\nsunny(77",
            ],
        );
    }
}
