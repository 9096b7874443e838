//! Objects with more fields than fit into one query: each group of fields is asked for by itself, by the range of a page.

use super::page::Page;
use super::place::Left;
use super::queries::{Part, fields};
use super::site::Site;
use super::soql;
use crate::Stream;
use catchment_base::error::{Error, Result};
use catchment_io::http::{Answer, Ask};

impl Site {
    /// The next request for fields of the records on a page that did not fit into its query: of each group by the range of the
    /// page, up to its last record, or by ids.
    pub(super) fn rest_of(&self, stream: &Stream, ask: &Ask, page: &Answer, more: &[Answer]) -> Result<Option<Ask>> {
        let object = self.object(stream.name)?;
        let asked = self.describe.asked(object)?;
        let groups = asked.groups().len();
        if groups == 1 {
            return Ok(None);
        }
        // One answer after the other until the group is done, then the next group.
        let pages = more
            .iter()
            .map(|answer| self.page(stream, &answer.body))
            .collect::<Result<Vec<Page>, String>>()
            .map_err(Error::failed)?;
        if let Some(next) = pages.last().and_then(|page| page.next.as_ref()) {
            return self.link(next).map(|url| Some(Ask::get(url)));
        }
        let group = 1 + pages.iter().filter(|page| page.next.is_none()).count();
        let shown = self.page(stream, &page.body).map_err(Error::failed)?;
        let Some((time, id)) = shown.last().filter(|_| group < groups) else { return Ok(None) };
        let (conditions, order, has_binned) = match Left::carried(ask) {
            Some(Left { range, .. }) => {
                (range.up_to(time, &id, asked.times()), range.order(asked.times()), range.has_binned)
            }
            None => (soql::among(&shown.ids()).map(|among| vec![among]), String::new(), asked.has_bin()),
        };
        let mut conditions = Self::conditions(object, conditions?);
        conditions.extend(asked.there(has_binned));
        let query = soql::query(&fields(&asked, Part::Whole, group), &object.name, &conditions, &order);
        self.query(&asked, &query).map(|url| Some(Ask::get(url)))
    }
}
