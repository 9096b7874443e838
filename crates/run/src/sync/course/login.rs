//! Which account the site answers: what a run is shown is evidence for the account on record alone.

use super::Course;
use crate::fetch::{Job, Task};
use crate::publish::shortfall::UNTOLD_ACCOUNT;
use crate::sync::settle::Witness;
use crate::sync::site;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_lake::db::params;
use catchment_lake::land;
use catchment_source::refused::Trouble;
use catchment_source::{Absence, Account, Stream};

impl Course<'_> {
    /// Asks which account the site answers, unless nothing was asked for since it said so: at the beginning of each run, and before
    /// anything follows from what was shown since. A refused login, an anonymous visitor and another account end the run, and nothing
    /// that it was shown since the account was proven counts. A site that does not tell who asks is believed where nobody can ask it,
    /// and may not have anything deleted where it refuses to tell.
    pub(super) async fn prove_account(&mut self) -> Result<()> {
        if self.is_account_proven {
            return Ok(());
        }
        let told = match self.fetcher.client.account().await? {
            Some(id) => Ok(Account::Known { id, kind: String::new(), zone: None }),
            None => match self.asked_account().await? {
                Some(told) => told,
                None => return Ok(()),
            },
        };
        self.is_account_proven = true;
        let judged = self.judge(told);
        if judged.is_err() && self.has_shown()? {
            site::forget_answers(self.db(), self.writing.run)?;
        }
        self.settler.witness = judged?;
        Ok(())
    }

    /// Asks the site which account it answers; nothing where it cannot be asked, and is believed, or where the run is stopped.
    async fn asked_account(&mut self) -> Result<Option<Result<Account>>> {
        let can_ask = self.fetcher.session.account().is_ok_and(|ask| ask.is_some());
        // On record the question stands beside those of the scopes, or of the first stream.
        let beside = catchment_source::scopes(self.source()).or_else(|| self.wanted().first().copied());
        let Some(stream) = beside.filter(|_| can_ask) else {
            self.settler.witness = Witness::Proven;
            return Ok(None);
        };
        let listing = Listing { stream: stream.name, scope: String::new() };
        let walk = land::begin_walk(self.db(), self.writing.run, Aim::new(WalkKind::Look, listing))?;
        let id = walk.id;
        let answered = self.work(vec![Job { walk, task: Task::Account }]).await?.account;
        land::close_walk(self.db(), id)?;
        Ok(answered)
    }

    /// What follows for a run from the account that the site tells, or does not tell.
    fn judge(&mut self, told: Result<Account>) -> Result<Witness> {
        let accepts = self.prepared.accepts_account;
        match told {
            Ok(Account::Anonymous) => Err(self.anonymous()),
            Ok(account) => site::take_account(&self.writing.opened, &account, accepts).map(|()| Witness::Proven),
            // Where tokens have scopes, one may lack that for this question alone.
            Err(error)
                if error.kind() == Kind::Denied && self.source().scopes(&self.writing.opened.connection).is_empty() =>
            {
                Err(error)
            }
            Err(error) if error.kind() == Kind::Unreachable => Err(error),
            Err(_) if accepts || self.has_never_told()? => Ok(Witness::Proven),
            Err(error) => Ok(Witness::Distrusted(format!("{UNTOLD_ACCOUNT}: {}", error.one_line()))),
        }
    }

    /// Whether the site has no question of its own for the account, and none was ever known.
    fn has_never_told(&self) -> Result<bool> {
        let has_question = catchment_source::scopes(self.source()).is_some();
        Ok(!has_question && !site::KnownAccount::of(&self.writing.opened)?.is_known())
    }

    /// The site takes the account for nobody in particular.
    fn anonymous(&self) -> Error {
        let hint =
            self.source().hint(&self.writing.opened.connection, Trouble::Anonymous).unwrap_or("check the credentials");
        Error::new(Kind::Denied, "the site treats the account as an anonymous visitor, who sees only part of it")
            .hint(hint)
    }

    /// Forgets what a run listed that did not come to its end, as far as only a listing says of it what is gone.
    pub(super) fn forget_unproven(&self) -> Result<()> {
        if self.fetcher.session.account()?.is_none() {
            return Ok(());
        }
        let is_listed = |stream: &&&Stream| !matches!(stream.absence, Absence::Kept | Absence::Looked { .. });
        let listed: Vec<&str> = self.wanted().iter().filter(is_listed).map(|stream| stream.name).collect();
        site::forget_unproven(self.db(), self.writing.run, &listed)
    }

    /// Proves the account once more where something came in this run, or a scope is shown no more: a token may have died meanwhile.
    pub(super) async fn prove_what_came(&mut self) -> Result<()> {
        if self.has_shown()? { self.prove_account().await } else { Ok(()) }
    }

    /// Whether this run was shown anything that is new, or a listing of scopes that lacks one that was followed.
    fn has_shown(&self) -> Result<bool> {
        let has_landed = "select exists (select 1 from land.response where run_id = $run)";
        Ok(self.lacks_scope || self.db().query_value(has_landed, params! { run: self.writing.run })?)
    }
}
