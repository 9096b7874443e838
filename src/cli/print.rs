//! What is printed: data on stdout, the rest on stderr, every text from outside made harmless.

use super::cells::width_of;
use super::form::{Form, LogFormat, SCHEMA};
use super::told;
use super::wrap::wrapped;
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_run::{Checked, Outcome, Report, Status, Verdict, Verified};
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};

/// A colour of a terminal, as ANSI numbers it.
#[derive(Clone, Copy)]
enum Colour {
    Red = 31,
    Green = 32,
    Yellow = 33,
}

/// A fetch of at least this many bytes from a bucket is announced: it takes more than a moment.
const MANY_BYTES: u64 = 16 << 20;

/// Prints for one kind of reader.
#[derive(Clone, Copy)]
pub struct Printer {
    quiet: bool,
    verbose: bool,
    log: LogFormat,
    /// Whether colours are wanted on stdout and on stderr.
    colours: (bool, bool),
}

impl Printer {
    /// A printer that says little, the usual, or much.
    pub fn new(quiet: bool, verbose: bool, log: LogFormat) -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let are_wanted = !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let colours = (are_wanted && io::stdout().is_terminal(), are_wanted && io::stderr().is_terminal());
        Self { quiet, verbose, log, colours }
    }

    /// Whether only data and errors are printed.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether more is printed.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether a line that moves can be shown on stderr.
    pub fn has_moving_lines(&self) -> bool {
        !self.quiet && self.log == LogFormat::Text && io::stderr().is_terminal()
    }

    /// A remark on stderr, on a terminal broken between words.
    pub fn note(&self, text: &str) {
        match (self.quiet, self.log, width_of(io::stderr())) {
            (true, _, _) => {}
            (false, LogFormat::Text, Some(width)) => say(&wrapped(&printable(text), width).join("\n")),
            _ => self.log("info", None, text),
        }
    }

    /// Announces on stderr that much is about to be fetched from a bucket.
    pub fn fetching(&self, bytes: u64) {
        if bytes >= MANY_BYTES {
            self.note(&format!("fetching {} MB from the bucket", bytes / 1_000_000));
        }
    }

    /// How far a connection is, on stderr, with the time.
    pub fn progress(&self, connection: &str, text: &str, counters: Value) {
        match self.log {
            LogFormat::Text => say(&format!("{} {}: {}", now(), printable(connection), printable(text))),
            LogFormat::Json => say(&logged("info", Some(connection), text, &counters).to_string()),
        }
    }

    fn log(&self, level: &str, connection: Option<&str>, text: &str) {
        match self.log {
            LogFormat::Text => {
                let about = connection.map_or_else(String::new, |name| format!("{}: ", printable(name)));
                say(&format!("{about}{}", printable(text)));
            }
            LogFormat::Json => say(&logged(level, connection, text, &Value::Null).to_string()),
        }
    }

    /// Text on stdout. A reader that went away has seen enough.
    pub fn data(&self, text: &str) -> Result<()> {
        self.bytes(text.as_bytes())
    }

    fn bytes(&self, bytes: &[u8]) -> Result<()> {
        match io::stdout().write_all(bytes).and_then(|()| io::stdout().flush()) {
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
        self.bytes(bytes)
    }

    /// What a command gives, as text or as the JSON document of a command.
    pub fn reply(
        &self,
        command: &str,
        form: Form,
        code: u8,
        result: Value,
        text: impl FnOnce() -> String,
    ) -> Result<u8> {
        match form {
            Form::Text => self.data(&text())?,
            Form::Json => self.document(command, code, None, result)?,
        }
        Ok(code)
    }

    /// The JSON document of a command on stdout.
    pub fn document(&self, command: &str, code: u8, error: Option<&Error>, result: Value) -> Result<()> {
        let document = json!({
            "schema": SCHEMA,
            "command": command,
            "exit_code": code,
            "error": error.map(error_json),
            "result": result,
        });
        self.data(&format!("{document:#}\n"))
    }

    /// An error with its causes and its hint, and those that were found with it.
    pub fn error(&self, error: &Error) {
        self.complain("error:", " ", None, error);
        error.others().for_each(|other| self.complain("error:", " ", None, other));
    }

    /// The same, with the connection it is about.
    pub fn error_of(&self, connection: &str, error: &Error) {
        self.complain("error:", &format!(" {connection}: "), Some(connection), error);
    }

    fn complain(&self, mark: &str, about: &str, connection: Option<&str>, error: &Error) {
        if self.log == LogFormat::Json {
            let more = json!({"exit_code": error.kind().exit_code(), "hint": error.hint_text()});
            return say(&logged("error", connection, &error.one_line(), &more).to_string());
        }
        let mark = painted(mark, Colour::Red, self.colours.1);
        say(&format!("{mark}{}{}", printable(about), printable(&error.to_string())));
        for line in error.told().iter().filter(|_| !self.quiet) {
            say(&format!("  {}", printable(line)));
        }
        for cause in error.causes() {
            say(&format!("  caused by: {}", printable(&cause.to_string())));
        }
        if let Some(hint) = error.hint_text() {
            say(&format!("hint: {}", printable(hint)));
        }
    }

    /// The summary of a sync; where only errors are printed, one line if something is lacking.
    pub fn report(&self, report: &Report) -> Result<()> {
        if !self.quiet {
            let text = told::report(report);
            return self.data(&self.with_outcome(&text, &report.connection, report.status.outcome));
        }
        if let Some(line) = told::in_one_line(&report.status) {
            self.log("warning", Some(&report.connection), &line);
        }
        Ok(())
    }

    /// The status of a connection, whose source calls its scopes so.
    pub fn status(&self, status: &Status, scope: &str) -> Result<()> {
        let text = told::status(status, scope, self.verbose);
        self.data(&self.with_outcome(&text, &status.connection, status.outcome))
    }

    /// Text that was removed, on stdout.
    pub fn removed(&self, text: &str) -> String {
        painted(text, Colour::Red, self.colours.0)
    }

    /// Text that was added, on stdout.
    pub fn added(&self, text: &str) -> String {
        painted(text, Colour::Green, self.colours.0)
    }

    /// The text with the outcome in its first line painted.
    fn with_outcome(&self, text: &str, connection: &str, outcome: Outcome) -> String {
        let colour = if outcome == Outcome::Incomplete { Colour::Yellow } else { Colour::Green };
        let plain = format!("{}: {outcome}", printable(connection));
        match text.strip_prefix(&plain) {
            Some(rest) => {
                let outcome = painted(&outcome.to_string(), colour, self.colours.0);
                format!("{}: {outcome}{rest}", printable(connection))
            }
            None => text.to_owned(),
        }
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
                Verdict::Doubtful(words) => self.data(&format!("  warning  {item}: {}\n", printable(words)))?,
                Verdict::Skipped(because) => self.data(&format!("  skipped  {item}: {because}\n"))?,
                Verdict::Failed(error) => self.failed_check(connection, item, error),
            }
        }
        Ok(())
    }

    /// An item that is not in order.
    pub fn failed_check(&self, connection: &str, item: &str, error: &Error) {
        self.complain("  FAILED", &format!("   {connection}: {item}: "), Some(connection), error);
    }
}

