//! Walks about a time: the pieces of history and what they are cut by, and complete listings that keep to what the settings ask
//! for.

use super::Course;
use crate::fetch::{Job, Task};
use crate::plan::due::{self, Chunk};
use crate::plan::setting;
use catchment_base::error::Result;
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_lake::land;
use catchment_source::config::Mode;
use catchment_source::{Changes, Stream};

impl Course<'_> {
    /// Cuts the times of history in pieces that are not cut yet, of streams whose objects the site counts. What is cut stays so: a
    /// run that goes on reads the same pieces.
    pub(super) async fn plan(&mut self) -> Result<()> {
        let mut jobs = Vec::new();
        for (name, gap) in due::gaps(self.db())? {
            let Some(stream) = catchment_source::stream(self.source(), &name) else { continue };
            let (floor, until) = (Some(gap.span.from), Some(gap.span.until));
            let aim = Aim { floor, until, ..self.aim(WalkKind::Look, stream.name)? };
            jobs.push(Job { walk: land::begin_walk(self.db(), self.writing.run, aim)?, task: Task::Plan(gap) });
        }
        if jobs.is_empty() {
            return Ok(());
        }
        for planned in self.work(jobs).await?.planned {
            due::keep_pieces(self.db(), &planned)?;
            if let Some(why) = planned.untold {
                let stream = planned.stream;
                let instead = if planned.pieces.is_empty() { "by one listing" } else { "in pieces of equal length" };
                let told = format!("the site does not count {stream}, so its history is read {instead}: {why}");
                self.warnings.push(told);
            }
        }
        Ok(())
    }

    /// A scope with bodies; with dates the feed of the site down to the first of them; or a piece of time.
    pub(super) fn chunk_aim(&self, chunk: &Chunk) -> Option<Result<Aim>> {
        let stream = catchment_source::stream(self.source(), &chunk.stream)?;
        let kind = if stream.pieces.is_some() { WalkKind::Piece } else { WalkKind::History };
        let aim = match chunk.from {
            // Without a scope it is the whole site.
            None => {
                let listing = Listing { stream: stream.name, scope: chunk.scope.clone() };
                Ok(Aim::new(WalkKind::Listing, listing))
            }
            Some(_) => self.aim(kind, stream.name).map(|aim| Aim { floor: chunk.from, ..aim }),
        };
        let until = chunk.to.filter(|_| kind == WalkKind::Piece);
        Some(aim.map(|aim| Aim { until, chunk: Some(chunk.id), ..aim }))
    }

    /// A complete listing of what the settings ask for: in the pieces of its time, or from where increments began, or from the
    /// first day on; else of everything.
    pub(super) fn census_aim(&self, stream: &'static Stream) -> Result<Aim> {
        let connection = &self.writing.opened.connection;
        let aim = self.aim(WalkKind::Census, stream.name)?;
        let (start, end) = stream.dates(connection);
        let is_asked = matches!(stream.changes, Changes::Since { .. });
        Ok(match stream.pieces {
            _ if is_asked && connection.mode == Mode::Incremental => {
                Aim { floor: setting::begun_at(self.db(), stream.name)?, ..aim }
            }
            // What is cut by counts alone has no bounds.
            Some(pieces) if stream.is_dated || !pieces.is_counted => {
                Aim { floor: start, until: Some(end.unwrap_or(Aim::open_end())), ..aim }
            }
            // Dates bound others alone: people are read whenever they were made.
            _ if is_asked && stream.is_dated => Aim { floor: start, ..aim },
            _ => aim,
        })
    }
}
