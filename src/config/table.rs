//! Every setting of `catchment.toml`, once.
//!
//! [`SETTINGS`] is what the reader accepts, what the README and the help text explain, what `init` writes and
//! what a misspelt key is compared with. A setting that is not in the table does not exist.

use super::settings::{Literal, Section, Setting, Shape};

/// What the options of a bucket mean; they are the same wherever a bucket may stand.
const OPTIONS_DOC: &str = "How the bucket is reached, by the names of the AWS environment in small letters: aws_region, \
     aws_endpoint, aws_allow_http, aws_server_side_encryption and others; aws_secret_access_key, aws_session_token and \
     aws_sse_customer_key_base64 only as \"env:NAME\" or \"file:PATH\". What is not given here is taken from the \
     environment (AWS_*) or the machine's role.";

/// All settings, in the order in which they are explained.
pub const SETTINGS: &[Setting] = &[
    Setting {
        section: Section::Top,
        name: "data_dir",
        shape: Shape::Folder,
        default: Some(Literal::Text("data")),
        example: Literal::Text("/var/lib/catchment"),
        doc: "Folder of the databases, the key file, locks and sockets; private to the user.",
    },
    Setting {
        section: Section::Lake,
        name: "to",
        shape: Shape::Place,
        default: Some(Literal::Text("lake")),
        example: Literal::Text("s3://example-lake/catchment"),
        doc: "Folder or bucket that the datasets are published to, one folder in it per connection.",
    },
    Setting {
        section: Section::Lake,
        name: "options",
        shape: Shape::Options,
        default: Some(Literal::Table(&[])),
        example: Literal::Table(&[("aws_region", "eu-central-1")]),
        doc: OPTIONS_DOC,
    },
    Setting {
        section: Section::Attachments,
        name: "to",
        shape: Shape::Place,
        default: Some(Literal::Text("attachments")),
        example: Literal::Text("s3://example-attachments"),
        doc: "Folder or bucket that the files of attachments are stored in, as they are: nothing is redacted in them.",
    },
    Setting {
        section: Section::Attachments,
        name: "options",
        shape: Shape::Options,
        default: Some(Literal::Table(&[])),
        example: Literal::Table(&[("aws_endpoint", "https://objects.example.com")]),
        doc: OPTIONS_DOC,
    },
    Setting {
        section: Section::Connection,
        name: "source",
        shape: Shape::OneOf { built: &["confluence"], later: &["jira", "servicenow", "salesforce", "rest"] },
        default: None,
        example: Literal::Text("confluence"),
        doc: "What kind of system is read.",
    },
    Setting {
        section: Section::Connection,
        name: "url",
        shape: Shape::Url,
        default: None,
        example: Literal::Text("https://example.atlassian.net/wiki"),
        doc: "Address of the site; on Confluence Cloud it ends in /wiki. \
              It is https, except on this machine or with insecure_http.",
    },
    Setting {
        section: Section::Connection,
        name: "deployment",
        shape: Shape::OneOf { built: &["cloud"], later: &["data_center"] },
        default: Some(Literal::Text("cloud")),
        example: Literal::Text("cloud"),
        doc: "Who runs the site: Atlassian (\"cloud\").",
    },
    Setting {
        section: Section::Connection,
        name: "username",
        shape: Shape::Text,
        default: None,
        example: Literal::Text("me@example.com"),
        doc: "Account that reads the site: the e-mail address that the API token belongs to. \
              The datasets hold what this account may see.",
    },
    Setting {
        section: Section::Connection,
        name: "api_token",
        shape: Shape::Reference,
        default: None,
        example: Literal::Text("env:CONFLUENCE_API_TOKEN"),
        doc: "Where the API token is found: \"env:NAME\" is an environment variable, \"file:PATH\" a file that only \
              its owner may read (0600). The token itself is never written here.",
    },
    Setting {
        section: Section::Connection,
        name: "space_keys",
        shape: Shape::Keys,
        default: Some(Literal::Texts(&[])),
        example: Literal::Texts(&["DOCS", "ENG"]),
        doc: "Keys of the spaces to read; an empty list means every space that the account sees.",
    },
    Setting {
        section: Section::Connection,
        name: "content_types",
        shape: Shape::SomeOf { built: &["page", "blogpost", "attachment"], later: &[] },
        default: Some(Literal::Texts(&["page"])),
        example: Literal::Texts(&["page", "blogpost"]),
        doc: "What is read from the spaces. With \"attachment\" the files attached to these pages and blog posts are stored \
              in `[attachments]`, and the dataset `page_attachments` says where.",
    },
    Setting {
        section: Section::Connection,
        name: "max_attachment_size_mb",
        shape: Shape::Number { min: 1, max: 1_000_000 },
        default: Some(Literal::Number(50)),
        example: Literal::Number(200),
        doc: "Size in MiB up to which the file of an attachment is stored; of strictly larger ones only what is known \
              about them is kept.",
    },
    Setting {
        section: Section::Connection,
        name: "page_size",
        shape: Shape::Number { min: 1, max: 250 },
        default: Some(Literal::Number(250)),
        example: Literal::Number(100),
        doc: "Results asked for in one request; lowered by itself where the server demands it.",
    },
    Setting {
        section: Section::Connection,
        name: "requests_per_minute",
        shape: Shape::Number { min: 1, max: 100_000 },
        default: Some(Literal::Number(600)),
        example: Literal::Number(300),
        doc: "Query limit: at most so many requests start in any 60 s; bursts inside it are allowed.",
    },
    Setting {
        section: Section::Connection,
        name: "rate_limit_timeout_ms",
        shape: Shape::Number { min: 0, max: 3_600_000 },
        default: Some(Literal::Number(1_000)),
        example: Literal::Number(5_000),
        doc: "Least pause, in milliseconds, after the query limit or an answer 429 was met.",
    },
    Setting {
        section: Section::Connection,
        name: "request_timeout_ms",
        shape: Shape::Number { min: 100, max: 3_600_000 },
        default: Some(Literal::Number(60_000)),
        example: Literal::Number(120_000),
        doc: "Longest time, in milliseconds, that one request may take.",
    },
    Setting {
        section: Section::Connection,
        name: "compression",
        shape: Shape::Switch,
        default: Some(Literal::Switch(true)),
        example: Literal::Switch(false),
        doc: "Whether answers may be compressed in transport; what is kept is the same either way.",
    },
    Setting {
        section: Section::Connection,
        name: "mode",
        shape: Shape::OneOf { built: &["both", "historical", "incremental"], later: &[] },
        default: Some(Literal::Text("both")),
        example: Literal::Text("incremental"),
        doc: "\"historical\" reads what there is, \"incremental\" what changes from the first sync on, \"both\" the one \
              and then the other. A narrower mode takes what lies outside of it out of the datasets.",
    },
    Setting {
        section: Section::Connection,
        name: "start_date",
        shape: Shape::Day,
        default: Some(Literal::Text("")),
        example: Literal::Text("2025-01-01"),
        doc: "First day (UTC) of last modification that history takes; empty: everything. Increments do not look at it.",
    },
    Setting {
        section: Section::Connection,
        name: "end_date",
        shape: Shape::Day,
        default: Some(Literal::Text("")),
        example: Literal::Text("2025-12-31"),
        doc: "Last day (UTC) of last modification that history takes; empty: until the first sync.",
    },
    Setting {
        section: Section::Connection,
        name: "history_order",
        shape: Shape::OneOf { built: &["newest", "oldest"], later: &[] },
        default: Some(Literal::Text("newest")),
        example: Literal::Text("oldest"),
        doc: "Which part of history is read first.",
    },
    Setting {
        section: Section::Connection,
        name: "census_every",
        shape: Shape::Span,
        default: Some(Literal::Text("24h")),
        example: Literal::Text("7d"),
        doc: "How often everything is listed, without bodies, to find what was moved, restored or deleted: minutes, \
              hours or days, as \"30m\", \"24h\", \"7d\"; \"0m\" is with every sync.",
    },
    Setting {
        section: Section::Connection,
        name: "max_deleted_share",
        shape: Shape::Share,
        default: Some(Literal::Thousandths(200)),
        example: Literal::Thousandths(50),
        doc: "The largest part of what is published that one run may take out as deleted; beyond it the run asks for \
              consent (`catchment sync NAME --allow-deletions`).",
    },
    Setting {
        section: Section::Connection,
        name: "raw_retention",
        shape: Shape::Span,
        default: Some(Literal::Text("30d")),
        example: Literal::Text("90d"),
        doc: "How long an answer of the site is kept that holds the newest version of nothing: minutes, hours or days. \
              `catchment vacuum` removes the older ones.",
    },
    Setting {
        section: Section::Connection,
        name: "redaction",
        shape: Shape::Text,
        default: Some(Literal::Text("standard")),
        example: Literal::Text("phi"),
        doc: "The policy by which text is redacted: \"standard\", \"strict\", \"pci\", \"phi\", \"secrets\", \"none\", \
              or the name of a section `[redaction.NAME]`.",
    },
    Setting {
        section: Section::Connection,
        name: "insecure_http",
        shape: Shape::Switch,
        default: Some(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Accepts a plain http address outside this machine: user name and token then travel in clear.",
    },
    Setting {
        section: Section::Redaction,
        name: "based_on",
        shape: Shape::Text,
        default: Some(Literal::Text("standard")),
        example: Literal::Text("phi"),
        doc: "The built-in policy that this one begins with.",
    },
    Setting {
        section: Section::Redaction,
        name: "version",
        shape: Shape::Text,
        default: Some(Literal::Text("1")),
        example: Literal::Text("2026-11"),
        doc: "What its present state is called; stands beside its name in the manifest and on record.",
    },
    Setting {
        section: Section::Redaction,
        name: "people",
        shape: Shape::OneOf { built: &["as based_on", "keep", "pseudonym", "drop"], later: &[] },
        default: Some(Literal::Text("as based_on")),
        example: Literal::Text("drop"),
        doc: "What columns hold that say who somebody is: the value, a keyed pseudonym, or nothing.",
    },
    Setting {
        section: Section::Redaction,
        name: "region",
        shape: Shape::Text,
        default: Some(Literal::Text("US")),
        example: Literal::Text("DE"),
        doc: "The country whose telephone numbers are meant where they say no other, by ISO 3166.",
    },
    Setting {
        section: Section::Redaction,
        name: "actions",
        shape: Shape::Table,
        default: Some(Literal::Table(&[])),
        example: Literal::Table(&[("CREDIT_CARD", "last_four"), ("IP_ADDRESS", "keep")]),
        doc: "What is done with the values of a type, or of one rule: placeholder, pseudonym, last_four, shift, \
              generalise, remove, keep. `catchment redact types` lists types and rules.",
    },
    Setting {
        section: Section::Redaction,
        name: "columns",
        shape: Shape::Table,
        default: Some(Literal::Table(&[])),
        example: Literal::Table(&[("confluence.page.version_message", "strict")]),
        doc: "Other policies for a staged relation or one of its columns; a link to a title follows the policy of the text that it stands in.",
    },
    Setting {
        section: Section::Redaction,
        name: "allow",
        shape: Shape::Texts,
        default: Some(Literal::Texts(&[])),
        example: Literal::Texts(&["*@example.com"]),
        doc: "Values that stay, whatever they are; `*` stands for any characters.",
    },
    Setting {
        section: Section::Redaction,
        name: "deny",
        shape: Shape::Texts,
        default: Some(Literal::Texts(&[])),
        example: Literal::Texts(&["Project Falcon"]),
        doc: "Texts that never stay: each becomes `[DENIED]`.",
    },
    Setting {
        section: Section::Redaction,
        name: "patterns",
        shape: Shape::Table,
        default: Some(Literal::Table(&[])),
        example: Literal::Table(&[("EMPLOYEE_ID", "E-[0-9]{6}")]),
        doc: "Types of your own: regular expressions of linear time, without look-around and back-references.",
    },
    Setting {
        section: Section::Redaction,
        name: "attachments",
        shape: Shape::OneOf { built: &["store", "skip"], later: &[] },
        default: Some(Literal::Text("store")),
        example: Literal::Text("skip"),
        doc: "Whether the files of attachments are stored. They are never redacted.",
    },
    Setting {
        section: Section::Redaction,
        name: "skip_media_types",
        shape: Shape::Texts,
        default: Some(Literal::Texts(&[])),
        example: Literal::Texts(&["image/*"]),
        doc: "Media types of files that are not stored; `*` stands for any characters.",
    },
    Setting {
        section: Section::Analyzer,
        name: "url",
        shape: Shape::Url,
        default: None,
        example: Literal::Text("http://127.0.0.1:5002"),
        doc: "Address of a service that speaks the interface of Presidio's analyzer; clear text is sent to it. It is https, \
              except on this machine.",
    },
    Setting {
        section: Section::Analyzer,
        name: "language",
        shape: Shape::Text,
        default: Some(Literal::Text("en")),
        example: Literal::Text("de"),
        doc: "The language that it takes all texts for.",
    },
    Setting {
        section: Section::Analyzer,
        name: "entities",
        shape: Shape::Table,
        default: Some(Literal::Table(&[("LOCATION", "PLACE"), ("PERSON", "PERSON_NAME")])),
        example: Literal::Table(&[("ORGANIZATION", "ORGANISATION"), ("PERSON", "PERSON_NAME")]),
        doc: "What it looks for, by its own names, and the type that each is here. `catchment redact types` lists ours.",
    },
    Setting {
        section: Section::Analyzer,
        name: "score",
        shape: Shape::Share,
        default: Some(Literal::Thousandths(500)),
        example: Literal::Thousandths(850),
        doc: "How sure it has to be; what it is less sure of stays.",
    },
    Setting {
        section: Section::Analyzer,
        name: "timeout_ms",
        shape: Shape::Number { min: 100, max: 3_600_000 },
        default: Some(Literal::Number(30_000)),
        example: Literal::Number(120_000),
        doc: "Longest time, in milliseconds, that one request may take.",
    },
    Setting {
        section: Section::Analyzer,
        name: "max_request_texts",
        shape: Shape::Number { min: 1, max: 1_000 },
        default: Some(Literal::Number(64)),
        example: Literal::Number(16),
        doc: "How many texts, each a paragraph or a string, are sent in one request.",
    },
    Setting {
        section: Section::Analyzer,
        name: "max_request_kb",
        shape: Shape::Number { min: 1, max: 16_384 },
        default: Some(Literal::Number(256)),
        example: Literal::Number(64),
        doc: "KiB of text up to which they are sent in one request; a longer text is sent alone.",
    },
];

/// Names that a later release gives a meaning; they are refused by name wherever they stand.
pub const NOT_YET_BUILT: &[&str] =
    &["cql", "datasets", "every", "jwt_key", "jwt_shared_secret", "personal_access_token"];

/// Names that other products give a setting, each with the hint that leads to ours.
pub const FOREIGN: &[(&str, &str)] = &[
    ("cloud", "write `deployment = \"cloud\"` instead; \"data_center\" is not yet built"),
    ("endpoints", "it is called `datasets` here, which is not yet built; remove it"),
    ("query_limit", "it is called `requests_per_minute` here"),
];
