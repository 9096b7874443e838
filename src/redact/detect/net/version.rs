//! What says that four numbers are the version of something or the number of a section: a word, a product, an operator or
//! the coordinates of a package right before them in their line.

use super::ADDRESS_WORDS;
use super::numbered::{CHANGES, COUNTS, DONE, REFERS, SECTION_WORDS, STATES, TAKEN, VERSION_WORDS};
use super::product::{NAMED, PACKAGES, PRODUCTS};
use crate::redact::detect::Reading;
use crate::redact::detect::vocabulary::{Vocabulary, ending, is_one_of, last_word};
use std::net::Ipv4Addr;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that end names of versions: `Softwareversion`, `Programmversion`.
const ENDS: &[&str] = &["version", "versie", "versionsnummer"];

/// Words that lead from one version to another.
const ON: &[&str] = &["to", "auf", "nach", "and", "or", "und", "oder"];
/// Words that lead to what something is changed to.
const TO: &[&str] = &["to", "auf"];
/// Words that lead to the first of two.
const FROM: &[&str] = &["from", "von"];
const IN: &[&str] = &["in", "since"];
/// What else may stand between a word for versions and the numbers.
const FILLERS: &[&str] = &["is", "ist", "number", "no", "nr", "nummer"];

/// How far before the numbers is looked, in bytes.
const REACH: usize = 80;
/// How many signs may stand between a word and the numbers.
const WIDEST_GAP: usize = 6;
/// The longest number of a version, in bytes.
const LONGEST: usize = 16;
/// The longest date in brackets.
const LONGEST_DATE: usize = 24;
/// How many words and numbers may stand between.
const FARTHEST: usize = 6;
/// How many words before `to` may say that something is changed.
const CHANGED: usize = 4;

/// Why the numbers are those of a version, if they are.
pub(super) fn version(reading: &Reading<'_>, span: &Range<usize>, address: Ipv4Addr) -> Option<&'static str> {
    let (line, behind) = (line_before(reading.text(), span.start), &reading.text()[span.end..]);
    if is_addressed(line, behind, address) {
        return None;
    }
    let small = is_small(address);
    if small && !address.is_private() && is_pinned(reading, line, span.start) {
        return Some("an operator before it says that it is the version of a package");
    }
    if small && is_coordinate(line) {
        return Some("the name of a package before it says that it is a version");
    }
    let notes = || behind.get(..8).is_some_and(|word| word.eq_ignore_ascii_case(b" release"));
    if small && !address.is_private() && is_in_state(behind) {
        return Some("a word behind it says that it is a version");
    }
    if is_entry(line, behind) || small && (is_release(line, behind) || notes() || is_dated(line, behind)) {
        return Some("the heading of a release");
    }
    if !address.is_private() && is_attribute(line) {
        return Some("the name of an attribute before it says that it is the number of one");
    }
    if is_identifier(line, address) {
        return Some("the beginning of an object identifier");
    }
    // The option of a client for desktops names a host: `/v:203.0.113.9`.
    if line.ends_with(b"/v:") {
        return None;
    }
    if small && !address.is_private() && is_of_image(line) {
        return Some("the name of an image before it says that it is a version");
    }
    if (small || is_reduced(address)) && presents_itself(line) {
        return Some("the name of a program before it says that it is a version");
    }
    if small && !address.is_private() && goes_on(line, address) {
        return Some("a version of the same number before it says that it is one");
    }
    if small && (line.trim_ascii_end().ends_with("\u{a7}".as_bytes()) || is_quoted(behind)) {
        return Some("the sign of a section before it or a title behind it says that it is the number of one");
    }
    if small && !address.is_private() && is_wrapped(&reading.text()[..span.start - line.len()], line) {
        return Some("a word before it says that it is the number of a section");
    }
    let said = Before::read(line).said(address, behind).or_else(|| labelled(reading, line, span.start, address));
    match said {
        Some(Said::Version { near }) => (small || near).then_some("a word before it says that it is a version"),
        Some(Said::Product) => small.then_some("the name of a product before it says that it is a version"),
        None => None,
    }
}

/// Whether the numbers are as small as those of most versions, and not all the same. Builds are counted high, which only
/// the last number of a private address may be as well, and no machine has the address of its network.
fn is_small(address: Ipv4Addr) -> bool {
    let octets = address.octets();
    let counted = match octets {
        _ if address.is_private() => &octets[..],
        [_, _, _, 0] => &octets[..2],
        _ => &octets[..3],
    };
    counted.iter().all(|octet| *octet < 32) && octets.iter().any(|octet| *octet != octets[0])
}

/// Whether nothing but the first number is told, as browsers tell of their version: `130.0.0.0`.
fn is_reduced(address: Ipv4Addr) -> bool {
    matches!(address.octets(), [_, 0, 0, 0])
}

/// What stands before a place in its line, as far as anything there may speak of it.
fn line_before(text: &[u8], at: usize) -> &[u8] {
    let near = &text[at.saturating_sub(REACH)..at];
    let line = near.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |line| line + 1);
    &near[line..]
}

