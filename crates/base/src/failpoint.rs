//! Places where a test kills the process, compiled into every binary so that the tested one is the shipped one.
//!
//! `CATCHMENT_CRASH_AT=7` aborts the process at the seventh passage of any failpoint,
//! `CATCHMENT_CRASH_AT=land.after_commit` at the first passage of that one. The variable is read once;
//! without it a passage costs one load.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The variable that arms the failpoints.
pub const VARIABLE: &str = "CATCHMENT_CRASH_AT";

static PASSED: AtomicU64 = AtomicU64::new(0);
static CRASH_AT: OnceLock<Option<String>> = OnceLock::new();

/// Passes a failpoint; the name is for the reader of the code and for the last words of a killed process.
pub fn pass(name: &str) {
    let armed = CRASH_AT.get_or_init(|| std::env::var(VARIABLE).ok());
    if let Some(crash_at) = armed {
        let passed = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
        if crash_at == name || crash_at.parse() == Ok(passed) {
            eprintln!("failpoint {passed}: {name}");
            std::process::abort();
        }
    }
}
