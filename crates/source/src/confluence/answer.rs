//! Reading the envelope of an answer: `results` and `_links.next`.
//!
//! The whole body is read as one JSON text, so that a cut or trailing bytes show; of the objects only
//! what is asked for is looked at.

use crate::hits::{Hit, Hits};
use crate::time::Form;
use crate::{Account, Detail, Reading, Stream, flaw};
use catchment_base::response::{Envelope, Sighting, json_text, member};
use chrono::NaiveDateTime;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A page of an answer.
pub(super) struct Page<'a> {
    /// Its objects, each with its place.
    pub(super) objects: Vec<(&'static str, &'a RawValue)>,
    /// The link to the next page.
    pub(super) next: Option<String>,
    /// The number of objects that the site gives on a page, where it says so.
    pub(super) limit: Option<u32>,
    /// The number of the result that it begins at, where it says so.
    start: Option<u64>,
}

impl Page<'_> {
    /// Whether it says that it begins at this result, and its ids tell it from other pages.
    pub(super) fn is_at(&self, start: u64, ids: &[String]) -> bool {
        self.start == Some(start) && !ids.is_empty() && ids.iter().all(|id| !id.starts_with(NAMELESS))
    }
}

/// The stream of attachments.
const ATTACHMENTS: &str = "attachment";
/// The prefix of labels that are of the account that reads them.
const PERSONAL: &str = "my";
/// What stands for the id of an object that has none.
const NAMELESS: char = '#';

#[derive(Deserialize)]
struct Listed<'a> {
    #[serde(borrow)]
    results: Option<Vec<&'a RawValue>>,
    #[serde(rename = "_links", borrow, default)]
    links: Option<Links<'a>>,
    #[serde(default)]
    limit: Option<u32>,
    #[serde(default)]
    start: Option<u64>,
}

#[derive(Deserialize)]
struct Links<'a> {
    #[serde(borrow, default)]
    next: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Named {
    id: Id,
}

/// What an object of v2 or v1 tells of itself. Of a container exactly one is there.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Shown<'a> {
    status: Option<String>,
    space_id: Option<Id>,
    space: Option<Named>,
    page_id: Option<Id>,
    blog_post_id: Option<Id>,
    container: Option<Named>,
    parent_id: Option<Id>,
    parent_comment_id: Option<Id>,
    ancestors: Option<Vec<Named>>,
    version: Option<Version>,
    /// The time of an event, in milliseconds since 1970.
    creation_date: Option<i64>,
    /// The same, as a text.
    timestamp: Option<String>,
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
    #[serde(borrow)]
    children: Option<&'a RawValue>,
}

/// What a page of v1 tells of itself beside its versions.
#[derive(Deserialize)]
struct Metadata {
    labels: Labels,
}

#[derive(Deserialize)]
struct Labels {
    results: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    prefix: String,
    name: String,
}

/// What lies in a page of v1.
#[derive(Deserialize)]
struct Children<'a> {
    #[serde(borrow)]
    attachment: Listed<'a>,
}

#[derive(Deserialize)]
struct Version {
    number: Option<i32>,
    #[serde(rename = "createdAt", alias = "when")]
    created_at: Option<String>,
}

#[derive(Deserialize)]
struct Keyed {
    id: Id,
    key: String,
    #[serde(default)]
    name: Option<String>,
}

/// What a search found.
#[derive(Deserialize)]
struct Found<'a, T> {
    results: Vec<T>,
    #[serde(rename = "_links", borrow, default)]
    links: Option<Links<'a>>,
}

impl<T> Found<'_, T> {
    /// Whether there is more behind this first page of so many. Without a total a next page may be there, short as this one may
    /// be, unless this one is empty.
    fn has_more(&self, total: Option<u64>) -> bool {
        let count = self.results.len();
        let names_next = self.links.as_ref().is_some_and(|links| links.next.is_some());
        total.map_or(names_next && count > 0, |total| total > count as u64)
    }
}

/// How many there are on all pages of a search. Version 10 of Data Center has a name of its own for that, beside the older one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Totals {
    total_size: Option<u64>,
    total_count: Option<u64>,
}

/// What wraps content in a search that finds spaces and people as well: these have none.
#[derive(Deserialize)]
struct FoundRow {
    content: Option<FoundObject>,
}

