//! What a policy protects, in words that can be kept on record, and how two policies compare.
//!
//! A part that cannot be compared (another pattern for the same type, another region) counts as both: whoever publishes
//! by it has to say so, and what was published by the former one goes.

use crate::policy::{Action, People, Policy, digest};
use crate::{book, kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a policy protects: by part what is done, as `action CREDIT_CARD` and `placeholder`.
type Parts = BTreeMap<String, String>;

/// What a policy protects, with those of single columns and with the classes of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The parts of the policy itself.
    pub parts: Parts,
    /// Those of policies of their own, by relation or by relation and column.
    pub columns: BTreeMap<String, Parts>,
    /// The class of each column, by relation and column.
    pub classes: BTreeMap<String, String>,
    /// The relations whose columns and classes settings say.
    #[serde(default)]
    pub described: BTreeSet<String>,
}

/// How a policy differs from a former one, each difference as a line for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// What it protects less.
    pub weaker: Vec<String>,
    /// What it protects more.
    pub stricter: Vec<String>,
}

/// Which way a part differs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Weaker,
    Stricter,
    Unknown,
}

impl Measure {
    /// What a policy protects; `classes` are those of the columns that it is applied to, by relation and column, and `described`
    /// the relations whose columns settings say.
    pub fn of(policy: &Policy, classes: BTreeMap<String, String>, described: BTreeSet<String>) -> Self {
        let columns = policy.columns().iter().map(|(name, policy)| (name.clone(), parts(policy))).collect();
        Self { parts: parts(policy), columns, classes, described }
    }

    /// How this differs from what was in force before.
    pub fn compared_with(&self, former: &Self) -> Compared {
        let mut compared = Compared::default();
        compared.compare("", &former.parts, &self.parts);
        let names: BTreeSet<&String> = former.columns.keys().chain(self.columns.keys()).collect();
        for name in names {
            compared.compare(&format!("{name} "), former.of_column(name), self.of_column(name));
        }
        for (column, class) in &self.classes {
            match former.classes.get(column) {
                Some(was) if was == class => {}
                Some(was) => {
                    compared.note(way(rank_of_class(was), rank_of_class(class)), &format!("{column}: {was} → {class}"));
                }
                None if self.is_laid_open(former, column, class) => {
                    compared.note(Some(Way::Weaker), &format!("{column}: new, and published as it is ({class})"));
                }
                None => {}
            }
        }
        compared
    }

    /// Whether settings bring a column in clear into a relation that was there before: what it holds may have stood inside of another
    /// one, redacted.
    fn is_laid_open(&self, former: &Self, column: &str, class: &str) -> bool {
        let relation = column.rsplit_once('.').map_or(column, |(relation, _)| relation);
        let is_of_it = |known: &String| known.rsplit_once('.').is_some_and(|(of, _)| of == relation);
        self.described.contains(relation) && rank_of_class(class) == Some(0) && former.classes.keys().any(is_of_it)
    }

    /// What holds for a column: its own policy, its relation's, or the policy itself.
    fn of_column(&self, name: &str) -> &Parts {
        let of_relation = || name.rsplit_once('.').and_then(|(relation, _)| self.columns.get(relation));
        self.columns.get(name).or_else(of_relation).unwrap_or(&self.parts)
    }
}

impl Compared {
    fn compare(&mut self, about: &str, was: &Parts, is: &Parts) {
        let parts: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for part in parts {
            let (was, is) = (effective(was, part), effective(is, part));
            if let (true, Some(way)) = (was != is, way_of(part, was, is)) {
                self.note(Some(way), &format!("{about}{}", told(part, was, is)));
            }
        }
    }

    fn note(&mut self, way: Option<Way>, line: &str) {
        if matches!(way, Some(Way::Weaker | Way::Unknown)) {
            self.weaker.push(line.to_owned());
        }
        if matches!(way, Some(Way::Stricter | Way::Unknown)) {
            self.stricter.push(line.to_owned());
        }
    }
}

fn parts(policy: &Policy) -> Parts {
    let people = match policy.people() {
        People::Keep => "keep",
        People::Pseudonym => "pseudonym",
        People::Drop => "drop",
    };
    let actions = policy.actions().map(|(name, action)| (format!("action {name}"), action.name().to_owned()));
    let mut parts: Parts = actions.chain(policy.said().clone()).collect();
    parts.insert("region".to_owned(), policy.region().to_owned());
    parts.insert("people".to_owned(), people.to_owned());
    for pattern in policy.skipped().split(' ').filter(|pattern| !pattern.is_empty()) {
        parts.insert(format!("files {pattern}"), "not stored".to_owned());
    }
    if let Some(analyzer) = policy.analyzer() {
        parts.insert("analyzer".to_owned(), digest(analyzer.made_from()));
    }
    parts
}

