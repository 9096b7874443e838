//! Building what changed is the same as building everything: shown on random changes, and the marts that
//! cannot be built for some keys alone are refused.

use catchment_base::error::Kind;
use catchment_io::store::Store;
use catchment_lake::db::{Db, literal};
use catchment_lake::export::{self, Dataset, Facts, Field, Lake, Progress, Touched};
use catchment_lake::sql::FILES;
use catchment_lake::transform::mart::{self, Mart};
use catchment_lake::transform::{Model, kept, touch};
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

const STAGED: &str = "-- One row per thing.\n-- grain {key}\n-- newest {key}\n-- stream x\n-- field id varchar\n\
    -- column {key} key The key.\nselect 1";

const MART: &str = "-- One row per page.
--
-- grain   page_id
-- each    page_id via base.page.page_id, base.note.page_id
-- look    base.space.space_id through base.page.space_id
-- look    sync.deletion.object_id through base.page.page_id
-- numbers 7
-- column  1  page_id    key    The page.
-- column  2  edition    plain  Its edition.
-- column  3  space_key  key    Its space.
-- column  4  notes      plain  How many notes it has.
-- column  5  newest     plain  The newest of them.
-- column  6  body       storage The body.
with

deleted as (
    select object_id from sync.deletion where state = 'deleted'
),

page as (
    select held.* from base.page as held anti join deleted on deleted.object_id = held.page_id
),

ranked as (
    select page_id, note_id, text, row_number() over (partition by page_id order by note_id desc) as place
    from base.note
),

newest as (
    select page_id, text from ranked where place = 1
),

counted as (
    select page_id, count(*) as notes from base.note group by page_id
),

joined as (
    select
        page.page_id,
        page.edition,
        space.space_key,
        coalesce(counted.notes, 0) as notes,
        newest.text as newest,
        page.body
    from page
    left join base.space as space on space.space_id = page.space_id
    left join counted on counted.page_id = page.page_id
    left join newest on newest.page_id = page.page_id
)

select * from joined
";

/// The same with several rows of a page.
fn several() -> String {
    let numbers = MART.replace("-- grain   page_id", "-- grain   page_id, place").replace("numbers 7", "numbers 8");
    let columns = numbers.replace("\nwith\n", "\n-- column  7  place      plain  Which row of the page it is.\nwith\n");
    columns.replace(
        "select * from joined\n",
        "select *, unnest(range(1, 3 + cast(edition as integer) % 3)) as place from joined\n",
    )
}

fn staged(relation: &str, key: &str) -> Model {
    Model::parse(&format!("base/{relation}.sql"), &STAGED.replace("{key}", key)).unwrap()
}

fn models(mart: &str) -> Vec<Model> {
    let staged = [staged("page", "page_id"), staged("note", "note_id"), staged("space", "space_id")];
    staged.into_iter().chain([Model::parse("mart/content.sql", mart).unwrap()]).collect()
}

/// A database with base relations and a mart over them, published into a folder of its own.
struct Bench {
    db: Db,
    mart: Mart,
    dir: PathBuf,
}

