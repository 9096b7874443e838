//! Coverage-guided search for a text whose views hide a value, break the markup, or are not settled by one redaction.
//!
//! `cargo +nightly fuzz run views -- -dict=fuzz/views.dict -max_len=2048 -max_total_time=600`; the first build compiles
//! DuckDB.

#![no_main]

use arbitrary::Arbitrary;
use catchment_redact::{FAILED, Format, Policy, PseudonymKey, Redactor, Tally};
use catchment_base::secret::SecretBytes;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

#[path = "../../crates/redact/src/properties/reader.rs"]
mod reader;
#[path = "../../crates/redact/src/properties/well_formed.rs"]
mod well_formed;

/// What is tried.
#[derive(Arbitrary, Debug)]
enum Trial<'a> {
    /// Any text, as any format.
    Text(&'a str),
    /// A value, each of its characters written in some way, at some place of a body.
    Disguised { value: u8, place: u8, how: Vec<(u8, u8)> },
    /// A value in the middle of any text, between two spaces.
    Planted { value: u8, before: &'a str, behind: &'a str },
}

static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| {
    let key = PseudonymKey::new(&SecretBytes::new(vec![3; 32]), "fuzz").expect("a key of 32 bytes");
    Redactor::new(Policy::shipped("standard").expect("a shipped policy"), Some(key))
});

fn redacted(text: &str, format: Format) -> String {
    REDACTOR.redact(text, format, &mut Tally::new()).into_owned()
}

fn value_of(number: u8) -> &'static str {
    reader::VALUES[usize::from(number) % reader::VALUES.len()]
}

/// One redaction settles a text, and what could be parsed still can.
fn settles(text: &str) {
    let json = serde_json::from_str::<serde_json::Value>(text).is_ok();
    for format in [Format::Text, Format::Storage, Format::Json, Format::Adf] {
        let once = redacted(text, format);
        assert!(once == FAILED || redacted(&once, format) == once, "{format:?}: a second redaction changes {once:?}");
        let whole = match format {
            Format::Text => once != FAILED || text == FAILED,
            Format::Storage => !well_formed::is_well_formed(text) || well_formed::is_well_formed(&once),
            Format::Json | Format::Adf => !json || serde_json::from_str::<serde_json::Value>(&once).is_ok(),
        };
        assert!(whole, "{format:?}: {once:?} cannot be read any more");
    }
}

/// However the characters are written, the value does not stay.
fn hides(value: &str, place: u8, how: &[(u8, u8)]) {
    let ways = how.iter().copied().chain(std::iter::repeat((u8::MAX, u8::MAX)));
    let hidden: String =
        value.chars().zip(ways).map(|(c, (how, between))| reader::disguise(c, how, between, true)).collect();
    let body = reader::placed(place, &hidden);
    let once = redacted(&body, Format::Storage);
    assert!(!reader::leaks(&once, value), "{value} stays in {once}");
    assert!(well_formed::is_well_formed(&once), "{once} is not well-formed");
}

/// A value that stands by itself does not stay as it is, whatever is around it, unless it stands there as a part of more.
fn is_gone(value: &str, before: &str, behind: &str) {
    if before.contains(value) || behind.contains(value) {
        return;
    }
    let text = format!("{before}\n\n{value}\n\n{behind}");
    let once = redacted(&text, Format::Text);
    assert!(!once.contains(value), "{value} stays in {once}");
}

fuzz_target!(|trial: Trial<'_>| match trial {
    Trial::Text(text) => settles(text),
    Trial::Disguised { value, place, how } => hides(value_of(value), place, &how),
    Trial::Planted { value, before, behind } => is_gone(value_of(value), before, behind),
});
