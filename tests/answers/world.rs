//! Every report over a small world whose answers are known row by row.

use catchment_lake::db::Db;
use catchment_lake::export::reports::{Basis, Columns, Report, reports};
use serde_json::{Value, json};

/// The moment of the publication.
const PUBLISHED_AT: &str = "2026-06-30T00:00:00Z";

/// The datasets of two spaces, as far as reports read them.
const WORLD: &str = r#"
create schema wiki;
create table wiki.spaces as from (values ('s1', 'ENG', 'global', '1'), ('s2', 'OPS', 'global', null), ('s3', 'NIL', 'global', null))
    as t (space_id, space_key, space_type, homepage_id);
create table wiki.space_content as
select
    *,
    'https://wiki.example.com/pages/viewpage.action?pageId=' || page_id as web_url,
    case space_key when 'ENG' then 's1' else 's2' end as space_id,
    case when parent_id is null then [] else [parent_id] end as path_ids,
    cast(changed as timestamptz) as modified_at
from (values
    ('1', 'page', 'ENG', null, 'Home', 'current', 'ann', 'ann', 5, '2026-06-01T00:00:00Z', null, 60,
     '<h1>Home</h1><ac:link><ri:page ri:content-title="Guide" /></ac:link><ac:link><ri:page ri:content-title="Nowhere" /></ac:link>
      <ac:link><ri:page ri:content-title="Old" /></ac:link><a href="https://wiki.example.com/pages/viewpage.action?pageId=3">x</a>
      <a href="https://example.org/a">y</a><a href="mailto:[EMAIL_ADDRESS]">z</a>
      <ac:plain-text-body><![CDATA[<ri:page ri:content-title="Ghost" />]]></ac:plain-text-body>'),
    ('2', 'page', 'ENG', '1', 'Guide', 'current', 'bob', 'bob', 1, '2025-01-01T00:00:00Z', null, 50,
     '<h2 class="a">G</h2><ac:link><ri:page ri:content-title="Home" /></ac:link><a href="/display/ENG/Home">h</a>'),
    ('3', 'page', 'ENG', null, 'Loose & <free>', 'current', 'ann', 'ann', 1, '2026-05-01T00:00:00Z', null, 0, ''),
    ('4', 'page', 'OPS', '9', 'Plan', 'archived', 'dora', null, 1, '2023-01-01T00:00:00Z', null, 49, '<p>plan</p>'),
    ('5', 'page', 'OPS', '9', 'Plan B', 'current', 'ann', 'eve', 1, '2026-06-15T00:00:00Z', null, 70,
     '<ac:link><ri:page ri:space-key="ENG" ri:content-title="Loose &amp; &lt;free&gt;" /></ac:link>'),
    ('6', 'blogpost', 'OPS', null, 'News', 'current', 'ann', 'ann', 1, '2026-06-20T00:00:00Z', null, 10,
     '<a href="/pages/viewpage.action?pageId=777">u</a><a href="/pages/viewpage.action?pageId=777">v</a>'),
    ('7', 'page', 'ENG', null, 'Lonely', 'current', 'ann', 'ann', 1, '2026-06-29T00:00:00Z', ['draft'], 51, '<h3>L</h3>')
) as t (page_id, content_type, space_key, parent_id, title, status, author_id, owner_id, version_number, changed, labels, word_count,
        body_storage);
create table wiki.containers as from (values ('9', 'trashed', 'page')) as t (container_id, state, container_type);
create table wiki.deleted_content as from (values ('8', 'page', 'ENG', 'Old'), ('9', 'page', 'OPS', 'Top'))
    as t (object_id, content_type, space_key, title);
create table wiki.content_label as from (values ('2', 'runbook', 'global'), ('att1', 'file', 'global'), ('3', 'mine', 'my'))
    as t (content_id, name, prefix);
create table wiki.page_view as from (values ('1', 10), ('6', 0)) as t (content_id, view_count);
create table wiki.content_like as from (values ('3', 'ann'), ('3', 'bob')) as t (page_id, account_id);
create table wiki.user_account as from (values
    ('ann', 'active', false, false, ['g1']), ('bob', 'active', false, false, ['g1', 'g2']), ('carl', null, true, false, ['g2']),
    ('dora', 'active', false, true, []), ('eve', 'inactive', false, false, ['g1'])
) as t (account_id, account_status, is_external, is_guest, group_ids);
create table wiki.user_group as from (values ('g1', 'staff'), ('g2', 'partners')) as t (group_id, name);
create table wiki.group_member as from (values ('g1', 'ann'), ('g1', 'bob'), ('g1', 'eve'), ('g2', 'bob'), ('g2', 'carl'))
    as t (group_id, account_id);
create table wiki.space_permission as from (values
    ('s1', 'permission', 'group', null, 'g1', null, 'read', 'space'), ('s1', 'permission', 'user', 'ann', null, null, 'administer', 'space'),
    ('s1', 'permission', 'user', 'carl', null, null, 'create', 'page'), ('s2', 'permission', 'access_class', null, null, 'all-licensed-users', 'read', 'space'),
    ('s3', 'permission', 'anonymous', null, null, null, 'read', 'space')
) as t (space_id, kind, subject_type, account_id, group_id, access_class, operation, target_type);
create table wiki.known_rights as from (values ('s1', 'space'), ('s2', 'space'), ('s3', 'space'), ('g1', 'group'), ('g2', 'group'))
    as t (object_id, kind);
create table wiki.content_restriction as from (values
    ('3', 'read', 'bob', null), ('3', 'update', 'ann', null), ('5', 'read', null, 'g2'), ('2', 'update', 'ann', null)
) as t (content_id, operation, account_id, group_id);
create table wiki.effective_restriction as from (values
    ('1', true, []), ('2', true, []), ('3', true, ['3']), ('4', true, []), ('5', true, ['5']), ('6', false, []), ('7', true, [])
) as t (page_id, is_known, restricted_ids);
create table wiki.page_version as select page_id, version_number, author_id, cast(day as timestamptz) as created_at from (values
    ('1', 1, 'ann', '2026-01-05T00:00:00Z'), ('1', 2, 'bob', '2026-01-31T23:59:59Z'), ('2', 1, 'bob', '2026-02-01T00:00:00Z'),
    ('1', 3, 'bob', '2026-02-02T00:00:00Z')
) as t (page_id, version_number, author_id, day);
create table wiki.comment as select author_id, cast(day as timestamptz) as created_at
    from (values ('ann', '2026-02-10T00:00:00Z')) as t (author_id, day);
create table wiki.audit_event as select *, cast(day as timestamptz) as occurred_at from (values
    ('e1', '2026-03-01T00:00:00Z', 'ann', true, 'Permissions', 'Content restriction added', 'Page', 'Guide', null, null),
    ('e2', '2026-03-02T00:00:00Z', 'ann', true, 'Users and groups', 'User added to group', 'Group', 'staff', null, null),
    ('e3', '2026-03-03T00:00:00Z', 'ann', true, 'Spaces', 'Space created', 'Space', 'NIL', null, null)
) as t (event_id, day, author_id, by_admin, category, summary, object_type, object_name, objects, changed_values);
"#;

struct World {
    db: Db,
    published: Columns,
    settings: Value,
}

impl World {
    /// The world without the datasets of these names.
    fn without(absent: &[&str]) -> Self {
        let db = Db::scratch().unwrap();
        db.execute_batch(WORLD).unwrap();
        absent.iter().for_each(|name| db.execute_batch(&format!("drop table wiki.{name}")).unwrap());
        let columns = "select table_name, column_name from duckdb_columns() where schema_name = 'wiki'";
        let mut published = Columns::new();
        for (table, column) in
            db.query(columns, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap()
        {
            published.entry(table).or_default().insert(column);
        }
        Self { db, published, settings: json!({}) }
    }

    /// These columns of every row, in order; a part is asked by its name.
    fn rows<const N: usize>(&self, name: &'static str, columns: [&str; N]) -> Vec<Value> {
        let report = reports().find(|report| report.source == "confluence" && report.name == name);
        let report = report.unwrap_or_else(|| Report::part("confluence", name).unwrap());
        let relation = |dataset: &str| format!("wiki.{dataset}");
        let basis = Basis {
            relation: &relation,
            published: &self.published,
            published_at: Some(PUBLISHED_AT),
            settings: &self.settings,
        };
        let statement = report.statement(&basis).unwrap();
        let sql = format!("select cast(json_array({}) as varchar) from ({statement})", columns.join(", "));
        let texts = self
            .db
            .query(&sql, [], |row| row.get::<_, String>(0))
            .unwrap_or_else(|e| panic!("{name}: {}", e.one_line()));
        texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }
}

fn sorted(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(Value::to_string);
    rows
}

#[test]
fn links_lead_to_what_is_there_gone_missing_unknown_or_outside() {
    let world = World::without(&[]);
    let expected = [
        json!(["1", "2", "Guide", "there", 1]),
        json!(["1", "3", "https://wiki.example.com/pages/viewpage.action?pageId=3", "there", 1]),
        json!(["1", "8", "Old", "gone", 1]),
        json!(["1", null, "Nowhere", "missing", 1]),
        json!(["1", null, "https://example.org/a", "outside", 1]),
        json!(["2", "1", "/display/ENG/Home", "there", 1]),
        json!(["2", "1", "Home", "there", 1]),
        json!(["5", "3", "Loose & <free>", "there", 1]),
        json!(["6", null, "/pages/viewpage.action?pageId=777", "unknown", 2]),
    ];
    assert_eq!(sorted(world.rows("link", ["page_id", "target_id", "target", "state", "links"])), expected);
    let broken = world.rows("broken_links", ["page_id", "target", "state"]);
    let expected = [
        json!(["1", "Nowhere", "missing"]),
        json!(["1", "Old", "gone"]),
        json!(["6", "/pages/viewpage.action?pageId=777", "unknown"]),
    ];
    assert_eq!(broken, expected);
    let orphans = world.rows("orphans", ["page_id", "place", "children"]);
    assert_eq!(orphans, [json!(["7", "at the top", 0]), json!(["5", "below what is gone", 0])]);
}

#[test]
fn pages_count_by_age_owner_team_and_worth() {
    let world = World::without(&[]);
    let stale = world.rows("stale", ["space_key", "owner_id", "pages", "active", "stale"]);
    let expected = [
        json!(["ENG", "bob", 1, 0, 1]),
        json!(["ENG", "ann", 3, 3, 0]),
        json!(["OPS", "ann", 1, 1, 0]),
        json!(["OPS", "eve", 1, 1, 0]),
    ];
    assert_eq!(stale, expected);
    let coverage =
        world.rows("coverage", ["space_key", "team", "pages", "owners", "words", "labelled", "changed_within_a_year"]);
    let expected = [
        json!(["ENG", "staff", 4, 2, 161, 2, 3]),
        json!(["ENG", "partners", 1, 1, 50, 1, 0]),
        json!(["OPS", "staff", 2, 2, 80, 0, 2]),
    ];
    assert_eq!(coverage, expected);
    let valuable = world.rows("valuable", ["page_id", "views", "updates", "incoming_links", "likes", "score"]);
    let expected = [json!(["1", 10, 5, 1, 0, 2.67]), json!(["3", 0, 1, 2, 2, 2.0]), json!(["2", 0, 1, 1, 0, 0.67])];
    assert_eq!(valuable[..3], expected);
    assert_eq!(valuable.len(), 7);
    let old = world.rows("retention", ["page_id", "days_unchanged", "is_archived", "views"]);
    assert_eq!(old, [json!(["4", 1276, true, null]), json!(["6", 10, false, 0])]);
    let marks = world
        .rows("quality", ["page_id", "has_words", "has_label", "has_whole_links", "is_kept_up", "has_owner", "score"]);
    assert!(marks.contains(&json!(["1", true, false, false, true, true, 0.67])), "{marks:?}");
    assert!(marks.contains(&json!(["7", true, true, true, true, true, 1.0])), "{marks:?}");
    assert!(marks.contains(&json!(["5", true, false, true, true, false, 0.5])), "{marks:?}");
}

#[test]
fn access_is_what_the_space_and_every_restriction_let_through() {
    let world = World::without(&[]);
    let pages =
        world.rows("page_access", ["page_id", "restrictions", "readers", "external_readers", "is_public", "finding"]);
    let expected = [
        json!(["1", 0, 2, 0, false, null]),
        json!(["2", 0, 2, 0, false, null]),
        json!(["3", 1, 1, 0, false, "too closed"]),
        json!(["4", 0, 4, 2, false, "too open"]),
        json!(["5", 1, 2, 1, false, "too open"]),
        json!(["6", 0, null, null, null, "unknown"]),
        json!(["7", 0, 2, 0, false, null]),
    ];
    assert_eq!(sorted(pages), expected);
    let spaces = world.rows(
        "space_access",
        ["space_key", "pages", "readers", "external_readers", "is_public", "administrators", "finding"],
    );
    let expected = [
        json!(["NIL", 0, 0, 0, true, 0, "too open"]),
        json!(["OPS", 3, 4, 2, false, 0, "too open"]),
        json!(["ENG", 4, 2, 0, false, 1, null]),
    ];
    assert_eq!(spaces, expected);
    let external = world.rows("external", ["account_id", "groups", "pages", "unknown_pages", "space_keys"]);
    assert_eq!(external, [json!(["carl", 1, 2, 1, ["OPS"]]), json!(["dora", 0, 1, 1, ["OPS"]])]);
}

/// What a change of the world takes away of what is known: finding, readers and reason of each page and space, pages and unknown
/// pages of each external account, and the notes.
fn known_after(change: &str) -> [Vec<Value>; 4] {
    let world = World::without(&[]);
    world.db.execute_batch(change).unwrap();
    let notes = ["noted_rights", "noted_pages", "noted_accounts"];
    [
        sorted(world.rows("page_access", ["page_id", "readers", "external_readers", "finding", "unknown_by"])),
        sorted(world.rows("space_access", ["space_key", "readers", "administrators", "finding", "unknown_by"])),
        world.rows("external", ["account_id", "pages", "unknown_pages"]),
        notes.into_iter().flat_map(|part| world.rows(part, ["split_part(note, ', ', 1)"])).collect(),
    ]
}

#[test]
fn access_is_unknown_where_what_decides_it_was_not_read() {
    let restricted = json!(["6", null, null, "unknown", "restriction"]);
    let unread = json!(["not read: who may read 1 page"]);
    let (public, open) = (json!(["NIL", 0, 0, "too open", null]), json!(["OPS", 4, 0, "too open", null]));
    let closed = json!(["3", 1, 0, "too closed", null]);
    let [pages, spaces, external, notes] = known_after("delete from wiki.known_rights where object_id = 'g2'");
    // Only what g2 opens is not known; that an external account reads it is.
    assert_eq!(
        pages[2..5],
        [closed, json!(["4", null, null, "too open", "space"]), json!(["5", null, null, "too open", "group"])]
    );
    assert_eq!(
        spaces,
        [json!(["ENG", 2, 1, null, null]), public.clone(), json!(["OPS", null, 0, "too open", "group"])]
    );
    assert_eq!(external, [json!(["carl", 2, 1]), json!(["dora", 1, 2])]);
    assert_eq!(notes, [json!(["not read: the members of 1 group (partners)"]), unread.clone()]);

    let [pages, spaces, _, notes] = known_after("delete from wiki.known_rights where object_id = 's1'");
    assert_eq!(pages[0], json!(["1", null, null, "unknown", "space"]));
    assert_eq!(spaces[0], json!(["ENG", null, null, "unknown", "permissions"]));
    assert_eq!(notes, [json!(["not read: the permissions of 1 space (ENG)"]), unread]);

    let below_folder = "update wiki.containers set container_type = 'folder';
        update wiki.effective_restriction set is_known = false where page_id in ('4', '5')";
    let [pages, _, external, notes] = known_after(below_folder);
    assert_eq!(
        pages[3..6],
        [json!(["4", null, null, "unknown", "node"]), json!(["5", null, null, "unknown", "node"]), restricted]
    );
    assert_eq!(external, [json!(["carl", 0, 3]), json!(["dora", 0, 3])]);
    assert_eq!(notes[0], json!(["not told: who may read 2 pages below a folder"]));

    let [pages, spaces, _, notes] =
        known_after("update wiki.user_account set is_external = null where account_id = 'bob'");
    assert_eq!(pages[0], json!(["1", 2, null, "unknown", "account"]));
    assert_eq!(
        spaces,
        [json!(["ENG", 2, 1, "unknown", "account"]), public.clone(), json!(["OPS", 4, 0, "too open", "account"])]
    );
    assert_eq!(notes[1], json!(["not told: of 1 account"]));

    // A site that marks no account, as Data Center.
    let [pages, spaces, external, notes] =
        known_after("update wiki.user_account set is_external = null, is_guest = null");
    assert_eq!(pages[3], json!(["4", 4, null, null, null]));
    assert_eq!(spaces, [json!(["ENG", 2, 1, null, null]), public, json!(["OPS", 4, 0, "without administrator", null])]);
    assert_eq!(external, Vec::<Value>::new());
    assert_eq!(notes[1], json!(["not told: which accounts are external; the site marks none"]));
    assert_eq!(
        known_after("select 1")[1],
        [json!(["ENG", 2, 1, null, null]), json!(["NIL", 0, 0, "too open", null]), open]
    );
}

#[test]
fn contributions_count_by_month_of_utc_and_changes_of_permissions_are_told_from_others() {
    let world = World::without(&[]);
    let rows = world.rows("contributions", ["month", "author_id", "versions", "pages", "created", "comments"]);
    let expected = [
        json!(["2026-01", "ann", 1, 1, 1, 0]),
        json!(["2026-01", "bob", 1, 1, 0, 0]),
        json!(["2026-02", "bob", 2, 2, 1, 0]),
        json!(["2026-02", "ann", 0, 0, 0, 1]),
    ];
    assert_eq!(rows, expected);
    let changes = world.rows("permission_changes", ["summary", "object_name"]);
    assert_eq!(changes, [json!(["User added to group", "staff"]), json!(["Content restriction added", "Guide"])]);
}

#[test]
fn labels_count_and_pages_without_one_are_told_where_labels_are_known() {
    let world = World::without(&[]);
    assert_eq!(world.rows("labels", ["name", "pages", "spaces"]), [json!(["draft", 1, 1]), json!(["runbook", 1, 1])]);
    assert_eq!(sorted(world.rows("unlabelled", ["page_id"])), [json!(["1"]), json!(["3"]), json!(["5"]), json!(["6"])]);
    // Nothing tells the labels of any page but the seventh.
    let world = World::without(&["content_label"]);
    assert_eq!(world.rows("unlabelled", ["page_id"]), Vec::<Value>::new());
    assert_eq!(world.rows("labels", ["name"]), [json!(["draft"])]);
    let coverage = world.rows("coverage", ["space_key", "team", "labelled"]);
    assert_eq!(coverage, [json!(["ENG", "staff", 1]), json!(["ENG", "partners", null]), json!(["OPS", "staff", null])]);
}

#[test]
fn rules_name_the_pages_that_break_them() {
    let rule = |name: &str, keys: &[&str], all: &[&str], any: &[&str], owner: bool, days: Option<u32>| json!({"name": name, "space_keys": keys, "labels_all": all, "labels_any": any, "owner": owner, "max_age_days": days});
    let rules = [
        rule("it's labelled", &["E*"], &["runbook", "draft"], &[], false, None),
        rule("kept up", &[], &[], &[], false, Some(365)),
        rule("marked", &["O?S", "ENG"], &[], &["draft", "public"], false, None),
        rule("owned", &[], &[], &[], true, None),
    ];
    let settings = json!({"compliance": rules});
    let world = World { settings: settings.clone(), ..World::without(&[]) };
    let both = "lacks the label runbook, draft";
    let any = "has none of the labels draft, public";
    let expected = [
        json!(["it's labelled", "1", both]),
        json!(["it's labelled", "2", "lacks the label draft"]),
        json!(["it's labelled", "3", both]),
        json!(["it's labelled", "7", "lacks the label runbook"]),
        json!(["kept up", "2", "did not change for 545 days"]),
        json!(["marked", "1", any]),
        json!(["marked", "2", any]),
        json!(["marked", "3", any]),
        json!(["marked", "5", any]),
        json!(["marked", "6", any]),
        json!(["owned", "5", "is owned by an account that is not in use"]),
    ];
    assert_eq!(world.rows("compliance", ["rule", "page_id", "breach"]), expected);
    // Nothing tells the labels of any page but the seventh.
    let world = World { settings, ..World::without(&["content_label"]) };
    let [seventh, old, unowned] = [3, 4, 10].map(|at| expected[at].clone());
    assert_eq!(world.rows("compliance", ["rule", "page_id", "breach"]), [seventh, old, unowned]);
}

#[test]
fn what_is_not_published_is_null_and_counts_nothing() {
    let world = World::without(&["page_view", "content_like", "user_group", "group_member", "user_account", "comment"]);
    let valuable = world.rows("valuable", ["page_id", "views", "likes", "score"]);
    assert_eq!(valuable[..2], [json!(["1", null, null, 1.67]), json!(["3", null, null, 1.0])]);
    assert_eq!(
        world.rows("coverage", ["space_key", "team", "pages"]),
        [json!(["ENG", null, 4]), json!(["OPS", null, 2])]
    );
    assert_eq!(world.rows("retention", ["page_id"]), [json!(["4"])]);
    assert_eq!(world.rows("contributions", ["versions", "comments"])[0], json!([1, null]));
    let marks = world.rows("quality", ["page_id", "has_owner", "score"]);
    assert!(marks.contains(&json!(["7", null, 1.0])), "{marks:?}");
}

/// The ids of what a search finds, best first.
fn found(world: &mut World, text: &str) -> Vec<String> {
    world.settings = json!({"wanted": [{"text": text}]});
    let rows = world.rows("found", ["page_id"]);
    rows.iter().map(|row| row[0].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_search_finds_beginnings_of_words_whatever_their_case_and_titles_first() {
    let mut world = World::without(&[]);
    world
        .db
        .execute_batch(
            "create or replace table wiki.space_content as select *, cast(null as timestamptz) as modified_at, '' as web_url
             from (values
                ('1', 'ENG', 'Rota', 'Backups of the database run each night, says the log. Backups.', 11),
                ('2', 'ENG', 'Backup', 'How the database is kept.', 5),
                ('3', 'OPS', 'École', 'The catalog of the ÉCOLE; nothing of databases here', 9)
             ) as t (page_id, space_key, title, body_text, word_count)",
        )
        .unwrap();
    let mut found = |text: &str| found(&mut world, text);
    assert_eq!(found("backup DATABASE"), ["2", "1"]);
    assert_eq!(found("ecole"), ["3"]);
    assert_eq!(found("log"), ["1"], "a word does not begin within another");
    assert_eq!(found("backup nowhere"), Vec::<String>::new());
    for hostile in ["'; drop schema wiki cascade; --", "\" or 1 = 1", "%", "_%", "\\", "log'", "(log", "[log]", "log*"]
    {
        let expected: &[&str] = if hostile.contains("log") { &["1"] } else { &[] };
        assert_eq!(found(hostile), expected, "{hostile:?}");
    }
    let rows = world.rows("found", ["excerpt"]);
    assert!(rows[0][0].as_str().unwrap().contains("says the log"), "{rows:?}");
}
