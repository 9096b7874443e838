//! The rules of the house, read from the sources: who may import whom, which crate belongs where, what a model's
//! file looks like. Each complaint says where it is and how to mend it.
//!
//! What clippy and the compiler can say stands in `[lints]` and `clippy.toml`. The rules are tried on planted
//! violations as well, so that a rule that has gone blind is noticed.

mod circles;
mod code;
mod numbers;
mod sources;
mod sql;
mod statements;
mod toy;

use catchment_source::SOURCES;
use code::Code;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Who may use whom: a module at the top, and the modules it may name. A right that nobody uses is a complaint.
const MAY_USE: &[(&str, &[&str])] = &[
    ("main", &[]),
    ("lib", &[]),
    ("cli", &["config", "edge", "error", "key", "practice", "redact", "run", "source", "state"]),
    ("config", &["edge", "error", "redact", "secret", "state"]),
    ("error", &[]),
    ("secret", &[]),
    ("key", &["edge", "error", "secret"]),
    ("response", &["error", "state"]),
    ("state", &[]),
    ("sql", &["error"]),
    ("edge", &["error", "secret"]),
    ("source", &["config", "edge", "error", "response", "secret", "state"]),
    ("land", &["edge", "error", "key", "response", "state"]),
    ("transform", &["edge", "error", "response", "sql", "state"]),
    ("redact", &["edge", "error", "key", "secret"]),
    ("export", &["edge", "error", "key", "sql", "state"]),
    (
        "run",
        &[
            "config",
            "edge",
            "error",
            "export",
            "key",
            "land",
            "redact",
            "response",
            "secret",
            "source",
            "sql",
            "state",
            "transform",
        ],
    ),
    ("practice", &["edge", "error"]),
];

/// The stages: each stands alone, and only the conductor knows them all.
const STAGES: [&str; 5] = ["source", "land", "transform", "redact", "export"];

/// Doors of the edge that a module goes through, where it does not have them all.
const MAY_OPEN: &[(&str, &[&str])] = &[
    ("cli", &["clock", "db", "disk"]),
    ("config", &["analyzer", "disk", "http", "store"]),
    ("key", &["disk"]),
    ("source", &["clock", "credentials", "http"]),
    ("land", &["clock", "db", "disk", "failpoint"]),
    ("transform", &["db"]),
    ("redact", &["analyzer", "db"]),
    ("export", &["clock", "db", "disk", "failpoint", "store"]),
    ("practice", &["clock", "disk"]),
];

