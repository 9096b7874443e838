//! The settings of Jira.

use super::endpoint::{Api, Row};
use super::product::PRODUCT;
use super::streams;
use super::{cloud, data_center, jql, search};
use crate::atlassian::settings::{Deployment, EVERY, USERNAME, deployment, joined, span};
use crate::atlassian::{address, conditions, door};
use crate::config::{Dialect, Effect, FILE_MIB, Literal, Need, Own, PAGE_SIZE, Setting, Shape, shortened};
use crate::{Stream, refused_first};
use catchment_base::error::{Error, Result};

/// Which projects are read.
pub const PROJECTS: &str = "project_keys";
/// Which of their issues.
pub const JQL: &str = "jql";
/// What is read of them and beside them.
pub const DATASETS: &str = "datasets";
/// Which custom fields.
pub const FIELDS: &str = "fields";
/// Whether files of attachments are stored.
pub const FILES: &str = "attachment_files";

/// What the settings of this source are.
pub static DIALECT: Dialect = Dialect {
    source: "jira",
    word: "Jira and Jira Service Management",
    example: "tickets",
    settings: &SETTINGS,
    foreign: &[
        ("cloud", "write `deployment = \"cloud\"` or `deployment = \"data_center\"` instead"),
        ("projects", "it is called `project_keys` here"),
        ("filter", "it is called `jql` here"),
        ("query_limit", "it is called `requests_per_minute` here"),
    ],
    not_yet_built: &[],
    account: Some(USERNAME),
    base: |url, settings| address::base(&PRODUCT, url, settings),
    check,
};

/// The settings of the site and its doors, and those that say what is read.
const SETTINGS: [Setting; PRODUCT.settings.len() + OWN.len()] = joined(PRODUCT.settings, OWN);

const OWN: &[Setting] = &[
    Setting {
        name: PROJECTS,
        effect: Effect::Selects(&[Literal::Texts(&["OPS"]), Literal::Texts(&["ENG", "OPS"])]),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["OPS", "HELP"]),
        doc: "The projects to read, by their keys. An empty list means every project that the account can browse. Boards \
              and service desks are those of the whole site.",
    },
    Setting {
        name: JQL,
        effect: Effect::Selects(&[Literal::Text("issuetype = Bug"), Literal::Text("issuetype != Epic")]),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("issuetype != Epic and labels is not EMPTY"),
        doc: "Only issues for which this holds, in the search language of Jira, without `order by`. What does not hold \
              any more is taken out.",
    },
    Setting {
        name: DATASETS,
        effect: Effect::Selects(&[Literal::Texts(&["issue"]), Literal::Texts(&["issue", "comment", "component"])]),
        shape: Shape::AnyOf(streams::DATASETS),
        need: Need::Default(Literal::Texts(streams::USUAL)),
        example: Literal::Texts(&["issue", "comment", "worklog", "changelog", "request"]),
        doc: "What to read. docs/jira.md says what each costs, which rights it needs, and what Data Center lacks.",
    },
    Setting {
        name: FIELDS,
        effect: Effect::Shapes(&[Literal::Texts(&["customfield_10016"]), Literal::Texts(&["-customfield_10016"])]),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["customfield_10016", "customfield_10020"]),
        doc: "The custom fields to read, by their ids, or with \"-\" in front those to leave out; an empty list means all. \
              The fields of every issue are always read.",
    },
    Setting {
        name: FILES,
        effect: Effect::Limits(&[Literal::Switch(true), Literal::Switch(false)]),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Whether the files of attachments are stored in `[attachments]`; otherwise only what is known of them is read.",
    },
    FILE_MIB,
    Setting {
        name: EVERY,
        effect: Effect::Schedules(&[]),
        shape: Shape::Record(CLOCKS),
        need: Need::Default(Literal::Record(&[])),
        example: Literal::Record(&[("user", Literal::Text("7d")), ("sprint", Literal::Text("1h"))]),
        doc: "How often what leaves no mark on an issue is read again, by dataset.",
    },
    Setting {
        shape: Shape::Number { min: 1, max: 100 },
        need: Need::Default(Literal::Number(100)),
        example: Literal::Number(50),
        ..PAGE_SIZE
    },
];

/// The clocks of datasets.
const CLOCKS: &[Setting] = &[
    span(streams::ISSUE, "7d", "Issues with what they carry, whether or not they say that they have changed."),
    span(streams::COMPONENT, "24h", "Components."),
    span(streams::VERSION, "24h", "Versions."),
    span(streams::FIELD, "24h", "Fields."),
    span(streams::STATUS, "24h", "Statuses."),
    span(streams::ISSUE_TYPE, "24h", "Issue types."),
    span(streams::PRIORITY, "24h", "Priorities."),
    span(streams::RESOLUTION, "24h", "Resolutions."),
    span(streams::LINK_TYPE, "24h", "Types of links."),
    span(streams::USER, "24h", "People, groups and their members."),
    span(streams::BOARD, "24h", "Boards."),
    span(streams::SPRINT, "1h", "Sprints."),
    span(streams::VOTE, "7d", "Votes."),
    span(streams::WATCHER, "7d", "Watchers."),
    span(streams::ROLE, "24h", "Roles and who has them."),
    span(streams::PERMISSION, "24h", "Permission schemes."),
    span(streams::SECURITY, "24h", "Issue security schemes."),
    span(streams::SERVICE_DESK, "24h", "Service desks."),
    span(streams::ORGANIZATION, "24h", "Organizations and their members."),
    span(streams::REQUEST_TYPE, "24h", "Request types."),
    span(streams::REQUEST, "1h", "Requests while a clock of their service level agreements is set going."),
    span(streams::QUEUE, "24h", "Queues."),
    span(streams::CUSTOMER, "24h", "Customers."),
];

