//! What settings select by a search: listed at the beginning of each run, before anything follows from changes.

use super::Course;
use crate::error::{Kind, Result};
use crate::land;
use crate::run::due;
use crate::run::fetch::{Job, Task};

impl Course<'_> {
    /// Lists what is selected. Settings that the site does not understand end the run; of a selection that cannot be listed to its
    /// end the former one stays. What is selected no more is taken out later: the bin may say what became of it.
    pub(super) async fn selections(&mut self) -> Result<()> {
        let selected = self.wanted().into_iter().filter(|stream| stream.selection.is_some());
        let aims = selected.map(|stream| self.census_aim(stream)).collect::<Result<Vec<_>>>()?;
        due::forget_selections(self.db())?;
        if aims.is_empty() {
            return Ok(());
        }
        let jobs = self.passes(aims)?;
        self.work(jobs).await?;
        if let Some(refused) = self.failed.iter().position(|(_, error)| error.kind() == Kind::Usage) {
            return Err(self.failed.swap_remove(refused).1);
        }
        if self.list_selections_again().await? { due::note_selected(self.db()) } else { Ok(()) }
    }

    /// Lists a selection once more that lacks something that is held: what leaves it while it is listed moves others to pages that
    /// were read already, so only what two listings lack is selected no more. Tells whether all could be listed.
    async fn list_selections_again(&mut self) -> Result<bool> {
        let lacking = due::unselected(self.db())?;
        let mut again = Vec::new();
        for stream in self.wanted().into_iter().filter(|stream| lacking.iter().any(|name| name == stream.name)) {
            let walk = land::begin_walk(self.db(), self.writing.run, self.census_aim(stream)?)?;
            again.push(Job { walk, task: Task::Pass });
        }
        Ok(!self.work(again).await?.has_failed)
    }
}
