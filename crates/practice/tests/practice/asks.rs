//! Requests to practice servers and what they answer, one by one or as tables.

use catchment_practice::{confluence, jira, rest, servicenow};
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use std::fmt::Debug;
use std::str::FromStr;

/// Compares what a server answers with the rows of a table, in which each name in braces stands for its value. See
/// [`Asked::answers`].
macro_rules! answers {
    (@value $name:ident) => { $name };
    (@value $name:ident $value:expr) => { $value };
    ($server:expr, $table:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::asks::Asked::answers(
            &$server,
            $table$(.replace(concat!("{", stringify!($name), "}"), &answers!(@value $name $($value)?).to_string()))*
        ).await
    };
}

/// Compares what a server answers to paths with a published document. See [`fit`](crate::documents::fit).
macro_rules! fits {
    ($server:expr, $document:expr, $table:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::documents::fit(
            &$server,
            $document,
            &$table$(.replace(concat!("{", stringify!($name), "}"), &answers!(@value $name $($value)?).to_string()))*
        ).await
    };
}

/// Something that can be asked with the credentials that it takes.
pub trait Asked {
    fn request(&self, method: Method, path: &str) -> RequestBuilder;

    /// Asks what the rows of a table say, one after another, and compares what is answered:
    ///
    /// ```text
    /// [METHOD] PATH [BODY]   STATUS   [POINTER EXPECTED]...
    /// ```
    ///
    /// - What stands between « and » in a path is encoded for a query. After a row `at PREFIX`, the paths that do not
    ///   begin with `/` follow the prefix; after a row `when CASE`, what does not hold is told with the case. A row
    ///   that begins with `&` goes on with the row above.
    /// - A pointer is one of JSON, in which `*` stands for every row of a list and `#` for the length of what it is in.
    ///   `.` is the whole answer, `$` its text, `@name` a header.
    /// - Expected is a value of JSON (null is also what is not there); or `absent`, `there`, `text`, `whole` for what
    ///   is not there, something, a text, a whole number; or one of `has`, `starts`, `ends`, `over` with a value.
    async fn answers(&self, table: impl AsRef<str>)
    where
        Self: Sized,
    {
        let (rows, wrong) = compared(self, table.as_ref()).await;
        assert!(rows > 0, "the table has no rows");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

impl<A: Asked> Asked for &A {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        (*self).request(method, path)
    }
}

impl Asked for confluence::Practice {
    /// Paths of Confluence Cloud begin with `/wiki`, as its address ends; those of Data Center follow its address.
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.url().trim_end_matches("/wiki"));
        client().request(method, url).basic_auth("Practice@Example.com", Some("practice-token"))
    }
}

impl Asked for jira::Practice {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = client().request(method, format!("{}{path}", self.url()));
        match self.url().ends_with("/jira") {
            true => request.bearer_auth("practice-token"),
            false => request.basic_auth("practice@example.com", Some("practice-token")),
        }
    }
}

impl Asked for servicenow::Practice {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = client().request(method, format!("{}{path}", self.url())).header("Accept", "application/json");
        request.basic_auth("practice", Some("practice-password"))
    }
}

impl Asked for rest::Practice {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        client().request(method, format!("{}{path}", self.url()))
    }
}

/// A client that follows no redirect and takes answers as they come.
pub fn client() -> Client {
    Client::builder().no_gzip().redirect(redirect::Policy::none()).build().unwrap()
}

/// The faults that a text names; none by an empty one.
pub fn faults<F: FromStr<Err: Debug> + Default>(text: &str) -> F {
    if text.is_empty() { F::default() } else { text.parse().unwrap() }
}

pub async fn get(server: &impl Asked, path: &str) -> Response {
    server.request(Method::GET, path).send().await.unwrap()
}

pub async fn post(server: &impl Asked, path: &str, sent: &Value) -> Response {
    let request = server.request(Method::POST, path).header("Content-Type", "application/json");
    request.body(sent.to_string()).send().await.unwrap()
}

pub async fn status(server: &impl Asked, path: &str) -> u16 {
    get(server, path).await.status().as_u16()
}

/// The answer to a GET: it has the status 200 and is JSON.
pub async fn json(server: &impl Asked, path: &str) -> Value {
    good(get(server, path).await, path).await
}

/// The answer to a POST, alike.
pub async fn asked(server: &impl Asked, path: &str, sent: Value) -> Value {
    good(post(server, path, &sent).await, &format!("{path} {sent}")).await
}

async fn good(response: Response, what: &str) -> Value {
    assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, "application/json"), "{what}");
    body(response).await
}

