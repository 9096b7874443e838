//! Objects of one stream that stand inside the objects of another.
//!
//! An answer may show of an object all that is listed for it, or the first of that alone. The staging cuts such objects out of
//! the answer, and where all of them were there it takes the place of their own listing.

use super::envelope::{List, value_in};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where the objects of a stream stand in an object of its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// In a list.
    List {
        /// Its path.
        list: &'static str,
        /// The path of what tells whether these are all: how many there are, or a flag. Empty: they are.
        proof: &'static str,
    },
    /// The object itself is one, of which some members are kept.
    Members {
        /// The path of the object that has them.
        within: &'static str,
        /// What their names begin with.
        prefix: &'static str,
    },
}

/// What an object carries.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Load<'a> {
    /// The objects, as they stand in the answer; of members alone a text of their own.
    pub objects: Vec<Cow<'a, str>>,
    /// Whether these are all that there are.
    pub is_whole: bool,
}

impl Carried {
    /// What an object with this id carries. Nothing where it lacks the list: it was asked for without.
    pub fn load<'a>(&self, id: &str, object: &'a str) -> Option<Load<'a>> {
        match *self {
            Self::List { list, proof } => {
                // Both stand side by side: the object is gone through once.
                let (within, [list, proof]) = side_by_side(list, proof);
                let object = if within.is_empty() { object } else { value_in::<&RawValue>(object, within)?.get() };
                let List(objects) = value_in(object, list)?;
                let objects: Vec<_> = objects?.into_iter().map(|object| Cow::Borrowed(object.get())).collect();
                let is_whole = proof.is_empty()
                    || value_in::<Proof>(object, proof).is_some_and(|proof| proof.holds(objects.len() as u64));
                Some(Load { objects, is_whole })
            }
            Self::Members { within, prefix } => {
                let Members(members) = value_in(object, within)?;
                let mut text = format!("{{\"id\":{}", serde_json::Value::from(id));
                for (name, value) in
                    members.iter().filter(|(name, value)| name.starts_with(prefix) && value.get() != "null")
                {
                    // Writing to a text does not fail.
                    let _ = write!(text, ",{}:{}", serde_json::Value::from(name.as_ref()), value.get());
                }
                text.push('}');
                Some(Load { objects: vec![Cow::Owned(text)], is_whole: true })
            }
        }
    }
}

/// What tells whether a list has all of its objects.
#[derive(Deserialize)]
#[serde(untagged)]
enum Proof {
    Total(u64),
    IsLast(bool),
}

impl Proof {
    fn holds(&self, objects: u64) -> bool {
        match self {
            Self::Total(total) => *total <= objects,
            Self::IsLast(is_last) => *is_last,
        }
    }
}

/// The path of what two members stand in, and theirs in it; the second one may be empty.
fn side_by_side<'p>(one: &'p str, other: &'p str) -> (&'p str, [&'p str; 2]) {
    let Some((within, name)) = one.rsplit_once('.') else { return ("", [one, other]) };
    if other.is_empty() {
        return (within, [name, other]);
    }
    let beside = other.strip_prefix(within).and_then(|rest| rest.strip_prefix('.'));
    beside.map_or(("", [one, other]), |beside| (within, [name, beside]))
}

/// The members of an object by their names.
#[derive(Deserialize)]
#[serde(transparent)]
struct Members<'a>(#[serde(borrow)] BTreeMap<Cow<'a, str>, &'a RawValue>);

#[cfg(test)]
mod tests {
    use super::*;

    const COMMENTS: Carried = Carried::List { list: "fields.comment.comments", proof: "fields.comment.total" };
    const FILES: Carried = Carried::List { list: "fields.attachment", proof: "" };
    const CUSTOM: Carried = Carried::Members { within: "fields", prefix: "custom" };

    fn texts(load: &Load<'_>) -> Vec<String> {
        load.objects.iter().map(|object| object.clone().into_owned()).collect()
    }

    #[test]
    fn a_list_is_whole_where_it_has_as_many_as_there_are() {
        let object = |total: &str| {
            format!(
                r#"{{"fields":{{"comment":{{"comments":[{{"id":"1"}},{{"id":"2"}}],"total":{total}}},"attachment":[]}}}}"#
            )
        };
        for (total, is_whole) in [
            ("2", true),
            ("1", true),
            ("true", true),
            ("3", false),
            ("false", false),
            ("null", false),
            ("\"2\"", false),
        ] {
            let object = object(total);
            let load = COMMENTS.load("7", &object).unwrap();
            assert_eq!(
                (texts(&load), load.is_whole),
                (vec![r#"{"id":"1"}"#.to_owned(), r#"{"id":"2"}"#.to_owned()], is_whole),
                "{total}"
            );
        }
        assert_eq!(FILES.load("7", &object("2")).unwrap(), Load { objects: Vec::new(), is_whole: true });
    }

    #[test]
    fn what_tells_stands_beside_the_list_or_elsewhere() {
        assert_eq!(side_by_side("a.b.list", "a.b.total"), ("a.b", ["list", "total"]));
        assert_eq!(side_by_side("a.list", "a.page.total"), ("a", ["list", "page.total"]));
        assert_eq!(side_by_side("a.list", "ab.total"), ("", ["a.list", "ab.total"]));
        assert_eq!(side_by_side("list", "total"), ("", ["list", "total"]));
        assert_eq!(side_by_side("a.list", ""), ("a", ["list", ""]));
        let apart = Carried::List { list: "a.list", proof: "total" };
        assert!(apart.load("7", r#"{"total":1,"a":{"list":[{}]}}"#).unwrap().is_whole);
    }

    #[test]
    fn without_the_list_nothing_is_known() {
        for object in
            ["{}", r#"{"fields":{"comment":null}}"#, r#"{"fields":{"comment":{"comments":null,"total":0}}}"#, "7"]
        {
            assert_eq!(COMMENTS.load("7", object), None, "{object}");
        }
    }

    #[test]
    fn some_members_become_an_object_with_the_id_of_their_owner() {
        let object = r#"{"id":"7","fields":{"customfield_2":{"a":null},"summary":"x","customfield_1":"\u0041","customfield_3":null}}"#;
        let load = CUSTOM.load("7", object).unwrap();
        assert_eq!(texts(&load), [r#"{"id":"7","customfield_1":"\u0041","customfield_2":{"a":null}}"#]);
        assert!(load.is_whole);
        assert_eq!(texts(&CUSTOM.load("7", r#"{"fields":{}}"#).unwrap()), [r#"{"id":"7"}"#]);
        assert_eq!(CUSTOM.load("7", "{}"), None);
    }
}
