//! How markup names people: the attributes that do, and what stands before a person in an address.

use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::ops::Range;

/// What a file of the book says of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Listed {
    ids: Vec<String>,
    names: Vec<String>,
    beside: Vec<String>,
    before: Vec<String>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct People {
    listed: Listed,
    before: Option<AhoCorasick>,
}

impl People {
    /// Takes what a file lists.
    pub(super) fn take(&mut self, listed: Listed) {
        self.listed.ids.extend(listed.ids);
        self.listed.names.extend(listed.names);
        self.listed.beside.extend(listed.beside);
        self.listed.before.extend(listed.before);
    }

    /// Makes ready to look through addresses.
    ///
    /// # Errors
    /// What is wrong with what stands before a person.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        let before = AhoCorasick::builder().ascii_case_insensitive(true).build(&self.listed.before);
        self.before = Some(before.map_err(|error| format!("before = {:?}: {error}", self.listed.before))?);
        Ok(())
    }

    /// Whether the attribute of this name holds an account's id.
    pub fn is_id(&self, attribute: &[u8]) -> bool {
        holds(&self.listed.ids, attribute)
    }

    /// Whether it holds what a person is called; `beside` tells whether its element is about one.
    pub fn is_name(&self, attribute: &[u8], beside: bool) -> bool {
        holds(&self.listed.names, attribute) || beside && holds(&self.listed.beside, attribute)
    }

    /// Whether a person may stand in an address, as it is written.
    pub fn may_be_in(&self, address: &[u8]) -> bool {
        self.before.as_ref().is_some_and(|before| before.is_match(address))
    }

    /// Where people stand in an address.
    pub fn places_in(&self, address: &[u8]) -> Vec<Range<usize>> {
        let ends = self.before.iter().flat_map(|before| before.find_iter(address)).map(|found| found.end());
        let place = |from: usize| {
            let is_end = |b: &u8| b"/?#&;\"' ".contains(b);
            from..address[from..].iter().position(is_end).map_or(address.len(), |length| from + length)
        };
        ends.map(place).filter(|place| !place.is_empty()).collect()
    }
}

fn holds(names: &[String], name: &[u8]) -> bool {
    names.iter().any(|known| known.as_bytes() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_in_addresses_up_to_the_end_of_their_part() {
        let mut people = People::default();
        people.take(toml::from_str("before = [\"/~\", \"name=\"]").unwrap());
        people.settle().unwrap();
        let found = |address: &str| -> Vec<String> {
            let places = people.places_in(address.as_bytes());
            places.into_iter().map(|place| address[place].to_owned()).collect()
        };
        assert_eq!(found("/display/~jdoe/Home?Name=ann&x=1#name=bo"), ["jdoe", "ann", "bo"]);
        assert_eq!(found("/display/~/x?name="), [""; 0]);
        assert!(people.may_be_in(b"a?NAME=b") && !people.may_be_in(b"/display/DOCS/a~b"));
    }
}
