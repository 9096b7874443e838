//! Who is in the groups of the settings. The search knows no groups, so the site is asked for their members before it is
//! searched, once in a session.
//!
//! A group is found by its name in the listing of groups; its members are listed as those of the dataset are. An empty
//! listing proves nothing: Cloud answers so for a group that is not there (`membersByGroupId`). Pages are counted, so that
//! whoever leaves a group moves others to pages that were read already: where there is more than one page they are listed
//! twice, and whoever is in one of both listings is a member. So are groups, before one of them is said not to be there.

use super::Site;
use super::selecting::Selecting;
use crate::confluence::answer::{self, Page};
use crate::confluence::filter::MOST_CREATORS;
use crate::refused::Flaw;
use crate::seen::{self, Seen};
use crate::{Detail, PageSize, Reading, Session, Stream, flaw};
use catchment_base::error::{Error, Result, printable};
use catchment_io::http::Ask;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

/// The streams whose listings are read for that.
const GROUPS: &str = "user_group";
const MEMBERS: &str = "group_member";

/// What a site has shown of groups.
#[derive(Default)]
pub(super) struct Shown {
    /// Their ids by their names.
    ids: BTreeMap<String, String>,
    /// The members of those that were read to the end, by the names of the groups.
    members: BTreeMap<String, Members>,
    /// The listing under way.
    pages: Pages,
}

/// The members of a group.
#[derive(Default)]
struct Members {
    ids: BTreeSet<String>,
    /// How many have no id, as accounts that the site does not know any more.
    nameless: usize,
}

/// How far a listing was read.
#[derive(Default)]
struct Pages {
    next: Option<Ask>,
    count: u32,
    /// Those that have come.
    seen: Seen,
    /// Whether it is the second one.
    is_second: bool,
    members: Members,
}

/// A listing that is to be read: of groups, or of the members of the one with this name and id.
struct Step {
    stream: &'static str,
    group: String,
    id: String,
}

/// A group or a member: Data Center knows groups by their names alone, and people by keys.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: Option<String>,
    name: Option<String>,
    account_id: Option<String>,
    user_key: Option<String>,
}

/// The objects of a page: groups with their ids, or members.
enum Entries {
    Groups(Vec<(String, String)>),
    Members(Members),
}

impl Entries {
    /// Reads the objects of a page of one of the two streams.
    fn of(stream: &str, page: &Page<'_>, bytes: usize) -> Result<Self, String> {
        let entries = page.objects.iter().map(|(_, object)| serde_json::from_str(object.get()));
        let entries = entries.collect::<Result<Vec<Entry>, _>>().map_err(|cause| flaw(&cause, bytes))?;
        if stream == GROUPS {
            return Ok(Self::Groups(entries.into_iter().map(Entry::group).collect::<Result<_, _>>()?));
        }
        let count = entries.len();
        let ids: Vec<String> = entries.into_iter().filter_map(Entry::member).collect();
        Ok(Self::Members(Members { nameless: count - ids.len(), ids: ids.into_iter().collect() }))
    }
}

impl Pages {
    /// Begins the listing anew where it had more than one page and was read once only: what goes while it is read moves others to
    /// pages that were read already. Whether it does.
    fn is_read_again(&mut self) -> bool {
        let is_again = self.count > 1 && !self.is_second;
        if is_again {
            // Those without an id cannot be told apart, so that they are counted anew.
            let members = Members { ids: std::mem::take(&mut self.members.ids), nameless: 0 };
            *self = Self { is_second: true, members, ..Self::default() };
        }
        is_again
    }
}

