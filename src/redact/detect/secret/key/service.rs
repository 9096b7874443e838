//! Keys that a service marks as its own: one lexicon finds the marks, and a row of the table says what has to stand
//! around each.
//!
//! A key whose mark and length are right and whose check fails was altered by whoever wrote it down; what is left of
//! it still tells most of the key, so it is found as well.

use super::super::{Detector, Hits, Reading, secret, value};
use super::services::SERVICES;
use crate::redact::detect::{Rank, Rule};
use crate::redact::gate::Signals;
use crate::redact::gate::lexicon::{Lexicon, entry};
use crate::redact::kind;
use crate::redact::runs::long_runs;
use crate::redact::view::View;
use std::ops::Range;
use std::sync::LazyLock;

/// Marks and long hexadecimal parts raise one of these.
const NEEDS: Signals = Signals::MARK.union(Signals::HEX).union(Signals::RUN);

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &RULES, needs: NEEDS, find };

static ALTERED: Rule = Rule {
    kind: kind::SECRET,
    name: "secret.altered",
    version: 1,
    rank: Rank::Context,
    proof: "the mark of a service's keys; the check or the length is another",
};

static RULES: [&Rule; SERVICES.len() + 1] = {
    let mut rules = [&ALTERED; SERVICES.len() + 1];
    let mut i = 0;
    while i < SERVICES.len() {
        rules[i] = &SERVICES[i].rule;
        i += 1;
    }
    rules
};

/// The longest key that somebody made longer than it is, in bytes.
const LONGEST: usize = 4096;
/// How much of a key has to stand behind its mark for the gate to open.
const TELLING: usize = 12;
/// The shortest stem of a mark that the gate is told as it is.
const SHORTEST_STEM: usize = 4;
/// The longest stem of a mark that the gate is told.
const LONGEST_STEM: usize = 8;

/// What the characters of a key may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    Digits,
    Hex,
    Upper,
    Base62,
    Base64,
    /// Base64 for addresses.
    Url,
    /// The same with full stops and tildes between parts.
    Dotted,
    /// The last part of a web address.
    Path,
    /// Parts with signs of any kind between them.
    Token,
}

impl Alphabet {
    fn has(self, b: u8) -> bool {
        match self {
            Self::Digits => b.is_ascii_digit(),
            Self::Hex => b.is_ascii_hexdigit(),
            Self::Upper => b.is_ascii_uppercase() || b.is_ascii_digit(),
            Self::Base62 => b.is_ascii_alphanumeric(),
            Self::Base64 => b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'_' | b'-' | b'%'),
            Self::Url => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'),
            Self::Dotted => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'~'),
            Self::Path => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/' | b'@'),
            Self::Token => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'=' | b'$' | b'!'),
        }
    }
}

/// What else holds of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// The last six characters are the CRC-32 of those before, in base 62 (GitHub and npm publish that).
    GitHub,
    /// An equals sign and eight hexadecimal digits follow.
    Atlassian,
    /// It is a UUID.
    Uuid,
    /// 14 characters, a full stop, 64 hexadecimal digits.
    Airtable,
    /// Two parts of 32 hexadecimal digits.
    Zoho,
    /// 24 and 146 hexadecimal digits.
    Cloudflare,
    /// Groups of five or six capitals and digits with dashes between them.
    OnePassword,
    /// The number of a channel, an underscore, 30 letters and digits.
    Twitch,
}

/// One form of a key.
pub(in crate::redact) struct Service {
    rule: Rule,
    anchor: &'static str,
    alphabet: Alphabet,
    len: (usize, usize),
    before: (usize, usize),
    tail: &'static str,
    check: Option<Check>,
}

impl Service {
    /// A key that begins with `anchor`, behind which `min` to `max` characters stand.
    pub(super) const fn new(
        name: &'static str,
        anchor: &'static str,
        alphabet: Alphabet,
        min: usize,
        max: usize,
    ) -> Self {
        let rule = secret(name, "the mark, alphabet and length of the service's keys");
        Self { rule, anchor, alphabet, len: (min, max), before: (0, 0), tail: "", check: None }
    }

    /// The same with characters before the anchor.
    pub(super) const fn behind(mut self, min: usize, max: usize) -> Self {
        self.before = (min, max);
        self
    }

    /// The same with padding at the end.
    pub(super) const fn ending(mut self, tail: &'static str) -> Self {
        self.tail = tail;
        self
    }

