//! The settings of a source with the values that their tables give to try, and how they are put into a connection.

use catchment_source::DIALECTS;
use catchment_source::config::{Effect, Setting, of_connection, toml_of};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Values by the paths of their settings, names and places with slashes between them: `tables/0/query`.
pub type Chosen = BTreeMap<String, Value>;

/// One setting with the values to try.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Its path in a connection.
    pub path: String,
    /// What it does.
    pub effect: Effect,
    /// The values, without the one that the connection has already.
    pub values: Vec<Value>,
}

impl Tried {
    /// Whether the records differ by it.
    pub fn is_selecting(&self) -> bool {
        matches!(self.effect, Effect::Selects(_))
    }
}

/// The settings of a source that a connection can have beside `base`, those of sections that it has among them.
pub fn settings(source: &str, base: &Value) -> Vec<Tried> {
    let dialect = DIALECTS.iter().find(|dialect| dialect.source == source).unwrap();
    let mut tried = Vec::new();
    collect(&of_connection(&DIALECTS, dialect), "", base, &mut tried);
    tried
}

fn collect(settings: &[Setting], above: &str, base: &Value, tried: &mut Vec<Tried>) {
    for setting in settings {
        let path = format!("{above}{}", setting.name);
        let held = &base[setting.name];
        let values = setting.effect.trials().iter().map(|trial| trial.value()).filter(|value| value != held);
        let values: Vec<Value> = values.collect();
        if !values.is_empty() {
            tried.push(Tried { path: path.clone(), effect: setting.effect, values });
        }
        let Some((inner, _)) = setting.shape.inside("", setting.name) else { continue };
        match held {
            Value::Array(items) => {
                if let Some(first) = items.first() {
                    collect(inner, &format!("{path}/0/"), first, tried);
                }
            }
            // A section by a free name, or one that has its settings in it.
            Value::Object(entries) => match entries.iter().next() {
                Some((name, entry)) if entry.is_object() && inner.iter().all(|setting| setting.name != *name) => {
                    collect(inner, &format!("{path}/{name}/"), entry, tried);
                }
                _ => collect(inner, &format!("{path}/"), held, tried),
            },
            _ => {}
        }
    }
}

/// The lines of a connection with these values in the place of those that it has.
pub fn lines(base: &Value, chosen: &Chosen) -> String {
    let mut connection = base.clone();
    // What stands in a section comes behind the section.
    let mut chosen: Vec<(&String, &Value)> = chosen.iter().collect();
    chosen.sort_by_key(|(path, _)| path.matches('/').count());
    for (path, value) in chosen {
        put(&mut connection, path, value);
    }
    let entries = connection.as_object().unwrap();
    entries.iter().map(|(name, value)| format!("{name} = {}\n", toml_of(value))).collect()
}

fn put(at: &mut Value, path: &str, value: &Value) {
    let Some((name, rest)) = path.split_once('/') else {
        at[path] = value.clone();
        return;
    };
    if let Value::Array(items) = at {
        let item = &mut items[name.parse::<usize>().unwrap()];
        if item.is_string() {
            *item = json!({ "name": item });
        }
        return put(item, rest, value);
    }
    let inner = at.as_object_mut().unwrap().entry(name).or_insert_with(|| Value::Object(Map::new()));
    put(inner, rest, value);
}
