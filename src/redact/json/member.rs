//! What the names of members say about their values.

use super::super::finding::{Rank, Rule};
use super::super::kind;

/// The members that hold a person's value, as the REST APIs of the Atlassian products, ServiceNow and Salesforce name them.
static PERSON: [Rule; 4] =
    [rule(kind::ACCOUNT_ID), rule(kind::EMAIL_ADDRESS), rule(kind::PERSON_NAME), rule(kind::USERNAME)];

const fn rule(kind: &'static str) -> Rule {
    Rule { kind, name: "json.person", version: 1, rank: Rank::Validated, proof: "the member holds nothing else" }
}

/// The rule for a member that holds such a value.
pub(super) fn person(kind: &str) -> Option<&'static Rule> {
    PERSON.iter().find(|rule| rule.kind == kind)
}

/// The name without case, `_` and `-`, as it is looked up, and without the sign that tells the attributes and the text of
/// an element in what was XML.
pub(super) fn plain(name: &str) -> String {
    let name = name.strip_prefix(['@', '#']).unwrap_or(name);
    name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect()
}

/// The kind of person's value that a member of this plain name holds, wherever it stands.
pub(super) fn kind_of(name: &str) -> Option<&'static str> {
    match name {
        "accountid" | "authoraccountid" | "userkey" | "authorid" | "ownerid" | "lastownerid" | "creatorid"
        | "assigneeid" | "reporterid" => Some(kind::ACCOUNT_ID),
        "email" | "emailaddress" | "useremail" => Some(kind::EMAIL_ADDRESS),
        "displayname" | "publicname" | "fullname" | "firstname" | "middlename" | "lastname" | "givenname"
        | "familyname" | "suppliedname" | "assistantname" => Some(kind::PERSON_NAME),
        "username" | "login" | "loginname" | "communitynickname" | "federationidentifier" => Some(kind::USERNAME),
        _ => None,
    }
}

/// The kind of person's value that a member of this plain name holds in an object that describes a person.
pub(super) fn kind_in_person(name: &str) -> Option<&'static str> {
    match name {
        "name" => Some(kind::PERSON_NAME),
        "key" => Some(kind::ACCOUNT_ID),
        _ => None,
    }
}

/// Whether a key is that of an issue: letters of a project, a dash and digits.
pub(super) fn is_issue(key: &str) -> bool {
    let Some((project, number)) = key.rsplit_once('-') else { return false };
    let named = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.chars().all(named)
        && (1..=7).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a member of this plain name holds an object that describes a person.
pub(super) fn holds_person(name: &str) -> bool {
    let names = [
        "user",
        "author",
        "creator",
        "assignee",
        "reporter",
        "owner",
        "createdby",
        "updatedby",
        "updateauthor",
        "lastmodifiedby",
    ];
    names.contains(&name)
}

/// Whether a member of this plain name tells a person from other things.
pub(super) fn tells_person(name: &str) -> bool {
    matches!(name, "accountid" | "userkey" | "emailaddress" | "displayname" | "publicname" | "lastname" | "familyname")
}

/// Whether a member of this plain name holds a value that is called something else: by what stands beside it, or by the name
/// under which its object stands.
pub(super) fn is_generic(name: &str) -> bool {
    matches!(
        name,
        "value"
            | "val"
            | "text"
            | "content"
            | "data"
            | "number"
            | "displayvalue"
            | "stringvalue"
            | "string"
            | "answer"
            | "t"
            | "raw"
    )
}

/// Whether a member of this plain name says what the value beside it is.
pub(super) fn names_value(name: &str) -> bool {
    matches!(
        name,
        "name"
            | "key"
            | "label"
            | "field"
            | "fieldname"
            | "title"
            | "type"
            | "system"
            | "code"
            | "question"
            | "attribute"
            | "property"
            | "header"
    )
}
