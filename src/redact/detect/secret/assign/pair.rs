//! A login name and its password behind one name: `login: admin / …`, `credentials: admin/… (prod)`.

use super::super::known::is_account;
use super::super::link::{Link, Value, count, last_word, line_start};
use super::super::name::{Name, Promise, names, tongues};
use super::super::sentence::plain::{is_joined, tells_about};
use super::super::sought::Sought;
use super::super::value::shown::{is_term, may_be_said, may_end, proves};
use super::super::value::{self, Mix};
use super::super::{Hits, Reading};
use super::{PASSWORD, is_word, login};
use crate::redact::detect::shape::ends_part;
use crate::redact::detect::vocabulary::is_one_of;
use std::ops::Range;

/// What may stand between the two.
const SLASH: &[u8] = b" / ";
/// The same, where what follows shows more clearly that it is a password.
const ARROWS: &[&str] = &[" \u{2192} ", " -> ", " + "];
/// The same in a sentence.
const JOINTS: &[&str] = &[
    " / ",
    " using ",
    " with ",
    " and ",
    " and password ",
    " with password ",
    " und ",
    " mit ",
    " et ",
    " y ",
    " e ",
    " en ",
];
/// What begins a remark behind a password.
const REMARKS: &[&str] = &[
    "(",
    "[",
    "<",
    "#",
    "- ",
    "@ ",
    "\u{2013} ",
    "for ",
    "on ",
    "in ",
    "at ",
    "via ",
    "f\u{fc}r ",
    "fuer ",
    "auf ",
    "im ",
    "bei ",
    "am ",
    "pour ",
    "sur ",
    "para ",
    "en ",
    "per ",
];

/// Words between a name and the two: `login with …`, `credentials are …`.
const LEADS: &[&[u8]] = &[
    b"with", b"as", b"is", b"are", b"using", b"via", b"mit", b"als", b"ist", b"sind", b"lauten", b"avec", b"comme",
    b"sont", b"con", b"como", b"son", b"com", b"met", b"med", b"och", b"z",
];
/// Those of them behind which somebody logs in with what follows.
const WITH: &[&[u8]] = &[b"with", b"using", b"as", b"via", b"mit", b"als", b"avec", b"con", b"com", b"met", b"med"];
/// Those that say what the login is, behind which the two may stand with a comma between them.
const SAYING: &[&[u8]] = &[b"is", b"are", b"ist", b"sind", b"est", b"es", b"son", b"som", b"jest"];
/// What stands between a login name and the password with which somebody logs in as that.
const USING: &[&str] = &[" with ", " using ", " mit ", " avec ", " con ", " com ", " met "];
/// The most of them.
const MOST_LEADS: usize = 2;
/// The longest of the two, in bytes.
const LONGEST: usize = 64;

/// Whether a text has what stands between a login name and its password: most have not.
pub(super) fn may_hold_pair(text: &[u8]) -> bool {
    memchr::memchr(b'/', text).is_some() || ARROWS.iter().any(|arrow| value::contains(text, arrow.as_bytes()))
}

/// The password behind a login name and a slash: `login: admin / …`, `user/password: admin / …`.
pub(in super::super) fn second(reading: &Reading<'_>, name: &Name, value: &Value, hits: &mut Hits) {
    let text = reading.text();
    let names_both = match name.promise {
        Promise::Login => name.word != "uid" && name.word != "user id",
        Promise::Password => text[..name.span.start].trim_ascii_end().ends_with(b"/"),
        _ => is_of_both(name),
    };
    if !names_both || value.quoted || reading.view().is_tight() {
        return;
    }
    let tied = matches!(value.link, Link::Sign | Link::Tight);
    let both = if tied { apart(text, value).or_else(|| joined(text, name, value)) } else { led(text, name) };
    if let Some((login, given)) = both.or_else(|| below_name(text, name)) {
        tell(reading, name, login, given, hits);
    }
}

