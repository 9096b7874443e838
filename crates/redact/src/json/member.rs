//! What the names of members say about their values.

use crate::finding::{Rank, Rule};
use crate::kind;
use crate::token;
use std::sync::LazyLock;

/// The longest text that says what a value is, in bytes: a block before it, a member beside it.
pub(crate) const LONGEST_LABEL: usize = 256;

/// The members that hold a person's value, as the REST APIs of the Atlassian products, ServiceNow and Salesforce name them.
static PERSON: [Rule; 4] =
    [rule(kind::ACCOUNT_ID), rule(kind::EMAIL_ADDRESS), rule(kind::PERSON_NAME), rule(kind::USERNAME)];

const fn rule(kind: &'static str) -> Rule {
    Rule { kind, name: "json.person", version: 1, rank: Rank::Validated, proof: "the member holds nothing else" }
}

/// The rule for a member that holds such a value.
pub(crate) fn person(kind: &str) -> Option<&'static Rule> {
    PERSON.iter().find(|rule| rule.kind == kind)
}

/// The name without case, blanks, `_` and `-`, as it is looked up, without the sign that tells the attributes and the text of
/// an element in what was XML, and without what marks a field that a customer adds.
pub(crate) fn plain(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix(['@', '#', '$']).or_else(|| name.strip_prefix("u_")).unwrap_or(name);
    let parts = own(name).split(['_', '-', ' ']);
    if name.is_ascii() {
        let mut plain: String = parts.collect();
        plain.make_ascii_lowercase();
        return plain;
    }
    parts.flat_map(str::chars).flat_map(char::to_lowercase).collect()
}

/// The members that hold a person's value, whatever it is, by their plain names.
const KNOWN: [(&str, &str); 29] = [
    ("accountid", kind::ACCOUNT_ID),
    ("authoraccountid", kind::ACCOUNT_ID),
    ("userkey", kind::ACCOUNT_ID),
    ("authorid", kind::ACCOUNT_ID),
    ("ownerid", kind::ACCOUNT_ID),
    ("lastownerid", kind::ACCOUNT_ID),
    ("creatorid", kind::ACCOUNT_ID),
    ("assigneeid", kind::ACCOUNT_ID),
    ("reporterid", kind::ACCOUNT_ID),
    ("email", kind::EMAIL_ADDRESS),
    ("emailaddress", kind::EMAIL_ADDRESS),
    ("useremail", kind::EMAIL_ADDRESS),
    ("displayname", kind::PERSON_NAME),
    ("publicname", kind::PERSON_NAME),
    ("fullname", kind::PERSON_NAME),
    ("firstname", kind::PERSON_NAME),
    ("middlename", kind::PERSON_NAME),
    ("lastname", kind::PERSON_NAME),
    ("givenname", kind::PERSON_NAME),
    ("familyname", kind::PERSON_NAME),
    ("suppliedname", kind::PERSON_NAME),
    ("assistantname", kind::PERSON_NAME),
    ("forename", kind::PERSON_NAME),
    ("maidenname", kind::PERSON_NAME),
    ("username", kind::USERNAME),
    ("login", kind::USERNAME),
    ("loginname", kind::USERNAME),
    ("communitynickname", kind::USERNAME),
    ("federationidentifier", kind::USERNAME),
];

