//! How a change changes the site: spaces, content and attachments. (`altering` has what there is besides.)

use super::attachment::{self, Attachment, File};
use super::binary::Binary;
use super::change::Change;
use super::crowd;
use super::item::{Body, Edit, Item, Kind, PURGED, Parent};
use super::rows::Rows;
use super::shelf::Shelf;
use super::site::{Space, made_attachment_number, made_number, made_space_number};
use crate::calendar::Life;
use catchment_base::error::{Error, Result};

const CURRENT: &[&str] = &["current"];
pub(super) const IN_USE: &[&str] = &["current", "archived"];
const TRASHED: &[&str] = &["trashed"];
pub(super) const THERE: &[&str] = &["current", "archived", "trashed"];

impl Shelf {
    /// Makes a change; the id of what was made or changed. A refused change leaves everything as it was.
    pub(super) fn apply(&mut self, change: Change) -> Result<String> {
        let id = match change {
            Change::AddSpace { key, name } => self.add_space(key, name),
            Change::HideSpace { space } => self.show_space(&space, false),
            Change::ShowSpace { space } => self.show_space(&space, true),
            Change::CreatePage { space, title, body } => self.create(Kind::Page, &space, title, body),
            Change::CreateBlogPost { space, title, body } => self.create(Kind::BlogPost, &space, title, body),
            Change::EditPage { id, body } => self.edit(&id, Edit::Body(body)),
            Change::Edit { id } => self.edit(&id, Edit::Anew),
            Change::Rename { id, title } => self.edit(&id, Edit::Title(title)),
            Change::DeleteVersion { id } => self.delete_version(&id),
            Change::DeleteOldestVersion { id } => self.delete_oldest_version(&id),
            Change::MovePage { id, space } => self.move_page(&id, &space),
            Change::MoveBelow { id, parent } => self.move_below(&id, &parent),
            Change::Trash { id } => self.status(&id, IN_USE, "trashed"),
            Change::Restore { id } => self.status(&id, TRASHED, "current"),
            Change::Purge { id } => self.purge(&id),
            Change::Archive { id } => self.archive(&id),
            Change::Unarchive { id } => self.status(&id, &["archived"], "current"),
            Change::Restrict { id } => self.restrict(&id),
            Change::Unrestrict { id } => self.unrestrict(&id),
            Change::Attach { page, name, binary } => self.attach(&page, name, binary),
            Change::NewVersion { attachment, binary } => self.new_version(&attachment, binary),
            Change::MoveAttachment { attachment, page } => self.move_attachment(&attachment, &page),
            Change::TrashAttachment { attachment } => self.file_status(&attachment, CURRENT, "trashed"),
            Change::RestoreAttachment { attachment } => self.file_status(&attachment, TRASHED, "current"),
            Change::PurgeAttachment { attachment } => self.file_status(&attachment, THERE, PURGED),
            Change::AddComment { container, selection, body } => self.remark(&container, selection, body),
            Change::Reply { comment, body } => self.answer_comment(&comment, body),
            Change::EditComment { comment, body } => self.edit_comment(&comment, body),
            Change::DeleteComment { comment } => self.alter_comment(&comment, |comment, _| comment.status = PURGED),
            Change::ResolveComment { comment } => self.settle(&comment, "resolved"),
            Change::ReopenComment { comment } => self.settle(&comment, "reopened"),
            Change::AddLabel { id, label } => self.label(&id, &label),
            Change::RemoveLabel { id, label } => self.unlabel(&id, &label),
            Change::Tick { task, person } => self.tick(&task, Some(&person)),
            Change::Untick { task } => self.tick(&task, None),
            Change::Like { id, person } => self.like(&id, &person, true),
            Change::Unlike { id, person } => self.like(&id, &person, false),
            Change::SetRestriction { id, operation, people, groups } => {
                self.set_restriction(&id, &operation, (&people, &groups))
            }
            Change::ClearRestriction { id } => self.clear_restriction(&id),
            Change::Grant { space, principal, key, target } => self.grant(&space, &principal, (&key, &target)),
            Change::Revoke { permission } => self.revoke(&permission),
            Change::AddMember { group, person } => self.join(&group, &person, true),
            Change::RemoveMember { group, person } => self.join(&group, &person, false),
            Change::Deactivate { person } => self.deactivate(&person),
            Change::AddFolder { space, title } => self.add_folder(&space, title),
            Change::RenameFolder { id, title } => self.rename_folder(&id, title),
            Change::AppendEvent { category, summary } => self.append_event(category, summary),
        }?;
        self.changes += 1;
        self.changed_at.push(self.requests);
        Ok(id)
    }

