//! Who imports whom inside a crate, and where the doors to the outside are. Which crate depends on which stands in the manifests, and
//! Cargo holds the code to it.

use super::code::{self, Code, Named};
use super::{circles, forbidden, is_below, place, root, settle, sources};
use std::collections::BTreeSet;

/// The rooms of a crate: its folders and files at the top, and which others of them each may import.
type Rooms = &'static [(&'static str, &'static [&'static str])];

/// Crates whose rooms know only some of the others. The stages of `lake` know none of each other: `run` leads from one to the next.
const ROOMS: &[(&str, Rooms)] = &[
    (
        "catchment_lake",
        &[
            // The macro stands at the root, as exported ones do.
            ("db", &["params"]),
            ("export", &["db", "sql"]),
            ("functions", &["db"]),
            ("land", &["db"]),
            ("sql", &[]),
            ("transform", &["db", "sql"]),
        ],
    ),
    ("catchment_source", &[("config", &[])]),
];

/// Crates whose rooms stand in an order: each may import those before it.
const ORDERED: &[(&str, &[&str])] = &[(
    "catchment_run",
    &["connection", "schema", "stage", "plan", "fetch", "upload", "publish", "inspect", "sync", "check", "maintain"],
)];

/// What sources of one vendor have in common: a folder beside the sources that is none, and the sources that may use it.
const SHARED: &[(&str, &[&str])] = &[("atlassian", &["confluence", "jira"])];

/// The modules that are doors to the outside.
const DOORS: [(&str, &[&str]); 3] = [
    ("catchment_base", &["clock", "disk", "failpoint"]),
    ("catchment_io", &["analyzer", "callback", "control", "credentials", "http", "store"]),
    ("catchment_lake", &["db"]),
];

/// Doors that a crate, or a part of one, goes through, where it does not have them all. The first row that fits counts.
const MAY_OPEN: &[(&str, &[&str])] = &[
    ("crates/lake/src/export/", &["clock", "db", "disk", "failpoint", "store"]),
    ("crates/lake/src/functions.rs", &["db"]),
    ("crates/lake/src/land/", &["clock", "db", "disk", "failpoint"]),
    ("crates/lake/src/transform/", &["db"]),
    ("crates/practice/", &["clock", "disk"]),
    ("crates/redact/", &["analyzer"]),
    ("crates/source/src/config/", &["analyzer", "disk", "http", "store"]),
    ("crates/source/", &["clock", "credentials", "http"]),
    ("src/", &["clock", "db", "disk"]),
];

