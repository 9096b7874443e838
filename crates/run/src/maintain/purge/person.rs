//! The person behind a pseudonym: which forms it has, which records are about it, and where else it is mentioned.
//!
//! The responses are read until they tell nothing more: the pseudonym leads to an id, the id to the records about the person, their
//! other ids and addresses to further records, and what stands beside any of these to its names, former ones too.

use super::edit::each_batch;
use super::forms::{self, Forms, IN_PLACE, Matcher};
use super::json::{self, Member, Token};
use super::record::Sought;
use crate::connection::carrier::carriers;
use crate::connection::opened::Opened;
use catchment_base::error::{Error, Result};
use catchment_base::response::member;
use catchment_lake::land::{self, Former, Sealer};
use catchment_redact::{self as redact, Persona, Revealer};
use catchment_source::{Columns, Source, Stream};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// A longer text is no name.
const LONGEST_NAME: usize = 120;
/// The type of the pseudonyms of columns of people, which stand for ids, addresses and names alike.
const NAME: &str = "PERSON_NAME";

/// A person, as the responses tell of it.
pub struct Person<'a> {
    source: &'static dyn Source,
    sealer: Sealer,
    revealer: &'a Revealer,
    /// The last names of members of which settings say that they hold people.
    declared: BTreeSet<&'static str>,
    forms: Forms,
    matcher: Matcher,
    /// The records about it, by stream and name.
    records: BTreeSet<(String, String)>,
    /// The ids of those who bear a name, where that is all that is known.
    bearers: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Person<'a> {
    /// The person behind a pseudonym, with what an earlier attempt to purge it had found.
    ///
    /// # Errors
    /// The pseudonym stands for a name that several accounts have.
    pub fn find(opened: &Opened, revealer: &'a Revealer, before: Option<Sought>) -> Result<Self> {
        let source = catchment_source::of(&opened.connection)?;
        let sealer = Sealer::new(&opened.keys, &opened.connection.name)?;
        let Sought { forms, records } = before.unwrap_or_default();
        let matcher = forms.matcher()?;
        let declared = source.streams().iter().flat_map(declared).collect();
        let bearers = BTreeMap::new();
        let mut person = Self { source, sealer, revealer, declared, forms, matcher, records, bearers };
        person.reveal(opened)?;
        person.follow(opened)?;
        if person.forms.has_name_alone() {
            person.choose_bearer()?;
            person.follow(opened)?;
        }
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
    pub fn is_about(&self, stream: &Stream, name: &str, object: &str) -> bool {
        if self.records.contains(&(stream.name.to_owned(), name.to_owned())) {
            return true;
        }
        let text = |path: &&str| member(object, path).and_then(|raw| text_of(raw.get()));
        let is_own = |id: String| self.forms.has_id(&id, stream.envelope.is_hashed) || self.matcher.is_in(&id);
        stream.person.iter().filter_map(text).any(|id| self.forms.has_id(&id, true))
            || stream.envelope.id.iter().filter_map(text).any(is_own)
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
                let read = Read::of(members, under, false);
                let of_person = read.personas.iter().filter(|persona| self.is_of(&read, persona));
                let mut found: Vec<usize> = of_person.flat_map(Persona::members).collect();
                // What an object is called, wherever its id stands.
                if read.leaves.iter().any(|leaf| self.forms.has_id(&leaf.text, false)) {
                    found.extend((0..read.leaves.len()).filter(|at| self.forms.has_name(&read.leaves[*at].text)));
                }
                let values = found.iter().flat_map(|at| read.leaves[*at].values.iter());
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

    /// Reads the responses until they tell nothing more of the person.
    fn follow(&mut self, opened: &Opened) -> Result<()> {
        loop {
            let known = (self.forms.len(), self.records.len());
            self.forms.shared.clear();
            let (mut told, mut records) = (Told::default(), BTreeSet::new());
            each_batch(&opened.db, (&self.sealer, &opened.paths.sealed), |responses| {
                responses.iter().try_for_each(|response| self.read(response, &mut told, &mut records))?;
                Ok(ControlFlow::Continue(()))
            })?;
            self.records.extend(records);
            self.learn(told);
            self.matcher = self.forms.matcher()?;
            if (self.forms.len(), self.records.len()) == known {
                return Ok(());
            }
        }
    }

    fn learn(&mut self, told: Told) {
        let forms = &mut self.forms;
        forms.ids.extend(told.ids);
        forms.addresses.extend(told.addresses);
        let is_id = |name: &String| forms.ids.contains(name) || forms.addresses.contains(name);
        forms.names.extend(told.names.into_iter().filter(|name| !is_id(name)));
        forms.shared = told.shared.into_iter().filter(|name| forms.names.contains(name)).collect();
        self.bearers = told.bearers;
    }

    /// What a response tells of the person, and its records about it.
    fn read(&self, response: &Former, told: &mut Told, records: &mut BTreeSet<(String, String)>) -> Result<()> {
        let Some(stream) = catchment_source::stream(self.source, &response.stream) else { return Ok(()) };
        let split = land::split(&response.body, response.kind, &response.scope, &stream.envelope)?;
        let scope = response.scope.as_str();
        let objects: Vec<(&str, &'static str)> = split.objects.into_iter().zip(split.places).collect();
        for (object, place) in &objects {
            let name = land::object_name(&self.sealer, &stream.envelope, (scope, place), object);
            self.read_object(stream, (&name.unwrap_or_default(), object), told, records)?;
        }
        for carrier in carriers(stream, self.source.streams()) {
            for (parent, load) in carrier.loads(&self.sealer, scope, objects.iter().copied()) {
                for one in load.objects.iter().filter(|one| matches!(one, Cow::Borrowed(_))) {
                    let name = carrier.name(&self.sealer, &parent, one);
                    self.read_object(carrier.stream, (&name.unwrap_or_default(), one), told, records)?;
                }
            }
        }
        Ok(())
    }

    fn read_object(
        &self,
        stream: &Stream,
        (name, object): (&str, &str),
        told: &mut Told,
        records: &mut BTreeSet<(String, String)>,
    ) -> Result<()> {
        let is_about = self.is_about(stream, name, object);
        if is_about && !name.is_empty() {
            records.insert((stream.name.to_owned(), name.to_owned()));
        }
        let mut is_record = true;
        // What is about a person without describing it has an id that is not the person's.
        let is_own = is_about && stream.person.is_empty() && stream.envelope.id.len() == 1;
        json::objects(object, "", &mut |under, members| {
            let is_person = std::mem::take(&mut is_record) && (is_own || stream.describes_person());
            let read = Read::of(members, under, is_person);
            for persona in &read.personas {
                told.note(&read, persona, self.is_of(&read, persona), |name| self.forms.has_name(name));
            }
        })
    }

    /// Whether members are of the person: one of its ids or addresses is among them.
    fn is_of(&self, read: &Read<'_>, persona: &Persona) -> bool {
        let mut known = persona.ids.iter().chain(&persona.addresses).map(|at| read.leaves[*at].text.as_str());
        known.any(|text| self.forms.has_id(text, persona.is_labelled))
    }

    /// Takes the only account that bears the name.
    fn choose_bearer(&mut self) -> Result<()> {
        let mut accounts: Vec<BTreeSet<String>> = Vec::new();
        for ids in self.bearers.values() {
            let (same, mut others): (Vec<_>, Vec<_>) = accounts.into_iter().partition(|known| !known.is_disjoint(ids));
            others.push(same.into_iter().flatten().chain(ids.iter().cloned()).collect());
            accounts = others;
        }
        if accounts.len() > 1 {
            return Err(Error::usage(format!("{} accounts bear the name behind this pseudonym", accounts.len()))
                .hint("purge each person by the pseudonym of its account or its e-mail address"));
        }
        self.forms.ids.extend(accounts.into_iter().flatten());
        self.matcher = self.forms.matcher()?;
        Ok(())
    }
}

/// What responses tell of a person.
#[derive(Default)]
struct Told {
    ids: BTreeSet<String>,
    addresses: BTreeSet<String>,
    names: BTreeSet<String>,
    /// Names of the person that another one has.
    shared: BTreeSet<String>,
    /// By the first id of each who has a name of the person, all of its ids.
    bearers: BTreeMap<String, BTreeSet<String>>,
}

impl Told {
    /// Takes note of the members of one object that are of one person.
    fn note(&mut self, read: &Read<'_>, persona: &Persona, is_of: bool, has_name: impl Fn(&str) -> bool) {
        let texts = |places: &[usize]| -> Vec<String> {
            let texts = places.iter().map(|at| read.leaves[*at].text.trim().to_owned());
            texts.filter(|text| !text.is_empty() && text != IN_PLACE && text.len() <= LONGEST_NAME).collect()
        };
        let (ids, addresses, mut names) = (texts(&persona.ids), texts(&persona.addresses), texts(&persona.names));
        names.iter_mut().for_each(|name| *name = name.trim_start_matches('@').to_owned());
        names.extend(persona.first_and_last.map(|(first, last)| [texts(&[first]), texts(&[last])].concat().join(" ")));
        if is_of {
            self.ids.extend(ids);
            self.addresses.extend(addresses.into_iter().filter(|address| address.contains('@')));
            let is_name = |name: &String| name.contains(char::is_alphabetic) && !name.contains('@');
            self.names.extend(names.into_iter().filter(is_name));
            return;
        }
        let mut known = names.into_iter().filter(|name| has_name(name) && !ids.contains(name)).peekable();
        // A number may as well be that of what the person is named in.
        let id = ids.iter().find(|id| forms::is_telling(id));
        if let Some(id) = id.filter(|_| known.peek().is_some()) {
            self.bearers.entry(id.clone()).or_default().extend(ids.iter().cloned());
            self.shared.extend(known);
        }
    }
}

/// The members of an object that hold a text, and whom they are of.
struct Read<'a> {
    leaves: Vec<Leaf<'a>>,
    personas: Vec<Persona>,
}

/// A member with a text; of one that ServiceNow shows in two forms, both.
struct Leaf<'a> {
    text: String,
    values: Vec<&'a str>,
}

