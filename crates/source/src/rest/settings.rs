//! The settings of a REST API: its doors, and the description of its streams.

use super::described::{Described, Due, Meant, check_parents};
use super::paging::PagingKind;
use super::wrong::Wrong;
use super::{by_id, dates, window};
use crate::Words;
use crate::config::{Dialect, Effect, Literal, Need, Own, PAGE_SIZE, Part, Setting, Shape, URL};
use crate::time::Form;
use catchment_base::error::Result;

/// The settings that say what is read.
pub const WORDS: Words = Words { streams: "streams", ..Words::PLAIN };

/// What the settings of this source are.
pub static DIALECT: Dialect = Dialect {
    source: "rest",
    word: "a REST API",
    example: "shop",
    settings: SETTINGS,
    foreign: &[
        ("base_url", "it is called `url` here"),
        ("api_token", "it is called `token` here: a bearer token"),
        ("endpoints", "each is a section [connections.NAME.streams.NAME] here"),
    ],
    not_yet_built: &[],
    account: None,
    base: |url, _| url,
    check,
};

const fn optional(name: &'static str, effect: Effect, shape: Shape, example: Literal, doc: &'static str) -> Setting {
    Setting { name, effect, shape, need: Need::Optional, example, doc }
}

const SETTINGS: &[Setting] = &[
    Setting {
        example: Literal::Text("https://api.example.com"),
        doc: "Base address of all stream paths. No other address is ever contacted, except `token_url` for a token. \
              Must be https, except on this machine or with insecure_http.",
        ..URL
    },
    optional(
        "username",
        Effect::Elsewhere(Part::Access),
        Shape::Text,
        Literal::Text("reader"),
        "User name for basic authentication; used with `password`.",
    ),
    optional(
        "password",
        Effect::Elsewhere(Part::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_PASSWORD"),
        "Where to find its password: \"env:NAME\" is an environment variable, \"file:PATH\" a file that only its \
         owner can read (0600). Never write a secret itself here.",
    ),
    optional(
        "token",
        Effect::Elsewhere(Part::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_TOKEN"),
        "Where to find a bearer token.",
    ),
    optional(
        "api_key",
        Effect::Elsewhere(Part::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_KEY"),
        "Where to find an API key; `api_key_header` or `api_key_param` says where to send it.",
    ),
    optional(
        "api_key_header",
        Effect::Elsewhere(Part::Access),
        Shape::Text,
        Literal::Text("X-Api-Key"),
        "The header to send the API key in.",
    ),
    optional(
        "api_key_param",
        Effect::Elsewhere(Part::Access),
        Shape::Text,
        Literal::Text("api_key"),
        "The query parameter to send the API key in.",
    ),
    optional(
        "token_url",
        Effect::Elsewhere(Part::Access),
        Shape::Url,
        Literal::Text("https://login.example.com/oauth/token"),
        "Token endpoint for OAuth 2.0 client credentials; used with `client_id` and `client_secret`, which are sent \
         only to this address.",
    ),
    optional(
        "client_id",
        Effect::Elsewhere(Part::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_CLIENT_ID"),
        "Where to find the client id.",
    ),
    optional(
        "client_secret",
        Effect::Elsewhere(Part::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_CLIENT_SECRET"),
        "Where to find the client \
                                                                                          secret.",
    ),
    optional(
        "scope",
        Effect::Elsewhere(Part::Access),
        Shape::Text,
        Literal::Text("read"),
        "The scopes to request, separated by spaces.",
    ),
    Setting {
        name: "send_client_as",
        effect: Effect::Elsewhere(Part::Access),
        shape: Shape::OneOf { built: &["form", "basic"], later: &[] },
        need: Need::Default(Literal::Text("form")),
        example: Literal::Text("basic"),
        doc: "Whether to send the client id and secret as form fields or by basic authentication.",
    },
    Setting {
        name: "streams",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::Named(STREAM),
        need: Need::Required,
        example: Literal::Record(&[("customer", Literal::Record(CUSTOMER)), ("order", Literal::Record(ORDER))]),
        doc: "What to read, under names of your own; each is a dataset. The path of a member is its names separated \
              by dots; one that begins with a slash is a JSON pointer, such as /@odata.etag for a name with a dot in \
              it.",
    },
    Setting {
        shape: Shape::Number { min: 1, max: 10_000 },
        need: Need::Default(Literal::Number(100)),
        example: Literal::Number(500),
        doc: "Records per request, if `paginate.size` says how to ask for them; lowered automatically if the server demands it.",
        ..PAGE_SIZE
    },
];

/// A stream with paging, changes and columns, as the practice server has it.
const CUSTOMER: &[(&str, Literal)] = &[
    ("path", Literal::Text("/v1/customers")),
    ("records", Literal::Text("data.items")),
    ("key", Literal::Texts(&["id"])),
    ("paginate", PAGED),
    (
        "cursor",
        Literal::Record(&[("field", Literal::Text("updated_at")), ("since", Literal::Text("param:updated_since"))]),
    ),
    ("columns", Literal::Table(&[("email", "person"), ("address.city", "plain"), ("credit", "number")])),
];
/// A stream that is listed for each of its records.
const ORDER: &[(&str, Literal)] = &[
    ("path", Literal::Text("/v1/customers/{parent.id}/orders")),
    ("parent", Literal::Record(&[("stream", Literal::Text("customer"))])),
    ("records", Literal::Text("orders")),
    ("key", Literal::Texts(&["id"])),
    ("paginate", PAGED),
];
const PAGED: Literal = Literal::Record(&[
    ("kind", Literal::Text("cursor")),
    ("from", Literal::Text("body:meta.next_cursor")),
    ("to", Literal::Text("param:cursor")),
    ("size", Literal::Text("param:limit")),
]);

const STREAM: &[Setting] = &[
    Setting {
        name: "path",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("/v1/customers"),
        doc: "Path below `url` that lists the records.",
    },
    optional(
        "arguments",
        Effect::Elsewhere(Part::Api),
        Shape::Table,
        Literal::Table(&[("status", "all")]),
        "Query parameters of every request.",
    ),
    optional(
        "body",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("{\"status\": \"all\"}"),
        "JSON object to send by POST instead of a GET. Only for requests that change nothing.",
    ),
    optional(
        "records",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("data.items"),
        "Path of the list of records in a response; without it the response is the list.",
    ),
    Setting {
        name: "key",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::Texts,
        need: Need::Required,
        example: Literal::Texts(&["id"]),
        doc: "Paths of the members that together identify a record. Several become one id, joined with colons; a \
              colon in one of them is written %3A, and a percent sign %25.",
    },
    optional(
        "paginate",
        Effect::Elsewhere(Part::Api),
        Shape::Record(PAGINATE),
        Literal::Record(&[
            ("kind", Literal::Text("cursor")),
            ("from", Literal::Text("body:meta.next")),
            ("to", Literal::Text("param:after")),
        ]),
        "How to find the next page; without it there is one page.",
    ),
    optional(
        "total",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("meta.total"),
        "Path of the total number of records: a listing that returns fewer is incomplete.",
    ),
    optional(
        "cursor",
        Effect::Elsewhere(Part::Api),
        Shape::Record(CURSOR),
        Literal::Record(&[("field", Literal::Text("updated_at")), ("since", Literal::Text("param:updated_since"))]),
        "How to find changes; without `since` every sync lists everything.",
    ),
    optional(
        "parent",
        Effect::Elsewhere(Part::Api),
        Shape::Record(PARENT),
        Literal::Record(&[("stream", Literal::Text("customer"))]),
        "Lists the records for each record of another stream, whose id is {parent.id} in the path.",
    ),
    optional(
        "columns",
        Effect::Shapes(&[
            Literal::Table(&[("name", "plain")]),
            Literal::Table(&[("email", "person"), ("name", "text")]),
        ]),
        Shape::Table,
        Literal::Table(&[("email", "person"), ("name", "text")]),
        "What members contain: text, json, person (a pseudonym), time, epoch_s, epoch_ms, plain (as it is), number, \
         flag, key or secret (never kept). What is not named is text, or json if it is a list or an object, and is \
         redacted.",
    ),
    optional(
        "refused",
        Effect::Elsewhere(Part::Api),
        Shape::Records(REFUSED),
        Literal::List(&[Literal::Record(&[("status", Literal::Number(404)), ("means", Literal::Text("nothing"))])]),
        "What refusals of this path mean, if not the usual.",
    ),
    optional(
        "window",
        Effect::Elsewhere(Part::Api),
        Shape::Record(window::SETTINGS),
        Literal::Record(&[
            ("field", Literal::Text("created_at")),
            ("step", Literal::Text("30d")),
            ("from", Literal::Text("param:created_from")),
            ("to", Literal::Text("param:created_to")),
        ]),
        "Reads history, and every complete listing, in windows of time, from `start_date` on.",
    ),
    optional(
        "start_date",
        Effect::Selects(&[Literal::Text("2024-06-01"), Literal::Text("2024-12-15")]),
        Shape::Day,
        Literal::Text("2025-01-01"),
        "First day for this stream, instead of the connection's: of `window.field`, otherwise of last modification.",
    ),
    optional(
        "end_date",
        Effect::Selects(&[Literal::Text("2024-06-01"), Literal::Text("2000-01-01")]),
        Shape::Day,
        Literal::Text("2025-12-31"),
        "Last day for this stream, instead of the connection's.",
    ),
    optional(
        "by_id",
        Effect::Elsewhere(Part::Api),
        Shape::Record(by_id::SETTINGS),
        Literal::Record(&[("path", Literal::Text("/v1/customers/{id}"))]),
        "How to request a record by its id: before recording a deletion, and if a listing returned it unreadable.",
    ),
    optional(
        "reread_every",
        Effect::Schedules(&[Literal::Text("0m"), Literal::Text("7d")]),
        Shape::Span,
        Literal::Text("7d"),
        "How long after a complete listing the next one is due; only complete listings show deletions. The default is \
         every sync without a cursor, and `census_every` with a cursor or a parent.",
    ),
];

const PAGINATE: &[Setting] = &[
    Setting {
        name: "kind",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::OneOf { built: PagingKind::WORDS, later: &[] },
        need: Need::Required,
        example: Literal::Text("cursor"),
        doc: "What identifies the next page: the number of records before it, its number, a value in the response, a \
              URL in the response, the Link header, or the last record.",
    },
    optional(
        "param",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("param:start"),
        "offset and page: where to send the number; param:NAME is a query parameter, body:PATH a member of the body. \
         The default is `offset` or `page`.",
    ),
    optional(
        "size",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("param:limit"),
        "Where to send `page_size`.",
    ),
    optional(
        "first",
        Effect::Elsewhere(Part::Api),
        Shape::Number { min: 0, max: 1 },
        Literal::Number(0),
        "page: the number of the first page, 1 by default.",
    ),
    optional(
        "from",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("body:meta.next"),
        "cursor and next_url: where to find it: body:PATH, header:NAME, or last:PATH for a member of the last record.",
    ),
    optional(
        "to",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("param:after"),
        "cursor: where to send it.",
    ),
    optional(
        "order",
        Effect::Elsewhere(Part::Api),
        Shape::Texts,
        Literal::Texts(&["updated_at", "id"]),
        "keyset: the members that the listing is sorted by.",
    ),
    optional(
        "params",
        Effect::Elsewhere(Part::Api),
        Shape::Texts,
        Literal::Texts(&["updated_after", "after_id"]),
        "keyset: where to send their values from the last record.",
    ),
    optional(
        "until",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("false:meta.has_more"),
        "What proves the end: \"missing\" (no next page is named), \"empty\" (a page without records), \
         \"false:PATH\", \"total:PATH\". A short page never does.",
    ),
];

const CURSOR: &[Setting] = &[
    Setting {
        name: "field",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("updated_at"),
        doc: "The member with the time of a record's last change.",
    },
    optional(
        "since",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("param:updated_since"),
        "Where to send the time since which changes are wanted.",
    ),
    Setting {
        name: "as",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::OneOf { built: Form::WORDS, later: &[] },
        need: Need::Default(Literal::Text("iso")),
        example: Literal::Text("epoch_s"),
        doc: "How times are written: ISO 8601, or seconds or milliseconds since 1970.",
    },
    Setting {
        name: "overlap",
        effect: Effect::Schedules(&[Literal::Text("0m"), Literal::Text("1h")]),
        shape: Shape::Span,
        need: Need::Default(Literal::Text("10m")),
        example: Literal::Text("1h"),
        doc: "How far before the newest known change to start: a listing may lag behind its records.",
    },
];

const PARENT: &[Setting] = &[
    Setting {
        name: "stream",
        effect: Effect::Elsewhere(Part::Api),
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

const REFUSED: &[Setting] = &[
    Setting {
        name: "status",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::Number { min: 200, max: 599 },
        need: Need::Required,
        example: Literal::Number(404),
        doc: "The status of the response; 200 for an error inside a response that looks good.",
    },
    optional(
        "says",
        Effect::Elsewhere(Part::Api),
        Shape::Text,
        Literal::Text("QUERY_TIMEOUT"),
        "A text that the response contains, byte for byte.",
    ),
    Setting {
        name: "means",
        effect: Effect::Elsewhere(Part::Api),
        shape: Shape::OneOf { built: Meant::WORDS, later: &[] },
        need: Need::Required,
        example: Literal::Text("nothing"),
        doc: "nothing: there are no records (only as the first response of a listing); gone: the record requested by \
              its id is gone; smaller: ask for fewer records; smaller_window: ask for a shorter time; start_over: \
              start the listing over; renew: the token has expired; later: try again; fail: fail at once.",
    },
];

/// The ways to be let in, each with the settings that it needs together.
const DOORS: [&[&str]; 5] = [
    &["username", "password"],
    &["token"],
    &["api_key", "api_key_header"],
    &["api_key", "api_key_param"],
    &["token_url", "client_id", "client_secret"],
];

/// What the shapes cannot say.
fn check(own: &Own) -> Result<()> {
    check_door(own)?;
    dates::check(own, &read_streams(own)?)
}

/// The streams that the settings describe, parents first, else in the order of their names.
pub fn read_streams(own: &Own) -> Result<Vec<Described>> {
    let refuse = |wrong: Wrong| wrong.told(own);
    let streams = own.value(WORDS.streams).as_object();
    let read = streams.into_iter().flatten().map(|(name, said)| Described::read(name, said).map_err(refuse));
    let mut streams = read.collect::<Result<Vec<_>>>()?;
    check_parents(&streams).map_err(refuse)?;
    streams.sort_by_key(|stream| stream.parent.is_some());
    Ok(streams)
}

/// At most one way in, and of it everything.
fn check_door(own: &Own) -> Result<()> {
    let is_set = |name: &&&str| !own.value(name).is_null();
    let given: Vec<&str> = DOORS.concat().iter().filter(|name| !own.value(name).is_null()).copied().collect();
    let whole = DOORS.iter().find(|door| door.iter().all(|name| given.contains(name)));
    let is_one = whole.is_some_and(|door| given.iter().all(|name| door.contains(name)));
    if given.is_empty() || is_one {
        return Ok(());
    }
    let nearest = DOORS.iter().max_by_key(|door| door.iter().filter(is_set).count()).copied().unwrap_or_default();
    let (what, hint) = match nearest.iter().find(|name| !given.contains(name)) {
        Some(lacking) => (
            format!("`{}` is given without `{lacking}`", given.join("`, `")),
            format!("these go together: {}", nearest.join(", ")),
        ),
        None => {
            ("two ways to authenticate are given at once".to_owned(), format!("keep one of them: {}", given.join(", ")))
        }
    };
    Err(own.refuse(given.first().copied().unwrap_or_default(), what, hint))
}
