//! What a report and a status say, as text.

use catchment_base::error::printable;
use catchment_base::state::{ChunkState, DeletionReason, GapKind, GapState, PublicationState, RunState};
use catchment_run::{
    Change, Chunks, Gap, HeldBack, LastRun, Refused, Report, RunTotals, SchemaChange, Shortfall, Status,
    UNTOLD_ACCOUNT, UploadState, plural,
};
use chrono::{DateTime, Utc};
use std::fmt::Write as _;

/// Types of findings that are named; the others are counted.
const SHOWN_TYPES: usize = 6;
/// Differences of a policy that are named; the others are counted.
const SHOWN_DIFFERENCES: usize = 8;
/// Gaps that are named; the others are counted.
pub const SHOWN_GAPS: usize = 20;
/// Lines about deletions that wait for consent; the others are counted.
const SHOWN_HELD_BACK: usize = 10;
/// Changes of the schema that are named; the others are counted.
const SHOWN_CHANGES: usize = 20;
/// A pause shorter than this is no news, in milliseconds.
const SHORTEST_PAUSE: u64 = 1000;

/// The summary of a sync: what this run did, then where the connection stands now.
pub fn report(report: &Report) -> String {
    let status = &report.status;
    let mut text = format!("{}: {}\n", printable(&report.connection), status.outcome);
    text.push_str(&this_run(report));
    let mut now = held(status);
    now.push_str(&lacking(status));
    if !now.is_empty() {
        let _ = write!(text, "now\n{now}");
    }
    if let Some(hint) = &report.hint {
        let _ = writeln!(text, "hint: {}", printable(hint));
    }
    text
}

/// What the runs of a command did.
fn this_run(report: &Report) -> String {
    let totals = &report.totals;
    let took = format!("{:.1} s", report.took.as_secs_f64());
    let mut text = format!("this run         {took}, {}\n", requests(totals));
    let mut line = |name: &str, words: &str| {
        let _ = writeln!(text, "  {name:<15}{words}");
    };
    if totals.runs.len() > 1 {
        let runs = totals.runs.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        line("runs", &format!("{runs}: the counts include what the earlier ones had begun"));
    }
    report.warnings.iter().for_each(|warning| line("warning", &printable(warning)));
    let of_runs = |change: &&SchemaChange| totals.runs.contains(&change.run_id);
    schema(report.status.schema_changes.iter().filter(of_runs)).iter().for_each(|change| line("schema", change));
    line("changes", &changes(totals));
    line("redactions", &redactions(totals, &report.connection));
    for remade in &report.remade {
        let rows = counted(remade.rows as u64, "row");
        line("rebuilt", &format!("{} ({rows}): its model, the redaction policy or the key changed", remade.relation));
    }
    if let Some(policy) = &report.policy {
        differences(&policy.weaker, &report.connection)
            .iter()
            .for_each(|less| line("redacts less", &format!("{less} (accepted)")));
        differences(&policy.stricter, &report.connection).iter().for_each(|more| line("redacts more", more));
        if !policy.stricter.is_empty() && !report.status.datasets.is_empty() {
            line("policy", "stricter than before: earlier generations are withdrawn");
        }
    }
    let held = &report.status.shortfall.held;
    if report.policy.as_ref().is_some_and(|policy| !policy.stricter.is_empty()) && !held.is_empty() {
        let names = printable(&held.join(", "));
        line("policy", &format!("held back with the rows of the earlier policy, until its checks hold: {names}"));
    }
    if report.policy.as_ref().is_some_and(|policy| policy.is_unversioned) {
        line("policy", "it changed but its version did not: raise `version` in its section");
    }
    line("published", &published(report));
    if let Some(why) = &report.catalog_anew {
        line("catalog", &format!("catalog.ducklake was rebuilt: {}", printable(why)));
    }
    if let Some(trouble) = &report.vacuum_trouble {
        line("vacuum", &format!("failed and will be retried: {}", printable(trouble)));
    }
    if report.vacuumed > 0 {
        line("vacuumed", &format!("{} older than raw_retention", counted(report.vacuumed, "superseded response")));
    }
    text
}

/// The first differences of a policy, and how many others there are.
fn differences(all: &[String], connection: &str) -> Vec<String> {
    let mut some: Vec<String> = all.iter().take(SHOWN_DIFFERENCES).map(|one| printable(one)).collect();
    if all.len() > SHOWN_DIFFERENCES {
        let (more, connection) = (all.len() - SHOWN_DIFFERENCES, printable(connection));
        some.push(format!("… and {more} more: catchment audit {connection} policies"));
    }
    some
}

