//! What is printed: data on stdout, the rest on stderr, every text from outside made harmless.

use super::cells::aligned;
use crate::error::{Error, Result, printable};
use crate::run::{Answered, DemoReport, Report, Verified};
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
        self.error_of("", error);
    }

    /// The same, with the connection it is about.
    pub fn error_of(&self, connection: &str, error: &Error) {
        let red = |text: &str| if self.is_terminal() { format!("\u{1b}[31m{text}\u{1b}[0m") } else { text.to_owned() };
        let about = if connection.is_empty() { String::new() } else { format!("{connection}: ") };
        say(&format!("{} {about}{}", red("error:"), printable(&error.to_string())));
        for cause in error.causes() {
            say(&format!("  caused by: {}", printable(&cause.to_string())));
        }
        if let Some(hint) = error.hint_text() {
            say(&format!("hint: {}", printable(hint)));
        }
    }

    /// The summary of a sync.
    pub fn report(&self, report: &Report) -> Result<()> {
        if self.quiet {
            return Ok(());
        }
        let mut text = String::new();
        let outcome = if report.complete { "complete" } else { "incomplete" };
        let _ = writeln!(text, "{}: {outcome}", report.connection);
        text.push_str(&datasets(&report.status));
        text.push_str(&attachments(&report.status));
        let requests = &report.status["requests"];
        let _ = writeln!(
            text,
            "  requests       {} ({} not used), {}",
            requests["requests"],
            requests["not_used"],
            bytes(&requests["bytes"])
        );
        let _ = writeln!(text, "  redactions     {}", redactions(&report.status, &report.connection));
        for remade in &report.remade {
            let rows = counted(&json!(remade.rows), "row");
            let _ = writeln!(
                text,
                "  made anew      {} ({rows}): its model, policy or key is another one",
                remade.relation
            );
        }
        let generation = if report.new_generation {
            let why = if report.laid_out_anew { ", all of them, because the lake has a new layout" } else { "" };
            format!("new generation, {} written{why}", counted(&json!(report.files_written), "file"))
        } else {
            "nothing changed, no new generation".to_owned()
        };
        let _ = writeln!(text, "  published      {generation}: {}", report.current);
        text.push_str(&deleted(&report.status));
        text.push_str(&checks(&report.status));
        text.push_str(&open(&report.status, &report.connection));
        text.push_str(&refused(&report.status, &report.connection));
        if let Some(hint) = &report.hint {
            let _ = writeln!(text, "hint: {}", printable(hint));
        }
        self.data(&text)
    }

    /// The status of a connection.
    pub fn status(&self, status: &Value) -> Result<()> {
        let mut text = String::new();
        let name = status["connection"].as_str().unwrap_or_default();
        let run = &status["last_run"];
        let state = match (status["running"] == true, run["state"].as_str()) {
            (true, _) => "running",
            // Nobody holds the connection.
            (false, Some("running")) => "stopped before its end",
            (false, state) => state.unwrap_or("never run"),
        };
        let _ = writeln!(
            text,
            "{}: {state} (run {}, begun {} UTC)",
            printable(name),
            run["run_id"],
            second(&run["started_at"])
        );
        text.push_str(&datasets(status));
        text.push_str(&attachments(status));
        for stream in status["complete_to"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|stream| self.verbose || stream["scope"] == "")
        {
            let _ = writeln!(
                text,
                "  {} complete to {} UTC",
                format!("{} {}", word(&stream["stream"]), word(&stream["scope"])).trim_end(),
                second(&stream["complete_to"])
            );
        }
        text.push_str(&history(status));
        text.push_str(&deleted(status));
        text.push_str(&checks(status));
        text.push_str(&open(status, name));
        text.push_str(&refused(status, name));
        self.data(&text)
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
            counted(&json!(verified.recorded), "object"),
            verified.findings.len()
        );
        if verified.repaired > 0 {
            let _ = writeln!(
                text,
                "{} on record as failed now: the next sync stores what is current of them again",
                counted(&json!(verified.repaired), "upload")
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
        "complete": report.complete,
        "current": report.current,
        "new_generation": report.new_generation,
        "files_written": report.files_written,
        "laid_out_anew": report.laid_out_anew,
        "failed_listings": report.failed_listings,
        "refused_deletions": report.refused.iter().map(|refused| {
            json!({"stream": refused.stream, "objects": refused.objects, "held": refused.held, "evidence": refused.evidence})
        }).collect::<Vec<_>>(),
        "remade": report.remade.iter().map(|remade| json!({"relation": remade.relation, "rows": remade.rows})).collect::<Vec<_>>(),
        "hint": report.hint,
        "status": report.status,
    })
}

