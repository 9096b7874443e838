//! What a listing counts and does not show.

use crate::Reading;
use catchment_base::response::Unreadable;

/// What is hidden of a listing that counts what it does not show.
#[derive(Default)]
pub(super) struct Hidden {
    /// Objects hidden so far.
    objects: u64,
    /// Those that the last page stood for and did not show: the next one begins behind the last object that was shown, so that
    /// it may stand for some of them again.
    before: u64,
    /// How many were left behind that page.
    left: u64,
    /// How many are on record.
    recorded: u64,
}

impl Hidden {
    /// Takes a page; gives what is to be recorded where another number is hidden than is on record, also where it is none: a site may give
    /// fewer objects at once than it was asked for, and show the others behind them.
    pub(super) fn take(&mut self, page: &Reading) -> Option<Unreadable> {
        let left = page.left?;
        let again = left.saturating_sub(self.left).min(self.before);
        self.objects = self.objects - again + page.hidden;
        self.before = page.hidden;
        self.left = left.saturating_sub(page.objects as u64 + page.hidden);
        let recorded = std::mem::replace(&mut self.recorded, self.objects);
        (recorded != self.objects).then(|| Unreadable::hidden(self.objects))
    }
}