/// Where a path from outside may be named: files or folders below `src/`. Every crate of `[dependencies]` has a
/// line; parts of the standard library and of tokio that are doors to the outside have one too.
const BELONGS: &[(&str, &[&str])] = &[
    ("aho_corasick", &["redact/"]),
    (
        "arrow",
        &[
            "edge/db.rs",
            "export/",
            "land/log.rs",
            "land/sight.rs",
            "redact/functions.rs",
            "run/carried.rs",
            "run/evidence.rs",
            "transform/stage.rs",
        ],
    ),
    (
        "aws_lc_rs",
        &[
            "edge/store/folder.rs",
            "key.rs",
            "land/seal.rs",
            "practice/confluence/connect.rs",
            "practice/confluence/truth.rs",
            "practice/servicenow/beside.rs",
            "redact/analyzer.rs",
            "redact/engine/check/",
            "redact/functions.rs",
            "redact/token.rs",
            "run/upload/spool.rs",
            "source/auth/connect.rs",
            "source/retry.rs",
        ],
    ),
    ("axum", &["practice/"]),
    (
        "base64",
        &[
            "edge/credentials.rs",
            "edge/http/ask.rs",
            "edge/http/sign.rs",
            "practice/",
            "redact/engine/check/",
            "source/auth/connect.rs",
        ],
    ),
    ("bytes", &["edge/store/", "export/ducklake/", "export/follow.rs", "export/lake/", "export/parquet.rs"]),
    (
        "chrono",
        &[
            "cli/told.rs",
            "config/",
            "edge/",
            "export/adopt.rs",
            "export/catalog.rs",
            "export/ducklake/",
            "export/mirror.rs",
            "export/retire.rs",
            "land/",
            "practice/",
            "redact/engine/check/mod.rs",
            "redact/plain/document.rs",
            "redact/rewrite/replace.rs",
            "response.rs",
            "run/carried.rs",
            "run/check.rs",
            "run/copied.rs",
            "run/course.rs",
            "run/course/",
            "run/cut.rs",
            "run/due.rs",
            "run/progress.rs",
            "run/reveal.rs",
            "run/rows.rs",
            "run/setting.rs",
            "run/settle.rs",
            "run/status.rs",
            "run/tombstone.rs",
            "run/tried.rs",
            "run/upload/ledger.rs",
            "run/vacuum.rs",
            "source/",
            "transform/stage.rs",
        ],
    ),
    ("chrono::Local", &[]),
    ("csv", &["source/salesforce/"]),
    ("chrono_tz", &["practice/confluence/", "practice/jira/", "practice/servicenow/", "source/jira/"]),
    ("chrono::Utc::now", &["edge/clock.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/setup.rs"]),
    ("duckdb", &["edge/db.rs", "edge/db/failure.rs", "edge/db/parameter.rs"]),
    ("flate2", &["edge/http/body.rs", "practice/front.rs"]),
    (
        "futures_util",
        &[
            "cli/syncing.rs",
            "edge/http/body.rs",
            "edge/http/download.rs",
            "edge/store/bucket.rs",
            "export/lake/cache.rs",
            "practice/",
            "run/cut.rs",
            "run/fetch.rs",
        ],
    ),
    ("getrandom", &["land/seal.rs"]),
    ("httpdate", &["edge/clock.rs"]),
    ("iban", &["redact/engine/"]),
    ("indicatif", &["cli/watch.rs"]),
    ("keccak", &["redact/engine/check/"]),
    ("memchr", &["edge/credentials.rs", "land/open.rs", "redact/", "source/refused.rs"]),
    ("object_store", &["edge/store/"]),
    ("parquet", &["export/columns.rs", "export/ducklake/footer.rs", "export/mirror.rs", "export/parquet.rs"]),
    ("regex", &["redact/"]),
    (
        "reqwest",
        &[
            "edge/http.rs",
            "edge/http/body.rs",
            "edge/http/download.rs",
            "edge/http/service.rs",
            "edge/http/sign.rs",
            "edge/http/transport.rs",
        ],
    ),
    ("rlibphonenumber", &["redact/engine/read/"]),
    ("rustix", &["edge/disk.rs"]),
    ("scraper", &["practice/confluence/xhtml.rs"]),
    (
        "serde",
        &[
            "cli/",
            "edge/analyzer.rs",
            "export/manifest.rs",
            "practice/confluence/cursor.rs",
            "redact/measure.rs",
            "redact/engine/",
            "response/carried.rs",
            "response/envelope.rs",
            "run/",
            "source/",
            "state.rs",
        ],
    ),
    (
        "serde_json",
        &[
            "cli/",
            "config/",
            "edge/analyzer.rs",
            "edge/credentials.rs",
            "edge/http/ask.rs",
            "export/",
            "land/open.rs",
            "practice/",
            "redact/plain/document.rs",
            "response/carried.rs",
            "response/envelope.rs",
            "run/",
            "source/",
            "transform/",
        ],
    ),
    ("similar", &["run/differing.rs"]),
    (
        "std::env",
        &[
            "cli/print.rs",
            "config/secret_ref.rs",
            "edge/failpoint.rs",
            "edge/http/transport.rs",
            "edge/store/bucket.rs",
        ],
    ),
    ("std::fs", &["edge/disk.rs"]),
    ("std::net", &["edge/callback.rs", "practice/host.rs", "redact/engine/read/", "redact/rewrite/normal.rs"]),
    ("std::os::unix::fs", &["edge/disk.rs"]),
    ("std::os::unix::net", &["edge/control.rs"]),
    ("std::process", &["cli/", "edge/failpoint.rs", "main.rs", "run/opened.rs"]),
    ("std::time::Instant", &[]),
    ("std::time::SystemTime", &[]),
    ("strsim", &["config/settings.rs"]),
    ("terminal_size", &["cli/cells.rs"]),
    ("thiserror", &["edge/http.rs"]),
    (
        "tokio",
        &[
            "cli/",
            "edge/",
            "land/commit.rs",
            "practice/",
            "run/",
            "source/atlassian/door/gateway.rs",
            "source/auth/oauth.rs",
            "source/budget.rs",
            "source/client.rs",
        ],
    ),
    ("tokio::fs", &[]),
    ("tokio::net", &["edge/callback.rs", "practice/host.rs"]),
    ("tokio::process", &[]),
    ("tokio::signal", &["cli/watch.rs"]),
    ("tokio::time", &["edge/clock.rs", "edge/http.rs", "edge/http/download.rs", "practice/host.rs"]),
    ("toml", &["config/", "redact/engine/", "redact/policy/own.rs"]),
    ("unicode_normalization", &["redact/"]),
    (
        "url",
        &[
            "config/",
            "edge/analyzer.rs",
            "edge/callback.rs",
            "edge/http.rs",
            "edge/http/address.rs",
            "edge/http/ask.rs",
            "edge/http/download.rs",
            "edge/http/service.rs",
            "edge/http/sign.rs",
            "edge/http/transport.rs",
            "edge/store/folder.rs",
            "practice/",
            "source/",
        ],
    ),
    ("zeroize", &["edge/http/sign.rs", "secret.rs"]),
    ("zstd", &["land/seal.rs"]),
];

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
    ("println!", "data goes through Printer::data", &["build.rs"]),
    ("eprint!", "remarks go through Printer::note", &[]),
    ("eprintln!", "remarks go through Printer::note", &["src/cli/", "src/edge/failpoint.rs"]),
];

