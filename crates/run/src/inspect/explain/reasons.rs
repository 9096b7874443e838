//! Why an object is published, or why it is not.

use crate::connection::rows::time_for_eyes;
use crate::inspect::explanation::{Deletion, Explanation, Held, HeldBack, Sighting, Unread, Unwanted, Upload};
use catchment_base::state::{DeletionState, FileState, GapState};
use catchment_source::{Stream, Words};

/// What is said of an object that is held where nothing else says why it is not published.
const IN_NO_DATASET: &str = "held, but in no dataset: what it belongs to is in none, or nothing was published since";
/// The same where nothing tells whether it is.
const BY_NO_ID: &str = "held; no dataset has a row by this id alone, so nothing tells whether it is published";

/// Why an object of a stream is published, or why it is not, the most telling first.
pub fn of(told: &Explanation, stream: &Stream, words: Words) -> Vec<String> {
    let held = told.held.as_deref();
    let mut reasons: Vec<String> =
        held.and_then(|held| publication(held, told.held_back.is_empty())).into_iter().collect();
    if !told.in_scope {
        reasons.push(format!("not in scope: {} does not name it", words.streams));
    }
    reasons.extend(told.deletions.iter().filter(|row| row.state == DeletionState::Deleted).map(|row| deleted(row)));
    let unread = told.not_read.iter().filter(|row| row.state != GapState::Resolved);
    reasons.extend(unread.map(|row| format!("not read, {}: {}", row.state.as_str(), row.cause)));
    if let Some(held) = held {
        reasons.extend(status(held, stream));
        reasons.extend(container(held, words));
    }
    let newer = |row: &&Sighting| held.is_none_or(|held| row.version_number > held.version_number);
    reasons.extend(told.sightings.first().map(|row| &**row).filter(newer).map(not_read_yet));
    reasons.extend(told.uploads.first().filter(|row| row.state != FileState::Stored).map(|row| not_stored(row)));
    reasons.extend(told.held_back.iter().map(|row| held_back(row)));
    if let Some(kind) = &told.held_as {
        reasons.push(format!("the object with this id is a {kind}: explain it as one"));
    } else if held.is_none() && told.sightings.is_empty() && told.not_read.is_empty() && told.deletions.is_empty() {
        match told.unwanted.first() {
            Some(shown) => reasons.push(outside(shown)),
            None => {
                reasons.push("never seen: no response read from the site contained it".to_owned());
                reasons.extend(told.history.iter().map(|row| history(row)));
            }
        }
    }
    reasons.dedup();
    if reasons.is_empty() {
        let is_told = held.is_none_or(|held| held.is_published.is_some());
        let why = if is_told { IN_NO_DATASET } else { BY_NO_ID };
        reasons.push(why.to_owned());
    }
    reasons
}

/// Where an object stands that is a row of its dataset.
fn publication(held: &Held, is_newest: bool) -> Option<String> {
    (held.is_published == Some(true)).then(|| match held.generation {
        Some(generation) if is_newest => format!("published in generation {generation}"),
        Some(_) => "built, but not published in its newest state".to_owned(),
        None => "built, but not published yet: its dataset is in no generation; 'status' says why".to_owned(),
    })
}

fn deleted(deletion: &Deletion) -> String {
    let Deletion { reason, seen_at, evidence, .. } = deletion;
    format!("deleted ({}), seen at {}: {evidence}", reason.as_str(), time_for_eyes(seen_at))
}

/// That an object is not published because of its status.
fn status(held: &Held, stream: &Stream) -> Option<String> {
    let status = held.status.as_deref().filter(|_| held.is_published != Some(true))?;
    (!stream.statuses.here.contains(&status)).then(|| format!("not published: its status is {status}"))
}

/// Why an object is not published because of what it is attached to.
fn container(held: &Held, words: Words) -> Vec<String> {
    let its = format!("its {} {}", words.container, held.parent_id.as_deref().unwrap_or_default());
    let gone = held.parent_gone.iter().map(|reason| format!("not published: {its} is deleted ({reason})"));
    let unread = held.parent_unread.iter().filter(|_| held.is_published != Some(true));
    gone.chain(unread.map(|cause| format!("not published: {its} is not read: {cause}"))).collect()
}

/// That a version was seen and is not read.
fn not_read_yet(sighting: &Sighting) -> String {
    match sighting.version_number {
        Some(version) => format!("version {version} was seen but is not read yet"),
        None => "it was seen but is not read yet".to_owned(),
    }
}

fn not_stored(upload: &Upload) -> String {
    let (version, state) = (upload.version_number, upload.state.as_str().replace('_', " "));
    format!("its file, version {version}, is not stored ({state}){}", because(upload.cause.as_deref()))
}

fn held_back(row: &HeldBack) -> String {
    format!("{} is held back at generation {}{}", row.dataset, row.from_generation, because(row.cause.as_deref()))
}

fn outside(shown: &Unwanted) -> String {
    let version = shown.version_number.map_or_else(|| "its state".to_owned(), |version| format!("version {version}"));
    let at = shown.version_at.as_ref().map(|at| format!(" of {}", time_for_eyes(at))).unwrap_or_default();
    let Unwanted { setting, answered_at, .. } = shown;
    let answered_at = time_for_eyes(answered_at);
    format!("not in scope: {version}{at} is outside {setting}, as the listing of {answered_at} showed")
}

fn history(unread: &Unread) -> String {
    let Unread { state, chunks, cause } = unread;
    format!("history is not fully read, chunks {}: {chunks}{}", state.as_str(), because(cause.as_deref()))
}

fn because(cause: Option<&str>) -> String {
    cause.map(|cause| format!(": {cause}")).unwrap_or_default()
}
