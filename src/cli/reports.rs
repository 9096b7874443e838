//! The commands about content: reports, search, and what differs between two versions of a page.

use super::args::{ReportArgs, SearchArgs};
use super::cells::{Cells, terminal_width};
use super::chart::{Drawing, USUAL_WIDTH};
use super::form::{Form, Format};
use super::print::Printer;
use super::{questions, words};
use catchment_base::error::{Error, Result, printable};
use catchment_run::{Difference, Lacks, Listed, Piece, Question, Rows};
use catchment_source::config::Config;
use serde_json::{Value, json};
use std::io::{self, BufWriter, IsTerminal};
use std::ops::ControlFlow;

/// Lines without a change that stand around each with one.
const CONTEXT: usize = 1;
/// Results of a search on a terminal, unless told otherwise.
const USUAL_RESULTS: usize = 20;

/// `report`: lists the reports of a connection, or answers one.
pub async fn report(config: &Config, args: &ReportArgs, printer: &Printer) -> Result<u8> {
    if args.chart && args.format != Format::Table {
        return Err(Error::usage("a chart has no other format").hint("leave out --format, or --chart"));
    }
    let is_connection = |word: &String| config.connections.contains_key(word);
    let fetching = |bytes| printer.fetching(bytes);
    let is_alone = args.words.len() == 1;
    if args.words.is_empty() || (is_alone && args.words.iter().all(is_connection)) {
        let connection = words::chosen(config, args.words.first().map(String::as_str))?;
        let (reports, unread) = catchment_run::listed(config, &connection, &fetching).await?;
        if let Some(error) = unread {
            let hint = error.hint_text().map(|hint| format!("; {hint}")).unwrap_or_default();
            printer.note(&format!("{}{hint}", error.one_line()));
        }
        if reports.is_empty() {
            let source = &config.connection(&connection)?.source;
            printer.note(&format!(
                "there are no reports for source = \"{source}\"; 'catchment query' asks its datasets in SQL"
            ));
        }
        return list(&reports, args.format, printer);
    }
    let (connection, rest) =
        words::placed(config, "report", &args.words, |word| is_alone || !config.connections.contains_key(word))?;
    words::at_most(rest, 1, "catchment report [CONNECTION] [NAME]")?;
    let name = rest.first().map(String::as_str).unwrap_or_default();
    let reported = catchment_run::report(config, name, &connection, &fetching).await?;
    let drawing = reported.chart.and_then(|chart| Drawing::new(chart, reported.question.columns()));
    if args.chart {
        let lacking = || {
            Error::usage(format!("the report {} has no chart", printable(name)))
                .hint("leave out --chart; its rows are a table")
        };
        let mut drawing = drawing.ok_or_else(lacking)?;
        reported.question.answer(|row| {
            drawing.add(&row);
            Ok(ControlFlow::Continue(()))
        })?;
        printer.data(&drawing.text(terminal_width().unwrap_or(USUAL_WIDTH)))?;
    } else {
        show(&reported.question, "report", args.format, drawing, (usize::MAX, printer))?;
    }
    if args.format == Format::Table {
        reported.remarks.iter().for_each(|remark| printer.note(remark));
    }
    reported.notes.iter().for_each(|note| printer.note(note));
    Ok(0)
}

/// Lists the reports; a table of them would be cut to the width of the terminal, so they are lines.
fn list(reports: &[Listed], format: Format, printer: &Printer) -> Result<u8> {
    if format == Format::Table {
        let width = reports.iter().map(|report| report.name.len()).max().unwrap_or_default();
        let below = |words: String| format!("{:width$}  {words}\n", "");
        let lacks = |report: &Listed| match &report.lacks {
            // That is said once, of all of them.
            None | Some(Lacks::Publication(_)) => String::new(),
            Some(Lacks::Site(reason)) => below(format!("no answer here: {reason}")),
            Some(Lacks::Settings(lacks) | Lacks::Sync(lacks)) => below(format!("needs {lacks}")),
        };
        let lines =
            reports.iter().map(|report| format!("{:width$}  {}\n{}", report.name, report.question, lacks(report)));
        printer.data(&lines.collect::<String>())?;
        return Ok(0);
    }
    let lacks = |report: &Listed| report.lacks.as_ref().map(|lacks| lacks.words().to_owned()).unwrap_or_default();
    let rows = reports.iter().map(|report| json!([report.name, report.question, lacks(report)])).collect::<Vec<_>>();
    let rows = Rows::from_text(&json!({"columns": ["name", "question", "lacks"], "rows": rows}).to_string())?;
    questions::show(&rows, "report", format, printer)?;
    Ok(0)
}

/// Prints so many rows of a question as they come, and behind a table on a terminal their picture; gives how many more
/// there are.
fn show(
    question: &Question,
    command: &str,
    format: Format,
    drawing: Option<Drawing>,
    (most, printer): (usize, &Printer),
) -> Result<usize> {
    let mut cells = Cells::new(format, command, question.columns(), BufWriter::new(io::stdout().lock()))?;
    let mut drawing = drawing.filter(|_| format == Format::Table && io::stdout().is_terminal());
    let mut seen = 0;
    question.answer(|row| {
        seen += 1;
        if let Some(drawing) = &mut drawing {
            drawing.add(&row);
        }
        if seen > most { Ok(ControlFlow::Continue(())) } else { cells.row(&row) }
    })?;
    questions::tell_more(cells.end()?, printer);
    if let Some(drawing) = drawing {
        printer.data(&format!("\n{}", drawing.text(terminal_width().unwrap_or(USUAL_WIDTH))))?;
    }
    Ok(seen.saturating_sub(most))
}

