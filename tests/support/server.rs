//! A server that answers exactly as a test tells it, down to the byte.
//!
//! It is written on plain sockets, because a library for servers cannot announce a wrong length, break off, fall
//! silent or reset a connection. It listens on the loopback address only, every wait in it is bounded, and it stops
//! when it is dropped.

use catchment_base::clock::{self, Instant};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The longest that a connection is kept, whatever happens on it.
const LONGEST: Duration = Duration::from_secs(60);
const SLICE: Duration = Duration::from_millis(5);
const LONGEST_LINE: u64 = 64 << 10;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Path and query.
    pub target: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    /// What was posted.
    pub body: String,
    /// When it came.
    pub at: Instant,
    /// How many other requests were being answered when it came.
    pub beside: usize,
}

/// One thing that happens on the way out.
#[derive(Clone)]
enum Part {
    Bytes(Arc<[u8]>),
    Wait(Duration),
    Close,
    Reset,
    Stall,
}

/// What goes out for one request, part by part.
#[derive(Clone, Default)]
pub struct Reply(Vec<Part>);

impl Reply {
    /// These bytes and nothing else, not even a status line.
    pub fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self::default().then(bytes)
    }

    /// A well-formed answer.
    pub fn of(status: u16, media: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut all = vec![("Content-Length", body.len().to_string())];
        all.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Self::raw(head(status, media, &all)).then(body)
    }

    /// 200 with JSON.
    pub fn json(body: impl AsRef<[u8]>) -> Self {
        Self::of(200, "application/json", &[], body)
    }

    /// An error as Confluence gives it.
    pub fn error(status: u16, headers: &[(&str, &str)]) -> Self {
        let body = json!({"errors": [{"status": status, "code": "PRACTICE", "title": "as told", "detail": null}]});
        Self::of(status, "application/json", headers, body.to_string())
    }

    /// A redirect.
    pub fn redirect(to: &str) -> Self {
        Self::of(302, "text/html", &[("Location", to)], "")
    }

    /// 200 with JSON under a length that is not its own, then the end of the connection.
    pub fn json_of_length(length: usize, body: impl AsRef<[u8]>) -> Self {
        let head = head(200, "application/json", &[("Content-Length", length.to_string())]);
        Self::raw(head).then(body.as_ref()).close()
    }

    /// 200 with JSON in gzip; `keep` bytes of it, under a length that matches.
    pub fn gzip(body: impl AsRef<[u8]>, keep: Option<usize>) -> Self {
        let mut packed = gzip(|out| out.write_all(body.as_ref()).unwrap());
        packed.truncate(keep.unwrap_or(packed.len()));
        Self::of(200, "application/json", &[("Content-Encoding", "gzip")], packed)
    }

    /// The head of a chunked JSON answer and these chunks, without the last one.
    pub fn chunked_without_end(body: impl AsRef<[u8]>) -> Self {
        let head = head(200, "application/json", &[("Transfer-Encoding", "chunked".to_owned())]);
        let body = body.as_ref();
        Self::raw(head).then(format!("{:x}\r\n", body.len())).then(body).then("\r\n").close()
    }

    /// The same, then these bytes.
    pub fn then(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.0.push(Part::Bytes(bytes.as_ref().into()));
        self
    }

    /// Its body, if it is a whole 200 under the name of JSON, unpacked and without a mark at its beginning.
    pub fn body_of_json(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for part in &self.0 {
            match part {
                Part::Bytes(more) => bytes.extend_from_slice(more),
                Part::Wait(_) => {}
                _ => return None,
            }
        }
        let at = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let (head, body) = (String::from_utf8_lossy(&bytes[..at]).to_lowercase(), &bytes[at..]);
        let is_whole = head.contains(&format!("content-length: {}\r\n", body.len()));
        if !head.starts_with("http/1.1 200") || !head.contains("content-type: application/json\r\n") || !is_whole {
            return None;
        }
        let mut unpacked = body.to_vec();
        if head.contains("content-encoding: gzip") {
            unpacked.clear();
            flate2::read::MultiGzDecoder::new(body).read_to_end(&mut unpacked).ok()?;
        } else if head.contains("content-encoding:") {
            return None;
        }
        Some(unpacked.strip_prefix(b"\xef\xbb\xbf").map_or(unpacked.clone(), <[u8]>::to_vec))
    }

    /// The same after a wait.
    pub fn after(mut self, wait: Duration) -> Self {
        self.0.insert(0, Part::Wait(wait));
        self
    }

    /// The same, then a wait.
    pub fn pause(mut self, wait: Duration) -> Self {
        self.0.push(Part::Wait(wait));
        self
    }

    /// The same, then an orderly end of the connection.
    pub fn close(mut self) -> Self {
        self.0.push(Part::Close);
        self
    }

    /// The same, then a reset of the connection.
    pub fn reset(mut self) -> Self {
        // What was written has to arrive before the reset throws it away.
        self.0.extend([Part::Wait(Duration::from_millis(30)), Part::Reset]);
        self
    }

    /// The same, then nothing more, with the connection open.
    pub fn stall(mut self) -> Self {
        self.0.push(Part::Stall);
        self
    }
}

