//! What the address of a request carries of what it is about, in its fragment, which is never sent.

use super::soql::{Range, read_time, written};
use catchment_io::http::Ask;
use chrono::NaiveDateTime;
use url::{Url, form_urlencoded};

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// What is left of the range of a walk.
    Left(Left),
    /// The number of records of the object of this name.
    Count(String),
    /// What was deleted between two times; the request itself may ask for a part of it.
    Deleted(NaiveDateTime, NaiveDateTime),
}

/// What is left of the range of a walk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// The range.
    pub range: Range,
    /// Whether its records have all fields.
    pub is_whole: bool,
    /// How often the job that reads it was looked at.
    pub polled: u64,
}

impl Place {
    /// That of a request; nothing where it carries none.
    pub(super) fn of(ask: &Ask) -> Option<Self> {
        ask.url.fragment().and_then(Self::read)
    }

    /// An address that carries it.
    pub(super) fn on(&self, mut url: Url) -> Url {
        url.set_fragment(Some(&self.write()));
        url
    }

    /// Its form in an address.
    pub fn write(&self) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        match self {
            Self::Left(left) => left.write(&mut pairs),
            Self::Count(object) => drop(pairs.append_pair("count", object)),
            Self::Deleted(from, to) => {
                pairs.append_pair("deleted", &written(*from)).append_pair("to", &written(*to));
            }
        }
        pairs.finish()
    }

    /// Reads [`Place::write`].
    pub fn read(text: &str) -> Option<Self> {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        let of = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        if let Some(object) = of("count") {
            return Some(Self::Count(object.to_owned()));
        }
        if let Some(from) = of("deleted") {
            return Some(Self::Deleted(read_time(from)?, of("to").and_then(read_time)?));
        }
        Left::read(&of).map(Self::Left)
    }
}

impl Left {
    /// What is left, whose records have all fields where `is_whole`.
    pub fn of(range: Range, is_whole: bool) -> Self {
        Self { range, is_whole, polled: 0 }
    }

    /// What is left behind the place of a request; nothing where that is about something else.
    pub(super) fn carried(ask: &Ask) -> Option<Self> {
        match Place::of(ask)? {
            Place::Left(left) => Some(left),
            _ => None,
        }
    }

    fn write(&self, pairs: &mut form_urlencoded::Serializer<'_, String>) {
        let range = &self.range;
        pairs.append_pair("part", if self.is_whole { "whole" } else { "lean" });
        pairs.append_pair("by", if range.is_by_time { "time" } else { "id" });
        if range.has_binned {
            pairs.append_pair("bin", "all");
        }
        if self.polled > 0 {
            pairs.append_pair("polled", &self.polled.to_string());
        }
        let after = range.after.as_ref();
        let times =
            [("c0", range.created.0), ("c1", range.created.1), ("m0", range.changed.0), ("m1", range.changed.1)];
        for (name, time) in times.into_iter().chain([("t", after.and_then(|(time, _)| *time))]) {
            if let Some(time) = time {
                pairs.append_pair(name, &written(time));
            }
        }
        if let Some((_, id)) = after {
            pairs.append_pair("id", id);
        }
    }

    fn read<'a>(of: &dyn Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let time = |name: &str| of(name).and_then(read_time);
        let range = Range {
            created: (time("c0"), time("c1")),
            changed: (time("m0"), time("m1")),
            is_by_time: of("by")? == "time",
            has_binned: of("bin").is_some(),
            after: of("id").map(|id| (time("t"), id.to_owned())),
        };
        let polled = of("polled").map_or(Some(0), |polled| polled.parse().ok())?;
        Some(Self { range, is_whole: of("part")? == "whole", polled })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_carried_as_it_is() {
        let at = |text: &str| read_time(text).unwrap();
        let (one, two) = (at("2026-03-01T00:00:07Z"), at("2026-03-02T00:00:00Z"));
        let changes = Range { changed: (Some(one), Some(two)), is_by_time: true, has_binned: true, ..Range::default() };
        let piece = Range { created: (Some(one), None), ..Range::default() }.behind(Some(two), "001");
        let url = Url::parse("https://example.my.salesforce.com/services/data?q=x").unwrap();
        for place in [
            Place::Left(Left::of(changes.behind(Some(one), "0015g00000AbCdE"), false)),
            Place::Left(Left { polled: 3, ..Left::of(piece, true) }),
            Place::Left(Left::default()),
            Place::Count("Invoice__c".to_owned()),
            Place::Deleted(one, two),
        ] {
            assert_eq!(Place::of(&Ask::get(place.on(url.clone()))), Some(place.clone()));
            assert!(!place.write().contains(' '), "{place:?}");
        }
        for text in ["", "by=time", "deleted=2026-03-01T00:00:07Z", "part=whole&by=id&polled=x"] {
            assert_eq!(Place::read(text), None, "{text}");
        }
        assert_eq!(Left::carried(&Ask::get(Place::Count("Case".to_owned()).on(url))), None);
    }
}
