//! What happens on a site: issues and what belongs to them come, change, move and go; rights are lost; names change.

use super::altering;
use super::catalog::{self, Trade};
use super::issue::{Entry, Held, Issue, Item};
use super::maker::{Maker, Of, transition};
use super::site::{Site, Standing};
use crate::random::Random;
use catchment_base::error::{Error, Result};

/// One change. An issue is named by its number or its key, people by their places (0 is the account), projects by their
/// keys, everything else by its number.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new issue in a project.
    Create(String),
    /// A field of an issue gets a value; `summary`, `description`, `environment`, `labels` (with commas), `assignee` (a
    /// place), `priority`, `parent`, `security` (a number), `duedate` (a day), or a custom field with numbers or text
    /// by its id. An empty value takes the old one away.
    Edit {
        /// The issue.
        issue: String,
        /// The field.
        field: String,
        /// The value.
        value: String,
    },
    /// The first issues, by their numbers, are edited in one moment.
    Touch(usize),
    /// An issue goes to a status.
    Transition(String, u64),
    /// A comment on an issue, its text, and whether customers see it.
    Comment(String, String, bool),
    /// A comment gets another text.
    EditComment(u64, String),
    /// A comment is deleted.
    DeleteComment(u64),
    /// Work on an issue, in seconds.
    Book(String, i64),
    /// So much work is booked on an issue in one moment.
    BookMany(String, usize),
    /// A worklog gets another number of seconds.
    EditWorklog(u64, i64),
    /// A worklog is deleted.
    DeleteWorklog(u64),
    /// A file on an issue.
    Attach(String),
    /// A file is deleted.
    Detach(u64),
    /// A link from one issue to another, which blocks it.
    Link(String, String),
    /// A link is deleted.
    Unlink(u64),
    /// Somebody votes for an issue, which is no update of it.
    Vote(String, usize),
    /// Somebody watches an issue, which is no update of it.
    Watch(String, usize),
    /// An issue moves to another project: its key is another then, its number the same.
    Move(String, String),
    /// An issue is deleted for good, with its sub-tasks.
    Delete(String),
    /// The account may not see an issue any more.
    Hide(String),
    /// The account may see an issue again.
    Show(String),
    /// The account may not browse a project any more.
    HideProject(String),
    /// The account may browse a project again.
    ShowProject(String),
    /// A project is archived.
    ArchiveProject(String),
    /// A project is in the trash.
    DeleteProject(String),
    /// A project is back.
    RestoreProject(String),
    /// A project has another name.
    RenameProject(String, String),
    /// A custom field has another name.
    RenameField(u64, String),
    /// A status has another name.
    RenameStatus(u64, String),
    /// A sprint is `active` or `closed` from now on.
    Sprint(u64, String),
    /// An issue is put into a sprint.
    IntoSprint(String, u64),
    /// Somebody cannot log in any more.
    Deactivate(usize),
    /// Somebody's name and address are taken away.
    Anonymise(usize),
    /// A change that does not move the time of the last update of any issue, as of automation that is to notify nobody.
    Quietly(Box<Change>),
    /// So many minutes pass.
    Pass(u64),
}

pub(super) fn unknown(what: &str, name: impl std::fmt::Display) -> Error {
    Error::usage(format!("there is no {what} {name}")).hint("the truth of the site tells what there is")
}

/// Makes a change; the number of what it made or changed.
///
/// The clock moves on by about a minute.
pub(super) fn apply(site: &mut Site, change: Change) -> Result<String> {
    let before = site.changes;
    site.changes += 1;
    let done = match change {
        Change::Create(project) => create(site, &project),
        Change::Touch(issues) => touch(site, issues),
        Change::Move(issue, project) => transfer(site, &issue, &project),
        Change::Delete(issue) => delete(site, &issue),
        Change::Hide(issue) => hide(site, &issue, true),
        Change::Show(issue) => hide(site, &issue, false),
        Change::Quietly(change) => quietly(site, *change),
        Change::Pass(minutes) => {
            site.changes = before + minutes;
            Ok(minutes)
        }
        Change::Link(from, to) => link(site, &from, &to),
        Change::Unlink(id) => unlink(site, id),
        Change::Vote(issue, person) => join(site, &issue, person, |issue| &mut issue.votes),
        Change::Watch(issue, person) => join(site, &issue, person, |issue| &mut issue.watchers),
        Change::Edit { issue, field, value } => update(site, &issue, |site, issue| edit(site, issue, &field, &value)),
        Change::Transition(issue, status) => update(site, &issue, |site, issue| step(site, issue, status)),
        Change::IntoSprint(issue, sprint) => update(site, &issue, |site, issue| into_sprint(site, issue, sprint)),
        Change::Comment(..)
        | Change::EditComment(..)
        | Change::DeleteComment(_)
        | Change::Book(..)
        | Change::BookMany(..)
        | Change::EditWorklog(..)
        | Change::DeleteWorklog(_)
        | Change::Attach(_)
        | Change::Detach(_) => altering::part(site, change),
        _ => altering::setting(site, change),
    };
    if done.is_err() {
        site.changes = before;
    }
    done.map(|id| id.to_string())
}

