//! Encoded queries: the conditions that settings may state, and the ranges that a walk adds to them.
//!
//! A query is a list of terms with `^` between them; within a value `^^` stands for `^`. `^OR` binds to the term before it, so that
//! terms can be added behind any condition. `^NQ` and `^EQ` would end it, and `ORDERBY` would decide over the order in which a walk
//! reads: settings may not state them. Times are plain literals to the second: from the Australia release on, instances refuse
//! most of `javascript:` in queries.

use catchment_base::error::{Error, Result, printable};
use chrono::{NaiveDateTime, TimeDelta};

/// How the instance writes times, and reads them in a query.
const TIME: &str = "%Y-%m-%d %H:%M:%S";
/// Beginnings of terms that settings may not state, each with what to do instead.
const REFUSED: [(&str, &str); 5] = [
    ("ORDERBY", "remove it: records are read in the order of their ids and times, whatever the query says"),
    ("NQ", "make two conditions of one with ^OR, or read the table under two connections"),
    ("EQ", "remove it: a query ends where it ends"),
    ("GROUPBY", "remove it: records are read one by one"),
    ("RLQUERY", "give the condition by a field of the table itself, dot-walked if need be: assigned_to.active=true"),
];

/// A time as the instance writes it, in UTC.
pub fn written(time: NaiveDateTime) -> String {
    time.format(TIME).to_string()
}

/// Reads a time of the instance.
pub fn read_time(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, TIME).ok()
}

/// The terms of a query, without the `^` between them.
fn terms(query: &str) -> Vec<String> {
    let mut terms = vec![String::new()];
    let mut characters = query.chars().peekable();
    while let Some(character) = characters.next() {
        let is_end = character == '^' && characters.next_if_eq(&'^').is_none();
        match terms.last_mut() {
            Some(_) if is_end => terms.push(String::new()),
            Some(term) if character == '^' => term.push_str("^^"),
            Some(term) => term.push(character),
            None => {}
        }
    }
    terms
}

/// The fields that the conditions of a query are about. The error says what a query may not state, and what to do instead.
pub fn fields(query: &str) -> Result<Vec<String>, (String, &'static str)> {
    if query.contains("javascript:") {
        let hint = "write times as they are, in UTC: sys_created_on>=2026-01-31 00:00:00";
        return Err(("`query` contains javascript:, which instances refuse".to_owned(), hint));
    }
    let mut fields = Vec::new();
    for term in terms(query) {
        if let Some((word, hint)) = REFUSED.iter().find(|(word, _)| term.starts_with(word)) {
            return Err((format!("`query` contains {word}"), hint));
        }
        let condition = term.strip_prefix("OR").unwrap_or(&term);
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
        let field: String = condition.chars().take_while(|c| is_name(*c)).collect();
        if field.is_empty() || field.len() == condition.len() {
            let hint = "write conditions as FIELD OPERATOR VALUE with ^ between them: active=true^priority<=2";
            return Err(("`query` has a part that is no condition".to_owned(), hint));
        }
        fields.push(field);
    }
    Ok(fields)
}

/// What a walk asks for of a table: the conditions that it adds to those of the settings, and the order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The first moment of creation, and the first one behind it.
    pub created: (Option<NaiveDateTime>, Option<NaiveDateTime>),
    /// Which time of change.
    pub changed: Changed,
    /// The last moment of change: fixed for a walk, so that it ends however much changes meanwhile.
    pub until: Option<NaiveDateTime>,
    /// The id behind which the listing goes on, where it is in the order of ids.
    pub after: Option<String>,
}

/// A time of change that a walk is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changed {
    /// Any: records come in the order of their ids.
    #[default]
    Any,
    /// This one or later, in the order of times.
    From(NaiveDateTime),
    /// Exactly this one, in the order of ids: a bulk update puts any number of records in one second.
    At(NaiveDateTime),
    /// Later than this one, in the order of times.
    After(NaiveDateTime),
}

/// How far a listing of changes goes back behind the newest one known: a transaction may end later than its time of change.
pub const OVERLAP: TimeDelta = TimeDelta::minutes(2);
/// The field by which pieces of history go.
pub const CREATED: &str = "sys_created_on";
/// The field that identifies a record.
pub const ID: &str = "sys_id";

