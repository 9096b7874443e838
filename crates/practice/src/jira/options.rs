//! What is served and how.

use super::faults::Faults;
use std::time::Duration;

/// Which product a site is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deployment {
    /// Jira Cloud.
    #[default]
    Cloud,
    /// Jira Data Center.
    DataCenter,
}

/// What the site holds and how it behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How many issues there are at first; the numbers of people and of what belongs to issues follow from it.
    pub issues: usize,
    /// Which product the site is.
    pub deployment: Deployment,
    /// Data Center: the path below which the site is, `/jira` or nothing.
    pub context: String,
    /// The e-mail address of the account, compared without regard to case. On Data Center its name is what stands
    /// before the `@`.
    pub username: String,
    /// Its API token; on Data Center its password, and its personal access token.
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

impl Options {
    /// The path below which the site is.
    pub(super) fn path(&self) -> &str {
        match self.deployment {
            Deployment::Cloud => "",
            Deployment::DataCenter => &self.context,
        }
    }

    /// What opts in to experiments: `opt-in` by the document of Cloud, `true` by that of Data Center.
    pub(super) fn opting_in(&self) -> &'static str {
        if self.is_cloud() { "opt-in" } else { "true" }
    }

    pub(super) fn is_cloud(&self) -> bool {
        self.deployment == Deployment::Cloud
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            issues: 200,
            deployment: Deployment::default(),
            context: "/jira".to_owned(),
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
