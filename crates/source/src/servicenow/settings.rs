//! The settings of a ServiceNow instance: its doors, and the tables that are read.

use super::query;
use super::tables::{DATASET_WORDS, DATASETS, PRESET_WORDS, PRESETS, Table};
use crate::Words;
use crate::config::{
    Dialect, END_DATE, Effect, FILE_MIB, Literal, Need, Own, PAGE_SIZE, START_DATE, Setting, Shape, Topic, URL,
    optional,
};
use catchment_base::error::{Result, printable};
use chrono::TimeDelta;
use url::Url;

/// The settings that say what is read.
pub const WORDS: Words =
    Words { streams: "tables and datasets", file_mib: Some(FILE_MIB.name), container: "record", ..Words::PLAIN };
/// Whether files of attachments are stored.
pub const FILES: &str = "attachment_files";

/// What the settings of this source are.
pub static DIALECT: Dialect = Dialect {
    source: "servicenow",
    word: "a ServiceNow instance",
    example: "itsm",
    settings: SETTINGS,
    foreign: &[
        ("instance", "it is called `url` here: https://INSTANCE.service-now.com"),
        ("instance_url", "it is called `url` here"),
        ("batch_size", "it is called `page_size` here"),
        ("token", "ServiceNow takes `username` and `password`, an OAuth client, or `api_key`"),
    ],
    not_yet_built: &[],
    account: Some("username"),
    base,
    check,
};

const SETTINGS: &[Setting] = &[
    Setting {
        example: Literal::Text("https://example.service-now.com"),
        doc: "Address of the instance. Must be https, except on this machine or with insecure_http.",
        ..URL
    },
    Setting {
        name: "username",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Text,
        need: Need::Usual,
        example: Literal::Text("svc.catchment"),
        doc: "User name of the integration user, whose time zone must be GMT; used with `password`.",
    },
    Setting {
        name: "password",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Reference,
        need: Need::Usual,
        example: Literal::Text("env:SERVICENOW_PASSWORD"),
        doc: "Where to find its password: \"env:NAME\" is an environment variable, \"file:PATH\" a file that only its \
              owner can read (0600). Never write a secret itself here.",
    },
    optional(
        "client_id",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SERVICENOW_CLIENT_ID"),
        "Where to find the id of an OAuth client; with `username` and `password` it logs in as that user, otherwise \
         as the client's own user (client credentials).",
    ),
    optional(
        "client_secret",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SERVICENOW_CLIENT_SECRET"),
        "Where to find the secret of the OAuth client.",
    ),
    optional(
        "api_key",
        Effect::Elsewhere(Topic::Access),
        Shape::Reference,
        Literal::Text("env:SERVICENOW_API_KEY"),
        "Where to find an API key, sent in the header x-sn-apikey.",
    ),
    Setting {
        name: "tables",
        effect: Effect::Selects(&[Literal::Texts(&["incident", "problem"]), Literal::Texts(&["incident", "change"])]),
        shape: Shape::WordsOrRecords(&PRESET_WORDS, TABLE),
        need: Need::Required,
        example: Literal::List(&[
            Literal::Text("incident"),
            Literal::Text("change"),
            Literal::Record(&[("name", Literal::Text("u_custom_table"))]),
        ]),
        doc: "What to read: incident, change (change_request), problem, knowledge (kb_knowledge as knowledge_article), \
              cmdb (cmdb_ci as ci, cmdb_rel_ci as ci_relation), or any table, each a dataset.",
    },
    Setting {
        name: "datasets",
        effect: Effect::Selects(&[Literal::Texts(&["journal_entry"]), Literal::Texts(&["user_group", "choice"])]),
        shape: Shape::AnyOf(&DATASET_WORDS),
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["journal_entry", "user_group"]),
        doc: "What to read beside these tables: journal_entry (work notes and comments of their records), attachment \
              (with files), choice, user_account, user_group, user_group_member, task_sla, audit.",
    },
    Setting {
        name: FILES,
        effect: Effect::Limits(&[Literal::Switch(true), Literal::Switch(false)]),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(true)),
        example: Literal::Switch(false),
        doc: "Whether the dataset `attachment` brings the files: those of records that are read are stored in \
              `[attachments]`. Otherwise only what is known of them is read.",
    },
    FILE_MIB,
    Setting {
        name: "display_values",
        effect: Effect::Shapes(&[Literal::Text("both"), Literal::Text("raw")]),
        shape: Shape::OneOf { built: &["raw", "both"], later: &[] },
        need: Need::Default(Literal::Text("raw")),
        example: Literal::Text("both"),
        doc: "\"raw\" reads values as they are stored, references as ids; \"both\" adds a column FIELD_display with what \
              users see, for references and choices.",
    },
    Setting {
        doc: "First day (UTC) of creation to include; empty means everything. Users are read whenever they were made.",
        ..START_DATE
    },
    Setting { doc: "Last day (UTC) of creation to include; empty means no end.", ..END_DATE },
    Setting {
        name: "history_step",
        effect: Effect::Schedules(&[Literal::Text("7d"), Literal::Text("90d")]),
        shape: Shape::Span,
        need: Need::Default(Literal::Text("1d")),
        example: Literal::Text("7d"),
        doc: "History is read in pieces of creation time, several at once. They follow from the \
              counts of the Aggregate API; this is how long each is where the instance refuses to count.",
    },
    Setting {
        shape: Shape::Number { min: 1, max: 10_000 },
        need: Need::Default(Literal::Number(1_000)),
        example: Literal::Number(500),
        doc: "Records per request (sysparm_limit); lowered automatically where responses are too large.",
        ..PAGE_SIZE
    },
];

