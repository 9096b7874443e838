//! What a source is to the matrix: a practice site, how it is read, what happens there, and what its settings ask for, told without
//! the program.

use super::trial::Chosen;
use crate::support::chance::Chance;
use serde_json::Value;
use std::collections::BTreeSet;

/// An object of the main dataset that the account sees.
#[derive(Clone, Debug)]
pub struct Object {
    /// The key of its row.
    pub id: String,
    /// What an edit changes, as its row tells it.
    pub edition: String,
    /// The day that dates are about.
    pub day: String,
    /// What else settings ask for.
    pub facts: Value,
}

/// What happens to a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An object is made.
    Create,
    /// An object changes.
    Edit,
    /// An object goes where other settings ask for it.
    Move,
    /// An object is gone for good.
    Remove,
}

impl Event {
    /// All that may happen.
    pub const ALL: [Event; 4] = [Event::Create, Event::Edit, Event::Move, Event::Remove];
    /// What changes of a site show without a complete listing.
    pub const SHOWN: [Event; 2] = [Event::Create, Event::Edit];
}

/// A dataset beside the main one, its key, and the keys of the rows that it has to hold.
pub type Further = (&'static str, &'static str, BTreeSet<String>);

/// A practice site under the matrix.
pub trait Played: Sized {
    /// The word for the source.
    const DIALECT: &'static str;
    /// The dataset whose rows are compared, its key, and the column that an edit changes.
    const DATASET: [&'static str; 3];
    /// The stream of most of its rows.
    const STREAM: &'static str = Self::DATASET[0];
    /// The dataset of what is gone.
    const GONE: &'static str = "deleted_object";
    /// Settings that select of other datasets alone.
    const BESIDE: &'static [&'static str] = &["datasets"];
    /// Settings that a connection cannot change.
    const FIXED: &'static [&'static str] = &[];
    /// Settings that select by a search of the site: what is gone for good is out of scope like what is not among it any more.
    const SEARCHED: &'static [&'static str] = &[];
    /// The section of settings by which streams are bounded, where it is not the connection.
    const BOUNDS: &'static str = "";

    /// A site of about so many objects.
    fn start(objects: usize) -> Self;
    /// How it is read where nothing else is chosen.
    fn base(&self) -> Value;
    /// What the account sees there.
    fn objects(&self) -> Vec<Object>;
    /// Whether the value of a setting that selects asks for an object.
    fn is_asked(&self, path: &str, value: &Value, object: &Object) -> bool;
    /// The further datasets that a setting asks for by this value, with their keys and what they have to hold.
    fn further(&self, _path: &str, _value: &Value) -> Vec<Further> {
        Vec::new()
    }
    /// Something happens to the site, to an object that is drawn; the object that was made or has changed.
    fn happens(&mut self, event: Event, chance: &mut Chance) -> Option<String>;
    /// Whether changes are asked for between complete listings.
    fn is_followed(_: &Chosen) -> bool {
        true
    }
    /// Whether each object comes with its edition.
    fn tells_edition(_: &Chosen) -> bool {
        true
    }
    /// Whether a connection may have these values together, as far as that is for this source to say.
    fn may_meet(_: &Chosen) -> bool {
        true
    }
}

/// Whether a connection may have these values together: others are refused before anything happens.
pub fn may_meet<P: Played>(chosen: &Chosen) -> bool {
    let of_connection = |name: &str| chosen.get(name).and_then(Value::as_str).unwrap_or_default();
    let is_incremental = of_connection("mode") == "incremental";
    let fit = |[start, end]: [&str; 2]| match (start.is_empty(), end.is_empty()) {
        (true, true) => true,
        // Without history there is nothing that days could bound.
        _ if is_incremental => false,
        (false, false) => start <= end,
        _ => true,
    };
    let days = ["start_date", "end_date"];
    P::may_meet(chosen) && fit(days.map(of_connection)) && fit(days.map(|name| of_time::<P>(chosen, name)))
}

/// The value of a setting that bounds the time: that of a stream before that of the connection.
fn of_time<'c, P: Played>(chosen: &'c Chosen, name: &str) -> &'c str {
    let value = chosen.get(&format!("{}{name}", P::BOUNDS)).or_else(|| chosen.get(name));
    value.and_then(Value::as_str).unwrap_or_default()
}

/// What a connection asks for.
pub struct Asked {
    /// What its dataset has to hold.
    pub wanted: Vec<Object>,
    /// What it may hold besides: changed since the first sync, which bounds of time do not leave out, and not asked for by another
    /// setting meanwhile.
    pub allowed: BTreeSet<String>,
}

/// What a connection asks for whose settings that select have these values. `changed` has changed since its first sync and was
/// asked for by all settings since; `forgotten` was not.
pub fn asked<P: Played>(site: &P, chosen: &Chosen, changed: &BTreeSet<String>, forgotten: &BTreeSet<String>) -> Asked {
    let [start, end, mode] = ["start_date", "end_date", "mode"].map(|name| of_time::<P>(chosen, name));
    let is_in_time = |object: &Object, changed: &BTreeSet<String>| {
        let day = object.day.as_str();
        let is_in_days = (start.is_empty() || day >= start) && (end.is_empty() || day <= end);
        (mode != "incremental" && is_in_days) || (mode != "historical" && changed.contains(&object.id))
    };
    let is_selected = |object: &Object| {
        chosen.iter().filter(|(path, _)| !is_of_time(path)).all(|(path, value)| site.is_asked(path, value, object))
    };
    let selected: Vec<Object> = site.objects().into_iter().filter(is_selected).collect();
    let (wanted, others): (Vec<Object>, Vec<Object>) =
        selected.into_iter().partition(|object| is_in_time(object, changed));
    let allowed = others.into_iter().filter(|object| is_in_time(object, forgotten)).map(|object| object.id).collect();
    Asked { wanted, allowed }
}

/// Whether a setting bounds the time, for all sources alike.
fn is_of_time(path: &str) -> bool {
    ["mode", "start_date", "end_date"].contains(&path.rsplit('/').next().unwrap_or(path))
}

/// The texts of a list.
pub fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
