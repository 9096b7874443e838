//! Invented values of issues: texts that name people, and a value for every kind of field.

use super::catalog::{LEVELS, OPTIONS, PRIORITIES, PROJECTS, Trade};
use super::fields::{Field, Kind};
use super::issue::{Held, Issue, Item};
use super::maker::Maker;
use super::site::Site;
use crate::people;
use crate::random::Random;
use serde_json::json;

const DAY: i64 = 86_400_000;
const LABELS: [&str; 5] = ["backend", "urgent", "customer", "quarterly", "paper-jam"];
const THINGS: [&str; 6] =
    ["the printer", "the order form", "the monthly report", "the login page", "the lift", "the export"];

/// So many paragraphs that name people, some with an address, some with a card number.
pub(super) fn prose(random: &mut Random, lines: usize) -> String {
    let line = |_| {
        let ordinal = random.below(500);
        let (name, thing) = (people::name(random, ordinal), random.pick(&THINGS));
        match random.below(6) {
            0 => format!("Paid with card {} for {thing}.", people::card(random)),
            1 | 2 => format!("Write to {} about {thing}.", people::address(random).whole()),
            _ => format!("Ask {name} about {thing}."),
        }
    };
    (0..lines).map(line).collect::<Vec<_>>().join("\n")
}

/// The fields of an issue that do not depend on others.
pub(super) fn issue(maker: &Maker, random: &mut Random, ordinal: usize) -> Issue {
    let someone = |random: &mut Random| maker.someone(random);
    let reporter = someone(random);
    let watchers = 1 + random.below(3);
    Issue {
        priority: PRIORITIES[random.below(PRIORITIES.len())].0,
        summary: format!("{} fails for number {}", random.pick(&THINGS), ordinal + 1),
        description: if random.one_in(8) {
            String::new()
        } else {
            let lines = 1 + random.below(3);
            prose(random, lines)
        },
        environment: if random.one_in(5) { prose(random, 1) } else { String::new() },
        creator: reporter,
        reporter: Some(reporter).filter(|_| !random.one_in(20)),
        assignee: Some(someone(random)).filter(|_| !random.one_in(4)),
        due: random.one_in(3).then(|| maker.opening + random.below(700) as i64 * DAY),
        labels: LABELS.iter().filter(|_| random.one_in(4)).map(|label| (*label).to_owned()).collect(),
        votes: (0..random.below(3)).map(|at| 2 + at * 3).collect(),
        watchers: (0..watchers).map(|at| 2 + at * 2).collect(),
        security: if ordinal % 25 == 11 {
            Some(LEVELS[0].0)
        } else if ordinal % 40 == 23 {
            Some(LEVELS[1].0)
        } else {
            None
        },
        estimate: random.one_in(3).then(|| 3600 * (1 + random.below(40) as i64)),
        ..Issue::default()
    }
}

/// What the changelog says of an edit of some field.
pub(super) fn edit(random: &mut Random, at: usize) -> Item {
    let (field, from, to) = match at % 3 {
        0 => ("description", None, Some(prose(random, 1))),
        1 => ("summary", Some("Does not work".to_owned()), Some(format!("Fails in room {}", random.below(90)))),
        _ => ("labels", Some(String::new()), Some(random.pick(&LABELS).to_owned())),
    };
    let (field, field_id) = (field.to_owned(), field.to_owned());
    Item { field, field_id, from: None, from_text: from, to: None, to_text: to }
}

/// Gives an issue values of custom fields, each field in every other issue or so.
pub(super) fn custom(site: &Site, issue: &mut Issue, random: &mut Random, (ordinal, place): (usize, usize)) {
    for field in site.fields.iter().filter(|field| field.scope.is_none_or(|scope| scope == place)) {
        if let Some(held) = value(site, field, random, (ordinal, place)).filter(|_| random.one_in(2) || ordinal == 0) {
            issue.custom.entry(field.id).or_insert(held);
        }
    }
}

/// A value for a field of an issue; nothing where its project has no use for it.
fn value(site: &Site, field: &Field, random: &mut Random, (ordinal, place): (usize, usize)) -> Option<Held> {
    let trade = PROJECTS[place].2;
    let moment = site.maker.opening + random.below((700 * DAY) as usize) as i64;
    let mut top = OPTIONS.iter().filter(|(_, _, of, above)| *of == field.id && *above == 0).map(|(id, ..)| *id);
    Some(match field.kind {
        Kind::Number => Held::Number(random.below(40) as f64 / 2.0),
        Kind::Text => Held::Text(people::name(random, ordinal)),
        Kind::Area => Held::Rich(prose(random, 2)),
        Kind::Select => Held::Option(top.nth(random.below(3))?),
        Kind::MultiSelect => Held::Options(top.filter(|_| !random.one_in(3)).collect()),
        Kind::Cascade => {
            let above = top.nth(random.below(2))?;
            let mut below = OPTIONS.iter().filter(|(.., of)| *of == above).map(|(id, ..)| *id);
            Held::Cascade(above, below.nth(random.below(2))?)
        }
        Kind::User => Held::Person(site.maker.someone(random)),
        Kind::MultiUser => Held::People((0..1 + random.below(2)).map(|_| site.maker.someone(random)).collect()),
        Kind::Group => Held::Group(random.below(4)),
        Kind::Date => Held::Day(moment),
        Kind::DateTime => Held::Moment(moment),
        Kind::Url => Held::Text(format!("https://runbooks.example.com/{}", ordinal + 1)),
        Kind::Labels => Held::Labels(vec![random.pick(&LABELS).to_owned()]),
        Kind::Sprint if trade == Trade::Scrum => {
            let first = 1 + random.below(6) as u64;
            Held::Sprints((first..=6).take(1 + random.below(2)).collect())
        }
        Kind::Sprint if trade == Trade::TeamManaged => Held::Sprints(vec![7]),
        Kind::Version => Held::Version(site.projects[place].versions.get(random.below(4))?.id),
        Kind::Vendor => {
            Held::Vendor(json!({"level": random.below(9), "unit": "bar", "by": people::name(random, ordinal)}))
        }
        Kind::Sprint | Kind::EpicLink | Kind::Sla => return None,
    })
}
