//! What a staging model is refused for: every way around its functions that we could think of.

use catchment_base::error::{Error, Kind};
use catchment_lake::db::Db;
use catchment_lake::transform::{Model, mart, prove};

const HEADER: &str = "\
-- One row per page.
--
-- grain   page_id
-- newest  landed_seq
-- stream  page
-- field   id varchar, title varchar, author varchar, key varchar
-- column  page_id  key     The id.
-- column  title    text    The title, redacted.
-- column  author   person  The author, a pseudonym.
-- column  token    secret  Never kept.
";

/// A model that is in order; the cases below change a part of it.
const FIRST: &str = "source as (
    select
        id as page_id, redact(title) as title, pseudonym(author, 'account_id') as author, null as token,
        answered_at, decided_seq, landed_seq, object_hash
    from record
)";
const LAST: &str = "select * from source";

fn proven(header: &str, first: &str, last: &str) -> Result<(), Error> {
    let model = Model::parse("confluence/tried.sql", &format!("{header}with\n{first}\n{last}\n"))?;
    prove(&Db::scratch()?, &model).map(|_| ())
}

/// What the refusal must say, and the model.
struct Case {
    says: &'static str,
    first: String,
    last: String,
}

fn source(from: &str, to: &str) -> String {
    assert!(FIRST.contains(from), "{from} is not in the model");
    FIRST.replace(from, to)
}

/// The model in order, and beside the title a raw copy of it.
fn with_copy() -> String {
    source("redact(title) as title,", "redact(title) as title, title as copy,")
}

/// A statement that takes its columns from a relation, the title by an expression.
fn taking(title: &str, relation: &str) -> String {
    format!("select page_id, {title}, author, token, answered_at, decided_seq, landed_seq, object_hash from {relation}")
}

fn case(says: &'static str, first: impl Into<String>, last: impl Into<String>) -> Case {
    Case { says, first: first.into(), last: last.into() }
}

fn raw_text() -> Vec<Case> {
    const DIRECT: &str = "is not directly a call of redact()";
    let wrapped =
        |expression: &str| case(DIRECT, source("redact(title) as title", &format!("{expression} as title")), LAST);
    let mut cases: Vec<Case> = [
        "title",
        "case when id = '1' then title else redact(title) end",
        "coalesce(redact(title), title)",
        "concat(redact(title), title)",
        "redact(title) || title",
        "cast(redact(title) as varchar)",
        "upper(redact(title))",
        "redact_storage(title)",
        "pseudonym(title, 'account_id')",
        "main.redact(title)",
        "any_value(title) over ()",
        "{'title': title}.title",
        "list_transform([title], lambda redact: redact)[1]",
    ]
    .map(wrapped)
    .into();
    let renamed = format!("{}, renamed as ({})", with_copy(), taking("copy as title", "source"));
    cases.push(case(DIRECT, renamed, "select * from renamed"));
    cases.push(case(DIRECT, with_copy(), taking("source.copy as title", "source")));
    cases.push(case(DIRECT, with_copy(), taking("upper(title) as title", "source")));
    cases
}