static BENCHES: AtomicU32 = AtomicU32::new(0);

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl Bench {
    fn new(pages: u32) -> Self {
        Self::of(pages, MART)
    }

    fn of(pages: u32, mart: &str) -> Self {
        let db = Db::scratch().unwrap();
        let ddl = FILES.iter().filter(|(path, _)| path.starts_with("land/") || path.starts_with("sync/"));
        ddl.for_each(|(_, text)| db.execute_batch(text).unwrap());
        db.execute_batch(&format!(
            "create schema base;
             create table base.page as select format('{{:06d}}', i) as page_id, 0 as edition,
                 cast(i % 7 as varchar) as space_id, repeat('<p>' || i || '</p>', 1 + i % 9) as body from range({pages}) as t(i);
             create table base.note as select cast(i as varchar) as note_id, format('{{:06d}}', i // 2) as page_id,
                 'note ' || i as text from range({pages}) as t(i);
             create table base.space as select cast(i as varchar) as space_id, 'K' || i as space_key from range(6) as t(i)"
        ))
        .unwrap();
        let mart = mart::in_order(&db, &models(mart)).unwrap().remove(0);
        mart::build(&db, &mart).unwrap();
        mart::check(&db, &mart).unwrap();
        let number = BENCHES.fetch_add(1, Ordering::SeqCst);
        let dir = std::env::temp_dir().join(format!("catchment-each-{}-{number}", std::process::id()));
        Self { db, mart, dir }
    }

    /// Publishes what is touched, or everything; gives what the manifest states of the dataset and how many
    /// files were written.
    fn publish(&self, touched: bool) -> (serde_json::Value, usize) {
        touch::take(&self.db).unwrap();
        let followed = touch::follow(&self.db, &self.mart).unwrap().filter(|_| touched);
        let keys = touch::keys_of(&self.mart.model);
        let touched = followed.map(|_| Touched { keys, rows: self.mart.touched.clone().unwrap() });
        let model = &self.mart.model;
        let fields = model.columns.iter().map(|column| Field {
            numbers: column.numbers.clone(),
            name: column.name.clone(),
            class: column.class.to_string(),
            comment: String::new(),
            is_body: column.class.is_body(),
            required: model.grain.contains(&column.name),
        });
        let dataset = Dataset {
            about: String::new(),
            name: "content".into(),
            relation: self.mart.model.relation(),
            key: "page_id".into(),
            within: model.grain[1..].to_vec(),
            fields: fields.collect(),
            streams: Vec::new(),
            touched,
        };
        let facts = Facts {
            lacking: None,
            outcome: "complete".into(),
            connection: "wiki".into(),
            database_id: "1".into(),
            key_id: "1".into(),
            policy: "1".into(),
            attachments: "not read",
            progress: &|| Ok(Progress { complete_to: serde_json::Value::Null, open: serde_json::Value::Null }),
            changes: &|_, _, _| Ok(serde_json::Value::Null),
        };
        let lake = Lake::new(Store::folder(&self.dir), "wiki");
        let published = export::publish(&self.db, 1, &lake, &facts, &[(dataset, None)]).unwrap();
        touch::settle(&self.db).unwrap();
        let manifest = std::fs::read(self.dir.join("wiki/current/manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        (manifest["datasets"]["content"]["files"].clone(), published.files_written)
    }

    /// Changes the base relations and records what it touches, as staging does.
    fn change(&self, change: &Change) {
        for (relation, column, values, statement) in change.statements() {
            let before = self.values(&values);
            self.db.execute_batch(&statement).unwrap();
            let after = self.values(&values);
            let changed: Vec<&str> = before.iter().chain(&after).map(String::as_str).collect();
            touch::touch(&self.db, relation, column, &changed).unwrap();
        }
    }

    fn values(&self, sql: &str) -> Vec<String> {
        self.db.query(sql, [], |row| row.get(0)).unwrap()
    }

    fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        self.db.query_text(&format!("select * from ({sql}) order by page_id")).unwrap().1
    }
}

/// One change of the base relations.
#[derive(Clone, Debug)]
enum Change {
    Edit(u32),
    Move(u32, u32),
    Grow(u32, u32),
    Remove(u32, u32),
    Note(u32),
    MoveNote(u32, u32),
    DropNotes(u32),
    Rename(u32),
    Delete(u32),
    Restore(u32),
}

type Statement = (&'static str, &'static str, String, String);

impl Change {
    /// The relation, the column that is recorded, a query for its values, and the change itself.
    fn statements(&self) -> Vec<Statement> {
        let of = |table: &'static str, column: &'static str, condition: &str, change: &str| -> Statement {
            let values = format!("select distinct {column} from {table} where {condition}");
            (table, column, values, change.replace("{where}", condition))
        };
        let id = |number: &u32| literal(&format!("{number:06}"));
        match self {
            Self::Edit(page) => vec![of(
                "base.page",
                "page_id",
                &format!("page_id = {}", id(page)),
                "update base.page set edition = edition + 1, body = body || 'x' where {where}",
            )],
            Self::Move(page, space) => vec![of(
                "base.page",
                "page_id",
                &format!("page_id = {}", id(page)),
                &format!("update base.page set space_id = '{space}' where {{where}}"),
            )],
            Self::Grow(page, count) => vec![of(
                "base.page",
                "page_id",
                &format!("page_id like '{page:06}-%'"),
                &format!(
                    "insert into base.page select format('{page:06}-{{:06d}}', i), 0, '1', 'new' from range({count}) as t(i)
                     where format('{page:06}-{{:06d}}', i) not in (select page_id from base.page)"
                ),
            )],
            Self::Remove(page, count) => vec![of(
                "base.page",
                "page_id",
                &format!("page_id >= {} and page_id < {}", id(page), id(&(page + count))),
                "delete from base.page where {where}",
            )],
            Self::Note(page) => vec![of(
                "base.note",
                "page_id",
                &format!("page_id = {}", id(page)),
                &format!("insert into base.note select cast(count(*) + 1000000 as varchar), {}, 'new' from base.note", id(page)),
            )],
            Self::MoveNote(note, page) => vec![of(
                "base.note",
                "page_id",
                &format!("note_id = '{note}'"),
                &format!("update base.note set page_id = {} where {{where}}", id(page)),
            )],
            Self::DropNotes(page) => vec![of(
                "base.note",
                "page_id",
                &format!("page_id = {}", id(page)),
                "delete from base.note where {where}",
            )],
            Self::Rename(space) => vec![of(
                "base.space",
                "space_id",
                &format!("space_id = '{space}'"),
                &format!("delete from base.space where {{where}}; insert into base.space values ('{space}', 'R{space}')"),
            )],
            Self::Delete(page) => vec![of(
                "sync.deletion",
                "object_id",
                &format!("object_id = {}", id(page)),
                &format!(
                    "insert into sync.deletion (run_id, stream, object_id, reason, evidence, seen_at, state, changed_at)
                     values (1, 'page', {}, 'trashed', 'trash', '2026-05-01', 'deleted', '2026-05-01')",
                    id(page)
                ),
            )],
            Self::Restore(page) => vec![of(
                "sync.deletion",
                "object_id",
                &format!("object_id = {}", id(page)),
                "update sync.deletion set state = 'restored' where {where}",
            )],
        }
    }
}

fn change(pages: u32) -> impl Strategy<Value = Change> {
    let page = move || 0..pages + 5;
    prop_oneof![
        6 => page().prop_map(Change::Edit),
        2 => (page(), 0..9_u32).prop_map(|(page, space)| Change::Move(page, space)),
        1 => (page(), 1..400_u32).prop_map(|(page, count)| Change::Grow(page, count)),
        2 => (page(), 1..300_u32).prop_map(|(page, count)| Change::Remove(page, count)),
        2 => page().prop_map(Change::Note),
        2 => (page(), page()).prop_map(|(note, page)| Change::MoveNote(note, page)),
        1 => page().prop_map(Change::DropNotes),
        1 => (0..9_u32).prop_map(Change::Rename),
        2 => page().prop_map(Change::Delete),
        1 => page().prop_map(Change::Restore),
    ]
}

const PAGES: u32 = 6000;

proptest! {
    #![proptest_config(ProptestConfig { cases: if crate::support::lab::slow() { 12 } else { 6 }, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every row that changes is among the touched ones, and those are what the whole mart has.
    #[test]
    fn the_touched_rows_are_all_that_changed(changes in prop::collection::vec(change(400), 1..12)) {
        let bench = Bench::new(400);
        let (relation, touched) = (bench.mart.model.relation(), bench.mart.touched.clone().unwrap());
        let keys = touch::keys_of(&bench.mart.model);
        let untouched = format!("select * from {relation} where page_id not in (select value from {keys})");
        let before = format!("select * from former where page_id not in (select value from {keys})");
        bench.db.execute_batch(&format!("create temporary table former as select * from {relation}")).unwrap();
        changes.iter().for_each(|change| bench.change(change));
        touch::take(&bench.db).unwrap();
        touch::follow(&bench.db, &bench.mart).unwrap();
        prop_assert_eq!(bench.rows(&untouched), bench.rows(&before));
        let whole = format!("select * from {relation} where page_id in (select value from {keys})");
        prop_assert_eq!(bench.rows(&touched), bench.rows(&whole));
    }

    /// An incremental build equals a full rebuild, file for file.
    #[test]
    fn files_made_from_former_ones_are_those_of_a_full_build(
        rounds in prop::collection::vec(prop::collection::vec(change(PAGES), 1..8), 1..4)
    ) {
        for mart in [MART.to_owned(), several()] {
            let (following, whole) = (Bench::of(PAGES, &mart), Bench::of(PAGES, &mart));
            prop_assert_eq!(following.publish(false), whole.publish(false));
            for changes in &rounds {
                for change in changes {
                    following.change(change);
                    whole.change(change);
                }
                prop_assert_eq!(following.publish(true), whole.publish(false));
            }
        }
    }
}

#[test]
fn a_range_that_grows_is_cut_and_one_that_shrinks_is_joined_as_in_a_full_build() {
    let (following, whole) = (Bench::new(PAGES), Bench::new(PAGES));
    following.publish(false);
    whole.publish(false);
    let mut files = Vec::new();
    for change in [
        Change::Grow(500, 550),
        Change::Grow(501, 550),
        Change::Edit(7),
        Change::Remove(2100, 600),
        Change::Remove(2700, 600),
        Change::Remove(3300, 600),
    ] {
        following.change(&change);
        whole.change(&change);
        let (stated, written) = following.publish(true);
        assert_eq!((stated.clone(), written), whole.publish(false), "{change:?}");
        files.push(stated.as_array().unwrap().len());
    }
    assert_eq!(files, [3, 4, 4, 4, 4, 3]);
}

#[test]
fn a_former_file_that_is_missing_or_another_is_no_base_for_the_next() {
    let bench = Bench::new(PAGES);
    let (stated, _) = bench.publish(false);
    let path = bench.dir.join("wiki/current").join(stated[1]["path"].as_str().unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, bytes).unwrap();
    bench.change(&Change::Edit(2500));
    let (healed, written) = bench.publish(true);
    assert_eq!(written, 3, "a damaged file was carried");
    let whole = Bench::new(PAGES);
    whole.change(&Change::Edit(2500));
    assert_eq!(whole.publish(false).0, healed);
}

#[test]
fn what_is_touched_and_did_not_change_publishes_nothing() {
    let bench = Bench::new(PAGES);
    bench.publish(false);
    touch::touch(&bench.db, "base.page", "page_id", &["000007", "005000", "no such page"]).unwrap();
    assert_eq!(bench.publish(true).1, 0);
    let left: i64 = bench.db.query_value("select count(*) from sync.touched", []).unwrap();
    assert_eq!(left, 0);
}

/// The header of a mart over pages and notes, for a statement.
fn over(sql: &str) -> String {
    format!(
        "-- One row per page.\n-- grain page_id\n-- each page_id via base.page.page_id, base.note.page_id\n\
         -- look base.space.space_id through base.page.space_id\n-- numbers 2\n-- column 1 page_id key The page.\n{sql}"
    )
}

#[test]
fn a_mart_that_cannot_follow_its_key_is_refused_and_told_why() {
    let db = Db::scratch().unwrap();
    for (sql, why) in [
        ("select page_id from base.page where row_number() over (order by page_id) > 0", "not partitioned by the key"),
        (
            "with a as (select page_id, sum(1) over (partition by space_id) as s from base.page) select page_id from a",
            "not partitioned",
        ),
        (
            "with recursive a as (select page_id from base.page union all select page_id from a) select page_id from a",
            "recursive",
        ),
        ("select page_id from base.other", "neither in its via"),
        ("select page_id from base.page limit 3", "limit"),
        (
            "with a as (select page_id from base.page order by page_id offset 2) select page_id from a",
            "limit or offset",
        ),
        ("select distinct on (space_id) page_id from base.page", "distinct on"),
        ("with a as (select distinct space_id from base.page) select space_id as page_id from a", "without their key"),
        ("select page_id, count(*) as n from base.page", "calls count_star()"),
        ("select page_id, max(text) as n from base.note", "calls max()"),
        ("select any_value(page_id) as page_id from base.page group by space_id", "groups rows otherwise"),
        ("select page_id from base.page group by all", "groups rows otherwise"),
        ("select page_id from base.page group by grouping sets ((page_id), ())", "groups rows otherwise"),
        ("select page_id from base.page having count(*) > 1", "groups rows otherwise"),
        ("select space_id as page_id from base.page", "does not pass on its key"),
        ("select upper(page_id) as page_id from base.page", "does not pass on its key"),
        (
            "select page.page_id from base.page as page join base.note as note on note.text = page.title",
            "without comparing their keys",
        ),
        ("select page.page_id from base.page as page, base.note as note", "without comparing their keys"),
        (
            "select page.page_id from base.page as page join base.note as note on page.page_id = note.page_id or true",
            "without comparing",
        ),
        (
            "select page.page_id from base.page as page full join base.note as note using (page_id)",
            "keeps rows without the key",
        ),
        (
            "select page.page_id from base.space as space left join base.page as page on true",
            "keeps rows without the key",
        ),
        (
            "select note.page_id from base.page as page left join base.note as note using (page_id)",
            "does not pass on its key",
        ),
        ("select page_id from base.page natural join base.space", "naturally"),
        ("select page_id from base.page where page_id in (select page_id from base.note)", "subquery in an expression"),
        ("select page_id from base.page where (select count(*) from base.note) > 1", "subquery in an expression"),
        ("select page_id from base.page union all select space_id from base.space", "in a union"),
        (
            "select page_id, text as t from base.page union select text, page_id as t from base.note",
            "in the same place",
        ),
        ("select page_id from base.page using sample 3", "sample"),
        (
            "select space.*, page.page_id from base.space as space join base.page as page using (space_id)",
            "does not pass on",
        ),
        ("select * from base.space as space join base.page as page using (space_id)", "does not pass on"),
        ("select a.x as page_id from base.page as a(x)", "anew"),
        ("select * exclude (space_id) from base.page", "exceptions"),
    ] {
        let mut models = models(&over(sql));
        models.push(staged("other", "page_id"));
        let error = mart::in_order(&db, &models).map(drop).unwrap_err();
        assert!(error.to_string().contains(why), "{sql}: {error}");
        assert!(error.kind() == Kind::Refused && error.hint_text().is_some(), "{sql}");
    }
}

#[test]
fn a_relation_that_is_looked_up_by_no_column_touches_every_key() {
    let db = Db::scratch().unwrap();
    let sql =
        over("select page.page_id from base.page as page cross join (select max(space_key) as k from base.space) as a");
    let sql = sql.replace("-- look base.space.space_id through base.page.space_id", "-- look base.space");
    let mart = mart::in_order(&db, &models(&sql)).unwrap().remove(0);
    let ddl = FILES.iter().filter(|(path, _)| path.starts_with("land/") || path.starts_with("sync/"));
    ddl.for_each(|(_, text)| db.execute_batch(text).unwrap());
    for (relation, column, keys) in [("base.page", "page_id", Some(1)), ("base.space", "space_id", None)] {
        touch::touch(&db, relation, column, &["7"]).unwrap();
        touch::take(&db).unwrap();
        assert_eq!(touch::follow(&db, &mart).unwrap(), keys, "{relation}");
    }
    let both = sql.replace("-- look base.space", "-- look base.page");
    assert!(mart::in_order(&db, &models(&both)).map(drop).unwrap_err().to_string().contains("both in via and in look"));
}

#[test]
fn headers_that_contradict_themselves_are_refused() {
    let db = Db::scratch().unwrap();
    let sql = over("select page_id from base.page");
    for (from, to, why) in [
        ("-- grain page_id", "-- grain space_id\n-- column 2 space_id key S.", "has a grain other"),
        ("-- look base.space.space_id", "-- look base.note.note_id", "both in via and in look"),
        ("through base.page.space_id", "through base.other.space_id", "which is not in via"),
    ] {
        let error = mart::in_order(&db, &models(&sql.replace(from, to))).map(drop).unwrap_err();
        assert!(error.to_string().contains(why) && error.kind() == Kind::Refused, "{why}: {error}");
    }
}

#[test]
fn a_mart_that_follows_its_key_is_accepted() {
    let db = Db::scratch().unwrap();
    for sql in [
        "select page_id from base.page where space_id in (select space_id from base.space)",
        "select page_id, count(*) as n from base.note group by 1, page_id",
        "with a as (select distinct page_id, text from base.note) select * from a",
        "select page_id from base.page union select page_id from base.note",
        "select note.page_id from base.page as page right join base.note as note on note.page_id = page.page_id and true",
        "select page.* from base.page as page semi join base.note as note using (page_id)",
        "select * from (select page_id, rank() over (partition by page_id, text order by text) as r from base.note) as a where r = 1",
        "select page_id from base.page order by page_id",
        "with a as (select max(space_key) as k from base.space) select page.page_id from base.page as page cross join a",
    ] {
        let marts = mart::in_order(&db, &models(&over(sql))).unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert!(marts[0].touched.as_ref().unwrap().contains("touched_content"), "{sql}");
    }
}

const TREE: &str = "-- One row per page.\n--\n-- grain page_id\n-- numbers 2\n-- column 1 page_id key The page.\n\
    -- column 2 path key The spaces above it.\n\
    select page_id, [space_id] as path from base.page";

#[test]
fn a_mart_that_is_looked_up_is_kept_and_touches_what_differs_of_it() {
    let bench = Bench::new(20);
    let db = &bench.db;
    let content =
        over("select page.page_id from base.page as page left join mart.tree as tree on tree.page_id = page.page_id");
    let content = content
        .replace("-- look base.space.space_id", "-- look mart.tree.page_id")
        .replace(".space_id\n", ".page_id\n");
    let of = |content: &str| {
        let tree = Model::parse("mart/tree.sql", TREE).unwrap();
        mart::in_order(db, &models(content).into_iter().chain([tree]).collect::<Vec<_>>())
    };
    let wrong = of(&content.replace("mart.tree.page_id through", "mart.tree.path through")).map(drop).unwrap_err();
    assert!(wrong.to_string().contains("a column that is not its key"), "{wrong}");
    let marts = of(&content).unwrap();
    let [tree, content] = &marts[..] else { panic!("{marts:?}") };
    assert!(kept::is_kept(tree, &marts) && !kept::is_kept(content, &marts));
    // A view of an older program makes way.
    mart::build(db, tree).unwrap();
    for is_other in [false, false, true] {
        kept::prepare(db, tree, is_other).unwrap();
    }
    assert!(kept::is_empty(db, tree).unwrap());
    let refreshed = || {
        kept::refresh(db, tree).unwrap();
        let is_any = touch::take(db).unwrap();
        let followed = touch::follow(db, content).unwrap();
        touch::settle(db).unwrap();
        (is_any, followed)
    };
    assert_eq!(refreshed(), (true, None), "all rows are new");
    assert_eq!(refreshed(), (false, Some(0)));
    db.execute_batch(
        "update base.page set space_id = '99' where page_id = '000003'; delete from base.page where page_id = '000005'",
    )
    .unwrap();
    // What is gone of both is nothing to look up.
    assert_eq!(refreshed(), (true, Some(1)));
    kept::prepare(db, tree, false).unwrap();
    let kept = "select page_id || ' ' || path[1] as row from mart.tree where page_id in ('000003', '000004', '000005') order by 1";
    assert_eq!(bench.values(kept), ["000003 99", "000004 4"]);
    assert_eq!(bench.values("select count(*)::varchar from mart.tree"), ["19"]);
    assert_eq!(refreshed(), (false, Some(0)));
}

#[test]
fn a_relation_made_afresh_touches_every_key() {
    let bench = Bench::new(20);
    let keys = |db: &Db| touch::follow(db, &bench.mart).unwrap();
    touch::take(&bench.db).unwrap();
    assert_eq!(keys(&bench.db), Some(0));
    bench.change(&Change::Rename(3));
    touch::take(&bench.db).unwrap();
    assert_eq!(keys(&bench.db), Some(3));
    touch::touch_whole(&bench.db, "base.space").unwrap();
    touch::take(&bench.db).unwrap();
    assert_eq!(keys(&bench.db), None);
    // What is touched after it was taken stays.
    touch::touch(&bench.db, "base.page", "page_id", &["000001"]).unwrap();
    touch::settle(&bench.db).unwrap();
    touch::take(&bench.db).unwrap();
    assert_eq!(keys(&bench.db), Some(1));
}
