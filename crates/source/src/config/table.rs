//! The settings of the engine, each once, by the sections in which they stand. A source brings those of its own.
//!
//! The tables are what the reader accepts, what docs/settings.md and the help text explain, what `init` writes and
//! what a misspelt key is compared with. A setting that is in no table does not exist.

use super::mode::{HistoryOrder, LostScope, Mode};
use super::settings::{Effect, Literal, Need, Setting, Shape, Topic};

/// Address of the site, as a source may say it more closely.
pub const URL: Setting = Setting {
    name: "url",
    effect: Effect::Elsewhere(Topic::Site),
    shape: Shape::Url,
    need: Need::Required,
    example: Literal::Text("https://api.example.com"),
    doc: "Address of the site. Must be https, except on this machine or with insecure_http.",
};

/// The name of the setting for the port that a browser is led back to after a login, which a source may have.
pub const LOGIN_PORT: &str = "login_port";

/// Results of a request, whose bounds and default a source may say otherwise.
pub const PAGE_SIZE: Setting = Setting {
    name: "page_size",
    effect: Effect::Limits(&[Literal::Number(7), Literal::Number(25)]),
    shape: Shape::Number { min: 1, max: 10_000 },
    need: Need::Default(Literal::Number(100)),
    example: Literal::Number(50),
    doc: "Results per request; lowered automatically if the server demands it.",
};

/// Size in MiB up to which files of attachments are stored, where a source has some.
pub const FILE_MIB: Setting = Setting {
    name: "max_attachment_size_mb",
    effect: Effect::Limits(&[Literal::Number(1), Literal::Number(200)]),
    shape: Shape::Number { min: 1, max: 1_000_000 },
    need: Need::Default(Literal::Number(50)),
    example: Literal::Number(200),
    doc: "Largest attachment file to store, in MiB; of larger ones only the metadata is kept.",
};

/// Requests that may start in a minute, whose default a source may say otherwise.
pub const REQUESTS_PER_MINUTE: Setting = Setting {
    name: "requests_per_minute",
    effect: Effect::Limits(&[Literal::Number(6_000), Literal::Number(60_000)]),
    shape: Shape::Number { min: 1, max: 100_000 },
    need: Need::Default(Literal::Number(600)),
    example: Literal::Number(300),
    doc: "Rate limit: the most requests that start in any 60 s; bursts within it are allowed.",
};

/// The first day of history, as a source may say it more closely.
pub const START_DATE: Setting = Setting {
    name: "start_date",
    effect: Effect::Selects(&[Literal::Text("2024-06-01"), Literal::Text("2024-12-15")]),
    shape: Shape::Day,
    need: Need::Default(Literal::Text("")),
    example: Literal::Text("2025-01-01"),
    doc: "First day (UTC) of last modification to include in history; empty means everything. Increments ignore it.",
};

/// Its last day.
pub const END_DATE: Setting = Setting {
    name: "end_date",
    effect: Effect::Selects(&[Literal::Text("2024-06-01"), Literal::Text("2000-01-01")]),
    shape: Shape::Day,
    need: Need::Default(Literal::Text("")),
    example: Literal::Text("2025-12-31"),
    doc: "Last day (UTC) of last modification to include in history; empty means up to the first sync.",
};

/// What the options of a bucket mean; they are the same wherever a bucket may stand.
const OPTIONS_DOC: &str = "Connection options, named like the AWS environment variables in lowercase: aws_region, \
                           aws_endpoint, aws_allow_http, aws_server_side_encryption and others; \
                           aws_secret_access_key, aws_session_token and aws_sse_customer_key_base64 only as \
                           \"env:NAME\" or \"file:PATH\". Anything not given here comes from the environment (AWS_*) \
                           or the machine's role.";

/// Before the first section header.
pub const TOP: &[Setting] = &[Setting {
    name: "data_dir",
    effect: Effect::Elsewhere(Topic::Storage),
    shape: Shape::Folder,
    need: Need::Default(Literal::Text("data")),
    example: Literal::Text("/var/lib/catchment"),
    doc: "Folder for databases, the key file, locks and sockets; private to the user.",
}];

