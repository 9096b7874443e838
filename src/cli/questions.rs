//! The commands that ask: of the catalog, of a connection's database, of a response.

use super::args::{AuditArgs, PreviewArgs, RawArgs};
use super::cells::Cells;
use super::form::{Form, Format};
use super::print::{self, Printer};
use super::{explained, maintained, words};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_run::{Guessed, Rows};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use serde_json::{Value, json};
use std::io::{self, BufWriter};
use std::path::Path;

/// `catalog`: writes the catalog again.
pub async fn catalog(config: &Config, form: Form, printer: &Printer) -> Result<u8> {
    let catalog = catchment_run::catalog(config, &|bytes| printer.fetching(bytes)).await?;
    let shown: Vec<String> =
        catalog.connections.iter().map(|(name, generation)| format!("{name} at generation {generation}")).collect();
    let rows: Vec<Value> = catalog
        .connections
        .iter()
        .map(|(name, generation)| json!({"connection": name, "generation": generation}))
        .collect();
    let link = catalog.link.display().to_string();
    printer.reply("catalog", form, 0, json!({"catalog": link, "connections": rows}), || {
        format!("wrote {link}: {}\n", shown.join(", "))
    })
}

/// Says of how many rows a table has no place.
pub fn tell_more(more: usize, printer: &Printer) {
    if more > 0 {
        printer.note(&format!("… and {more} more rows; --format csv or jsonl prints all of them"));
    }
}

