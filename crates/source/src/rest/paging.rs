//! How the next page of a listing is found and what proves its end, as data for any API.
//!
//! A listing ends where the answer names no next page, where a page is empty, where a flag is false, or where the announced
//! total is reached. A page shorter than requested is never the end.

use catchment_base::error::{Error, Result};
use catchment_base::response::{member, path};
use catchment_base::state::words;
use catchment_io::http::{Answer, Ask, argument};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use url::Url;

words! {
    /// The kind of paging, as settings state it: what identifies the next page.
    pub enum PagingKind {
        /// There is one page.
        None = "none",
        /// The number of records before it.
        Offset = "offset",
        /// Its number.
        Page = "page",
        /// A value in the response.
        Cursor = "cursor",
        /// A URL in the response.
        NextUrl = "next_url",
        /// The Link header.
        LinkHeader = "link_header",
        /// The last record.
        Keyset = "keyset",
    }
}

/// The way from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paging {
    /// There is one page.
    Once,
    /// The answer contains the address of the next page.
    Address(Place),
    /// The answer contains a token for the next request.
    Token {
        /// Where the token is in an answer.
        from: Place,
        /// Where it goes in a request.
        to: Target,
    },
    /// The next request states how many objects precede it.
    Offset(Target),
    /// The next request states the number of the page.
    Number {
        /// Where the number goes.
        to: Target,
        /// The number of the first page.
        first: u64,
    },
    /// The next request states the sort members of the last object.
    Keyset {
        /// The members by which the listing is sorted.
        order: Vec<String>,
        /// Where their values go.
        to: Vec<Target>,
    },
}

impl Paging {
    /// Whether pages may be counted from the beginning of the listing, so that a deletion moves what comes after it: they are
    /// by offsets and page numbers, and addresses of next pages often hold such.
    pub fn is_counted(&self) -> bool {
        matches!(self, Self::Offset(_) | Self::Number { .. } | Self::Address(_))
    }
}

/// Where something stands in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A member of the body.
    Body(String),
    /// A header.
    Header(String),
    /// The address of the relation `next` in the header `Link` (RFC 8288).
    Link,
    /// A member of the last object.
    Last(String),
}

/// Where something goes in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An argument of the address.
    Argument(String),
    /// A member of the JSON that is posted.
    Body(String),
}

/// What proves the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// The answer has no next page.
    Missing,
    /// A page without objects.
    Empty,
    /// A member that is false.
    False(String),
    /// As many objects as a member says that there are.
    Total(String),
}

impl Place {
    /// Reads `body:PATH`, `header:NAME` or `last:PATH`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            ("body", path) if !path.is_empty() => Some(Self::Body(path.to_owned())),
            ("header", name) if name.eq_ignore_ascii_case("link") => Some(Self::Link),
            ("header", name) if !name.is_empty() => Some(Self::Header(name.to_owned())),
            ("last", path) if !path.is_empty() => Some(Self::Last(path.to_owned())),
            _ => None,
        }
    }

    /// The value in that place; nothing if it is missing, null or empty.
    fn of(&self, answer: &Answer, body: &str, objects: &[&RawValue]) -> Option<Value> {
        let found = match self {
            Self::Body(path) => value_of(member(body, path)?.get()),
            Self::Header(name) => answer.header(name).map(|text| json!(text)),
            Self::Link => answer.header("link").and_then(next_of_link).map(|text| json!(text)),
            Self::Last(path) => value_of(member(objects.last()?.get(), path)?.get()),
        };
        found.filter(|found| found != "")
    }
}

impl Target {
    /// Reads `param:NAME` or `body:PATH`; a name alone is that of an argument.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None | Some(("param", _)) => {
                let name = text.strip_prefix("param:").unwrap_or(text);
                (!name.is_empty()).then(|| Self::Argument(name.to_owned()))
            }
            Some(("body", path)) if !path.is_empty() => Some(Self::Body(path.to_owned())),
            Some(_) => None,
        }
    }

    /// The name of the argument, or the path of the member.
    pub fn name(&self) -> &str {
        match self {
            Self::Argument(name) | Self::Body(name) => name,
        }
    }

    /// The request with this text or number in that place and no other change.
    pub fn put(&self, ask: &Ask, value: &Value) -> Result<Ask> {
        let mut ask = ask.clone();
        match self {
            Self::Argument(name) => ask.url = with_argument(&ask.url, name, &text_of(value)),
            Self::Body(path) => {
                let body = ask.body.as_deref().unwrap_or(b"{}");
                let mut body: Value = serde_json::from_slice(body)
                    .map_err(|cause| Error::failed("a request's body is not JSON").because(cause))?;
                *place_in(&mut body, path) = value.clone();
                ask.body = Some(body.to_string().into_bytes());
            }
        }
        Ok(ask)
    }

    /// The value in that place of a request.
    pub fn of(&self, ask: &Ask) -> Option<String> {
        match self {
            Self::Argument(name) => argument(&ask.url, name),
            Self::Body(path) => {
                let body = std::str::from_utf8(ask.body.as_deref()?).ok()?;
                value_of(member(body, path)?.get()).map(|value| text_of(&value))
            }
        }
    }
}