fn other_inputs() -> Vec<Case> {
    let recursive = source("from record", "from record union all select * from source");
    let recursive = recursive.replace("source as", "recursive source as");
    vec![
        case("everything of record by a star", "source as (select * from record)", LAST),
        case("everything of record by a star", "source as (select record.* from record)", LAST),
        case("star with exceptions", FIRST, "select * exclude (token) from source"),
        case("star with exceptions", FIRST, "select * replace ('x' as title) from source"),
        case("star with exceptions", FIRST, "select columns(*) from source"),
        case("reads from a SUBQUERY", FIRST, "select * from (select * from source)"),
        case("SET_OPERATION_NODE", FIRST, "select * from source union all select * from source"),
        case("RECURSIVE_CTE_NODE", recursive, LAST),
        case("reads land.response", FIRST, "select source.* from source inner join land.response on true"),
        case(
            "reads confluence.space",
            FIRST,
            "select * from source where token in (select name from confluence.space)",
        ),
        case("holds a subquery", source("redact(title) as title", "(select title) as title"), LAST),
        case("holds a subquery", FIRST, "select * from source where page_id in (select name from migration)"),
        case("reads migration", FIRST, "select source.* from source cross join migration"),
        case("reads range", FIRST, "select source.* from source cross join range(3)"),
        case("reads read_text", FIRST, "select source.* from source cross join read_text('a')"),
        case("reads read_text", FIRST, "select * from source where exists (select * from read_text('a'))"),
        case("reads query", FIRST, "select source.* from source cross join query('select 1')"),
        case("not one plain select", FIRST, "insert into confluence.tried select * from source"),
        case("several statements", FIRST, "select * from source; select 1"),
        case("not one plain select", FIRST, "select * frm source"),
    ]
}

fn columns() -> Vec<Case> {
    vec![
        case("secret column token a value", source("null as token", "title as token"), LAST),
        case("secret column token a value", source("null as token", "redact(key) as token"), LAST),
        case("secret column token a value", source("null as token", "coalesce(null, key) as token"), LAST),
        case("unclassified column extra", source("null as token", "null as token, key as extra"), LAST),
        case("unclassified column copy", with_copy(), LAST),
        case("must give the column token once", source(" null as token,", ""), LAST),
        case("must give the column title once", source("null as token", "null as token, title"), LAST),
        case("must give the column landed_seq once", source("landed_seq, ", ""), LAST),
        case("result is not a column of its own", source("from record", "from record where redact(key) <> ''"), LAST),
        case("result is not a column of its own", source("redact(title)", "redact(redact(title))"), LAST),
        case("directly a call of pseudonym()", source("pseudonym(author, 'account_id')", "redact(author)"), LAST),
        case("directly a call of pseudonym()", source("pseudonym(author, 'account_id')", "author"), LAST),
        case("as that of a space key", source("'account_id'", "'space_key'"), LAST),
        case("without naming its type", source("'account_id'", "key"), LAST),
        case("without naming its type", source(", 'account_id'", ""), LAST),
    ]
}

/// DuckDB finds names without regard to case, and names can be given to columns from outside.
fn mistaken_names() -> Vec<Case> {
    let twice = source("redact(title) as title", "title as \"TITLE\", redact(title) as title");
    let listed = with_copy().replace("source as (", "source (page_id, copy, title) as (");
    let outer = with_copy().replace("source as", "a as");
    let inner = format!("with \"A\" as ({}) {}", taking("copy as title", "a"), taking("title", "a"));
    vec![
        case("directly a call of redact()", twice, taking("title", "source")),
        case("names the columns of", with_copy(), taking("title", "source as s (page_id, copy, title)")),
        case("names the columns of", listed, taking("title", "source")),
        case("directly a call of redact()", format!("{outer}, last as ({inner})"), "select * from last"),
    ]
}

fn refuse(cases: Vec<Case>) {
    for Case { says, first, last } in cases {
        let Err(error) = proven(HEADER, &first, &last) else { panic!("not refused: {first}\n{last}") };
        assert_eq!(error.kind(), Kind::Refused, "{first}\n{last}");
        assert!(error.to_string().contains(says), "'{error}' does not say '{says}': {first}\n{last}");
        assert!(error.hint_text().is_some(), "{error}");
    }
}

#[test]
fn the_model_that_the_cases_change_is_in_order() {
    proven(HEADER, FIRST, LAST).unwrap();
    let again = taking("r.title as Title", "Renamed as R");
    let more = format!("{FIRST}, renamed as (select source.* from source), again as ({again})");
    proven(HEADER, &more, "select * from again").unwrap();
}

#[test]
fn text_that_is_not_directly_the_result_of_its_function_is_refused() {
    refuse(raw_text());
}