const TABLE: &[Setting] = &[
    Setting {
        name: "name",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("u_custom_table"),
        doc: "The name of the table.",
    },
    optional(
        "fields",
        Effect::Shapes(&[Literal::Texts(&["short_description"]), Literal::Texts(&["number", "short_description"])]),
        Shape::Texts,
        Literal::Texts(&["number", "short_description", "assigned_to.email"]),
        "Fields to read, also by way of references; without it all that the instance's dictionary names.",
    ),
    optional(
        "query",
        Effect::Selects(&[Literal::Text("active=true"), Literal::Text("active=false")]),
        Shape::Text,
        Literal::Text("active=true^priority<=2"),
        "Encoded query that records must fulfil; without ORDERBY, ^NQ, ^EQ and javascript:.",
    ),
    Setting {
        name: "cursor_field",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Default(Literal::Text("sys_updated_on")),
        example: Literal::Text("sys_created_on"),
        doc: "The date-time field with a record's last change.",
    },
    optional(
        "reread_every",
        Effect::Schedules(&[Literal::Text("0m"), Literal::Text("7d")]),
        Shape::Span,
        Literal::Text("30d"),
        "How often all records are read again, because scripts may change records without their time and their count of changes; without \
         it records are read when these change.",
    ),
    optional(
        "classes",
        Effect::Shapes(&[
            Literal::Table(&[("short_description", "plain")]),
            Literal::Table(&[("short_description", "secret")]),
        ]),
        Shape::Table,
        Literal::Table(&[("assigned_to.email", "person"), ("u_code", "plain")]),
        "What fields hold, where the dictionary says less: text (redacted), person (a pseudonym), plain (as it is), \
         key, time, integer, decimal, flag or secret (never kept).",
    ),
];

/// What names of tables are like.
const TABLE_NAMES: &str = "names of tables have small letters, digits and underscores";
/// Classes that settings may give a field.
const CLASSES: [&str; 9] = ["text", "person", "plain", "key", "time", "integer", "decimal", "flag", SECRET];
/// The class of what is neither asked for nor kept.
pub const SECRET: &str = "secret";
/// The ways to be let in, each with the settings that it needs together.
const DOORS: [&[&str]; 4] = [
    &["username", "password"],
    &["username", "password", "client_id", "client_secret"],
    &["client_id", "client_secret"],
    &["api_key"],
];
/// Pages of the web interface below the address of an instance, one of which somebody may have copied.
const PAGES: [&str; 3] = ["/now", "/nav_to.do", "/navpage.do"];

fn base(mut url: Url, _: &serde_json::Value) -> Url {
    if PAGES.iter().any(|page| url.path() == *page || url.path().starts_with(&format!("{page}/"))) {
        url.set_path("");
        url.set_query(None);
        url.set_fragment(None);
    }
    url
}

/// What the shapes cannot say.
fn check(own: &Own) -> Result<()> {
    check_door(own)?;
    read(own).map(drop)
}

/// The length of a piece of history.
pub fn step(own: &Own) -> TimeDelta {
    own.span("history_step").unwrap_or(TimeDelta::days(1)).max(TimeDelta::minutes(1))
}

