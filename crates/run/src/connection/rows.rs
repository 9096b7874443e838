//! Rows on their way to whoever asked for them: every value as JSON text, exact, in the order of the columns.

use catchment_base::error::{Error, Result};
use catchment_lake::db::{Db, identifier};
use catchment_lake::export::Answer;
use chrono::NaiveDateTime;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::Write;
use std::ops::ControlFlow;

/// Rows that are held at once, and sent over the control socket.
const MOST_ROWS: usize = 200_000;

/// One value as JSON text.
pub type Cell = Box<RawValue>;

/// A number that JSON has no word for.
struct NotFinite {
    /// How DuckDB writes it, in small letters.
    bare: [&'static str; 2],
    /// How a cell holds it: a text with an escape that nobody writes otherwise, so that it is told from a text of its name.
    held: &'static str,
    /// The text that programs read.
    text: &'static str,
    /// The word that eyes read.
    word: &'static str,
}

const NOT_FINITE: [NotFinite; 3] = [
    NotFinite { bare: ["nan", "-nan"], held: r#""\u004eaN""#, text: r#""NaN""#, word: "nan" },
    NotFinite { bare: ["inf", "infinity"], held: r#""\u0049nfinity""#, text: r#""Infinity""#, word: "inf" },
    NotFinite { bare: ["-inf", "-infinity"], held: r#""-\u0049nfinity""#, text: r#""-Infinity""#, word: "-inf" },
];

/// A time in UTC as people read it: to the second, `2026-11-27 15:57:42 UTC`. A text that is no such time stays as it is: DuckDB
/// writes one as `2026-11-27 15:57:42.5+00`, and [`Rows::of`] as RFC 3339.
pub fn time_for_eyes(text: &str) -> Cow<'_, str> {
    let moment = text.strip_suffix("+00").or_else(|| text.strip_suffix('Z'));
    let read = |moment| {
        ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(moment, form).ok())
    };
    match moment.and_then(read) {
        Some(time) => Cow::Owned(time.format("%Y-%m-%d %H:%M:%S UTC").to_string()),
        None => Cow::Borrowed(text),
    }
}

/// A value as JSON for programs: what is no finite number is a text, at any depth.
pub fn for_programs(cell: &Cell) -> Cow<'_, str> {
    spelt(cell, |number| number.text)
}

/// A value as JSON for eyes: what is no finite number is a bare word, at any depth.
pub fn for_eyes(cell: &Cell) -> Cow<'_, str> {
    spelt(cell, |number| number.word)
}

fn spelt(cell: &Cell, how: impl Fn(&NotFinite) -> &'static str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(cell.get());
    for number in NOT_FINITE.iter().filter(|number| cell.get().contains(number.held)) {
        text = Cow::Owned(text.replace(number.held, how(number)));
    }
    text
}

/// The answer to a question: names of columns and rows.
#[derive(Debug, Default)]
pub struct Rows {
    /// The names.
    pub columns: Vec<String>,
    /// The rows, each with a cell per column.
    pub rows: Vec<Vec<Cell>>,
}

