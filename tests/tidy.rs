//! The rules of the house, read from the sources: what a file looks like, what it may call, where a source lies. Each complaint says
//! where it is and how to mend it.
//!
//! What clippy, the compiler and Cargo can say stands in `[workspace.lints]`, `clippy.toml` and the manifests. The rules are tried on
//! planted violations as well, so that a rule that has gone blind is noticed.

mod circles;
mod code;
mod imports;
mod numbers;
mod sources;
mod sql;
mod statements;
mod toy;

use catchment_source::SOURCES;
use code::Code;
use imports::{misplaced, wrong_imports};
use std::path::{Path, PathBuf};

/// Macros and methods that the program does without, what to write instead, and where they may stand.
const FORBIDDEN: &[(&str, &str, &[&str])] = &[
    (".unwrap", "give the failure an Error with a hint", &[]),
    (".expect", "give the failure an Error with a hint", &[]),
    (".unwrap_err", "match on the result", &[]),
    (".expect_err", "match on the result", &[]),
    ("panic!", "return an Error", &[]),
    ("unreachable!", "let the types say so, or return an Error", &[]),
    ("todo!", "what is not built yet is absent", &[]),
    ("unimplemented!", "what is not built yet is absent", &[]),
    ("dbg!", "remove it", &[]),
    ("print!", "data goes through Printer::data", &[]),
    ("println!", "data goes through Printer::data", &["build.rs", "crates/lake/build.rs"]),
    ("eprint!", "remarks go through Printer::note", &[]),
    ("eprintln!", "remarks go through Printer::note", &["src/cli/", "crates/base/src/failpoint.rs"]),
];

/// Where every source has its line.
const REGISTRY: &str = "crates/base/src/sources.rs";

/// The folders in which every source has one of its name, and what that holds.
const FOLDERS_OF_SOURCES: [(&str, &str); 4] = [
    ("crates/source/src", "its streams, its settings and its session"),
    ("sql", "a model for each stream that has a file, and its marts"),
    ("fixtures", "answers as its API documents them"),
    ("crates/practice/src", "a fake of its API"),
];

/// Folders beside those of sources.
const OTHER_FOLDERS: &[(&str, &[&str])] = &[
    ("crates/source/src", &["atlassian", "config"]),
    ("sql", &["audit", "catalog", "due", "ducklake", "land", "mirror", "report", "sync"]),
    ("fixtures", &["hostile", "tls"]),
    ("crates/practice/src", &[]),
];

/// What stands before a test that takes too long for the suite; `.ci/slow` runs it.
const SLOW: &str = "#[ignore = \"slow tier: .ci/slow\"]";

const MOST_LINES_OF_A_FILE: usize = 450;
const MOST_LINES_OF_A_FUNCTION: usize = 60;

/// Files and functions that may be longer, each with the reason.
const LONG: &[(&str, &str)] = &[];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with every complaint, if there is one.
fn settle(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{} complaints:\n  {}\n", complaints.len(), complaints.join("\n  "));
}

fn is_below(path: &str, places: &[&str]) -> bool {
    places.iter().any(|place| path == *place || (place.ends_with('/') && path.starts_with(place)))
}

/// The names of the sources that the program has.
fn sources() -> Vec<String> {
    SOURCES.iter().map(|source| source.name().to_owned()).collect()
}

/// The names of the sources that the registry of a tree lists.
fn registered(root: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(root.join(REGISTRY)).unwrap();
    let lines = text.lines().map(str::trim).skip_while(|line| *line != "$each! {").skip(1);
    lines.take_while(|line| *line != "}").map(str::to_owned).collect()
}

fn place(within: &str) -> String {
    if within.is_empty() { String::new() } else { format!(" in {within}") }
}

fn forbidden(code: &Code) -> Vec<String> {
    let calls = code.calls();
    let wrong = calls.iter().flat_map(|(within, call)| {
        let rules = FORBIDDEN.iter().filter(move |(name, _, places)| name == call && !is_below(&code.path, places));
        rules.map(move |(name, instead, _)| format!("{}{}: uses {name}; {instead}", code.path, place(within)))
    });
    wrong.collect()
}

fn too_long(code: &Code) -> Vec<String> {
    let excepted = |name: &str| LONG.iter().any(|(long, _)| *long == name);
    let mut complaints = Vec::new();
    if code.lines() > MOST_LINES_OF_A_FILE && !excepted(&code.path) {
        complaints.push(format!(
            "{}: has {} lines of code, more than {MOST_LINES_OF_A_FILE}; split it by what its parts are about",
            code.path,
            code.lines()
        ));
    }
    for (name, lines) in code.functions() {
        if lines > MOST_LINES_OF_A_FUNCTION && !excepted(&format!("{}::{name}", code.path)) {
            complaints.push(format!(
                "{}: the function {name} has {lines} lines, more than {MOST_LINES_OF_A_FUNCTION}; name its steps",
                code.path
            ));
        }
    }
    complaints
}

