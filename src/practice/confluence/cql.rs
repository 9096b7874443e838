//! A part of CQL, read as strictly as its published grammar: clauses joined by `and` and `or`, in parentheses or from left to right,
//! and an order.
//!
//! Times have no seconds and no zone: they mean minutes, or days, on the clock of the account.

use super::attachment;
use super::found::Found;
use super::shelf::Shelf;
use chrono::{LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// Types that the search knows; there are no spaces, users and slides to be found here.
pub(super) const TYPES: [&str; 11] = [
    "page",
    "blogpost",
    "attachment",
    "comment",
    "space",
    "user",
    "whiteboard",
    "database",
    "slide",
    "embed",
    "folder",
];
#[rustfmt::skip]
const RESERVED: [&str; 46] = [
    "after", "and", "as", "avg", "before", "begin", "by", "commit", "contains", "count", "distinct", "else", "empty",
    "end", "explain", "from", "having", "if", "in", "inner", "insert", "into", "is", "isnull", "left", "like", "limit",
    "max", "min", "not", "null", "or", "order", "outer", "right", "select", "sum", "then", "was", "where", "update",
    "asc", "desc", "current", "group", "with",
];

/// A query.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cql {
    pub(super) condition: Condition,
    pub(super) order: Order,
    pub(super) descending: bool,
}

/// What the results are sorted by; by their ids when nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Id,
    Modified,
    Created,
}

/// Clauses, put together.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Condition {
    One(Clause),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

impl Condition {
    fn holds(&self, found: Found<'_>, shelf: &Shelf) -> bool {
        match self {
            Self::One(clause) => clause.holds(found, shelf),
            Self::All(parts) => parts.iter().all(|part| part.holds(found, shelf)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(found, shelf)),
        }
    }

    /// Adds the clauses that it is made of, in their order.
    fn gather<'c>(&'c self, clauses: &mut Vec<&'c Clause>) {
        match self {
            Self::One(clause) => clauses.push(clause),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.gather(clauses)),
        }
    }
}

/// A single condition.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Clause {
    Type(Vec<String>),
    Space(Vec<String>),
    Id(Vec<String>),
    Container(Vec<String>),
    /// Below one of these pages or folders, at any depth.
    Ancestor(Vec<String>),
    /// With one of these labels.
    Label(Vec<String>),
    /// Made by one of these, by the account ids of Cloud or the keys of Data Center.
    Creator(Vec<String>),
    /// Changed last from this time on, in milliseconds since 1970.
    From(i64),
    /// Changed last before this time.
    Until(i64),
    /// Made from this time on.
    CreatedFrom(i64),
    /// Made before this time.
    CreatedUntil(i64),
}

/// A condition on one side of a time.
type Bound = fn(i64) -> Clause;

