//! What queries can name: the fields of issues, what an issue holds in them, and what literals stand for.

use super::catalog::{CATEGORIES, GROUPS, LEVELS, PRIORITIES, RESOLUTIONS, TYPES, option};
use super::fields::Kind;
use super::issue::{Held, Issue};
use super::jql::{Atom, Grammar, Literal, Sort};
use super::literal::Clock;
use super::site::Site;

/// What the literals of a field stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Domain {
    Project,
    /// An issue, by its key or its number.
    Issue,
    Time,
    Status,
    Category,
    Type,
    Priority,
    Resolution,
    Level,
    Component,
    Version,
    Person,
    Number,
    Text,
}

/// A field of the system as queries name it.
pub(super) struct Known {
    names: &'static [&'static str],
    sort: Sort,
    domain: Domain,
    held: fn(&Site, &Issue) -> Vec<Atom>,
}

/// A field that a query names.
#[derive(Clone, Copy)]
pub(super) enum Searched {
    Known(&'static Known),
    /// A custom field, by its number.
    Custom(u64),
}

fn number(id: u64) -> Vec<Atom> {
    vec![Atom::Number(id as i64)]
}

fn numbers(ids: &[u64]) -> Vec<Atom> {
    ids.iter().map(|id| Atom::Number(*id as i64)).collect()
}

fn time(time: Option<i64>) -> Vec<Atom> {
    time.map(Atom::Number).into_iter().collect()
}

fn person(ordinal: Option<usize>) -> Vec<Atom> {
    ordinal.map(|ordinal| Atom::Number(ordinal as i64)).into_iter().collect()
}

fn text(text: &str) -> Vec<Atom> {
    if text.is_empty() { Vec::new() } else { vec![Atom::Text(text.to_lowercase())] }
}

fn texts(all: &[String]) -> Vec<Atom> {
    all.iter().flat_map(|one| text(one)).collect()
}

const fn known(
    names: &'static [&'static str],
    sort: Sort,
    domain: Domain,
    held: fn(&Site, &Issue) -> Vec<Atom>,
) -> Known {
    Known { names, sort, domain, held }
}

/// The fields of the system. Which of several names comes first does not matter.
static KNOWN: [Known; 23] = [
    known(&["project"], Sort::Name, Domain::Project, |_, issue| number(issue.project)),
    known(&["key", "issuekey", "issue"], Sort::Name, Domain::Issue, |_, issue| number(issue.id)),
    known(&["id"], Sort::Ordered, Domain::Issue, |_, issue| number(issue.id)),
    known(&["created", "createddate"], Sort::Ordered, Domain::Time, |_, issue| time(Some(issue.created))),
    known(&["updated", "updateddate"], Sort::Ordered, Domain::Time, |_, issue| time(Some(issue.updated))),
    known(&["resolved", "resolutiondate"], Sort::Ordered, Domain::Time, |_, issue| time(issue.resolved)),
    known(&["due", "duedate"], Sort::Ordered, Domain::Time, |_, issue| time(issue.due)),
    known(&["status"], Sort::Name, Domain::Status, |_, issue| number(issue.status)),
    known(&["statuscategory"], Sort::Name, Domain::Category, |site, issue| {
        site.statuses
            .iter()
            .find(|status| status.id == issue.status)
            .map_or(Vec::new(), |status| number(status.category))
    }),
    known(&["issuetype", "type"], Sort::Name, Domain::Type, |_, issue| number(issue.kind)),
    known(&["priority"], Sort::Ordered, Domain::Priority, |_, issue| number(issue.priority)),
    known(&["resolution"], Sort::Name, Domain::Resolution, |_, issue| numbers(issue.resolution.as_slice())),
    known(&["level"], Sort::Name, Domain::Level, |_, issue| numbers(issue.security.as_slice())),
    known(&["assignee"], Sort::Name, Domain::Person, |_, issue| person(issue.assignee)),
    known(&["reporter"], Sort::Name, Domain::Person, |_, issue| person(issue.reporter)),
    known(&["creator"], Sort::Name, Domain::Person, |_, issue| person(Some(issue.creator))),
    known(&["parent"], Sort::Name, Domain::Issue, |_, issue| numbers(issue.parent.as_slice())),
    known(&["labels"], Sort::Name, Domain::Text, |_, issue| texts(&issue.labels)),
    known(&["component"], Sort::Name, Domain::Component, |_, issue| numbers(&issue.components)),
    known(&["fixversion"], Sort::Name, Domain::Version, |_, issue| numbers(&issue.fix_versions)),
    known(&["summary"], Sort::Prose, Domain::Text, |_, issue| text(&issue.summary)),
    known(&["description"], Sort::Prose, Domain::Text, |_, issue| text(&issue.description)),
    known(&["text"], Sort::Prose, Domain::Text, |_, issue| {
        let comments = issue.comments.iter().map(|comment| comment.body.as_str());
        let all = [issue.summary.as_str(), &issue.description].into_iter().chain(comments);
        text(&all.collect::<Vec<_>>().join("\n"))
    }),
];

