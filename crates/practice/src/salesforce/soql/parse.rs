//! From words to a query.

use super::lexer::{Token, tokens};
use super::{Wrong, malformed};

/// What is worked out over all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Function {
    Count,
    Min,
    Max,
}

/// One thing that a query selects.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Field(String),
    /// A function of a field, with the name of the result where it is given one.
    Of(Function, String, Option<String>),
}

/// What a query selects.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Select {
    /// `COUNT()`.
    Count,
    Items(Vec<Item>),
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    In,
    NotIn,
}

/// What it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Null,
    Boolean(bool),
    Days(String),
    Token(Token),
}

/// Which rows are found; `T` is a single comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter<T> {
    And(Vec<Filter<T>>),
    Or(Vec<Filter<T>>),
    Not(Box<Filter<T>>),
    Test(T),
}

/// A comparison of a field with a value, or with each of several.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Test {
    pub(super) field: String,
    pub(super) operator: Operator,
    pub(super) values: Vec<Literal>,
}

/// A field that rows are sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) field: String,
    pub(super) is_descending: bool,
    pub(super) are_nulls_last: bool,
}

/// A query as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Query {
    pub(super) select: Select,
    /// The object, as it is spelt.
    pub(in super::super) object: String,
    pub(super) filter: Option<Filter<Test>>,
    pub(super) order: Vec<Order>,
    pub(super) limit: Option<usize>,
    pub(super) offset: Option<usize>,
}

/// The most that `OFFSET` may say.
const MOST_OFFSET: usize = 2000;

const OPERATORS: [(&str, Operator); 7] = [
    ("=", Operator::Equal),
    ("!=", Operator::Unequal),
    ("<>", Operator::Unequal),
    ("<", Operator::Less),
    ("<=", Operator::LessOrEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterOrEqual),
];

/// Reads a query.
pub(in super::super) fn parse(text: &str) -> Result<Query, Wrong> {
    let mut words = Words { tokens: tokens(text)?, at: 0 };
    words.keyword("SELECT")?;
    let select = words.select()?;
    words.keyword("FROM")?;
    let object = words.name()?;
    let filter = if words.is("WHERE") { Some(words.filter()?) } else { None };
    let order = if words.is("ORDER") { words.order()? } else { Vec::new() };
    let limit = if words.is("LIMIT") { Some(words.count()?) } else { None };
    let offset = if words.is("OFFSET") { Some(words.count()?) } else { None };
    if words.at < words.tokens.len() {
        return Err(words.unexpected());
    }
    if offset.is_some_and(|offset| offset > MOST_OFFSET) {
        return Err(Wrong {
            code: "NUMBER_OUTSIDE_VALID_RANGE",
            message: "Maximum SOQL offset allowed is 2000".into(),
        });
    }
    Ok(Query { select, object, filter, order, limit, offset })
}

/// The words that are left.
struct Words {
    tokens: Vec<Token>,
    at: usize,
}

