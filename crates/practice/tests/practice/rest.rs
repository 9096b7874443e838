//! The generic REST fake: every paging walked to its end, every door tried, every fault shown by its effect.

mod faults;

use super::{Asked, body, client, count, faults, get, header, json, post, status};
use catchment_practice::rest::{Change, Door, Options, Paging, Practice, customer_id, start};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::collections::BTreeSet;

/// A walk that has not ended after so many pages does not end.
const MOST_PAGES: usize = 60;

async fn served(paging: Paging, named: &str, records: usize) -> Practice {
    start(Options { paging, faults: faults(named), records, page_size: 5, ..Options::default() }).await.unwrap()
}

async fn text(practice: &Practice, target: &str) -> String {
    let response = get(practice, target).await;
    assert_eq!(response.status(), 200, "{target}");
    String::from_utf8(response.bytes().await.unwrap().to_vec()).unwrap()
}

/// A page with the link to the next one, if it names one.
struct Page {
    answer: Value,
    records: Vec<Value>,
    next: Option<String>,
}

/// What a request asks with: a path and query, or the body of a search.
#[derive(Clone)]
enum Ask {
    At(String),
    With(Value),
}

async fn page(practice: &Practice, ask: &Ask, paging: Paging) -> Page {
    let response = match ask {
        Ask::At(target) => get(practice, target).await,
        Ask::With(body) => post(practice, "/v1/customers/search", body).await,
    };
    assert_eq!(response.status(), 200);
    let link = header(&response, "link").split('<').nth(2).and_then(|link| Some(link.split('>').next()?.to_owned()));
    let cursor = Some(header(&response, "x-next-cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let answer = body(response).await;
    let records = [&answer["data"]["items"], &answer["orders"], &answer["stock"]].into_iter().find_map(Value::as_array);
    let told = |member: &str| answer["meta"][member].as_str().map(str::to_owned);
    let next = match paging {
        Paging::Cursor | Paging::Body => told("next_cursor"),
        Paging::NextUrl | Paging::NextPath => told("next"),
        Paging::Link => link,
        Paging::Header => cursor,
        _ => None,
    };
    Page { records: records.cloned().unwrap_or_default(), next, answer }
}

/// What a plain client asks for after a page; nothing at the end. `number` is that of the page, counted from 1.
fn after(practice: &Practice, page: &Page, paging: Paging, (path, size, number): (&str, usize, usize)) -> Option<Ask> {
    let at = |query: String| Some(Ask::At(format!("{path}?{query}")));
    let last = page.records.last();
    match paging {
        Paging::None => None,
        Paging::Offset => last.and_then(|_| at(format!("limit={size}&offset={}", size * number))),
        Paging::Page => last.and_then(|_| at(format!("per_page={size}&page={}", number + 1))),
        Paging::Cursor | Paging::Header => {
            page.next.as_ref().and_then(|next| at(format!("limit={size}&cursor={next}")))
        }
        Paging::LastId if page.answer["meta"]["has_more"] == true => {
            at(format!("limit={size}&starting_after={}", last?["id"]))
        }
        Paging::LastId => None,
        Paging::NextPath => page.next.clone().map(Ask::At),
        Paging::NextUrl | Paging::Link => {
            page.next.as_ref().map(|next| Ask::At(next.strip_prefix(practice.url()).unwrap_or(next).to_owned()))
        }
        Paging::Keyset => {
            let time = [&last?["updated_at"], &last?["placed_at"]].into_iter().find_map(Value::as_str)?;
            at(format!("limit={size}&updated_after={time}&after_id={}", last?["id"]))
        }
        Paging::Body => page.next.as_ref().map(|next| Ask::With(json!({"limit": size, "cursor": next}))),
    }
}

/// The pages of a listing, the first `most` of them.
async fn pages(practice: &Practice, paging: Paging, (path, size): (&str, usize), most: usize) -> Vec<Page> {
    let mut ask = match paging {
        Paging::None => Some(Ask::At(path.to_owned())),
        Paging::Page => Some(Ask::At(format!("{path}?per_page={size}"))),
        Paging::Body => Some(Ask::With(json!({"limit": size, "cursor": null}))),
        _ => Some(Ask::At(format!("{path}?limit={size}"))),
    };
    let mut pages = Vec::new();
    while let Some(asked) = ask.filter(|_| pages.len() < most) {
        let page = page(practice, &asked, paging).await;
        ask = after(practice, &page, paging, (path, size, pages.len() + 1));
        pages.push(page);
    }
    pages
}

async fn walk(practice: &Practice, paging: Paging, path: &str, size: usize) -> Vec<Value> {
    let pages = pages(practice, paging, (path, size), MOST_PAGES).await;
    assert!(pages.len() < MOST_PAGES, "{} goes on for ever", paging.name());
    pages.into_iter().flat_map(|page| page.records).collect()
}

fn ids(records: &[Value]) -> Vec<u64> {
    records.iter().map(|record| record["id"].as_u64().unwrap()).collect()
}

fn sorted(mut records: Vec<Value>) -> Vec<Value> {
    records.sort_by_key(|record| record["id"].as_u64());
    records
}

#[tokio::test]
async fn every_paging_gives_every_record_once() {
    for paging in Paging::all() {
        let practice = served(paging, "", 23).await;
        let truth = practice.truth();
        for size in [1, 5, 23, 40] {
            let customers = walk(&practice, paging, "/v1/customers", size).await;
            assert_eq!(sorted(customers), truth.customers, "{} by {size}", paging.name());
        }
        let others = if paging == Paging::Body { Paging::None } else { paging };
        let orders = walk(&practice, others, "/v1/orders", 7).await;
        assert_eq!(sorted(orders), truth.orders, "{}", paging.name());
        assert_eq!(practice.offences(), Vec::<String>::new());
        assert_eq!(practice.received().len() as u64, practice.requests());
    }
}

#[tokio::test]
async fn other_listings_are_there() {
    let practice = served(Paging::Offset, "", 12).await;
    let truth = practice.truth();
    assert_eq!(walk(&practice, Paging::Offset, "/v1/stock", 10).await, truth.stock);
    let keys: BTreeSet<String> = truth.stock.iter().map(|row| format!("{} {}", row["warehouse"], row["sku"])).collect();
    assert_eq!((keys.len(), truth.stock.len()), (36, 36));
    assert_eq!(json(&practice, "/v1/regions").await, Value::from(truth.regions));
    let mut children = Vec::new();
    for customer in &truth.customers {
        let path = format!("/v1/customers/{}/orders", customer["id"]);
        let orders = walk(&practice, Paging::Offset, &path, 2).await;
        assert!(orders.iter().all(|order| order["customer_id"] == customer["id"]));
        assert_eq!(orders.is_empty(), customer["id"].as_u64().unwrap() % 5 == 0);
        children.extend(orders);
    }
    assert_eq!(children, truth.orders);
    assert_eq!(json(&practice, "/v1/customers/1003").await, truth.customers[2]);
    let some = json(&practice, "/v1/customers?ids=1004,9,1002").await;
    assert_eq!(ids(some["data"]["items"].as_array().unwrap()), [1004, 1002]);
    let keyset = served(Paging::Keyset, "", 12).await;
    assert_eq!(walk(&keyset, Paging::None, "/v1/stock", 0).await.len(), 36);
}

#[tokio::test]
async fn what_is_not_declared_is_refused() {
    let practice = served(Paging::Cursor, "", 23).await;
    let first = json(&practice, "/v1/customers?limit=5&sort=updated_at").await;
    let cursor = first["meta"]["next_cursor"].as_str().unwrap();
    answers! { practice, "
        at /v1/
        customers?limit=5&sort=updated_at&cursor={cursor}  200  /error/status null
        customers?limit=6&sort=updated_at&cursor={cursor}  400  /error/status 400
        customers?limit=5&cursor={cursor}                  400  /error/status 400
        customers?limit=5&sort=updated_at&cursor={cut}     400  /error/status 400
        orders?limit=5&cursor={cursor}                     400  /error/status 400
        customers?offset=5                                 400  /error/status 400
        customers?limit=0                                  400  /error/status 400
        customers?limit=5&limit=5                          400  /error/status 400
        customers?sort=name                                400  /error/status 400
        customers?updated_since=yesterday                  400  /error/status 400
        customers?ids=1001&limit=5                         400  /error/status 400
        customers?ids=1001,x                               400  /error/status 400
        customers?api_key=practice-secret                  400  /error/status 400
        customers/77                                       404  /error/status 404
        customers/77/orders                                404  /error/status 404
        invoices                                           404  /error/status 404
        /oauth/token                                       404  /error/status 404
        DELETE customers/1001                              405
        POST customers/search {}                           405
    ", cursor, cut = cursor[1..] }
    assert_eq!(practice.offences(), ["DELETE /v1/customers/1001"]);
    let last = practice.received().pop().unwrap();
    assert_eq!([last.method.as_str(), &last.target, &last.body], ["POST", "/v1/customers/search", "{}"]);
    answers! { served(Paging::Body, "", 23).await, "
        /v1/customers           405
        /v1/customers?ids=1001  200
    " }
}

#[tokio::test]
async fn filters_bound_times_and_sort_orders() {
    let practice = served(Paging::None, "", 60).await;
    let truth = practice.truth().customers;
    let listed = async |query: &str| json(&practice, &format!("/v1/customers?{query}")).await["data"]["items"].take();
    let times = |member: &str| {
        let mut times: Vec<String> = truth.iter().map(|row| row[member].as_str().unwrap().to_owned()).collect();
        times.sort();
        times
    };
    let (updated, created) = (times("updated_at"), times("created_at"));
    let count = |times: &[String], from: &str, to: &str| {
        times.iter().filter(|time| time.as_str() >= from && time.as_str() < to).count()
    };
    let (from, to) = (&updated[20], &updated[40]);
    let rows = listed(&format!("updated_since={from}&updated_before={to}&sort=updated_at")).await;
    let rows: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["updated_at"].as_str().unwrap()).collect();
    assert!(rows.is_sorted() && rows[0] == from);
    assert_eq!(rows.len(), count(&updated, from, to));
    let newest = listed("sort=-updated_at").await;
    assert_eq!(newest[0]["updated_at"], *updated.last().unwrap());
    let (from, to) = (&created[10], &created[30]);
    let made = listed(&format!("created_from={from}&created_to={to}")).await;
    assert_eq!(made.as_array().unwrap().len(), count(&created, from, to));
}

#[tokio::test]
async fn changes_show_in_the_next_answer() {
    let practice = served(Paging::None, "", 12).await;
    let before = practice.truth();
    practice.change(Change::Edit { id: customer_id(0) }).unwrap();
    let since = practice.truth().customers[0]["updated_at"].as_str().unwrap().to_owned();
    practice.change(Change::Delete { id: customer_id(1) }).unwrap();
    practice.change(Change::Add).unwrap();
    practice.change(Change::AddField { name: "vat".to_owned() }).unwrap();
    practice.change(Change::RemoveField { name: "phone".to_owned() }).unwrap();
    assert!(practice.change(Change::Edit { id: customer_id(1) }).is_err());
    let truth = practice.truth();

    assert_eq!(walk(&practice, Paging::None, "/v1/customers", 0).await, truth.customers);
    assert_eq!(walk(&practice, Paging::None, "/v1/orders", 0).await, truth.orders);
    assert_ne!(before.orders, truth.orders);
    answers! { practice, r#"
        at /v1/customers
        ?updated_since={since}                             200  /data/items/*/id [{edited}, {added}]
        & /data/items/0/vat text  /data/items/0/phone absent
        /v1/customers/deleted?since={since}                200  /data/*/id [1002]  /data {deleted}
        /v1/customers/deleted?since=2031-01-01T00:00:00Z   200  . {"data": []}
        /v1/customers/1002                                 404
    "#, since, edited = customer_id(0), added = customer_id(12), deleted = Value::from(truth.deleted) }
}

#[tokio::test]
async fn the_same_options_give_the_same_answers() {
    let (one, two) = (served(Paging::Cursor, "", 9).await, served(Paging::Cursor, "", 9).await);
    for target in ["/v1/customers", "/v1/orders?limit=3", "/v1/stock", "/v1/customers/1001"] {
        assert_eq!(text(&one, target).await, text(&two, target).await);
    }
    let other = start(Options { seed: 2, records: 9, ..Options::default() }).await.unwrap();
    assert_ne!(text(&one, "/v1/customers").await, text(&other, "/v1/customers").await);
}

#[tokio::test]
async fn every_door_lets_in_who_has_its_key() {
    type Signed = fn(&dyn Fn(&str) -> RequestBuilder, &str) -> RequestBuilder;
    let doors: [(Door, Signed); 4] = [
        (Door::Basic, |ask, secret| ask("").basic_auth("practice", Some(secret))),
        (Door::Bearer, |ask, secret| ask("").bearer_auth(secret)),
        (Door::Header, |ask, secret| ask("").header("x-api-key", secret)),
        (Door::Query, |ask, secret| ask(&format!("?api_key={secret}"))),
    ];
    for (door, signed) in doors {
        let practice = start(Options { door, ..Options::default() }).await.unwrap();
        let ask = |query: &str| practice.request(Method::GET, &format!("/v1/customers{query}"));
        for (request, wanted) in [(ask(""), 401), (signed(&ask, "no"), 401), (signed(&ask, "practice-secret"), 200)] {
            assert_eq!(request.send().await.unwrap().status(), wanted, "{door:?}");
        }
    }
}

#[tokio::test]
async fn tokens_are_given_for_a_secret_and_wear_out() {
    let options = Options { door: Door::OAuth, token_uses: 2, second_origin: true, ..Options::default() };
    let practice = start(options).await.unwrap();
    let post = || practice.request(Method::POST, "/oauth/token");
    let form = |body: &'static str| post().body(body).send();
    assert_eq!(form("grant_type=password").await.unwrap().status(), 400);
    let wrong = "grant_type=client_credentials&client_id=practice&client_secret=no";
    assert_eq!(form(wrong).await.unwrap().status(), 401);
    assert_eq!(practice.tokens(), 0);
    let right = "grant_type=client_credentials&client_id=practice&client_secret=practice-secret";
    let answer = body(form(right).await.unwrap()).await;
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let (token, instance) = (answer["access_token"].as_str().unwrap(), answer["instance_url"].as_str().unwrap());
    assert_ne!(instance, practice.url());
    let ask = async |origin: &str| {
        client().get(format!("{origin}/v1/customers")).bearer_auth(token).send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(practice.url()).await, 404);
    assert_eq!([ask(instance).await, ask(instance).await, ask(instance).await], [200, 200, 401]);
    let again = post().basic_auth("practice", Some("practice-secret")).body("grant_type=client_credentials").send();
    assert_eq!(again.await.unwrap().status(), 200);
    assert_eq!(practice.tokens(), 2);
    assert_eq!(practice.offences(), Vec::<String>::new());
}
