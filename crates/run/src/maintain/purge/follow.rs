//! Following a person through the responses until they tell nothing more of it: the pseudonym leads to an id, the id to the records
//! about the person, their other ids and addresses to further records, and what stands beside any of these to its names, former ones
//! too.
//!
//! A name or an address of the person may be another's as well. It is then looked for beside the ids of the person alone.

use super::edit::each_batch;
use super::forms::{self, IN_PLACE};
use super::json;
use super::markup;
use super::members::TextMembers;
use super::objects::{Object, Objects};
use super::person::{self, Naming, Person};
use crate::connection::opened::Opened;
use catchment_base::error::{Error, Result};
use catchment_lake::land::Former;
use catchment_redact::Persona;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// A longer text is no name.
const LONGEST_NAME: usize = 120;

impl Person<'_> {
    /// Reads the responses until they tell nothing more of the person.
    ///
    /// # Errors
    /// All that is known is a name or an address that several people have.
    pub(super) fn follow(&mut self, opened: &Opened) -> Result<()> {
        let mut is_chosen = false;
        loop {
            let known = (self.forms.len(), self.records.len());
            let learned = self.learned(opened)?;
            if self.note_shared_addresses(&learned.claims)? {
                // What an address told that others have as well may be theirs: all is read again without it.
                self.matcher = self.forms.matcher()?;
                continue;
            }
            let bearers = self.learn(learned);
            let is_settled = (self.forms.len(), self.records.len()) == known;
            let is_named_alone = is_settled && !is_chosen && self.forms.has_name_alone();
            if is_named_alone {
                is_chosen = true;
                self.choose_bearer(bearers)?;
            }
            self.matcher = self.forms.matcher()?;
            if is_settled && !is_named_alone {
                return Ok(());
            }
        }
    }

    /// What all responses tell.
    fn learned(&self, opened: &Opened) -> Result<Learned> {
        let mut learned = Learned::default();
        each_batch(&opened.db, (&self.sealer, &opened.paths.sealed), |responses| {
            responses.iter().try_for_each(|response| self.read(response, &mut learned))?;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(learned)
    }

    /// Takes in what responses tell; gives who bears its names.
    fn learn(&mut self, learned: Learned) -> Bearers {
        let Learned { mut told, mut records, claims, shared, bearers } = learned;
        for claim in claims {
            records.insert(claim.record);
            told.add(claim.told);
        }
        self.records.extend(records);
        let forms = &mut self.forms;
        forms.ids.extend(told.ids);
        forms.addresses.extend(told.addresses);
        let is_id = |name: &String| forms.ids.contains(name) || forms.addresses.contains(name);
        forms.names.extend(told.names.into_iter().filter(|name| !is_id(name)));
        let shared_names = shared.into_iter().filter(|name| forms.names.contains(name));
        forms.shared = forms.shared.intersection(&forms.addresses).cloned().chain(shared_names).collect();
        bearers
    }

    /// Finds the addresses of the person that others have as well: two records of one stream with an address and different names are
    /// about two people. Gives whether there are any that were not known to be shared.
    fn note_shared_addresses(&mut self, claims: &[Claim]) -> Result<bool> {
        let mut shared = BTreeSet::new();
        for (at, claim) in claims.iter().enumerate() {
            let is_of_stream = |record: &(String, String)| record.0 == claim.record.0;
            let is_another = if self.records.iter().any(is_of_stream) {
                !claim.told.names.iter().any(|name| self.forms.has_name(name))
            } else {
                let others = claims[..at].iter().filter(|other| other.record.0 == claim.record.0);
                others.into_iter().any(|other| !claim.told.has_name_of(&other.told))
            };
            if is_another && !claim.told.names.is_empty() {
                let is_claimed = |own: &&String| claim.told.addresses.iter().any(|one| one.eq_ignore_ascii_case(own));
                shared.extend(self.forms.own_addresses().filter(is_claimed).cloned());
            }
        }
        if shared.is_empty() {
            return Ok(false);
        }
        if self.forms.has_address_alone() {
            return Err(Error::usage("several people have the address behind this pseudonym")
                .hint("purge each person by the pseudonym of its account or of its record"));
        }
        self.forms.shared.extend(shared);
        Ok(true)
    }

    /// What a response tells of the person, and its records about it.
    fn read(&self, response: &Former, learned: &mut Learned) -> Result<()> {
        let Some(stream) = catchment_source::stream(self.source, &response.stream) else { return Ok(()) };
        let objects = Objects::of(response, (self.source, stream), &self.sealer)?;
        objects.all().try_for_each(|object| self.read_object(object, learned))
    }

    fn read_object(&self, object: &Object<'_>, learned: &mut Learned) -> Result<()> {
        let (stream, naming) = (object.stream, self.naming(object));
        let record = (stream.name.to_owned(), object.name.clone());
        let (mut is_record, mut is_claimed) = (true, false);
        // What is about a person without describing it has an id that is not the person's.
        let is_own = naming.is_some() && stream.person.is_empty() && stream.envelope.id.len() == 1;
        let is_described = person::people(stream).next().is_some();
        json::objects(object.text, "", &mut |under, members| {
            let is_record = std::mem::take(&mut is_record);
            let is_person = is_own || stream.describes_person() || is_described;
            let members = TextMembers::of(members, under, is_record && is_person);
            for told in self.sort(&members, learned) {
                if is_record && naming == Some(Naming::Address) {
                    is_claimed = true;
                    learned.claims.push(Claim { record: record.clone(), told });
                } else {
                    learned.told.add(told);
                }
            }
        })?;
        if naming.is_some() && !is_claimed && !object.name.is_empty() {
            learned.records.insert(record);
        }
        self.read_texts(object.text, learned)
    }

    /// What the texts of an object tell that hold objects themselves, as documents do, or show a user in markup.
    fn read_texts(&self, object: &str, learned: &mut Learned) -> Result<()> {
        for text in json::tokens(object).filter(|token| !token.is_name).filter_map(|token| token.value()) {
            let of_person = markup::users(&text).filter(|(id, _)| self.forms.has_id(id, true));
            learned.told.names.extend(of_person.map(|(_, name)| name));
            let Some(json) = json::nested(&text) else { continue };
            json::objects(json, "", &mut |under, members| {
                let members = TextMembers::of(members, under, false);
                let own = self.sort(&members, learned);
                own.into_iter().for_each(|told| learned.told.add(told));
            })?;
        }
        Ok(())
    }

    /// What members tell of the person; what they tell of others is noted.
    fn sort(&self, members: &TextMembers<'_>, learned: &mut Learned) -> Vec<Told> {
        let (own, others): (Vec<&Persona>, Vec<&Persona>) =
            members.personas.iter().partition(|persona| self.is_of(members, persona));
        for other in others {
            learned.note_other(Told::of(members, other), |name| self.forms.has_name(name));
        }
        own.into_iter().map(|persona| Told::of(members, persona)).collect()
    }

    /// Takes the only account that bears the name, if there is one.
    fn choose_bearer(&mut self, bearers: Bearers) -> Result<()> {
        let mut accounts: Vec<BTreeSet<String>> = Vec::new();
        for ids in bearers.into_values() {
            let (same, mut others): (Vec<_>, Vec<_>) = accounts.into_iter().partition(|known| !known.is_disjoint(&ids));
            others.push(same.into_iter().flatten().chain(ids).collect());
            accounts = others;
        }
        if accounts.len() > 1 {
            return Err(Error::usage(format!("{} accounts bear the name behind this pseudonym", accounts.len()))
                .hint("purge each person by the pseudonym of its account or its e-mail address"));
        }
        let (addresses, ids): (Vec<_>, Vec<_>) = accounts.into_iter().flatten().partition(|known| known.contains('@'));
        self.forms.ids.extend(ids);
        self.forms.addresses.extend(addresses);
        Ok(())
    }
}

/// By the first id or address of each who has a name of the person, all of these.
type Bearers = BTreeMap<String, BTreeSet<String>>;

/// What responses tell of a person.
#[derive(Default)]
struct Learned {
    told: Told,
    /// The records about it, by stream and name.
    records: BTreeSet<(String, String)>,
    /// Records that name it by an address alone.
    claims: Vec<Claim>,
    /// Names of the person that another one has.
    shared: BTreeSet<String>,
    bearers: Bearers,
}

/// A record that has an address of the person and no id of it: it is about the person, or about another who has the same address.
struct Claim {
    record: (String, String),
    told: Told,
}

/// What members of one person tell of it.
#[derive(Default)]
struct Told {
    ids: BTreeSet<String>,
    addresses: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Learned {
    /// Takes note of what is told of another: it may bear a name of the person.
    fn note_other(&mut self, other: Told, has_name: impl Fn(&str) -> bool) {
        let Told { ids, addresses, names } = other;
        let mut known = names.into_iter().filter(|name| has_name(name) && !ids.contains(name)).peekable();
        // A number may as well be that of what the person is named in.
        let id = ids.iter().chain(&addresses).find(|id| forms::is_telling(id));
        if let Some(id) = id.filter(|_| known.peek().is_some()) {
            self.bearers.entry(id.clone()).or_default().extend(ids.iter().chain(&addresses).cloned());
            self.shared.extend(known);
        }
    }
}

impl Told {
    fn of(members: &TextMembers<'_>, persona: &Persona) -> Self {
        let texts = |places: &[usize]| -> BTreeSet<String> {
            let texts = members.at(places).map(str::trim);
            let fits = |text: &&str| !text.is_empty() && *text != IN_PLACE && text.len() <= LONGEST_NAME;
            texts.filter(fits).map(str::to_owned).collect()
        };
        let mut names: BTreeSet<String> =
            texts(&persona.names).into_iter().map(|name| name.trim_start_matches('@').to_owned()).collect();
        if let Some((first, last)) = persona.first_and_last {
            let parts = texts(&[first]).into_iter().chain(texts(&[last])).collect::<Vec<_>>();
            names.insert(parts.join(" "));
        }
        names.retain(|name| name.contains(char::is_alphabetic) && !name.contains('@'));
        let mut addresses = texts(&persona.addresses);
        addresses.retain(|address| address.contains('@'));
        Self { ids: texts(&persona.ids), addresses, names }
    }

    fn add(&mut self, other: Self) {
        self.ids.extend(other.ids);
        self.addresses.extend(other.addresses);
        self.names.extend(other.names);
    }

    /// Whether both tell of one name, or one of them of none.
    fn has_name_of(&self, other: &Self) -> bool {
        let even = |told: &Self| -> BTreeSet<String> { told.names.iter().map(|name| forms::even(name)).collect() };
        self.names.is_empty() || other.names.is_empty() || !even(self).is_disjoint(&even(other))
    }
}