/// What a connection asks its site for.
pub fn api(own: &Own) -> &'static Api {
    match deployment(own) {
        Deployment::Cloud => &cloud::API,
        Deployment::DataCenter => &data_center::API,
    }
}

/// The streams that a connection asks for. What lies in issues, boards or desks has these read as well.
pub fn wanted(api: &Api, own: &Own) -> Vec<String> {
    let datasets = own.texts(DATASETS);
    let is_named = |row: &Row| datasets.iter().any(|word| word == row.dataset);
    let mut wanted: Vec<&str> = api.rows.iter().filter(|row| is_named(row)).map(|row| row.stream.name).collect();
    // Parents stand before what is listed for them.
    for row in api.rows.iter().rev() {
        let parent = row.stream.parent.map(|parent| parent.stream).filter(|_| wanted.contains(&row.stream.name));
        wanted.extend(parent.filter(|name| !wanted.contains(name)));
    }
    wanted.into_iter().map(str::to_owned).collect()
}

/// What is read that the settings do not name, because what they name lies in it.
pub fn read_besides(api: &Api, own: &Own) -> Option<String> {
    let datasets = own.texts(DATASETS);
    let wanted = wanted(api, own);
    let is_besides = |row: &&Row| {
        let is_wanted = wanted.iter().any(|name| name == row.stream.name);
        is_wanted && !datasets.iter().any(|word| word == row.dataset) && row.stream.handle.is_none()
    };
    let besides: Vec<&str> = api.rows.iter().filter(is_besides).map(|row| row.stream.name).collect();
    (!besides.is_empty())
        .then(|| format!("{} is read as well: what `{DATASETS}` names is listed for each", besides.join(", ")))
}

/// The conditions that settings state, as one.
pub fn filter(own: &Own) -> Option<String> {
    // What is no condition is refused before.
    own.text(JQL).and_then(|text| conditions::enclosed(text).ok())
}

/// What it means that the site refuses a search; `is_filtered` tells whether settings state conditions of it.
pub fn refused_search(is_filtered: bool, said: &str) -> Error {
    if !is_filtered {
        return refused_first(said);
    }
    let hint = format!("correct {JQL}: what it names has to exist, and the account has to see it");
    if !jql::is_told_in(said) {
        return refused_first(said).hint(format!("run again; if it persists, {hint}"));
    }
    let told = said.trim_start_matches("(400)").trim_start_matches(':').trim_start();
    Error::usage(format!("the site does not understand {JQL}: {told}")).hint(hint)
}

/// Whether the streams of a connection have their files stored.
pub fn stores_files(own: &Own, stream: &Stream) -> bool {
    stream.name != streams::ATTACHMENT || own.switch(FILES)
}

/// What the shapes cannot say, in the order in which a reader would look.
fn check(own: &Own) -> Result<()> {
    door::check(&PRODUCT, own)?;
    let is_key = |key: &str| {
        key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if let Some(odd) = own.texts(PROJECTS).iter().find(|key| !is_key(key)) {
        let what = format!("`{PROJECTS}` contains \"{}\", which is no key of a project", shortened(odd));
        return Err(own.refuse(
            PROJECTS,
            what,
            "the key stands in front of the numbers of its issues, as OPS in OPS-7",
        ));
    }
    if let Some(why) = own.text(JQL).and_then(|text| conditions::enclosed(text).err()) {
        let what = format!("`{JQL}` cannot stand beside other conditions: {why}");
        return Err(own.refuse(JQL, what, "write conditions alone, for example: jql = \"labels = runbook\""));
    }
    if let Some(odd) = own.texts(FIELDS).iter().find(|name| !search::is_custom(name)) {
        let what = format!("`{FIELDS}` contains \"{}\", which is no id of a custom field", shortened(odd));
        return Err(own.refuse(
            FIELDS,
            what,
            "for example: fields = [\"customfield_10016\"]; the dataset `field` has the ids",
        ));
    }
    let api = api(own);
    let has = |dataset: &String| api.rows.iter().any(|row| row.dataset == dataset);
    if let Some(lacking) = own.texts(DATASETS).into_iter().find(|dataset| !has(dataset)) {
        return Err(own.refuse(
            DATASETS,
            format!("`{DATASETS}` contains \"{lacking}\", which Jira Data Center does not have"),
            "remove it; docs/jira.md says which datasets each deployment has",
        ));
    }
    Ok(())
}
