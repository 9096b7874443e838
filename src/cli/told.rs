//! What a report and a status say, as text.

use crate::error::printable;
use crate::run::{Chunks, DatasetState, Gap, LastRun, Refused, Report, RunTotals, Shortfall, Status, UploadState};
use std::fmt::Write as _;

/// Types of findings that are named; the others are counted.
const SHOWN_TYPES: usize = 6;
/// Gaps that are named; the others are counted.
const SHOWN_GAPS: usize = 20;
/// A pause shorter than this is no news, in milliseconds.
const SHORTEST_PAUSE: u64 = 1000;

/// The summary of a sync.
pub fn report(report: &Report) -> String {
    let (status, totals) = (&report.status, &report.totals);
    let mut text = format!("{}: {}\n", printable(&report.connection), status.outcome);
    text.push_str(&datasets(&status.datasets));
    text.push_str(&attachments(&status.attachments));
    if totals.runs.len() > 1 {
        let runs = totals.runs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "  runs           {runs}: what was begun before is finished");
    }
    let _ = writeln!(text, "  site           {}", requests(totals));
    let _ = writeln!(text, "  redactions     {}", redactions(totals, &report.connection));
    for remade in &report.remade {
        let rows = counted(remade.rows as u64, "row");
        let _ = writeln!(
            text,
            "  rebuilt        {} ({rows}): its model, the policy or the key has changed",
            remade.relation
        );
    }
    let generation = if report.has_published() {
        let why = if report.laid_out_anew { ", all of them, because the lake has a new layout" } else { "" };
        format!("new generation, {} written{why}", counted(totals.files_written, "file"))
    } else {
        "nothing changed, no new generation".to_owned()
    };
    let _ = match status.datasets.is_empty() {
        true => writeln!(text, "  published      nothing yet"),
        false => writeln!(text, "  published      {generation}: {}", printable(&report.current)),
    };
    if let Some(why) = &report.catalog_anew {
        let _ = writeln!(text, "  catalog        catalog.ducklake was made anew: {}", printable(why));
    }
    text.push_str(&lacking(status));
    if let Some(hint) = &report.hint {
        let _ = writeln!(text, "hint: {}", printable(hint));
    }
    text
}

/// The status of a connection; `verbose` tells every space.
pub fn status(status: &Status, verbose: bool) -> String {
    let mut text = headline(status);
    text.push_str(&datasets(&status.datasets));
    text.push_str(&attachments(&status.attachments));
    for complete in status.complete_to.iter().filter(|complete| verbose || complete.scope.is_empty()) {
        let what = format!("{} {}", printable(&complete.stream), printable(&complete.scope));
        let _ = writeln!(text, "  {} complete to {} UTC", what.trim_end(), second(&complete.complete_to));
    }
    text.push_str(&history(&status.chunks));
    text.push_str(&lacking(status));
    text
}

/// The last run and, where it did not come to its end, why.
fn headline(status: &Status) -> String {
    let name = printable(&status.connection);
    let Some(run) = &status.last_run else { return format!("{name}: never run\n") };
    let LastRun { run_id, state, cause, .. } = run;
    let told = match (status.running, state.as_str()) {
        (true, _) => "running",
        // Nobody holds the connection.
        (false, "running") => "stopped before its end",
        (false, "done" | "incomplete") => status.outcome.as_str(),
        (false, state) => state,
    };
    let mut text = format!("{name}: {told} (run {run_id}, begun {} UTC)\n", second(&run.started_at));
    if let Some(wait) = &status.waiting {
        let _ = writeln!(text, "  waiting until {} UTC, {}", second(&wait.until), printable(&wait.why));
    }
    if let Some(cause) = cause.as_ref().filter(|_| !matches!(state.as_str(), "done" | "incomplete")) {
        let _ = writeln!(text, "  cause          {}", printable(cause));
    }
    text
}

/// What is gone, and what keeps the connection from being complete.
fn lacking(status: &Status) -> String {
    let mut text = String::new();
    for row in &status.deleted {
        let _ =
            writeln!(text, "  gone           {} {} ({})", row.objects, printable(&row.stream), printable(&row.reason));
    }
    text.push_str(&checks(&status.shortfall));
    text.push_str(&gaps(&status.open, &status.connection));
    text.push_str(&refused(&status.shortfall.refused_deletions, &status.connection));
    text
}

/// How many attachments are in each state; nothing where none are stored.
fn attachments(states: &[UploadState]) -> String {
    let parts: Vec<String> =
        states.iter().map(|row| format!("{} {}", row.attachments, printable(&row.state))).collect();
    if parts.is_empty() { String::new() } else { format!("  attachments    {}\n", parts.join(", ")) }
}

