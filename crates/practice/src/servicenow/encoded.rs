//! Encoded queries: how `sysparm_query` is read, and which rows it finds.
//!
//! `^` separates terms and `^^` stands for the character itself. `OR` joins a term to the one before, `NQ` begins a
//! further query whose rows are added, `EQ` ends the query. A term that is not valid (an unknown field, operator or
//! script) is dropped without a word, as an instance does: the query finds more rows then.

use std::cmp::Ordering;

/// What a query is read against.
pub(super) trait Grammar {
    /// Whether there is a field of this name; dots lead through references.
    fn knows(&self, field: &str) -> bool;

    /// A literal value of a field in the form in which the field holds it.
    fn literal(&self, field: &str, value: &str) -> String;

    /// The value of what follows `javascript:`; nothing where it is refused.
    fn script(&self, script: &str) -> Option<String>;
}

/// How a term compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Contains,
    Lacks,
    Starts,
    Ends,
    Among,
    NotAmong,
    Empty,
    Filled,
    Between,
    Anything,
}

/// The operators as they are written. Where one begins with another, it comes first.
const OPERATORS: [(&str, Operator); 21] = [
    ("!=", Operator::Unequal),
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("!*", Operator::Lacks),
    ("=", Operator::Equal),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("*", Operator::Contains),
    ("%", Operator::Ends),
    ("NOT LIKE", Operator::Lacks),
    ("NOTLIKE", Operator::Lacks),
    ("LIKE", Operator::Contains),
    ("STARTSWITH", Operator::Starts),
    ("ENDSWITH", Operator::Ends),
    ("NOT IN", Operator::NotAmong),
    ("IN", Operator::Among),
    ("ISEMPTY", Operator::Empty),
    ("EMPTYSTRING", Operator::Empty),
    ("ISNOTEMPTY", Operator::Filled),
    ("BETWEEN", Operator::Between),
    ("ANYTHING", Operator::Anything),
];

/// What an instance evaluates and this server does not; it refuses a query that holds one.
const BEYOND: [&str; 17] = [
    "RLQUERY",
    "ENDRLQUERY",
    "GT_FIELD",
    "LT_FIELD",
    "GT_OR_EQUALS_FIELD",
    "LT_OR_EQUALS_FIELD",
    "SAMEAS",
    "NSAMEAS",
    "NOTON",
    "ON",
    "DATEPART",
    "RELATIVE",
    "MORETHAN",
    "LESSTHAN",
    "DYNAMIC",
    "VALCHANGES",
    "CHANGES",
];

/// One condition on a field.
struct Term {
    field: String,
    operator: Operator,
    values: Vec<String>,
}

/// A field that rows are ordered by.
struct Order {
    field: String,
    is_descending: bool,
}

/// A query as it was understood.
#[derive(Default)]
pub(super) struct Query {
    /// Queries of which one must hold; of each all groups, of each group one term. A group without terms holds.
    branches: Vec<Vec<Vec<Term>>>,
    order: Vec<Order>,
    dropped: usize,
}

/// The parts between single `^`, with `^^` read as the character.
fn parts(text: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '^' if characters.next_if_eq(&'^').is_some() => part.push('^'),
            '^' => parts.push(std::mem::take(&mut part)),
            _ => part.push(character),
        }
    }
    parts.push(part);
    parts
}

/// The order that a part asks for.
fn order(part: &str) -> Option<Order> {
    let (field, is_descending) = match part.strip_prefix("ORDERBYDESC") {
        Some(field) => (field, true),
        None => (part.strip_prefix("ORDERBY")?, false),
    };
    Some(Order { field: field.to_owned(), is_descending })
}

impl Query {
    /// Reads a query. The error names an operator that this server does not evaluate.
    pub(super) fn read(text: &str, grammar: &dyn Grammar) -> Result<Self, &'static str> {
        let mut query = Self { branches: vec![Vec::new()], ..Self::default() };
        let mut has_ended = false;
        for part in parts(text) {
            match order(&part) {
                Some(order) if grammar.knows(&order.field) => query.order.push(order),
                Some(_) => query.dropped += 1,
                None if part == "EQ" => has_ended = true,
                None if has_ended || part.is_empty() => {}
                None => query.add(&part, grammar)?,
            }
        }
        Ok(query)
    }

    fn add(&mut self, part: &str, grammar: &dyn Grammar) -> Result<(), &'static str> {
        let of_new = part.strip_prefix("NQ");
        let alternative = part.strip_prefix("OR");
        let term = Term::read(of_new.or(alternative).unwrap_or(part), grammar)?;
        self.dropped += usize::from(term.is_none());
        if of_new.is_some() {
            self.branches.push(Vec::new());
        }
        let Some(groups) = self.branches.last_mut() else { return Ok(()) };
        match groups.last_mut().filter(|_| alternative.is_some()) {
            Some(group) => group.extend(term),
            None => groups.push(term.into_iter().collect()),
        }
        Ok(())
    }

    /// How many parts were dropped because they are not valid.
    pub(super) fn dropped(&self) -> usize {
        self.dropped
    }

    /// The fields that conditions and order name.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        let terms = self.branches.iter().flatten().flatten().map(|term| term.field.as_str());
        terms.chain(self.order.iter().map(|order| order.field.as_str()))
    }

    /// Whether a row is found; `value` gives what a field of it holds.
    pub(super) fn finds<'r>(&self, value: &dyn Fn(&str) -> &'r str) -> bool {
        let holds = |term: &Term| term.holds(value(&term.field));
        let all_hold = |groups: &Vec<Vec<Term>>| groups.iter().all(|group| group.is_empty() || group.iter().any(holds));
        self.branches.iter().any(all_hold)
    }

    /// The order of two rows; equal where the query does not tell.
    pub(super) fn compare<'r>(&self, one: &dyn Fn(&str) -> &'r str, other: &dyn Fn(&str) -> &'r str) -> Ordering {
        let mut each = self.order.iter().map(|order| {
            let ascending = compare(one(&order.field), other(&order.field));
            if order.is_descending { ascending.reverse() } else { ascending }
        });
        each.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

