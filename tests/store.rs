//! Objects are put whole or not at all, in a folder and in a bucket, whatever happens on the way.

use crate::support::lab;
use crate::support::s3::{self, S3, SECRET, What};
use bytes::Bytes;
use catchment_base::error::{Error, Result};
use catchment_io::store::{Creation, Replacement, Store};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

const MIB: u64 = 1 << 20;

fn bytes(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

/// A file of this size whose every 8 KiB differ.
fn file(dir: &Path, size: u64) -> PathBuf {
    let path = dir.join(format!("file-{size}"));
    let content: Vec<u8> = (0..size).map(|at| ((at >> 13) ^ (at >> 21)) as u8).collect();
    fs::write(&path, content).unwrap();
    path
}

/// Puts a file and gives the ids of uploads in parts that were begun.
async fn put_file(store: &Store, key: &str, file: &Path) -> Result<Vec<String>> {
    let begun = Mutex::new(Vec::new());
    store
        .put_file(key, file, async |id| {
            begun.lock().unwrap().push(id);
            Ok(())
        })
        .await?;
    Ok(begun.into_inner().unwrap())
}

async fn listed(store: &Store, prefix: &str) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    store
        .list(prefix, |key, meta| {
            assert_eq!(found.insert(key.to_owned(), meta.bytes), None, "{key} is listed twice");
            Ok(())
        })
        .await
        .unwrap();
    found
}

async fn content(store: &Store, key: &str) -> Option<Bytes> {
    store.get(key).await.unwrap().map(|(bytes, _)| bytes)
}

/// What every store does.
async fn suite(store: &Store, scratch: &Path) {
    objects_come_back(store).await;
    nothing_is_created_over_something(store).await;
    nothing_unseen_is_replaced(store).await;
    files_arrive_whole(store, scratch).await;
}

async fn objects_come_back(store: &Store) {
    assert_eq!((content(store, "a/b").await, store.size("a/b").await.unwrap()), (None, None));
    for text in ["one", "", "three"] {
        store.put("a/b", bytes(text)).await.unwrap();
        assert_eq!(content(store, "a/b").await, Some(bytes(text)));
        assert_eq!(store.size("a/b").await.unwrap(), Some(text.len() as u64));
    }
    store.put("a/bc", bytes("beside")).await.unwrap();
    store.put("a/b2/c", bytes("below")).await.unwrap();
    assert_eq!(listed(store, "a/b2").await, BTreeMap::from([("a/b2/c".to_owned(), 5)]));
    assert_eq!(listed(store, "").await.into_keys().collect::<Vec<_>>(), ["a/b", "a/b2/c", "a/bc"]);
    assert_eq!(listed(store, "a/absent").await, BTreeMap::new());
    for key in ["a/b", "a/b", "a/bc", "a/b2/c"] {
        store.delete(key).await.unwrap();
    }
    assert_eq!(listed(store, "").await, BTreeMap::new());
}

async fn nothing_is_created_over_something(store: &Store) {
    assert_eq!(store.create("c", bytes("one")).await.unwrap(), Creation::Created);
    assert_eq!(store.create("c", bytes("one")).await.unwrap(), Creation::Created);
    assert_eq!(store.create("c", bytes("two")).await.unwrap(), Creation::Exists);
    assert_eq!(content(store, "c").await, Some(bytes("one")));
    store.delete("c").await.unwrap();
}

async fn nothing_unseen_is_replaced(store: &Store) {
    store.create("r", bytes("one")).await.unwrap();
    let (_, first) = store.get("r").await.unwrap().unwrap();
    assert_eq!(store.replace("r", bytes("two"), &first).await.unwrap(), Replacement::Replaced);
    let (_, second) = store.get("r").await.unwrap().unwrap();
    assert_eq!(store.replace("r", bytes("three"), &first).await.unwrap(), Replacement::Changed);
    assert_eq!(content(store, "r").await, Some(bytes("two")));
    store.delete("r").await.unwrap();
    assert_eq!(store.replace("r", bytes("four"), &second).await.unwrap(), Replacement::Changed);
    assert_eq!(content(store, "r").await, None);
}

