//! The objects that a connection reads, and what is known of objects by their names alone.

use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeMap;

/// The class of what is neither asked for nor kept.
pub const SECRET: &str = "secret";
/// The first day on which a record can have been made: orgs take what was imported for as old as it is.
pub const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(1970, 1, 1);
/// The field that identifies a record.
pub const ID: &str = "Id";
/// The field with the time at which a record was made.
pub const CREATED: &str = "CreatedDate";
/// The field that says whether a record lies in the recycle bin.
pub const DELETED: &str = "IsDeleted";
/// The field with the record into which one was merged.
pub const MASTER: &str = "MasterRecordId";
/// Fields with the time of the last change, the one that misses least first: the first moves with whatever is saved, the second only
/// with what users save.
pub const CURSORS: [&str; 4] = ["SystemModstamp", "LastModifiedDate", CREATED, "LoginTime"];
/// The word of `cursor_field` for an object that is listed as a whole.
pub const NO_CURSOR: &str = "none";

/// Objects that settings often name.
pub const WORDS: [&str; 6] = ["Account", "Case", "Contact", "Lead", "Opportunity", "User"];
/// Objects whose datasets are called as those of other sources, or otherwise than themselves.
const CALLED: [(&str, &str); 3] =
    [("User", "user_account"), ("Group", "user_group"), ("GroupMember", "user_group_member")];
/// Objects that are people, or stand for them as owners: their ids are pseudonyms, as wherever other objects refer to them.
pub const PEOPLE: [&str; 2] = ["User", "Group"];
/// Objects whose records are about a person each, with the fields that name it.
const ABOUT: [(&str, &[&str]); 6] = [
    ("User", &[ID, "Username", "Email"]),
    ("Contact", &[ID, "Email"]),
    ("Lead", &[ID, "Email"]),
    ("GroupMember", &["UserOrGroupId"]),
    ("PermissionSetAssignment", &["AssigneeId"]),
    ("LoginHistory", &["UserId"]),
];
/// Objects whose records are made once, and vanish by age alone, by the ends of their names.
const EVENTS: [&str; 3] = ["History", "SetupAuditTrail", "EventLogFile"];
/// Fields that name a person whatever their types say.
const PERSONS: &[(&str, &str)] = &[
    ("Username", "person"),
    ("Alias", "person"),
    ("CommunityNickname", "person"),
    ("EmployeeNumber", "person"),
    ("FederationIdentifier", "person"),
    ("SmallPhotoUrl", SECRET),
    ("FullPhotoUrl", SECRET),
    ("MediumPhotoUrl", SECRET),
    ("BannerPhotoUrl", SECRET),
    ("SmallBannerPhotoUrl", SECRET),
    ("MediumBannerPhotoUrl", SECRET),
];

/// An object that is read.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// The name of its stream and its dataset.
    pub stream: String,
    /// Its API name.
    pub name: String,
    /// The fields of the settings; none where all standard fields are read.
    pub fields: Vec<String>,
    /// The condition of the settings; empty where all records are wanted.
    pub filter: String,
    /// The field with the time of the last change that the settings name.
    pub cursor: Option<String>,
    /// How often all of its records are read again, where that is wanted.
    pub reread_every: Option<TimeDelta>,
    /// What fields hold, by their names, as the settings say.
    pub classes: BTreeMap<String, String>,
    /// The setting that asks for it.
    pub setting: String,
}

impl Object {
    /// An object without conditions, asked for by this setting.
    pub fn new(name: &str, setting: &str) -> Self {
        let called = CALLED.iter().find(|(known, _)| *known == name).map(|(_, called)| (*called).to_owned());
        let stream = called.unwrap_or_else(|| dataset_name(name));
        Self { stream, name: name.to_owned(), setting: setting.to_owned(), ..Self::default() }
    }

    /// Whether its records are people: what refers to them names a person.
    pub fn is_people(&self) -> bool {
        PEOPLE.contains(&self.name.as_str())
    }

