//! What a page of a listing shows, and what follows it.

use super::Site;
use super::parts::{start, thread};
use crate::confluence::answer::{self, Page};
use crate::confluence::endpoint::{Paging, Row};
use crate::{Detail, Reading, Session};
use catchment_io::http::Ask;

impl Site {
    /// What a page shows, with its place in its listing.
    pub(super) fn reading(
        &self,
        row: &'static Row,
        ask: &Ask,
        (page, body): (&Page<'_>, &[u8]),
        detail: Detail,
    ) -> Result<Reading, String> {
        let (next, endpoint) = (self.next(row, ask, page, body)?, self.asked(row, ask));
        // Searches and counted listings go on naming next pages behind their end; the first empty page is asked for once more.
        let is_counted = endpoint.paging == Paging::Offset;
        let names_more = page.next.is_some() && (is_counted || endpoint.cql.is_some());
        let ends_empty = names_more && page.objects.is_empty();
        let next = next.filter(|_| !ends_empty);
        let reading = answer::reading(&row.stream, &page.objects, next, detail);
        let start = start(&ask.url);
        let is_in_place = is_counted && page.is_at(start, &reading.ids);
        let earlier = is_in_place.then(|| start.saturating_sub(1));
        Ok(Reading { ends_empty, earlier, ..reading })
    }

    /// The next page of one that was asked for.
    fn next(&self, row: &'static Row, ask: &Ask, page: &Page<'_>, body: &[u8]) -> Result<Option<String>, String> {
        Ok(match self.asked(row, ask).paging {
            Paging::Once => None,
            Paging::Link => page.next.clone(),
            Paging::Thread => thread(&row.stream, ask, page),
            Paging::Offset => {
                let is_full =
                    page.limit.or(self.limit(&row.stream, ask)).is_some_and(|limit| page.objects.len() as u32 >= limit);
                let goes_on = page.next.is_some() || is_full;
                (goes_on && !page.objects.is_empty()).then(|| (start(&ask.url) + page.objects.len() as u64).to_string())
            }
            Paging::Token { next, last, .. } => answer::token(body, next, last)?,
        })
    }
}
