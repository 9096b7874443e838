//! The fields of issues: those of the system, and custom ones of every type.

/// What a custom field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Area,
    Select,
    MultiSelect,
    Cascade,
    User,
    MultiUser,
    Group,
    Date,
    DateTime,
    Url,
    Labels,
    Sprint,
    EpicLink,
    Version,
    /// Of an app that the site had once: its type is not known to anybody.
    Vendor,
    /// A promise of a service desk.
    Sla,
}

/// The type, the type of its items, and the name of the type behind it that a kind of field has in its schema.
pub(super) fn schema(kind: Kind) -> (&'static str, Option<&'static str>, &'static str) {
    match kind {
        Kind::Number => ("number", None, "com.atlassian.jira.plugin.system.customfieldtypes:float"),
        Kind::Text => ("string", None, "com.atlassian.jira.plugin.system.customfieldtypes:textfield"),
        Kind::Area => ("string", None, "com.atlassian.jira.plugin.system.customfieldtypes:textarea"),
        Kind::Select => ("option", None, "com.atlassian.jira.plugin.system.customfieldtypes:select"),
        Kind::MultiSelect => ("array", Some("option"), "com.atlassian.jira.plugin.system.customfieldtypes:multiselect"),
        Kind::Cascade => {
            ("option-with-child", None, "com.atlassian.jira.plugin.system.customfieldtypes:cascadingselect")
        }
        Kind::User => ("user", None, "com.atlassian.jira.plugin.system.customfieldtypes:userpicker"),
        Kind::MultiUser => ("array", Some("user"), "com.atlassian.jira.plugin.system.customfieldtypes:multiuserpicker"),
        Kind::Group => ("group", None, "com.atlassian.jira.plugin.system.customfieldtypes:grouppicker"),
        Kind::Date => ("date", None, "com.atlassian.jira.plugin.system.customfieldtypes:datepicker"),
        Kind::DateTime => ("datetime", None, "com.atlassian.jira.plugin.system.customfieldtypes:datetime"),
        Kind::Url => ("string", None, "com.atlassian.jira.plugin.system.customfieldtypes:url"),
        Kind::Labels => ("array", Some("string"), "com.atlassian.jira.plugin.system.customfieldtypes:labels"),
        Kind::Sprint => ("array", Some("json"), "com.pyxis.greenhopper.jira:gh-sprint"),
        Kind::EpicLink => ("any", None, "com.pyxis.greenhopper.jira:gh-epic-link"),
        Kind::Version => ("version", None, "com.atlassian.jira.plugin.system.customfieldtypes:version"),
        Kind::Vendor => ("any", None, "com.example.gauge:gauge-cft"),
        Kind::Sla => ("sd-servicelevelagreement", None, "com.atlassian.servicedesk:sd-sla-field"),
    }
}

/// A custom field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// The number in `customfield_10016`.
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The team-managed project that alone has it, by its place.
    pub(super) scope: Option<usize>,
}

pub(super) const EPIC_LINK: u64 = 10014;
pub(super) const POINTS: u64 = 10016;
pub(super) const SPRINT: u64 = 10020;
/// The promises of the service desk: field, name, minutes until it is broken.
pub(super) const PROMISES: [(u64, &str, i64); 2] =
    [(10050, "Time to first response", 240), (10051, "Time to resolution", 2880)];

/// The custom fields at the start. Two share a name; one of them is of a team-managed project.
const CUSTOM: [(u64, &str, Kind); 19] = [
    (EPIC_LINK, "Epic Link", Kind::EpicLink),
    (POINTS, "Story Points", Kind::Number),
    (SPRINT, "Sprint", Kind::Sprint),
    (10031, "Customer Name", Kind::Text),
    (10032, "Steps to Reproduce", Kind::Area),
    (10033, "Channel", Kind::Select),
    (10034, "Platforms", Kind::MultiSelect),
    (10035, "Site", Kind::Cascade),
    (10036, "Approver", Kind::User),
    (10037, "Reviewers", Kind::MultiUser),
    (10038, "Responsible Group", Kind::Group),
    (10039, "Target Date", Kind::Date),
    (10040, "Last Contact", Kind::DateTime),
    (10041, "Runbook", Kind::Url),
    (10042, "Tags", Kind::Labels),
    (10043, "Found In", Kind::Version),
    (10044, "Gauge", Kind::Vendor),
    (10050, PROMISES[0].1, Kind::Sla),
    (10051, PROMISES[1].1, Kind::Sla),
];
/// The field of the team-managed project that shares the name of [`POINTS`].
const OF_TEAM: u64 = 10060;
/// The place of the team-managed project.
const TEAM: usize = 3;

