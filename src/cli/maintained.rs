//! What a person did to a connection beside syncing it, in words.

use super::told::{SHOWN_GAPS, bytes, counted, second};
use catchment_base::error::printable;
use catchment_run::{Acknowledged, BackedUp, Purged, Vacuumed, Verified};
use std::fmt::Write as _;

/// Places that still hold a person, shown at most.
const MOST_PLACES: usize = 20;

/// What a purge took out, and where copies can still be.
pub fn purged(purged: &Purged) -> String {
    let verb = if purged.left_in.is_empty() { "purged" } else { "not wholly purged:" };
    let beyond = purged.beyond.join("; ");
    let (connection, what) = (printable(&purged.connection), printable(&purged.what));
    let mut text = format!("{connection}: {verb} {what}; out of reach: {beyond}\n");
    let mut line = |name: &str, words: &str| {
        let _ = writeln!(text, "  {name:<13}  {words}");
    };
    if purged.responses > 0 {
        let none = if purged.unsearched > 0 { "none of those that could be searched" } else { "none" };
        let responses = counted(purged.responses, "sealed response");
        line("responses", &format!("removed from {responses}; {none} contains it now"));
    }
    if purged.unsearched > 0 {
        line("not searched", &format!("{} that cannot be read, or whose stream is not configured", purged.unsearched));
    }
    if purged.files > 0 {
        line("attachments", &format!("{} deleted from the store", counted(purged.files, "file")));
    }
    let generations = purged.generations.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let current = purged.current.map_or_else(|| "none".to_owned(), |number| number.to_string());
    match purged.generations.is_empty() {
        true => line("generations", &format!("none to withdraw; current is {current}")),
        false => line("generations", &format!("{generations} withdrawn with their files; current is {current}")),
    }
    if purged.shared_forms > 0 {
        let shared = match purged.shared_forms {
            1 => "1 name or address that others have as well".to_owned(),
            several => format!("{several} names or addresses that others have as well"),
        };
        line("shared", &format!("{shared}: replaced beside the person's ids and nowhere else"));
    }
    if !purged.left_in.is_empty() {
        text.push_str("still there, or not searched:\n");
        purged.left_in.iter().take(MOST_PLACES).for_each(|place| text.push_str(&format!("  {place}\n")));
        if purged.left_in.len() > MOST_PLACES {
            text.push_str(&format!("  and {} more\n", purged.left_in.len() - MOST_PLACES));
        }
        text.push_str(
            "remove it there, then run the same command again: it continues, and ends when nothing is left\n",
        );
    }
    text
}

/// What a backup holds.
pub fn backed_up(made: &BackedUp) -> String {
    let BackedUp { connection, database, sealed_files, generation, key_id, .. } = made;
    let generation = generation.map_or_else(|| "no generation yet".to_owned(), |number| format!("generation {number}"));
    format!(
        "{}: {} and {}, at {generation}, as of {}, sealed with the key {key_id}: {}\n",
        printable(connection),
        bytes(made.bytes),
        counted(*sealed_files, "sealed file"),
        second(&made.taken_at),
        printable(&database.display().to_string())
    )
}

/// The gaps that were accepted.
pub fn acknowledged(acknowledged: &Acknowledged) -> String {
    let accepted = &acknowledged.accepted;
    let shown = accepted.iter().take(SHOWN_GAPS);
    let mut text: String = shown.map(|(id, what)| format!("acknowledged {id}: {}\n", printable(what))).collect();
    if accepted.len() > SHOWN_GAPS {
        let _ = writeln!(text, "… and {} more", accepted.len() - SHOWN_GAPS);
    }
    text
}

/// What a vacuum removed.
pub fn vacuumed(name: &str, vacuumed: &Vacuumed) -> String {
    let strays = match vacuumed.strays {
        0 => String::new(),
        strays => format!(" and {}", counted(strays, "stray file")),
    };
    let (removed, kept) = (counted(vacuumed.responses, "response"), counted(vacuumed.kept, "response"));
    format!("{}: removed {removed} of {}{strays}, kept {kept}\n", printable(name), bytes(vacuumed.bytes))
}

/// What comparing the store with the record of uploads found.
pub fn verified(verified: &Verified) -> String {
    let mut text = String::new();
    for finding in &verified.findings {
        let bytes = |bytes: Option<i64>| bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
        let (recorded, found) = (bytes(finding.recorded_bytes), bytes(finding.found_bytes));
        let uri = printable(&finding.uri);
        let _ = writeln!(text, "{}  {uri}  recorded {recorded} bytes, found {found}", finding.finding);
    }
    let recorded = counted(verified.recorded, "object");
    let _ = writeln!(text, "{}: {recorded} on record, {} differ", verified.connection, verified.findings.len());
    if verified.linked > 0 {
        let files = counted(verified.linked, "file");
        let _ = writeln!(
            text,
            "{files} found at the same key with the same content: the next sync publishes where they are now"
        );
    }
    if verified.repaired > 0 {
        let uploads = counted(verified.repaired as u64, "upload");
        let _ = writeln!(text, "{uploads} marked as failed: the next sync stores the current versions again");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_accepted_gaps_the_first_are_told_and_the_others_counted() {
        let told = |gaps: i64| {
            let accepted = (1..=gaps).map(|id| (id, format!("page {id}"))).collect();
            acknowledged(&Acknowledged { accepted, settled: Vec::new() })
        };
        assert_eq!(told(1), "acknowledged 1: page 1\n");
        assert_eq!(told(20).lines().last(), Some("acknowledged 20: page 20"));
        assert!(told(23).ends_with("acknowledged 20: page 20\n… and 3 more\n"), "{}", told(23));
    }
}
