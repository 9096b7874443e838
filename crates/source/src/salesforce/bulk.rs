//! Bulk API 2.0: the history of an object with many records is a job of the org, whose result is read in pages of CSV.
//!
//! A job is made for the range of a walk, looked at until it is done, and its result is read from locator to locator, which hold
//! as long as the result does. Each of these requests is a page of the walk, so a run that stops goes on with the same job. Its
//! rows land in the form in which queries bring them. Where the org makes no such job, or it fails, the range is read by queries.

use super::address::data_url;
use super::describe::{Asked, Form};
use super::objects::Object;
use super::page::RECORDS;
use super::settings::BULK_FROM;
use crate::config::Own;
use crate::flaw;
use catchment_base::error::{Error, Result};
use catchment_base::response::json_text;
use catchment_io::http::{Answer, Ask, argument, with_argument};
use serde::Deserialize;
use serde_json::{Map, Number, Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// Where jobs are made.
pub const JOBS: &str = "/services/data/v67.0/jobs/query";
/// The header with the place of the next page of a result.
const LOCATOR: &str = "sforce-locator";
/// The header with the number of rows on a page.
const ROWS: &str = "sforce-numberofrecords";
/// Rows of a page.
const PAGE: &str = "5000";
/// How long a job is left alone before it is looked at again: at first, and at most, for it doubles.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The argument with the rows of a page.
pub const SIZE: &str = "maxRecords";

/// Which objects are read by jobs.
pub struct Bulk {
    from: u64,
    /// How many records each object has, as far as that is known.
    sizes: Mutex<BTreeMap<String, Size>>,
}

/// How many records an object has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many at least.
    Counted(u64),
    /// So many that the org does not count them in time.
    Uncountable,
    /// Whatever it has, it is read by queries: the org makes no jobs for it.
    Queried,
}

/// What follows a page of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The job is looked at again.
    Poll(String),
    /// A page of its result, at a locator but for the first one.
    Results(String, Option<String>),
    /// There is no result: the range is read by queries.
    Query,
}

/// What a page of a job holds.
#[derive(Debug, Default)]
pub struct Page {
    /// What follows; nothing at the end of the result.
    pub next: Option<Next>,
    /// How long it is waited for.
    pub wait: Option<Duration>,
    /// The rows, in the form of the answer to a query; nothing where the page has no result.
    pub rows: Option<Vec<u8>>,
}

impl Bulk {
    /// As the settings have it.
    pub(super) fn new(own: &Own) -> Self {
        Self { from: own.value(BULK_FROM).as_u64().unwrap_or_default(), sizes: Mutex::default() }
    }

    fn sizes(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Size>> {
        self.sizes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is not known whether an object is read by jobs.
    pub(super) fn lacks(&self, object: &Object) -> bool {
        self.from > 0 && !self.sizes().contains_key(&object.name)
    }

    /// Notes how many records an object has. What was counted of a part of it takes nothing back.
    pub(super) fn note(&self, object: &str, size: Size) {
        let mut sizes = self.sizes();
        let known = sizes.entry(object.to_owned()).or_insert(size);
        *known = match (*known, size) {
            (Size::Counted(known), Size::Counted(count)) => Size::Counted(known.max(count)),
            (known, Size::Counted(_)) => known,
            (_, size) => size,
        };
    }

    /// Whether an object is read by jobs.
    pub(super) fn takes(&self, object: &Object) -> bool {
        let is_large = |size: &Size| match size {
            Size::Counted(count) => *count >= self.from,
            Size::Uncountable => true,
            Size::Queried => false,
        };
        self.from > 0 && self.sizes().get(&object.name).is_some_and(is_large)
    }
}

/// The request that makes a job for a query.
pub fn create(base: &Url, has_binned: bool, query: &str) -> Result<Ask> {
    let operation = if has_binned { "queryAll" } else { "query" };
    let job = json!({
        "operation": operation,
        "query": query,
        "contentType": "CSV",
        "columnDelimiter": "COMMA",
        "lineEnding": "LF",
    });
    Ok(Ask::post(data_url(base, &["jobs", "query"])?, job.to_string().into_bytes()))
}

/// Whether a request is about a job.
pub fn is_of_job(ask: &Ask) -> bool {
    ask.url.path().contains("/jobs/query")
}

impl Next {
    /// The request; [`Next::Query`] has none of its own.
    pub(super) fn ask(&self, base: &Url) -> Result<Option<Ask>> {
        Ok(match self {
            Self::Poll(job) => Some(Ask::get(data_url(base, &["jobs", "query", job])?)),
            Self::Results(job, locator) => {
                let url = data_url(base, &["jobs", "query", job, "results"])?;
                let url = with_argument(&url, SIZE, PAGE);
                let url = locator.as_ref().map_or(url.clone(), |locator| with_argument(&url, "locator", locator));
                Some(Ask { headers: vec![("Accept".to_owned(), "text/csv".to_owned())], ..Ask::get(url) })
            }
            Self::Query => None,
        })
    }

    /// The form in which a page names it.
    pub fn write(&self) -> String {
        match self {
            Self::Poll(job) => format!("poll:{job}"),
            Self::Results(job, None) => format!("results:{job}"),
            Self::Results(job, Some(locator)) => format!("results:{job}:{locator}"),
            Self::Query => "query".to_owned(),
        }
    }

    /// Reads [`Next::write`].
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ':');
        let (kind, job, rest) = (parts.next()?, parts.next(), parts.next());
        Some(match (kind, job, rest) {
            ("poll", Some(job), None) => Self::Poll(job.to_owned()),
            ("results", Some(job), locator) => Self::Results(job.to_owned(), locator.map(str::to_owned)),
            ("query", None, None) => Self::Query,
            _ => return None,
        })
    }
}

