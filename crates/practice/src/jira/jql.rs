//! JQL: how a query is read, and which issues it finds.
//!
//! Clauses with `= != > >= < <= ~ !~ in, not in, is, is not`, joined by `and`, `or` and `not`, with brackets, and
//! `order by` with several fields. What a field and a literal mean is said by a [`Grammar`]. A field without a value is
//! found by `is empty` alone: `!=` and `not in` pass it over, as the real language does.

use super::lexer::{Token, tokens};
use std::cmp::Ordering;

/// The most fields to order by.
const MOST_ORDERS: usize = 7;

/// What an issue holds in a field, or what a literal stands for. Texts are in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom {
    Number(i64),
    Text(String),
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    /// A word or a number without quotes.
    Bare(String),
    Quoted(String),
    /// The name of a function, called without arguments.
    Call(String),
}

impl Literal {
    /// The text between the quotes, or the word.
    pub(super) fn text(&self) -> &str {
        match self {
            Literal::Bare(text) | Literal::Quoted(text) | Literal::Call(text) => text,
        }
    }
}

/// Which operators a field takes besides those for equality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// None.
    Name,
    /// `> >= < <=`.
    Ordered,
    /// `~` and `!~`, and nothing else but `is`.
    Prose,
}

/// What a query is read against.
pub(super) trait Grammar {
    /// A field.
    type Field: Clone;

    /// The field of a name in lower case, and its sort.
    fn field(&self, name: &str) -> Option<(Self::Field, Sort)>;

    /// What a literal stands for in a field; the error is a sentence for the client.
    fn value(&self, field: &Self::Field, literal: &Literal) -> Result<Vec<Atom>, String>;
}

/// How a clause compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    Greater,
    AtLeast,
    Less,
    AtMost,
    Contains,
    Lacks,
    Among,
    NotAmong,
    Empty,
    Filled,
}

/// The operators that are written as signs, with the sorts of fields that take them.
const SIGNS: [(&str, Operator, &[Sort]); 8] = [
    ("=", Operator::Equal, &[Sort::Name, Sort::Ordered]),
    ("!=", Operator::Unequal, &[Sort::Name, Sort::Ordered]),
    (">", Operator::Greater, &[Sort::Ordered]),
    (">=", Operator::AtLeast, &[Sort::Ordered]),
    ("<", Operator::Less, &[Sort::Ordered]),
    ("<=", Operator::AtMost, &[Sort::Ordered]),
    ("~", Operator::Contains, &[Sort::Prose]),
    ("!~", Operator::Lacks, &[Sort::Prose]),
];

struct Clause<F> {
    field: F,
    operator: Operator,
    values: Vec<Atom>,
}

enum Node<F> {
    All(Vec<Node<F>>),
    Any(Vec<Node<F>>),
    Not(Box<Node<F>>),
    Clause(Clause<F>),
}

/// A field to order by, and whether the greatest comes first.
pub(super) type Order<F> = (F, bool);

/// A query as it was understood.
pub(super) struct Query<F> {
    root: Option<Node<F>>,
    pub(super) order: Vec<Order<F>>,
}

