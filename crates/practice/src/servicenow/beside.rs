//! Invented rows that tell of others: journal entries, attachments with their files, and what was recorded of changes.

use super::maker::{Maker, sys_id};
use super::row::Row;
use crate::random::{Random, mark};
use aws_lc_rs::digest;

/// Every so many incidents have an attachment.
pub(super) const ATTACHED: usize = 4;
/// Every so many incidents have a recorded change.
pub(super) const RECORDED: usize = 5;

const KINDS: [(&str, &str); 3] = [("notes", "text/plain"), ("measurements", "text/csv"), ("log", "text/plain")];

/// What was written of an incident: a work note or a comment, with somebody's name, address and telephone number.
pub(super) fn entry(maker: &Maker, ordinal: usize) -> Row {
    let mut random = maker.random("sys_journal_field", ordinal);
    let (one, other) = (maker.someone(&mut random), maker.someone(&mut random));
    let value = match ordinal % 3 {
        0 => format!("{} called from {} and asks for {}.", one.name, one.phone, other.name),
        1 => format!("Sent the log to {}; copy to {}.", one.email, other.email),
        _ => format!("Restarted the service, told {}.", one.name),
    };
    Row::of([
        ("name", "incident".to_owned()),
        ("element_id", maker.id("incident", ordinal)),
        ("element", if ordinal.is_multiple_of(2) { "work_notes" } else { "comments" }.to_owned()),
        ("value", value),
    ])
}

/// An attachment of an incident.
pub(super) fn attachment(maker: &Maker, ordinal: usize) -> Row {
    let file = file(&maker.id("sys_attachment", ordinal));
    let (name, kind) = KINDS[ordinal % KINDS.len()];
    let ending = if kind == "text/csv" { "csv" } else { "txt" };
    Row::of([
        ("file_name", format!("{name} {}.{ending}", ordinal + 1)),
        ("content_type", kind.to_owned()),
        ("size_bytes", file.len().to_string()),
        ("size_compressed", (file.len() / 2).to_string()),
        ("compressed", "true".to_owned()),
        ("table_name", "incident".to_owned()),
        ("table_sys_id", maker.id("incident", ordinal * ATTACHED)),
        ("hash", hash(&file)),
    ])
}

/// SHA-256 in hexadecimal digits.
fn hash(file: &[u8]) -> String {
    digest::digest(&digest::SHA256, file).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file of an attachment; it follows from the attachment's number.
pub(super) fn file(sys_id: &str) -> Vec<u8> {
    let mut random = Random::of(&[mark([sys_id, "file"])]);
    let line = |number: usize| format!("{number},{:06},ok\n", random.below(1_000_000));
    (1..=20 + mark([sys_id]) as usize % 60).map(line).collect::<String>().into_bytes()
}

/// A recorded change of an incident's state.
pub(super) fn record(maker: &Maker, ordinal: usize) -> Row {
    let mut random = maker.random("sys_audit", ordinal);
    Row::of([
        ("tablename", "incident".to_owned()),
        ("documentkey", maker.id("incident", ordinal * RECORDED)),
        ("fieldname", "state".to_owned()),
        ("oldvalue", "1".to_owned()),
        ("newvalue", "2".to_owned()),
        ("user", maker.someone(&mut random).user_name),
    ])
}

/// The recorded deletion of an incident that was never seen.
pub(super) fn deletion(maker: &Maker, ordinal: usize) -> Row {
    let mut random = maker.random("sys_audit_delete", ordinal);
    Row::of([
        ("tablename", "incident".to_owned()),
        ("documentkey", sys_id(&[maker.seed, mark(["gone"]), ordinal as u64])),
        ("display_value", format!("INC{:07}", ordinal + 1)),
        ("payload", format!("<record><caller>{}</caller></record>", maker.someone(&mut random).name)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_follows_from_its_number() {
        assert_eq!(file("a"), file("a"));
        assert!(file("a") != file("b") && (200..1200).contains(&file("a").len()));
        assert_eq!(&hash(b"")[..8], "e3b0c442");
    }
}
