//! Changes of what belongs to issues, and of what the administrators set.

use super::catalog::Trade;
use super::change::{Change, item, project_of, random, stand, unknown, update};
use super::issue::{Comment, Issue, Worklog};
use super::maker::Of;
use super::site::{Record, Site, Standing};
use catchment_base::error::{Error, Result};

/// The issue that a part belongs to, by its number.
fn home(homes: &std::collections::BTreeMap<u64, u64>, what: &str, id: u64) -> Result<String> {
    homes.get(&id).map(u64::to_string).ok_or_else(|| unknown(what, id))
}

/// Changes a comment, a worklog or a file; the number of it.
pub(super) fn part(site: &mut Site, change: Change) -> Result<u64> {
    match change {
        Change::Comment(issue, body, is_public) => comment(site, &issue, body, is_public),
        Change::EditComment(id, body) => {
            let (issue, now) = (home(&site.homes.comments, "comment", id)?, site.now());
            update(site, &issue, |_, issue| {
                for comment in issue.comments.iter_mut().filter(|comment| comment.id == id) {
                    *comment = Comment { body: body.clone(), updated: now, changer: 3, ..comment.clone() };
                }
                Ok(None)
            })
        }
        Change::DeleteComment(id) => {
            let issue = home(&site.homes.comments, "comment", id)?;
            update(site, &issue, |_, issue| {
                let gone = issue.comments.iter().find(|comment| comment.id == id).map(|comment| comment.body.clone());
                issue.comments.retain(|comment| comment.id != id);
                Ok(Some(item("Comment", (None, gone), (None, None))))
            })
        }
        Change::Book(issue, seconds) => book(site, &issue, 1, Some(seconds)),
        Change::BookMany(issue, count) => book(site, &issue, count, None),
        Change::EditWorklog(id, seconds) => {
            let (issue, now) = (home(&site.homes.worklogs, "worklog", id)?, site.now());
            update(site, &issue, |_, issue| {
                let before = issue.spent();
                for worklog in issue.worklogs.iter_mut().filter(|worklog| worklog.id == id) {
                    *worklog = Worklog { seconds, updated: now, changer: 3, ..worklog.clone() };
                }
                Ok(Some(spent(before, issue)))
            })
        }
        Change::DeleteWorklog(id) => {
            let (issue, now) = (home(&site.homes.worklogs, "worklog", id)?, site.now());
            site.removed_worklogs.push((now, id));
            update(site, &issue, |_, issue| {
                let before = issue.spent();
                issue.worklogs.retain(|worklog| worklog.id != id);
                Ok(Some(spent(before, issue)))
            })
        }
        Change::Attach(issue) => attach(site, &issue),
        Change::Detach(id) => {
            let issue = home(&site.homes.attachments, "attachment", id)?;
            update(site, &issue, |_, issue| {
                let name = issue.attachments.iter().find(|file| file.id == id).map(|file| file.name.clone());
                issue.attachments.retain(|file| file.id != id);
                Ok(Some(item("Attachment", (Some(id.to_string()), name), (None, None))))
            })
        }
        other => Err(Error::usage(format!("{other:?} does not change a part of an issue"))),
    }
}

/// What the changelog says when the time that was spent is another.
fn spent(before: i64, issue: &Issue) -> super::issue::Item {
    let told = |seconds: i64| (Some(seconds.to_string()), Some(seconds.to_string()));
    item("timespent", told(before), told(issue.spent()))
}

fn comment(site: &mut Site, issue: &str, body: String, is_public: bool) -> Result<u64> {
    let now = site.now();
    let made = site.maker.comment(&mut random(site), now);
    let made = Comment { body, is_public, role: None, ..made };
    let id = made.id;
    update(site, issue, |site, issue| {
        let is_desk = site.project(issue.project).is_some_and(|project| project.trade == Trade::ServiceDesk);
        if !is_public && !is_desk {
            return Err(Error::usage("only comments of a service desk can be kept from customers"));
        }
        issue.comments.push(made);
        Ok(None)
    })?;
    Ok(id)
}

fn book(site: &mut Site, issue: &str, count: usize, seconds: Option<i64>) -> Result<u64> {
    let (now, mut random) = (site.now(), random(site));
    let mut last = 0;
    update(site, issue, |site, issue| {
        let before = issue.spent();
        for _ in 0..count {
            let made = site.maker.worklog(&mut random, now);
            last = made.id;
            issue.worklogs.push(Worklog { seconds: seconds.unwrap_or(made.seconds), ..made });
        }
        Ok(Some(spent(before, issue)))
    })?;
    Ok(last)
}

