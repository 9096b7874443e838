//! The settings of a Salesforce org: its door, and the objects that are read.

use super::objects::{Object, SECRET, WORDS as COMMON};
use super::soql;
use crate::Words;
use crate::config::{
    Dialect, END_DATE, Effect, FILE_MIB, Literal, Mode, Need, Own, PAGE_SIZE, REQUESTS_PER_MINUTE, START_DATE, Setting,
    Shape, Topic, URL, optional,
};
use catchment_base::error::{Result, printable};
use chrono::TimeDelta;
use url::Url;

/// The settings that say what is read.
pub const WORDS: Words =
    Words { streams: "objects", file_mib: Some(FILE_MIB.name), container: "record", ..Words::PLAIN };
/// Whether the files of records are stored.
pub const FILES: &str = "attachment_files";
/// How many queries a run may make.
pub const QUERIES: &str = "queries_per_run";
/// From how many records on history is read by jobs.
pub const BULK_FROM: &str = "bulk_from";
/// Up to which part of its day's requests an org is asked.
pub const SHARE: &str = "daily_api_share";

/// What the settings of this source are.
pub static DIALECT: Dialect = Dialect {
    source: "salesforce",
    word: "a Salesforce org",
    example: "crm",
    settings: SETTINGS,
    foreign: &[
        ("instance_url", "it is called `url` here: https://MYDOMAIN.my.salesforce.com"),
        ("domain", "it is called `url` here: https://MYDOMAIN.my.salesforce.com"),
        ("query_limit", "it is called `queries_per_run` here"),
        ("rate_limit", "it is called `requests_per_minute` here"),
        (
            "username",
            "Salesforce is read by an app with `client_id` and `client_secret`, as the user that its policy names",
        ),
        (
            "password",
            "Salesforce is read by an app with `client_id` and `client_secret`, as the user that its policy names",
        ),
    ],
    not_yet_built: &[],
    account: None,
    base,
    check,
};

const SETTINGS: &[Setting] = &[
    Setting {
        example: Literal::Text("https://example.my.salesforce.com"),
        doc: "Instance URL: the My Domain of the org. Must be https, except on this machine or with insecure_http.",
        ..URL
    },
    Setting {
        name: "client_id",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Reference,
        need: Need::Required,
        example: Literal::Text("env:SF_CLIENT_ID"),
        doc: "Where to find the consumer key of the app: \"env:NAME\" is an environment variable, \"file:PATH\" a file that only \
              its owner can read (0600).",
    },
    Setting {
        name: "client_secret",
        effect: Effect::Elsewhere(Topic::Access),
        shape: Shape::Reference,
        need: Need::Required,
        example: Literal::Text("env:SF_CLIENT_SECRET"),
        doc: "Where to find the consumer secret of the app, whose client credentials flow must be enabled. Never write a secret \
              itself here.",
    },
    Setting {
        name: "objects",
        effect: Effect::Selects(&[Literal::Texts(&["Case", "Contact"]), Literal::Texts(&["Case", "Account", "Lead"])]),
        shape: Shape::WordsOrRecords(&COMMON, OBJECT),
        need: Need::Required,
        example: Literal::List(&[Literal::Text("Case"), Literal::Record(&[("name", Literal::Text("Invoice__c"))])]),
        doc: "What to read: objects by their API names, each a dataset; names of custom objects end in __c.",
    },
    Setting {
        name: FILES,
        effect: Effect::Limits(&[Literal::Switch(true), Literal::Switch(false)]),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(true)),
        example: Literal::Switch(false),
        doc: "Whether the files of Attachment, ContentVersion and Document are stored in `[attachments]`, where these are among \
              `objects`. Otherwise only what is known of them is read.",
    },
    FILE_MIB,
    Setting {
        name: QUERIES,
        effect: Effect::Limits(&[Literal::Number(200), Literal::Number(5_000)]),
        shape: Shape::Number { min: 1, max: 1_000_000 },
        need: Need::Default(Literal::Number(50)),
        example: Literal::Number(500),
        doc: "Query limit: SOQL queries that one run may begin, whatever pages each has; the next run goes on from there. At least two for \
              each object.",
    },
    Setting {
        name: BULK_FROM,
        effect: Effect::Limits(&[Literal::Number(0), Literal::Number(10)]),
        shape: Shape::Number { min: 0, max: 1_000_000_000 },
        need: Need::Default(Literal::Number(100_000)),
        example: Literal::Number(1_000_000),
        doc: "Objects with so many records have their history read by jobs of the Bulk API 2.0, others by queries; 0 makes no jobs.",
    },
    Setting {
        name: SHARE,
        effect: Effect::Limits(&[Literal::Thousandths(900), Literal::Thousandths(1_000)]),
        shape: Shape::Share,
        need: Need::Default(Literal::Thousandths(800)),
        example: Literal::Thousandths(500),
        doc: "Part of the org's API requests of a day up to which it is asked, those of others counted; a run stops there and the next \
              one goes on.",
    },
    Setting {
        doc: "First day (UTC) of creation to include; empty means everything. Users and groups are read whenever they were made.",
        ..START_DATE
    },
    Setting { doc: "Last day (UTC) of creation to include; empty means no end.", ..END_DATE },
    Setting {
        name: "history_step",
        effect: Effect::Schedules(&[Literal::Text("7d"), Literal::Text("90d")]),
        shape: Shape::Span,
        need: Need::Default(Literal::Text("30d")),
        example: Literal::Text("7d"),
        doc: "History is read in pieces of creation time, several at once. They follow from what the org counts; this is how long \
              each is where it does not count.",
    },
    Setting { need: Need::Default(Literal::Number(300)), example: Literal::Number(600), ..REQUESTS_PER_MINUTE },
    Setting {
        shape: Shape::Number { min: 1, max: 2_000 },
        need: Need::Default(Literal::Number(2_000)),
        example: Literal::Number(500),
        doc: "Records per page (batchSize): orgs give 200 at least, and fewer than were asked for where rows are wide.",
        ..PAGE_SIZE
    },
];

