//! Datasets are published atomically: what readers see while generations come and go, and what a generation states.

use crate::support::lab::{self, CONNECTION, Lab, Site, dataset, files_of, ids, manifest, same_rows, texts, together};
use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, SchemaRef};
use catchment_practice::confluence::{Change, Options, page_id};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Large enough for three files.
fn large() -> Options {
    Options { pages: 4500, blogposts: 0, spaces: 2, body: 40, ..Options::default() }
}

fn small() -> Options {
    Options { pages: 30, blogposts: 5, spaces: 2, body: 400, ..Options::default() }
}

/// What tells one state of the dataset from another: every value of every row.
fn print_of(rows: &RecordBatch) -> u64 {
    let mut hasher = DefaultHasher::new();
    for name in ["page_id", "title", "body_storage"] {
        texts(rows, name).hash(&mut hasher);
    }
    hasher.finish()
}

/// The inode of every data file of a generation, by its path there.
fn inodes(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let files = lab::tree(&folder.join("space_content")).into_iter();
    files.map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::metadata(&path).unwrap().ino())).collect()
}

/// Reads until told to stop: through the link as a glob does, or through the manifest. Gives what was
/// seen and how often reading failed.
fn read_on(current: &Path, stop: &AtomicBool, by_manifest: bool) -> (BTreeSet<u64>, usize) {
    let (mut seen, mut failed) = (BTreeSet::new(), 0);
    while !stop.load(Ordering::SeqCst) {
        let rows = if by_manifest { through_manifest(current) } else { dataset(&current.join("space_content")) };
        match rows {
            Ok(rows) => drop(seen.insert(print_of(&rows))),
            Err(_) => failed += 1,
        }
    }
    (seen, failed)
}

fn through_manifest(current: &Path) -> Result<RecordBatch, String> {
    let root = current.parent().unwrap();
    let generation = root.join(fs::read_link(current).map_err(|error| error.to_string())?);
    let files = files_of(&manifest(&generation), "space_content");
    together(&files.iter().map(|file| root.join(&file.path)).collect::<Vec<_>>())
}

#[test]
fn readers_see_one_generation_or_an_error_never_a_mixture() {
    let mut site = Site::start(large());
    let lab = Lab::synced(&site, "");
    let mut published = BTreeSet::from([print_of(&lab.rows())]);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (current, stop) = (lab.current(), &stop);
        let glob = scope.spawn({
            let current = current.clone();
            move || read_on(&current, stop, false)
        });
        let stated = scope.spawn(move || read_on(&current, stop, true));
        // Each change reaches into two files or more.
        for edits in [60, 1600, 3100, 4500] {
            site.fault(&format!("edit={edits}"));
            lab.sync().expect(0);
            published.insert(print_of(&lab.rows()));
        }
        stop.store(true, Ordering::SeqCst);
        let (by_glob, _) = glob.join().unwrap();
        let (by_manifest, failed) = stated.join().unwrap();
        assert!(by_glob.len() > 1 && by_manifest.len() > 1, "the readers were too slow to prove anything");
        assert!(by_glob.is_subset(&published), "a glob saw a mixture");
        assert!(by_manifest.is_subset(&published), "a manifest led to a mixture");
        assert_eq!(failed, 0, "what a manifest names was gone");
    });
    assert_eq!(published.len(), 5);
}

#[test]
fn one_changed_page_rewrites_one_file_and_the_others_are_the_same_bytes_on_disk() {
    let mut site = Site::start(large());
    let lab = Lab::synced(&site, "");
    let first = inodes(&lab.generations()[&1]);
    assert_eq!(first.len(), 3);
    site.fault("edit=1");
    lab.sync().expect(0);
    let second = inodes(&lab.generations()[&2]);
    let kept: Vec<_> = first.iter().filter(|(path, inode)| second.get(*path) == Some(inode)).collect();
    assert_eq!((second.len(), kept.len()), (3, 2));
    let written = second.keys().find(|path| !first.contains_key(*path)).unwrap();
    assert!(fs::metadata(lab.generations()[&2].join(written)).unwrap().len() < 1 << 20);
    assert!(first.keys().all(|path| second.contains_key(path) == kept.iter().any(|(kept, _)| *kept == path)));
}

