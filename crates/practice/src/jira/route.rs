//! An operation, as the rows of tables have it. What it does not declare is refused.

use super::ask::Argument;
use super::ask::Shape::{Number, Text, Texts};
use super::desk::{Answer, Desk};

/// An operation.
#[derive(Clone, Copy)]
pub(super) struct Route {
    pub(super) method: &'static str,
    /// Its path below that of the interface; `{}` stands for a part that varies.
    pub(super) path: &'static str,
    /// The arguments of its query, or for a POST the members of its body.
    pub(super) arguments: &'static [Argument],
    /// Whether it answers without an account too.
    pub(super) is_open: bool,
    /// Whether it is an experiment, which a header has to opt in to.
    pub(super) is_experimental: bool,
    /// Whether agents of the service desk alone may use it.
    pub(super) is_for_agents: bool,
    pub(super) answer: fn(&Desk<'_>) -> Answer,
}

pub(super) const fn get(path: &'static str, arguments: &'static [Argument], answer: fn(&Desk<'_>) -> Answer) -> Route {
    Route { method: "GET", path, arguments, is_open: false, is_experimental: false, is_for_agents: false, answer }
}

pub(super) const fn post(path: &'static str, arguments: &'static [Argument], answer: fn(&Desk<'_>) -> Answer) -> Route {
    Route { method: "POST", ..get(path, arguments, answer) }
}

pub(super) const fn experimental(route: Route) -> Route {
    Route { is_experimental: true, ..route }
}

pub(super) const fn agents(route: Route) -> Route {
    Route { is_for_agents: true, ..route }
}

pub(super) const fn open(route: Route) -> Route {
    Route { is_open: true, ..route }
}

/// The arguments of a page.
pub(super) const START: Argument = ("startAt", Number);
pub(super) const MOST: Argument = ("maxResults", Number);
pub(super) const EXPAND: Argument = ("expand", Text);
pub(super) const PAGE: &[Argument] = &[START, MOST];
pub(super) const JQL: Argument = ("jql", Text);
pub(super) const FIELDS: Argument = ("fields", Texts);
