//! What the site says of the fields of what is asked for, where it describes them.

use super::Course;
use crate::fetch::{Job, Task};
use crate::schema::{fields, told};
use catchment_base::error::Result;
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_lake::land;
use std::sync::Arc;

impl Course<'_> {
    /// Asks for it once a day, and has this run know it.
    pub(super) async fn describe(&mut self) -> Result<()> {
        let fetcher = Arc::clone(self.fetcher);
        let Some(dictionary) = fetcher.session.dictionary() else { return Ok(()) };
        let streams = told::described(&self.wanted());
        for stream in &streams {
            dictionary.recall(stream, fields::told(self.db(), stream)?, &told::noted(self.db(), stream)?);
        }
        if !told::is_due(self.db(), &streams, &self.writing.opened.connection)? {
            return Ok(());
        }
        let Some(first) = streams.first() else { return Ok(()) };
        let listing = Listing { stream: first.name, scope: String::new() };
        let walk = land::begin_walk(self.db(), self.writing.run, Aim::new(WalkKind::Look, listing))?;
        let brought = self.work(vec![Job { walk, task: Task::Describe(streams.clone()) }]).await?;
        match self.failed.pop_if(|_| brought.has_failed) {
            // What is read without a description becomes text for good: the first one is not done without.
            Some((_, error)) if !told::is_known(self.db(), &streams)? => return Err(error),
            Some(failed) => {
                self.failed.push(failed);
                return Ok(());
            }
            None => {}
        }
        told::note(self.db(), &streams, dictionary)?;
        self.writing.stager.describe(&self.writing.opened)
    }
}
