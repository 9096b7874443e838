//! A stream as the settings describe it, turned into the types that the engine uses.
//!
//! Shapes are checked when the file is read; here combinations of settings are checked. Each refusal has the path of its
//! setting, so that it is reported with the line.

use super::by_id::{ById, SaidById};
use super::columns::{self, Column, spelled};
use super::paging::{Paging, PagingKind, Place, Target, Until};
use super::unused;
use super::window::{SaidWindow, Window};
use super::wrong::{About, Wrong};
use crate::config::span_of;
use crate::refused::{Meaning, Refused};
use crate::time::Form;
use catchment_base::state::words;
use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The settings of a stream, as written in the file.
#[derive(Clone, Debug, Deserialize)]
pub struct Said {
    path: String,
    #[serde(default)]
    arguments: BTreeMap<String, String>,
    body: Option<String>,
    #[serde(default)]
    records: String,
    key: Vec<String>,
    paginate: Option<SaidPaging>,
    total: Option<String>,
    cursor: Option<SaidCursor>,
    parent: Option<SaidParent>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    refused: Vec<SaidRefused>,
    reread_every: Option<String>,
    window: Option<SaidWindow>,
    by_id: Option<SaidById>,
    #[serde(default)]
    start_date: String,
    #[serde(default)]
    end_date: String,
}

#[derive(Clone, Debug, Deserialize)]
struct SaidParent {
    stream: String,
    due: Due,
}

#[derive(Clone, Debug, Deserialize)]
struct SaidRefused {
    status: u16,
    says: Option<String>,
    means: Meant,
}

#[derive(Clone, Debug, Deserialize)]
struct SaidPaging {
    kind: PagingKind,
    param: Option<String>,
    size: Option<String>,
    first: Option<u64>,
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    order: Vec<String>,
    #[serde(default)]
    params: Vec<String>,
    #[serde(default)]
    ignore_more: bool,
    until: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct SaidCursor {
    field: String,
    since: Option<String>,
    #[serde(rename = "as")]
    form: Option<Form>,
    overlap: Option<String>,
}

/// How a stream is requested and read.
#[derive(Clone, Debug)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// The path below the site's address, with a slash before it.
    pub path: String,
    /// Arguments of every request.
    pub arguments: BTreeMap<String, String>,
    /// The JSON that is posted; nothing for a GET.
    pub body: Option<String>,
    /// The path of the list of objects.
    pub records: String,
    /// The paths of the members that are an object's id.
    pub key: Vec<String>,
    /// How the next page is found.
    pub paging: Paging,
    /// Whether its first page is read alone, whatever that says of others.
    pub ignores_more: bool,
    /// What proves the end.
    pub until: Until,
    /// Where a request states its page size.
    pub size: Option<Target>,
    /// Where an answer states the total.
    pub total: Option<String>,
    /// How changes show.
    pub cursor: Option<Cursor>,
    /// Its parent, if it is listed for each record of another stream.
    pub parent: Option<OfParent>,
    /// What is said of columns.
    pub columns: Vec<Column>,
    /// What refusals of its listing mean where they mean something else than usual.
    pub refused: Vec<Refused>,
    /// What those of a record that is asked for by its id mean.
    pub refused_by_id: Vec<Refused>,
    /// How history is asked for in pieces of time.
    pub window: Option<Window>,
    /// How records are asked for by their ids.
    pub by_id: Option<ById>,
    /// The first and the last day of it that is asked for, where the stream itself says.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// How long after a complete listing the next one is due; nothing: as the connection says.
    pub reread_every: Option<TimeDelta>,
    /// What its settings say of which records its listings show, as JSON.
    pub said: String,
}

/// Settings of a stream that do not change which records its listings show.
const NOT_OF_LISTINGS: [&str; 5] = ["columns", "by_id", "reread_every", "start_date", "end_date"];

/// The parent of a stream that is listed for each record of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfParent {
    /// The other stream.
    pub stream: String,
    /// Whether a changed parent is listed again.
    pub is_followed: bool,
    /// Whether all parents are listed again at an interval.
    pub is_swept: bool,
}

/// The placeholder in a path for the id of the parent.
pub const PARENT_ID: &str = "{parent.id}";

