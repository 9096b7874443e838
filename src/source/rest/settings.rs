//! The settings of a REST API: its doors, and the description of its streams.

use super::described::{Described, check_parents};
use super::wrong::Wrong;
use super::{by_id, dates, window};
use crate::config::{Dialect, Literal, Need, Own, PAGE_SIZE, Setting, Shape, URL};
use crate::error::Result;
use crate::source::Words;

/// The settings that say what is read.
pub const WORDS: Words = Words { streams: "streams", scopes: None, file_mib: None };

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
    check,
};

const fn optional(name: &'static str, shape: Shape, example: Literal, doc: &'static str) -> Setting {
    Setting { name, shape, need: Need::Optional, example, doc }
}

const SETTINGS: &[Setting] = &[
    Setting {
        example: Literal::Text("https://api.example.com"),
        doc: "Address that the paths of all streams are below. Nothing else is ever asked, but `token_url` for a token. \
              It is https, except on this machine or with insecure_http.",
        ..URL
    },
    optional(
        "username",
        Shape::Text,
        Literal::Text("reader"),
        "User name of basic authentication; goes with `password`.",
    ),
    optional(
        "password",
        Shape::Reference,
        Literal::Text("env:SHOP_PASSWORD"),
        "Where its password is found: \"env:NAME\" is an environment variable, \"file:PATH\" a file that only its owner \
         may read (0600). A secret itself is never written here.",
    ),
    optional("token", Shape::Reference, Literal::Text("env:SHOP_TOKEN"), "Where a bearer token is found."),
    optional(
        "api_key",
        Shape::Reference,
        Literal::Text("env:SHOP_KEY"),
        "Where an API key is found; `api_key_header` or `api_key_param` says where it goes.",
    ),
    optional("api_key_header", Shape::Text, Literal::Text("X-Api-Key"), "The header that the API key goes into."),
    optional(
        "api_key_param",
        Shape::Text,
        Literal::Text("api_key"),
        "The argument of the address that the API key goes into.",
    ),
    optional(
        "token_url",
        Shape::Url,
        Literal::Text("https://login.example.com/oauth/token"),
        "Where tokens are asked for by OAuth 2.0 client credentials; goes with `client_id` and `client_secret`, which are \
         sent to this address alone.",
    ),
    optional("client_id", Shape::Reference, Literal::Text("env:SHOP_CLIENT_ID"), "Where the client's id is found."),
    optional("client_secret", Shape::Reference, Literal::Text("env:SHOP_CLIENT_SECRET"), "Where its secret is found."),
    optional("scope", Shape::Text, Literal::Text("read"), "The scopes to ask for, with spaces between them."),
    Setting {
        name: "send_client_as",
        shape: Shape::OneOf { built: &["form", "basic"], later: &[] },
        need: Need::Default(Literal::Text("form")),
        example: Literal::Text("basic"),
        doc: "Whether the client's id and secret are fields of the form or basic authentication.",
    },
    Setting {
        name: "streams",
        shape: Shape::Named(STREAM),
        need: Need::Required,
        example: Literal::Record(&[("customer", Literal::Record(CUSTOMER)), ("order", Literal::Record(ORDER))]),
        doc: "What is read, by names of your own; each is a dataset. A path of a member has its names with dots between them; \
              one that begins with a slash is a JSON pointer, as /@odata.etag for a name with a dot in it.",
    },
    Setting {
        shape: Shape::Number { min: 1, max: 10_000 },
        need: Need::Default(Literal::Number(100)),
        example: Literal::Number(500),
        doc: "Records asked for in one request, where `paginate.size` says how; lowered by itself where the server demands it.",
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
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("/v1/customers"),
        doc: "Path below `url` that lists the records.",
    },
    optional("arguments", Shape::Table, Literal::Table(&[("status", "all")]), "Arguments of every request."),
    optional(
        "body",
        Shape::Text,
        Literal::Text("{\"status\": \"all\"}"),
        "JSON object to post; with it the stream is asked for by POST. Only for questions that change nothing.",
    ),
    optional(
        "records",
        Shape::Text,
        Literal::Text("data.items"),
        "Path of the list of records in an answer; without it the answer is the list.",
    ),
    Setting {
        name: "key",
        shape: Shape::Texts,
        need: Need::Required,
        example: Literal::Texts(&["id"]),
        doc: "Paths of the members that tell records apart, together. Several become one id, with colons between them; a colon \
              in one of them is written %3A there, and a percent sign %25.",
    },
    optional(
        "paginate",
        Shape::Record(PAGINATE),
        Literal::Record(&[
            ("kind", Literal::Text("cursor")),
            ("from", Literal::Text("body:meta.next")),
            ("to", Literal::Text("param:after")),
        ]),
        "How the next page is found; without it there is one page.",
    ),
    optional(
        "total",
        Shape::Text,
        Literal::Text("meta.total"),
        "Path of the number of all records: a listing that gives fewer is no complete one.",
    ),
    optional(
        "cursor",
        Shape::Record(CURSOR),
        Literal::Record(&[("field", Literal::Text("updated_at")), ("since", Literal::Text("param:updated_since"))]),
        "How changes show; without `since` in it every sync lists everything.",
    ),
    optional(
        "parent",
        Shape::Record(PARENT),
        Literal::Record(&[("stream", Literal::Text("customer"))]),
        "That the records are listed for each record of another stream, whose id stands in the path as {parent.id}.",
    ),
    optional(
        "columns",
        Shape::Table,
        Literal::Table(&[("email", "person"), ("name", "text")]),
        "What members hold: text, json, person (a pseudonym), time, epoch_s, epoch_ms, plain (as it is), number, flag, key or \
         secret (never kept). What is not named is text, or json where it is a list or an object, and is redacted.",
    ),
    optional(
        "refused",
        Shape::Records(REFUSED),
        Literal::List(&[Literal::Record(&[("status", Literal::Number(404)), ("means", Literal::Text("nothing"))])]),
        "What refusals of this path mean where they mean something else than usual.",
    ),
    optional(
        "window",
        Shape::Record(window::SETTINGS),
        Literal::Record(&[
            ("field", Literal::Text("created_at")),
            ("step", Literal::Text("30d")),
            ("from", Literal::Text("param:created_from")),
            ("to", Literal::Text("param:created_to")),
        ]),
        "That history, and every complete listing, is read in windows of time, from `start_date` on.",
    ),
    optional(
        "start_date",
        Shape::Day,
        Literal::Text("2025-01-01"),
        "First day of this stream, in place of the connection's: of `window.field`, else of last modification.",
    ),
    optional(
        "end_date",
        Shape::Day,
        Literal::Text("2025-12-31"),
        "Last day of this stream, in place of the connection's.",
    ),
    optional(
        "by_id",
        Shape::Record(by_id::SETTINGS),
        Literal::Record(&[("path", Literal::Text("/v1/customers/{id}"))]),
        "How a record is asked for by its id: before a deletion is recorded, and where a listing brought it unreadable.",
    ),
    optional(
        "reread_every",
        Shape::Span,
        Literal::Text("7d"),
        "How long after a complete listing the next one is due, which alone shows what is gone. Without a cursor that is \
         every sync, with one, or with a parent, it is `census_every`.",
    ),
];

