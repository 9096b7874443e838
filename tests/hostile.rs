//! Names written by somebody who means harm: no path, no SQL, no terminal escape comes of them.

use crate::support::server::*;
use crate::support::site::{Home, Run, files_below};
use catchment_base::error::printable;
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use serde_json::{Value, json};
use std::path::Path;

/// What the fixture holds: path tricks, controls, directions, pairs that fold together, SQL, templates, formulas.
fn names() -> Vec<String> {
    serde_json::from_str(include_str!("../fixtures/hostile/names.json")).unwrap()
}

/// What is printed holds no control character but the end of a line, and nothing that changes its direction.
fn is_plain(run: &Run) {
    for byte in run.stdout.iter().chain(&run.stderr) {
        assert!(*byte >= 0x20 || *byte == b'\n', "the byte {byte:#x} is printed: {}", run.words());
    }
    let json = serde_json::from_slice::<Value>(&run.stdout).is_ok();
    let text = if json { String::from_utf8_lossy(&run.stderr).into_owned() } else { run.words() };
    let bad = text.chars().find(|c| (c.is_control() && *c != '\n') || DIRECTIONS.contains(c));
    assert_eq!(bad, None, "it is printed: {}", run.words());
    assert!(!run.words().contains("\nerror: faked"), "a line was faked: {}", run.words());
}

const DIRECTIONS: [char; 12] = [
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
    '\u{2067}', '\u{2068}', '\u{2069}',
];

/// The work folder holds only what the program names itself.
fn tree_is_clean(home: &Home) {
    for path in files_below(home.dir()) {
        let name = path.strip_prefix(home.dir()).unwrap().to_str().unwrap().to_owned();
        assert!(is_expected(&name), "{name:?}");
    }
    for outside in ["../catchment-came-out", "../../catchment-came-out", "/abs", "/var/catchment-came-out.db"] {
        assert!(!home.dir().join(outside).exists(), "{outside}");
    }
}

fn is_expected(name: &str) -> bool {
    const FIXED: [&str; 8] = [
        "lake/README.txt",
        "catchment.toml",
        "data/catchment.key",
        "data/catchment.key.lock",
        "data/wiki.duckdb",
        "data/wiki.duckdb.wal",
        "data/wiki.lock",
        "lake/wiki/current",
    ];
    const DATASETS: [&str; 5] = ["space_content", "deleted_content", "spaces", "containers", "page_tree"];
    let safe = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    FIXED.contains(&name)
        || ["lake/catalog.duckdb", "lake/catalog.ducklake", "lake/.catalog.lock"].contains(&name)
        || ["lake/catalogs/", "lake/wiki/_sync/"]
            .iter()
            .any(|folder| name.strip_prefix(folder).is_some_and(|rest| rest.split('/').all(safe)))
        || name.strip_prefix("lake/wiki/").is_some_and(|rest| {
            let parts: Vec<&str> = rest.split('/').collect();
            let is_data =
                |dataset: &str, file: &str| DATASETS.contains(&dataset) && file.ends_with(".parquet") && safe(file);
            match parts[..] {
                ["generations", number, "manifest.json"] => number.parse::<u32>().is_ok(),
                ["generations", number, dataset, file] => number.parse::<u32>().is_ok() && is_data(dataset, file),
                [dataset, file] => is_data(dataset, file),
                _ => false,
            }
        })
}

fn runs_are_plain(home: &Home, code: i32) {
    for args in [
        // What says more says everything that the plain command does.
        &["sync", "--verbose"][..],
        &["sync", "--format", "json"],
        &["status", "--verbose"],
        &["status", "--format", "json"],
    ] {
        let run = home.run(args);
        is_plain(&run);
        let wanted = if args[0] == "sync" { code } else { 0 };
        assert_eq!(run.code, Some(wanted), "{args:?}: {}", run.words());
    }
    tree_is_clean(home);
    // The database is whole: it opens, and its tables are there and hold what they held.
    assert_eq!(home.query("select count(*) from sync.run"), ["2"]);
    assert_eq!(home.query("select count(distinct table_schema) from information_schema.tables").len(), 1);
}

/// A site with one space of these objects.
fn serve(objects: &[Value]) -> Server {
    Server::start(
        Script::default().spaces(&[("100", "DOCS")]).on(is_pages_of("100"), Reply::json(listing(objects, None))),
    )
}

