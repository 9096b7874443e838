//! Opens landed responses and cuts them into objects.

use super::Sealer;
use super::seal::Place;
use crate::db::{Db, ToSql, params};
use catchment_base::disk;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::response::{Envelope, Listing, ResponseKind, Unreadable};
use catchment_base::state::GapKind;
use chrono::NaiveDateTime;
use memchr::memmem;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::path::Path;

/// Objects nested deeper than this are quarantined, so that no later parser has to handle them.
const MAX_DEPTH: usize = 128;

/// Objects larger than this many bytes are quarantined: DuckDB holds several copies of a text in memory.
const LARGEST_OBJECT: usize = 16 << 20;

/// A landed response, opened.
pub struct Landed {
    /// Its landing sequence.
    pub seq: i64,
    /// The listing it belongs to.
    pub listing: Listing,
    /// The `Date` header of the answer.
    pub answered_at: NaiveDateTime,
    /// How it was requested.
    pub kind: ResponseKind,
    /// The number of objects that the walk counted.
    pub objects: usize,
    /// The response body.
    pub body: Vec<u8>,
}

impl Landed {
    /// Checks that as many objects are found as the walk counted: none may be lost between landing and staging.
    pub fn prove(&self, found: usize) -> Result<()> {
        if found == self.objects {
            return Ok(());
        }
        let Self { seq, objects, .. } = self;
        Err(Error::new(
            Kind::Damaged,
            format!("the stored response {seq} held {objects} objects, but now holds {found}"),
        )
        .hint("restore the database from your backup"))
    }
}

