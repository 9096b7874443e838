//! What Confluence is among the products of Atlassian.

use crate::atlassian::{Product, product};

/// Its words, and how the paths of its pages begin.
pub const PRODUCT: Product = product! {
    word: "Confluence",
    name: "confluence",
    env: "CONFLUENCE",
    path: "/wiki",
    ending: "ends in /wiki",
    center: "https://wiki.example.com/confluence",
    scope: "space",
    asked: &["read:space:confluence", "read:page:confluence"],
    // The paths of old pages end in `.action`.
    pages: &[
        "*.action", "api", "display", "download", "home", "label", "labels", "pages", "people", "plugins", "rest",
        "search", "space", "spaces", "users", "x",
    ],
    cloud_pages: &[],
};
