//! Files of attachments, from a practice instance into the store: which lie there, and what became of the others.

use crate::support::instance::Instance;
use crate::support::site::{Home, Row, TOKEN, VARIABLE, files_below};
use catchment_practice::servicenow::{Change, Faults, Options};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// An instance with fifteen attachments and these faults, `NAME=VALUE` with commas between them.
fn instance_of(faults: &str) -> Instance {
    let faults = if faults.is_empty() { Faults::default() } else { faults.parse().unwrap() };
    Instance::start(Options { records: 60, password: TOKEN.to_owned(), faults, ..Options::default() })
}

/// Values of attachments, in the order of their ids.
fn attachments(instance: &Instance) -> Vec<BTreeMap<String, String>> {
    instance.practice().truth("sys_attachment").into_iter().map(|fact| fact.values).collect()
}

fn update(instance: &mut Instance, attachment: &str, field: &str, value: &str) {
    let [table, sys_id, field, value] = ["sys_attachment", attachment, field, value].map(str::to_owned);
    instance.change(Change::Update { table, sys_id, field, value });
}

/// The attachments whose files were asked for, by request.
fn asked(instance: &Instance) -> Vec<String> {
    let path = |target: String| target.split('/').nth_back(1).unwrap_or_default().to_owned();
    let requests = instance.practice().received().into_iter().map(|request| request.target);
    requests.filter(|target| target.ends_with("/file")).map(path).collect()
}

/// The published attachments by their ids.
fn published(home: &Home) -> BTreeMap<String, Row> {
    crate::support::api::rows(home, "attachment", "sys_id")
}

/// The attachments in each state.
fn states(rows: &BTreeMap<String, Row>) -> BTreeMap<String, BTreeSet<String>> {
    let mut states: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, row) in rows {
        states.entry(row["upload_state"].clone().unwrap()).or_default().insert(id.clone());
    }
    states
}

fn set<'a>(ids: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    ids.into_iter().cloned().collect()
}

/// The files in the store, without its mark.
fn store(home: &Home) -> Vec<PathBuf> {
    let mut files = files_below(&home.dir().join("attachments"));
    files.retain(|file| !file.ends_with("store.json"));
    files
}

