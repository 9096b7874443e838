//! The command line: what was typed becomes a call of the conductor, what it gives becomes text or JSON.
//!
//! Data goes to stdout, everything else to stderr. Colours only on terminals.

mod args;
mod cells;
mod demo;
mod keys;
mod practice;
mod print;
mod questions;
mod redact;
mod score;
mod told;
mod watch;

use crate::config::{self, Config};
use crate::edge::disk::{self, Access};
use crate::error::{Error, Kind, Result};
use crate::key::{self, Keys};
use crate::run::{self, Status, Verdict};
use crate::source::DIALECTS;
use args::{Args, Attachments, Chunks, Command, Key};
use clap::Parser;
use print::Printer;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the program; gives the process exit code.
pub fn main() -> ExitCode {
    let args = Args::parse();
    disk::private_by_default();
    let printer = Printer::new(args.quiet, args.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(&args, &printer)),
        Err(cause) => Err(Error::failed("starting the runtime failed").because(cause)),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            printer.error(&error);
            ExitCode::from(error.kind().exit_code())
        }
    }
}

async fn dispatch(args: &Args, printer: &Printer) -> Result<u8> {
    match &args.command {
        Command::Init { source } => init(&args.config, source.as_deref(), printer),
        Command::Check { connections, json } => check(&load(&args.config)?, connections, *json, printer).await,
        Command::Sync { connections, allow_deletions, chunks, same_site, json } => {
            let repeat_history = chunks.map(|chunks| chunks == Chunks::All);
            let wishes = run::Wishes { allow_deletions: *allow_deletions, repeat_history, same_site: *same_site };
            sync(&load(&args.config)?, connections, wishes, *json, printer).await
        }
        Command::Preview { connection, stream, format } => {
            questions::probe(&load(&args.config)?, connection, stream, *format, printer).await
        }
        Command::Status { connections, json } => status(&load(&args.config)?, connections, *json, printer),
        Command::Acknowledge { connection, id } => acknowledge(&load(&args.config)?, connection, *id, printer),
        Command::Catalog => questions::catalog(&load(&args.config)?, printer),
        Command::Query(query) => questions::query(&load(&args.config)?, query, printer).await,
        Command::Audit { name, connection, format } => {
            let config = load(&args.config)?;
            questions::audit(&config, name.as_deref(), connection.as_deref(), *format, printer)
        }
        Command::Explain { connection, kind, id, json } => {
            questions::explain(&load(&args.config)?, connection, kind, id, *json, printer)
        }
        Command::Raw(raw) => questions::raw(&load(&args.config)?, raw, printer),
        Command::Reveal(reveal) => keys::reveal(&load(&args.config)?, reveal, printer),
        Command::Key { what: Key::Rotate { json } } => keys::rotate(&load(&args.config)?, *json, printer),
        Command::Vacuum { connections } => questions::vacuum(&load(&args.config)?, connections, printer),
        Command::Redact(redact) => redact::redact(&args.config, redact, printer),
        Command::Attachments { what: Attachments::Verify { connection, repair, json } } => {
            verify(&load(&args.config)?, connection, *repair, *json, printer).await
        }
        Command::Config { json, settings } => show_config(&args.config, *json, *settings, printer),
        Command::Demo { dir, html } => demo(dir.as_deref(), html.clone(), printer).await,
        Command::Practice(practice) => practice::serve(practice, printer).await,
    }
}

/// The configuration, with the sources that the program knows.
fn load(file: &Path) -> Result<Config> {
    Config::load(file, &DIALECTS)
}

fn init(file: &Path, source: Option<&str>, printer: &Printer) -> Result<u8> {
    if let Some(source) = source {
        let example = config::commented_example(source, &DIALECTS)?;
        if disk::exists(file) {
            printer.note(&format!("{} is there already and was left as it is", file.display()));
        } else {
            disk::write_new(file, example.as_bytes(), Access::Private)?;
            let open: Vec<String> = config::to_fill_in(source, &DIALECTS)?.into_iter().map(str::to_owned).collect();
            printer.note(&format!("wrote {}: fill in {}", file.display(), config::enumerated(&open)));
        }
    }
    let config = load(file)?;
    let path = key::file(&config.data_dir);
    if Keys::make(&config.data_dir)? {
        printer.note(&format!(
            "made the key file {}: keep a copy in a safe place, without it the landed responses cannot be opened",
            path.display()
        ));
    } else {
        printer.note(&format!("the key file {} is there already and was left as it is", path.display()));
    }
    Ok(0)
}

fn chosen(config: &Config, connections: &[String]) -> Result<Vec<String>> {
    if connections.is_empty() {
        return Ok(config.connections.keys().cloned().collect());
    }
    connections.iter().map(|name| Ok(config.connection(name)?.name.clone())).collect()
}

/// The exit code of several connections: the first failure's; incomplete gives way to any other.
fn graver(code: u8, kind: Kind) -> u8 {
    if code == 0 || code == Kind::Incomplete.exit_code() { kind.exit_code() } else { code }
}

