//! Ranges that are read by jobs of the Bulk API: their requests, and what their pages say.

use super::bulk::{self, Next};
use super::objects::Object;
use super::site::{Part, Site};
use super::soql::{self, Range};
use crate::edge::http::{Answer, Ask};
use crate::error::Result;
use crate::source::{Detail, Reading, Stream};

impl Site {
    /// The request for a job that reads what is left of a range, in whatever order: one would make it slow.
    pub(super) fn job(&self, object: &Object, range: &Range) -> Result<Ask> {
        self.org.prove()?;
        let asked = self.describe.asked(object)?;
        let conditions = Self::conditions_of(object, &asked, range)?;
        let mut ask =
            bulk::create(&self.base, asked.has_bin(), &soql::query(&asked.fields, &object.name, &conditions, ""))?;
        ask.url.set_fragment(Some(&range.write(true)));
        Ok(ask)
    }

    /// What follows a page of a job about this range, asked for in this way.
    pub(super) fn behind_job(&self, object: &Object, next: &Next, carried: &str) -> Result<Ask> {
        let Some(mut ask) = next.ask(&self.base)? else {
            let (range, _) = Range::read(carried).ok_or_else(bulk::unread)?;
            return self.records(object, &range, Part::Whole, self.page_size);
        };
        let polled = if let Next::Poll(_, times) = next { format!("&polled={times}") } else { String::new() };
        ask.url.set_fragment(Some(&format!("{carried}{polled}")));
        Ok(ask)
    }

    /// What a page of a job says. Of one that holds no result nothing is read but what follows.
    pub(super) fn read_job(
        &self,
        stream: &Stream,
        ask: &Ask,
        answer: &Answer,
        detail: Detail,
    ) -> Result<Reading, String> {
        let asked = self.object(stream.name).and_then(|object| self.describe.asked(object));
        let asked = asked.map_err(|error| error.one_line())?;
        let (range, is_whole) = Self::carried(ask).ok_or("it is not known what the job is about")?;
        let page = bulk::read(ask, answer, &asked, polled(ask))?;
        if page.next == Some(Next::Query) {
            // The next range is not tried by a job.
            self.bulk.note(&self.object(stream.name).map_err(|error| error.one_line())?.name, 0);
        }
        let mut reading = match &page.rows {
            Some(rows) => self.page(stream, rows)?.reading(detail),
            None => Reading::default(),
        };
        reading.next = page.next.map(|next| format!("{} {}", next.write(), range.write(is_whole)));
        reading.wait = page.wait;
        reading.body = page.rows;
        Ok(reading)
    }
}

/// How often a job was looked at before this request.
fn polled(ask: &Ask) -> u64 {
    let fragment = ask.url.fragment().unwrap_or_default();
    fragment.rsplit_once("&polled=").and_then(|(_, times)| times.parse().ok()).unwrap_or_default()
}
