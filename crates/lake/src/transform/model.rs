//! A model: one SQL file with its contract in the header.
//!
//! ```sql
//! -- One row per page, as last seen.            the sentence
//! --
//! -- grain   page_id                            the key columns, separated by commas
//! -- newest  version_created_at, version_number staging: which of two rows of a key is newer
//! -- stream  page, blogpost                     staging: the streams it is made from
//! -- field   id varchar, title varchar          staging: the fields of an object, as a column list
//! -- whole   object                             staging: the field that holds the text of the object itself
//! -- named   object_id                          staging: the field that holds what the engine calls the object, which is hashed
//!                                               where it may name a person
//! -- placed  place                              staging: the field that says which of several lists of its answer it stood in
//! -- column  page_id  key  The page's id.       every column with its class and its comment; a mart's has its number
//!                                               in front, `18,19` where its elements have one too
//! -- numbers 19                                 mart: the highest number ever given, so that none returns
//! -- check   version_number >= 1                must hold for every row
//! -- required version_number, status            the columns that are never null, beside the grain; staging: what an
//!                                               answer must tell of an object, or it is open
//! -- take    status  current, archived          staging: the column with an object's status, and which are asked for
//! -- leave   status  draft, trashed             staging: those that are known and not asked for; other words are open
//! -- doubt   status  other                      staging: those that are taken, and open all the same
//! -- shown   scope  space_id                    staging: the column that tells the ledger of an object ([`super::ledger`]):
//!                                               stream (where there are several), scope, container, container_stream,
//!                                               above, handle, status, version, changed, created; or, where it is
//!                                               always the same, the word in quotation marks
//! -- policy  version_message  strict            staging: the redaction policy of a column, whatever the connection's is
//! -- shares  gone, live_page                    mart: the relations of the source's folder `core` that it reads, each after
//!                                               those that it reads itself: they become its first common table expressions
//! -- adds    confluence.node                    mart: relations that only add words to its rows: it is complete without them
//! -- rows    page, blogpost                     mart: its rows are the objects of these streams that are published
//! -- needs   page_version|blogpost_version      it exists only while one of these streams is asked for
//! -- needs   attachment  attachment_count       mart: these columns exist only while this one is
//! -- each    page_id via confluence.page.page_id            mart: it can be built for some keys alone
//! -- look    confluence.space.space_id through confluence.page.space_id
//!                                               mart: a relation that is looked up, and the column it is found by
//! -- look    sync.identity                      mart: a relation that is looked up and seldom changes; then all is built anew
//! ```

use super::change::{self, Each, Look, Need};
use super::ledger;
use crate::db::identifier;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::state::words;
use std::collections::BTreeSet;
use std::fmt;

words! {
    /// What a column holds, and so what has to be done to it before it may be kept.
    pub enum Class {
        /// An id.
        Key = "key",
        /// An id that may be a person's, as the key of a personal space.
        KeyOrPerson = "key_or_person",
        /// A word of a closed vocabulary, a number, a flag.
        Plain = "plain",
        /// A time.
        Time = "time",
        /// A person.
        Person = "person",
        /// Free text.
        Text = "text",
        /// Free text as long as a body.
        Body = "body",
        /// Confluence storage format.
        Storage = "storage",
        /// Atlassian Document Format.
        Adf = "adf",
        /// JSON.
        Json = "json",
        /// Never kept: the column may only be null.
        Secret = "secret",
    }
}

impl Class {
    /// The function whose direct result a column of this class must be.
    pub fn function(self) -> Option<&'static str> {
        match self {
            Self::Key | Self::Plain | Self::Time | Self::Secret => None,
            Self::KeyOrPerson | Self::Person => Some("pseudonym"),
            Self::Text | Self::Body => Some("redact"),
            Self::Storage => Some("redact_storage"),
            Self::Adf => Some("redact_adf"),
            Self::Json => Some("redact_json"),
        }
    }

    /// Whether bodies are kept in it, which compress well.
    pub fn is_body(self) -> bool {
        matches!(self, Class::Body | Class::Storage | Class::Adf)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A column of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Marts: its number for life and those of what is nested in it, from the outside in; a former column's never returns.
    pub numbers: Vec<i32>,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: Class,
    /// What it says, for the reader of the dataset.
    pub comment: String,
}