#[derive(Deserialize)]
struct FoundObject {
    id: Id,
    #[serde(rename = "type")]
    kind: String,
    title: Option<String>,
    space: Option<InSpace>,
}

#[derive(Deserialize)]
struct InSpace {
    key: String,
}

/// An attachment with the link to its file.
#[derive(Deserialize)]
struct Attached {
    #[serde(rename = "_links")]
    links: Download,
    version: Numbered,
}

/// A space with its icon. Where the site has a route for tokens, the icon names it.
#[derive(Deserialize)]
struct Pictured {
    icon: Icon,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Icon {
    path: String,
    api_download_link: Option<String>,
}

#[derive(Deserialize)]
struct Download {
    download: String,
}

#[derive(Deserialize)]
struct Numbered {
    number: u32,
}

/// What a server tells of itself.
#[derive(Deserialize)]
struct Versioned {
    version: String,
}

#[derive(Deserialize)]
struct Types {
    results: BTreeMap<String, Option<String>>,
}

/// An account by its id, on Data Center by its key.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answered {
    account_id: Option<String>,
    user_key: Option<String>,
    account_type: Option<String>,
    time_zone: Option<String>,
}

/// v2 gives ids as strings; a number is taken as well, as v1 does for spaces.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(u64),
}

impl Id {
    fn into_text(self) -> String {
        match self {
            Id::Text(id) => id,
            Id::Number(id) => id.to_string(),
        }
    }
}

/// Reads an answer of a listing; the error names what is wrong without quoting content.
pub(super) fn page<'a>(stream: &Stream, body: &'a [u8]) -> Result<Page<'a>, String> {
    let envelope = &stream.envelope;
    let lacks = || match envelope.objects {
        "" => "the response is not what was asked for".to_owned(),
        path => format!("the response has no {path}"),
    };
    if envelope.is_one || !envelope.also.is_empty() || envelope.objects != "results" {
        let objects = envelope.placed(body).map_err(|cause| flaw(&cause, body.len()))?.ok_or_else(lacks)?;
        envelope.also.iter().chain([&envelope.objects]).try_for_each(|place| prove_whole(envelope, place, body))?;
        return Ok(Page { objects, next: None, limit: None, start: None });
    }
    let Listed { results, links, limit, start } = parse(body)?;
    let next = links.and_then(|links| links.next).map(Cow::into_owned).filter(|next| !next.is_empty());
    let mut objects = Vec::new();
    for listed in results.ok_or_else(lacks)? {
        let unwrapped = envelope.unwrapped(listed).map_err(|cause| flaw(&cause, body.len()))?;
        objects.extend(unwrapped.into_iter().map(|object| (envelope.objects, object)));
    }
    Ok(Page { objects, next, limit, start })
}

