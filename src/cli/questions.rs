//! The commands that ask: of the catalog, of a connection's database, of a landed response.

use super::args::{PreviewArgs, QueryArgs, RawArgs};
use super::cells::{Cells, Format};
use super::print::Printer;
use super::watch;
use crate::config::Config;
use crate::edge::{clock, disk};
use crate::error::{Error, Kind, Result, printable};
use crate::run::{self, Question, Rows};
use crate::source::DIALECTS;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{self, BufWriter};
use std::path::Path;
use std::time::Duration;

/// Bytes of a statement at most.
const LONGEST_STATEMENT: u64 = 1 << 20;
/// A statement that has not begun yet misses an interrupt; so it is told again.
const TELL_AGAIN: Duration = Duration::from_millis(50);

/// `catalog`: writes the catalog again.
pub fn catalog(config: &Config, printer: &Printer) -> Result<u8> {
    let catalog = run::catalog(config)?;
    let shown: Vec<String> =
        catalog.connections.iter().map(|(name, generation)| format!("{name} at generation {generation}")).collect();
    printer.note(&format!("wrote {}: {}", catalog.link.display(), shown.join(", ")));
    Ok(0)
}

/// `query`: one select on the catalog; the first signal ends it.
pub async fn query(config: &Config, args: &QueryArgs, printer: &Printer) -> Result<u8> {
    let sql = statement(args)?;
    let format = args.format;
    let mut stop = watch::quiet_signals();
    let question = Question::new(config, &sql)?;
    let interrupter = question.interrupter();
    let mut answering = tokio::task::spawn_blocking(move || {
        let mut cells = Cells::new(format, question.columns(), BufWriter::new(io::stdout().lock()))?;
        question.answer(|row| cells.row(&row))?;
        cells.end()
    });
    let answered = tokio::select! {
        answered = &mut answering => answered,
        _ = stop.wait_for(|stop| *stop) => loop {
            interrupter.interrupt();
            tokio::select! {
                answered = &mut answering => break answered,
                () = clock::sleep(TELL_AGAIN) => {}
            }
        },
    };
    let more = answered.map_err(|cause| Error::failed("the answer broke down").because(cause))??;
    tell_more(more, printer);
    Ok(0)
}

fn tell_more(more: usize, printer: &Printer) {
    if more > 0 {
        printer.note(&format!("… and {more} more rows; --format csv and --format json print all of them"));
    }
}

/// The statement that was typed, or the text of a file or of the standard input.
fn statement(args: &QueryArgs) -> Result<String> {
    let read = |from: &mut dyn io::Read, name: &Path| {
        let bytes =
            disk::read_bounded(from, LONGEST_STATEMENT).map_err(|cause| disk::failed("reading", name, cause))?;
        String::from_utf8(bytes).map_err(|_| Error::usage("the statement is not UTF-8").hint("save it as UTF-8"))
    };
    match (&args.sql, &args.file) {
        (Some(sql), _) => Ok(sql.clone()),
        (None, Some(file)) if file == Path::new("-") => read(&mut io::stdin().lock(), file),
        (None, Some(file)) => read(&mut disk::open(file)?, file),
        (None, None) => {
            Err(Error::usage("there is no question").hint("catchment query \"from freshness\", or --file FILE"))
        }
    }
}

/// `preview`: one page of a stream, as it would be published.
pub async fn probe(config: &Config, connection: &str, stream: &str, format: Format, printer: &Printer) -> Result<u8> {
    let probed = run::probe(config, connection, stream).await?;
    let next = if probed.has_next { "and a next page" } else { "and no next page" };
    printer.note(&format!("{}: {} records in {} bytes, {next}", probed.request, probed.records, probed.bytes));
    let named = |names: &[String]| match names {
        [] => "none".to_owned(),
        names => names.iter().map(|name| printable(name)).collect::<Vec<_>>().join(", "),
    };
    let keys: Vec<String> = probed.keys.iter().map(|names| names.join(" with ")).collect();
    printer.note(&format!("could be the key: {}; could be the cursor: {}", named(&keys), named(&probed.cursors)));
    printer.note(&format!("could be the columns: {}", probed.columns));
    show(&probed.rows, format, printer)?;
    for ((column, kind), count) in &probed.findings {
        printer.note(&format!("redaction: {count} {kind} in {column}"));
    }
    for (cause, count) in &probed.rejected {
        printer.note(&format!("{count} records would be open rows: {}", printable(cause)));
    }
    for doubt in &probed.doubts {
        let hint = doubt.error.hint_text().map(|hint| format!("; {hint}")).unwrap_or_default();
        printer.note(&format!("{}{hint}", doubt.error.one_line()));
    }
    match probed.refused {
        None if probed.doubts.iter().any(|doubt| doubt.is_certain) => Ok(Kind::Incomplete.exit_code()),
        None if probed.rejected.is_empty() => Ok(0),
        None => Ok(Kind::Incomplete.exit_code()),
        Some(refused) => Err(refused),
    }
}

/// `redact preview`: what a policy would do with what has landed.
pub fn preview(file: &Path, args: &PreviewArgs, printer: &Printer) -> Result<u8> {
    let config = Config::load(file, &DIALECTS)?;
    let policy = super::redact::named(file, &args.policy)?;
    let previewed = run::preview(&config, &args.connection, &policy, args.reason.as_deref())?;
    printer.note(&format!("in force is {}; this is what {} would do", previewed.in_force, policy.name()));
    show(&previewed.findings, args.format, printer)?;
    if args.format == Format::Table {
        printer.data("\n")?;
    }
    show(&previewed.texts, args.format, printer)?;
    for (column, sample) in &previewed.samples {
        let (value, replacement) = (printable(&sample.value), &sample.replacement);
        printer.data(&format!("{column}  {}  {value}  becomes  {replacement}\n", sample.kind))?;
    }
    Ok(super::redact::told(0, &policy, printer))
}

