//! The text of an explanation: what became of one object.

use catchment_base::error::printable;
use catchment_run::explanation::{Deletion, Explanation, Flaw, Held, Request, Response, Sighting, Upload};
use catchment_run::time_for_eyes;
use std::fmt::Display;

/// Lines of one kind, at most.
const MOST_LINES: usize = 10;
/// Characters of the target of a request, at most: one may name the ids of many objects.
const LONGEST_TARGET: usize = 100;

/// The text of an explanation. Of each kind of line the newest come first.
pub fn text(told: &Explanation) -> String {
    let what = format!("{} {} of {}", told.stream, told.id, told.connection);
    let reasons = told.reasons.iter().map(|reason| format!("  {reason}"));
    let lists = [
        list("held", told.held.iter().map(|row| held(row))),
        list("response", told.landed_response.iter().map(|row| response(row))),
        list("request", told.requests.iter().rev().map(|row| request(row))),
        list("seen", told.sightings.iter().map(|row| sighting(row))),
        list("not read", told.not_read.iter().map(|row| flaw(row))),
        list("deletion", told.deletions.iter().map(|row| deletion(row))),
        list("upload", told.uploads.iter().map(|row| upload(row))),
    ];
    let lines = std::iter::once(what).chain(reasons).chain(lists.into_iter().flatten());
    lines.map(|line| format!("{}\n", printable(&line))).collect()
}

/// Lines behind their name, or the first of them and how many there are more.
fn list(name: &str, rows: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let more = rows.len().saturating_sub(MOST_LINES);
    let mut lines: Vec<String> = rows.take(MOST_LINES).map(|row| format!("  {name:<10}  {row}")).collect();
    if more > 0 {
        lines.push(format!("  {:<10}  … and {more} more; --format json shows them", ""));
    }
    lines
}

fn held(held: &Held) -> String {
    match held.version_number {
        Some(version) => {
            let made = time_for_eyes(held.version_created_at.as_deref().unwrap_or("unknown time"));
            format!("version {version} of {made}, status {}", held.status.as_deref().unwrap_or("unknown"))
        }
        None => format!("as answered at {}", time_for_eyes(&held.answered_at)),
    }
}

fn response(response: &Response) -> String {
    let Response { seq, kind, stream, scope, answered_at, run_id, walk_id } = response;
    let listing = format!("{kind} of {stream} {scope}");
    let answered_at = time_for_eyes(answered_at);
    format!("{seq} ({}), answered {answered_at}, in run {run_id}, walk {walk_id}", listing.trim_end())
}

fn request(request: &Request) -> String {
    let target = match request.target.char_indices().nth(LONGEST_TARGET) {
        Some((end, _)) => format!("{}…", &request.target[..end]),
        None => request.target.clone(),
    };
    words(&request.started_at, [known("status", request.status), known("target", Some(target))])
}

fn sighting(sighting: &Sighting) -> String {
    words(
        &sighting.answered_at,
        [
            known("kind", sighting.kind.as_ref()),
            known("run id", sighting.run_id),
            known("walk id", Some(sighting.walk_id)),
            known("version number", sighting.version_number),
            known("status", sighting.status.as_ref()),
        ],
    )
}

fn flaw(flaw: &Flaw) -> String {
    format!("{}, state {}, cause {}", time_for_eyes(&flaw.found_at), flaw.state.as_str(), flaw.cause)
}

fn deletion(deletion: &Deletion) -> String {
    let Deletion { seen_at, state, reason, evidence } = deletion;
    let seen_at = time_for_eyes(seen_at);
    format!("{seen_at}, state {}, reason {}, evidence {evidence}", state.as_str(), reason.as_str())
}

fn upload(upload: &Upload) -> String {
    words(
        &upload.started_at,
        [
            known("version number", Some(upload.version_number)),
            known("attempt", Some(upload.attempt)),
            known("state", Some(upload.state.as_str())),
            known("uri", upload.uri.as_ref()),
            known("cause", upload.cause.as_ref()),
        ],
    )
}

/// A value behind its name, where there is one.
fn known(name: &str, value: Option<impl Display>) -> Option<String> {
    value.map(|value| format!("{name} {value}"))
}

/// What is known of something, behind its time.
fn words<const N: usize>(at: &str, known: [Option<String>; N]) -> String {
    std::iter::once(time_for_eyes(at).into_owned()).chain(known.into_iter().flatten()).collect::<Vec<_>>().join(", ")
}
