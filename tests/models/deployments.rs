//! The deployments whose answers stand in `fixtures/`: their streams, and the files in the order in which they came.

use catchment_base::response::{Envelope, ResponseKind};
use catchment_source::config::Config;
use catchment_source::{DIALECTS, Source};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Who runs a site that answered.
pub struct Deployment {
    /// The source.
    pub source: &'static str,
    /// The address of the site.
    pub site: &'static str,
    /// The folder of its answers below `fixtures/`.
    folder: &'static str,
    /// Its answers.
    pub fixtures: &'static [Fixture],
    streams: &'static dyn Source,
}

/// A file with an answer: its stream, the scope of the listing, how it was asked for, and its name.
pub type Fixture = (&'static str, &'static str, ResponseKind, &'static str);

pub static CLOUD: LazyLock<Deployment> =
    LazyLock::new(|| deployment("confluence", "cloud", "confluence", "https://example.atlassian.net/wiki", OF_CLOUD));
pub static DATA_CENTER: LazyLock<Deployment> = LazyLock::new(|| {
    let folder = "confluence/data_center";
    deployment("confluence", "data_center", folder, "https://wiki.example.com", OF_DATA_CENTER)
});
pub static JIRA_CLOUD: LazyLock<Deployment> =
    LazyLock::new(|| deployment("jira", "cloud", "jira", "https://example.atlassian.net", OF_JIRA_CLOUD));
pub static JIRA_DATA_CENTER: LazyLock<Deployment> = LazyLock::new(|| {
    deployment("jira", "data_center", "jira/data_center", "https://jira.example.com", OF_JIRA_DATA_CENTER)
});

/// All of them; of each source the one whose site a warehouse of its models follows is the first.
pub fn deployments() -> [&'static Deployment; 4] {
    [&CLOUD, &DATA_CENTER, &JIRA_CLOUD, &JIRA_DATA_CENTER]
}

/// The first deployment of a source.
pub fn deployment_of(source: &str) -> &'static Deployment {
    deployments().into_iter().find(|deployment| deployment.source == source).unwrap()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn deployment(
    source: &'static str,
    connection: &str,
    folder: &'static str,
    site: &'static str,
    fixtures_of: &'static [Fixture],
) -> Deployment {
    let config = Config::load(&fixtures().join(source).join("deployments.toml"), &DIALECTS).unwrap();
    let streams = catchment_source::of(config.connection(connection).unwrap()).unwrap();
    Deployment { source, site, folder, fixtures: fixtures_of, streams }
}

impl Deployment {
    /// The folder of its answers and of the rows that are expected of them.
    pub fn folder(&self) -> PathBuf {
        fixtures().join(self.folder)
    }

    /// How the answers of a stream are built.
    pub fn envelope(&self, stream: &str) -> Envelope {
        let found = catchment_source::stream(self.streams, stream);
        found.unwrap_or_else(|| panic!("{self:?} has no stream {stream}")).envelope
    }
}

impl fmt::Debug for Deployment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.folder)
    }
}

/// The answers of Confluence Cloud, in the order in which they came.
const OF_CLOUD: &[Fixture] = &[
    ("space", "", ResponseKind::Listing, "space"),
    ("page", "", ResponseKind::Listing, "page"),
    ("blogpost", "", ResponseKind::Listing, "blogpost"),
    ("page", "", ResponseKind::Listing, "page-later"),
    ("attachment", "", ResponseKind::Listing, "attachment"),
    ("footer_comment", "", ResponseKind::Listing, "footer_comment"),
    ("inline_comment", "", ResponseKind::Listing, "inline_comment"),
    ("footer_reply", "327681", ResponseKind::Listing, "footer_reply"),
    ("inline_reply", "327691", ResponseKind::Listing, "inline_reply"),
    ("label", "", ResponseKind::Listing, "label"),
    ("space_icon", "65537", ResponseKind::Listing, "space_icon"),
    ("space_icon", "65538", ResponseKind::Listing, "space_icon-of-person"),
    ("space_property", "65537", ResponseKind::Listing, "space_property"),
    ("page_label", "983041", ResponseKind::Listing, "page_label"),
    ("blogpost_label", "983042", ResponseKind::Listing, "blogpost_label"),
    ("attachment_label", "983041", ResponseKind::Listing, "attachment_label"),
    ("page_version", "131075", ResponseKind::Listing, "page_version"),
    ("blogpost_version", "262145", ResponseKind::Listing, "blogpost_version"),
    ("page_version_body", "131075", ResponseKind::Listing, "page_version_body"),
    ("blogpost_version_body", "262145", ResponseKind::Listing, "blogpost_version_body"),
    ("attachment_version", "att196609", ResponseKind::Listing, "attachment_version"),
    ("task", "", ResponseKind::Listing, "task"),
    ("page_like", "131073", ResponseKind::Listing, "page_like"),
    ("blogpost_like", "262145", ResponseKind::Listing, "blogpost_like"),
    ("page_property", "131073", ResponseKind::Listing, "page_property"),
    ("blogpost_property", "262145", ResponseKind::Listing, "blogpost_property"),
    ("folder_node", "", ResponseKind::Listing, "folder_node"),
    ("whiteboard_node", "", ResponseKind::Listing, "whiteboard_node"),
    ("database_node", "", ResponseKind::Own, "database_node"),
    ("embed_node", "", ResponseKind::Own, "embed_node"),
    ("page_view_body", "131073", ResponseKind::Listing, "page_view_body"),
    ("page_export_view_body", "131073", ResponseKind::Listing, "page_export_view_body"),
    ("page_adf_body", "131073", ResponseKind::Listing, "page_adf_body"),
    ("blogpost_view_body", "262145", ResponseKind::Listing, "blogpost_view_body"),
    ("blogpost_export_view_body", "262145", ResponseKind::Listing, "blogpost_export_view_body"),
    ("blogpost_adf_body", "262145", ResponseKind::Listing, "blogpost_adf_body"),
    ("instance", "", ResponseKind::Listing, "instance"),
    ("space_category", "65537", ResponseKind::Listing, "space_category"),
    ("user_group", "", ResponseKind::Listing, "user_group"),
    ("group_member", "5d6f0001-0000-4000-8000-000000000001", ResponseKind::Listing, "group_member"),
    ("group_member", "5d6f0002-0000-4000-8000-000000000002", ResponseKind::Listing, "group_member-later"),
    ("page_restriction", "131073", ResponseKind::Listing, "page_restriction"),
    ("page_restriction", "131076", ResponseKind::Listing, "page_restriction-of-gone"),
    ("blogpost_restriction", "262145", ResponseKind::Listing, "blogpost_restriction"),
    ("space_permission", "65537", ResponseKind::Listing, "space_permission"),
    ("space_role", "65537", ResponseKind::Listing, "space_role"),
    ("audit_event", "", ResponseKind::Listing, "audit_event"),
    ("page_views", "131073", ResponseKind::Listing, "page_views"),
    ("blogpost_views", "262145", ResponseKind::Listing, "blogpost_views"),
];

