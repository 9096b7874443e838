//! A lake in a bucket: what readers of the pointer see while generations come and go, and what is never lost.

use crate::support::lab::{self, Lab, Site, files_of, same_rows, together};
use crate::support::s3::{S3, What, sha256};
use arrow::array::RecordBatch;
use catchment_practice::confluence::Options;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// One file.
fn small() -> Options {
    Options { pages: 30, blogposts: 5, spaces: 2, body: 400, ..Options::default() }
}

/// Three files.
fn large() -> Options {
    Options { pages: 4500, blogposts: 0, spaces: 2, body: 40, ..Options::default() }
}

/// A lab whose lake is the bucket.
fn lab(site: &Site, s3: &S3) -> Lab {
    let lab = Lab::new(site, "");
    lab.move_lake(s3);
    lab
}

/// What an undisturbed lab publishes to a folder.
fn truth(site: &Site) -> RecordBatch {
    let lab = Lab::new(site, "");
    lab.sync().expect(0);
    lab.rows()
}

/// The connection's part of the bucket.
fn part(s3: &S3) -> PathBuf {
    s3.folder().join(lab::CONNECTION)
}

fn pointer(s3: &S3) -> Option<Value> {
    serde_json::from_slice(&fs::read(part(s3).join("current.json")).ok()?).ok()
}

fn generation(s3: &S3) -> Option<i64> {
    pointer(s3)?["generation"].as_i64()
}

/// The manifest that the pointer leads to, of which the pointer knows the hash.
fn manifest(s3: &S3) -> Value {
    let pointer = pointer(s3).unwrap();
    let bytes = fs::read(part(s3).join(pointer["manifest"].as_str().unwrap())).unwrap();
    assert_eq!(sha256(&bytes), pointer["sha256"].as_str().unwrap());
    serde_json::from_slice(&bytes).unwrap()
}

/// The files of a generation, as its manifest states them.
fn stated(s3: &S3, generation: i64) -> Vec<lab::Stated> {
    files_of(&lab::manifest(&part(s3).join(format!("generations/{generation}"))), "space_content")
}

/// The rows as a reader finds them: pointer, manifest, files.
fn rows(s3: &S3) -> RecordBatch {
    let files = files_of(&manifest(s3), "space_content");
    for file in &files {
        let bytes = fs::read(part(s3).join(&file.path)).unwrap();
        assert_eq!((bytes.len() as u64, sha256(&bytes)), (file.bytes, file.sha256.clone()));
    }
    together(&files.iter().map(|file| part(s3).join(&file.path)).collect::<Vec<_>>()).unwrap()
}

/// Asserts that the bucket holds what its manifests name, the manifests and the pointer, and nothing else.
fn has_no_strays(s3: &S3) {
    let mut named = BTreeSet::from([
        part(s3).join("current.json"),
        s3.folder().join("catalog.ducklake"),
        s3.folder().join("README.txt"),
    ]);
    for path in lab::tree(&part(s3)).into_iter().filter(|path| path.ends_with("manifest.json")) {
        let manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for dataset in manifest["datasets"].as_object().unwrap().keys() {
            named.extend(files_of(&manifest, dataset).into_iter().map(|file| part(s3).join(file.path)));
        }
        named.insert(path);
    }
    // The sync tables are published beside the generations; their own tests say what they hold.
    let beside = part(s3).join("_sync");
    let found = lab::tree(&s3.folder()).into_iter().filter(|path| !path.starts_with(&beside));
    assert_eq!(found.collect::<BTreeSet<_>>(), named);
}

fn written(s3: &S3, ending: &str) -> usize {
    s3.requests()
        .iter()
        .filter(|line| line.starts_with("PUT") && !line.contains("/_sync/"))
        .filter(|line| line.split('?').next().unwrap().ends_with(ending))
        .count()
}

#[test]
fn a_sync_publishes_to_the_bucket_and_a_quiet_one_nothing() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    let told = lab.sync().expect(0).stdout;
    assert!(told.contains("s3://practice/pre/fix/wiki/current.json"), "{told}");
    same_rows(&rows(&s3), &truth(&site));
    has_no_strays(&s3);
    s3.calm();
    lab.sync().expect(0);
    assert_eq!((generation(&s3), written(&s3, ".parquet"), written(&s3, ".json")), (Some(1), 0, 0));
    let asked: Vec<String> = s3.requests().into_iter().filter(|line| !line.contains("_sync")).collect();
    // One listing a dataset and one of the manifests.
    assert!(asked.len() <= 13, "{asked:#?}");
    assert!(!lab.dir.join("lake").exists(), "something was written beside the bucket");
}