/// Whether a port or the length of a prefix behind it, a scheme before it, or words that lead to a host of a private
/// network say that it is an address.
fn is_addressed(line: &[u8], behind: &[u8], address: Ipv4Addr) -> bool {
    const LEADS: &[&str] = &["on", "to", "at", "from", "via", "host", "agent"];
    let (lead, gap) = without_signs(line);
    let led = || gap.contains(&b',') || is_one_of(word_at_end(lead), LEADS);
    is_counted(behind) || line.ends_with(b"://") || address.is_private() && led()
}

/// Whether a port or the length of a prefix begins here.
fn is_counted(behind: &[u8]) -> bool {
    matches!(behind, [b'/' | b':', b, ..] if b.is_ascii_digit())
}

/// Whether an operator stands right before: with the name of a package (`foo==1.2.3.4`, `foo>=1.2.3.4`, `foo@1.2.3.4`),
/// or one that begins what is quoted or in brackets (`(>= 1.2.3.4)`), or one of packages only (`~> 1.2.3.4`).
fn is_pinned(reading: &Reading<'_>, line: &[u8], at: usize) -> bool {
    const OPERATORS: [&[u8]; 9] = [b"==", b">=", b"<=", b"~=", b"!=", b"^", b"@", b"~>", b"="];
    const HOSTS: &[&str] = &["ssh", "scp", "sftp", "rsync", "ping", "telnet"];
    let before = line.strip_suffix(b" ").unwrap_or(line);
    let found = OPERATORS.iter().find_map(|sign| before.strip_suffix(*sign).map(|name| (*sign, name)));
    let Some((operator, name)) = found else { return false };
    let named = name.trim_ascii_end().last().is_some_and(|b| b.is_ascii_alphanumeric() || *b == b']');
    let opened = operator != b"@" && matches!(name.last(), Some(b'(' | b'"' | b'\''));
    // A name with dashes is that of a package, whatever its words mean.
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'-' | b'_');
    let len = name.iter().rev().take_while(part).count();
    let dashed = operator == b"==" && before.len() == line.len() && name[name.len() - len..].contains(&b'-');
    let at = if dashed { at - operator.len() - len } else { at };
    let address = || reading.word_before(at, ADDRESS_WORDS).or_else(|| reading.word_before(at, HOSTS)).is_some();
    operator == b"~>" || (opened || named && operator != b"=") && !address()
}

/// Whether the coordinates of a package stand right before: a group with a full stop in its name, an artifact, and
/// perhaps how it is packed: `com.example:thing:1.2.3.4`.
fn is_coordinate(line: &[u8]) -> bool {
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'.' | b'_' | b'-');
    let (mut rest, mut parts) = (line, 0);
    while let Some(lead) = rest.strip_suffix(b":") {
        let len = lead.iter().rev().take_while(part).count();
        let (before, name) = lead.split_at(lead.len() - len);
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            return false;
        }
        parts += 1;
        if parts > 1 && name.contains(&b'.') {
            return true;
        }
        rest = before;
    }
    false
}

/// Whether the numbers are the heading of a release in a list of changes: `## [1.2.3.4]`.
fn is_release(line: &[u8], behind: &[u8]) -> bool {
    let marks = line.iter().take_while(|b| **b == b'#').count();
    marks > 0 && line[marks..].trim_ascii() == b"[" && behind.first() == Some(&b']')
}

