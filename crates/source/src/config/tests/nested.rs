//! Sections inside a connection, as a source that is described in the file has them.

use super::*;
use std::sync::LazyLock;

const AUTH: &[Setting] = &[
    Setting {
        name: "kind",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::OneOf { built: &["none", "bearer"], later: &["signed"] },
        need: Need::Required,
        example: Literal::Text("bearer"),
        doc: "How requests show who asks.",
    },
    Setting {
        name: "user",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("reader"),
        doc: "Who asks.",
    },
    Setting {
        name: "token",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Reference,
        need: Need::Optional,
        example: Literal::Text("env:SHOP_TOKEN"),
        doc: "Where the token is found.",
    },
];

const PAGING: &[Setting] = &[
    Setting {
        name: "kind",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::OneOf { built: &["none", "cursor"], later: &[] },
        need: Need::Default(Literal::Text("none")),
        example: Literal::Text("cursor"),
        doc: "How one page leads to the next.",
    },
    Setting {
        name: "from",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("body:meta.next"),
        doc: "Where the cursor stands.",
    },
];

const REFUSED: &[Setting] = &[
    Setting {
        name: "status",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Number { min: 100, max: 599 },
        need: Need::Required,
        example: Literal::Number(404),
        doc: "The status of the answer.",
    },
    Setting {
        name: "says",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::TextOrTexts,
        need: Need::Default(Literal::Text("gone")),
        example: Literal::Texts(&["gone", "away"]),
        doc: "What it says.",
    },
];

const STREAM: &[Setting] = &[
    Setting {
        name: "path",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("/v1/customers"),
        doc: "Where its objects are listed.",
    },
    Setting {
        name: "paginate",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Record(PAGING),
        need: Need::Default(Literal::Record(&[])),
        example: Literal::Record(&[("kind", Literal::Text("cursor")), ("from", Literal::Text("body:meta.next"))]),
        doc: "How its listing goes on.",
    },
    Setting {
        name: "changes",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Record(PAGING),
        need: Need::Optional,
        example: Literal::Record(&[("kind", Literal::Text("none"))]),
        doc: "How its feed goes on.",
    },
    Setting {
        name: "classes",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Table,
        need: Need::Default(Literal::Table(&[])),
        example: Literal::Table(&[("email", "person")]),
        doc: "What its members hold.",
    },
    Setting {
        name: "refused",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Records(REFUSED),
        need: Need::Default(Literal::List(&[])),
        example: Literal::List(&[Literal::Record(&[("status", Literal::Number(404))])]),
        doc: "What errors mean.",
    },
];

/// A source that is described in the file.
static SHOP: Dialect = Dialect {
    source: "shop",
    word: "a shop",
    example: "store",
    settings: &[
        Setting {
            name: "auth",
            effect: Effect::Elsewhere(Topic::Api),
            shape: Shape::Record(AUTH),
            need: Need::Required,
            example: Literal::Record(&[("kind", Literal::Text("bearer")), ("token", Literal::Text("env:SHOP_TOKEN"))]),
            doc: "Who asks.",
        },
        Setting {
            name: "streams",
            effect: Effect::Elsewhere(Topic::Api),
            shape: Shape::Named(STREAM),
            need: Need::Required,
            example: Literal::Record(&[("customer", Literal::Record(&[("path", Literal::Text("/v1/customers"))]))]),
            doc: "What is read.",
        },
        Setting {
            shape: Shape::Number { min: 1, max: 9 },
            need: Need::Default(Literal::Number(3)),
            example: Literal::Number(5),
            ..PAGE_SIZE
        },
    ],
    foreign: &[("resources", "they are called `streams` here")],
    not_yet_built: &["graphql"],
    account: Some("auth.user"),
    base: |url, _| url,
    check,
};

static KNOWN: [&Dialect; 1] = [&SHOP];

fn check(own: &Own) -> Result<()> {
    for name in own.value("streams").as_object().into_iter().flatten().map(|(name, _)| name) {
        let path = |setting: &str| format!("streams.{name}.paginate.{setting}");
        if own.text(&path("kind")) == Some("cursor") && own.text(&path("from")).is_none() {
            return Err(own.refuse(
                &path("from"),
                format!("`{}` is not set", path("from")),
                "say where the cursor stands",
            ));
        }
    }
    Ok(())
}

/// What every shop has, five lines.
const SITE: &str = "[connections.store]\nsource = \"shop\"\nurl = \"https://shop.example.com\"\n\
                    auth = { kind = \"bearer\", user = \"me\", token = \"env:SHOP_TOKEN\" }\n\n";

fn loaded(text: &str) -> Result<Config> {
    let folder = Folder::new();
    Config::load(&folder.write(DEFAULT_FILE, text, Access::Published), &KNOWN)
}

fn shop(text: &str) -> Result<Connection> {
    loaded(&format!("{SITE}{text}")).map(|config| config.connections["store"].clone())
}

