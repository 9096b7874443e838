//! What answering one request needs, and how lists are cut into pages.

use super::ask::Ask;
use super::door::Caller;
use super::faults::Faults;
use super::files::Links;
use super::finder::Finder;
use super::issue::Issue;
use super::refusal;
use super::site::{Project, Site};
use super::view::{View, object};
use crate::reply::Reply;
use serde_json::{Value, json};

/// An answer, or a refusal.
pub(super) type Answer = Result<Reply, Reply>;

/// One request at the point where it is answered.
pub(super) struct Desk<'a> {
    pub(super) faults: &'a Faults,
    pub(super) finder: &'a Finder,
    pub(super) links: &'a Links,
    pub(super) site: &'a Site,
    pub(super) view: View<'a>,
    pub(super) ask: &'a Ask,
    /// The parts of the path that vary.
    pub(super) parts: Vec<&'a str>,
    pub(super) path: &'a str,
    pub(super) caller: Caller,
    /// The number of the request.
    pub(super) number: u64,
}

/// An answer in JSON.
pub(super) fn json_of(value: &Value) -> Reply {
    Reply::json(200, value.to_string())
}

/// A list that is cut: where the page begins, how much it may hold, and what is on it.
pub(super) struct Page<'r, T> {
    pub(super) start: usize,
    pub(super) most: usize,
    pub(super) rows: &'r [T],
}

impl<'r, T> Page<'r, T> {
    /// Whether nothing follows, of so many in all.
    pub(super) fn is_last(&self, total: usize) -> bool {
        self.start + self.rows.len() >= total
    }

    fn of(rows: &'r [T], start: usize, most: usize) -> Self {
        let begin = start.min(rows.len());
        Self { start, most, rows: &rows[begin..(begin + most).min(rows.len())] }
    }
}

impl Desk<'_> {
    pub(super) fn is_known(&self) -> bool {
        self.caller == Caller::Known
    }

    /// A part of the path that varies.
    pub(super) fn part(&self, at: usize) -> &str {
        self.parts.get(at).copied().unwrap_or_default()
    }

    /// The issue in the path; what is not seen is not there.
    pub(super) fn issue(&self) -> Result<&Issue, Reply> {
        let issue = self.site.named(self.part(0)).filter(|issue| self.site.sees(issue, self.is_known()));
        issue.ok_or_else(refusal::no_issue)
    }

    /// The project in the path; what is not seen is not there.
    pub(super) fn project(&self) -> Result<&Project, Reply> {
        let project = self.site.project_named(self.part(0));
        let seen = project.filter(|project| self.site.sees_project(project, self.is_known()));
        seen.ok_or_else(|| refusal::no_project(self.part(0)))
    }

    /// The page of a list that `startAt` and `maxResults` ask for; both are brought into their bounds without a word.
    pub(super) fn cut<'r, T>(&self, rows: &'r [T], usual: usize, most: usize) -> Page<'r, T> {
        let start = self.ask.number("startAt").unwrap_or(0).max(0) as usize;
        let asked = self.ask.number("maxResults").unwrap_or(usual as i64).clamp(1, most as i64) as usize;
        Page::of(rows, start, asked)
    }

    /// The address of the page that follows, as this request with another start.
    pub(super) fn following(&self, name: &str, next: usize) -> String {
        format!("{}{}?{}", self.view.url, self.path, self.ask.with(name, &next.to_string()))
    }

    /// A page in the usual envelope; of 50 where nothing is said, of 100 at most.
    pub(super) fn page<T>(&self, rows: &[T], write: impl Fn(&T) -> Value) -> Answer {
        self.page_of(rows, (50, 100), write)
    }

    /// A page in the usual envelope, with its usual and its greatest size.
    pub(super) fn page_of<T>(&self, rows: &[T], sizes: (usize, usize), write: impl Fn(&T) -> Value) -> Answer {
        let page = self.cut(rows, sizes.0, sizes.1);
        let (is_last, next) = (page.is_last(rows.len()), page.start + page.rows.len());
        Ok(json_of(&object([
            ("self", Some(json!(self.following("startAt", page.start)))),
            ("nextPage", (!is_last).then(|| json!(self.following("startAt", next)))),
            ("maxResults", Some(json!(page.most))),
            ("startAt", Some(json!(page.start))),
            ("total", Some(json!(rows.len()))),
            ("isLast", Some(json!(is_last))),
            ("values", Some(page.rows.iter().map(write).collect())),
        ])))
    }
}