impl Selecting {
    /// How many members each group has, a phrase each.
    pub(super) fn counted(&self) -> Vec<String> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |(group, Members { ids, nameless }): (&String, &Members)| {
            let plural = if ids.len() == 1 { "" } else { "s" };
            let left_out = match nameless {
                0 => String::new(),
                _ => format!(", and {nameless} without an id, whom no search finds"),
            };
            format!("the group {} has {} member{plural}{left_out}", printable(group), ids.len())
        };
        shown.members.iter().map(count).collect()
    }

    /// What is to be read next; nothing where all members are known.
    fn step(&self, shown: &Shown) -> Option<Step> {
        if self.groups.iter().any(|group| !shown.ids.contains_key(group)) {
            return Some(Step { stream: GROUPS, group: String::new(), id: String::new() });
        }
        let group = self.groups.iter().find(|group| !shown.members.contains_key(*group))?;
        let id = shown.ids.get(group)?.clone();
        Some(Step { stream: MEMBERS, group: group.clone(), id })
    }

    /// Notes the ids of groups that settings name. Where the listing ends a second time without one of them, it is not there.
    fn note_groups(&self, shown: &mut Shown, named: Vec<(String, String)>, is_end: bool) -> Result<()> {
        shown.ids.extend(named.into_iter().filter(|(name, _)| self.groups.contains(name)));
        match self.groups.iter().find(|group| !shown.ids.contains_key(*group)) {
            Some(group) if is_end && !shown.pages.is_read_again() => Err(not_there(group)),
            _ => Ok(()),
        }
    }

    /// Notes members of a group; the end of its listing makes them known, and that of the last group everybody.
    fn note_members(&self, shown: &mut Shown, group: &str, members: Members, is_end: bool) -> Result<()> {
        shown.pages.members.ids.extend(members.ids);
        shown.pages.members.nameless += members.nameless;
        if shown.pages.members.ids.len() > MOST_CREATORS {
            let named = printable(group);
            let what = format!("the group {named}, which `creators` names, has more than {MOST_CREATORS} members");
            return Err(too_many(what));
        }
        if !is_end {
            return Ok(());
        }
        if shown.pages.members.ids.is_empty() {
            return Err(nobody(group));
        }
        if shown.pages.is_read_again() {
            return Ok(());
        }
        shown.members.insert(group.to_owned(), std::mem::take(&mut shown.pages.members));
        if self.step(shown).is_none() {
            let members = shown.members.values().flat_map(|members| &members.ids);
            let people: BTreeSet<&String> = self.users.iter().chain(members).collect();
            let count = people.len();
            if count > MOST_CREATORS {
                shown.members.remove(group);
                let what = format!("`creators` asks for {count} people together, more than {MOST_CREATORS}");
                return Err(too_many(what));
            }
            // Nobody else sets it: it is not known as long as a group is to be read.
            let _ = self.people.set(people.into_iter().cloned().collect());
        }
        Ok(())
    }
}

impl Entry {
    /// The name of a group, and its id.
    fn group(self) -> Result<(String, String), String> {
        let name = self.name.ok_or("the response shows a group without a name")?;
        Ok((name.clone(), self.id.unwrap_or(name)))
    }

    /// By what searches name a member; nothing where that is not told.
    fn member(self) -> Option<String> {
        self.account_id.or(self.user_key).filter(|id| !id.is_empty())
    }
}

impl Site {
    /// The next question for who is in the groups of the settings; nothing where that is known.
    pub(super) fn ask_for_members(&self) -> Result<Option<Ask>> {
        let shown = self.selecting.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Step { stream, group, id }) = self.selecting.step(&shown) else { return Ok(None) };
        if shown.pages.next.is_some() {
            return Ok(shown.pages.next.clone());
        }
        let asked = self.ask(&self.row(stream)?.listing, &id, self.page_size(PageSize::Full));
        asked.map(|url| Some(Ask::get(url))).map_err(|cause| self.unread(&group, cause))
    }

    /// Reads the answer to that.
    pub(super) fn read_members(&self, ask: &Ask, body: &[u8]) -> Result<(), Flaw> {
        let mut shown = self.selecting.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Step { stream, group, .. }) = self.selecting.step(&shown) else { return Ok(()) };
        let row = self.row(stream).map_err(Flaw::Wrong)?;
        let page = answer::page(&row.stream, body)?;
        let entries = Entries::of(stream, &page, body.len())?;
        let reading = self.reading(row, ask, (&page, body), Detail::Ends)?;
        // From here on the answer is taken.
        let noted = self.go_on(&mut shown.pages, &row.stream, ask, reading).and_then(|is_new| {
            let is_end = shown.pages.next.is_none();
            match entries {
                Entries::Groups(named) => self.selecting.note_groups(&mut shown, named, is_end),
                Entries::Members(members) => {
                    let members = if is_new { members } else { Members::default() };
                    self.selecting.note_members(&mut shown, &group, members, is_end)
                }
            }
        });
        // What comes next is another listing, from its beginning.
        let is_same = self.selecting.step(&shown).is_some_and(|step| step.stream == stream && step.group == group);
        if noted.is_err() || !is_same {
            shown.pages = Pages::default();
        }
        noted.map_err(Flaw::Wrong)
    }

    /// Goes on behind a page, or to the second look at the end. Whether the page shows anything new.
    fn go_on(&self, pages: &mut Pages, stream: &Stream, ask: &Ask, mut page: Reading) -> Result<bool> {
        let shown = pages.seen.take(&mut page);
        if shown == seen::Shown::Again {
            return Err(Error::failed(format!("the {} listing shows the same page again", stream.name))
                .hint("the site's paging never ends here; nothing was lost, run again later"));
        }
        pages.count += 1;
        pages.next = match &page.next {
            Some(next) => Some(self.follow(stream, ask, next)?),
            None => pages.seen.second_look(self, stream, (ask, &page))?,
        };
        Ok(shown == seen::Shown::New)
    }

    /// What it means that the account may not read them.
    pub(super) fn refused_members(&self, cause: Error) -> Error {
        let shown = self.selecting.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let group = self.selecting.step(&shown).map(|step| step.group).unwrap_or_default();
        self.unread(&group, cause)
    }

    fn unread(&self, group: &str, cause: Error) -> Error {
        let what = match group {
            "" => "the groups, of which `creators` names some,".to_owned(),
            group => format!("the members of the group {}, which `creators` names,", printable(group)),
        };
        let hint = match self.api.is_cloud() {
            true => {
                "see to it that the account may browse users and groups, and that a token with scopes has \
                 read:confluence-groups; or name accounts in place of the group"
            }
            false => {
                "Data Center tells members to administrators alone, and none of a group with a slash, a backslash or \
                 a comma in its name: see to that, or name users in place of the group"
            }
        };
        Error::usage(format!("{what} cannot be read")).because(cause).hint(hint)
    }
}

