//! What one kind of source adds to the configuration.

use super::own::Own;
use super::settings::Setting;
use catchment_base::error::Result;
use serde_json::Value;
use url::Url;

/// What the settings of one kind of source are, beside those that every connection has.
#[derive(Debug)]
pub struct Dialect {
    /// The word after `source =`.
    pub source: &'static str,
    /// What such a system is called in prose: `Confluence Cloud`.
    pub word: &'static str,
    /// The name that the example of a configuration gives its connection.
    pub example: &'static str,
    /// Its settings, in the order in which they are explained. One that is called like a common setting stands in the
    /// place of it, with other bounds, another default or another example.
    pub settings: &'static [Setting],
    /// Names that other products give a setting, each with the hint that leads to ours.
    pub foreign: &'static [(&'static str, &'static str)],
    /// Names that a later release gives a meaning; they are refused by name.
    pub not_yet_built: &'static [&'static str],
    /// The setting that says which account reads; nothing if none does.
    pub account: Option<&'static str>,
    /// The base address of a site, of which somebody may have copied another one from the browser, given the values of the
    /// connection's section. An address that is none of these it leaves as it is.
    pub base: fn(Url, &Value) -> Url,
    /// The rules that shapes cannot say, over all values of a connection's section: the `url` is a valid address here,
    /// every value has its shape. What breaks one is refused with [`Own::refuse`].
    pub check: fn(&Own) -> Result<()>,
}
