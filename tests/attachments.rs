//! Attachments, from the site into the store: which are there, where they lie, and what became of the others.

use crate::support::lab::{self, Lab, Site};
use crate::support::s3::{BUCKET, S3, SECRET, What};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use catchment_practice::confluence::{Binary, Change, Options, Standing, attachment_id};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use url::Url;

fn small() -> Options {
    Options { pages: 20, blogposts: 5, spaces: 2, body: 300, attachments: 30, ..Options::default() }
}

fn wounded(faults: &str) -> Options {
    Options { faults: lab::faulty(faults), ..small() }
}

/// A lab that stores attachments in a folder beside its lake.
pub fn storing(site: &Site, settings: &str) -> Lab {
    let lab = Lab::new(site, "");
    configure(&lab, site, settings);
    lab
}

fn configure(lab: &Lab, site: &Site, settings: &str) {
    lab.configure(site, settings);
    let file = lab.dir.join("catchment.toml");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace("\"blogpost\"]", "\"blogpost\", \"attachment\"]");
    lab.write("catchment.toml", &text);
}

/// A lab that stores attachments in a bucket.
pub fn storing_in(s3: &S3, site: &Site, settings: &str) -> Lab {
    let lab = storing(site, settings);
    lab.write("s3-secret", SECRET);
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let section = format!("[attachments]\n{}\n[connections.", s3.settings());
    lab.write("catchment.toml", &text.replace("[connections.", &section));
    lab
}

fn attachments(lab: &Lab) -> RecordBatch {
    lab::dataset(&lab.current().join("page_attachments")).unwrap()
}

/// The addresses of all attachments, nothing for those that are not stored, by id and version.
fn addresses(lab: &Lab) -> BTreeMap<(String, i32), Option<String>> {
    let rows = attachments(lab);
    let versions = rows.column_by_name("version_number").unwrap().as_primitive::<arrow::datatypes::Int32Type>();
    let ids = lab::texts(&rows, "attachment_id").into_iter().flatten();
    let keys = ids.enumerate().map(|(at, id)| (id, versions.value(at)));
    keys.zip(lab::texts(&rows, "s3_uri")).collect()
}

/// How many attachments are in each state.
fn states(lab: &Lab) -> BTreeMap<String, usize> {
    let mut states = BTreeMap::new();
    for state in lab::texts(&attachments(lab), "upload_state").into_iter().flatten() {
        *states.entry(state).or_default() += 1;
    }
    states
}

/// Count and addresses of every page.
fn counted(lab: &Lab) -> BTreeMap<String, (i64, Vec<String>)> {
    let rows = lab.rows();
    let counts = rows.column_by_name("attachment_count").unwrap().as_primitive::<Int64Type>();
    let lists = rows.column_by_name("attachment_s3_uris").unwrap().as_list::<i32>();
    let uris = |at: usize| {
        let list = lists.value(at);
        let texts = list.as_string::<i32>();
        (0..texts.len()).map(|at| texts.value(at).to_owned()).collect()
    };
    lab::ids(&rows).into_iter().enumerate().map(|(at, id)| (id, (counts.value(at), uris(at)))).collect()
}

fn path_of(uri: &str) -> PathBuf {
    Url::parse(uri).unwrap().to_file_path().unwrap()
}

fn seen(standing: Standing) -> bool {
    matches!(standing, Standing::Current | Standing::Archived)
}

/// Asserts that datasets and store say of the attachments what is so.
fn assert_true_to(site: &Site, lab: &Lab) {
    let truth = site.practice().truth();
    let there: Vec<_> = truth.attachments.iter().filter(|file| seen(file.standing)).collect();
    let addresses = addresses(lab);
    let expected: Vec<_> = there.iter().map(|file| (file.id.clone(), i32::try_from(file.version).unwrap())).collect();
    let mut sorted = expected.clone();
    sorted.sort();
    assert_eq!(addresses.keys().cloned().collect::<Vec<_>>(), sorted);
    let mut of_pages: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (file, key) in there.iter().zip(&expected) {
        let uri = addresses[key].clone().unwrap_or_else(|| panic!("{key:?} is not stored"));
        let bytes = fs::read(path_of(&uri)).unwrap();
        assert_eq!(bytes, site.practice().attachment_bytes(&file.id, file.version), "{uri}");
        assert!(uri.contains(&format!("/wiki/{}/v{}-{}", file.id, file.version, &file.sha256[..16])), "{uri}");
        of_pages.entry(&file.container_id).or_default().push(uri);
    }
    for (page, (count, uris)) in counted(lab) {
        let mut expected = of_pages.remove(page.as_str()).unwrap_or_default();
        expected.sort();
        assert_eq!((count, uris), (expected.len() as i64, expected), "page {page}");
    }
    assert_eq!(of_pages, BTreeMap::new(), "attachments of pages that are not published");
}