#[test]
fn a_file_name_never_returns_with_other_content() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    let mut contents: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for edits in 0..4 {
        site.fault(&format!("edit={edits}"));
        lab.sync().expect(0);
        for folder in lab.generations().values() {
            for path in inodes(folder).into_keys() {
                let bytes = fs::read(folder.join(&path)).unwrap();
                let known = contents.entry(path).or_insert_with(|| bytes.clone());
                assert_eq!(*known, bytes);
            }
        }
    }
    assert_eq!((lab.generation(), contents.len()), (Some(4), 4));
}

#[test]
fn a_manifest_agrees_with_its_files() {
    let site = Site::start(large());
    let lab = Lab::synced(&site, "");
    let stated = files_of(&lab.manifest(), "space_content");
    let mut rows = 0;
    for file in &stated {
        let path = lab.current().join(&file.path);
        let bytes = fs::read(&path).unwrap();
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
        assert_eq!((file.bytes, &file.sha256), (bytes.len() as u64, &catchment_io::key::hex(hash.as_ref())));
        let keys = ids(&lab::parquet(&path).unwrap());
        assert_eq!(file.rows, keys.len() as u64);
        assert!(keys.is_sorted(), "{} is not sorted by key", file.path);
        let inside = |key: &String| {
            file.key_from.as_ref().is_none_or(|from| from <= key) && file.key_to.as_ref().is_none_or(|to| key < to)
        };
        assert!(keys.iter().all(inside), "{} holds keys outside of its range", file.path);
        rows += file.rows;
    }
    assert_eq!((rows, lab.manifest()["datasets"]["space_content"]["rows"].as_u64()), (4500, Some(4500)));
    assert_eq!((&stated[0].key_from, &stated[stated.len() - 1].key_to), (&None, &None));
    assert!(stated.windows(2).all(|pair| pair[0].key_to.is_some() && pair[0].key_to == pair[1].key_from));
}

#[test]
fn every_field_states_its_class_and_its_comment_as_the_manifest_does() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let (schema, manifest) = (lab.rows().schema(), lab.manifest());
    let columns = manifest["datasets"]["space_content"]["columns"].as_array().unwrap();
    assert_eq!(columns.len(), schema.fields().len());
    for (field, column) in schema.fields().iter().zip(columns) {
        assert_eq!(column["name"], field.name().as_str());
        for name in ["class", "comment"] {
            let said = field.metadata().get(name).unwrap_or_else(|| panic!("{} has no {name}", field.name()));
            assert!(!said.is_empty() && column[name] == said.as_str(), "{} {name}", field.name());
        }
    }
    assert_eq!(schema.field_with_name("body_storage").unwrap().metadata()["class"], "storage");
}

/// Every published file, of the datasets and of the sync tables, with its schema.
fn schemas(lab: &Lab) -> Vec<(PathBuf, SchemaRef)> {
    let files = lab::tree(&lab.lake()).into_iter().filter(|path| path.extension().is_some_and(|of| of == "parquet"));
    files.map(|path| (path.clone(), lab::parquet(&path).unwrap().schema())).collect()
}

/// Also the attachments, with their lists.
const WITH_ATTACHMENTS: &str = "content_types = [\"page\", \"blogpost\", \"attachment\"]";

/// A lab that has synced a site with attachments.
fn lab_with_attachments(site: &Site) -> Lab {
    let lab = Lab::new(site, "");
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &text.replace("content_types = [\"page\", \"blogpost\"]", WITH_ATTACHMENTS));
    lab.sync().expect(0);
    lab
}

