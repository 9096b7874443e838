//! Passwords on command lines: an option whose meaning the name of the tool tells, what stands behind a user's name,
//! and what is piped into a tool that reads a password.

pub(super) mod dialog;
pub(super) mod issued;
pub(super) mod printed;
mod shell;
mod tools;

use super::link::{is_of_name, line_start};
use super::{Detector, Hits, Reading, Rule, tell, told, value};
use crate::redact::gate::Signals;
use crate::redact::runs::runs;
use memchr::memmem::{self, Finder};
use shell::{LONGEST, arguments, closed, listed, unquoted, word};
use std::iter;
use std::ops::Range;
use std::sync::LazyLock;
use tools::{Place, TOOLS};

/// The detector of this file.
pub(super) const DETECTOR: Detector = Detector { rules: &[&COMMAND], needs: Signals::COMMAND, find };

static COMMAND: Rule = told("secret.command", "the password on the command line of a tool");

/// The longest password, in bytes.
const LONGEST_PASSWORD: usize = 128;
/// The shortest key of a service that stands in place of a login name.
const SHORTEST_KEY: usize = 16;
/// How many lines are read that are fed to a tool.
const LONGEST_DOCUMENT: usize = 64;
/// The most options of one letter in one word.
const FLAGS: usize = 5;

/// Words at the beginning of a line before the login to Oracle.
static CONNECTS: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["conn ", "connect ", "CONN ", "CONNECT "].map(Finder::new));

/// What reads a password from its input, and whether a user's name stands before it.
const READERS: &[(&[u8], bool)] = &[
    (b"sudo -S", false),
    (b"--password-stdin", false),
    (b"--stdin", false),
    (b"--passphrase-fd 0", false),
    (b"chpasswd", true),
    (b"smbpasswd", false),
];
/// The same where it comes from a pipe.
const PIPED: &[(&[u8], bool)] = &[
    (b"sudo -kS", false),
    (b"| kinit", false),
    (b"realm join", false),
    (b"adcli join", false),
    (b"--passwd-on-stdin", false),
    (b"saslpasswd2", false),
    (b"| docker secret create", false),
    (b"| podman secret create", false),
    (b"| wrangler secret put", false),
    (b"| gh secret set", false),
];
/// The same of a text that is fed to it.
const FED: &[(&[u8], bool)] = &[
    (b"kinit", false),
    (b"vncpasswd", false),
    (b"saslpasswd2", false),
    (b"cryptsetup", false),
    (b"--with-token", false),
    (b"pass insert", false),
    (b"secret-tool store", false),
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
/// What feeds a word to a tool.
static HERE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<<<"));
/// What feeds it the next lines, up to one that holds a word alone.
static DOCUMENT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<<"));
static PIPES: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [Finder::new("echo "), Finder::new("printf ")]);

/// Names the passwords on the command lines of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    let mut tools: Vec<(Range<usize>, &[Place])> = tools(text).collect();
    tools.sort_unstable_by_key(|(name, _)| name.start);
    for (at, (name, places)) in tools.iter().enumerate() {
        // What stands behind the name of another tool is for that.
        let other = tools[at + 1..].iter().find(|(next, _)| next.start > name.start);
        let until = other.map_or(text.len(), |(next, _)| next.start.max(name.end));
        let text = &text[..until];
        let words = if text.get(name.end) == Some(&b',') { listed(text, name.end) } else { arguments(text, name.end) };
        places.iter().for_each(|place| passwords(text, &words, *place, hits));
    }
    for word in &*CONNECTS {
        word.find_iter(text).for_each(|at| connected(text, at, at + word.needle().len(), hits));
    }
    HERE.find_iter(text).for_each(|at| fed(text, at, hits));
    DOCUMENT.find_iter(text).for_each(|at| document(text, at, hits));
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
fn tools(text: &[u8]) -> impl Iterator<Item = (Range<usize>, &'static [Place])> + '_ {
    static NAMES: LazyLock<Vec<(Finder<'static>, bool, &[Place])>> = LazyLock::new(|| {
        let name = |(name, places): &(&'static str, &'static [Place])| {
            (Finder::new(name.trim_end_matches('*')), name.ends_with('*'), *places)
        };
        TOOLS.iter().map(name).collect()
    });
    let free = |at: usize| !text[..at].last().is_some_and(|b| is_of_name(*b));
    // A name begins a run of what names are made of, and few runs begin like one.
    let mut begun = [0_u32; 32];
    for run in runs(text, is_of_name) {
        let (row, bit) = beginning(&text[run.start..]);
        begun[row] |= bit;
    }
    let is_begun = move |name: &[u8]| {
        let (row, bit) = beginning(name);
        begun[row] & bit != 0
    };
    let there = NAMES.iter().filter(move |(name, ..)| is_begun(name.needle()));
    there.flat_map(move |(name, longer, places)| {
        name.find_iter(text).filter(move |at| free(*at)).filter_map(move |at| {
            let mut end = at + name.needle().len();
            if *longer {
                end += text[end..].iter().take(12).take_while(|b| b.is_ascii_lowercase()).count();
            }
            end += if text[end..].starts_with(b".exe") { b".exe".len() } else { 0 };
            // The whole path may stand in quotes.
            let quote = usize::from(matches!(text.get(end), Some(b'"' | b'\'')));
            end += quote;
            let goes_on = match text.get(end) {
                // The name may be the first of a list of literals.
                Some(b',') => quote > 0,
                next => matches!(next, Some(b' ' | b'\t')),
            };
            goes_on.then_some((at..end, *places))
        })
    })
}