/// Reads a page of a job; `polled` is how often it was looked at.
pub fn read(ask: &Ask, answer: &Answer, asked: &Asked, polled: u64) -> Result<Page, String> {
    if ask.url.path().ends_with("/results") { results(ask, answer, asked) } else { state(&answer.body, polled) }
}

/// How it stands with a job.
fn state(body: &[u8], polled: u64) -> Result<Page, String> {
    #[derive(Deserialize)]
    struct Job {
        id: String,
        state: String,
    }
    let Job { id, state } = serde_json::from_slice(json_text(body)).map_err(|cause| flaw(&cause, body.len()))?;
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err("the response names no job".to_owned());
    }
    Ok(match state.as_str() {
        "UploadComplete" | "InProgress" => {
            let wait = (FIRST_WAIT * (1 << polled.min(10))).min(LONGEST_WAIT);
            Page { next: Some(Next::Poll(id)), wait: Some(wait), rows: None }
        }
        "JobComplete" => Page { next: Some(Next::Results(id, None)), ..Page::default() },
        "Failed" | "Aborted" => Page { next: Some(Next::Query), ..Page::default() },
        _ => return Err("the job is in a state that is not known".to_owned()),
    })
}

fn results(ask: &Ask, answer: &Answer, asked: &Asked) -> Result<Page, String> {
    let job = ask.url.path_segments().and_then(|parts| parts.rev().nth(1)).unwrap_or_default();
    let (rows, count) = rows(&answer.body, asked)?;
    let announced = answer.header(ROWS).and_then(|said| said.trim().parse::<usize>().ok());
    if announced.is_some_and(|announced| announced != count) {
        return Err("the response has another number of rows than it says".to_owned());
    }
    let locator = answer.header(LOCATOR).map(str::trim).filter(|locator| !locator.is_empty() && *locator != "null");
    if locator.is_some() && locator == argument(&ask.url, "locator").as_deref() {
        return Err("the page names itself as the next one".to_owned());
    }
    let next = locator.map(|locator| Next::Results(job.to_owned(), Some(locator.to_owned())));
    Ok(Page { next, wait: None, rows: Some(rows) })
}

/// The rows of a page as the answer to a query has them, and how many there are. Every page may begin with the names of the columns,
/// or only the first one.
fn rows(body: &[u8], asked: &Asked) -> Result<(Vec<u8>, usize), String> {
    let wrong = |what: &str| format!("the response of {} bytes is no CSV {what}", body.len());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(json_text(body));
    let mut columns: Vec<(String, Form)> = asked.forms().collect();
    let mut records = Vec::new();
    for row in reader.byte_records() {
        let row = row.map_err(|_| wrong("that can be read"))?;
        let cells: Vec<&str> =
            row.iter().map(std::str::from_utf8).collect::<Result<_, _>>().map_err(|_| wrong("in UTF-8"))?;
        // No record has this id.
        if records.is_empty() && cells.contains(&super::objects::ID) {
            columns = cells.iter().map(|name| ((*name).to_owned(), asked.form(name))).collect();
            continue;
        }
        if cells.len() != columns.len() {
            return Err(wrong("of the fields that were asked for"));
        }
        let members = columns.iter().zip(cells).map(|((name, form), cell)| (name.clone(), form.value(cell)));
        records.push(Value::Object(members.collect::<Map<String, Value>>()));
    }
    let count = records.len();
    let page = json!({"totalSize": count, "done": true, (RECORDS): records});
    Ok((page.to_string().into_bytes(), count))
}

impl Form {
    /// What a cell holds, as the answer to a query has it: nothing where it is empty, and text where it is not what its type says.
    fn value(self, cell: &str) -> Value {
        let text = || Value::from(cell);
        match self {
            _ if cell.is_empty() => Value::Null,
            Self::Text => text(),
            Self::Flag => cell.parse::<bool>().map_or_else(|_| text(), Value::from),
            // A whole number may be written with a fraction of nothing.
            Self::Whole => {
                let whole = cell.split_once('.').filter(|(_, rest)| rest.chars().all(|c| c == '0'));
                whole.map_or(cell, |(whole, _)| whole).parse::<i64>().map_or_else(|_| text(), Value::from)
            }
            Self::Number => cell.parse::<Number>().map_or_else(|_| text(), Value::Number),
            Self::Time => cell.strip_suffix('Z').map_or_else(text, |time| Value::from(format!("{time}+0000"))),
        }
    }
}

