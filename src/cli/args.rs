//! What can be typed.

use super::form::{AnswerFormat, Form, Format, LogFormat};
use super::practice::PracticeArgs;
use crate::run::Reread;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::sync::LazyLock;

/// Confluence into Parquet: complete, redacted, resumable.
#[derive(Parser)]
#[command(name = "catchment", version = version(), max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Examples:\n  catchment demo                    see it work, without credentials\n  catchment init confluence         write a configuration and a key file\n  catchment sync                    fetch, redact and publish what changed\n\nExit codes: 0 done, 1 failed, 2 usage or configuration, 3 incomplete, 4 interrupted,\n5 database damaged, key missing or database older than the lake, 6 refused, 7 busy"
)]
pub struct Args {
    /// The configuration file
    #[arg(long, global = true, default_value = crate::config::DEFAULT_FILE, value_name = "FILE", display_order = 100)]
    pub config: PathBuf,
    /// Print nothing but data and errors; a sync that is incomplete or refused is told in one line
    #[arg(long, short, global = true, conflicts_with = "verbose", display_order = 101)]
    pub quiet: bool,
    /// Print more: every second how far a sync is, and where every scope stands
    #[arg(long, short, global = true, display_order = 102)]
    pub verbose: bool,
    /// How remarks and progress are written on the standard error
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT", display_order = 103)]
    pub log_format: LogFormat,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The version with the commit that the program was built from, where the build was told of it, and with that of the redaction
/// rules.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let commit = option_env!("CATCHMENT_COMMIT").map(|commit| format!("commit {commit}, ")).unwrap_or_default();
        format!("{} ({commit}redaction rules {})", env!("CARGO_PKG_VERSION"), crate::redact::VERSION)
    });
    &VERSION
}

