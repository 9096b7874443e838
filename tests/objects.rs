//! Single objects that are not as they should be: what is kept, what is quarantined alone, what heals.

use crate::support::server::*;
use crate::support::site::{Home, Site};
use catchment_practice::confluence::page_id;
use serde_json::{Value, json};

/// A site with one space whose listing of pages is this text.
fn site_with(body: impl AsRef<[u8]>) -> Script {
    Script::default().spaces(&[("100", "DOCS")]).on(is_pages_of("100"), Reply::json(body))
}

fn site_of(objects: &[Value]) -> Script {
    site_with(listing(objects, None))
}

/// A listing of page 1, these objects as they stand, and page 9.
fn between(objects: &[&str]) -> String {
    let [first, last] = ["1", "9"].map(|id| page(id, "neighbour").to_string());
    let objects: Vec<&str> =
        [first.as_str()].into_iter().chain(objects.iter().copied()).chain([last.as_str()]).collect();
    format!(r#"{{"results":[{}],"_links":{{}}}}"#, objects.join(","))
}

fn changed(id: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut page = page(id, &format!("title {id}"));
    change(&mut page);
    page
}

/// Object 5 is quarantined under this name, its neighbours are published, and when it comes well it is published too.
fn is_quarantined_and_heals(object: &str, name: &str) {
    let server = Server::start(site_with(between(&[object])));
    let home = Home::new(&server.url(), "");
    home.sync().ends(3);
    assert_eq!(home.open_words(), [format!("object {name}")], "{}", &object[..object.len().min(300)]);
    assert_eq!(home.ids(), ["1", "9"]);
    server.now(site_with(between(&[&page("5", "well").to_string()])));
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "5", "9"]);
    assert!(home.open().is_empty());
}

#[test]
fn half_of_a_surrogate_pair_is_quarantined_alone_and_heals() {
    is_quarantined_and_heals(&page("5", "X").to_string().replace('X', "\\ud800"), "5");
    is_quarantined_and_heals(&page("5", "X").to_string().replace('X', "a \\uDC00 b"), "5");
}

#[test]
fn a_hundred_thousand_levels_are_quarantined_alone_and_heal() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let page = page("5", "X").to_string();
    is_quarantined_and_heals(&page.replace("\"X\"", &deep), "5");
    let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    is_quarantined_and_heals(&page.replace("\"X\"", &format!("\"X\",\"more\":{objects}")), "5");
}

#[test]
fn levels_outside_of_the_objects_harm_nothing() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = between(&[]).replace("\"_links\":{}", &format!("\"_links\":{{\"base\":\"x\"}},\"extra\":{deep}"));
    let server = Server::start(site_with(body));
    let home = Home::new(&server.url(), "");
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "9"]);
}

#[test]
fn the_practice_wounds_are_quarantined_and_their_neighbours_published() {
    let [surrogate, deep, nul] = [3, 7, 11].map(page_id);
    let site = Site::with(&format!("surrogate={surrogate},deep={deep},nul={nul}"));
    let home = Home::new(site.url(), "");
    home.sync().ends(3);
    let mut open = home.open_words();
    open.sort();
    assert_eq!(open, [format!("object {surrogate}"), format!("object {deep}")]);
    assert_eq!(home.ids().len(), 58);
    assert!(home.cell(&nul, "title").unwrap().contains('\0'));
}

#[test]
fn bytes_that_are_no_utf_8_are_quarantined_alone_and_heal() {
    let broken = |ids: &[&str]| {
        let text = listing(&pages(ids), None).into_bytes();
        let at = text.windows(7).position(|part| part == b"title 5");
        at.map_or(text.clone(), |at| [&text[..at], b"\xff\xfe", &text[at..]].concat())
    };
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(
            |target| is_pages_of("100")(target) && target.contains("body-format="),
            Reply::json(broken(&["1", "5", "9"])),
        )
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "5", "9"]), None)))
        .with(
            |target| target.starts_with("/wiki/api/v2/pages?id="),
            move |seen| {
                let ids = seen.target.split("id=").nth(1).unwrap().split('&').next().unwrap().replace("%2C", ",");
                Reply::json(broken(&ids.split(',').collect::<Vec<_>>()))
            },
        );
    let server = Server::start(script);
    let home = Home::new(&server.url(), "");
    home.sync().ends(3);
    assert_eq!(home.open_words(), ["object 5"]);
    assert_eq!(home.ids(), ["1", "9"]);
    server.now(site_of(&pages(&["1", "5", "9"])));
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "5", "9"]);
    assert!(home.open().is_empty());
}

