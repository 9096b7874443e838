//! What an answer shows to be wrong with the description of its stream, and what it holds instead.

use super::described::Described;
use super::paging::{Paging, Until, total_of};
use super::wrong::{About, Wrong};
use catchment_base::error::printable;
use catchment_base::response::{Envelope, member, path};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Places in a hint, at most, and how deep they are looked for.
const MOST_PLACES: usize = 20;
const DEEPEST: usize = 4;
/// Members by which an answer says that it is an error, though its status does not.
const ERRORS: [&str; 3] = ["error", "errors", "errorMessages"];

/// The first thing that the description of a stream says of its answers and this one does not hold. Nothing where all is as
/// described, and where the answer is none: a site that is ill says nothing of the description.
pub fn contradicted(described: &Described, envelope: &Envelope, text: &str) -> Option<Wrong> {
    let answer: Value = serde_json::from_str(text).ok()?;
    let is_error = |name: &&str| answer.get(name).is_some_and(is_said);
    if ERRORS.iter().any(is_error) || answer.get("ok") == Some(&Value::Bool(false)) {
        return None;
    }
    let about = About(&described.name);
    let objects = envelope.objects(text.as_bytes()).ok().flatten();
    let Some(objects) = objects else {
        let what = match described.records.as_str() {
            "" => "the response is not a list of records".to_owned(),
            path => format!("the response has no list at `{}`", printable(path)),
        };
        let is_null = envelope.is_null(text);
        return (!is_null).then(|| about.wrong("records", what, holds(&answer, "lists", Value::is_array)));
    };
    if let Some(path) = described.announced().filter(|path| total_of(text, path).is_none()) {
        let setting = if described.total.is_some() { "total" } else { "paginate.until" };
        let what = format!("the response has no number at `{}`", printable(path));
        return Some(about.wrong(setting, what, holds(&answer, "numbers", Value::is_number)));
    }
    match (&described.until, &described.paging) {
        (Until::False(path), _) if !is_flag(text, path) => {
            let what = format!("the response has neither true nor false at `{}`", printable(path));
            Some(about.wrong("paginate.until", what, holds(&answer, "flags", Value::is_boolean)))
        }
        (_, Paging::Keyset { order, .. }) => {
            let lacks = |path: &&String| objects.last().is_some_and(|last| member(last.get(), path).is_none());
            let lacking = order.iter().find(lacks)?;
            let what = format!("the last record has no `{}`, from which the listing continues", printable(lacking));
            Some(about.wrong("paginate.order", what, members(&objects)))
        }
        _ => None,
    }
}

/// Whether a member says something: it is not empty, false or nought.
pub fn is_said(said: &Value) -> bool {
    match said {
        Value::Null | Value::Bool(false) => false,
        Value::Array(said) => !said.is_empty(),
        Value::Object(said) => said.values().any(is_said),
        Value::String(said) => !said.is_empty(),
        Value::Number(said) => said.as_i64() != Some(0),
        Value::Bool(true) => true,
    }
}

fn is_flag(text: &str, path: &str) -> bool {
    member(text, path).is_some_and(|found| ["true", "false"].contains(&found.get()))
}

/// Where in an answer such values stand, as a hint.
fn holds(answer: &Value, what: &str, is: fn(&Value) -> bool) -> String {
    let mut found = places(answer, &|_, value| is(value));
    found.truncate(MOST_PLACES);
    if is(answer) {
        return "the response itself is the list: remove the setting".to_owned();
    }
    if !found.is_empty() {
        return format!("the response has {what} at: {}", found.join(", "));
    }
    let names = answer.as_object().into_iter().flatten().map(|(name, _)| printable(name)).take(MOST_PLACES);
    format!("the response has no {what}, but the members: {}", names.collect::<Vec<_>>().join(", "))
}

/// The paths of the members of an answer that are so, by their names and values; not of what stands in lists.
pub fn places(answer: &Value, is: &dyn Fn(&str, &Value) -> bool) -> Vec<String> {
    fn gather(value: &Value, is: &dyn Fn(&str, &Value) -> bool, above: &mut Vec<String>, found: &mut Vec<String>) {
        if above.len() == DEEPEST {
            return;
        }
        for (name, inner) in value.as_object().into_iter().flatten() {
            above.push(name.clone());
            if is(name, inner) {
                found.push(printable(&path::spelled(above)));
            }
            gather(inner, is, above, found);
            above.pop();
        }
    }
    let mut found = Vec::new();
    gather(answer, is, &mut Vec::new(), &mut found);
    found
}

