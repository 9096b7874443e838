//! The books: every stream that is read has a row in `audit balance`, scopes and empty streams too, and what a site shows, hides and shows
//! again comes, goes and comes back by them.

use crate::asked::lab_of_data_center;
use crate::balance::{adds_up, balance, balances};
use crate::jira::whole::{EVERYTHING, OF_CLOUD};
use crate::support::api::Api;
use crate::support::instance::Instance;
use crate::support::lab::{CONNECTION, Lab, Site, keys};
use crate::support::org::Org;
use crate::support::tracker::Tracker;
use catchment_practice::confluence::{self, Change, Door, Extras, space_id};
use catchment_practice::jira::{self, Deployment};
use catchment_practice::rest::Paging;
use catchment_practice::servicenow;
use std::collections::BTreeSet;

/// What there is beside pages on a wiki of each deployment, and on one of Cloud alone.
const OF_WIKI: &str = "\"attachment\", \"attachment_version\", \"audit_event\", \"comment\", \"content_property\", \"content_restriction\", \
     \"instance\", \"label\", \"page_content\", \"page_version\", \"space_category\", \"space_icon\", \"space_permission\", \
     \"space_property\", \"user\"";
const OF_CLOUD_WIKI: &str = "\"hierarchy\", \"like\", \"page_view\", \"task\"";

/// Datasets with the streams of whose objects each is a row, where they are not called alike; with none where the rows are others.
const NAMED_OTHERWISE: [(&str, &[&str]); 13] = [
    ("spaces", &["space"]),
    ("space_content", &["page", "blogpost"]),
    ("page_attachments", &["attachment"]),
    ("comment", &["footer_comment", "inline_comment", "footer_reply", "inline_reply"]),
    ("content_label", &["page_label", "blogpost_label", "attachment_label"]),
    ("content_like", &["page_like", "blogpost_like"]),
    ("content_property", &["page_property", "blogpost_property"]),
    ("content_restriction", &["page_restriction", "blogpost_restriction"]),
    ("hierarchy_node", &["folder_node", "whiteboard_node", "database_node", "embed_node"]),
    ("page_view", &["page_views", "blogpost_views"]),
    ("page_version", &["page_version", "blogpost_version"]),
    ("board_sprint", &["sprint"]),
    // Each is on several boards.
    ("sprint", &[]),
];

/// Asserts that the books of a lab hold whatever was read, that they add up, and that their rows are those of the datasets.
fn hold_every_stream(lab: &Lab) {
    adds_up(lab, &[]);
    let rows = balances(lab);
    let sql = "select stream from sync.walk union select stream from sync.object";
    let read: Vec<String> = lab.open().query(sql, [], |row| row.get(0)).unwrap();
    assert!(!read.is_empty() && read.iter().all(|stream| rows.contains_key(stream)), "{read:?} {rows:?}");
    let manifest = lab.manifest();
    let named = |dataset: &str| NAMED_OTHERWISE.iter().find(|(name, _)| *name == dataset).map(|(_, streams)| *streams);
    for dataset in manifest["datasets"].as_object().unwrap().keys() {
        let own = [dataset.as_str()];
        let streams = named(dataset).unwrap_or(&own);
        let booked: Vec<i64> = streams.iter().filter_map(|stream| rows.get(*stream)).map(|row| row[6]).collect();
        if !booked.is_empty() {
            assert_eq!(booked.iter().sum::<i64>(), lab.rows_of(dataset).num_rows() as i64, "{dataset}");
        }
    }
}

fn wiki(deployment: confluence::Deployment, pages: usize, extras: Extras) -> Site {
    let door = if deployment == confluence::Deployment::Cloud { Door::Token } else { Door::DataCenter };
    Site::start(confluence::Options {
        pages,
        blogposts: pages / 3,
        attachments: pages / 3,
        spaces: 3,
        body: 200,
        site_clock: true,
        deployment,
        door,
        extras,
        ..confluence::Options::default()
    })
}

fn lab_of_wiki(site: &Site, deployment: &confluence::Deployment, settings: &str) -> Lab {
    match deployment {
        confluence::Deployment::Cloud => Lab::new(site, settings),
        confluence::Deployment::DataCenter { .. } => lab_of_data_center(site, settings),
    }
}

fn deployments() -> [confluence::Deployment; 2] {
    [confluence::Deployment::Cloud, confluence::Deployment::DataCenter { version: "9.2.0".to_owned() }]
}

