//! What settings select, and who made it: users, and the members of groups. The search knows no groups, so the site is
//! asked for their members before it is searched, once in a session, and the search names some people at a time.
//!
//! A group is found by its name in the listing of groups; its members are listed as those of the dataset are. An empty
//! listing proves nothing: Cloud answers so for a group that is not there (`membersByGroupId`). Pages are counted, so that
//! whoever leaves a group moves others to pages that were read already: where there is more than one page they are listed
//! twice, and whoever is in one of both listings is a member.

use super::Site;
use crate::edge::http::Ask;
use crate::error::{Error, Result, printable};
use crate::response::{Aim, WalkKind};
use crate::source::confluence::endpoint::Row;
use crate::source::confluence::filter::{MOST_CREATORS, bytes_of, made_by};
use crate::source::confluence::{answer, cql};
use crate::source::refused::Flaw;
use crate::source::{PageSize, Selection, Session, flaw};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The streams whose listings are read for that.
const GROUPS: &str = "user_group";
const MEMBERS: &str = "group_member";
/// Bytes of an address that spaces may take, with the conditions, beside the people that a search names.
const MOST_BESIDE: usize = 750;

/// What settings select of pages and blog posts, as searches ask for it.
#[derive(Default)]
pub(in crate::source::confluence) struct Selecting {
    /// The conditions, but for who made it.
    conditions: Option<String>,
    users: BTreeSet<String>,
    /// The groups whose members are among the users, by their names.
    groups: Vec<String>,
    /// What the site has shown of them so far.
    shown: Mutex<Shown>,
    /// The users and all members, once these are known.
    people: OnceLock<Vec<String>>,
}

/// What a site has shown of groups.
#[derive(Default)]
struct Shown {
    /// Their ids by their names.
    ids: BTreeMap<String, String>,
    /// The members of those that were read to the end, by the names of the groups.
    members: BTreeMap<String, BTreeSet<String>>,
    /// The listing under way.
    pages: Pages,
}