/// The members of the first record, as a hint.
pub fn members(objects: &[&RawValue]) -> String {
    let first = objects.first().and_then(|object| serde_json::from_str::<Map<String, Value>>(object.get()).ok());
    let names: Vec<String> =
        first.iter().flat_map(|first| first.keys()).take(40).map(|name| printable(&path::spelled(&[name]))).collect();
    format!("the first record has: {}", names.join(", "))
}

/// The setting that names an argument which a refusal of the site names, else the one of the path.
pub fn refused_setting(described: &Described, said: &str) -> String {
    let is_named = |name: &str| {
        said.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '[' | ']'))).any(|word| word == name)
    };
    let since = described.cursor.as_ref().and_then(|cursor| cursor.since.as_ref());
    let arguments = described.arguments.keys().map(|name| (name.clone(), format!("arguments.{name}")));
    let targets = described.targets().into_iter().map(|target| (target.name().to_owned(), "paginate".to_owned()));
    let since = since.iter().map(|target| (target.name().to_owned(), "cursor.since".to_owned()));
    let window = described.window.iter().flat_map(|window| {
        [
            (window.from.name().to_owned(), "window.from".to_owned()),
            (window.to.name().to_owned(), "window.to".to_owned()),
        ]
    });
    let named = arguments.chain(targets).chain(since).chain(window).find(|(name, _)| is_named(name));
    named.map_or_else(|| "path".to_owned(), |(_, setting)| setting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(said: Value, answer: &Value) -> Option<(String, String)> {
        let mut stream = json!({"path": "/v1/customers", "key": ["id"], "records": "data.items"});
        stream.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let described: &'static Described = Box::leak(Box::new(Described::read("customer", &stream).unwrap()));
        let envelope = Envelope::list(&described.records);
        let wrong = contradicted(described, &envelope, &answer.to_string())?;
        Some((wrong.setting.trim_start_matches("streams.customer.").to_owned(), wrong.hint))
    }

    #[test]
    fn what_the_answer_does_not_hold_is_told_with_what_it_holds() {
        let answer = json!({"meta": {"count": 2, "more": false}, "data": {"items": [{"id": 1, "at": "x"}], "old": []}});
        for (said, setting, hint) in [
            (json!({"records": "items"}), "records", "data.items, data.old"),
            (json!({"records": ""}), "records", "data.items"),
            (json!({"total": "meta.total"}), "total", "meta.count"),
            (json!({"paginate": {"kind": "offset", "until": "total:meta.total"}}), "paginate.until", "meta.count"),
            (json!({"paginate": {"kind": "page", "until": "false:meta.count"}}), "paginate.until", "meta.more"),
            (
                json!({"paginate": {"kind": "keyset", "order": ["id", "updated"], "params": ["a", "b"]}}),
                "paginate.order",
                "at, id",
            ),
        ] {
            let (found, told) = told(said, &answer).unwrap();
            assert_eq!(found, setting);
            assert!(told.contains(hint), "{setting}: {told}");
        }
        assert_eq!(told(json!({}), &answer), None);
    }

    #[test]
    fn an_answer_that_is_an_error_says_nothing_of_the_description() {
        for ill in [json!({"error": {"code": 1}}), json!({"ok": false, "data": {}}), json!({"data": {"items": null}})] {
            assert_eq!(told(json!({}), &ill), None, "{ill}");
        }
        for well in [json!({"error": null, "data": {}}), json!({"errors": [], "error": "", "data": {}})] {
            assert!(told(json!({}), &well).is_some(), "{well}");
        }
    }

    #[test]
    fn a_refusal_leads_to_the_argument_that_it_names() {
        let said = json!({
            "path": "/x", "key": ["id"], "arguments": {"state": "all"},
            "paginate": {"kind": "offset", "param": "start", "size": "page[size]"},
            "cursor": {"field": "at", "since": "since"},
            "window": {"field": "made", "step": "1d", "from": "param:made_from", "to": "param:made_to"},
        });
        let described = Described::read("customer", &said).unwrap();
        for (said, setting) in [
            (": The argument state is not known here.", "arguments.state"),
            (": unknown parameter 'page[size]'", "paginate"),
            (": \"since\" must be a number", "cursor.since"),
            (": made_to is no date", "window.to"),
            (": something in the restated words", "path"),
        ] {
            assert_eq!(refused_setting(&described, said), setting, "{said}");
        }
    }
}
