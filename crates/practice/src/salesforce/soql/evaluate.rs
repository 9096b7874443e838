//! Which rows a query finds, in which order, and what functions make of them.

use super::check::{Bound, Comparison, Operand, Sorting};
use super::lexer::{PERCENT, UNDERSCORE};
use super::parse::{Filter, Function, Operator};
use crate::random::mark;
use crate::salesforce::id::Id;
use crate::salesforce::row::Row;
use crate::salesforce::schema::{Field, Kind};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// The rows that a query finds. What it does not sort comes in no order that a client could make use of.
pub(in super::super) fn find<'r>(query: &Bound, rows: impl Iterator<Item = &'r Row>) -> Vec<&'r Row> {
    let fits = |row: &&Row| query.filter.as_ref().is_none_or(|filter| holds(filter, row));
    let mut found: Vec<&Row> = rows.filter(fits).collect();
    found.sort_by_cached_key(|row| mark([row.text("Id")]));
    found.sort_by(|one, other| {
        let by = |sorting: &Sorting| sorted(sorting, one, other);
        query.order.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    let offset = query.offset.unwrap_or(0).min(found.len());
    found.drain(..offset);
    found.truncate(query.limit.unwrap_or(usize::MAX));
    found
}

fn sorted((field, is_descending, are_nulls_last): &Sorting, one: &Row, other: &Row) -> Ordering {
    if field.kind == Kind::Id {
        return if *is_descending { other.id.cmp(&one.id) } else { one.id.cmp(&other.id) };
    }
    let (one, other) = (one.get(&field.name), other.get(&field.name));
    match (one.is_null(), other.is_null()) {
        (false, false) => {
            let order = between(field.kind, one, other);
            if *is_descending { order.reverse() } else { order }
        }
        (false, true) if *are_nulls_last => Ordering::Less,
        (true, false) if *are_nulls_last => Ordering::Greater,
        (one, other) => other.cmp(&one),
    }
}

/// How two values of a field are ordered: numbers of rows as the database does, texts without their case.
fn between(kind: Kind, one: &Value, other: &Value) -> Ordering {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_lowercase();
    match kind {
        Kind::Date | Kind::Datetime | Kind::Time => one.as_str().cmp(&other.as_str()),
        Kind::Id | Kind::Reference => {
            let id = |value: &Value| value.as_str().and_then(Id::read);
            id(one).cmp(&id(other))
        }
        Kind::Boolean => one.as_bool().cmp(&other.as_bool()),
        kind if kind.is_number() => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
        _ => text(one).cmp(&text(other)),
    }
}

fn holds(filter: &Filter<Comparison>, row: &Row) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, row)),
        Filter::Or(parts) => parts.iter().any(|part| holds(part, row)),
        Filter::Not(part) => !holds(part, row),
        Filter::Test(comparison) => {
            let value = row.get(&comparison.field.name);
            let is = |operator| comparison.operands.iter().any(|operand| compare(value, operator, operand));
            match comparison.operator {
                Operator::In => is(Operator::Equal),
                Operator::NotIn => !is(Operator::Equal),
                Operator::Unequal => !is(Operator::Equal),
                operator => is(operator),
            }
        }
    }
}

fn compare(value: &Value, operator: Operator, operand: &Operand) -> bool {
    if value.is_null() {
        return *operand == Operand::Null && operator == Operator::Equal;
    }
    let text = || value.as_str().unwrap_or_default();
    let order = match operand {
        Operand::Null => return false,
        Operand::Pattern(pattern) => {
            return is_like(&text().to_lowercase().chars().collect::<Vec<_>>(), pattern);
        }
        Operand::Boolean(is_so) => value.as_bool().cmp(&Some(*is_so)),
        Operand::Number(number) => value.as_f64().partial_cmp(&Some(*number)).unwrap_or(Ordering::Less),
        Operand::Id(id) => Id::read(text()).cmp(&Some(*id)),
        Operand::Text(other) => text().to_lowercase().cmp(other),
        Operand::Exact(other) => text().cmp(other),
        // A day is compared as a whole.
        Operand::Span(first, end) => match text() {
            early if early < first.as_str() => Ordering::Less,
            late if late >= end.as_str() => Ordering::Greater,
            _ => Ordering::Equal,
        },
    };
    match operator {
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        _ => order.is_eq(),
    }
}

/// Whether a text is like a pattern: `%` stands for any characters, `_` for one.
fn is_like(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|from| is_like(&text[from..], rest)),
        Some((one, rest)) => text.split_first().is_some_and(|(first, left)| {
            let fits = match *one {
                '_' => true,
                PERCENT => *first == '%',
                UNDERSCORE => *first == '_',
                one => *first == one,
            };
            fits && is_like(left, rest)
        }),
    }
}