/// Whether brackets follow that say of a version which one it is (`8.10.0.12 (current)`), or words that compare it with others
/// (`1.2.2.3 or better`).
fn is_in_state(behind: &[u8]) -> bool {
    const COMPARED: [&str; 10] = [
        " or better",
        " or later",
        " or newer",
        " or higher",
        " or above",
        " or older",
        " or earlier",
        " and later",
        " patch",
        " oder neuer",
    ];
    let compared = |words: &str| {
        let rest = behind.get(words.len()..).unwrap_or_default();
        behind.starts_with(words.as_bytes()) && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
    };
    if COMPARED.iter().any(|words| compared(words)) {
        return true;
    }
    let rest = behind.strip_prefix(b" (").unwrap_or_default();
    let len = rest.iter().take(LONGEST).take_while(|b| b.is_ascii_alphabetic()).count();
    rest.get(len) == Some(&b')') && is_one_of(&rest[..len], STATES)
}

/// Whether a line begins with a name and the numbers, or with these, and ends with a date in brackets, as the headings of news
/// do: `man-db 2.8.6.1 (5 August 2019)`.
fn is_dated(line: &[u8], behind: &[u8]) -> bool {
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'#' | b'"' | b' ');
    let words = line.split(|b| *b == b' ').filter(|word| word.iter().any(u8::is_ascii_alphabetic)).count();
    let near = &behind[..behind.len().min(LONGEST_DATE)];
    let rest = near.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default().trim_ascii_end();
    let date = rest.strip_prefix(b" (").and_then(|rest| rest.strip_suffix(b")")).unwrap_or_default();
    let year =
        date.split(|b| !b.is_ascii_digit()).any(|number| matches!(number, [b'1', b'9', _, _] | [b'2', b'0', _, _]));
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.' | b'/' | b',');
    words <= 1 && line.iter().all(name) && year && date.iter().all(part)
}

/// Whether the numbers are the version in the first line of an entry of a changelog of Debian (deb-changelog(5)):
/// `package (1:1.2.3.4-5) unstable; urgency=low`.
fn is_entry(line: &[u8], behind: &[u8]) -> bool {
    let figures = |lead: &[u8]| lead.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let epoch = line.strip_suffix(b":").map(|lead| &lead[..lead.len() - figures(lead)]);
    let lead = epoch.unwrap_or(line).strip_suffix(b" (").unwrap_or_default();
    let near = &behind[..behind.len().min(REACH)];
    let rest = near.split(|b| *b == b'\n').next().unwrap_or_default();
    !lead.is_empty() && lead.iter().all(u8::is_ascii_graphic) && memchr::memmem::find(rest, b"; urgency=").is_some()
}

/// Whether the numbers are an object identifier as those of the directory (X.500) or begin as those of the internet do,
/// in a line that speaks of no host.
fn is_identifier(line: &[u8], address: Ipv4Addr) -> bool {
    let known = matches!(address.octets(), [2, 5, 1 | 4 | 5 | 6 | 13 | 18 | 20 | 21 | 29, _] | [1, 3, 6, 1]);
    known && last_word(line, ADDRESS_WORDS).is_none()
}

/// Whether the numbers are those of an attribute of a vendor (RFC 6929), in a dictionary of RADIUS or behind the word for it,
/// in a line that speaks of no host: `ATTRIBUTE Acme-Type 28.11.5.6 string`.
fn is_attribute(line: &[u8]) -> bool {
    let begins = line.starts_with(b"ATTRIBUTE ") || line.starts_with(b"ATTRIBUTE\t");
    let lower = line.trim_ascii_end().to_ascii_lowercase();
    let named = [&b"attribute"[..], b"attr", b"attribut"].iter().any(|word| lower.ends_with(word));
    (begins || named) && last_word(line, ADDRESS_WORDS).is_none()
}

/// Whether a title in the quotes of books follows, as in references to a section.
fn is_quoted(behind: &[u8]) -> bool {
    let quotes = ["\u{201c}", "\u{201d}", "\u{201e}", "\u{ab}", "\u{300c}"];
    let title = |rest: &[u8]| quotes.iter().any(|quote| rest.starts_with(quote.as_bytes()));
    let joints = [", ", "\u{60c} ", " - ", " \u{2013} "];
    joints.iter().filter_map(|joint| behind.strip_prefix(joint.as_bytes())).any(title)
}

