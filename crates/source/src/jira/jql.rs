//! The search language of Jira, as far as it is written here: conditions that all have to hold.
//!
//! A time is a number of milliseconds since 1970 on Cloud, whose index has them. Data Center takes minutes by the clock of the
//! account, so what is asked for there since a time begins in its minute, or an hour earlier where a clock that was set back has two
//! such minutes (JQL date formats).

use chrono::{NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// How times are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// As milliseconds since 1970.
    Milliseconds,
    /// As minutes of this zone.
    Minutes(Tz),
}

/// How the results of a search are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By when they were made, the oldest first: no change moves one.
    Created,
    /// By when they were changed, the newest first.
    Updated,
}

/// The field of the time that stands in the last condition, where results are sorted by it.
const CREATED: &str = "created";
const UPDATED: &str = "updated";

impl Order {
    /// The field that it goes by.
    pub(super) fn field(self) -> &'static str {
        match self {
            Order::Created => CREATED,
            Order::Updated => UPDATED,
        }
    }

    fn clause(self) -> &'static str {
        match self {
            Order::Created => " ORDER BY created ASC, key ASC",
            Order::Updated => " ORDER BY updated DESC, key DESC",
        }
    }

    /// The order of a search, by its end.
    pub(super) fn of(text: &str) -> Option<Self> {
        [Order::Created, Order::Updated].into_iter().find(|order| text.ends_with(order.clause()))
    }

    /// How the condition begins by which a search goes on behind a time.
    fn mark(self) -> String {
        let operator = match self {
            Order::Created => ">=",
            Order::Updated => "<=",
        };
        format!(" AND ({} {operator} ", self.field())
    }
}

impl Times {
    /// A time that is not later than the one that is meant.
    pub(super) fn write(self, time: NaiveDateTime) -> String {
        match self {
            Times::Milliseconds => time.and_utc().timestamp_millis().to_string(),
            Times::Minutes(zone) => {
                let said = local(zone, time);
                quoted(first(zone, said).map_or(said, |first| match first < time {
                    true => local(zone, first - TimeDelta::hours(1)),
                    false => said,
                }))
            }
        }
    }

    /// A time that is not earlier than the end of the minute of the one that is meant.
    fn write_end(self, time: NaiveDateTime) -> String {
        let time = time + TimeDelta::minutes(1);
        match self {
            Times::Milliseconds => self.write(time),
            Times::Minutes(zone) => {
                let said = local(zone, time);
                // The hour that comes twice is over an hour later, by either of its minutes.
                quoted(if first(zone, said).is_some_and(|first| first < time) {
                    said + TimeDelta::hours(1)
                } else {
                    said
                })
            }
        }
    }
}

fn local(zone: Tz, time: NaiveDateTime) -> NaiveDateTime {
    zone.from_utc_datetime(&time).naive_local()
}

/// The first time with this minute by the clock of a zone. Where there are two, the site may take either.
fn first(zone: Tz, said: NaiveDateTime) -> Option<NaiveDateTime> {
    zone.from_local_datetime(&said).earliest().map(|first| first.naive_utc())
}

fn quoted(minute: NaiveDateTime) -> String {
    format!("\"{}\"", minute.format("%Y-%m-%d %H:%M"))
}

/// Projects that one search names.
pub(super) const MOST_PROJECTS: usize = 200;

/// A condition that holds for no issue: each is of a project.
pub(super) const NOTHING: &str = "project is EMPTY";

/// Issues of these projects by their ids, and all of them where none is given: a search has to have some condition.
pub(super) fn of_projects(ids: &[String]) -> String {
    match ids {
        [] => "project is not EMPTY".to_owned(),
        ids => format!("project in ({})", ids.join(", ")),
    }
}

/// Issues by their ids.
pub(super) fn of_ids(ids: &[String]) -> String {
    format!("id in ({})", ids.join(", "))
}

/// Issues that were changed since a time.
pub(super) fn changed_since(time: NaiveDateTime, times: Times) -> String {
    format!("{UPDATED} >= {}", times.write(time))
}

/// A search for what all of these conditions hold for.
pub(super) fn text(conditions: &[String], order: Option<Order>) -> String {
    format!("{}{}", conditions.join(" AND "), order.map_or("", Order::clause))
}

/// The same search behind a result with this time, its minute included; in place of where it went on before.
pub(super) fn behind(text: &str, time: NaiveDateTime, times: Times) -> Option<String> {
    let order = Order::of(text)?;
    let time = match order {
        Order::Created => times.write(time),
        // What is sorted downwards goes on with the minute that has the time in it.
        Order::Updated => times.write_end(time),
    };
    with_clause(text, &format!("{}{time})", order.mark()))
}

