//! An object store in this process that speaks S3 (`s3s` over `s3s-fs`), with faults in front of it.
//!
//! It listens on the loopback address only, keeps its objects in a folder of its own, checks signatures, counts what
//! it is asked, and is gone when it is dropped.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use catchment_base::secret::Secret;
use catchment_io::store::Store;
use futures_util::future::BoxFuture;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The bucket of every server.
pub const BUCKET: &str = "practice";
/// The key that signs.
pub const SECRET: &str = "practice-secret-of-the-bucket";
const ACCESS_KEY: &str = "practice-access";

/// What happens to a request instead of an answer.
#[derive(Clone)]
pub enum What {
    /// It is answered with this status and code, and not performed.
    Refused(u16, &'static str),
    /// It is performed, and the connection is dropped.
    Lost,
    /// It is performed, and answered with the first half of the bytes, as if these were all.
    Half,
    /// It is performed late.
    Slow(Duration),
    /// Its condition is overlooked, as by a server that knows none.
    Unconditional,
    /// Something else happens first.
    After(Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>),
    /// It is answered with a redirect to this address, and not performed.
    Elsewhere(String),
}

struct Rule {
    contains: &'static str,
    times: usize,
    what: What,
}

#[derive(Default)]
struct Behaviour {
    rules: Vec<Rule>,
    every: Option<(usize, What)>,
    requests: Vec<String>,
    under_way: usize,
    most_under_way: usize,
}

struct Shared {
    root: PathBuf,
    service: S3Service,
    behaviour: Mutex<Behaviour>,
    /// Keeps conditional writes apart from everything else: `s3s-fs` looks and writes in several steps.
    writing: tokio::sync::RwLock<()>,
}

/// A running server.
pub struct S3 {
    runtime: Runtime,
    dir: TempDir,
    url: String,
    shared: Arc<Shared>,
}

impl S3 {
    /// A server with one empty bucket.
    pub fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(dir.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET));
        let shared = Arc::new(Shared {
            root: dir.path().to_owned(),
            service: builder.build(),
            behaviour: Mutex::default(),
            writing: tokio::sync::RwLock::default(),
        });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0))).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { runtime, dir, url, shared }
    }

    /// Does async work on this server's runtime, on a thread of this test.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// The address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The bucket with a prefix, as a store.
    pub fn store(&self) -> Store {
        store(&self.url, SECRET)
    }

    /// The lines of a section that puts something into the bucket; the secret stands in the file `s3-secret`.
    pub fn settings(&self) -> String {
        format!(
            "to = \"s3://{BUCKET}/pre/fix\"\noptions = {{ aws_endpoint = \"{}\", aws_region = \"us-east-1\", \
             aws_allow_http = \"true\", aws_access_key_id = \"{ACCESS_KEY}\", aws_secret_access_key = \"file:s3-secret\" }}",
            self.url
        )
    }

    /// The folder that holds the objects below the prefix.
    pub fn folder(&self) -> PathBuf {
        self.dir.path().join(BUCKET).join("pre/fix")
    }

    /// The next so many requests whose "METHOD path?query" contains a text go wrong.
    pub fn fault(&self, contains: &'static str, times: usize, what: What) {
        self.shared.behaviour.lock().unwrap().rules.push(Rule { contains, times, what });
    }

    /// The next request whose "METHOD path?query" contains a text is overtaken by a write of these bytes to a key.
    pub fn overtake(&self, contains: &'static str, key: &'static str, bytes: &str) {
        let (store, bytes) = (self.store(), bytes.to_owned());
        let other = move || -> BoxFuture<'static, ()> {
            let (store, bytes) = (store.clone(), bytes.clone());
            Box::pin(async move { store.put(key, bytes.into()).await.unwrap() })
        };
        self.fault(contains, 1, What::After(Arc::new(other)));
    }

    /// Every so manieth request goes wrong.
    pub fn every(&self, nth: usize, what: What) {
        self.shared.behaviour.lock().unwrap().every = Some((nth, what));
    }

    /// Nothing goes wrong any more, and what was asked is forgotten.
    pub fn calm(&self) {
        *self.shared.behaviour.lock().unwrap() = Behaviour::default();
    }

    /// What was asked, as "METHOD path?query".
    pub fn requests(&self) -> Vec<String> {
        self.shared.behaviour.lock().unwrap().requests.clone()
    }

    /// How many requests there were at once.
    pub fn most_at_once(&self) -> usize {
        self.shared.behaviour.lock().unwrap().most_under_way
    }

    /// How many uploads in parts were begun and neither completed nor aborted.
    pub fn uploads_left(&self) -> usize {
        let names = fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_str().unwrap().starts_with(".upload-")).count()
    }

    /// A folder that is gone with the server.
    pub fn scratch(&self) -> &Path {
        self.dir.path()
    }
}

