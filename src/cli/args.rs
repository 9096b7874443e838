//! What can be typed.

use super::choices::{AllowedDeletions, Chunks};
use super::contract_args::ContractArgs;
use super::form::{AnswerFormat, Form, Format, LogFormat};
#[cfg(practice)]
use super::practice::PracticeArgs;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::sync::LazyLock;

/// Copy Confluence, Jira, ServiceNow, Salesforce and REST APIs to Parquet: complete, redacted, resumable.
#[derive(Parser)]
#[command(name = "catchment", version = version(), max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Examples:\n  catchment demo                    see it work, without credentials\n  catchment init confluence         write a configuration and a key file\n  catchment sync                    fetch, redact and publish what changed\n\nExit codes: 0 done, 1 failed, 2 usage or configuration, 3 incomplete, 4 interrupted,\n5 database damaged, key missing or database older than the lake, 6 refused, 7 busy"
)]
pub struct Args {
    /// The configuration file
    #[arg(long, global = true, default_value = catchment_source::config::DEFAULT_FILE, value_name = "FILE", display_order = 100)]
    pub config: PathBuf,
    /// Print only data and errors; report an incomplete or refused sync in one line
    #[arg(long, short, global = true, conflicts_with = "verbose", display_order = 101)]
    pub quiet: bool,
    /// Print more: sync progress every second, and the status of every scope
    #[arg(long, short, global = true, display_order = 102)]
    pub verbose: bool,
    /// Format of messages and progress on stderr
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT", display_order = 103)]
    pub log_format: LogFormat,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The version with the commit that the program was built from, where the build knew it, and with that of the redaction
/// rules.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let commit = option_env!("CATCHMENT_COMMIT").map(|commit| format!("commit {commit}, ")).unwrap_or_default();
        format!("{} ({commit}redaction rules {})", env!("CARGO_PKG_VERSION"), catchment_redact::VERSION)
    });
    &VERSION
}

