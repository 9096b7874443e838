//! The settings of Confluence.

use super::compliance::{self, RULE};
use super::endpoint::{Api, Row};
use super::product::PRODUCT;
use super::streams::{self, DATASETS, FILES, PAGE_CONTENT, PAGE_VERSION};
use super::{cloud, data_center, filter};
use crate::Stream;
use crate::atlassian::settings::{Deployment, EVERY, USERNAME, deployment, joined, optional_span, span};
use crate::atlassian::{address, door};
use crate::config::{Dialect, Effect, FILE_MIB, Literal, Need, Own, PAGE_SIZE, Setting, Shape, Topic};
use catchment_base::error::Result;

/// Which spaces are read.
pub const SPACES: &str = "space_keys";
/// What is read from them.
pub const TYPES: &str = "content_types";
/// What is read beyond that.
const DATASETS_SETTING: &str = "datasets";
/// Representations of bodies beside the stored one.
const REPRESENTATIONS: &str = "representations";
/// Whether the bodies of old versions are read.
const VERSION_BODIES: &str = "version_bodies";

/// What the settings of this source are.
pub static DIALECT: Dialect = Dialect {
    source: "confluence",
    word: "Confluence",
    example: "wiki",
    settings: &SETTINGS,
    foreign: &[
        ("cloud", "write `deployment = \"cloud\"` or `deployment = \"data_center\"` instead"),
        ("endpoints", "it is called `datasets` here"),
        ("query_limit", "it is called `requests_per_minute` here"),
    ],
    not_yet_built: &[],
    account: Some(USERNAME),
    base: |url, settings| address::base(&PRODUCT, url, settings),
    check,
};

const SETTINGS: [Setting; PRODUCT.settings.len() + OWN.len()] = joined(PRODUCT.settings, OWN);