/// The member with the time of the last change, and how changes since a time are requested.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The path of the member.
    pub field: String,
    /// Where the time goes; nothing if the API cannot list changes alone.
    pub since: Option<Target>,
    /// How times are written.
    pub form: Form,
    /// How far before the watermark the request for changes begins.
    pub overlap: TimeDelta,
}

impl Described {
    /// Where an answer states the total of records.
    pub fn announced(&self) -> Option<&String> {
        match &self.until {
            Until::Total(path) => Some(path),
            _ => self.total.as_ref(),
        }
    }

    /// Where the paging puts something into a request.
    pub fn targets(&self) -> Vec<&Target> {
        targets(&self.paging).into_iter().chain(&self.size).collect()
    }

    /// Reads the settings of the stream `name`.
    pub fn read(name: &str, said: &Value) -> Result<Self, Wrong> {
        let about = About(name);
        unused::refuse(said, &about)?;
        let of_listings = of_listings(said);
        let said: Said = serde_json::from_value(said.clone()).map_err(|cause| {
            about.wrong("", format!("the stream {name} cannot be read: {cause}"), "check its settings")
        })?;
        check_name(name, &about)?;
        check_path(&said.path, said.parent.is_some(), &about)?;
        if let Some(body) =
            said.body.as_deref().filter(|body| !matches!(serde_json::from_str(body), Ok(Value::Object(_))))
        {
            let what = format!("`body` is not a JSON object: {}", catchment_base::error::printable(body));
            return Err(about.wrong("body", what, "for example: body = '{\"status\": \"all\"}'"));
        }
        let (paging, until, size) = paging(said.paginate.as_ref(), &said, &about)?;
        if said.parent.is_some() && said.cursor.as_ref().is_some_and(|cursor| cursor.since.is_some()) {
            let what = "`since` does not apply to a stream that is listed for each parent";
            return Err(about.wrong("cursor.since", what, "remove it: a parent that has changed is listed again"));
        }
        let parent = said.parent.as_ref().map(|parent| OfParent {
            stream: parent.stream.clone(),
            is_followed: parent.due != Due::Swept,
            is_swept: parent.due != Due::Followed,
        });
        let cursor = said.cursor.as_ref().map(|cursor| read_cursor(cursor, &said, &about)).transpose()?;
        let key: Vec<String> = said.key.iter().map(|path| spelled(path)).collect();
        let columns = columns::read(&said.columns, &key, &about)?;
        let (posts, is_child) = (said.body.is_some(), parent.is_some());
        let window = said.window.as_ref().map(|said| Window::read(said, posts, is_child, &about)).transpose()?;
        check_times(&columns, cursor.as_ref(), window.as_ref(), &about)?;
        let by_id = said.by_id.as_ref().map(|by_id| {
            check_away(by_id.path(), "by_id.path", &about)?;
            ById::read(by_id, &key, is_child, &about)
        });
        let (refused_by_id, refused) = refusals(&said.refused);
        Ok(Self {
            name: name.to_owned(),
            path: format!("/{}", said.path.trim_start_matches('/')),
            arguments: said.arguments,
            body: said.body,
            records: said.records,
            key,
            ignores_more: said.paginate.as_ref().is_some_and(|paginate| paginate.ignore_more),
            paging,
            until,
            size,
            total: said.total,
            cursor,
            parent,
            columns,
            refused,
            refused_by_id,
            window,
            by_id: by_id.transpose()?,
            days: (said.start_date.parse().ok(), said.end_date.parse().ok()),
            reread_every: said.reread_every.as_deref().and_then(span_of),
            said: of_listings,
        })
    }
}

/// What the settings of a stream say of its listings, as JSON.
fn of_listings(said: &Value) -> String {
    let said = said.as_object().into_iter().flatten();
    let of_listings: BTreeMap<&String, &Value> =
        said.filter(|(name, _)| !NOT_OF_LISTINGS.contains(&name.as_str())).collect();
    json!(of_listings).to_string()
}

/// What a cursor and windows go by is read as the times that they say.
fn check_times(
    columns: &[Column],
    cursor: Option<&Cursor>,
    window: Option<&Window>,
    about: &About<'_>,
) -> Result<(), Wrong> {
    let cursor = cursor.map(|cursor| (&cursor.field, cursor.form));
    let window = window.map(|window| (&window.field, window.form));
    let mut times = cursor.into_iter().chain(window);
    times.try_for_each(|(field, form)| columns::check_time(columns, field, form.class(), about))
}