/// Makes a change and leaves the times of the last update as they were.
fn quietly(site: &mut Site, change: Change) -> Result<u64> {
    let times: Vec<(u64, i64)> = site.issues().map(|issue| (issue.id, issue.updated)).collect();
    let id = apply(site, change)?;
    for (id, updated) in times {
        if let Some(issue) = site.issue(id).filter(|issue| issue.updated != updated) {
            site.put(Issue { updated, ..issue.clone() });
        }
    }
    Ok(id.parse().unwrap_or_default())
}

/// Takes an issue from the account's sight, or gives it back.
fn hide(site: &mut Site, issue: &str, is_hidden: bool) -> Result<u64> {
    let id = number_of(site, issue)?;
    if is_hidden {
        site.hidden.insert(id)
    } else {
        site.hidden.remove(&id)
    };
    Ok(id)
}

pub(super) fn number_of(site: &Site, issue: &str) -> Result<u64> {
    site.named(issue).map(|issue| issue.id).ok_or_else(|| unknown("issue", issue))
}

/// Changes an issue now; the number that the change gives.
pub(super) fn update(
    site: &mut Site,
    name: &str,
    how: impl FnOnce(&mut Site, &mut Issue) -> Result<Option<Item>>,
) -> Result<u64> {
    let id = number_of(site, name)?;
    let mut issue = site.issue(id).cloned().ok_or_else(|| unknown("issue", name))?;
    let item = how(site, &mut issue)?;
    issue.updated = site.now();
    if let Some(item) = item {
        let entry = Entry { id: site.maker.next(Of::Entry), author: 3, created: site.now(), items: vec![item] };
        issue.history.push(entry);
    }
    site.put(issue);
    Ok(id)
}

fn create(site: &mut Site, project: &str) -> Result<u64> {
    let place = site.projects.iter().position(|at| at.key == project).ok_or_else(|| unknown("project", project))?;
    let trade = site.projects[place].trade;
    let made = site.maker.made;
    let issue = Maker::issue(site, made, place);
    let now = site.now();
    let status = catalog::workflow(trade)[0];
    let issue = Issue {
        created: now,
        updated: now,
        status,
        resolution: None,
        resolved: None,
        security: None,
        history: Vec::new(),
        comments: Vec::new(),
        worklogs: Vec::new(),
        attachments: Vec::new(),
        links: Vec::new(),
        ..issue
    };
    let id = issue.id;
    site.put(issue);
    Ok(id)
}

fn touch(site: &mut Site, count: usize) -> Result<u64> {
    let ids: Vec<String> = site.issues().take(count).map(|issue| issue.id.to_string()).collect();
    if ids.len() < count || count == 0 {
        return Err(Error::usage(format!("there are {} issues, {count} were to be edited", ids.len())));
    }
    for id in &ids {
        update(site, id, |_, issue| {
            let before = issue.labels.join(" ");
            issue.labels.push(format!("edit-{}", issue.history.len()));
            Ok(Some(item("labels", (None, Some(before)), (None, Some(issue.labels.join(" "))))))
        })?;
    }
    Ok(count as u64)
}

/// What the changelog says of a field: its value and its text before and after.
pub(super) fn item(field: &str, from: (Option<String>, Option<String>), to: (Option<String>, Option<String>)) -> Item {
    Item {
        field: field.to_owned(),
        field_id: field.to_owned(),
        from: from.0,
        from_text: from.1,
        to: to.0,
        to_text: to.1,
    }
}

fn step(site: &Site, issue: &mut Issue, status: u64) -> Result<Option<Item>> {
    let known = site.statuses.iter().find(|known| known.id == status).ok_or_else(|| unknown("status", status))?;
    let is_done = known.category == 3;
    let item = transition(issue.status, status);
    issue.status = status;
    issue.resolution = is_done.then_some(catalog::RESOLUTIONS[0].0);
    issue.resolved = is_done.then(|| site.now());
    Ok(Some(item))
}

fn into_sprint(site: &Site, issue: &mut Issue, sprint: u64) -> Result<Option<Item>> {
    let names = |ids: &[u64]| {
        let named = site.sprints.iter().filter(|known| ids.contains(&known.id)).map(|known| known.name.clone());
        Some(named.collect::<Vec<_>>().join(", "))
    };
    let list = |ids: &[u64]| Some(ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", "));
    if !site.sprints.iter().any(|known| known.id == sprint) {
        return Err(unknown("sprint", sprint));
    }
    let before = match issue.custom.get(&super::fields::SPRINT) {
        Some(Held::Sprints(ids)) => ids.clone(),
        _ => Vec::new(),
    };
    let after = [before.as_slice(), &[sprint]].concat();
    let mut item = item("Sprint", (list(&before), names(&before)), (list(&after), names(&after)));
    item.field_id = format!("customfield_{}", super::fields::SPRINT);
    issue.custom.insert(super::fields::SPRINT, Held::Sprints(after));
    Ok(Some(item))
}

