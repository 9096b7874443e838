//! The program as a user runs it: a folder of its own, commands, and a transcript that is the same on every machine.

use super::{costs, lab, scratch};
use catchment_practice::confluence::{Options, Practice};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The token that the practice server knows.
pub const TOKEN: &str = "practice-token";

static DESKS: AtomicU32 = AtomicU32::new(0);

/// A folder to run commands in, removed at the end, and what they printed.
pub struct Desk {
    dir: PathBuf,
    transcript: String,
    masks: Vec<(String, String)>,
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Self {
        let number = DESKS.fetch_add(1, Ordering::SeqCst);
        let dir = scratch::dir().join(format!("catchment-cli-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let dir = dir.canonicalize().unwrap();
        let masks = vec![(dir.display().to_string(), "[DIR]".to_owned())];
        Self { dir, transcript: String::new(), masks }
    }

    /// A folder with a configuration for this site, its token in a file and a key that is always the same.
    pub fn at(url: &str, settings: &str) -> Self {
        let mut desk = Self::new();
        desk.put_key("data");
        desk.put_secret("token", TOKEN);
        let types = if settings.contains("content_types") { "" } else { "content_types = [\"page\"]\n" };
        let datasets = if settings.contains("datasets") { "" } else { "datasets = []\n" };
        desk.put(
            "catchment.toml",
            &format!(
                "[connections.wiki]\nsource = \"confluence\"\nurl = \"{url}\"\nusername = \"practice@example.com\"\n\
                 api_token = \"file:token\"\nrate_limit_timeout_ms = 0\n{types}{datasets}{settings}"
            ),
        );
        desk.mask_port(url);
        desk
    }

    /// The same for a running practice server.
    pub fn of(practice: &Practice) -> Self {
        Self::at(practice.url(), "")
    }

    /// Prints the port of this URL as `[PORT]` from now on.
    pub fn mask_port(&mut self, url: &str) {
        let port: String = url.rsplit(':').next().unwrap().chars().take_while(char::is_ascii_digit).collect();
        if !port.is_empty() {
            self.masks.push((format!("127.0.0.1:{port}"), "127.0.0.1:[PORT]".to_owned()));
        }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes a file.
    pub fn put(&self, name: &str, text: &str) {
        std::fs::write(self.dir.join(name), text).unwrap();
    }

    /// Writes a file that only the user may read.
    pub fn put_secret(&self, name: &str, text: &str) {
        self.put(name, text);
        std::fs::set_permissions(self.dir.join(name), std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Writes a key file into a data folder.
    pub fn put_key(&self, data: &str) {
        std::fs::create_dir_all(self.dir.join(data)).unwrap();
        self.put_secret(&format!("{data}/catchment.key"), &format!("catchment-key-1 {}\n", "5a".repeat(32)));
    }

    /// The program with arguments, in the folder, without the environment of the tests.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_catchment"));
        command.args(arguments).current_dir(&self.dir).env_clear();
        command
    }

    /// Runs a command to its end and writes it down; gives its exit code.
    pub fn run(&mut self, arguments: &[&str]) -> i32 {
        let output = costs::output(&mut self.command(arguments));
        self.write_down(arguments, &output)
    }

    /// Begins a command; [`Desk::end`] waits for it.
    pub fn begin(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Waits for a command and writes it down; gives its exit code.
    pub fn end(&mut self, arguments: &[&str], child: Child) -> i32 {
        let output = child.wait_with_output().unwrap();
        self.write_down(arguments, &output)
    }

    fn write_down(&mut self, arguments: &[&str], output: &Output) -> i32 {
        let code = output.status.code().unwrap_or_else(|| panic!("ended by a signal: {output:?}"));
        self.transcript.push_str(&format!("$ catchment {}\n", arguments.join(" ")));
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            if !bytes.is_empty() {
                let text = String::from_utf8(bytes.clone()).unwrap();
                self.transcript.push_str(&format!("[{name}]\n{text}"));
            }
        }
        self.transcript.push_str(&format!("[exit {code}]\n\n"));
        code
    }

    /// Everything that was printed, without what differs from machine to machine and from day to day.
    pub fn transcript(&self) -> String {
        let known = self.masks.iter().fold(self.transcript.clone(), |text, (from, to)| text.replace(from, to));
        let patterns = [
            ("#-#-#T#:#:#.#Z", "[TIME]"),
            ("#-#-#T#:#:#Z", "[TIME]"),
            ("#-#-# #:#:#.#", "[TIME]"),
            ("#-#-# #:#:#", "[TIME]"),
            ("process #", "process [ID]"),
            ("#.# kB", "[SIZE]"),
            ("#.# MB", "[SIZE]"),
            ("# bytes", "[SIZE]"),
            ("\"bytes\": #", "\"bytes\": [SIZE]"),
            ("this run         #.# s", "this run         [TOOK]"),
            ("\"millis\": #", "\"millis\": [TOOK]"),
        ];
        // How far a run has come is told every five seconds: on a slow machine there are more such lines.
        let is_progress = |line: &&str| line.get(..20).is_some_and(|time| time.ends_with('Z') && time.contains('T'));
        let told: String = known.lines().filter(|line| !is_progress(line)).map(|line| format!("{line}\n")).collect();
        let told = patterns.iter().fold(told, |text, (pattern, name)| masked(&text, pattern, name));
        told.replace("[stderr]\n[exit", "[exit")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // A folder that stays behind lies among the temporary ones.
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Starts a practice server with faults, separated by commas.
pub async fn practice(faults: &str, options: Options) -> Practice {
    let faults = lab::faulty(faults);
    catchment_practice::confluence::start(Options { faults, ..options }).await.unwrap()
}

/// A site small enough to be synced in a moment.
pub fn small() -> Options {
    Options { pages: 12, blogposts: 2, spaces: 2, body: 600, ..Options::default() }
}

/// The text with every match of a pattern replaced; `#` stands for digits.
fn masked(text: &str, pattern: &str, name: &str) -> String {
    let (mut out, mut at) = (String::new(), 0);
    while at < text.len() {
        let within_number = out.ends_with(|c: char| c.is_ascii_digit());
        match matched(&text[at..], pattern).filter(|_| !within_number) {
            Some(length) => {
                out.push_str(name);
                at += length;
            }
            None => {
                let next = text[at..].chars().next().unwrap();
                out.push(next);
                at += next.len_utf8();
            }
        }
    }
    out
}

/// How many bytes at the start of the text the pattern matches.
fn matched(text: &str, pattern: &str) -> Option<usize> {
    let mut rest = text;
    for c in pattern.chars() {
        if c == '#' {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest = (after.len() < rest.len()).then_some(after)?;
        } else {
            rest = rest.strip_prefix(c)?;
        }
    }
    Some(text.len() - rest.len())
}

#[test]
fn digits_are_masked_and_the_rest_of_the_text_stays() {
    assert_eq!(masked("at 2026-01-02 03:04:05.678 UTC, é", "#-#-# #:#:#.#", "[T]"), "at [T] UTC, é");
    assert_eq!(masked("26.8 kB of 7 kB", "#.# kB", "[S]"), "[S] of 7 kB");
}
