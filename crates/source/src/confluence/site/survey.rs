//! What is known of a site beforehand: what reading its streams takes, and what its search counts.

use super::parts::CQL;
use super::{Query, Site};
use crate::config::Own;
use crate::confluence::cql::{self, Order};
use crate::confluence::endpoint::Row;
use crate::confluence::streams::{AUDIT_EVENT, CONTENT_RESTRICTION, PAGE_VIEW, SPACE_PERMISSION, USER};
use crate::confluence::{answer, scopes, settings};
use crate::survey::{Demand, Survey};
use crate::{LONGEST_ADDRESS, Stream};
use catchment_base::error::Result;
use catchment_io::http::Ask;
use std::sync::PoisonError;

/// The search that counts what it finds; the one for content alone does not.
const SEARCH: &str = "/rest/api/search";
/// Questions for the number of objects of a stream, at most.
const MOST_COUNTS: usize = 10;
/// What the search calls the objects of streams with other listings; it does not tell comments apart.
const FOUND: [(&str, &str); 4] =
    [("page", "page"), ("blogpost", "blogpost"), ("attachment", "attachment"), ("footer_comment", "comment")];

/// What datasets take, on Cloud and on Data Center; what is not named here takes the right to view the content.
const RIGHTS: [(&str, &str, &str); 5] = [
    (AUDIT_EVENT, "a Confluence administrator, and a plan of the site with an audit log", "an administrator"),
    (USER, "the right to browse users and groups", "an administrator"),
    (SPACE_PERMISSION, "the right to view permissions of spaces", "an administrator"),
    (CONTENT_RESTRICTION, "the right to view restrictions", "the right to view restrictions"),
    (PAGE_VIEW, "a plan of the site with analytics (Premium or Enterprise)", ""),
];
const VIEW: &str = "the right to view the content";

impl Site {
    /// The keys of the spaces that settings ask for: those that they name, or where there are patterns those of the spaces that
    /// the listing has shown.
    fn asked_keys(&self) -> Vec<String> {
        if !self.spaces.is_matched {
            return self.spaces.named.clone();
        }
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = keys.iter().filter(|(id, _)| !left_out.contains(*id));
        asked.map(|(_, key)| key.clone()).collect()
    }

    /// A question for the number of objects in the first of these spaces, as many as fit into an address, and the others;
    /// nothing where not one fits.
    fn counting<'a>(
        &self,
        row: &Row,
        of_type: &'static str,
        keys: &'a [String],
    ) -> Result<Option<(Ask, &'a [String])>> {
        let selected = self.selected(row).and_then(|_| self.selecting.text(self.selecting.people()));
        let mut count = keys.len();
        loop {
            let (some, left) = keys.split_at(count);
            let mut url = self.url(SEARCH)?;
            let mut query = Query::of(&mut url);
            query.put(CQL, &cql::Query { of_type, order: Order::Any }.text(some, None, selected.as_deref()));
            query.put("limit", "1");
            match count {
                _ if url.as_str().len() <= LONGEST_ADDRESS => return Ok(Some((Ask::get(url), left))),
                0 | 1 => return Ok(None),
                _ => count /= 2,
            }
        }
    }
}

impl Survey for Site {
    fn demand(&self, own: &Own, stream: &Stream) -> Option<Demand> {
        let row = self.row(stream.name).ok().filter(|row| !row.dataset.is_empty())?;
        let right = RIGHTS.iter().find(|(dataset, ..)| *dataset == row.dataset);
        let right = right.map_or(VIEW, |(_, cloud, data_center)| if self.api.is_cloud() { cloud } else { data_center });
        let (setting, word) = settings::asking_for(own, row.dataset);
        Some(Demand { setting, word, right, scopes: scopes::of(row) })
    }

    fn count(&self, stream: &Stream) -> Result<Vec<Ask>> {
        let row = self.row(stream.name)?;
        let Some(of_type) = found_as(row) else { return Ok(Vec::new()) };
        // Who is in the groups of the settings could not be read.
        if self.selected(row).is_some() && self.selecting.names_people() && self.selecting.people().is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.asked_keys();
        // Without a key the search would count the whole site.
        if self.spaces.is_matched && keys.is_empty() {
            return Ok(Vec::new());
        }
        let (mut asks, mut rest) = (Vec::new(), keys.as_slice());
        while asks.len() < MOST_COUNTS {
            let Some((ask, left)) = self.counting(row, of_type, rest)? else { break };
            asks.push(ask);
            if left.is_empty() {
                return Ok(asks);
            }
            rest = left;
        }
        Ok(Vec::new())
    }

    fn counted(&self, stream: &Stream) -> Option<&'static str> {
        self.row(stream.name).ok().and_then(found_as)
    }

    fn read_count(&self, body: &[u8]) -> Result<u64, String> {
        answer::total(body)?.ok_or_else(|| "the response does not tell how many there are".to_owned())
    }

    fn unseen(&self, names: &[String]) -> Vec<String> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        names.iter().filter(|name| keys.values().all(|key| key != *name)).cloned().collect()
    }

    fn unmatched(&self) -> Vec<String> {
        let fitting = self.fitting.lock().unwrap_or_else(PoisonError::into_inner);
        self.spaces.patterns(None).filter(|said| !fitting.contains(*said)).map(str::to_owned).collect()
    }

    fn members(&self) -> Vec<String> {
        self.selecting.counted()
    }

    fn handle(&self, scope: &str) -> Option<String> {
        self.key(scope).ok().filter(|key| !key.starts_with('~'))
    }
}

