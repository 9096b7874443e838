//! What settings select by a search: listed at the beginning of each run, before anything follows from changes.

use super::Course;
use crate::fetch::{Job, Task};
use crate::plan::{due, shown};
use catchment_base::error::{Kind, Result};
use catchment_base::response::{Aim, Listing, Unreadable, WalkKind};
use catchment_base::state::GapKind;
use catchment_lake::db::params;
use catchment_lake::land;
use serde_json::json;

impl Course<'_> {
    /// Lists what is selected. Settings that the site does not understand end the run; of a selection that cannot be listed to its
    /// end the former one stays. What is selected no more is taken out later: the bin may say what became of it.
    pub(super) async fn selections(&mut self) -> Result<()> {
        let selected = self.wanted().into_iter().filter(|stream| stream.selection.is_some());
        let aims = selected.map(|stream| self.census_aim(stream)).collect::<Result<Vec<_>>>()?;
        shown::forget_selections(self.db())?;
        if aims.is_empty() {
            return Ok(());
        }
        let jobs = self.passes(aims)?;
        self.work(jobs).await?;
        if let Some(refused) = self.failed.iter().position(|(_, error)| error.kind() == Kind::Usage) {
            return Err(self.failed.swap_remove(refused).1);
        }
        if self.list_selections_again().await? { shown::note_selected(self.db()) } else { Ok(()) }
    }

    /// Lists a selection once more that lacks something that is held: what leaves it while it is listed moves others to pages that
    /// were read already, so only what two listings lack is selected no more. Tells whether all could be listed.
    async fn list_selections_again(&mut self) -> Result<bool> {
        let lacking = shown::unselected(self.db())?;
        if !lacking.is_empty() {
            self.prove_account().await?;
        }
        let mut again = Vec::new();
        for stream in self.wanted().into_iter().filter(|stream| lacking.iter().any(|name| name == stream.name)) {
            let walk = land::begin_walk(self.db(), self.writing.run, self.census_aim(stream)?)?;
            again.push(Job { walk, task: Task::Pass });
        }
        Ok(!self.work(again).await?.has_failed)
    }

    /// What settings name by ids is asked for, as far as it is not held: other settings may leave it out, and what the site does
    /// not show is open, until it is shown or named no more.
    pub(super) async fn named(&mut self) -> Result<()> {
        let named = self.source().named_objects(&self.writing.opened.connection);
        let selected: Vec<_> = self.wanted().into_iter().filter(|stream| stream.selection.is_some()).collect();
        let mut unseen = Vec::new();
        if let Some(first) = selected.first() {
            let listing = Listing { stream: first.name, scope: String::new() };
            let ids: Vec<&String> = named.iter().map(|(_, id)| id).collect();
            let streams: Vec<&str> = selected.iter().map(|stream| stream.name).collect();
            let lacking: Vec<String> = self.db().query(
                due::text("unshown")?,
                params! { ids: json!(ids).to_string(), streams: json!(streams).to_string() },
                |row| row.get(0),
            )?;
            if !lacking.is_empty() {
                let walk = land::begin_walk(self.db(), self.writing.run, Aim::new(WalkKind::Look, listing.clone()))?;
                let brought = self.work(vec![Job { walk, task: Task::Named(lacking) }]).await?;
                // That it could not be asked is open by itself, and says nothing about them.
                if brought.has_failed {
                    return Ok(());
                }
                unseen = brought.unseen;
            }
            for (setting, object) in named.iter().filter(|(_, id)| unseen.contains(id)) {
                let cause = format!("the site does not show it: check the ids in {setting} and the account's rights");
                let unreadable = Unreadable::new(GapKind::Named, object.clone(), cause);
                land::quarantine(self.db(), self.writing.run, &listing, &unreadable, None)?;
            }
        }
        let is_shown = "kind = $kind and not list_contains(from_json($unseen, '[\"varchar\"]'), object)";
        let (kind, unseen) = (GapKind::Named.as_str(), json!(unseen).to_string());
        land::resolve(self.db(), is_shown, params! { kind: kind, unseen: unseen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::opened::migrate;
    use catchment_base::error::Error;
    use catchment_lake::db::Db;
    use catchment_lake::land::Failure;

    #[test]
    fn what_failed_in_a_run_is_cured_by_a_walk_of_a_later_one_alone() {
        let db = Db::scratch().unwrap();
        migrate(&db).unwrap();
        let listing = Listing { stream: "page", scope: String::new() };
        let failure = Failure::of(&Error::failed("a test"));
        land::quarantine_listing(&db, 1, WalkKind::Look, &listing, &failure).unwrap();
        let open_after = |run: i64, kind: WalkKind| -> i64 {
            let walk = land::begin_walk(&db, run, Aim::new(kind, listing.clone())).unwrap();
            land::end_walk(&db, &walk).unwrap();
            db.query_value("select count(*) from sync.quarantine where state = 'open'", []).unwrap()
        };
        assert_eq!(open_after(1, WalkKind::Look), 1, "a search for what settings name is about other objects");
        assert_eq!(open_after(2, WalkKind::Objects), 1);
        assert_eq!(open_after(2, WalkKind::Look), 0);
    }
}
