//! Models of streams that no file describes: their text is written here, as an author would write it, and read by
//! [`Model::parse`] like any other. So the proof, the merge and the ledger know no difference.
//!
//! A member of which the settings do not say what it holds is free text, or JSON where it holds more than one value: both
//! are redacted. Its column has a number for life ([`Member::number`]), which a file of the dataset keeps as its field id.

use super::attached::{Announced, Located};
use super::expression::{Names, text_at, type_at};
use super::model::{Class, Model};
use crate::db::{identifier, literal};
use catchment_base::error::Result;
use catchment_base::response::path::{inside, names};
use catchment_base::state::words;
use catchment_redact::Column;

/// The column by which records are told apart where their key has several members.
pub const RECORD: &str = "record_id";
/// The field of a staged record with the name that the engine has for it, where that is a hash.
const NAMED: &str = "object_id";
/// The number of [`RECORD`] in the dataset, which no member has.
const RECORD_NUMBER: i32 = 1;
/// The column with the parent that a record is listed for, and its number.
pub const PARENT: &str = "parent_id";
const PARENT_NUMBER: i32 = 2;
/// The column of the staged relation with the names of the columns that are null in a row because the record holds there
/// something else than the settings say; commas between them. No dataset has it.
pub const UNFIT: &str = "unfit";
/// The functions that read a member of a record, each with the column of what it reads of all members. Every call would read the
/// record anew, for a whole vector of records at once, and in memory of its own.
const READERS: [(&str, &str); 3] =
    [("json_extract_string", "texts"), ("json_extract", "parts"), ("json_type", "types")];
/// The path of what stands in a record beside its columns: members whose names are not to be shown.
pub const OTHERS: &str = "";
/// The column of that.
pub const OTHERS_COLUMN: &str = "other_members";
/// The number of the first member.
pub const FIRST_NUMBER: i32 = 3;
/// What the number of the elements of a list is above that of its column: more than there are members.
const ELEMENTS: i32 = 1 << 20;
/// What the number of the plain text of a document is above that of its column.
const TEXTS: i32 = 1 << 21;

/// How a member becomes a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its [path](catchment_base::response::path), in its one spelling.
    pub path: String,
    /// Its column.
    pub column: String,
    /// The column's number for life, from [`FIRST_NUMBER`] on.
    pub number: i32,
    /// What it holds.
    pub holds: Holds,
    /// What the site calls it where it shows it; empty where it has no other name.
    pub label: String,
}

words! {
    /// What a member holds, by the words of the settings.
    pub enum Holds {
        /// Free text, or anything that is not declared.
        Text = "text",
        /// A list or an object.
        Json = "json",
        /// A text in Atlassian Document Format.
        Adf = "adf",
        /// Somebody's name or e-mail address.
        Person = "person",
        /// Somebody's id with the site.
        Account = "account",
        /// A time by ISO 8601.
        Time = "time",
        /// Seconds since 1970.
        EpochSeconds = "epoch_s",
        /// Milliseconds since 1970.
        EpochMilliseconds = "epoch_ms",
        /// A value that is published unchanged, as its text.
        Plain = "plain",
        /// A number.
        Number = "number",
        /// A whole number of at most 64 bits.
        Integer = "integer",
        /// A number with at most ten decimals, exact.
        Decimal = "decimal",
        /// A day.
        Date = "date",
        /// Ids with commas between them.
        Keys = "keys",
        /// An object of which every member that is wanted has a column of its own.
        Parts = "parts",
        /// True or false.
        Flag = "flag",
        /// An id.
        Key = "key",
        /// Something that is never kept.
        Secret = "secret",
    }
}

impl Holds {
    /// Whether it becomes a column: of a secret nothing is kept, and parts have columns of their own.
    pub fn has_column(self) -> bool {
        !matches!(self, Self::Secret | Self::Parts)
    }

    /// Whether its column shows it as it is.
    pub fn is_clear(self) -> bool {
        self.has_column() && self.class().function().is_none()
    }

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Integer | Self::Decimal)
    }

    /// Whether it is a day or a time.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::EpochSeconds | Self::EpochMilliseconds)
    }

    fn class(self) -> Class {
        match self {
            Self::Text => Class::Text,
            Self::Json => Class::Json,
            Self::Adf => Class::Adf,
            Self::Person | Self::Account => Class::Person,
            Self::Time | Self::EpochSeconds | Self::EpochMilliseconds => Class::Time,
            Self::Plain | Self::Number | Self::Integer | Self::Decimal | Self::Date | Self::Flag => Class::Plain,
            Self::Key | Self::Keys => Class::Key,
            Self::Secret | Self::Parts => Class::Secret,
        }
    }
}