#[test]
fn hostile_titles_are_kept_as_they_are_and_nothing_comes_of_them() {
    let names = names();
    let objects: Vec<Value> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let mut page = page(&at.to_string(), name);
            page["version"]["message"] = json!(name);
            page
        })
        .collect();
    let server = serve(&objects);
    let home = Home::new(&server.url(), "");
    runs_are_plain(&home, 0);
    let rows = home.rows();
    assert_eq!(rows.len(), names.len());
    for (at, name) in names.iter().enumerate() {
        let row = &rows[&at.to_string()];
        assert_eq!(row["title"].as_ref(), Some(name));
        assert_eq!(row["version_message"].as_ref(), Some(name).filter(|name| !name.is_empty()));
    }
}

#[test]
fn hostile_ids_are_keys_like_any_other() {
    let names: Vec<String> = names().into_iter().filter(|name| !name.is_empty()).collect();
    let objects: Vec<Value> = names.iter().map(|name| page(name, "title")).collect();
    let server = serve(&objects);
    let home = Home::new(&server.url(), "");
    runs_are_plain(&home, 0);
    let rows = home.rows();
    assert_eq!(rows.len(), names.len());
    assert!(names.iter().all(|name| rows.contains_key(name)));
}

#[test]
fn hostile_ids_in_the_quarantine_are_printed_harmlessly() {
    let names: Vec<String> = names().into_iter().filter(|name| !name.is_empty()).collect();
    let objects: Vec<Value> = names
        .iter()
        .map(|name| {
            let mut page = page(name, "title");
            page["version"] = json!("wrong");
            page
        })
        .collect();
    let server = serve(&objects);
    let home = Home::new(&server.url(), "");
    runs_are_plain(&home, 3);
    assert!(home.rows().is_empty());
    let open = home.open();
    assert!(open.len() > names.len() - 5, "{} of {}", open.len(), names.len());
    for row in open.iter().step_by(30) {
        let run = home.run(&["acknowledge", "wiki", &row["id"].to_string(), "--reason", "a test"]).ends(0);
        is_plain(&run);
    }
}

#[test]
fn hostile_spaces_fields_and_statuses_come_to_nothing() {
    let names = names();
    let mut spaces: Vec<Value> =
        names.iter().enumerate().map(|(at, name)| space(&(100 + at).to_string(), name, name)).collect();
    for (space, name) in spaces.iter_mut().zip(&names) {
        space["type"] = json!(name);
        space["status"] = json!(name);
        space["homepageId"] = json!(name);
    }
    let objects = |seen: &Seen| {
        let id = seen.target.split('/').nth(5).unwrap().to_owned();
        let name = &names_of(&id);
        let mut page = page(&id, "title");
        for field in ["spaceId", "parentId", "parentType"] {
            page[field] = json!(name);
        }
        page["spaceId"] = json!(id);
        let mut gone = page.clone();
        gone["id"] = json!(format!("{id}x"));
        gone["status"] = json!(name);
        Reply::json(listing(&[page, gone], None))
    };
    let script = Script::default()
        .on(is_spaces, Reply::json(listing(&spaces, None)))
        .with(|target| target.starts_with("/wiki/api/v2/spaces/"), objects);
    let server = Server::start(script);
    let home = Home::new(&server.url(), "");
    runs_are_plain(&home, 3);
    let rows = home.rows();
    assert_eq!(rows.len(), names.len(), "a status that is no known word is open and not published");
    for (at, name) in names.iter().enumerate() {
        let row = &rows[&(100 + at).to_string()];
        assert_eq!(row["parent_id"].as_ref(), Some(name));
        let key = row["space_key"].as_ref().unwrap();
        assert!(key == name.trim() || name.starts_with('~'), "{name:?} became {key:?}");
    }
}

/// The ids of spaces, one for each name, and a script that lists them.
fn space_of_each_name() -> (Vec<String>, Script) {
    let ids: Vec<String> = (0..names().len()).map(|at| (100 + at).to_string()).collect();
    let spaces: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let script = Script::default().spaces(&spaces);
    (ids, script)
}

fn names_of(id: &str) -> String {
    names()[id.parse::<usize>().unwrap() - 100].clone()
}

