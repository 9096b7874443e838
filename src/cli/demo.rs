//! The demo: the main job on the practice server, with nothing to configure.
//!
//! First everything is read; then the site changes, and a second sync shows what became of it. A later demo in the same
//! folder serves the site as it was in the end, so that it finds nothing new.

use crate::config::{Config, DEFAULT_FILE};
use crate::edge::db::{Db, literal};
use crate::edge::disk::{self, Access};
use crate::error::{Error, Result};
use crate::key::Keys;
use crate::practice::confluence::{self, Binary, Change, Options, Practice, attachment_id, page_id, space_id};
use crate::run::{Progress, Report, Wishes, sync, time_for_eyes};
use crate::source::DIALECTS;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// The first line of a configuration that a demo may replace.
const MARK: &str = "# Written by 'catchment demo' and replaced by the next one.";
/// The connection of a demo.
pub const CONNECTION: &str = "wiki";
const LAKE: &str = "lake";
const TOKEN_FILE: &str = "practice-token";
/// It is there once the site of a folder has changed.
const CHANGED_FILE: &str = "practice-changed";

/// The outcome of a demo.
pub struct DemoReport {
    /// The folder everything is in.
    pub dir: PathBuf,
    /// The first sync.
    pub report: Report,
    /// The sync after the site had changed; nothing where it had changed in an earlier demo.
    pub second: Option<Report>,
    /// Questions with their answers.
    pub questions: Vec<Answered>,
    /// The id of a page that exists.
    pub example: String,
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

const QUESTIONS: [(&str, &str); 4] = [
    (
        "What does each space contain?",
        "select space_key, content_type, count(*) as objects, max(modified_at) as last_change\nfrom $content\ngroup by all order by objects desc, space_key, content_type limit 5;",
    ),
    (
        "What was edited most often?",
        "select page_id, left(title, 40) as title, version_number, modified_at\nfrom $content\norder by version_number desc, modified_at desc, page_id limit 5;",
    ),
    (
        "What did redaction remove from titles and bodies?",
        "select\n    count(*) filter (where contains(title || body_storage, '[EMAIL_ADDRESS]')) as with_email_address,\n    count(*) filter (where contains(title || body_storage, '[CREDIT_CARD]')) as with_card_number,\n    count(*) as objects\nfrom $content;",
    ),
    (
        "Which pages have the most attachments?",
        "select page_id, attachment_count, split_part(attachment_s3_uris[1], '/attachments/', 2) as first_object\nfrom $content\nwhere attachment_count > 0 order by attachment_count desc, page_id limit 5;",
    ),
];

/// What is asked after the site had changed.
const CHANGES: [(&str, &str); 2] = [
    (
        "What did the second sync change?",
        "select\n    coalesce(now.page_id, was.page_id) as page_id,\n    was.version_number as old_version,\n    now.version_number as new_version,\n    was.attachment_count as old_files,\n    now.attachment_count as new_files,\n    was.space_key is distinct from now.space_key and was.page_id is not null and now.page_id is not null as moved\nfrom $content as now\nfull join $former as was on was.page_id = now.page_id\nwhere (was.version_number, was.attachment_s3_uris, was.space_key) is distinct from (now.version_number, now.attachment_s3_uris, now.space_key)\norder by page_id;",
    ),
    (
        "What is gone, and on what evidence?",
        "select object_id, content_type, reason, evidence\nfrom $deleted\norder by object_id;",
    ),
];

/// What happens to the site between the two syncs.
fn script() -> Vec<Change> {
    let binary = |seed| Binary::Invented { seed, size: 4096 };
    vec![
        Change::Edit { id: page_id(20) },
        Change::Rename { id: page_id(31), title: "Renamed while nobody looked".to_owned() },
        Change::CreatePage {
            space: space_id(0),
            title: "Written after the first sync".to_owned(),
            body: "<p>Ask dana@example.com about it.</p>".to_owned(),
        },
        Change::Attach { page: page_id(20), name: "plan.pdf".to_owned(), binary: binary(1) },
        Change::NewVersion { attachment: attachment_id(0), binary: binary(2) },
        Change::MovePage { id: page_id(41), space: space_id(0) },
        Change::Trash { id: page_id(52) },
        Change::Trash { id: page_id(63) },
        Change::Purge { id: page_id(63) },
    ]
}

/// Runs the demo in a folder; `html` serves the HTML files of a folder as pages, `follow` gives the counters of each sync.
pub async fn demo(
    dir: &Path,
    html: Option<PathBuf>,
    stop: watch::Receiver<bool>,
    follow: impl Fn() -> Arc<Progress>,
) -> Result<DemoReport> {
    let dir = disk::absolute(dir)?;
    let again =
        html.iter().fold(format!("--dir {}", dir.display()), |all, html| format!("{all} --html {}", html.display()));
    let example = page_id(if html.is_none() { 20 } else { 0 });
    let file = dir.join(DEFAULT_FILE);
    refuse_foreign(&file)?;
    let changes = if html.is_none() { script() } else { Vec::new() };
    let changed = dir.join(CHANGED_FILE);
    let is_changed = disk::exists(&changed);
    let options = Options {
        pages: 600,
        blogposts: 40,
        spaces: 5,
        body: 4096,
        attachments: 60,
        html,
        changes: if is_changed { changes.clone() } else { Vec::new() },
        site_clock: true,
        ..Options::default()
    };
    let (username, token) = (options.username.clone(), options.api_token.clone());
    // What fails here leaves nothing behind.
    let server: Practice = confluence::start(options).await?;
    disk::make_dir(&dir, Access::Private)?;
    disk::replace(&dir.join(TOKEN_FILE), token.as_bytes(), Access::Private)?;
    disk::replace(&file, configuration(server.url(), &username).as_bytes(), Access::Private)?;
    let config = Config::load(&file, &DIALECTS)?;
    Keys::make(&config.data_dir)?;
    let report = sync(&config, CONNECTION, Wishes::default(), stop.clone(), follow()).await?;
    let second = if is_changed || changes.is_empty() {
        None
    } else {
        changes.into_iter().try_for_each(|change| server.change(change).map(drop))?;
        Some(sync(&config, CONNECTION, Wishes::default(), stop, follow()).await?)
    };
    server.stop().await;
    disk::replace(&changed, b"", Access::Private)?;
    let questions = ask(&dir, &report, second.as_ref())?;
    Ok(DemoReport { dir, report, second, questions, example, again })
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

fn configuration(url: &str, username: &str) -> String {
    format!(
        "{MARK}\ndata_dir = \"data\"\n\n[lake]\nto = \"{LAKE}\"\n\n[connections.{CONNECTION}]\nsource = \"confluence\"\nurl = \"{url}\"\n\
         username = \"{username}\"\napi_token = \"file:{TOKEN_FILE}\"\ncontent_types = [\"page\", \"blogpost\", \"attachment\"]\n\
         datasets = []\n\
         requests_per_minute = 6000\ncensus_every = \"0m\"\n"
    )
}

fn ask(dir: &Path, report: &Report, second: Option<&Report>) -> Result<Vec<Answered>> {
    let db = Db::reader(&dir.join(LAKE))?;
    let files = |folder: &str, dataset: &str| literal(&format!("{folder}/{dataset}/*.parquet"));
    let former = dir.join(LAKE).join(CONNECTION).join("generations").join(generation(report).to_string());
    let former = former.display().to_string();
    let changes: &[(&str, &str)] = if second.is_some() { &CHANGES } else { &[] };
    let answers = QUESTIONS.iter().chain(changes).map(|(question, sql)| {
        let sql = sql
            .replace("$content", &files(&report.current, "space_content"))
            .replace("$deleted", &files(&report.current, "deleted_content"))
            .replace("$former", &files(&former, "space_content"));
        let (columns, mut rows) = db.query_text(&sql)?;
        for text in rows.iter_mut().flatten().flatten() {
            *text = time_for_eyes(text).into_owned();
        }
        Ok(Answered { question, sql, columns, rows })
    });
    answers.collect()
}

/// The generation that was current after a sync.
fn generation(report: &Report) -> i64 {
    report.status.datasets.first().map(|dataset| dataset.generation).unwrap_or_default()
}
