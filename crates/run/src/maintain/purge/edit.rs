//! Cutting objects and values out of sealed responses.

use super::objects::{Object, Objects};
use super::person::Person;
use super::record;
use crate::connection::opened::Opened;
use catchment_base::disk;
use catchment_base::error::Result;
use catchment_base::response::ResponseKind;
use catchment_lake::db::{Db, params};
use catchment_lake::land::{self, Former, Sealer, Which};
use catchment_source::{Source, Stream};
use std::ops::ControlFlow;
use std::path::Path;

/// Clear bytes of responses that are edited in one transaction.
const BATCH: u64 = 8 << 20;

/// What is cut out.
pub enum Edit<'a> {
    /// Objects, by stream and id.
    Objects(&'a [(String, String)]),
    /// The records about a person, and every mention elsewhere.
    Person(&'a Person<'a>),
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

impl Edited {
    /// Nothing where nothing was cut out.
    fn of_any(self) -> Option<Self> {
        (self.cuts > 0).then_some(self)
    }
}

/// Cuts something out of all sealed responses, batch by batch, each with its counts on record; gives how much could not be
/// searched.
pub fn all(opened: &Opened, edit: &Edit<'_>, purge: i64) -> Result<u64> {
    let (source, sealer) =
        (catchment_source::of(&opened.connection)?, Sealer::new(&opened.keys, &opened.connection.name)?);
    let mut missed = 0;
    each_batch(&opened.db, (&sealer, &opened.paths.sealed), |responses| {
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

/// Hands over all sealed responses of a database, batch by batch in the order in which they landed, until there is no more or
/// `take` has enough.
pub fn each_batch(
    db: &Db,
    (sealer, sealed_dir): (&Sealer, &Path),
    mut take: impl FnMut(Vec<Former>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut after = 0;
    loop {
        let responses = land::open_former(db, (sealer, sealed_dir), Which::Every, after, BATCH)?;
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
    each_batch(&opened.db, (&sealer, &opened.paths.sealed), |responses| {
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
    let stream = catchment_source::stream(source, &response.stream);
    match (edit, stream) {
        (Edit::Objects(objects), Some(stream)) if edit.concerns(source, stream.name) => {
            let is_gone = |object: &Object<'_>| objects.contains(&(object.stream.name.to_owned(), object.name.clone()));
            without_objects(sealer, response, (source, stream), &is_gone).map(Edited::of_any)
        }
        (Edit::Objects(_), _) => Ok(None),
        (Edit::Person(person), stream) => without_person(source, sealer, response, (stream, person)),
    }
}

/// A response without its records about a person, and with all mentions in the rest replaced.
fn without_person(
    source: &dyn Source,
    sealer: &Sealer,
    response: Former,
    (stream, person): (Option<&'static Stream>, &Person<'_>),
) -> Result<Option<Edited>> {
    if person.has_scope(&response.scope) {
        return Ok(Some(Edited { rest: None, cuts: 1 }));
    }
    let left = match stream {
        Some(stream) => {
            let is_gone = |object: &Object<'_>| person.is_about(object);
            without_objects(sealer, response, (source, stream), &is_gone)?
        }
        None => Edited { rest: Some(response), cuts: 0 },
    };
    let Some(response) = left.rest else { return Ok(Some(left)) };
    let rewritten = person.rewritten(&response, stream)?;
    let cuts = left.cuts + rewritten.as_ref().map_or(0, |(_, count)| *count);
    let rest = match rewritten {
        Some((body, _)) => Former { body, ..response },
        None => response,
    };
    Ok(Edited { rest: Some(rest), cuts }.of_any())
}

/// A response without the objects for which a condition holds, also where others carry them.
fn without_objects(
    sealer: &Sealer,
    response: Former,
    (source, stream): (&dyn Source, &'static Stream),
    is_gone: &dyn Fn(&Object<'_>) -> bool,
) -> Result<Edited> {
    let objects = Objects::of(&response, (source, stream), sealer)?;
    let own: Vec<&Object<'_>> = objects.own.iter().filter(|object| is_gone(object)).collect();
    // What lies in an object that goes is cut with it.
    let is_cut = |object: &&Object<'_>| is_gone(object) && !own.iter().any(|outer| object.is_within(outer));
    let carried: Vec<&Object<'_>> = objects.carried.iter().filter(is_cut).collect();
    let (cuts, gone) = ((own.len() + carried.len()) as u64, own.len());
    if cuts == 0 {
        return Ok(Edited { rest: Some(response), cuts });
    }
    if gone > 0 && (response.kind == ResponseKind::Own || (objects.own.len() == gone && objects.unreadable == 0)) {
        return Ok(Edited { rest: None, cuts });
    }
    let texts: Vec<&str> = own.iter().chain(&carried).map(|object| object.text).collect();
    let body = land::without(&response.body, &texts);
    let objects = response.objects - gone as i64;
    Ok(Edited { rest: Some(Former { body, objects, ..response }), cuts })
}
