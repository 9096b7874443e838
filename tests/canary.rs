//! Canaries: credentials and personal data that must not be found in any byte that the program writes or prints.

mod doors_by_settings;

use crate::support::canaries::{Canaries, forms};
use crate::support::doors;
use crate::support::server::*;
use crate::support::site::{Home, Running, Site, TOKEN, USERNAME, small};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catchment_base::clock;
use catchment_base::error::Result;
use catchment_practice::confluence::{CANARIES, Options, page_id};
use catchment_source::auth;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::thread;
use std::time::Duration;

/// A token with everything that some encoding changes.
const CANARY: &str = "can`ary & \"quoted\" 'token' %41 %2F \\ ünï/+=#?;:<end>";

/// The API token, alone and with its user.
fn of_token(token: &str) -> Canaries {
    Canaries::of([token.to_owned(), format!("{USERNAME}:{token}")])
}

/// Searches what compression hides in a work folder.
fn are_not_inside(canaries: &Canaries, home: &Home) -> usize {
    canaries.are_not_inside(home.dir(), &home.database())
}

/// Runs the program and searches what it prints.
fn said(home: &Home, canaries: &Canaries, args: &[&str]) -> Option<i32> {
    let run = home.run(args);
    canaries.are_not_in(&run.stdout, &format!("the output of {args:?}"));
    canaries.are_not_in(&run.stderr, &format!("the messages of {args:?}"));
    run.code
}

fn with_token(token: &str, faults: &str) -> Site {
    Site::of(faults, Options { api_token: token.to_owned(), ..small() })
}

#[test]
fn a_canary_is_found_in_every_form() {
    let canaries = of_token(CANARY);
    for form in [
        CANARY.to_owned(),
        json!({"a": CANARY}).to_string(),
        STANDARD.encode(format!("{USERNAME}:{CANARY}")),
        url::form_urlencoded::byte_serialize(CANARY.as_bytes()).collect(),
        r#"can`ary & \"quoted\" 'token' %41 %2F \\ \u00fcn\u00ef/+=#?;:<end>"#.to_owned(),
    ] {
        assert!(canaries.found_in(format!("before {form} after").as_bytes()).is_some(), "{form}");
    }
    let personal = Canaries::of(["ada@example.com".to_owned(), "4111111111111111".to_owned()]);
    for form in
        ["x ada@example.com", "ada%40example.com", "YWRhQGV4YW1wbGUuY29t", "4111-1111-1111-1111", "ada&#64;example.com"]
    {
        assert!(personal.found_in(form.as_bytes()).is_some(), "{form}");
    }
}

