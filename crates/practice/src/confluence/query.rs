//! Parameters, read as strictly as they are declared.
//!
//! Stricter than the real service, on purpose: a client that sends what is not declared learns it here.

use super::reply::Reply;
use std::collections::BTreeMap;
use url::form_urlencoded;

/// What a parameter may hold.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// At most so many numbers, with commas between them or the parameter repeated.
    Ids(usize),
    /// At most so many words, alike.
    Words(usize),
    /// Some of these words, alike.
    Some(&'static [&'static str]),
    /// One of these words.
    One(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number within these bounds.
    Within(u64, u64),
    /// Anything.
    Text,
}

/// The parameters of an operation.
pub(super) type Declared = &'static [(&'static str, Rule)];

/// The parameters of a request, all of them declared and well-formed.
pub(super) struct Query {
    values: BTreeMap<&'static str, String>,
}

impl Query {
    /// Reads a query string; what is not declared or does not fit is a 400.
    pub(super) fn read(text: &str, declared: Declared) -> Result<Self, Reply> {
        let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let known = declared.iter().find(|(declared, _)| *declared == name);
            let (name, rule) = known.ok_or_else(|| Reply::unknown_parameter(&name))?;
            match values.get_mut(name) {
                None => drop(values.insert(name, value.into_owned())),
                Some(list) if rule.is_list() => list.extend([",", &value]),
                Some(_) => return Err(Reply::repeated_parameter(name)),
            }
        }
        for (name, rule) in declared {
            values.get(name).map_or(Ok(()), |value| rule.check(name, value))?;
        }
        Ok(Self { values })
    }

    /// The value of a parameter.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The values of a list.
    pub(super) fn list(&self, name: &str) -> Option<Vec<&str>> {
        self.text(name).map(|list| list.split(',').map(str::trim).collect())
    }

    /// The numbers of a list, sorted.
    pub(super) fn numbers(&self, name: &str) -> Option<Vec<u64>> {
        let mut numbers: Vec<u64> = self.list(name)?.iter().filter_map(|number| number.parse().ok()).collect();
        numbers.sort_unstable();
        Some(numbers)
    }

    /// The value of a number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// Whether a flag is given and true.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    /// All parameters by name.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.values.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

impl Rule {
    fn is_list(self) -> bool {
        matches!(self, Rule::Ids(_) | Rule::Words(_) | Rule::Some(_))
    }

    fn check(self, name: &str, value: &str) -> Result<(), Reply> {
        let parts = || value.split(',').map(str::trim);
        match self {
            Rule::Ids(most) | Rule::Words(most) if parts().count() > most => Err(Reply::too_many(name, most)),
            Rule::Within(least, most) if value.parse().is_ok_and(|n: u64| n < least || n > most) => {
                Err(Reply::out_of_range(name, least, most))
            }
            Rule::Ids(_) => fits(name, "List<Long>", parts().all(|part| part.parse::<i64>().is_ok_and(|id| id >= 0))),
            Rule::Words(_) => fits(name, "List<String>", parts().all(|part| !part.is_empty())),
            Rule::Some(words) => fits(name, &words.join("|"), parts().all(|part| words.contains(&part))),
            Rule::One(words) => fits(name, &words.join("|"), words.contains(&value)),
            Rule::Flag => fits(name, "Boolean", matches!(value, "true" | "false")),
            Rule::Within(..) => fits(name, "Integer", value.parse::<u64>().is_ok()),
            Rule::Text => Ok(()),
        }
    }
}

fn fits(name: &str, expected: &str, well: bool) -> Result<(), Reply> {
    if well { Ok(()) } else { Err(Reply::wrong_type(name, expected)) }
}

#[cfg(test)]
mod tests {
    use super::super::declared::{PAGE, PAGES, POSTS};
    use super::*;

    #[test]
    fn what_is_not_declared_or_does_not_fit_is_refused() {
        let many = format!("id={}", vec!["7"; 251].join(","));
        let wrong = "colour=red limit=0 limit=251 limit=ten limit=-1 limit=25&limit=25 body-format=view sort=created \
                     status=current,draft id= id=1,x id=-1 subtype= depth=all";
        for query in wrong.split(' ').chain([many.as_str()]) {
            assert_eq!(Query::read(query, PAGES).err().map(|reply| reply.status), Some(400), "{query}");
        }
        assert!(Query::read("sort=title", POSTS).is_err());
    }

    #[test]
    fn lists_may_be_repeated_or_have_commas() {
        let query = Query::read("id=3&id=1%2C2&status=current,archived&cursor=YQ==&limit=250", PAGES).ok().unwrap();
        assert_eq!(query.numbers("id"), Some(vec![1, 2, 3]));
        assert_eq!(query.list("status"), Some(vec!["current", "archived"]));
        assert_eq!(query.text("cursor"), Some("YQ=="));
        assert_eq!(query.number("limit"), Some(250));
    }

    #[test]
    fn the_formats_of_a_single_page_are_more_than_those_of_a_list() {
        assert!(Query::read("body-format=view&include-version=false", PAGE).is_ok());
        assert!(Query::read("body-format=wiki", PAGE).is_err());
    }
}
