//! The types of fields, by the words of an instance's dictionary, and what a column of each holds.

use super::settings::SECRET;

/// A field as the dictionary describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its type (`internal_type`).
    pub kind: String,
    /// The table that it refers to; empty where it refers to none.
    pub reference: String,
    /// What the instance calls it where it shows it (`column_label`).
    pub label: String,
    /// Whether its values are words of a list that the instance defines.
    pub is_choice: bool,
}

/// Types, each with what a column holds. A type that is not here is free text.
const TYPES: &[(&str, &str)] = &[
    ("integer", "integer"),
    ("longint", "integer"),
    ("order_index", "integer"),
    ("auto_increment", "integer"),
    ("decimal", "decimal"),
    ("percent_complete", "decimal"),
    ("float", "number"),
    ("boolean", "flag"),
    ("glide_date_time", TIME),
    ("due_date", TIME),
    ("date_time", TIME),
    ("glide_date", "date"),
    ("date", "date"),
    // With the word of the currency or in a form of their own: no plain numbers.
    ("currency", "plain"),
    ("currency2", "plain"),
    ("price", "plain"),
    ("glide_duration", "plain"),
    ("glide_time", "plain"),
    ("timer", "plain"),
    ("reference", "key"),
    ("GUID", "key"),
    ("document_id", "key"),
    ("domain_id", "key"),
    ("glide_list", "keys"),
    ("choice", "plain"),
    ("sys_class_name", "plain"),
    ("table_name", "plain"),
    ("field_name", "plain"),
    ("user_roles", "plain"),
    ("color", "plain"),
];
const TIME: &str = "time";
/// What a record is called by people: no free text, though its type is that of one.
const NUMBER: &str = "number";
/// Types whose value is no value of the record: entries of journals are records of a table of their own.
const WITHOUT_VALUE: [&str; 4] = ["journal", "journal_input", "journal_list", "collection"];

impl Element {
    /// Whether a record has a value of it.
    pub fn has_value(&self) -> bool {
        !WITHOUT_VALUE.contains(&self.kind.as_str())
    }

    /// Whether it holds times.
    pub fn is_time(&self) -> bool {
        self.class("", false) == TIME
    }

    /// Whether it refers to other records, or its values are words that the instance shows by others.
    pub fn has_display(&self) -> bool {
        self.is_choice || self.kind == "reference" || self.kind == "glide_list"
    }

    /// Whether it holds a password, which is never read.
    pub fn is_password(&self) -> bool {
        self.kind.starts_with("password")
    }

    /// What a column of it holds; `name` is the last part of its name, and `is_of_people` tells whether it refers to a table of
    /// people.
    pub fn class(&self, name: &str, is_of_people: bool) -> &'static str {
        let known = TYPES.iter().find(|(kind, _)| *kind == self.kind).map(|(_, class)| *class);
        match known {
            _ if self.is_password() => SECRET,
            // A column has one pseudonym at most, and what users see of a list are names.
            Some("keys") if is_of_people => SECRET,
            Some("key") if is_of_people => "person",
            Some(class) => class,
            None if self.is_choice || name == NUMBER => "plain",
            None => "text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_field_holds_follows_from_its_type() {
        for (kind, reference, is_choice, name, class) in [
            ("integer", "", true, "state", "integer"),
            ("string", "", true, "u_stage", "plain"),
            ("string", "", false, "short_description", "text"),
            ("string", "", false, "number", "plain"),
            ("reference", "sys_user", false, "caller_id", "person"),
            ("reference", "sys_user_group", false, "assignment_group", "key"),
            ("glide_list", "sys_user", false, "watch_list", SECRET),
            ("glide_list", "cmdb_ci", false, "u_cis", "keys"),
            ("glide_date_time", "", false, "opened_at", "time"),
            ("glide_date", "", false, "u_day", "date"),
            ("password2", "", false, "u_token", SECRET),
            ("password", "", false, "u_token", SECRET),
            ("u_invented", "", false, "u_field", "text"),
        ] {
            let (kind, reference) = (kind.to_owned(), reference.to_owned());
            let element = Element { kind, reference, is_choice, ..Element::default() };
            assert_eq!(element.class(name, element.reference == "sys_user"), class, "{element:?}");
        }
        let journal = Element { kind: "journal_input".to_owned(), ..Element::default() };
        assert!(!journal.has_value() && Element::default().has_value());
    }
}
