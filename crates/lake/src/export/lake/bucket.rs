//! A lake in a bucket: data files, manifests that name them, and a pointer.
//!
//! The manifest is created and the pointer moved by conditional writes. Nobody else's manifest or pointer is ever
//! written over.

use super::{DataFile, MANIFEST, Named, RESTORE, Target, path, stand};
use bytes::Bytes;
use catchment_base::disk::Meta;
use catchment_base::error::{Error, Kind, Result};
use catchment_io::key::sha256;
use catchment_io::store::{self, Creation, Replacement, Store, Version};
use serde_json::{Value, json};
use std::collections::HashMap;

const POINTER: &str = "current.json";
const PROBE: &str = "probe";
const GENERATIONS: &str = "generations";

/// The connection's part of a bucket.
#[derive(Clone, Debug)]
pub(super) struct BucketLake {
    store: Store,
    connection: String,
}

/// The pointer as it was read.
pub(super) struct Pointer {
    /// The newest generation.
    pub(super) generation: i64,
    /// The hash of its manifest.
    pub(super) sha256: String,
    database_id: String,
    version: Version,
}

/// Where a manifest lies in the connection's part.
pub(super) fn manifest_path(generation: i64) -> String {
    format!("{GENERATIONS}/{generation}/{MANIFEST}")
}

impl BucketLake {
    pub(super) fn new(store: Store, connection: &str) -> Self {
        Self { store, connection: connection.to_owned() }
    }

    fn key(&self, path: &str) -> String {
        format!("{}/{path}", self.connection)
    }

    pub(super) fn root(&self) -> String {
        self.store.uri(&self.connection)
    }

    pub(super) fn current(&self) -> String {
        self.uri(POINTER)
    }

    pub(super) fn address(&self, dataset: &str, file: &str) -> String {
        self.uri(&path(dataset, file))
    }

    /// Proves also that conditional writes are honoured: some servers overlook the condition.
    pub(super) fn probe(&self) -> Result<()> {
        let key = self.key(PROBE);
        let second = store::wait(async {
            self.store.delete(&key).await?;
            self.store.create(&key, Bytes::from_static(b"one")).await?;
            let second = self.store.create(&key, Bytes::from_static(b"other")).await?;
            self.store.delete(&key).await?;
            Ok(second)
        })?;
        match second {
            Creation::Exists => Ok(()),
            Creation::Created => Err(Error::failed(format!(
                "{} was written twice: conditional writes are not honoured",
                self.store.uri(&key)
            ))
            .hint("choose an object store that honours If-None-Match; without it a generation could be lost")),
        }
    }

    /// The bytes of an object of this part; nothing where there is none.
    pub(super) async fn get(&self, path: &str) -> Result<Option<Bytes>> {
        Ok(self.store.get(&self.key(path)).await?.map(|(bytes, _)| bytes))
    }

    /// The address of an object of this part.
    pub(super) fn uri(&self, path: &str) -> String {
        self.store.uri(&self.key(path))
    }

    /// Shows every object below a path: its path in this part and what is known of it.
    pub(super) async fn list(&self, path: &str, mut each: impl FnMut(&str, Meta)) -> Result<()> {
        let below = self.key("");
        let shown = |key: &str, meta| {
            each(key.strip_prefix(&below).unwrap_or(key), meta);
            Ok(())
        };
        self.store.list(&self.key(path), shown).await
    }

    pub(super) async fn pointer(&self) -> Result<Option<Pointer>> {
        let Some((bytes, version)) = self.store.get(&self.key(POINTER)).await? else { return Ok(None) };
        let damaged = || {
            Error::new(Kind::Damaged, format!("the pointer {} cannot be read", self.current()))
                .hint("find out who wrote it; if you remove the pointer, the next sync writes it again")
        };
        let pointer: Value = serde_json::from_slice(&bytes).map_err(|cause| damaged().because(cause))?;
        let (generation, sha256) = (pointer["generation"].as_i64(), pointer["sha256"].as_str());
        let (Some(generation), Some(sha256)) = (generation, sha256) else { return Err(damaged()) };
        let database_id = pointer["database_id"].as_str().unwrap_or_default().to_owned();
        Ok(Some(Pointer { generation, sha256: sha256.to_owned(), database_id, version }))
    }

    pub(super) fn newest(&self) -> Result<Option<(i64, String)>> {
        Ok(store::wait(self.pointer())?.map(|pointer| (pointer.generation, pointer.database_id)))
    }

    pub(super) fn manifest(&self, generation: i64) -> Result<Option<Bytes>> {
        store::wait(self.get(&manifest_path(generation)))
    }

