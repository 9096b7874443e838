//! The DuckLake catalog: a snapshot for every publication, with what is kept and nothing else.

use crate::support::api::Api;
use crate::support::lab::{self, Lab, Site, files_of};
use crate::support::s3::{S3, What};
use catchment_lake::db::{Db, Limits};
use catchment_practice::confluence::Options;
use catchment_practice::rest::{Change, Paging, customer_id};
use std::fs;
use std::path::Path;

fn small() -> Options {
    Options { pages: 30, blogposts: 5, spaces: 2, body: 400, ..Options::default() }
}

/// A catalog, to be asked in SQL.
fn open(path: &Path) -> Db {
    let limits = Limits { memory: 256 << 20, threads: 1 };
    Db::read_only(path, path.parent().unwrap(), limits).unwrap()
}

fn catalog(lab: &Lab) -> Db {
    open(&lab.dir.join("lake/catalog.ducklake"))
}

fn texts(db: &Db, sql: &str) -> Vec<String> {
    db.query(sql, [], |row| row.get(0)).unwrap()
}

/// What a snapshot shows: schema, table and file of every data file.
fn files_at(db: &Db, snapshot: i64) -> Vec<String> {
    texts(
        db,
        &format!(
            "select schema.path || found.path || file.path
             from ducklake_data_file as file
             inner join ducklake_table as found on found.table_id = file.table_id
             inner join ducklake_schema as schema on schema.schema_id = found.schema_id
             where file.begin_snapshot <= {snapshot} and coalesce(file.end_snapshot > {snapshot}, true)
             order by all"
        ),
    )
}

/// The files of all datasets that a manifest names, below the lake.
fn named(manifest: &serde_json::Value) -> Vec<String> {
    let datasets = manifest["datasets"].as_object().unwrap().keys();
    let files = datasets.flat_map(|dataset| files_of(manifest, dataset));
    let mut paths: Vec<String> = files.map(|file| format!("{}/{}", lab::CONNECTION, file.path)).collect();
    paths.sort();
    paths
}

fn snapshots(db: &Db) -> Vec<i64> {
    db.query("select snapshot_id from ducklake_snapshot order by 1", [], |row| row.get(0)).unwrap()
}

#[test]
fn every_publication_is_a_snapshot_of_the_files_that_its_manifest_names() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    site.fault("edit=3");
    lab.sync().expect(0);
    let db = catalog(&lab);
    assert_eq!(snapshots(&db), [0, 1]);
    for (snapshot, folder) in lab.generations().values().enumerate() {
        assert_eq!(files_at(&db, snapshot as i64), named(&lab::manifest(folder)), "snapshot {snapshot}");
    }
    let said = texts(&db, "select commit_message from ducklake_snapshot_changes order by snapshot_id");
    assert_eq!(said, ["wiki: generation 1", "wiki: generation 2"]);
    let tables = "select count(*) from duckdb_tables() where table_name like 'ducklake_%'";
    assert_eq!(db.query_value::<i64, _>(tables, []).unwrap(), 28);
    let files = lab::tree(&lab.dir.join("lake/catalogs"));
    let linked = fs::read_link(lab.dir.join("lake/catalog.ducklake")).unwrap();
    assert!(files.contains(&lab.dir.join("lake").join(linked)), "{files:?}");
}

#[test]
fn columns_comments_and_bounds_come_from_the_files() {
    let lab = Lab::synced(&Site::start(small()), "");
    let db = catalog(&lab);
    let of =
        "inner join ducklake_table as found on found.table_id = held.table_id where found.table_name = 'space_content'";
    let columns = texts(
        &db,
        &format!(
            "select column_id || ' ' || column_name || ' ' || column_type from ducklake_column as held {of} order by column_order"
        ),
    );
    assert_eq!(columns[0], "1 page_id varchar");
    assert!(
        columns.contains(&"11 version_number int32".to_owned())
            && columns.contains(&"15 modified_at timestamptz".to_owned())
    );
    let required = texts(
        &db,
        &format!("select column_name from ducklake_column as held {of} and not nulls_allowed order by column_id"),
    );
    assert_eq!(required, ["page_id", "content_type", "status"]);
    let comment = texts(&db, &format!("select value from ducklake_column_tag as held {of} and column_id = 7"));
    assert_eq!(comment, ["text: Its title, redacted."]);
    let bounds = texts(
        &db,
        &format!(
            "select min_value || ' ' || max_value || ' ' || value_count || ' ' || null_count from ducklake_file_column_stats as held {of} and column_id = 1"
        ),
    );
    let ids = lab::ids(&lab.rows());
    assert_eq!(bounds, [format!("{} {} 35 0", ids.iter().min().unwrap(), ids.iter().max().unwrap())]);
    let rows: i64 = db.query_value(&format!("select record_count from ducklake_table_stats as held {of}"), []).unwrap();
    assert_eq!(rows, 35);
    let footers = "select count(*) from ducklake_data_file where footer_size is null or footer_size >= file_size_bytes";
    assert_eq!(db.query_value::<i64, _>(footers, []).unwrap(), 0);
}