/// What holds for a part. A rule that has no action of its own has that of its type, and a type of one's own is taken out.
fn effective<'p>(parts: &'p Parts, part: &str) -> Option<&'p str> {
    let said = |part: &str| parts.get(part).map(String::as_str);
    let Some(name) = part.strip_prefix("action ").filter(|_| !parts.contains_key(part)) else { return said(part) };
    if kind::named(name).is_some() {
        // A type that the program did not know.
        return None;
    }
    let rule = book::shipped().and_then(|book| book.called(name).next());
    Some(rule.and_then(|rule| said(&format!("action {}", rule.kind))).unwrap_or("placeholder"))
}

/// Which way a part differs; nothing where the program alone makes the difference, as with a type that it did not know.
fn way_of(part: &str, was: Option<&str>, is: Option<&str>) -> Option<Way> {
    let kind = part.split(' ').next().unwrap_or_default();
    match (kind, was, is) {
        ("action", Some(was), Some(is)) => way(rank_of_action(was), rank_of_action(is)),
        ("action", ..) => None,
        ("people", Some(was), Some(is)) => way(rank_of_people(was), rank_of_people(is)),
        ("allow", None, _) => Some(Way::Weaker),
        ("allow", ..) => Some(Way::Stricter),
        (_, None, _) => Some(Way::Stricter),
        (_, _, None) => Some(Way::Weaker),
        _ => Some(Way::Unknown),
    }
}

/// Two ranks that are equal leave as much; those of words that leave different parts of a value have none.
fn way(was: Option<u8>, is: Option<u8>) -> Option<Way> {
    match (was, is) {
        (Some(was), Some(is)) if was == is => None,
        (Some(was), Some(is)) if is < was => Some(Way::Weaker),
        (Some(_), Some(_)) => Some(Way::Stricter),
        (Some(0), None) => Some(Way::Stricter),
        (None, Some(0)) => Some(Way::Weaker),
        (Some(_), None) => Some(Way::Weaker),
        (None, Some(_)) => Some(Way::Stricter),
        (None, None) => Some(Way::Unknown),
    }
}

/// How little an action leaves; those that leave a part of the value cannot be compared with each other.
fn rank_of_action(name: &str) -> Option<u8> {
    match Action::named(name) {
        Some(Action::Keep) => Some(0),
        Some(Action::LastFour | Action::Shift | Action::Generalise) | None => None,
        Some(Action::Pseudonym) => Some(1),
        Some(Action::Placeholder | Action::Remove) => Some(2),
    }
}

/// How little is left of who somebody is.
fn rank_of_people(word: &str) -> Option<u8> {
    ["keep", "pseudonym", "drop"].iter().position(|known| *known == word).map(|rank| rank as u8)
}

/// How little of a column of this class is published: as it comes, without what redaction finds, as a pseudonym.
fn rank_of_class(class: &str) -> Option<u8> {
    match class {
        "key" | "plain" | "time" => Some(0),
        "text" | "storage" | "adf" | "json" => Some(1),
        "person" | "key_or_person" => Some(2),
        "secret" => Some(3),
        _ => None,
    }
}

