//! What is printed: data on stdout, the rest on stderr, every text from outside made harmless.

use super::cells::aligned;
use super::demo::{Answered, DemoReport};
use super::told::{self, counted};
use crate::error::{Error, Result, printable};
use crate::run::{Checked, Outcome, Report, Status, Verdict, Verified};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

/// Says something on the standard error, where somebody may have stopped listening.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints for one kind of reader.
pub struct Printer {
    quiet: bool,
    verbose: bool,
}

impl Printer {
    /// A printer that says little, the usual, or much.
    pub fn new(quiet: bool, verbose: bool) -> Self {
        Self { quiet, verbose }
    }

    /// Whether only data and errors are printed.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether more is printed.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether somebody watches.
    pub fn is_terminal(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// A remark on stderr.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            say(&printable(text));
        }
    }

    /// Text on stdout. A reader that went away has seen enough.
    pub fn data(&self, text: &str) -> Result<()> {
        match io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()) {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::failed("printing failed").because(cause))
            }
            _ => Ok(()),
        }
    }

    /// Bytes on stdout as they are; on a terminal without what it would obey.
    pub fn clear(&self, bytes: &[u8]) -> Result<()> {
        if io::stdout().is_terminal() {
            let text = String::from_utf8_lossy(bytes);
            return self.data(&format!("{}\n", text.lines().map(printable).collect::<Vec<_>>().join("\n")));
        }
        match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::failed("printing failed").because(cause))
            }
            _ => Ok(()),
        }
    }

    /// JSON on stdout.
    pub fn json(&self, value: &Value) -> Result<()> {
        self.data(&format!("{value:#}\n"))
    }

    /// An error with its causes and its hint.
    pub fn error(&self, error: &Error) {
        self.complain(&self.red("error:"), " ", error);
    }

    /// The same, with the connection it is about.
    pub fn error_of(&self, connection: &str, error: &Error) {
        self.complain(&self.red("error:"), &format!(" {connection}: "), error);
    }

    fn red(&self, text: &str) -> String {
        if self.is_terminal() { format!("\u{1b}[31m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn complain(&self, mark: &str, about: &str, error: &Error) {
        say(&format!("{mark}{}{}", printable(about), printable(&error.to_string())));
        for cause in error.causes() {
            say(&format!("  caused by: {}", printable(&cause.to_string())));
        }
        if let Some(hint) = error.hint_text() {
            say(&format!("hint: {}", printable(hint)));
        }
    }

    /// The summary of a sync.
    pub fn report(&self, report: &Report) -> Result<()> {
        if self.quiet { Ok(()) } else { self.data(&told::report(report)) }
    }

    /// The status of a connection.
    pub fn status(&self, status: &Status) -> Result<()> {
        self.data(&told::status(status, self.verbose))
    }

    /// What was looked at of a connection: what is in order on stdout, what is not on stderr.
    pub fn checked(&self, connection: &str, checks: &[Checked]) -> Result<()> {
        let failed = checks.iter().filter(|check| matches!(check.verdict, Verdict::Failed(_))).count();
        let outcome =
            if failed == 0 { "in order".to_owned() } else { format!("{failed} of {} checks failed", checks.len()) };
        self.data(&format!("{}: {outcome}\n", printable(connection)))?;
        for Checked { item, verdict } in checks {
            match verdict {
                Verdict::Good(words) => self.data(&format!("  ok       {item}: {}\n", printable(words)))?,
                Verdict::Skipped(because) => self.data(&format!("  skipped  {item}: {because}\n"))?,
                Verdict::Failed(error) => self.failed_check(connection, item, error),
            }
        }
        Ok(())
    }

    /// An item that is not in order.
    pub fn failed_check(&self, connection: &str, item: &str, error: &Error) {
        self.complain(&format!("  {}", self.red("FAILED")), &format!("   {connection}: {item}: "), error);
    }

    /// What comparing the store with the record of uploads found.
    pub fn verified(&self, verified: &Verified) -> Result<()> {
        let mut text = String::new();
        for finding in &verified.findings {
            let bytes = |bytes: Option<i64>| bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
            let _ = writeln!(
                text,
                "{}  {}  recorded {} bytes, found {}",
                finding.finding,
                printable(&finding.uri),
                bytes(finding.recorded_bytes),
                bytes(finding.found_bytes)
            );
        }
        let _ = writeln!(
            text,
            "{}: {} on record, {} found that differ",
            verified.connection,
            counted(verified.recorded, "object"),
            verified.findings.len()
        );
        if verified.repaired > 0 {
            let _ = writeln!(
                text,
                "{} on record as failed now: the next sync stores what is current of them again",
                counted(verified.repaired as u64, "upload")
            );
        }
        self.data(&text)
    }

    /// The summary of a demo, with its questions.
    pub fn demo(&self, demo: &DemoReport) -> Result<()> {
        self.report(&demo.report)?;
        if let Some(second) = &demo.second {
            self.data(
                "\nThen the site changed: pages were edited, moved and deleted, files attached. The second sync:\n\n",
            )?;
            self.report(second)?;
        }
        let mut text = String::new();
        for answered in &demo.questions {
            let _ = writeln!(text, "\n-- {}\n{}\n", answered.question, answered.sql);
            text.push_str(&table(answered));
        }
        let _ = writeln!(
            text,
            "\nEverything is in {}; 'catchment --config {0}/catchment.toml status', 'audit' and 'query' tell more.",
            demo.dir.display()
        );
        self.data(&text)
    }
}

/// A report as JSON.
pub fn report_json(report: &Report) -> Value {
    json!({
        "connection": report.connection,
        "outcome": report.status.outcome,
        "complete": report.is_complete(),
        "current": report.current,
        "new_generation": report.has_published(),
        "files_written": report.totals.files_written,
        "totals": report.totals,
        "laid_out_anew": report.laid_out_anew,
        "catalog_anew": report.catalog_anew,
        "failed_listings": report.failed_listings,
        "refused_deletions": report.refused(),
        "remade": report.remade.iter().map(|remade| json!({"relation": remade.relation, "rows": remade.rows})).collect::<Vec<_>>(),
        "hint": report.hint,
        "status": report.status,
    })
}

/// What is told of a connection that could not be synced.
pub fn failure_json(connection: &str, error: &Error) -> Value {
    json!({"connection": connection, "outcome": Outcome::Incomplete.to_string(), "complete": false, "error": error.one_line(), "hint": error.hint_text()})
}

/// What was looked at of a connection as JSON.
pub fn checked_json(checks: &[Checked]) -> Value {
    let is_failed = |check: &Checked| matches!(check.verdict, Verdict::Failed(_));
    let row = |check: &Checked| match &check.verdict {
        Verdict::Good(words) => json!({"check": check.item, "state": "ok", "found": words, "hint": null}),
        Verdict::Skipped(because) => json!({"check": check.item, "state": "skipped", "found": because, "hint": null}),
        Verdict::Failed(error) => {
            json!({"check": check.item, "state": "failed", "found": error.one_line(), "hint": error.hint_text()})
        }
    };
    json!({"ok": !checks.iter().any(is_failed), "checks": checks.iter().map(row).collect::<Vec<_>>()})
}

/// What comparing the store with the record of uploads found, as JSON.
pub fn verified_json(verified: &Verified) -> Value {
    let findings = verified.findings.iter().map(|finding| {
        json!({
            "finding": finding.finding,
            "uri": finding.uri,
            "recorded_bytes": finding.recorded_bytes,
            "found_bytes": finding.found_bytes,
        })
    });
    json!({
        "connection": verified.connection,
        "recorded": verified.recorded,
        "findings": findings.collect::<Vec<_>>(),
        "repaired": verified.repaired,
    })
}

fn table(answered: &Answered) -> String {
    let cell = |value: &Option<String>| value.as_deref().map_or_else(|| "null".to_owned(), printable);
    let rows: Vec<Vec<String>> = answered.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    aligned(&answered.columns, &rows)
}