#[test]
fn a_snapshot_goes_with_its_generation_and_no_file_that_one_shows_is_missing() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    for edits in 0..4 {
        site.fault(&format!("edit={edits}"));
        lab.sync().expect(0);
    }
    assert_eq!(snapshots(&catalog(&lab)), [0, 1, 2, 3]);
    lab.execute("update sync.export set published_at = published_at - interval 25 hour");
    site.fault("edit=7");
    // Killed before the catalogs are written, readers of the former one still find every file.
    let killed = lab.copy();
    assert!(killed.sync_killed_at("catalog.before_link").signal.is_some());
    for lab in [&killed, &lab] {
        let db = catalog(lab);
        for snapshot in snapshots(&db) {
            let missing = files_at(&db, snapshot).into_iter().find(|path| !lab.dir.join("lake").join(path).exists());
            assert_eq!(missing, None, "snapshot {snapshot}");
        }
    }
    for lab in [&killed, &lab] {
        drop(lab.run(&["sync", lab::CONNECTION]).expect(0));
        let db = catalog(lab);
        let told = texts(&db, "select commit_message from ducklake_snapshot_changes order by snapshot_id");
        assert_eq!(told, [2, 3, 4, 5].map(|generation| format!("wiki: generation {generation}")));
        let kept: Vec<String> = texts(&db, "select distinct path from ducklake_data_file order by 1");
        let mut lying: Vec<String> = ["space_content", "deleted_content", "spaces", "containers", "page_tree"]
            .into_iter()
            .flat_map(|dataset| lab::tree(&lab.lake().join(dataset)))
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        lying.sort();
        assert_eq!(kept, lying);
        lab.has_no_strays();
    }
}

#[test]
fn several_connections_share_one_line_of_snapshots() {
    let mut site = Site::start(small());
    let lab = Lab::new(&site, "");
    let wiki = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let attic = wiki.split_once("[connections.wiki]").unwrap().1;
    lab.write("catchment.toml", &format!("{wiki}\n[connections.main]\n{attic}"));
    lab.run(&["sync"]).expect(0);
    site.fault("edit=3");
    lab.run(&["sync"]).expect(0);
    let db = catalog(&lab);
    assert_eq!(snapshots(&db), [0, 1, 2, 3]);
    let schemas = texts(&db, "select schema_name || ' ' || path from ducklake_schema where schema_id > 0 order by 1");
    assert_eq!(schemas, ["main_ main/", "wiki wiki/"]);
    let view = texts(&db, "select sql from ducklake_view where view_name = 'space_content' and end_snapshot is null");
    assert!(
        view.len() == 1 && view[0].contains("'main' as connection") && view[0].contains(".\"wiki\".\"space_content\""),
        "{view:?}"
    );
    // A connection that is moved out of the lake leaves with its schema.
    fs::remove_dir_all(lab.dir.join("lake/main")).unwrap();
    lab.run(&["catalog"]).expect(0);
    let schemas = texts(&catalog(&lab), "select schema_name from ducklake_schema where schema_id > 0 order by 1");
    assert_eq!(schemas, ["wiki"]);
}

/// Puts a file in the place of the catalog of a lab.
fn put_in_its_place(lab: &Lab, bytes: &[u8]) {
    let path = lab.dir.join("lake").join(fs::read_link(lab.dir.join("lake/catalog.ducklake")).unwrap());
    fs::remove_file(&path).unwrap();
    fs::write(&path, bytes).unwrap();
}

/// A database in which these statements were run, from the bytes of another one.
fn changed(lab: &Lab, bytes: Option<&[u8]>, sql: &str) -> Vec<u8> {
    let path = lab.dir.join("changed.duckdb");
    if let Some(bytes) = bytes {
        fs::write(&path, bytes).unwrap();
    }
    let db = Db::publishable(&path, &lab.dir, "v1.2.0").unwrap();
    db.execute_batch(sql).unwrap();
    db.checkpoint().unwrap();
    drop(db);
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(path).unwrap();
    bytes
}

#[test]
fn a_catalog_that_cannot_be_gone_on_with_is_made_anew_and_the_report_says_why() {
    let mut site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let whole = fs::read(lab.dir.join("lake/catalog.ducklake")).unwrap();
    let later = "update ducklake_metadata set value = '2.0' where key = 'version'";
    let unfit = [
        (b"no database".to_vec(), "is damaged, or not a database that this program can read"),
        (whole[..whole.len() / 2].to_vec(), "is damaged, or not a database that this program can read"),
        (changed(&lab, None, "create table other (value int)"), "is not a DuckLake catalog"),
        (changed(&lab, Some(&whole), later), "has DuckLake version 2.0, not 1.0"),
    ];
    for (edit, (bytes, why)) in (1..).zip(unfit) {
        put_in_its_place(&lab, &bytes);
        site.fault(&format!("edit={edit}"));
        let told = lab.sync().expect(0).stdout;
        let expected = format!("catalog.ducklake was rebuilt: the old one {why}");
        assert!(told.contains(&expected), "no {expected:?} in {told}");
        assert_eq!(snapshots(&catalog(&lab)), (0..=edit).collect::<Vec<i64>>());
    }
    site.fault("edit=5");
    let told = lab.sync().expect(0).stdout;
    assert!(!told.contains("was rebuilt"), "{told}");
}