fn told(part: &str, was: Option<&str>, is: Option<&str>) -> String {
    let (kind, name) = part.split_once(' ').unwrap_or((part, ""));
    match (kind, was, is) {
        ("action", Some(was), Some(is)) => format!("{name}: {was} → {is}"),
        ("allow", None, _) => format!("{name}: never redacted"),
        ("allow", ..) => format!("{name}: no longer exempt"),
        ("deny", None, _) => format!("one more denied text ({name})"),
        ("deny", ..) => format!("one denied text less ({name})"),
        ("files", None, _) => format!("files {name}: stored → not stored"),
        ("files", ..) => format!("files {name}: not stored → stored"),
        ("region" | "people", Some(was), Some(is)) => format!("{kind}: {was} → {is}"),
        (_, None, _) => format!("{part}: new"),
        (_, _, None) => format!("{part}: gone"),
        _ => format!("{part}: changed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Wanted;
    use std::sync::Arc;

    fn measure(policy: &Policy, class: &str) -> Measure {
        let described = ["shop.customer".to_owned()].into();
        Measure::of(policy, [("shop.customer.email".to_owned(), class.to_owned())].into(), described)
    }

    fn made(change: impl Fn(&mut Wanted)) -> Policy {
        let mut wanted = Wanted { based_on: "standard".to_owned(), stores: true, ..Wanted::default() };
        change(&mut wanted);
        Policy::made("house", &wanted).unwrap()
    }

    fn acting(kind: &str, action: &str) -> Policy {
        made(|wanted| drop(wanted.actions.insert(kind.to_owned(), action.to_owned())))
    }

    fn compared(was: &Policy, is: &Policy) -> (Vec<String>, Vec<String>) {
        let compared = measure(is, "text").compared_with(&measure(was, "text"));
        (compared.weaker, compared.stricter)
    }

    #[test]
    fn a_policy_that_protects_less_is_weaker_there_and_the_other_way_round_stricter() {
        let plain = made(|_| {});
        let weaker = [
            (acting("CREDIT_CARD", "keep"), "CREDIT_CARD: placeholder → keep"),
            (acting("CREDIT_CARD", "last_four"), "CREDIT_CARD: placeholder → last_four"),
            (acting("CREDIT_CARD", "pseudonym"), "CREDIT_CARD: placeholder → pseudonym"),
            (made(|wanted| wanted.allow.push("*@example.com".to_owned())), "*@example.com: never redacted"),
        ];
        for (policy, line) in weaker {
            assert_eq!(compared(&plain, &policy), (vec![line.to_owned()], Vec::new()));
            let (back, stricter) = compared(&policy, &plain);
            assert_eq!((back.len(), stricter.len()), (0, 1), "{line}");
        }
        let stricter = [
            made(|wanted| wanted.deny.push("Project Falcon".to_owned())),
            made(|wanted| drop(wanted.patterns.insert("EMPLOYEE_ID".to_owned(), "E-[0-9]{6}".to_owned()))),
            made(|wanted| wanted.skipped.push("image/*".to_owned())),
            acting("DATE_TIME", "remove"),
        ];
        for policy in stricter {
            let (weaker, stricter) = compared(&plain, &policy);
            assert_eq!((weaker.len(), stricter.len()), (0, 1), "{stricter:?}");
            assert!(!stricter[0].contains("Falcon"), "{stricter:?}");
            assert_eq!(compared(&policy, &plain).0.len(), 1);
        }
        assert_eq!(compared(&plain, &acting("CREDIT_CARD", "remove")), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_cannot_be_compared_counts_as_both() {
        let pattern =
            |text: &str| made(|wanted| drop(wanted.patterns.insert("EMPLOYEE_ID".to_owned(), text.to_owned())));
        let region = |code: &str| made(|wanted| code.clone_into(&mut wanted.region));
        for (was, is) in [
            (pattern("E-[0-9]{6}"), pattern("E-[0-9]{7}")),
            (region("DE"), region("FR")),
            (acting("CREDIT_CARD", "last_four"), acting("CREDIT_CARD", "generalise")),
        ] {
            let (weaker, stricter) = compared(&was, &is);
            assert_eq!((weaker.len(), &weaker), (1, &stricter));
        }
    }

    #[test]
    fn rules_types_of_ones_own_and_people_are_compared_by_what_holds_for_them() {
        let plain = made(|_| {});
        let kept = made(|wanted| drop(wanted.actions.insert("card".to_owned(), "keep".to_owned())));
        let (weaker, _) = compared(&plain, &kept);
        assert_eq!(weaker.len(), 1, "{weaker:?}");
        assert_eq!(compared(&kept, &plain).1.len(), 1);
        let pattern = |action: Option<&str>| {
            made(|wanted| {
                wanted.patterns.insert("EMPLOYEE_ID".to_owned(), "E-[0-9]{6}".to_owned());
                wanted.actions.extend(action.map(|action| ("EMPLOYEE_ID".to_owned(), action.to_owned())));
            })
        };
        assert_eq!(compared(&pattern(None), &pattern(Some("keep"))).0, ["EMPLOYEE_ID: placeholder → keep"]);
        assert_eq!(compared(&pattern(None), &pattern(Some("placeholder"))), (Vec::new(), Vec::new()));
        let people = |word: &str| made(|wanted| word.clone_into(&mut wanted.people));
        assert!(compared(&people("pseudonym"), &people("keep")).0.contains(&"people: pseudonym → keep".to_owned()));
        let new = |class: &str| {
            let (former, mut now) = (measure(&plain, "text"), measure(&plain, "text"));
            now.classes.insert("shop.customer.contact_email".to_owned(), class.to_owned());
            now.compared_with(&former).weaker
        };
        assert_eq!((new("plain").len(), new("text").len()), (1, 0));
    }

    #[test]
    fn columns_are_compared_by_what_holds_for_them() {
        let none = Arc::new(Policy::shipped("none").unwrap());
        let strict = Arc::new(Policy::shipped("strict").unwrap());
        let plain = Policy::shipped("standard").unwrap();
        let of_column = |name: &str, policy: &Arc<Policy>| {
            plain.clone().with_columns([(name.to_owned(), Arc::clone(policy))].into())
        };
        let (weaker, stricter) = compared(&plain, &of_column("wiki.page.title", &none));
        assert!(weaker.contains(&"wiki.page.title CREDIT_CARD: placeholder → keep".to_owned()), "{weaker:?}");
        assert!(stricter.is_empty(), "{stricter:?}");
        let (weaker, stricter) = compared(&of_column("wiki.page", &none), &of_column("wiki.page.title", &strict));
        assert!(weaker.is_empty() && !stricter.is_empty());
        let compared = measure(&plain, "key").compared_with(&measure(&plain, "person"));
        assert_eq!(compared.weaker, ["shop.customer.email: person → key"]);
        assert_eq!(measure(&plain, "text").compared_with(&measure(&plain, "plain")).stricter.len(), 1);
    }
}