/// How far a listing was read.
#[derive(Default)]
struct Pages {
    next: Option<Ask>,
    count: u32,
    /// The last object of the page before.
    last: Option<String>,
    /// Whether it is the second one.
    is_second: bool,
    members: BTreeSet<String>,
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

/// The objects of a page: groups with their ids, or ids of members.
enum Entries {
    Groups(Vec<(String, String)>),
    Members(Vec<String>),
}

impl Entries {
    fn last(&self) -> Option<String> {
        match self {
            Self::Groups(named) => named.last().map(|(name, _)| name.clone()),
            Self::Members(ids) => ids.last().cloned(),
        }
    }
}

impl Selecting {
    /// These conditions, and one of these users or a member of one of the groups with these names.
    pub(in crate::source::confluence) fn new(
        conditions: Option<String>,
        users: Vec<String>,
        groups: Vec<String>,
    ) -> Self {
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

    /// How many members each group has, a phrase each.
    pub(super) fn counted(&self) -> Vec<String> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |(group, members): (&String, &BTreeSet<String>)| {
            let plural = if members.len() == 1 { "" } else { "s" };
            format!("the group {} has {} member{plural}", printable(group), members.len())
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

    /// Notes the ids of groups that settings name. Where the listing ends without one of them, it is not there.
    fn note_groups(&self, shown: &mut Shown, named: Vec<(String, String)>, is_end: bool) -> Result<()> {
        shown.ids.extend(named.into_iter().filter(|(name, _)| self.groups.contains(name)));
        let lacking = self.groups.iter().find(|group| !shown.ids.contains_key(*group));
        match lacking.filter(|_| is_end) {
            Some(group) => Err(not_there(group)),
            None => Ok(()),
        }
    }

    /// Notes members of a group; the end of its listing makes them known, and that of the last group everybody.
    fn note_members(&self, shown: &mut Shown, group: &str, ids: Vec<String>, is_end: bool) -> Result<()> {
        shown.pages.members.extend(ids);
        if shown.pages.members.len() > MOST_CREATORS {
            let named = printable(group);
            let what = format!("the group {named}, which `creators` names, has more than {MOST_CREATORS} members");
            return Err(too_many(what));
        }
        if !is_end {
            return Ok(());
        }
        if shown.pages.members.is_empty() {
            return Err(nobody(group));
        }
        if shown.pages.count > 1 && !shown.pages.is_second {
            let members = std::mem::take(&mut shown.pages.members);
            shown.pages = Pages { is_second: true, members, ..Pages::default() };
            return Ok(());
        }
        shown.members.insert(group.to_owned(), std::mem::take(&mut shown.pages.members));
        if self.step(shown).is_none() {
            let people: BTreeSet<&String> = self.users.iter().chain(shown.members.values().flatten()).collect();
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

    /// By what searches name a member.
    fn member(self) -> Result<String, String> {
        let id = self.account_id.or(self.user_key).filter(|id| !id.is_empty());
        id.ok_or_else(|| "the response shows a member without an id".to_owned())
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

    /// Whether a question is for the version of the product, not for members.
    pub(super) fn asks_for_version(&self, ask: &Ask) -> bool {
        self.api.version.is_some_and(|path| ask.url.path().ends_with(path))
    }

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
        let entries = page.objects.iter().map(|(_, object)| serde_json::from_str(object.get()));
        let entries = entries.collect::<Result<Vec<Entry>, _>>().map_err(|cause| flaw(&cause, body.len()))?;
        let entries = match stream {
            GROUPS => Entries::Groups(entries.into_iter().map(Entry::group).collect::<Result<_, _>>()?),
            _ => Entries::Members(entries.into_iter().map(Entry::member).collect::<Result<_, _>>()?),
        };
        let next = self.next(row, ask, &page, body)?;
        let next = next.map(|next| self.follow(&row.stream, ask, &next)).transpose().map_err(Flaw::Wrong)?;
        // From here on the answer is taken.
        let last = entries.last();
        if next.is_some() && last.is_some() && last == shown.pages.last {
            let what = format!("the {stream} listing shows the same page again");
            let hint = "the site's paging never ends here; nothing was lost, run again later";
            return Err(Flaw::Wrong(Error::failed(what).hint(hint)));
        }
        shown.pages.count += 1;
        (shown.pages.last, shown.pages.next) = (last, next);
        let is_end = shown.pages.next.is_none();
        let noted = match entries {
            Entries::Groups(named) => self.selecting.note_groups(&mut shown, named, is_end),
            Entries::Members(ids) => self.selecting.note_members(&mut shown, &group, ids, is_end),
        };
        // What comes next is another listing, from its beginning.
        let is_same = self.selecting.step(&shown).is_some_and(|step| step.stream == stream && step.group == group);
        if noted.is_err() || !is_same {
            shown.pages = Pages::default();
        }
        noted.map_err(Flaw::Wrong)
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
    Error::usage(format!("the site shows no members of the group {}, which `creators` names", printable(group))).hint(
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
    use super::super::tests::{cloud, data_center, stream};
    use super::*;
    use crate::error::Kind;
    use crate::response::Listing;
    use crate::source::survey::Survey;
    use crate::source::{LONGEST_ADDRESS, Names, Stream};
    use url::Position;

    static PAGES: [Stream; 1] = [Stream {
        name: "page",
        selection: Some(Selection { text: "what settings say", settings: "creators" }),
        ..Stream::LISTED
    }];

    fn texts(said: &[&str]) -> Vec<String> {
        said.iter().map(|text| (*text).to_owned()).collect()
    }

    fn selecting(site: Site, users: &[&str], groups: &[&str]) -> Site {
        let selecting = Selecting::new(None, texts(users), texts(groups));
        Site { streams: &PAGES, page_size: 2, selecting, ..site }
    }

    fn census() -> Aim {
        Aim::new(WalkKind::Census, Listing { stream: "page", scope: String::new() })
    }

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
            match site.read_premise(&ask, answer(&ask, asked.len()).as_bytes()) {
                Ok(()) => asked.push(ask.url[Position::BeforePath..].to_owned()),
                Err(Flaw::Wrong(error)) => return Err((error.kind(), error.one_line())),
                Err(Flaw::Ill(flaw)) => return Err((Kind::Failed, flaw)),
            }
            assert!(asked.len() < 50, "{asked:?}");
        }
        Ok(asked)
    }

    fn cql(site: &Site, aim: &Aim, named: Range<usize>) -> String {
        let url = site.first(aim, 50, named).unwrap().url;
        url.query_pairs().find(|(name, _)| name == "cql").unwrap().1.into_owned()
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
        assert!(slashed.read_premise(&ask, group.as_bytes()).is_ok());
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
            (of_group("a"), &[][..], "shows no members of the group a, which `creators` names"),
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
        let (kind, told) = refused(&of_group("a"), &[r#"{"type":"known"}"#.to_owned()]);
        assert_eq!((kind, told.as_str()), (Kind::Failed, "the response shows a member without an id"));
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
        assert!(site.read_premise(&ask, page_of(&groups(), &ask).as_bytes()).is_ok());
        assert!(told(&site).starts_with("the members of the group b, which `creators` names, cannot be read"));
        let aim = Aim::new(WalkKind::Children, Listing { stream: "space_permission", scope: "9".to_owned() });
        let version = site.premise(&aim).unwrap().unwrap();
        assert_eq!(site.refused_premise(&version, denied()).kind(), Kind::Failed);
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
