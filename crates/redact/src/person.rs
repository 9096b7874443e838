//! What the members of a JSON object say of one person: ids, addresses and names that belong together.
//!
//! Redaction asks of a member what it holds. Here the question is whose it is: which members beside an id are of the account
//! that the id is of, so that who knows one form of a person finds the others.

use crate::json::member::{self, holds_person, kind_of, plain, tells_person};
use crate::kind::{ACCOUNT_ID, EMAIL_ADDRESS, PERSON_NAME, USERNAME};
use std::collections::{BTreeMap, BTreeSet};

/// A member of an object, as far as it holds a text.
#[derive(Clone, Copy, Debug)]
pub struct NamedText<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// What is known of an object before its members are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// The name of the member that holds it; empty where it is a record.
    pub under: &'a str,
    /// Whether it is a record that describes a person.
    pub is_person: bool,
}

/// The members of an object that are of one person, by their positions among its members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persona {
    /// Those with ids and names of logins.
    pub ids: Vec<usize>,
    /// Those with e-mail addresses.
    pub addresses: Vec<usize>,
    /// Those with the name that others see.
    pub names: Vec<usize>,
    /// Those with a part of the name, as a first name: they tell nobody alone.
    pub parts: Vec<usize>,
    /// The first and the last of these, which together are a name.
    pub first_and_last: Option<(usize, usize)>,
    /// Whether the names of the members say that their ids are a person's.
    pub is_labelled: bool,
    /// Whether its members are one thing before and after a change, so that each of them tells whose the other is.
    pub is_change: bool,
}

impl Persona {
    /// The positions of all of its members.
    pub fn members(&self) -> impl Iterator<Item = usize> + '_ {
        [&self.ids, &self.addresses, &self.names, &self.parts].into_iter().flatten().copied()
    }

    /// Whether it tells who the person is.
    pub fn is_told(&self) -> bool {
        !self.ids.is_empty() || !self.addresses.is_empty()
    }
}

/// Members that hold an id and, beside it, what is shown of it: in logs of changes, and in references of ServiceNow.
const PAIRS: [(&str, &str); 4] =
    [("from", "fromstring"), ("to", "tostring"), ("value", "displayvalue"), ("id", "displayvalue")];
/// Parts of a name, the first and the last ones.
const FIRST: [&str; 3] = ["firstname", "givenname", "forename"];
const LAST: [&str; 3] = ["lastname", "familyname", "surname"];
/// What a member behind the role of a person holds: `customer_email`.
const ENDS: [&str; 11] = [
    "emailaddress",
    "email",
    "displayname",
    "fullname",
    "username",
    "name",
    "accountid",
    "userkey",
    "userid",
    "key",
    "id",
];
/// Members with what was before and what is now, in logs of changes, and those that say of what.
const CHANGES: [(&str, &str); 2] = [("changedfrom", "changedto"), ("from", "to")];
const FIELDS: [&str; 4] = ["fieldname", "field", "key", "name"];
/// Roles of persons in messages and requests, beside those that the redaction of names knows.
const ROLES: [&str; 9] = ["from", "to", "sender", "submitter", "reviewer", "supplied", "organizer", "attendee", "lead"];
/// Members with the id of a person, wherever they stand.
const IDS: [&str; 2] = ["accountid", "userkey"];
/// Members with an id, in an object that describes a person.
const IDS_OF_PERSON: [&str; 4] = ["id", "key", "sysid", "userid"];
/// Digits of the shortest account id without a colon.
const SHORTEST_KEY: usize = 24;
/// The names of persons by which one is told from others.
const WHOLE: [&str; 4] = ["displayname", "publicname", "fullname", "name"];