/// What the search calls the objects of a stream, where it finds them all.
fn found_as(row: &Row) -> Option<&'static str> {
    let searched = row.listing.cql.map(|query| query.of_type);
    searched.or_else(|| FOUND.iter().find(|(stream, _)| *stream == row.stream.name).map(|(_, word)| *word))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cloud, data_center, stream};
    use super::*;
    use crate::confluence::filter::Spaces;
    use crate::{Detail, Session};
    use catchment_base::response::{Aim, Listing, WalkKind};
    use catchment_io::http::Answer;

    fn counting(site: &Site, name: &str) -> Option<String> {
        let asks = site.count(stream(site, name)).unwrap();
        assert!(asks.len() <= 1, "{asks:?}");
        Some(asks.first()?.url.query().unwrap().to_owned())
    }

    #[test]
    fn the_search_counts_what_lies_in_the_spaces_of_the_settings() {
        let query = "cql=type+%3D+%22comment%22+and+space+in+%28%22%7Ea+b%22%29&limit=1";
        assert_eq!(counting(&cloud(), "footer_comment").as_deref(), Some(query));
        assert_eq!(counting(&cloud(), "inline_comment"), None);
        // Those of both kinds are counted.
        assert_eq!(cloud().counted(stream(&cloud(), "footer_comment")), Some("comment"));
        assert_eq!(counting(&data_center(), "content_comment").as_deref(), Some("cql=type+%3D+%22comment%22&limit=1"));
        assert_eq!(cloud().read_count(br#"{"results":[],"totalSize":7}"#), Ok(7));
        assert_eq!(cloud().read_count(br#"{"results":[],"totalCount":8}"#), Ok(8));
        assert_eq!(cloud().read_count(br#"{"results":[],"totalSize":9,"totalCount":9}"#), Ok(9));
        assert!(cloud().read_count(br#"{"results":[],"size":1}"#).is_err());
    }

    #[test]
    fn the_search_counts_in_the_spaces_that_patterns_ask_for() {
        let patterns = Spaces::of(&["DOC*".to_owned(), "ENG".to_owned(), "!*OLD".to_owned()]);
        let site = Site { spaces: patterns, ..cloud() };
        assert_eq!(counting(&site, "page"), None, "no space is known yet");
        let spaces = br#"{"results":[{"id":1,"key":"DOCS"},{"id":2,"key":"DOCOLD"},{"id":3,"key":"ENG"}]}"#;
        let answer = Answer { body: spaces.to_vec(), ..Answer::default() };
        let aim = Aim::new(WalkKind::Census, Listing { stream: "space", scope: String::new() });
        let ask = site.first(&aim, 200, 0..0).unwrap();
        site.read(stream(&site, "space"), &ask, &answer, Detail::Ids).unwrap();
        assert_eq!(site.asked_keys(), ["DOCS", "ENG"]);
        assert_eq!(site.unmatched(), Vec::<String>::new());
        let other = Site { spaces: Spaces::of(&["TEAM*".to_owned(), "ENG".to_owned()]), ..cloud() };
        other.read(stream(&other, "space"), &ask, &answer, Detail::Ids).unwrap();
        assert_eq!(other.unmatched(), ["TEAM*"]);
        assert!(counting(&site, "page").unwrap().contains("space+in+%28%22DOCS%22%2C+%22ENG%22%29"));
    }

    #[test]
    fn spaces_that_no_single_address_holds_are_counted_in_parts() {
        let keys = |count: usize| (0..count).map(|at| format!("SPACE{at:04}")).collect::<Vec<_>>();
        let asked = |count: usize| {
            let site = Site { spaces: Spaces::of(&keys(count)), ..cloud() };
            site.count(stream(&site, "page")).unwrap()
        };
        let asks = asked(250);
        assert!(asks.len() > 1 && asks.iter().all(|ask| ask.url.as_str().len() <= LONGEST_ADDRESS), "{asks:?}");
        let texts: String = asks.iter().map(|ask| ask.url.query().unwrap().to_owned()).collect();
        for key in keys(250) {
            assert_eq!(texts.matches(&key).count(), 1, "{key}");
        }
        assert!(asked(2000).is_empty(), "too many questions");
    }

    #[test]
    fn a_stream_takes_what_its_deployment_asks_for() {
        let own = settings::tests::cloud_of(&["page"], &["user"]);
        let right = |site: &Site, name: &str| site.demand(&own, stream(site, name)).unwrap().right;
        assert!(right(&cloud(), "audit_event").contains("plan"));
        assert_eq!(right(&data_center(), "audit_event"), "an administrator");
        assert_eq!(right(&data_center(), "page"), VIEW);
        let demand = cloud().demand(&own, stream(&cloud(), "group_member")).unwrap();
        assert_eq!((demand.setting, demand.word), ("datasets", "user"));
        assert_eq!(cloud().demand(&own, stream(&cloud(), "page")).unwrap().setting, "content_types");
        assert!(cloud().demand(&own, stream(&cloud(), "space")).is_none());
    }

    #[test]
    fn spaces_are_known_by_their_keys_and_called_so_unless_that_is_a_person() {
        let site = data_center();
        assert_eq!(site.handle("7").as_deref(), Some("ENG"));
        assert_eq!((site.handle("9"), site.handle("11")), (None, None));
        let names = ["OPS", "~jo", "ENG", "eng"].map(str::to_owned);
        assert_eq!(site.unseen(&names), ["OPS", "eng"], "as a sync compares them");
    }
}