/// A term that bounds a time, where it is bounded.
fn bound(field: &str, operator: &str, time: Option<NaiveDateTime>) -> Option<String> {
    time.map(|time| format!("{field}{operator}{}", written(time)))
}

impl Range {
    /// The terms of the range, with the order, for a table whose changes go by the field `cursor`.
    pub fn write(&self, cursor: &str) -> String {
        let changed = match self.changed {
            Changed::Any => None,
            Changed::From(time) => bound(cursor, ">=", Some(time)),
            Changed::At(time) => bound(cursor, "=", Some(time)),
            Changed::After(time) => bound(cursor, ">", Some(time)),
        };
        let by_time = self.is_by_time().then(|| format!("ORDERBY{cursor}"));
        let rest = [
            changed,
            bound(cursor, "<=", self.until),
            self.after.as_ref().map(|id| format!("{ID}>{id}")),
            by_time,
            Some(format!("ORDERBY{ID}")),
        ];
        self.made().into_iter().chain(rest.into_iter().flatten()).collect::<Vec<_>>().join("^")
    }

    /// The terms that bound when records were made.
    pub fn made(&self) -> Vec<String> {
        [bound(CREATED, ">=", self.created.0), bound(CREATED, "<", self.created.1)].into_iter().flatten().collect()
    }

    /// Reads what [`Range::write`] wrote; nothing where it did not.
    pub fn read(text: &str, cursor: &str) -> Option<Self> {
        let mut range = Self::default();
        let order: Vec<&str> = text.split('^').filter_map(|term| term.strip_prefix("ORDERBY")).collect();
        // What changes by its creation is asked for by that in the order of times, and in pieces in the order of ids.
        let is_piece = |field: &str| field == CREATED && (cursor != CREATED || order == [ID]);
        for term in text.split('^').filter(|term| !term.starts_with("ORDERBY")) {
            let at = term.find(['<', '>', '='])?;
            let (field, rest) = term.split_at(at);
            let value = rest.trim_start_matches(['<', '>', '=']);
            let operator = &rest[..rest.len() - value.len()];
            if (field, operator) == (ID, ">") {
                range.after = Some(value.to_owned());
                continue;
            }
            let time = read_time(value)?;
            match operator {
                ">=" if is_piece(field) => range.created.0 = Some(time),
                "<" if field == CREATED => range.created.1 = Some(time),
                _ if field != cursor => return None,
                ">=" => range.changed = Changed::From(time),
                "=" => range.changed = Changed::At(time),
                ">" => range.changed = Changed::After(time),
                "<=" => range.until = Some(time),
                _ => return None,
            }
        }
        Some(range)
    }

    /// Whether records come in the order of their times.
    pub fn is_by_time(&self) -> bool {
        matches!(self.changed, Changed::From(_) | Changed::After(_))
    }

    /// The range behind a page whose last record has this time and id; `is_whole` says that the page ends the range. Nothing
    /// where nothing is behind it.
    pub fn behind(
        &self,
        last: Option<(NaiveDateTime, String)>,
        last_id: Option<String>,
        is_whole: bool,
    ) -> Option<Self> {
        match (self.changed, is_whole) {
            // What has that one time is drained: what comes later follows.
            (Changed::At(time), true) => Some(Self { changed: Changed::After(time), after: None, ..self.clone() }),
            (_, true) => None,
            (Changed::From(_) | Changed::After(_), false) => {
                let (time, id) = last?;
                Some(Self { changed: Changed::At(time), after: Some(id), ..self.clone() })
            }
            (Changed::Any | Changed::At(_), false) => Some(Self { after: Some(last_id?), ..self.clone() }),
        }
    }
}