/// What a function makes of the rows of a query.
pub(in super::super) fn aggregate(function: Function, field: &Field, rows: &[&Row]) -> Value {
    let values = rows.iter().map(|row| row.get(&field.name)).filter(|value| !value.is_null());
    let found = match function {
        Function::Count => return json!(values.count()),
        Function::Min => values.min_by(|one, other| between(field.kind, one, other)),
        Function::Max => values.max_by(|one, other| between(field.kind, one, other)),
    };
    found.cloned().unwrap_or(Value::Null)
}

/// Between which times a query looks for rows, by when they were made or changed; none where it does not say.
pub(in super::super) fn range(query: &Bound) -> [Option<&str>; 2] {
    ["CreatedDate", "SystemModstamp"]
        .map(|field| query.filter.as_ref().map_or([None; 2], |filter| ends(filter, field)))
        .into_iter()
        .max_by_key(|ends| ends.iter().flatten().count())
        .unwrap_or_default()
}

fn ends<'f>(filter: &'f Filter<Comparison>, name: &str) -> [Option<&'f str>; 2] {
    match filter {
        Filter::Not(_) => [None; 2],
        Filter::And(parts) => {
            let all = parts.iter().map(|part| ends(part, name));
            all.fold([None; 2], |[from, to], [first, last]| [from.max(first), to.into_iter().chain(last).min()])
        }
        Filter::Or(parts) => {
            let all: Vec<_> = parts.iter().map(|part| ends(part, name)).collect();
            let first = all.iter().map(|[first, _]| *first).min().flatten();
            let last = all.iter().all(|[_, last]| last.is_some()).then(|| all.iter().filter_map(|ends| ends[1]).max());
            [first, last.flatten()]
        }
        Filter::Test(Comparison { field, operator, operands }) => {
            let [Operand::Exact(at)] = &operands[..] else { return [None; 2] };
            match operator {
                _ if field.name != name => [None; 2],
                Operator::Equal => [Some(at); 2],
                Operator::Greater | Operator::GreaterOrEqual => [Some(at), None],
                Operator::Less | Operator::LessOrEqual => [None, Some(at)],
                _ => [None; 2],
            }
        }
    }
}

/// Whether a query names the rows that it looks for by their numbers.
pub(in super::super) fn is_by_number(query: &Bound) -> bool {
    fn names(filter: &Filter<Comparison>) -> bool {
        match filter {
            Filter::And(parts) => parts.iter().any(names),
            Filter::Test(test) => {
                test.field.kind == Kind::Id && matches!(test.operator, Operator::Equal | Operator::In)
            }
            Filter::Or(_) | Filter::Not(_) => false,
        }
    }
    query.filter.as_ref().is_some_and(names)
}

#[cfg(test)]
mod tests {
    use super::super::{bind, parse};
    use super::*;
    use crate::salesforce::maker::time;
    use crate::salesforce::objects::objects;

    const NAMES: [&str; 5] = ["Ab", "aa", "100%", "", "b_c"];

    /// Five cases; the third and the fourth have one time.
    fn rows() -> Vec<Row> {
        let at = |ordinal: usize| time([1, 2, 3, 3, 4][ordinal] * 1000);
        let named = |ordinal: usize| {
            Row::new(Id::of("500", 3, ordinal as u64)).with([
                ("Subject", crate::salesforce::row::value(NAMES[ordinal])),
                ("SystemModstamp", json!(at(ordinal))),
                ("IsClosed", json!(ordinal == 1)),
            ])
        };
        (0..5).map(named).collect()
    }

    fn bound(rest: &str) -> Bound {
        let objects = objects();
        let case = objects.iter().find(|object| object.name == "Case").unwrap();
        bind(&parse(&format!("SELECT Id FROM Case {rest}")).unwrap(), case, &|_| false, 0).unwrap()
    }

    fn found(rest: &str) -> Vec<usize> {
        let rows = rows();
        let found = find(&bound(rest), rows.iter());
        found.into_iter().map(|row| rows.iter().position(|other| other.id == row.id).unwrap()).collect()
    }

    fn set(filter: &str) -> Vec<usize> {
        let mut found = found(&format!("WHERE {filter}"));
        found.sort();
        found
    }