/// Where a path from outside may be named, if that is not in a whole crate: parts of the standard library and of tokio that are doors
/// to the outside, crates behind one door, and cryptography.
const BELONGS: &[(&str, &[&str])] = &[
    (
        "arrow",
        &[
            "crates/lake/src/db.rs",
            "crates/lake/src/export/",
            "crates/lake/src/functions.rs",
            "crates/lake/src/land/log.rs",
            "crates/lake/src/land/sight.rs",
            "crates/lake/src/transform/stage.rs",
            "crates/run/src/stage/",
        ],
    ),
    (
        "aws_lc_rs",
        &[
            "crates/io/src/key.rs",
            "crates/io/src/store/folder.rs",
            "crates/lake/src/functions.rs",
            "crates/lake/src/land/seal.rs",
            "crates/practice/",
            "crates/redact/src/analyzer.rs",
            "crates/redact/src/engine/check/",
            "crates/redact/src/token.rs",
            "crates/source/src/auth/connect.rs",
            "crates/source/src/retry.rs",
        ],
    ),
    ("chrono::Local", &[]),
    ("chrono::Utc::now", &["crates/base/src/clock.rs"]),
    ("clap", &["src/cli/", "src/demo/mod.rs"]),
    ("duckdb", &["crates/lake/src/db.rs", "crates/lake/src/db/"]),
    ("getrandom", &["crates/lake/src/land/seal.rs"]),
    ("httpdate", &["crates/base/src/clock.rs"]),
    ("object_store", &["crates/io/src/store/"]),
    ("parquet", &["crates/lake/src/export/"]),
    ("reqwest", &["crates/io/src/http.rs", "crates/io/src/http/"]),
    ("rustix", &["crates/base/src/disk.rs"]),
    (
        "std::env",
        &[
            "crates/base/src/failpoint.rs",
            "crates/io/src/http/transport.rs",
            "crates/io/src/store/bucket.rs",
            "crates/source/src/config/secret_ref.rs",
            "src/cli/print.rs",
        ],
    ),
    ("std::fs", &["crates/base/src/disk.rs"]),
    (
        "std::net",
        &[
            "crates/io/src/callback.rs",
            "crates/practice/src/host.rs",
            "crates/redact/src/engine/read/",
            "crates/redact/src/rewrite/normal.rs",
        ],
    ),
    ("std::os::unix::fs", &["crates/base/src/disk.rs"]),
    ("std::os::unix::net", &["crates/io/src/control.rs"]),
    (
        "std::process",
        &["crates/base/src/failpoint.rs", "crates/run/src/connection/opened.rs", "src/cli/", "src/main.rs"],
    ),
    ("std::time::Instant", &[]),
    ("std::time::SystemTime", &[]),
    ("tokio::fs", &[]),
    ("tokio::net", &["crates/io/src/callback.rs", "crates/practice/src/host.rs"]),
    ("tokio::process", &[]),
    ("tokio::signal", &["src/cli/watch.rs"]),
    (
        "tokio::time",
        &[
            "crates/base/src/clock.rs",
            "crates/io/src/http.rs",
            "crates/io/src/http/download.rs",
            "crates/practice/src/host.rs",
        ],
    ),
    ("zeroize", &["crates/base/src/secret.rs", "crates/io/src/http/sign.rs"]),
    ("zstd", &["crates/lake/src/land/seal.rs"]),
];

/// The most files that may import one another in a circle, and the folders in which a circle may be larger.
const MOST_FILES_OF_A_CIRCLE: usize = 3;
const CIRCLES: &[(&str, usize)] = &[("crates/run/src/", 4)];

/// The rooms that a room may import; nothing where it may import all.
fn rooms_of(krate: &str, room: &str) -> Option<Vec<&'static str>> {
    let among = |rooms: &Rooms| rooms.iter().find(|(name, _)| *name == room).map(|(_, others)| others.to_vec());
    let listed = ROOMS.iter().find(|(name, _)| *name == krate).and_then(|(_, rooms)| among(rooms));
    let before = |rooms: &[&'static str]| rooms.iter().copied().take_while(|name| *name != room).collect();
    listed.or_else(|| ORDERED.iter().find(|(name, _)| *name == krate).map(|(_, rooms)| before(rooms)))
}

/// Imports of a file that its room does not allow.
pub fn wrong_imports(code: &Code, sources: &[String]) -> Vec<String> {
    let mut complaints = Vec::new();
    for path in code.named() {
        let names = || path.names.join("::");
        let within = place(&path.within);
        if let [krate, room, ..] = &code.module[..]
            && path.names[0] == *krate
            && let (Some(others), Some(named)) = (rooms_of(krate, room), path.names.get(1))
            && named != room
            && !others.contains(&named.as_str())
        {
            complaints.push(format!(
                "{}{within}: names {}, but {room} may not use {named}; let crates/run/ pass what is needed, or see ROOMS and ORDERED",
                code.path,
                names()
            ));
        }
        let row = MAY_OPEN.iter().find(|(part, _)| is_below(&code.path, &[part]));
        if let (Some((part, doors)), Some(door)) = (row, door(&path))
            && !doors.contains(&door)
        {
            complaints.push(format!(
                "{}{within}: names {}, but {part} does not go through {door}; see MAY_OPEN",
                code.path,
                names()
            ));
        }
        if crosses_sources(code, &path, sources) {
            complaints.push(format!(
                "{}: names {}, but a source knows no other source; share it in crates/source/src/",
                code.path,
                names()
            ));
        }
        if borrows(code, &path) {
            complaints.push(format!(
                "{}: names {}, which sources share; give that source a place in SHARED, or let the engine ask a facet",
                code.path,
                names()
            ));
        }
    }
    complaints
}

