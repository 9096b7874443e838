//! How many records of a table were made in a time, by the Aggregate API: a GET that shows none of them.
//!
//! It counts what the account may see, so a count is no proof of anything: pieces of history are cut by it, and each ends by the
//! `X-Total-Count` of its own pages.

use super::page;
use super::query::{CREATED, read_time};
use crate::count::Count;
use catchment_io::http::Ask;
use serde::Deserialize;
use std::collections::BTreeMap;
use url::Url;

#[derive(Deserialize)]
struct Outcome {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    count: String,
    #[serde(default)]
    min: BTreeMap<String, String>,
    #[serde(default)]
    max: BTreeMap<String, String>,
}

/// The question how many records fulfil a query without an order, and when the first and the last of them were made; `stats` is the
/// address of what the API says of their table.
pub fn question(mut stats: Url, query: &str) -> Ask {
    stats
        .query_pairs_mut()
        .append_pair("sysparm_query", query)
        .append_pair("sysparm_count", "true")
        .append_pair("sysparm_min_fields", CREATED)
        .append_pair("sysparm_max_fields", CREATED);
    Ask::get(stats)
}

/// Reads the answer to [`question`]. Records of which it does not say when they were made cannot be cut by that: a table without
/// the field ignores conditions on it.
pub fn read(body: &[u8]) -> Result<Count, String> {
    let Outcome { stats } = page::result(body)?;
    let objects = stats.count.parse().map_err(|_| "the count in the response is no number".to_owned())?;
    let time = |of: &BTreeMap<String, String>| of.get(CREATED).and_then(|text| read_time(text));
    let ends = time(&stats.min).zip(time(&stats.max));
    if objects > 0 && ends.is_none() {
        return Err(format!(
            "the response counts records and does not say when the first and the last were made ({CREATED})"
        ));
    }
    Ok(Count { objects, ends })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_read_strictly() {
        let of = |stats: &str| read(format!(r#"{{"result":{{"stats":{stats}}}}}"#).as_bytes());
        let ends = r#""min":{"sys_created_on":"2026-03-01 00:00:07"},"max":{"sys_created_on":"2026-03-02 00:00:00"}"#;
        let (first, last) = (read_time("2026-03-01 00:00:07"), read_time("2026-03-02 00:00:00"));
        let counted = of(&format!(r#"{{"count":"1200",{ends}}}"#)).unwrap();
        assert_eq!((counted.objects, counted.ends), (1200, first.zip(last)));
        let blank = r#"{"count":"0","min":{"sys_created_on":""},"max":{"sys_created_on":""}}"#;
        assert_eq!(of(blank).unwrap(), Count::default());
        for (stats, said) in [
            (r#"{"count":"7"}"#, "sys_created_on"),
            (r#"{"count":"many"}"#, "no number"),
            (r#"{"min":{}}"#, "form of a listing"),
        ] {
            let wrong = of(stats).unwrap_err();
            assert!(wrong.contains(said), "{stats}: {wrong}");
        }
        let quota = r#"{"result":{"stats":{"count":"0"}},
            "error":{"message":"Transaction cancelled: maximum execution time exceeded"},"status":"failure"}"#;
        assert!(read(quota.as_bytes()).unwrap_err().contains("quota"));
    }
}
