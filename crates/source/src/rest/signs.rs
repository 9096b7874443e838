//! Signs that the description of a stream is wrong though each of its answers can be read, and the settings that they are about.

use super::answer::{is_said, places};
use super::described::Described;
use super::paging::{Paging, Place, Until, next_of_link};
use super::wrong::{About, Wrong};
use crate::Sign;
use catchment_base::response::member;
use catchment_io::http::Answer;
use serde_json::Value;

/// Members by which an answer says that another page follows, in small letters and without what stands between their words.
const NEXT: [&str; 21] = [
    "next",
    "nextpage",
    "nextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextcursor",
    "nexttoken",
    "nextpagetoken",
    "nextmarker",
    "nextoffset",
    "nextrecordsurl",
    "odatanextlink",
    "continuationtoken",
    "hasmore",
    "hasnext",
    "hasnextpage",
    "more",
    "moreavailable",
    "moreresults",
    "morerecords",
];
/// Members by which it says so where they are false.
const LAST: [&str; 6] = ["islast", "islastpage", "last", "done", "complete", "finished"];
/// Members by which it says so where they are a number that is greater than that of its records.
const TOTALS: [&str; 11] = [
    "total",
    "totalcount",
    "totalsize",
    "totalrecords",
    "totalresults",
    "totalitems",
    "totalelements",
    "totalhits",
    "recordcount",
    "resultcount",
    "numfound",
];
/// Members by which it says so where they are a number greater than 1.
const PAGES: [&str; 4] = ["totalpages", "pagecount", "numpages", "pages"];

/// Whether a member of an answer with so many records says that another page follows.
fn says_more(name: &str, value: &Value, records: usize) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_among = |names: &[&str]| names.contains(&name.to_ascii_lowercase().as_str());
    let number = value.as_u64().unwrap_or_default();
    (is_among(&NEXT) && is_said(value))
        || (is_among(&LAST) && *value == Value::Bool(false))
        || (is_among(&TOTALS) && number > records as u64)
        || (is_among(&PAGES) && number > 1)
}

/// That an answer says that another page follows, though by its description it is the last one; nothing where the settings say
/// what proves the end, or that others are to be ignored.
pub fn names_more(described: &Described, answer: &Answer, text: &str, records: usize) -> Option<Wrong> {
    if described.until != Until::Missing || described.ignores_more {
        return None;
    }
    let in_header = answer.header("link").and_then(next_of_link).map(|_| "in its Link header".to_owned());
    let place = in_header.or_else(|| {
        // The records say nothing of it, and may be many.
        let around = text.replacen(member(text, &described.records)?.get(), "null", 1);
        let found = places(&serde_json::from_str(&around).ok()?, &|name, value| says_more(name, value, records));
        (!found.is_empty()).then(|| format!("at `{}`", found.join("`, `")))
    })?;
    let about = About(&described.name);
    let (setting, how, hint) = match described.paging {
        Paging::Once => (
            "paginate",
            "but no setting says how to request it",
            "set `paginate`; { kind = \"none\", ignore_more = true } reads this page alone",
        ),
        _ => (
            end_setting(described),
            "but by `paginate` it is the last one",
            "check where a response names its next \
                                                                              page",
        ),
    };
    Some(about.wrong(setting, format!("the response says {place} that another page follows, {how}"), hint))
}

/// The setting by which a page is known to be the last one.
fn end_setting(described: &Described) -> &'static str {
    match (&described.until, &described.paging) {
        (Until::Missing, Paging::Token { .. }) => "paginate.from",
        (Until::Missing, Paging::Address(place)) if *place != Place::Link => "paginate.from",
        (Until::Missing, _) => "paginate.kind",
        _ => "paginate.until",
    }
}