/// A list inside an answer is a page itself; one that goes on behind its end is not read in part.
fn prove_whole(envelope: &Envelope, place: &str, body: &[u8]) -> Result<(), String> {
    let Some((above, _)) = place.rsplit_once('.').filter(|_| !envelope.also.is_empty()) else { return Ok(()) };
    let text = std::str::from_utf8(json_text(body)).map_err(|_| "the response is not UTF-8".to_owned())?;
    let inner = member(text, above).and_then(|inner| serde_json::from_str::<Listed<'_>>(inner.get()).ok());
    let goes_on = inner.is_some_and(|inner| {
        let is_full = inner.limit.is_some_and(|limit| inner.results.iter().flatten().count() >= limit as usize);
        is_full || inner.links.is_some_and(|links| links.next.is_some())
    });
    if goes_on { Err(format!("the response has only the first part of {above}")) } else { Ok(()) }
}

/// What the objects of a page show of themselves.
pub(super) fn reading(
    stream: &Stream,
    objects: &[(&'static str, &RawValue)],
    next: Option<String>,
    detail: Detail,
) -> Reading {
    let id = |(place, object): &(&str, &RawValue)| stream.envelope.id_at(place, object.get());
    let ids = match detail {
        Detail::Ids => objects.iter().filter_map(id).collect(),
        // An object without an id is told from others by its place.
        Detail::Ends | Detail::Top | Detail::Sightings => {
            let ends = objects.first().into_iter().chain(objects.last()).enumerate();
            ends.map(|(at, object)| id(object).unwrap_or_else(|| format!("{NAMELESS}{at}"))).collect()
        }
    };
    let top =
        if detail == Detail::Ends { None } else { objects.iter().filter_map(|(_, object)| top(stream, object)).max() };
    let sightings = match detail {
        Detail::Sightings => objects.iter().filter_map(|(place, object)| sighting(stream, place, object)).collect(),
        _ => Vec::new(),
    };
    Reading { objects: objects.len(), next, ids, top, sightings, ..Reading::default() }
}

/// The spaces of a page: their ids, keys and names.
pub(super) fn spaces(page: &Page<'_>) -> impl Iterator<Item = (String, String, String)> {
    let keyed = page.objects.iter().filter_map(|(_, space)| serde_json::from_str::<Keyed>(space.get()).ok());
    keyed.map(|space| (space.id.into_text(), space.key, space.name.unwrap_or_default()))
}

/// The link of an attachment to its file, and the version that it is of.
pub(super) fn file_link(body: &[u8]) -> Result<(String, u32), String> {
    let Attached { links: Download { download }, version: Numbered { number } } = parse(body)?;
    Ok((download, number))
}

/// The link of a space to the file of its icon, and the version that it is of.
pub(super) fn icon_link(body: &[u8]) -> Result<(String, u32), String> {
    let Pictured { icon } = parse(body)?;
    let version = icon.path.split(['?', '&']).find_map(|part| part.strip_prefix("version=")?.parse().ok());
    let version = version.ok_or("the address of the icon names no version")?;
    Ok((icon.api_download_link.unwrap_or(icon.path), version))
}

/// The token of the next page at one path of an answer; at another it says whether there is one.
pub(super) fn token(body: &[u8], next: &str, last: Option<&str>) -> Result<Option<String>, String> {
    let text = std::str::from_utf8(json_text(body)).map_err(|_| "the response is not UTF-8".to_owned())?;
    let token = member(text, next).and_then(|token| serde_json::from_str::<String>(token.get()).ok());
    let token = token.filter(|token| !token.is_empty());
    match last.and_then(|last| member(text, last)).map(RawValue::get) {
        Some("true") => Ok(None),
        Some("false") if token.is_none() => {
            Err("the response says that more follows and does not say where".to_owned())
        }
        _ => Ok(token),
    }
}

/// The version of the product, major and minor.
pub(super) fn version(body: &[u8]) -> Result<(u32, u32), String> {
    let Versioned { version } = parse(body)?;
    let mut parts = version.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => Ok((major, minor)),
        _ => Err("the response does not tell the version of the product".to_owned()),
    }
}

/// Reads the types of some ids: what has none is not there, or not for this account.
pub fn read_existence(body: &[u8]) -> Result<BTreeSet<String>, String> {
    let types: Types = parse(body)?;
    Ok(types.results.into_iter().filter(|(_, kind)| kind.is_some()).map(|(id, _)| id).collect())
}

/// Reads a single object.
pub fn read_own(stream: &Stream, body: &[u8]) -> Result<Sighting, String> {
    let object: &RawValue = parse(body)?;
    sighting(stream, stream.envelope.objects, object)
        .ok_or_else(|| format!("the response does not have the form of a {}", stream.name))
}

/// How many a search finds on all its pages, where it says so.
pub(super) fn total(body: &[u8]) -> Result<Option<u64>, String> {
    let Totals { total_size, total_count } = parse(body)?;
    Ok(total_size.or(total_count))
}

/// Reads what content a search found, whose rows may wrap it.
pub fn read_search(body: &[u8], is_wrapped: bool) -> Result<Hits, String> {
    let total = total(body)?;
    let (found, has_more): (Vec<Option<FoundObject>>, _) = if is_wrapped {
        let found = parse::<Found<'_, FoundRow>>(body)?;
        let has_more = found.has_more(total);
        (found.results.into_iter().map(|row| row.content).collect(), has_more)
    } else {
        let found = parse::<Found<'_, FoundObject>>(body)?;
        let has_more = found.has_more(total);
        (found.results.into_iter().map(Some).collect(), has_more)
    };
    let hit = |found: FoundObject| Hit {
        id: found.id.into_text(),
        kind: found.kind,
        title: found.title.unwrap_or_default(),
        scope: found.space.map(|space| space.key),
        address: None,
    };
    Ok(Hits { hits: found.into_iter().flatten().map(hit).collect(), has_more })
}

/// Reads who was answered: an anonymous account has no id.
pub fn read_account(body: &[u8]) -> Result<Account, String> {
    let Answered { account_id, user_key, account_type, time_zone } = parse(body)?;
    let kind = account_type.unwrap_or_else(|| "unknown".to_owned());
    let mut ids = [account_id, user_key].into_iter().flatten();
    let zone = time_zone.filter(|zone| is_zone(zone));
    let known = ids.find(|id| !id.is_empty()).map(|id| Account::Known { id, kind, zone });
    Ok(known.unwrap_or(Account::Anonymous))
}

/// Whether a text has the form of the name of a time zone: `Europe/Berlin`, `Etc/GMT+10`, `UTC`.
fn is_zone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    let most = if text.contains('/') { 40 } else { 5 };
    (1..=most).contains(&text.len()) && digits <= 2 && text.bytes().all(is_fit)
}

/// What an object shows of itself, its id alone where the rest cannot be read; nothing if it has no id.
fn sighting(stream: &Stream, place: &str, object: &RawValue) -> Option<Sighting> {
    let object_id = stream.envelope.id_at(place, object.get())?;
    let shown: Shown<'_> = match serde_json::from_str(object.get()) {
        Ok(shown) => shown,
        Err(_) => return Some(Sighting { object: object_id, ..Sighting::default() }),
    };
    let version_at = time_of(&shown);
    let (mark, children) = (shown.metadata.and_then(labels), shown.children);
    let container = shown.page_id.or(shown.blog_post_id).or(shown.container.map(|above| above.id));
    let nearest = shown.ancestors.and_then(|mut ancestors| ancestors.pop()).map(|above| above.id);
    let above = shown.parent_id.or(shown.parent_comment_id).or(nearest);
    let own = Sighting {
        object: object_id,
        scope: shown.space_id.or(shown.space.map(|space| space.id)).map(Id::into_text),
        container: container.map(Id::into_text),
        above: Some(above.map(Id::into_text).unwrap_or_default()),
        status: shown.status,
        version: shown.version.and_then(|version| version.number),
        version_at,
        mark,
        carried: Vec::new(),
    };
    let carried = children.map_or(Vec::new(), |children| attachments(children, &own));
    Some(Sighting { carried, ..own })
}

