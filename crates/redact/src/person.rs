//! What the members of a JSON object say of one person: ids, addresses and names that belong together.
//!
//! Redaction asks of a member what it holds. Here the question is whose it is: which members beside an id are of the account
//! that the id is of, so that who knows one form of a person finds the others.

use crate::json::member::{self, holds_person, kind_of, plain, tells_person};
use crate::kind::{ACCOUNT_ID, EMAIL_ADDRESS, PERSON_NAME, USERNAME};

/// A member of an object, as far as it holds a text.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// What is known of an object before its members are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
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
/// Members with the id of a person, wherever they stand.
const IDS: [&str; 2] = ["accountid", "userkey"];
/// Members with an id, in an object that describes a person.
const IDS_OF_PERSON: [&str; 4] = ["id", "key", "sysid", "userid"];
/// Digits of the shortest account id without a colon.
const SHORTEST_KEY: usize = 24;
/// The names of persons by which one is told from others.
const WHOLE: [&str; 4] = ["displayname", "publicname", "fullname", "name"];

/// The persons that the members of an object are of: at most one in an object, two in a change from one to another.
pub fn personas(members: &[Member<'_>], place: Place<'_>) -> Vec<Persona> {
    let named = |member: &Member<'_>| {
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
    // What a document shows of whom it mentions.
    if let Some((id, text)) = at("id").zip(at("text")).filter(|(_, text)| members[*text].text.starts_with('@')) {
        return vec![Persona { ids: vec![id], names: vec![text], ..Persona::default() }];
    }
    let is_told = names.iter().any(|name| tells_person(name)) || holds_person(&plain(place.under)) || place.is_person;
    // What has an address has a name; whose its id is is not told by that.
    let is_named = is_told || names.iter().any(|name| kind_of(name) == Some(EMAIL_ADDRESS));
    let own = own(&names, is_told, is_named);
    if own.is_told() { vec![own] } else { Vec::new() }
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

/// Whether a member of this name holds the id or the login of a person, of whichever.
pub fn names_account(name: &str) -> bool {
    let name = plain(name);
    matches!(member::kind_like(&name), Some(ACCOUNT_ID | USERNAME)) || holds_person(&name) || name.ends_with("userid")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The persons of an object, each as its texts in the order of their kinds.
    fn told(members: &[(&str, &str)], place: Place<'_>) -> Vec<String> {
        let members: Vec<Member<'_>> = members.iter().map(|(name, text)| Member { name, text }).collect();
        let text = |at: usize| members[at].text;
        personas(&members, place).iter().map(|one| one.members().map(text).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn what_stands_beside_an_id_is_of_the_same_person() {
        let record = Place { is_person: true, ..Place::default() };
        let owner = Place { under: "owner", ..Place::default() };
        for (members, place, persons) in [
            (&[("accountId", "7:a"), ("displayName", "Ann"), ("self", "u")][..], Place::default(), &["7:a Ann"][..]),
            (&[("key", "J1"), ("name", "ann"), ("displayName", "Ann")], Place::default(), &["J1 ann Ann"]),
            (
                &[("from", "a"), ("fromString", "Ann"), ("to", "b"), ("toString", "Bob")],
                Place::default(),
                &["a Ann", "b Bob"],
            ),
            (&[("display_value", "Ann"), ("value", "s1"), ("link", "u")], Place::default(), &["s1 Ann"]),
            (
                &[("sys_id", "s1"), ("user_name", "ann"), ("email", "a@x.io"), ("first_name", "A")],
                record,
                &["s1 ann a@x.io A"],
            ),
            (&[("Id", "3"), ("Name", "Ann"), ("Email", "a@x.io")], record, &["3 a@x.io Ann"]),
            (&[("id", "9"), ("name", "Ann")], owner, &["9 Ann"]),
            // A reference is another's, and a record of something else has no person's id.
            (&[("id", "9"), ("title", "T"), ("ownerId", "7:a")], Place::default(), &[]),
            (&[("id", "9"), ("name", "N")], Place::default(), &[]),
            (&[("Id", "0035e0"), ("LastName", "Lee"), ("AccountId", "0015e097RyczwPbAII")], record, &["0035e0 Lee"]),
            (&[("id", "9"), ("email", "a@x.io"), ("name", "Ann")], Place::default(), &["a@x.io Ann"]),
            (&[("id", "7:a"), ("text", "@Ann Lee")], Place::default(), &["7:a @Ann Lee"]),
            (&[("account_id", "acct_10023"), ("email", "a@x.io")], Place::default(), &["a@x.io"]),
        ] {
            assert_eq!(told(members, place), persons, "{members:?}");
        }
    }
}
