//! The queries to one org: of what is left of a range, of some records by their ids, and how many there are.

use super::address::data_url;
use super::bulk;
use super::describe::Asked;
use super::objects::{FIRST_DAY, Object};
use super::place::{Left, Place};
use super::site::Site;
use super::soql::{self, Range};
use crate::Session;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Aim, WalkKind};
use catchment_io::http::{Ask, is_inside};
use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use std::ops::Range as Span;
use url::Url;

/// The header that says how many records a page should have.
pub(super) const SIZE: &str = "Sforce-Query-Options";
/// Records of a page where nothing is said.
pub(super) const USUAL: u32 = 2_000;
/// Records of a page, at least; orgs may give 200 however few are asked for.
pub(super) const LEAST: u32 = 1;

/// Which part of records a request asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Ids, times of change and whether they are in the bin.
    Lean,
    /// All that is wanted.
    Whole,
}

impl Site {
    /// The question how many records of an object the settings ask for.
    pub(super) fn number_of(&self, object: &Object) -> Result<Ask> {
        let asked = self.describe.asked(object)?;
        let conditions = Self::conditions_of(object, &asked, &Range::default())?;
        self.count(object, &asked, &soql::query(&["COUNT()".to_owned()], &object.name, &conditions, ""))
    }

    /// A query that counts records of an object.
    pub(super) fn count(&self, object: &Object, asked: &Asked, query: &str) -> Result<Ask> {
        self.org.prove_share()?;
        let url = self.uncounted(asked, query)?;
        Ok(Ask::get(Place::Count(object.name.clone()).on(url)))
    }

    /// The address of a query.
    pub(super) fn query(&self, asked: &Asked, query: &str) -> Result<Url> {
        self.org.prove()?;
        self.uncounted(asked, query)
    }

    /// The same of one that brings no records. What is archived is among what is deleted: it is asked for with that.
    fn uncounted(&self, asked: &Asked, query: &str) -> Result<Url> {
        let mut url = data_url(&self.base, &[if asked.has_bin() { "queryAll" } else { "query" }])?;
        url.query_pairs_mut().append_pair("q", query);
        Ok(url)
    }

    /// Where a link that the org names leads.
    pub(super) fn link(&self, path: &str) -> Result<Url> {
        let url = self.base.join(path).map_err(|_| bulk::unread())?;
        if is_inside(&self.base, &url) {
            return Ok(url);
        }
        Err(Error::failed("the org names a next page that lies elsewhere"))
    }

    /// The condition of the settings, and these.
    pub(super) fn conditions(object: &Object, more: Vec<String>) -> Vec<String> {
        let own = (!object.filter.is_empty()).then(|| format!("({})", object.filter));
        own.into_iter().chain(more).collect()
    }

    /// The same for a range: without what is in the recycle bin, where that is not wanted.
    pub(super) fn conditions_of(object: &Object, asked: &Asked, range: &Range) -> Result<Vec<String>> {
        let mut conditions = Self::conditions(object, range.conditions(asked.times())?);
        conditions.extend(asked.there(range.has_binned));
        Ok(conditions)
    }

    /// A request for what is left of a range.
    pub(super) fn records(&self, object: &Object, range: &Range, part: Part, limit: u32) -> Result<Ask> {
        self.records_of(object, &self.describe.asked(object)?, range, part, limit)
    }

    pub(super) fn records_of(
        &self,
        object: &Object,
        asked: &Asked,
        range: &Range,
        part: Part,
        limit: u32,
    ) -> Result<Ask> {
        let times = asked.times();
        let conditions = Self::conditions_of(object, asked, range)?;
        let query = soql::query(&fields(asked, part, 0), &object.name, &conditions, &range.order(times));
        let left = Place::Left(Left::of(range.clone(), part == Part::Whole));
        // What begins a walk, or a part of it, is proven when it is asked for.
        Ok(sized(left.on(self.uncounted(asked, &query)?), limit))
    }

    /// A request for some records by their ids, whatever else settings ask for where `is_any`.
    pub(super) fn some(&self, object: &Object, ids: &[String], part: Part, is_any: bool) -> Result<Ask> {
        let asked = self.describe.asked(object)?;
        let condition = vec![soql::among(ids)?];
        let conditions = if is_any { condition } else { Self::conditions(object, condition) };
        let query = soql::query(&fields(&asked, part, 0), &object.name, &conditions, "");
        self.query(&asked, &query).map(Ask::get)
    }

    /// What a walk over an object asks for: its seconds in the range `named`. What is in the recycle bin is asked for where that
    /// shows that something was deleted.
    pub(super) fn range(&self, object: &Object, aim: &Aim, named: &Span<usize>) -> Result<Range> {
        let asked = self.describe.asked(object)?;
        // What happened stays, whatever becomes of its record.
        let has_binned = asked.has_bin() && !object.is_event();
        let all = self.names(aim).all();
        let begin = aim.floor.unwrap_or_else(first_moment);
        let after = |seconds: usize| begin + TimeDelta::seconds(i64::try_from(seconds).unwrap_or_default());
        let until = aim.until.filter(|until| *until != Aim::open_end());
        let window = |end: Option<NaiveDateTime>| {
            // A part has a beginning, however little lies before it.
            let is_part = named.start > 0 || named.end < all;
            let from = if is_part { Some(after(named.start)) } else { aim.floor };
            (from, if named.end < all { Some(after(named.end)) } else { end })
        };
        let is_lean = aim.kind == WalkKind::Census && object.is_listed_lean();
        Ok(match aim.kind {
            WalkKind::Changes => Range {
                changed: window(Some(self.high().max(begin))),
                is_by_time: true,
                has_binned,
                ..Range::default()
            },
            // From when increments began on, where there is no history.
            WalkKind::Census if aim.until.is_none() && aim.floor.is_some() => {
                Range { changed: window(None), has_binned: is_lean && has_binned, ..Range::default() }
            }
            _ => Range { created: window(until), has_binned: is_lean && has_binned, ..Range::default() },
        })
    }
}

/// The first moment in which an org can have made a record.
pub(super) fn first_moment() -> NaiveDateTime {
    FIRST_DAY.unwrap_or_default().and_time(NaiveTime::MIN)
}

/// The fields of a part of records; of those that are too many for one query a group.
pub(super) fn fields(asked: &Asked, part: Part, group: usize) -> Vec<String> {
    match part {
        Part::Lean => asked.lean(),
        Part::Whole => asked.groups().into_iter().nth(group).unwrap_or_default(),
    }
}

/// A request for pages of so many records, as far as they may have as many.
pub(super) fn sized(url: Url, limit: u32) -> Ask {
    let size = limit.clamp(LEAST, USUAL);
    let headers = if size == USUAL { Vec::new() } else { vec![(SIZE.to_owned(), format!("batchSize={size}"))] };
    Ask { headers, ..Ask::get(url) }
}