/// The kind of person's value that a member of this plain name holds, whatever it is.
pub(crate) fn kind_of(name: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// The last two letters of all names that [`kind_like`] knows, so that most are told at a glance: a bit for each letter before the
/// last one, by that.
static ENDS: LazyLock<[u32; 26]> = LazyLock::new(|| {
    let names = KNOWN.iter().chain(&OF_SOMEBODY).filter_map(|(name, _)| name.as_bytes().last_chunk());
    // One of them or several.
    let names = names.flat_map(|[before, last]| [[*before, *last], [*last, b's']]);
    let tails = TAILS.iter().filter_map(|tail| tail.as_bytes().last_chunk().copied());
    let letters = names.chain(tails).filter_map(|[before, last]| letter(before).zip(letter(last)));
    letters.fold([0; 26], |mut ends, (before, last)| {
        ends[last] |= 1 << before;
        ends
    })
});

/// The place of a letter of ASCII in the alphabet.
fn letter(b: u8) -> Option<usize> {
    b.is_ascii_alphabetic().then(|| usize::from(b.to_ascii_lowercase() - b'a'))
}

/// Whether a name may end one that [`kind_like`] knows. Names that end outside of ASCII are few.
fn may_end(name: &str) -> bool {
    let mut letters = name.bytes().rev().filter(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let Some((last, before)) = letters.next().zip(letters.next()) else { return false };
    letter(last).zip(letter(before)).is_none_or(|(last, before)| ENDS[last] >> before & 1 == 1)
}

/// The kind of person's value that something of this name holds where the value is like one: the name has a path before it,
/// brackets, a number or a part that says nothing behind it, or ends like the name of something that only people have.
pub(crate) fn kind_like(name: &str) -> Option<&'static str> {
    let bracket = memchr::memchr2(b'(', b'[', name.as_bytes()).filter(|at| *at > 0);
    let before = bracket.map_or(name, |at| &name[..at]).trim_end_matches(|c: char| !c.is_alphanumeric());
    // What we wrote ourselves is no name.
    if !may_end(own(before)) || name.contains('[') && token::is_any_written(name.as_bytes()) {
        return None;
    }
    let name = before.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = plain(name.rsplit(['.', '/', ':']).next().unwrap_or(name));
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = TAILS.iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name);
    let person = || ["displayname", "fullname", "name"].iter().find_map(|end| name.strip_suffix(end));
    let named = || person().filter(|person| PERSONS.contains(person)).map(|_| kind::PERSON_NAME);
    // Several of them are in the plural.
    let singular = name.strip_suffix('s').unwrap_or(name);
    let ends = || OF_SOMEBODY.iter().find(|(end, _)| name.ends_with(end) || singular.ends_with(end));
    let known = || LEADS.iter().find_map(|lead| kind_of(name.strip_prefix(lead)?));
    let known = kind_of(name).or_else(|| kind_of(singular)).or_else(known);
    known.or_else(named).or_else(|| ends().map(|(_, kind)| *kind))
}

/// Whether a value may be one of a kind of person's values.
fn fits(kind: &str, value: &str) -> bool {
    let is_token = |c: char| c.is_alphanumeric() || "._-@:+~\\|".contains(c);
    match kind {
        kind::PERSON_NAME => is_called(value),
        kind::EMAIL_ADDRESS => value.contains('@') && !value.contains(char::is_whitespace),
        _ => value.len() <= LONGEST_NAME && value.chars().all(is_token) && value.contains(char::is_alphabetic),
    }
}

/// The same of a value whose own name says so: a person may be called in small letters there as well, with remarks.
fn fits_own(kind: &str, value: &str) -> bool {
    match kind {
        kind::PERSON_NAME => {
            is_called(value)
                || value.split_whitespace().count() <= MOST_WORDS_OF_OWN
                    && reads_like_name(value, " .'-_@,()\u{2019}[]/&")
        }
        _ => fits(kind, value),
    }
}

/// Whether a person may be called so: a few words with capitals, and a remark in brackets behind them.
pub(crate) fn is_called(value: &str) -> bool {
    let value = [" (", " ["].iter().find_map(|open| Some(&value[..value.find(open)?])).unwrap_or(value);
    let is_sign = |word: &&str| !word.contains(char::is_alphanumeric);
    let words = || value.split_whitespace().filter(|word| !PARTICLES.contains(word) && !is_sign(word));
    let is_part = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_ascii());
    names_person(value) && (1..=MOST_WORDS).contains(&words().count()) && words().all(is_part)
}