async fn check(config: &Config, connections: &[String], json: bool, printer: &Printer) -> Result<u8> {
    let mut checked = serde_json::Map::new();
    let mut code = 0;
    for name in chosen(config, connections)? {
        let checks = run::check(config, &name).await?;
        let failures = checks.iter().filter_map(|check| match &check.verdict {
            Verdict::Failed(error) => Some((check.item, error)),
            _ => None,
        });
        let failures: Vec<_> = failures.collect();
        code = failures.first().map_or(code, |(_, error)| graver(code, error.kind()));
        if json {
            failures.iter().for_each(|(item, error)| printer.failed_check(&name, item, error));
            checked.insert(name, print::checked_json(&checks));
        } else {
            printer.checked(&name, &checks)?;
        }
    }
    if json {
        printer.json(&checked.into())?;
    }
    Ok(code)
}

async fn sync(
    config: &Config,
    connections: &[String],
    wishes: run::Wishes,
    json: bool,
    printer: &Printer,
) -> Result<u8> {
    let stop = watch::signals(printer);
    let (mut code, mut reports) = (0, Vec::new());
    for name in chosen(config, connections)? {
        let (progress, watcher) = watch::progress(printer);
        let outcome = run::sync(config, &name, wishes, stop.clone(), progress).await;
        watcher.stop().await;
        match outcome {
            Ok(report) => {
                code = match (report.is_complete(), report.refused().is_empty()) {
                    (true, _) => code,
                    (false, true) => graver(code, Kind::Incomplete),
                    (false, false) => graver(code, Kind::Refused),
                };
                if json { reports.push(print::report_json(&report)) } else { printer.report(&report)? }
            }
            Err(error) => {
                code = graver(code, error.kind());
                if json {
                    reports.push(print::failure_json(&name, &error));
                }
                printer.error_of(&name, &error);
                if error.kind() == Kind::Interrupted {
                    break;
                }
            }
        }
    }
    if json {
        printer.json(&reports.into())?;
    }
    Ok(code)
}

fn status(config: &Config, connections: &[String], json: bool, printer: &Printer) -> Result<u8> {
    let (mut code, mut all): (u8, Vec<Status>) = (0, Vec::new());
    for name in chosen(config, connections)? {
        match run::status(config, &name) {
            Ok(status) if json => all.push(status),
            Ok(status) => printer.status(&status)?,
            Err(error) => {
                code = graver(code, error.kind());
                printer.error_of(&name, &error);
            }
        }
    }
    if json {
        printer.json(&serde_json::json!(all))?;
    }
    Ok(code)
}

fn acknowledge(config: &Config, connection: &str, id: i64, printer: &Printer) -> Result<u8> {
    let what = run::acknowledge(config, connection, id)?;
    printer.note(&format!("acknowledged: {what}"));
    Ok(0)
}

async fn verify(config: &Config, connection: &str, repair: bool, json: bool, printer: &Printer) -> Result<u8> {
    let verified = run::verify(config, connection, repair).await?;
    if json {
        printer.json(&print::verified_json(&verified))?;
    } else {
        printer.verified(&verified)?;
    }
    Ok(if verified.findings.is_empty() { 0 } else { Kind::Incomplete.exit_code() })
}

fn show_config(file: &Path, json: bool, settings: bool, printer: &Printer) -> Result<u8> {
    if settings {
        printer.data(&config::reference_markdown(&DIALECTS))?;
        return Ok(0);
    }
    let config = load(file)?;
    if json {
        printer.json(&config.effective_json())?;
    } else {
        printer.data(&config.effective())?;
    }
    Ok(0)
}

async fn demo(dir: Option<&Path>, html: Option<PathBuf>, printer: &Printer) -> Result<u8> {
    let dir = match dir {
        Some(dir) => dir.to_owned(),
        None => fresh_dir()?,
    };
    printer.note(&format!("demo in {}", dir.display()));
    let stop = watch::signals(printer);
    let (progress, watcher) = watch::progress(printer);
    let outcome = demo::demo(&dir, html, stop, progress).await;
    watcher.stop().await;
    let demo = outcome?;
    printer.demo(&demo)?;
    let complete = demo.report.is_complete() && demo.second.as_ref().is_none_or(run::Report::is_complete);
    Ok(if complete { 0 } else { Kind::Incomplete.exit_code() })
}

/// The first of `catchment-demo`, `catchment-demo-2`, … that is not there.
fn fresh_dir() -> Result<PathBuf> {
    let names =
        std::iter::once("catchment-demo".to_owned()).chain((2..1000).map(|number| format!("catchment-demo-{number}")));
    let free = names.map(PathBuf::from).find(|dir| !disk::exists(dir));
    free.ok_or_else(|| Error::usage("there are a thousand demo folders here").hint("name one with --dir"))
}