/// In `[lake]`.
pub const LAKE: &[Setting] = &[
    Setting {
        name: "to",
        effect: Effect::Elsewhere(Topic::Storage),
        shape: Shape::Place,
        need: Need::Default(Literal::Text("lake")),
        example: Literal::Text("s3://example-lake/catchment"),
        doc: "Folder or bucket to publish datasets to, with one folder per connection.",
    },
    Setting {
        name: "options",
        effect: Effect::Elsewhere(Topic::Storage),
        shape: Shape::Options,
        need: Need::Default(Literal::Table(&[])),
        example: Literal::Table(&[("aws_region", "eu-central-1")]),
        doc: OPTIONS_DOC,
    },
];

/// In `[attachments]`.
pub const ATTACHMENTS: &[Setting] = &[
    Setting {
        name: "to",
        effect: Effect::Elsewhere(Topic::Storage),
        shape: Shape::Place,
        need: Need::Default(Literal::Text("attachments")),
        example: Literal::Text("s3://example-attachments"),
        doc: "Folder or bucket for attachment files, stored as they are, without redaction.",
    },
    Setting {
        name: "options",
        effect: Effect::Elsewhere(Topic::Storage),
        shape: Shape::Options,
        need: Need::Default(Literal::Table(&[])),
        example: Literal::Table(&[("aws_endpoint", "https://objects.example.com")]),
        doc: OPTIONS_DOC,
    },
];

