//! The search language of Confluence, as far as it is written here: clauses that all have to hold, every value in quotes.
//!
//! Without parentheses a query is read from left to right, so each clause that may hold an `or` is put into some. Times have
//! minutes and are read by the clock of the account, whose zone may be any: what has changed since a time is searched for
//! on Data Center alone, whose API tells the zone of no account (OpenAPI edition of 10.0.3).

use chrono::{NaiveDateTime, TimeDelta};

/// How far below a time a search begins: the zones of clocks lie 26 hours apart at most.
const ZONES: TimeDelta = TimeDelta::hours(26);

/// What a search is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// The word for the type of its objects.
    pub(super) of_type: &'static str,
    /// What its results are sorted by.
    pub(super) order: Order,
}

/// What the results of a search are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By what the site likes: where a cursor leads through them.
    Any,
    /// The newest modification first.
    Modified,
    /// The oldest first: no change moves an object to a page that was read already.
    Created,
}

impl Query {
    /// The text of the search: in spaces of these keys, where there are some, modified since a time, where there is one, and under
    /// these further conditions, where there are some.
    pub(super) fn text(self, keys: &[String], since: Option<NaiveDateTime>, further: Option<&str>) -> String {
        let mut clauses = vec![format!("type = {}", quoted(self.of_type))];
        if !keys.is_empty() {
            clauses.push(any_of("space", keys));
        }
        if let Some(since) = since.and_then(|since| since.checked_sub_signed(ZONES)) {
            clauses.push(format!("lastmodified >= {}", quoted(&since.format("%Y-%m-%d %H:%M").to_string())));
        }
        clauses.extend(further.map(str::to_owned));
        let order = match self.order {
            Order::Any => "",
            Order::Modified => " order by lastmodified desc",
            Order::Created => " order by created asc",
        };
        format!("{}{order}", clauses.join(" and "))
    }
}

/// The clause that a field has one of these values.
pub(super) fn any_of(field: &str, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("{field} in ({})", values.join(", "))
}

/// A value as the language takes it: in quotation marks, those in it and backslashes behind a backslash.
pub(super) fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether the words of a refusal are about the conditions of a search.
pub(super) fn is_told_in(said: &str) -> bool {
    let said = said.to_lowercase();
    ["cql", "unsupported value", "could not parse"].iter().any(|words| said.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_search_has_all_its_clauses_and_the_widest_of_zones() {
        let query = Query { of_type: "page", order: Order::Modified };
        let at = NaiveDateTime::parse_from_str("2026-03-02 01:30:59", "%Y-%m-%d %H:%M:%S").unwrap();
        assert_eq!(query.text(&[], None, None), "type = \"page\" order by lastmodified desc");
        assert_eq!(
            query.text(&["ENG".to_owned(), "~a\"b".to_owned()], Some(at), None),
            "type = \"page\" and space in (\"ENG\", \"~a\\\"b\") and lastmodified >= \"2026-02-28 23:30\" order by lastmodified desc"
        );
        assert_eq!(Query { order: Order::Any, ..query }.text(&[], Some(NaiveDateTime::MIN), None), "type = \"page\"");
        let created = Query { order: Order::Created, ..query }.text(&[], None, None);
        assert_eq!(created, "type = \"page\" order by created asc");
        assert_eq!(
            query.text(&[], None, Some("id in (7)")),
            "type = \"page\" and id in (7) order by lastmodified desc"
        );
    }

    /// Reads one quoted value and gives what it says and what follows.
    fn read(text: &str) -> Option<(String, &str)> {
        let mut value = String::new();
        let mut rest = text.strip_prefix('"')?.char_indices();
        while let Some((at, c)) = rest.next() {
            match c {
                '"' => return Some((value, &text[at + 2..])),
                '\\' => value.push(rest.next()?.1),
                _ => value.push(c),
            }
        }
        None
    }

    proptest! {
        #[test]
        fn a_quoted_value_is_one_value_and_says_the_same(value in ".*", after in ".*") {
            let text = format!("{}{after}", quoted(&value));
            prop_assert_eq!(read(&text), Some((value, after.as_str())));
        }
    }
}
