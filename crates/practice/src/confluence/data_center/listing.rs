//! Content: listed, scanned and by its ids.

use super::desk::Desk;
use super::expand::Expand;
use super::page::most;
use super::refusal;
use crate::confluence::faults::Wound;
use crate::confluence::found::Found;
use crate::reply::Reply;
use serde_json::{Value, json};

impl<'a> Desk<'a> {
    /// A page of pages or blog posts, in the order of their ids; comments are listed on what they are about, or scanned.
    pub(super) fn contents(&self) -> Result<Reply, Reply> {
        let expand = self.expand("");
        let span = self.span(25, most(&expand))?;
        let mut rows = self.matching(self.query.text("type").unwrap_or("page"))?;
        rows.retain(|row| matches!(row, Found::Item(_)));
        self.listed(&rows, span, |row| self.object(row, &expand))
    }

    /// What the parameters name of a kind, in the order of ids.
    fn matching(&self, kind: &str) -> Result<Vec<Found<'a>>, Reply> {
        let (space, ids) = (self.named_space()?, self.query.numbers("ids"));
        let (title, day) = (self.query.text("title"), self.query.text("postingDay"));
        let listed =
            |id: u64| ids.is_some() || !self.options.faults.wounds_of(id).any(|wound| wound == Wound::Unlisted);
        let lets = |row: &Found<'a>| {
            row.kind() == kind
                && self.has_status(self.status_of(*row))
                && space.is_none_or(|space| row.space(self.shelf).is_some_and(|own| own.id == space))
                && title.is_none_or(|title| title == row.title(row.version(), self.shelf))
                && day.is_none_or(|day| self.clock.stamp(row.life().created).starts_with(day))
                && ids.as_ref().is_none_or(|ids| ids.binary_search(&row.number()).is_ok())
                && listed(row.number())
        };
        let mut rows: Vec<Found<'a>> = self.entries().filter(lets).collect();
        rows.sort_by_key(|row| row.number());
        Ok(rows)
    }

    /// The id of the space that is asked for.
    fn named_space(&self) -> Result<Option<u64>, Reply> {
        let Some(key) = self.query.text("spaceKey") else { return Ok(None) };
        if self.options.faults.forbidden.iter().any(|space| space == key) {
            return Err(refusal::forbidden("You do not have permission to view this space"));
        }
        Ok(Some(self.space(key)?.id))
    }

    /// Whether a status is asked for; `any` is what is current and what is in the trash.
    fn has_status(&self, status: &str) -> bool {
        let asked = self.query.list("status").unwrap_or_else(|| vec!["current"]);
        asked.contains(&status) || (asked.contains(&"any") && status != "historical")
    }

    /// One entry by its id, in its present version or an earlier one.
    pub(super) fn one(&self, id: &str) -> Result<Reply, Reply> {
        let expand = self.expand("history,space,version");
        let entry = self.entry(id)?;
        let asked = self.query.text("version").map_or(Ok(entry.version()), str::parse);
        let version: u32 = asked.map_err(|_| refusal::no_number())?;
        let there = (1..=entry.version()).contains(&version);
        let status = if version == entry.version() { self.status_of(entry) } else { "historical" };
        let historical = self.query.list("status").is_some_and(|asked| asked.contains(&"historical"));
        if !there || !(self.has_status(status) || (historical && self.query.text("version").is_some())) {
            return Err(refusal::no_content(id));
        }
        let mut object = self.object_of(entry, version, &expand)?;
        object["_links"]["base"] = json!(self.base);
        object["_links"]["context"] = json!(self.options.context);
        object["_links"]["collection"] = json!("/rest/api/content");
        Ok(Reply::json(200, object.to_string()))
    }

    /// The history of an entry.
    pub(super) fn history_of(&self, id: &str) -> Result<Reply, Reply> {
        let expand = self.expand("previousVersion,nextVersion,lastUpdated");
        Ok(Reply::json(200, self.history(self.current(id)?, &expand).to_string()))
    }

    /// A page of everything of a kind, from where a cursor says.
    pub(super) fn scan(&self) -> Result<Reply, Reply> {
        let expand: Expand<'_> = self.expand("");
        let limit = self.span(25, most(&expand))?.limit;
        let cursor = self.query.text("cursor").map_or(Ok(Place::START), Place::read)?;
        let mut rows = self.matching(self.query.text("type").unwrap_or("page"))?;
        match cursor {
            Place { after: None, .. } => {}
            Place { after: Some(id), back: false } => rows.retain(|row| row.number() > id),
            Place { after: Some(id), back: true } => {
                rows.retain(|row| row.number() < id);
                rows.drain(..rows.len().saturating_sub(limit));
            }
        }
        let troubles = &self.options.faults.data_center;
        let more = rows.len() > limit || cursor.back || troubles.past_the_end || troubles.endless;
        rows.truncate(limit);
        let mut links = self.links();
        let results = rows.iter().map(|row| self.object(*row, &expand)).collect::<Result<Vec<_>, _>>()?;
        let mut page = json!({"cursor": cursor.text(), "limit": limit, "size": results.len(), "results": results});
        let mut go_on = |name: &str, back: bool, row: Option<&Found<'_>>| {
            let Some(row) = row else { return };
            let text = Place { back, after: Some(row.number()) }.text();
            links[name] = json!(self.link(&[("limit", limit.to_string()), ("cursor", text.clone())]));
            page[format!("{name}Cursor")] = json!(text);
        };
        go_on("next", false, rows.last().filter(|_| more));
        go_on("prev", true, rows.first().filter(|_| cursor.after.is_some()));
        page["_links"] = links;
        Ok(Reply::json(200, Value::to_string(&page)))
    }
}

/// Where a scan goes on: behind an id, or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    back: bool,
    after: Option<u64>,
}

impl Place {
    const START: Self = Self { back: false, after: None };

    /// Reads `content:false:98305`; anything else is refused.
    fn read(text: &str) -> Result<Self, Reply> {
        let parts: Vec<&str> = text.split(':').collect();
        let place = match parts[..] {
            ["content", "false", "null"] => Some(Self::START),
            ["content", back @ ("false" | "true"), id] => {
                id.parse().ok().map(|id| Self { back: back == "true", after: Some(id) })
            }
            _ => None,
        };
        place.ok_or_else(|| refusal::bad_request(&format!("Cursor is not valid: {text}")))
    }

    fn text(self) -> String {
        let after = self.after.map_or("null".to_owned(), |id| id.to_string());
        format!("content:{}:{after}", self.back)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_as_they_are_written() {
        for text in ["content:false:null", "content:false:98305", "content:true:98305"] {
            assert_eq!(Place::read(text).ok().unwrap().text(), text);
        }
        for wrong in ["", "content", "content:true:null", "content:false:x", "space:false:1", "content:no:1", "x:y:z:1"]
        {
            assert_eq!(Place::read(wrong).err().map(|reply| reply.status), Some(400), "{wrong}");
        }
    }
}