/// In each `[connections.NAME]`, whatever its source.
pub const CONNECTION: &[Setting] = &[
    // The sources and an example are filled in from those that the program knows.
    Setting {
        name: "source",
        effect: Effect::Elsewhere(Topic::Site),
        shape: Shape::Source(&[]),
        need: Need::Required,
        example: Literal::Text(""),
        doc: "The kind of system to read.",
    },
    URL,
    PAGE_SIZE,
    REQUESTS_PER_MINUTE,
    Setting {
        name: "rate_limit_timeout_ms",
        effect: Effect::Limits(&[Literal::Number(0), Literal::Number(50)]),
        shape: Shape::Number { min: 0, max: 3_600_000 },
        need: Need::Default(Literal::Number(1_000)),
        example: Literal::Number(5_000),
        doc: "Minimum pause, in milliseconds, after reaching the rate limit or receiving a 429.",
    },
    Setting {
        name: "request_timeout_ms",
        effect: Effect::Limits(&[Literal::Number(30_000), Literal::Number(120_000)]),
        shape: Shape::Number { min: 100, max: 3_600_000 },
        need: Need::Default(Literal::Number(60_000)),
        example: Literal::Number(120_000),
        doc: "Timeout of one request, in milliseconds.",
    },
    Setting {
        name: "compression",
        effect: Effect::Limits(&[Literal::Switch(true), Literal::Switch(false)]),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(true)),
        example: Literal::Switch(false),
        doc: "Whether responses may be compressed in transport; what is stored is the same either way.",
    },
    Setting {
        name: "proxy",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Url,
        need: Need::Optional,
        example: Literal::Text("http://proxy.example.com:3128"),
        doc: "Proxy for https addresses outside this machine: http://, https://, socks5:// or socks5h://HOST:PORT. \
              Without it, HTTPS_PROXY or ALL_PROXY of the environment counts; hosts in NO_PROXY are always reached \
              directly.",
    },
    Setting {
        name: "ca_file",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("company-ca.pem"),
        doc: "File with certificates in PEM to trust beside those of the system, as a company's proxy or server needs.",
    },
    Setting {
        name: "user_agent",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("data-team@example.com"),
        doc: "What follows `catchment/VERSION` in the User-Agent header of requests.",
    },
    Setting {
        name: "mode",
        effect: Effect::Selects(&[Literal::Text("incremental"), Literal::Text("historical")]),
        shape: Shape::OneOf { built: Mode::WORDS, later: &[] },
        need: Need::Default(Literal::Text("both")),
        example: Literal::Text("incremental"),
        doc: "\"historical\" reads what exists, \"incremental\" what changes from the first sync on, \"both\" one \
              after the other. A narrower mode removes from the datasets what it does not cover.",
    },
    START_DATE,
    END_DATE,
    Setting {
        name: "history_order",
        effect: Effect::Schedules(&[Literal::Text("oldest"), Literal::Text("newest")]),
        shape: Shape::OneOf { built: HistoryOrder::WORDS, later: &[] },
        need: Need::Default(Literal::Text("newest")),
        example: Literal::Text("oldest"),
        doc: "Which part of history to read first.",
    },
    Setting {
        name: "census_every",
        effect: Effect::Schedules(&[Literal::Text("0m"), Literal::Text("7d")]),
        shape: Shape::Span,
        need: Need::Default(Literal::Text("24h")),
        example: Literal::Text("7d"),
        doc: "How often to list everything, without bodies, to find what was moved, restored or deleted: minutes, \
              hours or days, such as \"30m\", \"24h\", \"7d\"; \"0m\" means every sync.",
    },
    Setting {
        name: "reread_every",
        effect: Effect::Schedules(&[Literal::Text("0m"), Literal::Text("30d")]),
        shape: Shape::Span,
        need: Need::Optional,
        example: Literal::Text("30d"),
        doc: "How often everything that is held is read again, whether or not the site says that it has changed: some changes \
              leave no mark that a listing shows. It holds for every stream; settings of single streams read these more often. \
              \"0m\" means every sync. Without it, records are read when they change.",
    },
    Setting {
        name: "max_deleted_share",
        effect: Effect::Limits(&[Literal::Thousandths(0), Literal::Thousandths(900)]),
        shape: Shape::Share,
        need: Need::Default(Literal::Thousandths(200)),
        example: Literal::Thousandths(50),
        doc: "Largest share of what is published that one run may remove as deleted; beyond it the run needs consent \
              (`catchment sync NAME --allow-deletions`).",
    },
    Setting {
        name: "on_lost_scope",
        effect: Effect::Limits(&[Literal::Text("gap"), Literal::Text("warn")]),
        shape: Shape::OneOf { built: LostScope::WORDS, later: &[] },
        need: Need::Default(Literal::Text("warn")),
        example: Literal::Text("gap"),
        doc: "What follows where the site does not show a space or project any more that was followed, though no setting leaves it out: \
              the sync warns of it once, or it is a gap until it is shown again or accepted. What is in it counts as out of reach \
              either way.",
    },
    Setting {
        name: "publish_incomplete",
        effect: Effect::Schedules(&[Literal::Switch(true), Literal::Switch(false)]),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Whether to publish the first generation even if a listing has not ended. What single objects or files lack \
              holds back none, and later generations are always published; each states what it lacks.",
    },
    Setting {
        name: "raw_retention",
        effect: Effect::Limits(&[Literal::Text("0m"), Literal::Text("1d")]),
        shape: Shape::Span,
        need: Need::Default(Literal::Text("30d")),
        example: Literal::Text("90d"),
        doc: "How long to keep a superseded response, which holds no object's newest version: minutes, hours or days. \
              `catchment vacuum` removes older ones.",
    },
    Setting {
        name: "redaction",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Text,
        need: Need::Default(Literal::Text("standard")),
        example: Literal::Text("phi"),
        doc: "The redaction policy for text: \"standard\", \"strict\", \"pci\", \"phi\", \"secrets\", \"none\", or \
              the name of a section `[redaction.NAME]`.",
    },
    Setting {
        name: "insecure_http",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Accept a plain http address outside this machine; user name and token are then sent unencrypted.",
    },
];