/// Whether the numbers begin a line and a word for sections ends the one before, with no empty one between.
fn is_wrapped(before: &[u8], line: &[u8]) -> bool {
    let ended = before.strip_suffix(b"\n").map(|text| text.strip_suffix(b"\r").unwrap_or(text));
    ended.is_some_and(|text| line.trim_ascii().is_empty() && ending(text, SECTION_WORDS).is_some())
}

/// What the words before the numbers say of them.
enum Said {
    /// A word for versions: whether it is right before them.
    Version {
        near: bool,
    },
    Product,
}

/// What the label of the text says where nothing but signs stands before the numbers.
fn labelled(reading: &Reading<'_>, line: &[u8], at: usize, address: Ipv4Addr) -> Option<Said> {
    static WORDS: LazyLock<Vocabulary> =
        LazyLock::new(|| Vocabulary::of(&[ADDRESS_WORDS, VERSION_WORDS, SECTION_WORDS]));
    if line.len() != at || line.iter().any(u8::is_ascii_alphanumeric) {
        return None;
    }
    let label = reading.label().as_bytes();
    let named = || last_word(label, &*WORDS).is_some_and(|word| !ADDRESS_WORDS.contains(&word));
    let near = is_version(without_signs(label).0);
    if near || named() {
        return Some(Said::Version { near });
    }
    // The column is one line of the label, and what leads the row another.
    let lines = || label.split(|b| *b == b'\n').map(|line| without_signs(line).0);
    let counts = |line: &[u8]| is_one_of(line, STATES) || is_one_of(line, COUNTS);
    let said = |line: &[u8]| is_version(line) || counts(line) || ending(line, &NAMES[2]).is_some();
    (!address.is_private() && lines().any(said)).then_some(Said::Product)
}

/// Whether a version that begins with the same two numbers stands before these in their line, with no word for addresses
/// between (`firmware 8.10.0.12, target 8.10.0.14`), or the one of three numbers that they are a patch of (`3.8.8 and
/// 3.8.8.1`).
fn goes_on(line: &[u8], address: Ipv4Addr) -> bool {
    let mut at = 0;
    while let Some(next) = line[at..].iter().position(u8::is_ascii_digit) {
        let start = at + next;
        let len = line[start..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        at = start + len;
        let numbers = &line[start..at];
        let number = numbers.strip_suffix(b".").unwrap_or(numbers);
        let patched = || address.to_string().as_bytes().strip_prefix(number).is_some_and(|rest| rest.starts_with(b"."));
        if number.iter().filter(|b| **b == b'.').count() == 2 && patched() {
            return true;
        }
        let before = std::str::from_utf8(number).ok().and_then(|text| text.parse::<Ipv4Addr>().ok());
        let Some(before) = before.filter(|before| before.octets()[..2] == address.octets()[..2]) else { continue };
        let told = || Before::read(&line[..start]).said(before, &line[at..]).is_some();
        if is_small(before) && last_word(&line[at..], ADDRESS_WORDS).is_none() && told() {
            return true;
        }
    }
    false
}

/// What leads to the numbers.
struct Before<'t> {
    /// The words and versions between, the nearest first.
    leads: Vec<&'t [u8]>,
    /// All before them; what it ends with speaks of the numbers.
    lead: &'t [u8],
    /// The signs behind it.
    gap: &'t [u8],
}

impl<'t> Before<'t> {
    fn read(line: &'t [u8]) -> Self {
        let (lead, gap) = without_signs(line);
        let mut before = Self { leads: Vec::new(), lead, gap };
        while before.leads.len() < FARTHEST {
            let (number, word) = (number_at_end(before.lead), word_at_end(before.lead));
            let joint =
                !before.gap.contains(&b',') && [ON, FROM, FILLERS, IN].iter().any(|words| is_one_of(word, words));
            let len = match () {
                () if is_version_number(number) => number.len(),
                () if joint => word.len(),
                () => break,
            };
            let (rest, found) = before.lead.split_at(before.lead.len() - len);
            before.leads.push(found);
            (before.lead, before.gap) = without_signs(rest);
        }
        before
    }

