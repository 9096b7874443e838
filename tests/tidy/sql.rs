//! The rules of the SQL files: layers, headers, names, numbers.

use super::{settle, sources, statements};
use catchment_lake::db::Db;
use catchment_lake::sql::FILES;
use catchment_lake::transform::{Model, mart, models, prove};

/// Folders whose files are DDL, applied once and in order.
const MIGRATIONS: [&str; 2] = ["land", "sync"];
const MOST_LINES_OF_A_FILE: usize = 100;

/// The path of a file in parts: folders and name.
fn parts(path: &str) -> Vec<&str> {
    path.trim_end_matches(".sql").split('/').collect()
}

fn is_model(path: &str, sources: &[String]) -> bool {
    matches!(parts(path)[..], [folder, _] | [folder, "mart", _] if is_one(folder, sources))
}

fn is_one(folder: &str, sources: &[String]) -> bool {
    sources.iter().any(|source| source == folder)
}

/// What is wrong with where a file lies and how it is written.
pub fn wrong_file(path: &str, text: &str, sources: &[String]) -> Vec<String> {
    let lost = !is_known(path, sources);
    let lost = lost.then(|| format!("sql/{path}: lies in no layer; see the tree in src/lib.rs"));
    let silhouette = if is_model(path, sources) { wrong_silhouette(path, text) } else { Vec::new() };
    lost.into_iter().chain(silhouette).chain(wrong_text(path, text)).collect()
}

fn is_known(path: &str, sources: &[String]) -> bool {
    match parts(path)[..] {
        [folder, _] => {
            is_one(folder, sources)
                || MIGRATIONS.contains(&folder)
                || ["due", "report", "audit", "mirror", "catalog", "ducklake"].contains(&folder)
        }
        [folder, "core" | "due" | "mart" | "report" | "reports", _] | [folder, "reports", "part", _] => {
            is_one(folder, sources)
        }
        _ => false,
    }
}

fn wrong_silhouette(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let statement: Vec<&str> = text.lines().skip_while(|line| line.starts_with("--")).collect();
    if let Err(error) = Model::parse(path, text) {
        complaints.push(format!("sql/{path}: {error}; {}", error.hint_text().unwrap_or_default()));
    }
    if statement.first() != Some(&"with") {
        complaints.push(format!("sql/{path}: begin the statement with a line 'with' right under the header"));
    }
    if !statement.last().is_some_and(|line| line.starts_with("select * from ") && line.split(' ').count() == 4) {
        complaints.push(format!("sql/{path}: end the statement with a line 'select * from' and its last CTE"));
    }
    complaints
}

fn wrong_text(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let named_well =
        path.trim_end_matches(".sql").chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_/".contains(c));
    if !named_well {
        complaints.push(format!("sql/{path}: name files by small letters, digits and underscores"));
    }
    let sentence = text.lines().take_while(|line| line.starts_with("-- ")).collect::<Vec<_>>().join(" ");
    if !sentence.starts_with("-- ") || !sentence.contains('.') {
        complaints.push(format!("sql/{path}: begin with a comment: one sentence that says what a row is"));
    }
    if let Some(word) = shouted(text) {
        complaints.push(format!("sql/{path}: write {word} in small letters"));
    }
    if !text.ends_with('\n') || text.lines().any(|line| line.ends_with(' ') || line.contains('\t')) {
        complaints.push(format!("sql/{path}: end with a line break, without tabs and blanks at the ends of lines"));
    }
    // The contract of a model is a table of its columns.
    let statement = text.lines().skip_while(|line| line.starts_with("--")).count();
    if statement > MOST_LINES_OF_A_FILE && !MIGRATIONS.contains(&parts(path)[0]) {
        complaints.push(format!("sql/{path}: is longer than {MOST_LINES_OF_A_FILE} lines; make two relations of it"));
    }
    complaints.extend(statements::wrong(text).into_iter().map(|complaint| format!("sql/{path}: {complaint}")));
    complaints
}

/// A word in capitals outside of comments, texts and quoted names.
fn shouted(text: &str) -> Option<String> {
    let bare = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let bare: Vec<&str> = bare.split('\'').step_by(2).collect();
    let bare = bare.join(" ");
    let bare: Vec<&str> = bare.split('"').step_by(2).collect();
    let bare = bare.join(" ");
    let words = bare.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
    words.filter(|word| word.chars().all(|c| c.is_ascii_uppercase())).map(str::to_owned).next()
}

/// Numbers that are missing or taken twice among the migrations of a folder.
fn wrong_numbers(folder: &str, paths: &[&str]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        let number = format!("{:03}_", at + 1);
        if !parts(path).last().is_some_and(|name| name.starts_with(&number)) {
            complaints.push(format!(
                "sql/{path}: the migrations of sql/{folder}/ are numbered without gaps; here {number} is due"
            ));
        }
    }
    complaints
}

/// Relations that a model reads though its layer may not: `sources` and `marts` are all there are.
fn wrong_layers(model: &Model, reads: &[String], sources: &[String]) -> Vec<String> {
    let wrong = reads.iter().filter(|relation| {
        let schema = relation.split('.').next().unwrap_or_default();
        model.schema != "mart"
            || !(schema == "mart" || is_one(schema, sources) || mart::SYNC_TABLES.contains(&relation.as_str()))
    });
    let hint = format!("staging reads record, marts read staged relations, marts, {}", mart::SYNC_TABLES.join(", "));
    wrong.map(|relation| format!("sql/{}/{}.sql: reads {relation}; {hint}", model.schema, model.name)).collect()
}