impl Term {
    /// Reads a term; nothing where it is not valid.
    fn read(part: &str, grammar: &dyn Grammar) -> Result<Option<Self>, &'static str> {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
        let (field, rest) = part.split_at(part.find(|c: char| !is_name(c)).unwrap_or(part.len()));
        if let Some(beyond) = BEYOND.iter().find(|name| rest.starts_with(**name)) {
            return Err(beyond);
        }
        let known = OPERATORS.iter().find_map(|(name, operator)| Some((*operator, rest.strip_prefix(name)?)));
        let Some((operator, value)) = known.filter(|_| grammar.knows(field)) else { return Ok(None) };
        let given: Vec<&str> = match operator {
            Operator::Among | Operator::NotAmong => value.split(',').collect(),
            Operator::Between => value.split('@').collect(),
            _ => vec![value],
        };
        let read = |value: &&str| match value.strip_prefix("javascript:") {
            Some(script) => grammar.script(script),
            None => Some(grammar.literal(field, value)),
        };
        let values: Option<Vec<String>> = given.iter().map(read).collect();
        let values = values.filter(|values| operator != Operator::Between || values.len() == 2);
        Ok(values.map(|values| Self { field: field.to_owned(), operator, values }))
    }

    fn holds(&self, held: &str) -> bool {
        let first = self.values.first().map_or("", String::as_str);
        let is = |value: &str| compare(held, value).is_eq();
        let ordered = |wanted: fn(Ordering) -> bool| !held.is_empty() && wanted(compare(held, first));
        let lower = || (held.to_lowercase(), first.to_lowercase());
        match self.operator {
            Operator::Equal => is(first),
            Operator::Unequal => !is(first),
            Operator::Less => ordered(Ordering::is_lt),
            Operator::AtMost => ordered(Ordering::is_le),
            Operator::Greater => ordered(Ordering::is_gt),
            Operator::AtLeast => ordered(Ordering::is_ge),
            Operator::Contains => lower().0.contains(&lower().1),
            Operator::Lacks => !lower().0.contains(&lower().1),
            Operator::Starts => lower().0.starts_with(&lower().1),
            Operator::Ends => lower().0.ends_with(&lower().1),
            Operator::Among => self.values.iter().any(|value| is(value)),
            Operator::NotAmong => !self.values.iter().any(|value| is(value)),
            Operator::Empty => held.is_empty(),
            Operator::Filled => !held.is_empty(),
            Operator::Between => {
                ordered(Ordering::is_ge) && self.values.iter().skip(1).all(|last| compare(held, last).is_le())
            }
            Operator::Anything => true,
        }
    }
}

/// The order of two values: of numbers by what they are worth, else byte by byte.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => one.cmp(other),
    }
}

