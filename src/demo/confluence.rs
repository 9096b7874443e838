//! What a demo shows of Confluence: pages with attachments.

use super::show::{Question, Show};
use catchment_base::error::Result;
use catchment_practice::confluence::{self, Binary, Change, Options, Practice, attachment_id, page_id, space_id};
use std::path::Path;

/// A site with some hundred pages, or with the HTML files of a folder.
pub struct Wiki {
    site: Practice,
    username: String,
    api_token: String,
    is_of_files: bool,
}

impl Show for Wiki {
    const CONNECTION: &'static str = "wiki";
    const CHANGE: &'static str = "pages were edited, moved and deleted, and files attached";
    const DATASETS: &'static [&'static str] = &["space_content", "deleted_content"];
    const QUESTIONS: &'static [Question] = &[
        (
            "What does each space contain?",
            "select space_key, content_type, count(*) as objects, max(modified_at) as last_change\nfrom $now.space_content\ngroup by all order by objects desc, space_key, content_type limit 5;",
        ),
        (
            "What was edited most often?",
            "select page_id, left(title, 40) as title, version_number, modified_at\nfrom $now.space_content\norder by version_number desc, modified_at desc, page_id limit 5;",
        ),
        (
            "What did redaction remove from titles and bodies?",
            "select\n    count(*) filter (where contains(title || body_storage, '[EMAIL_ADDRESS]')) as with_email_address,\n    count(*) filter (where contains(title || body_storage, '[CREDIT_CARD]')) as with_card_number,\n    count(*) as objects\nfrom $now.space_content;",
        ),
        (
            "Which pages have the most attachments?",
            "select page_id, attachment_count, split_part(attachment_s3_uris[1], '/attachments/', 2) as first_object\nfrom $now.space_content\nwhere attachment_count > 0 order by attachment_count desc, page_id limit 5;",
        ),
    ];
    const CHANGES: &'static [Question] = &[
        (
            "What did the second sync change?",
            "select\n    coalesce(now.page_id, was.page_id) as page_id,\n    was.version_number as old_version,\n    now.version_number as new_version,\n    was.attachment_count as old_files,\n    now.attachment_count as new_files,\n    was.space_key is distinct from now.space_key and was.page_id is not null and now.page_id is not null as moved\nfrom $now.space_content as now\nfull join $was.space_content as was on was.page_id = now.page_id\nwhere (was.version_number, was.attachment_s3_uris, was.space_key) is distinct from (now.version_number, now.attachment_s3_uris, now.space_key)\norder by page_id;",
        ),
        (
            "What is gone, and on what evidence?",
            "select object_id, content_type, reason, evidence\nfrom $now.deleted_content\norder by object_id;",
        ),
    ];

    async fn start(html: Option<&Path>, is_changed: bool) -> Result<Self> {
        let is_of_files = html.is_some();
        let options = Options {
            pages: 600,
            blogposts: 40,
            spaces: 5,
            body: 4096,
            attachments: 60,
            html: html.map(Path::to_owned),
            changes: if is_changed && !is_of_files { script() } else { Vec::new() },
            site_clock: true,
            ..Options::default()
        };
        let (username, api_token) = (options.username.clone(), options.api_token.clone());
        Ok(Self { site: confluence::start(options).await?, username, api_token, is_of_files })
    }

    fn settings(&self, secret_file: &str) -> String {
        format!(
            "source = \"confluence\"\nurl = \"{}\"\nusername = \"{}\"\napi_token = \"file:{secret_file}\"\n\
             content_types = [\"page\", \"blogpost\", \"attachment\"]\ndatasets = []\n",
            self.site.url(),
            self.username
        )
    }

    fn secret(&self) -> &str {
        &self.api_token
    }

    fn change(&self) -> Result<bool> {
        let changes = if self.is_of_files { Vec::new() } else { script() };
        let is_changed = !changes.is_empty();
        changes.into_iter().try_for_each(|change| self.site.change(change).map(drop))?;
        Ok(is_changed)
    }

    fn next(&self) -> Vec<String> {
        let example = page_id(if self.is_of_files { 0 } else { 20 });
        vec!["query \"from deleted_content\"".to_owned(), format!("explain page {example}")]
    }
}

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