fn attach(site: &mut Site, issue: &str) -> Result<u64> {
    let now = site.now();
    let made = site.maker.attachment(&mut random(site), now);
    let (id, name) = (made.id, made.name.clone());
    update(site, issue, |_, issue| {
        issue.attachments.push(made);
        Ok(Some(item("Attachment", (None, None), (Some(id.to_string()), Some(name)))))
    })?;
    Ok(id)
}

/// What the log says of a setting.
struct Told {
    summary: &'static str,
    category: &'static str,
    /// The number, the name and the type of what was set.
    object: (u64, String, &'static str),
    changed: Option<(&'static str, String, String)>,
}

/// Changes what the administrators set, and writes it into their log; the number of what was set.
pub(super) fn setting(site: &mut Site, change: Change) -> Result<u64> {
    let told = match change {
        Change::HideProject(_)
        | Change::ShowProject(_)
        | Change::ArchiveProject(_)
        | Change::DeleteProject(_)
        | Change::RestoreProject(_)
        | Change::RenameProject(..) => of_project(site, change)?,
        Change::Deactivate(person) | Change::Anonymise(person) => {
            of_person(site, person, matches!(change, Change::Anonymise(_)))?
        }
        _ => of_table(site, change)?,
    };
    let (id, name, kind) = told.object;
    let record = Record {
        id: site.maker.next(Of::Record),
        created: site.now(),
        author: 0,
        summary: told.summary.to_owned(),
        category: told.category,
        object: (id.to_string(), name, kind),
        changed: told.changed,
    };
    site.records.push(record);
    Ok(id)
}

fn of_project(site: &mut Site, change: Change) -> Result<Told> {
    let (summary, category, id, key, changed) = match change {
        Change::ArchiveProject(key) => {
            ("Project archived", "projects", stand(site, &key, Standing::Archived)?, key, None)
        }
        Change::DeleteProject(key) => {
            ("Project moved to trash", "projects", stand(site, &key, Standing::Deleted)?, key, None)
        }
        Change::RestoreProject(key) => ("Project restored", "projects", stand(site, &key, Standing::Live)?, key, None),
        Change::RenameProject(key, name) => {
            let project = project_of(site, &key)?;
            let before = std::mem::replace(&mut project.name, name.clone());
            ("Project updated", "projects", project.id, key, Some(("Name", before, name)))
        }
        Change::HideProject(ref key) | Change::ShowProject(ref key) => {
            let project = project_of(site, key)?;
            project.is_hidden = matches!(change, Change::HideProject(_));
            ("Permission scheme updated", "permissions", project.id, key.clone(), None)
        }
        other => return Err(Error::usage(format!("{other:?} is no setting of a project"))),
    };
    Ok(Told { summary, category, object: (id, key, "PROJECT"), changed })
}

fn of_person(site: &mut Site, person: usize, is_anonymised: bool) -> Result<Told> {
    let one = site.people.get_mut(person).ok_or_else(|| unknown("person", person))?;
    one.is_active = false;
    let summary = if is_anonymised {
        (one.display, one.name, one.email) = ("Former user".to_owned(), format!("user-{person}"), String::new());
        "User anonymised"
    } else {
        "User deactivated"
    };
    let object = (person as u64, one.display.clone(), "USER");
    Ok(Told { summary, category: "user management", object, changed: None })
}

/// Changes a row of a table: a field, a status, a sprint.
fn of_table(site: &mut Site, change: Change) -> Result<Told> {
    let (summary, category, object, changed) = match change {
        Change::RenameField(id, name) => {
            let field = site.fields.iter_mut().find(|field| field.id == id).ok_or_else(|| unknown("field", id))?;
            let before = std::mem::replace(&mut field.name, name.clone());
            ("Custom field updated", "fields", (id, name.clone(), "CUSTOM_FIELD"), ("Name", before, name))
        }
        Change::RenameStatus(id, name) => {
            let status =
                site.statuses.iter_mut().find(|status| status.id == id).ok_or_else(|| unknown("status", id))?;
            let before = std::mem::replace(&mut status.name, name.clone());
            ("Status updated", "workflows", (id, name.clone(), "STATUS"), ("Name", before, name))
        }
        Change::Sprint(id, state) => {
            let known = ["future", "active", "closed"].into_iter().find(|known| *known == state);
            let state = known.ok_or_else(|| unknown("state of sprints", state))?;
            let sprint = site.sprints.iter_mut().find(|sprint| sprint.id == id).ok_or_else(|| unknown("sprint", id))?;
            let before = std::mem::replace(&mut sprint.state, state).to_owned();
            let object = (id, sprint.name.clone(), "SPRINT");
            ("Sprint updated", "sprints", object, ("State", before, state.to_owned()))
        }
        other => return Err(Error::usage(format!("{other:?} is no setting"))),
    };
    Ok(Told { summary, category, object, changed: Some(changed) })
}
