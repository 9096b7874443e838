//! Inventing what a site holds at first, and further issues: all follows from the seed and from ordinals.

use super::catalog::{self, EPIC, PROJECTS, SUBTASK, Trade};
use super::fields::EPIC_LINK;
use super::invented;
use super::issue::{Attachment, Comment, Entry, Issue, Item, Link, Worklog};
use super::persons::Person;
use super::site::{Component, Record, Site, Sprint, Version};
use crate::random::Random;

const DAY: i64 = 86_400_000;
/// Within so many days of the opening the first issues are made.
const MADE_WITHIN: i64 = 540;
/// How many comments, worklogs and entries of the changelog the first issue has: more than fit into it, or on a page.
const OF_FIRST: [usize; 3] = [57, 25, 150];
/// When somebody changed many issues at once: days after the opening.
const BULK_EDIT: i64 = 650;
/// When somebody changed the first issue last: days after the opening. Nothing is newer then.
const LAST_EDIT: i64 = 652;

/// Where invented objects come from, and the numbers they get.
pub(super) struct Maker {
    pub(super) seed: u64,
    pub(super) opening: i64,
    people: usize,
    /// How many issues there are at first.
    issues: usize,
    last: [u64; 6],
    /// The last epic of each project, and the last issue that can have sub-tasks.
    parents: [(Option<u64>, Option<u64>); PROJECTS.len()],
    /// When the issue before was made.
    before: i64,
    /// How many issues were made.
    pub(super) made: usize,
}

/// What has numbers of its own.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Comment,
    Worklog,
    Attachment,
    Entry,
    Link,
    Record,
}

impl Maker {
    pub(super) fn new(seed: u64, opening: i64, people: usize, issues: usize) -> Self {
        let last = [20_000, 30_000, 40_000, 100_000, 50_000, 0];
        let parents = [(None, None); PROJECTS.len()];
        Self { seed, opening, people, issues, last, parents, before: opening, made: 0 }
    }

    /// The next number of a kind of thing.
    pub(super) fn next(&mut self, of: Of) -> u64 {
        let last = &mut self.last[of as usize];
        *last += 1;
        *last
    }

    fn random(&self, what: u64, ordinal: usize) -> Random {
        Random::of(&[self.seed, what, ordinal as u64])
    }

    /// One of the people who work on issues.
    pub(super) fn someone(&self, random: &mut Random) -> usize {
        2 + random.below(self.people - 2)
    }

    /// The person who leads a project.
    pub(super) fn lead(&self, place: usize) -> usize {
        3 + place
    }

    pub(super) fn components(&self, place: usize) -> Vec<Component> {
        let names = ["Interface", "Billing", "Storage"];
        let component = |(at, name): (usize, &&str)| Component {
            id: 10100 + (place * 10 + at) as u64,
            name: (*name).to_owned(),
            lead: 4 + at,
        };
        if PROJECTS[place].2 == Trade::TeamManaged {
            Vec::new()
        } else {
            names.iter().enumerate().map(component).collect()
        }
    }

    pub(super) fn versions(&self, place: usize) -> Vec<Version> {
        let version = |at: usize| Version {
            id: 10300 + (place * 10 + at) as u64,
            name: format!("{}.0", at + 1),
            is_released: at < 2,
            release: self.opening + (at as i64 + 1) * 180 * DAY,
        };
        if PROJECTS[place].2 == Trade::Scrum { (0..4).map(version).collect() } else { Vec::new() }
    }

    /// The sprints: six of the first board, one of the team-managed project.
    pub(super) fn sprints(&self) -> Vec<Sprint> {
        let of = |id: u64, board: u64, state| Sprint {
            id,
            name: format!("Sprint {id}"),
            state,
            start: self.opening + id as i64 * 90 * DAY,
            board,
            goal: format!("Ship part {id}."),
        };
        let states = ["closed", "closed", "closed", "closed", "active", "future"];
        let of_first = (1..).zip(states).map(|(id, state)| of(id, 1, state));
        of_first.chain([of(7, 3, "active")]).collect()
    }