    /// The same with a check.
    pub(super) const fn checked(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    /// What the gate has to look for, in lower case with blanks for signs; none where the rest of the key is enough
    /// for it: long hexadecimal parts and capitals.
    fn stem(&self) -> Option<String> {
        let loud = match self.alphabet {
            Alphabet::Digits => true,
            Alphabet::Hex | Alphabet::Upper => self.len.0 >= 24 || self.before.0 >= 24,
            _ => matches!(self.check, Some(Check::Uuid | Check::Airtable | Check::Zoho | Check::Cloudflare)),
        };
        if loud {
            return None;
        }
        let plain = |b: u8| if b.is_ascii_alphanumeric() { char::from(b.to_ascii_lowercase()) } else { ' ' };
        let stem: String = self.anchor.bytes().map(plain).take(LONGEST_STEM).collect();
        // Short ones count at the beginning of a word only: the gate would open too often.
        Some(if self.is_word() { format!(" {stem}") } else { stem })
    }

    /// Whether the gate is told a blank before the mark. A mark of three letters and a sign is told without: letters of
    /// other scripts may stand before it.
    fn is_word(&self) -> bool {
        self.is_short() && self.anchor.len() < SHORTEST_STEM
    }

    /// Whether the gate looks for the mark behind letters and digits in vain.
    fn is_short(&self) -> bool {
        let plain = self.anchor.bytes().filter(u8::is_ascii_alphanumeric).count();
        plain < SHORTEST_STEM && self.before.0 == 0
    }

    /// Whether the mark is here whose stem is, and enough behind it to be worth a closer look. A line break may cut both.
    pub(in crate::redact) fn is_led(&self, text: &[u8], stem: Option<usize>) -> bool {
        let start = stem.map_or(0, |at| at + usize::from(self.is_word()));
        let mut rest = text[start.min(text.len())..].iter().filter(|b| !matches!(**b, b'\n' | b'\r'));
        let marked = self.anchor.bytes().all(|b| rest.next() == Some(&b));
        let inside = self.is_short() && text[..start.min(text.len())].last().is_some_and(u8::is_ascii_alphanumeric);
        let enough = self.len.0.min(TELLING);
        marked && !inside && rest.take(enough).filter(|b| self.alphabet.has(**b)).count() == enough
    }

    /// Where the key stands whose anchor is at this place.
    fn around(&self, view: &View, anchor: &Range<usize>) -> Option<Range<usize>> {
        let text = view.text();
        let has = |b: &&u8| self.before_alphabet().has(**b);
        let before = text[..anchor.start].iter().rev().take(self.before.1 + 1).take_while(has).count();
        let start = anchor.start - before.min(self.before.1);
        // The path of its requests has a word right before the key of a bot: `/bot123456789:AA…`.
        let is_of_bot = || self.before.0 == SHORTEST_BOT_ID && text[..start].ends_with(b"bot");
        if before < self.before.0 || !(begins(view, start) || is_of_bot()) {
            return None;
        }
        let end = self.end(view, anchor.end)?;
        let tail = text[end..].starts_with(self.tail.as_bytes());
        Some(start..if tail { end + self.tail.len() } else { end })
    }

    fn before_alphabet(&self) -> Alphabet {
        match self.alphabet {
            _ if self.before.0 == SHORTEST_BOT_ID => Alphabet::Digits,
            Alphabet::Digits => Alphabet::Hex,
            alphabet => alphabet,
        }
    }

    /// Where the key ends whose anchor ends here. Where line breaks are left out, the first one ends it behind which
    /// it may end: what follows is the next line. Elsewhere no place needs to be looked up.
    fn end(&self, view: &View, from: usize) -> Option<usize> {
        let (text, (min, max)) = (view.text(), self.len);
        let run = text[from..].iter().take(max + 1).take_while(|b| self.alphabet.has(**b)).count();
        let lined = (min..=run.min(max)).find(|len| view.is_tight() && view.is_break(from + len));
        let len =
            lined.unwrap_or_else(|| run - text[from..from + run].iter().rev().take_while(|b| **b == b'.').count());
        let seam = || view.is_seam(from + max);
        let whole = || run_on(text, from, self.alphabet);
        match len {
            len if (min..=max).contains(&len) => Some(from + len),
            len if len > max && seam() => Some(from + max),
            len if len > max && self.is_telling() && whole() <= LONGEST => Some(from + whole()),
            _ => None,
        }
    }

    /// The name of the rule that the key in this span fits, with the part behind the anchor.
    fn judge(&'static self, view: &View, anchor: &Range<usize>, span: &mut Range<usize>, hits: &mut Hits) {
        let text = view.text();
        let key = &text[span.clone()];
        let body = if self.before.0 > 0 { key } else { &text[anchor.end..span.end] };
        match self.check {
            _ if !self.is_random(body) => hits.miss(&self.rule, span.clone(), "it is not random"),
            None if span.end - anchor.end > self.len.1 + self.tail.len() => hits.hit(&ALTERED, span.clone()),
            None => hits.hit(&self.rule, span.clone()),
            Some(Check::GitHub) if is_github(body) => hits.hit(&self.rule, span.clone()),
            Some(Check::Atlassian) => {
                let tail = atlassian_tail(&text[span.end..]);
                span.end += tail;
                hits.hit(if tail > 0 { &self.rule } else { &ALTERED }, span.clone());
            }
            Some(Check::GitHub) => hits.hit(&ALTERED, span.clone()),
            Some(check) if check.fits(body) => hits.hit(&self.rule, span.clone()),
            Some(_) => hits.miss(&self.rule, span.clone(), "the parts have other lengths"),
        }
    }

    /// Whether the key is no stand-in. Behind a short mark it has to show more, as words may begin like that.
    fn is_random(&self, body: &[u8]) -> bool {
        let mix = value::Mix::of(body);
        match self.alphabet {
            Alphabet::Digits | Alphabet::Path => true,
            Alphabet::Upper => mix.distinct >= 5 && value::stand_in(body).is_none(),
            _ if self.is_telling() => {
                let varied = mix.classes() >= 2 && (mix.digits > 0 || mix.small.min(mix.large) > 2);
                mix.distinct >= 8 && varied && value::stand_in(body).is_none()
            }
            _ => value::is_random(body),
        }
    }

    /// Whether the mark is one that nothing else begins with.
    fn is_telling(&self) -> bool {
        self.anchor.len() >= 4
    }
}

/// How many digits the number of a Telegram bot has at least; the only key with a number before its mark.
const SHORTEST_BOT_ID: usize = 8;

impl Check {
    fn fits(self, body: &[u8]) -> bool {
        let hex = |part: &[u8], len: usize| part.len() == len && part.iter().all(u8::is_ascii_hexdigit);
        let parts = |sign: u8| body.split(move |b| *b == sign).collect::<Vec<_>>();
        match self {
            Self::GitHub | Self::Atlassian => true,
            Self::Uuid => crate::redact::detect::is_uuid(body),
            Self::Airtable => matches!(parts(b'.')[..], [id, key] if id.len() == 14 && hex(key, 64)),
            Self::Zoho => matches!(parts(b'.')[..], [one, two] if hex(one, 32) && hex(two, 32)),
            Self::Cloudflare => matches!(parts(b'-')[..], [one, two] if hex(one, 24) && hex(two, 146)),
            Self::Twitch => {
                matches!(parts(b'_')[..], [channel, key] if channel.iter().all(u8::is_ascii_digit) && key.len() == 30)
            }
            Self::OnePassword => {
                let group =
                    |part: &&[u8]| (5..=11).contains(&part.len()) && part.iter().all(|b| Alphabet::Upper.has(*b));
                parts(b'-').iter().all(group)
            }
        }
    }
}

/// How far the characters of a key that is too long go on.
fn run_on(text: &[u8], from: usize, alphabet: Alphabet) -> usize {
    text[from..].iter().take(LONGEST + 1).take_while(|b| alphabet.has(**b)).count()
}

/// The shortest key with its mark. All characters of keys and marks are visible ones.
const SHORTEST: usize = 16;

/// Names the keys of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static ANCHORS: LazyLock<Lexicon<usize>> = LazyLock::new(|| {
        Lexicon::new(SERVICES.iter().enumerate().map(|(number, service)| (entry(service.anchor), number)))
    });
    let view = reading.view();
    for run in long_runs(view.text(), SHORTEST, is_visible) {
        let mut anchors: Vec<(usize, usize, usize)> = Vec::new();
        ANCHORS.find_in_line(&view.text()[run.clone()], |at, number| {
            let Some(start) = at.map(|at| run.start + at) else { return };
            let anchor = SERVICES[*number].anchor;
            if view.text()[start..].starts_with(anchor.as_bytes()) {
                anchors.push((start, anchor.len(), *number));
            }
        });
        // Of marks that begin together the longest gives the name: the last one does.
        anchors.sort_unstable();
        anchors.dedup();
        for (start, len, number) in anchors {
            let (service, anchor) = (&SERVICES[number], start..start + len);
            if let Some(mut span) = service.around(view, &anchor) {
                service.judge(view, &anchor, &mut span, hits);
            }
        }
    }
}