async fn files_arrive_whole(store: &Store, scratch: &Path) {
    for size in [0, 5, 16 * MIB, 16 * MIB + 1, 29 * MIB] {
        let file = file(scratch, size);
        let begun = put_file(store, "f", &file).await.unwrap();
        assert_eq!(begun.len(), usize::from(store.bucket_name().is_some() && size > 16 * MIB), "{size}");
        assert!(content(store, "f").await.unwrap() == fs::read(&file).unwrap(), "{size}");
        assert!(store.holds("f", &file).await.unwrap(), "{size}");
        fs::remove_file(&file).unwrap();
    }
    let (other, longer) = (file(scratch, 29 * MIB), file(scratch, 29 * MIB + 1));
    assert!(!store.holds("f", &longer).await.unwrap());
    fs::write(&other, vec![7; 29 << 20]).unwrap();
    assert!(!store.holds("f", &other).await.unwrap() && !store.holds("absent", &other).await.unwrap());
    store.delete("f").await.unwrap();
    assert!(put_file(store, "f", &scratch.join("absent")).await.is_err());
    assert_eq!(listed(store, "").await, BTreeMap::new());
}

#[test]
fn a_folder_keeps_what_is_put_into_it() {
    let (s3, dir) = (S3::start(), tempfile::tempdir().unwrap());
    let store = Store::folder(&dir.path().join("not/there/yet"));
    s3.run(suite(&store, dir.path()));
    assert_eq!(s3.requests(), Vec::<String>::new());
}

#[test]
fn a_bucket_keeps_what_is_put_into_it() {
    let s3 = S3::start();
    s3.run(suite(&s3.store(), s3.scratch()));
    assert!((2..=4).contains(&s3.most_at_once()), "{} at once", s3.most_at_once());
    assert_eq!(s3.uploads_left(), 0);
}

#[test]
fn a_storm_of_refusals_changes_nothing() {
    for nth in [2, 3] {
        let s3 = S3::start();
        s3.every(nth, What::Refused(503, "SlowDown"));
        s3.run(suite(&s3.store(), s3.scratch()));
        assert_eq!(s3.uploads_left(), 0);
    }
}

#[test]
fn a_slow_store_is_waited_for() {
    let s3 = S3::start();
    s3.every(4, What::Slow(Duration::from_millis(50)));
    s3.run(suite(&s3.store(), s3.scratch()));
}

#[test]
fn what_was_done_and_not_answered_is_known_to_be_done() {
    let s3 = S3::start();
    let store = s3.store();
    s3.run(async {
        s3.fault("PUT", 1, What::Lost);
        assert_eq!(store.create("c", bytes("one")).await.unwrap(), Creation::Created);
        let (_, seen) = store.get("c").await.unwrap().unwrap();
        s3.fault("PUT", 1, What::Lost);
        assert_eq!(store.replace("c", bytes("two"), &seen).await.unwrap(), Replacement::Replaced);
        s3.fault("PUT", 1, What::Lost);
        store.put("c", bytes("three")).await.unwrap();
        let file = file(s3.scratch(), 20 * MIB);
        s3.fault("partNumber=2", 1, What::Lost);
        s3.fault("POST /practice/pre/fix/f?uploadId", 9, What::Lost);
        put_file(&store, "f", &file).await.unwrap();
        assert!(store.holds("f", &file).await.unwrap());
        s3.fault("DELETE", 1, What::Lost);
        store.delete("f").await.unwrap();
        assert_eq!(store.size("f").await.unwrap(), None);
    });
    assert_eq!(s3.uploads_left(), 0);
}

#[test]
fn a_write_that_was_lost_to_somebody_else_is_not_taken_for_ours() {
    let s3 = S3::start();
    let store = s3.store();
    s3.run(async {
        store.put("c", bytes("theirs")).await.unwrap();
        s3.fault("PUT", 1, What::Refused(500, "InternalError"));
        assert_eq!(store.create("c", bytes("ours")).await.unwrap(), Creation::Exists);
        let (_, seen) = store.get("c").await.unwrap().unwrap();
        s3.fault("PUT", 1, What::Refused(412, "PreconditionFailed"));
        let error = store.replace("c", bytes("ours"), &seen).await.unwrap_err();
        assert!(error.one_line().contains("412 Precondition Failed"), "{}", error.one_line());
        assert_eq!(content(&store, "c").await, Some(bytes("theirs")));
    });
}