    /// The first records of the administrators' log.
    pub(super) fn records(&mut self, people: &[Person]) -> Vec<Record> {
        let record = |person: &Person, id: u64, at: usize, opening: i64| Record {
            id,
            created: opening + at as i64 * DAY,
            author: 0,
            summary: "User added to group".to_owned(),
            category: "group management",
            object: (person.account_id.clone(), person.display.clone(), "USER"),
            changed: Some(("Group", String::new(), catalog::GROUPS[at % 4].0.to_owned())),
        };
        let opening = self.opening;
        people
            .iter()
            .take(12)
            .enumerate()
            .map(|(at, person)| record(person, self.next(Of::Record), at, opening))
            .collect()
    }

    /// The place of the project that a first issue is made in.
    pub(super) fn place(&self, ordinal: usize) -> usize {
        if ordinal < 5 {
            return ordinal;
        }
        let mut left = self.random(0x706c_6163, ordinal).below(100);
        let mut weighed = PROJECTS.iter().map(|(.., weight)| *weight);
        weighed
            .position(|weight| {
                if left < weight {
                    true
                } else {
                    left -= weight;
                    false
                }
            })
            .unwrap_or_default()
    }

    /// When a first issue is made: later than the one before, or at the same moment.
    fn created(&mut self, random: &mut Random, ordinal: usize) -> i64 {
        let step = MADE_WITHIN * DAY / (self.issues as i64 + 1);
        if ordinal % 7 != 6 {
            self.before = self.opening + step * ordinal as i64 + random.below(step.max(1) as usize) as i64;
        }
        self.before
    }

    /// A new issue of a project, not put in yet.
    pub(super) fn issue(site: &mut Site, ordinal: usize, place: usize) -> Issue {
        let maker = &mut site.maker;
        maker.made += 1;
        let mut random = maker.random(0x6973_7375, ordinal);
        let created = maker.created(&mut random, ordinal);
        site.projects[place].made += 1;
        let trade = PROJECTS[place].2;
        let mut issue = Issue {
            id: 10001 + ordinal as u64,
            project: site.projects[place].id,
            number: site.projects[place].made,
            created,
            updated: created,
            ..invented::issue(&site.maker, &mut random, ordinal)
        };
        site.maker.relate(&mut issue, &mut random, (ordinal, place));
        site.maker.live(&mut issue, &mut random, (ordinal, trade));
        invented::custom(site, &mut issue, &mut random, (ordinal, place));
        let project = &site.projects[place];
        issue.components = project.components.iter().filter(|_| random.one_in(4)).map(|part| part.id).collect();
        issue.fix_versions = project.versions.iter().filter(|_| random.one_in(5)).map(|version| version.id).collect();
        issue.versions = project.versions.iter().filter(|_| random.one_in(6)).map(|version| version.id).collect();
        issue
    }

    /// The type of an issue, and the issues that it belongs to or is linked to.
    fn relate(&mut self, issue: &mut Issue, random: &mut Random, (ordinal, place): (usize, usize)) {
        let types = catalog::types_of(PROJECTS[place].2);
        let (epic, last) = self.parents[place];
        issue.kind = types[random.below(types.len())];
        if ordinal % 5 == 4 && last.is_some() && PROJECTS[place].2 != Trade::ServiceDesk {
            (issue.kind, issue.parent) = (SUBTASK, last);
        } else if issue.kind == EPIC {
            self.parents[place].0 = Some(issue.id);
        } else {
            self.parents[place].1 = Some(issue.id);
            issue.parent = epic.filter(|_| !random.one_in(3));
        }
        if let Some(epic) = epic.filter(|epic| issue.parent == Some(*epic) && PROJECTS[place].2 != Trade::TeamManaged) {
            issue.custom.insert(EPIC_LINK, super::issue::Held::Epic(epic));
        }
        if ordinal % 6 == 5 {
            let kind = catalog::LINK_TYPES[ordinal / 6 % 3].0;
            let id = self.next(Of::Link);
            issue.links.push(Link { id, kind, other: 10001 + ordinal as u64 / 2, is_outward: true });
        }
    }

