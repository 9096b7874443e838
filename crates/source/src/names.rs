//! What the first request of a walk can name: scopes, or seconds of a time.

use catchment_base::error::Result;
use catchment_io::http::Ask;
use std::ops::Range;

/// How many names, for example of scopes, the first request of a walk can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// This number, all or none; with none the whole site is listed.
    Together(usize),
    /// This number, which may be divided among several requests.
    Divisible(usize),
    /// Seconds of a time, which several questions share.
    Parts {
        /// How many there are.
        all: usize,
        /// How many of them one question names, at most.
        at_once: usize,
    },
}

impl Names {
    /// How many there are, however many one request has.
    pub fn all(self) -> usize {
        match self {
            Self::Together(all) | Self::Divisible(all) | Self::Parts { all, .. } => all,
        }
    }

    /// A request for the names from one on, at most so many, as `ask` makes it: with as many as fit into an address of so many
    /// bytes, which it gives as well.
    pub fn fitting(
        self,
        (from, most): (usize, usize),
        longest: usize,
        ask: impl Fn(Range<usize>) -> Result<Ask>,
    ) -> Result<(Ask, Range<usize>)> {
        let (mut count, is_divisible) = match self {
            Self::Divisible(all) => (all.saturating_sub(from).min(most), true),
            Self::Parts { all, at_once } => (all.saturating_sub(from).min(most).min(at_once), true),
            Self::Together(all) => (if all <= most { all } else { 0 }, false),
        };
        // A shorter time makes no shorter address.
        let is_of_time = matches!(self, Self::Parts { .. });
        loop {
            let named = from..from + count;
            let ask = ask(named.clone())?;
            if ask.url.as_str().len() <= longest || is_of_time || count == 0 || (is_divisible && count == 1) {
                return Ok((ask, named));
            }
            count = if is_divisible { count / 2 } else { 0 };
        }
    }
}