/// The door to the outside that a path leads through.
fn door(path: &Named) -> Option<&'static str> {
    let [krate, module, ..] = &path.names[..] else { return None };
    let (_, doors) = DOORS.iter().find(|(name, _)| name == krate)?;
    doors.iter().copied().find(|door| door == module)
}

/// The folder that sources share of which a path names something.
fn shared_folder(path: &Named) -> Option<&str> {
    let folder = path.names.get(1).filter(|_| path.begins("catchment_source"))?;
    SHARED.iter().map(|(shared, _)| *shared).find(|shared| shared == folder)
}

/// Whether code names a folder that sources share, but is neither in it nor in one of these sources.
fn borrows(code: &Code, path: &Named) -> bool {
    let Some(folder) = shared_folder(path) else { return false };
    let users = SHARED.iter().find(|(shared, _)| *shared == folder).map(|(_, users)| *users).unwrap_or_default();
    let own = code.module.get(1).filter(|_| code.module[0] == "catchment_source").map(String::as_str);
    own.is_none_or(|own| own != folder && !users.contains(&own))
}

/// Whether code of `source` names one source from outside of it.
fn crosses_sources(code: &Code, path: &Named, sources: &[String]) -> bool {
    let named = path.names.get(1).filter(|name| path.begins("catchment_source") && sources.contains(name));
    named.is_some_and(|source| code.module.get(1) != Some(source))
}

