//! `demo`: the main job on a practice server, and what is printed of it.

use super::cells::aligned;
use super::print::Printer;
use super::watch;
use crate::demo::{self, Answered, DemoReport, Subject};
use catchment_base::disk;
use catchment_base::error::{Error, Kind, Result, printable};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Runs a demo in a folder, by default a new one.
pub async fn run(subject: Subject, dir: Option<&Path>, html: Option<&Path>, printer: &Printer) -> Result<u8> {
    let dir = match dir {
        Some(dir) => dir.to_owned(),
        None => fresh_dir()?,
    };
    printer.note(&format!("demo in {}", dir.display()));
    let stop = watch::signals(printer);
    let watcher = watch::Watcher::new(printer);
    let outcome = demo::demo(subject, &dir, html, stop, || watcher.follow(subject.connection())).await;
    watcher.stop().await;
    let shown = outcome?;
    print(&shown, printer)?;
    let complete = shown.report.is_complete() && shown.second.as_ref().is_none_or(catchment_run::Report::is_complete);
    Ok(if complete { 0 } else { Kind::Incomplete.exit_code() })
}

/// The first of `catchment-demo`, `catchment-demo-2`, … that is not there.
fn fresh_dir() -> Result<PathBuf> {
    let names =
        std::iter::once("catchment-demo".to_owned()).chain((2..1000).map(|number| format!("catchment-demo-{number}")));
    let free = names.map(PathBuf::from).find(|dir| !disk::exists(dir));
    free.ok_or_else(|| Error::usage("there are a thousand demo folders here").hint("name one with --dir"))
}

/// The summary of a demo, with its questions.
fn print(demo: &DemoReport, printer: &Printer) -> Result<()> {
    printer.report(&demo.report)?;
    if let Some(second) = &demo.second {
        printer.data(&format!("\nThen the site changed: {}. The second sync:\n\n", demo.change))?;
        printer.report(second)?;
    }
    let mut text = String::new();
    for answered in &demo.questions {
        let _ = writeln!(text, "\n-- {}\n{}\n", answered.question, answered.sql);
        text.push_str(&table(answered));
    }
    text.push_str(&after(demo));
    printer.data(&text)
}

fn table(answered: &Answered) -> String {
    let cell = |value: &Option<String>| value.as_deref().map_or_else(|| "null".to_owned(), printable);
    let rows: Vec<Vec<String>> = answered.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    aligned(&answered.columns, &rows)
}

/// What can be typed after a demo.
fn after(demo: &DemoReport) -> String {
    let catchment = format!("catchment --config {}/catchment.toml", printable(&demo.dir.display().to_string()));
    let next: String = demo.next.iter().map(|words| format!("  {catchment} {}\n", printable(words))).collect();
    format!(
        "\nEverything is in {}. Now try:\n\n  {catchment} status\n{next}\nThe practice site has stopped; 'catchment demo \
         {}' starts it again.\n",
        printable(&demo.dir.display().to_string()),
        printable(&demo.again)
    )
}