/// What is wrong by this sign; nothing where the settings do not say what it is about.
pub fn doubted(described: &Described, sign: Sign) -> Option<Wrong> {
    let (setting, name) = (setting_of(described, sign)?, &described.name);
    let (what, hint) = match sign {
        Sign::SinceIgnored => (
            format!("{name} returns records changed since a future time: `since` is ignored"),
            "check what the API calls it; without `since` every sync lists everything",
        ),
        Sign::SinceEmpty => (
            format!("{name} returns nothing since a time when one of its records changed: `since` is not understood"),
            "check `as`, and the format in which the API takes times",
        ),
        Sign::EndUnproven => (
            format!("no page of {name} names a next one, not even a page smaller than the listing"),
            "check where a response names its next page",
        ),
        Sign::NextEmpty => (
            format!("a page of {name} that is smaller than the listing is followed by an empty one"),
            "check how the API counts its pages, and what it calls the parameter",
        ),
        Sign::NextRefused => (
            format!("the site refused the request for the next page of {name}"),
            "check where a response names the next page, and where that goes in a request",
        ),
        Sign::PageRepeated => (
            format!("the next page of {name} is one that was read before"),
            "check what the API calls the parameter: APIs often ignore one that they do not know. Otherwise its \
             paging never ends; what was read is kept",
        ),
        Sign::TotalMissed => (
            format!("the listing of {name} ended with fewer records than its responses announce"),
            "what was read is kept. Run again; if it persists, `key` merges several records, `paginate` skips pages, \
             or the site hides records",
        ),
        Sign::KeyRepeats => (
            format!("the listing of {name} shows many records under one key"),
            "name all members that together identify a record; of records with one key only the newest is kept",
        ),
        Sign::KeyNamesPerson => (
            format!(
                "the key of {name} contains e-mail addresses, card numbers or secrets, and a key is published as it is"
            ),
            "choose another member that identifies records; 'catchment preview' lists those",
        ),
        Sign::IdUnknown => (
            format!("a record of {name} that the listing shows is not found by its id"),
            "check `path`, `ids` and `records` of by_id; until then it is not trusted about deletions",
        ),
    };
    Some(About(name).wrong(setting, what, hint))
}

