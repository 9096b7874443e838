//! The person behind a pseudonym: which forms it has, which records are about it, and where else it is mentioned.

use super::edit::each_batch;
use super::forms::{Forms, IN_PLACE, Matcher};
use super::json::{self, Token};
use super::members::{TextMembers, text_of};
use super::objects::Object;
use super::record::Sought;
use crate::connection::opened::Opened;
use catchment_base::error::Result;
use catchment_base::response::member;
use catchment_io::key::Keys;
use catchment_lake::land::{self, Former, Sealer};
use catchment_redact::{self as redact, Persona, Revealer};
use catchment_source::{Columns, Source, Stream};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The type of the pseudonyms of columns of people, which stand for ids, addresses and names alike.
const NAME: &str = "PERSON_NAME";

/// A person, as the responses tell of it.
pub struct Person<'a> {
    pub(super) source: &'static dyn Source,
    pub(super) sealer: Sealer,
    revealer: &'a Revealer,
    /// The last names of members of which settings say that they hold people.
    declared: BTreeSet<&'static str>,
    pub(super) forms: Forms,
    pub(super) matcher: Matcher,
    /// The records about it, by stream and name.
    pub(super) records: BTreeSet<(String, String)>,
}

/// How an object names the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// By an id, or by a name under which it is known to be about the person.
    Id,
    /// By an address alone, which may be that of several people.
    Address,
}

impl<'a> Person<'a> {
    /// The person behind a pseudonym, with what an earlier attempt to purge it had found.
    ///
    /// # Errors
    /// The pseudonym stands for a name or an address that several people have.
    pub fn find(opened: &Opened, revealer: &'a Revealer, before: Option<Sought>) -> Result<Self> {
        let source = catchment_source::of(&opened.connection)?;
        let sealer = Sealer::new(&opened.keys, &opened.connection.name)?;
        let Sought { forms, records } = before.unwrap_or_default();
        let matcher = forms.matcher()?;
        let declared = source.streams().iter().flat_map(declared).filter_map(|path| path.rsplit('.').next()).collect();
        let mut person = Self { source, sealer, revealer, declared, forms, matcher, records };
        person.reveal(opened)?;
        person.follow(opened)?;
        Ok(person)
    }

    /// Whether nothing is held of it.
    pub fn is_unknown(&self) -> bool {
        self.forms.is_empty()
    }

