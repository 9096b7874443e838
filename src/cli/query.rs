//! `query`: one select on the catalog, its answer on the standard output or in a file that appears as a whole.

use super::args::QueryArgs;
use super::cells::Cells;
use super::form::AnswerFormat;
use super::print::{self, Printer};
use super::{questions, watch};
use catchment_base::clock;
use catchment_base::disk::{self, Access, Draft};
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_run::Question;
use catchment_source::config::Config;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Bytes of a statement at most.
const LONGEST_STATEMENT: u64 = 1 << 20;
/// A statement that has not begun yet misses an interrupt, so the interrupt is repeated.
const TELL_AGAIN: Duration = Duration::from_millis(50);
/// What stands for the standard input, and for the standard output.
const STANDARD: &str = "-";

/// `query`: one select on the catalog; the first signal ends it.
pub async fn query(config: &Config, args: &QueryArgs, printer: &Printer) -> Result<u8> {
    let sql = statement(args)?;
    let (format, output) = (args.format, args.output.clone().filter(|path| path != Path::new(STANDARD)));
    refuse_place(format, output.as_deref(), io::stdout().is_terminal())?;
    let mut stop = watch::quiet_signals();
    let fetching = |bytes| printer.fetching(bytes);
    let lake = tokio::select! {
        lake = catchment_run::readable(config, &fetching) => lake?,
        _ = stop.wait_for(|stop| *stop) => {
            return Err(Error::new(Kind::Interrupted, "stopped by a signal").hint("ask again"));
        }
    };
    let question = Question::new(lake, &sql, config.connections.keys())?;
    let interrupter = question.interrupter();
    let written = output.clone();
    let mut answering = tokio::task::spawn_blocking(move || answer(&question, format, output.as_deref()));
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
    let given = answered.map_err(|cause| Error::failed("the answer broke down").because(cause))??;
    if let Some(path) = written {
        let rows = if given.rows == 1 { "1 row".to_owned() } else { format!("{} rows", given.rows) };
        printer.note(&format!("wrote {rows} to {}", path.display()));
    }
    questions::tell_more(given.more, printer);
    if let Some(error) = &given.broke_off {
        printer.error(error);
    }
    Ok(given.broke_off.map_or(0, |error| error.kind().exit_code()))
}

/// What was given of an answer.
struct Given {
    rows: u64,
    /// Rows that a table has no place for.
    more: usize,
    /// Why there are no more rows, if the answer failed after some of them; its JSON document says so.
    broke_off: Option<Error>,
}

/// Writes the answer; a file appears only when it is complete.
fn answer(question: &Question, format: AnswerFormat, output: Option<&Path>) -> Result<Given> {
    let Some(path) = output else { return put(question, format, false, io::stdout()) };
    let begun = Draft::begin(path, Access::Published).map_err(|cause| {
        Error::failed(format!("the answer cannot be written to {}", printable(&path.display().to_string())))
            .because(cause)
            .hint("name a file in a folder that is there and that this user may write to")
    });
    let (draft, file) = begun?;
    let given = put(question, format, true, file)?;
    draft.finish()?;
    Ok(given)
}

fn put(question: &Question, format: AnswerFormat, is_file: bool, out: impl Write + Send) -> Result<Given> {
    let AnswerFormat::Rows(format) = format else { return put_parquet(question, out) };
    let out = BufWriter::new(out);
    let mut cells = Cells::new(format, "query", question.columns(), out)?;
    if is_file {
        cells = cells.in_full_width();
    }
    let mut rows = 0;
    let answered = question.answer(|row| {
        rows += 1;
        cells.row(&row)
    });
    let Err(error) = answered else {
        let more = cells.end()?;
        return Ok(Given { rows: rows - more as u64, more, broke_off: None });
    };
    // A file that breaks off does not appear, so nothing in it has to be closed.
    if !is_file && cells.fail(error.kind().exit_code(), &print::error_json(&error))? {
        return Ok(Given { rows, more: 0, broke_off: Some(error) });
    }
    Err(error)
}

fn put_parquet(question: &Question, out: impl Write + Send) -> Result<Given> {
    let is_gone = AtomicBool::new(false);
    match question.to_parquet(BufWriter::new(Pipe { out, is_gone: &is_gone })) {
        // A reader that went away has seen enough.
        Err(_) if is_gone.load(Ordering::Relaxed) => Ok(Given { rows: 0, more: 0, broke_off: None }),
        written => Ok(Given { rows: written?, more: 0, broke_off: None }),
    }
}

/// An output that notes whether its reader went away: the Parquet writer does not pass on every cause.
struct Pipe<'g, W> {
    out: W,
    is_gone: &'g AtomicBool,
}

impl<W> Pipe<'_, W> {
    fn noted<T>(&self, done: io::Result<T>) -> io::Result<T> {
        if done.as_ref().is_err_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe) {
            self.is_gone.store(true, Ordering::Relaxed);
        }
        done
    }
}

impl<W: Write> Write for Pipe<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        self.noted(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.noted(flushed)
    }
}

/// Parquet is nothing to look at, and a file takes the place of a file only.
fn refuse_place(format: AnswerFormat, output: Option<&Path>, on_terminal: bool) -> Result<()> {
    match output {
        None if format == AnswerFormat::Parquet && on_terminal => {
            Err(Error::usage("Parquet is not printed on a terminal")
                .hint("--output FILE writes it to a file; it can also be sent on, as with > FILE"))
        }
        Some(path) if disk::exists(path) && disk::meta(path).is_none() => {
            Err(Error::usage(format!("{} is no regular file", printable(&path.display().to_string())))
                .hint("name another file; without --output the answer goes to the standard output"))
        }
        _ => Ok(()),
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
        (None, Some(file)) if file == Path::new(STANDARD) => read(&mut io::stdin().lock(), file),
        (None, Some(file)) => read(&mut disk::open(file)?, file),
        (None, None) => Ok(catchment_run::views()?.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::form::Format;

    #[test]
    fn parquet_is_refused_on_a_terminal_alone() {
        let refused = refuse_place(AnswerFormat::Parquet, None, true).err().unwrap();
        assert_eq!(refused.kind(), Kind::Usage);
        assert!(refused.hint_text().unwrap().contains("--output FILE"));
        assert!(refuse_place(AnswerFormat::Parquet, None, false).is_ok());
        assert!(refuse_place(AnswerFormat::Parquet, Some(Path::new("new.parquet")), true).is_ok());
        assert!(refuse_place(AnswerFormat::Rows(Format::Csv), None, true).is_ok());
    }

    #[test]
    fn a_file_takes_the_place_of_a_file_only() {
        for path in [".", "/dev/null"] {
            let refused = refuse_place(AnswerFormat::Parquet, Some(Path::new(path)), false).err().unwrap();
            assert_eq!(refused.to_string(), format!("{path} is no regular file"));
        }
    }
}