/// A value of a text as a number; nothing for an empty text.
fn number<T: std::str::FromStr>(value: &str) -> Result<Option<T>> {
    let wrong =
        || Error::usage(format!("{value:?} is not a number")).hint("name people by their places, others by numbers");
    if value.is_empty() { Ok(None) } else { value.parse().map(Some).map_err(|_| wrong()) }
}

/// Gives a field a value.
fn edit(site: &Site, issue: &mut Issue, field: &str, value: &str) -> Result<Option<Item>> {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let plain = |from: &str| item(field, (None, some(from)), (None, some(value)));
    let told = match field {
        "summary" => plain(&std::mem::replace(&mut issue.summary, value.to_owned())),
        "description" => plain(&std::mem::replace(&mut issue.description, value.to_owned())),
        "environment" => plain(&std::mem::replace(&mut issue.environment, value.to_owned())),
        "labels" => {
            let labels = value.split(',').filter(|label| !label.is_empty()).map(str::to_owned).collect();
            plain(&std::mem::replace(&mut issue.labels, labels).join(" "))
        }
        "assignee" => {
            let after = number::<usize>(value)?;
            let person = |at: Option<usize>| at.and_then(|at| site.people.get(at));
            if after.is_some() && person(after).is_none() {
                return Err(unknown("person", value));
            }
            let before = std::mem::replace(&mut issue.assignee, after);
            let told = |at| (person(at).map(|one| one.account_id.clone()), person(at).map(|one| one.display.clone()));
            item(field, told(before), told(after))
        }
        "priority" => {
            let after = number(value)?.unwrap_or(3);
            let before = std::mem::replace(&mut issue.priority, after);
            let name =
                |id| catalog::PRIORITIES.iter().find(|(known, ..)| *known == id).map(|(_, name, _)| (*name).to_owned());
            name(after).ok_or_else(|| unknown("priority", value))?;
            item(field, (Some(before.to_string()), name(before)), (Some(after.to_string()), name(after)))
        }
        "parent" | "security" => {
            let after = number(value)?;
            let before = match field {
                "parent" => std::mem::replace(&mut issue.parent, after),
                _ => std::mem::replace(&mut issue.security, after),
            };
            let text = |id: Option<u64>| id.map(|id| id.to_string());
            item(field, (text(before), text(before)), (text(after), text(after)))
        }
        "duedate" => {
            let day = chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").ok();
            let after = day.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis());
            let before = std::mem::replace(&mut issue.due, after).map(super::view::day);
            item(field, (before.clone(), before), (some(value), some(value)))
        }
        _ => custom(site, issue, field, value)?,
    };
    Ok(Some(told))
}

/// Gives a custom field with numbers or text a value.
fn custom(site: &Site, issue: &mut Issue, field: &str, value: &str) -> Result<Item> {
    use super::fields::Kind;
    let id = field.strip_prefix("customfield_").and_then(|id| id.parse::<u64>().ok());
    let known = site.fields.iter().find(|known| Some(known.id) == id).ok_or_else(|| unknown("field", field))?;
    let held = match known.kind {
        Kind::Number => number(value)?.map(Held::Number),
        Kind::Text | Kind::Url => Some(Held::Text(value.to_owned())),
        Kind::Area => Some(Held::Rich(value.to_owned())),
        Kind::Select => number(value)?.map(Held::Option),
        Kind::User => number(value)?.map(Held::Person),
        Kind::Vendor => Some(Held::Vendor(serde_json::json!(value))),
        kind => return Err(Error::usage(format!("a field of the kind {kind:?} is not edited by a text"))),
    };
    match held.filter(|_| !value.is_empty()) {
        Some(held) => drop(issue.custom.insert(known.id, held)),
        None => drop(issue.custom.remove(&known.id)),
    }
    let told = item(&known.name, (None, None), (None, Some(value.to_owned())));
    Ok(Item { field_id: field.to_owned(), ..told })
}

