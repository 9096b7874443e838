//! The objects of a sealed response by the names under which they are held, also those that others carry.

use crate::connection::carrier::carriers;
use catchment_base::error::Result;
use catchment_lake::land::{self, Former, Sealer};
use catchment_source::{Source, Stream};
use std::borrow::Cow;

/// An object of a response.
pub struct Object<'a> {
    /// Its stream.
    pub stream: &'static Stream,
    /// The name under which it is held; empty where it has no id.
    pub name: String,
    /// Its text, a part of the response.
    pub text: &'a str,
}

/// The objects of a response.
pub struct Objects<'a> {
    /// Those of the stream of the response.
    pub own: Vec<Object<'a>>,
    /// Those of other streams that lie within these, each with a text of its own.
    pub carried: Vec<Object<'a>>,
    /// How many objects cannot be read.
    pub unreadable: u64,
}

impl<'a> Objects<'a> {
    /// Reads the objects of a response of a stream.
    pub fn of(response: &'a Former, (source, stream): (&dyn Source, &'static Stream), sealer: &Sealer) -> Result<Self> {
        let split = land::split(&response.body, response.kind, &response.scope, &stream.envelope)?;
        let scope = response.scope.as_str();
        let placed: Vec<(&str, &'static str)> = split.objects.into_iter().zip(split.places).collect();
        let mut carried = Vec::new();
        for carrier in carriers(stream, source.streams()) {
            for (parent, load) in carrier.loads(sealer, scope, placed.iter().copied()) {
                // What is made of several members is no part of the response: it goes with these.
                let inside = load
                    .objects
                    .into_iter()
                    .filter_map(|one| if let Cow::Borrowed(text) = one { Some(text) } else { None });
                carried.extend(inside.map(|text| Object {
                    stream: carrier.stream,
                    name: carrier.name(sealer, &parent, text).unwrap_or_default(),
                    text,
                }));
            }
        }
        let own = placed.into_iter().map(|(text, place)| {
            let name = land::object_name(sealer, &stream.envelope, (scope, place), text).unwrap_or_default();
            Object { stream, name, text }
        });
        Ok(Self { own: own.collect(), carried, unreadable: split.unreadable.len() as u64 })
    }

    /// All of them, the own ones first.
    pub fn all(&self) -> impl Iterator<Item = &Object<'a>> {
        self.own.iter().chain(&self.carried)
    }
}

impl Object<'_> {
    /// Whether it is a part of another object.
    pub fn is_within(&self, other: &Self) -> bool {
        let (own, outer) = (self.text.as_bytes().as_ptr_range(), other.text.as_bytes().as_ptr_range());
        outer.start <= own.start && own.end <= outer.end
    }
}