/// `audit`: lists the questions, or answers one.
pub fn audit(
    config: &Config,
    name: Option<&str>,
    connection: Option<&str>,
    format: Format,
    printer: &Printer,
) -> Result<u8> {
    let Some(name) = name else {
        let lines = run::audits().into_iter().map(|audit| format!("{:<12}  {}\n", audit.name, audit.question));
        printer.data(&lines.collect::<String>())?;
        return Ok(0);
    };
    let rows = run::audit(config, name, &only(config, connection)?)?;
    show(&rows, format, printer)?;
    if let (Format::Table, Some(audit)) = (format, run::audits().iter().find(|audit| audit.name == name)) {
        printer.note(&audit.about());
    }
    Ok(0)
}

/// The connection that was named, or the only one there is.
fn only(config: &Config, connection: Option<&str>) -> Result<String> {
    match (connection, config.connections.len()) {
        (Some(name), _) => Ok(config.connection(name)?.name.clone()),
        (None, 1) => Ok(config.connections.keys().cloned().collect()),
        (None, _) => {
            let names = config.connections.keys().cloned().collect::<Vec<_>>().join(", ");
            Err(Error::usage("there are several connections").hint(format!("name one: {names}")))
        }
    }
}

/// Prints rows; what a table has no place for is told.
pub fn show(rows: &Rows, format: Format, printer: &Printer) -> Result<()> {
    let mut cells = Cells::new(format, &rows.columns, BufWriter::new(io::stdout().lock()))?;
    for row in &rows.rows {
        if cells.row(row)?.is_break() {
            break;
        }
    }
    tell_more(cells.end()?, printer);
    Ok(())
}

/// `explain`: what became of one object.
pub fn explain(config: &Config, connection: &str, stream: &str, id: &str, json: bool, printer: &Printer) -> Result<u8> {
    let told = run::explain(config, connection, stream, id)?;
    if json {
        printer.json(&told)?;
    } else {
        printer.data(&explained(&told))?;
    }
    Ok(0)
}

fn explained(told: &Value) -> String {
    let mut text = format!("{} {} of {}\n", word(&told["stream"]), word(&told["id"]), word(&told["connection"]));
    for reason in told["reasons"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "  {}", word(reason));
    }
    let held = &told["held"];
    if !held.is_null() {
        let words = match held["version_number"].as_i64() {
            Some(version) => {
                let made = word(&held["version_created_at"]);
                format!("version {version} of {made} UTC, status {}", word(&held["status"]))
            }
            None => format!("as answered at {} UTC", word(&held["answered_at"])),
        };
        let _ = writeln!(text, "  held        {words}");
    }
    let response = &told["landed_response"];
    if !response.is_null() {
        let _ = writeln!(
            text,
            "  landed      response {} ({} of {} {}), answered {} UTC, in run {}, walk {}",
            response["seq"],
            word(&response["kind"]),
            word(&response["stream"]),
            word(&response["scope"]),
            word(&response["answered_at"]),
            response["run_id"],
            response["walk_id"]
        );
    }
    let lines: [(&str, &str, &[&str]); 5] = [
        ("request", "requests", &["started_at", "status", "target"]),
        ("seen", "sightings", &["answered_at", "kind", "run_id", "walk_id", "version_number", "status"]),
        ("not read", "not_read", &["found_at", "state", "cause"]),
        ("deletion", "deletions", &["seen_at", "state", "reason", "evidence"]),
        ("upload", "uploads", &["started_at", "version_number", "attempt", "state", "uri", "cause"]),
    ];
    for (name, part, fields) in lines {
        for row in told[part].as_array().into_iter().flatten() {
            let told = fields.iter().filter(|field| !row[**field].is_null()).map(|field| match *field {
                "started_at" | "answered_at" | "found_at" | "seen_at" => word(&row[*field]),
                field => format!("{} {}", field.replace('_', " "), word(&row[field])),
            });
            let _ = writeln!(text, "  {name:<10}  {}", told.collect::<Vec<_>>().join(", "));
        }
    }
    text
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), printable)
}

/// `raw`: lists the landed responses, or shows one in clear.
pub fn raw(config: &Config, args: &RawArgs, printer: &Printer) -> Result<u8> {
    let Some(seq) = args.seq else {
        show(&run::responses(config, &args.connection)?, args.format, printer)?;
        return Ok(0);
    };
    let reason = args.reason.as_deref().unwrap_or_default();
    let response = run::raw(config, &args.connection, &run::Look { seq, object: args.object.as_deref(), reason })?;
    printer.clear(&response)?;
    Ok(0)
}

/// `vacuum`: removes landed responses that are not needed any more.
pub fn vacuum(config: &Config, connections: &[String], printer: &Printer) -> Result<u8> {
    for name in connections {
        let vacuumed = run::vacuum(config, name)?;
        printer.data(&format!(
            "{name}: removed {} responses of {} bytes and {} stray files, kept {} responses\n",
            vacuumed.responses, vacuumed.bytes, vacuumed.strays, vacuumed.kept
        ))?;
    }
    Ok(0)
}