/// An id that a query can name alone: nothing in it is an operator or stands between ids.
pub fn prove_id(id: &str) -> Result<()> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !id.is_empty() && id.chars().all(is_plain) {
        return Ok(());
    }
    Err(Error::failed(format!("the id {} cannot be part of a query", printable(id)))
        .hint("the record is read by listings alone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveDateTime {
        read_time(text).unwrap()
    }

    #[test]
    fn a_condition_names_its_fields() {
        let query =
            "active=true^ORpriority<=2^assigned_to.emailLIKEexample^short_descriptionLIKEa^^b^opened_atISNOTEMPTY";
        assert_eq!(
            fields(query).unwrap(),
            ["active", "priority", "assigned_to.email", "short_description", "opened_at"]
        );
    }

    #[test]
    fn what_would_end_a_condition_or_order_the_listing_is_refused() {
        for (query, said) in [
            ("active=true^ORDERBYnumber", "ORDERBY"),
            ("ORDERBYDESCnumber", "ORDERBY"),
            ("active=true^NQpriority=1", "NQ"),
            ("active=true^EQ", "EQ"),
            ("active=true^GROUPBYstate", "GROUPBY"),
            ("RLQUERYtask_sla.task,>=1^ENDRLQUERY", "RLQUERY"),
            ("sys_created_on>javascript:gs.daysAgo(3)", "javascript:"),
            ("active=true^", "no condition"),
            ("=true", "no condition"),
            ("active", "no condition"),
        ] {
            let (what, hint) = fields(query).unwrap_err();
            assert!(what.contains(said) && !hint.is_empty(), "{query}: {what}");
        }
    }

    #[test]
    fn a_range_is_read_as_it_is_written() {
        let (one, two) = (time("2026-03-01 00:00:00"), time("2026-03-02 00:00:00"));
        let id = Some("9c573169c611228700193229fff72400".to_owned());
        for (changed, until, after, created, cursor) in [
            (Changed::Any, None, None, (None, None), "sys_updated_on"),
            (Changed::Any, None, id.clone(), (Some(one), Some(two)), "sys_updated_on"),
            (Changed::Any, None, id.clone(), (Some(one), None), CREATED),
            (Changed::From(one), Some(two), None, (None, None), "sys_updated_on"),
            (Changed::From(one), Some(two), None, (None, None), CREATED),
            (Changed::At(one), Some(two), id, (None, None), CREATED),
            (Changed::After(one), Some(two), None, (None, None), "sys_updated_on"),
            (Changed::From(one), None, None, (None, None), "sys_updated_on"),
        ] {
            let range = Range { created, changed, until, after };
            let text = range.write(cursor);
            assert_eq!(Range::read(&text, cursor).as_ref(), Some(&range), "{text}");
            assert!(text.ends_with("ORDERBYsys_id"), "{text}");
        }
        let range = Range { changed: Changed::From(one), until: Some(two), ..Range::default() };
        let text = "sys_updated_on>=2026-03-01 00:00:00^sys_updated_on<=2026-03-02 00:00:00^ORDERBYsys_updated_on^ORDERBYsys_id";
        assert_eq!(range.write("sys_updated_on"), text);
        assert_eq!(Range::read("number=1^ORDERBYsys_id", "sys_updated_on"), None);
    }

    #[test]
    fn a_time_is_drained_before_the_listing_goes_on_behind_it() {
        let (one, two) = (time("2026-03-01 00:00:00"), time("2026-03-02 00:00:00"));
        let from = Range { changed: Changed::From(one), until: Some(two), ..Range::default() };
        let last = Some((one, "b".to_owned()));
        let tie = from.behind(last.clone(), Some("b".to_owned()), false).unwrap();
        assert_eq!((tie.changed, tie.after.as_deref(), tie.until), (Changed::At(one), Some("b"), Some(two)));
        let tie = tie.behind(last.clone(), Some("c".to_owned()), false).unwrap();
        assert_eq!((tie.changed, tie.after.as_deref()), (Changed::At(one), Some("c")));
        // The last ones of that time, or none.
        let behind = tie.behind(None, None, true).unwrap();
        assert_eq!((behind.changed, behind.after, behind.until), (Changed::After(one), None, Some(two)));
        assert_eq!(from.behind(last, Some("b".to_owned()), true), None, "nothing is behind the whole range");
        assert_eq!(Range::default().behind(None, Some("b".to_owned()), false).unwrap().after.as_deref(), Some("b"));
        assert_eq!(Range::default().behind(None, None, false), None);
    }
}
