//! Requests to one API, and its answers.

use super::answer;
use super::by_id::{ById, ID};
use super::described::{Described, PARENT_ID};
use super::paging::{Target, Until, total_of};
use super::signs;
use super::window::Dates;
use crate::config::{Connection, Own};
use crate::refused::Refused;
use crate::time::Form;
use crate::{Detail, Names, PageSize, Reading, Session, Sign, Stream, flaw};
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Aim, Sighting, WalkKind, json_text, member};
use catchment_io::http::{Answer, Ask, below, is_inside};
use chrono::NaiveDateTime;
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
    /// The time of each stream that the connection asks for.
    dates: Vec<Dates>,
    /// When it was opened: what is read in windows ends with one that is still going on.
    now: NaiveDateTime,
}

impl Site {
    pub(super) fn new(connection: &Connection, described: &'static [Described], streams: &'static [Stream]) -> Self {
        let (base, page_size) = (connection.url.clone(), connection.page_size);
        let dates = streams.iter().map(|stream| stream.dates(connection)).collect();
        Self { base, page_size, own: connection.own.clone(), described, streams, dates, now: clock::now() }
    }

    fn described(&self, stream: &str) -> Result<&'static Described> {
        let unknown = || Error::failed(format!("the settings describe no stream {}", printable(stream)));
        self.described.iter().find(|described| described.name == stream).ok_or_else(unknown)
    }

    /// The first request of a listing, for this parent if the stream has one.
    fn listing(&self, described: &Described, parent: &str, limit: u32) -> Result<Ask> {
        let mut url = self.address(&described.path, PARENT_ID, parent)?;
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

    /// The address of a path with an id in its place.
    fn address(&self, path: &str, place: &str, id: &str) -> Result<Url> {
        // What a parser of addresses takes for a way up or for two parts, or leaves out, would ask for something else.
        let leads_away = matches!(id, "." | "..") || id.contains(|c: char| c.is_control() || matches!(c, '/' | '\\'));
        if leads_away && path.split('/').any(|part| part == place) {
            return Err(Error::failed(format!("the id {} cannot be part of a URL", printable(id)))
                .hint("choose a key that can be part of a URL"));
        }
        below(&self.base, path.split('/').skip(1).map(|part| if part == place { id } else { part }))
    }

    fn by_id(&self, stream: &Stream) -> Result<&'static ById> {
        let by_id = self.described(stream.name)?.by_id.as_ref();
        by_id
            .ok_or_else(|| Error::failed(format!("the settings do not say how to request a {} by its id", stream.name)))
    }

    /// A request that leads out of the site is never made.
    fn inside(&self, ask: Ask) -> Result<Ask> {
        if is_inside(&self.base, &ask.url) {
            return Ok(ask);
        }
        let origin = ask.url.origin().ascii_serialization();
        let to = if ask.url.origin() == self.base.origin() { ask.url.path() } else { origin.as_str() };
        Err(Error::failed(format!("the next link leads to {}, not below {}", printable(to), self.base)).hint(
            "nothing was sent there; if the API's links are right, `url` must be the address that they begin with",
        ))
    }

    fn sighting(&self, described: &Described, stream: &Stream, object: &RawValue) -> Option<Sighting> {
        let object = object.get();
        let version_at =
            described.cursor.as_ref().and_then(|cursor| cursor.form.read_json(member(object, &cursor.field)?));
        Some(Sighting { object: stream.envelope.id_of(object)?, version_at, ..Sighting::default() })
    }

    fn refuse(&self, stream: &str, setting: &str, what: String, hint: &str) -> Error {
        self.own.refuse(&format!("streams.{stream}.{setting}"), what, hint.to_owned())
    }
}

impl Session for Site {
    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask> {
        let described = self.described(aim.listing.stream)?;
        let ask = self.listing(described, &aim.listing.scope, limit)?;
        match (&described.window, &described.cursor, aim.floor) {
            (Some(window), _, Some(_)) if aim.until.is_some() => {
                let at = self.streams.iter().position(|stream| stream.name == aim.listing.stream);
                let dates = at.and_then(|at| self.dates.get(at)).copied().unwrap_or_default();
                window.put(&ask, aim, named, self.now, dates)
            }
            (_, Some(cursor), Some(floor)) if matches!(aim.kind, WalkKind::Changes | WalkKind::Census) => {
                cursor.since.as_ref().map_or(Ok(ask.clone()), |since| since.put(&ask, &cursor.form.write(floor)))
            }
            _ => Ok(ask),
        }
    }

