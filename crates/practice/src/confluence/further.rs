//! Answers to the operations besides those of spaces, content and attachments: which part gives them, and how lists
//! of them are paged.

use super::cursor::{Key, Place};
use super::item::Kind;
use super::operations::{Op, Target};
use super::query::Query;
use super::reply::Reply;
use super::routes::{Desk, ROW};
use super::search::v1_number;
use crate::calendar::stamp;
use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

/// The place of what is ordered by a number alone.
pub(super) fn by_number(number: u64) -> Place {
    (Key::Number(number as i64), number)
}

/// A version as an object of v2.
pub(super) fn version_value((number, at): (u32, i64), author: &str) -> Value {
    json!({"number": number, "message": "", "minorEdit": false, "authorId": author, "createdAt": stamp(at)})
}

impl Desk<'_> {
    /// The answer of an operation; `number` is the one in its path.
    pub(super) fn further(&self, op: Op, number: u64, query: &Query) -> Result<Reply, Reply> {
        match op {
            Op::Comments(inline) => self.comments(inline, query),
            Op::CommentsOn(kind, inline) => self.comments_on(kind, number, inline, query),
            Op::Comment(inline) => self.comment(number, inline, query),
            Op::Replies(inline) => self.replies(number, inline, query),
            Op::CommentVersions(inline) => self.comment_versions(number, inline, query),
            Op::Versions(kind) => self.versions(kind, number, query),
            Op::FileVersions => self.file_versions(number, query),
            Op::Labels => self.labels(query),
            Op::LabelsOf(target) => self.labels_of(target, number, query),
            Op::LabelsInSpace => self.labels_in_space(number, query),
            Op::Labelled(kind) => self.labelled(kind, number, query),
            Op::LabelledFiles => self.labelled_files(number, query),
            Op::Likes(target) => self.likes(target, number, query),
            Op::LikeCount(target) => self.like_count(target, number),
            Op::Properties(target) => self.properties(target, number, query),
            Op::Tasks => self.tasks(query),
            Op::Task => self.task(number, query),
            Op::Node(kind) => self.node(kind, number, query),
            Op::Ancestors(of) => self.above(of, number, query),
            Op::Permissions => self.permissions(number, query),
            Op::RoleMode => self.role_mode(),
            Op::Roles => self.roles(query),
            Op::RoleAssignments => self.role_assignments(number, query),
            Op::UsersBulk => self.users_bulk(),
            Op::Groups => self.groups(query),
            Op::Group => self.group(query),
            Op::Members => self.members(query),
            Op::User => self.user(query),
            Op::UserList => self.user_list(query),
            Op::GroupsOf => self.groups_of(query),
            Op::Search => self.search_all(query),
            Op::SearchUsers => self.search_users(query),
            Op::Restrictions => self.restrictions(query),
            Op::RestrictionsByOperation => self.restrictions_by_operation(query),
            Op::RestrictionOf => self.restriction_of(query),
            Op::Audit => self.audit(query),
            Op::AuditSince => self.audit_since(query),
            Op::AuditRetention => self.audit_retention(),
            Op::Views(viewers) => self.views(viewers),
            Op::SystemInfo => self.system_info(),
            Op::Avatar => self.avatar(),
        }
    }

    /// Refuses what is not there, or what the account does not see.
    pub(super) fn must_see(&self, target: Target, id: u64) -> Result<(), Reply> {
        let seen = match target {
            Target::Content(kind) => self.shelf.item(kind, id).is_some(),
            Target::Attachment => self.shelf.attachment(id).is_some(),
            Target::Space => self.shelf.space(id).is_some(),
            Target::Comment(inline) => self.shelf.comment(id).is_some_and(|found| found.inline.is_some() == inline),
        };
        if seen { Ok(()) } else { Err(Reply::not_found()) }
    }

    /// Whether the account sees something, whatever it is.
    pub(super) fn sees_any(&self, id: u64) -> bool {
        let all = [Target::Content(Kind::Page), Target::Content(Kind::BlogPost), Target::Attachment, Target::Space];
        all.into_iter().any(|target| self.must_see(target, id).is_ok()) || self.shelf.comment(id).is_some()
    }

    /// A page of a listing of v2: these rows in their order, from after the cursor on.
    pub(super) fn rows<T>(
        &self,
        query: &Query,
        mut rows: Vec<(Place, T)>,
        write: impl Fn(&T) -> Value,
    ) -> Result<Reply, Reply> {
        let listing = self.listing(query, false)?;
        let (_, descending) = listing.sort();
        rows.sort_by(|(one, _), (two, _)| if descending { two.cmp(one) } else { one.cmp(two) });
        let later = |place: &Place| match listing.after() {
            Some(after) if descending => place < after,
            Some(after) => place > after,
            None => true,
        };
        let rows = rows.iter().filter(|(place, _)| later(place));
        listing.answer(
            rows,
            |(place, _)| place.clone(),
            ROW,
            |out, (_, row)| {
                out.push_str(&write(row).to_string());
                Ok(())
            },
        )
    }

    /// A single object of v2, with the address of the site among its links.
    pub(super) fn single(&self, mut object: Value) -> Reply {
        object["_links"]["base"] = json!(self.base);
        Reply::json(200, object.to_string())
    }

    /// The account id of a person.
    pub(super) fn account(&self, person: usize) -> &str {
        self.shelf.people.get(person).map_or("", |person| person.account.as_str())
    }

    /// A page of a listing of v1 that goes by offsets: `usual` results, `most` of them at most, silently.
    pub(super) fn offset_page(
        &self,
        query: &Query,
        (usual, most): (i64, i64),
        rows: Vec<Value>,
    ) -> Result<Map<String, Value>, Reply> {
        let (start, limit) = (v1_number(query, "start", 0)?, v1_number(query, "limit", usual)?.min(most));
        let all = rows.len();
        let rows: Vec<Value> = rows.into_iter().skip(start as usize).take(limit as usize).collect();
        let path = self.path.strip_prefix("/wiki").unwrap_or(self.path);
        let kept = query.all().filter(|(name, _)| !matches!(*name, "start" | "limit" | "next"));
        let kept: Vec<String> = kept.map(|(name, value)| format!("{name}={}", quoted(value))).collect();
        let told = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
        let mut links = Map::from_iter([
            ("base".to_owned(), json!(self.base)),
            ("context".to_owned(), json!("/wiki")),
            ("self".to_owned(), json!(format!("{}{told}", self.base))),
        ]);
        let end = start as usize + rows.len();
        if end < all && !rows.is_empty() {
            let more = if kept.is_empty() { String::new() } else { format!("&{}", kept.join("&")) };
            links.insert("next".to_owned(), json!(format!("{path}?next=true&limit={limit}&start={end}{more}")));
        }
        Ok(Map::from_iter([
            ("size".to_owned(), json!(rows.len())),
            ("results".to_owned(), Value::Array(rows)),
            ("start".to_owned(), json!(start)),
            ("limit".to_owned(), json!(limit)),
            ("_links".to_owned(), Value::Object(links)),
        ]))
    }

    /// A page as [`offset_page`](Self::offset_page) gives it, without the link to the next one, as some operations do.
    pub(super) fn endless_page(
        &self,
        query: &Query,
        limits: (i64, i64),
        rows: Vec<Value>,
    ) -> Result<Map<String, Value>, Reply> {
        let mut page = self.offset_page(query, limits, rows)?;
        page.get_mut("_links").and_then(Value::as_object_mut).map(|links| links.remove("next"));
        Ok(page)
    }
}

fn quoted(value: &str) -> String {
    byte_serialize(value.as_bytes()).collect()
}
