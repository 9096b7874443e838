//! What is served and how.

use super::faults::Faults;
use std::time::Duration;

/// What the site holds and how it behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many issues there are at first; the numbers of people and of what belongs to issues follow from it.
    pub issues: usize,
    /// The e-mail address of the account, compared without regard to case.
    pub username: String,
    /// Its API token.
    pub api_token: String,
    /// The time zone of the account, by its name in the time zone database.
    pub time_zone: String,
    /// How long every answer takes longer.
    pub latency: Duration,
    /// What the invented content follows from.
    pub seed: u64,
    /// Whether answers are compressed for clients that accept it.
    pub gzip: bool,
    /// What goes wrong.
    pub faults: Faults,
    /// Whether the `Date` header tells the site's own clock, which moves with its changes alone, instead of that of the
    /// machine. `serverInfo` tells the site's own clock always.
    pub own_clock: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            issues: 200,
            username: "practice@example.com".to_owned(),
            api_token: "practice-token".to_owned(),
            time_zone: "UTC".to_owned(),
            latency: Duration::ZERO,
            seed: 1,
            gzip: false,
            faults: Faults::default(),
            own_clock: false,
        }
    }
}