/// `search`: what a connection has published and holds these words, or what its site finds.
pub async fn search(config: &Config, args: &SearchArgs, printer: &Printer) -> Result<u8> {
    let (connection, [text]) = words::behind(config, "search", &args.words, ["TEXT"])?;
    let usual = if io::stdout().is_terminal() { USUAL_RESULTS } else { usize::MAX };
    let most = args.limit.map_or(usual, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let more = if args.cql {
        let (mut rows, has_more) = catchment_run::search_site(config, text, &connection).await?;
        let found = rows.rows.len();
        rows.rows.truncate(most);
        questions::show(&rows, "search", args.format, printer)?;
        if has_more {
            printer.note(&format!("the site has more than these {found}; narrow the query"));
        }
        found.saturating_sub(most)
    } else {
        let question = catchment_run::search(config, text, &connection, &|bytes| printer.fetching(bytes)).await?;
        show(&question, "search", args.format, None, (most, printer))?
    };
    if more > 0 {
        printer.note(&format!("… and {more} more that fit less; --limit shows more of them"));
    }
    Ok(0)
}

/// `page diff`: what differs between two versions.
pub async fn diff(config: &Config, words: &[String], form: Form, printer: &Printer) -> Result<u8> {
    let (connection, [id, from, to]) = words::behind(config, "page diff", words, ["ID", "FROM", "TO"])?;
    let number = |text: &str| {
        text.parse::<i64>().map_err(|_| {
            Error::usage(format!("{} is not the number of a version", printable(text)))
                .hint("catchment page diff wiki 65601 3 4")
        })
    };
    let numbers = [number(from)?, number(to)?];
    let found = catchment_run::difference(config, &connection, id, numbers, &|bytes| printer.fetching(bytes)).await?;
    printer.reply("page diff", form, 0, as_json(&connection, id, numbers, &found), || {
        let title = |at: usize| found.titles[at].as_deref().map(printable).unwrap_or_default();
        let head = |sign: &str, at: usize| format!("{sign}{sign}{sign} version {}  {}", numbers[at], title(at));
        let (from, to) = (printer.removed(head("-", 0).trim_end()), printer.added(head("+", 1).trim_end()));
        format!("{from}\n{to}\n{}", marked(&found.pieces, printer))
    })
}

fn as_json(connection: &str, id: &str, numbers: [i64; 2], found: &Difference) -> Value {
    let version = |at: usize| json!({"version": numbers[at], "title": found.titles[at]});
    let words = |is_meant: fn(&Piece) -> bool| -> usize {
        found.pieces.iter().filter(|piece| is_meant(piece)).map(|piece| text(piece).split_whitespace().count()).sum()
    };
    let changes = found.pieces.iter().map(|piece| {
        let kind = match piece {
            Piece::Same(_) => "same",
            Piece::Removed(_) => "removed",
            Piece::Added(_) => "added",
        };
        json!({"kind": kind, "text": text(piece)})
    });
    json!({
        "connection": connection,
        "id": id,
        "from": version(0),
        "to": version(1),
        "words_removed": words(|piece| matches!(piece, Piece::Removed(_))),
        "words_added": words(|piece| matches!(piece, Piece::Added(_))),
        "changes": changes.collect::<Vec<_>>(),
    })
}

fn text(piece: &Piece) -> &str {
    match piece {
        Piece::Same(text) | Piece::Removed(text) | Piece::Added(text) => text,
    }
}

/// The lines with a change and those around them; what was removed and added stands in brackets.
fn marked(pieces: &[Piece], printer: &Printer) -> String {
    let mut lines = vec![(String::new(), false)];
    for piece in pieces {
        for (at, part) in text(piece).split('\n').enumerate() {
            if at > 0 {
                lines.push((String::new(), false));
            }
            let Some((line, has_change)) = lines.last_mut() else { continue };
            let part = printable(part);
            *has_change |= !matches!(piece, Piece::Same(_));
            match piece {
                _ if part.is_empty() => {}
                Piece::Same(_) => line.push_str(&part),
                Piece::Removed(_) => line.push_str(&printer.removed(&format!("[-{part}-]"))),
                Piece::Added(_) => line.push_str(&printer.added(&format!("{{+{part}+}}"))),
            }
        }
    }
    let is_near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        lines.iter().skip(from).take(at - from + CONTEXT + 1).any(|(_, has_change)| *has_change)
    };
    let mut out = String::new();
    let mut is_cut = false;
    for (at, (line, _)) in lines.iter().enumerate() {
        match (is_near(at), is_cut) {
            (true, _) => out.push_str(&format!("{line}\n")),
            (false, false) => out.push_str("…\n"),
            (false, true) => {}
        }
        is_cut = !is_near(at);
    }
    if pieces.iter().all(|piece| matches!(piece, Piece::Same(_))) { "the texts are the same\n".to_owned() } else { out }
}