/// What queries of an account are read against.
pub(super) struct Reading<'a> {
    pub(super) site: &'a Site,
    pub(super) clock: Clock,
    /// Whether the account is known; others see little.
    pub(super) is_known: bool,
    /// Whether a value that does not exist finds nothing instead of being refused.
    pub(super) is_lenient: bool,
    /// The project that the search does not know.
    pub(super) unsearched: Option<u64>,
}

impl Searched {
    /// What an issue holds in the field.
    pub(super) fn held(&self, site: &Site, issue: &Issue) -> Vec<Atom> {
        match self {
            Searched::Known(known) => (known.held)(site, issue),
            Searched::Custom(id) => issue.custom.get(id).map_or(Vec::new(), of_custom),
        }
    }

    /// What an issue is ordered by: of a key the project and the number.
    pub(super) fn rank(&self, site: &Site, issue: &Issue) -> Vec<Atom> {
        match self {
            Searched::Known(known) if known.names[0] == "key" => {
                let project = site.project(issue.project).map_or(Vec::new(), |project| text(&project.key));
                [project, number(issue.number)].concat()
            }
            _ => self.held(site, issue),
        }
    }
}

/// What a custom field holds.
fn of_custom(held: &Held) -> Vec<Atom> {
    match held {
        Held::Number(number) => vec![Atom::Number((number * 1000.0) as i64)],
        Held::Text(words) | Held::Rich(words) => text(words),
        Held::Option(id) | Held::Epic(id) | Held::Version(id) => number(*id),
        Held::Cascade(above, below) => numbers(&[*above, *below]),
        Held::Options(ids) | Held::Sprints(ids) => numbers(ids),
        Held::Person(ordinal) | Held::Group(ordinal) => person(Some(*ordinal)),
        Held::People(people) => people.iter().flat_map(|one| person(Some(*one))).collect(),
        Held::Day(at) | Held::Moment(at) => time(Some(*at)),
        Held::Labels(labels) => texts(labels),
        Held::Vendor(_) => Vec::new(),
    }
}

/// The number of a row that a text names, by its number or its name.
fn row<'r>(rows: impl IntoIterator<Item = (u64, &'r str)>, wanted: &str) -> Option<Atom> {
    let is = |(id, name): &(u64, &str)| name.eq_ignore_ascii_case(wanted) || id.to_string() == wanted;
    rows.into_iter().find(is).map(|(id, _)| Atom::Number(id as i64))
}

