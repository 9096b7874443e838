//! What is wrong with the settings of a stream, told with their paths.

use crate::config::Own;
use catchment_base::error::Error;

/// What is wrong with a setting: its path, what, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The setting, as `streams.customer.key`.
    pub setting: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Wrong {
    /// The same as an error, with the line of the setting.
    pub fn told(self, own: &Own) -> Error {
        own.refuse(&self.setting, self.what, self.hint)
    }
}

/// Builds the refusals of one stream's settings.
pub struct About<'a>(pub &'a str);

impl About<'_> {
    /// What is wrong with a setting of the stream, or with its section.
    pub fn wrong(&self, setting: &str, what: impl Into<String>, hint: impl Into<String>) -> Wrong {
        let setting = format!("streams.{}{}{setting}", self.0, if setting.is_empty() { "" } else { "." });
        Wrong { setting, what: what.into(), hint: hint.into() }
    }
}