/// The custom fields at the start.
pub(super) fn custom() -> Vec<Field> {
    let usual =
        CUSTOM.iter().map(|(id, name, kind)| Field { id: *id, name: (*name).to_owned(), kind: *kind, scope: None });
    let of_team = Field { id: OF_TEAM, name: "Story Points".to_owned(), kind: Kind::Number, scope: Some(TEAM) };
    usual.chain([of_team]).collect()
}

/// A field of the system: its id, name, type, type of its items, and whether `*navigable` covers it.
pub(super) struct System {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) items: Option<&'static str>,
    pub(super) is_navigable: bool,
}

const fn of(id: &'static str, name: &'static str, kind: &'static str) -> System {
    System { id, name, kind, items: None, is_navigable: true }
}

const fn list(id: &'static str, name: &'static str, items: &'static str) -> System {
    System { id, name, kind: "array", items: Some(items), is_navigable: true }
}

const fn inner(system: System) -> System {
    System { is_navigable: false, ..system }
}

/// The fields of the system.
pub(super) const SYSTEM: [System; 33] = [
    of("summary", "Summary", "string"),
    of("description", "Description", "string"),
    of("environment", "Environment", "string"),
    of("issuetype", "Issue Type", "issuetype"),
    of("project", "Project", "project"),
    of("status", "Status", "status"),
    of("statusCategory", "Status Category", "statusCategory"),
    of("priority", "Priority", "priority"),
    of("resolution", "Resolution", "resolution"),
    of("resolutiondate", "Resolved", "datetime"),
    list("labels", "Labels", "string"),
    list("components", "Components", "component"),
    list("fixVersions", "Fix versions", "version"),
    list("versions", "Affects versions", "version"),
    of("created", "Created", "datetime"),
    of("updated", "Updated", "datetime"),
    of("duedate", "Due date", "date"),
    of("creator", "Creator", "user"),
    of("reporter", "Reporter", "user"),
    of("assignee", "Assignee", "user"),
    of("parent", "Parent", "issuelink"),
    list("subtasks", "Sub-tasks", "issuelinks"),
    list("issuelinks", "Linked Issues", "issuelinks"),
    inner(list("attachment", "Attachment", "attachment")),
    inner(of("comment", "Comment", "comments-page")),
    inner(of("worklog", "Log Work", "worklog")),
    inner(of("timetracking", "Time tracking", "timetracking")),
    of("timespent", "Time Spent", "number"),
    of("timeoriginalestimate", "Original estimate", "number"),
    of("aggregatetimespent", "Σ Time Spent", "number"),
    of("votes", "Votes", "votes"),
    of("watches", "Watchers", "watches"),
    of("security", "Security Level", "securitylevel"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_kind_has_a_field_and_two_fields_share_a_name() {
        let fields = custom();
        let mut named: BTreeMap<&str, Vec<Option<usize>>> = BTreeMap::new();
        for field in &fields {
            named.entry(&field.name).or_default().push(field.scope);
        }
        assert_eq!(named.remove("Story Points"), Some(vec![None, Some(TEAM)]));
        assert!(named.values().all(|scopes| scopes.len() == 1));
        let kinds: Vec<Kind> = fields.iter().map(|field| field.kind).collect();
        assert_eq!(Kind::Number as usize, 0);
        assert!((0..=Kind::Sla as usize).all(|at| kinds.iter().any(|kind| *kind as usize == at)));
        let ids: std::collections::BTreeSet<u64> = fields.iter().map(|field| field.id).collect();
        assert_eq!(ids.len(), fields.len());
    }
}
