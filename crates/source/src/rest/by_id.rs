//! How a record is asked for by its id, as the settings describe it: one at a time by a path of its own, or several that an
//! argument names.

use super::paging::Target;
use super::wrong::{About, Wrong};
use crate::config::{Effect, Literal, Need, Setting, Shape, Topic};
use catchment_base::error::{Error, Result, printable};
use catchment_io::http::Ask;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use url::Url;

/// What stands in a path for the id of the record.
pub const ID: &str = "{id}";
/// What stands between several ids.
const BETWEEN: &str = ",";

/// What the setting `by_id` holds.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "path",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("/v1/customers/{id}"),
        doc: "Path below `url`; {id} stands for the id, unless `ids` says where to send several.",
    },
    Setting {
        name: "arguments",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Table,
        need: Need::Optional,
        example: Literal::Table(&[("expand", "all")]),
        doc: "Query parameters of the request.",
    },
    Setting {
        name: "records",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("data"),
        doc: "Path of the record in the response; without it the response is the record.",
    },
    Setting {
        name: "ids",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Optional,
        example: Literal::Text("param:ids"),
        doc: "Where to send several ids, separated by commas.",
    },
    Setting {
        name: "at_once",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Number { min: 2, max: 1000 },
        need: Need::Optional,
        example: Literal::Number(50),
        doc: "Most ids in one request, 50 by default.",
    },
];

/// The setting, as it stands in the file.
#[derive(Clone, Debug, Deserialize)]
pub struct SaidById {
    path: String,
    #[serde(default)]
    arguments: BTreeMap<String, String>,
    #[serde(default)]
    records: String,
    ids: Option<String>,
    at_once: Option<usize>,
}

impl SaidById {
    /// The path, as it is written.
    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

/// How records are asked for by their ids.
#[derive(Clone, Debug)]
pub struct ById {
    /// The path below the site's address, with a slash before it.
    pub path: String,
    /// The path of the record in the answer, where it is asked for alone.
    pub record: String,
    /// How many one request names; with 1 the id stands in the path.
    pub at_once: usize,
    /// Arguments of every request.
    pub arguments: BTreeMap<String, String>,
    to: Option<Target>,
}

impl ById {
    /// Reads the setting of a stream with this key; `is_child` says whether that has a parent.
    pub(super) fn read(said: &SaidById, key: &[String], is_child: bool, about: &About<'_>) -> Result<Self, Wrong> {
        if is_child || key.len() > 1 {
            let why = if is_child { "is listed for each parent" } else { "has a key of several members" };
            let what = format!("a stream that {why} has no ids to ask for");
            return Err(about.wrong("by_id", what, "remove `by_id`: the complete listing shows what is gone"));
        }
        let named = said.path.split('/').filter(|part| *part == ID).count();
        let wrong = |setting: &str, what: String, hint: &str| Err(about.wrong(setting, what, hint));
        let path = printable(&said.path);
        let to = match (&said.ids, named) {
            (None, 1) => None,
            (None, _) => {
                let what = format!("`path` is {path}, which does not say where the id goes");
                let hint = "write {id} once, as a path segment: /v1/customers/{id}; or set `ids` to send several";
                return wrong("by_id.path", what, hint);
            }
            (Some(_), 1..) => {
                let what = format!("`path` is {path}, and `ids` says that the ids go elsewhere");
                return wrong("by_id.path", what, "remove {id} from the path, or remove `ids`");
            }
            (Some(text), 0) => match Target::parse(text) {
                Some(to) => Some(to),
                None => {
                    let what = format!("`ids` is {}, which is not a place in a request", printable(text));
                    let hint = "write \"param:NAME\" for a query parameter or \"body:PATH\" for a member of the body";
                    return wrong("by_id.ids", what, hint);
                }
            },
        };
        for (is_given, with_ids, name) in
            [(said.at_once.is_some(), true, "at_once"), (!said.records.is_empty(), false, "records")]
        {
            if is_given && with_ids != to.is_some() {
                let what = format!("`{name}` has no meaning {} `ids`", if with_ids { "without" } else { "beside" });
                let hint = "several records are found with the stream's `records`, a single one with `by_id.records`";
                return wrong(&format!("by_id.{name}"), what, hint);
            }
        }
        let at_once = if to.is_some() { said.at_once.unwrap_or(MOST_AT_ONCE) } else { 1 };
        let path = format!("/{}", said.path.trim_start_matches('/'));
        Ok(Self { path, record: said.records.clone(), at_once, arguments: said.arguments.clone(), to })
    }

