//! Credentials as programs send them: `Bearer` (RFC 6750) and `Basic` (RFC 7617) in a header, user and password on the
//! command line of `curl`.

use super::sought::Mark;
use super::{Detector, Hits, Reading, Rule, is_free, run, secret, tell, told, value};
use crate::redact::gate::Signals;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use memchr::memmem;
use std::ops::Range;

/// The detector of this file.
pub(super) const DETECTOR: Detector =
    Detector { rules: &[&BEARER, &BASIC, &USER], needs: Signals::SECRET.union(Signals::COMMAND), find };

static BEARER: Rule = secret("secret.bearer", "a token behind the name of the scheme");
static BASIC: Rule = secret("secret.basic", "base64 of a user and a password behind the name of the scheme");
static USER: Rule = told("secret.curl", "user and password on a command line");

/// The shortest token.
const SHORTEST: usize = 10;
/// The shortest login in base64, when decoded.
const SHORTEST_LOGIN: usize = 4;
/// The longest token, in bytes.
const LONGEST: usize = 8192;
/// How far before an option the name of the program may stand, in bytes.
const COMMAND: usize = 512;
/// How far before a password's option the user's may stand, in bytes.
const PAIR: usize = 80;

/// The beginning of the option for a user.
const OPTION: &[u8] = b"-u";

/// Words that stand for a password in descriptions of commands.
const PROTOCOLS: &[&[u8]] = &[b"pop2", b"pop3", b"apop", b"rpop", b"kpop", b"imap", b"etrn", b"odmr"];
const STAND_INS: &[&[u8]] = &[b"password", b"passwd", b"pass", b"pwd", b"secret"];

/// Names the credentials of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let (text, sought) = (reading.text(), reading.sought());
    behind(reading, Mark::Bearer).for_each(|span| bearer(reading, span, hits));
    behind(reading, Mark::Basic).for_each(|span| basic(reading, span, hits));
    sought.places(Mark::Auth).for_each(|name| encoded(reading, name, hits));
    sought.places(Mark::SshPass).for_each(|command| sshpass(reading, command.end, hits));
    if sought.has(Mark::PasswordOption) {
        memmem::find_iter(text, b" -p ").for_each(|at| pair(reading, at, hits));
    }
    if sought.has(Mark::Curl) {
        let options = memmem::find_iter(text, OPTION).filter_map(|at| option_of_user(text, at));
        options.for_each(|option| user(reading, option, hits));
    }
}

/// The option for a user that begins with these two signs, or ends with a word that does: `-u `, `-u'`, `--user `,
/// `--user=`, `--proxy-user `.
fn option_of_user(text: &[u8], at: usize) -> Option<Range<usize>> {
    const LEADS: [&[u8]; 2] = [b"--proxy", b"-"];
    let lead = || LEADS.iter().find(|lead| text[..at].ends_with(lead)).map(|lead| lead.len());
    match &text[at + OPTION.len()..] {
        [b' ' | b'\'' | b'"', ..] => Some(at..at + b"-u ".len()),
        [b's', b'e', b'r', b' ' | b'=', ..] => lead().map(|lead| at - lead..at + b"-user ".len()),
        // The user may follow without a blank.
        [first, ..] if first.is_ascii_alphanumeric() && text[..at].ends_with(b" ") => Some(at..at + b"-u".len()),
        _ => None,
    }
}

/// What stands behind the name of a scheme, of which this is all but the first letter.
fn behind<'a>(reading: &'a Reading<'_>, rest: Mark) -> impl Iterator<Item = Range<usize>> + 'a {
    let (view, text) = (reading.view(), reading.text());
    let begins = move |at: usize| matches!(text[at], b'b' | b'B') && is_free(view, at);
    let words = reading.sought().places(rest).filter(move |rest| rest.start.checked_sub(1).is_some_and(begins));
    words.filter_map(move |Range { end, .. }| {
        let gap = run(view, end, 6, |b| matches!(b, b' ' | b'\t' | b':' | b'=' | b'"' | b'\'' | b'\\'));
        let from = end + gap;
        let len = run(view, from, LONGEST, |b| b.is_ascii_alphanumeric() || b"-._~+/=|:".contains(&b));
        (gap > 0 && len >= SHORTEST).then_some(from..from + len)
    })
}

fn bearer(reading: &Reading<'_>, span: Range<usize>, hits: &mut Hits) {
    let text = reading.text();
    let sentence = text[span.clone()].iter().rev().take_while(|b| matches!(b, b'.' | b':')).count();
    let span = span.start..span.end - sentence;
    match value::stand_in(&text[span.clone()]) {
        Some(why) => hits.miss(&BEARER, span, why),
        None if is_token(&text[span.clone()]) => hits.hit(&BEARER, span),
        None => hits.miss(&BEARER, span, "it is not random"),
    }
}

