//! Files of records whose model is generated: what a record announces of its file, and where that lies, beside the record in its
//! dataset.

use super::generate::{Described, Generated, column_name};
use super::model::Class;
use crate::db::{identifier, literal};

/// The paths of the members that tell of a record's file.
#[derive(Clone, Copy, Debug)]
pub struct Announced<'a> {
    /// That with its media type.
    pub media_type: &'a str,
    /// That with its size in bytes.
    pub size: &'a str,
    /// That with the id of the record that it is attached to.
    pub container: &'a str,
}

/// The version of every file: a record has one, and the time of its last change tells one from the next.
const VERSION: u32 = 1;
/// The number of the first column that tells where a file lies: above those of members and of what is in lists.
const FIRST_NUMBER: i32 = 1 << 22;
/// What became of a record's file, as the column of its dataset.
const STATE: &str = "upload_state";
/// Columns that a dataset has of the files of its records, in the order of their numbers: name, class, comment and what of the
/// attempt that counts (`file`) stands there.
const COLUMNS: [(&str, Class, &str, &str); 7] = [
    (
        STATE,
        Class::Plain,
        "stored, due, failed; too_large or skipped if only metadata is kept.",
        "case when file.state <> 'begun' then file.state else 'due' end",
    ),
    ("s3_bucket", Class::Key, "The bucket of its file; null until it is stored, and for a folder.", "file.bucket"),
    ("s3_key", Class::Key, "The key of its file in the bucket or folder; null until it is stored.", "file.object_key"),
    ("s3_uri", Class::Key, "The address of its file; null until it is stored.", "file.uri"),
    (
        "object_uri",
        Class::Key,
        "The same, relative to the root of the store; null until it is stored.",
        "regexp_extract(file.object_key, '[^/]+/[^/]+/[^/]+$')",
    ),
    ("stored_bytes", Class::Plain, "Size of its file in bytes, as it was stored; null until then.", "file.bytes"),
    ("sha256", Class::Key, "SHA-256 of its file in hexadecimal digits; null until it is stored.", "file.sha256"),
];

/// What a dataset says of the files of its records; of one whose records have none, nothing.
#[derive(Default)]
pub(super) struct Located {
    /// Behind the relation that holds its key: the other one that does.
    pub(super) via: &'static str,
    /// Lines of its header.
    pub(super) checks: Vec<String>,
    /// A common table expression behind the others: the attempts to store a file, those that count with the place 1.
    pub(super) attempt: String,
    /// Its columns.
    pub(super) columns: Vec<Described>,
    /// What stands in them, in the same order.
    pub(super) selected: Vec<String>,
    /// A join behind the others.
    pub(super) join: String,
}

