//! What custom fields hold, by the words of their schemas.

use super::streams::CUSTOM;
use crate::dictionary::Field;
use catchment_base::response::path;
use catchment_redact::names_somebody;
use serde::Deserialize;

/// A field as the site describes it (schema FieldDetails).
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Described {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) custom: bool,
    schema: Option<Schema>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Schema {
    #[serde(rename = "type")]
    kind: String,
    custom: String,
    items: String,
}

/// What a value is made of: what holds what, below the field.
type Parts = &'static [(&'static [&'static str], &'static str, &'static str)];

/// Kinds of fields by the end of the word for their type, each with what their values hold. Lists, and kinds that are not here, are
/// JSON.
const BY_TYPE: &[(&str, Parts)] = &[
    (":float", NUMBER),
    (":importid", NUMBER),
    (":datepicker", DATE),
    (":datetime", TIME),
    (":textfield", TEXT),
    (":readonlyfield", TEXT),
    (":url", TEXT),
    (":gh-epic-link", PLAIN),
    (":gh-epic-label", TEXT),
    (":gh-epic-color", PLAIN),
    (":gh-lexo-rank", PLAIN),
    (":select", OPTION),
    (":radiobuttons", OPTION),
    (":gh-epic-status", OPTION),
    (":cascadingselect", CASCADE),
    (":userpicker", USER),
    (":grouppicker", NAMED),
    (":version", NAMED),
    (":project", PROJECT),
    (":sd-sla-field", CYCLE),
];

/// The same by what a schema says of the values, for kinds of which the word is unknown.
const BY_VALUE: &[(&str, Parts)] = &[
    ("number", NUMBER),
    ("date", DATE),
    ("datetime", TIME),
    ("string", TEXT),
    ("option", OPTION),
    ("option-with-child", CASCADE),
    ("user", USER),
    ("group", NAMED),
    ("version", NAMED),
    ("project", PROJECT),
    ("sd-servicelevelagreement", CYCLE),
];

const NUMBER: Parts = &[(&[], "number", "")];
const DATE: Parts = &[(&[], "date", "")];
const TIME: Parts = &[(&[], "time", "")];
const TEXT: Parts = &[(&[], "text", "")];
const PLAIN: Parts = &[(&[], "plain", "")];
const DOCUMENT: Parts = &[(&[], "adf", "")];
const OPTION: Parts = &[(&[], "parts", "_parts"), (&["value"], "text", "")];
const CASCADE: Parts = &[(&[], "parts", "_parts"), (&["value"], "text", ""), (&["child", "value"], "text", "_child")];
const USER: Parts = &[(&[], "parts", "_parts"), (&["accountId"], "account", "")];
const USER_OF_CENTER: Parts = &[(&[], "parts", "_parts"), (&["key"], "account", "")];
const NAMED: Parts = &[(&[], "parts", "_parts"), (&["name"], "text", "")];
const PROJECT: Parts = &[(&[], "parts", "_parts"), (&["key"], "plain", "")];
/// Of a service level agreement: when its goal is missed. How much time is left, and "2 hours ago", is another thing at each reading.
const CYCLE: Parts =
    &[(&[], "parts", "_parts"), (&["ongoingCycle", "breachTime", "epochMillis"], "epoch_ms", "_breaches_at")];
const LIST: Parts = &[(&[], "json", "")];
/// Of several people a column would need several pseudonyms: it is not kept.
const PEOPLE: Parts = &[(&[], "secret", "")];
const TEXTAREA: &str = ":textarea";

impl Described {
    /// What its values hold, as fields of records; `is_cloud` says where texts are documents.
    pub(super) fn fields(&self, is_cloud: bool) -> Vec<Field> {
        let schema = self.schema.clone().unwrap_or_default();
        let is_list = schema.kind == "array";
        let by = |known: &[(&str, Parts)], word: &str, is_end: bool| {
            let fits = |one: &str| if is_end { word.ends_with(one) } else { word == one };
            known.iter().find(|(one, _)| fits(one)).map(|(_, parts)| *parts)
        };
        let parts = match () {
            () if is_list && schema.items == "user" => PEOPLE,
            () if is_list => LIST,
            () if schema.custom.ends_with(TEXTAREA) => {
                if is_cloud {
                    DOCUMENT
                } else {
                    TEXT
                }
            }
            () => by(BY_TYPE, &schema.custom, true).or_else(|| by(BY_VALUE, &schema.kind, false)).unwrap_or(LIST),
        };
        let parts = if parts == USER && !is_cloud { USER_OF_CENTER } else { parts };
        let column = self.column();
        let field = |(below, class, ending): &(&[&'static str], &str, &str)| {
            let names: Vec<&str> = std::iter::once(self.id.as_str()).chain(below.iter().copied()).collect();
            Field {
                path: path::spelled(&names),
                class: (*class).to_owned(),
                column: Some(format!("{column}{ending}")),
                label: self.name.clone(),
            }
        };
        parts.iter().map(field).collect()
    }

    /// What its column is called when it comes; a new name changes nothing then.
    fn column(&self) -> String {
        let number = self.id.strip_prefix(CUSTOM).unwrap_or(&self.id);
        let name = if names_somebody(&self.name) { "" } else { &self.name };
        let slug: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let words: Vec<&str> = slug.split('_').filter(|word| !word.is_empty()).collect();
        let slug: String = words.join("_").chars().take(LONGEST_NAME).collect();
        let slug = slug.trim_end_matches('_');
        if slug.is_empty() { format!("cf_{number}") } else { format!("cf_{number}_{slug}") }
    }
}

/// Characters of the name of a field in its column, at most.
const LONGEST_NAME: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a list the kind has the kind of its items behind a comma.
    fn described(name: &str, kind: &str, custom: &str) -> Described {
        let (kind, items) = kind.split_once(',').unwrap_or((kind, "string"));
        let text = format!(
            r#"{{"id":"customfield_10016","name":"{name}","custom":true,"schema":{{"type":"{kind}","items":"{items}","custom":"{custom}","customId":10016}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn columns(kind: &str, custom: &str) -> Vec<(String, String, String)> {
        let fields = described("Story Points!", kind, custom).fields(true);
        fields.into_iter().map(|field| (field.path, field.class, field.column.unwrap())).collect()
    }

    #[test]
    fn what_a_field_holds_follows_from_its_schema() {
        let of = "com.atlassian.jira.plugin.system.customfieldtypes:";
        for (kind, custom, path, class, column) in [
            ("number", format!("{of}float"), "customfield_10016", "number", "cf_10016_story_points"),
            ("number", "com.example:score".to_owned(), "customfield_10016", "number", "cf_10016_story_points"),
            ("string", format!("{of}textarea"), "customfield_10016", "adf", "cf_10016_story_points"),
            ("option", format!("{of}select"), "customfield_10016.value", "text", "cf_10016_story_points"),
            ("user", format!("{of}userpicker"), "customfield_10016.accountId", "account", "cf_10016_story_points"),
            ("datetime", format!("{of}datetime"), "customfield_10016", "time", "cf_10016_story_points"),
            ("array", format!("{of}labels"), "customfield_10016", "json", "cf_10016_story_points"),
            ("array,user", format!("{of}multiuserpicker"), "customfield_10016", "secret", "cf_10016_story_points"),
            (
                "sd-servicelevelagreement",
                "com.atlassian.servicedesk:sd-sla-field".to_owned(),
                "customfield_10016.ongoingCycle.breachTime.epochMillis",
                "epoch_ms",
                "cf_10016_story_points_breaches_at",
            ),
            ("any", "com.example:unheard-of".to_owned(), "customfield_10016", "json", "cf_10016_story_points"),
            ("string", "com.example:unheard-of".to_owned(), "customfield_10016", "text", "cf_10016_story_points"),
        ] {
            let found = columns(kind, &custom);
            let (last_path, last_class, last_column) = found.last().unwrap();
            assert_eq!(
                (last_path.as_str(), last_class.as_str(), last_column.as_str()),
                (path, class, column),
                "{custom}"
            );
        }
        let cascade = columns("option-with-child", &format!("{of}cascadingselect"));
        assert_eq!(cascade[2].2, "cf_10016_story_points_child");
        let text = described("Notes", "string", &format!("{of}textarea")).fields(false);
        assert_eq!(text[0].class, "text");
        let user = described("Owner", "user", &format!("{of}userpicker")).fields(false);
        assert_eq!(user[1].path, "customfield_10016.key");
        assert_eq!(described("顧客", "number", "").column(), "cf_10016");
    }
}
