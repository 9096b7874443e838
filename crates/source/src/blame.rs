//! The field of a query that is to blame where nothing comes by it, as a column whose formula is broken: a request without the others
//! is refused as well, and one without it is answered.

use crate::client::{Asking, Client, Log, Refusal};
use crate::refused::Refused;
use crate::{Reading, Session};
use catchment_base::error::printable;
use catchment_io::http::{Answer, Ask};
use std::ops::Range;

/// A request for one object that is refused with all of its fields, and how it is asked.
pub struct Blamed<'a, A> {
    /// The host.
    pub client: &'a Client,
    /// Its URLs.
    pub session: &'a dyn Session,
    /// The request.
    pub ask: &'a Ask,
    /// What its refusals mean.
    pub refused: &'a [Refused],
    /// Reads the answer to a request like it.
    pub accept: A,
}

impl<A: Fn(&Ask, &Answer) -> Result<Reading, String>> Blamed<'_, A> {
    /// Words that name the field to blame, found by asking with half of the fields, again and again; nothing where it is none of them.
    pub async fn words(&self, log: &mut Log) -> Option<String> {
        let (_, named) = self.session.with_fields(self.ask, 0..usize::MAX)?;
        let mut part = 0..named.len();
        if self.is_answered(0..0, log).await != Some(true) {
            return None;
        }
        while part.len() > 1 {
            let half = part.start..part.start + part.len() / 2;
            part = if self.is_answered(half.clone(), log).await? { half.end..part.end } else { half };
        }
        let is_to_blame = self.is_answered(part.clone(), log).await == Some(false);
        let field = named.get(part.start).filter(|_| is_to_blame)?;
        Some(format!("the field {} is to blame: a request without it is answered", printable(field)))
    }

    /// Whether the request is answered with some of its fields alone; nothing where it is refused for another reason.
    async fn is_answered(&self, part: Range<usize>, log: &mut Log) -> Option<bool> {
        let (ask, _) = self.session.with_fields(self.ask, part)?;
        let asking = Asking::new(&ask, self.refused);
        match self.client.ask(asking, 1, log, |answer| (self.accept)(&ask, answer)).await {
            Ok(_) => Some(true),
            Err(refusal) => (refusal.is_about_size() || matches!(refusal, Refusal::Refused(_))).then_some(false),
        }
    }
}