impl Paging {
    /// The first request, with what the paging adds to it.
    pub fn begin(&self, ask: Ask) -> Result<Ask> {
        match self {
            Self::Offset(to) => to.put(&ask, &json!(0)),
            Self::Number { to, first } => to.put(&ask, &json!(first)),
            _ => Ok(ask),
        }
    }

    /// What names the page after an answer; nothing at the end. The error says what the answer lacks.
    pub fn next(
        &self,
        until: &Until,
        from: &Ask,
        answer: &Answer,
        body: &str,
        objects: &[&RawValue],
    ) -> Result<Option<String>, String> {
        let before = |to: &Target, first: u64| to.of(from).and_then(|text| text.parse().ok()).unwrap_or(first);
        let came = objects.len() as u64;
        let (next, reached) = match self {
            Self::Once => return Ok(None),
            Self::Address(place) => (place.of(answer, body, objects), None),
            Self::Token { from: place, .. } => (place.of(answer, body, objects), None),
            Self::Offset(to) => {
                let reached = before(to, 0) + came;
                (Some(json!(reached)), Some(reached))
            }
            Self::Number { to, first } => (Some(json!(before(to, *first) + 1)), None),
            Self::Keyset { order, .. } => (keys_of(order, objects)?, None),
        };
        let is_over = match until {
            Until::Missing => next.is_none(),
            Until::Empty => objects.is_empty(),
            Until::False(path) => match member(body, path).map(RawValue::get) {
                Some("false") => true,
                Some("true") => false,
                _ => return Err(format!("the response does not say at {path} whether more follows")),
            },
            Until::Total(path) => {
                let total = total_of(body, path).ok_or_else(|| format!("the response has no number at {path}"))?;
                objects.is_empty() || reached.is_some_and(|reached| reached >= total)
            }
        };
        match next {
            _ if is_over => Ok(None),
            Some(next) => Ok(Some(next.to_string())),
            None => Err("more follows, but the response does not say where".to_owned()),
        }
    }

    /// Whether a page is sorted as the paging requires; otherwise records could be skipped.
    pub fn is_sorted(&self, objects: &[&RawValue]) -> bool {
        let Self::Keyset { order, .. } = self else { return true };
        let keys: Vec<Vec<Value>> = objects.iter().filter_map(|object| key_of(order, object)).collect();
        keys.is_sorted_by(|one, next| is_not_after(one, next))
    }

    /// The request for the page that [`Paging::next`] named.
    pub fn follow(&self, from: &Ask, next: &str) -> Result<Ask> {
        let next: Value = serde_json::from_str(next)
            .map_err(|cause| Error::failed("the position of the next page cannot be read").because(cause))?;
        match self {
            Self::Once => Err(Error::failed("a listing of one page has no next page")),
            Self::Address(_) => {
                let url = from.url.join(next.as_str().unwrap_or_default());
                Ok(Ask {
                    url: url.map_err(|cause| Error::failed("the next link is not a URL").because(cause))?,
                    ..from.clone()
                })
            }
            Self::Token { to, .. } | Self::Offset(to) | Self::Number { to, .. } => to.put(from, &next),
            Self::Keyset { to, .. } => {
                let keys = next.as_array().map(Vec::as_slice).unwrap_or_default();
                to.iter().zip(keys).try_fold(from.clone(), |ask, (to, key)| to.put(&ask, key))
            }
        }
    }
}

/// The total in a member of the answer.
pub fn total_of(body: &str, path: &str) -> Option<u64> {
    text_of(&value_of(member(body, path)?.get())?).parse().ok()
}

/// The sort members of the last object as a JSON list; nothing if there is no object.
fn keys_of(order: &[String], objects: &[&RawValue]) -> Result<Option<Value>, String> {
    let Some(last) = objects.last() else { return Ok(None) };
    let keys = key_of(order, last);
    let keys = keys.ok_or_else(|| {
        format!("the last object lacks one of {}, from which the listing continues", order.join(", "))
    })?;
    Ok(Some(json!(keys)))
}