fn is_visible(byte: u8) -> bool {
    (byte > b' ') & (byte < 0x7f)
}

/// What the gate has to look for.
pub(in crate::redact) fn stems() -> impl Iterator<Item = (String, &'static Service)> {
    SERVICES.iter().filter_map(|service| Some((service.stem()?, service)))
}

/// Whether a key may begin here: not inside a word. What is left of an escaped line break is no word.
fn begins(view: &View, start: usize) -> bool {
    let escaped = matches!(view.text().get(start.saturating_sub(2)..start), Some(b"\\n" | b"\\r" | b"\\t"));
    let word = start.checked_sub(1).and_then(|at| view.text().get(at)).is_some_and(u8::is_ascii_alphanumeric);
    !word || escaped || view.is_seam(start)
}

/// The form of GitHub's tokens of 2021: 30 random characters and six of check.
fn is_github(body: &[u8]) -> bool {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((random, check)) = body.split_at_checked(30).filter(|(_, check)| check.len() == 6) else { return false };
    let value = |sum: u64, b: &u8| DIGITS.iter().position(|digit| digit == b).map(|digit| sum * 62 + digit as u64);
    check.iter().try_fold(0, value) == Some(u64::from(crc32fast::hash(random)))
}

/// The length of `=` and the eight hexadecimal digits of the check.
fn atlassian_tail(rest: &[u8]) -> usize {
    let digits = rest.get(1..9).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    if rest.first() == Some(&b'=') && digits { 9 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, read};
    use crate::redact::detect::secret::across;

    /// A key of the form of a row.
    fn made(service: &Service) -> String {
        let alphabet: Vec<u8> =
            (b'!'..=b'~').filter(|b| service.alphabet.has(*b) && *b != b'.' && *b != b'%').collect();
        let mut state = 88_172_645_463_325_252u64;
        let mut random = |len: usize, alphabet: &[u8]| -> String {
            let mut next = || {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                char::from(alphabet[(state >> 20) as usize % alphabet.len()])
            };
            (0..len).map(|_| next()).collect()
        };
        let digits: Vec<u8> = (b'0'..=b'9').collect();
        let hex: Vec<u8> = b"0123456789abcdef".to_vec();
        let before =
            if service.before.0 == SHORTEST_BOT_ID || service.alphabet == Alphabet::Digits { &hex } else { &alphabet };
        let lead = random(service.before.0, if service.before.0 == SHORTEST_BOT_ID { &digits } else { before });
        let body = match service.check {
            Some(Check::Uuid) => "5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f".to_owned(),
            Some(Check::Airtable) => format!("{}.{}", random(14, &alphabet), random(64, &hex)),
            Some(Check::Zoho) => format!("{}.{}", random(32, &hex), random(32, &hex)),
            Some(Check::Cloudflare) => format!("{}-{}", random(24, &hex), random(146, &hex)),
            Some(Check::Twitch) => format!("{}_{}", random(9, &digits), random(30, &hex)),
            Some(Check::OnePassword) => "ASWWYB-798JR7-LJVD4-2KKPT-6W4JV-3TR5X".to_owned(),
            _ => random(service.len.0, &alphabet),
        };
        format!("{lead}{}{body}{}", service.anchor, service.tail)
    }

    /// The names of the rules by which something is found.
    fn rules(text: &str) -> Vec<&'static str> {
        read(text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            hits.take().iter().map(|hit| hit.rule.name).collect()
        })
    }

    #[test]
    fn keys_are_runs_of_visible_characters_that_are_long_enough() {
        let all = |is: fn(Alphabet, u8) -> bool, alphabet: Alphabet| (0..=u8::MAX).all(|b| is(alphabet, b));
        for service in SERVICES {
            assert!(service.anchor.len() + service.len.0 + service.before.0 >= SHORTEST, "{}", service.rule.name);
            assert!(service.anchor.bytes().chain(service.tail.bytes()).all(is_visible), "{}", service.rule.name);
            assert!(all(|alphabet, b| !alphabet.has(b) || is_visible(b), service.alphabet), "{}", service.rule.name);
        }
    }

    #[test]
    fn a_key_of_every_row_is_found_and_raises_a_signal() {
        for service in SERVICES {
            let key = made(service);
            for text in [key.clone(), format!("use \"{key}\", then"), format!("X={key}\n"), format!("({key}).")] {
                let covered = read(&text, |reading| {
                    let mut hits = Hits::default();
                    find(reading, &mut hits);
                    let start = text.find(&key).unwrap();
                    hits.take().iter().any(|hit| hit.span.start <= start + 30 && hit.span.end >= start + key.len())
                });
                assert!(covered, "{}: {text}", service.rule.name);
                assert!(Signals::of(text.as_bytes()).intersects(NEEDS), "{}: {text}", service.rule.name);
            }
        }
    }

    #[test]
    fn checks_of_github_tokens_are_known() {
        // The token that the announcement of the format takes apart.
        assert!(is_github(b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"));
        assert!(!is_github(b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18") && !is_github(b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"));
        assert_eq!(rules("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"), ["secret.github"]);
        assert_eq!(rules("ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18"), ["secret.altered"]);
    }

    #[test]
    fn what_only_begins_like_a_key_is_left() {
        finds_nothing(
            find,
            &[
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "AKIAXXXXXXXXXXXXXXXX",
                "XAKIAIOSFODNN7DOCUME",
                "sk-your-secret-key-goes-here-please",
                "sk-learn-and-the-rest-of-the-family",
                "glpat-<your token>",
                "SKIPPED 0 of 32",
                "hooks.slack.com/services/T00/B00",
                "xoxb-your-token-here-and-more",
                "pattern.matching",
            ],
        );
    }

    #[test]
    fn a_key_ends_where_it_ends() {
        finds(
            find,
            &[
                ("AKIAIOSFODNN7DOCUMEN.", "AKIAIOSFODNN7DOCUMEN"),
                (r#"\nAKIAIOSFODNN7DOCUMEN\n"#, "AKIAIOSFODNN7DOCUMEN"),
                ("MY_AKIAIOSFODNN7DOCUMEN", "AKIAIOSFODNN7DOCUMEN"),
            ],
        );
    }

    #[test]
    fn a_key_that_somebody_made_longer_is_found_whole() {
        const KEY: &str = "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";
        let longer = format!("{KEY}xx");
        finds(find, &[(&longer, &longer), ("AKIAIOSFODNN7DOCUMENABCD", "AKIAIOSFODNN7DOCUMENABCD")]);
        assert_eq!([rules(KEY), rules(&longer)], [["secret.npm"], ["secret.altered"]]);
        let plain = ["AKIAIOSFODNN7DOCUMEN", "AKIAIOSFODNN7DOCUMENABCD"].map(rules);
        assert_eq!(plain, [["secret.aws_access_key"], ["secret.altered"]]);
        finds_nothing(find, &[&format!("{KEY}{}", "x".repeat(LONGEST))]);
        finds(find, &[("npm_abcdefGhijkLmnOpqrstuvwxyzabcdefghij", "npm_abcdefGhijkLmnOpqrstuvwxyzabcdefghij")]);
        finds_nothing(find, &["npm_abcdefghijkLmnopqrstuvwxyzabcdefghij"]);
    }

    #[test]
    fn the_check_of_an_atlassian_token_belongs_to_it() {
        let token = format!("ATATT3xFfGF0{}", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17".repeat(5));
        for (tail, whole) in [("=1A2B3C4D", true), ("=1A2B3C4G", false)] {
            let text = format!("{token}{tail}");
            finds(find, &[(&text, if whole { &text } else { &token })]);
            assert_eq!(rules(&text)[0] == "secret.altered", !whole, "{text}");
        }
    }

    #[test]
    fn a_key_is_set_off_by_tags_and_cut_by_line_breaks() {
        use crate::redact::{Policy, Redactor, Tally};
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let body = "<p>key<b>AKIAIOSFODNN7DOCUMEN</b>ABC</p>";
        assert_eq!(redactor.storage(body, &mut Tally::new()), "<p>key<b>[SECRET]</b>ABC</p>");
        assert_eq!(across::found(find, "AKIAIOSFODNN\n7DOCUMEN\nABC"), ["AKIAIOSFODNN7DOCUMEN"]);
        assert_eq!(across::found(find, "AKIAIOSFODNN7DOC\nUMENXABC"), ["AKIAIOSFODNN7DOCUMENXABC"]);
    }

    #[test]
    fn short_marks_count_at_the_beginning_of_a_word_only() {
        let led = |anchor: &str| {
            let service = SERVICES.iter().find(|service| service.anchor == anchor).unwrap();
            let text = format!("n{}", made(service));
            service.is_led(text.as_bytes(), Some(1 - usize::from(service.is_word())))
        };
        assert!(led("glpat-") && led("LTAI") && !led("npm_") && !led("r8_"));
    }

    #[test]
    fn the_key_of_a_bot_is_found_in_the_path_of_its_requests() {
        let key = "3569091822:AACrKbq6Bh8a2vES3lJn_3RY0RBt30_T9SX";
        finds(find, &[(&format!("via bot{key}/sendMessage"), key)]);
        finds_nothing(find, &[&format!("via x{key}/sendMessage")]);
    }
}
