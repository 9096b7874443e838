//! Redaction: personal data out, text and markup unharmed.
//!
//! ```text
//! source → gate → views → detectors → findings → resolve → rewrite → proof
//!          (is there    (decoded text,                      (only text
//!          anything?)    source maps)                        ranges)
//! ```
//!
//! - **Detectors read what a reader would see**, not what the bytes say: text across inline tags, entities decoded,
//!   characters folded, escapes and base64 inside the text resolved. The source maps lead every finding back to the
//!   set of source ranges it stands for, and only those are replaced. Tags stay.
//! - **Nothing found, nothing done**: the input comes back borrowed.
//! - **Closed on failure**: what cannot be proven becomes [`FAILED`], never the original. The proof: the markup of
//!   the output is that of the input, and a second reading of the output finds nothing more.
//! - **Redacting twice changes nothing.** Placeholders hold nothing to find, and tokens of ours are known again.
//!
//! [`gate`] and [`view`] are the first two steps; [`scan`] walks over plain text and storage format, [`json`] over JSON and
//! the documents of Atlassian's format; [`detect`] holds the detectors; [`rewrite`] does the rest, as [`policy`] says.
//!
//! Out of reach: pictures and files, numbers in words, values split over cells or pages, names of tags and
//! attributes.

mod detect;
mod functions;
mod gate;
mod json;
mod kind;
mod markup;
mod mask;
mod policy;
mod report;
mod reveal;
mod rewrite;
mod runs;
mod scan;
mod tally;
mod token;
mod view;

#[cfg(test)]
mod promptly;
#[cfg(test)]
mod properties;

pub use detect::Evidence;
pub use functions::{ColumnFunction, FUNCTIONS, LooseFunction, Makers, REPORT_MACRO, Sample, Trace, redactor};
pub use kind::{Class, TYPES, Type, named};
pub use policy::{ACTIONS, Action, Flaw, People, Policy, SHIPPED, Wanted};
pub use report::{Found, NearMiss, Report};
pub use reveal::Revealer;
pub use rewrite::survive::survives;
pub use tally::{Counted, Tally};
pub use token::PseudonymKey;

use crate::error::{Error, Kind, Result};
use detect::{Detector, Rank, Rule};
use gate::Signals;
use json::{Token, Tokenized};
use reveal::Witness;
use rewrite::resolve::{Replacement, Unit};
use rewrite::{Rewritten, Settled};
use scan::Scanned;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// What stands in place of a text that could not be redacted.
pub const FAILED: &str = "[REDACTION_FAILED]";

/// The version of what the functions do; part of the fingerprint of everything that was redacted.
pub const VERSION: u32 = 30;

/// The longest input that is read; longer ones fail closed.
const LONGEST_INPUT: usize = 64 << 20;

/// How often the output is read again until nothing more is found. Values that are glued to each other may come to light
/// one after the other.
const ROUNDS: usize = 8;

/// A column that holds a person's value and nothing else.
static PERSON_COLUMN: [Rule; 4] = [
    column_rule(kind::ACCOUNT_ID),
    column_rule(kind::EMAIL_ADDRESS),
    column_rule(kind::USERNAME),
    column_rule(kind::PERSON_NAME),
];

const fn column_rule(kind: &'static str) -> Rule {
    Rule { kind, name: "column.person", version: 1, rank: Rank::Validated, proof: "the column holds nothing else" }
}

/// The redaction functions, bound to a policy and a key. Immutable; share it.
pub struct Redactor {
    policy: Policy,
    key: Option<PseudonymKey>,
    /// All detectors that the policy has something to do for.
    detectors: Vec<&'static Detector>,
    /// The different needs that they have, and which of them have each: most are passed over together.
    needs: Vec<(Signals, Places)>,
    /// Those that read any text.
    always: Places,
    /// Their signals.
    seeks: Signals,
    /// What the policy does with the findings of each of their rules, by where the rule stands in memory.
    actions: Vec<(usize, Action)>,
    /// What is kept is looked for as well, and near misses are remembered.
    curious: bool,
    /// What is remembered of the values that get a certain pseudonym.
    witness: Option<Witness>,
}

impl Redactor {
    /// A redactor. Without a key, a placeholder stands for a pseudonym.
    pub fn new(policy: Policy, key: Option<PseudonymKey>) -> Self {
        let mut actions: Vec<_> = detect::all_rules().map(|rule| (place_of(rule), policy.action(rule))).collect();
        actions.sort_unstable_by_key(|(place, _)| *place);
        let (detectors, needs, seeks) = (Vec::new(), Vec::new(), Signals::default());
        let mut redactor =
            Self { policy, key, detectors, needs, always: 0, seeks, actions, curious: false, witness: None };
        redactor.choose();
        redactor
    }

