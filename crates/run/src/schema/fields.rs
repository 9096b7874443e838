//! The members of records that no model describes: which there are, which column each became, and whether it is still there.
//!
//! A member that comes for the first time becomes a column before its record is staged; one that no record has any more
//! keeps its column, which is null from then on. `sync.field` holds what is known, one row a member. Where the site itself
//! describes its fields, what it says stands beside that: such a field is a column from then on, of the type that was told.

use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Carried, member, path};
use catchment_base::state::FieldState;
use catchment_lake::db::{Db, params};
use catchment_lake::transform::attached::Announced;
use catchment_lake::transform::generate::{self, Generated, Holds, Member};
use catchment_lake::transform::{self, Model, Record, models_with};
use catchment_redact::{Column, names_day, names_number, names_somebody};
use catchment_source::config::Connection;
use catchment_source::dictionary::Field;
use catchment_source::{Columns, Declared, Members, Source, Stream};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Columns of one stream, at most: each is one in every row and in every file.
const MOST_FIELDS: usize = 2000;

/// The models of a connection and its marts for the streams that it asks for: those of files, and those that are generated from
/// what is known of the fields. Without a database, what the settings say is known.
pub fn models(db: Option<&Db>, connection: &Connection) -> Result<Vec<Model>> {
    let source = catchment_source::of(connection)?;
    let wanted = source.wanted(connection);
    let mut models = models_with(source.name(), &wanted)?;
    for stream in source.streams().iter().filter(|stream| wanted.iter().any(|name| name == stream.name)) {
        if let Columns::Generated { declared, .. } = stream.columns {
            let members =
                db.map_or_else(|| Ok(with_declared(stream, Vec::new(), declared)), |db| members(db, stream))?;
            let generated = generated(source, stream, &members);
            models.extend([generated.staging()?, generated.mart()?]);
        }
    }
    Ok(models)
}

/// The staging model of a stream as it is with what is known now.
pub fn staging(db: &Db, source: &dyn Source, stream: &Stream) -> Result<Model> {
    let Columns::Generated { .. } = stream.columns else {
        return Err(Error::failed(format!("the model of {} is a file", stream.name)));
    };
    generated(source, stream, &members(db, stream)?).staging()
}

/// The staging model of a stream for some records: that of a file, or one that is generated from what they have.
pub fn model_of(source: &dyn Source, stream: &Stream, records: &[Record]) -> Result<Model> {
    let Columns::Generated { .. } = stream.columns else {
        let models = transform::models(source.name())?;
        let model = models.into_iter().find(|model| model.streams.iter().any(|name| name == stream.name));
        return model.ok_or_else(|| Error::failed(format!("no model reads the stream {}", stream.name)));
    };
    let records: Vec<&str> = records.iter().map(|record| record.object.as_ref()).collect();
    generated(source, stream, &members_for(stream, &records)).staging()
}

/// The members of some records, with what the settings say of them.
pub fn members_for(stream: &Stream, records: &[&str]) -> Vec<Member> {
    let mut members = Vec::new();
    for (path, holds) in columns_of(stream, members_of(records.iter().copied())) {
        let member = new_member(stream, &members, &path, holds);
        members.push(member);
    }
    with_declared(stream, members, declared_of(stream))
}

/// The members of a stream that are on record, with what the settings say of them. Of what they say no more, what no record
/// has had is no column, and what stands in another member is a part of that again.
pub fn members(db: &Db, stream: &Stream) -> Result<Vec<Member>> {
    let (declared, unseen, told) = (declared_of(stream), unseen(db, stream)?, told(db, stream)?);
    let is_told = |path: &str| told.iter().any(|field| field.path == path);
    let is_own =
        |path: &str| is_told(path) || (path::names(path).len() <= 1 && !unseen.iter().any(|unseen| unseen == path));
    let mut members = with_declared(stream, known(db, stream.name)?, declared);
    members.retain(|member| declared.iter().any(|one| one.path == member.path) || is_own(&member.path));
    Ok(members)
}

/// What the settings say of the members of a stream.
pub fn declared_of(stream: &Stream) -> &'static [Declared] {
    match stream.columns {
        Columns::Generated { declared, .. } => declared,
        Columns::Model => &[],
    }
}