#[test]
fn every_time_is_an_instant() {
    let lab = lab_with_attachments(&Site::start(small()));
    let mut times = 0;
    for (path, schema) in schemas(&lab) {
        for field in schema.fields() {
            if let DataType::Timestamp(_, zone) = field.data_type() {
                assert_eq!(zone.as_deref(), Some("UTC"), "{} of {}", field.name(), path.display());
                times += 1;
            }
            assert!(
                field.metadata().get("class").is_none_or(|class| class != "time") || field.data_type().is_temporal()
            );
        }
    }
    assert!(times > 40, "{times}");
    let types =
        lab.run(&["query", "select distinct typeof(modified_at) as type from space_content", "--format", "csv"]);
    assert_eq!(types.expect(0).stdout, "type\nTIMESTAMP WITH TIME ZONE\n");
}

/// The numbers of a field and of what is nested in it.
fn numbers_of(field: &Field) -> Vec<String> {
    let number = field.metadata().get("PARQUET:field_id").cloned().unwrap_or_default();
    let nested = match field.data_type() {
        DataType::List(element) => numbers_of(element),
        _ => Vec::new(),
    };
    [number].into_iter().chain(nested).collect()
}

#[test]
fn every_column_has_its_number_and_keys_are_required() {
    let lab = lab_with_attachments(&Site::start(small()));
    let mut datasets = BTreeSet::new();
    let wanted = ["space", "page", "blogpost", "attachment"].map(str::to_owned);
    let models = catchment_lake::transform::models_with("confluence", &wanted).unwrap();
    for model in models.iter().filter(|model| model.schema == "mart") {
        let rows = dataset(&lab.current().join(&model.name)).unwrap();
        for (field, column) in rows.schema().fields().iter().zip(&model.columns) {
            let expected: Vec<String> = column.numbers.iter().map(ToString::to_string).collect();
            assert_eq!(numbers_of(field), expected, "{} of {}", field.name(), model.name);
            let is_required = model.never_null().any(|name| name == field.name());
            assert_eq!(field.is_nullable(), !is_required, "{} of {}", field.name(), model.name);
        }
        let required = lab.manifest()["datasets"][&model.name]["columns"].as_array().unwrap().clone();
        let required = required.iter().filter(|column| column["required"] == true).count();
        assert_eq!(required, model.never_null().count());
        datasets.insert(model.name.clone());
    }
    assert_eq!(datasets.len(), 6);
    for (path, schema) in schemas(&lab) {
        let numbers: Vec<String> = schema.fields().iter().flat_map(|field| numbers_of(field)).collect();
        assert!(numbers.iter().all(|number| number.parse::<i32>().is_ok()), "{}: {numbers:?}", path.display());
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "{}", path.display());
    }
    for table in catchment_lake::export::mirror::tables().unwrap() {
        let schema = lab::parquet(&lab::tree(&lab.lake().join("_sync").join(table.name))[0]).unwrap().schema();
        let required = schema.fields().iter().filter(|field| !field.is_nullable());
        assert_eq!(required.count(), table.key.len() + 1, "{}", table.name);
    }
}

#[test]
fn a_value_that_is_missing_where_it_is_required_holds_its_dataset() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    lab.execute(&format!(
        "update confluence.page set content_type = null where page_id = '{0}';
         insert into sync.touched values ('confluence.page', 'page_id', '{0}')",
        page_id(20)
    ));
    site.fault("edit=3");
    let told = lab.sync().expect(3).stdout;
    let words = format!(
        "\"content_type\" is not null does not hold in mart.space_content: 1 rows, one of them {}",
        page_id(20)
    );
    assert!(told.contains(&words), "{told}");
    assert_eq!(lab.manifest()["datasets"]["space_content"]["state"], "held");
}