/// The words of the column that holds an object's status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statuses {
    /// The column.
    pub column: String,
    /// Of objects that are asked for.
    pub taken: Vec<String>,
    /// Of objects that are not asked for.
    pub left: Vec<String>,
    /// Of objects that are taken though nobody knows what they say.
    pub doubted: Vec<String>,
}

/// A model as its file says it.
#[derive(Clone, Debug)]
pub struct Model {
    /// The innermost folder: a source's name, or `mart`.
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
    /// Staging: the field that holds the text of the object itself, where the model reads that.
    pub whole: Option<String>,
    /// Staging: the field that holds what the engine calls the object, where the model reads that.
    pub named: Option<String>,
    /// Staging: the field that holds the object's place in its answer, where the model reads that.
    pub placed: Option<String>,
    /// Every column.
    pub columns: Vec<Column>,
    /// Marts: the highest number that a column ever had.
    pub highest: i32,
    /// The columns that are never null, beside the grain; staging: without which an object is not taken.
    pub required: Vec<String>,
    /// Expressions that hold for every row.
    pub checks: Vec<String>,
    /// Staging: the statuses of objects; nothing where they have none.
    pub statuses: Option<Statuses>,
    /// Staging: what the ledger is told of an object, each with the column that tells it.
    pub shown: Vec<(String, String)>,
    /// Staging: columns with a redaction policy of their own.
    pub policies: Vec<(String, String)>,
    /// Marts: what it reads of the relations that the marts of a source share, each after those that it reads itself.
    pub shares: Vec<String>,
    /// Marts: the relations that it reads and is not fed by.
    pub adds: Vec<String>,
    /// Marts: the streams whose published objects are its rows; none where it is about something else.
    pub rows: Vec<String>,
    /// Marts: what exists only while a content type is configured.
    pub needs: Vec<Need>,
    /// Marts: how the rows of some keys are built alone; nothing where they cannot be.
    pub each: Option<Each>,
    /// Marts with `each`: the relations that are looked up.
    pub looks: Vec<Look>,
    /// Marts with `each`: the relations that are looked up as a whole.
    pub wholes: Vec<String>,
    /// The statement.
    pub sql: String,
}

