//! The rulebook of this program: the files of `rules/`, read once, and its rules as everybody else knows them.

use super::engine::{Book, Proof};
use super::finding::{Rank, Rule};
use super::view::fold::folded;
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
static BOOK: LazyLock<Option<Book>> = LazyLock::new(|| Book::read(FILES, folded).ok());

/// The rules of the book, by their numbers.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
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
        proof: rule.about,
    };
    book().into_iter().flat_map(Book::rules).map(known).collect()
});

/// The book, if it can be read.
pub(in crate::redact) fn book() -> Option<&'static Book> {
    BOOK.as_ref()
}

/// A rule of the book by its number.
pub(in crate::redact) fn rule(number: u16) -> &'static Rule {
    &RULES[usize::from(number)]
}

/// All rules of the book.
pub(in crate::redact) fn rules() -> &'static [Rule] {
    &RULES
}

/// The rules that a configuration means by a name: of this name, or of one that they had before.
pub(in crate::redact) fn called(name: &str) -> impl Iterator<Item = &'static Rule> {
    book().into_iter().flat_map(Book::rules).filter(move |rule| rule.is_called(name)).map(|one| rule(one.number))
}

#[cfg(test)]
mod tests {
    use super::super::kind;
    use super::*;
    use crate::redact::engine::{Hit, Hits, Place, Text};
    use crate::redact::view::View;
    use crate::redact::view::decode::decode;
    use crate::redact::{Policy, Redactor, Tally};
    use std::collections::HashSet;

    #[test]
    fn the_book_can_be_read_and_its_patterns_compile() {
        let book = Book::read(FILES, folded).unwrap();
        for rule in book.rules() {
            rule.compiled().unwrap_or_else(|error| panic!("{}: {error}", rule.name));
            assert!(kind::named(rule.kind).is_some(), "{} finds {}, which is no type", rule.name, rule.kind);
            assert!(!rule.about.is_empty() && !rule.yes.is_empty() && !rule.no.is_empty(), "{}", rule.name);
        }
        let names: HashSet<&str> = book.rules().iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), book.rules().len(), "two rules have one name");
    }

    /// An example, where its value stands in it.
    fn example(text: &str) -> (String, std::ops::Range<usize>) {
        let plain = text.replace(['«', '»'], "");
        let whole = 0..plain.len();
        let span = text.find('«').zip(text.find('»')).map(|(from, to)| from..to - '«'.len_utf8());
        (plain, span.unwrap_or(whole))
    }

    #[test]
    fn every_row_of_messages_finds_its_field() {
        let redactor = Redactor::new(Policy::shipped("strict").unwrap(), None);
        let redacted = |text: &str| redactor.text(text, &mut Tally::new()).into_owned();
        let mut wrong = Vec::new();
        for text in book().unwrap().messages() {
            let (plain, span) = example(text);
            let is_left = redacted(&plain).contains(&plain[span]);
            wrong.extend(is_left.then_some(text.as_str()));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_rule_finds_its_examples_and_leaves_what_it_must() {
        let book = book().unwrap();
        let mut wrong = Vec::new();
        for rule in book.rules() {
            for (text, is_value) in rule.yes.iter().map(|t| (t, true)).chain(rule.no.iter().map(|t| (t, false))) {
                let (plain, span) = example(text);
                let mut view = View::new(false);
                decode(&plain, 0..plain.len(), false, &mut view);
                let mut hits = Hits::default();
                let place = Place { field: true, ..Place::default() };
                let is_seam = |at| view.is_seam(at);
                book.find(Text { bytes: view.text(), kinds: u8::MAX, place, is_seam: &is_seam }, &|_| true, &mut hits);
                let is_here = |hit: &Hit<'_>| view.sources(&hit.span) == [span.clone()];
                let found = hits.hits.iter().any(|hit| hit.rule.name == rule.name && (!is_value || is_here(hit)));
                if found != is_value {
                    wrong.push(format!("{} {text:?} {is_value}", rule.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