/// The password in a pair before a remark that says what it is: `admin / … (login / password)`.
pub(super) fn remarked(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    let lead = text[..name.span.start].trim_ascii_end();
    if name.promise != Promise::Password || !lead.ends_with(b"/") || reading.view().is_tight() {
        return;
    }
    let near = lead.len().saturating_sub(LONGEST);
    let Some(open) = memchr::memrchr(b'(', &lead[near..]).map(|at| near + at) else { return };
    let line = line_start(text, open);
    let before = text[line..open].trim_ascii_end();
    let from = line + last_word(before, LONGEST);
    let run = from..line + before.len();
    let slash = memchr::memchr(b'/', &text[run.clone()]).map(|at| from + at);
    let (login, given) = match slash {
        Some(slash) => (from..slash, slash + 1..run.end),
        None => {
            let Some(lead) = text[line..from].strip_suffix(SLASH) else { return };
            (line + last_word(lead, LONGEST)..line + lead.len(), run)
        }
    };
    if is_login(&text[login.clone()]) && proves(&text[given.clone()]) {
        tell(reading, name, login, given, hits);
    }
}

/// Says that there are a login name and its password.
fn tell(reading: &Reading<'_>, name: &Name, login: Range<usize>, given: Range<usize>, hits: &mut Hits) {
    match value::stand_in(&reading.text()[given.clone()]) {
        Some(why) => hits.miss(&PASSWORD, given, why),
        None => {
            hits.near(&PASSWORD, given, name.word);
            login::judge(reading, Value { link: Link::Sign, span: login, quoted: false, last: false }, hits);
        }
    }
}

/// The two behind words of a sentence: `Login with admin/…`, `credentials are admin / …`. The password has to show itself.
pub(in super::super) fn led(text: &[u8], name: &Name) -> Option<(Range<usize>, Range<usize>)> {
    if name.promise != Promise::Login && !is_of_both(name) {
        return None;
    }
    let next = |at: usize| {
        let from = at + count(text, at, 2, |b| b == b' ');
        (from > at).then(|| from..from + count(text, from, 2 * LONGEST, |b| !b.is_ascii_whitespace()))
    };
    let mut first = next(told_for(text, name))?;
    let (mut with, mut said) = (false, false);
    for _ in 0..MOST_LEADS {
        if !LEADS.iter().any(|lead| text[first.clone()].eq_ignore_ascii_case(lead)) {
            break;
        }
        with = WITH.iter().any(|lead| text[first.clone()].eq_ignore_ascii_case(lead));
        said = SAYING.iter().any(|lead| text[first.clone()].eq_ignore_ascii_case(lead));
        first = next(first.end)?;
    }
    let joint = |rest: &[u8]| JOINTS.iter().find(|joint| rest.starts_with(joint.as_bytes())).map(|joint| joint.len());
    let (login, from) = match memchr::memchr2(b'/', b':', &text[first.clone()]) {
        None if said && text[first.clone()].ends_with(b",") && text.get(first.end) == Some(&b' ') => {
            (first.start..first.end - 1, first.end + 1)
        }
        Some(at) => (first.start..first.start + at, first.start + at + 1),
        None => (first.clone(), first.end + joint(&text[first.end..])?),
    };
    let given = from..from + word(&text[from..]).len();
    let signed = text[name.span.end..login.start].contains(&b':');
    let (login, given) = unmarked(text, login, given);
    // The name of a user is followed by that of its group as well, and by what the user runs.
    let between =
        text[login.end..given.start].iter().copied().filter(|b| !matches!(b, b'`' | b'*')).collect::<Vec<_>>();
    let apart = between == SLASH;
    let value = &text[given.clone()];
    let shown = match is_of_user(name) {
        _ if between == b", " => is_mixed(value) && proves(value) && ends_part(text, given.end),
        true => apart && is_mixed(value) && proves(value),
        false if proves(value) => true,
        false if signed => may_end(text, &given) || apart && is_strong(text, &given),
        false if apart && is_marked_login(&text[login.clone()]) && is_of_all_kinds(value) => true,
        false if with && text[login.start..].first().is_some_and(|b| !b.is_ascii_uppercase()) => {
            let used = || USING.iter().any(|using| between == using.as_bytes());
            let of_account = || between == b"/" && is_account(&text[login.clone()]) && may_be_said(value);
            apart && may_be_chosen(value) || used() && is_of_words_and_number(value) || of_account()
        }
        false => is_of_both(name) && apart && (may_be_said(value) || may_be_chosen(value) || is_in_words(value)),
    };
    let ending = || {
        let parted = apart || !is_of_user(name) && (between == b"/" || between == b":");
        let told = is_of_both(name) || !with && text[name.span.end..login.start].trim_ascii().len() > 1;
        parted && (between != b":" || told) && is_ending(text, &login, &given, told && between != b"/")
    };
    (is_login(&text[login.clone()]) && (shown || ending())).then_some((login, given))
}