/// What the first two characters of a text are alike in: the number of a row, and a bit of it.
fn beginning(text: &[u8]) -> (usize, u32) {
    let class = |at: usize| text.get(at).map_or(0, |b| b & 31);
    (usize::from(class(0)), 1 << class(1))
}

/// The password among the arguments of a tool.
fn passwords(text: &[u8], words: &[Range<usize>], place: Place, hits: &mut Hits) {
    let is_option = |word: &&Range<usize>| text[word.start] == b'-';
    let plain = || words.iter().filter(|word| !is_option(word));
    match place {
        Place::Glued(option) => {
            let glued = words.iter().filter_map(|word| behind_option(text, word, option));
            // Other tools write out words behind one dash.
            let word =
                |span: &Range<usize>| [&b"assword"[..], b"ort", b"rotocol", b"clear"].contains(&&text[span.clone()]);
            glued.filter(|span| !word(span)).for_each(|span| judge(text, span, hits));
        }
        Place::Option(option) => {
            of_option(text, words, option).for_each(|span| judge(text, span, hits));
            let flags = of_flags(text, words, option).filter(|_| option[1].is_ascii_uppercase());
            flags.for_each(|span| judge(text, span, hits));
        }
        Place::Under(word, option) => {
            let holds = |argument: &Range<usize>| value::contains(&text[argument.clone()].to_ascii_lowercase(), word);
            let port =
                |span: &Range<usize>| text[span.clone()].iter().all(|b| b.is_ascii_digit() || b":./".contains(b));
            let given = of_option(text, words, option).filter(|span| words.iter().any(holds) && !port(span));
            given.for_each(|span| judge(text, span, hits));
        }
        Place::Login(b"", sign) => {
            let whole = |word: &&Range<usize>| sign != b':' || text[(*word).clone()].contains(&b'@');
            plain().take(4).filter(whole).for_each(|word| login(text, unquoted(text, word.clone()), sign, hits));
        }
        Place::Login(option, sign) => {
            of_option(text, words, option).for_each(|span| login(text, span, sign, hits));
            of_flags(text, words, option).for_each(|span| login(text, span, sign, hits));
        }
        Place::Last(count, letter) => {
            let batch = words.iter().any(|word| is_option(&word) && text[word.clone()].contains(&letter));
            let last = plain().nth(count - 1).filter(|_| batch && plain().count() == count);
            last.into_iter().for_each(|last| judge(text, unquoted(text, last.clone()), hits));
        }
        Place::Only(count) => {
            let last = words.get(count - 1).filter(|_| words.len() == count && plain().count() == count);
            last.into_iter().for_each(|last| judge(text, unquoted(text, last.clone()), hits));
        }
        _ => by_order(text, words, place, hits),
    }
}

/// The password among arguments whose order tells which it is.
fn by_order(text: &[u8], words: &[Range<usize>], place: Place, hits: &mut Hits) {
    let begins = |word: &Range<usize>, signs: &[u8]| signs.contains(&text[word.start]);
    let mut tell = |word: &Range<usize>| judge(text, unquoted(text, word.clone()), hits);
    match place {
        Place::Named(word) => {
            let [first, _, given, ..] = words else { return };
            let mix = value::Mix::of(&text[given.clone()]);
            // The name of a command of two words is no part of a sentence.
            let strong = mix.digits > 0 || mix.signs > 0 || word.contains(&b'_');
            if text[first.clone()].eq_ignore_ascii_case(word) && !begins(given, b"/*-") && strong {
                tell(given);
            }
        }
        Place::After(word) => {
            let Some(at) = words.iter().position(|one| &text[one.clone()] == word) else { return };
            let of_option = |at: usize| {
                words.get(at).is_some_and(|before| begins(before, b"-") && !text[before.clone()].contains(&b'='))
            };
            let numbers = |word: &Range<usize>| word.len() <= 2 && text[word.clone()].iter().all(u8::is_ascii_digit);
            let free =
                |(at, word): &(usize, &Range<usize>)| !begins(word, b"-") && !of_option(at - 1) && !numbers(word);
            words.iter().enumerate().skip(at + 1).find(free).into_iter().for_each(|(_, word)| tell(word));
        }
        Place::Literal(option) if words.iter().any(|word| &text[word.clone()] == b"secret") => {
            for pair in of_option(text, words, option) {
                if let Some(at) = memchr::memchr(b'=', &text[pair.clone()]) {
                    let from = pair.start + at + 1;
                    let quote = matches!(text[from..pair.end], [b'"' | b'\'', ..]);
                    tell(&(from + usize::from(quote)..pair.end));
                }
            }
        }
        Place::Share => {
            let is_share = |word: &Range<usize>| {
                matches!(&text[unquoted(text, word.clone())], [b'\\', b'\\', ..] | [b'/', b'/', ..])
            };
            let Some(at) = words.iter().position(is_share) else { return };
            let given = words[at + 1..].iter().find(|word| !begins(word, b"/"));
            let letters =
                |word: &Range<usize>| text[word.clone()].iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80);
            let is_said = |word: &Range<usize>| letters(word) && !begins_line(text, words[0].start);
            given.filter(|word| !begins(word, b"-*") && !is_said(word)).into_iter().for_each(tell);
        }
        _ => by_place(text, words, place, hits),
    }
}