words! {
    /// When the listing of a parent is due.
    pub enum Due {
        /// Where the parent has changed, and by the clock.
        Both = "both",
        /// Where the parent has changed.
        Followed = "followed",
        /// By the clock.
        Swept = "swept",
    }
}

words! {
    /// The meaning of a refusal, as settings state it.
    pub enum Meant {
        /// There are no records.
        Nothing = "nothing",
        /// The record that was asked for by its id is gone.
        Gone = "gone",
        /// Fewer records may be asked for.
        Smaller = "smaller",
        /// A shorter time may be asked for.
        SmallerWindow = "smaller_window",
        /// The listing begins anew.
        StartOver = "start_over",
        /// The credentials are renewed.
        Renew = "renew",
        /// The request is repeated later.
        Later = "later",
        /// The listing fails.
        Fail = "fail",
    }
}

impl Meant {
    fn meaning(self) -> Meaning {
        match self {
            Self::Nothing => Meaning::Nothing,
            Self::Gone => Meaning::Gone,
            Self::Smaller => Meaning::Smaller,
            Self::SmallerWindow => Meaning::SmallerWindow,
            Self::StartOver => Meaning::StartOver,
            Self::Renew => Meaning::Renew,
            Self::Later => Meaning::Later,
            Self::Fail => Meaning::Fail,
        }
    }
}

impl SaidRefused {
    fn read(&self) -> Refused {
        let says = self.says.clone().map(Cow::Owned);
        Refused { status: self.status, says, means: self.means.meaning(), told: None }
    }
}

/// What refusals mean of records that are asked for by their ids, and of listings: a listing is never gone, and one record is
/// never asked for in fewer or shorter pieces.
fn refusals(said: &[SaidRefused]) -> (Vec<Refused>, Vec<Refused>) {
    let rows: Vec<Refused> = said.iter().map(SaidRefused::read).collect();
    let of_records = [Meaning::Gone, Meaning::Renew, Meaning::Later, Meaning::Fail];
    let by_id = rows.iter().filter(|row| of_records.contains(&row.means)).cloned().collect();
    (by_id, rows.into_iter().filter(|row| row.means != Meaning::Gone).collect())
}

/// The name becomes a relation, a dataset and a folder.
fn check_name(name: &str, about: &About<'_>) -> Result<(), Wrong> {
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    let goes_on = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if begins && goes_on && name.len() <= 40 && name != "deleted_object" {
        return Ok(());
    }
    let hint = "a lowercase letter, then at most 39 lowercase letters, digits and underscores; deleted_object is taken";
    Err(about.wrong("", format!("`{}` is an invalid stream name", catchment_base::error::printable(name)), hint))
}

/// A path does not lead out of the site.
fn check_away(path: &str, setting: &str, about: &About<'_>) -> Result<(), Wrong> {
    let leads_away = path.contains("://") || path.starts_with("//") || path.split('/').any(|part| part == "..");
    if leads_away || path.contains(['?', '#', '\\']) {
        let what = format!("`path` is {}, but must be a path below `url`", catchment_base::error::printable(path));
        return Err(about.wrong(
            setting,
            what,
            "for example: path = \"/v1/customers\"; query parameters belong in `arguments`",
        ));
    }
    Ok(())
}

fn check_path(path: &str, has_parent: bool, about: &About<'_>) -> Result<(), Wrong> {
    check_away(path, "path", about)?;
    let named = path.split('/').filter(|part| *part == PARENT_ID).count();
    let braces = path.matches(['{', '}']).count();
    let what = match (has_parent, named) {
        (true, 1) if braces == 2 => return Ok(()),
        (false, 0) if braces == 0 => return Ok(()),
        (true, 0) => "does not say where the parent's id goes",
        _ => "has something in braces that nothing replaces",
    };
    let what = format!("`path` is {}, which {what}", catchment_base::error::printable(path));
    Err(about.wrong(
        "path",
        what,
        "a stream with a `parent` has {parent.id} once, as a path segment: /v1/customers/{parent.id}/orders",
    ))
}

