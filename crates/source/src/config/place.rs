//! Where something is put: a folder, or a bucket of an object store with a prefix and options.
//!
//! Nothing is looked up when the file is read; [`Place::open`] resolves the secrets among the options.

use super::read::Values;
use super::refusal::{Refusal, shortened};
use super::rules::folder_of;
use super::secret_ref::SecretRef;
use catchment_base::error::Result;
use catchment_base::secret::Secret;
use catchment_io::store::{self, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use url::Url;

/// The scheme of buckets in S3 and whatever speaks its protocol.
const BUCKET: &str = "s3";

/// A folder or a bucket. Printing it shows no option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder, as an absolute path.
    Folder(PathBuf),
    /// A bucket.
    Store {
        /// `s3://BUCKET/PREFIX`, without a slash at its end.
        url: Url,
        /// Options of the client by their names.
        options: BTreeMap<String, OptionValue>,
    },
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    /// The value itself.
    Text(String),
    /// Where it is found.
    Reference(SecretRef),
}

impl Place {
    /// The place that a section names with `to` and `options`.
    pub(super) fn read(values: &Values<'_>, folder: &Path) -> Result<Self> {
        let options: Result<BTreeMap<_, _>, Refusal> = values
            .table("options")?
            .into_iter()
            .map(|(name, text)| OptionValue::parse(&name, text, folder).map(|value| (name, value)))
            .collect();
        let options = values.settled("options", options)?;
        let place = values.parsed("to", |text| match text.split_once("://") {
            Some((BUCKET, _)) => Ok(Self::Store { url: bucket(text)?, options: options.clone() }),
            Some((scheme, _)) => Err(Refusal::new(
                format!("`to`: addresses such as {}:// are not supported yet", shortened(scheme)),
                "give a folder or a bucket: to = \"s3://BUCKET/PREFIX\"",
            )),
            None => folder_of("to", text, folder).map(Self::Folder),
        })?;
        match place {
            Self::Folder(_) if !options.is_empty() => {
                let refusal = Refusal::new(
                    "`options` does not apply to a folder",
                    "remove it, or give a bucket: to = \"s3://BUCKET/PREFIX\"",
                );
                values.settled("options", Err(refusal))
            }
            place => Ok(place),
        }
    }

    /// The folder; nothing for a bucket.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Store { .. } => None,
        }
    }

    /// Opens the place: resolves what its options refer to, and asks nobody yet. Fails on a secret that is not
    /// there and on options that do not go together.
    pub fn open(&self) -> Result<Store> {
        match self {
            Self::Folder(folder) => Ok(Store::folder(folder)),
            Self::Store { url, options } => {
                let options: Result<Vec<(&str, Secret)>> =
                    options.iter().map(|(name, value)| Ok((name.as_str(), value.resolve()?))).collect();
                Store::bucket(url.host_str().unwrap_or_default(), url.path(), &options?)
            }
        }
    }

    /// The settings that read back as this place.
    pub(super) fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Folder(folder) => vec![("to", path_value(folder)), ("options", json!({}))],
            Self::Store { url, options } => {
                let options: Value = options.iter().map(|(name, value)| (name.clone(), value.shown())).collect();
                vec![("to", json!(url.as_str())), ("options", options)]
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.display()),
            Self::Store { url, .. } => write!(out, "{url}"),
        }
    }
}

impl OptionValue {
    /// Understands the value of an option; a secret is only referred to.
    fn parse(name: &str, text: String, folder: &Path) -> Result<Self, Refusal> {
        let is_secret = store::option(name).is_some_and(|option| option.is_secret);
        if is_secret || text.starts_with("env:") || text.starts_with("file:") {
            return SecretRef::parse(name, &text, folder).map(Self::Reference);
        }
        Ok(Self::Text(text))
    }

    fn resolve(&self) -> Result<Secret> {
        match self {
            Self::Text(text) => Ok(Secret::new(text.clone())),
            Self::Reference(reference) => reference.resolve(),
        }
    }

    fn shown(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Reference(reference) => json!(reference.to_string()),
        }
    }
}

/// A path as a value.
pub(super) fn path_value(path: &Path) -> Value {
    json!(path.to_string_lossy())
}

/// The address of a bucket. No refusal quotes what may hold a password or a token.
fn bucket(text: &str) -> Result<Url, Refusal> {
    let example = "for example: to = \"s3://example-lake/catchment\"";
    let mut url = Url::parse(text).map_err(|cause| Refusal::new("`to` is an invalid URL", example).because(cause))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new(
            "`to` contains a user name or a password",
            "remove it; `options` says where to find keys",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() || url.port().is_some() {
        let hint = "remove it; the option `aws_endpoint` names a server other than Amazon's";
        return Err(Refusal::new("`to` contains a query, a fragment or a port", hint));
    }
    let plain = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '='));
    let named = url.host_str().is_some_and(|bucket| !bucket.is_empty() && plain(bucket));
    let prefix = url.path().trim_end_matches('/').to_owned();
    if !named || !prefix.split('/').skip(1).all(store::is_part_of_key) {
        let what =
            "`to` names no bucket, or a prefix with characters other than letters, digits, '-', '_', '.' and '='";
        return Err(Refusal::new(what, example));
    }
    url.set_path(&prefix);
    Ok(url)
}