#[test]
fn unchanged_files_are_named_once_more_and_not_written() {
    let (mut site, s3) = (Site::start(large()), S3::start());
    let lab = lab(&site, &s3);
    lab.sync_first(&site);
    let before: BTreeSet<String> =
        files_of(&manifest(&s3), "space_content").into_iter().map(|file| file.path).collect();
    site.fault("edit=7");
    s3.calm();
    lab.sync().expect(0);
    assert_eq!((written(&s3, ".parquet"), written(&s3, "manifest.json"), written(&s3, "current.json")), (1, 1, 1));
    let now: BTreeSet<String> = files_of(&manifest(&s3), "space_content").into_iter().map(|file| file.path).collect();
    assert!(now.iter().all(|path| path.starts_with("space_content/")), "{now:?}");
    assert_eq!((now.len(), now.intersection(&before).count()), (3, 2));
    same_rows(&rows(&s3), &truth(&site));
    has_no_strays(&s3);
}

#[test]
fn killed_at_every_step_of_publication_readers_see_one_generation() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    let steps = [
        "before_reserve",
        "after_reserve",
        "before_file",
        "after_file",
        "before_files_commit",
        "before_manifest",
        "after_manifest",
        "after_pointer",
        "after_published",
    ];
    let mut before: Option<RecordBatch> = None;
    // The slow tier comes to every step, with generations of several kinds before it; the quick one to every third.
    let (rounds, first, apart) = if lab::slow() { (3, 0, 1) } else { (1, 1, 3) };
    for round in 0..rounds {
        for (at, step) in steps.iter().enumerate().skip(first).step_by(apart) {
            site.fault(&format!("edit={}", round * steps.len() + at));
            let truth = truth(&site);
            let killed = lab.sync_killed_at(format!("export.{step}"));
            assert!(killed.signal.is_some(), "{step}: {killed:?}");
            let seen = pointer(&s3).map(|_| rows(&s3));
            assert!(seen == before || seen.as_ref() == Some(&truth), "{step}: readers see a mixture");
            lab.sync().expect(0);
            same_rows(&rows(&s3), &truth);
            has_no_strays(&s3);
            before = Some(truth);
        }
    }
}

#[test]
fn what_was_written_and_not_answered_is_published_once() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    for generation_expected in [1, 2] {
        s3.fault("/manifest.json", 1, What::Lost);
        s3.fault("PUT /practice/pre/fix/wiki/current.json", 1, What::Lost);
        lab.sync().expect(0);
        assert_eq!(generation(&s3), Some(generation_expected));
        same_rows(&rows(&s3), &truth(&site));
        has_no_strays(&s3);
        s3.calm();
        site.fault("edit=3");
    }
}

#[test]
fn a_storm_of_refusals_is_weathered() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    s3.every(2, What::Refused(503, "SlowDown"));
    lab.sync().expect(0);
    same_rows(&rows(&s3), &truth(&site));
    has_no_strays(&s3);
}

#[test]
fn a_store_that_fails_leaves_the_former_generation_and_is_gone_on_with() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    lab.sync_first(&site);
    let before = rows(&s3);
    site.fault("edit=3");
    for refused in [
        "PUT /practice/pre/fix/wiki/space_content/",
        "PUT /practice/pre/fix/wiki/generations/3/manifest.json",
        "PUT /practice/pre/fix/wiki/current.json",
    ] {
        s3.fault(refused, 1000, What::Refused(403, "AccessDenied"));
        lab.sync().refused(1, &["403 Forbidden", "check the credentials"]);
        assert!(rows(&s3) == before, "{refused}");
        s3.calm();
    }
    lab.sync().expect(0);
    same_rows(&rows(&s3), &truth(&site));
    has_no_strays(&s3);
}

