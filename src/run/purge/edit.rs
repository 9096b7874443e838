//! Cutting objects and values out of sealed responses.

use super::Purged;
use crate::edge::db::params;
use crate::edge::disk;
use crate::error::{Error, Result};
use crate::land::{self, Former, Sealer};
use crate::redact::Revealer;
use crate::response::{Envelope, ResponseKind};
use crate::run::opened::Opened;
use crate::source::{self, Source};
use serde_json::Value;
use std::collections::BTreeSet;

/// Clear bytes of responses that are edited in one transaction.
const BATCH: u64 = 8 << 20;
/// What stands in place of a person's value.
const IN_PLACE: &str = "purged";

/// What is cut out.
pub enum Edit<'a> {
    /// Objects, by stream and id.
    Objects(&'a [(String, String)]),
    /// Every value behind a pseudonym.
    Person(&'a Revealer),
}

/// A response with something cut out of it.
struct Edited {
    /// What is left; nothing where the response was the object itself.
    rest: Option<Former>,
    cuts: u64,
}

/// Cuts something out of all sealed responses, batch by batch.
pub fn all(opened: &Opened, edit: &Edit<'_>) -> Result<Purged> {
    let (source, sealer) = (source::of(&opened.connection)?, Sealer::new(&opened.keys)?);
    let (mut purged, mut after) = (Purged::default(), 0);
    loop {
        let responses = land::open_former(&opened.db, &sealer, &opened.paths.sealed, after, BATCH)?;
        let Some(last) = responses.last().map(|response| response.seq) else { return Ok(purged) };
        after = last;
        let (mut kept, mut gone, mut files) = (Vec::new(), Vec::new(), Vec::new());
        for response in responses {
            let (seq, file) = (response.seq, response.file.clone());
            let Some(edited) = edited(source, response, edit)? else { continue };
            purged.responses += 1;
            purged.cuts += edited.cuts;
            files.extend(file);
            match edited.rest {
                Some(rest) => kept.push(rest),
                None => gone.push(seq),
            }
        }
        opened.db.transaction(|db| {
            for seq in &gone {
                db.execute("delete from land.response where seq = ?", params![seq])?;
            }
            if kept.is_empty() { Ok(()) } else { land::reseal(db, &sealer, &opened.paths.sealed, &kept) }
        })?;
        for file in files {
            disk::remove_file(&opened.paths.sealed.join(file))?;
        }
    }
}

/// Whether any sealed response still holds it.
pub fn is_anywhere(opened: &Opened, edit: &Edit<'_>) -> Result<bool> {
    let (source, sealer) = (source::of(&opened.connection)?, Sealer::new(&opened.keys)?);
    let mut after = 0;
    loop {
        let responses = land::open_former(&opened.db, &sealer, &opened.paths.sealed, after, BATCH)?;
        let Some(last) = responses.last().map(|response| response.seq) else { return Ok(false) };
        after = last;
        for response in responses {
            if edited(source, response, edit)?.is_some() {
                return Ok(true);
            }
        }
    }
}

/// The response without what is to go; nothing where it does not hold it.
fn edited(source: &dyn Source, response: Former, edit: &Edit<'_>) -> Result<Option<Edited>> {
    let Some(stream) = source::stream(source, &response.stream) else { return Ok(None) };
    match edit {
        Edit::Objects(objects) => {
            let ids: BTreeSet<&str> =
                objects.iter().filter(|(of, _)| of == stream.name).map(|(_, id)| id.as_str()).collect();
            if ids.is_empty() { Ok(None) } else { without_objects(response, &stream.envelope, &ids) }
        }
        Edit::Person(revealer) => without_person(response, &stream.envelope, revealer),
    }
}

fn without_objects(response: Former, envelope: &Envelope, ids: &BTreeSet<&str>) -> Result<Option<Edited>> {
    let split = land::split(&response.body, response.kind, &response.scope, envelope)?;
    let is_one = |object: &&str| {
        land::object_name(envelope, &response.scope, object).is_some_and(|name| ids.contains(name.as_str()))
    };
    let (all, found): (usize, Vec<&str>) = (split.objects.len(), split.objects.into_iter().filter(is_one).collect());
    if found.is_empty() {
        return Ok(None);
    }
    let cuts = found.len() as u64;
    if response.kind == ResponseKind::Own || (all == found.len() && split.unreadable.is_empty()) {
        return Ok(Some(Edited { rest: None, cuts }));
    }
    let body = land::without(&response.body, &found);
    let objects = response.objects - found.len() as i64;
    Ok(Some(Edited { rest: Some(Former { body, objects, ..response }), cuts }))
}

fn without_person(response: Former, envelope: &Envelope, revealer: &Revealer) -> Result<Option<Edited>> {
    let split = land::split(&response.body, response.kind, &response.scope, envelope)?;
    let mut values = BTreeSet::new();
    for object in &split.objects {
        let json: Value = serde_json::from_str(object)
            .map_err(|_| Error::failed(format!("an object of response {} cannot be read", response.seq)))?;
        collect(&json, revealer, &mut values);
    }
    if values.is_empty() {
        return Ok(None);
    }
    let mut text = String::from_utf8(response.body.clone())
        .map_err(|_| Error::failed(format!("response {} is not UTF-8", response.seq)))?;
    let mut cuts = 0;
    // A longer value may hold a shorter one.
    let mut values: Vec<String> = values.into_iter().collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    for value in values {
        let quoted = Value::from(value.as_str()).to_string();
        let (replaced, count) = replaced(&text, quoted.trim_matches('"'));
        text = replaced;
        cuts += count;
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(text.trim_start_matches('\u{feff}')).is_err() {
        return Err(Error::failed(format!("a value in response {} is a number and cannot be taken out", response.seq))
            .hint("purge the objects that hold it"));
    }
    Ok(Some(Edited { rest: Some(Former { body: text.into_bytes(), ..response }), cuts }))
}

/// The values behind the pseudonym in every text and number below a JSON value.
fn collect(json: &Value, revealer: &Revealer, values: &mut BTreeSet<String>) {
    match json {
        Value::String(text) => values.extend(revealer.values(text)),
        Value::Number(number) => values.extend(revealer.values(&number.to_string())),
        Value::Null | Value::Bool(_) => {}
        Value::Array(items) => items.iter().for_each(|item| collect(item, revealer, values)),
        Value::Object(fields) => {
            for (name, field) in fields {
                values.extend(revealer.values(name));
                collect(field, revealer, values);
            }
        }
    }
}

/// The text with a value replaced wherever it stands by itself, and how often it did.
fn replaced(text: &str, value: &str) -> (String, u64) {
    let (mut out, mut rest, mut count) = (String::with_capacity(text.len()), text, 0);
    while let Some(at) = rest.find(value) {
        let end = at + value.len();
        let stands_alone =
            !rest[..at].chars().next_back().or_else(|| out.chars().next_back()).is_some_and(char::is_alphanumeric)
                && !rest[end..].chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(&rest[..at]);
        out.push_str(if stands_alone { IN_PLACE } else { value });
        count += u64::from(stands_alone);
        rest = &rest[end..];
    }
    out.push_str(rest);
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_replaced_where_it_stands_by_itself() {
        let (text, count) = replaced("\"ada\", \"canada\", [ada] ada", "ada");
        assert_eq!((text.as_str(), count), ("\"purged\", \"canada\", [purged] purged", 3));
        assert_eq!(replaced("nothing here", "ada"), ("nothing here".to_owned(), 0));
    }
}