/// The tables that the settings ask for, and behind them the datasets.
pub fn read(own: &Own) -> Result<Vec<Table>> {
    let mut tables: Vec<Table> = Vec::new();
    for (at, said) in own.value("tables").as_array().into_iter().flatten().enumerate() {
        let setting = format!("tables.{at}");
        let asked = match said.as_str() {
            Some(word) => match PRESETS.iter().find(|preset| preset.word == word) {
                Some(preset) => preset.tables.iter().map(|(stream, name)| Table::new(stream, name, &setting)).collect(),
                None if is_name(word, false) => vec![Table::new(word, word, &setting)],
                None => {
                    let what = format!("`tables` has {}, which is not the name of a table", printable(word));
                    return Err(own.refuse(&setting, what, TABLE_NAMES));
                }
            },
            None => vec![row(own, at)?],
        };
        for table in asked {
            if tables.iter().any(|other| other.name == table.name || other.stream == table.stream) {
                let what = format!("the table {} is asked for twice", table.name);
                return Err(own.refuse(&setting, what, "keep one of them"));
            }
            tables.push(table);
        }
    }
    if tables.is_empty() {
        let hint = "for example: tables = [\"incident\", { name = \"u_custom_table\" }]";
        return Err(own.refuse("tables", "no table is asked for", hint));
    }
    let wanted = own.texts("datasets");
    let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for dataset in DATASETS.iter().filter(|dataset| wanted.iter().any(|word| word == dataset.word)) {
        if let Some(other) = tables.iter().find(|other| other.name == dataset.table || other.stream == dataset.word) {
            let what = format!("`{}` and `{}` ask for the same table", dataset.word, other.setting);
            return Err(own.refuse("datasets", what, "keep one of them"));
        }
        tables.push(Table::of(dataset, &names));
    }
    // What happened shows users no more than what is stored.
    let shows_both = own.text("display_values") == Some("both");
    tables.iter_mut().for_each(|table| table.shows_both = shows_both && !table.is_event);
    Ok(tables)
}

/// One row of the setting `tables`.
fn row(own: &Own, at: usize) -> Result<Table> {
    let path = |setting: &str| format!("tables.{at}.{setting}");
    let refuse = |setting: &str, what: String, hint: &str| Err(own.refuse(&path(setting), what, hint));
    let name = own.text(&path("name")).unwrap_or_default();
    if !is_name(name, false) {
        let what = format!("`name` is {}, which is not the name of a table", printable(name));
        return refuse("name", what, TABLE_NAMES);
    }
    let (fields, query) = (own.texts(&path("fields")), own.text(&path("query")).unwrap_or_default());
    let cursor = own.text(&path("cursor_field")).unwrap_or(super::tables::UPDATED);
    for (setting, field) in fields.iter().map(|field| ("fields", field.as_str())).chain([("cursor_field", cursor)]) {
        if !is_name(field, setting == "fields") {
            let what = format!("`{setting}` has {}, which is not the name of a field", printable(field));
            return refuse(
                setting,
                what,
                "names of fields have small letters, digits and underscores, dots between references",
            );
        }
    }
    if !query.is_empty()
        && let Err((what, hint)) = query::fields(query)
    {
        return refuse("query", what, hint);
    }
    let mut table = Table {
        fields,
        query: query.to_owned(),
        cursor: cursor.to_owned(),
        reread_every: own.span(&path("reread_every")),
        ..Table::new(name, name, &format!("tables.{at}"))
    };
    for (field, class) in own.value(&path("classes")).as_object().into_iter().flatten() {
        let class = class.as_str().unwrap_or_default();
        if !CLASSES.contains(&class) {
            let what = format!("`{}` is not a class of a field", printable(class));
            return refuse("classes", what, &format!("known: {}", CLASSES.join(", ")));
        }
        let is_fixed = table.always().contains(&field.as_str());
        if is_fixed || !is_name(field, true) || (!table.fields.is_empty() && !table.fields.contains(field)) {
            let what =
                format!("`classes` names {}, which is not one of the fields that have a class", printable(field));
            return refuse("classes", what, "name a field of `fields`; ids and times of change are what they are");
        }
        table.classes.insert(field.clone(), class.to_owned());
    }
    Ok(table)
}

/// Whether a text is the name of a table, or of a field, which may be that of a record to which references lead.
fn is_name(text: &str, may_walk: bool) -> bool {
    let is_one = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if may_walk { text.split('.').all(is_one) } else { is_one(text) }
}

/// One way in, and of it everything.
fn check_door(own: &Own) -> Result<()> {
    let names = ["username", "password", "client_id", "client_secret", "api_key"];
    let given: Vec<&str> = names.into_iter().filter(|name| !own.value(name).is_null()).collect();
    if DOORS.contains(&given.as_slice()) {
        return Ok(());
    }
    let hint = "give `username` and `password`, with `client_id` and `client_secret` for OAuth; or the latter two alone; or \
                `api_key`";
    let what = match given.as_slice() {
        [] => "nothing says how to log in".to_owned(),
        given => format!("`{}` is no way to log in", given.join("`, `")),
    };
    Err(own.refuse(given.first().copied().unwrap_or_default(), what, hint))
}
