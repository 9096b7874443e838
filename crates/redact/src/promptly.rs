//! Time, as tests of hostile text measure it.

use catchment_base::clock;
use std::time::Duration;

/// What a machine with other work takes many times over for a million signs that are read once; where each sign is
/// compared with all others, it is minutes.
const MOST: Duration = Duration::from_secs(20);

/// Does what has to take time in proportion to the length of its text, and fails where it did not.
pub(super) fn promptly<T>(work: impl FnOnce() -> T) -> T {
    within(MOST, work)
}

fn within<T>(most: Duration, work: impl FnOnce() -> T) -> T {
    let start = clock::instant();
    let done = work();
    assert!(start.elapsed() < most, "it took {:?}", start.elapsed());
    done
}

#[test]
#[should_panic = "it took"]
fn what_takes_long_fails() {
    within(Duration::from_millis(1), || std::thread::sleep(Duration::from_millis(2)));
}