/// What the program can be told to do; the text at each command is its help.
#[derive(Subcommand)]
pub enum Command {
    /// Make the key file and, with a source, a commented configuration; overwrites neither
    #[command(after_help = "Example:\n  catchment init confluence")]
    Init {
        /// Write a commented configuration for this source
        #[arg(help = format!("Write a commented configuration for this source: {}", crate::config::names_of(&crate::source::DIALECTS).join(", ")))]
        source: Option<String>,
    },
    /// Check credentials, site and lake; explain what is wrong
    #[command(after_help = "Example:\n  catchment check wiki")]
    Check {
        /// Connections; all of them if none is named
        connections: Vec<String>,
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Ask for one page of a stream and show what would become of it; nothing is kept
    #[command(
        override_usage = "catchment preview [CONNECTION] STREAM",
        after_help = "Example:\n  catchment preview shop customer"
    )]
    Preview {
        /// The connection, if there are several; the stream, as the configuration or `config --settings` names it
        #[arg(required = true, num_args = 1..=2, value_name = "WORDS")]
        words: Vec<String>,
        /// How the rows are printed
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Sync once: fetch what changed, redact it, publish it
    #[command(
        after_help = "Examples:\n  catchment sync\n  catchment sync wiki --format json\n\nHowever a run was stopped, the next one continues it."
    )]
    Sync(SyncArgs),
    /// Tell where a connection stands; works while a sync runs
    #[command(after_help = "Example:\n  catchment status wiki --fail --max-age 2h")]
    Status(StatusArgs),
    /// Accept things that could not be read, by their ids in `status`
    #[command(
        override_usage = "catchment acknowledge [CONNECTION] ID... --reason TEXT",
        after_help = "Example:\n  catchment acknowledge wiki 3 4 --reason \"ticket 1234\"\n\nOnly what the source does not deliver can be accepted: a refused login or a site that is down is mended and tried again."
    )]
    Acknowledge(AcknowledgeArgs),
    /// Rebuild the lake's catalog (needed after moving the lake)
    #[command(after_help = "Example:\n  catchment catalog")]
    Catalog {
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Ask the lake's catalog a question in SQL; it can only be read
    #[command(
        after_help = "Examples:\n  catchment query \"select space_key, count(*) from space_content group by all\"\n  catchment query \"from freshness\" --format csv\n  catchment query --file report.sql --format json\n  catchment query \"from space_content\" --format parquet --output pages.parquet"
    )]
    Query(QueryArgs),
    /// List the questions that an auditor asks, or answer one; works while a sync runs
    #[command(
        override_usage = "catchment audit [CONNECTION] [QUESTION] [--history]",
        after_help = "Examples:\n  catchment audit\n  catchment audit wiki missing\n  catchment audit requests --format csv"
    )]
    Audit(AuditArgs),
    /// Tell what became of one object, and why it is or is not published; works while a sync runs
    #[command(
        override_usage = "catchment explain [CONNECTION] STREAM ID",
        after_help = "Example:\n  catchment explain wiki page 65601"
    )]
    Explain {
        /// The connection, if there are several; the stream (as page or attachment); the object's id, as in its address
        #[arg(required = true, num_args = 2..=3, value_name = "WORDS")]
        words: Vec<String>,
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// List the API responses that are kept, or show one in clear; each look is on record
    #[command(
        override_usage = "catchment raw [CONNECTION] [NUMBER --reason TEXT]",
        after_help = "Examples:\n  catchment raw wiki\n  catchment raw wiki 12 --object 65601 --reason \"ticket 1234\"\n\nThe answer of the site is shown as it came, with everything that redaction takes out of the datasets."
    )]
    Raw(RawArgs),
    /// Reveal the value behind a pseudonym, from the sealed responses that are kept; each look is on record
    #[command(
        override_usage = "catchment reveal [CONNECTION] PSEUDONYM --reason TEXT",
        after_help = "Example:\n  catchment reveal '[ACCOUNT_ID_…]' --reason \"ticket 1234\"\n\nThe value is shown in clear, with the objects that hold it."
    )]
    Reveal(RevealArgs),
    /// Delete superseded API responses older than raw_retention
    #[command(after_help = "Example:\n  catchment vacuum wiki\n\nA sync does the same once a day.")]
    Vacuum {
        /// Connections; all of them if none is named
        connections: Vec<String>,
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Copy databases and sealed responses to a folder, as of one moment; works while a sync runs
    #[command(
        after_help = "Example:\n  catchment backup /backups/2026-01-31\n\nThe key file is not part of it: keep a copy elsewhere. Back from a backup: put its files and the key file into\ndata_dir and run 'catchment sync --adopt-lake'."
    )]
    Backup {
        /// The folder; a new one for each backup
        dir: PathBuf,
        /// Connections; all of them if none is named
        connections: Vec<String>,
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
    /// Take out for good: former generations, an object that is gone at the source, or a person; on record
    Purge {
        /// What is taken out
        #[command(subcommand)]
        what: Purge,
    },
    /// Look after the key of the data directory
    Key {
        /// What to do with it
        #[command(subcommand)]
        what: Key,
    },
    /// Redact the standard input as a sync would, without configuration and key; or tell what redaction does
    #[command(
        after_help = "Examples:\n  catchment redact < notes.txt\n  catchment redact --format storage --policy phi < page.xml\n  catchment redact explain < notes.txt\n  catchment redact preview wiki --policy strict\n  catchment redact types",
        args_conflicts_with_subcommands = true
    )]
    Redact(RedactArgs),
    /// Look after the stored attachments
    Attachments {
        /// What to do with them
        #[command(subcommand)]
        what: Attachments,
    },
    /// Print the effective configuration, without secrets
    #[command(after_help = format!("Examples:\n  catchment config\n  catchment config --settings      every setting, as Markdown\n\n{}", crate::config::help(&crate::source::DIALECTS)))]
    Config {
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
        /// Print every setting with its meaning, default and range
        #[arg(long)]
        settings: bool,
    },
    /// Print a completion script for a shell
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
    /// See the main job work on a practice server, without credentials
    #[command(
        after_help = "Examples:\n  catchment demo\n  catchment demo --dir tryout\n  catchment demo --html /usr/share/doc/postgresql-doc-15/html"
    )]
    Demo {
        /// The folder for everything; a new one in the current folder if none is named
        #[arg(long)]
        dir: Option<PathBuf>,
        /// Serve the HTML files of this folder as pages
        #[arg(long, value_name = "FOLDER")]
        html: Option<PathBuf>,
    },
    /// Run a practice server: a fake of Confluence Cloud or of any REST API on this machine
    #[command(after_help = super::practice::help())]
    Practice(PracticeArgs),
}

