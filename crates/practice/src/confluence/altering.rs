//! How a change changes what there is besides spaces, content and attachments.
//!
//! Labels, likes, restrictions and comments leave the version and the time of a page as they are.

use super::annex::Event;
use super::attachment;
use super::changing::{IN_USE, THERE, refused};
use super::comment::{self, Comment, Inline};
use super::crowd;
use super::item::Body;
use super::node::{self, Node, NodeKind};
use super::rights::Subjects;
use super::shelf::Shelf;
use crate::calendar::Life;
use catchment_base::error::Result;

impl Shelf {
    fn person_named(&self, account: &str) -> Result<usize> {
        let found = self.people.iter().position(|person| person.account == account || person.key() == account);
        found.ok_or_else(|| refused(format!("nobody on the practice site has the account id {account}")))
    }

    fn group_named(&self, name: &str) -> Result<usize> {
        let found = self.annex.rights.groups.iter().position(|group| group.id == name || group.name == name);
        found.ok_or_else(|| refused(format!("there is no group {name} on the practice site")))
    }

    fn comment_named(&self, id: &str) -> Result<&Comment> {
        let found = id.parse().ok().and_then(|number: u64| self.annex.comments.get(&number));
        let found = found.filter(|comment| self.thread(comment).all(|comment| !comment.is_gone()));
        found.ok_or_else(|| refused(format!("there is no comment {id} on the practice site")))
    }

    /// The number of an item, an attachment or a space.
    fn labelled_named(&self, id: &str) -> Result<u64> {
        if let Ok(space) = self.space_named(id) {
            return Ok(self.spaces[space].id);
        }
        match id.starts_with("att") {
            true => self.file_named(id, IN_USE).map(|file| file.number),
            false => self.item_named(id, IN_USE).map(|item| item.id),
        }
    }

    fn add_comment(&mut self, container: u64, parent: Option<u64>, inline: Option<Inline>, body: String) -> String {
        let ordinal = self.annex.made[0];
        let id = comment::made_number(ordinal);
        let comment = Comment {
            id,
            container,
            parent,
            inline,
            status: "current",
            author: ordinal % crowd::CROWD,
            versions: vec![(self.next_now(), Body::Given(body.into()))],
            touched: self.changes + 1,
        };
        self.annex.comments.insert(id, comment);
        self.annex.made[0] += 1;
        id.to_string()
    }

    pub(super) fn remark(&mut self, container: &str, selection: Option<String>, body: String) -> Result<String> {
        let container = self.item_named(container, IN_USE)?.id;
        let marker = crowd::uuid(container, self.changes);
        let inline = selection.map(|selection| Inline { marker, selection, resolution: "open", settled: None });
        Ok(self.add_comment(container, None, inline, body))
    }

    pub(super) fn answer_comment(&mut self, comment: &str, body: String) -> Result<String> {
        let above = self.comment_named(comment)?;
        let (container, parent) = (above.container, above.id);
        let inline = above.inline.clone().map(|inline| Inline { resolution: "open", settled: None, ..inline });
        Ok(self.add_comment(container, Some(parent), inline, body))
    }

    /// Changes a comment; the change is given the time that it is made at.
    pub(super) fn alter_comment(&mut self, id: &str, how: impl FnOnce(&mut Comment, i64)) -> Result<String> {
        let (number, at, touched) = (self.comment_named(id)?.id, self.next_now(), self.changes + 1);
        if let Some(comment) = self.annex.comments.get_mut(&number) {
            comment.touched = touched;
            how(comment, at);
        }
        Ok(id.to_owned())
    }

    pub(super) fn edit_comment(&mut self, id: &str, body: String) -> Result<String> {
        self.alter_comment(id, |comment, at| comment.versions.push((at, Body::Given(body.into()))))
    }

    /// Settles an inline comment, or opens one again that was settled.
    pub(super) fn settle(&mut self, id: &str, resolution: &'static str) -> Result<String> {
        let inline = self.comment_named(id)?.inline.as_ref();
        let inline = inline.ok_or_else(|| refused(format!("{id} is no inline comment")))?;
        if (inline.resolution == "resolved") == (resolution == "resolved") {
            return Err(refused(format!("the comment {id} is {}", inline.resolution)));
        }
        self.alter_comment(id, |comment, at| {
            if let Some(inline) = &mut comment.inline {
                (inline.resolution, inline.settled) = (resolution, Some((1, at)));
            }
        })
    }

    pub(super) fn label(&mut self, id: &str, label: &str) -> Result<String> {
        let target = self.labelled_named(id)?;
        let label_id = self.annex.labels.named(label);
        match self.annex.labels.on.insert((target, label_id)) {
            true => Ok(label_id.to_string()),
            false => Err(refused(format!("{id} has the label {label} already"))),
        }
    }

    pub(super) fn unlabel(&mut self, id: &str, label: &str) -> Result<String> {
        let target = self.labelled_named(id)?;
        let known = self.annex.labels.known(label).filter(|known| self.annex.labels.on.remove(&(target, *known)));
        known.map(|known| known.to_string()).ok_or_else(|| refused(format!("{id} does not have the label {label}")))
    }

