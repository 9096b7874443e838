//! The requests of one API and its answers.

use super::answer;
use super::described::{Described, PARENT_ID, Wrong};
use super::paging::{Target, Until, total_of};
use crate::config::{Connection, Own};
use crate::edge::http::{Answer, Ask, is_inside};
use crate::error::{Error, Result, printable};
use crate::page::{Aim, Sighting, WalkKind, json_text, member};
use crate::source::refused::Refused;
use crate::source::{Detail, Names, PageSize, Reading, Session, Stream, flaw};
use serde_json::json;
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::ops::Range;
use url::Url;

/// One API under its address.
pub(super) struct Site {
    base: Url,
    page_size: u32,
    own: Own,
    described: &'static [Described],
    streams: &'static [Stream],
}

impl Site {
    pub(super) fn new(connection: &Connection, described: &'static [Described], streams: &'static [Stream]) -> Self {
        let (base, page_size) = (connection.url.clone(), connection.page_size);
        Self { base, page_size, own: connection.own.clone(), described, streams }
    }

    fn described(&self, stream: &str) -> Result<&'static Described> {
        let unknown = || Error::failed(format!("the settings describe no stream {}", printable(stream)));
        self.described.iter().find(|described| described.name == stream).ok_or_else(unknown)
    }

    /// The first request of a listing of a stream, for this parent where it has one.
    fn listing(&self, described: &Described, parent: &str, limit: u32) -> Result<Ask> {
        let mut url = self.base.clone();
        let no_base = || Error::failed(format!("{} can have no path", self.base));
        url.path_segments_mut().map_err(|()| no_base())?.pop_if_empty().extend(
            // A part that is put in is encoded: it cannot become two parts, or a way up.
            described.path.split('/').skip(1).map(|part| if part == PARENT_ID { parent } else { part }),
        );
        if !described.arguments.is_empty() {
            url.query_pairs_mut().extend_pairs(&described.arguments);
        }
        let ask = match &described.body {
            Some(body) => Ask::post(url, body.clone().into_bytes()),
            None => Ask::get(url),
        };
        let ask = described.size.as_ref().map_or_else(|| Ok(ask.clone()), |size| size.put(&ask, &json!(limit)))?;
        described.paging.begin(ask)
    }

    /// A request that leads out of the site is never made.
    fn inside(&self, ask: Ask) -> Result<Ask> {
        if is_inside(&self.base, &ask.url) {
            return Ok(ask);
        }
        let origin = ask.url.origin().ascii_serialization();
        let to = if ask.url.origin() == self.base.origin() { ask.url.path() } else { origin.as_str() };
        Err(Error::failed(format!("the next link leads to {}, not below {}", printable(to), self.base)).hint(
            "nothing was sent there; if the API's links are right, `url` has to be the address that they begin with",
        ))
    }

    fn sighting(&self, described: &Described, stream: &Stream, object: &RawValue) -> Option<Sighting> {
        let object = object.get();
        let version_at = described.cursor.as_ref().and_then(|cursor| {
            let text = member(object, &cursor.field)?.get();
            cursor.form.read(text.trim_matches('"'))
        });
        Some(Sighting { object: stream.envelope.id_of(object)?, version_at, ..Sighting::default() })
    }

    fn refuse(&self, stream: &str, setting: &str, what: String, hint: &str) -> Error {
        self.own.refuse(&format!("streams.{stream}.{setting}"), what, hint.to_owned())
    }
}

impl Session for Site {
    fn first(&self, aim: &Aim, limit: u32, _: Range<usize>) -> Result<Ask> {
        let described = self.described(aim.listing.stream)?;
        let ask = self.listing(described, &aim.listing.scope, limit)?;
        match (&described.cursor, aim.kind, aim.floor) {
            (Some(cursor), WalkKind::Changes, Some(floor)) => match &cursor.since {
                Some(since) => since.put(&ask, &cursor.form.write(floor)),
                None => Ok(ask),
            },
            _ => Ok(ask),
        }
    }

    fn names(&self, _: &Aim) -> Names {
        Names::Together(0)
    }

    fn page_size(&self, _: PageSize) -> u32 {
        self.page_size
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        self.inside(self.described(stream.name)?.paging.follow(from, next)?)
    }

    fn resume(&self, kept: &str) -> Result<Ask> {
        self.inside(Ask::read(kept)?)
    }

    fn limit(&self, stream: &Stream, ask: &Ask) -> Option<u32> {
        self.size(stream)?.of(ask)?.parse().ok()
    }

    fn with_limit(&self, stream: &Stream, ask: &Ask, limit: u32) -> Ask {
        let changed = self.size(stream).and_then(|size| size.put(ask, &json!(limit)).ok());
        changed.unwrap_or_else(|| ask.clone())
    }

    fn refused(&self, stream: &Stream) -> &[Refused] {
        self.described(stream.name).map_or(&[], |described| &described.refused)
    }