/// What keeps a connection from being complete, with the first gap and where the others are shown; nothing where it is.
pub fn in_one_line(status: &Status) -> Option<String> {
    let shortfall = &status.shortfall;
    let gaps = status.open.iter().find(|gap| gap.state == GapState::Open).map(|gap| {
        let which = if shortfall.open > 1 { ", first" } else { "" };
        format!("{}{which}: {}: {}", counted(shortfall.open, "gap"), unread(gap), gap.cause)
    });
    let others = Shortfall { open: 0, ..shortfall.clone() }.cause();
    let parts: Vec<String> = gaps.into_iter().chain(others).collect();
    let name = &status.connection;
    (!parts.is_empty()).then(|| format!("incomplete: {}; see 'catchment status {name}'", parts.join("; ")))
}

/// How many objects of a stream are gone, and why.
fn gone(change: &Change) -> String {
    let words = |reason: DeletionReason| reason.as_str().replace('_', " ");
    let reasons = match change.reasons().as_slice() {
        [(reason, _)] => words(*reason),
        several => several.iter().map(|(reason, n)| format!("{n} {}", words(*reason))).collect::<Vec<_>>().join(", "),
    };
    format!("{} gone: {reasons}", change.gone)
}

/// What became of the objects of each stream.
fn changes(totals: &RunTotals) -> String {
    let part = |change: &Change| {
        let counts = [("new", change.new), ("changed", change.changed), ("back", change.back)];
        let counts = counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{count} {word}"));
        let parts: Vec<String> = counts.chain((change.gone > 0).then(|| gone(change))).collect();
        format!("{}: {}", printable(&change.stream), parts.join(", "))
    };
    let parts: Vec<String> = totals.changes.iter().map(part).collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join("; ") }
}

fn published(report: &Report) -> String {
    if report.waits_for_completeness {
        return "nothing yet: the first generation waits until every listing has ended (publish_incomplete = true publishes it)"
            .to_owned();
    }
    if report.status.datasets.is_empty() {
        return "nothing yet".to_owned();
    }
    let generation = if report.has_published() {
        let why = match report {
            Report { laid_out_anew: true, .. } => ", all of them, because the lake has a new layout",
            Report { repaired: true, .. } => ", because files were missing from the lake or damaged there",
            _ => "",
        };
        format!("new generation, {} written{why}", counted(report.totals.files_written, "file"))
    } else {
        "nothing changed, no new generation".to_owned()
    };
    format!("{generation}: {}", printable(&report.current))
}

/// The status of a connection; `verbose` tells every scope, and `scope` is what its source calls one.
pub fn status(status: &Status, scope: &str, verbose: bool) -> String {
    let mut text = headline(status);
    text.push_str(&held(status));
    let width = widest(status);
    for complete in status.complete_to.iter().filter(|complete| verbose || complete.scope.is_empty()) {
        let what = format!("{} {}", printable(&complete.stream), printable(&complete.scope));
        let is_there = |gap: &Gap| complete.scope.is_empty() || gap.scope == complete.scope;
        let is_of_it = |gap: &&Gap| gap.kind == GapKind::Object && gap.stream == complete.stream && is_there(gap);
        let gaps = status.open.iter().filter(is_of_it).filter(|gap| gap.state == GapState::Open).count();
        let except = if gaps > 0 { format!(", except {}", counted(gaps as u64, "gap")) } else { String::new() };
        let (what, at) = (what.trim_end(), second(&complete.complete_to));
        let by = complete.complete_by.as_ref().map(|by| format!(" by {}", printable(by))).unwrap_or_default();
        let _ = writeln!(text, "  {what:<width$}  complete to {at}{by}{except}");
    }
    text.push_str(&history(&status.chunks, scope));
    for row in &status.deleted {
        let stream = printable(&row.stream);
        let objects =
            if row.objects == 1 { format!("1 {stream}") } else { format!("{} {}", row.objects, plural(&stream)) };
        let _ = writeln!(text, "  gone           {objects} ({})", row.reason.as_str().replace('_', " "));
    }
    for change in schema(status.schema_changes.iter()) {
        let _ = writeln!(text, "  schema         {change}");
    }
    text.push_str(&lacking(status));
    text
}