#[test]
fn the_token_is_in_nothing_that_is_written_or_printed() {
    let canaries = of_token(CANARY);
    let site = with_token(CANARY, "");
    let home = Home::with_token(site.url(), "content_types = [\"page\", \"blogpost\"]", CANARY);
    assert_eq!(said(&home, &canaries, &["check"]), Some(0));
    assert_eq!(said(&home, &canaries, &["sync", "--verbose"]), Some(0));
    for args in [
        &["check", "--format", "json"][..],
        &["sync", "--format", "json"],
        &["sync", "--quiet"],
        &["status"],
        &["status", "--format", "json"],
        &["status", "--verbose"],
        &["config"],
        &["config", "--format", "json"],
        &["config", "--settings"],
        &["init", "confluence"],
        &["acknowledge", "wiki", "999"],
        &["sync", "nowhere"],
        &["--help"],
        &["nonsense"],
    ] {
        said(&home, &canaries, args);
    }
    assert!(canaries.are_not_below(home.dir()) > 10_000);
    assert!(are_not_inside(&canaries, &home) > 10_000);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_token_is_in_nothing_that_faults_leave_behind() {
    let canaries = of_token(CANARY);
    let poison = page_id(5);
    for faults in [
        format!("429-zero=5,poison={poison},surrogate={},huge={}:65", page_id(6), page_id(7)),
        "unavailable=2".to_owned(),
        "next-elsewhere=2,truncate=3,trailing=4,html=5,redirect=6,forbidden-space=DOCS".to_owned(),
    ] {
        let site = with_token(CANARY, &faults);
        let home = Home::with_token(site.url(), "page_size = 10", CANARY);
        said(&home, &canaries, &["sync", "--verbose"]);
        said(&home, &canaries, &["status", "--format", "json"]);
        canaries.are_not_below(home.dir());
        are_not_inside(&canaries, &home);
    }
}

#[test]
fn a_token_that_is_refused_is_not_repeated() {
    let canaries = of_token(CANARY);
    let site = with_token(TOKEN, "");
    let home = Home::with_token(site.url(), "", CANARY);
    assert_eq!(said(&home, &canaries, &["check"]), Some(1));
    assert_eq!(said(&home, &canaries, &["check", "--format", "json"]), Some(1));
    assert_eq!(said(&home, &canaries, &["sync", "--verbose"]), Some(1));
    canaries.are_not_below(home.dir());
    are_not_inside(&canaries, &home);
}

#[test]
fn a_token_that_stands_in_the_configuration_is_refused_and_not_repeated() {
    let canaries = of_token(CANARY);
    let home = Home::with_token("http://127.0.0.1:9/wiki", "", CANARY);
    let file = home.dir().join("catchment.toml");
    let text = fs::read_to_string(&file).unwrap();
    let literal = serde_json::to_string(CANARY).unwrap();
    for wrong in [
        literal.clone(),
        format!("\"env:{}", &literal[1..]),
        format!("\"sealed:{}", &literal[1..]),
        format!("{literal} x"),
    ] {
        fs::write(&file, text.replace("\"env:CATCHMENT_TEST_TOKEN\"", &wrong)).unwrap();
        assert_eq!(said(&home, &canaries, &["config"]), Some(2), "{wrong}");
        assert_eq!(said(&home, &canaries, &["sync"]), Some(2), "{wrong}");
    }
}

/// What an answer could say to repeat what it was sent: the token, the header, and both as URLs and JSON have them.
fn echoes() -> Vec<String> {
    let header = format!("Basic {}", STANDARD.encode(format!("{USERNAME}:{CANARY}")));
    let encoded: String = url::form_urlencoded::byte_serialize(CANARY.as_bytes()).collect();
    vec![CANARY.to_owned(), header, encoded.replace('+', "%20"), encoded]
}

#[test]
fn answers_that_repeat_the_credentials_are_not_repeated_any_further() {
    let canaries = of_token(CANARY);
    let mut replies = Vec::new();
    for echo in echoes() {
        let header = echo.replace(['\u{fc}', '\u{ef}'], "x");
        let told = json!({"message": echo, "errors": [{"status": 400, "code": echo, "title": echo, "detail": echo}]});
        for status in [400, 401, 403, 404, 410, 418, 429, 500] {
            replies.push(Reply::of(
                status,
                "application/json",
                &[("Retry-After", "0"), ("X-Echo", &header)],
                told.to_string(),
            ));
        }
        let link = next_of("100", &echo.replace(' ', "%20"));
        replies.push(Reply::json(listing(&pages(&["1"]), Some(&link))));
        replies.push(Reply::json(listing(&pages(&["1"]), Some(&format!("http://{}/", header.replace(' ', "-"))))));
        replies.push(Reply::json(listing(&[page("1", &echo)], None)));
        replies.push(Reply::json(listing(&[page(&echo, "title")], None)));
        replies.push(Reply::json(json!({"results": echo}).to_string()));
        replies.push(Reply::of(200, "text/html", &[], &echo));
        replies.push(Reply::of(200, &format!("text/{header}"), &[], "x"));
        replies.push(Reply::redirect(&format!("http://{}.example/", header.replace(' ', "-"))));
        replies.push(Reply::redirect(&format!("/wiki/api/v2/spaces/100/pages?again={}", header.replace(' ', "%20"))));
    }
    // Spaces that answer keep the others from being taken for a site that answers nothing: as many as are listed at once come first.
    for at in (0..replies.len()).rev().step_by(4).chain(std::iter::repeat_n(0, 16)) {
        replies.insert(at, Reply::json(listing(&[], None)));
    }
    // Many spaces in one run: each repeats the credentials in its own way.
    let ids: Vec<String> = (0..replies.len()).map(|at| (100 + at).to_string()).collect();
    let spaces: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let mut script = Script::default().spaces(&spaces).on(is_pages_of("99"), Reply::error(404, &[]));
    for (id, reply) in ids.iter().zip(replies) {
        script = script.on(is_pages_of(id), reply);
    }
    let server = Server::start(script);
    let home = Home::with_token(&server.url(), "rate_limit_timeout_ms = 1", CANARY);
    assert_eq!(said(&home, &canaries, &["sync", "--verbose"]), Some(3));
    for args in [&["status", "--verbose"][..], &["status", "--format", "json"], &["check"]] {
        said(&home, &canaries, args);
    }
    assert!(server.seen().len() > ids.len());
    canaries.are_not_below(home.dir());
    are_not_inside(&canaries, &home);
}

/// Answers that give a secret back, each in one form and one place.
fn echoes_of(word: &str) -> Vec<Reply> {
    let mut replies = Vec::new();
    // Nobody writes letters in lower case that were sent in upper case.
    for echo in forms(word).iter().filter(|echo| !echo.contains("%252f")) {
        let header = echo.replace(|c: char| !c.is_ascii(), "x").replace(' ', "%20");
        let told = json!({"error": echo}).to_string();
        for status in [200, 400, 401, 500] {
            replies.push(Reply::of(status, "application/json", &[], &told));
        }
        replies.push(Reply::of(404, "application/json", &[("X-Echo", &header)], "{}"));
        replies.push(Reply::redirect(&format!("/wiki/x?again={header}")));
        replies.push(Reply::redirect(&format!("/{header}")));
    }
    replies
}

#[tokio::test]
#[ignore = "slow tier: .ci/slow"]
async fn no_door_lets_its_secret_into_a_message_a_record_or_a_position() {
    // What stands in quotes is not repeated anyway.
    for word in [CANARY, "canary `of` a+door & more/less=50%"] {
        let ascii: String = word.chars().filter(char::is_ascii).collect();
        let canaries = Canaries::of([word.to_owned(), ascii.clone(), format!("{USERNAME}:{word}")]);
        let token = json!({"access_token": ascii, "token_type": "Bearer"}).to_string();
        let endpoint = Server::start(Script::default().on(|_| true, Reply::json(token)));
        let server = Server::start(Script::default());
        let echoes = [(echoes_of(word), word), (echoes_of(&ascii), ascii.as_str())];
        let asked = async |door: Result<auth::Door>, reply: &Reply| {
            server.now(Script::default().on(|_| true, reply.clone()));
            let ask = doors::at(&server.url(), "/x?a=1");
            let (outcome, requests) = doors::asked(&doors::client(&server.url(), door.unwrap()), &ask).await;
            let told = outcome.map_or_else(doors::told, |status| status.to_string());
            let said = format!("{told}\n{requests:?}\n{}\n{ask:?}", ask.written());
            canaries.are_not_in(said.as_bytes(), "what is told of a request");
        };
        for (replies, text) in &echoes {
            for reply in replies {
                asked(auth::basic(USERNAME, doors::secret(text)), reply).await;
                asked(auth::query("api_key", doors::secret(text)), reply).await;
                asked(auth::oauth(doors::grant(&endpoint, &server.url(), text)), reply).await;
            }
        }
        for reply in &echoes[1].0 {
            asked(auth::bearer(doors::secret(&ascii)), reply).await;
            asked(auth::header("X-Api-Key", doors::secret(&ascii)), reply).await;
        }
        // So does a token endpoint.
        for (replies, text) in &echoes {
            for reply in replies {
                endpoint.now(Script::default().on(|_| true, reply.clone()));
                asked(auth::oauth(doors::grant(&endpoint, &server.url(), text)), reply).await;
            }
        }
    }
}

#[test]
fn a_page_that_holds_the_token_is_quarantined_and_its_neighbours_are_published() {
    let answer = |ids: &[&str]| {
        let title = |id: &str| if id == "5" { format!("my token: {CANARY}") } else { "title".to_owned() };
        let objects: Vec<_> = ids.iter().map(|id| page(id, &title(id))).collect();
        Reply::json(listing(&objects, None))
    };
    let script = Script::default()
        .spaces(&[("100", "DOCS")])
        .on(|target| is_pages_of("100")(target) && target.contains("body-format="), answer(&["1", "5", "9"]))
        .on(is_pages_of("100"), Reply::json(listing(&pages(&["1", "5", "9"]), None)))
        .with(
            |target| target.starts_with("/wiki/api/v2/pages?id="),
            move |seen| {
                let ids = seen.target.split("id=").nth(1).unwrap().split('&').next().unwrap().replace("%2C", ",");
                answer(&ids.split(',').collect::<Vec<_>>())
            },
        );
    let server = Server::start(script);
    let home = Home::with_token(&server.url(), "", CANARY);
    home.sync().ends(3).says("repeats the credentials");
    assert_eq!(home.open_words(), ["object 5"]);
    assert_eq!(home.ids(), ["1", "9"]);
}

/// A site with many invented addresses and card numbers, and all of them.
fn planted(faults: &str) -> (Site, Canaries) {
    let site = Site::of(faults, Options { pages: 60, body: 4000, ..small() });
    let words: BTreeSet<String> = site.practice().planted().into_values().flatten().collect();
    assert!(words.iter().filter(|word| word.contains('@')).count() > 30, "hardly an address is planted");
    assert!(words.iter().filter(|word| !word.contains('@')).count() > 30, "hardly a card number is planted");
    (site, Canaries::of(words))
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn personal_data_is_in_nothing_that_is_written_outside_sealed_responses_or_printed() {
    let (site, canaries) = planted(&format!("poison={},surrogate={}", page_id(3), page_id(4)));
    let home = Home::new(site.url(), "content_types = [\"page\", \"blogpost\"]\npage_size = 10");
    for args in [
        &["sync", "--verbose"][..],
        &["sync", "--format", "json"],
        &["status", "--format", "json"],
        &["status", "--verbose"],
        &["check"],
    ] {
        said(&home, &canaries, args);
    }
    assert_eq!(home.ids().len(), 64);
    assert!(canaries.are_not_below(home.dir()) > 50_000);
    assert!(are_not_inside(&canaries, &home) > 200_000);
    let rows = home.rows();
    assert!(rows.values().any(|row| row["body_storage"].as_deref().unwrap_or("").contains("[EMAIL_ADDRESS]")));
    assert!(rows.values().any(|row| row["body_storage"].as_deref().unwrap_or("").contains("[CREDIT_CARD]")));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_stands_in_any_field_of_any_stream_is_in_nothing_outside_sealed_responses() {
    let site = Site::of("canaries", Options { pages: 60, body: 1000, attachments: 20, ..small() });
    let canaries = Canaries::of(CANARIES.map(str::to_owned));
    let home = Home::new(site.url(), "content_types = [\"page\", \"blogpost\", \"attachment\"]\npage_size = 10");
    for args in [
        &["sync", "--verbose"][..],
        &["sync", "--format", "json"],
        &["status", "--format", "json"],
        &["audit", "redacted"],
        &["explain", "wiki", "page", "1"],
    ] {
        said(&home, &canaries, args);
    }
    for sql in
        ["from space_content", "from page_attachments", "explain analyze from space_content", "from sync.redacted"]
    {
        said(&home, &canaries, &["query", sql, "--format", "jsonl"]);
    }
    assert_eq!(home.ids().len(), 66);
    assert!(canaries.are_not_below(home.dir()) > 50_000);
    assert!(are_not_inside(&canaries, &home) > 100_000);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_a_killed_run_leaves_holds_neither_token_nor_personal_data() {
    let options = || Options { pages: 200, body: 4000, api_token: CANARY.to_owned(), ..small() };
    let site = Site::of("", Options { latency: Duration::from_millis(20), ..options() });
    let words: BTreeSet<String> = site.practice().planted().into_values().flatten().collect();
    let (token, personal) = (of_token(CANARY), Canaries::of(words));
    let home = Home::with_token(site.url(), "page_size = 10", CANARY);
    for requests in [4, 11, 18] {
        let running = home.start(&["sync"]);
        await_requests(&site, requests);
        // What the holder answers on its socket, and what everybody can read of it.
        said(&home, &token, &["status", "--format", "json"]);
        token.are_not_in(&running.command_line(), "the command line");
        let run = killed(running);
        token.are_not_in(&run, "what was printed");
        token.are_not_below(home.dir());
        personal.are_not_below(home.dir());
        assert!(home.dir().join("data/wiki.duckdb").exists());
    }
    assert_eq!(said(&home, &token, &["sync"]), Some(0));
    assert_eq!(home.ids().len(), 200);
    personal.are_not_below(home.dir());
    assert!(are_not_inside(&personal, &home) > 500_000);
}

fn await_requests(site: &Site, wanted: u64) {
    let begun = clock::instant();
    while site.practice().requests() < wanted {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} requests came", site.practice().requests());
        thread::sleep(Duration::from_millis(2));
    }
}

fn killed(running: Running) -> Vec<u8> {
    let run = running.kill();
    [run.stdout, run.stderr].concat()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn error_texts_of_the_site_are_not_repeated_where_they_may_name_somebody() {
    let words = ["ada.lovelace@example.com".to_owned(), "4111111111111111".to_owned()];
    let canaries = Canaries::of(words.clone());
    let mut texts = words.to_vec();
    texts.extend(["4111 1111 1111 1111", "4111-1111-1111-1111", "ada.lovelace%40example.com"].map(str::to_owned));
    let bodies: Vec<String> = texts
        .iter()
        .map(|text| {
            json!({"message": format!("no page of {text}"), "errors": [{"title": text, "detail": text}]}).to_string()
        })
        .chain([r#"{"message":"ada.lovelace\u0040example.com"}"#.to_owned()])
        .collect();
    let statuses = [400, 401, 403, 404, 500];
    let replies: Vec<Reply> = bodies
        .iter()
        .flat_map(|body| statuses.map(|status| Reply::of(status, "application/json", &[], body)))
        .collect();
    let ids: Vec<String> = (0..replies.len()).map(|at| (100 + at).to_string()).collect();
    let spaces: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let mut script = Script::default().spaces(&spaces);
    for (id, reply) in ids.iter().zip(replies) {
        script = script.on(is_pages_of(id), reply);
    }
    let server = Server::start(script);
    let home = Home::new(&server.url(), "rate_limit_timeout_ms = 1");
    assert_eq!(said(&home, &canaries, &["sync", "--verbose"]), Some(3));
    said(&home, &canaries, &["status", "--format", "json"]);
    canaries.are_not_below(home.dir());
    are_not_inside(&canaries, &home);
}