impl Model {
    /// Reads a model from its path below `sql/` and its text.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let (folder, name) =
            path.trim_end_matches(".sql").rsplit_once('/').ok_or_else(|| wrong(path, "lies in no schema's folder"))?;
        let schema = folder.rsplit('/').next().unwrap_or(folder);
        let mut model = Self {
            schema: schema.to_owned(),
            name: name.to_owned(),
            sentence: String::new(),
            grain: Vec::new(),
            newest: Vec::new(),
            streams: Vec::new(),
            fields: Vec::new(),
            whole: None,
            named: None,
            placed: None,
            columns: Vec::new(),
            highest: 0,
            required: Vec::new(),
            checks: Vec::new(),
            statuses: None,
            shown: Vec::new(),
            policies: Vec::new(),
            shares: Vec::new(),
            adds: Vec::new(),
            rows: Vec::new(),
            needs: Vec::new(),
            each: None,
            looks: Vec::new(),
            wholes: Vec::new(),
            sql: text.lines().skip_while(|line| line.starts_with("--")).collect::<Vec<_>>().join("\n"),
        };
        for line in text.lines().take_while(|line| line.starts_with("--")) {
            model.read_line(path, line.trim_start_matches('-').trim())?;
        }
        model.complete(path)?;
        model.share(path)?;
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
            "whole" => self.whole = Some(rest.to_owned()),
            "named" => self.named = Some(rest.to_owned()),
            "placed" => self.placed = Some(rest.to_owned()),
            "column" => self.columns.push(column(path, rest)?),
            "numbers" => self.highest = formed(path, line, rest.parse().ok())?,
            "required" => self.required = list(rest),
            "check" => self.checks.push(rest.to_owned()),
            "take" | "leave" | "doubt" => {
                let (column, words) = formed(path, line, rest.split_once(char::is_whitespace))?;
                let statuses = self.statuses.get_or_insert_default();
                column.clone_into(&mut statuses.column);
                *match word {
                    "take" => &mut statuses.taken,
                    "leave" => &mut statuses.left,
                    _ => &mut statuses.doubted,
                } = list(words);
            }
            "shown" => {
                let (word, column) = formed(path, line, rest.split_once(char::is_whitespace))?;
                self.shown.push((word.to_owned(), column.trim().to_owned()));
            }
            "policy" => {
                let (column, policy) = formed(path, line, rest.split_once(char::is_whitespace))?;
                self.policies.push((column.to_owned(), policy.trim().to_owned()));
            }
            "shares" => self.shares = list(rest),
            "adds" => self.adds = list(rest),
            "rows" => self.rows = list(rest),
            "needs" => self.needs.push(formed(path, line, Need::parse(rest))?),
            "each" if self.each.is_none() => self.each = Some(formed(path, line, Each::parse(rest))?),
            "look" if !rest.contains(" through ") => self.wholes.push(formed(path, line, change::whole(rest))?),
            "look" => self.looks.push(formed(path, line, Look::parse(rest))?),
            _ => return Err(wrong(path, &format!("has an unknown header line '{word}'"))),
        }
        Ok(())
    }

    fn complete(&self, path: &str) -> Result<()> {
        let mart = self.schema == "mart";
        let missing = [
            ("a sentence that says what a row is", self.sentence.ends_with('.')),
            ("a grain", !self.grain.is_empty()),
            ("a grain of one column, by which evidence and quarantine tell objects,", mart || self.grain.len() == 1),
            ("columns", !self.columns.is_empty()),
            ("newest", mart || !self.newest.is_empty()),
            ("stream", mart || !self.streams.is_empty()),
            ("field", mart || !self.fields.is_empty() || self.whole.is_some()),
            (
                "every column of its grain",
                self.grain.iter().all(|key| self.columns.iter().any(|column| column.name == *key)),
            ),
            (
                "the columns of its needs, which are none of its grain,",
                self.needs
                    .iter()
                    .flat_map(|need| &need.columns)
                    .all(|name| self.columns.iter().any(|column| column.name == *name) && !self.grain.contains(name)),
            ),
            ("the folder of a source, where shown belongs,", !mart || self.shown.is_empty()),
            (
                "the words and columns that shown may name",
                self.shown.iter().all(|(word, name)| {
                    ledger::is_word(word)
                        && (ledger::is_literal(name) || self.columns.iter().any(|column| column.name == *name))
                }),
            ),
            (
                "a line shown with the column that tells the stream",
                self.streams.len() < 2 || self.shown.iter().any(|(word, _)| word == "stream"),
            ),
            ("the folder of a source, where policies belong,", !mart || self.policies.is_empty()),
            ("the folder of a source, where take and leave belong,", !mart || self.statuses.is_none()),
            (
                "the column whose words it takes and leaves",
                self.statuses.iter().all(|statuses| self.columns.iter().any(|column| column.name == statuses.column)),
            ),
            (
                "the columns of its policies",
                self.policies.iter().all(|(name, _)| self.columns.iter().any(|column| column.name == *name)),
            ),
            (
                "the columns that it says are required",
                self.required.iter().all(|name| self.columns.iter().any(|column| column.name == *name)),
            ),
            ("a number for every column, each given once and none above its numbers,", !mart || self.is_numbered()),
            ("the folder mart/, where numbers belong,", mart || !self.says_of_publication()),
            ("the folder mart/, where shares, adds, rows, each and look belong,", mart || !self.says_of_changes()),
            ("a line each, without which look says nothing,", self.each.is_some() || !self.looks_up()),
        ];
        match missing.iter().find(|(_, there)| !there) {
            Some((what, _)) => Err(wrong(path, &format!("lacks {what} in its header"))),
            None => Ok(()),
        }
    }

    /// Puts what it shares with other marts before its statement.
    fn share(&mut self, path: &str) -> Result<()> {
        let Some(rest) = self.sql.strip_prefix("with\n").filter(|_| !self.shares.is_empty()) else {
            return if self.shares.is_empty() {
                Ok(())
            } else {
                Err(wrong(path, "shares relations and lacks a 'with'"))
            };
        };
        let folder = path.split('/').next().unwrap_or_default();
        let mut shared = String::new();
        for (at, name) in self.shares.iter().enumerate() {
            let core = format!("{folder}/core/{name}.sql");
            let text = crate::sql::find(&core).ok_or_else(|| wrong(path, &format!("shares {name}: no sql/{core}")))?;
            let is_known = |other: &String| self.shares[..at].contains(other);
            let is_header = |line: &&str| line.starts_with("--");
            let reads = text.lines().take_while(is_header).find_map(|line| line.strip_prefix("-- shares"));
            if let Some(lacking) = list(reads.unwrap_or_default()).into_iter().find(|other| !is_known(other)) {
                return Err(wrong(path, &format!("shares {name} without {lacking} before it")));
            }
            let statement: Vec<&str> = text.lines().skip_while(is_header).collect();
            shared.push_str(&format!("{name} as (\n{}\n),\n", statement.join("\n").trim_end()));
        }
        self.sql = format!("with\n{shared}{rest}");
        Ok(())
    }

    fn says_of_publication(&self) -> bool {
        self.highest > 0 || self.columns.iter().any(|column| !column.numbers.is_empty())
    }

    fn is_numbered(&self) -> bool {
        let numbers: Vec<i32> = self.columns.iter().flat_map(|column| column.numbers.iter().copied()).collect();
        let known: BTreeSet<i32> = numbers.iter().copied().collect();
        self.columns.iter().all(|column| !column.numbers.is_empty())
            && known.len() == numbers.len()
            && known.iter().all(|number| (1..=self.highest).contains(number))
    }

    fn says_of_changes(&self) -> bool {
        !(self.shares.is_empty() && self.adds.is_empty() && self.rows.is_empty())
            || self.each.is_some()
            || self.looks_up()
    }

    fn looks_up(&self) -> bool {
        !self.looks.is_empty() || !self.wholes.is_empty()
    }

    /// The columns that are never null: the grain and what is required beside it.
    pub fn never_null(&self) -> impl Iterator<Item = &String> {
        self.grain.iter().chain(self.required.iter().filter(|name| !self.grain.contains(name)))
    }

    /// Schema and name, as in SQL.
    pub fn relation(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// The model as it is with these content types: nothing where it needs another one, and without the
    /// columns (and the checks of columns) that do.
    pub fn with_content(mut self, content_types: &[String]) -> Option<Self> {
        let lacking: Vec<Need> = self.needs.iter().filter(|need| !need.is_met(content_types)).cloned().collect();
        if lacking.iter().any(|need| need.columns.is_empty()) {
            return None;
        }
        let absent: Vec<&String> = lacking.iter().flat_map(|need| &need.columns).collect();
        if absent.is_empty() {
            return Some(self);
        }
        self.columns.retain(|column| !absent.contains(&&column.name));
        self.required.retain(|name| !absent.contains(&name));
        self.checks.retain(|check| !absent.iter().any(|name| names(check, name)));
        let kept: Vec<String> = self.columns.iter().map(|column| identifier(&column.name)).collect();
        self.sql = format!("select {} from (\n{}\n)", kept.join(", "), self.sql);
        Some(self)
    }
}