impl Rows {
    /// All rows of a query of a connection's database, whose times are UTC: they are written as RFC 3339. Fails above
    /// [`MOST_ROWS`].
    pub fn of(db: &Db, sql: &str) -> Result<Self> {
        let (sql, columns) = with_zone(db, sql)?;
        let mut rows = Vec::new();
        each(db, &sql, |row| {
            rows.push(row);
            if rows.len() > MOST_ROWS {
                return Err(Error::failed(format!("the result has more than {MOST_ROWS} rows"))
                    .hint("query the sync tables in the catalog instead: catchment query \"from sync.request\""));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(Self { columns, rows })
    }

    /// The rows as one JSON object, as they travel over the control socket.
    pub fn to_text(&self) -> Result<String> {
        let rows = to_raw_value(&self.rows).map_err(unreadable)?;
        let columns = json!(self.columns);
        Ok(format!("{{\"columns\": {columns}, \"rows\": {rows}}}"))
    }

    /// The rows from the text that the holder of a connection answered.
    pub fn from_text(text: &str) -> Result<Self> {
        let answer: std::collections::HashMap<String, Cell> = serde_json::from_str(text).map_err(unreadable)?;
        let part = |name: &str| answer.get(name).map_or("[]", |part| part.get());
        let columns = serde_json::from_str(part("columns")).map_err(unreadable)?;
        let rows = serde_json::from_str(part("rows")).map_err(unreadable)?;
        Ok(Self { columns, rows })
    }

    /// The rows as JSON objects, their columns sorted by name.
    pub fn objects(&self) -> Result<Vec<Value>> {
        let object = |row: &Vec<Cell>| -> Result<Value> {
            let mut object = serde_json::Map::new();
            for (name, cell) in self.columns.iter().zip(row) {
                object.insert(name.clone(), serde_json::from_str(cell.get()).map_err(unreadable)?);
            }
            Ok(Value::Object(object))
        };
        self.rows.iter().map(object).collect()
    }
}

/// The query with its times as texts that say their zone, and the names of its columns.
fn with_zone(db: &Db, sql: &str) -> Result<(String, Vec<String>)> {
    let columns = db.columns_of(&enclosed(sql))?;
    let times = columns.iter().filter(|column| column.r#type == "TIMESTAMP");
    let texts: Vec<String> = times
        .map(|column| identifier(&column.name))
        .map(|name| format!("strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ') as {name}"))
        .collect();
    let sql = match texts.is_empty() {
        true => sql.to_owned(),
        false => format!("select * replace ({}) from ({})", texts.join(", "), enclosed(sql)),
    };
    Ok((sql, columns.into_iter().map(|column| column.name).collect()))
}

/// The names of the columns of a query.
pub fn columns(db: &Db, sql: &str) -> Result<Vec<String>> {
    Ok(db.columns_of(&enclosed(sql))?.into_iter().map(|column| column.name).collect())
}

/// Hands over the rows of a query one by one, until there is no more or `take` has enough.
pub fn each(db: &Db, sql: &str, mut take: impl FnMut(Vec<Cell>) -> Result<ControlFlow<()>>) -> Result<()> {
    let sql = format!("select cast(json_array(*columns(*)) as varchar) from ({})", enclosed(sql));
    db.ask(&sql, |text| {
        // Hardly any answer holds such a number.
        let row = serde_json::from_str(text).or_else(|_| serde_json::from_str(&quoted(text)));
        take(row.map_err(unreadable)?)
    })
}

/// Writes the rows of a query as a Parquet file, with the types of its columns; gives how many there are.
pub fn to_parquet(db: &Db, sql: &str, out: impl Write + Send) -> Result<u64> {
    let begin = |schema| Answer::begin(out, &schema);
    let answer = db.ask_typed(&enclosed(sql), begin, |answer, batch| {
        answer.write(&batch)?;
        Ok(ControlFlow::Continue(()))
    })?;
    answer.finish()
}

/// What DuckDB writes as JSON, with the numbers that are none as texts.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c == '"' || is_of_a_word(c)) {
        let (before, from) = rest.split_at(at);
        let (token, behind) = from.split_at(end_of_token(from));
        let is = |number: &&NotFinite| number.bare.iter().any(|bare| token.eq_ignore_ascii_case(bare));
        out.push_str(before);
        out.push_str(NOT_FINITE.iter().find(is).map_or(token, |number| number.held));
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn is_of_a_word(c: char) -> bool {
    c == '-' || c.is_ascii_alphabetic()
}

/// Where the text or the word ends that this begins with.
fn end_of_token(from: &str) -> usize {
    if !from.starts_with('"') {
        return from.find(|c| !is_of_a_word(c)).unwrap_or(from.len());
    }
    let mut escaped = false;
    let ends = |&(_, c): &(usize, char)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    };
    from.char_indices().skip(1).find(ends).map_or(from.len(), |(at, _)| at + 1)
}

/// A query as it stands in another one: a comment at its end reaches no further than its line.
fn enclosed(sql: &str) -> String {
    format!("select * from (\n{}\n)", sql.trim().trim_end_matches(';'))
}

fn unreadable(cause: serde_json::Error) -> Error {
    Error::failed("an answer cannot be read").because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_to_the_second_and_in_its_zone() {
        for time in ["2026-11-27 15:57:42+00", "2026-11-27 15:57:42.987654+00", "2026-11-27T15:57:42.000000Z"] {
            assert_eq!(time_for_eyes(time), "2026-11-27 15:57:42 UTC");
        }
        for other in ["2026-11-27 15:57:42", "2026-11-27", "2026-11-27 15:57:42 UTC", "at 15:57Z", "Z", "+00", "7+00"] {
            assert_eq!(time_for_eyes(other), other);
        }
    }

    #[test]
    fn a_number_that_is_none_is_told_from_a_text_of_its_name() {
        let json = r#"[NaN,-1e-5,"NaN",{"a\"inf":[Infinity,-Infinity,true,null]},"\\",nan,-inf]"#;
        let cell = RawValue::from_string(quoted(json)).unwrap();
        let expected = r#"[nan,-1e-5,"NaN",{"a\"inf":[inf,-inf,true,null]},"\\",nan,-inf]"#;
        assert_eq!(for_eyes(&cell), expected);
        let expected = r#"["NaN",-1e-5,"NaN",{"a\"inf":["Infinity","-Infinity",true,null]},"\\","NaN","-Infinity"]"#;
        assert_eq!(for_programs(&cell), expected);
        assert_eq!(serde_json::from_str::<Value>(cell.get()).unwrap()[0], "NaN");
    }
}