#[test]
fn every_file_lies_where_its_kind_belongs() {
    let sources = sources();
    let lost = FILES.iter().filter(|(path, _)| !is_known(path, &sources));
    settle(lost.map(|(path, _)| format!("sql/{path}: lies in no layer; see the tree in src/lib.rs")).collect());
}

#[test]
fn every_model_has_the_silhouette_and_a_header_that_can_be_read() {
    let models: Vec<_> = FILES.iter().filter(|(path, _)| is_model(path, &sources())).collect();
    assert!(models.len() >= 3, "{models:?}");
    settle(models.iter().flat_map(|(path, text)| wrong_silhouette(path, text)).collect());
}

#[test]
fn every_audit_and_every_report_begins_with_its_question() {
    let is_asked = |path: &str| path.starts_with("audit/") || matches!(parts(path)[..], [_, "reports", _]);
    let asked = FILES.iter().filter(|(path, _)| is_asked(path));
    let wrong = asked.filter(|(_, text)| !text.lines().next().is_some_and(|line| line.ends_with('?')));
    settle(wrong.map(|(path, _)| format!("sql/{path}: begin with the question that it answers")).collect());
}

#[test]
fn every_sql_file_is_named_and_written_alike() {
    settle(FILES.iter().flat_map(|(path, text)| wrong_text(path, text)).collect());
}

#[test]
fn migrations_are_numbered_without_gaps() {
    for folder in MIGRATIONS {
        let paths: Vec<&str> = FILES.iter().map(|(path, _)| *path).filter(|path| parts(path)[0] == folder).collect();
        assert!(!paths.is_empty(), "sql/{folder}/ is empty");
        settle(wrong_numbers(folder, &paths));
    }
}

#[test]
fn layers_read_only_what_lies_below_them() {
    let (db, sources) = (Db::scratch().unwrap(), sources());
    for source in &sources {
        let models = models(source).unwrap();
        for model in models.iter().filter(|model| model.schema != "mart") {
            // The proof refuses whatever is not record.
            prove(&db, model).unwrap();
        }
        let marts = mart::in_order(&db, &models).unwrap();
        settle(marts.iter().flat_map(|mart| wrong_layers(&mart.model, &mart.reads, &sources)).collect());
    }
}

/// Words whose value depends on the zone of whoever runs the statement, or that only ICU knows.
const OF_A_ZONE: [&str; 10] = [
    "current_date",
    "current_time",
    "localtime",
    "now(",
    "today(",
    "at time zone",
    "timezone",
    "make_timestamptz",
    "to_timestamp",
    "collate",
];

/// A word of [`OF_A_ZONE`] outside of comments.
fn of_a_zone(text: &str) -> Option<&'static str> {
    let bare = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    OF_A_ZONE.into_iter().find(|word| bare.contains(word))
}

/// The DuckDB that is compiled in has no ICU: a statement that binds in any test needs none. The words that mean
/// something else where there is ICU stand in no file.
#[test]
fn no_statement_depends_on_icu() {
    let with_icu = "select count(*) from duckdb_functions() where function_name = 'icu_sort_key'";
    assert_eq!(Db::scratch().unwrap().query_value::<i64, _>(with_icu, []).unwrap(), 0, "this DuckDB has ICU");
    let wrong =
        FILES.iter().filter_map(|(path, text)| Some(format!("sql/{path}: depends on a zone: {}", of_a_zone(text)?)));
    settle(wrong.collect());
    assert_eq!(of_a_zone("select 1 -- now()\nfrom t where at < now()"), Some("now("));
}

#[test]
fn planted_violations_of_sql_are_found() {
    let found = |complaints: Vec<String>, what: &str| {
        assert!(complaints.iter().any(|complaint| complaint.contains(what)), "{what}: {complaints:?}");
    };
    found(wrong_text("report/Open.sql", "-- A row.\nselect 1\n"), "small letters, digits");
    found(wrong_text("report/open.sql", "select 1\n"), "begin with a comment");
    found(wrong_text("report/open.sql", "-- A row.\nselect 'A', \"B\" FROM x\n"), "write FROM");
    found(wrong_text("report/open.sql", "-- A row.\nselect 1 \n"), "without tabs");
    found(
        wrong_text("ducklake/open.sql", "-- A row.\ninsert into a\nselect 1\n"),
        "sql/ducklake/open.sql: 'insert into a'",
    );
    assert_eq!(wrong_text("report/open.sql", "-- A row.\nselect 'AB' as \"CD\" -- EF\n"), Vec::<String>::new());
    found(wrong_silhouette("mart/x.sql", "-- A row.\nselect 1"), "lacks a grain");
    found(wrong_silhouette("mart/x.sql", "-- A row.\nselect 1"), "a line 'with'");
    found(wrong_silhouette("mart/x.sql", "-- A row.\nwith a as (select 1)\nselect b from a"), "select * from");
    found(wrong_numbers("land", &["land/001_a.sql", "land/003_b.sql"]), "here 002_ is due");
    let header = "-- A row.\n-- grain a\n-- numbers 1\n-- column 1 a key The key.\nselect 1 as a";
    let mart = Model::parse("mart/x.sql", header).unwrap();
    found(wrong_layers(&mart, &["land.response".to_owned()], &sources()), "reads land.response");
    let allowed = ["confluence.page".to_owned(), "mart.y".to_owned()];
    assert_eq!(wrong_layers(&mart, &allowed, &sources()), Vec::<String>::new());
}