    fn names(&self, aim: &Aim) -> Names {
        let window = self.described(aim.listing.stream).ok().and_then(|described| described.window.as_ref());
        window.and_then(|window| window.names(aim, self.now)).unwrap_or(Names::Together(0))
    }

    fn page_size(&self, _: PageSize) -> u32 {
        self.page_size
    }

    fn follow(&self, stream: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        self.inside(self.described(stream.name)?.paging.follow(from, next)?)
    }

    fn resume(&self, _: &Ask, kept: &str) -> Result<Ask> {
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
        let body = std::str::from_utf8(json_text(&answer.body)).map_err(|_| "the response is not UTF-8".to_owned())?;
        let is_null = objects.is_none() && stream.envelope.is_null(body);
        let objects = objects.or_else(|| is_null.then(Vec::new)).ok_or_else(|| match described.records.as_str() {
            "" => "the response is not a list of records".to_owned(),
            path => format!("the response has no list at {path}, where `records` expects it"),
        })?;
        // Records that were asked for by their ids come at once; what lacks is asked for alone.
        let is_by_ids = detail == Detail::Ids && described.by_id.as_ref().is_some_and(|by_id| by_id.is_asked(ask));
        let next = match is_by_ids {
            true => None,
            false => described.paging.next(&described.until, ask, answer, body, &objects)?,
        };
        if is_null && next.is_some() {
            return Err("the response has null instead of records, though more follow".to_owned());
        }
        let total = described.announced().filter(|_| !is_by_ids).map(|path| {
            total_of(body, path)
                .ok_or_else(|| format!("the response has no number at {path}, where the settings expect it"))
        });
        let sightings: Vec<Sighting> = match detail {
            Detail::Ends => Vec::new(),
            _ => objects.iter().filter_map(|object| self.sighting(described, stream, object)).collect(),
        };
        let ids = detail.ids(&objects, &sightings, |object| stream.envelope.id_of(object.get()));
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
            ..Reading::default()
        })
    }

    fn refused_by_id(&self, stream: &Stream) -> &[Refused] {
        self.described(stream.name).map_or(&[], |described| &described.refused_by_id)
    }

    fn by_ids(&self, stream: &Stream, ids: &[String]) -> Result<Ask> {
        let by_id = self.by_id(stream)?;
        let alone = ids.first().map_or("", String::as_str);
        self.inside(by_id.ask(self.address(&by_id.path, ID, alone)?, ids)?)
    }

    fn own(&self, stream: &Stream, id: &str) -> Result<Ask> {
        self.by_ids(stream, &[id.to_owned()])
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        let described = self.described(stream.name).map_err(|error| error.one_line())?;
        let broken = |cause: serde_json::Error| flaw(&cause, body.len());
        let (object, is_null) = match stream.ids_at_once {
            1 => {
                let path = stream.envelope.own;
                let text = std::str::from_utf8(json_text(body)).map_err(|_| "the response is not UTF-8".to_owned())?;
                let is_null = !path.is_empty() && member(text, path).is_some_and(|found| found.get() == "null");
                (stream.envelope.own(body).map_err(broken)?, is_null)
            }
            _ => {
                let objects = stream.envelope.objects(body).map_err(broken)?;
                (objects.iter().flatten().next().copied(), objects.is_some_and(|objects| objects.is_empty()))
            }
        };
        let shown = object.and_then(|object| self.sighting(described, stream, object));
        match shown {
            None if is_null => Ok(None),
            None => Err(format!("the response to its id is not a record of {} with its key", stream.name)),
            shown => Ok(shown),
        }
    }

    /// The key must tell the records of the first page apart, the members must be there that the settings name, a window must
    /// not be overlooked, and where the page is the last one the answer must not say that more follows.
    fn prove(&self, stream: &Stream, ask: &Ask, answer: &Answer) -> Result<()> {
        let described = self.described(stream.name)?;
        let objects = stream.envelope.objects(&answer.body).ok().flatten().unwrap_or_default();
        let mut known = HashSet::new();
        let ids: Vec<Option<String>> = objects.iter().map(|object| stream.envelope.id_of(object.get())).collect();
        let key = described.key.join(", ");
        if !ids.is_empty() && ids.iter().all(Option::is_none) {
            let is_there =
                objects.iter().any(|object| described.key.iter().all(|path| member(object.get(), path).is_some()));
            let what = match is_there {
                true => {
                    format!("the key {key} is neither a string nor a whole number in any record of {}", stream.name)
                }
                false => format!("no record of {} has the key {key}", stream.name),
            };
            return Err(self.refuse(stream.name, "key", what, &answer::members(&objects)));
        }
        if ids.into_iter().flatten().any(|id| !known.insert(id)) {
            let what = format!("two records of one page of {} have the same {key}", stream.name);
            return Err(self.refuse(stream.name, "key", what, "name all members that together identify a record"));
        }
        let body = std::str::from_utf8(json_text(&answer.body)).unwrap_or_default();
        let names_next = described.paging.next(&described.until, ask, answer, body, &objects);
        if let Some(wrong) =
            (names_next == Ok(None)).then(|| signs::names_more(described, answer, body, objects.len())).flatten()
        {
            return Err(wrong.told(&self.own));
        }
        if let Some(cursor) = &described.cursor {
            self.prove_time(stream, &objects, ("cursor", &cursor.field, cursor.form))?;
        }
        let Some(window) = &described.window else { return Ok(()) };
        self.prove_time(stream, &objects, ("window", &window.field, window.form))?;
        if window.is_overlooked(ask, &objects) {
            let what = format!("no record of the first page of {} is in the requested window", stream.name);
            return Err(self.refuse(
                stream.name,
                "window",
                what,
                "check `from`, `to`, `as` and `field` of the window: APIs often ignore parameters that they do not \
                 know",
            ));
        }
        Ok(())
    }

    fn misdescribed(&self, stream: &Stream, answer: &Answer) -> Option<Error> {
        let described = self.described(stream.name).ok()?;
        let text = std::str::from_utf8(json_text(&answer.body)).ok()?;
        Some(answer::contradicted(described, &stream.envelope, text)?.told(&self.own))
    }

    fn refused_first(&self, stream: &Stream, said: &str) -> Error {
        let setting =
            self.described(stream.name).map_or_else(|_| String::new(), |one| answer::refused_setting(one, said));
        let what = format!("the site refused the request for {} {said}", stream.name);
        self.refuse(
            stream.name,
            &setting,
            what,
            "check `path`, `arguments`, `paginate`, `cursor` and `window` of the stream",
        )
    }

    fn may_be_size(&self, stream: &Stream, said: &str) -> bool {
        let setting = self.described(stream.name).map(|described| answer::refused_setting(described, said));
        setting.is_ok_and(|setting| !["arguments.", "cursor.", "window."].iter().any(|of| setting.starts_with(of)))
    }

    fn doubted(&self, stream: &Stream, sign: Sign) -> Option<Error> {
        signs::doubted(self.described(stream.name).ok()?, sign).map(|wrong| wrong.told(&self.own))
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let of_site = self.streams.iter().filter(|stream| stream.parent.is_none());
        of_site.map(|stream| Ok((stream, self.listing(self.described(stream.name)?, "", 1)?))).collect()
    }
}