    /// What the word says of the numbers, behind which `behind` stands.
    fn said(&self, address: Ipv4Addr, behind: &[u8]) -> Option<Said> {
        let word = word_at_end(self.lead);
        let bare = self.gap.iter().all(|b| *b == b' ');
        let near = self.leads.is_empty();
        if self.gap.contains(&b',') {
            return None;
        }
        // `kernel: …` is what a kernel says of something else.
        if is_version(self.lead) && (bare || !is_one_of(word, &["kernel"])) && self.counts_on() {
            return Some(Said::Version { near });
        }
        let changed =
            is_one_of(word, CHANGES) && bare && if near { !address.is_private() } else { self.changes(behind) };
        let taken = near && bare && is_one_of(word, TAKEN);
        let changed = changed || !address.is_private() && (taken || self.changes_another());
        let done = is_one_of(word, DONE) && bare && self.begins_with(IN)
            || is_one_of(word, REFERS) && bare && self.begins_with(TO);
        if changed || done {
            return Some(Said::Version { near: false });
        }
        let [products, packages, named] = &*NAMES;
        let tied = bare || matches!(self.gap, b":" | b": ");
        let is_named = || tied && ending(self.lead, named).is_some() || bare && self.ends_in_humps();
        if near && !address.is_private() && is_named() {
            return Some(Said::Product);
        }
        let product = bare && ending(self.lead, products).is_some_and(|name| self.is_of(name));
        (product || near && ending(self.lead, packages).is_some()).then_some(Said::Product)
    }

    /// Whether a word with a capital in its midst ends what is before, as products are called, in a line that speaks of no
    /// machine: `AnyConnect`, `FortiClient`.
    fn ends_in_humps(&self) -> bool {
        let word = word_at_end(self.lead);
        let line = &self.lead[..self.lead.len() - word.len()];
        let is_hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
        let of_machine = || last_word(word, ADDRESS_WORDS).is_some_and(|part| !matches!(part, "client" | "connect"));
        word.first().is_some_and(u8::is_ascii_uppercase)
            && word.windows(2).any(is_hump)
            && !of_machine()
            && last_word(line, ADDRESS_WORDS).is_none()
    }

    /// Whether a word for versions speaks of the numbers: right behind it, or behind a version.
    fn counts_on(&self) -> bool {
        let fills = |lead: &&[u8]| is_one_of(lead, FILLERS);
        let leads_on = |lead: &&[u8]| is_version_number(lead) || is_one_of(lead, ON) || fills(lead);
        self.leads.iter().all(fills) || self.begins_with_version() && self.leads.iter().all(leads_on)
    }

    /// Whether the first of what leads to the numbers is one of these words.
    fn begins_with(&self, words: &[&str]) -> bool {
        self.leads.last().is_some_and(|lead| is_one_of(lead, words))
    }

    fn begins_with_version(&self) -> bool {
        self.leads.last().is_some_and(|lead| is_version_number(lead))
    }

    /// Whether something was changed to these numbers, or from them to others.
    fn changes(&self, behind: &[u8]) -> bool {
        match self.leads[..] {
            [from] if is_one_of(from, FROM) => leads_on(behind),
            [to] => is_one_of(to, ON),
            [to, version, from] => is_one_of(to, ON) && is_version_number(version) && is_one_of(from, FROM),
            [to, version] => is_one_of(to, ON) && is_version_number(version),
            _ => false,
        }
    }

    /// Whether a few words before say that something, and no host, is changed to these numbers: `Upgrade V8 to 3.6.6.24`.
    fn changes_another(&self) -> bool {
        let words = || self.lead.rsplit(|b| !b.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(CHANGED);
        matches!(self.leads[..], [to] if is_one_of(to, TO))
            && words().any(|word| is_one_of(word, CHANGES))
            && !words().any(|word| is_one_of(word, ADDRESS_WORDS))
    }

    /// Whether the numbers are the version of the product before them: right behind its name, or changed.
    fn is_of(&self, name: &str) -> bool {
        let before = || without_signs(&self.lead[..self.lead.len().saturating_sub(name.len())]).0;
        match self.leads[..] {
            [] => true,
            [to] if is_one_of(to, ON) => is_one_of(word_at_end(before()), CHANGES),
            _ => self.begins_with(FROM) || self.begins_with_version(),
        }
    }
}

/// Whether another version stands behind these numbers, with a word that leads to it between.
fn leads_on(behind: &[u8]) -> bool {
    let Some(rest) = behind.strip_prefix(b" ") else { return false };
    let len = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let Some(next) = rest[len..].strip_prefix(b" ").filter(|_| is_one_of(&rest[..len], ON)) else { return false };
    let len = next.iter().take(LONGEST).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let number = next[..len].strip_suffix(b".").unwrap_or(&next[..len]);
    is_version_number(number) && !is_counted(&next[number.len()..])
}

/// Whether these are four numbers as those of versions, so that nothing redacts them where they are one.
fn is_version_number(text: &[u8]) -> bool {
    let address = std::str::from_utf8(text).ok().and_then(|text| text.parse::<Ipv4Addr>().ok());
    address.is_some_and(|address| is_small(address) && !address.is_private())
}

/// The names of what has versions.
static NAMES: LazyLock<[Vocabulary; 3]> =
    LazyLock::new(|| [PRODUCTS, PACKAGES, NAMED].map(|words| Vocabulary::of(&[words])));

static NUMBERED: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&[VERSION_WORDS, SECTION_WORDS]));