/// Changes of the schema, a line each; above a number the others are counted.
fn schema<'c>(changes: impl Iterator<Item = &'c SchemaChange>) -> Vec<String> {
    let mut lines: Vec<String> = changes.map(|change| printable(&changed(change))).collect();
    if let Some(more) = lines.len().checked_sub(SHOWN_CHANGES).filter(|more| *more > 0) {
        lines.truncate(SHOWN_CHANGES);
        lines.push(format!("… and {}", counted(more as u64, "other change")));
    }
    lines
}

/// A change of the schema: `item: column extra added (VARCHAR)`.
fn changed(change: &SchemaChange) -> String {
    let column = change.column_name.as_deref().unwrap_or_default();
    let (former, present) =
        (change.former.as_deref().unwrap_or_default(), change.present.as_deref().unwrap_or_default());
    let what = match change.kind.as_str() {
        "added" => format!("column {column} added ({})", present.to_uppercase()),
        "gone" => format!("column {column} gone"),
        "renamed" => format!("column {column} was called {former}"),
        "type" => format!("column {column} is {}, was {}", present.to_uppercase(), former.to_uppercase()),
        "class" => format!("column {column} is of the class {present}, was {former}"),
        "nullable" => format!("column {column} may be null"),
        "required" => format!("column {column} is never null"),
        "emptied" if change.state == "returned" => format!("records have {column} again"),
        "emptied" if change.generation.is_none() => format!("no record has {column} any more"),
        "emptied" => format!("column {column} is empty: no record has it any more"),
        _ => format!("key {present}, was {former}"),
    };
    let settled = match (change.state.as_str(), &change.evidence, &change.accepted_by) {
        ("held", ..) => format!("; held, change {}", change.change_id),
        (_, _, Some(account)) if change.generation.is_none() => format!("; accepted by {account}, for the next sync"),
        (_, _, Some(account)) => format!("; accepted by {account}"),
        (_, Some(evidence), None) => format!("; {evidence}"),
        _ => String::new(),
    };
    format!("{}: {what}{settled}", change.dataset)
}

/// The last run and, if it did not finish, why.
fn headline(status: &Status) -> String {
    let name = printable(&status.connection);
    let Some(run) = &status.last_run else { return format!("{name}: never synced\n") };
    let LastRun { run_id, state, cause, .. } = run;
    let told = match state {
        _ if status.running => RunState::Running.as_str().to_owned(),
        // Nobody holds the connection.
        RunState::Running => "stopped before it finished".to_owned(),
        RunState::Done | RunState::Incomplete => status.outcome.to_string(),
        RunState::Failed | RunState::Interrupted => state.as_str().to_owned(),
    };
    let mut text = format!("{name}: {told} (run {run_id}, started {})\n", second(&run.started_at));
    if let Some(wait) = &status.waiting {
        let _ = writeln!(text, "  waiting until {}, {}", second(&wait.until), printable(&wait.why));
    }
    if let Some(cause) = cause.as_ref().filter(|_| !state.has_ended()) {
        let _ = writeln!(text, "  cause          {}", printable(cause));
    }
    text
}

/// What keeps the connection from being complete.
fn lacking(status: &Status) -> String {
    let mut text = String::new();
    if status.datasets.is_empty() && status.last_run.is_some() && status.shortfall.is_complete() {
        text.push_str("  nothing has been published yet; the next sync publishes what is complete\n");
    }
    text.push_str(&checks(&status.shortfall, &status.connection));
    text.push_str(&moved(status.shortfall.moved_files, &status.connection));
    text.push_str(&gaps(&status.open, &status.connection));
    text.push_str(&refused(&status.shortfall.refused_deletions, &status.held_back, &status.connection));
    text
}

/// How wide the names of datasets and of what stands below them are.
fn widest(status: &Status) -> usize {
    status.datasets.iter().map(|dataset| dataset.dataset.chars().count()).max().unwrap_or(0).max(13)
}

/// The datasets, and how many files are in each state where any are stored.
fn held(status: &Status) -> String {
    let width = widest(status);
    let mut text = String::new();
    for dataset in &status.datasets {
        let held = match dataset.state {
            PublicationState::Published => String::new(),
            PublicationState::Held => {
                let cause = printable(dataset.cause.as_deref().unwrap_or_default());
                format!(", held at generation {}: {cause}", dataset.from_generation)
            }
        };
        let (rows, files) = (counted(dataset.row_count, "row"), counted(dataset.files, "file"));
        let (name, size) = (printable(&dataset.dataset), bytes(dataset.bytes));
        let _ = writeln!(text, "  {name:<width$}  {rows} in {files}, {size}{held}");
    }
    text.push_str(&files(&status.files, width));
    text
}

