//! Passwords on command lines: an option whose meaning the name of the tool tells, what stands behind a user's name,
//! and what is piped into a tool that reads a password.

use super::{Detector, Hits, Reading, Rule, secret, tell, value};
use crate::redact::gate::Signals;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file.
pub(super) const DETECTOR: Detector = Detector { rules: &[&COMMAND], needs: Signals::COMMAND, find };

static COMMAND: Rule = secret("secret.command", "the password on the command line of a tool");

/// The longest command line, in bytes.
const LONGEST: usize = 1024;
/// The longest password, in bytes.
const LONGEST_PASSWORD: usize = 128;

/// Where a tool takes the password.
#[derive(Clone, Copy)]
enum Place {
    /// Right behind an option, without a blank.
    Glued(&'static [u8]),
    /// Behind an option, perhaps without a blank.
    Option(&'static [u8]),
    /// Behind a user's name and this sign, in the argument of an option or alone.
    Login(&'static [u8], u8),
    /// The last of so many arguments without a dash, where this letter is among the options.
    Last(usize, u8),
    /// Behind a word and the name of a user.
    Named(&'static [u8]),
}

/// The beginnings of the names of tools; letters may follow those that end with a star.
const TOOLS: &[(&str, Place)] = &[
    ("mysql*", Place::Glued(b"-p")),
    ("mariadb*", Place::Glued(b"-p")),
    ("redis-cli", Place::Option(b"-a")),
    ("ldap*", Place::Option(b"-w")),
    ("sqlcmd", Place::Option(b"-P")),
    ("bcp", Place::Option(b"-P")),
    ("openssl", Place::Option(b"-k")),
    ("smbclient", Place::Login(b"-U", b'%')),
    ("rpcclient", Place::Login(b"-U", b'%')),
    ("sqlplus", Place::Login(b"", b'/')),
    ("expdp", Place::Login(b"", b'/')),
    ("impdp", Place::Login(b"", b'/')),
    ("ssh", Place::Login(b"", b':')),
    ("scp", Place::Login(b"", b':')),
    ("sftp", Place::Login(b"", b':')),
    ("htpasswd", Place::Last(3, b'b')),
    ("net", Place::Named(b"user")),
];

/// What reads a password from a pipe, and whether a user's name stands before it.
const READERS: &[(&[u8], bool)] = &[
    (b"sudo -S", false),
    (b"sudo -kS", false),
    (b"--password-stdin", false),
    (b"--stdin", false),
    (b"chpasswd", true),
];

/// Words of sentences about an option.
const ABOUT: &[&[u8]] = &[
    b"option",
    b"flag",
    b"switch",
    b"parameter",
    b"argument",
    b"instead",
    b"then",
    b"but",
    b"does",
    b"means",
    b"takes",
    b"asks",
    b"prompts",
    b"sets",
    b"without",
];

/// What stands between a login and a host in the form of Go's drivers.
static DIALED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("@tcp("));
/// The thin and the thick driver of Oracle.
static ORACLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("jdbc:oracle:"));
static PIPES: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [Finder::new("echo "), Finder::new("printf ")]);

/// Names the passwords on the command lines of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    let mut tools: Vec<(Range<usize>, Place)> = tools(text).collect();
    tools.sort_unstable_by_key(|(name, _)| name.start);
    for (at, (name, place)) in tools.iter().enumerate() {
        // What stands behind the name of another tool is for that.
        let until = tools.get(at + 1).map_or(text.len(), |(next, _)| next.start.max(name.end));
        passwords(&text[..until], name.end, *place, hits);
    }
    PIPES.iter().flat_map(|pipe| pipe.find_iter(text)).for_each(|at| piped(text, at, hits));
    DIALED.find_iter(text).for_each(|at| login_before(text, at, hits));
    for at in ORACLE.find_iter(text) {
        let from = at + ORACLE.needle().len();
        let driver = text[from..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let from = from + driver + 1;
        let len =
            text.get(from..).map_or(0, |rest| rest.iter().take(LONGEST_PASSWORD).take_while(|b| is_part(**b)).count());
        login(text, from..from + len, b'/', hits);
    }
}

/// The tools that a text names; their arguments stand behind the name.
fn tools(text: &[u8]) -> impl Iterator<Item = (Range<usize>, Place)> + '_ {
    static NAMES: LazyLock<Vec<(Finder<'static>, bool, Place)>> = LazyLock::new(|| {
        let name = |(name, place): &(&'static str, Place)| {
            (Finder::new(name.trim_end_matches('*')), name.ends_with('*'), *place)
        };
        TOOLS.iter().map(name).collect()
    });
    let free =
        |at: usize| !text[..at].last().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    NAMES.iter().flat_map(move |(name, longer, place)| {
        name.find_iter(text).filter(move |at| free(*at)).filter_map(move |at| {
            let mut end = at + name.needle().len();
            if *longer {
                end += text[end..].iter().take(12).take_while(|b| b.is_ascii_lowercase()).count();
            }
            end += if text[end..].starts_with(b".exe") { b".exe".len() } else { 0 };
            text.get(end).is_some_and(|b| matches!(b, b' ' | b'\t')).then_some((at..end, *place))
        })
    })
}