const PAGINATE: &[Setting] = &[
    Setting {
        name: "kind",
        shape: Shape::OneOf {
            built: &["none", "offset", "page", "cursor", "next_url", "link_header", "keyset"],
            later: &[],
        },
        need: Need::Required,
        example: Literal::Text("cursor"),
        doc: "What names the next page: how many records came before, its number, something that the answer holds, an \
              address in the answer, the header Link, or the last record.",
    },
    optional(
        "param",
        Shape::Text,
        Literal::Text("param:start"),
        "offset and page: where the number goes; param:NAME is an argument, body:PATH a member of the body. Else `offset` \
         or `page`.",
    ),
    optional("size", Shape::Text, Literal::Text("param:limit"), "Where `page_size` goes."),
    optional(
        "first",
        Shape::Number { min: 0, max: 1 },
        Literal::Number(0),
        "page: the number of the first page, else 1.",
    ),
    optional(
        "from",
        Shape::Text,
        Literal::Text("body:meta.next"),
        "cursor and next_url: where it stands: body:PATH, header:NAME, or last:PATH for a member of the last record.",
    ),
    optional("to", Shape::Text, Literal::Text("param:after"), "cursor: where it goes."),
    optional(
        "order",
        Shape::Texts,
        Literal::Texts(&["updated_at", "id"]),
        "keyset: the members that the listing is sorted by.",
    ),
    optional(
        "params",
        Shape::Texts,
        Literal::Texts(&["updated_after", "after_id"]),
        "keyset: where their values of the last record go.",
    ),
    optional(
        "until",
        Shape::Text,
        Literal::Text("false:meta.has_more"),
        "What proves the end: \"missing\" (nothing names a next page), \"empty\" (a page without records), \"false:PATH\", \
         \"total:PATH\". A page that is shorter than asked for never does.",
    ),
];

