//! The doors of a REST API as settings open them: whatever the API answers, its secret comes no further than to the door.

use super::{CANARY, are_not_inside, said};
use crate::support::api::{self, Api};
use crate::support::canaries::Canaries;
use crate::support::server::{Reply, Script, Server};
use crate::support::site::{Home, VARIABLE};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catchment_practice::rest::{Door, Options, Paging, customer_id};
use serde_json::json;

/// Who is let in where a user name is asked for.
const READER: &str = "reader";

/// A way to be let in: the door of the practice server, the settings that open it, and whether its secret goes into a header
/// as it is, so that it can hold ASCII alone.
struct Way {
    door: Door,
    settings: &'static str,
    is_ascii: bool,
}

const fn way(door: Door, is_ascii: bool, settings: &'static str) -> Way {
    Way { door, settings, is_ascii }
}

const WAYS: [Way; 6] = [
    way(Door::Basic, false, "username = \"reader\"\npassword = \"env:SECRET\""),
    way(Door::Bearer, true, "token = \"env:SECRET\""),
    way(Door::Header, true, "api_key = \"env:SECRET\"\napi_key_header = \"X-Api-Key\""),
    way(Door::Query, false, "api_key = \"env:SECRET\"\napi_key_param = \"api_key\""),
    way(
        Door::OAuth,
        false,
        "token_url = \"TOKENS/oauth/token\"\nclient_id = \"env:SECRET\"\nclient_secret = \"env:SECRET\"",
    ),
    way(
        Door::OAuth,
        false,
        "token_url = \"TOKENS/oauth/token\"\nclient_id = \"env:SECRET\"\nclient_secret = \"env:SECRET\"\nsend_client_as = \"basic\"",
    ),
];

impl Way {
    fn secret(&self) -> String {
        CANARY.chars().filter(|c| !self.is_ascii || c.is_ascii()).collect()
    }

    /// Its settings, with tokens from this address.
    fn settings(&self, tokens: &str) -> String {
        self.settings.replace("SECRET", VARIABLE).replace("TOKENS", tokens)
    }

    /// Every text that must not be found: the secret, its pair, and tokens.
    fn canaries(&self, tokens: &[String]) -> Canaries {
        let secret = self.secret();
        let pairs = [READER, &secret].map(|name| format!("{name}:{secret}"));
        Canaries::of([secret].into_iter().chain(pairs).chain(tokens.iter().cloned()))
    }
}

