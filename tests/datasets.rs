//! What analysts find in the datasets of Confluence beside the objects themselves: the tree, the spaces, addresses, plain text.

use crate::support::lab::{Lab, Site as LabSite};
use crate::support::site::{Home, Row, Site, files_below, rows_of};
use catchment_practice::confluence::{Change, Extras, Options, Standing, page_id, space_id};
use std::collections::BTreeMap;

fn site() -> Site {
    let options = Options { pages: 60, blogposts: 4, spaces: 3, body: 800, attachments: 8, ..Options::default() };
    Site::of("", Options { site_clock: true, ..options })
}

fn home(site: &Site, settings: &str) -> Home {
    let home = Home::new(site.url(), &format!("mode = \"both\"\ncensus_every = \"0m\"\n{settings}"));
    home.follow_first(site);
    home
}

/// The published rows of a dataset by their key.
fn dataset(home: &Home, name: &str, key: &str) -> BTreeMap<String, Row> {
    let files = files_below(&home.dir().join(format!("lake/wiki/current/{name}")));
    let rows = files.iter().flat_map(|file| rows_of(file));
    rows.map(|row| (row[key].clone().unwrap(), row)).collect()
}

/// What stands above a page, from the top down: ids and titles; and whether the topmost is known to stand there.
fn way_to(page: &str, nodes: &BTreeMap<String, &Row>) -> (Vec<String>, Vec<String>, bool) {
    let (mut ids, mut titles, mut at) = (Vec::new(), Vec::new(), nodes[page]);
    while let Some(above) = &at["parent_id"] {
        assert!(!ids.contains(above), "{page} is above itself");
        at = nodes.get(above).unwrap_or_else(|| panic!("{above} above {page} is no row"));
        ids.push(above.clone());
        titles.push(at["title"].clone().unwrap_or_default());
    }
    ids.reverse();
    titles.reverse();
    (ids, titles, at.get("state").is_none_or(|state| state.as_deref() != Some("unread")))
}

/// Asserts that every page leads to the top, over rows of `space_content` and `containers`, as `page_tree` says.
fn the_tree_is_whole(home: &Home) {
    let (content, containers) = (home.rows(), dataset(home, "containers", "container_id"));
    let tree = dataset(home, "page_tree", "page_id");
    let nodes: BTreeMap<String, &Row> = content.iter().chain(&containers).map(|(id, row)| (id.clone(), row)).collect();
    assert_eq!(nodes.len(), content.len() + containers.len(), "a container is a page that exists");
    let pages = content.iter().filter(|(_, row)| row["content_type"].as_deref() == Some("page"));
    assert_eq!(pages.clone().count(), tree.len());
    for (page, _) in pages {
        let (ids, titles, is_rooted) = way_to(page, &nodes);
        let told = &tree[page];
        assert_eq!(told["depth"].as_deref(), Some(ids.len().to_string().as_str()), "of {page}");
        assert_eq!(told["path_ids"], Some(format!("[{}]", ids.join(", "))), "of {page}");
        assert_eq!(told["path_titles"], Some(format!("[{}]", titles.join(", "))), "of {page}");
        assert_eq!(told["is_rooted"], Some(is_rooted.to_string()), "of {page}");
    }
    let above: Vec<&String> = nodes.values().filter_map(|row| row["parent_id"].as_ref()).collect();
    assert!(containers.keys().all(|id| above.contains(&id)), "a container is above nothing");
}