    /// What it is known by.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// The pseudonyms of all that it is known by, which datasets hold in their place.
    pub fn pseudonyms(&self, keys: &Keys) -> Result<Vec<String>> {
        let pseudonyms = self.forms.values().map(|value| redact::pseudonyms_of(keys, value));
        Ok(pseudonyms.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// What finds it in texts.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The records about it, by stream and name.
    pub fn records(&self) -> &BTreeSet<(String, String)> {
        &self.records
    }

    /// Adds what lies in the records about it.
    pub fn add_records(&mut self, within: impl IntoIterator<Item = (String, String)>) {
        self.records.extend(within);
    }

    /// What a purge that is stopped has to find again.
    pub fn sought(&self) -> Sought {
        Sought { forms: self.forms.clone(), records: self.records.clone() }
    }

    /// Whether a listing is that of a record about it.
    pub fn has_scope(&self, scope: &str) -> bool {
        !scope.is_empty() && (self.forms.has_id(scope, false) || self.records.iter().any(|(_, name)| name == scope))
    }

    /// Whether an object is about the person: its own id names it, or it describes a person who has one of its ids or addresses.
    pub fn is_about(&self, object: &Object<'_>) -> bool {
        self.naming(object).is_some()
    }

    /// How an object that is about the person names it; nothing where it is about no person, or another.
    pub(super) fn naming(&self, object: &Object<'_>) -> Option<Naming> {
        let Object { stream, name, text } = object;
        if self.records.contains(&(stream.name.to_owned(), name.clone())) {
            return Some(Naming::Id);
        }
        let value = |path: &&str| member(text, path).and_then(|raw| text_of(raw.get()));
        let texts: Vec<String> =
            stream.person.iter().copied().chain(people(stream)).filter_map(|path| value(&path)).collect();
        let is_own = |id: String| self.forms.has_id(&id, stream.envelope.is_hashed) || self.matcher.is_in(&id);
        if texts.iter().any(|text| self.forms.has_own_id(text, true))
            || stream.envelope.id.iter().filter_map(value).any(is_own)
        {
            return Some(Naming::Id);
        }
        texts.iter().any(|text| self.forms.has_address(text)).then_some(Naming::Address)
    }

    /// A response with every mention replaced; nothing where it has none.
    pub fn rewritten(&self, response: &Former, stream: Option<&'static Stream>) -> Result<Option<(Vec<u8>, u64)>> {
        let Ok(body) = std::str::from_utf8(&response.body) else { return Ok(None) };
        let beside = stream.map_or(Ok(BTreeSet::new()), |stream| self.beside(response, stream))?;
        let (text, count) = json::rewritten(body, |token, name, value| {
            let is_beside = beside.contains(&token.at);
            if is_beside { Some(IN_PLACE.to_owned()) } else { self.replacement(token, name, value) }
        });
        Ok((count > 0).then(|| (text.into_bytes(), count)))
    }

    /// Where the members stand that are of the person, by what stands beside them.
    fn beside(&self, response: &Former, stream: &'static Stream) -> Result<BTreeSet<usize>> {
        let split = land::split(&response.body, response.kind, &response.scope, &stream.envelope)?;
        let start = response.body.as_ptr() as usize;
        let mut places = BTreeSet::new();
        for object in split.objects {
            json::objects(object, "", &mut |under, members| {
                let members = TextMembers::of(members, under, false);
                let of_person = members.personas.iter().filter(|persona| self.is_of(&members, persona));
                let mut found: Vec<usize> = of_person.flat_map(Persona::members).collect();
                // What an object is called, wherever its id stands.
                if members.texts.iter().any(|one| self.forms.has_id(&one.text, false)) {
                    found.extend((0..members.texts.len()).filter(|at| self.forms.has_name(&members.texts[*at].text)));
                }
                let values = found.iter().flat_map(|at| members.texts[*at].values.iter());
                places.extend(values.map(|value| value.as_ptr() as usize - start));
            })?;
        }
        Ok(places)
    }

    /// What takes the place of a text that mentions the person.
    fn replacement(&self, token: &Token<'_>, name: &str, value: &str) -> Option<String> {
        if value == IN_PLACE {
            return None;
        }
        let is_declared = !token.is_name && self.declared.contains(name);
        let is_labelled = is_declared || (!token.is_name && redact::names_account(name));
        let is_word = || !token.is_name && self.matcher.is_word(value);
        if self.forms.has_id(value, is_labelled) || (is_declared && self.forms.is_id(value)) || is_word() {
            return Some(IN_PLACE.to_owned());
        }
        let replaced = self.matcher.replaced(value);
        let rest = replaced.as_deref().unwrap_or(value);
        // It may be written otherwise there, as with entities or across tags: then nothing of the text stays.
        let is_left = self.revealer.values(rest).iter().any(|value| self.forms.tells(value));
        if is_left { Some(IN_PLACE.to_owned()) } else { replaced }
    }

    /// Whether a text mentions the person in a form that is its alone.
    pub fn is_in(&self, text: &str) -> bool {
        self.matcher.is_in(text) || self.revealer.values(text).iter().any(|value| self.forms.tells(value))
    }

    /// Learns the values behind the pseudonym.
    fn reveal(&mut self, opened: &Opened) -> Result<()> {
        let mut values = BTreeSet::new();
        each_batch(&opened.db, (&self.sealer, &opened.paths.sealed), |responses| {
            for response in responses {
                let Ok(body) = std::str::from_utf8(&response.body) else { continue };
                let texts = json::tokens(body).filter_map(|token| token.value());
                values.extend(texts.flat_map(|text| self.revealer.values(&text)));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        values.remove(IN_PLACE);
        let is_of_name = self.revealer.kind() == NAME;
        values.into_iter().for_each(|value| self.forms.add(value, is_of_name));
        self.matcher = self.forms.matcher()?;
        Ok(())
    }

    /// Whether members are of the person: one of its ids or addresses is among them, or a name before or after its change.
    pub(super) fn is_of(&self, members: &TextMembers<'_>, persona: &Persona) -> bool {
        let mut known = members.at(&persona.ids).chain(members.at(&persona.addresses));
        let is_own_name = |name: &str| self.forms.has_name(name) && self.forms.tells(name);
        known.any(|text| self.forms.has_id(text, persona.is_labelled))
            || (persona.is_change && members.at(&persona.names).any(is_own_name))
    }
}

/// The members of a stream that hold people, as settings say, by their paths.
fn declared(stream: &'static Stream) -> impl Iterator<Item = &'static str> {
    let declared = if let Columns::Generated { declared, .. } = &stream.columns { declared } else { [].as_slice() };
    declared.iter().filter(|member| member.class == "person").map(|member| member.path)
}

/// The members by which settings say whom a record is about: its own address, and not that of another.
pub(super) fn people(stream: &'static Stream) -> impl Iterator<Item = &'static str> {
    declared(stream).filter(|path| redact::is_own_address(path))
}
