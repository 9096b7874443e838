//! The log of what administrators look after, newest first, behind cursors of time and number.

use super::desk::Desk;
use super::refusal;
use crate::calendar;
use crate::confluence::annex::Event;
use crate::reply::Reply;
use chrono::DateTime;
use serde_json::{Value, json};

/// Events on a page when nothing is asked for.
const USUAL: usize = 100;

impl Desk<'_> {
    /// A page of the audit log, for administrators.
    pub(super) fn events(&self) -> Result<Reply, Reply> {
        self.must_be_admin()?;
        let (from, to) = (self.bound("from")?, self.bound("to")?);
        let before = self.query.text("pageCursor").map(place).transpose()?;
        let events = self.shelf.annex.events.iter().enumerate().rev();
        let lets = |(number, event): &(usize, &Event)| {
            from.is_none_or(|from| event.at >= from)
                && to.is_none_or(|to| event.at <= to)
                && before.is_none_or(|before| (event.at, *number) < before)
                && self.names("categories", &event.category)
                && self.names("actions", &event.summary)
                && self
                    .query
                    .text("search")
                    .is_none_or(|text| event.summary.contains(text) || event.about.contains(text))
        };
        let mut rows: Vec<(usize, &Event)> = events.filter(lets).skip(self.counted("offset", 0)?).collect();
        let limit = self.counted("limit", USUAL)?;
        let is_last = rows.len() <= limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| !is_last).map(|(number, event)| format!("{},{number}", event.at));
        let paging = json!({"lastPage": is_last, "nextPageCursor": next, "size": rows.len()});
        let entities: Vec<Value> = rows.into_iter().map(|(_, event)| self.event(event)).collect();
        Ok(Reply::json(200, json!({"entities": entities, "pagingInfo": paging}).to_string()))
    }

    /// Whether a parameter that names words names this one, in any case of letters; without it every word fits.
    fn names(&self, parameter: &str, word: &str) -> bool {
        let Some(asked) = self.query.text(parameter) else { return true };
        asked.split(',').any(|asked| asked.trim().to_lowercase() == word.to_lowercase())
    }

    /// A time among the parameters, in milliseconds since 1970.
    fn bound(&self, name: &str) -> Result<Option<i64>, Reply> {
        let Some(text) = self.query.text(name) else { return Ok(None) };
        let time = DateTime::parse_from_rfc3339(text);
        let time = time.map_err(|_| refusal::bad_request(&format!("{name} is no time in ISO 8601: {text}")))?;
        Ok(Some(time.timestamp_millis()))
    }

    fn event(&self, event: &Event) -> Value {
        let (key, name) = (self.shelf.people[event.author].key(), self.username(event.author));
        json!({
            "timestamp": calendar::stamp(event.at), "author": {"id": key, "name": name, "type": "user"},
            "type": {"category": event.category, "action": event.summary},
            "affectedObjects": [{"name": event.about, "type": "Page"}],
            "changedValues": [{"key": "State", "from": "", "to": event.about}],
            "source": format!("198.51.100.{}", event.author + 1), "system": self.base, "method": "Browser",
            "extraAttributes": [],
        })
    }
}

/// The time and number that a cursor holds.
fn place(cursor: &str) -> Result<(i64, usize), Reply> {
    let place = cursor.split_once(',').and_then(|(at, number)| Some((at.parse().ok()?, number.parse().ok()?)));
    place.ok_or_else(|| refusal::bad_request(&format!("pageCursor is not valid: {cursor}")))
}
