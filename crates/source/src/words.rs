//! What a source calls its settings and its objects.

use catchment_base::error::printable;

/// What a source calls things: its settings that select what is read, and its objects.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The setting that names streams.
    pub streams: &'static str,
    /// Its scopes, if it has some.
    pub scopes: Option<ScopeWords>,
    /// The setting for the largest file that is stored, in MiB; nothing if no stream has files.
    pub file_mib: Option<&'static str>,
    /// What an object is attached to.
    pub container: &'static str,
}

impl Words {
    /// The words of a source without scopes and files, whose choice alone selects what is read.
    pub const PLAIN: Words = Words { streams: "source", scopes: None, file_mib: None, container: "container" };
}

/// What a source calls its scopes.
#[derive(Clone, Copy, Debug)]
pub struct ScopeWords {
    /// The setting that names them.
    pub setting: &'static str,
    /// One of them.
    pub one: &'static str,
    /// Several.
    pub many: &'static str,
}

impl ScopeWords {
    /// What the record calls all of them where the account sees none.
    pub fn every(&self) -> String {
        format!("every {}", self.one)
    }

    /// What is said of a pattern in the setting that fits none that the account sees.
    pub fn unmatched(&self, pattern: &str) -> String {
        format!("no {} that the account sees fits \"{}\" in {}", self.one, printable(pattern), self.setting)
    }

    /// What is said of one that was followed and that the site does not show any more.
    pub fn lost(&self, handle: &str) -> String {
        format!(
            "the site does not show the {} {} any more: what is in it counts as out of reach; check the account's rights \
             (on_lost_scope = \"gap\" keeps that open)",
            self.one,
            printable(handle)
        )
    }

    /// What is said where the account sees none.
    pub fn none_seen(&self) -> String {
        format!("the site answers, but this account sees no {}", self.one)
    }
}