    pub(super) fn space_named(&self, name: &str) -> Result<usize> {
        let found = self.spaces.iter().position(|space| space.key == name || space.id.to_string() == name);
        found.ok_or_else(|| refused(format!("there is no space {name} on the practice site")))
    }

    pub(super) fn item_named(&self, id: &str, statuses: &[&str]) -> Result<&Item> {
        let item = id.parse().ok().and_then(|number| self.any(number));
        let item = item.ok_or_else(|| refused(format!("there is no page or blog post {id} on the practice site")))?;
        must_be(id, item.status, statuses).map(|()| item)
    }

    pub(super) fn file_named(&self, id: &str, statuses: &[&str]) -> Result<&Attachment> {
        let file = attachment::number_of(id).and_then(|number| self.attachments.get(number));
        let file = file.ok_or_else(|| refused(format!("there is no attachment {id} on the practice site")))?;
        must_be(id, file.status, statuses).map(|()| file)
    }

    fn rows(&mut self, kind: Kind) -> &mut Rows<Item> {
        if kind == Kind::Page { &mut self.pages } else { &mut self.posts }
    }

    /// Changes an item that has one of these statuses.
    fn alter(&mut self, id: &str, statuses: &[&str], how: impl FnOnce(&mut Item)) -> Result<String> {
        let item = self.item_named(id, statuses)?;
        let (number, kind, touched) = (item.id, item.kind, self.changes + 1);
        self.rows(kind).change(number, |item| {
            item.touched = touched;
            how(item);
        });
        self.forget_body(number);
        Ok(id.to_owned())
    }

    /// Changes an attachment that has one of these statuses.
    fn alter_file(&mut self, id: &str, statuses: &[&str], how: impl FnOnce(&mut Attachment)) -> Result<String> {
        let (number, touched) = (self.file_named(id, statuses)?.number, self.changes + 1);
        self.attachments.change(number, |file| {
            file.touched = touched;
            how(file);
        });
        Ok(id.to_owned())
    }

    fn add_space(&mut self, key: String, name: String) -> Result<String> {
        if self.spaces.iter().any(|space| space.key == key) {
            return Err(refused(format!("there is a space {key} on the practice site already")));
        }
        let id = made_space_number(self.made[2]);
        let created = self.next_now();
        self.spaces.push(Space { id, key, name, kind: "global", author: 0, created, home: None, hidden: false });
        self.made[2] += 1;
        Ok(id.to_string())
    }

    fn show_space(&mut self, name: &str, shown: bool) -> Result<String> {
        let index = self.space_named(name)?;
        let space = &mut self.spaces[index];
        if space.hidden != shown {
            return Err(refused(format!("the space {name} is {} already", if shown { "shown" } else { "hidden" })));
        }
        space.hidden = !shown;
        Ok(space.id.to_string())
    }

    fn create(&mut self, kind: Kind, space: &str, title: String, body: String) -> Result<String> {
        let (space, ordinal, at) = (self.space_named(space)?, self.made[0], self.next_now());
        let (id, author, touched) = (made_number(ordinal), ordinal % crowd::CROWD, self.changes + 1);
        self.rows(kind).add(Item {
            id,
            kind,
            status: "current",
            title,
            space,
            parent: Parent::None,
            position: ordinal,
            author,
            owner: Some(author).filter(|_| kind == Kind::Page),
            editor: author,
            live: false,
            life: Life { created: at, modified: at },
            version: 1,
            body: Body::Given(body.into()),
            past: Vec::new(),
            touched,
        });
        self.made[0] += 1;
        Ok(id.to_string())
    }

    fn edit(&mut self, id: &str, edit: Edit) -> Result<String> {
        let at = self.next_now();
        self.alter(id, CURRENT, |item| item.edit(at, edit))
    }

    fn delete_version(&mut self, id: &str) -> Result<String> {
        if id.starts_with("att") {
            must_have_two(id, self.file_named(id, CURRENT)?.version)?;
            return self.alter_file(id, CURRENT, Attachment::fall_back);
        }
        must_have_two(id, self.item_named(id, CURRENT)?.version)?;
        self.alter(id, CURRENT, Item::fall_back)
    }

    fn delete_oldest_version(&mut self, id: &str) -> Result<String> {
        must_have_two(id, self.item_named(id, CURRENT)?.version)?;
        self.alter(id, CURRENT, Item::count_anew)
    }

    fn move_page(&mut self, id: &str, space: &str) -> Result<String> {
        let space = self.space_named(space)?;
        if self.item_named(id, IN_USE)?.space == space {
            return Err(refused(format!("{id} is in that space already")));
        }
        self.alter(id, IN_USE, |item| (item.space, item.parent) = (space, Parent::None))
    }

