//! Objects of landed responses, gathered by relation until there are enough of them to be staged at once.
//!
//! A response is opened and cut once for all relations that its objects stand in. What a relation has of it may be little, as the
//! comments that issues carry: it gathers them from many responses, since what a statement costs is mostly its planning.

use super::carried::Loaded;
use crate::connection::carrier::{Carrier, carriers};
use crate::schema::relation::Relation;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Listing, Load, Unreadable};
use catchment_lake::land::{self, Cut, Landed, Sealer, Split, Unread};
use catchment_lake::transform::Record;
use catchment_source::{Source, Stream};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Bytes that a record takes besides its text, or the note of a parent or of what is no object.
const NOTE: u64 = 256;

/// Something unreadable, with its listing and the response it was found in.
pub type Flaw = (Listing, i64, Unreadable);

/// Objects of a relation, and what is no object.
#[derive(Default)]
pub struct Objects {
    /// Those that become rows.
    pub records: Vec<Record>,
    /// Those that do not.
    pub unreadable: Vec<Flaw>,
    /// The parents whose objects carry some of these.
    pub loads: Vec<Loaded>,
    /// Bytes that they take.
    pub bytes: u64,
}

impl Objects {
    /// Whether there is nothing to stage and nothing to note.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.unreadable.is_empty() && self.loads.is_empty()
    }

    /// Adds those of a later response.
    pub fn append(&mut self, mut later: Self) {
        let before = self.records.len();
        later.loads.iter_mut().for_each(|load| load.records = load.records.start + before..load.records.end + before);
        self.records.append(&mut later.records);
        self.unreadable.append(&mut later.unreadable);
        self.loads.append(&mut later.loads);
        self.bytes += later.bytes;
    }

    fn push(&mut self, record: Record) {
        self.bytes += NOTE + record.object.len() as u64;
        self.records.push(record);
    }

    fn note(&mut self, load: Loaded) {
        self.bytes += NOTE;
        self.loads.push(load);
    }

    fn reject(&mut self, flaws: impl Iterator<Item = Flaw>) {
        let before = self.unreadable.len();
        self.unreadable.extend(flaws);
        self.bytes += NOTE * (self.unreadable.len() - before) as u64;
    }
}

/// What waits to be staged in a relation.
#[derive(Default)]
pub struct Waiting {
    /// The newest response that is staged or whose objects are here; nothing before the first look.
    pub read_to: Option<i64>,
    /// The objects.
    pub objects: Objects,
    /// Whether a response of its streams was read that is not on record as staged.
    pub is_due: bool,
}

/// What of each stream some relation has not read.
pub fn unread(relations: &[Relation], waiting: &[Waiting]) -> Vec<Unread> {
    let mut unread = BTreeMap::new();
    for (relation, waiting) in relations.iter().zip(waiting) {
        let read_to = waiting.read_to.unwrap_or_default();
        for stream in &relation.landed {
            let after = unread.entry(*stream).or_insert(read_to);
            *after = read_to.min(*after);
        }
    }
    unread.into_iter().collect()
}

/// A response, cut into its objects.
pub struct Pieces<'a> {
    sealer: &'a Sealer,
    response: &'a Landed,
    stream: &'static Stream,
    split: Split<'a>,
    /// What its objects carry of other streams.
    cargo: Vec<Cargo<'a>>,
}

/// What the objects of a response carry of one stream.
struct Cargo<'a> {
    carrier: Carrier,
    /// The names of the objects, and what each carries, by their places.
    loads: Vec<Option<(String, Load<'a>)>>,
}

impl<'a> Pieces<'a> {
    /// Cuts a response.
    pub fn of(source: &dyn Source, sealer: &'a Sealer, response: &'a Landed) -> Result<Self> {
        let stream = catchment_source::stream(source, response.listing.stream);
        let stream =
            stream.ok_or_else(|| Error::failed(format!("the stream {} is unknown", response.listing.stream)))?;
        let split = land::split(&response.body, response.kind, &response.listing.scope, &stream.envelope)?;
        response.prove(split.objects.len() + split.unreadable.len())?;
        let carriers = carriers(stream, source.streams());
        let cargo = if carriers.is_empty() { Vec::new() } else { cargo(sealer, response, (stream, &split), carriers) };
        Ok(Self { sealer, response, stream, split, cargo })
    }

    /// The objects of a relation: its own, without those that they carry of other streams, and those that others carry.
    pub fn objects(&self, relation: &Relation) -> Objects {
        let mut objects = Objects::default();
        if relation.streams.contains(&self.stream.name) {
            let (scope, places) = (&self.response.listing.scope, &self.split.places);
            for (at, (object, place)) in self.split.objects.iter().zip(places).enumerate() {
                let hash = self.sealer.object_hash(object.as_bytes());
                let loads = self.cargo.iter().filter_map(|cargo| cargo.loads[at].as_ref());
                let rest = without(object, loads.map(|(_, load)| load));
                objects.push(self.record(relation, (self.stream, scope, place), rest, hash));
            }
            let flaw = |flaw: &Unreadable| (self.response.listing.clone(), self.response.seq, flaw.clone());
            objects.reject(self.split.unreadable.iter().map(flaw));
        }
        for carrier in relation.carried_by(self.stream.name) {
            let cargo = self.cargo.iter().filter(|cargo| cargo.carrier.stream.name == carrier.stream.name);
            for (name, load) in cargo.flat_map(|cargo| cargo.loads.iter().flatten()) {
                self.add(&mut objects, relation, carrier, (name, load));
            }
        }
        objects
    }