/// The files of a stream whose model is generated: a statement with a row for each record, which says what is announced of its
/// file, as far as its relation has columns for that. Nothing where records have no files, or the relation was not made yet.
pub fn files(db: &Db, source: &dyn Source, stream: &Stream) -> Result<Option<String>> {
    let columns = "select column_name from duckdb_columns() where schema_name = $schema and table_name = $stream";
    let made: Vec<String> = match stream.file_members() {
        Some(_) => db.query(columns, params! { schema: source.name(), stream: stream.name }, |row| row.get(0))?,
        None => Vec::new(),
    };
    if made.is_empty() {
        return Ok(None);
    }
    let mut members = members(db, stream)?;
    members.retain(|member| made.contains(&member.column));
    Ok(generated(source, stream, &members).files())
}

/// The columns of the dataset of such a stream with what became of the file of a record, and with its bytes as announced, which
/// may not be known; nothing where its records have no files.
pub fn file_columns(db: &Db, source: &dyn Source, stream: &Stream) -> Result<Option<(String, Option<String>)>> {
    if stream.file_members().is_none() {
        return Ok(None);
    }
    Ok(generated(source, stream, &members(db, stream)?).file_columns())
}

fn generated<'a>(source: &dyn Source, stream: &Stream, members: &'a [Member]) -> Generated<'a> {
    let told = match stream.columns {
        Columns::Generated { members, .. } => members,
        Columns::Model => Members::default(),
    };
    let parent = stream.parent.map(|parent| parent.stream);
    let is_part = matches!(stream.carried, Some(Carried::Members { .. }));
    let (parent, owner) = if is_part { (None, parent) } else { (parent, None) };
    let file = stream.file_members().map(|file| Announced {
        media_type: file.media_type,
        size: file.size,
        container: file.container,
    });
    Generated {
        schema: source.name(),
        stream: stream.name,
        key: stream.envelope.id,
        is_hashed: stream.envelope.is_hashed,
        changed: told.changed,
        dated: told.dated,
        version: told.version,
        status: told.status,
        above: told.above,
        wrapped: told.wrapped,
        parent,
        owner,
        file,
        members,
    }
}

/// What is known, with what the settings say in its place; members that only the settings name come behind.
fn with_declared(stream: &Stream, mut known: Vec<Member>, declared: &[Declared]) -> Vec<Member> {
    for declared in declared {
        let holds = holds_of(declared);
        match known.iter_mut().find(|member| member.path == declared.path) {
            Some(member) => member.holds = holds,
            None => {
                let name = declared.column.unwrap_or(declared.path);
                let member = Member { path: declared.path.to_owned(), ..new_member(stream, &known, name, holds) };
                known.push(member);
            }
        }
    }
    known
}

fn holds_of(declared: &Declared) -> Holds {
    Holds::of_word(declared.class).unwrap_or(Holds::Text)
}

fn new_member(stream: &Stream, known: &[Member], path: &str, holds: Holds) -> Member {
    let name = if path == generate::OTHERS { generate::OTHERS_COLUMN } else { path };
    // The column with the parent is that of no member.
    let is_own = |name: &str| name == generate::PARENT && stream.parent.is_some();
    let is_taken = |name: &str| is_own(name) || known.iter().any(|member| member.column == name);
    let number = known.iter().map(|member| member.number).max().unwrap_or(generate::FIRST_NUMBER - 1) + 1;
    Member {
        path: path.to_owned(),
        column: generate::column_name(name, &is_taken),
        number,
        holds,
        label: String::new(),
    }
}

/// The fields of a stream that are on record, in the order of their numbers, with what the site says that they hold. A class
/// that the settings gave them holds as long as the settings say so.
fn known(db: &Db, stream: &str) -> Result<Vec<Member>> {
    let rows = db.query(
        // What a class of former settings said does not count any more.
        "select path, column_name, number, coalesce(told, case when holds = 'json' then holds end), coalesce(label, '')
         from sync.field where stream = ? order by number",
        params![stream],
        |row| {
            let holds = row.get::<_, Option<String>>(3)?.and_then(|word| Holds::of_word(&word)).unwrap_or(Holds::Text);
            Ok(Member { path: row.get(0)?, column: row.get(1)?, number: row.get(2)?, holds, label: row.get(4)? })
        },
    )?;
    Ok(rows)
}