/// The setting that a sign is about; nothing where there is none.
fn setting_of(described: &Described, sign: Sign) -> Option<&'static str> {
    Some(match sign {
        Sign::SinceIgnored | Sign::SinceEmpty => "cursor.since",
        Sign::EndUnproven if described.until == Until::Empty => return None,
        Sign::EndUnproven => end_setting(described),
        Sign::NextRefused => "paginate",
        Sign::TotalMissed if described.total.is_some() => "total",
        Sign::TotalMissed => described.announced().map(|_| "paginate.until")?,
        Sign::KeyRepeats | Sign::KeyNamesPerson => "key",
        Sign::IdUnknown => described.by_id.as_ref().map(|_| "by_id")?,
        Sign::PageRepeated | Sign::NextEmpty => match &described.paging {
            Paging::Once => return None,
            Paging::Token { .. } => "paginate.to",
            Paging::Offset(_) | Paging::Number { .. } => "paginate.param",
            Paging::Keyset { .. } => "paginate.params",
            Paging::Address(_) => "paginate",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_that_says_that_more_follows_is_told_by_the_setting_that_overlooks_it() {
        let more = |said: Value, headers: &[(&str, &str)], body: Value| {
            let mut stream = json!({"path": "/x", "key": ["id"], "records": "data"});
            stream.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
            let described = Described::read("customer", &stream).unwrap();
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let mut body = body;
            body["data"] = json!([{"id": 1, "next": "7"}]);
            let wrong = names_more(&described, &Answer { headers, ..Answer::default() }, &body.to_string(), 1)?;
            Some((wrong.setting.trim_start_matches("streams.customer.").to_owned(), wrong.what))
        };
        let cursor = || json!({"paginate": {"kind": "cursor", "from": "body:meta.nxt", "to": "after"}});
        let link = [("Link", "</x?page=2>; rel=\"next\"")];
        for (said, headers, body, setting, place) in [
            (cursor(), &[][..], json!({"meta": {"nextCursor": "b"}}), "paginate.from", "`meta.nextCursor`"),
            (cursor(), &[], json!({"@odata.nextLink": "https://x"}), "paginate.from", "`/@odata.nextLink`"),
            (json!({}), &[], json!({"has_more": true, "next_page": 2}), "paginate", "`has_more`, `next_page`"),
            (json!({}), &[], json!({"_links": {"next": {"href": "/x"}}}), "paginate", "`_links.next`"),
            (json!({}), &link, json!({}), "paginate", "Link header"),
            (
                json!({}),
                &[],
                json!({"page": {"total_count": 2}, "isLast": false}),
                "paginate",
                "`isLast`, `page.total_count`",
            ),
            (cursor(), &[], json!({"totalPages": 2}), "paginate.from", "`totalPages`"),
        ] {
            let (found, what) = more(said, headers, body).unwrap();
            assert!(found == setting && what.contains(place), "{setting}: {found} {what}");
        }
        for last in [
            json!({"next": null, "has_more": false, "meta": {"next_cursor": ""}, "links": {"next": {"href": ""}}}),
            json!({"context": "more", "next_offset": 0}),
            json!({"total": 1, "isLast": true, "done": true, "pages": 1, "count": 7}),
        ] {
            assert_eq!(more(cursor(), &[("Link", "</x>; rel=\"prev\"")], last.clone()), None, "{last}");
        }
        // What the settings say of the end is believed.
        let none = || json!({"paginate": {"kind": "none"}});
        assert_eq!(more(none(), &[], json!({"next_cursor": "b"})).unwrap().0, "paginate");
        assert_eq!(more(none(), &[], json!({"meta": {"total": 300}})).unwrap().0, "paginate");
        for said in [
            json!({"kind": "none", "ignore_more": true}),
            json!({"kind": "cursor", "from": "body:next", "to": "after", "until": "empty"}),
            json!({"kind": "cursor", "from": "body:next", "to": "after", "until": "false:more"}),
        ] {
            assert_eq!(more(json!({"paginate": said}), &[], json!({"next_cursor": "b"})), None, "{said}");
        }
    }

    #[test]
    fn a_sign_leads_to_the_setting_that_it_is_about() {
        let setting = |said: Value, sign: Sign| {
            let mut stream = json!({"path": "/x", "key": ["id"]});
            stream.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
            let wrong = doubted(&Described::read("customer", &stream).unwrap(), sign)?;
            Some(wrong.setting.trim_start_matches("streams.customer.").to_owned())
        };
        let paginate = |paginate: Value| json!({ "paginate": paginate });
        let by_count = || paginate(json!({"kind": "offset"}));
        let cursor = || paginate(json!({"kind": "cursor", "from": "body:next", "to": "after"}));
        for (said, sign, found) in [
            (cursor(), Sign::EndUnproven, Some("paginate.from")),
            (paginate(json!({"kind": "link_header"})), Sign::EndUnproven, Some("paginate.kind")),
            (paginate(json!({"kind": "page", "until": "false:more"})), Sign::EndUnproven, Some("paginate.until")),
            (paginate(json!({"kind": "page", "until": "total:n"})), Sign::EndUnproven, Some("paginate.until")),
            (by_count(), Sign::EndUnproven, None),
            (by_count(), Sign::NextEmpty, Some("paginate.param")),
            (cursor(), Sign::PageRepeated, Some("paginate.to")),
            (by_count(), Sign::PageRepeated, Some("paginate.param")),
            (json!({}), Sign::PageRepeated, None),
            (json!({"by_id": {"path": "/x/{id}"}}), Sign::IdUnknown, Some("by_id")),
            (json!({}), Sign::IdUnknown, None),
            (json!({}), Sign::TotalMissed, None),
            (json!({"total": "n"}), Sign::TotalMissed, Some("total")),
            (json!({}), Sign::KeyNamesPerson, Some("key")),
        ] {
            assert_eq!(setting(said.clone(), sign).as_deref(), found, "{said} {sign:?}");
        }
    }
}