/// What the program can be told to do; the text at each command is its help.
#[derive(Subcommand)]
pub enum Command {
    /// Create the key file and, given a source, a commented configuration; never overwrites
    #[command(after_help = "Example:\n  catchment init confluence")]
    Init {
        /// Write a commented configuration for this source
        #[arg(help = format!("Write a commented configuration for this source: {}", catchment_source::config::names_of(&catchment_source::DIALECTS).join(", ")))]
        source: Option<String>,
    },
    /// Log in to a connection with oauth = "consent", in the browser
    #[command(
        after_help = "Example:\n  catchment login wiki\n\nOpen the printed address in a browser on this machine and agree. The refresh token is kept\nin the data directory, sealed with its key."
    )]
    Login {
        /// The connection
        connection: String,
    },
    /// Check credentials, site and lake, and explain what is wrong
    #[command(after_help = "Example:\n  catchment check wiki")]
    Check {
        /// Connections; all if none is given
        connections: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Fetch one page of a stream and show the rows it would become; keeps nothing
    #[command(
        override_usage = "catchment preview [CONNECTION] STREAM",
        after_help = "Example:\n  catchment preview shop customer"
    )]
    Preview {
        /// The connection, if there are several, then the stream as named in the configuration
        #[arg(required = true, num_args = 1..=2, value_name = "STREAM")]
        words: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Sync once: fetch what changed, redact it, publish it
    #[command(
        after_help = "Examples:\n  catchment sync\n  catchment sync wiki --format json\n\nHowever a run was stopped, the next one resumes it."
    )]
    Sync(SyncArgs),
    /// Show where a connection stands; works while a sync runs
    #[command(after_help = "Example:\n  catchment status wiki --fail --max-age 2h")]
    Status(StatusArgs),
    /// Accept what could not be read, by its id in `status`
    #[command(
        override_usage = "catchment acknowledge [CONNECTION] [ID | ID-ID | --like ID]... --reason TEXT",
        after_help = "Examples:\n  catchment acknowledge wiki 3 4 7-12 --reason \"ticket 1234\"\n  catchment acknowledge wiki --like 6 --reason \"the plan has no analytics\"\n\nGaps that are not open any more are left as they are; where none is open, the command is refused. You can accept only what the source does not deliver. Fix a refused login, or wait for the site, and sync again."
    )]
    Acknowledge(AcknowledgeArgs),
    /// List the changes of schema that hold a dataset, or accept them
    #[command(
        override_usage = "catchment contract [CONNECTION]\n       catchment contract accept [CONNECTION] DATASET --reason TEXT",
        after_help = "Examples:\n  catchment contract shop\n  catchment contract accept shop item --reason \"ticket 1234\"\n\nA dataset is held as it was last published when a column would be empty from now on, or when its\nkey is another one. The next sync publishes what was accepted.",
        args_conflicts_with_subcommands = true
    )]
    Contract(ContractArgs),
    /// Rebuild the lake's catalog (needed after moving the lake)
    #[command(after_help = "Example:\n  catchment catalog")]
    Catalog {
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Query the lake's catalog in SQL, read-only
    #[command(
        after_help = "Examples:\n  catchment query \"select space_key, count(*) from space_content group by all\"\n  catchment query \"from freshness\" --format csv\n  catchment query --file report.sql --format json\n  catchment query \"from space_content\" --format parquet --output pages.parquet"
    )]
    Query(QueryArgs),
    /// List the audit questions, or answer one; works while a sync runs
    ///
    /// Questions are about one connection, such as what is missing and why, or who saw clear text.
    #[command(
        override_usage = "catchment audit [CONNECTION] [QUESTION] [--history]",
        after_help = "Examples:\n  catchment audit\n  catchment audit wiki missing\n  catchment audit requests --format csv"
    )]
    Audit(AuditArgs),
    /// List the reports on a connection's content, or answer one
    ///
    /// Reports are about what is published, such as which pages are stale, or who can read them.
    #[command(
        override_usage = "catchment report [CONNECTION] [NAME] [--chart]",
        after_help = "Examples:\n  catchment report\n  catchment report wiki stale\n  catchment report wiki contributions --chart\n  catchment report broken_links --format csv"
    )]
    Report(ReportArgs),
    /// Search the titles and texts that are published
    #[command(
        override_usage = "catchment search [CONNECTION] TEXT [--cql] [--limit N]",
        after_help = "Examples:\n  catchment search wiki \"release notes\"\n  catchment search wiki budget --limit 5\n  catchment search wiki --cql 'type = page and label = \"runbook\"'\n\nA page is found if it has every word, or a longer one that begins with it."
    )]
    Search(SearchArgs),
    /// Look at a page
    Page {
        /// What to look at
        #[command(subcommand)]
        what: Page,
    },
    /// Explain what happened to an object and why it is or is not published; works while a sync runs
    ///
    /// It tells where the object was seen, which response holds it, and what keeps it unpublished.
    #[command(
        override_usage = "catchment explain [CONNECTION] STREAM ID",
        after_help = "Example:\n  catchment explain wiki page 65601"
    )]
    Explain {
        /// The connection, if there are several, then the stream (the kind of object, such as page) and the id, as in the object's URL; of an issue of Jira also its key
        #[arg(required = true, num_args = 2..=3, value_names = ["STREAM", "ID"])]
        words: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// List the stored API responses, or show one in clear text; every look is recorded
    #[command(
        override_usage = "catchment raw [CONNECTION] [NUMBER --reason TEXT]",
        after_help = "Examples:\n  catchment raw wiki\n  catchment raw wiki 12 --object 65601 --reason \"ticket 1234\"\n\nThe response is shown unredacted, exactly as the site sent it."
    )]
    Raw(RawArgs),
    /// Reveal the value behind a pseudonym, from the stored responses; every look is recorded
    #[command(
        override_usage = "catchment reveal [CONNECTION] PSEUDONYM --reason TEXT",
        after_help = "Example:\n  catchment reveal '[ACCOUNT_ID_…]' --reason \"ticket 1234\"\n\nThe value is shown in clear text, with the objects that contain it."
    )]
    Reveal(RevealArgs),
    /// Delete superseded API responses older than raw_retention
    #[command(after_help = "Example:\n  catchment vacuum wiki\n\nA sync does the same once a day.")]
    Vacuum {
        /// Connections; all if none is given
        connections: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Copy databases and sealed responses to a folder, as a snapshot; works while a sync runs
    #[command(
        override_usage = "catchment backup [CONNECTION]... DIR",
        after_help = "Examples:\n  catchment backup /backups/2026-01-31\n  catchment backup wiki /backups/2026-01-31\n\nThe key file is not included: keep a copy elsewhere. To restore, put the backup's files and the key\nfile into data_dir and run 'catchment sync --adopt-lake'."
    )]
    Backup {
        /// The connections, all if none is given, then the folder; use a new folder for each backup
        #[arg(required = true, value_name = "DIR")]
        words: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Permanently erase earlier generations, an object or a person; each purge is recorded
    #[command(after_help = "Every purge needs a reason, and prints where copies may remain, such as in backups.")]
    Purge {
        /// What is taken out
        #[command(subcommand)]
        what: Purge,
    },
    /// Manage the key of the data directory
    Key {
        /// What to do with it
        #[command(subcommand)]
        what: Key,
    },
    /// Redact stdin as a sync would, without configuration or key; or explain what redaction does
    #[command(
        after_help = "Examples:\n  catchment redact < notes.txt\n  catchment redact --format storage --policy phi < page.xml\n  catchment redact explain < notes.txt\n  catchment redact preview wiki --policy strict\n  catchment redact types",
        args_conflicts_with_subcommands = true
    )]
    Redact(RedactArgs),
    /// Manage the stored attachments
    Attachments {
        /// What to do with them
        #[command(subcommand)]
        what: Attachments,
    },
    /// Print the effective configuration, without secrets
    #[command(after_help = format!("Examples:\n  catchment config\n  catchment config --settings      every setting, as Markdown\n\n{}", catchment_source::config::help(&catchment_source::DIALECTS)))]
    Config {
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
        /// Print every setting with its meaning, default and range
        #[arg(long)]
        settings: bool,
    },
    /// Print a shell completion script
    #[command(
        after_help = "Example:\n  catchment completions bash > ~/.local/share/bash-completion/completions/catchment"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write a manual page for each command to a folder
    #[command(after_help = "Example:\n  catchment man ~/.local/share/man/man1")]
    Man {
        /// The folder
        dir: PathBuf,
    },
    #[cfg(practice)]
    /// Run a demo sync against a practice server, without credentials
    #[command(
        after_help = "Examples:\n  catchment demo\n  catchment demo --source jira --dir tryout\n  catchment demo --html /usr/share/doc/postgresql-doc-15/html"
    )]
    Demo {
        /// Whose practice server is read
        #[arg(long, value_enum, default_value_t = crate::demo::Subject::Confluence)]
        source: crate::demo::Subject,
        /// Folder for all files; by default a new one in the current folder
        #[arg(long)]
        dir: Option<PathBuf>,
        /// Serve the HTML files in this folder as pages
        #[arg(long, value_name = "FOLDER")]
        html: Option<PathBuf>,
    },
    #[cfg(practice)]
    /// Run a practice server: a local fake of Confluence, Jira, ServiceNow, Salesforce or a REST API
    #[command(after_help = super::practice::help())]
    Practice(Box<PracticeArgs>),
}

