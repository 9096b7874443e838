//! Cursors: where a listing goes on, opaque to the client.
//!
//! The form is that of Confluence Cloud v2, Base64 of a small JSON object, always with `=` at its end. Three
//! things are added inside: which listing it belongs to, so that it is refused by another one, and for two
//! faults which request gave it out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What a listing is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Key {
    Number(i64),
    Text(String),
}

/// A place in an ordered listing: that of the row served last.
pub(super) type Place = (Key, u64);

/// A cursor in the clear.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cursor {
    id: Option<String>,
    content_order: String,
    content_order_value: Option<Key>,
    /// The listing it belongs to, see `Listing::mark`.
    #[serde(rename = "m")]
    mark: String,
    /// The request that gave it out; 0 unless a fault needs it.
    #[serde(rename = "n")]
    pub(super) issued: u64,
}

impl Cursor {
    /// A cursor for the rows after a place, or for the first row.
    pub(super) fn new(order: &str, mark: u64, place: Option<Place>, issued: u64) -> Self {
        let (value, id) = place.map(|(key, id)| (key, id.to_string())).unzip();
        let content_order = order.to_owned();
        Self { id, content_order, content_order_value: value, mark: format!("{mark:016x}"), issued }
    }

    /// The text that goes into a link, before percent-encoding.
    pub(super) fn encode(&self) -> String {
        let mut json = serde_json::to_string(self).unwrap_or_default();
        // A blank at the end when there would be no padding: clients have to cope with it everywhere.
        if json.len().is_multiple_of(3) {
            json.push(' ');
        }
        STANDARD.encode(json)
    }

    /// The cursor of a text, if it is one of the listing with this order and mark.
    pub(super) fn decode(text: &str, order: &str, mark: u64) -> Option<Self> {
        let cursor: Self = serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?;
        (cursor.mark == format!("{mark:016x}") && cursor.content_order == order).then_some(cursor)
    }

    /// The place after which the listing goes on.
    pub(super) fn place(self) -> Option<Place> {
        Some((self.content_order_value?, self.id?.parse().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_there_and_back() {
        for key in [Key::Number(-3), Key::Number(302_737), Key::Text("Größe ~?>".to_owned())] {
            let cursor = Cursor::new("title", 7, Some((key.clone(), 98_305)), 0);
            let text = cursor.encode();
            assert!(text.ends_with('='), "{text}");
            assert_eq!(Cursor::decode(&text, "title", 7).unwrap().place(), Some((key, 98_305)));
        }
        assert_eq!(Cursor::new("id", 7, None, 0).place(), None);
    }

    #[test]
    fn a_cursor_of_another_listing_is_refused() {
        let text = Cursor::new("id", 7, None, 0).encode();
        assert!(Cursor::decode(&text, "id", 8).is_none());
        assert!(Cursor::decode(&text, "-id", 7).is_none());
        assert!(Cursor::decode(&text[..text.len() - 2], "id", 7).is_none());
        assert!(Cursor::decode("/wiki/api/v2/pages?cursor=abc", "id", 7).is_none());
    }
}
