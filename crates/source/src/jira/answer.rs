//! Reading answers: where the objects stand, what they show of themselves, and what says how a listing goes on.

use super::endpoint::{End, Endpoint, Paging, Row};
use super::streams::{ARCHIVED, DELETED, LIVE};
use crate::time::Form;
use crate::{Account, Detail, Reading, Stream, flaw};
use catchment_base::response::{Sighting, json_text, member};
use chrono::NaiveDateTime;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What stands for the id of an object that has none.
const NAMELESS: char = '#';

/// The page of an answer.
pub(super) struct Page<'a> {
    pub(super) objects: Vec<(&'static str, &'a RawValue)>,
    text: &'a str,
}

/// Reads an answer of a listing; the error names what is wrong without quoting content.
pub(super) fn page<'a>(stream: &Stream, body: &'a [u8]) -> Result<Page<'a>, String> {
    let envelope = &stream.envelope;
    let lacks = || match envelope.objects {
        "" => "the response is not what was asked for".to_owned(),
        path => format!("the response has no {path}"),
    };
    let objects = envelope.placed(body).map_err(|cause| flaw(&cause, body.len()))?.ok_or_else(lacks)?;
    let text = std::str::from_utf8(json_text(body)).map_err(|_| "the response is not UTF-8".to_owned())?;
    Ok(Page { objects, text })
}

impl Page<'_> {
    /// What the next page goes by, of one that was asked for from the result `start` on; nothing at the end.
    pub(super) fn next(&self, paging: Paging, start: u64) -> Result<Option<String>, String> {
        let count = self.objects.len() as u64;
        Ok(match paging {
            Paging::Once | Paging::Search => None,
            Paging::Cursor { next, last, .. } => match (self.at::<bool>(last), self.text_at(next)) {
                (Some(true), _) => None,
                (Some(false), None) => return Err(format!("the response has more to come and no {next}")),
                (_, next) => next,
            },
            Paging::Counted { end, .. } => {
                let is_over = count == 0
                    || match end {
                        End::Empty => false,
                        End::Flag(flag) => self.at::<bool>(flag) == Some(true),
                        End::Total(total) => self.at::<u64>(total).is_some_and(|total| start + count >= total),
                    };
                (!is_over).then(|| (start + count).to_string())
            }
        })
    }

    /// A text, or a number as it is written; nothing where it is empty.
    pub(super) fn text_at(&self, path: &str) -> Option<String> {
        let found = self.at::<Scalar<'_>>(path)?;
        let text = match found {
            Scalar::Text(text) => text.into_owned(),
            Scalar::Number(number) => number.to_string(),
        };
        (!text.is_empty()).then_some(text)
    }

    /// How many there are, where the answer says so.
    pub(super) fn total(&self, listing: &Endpoint) -> Option<u64> {
        match listing.paging {
            Paging::Counted { end: End::Total(total), .. } => self.at(total),
            _ => self.at(listing.announced?),
        }
    }

    fn at<'t, T: Deserialize<'t>>(&'t self, path: &str) -> Option<T> {
        serde_json::from_str(member(self.text, path)?.get()).ok()
    }
}

/// A text or a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Number(u64),
}

/// What an object tells of itself. Times of Service Management are objects.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown<'a> {
    #[serde(borrow)]
    fields: Option<Fields<'a>>,
    #[serde(borrow)]
    updated: Option<&'a RawValue>,
    #[serde(borrow)]
    created: Option<&'a RawValue>,
    #[serde(borrow)]
    timestamp: Option<&'a RawValue>,
    archived: bool,
    deleted: bool,
}

/// What an issue tells of itself.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields<'a> {
    #[serde(borrow)]
    updated: Option<&'a RawValue>,
    #[serde(borrow)]
    created: Option<&'a RawValue>,
    project: Option<Project>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Project {
    id: String,
    project_type_key: Option<String>,
}

