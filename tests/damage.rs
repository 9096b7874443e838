//! What is damaged, missing, held or full is told with a hint, and nothing is half-published.

use crate::support::lab::{self, BINARY, CONNECTION, Lab, Ran, Site, keys, same_rows, with_mounts};
use arrow::array::RecordBatch;
use catchment_base::response::Listing;
use catchment_io::key::Keys;
use catchment_lake::db::params;
use catchment_lake::land::Sealer;
use catchment_practice::confluence::Options;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

fn small() -> Options {
    Options { pages: 40, blogposts: 6, spaces: 2, body: 1500, ..Options::default() }
}

/// A site and a lab that was synced once.
fn synced() -> (Site, Lab, RecordBatch) {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let rows = lab.rows();
    (site, lab, rows)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// Every file below a folder with the hash of its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, String)> {
    let hash = |path: &PathBuf| hash_of(&fs::read(path).unwrap_or_default());
    lab::tree(folder).into_iter().map(|path| (path.clone(), hash(&path))).collect()
}

fn hash_of(bytes: &[u8]) -> String {
    catchment_io::key::hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref())
}

#[test]
fn a_database_that_is_no_database_any_more_is_told() {
    let (_site, base, rows) = synced();
    let whole = fs::read(base.database()).unwrap();
    let mut bad_header = whole.clone();
    bad_header[..12_288].reverse();
    let damaged =
        [b"this is not a database".to_vec(), whole[..whole.len() / 2].to_vec(), whole[..5000].to_vec(), bad_header];
    for bytes in damaged {
        let lab = base.copy();
        fs::write(lab.database(), &bytes).unwrap();
        for command in ["sync", "status"] {
            let told = lab.run(&[command, CONNECTION]).refused(5, &["database"]);
            assert!(!told.stderr.contains("panicked"), "{}", told.stderr);
        }
        same_rows(&lab.rows(), &rows);
        assert_eq!(fs::read(lab.database()).unwrap(), bytes, "the damaged file was changed");
    }
}

/// The numbers of the responses that lie in rows.
fn in_rows(lab: &Lab) -> Vec<i64> {
    let sql = "select seq from land.response where sealed is not null order by seq";
    lab.open().query(sql, [], |row| row.get(0)).unwrap()
}

fn raw(lab: &Lab, seq: i64) -> Ran {
    lab.run(&["raw", CONNECTION, &seq.to_string(), "--reason", "a test"])
}

#[test]
fn a_sealed_response_in_another_place_is_refused_by_its_number() {
    let (_site, base, _) = synced();
    let responses = in_rows(&base);
    let (one, other) = (responses[0], responses[1]);
    let from = |lab: &Lab, columns: &str| {
        let set: Vec<String> = columns.split(' ').map(|column| format!("{column} = other.{column}")).collect();
        lab.execute(&format!(
            "update land.response as one set {} from (select * from land.response where seq = {other}) as other where one.seq = {one}",
            set.join(", ")
        ));
    };
    for columns in ["sealed", "sealed stream scope", "sealed stream scope kind bytes objects"] {
        let lab = base.copy();
        raw(&lab, one).expect(0);
        from(&lab, columns);
        raw(&lab, one).refused(5, &[&format!("response {one} "), "not the one that was sealed there"]);
        raw(&lab, other).expect(0);
    }
    // What says of itself that it is of an earlier version is refused where everything has been bound, and no change of the key
    // binds it.
    let lab = base.copy();
    lab.execute(&format!("update land.response set is_bound = false where seq = {one}"));
    raw(&lab, one).refused(5, &[&format!("response {one} "), "not bound to its place"]);
    let key = fs::read(lab.data().join("catchment.key")).unwrap();
    lab.run(&["key", "rotate"]).refused(5, &[&format!("response {one} "), "not bound to its place"]);
    assert_eq!(fs::read(lab.data().join("catchment.key")).unwrap(), key);
}