/// What `sync` takes.
#[derive(clap::Args)]
pub struct SyncArgs {
    /// Connections; all of them if none is named
    pub connections: Vec<String>,
    /// Consent for this run to more deletions than max_deleted_share
    #[arg(long)]
    pub allow_deletions: bool,
    /// Consent to a redaction policy that protects less than the one in force; it stays on record
    #[arg(long)]
    pub accept_weaker_redaction: bool,
    /// Read chunks of history again: those that failed, or all
    #[arg(long, value_name = "WHICH")]
    pub chunks: Option<Chunks>,
    /// Say that the url names the site that was read so far, under a new address
    #[arg(long)]
    pub same_site: bool,
    /// Go on with a database from a backup that is older than the lake: everything is compared once, and the next generation published
    #[arg(long)]
    pub adopt_lake: bool,
    /// Connections that are synced side by side
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub jobs: u8,
    /// How the reports are printed
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What `status` takes.
#[derive(clap::Args)]
pub struct StatusArgs {
    /// Connections; all of them if none is named
    pub connections: Vec<String>,
    /// Exit with the code of the last sync: 0 complete, 1 failed or never run, 3 incomplete, 6 refused
    #[arg(long)]
    pub fail: bool,
    /// Exit with 1 where the last sync that came to its end is older than this, as 2h or 1d
    #[arg(long, value_name = "SPAN")]
    pub max_age: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What `acknowledge` takes.
#[derive(clap::Args)]
pub struct AcknowledgeArgs {
    /// The connection, if there are several, and ids
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    /// Why: kept beside the name of your account
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What `audit` takes.
#[derive(clap::Args)]
pub struct AuditArgs {
    /// The connection, if there are several, and the question; all questions are listed if none is named
    #[arg(num_args = 0..=2, value_name = "WORDS")]
    pub words: Vec<String>,
    /// With what is no longer in force, where the question knows the difference
    #[arg(long)]
    pub history: bool,
    /// How the rows are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What `query` takes.
#[derive(clap::Args)]
pub struct QueryArgs {
    /// One select statement; without one, the views are listed with what their rows are
    #[arg(conflicts_with = "file")]
    pub sql: Option<String>,
    /// Read the statement from this file; - is the standard input
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How the answer is given
    #[arg(long, value_enum, default_value_t = AnswerFormat::Rows(Format::Table))]
    pub format: AnswerFormat,
    /// Write the answer to this file, which appears when it is whole; - is the standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `raw` takes.
#[derive(clap::Args)]
pub struct RawArgs {
    /// The connection, if there are several, and the number of a response; all of them are listed if none is named
    #[arg(num_args = 0..=2, value_name = "WORDS")]
    pub words: Vec<String>,
    /// Show this object of the response alone
    #[arg(long, value_name = "ID")]
    pub object: Option<String>,
    /// Why: kept beside the name of your account
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What `reveal` takes.
#[derive(clap::Args)]
pub struct RevealArgs {
    /// The connection, if only one is searched, and the pseudonym as it stands in a dataset; the brackets may be left out
    #[arg(required = true, num_args = 1..=2, value_name = "WORDS")]
    pub words: Vec<String>,
    /// Why: kept beside the name of your account
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// How the places are printed
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
    /// The policy: standard, strict, pci, phi, secrets, none, or one of the configuration
    #[arg(long, default_value = "standard", value_name = "NAME")]
    pub policy: String,
    /// What the text is
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

impl From<TextFormat> for crate::redact::Format {
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
    /// Show the standard input with its findings marked, and why each is one and near misses are none
    #[command(after_help = "Example:\n  echo \"card 4111 1111 1111 1111\" | catchment redact explain")]
    Explain(RedactHow),
    /// List the types and what the built-in policies do with them, or the rules of one type
    #[command(after_help = "Examples:\n  catchment redact types\n  catchment redact types CREDIT_CARD")]
    Types {
        /// The type; all of them are listed if none is named
        name: Option<String>,
    },
    /// Tell how well redaction does on a folder of labelled text (*.jsonl)
    #[command(
        after_help = "Lines of {\"text\", \"spans\": [{\"start\", \"end\", \"type\"}]} with places in characters, optionally \"expect_none_of\",\nor of {\"xhtml\", \"value\"}: the value is hidden in storage format; null means that nothing may change."
    )]
    Score {
        /// The folder
        folder: PathBuf,
        /// The policy
        #[arg(long, default_value = "standard", value_name = "NAME")]
        policy: String,
    },
    /// Tell what a policy would do with what has landed, before it is put in force
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
    /// The policy: one that is built in, or one of the configuration
    #[arg(long, value_name = "NAME")]
    pub policy: String,
    /// Show some values in clear; this is on record
    #[arg(long, requires = "reason")]
    pub show: bool,
    /// Why they are shown: kept beside the name of your account
    #[arg(long, value_name = "TEXT", requires = "show")]
    pub reason: Option<String>,
    /// How the rows are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What can be taken out for good.
#[derive(Subcommand)]
pub enum Purge {
    /// Withdraw the generations before one, with the files that only they have
    #[command(after_help = "Example:\n  catchment purge generations wiki --before 12 --reason \"ticket 1234\"")]
    Generations {
        /// The connection, if there are several
        connection: Option<String>,
        /// The first generation that stays
        #[arg(long, value_name = "N")]
        before: i64,
        /// Why and how
        #[command(flatten)]
        how: PurgeHow,
    },
    /// Cut an object and what lies in it out of responses, datasets, former generations and the store of attachments
    #[command(
        override_usage = "catchment purge object [CONNECTION] STREAM ID --reason TEXT",
        after_help = "Example:\n  catchment purge object wiki page 65601 --reason \"ticket 1234\"\n\nIt has to be gone at the source; else the next sync would bring it back."
    )]
    Object {
        /// The connection, if there are several; the stream; the id
        #[arg(required = true, num_args = 2..=3, value_name = "WORDS")]
        words: Vec<String>,
        /// Why and how
        #[command(flatten)]
        how: PurgeHow,
    },
    /// Replace every value behind a pseudonym in the responses, and publish without it
    #[command(
        override_usage = "catchment purge person [CONNECTION] PSEUDONYM --reason TEXT",
        after_help = "Example:\n  catchment purge person wiki '[ACCOUNT_ID_…]' --reason \"ticket 1234\"\n\nNames in texts are no pseudonyms: an analyzer in the policy finds them, or the objects are purged."
    )]
    Person {
        /// The connection, if there are several; the pseudonym as it stands in a dataset
        #[arg(required = true, num_args = 1..=2, value_name = "WORDS")]
        words: Vec<String>,
        /// Why and how
        #[command(flatten)]
        how: PurgeHow,
    },
}

/// What every purge takes.
#[derive(clap::Args)]
pub struct PurgeHow {
    /// Why: kept beside the name of your account
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub format: Form,
}

/// What can be done with the key.
#[derive(Subcommand)]
pub enum Key {
    /// Make a new key, seal every landed response with it and forget the former one; the next sync publishes new pseudonyms
    #[command(
        after_help = "Example:\n  catchment key rotate\n\nNo other command may be at work on the data directory. If it is interrupted, the next command finishes it."
    )]
    Rotate {
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
}

/// What can be done with stored attachments.
#[derive(Subcommand)]
pub enum Attachments {
    /// Compare the store with the record of uploads, both ways; exit code 3 where they differ
    #[command(
        after_help = "Examples:\n  catchment attachments verify wiki\n  catchment attachments verify wiki --repair\n\nNothing is removed from the store."
    )]
    Verify {
        /// The connection, if there are several
        connection: Option<String>,
        /// Make what is missing, elsewhere or of another size due again; the next sync stores it
        #[arg(long)]
        repair: bool,
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Form::Text)]
        format: Form,
    },
}

/// Which chunks of history are read again.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Chunks {
    /// Those that failed.
    Failed,
    /// All of them.
    All,
}

impl From<Chunks> for Reread {
    fn from(chunks: Chunks) -> Self {
        match chunks {
            Chunks::Failed => Self::Failed,
            Chunks::All => Self::All,
        }
    }
}
