//! Doors: what goes over the wire with each, and what does not.

use super::*;
use crate::support::doors::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use catchment_io::http::{Ask, Outside, Posts, Transport};
use catchment_source::auth::{self, SendAs};
use catchment_source::client::{Asking, Client, Log, Refusal};
use catchment_source::download::{Sink, Wanted};
use catchment_source::refused::{Meaning, Refused};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use url::Url;

/// A secret with everything that some encoding changes, and one that a header can hold.
const SECRET: &str = "a`b & \"c\" 'd' %41 \\ ünï/+=#?;:<e>";
const PLAIN: &str = "a`b & \"c\" 'd' %41 \\ +=#?;:<e>";

fn anything(_: &str) -> bool {
    true
}

fn well() -> Reply {
    Reply::json("{}")
}

/// A token endpoint that gives `token-0001-of-a-test` and so on, with these members beside it.
fn tokens(members: serde_json::Value) -> Server {
    let given = AtomicUsize::new(0);
    Server::start(Script::default().with(anything, move |_| {
        let number = given.fetch_add(1, Ordering::SeqCst) + 1;
        let mut answer = members.clone();
        answer["access_token"] = json!(format!("token-{number:04}-of-a-test"));
        Reply::json(answer.to_string()).after(Duration::from_millis(50))
    }))
}

/// A site that takes only tokens from this number on.
fn takes_from(number: usize) -> Server {
    Server::start(Script::default().with(anything, move |seen| {
        let token = seen.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer token-"));
        let is_taken = token.and_then(|token| token[..4].parse::<usize>().ok()).is_some_and(|token| token >= number);
        if is_taken { well() } else { Reply::error(401, &[]) }
    }))
}