impl Words {
    fn unexpected(&self) -> Wrong {
        let token = match self.tokens.get(self.at) {
            None => "<EOF>".to_owned(),
            Some(Token::Word(word)) => word.clone(),
            Some(Token::Sign(sign)) => (*sign).to_owned(),
            Some(Token::Text(text)) => format!("'{text}'"),
            Some(Token::Number(number)) => number.to_string(),
            Some(other) => format!("{other:?}"),
        };
        malformed(format!("unexpected token: '{token}'"))
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Takes the next word where it is this keyword.
    fn is(&mut self, keyword: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Word(word)) if word.eq_ignore_ascii_case(keyword));
        self.at += usize::from(found);
        found
    }

    fn is_sign(&mut self, sign: &str) -> bool {
        let found = self.tokens.get(self.at) == SIGN.iter().find(|known| matches!(known, Token::Sign(s) if *s == sign));
        self.at += usize::from(found);
        found
    }

    fn keyword(&mut self, keyword: &str) -> Result<(), Wrong> {
        if self.is(keyword) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn sign(&mut self, sign: &str) -> Result<(), Wrong> {
        if self.is_sign(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn name(&mut self) -> Result<String, Wrong> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) if !is_reserved(word) => {
                let word = word.clone();
                self.at += 1;
                Ok(word)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn count(&mut self) -> Result<usize, Wrong> {
        match self.tokens.get(self.at) {
            Some(Token::Number(number)) if *number >= 0.0 && number.fract() == 0.0 => {
                let number = *number as usize;
                self.at += 1;
                Ok(number)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn select(&mut self) -> Result<Select, Wrong> {
        let mut items = Vec::new();
        loop {
            let name = self.name()?;
            if !self.is_sign("(") {
                items.push(Item::Field(name));
            } else if self.is_sign(")") {
                let alone = name.eq_ignore_ascii_case("COUNT") && items.is_empty();
                return if alone { Ok(Select::Count) } else { Err(malformed(format!("unknown function: {name}()"))) };
            } else {
                items.push(self.function(&name)?);
            }
            if !self.is_sign(",") {
                return Ok(Select::Items(items));
            }
        }
    }

    fn function(&mut self, name: &str) -> Result<Item, Wrong> {
        let known = [("COUNT", Function::Count), ("MIN", Function::Min), ("MAX", Function::Max)];
        let found = known.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let (_, function) = found.ok_or_else(|| malformed(format!("unknown function: {name}")))?;
        let field = self.name()?;
        self.sign(")")?;
        let alias = self.name().ok();
        Ok(Item::Of(function, field, alias))
    }

    /// Comparisons with `AND` between them or with `OR`, never both without parentheses.
    fn filter(&mut self) -> Result<Filter<Test>, Wrong> {
        let mut parts = vec![self.part()?];
        let word = ["AND", "OR"].into_iter().find(|word| self.is(word));
        let Some(word) = word else { return Ok(parts.remove(0)) };
        parts.push(self.part()?);
        while self.is(word) {
            parts.push(self.part()?);
        }
        if self.is("AND") || self.is("OR") {
            self.at -= 1;
            return Err(self.unexpected());
        }
        Ok(if word == "AND" { Filter::And(parts) } else { Filter::Or(parts) })
    }

    fn part(&mut self) -> Result<Filter<Test>, Wrong> {
        if self.is("NOT") {
            return Ok(Filter::Not(Box::new(self.part()?)));
        }
        if self.is_sign("(") {
            let within = self.filter()?;
            self.sign(")")?;
            return Ok(within);
        }
        let field = self.name()?;
        let operator = self.operator()?;
        let is_list = matches!(operator, Operator::In | Operator::NotIn);
        let values = if is_list { self.list()? } else { vec![self.value()?] };
        Ok(Filter::Test(Test { field, operator, values }))
    }

    fn operator(&mut self) -> Result<Operator, Wrong> {
        if self.is("LIKE") {
            return Ok(Operator::Like);
        }
        if self.is("IN") {
            return Ok(Operator::In);
        }
        if self.is("NOT") {
            self.keyword("IN")?;
            return Ok(Operator::NotIn);
        }
        let found = OPERATORS.into_iter().find(|(sign, _)| self.is_sign(sign));
        found.map(|(_, operator)| operator).ok_or_else(|| self.unexpected())
    }

    fn list(&mut self) -> Result<Vec<Literal>, Wrong> {
        self.sign("(")?;
        let mut values = vec![self.value()?];
        while self.is_sign(",") {
            values.push(self.value()?);
        }
        self.sign(")")?;
        Ok(values)
    }

    fn value(&mut self) -> Result<Literal, Wrong> {
        match self.next() {
            Some(Token::Word(word)) => match word.to_ascii_uppercase().as_str() {
                "NULL" => Ok(Literal::Null),
                "TRUE" => Ok(Literal::Boolean(true)),
                "FALSE" => Ok(Literal::Boolean(false)),
                days => Ok(Literal::Days(days.to_owned())),
            },
            Some(
                token @ (Token::Text(_) | Token::Number(_) | Token::Datetime(_) | Token::Date(_) | Token::Time(_)),
            ) => Ok(Literal::Token(token)),
            other => {
                self.at -= usize::from(other.is_some());
                Err(self.unexpected())
            }
        }
    }

    fn order(&mut self) -> Result<Vec<Order>, Wrong> {
        self.keyword("BY")?;
        let mut order = Vec::new();
        loop {
            let field = self.name()?;
            let is_descending = self.is("DESC");
            if !is_descending {
                self.is("ASC");
            }
            let mut are_nulls_last = is_descending;
            if self.is("NULLS") {
                are_nulls_last = self.is("LAST");
                if !are_nulls_last {
                    self.keyword("FIRST")?;
                }
            }
            order.push(Order { field, is_descending, are_nulls_last });
            if !self.is_sign(",") {
                return Ok(order);
            }
        }
    }
}

/// Every sign, to be compared with.
const SIGN: [Token; 10] = [
    Token::Sign("="),
    Token::Sign("!="),
    Token::Sign("<>"),
    Token::Sign("<"),
    Token::Sign("<="),
    Token::Sign(">"),
    Token::Sign(">="),
    Token::Sign("("),
    Token::Sign(")"),
    Token::Sign(","),
];

/// Whether a word is no name.
fn is_reserved(word: &str) -> bool {
    let reserved =
        ["SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "LIKE", "ORDER", "LIMIT", "OFFSET", "ASC", "DESC"];
    reserved.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Wrong {
        parse(text).unwrap_err()
    }

    #[test]
    fn the_parts_of_a_query_are_found() {
        let text = "select Id, Name from Case where a = 1 and (b > 'x' or not c in (null, true)) \
                    order by d desc nulls first, Id limit 5 offset 2000";
        let query = parse(text).unwrap();
        assert_eq!((query.object.as_str(), query.limit, query.offset), ("Case", Some(5), Some(2000)));
        assert_eq!(query.select, Select::Items(["Id", "Name"].map(|name| Item::Field(name.to_owned())).into()));
        let order = |field: &str, is_descending, are_nulls_last| {
            let field = field.to_owned();
            Order { field, is_descending, are_nulls_last }
        };
        assert_eq!(query.order, [order("d", true, false), order("Id", false, false)]);
        let Some(Filter::And(parts)) = query.filter else { panic!() };
        let Filter::Or(within) = &parts[1] else { panic!() };
        let Filter::Not(list) = &within[1] else { panic!() };
        let Filter::Test(list) = &**list else { panic!() };
        assert_eq!((list.operator, &list.values[..]), (Operator::In, &[Literal::Null, Literal::Boolean(true)][..]));
        assert!(parse("SELECT Id FROM Case ORDER BY Id DESC").unwrap().order[0].are_nulls_last);
    }

    #[test]
    fn functions_have_names_or_none() {
        assert_eq!(parse("SELECT COUNT() FROM Case").unwrap().select, Select::Count);
        let select = parse("SELECT COUNT(Id) n, MAX(CreatedDate) FROM Case").unwrap().select;
        let count = Item::Of(Function::Count, "Id".to_owned(), Some("n".to_owned()));
        assert_eq!(select, Select::Items(vec![count, Item::Of(Function::Max, "CreatedDate".to_owned(), None)]));
    }

    #[test]
    fn what_is_no_query_is_refused() {
        for wrong in [
            "",
            "SELECT * FROM Case",
            "SELECT FROM Case",
            "SELECT Id FROM Case WHERE a = 1 AND b = 2 OR c = 3",
            "SELECT Id FROM Case WHERE a = 1 OR b = 2 AND c = 3",
            "SELECT Id FROM Case WHERE a == 1",
            "SELECT Id FROM Case WHERE (a = 1",
            "SELECT Id FROM Case WHERE a IN ()",
            "SELECT Id FROM Case LIMIT -1",
            "SELECT Id FROM Case LIMIT 5 WHERE a = 1",
            "SELECT FIELDS(ALL) FROM Case LIMIT 200",
            "SELECT Id, COUNT() FROM Case",
            "SELECT Id FROM Case WHERE a = 2026-01-01T00:00:00 02:00",
        ] {
            assert_eq!(refused(wrong).code, "MALFORMED_QUERY", "{wrong}");
        }
        assert_eq!(refused("SELECT Id FROM Case WHERE a = 1 AND b = 2 OR c = 3").message, "unexpected token: 'OR'");
        assert_eq!(refused("SELECT Id FROM Case OFFSET 2001").code, "NUMBER_OUTSIDE_VALID_RANGE");
    }
}