/// Whether the text ends with a word for versions, or one that is made of it: `imageTag`, `Softwareversion`.
fn is_version(text: &[u8]) -> bool {
    let word = word_at_end(text).to_ascii_lowercase();
    ENDS.iter().any(|end| word.ends_with(end.as_bytes())) || ending(text, &*NUMBERED).is_some()
}

/// What stands before the signs that may lead from a word to its value, and these signs.
fn without_signs(text: &[u8]) -> (&[u8], &[u8]) {
    let sign = |b: &&u8| b" \t:=\"'`(<>[#*|~-.,_\\&".contains(b);
    let len = text.iter().rev().take(WIDEST_GAP).take_while(sign).count();
    text.split_at(text.len() - len)
}

fn word_at_end(text: &[u8]) -> &[u8] {
    let len = text.iter().rev().take_while(|b| b.is_ascii_alphabetic() || !b.is_ascii()).count();
    &text[text.len() - len..]
}

fn number_at_end(text: &[u8]) -> &[u8] {
    let len = text.iter().rev().take(LONGEST).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    &text[text.len() - len..]
}

/// Whether the name of a program and a slash stand right before, as programs present themselves: `nginx/1.2.3.4`.
fn presents_itself(line: &[u8]) -> bool {
    let Some(name) = line.strip_suffix(b"/") else { return false };
    let len = name.iter().rev().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')).count();
    let lead = &name[..name.len() - len];
    len >= 3 && lead.last().is_none_or(|b| matches!(b, b' ' | b'\n' | b'(' | b'"'))
}