impl Generated<'_> {
    /// One row per record with what is announced of its file, as a statement; nothing where records have no files.
    pub fn files(&self) -> Option<String> {
        let file = self.file?;
        let column = |path: &str, kind: &str| {
            let column = self.column_of(Some(path)).map_or_else(|| "null".to_owned(), |name| identifier(&name));
            format!("cast({column} as {kind})")
        };
        Some(format!(
            "select {} as stream, cast({} as varchar) as object_id, {} as container_id, {VERSION} as version_number, \
             {} as media_type, {} as size_bytes from {}",
            literal(self.stream),
            identifier(&self.grain()),
            column(file.container, "varchar"),
            column(file.media_type, "varchar"),
            column(file.size, "bigint"),
            self.relation(),
        ))
    }

    /// The columns of the dataset with what became of a record's file and with the bytes announced of it; nothing where
    /// records have no files. The latter is missing where no record tells it.
    pub fn file_columns(&self) -> Option<(String, Option<String>)> {
        let file = self.file?;
        Some((self.located_as(STATE), self.column_of(Some(file.size))))
    }

    /// What the dataset says of the files.
    pub(super) fn located(&self) -> Located {
        if self.file.is_none() {
            return Located::default();
        }
        let (state, uri) = (self.located_as(STATE), self.located_as("s3_uri"));
        let is_stored = |value: &str| format!("case when file.state = 'stored' then {value} end");
        let numbered = (FIRST_NUMBER..).zip(COLUMNS);
        let changed = self
            .changed()
            .map_or_else(|| "cast(null as timestamp)".to_owned(), |column| format!("held.{}", identifier(&column)));
        Located {
            via: ", sync.upload.object_id",
            checks: vec![
                format!("check   {state} in ('stored', 'due', 'failed', 'too_large', 'skipped')"),
                format!("check   ({state} = 'stored') = ({uri} is not null)"),
            ],
            attempt: format!(
                ",\n\nattempt as (\n    select\n        *,\n        row_number() over (\n            \
                 partition by object_id, version_created_at\n            \
                 order by case when state = 'stored' then 1 else 2 end, upload_id desc\n        ) as place\n    \
                 from sync.upload\n    where stream = {}\n)",
                literal(self.stream)
            ),
            columns: numbered
                .map(|(number, (name, class, comment, _))| {
                    (vec![number], self.located_as(name), class, comment.to_owned())
                })
                .collect(),
            selected: COLUMNS
                .map(|(name, _, _, value)| {
                    let value = if name == STATE { value.to_owned() } else { is_stored(value) };
                    format!("{value} as {}", identifier(&self.located_as(name)))
                })
                .to_vec(),
            join: format!(
                "\nleft join attempt as file\n    on file.object_id = held.{}\n    \
                 and file.version_created_at is not distinct from {changed}\n    and file.place = 1",
                identifier(&self.grain())
            ),
        }
    }

    /// What a column of the files is called: no member of the records is called so.
    fn located_as(&self, name: &str) -> String {
        column_name(name, &|taken| self.members.iter().any(|member| member.column == taken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, Row};
    use crate::transform::generate::{Holds, Member};
    use crate::transform::mart;

    fn member(path: &str, number: i32, holds: Holds) -> Member {
        Member { path: path.to_owned(), column: column_name(path, &|_| false), number, holds, label: String::new() }
    }

    fn members() -> Vec<Member> {
        vec![
            member("id", 3, Holds::Key),
            member("changed", 4, Holds::Time),
            member("type", 5, Holds::Text),
            member("bytes", 6, Holds::Integer),
            member("of", 7, Holds::Key),
            member("sha256", 8, Holds::Plain),
        ]
    }

    fn attached<'a>(members: &'a [Member], file: Option<Announced<'a>>) -> Generated<'a> {
        let (schema, stream, key) = ("rest", "scan", &["id"][..]);
        Generated {
            schema,
            stream,
            key,
            is_hashed: false,
            changed: &["changed"],
            dated: None,
            version: None,
            status: None,
            above: None,
            wrapped: "",
            parent: None,
            owner: None,
            file,
            members,
        }
    }

    const FILE: Announced<'static> = Announced { media_type: "type", size: "bytes", container: "of" };

    /// A database with two scans, and with attempts to store the first one's file as it was before its last change and as it is.
    fn database(later: &str) -> Db {
        let db = Db::scratch().unwrap();
        db.execute_batch(&format!(
            "create schema sync; create schema rest; create schema mart;
             create table sync.deletion (stream varchar, object_id varchar, state varchar);
             create table sync.upload (upload_id bigint, stream varchar, object_id varchar, version_created_at timestamp,
                state varchar, bucket varchar, object_key varchar, uri varchar, bytes bigint, sha256 varchar);
             create table rest.scan as select * from (values
                ('a', timestamp '2026-03-01 00:00:00', 'text/plain', 7, 'x', 'of the site'),
                ('b', timestamp '2026-03-01 00:00:00', null, null, null, null)
             ) as scan (id, changed, type, bytes, \"of\", sha256);
             insert into sync.upload values
                (1, 'scan', 'a', '2026-02-01', 'stored', 's3', 'p/wiki/a/v1-0', 's3://p/wiki/a/v1-0', 6, 'former'),
                (2, 'scan', 'a', '2026-03-01', 'stored', 's3', 'p/wiki/a/v1-1', 's3://p/wiki/a/v1-1', 7, 'own'),
                (3, 'other', 'b', '2026-03-01', 'stored', 's3', 'p/wiki/b/v1-1', 's3://p/wiki/b/v1-1', 7, 'of another'),
                {later}"
        ))
        .unwrap();
        db
    }

    fn texts(db: &Db, sql: &str) -> Vec<Vec<Option<String>>> {
        let sql = format!("select * from ({sql}) order by all");
        let columns = db.query(&format!("describe {sql}"), [], |row| row.get::<_, String>(0)).unwrap();
        let all: Vec<String> = columns.iter().map(|name| format!("cast({} as varchar)", identifier(name))).collect();
        let read = |row: &Row<'_>| (0..columns.len()).map(|at| row.get(at)).collect();
        db.query(&format!("select {} from ({sql})", all.join(", ")), [], read).unwrap()
    }

    #[test]
    fn a_dataset_says_where_the_file_of_each_record_lies_as_it_was_changed_last() {
        let members = members();
        let model = attached(&members, Some(FILE)).mart().unwrap();
        let db = database("(4, 'scan', 'a', '2026-03-01', 'failed', null, null, null, null, null)");
        // It follows its key, so that it is built for the files alone that changed.
        let scan = attached(&members, Some(FILE)).staging().unwrap();
        let marts = mart::in_order(&db, &[scan, model.clone()]).unwrap();
        assert!(marts[0].touched.as_ref().is_some_and(|touched| touched.contains("touched_scan")), "{marts:?}");
        mart::build(&db, &marts[0]).unwrap();
        mart::check(&db, &marts[0]).unwrap();
        assert!(mart::broken_checks(&db, &model).unwrap().is_empty());
        let located = "select id, upload_state, s3_bucket, s3_key, s3_uri, object_uri, stored_bytes, sha256, sha256_2
            from mart.scan";
        let [uri, key] = ["s3://p/wiki/a/v1-1", "p/wiki/a/v1-1"].map(|text| Some(text.to_owned()));
        let text = |text: &str| Some(text.to_owned());
        let of = [text("a"), text("stored"), text("s3"), key, uri];
        let stored = [&of[..], &[text("wiki/a/v1-1"), text("7"), text("of the site"), text("own")]].concat();
        let due = [&[text("b"), text("due")][..], &[const { None }; 7]].concat();
        assert_eq!(texts(&db, located), [stored, due]);
    }

    #[test]
    fn what_became_of_a_file_is_told_by_its_last_attempt_where_none_stored_it() {
        let members = members();
        let model = attached(&members, Some(FILE)).mart().unwrap();
        for (state, told) in
            [("begun", "due"), ("failed", "failed"), ("too_large", "too_large"), ("skipped", "skipped")]
        {
            let db = database(&format!(
                "(4, 'scan', 'b', '2026-03-01', 'failed', null, null, null, null, null),
                 (5, 'scan', 'b', '2026-03-01', '{state}', null, 'p/wiki/b/v1-2', null, 9, null)"
            ));
            let found =
                texts(&db, &format!("select upload_state, s3_key, stored_bytes from ({}) where id = 'b'", model.sql));
            assert_eq!(found, [vec![Some(told.to_owned()), None, None]]);
        }
    }

    #[test]
    fn of_each_record_the_file_is_announced_as_far_as_its_columns_are_known() {
        let members = members();
        let db = database("(4, 'scan', 'b', '2026-03-01', 'failed', null, null, null, null, null)");
        let rows = |members: &[Member]| texts(&db, &attached(members, Some(FILE)).files().unwrap());
        let text = |text: &str| Some(text.to_owned());
        let (scan, version) = (text("scan"), text("1"));
        assert_eq!(
            rows(&members),
            [
                vec![scan.clone(), text("a"), text("x"), version.clone(), text("text/plain"), text("7")],
                vec![scan.clone(), text("b"), None, version.clone(), None, None],
            ]
        );
        assert_eq!(rows(&members[..2])[0], [scan, text("a"), None, version, None, None]);
        let columns = |members: &[Member]| attached(members, Some(FILE)).file_columns().unwrap();
        assert_eq!(columns(&members), ("upload_state".to_owned(), text("bytes")));
        assert_eq!(columns(&members[..2]).1, None);
    }

    #[test]
    fn records_without_files_have_datasets_without_such_columns() {
        let members = members();
        let one = attached(&members, None);
        let mart = one.mart().unwrap();
        assert!(one.files().is_none() && one.file_columns().is_none());
        assert!(!mart.sql.contains("sync.upload") && mart.columns.len() == members.len());
    }
}