#[test]
fn a_model_that_reads_anything_but_record_is_refused() {
    refuse(other_inputs());
}

#[test]
fn columns_that_do_not_fit_their_classes_are_refused() {
    refuse(columns());
}

#[test]
fn names_that_the_database_takes_for_others_are_refused() {
    refuse(mistaken_names());
}

#[test]
fn a_header_that_does_not_say_everything_is_refused() {
    let without = |line: &str| {
        HEADER.lines().filter(|known| !known.starts_with(line)).map(|line| format!("{line}\n")).collect::<String>()
    };
    let cases = [
        (without("-- grain"), "lacks a grain"),
        (without("-- newest"), "lacks newest"),
        (without("-- stream"), "lacks stream"),
        (without("-- field"), "lacks field"),
        (without("-- column  page_id"), "every column of its grain"),
        (without("-- column  author"), "unclassified column author"),
        (without("-- One row"), "lacks a sentence"),
        (HEADER.replace("secret", "private"), "no known class ('private')"),
        (HEADER.replace("-- newest", "-- latest"), "unknown header line 'latest'"),
    ];
    for (header, says) in cases {
        let error = proven(&header, FIRST, LAST).unwrap_err();
        assert_eq!(error.kind(), Kind::Refused, "{says}");
        assert!(error.to_string().contains(says), "'{error}' does not say '{says}'");
    }
}

fn ordered(files: &[(&str, &str)]) -> Result<Vec<String>, Error> {
    let header = "-- One row per thing.\n-- grain a\n-- numbers 1\n-- column 1 a key The key.\n";
    let models: Vec<Model> =
        files.iter().map(|(path, sql)| Model::parse(path, &format!("{header}{sql}")).unwrap()).collect();
    let marts = mart::in_order(&Db::scratch()?, &models)?;
    Ok(marts.into_iter().map(|mart| mart.model.relation()).collect())
}

#[test]
fn marts_are_built_behind_what_they_read_and_never_in_a_circle() {
    let two = [("mart/a.sql", "select a from mart.b"), ("mart/b.sql", "select 1 as a")];
    assert_eq!(ordered(&two).unwrap(), ["mart.b", "mart.a"]);
    let refused = [
        ([("mart/a.sql", "select a from mart.b"), ("mart/b.sql", "select a from mart.a")], "in a circle"),
        ([("mart/a.sql", "select a from land.response"), ("mart/b.sql", "select 1 as a")], "reads land.response"),
        ([("mart/a.sql", "select a from read_text('x')"), ("mart/b.sql", "select 1 as a")], "reads read_text"),
        (
            [
                ("mart/a.sql", "select a from (values (1)) as t (a) where a in (select a from mart.c)"),
                ("mart/b.sql", "select 1 as a"),
            ],
            "reads mart.c",
        ),
    ];
    for (files, says) in refused {
        let error = ordered(&files).unwrap_err();
        assert_eq!(error.kind(), Kind::Refused);
        assert!(error.to_string().contains(says), "'{error}' does not say '{says}'");
    }
}

#[test]
fn a_mart_with_a_column_that_its_header_does_not_classify_is_refused() {
    let db = Db::scratch().unwrap();
    let header = "-- One row per thing.\n-- grain a\n-- numbers 1\n-- column 1 a key The key.\n";
    for (sql, says) in [("select 1 as a, 2 as b", "unclassified column b"), ("select 1 as b", "unclassified column b")]
    {
        let model = Model::parse("mart/thing.sql", &format!("{header}{sql}")).unwrap();
        let mart = mart::in_order(&db, &[model]).unwrap().remove(0);
        mart::build(&db, &mart).unwrap();
        let error = mart::check(&db, &mart).unwrap_err();
        assert_eq!((error.kind(), error.to_string().contains(says)), (Kind::Refused, true), "{error}");
    }
}