/// What the site has said of the fields of a stream; none where it was never asked, or did not say.
pub fn told(db: &Db, stream: &Stream) -> Result<Vec<Field>> {
    let sql =
        "select path, told, coalesce(label, '') from sync.field where stream = ? and told is not null order by number";
    db.query(sql, params![stream.name], |row| {
        Ok(Field { path: row.get(0)?, class: row.get(1)?, column: None, label: row.get(2)? })
    })
}

/// Notes what the site says of the fields of a stream: what is new or holds something else. What it names no more keeps the
/// type that it had, and is told by its state when no record has it. A column that has hidden what records hold goes on doing so
/// whatever the site says: nobody has agreed to show it.
pub fn note_told(db: &Db, stream: &Stream, fields: &[Field]) -> Result<()> {
    let (before, seen) = (told(db, stream)?, seen(db, stream)?);
    let mut known = known(db, stream.name)?;
    let is_same = |field: &Field| {
        before.iter().any(|told| (&told.path, &told.class, &told.label) == (&field.path, &field.class, &field.label))
    };
    let stays = |known: &[Member], field: &Field| {
        let is_hidden = known.iter().any(|member| member.path == field.path && !member.holds.is_clear());
        let would_show = Holds::of_word(&field.class).is_some_and(Holds::is_clear);
        is_hidden && would_show && seen.contains(&field.path)
    };
    db.transaction(|db| {
        for field in fields.iter().map(shown_safely).filter(|field| !is_same(field)) {
            let field = &*field;
            if stays(&known, field) {
                continue;
            }
            if !known.iter().any(|member| member.path == field.path) {
                let name = field.column.as_ref().unwrap_or(&field.path);
                let member = Member { path: field.path.clone(), ..new_member(stream, &known, name, Holds::Text) };
                insert(db, stream, &member, FieldState::Declared)?;
                known.push(member);
            }
            db.execute(
                "update sync.field set told = $told, label = nullif($label, ''), changed_at = $now
                 where stream = $stream and path = $path",
                params! { told: field.class, label: field.label, now: clock::now(), stream: stream.name, path: field.path },
            )?;
        }
        Ok(())
    })
}

/// A field as its column shows it: numbers and days of which its name says that they are somebody's are texts, which redaction
/// reads, and a label that names somebody is none.
fn shown_safely(field: &Field) -> Cow<'_, Field> {
    let shown = Holds::of_word(&field.class).filter(|holds| holds.is_number() || holds.is_time());
    let column = Column::from(format!("{}\n{}", field.path, field.label).as_str());
    let is_somebodys =
        shown.is_some_and(|holds| holds.is_number() && names_number(&column) || holds.is_time() && names_day(&column));
    let names_one = names_somebody(&field.label);
    if !is_somebodys && !names_one {
        return Cow::Borrowed(field);
    }
    let mut field = field.clone();
    if is_somebodys {
        Holds::Text.as_str().clone_into(&mut field.class);
    }
    if names_one {
        field.label.clear();
    }
    Cow::Owned(field)
}

/// Puts on record what the settings name and was never seen.
pub fn note_declared(db: &Db, stream: &Stream) -> Result<()> {
    let Columns::Generated { declared, .. } = stream.columns else { return Ok(()) };
    let before = known(db, stream.name)?;
    let after = with_declared(stream, before.clone(), declared);
    db.transaction(|db| {
        after.iter().skip(before.len()).try_for_each(|member| insert(db, stream, member, FieldState::Declared))
    })
}

/// Notes the members of some records; tells whether there is one that was not known, or not as a list or an object.
pub fn note(db: &Db, stream: &Stream, records: &[Record]) -> Result<bool> {
    let seen = columns_of(stream, members_of(records.iter().map(|record| record.object.as_ref())));
    let mut known = known(db, stream.name)?;
    note_seen(db, stream, records, &seen)?;
    let told = told(db, stream)?;
    let is_declared = |path: &str| {
        declared_of(stream).iter().any(|declared| declared.path == path) || told.iter().any(|field| field.path == path)
    };
    db.transaction(|db| {
        let mut is_news = false;
        for (path, holds) in seen {
            let is_nested = holds == Holds::Json;
            match known.iter().position(|member| member.path == path) {
                None if known.len() >= MOST_FIELDS => return Err(too_many(stream)),
                None => {
                    let member = new_member(stream, &known, &path, holds);
                    insert(db, stream, &member, FieldState::Present)?;
                    known.push(member);
                    is_news = true;
                }
                Some(at) if is_nested && known[at].holds == Holds::Text && !is_declared(&path) => {
                    db.execute(
                        "update sync.field set holds = 'json', changed_at = $now
                         where stream = $stream and path = $path",
                        params! { now: clock::now(), stream: stream.name, path: path },
                    )?;
                    known[at].holds = Holds::Json;
                    is_news = true;
                }
                Some(_) => {}
            }
        }
        Ok(is_news)
    })
}