/// A page with one below it that the account sees.
fn parent(site: &Site) -> (String, String) {
    let truth = site.practice().truth();
    let is_there = |id: &str| truth.content.iter().any(|item| item.id == id && item.standing == Standing::Current);
    let child = truth.content.iter().find_map(|item| {
        let above = item.parent_id.clone().filter(|above| is_there(above) && is_there(&item.id))?;
        Some((above, item.id.clone()))
    });
    child.unwrap()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_page_leads_to_the_top_over_pages_and_containers() {
    let site = site();
    let home = home(&site, "");
    the_tree_is_whole(&home);
    let folders = dataset(&home, "containers", "container_id");
    let is_folder =
        |row: &Row| row["container_type"].as_deref() == Some("folder") && row["state"].as_deref() == Some("unread");
    assert!(folders.values().any(is_folder), "{folders:?}");
    let (above, child) = parent(&site);
    site.practice().change(Change::Rename { id: above.clone(), title: "Another name".to_owned() }).unwrap();
    home.follow().ends(0);
    the_tree_is_whole(&home);
    assert!(dataset(&home, "page_tree", "page_id")[&child]["path_titles"].as_ref().unwrap().ends_with("Another name]"));
    // What is gone is above what is still there, and so it is a container; it is a page again when it is back.
    site.practice().change(Change::Trash { id: above.clone() }).unwrap();
    home.follow().ends(0);
    the_tree_is_whole(&home);
    if home.rows().contains_key(&child) && home.cell(&child, "parent_id").as_deref() == Some(above.as_str()) {
        let row = &dataset(&home, "containers", "container_id")[&above];
        let told = ["state", "container_type", "title"].map(|column| row[column].as_deref().unwrap());
        assert_eq!(told, ["trashed", "page", "Another name"]);
    }
    site.practice().change(Change::Restore { id: above.clone() }).unwrap();
    home.follow().ends(0);
    the_tree_is_whole(&home);
    assert!(!dataset(&home, "containers", "container_id").contains_key(&above));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn spaces_are_those_that_are_read() {
    let site = site();
    let home = home(&site, "");
    let spaces = |home: &Home| dataset(home, "spaces", "space_id");
    let all = spaces(&home);
    assert_eq!(all.len(), site.practice().truth().spaces.iter().filter(|space| space.visible).count());
    for row in home.rows().values() {
        let of = &all[row["space_id"].as_ref().unwrap()];
        for column in ["space_key", "space_name", "space_type"] {
            assert_eq!(row[column], of[column]);
        }
        // A personal space is called as its owner.
        assert_eq!(row["space_name"].is_none(), row["space_type"].as_deref() == Some("personal"));
    }
    let truth = site.practice().truth();
    let key = &truth.spaces.iter().find(|space| space.visible && !space.key.starts_with('~')).unwrap().key;
    home.configure(site.url(), &format!("mode = \"both\"\nspace_keys = [\"{key}\"]"));
    home.follow().ends(0);
    assert_eq!(spaces(&home).values().map(|row| row["space_key"].as_ref().unwrap()).collect::<Vec<_>>(), [key]);
    home.configure(site.url(), "mode = \"both\"");
    home.follow().ends(0);
    assert_eq!(spaces(&home), all);
    // A space without a page is there as well.
    site.practice().change(Change::AddSpace { key: "EMPTY".to_owned(), name: "Nothing yet".to_owned() }).unwrap();
    home.follow().ends(0);
    assert_eq!(spaces(&home).len(), all.len() + 1);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn addresses_are_made_of_ids_and_name_nobody() {
    let site = site();
    let home = home(&site, "content_types = [\"page\", \"blogpost\", \"attachment\"]");
    for (id, row) in home.rows() {
        let address = format!("http://127.0.0.1/wiki/pages/viewpage.action?pageId={id}");
        assert_eq!(
            row["web_url"].as_deref(),
            Some(address.as_str()),
            "of a practice server, whose port is another each time"
        );
    }
    for row in dataset(&home, "spaces", "space_id").values() {
        let (key, address) = (row["space_key"].as_deref().unwrap(), row["web_url"].as_deref().unwrap_or_default());
        let by_key = address.ends_with(&format!("/wiki/spaces/{key}"));
        assert!(by_key || (key.starts_with('[') && !address.contains(['~', '['])), "{address} of {key}");
    }
    let stored = dataset(&home, "page_attachments", "attachment_id");
    assert!(!stored.is_empty());
    for (id, row) in stored {
        let (address, path) = (row["s3_uri"].as_deref().unwrap(), row["object_uri"].as_deref().unwrap());
        assert!(
            path.starts_with(&format!("wiki/{id}/v")) && address.ends_with(&format!("/attachments/{path}")),
            "{path}"
        );
        let listed = home.cell(row["page_id"].as_ref().unwrap(), "attachment_object_uris").unwrap();
        assert!(listed.contains(path), "{path} is not in {listed}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_plain_text_of_a_body_holds_no_markup_and_follows_the_body() {
    let site = site();
    let home = home(&site, "");
    let rows = home.rows();
    let of = |id: &str, column: &str| rows[id][column].clone().unwrap();
    for id in rows.keys() {
        let (body, text) = (of(id, "body_storage"), of(id, "body_text"));
        assert_eq!(body.is_empty(), text.is_empty(), "{body}");
        for markup in ["<p>", "</", "&nbsp;", "&amp;", "CDATA", "\n\n"] {
            assert!(!text.contains(markup), "{markup} in {text}");
        }
        // Every word of it is one of the body, where that is not written as a reference.
        let strange = text.split_whitespace().find(|word| *word != "|" && word.is_ascii() && !body.contains(*word));
        let strange = strange.filter(|word| !word.contains(['&', '<', '>', '"', '\'']) && !body.contains('&'));
        assert_eq!(strange, None, "{body}\n{text}");
    }
    let body = "<h1>Plan</h1><table><tbody><tr><td>who</td><td>ada@example.com</td></tr></tbody></table>";
    let id = rows.keys().find(|id| rows[*id]["space_id"] == Some(space_id(0))).unwrap_or(&page_id(0)).clone();
    site.practice().change(Change::EditPage { id: id.clone(), body: body.to_owned() }).unwrap();
    home.follow().ends(0);
    assert_eq!(home.cell(&id, "body_text").as_deref(), Some("Plan\nwho | [EMAIL_ADDRESS]"));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn without_settings_content_is_read_with_what_is_known_of_attachments_labels_and_users() {
    let extras = Extras { labels: 6, groups: 3, members: 4, ..Extras::default() };
    let options =
        Options { pages: 12, blogposts: 3, spaces: 2, body: 300, attachments: 6, extras, ..Options::default() };
    let site = LabSite::start(options);
    let lab = Lab::new(&site, "");
    let written = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let types = "content_types = [\"page\", \"blogpost\"]\n";
    let silent = written.replace(types, "").replace("datasets = []\n", "");
    let count = |sql: &str| -> usize {
        let ran = lab.run(&["query", &format!("select count(*) from wiki.{sql}"), "--format", "csv"]).expect(0);
        ran.stdout.lines().nth(1).unwrap().parse().unwrap()
    };
    lab.write("catchment.toml", &silent);
    lab.sync().expect(0);
    let truth = site.practice().truth();
    let is_there = |standing: Standing| matches!(standing, Standing::Current | Standing::Archived);
    assert_eq!(count("space_content"), truth.content.iter().filter(|item| is_there(item.standing)).count());
    let files = truth.attachments.iter().filter(|file| is_there(file.standing)).count();
    assert!(files > 0);
    assert_eq!(count("page_attachments where upload_state = 'skipped' and s3_uri is null"), files);
    assert!(count("label") > 0 && count("content_label") > 0, "labels are read");
    assert_eq!(count("user_group"), truth.groups.len());
    assert!(!site.requested().iter().any(|target| target.contains("download")), "no file is fetched");
    assert!(!lab.dir.join("attachments").exists());
    lab.write(
        "catchment.toml",
        &silent.replace("[lake]", "[attachments]\nto = \"attachments\"\n[lake]").replace(
            "source = \"confluence\"\n",
            "source = \"confluence\"\ncontent_types = [\"page\", \"blogpost\", \"attachment\"]\n",
        ),
    );
    lab.sync().expect(0);
    assert_eq!(
        count("page_attachments where upload_state = 'stored'"),
        files,
        "what was skipped is stored when files are asked for"
    );
    lab.write("catchment.toml", &written.replace("datasets = []", "datasets = [\"attachment_version\"]"));
    let told = lab.run(&["config"]).expect(0).stderr;
    assert!(told.contains("`attachment` is read as well, without the files"), "{told}");
}