/// The password or the token that a place among the arguments tells.
fn by_place(text: &[u8], words: &[Range<usize>], place: Place, hits: &mut Hits) {
    let is_option = |word: &Range<usize>| text[word.start] == b'-';
    let tell = |word: &Range<usize>| judge(text, unquoted(text, word.clone()), hits);
    // A place alone does not tell a password from what is written in its stead.
    let shows = |word: &&Range<usize>| {
        let given = &text[(*word).clone()];
        !is_option(word) && given.iter().any(|b| !b.is_ascii_alphabetic() && *b != b'_')
    };
    match place {
        Place::Behind(lead, count) => {
            let at = words.iter().position(|word| text[unquoted(text, word.clone())].starts_with(lead));
            // An option between them has an argument of its own.
            let is_plain = |words: &&[Range<usize>]| !words.iter().any(is_option);
            let behind = at.and_then(|at| words.get(at + 1..=at + count)).filter(is_plain);
            behind.and_then(<[_]>::last).filter(shows).into_iter().for_each(tell);
        }
        Place::Account(sign) => {
            let given = words.iter().find_map(|word| of_account(text, unquoted(text, word.clone()), sign));
            given.into_iter().for_each(|span| judge(text, unquoted(text, span), hits));
        }
        Place::Nth(count) => words.get(count).filter(shows).into_iter().for_each(tell),
        Place::Ends(word) => {
            let Some(at) = words.iter().position(|one| &text[one.clone()] == word) else { return };
            let salted = |last: usize| text[words[last - 1].clone()].ends_with(b"-salt");
            let last = words.len() - 1;
            words[at + 1..].last().filter(|word| !is_option(word) && !salted(last)).into_iter().for_each(tell);
        }
        Place::Token(word) => {
            let Some(at) = words.iter().position(|one| &text[one.clone()] == word) else { return };
            let random = |word: &&Range<usize>| value::is_random(&text[unquoted(text, (*word).clone())]);
            words[at + 1..].iter().filter(random).for_each(tell);
        }
        _ => {}
    }
}

/// The password of an account with its domain, before the host where one stands: `domain/user:…@host`.
fn of_account(text: &[u8], word: Range<usize>, sign: u8) -> Option<Range<usize>> {
    let given = &text[word.clone()];
    let slash = memchr::memchr(b'/', given).filter(|at| *at > 0)?;
    let at = slash + memchr::memchr(sign, &given[slash..])?;
    let name = |b: &u8| b.is_ascii_alphanumeric() || b"_-.$".contains(b);
    let end = memchr::memrchr(b'@', given).filter(|end| *end > at).unwrap_or(given.len());
    let is_name = at > slash + 1 && given[..slash].iter().all(name) && given[slash + 1..at].iter().all(name);
    (is_name && end > at + 1).then_some(word.start + at + 1..word.start + end)
}

/// What stands behind an option, in its word or in the next.
fn of_option<'a>(
    text: &'a [u8],
    words: &'a [Range<usize>],
    option: &'static [u8],
) -> impl Iterator<Item = Range<usize>> + 'a {
    words.iter().enumerate().filter_map(move |(at, word)| match &text[word.clone()] == option {
        true => next(text, words, at),
        false => behind_option(text, word, option).filter(|span| has_sign(&text[span.clone()])),
    })
}

/// What stands behind several options of one letter in one word whose last is this.
fn of_flags<'a>(
    text: &'a [u8],
    words: &'a [Range<usize>],
    option: &'static [u8],
) -> impl Iterator<Item = Range<usize>> + 'a {
    let is_there = move |word: &[u8]| {
        let [b'-', flags @ ..] = word else { return false };
        (2..=FLAGS).contains(&flags.len()) && flags.iter().all(u8::is_ascii_alphabetic) && flags.last() == option.last()
    };
    let found = words.iter().enumerate().filter(move |(_, word)| option.len() == 2 && is_there(&text[(*word).clone()]));
    found.filter_map(|(at, _)| next(text, words, at))
}

/// The argument behind one of them, unless it is an option.
fn next(text: &[u8], words: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    words.get(at + 1).filter(|word| text[word.start] != b'-').map(|word| unquoted(text, word.clone()))
}