fn transfer(site: &mut Site, name: &str, project: &str) -> Result<u64> {
    let place = site.projects.iter().position(|at| at.key == project).ok_or_else(|| unknown("project", project))?;
    let id = number_of(site, name)?;
    let mut issue = site.issue(id).cloned().ok_or_else(|| unknown("issue", name))?;
    if issue.project == site.projects[place].id {
        return Err(Error::usage(format!("{name} is in {project} already")));
    }
    let (before, from) = (site.key(&issue), issue.project);
    site.projects[place].made += 1;
    (issue.project, issue.number) = (site.projects[place].id, site.projects[place].made);
    issue.components.clear();
    issue.fix_versions.clear();
    issue.versions.clear();
    issue.parent = None;
    let is_desk = |trade: Trade| trade == Trade::ServiceDesk;
    let was_desk = site.project(from).is_some_and(|project| is_desk(project.trade));
    let is_other_workflow = was_desk != is_desk(site.projects[place].trade);
    let status = if is_other_workflow { catalog::workflow(site.projects[place].trade)[0] } else { issue.status };
    let left = std::mem::replace(&mut issue.status, status);
    let after = site.key(&issue);
    issue.former.push(before.clone());
    issue.updated = site.now();
    let name_of = |id: u64| site.project(id).map(|project| project.name.clone());
    let mut items = vec![
        item(
            "project",
            (Some(from.to_string()), name_of(from)),
            (Some(issue.project.to_string()), name_of(issue.project)),
        ),
        Item { field: "Key".to_owned(), ..item("issuekey", (None, Some(before)), (None, Some(after))) },
    ];
    items.extend((left != status).then(|| transition(left, status)));
    issue.history.push(Entry { id: site.maker.next(Of::Entry), author: 3, created: site.now(), items });
    site.put(issue);
    Ok(id)
}

fn delete(site: &mut Site, name: &str) -> Result<u64> {
    let id = number_of(site, name)?;
    let children = site.children(id).filter(|child| child.kind == catalog::SUBTASK).map(|child| child.id);
    for gone in children.collect::<Vec<_>>().into_iter().chain([id]) {
        let Some(issue) = site.forget(gone) else { continue };
        let now = site.now();
        site.removed_worklogs.extend(issue.worklogs.iter().map(|worklog| (now, worklog.id)));
        for link in &issue.links {
            if let Some(mut other) = site.issue(link.other).cloned() {
                other.links.retain(|known| known.id != link.id);
                site.put(other);
            }
        }
    }
    let orphans: Vec<Issue> = site.children(id).cloned().collect();
    for orphan in orphans {
        site.put(Issue { parent: None, ..orphan });
    }
    Ok(id)
}

fn link(site: &mut Site, from: &str, to: &str) -> Result<u64> {
    let ends = (number_of(site, from)?, number_of(site, to)?);
    let id = site.maker.next(Of::Link);
    for (one, other, is_outward) in [(ends.0, ends.1, true), (ends.1, ends.0, false)] {
        let kind = catalog::LINK_TYPES[0].0;
        update(site, &one.to_string(), |_, issue| {
            issue.links.push(super::issue::Link { id, kind, other, is_outward });
            Ok(Some(item("Link", (None, None), (Some(other.to_string()), Some(format!("Blocks {other}"))))))
        })?;
    }
    Ok(id)
}

fn unlink(site: &mut Site, id: u64) -> Result<u64> {
    let ends = site.issues().filter(|issue| issue.links.iter().any(|link| link.id == id));
    let ends: Vec<u64> = ends.map(|issue| issue.id).collect();
    if ends.is_empty() {
        return Err(unknown("link", id));
    }
    for end in ends {
        update(site, &end.to_string(), |_, issue| {
            issue.links.retain(|link| link.id != id);
            Ok(Some(item("Link", (Some(id.to_string()), None), (None, None))))
        })?;
    }
    Ok(id)
}

/// Adds somebody to those who vote or watch; the issue is not updated by that.
fn join(site: &mut Site, name: &str, person: usize, list: fn(&mut Issue) -> &mut Vec<usize>) -> Result<u64> {
    let id = number_of(site, name)?;
    if person >= site.people.len() {
        return Err(unknown("person", person));
    }
    let mut issue = site.issue(id).cloned().ok_or_else(|| unknown("issue", name))?;
    if !list(&mut issue).contains(&person) {
        list(&mut issue).push(person);
    }
    site.put(issue);
    Ok(id)
}

/// A stream of numbers for what is written now.
pub(super) fn random(site: &Site) -> Random {
    Random::of(&[site.maker.seed, 0x6368_616e, site.changes])
}

/// The project of a key, to be changed.
pub(super) fn project_of<'s>(site: &'s mut Site, key: &str) -> Result<&'s mut super::site::Project> {
    site.projects.iter_mut().find(|project| project.key == key).ok_or_else(|| unknown("project", key))
}

/// Whether a project's standing can change so.
pub(super) fn stand(site: &mut Site, key: &str, standing: Standing) -> Result<u64> {
    let project = project_of(site, key)?;
    if project.standing == standing {
        return Err(Error::usage(format!("the project {key} is {} already", standing.word())));
    }
    project.standing = standing;
    Ok(project.id)
}
