//! Boards and sprints.

use super::ask::Argument;
use super::ask::Shape::{Flag, Text};
use super::catalog::{PROJECTS, STATUSES, workflow};
use super::desk::{Answer, Desk, json_of};
use super::fields::{POINTS, SPRINT};
use super::issue::{Held, Issue};
use super::jql::Query;
use super::refusal;
use super::route::{EXPAND, FIELDS, JQL, MOST, Route, START, get};
use super::searched::Searched;
use super::shown::Fields;
use super::site::Sprint;
use super::view::{View, object, utc};
use crate::reply::Reply;
use serde_json::{Value, json};

/// A board: its number, its name, its type, the place of its project, and the board whose sprints it shows (none for
/// one without sprints).
type Board = (u64, &'static str, &'static str, usize, Option<u64>);

/// The boards. Two show the same sprints.
const BOARDS: [Board; 4] = [
    (1, "Engineering board", "scrum", 0, Some(1)),
    (2, "Operations flow", "kanban", 1, None),
    (3, "Team Space board", "simple", 3, Some(3)),
    (4, "Engineering overview", "scrum", 0, Some(1)),
];
const STATES: [&str; 3] = ["closed", "active", "future"];

const OF_BOARD: &[Argument] = &[START, MOST, JQL, ("validateQuery", Flag), FIELDS, EXPAND];

/// The operations of boards and sprints.
pub(super) const ROUTES: &[Route] = &[
    get("board", &[START, MOST, ("type", Text), ("projectKeyOrId", Text)], |desk| desk.boards()),
    get("board/{}", &[], |desk| desk.board()),
    get("board/{}/sprint", &[START, MOST, ("state", Text)], |desk| desk.board_sprints()),
    get("board/{}/configuration", &[], |desk| desk.board_configuration()),
    get("board/{}/issue", OF_BOARD, |desk| desk.board_issues()),
    get("board/{}/backlog", OF_BOARD, |desk| desk.backlog()),
    get("sprint/{}", &[], |desk| desk.sprint()),
    get("sprint/{}/issue", OF_BOARD, |desk| desk.sprint_issues()),
];

impl View<'_> {
    fn of_agile(&self, rest: &str) -> String {
        format!("{}/rest/agile/1.0/{rest}", self.url)
    }

    fn board(&self, (id, name, kind, place, _): &Board) -> Value {
        let project = &self.site.projects[*place];
        let location = json!({"projectId": project.id, "displayName": format!("{} ({})", project.name, project.key),
            "projectName": project.name, "projectKey": project.key, "projectTypeKey": project.trade.type_key(),
            "name": format!("{} ({})", project.name, project.key)});
        let address = self.of_agile(&format!("board/{id}"));
        json!({"id": id, "self": address, "name": name, "type": kind, "location": location})
    }

    /// A sprint as its own interface writes it.
    pub(super) fn sprint(&self, sprint: &Sprint) -> Value {
        let dated = sprint.state != "future";
        object([
            ("id", Some(json!(sprint.id))),
            ("self", Some(json!(self.of_agile(&format!("sprint/{}", sprint.id))))),
            ("state", Some(json!(sprint.state))),
            ("name", Some(json!(sprint.name))),
            ("startDate", dated.then(|| json!(utc(sprint.start)))),
            ("endDate", dated.then(|| json!(utc(sprint.end())))),
            ("completeDate", (sprint.state == "closed").then(|| json!(utc(sprint.end())))),
            ("originBoardId", Some(json!(sprint.board))),
            ("goal", Some(json!(sprint.goal))),
        ])
    }
}

