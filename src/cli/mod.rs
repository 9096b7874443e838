//! The command line: parses arguments, calls `catchment_run`, and prints what comes of it as text or JSON.
//!
//! Data goes to stdout, everything else to stderr. Colours only on terminals. With `--format json` a command prints one
//! document with `schema`, `command`, `exit_code`, `error` and `result`, also where it fails.

mod args;
mod cells;
mod chart;
mod choices;
mod contract;
mod contract_args;
#[cfg(practice)]
mod demo;
mod explained;
mod form;
mod keys;
mod maintained;
#[cfg(practice)]
mod practice;
mod print;
mod query;
mod questions;
mod redact;
mod reports;
mod score;
mod setup;
mod syncing;
mod told;
mod watch;
mod words;
mod wrap;

use args::{Args, Attachments, Command, Key, Page};
use catchment_base::disk;
use catchment_base::error::{Error, Result};
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use form::{AnswerFormat, Form, Format};
use print::Printer;
use serde_json::Value;
use std::process::ExitCode;
use tokio::runtime::Runtime;

/// Runs the program; gives the process exit code.
pub fn main() -> ExitCode {
    let matches = Args::command().get_matches();
    let args = Args::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    disk::private_by_default();
    let printer = Printer::new(args.quiet, args.verbose, args.log_format);
    let outcome = begin().and_then(|runtime| runtime.block_on(dispatch(&args, &printer)));
    let code = outcome.unwrap_or_else(|error| {
        let code = error.kind().exit_code();
        printer.error(&error);
        if let Some(command) = asked_for_json(&matches) {
            // The exit code says what happened also where nobody reads the document.
            let _ = printer.document(&command, code, Some(&error), Value::Null);
        }
        code
    });
    ExitCode::from(code)
}

/// Makes this process one that leaves nothing in clear behind, and its runtime.
fn begin() -> Result<Runtime> {
    disk::without_core_dumps().map_err(|cause| Error::failed("turning core dumps off failed").because(cause))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(|cause| Error::failed("starting the runtime failed").because(cause))
}

/// The command, with its subcommand, if its answer is to be a JSON document. The format of an input, as `redact` has it, is of
/// another type.
fn asked_for_json(matches: &ArgMatches) -> Option<String> {
    let (mut name, mut at) = (Vec::new(), matches);
    while let Some((command, below)) = at.subcommand() {
        name.push(command);
        at = below;
    }
    let is_json = has_format(at, &Form::Json)
        || has_format(at, &Format::Json)
        || has_format(at, &AnswerFormat::Rows(Format::Json));
    is_json.then(|| name.join(" "))
}

/// Whether the option `--format` is of this type and has this value.
fn has_format<T: PartialEq + Clone + Send + Sync + 'static>(matches: &ArgMatches, value: &T) -> bool {
    matches.try_get_one("format").is_ok_and(|given| given == Some(value))
}

async fn dispatch(args: &Args, printer: &Printer) -> Result<u8> {
    let load = || words::load(&args.config);
    match &args.command {
        Command::Init { source } => setup::init(&args.config, source.as_deref(), printer),
        Command::Login { connection } => keys::login(&load()?, connection, printer).await,
        Command::Check { connections, format } => syncing::check(&load()?, connections, *format, printer).await,
        Command::Sync(sync) => syncing::sync(&load()?, sync, printer).await,
        Command::Preview { words, format } => questions::probe(&load()?, words, *format, printer).await,
        Command::Status(status) => syncing::status(&load()?, status, printer),
        Command::Acknowledge(acknowledge) => syncing::acknowledge(&load()?, acknowledge, printer),
        Command::Contract(args) => contract::contract(&load()?, args, printer),
        Command::Catalog { format } => questions::catalog(&load()?, *format, printer).await,
        Command::Query(args) => query::query(&load()?, args, printer).await,
        Command::Audit(audit) => questions::audit(&load()?, audit, printer),
        Command::Report(report) => reports::report(&load()?, report, printer).await,
        Command::Search(search) => reports::search(&load()?, search, printer).await,
        Command::Page { what: Page::Diff { words, format } } => reports::diff(&load()?, words, *format, printer).await,
        Command::Explain { words, format } => questions::explain(&load()?, words, *format, printer),
        Command::Raw(raw) => questions::raw(&load()?, raw, printer),
        Command::Reveal(reveal) => keys::reveal(&load()?, reveal, printer),
        Command::Key { what: Key::Rotate { format } } => keys::rotate(&load()?, *format, printer),
        Command::Vacuum { connections, format } => syncing::vacuum(&load()?, connections, *format, printer),
        Command::Backup { words, format } => syncing::backup(&load()?, words, *format, printer),
        Command::Purge { what } => keys::purge(&load()?, what, printer).await,
        Command::Redact(redact) => redact::redact(&args.config, redact, printer),
        Command::Attachments { what: Attachments::Verify { connection, repair, format } } => {
            questions::verify(&load()?, connection.as_deref(), *repair, *format, printer).await
        }
        Command::Config { format, settings } => setup::show_config(&args.config, *format, *settings, printer),
        Command::Completions { shell } => setup::completions(*shell, printer),
        Command::Man { dir } => setup::man(dir, printer),
        #[cfg(practice)]
        Command::Demo { source, dir, html } => demo::run(*source, dir.as_deref(), html.as_deref(), printer).await,
        #[cfg(practice)]
        Command::Practice(practice) => practice::serve(practice, printer).await,
    }
}