    /// The same, but it finds what the policy keeps as well, for a report.
    pub fn curious(mut self) -> Self {
        self.curious = true;
        self.choose();
        self
    }

    /// The same, but it remembers which values get a certain pseudonym.
    fn with_witness(mut self, witness: Witness) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    fn choose(&mut self) {
        self.detectors = detect::all().filter(|detector| self.has_use_for(detector)).collect();
        self.needs.clear();
        self.always = 0;
        for (place, needs) in self.detectors.iter().map(|detector| detector.needs).enumerate() {
            match self.needs.iter_mut().find(|(known, _)| *known == needs) {
                _ if needs == Signals::ANY => self.always |= 1 << place,
                Some((_, places)) => *places |= 1 << place,
                None => self.needs.push((needs, 1 << place)),
            }
        }
        let all = self.curious || self.policy.own().is_any();
        let decoders = if all || self.always != 0 { Signals::ANY } else { Signals::ESCAPE | Signals::RUN };
        self.seeks = self.needs.iter().fold(decoders, |sum, (needs, _)| sum | *needs);
    }

    fn has_use_for(&self, detector: &Detector) -> bool {
        self.curious || detector.rules.iter().any(|rule| self.action(rule) != Action::Keep)
    }

    /// What the policy does with a finding of this rule.
    fn action(&self, rule: &Rule) -> Action {
        let known = self.actions.binary_search_by_key(&place_of(rule), |(place, _)| *place);
        known.map_or_else(|_| self.policy.action(rule), |at| self.actions[at].1)
    }

    /// Whether text with these signals is worth a reading.
    fn seeks(&self, signals: Signals) -> bool {
        self.seeks == Signals::ANY || signals.intersects(self.seeks)
    }

    fn is_curious(&self) -> bool {
        self.curious
    }

