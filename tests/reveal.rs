//! The way back from a pseudonym: to whom it leads, on whose word, and what is refused.

use crate::support::lab::{CONNECTION, Lab, Ran, Site, texts};
use catchment_io::key::Keys;
use catchment_practice::confluence::Options;
use catchment_redact::{Policy, Tally};
use serde_json::Value;
use std::collections::BTreeSet;

fn small() -> Options {
    Options { pages: 12, blogposts: 3, spaces: 2, body: 600, ..Options::default() }
}

fn reveal(lab: &Lab, token: &str) -> Ran {
    lab.run(&["reveal", token, "--reason", "ticket 1234", "--format", "jsonl"])
}

fn rows(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn values(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|row| row["value"].as_str().unwrap().to_owned()).collect()
}

fn disclosed(lab: &Lab) -> Vec<Value> {
    let ran = lab.run(&["audit", CONNECTION, "disclosed", "--format", "jsonl"]).expect(0);
    rows(&ran)
}

/// The author of the first page as the dataset has him, and as the site does.
fn author(lab: &Lab) -> (String, String, String) {
    let published = lab.rows();
    let (page, token) = (texts(&published, "page_id").remove(0), texts(&published, "author_id").remove(0));
    let page = page.unwrap();
    let told = lab.run(&["explain", CONNECTION, "page", &page, "--format", "json"]).expect(0).result();
    let seq = told["landed_response"]["seq"].to_string();
    let raw = lab.run(&["raw", CONNECTION, &seq, "--object", &page, "--reason", "a test"]).expect(0).stdout;
    let account = serde_json::from_str::<Value>(&raw).unwrap()["authorId"].as_str().unwrap().to_owned();
    (page, token.unwrap(), account)
}

#[test]
fn a_pseudonym_leads_to_its_value_and_the_look_is_on_record() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let (page, token, account) = author(&lab);
    let found = rows(&reveal(&lab, &token).expect(0));
    assert!(values(&found).contains(&account), "{found:?}");
    let here = found.iter().find(|row| row["object"] == page.as_str() && row["field"] == "authorId").unwrap();
    assert_eq!((&here["connection"], &here["value"]), (&CONNECTION.into(), &Value::from(account.clone())));
    // Every object of whose author the dataset has the pseudonym is among them, and no other author.
    let published = lab.rows();
    let authored = texts(&published, "page_id").into_iter().zip(texts(&published, "author_id"));
    let authored: BTreeSet<String> =
        authored.filter(|(_, author)| author.as_deref() == Some(&token)).filter_map(|(page, _)| page).collect();
    let told = |row: &&Value| row["field"] == "authorId" && row["stream"] != "space";
    let told: BTreeSet<String> =
        found.iter().filter(told).map(|row| row["object"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, authored);
    let seen: BTreeSet<i64> = found.iter().map(|row| row["seq"].as_i64().unwrap()).collect();
    let looks: Vec<Value> = disclosed(&lab).into_iter().filter(|look| look["token"] == token.as_str()).collect();
    assert_eq!(looks.iter().map(|look| look["seq"].as_i64().unwrap()).collect::<BTreeSet<_>>(), seen);
    assert!(looks.iter().all(|look| look["reason"] == "ticket 1234"), "{looks:?}");
    assert!(looks.iter().all(|look| !look.to_string().contains(&account)), "the record holds the value");
    // Without its brackets, and of one connection.
    let bare = token.trim_matches(['[', ']']);
    let again = lab.run(&["reveal", bare, "--reason", "x", "--format", "jsonl"]).expect(0);
    assert_eq!(rows(&again), found);
}

#[test]
fn the_owner_of_a_personal_space_and_who_is_mentioned_are_found() {
    let site = Site::start(Options { pages: 60, ..small() });
    let lab = Lab::synced(&site, "");
    let space = |sql: &str| lab.open().query(sql, [], |row| row.get::<_, String>(0)).unwrap().remove(0);
    let token = space("select space_key from confluence.space where type = 'personal'");
    let found = rows(&reveal(&lab, &token).expect(0));
    assert!(
        found.iter().any(|row| row["field"] == "key" && row["value"].as_str().unwrap().starts_with('~')),
        "{found:?}"
    );
    let body = space(
        "select regexp_extract(body_storage, 'ri:account-id=\"([^\"]+)\"', 1) from confluence.page where body_storage like '%ri:account-id=%'",
    );
    let found = rows(&reveal(&lab, &body).expect(0));
    assert!(found.iter().any(|row| row["field"] == "body.storage.value"), "{found:?}");
}

#[test]
fn what_was_not_shown_is_on_record_where_the_process_died_before() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let (_, token, account) = author(&lab);
    let ran = lab.run_killed_at(&["reveal", &token, "--reason", "x"], "raw.after_disclosure");
    assert!(ran.signal.is_some() && !ran.stdout.contains(&account) && !ran.stderr.contains(&account), "{ran:?}");
    assert!(disclosed(&lab).iter().any(|look| look["token"] == token.as_str()));
}

#[test]
fn a_value_that_no_response_holds_is_told_as_such_and_the_look_is_on_record() {
    let site = Site::start(small());
    let lab = Lab::synced(&site, "");
    let redactor =
        catchment_lake::functions::redactor(&Keys::read(&lab.data()).unwrap(), &Policy::shipped("standard").unwrap())
            .unwrap();
    let nobody = "712020:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    let token = redactor.pseudonym(nobody, "account_id", &mut Tally::default()).unwrap();
    reveal(&lab, &token).refused(1, &["no stored response contains the value"]);
    let looks = disclosed(&lab);
    assert_eq!((looks.len(), &looks[0]["token"], &looks[0]["seq"]), (1, &Value::from(token), &Value::from(0)));
    lab.sync().expect(0);
}

#[test]
fn what_cannot_be_led_back_is_refused_with_its_reason() {
    let site = Site::start(small());
    let lab = Lab::new(&site, "");
    let unsynced = "[ACCOUNT_ID_AAAABBBBBBBBBBBBBBBBBBBBCCCCCC]";
    reveal(&lab, unsynced).refused(2, &["another key"]);
    lab.sync().expect(0);
    let (_, token, _) = author(&lab);
    let looks = disclosed(&lab).len();
    reveal(&lab, "Ada Example").refused(2, &["this is not a pseudonym"]);
    reveal(&lab, "[EMAIL_ADDRESS]").refused(2, &["this is not a pseudonym"]);
    reveal(&lab, &token.replace("ACCOUNT_ID", "USERNAME")).refused(2, &["looks like a pseudonym"]);
    lab.run(&["reveal", &token, "--reason", " "]).refused(2, &["a reason has"]);
    lab.run(&["reveal", "wikki", &token, "--reason", "x"]).refused(2, &["wikki"]);
    assert_eq!(lab.run(&["reveal", &token]).code, Some(2), "without a reason");
    lab.run(&["key", "rotate"]).expect(0);
    reveal(&lab, &token).refused(2, &["another key", "key rotate"]);
    assert_eq!(disclosed(&lab).len(), looks);
    lab.sync().expect(0);
    let (_, token, account) = author(&lab);
    assert!(values(&rows(&reveal(&lab, &token).expect(0))).contains(&account));
}
