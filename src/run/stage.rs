//! Staging what has landed: opened pages become batches of objects, batches become rows, and the
//! rows, the counts of redaction, what was rejected and how far it is are committed together.

use super::opened::Opened;
use super::progress::Progress;
use crate::edge::db::{Db, identifier, literal, params};
use crate::edge::{clock, failpoint};
use crate::error::{Error, Kind, Result};
use crate::key::hex;
use crate::land::{self, Landed, Sealer};
use crate::page::{Listing, Unreadable};
use crate::redact::{self, ColumnFunction, Counted, Makers, Policy, Trace};
use crate::source::{self, Source};
use crate::transform::{self, Call, Model, Record, Staged, Staging, touch};
use arrow::array::{ArrayRef, BinaryArray, Int64Array, RecordBatch, StringArray};
use aws_lc_rs::digest;
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
}

/// Everything that staging needs for one source.
pub struct Stager {
    relations: Vec<Relation>,
    sealer: Arc<Sealer>,
    run: i64,
    stop: watch::Receiver<bool>,
}

/// Something unreadable, with its listing and the page it was found in.
type Flaw = (Listing, i64, Unreadable);

impl Stager {
    /// Proves the staging models of a source, registers their functions and makes their relations.
    /// `stop` ends staging between two batches.
    pub fn new(
        opened: &Opened,
        source: &dyn Source,
        models: &[Model],
        sealer: Arc<Sealer>,
        run: i64,
        stop: watch::Receiver<bool>,
    ) -> Result<Self> {
        let stager = Self { relations: relations(opened, source, models, 0)?, sealer, run, stop };
        for relation in &stager.relations {
            prepare(&opened.db, relation, &opened.connection.redaction, opened.keys.id())?;
        }
        Ok(stager)
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
        Ok(Self { relations: relations(opened, source, models, samples)?, sealer, run: 0, stop })
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
        for relation in &self.relations {
            while !*self.stop.borrow() && self.stage_batch(opened, relation, progress)? {}
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
            if is_last {
                flaws.append(&mut unreadable);
            }
            failpoint::pass("stage.before_commit");
            opened.db.transaction(|db| {
                let staged = transform::resolve(db, &relation.staging, relation.failed_mark())?;
                self.write_flaws(db, relation, &staged, &flaws, last)?;
                self.write_redactions(db, relation)?;
                self.write_trail(db, relation)?;
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
            let split = land::split(&page.body, field)?;
            for object in split.objects {
                records.push(Record {
                    stream: page.listing.stream,
                    scope: &page.listing.scope,
                    answered_at: page.answered_at,
                    decided_at: page.decides.then_some(page.answered_at),
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
            let cause = format!("redaction failed in {column}; nothing of it was kept");
            land::quarantine(
                db,
                self.run,
                &listing,
                &Unreadable { kind: "object", object: object.clone(), cause },
                Some(last),
            )?;
        }
        for (seq, hash) in &staged.keyless {
            let flaw = Unreadable { kind: "object", object: nameless(hash), cause: "it has no id".to_owned() };
            land::quarantine(db, self.run, &listing, &flaw, Some(*seq))?;
        }
        Ok(())
    }

    /// Adds what redaction found in this batch to the counts of the run, in one statement.
    fn write_redactions(&self, db: &Db, relation: &Relation) -> Result<()> {
        let found = relation.functions.iter().flat_map(|(call, function)| {
            let (column, policy) = (literal(&call.column), literal(function.policy().name()));
            let rows: Vec<String> = function.counts().iter().map(|counted| row_of(&column, &policy, counted)).collect();
            rows
        });
        let found: Vec<String> = found.collect();
        if found.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "merge into sync.redaction as held
             using (values {}) as found (column_name, policy, type, rule, version, confidence, action, findings, texts)
             on held.run_id = $1 and held.relation = $2 and held.column_name = found.column_name and held.action = found.action
                and held.type = found.type and held.rule = found.rule and held.version = found.version
             when matched then update set findings = held.findings + found.findings, texts = held.texts + found.texts
             when not matched then insert
                (run_id, relation, column_name, policy, type, rule, version, confidence, action, findings, texts)
                values ($1, $2, found.column_name, found.policy, found.type, found.rule, found.version, found.confidence,
                    found.action, found.findings, found.texts)",
            found.join(", ")
        );
        db.execute(&sql, params![self.run, relation.staging.model.relation()])?;
        Ok(())
    }

    /// Keeps what was done to each text that is in force now, and nothing of a text before it.
    fn write_trail(&self, db: &Db, relation: &Relation) -> Result<()> {
        let (name, key) = (relation.staging.model.relation(), identifier(&relation.staging.model.grain[0]));
        let in_force = format!(
            "select came.{key} as object_id, came.object_hash from came
             inner join {name} as held on held.{key} = came.{key} and held.object_hash = came.object_hash"
        );
        db.execute_batch(
            "create or replace temporary table trail
                (column_name varchar, policy varchar, object_hash blob, findings bigint, input_hmac blob, output_sha256 blob)",
        )?;
        for (call, function) in &relation.functions {
            let traces = function.trail();
            if !traces.is_empty() {
                db.append("trail", trail_of(&call.column, function.policy().name(), &traces)?)?;
            }
        }
        db.execute(
            &format!("delete from sync.redacted where relation = $1 and object_id in (select object_id from ({in_force}))"),
            params![name],
        )?;
        db.execute(
            &format!(
                "insert into sync.redacted
                    (relation, column_name, object_id, run_id, policy, findings, input_hmac, output_sha256)
                 select distinct $1, trail.column_name, in_force.object_id, $2, trail.policy, trail.findings, trail.input_hmac,
                    trail.output_sha256
                 from trail inner join ({in_force}) as in_force on in_force.object_hash = trail.object_hash"
            ),
            params![name, self.run],
        )?;
        Ok(())
    }
}

/// A row of counts as SQL.
fn row_of(column: &str, policy: &str, counted: &Counted) -> String {
    let Counted { kind, rule, version, confidence, action, findings, texts } = counted;
    let words = [kind, rule].map(|word| literal(word)).join(", ");
    let (confidence, action) = (literal(confidence), literal(action.name()));
    format!("({column}, {policy}, {words}, {version}, {confidence}, {action}, {findings}, {texts})")
}

/// What was done to the texts of a column as a batch.
fn trail_of(column: &str, policy: &str, traces: &[Trace]) -> Result<RecordBatch> {
    let blobs = |blob: fn(&Trace) -> &[u8]| Arc::new(BinaryArray::from_iter_values(traces.iter().map(blob))) as ArrayRef;
    let names = |name: &str| Arc::new(StringArray::from_iter_values(traces.iter().map(|_| name))) as ArrayRef;
    let findings = Int64Array::from_iter_values(traces.iter().map(|trace| i64::try_from(trace.findings).unwrap_or(i64::MAX)));
    let columns = [
        ("column_name", names(column)),
        ("policy", names(policy)),
        ("object_hash", blobs(|trace| &trace.object)),
        ("findings", Arc::new(findings) as ArrayRef),
        ("input_hmac", blobs(|trace| &trace.input)),
        ("output_sha256", blobs(|trace| &trace.output)),
    ];
    RecordBatch::try_from_iter(columns).map_err(|cause| Error::failed("the trail of redaction cannot be written").because(cause))
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
fn nameless(hash: &str) -> String {
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

/// The staged relations of a source, proven, with their functions registered.
fn relations(opened: &Opened, source: &dyn Source, models: &[Model], samples: usize) -> Result<Vec<Relation>> {
    let makers = Makers::new(&opened.keys)?;
    let of_source = models.iter().filter(|model| model.schema == source.name());
    let relation = |model: &Model| {
        let mut staging = transform::prove(&opened.db, model)?;
        staging.watched = touch::watched(models, model);
        let functions = register(&opened.db, &staging, &makers, &opened.connection.redaction, samples)?;
        let (streams, objects) = streams_of(source, model)?;
        Ok(Relation { staging, functions, streams, objects })
    };
    let relations = of_source.map(relation).collect::<Result<Vec<_>>>()?;
    refuse_unknown_columns(&relations, &opened.connection.redaction)?;
    Ok(relations)
}

/// A policy for a column that does not exist would protect nothing.
fn refuse_unknown_columns(relations: &[Relation], policy: &Policy) -> Result<()> {
    let known = |name: &str| {
        let of = |relation: &Relation, column: &str| format!("{}.{column}", relation.name()) == name;
        let has = |relation: &Relation| relation.functions.iter().any(|(call, _)| of(relation, &call.column));
        relations.iter().any(|relation| relation.name() == name || has(relation))
    };
    match policy.columns().keys().find(|name| !known(name)) {
        None => Ok(()),
        Some(name) => {
            let columns = relations.iter().flat_map(|relation| {
                relation.functions.iter().map(|(call, _)| format!("{}.{}", relation.name(), call.column))
            });
            let columns: Vec<String> = columns.collect();
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
        let function = Arc::new(ColumnFunction::new(makers, &policy, &call.function, call.kind.as_deref())?.keeping(samples));
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
            Error::new(
                Kind::Refused,
                format!("the model {} names the unknown stream {name}", model.relation()),
            )
        })?;
        streams.push(stream.name);
        objects = stream.objects;
    }
    Ok((streams, objects))
}

/// What makes a staged relation: its model, redaction with the policies of its columns, and the key.
pub fn fingerprint(staging: &Staging, policy: &Policy, key_id: &str) -> Result<String> {
    let Staging { sql, model, calls, .. } = staging;
    let of_call = |call: &Call| Ok(format!("{} {}", call.column, policy_of(model, &call.column, policy)?.fingerprint()));
    let policies = calls.iter().map(of_call).collect::<Result<Vec<_>>>()?.join("\n");
    let maker = format!("{sql}\n{model:?}\nredaction {}\n{policies}\nkey {key_id}", redact::VERSION);
    Ok(hex(digest::digest(&digest::SHA256, maker.as_bytes()).as_ref()))
}

/// Makes the relation, afresh if what makes it has changed: then everything is staged again from what was landed.
fn prepare(db: &Db, relation: &Relation, policy: &Policy, key_id: &str) -> Result<()> {
    let name = relation.staging.model.relation();
    let fingerprint = fingerprint(&relation.staging, policy, key_id)?;
    let former = db.query_first("select fingerprint from sync.relation where relation = ?", params![name], |row| {
        row.get::<_, String>(0)
    })?;
    if former.as_ref() == Some(&fingerprint) {
        return Ok(());
    }
    db.transaction(|db| {
        transform::prepare(db, &relation.staging, true)?;
        db.execute("delete from sync.relation where relation = ?", params![name])?;
        db.execute("insert into sync.relation values (?, ?, 0, ?)", params![name, fingerprint, clock::now()])?;
        touch::touch_whole(db, &name)
    })
}
