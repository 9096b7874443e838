//! What settings select, and who made it: users, and the members of groups ([`members`](super::members)). A search names some
//! people at a time.

use super::Site;
use super::members::Shown;
use crate::Selection;
use crate::confluence::cql;
use crate::confluence::endpoint::Row;
use crate::confluence::filter::{bytes_of, made_by};
use catchment_base::error::{Error, Result};
use catchment_base::response::{Aim, WalkKind};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Mutex, OnceLock};

/// Bytes of an address that spaces may take, with the conditions, beside the people that a search names.
const MOST_BESIDE: usize = 750;

/// What settings select of pages and blog posts, as searches ask for it.
#[derive(Default)]
pub(in crate::confluence) struct Selecting {
    /// The conditions, but for who made it.
    conditions: Option<String>,
    pub(super) users: BTreeSet<String>,
    /// The groups whose members are among the users, by their names.
    pub(super) groups: Vec<String>,
    /// What the site has shown of them so far.
    pub(super) shown: Mutex<Shown>,
    /// The users and all members, once these are known.
    pub(super) people: OnceLock<Vec<String>>,
}

impl Selecting {
    /// These conditions, and one of these users or a member of one of the groups with these names.
    pub(in crate::confluence) fn new(conditions: Option<String>, users: Vec<String>, groups: Vec<String>) -> Self {
        Self { conditions, users: users.into_iter().collect(), groups, ..Self::default() }
    }

    /// Whether settings say who made what they select.
    pub(super) fn names_people(&self) -> bool {
        !self.users.is_empty() || !self.groups.is_empty()
    }

    /// Everybody who may have made it; nobody as long as the members of a group are not known.
    pub(super) fn people(&self) -> &[String] {
        if self.groups.is_empty() {
            return self.people.get_or_init(|| self.users.iter().cloned().collect());
        }
        self.people.get().map_or(&[], Vec::as_slice)
    }

    /// What is selected that one of these people made; nothing where nothing is selected.
    pub(super) fn text(&self, people: &[String]) -> Option<String> {
        let made = (!people.is_empty()).then(|| made_by(people));
        let clauses: Vec<String> = self.conditions.iter().cloned().chain(made).collect();
        (!clauses.is_empty()).then(|| clauses.join(" and "))
    }

    /// The same for a search that names these people, the first of all where it names none: in spaces of these keys, which
    /// are left out where they leave too little room for people.
    pub(super) fn asking(&self, named: Range<usize>, keys: &mut Vec<String>) -> Result<Option<String>> {
        if !self.names_people() {
            return Ok(self.conditions.clone());
        }
        let all = self.people();
        let first =
            all.first().ok_or_else(|| Error::failed("the members of groups in `creators` are not known yet"))?;
        let named = all.get(named).filter(|named| !named.is_empty()).unwrap_or(std::slice::from_ref(first));
        let beside = self.conditions.iter().chain(&*keys).map(|text| bytes_of(text)).sum::<usize>();
        // Each key has quotation marks, a comma and a space.
        if beside + keys.len() * bytes_of("\"\", ") > MOST_BESIDE {
            keys.clear();
        }
        Ok(self.text(named))
    }
}

impl Site {
    /// What settings select of a stream.
    pub(super) fn selected(&self, row: &Row) -> Option<Selection> {
        self.streams.iter().find(|stream| stream.name == row.stream.name)?.selection
    }

    /// Whether a walk is a search for what settings select.
    pub(super) fn selects(&self, row: &Row, kind: WalkKind) -> bool {
        kind == WalkKind::Census && self.selected(row).is_some()
    }

    /// What a walk searches for: in the spaces, or for what was made by the people, that the request names.
    pub(super) fn searched(&self, row: &Row, query: cql::Query, aim: &Aim, named: Range<usize>) -> Result<String> {
        let selecting = Some(&self.selecting).filter(|_| self.selects(row, aim.kind));
        let has_scopes = !named.is_empty() || selecting.is_some_and(Selecting::names_people);
        let scopes: &[String] = if has_scopes { &aim.scopes } else { &[] };
        let mut keys = scopes.iter().map(|scope| self.key(scope)).collect::<Result<Vec<_>>>()?;
        let since = aim.floor.filter(|floor| *floor != Aim::first_look());
        let further = selecting.map(|selecting| selecting.asking(named, &mut keys)).transpose()?.flatten();
        Ok(query.text(&keys, since, further.as_deref()))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::tests::data_center;
    use super::*;
    use crate::{LONGEST_ADDRESS, Session, Stream};
    use catchment_base::response::Listing;

    static PAGES: [Stream; 1] = [Stream {
        name: "page",
        selection: Some(Selection { text: "what settings say", settings: "creators" }),
        ..Stream::LISTED
    }];

    fn texts(said: &[&str]) -> Vec<String> {
        said.iter().map(|text| (*text).to_owned()).collect()
    }

    pub(in super::super) fn selecting(site: Site, users: &[&str], groups: &[&str]) -> Site {
        let selecting = Selecting::new(None, texts(users), texts(groups));
        Site { streams: &PAGES, page_size: 2, selecting, ..site }
    }

    pub(in super::super) fn census() -> Aim {
        Aim::new(WalkKind::Census, Listing { stream: "page", scope: String::new() })
    }

    pub(in super::super) fn cql(site: &Site, aim: &Aim, named: Range<usize>) -> String {
        let url = site.first(aim, 50, named).unwrap().url;
        url.query_pairs().find(|(name, _)| name == "cql").unwrap().1.into_owned()
    }

    #[test]
    fn people_fit_into_addresses_beside_spaces_and_conditions() {
        let many: Vec<String> = (0..60).map(|at| format!("712020:5b10ac8d-82e0-5b22-cc7d-4ef5a1b2c{at:03}")).collect();
        let users: Vec<&str> = many.iter().map(String::as_str).collect();
        let aim = Aim { scopes: vec!["7".to_owned()], ..census() };
        let site = selecting(data_center(), &users, &[]);
        let (mut from, mut searches) = (0, Vec::new());
        while from < many.len() {
            let fits = |to: &usize| site.first(&aim, 50, from..*to).unwrap().url.as_str().len() <= LONGEST_ADDRESS;
            let to = (from + 1..=many.len()).rev().find(fits).unwrap();
            searches.push(cql(&site, &aim, from..to));
            from = to;
        }
        assert!((2..6).contains(&searches.len()), "{searches:?}");
        for user in &many {
            assert_eq!(searches.concat().matches(user.as_str()).count(), 1, "{user}");
        }
        assert!(searches.iter().all(|text| text.contains(r#"space in ("ENG") and creator in"#)), "{searches:?}");
        let long = format!("label = \"{}\"", "x".repeat(MOST_BESIDE));
        let site = Site { selecting: Selecting::new(Some(long), many, Vec::new()), ..site };
        let searched = cql(&site, &aim, 0..1);
        assert!(searched.contains("label = ") && !searched.contains("space in"), "{searched}");
    }
}
