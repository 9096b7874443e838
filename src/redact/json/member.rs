//! What the names of members say about their values, and how members keep names of their own.

use super::super::detect::{Rank, Rule};
use super::super::json;
use super::super::kind;
use super::{Token, Tokenized};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The members that hold a person's value, as the REST APIs of the Atlassian products name them.
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
    let mut plain = String::with_capacity(name.len());
    plain.extend(name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()));
    plain
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

/// The kind of person's value that a member of this plain name holds in a log of changes, of a field with this plain name:
/// both names and both ids of an assignee, both values of a last name.
pub(super) fn kind_of_change(name: &str, field: &str) -> Option<&'static str> {
    match name {
        "fromstring" | "tostring" if holds_person(field) => Some(kind::PERSON_NAME),
        "from" | "to" if holds_person(field) => Some(kind::ACCOUNT_ID),
        "fromstring" | "tostring" | "oldvalue" | "newvalue" => kind_of(field),
        _ => None,
    }
}

/// The kind of person's value that a member of this plain name holds in a record of a service desk, or what is shown of it
/// holds under that name. A value in the place of a person may as well be the number of a record.
pub(super) fn kind_of_role(name: &str, under: &str, value: &str) -> Option<&'static str> {
    let is_shown = name == "displayvalue";
    let role = if is_shown { under } else { name };
    match role {
        "syscreatedby" | "sysupdatedby" if !SYSTEM.contains(&value) => Some(kind::USERNAME),
        "callerid" | "openedby" | "closedby" | "resolvedby" | "assignedto" | "requestedfor" | "requestedby"
        | "openedfor" => names_person(value).then_some(kind::PERSON_NAME),
        "manager" | "supervisor" if is_shown => names_person(value).then_some(kind::PERSON_NAME),
        _ if is_shown && holds_person(under) => names_person(value).then_some(kind::PERSON_NAME),
        _ => None,
    }
}

/// Accounts of nobody.
const SYSTEM: [&str; 4] = ["admin", "system", "guest", "maint"];
/// The longest name of a person, in bytes.
const LONGEST_NAME: usize = 64;

/// Whether this may be the name of a person or of a login: letters, and no number of a record.
fn names_person(value: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || " .'-_@,()\u{2019}".contains(c);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.len() <= LONGEST_NAME && value.chars().all(fits) && digits < 4 && value.chars().any(char::is_alphabetic)
}

/// Whether this is the id of an account of a customer in Salesforce, which no person logs in with: fifteen letters and
/// digits behind the prefix of its type, or three more that check the case of the letters.
pub(super) fn is_customer(id: &str) -> bool {
    let drawn = id.bytes().all(|b| b.is_ascii_alphanumeric()) && id.bytes().any(|b| b.is_ascii_uppercase());
    matches!(id.len(), 15 | 18) && id.starts_with("001") && drawn
}

/// The name of a field without what Salesforce puts behind those that a customer adds.
pub(super) fn without_suffix(name: &str) -> &str {
    let own = ["__c", "__pc"].iter().find_map(|suffix| name.strip_suffix(suffix));
    own.unwrap_or(name)
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
    matches!(
        name,
        "user"
            | "author"
            | "creator"
            | "assignee"
            | "reporter"
            | "owner"
            | "createdby"
            | "updatedby"
            | "updateauthor"
            | "lastmodifiedby"
    )
}

/// Whether a member of this plain name tells a person from other things.
pub(super) fn tells_person(name: &str) -> bool {
    matches!(name, "accountid" | "userkey" | "emailaddress" | "displayname" | "publicname" | "lastname" | "familyname")
}

/// Members that hold the number of a document whose kind another one says.
const NUMBERS: [&str; 20] = [
    "number",
    "idnumber",
    "idvalue",
    "documentnumber",
    "documentid",
    "docnumber",
    "documentno",
    "docno",
    "no",
    "nr",
    "num",
    "nummer",
    "numer",
    "numero",
    "n\u{fa}mero",
    "num\u{e9}ro",
    "\u{43d}\u{43e}\u{43c}\u{435}\u{440}",
    "\u{756a}\u{53f7}",
    "\u{53f7}\u{7801}",
    "\u{bc88}\u{d638}",
];

/// Whether a member of this plain name says nothing itself about what its value is.
pub(super) fn is_generic(name: &str) -> bool {
    is_value_of_change(name) || is_shown(name) || is_number(name) || is_answer(name)
}

/// Whether a member of this plain name holds what a field was or is now.
fn is_value_of_change(name: &str) -> bool {
    matches!(name, "fromstring" | "tostring" | "oldvalue" | "newvalue" | "changedfrom" | "changedto")
}

/// Whether a member of this plain name holds what was answered or written, and says nothing of what that is.
fn is_answer(name: &str) -> bool {
    matches!(
        name,
        "text" | "content" | "answer" | "answers" | "a" | "response" | "data" | "wert" | "inhalt" | "antwort"
    )
}

/// Whether a member of this plain name holds the number of a document.
pub(super) fn is_number(name: &str) -> bool {
    NUMBERS.contains(&name)
}