/// The most words of what a person is called.
const MOST_WORDS: usize = 5;
/// The most of one whose own name says so, with remarks.
const MOST_WORDS_OF_OWN: usize = 7;
/// Parts of names in small letters: `Ludwig van Beethoven`.
const PARTICLES: [&str; 27] = [
    "van", "von", "vom", "zu", "zur", "der", "den", "de", "del", "della", "dello", "di", "da", "das", "do", "dos",
    "du", "des", "la", "le", "el", "al", "bin", "ibn", "ten", "ter", "y",
];
/// Parts of a name behind what it names.
const TAILS: [&str; 15] = [
    "value", "string", "str", "text", "raw", "field", "old", "new", "backup", "prod", "dev", "test", "stage",
    "staging", "original",
];
/// Parts before it.
const LEADS: [&str; 5] = ["old", "new", "previous", "former", "original"];
/// Whom a name of a name may be about: `patient_name`, `userDisplayName`.
const PERSONS: [&str; 32] = [
    "user",
    "customer",
    "contact",
    "patient",
    "employee",
    "member",
    "person",
    "student",
    "applicant",
    "spouse",
    "cardholder",
    "physician",
    "doctor",
    "requester",
    "assignee",
    "reporter",
    "author",
    "manager",
    "caller",
    "client",
    "driver",
    "holder",
    "recipient",
    "visitor",
    "teacher",
    "parent",
    "child",
    "mother",
    "father",
    "nurse",
    "approver",
    "candidate",
];
/// Names that only people have, and so those that end with them: `u_contact_last_name`, `adminUsername`.
const OF_SOMEBODY: [(&str, &str); 30] = [
    ("firstname", kind::PERSON_NAME),
    ("middlename", kind::PERSON_NAME),
    ("lastname", kind::PERSON_NAME),
    ("givenname", kind::PERSON_NAME),
    ("familyname", kind::PERSON_NAME),
    ("surname", kind::PERSON_NAME),
    ("vorname", kind::PERSON_NAME),
    ("nachname", kind::PERSON_NAME),
    ("familienname", kind::PERSON_NAME),
    ("prénom", kind::PERSON_NAME),
    ("prenom", kind::PERSON_NAME),
    ("nomdefamille", kind::PERSON_NAME),
    ("apellido", kind::PERSON_NAME),
    ("apellidos", kind::PERSON_NAME),
    ("cognome", kind::PERSON_NAME),
    ("sobrenome", kind::PERSON_NAME),
    ("voornaam", kind::PERSON_NAME),
    ("achternaam", kind::PERSON_NAME),
    ("förnamn", kind::PERSON_NAME),
    ("efternamn", kind::PERSON_NAME),
    ("fornavn", kind::PERSON_NAME),
    ("efternavn", kind::PERSON_NAME),
    ("etternavn", kind::PERSON_NAME),
    ("sukunimi", kind::PERSON_NAME),
    ("nazwisko", kind::PERSON_NAME),
    ("příjmení", kind::PERSON_NAME),
    ("фамилия", kind::PERSON_NAME),
    ("username", kind::USERNAME),
    ("loginname", kind::USERNAME),
    ("userlogin", kind::USERNAME),
];

