//! The scopes that tokens at the gateway need (OpenAPI of v2 and v1, `security`).

use super::endpoint::Row;
use super::streams::{ATTACHMENT_VERSION, AUDIT_EVENT, COMMENT, CONTENT_RESTRICTION, PAGE_VIEW, TASK, USER};

/// What every connection needs: for spaces, the account, what was deleted, and the search.
const ALWAYS: &[&str] =
    &["read:space:confluence", "read:confluence-user", "read:content.metadata:confluence", "search:confluence"];

/// What else a stream needs, by its name or its dataset, the first that fits; what is not named here is read with pages.
const NEEDED: &[(&str, &[&str])] = &[
    ("attachment", &["read:attachment:confluence", "readonly:content.attachment:confluence"]),
    ("attachment_label", &["read:attachment:confluence"]),
    (ATTACHMENT_VERSION, &["read:attachment:confluence"]),
    (COMMENT, &["read:comment:confluence"]),
    ("label", &["read:label:confluence"]),
    (TASK, &["read:task:confluence"]),
    ("space_category", &["read:space:confluence"]),
    ("space_icon", &["read:space:confluence", "readonly:content.attachment:confluence"]),
    ("space_property", &["read:space:confluence"]),
    ("space_role", &["read:space.permission:confluence"]),
    ("space_permission", &["read:space:confluence"]),
    (USER, &["read:confluence-groups"]),
    (CONTENT_RESTRICTION, &["read:confluence-content.all"]),
    (AUDIT_EVENT, &["read:audit-log:confluence"]),
    (PAGE_VIEW, &["read:confluence-content.summary"]),
    ("instance", &["manage:confluence-configuration"]),
    ("folder_node", &["read:folder:confluence"]),
    ("whiteboard_node", &["read:whiteboard:confluence"]),
    ("database_node", &["read:database:confluence"]),
    ("embed_node", &["read:embed:confluence"]),
];
const WITH_PAGES: &[&str] = &["read:page:confluence"];

/// What the stream of a row needs beside what every connection needs.
pub(super) fn of(row: &Row) -> &'static [&'static str] {
    // Labels of pages are in the same dataset as labels, and are asked for with pages.
    let is_it = |(name, _): &&(&str, _)| *name == row.stream.name || (*name == row.dataset && row.dataset != "label");
    NEEDED.iter().find(is_it).map_or(WITH_PAGES, |(_, scopes)| scopes)
}

/// What streams of these rows need together, each once.
pub(super) fn of_all<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<String> {
    let mut scopes: Vec<&str> = ALWAYS.to_vec();
    for scope in rows.flat_map(of) {
        if !scopes.contains(scope) {
            scopes.push(scope);
        }
    }
    scopes.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cloud;
    use super::*;

    #[test]
    fn a_stream_needs_the_scopes_of_its_operations() {
        let of = |name: &str| of(cloud::ROWS.iter().find(|row| row.stream.name == name).unwrap());
        for (name, scope) in [
            ("page", "read:page:confluence"),
            ("page_label", "read:page:confluence"),
            ("attachment_label", "read:attachment:confluence"),
            ("footer_reply", "read:comment:confluence"),
            ("space_property", "read:space:confluence"),
            ("space_role", "read:space.permission:confluence"),
            ("blogpost_restriction", "read:confluence-content.all"),
            ("group_member", "read:confluence-groups"),
        ] {
            assert_eq!(of(name), [scope], "{name}");
        }
        assert_eq!(of("space_icon"), ["read:space:confluence", "readonly:content.attachment:confluence"]);
        let rows = || cloud::ROWS.iter().filter(|row| matches!(row.stream.name, "page" | "blogpost" | "task"));
        assert_eq!(of_all(rows())[4..], ["read:page:confluence", "read:task:confluence"]);
    }
}