#[test]
fn a_broken_check_holds_its_dataset_until_it_is_healed() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let (former, rows) = (inodes(&lab.current()), lab.rows());
    lab.execute(&format!(
        "update confluence.page set version_number = 0 where page_id = '{0}';
         insert into sync.touched values ('confluence.page', 'page_id', '{0}')",
        page_id(20)
    ));
    site.fault("edit=3");
    let held = lab.sync().expect(3);
    assert!(held.stdout.contains("held at generation 1: version_number >= 1 does not hold"), "{}", held.stdout);
    assert_eq!(lab.generation(), Some(2));
    let stated = &lab.manifest()["datasets"]["space_content"];
    assert_eq!((&stated["state"], &stated["from_generation"]), (&"held".into(), &1.into()));
    assert_eq!(inodes(&lab.current()), former);
    same_rows(&lab.rows(), &rows);
    assert_eq!(lab.status()["last_run"]["state"], "incomplete");
    let told = [
        "version_number >= 1 does not hold in confluence.page: 1 rows, one of them",
        "held back      containers, deleted_content, page_tree, space_content\n",
    ];
    for text in [held.stdout, lab.run(&["status", CONNECTION]).expect(0).stdout] {
        assert!(told.iter().all(|words| text.contains(words)), "{text}");
    }
    lab.sync().expect(3);
    assert_eq!(lab.generation(), Some(2), "the same hold was published again");
    site.fault("edit=21");
    lab.sync().expect(0);
    let stated = lab.manifest();
    assert_eq!(stated["datasets"]["space_content"]["state"], "published");
    assert_eq!((lab.generation(), &stated["parent"]), (Some(3), &2.into()));
    let undisturbed = Lab::new(&site, "");
    undisturbed.sync().expect(0);
    same_rows(&lab.rows(), &undisturbed.rows());
}

#[test]
fn a_dataset_that_is_held_the_first_time_is_absent() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    // Everything is staged, and the program dies before it publishes.
    assert!(lab.sync_killed_at("export.before_reserve").signal.is_some());
    lab.execute(&format!("update confluence.page set version_number = 0 where page_id = '{}'", page_id(20)));
    lab.sync().expect(3);
    assert!(lab.current().join("spaces").exists() && !lab.current().join("space_content").exists());
    lab.execute(&format!("update confluence.page set version_number = 1 where page_id = '{}'", page_id(20)));
    lab.sync().expect(0);
    assert_eq!(lab.rows().num_rows(), 35);
}

#[test]
fn a_page_that_is_gone_leaves_the_content_and_is_told_with_its_reason() {
    let site = Site::start(Options { site_clock: true, ..small() });
    let lab = Lab::synced(&site, "");
    site.practice().change(Change::Purge { id: page_id(7) }).unwrap();
    lab.sync().expect(0);
    assert_eq!(lab.rows().num_rows(), 34);
    assert_eq!(lab.status()["deleted"], serde_json::json!([{"stream": "page", "reason": "purged", "objects": 1}]));
    let told = lab.run(&["status", CONNECTION]).expect(0).stdout;
    assert!(told.contains("gone           1 page (purged)"), "{told}");
}

#[test]
fn a_site_that_suddenly_shows_no_space_deletes_nothing_without_consent() {
    let site = Site::start(Options { site_clock: true, ..small() });
    let lab = Lab::synced(&site, "max_deleted_share = 0.2\ncensus_every = \"24h\"");
    let rows = lab.rows();
    let spaces: Vec<String> = site.practice().truth().spaces.into_iter().map(|space| space.id).collect();
    for space in &spaces {
        site.practice().change(Change::HideSpace { space: space.clone() }).unwrap();
    }
    let told = lab.sync().expect(6).stdout;
    assert!(told.contains("30 of 30 held pages would be deleted"), "{told}");
    same_rows(&lab.rows(), &rows);
    // When they are seen again, nothing has been lost.
    for space in spaces {
        site.practice().change(Change::ShowSpace { space }).unwrap();
    }
    lab.sync().expect(0);
    same_rows(&lab.rows(), &rows);
}