/// Whether an expression holds this name as a word.
fn names(expression: &str, name: &str) -> bool {
    expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == name)
}

/// The models of a source and its marts, as they are with these content types.
pub fn models_with(source: &str, content_types: &[String]) -> Result<Vec<Model>> {
    Ok(models(source)?.into_iter().filter_map(|model| model.with_content(content_types)).collect())
}

/// The models of a source and its marts, with everything that some content type needs.
pub fn models(source: &str) -> Result<Vec<Model>> {
    let of_source = |(path, _): &&(&str, &str)| match path.split('/').collect::<Vec<_>>()[..] {
        [folder, _] | [folder, "mart", _] => folder == source,
        _ => false,
    };
    crate::sql::FILES.iter().filter(of_source).map(|(path, text)| Model::parse(path, text)).collect()
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn column(path: &str, text: &str) -> Result<Column> {
    let mut words = text.split_whitespace().peekable();
    let numbers = words.next_if(|word| word.starts_with(|c: char| c.is_ascii_digit())).unwrap_or_default();
    let numbers = list(numbers).iter().map(|number| number.parse().ok()).collect::<Option<Vec<i32>>>();
    let numbers = formed(path, text, numbers)?;
    let (name, class) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let comment = words.collect::<Vec<_>>().join(" ");
    let class = Class::of_word(class)
        .ok_or_else(|| wrong(path, &format!("gives the column {name} no known class ('{class}')")))?;
    Ok(Column { numbers, name: name.to_owned(), class, comment })
}

fn formed<T>(path: &str, line: &str, read: Option<T>) -> Result<T> {
    read.ok_or_else(|| wrong(path, &format!("has a header line that cannot be read: '{line}'")))
}

fn wrong(path: &str, what: &str) -> Error {
    Error::new(Kind::Refused, format!("the model sql/{path} {what}"))
        .hint("crates/lake/src/transform/model.rs says what a header holds")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "-- One row per thing.\n--\n-- grain   a\n-- numbers 2\n-- column  2  a  key  The key.\n-- check   a <> ''\nselect 1 as a\n";

    #[test]
    fn a_header_is_read_and_the_statement_is_what_follows() {
        let model = Model::parse("mart/thing.sql", HEADER).unwrap();
        assert_eq!((model.relation().as_str(), model.sql.trim()), ("mart.thing", "select 1 as a"));
        let key = Column { numbers: vec![2], name: "a".into(), class: Class::Key, comment: "The key.".into() };
        assert_eq!((model.columns, model.highest), (vec![key], 2));
        assert_eq!(model.checks, ["a <> ''"]);
    }

    #[test]
    fn an_incomplete_or_unknown_header_is_refused_by_name() {
        let refused = |text: &str| Model::parse("mart/thing.sql", text).unwrap_err();
        assert!(refused(&HEADER.replace("-- grain   a\n", "")).to_string().contains("lacks a grain"));
        assert!(refused(&HEADER.replace("  key  ", "  kye  ")).to_string().contains("no known class ('kye')"));
        assert!(refused(&HEADER.replace("-- check", "-- chekc")).to_string().contains("'chekc'"));
        assert_eq!(refused(&HEADER.replace("column  2  a", "column  2  b")).kind(), Kind::Refused);
        assert!(
            refused(&HEADER.replace("-- check", "-- policy  a  strict\n-- check"))
                .to_string()
                .contains("policies belong")
        );
    }

    #[test]
    fn a_mart_whose_columns_are_not_numbered_once_for_all_is_refused() {
        let refused = |from: &str, to: &str| Model::parse("mart/thing.sql", &HEADER.replace(from, to)).unwrap_err();
        let unnumbered = "lacks a number for every column, each given once";
        assert!(refused("  2  a", "  a").to_string().contains(unnumbered));
        assert!(refused("  2  a", "  3  a").to_string().contains(unnumbered), "above the highest that was ever given");
        assert!(refused("  2  a", "  2,2  a").to_string().contains(unnumbered));
        assert!(refused("  2  a", "  2x  a").to_string().contains("cannot be read"));
        let nested = Model::parse("mart/thing.sql", &HEADER.replace("  2  a", "  1,2  a")).unwrap();
        assert_eq!(nested.columns[0].numbers, [1, 2]);
    }

    #[test]
    fn what_is_required_is_a_column_and_the_grain_always_is() {
        let with =
            |line: &str| Model::parse("mart/thing.sql", &HEADER.replace("-- check", &format!("{line}\n-- check")));
        let model = with("-- required  a").unwrap();
        assert_eq!(model.never_null().collect::<Vec<_>>(), ["a"]);
        assert!(with("-- required  b").unwrap_err().to_string().contains("required"));
    }

    const NEEDY: &str = "-- One row per thing.\n-- grain   a\n-- numbers 2\n-- column  1  a  key  The key.\n-- column  2  b  plain  More.\n\
        -- required b\n-- check   a <> ''\n-- check   b > len(a)\n-- needs   more  b\nselect 1 as a, 2 as b\n";

    #[test]
    fn what_needs_a_content_type_exists_only_with_it() {
        let model = |text: &str| Model::parse("mart/thing.sql", text).unwrap();
        let with = model(NEEDY).with_content(&["page".to_owned(), "more".to_owned()]).unwrap();
        assert_eq!((with.columns.len(), with.checks.len(), with.sql.trim()), (2, 2, "select 1 as a, 2 as b"));
        let without = model(NEEDY).with_content(&["page".to_owned()]).unwrap();
        assert_eq!((without.columns.len(), without.checks), (1, vec!["a <> ''".to_owned()]));
        assert_eq!((with.required.len(), without.required.len()), (1, 0));
        assert_eq!(without.sql.replace('\n', " "), "select \"a\" from ( select 1 as a, 2 as b )");
        let whole = NEEDY.replace("needs   more  b", "needs   more");
        assert!(model(&whole).with_content(&["page".to_owned()]).is_none());
        assert!(model(&whole).with_content(&["more".to_owned()]).is_some());
    }

    #[test]
    fn lines_about_changes_are_read_or_refused() {
        let with =
            |lines: &str| Model::parse("mart/thing.sql", &HEADER.replace("-- check", &format!("{lines}\n-- check")));
        let model =
            with("-- each    a via x.one.a, x.two.b\n-- look    x.three.c through x.one.d\n-- look    x.four").unwrap();
        assert_eq!((&with("-- adds    x.five").unwrap().adds[..], model.adds.len()), (&["x.five".to_owned()][..], 0));
        let each = model.each.unwrap();
        assert_eq!((each.key.as_str(), each.column_of("x.two"), each.column_of("x.three")), ("a", Some("b"), None));
        assert_eq!(
            (model.looks[0].through.to_string().as_str(), &model.wholes[..]),
            ("x.one.d", &["x.four".to_owned()][..])
        );
        for wrong in [
            "-- each a",
            "-- each a via one.a",
            "-- look x.three.c",
            "-- look x.a.b through x.c.d",
            "-- look x.four",
            "-- needs more z",
        ] {
            assert_eq!(with(wrong).unwrap_err().kind(), Kind::Refused, "{wrong}");
        }
    }

    #[test]
    fn the_shipped_models_are_well_formed() {
        let models = models("confluence").unwrap();
        assert!(models.iter().any(|model| model.relation() == "confluence.page"));
        assert!(models.iter().any(|model| model.relation() == "mart.space_content"));
    }
}