/// Whether it is no word: random, or of letters and digits of which hardly any repeat.
fn is_token(text: &[u8]) -> bool {
    let mix = value::Mix::of(text);
    value::is_random(text) || value::is_unbroken(text, 16) || mix.classes() == 3 && mix.distinct >= 8
}

fn basic(reading: &Reading<'_>, span: Range<usize>, hits: &mut Hits) {
    let encoded = reading.text()[span.clone()].split(|b| matches!(b, b'=' | b'.' | b':')).next().unwrap_or_default();
    let decoded =
        STANDARD_NO_PAD.decode(encoded).or_else(|_| STANDARD_NO_PAD.decode(&encoded[..encoded.len() / 4 * 4]));
    let fits = |text: &Vec<u8>| text.contains(&b':') && text.iter().all(|b| matches!(b, b' '..=b'~' | 0x80..));
    if decoded.is_ok_and(|text| fits(&text)) {
        hits.hit(&BASIC, span);
    } else {
        hits.miss(&BASIC, span, "it is not base64 of a user and a password");
    }
}

/// Base64 of a user and a password as programs keep it: `"auth": "…"` of Docker, `_auth=…` of npm.
fn encoded(reading: &Reading<'_>, name: Range<usize>, hits: &mut Hits) {
    let (view, text) = (reading.view(), reading.text());
    let (named, end) = (text[..name.start].last().is_some_and(|b| matches!(b, b'"' | b'\'' | b'_')), name.end);
    if !named || view.is_tight() {
        return;
    }
    let gap = run(view, end, 8, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\'' | b'\\'));
    let signed = text[end..end + gap].iter().any(|b| matches!(b, b':' | b'='));
    let len = run(view, end + gap, LONGEST, |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    let span = end + gap..end + gap + len;
    let decoded = STANDARD_NO_PAD.decode(text[span.clone()].split(|b| *b == b'=').next().unwrap_or_default());
    let is_login = |text: String| text.find(':').is_some_and(|at| at > 0) && !text.contains(char::is_control);
    if signed && decoded.ok().and_then(|it| String::from_utf8(it).ok()).is_some_and(is_login) {
        hits.hit(&BASIC, span);
    }
}

/// Whether a word stands where the password does, in the description of a command, or a protocol that fetches mail.
fn is_described(given: &[u8]) -> bool {
    STAND_INS.iter().chain(PROTOCOLS).any(|word| given.eq_ignore_ascii_case(word))
}

/// User and password behind two options of a command: `-u jane -p Sunny-7`.
fn pair(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    let text = reading.text();
    let from = at.saturating_sub(PAIR);
    let named = |option: &&[u8]| Some(from + memmem::rfind(&text[from..at], option)? + option.len());
    let Some(option) = [&b" -u "[..], b" --username ", b" --user "].iter().find_map(named) else { return };
    let (user, password) = (argument(reading, option), argument(reading, at + 4));
    let given = &text[password.clone()];
    // A port, or what the shell fills in.
    let port = given.iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'/'));
    let open = user.end > at || text[option..at].contains(&b'\n') || reading.view().is_tight();
    // The account with its domain is somebody's, whatever stands for the password.
    if !open
        && is_described(given)
        && text[user.clone()].contains(&b'\\')
        && value::stand_in(&text[user.clone()]).is_none()
    {
        return hits.hit(&USER, user);
    }
    // The clients of MySQL take the name of a database there.
    let database = [&b"mysql"[..], b"mariadb"].iter().any(|name| memmem::find(&text[from..at], name).is_some());
    if open
        || port
        || database
        || is_described(given)
        || given.len() < 3
        || given.starts_with(b"-")
        || value::stand_in(given).is_some()
    {
        return;
    }
    hits.hit(&USER, password);
    if value::stand_in(&text[user.clone()]).is_none() {
        hits.hit(&USER, user);
    }
}

/// The password that `sshpass` passes on.
fn sshpass(reading: &Reading<'_>, from: usize, hits: &mut Hits) {
    let password = argument(reading, from);
    let given = &reading.text()[password.clone()];
    if given.len() >= 3 && !reading.view().is_tight() && value::stand_in(given).is_none() && !is_described(given) {
        hits.hit(&USER, password);
    }
}

/// An argument of a command, without its quotes.
fn argument(reading: &Reading<'_>, from: usize) -> Range<usize> {
    let view = reading.view();
    let from = from + run(view, from, 3, |b| matches!(b, b' ' | b'"' | b'\''));
    from..from + run(view, from, 256, |b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'`'))
}

