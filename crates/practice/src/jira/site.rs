//! What a site holds, and what of it the account sees.

use super::catalog::{ARCHIVED, LEVELS, OPEN, PROJECTS, STATUSES, Trade};
use super::fields::{self, Field};
use super::issue::Issue;
use super::maker::Maker;
use super::persons::{self, Person};
use crate::calendar;
use catchment_base::clock;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a project is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Live,
    Archived,
    Deleted,
}

impl Standing {
    /// The word that the list of projects knows it by.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Archived => "archived",
            Self::Deleted => "deleted",
        }
    }
}

/// A part of a project.
#[derive(Clone, Debug)]
pub(super) struct Component {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) lead: usize,
}

/// A version of what a project makes.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) is_released: bool,
    pub(super) release: i64,
}

/// A project.
#[derive(Clone, Debug)]
pub(super) struct Project {
    pub(super) id: u64,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) trade: Trade,
    pub(super) lead: usize,
    pub(super) standing: Standing,
    /// Whether the account may not browse it.
    pub(super) is_hidden: bool,
    /// Whether everybody may browse it, without an account too.
    pub(super) is_open: bool,
    pub(super) components: Vec<Component>,
    pub(super) versions: Vec<Version>,
    /// How many issues were made in it.
    pub(super) made: u64,
}

/// A status of issues.
#[derive(Clone, Debug)]
pub(super) struct Status {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) category: u64,
}

/// A sprint.
#[derive(Clone, Debug)]
pub(super) struct Sprint {
    pub(super) id: u64,
    pub(super) name: String,
    /// `future`, `active` or `closed`.
    pub(super) state: &'static str,
    pub(super) start: i64,
    /// The board it was made on.
    pub(super) board: u64,
    pub(super) goal: String,
}

/// How long a sprint lasts, in milliseconds.
const FORTNIGHT: i64 = 14 * 86_400_000;

impl Sprint {
    pub(super) fn end(&self) -> i64 {
        self.start + FORTNIGHT
    }
}