#[test]
fn nul_and_every_other_character_are_kept_to_the_byte() {
    let titles = ["a\0b", "\u{1}\u{7f}\u{85}\u{feff}", "e\u{301} é", "\u{10ffff}\u{e000}", "tab\tline\r\nend", " ", ""];
    let objects: Vec<Value> = titles.iter().enumerate().map(|(at, title)| page(&at.to_string(), title)).collect();
    let body = json!({"storage": {"value": "<p>a\u{0}b</p>\r\n<p>c</p>"}});
    let objects = [objects, vec![changed("n", |page| page["body"] = body)]].concat();
    let server = Server::start(site_of(&objects));
    let home = Home::new(&server.url(), "");
    home.sync().ends(0);
    for (at, title) in titles.iter().enumerate() {
        assert_eq!(home.cell(&at.to_string(), "title").as_deref(), Some(*title));
    }
    assert_eq!(home.cell("n", "body_storage").as_deref(), Some("<p>a\0b</p>\r\n<p>c</p>"));
}

#[test]
fn a_field_of_the_wrong_type_is_quarantined_alone_and_heals() {
    let wrong: [(&str, Value); 9] = [
        ("/title", json!({"a": 1})),
        ("/title", json!(["a"])),
        ("/version", json!("new")),
        ("/version", json!([1])),
        ("/version/number", json!("first")),
        ("/version/number", json!(3_000_000_000_u64)),
        ("/createdAt", json!("yesterday")),
        ("/body/storage", json!("text")),
        ("/spaceId", json!({})),
    ];
    let ids: Vec<String> = (0..wrong.len()).map(|at| format!("5{at}")).collect();
    let spoilt =
        ids.iter().zip(wrong).map(|(id, (field, value))| changed(id, |page| *page.pointer_mut(field).unwrap() = value));
    // A good object between any two bad ones.
    let objects: Vec<Value> = spoilt
        .flat_map(|object| {
            let id = format!("good {}", object["id"].as_str().unwrap());
            [object, page(&id, "good")]
        })
        .collect();
    let server = Server::start(site_of(&objects));
    let home = Home::new(&server.url(), "");
    home.sync().ends(3);
    let mut open = home.open_words();
    open.sort();
    assert_eq!(open, ids.iter().map(|id| format!("object {id}")).collect::<Vec<_>>());
    assert_eq!(home.ids(), ids.iter().map(|id| format!("good {id}")).collect::<Vec<_>>());
    server.now(site_of(&ids.iter().map(|id| page(id, "well")).collect::<Vec<_>>()));
    home.sync().ends(0);
    assert_eq!(home.ids().len(), 18);
    assert!(home.open().is_empty());
}

#[test]
fn objects_without_an_id_are_quarantined_once_and_stay_accepted() {
    let nameless = [
        changed("5", |page| drop(page.as_object_mut().unwrap().remove("id"))).to_string(),
        changed("5", |page| page["id"] = Value::Null).to_string(),
        changed("5", |page| page["id"] = json!({"a": 1})).to_string(),
        "7".to_owned(),
        "\"text\"".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
    ];
    let nameless: Vec<&str> = nameless.iter().map(String::as_str).collect();
    let server = Server::start(site_with(between(&nameless)));
    let home = Home::new(&server.url(), "");
    home.sync().ends(3);
    let open = home.open();
    assert_eq!(open.len(), nameless.len(), "{open:?}");
    assert_eq!(home.ids(), ["1", "9"]);
    home.sync().ends(3);
    assert_eq!(home.open().len(), nameless.len(), "the same objects are told once");
    for row in &open {
        home.run(&["acknowledge", "wiki", &row["id"].to_string(), "--reason", "a test"]).ends(0);
    }
    home.sync().ends(0);
    server.now(site_with(between(&nameless[..6]).replace("neighbour", "other")));
    home.sync().ends(0);
}

#[test]
fn times_are_those_of_utc_whatever_their_offset() {
    let page = changed("5", |page| {
        page["createdAt"] = json!("2025-05-28T00:30:00.000+05:30");
        page["version"]["createdAt"] = json!("2026-01-01T01:00:00.250-02:00");
    });
    let server = Server::start(site_of(&[page]));
    let home = Home::new(&server.url(), "");
    home.sync().ends(0);
    assert_eq!(home.cell("5", "created_at").as_deref(), Some("2025-05-27T19:00:00"));
    assert_eq!(home.cell("5", "modified_at").as_deref(), Some("2026-01-01T03:00:00.250"));
}

#[test]
fn a_dataset_that_was_never_published_is_not_said_to_be() {
    let odd = changed("5", |page| page["version"]["number"] = json!(0));
    let server = Server::start(site_of(&[odd, page("6", "end")]));
    let home = Home::new(&server.url(), "");
    home.sync().ends(3).says("one of them 5");
    home.run(&["explain", "wiki", "page", "6"]).ends(0).says("its dataset is in no generation");
}

