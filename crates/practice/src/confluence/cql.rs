//! A part of CQL, read as strictly as its published grammar: clauses joined by `and` and `or`, in parentheses or from left to right,
//! negated by `not` where they are not the first, and an order. Of the functions there are `now` and `currentUser`.
//!
//! Times have no seconds and no zone: they mean minutes, or days, on the clock of the account.

use super::attachment;
use super::found::Found;
use super::shelf::{ACCOUNT, Shelf};
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
    Not(Box<Condition>),
}

impl Condition {
    fn holds(&self, found: Found<'_>, shelf: &Shelf) -> bool {
        match self {
            Self::One(clause) => clause.holds(found, shelf),
            Self::All(parts) => parts.iter().all(|part| part.holds(found, shelf)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(found, shelf)),
            Self::Not(part) => !part.holds(found, shelf),
        }
    }

    /// Whether its first clause is a negative one.
    fn begins_negative(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::All(parts) | Self::Any(parts) => parts.first().is_some_and(Self::begins_negative),
            Self::Not(_) => true,
        }
    }

    /// Adds the clauses that it is made of, in their order.
    fn gather<'c>(&'c self, clauses: &mut Vec<&'c Clause>) {
        match self {
            Self::One(clause) => clauses.push(clause),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.gather(clauses)),
            Self::Not(part) => part.gather(clauses),
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
    /// Directly below one of these.
    Parent(Vec<String>),
    /// With one of these labels.
    Label(Vec<String>),
    /// With one of these titles.
    Title(Vec<String>),
    /// With this in its title.
    InTitle(String),
    /// With this in its title, its text or its labels.
    Text(String),
    /// Made by one of these, by the account ids of Cloud or the keys of Data Center.
    Creator(Vec<String>),
    /// Made or changed last by one of these.
    Contributor(Vec<String>),
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
            Clause::Parent(ids) => shelf.chain(number).nth(1).is_some_and(|id| ids.contains(&id.to_string())),
            Clause::Label(names) => shelf.annex.labels.any_on(number, names),
            Clause::Title(titles) => titles.contains(&found.title(found.version(), shelf)),
            Clause::InTitle(text) => holds(&found.title(found.version(), shelf), text),
            Clause::Text(text) => {
                let labels = shelf.annex.labels.of(number).any(|label| holds(&label.name, text));
                labels
                    || holds(&found.title(found.version(), shelf), text)
                    || holds(&found.stored().unwrap_or_default(), text)
            }
            Clause::Creator(people) => is_among(shelf, found.people().0, people),
            Clause::Contributor(people) => {
                let (maker, editor) = found.people();
                is_among(shelf, maker, people) || is_among(shelf, editor, people)
            }
            Clause::From(time) => life.modified >= *time,
            Clause::Until(time) => life.modified < *time,
            Clause::CreatedFrom(time) => life.created >= *time,
            Clause::CreatedUntil(time) => life.created < *time,
        }
    }
}

/// Whether a person is one of these, by account id or key.
fn is_among(shelf: &Shelf, person: usize, people: &[String]) -> bool {
    let who = &shelf.people[person];
    people.iter().any(|named| *named == who.account || *named == who.key())
}