#[test]
fn the_books_of_a_wiki_hold_every_stream() {
    for deployment in deployments() {
        // One group of Data Center has a name that no address can hold.
        let (besides, code) = if deployment == confluence::Deployment::Cloud { (OF_CLOUD_WIKI, 0) } else { ("", 3) };
        let datasets = format!("datasets = [{OF_WIKI}, {besides}]");
        let extras = Extras {
            comments: 10,
            labels: 8,
            tasks: 5,
            likes: 6,
            properties: 6,
            folders: 3,
            groups: 4,
            members: 5,
            restrictions: 4,
            permissions: 4,
            audit_events: 6,
            ..Extras::default()
        };
        let mut site = wiki(deployment.clone(), 20, extras);
        let lab = lab_of_wiki(&site, &deployment, &datasets);
        lab.run(&["sync", CONNECTION]).expect(code);
        hold_every_stream(&lab);
        site.change(|options| options.changes.push(Change::HideSpace { space: space_id(1) }));
        lab.run(&["sync", CONNECTION, "--chunks", "all"]).expect(code);
        hold_every_stream(&lab);
        site.change(|options| options.changes.push(Change::ShowSpace { space: space_id(1) }));
        lab.run(&["sync", CONNECTION, "--chunks", "all"]).expect(code);
        hold_every_stream(&lab);
        let empty = wiki(deployment.clone(), 0, Extras::default());
        let lab = lab_of_wiki(&empty, &deployment, &datasets);
        lab.run(&["sync", CONNECTION]).expect(0);
        hold_every_stream(&lab);
        assert_eq!((balance(&lab, "page"), balance(&lab, "space")[0]), ([0; 6], 3));
    }
}

#[test]
fn the_books_of_a_tracker_hold_every_stream() {
    for (deployment, sizes) in [(Deployment::Cloud, &[0, 30][..]), (Deployment::DataCenter, &[30])] {
        let lacks = if deployment == Deployment::Cloud { 0 } else { OF_CLOUD };
        let datasets = format!("datasets = {:?}", &EVERYTHING[..EVERYTHING.len() - lacks]);
        for issues in sizes.iter().copied() {
            let mut tracker = Tracker::start(jira::Options { issues, deployment, ..jira::Options::default() });
            let lab = crate::jira::lab(&tracker, &datasets);
            lab.run(&["sync", CONNECTION]).expect(0);
            hold_every_stream(&lab);
            let whole = balance(&lab, "project");
            tracker.change(jira::Change::HideProject("OPS".to_owned()));
            lab.run(&["sync", CONNECTION]).expect(0);
            hold_every_stream(&lab);
            assert_eq!(balance(&lab, "project")[1..3], [whole[1] - 1, 1]);
            tracker.change(jira::Change::ShowProject("OPS".to_owned()));
            lab.run(&["sync", CONNECTION]).expect(0);
            hold_every_stream(&lab);
            assert_eq!(balance(&lab, "project"), whole);
        }
    }
}

#[test]
fn the_books_of_tables_objects_and_described_apis_hold_every_stream() {
    let options = servicenow::Options { records: 20, password: "practice-token".to_owned(), ..Default::default() };
    let instance = Instance::start(options);
    let lab = Lab::let_in("practice-token");
    let tables = "tables = [\"incident\", \"problem\", \"knowledge\", \"cmdb\"]\n\
        datasets = [\"journal_entry\", \"attachment\", \"choice\", \"user_account\", \"user_group\", \"user_group_member\", \"task_sla\", \
        \"audit\"]";
    lab.describe(&instance.settings(), tables);
    lab.run(&["sync", CONNECTION]).expect(0);
    hold_every_stream(&lab);

    let org = Org::with(20, "");
    let lab = Lab::let_in("practice-token");
    lab.describe(&org.settings(), "objects = [\"Account\", \"Contact\", \"Case\", \"Task\", \"User\", \"Invoice__c\"]");
    lab.run(&["sync", CONNECTION]).expect(0);
    hold_every_stream(&lab);

    let api = Api::new(Paging::Cursor, "");
    let lab = api.lab(crate::rest::ORDERS);
    lab.run(&["sync", CONNECTION]).expect(0);
    hold_every_stream(&lab);
}

