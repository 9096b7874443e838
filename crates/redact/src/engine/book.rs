//! The book: the rows of `rules/*.toml`, compiled once.

use super::format::Formats;
use super::keys::Keys;
use super::literals::Literals;
use super::pattern::Pattern;
use super::people::People;
use super::placeholder::Placeholders;
use super::rows::{NameRow, Page, Row, how, sound, unread};
use super::rule::{How, Marked, READERS, Rule, Value};
use super::shape::{Alone, ByHash, Shapes};
use super::word::of_word;
use super::words::{Phrases, Role};
use std::collections::BTreeSet;
use std::ops::Range;

impl Rule {
    /// The rule of a row, whose candidates are had so.
    fn of(row: Row, how: How, number: u16) -> Self {
        Self {
            kind: kept(&row.r#type),
            name: kept(&row.name),
            about: kept(&row.about),
            aliases: row.aliases,
            number,
            fit: row.fit,
            check: row.check,
            strict: row.strict,
            sure: row.sure.unwrap_or(5),
            alone: row.alone,
            region: row.region,
            has_words: row.free.is_empty() && row.field.is_empty(),
            how,
            value: row.value,
            yes: row.yes,
            no: row.no,
        }
    }
}

/// All rules, and the tables by which they are found.
#[derive(Debug, Default)]
pub struct Book {
    pub(super) rules: Vec<Rule>,
    pub(super) shapes: Shapes,
    pub(super) phrases: Phrases,
    pub(super) keys: Keys,
    /// Rules by reader.
    pub(super) readers: [Vec<u16>; READERS],
    pub(super) tokens: Vec<u16>,
    /// The literals of the rules that have a regex, and the marks that call readers.
    pub(super) literals: Literals<Marked>,
    /// The rules of the names of secrets, and how much their values have to show.
    pub(super) names: Vec<(u16, Value)>,
    pub(super) formats: Formats,
    /// Values that are none.
    pub(super) placeholders: Placeholders,
    /// How markup names people.
    pub people: People,
    /// Names with numbers.
    pub(super) numbered: Option<Pattern>,
    /// Months by their names.
    pub(super) months: ByHash<u64>,
    /// Endings of names of files that are no top-level domains.
    pub(super) extensions: BTreeSet<String>,
}

/// A text that lives as long as the process, as the book does.
fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

impl Book {
    /// Reads the files of the book. Phrases are folded as texts are.
    ///
    /// # Errors
    /// What is wrong with a row, with the name of the file, where it has one, and of the rule.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        fold: fn(&str) -> String,
    ) -> Result<Self, String> {
        let mut book = Self { phrases: Phrases::folded_by(fold), ..Self::default() };
        let mut numbered = Vec::new();
        for (file, text) in files {
            let page: Result<Page, _> =
                toml::from_str(text).map_err(|error| unread(text).unwrap_or_else(|| error.to_string()));
            let read = page.and_then(|page| book.take(page, &mut numbered, fold));
            read.map_err(|what| if file.is_empty() { what } else { format!("{file}: {what}") })?;
        }
        book.phrases.settle();
        book.keys.settle()?;
        book.placeholders.settle();
        book.people.settle()?;
        book.numbered = Some(Pattern::whole(&numbered.join("|")));
        Ok(book)
    }

    /// Whether a value is a word that stands for one that is not there.
    pub fn is_absent(&self, value: &[u8]) -> bool {
        self.placeholders.are_absent(value)
    }

    /// Whether the name of a file may end so, in small letters.
    pub fn is_end_of_file(&self, end: &str) -> bool {
        self.extensions.contains(end)
    }

    /// Whether a label can say anything of a value.
    pub fn knows(&self, label: &str) -> bool {
        self.phrases.knows(self.phrases.label(label).as_bytes())
    }

    /// Whether a label names a value.
    pub fn names(&self, label: &str) -> bool {
        self.phrases.names(self.phrases.label(label).as_bytes())
    }

    /// Whether a label names a value and hardly anything else.
    pub fn names_surely(&self, label: &str) -> bool {
        self.phrases.names_surely(self.phrases.label(label).as_bytes())
    }

