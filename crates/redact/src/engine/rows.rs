//! The rows as the files of the book write them.

use super::check::Check;
use super::format;
use super::keys::Key;
use super::pattern::Pattern;
use super::people;
use super::placeholder;
use super::read::is_region;
use super::rule::{How, Loose, Reader, Token, Value};
use super::shape::Alone;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Languages, as in ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee \
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg \
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv \
    ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl \
    tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// A file of the book.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Page {
    pub(super) rule: Vec<Row>,
    pub(super) key: Vec<Key>,
    pub(super) name: Vec<NameRow>,
    pub(super) fillers: Listed,
    pub(super) things: Listed,
    pub(super) placeholders: placeholder::Listed,
    pub(super) people: people::Listed,
    /// Regular expressions of names with numbers, which are not random.
    pub(super) numbered: Vec<String>,
    /// Parts of a name behind the word for a secret that leave it one.
    pub(super) tails: Vec<String>,
    pub(super) months: BTreeMap<String, Vec<String>>,
    pub(super) extensions: Vec<String>,
    pub(super) format: Vec<format::Row>,
}

/// Phrases, by language or not.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "not a list of phrases, nor lists by language: { en = [\"badge\"], de = [\"ausweis\"] }")]
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
    pub(super) fit: Option<Pattern>,
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
    pub(super) alone: Alone,
    /// How much the value of a secret has to show.
    pub(super) value: Option<Value>,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NameRow {
    pub(super) rule: String,
    pub(super) value: Value,
    /// A phrase of one word counts at the end of a longer word as well.
    pub(super) joined: bool,
    pub(super) aliases: Vec<String>,
    pub(super) words: Listed,
    pub(super) not: Listed,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
}

/// What is wrong with the first row of a page that cannot be read: which row, which key, and what it says.
pub(super) fn unread(page: &str) -> Option<String> {
    let page: toml::Table = toml::from_str(page).ok()?;
    page.get("rule")?.as_array()?.iter().enumerate().find_map(|(at, row)| {
        let name = ["name", "type"].iter().find_map(|key| row.get(key)?.as_str().map(str::to_owned));
        row.as_table()?.iter().find_map(|(key, value)| {
            let error = toml::Table::from_iter([(key.clone(), value.clone())]).try_into::<Row>().err()?;
            let name = name.clone().unwrap_or_else(|| format!("row {}", at + 1));
            Some(format!("{name}: {key} = {value}: {}", error.message()))
        })
    })
}

/// Refuses what a row says that means nothing.
pub(super) fn sound(row: &Row) -> Result<(), String> {
    if [&row.r#type, &row.name].into_iter().any(String::is_empty) || row.yes.is_empty() || row.no.is_empty() {
        return Err("needs a type, a name, and examples: what it must find (yes) and must not (no)".to_owned());
    }
    if let Some(sure) = row.sure.filter(|sure| !(1..=9).contains(sure)) {
        return Err(format!("sure = {sure} is no rank: write 1, the least sure, to 9"));
    }
    if let Some(region) = row.region.as_ref().filter(|region| !is_region(region)) {
        return Err(format!("region = {region:?} is not a country: write its two capital letters in ISO 3166, \"DE\""));
    }
    let lists = [("words", &row.words), ("weak", &row.weak), ("hints", &row.hints), ("not", &row.not)];
    for (key, list) in lists {
        let Listed::ByLanguage(by) = list else { continue };
        if let Some(language) = by.keys().find(|language| !LANGUAGES.split(' ').any(|one| one == *language)) {
            let instead = "write its two letters in ISO 639-1, or a list without languages";
            return Err(format!("{key} has the language {language:?}, which is not one: {instead}"));
        }
    }
    Ok(())
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