/// The password among the arguments that begin here.
fn passwords(text: &[u8], from: usize, place: Place, hits: &mut Hits) {
    let words = arguments(text, from);
    let is_option = |word: &&Range<usize>| text[word.start] == b'-';
    match place {
        Place::Glued(option) => {
            let glued = words.iter().filter_map(|word| behind_option(text, word, option));
            // Other tools write out words behind one dash.
            let word = |span: &Range<usize>| [&b"assword"[..], b"ort", b"rotocol"].contains(&&text[span.clone()]);
            glued.filter(|span| !word(span)).for_each(|span| judge(text, span, hits));
        }
        Place::Option(option) => {
            of_option(text, &words, option).for_each(|span| judge(text, span, hits));
        }
        Place::Login(b"", sign) => {
            let plain = words.iter().filter(|word| !is_option(word));
            let whole = |word: &&Range<usize>| sign != b':' || text[(*word).clone()].contains(&b'@');
            plain.take(4).filter(whole).for_each(|word| login(text, unquoted(text, word.clone()), sign, hits));
        }
        Place::Login(option, sign) => {
            of_option(text, &words, option).for_each(|span| login(text, span, sign, hits));
        }
        Place::Last(count, letter) => {
            let batch = words.iter().any(|word| is_option(&word) && text[word.clone()].contains(&letter));
            let plain: Vec<_> = words.iter().filter(|word| !is_option(word)).collect();
            if let Some(last) = plain.get(count - 1).filter(|_| batch && plain.len() == count) {
                judge(text, unquoted(text, (*last).clone()), hits);
            }
        }
        Place::Named(word) => {
            let [first, _, given, ..] = &words[..] else { return };
            let mix = value::Mix::of(&text[given.clone()]);
            let strong = mix.digits > 0 || mix.signs > 0;
            let named = text[first.clone()].eq_ignore_ascii_case(word) && !matches!(text[given.start], b'/' | b'*');
            if named && strong {
                judge(text, unquoted(text, given.clone()), hits);
            }
        }
    }
}

/// What stands behind an option, in its word or in the next.
fn of_option<'a>(
    text: &'a [u8],
    words: &'a [Range<usize>],
    option: &'static [u8],
) -> impl Iterator<Item = Range<usize>> + 'a {
    let next = |at: usize| words.get(at + 1).filter(|word| text[word.start] != b'-').cloned();
    words.iter().enumerate().filter_map(move |(at, word)| match &text[word.clone()] == option {
        true => next(at).map(|word| unquoted(text, word)),
        false => behind_option(text, word, option).filter(|span| has_sign(&text[span.clone()])),
    })
}

/// Whether there is more than letters: several options may stand behind one dash.
fn has_sign(given: &[u8]) -> bool {
    !given.iter().all(u8::is_ascii_alphabetic)
}

fn behind_option(text: &[u8], word: &Range<usize>, option: &[u8]) -> Option<Range<usize>> {
    let glued = text[word.clone()].strip_prefix(option)?;
    (!glued.is_empty()).then(|| unquoted(text, word.end - glued.len()..word.end))
}

/// The arguments of a command up to the end of its line, or to another command.
fn arguments(text: &[u8], from: usize) -> Vec<Range<usize>> {
    let (mut at, end) = (from, text.len().min(from + LONGEST));
    let mut words = Vec::new();
    while at < end {
        match text[at..end] {
            [b' ' | b'\t', ..] => at += 1,
            [b'\\', b'\n', ..] => at += 2,
            [b'\n' | b'\r' | b'|' | b';' | b'&' | b'<' | b'>' | b'`', ..] => break,
            _ => {
                let len = word(&text[at..end]);
                words.push(at..at + len);
                at += len;
            }
        }
    }
    words
}

/// The length of an argument: up to a blank outside of quotes.
fn word(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(b) = text.get(at) {
        match b {
            b'"' | b'\'' => {
                let line = text[at + 1..].iter().take_while(|b| **b != b'\n').count();
                let close = memchr::memchr(*b, &text[at + 1..at + 1 + line]);
                at += close.map_or(1, |close| close + 2);
            }
            b if b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'`') => break,
            _ => at += 1,
        }
    }
    at.max(1)
}

/// An argument without its quotes, or without the signs of the sentence behind it.
fn unquoted(text: &[u8], word: Range<usize>) -> Range<usize> {
    if let [first @ (b'"' | b'\''), .., last] = &text[word.clone()]
        && first == last
    {
        return word.start + 1..word.end - 1;
    }
    let loose = |b: &&u8| matches!(b, b'"' | b'\'' | b'.' | b',' | b';' | b')' | b':');
    let (start, end) = (word.start, word.end);
    start..end - text[word].iter().rev().take_while(loose).count()
}