/// The persons that the members of an object are of: at most one in an object, two in a change from one to another.
pub fn personas(members: &[NamedText<'_>], around: Surroundings<'_>) -> Vec<Persona> {
    let named = |member: &NamedText<'_>| {
        let name = plain(member.name);
        if IDS.contains(&name.as_str()) && !is_account(member.text) { String::new() } else { name }
    };
    let names: Vec<String> = members.iter().map(named).collect();
    let at = |name: &str| names.iter().position(|known| known == name);
    let pairs: Vec<Persona> = PAIRS
        .iter()
        .filter_map(|(id, shown)| at(id).zip(at(shown)))
        .map(|(id, shown)| Persona { ids: vec![id], names: vec![shown], ..Persona::default() })
        .collect();
    if !pairs.is_empty() {
        return pairs;
    }
    if let Some(change) = change(members, &names) {
        return vec![change];
    }
    // What a document shows of whom it mentions.
    if let Some((id, text)) = at("id").zip(at("text")).filter(|(_, text)| members[*text].text.starts_with('@')) {
        return vec![Persona { ids: vec![id], names: vec![text], ..Persona::default() }];
    }
    let is_told = names.iter().any(|name| tells_person(name)) || holds_person(&plain(around.under)) || around.is_person;
    // What has an address has a name; whose its id is is not told by that.
    let is_named = is_told || names.iter().any(|name| kind_of(name) == Some(EMAIL_ADDRESS));
    let own = Some(own(&names, is_told, is_named)).filter(Persona::is_told);
    let others = prefixed(&names, own.iter().flat_map(Persona::members).collect());
    own.into_iter().chain(others).collect()
}

/// What was changed of a person: an address, a name or that of its login.
fn change(members: &[NamedText<'_>], names: &[String]) -> Option<Persona> {
    let at = |name: &str| names.iter().position(|known| known == name);
    let both = CHANGES.iter().find_map(|(before, now)| at(before).zip(at(now)))?;
    let field = FIELDS.iter().find_map(|field| at(field))?;
    let both = vec![both.0, both.1];
    let change = Persona { is_labelled: true, is_change: true, ..Persona::default() };
    match member::kind_like(&plain(members[field].text))? {
        EMAIL_ADDRESS => Some(Persona { addresses: both, ..change }),
        USERNAME => Some(Persona { ids: both, ..change }),
        PERSON_NAME => Some(Persona { names: both, ..change }),
        _ => None,
    }
}

/// The persons that a flat object names beside its own: `customer_email` and `customer_name` are one's.
fn prefixed(names: &[String], own: BTreeSet<usize>) -> Vec<Persona> {
    let mut others: BTreeMap<&str, Persona> = BTreeMap::new();
    for (at, name) in names.iter().enumerate().filter(|(at, _)| !own.contains(at)) {
        let Some((prefix, end)) = ENDS.iter().find_map(|end| Some((name.strip_suffix(end)?, *end))) else { continue };
        if !member::is_person(prefix) && !ROLES.contains(&prefix) {
            continue;
        }
        let other = others.entry(prefix).or_insert_with(|| Persona { is_labelled: true, ..Persona::default() });
        match end {
            "email" | "emailaddress" => other.addresses.push(at),
            "displayname" | "fullname" | "name" => other.names.push(at),
            _ => other.ids.push(at),
        }
    }
    others.into_values().filter(|other| other.is_told() && other.members().count() > 1).collect()
}

/// Whether a text has the form of an account id or a user key of Atlassian. Elsewhere an account is a company.
fn is_account(text: &str) -> bool {
    let is_key = text.len() >= SHORTEST_KEY && text.bytes().all(|b| b.is_ascii_hexdigit());
    text.contains(':') || is_key
}

/// What an object says of the person that it describes, by the plain names of its members.
fn own(names: &[String], is_told: bool, is_named: bool) -> Persona {
    let mut own = Persona { is_labelled: true, ..Persona::default() };
    // Where a name is shown besides, the other one is that of the login.
    let is_login = names.iter().any(|name| name == "displayname");
    for (at, name) in names.iter().enumerate() {
        match member_of_person(name, (is_told, is_named), is_login) {
            Some(ACCOUNT_ID | USERNAME) => own.ids.push(at),
            Some(EMAIL_ADDRESS) => own.addresses.push(at),
            // Where an address alone tells that somebody is named, that may be a group: the name is no form to look for.
            Some(_) if WHOLE.contains(&name.as_str()) && (is_told || name != "name") => own.names.push(at),
            Some(_) => own.parts.push(at),
            None => {}
        }
    }
    let part = |known: [&str; 3]| own.parts.iter().copied().find(|at| known.contains(&names[*at].as_str()));
    own.first_and_last = part(FIRST).zip(part(LAST));
    own
}

/// The kind of value of the person itself that a member of this plain name holds: what it refers to, as its owner, is of another.
fn member_of_person(name: &str, (is_told, is_named): (bool, bool), is_login: bool) -> Option<&'static str> {
    let is_id = IDS.contains(&name) || is_told && IDS_OF_PERSON.contains(&name);
    match kind_of(name) {
        _ if is_id => Some(ACCOUNT_ID),
        Some(ACCOUNT_ID) => None,
        Some(kind) => Some(kind),
        None if name == "name" && is_named => Some(if is_login { USERNAME } else { PERSON_NAME }),
        None => member::kind_like(name).filter(|kind| is_named && *kind == PERSON_NAME),
    }
}

