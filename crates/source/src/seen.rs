//! The pages of one listing that have come, and where it ends though the site goes on naming a next page.
//!
//! Some sites name a next page behind the end of a listing: an empty one, or the last one again and again (CONFSERVER-95396).
//! Neither is believed without a second look. An empty page is requested once more. A page that repeats the one before it counts
//! as an empty one, and the second look begins one result earlier: at the end that shows the last object alone, or still the same
//! page. Where objects have moved by a page meanwhile it shows others, and the listing goes on. A site that ignores where a page
//! is to begin has shown one page only, and shows it whole once more: that is no end.

use crate::{Reading, Session, Stream};
use catchment_base::error::Result;
use catchment_io::http::Ask;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The pages of one listing.
#[derive(Default)]
pub struct Seen {
    /// Hashes of them.
    pages: HashSet<u64>,
    /// The last one that was not empty.
    before: Ends,
    /// Whether the next request is the second look at the end.
    is_second_look: bool,
}

/// What a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Objects of its own, or none.
    New,
    /// The end of the listing once more: it counts as an empty page.
    End,
    /// What an earlier page has shown.
    Again,
}

/// What tells pages apart: the number of objects, the first id and the last one.
#[derive(Default, Hash, PartialEq, Eq)]
struct Ends(usize, Option<String>, Option<String>);

impl Seen {
    /// Takes the next page. One that shows the end once more becomes an empty one.
    pub fn take(&mut self, page: &mut Reading) -> Shown {
        let was_second_look = std::mem::take(&mut self.is_second_look);
        let ends = Ends(page.objects, page.ids.first().cloned(), page.ids.last().cloned());
        let shown = self.compare(&ends, page, was_second_look);
        match shown {
            Shown::End => {
                *page = Reading { ends_empty: true, earlier: page.earlier, ..Reading::default() };
            }
            Shown::New if page.objects > 0 => self.before = ends,
            Shown::New | Shown::Again => {}
        }
        self.is_second_look = page.ends_empty && !was_second_look;
        shown
    }

    fn compare(&mut self, ends: &Ends, page: &Reading, is_second_look: bool) -> Shown {
        if page.objects == 0 {
            return Shown::New;
        }
        let is_new = self.pages.insert(hash_of(ends));
        let is_last_alone = is_second_look && page.objects == 1 && ends.2 == self.before.2;
        let is_end = is_last_alone || (*ends == self.before && (!is_second_look || self.pages.len() > 1));
        match page.earlier {
            Some(_) if is_end => Shown::End,
            _ if is_new => Shown::New,
            _ => Shown::Again,
        }
    }

    /// Whether the next request is the second look at the end.
    pub fn is_second_look(&self) -> bool {
        self.is_second_look
    }

    /// The request for the second look, behind the page that was taken last and its request; nothing where there is none.
    pub fn second_look(
        &self,
        session: &dyn Session,
        stream: &Stream,
        (ask, page): (&Ask, &Reading),
    ) -> Result<Option<Ask>> {
        let ask = || match page.earlier {
            Some(at) => session.follow(stream, ask, &at.to_string()),
            None => Ok(ask.clone()),
        };
        self.is_second_look.then(ask).transpose()
    }
}

pub(super) fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with these ids in a listing that says where its pages begin.
    fn page(ids: &[u32]) -> Reading {
        let ids: Vec<String> = ids.iter().map(u32::to_string).collect();
        Reading { objects: ids.len(), next: Some("9".to_owned()), ids, earlier: Some(8), ..Reading::default() }
    }

    /// What each of these pages shows, up to the end of the listing.
    fn shown(pages: &[&[u32]]) -> Vec<Shown> {
        let mut seen = Seen::default();
        let take = |ids: &&[u32]| {
            let mut reading = page(ids);
            let shown = seen.take(&mut reading);
            let is_emptied = reading.objects == 0 && reading.ids.is_empty() && reading.next.is_none();
            assert_eq!((is_emptied, reading.earlier.is_some()), (shown == Shown::End, true), "{ids:?}");
            shown
        };
        pages.iter().map(take).collect()
    }

    #[test]
    fn the_last_page_once_more_ends_a_listing_at_a_second_look() {
        use Shown::{Again, End, New};
        let one: &[u32] = &[1, 2, 3];
        for (pages, expected) in [
            // The second look shows the last object alone: of one page, of several, of a single object.
            (&[one, one, &[3]][..], &[New, End, End][..]),
            (&[one, &[4, 5], &[4, 5], &[5]], &[New, New, End, End]),
            (&[&[1], &[1], &[1]], &[New, End, End]),
            // The site gives its last objects wherever a page begins behind them.
            (&[one, &[4], &[2, 3, 4], &[2, 3, 4], &[2, 3, 4]], &[New, New, New, End, End]),
            // As many objects as a page has came to the top: the page before comes again, and one result earlier others.
            (&[one, &[4, 5, 6], &[4, 5, 6], &[3, 4, 5], &[6, 7]], &[New, New, End, New, New]),
            // The site ignores where a page is to begin.
            (&[one, one, one], &[New, End, Again]),
            // An earlier page than the one before.
            (&[one, &[4, 5, 6], one], &[New, New, Again]),
        ] {
            assert_eq!(shown(pages), expected, "{pages:?}");
        }
    }

    #[test]
    fn a_page_that_does_not_say_where_it_begins_is_no_end() {
        let mut seen = Seen::default();
        let unplaced = || Reading { earlier: None, ..page(&[1, 2]) };
        assert_eq!(seen.take(&mut unplaced()), Shown::New);
        assert_eq!((seen.take(&mut unplaced()), seen.is_second_look()), (Shown::Again, false));
    }

    #[test]
    fn an_empty_page_is_looked_at_twice() {
        let mut seen = Seen::default();
        let mut empty = Reading { ends_empty: true, ..Reading::default() };
        assert_eq!((seen.take(&mut empty), seen.is_second_look()), (Shown::New, true));
        assert_eq!((seen.take(&mut empty), seen.is_second_look()), (Shown::New, false));
    }
}