#[test]
fn where_the_lake_cannot_be_read_the_catalog_stays_with_what_others_published() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = of_two_connections(&site, &s3);
    lab.run(&["sync"]).expect(0);
    site.fault("edit=3");
    s3.fault("GET /practice/pre/fix/wiki/generations/2/manifest.json", 1, What::Refused(403, "AccessDenied"));
    lab.sync().refused(1, &["AccessDenied"]);
    let schemas = |db: &Db| texts(db, "select schema_name from ducklake_schema where schema_id > 0 order by 1");
    let db = open(&s3.folder().join("catalog.ducklake"));
    assert_eq!((schemas(&db), snapshots(&db)), (vec!["attic".to_owned(), "wiki".to_owned()], vec![0, 1]));
    drop(db);
    lab.sync().expect(0);
    let db = open(&s3.folder().join("catalog.ducklake"));
    assert_eq!((schemas(&db), snapshots(&db)), (vec!["attic".to_owned(), "wiki".to_owned()], vec![0, 1, 2]));
}

/// A lab of two connections whose lake is a bucket.
fn of_two_connections(site: &Site, s3: &S3) -> Lab {
    let lab = Lab::new(site, "");
    lab.move_lake(s3);
    let text = fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    let attic = text.split_once("[connections.wiki]").unwrap().1.to_owned();
    lab.write("catchment.toml", &format!("{text}\n[connections.attic]\n{attic}"));
    lab
}

#[test]
fn the_catalog_of_a_bucket_lies_beside_the_data_and_keeps_what_others_published() {
    let (mut site, s3) = (Site::start(small()), S3::start());
    let lab = of_two_connections(&site, &s3);
    lab.run(&["sync"]).expect(0);
    site.fault("edit=3");
    lab.run(&["sync"]).expect(0);
    let db = open(&s3.folder().join("catalog.ducklake"));
    assert_eq!(snapshots(&db), [0, 1, 2, 3]);
    let schemas = texts(&db, "select schema_name from ducklake_schema where schema_id > 0 order by 1");
    assert_eq!(schemas, ["attic", "wiki"]);
    let data_path = texts(&db, "select value from ducklake_metadata where key = 'data_path'");
    assert_eq!(data_path, ["s3://practice/pre/fix/"]);
    let files = files_at(&db, 3);
    assert!(files.len() == 10 && files.iter().all(|path| s3.folder().join(path).exists()), "{files:?}");
    drop(db);
    // A quiet sync leaves it.
    s3.calm();
    lab.run(&["sync"]).expect(0);
    assert!(!s3.requests().iter().any(|line| line.contains("catalog.ducklake")), "{:?}", s3.requests());
    // Killed before it is put, it is put by the next run.
    site.fault("edit=4");
    assert!(lab.sync_killed_at("export.after_published").signal.is_some());
    lab.run(&["sync", lab::CONNECTION]).expect(0);
    assert_eq!(snapshots(&open(&s3.folder().join("catalog.ducklake"))), [0, 1, 2, 3, 4]);
}

#[test]
fn a_column_that_begins_is_another_version_of_the_schema() {
    let api = Api::new(Paging::Cursor, "");
    let lab = api.lab("");
    lab.sync().expect(0);
    api.change(Change::Edit { id: customer_id(3) });
    lab.sync().expect(0);
    api.change(Change::AddField { name: "loyaltyTier".to_owned() });
    lab.sync().expect(0);
    let db = catalog(&lab);
    let versions: Vec<i64> =
        db.query("select schema_version from ducklake_snapshot order by snapshot_id", [], |row| row.get(0)).unwrap();
    assert_eq!((versions.len(), versions[1] - versions[0], versions[2] - versions[1]), (3, 0, 1), "{versions:?}");
    let customer = "select cast(max(table_id) as varchar) from ducklake_table where table_name = 'customer'";
    let customer = &texts(&db, customer)[0];
    let altered = texts(&db, "select changes_made from ducklake_snapshot_changes where snapshot_id = 2");
    assert!(altered[0].split(',').any(|change| change == format!("altered_table:{customer}")), "{altered:?}");
    let begun =
        format!("select count(*) from ducklake_schema_versions where begin_snapshot = 2 and table_id = {customer}");
    assert_eq!(db.query_value::<i64, _>(&begun, []).unwrap(), 1);
}