impl Clause {
    fn holds(&self, found: Found<'_>, shelf: &Shelf) -> bool {
        let (number, life) = (found.number(), found.life());
        match self {
            Clause::Type(types) => types.iter().any(|kind| kind == found.kind()),
            Clause::Space(keys) => found.space(shelf).is_some_and(|space| keys.contains(&space.key)),
            Clause::Id(ids) => ids.iter().any(|id| attachment::number_of(id) == Some(number)),
            Clause::Container(ids) => found.container().is_some_and(|id| ids.contains(&id.to_string())),
            Clause::Ancestor(ids) => shelf.chain(number).skip(1).any(|id| ids.contains(&id.to_string())),
            Clause::Label(names) => shelf.annex.labels.any_on(number, names),
            Clause::Creator(people) => {
                let maker = &shelf.people[found.people().0];
                people.iter().any(|person| *person == maker.account || *person == maker.key())
            }
            Clause::From(time) => life.modified >= *time,
            Clause::Until(time) => life.modified < *time,
            Clause::CreatedFrom(time) => life.created >= *time,
            Clause::CreatedUntil(time) => life.created < *time,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Sign(&'static str),
}

impl Cql {
    /// Whether it holds for some content.
    pub(super) fn holds(&self, found: Found<'_>, shelf: &Shelf) -> bool {
        self.condition.holds(found, shelf)
    }

    /// The clauses that it is made of, in their order.
    pub(super) fn clauses(&self) -> Vec<&Clause> {
        let mut clauses = Vec::new();
        self.condition.gather(&mut clauses);
        clauses
    }

    /// Reads a query for an account in a zone. The error says what cannot be read.
    pub(super) fn read(text: &str, zone: Tz) -> Result<Self, String> {
        let mut parser = Parser { tokens: tokens(text)?.into_iter().peekable(), zone };
        let condition = parser.condition()?;
        let (order, descending) = parser.order()?;
        match parser.tokens.next() {
            Some(token) => Err(format!("unexpected {token:?}; only clauses joined by 'and' and 'or' are read here")),
            None => Ok(Self { condition, order, descending }),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 10] = [">=", "<=", "!=", "=", ">", "<", "(", ")", ",", "~"];
    let (mut found, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        if first == '"' {
            let (quoted, after) = quoted(&rest[1..])?;
            found.push(Token::Quoted(quoted));
            rest = after;
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else {
            let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
            let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
            if end == 0 {
                return Err(format!("unexpected character '{first}'"));
            }
            found.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    Ok(found)
}

/// The text until the closing quotation mark, and what stands behind it.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let (mut inside, mut escaped) = (String::new(), false);
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return Ok((inside, &text[at + 1..])),
            '\\' if !escaped => escaped = true,
            _ => {
                inside.push(c);
                escaped = false;
            }
        }
    }
    Err("a quotation mark is missing".to_owned())
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    zone: Tz,
}

impl Parser {
    fn takes_word(&mut self, word: &str) -> bool {
        let is = |token: &Token| matches!(token, Token::Word(found) if found.eq_ignore_ascii_case(word));
        self.tokens.next_if(is).is_some()
    }

    fn takes_sign(&mut self, sign: &str) -> bool {
        self.tokens.next_if(|token| matches!(token, Token::Sign(found) if *found == sign)).is_some()
    }

    /// Terms from left to right: neither of `and` and `or` binds more closely.
    fn condition(&mut self) -> Result<Condition, String> {
        let mut read = self.term()?;
        loop {
            read = if self.takes_word("and") {
                Condition::All(vec![read, self.term()?])
            } else if self.takes_word("or") {
                Condition::Any(vec![read, self.term()?])
            } else {
                return Ok(read);
            };
        }
    }

    fn term(&mut self) -> Result<Condition, String> {
        if !self.takes_sign("(") {
            return self.clause();
        }
        let inside = self.condition()?;
        if self.takes_sign(")") { Ok(inside) } else { Err("')' is expected".to_owned()) }
    }

    fn clause(&mut self) -> Result<Condition, String> {
        let field = match self.tokens.next() {
            Some(Token::Word(field)) => field.to_ascii_lowercase(),
            other => return Err(format!("a field is expected, not {other:?}")),
        };
        Ok(Condition::One(match field.as_str() {
            "type" => Clause::Type(types(self.list()?)?),
            "space" | "space.key" => Clause::Space(self.list()?),
            "id" | "content" => Clause::Id(self.list()?),
            "container" => Clause::Container(self.list()?),
            "ancestor" => Clause::Ancestor(self.list()?),
            "label" => Clause::Label(self.list()?),
            "creator" => Clause::Creator(self.list()?),
            "lastmodified" => return self.times(&field, (Clause::From, Clause::Until)),
            "created" => return self.times(&field, (Clause::CreatedFrom, Clause::CreatedUntil)),
            _ => return Err(format!("Unsupported CQL field '{field}' for this resource")),
        }))
    }

    /// `= value` or `in (value, …)`.
    fn list(&mut self) -> Result<Vec<String>, String> {
        if self.takes_sign("=") {
            return Ok(vec![self.value()?]);
        }
        if !self.takes_word("in") || !self.takes_sign("(") {
            return Err("'=' or 'in (…)' is expected".to_owned());
        }
        let mut values = vec![self.value()?];
        while self.takes_sign(",") {
            values.push(self.value()?);
        }
        if self.takes_sign(")") { Ok(values) } else { Err("')' is expected".to_owned()) }
    }

    /// A value in quotation marks, or a word that needs none.
    fn value(&mut self) -> Result<String, String> {
        match self.tokens.next() {
            Some(Token::Quoted(value)) => Ok(value),
            Some(Token::Word(word)) if is_plain(&word) => Ok(word),
            other => Err(format!("a value is expected, not {other:?}; put it in quotation marks")),
        }
    }

    fn times(&mut self, field: &str, (from, until): (Bound, Bound)) -> Result<Condition, String> {
        let Some(Token::Sign(sign)) = self.tokens.next() else {
            return Err(format!("an operator is expected behind '{field}'"));
        };
        let text = match self.tokens.next() {
            Some(Token::Quoted(text) | Token::Word(text)) => text,
            other => return Err(format!("a time is expected, not {other:?}")),
        };
        let span = self.span(&text);
        let (start, end) = span.ok_or_else(|| format!("Could not parse the '{field}' field: '{text}'"))?;
        Ok(Condition::One(match sign {
            ">=" => from(start),
            ">" => from(end),
            "<" => until(start),
            "<=" => until(end),
            "=" => return Ok(Condition::All(vec![Condition::One(from(start)), Condition::One(until(end))])),
            _ => return Err(format!("'{sign}' does not go with '{field}'")),
        }))
    }

    /// Start and end of the minute or day that a text names, in milliseconds since 1970.
    fn span(&self, text: &str) -> Option<(i64, i64)> {
        let text = text.replace('/', "-");
        if let Ok(minute) = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M") {
            let start = self.instant(minute)?;
            return Some((start, start + 60_000));
        }
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?;
        let next = day.checked_add_signed(TimeDelta::days(1))?;
        let midnight = |day: NaiveDate| self.instant(day.and_time(NaiveTime::MIN));
        Some((midnight(day)?, midnight(next)?))
    }

    /// Nothing for a time that the account's clock leaps over; the earlier one of two.
    fn instant(&self, local: NaiveDateTime) -> Option<i64> {
        match self.zone.from_local_datetime(&local) {
            LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => Some(time.timestamp_millis()),
            LocalResult::None => None,
        }
    }

    fn order(&mut self) -> Result<(Order, bool), String> {
        if !self.takes_word("order") {
            return Ok((Order::Id, false));
        }
        let by = self.takes_word("by");
        let known = [("lastmodified", Order::Modified), ("created", Order::Created), ("id", Order::Id)];
        let order = known.into_iter().find(|(word, _)| by && self.takes_word(word)).map(|(_, order)| order);
        let order = order.ok_or("'order by lastmodified', 'order by created' or 'order by id' is expected")?;
        let descending = self.takes_word("desc");
        if !descending {
            self.takes_word("asc");
        }
        Ok((order, descending))
    }
}

/// Whether a value needs no quotation marks: a number, or a word that begins with a letter.
fn is_plain(word: &str) -> bool {
    let number = word.chars().all(|c| c.is_ascii_digit());
    let plain = word.starts_with(char::is_alphabetic) && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    number || (plain && !RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved)))
}

fn types(values: Vec<String>) -> Result<Vec<String>, String> {
    let values: Vec<String> = values.iter().map(|value| value.to_ascii_lowercase()).collect();
    match values.iter().find(|value| !TYPES.contains(&value.as_str())) {
        Some(unknown) => {
            Err(format!("Unsupported value for type, got : {unknown}, expected one of : [{}]", TYPES.join(", ")))
        }
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn read(text: &str) -> Result<Cql, String> {
        Cql::read(text, Tz::Europe__Berlin)
    }

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    fn clauses(text: &str) -> Vec<Clause> {
        fn taken(condition: Condition) -> Vec<Clause> {
            match condition {
                Condition::One(clause) => vec![clause],
                Condition::All(parts) | Condition::Any(parts) => parts.into_iter().flat_map(taken).collect(),
            }
        }
        taken(read(text).unwrap().condition)
    }

    #[test]
    fn clauses_and_order_are_read_in_any_case() {
        let cql = read("Type in (page, \"blogpost\") AND space.key = \"~71\\\"2\" ORDER by lastModified DESC").unwrap();
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(cql.clauses(), [&Clause::Type(words(&["page", "blogpost"])), &Clause::Space(words(&["~71\"2"]))]);
        assert_eq!((cql.order, cql.descending), (Order::Modified, true));
        assert_eq!(clauses("id in (98305,\"att7\")"), [Clause::Id(words(&["98305", "att7"]))]);
    }

    #[test]
    fn times_are_minutes_on_the_clock_of_the_account() {
        let from = |text: &str| clauses(&format!("lastmodified >= \"{text}\""));
        assert_eq!(from("2024-01-31 00:30"), [Clause::From(at("2024-01-30T23:30:00Z"))]);
        assert_eq!(from("2024/07/01 00:30"), [Clause::From(at("2024-06-30T22:30:00Z"))]);
        assert_eq!(clauses("lastmodified < 2024-07-01"), [Clause::Until(at("2024-06-30T22:00:00Z"))]);
        assert_eq!(clauses("lastmodified > \"2024-01-31 00:30\""), [Clause::From(at("2024-01-30T23:31:00Z"))]);
        assert_eq!(clauses("lastmodified <= \"2024-01-31 00:30\""), [Clause::Until(at("2024-01-30T23:31:00Z"))]);
        let day = [Clause::From(at("2024-03-30T23:00:00Z")), Clause::Until(at("2024-03-31T22:00:00Z"))];
        assert_eq!(clauses("lastmodified = \"2024-03-31\""), day);
    }

    #[test]
    fn times_of_making_and_what_is_above_are_asked_for_too() {
        let made = clauses("created >= 2024-07-01 and ancestor in (7, 8) and label = \"a b\"");
        let ids = vec!["7".to_owned(), "8".to_owned()];
        let from = Clause::CreatedFrom(at("2024-06-30T22:00:00Z"));
        assert_eq!(made, [from, Clause::Ancestor(ids), Clause::Label(vec!["a b".to_owned()])]);
        assert!(read("created >= \"2024-13-01\"").unwrap_err().contains("'created' field"));
    }

    #[test]
    fn terms_are_read_from_left_to_right_and_parentheses_hold_some_together() {
        let id = |id: &str| Condition::One(Clause::Id(vec![id.to_owned()]));
        let left = Condition::All(vec![Condition::Any(vec![id("1"), id("2")]), id("3")]);
        assert_eq!(read("id = 1 or id = 2 and id = 3").unwrap().condition, left);
        let right = Condition::Any(vec![id("1"), Condition::All(vec![id("2"), id("3")])]);
        assert_eq!(read("(id = 1) OR ((id = 2) and id = 3) order by id").unwrap().condition, right);
        let creator = Clause::Creator(vec!["5b:7".to_owned()]);
        assert_eq!(clauses("creator = \"5b:7\""), [creator]);
        for text in ["(id = 1", "id = 1)", "()", "(id = 1) id = 2", "id = 1 or", "(id = 1 order by id)"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_minute_that_the_clock_leaps_over_is_refused_and_of_two_the_earlier_counts() {
        assert!(read("lastmodified >= \"2024-03-31 02:30\"").is_err());
        let twice = clauses("lastmodified >= \"2024-10-27 02:30\"");
        assert_eq!(twice, [Clause::From(at("2024-10-27T00:30:00Z"))]);
    }

    #[test]
    fn what_the_grammar_does_not_know_is_refused() {
        for text in [
            "",
            "type",
            "type = ",
            "type = pages",
            "type = page and",
            "type = page space = ENG",
            "space = ~712",
            "space = \"ENG",
            "space = 1st",
            "space in ()",
            "space = in",
            "status = current",
            "lastmodified >= \"2024-01-31 00:30:00\"",
            "lastmodified ~ \"2024-01-31\"",
            "type = page order by title",
            "type = page; type = blogpost",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