#[test]
fn values_inside_arrive_by_their_paths() {
    let text = "[connections.store.streams.customer]\npath = \"/v1/customers\"\npaginate = { kind = \"cursor\", from = \"header:x\" }\n\
                classes = { \"a.b\" = \"person\" }\n[connections.store.streams.order]\npath = \"/v1/orders\"\n\
                [connections.store.streams.order.changes]\n[[connections.store.streams.order.refused]]\nstatus = 404\n\
                [[connections.store.streams.order.refused]]\nstatus = 410\nsays = [\"a\", \"b\"]\n";
    let connection = shop(text).unwrap();
    let own = &connection.own;
    assert_eq!((connection.page_size, connection.account()), (3, Some("me")));
    assert_eq!(own.text("streams.customer.paginate.from"), Some("header:x"));
    assert_eq!(own.text("streams.order.paginate.kind"), Some("none"));
    assert_eq!(own.text("streams.order.changes.kind"), Some("none"));
    assert_eq!(own.value("streams.customer.changes"), &Value::Null);
    assert_eq!(own.number("streams.order.refused.1.status"), Some(410));
    assert_eq!(own.texts("streams.order.refused.0.says"), ["gone"]);
    assert_eq!(own.texts("streams.order.refused.1.says"), ["a", "b"]);
    assert_eq!(own.value("streams.customer.classes"), &json!({"a.b": "person"}));
    assert_eq!(own.value("streams").as_object().unwrap().len(), 2);
    assert_eq!(own.secret("auth.token").unwrap().to_string(), "env:SHOP_TOKEN");
    assert!(own.secret("auth.user").is_none() && !own.switch("auth.token"));
}

#[test]
fn what_is_wrong_inside_is_told_with_its_line_and_path() {
    let stream = |text: &str| format!("[connections.store.streams.customer]\npath = \"/v1\"\n{text}");
    let shown = "[connections.NAME.streams.NAME]";
    let cases = [
        (stream("pats = 1"), format!("8: there is no setting `pats` in {shown} | did you mean `path`?")),
        (
            stream("zzz = 1"),
            format!("8: there is no setting `zzz` in {shown} | known: path, paginate, changes, classes, refused"),
        ),
        (
            stream("paginate = { kind = \"cursor\", form = \"hunter2\" }"),
            "8: there is no setting `form` in [connections.NAME.streams.NAME.paginate] | did you mean `from`?".into(),
        ),
        (stream("mode = \"both\""), format!("8: there is no setting `mode` in {shown} | it belongs in [connections.NAME]")),
        (
            stream("resources = 1"),
            "8: `resources` is not a setting of catchment | they are called `streams` here".into(),
        ),
        (
            stream("graphql = 1"),
            "8: `graphql` is not supported yet | remove it; a later release will support it".into(),
        ),
        (
            stream("paginate = { kind = \"cursr\" }"),
            "8: `streams.customer.paginate.kind` is \"cursr\", but must be \"none\" or \"cursor\" | did you mean \"cursor\"?"
                .into(),
        ),
        (
            stream("[[connections.store.streams.customer.refused]]\nstatus = 404\n[[connections.store.streams.customer.refused]]\nsays = \"x\""),
            "10: [[connections.store.streams.customer.refused]] lacks `status` | for example: status = 404".into(),
        ),
        (
            stream("refused = [\n{ status = 404 },\n{ status = 1 }]"),
            "10: `streams.customer.refused.1.status` is 1, but must be a whole number from 100 to 599 | for example: status = 404"
                .into(),
        ),
        (
            stream("refused = [\n{ status = 404 },\n7]"),
            "10: `streams.customer.refused` contains a number, but must be a list of sections | for example: refused = [{ status = 404 }]"
                .into(),
        ),
        (
            stream("paginate = \"hunter2\""),
            "8: `streams.customer.paginate` is a string, but must be a section | for example: paginate = { from".into(),
        ),
        (
            "[connections.store.streams.customer]\n".into(),
            "6: [connections.store.streams.customer] lacks `path` | for example: path = \"/v1/customers\"".into(),
        ),
        (
            "[connections.store.streams.\"Customer\"]\n".into(),
            "6: `Customer` is an invalid name in `streams` | a lowercase letter, then at most".into(),
        ),
        (
            "streams.customer = \"/v1\"".into(),
            "6: `customer` must be a section | for example: customer = { path = \"/v1/customers\" }".into(),
        ),
        (
            "streams = 5".into(),
            "6: `streams` is a number, but must be named sections | for example: streams = {".into(),
        ),
        (String::new(), "1: [connections.store] lacks `streams` | for example: streams = { customer = {".into()),
        (
            stream("paginate = { kind = \"cursor\" }"),
            "8: `streams.customer.paginate.from` is not set | say where the cursor stands".into(),
        ),
        (stream("paginate.kind = \"none\"\npage_size = 3"), format!("9: there is no setting `page_size` in {shown} | it belongs")),
        ("page_size = 10".into(), "6: `page_size` is 10, but must be a whole number from 1 to 9".into()),
        ("paginate = 1".into(), format!("6: there is no setting `paginate` in [connections.NAME] | it belongs in {shown}")),
    ];
    for (text, expected) in cases {
        let message = refused(shop(&text));
        assert!(message.starts_with(&expected) && !message.contains("hunter2"), "{message}");
    }
}

