//! The types of fields, by the words of an org's describe, and what a column of each holds.

use super::objects::{PEOPLE, SECRET};
use serde::Deserialize;

/// A field as describe tells it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", default)]
pub struct Element {
    /// Its API name.
    pub name: String,
    /// What the org calls it where it shows it.
    pub label: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the org has added it.
    pub custom: bool,
    /// The field that it is a part of.
    pub compound_field_name: Option<String>,
    /// The objects that it may refer to.
    pub reference_to: Vec<String>,
    /// How many decimals it has.
    pub scale: i64,
}

/// Types, each with what a column holds. A type that is not here is free text: texts of any length, addresses of the web, what is
/// encrypted, and types that are made later.
const TYPES: &[(&str, &str)] = &[
    ("id", "key"),
    ("reference", "key"),
    ("picklist", "plain"),
    // The words that are chosen, with ; between them.
    ("multipicklist", "plain"),
    ("boolean", "flag"),
    ("int", "integer"),
    ("long", "integer"),
    ("double", DECIMAL),
    ("percent", DECIMAL),
    ("currency", DECIMAL),
    ("date", "date"),
    ("datetime", TIME),
    ("time", "plain"),
    ("email", "person"),
    ("phone", "person"),
    ("complexvalue", "json"),
    ("json", "json"),
];
const TIME: &str = "time";
const DECIMAL: &str = "decimal";
/// Ends of the names of fields that say of a person what nobody has to know; settings may class them otherwise.
const INTIMATE: [&str; 3] = ["Birthdate", "Latitude", "Longitude"];
/// Decimals that an exact column has.
const MOST_DECIMALS: i64 = 10;
/// Types that no query brings in one value: the parts of the first two are fields of their own, the last one is a file.
const UNREAD: [&str; 3] = ["address", "location", "base64"];
/// The field with the name of a person, where it has parts.
const NAME: &str = "Name";

impl Element {
    /// Whether a query brings it.
    pub fn is_read(&self) -> bool {
        !UNREAD.contains(&self.kind.as_str())
    }

    /// Why a field that settings name is not read, and what to do.
    pub fn unread(&self) -> Option<(&'static str, &'static str)> {
        match self.kind.as_str() {
            "address" | "location" => Some(("a compound field", "name its parts, as BillingCity and BillingCountry")),
            "base64" => Some(("the content of a file, which no row holds", "remove it")),
            _ => None,
        }
    }

    /// Whether it holds times.
    pub fn is_time(&self) -> bool {
        self.kind == "datetime"
    }

    /// What a column of it holds; `has_parts` says whether the name of the object's records has parts, as that of a person.
    pub fn class(&self, has_parts: bool) -> &'static str {
        let known = TYPES.iter().find(|(kind, _)| *kind == self.kind).map_or("text", |(_, class)| *class);
        let is_name = has_parts && (self.name == NAME || self.compound_field_name.as_deref() == Some(NAME));
        match known {
            // When and where a person was born or lives.
            _ if has_parts && INTIMATE.iter().any(|ending| self.name.ends_with(ending)) => SECRET,
            "key" if self.reference_to.iter().any(|object| PEOPLE.contains(&object.as_str())) => "person",
            "text" if is_name => "person",
            DECIMAL if self.scale > MOST_DECIMALS => "number",
            class => class,
        }
    }
}

/// Whether the names of an object's records have parts.
pub fn has_parts(elements: &[Element]) -> bool {
    let is_part = |element: &Element| element.compound_field_name.as_deref() == Some(NAME) && element.name != NAME;
    elements.iter().any(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(name: &str, kind: &str) -> Element {
        Element { name: name.to_owned(), kind: kind.to_owned(), ..Element::default() }
    }

    #[test]
    fn what_a_field_holds_follows_from_its_type() {
        for (kind, class) in [
            ("id", "key"),
            ("picklist", "plain"),
            ("multipicklist", "plain"),
            ("string", "text"),
            ("textarea", "text"),
            ("encryptedstring", "text"),
            ("of_tomorrow", "text"),
            ("boolean", "flag"),
            ("currency", "decimal"),
            ("datetime", "time"),
            ("email", "person"),
            ("url", "text"),
        ] {
            assert_eq!(element("X__c", kind).class(false), class, "{kind}");
        }
        let scaled = Element { scale: 14, ..element("Rate__c", "double") };
        assert_eq!(scaled.class(false), "number");
        assert!(!element("BillingAddress", "address").is_read() && !element("Body", "base64").is_read());
    }

    #[test]
    fn names_of_people_and_references_to_them_are_pseudonyms() {
        let first = Element { compound_field_name: Some("Name".to_owned()), ..element("FirstName", "string") };
        let name = element("Name", "string");
        assert!(has_parts(&[name.clone(), first.clone()]) && !has_parts(std::slice::from_ref(&name)));
        assert_eq!((first.class(true), name.class(true), name.class(false)), ("person", "person", "text"));
        let owner =
            Element { reference_to: vec!["Group".to_owned(), "User".to_owned()], ..element("OwnerId", "reference") };
        let account = Element { reference_to: vec!["Account".to_owned()], ..element("AccountId", "reference") };
        assert_eq!((owner.class(false), account.class(false)), ("person", "key"));
        let born = element("Birthdate", "date");
        assert_eq!((born.class(true), born.class(false)), (SECRET, "date"));
    }
}