/// A status line and headers.
pub fn head(status: u16, media: &str, headers: &[(&str, String)]) -> String {
    let mut head = format!("HTTP/1.1 {status} As Told\r\nContent-Type: {media}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// What is written, in gzip.
pub fn gzip(write: impl FnOnce(&mut GzEncoder<Vec<u8>>)) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    write(&mut encoder);
    encoder.finish().unwrap()
}

type Answering = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

struct Rule {
    applies: Box<dyn Fn(&str) -> bool + Send + Sync>,
    left: Option<usize>,
    answer: Answering,
}

/// What a server does. Of the rules that apply to a request the first one that is not used up answers it.
#[derive(Default)]
pub struct Script {
    rules: Vec<Rule>,
    greeting: Option<Reply>,
}

impl Script {
    /// Answers every request that `applies`.
    pub fn on(self, applies: impl Fn(&str) -> bool + Send + Sync + 'static, reply: Reply) -> Self {
        self.rule(applies, None, Arc::new(move |_| reply.clone()))
    }

    /// Answers the first `times` requests that `applies`.
    pub fn first(self, times: usize, applies: impl Fn(&str) -> bool + Send + Sync + 'static, reply: Reply) -> Self {
        self.rule(applies, Some(times), Arc::new(move |_| reply.clone()))
    }

    /// Answers every request that `applies` by what it is.
    pub fn with(
        self,
        applies: impl Fn(&str) -> bool + Send + Sync + 'static,
        answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        self.rule(applies, None, Arc::new(answer))
    }

    /// Sends this to whoever connects and says something, before looking at what it is.
    pub fn greeting(reply: Reply) -> Self {
        Self { greeting: Some(reply), ..Self::default() }
    }

    /// Answers the listing of spaces with these, `(id, key)`.
    pub fn spaces(self, spaces: &[(&str, &str)]) -> Self {
        let spaces: Vec<Value> = spaces.iter().map(|(id, key)| space(id, key, key)).collect();
        self.on(is_spaces, Reply::json(listing(&spaces, None)))
    }

    fn rule(
        mut self,
        applies: impl Fn(&str) -> bool + Send + Sync + 'static,
        left: Option<usize>,
        answer: Answering,
    ) -> Self {
        self.rules.push(Rule { applies: Box::new(applies), left, answer });
        self
    }

    fn answer(&mut self, target: &str) -> Option<Answering> {
        let rule = self.rules.iter_mut().find(|rule| rule.left != Some(0) && (rule.applies)(target))?;
        if let Some(left) = &mut rule.left {
            *left -= 1;
        }
        Some(Arc::clone(&rule.answer))
    }
}

/// Whether this is the listing of spaces.
pub fn is_spaces(target: &str) -> bool {
    target.starts_with("/wiki/api/v2/spaces?")
}

/// Whether this is a listing of the pages of a space.
pub fn is_pages_of(space: &str) -> impl Fn(&str) -> bool + Send + Sync + 'static {
    let path = format!("/wiki/api/v2/spaces/{space}/pages?");
    move |target| target.starts_with(&path)
}