    fn read(&self, stream: &Stream, ask: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String> {
        let described = self.described(stream.name).map_err(|error| error.one_line())?;
        let objects = stream.envelope.objects(&answer.body).map_err(|cause| flaw(&cause, answer.body.len()))?;
        let body = std::str::from_utf8(json_text(&answer.body)).map_err(|_| "the answer is not UTF-8".to_owned())?;
        let is_null = objects.is_none() && stream.envelope.is_null(body);
        let objects = objects.or_else(|| is_null.then(Vec::new)).ok_or_else(|| match described.records.as_str() {
            "" => "the answer is no list of records".to_owned(),
            path => format!("the answer has no list at {path}, where `records` says that it stands"),
        })?;
        let next = described.paging.next(&described.until, ask, answer, body, &objects)?;
        if is_null && next.is_some() {
            return Err("the answer has null in the place of its records, though more follow".to_owned());
        }
        let total = described.announced().map(|path| {
            total_of(body, path)
                .ok_or_else(|| format!("the answer has no number at {path}, where the settings say that it stands"))
        });
        let sightings: Vec<Sighting> = match detail {
            Detail::Ends => Vec::new(),
            _ => objects.iter().filter_map(|object| self.sighting(described, stream, object)).collect(),
        };
        let ids = match detail {
            Detail::Ids => sightings.iter().map(|shown| shown.object.clone()).collect(),
            _ => {
                let ends = objects.first().into_iter().chain(objects.last()).enumerate();
                ends.map(|(at, object)| stream.envelope.id_of(object.get()).unwrap_or_else(|| format!("#{at}")))
                    .collect()
            }
        };
        let top = sightings.iter().filter_map(|shown| Some((shown.version_at?, shown.object.clone()))).max();
        let is_unsorted = !described.paging.is_sorted(&objects);
        let ends_empty = objects.is_empty() && described.until == Until::Empty;
        Ok(Reading {
            objects: objects.len(),
            next,
            ends_empty,
            is_unsorted,
            total: total.transpose()?,
            ids,
            top,
            sightings,
        })
    }

    /// The key must tell the records of the first page apart, and the cursor must be there.
    fn prove(&self, stream: &Stream, answer: &Answer) -> Result<()> {
        let described = self.described(stream.name)?;
        let objects = stream.envelope.objects(&answer.body).ok().flatten().unwrap_or_default();
        let mut known = HashSet::new();
        let ids: Vec<Option<String>> = objects.iter().map(|object| stream.envelope.id_of(object.get())).collect();
        let key = described.key.join(", ");
        if !ids.is_empty() && ids.iter().all(Option::is_none) {
            let what = format!("no record of {} has the key {key}", stream.name);
            return Err(self.refuse(stream.name, "key", what, &answer::members(&objects)));
        }
        if ids.into_iter().flatten().any(|id| !known.insert(id)) {
            let what = format!("two records of one page of {} have the same {key}", stream.name);
            return Err(self.refuse(stream.name, "key", what, "name all members that tell records apart together"));
        }
        let Some(cursor) = &described.cursor else { return Ok(()) };
        let seen = |object: &&RawValue| {
            self.sighting(described, stream, object).is_some_and(|shown| shown.version_at.is_some())
        };
        if objects.is_empty() || objects.iter().any(seen) {
            return Ok(());
        }
        let found: Vec<Option<&RawValue>> = objects.iter().map(|object| member(object.get(), &cursor.field)).collect();
        let is_there = found.iter().any(Option::is_some);
        // Records that were never changed say nothing against it.
        if is_there && found.iter().flatten().all(|found| found.get() == "null") {
            return Ok(());
        }
        let (what, hint) = match is_there {
            true => (
                "is no time in the form that `as` says",
                "forms are iso (the default), epoch_s and epoch_ms".to_owned(),
            ),
            false => ("is not there", answer::members(&objects)),
        };
        let what = format!("the cursor {} {what} in any record of the first page of {}", cursor.field, stream.name);
        Err(self.refuse(stream.name, "cursor.field", what, &hint))
    }

    fn misdescribed(&self, stream: &Stream, answer: &Answer) -> Option<Error> {
        let described = self.described(stream.name).ok()?;
        let text = std::str::from_utf8(json_text(&answer.body)).ok()?;
        let Wrong { setting, what, hint } = answer::contradicted(described, &stream.envelope, text)?;
        Some(self.own.refuse(&setting, what, hint))
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        let setting =
            self.described(stream.name).map_or_else(|_| String::new(), |one| answer::refused_setting(one, said));
        let what = format!("the site refused the request for {} {said}", stream.name);
        self.refuse(stream.name, &setting, what, "look at `path`, `arguments`, `paginate` and `cursor` of the stream")
    }

    fn may_be_size(&self, stream: &Stream, said: &str) -> bool {
        let setting = self.described(stream.name).map(|described| answer::refused_setting(described, said));
        setting.is_ok_and(|setting| !setting.starts_with("arguments.") && setting != "cursor.since")
    }

    fn unheeded(&self, stream: &Stream) -> Error {
        let what = format!("{} has records that changed in a time to come: `since` is not heeded", stream.name);
        let hint = "look for what the API calls it; without `since` every sync lists everything";
        self.refuse(stream.name, "cursor.since", what, hint)
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let of_site = self.streams.iter().filter(|stream| stream.parent.is_none());
        of_site.map(|stream| Ok((stream, self.listing(self.described(stream.name)?, "", 1)?))).collect()
    }
}

impl Site {
    fn size(&self, stream: &Stream) -> Option<&'static Target> {
        self.described(stream.name).ok()?.size.as_ref()
    }
}
