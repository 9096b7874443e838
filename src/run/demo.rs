//! The demo: the main job on the practice server, with nothing to configure.

use super::progress::Progress;
use super::sync::{Report, Wishes, sync};
use crate::config::{Config, DEFAULT_FILE};
use crate::edge::db::{Db, literal};
use crate::edge::disk::{self, Access};
use crate::error::{Error, Result};
use crate::key::Keys;
use crate::practice::{self, Options, Practice};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// The first line of a configuration that a demo may replace.
const MARK: &str = "# Written by 'catchment demo' and replaced by the next one.";
const CONNECTION: &str = "wiki";
const LAKE: &str = "lake";
const TOKEN_FILE: &str = "practice-token";

/// What a demo came to.
pub struct DemoReport {
    /// The folder everything is in.
    pub dir: PathBuf,
    /// The sync.
    pub report: Report,
    /// Questions with their answers.
    pub questions: Vec<Answered>,
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

const QUESTIONS: [(&str, &str); 3] = [
    (
        "What is in which space?",
        "select space_key, content_type, count(*) as objects, max(modified_at) as last_change\nfrom $content\ngroup by all order by objects desc, space_key, content_type limit 5;",
    ),
    (
        "What was edited most often?",
        "select page_id, left(title, 40) as title, version_number, modified_at\nfrom $content\norder by version_number desc, modified_at desc, page_id limit 5;",
    ),
    (
        "What did redaction take out of titles and bodies?",
        "select\n    count(*) filter (where contains(title || body_storage, '[EMAIL_ADDRESS]')) as with_email_address,\n    count(*) filter (where contains(title || body_storage, '[CREDIT_CARD]')) as with_card_number,\n    count(*) as objects\nfrom $content;",
    ),
];

/// Runs the demo in a folder; `html` serves the HTML files of a folder as pages.
pub async fn demo(
    dir: &Path,
    html: Option<PathBuf>,
    stop: watch::Receiver<bool>,
    progress: Arc<Progress>,
) -> Result<DemoReport> {
    let dir = disk::absolute(dir)?;
    let file = dir.join(DEFAULT_FILE);
    refuse_foreign(&file)?;
    let options = Options { pages: 600, blogposts: 40, spaces: 5, body: 4096, html, ..Options::default() };
    disk::make_dir(&dir, Access::Private)?;
    disk::replace(&dir.join(TOKEN_FILE), options.api_token.as_bytes(), Access::Private)?;
    let username = options.username.clone();
    let server: Practice = practice::start(options).await?;
    disk::replace(&file, configuration(server.url(), &username).as_bytes(), Access::Private)?;
    let config = Config::load(&file)?;
    Keys::make(&config.data_dir)?;
    let report = sync(&config, CONNECTION, Wishes::default(), stop, progress).await;
    server.stop().await;
    let report = report?;
    let questions = ask(&dir, &report)?;
    Ok(DemoReport { dir, report, questions })
}

fn refuse_foreign(file: &Path) -> Result<()> {
    match disk::read_if_there(file)? {
        Some(bytes) if !bytes.starts_with(MARK.as_bytes()) => {
            Err(Error::usage(format!("{} was not written by a demo", file.display()))
                .hint("choose another folder with --dir; nothing was changed"))
        }
        _ => Ok(()),
    }
}

fn configuration(url: &str, username: &str) -> String {
    format!(
        "{MARK}\ndata_dir = \"data\"\n\n[lake]\nto = \"{LAKE}\"\n\n[connections.{CONNECTION}]\nsource = \"confluence\"\nurl = \"{url}\"\n\
         username = \"{username}\"\napi_token = \"file:{TOKEN_FILE}\"\ncontent_types = [\"page\", \"blogpost\"]\nrequests_per_minute = 6000\n"
    )
}

fn ask(dir: &Path, report: &Report) -> Result<Vec<Answered>> {
    let db = Db::reader(&dir.join(LAKE))?;
    let content = literal(&format!("{}/space_content/*.parquet", report.current));
    let answers = QUESTIONS.iter().map(|(question, sql)| {
        let sql = sql.replace("$content", &content);
        let (columns, rows) = db.query_text(&sql)?;
        Ok(Answered { question, sql, columns, rows })
    });
    answers.collect()
}