/// The answers of Confluence Data Center, in the order in which they came.
const OF_DATA_CENTER: &[Fixture] = &[
    ("space", "", ResponseKind::Listing, "space"),
    ("page", "", ResponseKind::Listing, "page"),
    ("blogpost", "", ResponseKind::Listing, "blogpost"),
    ("attachment", "", ResponseKind::Listing, "attachment"),
    ("content_comment", "", ResponseKind::Listing, "content_comment"),
    ("page_version", "393217", ResponseKind::Listing, "page_version"),
    ("blogpost_version", "425985", ResponseKind::Listing, "blogpost_version"),
    ("page_version_body", "393217:3", ResponseKind::Listing, "page_version_body"),
    ("blogpost_version_body", "425985:1", ResponseKind::Listing, "blogpost_version_body"),
    ("attachment_version", "458753", ResponseKind::Listing, "attachment_version"),
    ("space_icon", "98305", ResponseKind::Listing, "space_icon"),
    ("space_icon", "98306", ResponseKind::Listing, "space_icon-of-person"),
    ("space_property", "98305", ResponseKind::Listing, "space_property"),
    ("page_property", "393217", ResponseKind::Listing, "page_property"),
    ("blogpost_property", "425985", ResponseKind::Listing, "blogpost_property"),
    ("page_view_body", "393239", ResponseKind::Listing, "page_view_body"),
    ("page_export_view_body", "393239", ResponseKind::Listing, "page_export_view_body"),
    ("blogpost_view_body", "425985", ResponseKind::Listing, "blogpost_view_body"),
    ("blogpost_export_view_body", "425985", ResponseKind::Listing, "blogpost_export_view_body"),
    ("instance", "", ResponseKind::Listing, "instance"),
    ("user", "", ResponseKind::Listing, "user"),
    ("user_group", "", ResponseKind::Listing, "user_group"),
    ("group_member", "writers", ResponseKind::Listing, "group_member"),
    ("page_restriction", "393217", ResponseKind::Listing, "page_restriction"),
    ("blogpost_restriction", "425985", ResponseKind::Listing, "blogpost_restriction"),
    ("space_permission", "98305", ResponseKind::Listing, "space_permission"),
    ("audit_event", "", ResponseKind::Listing, "audit_event"),
];

