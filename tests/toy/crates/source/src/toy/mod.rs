//! A toy: a service whose notes are all in one answer. The smallest source that there can be.

use crate::config::{Connection, Dialect};
use crate::{Connector, Detail, PageSize, Reading, Session, Source, Stream, flaw};
use catchment_base::error::{Error, Result};
use catchment_base::response::{Aim, Envelope, Sighting};
use catchment_io::http::{Answer, Ask};
use std::ops::Range;
use url::Url;

/// The source in the registry.
pub(super) const CONNECTOR: Connector = Connector::Fixed(&Toy);

/// It has no settings but those of every connection.
static DIALECT: Dialect = Dialect {
    source: "toy",
    word: "a toy",
    example: "box",
    settings: &[],
    foreign: &[],
    not_yet_built: &[],
    account: None,
    base: |url, _| url,
    check: |_| Ok(()),
};

const STREAMS: &[Stream] =
    &[Stream { name: "note", is_chosen: true, id_space: "note", envelope: Envelope::list("notes"), ..Stream::LISTED }];

struct Toy;

impl Source for Toy {
    fn dialect(&self) -> &'static Dialect {
        &DIALECT
    }

    fn streams(&self) -> &'static [Stream] {
        STREAMS
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        let url = connection.url.join("notes");
        Ok(Box::new(Notes(url.map_err(|cause| Error::failed("making a URL of the toy failed").because(cause))?)))
    }
}

/// The address of the notes.
struct Notes(Url);

impl Session for Notes {
    fn first(&self, _: &Aim, _: u32, _: Range<usize>) -> Result<Ask> {
        Ok(Ask::get(self.0.clone()))
    }

    fn page_size(&self, _: PageSize) -> u32 {
        1
    }

    fn read(&self, stream: &Stream, _: &Ask, answer: &Answer, _: Detail) -> Result<Reading, String> {
        let objects = stream.envelope.objects(&answer.body).map_err(|cause| flaw(&cause, answer.body.len()))?;
        let objects = objects.ok_or("the answer has no notes")?;
        let ids: Vec<String> = objects.iter().filter_map(|object| stream.envelope.id_of(object.get())).collect();
        let sightings = ids.iter().map(|id| Sighting { object: id.clone(), ..Sighting::default() }).collect();
        Ok(Reading { objects: objects.len(), ids, sightings, ..Reading::default() })
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        Ok(vec![(&STREAMS[0], Ask::get(self.0.clone()))])
    }
}