/// How many files of each stream are in each state, a line for each stream.
fn files(states: &[UploadState], width: usize) -> String {
    let state = |row: &UploadState| format!("{} {}", row.files, row.state.as_str().replace('_', " "));
    let of_stream = states.chunk_by(|one, next| one.stream == next.stream);
    let line = |rows: &[UploadState]| {
        let stream = rows.first().map_or_else(String::new, |row| plural(&row.stream));
        format!("  {stream:<width$}  {}\n", rows.iter().map(state).collect::<Vec<_>>().join(", "))
    };
    of_stream.map(line).collect()
}

fn requests(totals: &RunTotals) -> String {
    let waited = match totals.waited_ms {
        short if short < SHORTEST_PAUSE => String::new(),
        long => format!(", waited {:.1} s", long as f64 / 1e3),
    };
    format!("{}, {} failed, {}{waited}", counted(totals.requests, "request"), totals.failed, bytes(totals.bytes))
}

/// The types that redaction found most often, and the command that lists the others.
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
    format!("{text}, and {findings} of {types}: catchment audit {} redacted", printable(connection))
}

/// Pieces of history that are not read yet, each with how many of its kind there are.
fn history(chunks: &[Chunks], scope: &str) -> String {
    let mut text = String::new();
    for row in chunks.iter().filter(|row| row.state != ChunkState::Done) {
        let alike = chunks.iter().filter(|other| other.stream == row.stream && other.kind == row.kind);
        let all: u64 = alike.map(|other| other.chunks).sum();
        let thing = match row.kind.as_str() {
            "window" => "window of time",
            "scope" => scope,
            _ => "listing",
        };
        let things = if all == 1 { thing.to_owned() } else { plural(thing) };
        let stream = plural(&printable(&row.stream));
        let _ = writeln!(
            text,
            "  history        {} of {all} {things}: first read of {stream} {}",
            row.chunks,
            state_of(row.state)
        );
    }
    text
}

/// The state of a piece of history in words.
fn state_of(state: ChunkState) -> &'static str {
    match state {
        ChunkState::Due => "is due",
        ChunkState::Running => "in progress",
        ChunkState::Failed | ChunkState::Done | ChunkState::Retired => state.as_str(),
    }
}

/// Checks that failed, and the datasets held back because of them.
fn checks(shortfall: &Shortfall, connection: &str) -> String {
    let broken = shortfall.broken_checks.iter().map(|check| format!("  check          {}\n", printable(check)));
    let mut text: String = broken.collect();
    if !shortfall.held.is_empty() {
        let _ = writeln!(text, "  held back      {}", printable(&shortfall.held.join(", ")));
    }
    if !text.is_empty() {
        let hint = match (shortfall.broken_checks.is_empty(), shortfall.held_changes.is_empty()) {
            (_, true) => "until their checks hold".to_owned(),
            (true, false) => accepts(connection),
            (false, false) => format!("until their checks hold, or {}", accepts(connection)),
        };
        let _ = writeln!(text, "hint: held-back datasets stay as last published {hint}");
    }
    text
}

/// Until when a dataset is held because of its schema.
fn accepts(connection: &str) -> String {
    format!(
        "until 'catchment contract accept {} DATASET --reason TEXT' accepts it, or another key is changed back, or the site's description \
         or a second complete listing shows that a member is gone: then it is published so",
        printable(connection)
    )
}

/// Stored files whose addresses lead elsewhere than into the store of the settings.
fn moved(files: u64, connection: &str) -> String {
    if files == 0 {
        return String::new();
    }
    let files = counted(files, "stored file");
    format!(
        "  moved          {files} on record elsewhere than in the store of the settings: s3_uri names the former place\n\
         hint: 'catchment attachments verify {connection} --repair' takes over what was copied, without fetching it again\n"
    )
}

