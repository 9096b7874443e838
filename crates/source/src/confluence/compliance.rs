//! The settings of a rule that pages have to keep.

use super::filter::is_key;
use crate::config::{Effect, Literal, Need, Own, Setting, Shape, Topic, shortened};
use catchment_base::error::Result;
use serde_json::Value;

const COMPLIANCE: &str = "compliance";
const SPACES: &str = "space_keys";

/// A rule: which pages it is about, and what they need.
pub(super) const RULE: &[Setting] = &[
    Setting {
        name: "name",
        effect: Effect::Elsewhere(Topic::Reports),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("runbooks"),
        doc: "What the report calls the rule.",
    },
    Setting {
        name: SPACES,
        effect: Effect::Elsewhere(Topic::Reports),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["OPS*", "ENG"]),
        doc: "Keys of the spaces that it is about, as the datasets have them; `*` stands for any characters, `?` for \
              one. An empty list means every space.",
    },
    Setting {
        name: "labels_all",
        effect: Effect::Elsewhere(Topic::Reports),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["runbook"]),
        doc: "Labels that each page must have.",
    },
    Setting {
        name: "labels_any",
        effect: Effect::Elsewhere(Topic::Reports),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["public", "internal"]),
        doc: "Labels of which each page must have at least one.",
    },
    Setting {
        name: "owner",
        effect: Effect::Elsewhere(Topic::Reports),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Whether each page must have an owner whose account is in use.",
    },
    Setting {
        name: "max_age_days",
        effect: Effect::Elsewhere(Topic::Reports),
        shape: Shape::Number { min: 1, max: 36_500 },
        need: Need::Optional,
        example: Literal::Number(365),
        doc: "Days after which each page must have changed.",
    },
];

/// What the shapes of rules cannot say: a rule that nothing can break, and a key that no space can have.
pub(super) fn check(own: &Own) -> Result<()> {
    let is_set = |value: &Value| match value {
        Value::Array(words) => !words.is_empty(),
        Value::Bool(on) => *on,
        value => !value.is_null(),
    };
    for (place, rule) in own.value(COMPLIANCE).as_array().into_iter().flatten().enumerate() {
        let path = format!("{COMPLIANCE}.{place}");
        if !["labels_all", "labels_any", "owner", "max_age_days"].iter().any(|name| is_set(&rule[*name])) {
            return Err(own.refuse(
                &path,
                format!(
                    "the rule \"{}\" in `{COMPLIANCE}` demands nothing",
                    shortened(rule["name"].as_str().unwrap_or_default())
                ),
                "give it labels_all, labels_any, owner = true or max_age_days, or remove it",
            ));
        }
        let mut keys = rule[SPACES].as_array().into_iter().flatten().filter_map(Value::as_str);
        if let Some(odd) = keys.find(|key| !is_key(key)) {
            return Err(own.refuse(
                &format!("{path}.{SPACES}"),
                format!("`{SPACES}` contains \"{}\", which is no key of a space", shortened(odd)),
                "write keys of spaces, with `*` and `?` as in \"OPS*\"; names of spaces are not compared here",
            ));
        }
    }
    Ok(())
}
