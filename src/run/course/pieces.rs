//! Walks about a time: the pieces of history, and complete listings that keep to what the settings ask for.

use super::Course;
use crate::config::Mode;
use crate::error::Result;
use crate::response::{Aim, WalkKind};
use crate::run::due::Chunk;
use crate::run::setting;
use crate::source::{Changes, Stream};

impl Course<'_> {
    /// A piece of history.
    pub(super) fn piece_aim(&self, stream: &'static Stream, chunk: &Chunk) -> Result<Aim> {
        Ok(Aim { floor: chunk.from, until: chunk.to, ..self.aim(WalkKind::Piece, stream.name)? })
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
            Some(_) => Aim { floor: start, until: Some(end.unwrap_or(Aim::open_end())), ..aim },
            None if is_asked => Aim { floor: start, ..aim },
            None => aim,
        })
    }
}