/// Checks the references between streams.
pub fn check_parents(streams: &[Described]) -> Result<(), Wrong> {
    for stream in streams {
        let Some(parent) = &stream.parent else { continue };
        let about = About(&stream.name);
        let known = streams.iter().find(|known| known.name == parent.stream);
        let what = match known {
            None => format!("there is no stream `{}`", catchment_base::error::printable(&parent.stream)),
            Some(known) if known.parent.is_some() => format!("the stream {} has a parent itself", known.name),
            Some(known) if known.key.len() > 1 => format!("the key of the stream {} has several members", known.name),
            Some(_) => continue,
        };
        let can_be = |known: &&Described| known.parent.is_none() && known.key.len() == 1 && known.name != stream.name;
        let names: Vec<&str> = streams.iter().filter(can_be).map(|known| known.name.as_str()).collect();
        return Err(about.wrong("parent.stream", what, format!("streams that can be a parent: {}", names.join(", "))));
    }
    Ok(())
}

type Way = (Paging, Until, Option<Target>);

fn paging(said: Option<&SaidPaging>, stream: &Said, about: &About<'_>) -> Result<Way, Wrong> {
    let Some(said) = said else { return Ok((Paging::Once, Until::Missing, None)) };
    let at = |setting: &str| format!("paginate.{setting}");
    let target = |setting: &str, text: Option<&String>, default: &str| {
        let text = text.map_or(default, String::as_str);
        Target::parse(text).ok_or_else(|| {
            let what =
                format!("`{setting}` is {}, which is not a place in a request", catchment_base::error::printable(text));
            about.wrong(
                &at(setting),
                what,
                "write \"param:NAME\" for a query parameter or \"body:PATH\" for a member of the body",
            )
        })
    };
    let place = || {
        let text = said.from.as_deref().unwrap_or_default();
        Place::parse(text).ok_or_else(|| {
            let what =
                format!("`from` is \"{}\", which is not a place in a response", catchment_base::error::printable(text));
            about.wrong(
                &at("from"),
                what,
                "write \"body:PATH\", \"header:NAME\" or \"last:PATH\" for a member of the last record",
            )
        })
    };
    let paging = match said.kind {
        PagingKind::None => Paging::Once,
        PagingKind::Offset => Paging::Offset(target("param", said.param.as_ref(), "offset")?),
        PagingKind::Page => {
            Paging::Number { to: target("param", said.param.as_ref(), "page")?, first: said.first.unwrap_or(1) }
        }
        PagingKind::Cursor => Paging::Token { from: place()?, to: target("to", said.to.as_ref(), "")? },
        PagingKind::NextUrl => Paging::Address(place()?),
        PagingKind::LinkHeader => Paging::Address(Place::Link),
        PagingKind::Keyset => keyset(said, about)?,
    };
    let until = end(said, &paging, about)?;
    let size = said.size.as_ref().map(|size| target("size", Some(size), "")).transpose()?;
    let posts = [&size].into_iter().flatten().chain(targets(&paging)).any(|target| matches!(target, Target::Body(_)));
    if posts && stream.body.is_none() {
        let hint = "give the stream a `body`, at least '{}', which makes it a POST";
        return Err(about.wrong("paginate", "the paging writes to the body, but the stream has none", hint));
    }
    Ok((paging, until, size))
}

/// What proves the end: the setting, or the default of the kind of paging.
fn end(said: &SaidPaging, paging: &Paging, about: &About<'_>) -> Result<Until, Wrong> {
    let Some(text) = said.until.as_deref() else { return Ok(default_end(paging)) };
    let hint = "write \"missing\", \"empty\", \"false:PATH\" or \"total:PATH\"; a short page is not an end";
    let refuse = |what: String| about.wrong("paginate.until", what, hint);
    match until(text) {
        None => Err(refuse(format!(
            "`until` is \"{}\", which does not prove an end",
            catchment_base::error::printable(text)
        ))),
        Some(Until::Missing) if default_end(paging) == Until::Empty => {
            Err(refuse("\"missing\" does not prove the end if the response does not name the next page".to_owned()))
        }
        Some(until) => Ok(until),
    }
}

fn keyset(said: &SaidPaging, about: &About<'_>) -> Result<Paging, Wrong> {
    let to: Option<Vec<Target>> = said.params.iter().map(|text| Target::parse(text)).collect();
    match to.filter(|to| !to.is_empty() && to.len() == said.order.len()) {
        Some(to) => Ok(Paging::Keyset { order: said.order.clone(), to }),
        None => Err(about.wrong(
            "paginate",
            "a keyset needs `order`, the members that the listing is sorted by, and as many `params`",
            "for example: order = [\"updated_at\", \"id\"], params = [\"updated_after\", \"after_id\"]",
        )),
    }
}