#[test]
fn a_conflict_with_a_write_under_way_is_tried_again_and_not_for_ever() {
    let s3 = S3::start();
    let store = s3.store();
    s3.run(async {
        for (status, code) in [(409, "ConditionalRequestConflict"), (412, "PreconditionFailed")] {
            s3.fault("PUT", 2, What::Refused(status, code));
            assert_eq!(store.create("c", bytes("one")).await.unwrap(), Creation::Created);
            store.delete("c").await.unwrap();
        }
        s3.calm();
        s3.fault("PUT", 1000, What::Refused(409, "ConditionalRequestConflict"));
        let error = store.create("c", bytes("one")).await.unwrap_err();
        assert!(error.to_string().contains("constantly being written by somebody else"), "{error}");
        assert_eq!(s3.requests().iter().filter(|line| line.starts_with("PUT")).count(), 5);
    });
}

#[test]
fn an_upload_in_parts_that_fails_is_taken_back() {
    let s3 = S3::start();
    let store = s3.store();
    s3.run(async {
        let file = file(s3.scratch(), 40 * MIB);
        s3.fault("partNumber=3", 1, What::Refused(403, "AccessDenied"));
        let error = put_file(&store, "f", &file).await.unwrap_err();
        assert_eq!(
            error.one_line(),
            "storing a part of s3://practice/pre/fix/f failed: 403 Forbidden: AccessDenied: As told by the test."
        );
        assert_eq!((s3.uploads_left(), content(&store, "f").await), (0, None));
        let refused = store.put_file("f", &file, async |_| Err(Error::failed("the id was not recorded"))).await;
        assert_eq!(refused.unwrap_err().to_string(), "the id was not recorded");
        assert_eq!((s3.uploads_left(), content(&store, "f").await), (0, None));
    });
    assert!(!s3.requests().iter().any(|line| line.starts_with("POST") && line.contains("uploadId")));
}

#[test]
fn an_upload_that_a_crash_left_is_ended_by_its_id() {
    let s3 = S3::start();
    let store = s3.store();
    s3.run(async {
        let file = file(s3.scratch(), 20 * MIB);
        // As a crash would, this leaves the upload open: neither the part nor the abort is answered well.
        s3.fault("partNumber", 9, What::Refused(403, "AccessDenied"));
        s3.fault("DELETE", 1, What::Refused(403, "AccessDenied"));
        let id = Mutex::new(String::new());
        let put = store.put_file("f", &file, async |begun| {
            *id.lock().unwrap() = begun;
            Ok(())
        });
        assert!(put.await.is_err());
        assert_eq!(s3.uploads_left(), 1);
        let id = id.into_inner().unwrap();
        store.abort("f", &id).await.unwrap();
        assert_eq!(s3.uploads_left(), 0);
        s3.fault("DELETE", 1, What::Refused(404, "NoSuchUpload"));
        store.abort("f", &id).await.unwrap();
    });
}

#[test]
fn failures_say_what_to_do_and_hold_no_secret() {
    let s3 = S3::start();
    let told = |store: Store, words: &str, hint: &str| {
        let error = s3.run(store.put("a", bytes("x"))).unwrap_err();
        let text = format!("{} | {} | {error:?}", error.one_line(), error.hint_text().unwrap());
        assert!(text.contains(words) && text.contains(hint), "{text}");
        assert!(!text.contains(SECRET) && !text.contains("hunter2"), "{text}");
    };
    told(s3::store(s3.url(), "hunter2-hunter2"), "403 Forbidden: SignatureDoesNotMatch", "check the credentials");
    s3.fault("PUT", 1, What::Refused(404, "NoSuchBucket"));
    told(s3.store(), "storing s3://practice/pre/fix/a failed: 404 Not Found: NoSuchBucket", "create the bucket");
    s3.fault("PUT", 1, What::Refused(400, "AuthorizationHeaderMalformed"));
    told(s3.store(), "400 Bad Request", "aws_region");
    s3.every(1, What::Refused(503, "hunter3"));
    told(s3.store(), "503 Service Unavailable", "again later");
    // One try and eight more.
    assert_eq!(s3.requests().iter().filter(|line| line.starts_with("PUT")).count(), 3 + 9);
    let missing = s3.run(async {
        s3.calm();
        s3.fault("GET", 1, What::Refused(404, "NoSuchBucket"));
        s3.store().get("a").await
    });
    assert!(missing.unwrap_err().hint_text().unwrap().contains("create the bucket"));
}

