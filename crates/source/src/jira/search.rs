//! Requests to search for issues, which are POSTs: their body is read and written here.
//!
//! Cloud goes on by a token that belongs to the search. Data Center counts results, and some versions no further than
//! [`WINDOW`]: there the search begins anew behind the time of the last one. Of a minute with more results than that it counts on,
//! which these versions refuse.

use super::answer::{self, Page};
use super::endpoint::Api;
use super::jql::{self, Order, Times};
use catchment_base::error::{Error, Result};
use catchment_io::http::Ask;
use chrono::{DateTime, NaiveDateTime};
use serde_json::{Map, Value, json};
use url::Url;

/// Results that a search of Data Center is counted through: versions with an index of their own refuse more than 10,000.
const WINDOW: u64 = 9_000;
/// What a search is kept by, between its pages.
const TOKEN: &str = "nextPageToken";
const START: &str = "startAt";
const JQL: &str = "jql";
const SIZE: &str = "maxResults";
/// Stands before the time, in milliseconds since 1970, behind which a search begins anew.
const BEHIND: &str = "behind:";

/// The body of a search.
#[derive(Clone, Debug)]
pub(super) struct Search(Map<String, Value>);

impl Search {
    /// A search for issues with these fields, so many on a page.
    pub(super) fn new(api: &Api, jql: String, fields: &[String], limit: u32) -> Self {
        let mut body = Map::new();
        body.insert(JQL.to_owned(), jql.into());
        body.insert(SIZE.to_owned(), limit.into());
        body.insert("fields".to_owned(), json!(fields));
        if !api.is_cloud() {
            body.insert(START.to_owned(), 0.into());
        }
        Self(body)
    }

    /// With further members.
    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    /// The search that a request is; nothing where it is none.
    pub(super) fn of(ask: &Ask) -> Option<Self> {
        let body: Value = serde_json::from_slice(ask.body.as_deref()?).ok()?;
        body.as_object().filter(|body| body.contains_key(JQL)).cloned().map(Self)
    }

    /// The request.
    pub(super) fn ask(self, url: Url) -> Ask {
        Ask::post(url, Value::from(self.0).to_string().into_bytes())
    }

    /// How many results a page has at most.
    pub(super) fn limit(&self) -> Option<u32> {
        self.0.get(SIZE)?.as_u64()?.try_into().ok()
    }

    /// With another number of results on a page.
    pub(super) fn with_limit(self, limit: u32) -> Self {
        self.with(SIZE, limit.into())
    }

    fn jql(&self) -> &str {
        self.0.get(JQL).and_then(Value::as_str).unwrap_or_default()
    }

    fn start(&self) -> u64 {
        self.0.get(START).and_then(Value::as_u64).unwrap_or_default()
    }

    /// What the page behind this one goes by; nothing at the end, which on Cloud only the lack of a token proves.
    pub(super) fn next(&self, api: &Api, page: &Page<'_>, times: Times) -> Option<String> {
        if api.is_cloud() {
            return page.text_at(TOKEN);
        }
        let end = self.start() + page.objects.len() as u64;
        let total = page.text_at("total").and_then(|total| total.parse::<u64>().ok());
        if page.objects.is_empty() || total.is_some_and(|total| end >= total) {
            return None;
        }
        let order = Order::of(self.jql()).filter(|_| end >= WINDOW);
        // Where that would begin with the same minute again, only counting leads on.
        let leads_on =
            |time: &NaiveDateTime| jql::behind(self.jql(), *time, times).is_some_and(|jql| jql != self.jql());
        let behind = order.and_then(|order| answer::last_time(page, order.field())).filter(leads_on);
        Some(behind.map_or(end.to_string(), |time| format!("{BEHIND}{}", time.and_utc().timestamp_millis())))
    }

    /// The search for the page that goes by this.
    pub(super) fn follow(self, api: &Api, next: &str, times: Times) -> Result<Self> {
        if api.is_cloud() {
            return Ok(self.with(TOKEN, next.into()));
        }
        let lost = || Error::failed("the next page of the search for issues cannot be asked for");
        let Some(behind) = next.strip_prefix(BEHIND) else {
            return Ok(self.with(START, next.parse::<u64>().map_err(|_| lost())?.into()));
        };
        let time = behind.parse().ok().and_then(DateTime::from_timestamp_millis).ok_or_else(lost)?;
        let jql = jql::behind(self.jql(), time.naive_utc(), times).ok_or_else(lost)?;
        Ok(self.with(JQL, jql.into()).with(START, 0.into()))
    }

