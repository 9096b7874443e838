//! A bucket as a store, through the protocol of S3.
//!
//! A conditional write may be won although its answer is lost, or although a repeated request is refused: so a
//! refusal or a failure is settled by reading back. 409 (another conditional write is under way) is tried again.

use super::options::builder;
use super::trouble::{self, lacks_bucket};
use super::{Creation, MOST_BYTES, Replacement, Version, aside, size_of};
use crate::http;
use bytes::Bytes;
use catchment_base::clock;
use catchment_base::disk::{self, Meta};
use catchment_base::error::{Error, Result};
use catchment_base::secret::Secret;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::client::{ClientConfigKey, ClientOptions, HttpClient, HttpConnector};
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path as Location;
use object_store::{
    BackoffConfig, Error as Cause, GetResult, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload,
    RetryConfig, UpdateVersion,
};
use std::future::Future;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Files up to this size are put as a whole.
pub(super) const WHOLE: u64 = 16 << 20;
/// Bytes of a part.
const PART: u64 = 8 << 20;
/// Parts of an object at most, by the protocol.
const MOST_PARTS: u64 = 10_000;
/// Bytes of parts that are under way at once, unless a single part is larger. The client and the allocator take as much
/// again: with 32 MiB a large file took 64 MiB of memory.
const UNDER_WAY: u64 = 16 << 20;
/// Tries of a conditional write that another one is in the way of.
const TRIES: usize = 5;
/// How requests are repeated that failed on the way or with a 5xx or 429.
const RETRIES: usize = 8;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(120);

/// How the client's options spell yes.
const ON: [&str; 5] = ["1", "true", "on", "yes", "y"];

/// A bucket and the prefix of all keys in it.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    client: Arc<AmazonS3>,
    name: String,
    prefix: String,
    secrets: Vec<Secret>,
}

/// Makes clients that follow no redirects.
#[derive(Debug)]
struct Connector {
    endpoint: Option<String>,
}

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let allow_http = options.get_config_value(&ClientConfigKey::AllowHttp).is_some_and(|value| is_on(&value));
        let client = http::store_client(allow_http, self.endpoint.as_deref());
        client.map(HttpClient::new).map_err(|cause| Cause::Generic { store: "S3", source: Box::new(cause) })
    }
}

