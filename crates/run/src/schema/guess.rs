//! What could stand in the settings of a stream, by some of its records: its key, its cursor, the classes of its columns.

use catchment_base::response::path;
use catchment_source::config::toml_of;
use catchment_source::time::Form;
use catchment_source::{Columns, Members, Stream};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Members of a key, at most.
const MOST_PARTS: usize = 3;
/// A number below it is too short to be a telephone number.
const SHORT: f64 = 1e6;

/// Members with a text or a whole number in every record, and in each another one; those that sound like an id first. Where
/// none does, also members that tell the records apart together: on one page a quantity may do so by chance.
pub fn keys(records: &[Map<String, Value>]) -> Vec<Vec<String>> {
    let sounds = |name: &String| !matches!(name.to_lowercase().as_str(), "id" | "uuid" | "key" | "guid" | "_id");
    let parts = ranked(records, |name| records.iter().all(|record| part_of_key(record, name).is_some()), sounds);
    let tells_apart = |names: &Vec<&String>| {
        let keys = records.iter().map(|record| names.iter().map(|name| part_of_key(record, name)).collect::<Vec<_>>());
        keys.collect::<BTreeSet<_>>().len() == records.len()
    };
    let (mut found, mut open): (Vec<Vec<&String>>, Vec<Vec<&String>>) = (Vec::new(), vec![Vec::new()]);
    for _ in 0..MOST_PARTS {
        let is_more = |names: &Vec<&String>| found.iter().any(|key| key.iter().all(|name| names.contains(name)));
        let longer = open.iter().flat_map(|names| longer(names, &parts)).filter(|names| !is_more(names));
        let (keys, others): (Vec<_>, Vec<_>) = longer.partition(&tells_apart);
        open = others;
        found.extend(keys);
        let is_id = |names: &Vec<&String>| names.iter().all(|name| !sounds(name));
        if found.iter().any(|names| names.len() > 1 || is_id(names)) {
            break;
        }
    }
    found.into_iter().map(|names| names.into_iter().cloned().collect()).collect()
}

/// The same names with each one that stands behind them.
fn longer<'n>(names: &[&'n String], all: &'n [String]) -> Vec<Vec<&'n String>> {
    let from = names.last().and_then(|last| all.iter().position(|name| name == *last)).map_or(0, |at| at + 1);
    all[from..].iter().map(|name| [names, &[name]].concat()).collect()
}