/// Whether there is more than letters: several options may stand behind one dash.
fn has_sign(given: &[u8]) -> bool {
    !given.iter().all(u8::is_ascii_alphabetic)
}

/// Whether the tool whose arguments begin here begins its line, behind a prompt perhaps, or its command.
fn begins_line(text: &[u8], arguments: usize) -> bool {
    let line = text[line_start(text, arguments)..arguments].trim_ascii_end();
    let tool = line.iter().rev().take_while(|b| !b.is_ascii_whitespace() && **b != b'`').count();
    let lead = line[..line.len() - tool].trim_ascii_end();
    lead.last().is_none_or(|b| b"$#>`|&;(:".contains(b)) || lead.ends_with(b"sudo")
}

/// What stands in the word of an option behind it; an option of several letters has an equals sign there.
fn behind_option(text: &[u8], word: &Range<usize>, option: &[u8]) -> Option<Range<usize>> {
    let glued = text[word.clone()].strip_prefix(option).map(|glued| {
        let long = option.starts_with(b"--") && !option.ends_with(b"=");
        if long { glued.strip_prefix(b"=").unwrap_or_default() } else { glued }
    });
    let glued = glued.map(|glued| unquoted(text, word.end - glued.len()..word.end));
    let whole = || {
        let inner = unquoted(text, word.clone());
        text[inner.clone()].strip_prefix(option).map(|rest| inner.end - rest.len()..inner.end)
    };
    glued.or_else(whole).filter(|span| !span.is_empty())
}

