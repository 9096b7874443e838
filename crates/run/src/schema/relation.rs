//! A staged relation: its proven model, the redaction functions that it calls, and what makes it another one.

use super::fields;
use crate::connection::carrier::Carrier;
use crate::connection::opened::Opened;
use catchment_base::clock;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Envelope, Listing};
use catchment_io::key::{Keys, sha256};
use catchment_lake::db::{Db, params};
use catchment_lake::functions::{ColumnFunction, Makers};
use catchment_lake::land;
use catchment_lake::transform::{self, Call, Model, Record, Staging, touch};
use catchment_redact::Policy;
use catchment_source::{Columns, SOURCES, Source, Stream};
use std::sync::Arc;

/// A staged relation with what it takes to fill it.
pub struct Relation {
    /// Its proven model.
    pub staging: Staging,
    /// Its redaction functions by the calls that they stand for.
    pub functions: Vec<Registered>,
    /// The streams that it is made from.
    pub streams: Vec<&'static str>,
    /// The same streams as the source has them.
    of: Vec<&'static Stream>,
    /// The streams in whose answers its objects stand: these, and those that carry them.
    pub landed: Vec<&'static str>,
    /// What the objects of other streams carry of these.
    carriers: Vec<Carrier>,
    /// The stream whose members are its columns, where no file describes them.
    pub(crate) generated: Option<&'static Stream>,
    samples: usize,
}

/// A redaction function and the call that it stands for.
pub type Registered = (Call, Arc<ColumnFunction>);

impl Relation {
    /// Where the objects are in the answers of one of its streams; nothing of another one.
    pub(crate) fn envelope(&self, stream: &str) -> Option<&'static Envelope> {
        self.of.iter().find(|known| known.name == stream).map(|known| &known.envelope)
    }

    /// What the answers of a stream carry of its own.
    pub(crate) fn carried_by(&self, stream: &str) -> impl Iterator<Item = &Carrier> {
        self.carriers.iter().filter(move |carrier| carrier.by.name == stream)
    }

    /// The listing of a stored response, or of what its objects carry.
    pub(crate) fn listing_of(&self, db: &Db, seq: i64) -> Result<Listing> {
        let listing = land::listing_of(db, seq, &self.landed)?;
        let carried = self.carried_by(listing.stream).next().filter(|_| !self.streams.contains(&listing.stream));
        Ok(match carried {
            Some(carrier) => Listing { stream: carrier.stream.name, scope: String::new() },
            None => listing,
        })
    }

    /// Its name in SQL.
    pub fn name(&self) -> String {
        self.staging.model.relation()
    }

    /// What redaction left where it failed in this batch, if it did.
    pub(crate) fn failed_mark(&self) -> Option<&'static str> {
        self.functions.iter().any(|(_, function)| function.failed()).then_some(catchment_redact::FAILED)
    }

    /// What kept an analyzer from reading a text, if something did.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.functions.iter().find_map(|(_, function)| function.policy().trouble())
    }

    /// Why redaction of a column failed, naming the analyzer if one was involved.
    pub(crate) fn why_failed(&self, column: &str) -> String {
        let of_column = self.functions.iter().find(|(call, _)| call.column == column);
        let trouble = of_column.and_then(|(_, function)| function.policy().trouble());
        let trouble = trouble.map_or_else(String::new, |trouble| format!(": {trouble}"));
        format!("redaction failed in {column}; nothing of it was kept{trouble}")
    }

    /// The relation with the columns that some records need and it does not have; `None` if it has them all.
    pub(crate) fn grown(&self, opened: &Opened, source: &dyn Source, records: &[Record]) -> Result<Option<Self>> {
        let Some(stream) = self.generated else { return Ok(None) };
        if !fields::note(&opened.db, stream, records)? {
            return Ok(None);
        }
        let (grown, policy) = (self.with_fields(opened, source, stream)?, &opened.connection.redaction);
        if self.is_part_of(&grown) {
            grown.widen(&opened.db, policy, opened.keys.id())?;
        } else {
            prepare(&opened.db, &grown, policy, opened.keys.id())?;
        }
        Ok(Some(grown))
    }

    /// The relation with the columns that its stream has by what the site has told; `None` if it has them.
    pub(crate) fn described(&self, opened: &Opened, source: &dyn Source) -> Result<Option<Self>> {
        let Some(stream) = self.generated else { return Ok(None) };
        let model = fields::staging(&opened.db, source, stream)?;
        if model.columns == self.staging.model.columns && model.sql == self.staging.model.sql {
            return Ok(None);
        }
        let described = self.with_fields(opened, source, stream)?;
        prepare(&opened.db, &described, &opened.connection.redaction, opened.keys.id())?;
        Ok(Some(described))
    }

    /// The relation with the columns that its stream has by what is on record of its fields.
    fn with_fields(&self, opened: &Opened, source: &dyn Source, stream: &Stream) -> Result<Self> {
        let (db, policy) = (&opened.db, &opened.connection.redaction);
        let mut staging = transform::prove(db, &fields::staging(db, source, stream)?)?;
        staging.watched.clone_from(&self.staging.watched);
        let makers = Makers::new(&opened.keys)?;
        let functions = register(db, &staging, &makers, policy, self.samples, &self.functions)?;
        let (streams, landed) = (self.streams.clone(), self.landed.clone());
        let (of, carriers) = (self.of.clone(), self.carriers.clone());
        Ok(Self { staging, functions, streams, landed, of, carriers, generated: self.generated, samples: self.samples })
    }

    /// Whether every column of this relation is one of the other, and holds the same.
    fn is_part_of(&self, other: &Self) -> bool {
        let columns = &other.staging.model.columns;
        self.staging
            .model
            .columns
            .iter()
            .all(|own| columns.iter().any(|one| (&one.name, one.class) == (&own.name, own.class)))
    }

    /// Adds the columns that the relation lacks; no record before had a value for them.
    fn widen(&self, db: &Db, policy: &Policy, key_id: &str) -> Result<()> {
        let (name, fingerprint) = (self.name(), fingerprint(&self.staging, policy, key_id)?);
        db.transaction(|db| {
            transform::widen(db, &self.staging)?;
            let sql = "update sync.relation set fingerprint = $fingerprint where relation = $relation";
            db.execute(sql, params! { fingerprint: fingerprint, relation: name })?;
            touch::touch_whole(db, &name)
        })
    }
}