impl Site {
    /// Whether the member that a setting names holds times in some record of a first page.
    fn prove_time(
        &self,
        stream: &Stream,
        objects: &[&RawValue],
        (setting, field, form): (&str, &str, Form),
    ) -> Result<()> {
        let found: Vec<Option<&RawValue>> = objects.iter().map(|object| member(object.get(), field)).collect();
        if objects.is_empty() || found.iter().flatten().any(|found| form.read_json(found).is_some()) {
            return Ok(());
        }
        let is_there = found.iter().any(Option::is_some);
        // Records that were never changed may have null there.
        if is_there && found.iter().flatten().all(|found| found.get() == "null") {
            return Ok(());
        }
        let (what, hint) = match is_there {
            true => (
                "is not a time in the form that `as` says",
                "forms are iso (the default), epoch_s and epoch_ms".to_owned(),
            ),
            false => ("is not there", answer::members(objects)),
        };
        let called = if setting == "cursor" { "the cursor" } else { "the time of windows," };
        let what = format!("{called} {field} {what} in any record of the first page of {}", stream.name);
        Err(self.refuse(stream.name, &format!("{setting}.field"), what, &hint))
    }

    fn size(&self, stream: &Stream) -> Option<&'static Target> {
        self.described(stream.name).ok()?.size.as_ref()
    }
}
