//! Reading the envelope of an answer: `results` and `_links.next`.
//!
//! The whole body is read as one JSON text, so that a cut or trailing bytes show; of the objects only
//! what is asked for is looked at.

use crate::source::{Detail, Reading, Stream};
use chrono::{DateTime, NaiveDateTime};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    results: Option<Vec<&'a RawValue>>,
    #[serde(rename = "_links", borrow, default)]
    links: Option<Links<'a>>,
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

#[derive(Deserialize)]
struct Dated {
    id: Id,
    version: Option<Version>,
}

#[derive(Deserialize)]
struct Version {
    #[serde(rename = "createdAt")]
    created_at: Option<String>,
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

/// Reads an answer; the error names what is wrong without quoting content.
pub fn read(stream: &Stream, body: &[u8], detail: Detail) -> Result<Reading, String> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).map_err(|cause| flaw(&cause, body.len()))?;
    let objects = envelope.results.ok_or_else(|| format!("the answer has no {}", stream.objects))?;
    let next = envelope.links.and_then(|links| links.next).map(Cow::into_owned).filter(|next| !next.is_empty());
    let wanted: Vec<&&RawValue> = match detail {
        Detail::Ids => objects.iter().collect(),
        Detail::Ends | Detail::Top => objects.first().into_iter().chain(objects.last()).collect(),
    };
    let ids = wanted.into_iter().enumerate().map(|(at, object)| id(object, at)).collect();
    let top = if detail != Detail::Ends { objects.iter().filter_map(|object| top(object)).max() } else { None };
    Ok(Reading { objects: objects.len(), next, ids, top })
}

fn id(object: &RawValue, at: usize) -> String {
    serde_json::from_str::<Named>(object.get()).map_or_else(|_| format!("#{at}"), |named| named.id.into_text())
}

fn top(object: &RawValue) -> Option<(NaiveDateTime, String)> {
    let dated: Dated = serde_json::from_str(object.get()).ok()?;
    let time = DateTime::parse_from_rfc3339(&dated.version?.created_at?).ok()?;
    Some((time.naive_utc(), dated.id.into_text()))
}

fn flaw(cause: &serde_json::Error, length: usize) -> String {
    use serde_json::error::Category;
    match cause.classify() {
        Category::Eof => format!("the answer of {length} bytes ends in the middle of its JSON"),
        Category::Syntax => format!("the answer is not JSON (line {}, column {})", cause.line(), cause.column()),
        Category::Data => "the answer does not have the form of a listing".to_owned(),
        Category::Io => "the answer could not be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_page(body: &str, detail: Detail) -> Result<Reading, String> {
        read(&crate::source::confluence::streams::STREAMS[1], body.as_bytes(), detail)
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
    fn the_end_is_a_missing_null_or_empty_next() {
        for links in ["", r#","_links":null"#, r#","_links":{}"#, r#","_links":{"next":null}"#] {
            assert_eq!(read_page(&format!(r#"{{"results":[]{links}}}"#), Detail::Ends).unwrap().next, None);
        }
    }

    #[test]
    fn broken_answers_are_named_without_their_content() {
        assert!(read_page(r#"{"results":[{"id":"secret"#, Detail::Ends).unwrap_err().contains("ends in the middle"));
        assert!(read_page(r#"{"results":[]}x"#, Detail::Ends).unwrap_err().contains("not JSON"));
        assert!(read_page(r#"{"_links":{}}"#, Detail::Ends).unwrap_err().contains("no results"));
        assert!(read_page(r#"{"results":"secret"}"#, Detail::Ends).unwrap_err().contains("form of a listing"));
    }
}