/// Whether this is the first page of a listing of the pages of a space.
pub fn is_start_of(space: &str) -> impl Fn(&str) -> bool + Send + Sync + 'static {
    let path = format!("/wiki/api/v2/spaces/{space}/pages?");
    move |target| target.starts_with(&path) && !target.contains("cursor=")
}

/// Whether this goes on at a cursor.
pub fn is_at(cursor: &str) -> impl Fn(&str) -> bool + Send + Sync + 'static {
    let part = format!("cursor={cursor}");
    move |target| target.split(['?', '&']).any(|found| found == part)
}

/// The link to a cursor in the listing of the pages of a space.
pub fn next_of(space: &str, cursor: &str) -> String {
    format!("/wiki/api/v2/spaces/{space}/pages?cursor={cursor}&body-format=storage&limit=25")
}

/// A space.
pub fn space(id: &str, key: &str, name: &str) -> Value {
    json!({"id": id, "key": key, "name": name, "type": "global", "status": "current",
           "authorId": "712020:0f3e6f5c-0000-4000-8000-000000000001", "createdAt": "2026-01-01T00:00:00.000Z",
           "homepageId": null, "icon": null, "description": null})
}

/// A page of the space 100 with a body that names it.
pub fn page(id: &str, title: &str) -> Value {
    json!({"id": id, "status": "current", "title": title, "spaceId": "100", "parentId": null, "parentType": null,
           "authorId": "712020:0f3e6f5c-0000-4000-8000-000000000001", "ownerId": null,
           "createdAt": "2026-01-01T00:00:00.000Z",
           "version": {"number": 1, "message": "", "minorEdit": false,
                       "authorId": "712020:0f3e6f5c-0000-4000-8000-000000000001",
                       "createdAt": "2026-01-02T00:00:00.000Z"},
           "body": {"storage": {"value": format!("<p>body of {id}</p>"), "representation": "storage"}}})
}

/// A page of another space than the first.
pub fn page_in(space: &str, id: &str) -> Value {
    let mut page = page(id, &format!("title {id}"));
    page["spaceId"] = json!(space);
    page
}

/// Pages of the space 100 by their ids.
pub fn pages(ids: &[&str]) -> Vec<Value> {
    ids.iter().map(|id| page(id, &format!("title {id}"))).collect()
}

/// The body of a listing's answer.
pub fn listing(objects: &[Value], next: Option<&str>) -> String {
    json!({"results": objects, "_links": {"next": next, "base": "https://example.atlassian.net/wiki"}}).to_string()
}

struct Shared {
    script: Mutex<Script>,
    /// The objects that were answered so far, by kind and id: what a census shows that the script does not tell of.
    served: Mutex<BTreeMap<(&'static str, String), Value>>,
    /// The last listing of pages.
    listed: Mutex<Option<Reply>>,
    seen: Mutex<Vec<Seen>>,
    busy: AtomicUsize,
    stop: AtomicBool,
}

/// A running server.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Starts on a free port of the loopback address.
    pub fn start(script: Script) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Mutex::new(script),
            served: Mutex::default(),
            listed: Mutex::default(),
            seen: Mutex::default(),
            busy: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
        });
        thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Self { address, shared }
    }

    /// The address of the site.
    pub fn url(&self) -> String {
        format!("http://{}/wiki", self.address)
    }

    /// Host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Goes on with another script.
    pub fn now(&self, script: Script) {
        *self.shared.script.lock().unwrap() = script;
    }

    /// Every request so far, in order of arrival.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Path and query of every request so far.
    pub fn targets(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.target).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts; if it is gone already, nothing is left to wake.
        drop(TcpStream::connect(self.address));
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        // A client that goes away ends its own connection and nothing else.
        thread::spawn(move || drop(converse(&stream, &shared)));
    }
}