fn spool(lab: &Lab) -> PathBuf {
    lab.data().join("spool/wiki")
}

#[test]
fn every_attachment_is_stored_once_and_referred_to() {
    let site = Site::start(small());
    let lab = storing(&site, "");
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
    let (downloads, generation) = (site.practice().downloads(), lab.generation());
    assert_eq!(downloads, attachments(&lab).num_rows() as u64);
    lab.sync().expect(0);
    assert_eq!((site.practice().downloads(), lab.generation()), (downloads, generation));
    assert!(!spool(&lab).exists());
    assert!(
        lab::tree(&lab.dir.join("attachments"))
            .iter()
            .all(|path| fs::metadata(path).unwrap().permissions().mode() & 0o77 == 0)
    );
    let requests = site.requested().into_iter().filter(|target| target.contains("/download?version=")).count();
    let recorded: i64 = lab
        .open()
        .query_value("select count(*) from sync.request where target like '%/download?version=%'", [])
        .unwrap();
    assert_eq!(recorded, requests as i64);
    let signed: i64 =
        lab.open().query_value("select count(*) from sync.request where target like '%token=%'", []).unwrap();
    assert_eq!(signed, 0, "a signed link is on record");
}

/// Law 5, on the way to the files.
#[test]
fn no_credential_cookie_or_referer_goes_to_the_media_host() {
    let site = Site::start(wounded("expired-link=3,short-download=2"));
    storing(&site, "").sync().expect(0);
    assert!(site.practice().downloads() > 0);
    assert_eq!(site.practice().media_offences(), Vec::<String>::new());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn links_that_expired_and_downloads_that_broke_are_asked_for_again() {
    for fault in ["expired-link=2", "short-download=3", "media-503=5"] {
        let site = Site::start(Options { attachments: 8, ..wounded(fault) });
        let lab = storing(&site, "");
        lab.sync().expect(0);
        assert_true_to(&site, &lab);
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_login_that_ends_while_files_are_stored_ends_the_run_and_is_no_gap_to_accept() {
    let whole = Site::start(small());
    storing(&whole, "").sync().expect(0);
    let requests = whole.requested().len();
    let mut site = Site::start(small());
    let lab = storing(&site, "");
    site.fault(&format!("expired={}", requests - 20));
    let ran = lab.sync().refused(1, &["401"]);
    assert_eq!(ran.stderr.matches("error:").count(), 1, "{}", ran.stderr);
    assert!(site.requested().len() < requests + 10, "{}", site.requested().len());
    let open = lab.status()["open"].clone();
    assert!(open.as_array().unwrap().iter().all(|row| row["can_be_accepted"] == false), "{open}");
    site.fault("");
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
}

/// A failure is an open row, the run is incomplete, and later it is cured.
fn fails_and_is_cured(fault: &str, cause: &str) {
    let mut site = Site::start(wounded(fault));
    let lab = storing(&site, "");
    let told = lab.sync().expect(3);
    assert!(told.stdout.contains(cause), "{fault}: {}", told.stdout);
    assert_eq!(states(&lab)["failed"], 1);
    assert_eq!(addresses(&lab).values().filter(|uri| uri.is_none()).count(), 1);
    // The next run tries again; where that fails as well there is a pause.
    lab.sync().expect(3);
    site.fault("");
    lab.sync().expect(3);
    assert!(!site.requested().iter().any(|target| target.contains("/download?")), "it is not due yet");
    lab.execute("update sync.upload set due_at = started_at where due_at is not null");
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_login_page_is_not_taken_for_a_file() {
    fails_and_is_cured("login-download=4", "looks like a login page");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn another_size_than_announced_is_refused() {
    fails_and_is_cured(&format!("wrong-size={}", attachment_id(7)), "were announced");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_file_that_the_site_does_not_give_stays_due_until_it_is_acknowledged() {
    let fault = format!("refuse-download={}", attachment_id(9));
    fails_and_is_cured(&fault, "404");
    let site = Site::start(wounded(&fault));
    let lab = storing(&site, "");
    lab.sync().expect(3);
    let open = lab.status()["open"].as_array().unwrap().clone();
    assert_eq!((open.len(), open[0]["kind"].as_str()), (1, Some("upload")));
    lab.run(&["acknowledge", lab::CONNECTION, &open[0]["id"].to_string(), "--reason", "a test"]).expect(0);
    let asked = lab.run(&["audit", lab::CONNECTION, "unread", "--format", "jsonl"]).expect(0).stdout;
    let row: serde_json::Value = serde_json::from_str(asked.trim()).unwrap();
    assert_eq!(row["acknowledged_by"].as_str(), Some(catchment_base::disk::account().unwrap().as_str()));
    lab.execute("update sync.upload set due_at = started_at where due_at is not null");
    lab.sync().expect(0);
    assert_eq!(states(&lab)["failed"], 1);
}

#[test]
fn what_failed_where_an_attachment_lay_before_is_due_at_once_where_it_lies_now() {
    let id = attachment_id(7);
    let mut site = Site::start(wounded(&format!("refuse-download={id}")));
    let lab = storing(&site, "census_every = \"0m\"");
    lab.sync().expect(3);
    site.fault("");
    let truth = site.practice().truth();
    let from = &truth.attachments.iter().find(|file| file.id == id).unwrap().container_id;
    let to = truth.content.iter().find(|item| seen(item.standing) && item.id != *from).unwrap();
    site.practice().change(Change::MoveAttachment { attachment: id, page: to.id.clone() }).unwrap();
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_failed_before_it_or_its_page_came_back_is_due_at_once() {
    let id = attachment_id(7);
    let site = Site::start(small());
    let truth = site.practice().truth();
    let page = truth.attachments.iter().find(|file| file.id == id).unwrap().container_id.clone();
    let (trash, restore) = (Change::Trash { id: page.clone() }, Change::Restore { id: page });
    let attachment = || id.clone();
    let alone =
        (Change::TrashAttachment { attachment: attachment() }, Change::RestoreAttachment { attachment: attachment() });
    for (goes, comes) in [alone, (trash, restore)] {
        let mut site = Site::start(wounded(&format!("refuse-download={id}")));
        let lab = storing(&site, "census_every = \"0m\"");
        lab.sync().expect(3);
        site.change(|options| options.changes.push(goes));
        lab.sync().expect(0);
        site.fault("");
        site.change(|options| options.changes.push(comes));
        lab.sync().expect(0);
        assert_true_to(&site, &lab);
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn larger_files_keep_their_metadata_until_the_limit_rises() {
    let huge = attachment_id(3);
    let site = Site::start(wounded(&format!("huge-attachment={huge}:2")));
    let lab = storing(&site, "max_attachment_size_mb = 1");
    lab.sync().expect(0);
    assert_eq!(states(&lab)["too_large"], 1);
    let told = lab.status()["files"].clone();
    assert!(told.as_array().unwrap().iter().any(|row| row["state"] == "too_large" && row["files"] == 1), "{told}");
    let asked = |site: &Site| site.requested().iter().any(|target| target.contains(&format!("/{huge}/download")));
    assert!(!asked(&site));
    let generation = lab.generation();
    lab.sync().expect(0);
    assert_eq!(lab.generation(), generation);
    configure(&lab, &site, "max_attachment_size_mb = 2");
    lab.sync().expect(0);
    assert!(asked(&site));
    assert_true_to(&site, &lab);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_failed_before_it_was_too_large_is_due_at_once_when_the_limit_rises() {
    let huge = attachment_id(3);
    let mut site = Site::start(wounded(&format!("huge-attachment={huge}:2,refuse-download={huge}")));
    let lab = storing(&site, "max_attachment_size_mb = 2");
    lab.sync().expect(3);
    configure(&lab, &site, "max_attachment_size_mb = 1");
    lab.sync().expect(0);
    assert_eq!(states(&lab)["too_large"], 1);
    site.fault(&format!("huge-attachment={huge}:2"));
    configure(&lab, &site, "max_attachment_size_mb = 2");
    lab.sync().expect(0);
    assert_eq!(states(&lab).get("too_large"), None);
    assert_true_to(&site, &lab);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_killed_run_is_continued_and_nothing_is_stored_twice() {
    let site = Site::start(small());
    let whole = storing(&site, "");
    whole.sync().expect(0);
    // The slow tier is killed at the others as well.
    let all = ["upload.after_put", "upload.after_commit", "upload.before_put", "upload.before_commit"];
    for failpoint in &all[..if lab::slow() { 4 } else { 2 }] {
        let lab = storing(&site, "");
        let killed = lab.sync_killed_at(failpoint);
        assert!(killed.signal.is_some(), "{failpoint}: {killed:?}");
        lab.sync().expect(0);
        assert_true_to(&site, &lab);
        lab::same_rows(&without_addresses(&lab.rows()), &without_addresses(&whole.rows()));
        let stored: i64 =
            lab.open().query_value("select count(*) from sync.upload where state = 'stored'", []).unwrap();
        assert_eq!(stored as usize, attachments(&lab).num_rows(), "{failpoint}");
        assert_eq!(lab.run(&["attachments", "verify", lab::CONNECTION]).code, Some(0), "{failpoint}");
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_kill_in_the_middle_repeats_no_more_than_the_files_in_flight() {
    const FILES: usize = 120;
    const IN_FLIGHT: usize = 16;
    let site = Site::start(Options { attachments: FILES, ..small() });
    let downloads = || site.requested().iter().filter(|target| target.contains("/download?")).count();
    for after in [20, 70] {
        let lab = storing(&site, "");
        let before = downloads();
        let mut child = lab.begin();
        lab::wait_until("downloads", || downloads() >= before + after);
        child.kill().unwrap();
        child.wait().unwrap();
        lab.sync().expect(0);
        let asked = downloads() - before;
        assert!(asked <= attachments(&lab).num_rows() + IN_FLIGHT, "{asked} downloads");
        assert_true_to(&site, &lab);
    }
}

/// The rows without the addresses, which hold the folder of the lab.
fn without_addresses(rows: &RecordBatch) -> RecordBatch {
    let kept: Vec<usize> =
        (0..rows.num_columns()).filter(|at| rows.schema().field(*at).name() != "attachment_s3_uris").collect();
    rows.project(&kept).unwrap()
}

#[test]
fn a_stopped_run_leaves_nothing_behind_and_goes_on() {
    let mut site = Site::start(wounded("slow-download=1500"));
    let lab = storing(&site, "");
    let mut child = lab.begin();
    lab::wait_until("files on their way", || lab::tree(&spool(&lab)).len() >= 3);
    assert_eq!(mode(&spool(&lab)), 0o700);
    assert!(lab::tree(&spool(&lab)).iter().all(|file| mode(file) == 0o600));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert!(!spool(&lab).exists());
    site.fault("");
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
}

#[test]
fn what_a_killed_run_left_of_attachments_is_gone_also_where_none_are_asked_for_any_more() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    fs::create_dir_all(spool(&lab)).unwrap();
    fs::write(spool(&lab).join("7"), "clear text").unwrap();
    lab.sync().expect(0);
    assert!(!spool(&lab).exists());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn changes_of_attachments_reach_the_rows_of_their_pages() {
    let site = Site::start(small());
    let lab = storing(&site, "");
    lab.sync().expect(0);
    let (first, second) = (attachment_id(2), attachment_id(5));
    let page = site.practice().truth().content[3].id.clone();
    for change in [
        Change::NewVersion { attachment: first.clone(), binary: Binary::Given(b"newer".to_vec()) },
        Change::MoveAttachment { attachment: second, page: page.clone() },
        Change::Attach { page, name: "made.txt".to_owned(), binary: Binary::Given(b"made".to_vec()) },
    ] {
        site.practice().change(change).unwrap();
    }
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
    let kept = lab::tree(&lab.dir.join("attachments/wiki").join(&first));
    assert_eq!(kept.len(), 2, "the former version stays in the store");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_is_configured_later_appears_and_what_is_not_any_more_disappears() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let columns = |lab: &Lab| lab.rows().schema().fields().len();
    let without = columns(&lab);
    assert!(!lab.current().join("page_attachments").exists());
    assert_eq!(lab.manifest()["attachments"], "not read");
    configure(&lab, &site, "");
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
    assert_eq!(columns(&lab), without + 3);
    assert_eq!(lab.manifest()["attachments"], "stored as they are, not redacted");
    lab.configure(&site, "");
    lab.sync().expect(0);
    assert_eq!(columns(&lab), without);
    assert!(!lab.current().join("page_attachments").exists());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_store_is_compared_with_the_record_and_repaired() {
    let site = Site::start(small());
    let lab = storing(&site, "");
    lab.sync().expect(0);
    let verify = |more: &[&str]| {
        let ran = lab.run(&[&["attachments", "verify", lab::CONNECTION, "--format", "json"], more].concat());
        (ran.code, ran.result())
    };
    let (code, found) = verify(&[]);
    assert_eq!((code, found["findings"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert_eq!(found["recorded"].as_u64(), Some(attachments(&lab).num_rows() as u64));
    let files = lab::tree(&lab.dir.join("attachments"));
    fs::remove_file(&files[0]).unwrap();
    fs::write(&files[1], "other").unwrap();
    fs::write(files[2].with_file_name("v9-0000000000000000"), "nobody's").unwrap();
    let (code, found) = verify(&["--repair"]);
    let kinds = found["findings"].as_array().unwrap().iter().map(|finding| finding["finding"].as_str().unwrap());
    assert_eq!((code, kinds.collect::<Vec<_>>()), (Some(3), vec!["missing", "resized", "unknown"]));
    assert_eq!(found["repaired"].as_u64(), Some(2));
    lab.sync().expect(0);
    assert_true_to(&site, &lab);
    let (code, found) = verify(&[]);
    assert_eq!((code, found["findings"].as_array().map(Vec::len)), (Some(3), Some(1)), "objects are never removed");
}

#[test]
fn after_a_change_of_the_store_files_are_elsewhere_until_a_repair() {
    let site = Site::start(small());
    let lab = storing(&site, "");
    lab.sync().expect(0);
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &format!("{settings}\n[attachments]\nto = \"archive\"\n"));
    let verify = |more: &[&str], code| {
        let ran =
            lab.run(&[&["attachments", "verify", lab::CONNECTION, "--format", "json"], more].concat()).expect(code);
        let found = ran.result();
        let findings = found["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["finding"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let found = verify(&["--repair"], 3);
    assert!(
        found.len() == attachments(&lab).num_rows() && found.iter().all(|finding| finding == "elsewhere"),
        "{found:?}"
    );
    lab.sync().expect(0);
    assert_eq!(verify(&[], 0), Vec::<String>::new());
    let uris = lab::texts(&attachments(&lab), "s3_uri");
    assert!(uris.iter().flatten().all(|uri| uri.contains("/archive/")), "{uris:?}");
}

#[test]
fn a_store_that_was_copied_is_noticed_and_taken_over_without_fetching() {
    let site = Site::start(small());
    let lab = storing(&site, "");
    lab.sync().expect(0);
    let stored = attachments(&lab).num_rows();
    // Everything is moved, as to another machine: the store has its mark, and every address on record names the former folder.
    fs::rename(lab.dir.join("attachments"), lab.dir.join("archive")).unwrap();
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &format!("{settings}\n[attachments]\nto = \"archive\"\n"));
    lab.run(&["check"]).refused(1, &[&format!("{stored} stored files are on record elsewhere"), "--repair"]);
    let ran = lab.sync().expect(3);
    for words in [&format!("{stored} stored files on record elsewhere"), "--repair"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    let uris = |lab: &Lab| lab::texts(&attachments(lab), "s3_uri").into_iter().flatten().collect::<Vec<_>>();
    assert!(uris(&lab).iter().all(|uri| uri.contains("/attachments/")), "no address is published that was not seen");
    // One file is not what was stored, though its size is.
    let damaged = &lab::tree(&lab.dir.join("archive"))[0];
    let length = fs::read(damaged).unwrap().len();
    fs::write(damaged, vec![b'x'; length]).unwrap();
    let before = downloads(&site);
    let repaired =
        lab.run(&["attachments", "verify", lab::CONNECTION, "--repair", "--format", "json"]).expect(3).result();
    assert_eq!((repaired["linked"].as_u64(), repaired["repaired"].as_u64()), (Some(stored as u64 - 1), Some(1)));
    lab.sync().expect(0);
    assert_eq!(downloads(&site) - before, 1, "what is there is not fetched again");
    assert!(uris(&lab).iter().all(|uri| uri.contains("/archive/")) && uris(&lab).len() == stored);
    assert_true_to(&site, &lab);
    lab.run(&["check"]).expect(0);
}

/// How many files were asked for.
fn downloads(site: &Site) -> usize {
    site.requested().iter().filter(|target| target.contains("/download")).count()
}

#[test]
fn a_connection_without_attachments_has_nothing_to_verify() {
    let site = Site::start(Options { attachments: 0, ..small() });
    let lab = Lab::new(&site, "");
    lab.run(&["attachments", "verify", lab::CONNECTION]).refused(2, &["stores no attachments"]);
    configure(&lab, &site, "");
    lab.run(&["attachments", "verify", lab::CONNECTION]).refused(1, &["has not been synced yet"]);
}

/// Asserts that every attachment lies in the bucket as it is on the site.
fn assert_in_bucket(s3: &S3, site: &Site, lab: &Lab) {
    let rows = attachments(lab);
    let (buckets, keys) = (lab::texts(&rows, "s3_bucket"), lab::texts(&rows, "s3_key"));
    let uris = lab::texts(&rows, "s3_uri");
    for (at, (id, version)) in addresses(lab).into_keys().enumerate() {
        let key = keys[at].clone().unwrap();
        assert_eq!(buckets[at].as_deref(), Some(BUCKET));
        assert_eq!(uris[at], Some(format!("s3://{BUCKET}/{key}")));
        let bytes = fs::read(s3.folder().join(key.strip_prefix("pre/fix/").unwrap())).unwrap();
        assert!(bytes == site.practice().attachment_bytes(&id, u32::try_from(version).unwrap()), "{key}");
    }
    assert!(counted(lab).values().all(|(count, uris)| *count == uris.len() as i64));
}

#[test]
fn a_bucket_takes_attachments_through_faults() {
    let (site, s3) = (Site::start(small()), S3::start());
    s3.every(5, What::Refused(503, "SlowDown"));
    let lab = storing_in(&s3, &site, "");
    lab.sync().expect(0);
    assert_in_bucket(&s3, &site, &lab);
    assert_eq!(lab.run(&["attachments", "verify", lab::CONNECTION]).code, Some(0));
    let puts = s3.requests().len();
    lab.sync().expect(0);
    assert_eq!(s3.requests().len(), puts + 1, "only the mark of the store is looked at");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn parts_that_a_killed_run_left_are_aborted_by_the_next() {
    let huge = format!("huge-attachment={}:20", attachment_id(3));
    let (site, s3) = (Site::start(wounded(&huge)), S3::start());
    let lab = storing_in(&s3, &site, "");
    assert!(lab.sync_killed_at("upload.parts_begun").signal.is_some());
    let aborted = |s3: &S3| s3.requests().iter().filter(|asked| asked.starts_with("DELETE")).count();
    assert_eq!(aborted(&s3), 0);
    lab.sync().expect(0);
    assert_eq!(aborted(&s3), 1);
    assert_in_bucket(&s3, &site, &lab);
    let left: i64 =
        lab.open().query_value("select count(*) from sync.upload where multipart_id is not null", []).unwrap();
    assert_eq!(left, 0);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_store_that_refuses_everything_ends_the_attempts_and_not_the_publication() {
    let (site, s3) = (Site::start(Options { attachments: 200, ..small() }), S3::start());
    s3.every(1, What::Refused(403, "AccessDenied"));
    let lab = storing_in(&s3, &site, "");
    let told = lab.sync().expect(3);
    assert!(!told.stdout.contains(SECRET), "{}", told.stdout);
    let open = lab.status()["open"].as_array().unwrap().iter().any(|row| row["object"] == "the rest");
    assert!(open, "{}", told.stdout);
    assert_eq!(lab.rows().num_rows(), 25);
    let tried: i64 = lab.open().query_value("select count(*) from sync.upload", []).unwrap();
    assert!((20..200).contains(&tried), "{tried} were begun");
    s3.calm();
    lab.execute("update sync.upload set due_at = started_at where due_at is not null");
    lab.sync().expect(0);
    assert_in_bucket(&s3, &site, &lab);
}