/// Those of Confluence alone.
const OWN: &[Setting] = &[
    Setting {
        name: SPACES,
        effect: Effect::Selects(&[Literal::Texts(&["ENG"]), Literal::Texts(&["*", "!ENG"])]),
        shape: Shape::Texts,
        need: Need::Default(Literal::Texts(&[])),
        example: Literal::Texts(&["DOCS", "ENG*", "!ENGOLD", "name:Team *"]),
        doc: "The spaces to read: by key, or by name with \"name:\" before it. `*` stands for any characters and `?` \
              for one; what begins with `!` is left out. An empty list means every space that the account can see.",
    },
    list(
        filter::PAGES,
        &[Literal::Texts(&["98305"]), Literal::Texts(&["98305", "98369"])],
        &["98305", "98311"],
        "Only the pages and blog posts with these ids. With several of `pages`, `ancestors`, `labels`, `creators` and \
         `cql`, all of them must hold; an empty list filters nothing. Attachments and comments follow their page.",
    ),
    list(
        filter::ANCESTORS,
        &[Literal::Texts(&["98305"]), Literal::Texts(&["98337"])],
        &["98305"],
        "Only these pages and what is below them, by the ids of the pages; blog posts are below no page.",
    ),
    list(
        filter::LABELS,
        &[Literal::Texts(&["runbook"]), Literal::Texts(&["runbook", "how-to"])],
        &["handbook", "policy"],
        "Only pages and blog posts with one of these labels.",
    ),
    list(
        filter::CREATORS,
        &[
            Literal::Texts(&["712020:80a2cfb2-9e81-436d-a4ee-5fbb54f02579"]),
            Literal::Texts(&[
                "712020:80a2cfb2-9e81-436d-a4ee-5fbb54f02579",
                "712020:b6b27c01-0291-4c94-92bb-dd834d4d975d",
            ]),
        ],
        &["712020:5b10ac8d-82e0-5b22-cc7d-4ef5a1b2c3d4", "group:writers"],
        "Only pages and blog posts that one of these users created: account ids on Cloud, user names or keys on Data \
         Center; or a member of a group, written \"group:NAME\", which each run reads anew.",
    ),
    Setting {
        name: filter::CQL,
        effect: Effect::Selects(&[Literal::Text("type = page"), Literal::Text("type = blogpost")]),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("title ~ \"handbook\" and created >= \"2025-01-01\""),
        doc: "Only pages and blog posts for which this holds, in the search language of Confluence, without `order by`.",
    },
    Setting {
        name: TYPES,
        effect: Effect::Selects(&[Literal::Texts(&["page"]), Literal::Texts(&["page", "blogpost", "attachment"])]),
        shape: Shape::SomeOf { built: &["page", "blogpost", "attachment"], later: &[] },
        need: Need::Default(Literal::Texts(&["page", "blogpost"])),
        example: Literal::Texts(&["page", "attachment"]),
        doc: "What to read from the spaces. With \"attachment\", files attached to these pages and blog posts are \
              stored in `[attachments]`; the dataset `page_attachments` says where.",
    },
    Setting {
        name: DATASETS_SETTING,
        effect: Effect::Selects(&[Literal::Texts(&["comment", "label"]), Literal::Texts(&[])]),
        shape: Shape::AnyOf(DATASETS),
        need: Need::Default(Literal::Texts(&[FILES, streams::LABEL, streams::USER])),
        example: Literal::Texts(&["comment", "label", "user"]),
        doc: "What to read beyond the content types; \"attachment\" is what is known of attachments, without their \
              files. docs/confluence.md says what each costs, which rights it needs, and \
              what Data Center lacks.",
    },
    Setting {
        name: EVERY,
        effect: Effect::Schedules(&[]),
        shape: Shape::Record(CLOCKS),
        need: Need::Default(Literal::Record(&[])),
        example: Literal::Record(&[("label", Literal::Text("12h")), ("user", Literal::Text("7d"))]),
        doc: "How often what leaves no mark on a page is read again, by dataset.",
    },
    Setting {
        name: REPRESENTATIONS,
        effect: Effect::Shapes(&[Literal::Texts(&["export_view"]), Literal::Texts(&["view", "atlas_doc_format"])]),
        shape: Shape::SomeOf { built: &["view", "export_view", "atlas_doc_format"], later: &[] },
        need: Need::Default(Literal::Texts(&["view"])),
        example: Literal::Texts(&["view"]),
        doc: "Representations of bodies that the dataset `page_content` contains beside the stored one; each costs one \
              request per page version.",
    },
    Setting {
        name: VERSION_BODIES,
        effect: Effect::Shapes(&[Literal::Switch(true), Literal::Switch(false)]),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Whether the dataset `page_version` contains the bodies of versions: one more request per 50 versions of a \
              changed page, on Data Center one per version.",
    },
    FILE_MIB,
    Setting {
        name: "compliance",
        effect: Effect::Elsewhere(Topic::Reports),
        shape: Shape::Records(RULE),
        need: Need::Default(Literal::List(&[])),
        example: Literal::List(&[Literal::Record(&[
            ("name", Literal::Text("runbooks")),
            ("space_keys", Literal::Texts(&["OPS*"])),
            ("labels_all", Literal::Texts(&["runbook"])),
            ("max_age_days", Literal::Number(365)),
        ])]),
        doc: "Rules that pages and blog posts have to keep; `catchment report NAME compliance` lists those that break one.",
    },
    Setting {
        shape: Shape::Number { min: 1, max: 250 },
        need: Need::Default(Literal::Number(250)),
        example: Literal::Number(100),
        ..PAGE_SIZE
    },
];

const fn list(
    name: &'static str,
    trials: &'static [Literal],
    example: &'static [&'static str],
    doc: &'static str,
) -> Setting {
    let need = Need::Default(Literal::Texts(&[]));
    Setting { name, effect: Effect::Selects(trials), shape: Shape::Texts, need, example: Literal::Texts(example), doc }
}

/// The clocks of datasets.
const CLOCKS: &[Setting] = &[
    span(streams::COMMENT, "24h", "Replies to comments, where the site's listing of comments leaves replies out."),
    optional_span("page", "Pages, whether or not they say that they have changed."),
    optional_span("blogpost", "Blog posts, in the same way."),
    span(streams::CONTENT_PROPERTY, "7d", "Properties of pages and blog posts that do not change with them."),
    span(streams::CONTENT_RESTRICTION, "7d", "Restrictions; those of a page that changed are read with it."),
    span(streams::HIERARCHY, "24h", "Folders, whiteboards, databases and embeds."),
    span(streams::INSTANCE, "24h", "The site itself."),
    span(streams::LABEL, "24h", "Labels and what has them."),
    span(streams::LIKE, "7d", "Likes."),
    span(streams::PAGE_VIEW, "7d", "Views."),
    span(streams::SPACE_CATEGORY, "24h", "Categories of spaces."),
    span(streams::SPACE_ICON, "7d", "Icons of spaces."),
    span(streams::SPACE_PERMISSION, "24h", "Permissions and roles of spaces."),
    span(streams::SPACE_PROPERTY, "7d", "Properties of spaces."),
    span(streams::TASK, "24h", "Tasks."),
    span(streams::USER, "24h", "Groups and their members."),
];