fn not_there(group: &str) -> Error {
    Error::usage(format!(
        "`creators` names the group {}, which the site does not show to this account",
        printable(group)
    ))
    .hint("check its name, capital letters included, and that the account may see it; or name users in its place")
}

fn nobody(group: &str) -> Error {
    Error::usage(format!(
        "the site shows nobody with an id in the group {}, which `creators` names",
        printable(group)
    ))
    .hint(
        "a site answers so for a group that this account may not see as well: check that it may, and that somebody is \
         in the group; or take it out of creators",
    )
}

fn too_many(what: String) -> Error {
    Error::usage(what).hint("name smaller groups, or select by spaces, labels or ancestors instead")
}

#[cfg(test)]
mod tests {
    use super::super::parts::start;
    use super::super::selecting::tests::{census, cql, selecting};
    use super::super::tests::{cloud, data_center, said, stream};
    use super::*;
    use crate::Names;
    use crate::survey::Survey;
    use catchment_base::error::Kind;
    use catchment_base::response::{Aim, Listing, WalkKind};
    use url::Position;

    /// An account that the site does not know any more.
    const UNKNOWN: &str = r#"{"type":"unknown","displayName":"Unknown User"}"#;

    /// The page of a listing that a request asks for.
    fn page_of(objects: &[String], ask: &Ask) -> String {
        let said = ask.url.query_pairs().find(|(name, _)| name == "limit").unwrap().1.into_owned();
        let limit: usize = said.parse().unwrap();
        let some: Vec<&str> = objects.iter().skip(start(&ask.url) as usize).take(limit).map(String::as_str).collect();
        format!(r#"{{"results":[{}],"limit":{limit}}}"#, some.join(","))
    }

    fn groups() -> Vec<String> {
        ["a", "b", "c"].map(|name| format!(r#"{{"type":"group","name":"{name}","id":"id-{name}"}}"#)).to_vec()
    }

    fn members(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| format!(r#"{{"type":"known","accountId":"{id}"}}"#)).collect()
    }

    /// Answers every question, of which so many came before; gives them, or what is wrong with an answer.
    fn settle(site: &Site, answer: impl Fn(&Ask, usize) -> String) -> Result<Vec<String>, (Kind, String)> {
        let mut asked = Vec::new();
        while let Some(ask) = site.premise(&census()).unwrap() {
            match site.read_premise(&ask, &said(&answer(&ask, asked.len()))) {
                Ok(()) => asked.push(ask.url[Position::BeforePath..].to_owned()),
                Err(Flaw::Wrong(error)) => return Err((error.kind(), error.one_line())),
                Err(Flaw::Ill(flaw)) => return Err((Kind::Failed, flaw)),
            }
            assert!(asked.len() < 50, "{asked:?}");
        }
        Ok(asked)
    }

    #[test]
    fn members_are_read_before_anything_is_searched_for_and_named_some_at_a_time() {
        let site = selecting(cloud(), &["u"], &["b"]);
        assert!(site.first(&census(), 50, 0..0).is_err(), "nobody is known yet");
        assert!(site.count(stream(&site, "page")).unwrap().is_empty());
        assert!(site.premise(&Aim { kind: WalkKind::Feed, ..census() }).unwrap().is_none());
        // Somebody leaves after the first listing, and somebody joins.
        let of_group = [members(&["m1", "m2", "m3"]), members(&["m2", "m4"])];
        let asked = settle(&site, |ask, before| match ask.url.path().ends_with("/group") {
            true => page_of(&groups(), ask),
            false => page_of(&of_group[usize::from(before > 2)], ask),
        });
        let listing = "/wiki/rest/api/group/id-b/membersByGroupId?limit=2&expand=isExternalCollaborator";
        let second = format!("{listing}&start=2");
        assert_eq!(
            asked.unwrap(),
            ["/wiki/rest/api/group?limit=2", listing, second.as_str(), listing, second.as_str()]
        );
        assert_eq!(site.members(), ["the group b has 4 members"]);
        assert_eq!(site.names(&census()), Names::Divisible(5));
        assert_eq!(cql(&site, &census(), 1..3), r#"type = "page" and creator in ("m2", "m3")"#);
        assert_eq!(cql(&site, &census(), 0..0), r#"type = "page" and creator in ("m1")"#);
        let counted = site.count(stream(&site, "page")).unwrap().pop().unwrap();
        assert!(counted.url.query().unwrap().contains("%22m3%22%2C+%22m4%22%2C+%22u%22"), "{counted:?}");
    }

    #[test]
    fn data_center_knows_groups_by_their_names_and_members_by_their_keys() {
        let site = selecting(data_center(), &[], &["R&D team"]);
        let group = r#"{"type":"group","name":"R&D team"}"#.to_owned();
        let key = r#"{"type":"known","username":"jdoe","userKey":"2c9f"}"#.to_owned();
        let asked = settle(&site, |ask, _| match ask.url.path().ends_with("/group") {
            true => page_of(std::slice::from_ref(&group), ask),
            false => page_of(std::slice::from_ref(&key), ask),
        });
        let listing = "/confluence/rest/api/group/R&D%20team/member?limit=2&expand=status";
        assert_eq!(asked.unwrap(), ["/confluence/rest/api/group?limit=2", listing]);
        assert!(cql(&site, &census(), 0..1).contains(r#"type = "page" and creator in ("2c9f")"#));
        let slashed = selecting(data_center(), &[], &["a/b"]);
        let ask = slashed.premise(&census()).unwrap().unwrap();
        let group = r#"{"results":[{"type":"group","name":"a/b"}]}"#;
        assert!(slashed.read_premise(&ask, &said(group)).is_ok());
        let error = slashed.premise(&census()).unwrap_err();
        assert_eq!((error.kind(), error.one_line().contains("the group a/b")), (Kind::Usage, true));
        let of_members = Aim::new(WalkKind::Children, Listing { stream: "group_member", scope: "R&D / x".to_owned() });
        let error = slashed.first(&of_members, 1, 0..0).unwrap_err();
        assert!(error.one_line().starts_with("no request can name the group R&D / x: "), "{}", error.one_line());
        assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("acknowledge")));
    }

    #[test]
    fn a_group_of_which_nobody_is_known_is_refused() {
        let many: Vec<String> = (0..=MOST_CREATORS).map(|at| format!("m{at}")).collect();
        let many = members(&many.iter().map(String::as_str).collect::<Vec<_>>());
        let unknown = [UNKNOWN.to_owned()];
        let refused = |site: &Site, group: &[String]| {
            let refused = settle(site, |ask, _| match ask.url.path().ends_with("/group") {
                true => page_of(&groups(), ask),
                false => page_of(group, ask),
            });
            assert!(site.premise(&census()).unwrap().is_some(), "it is asked again");
            refused.unwrap_err()
        };
        let of_group = |name: &str| selecting(cloud(), &[], &[name]);
        for (site, group, words) in [
            (of_group("d"), &many[..1], "names the group d, which the site does not show to this account"),
            (of_group("A"), &many[..1], "the group A, which"),
            (of_group("a"), &[][..], "shows nobody with an id in the group a, which `creators` names"),
            (of_group("a"), &unknown[..], "shows nobody with an id in the group a"),
            (
                Site { page_size: 250, ..of_group("a") },
                &many[..],
                "the group a, which `creators` names, has more than 1000 members",
            ),
        ] {
            let (kind, told) = refused(&site, group);
            assert!(kind == Kind::Usage && told.contains(words), "{told}");
        }
        let both = Site { page_size: 250, ..selecting(cloud(), &["u"], &["a"]) };
        assert!(refused(&both, &many[..MOST_CREATORS]).1.contains("1001 people together, more than 1000"));
        let endless = settle(&of_group("a"), |ask, _| match ask.url.path().ends_with("/group") {
            true => page_of(&groups(), ask),
            false => format!(r#"{{"results":[{}],"limit":2}}"#, many[..2].join(",")),
        });
        assert!(endless.unwrap_err().1.contains("shows the same page again"));
    }

    #[test]
    fn what_the_account_may_not_ask_is_told_with_the_group() {
        let site = selecting(data_center(), &[], &["b"]);
        let denied = || Error::failed("the site answered 403");
        let told = |site: &Site| {
            let ask = site.premise(&census()).unwrap().unwrap();
            let error = site.refused_premise(&ask, denied());
            assert_eq!(error.kind(), Kind::Usage);
            error.one_line()
        };
        assert_eq!(told(&site), "the groups, of which `creators` names some, cannot be read: the site answered 403");
        let ask = site.premise(&census()).unwrap().unwrap();
        assert!(site.read_premise(&ask, &said(&page_of(&groups(), &ask))).is_ok());
        assert!(told(&site).starts_with("the members of the group b, which `creators` names, cannot be read"));
        let aim = Aim::new(WalkKind::Children, Listing { stream: "space_permission", scope: "9".to_owned() });
        let version = site.premise(&aim).unwrap().unwrap();
        assert!(!site.goes_without(&version, None) && site.premise(&aim).unwrap().is_some(), "it may answer yet");
        assert!(site.goes_without(&version, Some("the site answered 403")) && site.premise(&aim).unwrap().is_none());
    }

    #[test]
    fn members_without_an_id_are_left_out_and_counted() {
        let site = selecting(cloud(), &[], &["b"]);
        let all = [members(&["m1", "m2"]), vec![UNKNOWN.to_owned()], members(&["m3"])].concat();
        let asked = settle(&site, |ask, _| match ask.url.path().ends_with("/group") {
            true => page_of(&groups(), ask),
            false => page_of(&all, ask),
        });
        assert_eq!(asked.unwrap().len(), 1 + 2 * 3, "two pages that are full, and an empty one, twice");
        assert_eq!(site.members(), ["the group b has 3 members, and 1 without an id, whom no search finds"]);
        assert_eq!(site.names(&census()), Names::Divisible(3));
    }

    #[test]
    fn a_group_that_moves_to_a_page_that_was_read_is_found_by_a_second_listing() {
        let site = selecting(cloud(), &[], &["c"]);
        let asked = settle(&site, |ask, before| match ask.url.path().ends_with("/group") {
            // The first group goes while they are listed.
            true => page_of(&groups()[usize::from(before > 0)..], ask),
            false => page_of(&members(&["m1"]), ask),
        });
        let listing = "/wiki/rest/api/group?limit=2";
        let of_group = "/wiki/rest/api/group/id-c/membersByGroupId?limit=2&expand=isExternalCollaborator";
        assert_eq!(asked.unwrap(), [listing, &format!("{listing}&start=2"), listing, of_group]);
        assert_eq!(site.names(&census()), Names::Divisible(1));
    }

    #[test]
    fn the_last_page_once_more_ends_the_listing_of_members() {
        let all = [members(&["m1"]), vec![UNKNOWN.to_owned()], members(&["m2"])].concat();
        let endless = |results: &[String], start: u64| {
            let results = results.join(",");
            format!(r#"{{"results":[{results}],"limit":2,"start":{start},"_links":{{"next":"/rest/api/group"}}}}"#)
        };
        let site = selecting(cloud(), &[], &["b"]);
        let asked = settle(&site, |ask, _| match (ask.url.path().ends_with("/group"), start(&ask.url)) {
            (true, _) => page_of(&groups(), ask),
            (_, 2) => endless(&all[2..], 2),
            (_, start) => endless(&all, start),
        });
        let listing = "/wiki/rest/api/group/id-b/membersByGroupId?limit=2&expand=isExternalCollaborator";
        let once = [listing.to_owned(), format!("{listing}&start=3"), format!("{listing}&start=2")];
        assert_eq!(asked.unwrap()[1..], [once.clone(), once].concat());
        assert_eq!(site.members(), ["the group b has 2 members, and 1 without an id, whom no search finds"]);
        // A site that ignores where a page is to begin shows the first one for ever.
        let deaf = settle(&selecting(cloud(), &[], &["b"]), |ask, _| match ask.url.path().ends_with("/group") {
            true => page_of(&groups(), ask),
            false => endless(&all, start(&ask.url)),
        });
        assert!(deaf.unwrap_err().1.contains("shows the same page again"));
    }
}
