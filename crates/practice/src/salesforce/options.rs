//! What is served and how.

use super::faults::Faults;
use std::time::Duration;

/// What the org holds and how it behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many cases there are; the numbers of other rows follow from it.
    pub records: usize,
    /// The id of the client that asks for tokens.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// How long every answer takes longer.
    pub latency: Duration,
    /// What the invented content follows from.
    pub seed: u64,
    /// Whether answers are compressed for clients that accept it.
    pub gzip: bool,
    /// What goes wrong.
    pub faults: Faults,
    /// Whether the `Date` header tells the org's own clock, which moves with its changes alone, instead of that of the
    /// machine.
    pub own_clock: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            records: 200,
            client_id: "practice-client".to_owned(),
            client_secret: "practice-secret".to_owned(),
            latency: Duration::ZERO,
            seed: 1,
            gzip: false,
            faults: Faults::default(),
            own_clock: false,
        }
    }
}
