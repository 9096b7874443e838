//! What a reader copies works: every block of code of README and docs/operations.md is run, in the order of its page, in a
//! folder of its own, against a practice site, a practice instance and a practice
//! API.
//!
//! Commands of the shell are run one by one and have to end with 0. What cannot be run stands in [`NOT_RUN`] with the
//! reason, and blocks in other languages stand in [`ROLES`]. A line of a table that fits nothing any more is an error.

mod stage;

use crate::support::lab::BINARY;
use crate::support::page::{Block, blocks};
use crate::support::site::Run;
use catchment_practice::confluence::page_id;
use catchment_practice::servicenow;
use stage::Stage;
use std::collections::BTreeMap;
use std::process::Command;

const README: &str = "README.md";
const OPERATIONS: &str = "docs/operations.md";

/// Commands that are not run, by how they begin, and why.
const NOT_RUN: &[(&str, &str)] = &[
    ("cargo install ", "it compiles the program anew"),
    ("cargo run ", "it compiles the program, whose demo is run by its own name"),
    ("cargo test ", "it would run this test"),
    ("sudo systemctl ", "it needs systemd"),
    ("sudo useradd ", "it makes an account on the machine"),
];

/// Programs that not every machine has. A command that names one is run where it is there.
const PROGRAMS: [&str; 2] = ["duckdb", "jq"];