#[test]
fn generations_are_kept_by_number_and_by_age() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    for edits in 0..5 {
        site.fault(&format!("edit={edits}"));
        lab.sync().expect(0);
    }
    let kept: Vec<i64> = lab.generations().into_keys().collect();
    assert_eq!(kept, [1, 2, 3, 4, 5], "a young generation was removed");
    lab.execute("update sync.export set published_at = published_at - interval 25 hour");
    site.fault("edit=7");
    lab.sync().expect(0);
    let kept: Vec<i64> = lab.generations().into_keys().collect();
    // Three stay beside the current one.
    assert_eq!(kept, [3, 4, 5, 6]);
    lab.has_no_strays();
}

#[test]
fn a_site_without_pages_is_one_empty_file() {
    let site = Site::start(Options { pages: 0, blogposts: 0, ..small() });
    let lab = Lab::synced(&site, "");
    let files = files_of(&lab.manifest(), "space_content");
    assert_eq!((files.len(), files[0].rows, lab.rows().num_rows()), (1, 0, 0));
    assert!(lab.rows().schema().field_with_name("page_id").is_ok());
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(1));
}

#[test]
fn what_is_missing_in_the_lake_is_published_again() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let rows = lab.rows();
    let published_again = |what: &str, generation: i64| {
        let told = lab.sync().expect(0).stdout;
        let is_repaired = told.contains("because files were missing from the lake or damaged there");
        assert_eq!(is_repaired, !told.contains("no new generation"), "{what}: {told}");
        assert!(!told.contains(" 0 files"), "{what}: {told}");
        assert_eq!(lab.generation(), Some(generation), "{what}");
        same_rows(&lab.rows(), &rows);
    };
    fs::remove_file(lab.current()).unwrap();
    published_again("the link is gone", 1);
    let file = |lab: &Lab| files_of(&lab.manifest(), "space_content")[0].path.clone();
    fs::remove_file(lab.current().join(file(&lab))).unwrap();
    published_again("a link is gone", 2);
    fs::remove_file(lab.lake().join(file(&lab))).unwrap();
    published_again("a file is gone", 3);
    lab::damage(&lab.current().join(file(&lab)));
    published_again("a file holds something else", 4);
    fs::remove_dir_all(lab.dir.join("lake")).unwrap();
    published_again("the lake is gone", 5);
    let standing = "select string_agg(generation, ' ' order by generation) from sync.export where state = 'published'";
    assert_eq!(lab.open().query_value::<String, _>(standing, []).unwrap(), "5");
    fs::remove_dir_all(&lab.generations()[&5]).unwrap();
    published_again("the generation is gone", 6);
    // What was only copied is what it was.
    let file = lab.current().join(&files_of(&lab.manifest(), "space_content")[0].path);
    fs::write(&file, fs::read(&file).unwrap()).unwrap();
    published_again("a file is newer", 6);
}

/// Lays the lake out as the program did before data files had a place of their own: whole generations, and sync tables
/// in files of the former name.
fn lay_out_as_before(lab: &Lab) {
    let generation = &lab.generations()[&1];
    let mut manifest = manifest(generation);
    manifest["format"] = 1.into();
    for (dataset, stated) in manifest["datasets"].as_object_mut().unwrap() {
        fs::remove_dir_all(lab.lake().join(dataset)).unwrap();
        for file in stated["files"].as_array_mut().unwrap() {
            let path = file["path"].as_str().unwrap().to_owned();
            let former = path.replace('/', "/f");
            fs::rename(generation.join(&path), generation.join(&former)).unwrap();
            file["path"] = former.into();
        }
    }
    let text = serde_json::to_vec_pretty(&manifest).unwrap();
    fs::write(generation.join("manifest.json"), &text).unwrap();
    for path in lab::tree(&lab.lake().join("_sync")) {
        fs::rename(&path, path.to_str().unwrap().replace("Z-", "-")).unwrap();
    }
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &text);
    lab.forget_layout(&catchment_io::key::hex(hash.as_ref()));
}

