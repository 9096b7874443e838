//! What a demo shows of a source, and how it is asked.

use catchment_base::error::Result;
use std::path::Path;

/// A question in words and in SQL, where `$now.DATASET` and `$was.DATASET` stand for the files of a dataset after the last sync
/// and after the first one.
pub type Question = (&'static str, &'static str);

/// What a demo shows of a source: its practice site, and what is asked of it. Dropping it stops the site.
pub trait Show: Sized {
    /// The name of its connection.
    const CONNECTION: &'static str;
    /// What happens to the site between the two syncs.
    const CHANGE: &'static str;
    /// The datasets that its questions name.
    const DATASETS: &'static [&'static str];
    /// What is asked in the end.
    const QUESTIONS: &'static [Question];
    /// What is asked besides where the site changed.
    const CHANGES: &'static [Question];

    /// Starts the site, with the HTML files of a folder in it, as it is before its changes or behind them.
    async fn start(html: Option<&Path>, is_changed: bool) -> Result<Self>;

    /// The settings of its connection; the secret is in the file of this name.
    fn settings(&self, secret_file: &str) -> String;

    /// The secret of its account.
    fn secret(&self) -> &str;

    /// Lets the site change; gives whether it does at all.
    fn change(&self) -> Result<bool>;

    /// Commands that can be typed next, without the name of the program.
    fn next(&self) -> Vec<String>;
}