#[test]
fn files_of_attachments_are_stored_and_what_is_not_says_why() {
    const CSV: &str = "text/csv";
    // Which attachments there are is the same whatever goes wrong: faults are for those that the policy stores.
    let all = attachments(&instance_of(""));
    let is_plain = |at: &usize| all[*at]["content_type"] != CSV;
    let plain: Vec<usize> = (0..all.len()).filter(is_plain).collect();
    let id = |at: usize| all[plain[at]]["sys_id"].clone();
    let faults = ["short-file=", "empty-file=", "gone-file=", "forbidden-file=", "empty-file="].iter().zip(&plain);
    let faults: Vec<String> = faults.map(|(fault, at)| format!("{fault}{}", at + 1)).collect();
    let mut instance = instance_of(&faults.join(","));
    let [short, empty, gone, forbidden, nothing, large] = [0, 1, 2, 3, 4, 5].map(id);
    let outside = plain.last().unwrap();
    assert!(plain.len() > 6 && plain.len() < all.len(), "there is another one of each kind");
    update(&mut instance, &nothing, "size_bytes", "0");
    update(&mut instance, &large, "size_bytes", "1048577");
    let settings = format!(
        "source = \"servicenow\"\nurl = \"{}\"\nusername = \"practice\"\npassword = \"env:{VARIABLE}\"\n\
         requests_per_minute = 60000\nrate_limit_timeout_ms = 10\nmax_deleted_share = 1\ncensus_every = \"0m\"\n\
         tables = [{{ name = \"incident\", query = \"sys_id!={}\" }}]\ndatasets = [\"attachment\"]\n\
         max_attachment_size_mb = 1\nredaction = \"house\"\n[redaction.house]\nskip_media_types = [\"{CSV}\"]",
        instance.practice().url(),
        all[*outside]["table_sys_id"],
    );
    let home = Home::described(&settings);
    home.follow().ends(3);

    let rows = published(&home);
    let ids: BTreeSet<String> = all.iter().map(|row| row["sys_id"].clone()).collect();
    assert_eq!(set(rows.keys()), ids, "each attachment is a row, whatever became of its file");
    let found = states(&rows);
    let failed = [&short, &empty, &gone, &forbidden];
    assert_eq!(found["failed"], set(failed));
    assert_eq!(found["too_large"], set([&large]));
    let of_csv = all.iter().filter(|row| row["content_type"] == CSV).map(|row| &row["sys_id"]);
    let outside = &all[*outside]["sys_id"];
    assert_eq!(found["skipped"], set(of_csv.chain([outside])), "by the policy, or because its record is not read");
    assert!(found["stored"].contains(&nothing) && found["stored"].len() == plain.len() - 6, "{found:?}");
    let kept = |file: &PathBuf| fs::read(file).unwrap();
    for id in &found["stored"] {
        let row = |name: &str| rows[id][name].clone().unwrap();
        let content = if *id == nothing { Vec::new() } else { instance.practice().file(id) };
        let file = home.dir().join("attachments").join(row("object_uri"));
        assert_eq!(kept(&file), content, "{id}");
        assert_eq!(row("stored_bytes"), content.len().to_string());
        let (uri, hash) = (row("object_uri"), row("sha256"));
        assert!(uri.starts_with(&format!("wiki/{id}/v1-{}", &hash[..16])), "{uri} {hash}");
        assert!(row("s3_uri").starts_with("file://") && row("s3_uri").ends_with(&row("object_uri")));
    }
    // What is not stored is nowhere, and was not asked for where that is known beforehand.
    assert_eq!(store(&home).len(), found["stored"].len());
    let asked_for = set(&asked(&instance));
    assert_eq!(asked_for, found["stored"].union(&found["failed"]).cloned().collect());
    assert!(rows.values().all(|row| row["upload_state"].as_deref() == Some("stored") || row["s3_uri"].is_none()));

    let open = home.open();
    let cause = |id: &str| {
        let row = open.iter().find(|row| row["object"] == format!("{id} version 1")).unwrap();
        row["cause"].as_str().unwrap().to_owned()
    };
    assert_eq!(open.len(), failed.len(), "{open:?}");
    assert!(cause(&short).contains("were announced") && cause(&empty).contains("the file has 0 bytes"), "{open:?}");
    assert!(cause(&gone).contains("404") && cause(&forbidden).contains("403"), "{open:?}");
    let told = home.run(&["status", "--format", "json"]).ends(0).json()[0]["files"].clone();
    let is_told = |state: &str| told.as_array().unwrap().iter().any(|row| row["state"] == state);
    assert!(["stored", "failed", "too_large", "skipped"].into_iter().all(is_told), "{told}");
    let reasons = home.run(&["explain", "wiki", "attachment", &forbidden, "--format", "json"]).ends(0).out();
    assert!(reasons.contains("its file, version 1, is not stored (failed)"), "{reasons}");

    // A record that has changed has another file. Whatever is not due again is not asked for.
    let whole = found["stored"].iter().find(|id| **id != nothing).unwrap();
    let [record, file] = ["table_sys_id", "object_uri"].map(|name| rows[whole][name].clone().unwrap());
    let file = home.dir().join("attachments").join(file);
    let half = instance.practice().file(&short).len() / 2;
    update(&mut instance, &short, "size_bytes", &half.to_string());
    update(&mut instance, &empty, "size_bytes", "0");
    for (table, sys_id) in [("sys_attachment", &gone), ("incident", &record)] {
        instance.change(Change::Delete { table: table.to_owned(), sys_id: sys_id.clone() });
    }
    home.execute("update sync.upload set due_at = due_at + interval 1 hour where due_at is not null");
    let before = asked(&instance).len();
    home.follow().ends(3);
    assert_eq!(set(&asked(&instance)[before..]), set([&short, &empty]));
    let rows = published(&home);
    assert_eq!(set(rows.keys()), ids.into_iter().filter(|id| *id != gone).collect());
    let found = states(&rows);
    assert!(found["stored"].is_superset(&set([&short, &empty])), "{found:?}");
    assert_eq!(rows[&short]["stored_bytes"], Some(half.to_string()));
    assert_eq!(home.open_words(), [format!("upload {forbidden} version 1")]);
    assert!(instance.practice().offences().is_empty());

    // What is purged goes with the files that are attached to it.
    assert!(file.exists() && found["stored"].contains(whole));
    home.run(&["purge", "object", "wiki", "incident", &record, "--reason", "ticket 1234"]).ends(0);
    assert!(!file.exists() && !published(&home).contains_key(whole));
}

#[test]
fn settings_say_whether_files_of_attachments_are_stored() {
    let folder = crate::support::scratch::dir().join(format!("catchment-files-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let read = |more: &str| {
        let file = folder.join("catchment.toml");
        let text = format!(
            "[connections.itsm]\nsource = \"servicenow\"\nurl = \"https://example.service-now.com\"\napi_key = \"env:KEY\"\n\
             tables = [\"knowledge\", \"cmdb\"]\n{more}"
        );
        fs::write(&file, text).unwrap();
        let config = Config::load(&file, &DIALECTS).unwrap();
        let connection = config.connection("itsm").unwrap().clone();
        let source = catchment_source::of(&connection).unwrap();
        let streams = source.streams().iter().filter(|stream| stream.has_files);
        let of_files = streams.map(|stream| {
            let members = stream.file_members().unwrap();
            (source.stores_files(&connection, stream), members.size, members.within)
        });
        of_files.collect::<Vec<(bool, &str, &[&str])>>()
    };
    let within: &[&str] = &["knowledge_article", "ci", "ci_relation"];
    assert_eq!(read(""), []);
    let attachments = "datasets = [\"attachment\", \"user_group\"]";
    assert_eq!(read(attachments), [(true, "size_bytes", within)]);
    assert_eq!(read(&format!("{attachments}\nattachment_files = false")), [(false, "size_bytes", within)]);
    let both = format!("{attachments}\ndisplay_values = \"both\"");
    assert_eq!(read(&both), [(true, "size_bytes.value", within)], "what is stored, and not what users see");
    fs::remove_dir_all(&folder).unwrap();
}
