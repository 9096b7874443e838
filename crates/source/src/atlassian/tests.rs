//! What tests of the doors begin with: a second product beside Confluence, and what settings say.

use super::settings::USERNAME;
use super::{address, door};
use crate::config::{Config, Dialect, Own};
pub(crate) use crate::jira::PRODUCT as JIRA;
use catchment_base::disk::{self, Access};
use std::sync::atomic::{AtomicU32, Ordering};

/// The settings of Jira, those of the site and the doors alone.
pub static JIRA_DIALECT: Dialect = Dialect {
    source: "jira",
    word: "Jira",
    example: "tracker",
    settings: JIRA.settings,
    foreign: &[],
    not_yet_built: &[],
    account: Some(USERNAME),
    base: |url, settings| address::base(&JIRA, url, settings),
    check: |own| door::check(&JIRA, own),
};

/// What a connection says, or why it is refused.
pub fn said(dialect: &'static Dialect, url: &str, settings: &str) -> catchment_base::error::Result<Own> {
    static FILES: AtomicU32 = AtomicU32::new(0);
    let number = FILES.fetch_add(1, Ordering::SeqCst);
    let file = std::env::temp_dir().join(format!("catchment-settings-{}-{number}.toml", std::process::id()));
    let text = format!("[connections.site]\nsource = \"{}\"\nurl = \"{url}\"\n{settings}\n", dialect.source);
    disk::replace(&file, text.as_bytes(), Access::Private).unwrap();
    let config = Config::load(&file, Vec::leak(vec![dialect]));
    disk::remove_file(&file).unwrap();
    Ok(config?.connection("site").unwrap().own.clone())
}

/// The same where nothing is refused.
pub fn own(dialect: &'static Dialect, url: &str, settings: &str) -> Own {
    said(dialect, url, settings).unwrap()
}