pub async fn body(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// A header of an answer; an empty text where there is none.
pub fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The pages of a listing: the answer to a path, and to each path that `next` finds in the answer before.
pub async fn pages(server: &impl Asked, path: String, next: impl Fn(&Value) -> Option<String>) -> Vec<Value> {
    let (mut pages, mut asked) = (Vec::new(), Some(path));
    while let Some(path) = asked {
        let page = json(server, &path).await;
        asked = next(&page);
        pages.push(page);
    }
    pages
}

/// The link to the page that follows, as Confluence tells it.
pub fn next(page: &Value) -> Option<String> {
    page["_links"]["next"].as_str().map(str::to_owned)
}

/// The rows of all pages.
pub fn rows(pages: &[Value], member: &str) -> Value {
    pages.iter().flat_map(|page| page[member].as_array().unwrap().clone()).collect()
}

/// A text as it stands in a query.
pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The texts of a member of every row.
pub fn texts<C: FromIterator<String>>(rows: &Value, member: &str) -> C {
    rows.as_array().unwrap().iter().map(|row| row[member].as_str().unwrap().to_owned()).collect()
}

pub fn count(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

/// The number of the rows of a table, and what is answered otherwise.
async fn compared(server: &impl Asked, table: &str) -> (usize, Vec<String>) {
    let mut rows: Vec<String> = Vec::new();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('&') {
            Some(more) => rows.last_mut().expect("a row to go on with").push_str(more),
            None => rows.push(line.to_owned()),
        }
    }
    let (mut number, mut wrong, mut prefix, mut case) = (0, Vec::new(), "", String::new());
    for row in &rows {
        if let Some(at) = row.strip_prefix("at ") {
            prefix = at;
            continue;
        }
        if let Some(when) = row.strip_prefix("when").filter(|when| !when.starts_with(|sign| sign != ' ')) {
            case = format!(",{when}");
            continue;
        }
        number += 1;
        let complaints = Rest::of(row).complaints(server, prefix).await;
        wrong.extend(complaints.into_iter().map(|complaint| format!("row {number}{case}: {row}\n    {complaint}")));
    }
    (number, wrong)
}

/// What is left to read of a table.
pub struct Rest<'t>(&'t str);