const OBJECT: &[Setting] = &[
    Setting {
        name: "name",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("Invoice__c"),
        doc: "The API name of the object, exactly; that of a custom one ends in __c.",
    },
    optional(
        "fields",
        Effect::Shapes(&[Literal::Texts(&["Subject"]), Literal::Texts(&["Subject", "Status"])]),
        Shape::Texts,
        Literal::Texts(&["Name", "Amount__c"]),
        "Fields to read by their API names; without it all standard fields; [\"*\"] reads custom ones as well.",
    ),
    optional(
        "filter",
        Effect::Selects(&[Literal::Text("IsClosed = false"), Literal::Text("IsClosed = true")]),
        Shape::Text,
        Literal::Text("Status != 'Draft'"),
        "Condition in SOQL that records must fulfil, as after WHERE.",
    ),
    optional(
        "cursor_field",
        Effect::Schedules(&[Literal::Text("LastModifiedDate"), Literal::Text("none")]),
        Shape::Text,
        Literal::Text("LastModifiedDate"),
        "The date-time field with a record's last change; without it SystemModstamp, or LastModifiedDate, CreatedDate or LoginTime \
         where there is none. \"none\" lists the object as a whole each time.",
    ),
    optional(
        "reread_every",
        Effect::Schedules(&[Literal::Text("0m"), Literal::Text("7d")]),
        Shape::Span,
        Literal::Text("24h"),
        "How often all records are read again, because formula fields and some summaries change without a time of change; without it \
         records are read when they change.",
    ),
    optional(
        "classes",
        Effect::Shapes(&[Literal::Table(&[("Subject", "plain")]), Literal::Table(&[("Subject", "secret")])]),
        Shape::Table,
        Literal::Table(&[("Contact_Person__c", "person"), ("Code__c", "plain")]),
        "What fields hold, where the org says less: text (redacted), person (a pseudonym), plain (as it is), key, time, date, \
         integer, decimal, flag or secret (never kept).",
    ),
];

/// Classes that settings may give a field.
const CLASSES: [&str; 10] = ["text", "person", "plain", "key", "time", "date", "integer", "decimal", "flag", SECRET];
/// What names are like.
const NAMES: &str = "API names have letters, digits and underscores, as in Case and Invoice__c";
/// Hosts that are no org: they lead every user to the login page, and give apps no tokens.
const LOGINS: [&str; 2] = ["login.salesforce.com", "test.salesforce.com"];
/// Kinds of objects that the query API does not list like others, by the ends of their names.
const UNREADABLE: [(&str, &str); 2] = [
    ("__b", "big objects are not read: they can be queried by their index alone"),
    ("__e", "platform events are not read: they are messages, and the org keeps no list of them"),
];

/// An address of the web interface becomes that of the org: nothing but its host says where the API is.
fn base(mut url: Url, _: &serde_json::Value) -> Url {
    if ["/lightning", "/home", "/setup", "/one"].iter().any(|page| url.path().starts_with(page)) {
        url.set_path("");
        url.set_query(None);
        url.set_fragment(None);
    }
    url
}

/// What the shapes cannot say.
fn check(own: &Own) -> Result<()> {
    let host = own.text("url").and_then(|url| Url::parse(url).ok()).and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_default();
    let my_domain = "give the My Domain of the org: Setup, My Domain, as https://MYDOMAIN.my.salesforce.com";
    if LOGINS.contains(&host.as_str()) {
        let what = format!(
            "`url` is {host}, where apps get no tokens by client credentials (request not supported on this domain)"
        );
        return Err(own.refuse("url", what, my_domain));
    }
    if host.ends_with(".lightning.force.com") {
        let what = format!("`url` is {}, the web interface, which has no API", printable(&host));
        return Err(own.refuse("url", what, my_domain));
    }
    read(own).map(drop)
}

/// The length of a piece of history.
pub fn step(own: &Own) -> TimeDelta {
    own.span("history_step").unwrap_or(TimeDelta::days(30)).max(TimeDelta::minutes(1))
}