/// What `sync` takes.
#[derive(clap::Args)]
pub struct SyncArgs {
    /// Connections; all if none is given
    pub connections: Vec<String>,
    /// Allow this run to delete what the last one held back ('audit held' lists it), or anything
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "listed")]
    pub allow_deletions: Option<AllowedDeletions>,
    /// Accept a redaction policy that protects less than the one in force; this is recorded
    #[arg(long)]
    pub accept_weaker_redaction: bool,
    /// Read chunks of history again: the failed ones, or all
    #[arg(long, value_name = "WHICH")]
    pub chunks: Option<Chunks>,
    /// Confirm that url is the new address of the same site
    #[arg(long)]
    pub same_site: bool,
    /// Confirm that the site answers another account from now on, or need not say which one it answers
    #[arg(long)]
    pub accept_account: bool,
    /// Continue with a lake that is newer than a restored database, or whose database is lost: compare everything with the source once, then publish the next generation
    #[arg(long)]
    pub adopt_lake: bool,
    /// Connections to sync in parallel
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub jobs: u8,
    /// Output format
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What `status` takes.
#[derive(clap::Args)]
pub struct StatusArgs {
    /// Connections; all if none is given
    pub connections: Vec<String>,
    /// Exit with the code of the last sync: 0 complete, 3 incomplete, 6 deletions or changes of schema held back, 1 failed, stopped, refused to start or never run
    #[arg(long)]
    pub fail: bool,
    /// Exit with 1 if the last finished sync is older than this, such as 2h or 1d
    #[arg(long, value_name = "SPAN")]
    pub max_age: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What `acknowledge` takes.
#[derive(clap::Args)]
pub struct AcknowledgeArgs {
    /// The connection, if there are several, then the ids; 5-40 means the open gaps from 5 to 40
    #[arg(required_unless_present = "like", value_name = "ID")]
    pub words: Vec<String>,
    /// Accept every open gap with the stream and the cause of this one; can be repeated
    #[arg(long, value_name = "ID")]
    pub like: Vec<i64>,
    /// The reason; recorded with your account name
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What `audit` takes.
#[derive(clap::Args)]
pub struct AuditArgs {
    /// The connection, if there are several, then the question; without a question, list all
    #[arg(num_args = 0..=2, value_name = "QUESTION")]
    pub words: Vec<String>,
    /// For the question redacted: include what was redacted before and is no longer in the data
    #[arg(long)]
    pub history: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What `report` takes.
#[derive(clap::Args)]
pub struct ReportArgs {
    /// The connection, if there are several, then the report; without a report, list all
    #[arg(num_args = 0..=2, value_name = "NAME")]
    pub words: Vec<String>,
    /// Draw the rows as bars instead of a table; on a terminal, a table is followed by them
    #[arg(long)]
    pub chart: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What `search` takes.
#[derive(clap::Args)]
pub struct SearchArgs {
    /// The connection, if there are several, then the words
    #[arg(required = true, num_args = 1..=2, value_name = "TEXT")]
    pub words: Vec<String>,
    /// Ask the site instead, which reads the text as a query in its search language; only reads
    #[arg(long)]
    pub cql: bool,
    /// Results at most, the best; 20 on a terminal, otherwise all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What can be looked at of a page.
#[derive(Subcommand)]
pub enum Page {
    /// Show what differs between two versions of a page, word by word, in the redacted text
    #[command(
        override_usage = "catchment page diff [CONNECTION] ID FROM TO",
        after_help = "Example:\n  catchment page diff wiki 65601 3 4"
    )]
    Diff {
        /// The connection, if there are several, then the id of the page or blog post and the numbers of two versions
        #[arg(required = true, num_args = 3..=4, value_names = ["ID", "FROM", "TO"])]
        words: Vec<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
}

/// What `query` takes.
#[derive(clap::Args)]
pub struct QueryArgs {
    /// One SELECT statement; without one, list the views and what each row is
    #[arg(conflicts_with = "file")]
    pub sql: Option<String>,
    /// Read the statement from this file; - is stdin
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = AnswerFormat::Rows(Format::Table))]
    pub format: AnswerFormat,
    /// Write the result to this file, which appears when it is complete; - is standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `raw` takes.
#[derive(clap::Args)]
pub struct RawArgs {
    /// The connection, if there are several, then the number of a response; without one, list all
    #[arg(num_args = 0..=2, value_name = "NUMBER")]
    pub words: Vec<String>,
    /// Show only this object of the response
    #[arg(long, value_name = "ID")]
    pub object: Option<String>,
    /// The reason; recorded with your account name
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Output format of the list
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What `reveal` takes.
#[derive(clap::Args)]
pub struct RevealArgs {
    /// The connection, to search only that one, then the pseudonym as it appears in a dataset; brackets are optional
    #[arg(required = true, num_args = 1..=2, value_name = "PSEUDONYM")]
    pub words: Vec<String>,
    /// The reason; recorded with your account name
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What `redact` takes.
#[derive(clap::Args)]
pub struct RedactArgs {
    /// What to do instead
    #[command(subcommand)]
    pub what: Option<RedactWhat>,
    /// How
    #[command(flatten)]
    pub how: RedactHow,
    /// Read {"text": …} lines and write {"text": …, "findings": […]} lines
    #[arg(long)]
    pub jsonl: bool,
}

/// How a text is redacted.
#[derive(clap::Args)]
pub struct RedactHow {
    /// The policy: standard, strict, pci, phi, secrets, none, or one from the configuration
    #[arg(long, default_value = "standard", value_name = "NAME")]
    pub policy: String,
    /// Format of the text
    #[arg(long, value_enum, default_value_t = TextFormat::Text)]
    pub format: TextFormat,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextFormat {
    /// Plain text
    Text,
    /// Confluence storage format (XHTML)
    Storage,
    /// Atlassian Document Format
    Adf,
    /// JSON
    Json,
}

impl From<TextFormat> for catchment_redact::Format {
    fn from(format: TextFormat) -> Self {
        match format {
            TextFormat::Text => Self::Text,
            TextFormat::Storage => Self::Storage,
            TextFormat::Adf => Self::Adf,
            TextFormat::Json => Self::Json,
        }
    }
}

/// What `redact` can do instead of redacting.
#[derive(Subcommand)]
pub enum RedactWhat {
    /// Show what redaction finds in stdin, by which rule, and why near misses are left
    #[command(after_help = "Example:\n  echo \"card 4111 1111 1111 1111\" | catchment redact explain")]
    Explain(RedactHow),
    /// List the types and what the built-in policies do with them, or the rules of one type
    #[command(after_help = "Examples:\n  catchment redact types\n  catchment redact types CREDIT_CARD")]
    Types {
        /// The type; without one, list all
        name: Option<String>,
    },
    /// Measure how well redaction does on a folder of labelled text (*.jsonl)
    #[command(
        after_help = "Lines of {\"text\", \"spans\": [{\"start\", \"end\", \"type\"}]} with offsets in characters, optionally \"expect_none_of\",\nor of {\"xhtml\", \"value\"}: the value is hidden in storage format; null means that nothing may change."
    )]
    Score {
        /// The folder
        folder: PathBuf,
        /// The policy
        #[arg(long, default_value = "standard", value_name = "NAME")]
        policy: String,
    },
    /// Show what a policy would do with the stored responses, before it takes effect
    #[command(
        after_help = "Example:\n  catchment redact preview wiki --policy strict --show --reason \"review of the policy\""
    )]
    Preview(PreviewArgs),
}

/// What `redact preview` takes.
#[derive(clap::Args)]
pub struct PreviewArgs {
    /// The connection, if there are several
    pub connection: Option<String>,
    /// The policy: built in, or from the configuration
    #[arg(long, value_name = "NAME")]
    pub policy: String,
    /// Show some values in clear text; this is recorded
    #[arg(long, requires = "reason")]
    pub show: bool,
    /// The reason for showing them; recorded with your account name
    #[arg(long, value_name = "TEXT", requires = "show")]
    pub reason: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What can be taken out for good.
#[derive(Subcommand)]
pub enum Purge {
    /// Remove the generations before N, and the files that no later one uses
    ///
    /// A generation is what one sync published; earlier ones still contain what was deleted since.
    #[command(after_help = "Example:\n  catchment purge generations wiki --before 12 --reason \"ticket 1234\"")]
    Generations {
        /// The connection, if there are several
        connection: Option<String>,
        /// The first generation to keep
        #[arg(long, value_name = "N")]
        before: i64,
        /// Why and how
        #[command(flatten)]
        how: PurgeHow,
    },
    /// Remove an object and what it contains from responses, datasets, earlier generations and the attachment store
    #[command(
        override_usage = "catchment purge object [CONNECTION] STREAM ID --reason TEXT",
        after_help = "Example:\n  catchment purge object wiki page 65601 --reason \"ticket 1234\"\n\nDelete it at the source first; otherwise the next sync would bring it back."
    )]
    Object {
        /// The connection, if there are several, then the stream and the id
        #[arg(required = true, num_args = 2..=3, value_names = ["STREAM", "ID"])]
        words: Vec<String>,
        /// Why and how
        #[command(flatten)]
        how: PurgeHow,
    },
    /// Replace the value behind a pseudonym in all stored responses, and publish without it
    #[command(
        override_usage = "catchment purge person [CONNECTION] PSEUDONYM --reason TEXT",
        after_help = "Example:\n  catchment purge person wiki '[ACCOUNT_ID_…]' --reason \"ticket 1234\"\n\nNames in text are not pseudonyms: find them with an analyzer in the policy, or purge the objects."
    )]
    Person {
        /// The connection, if there are several, then the pseudonym as it appears in a dataset
        #[arg(required = true, num_args = 1..=2, value_name = "PSEUDONYM")]
        words: Vec<String>,
        /// Why and how
        #[command(flatten)]
        how: PurgeHow,
    },
}

/// What every purge takes.
#[derive(clap::Args)]
pub struct PurgeHow {
    /// The reason; recorded with your account name
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What can be done with the key.
#[derive(Subcommand)]
pub enum Key {
    /// Create a new key, reseal every stored response with it and discard the old one; the next sync publishes new pseudonyms
    #[command(
        after_help = "Example:\n  catchment key rotate\n\nNo other command may be using the data directory. If it is interrupted, the next command finishes it."
    )]
    Rotate {
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
}

/// What can be done with stored attachments.
#[derive(Subcommand)]
pub enum Attachments {
    /// Compare the store with the recorded uploads, both ways; exit with 3 if they differ
    #[command(
        after_help = "Examples:\n  catchment attachments verify wiki\n  catchment attachments verify wiki --repair\n\nNothing is removed from the store."
    )]
    Verify {
        /// The connection, if there are several
        connection: Option<String>,
        /// Have the next sync store again what is missing, elsewhere or of another size
        #[arg(long)]
        repair: bool,
        /// Output format
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
}