/// What is told where a position of a job cannot be read.
pub fn unread() -> Error {
    Error::failed("the org names a next page whose address cannot be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        let fields = [("Id", Form::Text), ("Name", Form::Text), ("Count__c", Form::Whole), ("Amount", Form::Number)];
        let more = [("IsDeleted", Form::Flag), ("SystemModstamp", Form::Time)];
        Asked::of(&[&fields[..], &more[..]].concat())
    }

    fn read_rows(body: &str) -> Result<Vec<Value>, String> {
        let (rows, count) = rows(body.as_bytes(), &asked())?;
        let page: Value = serde_json::from_slice(&rows).unwrap();
        assert_eq!(page["totalSize"], count);
        Ok(page["records"].as_array().unwrap().clone())
    }

    #[test]
    fn rows_have_the_form_of_those_of_a_query() {
        let row = r#""001A","two ""words"", and
a line","7.0","12.50","false","2026-03-01T00:00:07.000Z""#;
        let expected = json!({"Id": "001A", "Name": "two \"words\", and\na line", "Count__c": 7, "Amount": 12.50, "IsDeleted": false,
            "SystemModstamp": "2026-03-01T00:00:07.000+0000"});
        let header = r#""Id","Name","Count__c","Amount","IsDeleted","SystemModstamp""#;
        for body in [format!("{header}\n{row}\n"), format!("{row}\n"), format!("\u{feff}{header}\r\n{row}\r\n")] {
            assert_eq!(read_rows(&body).unwrap(), std::slice::from_ref(&expected), "{body}");
        }
        assert_eq!(read_rows(&format!("{header}\n")), Ok(Vec::new()));
        assert_eq!(read_rows(""), Ok(Vec::new()));
        let odd = read_rows("001B,,x,n/a,maybe,soon\n").unwrap();
        let told = json!({"Id": "001B", "Name": null, "Count__c": "x", "Amount": "n/a", "IsDeleted": "maybe", "SystemModstamp": "soon"});
        assert_eq!(odd, [told]);
        assert_eq!(read_rows("Name,Id\na\0b,001C\n").unwrap(), [json!({"Name": "a\0b", "Id": "001C"})]);
        assert!(read_rows("001B,x\n").unwrap_err().contains("fields that were asked for"));
    }

    #[test]
    fn a_job_is_looked_at_until_it_is_done_and_one_that_fails_is_a_query() {
        let next = |state: &str| {
            super::state(format!(r#"{{"id":"7501","state":"{state}"}}"#).as_bytes(), 2)
                .map(|page| (page.next, page.wait))
        };
        let poll = Next::Poll("7501".to_owned());
        assert_eq!(next("InProgress"), Ok((Some(poll), Some(Duration::from_secs(2)))));
        assert_eq!(next("JobComplete"), Ok((Some(Next::Results("7501".to_owned(), None)), None)));
        assert_eq!(next("Failed"), Ok((Some(Next::Query), None)));
        assert!(next("Dreaming").is_err() && state(br#"{"id":"../x","state":"JobComplete"}"#, 0).is_err());
    }

    #[test]
    fn a_result_ends_where_no_locator_follows_and_has_as_many_rows_as_it_says() {
        let base = Url::parse("https://example.my.salesforce.com").unwrap();
        let of = |locator: Option<&str>, headers: &[(&str, &str)]| {
            let place = Next::Results("7501".to_owned(), locator.map(str::to_owned));
            assert_eq!(Next::read(&place.write()), Some(place.clone()));
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let body = b"001A,x,1,1,false,2026-03-01T00:00:07.000Z\n".to_vec();
            let ask = place.ask(&base).unwrap().unwrap();
            read(&ask, &Answer { status: 200, headers, body, ..Answer::default() }, &asked(), 0).map(|page| page.next)
        };
        let second = Next::Results("7501".to_owned(), Some("MTAw".to_owned()));
        assert_eq!(of(None, &[(LOCATOR, "MTAw"), (ROWS, "1")]), Ok(Some(second)));
        for end in [&[(LOCATOR, "null")][..], &[(LOCATOR, "")], &[]] {
            assert_eq!(of(Some("MTAw"), end), Ok(None), "{end:?}");
        }
        assert!(of(Some("MTAw"), &[(LOCATOR, "MTAw")]).unwrap_err().contains("names itself"));
        assert!(of(None, &[(ROWS, "2")]).unwrap_err().contains("another number of rows"));
    }
}