/// A login name and its password without the bracket or the marks of code around the two or each of them.
fn unmarked(text: &[u8], login: Range<usize>, given: Range<usize>) -> (Range<usize>, Range<usize>) {
    let bracket = usize::from(text[login.clone()].starts_with(b"("));
    let mark = |at: usize| usize::from(matches!(text.get(at), Some(b'`' | b'*')));
    let closes = |from: usize, end: usize| {
        // A star may be the last sign of a password.
        let is_mark = |b: u8| b == b'`' || b == b'*' && text[..from].ends_with(b"*");
        usize::from(from < end && is_mark(text[end - 1]))
    };
    let from = login.start + bracket + mark(login.start + bracket);
    let login = from..login.end - closes(from, login.end);
    let end = given.end - usize::from(bracket > 0 && text[given.clone()].ends_with(b")"));
    let start = given.start + mark(given.start);
    (login, start..end - closes(start, end))
}

/// Whether somebody may have chosen it where a login name stands before it: letters of both cases and figures, or words and
/// figures, and no term.
pub(in super::super) fn may_be_chosen(given: &[u8]) -> bool {
    let plain = given.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.!#$%*+?".contains(b));
    plain && !is_term(given) && (may_be_said(given) || given.len() >= 8 && Mix::of(given).classes() == 3)
}

/// Whether the two end what is said, none of them is a word about logins or their like, and the second has letters of both cases
/// and figures. Where a word says that the two are the login, the figure may as well stand within a word: `hops4life`.
fn is_ending(text: &[u8], login: &Range<usize>, given: &Range<usize>, told: bool) -> bool {
    const OTHERS: &[&str] = &[
        "agent",
        "attempt",
        "button",
        "class",
        "event",
        "experience",
        "flow",
        "guide",
        "handler",
        "icon",
        "interface",
        "link",
        "node",
        "page",
        "pool",
        "profile",
        "role",
        "roles",
        "route",
        "screen",
        "script",
        "story",
        "stories",
        "success",
        "view",
    ];
    let name = &text[login.clone()];
    let value = &text[given.clone()];
    let about = || if told { value::is_description(name) } else { tells_about(&name.to_ascii_lowercase()) };
    let is_word = !is_account(name) && (about() || is_one_of(name, OTHERS));
    let within = || may_be_said(value) || told && holds_figure_within(value);
    let ends = is_end(&text[given.end..]) || is_remark(&text[given.end..]);
    name.len() > 2 && name[0].is_ascii_lowercase() && !is_word && ends && (is_of_all_kinds(value) || told && within())
}

/// Whether it is a word of small letters with a figure in its midst.
fn holds_figure_within(given: &[u8]) -> bool {
    let small = |b: &u8| b.is_ascii_lowercase();
    let figure = given.iter().position(u8::is_ascii_digit);
    let parted = |at: usize| at > 1 && given[..at].iter().all(small) && given[at + 1..].iter().all(small);
    given.len() >= 8 && figure.is_some_and(|at| parted(at) && at + 2 < given.len()) && !is_term(given)
}

/// Whether it is of three words or more with dashes between them: `birch-and-fern`.
fn is_in_words(given: &[u8]) -> bool {
    memchr::memchr_iter(b'-', given).count() > 1 && is_joined(&given.to_ascii_lowercase())
}

/// Whether it is of words and a number behind them, with dashes between: `Blue-Backpack-9`.
pub(in super::super) fn is_of_words_and_number(given: &[u8]) -> bool {
    let mut parts = given.split(|b| *b == b'-');
    let number = parts.next_back().unwrap_or_default();
    let is_word = |part: &[u8]| part.len() >= 3 && part.iter().all(u8::is_ascii_alphabetic);
    parts.clone().count() > 1
        && parts.all(is_word)
        && (1..=4).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
}