/// The objects that the settings ask for.
pub fn read(own: &Own) -> Result<Vec<Object>> {
    let mut objects: Vec<Object> = Vec::new();
    for (at, said) in own.value("objects").as_array().into_iter().flatten().enumerate() {
        let setting = format!("objects.{at}");
        let object = match said.as_str() {
            Some(name) => {
                prove_object(own, &setting, name)?;
                Object::new(name, &setting)
            }
            None => row(own, at)?,
        };
        if objects.iter().any(|other| other.stream == object.stream) {
            let what = format!("the object {} is asked for twice", object.name);
            return Err(own.refuse(&setting, what, "keep one of them"));
        }
        objects.push(object);
    }
    objects.iter().filter(|object| object.is_timeless()).try_for_each(|object| refuse_bounds(own, object))?;
    let least = 2 * objects.len();
    if own.value(QUERIES).as_u64().is_some_and(|queries| queries < least as u64) {
        let what = format!("`queries_per_run` is {}, and there are {} objects", own.value(QUERIES), objects.len());
        let hint =
            format!("an object takes a query for its changes and one for its complete listing: allow {least} at least");
        return Err(own.refuse(QUERIES, what, hint));
    }
    if objects.is_empty() {
        let hint = "for example: objects = [\"Case\", { name = \"Invoice__c\" }]";
        return Err(own.refuse("objects", "no object is asked for", hint));
    }
    Ok(objects)
}

/// Refuses what bounds the time of an object of which nothing says when its records were changed.
fn refuse_bounds(own: &Own, object: &Object) -> Result<()> {
    let is_day = |name: &&str| own.text(name).is_some_and(|day| !day.is_empty());
    let is_narrow = own.text("mode") == Some(Mode::Incremental.as_str());
    let Some(setting) = ["start_date", "end_date"].into_iter().find(is_day).or(is_narrow.then_some("mode")) else {
        return Ok(());
    };
    let what = format!("`{setting}` does not apply to {}, which is read without a cursor field", object.name);
    let hint = match setting {
        "mode" => "read it by a connection of its own",
        _ => "read it by a connection of its own, or bound it by `filter`: \"CreatedDate >= 2025-01-01T00:00:00Z\"",
    };
    Err(own.refuse(setting, what, hint))
}

fn prove_object(own: &Own, setting: &str, name: &str) -> Result<()> {
    if !soql::is_name(name) {
        return Err(own.refuse(
            setting,
            format!("`objects` has {}, which is not the name of an object", printable(name)),
            NAMES,
        ));
    }
    match UNREADABLE.iter().find(|(ending, _)| name.to_ascii_lowercase().ends_with(ending)) {
        Some((_, why)) => Err(own.refuse(setting, format!("`objects` has {name}: {why}"), "remove it from `objects`")),
        None => Ok(()),
    }
}

/// One row of the setting `objects`.
fn row(own: &Own, at: usize) -> Result<Object> {
    let path = |setting: &str| format!("objects.{at}.{setting}");
    let name = own.text(&path("name")).unwrap_or_default();
    prove_object(own, &path("name"), name)?;
    let fields = own.texts(&path("fields"));
    let cursor = own.text(&path("cursor_field"));
    let named = fields.iter().filter(|field| *field != "*").map(|field| ("fields", field.as_str()));
    for (setting, field) in named.chain(cursor.map(|cursor| ("cursor_field", cursor))) {
        if !soql::is_name(field) {
            let what = format!("`{setting}` has {}, which is not the name of a field", printable(field));
            let hint = match field.contains('.') {
                true => {
                    "fields of other objects are read with those objects: name them in `objects`, and join the datasets by id"
                }
                false => NAMES,
            };
            return Err(own.refuse(&path(setting), what, hint));
        }
    }
    let filter = own.text(&path("filter")).unwrap_or_default();
    if let Err((what, hint)) = soql::prove_filter(filter) {
        return Err(own.refuse(&path("filter"), what, hint));
    }
    let mut object = Object {
        fields,
        filter: filter.trim().to_owned(),
        cursor: cursor.map(str::to_owned),
        reread_every: own.span(&path("reread_every")),
        ..Object::new(name, &format!("objects.{at}"))
    };
    for (field, class) in own.value(&path("classes")).as_object().into_iter().flatten() {
        let class = class.as_str().unwrap_or_default();
        if !CLASSES.contains(&class) {
            let what = format!("`{}` is not a class of a field", printable(class));
            return Err(own.refuse(&path("classes"), what, format!("known: {}", CLASSES.join(", "))));
        }
        if !soql::is_name(field) || object.always().any(|always| always == field) {
            let what =
                format!("`classes` names {}, which is not one of the fields that have a class", printable(field));
            let hint = "name a field of the object; ids and times of change are what they are";
            return Err(own.refuse(&path("classes"), what, hint));
        }
        object.classes.insert(field.clone(), class.to_owned());
    }
    Ok(object)
}