impl<F: Clone> Query<F> {
    /// Reads a query. The error is a sentence for the client.
    pub(super) fn read<G: Grammar<Field = F>>(text: &str, grammar: &G) -> Result<Self, String> {
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens, at: 0, grammar };
        let root = if reader.is_end() || reader.peeks("order") { None } else { Some(reader.any()?) };
        let order = if reader.takes("order") { reader.order()? } else { Vec::new() };
        match reader.peek() {
            None => Ok(Self { root, order }),
            Some(token) => Err(unexpected(token)),
        }
    }

    /// Whether it has any restriction.
    pub(super) fn is_bounded(&self) -> bool {
        self.root.is_some()
    }

    /// Whether it finds an issue, given what the issue holds in a field.
    pub(super) fn finds(&self, held: &dyn Fn(&F) -> Vec<Atom>) -> bool {
        self.root.as_ref().is_none_or(|root| root.holds(held))
    }

    /// The order of two issues by the values of the fields to order by; equal where the query does not tell.
    pub(super) fn compare(&self, one: &[Vec<Atom>], other: &[Vec<Atom>]) -> Ordering {
        let each = self.order.iter().zip(one.iter().zip(other));
        let mut each =
            each.map(|((_, is_descending), (one, other))| if *is_descending { other.cmp(one) } else { one.cmp(other) });
        each.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

impl<F> Node<F> {
    fn holds(&self, held: &dyn Fn(&F) -> Vec<Atom>) -> bool {
        match self {
            Node::All(nodes) => nodes.iter().all(|node| node.holds(held)),
            Node::Any(nodes) => nodes.iter().any(|node| node.holds(held)),
            Node::Not(node) => !node.holds(held),
            Node::Clause(clause) => clause.holds(&held(&clause.field)),
        }
    }
}

impl<F> Clause<F> {
    fn holds(&self, held: &[Atom]) -> bool {
        let has = |value: &Atom| held.contains(value);
        let ordered = |wanted: fn(Ordering) -> bool| {
            held.iter().any(|held| self.values.iter().any(|value| wanted(held.cmp(value))))
        };
        let contains = || held.iter().any(|held| self.values.iter().all(|value| is_within(value, held)));
        match self.operator {
            Operator::Equal | Operator::Among => self.values.iter().any(has),
            Operator::Unequal | Operator::NotAmong => !held.is_empty() && !self.values.iter().any(has),
            Operator::Greater => ordered(Ordering::is_gt),
            Operator::AtLeast => ordered(Ordering::is_ge),
            Operator::Less => ordered(Ordering::is_lt),
            Operator::AtMost => ordered(Ordering::is_le),
            Operator::Contains => contains(),
            Operator::Lacks => !held.is_empty() && !contains(),
            Operator::Empty => held.is_empty(),
            Operator::Filled => !held.is_empty(),
        }
    }
}

/// Whether every word of one text is in another.
fn is_within(words: &Atom, text: &Atom) -> bool {
    match (words, text) {
        (Atom::Text(words), Atom::Text(text)) => words.split_whitespace().all(|word| text.contains(word)),
        _ => false,
    }
}

fn unexpected(token: &Token) -> String {
    format!(
        "Error in the JQL Query: Expecting either 'OR' or 'AND' but got '{}'. (line 1, character {})",
        token.text, token.at
    )
}

struct Reader<'a, G> {
    tokens: &'a [Token],
    at: usize,
    grammar: &'a G,
}

