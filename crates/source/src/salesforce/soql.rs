//! SOQL: what settings may state of it, and the queries of walks.
//!
//! A walk asks for what is left of a [`Range`], in the order of times or of ids. The org keeps the result and gives it page by
//! page; where it has forgotten it, the same range behind the last record is asked for anew. So the address of every page carries
//! what is left ([`Place`](super::place::Place)). How an org orders ids is its own affair: they are compared by it alone.

use crate::part_of_fields;
use crate::time::Form;
use catchment_base::error::{Error, Result, printable};
use chrono::{NaiveDateTime, TimeDelta};

/// How far a listing of changes goes back behind the newest one known: a transaction may end later than its time of change.
pub const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// What has changed later than so long ago is left to the next run: what is being saved has its time and is not shown yet.
pub const LAG: TimeDelta = TimeDelta::seconds(60);
/// The longest name of an object or a field.
const LONGEST_NAME: usize = 80;
/// Words that end a condition, or make something else of a query, each with what to do instead.
const REFUSED: [(&str, &str); 9] = [
    ("ORDER", "remove it: records are read in the order of their times and ids"),
    ("LIMIT", "remove it: every record that fulfils the condition is read; bound it by start_date, or by a condition"),
    ("OFFSET", "remove it: every record that fulfils the condition is read"),
    ("GROUP", "remove it: records are read one by one"),
    ("HAVING", "remove it: records are read one by one"),
    ("FOR", "remove it: nothing is marked as viewed"),
    ("USING", "remove it: what the Run-As user may see is read"),
    ("WITH", "remove it: what the Run-As user may see is read"),
    ("ALL", "remove it: deleted records are read in any case, to be told from others"),
];

/// Whether a text is the name of an object or a field.
pub fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Proves that a text is a condition and nothing more. The error says what it states beside, and what to do instead.
pub fn prove_filter(filter: &str) -> Result<(), (String, &'static str)> {
    let words = words_of(filter)?;
    for word in words {
        let upper = word.to_ascii_uppercase();
        if let Some((refused, hint)) = REFUSED.iter().find(|(refused, _)| *refused == upper) {
            return Err((format!("`filter` contains {refused}"), hint));
        }
        let is_relative = ["TODAY", "YESTERDAY", "TOMORROW"].contains(&upper.as_str())
            || ["LAST_", "NEXT_", "THIS_"].iter().any(|start| upper.starts_with(start))
            || (upper.starts_with("N_") && upper.ends_with("_AGO"));
        if is_relative {
            let hint = "write times as they are, in UTC: CreatedDate >= 2026-01-31T00:00:00Z";
            return Err((
                format!("`filter` contains {upper}, which moves with the days and the zone of the account"),
                hint,
            ));
        }
    }
    Ok(())
}

/// The words of a condition outside of its texts. Fails where texts or parentheses are not closed.
fn words_of(filter: &str) -> Result<Vec<String>, (String, &'static str)> {
    let (mut words, mut word, mut depth) = (Vec::new(), String::new(), 0_i32);
    let mut characters = filter.chars();
    while let Some(c) = characters.next() {
        if c.is_ascii_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
        match c {
            '\'' => loop {
                match characters.next() {
                    Some('\\') => drop(characters.next()),
                    Some('\'') => break,
                    Some(_) => {}
                    None => return Err(("`filter` has a text that is not closed".to_owned(), "close it with '")),
                }
            },
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' => return Err(("`filter` contains ;".to_owned(), "write one condition, as after WHERE")),
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    if depth == 0 { Ok(words) } else { Err(("`filter` has parentheses that do not match".to_owned(), "close each (")) }
}

/// Reads a time of the org.
pub fn read_time(text: &str) -> Option<NaiveDateTime> {
    Form::Iso.read(text)
}

/// A time as a query states it, in UTC.
pub fn written(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An id as a query states it. It may come from an answer: nothing in it ends the text.
pub fn quoted_id(id: &str) -> Result<String> {
    if !id.is_empty() && id.len() <= LONGEST_NAME && id.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(format!("'{id}'"));
    }
    Err(Error::failed(format!("the id {} cannot be part of a query", printable(id)))
        .hint("the record is read by listings alone"))
}

/// The condition of records with these ids.
pub fn among(ids: &[String]) -> Result<String> {
    let ids = ids.iter().map(|id| quoted_id(id)).collect::<Result<Vec<String>>>()?;
    Ok(format!("Id IN ({})", ids.join(", ")))
}

/// What a walk asks for of an object, beside the condition of the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The first moment of creation, and the first one behind it.
    pub created: (Option<NaiveDateTime>, Option<NaiveDateTime>),
    /// The first moment of change, and the first one behind it.
    pub changed: (Option<NaiveDateTime>, Option<NaiveDateTime>),
    /// Whether records come in the order of their times of change; else of their ids.
    pub is_by_time: bool,
    /// Whether those in the recycle bin are among them.
    pub has_binned: bool,
    /// The record behind which it goes on: its time of change, where they come in that order, and its id.
    pub after: Option<(Option<NaiveDateTime>, String)>,
}

/// The fields by which an object goes: that of creation, and that of change.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times<'a> {
    /// That of creation, where it has one.
    pub created: Option<&'a str>,
    /// That of change, where it has one.
    pub changed: Option<&'a str>,
}