/// Writes to the standard error, whose reader may be gone.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// The time, as it stands in a log.
fn now() -> String {
    clock::now().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn logged(level: &str, connection: Option<&str>, text: &str, more: &Value) -> Value {
    let mut line = json!({"time": now(), "level": level, "connection": connection, "message": text});
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more.clone());
    }
    line
}

fn painted(text: &str, colour: Colour, is_wanted: bool) -> String {
    if is_wanted { format!("\u{1b}[{}m{text}\u{1b}[0m", colour as u8) } else { text.to_owned() }
}

/// An error as JSON; those that were found with it are among its details.
pub fn error_json(error: &Error) -> Value {
    let hint = |other: &Error| other.hint_text().map(|hint| format!("; {hint}")).unwrap_or_default();
    let others = error.others().map(|other| format!("{}{}", other.one_line(), hint(other)));
    let details: Vec<String> = error.told().iter().cloned().chain(others).collect();
    json!({"message": error.one_line(), "details": details, "hint": error.hint_text(), "exit_code": error.kind().exit_code()})
}

/// A report as JSON.
pub fn report_json(report: &Report) -> Value {
    json!({
        "connection": report.connection,
        "exit_code": report.kind().map_or(0, Kind::exit_code),
        "error": report.failure.as_ref().map(error_json),
        "outcome": report.status.outcome,
        "complete": report.is_complete(),
        "current": report.current,
        "new_generation": report.has_published(),
        "waits_for_completeness": report.waits_for_completeness,
        "millis": u64::try_from(report.took.as_millis()).unwrap_or(u64::MAX),
        "totals": report.totals,
        "laid_out_anew": report.laid_out_anew,
        "repaired": report.repaired,
        "catalog_anew": report.catalog_anew,
        "failed_listings": report.failed_listings,
        "refused_deletions": report.refused(),
        "rebuilt": report.remade.iter().map(|remade| json!({"relation": remade.relation, "rows": remade.rows})).collect::<Vec<_>>(),
        "redaction_policy": report.policy,
        "vacuumed": report.vacuumed,
        "vacuum_trouble": report.vacuum_trouble,
        "hint": report.hint,
        "warnings": report.warnings,
        "status": report.status,
    })
}

/// The JSON of a connection that could not be synced or asked.
pub fn failure_json(connection: &str, error: &Error) -> Value {
    json!({
        "connection": connection,
        "exit_code": error.kind().exit_code(),
        "error": error_json(error),
        "outcome": Outcome::Incomplete,
        "complete": false,
        "status": null,
    })
}

/// What was looked at of a connection as JSON.
pub fn checked_json(connection: &str, code: u8, checks: &[Checked]) -> Value {
    let row = |check: &Checked| match &check.verdict {
        Verdict::Good(words) => json!({"check": check.item, "state": "ok", "found": words, "hint": null}),
        Verdict::Doubtful(words) => json!({"check": check.item, "state": "warning", "found": words, "hint": null}),
        Verdict::Skipped(because) => json!({"check": check.item, "state": "skipped", "found": because, "hint": null}),
        Verdict::Failed(error) => {
            json!({"check": check.item, "state": "failed", "found": error.one_line(), "hint": error.hint_text()})
        }
    };
    json!({"connection": connection, "exit_code": code, "ok": code == 0, "checks": checks.iter().map(row).collect::<Vec<_>>()})
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
        "linked": verified.linked,
        "repaired": verified.repaired,
    })
}