/// The most files that may import one another in a circle, and the folders in which a circle may be larger.
const MOST_FILES_OF_A_CIRCLE: usize = 3;
const CIRCLES: &[(&str, usize)] = &[("src/run/", 4)];

/// Where every source has its line.
const REGISTRY: &str = "src/source/registry.rs";

/// The folders in which every source has one of its name, and what that holds.
const FOLDERS_OF_SOURCES: [(&str, &str); 4] = [
    ("src/source", "its streams, its settings and its session"),
    ("sql", "a model for each stream that has a file, and its marts"),
    ("fixtures", "answers as its API documents them"),
    ("src/practice", "a fake of its API"),
];

/// What sources of one vendor have in common: a folder of `src/source/` that is no source, and the sources that may use it.
const SHARED: &[(&str, &[&str])] = &[("atlassian", &["confluence", "jira"])];

/// Folders beside those of sources.
const OTHER_FOLDERS: &[(&str, &[&str])] = &[
    ("src/source", &["atlassian"]),
    ("sql", &["audit", "catalog", "due", "ducklake", "land", "mirror", "report", "sync"]),
    ("fixtures", &["hostile", "tls"]),
    ("src/practice", &[]),
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

fn rights(table: &[(&str, &'static [&'static str])], module: &str) -> Option<&'static [&'static str]> {
    table.iter().find(|(name, _)| *name == module).map(|(_, rights)| *rights)
}

fn is_below(path: &str, places: &[&str]) -> bool {
    places.iter().any(|place| path == *place || (place.ends_with('/') && path.starts_with(place)))
}

fn wrong_imports(code: &Code, sources: &[String]) -> Vec<String> {
    let Some(allowed) = rights(MAY_USE, code.top()) else {
        return vec![format!("{}: the module {} has no line in MAY_USE; say whom it may use", code.path, code.top())];
    };
    let (mut complaints, named) = (Vec::new(), code.named());
    for path in named.iter().filter(|path| path.module().is_some_and(|module| module != code.top())) {
        let (module, names) = (path.module().unwrap_or_default(), path.names.join("::"));
        if !allowed.contains(&module) && code.top() != "lib" {
            complaints.push(format!(
                "{}{}: names {names}, but {} may not use {module}; let the conductor (src/run/) pass what is needed",
                code.path,
                place(&path.within),
                code.top()
            ));
        }
        let doors = rights(MAY_OPEN, code.top());
        let door = path.names.get(2).map(String::as_str).unwrap_or_default();
        if module == "edge" && doors.is_some_and(|doors| !doors.contains(&door)) {
            complaints.push(format!(
                "{}{}: names {names}, but {} does not go through edge::{door}; see MAY_OPEN",
                code.path,
                place(&path.within),
                code.top()
            ));
        }
    }
    complaints.extend(named.iter().filter(|path| crosses_sources(code, path, sources)).map(|path| {
        format!(
            "{}: names {}, but a source knows no other source; share it in src/source/",
            code.path,
            path.names.join("::")
        )
    }));
    complaints.extend(named.iter().filter(|path| borrows(code, path)).map(|path| {
        format!(
            "{}: names {}, which sources share; give that source a place in SHARED, or let the engine ask a facet",
            code.path,
            path.names.join("::")
        )
    }));
    complaints
}