impl Reading<'_> {
    /// What a literal stands for in a domain; nothing where it does not exist.
    fn of(&self, domain: Domain, literal: &Literal) -> Option<Atom> {
        let (site, wanted) = (self.site, literal.text());
        let projects = || site.projects.iter().filter(|project| site.sees_project(project, self.is_known));
        match domain {
            Domain::Project => {
                let project = site.project_named(wanted).or_else(|| projects().find(|project| project.name == wanted));
                let seen = project.filter(|project| site.sees_project(project, self.is_known));
                seen.map(|project| Atom::Number(project.id as i64))
            }
            Domain::Issue => {
                let issue = site.named(wanted).filter(|issue| site.sees(issue, self.is_known));
                issue.map(|issue| Atom::Number(issue.id as i64))
            }
            Domain::Time => self.clock.time(literal).map(Atom::Number),
            Domain::Status => row(site.statuses.iter().map(|status| (status.id, status.name.as_str())), wanted),
            Domain::Category => {
                let by_key = row(CATEGORIES.iter().map(|(id, key, ..)| (*id, *key)), wanted);
                by_key.or_else(|| row(CATEGORIES.iter().map(|(id, _, _, name, _)| (*id, *name)), wanted))
            }
            Domain::Type => row(TYPES.iter().map(|(id, name, _)| (*id, *name)), wanted),
            Domain::Priority => row(PRIORITIES.iter().map(|(id, name, _)| (*id, *name)), wanted),
            Domain::Resolution => row(RESOLUTIONS, wanted),
            Domain::Level => row(LEVELS.iter().map(|(id, name, _)| (*id, *name)), wanted),
            Domain::Component => {
                row(projects().flat_map(|at| &at.components).map(|part| (part.id, part.name.as_str())), wanted)
            }
            Domain::Version => {
                row(projects().flat_map(|at| &at.versions).map(|version| (version.id, version.name.as_str())), wanted)
            }
            Domain::Person => self.person(literal),
            Domain::Number => wanted.parse::<f64>().ok().map(|number| Atom::Number((number * 1000.0) as i64)),
            Domain::Text => Some(Atom::Text(wanted.to_lowercase())),
        }
    }

    fn person(&self, literal: &Literal) -> Option<Atom> {
        let is_own = *literal == Literal::Call("currentUser".to_owned()) && self.is_known;
        let wanted = literal.text();
        let mut people = self.site.people.iter();
        let place =
            people.position(|person| [&person.account_id, &person.key, &person.name].iter().any(|id| *id == wanted));
        if is_own { Some(Atom::Number(0)) } else { place.map(|place| Atom::Number(place as i64)) }
    }

    /// What a literal stands for in a custom field.
    fn of_custom(&self, kind: Kind, literal: &Literal) -> Option<Atom> {
        let wanted = literal.text();
        match kind {
            Kind::Select | Kind::MultiSelect | Kind::Cascade => {
                let by_id = wanted.parse().ok().and_then(option).map(|(id, ..)| Atom::Number(*id as i64));
                by_id.or_else(|| row(super::catalog::OPTIONS.iter().map(|(id, name, ..)| (*id, *name)), wanted))
            }
            Kind::Sprint => row(self.site.sprints.iter().map(|sprint| (sprint.id, sprint.name.as_str())), wanted),
            Kind::Group => row((0u64..).zip(GROUPS.iter().map(|(name, _)| *name)), wanted),
            Kind::Number => self.of(Domain::Number, literal),
            Kind::User | Kind::MultiUser => self.person(literal),
            Kind::Date | Kind::DateTime => self.of(Domain::Time, literal),
            Kind::EpicLink => self.of(Domain::Issue, literal),
            Kind::Version => self.of(Domain::Version, literal),
            Kind::Text | Kind::Area | Kind::Url | Kind::Labels => self.of(Domain::Text, literal),
            Kind::Vendor | Kind::Sla => None,
        }
    }

    fn kind(&self, id: u64) -> Option<Kind> {
        self.site.fields.iter().find(|field| field.id == id).map(|field| field.kind)
    }
}