/// A column of a model: its numbers, its name, its class and what it says.
pub(super) type Described = (Vec<i32>, String, Class, String);

/// What a generated model is made from.
pub struct Generated<'a> {
    /// The schema of its relation: the source's name.
    pub schema: &'a str,
    /// The stream, whose name the relation and the dataset have.
    pub stream: &'a str,
    /// The paths of the members that are a record's key.
    pub key: &'a [&'a str],
    /// Whether the key may name a person: then a keyed hash tells records apart.
    pub is_hashed: bool,
    /// The paths of the members that say when a record was changed; the first that there is counts.
    pub changed: &'a [&'a str],
    /// The path of the member that pieces of its history go by, where it is read in such.
    pub dated: Option<&'a str>,
    /// The path of the member with the number of a record's changes, where there is one.
    pub version: Option<&'a str>,
    /// The path of the member with the word for how it stands with a record, where there is one.
    pub status: Option<&'a str>,
    /// The path of the member with the id of the record above it, where there is one.
    pub above: Option<&'a str>,
    /// The name of the member with the value itself where the site wraps an id in an object; empty: it wraps none.
    pub wrapped: &'a str,
    /// The stream that it is listed for each object of, where it is.
    pub parent: Option<&'a str>,
    /// The stream whose objects its records are parts of, under the same ids, where they are.
    pub owner: Option<&'a str>,
    /// The paths of the members that tell of its file, where records have files.
    pub file: Option<Announced<'a>>,
    /// Its columns, in the order of their numbers.
    pub members: &'a [Member],
}