fn datasets(datasets: &[DatasetState]) -> String {
    let mut text = String::new();
    for dataset in datasets {
        let held = match (&dataset.state[..], &dataset.cause) {
            ("held", cause) => {
                let cause = printable(cause.as_deref().unwrap_or_default());
                format!(", held at generation {}: {cause}", dataset.from_generation)
            }
            _ => String::new(),
        };
        let _ = writeln!(
            text,
            "  {:<13}  {} in {}, {}{held}",
            printable(&dataset.dataset),
            counted(dataset.row_count, "row"),
            counted(dataset.files, "file"),
            bytes(dataset.bytes)
        );
    }
    text
}

fn requests(totals: &RunTotals) -> String {
    let waited = match totals.waited_ms {
        short if short < SHORTEST_PAUSE => String::new(),
        long => format!(", waited {:.1} s", long as f64 / 1e3),
    };
    format!("{}, {} failed, {}{waited}", counted(totals.requests, "request"), totals.failed, bytes(totals.bytes))
}

/// The types that redaction found most often, and where the others are told.
fn redactions(totals: &RunTotals, connection: &str) -> String {
    let (shown, others) = totals.redactions.split_at(totals.redactions.len().min(SHOWN_TYPES));
    let parts: Vec<String> =
        shown.iter().map(|found| format!("{} {}", found.findings, printable(&found.r#type))).collect();
    let text = if parts.is_empty() { "none in this run".to_owned() } else { parts.join(", ") };
    if others.is_empty() {
        return text;
    }
    let findings: u64 = others.iter().map(|found| found.findings).sum();
    let types = counted(others.len() as u64, "other type");
    format!("{text}, and {findings} of {types}: catchment audit redacted {}", printable(connection))
}

/// Pieces of history that are not read yet, each with how many of its kind there are.
fn history(chunks: &[Chunks]) -> String {
    let mut text = String::new();
    for row in chunks.iter().filter(|row| row.state != "done") {
        let alike = chunks.iter().filter(|other| other.stream == row.stream && other.kind == row.kind);
        let all: u64 = alike.map(|other| other.chunks).sum();
        let thing = match row.kind.as_str() {
            "window" => "window of time",
            "scope" => "space",
            _ => "listing",
        };
        let things = if all == 1 { thing.to_owned() } else { plural(thing) };
        let stream = plural(&printable(&row.stream));
        let _ = writeln!(
            text,
            "  history        {} of {all} {things}: first read of {stream} {}",
            row.chunks,
            state_of(&row.state)
        );
    }
    text
}

fn plural(thing: &str) -> String {
    let (first, rest) =
        thing.split_once(' ').map_or((thing, String::new()), |(first, rest)| (first, format!(" {rest}")));
    let vowel = |c: char| "aeiou".contains(c);
    match first.strip_suffix('y').filter(|stem| !stem.ends_with(vowel)) {
        Some(stem) => format!("{stem}ies{rest}"),
        None => format!("{first}s{rest}"),
    }
}

/// The state of a piece of history in words.
fn state_of(state: &str) -> &str {
    match state {
        "due" => "is due",
        "running" => "is under way",
        other => other,
    }
}

/// Checks that do not hold, and what is held back because of them.
fn checks(shortfall: &Shortfall) -> String {
    let broken = shortfall.broken_checks.iter().map(|check| format!("  check          {}\n", printable(check)));
    let mut text: String = broken.collect();
    if !shortfall.held.is_empty() {
        let _ = writeln!(text, "  held back      {}", printable(&shortfall.held.join(", ")));
    }
    if !text.is_empty() {
        text.push_str("hint: what is held back stays as it was published last, until its checks hold\n");
    }
    text
}

/// Deletions that wait for consent.
fn refused(refused: &[Refused], connection: &str) -> String {
    let line = |refused: &Refused| {
        let Refused { stream, objects, held, evidence } = refused;
        let (stream, evidence) = (plural(&printable(stream)), printable(evidence));
        format!(
            "  refused        {objects} of {held} held {stream} would be deleted in one run, the first because: {evidence}\n"
        )
    };
    let mut text: String = refused.iter().map(line).collect();
    if !text.is_empty() {
        let _ = writeln!(
            text,
            "hint: look at the site and at the settings that changed; 'catchment sync {} --allow-deletions' consents for one run",
            printable(connection)
        );
    }
    text
}

/// What could not be read.
fn gaps(gaps: &[Gap], connection: &str) -> String {
    let mut text = String::new();
    // One cause may keep the listings for many parents from being read.
    let mut alike: Vec<(&Gap, u64)> = Vec::new();
    for gap in gaps {
        let is_alike = |(one, _): &&mut (&Gap, u64)| {
            gap.object.ends_with(" children")
                && one.state == gap.state
                && (&one.kind, &one.stream, &one.cause) == (&gap.kind, &gap.stream, &gap.cause)
        };
        match alike.iter_mut().find(is_alike) {
            Some((_, more)) => *more += 1,
            None => alike.push((gap, 0)),
        }
    }
    for (gap, more) in alike.iter().take(SHOWN_GAPS) {
        let others = if *more > 0 { format!(" and {}", counted(*more, "other listing")) } else { String::new() };
        let (state, cause) = (printable(&gap.state), printable(&gap.cause));
        let _ = writeln!(text, "  {state} {}: {}{others}: {cause}", gap.id, unread(gap));
    }
    if alike.len() > SHOWN_GAPS {
        let more: u64 = alike.iter().skip(SHOWN_GAPS).map(|(_, more)| more + 1).sum();
        let _ = writeln!(text, "  … and {more} more: catchment status {} --json", printable(connection));
    }
    if gaps.iter().any(|gap| gap.state == "open") {
        let _ = writeln!(
            text,
            "hint: what is open is tried again by the next sync; 'catchment acknowledge {} ID' accepts it",
            printable(connection)
        );
    }
    text
}

/// What a gap is about.
fn unread(gap: &Gap) -> String {
    let stream = printable(&gap.stream);
    if gap.kind == "account" {
        return "the account".to_owned();
    }
    if gap.kind != "listing" {
        return format!("{stream} {}", printable(&gap.object));
    }
    let scope = gap.scope_name.as_ref().unwrap_or(&gap.scope);
    let within = if scope.is_empty() { String::new() } else { format!(" of {}", printable(scope)) };
    // The kind of walk stands behind the stream, where it is not the plain listing.
    let walk = match gap.object.strip_prefix(gap.stream.as_str()).unwrap_or_default().trim() {
        "" | "children" => String::new(),
        "census" => " (complete listing)".to_owned(),
        walk => format!(" ({})", printable(walk)),
    };
    format!("{}{within}{walk}", plural(&stream))
}

/// A number of things, in words.
pub fn counted(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A time without its fraction of a second.
fn second(time: &str) -> String {
    printable(time.split('.').next().unwrap_or_default())
}

fn bytes(bytes: u64) -> String {
    match bytes as f64 {
        many if many >= 1e9 => format!("{:.1} GB", many / 1e9),
        many if many >= 1e6 => format!("{:.1} MB", many / 1e6),
        many if many >= 1e3 => format!("{:.1} kB", many / 1e3),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn of_many_types_the_most_frequent_are_told_and_the_others_counted() {
        let told = |types: u64| {
            let found: Vec<_> = (0..types).map(|n| json!({"type": format!("T{n}"), "findings": 10 - n})).collect();
            let totals = json!({"requests": 0, "failed": 0, "bytes": 0, "waited_ms": 0, "generations": 0, "files_written": 0, "redactions": found});
            redactions(&serde_json::from_value(totals).unwrap(), "wiki")
        };
        assert_eq!(told(0), "none in this run");
        assert_eq!(told(6), "10 T0, 9 T1, 8 T2, 7 T3, 6 T4, 5 T5");
        assert_eq!(told(7), told(6) + ", and 4 of 1 other type: catchment audit redacted wiki");
        assert_eq!(told(8), told(6) + ", and 7 of 2 other types: catchment audit redacted wiki");
    }

    #[test]
    fn a_listing_that_failed_is_named_by_its_scope_and_its_kind() {
        let gap = |scope: &str, name: Option<&str>, object: &str| Gap {
            id: 1,
            kind: "listing".to_owned(),
            stream: "page".to_owned(),
            scope: scope.to_owned(),
            scope_name: name.map(str::to_owned),
            object: object.to_owned(),
            cause: String::new(),
            state: "open".to_owned(),
        };
        assert_eq!(unread(&gap("77", Some("ENG"), "page")), "pages of ENG");
        assert_eq!(unread(&gap("77", None, "page children")), "pages of 77");
        assert_eq!(unread(&gap("", None, "page census")), "pages (complete listing)");
        assert_eq!(unread(&gap("", None, "page feed")), "pages (feed)");
        assert_eq!(["delivery", "day", "piece of history"].map(plural), ["deliveries", "days", "pieces of history"]);
    }
}
