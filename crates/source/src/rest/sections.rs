//! The settings of the sections in a stream: how its listing goes on, its changes, its parent, and what refusals mean.

use super::described::{Due, Meant};
use super::paging::PagingKind;
use crate::config::{Effect, Literal, Need, Setting, Shape, Topic, optional};
use crate::time::Form;

/// What the setting `paginate` holds.
pub const PAGINATE: &[Setting] = &[
    Setting {
        name: "kind",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::OneOf { built: PagingKind::WORDS, later: &[] },
        need: Need::Required,
        example: Literal::Text("cursor"),
        doc: "What identifies the next page: the number of records before it, its number, a value in the response, a \
              URL in the response, the Link header, or the last record.",
    },
    optional(
        "param",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("param:start"),
        "offset and page: where to send the number; param:NAME is a query parameter, body:PATH a member of the body. \
         The default is `offset` or `page`.",
    ),
    optional(
        "size",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("param:limit"),
        "Where to send `page_size`.",
    ),
    optional(
        "first",
        Effect::Elsewhere(Topic::Api),
        Shape::Number { min: 0, max: 1 },
        Literal::Number(0),
        "page: the number of the first page, 1 by default.",
    ),
    optional(
        "from",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("body:meta.next"),
        "cursor and next_url: where to find it: body:PATH, header:NAME, or last:PATH for a member of the last record.",
    ),
    optional(
        "to",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("param:after"),
        "cursor: where to send it.",
    ),
    optional(
        "order",
        Effect::Elsewhere(Topic::Api),
        Shape::Texts,
        Literal::Texts(&["updated_at", "id"]),
        "keyset: the members that the listing is sorted by.",
    ),
    optional(
        "params",
        Effect::Elsewhere(Topic::Api),
        Shape::Texts,
        Literal::Texts(&["updated_after", "after_id"]),
        "keyset: where to send their values from the last record.",
    ),
    optional(
        "ignore_more",
        Effect::Elsewhere(Topic::Api),
        Shape::Switch,
        Literal::Switch(true),
        "none: read the first page alone though the response says that more follows; the manifest names it.",
    ),
    optional(
        "until",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("false:meta.has_more"),
        "What proves the end: \"missing\" (no next page is named), \"empty\" (a page without records), \
         \"false:PATH\", \"total:PATH\". A short page never does.",
    ),
];

/// How times are written, in a cursor and in a window.
pub const TIMES: Setting = Setting {
    name: "as",
    effect: Effect::Elsewhere(Topic::Api),
    shape: Shape::OneOf { built: Form::WORDS, later: &[] },
    need: Need::Default(Literal::Text("iso")),
    example: Literal::Text("epoch_s"),
    doc: "How times are written: ISO 8601, or seconds or milliseconds since 1970.",
};

/// What the setting `cursor` holds.
pub const CURSOR: &[Setting] = &[
    Setting {
        name: "field",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("updated_at"),
        doc: "The member with the time of a record's last change.",
    },
    optional(
        "since",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("param:updated_since"),
        "Where to send the time since which changes are wanted.",
    ),
    TIMES,
    Setting {
        name: "overlap",
        effect: Effect::Schedules(&[Literal::Text("0m"), Literal::Text("1h")]),
        shape: Shape::Span,
        need: Need::Default(Literal::Text("10m")),
        example: Literal::Text("1h"),
        doc: "How far before the newest known change to start: a listing may lag behind its records.",
    },
];

/// What the setting `parent` holds.
pub const PARENT: &[Setting] = &[
    Setting {
        name: "stream",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("customer"),
        doc: "The parent stream.",
    },
    Setting {
        name: "due",
        effect: Effect::Schedules(&[Literal::Text("followed"), Literal::Text("swept")]),
        shape: Shape::OneOf { built: Due::WORDS, later: &[] },
        need: Need::Default(Literal::Text("both")),
        example: Literal::Text("followed"),
        doc: "When to list a parent's records again: when the parent has changed (\"followed\"), when `reread_every` \
              has passed (\"swept\"), or both.",
    },
];

/// What an entry of the setting `refused` holds.
pub const REFUSED: &[Setting] = &[
    Setting {
        name: "status",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Number { min: 200, max: 599 },
        need: Need::Required,
        example: Literal::Number(404),
        doc: "The status of the response; 200 for an error inside a response that looks good.",
    },
    optional(
        "says",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("QUERY_TIMEOUT"),
        "A text that the response contains, byte for byte.",
    ),
    Setting {
        name: "means",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::OneOf { built: Meant::WORDS, later: &[] },
        need: Need::Required,
        example: Literal::Text("nothing"),
        doc: "nothing: there are no records (only as the first response of a listing); gone: the record requested by \
              its id is gone; smaller: ask for fewer records; smaller_window: ask for a shorter time; start_over: \
              start the listing over; renew: the token has expired; later: try again; fail: fail at once.",
    },
];