    /// What a position keeps of it: where it stands, and nothing of what it searches for.
    pub(super) fn kept(&self) -> String {
        json!({"token": self.0.get(TOKEN), "start": self.0.get(START), "clause": jql::clause(self.jql())}).to_string()
    }

    /// This search, which begins the walk, where the kept one stood.
    pub(super) fn resume(self, kept: &str) -> Result<Self> {
        let lost = || Error::failed("the position of a search for issues cannot be read");
        let kept: Value = serde_json::from_str(kept).map_err(|_| lost())?;
        let mut search = self;
        for (name, word) in [(TOKEN, "token"), (START, "start")] {
            if let Some(value) = kept.get(word).filter(|value| !value.is_null()) {
                search = search.with(name, value.clone());
            }
        }
        match kept.get("clause").and_then(Value::as_str) {
            Some(clause) => {
                let jql = jql::with_clause(search.jql(), clause).ok_or_else(lost)?;
                Ok(search.with(JQL, jql.into()))
            }
            None => Ok(search),
        }
    }
}

/// The fields that are asked for of whole issues: all, but for those that settings leave out; or the system's own and some custom
/// ones.
pub(super) fn whole(said: &[String]) -> Vec<String> {
    let (out, named): (Vec<&String>, Vec<&String>) = said.iter().partition(|name| name.starts_with('-'));
    let mut fields: Vec<String> = match named[..] {
        [] => vec!["*all".to_owned()],
        _ => SYSTEM.iter().map(|name| (*name).to_owned()).chain(named.into_iter().cloned()).collect(),
    };
    fields.extend(out.into_iter().cloned());
    fields
}

/// The fields of every issue.
const SYSTEM: [&str; 35] = [
    "summary",
    "description",
    "issuetype",
    "project",
    "status",
    "statuscategorychangedate",
    "priority",
    "resolution",
    "resolutiondate",
    "labels",
    "components",
    "fixVersions",
    "versions",
    "created",
    "updated",
    "duedate",
    "creator",
    "reporter",
    "assignee",
    "parent",
    "subtasks",
    "issuelinks",
    "attachment",
    "comment",
    "worklog",
    "timetracking",
    "timespent",
    "timeestimate",
    "timeoriginalestimate",
    "aggregatetimespent",
    "votes",
    "watches",
    "security",
    "environment",
    "lastViewed",
];

/// What may make an issue large, and is listed for it as well.
pub(super) const HEAVY: [&str; 2] = ["-comment", "-worklog"];

/// Whether a name is that of a custom field, with or without the sign that leaves it out.
pub(super) fn is_custom(name: &str) -> bool {
    let digits = name.strip_prefix('-').unwrap_or(name).strip_prefix(super::streams::CUSTOM);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jira::cloud;

    fn search() -> Search {
        Search::new(&cloud::API, "project in (7)".to_owned(), &["id".to_owned()], 50)
    }

    fn ask(search: Search) -> Ask {
        search.ask(Url::parse("https://example.atlassian.net/rest/api/3/search/jql").unwrap())
    }

    #[test]
    fn a_search_goes_on_by_its_token_and_is_kept_without_its_conditions() {
        let first = search();
        let next = first.clone().follow(&cloud::API, "t/1=", Times::Milliseconds).unwrap();
        let body = String::from_utf8(ask(next.clone()).body.unwrap()).unwrap();
        assert!(body.contains(r#""nextPageToken":"t/1=""#) && body.contains(r#""jql":"project in (7)""#), "{body}");
        let kept = next.kept();
        assert!(kept.contains("t/1=") && !kept.contains("project"), "{kept}");
        let again = first.with_limit(20).resume(&kept).unwrap();
        assert_eq!((again.limit(), again.0.get(TOKEN)), (Some(20), Some(&Value::from("t/1="))));
        assert!(search().resume("x").is_err());
        assert_eq!(Search::of(&Ask::get(Url::parse("https://a.example").unwrap())).map(|search| search.0), None);
    }

    #[test]
    fn whole_issues_have_all_fields_or_those_of_the_settings() {
        let said = |names: &[&str]| whole(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(said(&[]), ["*all"]);
        assert_eq!(said(&["-customfield_1"]), ["*all", "-customfield_1"]);
        let some = said(&["customfield_2"]);
        assert!(some.contains(&"summary".to_owned()) && some.ends_with(&["customfield_2".to_owned()]), "{some:?}");
        assert!(is_custom("customfield_10016") && is_custom("-customfield_1"));
        assert!(!is_custom("summary") && !is_custom("customfield_") && !is_custom("customfield_1x"));
    }
}
