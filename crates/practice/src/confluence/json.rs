//! The JSON of spaces, pages and blog posts, written straight into the answer.
//!
//! Field names and order follow real answers of Confluence Cloud v2, extra keys included that its OpenAPI
//! document does not know (`ncsStepVersion`, `sourceTemplateEntityId`, `edituiv2`).

use super::adf;
use super::faults::{Faults, Wound};
use super::item::{Item, Kind, Parent};
use super::shelf::Shelf;
use super::site::Space;
use super::storage::Form;
use crate::calendar::{self, stamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;
use url::form_urlencoded::byte_serialize;

/// How deep the fault `deep` nests.
const DEPTH: usize = 100_000;

/// Appends a text as the inside of a JSON string.
pub(super) fn escape(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(short);
        if short.is_empty() {
            put(out, format_args!("\\u{byte:04x}"));
        }
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

/// Appends a text as a JSON string.
pub(super) fn string(out: &mut String, text: &str) {
    out.push('"');
    escape(out, text);
    out.push('"');
}

/// Appends formatted text; writing to a `String` cannot fail.
pub(super) fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn optional(out: &mut String, text: Option<&str>) {
    match text {
        Some(text) => string(out, text),
        None => out.push_str("null"),
    }
}

/// What an answer shows of each item.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// The representation asked for.
    pub(super) body: Option<&'a str>,
    /// The version asked for, where it is not the present one.
    pub(super) version: Option<u32>,
    /// Whether the object of the version is shown.
    pub(super) with_version: bool,
    /// The address of the site, which only a single object holds.
    pub(super) base: Option<&'a str>,
    /// Further keys, already written, each with a comma before it.
    pub(super) extra: &'a str,
}

/// Appends a page or blog post.
pub(super) fn item(out: &mut String, shelf: &Shelf, faults: &Faults, item: &Item, view: View<'_>) {
    let status = if view.version.is_some() { "historical" } else { item.status };
    put(out, format_args!("{{\"id\":\"{}\",\"status\":\"{status}\",\"title\":\"", item.id));
    title(out, faults, item);
    put(out, format_args!("\",\"spaceId\":\"{}\"", shelf.spaces[item.space].id));
    if item.kind == Kind::Page {
        hierarchy(out, item);
    }
    let account = |person: usize| shelf.people[person].account.as_str();
    put(out, format_args!(",\"authorId\":\"{}\"", account(item.author)));
    if item.kind == Kind::Page {
        out.push_str(",\"ownerId\":");
        optional(out, item.owner.map(account));
        out.push_str(if item.live {
            ",\"lastOwnerId\":null,\"subtype\":\"live\""
        } else {
            ",\"lastOwnerId\":null,\"subtype\":null"
        });
    }
    put(out, format_args!(",\"createdAt\":\"{}\",\"sourceTemplateEntityId\":null", stamp(item.life.created)));
    if view.with_version {
        out.push_str(",\"version\":");
        version(out, item, account(item.editor), view.version.unwrap_or(item.version));
    }
    out.push_str(",\"body\":");
    body(out, shelf, item, view);
    deep(out, faults, item);
    out.push_str(view.extra);
    links(out, &shelf.spaces[item.space], item, view.base);
    out.push('}');
}

fn title(out: &mut String, faults: &Faults, item: &Item) {
    escape(out, &item.title);
    for wound in faults.wounds_of(item.id) {
        match wound {
            Wound::Surrogate => out.push_str("\\ud800"),
            Wound::Nul => out.push_str("\\u0000"),
            _ => {}
        }
    }
}

/// Parent and position; a page at the root has nulls there, or now and then no such keys.
fn hierarchy(out: &mut String, item: &Item) {
    match item.parent {
        Parent::Page(id) => put(out, format_args!(",\"parentId\":\"{id}\",\"parentType\":\"page\"")),
        Parent::Folder(id) => put(out, format_args!(",\"parentId\":\"{id}\",\"parentType\":\"folder\"")),
        Parent::None if item.id.is_multiple_of(3) => {}
        Parent::None => out.push_str(",\"parentId\":null,\"parentType\":null"),
    }
    put(out, format_args!(",\"position\":{}", item.position));
}

/// Appends the object of a version of an item.
pub(super) fn version(out: &mut String, item: &Item, editor: &str, number: u32) {
    let message = match (item.id + u64::from(number)) % 5 {
        0 => "Fixed \"typos\"",
        _ => "",
    };
    version_object(out, (number, item.version_at(number)), editor, message);
    out.pop();
    put(out, format_args!(",\"ncsStepVersion\":\"{number}\"}}"));
}

/// Appends a version with its number and time; one with a message is a minor edit.
pub(super) fn version_object(out: &mut String, (number, at): (u32, i64), author: &str, message: &str) {
    put(out, format_args!("{{\"number\":{number},\"message\":"));
    string(out, message);
    put(out, format_args!(",\"minorEdit\":{},", !message.is_empty()));
    put(out, format_args!("\"authorId\":\"{author}\",\"createdAt\":\"{}\"}}", stamp(at)));
}

fn body(out: &mut String, shelf: &Shelf, item: &Item, view: View<'_>) {
    let Some(format) = view.body else {
        return out.push_str("{}");
    };
    put(out, format_args!("{{\"{format}\":{{\"representation\":\"{format}\",\"value\":\""));
    match (format, view.version) {
        ("storage", None) => shelf.write_escaped_body(out, item),
        _ => rendered(out, item, format, view.version.unwrap_or(item.version)),
    }
    out.push_str("\"}}");
}

fn rendered(out: &mut String, item: &Item, format: &str, version: u32) {
    let form = if matches!(format, "storage" | "atlas_doc_format") { Form::Storage } else { Form::View };
    let mut text = String::new();
    item.write_body(&mut text, version, form);
    if format == "atlas_doc_format" {
        text = adf::document(&text);
    }
    escape(out, &text);
}

fn deep(out: &mut String, faults: &Faults, item: &Item) {
    if faults.wounds_of(item.id).any(|wound| wound == Wound::Deep) {
        out.push_str(",\"nested\":");
        out.extend(std::iter::repeat_n('[', DEPTH));
        out.extend(std::iter::repeat_n(']', DEPTH));
    }
}

fn links(out: &mut String, space: &Space, item: &Item, base: Option<&str>) {
    let (id, key) = (item.id, &space.key);
    put(out, format_args!(",\"_links\":{{\"editui\":\"/pages/resumedraft.action?draftId={id}\",\"webui\":\""));
    match item.kind {
        Kind::Page => put(out, format_args!("/spaces/{key}/pages/{id}/")),
        Kind::BlogPost => {
            put(out, format_args!("/spaces/{key}/blog/{}/{id}/", calendar::date(item.life.created).format("%Y/%m/%d")));
        }
    }
    out.extend(byte_serialize(item.title.as_bytes()));
    put(out, format_args!("\",\"tinyui\":\"/x/{}\",\"edituiv2\":\"/spaces/{key}/pages/edit-v2/{id}\"", tiny(id)));
    if let Some(base) = base {
        put(out, format_args!(",\"base\":\"{base}\""));
    }
    out.push('}');
}

/// The short form of an id: its bytes, least first, in Base64 without what only fills up.
pub(super) fn tiny(id: u64) -> String {
    let text = STANDARD.encode(id.to_le_bytes()).replace('/', "-").replace('+', "_");
    text.trim_end_matches(['A', '=']).to_owned()
}

/// Appends a space; `description` is the representation asked for.
pub(super) fn space(out: &mut String, shelf: &Shelf, space: &Space, description: Option<&str>, icon: bool) {
    put(out, format_args!("{{\"id\":\"{}\",\"key\":\"{}\",\"name\":", space.id, space.key));
    string(out, &space.name);
    put(out, format_args!(",\"type\":\"{}\",\"status\":\"current\",\"authorId\":", space.kind));
    string(out, &shelf.people[space.author].account);
    put(out, format_args!(",\"createdAt\":\"{}\",\"homepageId\":", stamp(space.created)));
    optional(out, space.home.map(|id| id.to_string()).as_deref());
    put(out, format_args!(",\"currentActiveAlias\":\"{}\",\"spaceOwnerId\":null,\"description\":", space.key));
    match description {
        Some(form) => {
            put(out, format_args!("{{\"{form}\":{{\"value\":\"{}\",\"representation\":\"{form}\"}}}}", "What we know"));
        }
        None => out.push_str("null"),
    }
    out.push_str(",\"icon\":");
    if icon {
        space_icon(out, space);
    } else {
        out.push_str("null");
    }
    put(out, format_args!(",\"_links\":{{\"webui\":\"/spaces/{}\"}}}}", space.key));
}

/// The icon; its download link is there for global spaces only.
fn space_icon(out: &mut String, space: &Space) {
    let (id, key) = (space.id, &space.key);
    put(out, format_args!("{{\"path\":\"/wiki/download/attachments/{id}/{key}?version=2&api=v2\""));
    if space.kind == "global" {
        put(out, format_args!(",\"apiDownloadLink\":\"/rest/api/content/{id}/child/attachment/att{id}/download\""));
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_reads_back_as_it_was() {
        let text = "a\"b\\c\n\t\r\u{1}\u{7f}é→𝄞</p>";
        let mut out = String::new();
        string(&mut out, text);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }

    #[test]
    fn a_short_link_is_the_id_in_base64() {
        assert_eq!(tiny(7_700_526), "LoB1");
    }
}
