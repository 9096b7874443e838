//! One page of a listing: which rows it holds, and the link to the next one. Rows are counted from `start` on.

use super::desk::Desk;
use super::expand::Expand;
use super::refusal;
use crate::reply::Reply;
use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

/// Rows on a page at most: with bodies, with anything else expanded, and without.
const MOST: [usize; 3] = [50, 200, 1000];

/// Rows on a page at most, silently, by what is expanded.
pub(super) fn most(expand: &Expand<'_>) -> usize {
    match (expand.wants("body"), expand.is_empty()) {
        (true, _) => MOST[0],
        (_, false) => MOST[1],
        _ => MOST[2],
    }
}

/// Which rows a request asks for.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) limit: usize,
}

impl Desk<'_> {
    /// Reads start and limit; `usual` is the limit when none is given, larger ones than `most` become that.
    pub(super) fn span(&self, usual: usize, most: usize) -> Result<Span, Reply> {
        let limit = self.counted("limit", usual)?.min(most);
        let limit = self.options.faults.part.map_or(limit, |part| part.min(limit));
        Ok(Span { start: self.counted("start", 0)?, limit })
    }

    /// A number among the parameters that is not below zero.
    pub(super) fn counted(&self, name: &str, usual: usize) -> Result<usize, Reply> {
        let Some(text) = self.query.text(name) else { return Ok(usual) };
        let number: i64 = text.parse().map_err(|_| refusal::no_number())?;
        usize::try_from(number).map_err(|_| refusal::bad_request(&format!("{name} cannot be less than zero")))
    }

    /// The page of the rows that a request asks for.
    pub(super) fn page<T: Copy>(
        &self,
        rows: &[T],
        span: Span,
        write: impl Fn(T) -> Result<Value, Reply>,
    ) -> Result<Map<String, Value>, Reply> {
        let troubles = &self.options.faults.data_center;
        let Span { start, limit } = span;
        let from = match troubles.endless && start >= rows.len() {
            true => rows.len().saturating_sub(limit),
            false => start.min(rows.len()),
        };
        let served = &rows[from..rows.len().min(from.saturating_add(limit))];
        let more = start.saturating_add(served.len()) < rows.len();
        let next = (more && !served.is_empty()) || troubles.endless || (troubles.past_the_end && !served.is_empty());
        let step = if troubles.undercounted { (served.len() / 2).max(1) } else { served.len() };
        let mut links = self.links();
        if next {
            links["next"] = json!(self.link(&[("limit", limit.to_string()), ("start", (start + step).to_string())]));
        }
        if start > 0 {
            let before = start.saturating_sub(limit);
            links["prev"] = json!(self.link(&[("limit", limit.to_string()), ("start", before.to_string())]));
        }
        let results = served.iter().map(|row| write(*row)).collect::<Result<Vec<Value>, Reply>>()?;
        let mut page = Map::new();
        page.insert("size".to_owned(), json!(results.len()));
        page.insert("results".to_owned(), json!(results));
        page.insert("start".to_owned(), json!(start));
        page.insert("limit".to_owned(), json!(limit));
        page.insert("_links".to_owned(), links);
        Ok(page)
    }

    /// The answer that holds a page of rows.
    pub(super) fn listed<T: Copy>(
        &self,
        rows: &[T],
        span: Span,
        write: impl Fn(T) -> Result<Value, Reply>,
    ) -> Result<Reply, Reply> {
        Ok(Reply::json(200, Value::Object(self.page(rows, span, write)?).to_string()))
    }

    /// A page within an object: what it holds, and where it goes on.
    pub(super) fn inner_page(&self, path: &str, limit: usize, mut rows: Vec<Value>) -> Value {
        let mut links = json!({"self": format!("{}{path}", self.base)});
        if rows.len() > limit {
            rows.truncate(limit);
            links["next"] = json!(format!("{path}?limit={limit}&start={limit}"));
        }
        json!({"size": rows.len(), "results": rows, "start": 0, "limit": limit, "_links": links})
    }

    /// The links that every page has.
    pub(super) fn links(&self) -> Value {
        json!({"self": format!("{}{}", self.base, self.link(&[])), "base": self.base, "context": self.options.context})
    }

    /// The path asked for with its parameters, those of its place replaced; relative to the base.
    pub(super) fn link(&self, place: &[(&str, String)]) -> String {
        let kept = self.query.all().filter(|(name, _)| !matches!(*name, "start" | "limit" | "cursor"));
        let kept = kept.map(|(name, value)| (name, value.to_owned()));
        let all = kept.chain(place.iter().map(|(name, value)| (*name, value.clone())));
        let written: Vec<String> = all.map(|(name, value)| format!("{name}={}", quoted(&value))).collect();
        if written.is_empty() { self.path.to_owned() } else { format!("{}?{}", self.path, written.join("&")) }
    }
}

/// A text as links hold it.
pub(super) fn quoted(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