#[test]
fn a_scope_without_objects_that_is_hidden_for_a_time_leaves_with_what_belongs_to_it_and_comes_back() {
    for deployment in deployments() {
        let extras = Extras { permissions: 4, ..Extras::default() };
        let mut site = wiki(deployment.clone(), 20, extras);
        site.change(|options| {
            options.changes.push(Change::AddSpace { key: "BARE".to_owned(), name: "Bare".to_owned() });
        });
        let datasets = "datasets = [\"space_permission\", \"space_property\", \"space_icon\"]";
        let lab = lab_of_wiki(&site, &deployment, datasets);
        lab.run(&["sync", CONNECTION]).expect(0);
        let told = |lab: &Lab| ["spaces", "space_permission", "space_icon"].map(|dataset| keys(&lab.rows_of(dataset)));
        let (whole, bare) = (told(&lab), crate::support::lab::texts(&lab.rows_of("spaces"), "space_key"));
        assert_eq!((whole[0].len(), bare.contains(&Some("BARE".to_owned()))), (4, true));
        let space = site.practice().truth().spaces.iter().find(|space| space.key == "BARE").unwrap().id.clone();
        site.change(|options| options.changes.push(Change::HideSpace { space: space.clone() }));
        let lost = lab.run(&["sync", CONNECTION]).expect(0).stdout;
        assert!(lost.contains("does not show the space BARE") && lost.contains("space: 1 gone: no access"), "{lost}");
        let left = told(&lab);
        assert!(!left[0].contains(&space) && left[0].len() == 3 && left[2].len() == whole[2].len() - 1, "{left:?}");
        adds_up(&lab, &["space", "space_permission"]);
        // What is lost is told once, and not asked for.
        let asked = site.requested().len();
        let quiet = lab.run(&["sync", CONNECTION]).expect(0).stdout;
        let of_space = |target: &String| target.contains(&space) || target.contains("BARE");
        assert!(!quiet.contains("BARE") && !site.requested()[asked..].iter().any(of_space), "{quiet}");
        site.change(|options| options.changes.push(Change::ShowSpace { space: space.clone() }));
        let back = lab.run(&["sync", CONNECTION]).expect(0).stdout;
        assert!(back.contains("space: 1 back"), "{back}");
        assert_eq!(told(&lab), whole, "{deployment:?}");
    }
}

#[test]
fn a_project_that_is_deleted_leaves_with_its_versions_and_components_with_and_without_issues() {
    for (deployment, issues) in [(Deployment::Cloud, 0), (Deployment::Cloud, 24), (Deployment::DataCenter, 24)] {
        let mut tracker = Tracker::start(jira::Options { issues, deployment, ..jira::Options::default() });
        let lab = crate::jira::lab(&tracker, "datasets = [\"issue\", \"component\", \"version\"]");
        lab.run(&["sync", CONNECTION]).expect(0);
        let told = |lab: &Lab| {
            ["project", "component", "version", "issue"].map(|dataset| BTreeSet::from_iter(keys(&lab.rows_of(dataset))))
        };
        let whole = told(&lab);
        tracker.change(jira::Change::DeleteProject("ENG".to_owned()));
        let lost = lab.run(&["sync", CONNECTION]).expect(0).stdout;
        assert!(lost.contains("project: 1 gone"), "{deployment:?}: {lost}");
        let left = told(&lab);
        assert_eq!(left[0].len(), whole[0].len() - 1, "{deployment:?}");
        assert!(left[1].len() < whole[1].len() && left[2].len() < whole[2].len(), "{deployment:?}: {left:?}");
        lab.run(&["sync", CONNECTION]).expect(0);
        adds_up(&lab, &["project", "component", "version"]);
        tracker.change(jira::Change::RestoreProject("ENG".to_owned()));
        lab.run(&["sync", CONNECTION]).expect(0);
        assert_eq!(told(&lab), whole, "{deployment:?}");
    }
}

#[test]
fn a_scope_that_a_listing_lacks_and_that_answers_to_its_id_stays() {
    let mut site = wiki(confluence::Deployment::Cloud, 20, Extras { permissions: 4, ..Extras::default() });
    let lab = Lab::new(&site, "datasets = [\"space_permission\"]");
    lab.run(&["sync", CONNECTION]).expect(0);
    let (spaces, space) = (keys(&lab.rows_of("spaces")), space_id(1));
    site.fault(&format!("unlisted={space}"));
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(keys(&lab.rows_of("spaces")), spaces);
    adds_up(&lab, &["space"]);
}

#[test]
fn a_word_for_the_status_of_a_scope_that_is_not_known_is_a_gap() {
    let mut site = wiki(confluence::Deployment::Cloud, 20, Extras { permissions: 4, ..Extras::default() });
    let lab = Lab::new(&site, "");
    lab.run(&["sync", CONNECTION]).expect(0);
    let spaces = keys(&lab.rows_of("spaces"));
    site.fault(&format!("says={}:status:dreamt", space_id(1)));
    lab.sync().expect(3);
    assert_eq!((balance(&lab, "space")[4], keys(&lab.rows_of("spaces"))), (1, spaces));
    site.fault("");
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(balance(&lab, "space")[4], 0);
}