/// The labels of a page, in one order, without those that belong to the account that reads it. They are no part of its versions.
fn labels(metadata: &RawValue) -> Option<String> {
    let Metadata { labels } = serde_json::from_str(metadata.get()).ok()?;
    let of_all = labels.results.into_iter().filter(|label| label.prefix != PERSONAL);
    let labels: BTreeSet<String> = of_all.map(|label| format!("{}:{}", label.prefix, label.name)).collect();
    Some(labels.into_iter().collect::<Vec<_>>().join(" "))
}

/// What a page shows of its attachments.
fn attachments(children: &RawValue, page: &Sighting) -> Vec<(&'static str, Sighting)> {
    let Ok(Children { attachment }) = serde_json::from_str::<Children<'_>>(children.get()) else { return Vec::new() };
    let of_one = |object: &RawValue| {
        let id = serde_json::from_str::<Named>(object.get()).ok()?.id.into_text();
        let shown: Shown<'_> = serde_json::from_str(object.get()).ok()?;
        let version_at = time_of(&shown);
        let version = shown.version.and_then(|version| version.number);
        let (container, above) = (Some(page.object.clone()), Some(String::new()));
        Some(Sighting {
            object: id,
            container,
            above,
            status: shown.status,
            version,
            version_at,
            ..Sighting::default()
        })
    };
    let shown = attachment.results.into_iter().flatten().filter_map(of_one);
    shown.map(|shown| (ATTACHMENTS, shown)).collect()
}

/// When an object was changed, or an event happened.
fn time_of(shown: &Shown<'_>) -> Option<NaiveDateTime> {
    let of_version = shown.version.as_ref().and_then(|version| version.created_at.as_deref());
    let said = of_version.or(shown.timestamp.as_deref()).and_then(|text| Form::Iso.read(text));
    said.or_else(|| Form::Milliseconds.read(&shown.creation_date?.to_string()))
}