fn converse(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(LONGEST))?;
    stream.set_write_timeout(Some(LONGEST))?;
    stream.set_nodelay(true)?;
    let greeting = shared.script.lock().unwrap().greeting.clone();
    if let Some(greeting) = greeting {
        let said = (&mut &*stream).read(&mut [0; 4096])?;
        note(
            shared,
            Seen {
                target: format!("{said} bytes"),
                headers: BTreeMap::new(),
                body: String::new(),
                at: clock::instant(),
                beside: 0,
            },
        );
        perform(stream, &greeting, shared)?;
        return Ok(());
    }
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(mut seen) = read_request(&mut reader)? {
        seen.beside = shared.busy.fetch_add(1, Ordering::SeqCst);
        note(shared, seen.clone());
        let answer = shared.script.lock().unwrap().answer(&seen.target);
        let reply = match answer {
            Some(answer) => {
                let reply = answer(&seen);
                shared.remember(&seen.target, &reply);
                reply
            }
            None => shared.untold(&seen.target),
        };
        let outcome = perform(stream, &reply, shared);
        shared.busy.fetch_sub(1, Ordering::SeqCst);
        if !outcome? {
            break;
        }
    }
    Ok(())
}

/// What a target lists, if it is one of these kinds.
fn kind_of(target: &str) -> Option<&'static str> {
    let path = target.split('?').next().unwrap_or_default();
    ["pages", "blogposts", "attachments"].into_iter().find(|kind| path.ends_with(&format!("/{kind}")))
}

/// The ids that a target asks for.
pub fn ids_of(target: &str) -> Option<Vec<String>> {
    let ids = target.split(['?', '&']).find_map(|part| part.strip_prefix("id="))?;
    Some(ids.split("%2C").map(str::to_owned).collect())
}

/// Whether this asks which account is answered.
pub fn is_account(target: &str) -> bool {
    target.ends_with("/rest/api/user/current")
}

/// Whether this is the first page of a census of the whole site.
pub fn is_census(target: &str) -> bool {
    census_of(target).is_some()
}

/// What a target lists, if it is the first page of a census of the whole site.
fn census_of(target: &str) -> Option<&'static str> {
    let is_census = !["id=", "cursor=", "sort=", "status="]
        .iter()
        .any(|part| target.split(['?', '&']).any(|found| found.starts_with(part)));
    kind_of(target).filter(|kind| is_census && target.contains(&format!("/api/v2/{kind}?")))
}