/// `user/password` behind a word that begins a line, or stands behind a prompt.
fn connected(text: &[u8], at: usize, from: usize, hits: &mut Hits) {
    let before = &text[at.saturating_sub(LONGEST)..at];
    let lead = before.rsplit(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
    let begun = lead.is_empty() || lead.ends_with(b">") || matches!(lead, b"$" | b"#");
    let text = &text[..text.len().min(from + LONGEST)];
    let len = word(&text[from..]);
    let span = unquoted(text, from..text.len().min(from + len));
    let given = &text[span.clone()];
    let rest = text[span.end..].split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_start();
    let mix = value::Mix::of(given);
    let told = given.contains(&b'@') || mix.digits > 0 && (rest.is_empty() || !rest[0].is_ascii_alphabetic());
    // In a sentence it has to show all of a login: the password that is no word, and the host.
    let whole = given.contains(&b'@') && mix.digits > 0 && before.last().is_some_and(|b| matches!(b, b' ' | b'`'));
    if !begun && !whole {
        return;
    }
    if told || rest.get(..2).is_some_and(|word| word.eq_ignore_ascii_case(b"as")) {
        login(text, span, b'/', hits);
    }
}

/// The password behind a user's name and a sign, before a host.
fn login(text: &[u8], span: Range<usize>, sign: u8, hits: &mut Hits) {
    let given = text.get(span.clone()).unwrap_or_default();
    if let Some(rest) = given.strip_prefix(b"userid=") {
        return login(text, span.end - rest.len()..span.end, sign, hits);
    }
    let end = memchr::memrchr(b'@', given).unwrap_or(given.len());
    let Some(at) = memchr::memchr(sign, &given[..end]).filter(|at| *at > 0) else { return };
    // Samba takes either slash behind a domain.
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'\\' | b'$');
    let name = given[..at].iter().all(|b| part(b) || sign == b'%' && *b == b'/');
    // A path, or an address with a scheme.
    let other = given[at + 1..].starts_with(b"/") || sign == b'/' && given[at + 1..end].contains(&b'/');
    if name && !other {
        judge(text, span.start + at + 1..span.start + end, hits);
        // The key of a service may be the name, with nothing that counts for its password.
        if sign == b':'
            && at >= SHORTEST_KEY
            && matches!(&given[at + 1..end], b"" | b"x" | b"X")
            && value::is_random(&given[..at])
        {
            judge(text, span.start..span.start + at, hits);
        }
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
    let Some(given) = words.last().map(|word| closed(text, word)) else { return };
    let rest = text[given.end..].trim_ascii_start();
    let line = &rest[..rest.iter().take(LONGEST).take_while(|b| **b != b'\n').count()];
    let mut readers = PIPED.iter().chain(READERS);
    // Many tools read something else.
    let reads = |name: &[u8]| value::contains(line, name) && (name != b"--stdin" || value::contains(line, b"passw"));
    if let Some((_, named)) = readers.find(|(name, _)| line.starts_with(b"|") && reads(name)) {
        is_read(text, given, *named, hits);
    }
}

/// Whether the command that ends at a place calls a tool by this name.
fn is_called(text: &[u8], at: usize, name: &[u8]) -> bool {
    let before = &text[at.saturating_sub(LONGEST)..at];
    let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let command =
        line.rsplit(|b| matches!(b, b'|' | b';' | b'&' | b'<' | b'`')).next().unwrap_or_default().trim_ascii_start();
    let mut words = iter::once(0).chain(memchr::memchr_iter(b' ', command).map(|blank| blank + 1));
    words.any(|word| command[word..].starts_with(name))
}

/// The users and their passwords in the lines that are fed to a tool: `chpasswd <<EOF`, and `jane:…` up to `EOF`.
fn document(text: &[u8], at: usize, hits: &mut Hits) {
    let from = at + DOCUMENT.needle().len();
    let len = text[from..].iter().take(LONGEST).take_while(|b| **b != b'\n').count();
    let word: Vec<u8> = text[from..from + len].iter().copied().filter(|b| is_of_name(*b) && *b != b'-').collect();
    if !READERS.iter().any(|(name, named)| *named && is_called(text, at, name)) {
        return;
    }
    let mut start = from + len + 1;
    for line in text.get(start..).unwrap_or_default().split(|b| *b == b'\n').take(LONGEST_DOCUMENT) {
        let given = line.trim_ascii();
        if given == word {
            return;
        }
        let lead = start + line.len() - line.trim_ascii_start().len();
        login(text, lead..lead + given.len(), b':', hits);
        start += line.len() + 1;
    }
}

/// What is fed to a tool that reads a password: `kinit jane <<< …`.
fn fed(text: &[u8], at: usize, hits: &mut Hits) {
    let tool = FED.iter().chain(READERS).find(|(name, _)| is_called(text, at, name));
    if let Some(((_, named), given)) = tool.zip(arguments(text, at + HERE.needle().len()).first().cloned()) {
        is_read(text, given, *named, hits);
    }
}

/// Says of what a tool reads that it is a password, behind a user's name or alone.
fn is_read(text: &[u8], given: Range<usize>, named: bool, hits: &mut Hits) {
    let span = unquoted(text, given);
    if named {
        return login(text, span, b':', hits);
    }
    // It is asked for twice, each time in a line.
    let sign: &[u8] = if text[span.clone()].contains(&b'\n') { b"\n" } else { b"\\n" };
    let mut from = span.start;
    for end in memmem::find_iter(&text[span.clone()], sign).map(|at| span.start + at).chain([span.end]) {
        let line = std::mem::replace(&mut from, end + sign.len())..end;
        if !line.is_empty() {
            judge(text, line, hits);
        }
    }
}

/// Says that there is a password, unless it is elsewhere.
fn judge(text: &[u8], span: Range<usize>, hits: &mut Hits) {
    let given = &text[span.clone()];
    if !(3..=LONGEST_PASSWORD).contains(&given.len()) {
        return;
    }
    let is_word = || value::is_description(given) || ABOUT.iter().any(|word| given.eq_ignore_ascii_case(word));
    if value::stand_in(given).is_none() && is_word() {
        hits.miss(&COMMAND, span, "it is a word of a sentence");
    } else {
        tell(&COMMAND, given, span, hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::promptly::promptly;

    #[test]
    fn words_of_sentences_about_tools_are_left() {
        finds_nothing(
            find,
            &[
                "connects as somebody. smbclient //server/share accesses the share in an interactive way",
                "autre identit\u{e9}. smbclient //serveur/partage acc\u{e8}de au partage",
                "radtest is a frontend to radclient(1). It generates a request",
            ],
        );
    }

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
            "mongosh --username a -p Sunny-7",
            "unzip -o -P Sunny-7 a.zip",
            "zip -r -PSunny-7 a.zip x",
            "7z a -p\"Sunny-7\" a.7z dir",
            "rar a -hpSunny-7 a.rar",
            "ipmitool -I lanplus -U root -P Sunny-7 sol",
            "ipmitool user set password 2 Sunny-7",
            "esxcli system account set -i root -p Sunny-7",
            "mosquitto_passwd -b /etc/f bob Sunny-7",
            "mosquitto_pub -u a -P Sunny-7 -t x",
            "snmpwalk -v2c -c Sunny-7 h",
            "snmptrap -v 2c -c Sunny-7 h",
            "check_snmp -H h -C Sunny-7 -o x",
            "ssh-keygen -t ed25519 -N \"Sunny-7\" -f id",
            "openssl pkcs12 -export -passout 'pass:Sunny-7'",
            "cmdkey /add:h /user:bob /pass:Sunny-7",
            "xfreerdp /u:a /p:'Sunny-7' /v:h",
            "\"C:\\x y\\7z.exe\" x -pSunny-7 a.7z",
            "unzip -qP Sunny-7 a.zip",
            "schtasks /create /ru a /rp Sunny-7",
            "docker login h -u a -p Sunny-7",
            "az login --service-principal --username x -p Sunny-7",
            "az keyvault secret set --name n --value Sunny-7",
            "aws ssm put-parameter --name /x/password --value Sunny-7",
            "aws ssm put-parameter --name /x/api_token --value Sunny-7 --type String",
            "gh secret set DB_LOGIN --body \"Sunny-7\"",
            "gh secret set DB_LOGIN -b Sunny-7",
            "security add-generic-password -a jane -s db -w Sunny-7",
            "aws ssm put-parameter --value='Sunny-7' \\\n --type SecureString",
            "aws secretsmanager put-secret-value --secret-id x --secret-string Sunny-7",
            "kubectl create secret generic x --from-literal=conn='Sunny-7'",
            "rclone obscure Sunny-7",
            "wpa_passphrase home Sunny-7",
            "rabbitmqctl add_user bob Sunny-7",
            "db2 connect to x user a using Sunny-7",
            "ansible-vault encrypt_string --vault-id f 'Sunny-7' --name x",
            r"net use Z: \\h\s Sunny-7 /user:bob",
            r"net use \\h\s /user:bob Sunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
    }

    #[test]
    fn passwords_in_the_logins_of_tools_are_found() {
        for text in [
            "secretsdump.py acme.example/svc:Sunny-7@dc01",
            "impacket-psexec acme/admin:'Sunny-7'@10.0.0.1",
            "GetUserSPNs.py acme.example/svc:Sunny-7 -dc-ip 10.0.0.1",
            ".logon tdprod/etl,Sunny-7;",
            ".LOGON tdprod/etl,Sunny-7",
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
            "sqlldr userid=scott/Sunny-7 control=x",
            "SQL> conn scott/Sunny-7@h",
            "then connect scott/Sunny-7@h and go on",
            "CONNECT sys/Sunny-7 AS SYSDBA",
            "lftp -u 'bob,Sunny-7' h",
            "curl -sSu bob:Sunny-7 h",
            "curl -U bob:Sunny-7 h",
            "smbclient //srv/share --user=bob%Sunny-7",
            "smbclient //srv/share Sunny-7 -U bob",
            "jdbc:oracle:thin:scott/Sunny-7@host:1521/x",
            "dsn := \"app:Sunny-7@tcp(host:3306)/db\"",
            "echo 'Sunny-7' | sudo -S systemctl restart x",
            "echo \"bob:Sunny-7\" | sudo chpasswd",
            "echo Sunny-7 | smbpasswd -s -a bob",
            "printf \"Sunny-7\\n\" | smbpasswd -a bob",
            "printf \"Sunny-7\n\" | smbpasswd -a bob",
            "echo Sunny-7 | gpg --batch --passphrase-fd 0 -d f",
            "echo Sunny-7 | kinit bob",
            "printf 'Sunny-7' | docker secret create db_login -",
            "echo \"Sunny-7\" | wrangler secret put DB_LOGIN",
            "echo -n Sunny-7 | docker login -u x --password-stdin",
            "echo Sunny-7 | passwd --stdin bob",
            "kinit bob <<< Sunny-7",
            "vncpasswd -f <<< 'Sunny-7' > f",
            "sudo -S apt update <<<Sunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
    }

    #[test]
    fn passwords_of_plugins_wallets_and_domains_are_found() {
        for text in [
            "check_mysql -H h -u nagios -p Sunny-7",
            "./check_nt -H h -p 12489 -v UPTIME -s Sunny-7",
            "check_http -H h -a jane:Sunny-7",
            "check_ldaps -H h -D cn=x -P Sunny-7",
            "smbclient //srv/share -U corp/jane%Sunny-7",
            "net ads join -U jane%Sunny-7",
            "winexe -U corp/jane%Sunny-7 //h cmd",
            "samba-tool user create jane Sunny-7",
            "mkstore -wrl /w -createCredential db jane Sunny-7",
            "hdbuserstore SET KEY h:30015 JANE Sunny-7",
            "hdbuserstore -i SET KEY h:30015@DB JANE Sunny-7",
            "hdbsql -n h -u JANE -p Sunny-7",
            "brconnect -u jane/Sunny-7 -c -f stats",
            "sapcontrol -nr 00 -user jane Sunny-7 -function Start",
            "rabbitmqctl authenticate_user jane Sunny-7",
            "neo4j-admin dbms set-initial-password Sunny-7",
            "grafana-cli admin reset-admin-password Sunny-7",
            "ipa-server-install -a Sunny-7",
            "java -jar jenkins-cli.jar -s http://h -auth jane:Sunny-7 who-am-i",
            "dsmadmc -id=jane -pa=Sunny-7",
            "mysqladmin -u root password 'Sunny-7'",
            "vsql -U jane -w Sunny-7",
            "influx user password -n jane -p Sunny-7",
            "openfortivpn h:443 -p Sunny-7",
            "veracrypt -t -p Sunny-7 --mount x",
            "doveadm pw -p Sunny-7",
            "doveadm auth test jane Sunny-7",
            "swaks -au jane -ap Sunny-7",
            "sendemail -xu jane -xp Sunny-7",
            "cache_peer h parent 3128 0 login=jane:Sunny-7",
            "rasdial office jane Sunny-7",
            "autologon jane corp Sunny-7 /accepteula",
            "bin/add-user.sh jane Sunny-7",
            "zmprov sp jane@example.org Sunny-7",
            "drush upwd jane Sunny-7",
            "racadm config -g cfgUserAdmin -o cfgUserAdminPassword -i 2 Sunny-7",
            "nmcli con modify office wifi-sec.psk Sunny-7",
            "wpa_cli set_network 0 psk Sunny-7",
            "echo Sunny-7 | realm join -U jane example.org",
            "echo Sunny-7 | openconnect --passwd-on-stdin h",
            "saslpasswd2 -p -c jane <<< Sunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
    }

    #[test]
    fn arguments_of_plugins_wallets_and_domains_that_are_no_passwords_are_left() {
        finds_nothing(
            find,
            &[
                "check_tcp -H h -p 8080",
                "check_http -H h -p 8080 -u /x",
                "check_mysql -H h -p $ARG1$",
                "net ads join -U jane",
                "samba-tool user create jane --random-password",
                "samba-tool group create staff",
                "hdbuserstore LIST KEY-7",
                "hdbuserstore SET KEY h:30015 JANE <password>",
                "brconnect -u / -c -f stats",
                "sapcontrol -nr 00 -function GetProcessList-7",
                "mkstore -wrl /w7 -create",
                "java -jar jenkins-cli.jar -auth @/run/x7 list",
                "neo4j-admin set-initial-password --require-password-change",
                "mysqladmin -u root password",
                "mysqladmin password option",
                "doveadm auth test jane",
                "doveadm auth test -x service=imap -x rip=192.0.2.1 jane",
                "cache_peer h7 parent 3128 0 login=PASS",
                "rasdial office /disconnect",
                "add-user.sh -u jane7 -p $PASS",
                "zmprov ga jane@example.org mail7",
                "nmcli con modify office wifi-sec.psk-flags 0",
                "nmcli con modify office ipv4.addresses 10.0.0.7/8",
                "realm join -U jane example7.org",
            ],
        );
    }

    #[test]
    fn passwords_in_lists_of_arguments_are_found() {
        for text in [
            r#"["mysql","-uroot","-pSunny-7"]"#,
            r#"command: ["/usr/bin/mysqladmin", "-u", "root", "-pSunny-7", "ping"]"#,
            "CMD ['redis-cli', '-a', 'Sunny-7', 'ping']",
            "[\n  \"sqlcmd\",\n  \"-P\",\n  \"Sunny-7\"\n]",
        ] {
            finds(find, &[(text, "Sunny-7")]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::COMMAND), "{text}");
        }
        finds_nothing(
            find,
            &[
                r#"["mysql", "-p", "orders"]"#,
                r#"["mkdir","-pSunny-7"]"#,
                r#"["mysql"], "-pSunny-7""#,
                r#"["mysql","-p$PASS"]"#,
                r#"["redis-cli","","#,
                r#"["redis-cli","#,
            ],
        );
    }

    #[test]
    fn passwords_in_lines_that_are_fed_to_a_tool_are_found() {
        for text in [
            "chpasswd <<EOF\njane:Sunny-7\nEOF",
            "sudo chpasswd << 'END'\n  jane:Sunny-7\nEND\n",
            "chpasswd <<-EOF\n\tjane:Sunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
        finds_nothing(
            find,
            &[
                "chpasswd <<EOF\njane:$PASS\nEOF\nbob:Sunny-7",
                "cat > f <<EOF\njane:Sunny-7\nEOF",
                "chpasswd < list\njane:Sunny-7",
                "chpasswd <<",
            ],
        );
    }

    #[test]
    fn a_million_commands_take_no_time() {
        promptly(|| {
            finds_nothing(
                find,
                &[
                    &"aws '".repeat(1 << 16),
                    &"sql> conn a/b \"".repeat(1 << 16),
                    &"unzip -P ".repeat(1 << 16),
                    &"chpasswd <<A\n".repeat(1 << 16),
                    &"\"mysql\",\"a\",".repeat(1 << 16),
                    &"kubectl secret --from-literal x=' ".repeat(1 << 14),
                ],
            );
        });
    }

    #[test]
    fn options_of_other_tools_and_what_the_shell_fills_in_are_left() {
        finds_nothing(
            find,
            &[
                "grep x <<< Sunny-7",
                "kinit bob <<< \"$PASS\"",
                "bash <<< \"kinit bob\"",
                "snmptrapd -c /etc/snmp/snmptrapd.conf",
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
                "unzip -P PASSWORD a.zip",
                "7z x -p a.7z",
                "docker run -p 8080:80 x-login",
                "docker run -p Sunny-7 x",
                "docker login -u a -p <password>",
                "az keyvault secret show --name n",
                "gh issue create --body Sunny-7",
                "gh secret set DB_LOGIN --body \"$DB_LOGIN\"",
                "aws ssm put-parameter --name /x/host --value db7.example.org --type String",
                "aws secretsmanager put-secret-value --secret-string file://x7.json",
                "kubectl create configmap x --from-literal=conn=Sunny-7",
                "kubectl create secret generic x --from-literal=key=value",
                "connect read/write-7 and more",
                "they connect scott/sunny@h",
                "connect user/password@db",
                "lftp -u bob,password h",
                r"net use \\h\s /user:bob *",
                r"net use Z: \\h\s /persistent:yes",
                r"net use \\h\s password /user:bob",
            ],
        );
    }

    #[test]
    fn passwords_and_tokens_are_told_by_their_place_among_the_arguments() {
        for text in [
            "http -a jane:Sunny-7 h.example.org",
            "composer config http-basic.example.org jane Sunny-7",
            "composer config --global github-oauth.example.org Sunny-7",
            "poetry config http-basic.main jane Sunny-7",
            "poetry config pypi-token.main Sunny-7",
            "mc alias set s https://h.example.org jane Sunny-7",
            "radtest jane Sunny-7 h 0 secret",
            "radtest jane password h 0 Sunny-7",
            "mkpasswd -m sha-512 Sunny-7",
            "openssl passwd -6 Sunny-7",
            "openssl passwd -1 -salt xyz Sunny-7",
            "ldappasswd -s Sunny-7 cn=jane",
            "skopeo copy --src-creds jane:Sunny-7 docker://a dir:b",
            "etcdctl --user root:Sunny-7 get a",
            "hydra -l jane -p Sunny-7 ssh://h",
            "signtool sign /f a.pfx /p Sunny-7 a.exe",
            "certutil -importpfx -p Sunny-7 a.pfx",
            "netsh wlan set hostednetwork ssid=x key=Sunny-7",
            "codecov -t Sunny-7",
            "doctl auth init -t Sunny-7",
            "security unlock-keychain -p Sunny-7 login.keychain",
            "cryptsetup open /dev/sdb1 x <<< Sunny-7",
            "gh auth login --with-token <<< Sunny-7",
            "`pass insert web/x <<< Sunny-7`",
            "secret-tool store --label=x a b <<< Sunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
        for tool in ["vault", "cargo", "wandb"] {
            finds(find, &[(format!("{tool} login 2Ot3hdNCKF3JRJDC").as_str(), "2Ot3hdNCKF3JRJDC")]);
        }
        finds_nothing(
            find,
            &[
                "vault login -method=oidc role=dev-2",
                "cargo login is not needed for version 2",
                "wandb login --relogin",
                "codecov -t ${TOKEN}",
                "composer config repositories.x vcs https://example.org/x.git",
                "composer config http-basic.example.org jane password",
                "mc alias set s http://127.0.0.1:9000 ACCESS_KEY SECRET_KEY",
                "mc cp https://example.org/a b c",
                "radtest jane password h 0 testing",
                "mkpasswd -m sha-512",
                "openssl passwd -6",
                "openssl passwd -1 -salt Sunny-7",
                "netsh wlan show profile name=x key=clear",
                "etcdctl --user root get a7",
                "cryptsetup luksFormat /dev/sda1 < key-7",
                "http GET example.org/api-7",
            ],
        );
    }

    #[test]
    fn commands_that_ask_for_a_password_or_take_it_from_elsewhere_are_left() {
        finds_nothing(
            find,
            &[
                "ansible-vault encrypt_string --stdin-name x",
                "echo master | git bundle create master.bundle --stdin",
                "ipmitool user set password 2",
                "ipmitool user set name 2 bob",
                "esxcli system account list -p",
                "printf \"$PW\\n$PW\\n\" | smbpasswd -a bob",
                "printf \"%s\\n%s\\n\" \"$PW\" \"$PW\" | smbpasswd -s",
                "xfreerdp /p:$PASS /v:h",
                "openssl rsa -passin env:PASS",
            ],
        );
    }

    #[test]
    fn words_that_only_look_like_logins_and_options_are_left() {
        finds(
            find,
            &[
                ("htpasswd -bc /etc/x jane Sunny-7", "Sunny-7"),
                ("connect scott/tiger7", "tiger7"),
                ("mysql -ptigerlily", "tigerlily"),
                ("sqlplus sc_ott/Sunny-7", "Sunny-7"),
                ("sqlcmd -S h -P \"Sunny day 7\" -Q x", "Sunny day 7"),
                ("docker login -u a -p $Sunny7 h", "$Sunny7"),
            ],
        );
        finds_nothing(
            find,
            &[
                "htpasswd /etc/bx bob x7",
                "connect scott/tiger",
                "sqlplus scott{/Sunny-7",
                "sqlplus scott/usr/bin@x",
                "docker login -u a -p $SUNNY_DAY h",
            ],
        );
    }

    #[test]
    fn the_key_of_a_service_may_stand_for_a_login_name() {
        finds(
            find,
            &[
                ("curl -u \"otter_sbx_4f7Q9xK2mTr80WdLp:\" https://x.example", "otter_sbx_4f7Q9xK2mTr80WdLp"),
                ("curl https://x.example -u 4f7Q9xK2mTr80WdLp:x", "4f7Q9xK2mTr80WdLp"),
            ],
        );
        finds_nothing(find, &["curl -u deployer-of-the-site: https://x.example", "curl -u admin:x https://x.example"]);
    }
}