/// Many walks ask at once; what they came to.
async fn many(client: &Arc<Client>, site: &str) -> Vec<Result<u16, Refusal>> {
    let walks: Vec<_> = (0..12)
        .map(|walk| {
            let (client, ask) = (Arc::clone(client), at(site, &format!("/x?walk={walk}")));
            tokio::spawn(async move { asked(&client, &ask).await.0 })
        })
        .collect();
    let mut outcomes = Vec::new();
    for walk in walks {
        outcomes.push(walk.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn each_door_sends_exactly_what_it_should() {
    let pair = STANDARD.encode(format!("me@example.com:{SECRET}"));
    let key = "a%60b%20%26%20%22c%22%20%27d%27%20%2541%20%5C%20%C3%BCn%C3%AF%2F%2B%3D%23%3F%3B%3A%3Ce%3E";
    let authorization = |value: &str| format!("authorization: {value}");
    let doors = [
        (auth::none(), String::new(), String::new()),
        (
            auth::basic("me@example.com", secret(SECRET)).unwrap(),
            authorization(&format!("Basic {pair}")),
            String::new(),
        ),
        (auth::bearer(secret(PLAIN)).unwrap(), authorization(&format!("Bearer {PLAIN}")), String::new()),
        (auth::header("X-Api-Key", secret(PLAIN)).unwrap(), format!("x-api-key: {PLAIN}"), String::new()),
        (auth::header("Authorization", secret(PLAIN)).unwrap(), authorization(PLAIN), String::new()),
        (auth::query("api_key", secret(SECRET)).unwrap(), String::new(), format!("&api_key={key}")),
    ];
    for (door, header, argument) in doors {
        let server = Server::start(Script::default().on(anything, well()));
        let client = client(&server.url(), door);
        let ask = Ask { headers: vec![("Api-Version".to_owned(), "7".to_owned())], ..at(&server.url(), "/x?a=%2f") };
        let (outcome, requests) = asked(&client, &ask).await;
        assert_eq!(outcome.ok(), Some(200));
        let seen = &server.seen()[0];
        assert_eq!(seen.target, format!("/wiki/x?a=%2f{argument}"));
        assert_eq!(requests[0].target, "/wiki/x?a=%2f", "the record holds no key");
        let usual = ["accept", "user-agent", "host", "api-version"];
        let others = seen.headers.iter().filter(|(name, _)| !usual.contains(&name.as_str()));
        let others: Vec<String> = others.map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(others.join("\n"), header);
        assert_eq!(seen.headers["api-version"], "7");
    }
}

#[tokio::test]
async fn a_post_of_json_is_sent_as_it_is_and_not_followed_to_another_place() {
    let script = Script::default().on(|target| target.ends_with("/search"), well());
    let server = Server::start(script.on(anything, Reply::redirect("/wiki/search")));
    let client = client(&server.url(), auth::none());
    let post = |path: &str| Ask::post(at(&server.url(), path).url, br#"{"cursor":null}"#.to_vec());
    assert_eq!(asked(&client, &Ask::read(&post("/search").written()).unwrap()).await.0.ok(), Some(200));
    let seen = &server.seen()[0];
    assert_eq!((seen.body.as_str(), seen.headers["content-type"].as_str()), (r#"{"cursor":null}"#, "application/json"));
    let refusal = asked(&client, &post("/moved")).await.0.unwrap_err();
    assert!(told(refusal).contains("redirects a POST"));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn nothing_goes_to_another_origin_whatever_the_door() {
    let other = Server::start(Script::default().on(anything, well()));
    let endpoint = tokens(json!({"token_type": "Bearer"}));
    let elsewhere = format!("http://{}/wiki/x", other.host());
    let server = Server::start(Script::default().on(anything, Reply::redirect(&elsewhere)));
    let doors = [
        auth::basic("me", secret(SECRET)),
        auth::bearer(secret(PLAIN)),
        auth::header("X-Api-Key", secret(PLAIN)),
        auth::query("api_key", secret(SECRET)),
        auth::oauth(grant(&endpoint, &server.url(), SECRET)),
    ];
    for door in doors {
        let client = client(&server.url(), door.unwrap());
        for ask in [at(&server.url(), "/x"), Ask::get(Url::parse(&elsewhere).unwrap())] {
            let told = told(asked(&client, &ask).await.0.unwrap_err());
            assert!(told.contains("not its configured origin"), "{told}");
        }
        let with_user = Ask::get(Url::parse(&format!("http://a:b@{}/wiki/x", server.host())).unwrap());
        assert!(told(asked(&client, &with_user).await.0.unwrap_err()).contains("contains a user name"));
    }
    assert!(other.seen().is_empty(), "{:?}", other.seen());
}

/// Keeps a file in memory.
struct Kept(Vec<u8>);

impl Sink for Kept {
    fn restart(&mut self) -> catchment_base::error::Result<()> {
        self.0.clear();
        Ok(())
    }

    fn take(&mut self, bytes: &[u8]) -> catchment_base::error::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

#[tokio::test]
async fn a_file_is_asked_for_with_the_credential_and_its_link_is_followed_without() {
    let media = Server::start(Script::default().on(anything, Reply::of(200, "text/plain", &[], "the file")));
    let link = Reply::redirect(&format!("http://{}/signed?token=of-the-link", media.host()));
    let endpoint = tokens(json!({}));
    let site = Server::start(Script::default().with(anything, move |seen| {
        let is_old = seen.headers.get("authorization").is_some_and(|value| value.contains("token-0001-"));
        if is_old { Reply::error(401, &[]) } else { link.clone() }
    }));
    let doors = [
        auth::basic("me", secret(SECRET)),
        auth::bearer(secret(PLAIN)),
        auth::header("X-Api-Key", secret(PLAIN)),
        auth::query("api_key", secret(SECRET)),
        auth::oauth(grant(&endpoint, &site.url(), SECRET)),
    ];
    let url = at(&site.url(), "/file").url;
    let outside = Outside::new(&url, TIMEOUT, &Transport::default()).unwrap();
    for door in doors {
        let (mut kept, mut log) = (Kept(Vec::new()), Log::default());
        let wanted = Wanted { url: url.clone(), media_type: None, size: None, limit: 100, is_doubtful: false };
        let downloaded = client(&site.url(), door.unwrap()).download(&outside, &wanted, &mut log, &mut kept).await;
        assert_eq!((downloaded.ok(), kept.0.as_slice()), (Some(8), &b"the file"[..]));
        assert!(log.requests.iter().all(|request| request.target == "/wiki/file"));
    }
    assert_eq!((site.seen().len(), media.seen().len()), (6, 5));
    for seen in media.seen() {
        assert_eq!(seen.target, "/signed?token=of-the-link");
        assert!(seen.headers.keys().all(|name| ["accept", "host", "user-agent"].contains(&name.as_str())), "{seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_walks_share_one_token_and_one_renewal() {
    let endpoint = tokens(json!({"token_type": "bearer", "expires_in": 3600}));
    let site = takes_from(1);
    let door = auth::oauth(grant(&endpoint, &site.url(), SECRET)).unwrap();
    let client = Arc::new(client(&site.url(), door));
    for _ in 0..2 {
        assert!(many(&client, &site.url()).await.iter().all(Result::is_ok));
    }
    assert_eq!(endpoint.seen().len(), 1);
    let asked = &endpoint.seen()[0];
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(asked.body.as_bytes()).into_owned().collect();
    let expected = [("grant_type", "client_credentials"), ("client_id", "client of a test"), ("client_secret", SECRET)];
    assert_eq!(fields, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert!(!asked.headers.contains_key("authorization"));

    // The site does not take the first token any more.
    site.now(Script::default().with(anything, |seen| match seen.headers["authorization"].contains("token-0002-") {
        true => well(),
        false => Reply::error(401, &[]).after(Duration::from_millis(20)),
    }));
    assert!(many(&client, &site.url()).await.iter().all(Result::is_ok));
    assert_eq!(endpoint.seen().len(), 2);
    for seen in site.seen() {
        let told = format!("{seen:?}");
        assert!(!told.contains("client") && seen.headers["authorization"].starts_with("Bearer token-"), "{told}");
    }
}

#[tokio::test]
async fn a_token_is_renewed_once_and_both_tries_are_on_record() {
    let endpoint = tokens(json!({}));
    let site = takes_from(2);
    let door = auth::oauth(grant(&endpoint, &site.url(), SECRET)).unwrap();
    let client_of_site = client(&site.url(), door);
    let (outcome, requests) = asked(&client_of_site, &at(&site.url(), "/x")).await;
    assert_eq!(outcome.ok(), Some(200));
    let tries: Vec<_> = requests.iter().map(|request| (request.attempt, request.status)).collect();
    assert_eq!(tries, [(1, Some(401)), (2, Some(200))]);

    let never = takes_from(1000);
    let (endpoint, url) = (tokens(json!({})), never.url());
    let client = client(&url, auth::oauth(grant(&endpoint, &url, SECRET)).unwrap());
    let told = told(asked(&client, &at(&url, "/x")).await.0.unwrap_err());
    assert!(told.contains("the site answered 401") && told.contains("check scope"), "{told}");
    assert_eq!((endpoint.seen().len(), never.seen().len()), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_renewal_that_is_refused_names_the_settings_and_no_secret() {
    let refused = json!({"error": "invalid_client", "error_description": "the client is unknown"}).to_string();
    let script = Script::default().first(1, anything, Reply::json(r#"{"access_token":"token-0001-of-a-test"}"#));
    let refused = Reply::of(401, "application/json", &[], refused).after(Duration::from_millis(200));
    let endpoint = Server::start(script.on(anything, refused));
    let site = takes_from(2);
    let door = auth::oauth(grant(&endpoint, &site.url(), SECRET)).unwrap();
    let client = Arc::new(client(&site.url(), door));
    for outcome in many(&client, &site.url()).await {
        let told = told(outcome.unwrap_err());
        let said = format!("the token endpoint at http://{} answered 401: invalid_client", endpoint.host());
        assert!(told.starts_with(&said) && told.contains("client_secret"), "{told}");
        assert!(!told.contains(SECRET) && !told.contains("token-0001"), "{told}");
    }
    assert!(endpoint.seen().len() <= 4, "a refusal is shared as well: {}", endpoint.seen().len());
}

#[tokio::test]
async fn id_and_secret_go_as_basic_authentication_where_that_is_wanted() {
    let (endpoint, site) = (tokens(json!({"expires_in": "60"})), takes_from(1));
    let mut wanted = grant(&endpoint, &site.url(), "s e&c:ret%");
    (wanted.send_as, wanted.scope) = (SendAs::Basic, Some("read:a read:b".to_owned()));
    let client = client(&site.url(), auth::oauth(wanted).unwrap());
    assert_eq!(asked(&client, &at(&site.url(), "/x")).await.0.ok(), Some(200));
    let seen = &endpoint.seen()[0];
    assert_eq!(seen.body, "grant_type=client_credentials&scope=read%3Aa+read%3Ab");
    let pair = STANDARD.encode("client+of+a+test:s+e%26c%3Aret%25");
    assert_eq!(seen.headers["authorization"], format!("Basic {pair}"));
}

#[tokio::test]
async fn a_token_goes_to_the_instance_that_is_configured_and_to_no_other() {
    let (site, instance) = (takes_from(1), takes_from(1));
    let endpoint = tokens(json!({"instance_url": format!("http://{}", instance.host())}));
    let made = |also: Vec<Url>| {
        let mut wanted = grant(&endpoint, &site.url(), SECRET);
        (wanted.also, wanted.base_from) = (also, Some("instance_url".to_owned()));
        client(&site.url(), auth::oauth(wanted).unwrap())
    };
    let told = told(asked(&made(Vec::new()), &at(&site.url(), "/x")).await.0.unwrap_err());
    assert!(told.contains(&format!("names http://{} as the site", instance.host())), "{told}");
    assert!(site.seen().is_empty() && instance.seen().is_empty());

    let configured = made(vec![Url::parse(&instance.url()).unwrap()]);
    assert_eq!(asked(&configured, &at(&site.url(), "/x?a=1")).await.0.ok(), Some(200));
    assert_eq!((site.targets(), instance.targets()), (Vec::new(), vec!["/wiki/x?a=1".to_owned()]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_endpoint_that_is_ill_is_asked_again_and_is_no_reason_to_ask_for_less() {
    let site = takes_from(1);
    let good = Reply::json(r#"{"access_token":"token-0001-of-a-test"}"#);
    let endpoint = Server::start(Script::default().first(1, anything, Reply::error(503, &[])).on(anything, good));
    let door = || auth::oauth(grant(&endpoint, &site.url(), SECRET)).unwrap();
    assert_eq!(asked(&client(&site.url(), door()), &at(&site.url(), "/x")).await.0.ok(), Some(200));
    for (reply, says) in [
        (Reply::error(503, &[]), "answered 503"),
        (Reply::default().stall(), "no complete response within 2000 ms"),
        (Reply::json("{").reset(), "token endpoint"),
        (Reply::redirect("/elsewhere"), "it leads elsewhere"),
        (Reply::json(" ".repeat(70_000)), "larger than"),
        (Reply::of(200, "text/html", &[], "<html>"), "without JSON"),
    ] {
        endpoint.now(Script::default().on(anything, reply));
        let refusal = asked(&client(&site.url(), door()), &at(&site.url(), "/x")).await.0.unwrap_err();
        assert!(matches!(refusal, Refusal::Final(_)), "{says}");
        let told = told(refusal);
        assert!(told.contains(says) && told.contains("the token endpoint at http://127.0.0.1:"), "{told}");
    }
    assert_eq!(site.seen().len(), 1);
}

#[tokio::test]
async fn refusals_mean_what_the_endpoint_says() {
    let row = |status, says: Option<&str>, means| Refused {
        status,
        says: says.map(|says| says.to_owned().into()),
        means,
        told: None,
    };
    let rows = [
        row(404, Some("no rows"), Meaning::Nothing),
        row(200, Some("\"status\":\"busy\""), Meaning::Later),
        row(200, Some("\"status\":\"hidden\""), Meaning::NoAccess),
        row(403, Some("SESSION"), Meaning::Renew),
        row(422, None, Meaning::Smaller),
        row(409, None, Meaning::StartOver),
    ];
    let reply = |status, body: &str| Reply::of(status, "application/json", &[], body);
    let at_path = |path: &'static str| move |target: &str| target.ends_with(path);
    let script = Script::default()
        .on(at_path("/nothing"), reply(404, r#"{"error":"no rows"}"#))
        .on(at_path("/gone"), reply(404, r#"{"error":"no such thing"}"#))
        .first(1, at_path("/busy"), reply(200, r#"{"status":"busy"}"#))
        .on(at_path("/hidden"), reply(200, r#"{"status":"hidden","message":"for others"}"#))
        .first(1, at_path("/ended"), reply(403, r#"{"errorCode":"INVALID_SESSION"}"#))
        .on(at_path("/large"), reply(422, "{}"))
        .on(at_path("/stale"), reply(409, "{}"))
        .on(anything, well());
    let (server, endpoint) = (Server::start(script), tokens(json!({})));
    let client = client(&server.url(), auth::oauth(grant(&endpoint, &server.url(), SECRET)).unwrap());
    let outcome = async |path: &str| {
        let ask = at(&server.url(), path);
        asked(&client, Asking::new(&ask, &rows)).await
    };
    assert!(matches!(outcome("/nothing").await.0, Err(Refusal::Nothing(_))));
    assert!(matches!(outcome("/gone").await.0, Err(Refusal::Absent(404, _))));
    let (busy, requests) = outcome("/busy").await;
    assert_eq!((busy.ok(), requests[0].cause.as_deref()), (Some(200), Some("the response is a refusal")));
    let (hidden, requests) = outcome("/hidden").await;
    assert!(matches!(&hidden, Err(Refusal::Absent(403, _))));
    assert_eq!((told(hidden.unwrap_err()).contains("for others"), requests[0].status), (true, Some(200)));
    assert_eq!(outcome("/ended").await.0.ok(), Some(200));
    assert_eq!(endpoint.seen().len(), 2);
    assert!(matches!(outcome("/large").await.0, Err(Refusal::TooMuch { named: false, .. })));
    assert!(matches!(outcome("/stale").await.0, Err(Refusal::Refused(_))));
}

#[tokio::test]
async fn headers_that_paging_needs_are_there_and_endless_ones_are_refused() {
    use catchment_io::http::{Http, Site};
    let link = [("Link", "<a>; rel=\"prev\""), ("Link", "<b>; rel=\"next\""), ("Set-Cookie", "a=b")];
    let endless: Vec<(&str, &str)> = (0..70).map(|_| ("X-Filler", FILLER)).collect();
    let script = Script::default()
        .first(1, anything, Reply::of(200, "application/json", &link, "{}"))
        .on(anything, Reply::of(200, "application/json", &endless, "{}"));
    let server = Server::start(script);
    let url = Url::parse(&server.url()).unwrap();
    let http = Http::new(Site {
        url: url.clone(),
        signer: auth::none(),
        timeout: TIMEOUT,
        compression: true,
        transport: Transport::default(),
        posts: Posts::To(&[]),
    })
    .unwrap();
    let answer = http.ask(&Ask::get(url.clone())).await.unwrap();
    assert_eq!(answer.header("LINK"), Some("<a>; rel=\"prev\", <b>; rel=\"next\""));
    assert_eq!(answer.header("set-cookie"), None);
    assert!(http.ask(&Ask::get(url)).await.err().unwrap().to_string().contains("larger than 64 KiB"));
}

const FILLER: &str = match std::str::from_utf8(&[b'x'; 1000]) {
    Ok(text) => text,
    Err(_) => "",
};