    fn move_below(&mut self, id: &str, parent: &str) -> Result<String> {
        let (item, above) = (self.item_named(id, IN_USE)?, self.item_named(parent, CURRENT)?);
        if [item.kind, above.kind] != [Kind::Page; 2] || item.space != above.space {
            return Err(refused(format!("{id} and {parent} are not two pages of one space")));
        }
        let above = above.id;
        if self.chain(above).any(|number| number == item.id) {
            return Err(refused(format!("{parent} is {id} or hangs below it")));
        }
        self.alter(id, IN_USE, |item| item.parent = Parent::Page(above))
    }

    fn status(&mut self, id: &str, from: &[&str], to: &'static str) -> Result<String> {
        self.alter(id, from, |item| item.status = to)
    }

    fn purge(&mut self, id: &str) -> Result<String> {
        let number = self.item_named(id, THERE)?.id;
        self.restricted.remove(&number);
        self.status(id, THERE, PURGED)
    }

    fn archive(&mut self, id: &str) -> Result<String> {
        if self.item_named(id, CURRENT)?.kind == Kind::BlogPost {
            return Err(refused(format!("{id} is a blog post, which cannot be archived")));
        }
        self.status(id, CURRENT, "archived")
    }

    fn restrict(&mut self, id: &str) -> Result<String> {
        let number = self.item_named(id, THERE)?.id;
        let fresh = self.restricted.insert(number);
        if fresh { Ok(id.to_owned()) } else { Err(refused(format!("{id} is restricted already"))) }
    }

    fn unrestrict(&mut self, id: &str) -> Result<String> {
        let number = self.item_named(id, THERE)?.id;
        let was = self.restricted.remove(&number);
        if was { Ok(id.to_owned()) } else { Err(refused(format!("{id} is not restricted"))) }
    }

    fn attach(&mut self, page: &str, name: String, binary: Binary) -> Result<String> {
        let (container, at) = (self.item_named(page, CURRENT)?.id, self.next_now());
        self.must_be_free(container, &name)?;
        let (ordinal, touched) = (self.made[1], self.changes + 1);
        let attachment = Attachment {
            number: made_attachment_number(ordinal),
            container,
            status: "current",
            media: attachment::media_of(&name),
            title: name,
            comment: "",
            author: ordinal % crowd::CROWD,
            life: Life { created: at, modified: at },
            version: 1,
            file: File::Given(binary),
            past: Vec::new(),
            touched,
        };
        let (id, number) = (attachment.id(), attachment.number);
        self.attachments.add(attachment);
        self.hang(number, None, container);
        self.made[1] += 1;
        Ok(id)
    }

    /// Refuses a second file of the same name on a page.
    fn must_be_free(&self, container: u64, name: &str) -> Result<()> {
        let mut there = self.attached(container);
        match there.any(|file| file.title == name && file.status == "current") {
            true => Err(refused(format!("{container} has an attachment of that name already"))),
            false => Ok(()),
        }
    }

    fn new_version(&mut self, id: &str, binary: Binary) -> Result<String> {
        let at = self.next_now();
        self.alter_file(id, CURRENT, |file| file.renew(at, binary))
    }

    fn move_attachment(&mut self, id: &str, page: &str) -> Result<String> {
        let to = self.item_named(page, CURRENT)?.id;
        let file = self.file_named(id, CURRENT)?;
        let (number, from) = (file.number, file.container);
        self.must_be_free(to, &file.title)?;
        self.hang(number, Some(from), to);
        self.alter_file(id, CURRENT, |file| file.container = to)
    }

    fn file_status(&mut self, id: &str, from: &[&str], to: &'static str) -> Result<String> {
        if to == "current" {
            let file = self.file_named(id, from)?;
            self.must_be_free(file.container, &file.title)?;
        }
        self.alter_file(id, from, |file| file.status = to)
    }
}

fn must_be(id: &str, status: &str, statuses: &[&str]) -> Result<()> {
    match statuses.contains(&status) {
        true => Ok(()),
        false => Err(refused(format!("{id} is {status} on the practice site, not {}", statuses.join(" or ")))),
    }
}

fn must_have_two(id: &str, version: u32) -> Result<()> {
    if version > 1 { Ok(()) } else { Err(refused(format!("{id} has only one version"))) }
}

pub(super) fn refused(what: String) -> Error {
    Error::usage(what).hint("the ids of a practice site and their order are told by page_id, made_id and their like")
}