    /// Takes what stands in a file.
    fn take(&mut self, page: Page, numbered: &mut Vec<String>, fold: fn(&str) -> String) -> Result<(), String> {
        page.fillers.iter().try_for_each(|filler| self.phrases.filler(filler))?;
        page.tails.iter().try_for_each(|tail| self.phrases.tail(tail))?;
        for thing in page.things.iter() {
            self.phrases.entry(thing)?.is_thing = true;
        }
        self.placeholders.take(page.placeholders);
        self.people.take(page.people);
        numbered.extend(page.numbered);
        self.extensions.extend(page.extensions);
        for (names, month) in page.months.values().flat_map(|months| months.iter().zip(1..)) {
            self.months.extend(names.split(' ').map(|name| (of_word(fold(name).as_bytes()), month)));
        }
        page.format.into_iter().try_for_each(|row| self.formats.add(row))?;
        let named = |name: String| move |what| format!("{name}: {what}");
        page.rule.into_iter().try_for_each(|row| {
            let name = named(row.name.clone());
            self.add(row).map_err(name)
        })?;
        for mut key in page.key {
            let (yes, no) = (std::mem::take(&mut key.yes), std::mem::take(&mut key.no));
            let rule = self.secret(&key.name, How::Key, yes, no);
            self.keys.add(key, rule);
        }
        page.name.into_iter().try_for_each(|row| {
            let name = named(row.rule.clone());
            self.add_name(row).map_err(name)
        })
    }

    /// Calls for each field of a message in a text, with the phrase that names it.
    pub fn fields(&self, text: &[u8], found: impl FnMut(Range<usize>, &str)) {
        self.formats.find(text, found);
    }

    /// The examples of the messages.
    #[cfg(test)]
    pub fn messages(&self) -> impl Iterator<Item = &String> {
        self.formats.rows().flat_map(|row| &row.yes)
    }

    /// All rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    fn number(&self) -> u16 {
        u16::try_from(self.rules.len()).unwrap_or(u16::MAX)
    }

    fn add(&mut self, row: Row) -> Result<(), String> {
        let number = self.number();
        sound(&row)?;
        let how = how(&row)?;
        if self.rules.iter().any(|rule| rule.name == row.name) {
            return Err("there is a rule of this name".to_owned());
        }
        for (shapes, alone) in [(&row.free, Alone::Free), (&row.field, Alone::Field), (&row.word, Alone::Word)] {
            shapes.iter().try_for_each(|shape| self.shapes.add(shape, number, alone))?;
        }
        let roles =
            [(&row.not, Role::Not), (&row.words, Role::Word), (&row.weak, Role::Weak), (&row.hints, Role::Hint)];
        for (phrases, role) in roles {
            for phrase in phrases.iter() {
                self.phrases.entry(phrase)?.uses.push((number, role));
            }
        }
        match &how {
            How::Token(_) => self.tokens.push(number),
            How::Read(reader) => {
                self.readers[*reader as usize].push(number);
                for mark in reader.marks() {
                    self.literals.add(mark, Marked::Reader(*reader))?;
                }
            }
            How::Regex(_) => {
                for literal in &row.literals {
                    self.literals.add(literal, Marked::Rule(number))?;
                }
            }
            How::Shapes | How::Loose(_) | How::Key | How::Name => {}
        }
        self.rules.push(Rule::of(row, how, number));
        Ok(())
    }

    /// The rule of this name of a secret, which several rows may have.
    fn secret(&mut self, name: &str, how: How, yes: Vec<String>, no: Vec<String>) -> u16 {
        if let Some(rule) = self.rules.iter_mut().find(|rule| rule.name == name) {
            rule.yes.extend(yes);
            rule.no.extend(no);
            return rule.number;
        }
        let number = self.number();
        let about =
            if matches!(how, How::Key) { "the form of a service's keys" } else { "a name of secrets before it" };
        let row = Row {
            r#type: "SECRET".to_owned(),
            name: name.to_owned(),
            about: about.to_owned(),
            strict: true,
            sure: Some(9),
            alone: Alone::Free,
            yes,
            no,
            ..Row::default()
        };
        self.rules.push(Rule::of(row, how, number));
        number
    }

    fn add_name(&mut self, row: NameRow) -> Result<(), String> {
        let rule = self.secret(&row.rule, How::Name, row.yes, row.no);
        self.rules[usize::from(rule)].aliases.extend(row.aliases);
        self.names.push((rule, row.value));
        let number = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        for phrase in row.words.iter() {
            self.phrases.entry(phrase)?.secret = number;
            if row.joined {
                self.phrases.join(phrase);
            }
        }
        // A longer phrase hides the shorter one with which it ends.
        for phrase in row.not.iter() {
            self.phrases.entry(phrase)?;
        }
        Ok(())
    }
}
