//! Streams whose objects carry those of another one, and what the objects of a response carry.

use catchment_base::response::{Carried, Load};
use catchment_lake::land::{self, Sealer};
use catchment_source::{Source, Stream};

/// A stream whose objects carry objects of another one.
#[derive(Clone, Copy)]
pub struct Carrier {
    /// The stream that carries.
    pub by: &'static Stream,
    /// The stream that is carried.
    pub stream: &'static Stream,
    /// Where its objects stand in one of the other.
    carried: Carried,
}

impl Carrier {
    /// The stream that carries the objects of another one, where their source has it.
    pub fn of(source: &dyn Source, stream: &'static Stream) -> Option<Self> {
        Self::by(catchment_source::stream(source, stream.parent?.stream)?, stream)
    }

    fn by(by: &'static Stream, stream: &'static Stream) -> Option<Self> {
        let carried = stream.carried.filter(|_| stream.is_carried_by(by.name))?;
        Some(Self { by, stream, carried })
    }

    /// What some objects of a listing for `scope` carry, each with its place in it: the name of the object, and what it carries.
    /// Left out are those that do not show it.
    pub fn loads<'a>(
        &self,
        sealer: &Sealer,
        scope: &str,
        objects: impl IntoIterator<Item = (&'a str, &'static str)>,
    ) -> Vec<(String, Load<'a>)> {
        let load = |(object, place): (&'a str, &'static str)| {
            let name = land::object_name(sealer, &self.by.envelope, (scope, place), object)?;
            let load = self.load(&name, object)?;
            Some((name, load))
        };
        objects.into_iter().filter_map(load).collect()
    }

    /// What the object with this name carries; nothing where it does not show it.
    pub fn load<'a>(&self, name: &str, object: &'a str) -> Option<Load<'a>> {
        self.carried.load(name, object)
    }

    /// What one of the objects that the object with the name `parent` carries goes by.
    pub fn name(&self, sealer: &Sealer, parent: &str, object: &str) -> Option<String> {
        land::object_name(sealer, &self.stream.envelope, (parent, ""), object)
    }
}

/// What the objects of a stream carry of some others.
pub fn carriers(by: &'static Stream, streams: impl IntoIterator<Item = &'static Stream>) -> Vec<Carrier> {
    streams.into_iter().filter_map(|stream| Carrier::by(by, stream)).collect()
}