/// A stream and a landing sequence: its responses that landed after that.
pub type Unread = (&'static str, i64);

/// Opens the responses that are unread, in order, up to about `max_bytes` of clear bytes but at least one.
pub fn open(db: &Db, sealer: &Sealer, sealed_dir: &Path, unread: &[Unread], max_bytes: u64) -> Result<Vec<Landed>> {
    let Some(last) = batch_end(db, unread, max_bytes)? else { return Ok(Vec::new()) };
    let streams: Vec<&'static str> = unread.iter().map(|(name, _)| *name).collect();
    let of = format!("{UNREAD} where seq <= $last");
    open_some(db, (sealer, sealed_dir), &streams, &of, params! { unread: written(unread), last: last })
}

/// Opens a response of one of these streams again; nothing where it is not kept any more.
pub fn open_again(
    db: &Db,
    sealer: &Sealer,
    sealed_dir: &Path,
    streams: &[&'static str],
    seq: i64,
) -> Result<Option<Landed>> {
    let of = "land.response where seq = $seq";
    open_some(db, (sealer, sealed_dir), streams, of, params! { seq: seq }).map(|mut responses| responses.pop())
}

/// Opens the responses that `of` gives, with its parameters, as far as they are of these streams.
fn open_some(
    db: &Db,
    (sealer, sealed_dir): (&Sealer, &Path),
    streams: &[&'static str],
    of: &str,
    params: &[(&str, &dyn ToSql)],
) -> Result<Vec<Landed>> {
    let rows = db.query(
        &format!(
            "select seq, stream, scope, answered_at, bytes, key_id, sealed, sealed_file, kind, objects, is_bound
             from {of} order by seq"
        ),
        params,
        |row| {
            let blob: (Option<Vec<u8>>, Option<String>) = (row.get(6)?, row.get(7)?);
            Ok((
                row.get(0)?,
                row.get::<_, String>(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get::<_, i64>(4)?,
                row.get::<_, String>(5)?,
                (blob, row.get::<_, String>(8)?, row.get::<_, usize>(9)?, row.get::<_, bool>(10)?),
            ))
        },
    )?;
    let mut responses = Vec::with_capacity(rows.len());
    for (seq, stream, scope, answered_at, bytes, key_id, ((in_row, file), kind, objects, is_bound)) in rows {
        let Some(stream) = streams.iter().copied().find(|known| *known == stream) else { continue };
        if key_id != sealer.key_id() {
            return Err(Error::new(
                Kind::Damaged,
                format!(
                    "a stored response is sealed with the key {key_id}, but the key file holds {}",
                    sealer.key_id()
                ),
            )
            .hint("restore the key file that belongs to this database"));
        }
        let sealed = sealed_content(sealed_dir, in_row, file.as_deref())?;
        let kind = ResponseKind::of_landed(&kind)?;
        if !is_bound {
            return Err(unbound(seq, stream));
        }
        let scope: String = scope;
        let bytes = usize::try_from(bytes).unwrap_or(0);
        let body = sealer.open_at(&Place { stream, scope: &scope, kind, number: seq, bytes }, true, sealed)?;
        let listing = Listing { stream, scope };
        responses.push(Landed { seq, listing, answered_at, kind, objects, body });
    }
    Ok(responses)
}

/// The sealed form of a response, which lies in its row or in a file.
pub(super) fn sealed_content(sealed_dir: &Path, in_row: Option<Vec<u8>>, file: Option<&str>) -> Result<Vec<u8>> {
    match (in_row, file) {
        (Some(sealed), _) => Ok(sealed),
        (None, Some(file)) => disk::read(&sealed_dir.join(file)),
        (None, None) => Err(Error::new(Kind::Damaged, "a stored response has no content")),
    }
}

/// A response that is not bound to its place in a database whose responses are.
pub(super) fn unbound(seq: i64, stream: &str) -> Error {
    Error::new(Kind::Damaged, format!("the stored response {seq} of {stream} is not bound to its place"))
        .hint("it was not landed here, but copied from elsewhere: restore the database from your backup")
}

/// The responses that are unread.
const UNREAD: &str = "land.response
    inner join (select unnest(from_json($unread, '[{\"name\": \"varchar\", \"after\": \"bigint\"}]'), recursive := true)) as unread
        on unread.name = response.stream and response.seq > unread.after";

fn written(unread: &[Unread]) -> String {
    Value::from_iter(unread.iter().map(|(name, after)| json!({"name": name, "after": after}))).to_string()
}

fn batch_end(db: &Db, unread: &[Unread], max_bytes: u64) -> Result<Option<i64>> {
    let sizes = db.query(
        &format!("select seq, bytes from {UNREAD} order by seq limit 256"),
        params! { unread: written(unread) },
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u64>(1)?)),
    )?;
    let mut total = 0;
    let mut last = None;
    for (seq, bytes) in sizes {
        total += bytes;
        if last.is_some() && total > max_bytes {
            break;
        }
        last = Some(seq);
    }
    Ok(last)
}

/// The listing of a stored response, of these streams.
pub fn listing_of(db: &Db, seq: i64, streams: &[&'static str]) -> Result<Listing> {
    let (name, scope): (String, String) = db
        .query_first("select stream, scope from land.response where seq = ?", params![seq], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Error::new(Kind::Damaged, format!("the stored response {seq} no longer exists")))?;
    let stream = streams.iter().copied().find(|known| *known == name);
    let stream = stream.ok_or_else(|| Error::failed(format!("the stored response {seq} is of another stream")))?;
    Ok(Listing { stream, scope })
}

/// The objects of a response: those that can become rows, and those that cannot.
pub struct Split<'a> {
    /// Well-formed objects, byte for byte.
    pub objects: Vec<&'a str>,
    /// The place of each of them ([`Envelope::placed`]).
    pub places: Vec<&'static str>,
    /// Objects to quarantine, each with its id or place.
    pub unreadable: Vec<Unreadable>,
}

/// Cuts a response body of a listing for `scope` into its objects: those in its envelope, or the single object that it is.
///
/// The walk has read the whole response before it was landed, so a malformed body is an error here.
pub fn split<'a>(body: &'a [u8], kind: ResponseKind, scope: &str, envelope: &Envelope) -> Result<Split<'a>> {
    let all = match kind {
        ResponseKind::Own => envelope.own(body).map(|object| object.map(|object| ("", object)).into_iter().collect()),
        ResponseKind::Listing | ResponseKind::ById | ResponseKind::Census => {
            envelope.placed(body).map(Option::unwrap_or_default)
        }
    };
    let all: Vec<(&str, &RawValue)> = all.map_err(|cause| {
        // The message of the parser may quote the text; its position is enough.
        Error::new(Kind::Damaged, format!("a stored response is no longer JSON, at line {}", cause.line()))
    })?;
    let (objects, places) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    let mut split = Split { objects, places, unreadable: Vec::new() };
    for (at, (place, object)) in all.into_iter().enumerate() {
        match unreadable(envelope, (scope, place), at, object.get()) {
            None => {
                split.objects.push(object.get());
                split.places.push(place);
            }
            Some(flaw) => split.unreadable.push(flaw),
        }
    }
    Ok(split)
}

