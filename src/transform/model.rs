//! A model: one SQL file with its contract in the header.
//!
//! ```sql
//! -- One row per page, as last seen.            the sentence
//! --
//! -- grain   page_id                            the key columns, separated by commas
//! -- newest  version_created_at, version_number staging: which of two rows of a key is newer
//! -- stream  page, blogpost                     staging: the streams it is made from
//! -- field   id varchar, title varchar          staging: the fields of an object, as a column list
//! -- column  page_id  key  The page's id.       every column with its class and its comment
//! -- check   version_number >= 1                must hold for every row
//! ```

use crate::error::{Error, Kind, Result};
use std::fmt;

/// What a column holds, and so what has to be done to it before it may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// An id.
    Key,
    /// An id that may be a person's, as the key of a personal space.
    KeyOrPerson,
    /// A word of a closed vocabulary, a number, a flag.
    Plain,
    /// A time.
    Time,
    /// A person.
    Person,
    /// Free text.
    Text,
    /// Confluence storage format.
    Storage,
    /// Never kept: the column may only be null.
    Secret,
}

/// Every class with its word and the function it demands.
const CLASSES: &[(Class, &str, Option<&str>)] = &[
    (Class::Key, "key", None),
    (Class::KeyOrPerson, "key_or_person", Some("pseudonym")),
    (Class::Plain, "plain", None),
    (Class::Time, "time", None),
    (Class::Person, "person", Some("pseudonym")),
    (Class::Text, "text", Some("redact")),
    (Class::Storage, "storage", Some("redact_storage")),
    (Class::Secret, "secret", None),
];

impl Class {
    /// The class of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        CLASSES.iter().find(|(_, name, _)| *name == word).map(|(class, ..)| *class)
    }

    /// The function whose direct result a column of this class must be.
    pub fn function(self) -> Option<&'static str> {
        CLASSES.iter().find(|(class, ..)| *class == self).and_then(|(.., function)| *function)
    }

    /// Whether bodies are kept in it, which compress well.
    pub fn is_body(self) -> bool {
        self == Class::Storage
    }
}

impl fmt::Display for Class {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = CLASSES.iter().find(|(class, ..)| class == self).map_or("", |(_, word, _)| word);
        out.write_str(word)
    }
}

/// A column of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: Class,
    /// What it says, for the reader of the dataset.
    pub comment: String,
}

/// A model as its file says it.
#[derive(Clone, Debug)]
pub struct Model {
    /// The folder: a source's name, or `mart`.
    pub schema: String,
    /// The file's name.
    pub name: String,
    /// What a row is.
    pub sentence: String,
    /// The key columns.
    pub grain: Vec<String>,
    /// Staging: the columns that order two rows of one key, the most important first.
    pub newest: Vec<String>,
    /// Staging: the streams.
    pub streams: Vec<String>,
    /// Staging: the fields of an object, as column definitions.
    pub fields: Vec<String>,
    /// Every column.
    pub columns: Vec<Column>,
    /// Expressions that hold for every row.
    pub checks: Vec<String>,
    /// The statement.
    pub sql: String,
}