fn undocumented(code: &Code) -> Vec<String> {
    let items = code.undocumented().into_iter();
    items.map(|item| format!("{}: {item} has no doc comment; say what it is and why", code.path)).collect()
}

#[test]
fn nothing_outside_of_tests_gives_up_or_prints_past_the_printer() {
    let builds = ["build.rs", "crates/lake/build.rs"].map(|path| code::read(&root(), path));
    settle(code::program(&root()).iter().chain(&builds).flat_map(forbidden).collect());
}

#[test]
fn the_compiler_forbids_unsafe_code() {
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    assert_eq!(
        manifest["workspace"]["lints"]["rust"]["unsafe_code"].as_str(),
        Some("forbid"),
        "[workspace.lints.rust]"
    );
}

#[test]
fn everything_public_is_documented() {
    settle(code::program(&root()).iter().flat_map(undocumented).collect());
}

#[test]
fn what_the_suite_leaves_out_is_in_the_slow_tier() {
    let files = ["src", "crates", "tests"].iter().flat_map(|folder| code::files_below(&root(), folder));
    let complaints = files.filter(|path| path.ends_with(".rs")).flat_map(|path| {
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        let others = text.lines().map(str::trim).filter(|line| line.starts_with("#[ignore") && *line != SLOW);
        others.map(|line| format!("{path}: {line}: say {SLOW}")).collect::<Vec<_>>()
    });
    settle(complaints.collect());
}

#[test]
fn files_and_functions_stay_short() {
    let program = code::program(&root());
    let mut complaints: Vec<String> = program.iter().flat_map(too_long).collect();
    for (name, _) in LONG {
        let (path, function) = name.split_once("::").unwrap_or((name, ""));
        let code = program.iter().find(|code| code.path == path);
        let long = code.is_some_and(|code| match function {
            "" => code.lines() > MOST_LINES_OF_A_FILE,
            _ => code.functions().iter().any(|(name, lines)| name == function && *lines > MOST_LINES_OF_A_FUNCTION),
        });
        if !long {
            complaints.push(format!("{name} is not long any more: take it out of LONG"));
        }
    }
    settle(complaints);
}

#[test]
fn no_file_names_a_machine_or_a_thing_to_do() {
    // Written in parts, so that this file does not name them either.
    let machines = ["/wo;rk/", "/ro;ot/", "/ho;me/", "/t;mp/", "/Us;ers/"].map(|word| word.replace(';', ""));
    let notes = ["TO;DO", "FIX;ME", "XX;X", "HA;CK"].map(|word| word.replace(';', ""));
    let mut complaints = Vec::new();
    for path in tracked() {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        for (at, line) in text.lines().enumerate() {
            if let Some(word) = machines.iter().find(|word| line.contains(*word)) {
                complaints
                    .push(format!("{path}:{}: names {word}; write a relative path or one of the reader's", at + 1));
            }
            if let Some(note) =
                notes.iter().find(|note| line.split(|c: char| !c.is_ascii_uppercase()).any(|word| word == **note))
            {
                complaints.push(format!("{path}:{}: says {note}; do it, or leave it out", at + 1));
            }
        }
    }
    settle(complaints);
}

/// Files that comments name and the project does not have: those of its users.
const OF_USERS: [&str; 2] = ["catchment.toml", "current.json"];

/// The names of files in the comments of a text, by the mark that begins a comment.
fn named_files<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
    const ENDINGS: [&str; 6] = [".rs", ".sql", ".md", ".sh", ".toml", ".json"];
    let comments = text.lines().map(str::trim).filter(|line| line.starts_with(mark));
    let words = comments.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || "_-./*<>".contains(c))));
    let words = words.map(|word| word.trim_end_matches('.'));
    let is_name = |word: &&str| {
        let ending = ENDINGS.iter().find(|ending| word.ends_with(**ending));
        ending.is_some_and(|ending| word.len() > ending.len()) && !word.contains(['*', '<'])
    };
    words.filter(is_name).map(|word| word.trim_start_matches(['.', '/'])).collect()
}