    #[test]
    fn comparisons_find_rows() {
        assert_eq!(set("Subject = 'AA'"), [1]);
        assert_eq!(set("Subject != 'aa'"), [0, 2, 3, 4]);
        assert_eq!(set("Subject = null"), [3]);
        assert_eq!(set("Subject != null"), [0, 1, 2, 4]);
        assert_eq!(set("Subject IN ('ab', null)"), [0, 3]);
        assert_eq!(set("Subject NOT IN ('ab', 'aa')"), [2, 3, 4]);
        assert_eq!(set("NOT (IsClosed = true OR Subject > 'ab')"), [0, 2, 3]);
        assert_eq!(set("IsClosed = true AND Subject = 'aa'"), [1]);
        assert_eq!(set("SystemModstamp >= 1970-01-01T00:00:03Z"), [2, 3, 4]);
        assert_eq!(set("SystemModstamp > 1970-01-01T01:00:03+01:00"), [4]);
        assert_eq!(set("SystemModstamp < 1970-01-01T00:00:03Z"), [0, 1]);
        assert_eq!(set("SystemModstamp <= 1970-01-01T00:00:01Z"), [0]);
        assert_eq!(set("SystemModstamp = TODAY"), [0, 1, 2, 3, 4]);
        assert_eq!(set("SystemModstamp < TODAY"), Vec::<usize>::new());
        assert_eq!(set(&format!("Id = '{}'", &rows()[2].text("Id")[..15])), [2]);
    }

    #[test]
    fn patterns_have_two_signs() {
        assert_eq!(set("Subject LIKE 'a%'"), [0, 1]);
        assert_eq!(set("Subject LIKE '_a'"), [1]);
        assert_eq!(set(r"Subject LIKE '100\%'"), [2]);
        assert_eq!(set(r"Subject LIKE 'b\_c'"), [4]);
        assert_eq!(set(r"Subject LIKE '\_b'"), Vec::<usize>::new());
        assert_eq!(set("Subject LIKE '%'"), [0, 1, 2, 4]);
    }

    #[test]
    fn rows_are_sorted_as_the_database_does() {
        assert_eq!(found("ORDER BY Subject"), [3, 2, 1, 0, 4]);
        assert_eq!(found("ORDER BY Subject DESC"), [4, 0, 1, 2, 3]);
        assert_eq!(found("ORDER BY Subject NULLS LAST LIMIT 3 OFFSET 2"), [0, 4, 3]);
        let (rows, by_id) = (rows(), found("ORDER BY Id"));
        assert!(by_id.windows(2).all(|pair| rows[pair[0]].id < rows[pair[1]].id));
        let last = found("WHERE SystemModstamp >= 1970-01-01T00:00:03Z ORDER BY SystemModstamp DESC, Id DESC");
        let tie = if rows[2].id < rows[3].id { [3, 2] } else { [2, 3] };
        assert_eq!(last, [4, tie[0], tie[1]]);
        let after = format!("Id > '{}'", rows[by_id[1]].text("Id"));
        assert_eq!(found(&format!("WHERE {after} ORDER BY Id")), by_id[2..]);
        assert_ne!(found(""), by_id);
    }

    #[test]
    fn functions_work_on_what_there_is() {
        let (objects, rows) = (objects(), rows());
        let case = objects.iter().find(|object| object.name == "Case").unwrap();
        let all: Vec<&Row> = rows.iter().collect();
        let of = |function, field: &str| aggregate(function, case.field(field).unwrap(), &all);
        assert_eq!(of(Function::Count, "Subject"), json!(4));
        assert_eq!(of(Function::Min, "SystemModstamp"), json!(time(1000)));
        assert_eq!(of(Function::Max, "SystemModstamp"), json!(time(4000)));
        assert_eq!(of(Function::Max, "Priority"), Value::Null);
    }

    #[test]
    fn the_range_of_a_query_is_told() {
        let [one, two, nine] = [1, 2, 9].map(|second| time(second * 1000));
        let within = |rest: &str| range(&bound(rest)).map(|end| end.map(str::to_owned));
        assert_eq!(within(""), [None, None]);
        assert_eq!(within("WHERE SystemModstamp > 1970-01-01T00:00:01Z"), [Some(one.clone()), None]);
        let page = "WHERE (SystemModstamp > 1970-01-01T00:00:02Z OR (SystemModstamp = 1970-01-01T00:00:02Z AND \
                    Id > '5005e0000000000')) AND SystemModstamp < 1970-01-01T00:00:09Z";
        assert_eq!(within(page), [Some(two), Some(nine.clone())]);
        let apart = "WHERE CreatedDate >= 1970-01-01T00:00:01Z AND CreatedDate < 1970-01-01T00:00:09Z";
        assert_eq!(within(apart), [Some(one), Some(nine)]);
        let half = "WHERE SystemModstamp > 1970-01-01T00:00:02Z OR Subject = 'a'";
        assert_eq!(within(half), [None, None]);
        assert!(is_by_number(&bound("WHERE Id = '5005e0000000000' AND IsClosed = true")));
        assert!(!is_by_number(&bound("WHERE Id > '5005e0000000000'")));
    }
}
