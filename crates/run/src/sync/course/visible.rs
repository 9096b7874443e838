//! Which scopes the account sees: they are listed at the beginning of each run, and what follows from that and the settings.

use super::Course;
use crate::connection::scope;
use crate::fetch::{Job, Task, Writing};
use crate::plan::departed;
use crate::plan::due;
use crate::plan::setting::{self, Settings};
use catchment_base::error::Result;
use catchment_base::response::{Aim, Listing, Unreadable, WalkKind};
use catchment_base::state::GapKind;
use catchment_lake::db::params;
use catchment_lake::land;
use catchment_source::config::LostScope;
use catchment_source::{Absence, Stream};
use serde_json::json;

impl Course<'_> {
    /// The listing of scopes, without which nothing else can be asked for, and what follows from it. A run that goes on asks
    /// for them anew: objects of a scope that was hidden meanwhile would be taken for purged ones.
    pub(super) async fn scopes(&mut self) -> Result<()> {
        if let Some(scopes) = catchment_source::scopes(self.source()) {
            self.list_scopes(scopes).await?;
            self.seen_at = self.db().query_value(
                "select first_answered_at from sync.walk
                 where run_id = $run and stream = $stream and state = 'ended' order by walk_id desc limit 1",
                params! { run: self.writing.run, stream: scopes.name },
            )?;
        }
        self.settle_scope().await
    }

    /// Lists the scopes. What keeps them from being listed ends the run and is recorded.
    pub(super) async fn list_scopes(&mut self, scopes: &'static Stream) -> Result<()> {
        let listing = Listing { stream: scopes.name, scope: String::new() };
        let walk = land::begin_walk(self.db(), self.writing.run, Aim::new(WalkKind::Census, listing))?;
        let brought = self.work(vec![Job { walk, task: Task::Pass }]).await?;
        match self.failed.pop_if(|_| brought.has_failed) {
            Some((listing, error)) => {
                let failure = land::Failure::of_all(&error);
                land::quarantine_listing(self.db(), self.writing.run, WalkKind::Census, &listing, &failure)?;
                Err(error)
            }
            None => Ok(()),
        }
    }

    /// What follows from the scopes and the settings.
    async fn settle_scope(&mut self) -> Result<()> {
        let scopes = catchment_source::scopes(self.source());
        if scopes.is_some() {
            due::follow_clock_back(self.db(), self.writing.stager.relations(), self.seen_at)?;
        }
        let is_first = due::note_first_run(self.db(), self.seen_at)?;
        setting::see_scope(self.db(), &Settings::of(&self.writing.opened)?, self.source())?;
        self.lacks_scope = scopes.map_or(Ok(false), |scopes| due::lacks_scope(self.db(), scopes.name))?;
        let lost = if self.lacks_scope { due::lost_scopes(self.db())? } else { Vec::new() };
        self.prove_what_came().await?;
        let lost = self.lost_scopes(lost);
        departed::note(self.db())?;
        note_invisible_scopes(self.writing, lost)?;
        due::plan_history(self.db(), is_first)?;
        self.settle_outside().await
    }

    /// The scopes that the site does not list any more, as far as they are gaps; of others is warned once.
    fn lost_scopes(&mut self, lost: Vec<(String, bool)>) -> Vec<String> {
        let Some(words) = self.source().words().scopes else { return Vec::new() };
        if self.writing.opened.connection.on_lost_scope == LostScope::Gap {
            return lost.into_iter().map(|(handle, _)| handle).collect();
        }
        let warned = lost.into_iter().filter(|(_, is_new)| *is_new).map(|(handle, _)| words.lost(&handle));
        self.warnings.extend(warned);
        Vec::new()
    }

    /// The scopes that the site lists no more, once nothing in them is there: each is gone if it does not show itself by its id, or,
    /// where scopes have no such request, if another listing lacks it as well.
    pub(super) async fn settle_scopes(&mut self) -> Result<()> {
        let Some(scopes) = catchment_source::scopes(self.source()).filter(|_| self.lacks_scope) else { return Ok(()) };
        let mut vanished = due::vanished_scopes(self.db())?;
        let Some((walk, complete_to)) = due::unsettled(self.db(), scopes.name)?.filter(|_| !vanished.is_empty()) else {
            return Ok(());
        };
        if matches!(scopes.absence, Absence::Looked { .. }) {
            let looked = self.look_at(scopes, vanished).await?.looked;
            return self.settler.lacking(self.writing, scopes, walk, complete_to, &looked).map(drop);
        }
        self.list_scopes(scopes).await?;
        self.prove_account().await?;
        let twice = due::vanished_scopes(self.db())?;
        vanished.retain(|scope| twice.contains(scope));
        self.settler.unlisted(self.writing, scopes, walk, complete_to, vanished).map(drop)
    }

    /// What is told of the patterns for scopes that fit none: all were listed, else the run would have ended.
    pub(super) fn unmatched(&self) -> Vec<String> {
        let patterns = self.fetcher.session.survey().map_or_else(Vec::new, |survey| survey.unmatched());
        let Some(words) = self.source().words().scopes else { return Vec::new() };
        patterns.iter().map(|pattern| words.unmatched(pattern)).collect()
    }
}

/// A scope that the settings name and the account does not see is recorded, and so are those that are lost, until it is seen, is
/// named no more, or goes by another name because the policy of people has changed.
fn note_invisible_scopes(writing: &Writing, lost: Vec<String>) -> Result<()> {
    let source = catchment_source::of(&writing.opened.connection)?;
    let (Some(scopes), Some(words)) = (catchment_source::scopes(source), source.words().scopes) else { return Ok(()) };
    let db = &writing.opened.db;
    let seen = db.query(
        "select held.handle from held
         inner join facet on facet.stream = held.stream and facet.is_scope
         inner join scope on scope.scope_id = held.object_id",
        [],
        |row| row.get::<_, String>(0),
    )?;
    let mut invisible = scope::handles(&writing.opened.connection, &writing.opened.keys)?;
    invisible.retain(|object| !seen.contains(object));
    // That the settings ask for none of those that are seen is no gap: `check` tells it.
    let leaves_out: bool = db.query_value("select exists (select 1 from left_out)", [])?;
    if seen.is_empty() && invisible.is_empty() && !leaves_out {
        invisible.push(words.every());
    }
    invisible.extend(lost);
    let is_visible = "kind = 'scope' and not list_contains(from_json($invisible, '[\"varchar\"]'), object)";
    land::resolve(db, is_visible, params! { invisible: json!(invisible).to_string() })?;
    let listing = Listing { stream: scopes.name, scope: String::new() };
    for object in invisible {
        let cause = if object == words.every() {
            words.none_seen()
        } else {
            format!("the account does not see this {}: check {} and the account's rights", words.one, words.setting)
        };
        land::quarantine(db, writing.run, &listing, &Unreadable::new(GapKind::Scope, object, cause), None)?;
    }
    Ok(())
}
