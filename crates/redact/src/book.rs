//! The rulebook of this program: the files of `rules/`, read once, and its rules as everybody else knows them. A policy may have
//! a book of its own, with rows beyond those.

use crate::engine::{self, Book, Hits, Place, Proof, Text};
use crate::finding::{Rank, Rule};
use crate::view::View;
use crate::view::decode::decode;
use crate::view::fold::folded;
use std::fmt::{self, Debug, Formatter};
use std::ops::Range;
use std::sync::LazyLock;

/// The version of the book: part of the fingerprint of everything that was redacted.
pub(crate) const VERSION: u32 = 37;

/// A file of the book by its name.
macro_rules! files {
    ($($name:literal)*) => { [$(($name, include_str!(concat!("rules/", $name)))),*] };
}

/// Rows of a policy at most.
const MOST_ROWS: usize = 100;

/// What to do where nothing more is known.
const HINT: &str = "docs/redaction.md says what each key of a row means";

/// All files.
const FILES: [(&str, &str); 16] = files![
    "contact.toml" "formats.toml" "health.toml" "keys.toml" "money.toml" "months.toml" "nation/africa.toml"
    "nation/americas.toml" "nation/asia.toml" "nation/europe.toml" "nation/pacific.toml" "papers.toml"
    "papers_device.toml" "people.toml" "secret.toml" "words.toml"
];

/// What is compiled in; a test reads it, so that it cannot be wrong. Were it, nothing could be redacted and all would fail.
static SHIPPED: LazyLock<Option<Rulebook>> = LazyLock::new(|| Rulebook::read("").ok());

