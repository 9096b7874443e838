//! Staging what has landed: opened pages become batches of objects, batches become rows, and the
//! rows, the counts of redaction, what was rejected and how far it is are committed together.

use super::evidence;
use super::opened::Opened;
use super::progress::Progress;
use crate::edge::db::{Db, identifier, params};
use crate::edge::{clock, failpoint};
use crate::error::{Error, Kind, Result};
use crate::key::hex;
use crate::land::{self, Landed, Sealer};
use crate::page::{Listing, Unreadable};
use crate::redact::{self, ColumnFunction, Makers, Policy};
use crate::source::{self, Source};
use crate::transform::{self, Call, Model, Record, Staged, Staging, ledger, touch};
use aws_lc_rs::digest;
use std::cell::Cell;
use std::sync::Arc;
use tokio::sync::watch;

/// Clear bytes of responses that are staged at once.
pub const BATCH: u64 = 8 << 20;

/// A staged relation with what it takes to fill it.
pub struct Relation {
    /// Its proven model.
    pub staging: Staging,
    /// Its redaction functions by the calls that they stand for.
    pub functions: Vec<(Call, Arc<ColumnFunction>)>,
    /// The streams that it is made from.
    pub streams: Vec<&'static str>,
    objects: &'static str,
}

impl Relation {
    /// Its name in SQL.
    pub fn name(&self) -> String {
        self.staging.model.relation()
    }

    /// What redaction left where it failed in this batch, if it did.
    fn failed_mark(&self) -> Option<&'static str> {
        self.functions.iter().any(|(_, function)| function.failed()).then_some(redact::FAILED)
    }

    /// That redaction failed in a column, and why, where an analyzer had a part in it.
    fn why_failed(&self, column: &str) -> String {
        let of_column = self.functions.iter().find(|(call, _)| call.column == column);
        let trouble = of_column.and_then(|(_, function)| function.policy().trouble());
        let trouble = trouble.map_or_else(String::new, |trouble| format!(": {trouble}"));
        format!("redaction failed in {column}; nothing of it was kept{trouble}")
    }
}

/// Everything that staging needs for one source.
pub struct Stager {
    relations: Vec<Relation>,
    sealer: Arc<Sealer>,
    run: i64,
    stop: watch::Receiver<bool>,
    /// The newest page when everything was staged last.
    staged_to: Cell<Option<i64>>,
}

/// Something unreadable, with its listing and the page it was found in.
type Flaw = (Listing, i64, Unreadable);

impl Stager {
    /// Proves the staging models of a source, registers their functions and makes their relations; tells which of them
    /// are made anew. `stop` ends staging between two batches.
    pub fn new(
        opened: &Opened,
        source: &dyn Source,
        models: &[Model],
        sealer: Arc<Sealer>,
        run: i64,
        stop: watch::Receiver<bool>,
    ) -> Result<(Self, Vec<Remade>)> {
        let stager =
            Self { relations: relations(opened, source, models, 0)?, sealer, run, stop, staged_to: Cell::default() };
        let mut remade = Vec::new();
        for relation in &stager.relations {
            remade.extend(prepare(&opened.db, relation, &opened.connection.redaction, opened.keys.id())?);
        }
        Ok((stager, remade))
    }

    /// The same for trying out what staging would come to; each function keeps at most `samples` of what it finds.
    pub fn rehearsing(
        opened: &Opened,
        source: &dyn Source,
        models: &[Model],
        sealer: Arc<Sealer>,
        stop: watch::Receiver<bool>,
        samples: usize,
    ) -> Result<Self> {
        Ok(Self {
            relations: relations(opened, source, models, samples)?,
            sealer,
            run: 0,
            stop,
            staged_to: Cell::default(),
        })
    }