impl Generated<'_> {
    /// The staging model: one row per record.
    pub fn staging(&self) -> Result<Model> {
        let (grain, changed) = (self.grain(), self.changed());
        let newest = changed.clone().unwrap_or_else(|| "answered_at".to_owned());
        let mut lines = vec![
            format!("One row per record of {}, as last seen.", self.stream),
            String::new(),
            format!("grain   {grain}"),
            format!("newest  {newest}"),
            format!("stream  {}", self.stream),
            "whole   object".to_owned(),
        ];
        lines.extend(self.is_hashed.then(|| format!("named   {NAMED}")));
        lines.extend(changed.map(|column| format!("shown   changed  {column}")));
        let told = [("created", self.dated), ("version", self.version), ("status", self.status), ("above", self.above)];
        let told = told.into_iter().filter_map(|(word, path)| Some((word, self.column_of(path)?)));
        lines.extend(told.map(|(word, column)| format!("shown   {word}  {column}")));
        if let Some((column, stream)) = self.container() {
            lines.push(format!("shown   container  {column}"));
            lines.push(format!("shown   container_stream  '{stream}'"));
        }
        lines.extend(self.columns().map(|(_, column, class, comment)| format!("column  {column}  {class}  {comment}")));
        let unfit = self.unfit();
        lines.extend(unfit.iter().map(|_| {
            format!("column  {UNFIT}  plain  Columns that are null because the record has something else there.")
        }));
        let selected: Vec<String> = self
            .own_columns()
            .into_iter()
            .chain(self.kept().map(|member| member.selected(&self.apart(member), &self.told_of(member), self.wrapped)))
            .chain(unfit)
            .collect();
        self.parse(self.schema, &lines, &self.statement(&selected.join(",\n        ")))
    }

    /// The statement that selects these columns. What they read of a record is taken out of its JSON at once.
    fn statement(&self, selected: &str) -> String {
        let engine = "answered_at,\n        decided_seq,\n        landed_seq,\n        object_hash";
        let scope = self.parent.map_or("", |_| "scope,\n        ");
        let named = if self.is_hashed { format!("{NAMED},\n        ") } else { String::new() };
        let (mut selected, mut taken) = (selected.to_owned(), String::new());
        for (reader, column) in READERS {
            let pointers;
            (selected, pointers) = at_once(&selected, reader, column);
            if !pointers.is_empty() {
                taken += &format!("{reader}(object, [{}]) as {column},\n        ", pointers.join(", "));
            }
        }
        format!(
            "with taken as (\n    select\n        {taken}{named}{scope}{engine}\n    \
             from record\n),\n\nsource as (\n    select\n        {selected},\n        {engine}\n    from taken\n)\n\nselect * from source"
        )
    }

    /// The mart: what is there.
    pub fn mart(&self) -> Result<Model> {
        let (grain, relation) = (self.grain(), self.relation());
        let Located { via, checks, attempt, columns: located, selected, join } = self.located();
        let columns: Vec<_> = self.columns().chain(self.documents().map(Member::plain_text)).chain(located).collect();
        let highest = columns.iter().flat_map(|(numbers, ..)| numbers).max().unwrap_or(&RECORD_NUMBER);
        let mut lines = vec![
            format!("One row per record of {} that exists.", self.stream),
            String::new(),
            format!("rows    {}", self.stream),
            format!("grain   {grain}"),
            format!("each    {grain} via {relation}.{grain}{via}"),
            format!("look    sync.deletion.object_id through {relation}.{grain}"),
            format!("numbers {highest}"),
        ];
        lines.extend(self.parent.map(|_| format!("look    sync.deletion.object_id through {relation}.{PARENT}")));
        lines.extend(columns.iter().map(|(numbers, column, class, comment)| {
            let numbers: Vec<String> = numbers.iter().map(i32::to_string).collect();
            format!("column  {}  {column}  {class}  {comment}", numbers.join(","))
        }));
        lines.extend(checks);
        let own = self.columns().map(|(_, column, ..)| format!("held.{}", identifier(&column)));
        let texts = self.documents().map(|member| {
            let text = identifier(&member.text_column());
            format!("plain_text(held.{}) as {text}", identifier(&member.column))
        });
        let columns: Vec<String> = own.chain(texts).chain(selected).collect();
        // What lies in a parent goes with it, and a part with the whole.
        let without_parent = self.container().map_or_else(String::new, |(column, stream)| {
            let (stream, column) = (literal(stream), identifier(&column));
            format!("\nanti join deleted as parent on parent.stream = {stream} and parent.object_id = held.{column}")
        });
        let sql = format!(
            "with deleted as (\n    select stream, object_id from sync.deletion where state = 'deleted'\n){attempt}\n\n\
             select\n    {}\nfrom {relation} as held\n\
             anti join deleted on deleted.stream = {} and deleted.object_id = held.{}{without_parent}{join}",
            columns.join(",\n    "),
            literal(self.stream),
            identifier(&grain)
        );
        self.parse("mart", &lines, &sql)
    }

    fn parse(&self, schema: &str, lines: &[String], sql: &str) -> Result<Model> {
        let header: String = lines.iter().map(|line| format!("{}\n", format!("-- {line}").trim_end())).collect();
        Model::parse(&format!("{schema}/{}.sql", self.stream), &format!("{header}{sql}\n"))
    }

    /// Its staged relation in SQL.
    pub(super) fn relation(&self) -> String {
        format!("{}.{}", self.schema, self.stream)
    }

    /// The members that become columns.
    fn kept(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.holds.has_column())
    }

    /// The column that says in what a record lies, or of what it is a part, and the stream of that.
    fn container(&self) -> Option<(String, &str)> {
        let parent = self.parent.map(|parent| (PARENT.to_owned(), parent));
        parent.or_else(|| self.owner.map(|owner| (self.grain(), owner)))
    }

    /// The members that are documents: the dataset has each as plain text as well.
    fn documents(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.holds == Holds::Adf)
    }

    /// The members of a member, or of the record, that have a column, or a secret, of their own: they do not stand in its JSON. Of
    /// those that stand in one another the outermost.
    fn apart(&self, member: &Member) -> Vec<Names<'_>> {
        let within: Vec<Names<'_>> =
            self.members.iter().filter_map(|other| inside(&member.path, &other.path)).collect();
        let is_outermost =
            |one: &&Names<'_>| !within.iter().any(|other| one.len() > other.len() && one.starts_with(other));
        within.iter().filter(is_outermost).cloned().collect()
    }

    /// What redaction is told of the column of a member, as an expression of SQL: its names, and the value beside it that says what
    /// a value is, as in a log of changes. See [`Column`].
    fn told_of(&self, member: &Member) -> String {
        let told = format!("{}\n{}", member.path, member.label);
        let own = names(&member.path);
        let Some((last, above)) = own.split_last().filter(|(last, _)| Column::is_generic(last)) else {
            return literal(told.trim_end());
        };
        let rank = |other: &Member| {
            let path = names(&other.path);
            let (other, around) = path.split_last()?;
            Column::rank_of_name(other).filter(|_| around == above && other != last)
        };
        let beside = self.members.iter().filter_map(|other| Some((rank(other)?, other)));
        match beside.min_by_key(|(rank, _)| *rank).map(|(_, beside)| beside) {
            Some(beside) => format!("concat({}, {})", literal(&format!("{told}\n")), text_at(&beside.path)),
            None => literal(told.trim_end()),
        }
    }

    /// The column of what does not fit; nothing where everything fits whatever it is.
    fn unfit(&self) -> Option<String> {
        let cases: Vec<String> = self
            .kept()
            .filter_map(|member| {
                let own = member.is_unfit(&self.apart(member), self.wrapped);
                let is_unfit: Vec<String> = own.into_iter().chain(self.lacks_parts(member)).collect();
                let case = format!("case when {} then {} end", is_unfit.join(" or "), literal(&member.column));
                (!is_unfit.is_empty()).then_some(case)
            })
            .collect();
        (!cases.is_empty()).then(|| format!("nullif(concat_ws(',', {}), '') as {UNFIT}", cases.join(", ")))
    }

    /// When something else stands where the object should be that a member is a part of; nothing where it is a part of none.
    fn lacks_parts(&self, member: &Member) -> Option<String> {
        let is_around = |other: &&Member| other.holds == Holds::Parts && inside(&other.path, &member.path).is_some();
        let around = self.members.iter().find(is_around)?;
        let (kind, text) = (type_at(&around.path), text_at(&around.path));
        Some(format!("({kind} <> 'OBJECT' and nullif({text}, '') is not null)"))
    }

    /// The column that tells records apart: that of the key, or one that is made of its members, within the parent, or of a hash.
    pub(super) fn grain(&self) -> String {
        let ([path], None, false) = (self.key, self.parent, self.is_hashed) else { return RECORD.to_owned() };
        self.column_of(Some(path)).unwrap_or_else(|| RECORD.to_owned())
    }

    /// The column that says when a record was changed.
    pub(super) fn changed(&self) -> Option<String> {
        self.changed.iter().find_map(|path| self.column_of(Some(path)))
    }

    pub(super) fn column_of(&self, path: Option<&str>) -> Option<String> {
        self.members.iter().find(|member| Some(member.path.as_str()) == path).map(|member| member.column.clone())
    }

    /// The statement's columns that no member is: the key where it is made of several parts, and the parent.
    fn own_columns(&self) -> Vec<String> {
        let parent = self.parent.map(|_| "scope".to_owned());
        let key = (self.grain() == RECORD).then(|| {
            if self.is_hashed {
                return format!("{NAMED} as {RECORD}");
            }
            let parts = parent.iter().cloned().chain(self.key.iter().map(|path| text_at(path)));
            // As an envelope writes the parts of an id. Where one is lacking there is no key.
            let parts = parts.map(|part| format!("replace(replace({part}, '%', '%25'), ':', '%3A')"));
            format!("{} as {RECORD}", parts.collect::<Vec<_>>().join(" || ':' || "))
        });
        let parent = self.parent.map(|_| format!("scope as {PARENT}"));
        key.into_iter().chain(parent).collect()
    }

    /// Numbers, name, class and comment of every column.
    fn columns(&self) -> impl Iterator<Item = Described> {
        let own = (self.grain() == RECORD).then(|| {
            let parts: Vec<&str> = self.parent.into_iter().chain(self.key.iter().copied()).collect();
            let how = if self.is_hashed { "a keyed hash of " } else { "" };
            let comment = format!("What identifies a record: {how}{}.", parts.join(", "));
            (vec![RECORD_NUMBER], RECORD.to_owned(), Class::Key, comment)
        });
        let parent = self.parent.map(|parent| {
            (vec![PARENT_NUMBER], PARENT.to_owned(), Class::Key, format!("The {parent} that it is listed for."))
        });
        own.into_iter().chain(parent).chain(self.kept().map(Member::column))
    }
}

