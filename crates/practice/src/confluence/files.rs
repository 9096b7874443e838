//! Attachments in answers: their listings, one by its id, where its bytes are, and what an id stands for.

use super::attachment::{self, Attachment};
use super::crowd;
use super::faults::{FileWound, LinkFault};
use super::item::Kind;
use super::json::{put, string, version_object};
use super::query::Query;
use super::reply::Reply;
use super::routes::{Desk, ROW, included};
use super::rows::Field;
use crate::calendar::stamp;
use crate::faults::hit;
use crate::random::Random;
use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

/// Ids in one question for their types (Confluence Cloud v2 OpenAPI, `contentIds`).
const MOST_IDS: usize = 100;

impl Desk<'_> {
    /// Attachments of the site, or of one page or blog post.
    pub(super) fn attachments(&self, of: Option<(u64, Kind)>, query: &Query) -> Result<Reply, Reply> {
        let listing = self.listing(query, true)?;
        let (field, descending) = listing.sort();
        let (field, shelf) = (Field::named(field), self.shelf);
        let rows = match of {
            Some((id, kind)) => {
                shelf.item(kind, id).filter(|item| item.status != "trashed").ok_or_else(Reply::not_found)?;
                shelf.attached_in_order(id, (field, descending), listing.after())
            }
            None => shelf.attachments.in_order((field, descending), listing.after()),
        };
        let statuses = query.list("status").unwrap_or_else(|| vec!["current", "archived"]);
        let rows = rows.filter(|row| {
            shelf.shows(row)
                && statuses.contains(&shelf.status_of(row))
                && query.text("mediaType").is_none_or(|media| media == row.media)
                && query.text("filename").is_none_or(|name| name == row.title)
        });
        listing.answer(
            rows,
            |row| field.place(row),
            ROW,
            |out, row| {
                self.write_attachment(out, row, (row.version, true), "");
                Ok(())
            },
        )
    }

    /// One attachment by its id, in its present version or the one asked for.
    pub(super) fn attachment(&self, number: u64, query: &Query) -> Result<Reply, Reply> {
        let attachment = self.shelf.attachment(number).ok_or_else(Reply::not_found)?;
        let version = query.number("version").map_or(Ok(attachment.version), u32::try_from);
        let version = version.ok().filter(|version| *version <= attachment.version).ok_or_else(Reply::not_found)?;
        let mut extra = String::new();
        for name in ["labels", "properties", "operations"] {
            if query.flag(&format!("include-{name}")) {
                extra.push_str(&included(name, self.annexed(name, number)));
            }
        }
        if query.flag("include-versions") {
            extra.push_str(",\"versions\":{\"results\":[");
            self.write_version(&mut extra, attachment, attachment.version);
            extra.push_str("],\"meta\":{\"hasMore\":false}}");
        }
        let (mut out, shown) = (String::new(), query.text("include-version") != Some("false"));
        self.write_attachment(&mut out, attachment, (version, shown), &extra);
        out.truncate(out.len() - "}}".len());
        put(&mut out, format_args!(",\"base\":\"{}\"}}}}", self.base));
        Ok(Reply::json(200, out))
    }

    /// Appends an attachment in a version; `extra` are further keys, each with a comma before it.
    pub(super) fn write_attachment(
        &self,
        out: &mut String,
        row: &Attachment,
        (version, shown): (u32, bool),
        extra: &str,
    ) {
        let status = if version == row.version { self.shelf.status_of(row) } else { "historical" };
        put(out, format_args!("{{\"id\":\"{}\",\"status\":\"{status}\",\"title\":", row.id()));
        string(out, &row.title);
        let on_page = self.shelf.pages.get(row.container).is_some();
        let container = if on_page { "pageId" } else { "blogPostId" };
        put(out, format_args!(",\"createdAt\":\"{}\",\"{container}\":\"{}\"", stamp(row.life.created), row.container));
        put(out, format_args!(",\"mediaType\":\"{}\",\"mediaTypeDescription\":\"{}\"", row.media, described(row)));
        put(out, format_args!(",\"comment\":\"{}\",\"fileId\":\"{}\"", row.comment, file_id(row, version)));
        put(out, format_args!(",\"fileSize\":{}", self.told_size(row, version)));
        let links = Links::of(row, version);
        put(out, format_args!(",\"webuiLink\":\"{}\",\"downloadLink\":\"{}\"", links.webui, links.download));
        if shown {
            out.push_str(",\"version\":");
            self.write_version(out, row, version);
        }
        out.push_str(extra);
        put(out, format_args!(",\"_links\":{{\"webui\":\"{}\",\"download\":\"{}\"}}}}", links.webui, links.download));
    }

    fn write_version(&self, out: &mut String, row: &Attachment, version: u32) {
        let author = &self.shelf.people[row.author].account;
        version_object(out, (version, row.version_at(version)), author, "");
    }

    fn told_size(&self, row: &Attachment, version: u32) -> u64 {
        let wrong = self.options.faults.file_wounds(row.number).any(|wound| wound == FileWound::WrongSize);
        row.size(version) + u64::from(wrong)
    }

    /// Sends whoever may see an attachment to a signed link of the other origin; the icon of a space comes at once.
    ///
    /// As documented (v1 OpenAPI, downloadAttachment): 404 where the container has no such attachment, 400 for
    /// a version that it does not have yet. Archived ones are given like current ones.
    pub(super) fn download(&self, container: u64, number: u64, query: &Query) -> Result<Reply, Reply> {
        let faults = &self.options.faults;
        let nothing = || Reply::no_such_content(&format!("att{number}"));
        if let Some((_, space)) = self.shelf.space(container).filter(|_| number == container) {
            return Ok(Reply::picture(&space.key));
        }
        let attachment = self.shelf.attachment(number).filter(|row| row.container == container).ok_or_else(nothing)?;
        let statuses = query.list("status").unwrap_or_else(|| vec!["current", "archived"]);
        let refused = faults.file_wounds(number).any(|wound| wound == FileWound::Refused);
        if refused || !statuses.contains(&self.shelf.status_of(attachment)) {
            return Err(nothing());
        }
        let version = query.number("version").map_or(Ok(attachment.version), u32::try_from);
        let version = version.ok().filter(|version| *version <= attachment.version);
        let version = version.ok_or_else(|| Reply::bad_v1_request("Attachment version is not valid"))?;
        let asked = self.links.ask();
        match hit(&faults.links, asked) {
            Some(LinkFault::Login) => Err(Reply::login()),
            fault => {
                let name: String = byte_serialize(attachment.title.as_bytes()).collect();
                let file = file_id(attachment, version);
                let token = self.links.give((number, version), self.numbers.request, fault.is_some());
                let link = format!("{}/file/{file}/binary?token={token}&client=practice&name={name}", self.links.base);
                Ok(Reply::see(link))
            }
        }
    }

    /// The types of ids; null for what does not exist or what the account does not see.
    pub(super) fn convert(&self) -> Result<Reply, Reply> {
        let (body, media) = self.sent;
        if !media.starts_with("application/json") {
            return Err(Reply::wrong_media(media));
        }
        let asked: Value = serde_json::from_slice(body).map_err(|_| Reply::bad_body("is missing"))?;
        let ids = asked["contentIds"].as_array().ok_or_else(|| Reply::bad_body("is missing"))?;
        if ids.len() > MOST_IDS {
            return Err(Reply::bad_body(&format!("has more than {MOST_IDS} elements")));
        }
        let mut results = Map::new();
        for id in ids {
            let id = match id {
                Value::String(text) => text.clone(),
                Value::Number(number) if number.is_u64() || number.is_i64() => number.to_string(),
                _ => return Err(Reply::bad_body("is not the correct type")),
            };
            let kind = self.type_of(&id).map_or(Value::Null, Value::from);
            results.insert(id, kind);
        }
        Ok(Reply::json(200, json!({"results": results}).to_string()))
    }

    fn type_of(&self, id: &str) -> Option<&'static str> {
        let number = attachment::number_of(id)?;
        if id.starts_with("att") {
            return self.shelf.attachment(number).map(|_| "attachment");
        }
        let item = self.shelf.any(number).filter(|item| self.shelf.sees(item)).map(|item| item.kind.name());
        let comment = || self.shelf.comment(number).map(|comment| comment.kind());
        item.or_else(comment).or_else(|| self.shelf.attachment(number).map(|_| "attachment"))
    }
}

/// What kind of file it is, in words.
pub(super) fn described(row: &Attachment) -> &'static str {
    match row.media {
        "application/pdf" => "PDF Document",
        "text/plain" | "text/csv" => "Text File",
        "image/png" => "PNG Image",
        _ => "File",
    }
}

/// The id of the bytes of a version at the other origin, in the form of a UUID.
fn file_id(row: &Attachment, version: u32) -> String {
    let mut random = Random::of(&[0x6669_6c65_6964, row.number, u64::from(version)]);
    crowd::uuid(random.next(), random.next())
}

/// The links of an attachment, relative to the address of the site.
struct Links {
    webui: String,
    download: String,
}

impl Links {
    fn of(row: &Attachment, version: u32) -> Self {
        let (container, at) = (row.container, row.version_at(version));
        let name: String = byte_serialize(row.title.as_bytes()).collect();
        let path = "/pages/viewpageattachments.action";
        Self {
            webui: format!("{path}?pageId={container}&preview=%2F{container}%2F{}%2F{name}", row.number),
            download: format!(
                "/download/attachments/{container}/{name}?version={version}&modificationDate={at}&cacheVersion=1&api=v2"
            ),
        }
    }
}
