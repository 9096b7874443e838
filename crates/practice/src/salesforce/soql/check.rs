//! Whether an object has the fields that a query names, and takes the values that it compares them with.

use super::lexer::{PERCENT, Token, UNDERSCORE};
use super::parse::{Filter, Function, Item, Literal, Operator, Query, Select, Test};
use super::{Wrong, malformed};
use crate::salesforce::id::Id;
use crate::salesforce::maker::{later, time};
use crate::salesforce::schema::{Field, Kind, Object};
use chrono::DateTime;

/// What a query selects, by the names that the object has.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Selected {
    /// How many rows there are.
    Count,
    Fields(Vec<Field>),
    /// Functions of fields, with the names of their results.
    Functions(Vec<(Function, Field, String)>),
}

/// A value that a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Null,
    Boolean(bool),
    Number(f64),
    Id(Id),
    /// A text, in small letters.
    Text(String),
    /// A text as it is written in answers, as those of times.
    Exact(String),
    /// From the first to before the second, as for the days of `TODAY`.
    Span(String, String),
    /// A text with `%` and `_`.
    Pattern(Vec<char>),
}

/// A comparison that can be made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Comparison {
    pub(super) field: Field,
    pub(super) operator: Operator,
    pub(super) operands: Vec<Operand>,
}

/// A field to sort by, whether the largest comes first, and whether rows without a value come last.
pub(super) type Sorting = (Field, bool, bool);

/// A query that can be answered.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Bound {
    pub(in super::super) selected: Selected,
    pub(super) filter: Option<Filter<Comparison>>,
    pub(super) order: Vec<Sorting>,
    pub(super) limit: Option<usize>,
    pub(super) offset: Option<usize>,
}

impl Bound {
    /// Whether rows are passed over.
    pub(in super::super) fn has_offset(&self) -> bool {
        self.offset.is_some()
    }
}

/// What names are looked up in.
struct Scope<'a> {
    object: &'a Object,
    is_hidden: &'a dyn Fn(&str) -> bool,
    now: i64,
}

/// Looks the names of a query up in its object. Some fields are hidden; words for days are counted from `now`.
pub(in super::super) fn bind(
    query: &Query,
    object: &Object,
    is_hidden: &dyn Fn(&str) -> bool,
    now: i64,
) -> Result<Bound, Wrong> {
    let scope = Scope { object, is_hidden, now };
    let selected = scope.selected(&query.select)?;
    let filter = query.filter.as_ref().map(|filter| scope.filter(filter)).transpose()?;
    let sorting = |order: &super::parse::Order| {
        let field = scope.field(&order.field)?;
        match field.is_sortable() {
            true => Ok((field.clone(), order.is_descending, order.are_nulls_last)),
            false => Err(malformed(format!("field '{}' can not be sorted in a query call", field.name))),
        }
    };
    let order = query.order.iter().map(sorting).collect::<Result<_, Wrong>>()?;
    Ok(Bound { selected, filter, order, limit: query.limit, offset: query.offset })
}

fn invalid_field(message: String) -> Wrong {
    Wrong { code: "INVALID_FIELD", message }
}

fn invalid_operator(message: String) -> Wrong {
    Wrong { code: "INVALID_QUERY_FILTER_OPERATOR", message }
}