/// What a connection asks its site for.
pub fn api(own: &Own) -> &'static Api {
    match deployment(own) {
        Deployment::Cloud => &cloud::API,
        Deployment::DataCenter => &data_center::API,
    }
}

/// The streams that a connection asks for: the content types, and of the datasets those that lie in what is read.
pub fn wanted(api: &Api, own: &Own) -> Vec<String> {
    let (types, datasets) = (own.texts(TYPES), own.texts(DATASETS_SETTING));
    let representations = own.texts(REPRESENTATIONS);
    let is_in = |words: &[String], word: &str| words.iter().any(|known| known == word);
    let is_chosen = |stream: &str| match stream {
        "attachment" => {
            is_in(&types, FILES) || is_in(&datasets, FILES) || is_in(&datasets, streams::ATTACHMENT_VERSION)
        }
        "page" | "blogpost" => is_in(&types, stream),
        _ => true,
    };
    let is_asked = |row: &&Row| {
        let of_word = |word: &String| row.stream.name.split_once('_').is_some_and(|(_, name)| name == body_of(word));
        let is_shown = match row.dataset {
            PAGE_CONTENT => representations.iter().any(of_word),
            PAGE_VERSION => !row.stream.name.ends_with("_body") || own.switch(VERSION_BODIES),
            _ => true,
        };
        let is_named = is_in(&types, row.dataset) || (is_in(&datasets, row.dataset) && is_shown);
        is_read(api, &is_chosen, row) && (row.dataset == FILES || is_named)
    };
    let streams = api.rows.iter().filter(is_asked).map(|row| row.stream.name);
    // What spaces carry has no stream; its dataset is asked for all the same.
    let carried = api.carried.iter().copied().filter(|dataset| is_in(&datasets, dataset));
    streams.chain(carried).map(str::to_owned).collect()
}

/// Whether a stream is read where these content types are: it is one of them, or lies in or is about what is read.
fn is_read(api: &Api, is_chosen: &dyn Fn(&str) -> bool, row: &Row) -> bool {
    let above = row.stream.about.or(row.stream.parent.map(|parent| parent.stream));
    let above = above.and_then(|name| api.rows.iter().find(|row| row.stream.name == name));
    is_chosen(row.stream.name) && above.is_none_or(|row| is_read(api, is_chosen, row))
}

/// The settings of a connection that ask for a dataset, and the words in them by which they do, as they are told.
pub fn asking_for(own: &Own, dataset: &'static str) -> (&'static str, &'static str) {
    let names = |setting: &str, dataset: &str| own.texts(setting).iter().any(|word| word == dataset);
    let (in_types, in_datasets) = (names(TYPES, dataset), names(DATASETS_SETTING, dataset));
    // Versions are listed for each attachment.
    let by_versions = dataset == FILES && names(DATASETS_SETTING, streams::ATTACHMENT_VERSION);
    let setting = match (in_types, in_datasets || by_versions) {
        (true, true) => "content_types and datasets",
        (true, false) => TYPES,
        (false, _) => DATASETS_SETTING,
    };
    let word = match (in_types || in_datasets, by_versions) {
        (_, false) => dataset,
        (false, true) => streams::ATTACHMENT_VERSION,
        (true, true) => "attachment and attachment_version",
    };
    (setting, word)
}

/// Whether the files of a stream are stored.
pub fn stores_files(own: &Own, stream: &Stream) -> bool {
    stream.name != FILES || own.texts(TYPES).iter().any(|word| word == FILES)
}

/// What is read that the settings do not name, because what they name lies in it.
pub fn read_besides(own: &Own) -> Option<String> {
    let named = [own.texts(TYPES), own.texts(DATASETS_SETTING)].concat();
    let has = |word: &str| named.iter().any(|named| named == word);
    let part = streams::ATTACHMENT_VERSION;
    (has(part) && !has(FILES))
        .then(|| format!("`{FILES}` is read as well, without the files: `{part}` is listed for each attachment"))
}

