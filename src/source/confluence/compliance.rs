//! The settings of a rule that pages have to keep.

use crate::config::{Literal, Need, Setting, Shape};

/// A rule: which pages it is about, and what they need.
pub(super) const RULE: &[Setting] = &[
    Setting {
        name: "name",
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("runbooks"),
        doc: "What the report calls the rule.",
    },
    Setting {
        name: "space_keys",
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["OPS*", "ENG"]),
        doc: "Keys of the spaces that it is about, as the datasets have them; `*` stands for any characters, `?` for \
              one. An empty list means every space.",
    },
    Setting {
        name: "labels_all",
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["runbook"]),
        doc: "Labels that each page must have.",
    },
    Setting {
        name: "labels_any",
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["public", "internal"]),
        doc: "Labels of which each page must have at least one.",
    },
    Setting {
        name: "owner",
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Whether each page must have an owner whose account is in use.",
    },
    Setting {
        name: "max_age_days",
        shape: Shape::Number { min: 1, max: 36_500 },
        need: Need::Optional,
        example: Literal::Number(365),
        doc: "Days after which each page must have changed.",
    },
];