impl Member {
    fn column(&self) -> Described {
        let Self { path, column, number, holds, .. } = self;
        let what = match holds {
            Holds::Text | Holds::Json | Holds::Adf => ", redacted",
            Holds::Person | Holds::Account => ": a pseudonym",
            Holds::Time | Holds::EpochSeconds | Holds::EpochMilliseconds => ", UTC",
            Holds::Secret => ", which is never kept",
            Holds::Plain
            | Holds::Number
            | Holds::Integer
            | Holds::Decimal
            | Holds::Date
            | Holds::Flag
            | Holds::Key
            | Holds::Keys
            | Holds::Parts => "",
        };
        // The ids in a list have a number of their own.
        let elements = (*holds == Holds::Keys).then(|| ELEMENTS + number);
        let numbers = std::iter::once(*number).chain(elements).collect();
        (
            numbers,
            column.clone(),
            holds.class(),
            match path.as_str() {
                OTHERS => {
                    "The members whose names hold something that is not shown, redacted with their names.".to_owned()
                }
                path => format!("The member {}{what}.", catchment_base::error::printable(path)),
            },
        )
    }

    /// The column of a document as plain text.
    fn text_column(&self) -> String {
        format!("{}_text", self.column)
    }

    fn plain_text(&self) -> Described {
        let comment = format!("The member {} as plain text, redacted.", catchment_base::error::printable(&self.path));
        (vec![TEXTS + self.number], self.text_column(), Class::Body, comment)
    }
}