    /// The detectors that read a text with these signals.
    fn detectors(&self, signals: Signals) -> impl Iterator<Item = &'static Detector> {
        // Without branches, which nobody can guess.
        let asked = |needs: Signals, places| places & Places::from(signals.intersects(needs)).wrapping_neg();
        let places = self.needs.iter().fold(self.always, |all, (needs, places)| all | asked(*needs, *places));
        in_order(places).map(|place| self.detectors[place])
    }

    /// Whether this text is a token that our key made.
    fn made(&self, text: &str) -> bool {
        self.key.as_ref().is_some_and(|key| key.made(text))
    }

    /// What takes the place of a value; none if it stays.
    fn replacement(&self, rule: &Rule, value: &str) -> Option<String> {
        self.replaced_by(self.action(rule), rule, value)
    }

    fn replaced_by(&self, action: Action, rule: &Rule, value: &str) -> Option<String> {
        let replacement = rewrite::replace::replacement(rule, action, value, self.key.as_ref());
        if let (Some(witness), Some(replacement)) = (&self.witness, &replacement) {
            witness.see(replacement, value);
        }
        replacement
    }

    /// What takes the place of a value in the name of something: a pseudonym, so that names that differ still do,
    /// unless the type is none that may be joined.
    fn name(&self, rule: &Rule, value: &str) -> Option<String> {
        let joins = named(rule.kind).is_some_and(|one| matches!(one.class, Class::Pii | Class::Phi));
        let action = if joins { Action::Pseudonym } else { Action::Placeholder };
        self.replaced_by(action, rule, value)
    }

    /// Redacts plain text.
    pub fn text<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Text, tally)
    }

    /// Redacts a body in storage format.
    pub fn storage<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Storage, tally)
    }

    /// Redacts JSON: strings, numbers and the names of members.
    pub fn json<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Json, tally)
    }

    /// Redacts a body in Atlassian Document Format.
    pub fn adf<'a>(&self, input: &'a str, tally: &mut Tally) -> Cow<'a, str> {
        self.redact(input, Format::Adf, tally)
    }

    /// The token of a whole value, for a column of the given kind: `account_id`, `user_key`, `email`, `username`,
    /// `display_name`, `space_key`.
    ///
    /// An empty value stays empty, a token of ours stays itself, and so does the key of a space that is not a
    /// person's. Spellings of one value have one token, and a personal space's key has its owner's.
    pub fn pseudonym(&self, value: &str, kind: &str, tally: &mut Tally) -> Result<String> {
        let Some(token_kind) = rewrite::normal::kind_of_column(kind) else {
            let hint = format!("known are {}", rewrite::normal::COLUMNS);
            return Err(Error::new(Kind::Usage, "pseudonym() was given an unknown type").hint(hint));
        };
        let trimmed = value.trim();
        let shared_space = kind == "space_key" && !trimmed.starts_with('~');
        if trimmed.is_empty() || shared_space || self.made(trimmed) {
            return Ok(trimmed.to_owned());
        }
        let rule = PERSON_COLUMN.iter().find(|rule| rule.kind == token_kind).unwrap_or(&PERSON_COLUMN[0]);
        tally.count(rule, Action::Pseudonym);
        Ok(rewrite::replace::replacement(rule, Action::Pseudonym, trimmed, self.key.as_ref()).unwrap_or_default())
    }

    /// Redacts a text of the given format.
    pub fn redact<'a>(&self, input: &'a str, format: Format, tally: &mut Tally) -> Cow<'a, str> {
        let mut counted = Tally::new();
        match self.settle(input, format, &mut counted) {
            Some(output) => {
                tally.merge(&counted);
                output
            }
            None => {
                tally.fail();
                Cow::Borrowed(FAILED)
            }
        }
    }

    /// Rewrites the units in which something was found; none where one of them cannot be.
    fn settle<'a>(&self, input: &'a str, format: Format, tally: &mut Tally) -> Option<Cow<'a, str>> {
        if input.len() > LONGEST_INPUT {
            return None;
        }
        let Scanned { units, mut tokens, .. } = self.scan(input, format, None)?;
        if units.iter().flat_map(|unit| &unit.findings).all(|finding| finding.replacement.is_none()) {
            return Some(Cow::Borrowed(input));
        }
        let mut output = String::with_capacity(input.len());
        let mut done = 0;
        for unit in units {
            let range = unit.range.clone();
            output.push_str(input.get(done..range.start)?);
            // Only JSON has tokens, and is one unit.
            output.push_str(&self.settle_unit(input, std::mem::take(&mut tokens), unit, format, tally)?);
            done = range.end;
        }
        output.push_str(input.get(done..)?);
        // Something was found that must not stay, so the text cannot be what it was.
        (output != input).then_some(Cow::Owned(output))
    }

    /// Rewrites a unit and counts by which rules; none where that does not come to an end or breaks the markup.
    fn settle_unit(
        &self,
        input: &str,
        tokens: Vec<Token>,
        mut unit: Unit,
        format: Format,
        tally: &mut Tally,
    ) -> Option<String> {
        let source = input.get(unit.range.clone())?;
        let anew = || Rewritten::of(input, &unit.range, &unit.findings, format == Format::Storage);
        let rewritten = unit.rewritten.take().or_else(anew);
        let settled = rewritten.and_then(|first| self.settle_rewritten(source, tokens, first, &unit.label, format));
        let settled = settled.or_else(|| self.settle_escaped(source, &unit.label, format))?;
        settled.rules.into_iter().for_each(|rule| tally.count(rule, self.action(rule)));
        Some(settled.text)
    }

    /// Reads a rewritten unit again until nothing is found.
    fn settle_rewritten(
        &self,
        source: &str,
        tokens: Vec<Token>,
        mut first: Rewritten,
        label: &str,
        format: Format,
    ) -> Option<Settled> {
        let (known, mut rules) = (first.settled.take(), Vec::new());
        let mut again = Again::below(label);
        let output = self.settled((source, &tokens), first, format, &mut again, &mut rules)?;
        // Those of the output are as many.
        drop(tokens);
        let settled = known.unwrap_or_else(|| self.settle_rounds(output, again, format))?;
        rules.extend(settled.rules);
        Some(Settled { rules, ..settled })
    }

    /// The same where a `<` that was text would begin a tag without what the unit holds.
    fn settle_escaped(&self, source: &str, label: &str, format: Format) -> Option<Settled> {
        let escaped = if format == Format::Storage { rewrite::escaped(source) } else { None };
        self.settle_rounds(escaped?, Again::below(label), format)
    }

    /// Reads a unit again and rewrites it until nothing is found.
    fn settle_rounds(&self, mut text: String, mut again: Again<'_>, format: Format) -> Option<Settled> {
        let mut rules = Vec::new();
        for _ in 0..ROUNDS {
            let Scanned { units, tokens, .. } = self.scan(&text, format, Some(&mut again))?;
            let found = || units.iter().flat_map(|unit| &unit.findings);
            if found().all(|finding| finding.replacement.is_none()) {
                return Some(Settled { text, rules });
            }
            let rewritten = Rewritten::of(&text, &(0..text.len()), found(), format == Format::Storage)?;
            text = self.settled((&text, &tokens), rewritten, format, &mut again, &mut rules)?;
        }
        None
    }

    /// A text that was rewritten, what is known of it when it is read again, and by which rules; none where it may not take
    /// the place of what it was.
    fn settled(
        &self,
        (input, tokens): Tokenized<'_>,
        rewritten: Rewritten,
        format: Format,
        again: &mut Again<'_>,
        rules: &mut Vec<&'static Rule>,
    ) -> Option<String> {
        let Rewritten { text, replacements, places, .. } = rewritten;
        let len = text.len();
        let (output, tokens) = match format {
            Format::Json | Format::Adf => json::member::distinct((input, tokens), text)?,
            Format::Text | Format::Storage => (text, Vec::new()),
        };
        rules.extend(replacements.iter().map(|one| one.rule));
        // Names that are made distinct move what stands behind them.
        (again.changed, again.tokens) = ((output.len() == len).then_some(places), Some(tokens));
        format.permits(input, &output, &replacements).then_some(output)
    }

    /// Finds what must not stay; none where the text is not what it should be.
    fn scan(&self, input: &str, format: Format, again: Option<&mut Again<'_>>) -> Option<Scanned> {
        let label = again.as_ref().map(|again| again.label);
        match format {
            Format::Text => Some(scan::text(input, self, label)),
            Format::Storage => Some(scan::storage(input, self, label)),
            Format::Json | Format::Adf => json::document::scan(input, self, format == Format::Adf, again),
        }
    }
}

