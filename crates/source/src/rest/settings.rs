//! The settings of a REST API: its doors, and the description of its streams.

use super::described::{Described, check_parents};
use super::sections::{CURSOR, PAGINATE, PARENT, REFUSED};
use super::wrong::Wrong;
use super::{by_id, dates, window};
use crate::Words;
use crate::config::{Dialect, Effect, Literal, Need, Own, PAGE_SIZE, Setting, Shape, Topic, URL, optional};
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

const SETTINGS: &[Setting] = &[
    Setting {
        example: Literal::Text("https://api.example.com"),
        doc: "Base address of all stream paths. No other address is ever contacted, except `token_url` for a token. \
              Must be https, except on this machine or with insecure_http.",
        ..URL
    },
    optional(
        "username",
        Effect::Elsewhere(Topic::Access),
        Shape::Text,
        Literal::Text("reader"),
        "User name for basic authentication; used with `password`.",
    ),
    optional(
        "password",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_PASSWORD"),
        "Where to find its password: \"env:NAME\" is an environment variable, \"file:PATH\" a file that only its \
         owner can read (0600). Never write a secret itself here.",
    ),
    optional(
        "token",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_TOKEN"),
        "Where to find a bearer token.",
    ),
    optional(
        "api_key",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_KEY"),
        "Where to find an API key; `api_key_header` or `api_key_param` says where to send it.",
    ),
    optional(
        "api_key_header",
        Effect::Elsewhere(Topic::Access),
        Shape::Text,
        Literal::Text("X-Api-Key"),
        "The header to send the API key in.",
    ),
    optional(
        "api_key_param",
        Effect::Elsewhere(Topic::Access),
        Shape::Text,
        Literal::Text("api_key"),
        "The query parameter to send the API key in.",
    ),
    optional(
        "token_url",
        Effect::Elsewhere(Topic::Access),
        Shape::Url,
        Literal::Text("https://login.example.com/oauth/token"),
        "Token endpoint for OAuth 2.0 client credentials; used with `client_id` and `client_secret`, which are sent \
         only to this address.",
    ),
    optional(
        "client_id",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_CLIENT_ID"),
        "Where to find the client id.",
    ),
    optional(
        "client_secret",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SHOP_CLIENT_SECRET"),
        "Where to find the client secret.",
    ),
    optional(
        "scope",
        Effect::Elsewhere(Topic::Access),
        Shape::Text,
        Literal::Text("read"),
        "The scopes to request, separated by spaces.",
    ),
    Setting {
        name: "send_client_as",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::OneOf { built: &["form", "basic"], later: &[] },
        need: Need::Default(Literal::Text("form")),
        example: Literal::Text("basic"),
        doc: "Whether to send the client id and secret as form fields or by basic authentication.",
    },
    Setting {
        name: "streams",
        effect: Effect::Elsewhere(Topic::Api),
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
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("/v1/customers"),
        doc: "Path below `url` that lists the records.",
    },
    optional(
        "arguments",
        Effect::Elsewhere(Topic::Api),
        Shape::Table,
        Literal::Table(&[("status", "all")]),
        "Query parameters of every request.",
    ),
    optional(
        "body",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("{\"status\": \"all\"}"),
        "JSON object to send by POST instead of a GET. Only for requests that change nothing.",
    ),
    optional(
        "records",
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("data.items"),
        "Path of the list of records in a response; without it the response is the list.",
    ),
    Setting {
        name: "key",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Texts,
        need: Need::Required,
        example: Literal::Texts(&["id"]),
        doc: "Paths of the members that together identify a record. Several become one id, joined with colons; a \
              colon in one of them is written %3A, and a percent sign %25.",
    },
    optional(
        "paginate",
        Effect::Elsewhere(Topic::Api),
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
        Effect::Elsewhere(Topic::Api),
        Shape::Text,
        Literal::Text("meta.total"),
        "Path of the total number of records: a listing that returns fewer is incomplete.",
    ),
    optional(
        "cursor",
        Effect::Elsewhere(Topic::Api),
        Shape::Record(CURSOR),
        Literal::Record(&[("field", Literal::Text("updated_at")), ("since", Literal::Text("param:updated_since"))]),
        "How to find changes; without `since` every sync lists everything.",
    ),
    optional(
        "parent",
        Effect::Elsewhere(Topic::Api),
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
        Effect::Elsewhere(Topic::Api),
        Shape::Records(REFUSED),
        Literal::List(&[Literal::Record(&[("status", Literal::Number(404)), ("means", Literal::Text("nothing"))])]),
        "What refusals of this path mean, if not the usual.",
    ),
    optional(
        "window",
        Effect::Elsewhere(Topic::Api),
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
        Effect::Elsewhere(Topic::Api),
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
