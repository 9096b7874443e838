//! Cutting objects and values out of sealed responses.

use super::record;
use crate::connection::carrier::{Carrier, carriers};
use crate::connection::opened::Opened;
use catchment_base::disk;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Envelope, ResponseKind, member};
use catchment_lake::db::params;
use catchment_lake::land::{self, Former, Sealer, Which};
use catchment_redact::Revealer;
use catchment_source::{Source, Stream};
use serde_json::Value;
use std::borrow::Cow;
use std::ops::ControlFlow;

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

impl Edit<'_> {
    /// Whether anything may be cut out of the answers of a stream.
    fn concerns(&self, source: &dyn Source, stream: &str) -> bool {
        match self {
            Self::Objects(objects) => {
                let carries =
                    |of: &str| catchment_source::stream(source, of).is_some_and(|of| of.is_carried_by(stream));
                objects.iter().any(|(of, _)| of == stream || carries(of))
            }
            Self::Person(_) => true,
        }
    }
}

/// A response with something cut out of it.
struct Edited {
    /// What is left; nothing where the response was the object itself.
    rest: Option<Former>,
    cuts: u64,
}

/// Cuts something out of all sealed responses, batch by batch, each with its counts on record; gives how much could not be
/// searched.
pub fn all(opened: &Opened, edit: &Edit<'_>, purge: i64) -> Result<u64> {
    let (source, sealer) =
        (catchment_source::of(&opened.connection)?, Sealer::new(&opened.keys, &opened.connection.name)?);
    let mut missed = 0;
    each_batch(opened, &sealer, |responses| {
        let (mut kept, mut gone, mut files, mut cuts) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for response in responses {
            let (seq, file) = (response.seq, response.file.clone());
            missed += unsearched(source, &response, edit)?;
            let Some(edited) = edited(source, &sealer, response, edit)? else { continue };
            cuts += edited.cuts;
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
            record::note_cuts(db, purge, (kept.len() + gone.len()) as u64, cuts)?;
            if kept.is_empty() { Ok(()) } else { land::reseal(db, &sealer, &opened.paths.sealed, &kept) }
        })?;
        for file in files {
            disk::remove_file(&opened.paths.sealed.join(file))?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(missed)
}

/// Hands over all sealed responses, batch by batch in the order in which they landed, until there is no more or `take` has enough.
fn each_batch(
    opened: &Opened,
    sealer: &Sealer,
    mut take: impl FnMut(Vec<Former>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut after = 0;
    loop {
        let responses = land::open_former(&opened.db, (sealer, &opened.paths.sealed), Which::Every, after, BATCH)?;
        let Some(last) = responses.last().map(|response| response.seq) else { return Ok(()) };
        after = last;
        if take(responses)?.is_break() {
            return Ok(());
        }
    }
}

/// What of a response cannot be searched although it may hold what is sought: objects that cannot be read, or all of it where its
/// stream is described no more.
fn unsearched(source: &dyn Source, response: &Former, edit: &Edit<'_>) -> Result<u64> {
    if !edit.concerns(source, &response.stream) {
        return Ok(0);
    }
    let Some(stream) = catchment_source::stream(source, &response.stream) else { return Ok(1) };
    let split = land::split(&response.body, response.kind, &response.scope, &stream.envelope)?;
    Ok(split.unreadable.len() as u64)
}

/// Whether any sealed response still holds it.
pub fn is_anywhere(opened: &Opened, edit: &Edit<'_>) -> Result<bool> {
    let (source, sealer) =
        (catchment_source::of(&opened.connection)?, Sealer::new(&opened.keys, &opened.connection.name)?);
    let mut is_anywhere = false;
    each_batch(opened, &sealer, |responses| {
        for response in responses {
            if edited(source, &sealer, response, edit)?.is_some() {
                is_anywhere = true;
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(is_anywhere)
}

/// The response without what is to go; nothing where it does not hold it.
fn edited(source: &dyn Source, sealer: &Sealer, response: Former, edit: &Edit<'_>) -> Result<Option<Edited>> {
    let Some(stream) = catchment_source::stream(source, &response.stream) else { return Ok(None) };
    match edit {
        Edit::Objects(_) if !edit.concerns(source, stream.name) => Ok(None),
        Edit::Objects(objects) => {
            without_objects(sealer, response, stream, (&carriers(stream, source.streams()), objects))
        }
        Edit::Person(revealer) => without_person(response, &stream.envelope, revealer),
    }
}

fn without_objects(
    sealer: &Sealer,
    response: Former,
    stream: &Stream,
    (carriers, objects): (&[Carrier], &[(String, String)]),
) -> Result<Option<Edited>> {
    let is_named =
        |stream: &Stream, name: Option<String>| name.is_some_and(|id| objects.contains(&(stream.name.to_owned(), id)));
    let split = land::split(&response.body, response.kind, &response.scope, &stream.envelope)?;
    let all = split.objects.len();
    let scope = response.scope.as_str();
    let (found, rest): (Vec<_>, Vec<_>) = split.objects.into_iter().zip(split.places).partition(|(object, place)| {
        is_named(stream, land::object_name(sealer, &stream.envelope, (scope, place), object))
    });
    let mut found: Vec<&str> = found.into_iter().map(|(object, _)| object).collect();
    let mut carried = Vec::new();
    for carrier in carriers {
        for (parent, load) in carrier.loads(sealer, scope, rest.iter().copied()) {
            // What has a text of its own is a part of the object, and goes with it.
            let inside =
                load.objects.into_iter().filter_map(|one| if let Cow::Borrowed(one) = one { Some(one) } else { None });
            carried.extend(inside.filter(|one| is_named(carrier.stream, carrier.name(sealer, &parent, one))));
        }
    }
    if found.is_empty() && carried.is_empty() {
        return Ok(None);
    }
    let (cuts, gone) = ((found.len() + carried.len()) as u64, found.len());
    if gone > 0 && (response.kind == ResponseKind::Own || (all == gone && split.unreadable.is_empty())) {
        return Ok(Some(Edited { rest: None, cuts }));
    }
    found.extend(carried);
    let body = land::without(&response.body, &found);
    let objects = response.objects - gone as i64;
    Ok(Some(Edited { rest: Some(Former { body, objects, ..response }), cuts }))
}

fn without_person(response: Former, envelope: &Envelope, revealer: &Revealer) -> Result<Option<Edited>> {
    let split = land::split(&response.body, response.kind, &response.scope, envelope)?;
    let (mut places, mut cuts) = (Vec::new(), 0);
    for object in &split.objects {
        let ids: Vec<&str> = envelope.id.iter().filter_map(|path| Some(member(object, path)?.get())).collect();
        let (edited, count) = without_values(object, &ids, &|text| revealer.values(text))?;
        if count > 0 {
            places.push((*object, edited));
            cuts += count;
        }
    }
    if places.is_empty() {
        return Ok(None);
    }
    let body = land::replaced(&response.body, &places);
    Ok(Some(Edited { rest: Some(Former { body, ..response }), cuts }))
}

/// An object with every text and number replaced that holds one of the values that `values` finds in it, and how many there were.
/// Names of members stay, and so do its own ids, as they are written in `ids`.
fn without_values(object: &str, ids: &[&str], values: &dyn Fn(&str) -> Vec<String>) -> Result<(String, u64)> {
    let (mut out, mut at, mut count) = (String::with_capacity(object.len()), 0, 0);
    while at < object.len() {
        let token = token(&object[at..]);
        let end = at + token.len();
        let is_name = object[end..].trim_start().starts_with(':');
        let replacement = if is_name || ids.contains(&token) { None } else { replacement(token, values)? };
        count += u64::from(replacement.is_some());
        out.push_str(replacement.as_deref().unwrap_or(token));
        at = end;
    }
    Ok((out, count))
}

/// The next part of a JSON text: a string with its quotation marks, a number, or one character.
fn token(text: &str) -> &str {
    let mut characters = text.char_indices();
    let Some((_, first)) = characters.next() else { return text };
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
    let end = match first {
        '"' => {
            let mut is_escaped = false;
            let end = characters.find(|(_, c)| {
                let ends = *c == '"' && !is_escaped;
                is_escaped = *c == '\\' && !is_escaped;
                ends
            });
            end.map_or(text.len(), |(at, _)| at + 1)
        }
        '-' | '0'..='9' => characters.find(|(_, c)| !is_number(*c)).map_or(text.len(), |(at, _)| at),
        other => other.len_utf8(),
    };
    &text[..end]
}

/// What takes the place of a string or a number that holds one of the values; nothing where it holds none.
fn replacement(token: &str, values: &dyn Fn(&str) -> Vec<String>) -> Result<Option<String>> {
    if token.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        return Ok((!values(token).is_empty()).then(|| "null".to_owned()));
    }
    if !token.starts_with('"') {
        return Ok(None);
    }
    let mut text: String =
        serde_json::from_str(token).map_err(|_| Error::failed("a text of a stored response cannot be read"))?;
    let mut found = values(&text);
    if found.is_empty() {
        return Ok(None);
    }
    // A longer value may hold a shorter one.
    found.sort_by_key(|value| std::cmp::Reverse(value.len()));
    found.iter().for_each(|value| text = replaced(&text, value));
    // It may be written otherwise there, as with entities: then nothing of the text stays.
    let text = if values(&text).is_empty() { text } else { IN_PLACE.to_owned() };
    Ok(Some(Value::from(text).to_string()))
}

/// The text with a value replaced wherever it stands by itself.
fn replaced(text: &str, value: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(value).filter(|_| !value.is_empty()) {
        let end = at + value.len();
        let before = rest[..at].chars().next_back().or_else(|| out.chars().next_back());
        let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let stands_alone = !is_part(before) && !is_part(rest[end..].chars().next());
        out.push_str(&rest[..at]);
        out.push_str(if stands_alone { IN_PLACE } else { value });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_replaced_where_it_stands_by_itself() {
        assert_eq!(replaced("ada, canada, [ada]", "ada"), "purged, canada, [purged]");
        assert_eq!(replaced("nothing here", "ada"), "nothing here");
    }

    #[test]
    fn texts_and_numbers_are_replaced_and_names_and_ids_are_not() {
        let values = |text: &str| {
            let known = ["1001", "ann@example.com", "Jürgen"];
            known.iter().filter(|value| text.contains(**value)).map(|value| (*value).to_owned()).collect()
        };
        let edited = |object: &str, ids: &[&str]| without_values(object, ids, &values).unwrap();
        let object =
            r#"{"id": "1001x", "1001": 1, "n": 1001, "t": "call:\nann@example.com", "u": "J\u00fcrgen", "v": 12.50}"#;
        let (text, count) = edited(object, &[r#""1001x""#]);
        assert_eq!(
            (text.as_str(), count),
            (r#"{"id": "1001x", "1001": 1, "n": null, "t": "call:\npurged", "u": "purged", "v": 12.50}"#, 3)
        );
        assert_eq!(
            edited(r#"{"a": "\"", "b": [true, -1.5e3]}"#, &[]),
            (r#"{"a": "\"", "b": [true, -1.5e3]}"#.to_owned(), 0)
        );
    }
}