fn targets(paging: &Paging) -> Vec<&Target> {
    match paging {
        Paging::Once | Paging::Address(_) => Vec::new(),
        Paging::Token { to, .. } | Paging::Offset(to) | Paging::Number { to, .. } => vec![to],
        Paging::Keyset { to, .. } => to.iter().collect(),
    }
}

fn until(text: &str) -> Option<Until> {
    match text.split_once(':') {
        None if text == "missing" => Some(Until::Missing),
        None if text == "empty" => Some(Until::Empty),
        Some(("false", path)) if !path.is_empty() => Some(Until::False(path.to_owned())),
        Some(("total", path)) if !path.is_empty() => Some(Until::Total(path.to_owned())),
        _ => None,
    }
}

/// An API that names the next page names none at the end; one that is asked for it by count or by the last record gives an
/// empty page.
fn default_end(paging: &Paging) -> Until {
    match paging {
        Paging::Token { from: Place::Last(_), .. }
        | Paging::Offset(_)
        | Paging::Number { .. }
        | Paging::Keyset { .. } => Until::Empty,
        _ => Until::Missing,
    }
}

fn read_cursor(said: &SaidCursor, stream: &Said, about: &About<'_>) -> Result<Cursor, Wrong> {
    let form = said.form.unwrap_or(Form::Iso);
    let since = said.since.as_deref().map(|text| {
        Target::parse(text).filter(|target| stream.body.is_some() || matches!(target, Target::Argument(_))).ok_or_else(
            || {
                let what = format!(
                    "`since` is \"{}\", which is not a place in this request",
                    catchment_base::error::printable(text)
                );
                about.wrong("cursor.since", what, "write \"param:NAME\", or \"body:PATH\" if the stream has a `body`")
            },
        )
    });
    let overlap = said.overlap.as_deref().and_then(span_of).unwrap_or(TimeDelta::minutes(10));
    Ok(Cursor { field: spelled(&said.field), since: since.transpose()?, form, overlap })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(said: Value) -> Result<Described, Wrong> {
        let mut stream = json!({"path": "/v1/customers", "key": ["id"], "records": "data"});
        stream.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        Described::read("customer", &stream)
    }

    #[test]
    fn the_end_is_what_the_kind_of_paging_proves() {
        for (paginate, until) in [
            (json!({"kind": "offset"}), Until::Empty),
            (json!({"kind": "page", "until": "false:more"}), Until::False("more".to_owned())),
            (json!({"kind": "cursor", "from": "last:id", "to": "after"}), Until::Empty),
            (json!({"kind": "cursor", "from": "body:next", "to": "after"}), Until::Missing),
            (json!({"kind": "link_header"}), Until::Missing),
            (json!({"kind": "keyset", "order": ["id"], "params": ["after"]}), Until::Empty),
        ] {
            assert_eq!(read(json!({"paginate": paginate})).unwrap().until, until);
        }
        assert_eq!(read(json!({})).unwrap().paging, Paging::Once);
    }

    #[test]
    fn what_does_not_go_together_is_refused_with_its_setting() {
        for (said, setting) in [
            (json!({"path": "https://other.example/x"}), "streams.customer.path"),
            (json!({"path": "/v1/../admin"}), "streams.customer.path"),
            (json!({"path": "/v1/x?limit=1"}), "streams.customer.path"),
            (json!({"path": "/v1/{parent.id}/x"}), "streams.customer.path"),
            (json!({"parent": {"stream": "region", "due": "both"}}), "streams.customer.path"),
            (
                json!({"path": "/v1/x{parent.id}", "parent": {"stream": "region", "due": "both"}}),
                "streams.customer.path",
            ),
            (json!({"body": "[1]"}), "streams.customer.body"),
            (json!({"paginate": {"kind": "offset", "until": "short"}}), "streams.customer.paginate.until"),
            (json!({"paginate": {"kind": "offset", "until": "missing"}}), "streams.customer.paginate.until"),
            (json!({"paginate": {"kind": "cursor", "to": "after"}}), "streams.customer.paginate.from"),
            (json!({"paginate": {"kind": "cursor", "from": "body:next"}}), "streams.customer.paginate.to"),
            (json!({"paginate": {"kind": "offset", "param": "body:start"}}), "streams.customer.paginate"),
            (json!({"paginate": {"kind": "keyset", "order": ["id"]}}), "streams.customer.paginate"),
            (json!({"cursor": {"field": "at", "since": "body:since"}}), "streams.customer.cursor.since"),
            (json!({"columns": {"email": "persn"}}), "streams.customer.columns.email"),
            (json!({"columns": {"id": "person"}}), "streams.customer.columns.id"),
            (json!({"cursor": {"field": "at"}, "columns": {"at": "person"}}), "streams.customer.columns.at"),
            (
                json!({"window": {"field": "made", "step": "1d", "from": "param:a", "to": "param:b", "as": "epoch_s"},
                    "columns": {"made": "time"}}),
                "streams.customer.columns.made",
            ),
            (json!({"columns": {"address": "plain", "address.mail": "person"}}), "streams.customer.columns.address"),
            (json!({"columns": {"/a/b": "plain", "a.b": "person"}}), "streams.customer.columns.a.b"),
            (json!({"paginate": {"kind": "none", "size": "limit"}}), "streams.customer.paginate.size"),
            (json!({"paginate": {"kind": "offset", "first": 0}}), "streams.customer.paginate.first"),
            (json!({"paginate": {"kind": "page", "order": ["id"]}}), "streams.customer.paginate.order"),
            (
                json!({"paginate": {"kind": "cursor", "from": "body:next", "to": "after", "param": "x"}}),
                "streams.customer.paginate.param",
            ),
            (
                json!({"paginate": {"kind": "next_url", "from": "body:next", "until": "total:n"}}),
                "streams.customer.paginate.until",
            ),
            (json!({"paginate": {"kind": "link_header", "param": "page"}}), "streams.customer.paginate.param"),
            (
                json!({"paginate": {"kind": "keyset", "order": ["id"], "params": ["after"], "from": "last:id"}}),
                "streams.customer.paginate.from",
            ),
            (
                json!({"path": "/v1/{parent.id}/x", "parent": {"stream": "region", "due": "followed"}, "reread_every": "7d"}),
                "streams.customer.reread_every",
            ),
            (
                json!({"paginate": {"kind": "keyset", "order": ["id"], "params": ["after"], "until": "missing"}}),
                "streams.customer.paginate.until",
            ),
        ] {
            let wrong = read(said.clone()).unwrap_err();
            assert_eq!(wrong.setting, setting, "{said}");
            assert!(!wrong.what.is_empty() && !wrong.hint.is_empty());
        }
    }

    #[test]
    fn a_name_that_no_dataset_can_have_is_refused_and_columns_say_nothing_of_listings() {
        for name in ["Customer", "deleted_object"] {
            assert!(Described::read(name, &json!({"path": "/x", "key": ["id"]})).is_err());
        }
        let said = |said: Value| read(said).unwrap().said;
        assert_eq!(said(json!({"columns": {"email": "person"}, "reread_every": "7d"})), said(json!({})));
        assert_ne!(said(json!({"arguments": {"state": "all"}})), said(json!({})));
    }

    #[test]
    fn a_member_is_known_by_one_spelling_however_it_is_written() {
        let columns = json!({"/@odata.etag": "plain", "/address/city": "plain"});
        let read = read(json!({"key": ["/sys.id"], "cursor": {"field": "/meta/at"}, "columns": columns})).unwrap();
        assert_eq!((read.key, read.cursor.unwrap().field), (vec!["/sys.id".to_owned()], "meta.at".to_owned()));
        let paths: Vec<&str> = read.columns.iter().map(|column| column.path.as_str()).collect();
        assert_eq!(paths, ["/@odata.etag", "address.city"]);
    }

    #[test]
    fn a_body_makes_it_a_post_that_may_carry_the_paging() {
        let paginate =
            json!({"kind": "cursor", "from": "body:next", "to": "body:page.after", "size": "body:page.size"});
        let read = read(json!({"body": "{}", "paginate": paginate, "cursor": {"field": "at", "since": "body:since"}}));
        let read = read.unwrap();
        assert_eq!((read.size, read.body.as_deref()), (Some(Target::Body("page.size".to_owned())), Some("{}")));
        assert_eq!(read.cursor.unwrap().overlap, TimeDelta::minutes(10));
    }
}