/// The password behind a user's name and a sign, before a host.
fn login(text: &[u8], span: Range<usize>, sign: u8, hits: &mut Hits) {
    let given = text.get(span.clone()).unwrap_or_default();
    let end = memchr::memrchr(b'@', given).unwrap_or(given.len());
    let Some(at) = memchr::memchr(sign, &given[..end]).filter(|at| *at > 0) else { return };
    let name = given[..at].iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'\\' | b'$'));
    // A path, or an address with a scheme.
    let other = given[at + 1..].starts_with(b"/") || sign == b'/' && given[at + 1..end].contains(&b'/');
    if name && !other {
        judge(text, span.start + at + 1..span.start + end, hits);
    }
}

/// `user:password` that ends before this `@`.
fn login_before(text: &[u8], at: usize, hits: &mut Hits) {
    let len = text[..at].iter().rev().take(LONGEST_PASSWORD).take_while(|b| is_part(**b)).count();
    login(text, at - len..at, b':', hits);
}

fn is_part(b: u8) -> bool {
    !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>' | b'=' | b',')
}

/// What is written into a pipe whose reader takes it for a password.
fn piped(text: &[u8], at: usize, hits: &mut Hits) {
    let words = arguments(text, at + text[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count());
    let Some(given) = words.last() else { return };
    let rest = text[given.end..].trim_ascii_start();
    let line = &rest[..rest.iter().take(LONGEST).take_while(|b| **b != b'\n').count()];
    let Some((_, named)) = READERS.iter().find(|(name, _)| line.starts_with(b"|") && value::contains(line, name))
    else {
        return;
    };
    let span = unquoted(text, given.clone());
    match named {
        true => login(text, span, b':', hits),
        false => judge(text, span, hits),
    }
}

/// Says that there is a password, unless it is elsewhere.
fn judge(text: &[u8], span: Range<usize>, hits: &mut Hits) {
    let given = &text[span.clone()];
    if !(3..=LONGEST_PASSWORD).contains(&given.len()) || given.starts_with(b"$") && !has_figure(given) {
        return;
    }
    let is_word = || value::is_description(given) || ABOUT.iter().any(|word| given.eq_ignore_ascii_case(word));
    if value::stand_in(given).is_none() && is_word() {
        hits.miss(&COMMAND, span, "it is a word of a sentence");
    } else {
        tell(&COMMAND, given, span, hits);
    }
}

/// Whether there is a figure or a sign: what the shell fills in is called by letters.
fn has_figure(given: &[u8]) -> bool {
    given[1..].iter().any(|b| !b.is_ascii_alphabetic() && *b != b'_')
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn passwords_behind_the_options_of_tools_are_found() {
        for text in [
            "mysql -pSunny-7 orders",
            "mysqldump -uroot -pSunny-7 db > x.sql",
            "mysql -h db -p'Sunny-7' orders",
            "/usr/bin/mysqladmin -u root \\\n -pSunny-7 status",
            "redis-cli -h cache -p 6379 -a Sunny-7 info",
            "ldapsearch -x -D \"cn=admin\" -w Sunny-7 -b dc=x",
            "sqlcmd -S host -U sa -P Sunny-7 -Q \"select 1\"",
            "bcp db.t out f -U sa -PSunny-7",
            "htpasswd -cb /etc/f bob Sunny-7",
            "smbclient //srv/share -U bob%Sunny-7",
            "net user bob Sunny-7 /add",
            "openssl enc -aes-256-cbc -in a -k Sunny-7",
            "`mysql -pSunny-7`",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
    }

    #[test]
    fn passwords_beside_users_and_in_pipes_are_found() {
        for text in [
            "ssh root:Sunny-7@10.0.0.5",
            "sqlplus -s scott/Sunny-7@db",
            "sqlplus scott/Sunny-7",
            "jdbc:oracle:thin:scott/Sunny-7@host:1521/x",
            "dsn := \"app:Sunny-7@tcp(host:3306)/db\"",
            "echo 'Sunny-7' | sudo -S systemctl restart x",
            "echo \"bob:Sunny-7\" | sudo chpasswd",
            "echo -n Sunny-7 | docker login -u x --password-stdin",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
    }

    #[test]
    fn options_of_other_tools_and_what_the_shell_fills_in_are_left() {
        finds_nothing(
            find,
            &[
                "mysql -p orders",
                "mysql -P3306 -h x",
                "mysql -u root -p",
                "mysqldump -p\"$PASS\" db",
                "mysql -p${PW} db",
                "mysql -p[SECRET] db",
                "docker run -p 80:80 mysql -d",
                "redis-cli -a $PW",
                "redis-cli -a option of the client",
                "grep -w Sunny-7 file",
                "ldapsearch -W -D x",
                "htpasswd /etc/f bob",
                "htpasswd -c /etc/f bob x7",
                "net user bob /delete",
                "the net user base grew",
                "smbclient -U bob",
                "ssh root@10.0.0.5",
                "scp a.txt root@host:/srv/x@y",
                "ssh -L 8080:localhost:80 me@host",
                "sqlplus scott@db",
                "sqlplus / as sysdba",
                "sqlplus @/opt/a/b.sql",
                "jdbc:oracle:thin:@host:1521/x",
                "echo Sunny-7 | sudo tee x",
                "echo $PW | sudo -S ls",
                "mkdir -p Sunny-7",
            ],
        );
    }
}