/// Whether a text holds another one, whatever the case of letters.
fn holds(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// Who asks, and when.
pub(super) struct Asker {
    zone: Tz,
    /// In milliseconds since 1970.
    now: i64,
    account: String,
}

impl Asker {
    /// The account of a site, whose clock is in a zone.
    pub(super) fn of(shelf: &Shelf, zone: Tz) -> Self {
        let account = shelf.people.get(ACCOUNT).map(|person| person.account.clone()).unwrap_or_default();
        Self { zone, now: shelf.now(), account }
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

    /// Reads a query for whoever asks. The error says what cannot be read.
    pub(super) fn read(text: &str, asker: Asker) -> Result<Self, String> {
        let mut parser = Parser { tokens: tokens(text)?.into_iter().peekable(), asker };
        let condition = parser.condition()?;
        if condition.begins_negative() {
            return Err("a negative expression cannot be the first clause".to_owned());
        }
        let (order, descending) = parser.order()?;
        match parser.tokens.next() {
            Some(token) => Err(format!("unexpected {token:?}; only clauses joined by 'and' and 'or' are read here")),
            None => Ok(Self { condition, order, descending }),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 11] = [">=", "<=", "!=", "!~", "=", ">", "<", "(", ")", ",", "~"];
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
    asker: Asker,
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
        if self.takes_word("not") {
            return Ok(Condition::Not(Box::new(self.term()?)));
        }
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
        match field.as_str() {
            "type" => self.one_of(|names| Ok(Clause::Type(types(names)?))),
            "space" | "space.key" => self.one_of(|keys| Ok(Clause::Space(keys))),
            "id" | "content" => self.one_of(|ids| Ok(Clause::Id(ids))),
            "container" => self.one_of(|ids| Ok(Clause::Container(ids))),
            "ancestor" => self.one_of(|ids| Ok(Clause::Ancestor(ids))),
            "parent" => self.one_of(|ids| Ok(Clause::Parent(ids))),
            "label" => self.one_of(|names| Ok(Clause::Label(names))),
            "title" => match self.contained(Clause::InTitle)? {
                Some(part) => Ok(part),
                None => self.one_of(|titles| Ok(Clause::Title(titles))),
            },
            "text" => self.contained(Clause::Text)?.ok_or_else(|| "'~' or '!~' is expected".to_owned()),
            "creator" => self.one_of(|people| Ok(Clause::Creator(people))),
            "contributor" => self.one_of(|people| Ok(Clause::Contributor(people))),
            "lastmodified" => self.times(&field, (Clause::From, Clause::Until)),
            "created" => self.times(&field, (Clause::CreatedFrom, Clause::CreatedUntil)),
            _ => Err(format!("Unsupported CQL field '{field}' for this resource")),
        }
    }

    /// `= value` or `in (value, …)`, or the opposite: `!= value` or `not in (value, …)`.
    fn one_of(&mut self, clause: impl Fn(Vec<String>) -> Result<Clause, String>) -> Result<Condition, String> {
        let is_other = self.takes_sign("!=");
        if is_other || self.takes_sign("=") {
            return Ok(negated(is_other, clause(vec![self.value()?])?));
        }
        let is_other = self.takes_word("not");
        if !self.takes_word("in") || !self.takes_sign("(") {
            return Err("'=' or 'in (…)' is expected".to_owned());
        }
        let mut values = vec![self.value()?];
        while self.takes_sign(",") {
            values.push(self.value()?);
        }
        if !self.takes_sign(")") {
            return Err("')' is expected".to_owned());
        }
        Ok(negated(is_other, clause(values)?))
    }

    /// `~ value` or `!~ value`, if one of these operators comes.
    fn contained(&mut self, clause: fn(String) -> Clause) -> Result<Option<Condition>, String> {
        let is_other = self.takes_sign("!~");
        if !is_other && !self.takes_sign("~") {
            return Ok(None);
        }
        Ok(Some(negated(is_other, clause(self.value()?))))
    }

    /// A value in quotation marks, or a word that needs none.
    fn value(&mut self) -> Result<String, String> {
        match self.tokens.next() {
            Some(Token::Quoted(value)) => Ok(value),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("currentUser") && self.takes_sign("(") => {
                let account = self.asker.account.clone();
                if self.takes_sign(")") { Ok(account) } else { Err("')' is expected".to_owned()) }
            }
            Some(Token::Word(word)) if is_plain(&word) => Ok(word),
            other => Err(format!("a value is expected, not {other:?}; put it in quotation marks")),
        }
    }

    fn times(&mut self, field: &str, (from, until): (Bound, Bound)) -> Result<Condition, String> {
        let Some(Token::Sign(sign)) = self.tokens.next() else {
            return Err(format!("an operator is expected behind '{field}'"));
        };
        let (start, end) = self.time(field)?;
        Ok(Condition::One(match sign {
            ">=" => from(start),
            ">" => from(end),
            "<" => until(start),
            "<=" => until(end),
            "=" => return Ok(Condition::All(vec![Condition::One(from(start)), Condition::One(until(end))])),
            _ => return Err(format!("'{sign}' does not go with '{field}'")),
        }))
    }

    /// Start and end of what a time means, be it `now` with a distance.
    fn time(&mut self, field: &str) -> Result<(i64, i64), String> {
        let unread = |text: &str| format!("Could not parse the '{field}' field: '{text}'");
        let text = match self.tokens.next() {
            Some(Token::Quoted(text) | Token::Word(text)) => text,
            other => return Err(format!("a time is expected, not {other:?}")),
        };
        if !text.eq_ignore_ascii_case("now") || !self.takes_sign("(") {
            return self.span(&text).ok_or_else(|| unread(&text));
        }
        let mut at = self.asker.now;
        if !self.takes_sign(")") {
            let distance = self.value()?;
            at += millis_of(&distance).ok_or_else(|| unread(&distance))?;
            if !self.takes_sign(")") {
                return Err("')' is expected".to_owned());
            }
        }
        let minute = at - at.rem_euclid(60_000);
        Ok((minute, minute + 60_000))
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
        match self.asker.zone.from_local_datetime(&local) {
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

/// A clause, or its opposite.
fn negated(is_other: bool, clause: Clause) -> Condition {
    let clause = Condition::One(clause);
    if is_other { Condition::Not(Box::new(clause)) } else { clause }
}

/// The milliseconds of a distance like `-26h` or `2w`; months have 30 days, years 365.
fn millis_of(distance: &str) -> Option<i64> {
    let (number, unit) = distance.split_at_checked(distance.len().checked_sub(1)?)?;
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        "w" => 7 * 24 * 60,
        "M" => 30 * 24 * 60,
        "y" => 365 * 24 * 60,
        _ => return None,
    };
    Some(i64::from(number.parse::<i32>().ok()?) * minutes * 60_000)
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
        let (now, account) = (at("2024-03-05T09:10:11Z"), "712020:me".to_owned());
        Cql::read(text, Asker { zone: Tz::Europe__Berlin, now, account })
    }

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    fn clauses(text: &str) -> Vec<Clause> {
        fn taken(condition: Condition) -> Vec<Clause> {
            match condition {
                Condition::One(clause) => vec![clause],
                Condition::All(parts) | Condition::Any(parts) => parts.into_iter().flat_map(taken).collect(),
                Condition::Not(part) => taken(*part),
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
        let (from, until) = (|time: &str| Clause::From(at(time)), |time: &str| Clause::Until(at(time)));
        for (text, read) in [
            (">= \"2024-01-31 00:30\"", vec![from("2024-01-30T23:30:00Z")]),
            (">= \"2024/07/01 00:30\"", vec![from("2024-06-30T22:30:00Z")]),
            ("< 2024-07-01", vec![until("2024-06-30T22:00:00Z")]),
            ("> \"2024-01-31 00:30\"", vec![from("2024-01-30T23:31:00Z")]),
            ("<= \"2024-01-31 00:30\"", vec![until("2024-01-30T23:31:00Z")]),
            ("= \"2024-03-31\"", vec![from("2024-03-30T23:00:00Z"), until("2024-03-31T22:00:00Z")]),
            // Of two minutes that are written alike the earlier counts.
            (">= \"2024-10-27 02:30\"", vec![from("2024-10-27T00:30:00Z")]),
            (">= now()", vec![from("2024-03-05T09:10:00Z")]),
            (">= now(\"-26h\")", vec![from("2024-03-04T07:10:00Z")]),
            (">= NOW(\"1w\")", vec![from("2024-03-12T09:10:00Z")]),
        ] {
            assert_eq!(clauses(&format!("lastmodified {text}")), read, "{text}");
        }
        // The clock leaps over the first.
        let wrong = "\"2024-03-31 02:30\"|now|now(\"-26\")|now(\"-26x\")|now(\"\")|now(\"-1h\"|now(\"é\")";
        for text in wrong.split('|') {
            assert!(read(&format!("lastmodified >= {text}")).is_err(), "{text}");
        }
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
    fn what_is_negated_is_the_opposite_and_never_comes_first() {
        let not = |clause| Condition::Not(Box::new(Condition::One(clause)));
        let words = |word: &str| vec![word.to_owned()];
        for (text, opposite) in [
            ("space != OPS", Clause::Space(words("OPS"))),
            ("not space = OPS", Clause::Space(words("OPS"))),
            ("label not in (draft)", Clause::Label(words("draft"))),
            ("parent != 7", Clause::Parent(words("7"))),
            ("title !~ plan", Clause::InTitle("plan".to_owned())),
            ("text !~ \"a b\"", Clause::Text("a b".to_owned())),
            ("title != \"Exact Title\"", Clause::Title(words("Exact Title"))),
        ] {
            let expected = Condition::All(vec![Condition::One(Clause::Type(words("page"))), not(opposite)]);
            assert_eq!(read(&format!("type = page and {text}")).unwrap().condition, expected, "{text}");
            for first in [text.to_owned(), format!("({text}) and type = page")] {
                assert!(read(&first).unwrap_err().contains("negative"), "{first}");
            }
        }
        assert_eq!(clauses("contributor = currentUser()"), [Clause::Contributor(words("712020:me"))]);
        for text in
            ["text = a", "type = page and not", "creator = currentUser(", "type = page and title !", "type not page"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_the_grammar_does_not_know_is_refused() {
        let wrong = "|type|type = |type = pages|type = page and|type = page space = ENG|space = ~712|space = \"ENG|\
                     space = 1st|space in ()|space = in|status = current|lastmodified >= \"2024-01-31 00:30:00\"|\
                     lastmodified ~ \"2024-01-31\"|type = page order by title|type = page; type = blogpost";
        for text in wrong.split('|') {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
