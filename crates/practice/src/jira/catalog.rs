//! What every site has from the start: projects, types of issues, statuses, priorities, resolutions, types of links,
//! roles, groups, options of custom fields.

/// The kind of work a project is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trade {
    Scrum,
    Kanban,
    ServiceDesk,
    /// A software project whose team sets it up by itself.
    TeamManaged,
}

impl Trade {
    pub(super) fn type_key(self) -> &'static str {
        if self == Trade::ServiceDesk { "service_desk" } else { "software" }
    }
}

/// A project at the start: key, name, trade, and how many of a hundred issues it has.
pub(super) const PROJECTS: [(&str, &str, Trade, usize); 6] = [
    ("ENG", "Engineering", Trade::Scrum, 45),
    ("OPS", "Operations", Trade::Kanban, 20),
    ("HELP", "Help Desk", Trade::ServiceDesk, 20),
    ("TEAM", "Team Space", Trade::TeamManaged, 10),
    ("OLD", "Old Works", Trade::Scrum, 5),
    ("VOID", "Nothing Yet", Trade::Kanban, 0),
];
/// Which of the projects is archived from the start.
pub(super) const ARCHIVED: usize = 4;
/// Which of the projects everybody may see, also without an account.
pub(super) const OPEN: usize = 1;

/// A type of issue: number, name, level in the hierarchy.
pub(super) const TYPES: [(u64, &str, i64); 7] = [
    (10000, "Epic", 1),
    (10001, "Story", 0),
    (10002, "Task", 0),
    (10003, "Sub-task", -1),
    (10004, "Bug", 0),
    (10005, "Service Request", 0),
    (10006, "Incident", 0),
];
pub(super) const EPIC: u64 = 10000;
pub(super) const SUBTASK: u64 = 10003;

/// The types that issues of a trade are of, but for sub-tasks.
pub(super) fn types_of(trade: Trade) -> &'static [u64] {
    match trade {
        Trade::Scrum => &[10001, 10002, 10004, 10000],
        Trade::Kanban | Trade::TeamManaged => &[10002, 10001, 10000],
        Trade::ServiceDesk => &[10005, 10006],
    }
}

/// The categories of statuses: number, key, colour, name, and the name that the paged list uses (the first one is
/// written in parts: it is a word of the API, and no note).
pub(super) const CATEGORIES: [(u64, &str, &str, &str, &str); 3] = [
    (2, "new", "blue-gray", "To Do", concat!("TO", "DO")),
    (4, "indeterminate", "yellow", "In Progress", "IN_PROGRESS"),
    (3, "done", "green", "Done", "DONE"),
];

/// A status: number, name, category.
pub(super) const STATUSES: [(u64, &str, u64); 7] = [
    (1, "To Do", 2),
    (3, "In Progress", 4),
    (5, "In Review", 4),
    (6, "Done", 3),
    (10100, "Waiting for support", 4),
    (10101, "Waiting for customer", 4),
    (10102, "Resolved", 3),
];

/// The statuses that issues of a trade go through.
pub(super) fn workflow(trade: Trade) -> &'static [u64] {
    match trade {
        Trade::ServiceDesk => &[10100, 10101, 10102],
        _ => &[1, 3, 5, 6],
    }
}

pub(super) const PRIORITIES: [(u64, &str, &str); 5] = [
    (1, "Highest", "#d04437"),
    (2, "High", "#f15c75"),
    (3, "Medium", "#f79232"),
    (4, "Low", "#707070"),
    (5, "Lowest", "#999999"),
];
pub(super) const RESOLUTIONS: [(u64, &str); 3] = [(10000, "Done"), (10001, "Won't Do"), (10002, "Duplicate")];
/// Types of links: number, name, how it reads inward and outward.
pub(super) const LINK_TYPES: [(u64, &str, &str, &str); 3] = [
    (10000, "Blocks", "is blocked by", "blocks"),
    (10001, "Cloners", "is cloned by", "clones"),
    (10003, "Relates", "relates to", "relates to"),
];
/// Roles within projects: number, name.
pub(super) const ROLES: [(u64, &str); 4] = [
    (10002, "Administrators"),
    (10100, "Members"),
    (10101, "Service Desk Team"),
    (10003, "atlassian-addons-project-access"),
];
/// Groups: name, and which of the people are in it (every nth).
pub(super) const GROUPS: [(&str, usize); 4] =
    [("jira-users-practice", 1), ("jira-administrators", 7), ("support-team", 3), ("contractors", 5)];

/// Security levels of issues: number, name, whether the account is among those who see them.
pub(super) const LEVELS: [(u64, &str, bool); 2] = [(10001, "Staff", true), (10002, "Board Only", false)];

/// Options of custom fields: number, text, the field, and the option above it or zero.
pub(super) const OPTIONS: [(u64, &str, u64, u64); 12] = [
    (10200, "Web", 10033, 0),
    (10201, "Phone", 10033, 0),
    (10202, "Counter", 10033, 0),
    (10210, "Linux", 10034, 0),
    (10211, "Windows", 10034, 0),
    (10212, "macOS", 10034, 0),
    (10220, "Europe", 10035, 0),
    (10221, "Americas", 10035, 0),
    (10230, "Berlin", 10035, 10220),
    (10231, "Lisbon", 10035, 10220),
    (10240, "Quito", 10035, 10221),
    (10241, "Boston", 10035, 10221),
];

/// The row of a table with this number.
pub(super) fn option(id: u64) -> Option<&'static (u64, &'static str, u64, u64)> {
    OPTIONS.iter().find(|(known, ..)| *known == id)
}