impl Desk<'_> {
    /// The boards of projects that the account sees.
    fn seen_boards(&self) -> impl Iterator<Item = &'static Board> {
        BOARDS.iter().filter(|(_, _, _, place, _)| self.site.sees_project(&self.site.projects[*place], self.is_known()))
    }

    /// The board in the path.
    fn board_of_path(&self) -> Result<&'static Board, Reply> {
        let board = self.seen_boards().find(|(id, ..)| id.to_string() == self.part(0));
        let why = "The requested board cannot be viewed because it either does not exist or you do not have permission to \
                   view it.";
        board.ok_or_else(|| refusal::told(404, why))
    }

    fn sprint_of_path(&self) -> Result<&Sprint, Reply> {
        let shown = |sprint: &&Sprint| self.seen_boards().any(|(.., origin)| *origin == Some(sprint.board));
        let sprint = self.site.sprints.iter().filter(shown).find(|sprint| sprint.id.to_string() == self.part(0));
        sprint.ok_or_else(|| refusal::told(404, "Sprint does not exist."))
    }

    pub(super) fn boards(&self) -> Answer {
        let (kind, project) = (self.ask.text("type"), self.ask.text("projectKeyOrId"));
        let place =
            project.map(|name| self.site.projects.iter().position(|at| at.key == name || at.id.to_string() == name));
        let is_asked = |(_, _, of, at, _): &&Board| {
            kind.is_none_or(|kind| kind.split(',').any(|kind| kind == *of))
                && place.is_none_or(|place| place == Some(*at))
        };
        let boards: Vec<&Board> = self.seen_boards().filter(is_asked).collect();
        self.agile_page(&boards, |board| self.view.board(board))
    }

    /// A page as this interface writes it: without addresses.
    fn agile_page<T>(&self, rows: &[T], write: impl Fn(&T) -> Value) -> Answer {
        let page = self.cut(rows, 50, 50);
        let values: Vec<Value> = page.rows.iter().map(write).collect();
        Ok(json_of(&json!({"maxResults": page.most, "startAt": page.start, "total": rows.len(),
            "isLast": page.is_last(rows.len()), "values": values})))
    }

    pub(super) fn board(&self) -> Answer {
        Ok(json_of(&self.view.board(self.board_of_path()?)))
    }

    /// The sprints that a board shows: closed ones first, then active ones, then future ones.
    pub(super) fn board_sprints(&self) -> Answer {
        let (.., origin) = self.board_of_path()?;
        let origin = origin.ok_or_else(|| refusal::told(400, "The board does not support sprints"))?;
        let asked = self.ask.text("state").map(|list| list.split(',').collect::<Vec<_>>());
        if let Some(unknown) = asked.iter().flatten().find(|state| !STATES.contains(state)) {
            return Err(refusal::told(400, &format!("'{unknown}' is not a state of sprints.")));
        }
        let of_board = self.site.sprints.iter().filter(|sprint| sprint.board == origin);
        let mut sprints: Vec<&Sprint> =
            of_board.filter(|sprint| asked.as_ref().is_none_or(|asked| asked.contains(&sprint.state))).collect();
        sprints.sort_by_key(|sprint| STATES.iter().position(|state| *state == sprint.state));
        self.agile_page(&sprints, |sprint| self.view.sprint(sprint))
    }

    pub(super) fn sprint(&self) -> Answer {
        Ok(json_of(&self.view.sprint(self.sprint_of_path()?)))
    }

    pub(super) fn board_configuration(&self) -> Answer {
        let (id, name, kind, place, origin) = self.board_of_path()?;
        let project = &self.site.projects[*place];
        let column = |status: &u64| {
            let name = STATUSES.iter().find(|(known, ..)| known == status).map_or("", |(_, name, _)| *name);
            let address = self.view.at(&format!("status/{status}"));
            json!({"name": name, "statuses": [{"id": status.to_string(), "self": address}]})
        };
        let columns: Vec<Value> = workflow(PROJECTS[*place].2).iter().map(column).collect();
        let points = json!({"fieldId": format!("customfield_{POINTS}"), "displayName": "Story Points"});
        let points = json!({"type": "field", "field": points});
        Ok(json_of(&object([
            ("id", Some(json!(id))),
            ("name", Some(json!(name))),
            ("type", Some(json!(kind))),
            ("self", Some(json!(self.view.of_agile(&format!("board/{id}/configuration"))))),
            (
                "location",
                Some(json!({"type": "project", "key": project.key, "id": project.id.to_string(),
                "self": self.view.at(&format!("project/{}", project.id)), "name": project.name})),
            ),
            (
                "filter",
                Some(json!({"id": (1000 + id).to_string(), "self": self.view.at(&format!("filter/{}", 1000 + id))})),
            ),
            ("columnConfig", Some(json!({"columns": columns, "constraintType": "issueCount"}))),
            ("estimation", origin.map(|_| points)),
            ("ranking", Some(json!({"rankCustomFieldId": 10019}))),
        ])))
    }

    /// The issues that a page is cut from: seen, of a query where one is given, oldest first.
    fn ranked(&self, is_asked: impl Fn(&Issue) -> bool) -> Result<Vec<&Issue>, Reply> {
        let jql = self.ask.text("jql").unwrap_or_default();
        let query = Query::read(jql, &self.reading()).map_err(|why| refusal::told(400, &why))?;
        let finds = |issue: &&Issue| query.finds(&|field: &Searched| field.held(self.site, issue));
        let seen = self.site.issues().filter(|issue| is_asked(issue) && self.site.sees(issue, self.is_known()));
        Ok(seen.filter(finds).collect())
    }

    /// A page of issues in the old envelope.
    pub(super) fn issue_page(&self, issues: &[&Issue], most: usize) -> Result<Value, Reply> {
        let expand = self.ask.expand(&["changelog"])?;
        let page = self.cut(issues, 50, most);
        let fields = Fields::of(&self.ask.texts("fields"), "*navigable");
        let shown = self.write(page.rows, &fields, &expand)?;
        Ok(json!({"expand": "schema,names", "startAt": page.start, "maxResults": page.most, "total": issues.len(),
            "issues": shown}))
    }

    pub(super) fn board_issues(&self) -> Answer {
        let project = self.site.projects[self.board_of_path()?.3].id;
        Ok(json_of(&self.issue_page(&self.ranked(|issue| issue.project == project)?, 100)?))
    }

    /// The issues of a board that nobody works on and that are in no sprint that began.
    pub(super) fn backlog(&self) -> Answer {
        let place = self.board_of_path()?.3;
        let (project, first) = (self.site.projects[place].id, workflow(PROJECTS[place].2)[0]);
        let has_begun = |id: &u64| self.site.sprints.iter().any(|sprint| sprint.id == *id && sprint.state != "future");
        let is_free = |issue: &Issue| match issue.custom.get(&SPRINT) {
            Some(Held::Sprints(ids)) => !ids.iter().any(has_begun),
            _ => true,
        };
        let issues = self.ranked(|issue| issue.project == project && issue.status == first && is_free(issue))?;
        Ok(json_of(&self.issue_page(&issues, 100)?))
    }

    pub(super) fn sprint_issues(&self) -> Answer {
        let sprint = self.sprint_of_path()?.id;
        let is_in =
            |issue: &Issue| matches!(issue.custom.get(&SPRINT), Some(Held::Sprints(ids)) if ids.contains(&sprint));
        Ok(json_of(&self.issue_page(&self.ranked(is_in)?, 100)?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalog::Trade;
    use super::*;

    #[test]
    fn boards_are_of_projects_that_go_with_their_types() {
        for (_, name, kind, place, origin) in BOARDS {
            let wanted = match PROJECTS[place].2 {
                Trade::Scrum => "scrum",
                Trade::Kanban => "kanban",
                Trade::TeamManaged => "simple",
                Trade::ServiceDesk => "none",
            };
            assert_eq!((kind, kind == "kanban"), (wanted, origin.is_none()), "{name}");
        }
    }
}