/// In each `[redaction.NAME]`.
pub const REDACTION: &[Setting] = &[
    Setting {
        name: "based_on",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Text,
        need: Need::Default(Literal::Text("standard")),
        example: Literal::Text("phi"),
        doc: "The built-in policy to start from.",
    },
    Setting {
        name: "version",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Text,
        need: Need::Default(Literal::Text("1")),
        example: Literal::Text("2026-11"),
        doc: "Version of the policy, recorded beside its name, also in the manifest.",
    },
    Setting {
        name: "people",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::OneOf { built: &["as based_on", "keep", "pseudonym", "drop"], later: &[] },
        need: Need::Default(Literal::Text("as based_on")),
        example: Literal::Text("drop"),
        doc: "What columns that identify people contain: the value, a keyed pseudonym, or nothing.",
    },
    Setting {
        name: "region",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Text,
        need: Need::Default(Literal::Text("US")),
        example: Literal::Text("DE"),
        doc: "Country (ISO 3166) to assume for telephone numbers that name none.",
    },
    Setting {
        name: "actions",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Table,
        need: Need::Default(Literal::Table(&[])),
        example: Literal::Table(&[("CREDIT_CARD", "last_four"), ("IP_ADDRESS", "keep")]),
        doc: "What to do with values of a type, or of one rule: placeholder, pseudonym, last_four, shift, generalise, \
              remove, keep. `catchment redact types` lists types and rules.",
    },
    Setting {
        name: "columns",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Table,
        need: Need::Default(Literal::Table(&[])),
        example: Literal::Table(&[("source.stream.column", "strict")]),
        doc: "Different policies for a staged relation or one of its columns, by `source.stream` or `source.stream.column`; a link to a title follows the policy of the text that contains it.",
    },
    Setting {
        name: "allow",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["*@example.com"]),
        doc: "Values never to redact; `*` matches any characters.",
    },
    Setting {
        name: "deny",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["Project Falcon"]),
        doc: "Texts always to redact: each becomes `[DENIED]`.",
    },
    Setting {
        name: "patterns",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Table,
        need: Need::Default(Literal::Table(&[])),
        example: Literal::Table(&[("EMPLOYEE_ID", "E-[0-9]{6}")]),
        doc: "Types of your own: linear-time regular expressions, without look-around or back-references.",
    },
    Setting {
        name: "attachments",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::OneOf { built: &["store", "skip"], later: &[] },
        need: Need::Default(Literal::Text("store")),
        example: Literal::Text("skip"),
        doc: "Whether to store attachment files. They are never redacted.",
    },
    Setting {
        name: "skip_media_types",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["image/*"]),
        doc: "Media types of files not to store; `*` matches any characters.",
    },
];

/// In each `[redaction.NAME.analyzer]`.
pub const ANALYZER: &[Setting] = &[
    Setting {
        name: "url",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Url,
        need: Need::Required,
        example: Literal::Text("http://127.0.0.1:5002"),
        doc: "Address of a service with the Presidio analyzer API; it receives clear text. Must be https, except on \
              this machine.",
    },
    Setting {
        name: "language",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Text,
        need: Need::Default(Literal::Text("en")),
        example: Literal::Text("de"),
        doc: "The language to assume for all texts.",
    },
    Setting {
        name: "entities",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Table,
        need: Need::Default(Literal::Table(&[("LOCATION", "PLACE"), ("PERSON", "PERSON_NAME")])),
        example: Literal::Table(&[("ORGANIZATION", "ORGANISATION"), ("PERSON", "PERSON_NAME")]),
        doc: "Entities to look for, by the analyzer's names, and the type that each becomes; see `catchment redact types`.",
    },
    Setting {
        name: "score",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Share,
        need: Need::Default(Literal::Thousandths(500)),
        example: Literal::Thousandths(850),
        doc: "Minimum confidence; findings below it are ignored.",
    },
    Setting {
        name: "timeout_ms",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Number { min: 100, max: 3_600_000 },
        need: Need::Default(Literal::Number(30_000)),
        example: Literal::Number(120_000),
        doc: "Timeout of one request, in milliseconds.",
    },
    Setting {
        name: "max_request_texts",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Number { min: 1, max: 1_000 },
        need: Need::Default(Literal::Number(64)),
        example: Literal::Number(16),
        doc: "Most texts, each a paragraph or a string, to send in one request.",
    },
    Setting {
        name: "max_request_kb",
        effect: Effect::Elsewhere(Topic::Redaction),
        shape: Shape::Number { min: 1, max: 16_384 },
        need: Need::Default(Literal::Number(256)),
        example: Literal::Number(64),
        doc: "Most KiB of text to send in one request; a longer text is sent alone.",
    },
];