#[test]
fn a_lake_of_a_former_layout_is_published_once_more_and_says_so() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let (rows, runs) = (lab.rows(), "select count(*) as n from sync.request where run_id = 1");
    let requests = lab.run(&["query", runs]).expect(0).stdout;
    lay_out_as_before(&lab);
    let other = lab.copy();
    lab.run(&["catalog"]).expect(0);
    assert_eq!(lab.run(&["query", runs]).expect(0).stdout, requests, "the former layout is read until then");
    let told = lab.sync().expect(0).stdout;
    assert!(told.contains("all of them, because the lake has a new layout"), "{told}");
    assert_eq!(lab.generation(), Some(2));
    same_rows(&lab.rows(), &rows);
    assert_eq!(lab.run(&["query", runs]).expect(0).stdout, requests, "nothing of the sync tables is lost");
    let former = lab::tree(&lab.lake().join("_sync")).into_iter().filter(|path| !path.to_str().unwrap().contains("Z-"));
    assert_eq!(former.count(), 0);
    assert!(!lab.sync().expect(0).stdout.contains("layout"));
    assert_eq!(lab.generation(), Some(2));
    // Wherever it is killed, the former generation or the new one is read.
    for place in ["export.after_file", "export.after_manifest", "export.after_pointer"] {
        let killed = other.copy();
        assert!(killed.sync_killed_at(place).signal.is_some());
        same_rows(&killed.rows(), &rows);
        killed.sync().expect(0);
        same_rows(&killed.rows(), &rows);
    }
}

#[test]
fn what_is_held_is_taken_along_into_the_new_layout() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let rows = lab.rows();
    lay_out_as_before(&lab);
    lab.execute(&format!(
        "update confluence.page set version_number = 0 where page_id = '{0}';
         insert into sync.touched values ('confluence.page', 'page_id', '{0}')",
        page_id(20)
    ));
    lab.sync().expect(3);
    assert_eq!(
        (lab.generation(), lab.manifest()["datasets"]["space_content"]["state"].as_str()),
        (Some(2), Some("held"))
    );
    same_rows(&lab.rows(), &rows);
    site.fault("edit=21");
    lab.sync().expect(0);
    assert_eq!((lab.generation(), lab.rows().num_rows()), (Some(3), 35));
}

#[test]
fn what_a_crash_wrote_is_removed_and_what_others_hold_is_not() {
    let mut site = Site::start(large());
    let lab = Lab::synced(&site, "");
    let files = || lab::tree(&lab.lake().join("space_content")).into_iter().collect::<BTreeSet<_>>();
    let kept = files();
    site.fault("edit=1");
    assert!(lab.sync_killed_at("export.after_file").signal.is_some());
    let left: Vec<PathBuf> = files().difference(&kept).cloned().collect();
    assert_eq!(left.len(), 1);
    // What goes on publishes other rows than those that were written.
    lab.execute(
        "update confluence.page set title = 'Another title';
         insert into sync.touched select 'confluence.page', 'page_id', page_id from confluence.page",
    );
    lab.sync().expect(0);
    assert!(!left[0].exists() && kept.is_subset(&files()));
    lab.has_no_strays();
}

#[test]
fn a_policy_that_changes_no_row_is_stated_in_a_generation_of_the_same_files() {
    let site = Site::start(small());
    let house = |version: &str| {
        format!("redaction = \"house\"\n[redaction.house]\nbased_on = \"standard\"\nversion = \"{version}\"")
    };
    let lab = Lab::synced(&site, &house("1"));
    let before = inodes(&lab.current());
    lab.configure(&site, &house("2"));
    lab.sync().expect(0);
    assert_eq!((lab.generation(), lab.manifest()["redaction_policy"].as_str()), (Some(2), Some("house 2")));
    assert_eq!(inodes(&lab.current()), before);
    lab.sync().expect(0);
    assert_eq!(lab.generation(), Some(2));
}