/// Deletions that wait for consent; a stream has one line, whatever says that objects are gone.
fn refused(refused: &[Refused], held_back: &[HeldBack], connection: &str) -> String {
    let mut streams: Vec<(&str, String)> = Vec::new();
    for Refused { stream, objects, held, evidence } in refused {
        let (things, evidence) = (plural(&printable(stream)), printable(evidence));
        match streams.iter_mut().find(|(known, _)| known == stream) {
            Some((_, line)) => line.push_str(&format!("; and {objects}, first cause: {evidence}")),
            None => {
                let what = format!("{objects} of {held} held {things} would be deleted in one run");
                streams.push((stream, format!("{what}, first cause: {evidence}")));
            }
        }
    }
    let mut text: String = streams.iter().map(|(_, line)| format!("  refused        {line}\n")).collect();
    for waiting in held_back.iter().take(SHOWN_HELD_BACK) {
        let _ = writeln!(text, "  held back      {}", waits(waiting));
    }
    if let Some(more) = held_back.len().checked_sub(SHOWN_HELD_BACK + 1) {
        let _ = writeln!(text, "  held back      … and {} more", counted(more as u64 + 1, "line"));
    }
    if !text.is_empty() {
        let connection = printable(connection);
        let is_of_account = refused.iter().all(|refused| refused.evidence.starts_with(UNTOLD_ACCOUNT));
        let hint = match is_of_account {
            true => format!(
                "consent to deletions is none to the account: give it the right to ask which one it is; or \
                 'catchment sync {connection} --accept-account' believes what it was shown, and deletes that"
            ),
            false => format!(
                "'catchment audit {connection} held' lists what would be deleted; check it with the site and any changed settings, \
                 then 'catchment sync {connection} --allow-deletions' deletes what is on that list"
            ),
        };
        let _ = writeln!(text, "hint: {hint}");
    }
    text
}

/// Deletions that wait for consent in one scope for one reason: `25 pages of OPS: no access`.
fn waits(waiting: &HeldBack) -> String {
    let HeldBack { stream, scope, scope_name, reason, objects } = waiting;
    let things = if *objects == 1 { printable(stream) } else { plural(&printable(stream)) };
    let scope = printable(scope_name.as_ref().unwrap_or(scope));
    let within = if scope.is_empty() { String::new() } else { format!(" of {scope}") };
    let reason = reason.map_or("not asked for by id yet".to_owned(), |reason| reason.as_str().replace('_', " "));
    format!("{objects} {things}{within}: {reason}")
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
                && (one.kind, &one.stream, &one.cause) == (gap.kind, &gap.stream, &gap.cause)
        };
        match alike.iter_mut().find(is_alike) {
            Some((_, more)) => *more += 1,
            None => alike.push((gap, 0)),
        }
    }
    for (gap, more) in alike.iter().take(SHOWN_GAPS) {
        let others = if *more > 0 { format!(" and {}", counted(*more, "other listing")) } else { String::new() };
        let word = if gap.state == GapState::Open { "gap" } else { gap.state.as_str() };
        let _ = writeln!(text, "  {word} {}: {}{others}: {}", gap.id, unread(gap), printable(&gap.cause));
    }
    if alike.len() > SHOWN_GAPS {
        let more: u64 = alike.iter().skip(SHOWN_GAPS).map(|(_, more)| more + 1).sum();
        let _ = writeln!(text, "  … and {more} more: catchment status {} --format json", printable(connection));
    }
    let is_open = |gap: &Gap| gap.state == GapState::Open;
    if gaps.iter().any(is_open) {
        let acceptable = |gap: &Gap| is_open(gap) && gap.can_be_accepted;
        let several = alike.iter().find(|(gap, more)| *more > 0 && acceptable(gap)).map(|(gap, _)| gap.id);
        let _ = writeln!(
            text,
            "hint: the next sync retries open gaps{}",
            if gaps.iter().any(acceptable) { accepting(connection, several) } else { String::new() }
        );
    }
    text
}

/// The commands that accept gaps; `several` is one of many with one cause.
fn accepting(connection: &str, several: Option<i64>) -> String {
    let command = format!("catchment acknowledge {}", printable(connection));
    let all = several.map(|id| format!(", '{command} --like {id} --reason TEXT' all that are like {id}"));
    format!("; '{command} ID --reason TEXT' accepts one{}", all.unwrap_or_default())
}