/// The folder that sources share of which a path names something.
fn shared_folder(path: &code::Named) -> Option<&str> {
    let folder = path.names.get(2).filter(|_| path.begins("crate::source"))?;
    SHARED.iter().map(|(shared, _)| *shared).find(|shared| shared == folder)
}

/// Whether code names a folder that sources share, but is neither in it nor in one of these sources.
fn borrows(code: &Code, path: &code::Named) -> bool {
    let Some(folder) = shared_folder(path) else { return false };
    let users = rights(SHARED, folder).unwrap_or_default();
    let own = code.module.get(1).filter(|_| code.top() == "source").map(String::as_str);
    own.is_none_or(|own| own != folder && !users.contains(&own))
}

/// Whether code of `source` names one source from outside of it.
fn crosses_sources(code: &Code, path: &code::Named, sources: &[String]) -> bool {
    let named = path.names.get(2).filter(|name| path.begins("crate::source") && sources.contains(name));
    named.is_some_and(|source| code.module.get(1) != Some(source))
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

fn misplaced(code: &Code) -> Vec<String> {
    let below = code.path.strip_prefix("src/").unwrap_or(&code.path);
    let mut complaints = Vec::new();
    for path in code.named() {
        for (what, places) in BELONGS.iter().filter(|(what, places)| path.begins(what) && !is_below(below, places)) {
            complaints.push(format!(
                "{}{}: names {}, but {what} belongs into {}; go through what is there, or give it a line in BELONGS",
                code.path,
                place(&path.within),
                path.names.join("::"),
                if places.is_empty() { "no file".to_owned() } else { places.join(", ") }
            ));
        }
    }
    complaints
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
fn modules_use_only_whom_they_may() {
    let sources = sources();
    settle(code::program(&root()).iter().flat_map(|code| wrong_imports(code, &sources)).collect());
}

#[test]
fn no_module_has_a_right_that_it_does_not_use() {
    let program = code::program(&root());
    let mut complaints = Vec::new();
    for (module, rights) in MAY_USE {
        let files = program.iter().filter(|code| code.top() == *module);
        let used: BTreeSet<String> =
            files.flat_map(Code::named).filter_map(|path| path.module().map(str::to_owned)).collect();
        let unused = rights.iter().filter(|right| !used.contains(**right));
        complaints.extend(unused.map(|right| format!("{module} no longer uses {right}: take it out of MAY_USE")));
    }
    for (module, doors) in MAY_OPEN {
        let files = program.iter().filter(|code| code.top() == *module);
        let used: BTreeSet<String> = files
            .flat_map(Code::named)
            .filter(|path| path.begins("crate::edge"))
            .filter_map(|path| path.names.get(2).cloned())
            .collect();
        let unused = doors.iter().filter(|door| !used.contains(**door));
        complaints.extend(unused.map(|door| format!("{module} no longer opens {door}: take it out of MAY_OPEN")));
    }
    settle(complaints);
}

#[test]
fn what_sources_share_is_used_by_each_that_may() {
    let program = code::program(&root());
    let uses = |source: &str, folder: &str| {
        let files = program.iter().filter(|code| code.path.starts_with(&format!("src/source/{source}/")));
        files.flat_map(Code::named).any(|path| shared_folder(&path) == Some(folder))
    };
    let rights = SHARED.iter().flat_map(|(folder, sources)| sources.iter().map(move |source| (*folder, *source)));
    let unused = rights.filter(|(folder, source)| !uses(source, folder));
    settle(unused.map(|(folder, source)| format!("{source} does not use {folder}: take it out of SHARED")).collect());
}

#[test]
fn no_stage_and_no_edge_is_given_a_right_to_a_stage() {
    for (module, rights) in MAY_USE.iter().filter(|(module, _)| *module != "run") {
        let stages: Vec<_> = rights.iter().filter(|right| STAGES.contains(right) || **right == "run").collect();
        // Redaction is a filter of its own as well, and a policy is a setting; sources say which settings they have.
        let allowed: &[&str] = match *module {
            "cli" => &["redact", "run", "source"],
            "config" => &["redact"],
            _ => &[],
        };
        assert!(
            stages.iter().all(|stage| allowed.contains(*stage)),
            "{module} may use {stages:?} in MAY_USE; only src/run/ knows stages"
        );
    }
}

#[test]
fn crates_and_doors_are_used_where_they_belong() {
    settle(code::program(&root()).iter().flat_map(misplaced).collect());
}

#[test]
fn every_dependency_has_its_place_and_is_used_there() {
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    let named: Vec<(String, Vec<code::Named>)> =
        code::program(&root()).iter().map(|code| (code.path.clone(), code.named())).collect();
    let mut complaints = Vec::new();
    for dependency in manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_")) {
        let Some(places) = rights(BELONGS, &dependency) else {
            complaints
                .push(format!("Cargo.toml: the dependency {dependency} has no line in BELONGS; say where it belongs"));
            continue;
        };
        for place in places {
            let mut there = named.iter().filter(|(path, _)| is_below(path.trim_start_matches("src/"), &[place]));
            if !there.any(|(_, named)| named.iter().any(|path| path.begins(&dependency))) {
                complaints
                    .push(format!("src/{place} does not use {dependency}: take it out of BELONGS (or of Cargo.toml)"));
            }
        }
    }
    settle(complaints);
}

#[test]
fn nothing_outside_of_tests_gives_up_or_prints_past_the_printer() {
    let build = code::read(&root(), "build.rs");
    settle(code::program(&root()).iter().chain([&build]).flat_map(forbidden).collect());
}

#[test]
fn the_compiler_forbids_unsafe_code() {
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"), "[lints.rust] in Cargo.toml");
}

#[test]
fn everything_public_is_documented() {
    settle(code::program(&root()).iter().flat_map(undocumented).collect());
}

#[test]
fn what_the_suite_leaves_out_is_in_the_slow_tier() {
    let files = ["src", "tests"].iter().flat_map(|folder| code::files_below(&root(), folder));
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
fn files_import_one_another_in_no_large_circle() {
    let program = code::program(&root());
    let found = circles::circles(&program, MOST_FILES_OF_A_CIRCLE);
    let most = |circle: &[String]| {
        CIRCLES
            .iter()
            .find(|(folder, _)| circle.iter().all(|path| path.starts_with(folder)))
            .map_or(0, |(_, most)| *most)
    };
    let large = found.iter().filter(|circle| circle.len() > most(circle));
    let told = |circle: &Vec<String>| {
        format!("{} import one another; move what they share into a file that imports none of them", circle.join(", "))
    };
    settle(large.map(told).collect());
    for (folder, most) in CIRCLES {
        let is_used = found.iter().any(|circle| circle.len() == *most && circle[0].starts_with(folder));
        assert!(is_used, "no circle in {folder} has {most} files; lower its number in CIRCLES");
    }
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

/// The project's own files: everything at the top that is not made by building or running it.
fn tracked() -> Vec<String> {
    const FOLDERS: [&str; 5] = [".ci", "fixtures", "sql", "src", "tests"];
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
    let wrong_imports = |code: &Code| wrong_imports(code, &["confluence".to_owned()]);
    let found = |complaints: Vec<String>, what: &str| {
        assert!(complaints.iter().any(|complaint| complaint.contains(what)), "{what}: {complaints:?}");
    };
    found(wrong_imports(&code("src/land/x.rs", "use crate::{error::Error, export};")), "may not use export");
    found(wrong_imports(&code("src/land/x.rs", "fn f() { crate::run::go() }")), "in f: names crate::run::go");
    found(wrong_imports(&code("src/land/x/y.rs", "fn f() { super::super::super::redact::g() }")), "may not use redact");
    found(
        wrong_imports(&code("src/land/x.rs", "fn f() { println!(\"{}\", crate::source::NAME) }")),
        "may not use source",
    );
    found(wrong_imports(&code("src/edge/x.rs", "use super::super::transform::prove;")), "may not use transform");
    found(wrong_imports(&code("src/transform/x.rs", "use crate::edge::http;")), "edge::http");
    found(wrong_imports(&code("src/other/x.rs", "")), "no line in MAY_USE");
    found(wrong_imports(&code("src/source/jira/x.rs", "use crate::source::confluence::Cloud;")), "no other source");
    let shared = "use crate::source::atlassian::door;";
    found(
        wrong_imports(&code("src/source/atlassian/x.rs", "use crate::source::confluence::Cloud;")),
        "no other source",
    );
    found(wrong_imports(&code("src/source/rest/x.rs", shared)), "SHARED");
    found(wrong_imports(&code("src/source/client.rs", shared)), "SHARED");
    found(wrong_imports(&code("src/run/x.rs", shared)), "SHARED");
    assert_eq!(wrong_imports(&code("src/source/confluence/x.rs", shared)), Vec::<String>::new());
    assert_eq!(wrong_imports(&code("src/source/atlassian/x.rs", shared)), Vec::<String>::new());
    found(misplaced(&code("src/run/x.rs", "use std::fs as files; fn f() { files::read(\"a\"); }")), "std::fs");
    found(misplaced(&code("src/run/x.rs", "use std::{fs::File, io};")), "std::fs::File");
    found(misplaced(&code("src/run/x.rs", "fn f() { let now = std::time::Instant::now(); }")), "belongs into no file");
    found(misplaced(&code("src/run/x.rs", "#[derive(clap::Args)] struct A;")), "clap::Args");
    found(misplaced(&code("src/run/x.rs", "fn f() { json!({ \"a\": tokio::net::lookup() }) }")), "tokio::net");
    found(forbidden(&code("src/run/x.rs", "fn f() { a.unwrap(); }")), "in f: uses .unwrap");
    found(forbidden(&code("src/run/x.rs", "fn f() { format!(\"{}\", a.b().expect(\"x\")); }")), ".expect");
    found(forbidden(&code("src/run/x.rs", "fn f() { select! { _ = a => panic!(\"b\") } }")), "panic!");
    found(undocumented(&code("src/x.rs", "//! X.\n/// S.\npub struct S { pub a: u8 }")), "S::a");
    found(undocumented(&code("src/x.rs", "//! X.\nimpl S { pub fn f() {} }")), ": f has");
    found(undocumented(&code("src/x.rs", "/// T.\npub trait T { fn f(); }")), "T::f");
    found(undocumented(&code("src/x.rs", "/// E.\npub enum E { A }")), "the file itself");
    let ring = [
        code("src/a/mod.rs", "mod b; mod c; pub use b::B; use c::C;"),
        code("src/a/b.rs", "use super::D; fn f() { super::c::g() }"),
        code("src/a/c.rs", "#[cfg(test)] mod tests { use crate::a::b::B; } use crate::a::D;"),
    ];
    assert_eq!(circles::circles(&ring, 1), [["src/a/mod.rs", "src/a/c.rs"]]);
    let long = format!("pub(super) async fn long<T>(\n) {{\n{}}}\n", "    step();\n".repeat(70));
    found(too_long(&code("src/x.rs", &long)), "the function long has 73 lines");
    found(too_long(&code("src/x.rs", &"const A: u8 = 1;\n".repeat(451))), "451 lines of code");
}

#[test]
fn what_is_in_order_is_not_complained_about() {
    let text = "//! X.\nuse crate::error::Error;\nuse super::parquet;\nfn f() { parquet::write(\"std::fs\") }\n\
                #[cfg(test)]\nmod tests { use crate::run; use std::fs; #[test] fn t() { a.unwrap() } }";
    let code = Code::new("src/export/x.rs", text);
    let complaints =
        [wrong_imports(&code, &sources()), misplaced(&code), forbidden(&code), undocumented(&code), too_long(&code)];
    assert_eq!(complaints.concat(), Vec::<String>::new());
}