impl Scope<'_> {
    fn field(&self, name: &str) -> Result<&Field, Wrong> {
        let found = self.object.field(name).filter(|field| !(self.is_hidden)(&field.name));
        found.ok_or_else(|| {
            invalid_field(format!(
                "No such column '{name}' on entity '{}'. If you are attempting to use a custom field, be sure to append \
                 the '__c' after the custom field name. Please reference your WSDL or the describe call for the \
                 appropriate names.",
                self.object.name
            ))
        })
    }

    fn selected(&self, select: &Select) -> Result<Selected, Wrong> {
        let Select::Items(items) = select else { return Ok(Selected::Count) };
        let (mut fields, mut functions) = (Vec::<Field>::new(), Vec::new());
        for item in items {
            match item {
                Item::Field(name) => {
                    let field = self.field(name)?;
                    if fields.contains(field) {
                        return Err(invalid_field(format!("duplicate field selected: {}", field.name)));
                    }
                    fields.push(field.clone());
                }
                Item::Of(function, name, alias) => {
                    let field = self.aggregated(*function, name)?.clone();
                    let alias = alias.clone().unwrap_or_else(|| format!("expr{}", functions.len()));
                    functions.push((*function, field, alias));
                }
            }
        }
        match (fields.first(), functions.is_empty()) {
            (_, true) => Ok(Selected::Fields(fields)),
            (None, false) => Ok(Selected::Functions(functions)),
            (Some(field), false) => Err(malformed(format!("Field must be grouped or aggregated: {}", field.name))),
        }
    }

    /// The field of a function. The least number of a row cannot be asked for.
    fn aggregated(&self, function: Function, name: &str) -> Result<&Field, Wrong> {
        let field = self.field(name)?;
        let is_compared = !matches!(field.kind, Kind::Id | Kind::Reference | Kind::Boolean);
        let fits = field.is_filterable() && (function == Function::Count || is_compared);
        let name = &field.name;
        let (function, wrong) = (format!("{function:?}").to_uppercase(), "does not support aggregate operator");
        if fits { Ok(field) } else { Err(malformed(format!("field {name} {wrong} {function}"))) }
    }

    fn filter(&self, filter: &Filter<Test>) -> Result<Filter<Comparison>, Wrong> {
        let all = |parts: &[Filter<Test>]| parts.iter().map(|part| self.filter(part)).collect::<Result<Vec<_>, _>>();
        Ok(match filter {
            Filter::And(parts) => Filter::And(all(parts)?),
            Filter::Or(parts) => Filter::Or(all(parts)?),
            Filter::Not(part) => Filter::Not(Box::new(self.filter(part)?)),
            Filter::Test(test) => Filter::Test(self.comparison(test)?),
        })
    }

    fn comparison(&self, test: &Test) -> Result<Comparison, Wrong> {
        let (field, operator) = (self.field(&test.field)?, test.operator);
        let name = &field.name;
        if !field.is_filterable() {
            return Err(invalid_operator(format!("field '{name}' can not be filtered in a query call")));
        }
        let is_order =
            matches!(operator, Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual);
        let is_text = field.kind.is_text() && !matches!(field.kind, Kind::Id | Kind::Reference);
        let refused = match operator {
            Operator::Like => !is_text,
            _ if is_order => matches!(field.kind, Kind::Boolean | Kind::Multipicklist),
            _ => false,
        };
        if refused {
            return Err(invalid_operator(format!("invalid operator on {} field: {name}", field.kind.name())));
        }
        let operand = |value: &Literal| self.operand(field, operator, value);
        let operands = test.values.iter().map(operand).collect::<Result<_, _>>()?;
        Ok(Comparison { field: field.clone(), operator, operands })
    }

    fn operand(&self, field: &Field, operator: Operator, value: &Literal) -> Result<Operand, Wrong> {
        let of_type = |kind: &str, quotes: &str| {
            let name = &field.name;
            invalid_field(format!(
                "value of filter criterion for field '{name}' must be of type {kind} and should {quotes}be enclosed in \
                 quotes"
            ))
        };
        let token = match value {
            Literal::Null => return Ok(Operand::Null),
            Literal::Boolean(is_so) if field.kind == Kind::Boolean => return Ok(Operand::Boolean(*is_so)),
            Literal::Days(word) if matches!(field.kind, Kind::Date | Kind::Datetime) => {
                return self.days(field.kind, word).ok_or_else(|| malformed(format!("unexpected token: '{word}'")));
            }
            Literal::Token(token) => Some(token),
            Literal::Boolean(_) | Literal::Days(_) => None,
        };
        match (field.kind, token) {
            (Kind::Datetime, Some(Token::Datetime(at))) => Ok(Operand::Exact(time(*at))),
            (Kind::Datetime, _) => Err(of_type("dateTime", "not ")),
            (Kind::Date, Some(Token::Date(day))) => Ok(Operand::Exact(day.to_string())),
            (Kind::Date, _) => Err(of_type("date", "not ")),
            (Kind::Time, Some(Token::Time(time))) => Ok(Operand::Exact(format!("{}Z", time.format("%H:%M:%S%.3f")))),
            (Kind::Time, _) => Err(of_type("time", "not ")),
            (Kind::Boolean, _) => Err(of_type("boolean", "not ")),
            (kind, Some(Token::Number(number))) if kind.is_number() => Ok(Operand::Number(*number)),
            (kind, _) if kind.is_number() => Err(of_type("double", "not ")),
            (Kind::Id | Kind::Reference, Some(Token::Text(text))) => {
                Id::read(text).map(Operand::Id).ok_or_else(|| invalid_operator(format!("invalid ID field: {text}")))
            }
            (_, Some(Token::Text(text))) => text_operand(operator, text),
            _ => Err(of_type("string", "")),
        }
    }

    /// The days that a word means. They are days in UTC.
    fn days(&self, kind: Kind, word: &str) -> Option<Operand> {
        let (first, count) = match word.split_once(':') {
            None => (["YESTERDAY", "TODAY", "TOMORROW"].iter().position(|known| *known == word)? as i64 - 1, 1),
            Some(("LAST_N_DAYS", days)) => {
                let days: u32 = days.parse().ok()?;
                (-i64::from(days), i64::from(days) + 1)
            }
            Some(("NEXT_N_DAYS", days)) => (1, i64::from(days.parse::<u32>().ok()?)),
            Some(_) => return None,
        };
        let midnight = DateTime::from_timestamp_millis(self.now)?.date_naive().and_hms_opt(0, 0, 0)?.and_utc();
        let [first, end] = [first, first + count].map(|days| later(midnight.timestamp_millis(), days));
        let written = |at: i64| if kind == Kind::Date { time(at)[..10].to_owned() } else { time(at) };
        Some(Operand::Span(written(first), written(end)))
    }
}