    pub(super) fn lead_to(&self, to: &Target<'_>, ours: impl Fn(i64, &str) -> Result<bool>) -> Result<()> {
        let key = self.key(POINTER);
        let body = json!({
            "generation": to.generation,
            "manifest": manifest_path(to.generation),
            "sha256": to.sha256,
            "database_id": to.database_id,
        });
        let body = Bytes::from(body.to_string());
        let moved = match store::wait(self.pointer())? {
            Some(found) if found.generation == to.generation && found.sha256 == to.sha256 => true,
            Some(found) if found.generation <= to.generation && ours(found.generation, &found.sha256)? => {
                store::wait(self.store.replace(&key, body, &found.version))? == Replacement::Replaced
            }
            Some(_) => false,
            None => store::wait(self.store.create(&key, body))? == Creation::Created,
        };
        if moved {
            return Ok(());
        }
        Err(Error::new(Kind::Damaged, format!("the pointer {} was moved by somebody else", self.current()))
            .hint(RESTORE))
    }

    /// What is known of every manifest and of every file of these datasets, by its path: what a rule of the bucket or a
    /// hand removed or changed is written again.
    pub(super) fn look<'d>(&self, datasets: impl Iterator<Item = &'d str>) -> Result<HashMap<String, Meta>> {
        let mut found = HashMap::new();
        for folder in datasets.chain([GENERATIONS]) {
            store::wait(self.list(folder, |path, meta| {
                found.insert(path.to_owned(), meta);
            }))?;
        }
        Ok(found)
    }

    pub(super) fn stands(
        &self,
        seen: &HashMap<String, Meta>,
        generation: i64,
        dataset: &str,
        files: &[DataFile],
    ) -> Result<bool> {
        let found = |file: &DataFile| seen.get(&path(dataset, &file.file)).copied();
        let read = |file: &DataFile| self.read_if_there(dataset, &file.file);
        stand(seen.get(&manifest_path(generation)).copied(), files, found, read)
    }

    pub(super) fn adopt(&self, seen: &HashMap<String, Meta>, dataset: &str, files: &[DataFile]) -> Result<bool> {
        for file in files {
            let path = path(dataset, &file.file);
            let Some(former) = seen.keys().find(|key| key.ends_with(&format!("/{path}"))) else { return Ok(false) };
            let found = store::wait(self.get(former))?;
            let Some(bytes) = found.filter(|bytes| sha256(bytes) == file.sha256) else { return Ok(false) };
            store::wait(self.store.put(&self.key(&path), bytes))?;
        }
        Ok(true)
    }

    pub(super) fn put(&self, dataset: &str, file: &str, bytes: Bytes) -> Result<()> {
        store::wait(self.store.put(&self.key(&path(dataset, file)), bytes))
    }

    pub(super) fn read(&self, dataset: &str, file: &str) -> Result<Bytes> {
        self.read_if_there(dataset, file)?.ok_or_else(|| {
            Error::failed(format!("{} was gone right after it was written", self.address(dataset, file)))
                .hint("check who removes objects there; nothing was published")
        })
    }

    pub(super) fn read_if_there(&self, dataset: &str, file: &str) -> Result<Option<Bytes>> {
        store::wait(self.get(&path(dataset, file)))
    }

    pub(super) fn put_manifest(&self, generation: i64, manifest: &str) -> Result<()> {
        let key = self.key(&manifest_path(generation));
        match store::wait(self.store.create(&key, Bytes::from(manifest.to_owned())))? {
            Creation::Created => Ok(()),
            Creation::Exists => {
                let what = format!("{} was published by another database", self.store.uri(&key));
                Err(Error::new(Kind::Damaged, what).hint(RESTORE))
            }
        }
    }

    pub(super) fn unlist(&self, generation: i64) -> Result<()> {
        store::wait(self.store.delete(&self.key(&manifest_path(generation))))
    }

    /// Removes files, also where an older program wrote them: below the generation that they were new in.
    pub(super) fn remove(&self, files: &[Named]) -> Result<()> {
        let mut below_generations = Vec::new();
        let paths: Vec<String> = files.iter().map(|named| path(&named.dataset, &named.file)).collect();
        store::wait(async {
            self.store
                .list(&self.key(GENERATIONS), |key, _| {
                    if paths.iter().any(|path| key.ends_with(&format!("/{path}"))) {
                        below_generations.push(key.to_owned());
                    }
                    Ok(())
                })
                .await?;
            for key in paths.iter().map(|path| self.key(path)).chain(below_generations) {
                self.store.delete(&key).await?;
            }
            Ok(())
        })
    }
}