impl<G: Grammar> Reader<'_, G> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_end(&self) -> bool {
        self.peek().is_none()
    }

    /// Whether a keyword or a sign comes next.
    fn peeks(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is(word))
    }

    /// Takes a keyword or a sign, where it comes next.
    fn takes(&mut self, word: &str) -> bool {
        let has = self.peeks(word);
        self.at += usize::from(has);
        has
    }

    fn must(&mut self, word: &str) -> Result<(), String> {
        if self.takes(word) { Ok(()) } else { Err(self.lost(word)) }
    }

    fn next(&mut self, wanted: &str) -> Result<Token, String> {
        let token = self.peek().cloned().ok_or_else(|| self.lost(wanted))?;
        self.at += 1;
        Ok(token)
    }

    fn lost(&self, wanted: &str) -> String {
        let got = self.peek().map_or("the end of the query", |token| token.text.as_str());
        format!("Error in the JQL Query: Expecting {wanted} but got '{got}'.")
    }

    fn any(&mut self) -> Result<Node<G::Field>, String> {
        let mut nodes = vec![self.all()?];
        while self.takes("or") || self.takes("||") {
            nodes.push(self.all()?);
        }
        Ok(Node::Any(nodes))
    }

    fn all(&mut self) -> Result<Node<G::Field>, String> {
        let mut nodes = vec![self.one()?];
        while self.takes("and") || self.takes("&&") {
            nodes.push(self.one()?);
        }
        Ok(Node::All(nodes))
    }

    fn one(&mut self) -> Result<Node<G::Field>, String> {
        if self.takes("not") || self.takes("!") {
            return Ok(Node::Not(Box::new(self.one()?)));
        }
        if self.takes("(") {
            let node = self.any()?;
            self.must(")")?;
            return Ok(node);
        }
        Ok(Node::Clause(self.clause()?))
    }

    fn field(&mut self) -> Result<(String, G::Field, Sort), String> {
        let mut name = self.next("a field name")?.text;
        if name.eq_ignore_ascii_case("cf") && self.takes("[") {
            name = format!("cf[{}]", self.next("the number of a field")?.text);
            self.must("]")?;
        }
        let known = self.grammar.field(&name.to_lowercase());
        let (field, sort) =
            known.ok_or_else(|| format!("Field '{name}' does not exist or you do not have permission to view it."))?;
        Ok((name, field, sort))
    }

    fn clause(&mut self) -> Result<Clause<G::Field>, String> {
        let (name, field, sort) = self.field()?;
        if self.takes("is") {
            let operator = if self.takes("not") { Operator::Filled } else { Operator::Empty };
            return match self.takes("empty") || self.takes("null") {
                true => Ok(Clause { field, operator, values: Vec::new() }),
                false => Err(self.lost("EMPTY or NULL")),
            };
        }
        let is_not = self.takes("not");
        if is_not || self.peeks("in") {
            self.must("in")?;
            let operator = if is_not { Operator::NotAmong } else { Operator::Among };
            self.must("(")?;
            let mut values = self.values(&field)?;
            while self.takes(",") {
                values.extend(self.values(&field)?);
            }
            self.must(")")?;
            return Ok(Clause { field, operator, values });
        }
        let sign = self.next("an operator")?.text;
        let known = SIGNS.iter().find(|(written, ..)| *written == sign);
        let (_, operator, sorts) = known.ok_or_else(|| format!("Error in the JQL Query: '{sign}' is no operator."))?;
        if !sorts.contains(&sort) {
            return Err(format!("The operator '{sign}' is not supported by the '{name}' field."));
        }
        if self.takes("empty") || self.takes("null") {
            let operator = if *operator == Operator::Unequal { Operator::Filled } else { Operator::Empty };
            return Ok(Clause { field, operator, values: Vec::new() });
        }
        let values = self.values(&field)?;
        Ok(Clause { field, operator: *operator, values })
    }

    /// What the literal that comes next stands for.
    fn values(&mut self, field: &G::Field) -> Result<Vec<Atom>, String> {
        let literal = self.literal()?;
        self.grammar.value(field, &literal)
    }

    fn literal(&mut self) -> Result<Literal, String> {
        let token = self.next("a value")?;
        if token.is_quoted {
            return Ok(Literal::Quoted(token.text));
        }
        if self.takes("(") {
            self.must(")")?;
            return Ok(Literal::Call(token.text));
        }
        if token.is_sign { Err(unexpected(&token)) } else { Ok(Literal::Bare(token.text)) }
    }

    fn order(&mut self) -> Result<Vec<Order<G::Field>>, String> {
        self.must("by")?;
        let mut order = Vec::new();
        while order.is_empty() || self.takes(",") {
            let (_, field, _) = self.field()?;
            let is_descending = self.takes("desc");
            if !is_descending {
                self.takes("asc");
            }
            order.push((field, is_descending));
        }
        match order.len() > MOST_ORDERS {
            true => Err(format!("The query orders by {} fields; {MOST_ORDERS} are allowed.", order.len())),
            false => Ok(order),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields of the rows below. A bare `bad` is no value of any.
    struct Plain;

    impl Grammar for Plain {
        type Field = usize;

        fn field(&self, name: &str) -> Option<(usize, Sort)> {
            let sorts = [Sort::Name, Sort::Ordered, Sort::Prose, Sort::Ordered];
            let place = ["status", "points", "text", "cf[7]"].iter().position(|known| *known == name)?;
            Some((place, sorts[place]))
        }

        fn value(&self, _: &usize, literal: &Literal) -> Result<Vec<Atom>, String> {
            match literal {
                Literal::Bare(word) if word == "bad" => Err("no such value".to_owned()),
                Literal::Call(name) if name == "both" => Ok(vec![text("open"), text("done")]),
                _ => Ok(vec![literal.text().parse().map_or_else(|_| text(literal.text()), Atom::Number)]),
            }
        }
    }

    fn text(text: &str) -> Atom {
        Atom::Text(text.to_lowercase())
    }

    /// What the row of a number holds in a field.
    fn held(row: usize, field: &usize) -> Vec<Atom> {
        let rows = [
            ("open", Some(2), "printer on fire"),
            ("done", Some(10), "a b"),
            ("open", None, ""),
            ("new", Some(2), "b a"),
        ];
        let (status, points, prose) = rows[row];
        match field {
            0 => vec![text(status)],
            2 => Some(text(prose)).into_iter().filter(|_| !prose.is_empty()).collect(),
            3 => vec![Atom::Number(row as i64), Atom::Number(9)],
            _ => points.map(Atom::Number).into_iter().collect(),
        }
    }

    /// The numbers from 1 of the rows that a query finds, in its order.
    fn found(jql: &str) -> String {
        let query = Query::read(jql, &Plain).unwrap();
        let mut rows: Vec<usize> = (0..4).filter(|row| query.finds(&|field| held(*row, field))).collect();
        let rank = |row: &usize| query.order.iter().map(|(field, _)| held(*row, field)).collect::<Vec<_>>();
        rows.sort_by(|one, other| query.compare(&rank(one), &rank(other)));
        rows.into_iter().map(|row| (row + 1).to_string()).collect()
    }

    #[test]
    fn clauses_find_what_they_say() {
        for (jql, wanted) in [
            ("", "1234"),
            ("status = Open", "13"),
            ("status = \"open\"", "13"),
            ("status != open", "24"),
            ("status in (open, 'new')", "134"),
            ("STATUS NOT IN (open)", "24"),
            ("status in (both())", "123"),
            ("points > 2", "2"),
            ("points >= 2", "124"),
            ("points<10", "14"),
            ("points <= 10", "124"),
            // An empty field is found by its emptiness alone.
            ("points != 2", "2"),
            ("points not in (2)", "2"),
            ("points is EMPTY", "3"),
            ("points = null", "3"),
            ("points is not null", "124"),
            ("points != EMPTY", "124"),
            ("text ~ 'a b'", "24"),
            ("text ~ printer", "1"),
            ("text !~ a", "1"),
            ("cf[7] = 2", "3"),
            ("cf[7] = 9", "1234"),
        ] {
            assert_eq!(found(jql), wanted, "{jql}");
        }
    }

    #[test]
    fn clauses_are_joined_and_turned_around() {
        for (jql, wanted) in [
            ("status = open and points = 2", "1"),
            ("status = new or status = open and points = 2", "14"),
            ("(status = new or status = open) and points = 2", "14"),
            ("(status = new OR status = done) AND points > 2", "2"),
            ("not status = open", "24"),
            ("NOT (status = open or points = 10)", "4"),
            ("! points = 2 && status = open", "3"),
            ("status=new||status=done", "24"),
        ] {
            assert_eq!(found(jql), wanted, "{jql}");
        }
    }

    #[test]
    fn issues_are_ordered_by_several_fields() {
        assert_eq!(found("order by points"), "3142");
        assert_eq!(found("ORDER BY points DESC, status asc"), "2413");
        assert_eq!(found("points = 2 order by status desc"), "14");
        let ordered =
            |fields: usize| Query::read(&format!("order by {}", ["points"].repeat(fields).join(", ")), &Plain);
        assert!(ordered(7).is_ok() && ordered(8).is_err());
    }

    #[test]
    fn what_is_not_understood_is_refused_with_a_reason() {
        for (jql, wanted) in [
            ("bogus = 1", "Field 'bogus' does not exist or you do not have permission to view it."),
            ("status = bad", "no such value"),
            ("status > open", "The operator '>' is not supported by the 'status' field."),
            ("text = a", "The operator '=' is not supported by the 'text' field."),
            ("status ~ open", "The operator '~' is not supported by the 'status' field."),
        ] {
            assert_eq!(Query::read(jql, &Plain).err().as_deref(), Some(wanted), "{jql}");
        }
        let wrong = "status | status = | status = open points = 2 | (status = open | status in open | status in () | \
                     and | status is open | status = 'open | order by | order status | status = open order by bogus";
        for jql in wrong.split(" | ") {
            assert!(Query::read(jql, &Plain).is_err(), "{jql}");
        }
    }

    #[test]
    fn an_order_alone_is_no_restriction() {
        let is_bounded = |jql: &str| Query::read(jql, &Plain).unwrap().is_bounded();
        assert_eq!(["", "  ", "order by points", "points is not empty"].map(is_bounded), [false, false, false, true]);
    }
}