    /// The relations, in the order of their models.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// Leaves the rows of some pages in `came`, with the notes of the functions, and keeps nothing.
    pub fn try_out(&self, opened: &Opened, relation: &Relation, pages: &[Landed]) -> Result<()> {
        let (records, _) = self.records(pages, relation.objects)?;
        self.stage_part(opened, relation, &records).map(drop)
    }

    /// What the pages are sealed with.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// Stages what has landed and is not staged yet, or as much of it as there is time for before a stop.
    pub fn stage_pending(&self, opened: &Opened, progress: &Progress) -> Result<()> {
        let newest = opened.db.query_value("select max(seq) from land.page", [])?;
        if newest == self.staged_to.get() {
            return Ok(());
        }
        for relation in &self.relations {
            while !*self.stop.borrow() && self.stage_batch(opened, relation, progress)? {}
        }
        if !*self.stop.borrow() {
            self.staged_to.set(newest);
        }
        Ok(())
    }

    fn stage_batch(&self, opened: &Opened, relation: &Relation, progress: &Progress) -> Result<bool> {
        let name = relation.staging.model.relation();
        let after: i64 =
            opened.db.query_value("select staged_to from sync.relation where relation = ?", params![name])?;
        let pages = land::open(&opened.db, &self.sealer, &opened.paths.sealed, &relation.streams, after, BATCH)?;
        let Some(last) = pages.last().map(|page| page.seq) else { return Ok(false) };
        let (records, mut unreadable) = self.records(&pages, relation.objects)?;
        let mut begin = 0;
        for end in part_ends(&records) {
            let is_last = end == records.len();
            let mut flaws = self.stage_part(opened, relation, &records[begin..end])?;
            let objects = end - begin - flaws.len();
            if is_last {
                flaws.append(&mut unreadable);
            }
            failpoint::pass("stage.before_commit");
            opened.db.transaction(|db| {
                let staged = transform::resolve(db, &relation.staging, objects, relation.failed_mark())?;
                self.write_flaws(db, relation, &staged, &flaws, last)?;
                evidence::count(db, self.run, relation)?;
                evidence::trail(db, self.run, relation)?;
                distrust(db, relation)?;
                if is_last {
                    db.execute("update sync.relation set staged_to = ? where relation = ?", params![last, name])?;
                }
                Ok(())
            })?;
            failpoint::pass("stage.after_commit");
            begin = end;
        }
        progress.staged(records.len());
        Ok(true)
    }

    /// Leaves the rows of some objects in `came`; gives what was rejected.
    fn stage_part(&self, opened: &Opened, relation: &Relation, records: &[Record<'_>]) -> Result<Vec<Flaw>> {
        let reset = || relation.functions.iter().for_each(|(_, function)| function.reset());
        let rejected = transform::stage(&opened.db, &relation.staging, records, &reset)?;
        let flaws = rejected.into_iter().map(|rejected| {
            let record = &records[rejected.index];
            let listing = Listing { stream: record.stream, scope: record.scope.to_owned() };
            let object = land::object_name(record.object).unwrap_or_else(|| nameless(&hex(&record.object_hash)));
            (listing, record.landed_seq, Unreadable { kind: "object", object, cause: rejected.cause })
        });
        Ok(flaws.collect())
    }

    /// The objects of opened pages, and what is no object.
    fn records<'a>(&self, pages: &'a [Landed], field: &str) -> Result<(Vec<Record<'a>>, Vec<Flaw>)> {
        let (mut records, mut unreadable) = (Vec::new(), Vec::new());
        for page in pages {
            let split = land::split(&page.body, page.kind, field)?;
            page.prove(split.objects.len() + split.unreadable.len())?;
            for object in split.objects {
                records.push(Record {
                    stream: page.listing.stream,
                    scope: &page.listing.scope,
                    answered_at: page.answered_at,
                    decided_seq: page.kind.decides().then_some(page.seq),
                    landed_seq: page.seq,
                    object_hash: self.sealer.object_hash(object.as_bytes()),
                    object,
                });
            }
            unreadable.extend(split.unreadable.into_iter().map(|flaw| (page.listing.clone(), page.seq, flaw)));
        }
        Ok((records, unreadable))
    }