#[test]
fn hostile_space_ids_make_no_address_and_no_path() {
    let names: Vec<String> = names().into_iter().filter(|name| !name.is_empty()).collect();
    let mut spaces: Vec<Value> = names.iter().map(|name| space(name, "K", "name")).collect();
    spaces.push(space("200", "ENG", "well"));
    let script = Script::default()
        .on(is_spaces, Reply::json(listing(&spaces, None)))
        .on(is_pages_of("200"), Reply::json(listing(&pages(&["3"]), None)));
    let server = Server::start(script);
    let home = Home::new(&server.url(), "");
    runs_are_plain(&home, 3);
    assert_eq!(home.ids(), ["3"]);
    let targets = server.targets();
    let of_site = |target: &str| target.starts_with("/wiki/api/v2/pages?limit=") || is_account(target);
    // Letters and digits are one segment of a path, whatever they spell.
    let plain = |name: &&String| name.chars().all(|c| c.is_ascii_alphanumeric());
    let of_plain = |target: &str| names.iter().filter(plain).any(|name| is_pages_of(name)(target));
    let known =
        |target: &String| is_spaces(target) || is_pages_of("200")(target) || of_site(target) || of_plain(target);
    assert!(targets.iter().all(known), "{targets:?}");
    assert_eq!(home.open().len(), names.len());
}

#[test]
fn hostile_cursors_are_followed_or_refused_and_come_to_nothing() {
    let (ids, script) = space_of_each_name();
    let script = script.with(
        |target| target.starts_with("/wiki/api/v2/spaces/"),
        |seen| {
            let id = seen.target.split('/').nth(5).unwrap();
            let link = format!("/wiki/api/v2/spaces/{id}/pages?cursor={}&limit=25&body-format=storage", names_of(id));
            let again = seen.target.contains("cursor=");
            let body =
                if again { listing(&pages(&[&format!("{id}x")]), None) } else { listing(&pages(&[id]), Some(&link)) };
            Reply::json(body)
        },
    );
    let server = Server::start(script);
    let home = Home::new(&server.url(), "");
    let run = home.run(&["sync", "--verbose"]);
    is_plain(&run);
    // A cursor of "#" or "&" cuts the query short and is no other listing's for that.
    assert!(matches!(run.code, Some(0 | 3)), "{}", run.words());
    is_plain(&home.run(&["status", "--verbose"]));
    is_plain(&home.run(&["status", "--format", "json"]));
    tree_is_clean(&home);
    assert!(ids.iter().all(|id| home.ids().contains(id)));
    let targets = server.targets();
    let known = |target: &String| target.starts_with("/wiki/api/v2/") || is_account(target);
    assert!(targets.iter().all(known), "{targets:?}");
}

#[test]
fn hostile_next_links_stay_on_the_site() {
    let script = space_of_each_name().1.with(
        |target| target.starts_with("/wiki/api/v2/spaces/"),
        |seen| {
            let id = seen.target.split(['/', '?']).nth(5).unwrap().to_owned();
            let known = id.parse::<usize>().is_ok_and(|id| id >= 100);
            if known { Reply::json(listing(&pages(&[&id]), Some(&names_of(&id)))) } else { Reply::error(404, &[]) }
        },
    );
    let server = Server::start(script);
    let home = Home::new(&server.url(), "");
    let run = home.run(&["sync", "--verbose"]);
    is_plain(&run);
    assert!(matches!(run.code, Some(0 | 3)), "{}", run.words());
    is_plain(&home.run(&["status", "--verbose"]));
    tree_is_clean(&home);
}

#[test]
fn hostile_errors_and_headers_are_printed_harmlessly() {
    let names = names();
    let (ids, mut script) = space_of_each_name();
    for (id, name) in ids.iter().zip(&names) {
        let body = json!({"message": name, "errors": [{"title": name, "detail": name, "code": name}]}).to_string();
        let header: String = name.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')).collect();
        let reply = match id.parse::<usize>().unwrap() % 4 {
            0 => Reply::of(400, "application/json", &[], body),
            1 => Reply::of(403, "application/json", &[("X-Name", &header)], body),
            2 => Reply::of(200, &header, &[], body),
            _ => Reply::redirect(&header),
        };
        script = script.on(is_pages_of(id), reply);
    }
    let server = Server::start(script);
    let home = Home::new(&server.url(), "rate_limit_timeout_ms = 1");
    runs_are_plain(&home, 3);
    let told = |name: &&String| !name.contains('\0') && name.chars().any(|c| c.is_control() || DIRECTIONS.contains(&c));
    for name in names.iter().filter(told) {
        is_plain(&home.run(&["status", "--", name]));
    }
}

