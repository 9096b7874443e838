//! What is read from an answer.

use catchment_base::response::{Envelope, Sighting};
use chrono::NaiveDateTime;
use std::time::Duration;

/// How much of the objects is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The first and the last id.
    Ends,
    /// The first and the last id and the newest change.
    Top,
    /// Every id and the newest change.
    Ids,
    /// Every object without its body.
    Sightings,
}

impl Detail {
    /// The ids that are asked for of a page: of what was sighted, or of the first and the last object. Of these one without an id
    /// is told by its place.
    pub fn ids<T>(self, records: &[T], sightings: &[Sighting], id: impl Fn(&T) -> Option<String>) -> Vec<String> {
        if self == Self::Ids {
            return sightings.iter().map(|shown| shown.object.clone()).collect();
        }
        let ends = records.first().into_iter().chain(records.last()).enumerate();
        ends.map(|(at, record)| id(record).unwrap_or_else(|| format!("#{at}"))).collect()
    }
}

/// What was read from an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Number of objects.
    pub objects: usize,
    /// What names the next page: a link, a token, a number; [`Session::follow`](crate::Session::follow) turns it into a request.
    pub next: Option<String>,
    /// Whether only an empty page proves the end: then it is requested a second time.
    pub ends_empty: bool,
    /// The number of the result before its first one, where the answer says that it begins at the number that was asked for;
    /// [`Session::follow`](crate::Session::follow) turns it into a request.
    pub earlier: Option<u64>,
    /// Whether the page violates the order that the paging relies on.
    pub is_unsorted: bool,
    /// The total that the answer announces.
    pub total: Option<u64>,
    /// To when it shows everything, where that is before it was answered.
    pub as_of: Option<NaiveDateTime>,
    /// How long the next page is left alone: the site makes it.
    pub wait: Option<Duration>,
    /// The answer in the form of the stream's envelope, where it came in another one.
    pub body: Option<Vec<u8>>,
    /// Of a listing that counts what it does not show: how many of its objects are left, those of this page among them.
    pub left: Option<u64>,
    /// How many of these the page stands for and does not show, because the account may not see them.
    pub hidden: u64,
    /// The ids that [`Detail`] asks for, in order; with [`Detail::Ids`] of all objects that have one.
    pub ids: Vec<String>,
    /// The newest (time, id), if requested and known.
    pub top: Option<(NaiveDateTime, String)>,
    /// The sightings, if requested.
    pub sightings: Vec<Sighting>,
}

impl Reading {
    /// The same with the ids that objects have in the listing of a parent.
    pub fn within(mut self, envelope: &Envelope, parent: &str) -> Self {
        if envelope.is_within {
            let within = |id: &mut String| *id = envelope.within(parent, std::mem::take(id));
            self.ids.iter_mut().for_each(within);
            self.top.iter_mut().for_each(|(_, id)| within(id));
            for shown in &mut self.sightings {
                within(&mut shown.object);
                shown.container = Some(parent.to_owned());
            }
        }
        self
    }

    /// What is wrong where a listing ends here that has brought so many objects: it announces more.
    pub fn lacking(&self, brought: u64) -> Option<String> {
        let total = self.total.filter(|total| self.next.is_none() && *total > brought)?;
        Some(format!("the listing announces {total} objects but returned {brought}"))
    }

    /// The reading of an answer that is one object.
    pub fn of_one(shown: Sighting) -> Self {
        Self { objects: 1, ids: vec![shown.object], ..Self::default() }
    }
}