/// Whether what is said of a member of this plain name is said of what stands in its value.
pub(super) fn passes_on(name: &str) -> bool {
    matches!(name, "answer" | "answers" | "response") || is_shown(name) && !is_part(name)
}

/// Whether a member of this plain name tells the entry of a log of changes from other things.
pub(super) fn tells_change(name: &str) -> bool {
    matches!(name, "fromstring" | "tostring")
}

/// Whether a member of this plain name says nothing itself where another beside it says which field has changed.
pub(super) fn is_of_change(name: &str) -> bool {
    matches!(name, "from" | "to")
}

/// Whether a member of this plain name holds what the name of its object says, as it is kept or as it is shown.
pub(super) fn is_shown(name: &str) -> bool {
    matches!(
        name,
        "value"
            | "values"
            | "displayvalue"
            | "renderedvalue"
            | "val"
            | "fieldvalue"
            | "stringvalue"
            | "valuestring"
            | "textvalue"
            | "currentvalue"
            | "defaultvalue"
            | "setting"
    ) || is_part(name)
}

/// What members are called that hold one of the values of what their object is called: that of before, that in production.
const PARTS: [&str; 17] = [
    "old",
    "new",
    "before",
    "after",
    "prod",
    "production",
    "test",
    "dev",
    "development",
    "stage",
    "staging",
    "qa",
    "uat",
    "live",
    "default",
    "s",
    "v",
];

/// Whether a member of this plain name holds such a value, or that of a row with this number.
pub(super) fn is_part(name: &str) -> bool {
    PARTS.contains(&name) || !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit())
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
            | "question"
            | "system"
            | "kind"
            | "idtype"
            | "doc"
            | "soort"
            | "tipo"
            | "rodzaj"
            | "documenttype"
            | "doctype"
            | "identifiertype"
            | "attribute"
            | "attributename"
            | "columnname"
            | "fieldlabel"
            | "prompt"
            | "property"
            | "propertyname"
            | "parameter"
            | "parametername"
            | "variable"
            | "variablename"
            | "caption"
            | "column"
            | "term"
            | "k"
            | "q"
            | "feld"
            | "feldname"
            | "bezeichnung"
    )
}

/// The second text, with the keys in which it differs from the first made distinct within their objects, and its tokens.
/// None where the two differ in more than what keys and strings say, or numbers that have become strings.
pub(in crate::redact) fn distinct(before: Tokenized<'_>, after: String) -> Option<(String, Vec<Token>)> {
    let tokens = json::all(&after)?;
    if !json::same_structure(before, (&after, &tokens)) {
        return None;
    }
    let keys = || keys(before, (&after, &tokens));
    let changed: HashSet<usize> = keys().filter(Key::is_new).map(|key| key.object).collect();
    if changed.is_empty() {
        return Some((after, tokens));
    }
    let mut names = Names::default();
    for key in keys().filter(|key| !key.is_new() && changed.contains(&key.object)) {
        names.taken.insert(digest(key.object, &key.name()));
    }
    let suffix = |key: Key<'_>| (key.end, names.suffix(key.object, &key.name()));
    let suffixes: Vec<(usize, String)> = keys().filter(Key::is_new).map(suffix).collect();
    let distinct = with_suffixes(&after, &suffixes)?;
    let tokens = json::all(&distinct)?;
    json::same_structure(before, (&distinct, &tokens)).then_some((distinct, tokens))
}

/// The names in the objects of a text.
#[derive(Default)]
struct Names {
    taken: HashSet<u64>,
    /// How often a name was wanted.
    wanted: HashMap<u64, u32>,
}

impl Names {
    /// What makes the name one of its own.
    fn suffix(&mut self, object: usize, name: &str) -> String {
        let count = self.wanted.entry(digest(object, name)).or_default();
        loop {
            *count += 1;
            let suffix = if *count == 1 { String::new() } else { format!("_{count}") };
            if self.taken.insert(digest(object, &format!("{name}{suffix}"))) {
                return suffix;
            }
        }
    }
}

fn with_suffixes(text: &str, suffixes: &[(usize, String)]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (end, suffix) in suffixes {
        out.push_str(text.get(done..*end)?);
        out.push_str(suffix);
        done = *end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// A name in an object. Names are many and are compared only with those of the same text, so a digest will do: two
/// that share one get a suffix too many.
fn digest(object: usize, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (object, name).hash(&mut hasher);
    hasher.finish()
}

/// A key in two texts of one structure.
struct Key<'a> {
    /// Which object it stands in.
    object: usize,
    old: &'a str,
    new: &'a str,
    /// Where it ends in the second text.
    end: usize,
}

impl Key<'_> {
    fn is_new(&self) -> bool {
        self.old != self.new
    }

    fn name(&self) -> Cow<'_, str> {
        json::string(self.new, 0..self.new.len())
    }
}