#[test]
fn a_pointer_that_somebody_else_moved_stays_and_is_refused() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    lab.sync_first(&site);
    let path = part(&s3).join("current.json");
    let ours = fs::read_to_string(&path).unwrap();
    let put = |text: &str| s3.run(s3.store().put("wiki/current.json", text.to_owned().into())).unwrap();
    // Another database's, before the sync.
    let theirs = ours.replace(pointer(&s3).unwrap()["database_id"].as_str().unwrap(), "another");
    put(&theirs);
    lab.sync().refused(5, &["was published from another database"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    // Somebody else's, between the manifest and the pointer.
    put(&ours);
    site.fault("edit=3");
    assert!(lab.sync_killed_at("export.after_manifest").signal.is_some());
    let theirs = ours.replace(pointer(&s3).unwrap()["sha256"].as_str().unwrap(), &"0".repeat(64));
    put(&theirs);
    lab.sync().refused(5, &["was moved by somebody else"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    put("{");
    lab.sync().refused(5, &["cannot be read"]);
    put(&ours);
    lab.sync().expect(0);
    same_rows(&rows(&s3), &truth(&site));
}

#[test]
fn a_pointer_that_somebody_else_moves_at_the_same_instant_is_not_written_over() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    let overtake = |theirs: &str| {
        s3.overtake("PUT /practice/pre/fix/wiki/current.json", "wiki/current.json", theirs);
        lab.sync().refused(5, &["was moved by somebody else"]);
        assert_eq!(fs::read_to_string(part(&s3).join("current.json")).unwrap(), theirs);
    };
    overtake("{\"generation\": 7}");
    fs::remove_file(part(&s3).join("current.json")).unwrap();
    lab.sync().expect(0);
    site.fault("edit=3");
    overtake("{\"generation\": 8}");
}

#[test]
fn a_database_older_than_the_bucket_is_refused_and_nothing_is_written() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let older = lab(&site, &s3);
    older.sync().expect(0);
    let newer = older.copy();
    site.fault("edit=3");
    newer.sync().expect(0);
    s3.calm();
    older.sync().refused(5, &["it is older than the lake"]);
    assert_eq!((written(&s3, ".parquet"), written(&s3, ".json")), (0, 0));
    same_rows(&rows(&s3), &truth(&site));
}

#[test]
fn a_manifest_of_somebody_else_is_neither_written_over_nor_removed() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    let (manifest, file) = ("wiki/generations/1/manifest.json", "wiki/space_content/theirs.parquet");
    for key in [manifest, file] {
        s3.run(s3.store().put(key, "{}".into())).unwrap();
    }
    lab.sync().refused(5, &["generations/1/manifest.json was published by another database"]);
    assert_eq!(fs::read_to_string(s3.folder().join(manifest)).unwrap(), "{}");
    assert_eq!(fs::read_to_string(s3.folder().join(file)).unwrap(), "{}");
    assert_eq!(pointer(&s3), None);
}

#[test]
fn retired_generations_go_and_files_that_are_needed_stay() {
    let (mut site, s3) = (Site::start(large()), S3::start());
    let lab = lab(&site, &s3);
    for edits in 0..6 {
        site.fault(&format!("edit={edits}"));
        lab.sync().expect(0);
    }
    assert_eq!(generation(&s3), Some(6));
    let first: Vec<String> = stated(&s3, 1).into_iter().map(|file| file.path).collect();
    let manifests = || lab::tree(&part(&s3)).into_iter().filter(|path| path.ends_with("manifest.json")).count();
    assert_eq!(manifests(), 6, "a young generation was removed");
    lab.execute("update sync.export set published_at = published_at - interval 25 hour");
    site.fault("edit=7");
    assert!(lab.sync_killed_at("export.after_removal").signal.is_some());
    same_rows(&rows(&s3), &truth(&site));
    // The run that was killed is ended first; it has nothing left to publish.
    lab.sync().expect(0);
    site.fault("edit=8");
    lab.execute("update sync.export set published_at = published_at - interval 25 hour");
    lab.sync().expect(0);
    // Three stay beside the current one, and with them the files of the first that never changed.
    assert_eq!(manifests(), 4);
    assert!(files_of(&manifest(&s3), "space_content").iter().any(|file| first.contains(&file.path)));
    same_rows(&rows(&s3), &truth(&site));
    has_no_strays(&s3);
}

#[test]
fn what_is_missing_in_the_bucket_is_published_again() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    lab.sync_first(&site);
    let before = rows(&s3);
    let published_again = |what: &str, expected: i64| {
        lab.sync().expect(0);
        assert_eq!(generation(&s3), Some(expected), "{what}");
        same_rows(&rows(&s3), &before);
    };
    fs::remove_file(part(&s3).join("current.json")).unwrap();
    published_again("the pointer is gone", 1);
    fs::remove_file(part(&s3).join(&files_of(&manifest(&s3), "space_content")[0].path)).unwrap();
    published_again("a file is gone", 2);
    fs::remove_file(part(&s3).join("generations/2/manifest.json")).unwrap();
    published_again("the manifest is gone", 3);
    // The bucket tells seconds.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    lab::damage(&part(&s3).join(&files_of(&manifest(&s3), "space_content")[0].path));
    published_again("a file holds something else", 4);
    fs::remove_dir_all(part(&s3)).unwrap();
    published_again("everything is gone", 5);
}