/// The kind of person's value that a member of this plain name holds in a log of changes, of a field with this plain name:
/// both names and both ids of an assignee, both values of an owner or a last name.
pub(super) fn kind_of_change(name: &str, field: &str) -> Option<&'static str> {
    match name {
        "fromstring" | "tostring" | "fromtext" | "totext" if holds_person(field) => Some(kind::PERSON_NAME),
        "from" | "to" if holds_person(field) => Some(kind::ACCOUNT_ID),
        "oldvalue" | "newvalue" if holds_person(field) => Some(kind::PERSON_NAME),
        "fromstring" | "tostring" | "fromtext" | "totext" | "oldvalue" | "newvalue" => kind_of(field),
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
pub(crate) fn names_person(value: &str) -> bool {
    reads_like_name(value, " .'-_@,()\u{2019}")
}

/// Whether a text is short and has letters, hardly any digits and none but these signs.
fn reads_like_name(value: &str, signs: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || signs.contains(c);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.len() <= LONGEST_NAME && value.chars().all(fits) && digits < 4 && value.chars().any(char::is_alphabetic)
}

/// The kind of person's value that a member holds: by its name, by the plain name under which it stands, and by the text beside it
/// that names its value. What only they say, or a part of its name, counts for a value that is like one.
pub(crate) fn kind_at(name: &str, under: &str, beside: &str, value: &str) -> Option<&'static str> {
    let own = plain(name);
    let is_generic = is_generic(&own);
    let change = || if is_generic { kind_of_change(&own, &plain(beside)) } else { None };
    let around = || if is_generic { kind_like(beside).or_else(|| kind_like(under)) } else { None };
    let around = || around().filter(|kind| fits(kind, value));
    let own_kind = || kind_like(name).filter(|kind| fits_own(kind, value));
    let sure = kind_of(&own).or_else(change).or_else(|| kind_of_role(&own, under, value));
    sure.or_else(own_kind).or_else(around)
}

/// A name without the part that Salesforce puts behind those that a customer adds.
fn own(name: &str) -> &str {
    ["__c", "__pc"].iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
}

/// What a member's value is called, by its name and by what its object is called.
pub(crate) fn label(above: &str, name: &str) -> String {
    format!("{} {}:", above.trim_end_matches(':'), own(name)).trim().to_owned()
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
pub(crate) fn holds_person(name: &str) -> bool {
    matches!(name, "user" | "author" | "creator" | "assignee" | "reporter" | "owner")
        || matches!(name, "createdby" | "updatedby" | "updateauthor" | "lastmodifiedby")
}

/// Whether this is what a person is to whoever writes of it, as an author or a customer.
pub(crate) fn is_person(role: &str) -> bool {
    holds_person(role) || PERSONS.contains(&role)
}

/// Whether a member of this plain name tells a person from other things.
pub(crate) fn tells_person(name: &str) -> bool {
    matches!(name, "accountid" | "userkey" | "emailaddress" | "displayname" | "publicname" | "lastname" | "familyname")
}

/// Whether a member of this plain name holds a value that is called something else: by what stands beside it, or by the name
/// under which its object stands.
pub(crate) fn is_generic(name: &str) -> bool {
    matches!(name, "value" | "val" | "text" | "content" | "data" | "number" | "string" | "answer" | "t" | "raw")
        || matches!(name, "values" | "display" | "displayvalue" | "stringvalue" | "oldvalue" | "newvalue")
        || matches!(name, "from" | "to" | "fromstring" | "tostring" | "fromtext" | "totext")
        || matches!(name, "before" | "after" | "previous" | "old" | "new" | "input" | "default" | "defaultvalue" | "v")
}

/// How surely a member of this plain name says what the value beside it is, the surest first; nothing where it does not.
pub(crate) fn rank_of_name(name: &str) -> Option<u8> {
    const NAMES: [&[&str]; 3] = [
        &[
            "field",
            "fieldname",
            "fieldlabel",
            "attribute",
            "attributename",
            "property",
            "propertyname",
            "question",
            "columnlabel",
        ],
        &[
            "label",
            "header",
            "name",
            "key",
            "column",
            "columnname",
            "element",
            "param",
            "parameter",
            "variable",
            "term",
            "prompt",
        ],
        &["fieldid", "displayname", "caption", "title", "path", "tag", "type", "system", "code", "id", "k", "n"],
    ];
    NAMES.iter().zip(0..).find(|(names, _)| names.contains(&name)).map(|(_, rank)| rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_of_changes_and_records_of_service_desks_hold_persons() {
        for (name, field, kind) in [
            ("fromstring", "assignee", Some(kind::PERSON_NAME)),
            ("to", "reporter", Some(kind::ACCOUNT_ID)),
            ("newvalue", "lastname", Some(kind::PERSON_NAME)),
            ("oldvalue", "owner", Some(kind::PERSON_NAME)),
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
}