/// What a unit is read again with.
struct Again<'a> {
    /// What stands before it.
    label: &'a str,
    /// Where it is not as it was when it was read, in order; none where nobody knows.
    changed: Option<Vec<Range<usize>>>,
    /// The tokens that it has as JSON, if they are known.
    tokens: Option<Vec<Token>>,
}

impl<'a> Again<'a> {
    /// Of which nothing is known but what stands before it.
    fn below(label: &'a str) -> Self {
        Self { label, changed: None, tokens: None }
    }
}

/// Some of the detectors: a bit for the place of each.
type Places = u128;
const _: () = assert!(detect::COUNT <= Places::BITS as usize);

/// The places in their order.
fn in_order(mut places: Places) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (places != 0).then(|| places.trailing_zeros() as usize);
        places &= places.wrapping_sub(1);
        next
    })
}

/// Where a rule stands in memory, by which it is known again. All of them are there as long as the process.
fn place_of(rule: &Rule) -> usize {
    std::ptr::from_ref(rule).addr()
}

/// Whether this is the code of a country whose national numbers are known, as in ISO 3166.
pub fn is_region(code: &str) -> bool {
    detect::is_region(code)
}

/// A rule, as it is known outside.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// How sure its findings are.
    pub confidence: &'static str,
    /// What a value passes.
    pub proof: &'static str,
}

/// The rules that find a type, each once: several detectors may name by one.
pub fn rules_of(kind: &str) -> Vec<Known> {
    let known = |rule: &Rule| Known {
        name: rule.name,
        version: rule.version,
        confidence: rule.rank.confidence(),
        proof: rule.proof,
    };
    let mut names = HashSet::new();
    detect::all_rules().filter(|rule| rule.kind == kind && names.insert(rule.name)).map(known).collect()
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Confluence storage format (XHTML).
    Storage,
    /// JSON; a document in Atlassian Document Format in it is read as one.
    Json,
    /// A document in Atlassian Document Format, or a part of one. What has not its form is read as JSON.
    Adf,
}

impl Format {
    /// Whether the second text may take the place of the first, in which these replacements were made.
    fn permits(self, before: &str, after: &str, replacements: &[Replacement]) -> bool {
        match self {
            // What keys are made distinct in has proven its structure.
            Format::Text | Format::Json | Format::Adf => true,
            Format::Storage => rewrite::keep_markup(before, replacements) || rewrite::same_markup(before, after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_listed_once() {
        for one in TYPES {
            let rules = rules_of(one.name);
            let names: HashSet<&str> = rules.iter().map(|rule| rule.name).collect();
            assert_eq!(names.len(), rules.len(), "{}", one.name);
        }
        assert!(rules_of("SECRET").iter().any(|rule| rule.name == "secret.github"));
    }

    #[test]
    fn a_rule_is_known_by_its_place_and_a_detector_by_what_it_needs() {
        for name in SHIPPED {
            let redactor = Redactor::new(Policy::shipped(name).unwrap(), None);
            for rule in detect::all_rules().chain([&PERSON_COLUMN[0]]) {
                assert_eq!(redactor.action(rule), redactor.policy.action(rule), "{}", rule.name);
            }
            for signals in [Signals::default(), Signals::AT, Signals::WORD | Signals::NINE, Signals::ANY] {
                let reads = |one: &&Detector| signals.intersects(one.needs) || one.needs == Signals::ANY;
                let place = |one: &'static Detector| std::ptr::from_ref(one).addr();
                let expected = redactor.detectors.iter().copied().filter(reads).map(place);
                assert!(redactor.detectors(signals).map(place).eq(expected), "{signals:?}");
            }
        }
    }

    #[test]
    fn the_key_of_a_space_is_a_persons_where_it_begins_with_a_tilde() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let key = |key: &str| redactor.pseudonym(key, "space_key", &mut Tally::new()).unwrap();
        assert_eq!((key("OPS"), key(" ")), ("OPS".to_owned(), String::new()));
        assert_ne!(key("~ann"), "~ann");
    }
}
