//! What the blocks of a page are run on: folders in the place of a machine's, a practice site, a practice API, and the
//! configuration that the page has given so far.

use crate::support::api::Api;
use crate::support::cli::{Desk, TOKEN};
use crate::support::instance::Instance;
use crate::support::lab::{BINARY, Site};
use crate::support::org::Org;
use crate::support::site::Run;
use crate::support::tracker::Tracker;
use catchment_practice::confluence;
use catchment_practice::jira;
use catchment_practice::rest::{self, Door, Paging};
use catchment_practice::salesforce;
use catchment_practice::servicenow;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the service, cron and the container find in their environment, and the shell too.
const SECRETS: [(&str, &str); 6] = [
    ("CONFLUENCE_API_TOKEN", TOKEN),
    ("JIRA_API_TOKEN", "practice-token"),
    ("SERVICENOW_PASSWORD", "practice-password"),
    ("SF_CLIENT_ID", "practice-client"),
    ("SF_CLIENT_SECRET", "practice-secret"),
    ("SHOP_TOKEN", "practice-secret"),
];

/// Everything that a page is run on.
pub struct Stage {
    desk: Desk,
    /// The Confluence site.
    pub site: Site,
    /// The Jira site.
    pub tracker: Tracker,
    /// The ServiceNow instance.
    pub instance: Instance,
    /// The Salesforce org.
    pub org: Org,
    /// The API.
    pub api: Api,
    sections: Vec<String>,
    settings: String,
}

impl Stage {
    /// A machine on which the program is installed, and nothing is set up yet.
    pub fn new() -> Self {
        let site = confluence::Options {
            pages: 12,
            blogposts: 0,
            attachments: 4,
            spaces: 2,
            body: 400,
            ..confluence::Options::default()
        };
        let api = rest::Options { records: 60, paging: Paging::Cursor, door: Door::Bearer, ..rest::Options::default() };
        let stage = Self {
            desk: Desk::new(),
            site: Site::start(site),
            tracker: Tracker::start(jira::Options { issues: 20, ..jira::Options::default() }),
            instance: Instance::start(servicenow::Options { records: 20, ..servicenow::Options::default() }),
            org: Org::start(salesforce::Options { records: 20, ..salesforce::Options::default() }),
            api: Api::of(api, ""),
            sections: Vec::new(),
            settings: String::new(),
        };
        for folder in ["backups", "bin", "etc", "home/.cargo/bin", "safe/elsewhere", "srv/catchment", "usr/local/bin"] {
            fs::create_dir_all(stage.root().join(folder)).unwrap();
        }
        for place in ["home/.cargo/bin/catchment", "usr/local/bin/catchment"] {
            symlink(BINARY, stage.root().join(place)).unwrap();
        }
        stage.desk.put("bin/sudo", "#!/bin/sh\nexec \"$@\"\n");
        fs::set_permissions(stage.root().join("bin/sudo"), fs::Permissions::from_mode(0o755)).unwrap();
        let secrets: String = SECRETS.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
        for place in ["etc/catchment.env", "srv/catchment/secrets.env"] {
            stage.desk.put_secret(place, &secrets);
        }
        stage
    }

    /// The folder that stands for the root of the machine.
    pub fn root(&self) -> &Path {
        self.desk.dir()
    }

    /// The folder in which commands are run.
    pub fn work(&self) -> PathBuf {
        self.root().join("srv/catchment")
    }

    /// Writes a file into it.
    pub fn put(&self, name: &str, text: &str) {
        self.desk.put(&format!("srv/catchment/{name}"), text);
    }

    /// The configuration has this section, too, from now on.
    pub fn configure(&mut self, section: String) {
        self.sections.push(section);
        self.write();
    }

    /// The first connection has these settings besides those of the page, from now on.
    pub fn set(&mut self, settings: &str) {
        settings.clone_into(&mut self.settings);
        self.write();
    }

    fn write(&self) {
        let (first, others) = self.sections.split_first().unwrap();
        self.put("catchment.toml", &format!("{first}{}\n{}", self.settings, others.concat()));
    }

    /// A program in the work folder, with nothing in its environment but where programs are, and the secrets if it is to
    /// have them.
    pub fn command(&self, program: &str, arguments: &[&str], with_secrets: bool) -> Command {
        let (root, path) = (self.root().display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.work()).env_clear().env("HOME", self.root().join("home"));
        command.env("PATH", format!("{root}/bin:{home}/.cargo/bin:{path}", home = self.root().join("home").display()));
        command.envs(SECRETS.iter().copied().filter(|_| with_secrets));
        command
    }

    /// Runs a command line as a reader does who has copied it.
    pub fn shell(&self, line: &str) -> Run {
        Run::fed(self.command("bash", &["-euo", "pipefail", "-c", line], true), b"")
    }

    /// Runs the program with these arguments; it has to end with this code.
    pub fn run(&self, arguments: &[&str], code: i32) -> Run {
        Run::fed(self.command(BINARY, arguments, true), b"").ends(code)
    }

    /// The number of the current generation.
    pub fn generation(&self) -> String {
        let target = fs::read_link(self.work().join("lake/wiki/current")).unwrap();
        target.file_name().unwrap().to_str().unwrap().to_owned()
    }
}
