//! Who may do what: groups, restrictions of content, permissions of spaces, and roles.

use super::crowd::{self, Person};
use crate::random::Random;
use std::collections::{BTreeMap, BTreeSet};

/// A group of people.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    /// Indices of people.
    pub(super) members: BTreeSet<usize>,
    pub(super) managed: &'static str,
}

/// The people and groups that a restriction names, by their indices.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Subjects {
    pub(super) people: BTreeSet<usize>,
    pub(super) groups: BTreeSet<usize>,
}

impl Subjects {
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.groups.is_empty()
    }
}

/// A permission for a space.
pub(super) struct Permission {
    pub(super) id: u64,
    /// Index of the space.
    pub(super) space: usize,
    /// `user`, `group` or `access-class`, and its id.
    pub(super) principal: (&'static str, String),
    /// The operation and what it is done to.
    pub(super) operation: (String, String),
}

/// A role.
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    /// Index of the space, the kind of the principal as roles name it, and its id.
    pub(super) given: Vec<(usize, &'static str, String)>,
}

/// Who may do what on a site.
#[derive(Default)]
pub(super) struct Rights {
    pub(super) groups: Vec<Group>,
    /// Of content that is restricted, by its id: who may read it and who may update it; nobody named lets everybody.
    pub(super) restrictions: BTreeMap<u64, [Subjects; 2]>,
    pub(super) permissions: Vec<Permission>,
    pub(super) roles: Vec<Role>,
    /// How many permissions there ever were.
    pub(super) granted: u64,
}

impl Rights {
    /// Whether a person may read something, as far as its own restriction says.
    pub(super) fn lets_read(&self, content: u64, person: usize) -> bool {
        let Some([readers, _]) = self.restrictions.get(&content) else { return true };
        let member = |group: &usize| self.groups.get(*group).is_some_and(|group| group.members.contains(&person));
        readers.is_empty() || readers.people.contains(&person) || readers.groups.iter().any(member)
    }

    /// Lets a principal do something in a space; the id of the permission.
    pub(super) fn grant(&mut self, space: usize, principal: (&'static str, String), operation: (&str, &str)) -> u64 {
        self.granted += 1;
        let operation = (operation.0.to_owned(), operation.1.to_owned());
        self.permissions.push(Permission { id: 3000 + self.granted, space, principal, operation });
        3000 + self.granted
    }

    /// Gives each of the spaces so many permissions.
    pub(super) fn permit(&mut self, people: &[Person], spaces: usize, many: usize) {
        const OPERATIONS: [(&str, &str); 5] = [
            ("read", "space"),
            ("create", "page"),
            ("delete", "comment"),
            ("administer", "space"),
            ("export", "space"),
        ];
        for (space, ordinal) in (0..spaces).flat_map(|space| (0..many).map(move |ordinal| (space, ordinal))) {
            let principal = match ordinal % 3 {
                0 => ("access-class", "all-licensed-users".to_owned()),
                1 if !self.groups.is_empty() => {
                    ("group", self.groups[(space + ordinal) % self.groups.len()].id.clone())
                }
                _ => ("user", people[(space + ordinal) % people.len()].account.clone()),
            };
            self.grant(space, principal, OPERATIONS[(ordinal / 3) % OPERATIONS.len()]);
        }
    }

    /// Restricts these contents so that the account may still read them: every third for updates alone, the others for
    /// reading too, every second of those by a group of the account where there is one.
    pub(super) fn restrict(&mut self, contents: &[u64]) {
        let own = self.groups.iter().position(|group| group.members.contains(&0));
        for (ordinal, content) in contents.iter().enumerate() {
            let writers = Subjects { people: [0, 1 + ordinal % (crowd::CROWD - 1)].into(), ..Subjects::default() };
            let readers = match (ordinal % 3, own) {
                (0, _) => Subjects::default(),
                (1, Some(group)) => Subjects { groups: [group].into(), ..Subjects::default() },
                _ => writers.clone(),
            };
            self.restrictions.insert(*content, [readers, writers]);
        }
    }

    /// Makes so many roles, each given to one principal in every space.
    pub(super) fn divide(&mut self, people: &[Person], spaces: usize, many: usize) {
        const NAMES: [&str; 4] = ["Admin", "Manager", "Collaborator", "Viewer"];
        for ordinal in 0..many {
            let given = |space: usize| match ordinal % 3 {
                0 => (space, "USER", people[(space + ordinal) % people.len()].account.clone()),
                1 if !self.groups.is_empty() => (space, "GROUP", self.groups[ordinal % self.groups.len()].id.clone()),
                _ => (space, "ACCESS_CLASS", "all-licensed-users".to_owned()),
            };
            let round = ordinal / NAMES.len();
            let name = NAMES[ordinal % NAMES.len()];
            let id = crowd::uuid(0x726f_6c65 + ordinal as u64, ordinal as u64);
            self.roles.push(Role {
                id,
                name: if round == 0 { name.to_owned() } else { format!("{name} {round}") },
                kind: if round == 0 { "SYSTEM" } else { "CUSTOM" },
                given: (0..spaces).map(given).collect(),
            });
        }
    }
}

/// So many groups of these people; the first has as many members as said, and the account is in every second one.
pub(super) fn groups(seed: u64, many: usize, members: usize, people: usize) -> Vec<Group> {
    const NAMES: [&str; 5] = ["confluence-users", "site-admins", "écriture", "R&D / platform", "nobody-yet"];
    let group = |ordinal: usize| {
        let mut random = Random::of(&[seed, 13, ordinal as u64]);
        let id = crowd::uuid(random.next(), random.next());
        let members: BTreeSet<usize> = match ordinal {
            0 => (0..members.min(people)).collect(),
            _ if ordinal % 5 == 4 => BTreeSet::new(),
            _ => (0..3 + random.below(6))
                .map(|_| 1 + random.below(people - 1))
                .chain(ordinal.is_multiple_of(2).then_some(0))
                .collect(),
        };
        let round = ordinal / NAMES.len();
        let name = NAMES[ordinal % NAMES.len()];
        let name = if round == 0 { name.to_owned() } else { format!("{name}-{round}") };
        Group { id, name, members, managed: if ordinal % 4 == 3 { "EXTERNAL" } else { "ADMINS" } }
    };
    (0..many).map(group).collect()
}