#[test]
fn a_secret_inside_is_only_referred_to() {
    for (written, line) in [("\"hunter2\"", 4), ("[\"hunter2\"]", 4), ("{ x = \"hunter2\" }", 4)] {
        let text = SITE.replace("\"env:SHOP_TOKEN\"", written);
        let message = refused(loaded(&format!("{text}streams = {{}}")));
        assert!(message.starts_with(&format!("{line}: `auth.token` is ")) && !message.contains("hunter2"), "{message}");
    }
    let sections =
        SITE.replace("auth = { kind = \"bearer\", user = \"me\", token = \"env:SHOP_TOKEN\" }", "auth = \"hunter2\"");
    let message = refused(loaded(&sections));
    assert!(
        message.starts_with("4: `auth` is a string, but must be a section") && !message.contains("hunter2"),
        "{message}"
    );
}

#[test]
fn what_is_in_force_inside_reads_back_as_the_same() {
    let text = "[connections.store.streams.order]\npath = \"/a \\\"b\\\"\"\nrefused = [{ status = 404, says = [\"x\", \"y\"] }]\n\
                [connections.store.streams.customer]\npath = \"/v1\"\nclasses = { \"a.b\" = \"person\" }\n";
    let config = loaded(&format!("{SITE}{text}")).unwrap();
    let effective = config.effective();
    let again = loaded(&effective).unwrap();
    assert_eq!((again.effective(), again.effective_json()), (effective.clone(), config.effective_json()));
    for line in [
        "auth = { kind = \"bearer\", token = \"env:SHOP_TOKEN\", user = \"me\" }\n",
        "\n[connections.store.streams.customer]\npath = \"/v1\"\npaginate = { kind = \"none\" }\nclasses = { \"a.b\" = \"person\" }\n",
    ] {
        assert!(effective.contains(line), "{effective}");
    }
    let empty = loaded(&format!("{SITE}streams = {{}}")).unwrap().effective();
    assert!(empty.contains("\nstreams = {}\n") && loaded(&empty).unwrap().effective() == empty, "{empty}");
}

#[test]
fn the_reference_has_a_table_for_each_record() {
    let markdown = reference_markdown(&KNOWN);
    let titles: Vec<&str> = markdown.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let of_shop = [
        "`[connections.NAME]` with source = \"shop\"",
        "`[connections.NAME.auth]` with source = \"shop\"",
        "`[connections.NAME.streams.NAME]` with source = \"shop\"",
        "`[connections.NAME.streams.NAME.paginate], [connections.NAME.streams.NAME.changes]` with source = \"shop\"",
        "`[[connections.NAME.streams.NAME.refused]]` with source = \"shop\"",
    ];
    assert_eq!(titles[3..9], [&["`[connections.NAME]`"], &of_shop[..]].concat());
    assert!(markdown.contains("| `from` | a string | none | `\"body:meta.next\"` | API | Where the cursor stands. |"));
    assert!(markdown.contains("| `source` | \"shop\" | required | `\"shop\"` |"));
    let help = help(&KNOWN);
    assert!(help.contains("\n[connections.NAME.auth] with source = \"shop\", a shop:\n\n  kind\n"), "{help}");
}

#[test]
fn the_example_of_a_described_source_is_a_configuration() {
    let text = commented_example("shop", &KNOWN).unwrap();
    let config = loaded(&text).unwrap();
    assert_eq!(config.connections["store"].own.text("streams.customer.path"), Some("/v1/customers"));
    assert!(
        text.contains("\n[connections.store.streams.customer]\n")
            && text.contains("\n# changes = { kind = \"none\" }\n")
    );
    assert!(text.contains(", for example 5.\n# page_size = 3\n"), "{text}");
}

#[test]
fn a_setting_of_another_source_is_told_as_that() {
    static ALL: LazyLock<Vec<&Dialect>> = LazyLock::new(|| vec![DIALECTS[0], &SHOP]);
    let folder = Folder::new();
    let load = |text: &str| Config::load(&folder.write(DEFAULT_FILE, text, Access::Published), &ALL);
    assert_eq!(
        refused(load(&format!("{REQUIRED}streams = 1"))),
        "7: there is no setting `streams` in [connections.NAME] | it belongs in [connections.NAME] with source = \"shop\""
    );
    assert!(
        refused(load(&REQUIRED.replace("confluence", "shap")))
            .starts_with("3: `source` is \"shap\", but must be \"confluence\" or \"shop\" | did you mean \"shop\"?")
    );
    assert!(
        refused(load(&REQUIRED.replace("connections.wiki", "connections.shop"))).contains("cannot be called `shop`")
    );
    assert!(load(REQUIRED).is_ok());
}