/// The bucket of the server at this address with a prefix, as a store.
pub fn store(url: &str, secret: &str) -> Store {
    let options = [
        ("aws_endpoint", url),
        ("aws_region", "us-east-1"),
        ("aws_allow_http", "true"),
        ("aws_access_key_id", ACCESS_KEY),
        ("aws_secret_access_key", secret),
    ];
    Store::bucket(BUCKET, "pre/fix", &options.map(|(name, value)| (name, Secret::new(value.to_owned())))).unwrap()
}

/// The hash of some bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let line = format!("{} {}", request.method(), request.uri());
    let what = {
        let mut behaviour = shared.behaviour.lock().unwrap();
        behaviour.under_way += 1;
        behaviour.most_under_way = behaviour.most_under_way.max(behaviour.under_way);
        behaviour.requests.push(line.clone());
        what_happens(&mut behaviour, &line)
    };
    let response = treat(&shared, request, what).await;
    let mut behaviour = shared.behaviour.lock().unwrap();
    behaviour.under_way = behaviour.under_way.saturating_sub(1);
    drop(behaviour);
    // Unwinding ends the task of this connection, and with it the connection, without a word.
    response.unwrap_or_else(|| std::panic::resume_unwind(Box::new("lost")))
}

fn what_happens(behaviour: &mut Behaviour, line: &str) -> Option<What> {
    let rule = behaviour.rules.iter_mut().find(|rule| rule.times > 0 && line.contains(rule.contains));
    if let Some(rule) = rule {
        rule.times -= 1;
        return Some(rule.what.clone());
    }
    let (nth, what) = behaviour.every.clone()?;
    behaviour.requests.len().is_multiple_of(nth).then_some(what)
}

async fn treat(shared: &Shared, request: Request, what: Option<What>) -> Option<Response> {
    match what {
        None => Some(perform(shared, request).await),
        Some(What::Lost) => {
            perform(shared, request).await;
            None
        }
        Some(What::After(other)) => {
            other().await;
            Some(perform(shared, request).await)
        }
        Some(What::Unconditional) => {
            // The headers are signed; without the object its condition holds.
            let _ = fs::remove_file(shared.root.join(request.uri().path().trim_start_matches('/')));
            Some(perform(shared, request).await)
        }
        Some(What::Half) => {
            let (mut head, body) = perform(shared, request).await.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            head.headers.remove("content-length");
            Some(Response::from_parts(head, Body::from(bytes.slice(..bytes.len() / 2))))
        }
        Some(What::Slow(time)) => {
            catchment_base::clock::sleep(time).await;
            Some(perform(shared, request).await)
        }
        Some(What::Refused(status, code)) => {
            let _ = to_bytes(request.into_body(), usize::MAX).await;
            let body = format!("<Error><Code>{code}</Code><Message>As told by the test.</Message></Error>");
            Some((StatusCode::from_u16(status).unwrap(), body).into_response())
        }
        Some(What::Elsewhere(url)) => {
            let _ = to_bytes(request.into_body(), usize::MAX).await;
            Some((StatusCode::TEMPORARY_REDIRECT, [("location", url)]).into_response())
        }
    }
}

async fn perform(shared: &Shared, request: Request) -> Response {
    let is_conditional = ["if-match", "if-none-match"].iter().any(|name| request.headers().contains_key(*name));
    let (_alone, _beside);
    if is_conditional {
        _alone = shared.writing.write().await;
    } else {
        _beside = shared.writing.read().await;
    }
    let answered = shared.service.call(request.map(s3s::Body::http_body_unsync)).await;
    answered.map_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), |answer| answer.map(Body::new))
}
