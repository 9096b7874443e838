//! What Jira is among the products of Atlassian.

use crate::atlassian::product::Hints;
use crate::atlassian::{Product, product};

/// Its words, and how the paths of its pages begin. A wrong token it refuses with 401.
pub const PRODUCT: Product = Product {
    hints: Hints {
        token_forbidden: "this account may not read that: check that it may use Jira and see the project, and its other rights; a token with scopes needs gateway = true",
        ..SHARED.hints
    },
    ..SHARED
};

const SHARED: Product = product! {
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
