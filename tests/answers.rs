//! Reports on content, search, and differences of versions: what the commands say of a site that was synced.

mod world;

use crate::support::lab::{Lab, Site};
use catchment_practice::confluence::{Change, Extras, Options, Standing};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Every dataset that a report reads.
const ALL: &str = "datasets = [\"comment\", \"label\", \"page_version\", \"like\", \"user\", \"content_restriction\", \
    \"space_permission\", \"audit_event\", \"page_view\"]";
/// A rule that every page of invented content breaks.
const RULE: &str = "[[connections.wiki.compliance]]\nname = \"reviewed\"\nlabels_all = [\"reviewed\"]";

fn options() -> Options {
    let extras = Extras {
        comments: 30,
        labels: 6,
        likes: 20,
        groups: 4,
        members: 6,
        restrictions: 4,
        permissions: 6,
        audit_events: 12,
        ..Extras::default()
    };
    Options { pages: 24, blogposts: 4, spaces: 2, body: 600, extras, ..Options::default() }
}

fn lines(lab: &Lab, args: &[&str]) -> Vec<Value> {
    let ran = lab.run(&[args, &["--format", "jsonl"]].concat()).expect(0);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn report(lab: &Lab, name: &str) -> Vec<Value> {
    lines(lab, &["report", "wiki", name])
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_report_is_listed_answered_and_a_view_of_the_catalog() {
    let site = Site::start(options());
    let lab = Lab::new(&site, &format!("{ALL}\n{RULE}"));
    lab.run(&["report", "wiki", "stale"]).refused(1, &["there is no catalog"]);
    let before = lab.run(&["report", "wiki"]).expect(0);
    assert!(!before.stdout.contains("needs") && before.stderr.contains("there is no catalog"), "{}", before.stdout);
    lab.sync().expect(0);
    let listed = lines(&lab, &["report", "wiki"]);
    assert!(listed.len() >= 15, "{listed:?}");
    for row in &listed {
        let name = row["name"].as_str().unwrap();
        assert!(row["question"].as_str().unwrap().ends_with('?') && row["lacks"] == "", "{row}");
        let rows = report(&lab, name);
        if name != "compliance" {
            assert_eq!(lines(&lab, &["query", &format!("from wiki.report_{name}")]), rows, "{name}");
        }
    }
    let truth = site.practice().truth();
    let is_seen = |standing: Standing| matches!(standing, Standing::Current | Standing::Archived);
    let seen: Vec<_> = truth.content.iter().filter(|item| is_seen(item.standing)).collect();
    let is_there = |id: &str| seen.iter().any(|item| item.id == id);
    let mut labels: BTreeMap<&str, i64> = BTreeMap::new();
    truth.labels.iter().filter(|(id, _)| is_there(id)).for_each(|(_, name)| *labels.entry(name).or_default() += 1);
    let told = report(&lab, "labels");
    let told: BTreeMap<&str, i64> =
        told.iter().map(|row| (row["name"].as_str().unwrap(), row["pages"].as_i64().unwrap())).collect();
    assert_eq!(told, labels);
    let current = seen.iter().filter(|item| item.standing == Standing::Current).count();
    let sum = |rows: &[Value], column: &str| rows.iter().map(|row| row[column].as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum(&report(&lab, "stale"), "pages"), current as u64);
    assert_eq!(report(&lab, "compliance").len(), current);
    assert_eq!(report(&lab, "page_access").len(), seen.len());
    let versions: u32 = seen.iter().map(|item| item.version).sum();
    assert_eq!(sum(&report(&lab, "contributions"), "versions"), u64::from(versions));
    let likes = truth.likes.iter().filter(|(id, _)| is_there(id)).count();
    assert_eq!(sum(&report(&lab, "valuable"), "likes"), likes as u64);
    let changes = truth.events.iter().filter(|event| event.contains("restriction") || event.contains("group"));
    assert_eq!(report(&lab, "permission_changes").len(), changes.count());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_report_without_its_datasets_says_what_reads_them() {
    let site = Site::start(options());
    let lab = Lab::synced(&site, "");
    let needs = ["needs the dataset page_version (datasets = [\"page_version\"])", "[connections.wiki]"];
    lab.run(&["report", "contributions"]).refused(1, &needs);
    lab.run(&["report", "compliance"]).refused(1, &["needs the setting compliance"]);
    lab.run(&["report", "wiki", "stales"]).refused(2, &["there is no report stales", "did you mean 'stale'?"]);
    lab.run(&["report", "wiki", "stale", "x"]).expect(2);
    let listed = lab.run(&["report"]).expect(0).stdout;
    for dataset in ["audit_event", "content_label"] {
        let word = dataset.trim_start_matches("content_");
        assert!(listed.contains(&format!("needs the dataset {dataset} (datasets = [\"{word}\"])")), "{listed}");
    }
    let valuable = lab.run(&["report", "valuable"]).expect(0);
    assert!(valuable.stderr.contains("not published, so not counted: the dataset page_view"), "{}", valuable.stderr);
    let views =
        lab.run(&["query", "select view_name from duckdb_views() where view_name like 'report_%'", "--format", "csv"]);
    let views = views.stdout;
    let absent = ["report_contributions\n", "report_labels\n", "report_unlabelled\n"];
    assert!(views.contains("report_stale\n") && !absent.iter().any(|view| views.contains(view)), "{views}");
    let text = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &text.replace("datasets = []", "datasets = [\"page_version\"]"));
    let ran = lab.run(&["report", "contributions"]);
    ran.refused(1, &["needs the dataset page_version (the next sync publishes it)", "hint: catchment sync wiki"]);
    lab.write("catchment.toml", &text);
    let csv = lab.run(&["report", "stale", "--format", "csv"]).expect(0).stdout;
    assert!(csv.starts_with("space_key,owner_id,pages,active,stale,"), "{csv}");
    let document = lab.run(&["report", "stale", "--format", "json"]).expect(0).result();
    assert_eq!(document["columns"][0], "space_key");
}

#[test]
fn a_chart_is_drawn_where_a_report_has_one() {
    let site = Site::start(options());
    let lab = Lab::synced(&site, "");
    let drawn = lab.run(&["report", "stale", "--chart"]).expect(0).stdout;
    assert!(drawn.starts_with("pages that did not change for a year, by space and owner:\n"), "{drawn}");
    assert!(drawn.lines().all(|line| line.chars().count() <= 80) && drawn.contains('█'), "{drawn}");
    lab.run(&["report", "stale", "--chart", "--format", "csv"]).refused(2, &["a chart has no other format"]);
    lab.run(&["report", "broken_links", "--chart"]).refused(2, &["has no chart"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_search_answers_from_what_is_published_and_takes_any_text() {
    let mut site = Site::start(options());
    let body = "<p>The zeppelin of jo@example.org lands</p>";
    let space = catchment_practice::confluence::space_id(1);
    let page = |title: &str, body: &str| Change::CreatePage {
        space: space.clone(),
        title: title.to_owned(),
        body: body.to_owned(),
    };
    site.change(|options| options.changes = vec![page("Landing", body), page("Zeppelins", "<p>nothing</p>")]);
    let lab = Lab::synced(&site, "");
    let found = lines(&lab, &["search", "wiki", "ZEPPELIN"]);
    let titles: Vec<&str> = found.iter().map(|row| row["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Zeppelins", "Landing"]);
    let best = lab.run(&["search", "wiki", "ZEPPELIN", "--limit", "1"]).expect(0);
    assert!(best.stdout.contains("Zeppelins") && !best.stdout.contains("Landing"), "{}", best.stdout);
    assert!(best.stderr.contains("… and 1 more"), "{}", best.stderr);
    assert!(found[1]["excerpt"].as_str().unwrap().contains("zeppelin of [EMAIL_ADDRESS"), "{found:?}");
    assert_eq!(lines(&lab, &["search", "jo@example.org"]), Vec::<Value>::new());
    assert_eq!(lines(&lab, &["search", "zeppelin'; drop table x; --"]), Vec::<Value>::new());
    assert_eq!(lines(&lab, &["search", "\"lands\" \\ %"]).len(), 1);
    lab.run(&["search", "wiki", "'%;"]).refused(2, &["there is no word to search for"]);
}

#[test]
fn a_query_in_the_language_of_the_site_only_reads_and_its_titles_are_redacted() {
    let mut site = Site::start(options());
    let space = catchment_practice::confluence::space_id(1);
    let page = Change::CreatePage { space, title: "Mail jo@example.org".to_owned(), body: "<p>x</p>".to_owned() };
    site.change(|options| options.changes = vec![page]);
    let lab = Lab::synced(&site, "");
    let id = site.practice().truth().content.iter().find(|item| item.title.starts_with("Mail")).unwrap().id.clone();
    let asked = site.requested().len();
    let found = lines(&lab, &["search", "wiki", "--cql", &format!("id = {id}")]);
    let published = lines(&lab, &["query", &format!("select * from space_content where page_id = '{id}'")]);
    assert_eq!(found.len(), 1);
    for column in ["title", "space_key"] {
        assert_eq!(found[0][column], published[0][column]);
    }
    assert!(found[0]["title"].as_str().unwrap().starts_with("Mail [EMAIL_ADDRESS"), "{found:?}");
    assert!(found[0]["web_url"].as_str().unwrap().ends_with(&format!("?pageId={id}")), "{found:?}");
    let requested = site.requested();
    assert_eq!(requested.len(), asked + 1);
    assert!(requested[asked].contains("/rest/api/content/search?"), "{requested:?}");
    lab.run(&["search", "wiki", "--cql", "no such = query"]).refused(2, &["does not understand this query"]);
    let all = lab.run(&["search", "wiki", "--cql", "type = page"]).expect(0);
    assert!(all.stdout.contains("viewpage.action?pageId="), "{}", all.stdout);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn two_versions_differ_word_by_word_in_redacted_text() {
    let site = Site::start(options());
    let lab = Lab::synced(&site, "");
    let space = catchment_practice::confluence::space_id(1);
    let body = |body: &str| body.to_owned();
    let first = body("<p>Call jo@example.org weekly.</p><p>Then rest.</p>");
    let id = site.practice().change(Change::CreatePage { space, title: "Rota".to_owned(), body: first }).unwrap();
    lab.sync().expect(0);
    site.practice()
        .change(Change::EditPage { id: id.clone(), body: body("<p>Call jo@example.org daily.</p><p>Then rest.</p>") })
        .unwrap();
    lab.sync().expect(0);
    let ran = lab.run(&["page", "diff", "wiki", &id, "1", "2"]).expect(0);
    assert!(
        ran.stdout.contains("[-weekly.-]{+daily.+}") && ran.stdout.contains("+++ version 2  Rota"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("[EMAIL_ADDRESS") && !ran.stdout.contains("example.org"), "{}", ran.stdout);
    let result = lab.run(&["page", "diff", &id, "2", "1", "--format", "json"]).expect(0).result();
    assert_eq!((&result["words_added"], &result["words_removed"]), (&json!(1), &json!(1)));
    assert_eq!((&result["from"]["version"], &result["to"]["title"]), (&json!(2), &json!("Rota")));
    let same = lab.run(&["page", "diff", &id, "2", "2"]).expect(0).stdout;
    assert!(same.ends_with("the texts are the same\n"), "{same}");
    lab.run(&["page", "diff", "wiki", &id, "1", "7"])
        .refused(2, &["version 7 of", "held: 1, 2", "version_bodies = true"]);
    lab.run(&["page", "diff", "wiki", "x'y", "1", "2"]).refused(2, &["no version of x'y is published"]);
    lab.run(&["page", "diff", "wiki", &id, "one", "2"]).refused(2, &["one is not the number of a version"]);
}