impl<'a> Read<'a> {
    fn of(members: &[Member<'a>], under: &str, is_person: bool) -> Self {
        let found: Vec<(&str, Leaf<'a>)> =
            members.iter().filter_map(|member| Some((member.name.as_str(), Leaf::of(member.value)?))).collect();
        let named: Vec<redact::Member<'_>> =
            found.iter().map(|(name, leaf)| redact::Member { name, text: &leaf.text }).collect();
        let personas = redact::personas(&named, redact::Place { under, is_person });
        Self { leaves: found.into_iter().map(|(_, leaf)| leaf).collect(), personas }
    }
}

impl<'a> Leaf<'a> {
    fn of(value: &'a str) -> Option<Self> {
        if let Some(text) = text_of(value) {
            return Some(Self { text, values: vec![value] });
        }
        let stored = member(value, "value").filter(|_| value.starts_with('{'))?.get();
        let shown = member(value, "display_value")?.get();
        Some(Self { text: text_of(stored)?, values: vec![stored, shown] })
    }
}

/// The text of a string, or a number as it is written.
fn text_of(value: &str) -> Option<String> {
    json::tokens(value).next().filter(|token| token.text == value).and_then(|token| token.value())
}

/// The last names of the members of a stream that hold people, as settings say.
fn declared(stream: &'static Stream) -> Vec<&'static str> {
    let Columns::Generated { declared, .. } = stream.columns else { return Vec::new() };
    let people = declared.iter().filter(|member| member.class == "person");
    people.filter_map(|member| member.path.rsplit('.').next()).collect()
}