    /// Resolves what has become readable, then records what has not.
    fn write_flaws(&self, db: &Db, relation: &Relation, staged: &Staged, unreadable: &[Flaw], last: i64) -> Result<()> {
        resolve_readable(db, relation)?;
        for (listing, seq, flaw) in unreadable {
            land::quarantine(db, self.run, listing, flaw, Some(*seq))?;
        }
        let stream = relation.streams.first().copied().unwrap_or_default();
        let listing = Listing { stream, scope: String::new() };
        for (object, column) in &staged.failed {
            let cause = relation.why_failed(column);
            land::quarantine(
                db,
                self.run,
                &listing,
                &Unreadable { kind: "object", object: object.clone(), cause },
                Some(last),
            )?;
        }
        for aside in &staged.aside {
            let listing = land::listing_of(db, aside.landed_seq, &relation.streams)?;
            land::sight_aside(db, aside.landed_seq, &aside.object, &aside.status)?;
            // A draft or an old version says nothing of the page whose id it has.
            if matches!(aside.status.as_str(), "trashed" | "deleted") {
                land::resolve_object(db, listing.stream, &aside.object)?;
            }
        }
        for flaw in &staged.incomplete {
            let listing = land::listing_of(db, flaw.landed_seq, &relation.streams)?;
            let unreadable = Unreadable { kind: "object", object: flaw.object.clone(), cause: flaw.cause.clone() };
            land::quarantine(db, self.run, &listing, &unreadable, Some(flaw.landed_seq))?;
        }
        for (seq, hash) in &staged.keyless {
            let flaw = Unreadable { kind: "object", object: nameless(hash), cause: "it has no id".to_owned() };
            land::quarantine(db, self.run, &listing, &flaw, Some(*seq))?;
        }
        Ok(())
    }
}

/// Where the parts end that are staged one after the other: all at once, unless one response is larger than a batch.
/// A part may be staged twice when a crash comes between two of them, which changes no row.
fn part_ends(records: &[Record<'_>]) -> Vec<usize> {
    let (mut ends, mut bytes) = (Vec::new(), 0);
    for (at, record) in records.iter().enumerate() {
        let size = record.object.len() as u64;
        if bytes > 0 && bytes + size > BATCH {
            ends.push(at);
            bytes = 0;
        }
        bytes += size;
    }
    ends.push(records.len());
    ends
}

/// What an object without an id is called: the same name as long as it says the same, so that accepting it holds.
pub fn nameless(hash: &str) -> String {
    format!("without an id, {}", hash.get(..16).unwrap_or(hash))
}

/// What was quarantined and has now come in a later page is resolved.
fn resolve_readable(db: &Db, relation: &Relation) -> Result<()> {
    let waiting: i64 =
        db.query_value("select count(*) from sync.quarantine where kind = 'object' and state <> 'resolved'", [])?;
    if waiting == 0 {
        return Ok(());
    }
    let key = identifier(&relation.staging.model.grain[0]);
    let streams = relation.streams.join(",");
    db.execute(
        &format!(
            "update sync.quarantine set state = 'resolved', changed_at = ?
             where kind = 'object' and state <> 'resolved' and list_contains(string_split(?, ','), stream)
             and exists (select 1 from came where cast(came.{key} as varchar) = quarantine.object and came.landed_seq > quarantine.landed_seq)"
        ),
        params![clock::now(), streams],
    )?;
    Ok(())
}

/// A row in which redaction failed equals nothing that comes, so that its object is taken anew when it comes again: what failed
/// may succeed then.
fn distrust(db: &Db, relation: &Relation) -> Result<()> {
    let Some(mark) = relation.failed_mark() else { return Ok(()) };
    let key = identifier(&relation.staging.model.grain[0]);
    let marked = relation.staging.calls.iter().map(|call| format!("came.{} = $1", identifier(&call.column)));
    let (name, marked) = (relation.name(), marked.collect::<Vec<_>>().join(" or "));
    db.execute(
        &format!(
            "update {name} as held set object_hash = ''::blob from came
             where held.{key} = came.{key} and held.landed_seq = came.landed_seq and ({marked})"
        ),
        params![mark],
    )?;
    ledger::distrust(db, &relation.staging.model, &marked, mark)
}

/// The staged relations of a source, proven, with their functions registered.
fn relations(opened: &Opened, source: &dyn Source, models: &[Model], samples: usize) -> Result<Vec<Relation>> {
    refuse_unknown_columns(models, &opened.connection.redaction)?;
    let makers = Makers::new(&opened.keys)?;
    let of_source = models.iter().filter(|model| model.schema == source.name());
    let relation = |model: &Model| {
        let mut staging = transform::prove(&opened.db, model)?;
        staging.watched = touch::watched(models, model);
        let functions = register(&opened.db, &staging, &makers, &opened.connection.redaction, samples)?;
        let (streams, objects) = streams_of(source, model)?;
        Ok(Relation { staging, functions, streams, objects })
    };
    of_source.map(relation).collect()
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
                .hint(format!("there are: {}", columns.join(", "))))
        }
    }
}