/// Whether the signs of it say that it is a login name and no word: `vendor_tmp`, `jo.li`.
fn is_marked_login(login: &[u8]) -> bool {
    login.len() > 2 && login.iter().any(|b| matches!(b, b'_' | b'.' | b'@' | b'\\') || b.is_ascii_digit())
}

/// Whether letters of both cases and figures are in it, as somebody chooses who is asked for them.
fn is_of_all_kinds(given: &[u8]) -> bool {
    may_be_chosen(given) && Mix::of(given).classes() == 3
}

/// Where the two may begin behind a name: behind whom or what they are for, where a sign stands behind that.
fn told_for(text: &[u8], name: &Name) -> usize {
    let rest = &text[name.span.end..];
    // Brackets may hold the two behind some words that say where they count.
    let words = count(rest, 0, LONGEST, |b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.'));
    if rest.starts_with(b" on ") || rest.starts_with(b" for ") {
        let held = rest[words..].starts_with(b"(") && rest[..words].ends_with(b" ");
        if held && is_of_both(name) {
            return name.span.end + words - 1;
        }
    }
    // One word may say where they count.
    let place = count(rest, 1, LONGEST, |b| b.is_ascii_alphanumeric());
    let sign = [&b": "[..], b" : "].into_iter().find(|sign| rest[(1 + place).min(rest.len())..].starts_with(sign));
    if let Some(sign) = sign.filter(|_| rest.first() == Some(&b' ') && place > 0) {
        return name.span.end + 1 + place + sign.len() - 1;
    }
    let words = [
        &b" for "[..],
        b" of ",
        b" to ",
        b" f\xc3\xbcr ",
        b" till ",
        b" zu ",
        b" zum ",
        b" zur ",
        b" pour ",
        b" para ",
    ];
    if !words.iter().any(|word| rest.starts_with(word)) {
        return name.span.end;
    }
    let line = &rest[..count(rest, 0, LONGEST, |b| !matches!(b, b'\n' | b'\r'))];
    let signs = [&b" -> "[..], b": ", b" = ", b" - ", b" as ", b" als "];
    let behind = signs.iter().filter_map(|sign| memchr::memmem::find(line, sign).map(|at| at + sign.len() - 1)).min();
    name.span.end + behind.unwrap_or(0)
}

/// The two in the lines below a name that ends its line. The password has to show itself.
pub(in super::super) fn below_name(text: &[u8], name: &Name) -> Option<(Range<usize>, Range<usize>)> {
    if name.promise != Promise::Login && !is_of_both(name) {
        return None;
    }
    let sign = name.span.end + usize::from(text.get(name.span.end) == Some(&b':'));
    let line = |at: usize| {
        let from = at + count(text, at, 3, |b| matches!(b, b' ' | b'\r' | b'\n'));
        let len = count(text, from, LONGEST, |b| !b.is_ascii_whitespace());
        (len > 0 && text[at..from].contains(&b'\n')).then_some(from..from + len)
    };
    // In the text of a cell its label may be put before the first of them.
    let login = line(sign).or_else(|| {
        let from = text[..sign].ends_with(b":").then_some(sign)? + count(text, sign, 1, |b| b == b' ');
        Some(from..from + count(text, from, LONGEST, |b| !b.is_ascii_whitespace()))
    })?;
    let given = line(login.end)?;
    let ends = text.get(given.end).is_none_or(|b| matches!(b, b'\n' | b'\r'));
    (ends && is_login(&text[login.clone()]) && proves(&text[given.clone()])).then_some((login, given))
}

/// Whether a name says that a login name and a password follow.
fn is_of_both(name: &Name) -> bool {
    matches!(name.word, "credential" | "creds" | "basic auth" | "basic-auth")
}

/// Whether a text is the name of a login and its password, which follow.
pub(in crate::redact) fn names_both(text: &str) -> bool {
    let bytes = text.trim().trim_end_matches(':').as_bytes();
    let is_both = |name: Name| {
        let is_named = is_of_both(&name) || name.promise == Promise::Login && !is_of_user(&name);
        is_named && name.span.end == bytes.len()
    };
    bytes.len() <= LONGEST && names(bytes, &Sought::of(bytes)).any(is_both)
}

/// Whether a name is that of a user, which others than the names of users may follow.
fn is_of_user(name: &Name) -> bool {
    matches!(name.word, "user" | "username" | "user name" | "uid" | "user id" | "userid") || tongues::names_user(name)
}

/// Whether this may be the name with which somebody logs in.
fn is_login(given: &[u8]) -> bool {
    let fits = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@' | b'\\');
    !given.is_empty() && given.iter().all(fits) && given[0].is_ascii_alphanumeric()
}

/// The two with blanks around the slash.
fn apart(text: &[u8], value: &Value) -> Option<(Range<usize>, Range<usize>)> {
    let behind = &text[value.span.end..];
    let slashed = behind.strip_prefix(SLASH);
    let rest = slashed.or_else(|| ARROWS.iter().find_map(|arrow| behind.strip_prefix(arrow.as_bytes())))?;
    let from = text.len() - rest.len();
    let given = word(rest);
    if slashed.is_none() && !is_mixed(given) && !may_be_said(given) {
        return None;
    }
    let given = from..from + given.len();
    is_strong(text, &given).then(|| (value.span.clone(), given))
}

/// Whether what stands behind a slash is no word, and ends the line or has nothing but a remark behind it.
fn is_strong(text: &[u8], given: &Range<usize>) -> bool {
    let (given, rest) = (&text[given.clone()], &text[given.end..]);
    let mix = Mix::of(given);
    let strong = mix.small + mix.large > 0 && (mix.digits > 0 || mix.signs > 0 && !is_word(given));
    let ends = is_end(rest) || is_mixed(given) && is_remark(rest);
    strong && ends && (6..=64).contains(&given.len()) && !value::is_expression(given)
}

/// The two with nothing but the slash between them, where the second one shows that it is a password.
fn joined(text: &[u8], name: &Name, value: &Value) -> Option<(Range<usize>, Range<usize>)> {
    let run = &text[value.span.start..];
    let run = word(&run[..count(run, 0, 128, |b| !b.is_ascii_whitespace() && b != b'<')]);
    let slash = memchr::memchr(b'/', run)?;
    let (login, given) = (&run[..slash], &run[slash + 1..]);
    let is_login = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@');
    let sole = !is_of_user(name);
    let ends = || is_end(&text[value.span.start + run.len()..]);
    let shows = is_signed(given) || sole && (is_mixed(given) || may_be_said(given) && ends());
    let fits = !login.is_empty() && login.iter().all(is_login) && !given.contains(&b'/') && shows;
    let from = value.span.start + slash + 1;
    (fits && (6..=64).contains(&given.len()) && !value::is_expression(given))
        .then(|| (value.span.start..from - 1, from..from + given.len()))
}

/// The first word, without what ends a part of a sentence.
fn word(rest: &[u8]) -> &[u8] {
    let given = &rest[..count(rest, 0, 128, |b| !b.is_ascii_whitespace())];
    given.strip_suffix(b".").or_else(|| given.strip_suffix(b",")).or_else(|| given.strip_suffix(b";")).unwrap_or(given)
}

/// Whether nothing follows on the line but what ends a sentence.
fn is_end(rest: &[u8]) -> bool {
    let rest = if let [b'.' | b',' | b';', rest @ ..] = rest { rest } else { rest };
    rest.trim_ascii_start().is_empty() || matches!(rest, [b'\n' | b'\r', ..])
}

/// Whether what follows speaks of what stands before it.
fn is_remark(rest: &[u8]) -> bool {
    match rest {
        [b',' | b';', b' ', ..] => true,
        [b' ', rest @ ..] => REMARKS.iter().any(|begins| rest.starts_with(begins.as_bytes())),
        _ => false,
    }
}

/// Whether it has small letters, capitals and digits, or signs of passwords, and so is no name.
pub(super) fn is_mixed(given: &[u8]) -> bool {
    is_signed(given) || given.len() >= 8 && Mix::of(given).classes() == 3
}

/// Whether it has digits and letters, and signs of passwords among them.
pub(in super::super) fn is_signed(given: &[u8]) -> bool {
    let mix = Mix::of(given);
    mix.small + mix.large > 0 && mix.digits > 0 && given.iter().any(|b| b"!@#$%^&*?+~".contains(b))
}

#[cfg(test)]
mod tests {
    use super::super::DETECTOR;
    use crate::redact::detect::check::{finds_nothing, found};

    #[test]
    fn a_password_is_found_behind_its_login_name() {
        for text in [
            "Login: admin / Tig3rLily",
            "Credentials: admin / Tig3rLily\r\nnext line",
            "Credentials: admin / Tig3rLily\nnext line",
            "Credentials: admin / Tig3rLily for the test system",
            "Login: admin / Tig3rLily (prod)",
            "Zugang: admin / Tig3rLily, bitte \u{e4}ndern",
            "Zugang: admin / Tig3rLily.",
            "creds: admin / Tig3rLily",
            "Login: admin/Tig3rLily",
            "login: admin/Tig3rLily (prod)",
        ] {
            assert_eq!(found(DETECTOR.find, text), ["Tig3rLily", "admin"], "{text}");
        }
        assert_eq!(found(DETECTOR.find, "user: bob/Xk9#mQ2v! next"), ["Xk9#mQ2v!", "bob"]);
        assert_eq!(found(DETECTOR.find, "login: admin / sunny!day"), ["sunny!day", "admin"]);
        for text in ["login: root/otterly88", "creds: root/otterly88.", "login: root \u{2192} otterly88"] {
            assert_eq!(found(DETECTOR.find, text), ["otterly88", "root"], "{text}");
        }
        finds_nothing(
            DETECTOR.find,
            &["login: root/otterly88 and more", "login: page -> page2", "user: etl/otterly88"],
        );
        finds_nothing(DETECTOR.find, &["login: admin / sunny-day", "credentials in the vault: admin/Wombat!77"]);
        assert_eq!(found(DETECTOR.find, "Zugangsdaten FTP: web001 / Xk9#mQ2v!"), ["Xk9#mQ2v!", "web001"]);
    }

    #[test]
    fn both_are_found_in_sentences_in_lines_and_before_a_remark() {
        for text in [
            "Login with admin/Wombat!77",
            "please log in as admin / Wombat!77 on stage",
            "creds are admin/Wombat!77",
            "the credentials admin:Wombat!77 still work",
            "Anmelden mit admin/Otter-88x",
            "DB login -> admin / Wombat!77 @ db01",
            "creds for staging -> admin and Wombat!77",
            "login for staging - admin with Wombat!77",
            "admin / Wombat!77 (login / password)",
            "see db01, admin/Wombat!77 (user/password)",
            "Credentials\nadmin\nWombat!77",
            "Zugangsdaten:\nadmin\nOtter-88x\n",
            "user admin / Wombat!77 works from curl",
            "Inloggning till styrsystemet: admin / Otter-88x",
        ] {
            let value = if text.contains("Otter") { "Otter-88x" } else { "Wombat!77" };
            assert_eq!(found(DETECTOR.find, text), [value, "admin"], "{text}");
        }
    }

    #[test]
    fn what_somebody_logs_in_with_is_found() {
        for text in [
            "basic auth (ops / Tin-Bucket-4)",
            "Basic auth: ops / Tin-Bucket-4",
            "the basic auth on staging (ops / Tin-Bucket-4)",
            "log in with ops / Tin-Bucket-4",
            "log in with `ops` / `Tin-Bucket-4`",
            "log in with `ops / Tin-Bucket-4`, then wait",
            "log in as ops with Tin-Bucket-4 and go on",
            "sign in using ops / Tin-Bucket-4",
            "bitte anmelden mit ops / Tin-Bucket-4",
            "bitte einloggen mit ops / Tin-Bucket-4",
            "connectez-vous avec ops / Tin-Bucket-4",
            "try logging in with ops / Tin-Bucket-4",
        ] {
            assert_eq!(found(DETECTOR.find, text), ["Tin-Bucket-4", "ops"], "{text}");
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "Sign in with Google / GitHub2023",
                "log in with ssh / ed25519",
                "log in as admin with Firefox-115",
                "log in with ldap / oauth2-proxy-7",
                "basic auth (user / group)",
                "basic auth (RFC 7617 / RFC 7235)",
                "log in with a / b",
                "log in with bin/otter-maple-51",
                "basic auth (user / pass-through-login)",
            ],
        );
        assert_eq!(found(DETECTOR.find, "basic auth on staging (ops / birch-and-fern)"), ["birch-and-fern", "ops"]);
        let account = "You can log in with admin/otter-maple-51";
        assert_eq!(found(DETECTOR.find, account), ["otter-maple-51", "admin"]);
    }

    #[test]
    fn names_of_products_and_steps_are_no_pairs() {
        finds_nothing(
            DETECTOR.find,
            &[
                "Login with SAML/ADFS2019",
                "Sign in with Google/Office365",
                "log in as dev/test2024env",
                "Login is at /login/Page22Intro",
                "credentials are in vault/Db01Prod",
                "step 1/2 (user/password)",
                "HTTP/1.1 (login / password)",
                "Login:\nStep1\nStep2",
                "Login\nadmin\nWombat!77 is not it",
                "Login with admin/[SECRET]",
                "login with admin / ${DB_PASS2}",
                "user opc / group Wheel2024",
                "user etl / otter2024",
                "user guide / Release2024",
                "login page / version2024",
                "Login for the portal: see page / 2024",
            ],
        );
    }

    #[test]
    fn paths_and_lists_are_no_pairs() {
        finds_nothing(
            DETECTOR.find,
            &[
                "login: page / OAuth2 flow",
                "Login: admin / Tig3rLily is not it",
                "login: https://example.org/Tig3rLily",
                "login: docs/page1",
                "user: team/Project2Alpha",
                "login: auth/v2/Users1Ab",
                "creds: admin / [SECRET] (prod)",
                "creds: admin/[SECRET]",
                "Login: admin/${DB_PASS2}",
                "credentials: see vault/prod",
            ],
        );
    }

    #[test]
    fn a_comma_may_part_the_two_behind_a_verb() {
        for text in
            ["user is buildsrv, Otter-88-x!", "login is buildsrv, 0tt3rL4ke!", "the username is ci-bot, 0tt3rL4ke!"]
        {
            finds_second(text);
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "user buildsrv, 0tt3rL4ke!",
                "user is new, 2024-11-08",
                "the user is admin, version 1.2.3",
                "user is offline, x86_64!",
                "login is broken, see ABC-123",
            ],
        );
    }

    /// The password of a pair is found, and its login name.
    fn finds_second(text: &str) {
        let given = text.rsplit(' ').next().map_or("", |last| last.trim_end_matches('.'));
        assert!(found(DETECTOR.find, text).contains(&given.to_owned()), "{text}");
        assert!(!super::super::super::super::check::report(text).output.contains(given), "{text}");
    }

    #[test]
    fn both_may_stand_in_markup_or_behind_the_kind_of_an_account() {
        for (text, given) in [
            ("Log in as *jo.otter* / *Otter09-27*", "Otter09-27"),
            ("Login vendor_tmp / Otter-Lake-0652", "Otter-Lake-0652"),
            ("Test account jo.otter / Otter09-27", "Otter09-27"),
            ("Local admin: siteadmin / Gr1nder-Lake", "Gr1nder-Lake"),
        ] {
            let found = found(DETECTOR.find, text);
            assert!(found.iter().any(|value| value == given), "{text}: {found:?}");
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "Log in as *admin* / *root*",
                "Login page / Release2024",
                "Test account type / Status2024",
                "Local admin: yes / no",
                "Log in to web / Dashboard2024",
            ],
        );
    }

    #[test]
    fn a_login_name_and_its_password_end_what_is_said() {
        for (text, password) in [
            ("login annasvc / Otterlake_7", "Otterlake_7"),
            ("user trainee / Winter2027", "Winter2027"),
            ("login admin/Otterlake960", "Otterlake960"),
            ("the login is manager / otter4lake", "otter4lake"),
            ("the nexus login is builder:Heidelbeere.42", "Heidelbeere.42"),
            ("credentials builder:Heidelbeere.42", "Heidelbeere.42"),
        ] {
            assert!(found(DETECTOR.find, text).contains(&password.to_owned()), "{text}");
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "user guide / Release2027",
                "login page / Release2027",
                "login flow/Release2027",
                "user Release / Winter2027",
                "the login is required / Release2027",
                "user trainee / Winter2027 edition",
                "the login is at gate:12",
                "login host:Release2027",
            ],
        );
    }
}