impl<'t> Rest<'t> {
    pub fn of(table: &'t str) -> Self {
        Self(table.trim())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What stands before the next blank that is in no text between « and ».
    pub fn word(&mut self) -> &'t str {
        let mut is_within = false;
        let end = self.0.find(|sign: char| {
            is_within = sign == '«' || is_within && sign != '»';
            sign.is_whitespace() && !is_within
        });
        let (word, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest.trim_start();
        word
    }

    pub fn value(&mut self) -> Value {
        let mut values = serde_json::Deserializer::from_str(self.0).into_iter::<Value>();
        let value = values.next().and_then(Result::ok);
        let rest = values.byte_offset();
        let value = value.unwrap_or_else(|| panic!("no JSON: {}", self.0));
        self.0 = self.0[rest..].trim_start();
        value
    }

    async fn complaints(mut self, server: &impl Asked, prefix: &str) -> Vec<String> {
        let mut path = self.word();
        let method = Method::from_bytes(path.as_bytes()).ok().filter(|_| path.bytes().all(|b| b.is_ascii_uppercase()));
        if method.is_some() {
            path = self.word();
        }
        let target = target(prefix, path);
        let mut request = server.request(method.unwrap_or(Method::GET), &target);
        if self.0.starts_with(['{', '[', '"']) {
            request = request.header("Content-Type", "application/json").body(self.value().to_string());
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned();
        let wanted: u16 = self.word().parse().expect("a status after what is asked");
        let begin = || text.chars().take(400).collect::<String>();
        if status != wanted {
            return vec![format!("{target}: the status is {status}: {}", begin())];
        }
        let answer: Option<Value> = serde_json::from_str(&text).ok();
        let mut complaints = Vec::new();
        while !self.0.is_empty() {
            let pointer = self.word();
            let found = match pointer.strip_prefix('@') {
                Some(name) => headers.get(name).map(|value| json!(value.to_str().unwrap())),
                None if pointer == "$" => Some(json!(text)),
                None if answer.is_none() => return vec![format!("{target}: the answer is no JSON: {}", begin())],
                None => answer.as_ref().and_then(|answer| at(answer, pointer.trim_start_matches('.'))),
            };
            complaints.extend(self.complaint(found).map(|wanted| format!("{target}: {pointer} is {wanted}")));
        }
        complaints
    }

    /// Reads what is expected of something found: what was found and what was expected, where it is otherwise.
    fn complaint(&mut self, found: Option<Value>) -> Option<String> {
        let is_word = self.0.starts_with(|sign: char| sign.is_ascii_lowercase());
        let word =
            if is_word && !["null", "true", "false"].contains(&self.0.split(' ').next()?) { self.word() } else { "" };
        let is_alone = ["absent", "there", "text", "whole"].contains(&word);
        let value = if is_alone { Value::Null } else { self.value() };
        let (text, part) = (found.as_ref().and_then(Value::as_str), value.as_str().unwrap_or_default());
        let holds = match word {
            "" => *found.as_ref().unwrap_or(&Value::Null) == value,
            "absent" => found.is_none(),
            "there" => found.is_some(),
            "text" => text.is_some(),
            "whole" => found.as_ref().is_some_and(Value::is_u64),
            "has" => match &found {
                Some(Value::Array(values)) => values.contains(&value),
                _ => !part.is_empty() && text.is_some_and(|text| text.contains(part)),
            },
            "starts" => !part.is_empty() && text.is_some_and(|text| text.starts_with(part)),
            "ends" => !part.is_empty() && text.is_some_and(|text| text.ends_with(part)),
            "over" => {
                found.as_ref().and_then(Value::as_f64).zip(value.as_f64()).is_some_and(|(found, least)| found > least)
            }
            _ => panic!("{word} says nothing about an answer"),
        };
        let shown = found.map_or_else(|| "not there".to_owned(), |found| found.to_string().chars().take(400).collect());
        (!holds).then(|| format!("{shown}; expected: {word} {value}"))
    }
}

/// A path after its prefix, with what stands between « and » encoded.
pub fn target(prefix: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{prefix}{path}") };
    let mut parts = whole.split('«');
    let mut target = parts.next().unwrap().to_owned();
    for part in parts {
        let (within, after) = part.split_once('»').expect("a » after each «");
        target += &(encoded(within) + after);
    }
    target
}

/// What a pointer leads to; `*` is every row of a list, `#` the length of what it is in.
fn at(value: &Value, pointer: &str) -> Option<Value> {
    let Some(pointer) = pointer.strip_prefix('/') else { return pointer.is_empty().then(|| value.clone()) };
    let end = pointer.find('/').unwrap_or(pointer.len());
    let (name, rest) = pointer.split_at(end);
    match (name, value) {
        ("*", Value::Array(rows)) => rows.iter().map(|row| at(row, rest)).collect(),
        ("#", Value::Array(rows)) => Some(json!(rows.len())),
        ("#", Value::Object(members)) => Some(json!(members.len())),
        (_, Value::Array(rows)) => at(rows.get(name.parse::<usize>().ok()?)?, rest),
        _ => at(value.get(name)?, rest),
    }
}

#[tokio::test]
async fn a_table_that_does_not_hold_says_which_row_and_why() {
    let practice = rest::start(rest::Options { records: 3, ..rest::Options::default() }).await.unwrap();
    let all_hold = r#"
        at /v1/
        customers/1001  200  /id 1001  /name text  /name there  /id whole  /id over 1000
        & /nothing absent  /nothing null
        customers?ids=«1001,9»  200  /data/items/* has {}  /data/items/# 1  /data/items/*/id [1001]
        & @content-type "application/json"  $ starts "{"  $ ends "}"  $ has "1001"
        DELETE /v1/customers/1  405"#;
    let (rows, wrong) = compared(&practice, &all_hold.replace("/data/items/* has {}", "")).await;
    assert_eq!((rows, wrong), (3, Vec::new()));
    assert_eq!(compared(&practice, all_hold).await.1.len(), 1);
    let wrong_rows = r#"
        404, 200 /id 1002, 200 /id text, 200 /name whole, 200 /id over 1001, 200 /id absent, 200 /id has 1,
        200 /nothing text, 200 /nothing/* [], 200 /nothing/# 0, 200 /name has "%", 200 . {}, 200 $ ends "{",
        200 $ has "", 200 /nothing there, 200 @content-type "text/html", 200 @nothing "", 200 /id 1001 /id null"#;
    for row in wrong_rows.split(',').map(str::trim) {
        let (_, wrong) = compared(&practice, &format!("when so\n/v1/customers/1001 {row}")).await;
        assert!(wrong.len() == 1 && wrong[0].starts_with("row 1, so: /v1/customers/1001 "), "{row}: {wrong:?}");
    }
}