/// Lays the bucket out as the program did before data files had a place of their own: below the generation that wrote
/// them, with the database in the form of that program.
fn lay_out_as_before(lab: &Lab, s3: &S3) {
    let path = part(s3).join("generations/1/manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest["format"] = 1.into();
    let datasets: Vec<String> = manifest["datasets"].as_object().unwrap().keys().cloned().collect();
    for dataset in datasets {
        fs::create_dir(part(s3).join("generations/1").join(&dataset)).unwrap();
        for file in manifest["datasets"][&dataset]["files"].as_array_mut().unwrap() {
            let path = file["path"].as_str().unwrap().to_owned();
            let former = format!("generations/1/{}", path.replace('/', "/f"));
            fs::rename(part(s3).join(&path), part(s3).join(&former)).unwrap();
            file["path"] = former.into();
        }
    }
    let text = serde_json::to_vec_pretty(&manifest).unwrap();
    fs::write(&path, &text).unwrap();
    let mut pointer = pointer(s3).unwrap();
    pointer["sha256"] = sha256(&text).into();
    fs::write(part(s3).join("current.json"), pointer.to_string()).unwrap();
    lab.forget_layout(&sha256(&text));
}

#[test]
fn a_bucket_of_a_former_layout_is_published_once_more_and_its_files_go_with_their_generation() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    lab.sync_first(&site);
    let before = rows(&s3);
    lay_out_as_before(&lab, &s3);
    same_rows(&rows(&s3), &before);
    let told = lab.sync().expect(0).stdout;
    assert!(told.contains("all of them, because the lake has a new layout"), "{told}");
    assert_eq!(generation(&s3), Some(2));
    same_rows(&rows(&s3), &before);
    assert!(part(&s3).join("generations/1/space_content").exists(), "the former generation is still read");
    for edits in 0..4 {
        lab.execute("update sync.export set published_at = published_at - interval 25 hour");
        site.fault(&format!("edit={edits}"));
        lab.sync().expect(0);
    }
    assert_eq!(lab::tree(&part(&s3).join("generations/1")), Vec::<PathBuf>::new());
    has_no_strays(&s3);
}

#[test]
fn what_is_held_is_taken_along_into_the_new_layout_of_a_bucket() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    lab.sync_first(&site);
    let before = rows(&s3);
    lay_out_as_before(&lab, &s3);
    lab.execute(
        "update confluence.page set version_number = 0 where page_id = (select min(page_id) from confluence.page);
         insert into sync.touched select 'confluence.page', 'page_id', min(page_id) from confluence.page",
    );
    lab.sync().expect(3);
    assert_eq!(manifest(&s3)["datasets"]["space_content"]["state"], "held");
    same_rows(&rows(&s3), &before);
}

#[test]
fn a_lake_that_moves_from_a_folder_to_a_bucket_is_published_whole() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = Lab::synced(&site, "");
    let before = lab.rows();
    lab.move_lake(&s3);
    lab.sync().expect(0);
    same_rows(&rows(&s3), &before);
    has_no_strays(&s3);
    lab.sync().expect(0);
    assert_eq!(generation(&s3), Some(2));
}

#[test]
fn check_looks_at_the_bucket_as_publication_needs_it() {
    let (site, s3) = (Site::start(small()), S3::start());
    let lab = lab(&site, &s3);
    let told = lab.run(&["check"]).expect(0).stdout;
    assert!(told.contains("lake: s3://practice/pre/fix can be written"), "{told}");
    assert_eq!(lab::tree(&s3.folder()), Vec::<PathBuf>::new());
    s3.fault("PUT", 1000, What::Unconditional);
    lab.run(&["check"]).refused(1, &["conditional writes are not honoured", "If-None-Match"]);
    lab.sync().refused(1, &["conditional writes are not honoured"]);
    s3.calm();
    lab.write("s3-secret", "hunter2-hunter2");
    let refused = lab.run(&["check"]).refused(1, &["SignatureDoesNotMatch", "check the credentials"]);
    assert!(!refused.stderr.contains("hunter2"), "{}", refused.stderr);
    lab.write("s3-secret", "");
    lab.run(&["check"]).refused(2, &["is empty"]);
}
