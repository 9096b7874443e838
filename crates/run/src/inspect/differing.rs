//! What differs between two versions of an object, word by word, of the redacted text that is or was published.

use super::query;
use super::reports::Shown;
use crate::publish::catalog::readable;
use catchment_base::error::{Error, Result, printable};
use catchment_lake::db::Db;
use catchment_lake::export::past;
use catchment_lake::export::reports::{Basis, Report};
use catchment_source::config::Config;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long the shortest difference is sought; then a longer one is given.
const PATIENCE: Duration = Duration::from_secs(5);

/// A version of an object.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its title, redacted; nothing where only its body is held.
    pub title: Option<String>,
    /// Its redacted body as plain text.
    text: String,
}

/// A stretch of text that both versions have, or one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the former only.
    Removed(String),
    /// In the latter only.
    Added(String),
}

/// What differs between two versions.
pub struct Difference {
    /// The titles of both, as far as they are held.
    pub titles: [Option<String>; 2],
    /// The latter text, with what was removed where it stood.
    pub pieces: Vec<Piece>,
}

/// What differs between the versions `from` and `to` of an object. They are sought in what is published, and in the earlier
/// generations that the lake keeps in a folder.
pub async fn difference(
    config: &Config,
    connection: &str,
    id: &str,
    [from, to]: [i64; 2],
    fetching: &dyn Fn(u64),
) -> Result<Difference> {
    let connection = config.connection(connection)?;
    let report = Report::part(catchment_source::of(connection)?.name(), "version").map_err(|_| {
        Error::usage(format!("source = \"{}\" has no versions to compare", connection.source))
            .hint("'catchment query' asks its datasets in SQL")
    })?;
    let lake = readable(config, fetching).await?;
    let db = query::open(&lake)?;
    let wanted = json!({"wanted": [{"object_id": id}]});
    let shown = Shown::of(&db, &lake.folder, &connection.name)?;
    let mut held = BTreeMap::new();
    add(&mut held, &db, &shown.statement(&report, connection, &wanted)?)?;
    for generation in past::generations(&lake.folder, &connection.name)? {
        if held.contains_key(&from) && held.contains_key(&to) {
            break;
        }
        if let Some(statement) = of_generation(&report, &generation, id, &wanted)? {
            add(&mut held, &db, &statement)?;
        }
    }
    let setting = report.datasets()?.into_iter().filter(|named| !named.is_needed).find_map(|named| named.setting);
    let version = |number: i64| held.get(&number).ok_or_else(|| not_held(id, number, &held, setting));
    let (from, to) = (version(from)?, version(to)?);
    Ok(Difference { titles: [from.title.clone(), to.title.clone()], pieces: pieces(&from.text, &to.text) })
}

/// The statement over a generation; nothing where that does not have the object.
fn of_generation(report: &Report, generation: &past::Generation, id: &str, wanted: &Value) -> Result<Option<String>> {
    let mut published = generation.columns();
    published.retain(|dataset, _| generation.relation(dataset, id).is_some());
    if report.datasets()?.iter().any(|named| named.is_needed && !published.contains_key(named.name)) {
        return Ok(None);
    }
    let relation = |dataset: &str| generation.relation(dataset, id).unwrap_or_default();
    report
        .statement(&Basis { relation: &relation, published: &published, published_at: None, settings: wanted })
        .map(Some)
}

/// Adds the versions that a statement gives, where they are not held already: what is redacted later is so by the newer policy.
fn add(held: &mut BTreeMap<i64, Version>, db: &Db, statement: &str) -> Result<()> {
    let rows = db.query(statement, [], |row| {
        let version = Version { title: row.get(1)?, text: row.get::<_, Option<String>>(2)?.unwrap_or_default() };
        Ok((row.get::<_, Option<i64>>(0)?, version))
    })?;
    for (number, version) in rows {
        if let Some(number) = number {
            held.entry(number).or_insert(version);
        }
    }
    Ok(())
}

/// What is told of a version that is not held; `setting` has the texts of former versions read.
fn not_held(id: &str, number: i64, held: &BTreeMap<i64, Version>, setting: Option<&str>) -> Error {
    let id = printable(id);
    if held.is_empty() {
        return Error::usage(format!("no version of {id} is published"))
            .hint("use the id in the first column of the dataset; 'catchment explain' tells what became of an object");
    }
    let read = setting.map(|setting| format!("the texts of former versions are read with {setting}; "));
    let read = read.unwrap_or_default();
    let numbers = held.keys().map(i64::to_string).collect::<Vec<_>>().join(", ");
    Error::usage(format!("version {number} of {id} is not held"))
        .hint(format!("held: {numbers}; {read}a version that was published stays as long as its generation is kept"))
}

/// The texts compared word by word, neighbours of one kind together.
fn pieces(from: &str, to: &str) -> Vec<Piece> {
    let compared = TextDiff::configure().timeout(PATIENCE).diff_words(from, to);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in compared.iter_all_changes() {
        let word = change.value();
        match (pieces.last_mut(), change.tag()) {
            (Some(Piece::Same(text)), ChangeTag::Equal)
            | (Some(Piece::Removed(text)), ChangeTag::Delete)
            | (Some(Piece::Added(text)), ChangeTag::Insert) => text.push_str(word),
            (_, ChangeTag::Equal) => pieces.push(Piece::Same(word.to_owned())),
            (_, ChangeTag::Delete) => pieces.push(Piece::Removed(word.to_owned())),
            (_, ChangeTag::Insert) => pieces.push(Piece::Added(word.to_owned())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(pieces: &[Piece], is_from: bool) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Removed(text) => {
                if is_from {
                    text.clone()
                } else {
                    String::new()
                }
            }
            Piece::Added(text) => {
                if is_from {
                    String::new()
                } else {
                    text.clone()
                }
            }
        };
        pieces.iter().map(text).collect()
    }

    #[test]
    fn words_that_differ_stand_apart() {
        let expected = [
            Piece::Same("Back up ".to_owned()),
            Piece::Removed("weekly,".to_owned()),
            Piece::Added("daily,".to_owned()),
            Piece::Same(" then rest".to_owned()),
        ];
        assert_eq!(pieces("Back up weekly, then rest", "Back up daily, then rest"), expected);
        assert_eq!(pieces("", ""), []);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_made_of_the_pieces(from in "(?s).{0,60}", to in "(?s).{0,60}") {
            let pieces = pieces(&from, &to);
            prop_assert_eq!(side(&pieces, true), from);
            prop_assert_eq!(side(&pieces, false), to);
        }
    }
}
