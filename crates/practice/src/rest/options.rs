//! What is served and how.

use super::door::Door;
use super::faults::Faults;
use super::paging::Paging;
use std::time::Duration;

/// What the server shows and how it behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many customers there are.
    pub records: usize,
    /// Records on a page when a request asks for no number.
    pub page_size: usize,
    /// How listings go on.
    pub paging: Paging,
    /// How a client proves who it is.
    pub door: Door,
    /// The user name, and the client's id for tokens.
    pub username: String,
    /// The password, the bearer token, the key or the client's secret, whichever the door asks for.
    pub secret: String,
    /// How many requests a token of [`Door::OAuth`] is good for.
    pub token_uses: u64,
    /// Whether everything but the tokens lies at a second origin, which the answer with a token names.
    pub second_origin: bool,
    /// How long every answer takes longer.
    pub latency: Duration,
    /// What the invented content follows from.
    pub seed: u64,
    /// Whether answers are compressed for clients that accept it.
    pub gzip: bool,
    /// What goes wrong.
    pub faults: Faults,
    /// Whether the `Date` header tells the service's own clock, which moves with its changes alone, instead of that of
    /// the machine.
    pub own_clock: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            records: 200,
            page_size: 50,
            paging: Paging::default(),
            door: Door::default(),
            username: "practice".to_owned(),
            secret: "practice-secret".to_owned(),
            token_uses: 20,
            second_origin: false,
            latency: Duration::ZERO,
            seed: 1,
            gzip: false,
            faults: Faults::default(),
            own_clock: false,
        }
    }
}
