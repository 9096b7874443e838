//! How failures of DuckDB are told: what failed, of what kind, and what to do.

use super::RESTORE;
use catchment_base::error::{Error, Kind};

const WORDS_OF_STATEMENT: usize = 6;

/// Words by which DuckDB tells that a file does not hold what was written to it.
pub(super) const OF_DAMAGE: [&str; 4] = ["Corrupt", "checksum", "Could not read enough bytes", "Serialization Error"];

/// The error of a statement, named by its first words. Our statements hold names and keys, never content. Of
/// DuckDB's message the first line is kept: the others give advice on settings that are ours.
pub(super) fn statement_failed(sql: &str, cause: duckdb::Error) -> Error {
    let words: Vec<&str> = sql.split_whitespace().take(WORDS_OF_STATEMENT).collect();
    let text = cause.to_string();
    let first_line = text.lines().next().unwrap_or_default().to_owned();
    failure(&text, format!("the statement '{} …' failed", words.join(" "))).because(first_line)
}

/// The error of a statement that somebody typed: his own words may be quoted to him, but not the whole statement
/// with a mark below it.
pub(super) fn asked_wrongly(cause: duckdb::Error) -> Error {
    let text = cause.to_string();
    if text.contains("INTERRUPT") {
        return Error::new(Kind::Interrupted, "stopped by a signal").hint("ask again");
    }
    let is_told = |line: &&str| !line.starts_with("LINE ") && !line.trim_start().starts_with("Candidate functions");
    let lines = text.lines().take_while(is_told).map(str::trim);
    let told = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if text.contains("Out of Memory") {
        return Error::failed("the query needs more memory than it may use")
            .because(told)
            .hint("select fewer rows or columns, or group by less");
    }
    if text.contains("IO Error") {
        return Error::failed("a file of the lake cannot be read")
            .because(told)
            .hint("'catchment catalog' rebuilds the catalog from the lake");
    }
    if text.contains("Permission Error") {
        return Error::usage("the statement reads a file outside the lake").because(told).hint(
            "a query can read only what is published; if the lake was moved, 'catchment catalog' rebuilds the catalog",
        );
    }
    if text.contains("icu extension") || text.contains("extension 'icu") || text.contains("TIMESTAMP WITH TIME ZONE") {
        let told = told.split(". Please").next().unwrap_or_default().to_owned();
        return Error::usage("the statement calculates with times that have a zone, which is not possible here")
            .because(told)
            .hint(
                "times are UTC: cast them first, as in date_trunc('month', modified_at::timestamp) or now()::timestamp",
            );
    }
    Error::usage("the statement cannot be run")
        .because(told)
        .hint("'show all tables' and 'describe NAME' show what exists")
}

/// The error of a failed statement, with the kind and the hint that its cause asks for.
pub(super) fn failure(text: &str, what: impl Into<String>) -> Error {
    if OF_DAMAGE.iter().any(|words| text.contains(words)) {
        return Error::new(Kind::Damaged, format!("the database file is damaged: {}", what.into())).hint(RESTORE);
    }
    let error = Error::failed(what);
    if text.contains("No space left") || text.contains("max_temp_directory_size") {
        error.hint("free space on the disk of data_dir and run the command again; what was committed is kept")
    } else if text.contains("Out of Memory") {
        error.hint("close other programs or run on a machine with more memory")
    } else {
        error
    }
}

/// The class of a DuckDB failure, without the text that may quote data.
pub(super) fn class_of(cause: &duckdb::Error) -> String {
    let text = cause.to_string();
    match text.split_once(" Error:") {
        Some((class, _)) if class.len() < 40 && !class.contains(['\'', '"']) => {
            format!("{} error in the database", class.to_lowercase())
        }
        _ => "an error in the database".to_owned(),
    }
}