impl Grammar for Reading<'_> {
    type Field = Searched;

    fn field(&self, name: &str) -> Option<(Searched, Sort)> {
        if let Some(known) = KNOWN.iter().find(|known| known.names.contains(&name)) {
            return Some((Searched::Known(known), known.sort));
        }
        let by_id = name.strip_prefix("cf[").and_then(|rest| rest.strip_suffix(']')).and_then(|id| id.parse().ok());
        let mut fields = self.site.fields.iter();
        let field = fields.find(|field| Some(field.id) == by_id || field.name.to_lowercase() == name)?;
        let sort = match field.kind {
            Kind::Number | Kind::Date | Kind::DateTime => Sort::Ordered,
            Kind::Text | Kind::Area => Sort::Prose,
            _ => Sort::Name,
        };
        Some((Searched::Custom(field.id), sort))
    }

    fn value(&self, field: &Searched, literal: &Literal) -> Result<Vec<Atom>, String> {
        let is_searched = |atom: &Atom| self.unsearched.is_none_or(|id| *atom != Atom::Number(id as i64));
        let (found, name, is_time) = match field {
            Searched::Known(known) => {
                let found = self.of(known.domain, literal);
                let found = found.filter(|atom| known.domain != Domain::Project || is_searched(atom));
                (found, known.names[0], known.domain == Domain::Time)
            }
            Searched::Custom(id) => (self.kind(*id).and_then(|kind| self.of_custom(kind, literal)), "cf", false),
        };
        let wanted = literal.text();
        match found {
            Some(atom) => Ok(vec![atom]),
            None if is_time => Err(format!(
                "Date value '{wanted}' for field '{name}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', \
                 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
            )),
            None if self.is_lenient => Ok(Vec::new()),
            None => Err(format!("The value '{wanted}' does not exist for the field '{name}'.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::jql::Query;
    use super::super::literal::Epochs;
    use super::*;

    fn reading(site: &Site, is_lenient: bool) -> Reading<'_> {
        let clock = Clock { zone: chrono_tz::Tz::UTC, now: site.now(), epochs: Epochs::Exact };
        Reading { site, clock, is_known: true, is_lenient, unsearched: None }
    }

    fn found(site: &Site, jql: &str) -> Vec<u64> {
        let query = Query::read(jql, &reading(site, false)).unwrap();
        let finds = |issue: &&Issue| query.finds(&|field: &Searched| field.held(site, issue));
        site.issues().filter(finds).map(|issue| issue.id).collect()
    }

    fn which(site: &Site, is: impl Fn(&Issue) -> bool) -> Vec<u64> {
        site.issues().filter(|issue| is(issue)).map(|issue| issue.id).collect()
    }

    #[test]
    fn queries_find_what_issues_hold() {
        let site = Site::new(1, 200, "a@b");
        let updated = site.issue(10050).unwrap().updated;
        let account = site.people[site.issue(10001).unwrap().creator].account_id.clone();
        let creator = site.issue(10001).unwrap().creator;
        let cases: [(String, Vec<u64>); 11] = [
            ("project in (ENG, 10001)".to_owned(), which(&site, |issue| issue.project < 10002)),
            ("id in (10003, 10001)".to_owned(), vec![10001, 10003]),
            ("key = ENG-1 or key = 10002".to_owned(), vec![10001, 10002]),
            (format!("updated >= {updated}"), which(&site, |issue| issue.updated >= updated)),
            (format!("created < {updated} and status = Done"), which(&site, |i| i.created < updated && i.status == 6)),
            ("statusCategory = Done".to_owned(), which(&site, |issue| [6, 10102].contains(&issue.status))),
            ("statusCategory = new".to_owned(), which(&site, |issue| issue.status == 1)),
            (format!("creator = '{account}'"), which(&site, |issue| issue.creator == creator)),
            ("assignee is empty".to_owned(), which(&site, |issue| issue.assignee.is_none())),
            ("labels = urgent".to_owned(), which(&site, |issue| issue.labels.contains(&"urgent".to_owned()))),
            (
                "sprint = 'Sprint 5'".to_owned(),
                which(&site, |issue| matches!(issue.custom.get(&10020), Some(Held::Sprints(ids)) if ids.contains(&5))),
            ),
        ];
        for (jql, wanted) in &cases {
            assert!(!wanted.is_empty(), "{jql} is to find something");
            assert_eq!(found(&site, jql), *wanted, "{jql}");
        }
        assert_eq!(found(&site, "project = Engineering"), which(&site, |issue| issue.project == 10000));
        assert_eq!(found(&site, "project is not EMPTY").len(), 200);
    }

    #[test]
    fn what_does_not_exist_is_refused_or_finds_nothing() {
        let mut site = Site::new(1, 20, "a@b");
        site.projects[0].is_hidden = true;
        for jql in ["project = ENG", "project = NOPE", "project = 99", "key = NOPE-1", "id in (10001)", "status = Lost"]
        {
            assert!(Query::read(jql, &reading(&site, false)).is_err(), "{jql}");
            let query = Query::read(jql, &reading(&site, true)).unwrap();
            assert!(!site.issues().any(|issue| query.finds(&|field: &Searched| field.held(&site, issue))), "{jql}");
        }
        let told = Query::read("project = NOPE", &reading(&site, false)).err();
        assert_eq!(told.as_deref(), Some("The value 'NOPE' does not exist for the field 'project'."));
        assert!(Query::read("updated > soon", &reading(&site, true)).is_err());
    }
}