/// What the log of the administrators tells.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) id: u64,
    pub(super) created: i64,
    pub(super) author: usize,
    pub(super) summary: String,
    pub(super) category: &'static str,
    /// The id, the name and the type of what it is about.
    pub(super) object: (String, String, &'static str),
    /// The field that changed, and its value before and after.
    pub(super) changed: Option<(&'static str, String, String)>,
}

/// What the search shows of an issue until its index has followed a change.
struct Lag {
    until: NaiveDateTime,
    before: Option<Box<Issue>>,
}

/// Where the parts of issues are: the issue of each.
#[derive(Default)]
pub(super) struct Homes {
    pub(super) comments: BTreeMap<u64, u64>,
    pub(super) worklogs: BTreeMap<u64, u64>,
    pub(super) attachments: BTreeMap<u64, u64>,
}

/// Everything a site holds.
pub(super) struct Site {
    pub(super) maker: Maker,
    pub(super) people: Vec<Person>,
    pub(super) fields: Vec<Field>,
    pub(super) statuses: Vec<Status>,
    pub(super) projects: Vec<Project>,
    pub(super) sprints: Vec<Sprint>,
    pub(super) records: Vec<Record>,
    /// Worklogs that were deleted, with the time of it.
    pub(super) removed_worklogs: Vec<(i64, u64)>,
    pub(super) homes: Homes,
    /// How many changes there were.
    pub(super) changes: u64,
    /// Issues that the account may not see, whatever their project and level.
    pub(super) hidden: BTreeSet<u64>,
    /// Seconds until the index of the search knows of a change.
    pub(super) lag: Option<u64>,
    issues: BTreeMap<u64, Issue>,
    keys: BTreeMap<String, u64>,
    children: BTreeMap<u64, BTreeSet<u64>>,
    lags: BTreeMap<u64, Lag>,
}

impl Site {
    /// A site with so many issues at first.
    pub(super) fn new(seed: u64, issues: usize, account: &str) -> Self {
        let opening = calendar::opening(seed);
        let people = persons::all(seed, issues, account);
        let mut maker = Maker::new(seed, opening, people.len(), issues);
        let projects = (0..PROJECTS.len()).map(|place| project(&mut maker, place)).collect();
        let status =
            |(id, name, category): &(u64, &str, u64)| Status { id: *id, name: (*name).to_owned(), category: *category };
        let mut site = Self {
            sprints: maker.sprints(),
            records: maker.records(&people),
            maker,
            people,
            fields: fields::custom(),
            statuses: STATUSES.iter().map(status).collect(),
            projects,
            removed_worklogs: Vec::new(),
            homes: Homes::default(),
            changes: 0,
            hidden: BTreeSet::new(),
            lag: None,
            issues: BTreeMap::new(),
            keys: BTreeMap::new(),
            children: BTreeMap::new(),
            lags: BTreeMap::new(),
        };
        for ordinal in 0..issues {
            let place = site.maker.place(ordinal);
            let issue = Maker::issue(&mut site, ordinal, place);
            site.link(&issue);
            site.put(issue);
        }
        site
    }

    /// Lets the other ends of an issue's links know of them.
    fn link(&mut self, issue: &Issue) {
        for link in &issue.links {
            if let Some(other) = self.issues.get_mut(&link.other) {
                other.links.push(super::issue::Link { other: issue.id, is_outward: !link.is_outward, ..link.clone() });
            }
        }
    }

    /// The site's clock, in milliseconds since 1970; it moves with changes alone.
    pub(super) fn now(&self) -> i64 {
        calendar::of_change(self.maker.opening, self.changes)
    }

    /// Puts an issue where it was or in as a new one.
    pub(super) fn put(&mut self, issue: Issue) {
        let id = issue.id;
        if let Some(seconds) = self.lag {
            self.keep_indexed(id, seconds);
        }
        self.forget(id);
        for key in issue.former.iter().cloned().chain([self.key(&issue)]) {
            self.keys.insert(key, id);
        }
        if let Some(parent) = issue.parent {
            self.children.entry(parent).or_default().insert(id);
        }
        self.homes.comments.extend(issue.comments.iter().map(|comment| (comment.id, id)));
        self.homes.worklogs.extend(issue.worklogs.iter().map(|worklog| (worklog.id, id)));
        self.homes.attachments.extend(issue.attachments.iter().map(|attachment| (attachment.id, id)));
        self.issues.insert(id, issue);
    }

    /// Takes an issue out, with everything that leads to it.
    pub(super) fn forget(&mut self, id: u64) -> Option<Issue> {
        let issue = self.issues.remove(&id)?;
        let key = self.key(&issue);
        for key in issue.former.iter().chain([&key]) {
            self.keys.remove(key);
        }
        if let Some(children) = issue.parent.and_then(|parent| self.children.get_mut(&parent)) {
            children.remove(&id);
        }
        for comment in &issue.comments {
            self.homes.comments.remove(&comment.id);
        }
        for worklog in &issue.worklogs {
            self.homes.worklogs.remove(&worklog.id);
        }
        for attachment in &issue.attachments {
            self.homes.attachments.remove(&attachment.id);
        }
        Some(issue)
    }

    /// Keeps what the index knows of an issue for the seconds of the lag; nothing for an issue that it does not know.
    fn keep_indexed(&mut self, id: u64, seconds: u64) {
        let wait = TimeDelta::try_seconds(seconds.try_into().unwrap_or(i64::MAX)).unwrap_or(TimeDelta::MAX);
        let until = clock::now().checked_add_signed(wait).unwrap_or(NaiveDateTime::MAX);
        let now = clock::now();
        let known = self.lags.remove(&id).filter(|lag| lag.until > now).map(|lag| lag.before);
        let before = known.unwrap_or_else(|| self.issues.get(&id).cloned().map(Box::new));
        self.lags.insert(id, Lag { until, before });
    }

    /// Whether the index knows of every change at a time.
    pub(super) fn is_indexed(&self, now: NaiveDateTime) -> bool {
        self.lags.values().all(|lag| lag.until <= now)
    }

    /// An issue as the index knows it at a time; as it is, where it is among those to reconcile.
    pub(super) fn indexed<'s>(&'s self, issue: &'s Issue, now: NaiveDateTime, reconciled: &[u64]) -> Option<&'s Issue> {
        match self.lags.get(&issue.id) {
            Some(lag) if lag.until > now && !reconciled.contains(&issue.id) => lag.before.as_deref(),
            _ => Some(issue),
        }
    }

    /// All issues, by their numbers.
    pub(super) fn issues(&self) -> impl Iterator<Item = &Issue> {
        self.issues.values()
    }

    pub(super) fn issue(&self, id: u64) -> Option<&Issue> {
        self.issues.get(&id)
    }

    /// The issue that an id or a key names, be it one that it had before.
    pub(super) fn named(&self, id_or_key: &str) -> Option<&Issue> {
        let id = id_or_key.parse().ok().or_else(|| self.keys.get(&id_or_key.to_uppercase()).copied())?;
        self.issue(id)
    }

    /// The issues below another, by their numbers.
    pub(super) fn children(&self, id: u64) -> impl Iterator<Item = &Issue> {
        self.children.get(&id).into_iter().flatten().filter_map(|child| self.issue(*child))
    }

    pub(super) fn project(&self, id: u64) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    /// The project that an id or a key names.
    pub(super) fn project_named(&self, id_or_key: &str) -> Option<&Project> {
        let is =
            |project: &&Project| project.key.eq_ignore_ascii_case(id_or_key) || project.id.to_string() == id_or_key;
        self.projects.iter().find(is)
    }

    /// The key of an issue.
    pub(super) fn key(&self, issue: &Issue) -> String {
        let key = self.project(issue.project).map_or("", |project| &project.key);
        format!("{key}-{}", issue.number)
    }

    /// Whether the account, or anybody without one, sees a project.
    pub(super) fn sees_project(&self, project: &Project, is_known: bool) -> bool {
        !project.is_hidden && (is_known || project.is_open)
    }

    /// Whether the account, or anybody without one, sees an issue.
    pub(super) fn sees(&self, issue: &Issue, is_known: bool) -> bool {
        let is_cleared = |level: u64| is_known && LEVELS.iter().any(|(id, _, cleared)| *id == level && *cleared);
        let project = self.project(issue.project);
        let is_there = project.is_some_and(|at| at.standing == Standing::Live && self.sees_project(at, is_known));
        is_there && !self.hidden.contains(&issue.id) && issue.security.is_none_or(is_cleared)
    }
}

/// A project at the start.
fn project(maker: &mut Maker, place: usize) -> Project {
    let (key, name, trade, _) = PROJECTS[place];
    Project {
        id: 10000 + place as u64,
        key: key.to_owned(),
        name: name.to_owned(),
        trade,
        lead: maker.lead(place),
        standing: if place == ARCHIVED { Standing::Archived } else { Standing::Live },
        is_hidden: false,
        is_open: place == OPEN,
        components: maker.components(place),
        versions: maker.versions(place),
        made: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_follows_from_its_seed() {
        let (one, same, other) = (Site::new(1, 60, "a@b"), Site::new(1, 60, "a@b"), Site::new(2, 60, "a@b"));
        let told = |site: &Site| site.issues().map(|issue| format!("{issue:?}")).collect::<Vec<_>>();
        assert_eq!(told(&one), told(&same));
        assert_ne!(told(&one), told(&other));
        assert_eq!(told(&one).len(), 60);
    }

    #[test]
    fn an_issue_is_found_by_its_id_and_its_key_and_gone_with_its_parts() {
        let mut site = Site::new(1, 40, "a@b");
        let first = site.named("eng-1").unwrap();
        assert_eq!((first.id, site.key(first)), (10001, "ENG-1".to_owned()));
        let (comment, child) = (first.comments[0].id, site.children(10001).next().map(|child| child.id));
        assert_eq!(site.homes.comments.get(&comment), Some(&10001));
        assert!(child.is_none_or(|child| site.issue(child).unwrap().parent == Some(10001)));
        assert!(site.forget(10001).is_some());
        assert!(site.named("ENG-1").is_none() && !site.homes.comments.contains_key(&comment));
    }

    #[test]
    fn what_is_seen_depends_on_project_level_and_account() {
        let mut site = Site::new(1, 100, "a@b");
        let seen = |site: &Site, id: u64, is_known| site.sees(site.issue(id).unwrap(), is_known);
        let of = |site: &Site, place: usize| {
            site.issues().find(|i| i.project == 10000 + place as u64 && i.security.is_none()).unwrap().id
        };
        let (eng, ops, old) = (of(&site, 0), of(&site, OPEN), of(&site, ARCHIVED));
        assert_eq!([eng, ops, old].map(|id| seen(&site, id, true)), [true, true, false]);
        assert_eq!([eng, ops, old].map(|id| seen(&site, id, false)), [false, true, false]);
        let mut secret = site.issue(eng).unwrap().clone();
        for (level, is_seen) in [(10001, true), (10002, false)] {
            secret.security = Some(level);
            assert_eq!(site.sees(&secret, true), is_seen);
        }
        site.hidden.insert(ops);
        assert!(!seen(&site, ops, true));
        site.projects[0].is_hidden = true;
        assert!(!seen(&site, eng, true));
    }
}