    /// What happened to an issue since it was made: its status, and what people wrote.
    fn live(&mut self, issue: &mut Issue, random: &mut Random, (ordinal, trade): (usize, Trade)) {
        let span = (1 + random.below((100 * DAY) as usize) as i64).max(DAY);
        let workflow = catalog::workflow(trade);
        let reached = random.below(workflow.len());
        let counts =
            if ordinal == 0 { OF_FIRST } else { [random.below(4), random.below(3), reached + random.below(3)] };
        issue.status = workflow[0];
        for at in 0..counts[2] {
            let is_newest = ordinal == 0 && at + 1 == counts[2];
            let time = issue.created + span * (at as i64 + 1) / (counts[2] as i64 + 1);
            let time = if is_newest { self.opening + LAST_EDIT * DAY } else { time };
            let item =
                if at < reached { transition(workflow[at], workflow[at + 1]) } else { invented::edit(random, at) };
            issue.history.push(Entry {
                id: self.next(Of::Entry),
                author: self.someone(random),
                created: time,
                items: vec![item],
            });
            issue.updated = time;
        }
        issue.status = workflow[reached.min(counts[2])];
        if catalog::STATUSES.iter().any(|(id, _, category)| *id == issue.status && *category == 3) {
            issue.resolution = Some(catalog::RESOLUTIONS[random.below(3)].0);
            issue.resolved = Some(issue.history.get(reached - 1).map_or(issue.updated, |entry| entry.created));
        }
        for at in 0..counts[0] {
            let comment = self.comment(random, issue.created + span * (at as i64 + 1) / (counts[0] as i64 + 2));
            let is_public = trade != Trade::ServiceDesk || !random.one_in(3);
            issue.comments.push(Comment { is_public, ..comment });
        }
        for at in 0..counts[1] {
            let worklog = self.worklog(random, issue.created + span * (at as i64 + 1) / (counts[1] as i64 + 3));
            issue.worklogs.push(worklog);
        }
        if ordinal % 4 == 0 {
            let files = if ordinal == 0 { 3 } else { 1 };
            issue.attachments = (0..files).map(|_| self.attachment(random, issue.created + span / 7)).collect();
        }
        let parts = issue.comments.iter().map(|comment| comment.updated);
        let parts = parts.chain(issue.worklogs.iter().map(|worklog| worklog.updated));
        let parts = parts.chain(issue.attachments.iter().map(|attachment| attachment.created));
        issue.updated = parts.fold(issue.updated, i64::max);
        if ordinal % 7 >= 5 {
            let bulk = self.opening + BULK_EDIT * DAY + (ordinal / 350) as i64 * 60_000;
            issue.updated = bulk;
            let items = vec![invented::edit(random, ordinal)];
            issue.history.push(Entry { id: self.next(Of::Entry), author: 0, created: bulk, items });
        }
    }

    /// A comment of somebody, written at a time.
    pub(super) fn comment(&mut self, random: &mut Random, time: i64) -> Comment {
        let author = self.someone(random);
        let role = random.one_in(10).then_some(catalog::ROLES[1].0);
        let lines = 1 + random.below(2);
        let body = invented::prose(random, lines);
        Comment {
            id: self.next(Of::Comment),
            author,
            changer: author,
            body,
            created: time,
            updated: time,
            role,
            is_public: true,
        }
    }

    /// Work of somebody, booked at a time.
    pub(super) fn worklog(&mut self, random: &mut Random, time: i64) -> Worklog {
        let author = self.someone(random);
        let comment = if random.one_in(2) { invented::prose(random, 1) } else { String::new() };
        let (started, seconds) = (time - 3_600_000, 60 * (1 + random.below(480) as i64));
        Worklog {
            id: self.next(Of::Worklog),
            author,
            changer: author,
            comment,
            created: time,
            updated: time,
            started,
            seconds,
        }
    }

    /// A file that somebody brought at a time.
    pub(super) fn attachment(&mut self, random: &mut Random, time: i64) -> Attachment {
        let (name, media) =
            [("log.txt", "text/plain"), ("table.csv", "text/csv"), ("screen.png", "image/png")][random.below(3)];
        let id = self.next(Of::Attachment);
        let size = 200 + random.below(1500) as u64;
        Attachment { id, author: self.someone(random), created: time, name: format!("{id}-{name}"), media, size }
    }
}

/// What the changelog says of a step from one status to another.
pub(super) fn transition(from: u64, to: u64) -> Item {
    let name =
        |id: u64| catalog::STATUSES.iter().find(|(known, ..)| *known == id).map(|(_, name, _)| (*name).to_owned());
    Item {
        field: "status".to_owned(),
        field_id: "status".to_owned(),
        from: Some(from.to_string()),
        from_text: name(from),
        to: Some(to.to_string()),
        to_text: name(to),
    }
}