    /// The fields that name the person that its records are about.
    pub fn person(&self) -> &'static [&'static str] {
        ABOUT.iter().find(|(name, _)| *name == self.name).map_or(&[], |(_, fields)| fields)
    }

    /// Whether its records only say what happened.
    pub fn is_event(&self) -> bool {
        EVENTS.iter().any(|ending| self.name.ends_with(ending))
    }

    /// Whether nothing says when a record was changed.
    pub fn is_timeless(&self) -> bool {
        self.cursor.as_deref() == Some(NO_CURSOR)
    }

    /// Whether its complete listing shows ids and times of change alone: what differs is read by its id.
    pub fn is_listed_lean(&self) -> bool {
        !self.is_people() && !self.is_timeless() && self.reread_every.is_none()
    }

    /// The fields with the time of the last change, the first that the object has counts.
    pub fn cursors(&self) -> Vec<&str> {
        match self.cursor.as_deref() {
            Some(NO_CURSOR) => Vec::new(),
            Some(cursor) => vec![cursor],
            None => CURSORS.to_vec(),
        }
    }

    /// The field with the time at which a record was made; of what happened that of its time. Objects without it go by the time of
    /// change.
    pub fn dated(&self) -> &str {
        if self.name == "LoginHistory" { "LoginTime" } else { CREATED }
    }

    /// Whether its records are never deleted.
    pub fn is_lasting(&self) -> bool {
        self.name == "User"
    }

    /// The fields that are asked for whatever the settings say, as far as the object has them.
    pub fn always(&self) -> impl Iterator<Item = &str> {
        let mut always: Vec<&str> = vec![ID, CREATED, DELETED, MASTER];
        always.extend(self.cursors().into_iter().filter(|cursor| *cursor != CREATED));
        always.into_iter()
    }

    /// Whether every field is asked for that the account sees.
    pub fn asks_for_all(&self) -> bool {
        self.fields.iter().any(|field| field == "*")
    }

    /// What a field holds whatever the org says: the class of the settings, or what is known of it.
    pub fn class(&self, field: &str) -> Option<&str> {
        let is_known = self.name == "User";
        let known = || PERSONS.iter().find(|(name, _)| is_known && *name == field).map(|(_, class)| *class);
        self.classes.get(field).map(String::as_str).or_else(known)
    }
}

/// The name of the dataset of an object: small letters, digits, and underscores between words.
fn dataset_name(name: &str) -> String {
    let (mut said, mut ends_word) = (String::new(), false);
    for c in name.chars() {
        match c {
            'A'..='Z' if ends_word => said.extend(['_', c.to_ascii_lowercase()]),
            '_' if said.ends_with('_') => {}
            c => said.push(c.to_ascii_lowercase()),
        }
        ends_word = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    said.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datasets_are_called_by_the_words_of_their_objects() {
        for (name, stream) in [
            ("Case", "case"),
            ("OpportunityLineItem", "opportunity_line_item"),
            ("Invoice__c", "invoice_c"),
            ("acme__Invoice_Item__c", "acme_invoice_item_c"),
            ("User", "user_account"),
            ("CaseHistory", "case_history"),
        ] {
            assert_eq!(Object::new(name, "objects.0").stream, stream);
        }
    }

    #[test]
    fn what_an_object_is_follows_from_its_name() {
        let of = |name: &str| Object::new(name, "objects.0");
        assert!(of("CaseHistory").is_event() && of("Invoice__History").is_event() && !of("Case").is_event());
        assert!(of("User").is_people() && of("Group").is_people() && !of("Contact").is_people());
        assert_eq!((of("Case").dated(), of("LoginHistory").dated()), (CREATED, "LoginTime"));
        assert!(of("User").is_lasting() && !of("Group").is_lasting());
        assert_eq!((of("User").class("Username"), of("Case").class("Username")), (Some("person"), None));
        let timeless = Object { cursor: Some(NO_CURSOR.to_owned()), ..of("Region__x") };
        assert!(timeless.is_timeless() && timeless.cursors().is_empty());
    }
}
