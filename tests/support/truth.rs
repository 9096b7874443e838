//! What is published, compared with what is on the practice site.

use super::site::{Home, Site, files_below, rows_of};
use catchment_practice::confluence::{Standing, Truth};
use std::collections::BTreeMap;

/// A page or an attachment as both sides tell it: where it is, its status or upload state, its version.
pub type Told = BTreeMap<String, (String, String, String)>;

/// The rows of a dataset by their keys, three of their columns.
pub fn published(home: &Home, dataset: &str, key: &str, columns: [&str; 3]) -> Told {
    let mut told = Told::new();
    for file in files_below(&home.dir().join(format!("lake/wiki/current/{dataset}"))) {
        for row in rows_of(&file) {
            let of = |column: &str| row[column].clone().unwrap_or_default();
            let [one, two, three] = columns;
            assert!(told.insert(of(key), (of(one), of(two), of(three))).is_none(), "{dataset} holds a key twice");
        }
    }
    told
}

/// Pages and blog posts that the account sees.
pub fn content(truth: &Truth) -> Told {
    let seen = truth.content.iter().filter_map(|item| {
        let status = match item.standing {
            Standing::Current => "current",
            Standing::Archived => "archived",
            _ => return None,
        };
        Some((item.id.clone(), (item.space_id.clone(), status.to_owned(), item.version.to_string())))
    });
    seen.collect()
}

/// Attachments that the account sees, stored.
pub fn attachments(truth: &Truth) -> Told {
    let seen = truth.attachments.iter().filter(|file| matches!(file.standing, Standing::Current | Standing::Archived));
    seen.map(|file| (file.id.clone(), (file.container_id.clone(), "stored".to_owned(), file.version.to_string())))
        .collect()
}

/// Asserts that what is published is what is on the site, with attachments if they are read.
pub fn is_published(home: &Home, site: &Site, with_attachments: bool) {
    let truth = site.practice().truth();
    let found = published(home, "space_content", "page_id", ["space_id", "status", "version_number"]);
    assert_eq!(found, content(&truth));
    if !with_attachments {
        return;
    }
    let found = published(home, "page_attachments", "attachment_id", ["page_id", "upload_state", "version_number"]);
    let expected = attachments(&truth);
    assert_eq!(found, expected);
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    expected.values().for_each(|(page, ..)| *counts.entry(page).or_default() += 1);
    for (page, row) in home.rows() {
        let count = counts.get(&page).copied().unwrap_or(0).to_string();
        assert_eq!(row["attachment_count"].as_deref(), Some(count.as_str()), "of {page}");
    }
}

/// Why objects are gone by themselves, by their ids: of attachments that go with their pages the page tells.
pub fn gone(home: &Home) -> BTreeMap<String, String> {
    let rows = published(home, "deleted_content", "object_id", ["reason", "evidence", "version_number"]);
    let alone = rows.into_iter().filter(|(_, (_, evidence, _))| !evidence.starts_with("with its "));
    alone.map(|(id, (reason, ..))| (id, reason)).collect()
}
