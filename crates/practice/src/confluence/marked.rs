//! What is on content: labels, likes, properties and tasks.

use super::attachment::Attachment;
use super::cursor::{Key, Place};
use super::further::{by_number, version_value};
use super::item::{Item, Kind};
use super::json::View;
use super::label::Label;
use super::operations::Target;
use super::property::Property;
use super::query::Query;
use super::remarks::body_value;
use super::reply::Reply;
use super::routes::Desk;
use super::rows::Field;
use super::task::Task;
use crate::calendar::stamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Desk<'_> {
    /// What the annex has of this name for something: `labels`, `likes`, `properties`, `permissions` or
    /// `role-assignments`.
    pub(super) fn annexed(&self, name: &str, id: u64) -> Vec<Value> {
        let annex = &self.shelf.annex;
        match name {
            "labels" => annex.labels.of(id).map(label_value).collect(),
            "likes" => self.likers(id).map(|person| json!({"accountId": self.account(person)})).collect(),
            "properties" => {
                let own = annex.properties.iter().filter(|property| property.target == id);
                own.map(|property| self.property_value(property)).collect()
            }
            "permissions" => self.permissions_of(id).map(|(_, value)| value).collect(),
            "role-assignments" => self.assignments_of(id).into_iter().map(|(.., value)| value).collect(),
            _ => Vec::new(),
        }
    }

    /// Every label that is on something.
    pub(super) fn labels(&self, query: &Query) -> Result<Reply, Reply> {
        let annex = &self.shelf.annex;
        let used: BTreeSet<u64> = annex.labels.on.iter().map(|(_, label)| *label).collect();
        let (ids, prefixes) = (query.numbers("label-id"), query.list("prefix"));
        let shown = annex.labels.all.iter().filter(|label| {
            used.contains(&label.id)
                && ids.as_ref().is_none_or(|ids| ids.contains(&label.id))
                && prefixes.as_ref().is_none_or(|prefixes| prefixes.contains(&label.prefix.as_str()))
        });
        self.label_rows(shown, query)
    }

    /// The labels of one page, blog post, attachment or space.
    pub(super) fn labels_of(&self, target: Target, id: u64, query: &Query) -> Result<Reply, Reply> {
        self.must_see(target, id)?;
        let prefix = query.text("prefix");
        let in_space = |label: &Label| target != Target::Space || matches!(label.prefix.as_str(), "my" | "team");
        let own = self.shelf.annex.labels.of(id);
        let own = own.filter(|label| in_space(label) && prefix.is_none_or(|prefix| prefix == label.prefix));
        self.label_rows(own, query)
    }

    /// The labels on the content of a space.
    pub(super) fn labels_in_space(&self, id: u64, query: &Query) -> Result<Reply, Reply> {
        let (space, _) = self.shelf.space(id).ok_or_else(Reply::not_found)?;
        let labels = &self.shelf.annex.labels;
        let inside = |target: &u64| self.shelf.any(*target).is_some_and(|item| item.space == space);
        let used: BTreeSet<u64> = labels.on.iter().filter(|(on, _)| inside(on)).map(|(_, label)| *label).collect();
        let prefix = query.text("prefix");
        let shown = labels
            .all
            .iter()
            .filter(|label| used.contains(&label.id) && prefix.is_none_or(|prefix| prefix == label.prefix));
        self.label_rows(shown, query)
    }

    fn label_rows<'a>(&self, labels: impl Iterator<Item = &'a Label>, query: &Query) -> Result<Reply, Reply> {
        let by_name = query.text("sort").is_some_and(|sort| sort.ends_with("name"));
        let place = |label: &Label| match by_name {
            true => (Key::Text(label.name.clone()), label.id),
            false => by_number(label.id),
        };
        self.rows(query, labels.map(|label| (place(label), label)).collect(), |label| label_value(label))
    }

    /// The pages or blog posts with a label.
    pub(super) fn labelled(&self, kind: Kind, label: u64, query: &Query) -> Result<Reply, Reply> {
        let targets = self.targets_of(label)?;
        let (field, spaces) = (field(query), query.numbers("space-id"));
        let in_space =
            |item: &Item| spaces.as_ref().is_none_or(|spaces| spaces.contains(&self.shelf.spaces[item.space].id));
        let items = targets.iter().filter_map(|id| self.shelf.item(kind, *id));
        let items = items.filter(|item| item.status == "current" && in_space(item));
        let rows: Vec<(Place, &Item)> = items.map(|item| (field.place(item), item)).collect();
        let view = View { body: query.text("body-format"), version: None, with_version: true, base: None, extra: "" };
        self.rows(query, rows, |item| {
            let mut out = String::new();
            super::json::item(&mut out, self.shelf, &self.options.faults, item, view);
            serde_json::from_str(&out).unwrap_or_default()
        })
    }

    /// The attachments with a label.
    pub(super) fn labelled_files(&self, label: u64, query: &Query) -> Result<Reply, Reply> {
        let (targets, field) = (self.targets_of(label)?, field(query));
        let files = targets.iter().filter_map(|id| self.shelf.attachment(*id));
        let files = files.filter(|file| file.status == "current");
        let rows: Vec<(Place, &Attachment)> = files.map(|file| (field.place(file), file)).collect();
        self.rows(query, rows, |file| {
            let mut out = String::new();
            self.write_attachment(&mut out, file, (file.version, true), "");
            serde_json::from_str(&out).unwrap_or_default()
        })
    }

    fn targets_of(&self, label: u64) -> Result<Vec<u64>, Reply> {
        let labels = &self.shelf.annex.labels;
        labels.all.iter().find(|known| known.id == label).ok_or_else(Reply::not_found)?;
        Ok(labels.on.iter().filter(|(_, on)| *on == label).map(|(target, _)| *target).collect())
    }

    fn likers(&self, id: u64) -> impl Iterator<Item = usize> {
        self.shelf.annex.likes.range((id, 0)..=(id, usize::MAX)).map(|(_, person)| *person)
    }

    /// Who likes something.
    pub(super) fn likes(&self, target: Target, id: u64, query: &Query) -> Result<Reply, Reply> {
        self.must_see(target, id)?;
        let rows = self.likers(id).map(|person| (by_number(person as u64), person)).collect();
        self.rows(query, rows, |person| json!({"accountId": self.account(*person)}))
    }

    /// How many like something.
    pub(super) fn like_count(&self, target: Target, id: u64) -> Result<Reply, Reply> {
        self.must_see(target, id)?;
        Ok(Reply::json(200, json!({"count": self.likers(id).count()}).to_string()))
    }

    /// The properties of a page, blog post or space.
    pub(super) fn properties(&self, target: Target, id: u64, query: &Query) -> Result<Reply, Reply> {
        self.must_see(target, id)?;
        let key = query.text("key");
        let own = self.shelf.annex.properties.iter().filter(|property| property.target == id);
        let own = own.filter(|property| key.is_none_or(|key| key == property.key));
        let rows = own.map(|property| match query.text("sort") {
            Some(_) => ((Key::Text(property.key.clone()), property.id), property),
            None => (by_number(property.id), property),
        });
        self.rows(query, rows.collect(), |property| self.property_value(property))
    }

    /// A property; one of a space tells who made it in another way.
    fn property_value(&self, property: &Property) -> Value {
        let (id, author) = (property.id.to_string(), self.account(property.author));
        let mut version = version_value((property.version, property.at), author);
        if self.shelf.space(property.target).is_none() {
            return json!({"id": id, "key": property.key, "value": property.value, "version": version});
        }
        version["createdBy"] = json!(author);
        json!({"id": id, "key": property.key, "value": property.value, "version": version,
            "createdAt": stamp(property.at), "createdBy": author})
    }

    /// Every task that matches.
    pub(super) fn tasks(&self, query: &Query) -> Result<Reply, Reply> {
        let filter = TaskFilter::new(query);
        let shown = self
            .shelf
            .annex
            .tasks
            .iter()
            .filter(|task| self.item_of(task).is_some_and(|item| filter.lets(self, task, item)));
        let rows = shown.map(|task| (by_number(task.id), task)).collect();
        let format = query.text("body-format");
        self.rows(query, rows, |task| self.task_value(task, format))
    }

    /// One task by its id.
    pub(super) fn task(&self, id: u64, query: &Query) -> Result<Reply, Reply> {
        let task = self.shelf.annex.tasks.iter().find(|task| task.id == id).ok_or_else(Reply::not_found)?;
        self.item_of(task).ok_or_else(Reply::not_found)?;
        Ok(Reply::json(200, self.task_value(task, query.text("body-format")).to_string()))
    }

    fn item_of(&self, task: &Task) -> Option<&Item> {
        self.shelf.any(task.item).filter(|item| item.status != "trashed" && self.shelf.sees(item))
    }

    fn task_value(&self, task: &Task, format: Option<&str>) -> Value {
        let item = self.shelf.any(task.item);
        let (who, at) = task.done.unzip();
        let mut value = json!({
            "id": task.id.to_string(), "localId": task.local.to_string(),
            "spaceId": item.map(|item| self.shelf.spaces[item.space].id.to_string()),
            "status": status(task), "body": body_value(&task.body, 1, format),
            "createdBy": self.account(task.author), "assignedTo": task.assignee.map(|person| self.account(person)),
            "completedBy": who.map(|person| self.account(person)), "createdAt": stamp(task.created),
            "updatedAt": stamp(task.updated), "dueAt": task.due.map(stamp), "completedAt": at.map(stamp),
        });
        let on_page = self.shelf.pages.get(task.item).is_some();
        value[if on_page { "pageId" } else { "blogPostId" }] = json!(task.item.to_string());
        value
    }
}