/// What is told of a connection that could not be synced.
pub fn failure_json(connection: &str, error: &Error) -> Value {
    json!({"connection": connection, "complete": false, "error": error.one_line(), "hint": error.hint_text()})
}

/// The same as JSON.
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

/// How many attachments are in each state; nothing where none are stored.
fn attachments(status: &Value) -> String {
    let states = status["attachments"].as_array().into_iter().flatten();
    let parts: Vec<String> = states.map(|row| format!("{} {}", row["attachments"], word(&row["state"]))).collect();
    if parts.is_empty() { String::new() } else { format!("  attachments    {}\n", parts.join(", ")) }
}

fn datasets(status: &Value) -> String {
    let mut text = String::new();
    for dataset in status["datasets"].as_array().into_iter().flatten() {
        let held = match dataset["state"].as_str() {
            Some("held") => format!(", held at generation {}: {}", dataset["from_generation"], word(&dataset["cause"])),
            _ => String::new(),
        };
        let _ = writeln!(
            text,
            "  {:<13}  {} in {}, {}{held}",
            word(&dataset["dataset"]),
            counted(&dataset["row_count"], "row"),
            counted(&dataset["files"], "file"),
            bytes(&dataset["bytes"])
        );
    }
    text
}

/// What is gone, by stream and reason.
fn deleted(status: &Value) -> String {
    let rows = status["deleted"].as_array().into_iter().flatten();
    rows.map(|row| format!("  gone           {} {} ({})\n", row["objects"], word(&row["stream"]), word(&row["reason"])))
        .collect()
}

/// Pieces of history that are not read yet.
fn history(status: &Value) -> String {
    let rows = status["chunks"].as_array().into_iter().flatten().filter(|row| row["state"] != "done");
    rows.map(|row| {
        format!(
            "  history        {} {} {}\n",
            counted(&row["chunks"], "chunk"),
            word(&row["stream"]),
            word(&row["state"])
        )
    })
    .collect()
}

/// Why the last run was incomplete, by one of the names in its cause.
fn causes(status: &Value, name: &str) -> Vec<String> {
    let cause = status["last_run"]["cause"].as_str().and_then(|cause| serde_json::from_str::<Value>(cause).ok());
    cause.iter().flat_map(|cause| cause[name].as_array().into_iter().flatten()).map(word).collect()
}

/// Checks that do not hold, and what is held back because of them.
fn checks(status: &Value) -> String {
    let broken = causes(status, "broken_checks");
    let mut text: String = broken.iter().map(|check| format!("  check          {check}\n")).collect();
    let held = causes(status, "held");
    if !held.is_empty() {
        text.push_str(&format!("  held back      {}\n", held.join(", ")));
    }
    if !text.is_empty() {
        text.push_str("hint: what is held back stays as it was published last, until its checks hold\n");
    }
    text
}