    pub(super) fn tick(&mut self, id: &str, person: Option<&str>) -> Result<String> {
        let (person, at) = (person.map(|person| self.person_named(person)).transpose()?, self.next_now());
        let task = self.annex.tasks.iter_mut().find(|task| task.id.to_string() == id);
        let task = task.ok_or_else(|| refused(format!("there is no task {id} on the practice site")))?;
        if task.done.is_some() == person.is_some() {
            return Err(refused(format!(
                "the task {id} is {} already",
                if person.is_some() { "done" } else { "open" }
            )));
        }
        (task.done, task.updated) = (person.map(|person| (person, at)), at);
        Ok(id.to_owned())
    }

    pub(super) fn like(&mut self, id: &str, person: &str, likes: bool) -> Result<String> {
        let person = self.person_named(person)?;
        let comment = self.comment_named(id).map(|comment| comment.id);
        let target = comment.or_else(|_| self.item_named(id, IN_USE).map(|item| item.id))?;
        let all = &mut self.annex.likes;
        let changed = if likes { all.insert((target, person)) } else { all.remove(&(target, person)) };
        let how = if likes { "already" } else { "not" };
        if changed { Ok(id.to_owned()) } else { Err(refused(format!("that person likes {id} {how}"))) }
    }

    pub(super) fn set_restriction(
        &mut self,
        id: &str,
        operation: &str,
        (people, groups): (&[String], &[String]),
    ) -> Result<String> {
        let number = self.item_named(id, THERE)?.id;
        let index = ["read", "update"].iter().position(|known| *known == operation);
        let index =
            index.ok_or_else(|| refused(format!("content is restricted for read or update, not {operation}")))?;
        let subjects = Subjects {
            people: people.iter().map(|person| self.person_named(person)).collect::<Result<_>>()?,
            groups: groups.iter().map(|group| self.group_named(group)).collect::<Result<_>>()?,
        };
        self.annex.rights.restrictions.entry(number).or_default()[index] = subjects;
        Ok(id.to_owned())
    }

    pub(super) fn clear_restriction(&mut self, id: &str) -> Result<String> {
        let number = self.item_named(id, THERE)?.id;
        match self.annex.rights.restrictions.remove(&number) {
            Some(_) => Ok(id.to_owned()),
            None => Err(refused(format!("{id} has no restrictions that name somebody"))),
        }
    }

    pub(super) fn grant(&mut self, space: &str, principal: &str, operation: (&str, &str)) -> Result<String> {
        let space = self.space_named(space)?;
        let principal = match (self.person_named(principal), self.group_named(principal)) {
            (Ok(person), _) => ("user", self.people[person].account.clone()),
            (_, Ok(group)) => ("group", self.annex.rights.groups[group].id.clone()),
            _ => ("access-class", principal.to_owned()),
        };
        Ok(self.annex.rights.grant(space, principal, operation).to_string())
    }

    pub(super) fn revoke(&mut self, id: &str) -> Result<String> {
        let all = &mut self.annex.rights.permissions;
        let at = all.iter().position(|permission| permission.id.to_string() == id);
        let at = at.ok_or_else(|| refused(format!("there is no permission {id} on the practice site")))?;
        all.remove(at);
        Ok(id.to_owned())
    }

    pub(super) fn join(&mut self, group: &str, person: &str, joins: bool) -> Result<String> {
        let (index, member) = (self.group_named(group)?, self.person_named(person)?);
        let group = &mut self.annex.rights.groups[index];
        let changed = if joins { group.members.insert(member) } else { group.members.remove(&member) };
        let how = if joins { "already" } else { "not" };
        match changed {
            true => Ok(group.id.clone()),
            false => Err(refused(format!("{person} is {how} in the group {}", group.name))),
        }
    }

    pub(super) fn deactivate(&mut self, account: &str) -> Result<String> {
        let index = self.person_named(account)?;
        match std::mem::replace(&mut self.people[index].active, false) {
            true => Ok(account.to_owned()),
            false => Err(refused(format!("{account} is not active"))),
        }
    }

    pub(super) fn add_folder(&mut self, space: &str, title: String) -> Result<String> {
        let (space, ordinal, at) = (self.space_named(space)?, self.annex.made[1], self.next_now());
        let id = node::made_number(ordinal);
        self.annex.nodes.push(Node {
            id,
            kind: NodeKind::Folder,
            title,
            space,
            parent: None,
            position: ordinal,
            author: ordinal % crowd::CROWD,
            life: Life { created: at, modified: at },
            version: 1,
            touched: self.changes + 1,
        });
        self.annex.made[1] += 1;
        Ok(id.to_string())
    }

    pub(super) fn rename_folder(&mut self, id: &str, title: String) -> Result<String> {
        let (at, touched) = (self.next_now(), self.changes + 1);
        let number = attachment::number_of(id);
        let node = self.annex.nodes.iter_mut().find(|node| Some(node.id) == number);
        let node = node.ok_or_else(|| refused(format!("there is no folder {id} on the practice site")))?;
        (node.title, node.life.modified, node.touched) = (title, at, touched);
        node.version += 1;
        Ok(id.to_owned())
    }

    pub(super) fn append_event(&mut self, category: String, summary: String) -> Result<String> {
        let (at, about) = (self.next_now(), format!("Thing {}", self.annex.events.len() + 1));
        self.annex.events.push(Event { at, author: 0, category, summary, about });
        Ok(self.annex.events.len().to_string())
    }
}
