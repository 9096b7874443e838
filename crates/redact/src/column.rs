//! What the place of a text says of it before it is read: the name of its column is the label of its value, as the name of a
//! member is one level down and the header of a column is in a table.

use crate::finding::Rule;
use crate::json::member::{self, LONGEST_LABEL};
use catchment_base::response::path;

/// What is known of a column: the member that it holds, what the site calls it, and what stands beside it and names its value.
///
/// SQL hands it over as a text of up to three lines: the path of the member in its one spelling, the label by which the site
/// shows it, and the value of the member beside it that says what a value is, as `field` does beside `newvalue`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The names that lead to the member.
    names: Vec<String>,
    label: String,
    beside: String,
}

impl From<&str> for Column {
    fn from(text: &str) -> Self {
        let mut lines = text.splitn(3, '\n').map(str::trim);
        let mut next = || lines.next().unwrap_or_default();
        let names = path::names(next()).into_iter().map(String::from).collect();
        let (label, beside) = (next(), next());
        // A longer text beside a value is no name.
        let beside = if beside.len() <= LONGEST_LABEL { beside } else { "" };
        Self { names, label: label.to_owned(), beside: beside.to_owned() }
    }
}

impl Column {
    /// Whether a member of this name holds a value that is called something else, by what stands beside it or above.
    pub fn is_generic(name: &str) -> bool {
        member::is_generic(&member::plain(name))
    }

    /// How surely a member of this name says what the value beside it is, the surest first; nothing where it does not.
    pub fn rank_of_name(name: &str) -> Option<u8> {
        member::rank_of_name(&member::plain(name))
    }

    /// The name of the member, as it is looked up.
    pub(crate) fn plain(&self) -> String {
        self.names.last().map_or_else(String::new, |name| member::plain(name))
    }

    /// What the values are called, each as a label to read them under: what the site shows, and the names of the member.
    pub(crate) fn labels(&self) -> Vec<String> {
        let is_generic = |name: &str| member::is_generic(&member::plain(name));
        let named = self.names.iter().filter(|name| !is_generic(name));
        let named = named.fold(String::new(), |above, name| member::label(&above, name));
        let label = |text: &str| if text.is_empty() { String::new() } else { format!("{text}:") };
        let beside = if self.names.last().is_some_and(|name| is_generic(name)) { self.beside.as_str() } else { "" };
        let mut labels = vec![label(&self.label), label(beside), named];
        labels.retain(|label| !label.is_empty());
        labels.dedup();
        labels
    }

    /// The rule for a value that is a person's by its column.
    pub(crate) fn person(&self, value: &str) -> Option<&'static Rule> {
        let under = self.names.iter().rev().nth(1).map_or_else(String::new, |name| member::plain(name));
        let name = self.names.last().map_or("", String::as_str);
        let kind = member::kind_at(name, &under, &self.beside, value);
        kind.or_else(|| member::kind_at(&self.label, "", "", value)).and_then(member::person)
    }
}

/// What is known of a text before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Given<'a> {
    /// Nothing: it stands alone.
    #[default]
    Nothing,
    /// Its column.
    Column(&'a Column),
    /// What stands before it in the text of which it is a part.
    Labels(&'a [String]),
}

impl Given<'_> {
    /// The labels to read it under.
    pub(crate) fn labels(self) -> Vec<String> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Column(column) => column.labels(),
            Self::Labels(labels) => labels.to_vec(),
        }
    }

    /// Whether it is a part of something.
    pub(crate) fn is_part(self) -> bool {
        matches!(self, Self::Labels(labels) if !labels.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Policy, Redactor, Tally, kind};

    #[test]
    fn a_column_is_read_under_its_names() {
        for (text, labels) in [
            ("", &[][..]),
            ("ssn", &["ssn:"]),
            ("u_field7\nSocial security number", &["Social security number:", "u_field7:"]),
            ("Password__c\nPassword", &["Password:"]),
            ("owner.tax_id", &["owner tax_id:"]),
            ("password.value", &["password:"]),
            ("customfield_10016.value\nPassword", &["Password:", "customfield_10016:"]),
            ("NewValue\n\nPassword__c", &["Password__c:"]),
            ("NewValue", &[]),
        ] {
            assert_eq!(Column::from(text).labels(), labels, "{text}");
        }
    }

    #[test]
    fn a_column_may_hold_people() {
        for (text, kind) in [
            ("firstName", Some(kind::PERSON_NAME)),
            ("owner.emailAddress", Some(kind::EMAIL_ADDRESS)),
            ("NewValue\n\nLastName", Some(kind::PERSON_NAME)),
            ("caller_id.display_value", Some(kind::PERSON_NAME)),
            ("name", None),
            ("NewValue\n\nStageName", None),
        ] {
            assert_eq!(Column::from(text).person("Ann Lee").map(|rule| rule.kind), kind, "{text}");
        }
    }

    #[test]
    fn what_the_policy_keeps_of_a_person_is_read_for_other_values() {
        let redactor = Redactor::new(Policy::shipped("secrets").unwrap(), None);
        let redacted = |column: &Column, text: &str, format| {
            redactor.redact_in(column, text, format, &mut Tally::new()).into_owned()
        };
        let secret = format!("ghp_{}Zt4w", "a8Kx2mQ9".repeat(4));
        for name in ["username", "displayName", "login"] {
            let column = Column::from(name);
            assert!(!redacted(&column, &secret, Format::Text).contains("a8Kx"), "{name}");
            let json = format!(r#"{{"{name}":"{secret}"}}"#);
            assert!(!redacted(&Column::default(), &json, Format::Json).contains("a8Kx"), "{name}");
            assert_eq!(redacted(&column, "jane.roe", Format::Text), "jane.roe", "{name}");
        }
    }
}