/// The staged relations of a source, proven, with their functions registered.
pub fn relations(opened: &Opened, source: &dyn Source, models: &[Model], samples: usize) -> Result<Vec<Relation>> {
    refuse_unknown_columns(models, &opened.connection.redaction)?;
    let makers = Makers::new(&opened.keys)?;
    let of_source = models.iter().filter(|model| model.schema == source.name());
    let relation = |model: &Model| {
        let mut staging = transform::prove(&opened.db, model)?;
        staging.watched = touch::watched(models, model);
        let functions = register(&opened.db, &staging, &makers, &opened.connection.redaction, samples, &[])?;
        let of_model = streams_of(source, model);
        // What another deployment of the product has stays empty here.
        if of_model.is_empty() && !is_known(source, model) {
            return Err(Error::new(Kind::Refused, format!("the model {} reads no known stream", model.relation())));
        }
        let is_generated = |stream: &&Stream| matches!(stream.columns, Columns::Generated { .. });
        let generated = of_model.first().copied().filter(is_generated);
        let carriers: Vec<Carrier> = of_model.iter().filter_map(|stream| Carrier::of(source, stream)).collect();
        let streams: Vec<&str> = of_model.iter().map(|stream| stream.name).collect();
        let landed = landed(source, model);
        Ok(Relation { staging, functions, streams, landed, of: of_model, carriers, generated, samples })
    };
    of_source.map(relation).collect()
}

/// Whether a source has a stream of a model, whatever a connection says.
fn is_known(source: &dyn Source, model: &Model) -> bool {
    let connector = SOURCES.iter().find(|connector| connector.name() == source.name());
    let has = |stream: &&Stream| model.streams.iter().any(|name| name == stream.name);
    connector.is_some_and(|connector| connector.streams().iter().any(has))
}

/// A model, proven, with its functions registered in a database that is no connection's.
pub fn proven(db: &Db, model: &Model, keys: &Keys, policy: &Policy) -> Result<(Staging, Vec<Registered>)> {
    let staging = transform::prove(db, model)?;
    let functions = register(db, &staging, &Makers::new(keys)?, policy, 0, &[])?;
    Ok((staging, functions))
}

/// A policy for a column that does not exist would protect nothing.
pub fn refuse_unknown_columns(models: &[Model], policy: &Policy) -> Result<()> {
    let staging = || models.iter().filter(|model| !model.streams.is_empty());
    let redacted = |model: &Model| {
        let relation = model.relation();
        let columns = model.columns.iter().filter(|column| column.class.function().is_some());
        columns.map(|column| format!("{relation}.{}", column.name)).collect::<Vec<_>>()
    };
    let columns: Vec<String> = staging().flat_map(redacted).collect();
    let known = |name: &String| columns.contains(name) || staging().any(|model| model.relation() == *name);
    match policy.columns().keys().find(|name| !known(name)) {
        None => Ok(()),
        Some(name) => {
            Err(Error::usage(format!("[redaction.{}] names the column {name}, which nothing redacts", policy.name()))
                .hint(format!("known: {}", columns.join(", "))))
        }
    }
}