#[test]
fn of_an_object_that_comes_twice_the_newest_version_wins() {
    let version = |number: u32, day: u32| {
        changed("5", |page| {
            page["title"] = json!(format!("version {number}"));
            page["version"]["number"] = json!(number);
            page["version"]["createdAt"] = json!(format!("2026-02-{day:02}T00:00:00.000Z"));
        })
    };
    let (old, new) = (version(2, 2), version(3, 3));
    let next = next_of("100", "a");
    let on_pages = |first: &Value, second: &Value| {
        Script::default()
            .spaces(&[("100", "DOCS")])
            .on(is_at("a"), Reply::json(listing(&[second.clone(), page("6", "end")], None)))
            .on(is_pages_of("100"), Reply::json(listing(&[page("4", "begin"), first.clone()], Some(&next))))
    };
    let scripts = [
        on_pages(&old, &new),
        on_pages(&new, &old),
        site_of(&[old.clone(), new.clone()]),
        site_of(&[new.clone(), old.clone()]),
        site_of(&[new.clone(), old.clone(), new.clone(), old.clone()]),
    ];
    for script in scripts {
        let server = Server::start(script);
        let home = Home::new(&server.url(), "");
        home.sync().ends(0);
        assert_eq!(home.cell("5", "title").as_deref(), Some("version 3"));
        assert_eq!(home.cell("5", "version_number").as_deref(), Some("3"));
    }
}

#[test]
fn a_run_that_finds_the_same_publishes_no_new_generation() {
    let server = Server::start(site_of(&pages(&["1", "2"])));
    let home = Home::new(&server.url(), "");
    assert_eq!(home.sync().ends(0).json()[0]["new_generation"], true);
    let manifest = home.manifest();
    assert_eq!(home.sync().ends(0).json()[0]["new_generation"], false);
    assert_eq!(home.manifest(), manifest);
}

#[test]
fn a_forged_token_is_replaced_and_one_of_our_key_stays() {
    let server = Server::start(site_of(&pages(&["1"])));
    let home = Home::new(&server.url(), "");
    home.sync().ends(0);
    let real = home.cell("1", "author_id").unwrap();
    assert!(real.starts_with("[ACCOUNT_ID_"), "{real}");
    let last = if real.ends_with("A]") { "B]" } else { "A]" };
    let forged = format!("{}{last}", &real[..real.len() - 2]);
    let foreign = format!("[ACCOUNT_ID_{}]", "A".repeat(30));
    let title = format!("by {real}, {forged} and {foreign}");
    let body = json!({"storage": {"value": format!("<p>{title}</p>")}});
    server.now(site_of(&[changed("1", |page| {
        page["title"] = json!(title);
        page["version"]["number"] = json!(2);
        page["version"]["createdAt"] = json!("2026-03-01T00:00:00.000Z");
        page["body"] = body;
    })]));
    home.sync().ends(0);
    let wanted = format!("by {real}, [TOKEN] and [TOKEN]");
    assert_eq!(home.cell("1", "title"), Some(wanted.clone()));
    assert_eq!(home.cell("1", "body_storage"), Some(format!("<p>{wanted}</p>")));
}

#[test]
fn unknown_fields_whatever_they_hold_harm_nothing() {
    let many: serde_json::Map<String, Value> = (0..50_000).map(|at| (format!("key {at}"), json!(at))).collect();
    let object = changed("5", |page| page["more"] = Value::Object(many)).to_string();
    let odd = r#","huge":1e400,"long":123456789012345678901234567890,"$schema":"x","":0,"select":"'; drop table x"}"#;
    let object = format!("{}{odd}", object.strip_suffix('}').unwrap());
    let server = Server::start(site_with(between(&[&object])));
    let home = Home::new(&server.url(), "");
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1", "5", "9"]);
}

#[test]
fn a_key_that_stands_twice_is_told() {
    let twice = page("5", "first").to_string().replacen('{', r#"{"title":"second","#, 1);
    let server = Server::start(site_with(between(&[&twice])));
    let home = Home::new(&server.url(), "");
    let told = home.sync().ends(3).words();
    assert!(told.contains("two members of one name"), "{told}");
}

#[test]
fn null_fields_become_nulls() {
    let object = changed("5", |page| {
        for field in ["parentId", "authorId", "ownerId", "createdAt"] {
            page[field] = Value::Null;
        }
        page["version"]["message"] = Value::Null;
        page["version"]["authorId"] = Value::Null;
    });
    let server = Server::start(site_with(between(&[&object.to_string()])));
    let home = Home::new(&server.url(), "");
    home.sync().ends(0);
    let row = home.rows().remove("5").unwrap();
    for column in ["parent_id", "author_id", "owner_id", "created_at", "version_message"] {
        assert_eq!(row[column], None, "{column}");
    }
}

#[test]
fn numbers_as_ids_are_taken_as_texts() {
    let object = changed("5", |page| {
        page["id"] = json!(5);
        page["spaceId"] = json!(100);
    });
    let server = Server::start(site_with(between(&[&object.to_string()])));
    let home = Home::new(&server.url(), "");
    home.sync().ends(0);
    assert_eq!(home.cell("5", "space_key").as_deref(), Some("DOCS"));
}
