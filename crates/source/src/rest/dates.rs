//! What days and modes the streams of an API can keep to: those that can be asked for a time.

use super::described::Described;
use super::settings::WORDS;
use super::wrong::{About, Wrong};
use crate::config::Own;
use catchment_base::error::Result;
use chrono::NaiveDate;

/// The modes that read less than everything.
const NARROW: [&str; 2] = ["historical", "incremental"];

/// Whether dates bound which records are held: a stream can be asked for a time. What has a parent goes with it.
pub fn is_dated(stream: &Described) -> bool {
    stream.parent.is_none() && (stream.window.is_some() || has_since(stream))
}

fn has_since(stream: &Described) -> bool {
    stream.cursor.as_ref().is_some_and(|cursor| cursor.since.is_some())
}

/// Whether every stream can keep to the days and to the mode that the settings ask for.
pub fn check(own: &Own, streams: &[Described]) -> Result<()> {
    let day = |name: &str| own.text(name).and_then(|text| text.parse::<NaiveDate>().ok());
    let (start, end) = (day("start_date"), day("end_date"));
    streams.iter().try_for_each(|stream| check_days(stream, start, end)).map_err(|wrong| wrong.told(own))?;
    let mode = own.text("mode").unwrap_or_default();
    for stream in streams.iter().filter(|stream| stream.parent.is_none()) {
        let cannot = |setting: &str, lacking: &str, hint: String| {
            let what = format!("`{setting}` does not apply to the stream {}, which has {lacking}", stream.name);
            own.refuse(setting, what, hint)
        };
        for setting in ["start_date", "end_date"] {
            if day(setting).is_some() && !is_dated(stream) {
                let hint = format!("set `{setting}` in the streams that have one, [....{}.NAME]", WORDS.streams);
                return Err(cannot(setting, "neither a `window` nor a cursor with `since`", hint));
            }
        }
        if NARROW.contains(&mode) && !is_dated(stream) {
            let hint = "remove `mode`, or read this stream by a connection of its own".to_owned();
            return Err(cannot("mode", "neither a `window` nor a cursor with `since`", hint));
        }
        if mode == "incremental" && !has_since(stream) {
            let hint =
                format!("add one, or remove `mode`: a window alone does not show what changed in {}", stream.name);
            return Err(cannot("mode", "no cursor with `since`", hint));
        }
    }
    Ok(())
}

/// The days of a stream, with those of its connection where it has none.
fn check_days(stream: &Described, start: Option<NaiveDate>, end: Option<NaiveDate>) -> Result<(), Wrong> {
    let about = About(&stream.name);
    if !is_dated(stream) && stream.days != (None, None) {
        let setting = if stream.days.0.is_some() { "start_date" } else { "end_date" };
        let what = format!("`{setting}` needs a `window` or a cursor with `since`");
        return Err(about.wrong(setting, what, "remove it: this stream cannot be filtered by time"));
    }
    let (start, end) = (stream.days.0.or(start), stream.days.1.or(end));
    if stream.window.is_some() && start.is_none() {
        let what = "a window needs a `start_date`, from which history is read";
        return Err(about.wrong(
            "window",
            what,
            "set start_date = \"2020-01-01\" beside it, or for the whole connection",
        ));
    }
    match (start, end) {
        (Some(start), Some(end)) if start > end => {
            let setting = if stream.days.1.is_some() { "end_date" } else { "start_date" };
            let what = format!("there is no day between {start} and {end}");
            Err(about.wrong(setting, what, "give a later end_date or an earlier start_date"))
        }
        _ => Ok(()),
    }
}
