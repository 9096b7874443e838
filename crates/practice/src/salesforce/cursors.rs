//! Results of queries that are fetched page by page: rows as they were when the query came.

use super::faults::Faults;
use super::id::Id;
use crate::faults::When;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a locator lives by the clock of the org, in milliseconds: two days.
const LIVES: i64 = 2 * 86_400_000;
/// How many results are kept.
const MOST: usize = 100;
/// The most rows of a page.
const MOST_ROWS: usize = 2000;
/// The fewest rows that can be asked for.
const FEWEST_ROWS: usize = 200;

/// A result that has further pages.
struct Cursor {
    id: Id,
    rows: Vec<String>,
    opened: i64,
    uses: u64,
}

/// What is open.
#[derive(Default)]
struct Open {
    cursors: VecDeque<Cursor>,
    /// How many there were.
    opened: u64,
    /// How many requests for further rows there were.
    asked: u64,
}

/// The results that are open.
#[derive(Default)]
pub(super) struct Cursors {
    open: Mutex<Open>,
}

/// One page of a result.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) total: usize,
    pub(super) rows: Vec<String>,
    /// The locator of the next page.
    pub(super) next: Option<String>,
}

/// How many rows a page has, from what the header `Sforce-Query-Options` asks for.
pub(super) fn page_size(faults: &Faults, header: Option<&str>) -> usize {
    let options = header.unwrap_or_default().split(',').filter_map(|option| option.trim().split_once('='));
    let size = options.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("batchSize"));
    let size = size.and_then(|(_, size)| size.trim().parse().ok()).unwrap_or(MOST_ROWS);
    let fewest = if faults.takes_any_batch_size { 1 } else { FEWEST_ROWS };
    let size = size.clamp(fewest, MOST_ROWS);
    if faults.has_small_batches { (size * 2 / 3).max(1) } else { size }
}

impl Cursors {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first page of a result; what is left of it is kept.
    pub(super) fn begin(&self, rows: Vec<String>, size: usize, now: i64) -> Page {
        if rows.len() <= size {
            return Page { total: rows.len(), rows, next: None };
        }
        let mut open = self.open();
        let id = Id::of("01g", 0, open.opened);
        open.opened += 1;
        if open.cursors.len() == MOST {
            open.cursors.pop_front();
        }
        let cursor = Cursor { id, rows, opened: now, uses: 0 };
        let page = cursor.page(0, size);
        open.cursors.push_back(cursor);
        page
    }

    /// The page of a locator; nothing where it has died.
    pub(super) fn more(&self, faults: &Faults, locator: &str, size: usize, now: i64) -> Option<Page> {
        let mut open = self.open();
        open.asked += 1;
        let asked = open.asked;
        let (id, from) = locator.split_once('-')?;
        let (id, from) = (Id::read(id)?, from.parse::<usize>().ok()?);
        let at = open.cursors.iter().position(|cursor| cursor.id == id)?;
        let cursor = open.cursors.get_mut(at)?;
        cursor.uses += 1;
        let is_worn = faults.locator_uses.is_some_and(|most| cursor.uses > most) || now - cursor.opened >= LIVES;
        if is_worn || faults.locators_lost.iter().any(|when: &When| when.hits(asked)) {
            open.cursors.remove(at);
            return None;
        }
        let page = (from <= cursor.rows.len()).then(|| cursor.page(from, size))?;
        let next = if faults.repeats_locator { Some(locator.to_owned()) } else { page.next };
        Some(Page { next, ..page })
    }
}

impl Cursor {
    fn page(&self, from: usize, size: usize) -> Page {
        let end = (from + size).min(self.rows.len());
        let next = (end < self.rows.len()).then(|| format!("{}-{end}", self.id));
        Page { total: self.rows.len(), rows: self.rows[from..end].to_vec(), next }
    }
}

#[cfg(test)]
mod tests {
    use super::super::happen::faults;
    use super::*;

    fn rows(count: usize) -> Vec<String> {
        (0..count).map(|row| row.to_string()).collect()
    }

    #[test]
    fn a_result_is_fetched_page_by_page() {
        let (cursors, none) = (Cursors::default(), faults(""));
        let first = cursors.begin(rows(5), 2, 0);
        assert_eq!((first.total, &first.rows), (5, &rows(2)));
        let second = cursors.more(&none, &first.next.clone().unwrap(), 2, 0).unwrap();
        assert_eq!(second.rows, ["2", "3"]);
        let last = cursors.more(&none, &second.next.unwrap(), 2, LIVES - 1).unwrap();
        assert_eq!((last.rows, last.next), (vec!["4".to_owned()], None));
        assert!(cursors.more(&none, &first.next.clone().unwrap(), 2, 0).is_some());
        assert!(cursors.more(&none, &first.next.unwrap(), 2, LIVES).is_none());
        assert_eq!(cursors.begin(rows(2), 2, 0).next, None);
        assert!(["bogus", "01g5e00000000aa-2"].iter().all(|locator| cursors.more(&none, locator, 2, 0).is_none()));
    }

    #[test]
    fn locators_die_by_faults() {
        let (cursors, worn) = (Cursors::default(), faults("locator-uses=2"));
        let next = cursors.begin(rows(9), 2, 0).next.unwrap();
        assert_eq!([(); 3].map(|()| cursors.more(&worn, &next, 2, 0).is_some()), [true, true, false]);
        assert!(cursors.more(&faults(""), &next, 2, 0).is_none());
        let (cursors, once) = (Cursors::default(), faults("locator-once=2"));
        let [one, other] = [0, 1].map(|_| cursors.begin(rows(9), 2, 0).next.unwrap());
        let more = |locator: &str| cursors.more(&once, locator, 2, 0).is_some();
        assert_eq!([more(&one), more(&one), more(&one), more(&other)], [true, false, false, true]);
        let repeats = Cursors::default();
        let next = repeats.begin(rows(9), 2, 0).next.unwrap();
        assert_eq!(repeats.more(&faults("repeat-locator"), &next, 2, 0).unwrap().next, Some(next));
    }

    #[test]
    fn the_size_of_a_page_is_what_is_asked_for_within_limits() {
        let size = |text: &str, header| page_size(&faults(text), header);
        assert_eq!([size("", None), size("", Some("batchSize=500")), size("", Some("batchSize=5"))], [2000, 500, 200]);
        assert_eq!(size("any-batch-size", Some("batchSize=5")), 5);
        assert_eq!([size("small-batches", Some("batchSize=300")), size("", Some("batchSize=9000"))], [200, 2000]);
    }
}