fn register(
    db: &Db,
    staging: &Staging,
    makers: &Makers,
    policy: &Policy,
    samples: usize,
) -> Result<Vec<(Call, Arc<ColumnFunction>)>> {
    let mut functions = Vec::new();
    for call in &staging.calls {
        let policy = policy_of(&staging.model, &call.column, policy)?;
        let function =
            Arc::new(ColumnFunction::new(makers, &policy, &call.function, call.kind.as_deref())?.keeping(samples));
        db.register(&call.bound, Arc::<ColumnFunction>::clone(&function))?;
        functions.push((call.clone(), function));
    }
    Ok(functions)
}

/// The policy of a column: what the configuration says of the column, what the model says, or the connection's.
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

fn streams_of(source: &dyn Source, model: &Model) -> Result<(Vec<&'static str>, &'static str)> {
    let mut streams = Vec::new();
    let mut objects = "";
    for name in &model.streams {
        let stream = source::stream(source, name).ok_or_else(|| {
            Error::new(Kind::Refused, format!("the model {} names the unknown stream {name}", model.relation()))
        })?;
        streams.push(stream.name);
        objects = stream.objects;
    }
    Ok((streams, objects))
}

/// What makes a staged relation: its model, redaction with the policies of its columns, and the key.
pub fn fingerprint(staging: &Staging, policy: &Policy, key_id: &str) -> Result<String> {
    let Staging { sql, model, calls, .. } = staging;
    let of_call =
        |call: &Call| Ok(format!("{} {}", call.column, policy_of(model, &call.column, policy)?.fingerprint()));
    let policies = calls.iter().map(of_call).collect::<Result<Vec<_>>>()?.join("\n");
    let maker = format!("{sql}\n{model:?}\nredaction {}\n{policies}\nkey {key_id}", redact::VERSION);
    Ok(hex(digest::digest(&digest::SHA256, maker.as_bytes()).as_ref()))
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

/// What made a relation; nothing if it was never made.
fn made_by(db: &Db, relation: &str) -> Result<Option<String>> {
    db.query_first("select fingerprint from sync.relation where relation = ?", params![relation], |row| row.get(0))
}

/// Makes the relation, afresh if what makes it has changed: then everything is staged again from what was landed.
fn prepare(db: &Db, relation: &Relation, policy: &Policy, key_id: &str) -> Result<Option<Remade>> {
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
        db.execute("insert into sync.relation values (?, ?, 0, ?)", params![name, fingerprint, clock::now()])?;
        touch::touch_whole(db, &name)
    })?;
    Ok(remade)
}