/// Objects that were cut out of another one, and what of it is no object.
pub struct Cut<'a> {
    /// Well-formed objects.
    pub objects: Vec<Cow<'a, str>>,
    /// Those to quarantine, each with its id or place.
    pub unreadable: Vec<Unreadable>,
}

/// Looks through the objects that one with the id `parent` carries.
pub fn cut<'a>(envelope: &Envelope, parent: &str, carried: Vec<Cow<'a, str>>) -> Cut<'a> {
    let mut cut = Cut { objects: Vec::with_capacity(carried.len()), unreadable: Vec::new() };
    for (at, object) in carried.into_iter().enumerate() {
        match unreadable(envelope, (parent, ""), at, &object) {
            None => cut.objects.push(object),
            Some(flaw) => cut.unreadable.push(flaw),
        }
    }
    cut
}

/// Why an object at a place of a listing for `scope` cannot become a row; it goes by its id, or where that may not be told by its
/// number.
fn unreadable(envelope: &Envelope, (scope, place): (&str, &str), at: usize, object: &str) -> Option<Unreadable> {
    let cause = flaw(object)?.to_owned();
    let id = envelope.id_in(scope, place, object).filter(|_| !envelope.is_hashed);
    let object = id.map_or_else(|| format!("object {at} of its response"), |id| printable(&id));
    Some(Unreadable::new(GapKind::Object, object, cause))
}

/// A body without some of the objects that [`split`] gave of it; each goes with the comma that sets it apart.
pub fn without(body: &[u8], objects: &[&str]) -> Vec<u8> {
    let start = body.as_ptr() as usize;
    let mut places: Vec<(usize, usize)> =
        objects.iter().map(|object| (object.as_ptr() as usize - start, object.len())).collect();
    places.sort_unstable();
    let (mut rest, mut at) = (Vec::with_capacity(body.len()), 0);
    for (begin, length) in places {
        rest.extend_from_slice(&body[at..begin]);
        at = begin + length;
        let behind = body[at..].iter().position(|byte| !byte.is_ascii_whitespace()).map(|gap| at + gap);
        if let Some(comma) = behind.filter(|place| body[*place] == b',') {
            at = comma + 1;
            continue;
        }
        // The last of a list: the comma before it goes.
        while rest.last().is_some_and(u8::is_ascii_whitespace) {
            rest.pop();
        }
        if rest.last() == Some(&b',') {
            rest.pop();
        }
    }
    rest.extend_from_slice(&body[at..]);
    rest
}

/// A body with some of the objects that [`split`] gave of it replaced.
pub fn replaced(body: &[u8], objects: &[(&str, String)]) -> Vec<u8> {
    let start = body.as_ptr() as usize;
    let (mut rest, mut at) = (Vec::with_capacity(body.len()), 0);
    // They come in the order in which they stand.
    for (object, text) in objects {
        let begin = object.as_ptr() as usize - start;
        rest.extend_from_slice(&body[at..begin]);
        rest.extend_from_slice(text.as_bytes());
        at = begin + object.len();
    }
    rest.extend_from_slice(&body[at..]);
    rest
}