const CURSOR: &[Setting] = &[
    Setting {
        name: "field",
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("updated_at"),
        doc: "The member that says when a record was changed last.",
    },
    optional(
        "since",
        Shape::Text,
        Literal::Text("param:updated_since"),
        "Where the time goes from which on changes are asked for.",
    ),
    Setting {
        name: "as",
        shape: Shape::OneOf { built: &["iso", "epoch_s", "epoch_ms"], later: &[] },
        need: Need::Default(Literal::Text("iso")),
        example: Literal::Text("epoch_s"),
        doc: "How times are written: by ISO 8601, or in seconds or milliseconds since 1970.",
    },
    Setting {
        name: "overlap",
        shape: Shape::Span,
        need: Need::Default(Literal::Text("10m")),
        example: Literal::Text("1h"),
        doc: "How far before the newest known change it begins: a listing may lag behind its records.",
    },
];

const PARENT: &[Setting] = &[
    Setting {
        name: "stream",
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("customer"),
        doc: "The other stream.",
    },
    Setting {
        name: "due",
        shape: Shape::OneOf { built: &["both", "followed", "swept"], later: &[] },
        need: Need::Default(Literal::Text("both")),
        example: Literal::Text("followed"),
        doc: "When a parent's records are listed again: when the parent has changed (\"followed\"), when `reread_every` is \
              over (\"swept\"), or both.",
    },
];

const REFUSED: &[Setting] = &[
    Setting {
        name: "status",
        shape: Shape::Number { min: 200, max: 599 },
        need: Need::Required,
        example: Literal::Number(404),
        doc: "The status of the answer; 200 for an error inside of an answer that looks good.",
    },
    optional("says", Shape::Text, Literal::Text("QUERY_TIMEOUT"), "A text that the answer holds, byte for byte."),
    Setting {
        name: "means",
        shape: Shape::OneOf {
            built: &["nothing", "gone", "smaller", "smaller_window", "start_over", "renew", "later", "fail"],
            later: &[],
        },
        need: Need::Required,
        example: Literal::Text("nothing"),
        doc: "nothing: there are no records (as the first answer of a listing only); gone: a record that is asked for by its \
              id is gone; smaller: fewer records may be answered; smaller_window: those of a shorter time may be; start_over: the listing begins anew; renew: the token has ended; later: it is tried again; fail: it is an error \
              at once.",
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
            ("two ways to be let in are given at once".to_owned(), format!("keep one of them: {}", given.join(", ")))
        }
    };
    Err(own.refuse(given.first().copied().unwrap_or_default(), what, hint))
}