/// `preview`: one page of a stream, as it would be published.
pub async fn probe(config: &Config, words: &[String], format: Format, printer: &Printer) -> Result<u8> {
    let (connection, [stream]) = words::behind(config, "preview", words, ["STREAM"])?;
    let probed = catchment_run::probe(config, &connection, stream).await?;
    let next = if probed.has_next { "with a next page" } else { "no next page" };
    printer.note(&format!("{}: {} records in {} bytes, {next}", probed.request, probed.records, probed.bytes));
    probed.guessed.iter().for_each(|guessed| tell_guessed(guessed, printer));
    show(&probed.rows, "preview", format, printer)?;
    for ((column, kind), count) in &probed.findings {
        printer.note(&format!("redaction: {count} {kind} in {column}"));
    }
    for (cause, count) in &probed.rejected {
        printer.note(&format!("{count} records would be gaps: {}", printable(cause)));
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

/// What the settings of a stream could say.
fn tell_guessed(guessed: &Guessed, printer: &Printer) {
    let named = |names: &[String]| match names {
        [] => "none".to_owned(),
        names => names.iter().map(|name| printable(name)).collect::<Vec<_>>().join(", "),
    };
    let keys: Vec<String> = guessed.keys.iter().map(|names| names.join(" with ")).collect();
    printer.note(&format!("possible keys: {}; possible cursors: {}", named(&keys), named(&guessed.cursors)));
    printer.note(&format!("possible columns: {}", guessed.columns));
}

/// `redact preview`: what a policy would do with the responses that are kept.
pub fn preview(file: &Path, args: &PreviewArgs, printer: &Printer) -> Result<u8> {
    let config = Config::load(file, &DIALECTS)?;
    let policy = super::redact::named(file, &args.policy)?;
    let connection = words::chosen(&config, args.connection.as_deref())?;
    let previewed = catchment_run::preview(&config, &connection, &policy, args.reason.as_deref())?;
    printer.note(&format!("the policy in force is {}; this previews {}", previewed.in_force, policy.name()));
    if args.format == Format::Json {
        let (findings, texts) = (previewed.findings.objects()?, previewed.texts.objects()?);
        printer.document("redact preview", 0, None, json!({"findings": findings, "texts": texts}))?;
    } else {
        show(&previewed.findings, "redact preview", args.format, printer)?;
        if args.format == Format::Table {
            printer.data("\n")?;
        }
        show(&previewed.texts, "redact preview", args.format, printer)?;
    }
    for (column, sample) in &previewed.samples {
        let (value, replacement) = (printable(&sample.value), &sample.replacement);
        printer.data(&format!("{column}  {}  {value}  becomes  {replacement}\n", sample.kind))?;
    }
    Ok(super::redact::told(0, &policy, printer))
}

/// `audit`: lists the questions, or answers one.
pub fn audit(config: &Config, args: &AuditArgs, printer: &Printer) -> Result<u8> {
    let audits = catchment_run::audits();
    let is_question = |word: &str| audits.iter().any(|audit| audit.name == word);
    let is_connection = |word: &String| config.connections.contains_key(word) && !is_question(word);
    if args.words.len() < 2 && args.words.iter().all(is_connection) {
        return list(&audits, args.format, printer);
    }
    let is_alone = args.words.len() == 1;
    let (connection, rest) = words::placed(config, "audit", &args.words, |word| is_alone || is_question(word))?;
    words::at_most(rest, 1, "catchment audit [CONNECTION] [QUESTION]")?;
    let name = rest.first().map(String::as_str).unwrap_or_default();
    let rows = catchment_run::audit(config, name, &connection, args.history)?;
    show(&rows, "audit", args.format, printer)?;
    if let (Format::Table, Some(audit)) = (args.format, audits.iter().find(|audit| audit.name == name)) {
        printer.note(&audit.about(args.history));
    }
    Ok(0)
}

/// Lists the questions; a table of them would be cut to the width of the terminal, so they are lines.
fn list(audits: &[catchment_run::Audit], format: Format, printer: &Printer) -> Result<u8> {
    if format == Format::Table {
        let lines = audits.iter().map(|audit| format!("{:<12}  {}\n", audit.name, audit.question));
        printer.data(&lines.collect::<String>())?;
        return Ok(0);
    }
    let rows: Vec<[&str; 2]> = audits.iter().map(|audit| [audit.name, audit.question]).collect();
    let rows = Rows::from_text(&json!({"columns": ["name", "question"], "rows": rows}).to_string())?;
    show(&rows, "audit", format, printer)?;
    Ok(0)
}

/// Prints rows; reports what a table has no room for.
pub fn show(rows: &Rows, command: &str, format: Format, printer: &Printer) -> Result<()> {
    let mut cells = Cells::new(format, command, &rows.columns, BufWriter::new(io::stdout().lock()))?;
    for row in &rows.rows {
        if cells.row(row)?.is_break() {
            break;
        }
    }
    tell_more(cells.end()?, printer);
    Ok(())
}

/// `explain`: what became of one object.
pub fn explain(config: &Config, words: &[String], form: Form, printer: &Printer) -> Result<u8> {
    let (connection, [stream, id]) = words::behind(config, "explain", words, ["STREAM", "ID"])?;
    let told = catchment_run::explain(config, &connection, stream, id)?;
    printer.reply("explain", form, 0, json!(told), || explained::text(&told))
}

/// `raw`: lists the kept responses, or shows one in clear.
pub fn raw(config: &Config, args: &RawArgs, printer: &Printer) -> Result<u8> {
    let (connection, rest) = words::placed(config, "raw", &args.words, |word| word.parse::<i64>().is_ok())?;
    words::at_most(rest, 1, "catchment raw [CONNECTION] [NUMBER --reason TEXT]")?;
    let Some(number) = rest.first() else {
        if args.object.is_some() || args.reason.is_some() {
            let hint = format!("'catchment raw {connection}' lists the responses with their numbers");
            return Err(Error::usage("--object and --reason need the number of a response").hint(hint));
        }
        show(&catchment_run::responses(config, &connection)?, "raw", args.format, printer)?;
        return Ok(0);
    };
    let seq = number.parse().map_err(|_| Error::usage(format!("{number} is not a response number")))?;
    let reason = args.reason.as_deref().ok_or_else(|| {
        Error::usage("showing a response in clear text needs a reason").hint("give one with --reason; it is recorded")
    })?;
    let response =
        catchment_run::raw(config, &connection, &catchment_run::Look { seq, object: args.object.as_deref(), reason })?;
    printer.clear(&response)?;
    Ok(0)
}

/// `attachments verify`: the store compared with the record of uploads.
pub async fn verify(
    config: &Config,
    connection: Option<&str>,
    repair: bool,
    form: Form,
    printer: &Printer,
) -> Result<u8> {
    let connection = words::chosen(config, connection)?;
    let verified = catchment_run::verify(config, &connection, repair).await?;
    let code = if verified.findings.is_empty() { 0 } else { Kind::Incomplete.exit_code() };
    printer.reply("attachments verify", form, code, print::verified_json(&verified), || maintained::verified(&verified))
}