/// Paths from outside that a file may not name.
pub fn misplaced(code: &Code) -> Vec<String> {
    let mut complaints = Vec::new();
    for path in code.named() {
        for (what, places) in BELONGS.iter().filter(|(what, places)| path.begins(what) && !is_below(&code.path, places))
        {
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

#[test]
fn rooms_use_only_those_that_they_may() {
    let sources = sources();
    settle(code::program(&root()).iter().flat_map(|code| wrong_imports(code, &sources)).collect());
}

#[test]
fn every_room_is_in_its_table_and_no_right_is_unused() {
    let program = code::program(&root());
    let mut complaints = Vec::new();
    for (krate, rooms) in ROOMS {
        for (room, others) in *rooms {
            let files = program.iter().filter(|code| code.module.starts_with(&[krate.to_string(), room.to_string()]));
            let named: Vec<Named> = files.flat_map(Code::named).collect();
            let unused =
                others.iter().filter(|other| !named.iter().any(|path| path.begins(&format!("{krate}::{other}"))));
            complaints
                .extend(unused.map(|other| format!("{room} of {krate} no longer uses {other}: take it out of ROOMS")));
        }
    }
    let tables = ROOMS.iter().map(|(krate, rooms)| (*krate, rooms.iter().map(|(room, _)| *room).collect::<Vec<_>>()));
    let whole = tables.filter(|(krate, _)| *krate == "catchment_lake");
    for (krate, rooms) in whole.chain(ORDERED.iter().map(|(krate, rooms)| (*krate, rooms.to_vec()))) {
        let there: BTreeSet<&str> = program
            .iter()
            .filter(|code| code.module[0] == krate)
            .filter_map(|code| code.module.get(1).map(String::as_str))
            .collect();
        let missing = there.iter().filter(|room| !rooms.contains(room));
        complaints.extend(missing.map(|room| format!("{room} of {krate} stands in no table: see ROOMS and ORDERED")));
        let gone = rooms.iter().filter(|room| !there.contains(*room));
        complaints.extend(gone.map(|room| format!("{krate} has no {room} any more: take it out of its table")));
    }
    settle(complaints);
}

#[test]
fn no_part_has_a_door_or_a_crate_that_it_does_not_use() {
    let program = code::program(&root());
    let mut complaints = Vec::new();
    for (at, (part, doors)) in MAY_OPEN.iter().enumerate() {
        let is_taken = |path: &str| MAY_OPEN[..at].iter().any(|(before, _)| is_below(path, &[before]));
        let files = program.iter().filter(|code| is_below(&code.path, &[part]) && !is_taken(&code.path));
        let used: BTreeSet<&str> = files.flat_map(Code::named).filter_map(|path| door(&path)).collect();
        let unused = doors.iter().filter(|door| !used.contains(**door));
        complaints.extend(unused.map(|door| format!("{part} no longer opens {door}: take it out of MAY_OPEN")));
    }
    for (what, places) in BELONGS {
        for place in *places {
            let mut there = program.iter().filter(|code| is_below(&code.path, &[place]));
            if !there.any(|code| code.named().iter().any(|path| path.begins(what))) {
                complaints.push(format!("{place} does not use {what}: take it out of BELONGS"));
            }
        }
    }
    settle(complaints);
}

#[test]
fn what_sources_share_is_used_by_each_that_may() {
    let program = code::program(&root());
    let uses = |source: &str, folder: &str| {
        let files = program.iter().filter(|code| code.path.starts_with(&format!("crates/source/src/{source}/")));
        files.flat_map(Code::named).any(|path| shared_folder(&path) == Some(folder))
    };
    let rights = SHARED.iter().flat_map(|(folder, sources)| sources.iter().map(move |source| (*folder, *source)));
    let unused = rights.filter(|(folder, source)| !uses(source, folder));
    settle(unused.map(|(folder, source)| format!("{source} does not use {folder}: take it out of SHARED")).collect());
}

#[test]
fn doors_and_crates_are_used_where_they_belong() {
    settle(code::program(&root()).iter().flat_map(misplaced).collect());
}

#[test]
fn every_dependency_is_used_by_the_crate_that_names_it() {
    let program = code::program(&root());
    let manifest = |folder: &str| -> toml::Table {
        std::fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap().parse().unwrap()
    };
    let names = |table: &toml::Table, key: &str| -> BTreeSet<String> {
        table.get(key).and_then(toml::Value::as_table).into_iter().flat_map(|table| table.keys().cloned()).collect()
    };
    let (mut complaints, mut taken) = (Vec::new(), BTreeSet::new());
    for folder in code::crates(&root()) {
        let manifest = manifest(&folder);
        let sources = if folder.is_empty() { "src/".to_owned() } else { format!("{folder}/src/") };
        let named: BTreeSet<String> = program
            .iter()
            .filter(|code| code.path.starts_with(&sources))
            .flat_map(Code::named)
            .map(|mut path| path.names.swap_remove(0))
            .collect();
        let unused = names(&manifest, "dependencies");
        let unused = unused.iter().filter(|name| !named.contains(&name.replace('-', "_")));
        complaints.extend(
            unused.map(|name| format!("{folder}/Cargo.toml: {name} is used nowhere in {sources}: take it out")),
        );
        taken.extend(names(&manifest, "dependencies").into_iter().chain(names(&manifest, "dev-dependencies")));
        let lints = manifest["lints"]["workspace"].as_bool();
        assert_eq!(lints, Some(true), "{folder}/Cargo.toml: [lints] workspace = true");
    }
    let workspace = manifest("");
    let all = names(workspace["workspace"].as_table().unwrap(), "dependencies");
    let unused = all.iter().filter(|name| !taken.contains(*name));
    complaints.extend(
        unused.map(|name| format!("Cargo.toml: no crate takes {name}: take it out of [workspace.dependencies]")),
    );
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
fn planted_imports_are_found() {
    let code = |path: &str, text: &str| Code::new(path, text);
    let wrong = |path: &str, text: &str| wrong_imports(&code(path, text), &["confluence".to_owned()]);
    let found = |complaints: Vec<String>, what: &str| {
        assert!(complaints.iter().any(|complaint| complaint.contains(what)), "{what}: {complaints:?}");
    };
    let (land, run) = ("crates/lake/src/land/x.rs", "crates/run/src/stage/x.rs");
    found(wrong(land, "use crate::{db::Db, export};"), "may not use export");
    found(wrong(land, "fn f() { crate::transform::go() }"), "in f: names catchment_lake::transform::go");
    found(wrong("crates/lake/src/land/x/y.rs", "fn f() { super::super::super::export::g() }"), "may not use export");
    found(wrong("crates/lake/src/db/x.rs", "use super::super::sql::text;"), "may not use sql");
    found(wrong("crates/source/src/config/x.rs", "use crate::Stream;"), "may not use Stream");
    found(wrong(run, "use crate::sync::settle;"), "stage may not use sync");
    found(wrong(run, "fn f() { println!(\"{}\", super::super::check::NAME) }"), "may not use check");
    found(wrong("crates/run/src/check/mod.rs", "use crate::maintain::raw;"), "check may not use maintain");
    assert_eq!(
        wrong("crates/run/src/check/mod.rs", "use crate::sync::site; use self::probe::a;"),
        Vec::<String>::new()
    );
    found(wrong("crates/lake/src/transform/x.rs", "use catchment_io::store;"), "store");
    found(wrong("crates/source/src/walk.rs", "use catchment_base::disk::read;"), "does not go through disk");
    found(wrong("crates/source/src/jira/x.rs", "use crate::confluence::Cloud;"), "no other source");
    let shared = "use catchment_source::atlassian::door;";
    found(wrong("crates/source/src/atlassian/x.rs", "use crate::confluence::Cloud;"), "no other source");
    found(wrong("crates/source/src/rest/x.rs", shared), "SHARED");
    found(wrong("crates/source/src/client.rs", shared), "SHARED");
    found(wrong(run, shared), "SHARED");
    assert_eq!(wrong("crates/source/src/confluence/x.rs", shared), Vec::<String>::new());
    assert_eq!(wrong("crates/source/src/atlassian/x.rs", shared), Vec::<String>::new());
    found(misplaced(&code(run, "use std::fs as files; fn f() { files::read(\"a\"); }")), "std::fs");
    found(misplaced(&code(run, "use std::{fs::File, io};")), "std::fs::File");
    found(misplaced(&code(run, "fn f() { let now = std::time::Instant::now(); }")), "belongs into no file");
    found(misplaced(&code(run, "#[derive(clap::Args)] struct A;")), "clap::Args");
    found(misplaced(&code(run, "fn f() { json!({ \"a\": tokio::net::lookup() }) }")), "tokio::net");
    assert_eq!(
        forbidden(&code(run, "use super::parquet; fn f() { parquet::write(\"std::fs\") }")),
        Vec::<String>::new()
    );
}

#[test]
fn planted_circles_are_found() {
    let code = |path: &str, text: &str| Code::new(path, text);
    let ring = [
        code("crates/a/src/a/mod.rs", "mod b; mod c; pub use b::B; use c::C;"),
        code("crates/a/src/a/b.rs", "use super::D; fn f() { super::c::g() }"),
        code("crates/a/src/a/c.rs", "#[cfg(test)] mod tests { use crate::a::b::B; } use crate::a::D;"),
    ];
    assert_eq!(circles::circles(&ring, 1), [["crates/a/src/a/mod.rs", "crates/a/src/a/c.rs"]]);
    // What a folder hands on is imported from the file that has it.
    let handed_on = [
        code("crates/a/src/a/mod.rs", "mod b; mod c; pub use b::B; pub use c::{C as D};"),
        code("crates/a/src/a/b.rs", "use super::D;"),
        code("crates/a/src/a/c.rs", "use crate::a::B;"),
    ];
    assert_eq!(circles::circles(&handed_on, 1), [["crates/a/src/a/b.rs", "crates/a/src/a/c.rs"]]);
    assert_eq!(circles::circles(&handed_on[..2], 1), Vec::<Vec<String>>::new());
}