fn key_of(order: &[String], object: &RawValue) -> Option<Vec<Value>> {
    order.iter().map(|path| value_of(member(object.get(), path)?.get())).collect()
}

/// Whether keys are less than or equal to others: texts by their bytes, numbers by their values.
fn is_not_after(one: &[Value], next: &[Value]) -> bool {
    let compared = one.iter().zip(next).map(|(one, next)| match (one, next) {
        (Value::Number(one), Value::Number(next)) => one.as_f64().partial_cmp(&next.as_f64()),
        _ => text_of(one).partial_cmp(&text_of(next)),
    });
    let differing = compared.flatten().find(|order| order.is_ne());
    differing.is_none_or(std::cmp::Ordering::is_lt)
}

/// A text or a number; nothing for any other JSON value.
fn value_of(json: &str) -> Option<Value> {
    serde_json::from_str(json).ok().filter(|value: &Value| value.is_string() || value.is_number())
}

/// A text or a number as it is written in an address.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The address with another value of an argument and no other change.
fn with_argument(url: &Url, name: &str, value: &str) -> Url {
    let encoded: String = url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
    let is_it =
        |part: &str| url::form_urlencoded::parse(part.as_bytes()).next().is_some_and(|(known, _)| known == name);
    let mut parts: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|part| !part.is_empty()).collect();
    match parts.iter().position(|part| is_it(part)) {
        Some(at) => parts[at] = &encoded,
        None => parts.push(&encoded),
    }
    let mut url = url.clone();
    url.set_query(Some(&parts.join("&")));
    url
}

/// The place of a path in a JSON value, created if it is missing.
fn place_in<'v>(value: &'v mut Value, path: &str) -> &'v mut Value {
    path::names(path).iter().fold(value, |value, name| {
        if !value.is_object() {
            *value = json!({});
        }
        &mut value[name.as_ref()]
    })
}

