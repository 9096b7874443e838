//! Ranges that are read by jobs of the Bulk API: their requests, and what their pages say.

use super::bulk::{self, Next, Size};
use super::objects::Object;
use super::place::{Left, Place};
use super::queries::Part;
use super::site::Site;
use super::soql::{self, Range};
use crate::{Detail, Reading, Stream};
use catchment_base::error::Result;
use catchment_io::http::{Answer, Ask};

impl Site {
    /// The request for a job that reads what is left of a range, in whatever order: one would make it slow.
    pub(super) fn job(&self, object: &Object, range: &Range) -> Result<Ask> {
        let asked = self.describe.asked(object)?;
        let conditions = Self::conditions_of(object, &asked, range)?;
        let query = soql::query(&asked.fields, &object.name, &conditions, "");
        let ask = bulk::create(&self.base, asked.has_bin(), &query)?;
        Ok(Ask { url: Place::Left(Left::of(range.clone(), true)).on(ask.url), ..ask })
    }

    /// What follows a page of a job about what is left.
    pub(super) fn behind_job(&self, object: &Object, next: &Next, left: Left) -> Result<Ask> {
        match next.ask(&self.base)? {
            Some(ask) => Ok(Ask { url: Place::Left(left).on(ask.url), ..ask }),
            None => self.records(object, &left.range, Part::Whole, self.page_size),
        }
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
        let left = Left::carried(ask).ok_or("it is not known what the job is about")?;
        let page = bulk::read(ask, answer, &asked, left.polled)?;
        if page.next == Some(Next::Query) {
            // The next range is not tried by a job.
            self.bulk.note(&self.object(stream.name).map_err(|error| error.one_line())?.name, Size::Queried);
        }
        let polled = if matches!(page.next, Some(Next::Poll(_))) { left.polled + 1 } else { 0 };
        let place = Place::Left(Left { polled, ..left });
        let mut reading = match &page.rows {
            Some(rows) => self.page(stream, rows)?.reading(detail),
            None => Reading::default(),
        };
        reading.next = page.next.map(|next| format!("{} {}", next.write(), place.write()));
        reading.wait = page.wait;
        reading.body = page.rows;
        Ok(reading)
    }
}