#[test]
fn comments_name_files_that_are_there() {
    let folders = [".ci", "benches", "crates", "docs", "fixtures", "fuzz", "sql", "src", "tests"];
    let all: Vec<String> =
        folders.iter().flat_map(|folder| code::files_below(&root(), folder)).chain(tracked()).collect();
    let is_there = |name: &str| all.iter().any(|path| path == name || path.ends_with(&format!("/{name}")));
    let mut complaints = Vec::new();
    for path in &all {
        let mark = match Path::new(path).extension().and_then(|ending| ending.to_str()) {
            Some("rs") => "//",
            Some("sql") => "--",
            Some("toml") => "#",
            None if path.starts_with(".ci/") => "#",
            _ => continue,
        };
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        let lost = named_files(&text, mark).into_iter().filter(|name| !OF_USERS.contains(name) && !is_there(name));
        complaints.extend(lost.map(|name| format!("{path}: a comment names {name}, which is not there; name what is")));
    }
    settle(complaints);
    assert_eq!(named_files("// see a/b.rs, *.sql and C.md.\nlet c = \"d.rs\";", "//"), ["a/b.rs", "C.md"]);
}

/// The project's own files: everything at the top that is not made by building or running it.
fn tracked() -> Vec<String> {
    const FOLDERS: [&str; 7] = [".ci", "benches", "crates", "fixtures", "sql", "src", "tests"];
    let folders = FOLDERS.iter().flat_map(|folder| code::files_below(&root(), folder));
    let top =
        std::fs::read_dir(root()).unwrap().map(Result::unwrap).filter(|entry| entry.file_type().unwrap().is_file());
    let top = top.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| name != "Cargo.lock");
    folders.chain(top.filter(|name| name != ".git")).collect()
}

/// Folders that a source of a tree lacks, and those that belong to none.
fn unregistered(root: &Path, sources: &[String]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        for (top, holds) in FOLDERS_OF_SOURCES {
            if code::files_below(root, &format!("{top}/{source}")).is_empty() {
                complaints.push(format!(
                    "{top}/{source}/ is missing or empty: the source {source} needs it for {holds}; tests/toy/ has an example"
                ));
            }
        }
    }
    for (top, others) in OTHER_FOLDERS {
        // A folder beside a file of its name holds parts of that module.
        let is_part = |folder: &str| root.join(format!("{top}/{folder}.rs")).exists();
        let is_known =
            |folder: &String| sources.contains(folder) || others.contains(&folder.as_str()) || is_part(folder);
        complaints.extend(folders_in(&root.join(top)).into_iter().filter(|folder| !is_known(folder)).map(|folder| {
            format!("{top}/{folder}/ belongs to no source: add the line {folder} to {REGISTRY}, or remove the folder")
        }));
    }
    complaints
}

#[test]
fn every_source_has_its_four_folders_and_every_folder_its_source() {
    assert_eq!(registered(&root()), sources(), "{REGISTRY} names folders as their sources are called");
    settle(unregistered(&root(), &sources()));
}

fn folders_in(path: &Path) -> Vec<String> {
    let entries =
        std::fs::read_dir(path).unwrap().map(Result::unwrap).filter(|entry| entry.file_type().unwrap().is_dir());
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn planted_violations_are_found() {
    let code = |path: &str, text: &str| Code::new(path, text);
    let found = |complaints: Vec<String>, what: &str| {
        assert!(complaints.iter().any(|complaint| complaint.contains(what)), "{what}: {complaints:?}");
    };
    found(forbidden(&code("crates/run/src/sync/x.rs", "fn f() { a.unwrap(); }")), "in f: uses .unwrap");
    found(forbidden(&code("crates/run/src/sync/x.rs", "fn f() { format!(\"{}\", a.b().expect(\"x\")); }")), ".expect");
    found(forbidden(&code("crates/run/src/sync/x.rs", "fn f() { select! { _ = a => panic!(\"b\") } }")), "panic!");
    found(undocumented(&code("src/x.rs", "//! X.\n/// S.\npub struct S { pub a: u8 }")), "S::a");
    found(undocumented(&code("src/x.rs", "//! X.\nimpl S { pub fn f() {} }")), ": f has");
    found(undocumented(&code("src/x.rs", "/// T.\npub trait T { fn f(); }")), "T::f");
    found(undocumented(&code("src/x.rs", "/// E.\npub enum E { A }")), "the file itself");
    let long = format!("pub(super) async fn long<T>(\n) {{\n{}}}\n", "    step();\n".repeat(70));
    found(too_long(&code("src/x.rs", &long)), "the function long has 73 lines");
    found(too_long(&code("src/x.rs", &"const A: u8 = 1;\n".repeat(451))), "451 lines of code");
}

#[test]
fn what_is_in_order_is_not_complained_about() {
    let text = "//! X.\nuse catchment_base::error::Error;\nuse super::parquet;\nfn f() { parquet::write(\"std::fs\") }\n\
                #[cfg(test)]\nmod tests { use crate::land; use std::fs; #[test] fn t() { a.unwrap() } }";
    let code = Code::new("crates/lake/src/export/x.rs", text);
    let complaints =
        [wrong_imports(&code, &sources()), misplaced(&code), forbidden(&code), undocumented(&code), too_long(&code)];
    assert_eq!(complaints.concat(), Vec::<String>::new());
}