/// The `user:password` behind an option of `curl`.
fn user(reading: &Reading<'_>, option: Range<usize>, hits: &mut Hits) {
    let text = reading.text();
    let before = &text[option.start.saturating_sub(COMMAND)..option.start];
    let span = argument(reading, option.end);
    let given = &text[span.clone()];
    let Some(colon) = memchr::memchr(b':', given).filter(|_| memmem::rfind(before, b"curl").is_some()) else { return };
    let password = &given[colon + 1..];
    if password.len() >= 3 && !password.starts_with(b"//") && !is_described(password) {
        tell(&USER, password, span, hits);
    }
}

/// The login that base64 stands for; none where it holds signs that no login has.
pub(super) fn login_of(given: &[u8]) -> Option<Vec<u8>> {
    let bare = given.strip_suffix(b"==").or_else(|| given.strip_suffix(b"=")).unwrap_or(given);
    let login = STANDARD_NO_PAD.decode(bare).ok()?;
    let fits = |b: &u8| matches!(b, 0 | b' '..=b'~' | 0x80..);
    (login.len() >= SHORTEST_LOGIN && login.iter().all(fits)).then_some(login)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn credentials_in_headers_and_commands_are_found() {
        finds(
            find,
            &[
                ("Authorization: Bearer 7Fj2kLm9QxTz01Ab", "7Fj2kLm9QxTz01Ab"),
                ("'bearer': '7Fj2kLm9QxTz01Ab.'", "7Fj2kLm9QxTz01Ab"),
                // `jane:Sunny-7`.
                ("Authorization: Basic amFuZTpTdW5ueS03", "amFuZTpTdW5ueS03"),
                ("auth=basic amFuZTpTdW5ueS03LQ==,", "amFuZTpTdW5ueS03LQ=="),
                ("curl -u jane:Sunny-7 https://example.com", "jane:Sunny-7"),
                ("curl -ujane:Sunny-7 https://example.com", "jane:Sunny-7"),
                ("curl --user=jane:Sunny-7 https://example.com", "jane:Sunny-7"),
                ("sshpass -p Sunny-7 ssh root@h", "Sunny-7"),
                ("{\"auth\": \"amFuZTpTdW5ueS03\"}", "amFuZTpTdW5ueS03"),
                ("_auth=amFuZTpTdW5ueS03LQ==", "amFuZTpTdW5ueS03LQ=="),
                ("sshpass -p'Sunny-7' ssh root@h", "Sunny-7"),
                ("curl -s \\\n --user 'jane:Sunny-7' x", "jane:Sunny-7"),
            ],
        );
    }

    #[test]
    fn a_user_and_a_password_on_a_command_line_are_found_together() {
        let found = crate::redact::detect::check::found(find, "docker login -u jane -p Sunny-7 registry.example.com");
        assert_eq!(found, ["Sunny-7", "jane"]);
        let found = crate::redact::detect::check::found(find, "docker login --username jane -p Sunny-7 h");
        assert_eq!(found, ["Sunny-7", "jane"]);
        finds(find, &[(r"psexec -u ACME\jane -p PASSWORD cmd", r"ACME\jane")]);
        finds_nothing(
            find,
            &["docker run -u jane -p 8080:80 x", "psexec -u jane -p %PW% x", "mysql -u jane -p orders", "tar -p x"],
        );
    }

    #[test]
    fn words_and_stand_ins_are_left() {
        finds_nothing(
            find,
            &[
                "the bearer authentication scheme",
                "Bearer your-access-token-1",
                "Bearer ${TOKEN}",
                "Bearer [SECRET]",
                "basic understanding of the matter",
                "Basic authentication-and-more",
                "docker run -u 1000:1000 x",
                "curl -u jane https://example.com",
                "curl -utf8 https://example.com",
                "sshpass -p $PW ssh root@h",
                "sshpass -f file ssh root@h",
                "curl -u jane:$PASSWORD https://example.com",
                "curl -u user:password https://example.com",
                "docker login -u username -p password",
                "sshpass -p PASSWORD ssh root@h",
                "{\"auth\": \"authenticated\"}",
                "{\"auth\": \"required\"}",
                "_auth=${NPM_AUTH}",
            ],
        );
    }

    #[test]
    fn a_token_in_words_has_many_characters() {
        finds(find, &[("Authorization: Bearer Sunny-Day-7", "Sunny-Day-7")]);
        finds_nothing(find, &["Authorization: Bearer Aa1-Aa1-Aa1-Aa1"]);
    }
}
