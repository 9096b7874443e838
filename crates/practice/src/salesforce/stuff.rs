//! Invented rows of the customer's own objects, and files.

use super::maker::{Maker, day, later};
use super::row::{Row, value};
use crate::random::{Random, mark};
use serde_json::{Value, json};

const REGIONS: [&str; 4] = ["North", "East, far", "South", "West"];
const KINDS: [(&str, &str); 3] = [("notes", "text/plain"), ("measurements", "text/csv"), ("log", "text/plain")];

/// An invoice.
pub(super) fn invoice(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let mut random = maker.random("Invoice__c", ordinal);
    let tags: Vec<&str> = ["late", "disputed", "paper", "abroad"].into_iter().filter(|_| random.one_in(3)).collect();
    let sent = format!("{:02}:{:02}:00.000Z", random.below(24), random.below(60));
    row.with([
        ("Name", json!(format!("INV-{:05}", ordinal + 1))),
        ("Amount__c", if random.one_in(9) { Value::Null } else { json!(random.below(500_000) as f64 / 100.0) }),
        ("Due__c", json!(day(later(maker.life("Invoice__c", ordinal).created, 14)))),
        ("Paid__c", json!(random.one_in(2))),
        ("Tags__c", value(tags.join(";"))),
        ("Notes__c", maker.prose("Invoice__c", ordinal)),
        ("Secret__c", json!(format!("never-to-leave-{:04}", random.below(10_000)))),
        ("Account__c", maker.account(&mut random)),
        ("Sent__c", if random.one_in(4) { Value::Null } else { json!(sent) }),
        ("Score__c", json!(random.below(1_000_000) as f64 / 10_000.0)),
        ("Count__c", json!(random.below(40))),
        ("OwnerId", maker.owner(&mut random)),
    ])
}

/// What an older system left behind.
pub(super) fn legacy(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let code = maker.random("Legacy__c", ordinal).below(100_000);
    row.with([("Name", json!(format!("L-{ordinal:04}"))), ("Code__c", json!(format!("{code:05}")))])
}

/// A row that another system holds.
pub(super) fn region(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let population = maker.random("Region__x", ordinal).below(3_000_000);
    row.with([
        ("ExternalId", json!((ordinal + 1).to_string())),
        ("Title__c", json!(REGIONS[ordinal % REGIONS.len()])),
        ("Population__c", json!(population as f64)),
    ])
}

/// What a file's name ends with, and its media type.
fn kind(ordinal: usize) -> (&'static str, &'static str, &'static str) {
    let (name, media) = KINDS[ordinal % KINDS.len()];
    (name, if media == "text/csv" { "csv" } else { "txt" }, media)
}

/// A file at a case.
pub(super) fn attachment(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let (name, ending, media) = kind(ordinal);
    let size = file(row.text("Id")).len();
    let mut random = maker.random("Attachment", ordinal);
    row.with([
        ("Name", json!(format!("{name} {}.{ending}", ordinal + 1))),
        ("ContentType", json!(media)),
        ("BodyLength", json!(size)),
        ("ParentId", maker.reference("Case", random.below(maker.records))),
        ("OwnerId", maker.user(&mut random)),
    ])
}

/// A version of a file.
pub(super) fn version(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let (name, ending, _) = kind(ordinal);
    let size = file(row.text("Id")).len();
    row.with([
        ("Title", json!(format!("{name} {}", ordinal + 1))),
        ("FileExtension", json!(ending)),
        ("ContentSize", json!(size)),
        ("ContentDocumentId", maker.reference("ContentDocument", ordinal)),
        ("IsLatest", json!(true)),
        ("OwnerId", maker.user(&mut maker.random("ContentVersion", ordinal))),
    ])
}

/// The file of an attachment or a version; it follows from the row's number.
pub(super) fn file(id: &str) -> Vec<u8> {
    let mut random = Random::of(&[mark([id, "file"])]);
    let line = |number: usize| format!("{number},{:06},ok\n", random.below(1_000_000));
    (1..=20 + mark([id]) as usize % 60).map(line).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_long_as_its_row_says() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let row = attachment(&maker, 0, maker.system("Attachment", 0));
        assert_eq!(row.get("BodyLength"), &json!(file(row.text("Id")).len()));
        assert!(file("a") == file("a") && file("a") != file("b"));
        assert!(row.text("ParentId").starts_with("500"));
    }

    #[test]
    fn values_of_all_types_occur_and_some_are_missing() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let rows: Vec<Row> = (0..60).map(|at| invoice(&maker, at, maker.system("Invoice__c", at))).collect();
        for field in ["Amount__c", "Tags__c", "Notes__c", "Sent__c", "Account__c"] {
            let missing = rows.iter().filter(|row| row.get(field).is_null()).count();
            assert!((1..50).contains(&missing), "{field}: {missing}");
        }
        assert!(rows.iter().any(|row| row.text("Tags__c").contains(';')));
        assert_eq!(region(&maker, 1, maker.system("Region__x", 1)).text("Title__c"), "East, far");
    }
}