/// The answers of Jira Cloud, in the order in which they came.
const OF_JIRA_CLOUD: &[Fixture] = &[
    ("project", "", ResponseKind::Listing, "project"),
    ("issue", "", ResponseKind::Listing, "issue"),
    ("changelog", "10100", ResponseKind::Listing, "changelog"),
    ("changelog", "10102", ResponseKind::Listing, "changelog-of-moved"),
    ("changelog", "10103", ResponseKind::Listing, "changelog-of-begun"),
    ("comment", "10100", ResponseKind::Listing, "comment"),
    ("comment", "10102", ResponseKind::Listing, "comment-of-request"),
    ("worklog", "10100", ResponseKind::Listing, "worklog"),
    ("attachment", "10100", ResponseKind::Listing, "attachment"),
    ("issue_link", "10100", ResponseKind::Listing, "issue_link"),
    ("issue_link", "10102", ResponseKind::Listing, "issue_link-from-there"),
    ("vote", "10100", ResponseKind::Listing, "vote"),
    ("watcher", "10100", ResponseKind::Listing, "watcher"),
    ("component", "10000", ResponseKind::Listing, "component"),
    ("version", "10000", ResponseKind::Listing, "version"),
    ("field", "", ResponseKind::Listing, "field"),
    ("status", "", ResponseKind::Listing, "status"),
    ("issue_type", "", ResponseKind::Listing, "issue_type"),
    ("priority", "", ResponseKind::Listing, "priority"),
    ("resolution", "", ResponseKind::Listing, "resolution"),
    ("link_type", "", ResponseKind::Listing, "link_type"),
    ("user", "", ResponseKind::Listing, "user"),
    ("user_group", "", ResponseKind::Listing, "user_group"),
    ("group_member", "9c559b11-6c5d-4f96-992c-a746cabab28b", ResponseKind::Listing, "group_member"),
    ("project_role", "10000", ResponseKind::Listing, "project_role"),
    ("role_actor", "10000:10360", ResponseKind::Listing, "role_actor"),
    ("permission_scheme", "", ResponseKind::Listing, "permission_scheme"),
    ("permission_grant", "10500", ResponseKind::Listing, "permission_grant"),
    ("project_permission", "10000", ResponseKind::Listing, "project_permission"),
    ("security_scheme", "", ResponseKind::Listing, "security_scheme"),
    ("security_member", "10450", ResponseKind::Listing, "security_member"),
    ("board", "", ResponseKind::Listing, "board"),
    ("sprint", "1", ResponseKind::Listing, "sprint"),
    ("sprint", "2", ResponseKind::Listing, "sprint-of-another"),
    ("audit_event", "", ResponseKind::Listing, "audit_event"),
    ("service_desk", "", ResponseKind::Listing, "service_desk"),
    ("organization", "", ResponseKind::Listing, "organization"),
    ("organization_member", "3", ResponseKind::Listing, "organization_member"),
    ("request_type", "10", ResponseKind::Listing, "request_type"),
    ("queue", "10", ResponseKind::Listing, "queue"),
    ("customer", "10", ResponseKind::Listing, "customer"),
    ("request", "10102", ResponseKind::Listing, "request"),
    ("sla", "10102", ResponseKind::Listing, "sla"),
    ("request_participant", "10102", ResponseKind::Listing, "request_participant"),
    ("approval", "10102", ResponseKind::Listing, "approval"),
];

/// The answers of Jira Data Center, in the order in which they came.
const OF_JIRA_DATA_CENTER: &[Fixture] = &[
    ("project", "", ResponseKind::Listing, "project"),
    ("issue", "", ResponseKind::Listing, "issue"),
    ("changelog", "10200", ResponseKind::Listing, "changelog"),
    ("comment", "10200", ResponseKind::Listing, "comment"),
    ("worklog", "10200", ResponseKind::Listing, "worklog"),
    ("attachment", "10200", ResponseKind::Listing, "attachment"),
    ("issue_link", "10200", ResponseKind::Listing, "issue_link"),
    ("vote", "10200", ResponseKind::Listing, "vote"),
    ("watcher", "10200", ResponseKind::Listing, "watcher"),
    ("component", "10000", ResponseKind::Listing, "component"),
    ("version", "10000", ResponseKind::Listing, "version"),
    ("field", "", ResponseKind::Listing, "field"),
    ("status", "", ResponseKind::Listing, "status"),
    ("issue_type", "", ResponseKind::Listing, "issue_type"),
    ("priority", "", ResponseKind::Listing, "priority"),
    ("resolution", "", ResponseKind::Listing, "resolution"),
    ("link_type", "", ResponseKind::Listing, "link_type"),
    ("user", "", ResponseKind::Listing, "user"),
    ("user_group", "", ResponseKind::Listing, "user_group"),
    ("group_member", "fitters", ResponseKind::Listing, "group_member"),
    ("permission_scheme", "", ResponseKind::Listing, "permission_scheme"),
    ("permission_grant", "0", ResponseKind::Listing, "permission_grant"),
    ("project_permission", "10000", ResponseKind::Listing, "project_permission"),
    ("security_scheme", "", ResponseKind::Listing, "security_scheme"),
    ("board", "", ResponseKind::Listing, "board"),
    ("sprint", "5", ResponseKind::Listing, "sprint"),
    ("audit_event", "", ResponseKind::Listing, "audit_event"),
    ("service_desk", "", ResponseKind::Listing, "service_desk"),
    ("organization", "", ResponseKind::Listing, "organization"),
    ("organization_member", "7", ResponseKind::Listing, "organization_member"),
    ("request_type", "1", ResponseKind::Listing, "request_type"),
    ("queue", "1", ResponseKind::Listing, "queue"),
    ("request", "10200", ResponseKind::Listing, "request"),
    ("sla", "10200", ResponseKind::Listing, "sla"),
    ("request_participant", "10200", ResponseKind::Listing, "request_participant"),
    ("approval", "10200", ResponseKind::Listing, "approval"),
];