/// The number that a text is. An id of digits alone is none: it is too long.
fn number(text: &str) -> Option<f64> {
    let is_plain = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.');
    is_plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields of the rows below; scripts give what stands in their brackets, literals of `at` are an hour late.
    struct Plain;

    impl Grammar for Plain {
        fn knows(&self, field: &str) -> bool {
            ["number", "state", "text", "at", "caller.email", "sys_id"].contains(&field)
        }

        fn literal(&self, field: &str, value: &str) -> String {
            if field == "at" { value.replace("T1", "T0") } else { value.to_owned() }
        }

        fn script(&self, script: &str) -> Option<String> {
            Some(script.strip_prefix("gs.dateGenerate(")?.strip_suffix(')')?.to_owned())
        }
    }

    const FIELDS: [&str; 6] = ["number", "state", "text", "at", "caller.email", "sys_id"];
    const ROWS: [[&str; 6]; 4] = [
        ["N1", "2", "Printer on fire", "T01", "ann@example.com", "0a"],
        ["N2", "10", "a^b, c", "T02", "bob@example.com", "0b"],
        ["N3", "", "", "T03", "", "1e"],
        ["N4", "2", "PRINTER", "T04", "ann@example.com", "1f"],
    ];

    fn value(row: usize, field: &str) -> &'static str {
        FIELDS.iter().position(|name| *name == field).map_or("", |at| ROWS[row][at])
    }

    /// The numbers of the rows that a query finds, in its order.
    fn found(text: &str) -> String {
        let query = Query::read(text, &Plain).unwrap();
        let mut rows: Vec<usize> = (0..4).filter(|row| query.finds(&|field| value(*row, field))).collect();
        rows.sort_by(|one, other| query.compare(&|field| value(*one, field), &|field| value(*other, field)));
        rows.into_iter().map(|row| (row + 1).to_string()).collect()
    }

    #[test]
    fn terms_find_what_they_say() {
        for (query, wanted) in [
            ("", "1234"),
            ("number=N2", "2"),
            ("number!=N2", "134"),
            ("state=", "3"),
            ("stateISEMPTY", "3"),
            ("textEMPTYSTRING", "3"),
            ("stateISNOTEMPTY", "124"),
            ("stateANYTHING", "1234"),
            // Numbers are compared as numbers, and nothing is below or above an empty value.
            ("state>2", "2"),
            ("state>=2", "124"),
            ("state<10", "14"),
            ("state<=10", "124"),
            ("state=2.0", "14"),
            ("stateBETWEEN2@9", "14"),
            ("textLIKEprinter", "14"),
            ("text*printer", "14"),
            ("textNOT LIKEprinter", "23"),
            ("text!*printer", "23"),
            ("textSTARTSWITHprinter o", "1"),
            ("textENDSWITHer", "4"),
            ("text%er", "4"),
            ("numberINN1,N4,N9", "14"),
            ("numberNOT INN1,N4", "23"),
            ("caller.email=bob@example.com", "2"),
            ("sys_id>0b", "34"),
        ] {
            assert_eq!(found(query), wanted, "{query}");
        }
    }

    #[test]
    fn terms_are_joined_by_and_or_and_new_queries() {
        for (query, wanted) in [
            ("state=2^textLIKEfire", "1"),
            ("number=N1^ORnumber=N2", "12"),
            ("state=2^number=N1^ORnumber=N2", "1"),
            ("number=N3^NQstate=2^number=N4", "34"),
            ("number=N3^NQstate=2^number=N4^ORnumber=N1", "134"),
            ("state=2^EQ^number=N1", "14"),
            ("state=2^EQ^ORDERBYDESCnumber", "41"),
            ("text=a^^b, c", "2"),
            ("textLIKE^^", "2"),
            ("text=a^b, c", ""),
        ] {
            assert_eq!(found(query), wanted, "{query}");
        }
    }

    #[test]
    fn rows_are_ordered_by_several_fields() {
        assert_eq!(found("ORDERBYstate"), "3142");
        assert_eq!(found("ORDERBYDESCstate^ORDERBYDESCnumber"), "2413");
        assert_eq!(found("state=2^ORDERBYcaller.email^ORDERBYDESCnumber"), "41");
    }

    #[test]
    fn what_is_not_valid_is_dropped_and_counted() {
        for (query, wanted, dropped) in [
            ("bogus=1", "1234", 1),
            ("bogus=1^number=N1", "1", 1),
            ("bogus=1^ORnumber=N1", "1", 1),
            ("number=N1^ORbogus=1", "1", 1),
            ("number=N1^NQbogus=1", "1234", 1),
            ("number~N1", "1234", 1),
            ("stateBETWEEN2", "1234", 1),
            ("at>javascript:gs.now()", "1234", 1),
            ("ORDERBYbogus^number=N1", "1", 1),
            ("number=N1", "1", 0),
        ] {
            assert_eq!(found(query), wanted, "{query}");
            assert_eq!(Query::read(query, &Plain).unwrap().dropped(), dropped, "{query}");
        }
        assert_eq!(Query::read("atRELATIVEGT@hour@ago@1", &Plain).err(), Some("RELATIVE"));
        assert_eq!(Query::read("RLQUERYtask.parent,>=1^ENDRLQUERY", &Plain).err(), Some("RLQUERY"));
    }

    #[test]
    fn literals_and_scripts_are_read_by_the_grammar() {
        assert_eq!(found("at>=T13"), "34");
        assert_eq!(found("at>=javascript:gs.dateGenerate(T04)"), "4");
        assert_eq!(found("atBETWEENjavascript:gs.dateGenerate(T02)@T13"), "23");
        let query = Query::read("at>T01^NQcaller.email=x^ORDERBYnumber", &Plain).unwrap();
        assert_eq!(query.fields().collect::<Vec<_>>(), ["at", "caller.email", "number"]);
    }

    #[test]
    fn ids_of_digits_are_compared_as_texts() {
        assert!(compare("9", "10").is_lt() && compare("9a", "10").is_gt());
        assert!(compare("12345678901234567890123456789012", "2").is_lt());
        assert!(compare("1e5", "2").is_lt() && compare("-3", "2").is_lt());
    }
}