/// What the objects of a page show of themselves.
pub(super) fn reading(stream: &Stream, page: &Page<'_>, detail: Detail) -> Reading {
    let id = |(place, object): &(&str, &RawValue)| stream.envelope.id_at(place, object.get());
    let ids = match detail {
        Detail::Ids => page.objects.iter().filter_map(id).collect(),
        // An object without an id is told from others by its place.
        Detail::Ends | Detail::Top | Detail::Sightings => {
            let ends = page.objects.first().into_iter().chain(page.objects.last()).enumerate();
            ends.map(|(at, object)| id(object).unwrap_or_else(|| format!("{NAMELESS}{at}"))).collect()
        }
    };
    let sight = |(place, object): &(&'static str, &RawValue)| sighting(stream, place, object.get());
    let sightings: Vec<Sighting> = match detail {
        Detail::Ends | Detail::Ids => Vec::new(),
        Detail::Top | Detail::Sightings => page.objects.iter().filter_map(sight).collect(),
    };
    let top = sightings.iter().filter_map(|shown| Some((shown.version_at?, shown.object.clone()))).max();
    let sightings = if detail == Detail::Sightings { sightings } else { Vec::new() };
    Reading { objects: page.objects.len(), ids, top, sightings, ..Reading::default() }
}

/// What an object shows of itself; nothing where it has no id.
fn sighting(stream: &Stream, place: &'static str, object: &str) -> Option<Sighting> {
    let object_id = stream.envelope.id_at(place, object)?;
    let shown: Shown<'_> = serde_json::from_str(object).unwrap_or_default();
    let fields = shown.fields.unwrap_or_default();
    let project = fields.project;
    let time = |value: Option<&RawValue>| value.and_then(|value| Form::Iso.read_json(value));
    let times = [fields.updated, shown.updated, fields.created, shown.created, shown.timestamp];
    let changed = times.into_iter().find_map(time);
    let status = match (stream.handle, shown.deleted, shown.archived) {
        (None, ..) => project.as_ref().and_then(|project| project.project_type_key.clone()),
        (Some(_), true, _) => Some(DELETED.to_owned()),
        (Some(_), _, true) => Some(ARCHIVED.to_owned()),
        (Some(_), ..) => Some(LIVE.to_owned()),
    };
    Some(Sighting {
        object: object_id,
        scope: project.map(|project| project.id),
        status,
        version_at: changed,
        ..Sighting::default()
    })
}

/// The object of an answer to its own id.
pub(super) fn read_own(stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
    let object = stream.envelope.own(body).map_err(|cause| flaw(&cause, body.len()))?;
    let shown = object.and_then(|object| sighting(stream, "", object.get()));
    shown.map(Some).ok_or_else(|| format!("the response does not have the form of a {}", stream.name))
}

/// The first object of a list of those with some ids; nothing where the list is empty.
pub(super) fn read_first(stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
    let objects: Vec<&RawValue> = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    Ok(objects.first().and_then(|object| sighting(stream, "", object.get())))
}

/// The keys of the projects of a page by their ids.
pub(super) fn keys(page: &Page<'_>) -> Vec<(String, String)> {
    #[derive(Deserialize)]
    struct Keyed {
        id: String,
        key: String,
    }
    let keyed = page.objects.iter().filter_map(|(_, object)| serde_json::from_str::<Keyed>(object.get()).ok());
    keyed.map(|project| (project.id, project.key)).collect()
}

/// The link to the file of an attachment.
pub(super) fn read_file_link(body: &[u8]) -> Result<String, String> {
    #[derive(Deserialize)]
    struct Linked {
        content: String,
    }
    let linked: Linked = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    Ok(linked.content)
}

/// The time of the last object of a page of issues, by the field that it is sorted by.
pub(super) fn last_time(page: &Page<'_>, field: &str) -> Option<NaiveDateTime> {
    let (_, last) = page.objects.last()?;
    Form::Iso.read_json(member(last.get(), &format!("fields.{field}"))?)
}

/// Who asks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Myself {
    account_id: Option<String>,
    key: Option<String>,
    name: Option<String>,
    account_type: Option<String>,
    time_zone: Option<String>,
}

/// Reads who asks: on Cloud an account, on Data Center a user.
pub(super) fn read_account(body: &[u8]) -> Result<Account, String> {
    let told: Myself = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    let id = told.account_id.or(told.key).or(told.name).filter(|id| !id.is_empty());
    Ok(match id {
        Some(id) => Account::Known { id, kind: told.account_type.unwrap_or_default(), zone: told.time_zone },
        None => Account::Anonymous,
    })
}

/// Reads how many issues a search has.
pub(super) fn read_count(body: &[u8]) -> Result<u64, String> {
    #[derive(Deserialize)]
    struct Counted {
        #[serde(alias = "total")]
        count: u64,
    }
    serde_json::from_slice::<Counted>(json_text(body))
        .map(|counted| counted.count)
        .map_err(|cause| flaw(&cause, body.len()))
}

impl Row {
    /// Whether it is searched for.
    pub(super) fn is_searched(&self) -> bool {
        self.listing.paging == Paging::Search
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jira::cloud::ROWS;
    use crate::jira::data_center;

    fn stream(name: &str) -> &'static Stream {
        &ROWS.iter().find(|row| row.stream.name == name).unwrap().stream
    }

    fn read(name: &str, body: &str) -> Reading {
        reading(stream(name), &page(stream(name), body.as_bytes()).unwrap(), Detail::Sightings)
    }