/// Why an object cannot become a row. Only suspicious objects are looked at in full.
fn flaw(object: &str) -> Option<&'static str> {
    let bytes = object.as_bytes();
    if bytes.first() != Some(&b'{') {
        return Some("not a JSON object");
    }
    if bytes.len() > LARGEST_OBJECT {
        return Some("larger than 16 MiB");
    }
    let deep = memchr::memchr2_iter(b'[', b'{', bytes).nth(MAX_DEPTH).is_some() && depth(bytes) > MAX_DEPTH;
    if deep {
        return Some("nested too deeply");
    }
    let surrogates = memmem::find(bytes, b"\\ud").or_else(|| memmem::find(bytes, b"\\uD")).is_some();
    (surrogates && serde_json::from_str::<Value>(object).is_err())
        .then_some("not Unicode text: half of a surrogate pair")
}

fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What an object at a place of a listing for `scope` goes by: its id if it has one, or the keyed hash of it.
pub fn object_name(sealer: &Sealer, envelope: &Envelope, (scope, place): (&str, &str), object: &str) -> Option<String> {
    envelope.id_in(scope, place, object).map(|id| printable(&sealer.name(envelope, id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULTS: Envelope = Envelope::list("results");

    #[test]
    fn objects_are_cut_out_with_their_commas() {
        let body = br#"{"results": [ {"id":"1"} , {"id":"2"},{"id":"3"} ], "next": null}"#;
        let left = |gone: &[usize]| {
            let split = split(body, ResponseKind::Listing, "", &RESULTS).unwrap();
            let gone: Vec<&str> = gone.iter().map(|at| split.objects[*at]).collect();
            let rest = without(body, &gone);
            let json: Value = serde_json::from_slice(&rest).unwrap();
            assert_eq!(json["next"], Value::Null);
            json["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned())
                .collect::<String>()
        };
        for (gone, rest) in
            [(&[0][..], "23"), (&[1], "13"), (&[2], "12"), (&[1, 2], "1"), (&[0, 2], "2"), (&[0, 1, 2], "")]
        {
            assert_eq!(left(gone), rest, "{gone:?}");
        }
    }

    fn flaws(object: &str) -> Option<&'static str> {
        flaw(object)
    }

    #[test]
    fn a_flawed_object_is_named_and_its_neighbours_are_kept() {
        let body =
            br#"{"results":[{"id":"1","t":"a"},{"id":"2","t":"\ud800"},{"id":3,"t":"\ud83d\ude00"}],"_links":{}}"#;
        let split = split(body, ResponseKind::Listing, "", &RESULTS).unwrap();
        assert_eq!(split.objects.len(), 2);
        assert_eq!(split.unreadable.len(), 1);
        assert_eq!(split.unreadable[0].object, "2");
    }

    #[test]
    fn an_answer_to_an_objects_own_id_is_the_object() {
        let body = br#"{"id":"att7","results":[{"id":"8"}]}"#;
        assert_eq!(split(body, ResponseKind::Own, "", &RESULTS).unwrap().objects, [std::str::from_utf8(body).unwrap()]);
        assert_eq!(split(body, ResponseKind::ById, "", &RESULTS).unwrap().objects, [r#"{"id":"8"}"#]);
        let flawed = split(br#"{"id":"att7","title":"\ud800"}"#, ResponseKind::Own, "", &RESULTS).unwrap();
        assert_eq!((flawed.objects.len(), flawed.unreadable[0].object.as_str()), (0, "att7"));
    }

    #[test]
    fn depth_counts_brackets_outside_of_strings_only() {
        assert_eq!(flaws(&format!("{{\"a\":\"{}\"}}", "[".repeat(500))), None);
        assert_eq!(flaws(&format!("{{\"a\":[{}]}}", vec!["[1]"; 500].join(","))), None);
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(flaws(&deep), Some("nested too deeply"));
    }

    #[test]
    fn nul_is_kept_and_what_is_no_object_is_told() {
        assert_eq!(flaws(r#"{"id":"1","t":"\u0000"}"#), None);
        assert_eq!(flaws("7"), Some("not a JSON object"));
    }
}
