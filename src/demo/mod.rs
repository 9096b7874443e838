//! The demo: the main job on a practice server, with nothing to configure.
//!
//! First everything is read; then the site changes, and a second sync shows what became of it. A later demo in the same
//! folder serves the site as it was in the end, so that it finds nothing new. What a demo shows of each source is in a file of
//! its name.

mod confluence;
mod jira;
mod salesforce;
mod servicenow;
mod show;

use catchment_base::disk::{self, Access};
use catchment_base::error::{Error, Result};
use catchment_io::key::Keys;
use catchment_lake::db::{Db, literal};
use catchment_run::{Progress, Report, Wishes, sync, time_for_eyes};
use catchment_source::DIALECTS;
use catchment_source::config::{Config, DEFAULT_FILE};
use show::Show;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// The first line of a configuration that a demo may replace.
const MARK: &str = "# Written by 'catchment demo' and replaced by the next one.";
const LAKE: &str = "lake";
/// Where the secret of the practice server is.
const SECRET_FILE: &str = "practice-token";
/// It is there once the site of a folder has changed.
const CHANGED_FILE: &str = "practice-changed";

/// The sources that a demo can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Subject {
    /// Pages with attachments.
    Confluence,
    /// Issues with comments and changelog.
    Jira,
    /// Cases with their history, and a custom object.
    Salesforce,
    /// Incidents with work notes.
    Servicenow,
}

impl Subject {
    /// The connection of its demo.
    pub fn connection(self) -> &'static str {
        match self {
            Self::Confluence => confluence::Wiki::CONNECTION,
            Self::Jira => jira::Tracker::CONNECTION,
            Self::Salesforce => salesforce::Crm::CONNECTION,
            Self::Servicenow => servicenow::Desk::CONNECTION,
        }
    }
}

/// The outcome of a demo.
pub struct DemoReport {
    /// The folder everything is in.
    pub dir: PathBuf,
    /// The first sync.
    pub report: Report,
    /// The sync after the site had changed; nothing where it had changed in an earlier demo.
    pub second: Option<Report>,
    /// What happened to the site before the second sync.
    pub change: &'static str,
    /// Questions with their answers.
    pub questions: Vec<Answered>,
    /// Commands that can be typed next, without the name of the program.
    pub next: Vec<String>,
    /// With what the demo is run again on the same site.
    pub again: String,
}