/// Whether an image of a container is named right before: `image: app:1.2.3.4`, `docker pull acme/app:1.2.3.4`.
fn is_of_image(line: &[u8]) -> bool {
    let said = || [&b"image"[..], b"docker", b"podman"].iter().any(|word| memchr::memmem::find(line, word).is_some());
    matches!(line, [.., b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', b':']) && said()
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing, found, read_at};
    use super::super::super::{Hits, Place};
    use super::super::four::find;

    #[test]
    fn versions_are_left_behind_what_speaks_of_them() {
        finds_nothing(
            find,
            &[
                "<version>2.13.4.2</version>",
                "<jackson.version>2.13.4.2</jackson.version>",
                "com.fasterxml.jackson.core:jackson-databind:2.13.4.2",
                "com.example:thing:jar:2.13.4.2:compile",
                "rails (6.1.7.3)",
                "    actioncable (= 6.1.7.3)",
                "gem 'rails', '~> 6.1.7.3'",
                "imageTag: 9.3.0.1",
                "image_tag=9.3.0.1",
                "Upgrade from 9.2.1.0 to 9.3.0.1",
                "we deployed 9.3.0.1 on Monday",
                "as described in 4.1.8.2",
                "task 4.1.8.2 Refractory",
                "Upgrade Jira from 9.2.1.0 to 9.3.0.1",
                "upgraded to 9.3.0.1",
                "Update 9.2.1.0 to 9.3.0.1",
                "fixed in 9.3.0.1 and 9.4.0.1",
                "Jira 9.2.1.0",
                "AssemblyFileVersion(\"10.20.30.40\")",
                "## [9.3.0.1] - 2024-05-17",
                "tool-db 2.8.6.1 (5 August 2019)\n=====",
                "\n2.0.6.1 (Oct 2021)",
                "Versionsnummer: 2.3.4.5",
                "Softwareversion 2.3.4.5",
                "versi\u{f3}n 2.3.4.5",
                "versiones 2.3.4.5",
                "S\u{fc}r\u{fc}m 2.3.4.5",
                "\u{7248}\u{672c} 2.3.4.5",
                "\u{d38c}\u{c6e8}\u{c5b4} 2.3.4.5",
                "Kapitel 1.2.3.4",
                "versions 1.2.3.4, 1.2.3.5 and 1.2.3.6",
                "| Version | 2.3.4.5 |",
                "the version number is 2.3.4.5",
                "Version: 10.1.2.3",
                "Affected versions: < 9.2.1.0",
                "as in section\n  4.4.3.2 of it",
                "numpy 1.26.4.1 fixes it",
                "iOS 17.1.2.3",
                "PCI DSS 12.10.4.1",
                "Requirement 8.2.3.1",
                "see 3.1.2.4",
                "mise \u{e0} jour 3.4.5.6",
                "hotfix 12.2.1.4",
                "image: app:1.2.3.4",
                "acme-client==1.4.0.2",
                "gem \"acme\", \"=1.4.0.2\"",
            ],
        );
    }

    #[test]
    fn sections_identifiers_and_entries_of_changelogs_are_left() {
        finds_nothing(
            find,
            &[
                "Sec\u{21b}iune 11.7.3.1, x",
                "se\u{e7}\u{e3}o 5.14.3.1",
                "\u{7b2c} 6.3.6.2 \u{8282}",
                "RFC 2616 sec 8.1.2.1",
                "REQ 3.2.1.4 applies",
                "versions prior to 1.5.1.2 over dumb HTTP",
                "zlib 1.2.2.3 or better",
                "between versions 3.8.8 and 3.8.8.1 are minimal",
                "in sidebar 1.3.2.1 - \u{201e}Reporting bugs\u{201c}",
                "test case 3.2.1.4 failed",
                "siehe Kap. 3.2.1.4",
                "FW 108.86.0.20",
                "RFC 4291 \u{a7}2.5.5.2",
                "attributetype ( 2.5.4.16 NAME 'postalAddress'",
                "objectidentifier\tid-oc-pmiAA 2.5.6.25",
                "internet (1.3.6.1)",
                "xft (2.1.8.2-3) unstable; urgency=low",
                "libxfixes (1:3.0.1.2-5) UNRELEASED; urgency=low",
                "Changes in 1.2.4.2 (9 Apr 2010)",
                "Fixes since 1.6.0.5",
                "What is new in 4.1.2.0",
                "Upgrade V8 to 3.6.6.24",
                "Bump standards version to 3.7.2.0",
                "attributetype ( 2.5.4.47 NAME 'enhancedSearchGuide'",
                "Bagian 4.2.13.1, \u{201c}Pemartisian\u{201d}",
                "Git 1.7.12.3 Release Notes",
                "__version__ = \"1.2.3.4\"",
                "Section\\ \\&24.2.2.3",
                "// 5.2.1.2. If position is not",
            ],
        );
    }

    #[test]
    fn addresses_are_found_near_words_for_versions() {
        for text in [
            "Build 512 deployed to 10.1.2.3",
            "Jenkins build agent 10.1.2.3 offline",
            "Kernel panic on 10.1.2.3",
            "kernel: 1.2.3.4 dropped",
            "ESXi version 7.0.3, 10.1.2.3",
            "Version: 2.3\n10.1.2.3 db01",
            "Agent version: 2.3.4.5\nhttp://10.1.2.3:8080/x",
            "version: 2\nethernets:\n  eth0:\n    addresses: [10.1.2.3]",
            "connect mysql to 10.1.2.3",
            "connect mysql to 1.2.3.4",
            "version 1.2.3.4:8080",
            "update from 1.2.3.4",
            "update host 1.2.3.4",
            "see 10.1.2.3",
            "see 203.0.113.42",
            "redis 1.2.3.4",
            "ip.addr==1.2.3.4",
            "image of host:1.2.3.4:80",
            "upgraded 10.1.2.3",
            "Release 9 of the server, 1.2.3.4",
            "db01 (1.2.3.4)",
            "host:db01:1.2.3.4",
            "# 1.2.3.4",
            "directory server 2.5.4.16",
            "ping 1.3.6.1",
            "Update DNS to 1.2.3.4",
            "update the host to 1.2.3.4",
            "copy it to 1.2.3.4",
            "db01 (1.2.3.4) unstable",
            "of this section\n\n1.2.3.4",
            "new version\n1.2.3.4",
        ] {
            assert_eq!(found(find, text).len(), 1, "{text}");
        }
        finds(find, &[("Version 10.1.2.0/24", "10.1.2.0/24"), ("version A://1.2.3.4", "1.2.3.4")]);
        finds(find, &[("we deployed on 9.3.0.1 first", "9.3.0.1"), ("install 203.0.113.9", "203.0.113.9")]);
        assert_eq!(found(find, "Upgrade from 203.0.113.9 to 9.3.0.1").len(), 2);
    }

    #[test]
    fn a_label_speaks_of_the_numbers_that_begin_its_text() {
        for (label, text, count) in [
            ("Version", "2.3.4.5", 0),
            ("imageTag", "\"2.3.4.5\"", 0),
            ("No.", "2.3.4.5", 0),
            ("Version", "db01 2.3.4.5", 1),
            ("Host", "2.3.4.5", 1),
        ] {
            let hits = read_at(Place { label, ..Place::default() }, text, |reading| {
                let mut hits = Hits::default();
                find(reading, &mut hits);
                hits.take().len()
            });
            assert_eq!(hits, count, "{label}: {text}");
        }
    }

    #[test]
    fn versions_of_products_have_high_builds() {
        finds_nothing(
            find,
            &[
                "VPN client 5.1.3.62 crashes",
                "Backup agent 5.1.3.62 crashes",
                "zabbix agent 5.4.0.118",
                "Software: 5.1.3.62",
                "Teams 24.2.1.90",
                "OPC UA server 2.1.0.45",
                "SQL Server 12.0.5.187",
                "firmware 8.10.0.12, target 8.10.0.14",
                "fleet: installed 8.10.0.12, target 8.10.0.14",
                "DrawCAD 25.0.118.0",
                "Version 5.1.3.62, then 5.1.4.10",
                "Chrome/130.0.0.0 Safari/537.36",
                "Safari/537.36 Edg/130.0.0.0",
                "HeadlessChrome/120.0.0.0",
                "AnyConnect 5.1.3.62",
                "8.10.0.12 (current), 8.10.0.14 (target)",
                "rollback to 24.1.9.77",
                "according to 4.2.1.4",
            ],
        );
        for text in [
            "VPN client 5.189.3.62 timed out",
            "relay agent 5.189.3.62 answers",
            "VPN client 10.1.3.62",
            "client 5.1.3.62",
            "server 5.1.3.62",
            "Teams 52.112.0.14",
            "SQL Server 10.2.1.45",
            "Software: 203.0.113.9",
            "firmware 8.10.0.12, host 8.10.0.14",
            "firmware 8.10.0.12, target 8.11.0.14",
            "firmware 10.2.0.12, target 10.2.0.14",
            "/130.0.0.0",
            "WebServer 5.1.3.62",
            "ping from AnyConnect 5.1.3.62",
            "AnyConnect 5.189.3.62",
            "Frankfurt 5.1.3.62",
            "8.10.0.12 (web)",
            "Chrome/130.0.0.7",
        ] {
            assert_eq!(found(find, text).len(), 1, "{text}");
        }
        finds(find, &[("net/130.0.0.0/8", "130.0.0.0/8")]);
        assert_eq!(found(find, "host 8.10.0.12, target 8.10.0.14").len(), 2);
    }

    #[test]
    fn a_line_of_the_label_speaks_of_the_version_of_the_row() {
        for (label, text, count) in [
            ("Version\nVPN client:", "5.1.3.62", 0),
            ("VPN client\nTarget:", "5.1.4.10", 0),
            ("fw", "8.10.0.12", 0),
            ("VPN gateway\nTarget IP:", "5.1.4.10", 1),
            ("Version\nVPN client:", "10.1.4.10", 1),
            ("Version\nVPN client:", "5.189.4.10", 1),
            ("Client:", "5.1.4.10", 1),
        ] {
            let hits = read_at(Place { label, ..Place::default() }, text, |reading| {
                let mut hits = Hits::default();
                find(reading, &mut hits);
                hits.take().len()
            });
            assert_eq!(hits, count, "{label}: {text}");
        }
    }
}
