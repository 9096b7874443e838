//! The rules of statements, in SQL files as in texts of the program: an insert names its columns, or takes them by name, and
//! parameters have names. So a column that comes later, or a value in another place, changes no statement in silence.

use super::code::{self, Code};
use super::{place, root, settle};

const INSERT: &str = "insert into";

/// What is wrong with the statements in a text.
pub fn wrong(text: &str) -> Vec<String> {
    let bare = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let bare = bare.to_ascii_lowercase();
    let inserts = bare.match_indices(INSERT).map(|(at, _)| bare[at + INSERT.len()..].trim_start());
    let unnamed = inserts.filter_map(|behind| {
        let (relation, rest) =
            behind.split_at(behind.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(behind.len()));
        (!names_columns(rest.trim_start())).then(|| {
            format!(
                "'{INSERT} {relation}' leaves its columns to their order; name them in parentheses, or insert 'by name'"
            )
        })
    });
    let numbered =
        bare.match_indices('$').filter_map(|(at, _)| bare[at + 1..].chars().next().filter(char::is_ascii_digit));
    let numbered = numbered.map(|digit| {
        format!("the parameter ${digit} has a number; give it a name, as `params! {{ run: run }}` binds $run")
    });
    unnamed.chain(numbered).collect()
}

/// Whether what stands behind the relation of an insert says which columns are written.
fn names_columns(rest: &str) -> bool {
    match rest.strip_prefix('(') {
        Some(inside) => {
            let word = inside.trim_start().split(|c: char| !c.is_alphanumeric()).next();
            !matches!(word, Some("select" | "with" | "from" | "values"))
        }
        None => rest.split_whitespace().take(2).eq(["by", "name"]),
    }
}

/// What is wrong with the statements in the texts of a source.
pub fn wrong_texts(code: &Code) -> Vec<String> {
    let texts = code.texts().into_iter();
    texts
        .flat_map(|(within, text)| {
            wrong(&text).into_iter().map(move |complaint| format!("{}{}: {complaint}", code.path, place(&within)))
        })
        .collect()
}

#[test]
fn statements_of_the_program_name_columns_and_parameters() {
    settle(code::program(&root()).iter().flat_map(wrong_texts).collect());
}

#[test]
fn planted_statements_are_found() {
    let found = |complaints: Vec<String>, what: &str| {
        assert!(complaints.iter().any(|complaint| complaint.contains(what)), "{what}: {complaints:?}");
    };
    let of = |text: &str| wrong_texts(&Code::new("crates/run/src/x.rs", text));
    found(wrong("insert into sync.wait values (1)"), "'insert into sync.wait' leaves");
    found(wrong("delete from a;\ninsert into {table}\nselect 1"), "'insert into {table}' leaves");
    found(wrong("insert into a (select 1)"), "'insert into a' leaves");
    found(wrong("insert into a by names"), "'insert into a' leaves");
    found(wrong("insert into"), "leaves its columns");
    found(wrong("select 1 where a = $2 and b = $name"), "the parameter $2");
    found(of("const A: &str = \"insert into a values (1)\";"), "crates/run/src/x.rs: 'insert into a'");
    found(
        of("fn f() { db.execute(&format!(\"insert into {a} from b\"), []); }"),
        "crates/run/src/x.rs in f: 'insert into {a}'",
    );
    found(of("fn f() { g(r#\"select $1\"#) }"), "in f: the parameter $1");
    let named = "-- insert into a values ($1)\ninsert into a.b (c) values ($d); insert into e by name select 1 as f; \
                 insert into {g}(h)\nselect ?";
    assert_eq!(wrong(named), Vec::<String>::new());
    let kept =
        "//! insert into a values ($1)\n#[cfg(test)]\nmod tests { const A: &str = \"insert into a values ($1)\"; }";
    assert_eq!(of(kept), Vec::<String>::new());
}