/// The condition by which a search goes on behind a time; nothing where it goes on by none.
pub(super) fn clause(text: &str) -> Option<&str> {
    let (conditions, order) = parts(text)?;
    conditions.rfind(&order.mark()).map(|at| &conditions[at..])
}

/// The same search with this condition in place of the one by which it went on before; nothing where its results are in no order.
pub(super) fn with_clause(text: &str, clause: &str) -> Option<String> {
    let (conditions, order) = parts(text)?;
    let conditions = conditions.rfind(&order.mark()).map_or(conditions, |at| &conditions[..at]);
    Some(format!("{conditions}{clause}{}", order.clause()))
}

/// The conditions of a search and its order.
fn parts(text: &str) -> Option<(&str, Order)> {
    let order = Order::of(text)?;
    Some((text.strip_suffix(order.clause())?, order))
}

/// Whether the words of a refusal are about the conditions of a search: some are in the language of the account, and name the
/// clause or the field in quotation marks.
pub(super) fn is_told_in(said: &str) -> bool {
    said.contains('\'') || said.to_lowercase().contains("jql")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
    }

    #[test]
    fn a_search_has_all_its_conditions() {
        let projects = of_projects(&["10000".to_owned(), "10001".to_owned()]);
        let since = changed_since(at("2026-03-02 01:30:59"), Times::Milliseconds);
        assert_eq!(
            text(&[projects, "(labels = x)".to_owned(), since], Some(Order::Updated)),
            "project in (10000, 10001) AND (labels = x) AND updated >= 1772415059000 ORDER BY updated DESC, key DESC"
        );
        assert_eq!(text(&[of_projects(&[])], None), "project is not EMPTY");
        assert_eq!(of_ids(&["7".to_owned(), "8".to_owned()]), "id in (7, 8)");
    }

    #[test]
    fn minutes_are_those_of_the_account_and_never_too_late() {
        let write = |zone: Tz, time: &str| Times::Minutes(zone).write(at(time));
        assert_eq!(write(chrono_tz::Asia::Kolkata, "2026-03-02 01:30:59"), "\"2026-03-02 07:00\"");
        assert_eq!(write(chrono_tz::America::Los_Angeles, "2026-03-02 01:30:59"), "\"2026-03-01 17:30\"");
        // 01:30 comes twice that night: at 08:30 and at 09:30 UTC.
        assert_eq!(write(chrono_tz::America::Los_Angeles, "2026-11-01 08:30:00"), "\"2026-11-01 01:30\"");
        assert_eq!(write(chrono_tz::America::Los_Angeles, "2026-11-01 09:30:00"), "\"2026-11-01 00:30\"");
    }

    #[test]
    fn what_goes_on_downwards_leaves_nothing_out_in_an_hour_that_comes_twice() {
        let end = |time: &str| Times::Minutes(chrono_tz::America::Los_Angeles).write_end(at(time));
        assert_eq!(end("2026-03-02 01:30:59"), "\"2026-03-01 17:31\"");
        assert_eq!(end("2026-11-01 08:29:00"), "\"2026-11-01 01:30\"");
        // The site may take 01:30 for 08:30 UTC: 02:30 is later than both.
        assert_eq!(end("2026-11-01 09:29:00"), "\"2026-11-01 02:30\"");
        assert_eq!(end("2026-11-01 09:59:30"), "\"2026-11-01 02:00\"");
    }

    #[test]
    fn a_search_goes_on_behind_a_time_and_from_there_behind_another() {
        let times = Times::Minutes(chrono_tz::UTC);
        let first = text(&[of_projects(&[])], Some(Order::Created));
        let second = behind(&first, at("2026-03-02 01:30:59"), times).unwrap();
        let end = " ORDER BY created ASC, key ASC";
        assert_eq!(second, format!("project is not EMPTY AND (created >= \"2026-03-02 01:30\"){end}"));
        let third = behind(&second, at("2026-03-03 00:00:00"), times).unwrap();
        assert_eq!(third, format!("project is not EMPTY AND (created >= \"2026-03-03 00:00\"){end}"));
        assert_eq!(with_clause(&first, clause(&third).unwrap()), Some(third));
        assert_eq!(clause(&first), None);
        let newest = text(&[of_projects(&[])], Some(Order::Updated));
        let further = behind(&newest, at("2026-03-02 01:30:59"), times).unwrap();
        assert!(further.contains(" AND (updated <= \"2026-03-02 01:31\") ORDER"), "{further}");
        assert_eq!(behind("project is not EMPTY", at("2026-03-03 00:00:00"), times), None);
    }
}