impl Model {
    /// Reads a model from its path below `sql/` and its text.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let (schema, name) =
            path.trim_end_matches(".sql").split_once('/').ok_or_else(|| wrong(path, "lies in no schema's folder"))?;
        let mut model = Self {
            schema: schema.to_owned(),
            name: name.to_owned(),
            sentence: String::new(),
            grain: Vec::new(),
            newest: Vec::new(),
            streams: Vec::new(),
            fields: Vec::new(),
            columns: Vec::new(),
            checks: Vec::new(),
            sql: text.lines().skip_while(|line| line.starts_with("--")).collect::<Vec<_>>().join("\n"),
        };
        for line in text.lines().take_while(|line| line.starts_with("--")) {
            model.read_line(path, line.trim_start_matches('-').trim())?;
        }
        model.complete(path)?;
        Ok(model)
    }

    fn read_line(&mut self, path: &str, line: &str) -> Result<()> {
        if self.sentence.is_empty() {
            line.clone_into(&mut self.sentence);
            return Ok(());
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "" => {}
            "grain" => self.grain = list(rest),
            "newest" => self.newest = list(rest),
            "stream" => self.streams = list(rest),
            "field" => self.fields.push(rest.to_owned()),
            "column" => self.columns.push(column(path, rest)?),
            "check" => self.checks.push(rest.to_owned()),
            _ => return Err(wrong(path, &format!("has an unknown header line '{word}'"))),
        }
        Ok(())
    }

    fn complete(&self, path: &str) -> Result<()> {
        let mart = self.schema == "mart";
        let missing = [
            ("a sentence that says what a row is", self.sentence.ends_with('.')),
            ("a grain", !self.grain.is_empty()),
            ("columns", !self.columns.is_empty()),
            ("newest", mart || !self.newest.is_empty()),
            ("stream", mart || !self.streams.is_empty()),
            ("field", mart || !self.fields.is_empty()),
            (
                "every column of its grain",
                self.grain.iter().all(|key| self.columns.iter().any(|column| column.name == *key)),
            ),
        ];
        match missing.iter().find(|(_, there)| !there) {
            Some((what, _)) => Err(wrong(path, &format!("lacks {what} in its header"))),
            None => Ok(()),
        }
    }

    /// Schema and name, as in SQL.
    pub fn relation(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }
}

/// The models of a source and of the marts.
pub fn models(source: &str) -> Result<Vec<Model>> {
    let of_source = |path: &&(&str, &str)| {
        let parts: Vec<&str> = path.0.split('/').collect();
        parts.len() == 2 && (parts[0] == source || parts[0] == "mart")
    };
    crate::sql::FILES.iter().filter(of_source).map(|(path, text)| Model::parse(path, text)).collect()
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn column(path: &str, text: &str) -> Result<Column> {
    let mut words = text.split_whitespace();
    let (name, class) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let comment = words.collect::<Vec<_>>().join(" ");
    let class = Class::of_word(class)
        .ok_or_else(|| wrong(path, &format!("gives the column {name} no known class ('{class}')")))?;
    Ok(Column { name: name.to_owned(), class, comment })
}

fn wrong(path: &str, what: &str) -> Error {
    Error::new(Kind::Refused, format!("the model sql/{path} {what}"))
        .hint("src/transform/model.rs says what a header holds")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "-- One row per thing.\n--\n-- grain   a\n-- column  a  key  The key.\n-- check   a <> ''\nselect 1 as a\n";

    #[test]
    fn a_header_is_read_and_the_statement_is_what_follows() {
        let model = Model::parse("mart/thing.sql", HEADER).unwrap();
        assert_eq!((model.relation().as_str(), model.sql.trim()), ("mart.thing", "select 1 as a"));
        assert_eq!(model.columns, [Column { name: "a".into(), class: Class::Key, comment: "The key.".into() }]);
        assert_eq!(model.checks, ["a <> ''"]);
    }

    #[test]
    fn an_incomplete_or_unknown_header_is_refused_by_name() {
        let refused = |text: &str| Model::parse("mart/thing.sql", text).unwrap_err();
        assert!(refused(&HEADER.replace("-- grain   a\n", "")).to_string().contains("lacks a grain"));
        assert!(refused(&HEADER.replace("  key  ", "  kye  ")).to_string().contains("no known class ('kye')"));
        assert!(refused(&HEADER.replace("-- check", "-- chekc")).to_string().contains("'chekc'"));
        assert_eq!(refused(&HEADER.replace("column  a", "column  b")).kind(), Kind::Refused);
    }

    #[test]
    fn the_shipped_models_are_well_formed() {
        let models = models("confluence").unwrap();
        assert!(models.iter().any(|model| model.relation() == "confluence.page"));
        assert!(models.iter().any(|model| model.relation() == "mart.space_content"));
    }
}