impl Range {
    /// The conditions of the range.
    pub fn conditions(&self, times: Times<'_>) -> Result<Vec<String>> {
        let bound = |field: Option<&str>, operator: &str, time: Option<NaiveDateTime>| {
            field.zip(time).map(|(field, time)| format!("{field} {operator} {}", written(time)))
        };
        let bounds = [
            bound(times.created, ">=", self.created.0),
            bound(times.created, "<", self.created.1),
            bound(times.changed, ">=", self.changed.0),
            bound(times.changed, "<", self.changed.1),
        ];
        let mut conditions: Vec<String> = bounds.into_iter().flatten().collect();
        if let Some((time, id)) = &self.after {
            let id = quoted_id(id)?;
            conditions.push(match times.changed.zip(*time) {
                Some((field, time)) => {
                    let time = written(time);
                    format!("({field} > {time} OR ({field} = {time} AND Id > {id}))")
                }
                None => format!("Id > {id}"),
            });
        }
        Ok(conditions)
    }

    /// The conditions of the range up to a record, with that.
    pub fn up_to(&self, time: Option<NaiveDateTime>, id: &str, times: Times<'_>) -> Result<Vec<String>> {
        let id = quoted_id(id)?;
        let mut conditions = self.conditions(times)?;
        conditions.push(match times.changed.zip(time).filter(|_| self.is_by_time) {
            Some((field, time)) => {
                let time = written(time);
                format!("({field} < {time} OR ({field} = {time} AND Id <= {id}))")
            }
            None => format!("Id <= {id}"),
        });
        Ok(conditions)
    }

    /// The order of its records.
    pub fn order(&self, times: Times<'_>) -> String {
        match times.changed.filter(|_| self.is_by_time) {
            Some(field) => format!("{field} ASC, Id ASC"),
            None => "Id ASC".to_owned(),
        }
    }

    /// The range behind a record.
    pub fn behind(&self, time: Option<NaiveDateTime>, id: &str) -> Self {
        Self { after: Some((time.filter(|_| self.is_by_time), id.to_owned())), ..self.clone() }
    }
}

/// The same query for the ids and for some alone of its fields, with the names of these.
pub fn with_fields(query: &str, part: std::ops::Range<usize>) -> Option<(String, Vec<String>)> {
    let (asked, rest) = query.strip_prefix("SELECT ")?.split_once(" FROM ")?;
    let (asked, named) = part_of_fields(asked, ", ", "Id", part)?;
    Some((format!("SELECT {asked} FROM {rest}"), named))
}

/// A query for some fields of the records that fulfil conditions, in an order where that is not empty.
pub fn query(fields: &[String], object: &str, conditions: &[String], order: &str) -> String {
    let condition = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    let order = if order.is_empty() { String::new() } else { format!(" ORDER BY {order}") };
    format!("SELECT {} FROM {object}{condition}{order}", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        read_time(text).unwrap()
    }

    #[test]
    fn a_filter_is_a_condition_and_nothing_more() {
        for good in [
            "",
            "Status != 'Draft'",
            "Name = 'it\\'s ORDER; BY (' AND (Amount__c > 5 OR Paid__c = true)",
            "CreatedDate >= 2026-01-31T00:00:00Z",
            "Id IN (SELECT CaseId FROM CaseComment)",
        ] {
            assert_eq!(prove_filter(good), Ok(()), "{good}");
        }
        for (bad, said) in [
            ("Status = 'New' ORDER BY Id", "ORDER"),
            ("Status = 'New' limit 5", "LIMIT"),
            ("Status = 'New", "not closed"),
            ("(Status = 'New'", "parentheses"),
            ("Status = 'New') OR (Id != null", "parentheses"),
            ("CreatedDate = LAST_N_DAYS:7", "LAST_N_DAYS"),
            ("CreatedDate < today", "TODAY"),
            ("CreatedDate > N_DAYS_AGO:7", "N_DAYS_AGO"),
            ("Status = 'New'; x", ";"),
        ] {
            assert!(prove_filter(bad).unwrap_err().0.contains(said), "{bad}");
        }
    }

    #[test]
    fn a_range_is_asked_for_by_its_bounds_and_behind_its_last_record() {
        let (one, two) = (at("2026-03-01T00:00:07Z"), at("2026-03-02T00:00:00Z"));
        let times = Times { created: Some("CreatedDate"), changed: Some("SystemModstamp") };
        let changes = Range { changed: (Some(one), Some(two)), is_by_time: true, ..Range::default() };
        let bounds = "SystemModstamp >= 2026-03-01T00:00:07Z AND SystemModstamp < 2026-03-02T00:00:00Z";
        assert_eq!(changes.conditions(times).unwrap().join(" AND "), bounds);
        assert_eq!(changes.order(times), "SystemModstamp ASC, Id ASC");
        let behind = changes.behind(Some(one), "0015g00000AbCdE");
        let tie = "(SystemModstamp > 2026-03-01T00:00:07Z OR (SystemModstamp = 2026-03-01T00:00:07Z AND Id > '0015g00000AbCdE'))";
        assert_eq!(behind.conditions(times).unwrap().join(" AND "), format!("{bounds} AND {tie}"));
        let piece = Range { created: (Some(one), None), ..Range::default() }.behind(Some(two), "001");
        assert_eq!(piece.conditions(times).unwrap(), ["CreatedDate >= 2026-03-01T00:00:07Z", "Id > '001'"]);
        assert_eq!(piece.order(times), "Id ASC");
    }

    #[test]
    fn nothing_in_an_id_ends_its_text() {
        for id in ["", "a'b", "a\\", "a b", "001)", &"a".repeat(81)] {
            assert!(quoted_id(id).is_err(), "{id}");
        }
        assert_eq!(quoted_id("0015g00000AbCdEFGH").unwrap(), "'0015g00000AbCdEFGH'");
        assert!(is_name("Invoice__c") && !is_name("Owner.Name") && !is_name("9x") && !is_name(""));
    }
}