impl Shared {
    /// The answer where the script tells none: what was served before is what there is.
    fn untold(&self, target: &str) -> Reply {
        let known = r#"{"type":"known","accountId":"712020:0f3e6f5c-0000-4000-8000-000000000009"}"#;
        match (census_of(target), ids_of(target)) {
            (Some(kind), _) => self.census(kind, target),
            (None, Some(ids)) => self.by_ids(target, &ids),
            _ if is_account(target) => Reply::json(known),
            _ if target.ends_with("/convert-ids-to-types") => Reply::json(r#"{"results":{}}"#),
            _ => self.own(target),
        }
    }

    /// Everything of a kind that was answered so far, in the spaces that are asked for.
    fn census(&self, kind: &'static str, target: &str) -> Reply {
        let spaces = target.split(['?', '&']).find_map(|part| part.strip_prefix("space-id="));
        let is_wanted = |object: &Value| {
            let space = object["spaceId"].as_str().unwrap_or_default();
            spaces.is_none_or(|spaces| spaces.split("%2C").any(|wanted| wanted == space))
        };
        let served = self.served.lock().unwrap();
        let objects = served.iter().filter(|((of, _), object)| *of == kind && is_wanted(object));
        let bare = objects.map(|(_, object)| {
            let mut object = object.clone();
            object.as_object_mut().unwrap().retain(|name, _| !["body", "title"].contains(&name.as_str()));
            object
        });
        Reply::json(listing(&bare.collect::<Vec<_>>(), None))
    }

    /// Objects by their ids, or the last listing as it was, where that holds some that cannot be told apart.
    fn by_ids(&self, target: &str, ids: &[String]) -> Reply {
        let Some(kind) = kind_of(target) else { return Reply::error(404, &[]) };
        let served = self.served.lock().unwrap();
        let objects: Option<Vec<Value>> = ids.iter().map(|id| served.get(&(kind, id.clone())).cloned()).collect();
        match (objects, self.listed.lock().unwrap().clone()) {
            (Some(objects), _) => Reply::json(listing(&objects, None)),
            (None, Some(listed)) => listed,
            (None, None) => Reply::error(404, &[]),
        }
    }

    /// An object that cannot be told apart is there.
    fn own(&self, target: &str) -> Reply {
        let id = target.strip_prefix("/wiki/api/v2/pages/").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
        let is_known = |id: &str| self.served.lock().unwrap().contains_key(&("pages", id.to_owned()));
        match id.filter(|id| !is_known(id)) {
            Some(id) => Reply::json(json!({"id": id, "status": "current"}).to_string()),
            None => Reply::error(404, &[]),
        }
    }

    /// Remembers the objects of an answer that is well-formed.
    fn remember(&self, target: &str, reply: &Reply) {
        let Some(text) = reply.body_of_json() else { return };
        if kind_of(target) == Some("pages") && ids_of(target).is_none() && census_of(target).is_none() {
            *self.listed.lock().unwrap() = Some(Reply::json(&text));
        }
        let Ok(mut body) = serde_json::from_slice::<Value>(&text) else { return };
        let objects = body["results"].as_array_mut().map(std::mem::take);
        let mut served = self.served.lock().unwrap();
        for object in objects.into_iter().flatten() {
            let kind = kind_of(target).or_else(|| object.get("spaceId").map(|_| "pages"));
            let id =
                object["id"].as_str().map(str::to_owned).or_else(|| object["id"].as_u64().map(|id| id.to_string()));
            if let (Some(kind), Some(id), true) = (kind, id, object.is_object()) {
                let version = |object: &Value| object["version"]["number"].as_u64();
                let is_older = |held: &Value| version(&object) < version(held);
                if !served.get(&(kind, id.clone())).is_some_and(is_older) {
                    served.insert((kind, id), object);
                }
            }
        }
    }
}

fn note(shared: &Shared, seen: Seen) {
    shared.seen.lock().unwrap().push(seen);
}

fn read_request(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<Seen>> {
    let first = read_line(reader)?;
    let Some(target) = first.split(' ').nth(1).map(str::to_owned) else { return Ok(None) };
    let mut headers = BTreeMap::new();
    while let Some((name, value)) = read_line(reader)?.split_once(':') {
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length: &String| length.parse().ok()).unwrap_or(0);
    let mut body = Vec::new();
    reader.take(LONGEST_LINE.min(length)).read_to_end(&mut body)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Some(Seen { target, headers, body, at: clock::instant(), beside: 0 }))
}

fn read_line(reader: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut line = Vec::new();
    reader.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

/// Sends a reply; tells whether the connection goes on.
fn perform(mut stream: &TcpStream, reply: &Reply, shared: &Shared) -> std::io::Result<bool> {
    for part in &reply.0 {
        match part {
            Part::Bytes(bytes) => stream.write_all(bytes)?,
            Part::Wait(wait) => idle(shared, *wait),
            Part::Stall => idle_until_left(stream, shared)?,
            Part::Close => {
                stream.shutdown(Shutdown::Both)?;
                return Ok(false);
            }
            Part::Reset => {
                socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))?;
                return Ok(false);
            }
        }
    }
    Ok(!matches!(reply.0.last(), Some(Part::Stall)))
}

fn idle(shared: &Shared, wait: Duration) {
    let until = clock::instant() + wait.min(LONGEST);
    while clock::instant() < until && !shared.stop.load(Ordering::SeqCst) {
        thread::sleep(SLICE.min(until.saturating_duration_since(clock::instant())));
    }
}

/// Says nothing until the other side leaves.
fn idle_until_left(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(SLICE * 4))?;
    let until = clock::instant() + LONGEST;
    while clock::instant() < until && !shared.stop.load(Ordering::SeqCst) {
        match stream.peek(&mut [0]) {
            Ok(0) => return Ok(()),
            Err(cause) if !matches!(cause.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                return Ok(());
            }
            _ => {}
        }
    }
    Ok(())
}