#[test]
fn a_response_of_another_connection_is_refused() {
    let (_site, lab, _) = synced();
    let one = in_rows(&lab)[0];
    // The same settings, database and key under another name.
    let settings = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &settings.replace(&format!("[connections.{CONNECTION}]"), "[connections.other]"));
    let other = lab.database().with_file_name("other.duckdb");
    fs::copy(lab.database(), other).unwrap();
    let told = lab.run(&["raw", "other", &one.to_string(), "--reason", "a test"]);
    told.refused(5, &[&format!("response {one} "), "in other", "not the one that was sealed there"]);
}

/// Seals a response as earlier versions did, not bound to its place, in a database that does not say that all of them are.
fn seal_unbound(lab: &Lab, seq: i64, (keys, body): (&Keys, &str)) {
    let db = lab.open();
    let sql = "select stream, scope, sealed_file from land.response where seq = ?";
    let (stream, scope, file): (String, String, Option<String>) =
        db.query_first(sql, params![seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().unwrap();
    let listing = Listing { stream: String::leak(stream), scope };
    let sealed = Sealer::new(keys, CONNECTION).unwrap().seal(&listing, body.as_bytes()).unwrap();
    let set = |column: &str| {
        format!("update land.response set {column} = $content, bytes = $bytes, is_bound = false where seq = $seq")
    };
    let bytes = body.len() as i64;
    if file.is_some() {
        let name = format!("{}.response", hash_of(&sealed));
        fs::write(sealed_files(lab).join(&name), &sealed).unwrap();
        db.execute(&set("sealed_file"), params! { content: name, bytes: bytes, seq: seq }).unwrap();
    } else {
        db.execute(&set("sealed"), params! { content: sealed, bytes: bytes, seq: seq }).unwrap();
    }
    db.execute("update sync.identity set bound_at = null", []).unwrap();
}

/// Where the responses lie that are too large for a row.
fn sealed_files(lab: &Lab) -> PathBuf {
    lab.data().join("sealed").join(CONNECTION)
}

fn count(lab: &Lab, of: &str) -> i64 {
    lab.open().query_value(&format!("select count(*) from {of}"), []).unwrap()
}

#[test]
fn what_an_earlier_version_sealed_is_bound_when_the_database_is_opened_first() {
    let site = Site::start(Options { pages: 3, blogposts: 0, spaces: 1, body: 400_000, ..Options::default() });
    let lab = Lab::synced(&site, "page_size = 1");
    let rows = lab.rows();
    let keys = Keys::read(&lab.data()).unwrap();
    for place in ["sealed", "sealed_file"] {
        let sql = format!("select min(seq) from land.response where {place} is not null");
        let seq: i64 = lab.open().query_value(&sql, []).unwrap();
        let body = raw(&lab, seq).expect(0).stdout;
        seal_unbound(&lab, seq, (&keys, &body));
        assert_eq!(raw(&lab, seq).expect(0).stdout, body, "{place}");
        assert_eq!(count(&lab, "land.response where not is_bound"), 0, "{place}");
    }
    let files = fs::read_dir(sealed_files(&lab)).unwrap().count();
    assert_eq!(files as i64, count(&lab, "land.response where sealed_file is not null"));
    lab.sync().expect(0);
    same_rows(&lab.rows(), &rows);
}

#[test]
fn a_change_of_the_key_that_an_earlier_version_began_is_ended_and_bound() {
    let (_site, lab, rows) = synced();
    let seq = in_rows(&lab)[0];
    let body = raw(&lab, seq).expect(0).stdout;
    assert!(lab.run_killed_at(&["key", "rotate"], "rotate.after_commit").signal.is_some());
    let next = lab.dir.join("next");
    fs::create_dir(&next).unwrap();
    fs::copy(lab.data().join("catchment.key.next"), next.join("catchment.key")).unwrap();
    seal_unbound(&lab, seq, (&Keys::read(&next).unwrap(), &body));
    assert_eq!(raw(&lab, seq).expect(0).stdout, body);
    assert!(!lab.data().join("catchment.key.next").exists());
    assert_eq!(count(&lab, "land.response where not is_bound"), 0);
    assert_eq!(count(&lab, "sync.identity where bound_at is null"), 0);
    lab.sync().expect(0);
    assert_eq!(lab.rows().num_rows(), rows.num_rows());
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_flipped_byte_is_found_or_does_not_matter() {
    let (site, base, rows) = synced();
    let whole = fs::read(base.database()).unwrap();
    let block = 262_144;
    let mut found = 0;
    // The slow tier takes every block.
    let apart = if lab::slow() { 1 } else { 2 };
    for at in (0..whole.len() / block).step_by(apart).map(|number| 12_288 + number * block + 777) {
        let lab = base.copy();
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        fs::write(lab.database(), &bytes).unwrap();
        let ran = lab.sync();
        if ran.code == Some(5) {
            found += 1;
            ran.refused(5, &[]);
        } else {
            // A free block, or one that nothing reads any more.
            ran.expect(0);
        }
        same_rows(&lab.rows(), &rows);
    }
    assert!(found > 0, "no flip was found");
    assert!(site.requested().len() > 2);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_log_that_is_lost_or_damaged_is_told() {
    let mut site = Site::start(small());
    let log = |lab: &Lab| lab.database().with_extension("duckdb.wal");
    let first = Lab::new(&site, "");
    assert!(first.sync_killed_at("export.after_published").signal.is_some());
    fs::remove_file(log(&first)).unwrap();
    let rows = first.rows();
    first.sync().refused(5, &["was published from another database"]);
    same_rows(&first.rows(), &rows);

    let later = Lab::new(&site, "");
    later.sync().expect(0);
    site.fault("edit=2");
    assert!(later.sync_killed_at("export.after_published").signal.is_some());
    let flipped = later.copy();
    let mut bytes = fs::read(log(&flipped)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(log(&flipped), bytes).unwrap();
    // The library refuses it, or takes it for the end of a log that was cut.
    let told = flipped.sync().refused(5, &[]).stderr;
    assert!(["opening the database", "older than the lake"].iter().any(|word| told.contains(word)), "{told}");
    let rows = later.rows();
    fs::remove_file(log(&later)).unwrap();
    later.sync().refused(5, &["the lake is at generation 2", "older than the lake"]);
    same_rows(&later.rows(), &rows);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_database_older_than_its_lake_is_refused_and_the_newer_one_goes_on() {
    let (mut site, lab, _) = synced();
    let older = fs::read(lab.database()).unwrap();
    site.fault("edit=5");
    lab.sync().expect(0);
    let (newer, lake) = (fs::read(lab.database()).unwrap(), contents(&lab.lake()));
    fs::write(lab.database(), older).unwrap();
    lab.sync().refused(5, &["the lake is at generation 2, the database only at generation 1"]);
    assert_eq!(contents(&lab.lake()), lake);
    fs::write(lab.database(), newer).unwrap();
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(2));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_lake_of_another_database_is_refused() {
    let (site, lab, _) = synced();
    let other = Lab::new(&site, "");
    other.sync().expect(0);
    fs::remove_dir_all(lab.dir.join("lake")).unwrap();
    fs::rename(other.dir.join("lake"), lab.dir.join("lake")).unwrap();
    let lake = contents(&lab.lake());
    lab.sync().refused(5, &["was published from another database"]);
    assert_eq!(contents(&lab.lake()), lake);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_database_of_a_newer_version_is_refused_by_name() {
    let (_site, lab, _) = synced();
    lab.execute("insert into main.migration values ('sync/999_later.sql', now()::timestamp)");
    lab.sync().refused(5, &["made by a newer version of catchment (it contains sync/999_later.sql)"]);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_missing_or_different_key_is_refused_and_never_replaced() {
    let (_site, lab, rows) = synced();
    let key = lab.data().join("catchment.key");
    let former = fs::read_to_string(&key).unwrap();

    fs::remove_file(&key).unwrap();
    lab.sync().refused(5, &["there is no key file"]);
    lab.run(&["init"]).refused(5, &["wiki.duckdb is here, but its key file is not"]);
    assert!(!key.exists(), "the key was replaced");

    let different = former.replace("0001", "ff01");
    lab.write("data/catchment.key", &different);
    lab.sync().refused(5, &["the database is sealed with the key"]);
    lab.run(&["init"]).expect(0);
    assert_eq!(fs::read_to_string(&key).unwrap(), different, "the key was replaced");

    lab.write("data/catchment.key", "catchment-key-1 short\n");
    lab.sync().refused(5, &["is not a key file"]);

    lab.write("data/catchment.key", &former);
    fs::set_permissions(&key, Permissions::from_mode(0o640)).unwrap();
    lab.sync().refused(5, &["others can read the key file", "chmod 600"]);
    fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    lab.sync().expect(0);
    same_rows(&lab.rows(), &rows);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_second_process_is_told_who_holds_the_connection() {
    let mut site = Site::start(small());
    site.fault("slow=2:3000");
    let lab = Lab::new(&site, "");
    let child = lab.begin();
    lab::wait_until("a request", || !site.requested().is_empty());
    let holder = format!("process {} (sync)", child.id());
    lab.sync().refused(7, &[&holder]);
    lab.run(&["acknowledge", CONNECTION, "1", "--reason", "a test"]).refused(7, &[&holder]);
    assert_eq!(lab.status()["running"], true);
    Ran::of(&child.wait_with_output().unwrap()).expect(0);
    assert_eq!(lab.status()["running"], false);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_socket_left_by_a_killed_process_is_no_obstacle() {
    let (_site, lab, _) = synced();
    assert!(lab.sync_killed_at("land.before_commit").signal.is_some());
    assert!(lab.data().join("wiki.sock").exists());
    let status = lab.status();
    assert_eq!((&status["running"], &status["last_run"]["state"]), (&false.into(), &"running".into()));
    assert!(lab.run(&["status"]).expect(0).stdout.starts_with("wiki: stopped before it finished"));
    lab.sync().expect(0);
    assert!(!lab.data().join("wiki.sock").exists());
}

#[test]
fn a_planted_link_leads_nowhere() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    let (victim, folder) = (lab.dir.join("victim"), lab.dir.join("folder"));
    fs::write(&victim, "precious").unwrap();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("file"), "precious").unwrap();

    symlink(&victim, lab.data().join("wiki.lock")).unwrap();
    lab.sync().refused(1, &["wiki.lock", "symbolic link"]);
    fs::remove_file(lab.data().join("wiki.lock")).unwrap();

    fs::create_dir(lab.data().join("spill")).unwrap();
    symlink(&folder, lab.data().join("spill/wiki")).unwrap();
    symlink(&victim, lab.data().join("wiki.sock")).unwrap();
    fs::create_dir_all(lab.lake().join("generations")).unwrap();
    symlink(&folder, lab.lake().join("generations/1")).unwrap();
    symlink(&victim, lab.lake().join(".probe")).unwrap();
    symlink(&victim, lab.lake().join("current.new")).unwrap();
    lab.sync().expect(0);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert_eq!(contents(&folder), [(folder.join("file"), hash_of(b"precious"))]);
    assert_eq!(lab.rows().num_rows(), 46);
    lab.has_no_strays();
}

#[test]
fn a_folder_in_the_place_of_the_link_is_left_alone_and_told() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    fs::create_dir_all(lab.current()).unwrap();
    fs::write(lab.current().join("file"), "precious").unwrap();
    lab.sync().refused(1, &["current"]);
    assert_eq!(fs::read_to_string(lab.current().join("file")).unwrap(), "precious");
    fs::remove_dir_all(lab.current()).unwrap();
    lab.sync().expect(0);
    assert_eq!((lab.generation(), lab.rows().num_rows()), (Some(1), 46));
    lab.has_no_strays();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn whatever_the_mask_what_is_written_is_private_and_what_is_published_is_not() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    fs::remove_dir_all(lab.data()).unwrap();
    let under = |mask: &str, args: &str, crash: &str| {
        let script = format!("umask {mask}; CATCHMENT_CRASH_AT={crash} exec {BINARY} --config catchment.toml {args}");
        let mut command = std::process::Command::new("sh");
        Ran::of(&command.args(["-c", &script]).current_dir(&lab.dir).output().unwrap())
    };
    under("000", "init", "0").expect(0);
    under("000", "sync", "0").expect(0);
    site.fault("edit=1");
    assert!(under("000", "sync", "export.after_published").signal.is_some());
    assert_eq!(mode(&lab.data()), 0o700);
    let private: Vec<_> = lab::tree(&lab.data()).into_iter().map(|path| (mode(&path), path)).collect();
    assert!(private.iter().any(|(_, path)| path.ends_with("wiki.duckdb.wal")), "{private:?}");
    assert!(private.iter().all(|(mode, _)| *mode == 0o600), "{private:?}");
    for (path, _) in contents(&lab.lake()).iter().filter(|(path, _)| *path != lab.current()) {
        assert_eq!((mode(path), mode(path.parent().unwrap())), (0o644, 0o755), "{}", path.display());
    }
    site.fault("edit=2");
    under("000", "sync", "0").expect(0);
    site.fault("edit=3");
    under("027", "sync", "0").expect(0);
    let newest = lab.generations().pop_last().unwrap().1;
    assert_eq!((mode(&newest), mode(&newest.join("manifest.json"))), (0o750, 0o640));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn nothing_is_left_in_the_spill_folder() {
    let (_site, lab, _) = synced();
    let spill = lab.data().join("spill");
    assert!(lab::tree(&spill).is_empty() && !spill.join(CONNECTION).exists());
    fs::create_dir(spill.join(CONNECTION)).unwrap();
    fs::write(spill.join("wiki/duckdb_temp_storage-0.tmp"), "clear text").unwrap();
    lab.sync().expect(0);
    assert!(lab::tree(&spill).is_empty() && !spill.join(CONNECTION).exists());
}

/// Syncs while a folder of the lab cannot be written.
fn read_only(lab: &Lab, folder: &str) -> Option<Ran> {
    let dir = lab.dir.join(folder);
    let dir = dir.display();
    let config = lab.dir.join("catchment.toml");
    with_mounts(&format!(
        "mount --bind {dir} {dir} && mount -o remount,bind,ro {dir} && exec {BINARY} --config {} sync",
        config.display()
    ))
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_anything_is_asked() {
    let (mut site, lab, rows) = synced();
    site.fault("edit=3");
    for folder in ["data", "lake"] {
        let Some(ran) = read_only(&lab, folder) else { return };
        ran.refused(1, &[&lab.dir.join(folder).display().to_string(), "the right to write there"]);
        same_rows(&lab.rows(), &rows);
        assert_eq!(site.requested().len(), 0);
    }
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(2));
}

/// Syncs with a folder of the lab on a disk of some KiB, then again after the disk has grown; the folder's
/// content is kept. Gives the exit code and the words of the first sync; the second passes.
fn on_a_small_disk(lab: &Lab, folder: &str, size: usize) -> Option<(i32, String)> {
    let script = format!(
        "cd {dir}; mkdir -p {folder} kept; cp -a {folder}/. kept; mount -t tmpfs -o size={size}k,mode=700 tmpfs {folder}; cp -a kept/. {folder}
         {BINARY} sync >/dev/null 2>words; echo $?; cat lake/{CONNECTION}/current/manifest.json >before 2>/dev/null
         mount -o remount,size=400m {folder}; {BINARY} sync >/dev/null 2>words2; echo $?
         rm -rf kept; cp -a {folder} kept",
        dir = lab.dir.display()
    );
    let ran = with_mounts(&script)?;
    fs::remove_dir_all(lab.dir.join(folder)).unwrap();
    fs::rename(lab.dir.join("kept"), lab.dir.join(folder)).unwrap();
    let words = |name: &str| fs::read_to_string(lab.dir.join(name)).unwrap();
    let said: Vec<i32> = ran.stdout.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(said[1..], [0], "after {size} KiB: {}", words("words2"));
    // What readers could see on the full disk was whole, and is what they see now.
    let before = words("before");
    assert!(before.is_empty() || before == fs::read_to_string(lab.current().join("manifest.json")).unwrap());
    Some((said[0], words("words")))
}

/// Tries ever larger disks under a folder until the first sync passes.
fn ever_larger(folder: &str, from: usize) {
    let site = Site::start(small());
    let undisturbed = Lab::new(&site, "page_size = 10");
    undisturbed.sync().expect(0);
    let (truth, mut full) = (undisturbed.rows(), 0);
    let step = if lab::slow() { 1 } else { 4 };
    for size in (0..24).step_by(step).map(|step| from * 3_usize.pow(step) / 2_usize.pow(step)) {
        let lab = Lab::new(&site, "page_size = 10");
        let Some((code, words)) = on_a_small_disk(&lab, folder, size) else { return };
        same_rows(&lab.rows(), &truth);
        lab.has_no_strays();
        if code == 0 {
            assert!(full >= 2, "the smallest disks were large enough");
            return;
        }
        full += 1;
        assert_eq!(code, 1, "on {size} KiB: {words}");
        assert!(words.contains("hint: free space"), "on {size} KiB: {words}");
        assert!(!words.contains("panicked"), "on {size} KiB: {words}");
    }
    panic!("no disk was large enough");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_full_disk_while_landing_is_told_and_the_next_run_comes_to_the_same_rows() {
    ever_larger("data", 12);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_full_disk_while_exporting_is_told_and_the_next_run_comes_to_the_same_rows() {
    ever_larger("lake", 4);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_sync_of_two_thousand_pages_keeps_within_its_memory() {
    let site = Site::start(Options { pages: 2000, blogposts: 0, spaces: 5, body: 4096, ..Options::default() });
    let lab = Lab::new(&site, "");
    let mut child = lab.begin();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak.max(high_water(&fs::read_to_string(&status).unwrap_or_default()));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    if peak == 0 {
        eprintln!("skipped: this system has no /proc that tells a process's peak memory");
        return;
    }
    eprintln!("peak memory {} MiB", peak >> 10);
    assert!(peak >> 10 <= 250, "peak memory {} MiB", peak >> 10);
    assert_eq!(lab.rows().num_rows(), 2000);
}

/// `VmHWM` in KiB.
fn high_water(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

#[test]
fn where_the_database_and_the_key_are_lost_a_new_one_goes_on_with_the_lake_on_consent() {
    let (_site, lab, rows) = synced();
    let newest = lab.generation().unwrap();
    fs::remove_dir_all(lab.data()).unwrap();
    lab.run(&["init"]).expect(0);
    lab.sync().refused(5, &["was published from another database", "--adopt-lake"]);
    assert_eq!(lab.generation(), Some(newest));
    lab.run(&["sync", "--adopt-lake"]).expect(0);
    assert_eq!(lab.generation(), Some(newest + 1));
    // Pseudonyms are those of the new key.
    assert_eq!(keys(&lab.rows()), keys(&rows));
    assert!(lab.generations().contains_key(&newest), "readers of the former generation keep it");
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(newest + 1));
    lab.run(&["check"]).expect(0);
}

#[test]
fn an_address_at_which_nothing_was_read_is_that_of_no_site() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    lab.describe(
        "source = \"confluence\"\nurl = \"http://127.0.0.1:9/typo/wiki\"\nusername = \"practice@example.com\"\napi_token = \"file:token\"\n\
         content_types = [\"page\"]\ndatasets = []",
        "",
    );
    lab.sync().refused(1, &["could not be reached"]);
    lab.configure(&site, "");
    lab.sync().expect(0);
    // Where something was, another address is another site.
    lab.describe(
        "source = \"confluence\"\nurl = \"http://127.0.0.1:9/typo/wiki\"\nusername = \"practice@example.com\"\napi_token = \"file:token\"\n\
         content_types = [\"page\"]\ndatasets = []",
        "",
    );
    lab.sync().refused(2, &["names another site"]);
}