/// Registers the functions of a model, but for those that are `known`.
fn register(
    db: &Db,
    staging: &Staging,
    makers: &Makers,
    policy: &Policy,
    samples: usize,
    known: &[Registered],
) -> Result<Vec<Registered>> {
    let mut functions = Vec::new();
    for call in &staging.calls {
        if let Some(known) = known.iter().find(|(known, _)| known == call) {
            functions.push(known.clone());
            continue;
        }
        let policy = policy_of(&staging.model, &call.column, policy)?;
        let function =
            Arc::new(ColumnFunction::new(makers, &policy, &call.function, call.kind.as_deref())?.keeping(samples));
        db.register(&call.bound, Arc::<ColumnFunction>::clone(&function))?;
        functions.push((call.clone(), function));
    }
    Ok(functions)
}

/// The policy of a column: that of the configuration for the column, of the model, or of the connection.
fn policy_of(model: &Model, column: &str, policy: &Policy) -> Result<Policy> {
    let relation = model.relation();
    let of_model = model.policies.iter().find(|(name, _)| name == column).map(|(_, policy)| policy.as_str());
    match of_model.filter(|_| !policy.names_column(&relation, column)) {
        Some(name) => Policy::shipped(name).ok_or_else(|| {
            let what = format!("the model {relation} names the policy {name}, which is none that is built in");
            Error::new(Kind::Refused, what)
        }),
        None => Ok(policy.of_column(&relation, column).clone()),
    }
}

/// The streams of a model that the source has: a deployment may lack some.
fn streams_of(source: &dyn Source, model: &Model) -> Vec<&'static Stream> {
    model.streams.iter().filter_map(|name| catchment_source::stream(source, name)).collect()
}

/// The streams in whose answers the objects of a model stand.
pub fn landed(source: &dyn Source, model: &Model) -> Vec<&'static str> {
    let own = streams_of(source, model);
    let carriers = own.iter().filter_map(|stream| Carrier::of(source, stream)).map(|carrier| carrier.by.name);
    own.iter().map(|stream| stream.name).chain(carriers).collect()
}

/// What makes a staged relation: its model, redaction with the policies of its columns, and the key.
pub fn fingerprint(staging: &Staging, policy: &Policy, key_id: &str) -> Result<String> {
    let Staging { sql, model, calls, .. } = staging;
    let of_call =
        |call: &Call| Ok(format!("{} {}", call.column, policy_of(model, &call.column, policy)?.fingerprint()));
    let policies = calls.iter().map(of_call).collect::<Result<Vec<_>>>()?.join("\n");
    let maker = format!("{sql}\n{model:?}\nredaction {}\n{policies}\nkey {key_id}", catchment_redact::VERSION);
    Ok(sha256(maker.as_bytes()))
}

/// A relation that is made anew from what has landed, because its model, its policy or the key is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remade {
    /// The relation.
    pub relation: String,
    /// The rows that it has now.
    pub rows: i64,
}

/// The relations that the next staging makes anew.
pub fn remade(opened: &Opened, source: &dyn Source, models: &[Model]) -> Result<Vec<Remade>> {
    let mut remade = Vec::new();
    for model in models.iter().filter(|model| model.schema == source.name()) {
        let staging = transform::prove(&opened.db, model)?;
        let fingerprint = fingerprint(&staging, &opened.connection.redaction, opened.keys.id())?;
        let former = made_by(&opened.db, &model.relation())?;
        if former.is_some_and(|former| former != fingerprint) {
            remade.push(rows_of(&opened.db, model.relation())?);
        }
    }
    Ok(remade)
}

fn rows_of(db: &Db, relation: String) -> Result<Remade> {
    let rows = db.query_value(&format!("select count(*) from {relation}"), [])?;
    Ok(Remade { relation, rows })
}

/// What made a relation; `None` if it was never made.
fn made_by(db: &Db, relation: &str) -> Result<Option<String>> {
    db.query_first("select fingerprint from sync.relation where relation = ?", params![relation], |row| row.get(0))
}

/// Makes the relation, afresh if what makes it has changed: then everything is staged again from what was landed.
pub fn prepare(db: &Db, relation: &Relation, policy: &Policy, key_id: &str) -> Result<Option<Remade>> {
    let name = relation.staging.model.relation();
    let fingerprint = fingerprint(&relation.staging, policy, key_id)?;
    let former = made_by(db, &name)?;
    if former.as_ref() == Some(&fingerprint) {
        return Ok(None);
    }
    let remade = former.map(|_| rows_of(db, name.clone())).transpose()?;
    db.transaction(|db| {
        transform::prepare(db, &relation.staging, true)?;
        db.execute("delete from sync.relation where relation = ?", params![name])?;
        db.execute(
            "insert into sync.relation (relation, fingerprint, staged_to, built_at)
             values ($relation, $fingerprint, 0, $now)",
            params! { relation: name, fingerprint: fingerprint, now: clock::now() },
        )?;
        touch::touch_whole(db, &name)
    })?;
    Ok(remade)
}