/// Everything that tells of a connection and its streams.
fn tell_all(home: &Home, canaries: &Canaries, streams: &[String]) {
    for args in [
        &["check"][..],
        &["check", "--format", "json"],
        &["sync", "--verbose"],
        &["sync", "--format", "json"],
        &["status", "--verbose"],
        &["status", "--format", "json"],
        &["config"],
        &["config", "--format", "json"],
        &["audit", "requests", "--format", "jsonl"],
        &["audit", "unread", "--format", "jsonl"],
        &["query", "from sync.request", "--format", "jsonl"],
        &["query", "from sync.quarantine", "--format", "jsonl"],
    ] {
        said(home, canaries, args);
    }
    for stream in streams {
        said(home, canaries, &["preview", "wiki", stream, "--format", "jsonl"]);
        said(home, canaries, &["explain", "wiki", stream, &customer_id(0).to_string(), "--format", "json"]);
    }
    canaries.are_not_below(home.dir());
    are_not_inside(canaries, home);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn the_secret_of_every_door_is_in_nothing_that_is_written_or_printed() {
    for (way, paging) in WAYS.iter().zip([Paging::NextUrl, Paging::Link, Paging::Keyset].into_iter().cycle()) {
        // A token lasts for three requests, so that it is renewed within every run.
        let secret = way.secret();
        let username = if way.door == Door::Basic { READER.to_owned() } else { secret.clone() };
        let options =
            Options { door: way.door, paging, secret: secret.clone(), username, token_uses: 3, ..Options::default() };
        let api = Api::of(Options { records: 120, ..options }, "");
        let settings = api.settings(&way.settings(api.practice().url()), "", "");
        let home = Home::let_in(&settings, &secret);
        home.follow().ends(0);
        assert_eq!(api::ids(&home), api.ids(), "{}", way.settings);
        let tokens: Vec<String> = (1..=api.practice().tokens()).map(|at| format!("practice-token-{at}")).collect();
        assert_eq!(tokens.len() > 1, way.door == Door::OAuth, "{tokens:?}");
        tell_all(&home, &way.canaries(&tokens), &["customer".to_owned()]);
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_secret_that_is_refused_by_any_door_is_not_repeated() {
    for way in &WAYS {
        let options = Options { door: way.door, records: 10, ..Options::default() };
        let api = Api::of(options, "");
        let settings = api.settings(&way.settings(api.practice().url()), "", "");
        let home = Home::let_in(&settings, &way.secret());
        home.follow().ends(1);
        tell_all(&home, &way.canaries(&[]), &["customer".to_owned()]);
    }
}

/// Answers that give a secret back: in messages and headers of refusals, in links to a next page here and elsewhere, in
/// redirects here and elsewhere.
fn given_back(secret: &str) -> Vec<Reply> {
    // In every form they are tried on the doors themselves.
    let mut replies = Vec::new();
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let header = STANDARD.encode(format!("{READER}:{secret}"));
    for echo in [encoded.replace('+', "%20"), header] {
        let told = json!({"error": {"message": echo, "errors": [echo]}}).to_string();
        for status in [401, 403] {
            replies.push(Reply::of(status, "application/json", &[("X-Echo", &echo), ("Retry-After", &echo)], &told));
        }
        for link in [format!("/wiki/next?api_key={echo}&page=2"), format!("https://other.example/?api_key={echo}")] {
            let page = json!({"items": [{"id": 1}], "next": link}).to_string();
            replies.push(Reply::json(&page));
            replies.push(Reply::of(200, "application/json", &[("Link", &format!("<{link}>; rel=\"next\""))], &page));
            replies.push(Reply::redirect(&link));
        }
    }
    replies
}

/// A stream for each of so many answers.
fn streams(count: usize) -> (Vec<String>, String) {
    let names: Vec<String> = (0..count).map(|at| format!("s{at}")).collect();
    let section = |name: &String| {
        format!(
            "[connections.wiki.streams.{name}]\npath = \"/{name}\"\nrecords = \"items\"\nkey = [\"id\"]\n\
             paginate = {{ kind = \"next_url\", from = \"body:next\" }}\n"
        )
    };
    let sections = names.iter().map(section).collect();
    (names, sections)
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn what_an_api_gives_back_of_a_secret_is_not_repeated_any_further() {
    for way in &WAYS {
        let (secret, token) = (way.secret(), "token-of-a-test-0123456789".to_owned());
        let endpoint = Server::start(
            Script::default()
                .on(|_| true, Reply::json(json!({"access_token": token, "token_type": "Bearer"}).to_string())),
        );
        let mut replies = given_back(&secret);
        if way.door == Door::OAuth {
            replies.extend(given_back(&token));
        }
        let (names, sections) = streams(replies.len());
        let script = names.iter().zip(replies).fold(Script::default(), |script, (name, reply)| {
            let path = format!("/wiki/{name}");
            script.on(move |target| target.split('?').next() == Some(&path), reply)
        });
        let server = Server::start(script);
        let of_door = way.settings(&format!("http://{}", endpoint.host()));
        let settings = format!(
            "source = \"rest\"\nurl = \"{}\"\nrequests_per_minute = 60000\nrate_limit_timeout_ms = 1\n{of_door}\n{sections}",
            server.url()
        );
        let home = Home::let_in(&settings, &secret);
        let canaries = way.canaries(&[token]);
        let few: Vec<String> = names.iter().step_by(9).cloned().collect();
        tell_all(&home, &canaries, &few);
        assert!(server.seen().len() >= names.len(), "{}", way.settings);
        // So does a token endpoint.
        if way.door == Door::OAuth {
            for reply in given_back(&secret).into_iter().step_by(5) {
                endpoint.now(Script::default().on(|_| true, reply));
                said(&home, &canaries, &["check"]);
            }
            tell_all(&home, &canaries, &[]);
        }
    }
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_cursor_that_may_name_a_person_is_on_no_record() {
    let canaries = Canaries::of(["ada.lovelace@example.com".to_owned()]);
    let page = |id: u32, next: Option<&str>| Reply::json(json!({"items": [{"id": id}], "next": next}).to_string());
    let cursor = "ada.lovelace%40example.com";
    let links = [
        format!("/wiki/s0?after={cursor}"),
        format!("/wiki/s0?{cursor}"),
        "/wiki/s0?limit=1&x[y]=YWRhLmxvdmVsYWNlQGV4YW1wbGUuY29t".to_owned(),
    ];
    for link in links {
        // The second page fails at first: what a run that failed leaves is searched as well.
        for reply in [Reply::error(404, &[]), page(2, None)] {
            let is_next = |target: &str| target.contains('?');
            let script = Script::default().on(is_next, reply).on(|_| true, page(1, Some(&link)));
            let server = Server::start(script);
            let (_, sections) = streams(1);
            let settings = format!(
                "source = \"rest\"\nurl = \"{}\"\nrequests_per_minute = 60000\nrate_limit_timeout_ms = 1\n{sections}",
                server.url()
            );
            let home = Home::described(&settings);
            for args in [
                &["sync", "--verbose"][..],
                &["status", "--format", "json"],
                &["preview", "wiki", "s0"],
                &["audit", "requests", "--format", "jsonl"],
                &["query", "from sync.request", "--format", "jsonl"],
            ] {
                said(&home, &canaries, args);
            }
            assert!(server.targets().iter().any(|target| target.contains('?')), "{:?}", server.targets());
            are_not_inside(&canaries, &home);
            canaries.are_not_below(&home.dir().join("lake"));
        }
    }
}