/// Notes which of the members that only the settings named so far some records have, whatever it holds.
fn note_seen(db: &Db, stream: &Stream, records: &[Record], seen: &BTreeMap<String, Holds>) -> Result<()> {
    let is_there =
        |path: &String| seen.contains_key(path) || records.iter().any(|record| member(&record.object, path).is_some());
    for path in unseen(db, stream)?.into_iter().filter(is_there) {
        db.execute(
            "update sync.field set state = 'present', changed_at = $now where stream = $stream and path = $path",
            params! { now: clock::now(), stream: stream.name, path: path },
        )?;
    }
    Ok(())
}

/// The members that the settings name or named and no record has had.
pub fn unseen(db: &Db, stream: &Stream) -> Result<Vec<String>> {
    let sql = "select path from sync.field where stream = ? and state = 'declared' order by number";
    db.query(sql, params![stream.name], |row| row.get(0))
}

/// The fields that the site describes, that become columns and that no record has had.
pub fn unseen_columns(db: &Db, stream: &Stream) -> Result<Vec<String>> {
    let (members, told, mut unseen) = (members(db, stream)?, told(db, stream)?, unseen(db, stream)?);
    let is_column = |path: &String| members.iter().any(|member| member.path == *path && member.holds.has_column());
    unseen.retain(|path| told.iter().any(|field| field.path == *path) && is_column(path));
    Ok(unseen)
}

/// The members that some record has had.
pub fn seen(db: &Db, stream: &Stream) -> Result<Vec<String>> {
    let sql = "select path from sync.field where stream = ? and state <> 'declared' order by number";
    db.query(sql, params![stream.name], |row| row.get(0))
}

fn too_many(stream: &Stream) -> Error {
    Error::failed(format!("the records of {} have more than {MOST_FIELDS} members", stream.name))
        .hint("read fewer fields; if member names are data, as keys of a map, the records are what lies below them")
}

fn insert(db: &Db, stream: &Stream, member: &Member, state: FieldState) -> Result<()> {
    db.execute(
        "insert into sync.field (stream, path, column_name, number, holds, state, found_at, changed_at)
         values ($stream, $path, $column, $number, $holds, $state, $now, $now)",
        params! {
            stream: stream.name,
            path: member.path,
            column: member.column,
            number: member.number,
            holds: member.holds.as_str(),
            state: state.as_str(),
            now: clock::now(),
        },
    )?;
    Ok(())
}

/// The columns that members become: each its own, but for those whose names are not to be shown, which stand in one together
/// unless the settings name them.
fn columns_of(stream: &Stream, members: BTreeMap<String, bool>) -> BTreeMap<String, Holds> {
    let is_declared = |path: &str| declared_of(stream).iter().any(|declared| declared.path == path);
    let column = |(path, is_nested): (String, bool)| {
        let is_hidden = !is_declared(&path) && path::names(&path).iter().any(|name| names_somebody(name));
        match is_hidden {
            true => (generate::OTHERS.to_owned(), Holds::Json),
            false => (path, if is_nested { Holds::Json } else { Holds::Text }),
        }
    };
    members.into_iter().map(column).collect()
}

/// The paths of the members of some records, each with whether one of them holds a list or an object there.
fn members_of<'r>(records: impl IntoIterator<Item = &'r str>) -> BTreeMap<String, bool> {
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    for record in records {
        // What is no object is rejected where it is staged.
        if let Ok(Names(names)) = serde_json::from_str::<Names<'_>>(record) {
            for (name, is_nested) in names {
                *found.entry(path::spelled(&[name])).or_default() |= is_nested;
            }
        }
    }
    found
}

/// The names of an object's members, each with whether a list or an object stands there.
struct Names<'a>(Vec<(Cow<'a, str>, bool)>);

impl<'de> Deserialize<'de> for Names<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_map(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let value: &RawValue = map.next_value()?;
            names.push((name, value.get().starts_with(['{', '['])));
        }
        Ok(Names(names))
    }
}