/// The keys of two texts of one structure.
fn keys<'a>((before, old): Tokenized<'a>, (after, new): Tokenized<'a>) -> impl Iterator<Item = Key<'a>> {
    let (mut open, mut objects) = (Vec::new(), 0);
    old.iter().zip(new).filter_map(move |pair| {
        match pair {
            (Token::Object, _) => {
                objects += 1;
                open.push(objects);
            }
            (Token::Array, _) => open.push(0),
            (Token::Close, _) => {
                open.pop();
            }
            (Token::Key(old), Token::Key(new)) => {
                let object = open.last().copied().unwrap_or(0);
                let new = new.range();
                return Some(Key { object, old: &before[old.range()], new: &after[new.clone()], end: new.end });
            }
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distinct_of(before: &str, after: &str) -> Option<String> {
        distinct((before, &json::all(before)?), after.to_owned()).map(|(distinct, _)| distinct)
    }

    #[test]
    fn logs_of_changes_and_records_of_service_desks_hold_persons() {
        for (name, field, kind) in [
            ("fromstring", "assignee", Some(kind::PERSON_NAME)),
            ("to", "reporter", Some(kind::ACCOUNT_ID)),
            ("newvalue", "lastname", Some(kind::PERSON_NAME)),
            ("fromstring", "status", None),
            ("to", "status", None),
            ("oldvalue", "stagename", None),
        ] {
            assert_eq!(kind_of_change(name, field), kind, "{name} of {field}");
        }
        for (name, under, value, kind) in [
            ("displayvalue", "callerid", "Ann Lee", Some(kind::PERSON_NAME)),
            ("openedby", "result", "Ann Lee", Some(kind::PERSON_NAME)),
            ("syscreatedby", "result", "ann.lee", Some(kind::USERNAME)),
            ("syscreatedby", "result", "admin", None),
            ("assignedto", "result", "62826bf03710200044e0bfc8bcbe5df1", None),
            ("displayvalue", "assignmentgroup", "Service Desk", None),
            ("value", "callerid", "62826bf03710200044e0bfc8bcbe5df1", None),
            ("displayvalue", "manager", "Ann Lee", Some(kind::PERSON_NAME)),
            ("manager", "result", "Ann Lee", None),
            ("displayvalue", "assignee", "Ann Lee", Some(kind::PERSON_NAME)),
            ("name", "assignee", "Ann Lee", None),
            ("displayvalue", "status", "Ann Lee", None),
        ] {
            assert_eq!(kind_of_role(name, under, value), kind, "{name} under {under}");
        }
    }

    #[test]
    fn the_names_of_changes_are_told_from_those_of_other_things() {
        assert!(
            ["fromstring", "tostring"].into_iter().all(tells_change) && ["from", "to"].into_iter().all(is_of_change)
        );
        assert!(!["from", "to", "value"].into_iter().any(tells_change));
        assert!(!["fromstring", "tostring", "value"].into_iter().any(is_of_change));
    }

    #[test]
    fn keys_that_become_alike_are_told_apart_within_their_object() {
        let distinct = |before: &str, after: &str| distinct_of(before, after).unwrap();
        assert_eq!(distinct(r#"{"a":1,"b":2}"#, r#"{"x":1,"x":2}"#), r#"{"x":1,"x_2":2}"#);
        assert_eq!(distinct(r#"{"a":1,"x":2}"#, r#"{"x":1,"x":2}"#), r#"{"x_2":1,"x":2}"#);
        assert_eq!(distinct(r#"{"a":1,"b":{"a":2}}"#, r#"{"x":1,"b":{"x":2}}"#), r#"{"x":1,"b":{"x":2}}"#);
        // What was alike before stays so.
        assert_eq!(distinct(r#"{"a":"1","a":2}"#, r#"{"a":"3","a":"4"}"#), r#"{"a":"3","a":"4"}"#);
    }

    #[test]
    fn another_structure_takes_the_place_of_none() {
        for (before, after) in [
            (r#"{"a":1}"#, r#"{"a":3}"#),
            (r#"{"a":"1"}"#, r#"{"a":1}"#),
            (r#"{"a":true}"#, r#"{"a":null}"#),
            (r#"{"a":{}}"#, r#"{"a":[]}"#),
            (r#"{"a":"1"}"#, r#"{"a":"1","b":2}"#),
            (r#"{"a":"1"}"#, r#"{"a":"1"#),
        ] {
            assert_eq!(distinct_of(before, after), None, "{after}");
        }
    }

    #[test]
    fn an_account_of_salesforce_is_no_persons_and_its_fields_have_suffixes() {
        assert!(is_customer("001D000000IqhSLIAZ") && is_customer("001D000000IqhSL"));
        assert!(!is_customer("5b10a2844c20165700ede21f") && !is_customer("005D0000001bqVGIAY"));
        assert_eq!(["SSN__c", "PIN__pc", "a__c__d"].map(without_suffix), ["SSN", "PIN", "a__c__d"]);
    }

    #[test]
    fn the_key_of_an_issue_is_no_persons() {
        for key in ["OPS-1234", "DEV2-1", "A_B-77"] {
            assert!(is_issue(key), "{key}");
        }
        for key in ["jane-12", "OPS", "OPS-", "-12", "JIRAUSER10100", "5d3f8c1a-7b2e", "OPS-12345678"] {
            assert!(!is_issue(key), "{key}");
        }
    }
}