/// What a member adds to a key. What has spaces is free text, and an address is somebody's.
fn part_of_key(record: &Map<String, Value>, name: &str) -> Option<String> {
    let is_name = |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '@');
    match record.get(name)? {
        Value::String(text) if is_name(text) => Some(text.clone()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

/// Members with a time in every record; those that sound like changes first.
pub fn cursors(records: &[Map<String, Value>]) -> Vec<String> {
    let is_time = |name: &&String| {
        records
            .iter()
            .all(|record| record.get(*name).and_then(Value::as_str).is_some_and(|text| Form::Iso.read(text).is_some()))
    };
    let sounds = |name: &String| {
        let name = name.to_lowercase();
        !["updat", "modif", "chang"].iter().any(|part| name.contains(part))
    };
    ranked(records, is_time, sounds)
}

/// A line for the settings: what is said of columns already, unless the records show that it is `wrong`, and the classes of
/// members that are no free text.
pub fn columns(stream: &Stream, records: &[Map<String, Value>], wrong: &[&str]) -> String {
    let (declared, members) = match stream.columns {
        Columns::Generated { declared, members } => (declared, members),
        Columns::Model => (&[][..], Members::default()),
    };
    let is_time = |path: &str| members.changed.contains(&path) || members.dated == Some(path);
    let is_own = |path: &str| stream.envelope.id.contains(&path) || is_time(path);
    let mut classes: BTreeMap<String, Value> = BTreeMap::new();
    for name in records.iter().flat_map(Map::keys) {
        let values = records.iter().filter_map(|record| record.get(name)).filter(|value| !value.is_null());
        if let Some(class) = class_of(name, &values.collect::<Vec<_>>()) {
            classes.insert(path::spelled(&[name]), class.into());
        }
    }
    let declared = declared.iter().filter(|declared| !wrong.contains(&declared.path));
    classes.extend(declared.map(|declared| (declared.path.to_owned(), declared.class.into())));
    classes.retain(|path, _| !is_own(path));
    format!("columns = {}", toml_of(&Value::Object(classes.into_iter().collect())))
}

/// What a member seems to hold, where that is neither free text nor JSON. Long numbers may be somebody's.
fn class_of(name: &str, values: &[&Value]) -> Option<&'static str> {
    let all = |is: &dyn Fn(&Value) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
    let text = |value: &Value, is: &dyn Fn(&str) -> bool| value.as_str().is_some_and(is);
    let name = name.to_lowercase();
    match () {
        () if ["password", "secret", "token"].iter().any(|part| name.contains(part)) => Some("secret"),
        () if all(&|value| text(value, &|text| text.contains('@') && !text.contains(' '))) => Some("person"),
        () if all(&|value| text(value, &|text| Form::Iso.read(text).is_some())) => Some("time"),
        () if all(&Value::is_boolean) => Some("flag"),
        () if all(&|value| value.as_f64().is_some_and(|number| number.abs() < SHORT)) => Some("number"),
        () => None,
    }
}

fn ranked(
    records: &[Map<String, Value>],
    fits: impl Fn(&&String) -> bool,
    is_later: impl Fn(&String) -> bool,
) -> Vec<String> {
    let names = records.first().into_iter().flat_map(Map::keys);
    let mut found: Vec<String> = names.filter(|name| fits(name)).cloned().collect();
    found.sort_by_key(|name| (is_later(name), name.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn records(records: Value) -> Vec<Map<String, Value>> {
        serde_json::from_value(records).unwrap()
    }

    #[test]
    fn a_key_has_as_few_members_as_tell_the_records_apart() {
        let one = records(json!([{"id": 1, "sku": "a", "at": "n"}, {"id": 2, "sku": "b", "at": "n"}]));
        assert_eq!(keys(&one), [["id"], ["sku"]], "where there is an id no others are put together");
        let two = [("n", "a"), ("n", "b"), ("s", "a"), ("s", "b")];
        let two = two.map(|(shop, sku)| json!({"shop": shop, "sku": sku, "left": 1.5, "all": "x"}));
        let mut two = records(json!(two));
        assert_eq!(keys(&two), [["shop", "sku"]]);
        (1..).zip(&mut two).for_each(|(count, record)| drop(record.insert("count".to_owned(), json!(count))));
        assert_eq!(keys(&two), [vec!["count"], vec!["shop", "sku"]]);
        let none = Vec::<Vec<String>>::new();
        assert_eq!(keys(&records(json!([{"a": "x"}, {"a": "x"}]))), none);
        let free =
            records(json!([{"note": "as told", "mail": "a@example.com"}, {"note": "x", "mail": "b@example.com"}]));
        assert_eq!(keys(&free), none, "neither free text nor an address is a key");
    }

    #[test]
    fn what_members_seem_to_hold_is_guessed_from_all_their_values() {
        for (name, values, class) in [
            ("mail", json!(["ada@example.com", "bob@example.com"]), Some("person")),
            ("note", json!(["ask ada@example.com"]), None),
            ("made", json!(["2026-03-01T12:00:07Z", "2026-03-01"]), Some("time")),
            ("made", json!(["2026-03-01T12:00:07Z", "soon"]), None),
            ("paid", json!([true, false]), Some("flag")),
            ("left", json!([1, 2.5]), Some("number")),
            ("phone", json!([12_025_550_123_i64]), None),
            ("api_token", json!(["x"]), Some("secret")),
            ("none", json!([]), None),
        ] {
            let values: Vec<&Value> = values.as_array().unwrap().iter().collect();
            assert_eq!(class_of(name, &values), class, "{name} {values:?}");
        }
    }
}
