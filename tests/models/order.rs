//! The order of staging never matters, and the newest wins: shown on random versions in random batches.

use super::staged::{Answer, Warehouse};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A version of a page as one answer brought it.
#[derive(Clone, Debug)]
struct Seen {
    page: u8,
    /// Day of the version; nothing where the answer has no version.
    day: Option<u8>,
    number: u8,
    /// What an answer can say differently about one version: a page is archived without a new one.
    archived: bool,
    second: i64,
}

impl Seen {
    fn object(&self) -> Value {
        let version = self.day.map(|day| {
            json!({"number": self.number, "message": null, "createdAt": format!("2026-05-{:02}T00:00:00Z", day + 1)})
        });
        json!({
            "id": self.page.to_string(),
            "status": if self.archived { "archived" } else { "current" },
            "title": format!("Page {} of day {:?}, version {}", self.page, self.day, self.number),
            "spaceId": "1",
            "createdAt": "2026-05-01T00:00:00Z",
            "version": version,
            "body": {"storage": {"value": format!("<p>{} {:?} {}</p>", self.page, self.day, self.number)}},
        })
    }

    fn answer(&self, seq: usize) -> Answer {
        let body = json!({"results": [self.object()]}).to_string();
        Answer::of_site("page", self.second, seq as i64 + 1, body)
    }
}

fn seen() -> impl Strategy<Value = Seen> {
    let day = prop_oneof![9 => (0..4_u8).prop_map(Some), 1 => Just(None)];
    (0..3_u8, day, 1..4_u8, any::<bool>(), 0..4_i64).prop_map(|(page, day, number, archived, second)| Seen {
        page,
        day,
        number,
        archived,
        second,
    })
}

/// Answers, an order to stage them in, and the sizes of the batches.
fn histories() -> impl Strategy<Value = (Vec<Answer>, Vec<usize>, Vec<usize>)> {
    prop::collection::vec(seen(), 1..12).prop_flat_map(|seen| {
        let answers: Vec<Answer> = seen.iter().enumerate().map(|(seq, seen)| seen.answer(seq)).collect();
        let order: Vec<usize> = (0..answers.len()).collect();
        // The same answer may be staged twice: a rebuild after a crash does so.
        let replayed = prop::collection::vec(0..answers.len(), 0..4);
        let order = replayed.prop_map(move |again| [order.clone(), again].concat()).prop_shuffle();
        (Just(answers), order, prop::collection::vec(1..5_usize, 12))
    })
}

#[test]
fn an_object_that_comes_with_other_members_and_no_other_value_does_not_differ() {
    let warehouse = Warehouse::new();
    let seen = Seen { page: 1, day: Some(1), number: 1, archived: false, second: 0 };
    let counts = |seq: i64, object: &Value| {
        let told = warehouse.try_stage(&[Answer::of_site("page", seq, seq, json!({"results": [object]}).to_string())]);
        (told.rows, told.differing)
    };
    assert_eq!(counts(1, &seen.object()), (1, 1), "it is new");
    assert_eq!(counts(2, &seen.object()), (1, 0), "it is the same");
    let mut viewed = seen.object();
    viewed["lastViewedAt"] = json!("2026-05-02T00:00:00Z");
    assert_eq!(counts(3, &viewed), (1, 0), "no column tells when it was viewed");
    let edited = Seen { number: 2, ..seen };
    assert_eq!(counts(4, &edited.object()), (1, 1), "it has other values");
    assert_eq!(counts(5, &Seen { archived: true, ..edited }.object()), (1, 1), "it has another status");
}

/// Everything about the pages, engine columns included.
fn table(warehouse: &Warehouse) -> Vec<Value> {
    warehouse.texts("select * from confluence.page order by page_id")
}

/// The newest of the answers about each page by day, number and landing sequence, whatever the server's date; one without
/// a day is not taken.
fn winners(answers: &[Answer]) -> Vec<(String, String)> {
    let objects = answers
        .iter()
        .map(|answer| (answer, serde_json::from_str::<Value>(&answer.body).unwrap()["results"][0].take()));
    let ordered = objects.filter_map(|(answer, object)| {
        let version = &object["version"];
        let day = version["createdAt"].as_str()?.to_owned();
        let order = (day, version["number"].as_i64(), answer.seq);
        let content = object["status"].as_str().unwrap().to_owned() + object["title"].as_str().unwrap();
        Some((object["id"].as_str().unwrap().to_owned(), order, content))
    });
    let mut newest = std::collections::BTreeMap::new();
    for (page, order, content) in ordered {
        let held = newest.entry(page).or_insert((order.clone(), content.clone()));
        if held.0 < order {
            *held = (order, content);
        }
    }
    newest.into_iter().map(|(page, (_, content))| (page, content)).collect()
}

#[test]
fn the_newest_wins_and_the_order_of_staging_never_matters() {
    let warehouse = Warehouse::new();
    let config = ProptestConfig {
        cases: if crate::support::lab::slow() { 48 } else { 16 },
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |((answers, order, sizes) in histories())| {
        warehouse.empty();
        warehouse.stage(&answers);
        let together = table(&warehouse);
        let rows = together.iter().map(|row| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            (text("page_id"), text("status") + &text("title"))
        });
        prop_assert_eq!(rows.collect::<Vec<_>>(), winners(&answers));
        warehouse.empty();
        let mut left = order.as_slice();
        for size in sizes.iter().cycle() {
            let (batch, rest) = left.split_at((*size).min(left.len()));
            warehouse.stage(&batch.iter().map(|at| answers[*at].clone()).collect::<Vec<_>>());
            left = rest;
            if left.is_empty() {
                break;
            }
        }
        prop_assert_eq!(table(&warehouse), together);
    });
}
