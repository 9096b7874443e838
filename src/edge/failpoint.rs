//! Places where a test kills the process, compiled into every binary so that the tested one is the shipped one.
//!
//! `CATCHMENT_CRASH_AT=7` aborts the process at the seventh passage of any failpoint. The variable is
//! read once; without it a passage costs one load.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The variable that arms the failpoints.
pub const VARIABLE: &str = "CATCHMENT_CRASH_AT";

static PASSED: AtomicU64 = AtomicU64::new(0);
static CRASH_AT: OnceLock<Option<u64>> = OnceLock::new();

/// Passes a failpoint; the name is for the reader of the code and for the last words of a killed process.
pub fn pass(name: &str) {
    let armed = CRASH_AT.get_or_init(|| std::env::var(VARIABLE).ok().and_then(|value| value.parse().ok()));
    if let Some(crash_at) = armed
        && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *crash_at
    {
        eprintln!("failpoint {crash_at}: {name}");
        std::process::abort();
    }
}