/// Deletions that wait for consent.
fn refused(status: &Value, connection: &str) -> String {
    let refused = causes(status, "refused_deletions");
    let line = |refused: &String| {
        let (refused, evidence) = refused.split_once(": ").unwrap_or((refused, "no evidence on record"));
        let (share, stream) = refused.rsplit_once(' ').unwrap_or((refused, "object"));
        format!("  refused        {share} held {stream}s would be deleted in one run, the first because: {evidence}\n")
    };
    let mut text: String = refused.iter().map(line).collect();
    if !text.is_empty() {
        let name = printable(connection);
        text.push_str(&format!(
            "hint: look at the site and at the settings that changed; 'catchment sync {name} --allow-deletions' consents for one run\n"
        ));
    }
    text
}

/// The types that redaction found most often in the last run, and where the others are told.
fn redactions(status: &Value, connection: &str) -> String {
    const SHOWN: usize = 6;
    let found = status["redactions"].as_array().map(Vec::as_slice).unwrap_or_default();
    let (shown, others) = found.split_at(found.len().min(SHOWN));
    let parts: Vec<String> = shown.iter().map(|row| format!("{} {}", row["findings"], word(&row["type"]))).collect();
    let text = if parts.is_empty() { "none".to_owned() } else { parts.join(", ") };
    if others.is_empty() {
        return text;
    }
    let findings: u64 = others.iter().filter_map(|row| row["findings"].as_u64()).sum();
    let types = counted(&others.len().into(), "other type");
    format!("{text}, and {findings} of {types}: catchment audit redacted {}", printable(connection))
}

fn open(status: &Value, connection: &str) -> String {
    let mut text = String::new();
    let rows = status["open"].as_array().into_iter().flatten();
    for row in rows.clone().take(20) {
        let _ = writeln!(text, "  {} {}: {}: {}", word(&row["state"]), row["id"], unread(row), word(&row["cause"]));
    }
    let (all, shown) = (rows.clone().count(), 20);
    if all > shown {
        let _ = writeln!(text, "  … and {} more: catchment status {connection} --json", all - shown);
    }
    if rows.clone().any(|row| row["state"] == "open") {
        let _ = writeln!(
            text,
            "hint: what is open stays due; 'catchment acknowledge {} ID' accepts it",
            printable(connection)
        );
    }
    text
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => printable(text),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// What a row of the quarantine is about.
fn unread(row: &Value) -> String {
    let stream = word(&row["stream"]);
    if row["kind"] == "listing" {
        format!("listing of {stream} {}", word(&row["scope"])).trim_end().to_owned()
    } else {
        format!("{stream} {}", word(&row["object"]))
    }
}

/// A number of things, in words.
fn counted(number: &Value, thing: &str) -> String {
    let plural = if *number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// A time without its fraction of a second.
fn second(time: &Value) -> String {
    word(time).split('.').next().unwrap_or_default().to_owned()
}

fn bytes(value: &Value) -> String {
    let bytes = value.as_f64().unwrap_or_default();
    match bytes {
        bytes if bytes >= 1e9 => format!("{:.1} GB", bytes / 1e9),
        bytes if bytes >= 1e6 => format!("{:.1} MB", bytes / 1e6),
        bytes if bytes >= 1e3 => format!("{:.1} kB", bytes / 1e3),
        bytes => format!("{bytes} bytes"),
    }
}

fn table(answered: &Answered) -> String {
    let cell = |value: &Option<String>| value.as_deref().map_or_else(|| "null".to_owned(), printable);
    let rows: Vec<Vec<String>> = answered.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    aligned(&answered.columns, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_types_the_most_frequent_are_told_and_the_others_counted() {
        let found = |types: u64| (0..types).map(|n| json!({"type": format!("T{n}"), "findings": 10 - n})).collect();
        let told = |types| redactions(&json!({"redactions": Value::Array(found(types))}), "wiki");
        assert_eq!(told(0), "none");
        assert_eq!(told(6), "10 T0, 9 T1, 8 T2, 7 T3, 6 T4, 5 T5");
        assert_eq!(told(7), told(6) + ", and 4 of 1 other type: catchment audit redacted wiki");
        assert_eq!(told(8), told(6) + ", and 7 of 2 other types: catchment audit redacted wiki");
    }
}
