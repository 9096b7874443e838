//! The rulebook of this program: the files of `rules/`, read once, and its rules as everybody else knows them. A policy may have
//! a book of its own, with rows beyond those.

use super::engine::{Book, Hit, Hits, Place, Proof, Text};
use super::finding::{Rank, Rule};
use super::view::View;
use super::view::decode::decode;
use super::view::fold::folded;
use std::fmt::{self, Debug, Formatter};
use std::ops::Range;
use std::sync::LazyLock;

/// The version of the book: part of the fingerprint of everything that was redacted.
pub(in crate::redact) const VERSION: u32 = 31;

/// A file of the book by its name.
macro_rules! files {
    ($($name:literal)*) => { [$(($name, include_str!(concat!("rules/", $name)))),*] };
}

/// All files.
const FILES: [(&str, &str); 15] = files![
    "contact.toml" "formats.toml" "health.toml" "keys.toml" "money.toml" "months.toml" "nation/africa.toml"
    "nation/americas.toml" "nation/asia.toml" "nation/europe.toml" "nation/pacific.toml" "papers.toml"
    "papers_device.toml" "secret.toml" "words.toml"
];

/// What is compiled in; a test reads it, so that it cannot be wrong. Were it, nothing could be redacted and all would fail.
static SHIPPED: LazyLock<Option<Rulebook>> = LazyLock::new(|| Rulebook::read("").ok());

/// A book with its rules as everybody else knows them.
pub(in crate::redact) struct Rulebook {
    /// What the engine reads by.
    pub(in crate::redact) book: Book,
    /// By their numbers.
    rules: Vec<Rule>,
}

/// Thousands of rows are nothing to show.
impl Debug for Rulebook {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "a book of {} rules", self.rules.len())
    }
}

/// The book of this program, if it can be read.
pub(in crate::redact) fn shipped() -> Option<&'static Rulebook> {
    SHIPPED.as_ref()
}

impl Rulebook {
    /// Reads the files and rows of a policy.
    fn read(rows: &str) -> Result<Self, String> {
        let rank = |proof| match proof {
            Proof::Form => Rank::Shape,
            Proof::Word => Rank::Context,
            Proof::Check => Rank::Validated,
        };
        let known = |rule: &super::engine::Rule| Rule {
            kind: rule.kind,
            name: rule.name,
            version: VERSION,
            rank: rank(rule.proof()),
            proof: if rule.about.is_empty() { "the form that the policy says" } else { rule.about },
        };
        let book = Book::read(FILES.into_iter().chain([("rule", rows)]), folded)?;
        let rules = book.rules().iter().map(known).collect();
        Ok(Self { book, rules })
    }

    /// The book of this program with the rows of a policy, `[[rule]]` in TOML, which have passed their own examples. It lives as
    /// long as the process, as the policy does.
    ///
    /// # Errors
    /// What is wrong with a row.
    pub(in crate::redact) fn with(rows: &str) -> Result<&'static Self, String> {
        let all = Self::read(rows)?;
        let own = &all.book.rules()[shipped().map_or(0, |shipped| shipped.rules.len())..];
        let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if let Some(rule) = own.iter().find(|rule| !is_name(rule.name) || rule.about.contains(char::is_control)) {
            return Err(format!(
                "{}: its name has other signs than letters, digits, `.`, `_` and `-`, or `about` has several lines",
                rule.name
            ));
        }
        own.iter().try_for_each(|rule| rule.compiled().map_err(|what| format!("{}: {what}", rule.name)))?;
        match all.failing(own).first() {
            Some(what) => Err(what.clone()),
            None => Ok(Box::leak(Box::new(all))),
        }
    }

    /// All rules.
    pub(in crate::redact) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule by its number.
    pub(in crate::redact) fn rule(&self, number: u16) -> &Rule {
        &self.rules[usize::from(number)]
    }

    /// The rules that a configuration means by a name: of this name, or of one that they had before.
    pub(in crate::redact) fn called(&self, name: &str) -> impl Iterator<Item = &Rule> {
        self.book.rules().iter().filter(move |rule| rule.is_called(name)).map(|one| self.rule(one.number))
    }

    /// The examples of rules that do not come out as their rows say.
    fn failing(&self, rules: &[super::engine::Rule]) -> Vec<String> {
        let mut failing = Vec::new();
        for rule in rules {
            let examples = rule.yes.iter().map(|text| (text, true)).chain(rule.no.iter().map(|text| (text, false)));
            for (text, is_value) in examples.filter(|(text, is_value)| self.finds(rule, text, *is_value) != *is_value) {
                let does = if is_value { "does not find the value of its" } else { "finds something in its" };
                failing.push(format!("{}: {does} example {text:?}", rule.name));
            }
        }
        failing
    }

    /// Whether a rule finds the value of an example, or anything in one that has none.
    fn finds(&self, rule: &super::engine::Rule, text: &str, is_value: bool) -> bool {
        let (plain, span) = example(text);
        let mut view = View::new(false);
        decode(&plain, 0..plain.len(), false, &mut view);
        let mut hits = Hits::default();
        let place = Place { field: true, ..Place::default() };
        let is_seam = |at| view.is_seam(at);
        let text = Text { bytes: view.text(), kinds: view.kinds(), place, is_seam: &is_seam };
        self.book.find(text, &|_| true, &mut hits);
        let is_here = |hit: &Hit<'_>| view.sources(&hit.span) == [span.clone()];
        hits.hits.iter().any(|hit| hit.rule.name == rule.name && (!is_value || is_here(hit)))
    }
}

/// An example without the marks around its value, and where that stands in it.
fn example(text: &str) -> (String, Range<usize>) {
    let plain = text.replace(['«', '»'], "");
    let whole = 0..plain.len();
    let span = text.find('«').zip(text.find('»')).map(|(from, to)| from..to - '«'.len_utf8());
    (plain, span.unwrap_or(whole))
}

#[cfg(test)]
mod tests {
    use super::super::kind;
    use super::*;
    use crate::redact::{Policy, Redactor, Tally};
    use std::collections::HashSet;

    #[test]
    fn the_book_can_be_read_and_its_patterns_compile() {
        let book = Rulebook::read("").unwrap().book;
        for rule in book.rules() {
            rule.compiled().unwrap_or_else(|error| panic!("{}: {error}", rule.name));
            assert!(kind::named(rule.kind).is_some(), "{} finds {}, which is no type", rule.name, rule.kind);
            assert!(!rule.about.is_empty() && !rule.yes.is_empty() && !rule.no.is_empty(), "{}", rule.name);
        }
        let names: HashSet<&str> = book.rules().iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), book.rules().len(), "two rules have one name");
    }

    #[test]
    fn every_row_of_messages_finds_its_field() {
        let redactor = Redactor::new(Policy::shipped("strict").unwrap(), None);
        let redacted = |text: &str| redactor.text(text, &mut Tally::new()).into_owned();
        let mut wrong = Vec::new();
        for text in shipped().unwrap().book.messages() {
            let (plain, span) = example(text);
            let is_left = redacted(&plain).contains(&plain[span]);
            wrong.extend(is_left.then_some(text.as_str()));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_rule_finds_its_examples_and_leaves_what_it_must() {
        let all = shipped().unwrap();
        let failing = all.failing(all.book.rules());
        assert!(failing.is_empty(), "{}", failing.join("\n"));
    }
}