    /// Adds what the object `id` carries.
    fn add(&self, objects: &mut Objects, relation: &Relation, carrier: &Carrier, (id, load): (&str, &Load<'_>)) {
        let (stream, seq, begin) = (carrier.stream, self.response.seq, objects.records.len());
        let Cut { objects: cut, unreadable } = land::cut(&stream.envelope, id, load.objects.clone());
        for object in cut {
            let hash = self.sealer.object_hash(object.as_bytes());
            objects.push(self.record(relation, (stream, id, ""), object.into_owned(), hash));
        }
        let listing = Listing { stream: stream.name, scope: id.to_owned() };
        objects.note(Loaded {
            stream: stream.name,
            parent: id.to_owned(),
            landed_seq: seq,
            answered_at: self.response.answered_at,
            records: begin..objects.records.len(),
            is_whole: load.is_whole && unreadable.is_empty(),
            is_cut: !load.is_whole && stream.is_only_carried,
        });
        objects.reject(unreadable.into_iter().map(|flaw| (listing.clone(), seq, flaw)));
    }

    /// An object that stands in a listing for a scope, or in the parent with that id, at a place.
    fn record(
        &self,
        relation: &Relation,
        (stream, scope, place): (&'static Stream, &str, &'static str),
        object: String,
        object_hash: [u8; 16],
    ) -> Record {
        let name = || land::object_name(self.sealer, &stream.envelope, (scope, place), &object);
        let Landed { seq, answered_at, kind, .. } = *self.response;
        Record {
            stream: stream.name,
            name: if relation.staging.model.named.is_some() { name() } else { None },
            place,
            answered_at,
            decided_seq: kind.decides().then_some(seq),
            landed_seq: seq,
            object_hash,
            scope: scope.to_owned(),
            object,
        }
    }
}

/// An object without those that it carries. What it carries as a text of its own is a part of it, and stays.
fn without<'l>(object: &str, loads: impl Iterator<Item = &'l Load<'l>>) -> String {
    let inside = loads.flat_map(|load| &load.objects);
    let inside: Vec<&str> =
        inside.filter_map(|one| if let Cow::Borrowed(one) = one { Some(*one) } else { None }).collect();
    if inside.is_empty() {
        return object.to_owned();
    }
    // Whole values are taken out of a text.
    String::from_utf8(land::without(object.as_bytes(), &inside)).unwrap_or_else(|_| object.to_owned())
}

/// What the objects of a response carry of the streams of some carriers.
fn cargo<'a>(
    sealer: &Sealer,
    response: &Landed,
    (stream, split): (&Stream, &Split<'a>),
    carriers: Vec<Carrier>,
) -> Vec<Cargo<'a>> {
    let scope = response.listing.scope.as_str();
    let name = |(object, place): (&&'a str, &&'static str)| {
        land::object_name(sealer, &stream.envelope, (scope, place), object)
    };
    let names: Vec<Option<String>> = split.objects.iter().zip(&split.places).map(name).collect();
    let of = |carrier: Carrier| {
        let load = |(name, object): (&Option<String>, &&'a str)| {
            let name = name.as_ref()?;
            Some((name.clone(), carrier.load(name, object)?))
        };
        Cargo { carrier, loads: names.iter().zip(&split.objects).map(load).collect() }
    };
    carriers.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_base::response::Carried;
    use chrono::NaiveDateTime;

    #[test]
    fn an_object_is_staged_without_what_it_carries() {
        let object = r#"{"id":"7","fields":{"comment":{"comments":[{"id":"1"}, {"id":"2"}],"total":2},"labels":["ü"],"custom_1":3}}"#;
        let comments = Carried::List { list: "fields.comment.comments", proof: "fields.comment.total" };
        let custom = Carried::Members { within: "fields", prefix: "custom" };
        let loads = [comments, custom].map(|carried| carried.load("7", object).unwrap());
        assert_eq!(
            without(object, loads.iter()),
            r#"{"id":"7","fields":{"comment":{"comments":[],"total":2},"labels":["ü"],"custom_1":3}}"#
        );
        assert_eq!(without(object, std::iter::empty()), object);
    }

    fn record(object: &str) -> Record {
        Record {
            stream: "comment",
            scope: "7".to_owned(),
            place: "",
            name: None,
            answered_at: NaiveDateTime::default(),
            landed_seq: 1,
            decided_seq: None,
            object_hash: [0; 16],
            object: object.to_owned(),
        }
    }

    fn objects(texts: &[&str]) -> Objects {
        let mut objects = Objects::default();
        texts.iter().for_each(|text| objects.push(record(text)));
        objects.note(Loaded {
            stream: "comment",
            parent: "7".to_owned(),
            landed_seq: 1,
            answered_at: NaiveDateTime::default(),
            records: 0..texts.len(),
            is_whole: true,
            is_cut: false,
        });
        objects
    }

    #[test]
    fn what_parents_carry_keeps_its_place_among_the_objects_of_several_responses() {
        let mut all = Objects::default();
        assert!(all.is_empty());
        [objects(&["{}", "[1]"]), objects(&[]), objects(&["{}"])].into_iter().for_each(|some| all.append(some));
        let places: Vec<_> = all.loads.iter().map(|load| load.records.clone()).collect();
        assert_eq!((places, all.bytes, all.is_empty()), (vec![0..2, 2..2, 2..3], 7 + 6 * NOTE, false));
    }
}