/// The time of an object and what tells it from others, unless that may name a person.
fn top(stream: &Stream, object: &RawValue) -> Option<(NaiveDateTime, String)> {
    let at = time_of(&serde_json::from_str(object.get()).ok()?)?;
    let id = if stream.envelope.is_hashed { String::new() } else { stream.envelope.id_of(object.get())? };
    Some((at, id))
}

/// Reads a body as JSON of one form.
fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_page(body: &str, detail: Detail) -> Result<Reading, String> {
        let stream = &crate::confluence::cloud::ROWS[1].stream;
        let page = page(stream, body.as_bytes())?;
        Ok(reading(stream, &page.objects, page.next, detail))
    }

    #[test]
    fn of_what_cannot_be_read_the_id_is_seen() {
        let body = r#"{"results":[{"id":"1","version":{"number":99999999999}},{"id":2,"status":[]},{"title":"x"},
            {"id":"3","version":{"number":4,"createdAt":"yesterday"}}]}"#;
        let reading = read_page(body, Detail::Sightings).unwrap();
        let seen: Vec<_> =
            reading.sightings.iter().map(|shown| (shown.object.as_str(), shown.version, shown.version_at)).collect();
        assert_eq!((reading.objects, seen), (4, vec![("1", None, None), ("2", None, None), ("3", Some(4), None)]));
    }

    #[test]
    fn an_answer_tells_its_ids_its_top_and_its_next() {
        let body = r#"{"results":[{"id":"7","version":{"createdAt":"2026-05-27T07:09:12Z"}},
            {"id":8,"version":{"createdAt":"2026-05-27T07:09:12.034Z"}},{"id":"9"}],"_links":{"next":"/wiki/x?cursor=a=="}}"#;
        let reading = read_page(body, Detail::Top).unwrap();
        assert_eq!((reading.objects, reading.next.as_deref()), (3, Some("/wiki/x?cursor=a==")));
        assert_eq!(reading.top.unwrap().1, "8");
        assert_eq!(read_page(body, Detail::Ids).unwrap().ids, ["7", "8", "9"]);
    }

    #[test]
    fn only_what_has_an_id_can_be_asked_for() {
        let body = r#"{"results":[{"id":"7"},{"title":"x"},{"id":null}]}"#;
        let reading = read_page(body, Detail::Ids).unwrap();
        assert_eq!((reading.objects, reading.ids), (3, vec!["7".to_owned()]));
    }

    #[test]
    fn a_page_behind_a_token_says_where_it_goes_on_or_that_it_ends() {
        let read = |paging: &str| {
            token(
                format!(r#"{{"pagingInfo":{paging}}}"#).as_bytes(),
                "pagingInfo.nextPageCursor",
                Some("pagingInfo.lastPage"),
            )
        };
        assert_eq!(read(r#"{"lastPage":false,"nextPageCursor":"7,8"}"#), Ok(Some("7,8".to_owned())));
        assert_eq!(read(r#"{"lastPage":true,"nextPageCursor":"7,8"}"#), Ok(None));
        assert_eq!(read(r#"{"nextPageCursor":null}"#), Ok(None));
        for lost in [r#"{"lastPage":false}"#, r#"{"lastPage":false,"nextPageCursor":""}"#] {
            assert!(read(lost).unwrap_err().contains("does not say where"), "{lost}");
        }
    }

    #[test]
    fn a_version_has_two_numbers_at_least() {
        let read = |text: &str| version(format!(r#"{{"version":"{text}"}}"#).as_bytes());
        assert_eq!([read("9.1.0"), read("10.0-m27"), read("8.5")], [Ok((9, 1)), Ok((10, 0)), Ok((8, 5))]);
        assert!(read("9").is_err() && read("x.1").is_err() && version(b"{}").is_err());
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_json() {
        assert_eq!(read_page("\u{feff}{\"results\":[{\"id\":7}]}", Detail::Ids).unwrap().ids, ["7"]);
        assert!(read_page("\u{feff}\u{feff}{\"results\":[]}", Detail::Ids).is_err());
    }

    #[test]
    fn the_end_is_a_missing_null_or_empty_next() {
        for links in ["", r#","_links":null"#, r#","_links":{}"#, r#","_links":{"next":null}"#] {
            assert_eq!(read_page(&format!(r#"{{"results":[]{links}}}"#), Detail::Ends).unwrap().next, None);
        }
    }

    #[test]
    fn a_list_inside_an_answer_that_goes_on_behind_its_end_is_not_read_in_part() {
        let row = crate::confluence::cloud::ROWS.iter().find(|row| row.stream.name == "page_restriction");
        let stream = &row.unwrap().stream;
        let read = |of_users: &str| {
            let none = r#"{"results":[],"limit":200,"size":0}"#;
            let both = |users: &str| format!(r#"{{"restrictions":{{"user":{users},"group":{none}}}}}"#);
            let body = format!(r#"{{"read":{},"update":{}}}"#, both(of_users), both(none));
            page(stream, body.as_bytes()).map(|page| page.objects.len())
        };
        let users = r#"[{"accountId":"a"},{"accountId":"b"}]"#;
        assert_eq!(read(&format!(r#"{{"results":{users},"limit":200,"size":2}}"#)), Ok(2));
        for more in [r#""limit":2"#, r#""limit":200,"_links":{"next":"/x?start=200"}"#] {
            let told = read(&format!(r#"{{"results":{users},{more}}}"#)).unwrap_err();
            assert_eq!(told, "the response has only the first part of read.restrictions.user");
        }
    }

    #[test]
    fn a_search_has_more_where_its_total_or_a_next_page_says_so() {
        let has_more = |rest: &str| {
            let body = format!(r#"{{"results":[{{"id":"7","type":"page"}},{{"id":"8","type":"page"}}]{rest}}}"#);
            read_search(body.as_bytes(), false).unwrap().has_more
        };
        let next = r#","_links":{"next":"/x"}"#;
        for (rest, expected) in [
            (format!(r#","totalSize":2{next}"#), false),
            (r#","totalCount":3"#.to_owned(), true),
            (r#","totalSize":3,"totalCount":3"#.to_owned(), true),
            (r#","totalSize":2,"totalCount":3"#.to_owned(), false),
            (format!(r#","limit":100{next}"#), true),
            (r#","limit":2"#.to_owned(), false),
        ] {
            assert_eq!(has_more(&rest), expected, "{rest}");
        }
        assert!(!read_search(format!(r#"{{"results":[]{next}}}"#).as_bytes(), false).unwrap().has_more);
    }

    #[test]
    fn an_account_without_an_id_is_anonymous() {
        let known = |zone: &str| {
            let body = format!(r#"{{"type":"known","accountId":"5b10","accountType":"app","timeZone":{zone}}}"#);
            match read_account(body.as_bytes()).unwrap() {
                Account::Known { id, kind, zone } => (id, kind, zone),
                other => panic!("{other:?}"),
            }
        };
        let account = |zone: Option<&str>| ("5b10".to_owned(), "app".to_owned(), zone.map(str::to_owned));
        for zone in ["Europe/Berlin", "Etc/GMT+10", "UTC"] {
            assert_eq!(known(&format!("\"{zone}\"")), account(Some(zone)));
        }
        for no_zone in ["null", "\"\"", "\"me@example.com\"", "\"4111111111111111\""] {
            assert_eq!(known(no_zone), account(None), "{no_zone}");
        }
        for anonymous in [r#"{"type":"anonymous"}"#, r#"{"accountId":null}"#, r#"{"accountId":""}"#] {
            assert_eq!(read_account(anonymous.as_bytes()).unwrap(), Account::Anonymous, "{anonymous}");
        }
        assert!(read_account(b"<html>").is_err());
    }

    #[test]
    fn broken_answers_are_named_without_their_content() {
        assert!(read_page(r#"{"results":[{"id":"secret"#, Detail::Ends).unwrap_err().contains("ends in the middle"));
        assert!(read_page(r#"{"results":[]}x"#, Detail::Ends).unwrap_err().contains("not JSON"));
        assert!(read_page(r#"{"_links":{}}"#, Detail::Ends).unwrap_err().contains("no results"));
        assert!(read_page(r#"{"results":"secret"}"#, Detail::Ends).unwrap_err().contains("form of a listing"));
    }
}