/// A question in SQL and its answer.
pub struct Answered {
    /// The question in words.
    pub question: &'static str,
    /// The statement, ready to paste.
    pub sql: String,
    /// Column names.
    pub columns: Vec<String>,
    /// Rows; nothing is `null`.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Runs the demo of a source in a folder; `html` serves the HTML files of a folder as pages, `follow` gives the counters of each
/// sync.
pub async fn demo(
    subject: Subject,
    dir: &Path,
    html: Option<&Path>,
    stop: watch::Receiver<bool>,
    follow: impl Fn() -> Arc<Progress>,
) -> Result<DemoReport> {
    let dir = disk::absolute(dir)?;
    refuse_foreign(&dir.join(DEFAULT_FILE))?;
    match subject {
        Subject::Confluence => {
            let again = html.map_or_else(String::new, |html| format!(" --html {}", html.display()));
            show::<confluence::Wiki>(dir, html, again, stop, follow).await
        }
        Subject::Jira | Subject::Salesforce | Subject::Servicenow if html.is_some() => {
            Err(Error::usage("HTML files are pages, which only Confluence has").hint("drop --html or --source"))
        }
        Subject::Jira => show::<jira::Tracker>(dir, None, " --source jira".to_owned(), stop, follow).await,
        Subject::Salesforce => {
            show::<salesforce::Crm>(dir, None, " --source salesforce".to_owned(), stop, follow).await
        }
        Subject::Servicenow => {
            show::<servicenow::Desk>(dir, None, " --source servicenow".to_owned(), stop, follow).await
        }
    }
}

async fn show<S: Show>(
    dir: PathBuf,
    html: Option<&Path>,
    again: String,
    stop: watch::Receiver<bool>,
    follow: impl Fn() -> Arc<Progress>,
) -> Result<DemoReport> {
    let changed = dir.join(format!("{CHANGED_FILE}-{}", S::CONNECTION));
    let is_changed = disk::exists(&changed);
    // What fails here leaves nothing behind.
    let site = S::start(html, is_changed).await?;
    disk::make_dir(&dir, Access::Private)?;
    disk::replace(&dir.join(SECRET_FILE), site.secret().as_bytes(), Access::Private)?;
    let (file, settings) = (dir.join(DEFAULT_FILE), site.settings(SECRET_FILE));
    let configuration = format!(
        "{MARK}\ndata_dir = \"data\"\n\n[lake]\nto = \"{LAKE}\"\n\n[connections.{}]\n{settings}\
         requests_per_minute = 6000\ncensus_every = \"0m\"\n",
        S::CONNECTION
    );
    disk::replace(&file, configuration.as_bytes(), Access::Private)?;
    let config = Config::load(&file, &DIALECTS)?;
    Keys::make(&config.data_dir)?;
    let report = sync(&config, S::CONNECTION, Wishes::default(), stop.clone(), follow()).await?;
    let second = if !is_changed && site.change()? {
        Some(sync(&config, S::CONNECTION, Wishes::default(), stop, follow()).await?)
    } else {
        None
    };
    disk::replace(&changed, b"", Access::Private)?;
    let questions = ask::<S>(&dir, &report, second.as_ref())?;
    let again = format!("--dir {}{again}", dir.display());
    Ok(DemoReport { dir, report, second, change: S::CHANGE, questions, next: site.next(), again })
}

fn refuse_foreign(file: &Path) -> Result<()> {
    match disk::read_if_there(file)? {
        Some(bytes) if !bytes.starts_with(MARK.as_bytes()) => {
            Err(Error::usage(format!("{} was not written by the demo", file.display()))
                .hint("choose another folder with --dir; nothing was changed"))
        }
        _ => Ok(()),
    }
}

fn ask<S: Show>(dir: &Path, report: &Report, second: Option<&Report>) -> Result<Vec<Answered>> {
    let db = Db::reader(&dir.join(LAKE))?;
    let files = |folder: &str, dataset: &str| literal(&format!("{folder}/{dataset}/*.parquet"));
    let former = dir.join(LAKE).join(S::CONNECTION).join("generations").join(generation(report).to_string());
    let former = former.display().to_string();
    let changes = if second.is_some() { S::CHANGES } else { &[] };
    let answers = S::QUESTIONS.iter().chain(changes).map(|(question, sql)| {
        let sql = put(sql, S::DATASETS, |sign, dataset| match sign {
            NOW => files(&report.current, dataset),
            _ => files(&former, dataset),
        });
        let (columns, mut rows) = db.query_text(&sql)?;
        for text in rows.iter_mut().flatten().flatten() {
            *text = time_for_eyes(text).into_owned();
        }
        Ok(Answered { question, sql, columns, rows })
    });
    answers.collect()
}

/// A question with what is found for each dataset after a sync in place of its name.
fn put(sql: &str, datasets: &[&str], found: impl Fn(&str, &str) -> String) -> String {
    // One name may begin as another one.
    let mut longest_first = datasets.to_vec();
    longest_first.sort_by_key(|dataset| Reverse(dataset.len()));
    let put = |sql: String, dataset: &str| {
        [NOW, WAS].iter().fold(sql, |sql, sign| sql.replace(&format!("{sign}.{dataset}"), &found(sign, dataset)))
    };
    longest_first.into_iter().fold(sql.to_owned(), put)
}

/// Stand for the last sync and for the first one in front of the name of a dataset.
const NOW: &str = "$now";
const WAS: &str = "$was";

/// The generation that was current after a sync.
fn generation(report: &Report) -> i64 {
    report.status.datasets.first().map(|dataset| dataset.generation).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dataset_whose_name_begins_as_another_one_is_told_from_it() {
        let found = |sign: &str, dataset: &str| format!("<{} {dataset}>", &sign[1..]);
        assert_eq!(
            put("$now.issue_custom_field, $now.issue, $was.issue", &["issue", "issue_custom_field"], found),
            "<now issue_custom_field>, <now issue>, <was issue>"
        );
    }
}