#[test]
fn hostile_space_keys_in_the_configuration_are_refused_or_sent_whole() {
    let server = Server::start(Script::default().spaces(&[]));
    let home = Home::new(&server.url(), "");
    let mut taken = Vec::new();
    for name in names() {
        home.configure(&server.url(), &format!("space_keys = [{}]", toml_text(&name)));
        match Config::load(&home.dir().join("catchment.toml"), &DIALECTS) {
            Ok(_) => taken.push(name),
            Err(error) => assert!(error.hint_text().is_some() && printable(&error.to_string()) == error.to_string()),
        }
    }
    assert!(taken.len() > 20 && taken.len() < names().len());
    let keys: Vec<String> = taken.iter().map(|name| toml_text(name)).collect();
    home.configure(&server.url(), &format!("space_keys = [{}]", keys.join(", ")));
    is_plain(&home.run(&["config"]).ends(0));
    is_plain(&home.run(&["config", "--format", "json"]).ends(0));
    is_plain(&home.run(&["sync"]).ends(3));
    assert_eq!(server.targets().iter().filter(|target| target.contains("keys=")).count(), 0);
    // Without patterns, all of which need the listing of every space, keys are sent.
    taken.retain(|name| !name.contains(['*', '?']) && !name.starts_with('!') && !name.starts_with("name:"));
    assert!(taken.len() > 20);
    let keys: Vec<String> = taken.iter().map(|name| toml_text(name)).collect();
    home.configure(&server.url(), &format!("space_keys = [{}]", keys.join(", ")));
    is_plain(&home.run(&["sync"]).ends(3));
    let mut sent = Vec::new();
    for target in server.targets().iter().filter(|target| is_spaces(target)) {
        let target = url::Url::parse(&format!("http://x{target}")).unwrap();
        sent.extend(target.query_pairs().filter(|(field, _)| field == "keys").map(|(_, key)| key.into_owned()));
    }
    // A long list goes in several requests.
    assert_eq!(sent[..taken.len()], taken);
    tree_is_clean(&home);
}

/// A text as a TOML string with everything odd escaped.
fn toml_text(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) })
        .collect();
    format!("\"{escaped}\"")
}

#[test]
fn a_folder_with_a_hostile_name_is_a_folder() {
    let server = serve(&pages(&["1"]));
    for name in ["it's \"here\"; drop table x --", "$1 {{x}} %s", "*[a]"] {
        let home = Home::new(&server.url(), "");
        let text = std::fs::read_to_string(home.dir().join("catchment.toml")).unwrap();
        let text = text
            .replace("\"data\"", &toml_text(&format!("{name}/data")))
            .replace("\"lake\"", &toml_text(&format!("{name}/lake")));
        std::fs::write(home.dir().join("catchment.toml"), text).unwrap();
        is_plain(&home.run(&["init"]).ends(0));
        is_plain(&home.run(&["sync"]).ends(0));
        is_plain(&home.run(&["status"]).ends(0));
        let published = files_below(&home.dir().join(name).join("lake/wiki/generations/1/space_content"));
        assert_eq!(published.len(), 1, "{name:?}");
        assert!(Path::new(&published[0]).exists());
    }
}

#[test]
fn a_folder_that_the_database_would_misread_is_refused() {
    let home = Home::new("http://127.0.0.1:9/wiki", "");
    let text = std::fs::read_to_string(home.dir().join("catchment.toml")).unwrap();
    std::fs::write(home.dir().join("catchment.toml"), text.replace("\"data\"", "\"what?/data\"")).unwrap();
    home.run(&["init"]).ends(0);
    home.run(&["sync"]).ends(2).says("hint:");
    let files = files_below(home.dir());
    assert!(files.iter().all(|file| !file.to_string_lossy().contains("wal")), "{files:?}");
}