/// What a gap is about.
fn unread(gap: &Gap) -> String {
    let (stream, object) = (printable(&gap.stream), printable(&gap.object));
    match gap.kind {
        // Where an account sees no space, the object is every one of them.
        GapKind::Scope if object.ends_with(&format!(" {stream}")) => return object,
        GapKind::Listing => {}
        _ => return format!("{stream} {object}"),
    }
    let scope = gap.scope_name.as_ref().unwrap_or(&gap.scope);
    let within = if scope.is_empty() { String::new() } else { format!(" of {}", printable(scope)) };
    // The kind of walk stands behind the stream, where it is not the plain listing.
    let walk = match gap.object.strip_prefix(gap.stream.as_str()).unwrap_or_default().trim() {
        "" | "children" | "listings" => String::new(),
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
pub fn second(time: &DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A number of bytes, in words.
pub fn bytes(bytes: u64) -> String {
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
    use catchment_base::state::FileState;
    use serde_json::json;

    #[test]
    fn of_many_types_the_most_frequent_are_told_and_the_others_counted() {
        let told = |types: u64| {
            let found: Vec<_> = (0..types).map(|n| json!({"type": format!("T{n}"), "findings": 10 - n})).collect();
            let totals = json!({"requests": 0, "failed": 0, "bytes": 0, "waited_ms": 0, "generations": 0, "files_written": 0, "redactions": found, "changes": []});
            redactions(&serde_json::from_value(totals).unwrap(), "wiki")
        };
        assert_eq!(told(0), "none in this run");
        assert_eq!(told(6), "10 T0, 9 T1, 8 T2, 7 T3, 6 T4, 5 T5");
        assert_eq!(told(7), told(6) + ", and 4 of 1 other type: catchment audit wiki redacted");
        assert_eq!(told(8), told(6) + ", and 7 of 2 other types: catchment audit wiki redacted");
    }

    #[test]
    fn files_are_told_by_the_streams_that_they_are_of() {
        let row = |stream: &str, state: FileState, files: u64| UploadState {
            stream: stream.to_owned(),
            state,
            files,
            bytes: 0,
        };
        let states = [
            row("attachment", FileState::Stored, 29),
            row("attachment", FileState::TooLarge, 1),
            row("space_icon", FileState::Stored, 2),
        ];
        assert_eq!(files(&states, 13), "  attachments    29 stored, 1 too large\n  space_icons    2 stored\n");
    }

    fn gap(scope: &str, name: Option<&str>, object: &str) -> Gap {
        Gap {
            id: 1,
            kind: GapKind::Listing,
            stream: "page".to_owned(),
            scope: scope.to_owned(),
            scope_name: name.map(str::to_owned),
            object: object.to_owned(),
            cause: String::new(),
            state: GapState::Open,
            can_be_accepted: true,
        }
    }

    #[test]
    fn the_command_that_accepts_all_of_one_cause_is_told_where_there_are_several() {
        let views = |id: i64, can_be_accepted: bool| Gap {
            id,
            can_be_accepted,
            cause: "refused".to_owned(),
            ..gap("77", None, "page children")
        };
        let one = "hint: the next sync retries open gaps; 'catchment acknowledge wiki ID --reason TEXT' accepts one";
        let all = ", 'catchment acknowledge wiki --like 6 --reason TEXT' all that are like 6";
        let hint = |open: &[Gap]| gaps(open, "wiki").lines().last().map(str::to_owned);
        assert_eq!(hint(&[views(6, true)]), Some(one.to_owned()));
        assert_eq!(hint(&[views(6, true), views(7, true)]), Some(format!("{one}{all}")));
        let refused = "hint: the next sync retries open gaps".to_owned();
        assert_eq!(hint(&[views(6, false), views(7, false)]), Some(refused));
    }

    #[test]
    fn a_stream_whose_deletions_are_refused_has_one_line_for_all_causes() {
        let of = |stream: &str, objects: usize, evidence: &str| Refused {
            stream: stream.to_owned(),
            objects,
            held: 9,
            evidence: evidence.to_owned(),
        };
        let told = refused(
            &[of("page", 5, "a setting"), of("blogpost", 3, "a setting"), of("page", 4, "a census")],
            &[],
            "wiki",
        );
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.len(), 3, "{told}");
        let pages =
            "5 of 9 held pages would be deleted in one run, first cause: a setting; and 4, first cause: a census";
        assert_eq!(lines[0].trim_start(), format!("refused        {pages}"));
        assert!(lines[1].contains("3 of 9 held blogposts") && lines[2].contains("--allow-deletions"), "{told}");
    }

    #[test]
    fn a_listing_that_failed_is_named_by_its_scope_and_its_kind() {
        assert_eq!(unread(&gap("77", Some("ENG"), "page")), "pages of ENG");
        assert_eq!(unread(&gap("77", None, "page children")), "pages of 77");
        assert_eq!(unread(&gap("", None, "page census")), "pages (complete listing)");
        assert_eq!(unread(&gap("", None, "page feed")), "pages (feed)");
        let scope = |object: &str| Gap { kind: GapKind::Scope, stream: "space".to_owned(), ..gap("", None, object) };
        assert_eq!(["ENG", "every space"].map(|object| unread(&scope(object))), ["space ENG", "every space"]);
    }
}