fn status(task: &Task) -> &'static str {
    if task.done.is_some() { "complete" } else { "incomplete" }
}

fn label_value(label: &Label) -> Value {
    json!({"id": label.id.to_string(), "name": label.name, "prefix": label.prefix})
}

fn field(query: &Query) -> Field {
    Field::named(query.text("sort").unwrap_or("id").trim_start_matches('-'))
}

/// Which tasks a listing shows.
struct TaskFilter<'q> {
    query: &'q Query,
}

impl<'q> TaskFilter<'q> {
    fn new(query: &'q Query) -> Self {
        Self { query }
    }

    fn lets(&self, desk: &Desk<'_>, task: &Task, item: &Item) -> bool {
        let (on_page, space) = (item.kind == Kind::Page, desk.shelf.spaces[item.space].id);
        let blank = self.query.text("include-blank-tasks") == Some("false") && task.body.size() == 0;
        !blank
            && self.query.text("status").is_none_or(|wanted| wanted == status(task))
            && self.is_among("task-id", Some(task.id))
            && self.is_among("space-id", Some(space))
            && self.is_among("page-id", Some(item.id).filter(|_| on_page))
            && self.is_among("blogpost-id", Some(item.id).filter(|_| !on_page))
            && self.is_by("created-by", desk, Some(task.author))
            && self.is_by("assigned-to", desk, task.assignee)
            && self.is_by("completed-by", desk, task.done.map(|(person, _)| person))
            && self.is_within("created-at", Some(task.created))
            && self.is_within("due-at", task.due)
            && self.is_within("completed-at", task.done.map(|(_, at)| at))
    }

    fn is_among(&self, name: &str, id: Option<u64>) -> bool {
        self.query.numbers(name).is_none_or(|ids| id.is_some_and(|id| ids.contains(&id)))
    }

    fn is_by(&self, name: &str, desk: &Desk<'_>, person: Option<usize>) -> bool {
        let accounts = self.query.list(name);
        accounts.is_none_or(|accounts| person.is_some_and(|person| accounts.contains(&desk.account(person))))
    }

    fn is_within(&self, name: &str, at: Option<i64>) -> bool {
        let bound = |end: &str| self.query.number(&format!("{name}-{end}")).map(|bound| bound as i64);
        bound("from").is_none_or(|from| at.is_some_and(|at| at >= from))
            && bound("to").is_none_or(|to| at.is_some_and(|at| at <= to))
    }
}