/// Whether a member of this path is the address of whom its object is about: `email`, and not `owner.email`.
pub fn is_own_address(path: &str) -> bool {
    !path.contains('.') && kind_of(&plain(path)) == Some(EMAIL_ADDRESS)
}

/// Whether a member of this name holds the id or the login of a person, of whichever.
pub fn names_account(name: &str) -> bool {
    let name = plain(name);
    matches!(member::kind_like(&name), Some(ACCOUNT_ID | USERNAME)) || holds_person(&name) || name.ends_with("userid")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The persons of an object, each as its texts in the order of their kinds.
    fn told(members: &[(&str, &str)], around: Surroundings<'_>) -> Vec<String> {
        let members: Vec<NamedText<'_>> = members.iter().map(|(name, text)| NamedText { name, text }).collect();
        let text = |at: usize| members[at].text;
        personas(&members, around).iter().map(|one| one.members().map(text).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn what_stands_beside_an_id_is_of_the_same_person() {
        let record = Surroundings { is_person: true, ..Surroundings::default() };
        let owner = Surroundings { under: "owner", ..Surroundings::default() };
        for (members, place, persons) in [
            (
                &[("accountId", "7:a"), ("displayName", "Ann"), ("self", "u")][..],
                Surroundings::default(),
                &["7:a Ann"][..],
            ),
            (&[("key", "J1"), ("name", "ann"), ("displayName", "Ann")], Surroundings::default(), &["J1 ann Ann"]),
            (
                &[("from", "a"), ("fromString", "Ann"), ("to", "b"), ("toString", "Bob")],
                Surroundings::default(),
                &["a Ann", "b Bob"],
            ),
            (&[("display_value", "Ann"), ("value", "s1"), ("link", "u")], Surroundings::default(), &["s1 Ann"]),
            (
                &[("sys_id", "s1"), ("user_name", "ann"), ("email", "a@x.io"), ("first_name", "A")],
                record,
                &["s1 ann a@x.io A"],
            ),
            (&[("Id", "3"), ("Name", "Ann"), ("Email", "a@x.io")], record, &["3 a@x.io Ann"]),
            (&[("id", "9"), ("name", "Ann")], owner, &["9 Ann"]),
            // A reference is another's, and a record of something else has no person's id.
            (&[("id", "9"), ("title", "T"), ("ownerId", "7:a")], Surroundings::default(), &[]),
            (&[("id", "9"), ("name", "N")], Surroundings::default(), &[]),
            (&[("Id", "0035e0"), ("LastName", "Lee"), ("AccountId", "0015e097RyczwPbAII")], record, &["0035e0 Lee"]),
            (&[("id", "9"), ("email", "a@x.io"), ("name", "Ann")], Surroundings::default(), &["a@x.io Ann"]),
            (&[("id", "7:a"), ("text", "@Ann Lee")], Surroundings::default(), &["7:a @Ann Lee"]),
            (&[("account_id", "acct_10023"), ("email", "a@x.io")], Surroundings::default(), &["a@x.io"]),
            (
                &[("id", "9"), ("customer_email", "a@x.io"), ("customer_name", "Ann"), ("company_name", "C")],
                Surroundings::default(),
                &["a@x.io Ann"],
            ),
            (
                &[("fieldName", "Email"), ("changedFrom", "a@x.io"), ("changedTo", "b@x.io")],
                Surroundings::default(),
                &["a@x.io b@x.io"],
            ),
            (
                &[("key", "Full name"), ("from", "Ann Brown"), ("to", "Ann Lee")],
                Surroundings::default(),
                &["Ann Brown Ann Lee"],
            ),
            (&[("key", "Status"), ("from", "Ann Brown"), ("to", "Ann Lee")], Surroundings::default(), &[]),
            (&[("authorAccountId", "7:a"), ("authorKey", "ann")], Surroundings::default(), &["7:a ann"]),
            (
                &[("from_email", "a@x.io"), ("from_name", "Ann"), ("toEmail", "b@x.io"), ("toName", "Bob")],
                Surroundings::default(),
                &["a@x.io Ann", "b@x.io Bob"],
            ),
        ] {
            assert_eq!(told(members, place), persons, "{members:?}");
        }
    }
}