impl Bucket {
    pub(super) fn new(name: &str, prefix: &str, options: &[(&str, Secret)]) -> Result<Self> {
        let retry = RetryConfig {
            backoff: BackoffConfig { init_backoff: FIRST_PAUSE, max_backoff: LONGEST_PAUSE, base: 2.0 },
            max_retries: RETRIES,
            retry_timeout: LONGEST,
        };
        let builder = builder(options, |name| std::env::var(name).ok());
        refuse_plain_http(&builder)?;
        let endpoint = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
        let builder = builder.with_bucket_name(name).with_retry(retry);
        let client = builder.with_http_connector(Connector { endpoint }).build();
        let secrets: Vec<Secret> = options
            .iter()
            .filter(|(name, _)| super::option(name).is_some_and(|known| known.is_secret))
            .map(|(_, value)| value.clone())
            .collect();
        let client = client.map_err(|cause| {
            let cause = trouble::failed("opening", &format!("s3://{name}"), &cause, &secrets).one_line();
            Error::usage(format!("the options of the bucket {name} do not fit together"))
                .hint("correct `options`, or the AWS_* variables of the environment")
                .because(cause)
        })?;
        Ok(Self { client: Arc::new(client), name: name.to_owned(), prefix: prefix.to_owned(), secrets })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn object_key(&self, key: &str) -> String {
        if self.prefix.is_empty() { key.to_owned() } else { format!("{}/{key}", self.prefix) }
    }

    pub(super) fn uri(&self, key: &str) -> String {
        format!("s3://{}/{}", self.name, self.object_key(key))
    }

    fn location(&self, key: &str) -> Location {
        Location::from(self.object_key(key))
    }

    fn failed(&self, doing: &str, key: &str, cause: &Cause) -> Error {
        trouble::failed(doing, &self.uri(key), cause, &self.secrets)
    }

    pub(super) async fn put_file<F>(&self, key: &str, file: &Path, begun: impl FnOnce(String) -> F + Send) -> Result<()>
    where
        F: Future<Output = Result<()>> + Send,
    {
        let bytes = size_of(file)?;
        if bytes <= WHOLE {
            return self.put(key, read_at(file, 0, bytes).await?).await;
        }
        let location = self.location(key);
        let upload = self.client.create_multipart(&location).await;
        let upload = upload.map_err(|cause| self.failed("beginning to store", key, &cause))?;
        let stored = async {
            begun(upload.clone()).await?;
            let parts = self.put_parts(key, &upload, file, bytes).await?;
            self.complete(key, &upload, parts, file).await
        };
        let stored = stored.await;
        if stored.is_err() {
            // Should that fail as well, the id is known to the caller; the first error is the one to tell.
            let _ = self.abort(key, &upload).await;
        }
        stored
    }

    async fn put_parts(&self, key: &str, upload: &String, file: &Path, bytes: u64) -> Result<Vec<PartId>> {
        let part = PART.max(bytes.div_ceil(MOST_PARTS));
        let at_once = usize::try_from(UNDER_WAY / part).unwrap_or(1).max(1);
        let location = self.location(key);
        let puts = (0..bytes.div_ceil(part)).map(|number| {
            let location = &location;
            async move {
                let from = number * part;
                let payload = PutPayload::from(read_at(file, from, part.min(bytes - from)).await?);
                let put = self.client.put_part(location, upload, usize::try_from(number).unwrap_or(0), payload).await;
                put.map_err(|cause| self.failed("storing a part of", key, &cause))
            }
        });
        stream::iter(puts).buffered(at_once).try_collect().await
    }

    /// Completes an upload. Where that seems to fail, the object itself tells whether it did.
    async fn complete(&self, key: &str, upload: &String, parts: Vec<PartId>, file: &Path) -> Result<()> {
        let Err(cause) = self.client.complete_multipart(&self.location(key), upload, parts).await else {
            return Ok(());
        };
        if self.holds(key, file).await? { Ok(()) } else { Err(self.failed("completing", key, &cause)) }
    }

    pub(super) async fn abort(&self, key: &str, upload: &str) -> Result<()> {
        match self.client.abort_multipart(&self.location(key), &upload.to_owned()).await {
            Err(Cause::NotFound { .. }) | Ok(()) => Ok(()),
            Err(cause) => Err(self.failed("taking back a part of", key, &cause)),
        }
    }

    pub(super) async fn holds(&self, key: &str, file: &Path) -> Result<bool> {
        let bytes = size_of(file)?;
        let Some(found) = self.begin_to_get(key).await?.filter(|found| found.meta.size == bytes) else {
            return Ok(false);
        };
        let mut from = 0;
        let mut pieces = found.into_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|cause| self.failed("reading", key, &cause))?;
            let length = piece.len() as u64;
            if from + length > bytes || read_at(file, from, length).await? != piece {
                return Ok(false);
            }
            from += length;
        }
        Ok(from == bytes)
    }

    async fn begin_to_get(&self, key: &str) -> Result<Option<GetResult>> {
        match self.client.get(&self.location(key)).await {
            Ok(found) => Ok(Some(found)),
            Err(cause @ Cause::NotFound { .. }) if !lacks_bucket(&cause) => Ok(None),
            Err(cause) => Err(self.failed("reading", key, &cause)),
        }
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<(Bytes, Version)>> {
        let Some(found) = self.begin_to_get(key).await? else { return Ok(None) };
        if found.meta.size > MOST_BYTES {
            return Err(Error::failed(format!("{} has {} bytes", self.uri(key), found.meta.size))
                .hint("something is there that catchment did not create: inspect it and move it away"));
        }
        let version = Version(found.meta.e_tag.clone().unwrap_or_default());
        let bytes = found.bytes().await.map_err(|cause| self.failed("reading", key, &cause))?;
        Ok(Some((bytes, version)))
    }

    pub(super) async fn read(
        &self,
        key: &str,
        mut each: impl FnMut(&[u8]) -> Result<ControlFlow<()>> + Send,
    ) -> Result<()> {
        let Some(found) = self.begin_to_get(key).await? else { return Ok(()) };
        let mut pieces = found.into_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|cause| self.failed("reading", key, &cause))?;
            if each(&piece)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) async fn size(&self, key: &str) -> Result<Option<u64>> {
        match self.client.head(&self.location(key)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(Cause::NotFound { .. }) => Ok(None),
            Err(cause) => Err(self.failed("looking at", key, &cause)),
        }
    }

    pub(super) async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        let put = self.client.put(&self.location(key), bytes.into()).await;
        put.map(|_| ()).map_err(|cause| self.failed("storing", key, &cause))
    }

    pub(super) async fn create(&self, key: &str, bytes: Bytes) -> Result<Creation> {
        let mut pause = FIRST_PAUSE;
        for _ in 0..TRIES {
            let Err(cause) = self.put_if(key, &bytes, PutMode::Create).await else { return Ok(Creation::Created) };
            match self.get(key).await? {
                Some((found, _)) if found == bytes => return Ok(Creation::Created),
                Some(_) => return Ok(Creation::Exists),
                None if matches!(cause, Cause::AlreadyExists { .. }) => {}
                None => return Err(self.failed("storing", key, &cause)),
            }
            clock::sleep(pause).await;
            pause *= 2;
        }
        Err(Error::failed(format!("{} is constantly being written by somebody else", self.uri(key)))
            .hint("make sure that only one installation writes there, then run the command again"))
    }

    pub(super) async fn replace(&self, key: &str, bytes: Bytes, seen: &Version) -> Result<Replacement> {
        let version = UpdateVersion { e_tag: Some(seen.0.clone()), version: None };
        let Err(cause) = self.put_if(key, &bytes, PutMode::Update(version)).await else {
            return Ok(Replacement::Replaced);
        };
        match self.get(key).await? {
            Some((found, _)) if found == bytes => Ok(Replacement::Replaced),
            Some((_, version)) if version == *seen => Err(self.failed("replacing", key, &cause)),
            _ => Ok(Replacement::Changed),
        }
    }

    async fn put_if(&self, key: &str, bytes: &Bytes, mode: PutMode) -> object_store::Result<()> {
        let options = PutOptions { mode, ..PutOptions::default() };
        self.client.put_opts(&self.location(key), bytes.clone().into(), options).await.map(|_| ())
    }

    pub(super) async fn list(&self, prefix: &str, mut each: impl FnMut(&str, Meta) -> Result<()>) -> Result<()> {
        let below = if prefix.is_empty() { Location::from(self.prefix.as_str()) } else { self.location(prefix) };
        let mut found = self.client.list(Some(&below));
        while let Some(meta) = found.next().await {
            let meta = meta.map_err(|cause| self.failed("listing", prefix, &cause))?;
            let key = meta.location.as_ref().strip_prefix(&self.prefix).unwrap_or_default();
            let known = Meta { bytes: meta.size, modified_at: meta.last_modified.naive_utc() };
            each(key.trim_start_matches('/'), known)?;
        }
        Ok(())
    }

    pub(super) async fn delete(&self, key: &str) -> Result<()> {
        match self.client.delete(&self.location(key)).await {
            Ok(()) | Err(Cause::NotFound { .. }) => Ok(()),
            Err(cause) => Err(self.failed("deleting", key, &cause)),
        }
    }
}

fn refuse_plain_http(builder: &AmazonS3Builder) -> Result<()> {
    let is_plain = builder
        .get_config_value(&AmazonS3ConfigKey::Endpoint)
        .is_some_and(|endpoint| !endpoint.to_lowercase().starts_with("https://"));
    let allowed = builder.get_config_value(&AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp));
    if is_plain && !allowed.is_some_and(|value| is_on(&value)) {
        return Err(Error::usage("aws_endpoint is not an https address")
            .hint("use https://; the option aws_allow_http = \"true\" sends everything unencrypted"));
    }
    Ok(())
}

fn is_on(value: &str) -> bool {
    ON.contains(&value.to_lowercase().as_str())
}

async fn read_at(file: &Path, from: u64, length: u64) -> Result<Bytes> {
    let file = file.to_owned();
    aside(move || disk::read_at(&file, from, length)).await.map(Bytes::from)
}
