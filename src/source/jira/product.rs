//! What Jira is among the products of Atlassian.

use crate::source::atlassian::{Product, product};

/// Its words, and how the paths of its pages begin.
pub const PRODUCT: Product = product! {
    word: "Jira",
    name: "jira",
    env: "JIRA",
    path: "",
    ending: "has no path",
    center: "https://issues.example.com/jira",
    scope: "project",
    asked: &["read:jira-work", "read:jira-user"],
    pages: &[
        "*.jsp",
        "browse/*",
        "issues/?",
        "plugins/*",
        "projects/*",
        "rest/*",
        "secure/*",
        "servicedesk/agent",
        "servicedesk/customer",
    ],
    cloud_pages: &["jira/*"],
};