/// The address with the relation `next` in a `Link` header.
pub fn next_of_link(header: &str) -> Option<String> {
    let is_next = |parameters: &str| {
        parameters.split(';').filter_map(|parameter| parameter.trim().split_once('=')).any(|(name, value)| {
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel") && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
        })
    };
    header.split('<').skip(1).find_map(|link| {
        let (address, parameters) = link.split_once('>')?;
        // The parameters end where the next link begins; a quoted parameter may contain a comma.
        is_next(parameters.trim_end().trim_end_matches(',')).then(|| address.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_io::http::Stamp;

    fn ask(url: &str) -> Ask {
        Ask::get(Url::parse(url).unwrap())
    }

    fn answer(body: &str) -> Answer {
        Answer {
            status: 200,
            date: catchment_base::clock::now(),
            content_type: "application/json".to_owned(),
            retry_after: None,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            stamp: Stamp::default(),
        }
    }

    fn next(
        paging: &Paging,
        until: &Until,
        from: &Ask,
        body: &str,
        objects: &[&str],
    ) -> Result<Option<String>, String> {
        let objects: Vec<Box<RawValue>> =
            objects.iter().map(|object| RawValue::from_string((*object).to_owned()).unwrap()).collect();
        let objects: Vec<&RawValue> = objects.iter().map(AsRef::as_ref).collect();
        paging.next(until, from, &answer(body), body, &objects)
    }

    #[test]
    fn a_token_goes_from_a_place_of_the_answer_to_one_of_the_request() {
        let paging =
            Paging::Token { from: Place::parse("body:meta.next").unwrap(), to: Target::parse("param:after").unwrap() };
        let from = ask("https://api.example.com/v1/x?limit=2&q=a%2Bb");
        let found = next(&paging, &Until::Missing, &from, r#"{"meta":{"next":"a=&b"}}"#, &["1"]).unwrap().unwrap();
        let second = paging.follow(&from, &found).unwrap();
        assert_eq!(second.url.query(), Some("limit=2&q=a%2Bb&after=a%3D%26b"));
        assert_eq!(paging.follow(&second, "7").unwrap().url.query(), Some("limit=2&q=a%2Bb&after=7"));
        let posted = Paging::Token { from: Place::Body("next".to_owned()), to: Target::Body("after".to_owned()) };
        let first = Ask::post(from.url.clone(), b"{}".to_vec());
        for (token, body) in [(r#"{"next":"0042"}"#, r#"{"after":"0042"}"#), (r#"{"next":42}"#, r#"{"after":42}"#)] {
            let found = next(&posted, &Until::Missing, &first, token, &["1"]).unwrap().unwrap();
            assert_eq!(posted.follow(&first, &found).unwrap().body.unwrap(), body.as_bytes(), "a token keeps its type");
        }
        for end in [r#"{"meta":{"next":null}}"#, r#"{"meta":{"next":""}}"#, r#"{"meta":{}}"#, "{}"] {
            assert_eq!(next(&paging, &Until::Missing, &from, end, &["1"]), Ok(None), "{end}");
        }
    }

    #[test]
    fn an_offset_counts_what_came_and_ends_at_an_empty_page_alone() {
        let paging = Paging::Offset(Target::parse("start").unwrap());
        let first = paging.begin(ask("https://api.example.com/v1/x?limit=2")).unwrap();
        assert_eq!(first.url.query(), Some("limit=2&start=0"));
        let found = next(&paging, &Until::Empty, &first, "[1]", &["1"]).unwrap().unwrap();
        let second = paging.follow(&first, &found).unwrap();
        assert_eq!(second.url.query(), Some("limit=2&start=1"), "a short page is not an end");
        assert_eq!(next(&paging, &Until::Empty, &second, "[]", &[]), Ok(None));
        let total = Until::Total("n".to_owned());
        assert_eq!(next(&paging, &total, &second, r#"{"n":2}"#, &["1"]), Ok(None));
        assert_eq!(next(&paging, &total, &first, r#"{"n":2}"#, &["1"]), Ok(Some("1".to_owned())));
        assert!(next(&paging, &total, &first, "{}", &["1"]).unwrap_err().contains("no number at n"));
    }

    #[test]
    fn a_page_number_and_a_flag() {
        let paging = Paging::Number { to: Target::parse("body:page.n").unwrap(), first: 1 };
        let until = Until::False("more".to_owned());
        let ask = Ask::post(Url::parse("https://api.example.com/x").unwrap(), b"{\"q\":\"a\"}".to_vec());
        let first = paging.begin(ask).unwrap();
        assert_eq!(first.body.as_deref(), Some(&br#"{"page":{"n":1},"q":"a"}"#[..]));
        assert_eq!(next(&paging, &until, &first, r#"{"more":true}"#, &[]), Ok(Some("2".to_owned())));
        assert_eq!(next(&paging, &until, &first, r#"{"more":false}"#, &["1"]), Ok(None));
        assert!(next(&paging, &until, &first, r#"{"more":"no"}"#, &["1"]).is_err());
    }

    #[test]
    fn a_keyset_names_the_last_object() {
        let paging = Paging::Keyset {
            order: vec!["at".to_owned(), "id".to_owned()],
            to: vec![Target::parse("after").unwrap(), Target::parse("after_id").unwrap()],
        };
        let from = ask("https://api.example.com/x");
        let found =
            next(&paging, &Until::Empty, &from, "", &[r#"{"id":6,"at":"a"}"#, r#"{"id":7,"at":"b c"}"#]).unwrap();
        assert_eq!(paging.follow(&from, &found.unwrap()).unwrap().url.query(), Some("after=b+c&after_id=7"));
        assert!(next(&paging, &Until::Empty, &from, "", &[r#"{"id":7}"#]).unwrap_err().contains("at, id"));
        let unsorted = [r#"{"id":10,"at":"b"}"#, r#"{"id":9,"at":"b"}"#];
        let is_sorted = |objects: &[&str]| {
            let objects: Vec<Box<RawValue>> =
                objects.iter().map(|object| RawValue::from_string((*object).to_owned()).unwrap()).collect();
            paging.is_sorted(&objects.iter().map(AsRef::as_ref).collect::<Vec<_>>())
        };
        assert!(!is_sorted(&unsorted));
        assert!(is_sorted(&[r#"{"id":9,"at":"b"}"#, r#"{"id":10,"at":"b"}"#]), "numbers are no texts");
    }

    #[test]
    fn the_next_link_of_a_header_is_told_from_the_others() {
        let header =
            r#"<https://a.example/x?page=1>; rel="prev first", </x?page=3>; title="a, b"; rel="next", <z>; rel=last"#;
        assert_eq!(next_of_link(header).as_deref(), Some("/x?page=3"));
        assert_eq!(next_of_link("<x>; rel=Next").as_deref(), Some("x"));
        assert_eq!(next_of_link("<x>; rel=\"previous\""), None);
    }

    #[test]
    fn places_are_read_or_refused() {
        assert_eq!(Place::parse("header:Link"), Some(Place::Link));
        assert_eq!(Place::parse("last:id"), Some(Place::Last("id".to_owned())));
        assert_eq!((Place::parse("id"), Place::parse("body:"), Place::parse("cookie:a")), (None, None, None));
        assert_eq!(Target::parse("after"), Target::parse("param:after"));
        assert_eq!((Target::parse("header:a"), Target::parse("param:")), (None, None));
    }
}
