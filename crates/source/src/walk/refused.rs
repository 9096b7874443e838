//! What follows a page that the site refuses.

use super::{Turn, Walker};
use crate::client::Refusal;
use crate::first::settle_premise;
use crate::objects;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::Landing;
use catchment_io::http::Ask;

impl<L: Landing> Walker<'_, L> {
    /// What follows a refused page: with an expired cursor the walk starts over, anything else ends it.
    pub(super) fn refused(&self, ask: &Ask, refusal: Refusal) -> Result<Turn> {
        // A cursor may belong to a session that has ended: then it is refused like the credentials, new ones too.
        let is_denied = |error: &Error| error.kind() == Kind::Denied && !self.is_first;
        let may_be_cursor = match &refusal {
            Refusal::Refused(_) | Refusal::Absent(..) => true,
            Refusal::Final(error) => is_denied(error),
            _ => false,
        };
        if may_be_cursor && let Some(again) = self.otherwise(ask)? {
            return Ok(Turn::Regained(again));
        }
        match refusal {
            Refusal::Outdated(_) if !self.is_renewed => Ok(Turn::Outdated),
            // No records is an answer: an empty page, and the last one.
            Refusal::Nothing(answered_at) if self.is_first => {
                Ok(Turn::Page { response: None, answered_at, reading: Box::default() })
            }
            Refusal::Nothing(_) => Err(Error::failed("the site said in the middle of a listing that there is nothing")
                .hint(
                    "what was read is kept, and the listing is a gap; run again, and if it persists, check \
                       `refused`",
                )),
            Refusal::Refused(cause) if !self.is_first => Ok(Turn::StartOver { bodies: true, cause }),
            Refusal::Refused(said) => match self.session.leave_out(&self.walk.aim, &said) {
                Some(scope) => Ok(Turn::Without { scope, said }),
                None => Err(self.session.refused_first(self.stream, &format!("(400){said}"))),
            },
            // It was described anew, and refuses the same: that is about the settings.
            Refusal::Outdated(said) => Err(self.session.refused_first(self.stream, &format!("(400){said}"))),
            Refusal::Absent(404 | 410, _) if self.is_first && !self.is_instead && self.has_older()? => {
                Ok(Turn::Instead)
            }
            // Nothing is there: of a path that the settings say that is about their line, unless a parent stands in it.
            Refusal::Absent(status @ (404 | 410), _)
                if self.is_first && self.stream.is_described() && self.stream.parent.is_none() =>
            {
                Err(self.session.refused_first(self.stream, &format!("({status})")))
            }
            _ => {
                // The route of the listings for all parents, and no parent that is gone: the settings describe no such thing.
                if matches!(refusal, Refusal::Absent(410, _))
                    && self.stream.parent.is_some()
                    && !self.stream.is_described()
                {
                    self.client.allowed().learn_gone(self.stream.name);
                }
                Err(objects::into_error(refusal, &format!("the {} listing", self.stream.name)))
            }
        }
    }

    /// The same page in the usual way; nothing where it was asked for so, or there is no other way.
    pub(super) fn otherwise(&self, ask: &Ask) -> Result<Option<Ask>> {
        Ok(self.session.regain(self.stream, ask)?.filter(|again| again != ask))
    }

    /// The same request by what the site says of itself now; in the middle of a listing the rest of that.
    pub(super) async fn renew(&mut self, ask: &Ask) -> Result<Ask> {
        self.is_renewed = true;
        self.session.forget(self.stream);
        settle_premise(self.client, self.session, &self.walk.aim, &mut self.log).await?;
        match self.otherwise(ask)?.filter(|_| !self.is_first) {
            Some(again) => Ok(again),
            None if self.is_first => self.first(),
            None => self.start_over(true, "what the site says of its fields has changed".to_owned()),
        }
    }
}