fn text_operand(operator: Operator, text: &str) -> Result<Operand, Wrong> {
    if operator == Operator::Like {
        return Ok(Operand::Pattern(text.to_lowercase().chars().collect()));
    }
    match text.contains([PERCENT, UNDERSCORE]) {
        true => Err(malformed("Invalid string literal, illegal escape outside of LIKE")),
        false => Ok(Operand::Text(text.to_lowercase())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;
    use crate::salesforce::objects::objects;

    fn checked(text: &str) -> Result<Bound, Wrong> {
        let query = parse(text).unwrap();
        let objects = objects();
        let object = objects.iter().find(|object| object.name == query.object).unwrap();
        bind(&query, object, &|field| field == "Phone", 86_400_000 * 3 / 2)
    }

    fn code(text: &str) -> &'static str {
        checked(text).map_or_else(|wrong| wrong.code, |_| "")
    }

    #[test]
    fn names_are_looked_up_whatever_their_case() {
        let Selected::Fields(fields) = checked("SELECT id, NAME FROM Account").unwrap().selected else { panic!() };
        assert_eq!(fields.iter().map(|field| &*field.name).collect::<Vec<_>>(), ["Id", "Name"]);
        assert_eq!(code("SELECT Bogus FROM Account"), "INVALID_FIELD");
        assert_eq!(code("SELECT Phone FROM Account"), "INVALID_FIELD");
        assert_eq!(code("SELECT Id FROM Account WHERE Phone = '1'"), "INVALID_FIELD");
        assert_eq!(code("SELECT Id FROM Account ORDER BY Owner.Name"), "INVALID_FIELD");
        let duplicate = checked("SELECT Id, Name, ID FROM Account").unwrap_err();
        assert_eq!((duplicate.code, duplicate.message.as_str()), ("INVALID_FIELD", "duplicate field selected: Id"));
    }

    #[test]
    fn values_must_fit_their_fields() {
        let quoted = checked("SELECT Id FROM Case WHERE SystemModstamp > '2026-01-01T00:00:00Z'").unwrap_err();
        assert_eq!(quoted.code, "INVALID_FIELD");
        let told = "for field 'SystemModstamp' must be of type dateTime and should not be enclosed in quotes";
        assert!(quoted.message.ends_with(told));
        for (object, tests, told) in [
            ("Case", "CreatedDate > 2026-01-01 | IsDeleted = 'true' | Subject = 1 | Status = NOW", "INVALID_FIELD"),
            ("Opportunity", "Amount > '5' | CloseDate = 2026-01-01T00:00:00Z", "INVALID_FIELD"),
            (
                "Case",
                "Id = 'x' | Id LIKE '500%' | Description = 'x' | IsClosed > false",
                "INVALID_QUERY_FILTER_OPERATOR",
            ),
            ("Invoice__c", "Secret__c = 'x'", "INVALID_QUERY_FILTER_OPERATOR"),
            ("Account", "BillingAddress = null", "INVALID_QUERY_FILTER_OPERATOR"),
            ("Case", r"Subject = 'a\%'", "MALFORMED_QUERY"),
            ("Case", "Subject IN ('a', null) AND CreatedDate < TODAY", ""),
        ] {
            for test in tests.split(" | ") {
                assert_eq!(code(&format!("SELECT Id FROM {object} WHERE {test}")), told, "{test}");
            }
        }
        assert_eq!(code("SELECT Id FROM Case ORDER BY Description"), "MALFORMED_QUERY");
    }

    #[test]
    fn functions_are_named_and_stand_alone() {
        let selected = checked("SELECT COUNT(Id) n, MAX(CreatedDate) FROM Case").unwrap().selected;
        let Selected::Functions(functions) = selected else { panic!() };
        assert_eq!(functions.iter().map(|(_, _, name)| name.as_str()).collect::<Vec<_>>(), ["n", "expr1"]);
        for wrong in ["Id, COUNT(Subject)", "MIN(Id)", "MAX(IsClosed)", "COUNT(Description)"] {
            assert_eq!(code(&format!("SELECT {wrong} FROM Case")), "MALFORMED_QUERY", "{wrong}");
        }
    }

    #[test]
    fn words_for_days_are_spans() {
        let span = |word: &str| {
            let text = format!("SELECT Id FROM Opportunity WHERE CloseDate = {word}");
            let Some(Filter::Test(comparison)) = checked(&text).unwrap().filter else { panic!() };
            let Operand::Span(first, end) = comparison.operands[0].clone() else { panic!() };
            format!("{first} {end}")
        };
        assert_eq!(span("TODAY"), "1970-01-02 1970-01-03");
        assert_eq!(span("yesterday"), "1970-01-01 1970-01-02");
        assert_eq!(span("LAST_N_DAYS:1"), "1970-01-01 1970-01-03");
        assert_eq!(span("NEXT_N_DAYS:2"), "1970-01-03 1970-01-05");
        assert_eq!(code("SELECT Id FROM Opportunity WHERE CloseDate = SOON"), "MALFORMED_QUERY");
    }
}