#[test]
fn nobody_else_is_asked_when_a_store_redirects() {
    let (s3, elsewhere) = (S3::start(), S3::start());
    let store = s3.store();
    for method in ["PUT", "GET", "HEAD"] {
        s3.fault(method, 1, What::Elsewhere(format!("{}/practice/pre/fix/a", elsewhere.url())));
    }
    s3.run(async {
        let errors = [
            store.put("a", bytes("x")).await.unwrap_err(),
            store.get("a").await.map(|_| ()).unwrap_err(),
            store.size("a").await.map(|_| ()).unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.hint_text().unwrap().contains("aws_region")), "{errors:?}");
    });
    assert_eq!(elsewhere.requests(), Vec::<String>::new());
}

#[test]
fn an_object_too_large_to_be_read_as_a_whole_is_refused() {
    let (s3, dir) = (S3::start(), tempfile::tempdir().unwrap());
    fs::create_dir_all(s3.folder()).unwrap();
    for (store, folder) in [(s3.store(), s3.folder()), (Store::folder(dir.path()), dir.path().to_owned())] {
        File::create(folder.join("large")).unwrap().set_len(64 * MIB + 1).unwrap();
        assert!(s3.run(store.get("large")).is_err());
        assert_eq!(s3.run(store.size("large")).unwrap(), Some(64 * MIB + 1));
    }
}

#[test]
fn a_key_that_leads_elsewhere_is_refused_by_every_verb() {
    let (s3, dir) = (S3::start(), tempfile::tempdir().unwrap());
    let store = Store::folder(&dir.path().join("store"));
    s3.run(async {
        let key = "../outside";
        assert!(store.put(key, bytes("x")).await.is_err() && store.create(key, bytes("x")).await.is_err());
        assert!(store.get(key).await.is_err() && store.size(key).await.is_err() && store.delete(key).await.is_err());
        assert!(put_file(&store, key, &file(dir.path(), 1)).await.is_err() && store.abort(key, "x").await.is_err());
        assert!(store.list(key, |_, _| Ok(())).await.is_err());
    });
    assert!(!dir.path().join("outside").exists());
}

#[test]
fn a_folder_is_private_and_what_a_crash_left_in_it_is_no_object() {
    let (s3, dir) = (S3::start(), tempfile::tempdir().unwrap());
    let store = Store::folder(&dir.path().join("store"));
    let left = dir.path().join("store/a/.b.part");
    fs::create_dir_all(left.parent().unwrap()).unwrap();
    fs::write(&left, "half").unwrap();
    s3.run(async {
        assert_eq!(listed(&store, "").await, BTreeMap::new());
        put_file(&store, "a/b", &file(dir.path(), 5)).await.unwrap();
        assert_eq!(listed(&store, "").await, BTreeMap::from([("a/b".to_owned(), 5)]));
    });
    assert!(!left.exists());
    let mode = fs::metadata(dir.path().join("store/a/b")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// The highest memory of this process so far, in bytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

/// The variable that tells this test, run by itself in a process of its own, which server to put to.
const SERVER: &str = "CATCHMENT_TEST_STORE";

#[test]
fn a_large_file_takes_little_memory() {
    if let Ok(url) = std::env::var(SERVER) {
        return put_large(&url);
    }
    if !lab::slow() {
        eprintln!("skipped: 256 MiB take seconds; CATCHMENT_SLOW=1 puts them");
        return;
    }
    let s3 = S3::start();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "store::a_large_file_takes_little_memory", "--nocapture"]);
    let output = child.env(SERVER, s3.url()).env("TMPDIR", s3.scratch()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::metadata(s3.folder().join("large")).unwrap().len(), 256 * MIB);
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
}

fn put_large(url: &str) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("large");
    File::create(&path).unwrap().set_len(256 * MIB).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let store = s3::store(url, SECRET);
    runtime.block_on(store.put("small", bytes("x"))).unwrap();
    let before = peak();
    runtime.block_on(put_file(&store, "large", &path)).unwrap();
    let more = (peak() - before) / MIB;
    eprintln!("256 MiB were put in {more} MiB of memory");
    assert!(more <= 64, "{more} MiB");
}