/// What the streams of a representation are called, behind the stream that they are parts of.
fn body_of(representation: &str) -> &'static str {
    match representation {
        "view" => "view_body",
        "export_view" => "export_view_body",
        _ => "adf_body",
    }
}

/// What the shapes cannot say, in the order in which a reader would look.
fn check(own: &Own) -> Result<()> {
    door::check(&PRODUCT, own)?;
    filter::check(own)?;
    compliance::check(own)?;
    if let Some(lacking) = own.texts(DATASETS_SETTING).into_iter().find(|dataset| !api(own).has(dataset)) {
        return Err(own.refuse(
            DATASETS_SETTING,
            format!("`datasets` contains \"{lacking}\", which Confluence Data Center does not have"),
            "remove it; docs/confluence.md says which datasets each deployment has",
        ));
    }
    // Attachments belong to pages and blog posts, and only those of objects that are read exist.
    if own.texts(TYPES) == ["attachment"] {
        return Err(own.refuse(
            TYPES,
            "`content_types` contains \"attachment\" but no type that it can be attached to",
            "for example: content_types = [\"page\", \"attachment\"]",
        ));
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::Changes;
    use crate::atlassian;

    /// What a connection with these settings says; the token is some variable that is there.
    fn own(settings: &str) -> Own {
        atlassian::tests::own(&DIALECT, "http://127.0.0.1:9/wiki", settings)
    }

    pub(in crate::confluence) fn cloud_of(types: &[&str], datasets: &[&str]) -> Own {
        let token = "username = \"me@example.com\"\napi_token = \"env:PATH\"";
        own(&format!("{token}\ncontent_types = {types:?}\ndatasets = {datasets:?}"))
    }

    #[test]
    fn labels_are_asked_for_of_the_content_types_that_are_read() {
        let labels = |types: &[&str]| {
            let mut wanted = wanted(&cloud::API, &cloud_of(types, &["label"]));
            wanted.retain(|stream| stream.contains("label"));
            wanted
        };
        assert_eq!(labels(&["page"]), ["label", "page_label"]);
        assert_eq!(labels(&["blogpost", "attachment"]), ["label", "blogpost_label", "attachment_label"]);
        // There pages carry them, and nothing is a row of the dataset.
        let token = "deployment = \"data_center\"\npersonal_access_token = \"env:PATH\"";
        let carried = own(&format!("{token}\ndatasets = [\"label\", \"space_category\"]"));
        let wanted = wanted(&data_center::API, &carried);
        assert!(wanted.iter().any(|word| word == "space_category"), "{wanted:?}");
        assert!(wanted.iter().all(|word| word != "label"), "{wanted:?}");
    }

    #[test]
    fn a_dataset_is_asked_for_by_the_settings_that_name_it() {
        let asking = |types: &[&str], datasets: &[&str]| asking_for(&cloud_of(types, datasets), FILES);
        let (both, versions) = ("content_types and datasets", streams::ATTACHMENT_VERSION);
        assert_eq!(asking(&["page", FILES], &[]), (TYPES, FILES));
        assert_eq!(asking(&["page"], &[FILES]), (DATASETS_SETTING, FILES));
        assert_eq!(asking(&["page", FILES], &[FILES]), (both, FILES));
        assert_eq!(asking(&["page"], &[versions]), (DATASETS_SETTING, versions));
        assert_eq!(asking(&["page", FILES], &[versions]), (both, "attachment and attachment_version"));
        assert_eq!(asking_for(&cloud_of(&["page"], &["user"]), "user"), (DATASETS_SETTING, "user"));
    }

    #[test]
    fn every_stream_without_a_mark_of_its_changes_has_a_clock() {
        for row in cloud::ROWS.iter().chain(data_center::ROWS) {
            let is_swept = match row.stream.parent {
                Some(parent) => parent.relisted_every.is_none(),
                None => matches!(row.stream.changes, Changes::Listing { .. }),
            };
            let has_clock = CLOCKS.iter().any(|clock| clock.name == row.dataset);
            assert!(has_clock || !is_swept, "{}", row.stream.name);
        }
    }
}