/// What becomes of a block that holds no commands.
enum Role {
    /// It is not run, and why.
    NotRun(&'static str),
    /// This command prints its lines, in this order, with other numbers and maybe others between them.
    PrintedBy(&'static str),
    /// It is what this file holds.
    Is(&'static str),
    /// It is a part of the configuration, which this command takes.
    Configures(&'static [&'static str]),
    /// A script, run where Python and what it imports are there.
    Python,
    /// A unit of systemd whose command is run as the unit says.
    Service,
    /// A line of a crontab, which prints nothing, so that no mail is sent.
    Cron,
    /// A container whose arguments the program takes.
    Container,
}

/// The blocks that hold no commands, by how their first line begins.
const ROLES: &[(&str, Role)] = &[
    ("$ catchment sync", Role::PrintedBy("catchment demo --dir tryout")),
    ("[connections.wiki]", Role::Configures(&["config"])),
    ("[connections.tickets]", Role::Configures(&["check", "tickets", "itsm", "crm"])),
    ("[connections.shop]", Role::Configures(&["check", "shop"])),
    ("import polars", Role::Python),
    ("Jane Doe rang from +44", Role::Is("notes.txt")),
    ("Jane Doe rang from [PHONE_NUMBER]", Role::PrintedBy("catchment redact < notes.txt")),
    ("# /etc/systemd/system/catchment.service", Role::Service),
    ("# /etc/systemd/system/catchment.timer", Role::NotRun("it needs systemd")),
    ("17 * * * *", Role::Cron),
    ("apiVersion: batch/v1", Role::Container),
];

/// Tells what stands for an example.
type StandIn = fn(&Stage) -> String;

/// What stands for the names that the docs give as examples.
const STANDS_FOR: &[(&str, StandIn)] = &[
    ("https://example.atlassian.net/wiki", |stage| stage.site.url().to_owned()),
    ("https://example.atlassian.net", |stage| stage.tracker.practice().url().to_owned()),
    ("me@example.com", |_| "practice@example.com".to_owned()),
    ("https://example.service-now.com", |stage| stage.instance.practice().url().to_owned()),
    ("https://example.my.salesforce.com", |stage| stage.org.practice().url().to_owned()),
    ("svc.catchment", |_| servicenow::Options::default().username),
    ("https://api.example.com", |stage| stage.api.practice().url().to_owned()),
    ("acknowledge wiki 3 4", |stage| format!("acknowledge wiki {}", open(stage))),
    ("page 65601", |_| format!("page {}", page_id(GONE[0]))),
    ("[ACCOUNT_ID_…]", somebody),
    ("--before 12", |stage| format!("--before {}", stage.generation())),
    ("/backups/", |_| "\0/backups/".to_owned()),
    ("/etc/", |_| "\0/etc/".to_owned()),
    ("/safe/", |_| "\0/safe/".to_owned()),
    ("/srv/", |_| "\0/srv/".to_owned()),
    ("/usr/", |_| "\0/usr/".to_owned()),
    ("/config/", |_| "\0/srv/catchment/".to_owned()),
];

/// Changes what a command finds.
type Happening = fn(&mut Stage);

/// What happens right before a command of docs/operations.md, so that there is something for it to do.
const BEFORE: &[(&str, Happening)] = &[
    ("catchment status wiki", lose_pages),
    ("catchment sync wiki --accept-weaker-redaction", weaken),
    ("mv data data.broken && mkdir -m 0700 data", publish_more),
    ("catchment sync --adopt-lake", |stage| drop(stage.run(&["sync"], 5).says("older than the lake"))),
    ("catchment sync wiki", |stage| {
        // Attachments are read from now on as well: they are looked after further below.
        stage.set("redaction = \"strict\"\ncontent_types = [\"page\", \"attachment\"]\n");
    }),
    ("catchment sync --jobs 4", |stage| add_section(stage, "[connections.shop]")),
];

/// The pages that the site loses, by their ordinals.
const GONE: [usize; 4] = [2, 3, 4, 5];
/// Those that it cannot deliver for a while.
const UNREADABLE: [usize; 2] = [0, 1];

/// Switches of the practice site for the pages that are gone.
fn gone() -> String {
    GONE.map(|ordinal| format!("drop-page={}", page_id(ordinal))).join(",")
}

/// A sync finds that pages cannot be read, and that more are gone than may go without consent.
fn lose_pages(stage: &mut Stage) {
    let unreadable = UNREADABLE.map(|ordinal| format!("poison={}", page_id(ordinal))).join(",");
    stage.site.fault(&format!("edit=3,{unreadable},{}", gone()));
    stage.set("rate_limit_timeout_ms = 10\ncensus_every = \"0m\"\n");
    stage.run(&["sync"], 6).says("would be deleted in one run");
}

/// What could not be read can be read again, and a policy that protects less waits for consent.
fn weaken(stage: &mut Stage) {
    stage.site.fault(&format!("edit=3,{}", gone()));
    stage.set("redaction = \"none\"\n");
    stage.run(&["sync"], 6).says("--accept-weaker-redaction");
}

/// What a backup does not know is published.
fn publish_more(stage: &mut Stage) {
    let before = stage.generation();
    stage.site.fault(&format!("edit=8,{}", gone()));
    stage.run(&["sync"], 0);
    assert_ne!(stage.generation(), before);
}

/// The ids of what could not be read.
fn open(stage: &Stage) -> String {
    let status = stage.run(&["status", "wiki", "--format", "json"], 0).json();
    let ids: Vec<String> = status[0]["open"].as_array().unwrap().iter().map(|open| open["id"].to_string()).collect();
    assert_eq!(ids.len(), UNREADABLE.len());
    ids.join(" ")
}

/// The pseudonym of somebody who has written a page.
fn somebody(stage: &Stage) -> String {
    let sql = "select author_id from space_content where author_id is not null limit 1";
    let told = stage.run(&["query", sql, "--format", "csv"], 0).out();
    let pseudonym = told.lines().nth(1).unwrap();
    assert!(pseudonym.starts_with("[ACCOUNT_ID_"), "{told}");
    pseudonym.to_owned()
}

/// The configuration of the README is taken over.
fn add_section(stage: &mut Stage, first: &str) {
    let block = blocks(README).into_iter().find(|block| block.first() == first).unwrap();
    let section = stood_in(stage, &block.text());
    stage.configure(section);
}

/// The text with what stands for its examples.
fn stood_in(stage: &Stage, text: &str) -> String {
    let mut text = text.to_owned();
    for (example, stands) in STANDS_FOR {
        if text.contains(example) {
            text = text.replace(example, &stands(stage));
        }
    }
    // Only now, so that no folder is looked for in the path of another one.
    text.replace('\0', &stage.root().display().to_string())
}

/// Whether a block holds commands.
fn is_shell(block: &Block) -> bool {
    ["sh", "bash"].contains(&block.language.as_str())
}

/// Whether a command names a program.
fn names(command: &str, program: &str) -> bool {
    command.split([' ', '|']).any(|word| word == program)
}

/// A page that is run.
struct Play {
    stage: Stage,
    printed: BTreeMap<String, String>,
    to_be_printed: Vec<(Block, &'static str)>,
}

impl Play {
    fn new(stage: Stage) -> Self {
        Self { stage, printed: BTreeMap::new(), to_be_printed: Vec::new() }
    }

    fn play(mut self, page: &str) {
        for block in blocks(page) {
            if is_shell(&block) {
                block.commands().iter().for_each(|command| self.command(page, &block.place, command));
            } else {
                let role = ROLES.iter().find(|(first, _)| block.first().starts_with(first));
                let (_, role) = role.unwrap_or_else(|| panic!("{}: say in ROLES what it is", block.place));
                self.act(block, role);
            }
        }
        for (block, command) in &self.to_be_printed {
            let printed = &self.printed[*command];
            if let Some(line) = not_printed(&block.lines, printed) {
                panic!("{}: '{command}' does not print a line like this one:\n{line}\nbut\n{printed}", block.place);
            }
        }
    }

    fn command(&mut self, page: &str, place: &str, command: &str) {
        if let Some((_, reason)) = NOT_RUN.iter().find(|(begin, _)| command.starts_with(begin)) {
            return eprintln!("{place}: not run, {reason}: {command}");
        }
        let is_missing = |program: &&&str| self.stage.shell(&format!("command -v {program}")).code != Some(0);
        if let Some(program) = PROGRAMS.iter().filter(|program| names(command, program)).find(is_missing) {
            return eprintln!("{place}: not run, there is no {program} here: {command}");
        }
        let before = BEFORE.iter().filter(|(cue, _)| page == OPERATIONS && *cue == command);
        before.for_each(|(_, happens)| happens(&mut self.stage));
        let run = self.stage.shell(&stood_in(&self.stage, command));
        let run = ended_well(run, place, command);
        self.printed.insert(command.to_owned(), run.out());
    }

    fn act(&mut self, block: Block, role: &Role) {
        let (stage, place) = (&mut self.stage, &block.place);
        match role {
            Role::NotRun(reason) => eprintln!("{place}: not run, {reason}: {}", block.first()),
            Role::PrintedBy(command) => self.to_be_printed.push((block, command)),
            Role::Is(file) => stage.put(file, &block.text()),
            Role::Configures(command) => {
                stage.configure(stood_in(stage, &block.text()));
                stage.run(command, 0);
            }
            Role::Python => python(stage, &block),
            Role::Service => service(stage, &block),
            Role::Cron => cron(stage, &block),
            Role::Container => container(stage, &block),
        }
    }
}

fn ended_well(run: Run, place: &str, command: &str) -> Run {
    assert_eq!(run.code, Some(0), "{place}: {command}\n{}", run.words());
    run
}

/// Runs a script of Python; `CATCHMENT_PYTHON` names another interpreter than the one that is found.
fn python(stage: &Stage, block: &Block) {
    let python = std::env::var("CATCHMENT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = |script: &str| Command::new(&python).args(["-c", script]).current_dir(stage.work()).output();
    let imports: Vec<&str> =
        block.lines.iter().map(String::as_str).filter(|line| line.starts_with("import ")).collect();
    if !output(&imports.join("\n")).is_ok_and(|output| output.status.success()) {
        return eprintln!("{}: not run, {python} has not all of: {}", block.place, imports.join("; "));
    }
    let output = output(&block.text()).unwrap();
    assert!(output.status.success(), "{}: {}", block.place, String::from_utf8_lossy(&output.stderr));
}

/// Runs what a unit starts, in its folder and with its environment alone.
fn service(stage: &Stage, block: &Block) {
    let of = |name: &str| {
        let value = block.lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        value.unwrap_or_else(|| panic!("{}: it has no {name}", block.place))
    };
    let (folder, secrets, starts) = (of("WorkingDirectory"), of("EnvironmentFile"), of("ExecStart"));
    let script = format!("cd {folder} && set -a && . {secrets} && exec {starts}");
    let command = stage.command("sh", &["-c", &stood_in(stage, &script)], false);
    ended_well(Run::fed(command, b""), &block.place, starts);
}

/// Runs what stands behind the times of each line.
fn cron(stage: &Stage, block: &Block) {
    for line in &block.lines {
        let words: Vec<&str> = line.split_whitespace().skip(5).collect();
        let command = stage.command("sh", &["-c", &stood_in(stage, &words.join(" "))], false);
        let run = ended_well(Run::fed(command, b""), &block.place, line);
        assert_eq!(run.words(), "", "{}: cron would send this", block.place);
    }
}

/// Runs the program with the arguments of a container.
fn container(stage: &Stage, block: &Block) {
    let given = block.lines.iter().find_map(|line| line.trim().strip_prefix("args: ")).unwrap();
    let given: Vec<String> = serde_json::from_str(&stood_in(stage, given)).unwrap();
    let arguments: Vec<&str> = given.iter().map(String::as_str).collect();
    let mut command = stage.command(BINARY, &arguments, true);
    command.current_dir(stage.root());
    ended_well(Run::fed(command, b""), &block.place, &arguments.join(" "));
}

/// A line as it is on every machine and every day: numbers, sizes and paths are alike.
fn alike(line: &str) -> String {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let word = |word: &str| match word {
        "bytes" | "kB" | "MB" => "bytes".to_owned(),
        path if path.starts_with('/') => "/".to_owned(),
        number if number.starts_with(is_number) => format!("#{}", number.trim_start_matches(is_number)),
        word => word.to_owned(),
    };
    line.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// The first line that was not printed behind those before it; what begins with `$` was typed.
fn not_printed<'l>(lines: &'l [String], printed: &str) -> Option<&'l String> {
    let mut printed = printed.lines().map(alike);
    lines.iter().filter(|line| !line.starts_with("$ ")).find(|line| {
        let line = alike(line);
        !printed.any(|printed| printed == line)
    })
}

#[test]
fn every_block_of_the_readme_works() {
    Play::new(Stage::new()).play(README);
}

#[test]
fn every_block_of_the_operations_works() {
    let mut stage = Stage::new();
    add_section(&mut stage, "[connections.wiki]");
    stage.run(&["init"], 0);
    Play::new(stage).play(OPERATIONS);
}

#[test]
fn every_line_of_the_tables_is_of_use_and_every_block_has_its_role() {
    let all: Vec<Block> = [README, OPERATIONS].into_iter().flat_map(blocks).collect();
    let (shell, others): (Vec<&Block>, Vec<&Block>) = all.iter().partition(|block| is_shell(block));
    for block in &others {
        let roles = ROLES.iter().filter(|(first, _)| block.first().starts_with(first)).count();
        assert_eq!(roles, 1, "{}: ROLES says {roles} times what becomes of it", block.place);
    }
    for (first, _) in ROLES {
        assert!(others.iter().any(|block| block.first().starts_with(first)), "ROLES: no block begins with {first:?}");
    }
    let commands: Vec<String> = shell.iter().flat_map(|block| block.commands()).collect();
    for (begin, _) in NOT_RUN {
        assert!(commands.iter().any(|command| command.starts_with(begin)), "NOT_RUN: no command begins with {begin:?}");
    }
    for program in PROGRAMS {
        assert!(commands.iter().any(|command| names(command, program)), "PROGRAMS: no command names {program}");
    }
    for (example, _) in STANDS_FOR {
        assert!(all.iter().any(|block| block.text().contains(example)), "STANDS_FOR: no block gives {example:?}");
    }
    let operations = blocks(OPERATIONS);
    let commands: Vec<String> = operations.iter().filter(|block| is_shell(block)).flat_map(Block::commands).collect();
    for (cue, _) in BEFORE {
        let times = commands.iter().filter(|command| command == cue).count();
        assert_eq!(times, 1, "BEFORE: {OPERATIONS} has the command {cue:?} {times} times");
    }
}

#[test]
fn lines_are_alike_whatever_their_numbers_are() {
    let printed = "this run  3.4 s, 20 requests\n  a  1 row, 6.0 kB\n  in /x/y\n  b  2 rows\n";
    let missing = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        not_printed(&lines, printed).cloned()
    };
    assert_eq!(missing(&["$ catchment sync", "this run 12 s, 7 requests", "  b 9 rows"]), None);
    assert_eq!(missing(&["  a  9 row, 1.2 MB", "  in /z"]), None);
    assert_eq!(missing(&["  b 9 rows", "  in /x/y"]).as_deref(), Some("  in /x/y"));
    assert_eq!(missing(&["this run 12 s, 7 failed"]).as_deref(), Some("this run 12 s, 7 failed"));
}
