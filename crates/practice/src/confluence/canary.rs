//! Personal data and secrets in every field of every object: what must not be found anywhere after a sync.
//!
//! All values are invented; those with check digits pass them.

use serde_json::Value;

/// What stands in each field: an address, a card, a social security number, a telephone number, a bank account, a
/// network address, a key of a cloud, a token, a password with its word.
pub const CANARIES: [&str; 9] = [
    "canary.bird@example.org",
    "4539578763621486",
    "219-45-6789",
    "+1 415-555-2671",
    "DE89370400440532013000",
    "203.0.113.77",
    "AKIAQ3EGRV7TBL5XK2ND",
    "ghp_R4nd0mT0k3nTh4tN0b0dyEverUsed1234abcd",
    "Tr0ub4dor-7-Zebra",
];

/// What is appended to a text.
fn words() -> String {
    let (password, rest) = CANARIES.split_last().map_or(("", &[][..]), |(last, rest)| (*last, rest));
    format!(" | {} | password = {password} |", rest.join(" | "))
}

/// Names of fields that tell objects apart or are dates; a canary in them would make another object of it.
fn is_structural(name: &str) -> bool {
    let ids = name == "id" || name.ends_with("Id") || name.ends_with("At");
    let words = matches!(name, "resolutionStatus" | "inlineMarkerRef" | "prefix" | "principalType" | "targetType");
    let people = matches!(name, "createdBy" | "assignedTo" | "completedBy");
    let links = matches!(name, "next" | "base" | "downloadLink");
    ids || words || people || links || matches!(name, "key" | "status" | "type" | "representation" | "mediaType")
}

/// The answer with canaries in every text of its results.
pub(super) fn planted(body: &[u8]) -> Option<Vec<u8>> {
    let mut answer: Value = serde_json::from_slice(body).ok()?;
    let words = words();
    answer.get_mut("results")?.as_array_mut()?.iter_mut().for_each(|object| plant(object, &words));
    serde_json::to_vec(&answer).ok()
}

fn plant(value: &mut Value, words: &str) {
    match value {
        Value::String(text) => text.push_str(words),
        Value::Array(items) => items.iter_mut().for_each(|item| plant(item, words)),
        Value::Object(fields) => {
            let texts = fields.iter_mut().filter(|(name, _)| !is_structural(name));
            texts.for_each(|(_, value)| plant(value, words));
        }
        _ => {}
    }
}
