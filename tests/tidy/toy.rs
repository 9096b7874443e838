//! A new source is four folders and a line: the toy in `tests/toy/`, put into a copy of the project.

use super::sources::{named_in_engine, words_of};
use super::{Code, REGISTRY, code, registered, root, sources, sql, statements, unregistered};
use super::{forbidden, misplaced, too_long, undocumented, wrong_imports};
use crate::support::site::{files_below, rows_of};
use crate::support::{lab, scratch};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

const FOLDERS: [&str; 4] = ["crates/source/src/toy", "sql/toy", "fixtures/toy", "crates/practice/src/toy"];

/// The folders at the top that hold something of each source.
const TOPS: [&str; 3] = ["crates", "sql", "fixtures"];

/// The project with the toy in it, removed at the end.
struct Tree(TempDir);

impl Tree {
    fn with_toy() -> Self {
        let tree = Self(tempfile::tempdir_in(scratch::dir()).unwrap());
        tree.take(&root().join("src"), "src");
        for folder in TOPS {
            tree.take(&root().join(folder), folder);
            tree.take(&root().join("tests/toy").join(folder), folder);
        }
        let text = fs::read_to_string(root().join(REGISTRY)).unwrap();
        let last = format!("            {}\n", sources().last().unwrap());
        let (before, after) = text.split_once(&last).expect("the last source has a line of its own");
        fs::write(tree.root().join(REGISTRY), format!("{before}{last}            toy\n{after}")).unwrap();
        tree
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    /// Copies a folder to a place of the tree.
    fn take(&self, from: &Path, to: &str) {
        for file in files_below(from) {
            let place = self.root().join(to).join(file.strip_prefix(from).unwrap());
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::copy(&file, place).unwrap();
        }
    }

    /// What the rules of the house say of it.
    fn complaints(&self) -> Vec<String> {
        let (root, sources) = (self.root(), registered(self.root()));
        let mut complaints = unregistered(root, &sources);
        for code in code::program(root) {
            complaints.extend(wrong_imports(&code, &sources));
            let rules =
                [misplaced as fn(&Code) -> Vec<String>, forbidden, undocumented, too_long, statements::wrong_texts];
            for rule in rules {
                complaints.extend(rule(&code));
            }
        }
        for path in code::files_below(root, "sql") {
            let text = fs::read_to_string(root.join(&path)).unwrap();
            complaints.extend(sql::wrong_file(path.trim_start_matches("sql/"), &text, &sources));
        }
        let words = words_of("toy", ["note"].into_iter());
        complaints.extend(named_in_engine(root, &words));
        complaints
    }
}

#[test]
fn a_source_is_four_folders_and_a_line() {
    let tree = Tree::with_toy();
    assert_eq!(tree.complaints(), Vec::<String>::new());
    let added: Vec<String> = TOPS
        .iter()
        .flat_map(|folder| code::files_below(tree.root(), folder))
        .filter(|path| fs::read(tree.root().join(path)).ok() != fs::read(root().join(path)).ok())
        .collect();
    let is_its_own = |path: &String| FOLDERS.iter().any(|folder| path.starts_with(&format!("{folder}/")));
    assert_eq!(added.iter().filter(|path| !is_its_own(path)).collect::<Vec<_>>(), [REGISTRY]);
    let lines = |root: &Path| fs::read_to_string(root.join(REGISTRY)).unwrap().lines().count();
    assert_eq!(lines(tree.root()), lines(&root()) + 1);
}

#[test]
fn what_a_source_lacks_is_named_and_how_to_mend_it() {
    for folder in FOLDERS {
        let tree = Tree::with_toy();
        fs::remove_dir_all(tree.root().join(folder)).unwrap();
        let complaints = tree.complaints();
        let wanted = format!("{folder}/ is missing or empty: the source toy needs it for ");
        assert!(complaints.len() == 1 && complaints[0].starts_with(&wanted), "{folder}: {complaints:?}");
    }
    let tree = Tree::with_toy();
    fs::copy(root().join(REGISTRY), tree.root().join(REGISTRY)).unwrap();
    let complaints = tree.complaints();
    for folder in FOLDERS {
        let wanted = format!("{folder}/ belongs to no source: add the line toy to {REGISTRY}");
        assert!(complaints.iter().any(|complaint| complaint.starts_with(&wanted)), "{folder}: {complaints:?}");
    }
}

/// Serves the toy and says where, until it is killed.
const SERVER: &str = "#[tokio::main]\nasync fn main() {\n    \
    let practice = catchment_practice::toy::start().await.expect(\"a free port\");\n    \
    println!(\"{}\", practice.url());\n    practice.ended().await;\n}\n";

impl Tree {
    /// Compiles the tree as a program of another name, with the crates that are compiled already; the folder of the programs.
    fn compile(&self) -> PathBuf {
        for file in ["build.rs", "Cargo.lock"] {
            fs::copy(root().join(file), self.root().join(file)).unwrap();
        }
        let mut manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
        manifest["package"]["name"] = "catchment-toy".into();
        manifest.insert("lib".to_owned(), toml::Table::from_iter([("name".to_owned(), "catchment".into())]).into());
        manifest.retain(|name, _| !matches!(name, "test" | "bench" | "dev-dependencies"));
        fs::write(self.root().join("Cargo.toml"), manifest.to_string()).unwrap();
        fs::create_dir(self.root().join("examples")).unwrap();
        fs::write(self.root().join("examples/toy-server.rs"), SERVER).unwrap();
        let programs = Path::new(env!("CARGO_BIN_EXE_catchment")).parent().unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--offline", "--bins", "--examples"]).current_dir(self.root());
        cargo.arg("--target-dir").arg(programs.parent().unwrap());
        if programs.ends_with("release") {
            cargo.arg("--release");
        }
        if !cfg!(feature = "bundled") {
            cargo.arg("--no-default-features");
        }
        let built = cargo.output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        programs.to_owned()
    }
}

/// A program that is killed at the end.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // It has ended by itself, unless all went well.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn the_toy_is_compiled_and_its_notes_are_published() {
    if !lab::slow() {
        return eprintln!("skipped: the program is compiled once more; CATCHMENT_SLOW=1 does that");
    }
    let tree = Tree::with_toy();
    let programs = tree.compile();
    let mut served = Served(Command::new(programs.join("examples/toy-server")).stdout(Stdio::piped()).spawn().unwrap());
    let mut url = String::new();
    BufReader::new(served.0.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let home = tree.root().join("home");
    fs::create_dir(&home).unwrap();
    let run = |args: &[&str]| {
        let output = Command::new(programs.join("catchment-toy")).args(args).current_dir(&home).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    };
    run(&["init", "toy"]);
    let settings = format!("[connections.box]\nsource = \"toy\"\nurl = \"{}\"\n", url.trim());
    fs::write(home.join("catchment.toml"), settings).unwrap();
    run(&["check"]);
    run(&["sync"]);
    let files = files_below(&home.join("lake/box/current/note"));
    let rows: Vec<_> = files.iter().flat_map(|file| rows_of(file)).collect();
    let notes: Vec<[&str; 2]> =
        rows.iter().map(|row| ["note_id", "title"].map(|column| row[column].as_deref().unwrap())).collect();
    assert_eq!(notes, [["1", "Buy chalk"], ["2", "Call [EMAIL_ADDRESS]"]]);
}
