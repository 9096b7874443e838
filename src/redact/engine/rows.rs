//! The rows as the files of the book write them.

use super::book::{Alphabet, How, Loose, Reader, Token, Value};
use super::check::Check;
use super::format;
use super::pattern::Pattern;
use super::placeholder;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A file of the book.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Page {
    pub(super) rule: Vec<Row>,
    pub(super) key: Vec<KeyRow>,
    pub(super) name: Vec<NameRow>,
    pub(super) fillers: Listed,
    pub(super) things: Listed,
    pub(super) placeholders: placeholder::Listed,
    /// Regular expressions of names with numbers, which are not random.
    pub(super) numbered: Vec<String>,
    pub(super) tails: Tails,
    pub(super) months: BTreeMap<String, Vec<String>>,
    pub(super) extensions: Vec<String>,
    pub(super) format: Vec<format::Row>,
}

/// Parts of a name behind the word for a secret that leave it one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Tails {
    pub(super) words: Vec<String>,
    #[allow(dead_code)]
    pub(super) yes: Vec<String>,
    #[allow(dead_code)]
    pub(super) no: Vec<String>,
}

/// Phrases, by language or not.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Listed {
    All(Vec<String>),
    ByLanguage(BTreeMap<String, Vec<String>>),
}

impl Default for Listed {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Listed {
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        match self {
            Self::All(all) => Box::new(all.iter()),
            Self::ByLanguage(by) => Box::new(by.values().flatten()),
        }
    }
}

/// A rule with its examples.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Row {
    pub(super) r#type: String,
    pub(super) name: String,
    pub(super) about: String,
    pub(super) aliases: Vec<String>,
    pub(super) free: Vec<String>,
    pub(super) field: Vec<String>,
    pub(super) word: Vec<String>,
    pub(super) fit: Option<String>,
    pub(super) check: Option<Check>,
    pub(super) strict: bool,
    pub(super) sure: Option<u16>,
    pub(super) words: Listed,
    pub(super) weak: Listed,
    pub(super) hints: Listed,
    pub(super) not: Listed,
    pub(super) region: Option<String>,
    pub(super) loose: Option<Loose>,
    pub(super) token: Option<Token>,
    pub(super) read: Option<Reader>,
    pub(super) literals: Vec<String>,
    pub(super) regex: Option<String>,
    pub(super) alone: Option<String>,
    /// How much the value of a secret has to show.
    pub(super) value: Option<Value>,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyRow {
    pub(super) name: String,
    pub(super) marks: Vec<String>,
    pub(super) chars: Alphabet,
    pub(super) length: [usize; 2],
    pub(super) before: Option<[usize; 2]>,
    pub(super) before_chars: Option<Alphabet>,
    #[serde(default)]
    pub(super) tail: String,
    /// What the part behind the mark is like.
    pub(super) fit: Option<String>,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameRow {
    #[allow(dead_code)]
    pub(super) says: String,
    pub(super) rule: String,
    pub(super) value: Value,
    /// A phrase of one word counts at the end of a longer word as well.
    #[serde(default)]
    pub(super) joined: bool,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) words: Listed,
    #[serde(default)]
    pub(super) not: Listed,
    #[serde(default)]
    pub(super) yes: Vec<String>,
    #[serde(default)]
    pub(super) no: Vec<String>,
}

/// How the candidates of a row are had.
pub(super) fn how(row: &Row) -> Result<How, String> {
    let has_shapes = !(row.free.is_empty() && row.field.is_empty() && row.word.is_empty());
    let ways = [has_shapes, row.loose.is_some(), row.token.is_some(), row.read.is_some(), row.regex.is_some()];
    if ways.iter().filter(|way| **way).count() != 1 {
        return Err("needs shapes, or one of loose, token, read, regex".to_owned());
    }
    Ok(match row {
        Row { loose: Some(loose), .. } => How::Loose(*loose),
        Row { token: Some(token), .. } => How::Token(token.clone()),
        Row { read: Some(reader), .. } => How::Read(*reader),
        Row { regex: Some(_), literals, .. } if literals.is_empty() => return Err("a regex needs literals".to_owned()),
        Row { regex: Some(text), .. } => How::Regex(Pattern::within(text)),
        _ => How::Shapes,
    })
}