#[test]
fn what_rests_on_a_search_index_says_so() {
    let by_index = |lab: &Lab| -> BTreeSet<String> {
        let manifest = lab.manifest();
        let rows = manifest["complete_to"].as_array().unwrap();
        let of_index = rows.iter().filter(|row| row["complete_by"] == "the search index");
        of_index.map(|row| row["stream"].as_str().unwrap().to_owned()).collect()
    };
    let set = |names: &[&str]| BTreeSet::from_iter(names.iter().map(|name| (*name).to_owned()));
    let [cloud, data_center] = deployments();
    // From 8.3 on comments are listed by the database, in all spaces.
    let read = "datasets = [\"attachment\", \"comment\"]";
    for (version, settings, of_index) in [
        ("9.2.0", read.to_owned(), &["attachment"][..]),
        ("9.2.0", format!("{read}\nspace_keys = [\"ENG\"]"), &["attachment", "content_comment"]),
        ("8.2.0", read.to_owned(), &["attachment", "content_comment"]),
    ] {
        let deployment = confluence::Deployment::DataCenter { version: version.to_owned() };
        let site = wiki(deployment.clone(), 20, Extras { comments: 4, ..Extras::default() });
        let lab = lab_of_wiki(&site, &deployment, &settings);
        lab.run(&["sync", CONNECTION]).expect(0);
        assert_eq!(by_index(&lab), set(of_index), "{version} {settings}");
        lab.run(&["sync", CONNECTION]).expect(0);
        assert_eq!(by_index(&lab), set(of_index), "{version} {settings} once more");
    }
    let site = wiki(data_center.clone(), 20, Extras { comments: 4, ..Extras::default() });
    let lab = lab_of_wiki(&site, &data_center, &format!("{read}\nspace_keys = [\"ENG\"]"));
    lab.run(&["sync", CONNECTION]).expect(0);
    let told = lab.run(&["status", CONNECTION]).expect(0).stdout;
    assert_eq!(told.matches(" by the search index").count(), 2, "{told}");
    let sql = "select distinct dataset from freshness where complete_by = 'the search index' order by dataset";
    let told = lab.run(&["query", sql, "--format", "csv"]).expect(0).stdout;
    assert_eq!(
        told.lines().skip(1).collect::<Vec<_>>(),
        ["comment", "deleted_content", "page_attachments", "space_content"]
    );

    let site = wiki(cloud.clone(), 20, Extras { comments: 4, labels: 4, ..Extras::default() });
    let lab = lab_of_wiki(&site, &cloud, "datasets = [\"comment\"]");
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(by_index(&lab), set(&[]), "of Cloud nothing but what is found is");
    let lab = lab_of_wiki(&site, &cloud, "labels = [\"how-to\"]");
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(by_index(&lab), set(&["blogpost", "page"]));

    let tracker = Tracker::with(12, "");
    let lab = crate::jira::lab(&tracker, "datasets = [\"issue\", \"comment\", \"watcher\", \"priority\"]");
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(by_index(&lab), set(&["comment", "issue", "watcher"]));
}

#[test]
fn a_listing_of_scopes_that_breaks_or_shows_much_less_takes_no_scope_out() {
    for (deployment, path) in deployments().into_iter().zip(["/api/v2/spaces", "/rest/api/space"]) {
        let mut site = wiki(deployment.clone(), 6, Extras { permissions: 4, ..Extras::default() });
        let lab = lab_of_wiki(&site, &deployment, "datasets = [\"space_permission\"]");
        lab.run(&["sync", CONNECTION]).expect(0);
        let told = |lab: &Lab| ["spaces", "space_permission"].map(|dataset| keys(&lab.rows_of(dataset)));
        let whole = told(&lab);
        site.fault(&format!("path={path}:500"));
        let broken = lab.run(&["sync", CONNECTION]);
        assert!(matches!(broken.code, Some(1 | 3)), "{broken:?}");
        assert_eq!(told(&lab), whole, "{deployment:?}");
        adds_up(&lab, &["space", "space_permission"]);
        site.fault("");
        lab.run(&["sync", CONNECTION]).expect(0);
        assert_eq!(told(&lab), whole, "{deployment:?}");
    }
    let mut tracker = Tracker::start(jira::Options { issues: 0, ..jira::Options::default() });
    let lab = crate::jira::lab(&tracker, "datasets = [\"component\"]\ncensus_every = \"0m\"\nmax_deleted_share = 0.2");
    lab.run(&["sync", CONNECTION]).expect(0);
    let told = |lab: &Lab| ["project", "component"].map(|dataset| BTreeSet::from_iter(keys(&lab.rows_of(dataset))));
    let whole = told(&lab);
    for project in ["OPS", "ENG"] {
        tracker.change(jira::Change::HideProject(project.to_owned()));
    }
    lab.run(&["sync", CONNECTION]).expect(6);
    assert_eq!(told(&lab), whole, "more than the share, without consent");
    lab.run(&["sync", CONNECTION, "--allow-deletions"]).expect(0);
    assert_eq!(told(&lab)[0].len(), whole[0].len() - 2);
    for project in ["OPS", "ENG"] {
        tracker.change(jira::Change::ShowProject(project.to_owned()));
    }
    lab.run(&["sync", CONNECTION]).expect(0);
    assert_eq!(told(&lab), whole);
}