/// A book with its rules as everybody else knows them.
pub(crate) struct Rulebook {
    /// What the engine reads by.
    pub(crate) book: Book,
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
pub(crate) fn shipped() -> Option<&'static Rulebook> {
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
        let known = |rule: &engine::Rule| Rule {
            kind: rule.kind,
            name: rule.name,
            version: VERSION,
            rank: rank(rule.proof()),
            proof: if rule.about.is_empty() { "the form that the policy says" } else { rule.about },
        };
        let book = Book::read(FILES.into_iter().chain([("", rows)]), folded)?;
        let rules = book.rules().iter().map(known).collect();
        Ok(Self { book, rules })
    }

    /// The book of this program with the rows of a policy, `[[rule]]` in TOML, which have passed their own examples. It lives as
    /// long as the process, as the policy does.
    ///
    /// # Errors
    /// What is wrong with a row, and what to do.
    pub(crate) fn with(rows: &str) -> Result<&'static Self, (String, &'static str)> {
        let all = Self::read(rows).map_err(|what| (what, HINT))?;
        let own = &all.book.rules()[shipped().map_or(0, |shipped| shipped.rules.len())..];
        if own.len() > MOST_ROWS {
            let what = format!("has {} rules, but a policy has at most {MOST_ROWS}", own.len());
            return Err((what, "combine the rules of one type: a rule has any number of shapes and words"));
        }
        let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        if let Some(rule) = own.iter().find(|rule| !is_name(rule.name) || rule.about.contains(char::is_control)) {
            let what = "its name has characters other than letters, digits, `.`, `_` and `-`, or `about` has several \
                        lines";
            return Err((format!("{}: {what}", rule.name), "write another name, and `about` in one line"));
        }
        own.iter().try_for_each(|rule| rule.compiled().map_err(|what| (format!("{}: {what}", rule.name), HINT)))?;
        let failing = all.failing(own).next();
        match failing {
            Some(failing) => Err(failing),
            None => Ok(Box::leak(Box::new(all))),
        }
    }

    /// All rules.
    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule by its number.
    pub(crate) fn rule(&self, number: u16) -> &Rule {
        &self.rules[usize::from(number)]
    }

    /// The rules that a configuration means by a name: of this name, or of one that they had before.
    pub(crate) fn called(&self, name: &str) -> impl Iterator<Item = &Rule> {
        self.book.rules().iter().filter(move |rule| rule.is_called(name)).map(|one| self.rule(one.number))
    }

    /// The examples of rules that do not come out as their rows say, with what to do.
    fn failing(&self, rules: &[engine::Rule]) -> impl Iterator<Item = (String, &'static str)> {
        let lists = rules.iter().flat_map(|rule| [(rule, "yes", &rule.yes), (rule, "no", &rule.no)]);
        let examples = lists.flat_map(|(rule, list, texts)| texts.iter().map(move |text| (rule, list, text)));
        examples.filter_map(|(rule, list, text)| {
            let (why, hint) = self.wrong(rule, text, list == "yes")?;
            Some((format!("{}: the example {text:?} in `{list}` {why}", rule.name), hint))
        })
    }

    /// What is wrong where a rule does not find the value of an example, or anything in one that has none, and what to do.
    fn wrong(&self, rule: &engine::Rule, text: &str, is_value: bool) -> Option<(String, &'static str)> {
        let (plain, span) = example(text);
        let mut view = View::new(false);
        decode(&plain, 0..plain.len(), false, &mut view);
        let mut hits = Hits { misses: Some(Vec::new()), ..Hits::default() };
        let place = Place { field: true, ..Place::default() };
        let is_seam = |at| view.is_seam(at);
        let text = Text { bytes: view.text(), kinds: view.kinds(), place, is_seam: &is_seam, is_cut: view.is_cut() };
        self.book.find(text, &|_| true, &mut hits);
        let is_here = |at: &Range<usize>| view.sources(at) == [span.clone()];
        let shown = |at: &Range<usize>| String::from_utf8_lossy(&view.text()[at.clone()]).into_owned();
        let own = hits.hits.iter().filter(|hit| hit.rule.name == rule.name).max_by_key(|hit| is_here(&hit.span));
        let misses = hits.misses.iter().flatten().filter(|miss| miss.rule.name == rule.name);
        Some(match (own, misses.max_by_key(|miss| is_here(&miss.span))) {
            (None, _) if !is_value => return None,
            (Some(hit), _) if is_value && is_here(&hit.span) => return None,
            (Some(hit), _) if is_value => {
                let what = format!("finds {:?}, not the value {:?}", shown(&hit.span), &plain[span]);
                (what, "put « and » around exactly the value, or fix the shapes")
            }
            (Some(hit), _) => {
                let says = hit.phrase.map(|phrase| format!(", as the word {phrase:?} says")).unwrap_or_default();
                let hint = "let `fit`, `check` or `not` refuse it, or move the shape to `word`, which needs a word";
                (format!("finds {:?}{says}", shown(&hit.span)), hint)
            }
            (None, Some(miss)) => {
                (format!("finds nothing: {}, at {:?}", miss.why, shown(&miss.span)), mended(miss.why))
            }
            (None, None) => {
                let by = hits.hits.iter().find(|hit| is_here(&hit.span)).map(|hit| hit.rule.name);
                let by = by.map(|name| format!(", and {name} finds it")).unwrap_or_default();
                let what = format!("finds nothing: {:?} does not have the form of the rule{by}", &plain[span]);
                (what, "fix the shapes, the pattern or `fit`, or put « and » around the value")
            }
        })
    }
}

/// What to do where a rule left a value for this reason.
fn mended(why: &str) -> &'static str {
    match why {
        "the check fails" => "write a value that passes, or fix `check`; without `strict` a word outweighs it",
        "no word says what it is" => "add the word beside it to `words`, or write the shape in `free`",
        "it is part of something longer" => "let the value stand alone, or write the whole shape",
        _ => HINT,
    }
}

/// An example without the marks around its value, and where that stands in it.
pub(crate) fn example(text: &str) -> (String, Range<usize>) {
    let plain = text.replace(['«', '»'], "");
    let whole = 0..plain.len();
    let span = text.find('«').zip(text.find('»')).map(|(from, to)| from..to - '«'.len_utf8());
    (plain, span.unwrap_or(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind;
    use crate::{Policy, Redactor, Tally};
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
        let failing: Vec<String> = all.failing(all.book.rules()).map(|(what, _)| what).collect();
        assert!(failing.is_empty(), "{}", failing.join("\n"));
    }
}
