//! Coverage-guided search for a text in which a value stays, whose markup is broken, or that one redaction does not settle.
//!
//! `cargo +nightly fuzz run views -- -dict=fuzz/views.dict -max_len=2048 -max_total_time=600`

#![no_main]

use arbitrary::Arbitrary;
use catchment_base::secret::SecretBytes;
use catchment_redact::{FAILED, Format, Policy, PseudonymKey, Redactor, Tally};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use values::VALUES;

#[path = "../../crates/redact/src/properties/values.rs"]
mod values;
#[path = "../../crates/redact/src/properties/well_formed.rs"]
mod well_formed;

/// What is tried.
#[derive(Arbitrary, Debug)]
enum Trial<'a> {
    /// Any text, as any format.
    Text(&'a str),
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
    VALUES[usize::from(number) % VALUES.len()]
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
    Trial::Planted { value, before, behind } => is_gone(value_of(value), before, behind),
});