    /// Whether a request names several records by their ids.
    pub fn is_asked(&self, ask: &Ask) -> bool {
        self.to.as_ref().is_some_and(|to| to.of(ask).is_some())
    }

    /// The request for these records; `url` is that of the path, with the id in it where it goes there.
    pub fn ask(&self, mut url: Url, ids: &[String]) -> Result<Ask> {
        if !self.arguments.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.arguments);
        }
        let ask = Ask::get(url);
        let Some(to) = &self.to else { return Ok(ask) };
        match ids.iter().find(|id| id.contains(BETWEEN)) {
            None => to.put(&ask, &json!(ids.join(BETWEEN))),
            Some(id) => Err(Error::failed(format!("the id {} cannot be sent with others", printable(id)))
                .hint("ids are joined with commas; request them one at a time, with {id} in the path of `by_id`")),
        }
    }
}

/// Ids in one request, where the settings do not say how many.
const MOST_AT_ONCE: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn read(said: Value) -> Result<ById, Wrong> {
        let said: SaidById = serde_json::from_value(said).unwrap();
        ById::read(&said, &["id".to_owned()], false, &About("customer"))
    }

    #[test]
    fn one_id_stands_in_the_path_and_several_in_an_argument() {
        let url = || Url::parse("https://api.example.com/v1/x").unwrap();
        let one = read(json!({"path": "v1/x/{id}", "records": "data", "arguments": {"all": "1"}})).unwrap();
        assert_eq!((one.path.as_str(), one.record.as_str(), one.at_once), ("/v1/x/{id}", "data", 1));
        assert_eq!(one.ask(url(), &["7".to_owned()]).unwrap().url.query(), Some("all=1"));
        let several = read(json!({"path": "/v1/x", "ids": "param:ids", "at_once": 3})).unwrap();
        let asked = several.ask(url(), &["7".to_owned(), "a&b".to_owned()]).unwrap();
        assert_eq!((several.at_once, asked.url.query()), (3, Some("ids=7%2Ca%26b")));
        assert!(several.ask(url(), &["7,8".to_owned()]).is_err(), "one id would become two");
        let posted = read(json!({"path": "/v1/x", "ids": "body:filter.ids"})).unwrap();
        assert_eq!(posted.ask(url(), &["7".to_owned()]).unwrap().body.unwrap(), br#"{"filter":{"ids":"7"}}"#);
    }

    #[test]
    fn what_does_not_go_together_is_refused_with_its_setting() {
        for (said, setting) in [
            (json!({"path": "/v1/x"}), "by_id.path"),
            (json!({"path": "/v1/x{id}"}), "by_id.path"),
            (json!({"path": "/v1/{id}/x/{id}"}), "by_id.path"),
            (json!({"path": "/v1/x/{id}", "ids": "ids"}), "by_id.path"),
            (json!({"path": "/v1/x", "ids": "header:ids"}), "by_id.ids"),
            (json!({"path": "/v1/x", "ids": "ids", "records": "data"}), "by_id.records"),
            (json!({"path": "/v1/x/{id}", "at_once": 5}), "by_id.at_once"),
        ] {
            assert_eq!(read(said.clone()).unwrap_err().setting, format!("streams.customer.{setting}"), "{said}");
        }
        let said: SaidById = serde_json::from_value(json!({"path": "/v1/x/{id}"})).unwrap();
        assert!(ById::read(&said, &["id".to_owned()], true, &About("order")).is_err());
        assert!(ById::read(&said, &["a".to_owned(), "b".to_owned()], false, &About("stock")).is_err());
    }
}