/// A text with the calls of a reader replaced by what it reads of all its pointers at once, and these, as literals.
fn at_once(text: &str, reader: &str, column: &str) -> (String, Vec<String>) {
    let call = format!("{reader}(object, ");
    let (mut replaced, mut rest, mut pointers) = (String::new(), text, Vec::<String>::new());
    while let Some((before, behind)) = rest.split_once(&call) {
        // A quote within a literal is doubled; the call ends behind it.
        let ends = behind.match_indices('\'').map(|(at, _)| at + 1).skip(1);
        let length = ends.filter(|end| behind[..*end].matches('\'').count() % 2 == 0);
        let length = length.filter(|end| behind[*end..].starts_with(')')).min().unwrap_or(behind.len());
        let pointer = behind[..length].to_owned();
        let at = pointers.iter().position(|known| *known == pointer).unwrap_or(pointers.len());
        if at == pointers.len() {
            pointers.push(pointer);
        }
        replaced += &format!("{before}{column}[{}]", at + 1);
        rest = behind.get(length + 1..).unwrap_or_default();
    }
    (replaced + rest, pointers)
}

/// The column of a member: small letters, digits and underscores, and none that is `taken` or the engine's own.
pub fn column_name(path: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let (mut name, mut ends_word) = (String::new(), false);
    for c in path.chars() {
        match c {
            'A'..='Z' if ends_word => name.extend(['_', c.to_ascii_lowercase()]),
            c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_lowercase()),
            _ if !name.is_empty() && !name.ends_with('_') => name.push('_'),
            _ => {}
        }
        ends_word = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    let name = name.trim_end_matches('_');
    let name =
        if name.starts_with(|c: char| c.is_ascii_lowercase()) { name.to_owned() } else { format!("field_{name}") };
    let is_free = |name: &str| {
        ![RECORD, UNFIT, "object"].contains(&name) && !super::prove::ENGINE_COLUMNS.contains(&name) && !taken(name)
    };
    let numbered = (2..).map(|number| format!("{}_{number}", name.trim_end_matches('_')));
    std::iter::once(name.trim_end_matches('_').to_owned())
        .chain(numbered)
        .find(|name| is_free(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::expression::json_without;
    use super::*;
    use crate::db::Db;
    use crate::functions::{ColumnFunction, Makers};
    use crate::transform::prove;
    use catchment_io::key::Keys;
    use catchment_redact::Policy;
    use std::sync::Arc;

    fn member(path: &str, number: i32, holds: Holds) -> Member {
        Member { path: path.to_owned(), column: column_name(path, &|_| false), number, holds, label: String::new() }
    }

    fn generated<'a>(key: &'a [&'a str], members: &'a [Member]) -> Generated<'a> {
        Generated {
            schema: "rest",
            stream: "customer",
            key,
            is_hashed: false,
            changed: &["updatedAt"],
            dated: None,
            version: None,
            status: None,
            above: None,
            wrapped: "",
            parent: None,
            owner: None,
            file: None,
            members,
        }
    }

    #[test]
    fn names_of_columns_are_plain_and_their_own() {
        let names =
            ["id", "updatedAt", "HTTPStatus", "E-Mail Address", "9lives", "ä", "object", "answered_at", "address.city"];
        let columns = names.map(|name| column_name(name, &|_| false));
        let wanted = [
            "id",
            "updated_at",
            "httpstatus",
            "e_mail_address",
            "field_9lives",
            "field",
            "object_2",
            "answered_at_2",
            "address_city",
        ];
        assert_eq!(columns, wanted);
        assert_eq!(column_name("a b", &|name| ["a_b", "a_b_2"].contains(&name)), "a_b_3");
    }

    #[test]
    fn a_generated_model_is_complete_and_its_mart_too() {
        let members =
            [member("id", 2, Holds::Key), member("updatedAt", 3, Holds::Time), member("it's/a~b", 4, Holds::Text)];
        let one = generated(&["id"], &members);
        let (staging, mart) = (one.staging().unwrap(), one.mart().unwrap());
        assert_eq!((staging.relation(), mart.relation()), ("rest.customer".to_owned(), "mart.customer".to_owned()));
        assert_eq!(
            (staging.grain, staging.newest, mart.highest),
            (vec!["id".to_owned()], vec!["updated_at".to_owned()], 4)
        );
        assert!(
            staging.sql.contains("json_extract_string(object, ['/id', '/updatedAt', '/it''s~1a~0b']) as texts")
                && staging.sql.contains("redact(texts[3], 'it''s/a~b') as \"it_s_a_b\""),
            "{}",
            staging.sql
        );
        let two = generated(&["warehouse", "sku"], &members);
        assert_eq!(two.mart().unwrap().grain, [RECORD]);
        assert!(two.staging().unwrap().sql.contains("replace(replace(texts[2], '%', '%25'), ':', '%3A') as record_id"));
    }

    #[test]
    fn what_has_a_column_of_its_own_does_not_stand_in_the_json_around_it() {
        let members = [
            member("id", 3, Holds::Key),
            member("address", 4, Holds::Json),
            member("address.city", 5, Holds::Plain),
            member("address.geo.lat", 6, Holds::Secret),
        ];
        let model = generated(&["id"], &members).staging().unwrap();
        assert!(model.columns.iter().all(|column| column.name != "address_geo_lat"), "a secret has no column");
    }

    #[test]
    fn what_is_read_of_a_record_is_read_at_once() {
        let (text, pointers) = at_once(
            "f(json_type(object, '/a')) || json_type(object, '/it''s)') = 'x' || json_type(object, '/a')",
            "json_type",
            "types",
        );
        assert_eq!(text, "f(types[1]) || types[2] = 'x' || types[1]");
        assert_eq!(pointers, ["'/a'", "'/it''s)'"]);
        let members = [
            member("id", 3, Holds::Key),
            member("address", 4, Holds::Json),
            member("address.city", 5, Holds::Plain),
            member("address.geo.lat", 6, Holds::Number),
            member("audit", 7, Holds::Json),
            member("audit.made.at", 8, Holds::Time),
        ];
        let sql = generated(&["id"], &members).staging().unwrap().sql;
        for (reader, _) in READERS {
            assert_eq!(sql.matches(&format!("{reader}(object, ")).count(), 1, "{reader} {sql}");
        }
    }

    /// What a statement of members of one record gives, as texts.
    fn of_record(record: &str, expressions: &[String]) -> Vec<Option<String>> {
        let db = Db::scratch().unwrap();
        let texts = expressions.iter().map(|one| format!("cast({one} as varchar)")).collect::<Vec<_>>().join(", ");
        let sql = format!("select {texts} from (select {}::json as object)", literal(record));
        let read = |row: &crate::db::Row<'_>| (0..expressions.len()).map(|at| row.get(at)).collect();
        db.query_first(&sql, [], read).unwrap().unwrap()
    }

    #[test]
    fn what_is_taken_out_of_json_takes_nothing_else_along() {
        let apart = [vec!["city".into()], vec!["geo".into(), "lat".into()], vec!["geo".into(), "a.b".into()]];
        let without = |record: &str| of_record(record, &[json_without("address", &apart)]).remove(0);
        for (address, wanted) in [
            (r#"{"city":"x","zip":null,"geo":{"lat":1,"a.b":2,"lon":3}}"#, Some(r#"{"zip":null,"geo":{"lon":3}}"#)),
            (r#"{"city":{"name":"x"},"geo":"unknown"}"#, Some(r#"{"geo":"unknown"}"#)),
            (r#"{"zip":"1"}"#, Some(r#"{"zip":"1"}"#)),
            ("\"in words\"", Some("\"in words\"")),
            ("null", None),
            (r#"[{"city":"x"}]"#, None),
            (r#"{"geo":[{"lat":1}],"zip":"1"}"#, None),
        ] {
            assert_eq!(without(&format!("{{\"address\":{address}}}")).as_deref(), wanted, "{address}");
        }
        assert_eq!(without("{}"), None);
    }

    #[test]
    fn what_does_not_fit_is_null_and_its_column_is_named() {
        let members = [
            member("credit", 3, Holds::Number),
            member("at", 4, Holds::Time),
            member("is_on", 5, Holds::Flag),
            member("since", 6, Holds::EpochSeconds),
            member("note", 7, Holds::Text),
            member("address", 8, Holds::Json),
            member("address.city", 9, Holds::Plain),
            member("address.city.name", 10, Holds::Plain),
            member("count", 11, Holds::Integer),
            member("cost", 12, Holds::Decimal),
            member("day", 13, Holds::Date),
        ];
        let one = generated(&["credit"], &members);
        let unfit = one.unfit().unwrap();
        let unfit = unfit.strip_suffix(" as unfit").unwrap().to_owned();
        let of = |record: &str| of_record(record, std::slice::from_ref(&unfit)).remove(0);
        for record in [
            "{}",
            r#"{"credit":null,"at":"","address":"x"}"#,
            r#"{"credit":1.5,"at":"2026-03-01T12:00:07+02:00","is_on":true,"since":1772366407,"address":{"city":[1]}}"#,
        ] {
            assert_eq!(of(record), None, "{record}");
        }
        assert_eq!(of(r#"{"credit":"n/a","is_on":7.5,"address":[]}"#).as_deref(), Some("credit,is_on,address"));
        assert_eq!(of(r#"{"at":"soon","since":"soon","address":{}}"#).as_deref(), Some("at,since"));
        assert_eq!(of(r#"{"count":"15","cost":"1.25","day":"2026-03-01"}"#), None);
        assert_eq!(of(r#"{"count":"x","cost":"USD;1","day":"never"}"#).as_deref(), Some("count,cost,day"));
    }

    #[test]
    fn an_id_that_is_wrapped_in_an_object_is_read_and_anything_else_is_unfit() {
        let members = [member("id", 3, Holds::Key), member("owner", 4, Holds::Key)];
        let wrapped = Generated { wrapped: "value", ..generated(&["id"], &members) };
        for (generated, owner, id, unfit) in [
            (&wrapped, r#""7""#, Some("7"), None),
            (&wrapped, r#"{"link":"https://a.example/7","value":"7"}"#, Some("7"), None),
            (&wrapped, r#"{"link":"","value":""}"#, None, None),
            (&wrapped, r#"{"value":null}"#, None, None),
            (&wrapped, "null", None, None),
            (&wrapped, r#"{"link":"https://a.example/7","display_value":"Ann"}"#, None, Some("owner")),
            (&wrapped, r#"{"value":{"value":"7"}}"#, None, Some("owner")),
            (&wrapped, r#"["7"]"#, None, Some("owner")),
            (&generated(&["id"], &members), r#"{"value":"7"}"#, None, Some("owner")),
            (&generated(&["id"], &members), "7", Some("7"), None),
        ] {
            let value = members[1].value(&[], "''", generated.wrapped);
            let is_unfit = generated.unfit().unwrap();
            let is_unfit = is_unfit.strip_suffix(&format!(" as {UNFIT}")).unwrap().to_owned();
            let found = of_record(&format!(r#"{{"id":"1","owner":{owner}}}"#), &[value, is_unfit]);
            assert_eq!(found, [id, unfit].map(|text| text.map(str::to_owned)), "{owner}");
        }
        let parts =
            [member("id", 3, Holds::Key), member("owner", 4, Holds::Parts), member("owner.value", 5, Holds::Key)];
        let unfit = generated(&["id"], &parts).unfit().unwrap();
        let unfit = unfit.strip_suffix(&format!(" as {UNFIT}")).unwrap().to_owned();
        for (owner, told) in
            [(r#"{"value":"7"}"#, None), (r#""""#, None), ("null", None), (r#""7""#, Some("owner_value"))]
        {
            let found = of_record(&format!(r#"{{"id":"1","owner":{owner}}}"#), std::slice::from_ref(&unfit));
            assert_eq!(found, [told.map(str::to_owned)], "{owner}");
        }
    }

    #[test]
    fn what_has_columns_of_its_own_parts_has_none_itself() {
        let members = [
            member("id", 3, Holds::Key),
            member("owner", 4, Holds::Parts),
            member("owner.value", 5, Holds::Key),
            member("watchers", 6, Holds::Keys),
        ];
        let one = generated(&["id"], &members);
        let columns = one.staging().unwrap().columns;
        assert!(columns.iter().all(|column| column.name != "owner"));
        let lists: Vec<String> = members[2..].iter().map(|member| member.value(&[], "''", "")).collect();
        let found = of_record(r#"{"owner":{"value":"7"},"watchers":"a,b"}"#, &[lists[1].clone(), lists[0].clone()]);
        assert_eq!(found, [Some("[a, b]".to_owned()), Some("7".to_owned())], "{found:?}");
        let mart = one.mart().unwrap();
        let list = mart.columns.iter().find(|column| column.name == "watchers").unwrap();
        assert_eq!((&list.numbers[..], mart.highest), (&[6, ELEMENTS + 6][..], ELEMENTS + 6));
    }

    /// What the columns of text of a model say of one record, redacted by the standard policy.
    fn redacted(members: &[Member], record: &str) -> Vec<Option<String>> {
        let db = Db::scratch().unwrap();
        let staging = prove(&db, &generated(&["id"], members).staging().unwrap()).unwrap();
        let makers = Makers::new(&Keys::from_master(vec![1; 32]).unwrap()).unwrap();
        for call in &staging.calls {
            let policy = Policy::shipped("standard").unwrap();
            let function = ColumnFunction::new(&makers, &policy, &call.function, call.kind.as_deref()).unwrap();
            db.register(&call.bound, Arc::new(function)).unwrap();
        }
        db.execute_batch(&format!(
            "create table record as select {}::json as object, timestamp '2026-01-01' as answered_at, null::bigint as decided_seq,
                1::bigint as landed_seq, 'x'::blob as object_hash",
            literal(record)
        ))
        .unwrap();
        let texts: Vec<String> = members[1..].iter().map(|member| identifier(&member.column)).collect();
        let sql = format!("select {} from ({})", texts.join(", "), staging.sql);
        let read = |row: &crate::db::Row<'_>| (0..texts.len()).map(|at| row.get(at)).collect();
        db.query_first(&sql, [], read).unwrap().unwrap()
    }

    #[test]
    fn the_name_of_a_column_is_the_label_of_its_value() {
        let text = |path: &str, number: i32, label: &str| Member {
            label: label.to_owned(),
            ..member(path, number, Holds::Text)
        };
        let members = [
            member("id", 3, Holds::Key),
            text("password", 4, ""),
            text("u_field7", 5, "Social security number"),
            text("cvv", 6, ""),
            text("firstName", 7, ""),
            text("quantity", 8, ""),
            text("note", 9, ""),
            member("customfield_7", 10, Holds::Json),
        ];
        let record = r#"{"id":"1","password":"hunter2-Zx9q","u_field7":219099998,"cvv":"737","firstName":"Jane",
            "quantity":219099998,"note":"as told","customfield_7":{"password":["swordfish-1"],"a":"b"}}"#;
        let found = redacted(&members, record);
        let found: Vec<&str> = found.iter().map(|one| one.as_deref().unwrap_or_default()).collect();
        let (name, rest) = (found[3], [&found[..3], &found[4..]].concat());
        assert!(name.starts_with("[PERSON_NAME"), "{name}");
        let json = r#"{"password":["[SECRET]"],"a":"b"}"#;
        assert_eq!(rest, ["[SECRET]", "[US_SSN]", "", "219099998", "as told", json]);
    }

    #[test]
    fn what_stands_beside_a_change_is_the_label_of_its_values() {
        let text = |path: &str, number: i32| member(path, number, Holds::Text);
        let members = [member("id", 3, Holds::Key), text("Field", 4), text("OldValue", 5), text("NewValue", 6)];
        let of = |field: &str| {
            let record =
                format!(r#"{{"id":"1","Field":"{field}","OldValue":"swordfish-1","NewValue":"hunter2-Zx9q"}}"#);
            redacted(&members, &record).into_iter().skip(1).flatten().collect::<Vec<_>>()
        };
        assert_eq!(of("Password__c"), ["[SECRET]", "[SECRET]"]);
        assert_eq!(of("StageName"), ["swordfish-1", "hunter2-Zx9q"]);
        assert_eq!(redacted(&members, r#"{"id":"1","NewValue":"hunter2-Zx9q"}"#)[2].as_deref(), Some("hunter2-Zx9q"));
    }

    #[test]
    fn whatever_a_member_holds_the_model_is_proven() {
        let db = Db::scratch().unwrap();
        let kinds = Holds::WORDS.iter().filter_map(|word| Holds::of_word(word));
        let members: Vec<Member> =
            (2..).zip(kinds).map(|(number, holds)| member(&format!("m{number}"), number, holds)).collect();
        let staging = prove(&db, &generated(&["a", "b"], &members).staging().unwrap()).unwrap();
        assert_eq!(staging.calls.len(), 5, "text, json, documents, people and accounts are redacted");
    }
}