    #[test]
    fn an_issue_shows_its_project_and_when_it_was_changed() {
        let body = r#"{"issues":[{"id":"10002","key":"ED-1","fields":{"updated":"2021-01-18T23:45:00.000+0100",
            "project":{"id":"10000","projectTypeKey":"service_desk"}}},{"id":"10003","key":"ED-2"}]}"#;
        let reading = read("issue", body);
        assert_eq!(reading.objects, 2);
        let [first, second] = &reading.sightings[..] else { panic!("{reading:?}") };
        assert_eq!((first.scope.as_deref(), first.status.as_deref()), (Some("10000"), Some("service_desk")));
        assert_eq!(first.version_at.unwrap().to_string(), "2021-01-18 22:45:00");
        assert_eq!(second, &Sighting { object: "10003".to_owned(), ..Sighting::default() });
        assert_eq!(reading.top.unwrap().1, "10002");
    }

    #[test]
    fn a_project_tells_its_status_by_flags() {
        let body = r#"{"values":[{"id":"1"},{"id":"2","archived":true},{"id":"3","deleted":true}]}"#;
        let shown: Vec<_> = read("project", body).sightings.into_iter().map(|shown| shown.status.unwrap()).collect();
        assert_eq!(shown, [LIVE, ARCHIVED, DELETED]);
    }

    #[test]
    fn a_listing_ends_where_an_answer_says_so_and_at_no_short_page() {
        let next = |name: &str, body: &str, start: u64| {
            let row = ROWS.iter().find(|row| row.stream.name == name).unwrap();
            page(&row.stream, body.as_bytes()).unwrap().next(row.listing.paging, start).unwrap()
        };
        assert_eq!(next("board", r#"{"values":[{"id":1}],"isLast":false}"#, 50), Some("51".to_owned()));
        assert_eq!(next("board", r#"{"values":[{"id":1}]}"#, 0), Some("1".to_owned()));
        assert_eq!(next("board", r#"{"values":[{"id":1}],"isLast":true}"#, 0), None);
        assert_eq!(next("board", r#"{"values":[]}"#, 7), None);
        assert_eq!(next("comment", r#"{"comments":[{"id":"1"}],"total":2}"#, 0), Some("1".to_owned()));
        assert_eq!(next("comment", r#"{"comments":[{"id":"1"}],"total":2}"#, 1), None);
        assert_eq!(next("user", r#"[{"accountId":"a"}]"#, 0), Some("1".to_owned()));
        assert_eq!(next("user", "[]", 1), None);
        assert!(page(stream("board"), b"{}").is_err() && page(stream("board"), b"{\"values\":[]").is_err());
    }

    #[test]
    fn a_listing_behind_a_cursor_ends_where_it_says_so_and_says_where_it_goes_on() {
        let row = data_center::ROWS.iter().find(|row| row.stream.name == "audit_event").unwrap();
        let next = |paging: &str| {
            let body = format!(r#"{{"entities":[{{"timestamp":"2026-03-02T01:30:59Z"}}],"pagingInfo":{paging}}}"#);
            page(&row.stream, body.as_bytes()).unwrap().next(row.listing.paging, 0)
        };
        assert_eq!(next(r#"{"lastPage":false,"nextPageCursor":"7,8"}"#), Ok(Some("7,8".to_owned())));
        assert_eq!(next(r#"{"lastPage":true,"nextPageCursor":"7,8"}"#), Ok(None));
        assert_eq!(next(r#"{"nextPageCursor":null}"#), Ok(None));
        assert!(next(r#"{"lastPage":false}"#).is_err());
    }

    #[test]
    fn an_answer_without_pages_tells_how_many_there_are() {
        let total = |rows: &[Row], name: &str, body: &str| {
            let row = rows.iter().find(|row| row.stream.name == name).unwrap();
            page(&row.stream, body.as_bytes()).unwrap().total(&row.listing)
        };
        for rows in [ROWS, data_center::ROWS] {
            assert_eq!(total(rows, "vote", r#"{"votes":5,"voters":[]}"#), Some(5));
            assert_eq!(total(rows, "watcher", r#"{"watchCount":2,"watchers":[]}"#), Some(2));
            assert_eq!(total(rows, "worklog", r#"{"worklogs":[],"total":7}"#), Some(7));
        }
        assert_eq!(total(data_center::ROWS, "user_group", r#"{"groups":[],"total":25}"#), Some(25));
        assert_eq!(total(ROWS, "status", "[]"), None);
    }

    #[test]
    fn an_account_has_an_id_or_is_nobody() {
        let read = |body: &str| read_account(body.as_bytes()).unwrap();
        let cloud = read(r#"{"accountId":"5b:1","accountType":"app","timeZone":"Asia/Kolkata"}"#);
        assert_eq!(
            cloud,
            Account::Known { id: "5b:1".to_owned(), kind: "app".to_owned(), zone: Some("Asia/Kolkata".to_owned()) }
        );
        let center = read(r#"{"key":"JIRAUSER1","name":"jo","timeZone":"UTC"}"#);
        assert!(matches!(center, Account::Known { id, .. } if id == "JIRAUSER1"));
        assert_eq!(read(r#"{"displayName":"Anonymous"}"#), Account::Anonymous);
        assert_eq!((read_count(b"{\"count\":3}"), read_count(b"{\"total\":4}")), (Ok(3), Ok(4)));
    }
}
