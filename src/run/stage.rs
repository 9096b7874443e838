//! Staging what has landed: opened responses become batches of objects, batches become rows, and the
//! rows, the counts of redaction, what was rejected and how far it is are committed together.

use super::carried::{self, Loaded};
use super::carrier::Carrier;
use super::evidence;
use super::opened::Opened;
use super::progress::Progress;
use super::relation::{Relation, Remade, prepare, relations};
use crate::edge::db::{Db, identifier, params};
use crate::edge::failpoint;
use crate::error::Result;
use crate::key::hex;
use crate::land::{self, Cut, Landed, Sealer};
use crate::redact;
use crate::response::{Envelope, Listing, Unreadable};
use crate::source::{self, Sign, Source, Standing};
use crate::state::GapKind;
use crate::transform::{self, Model, Record, Staged, ledger};
use std::borrow::Cow;
use std::sync::Arc;
use tokio::sync::watch;

/// Clear bytes of responses that are staged at once.
pub const BATCH: u64 = 8 << 20;
/// Clear bytes of objects that are staged at once where their texts are read as a whole: each function of JSON that reads one takes
/// about seven times its size, all at the same time.
const PART: u64 = 2 << 20;

/// Everything that staging needs for one source.
pub struct Stager {
    source: &'static dyn Source,
    relations: Vec<Relation>,
    sealer: Arc<Sealer>,
    run: i64,
    /// The newest response that had landed before the run.
    before: i64,
    stop: watch::Receiver<bool>,
    /// The newest response when everything was staged last.
    staged_to: Option<i64>,
    /// Whether anything was staged.
    has_staged: bool,
}

/// Keys with an `@` of one batch that are looked at.
const MOST_ADDRESSES: usize = 50;

/// Where an object stands.
struct Place<'a> {
    stream: &'static str,
    /// The scope of its listing, or its parent.
    scope: Cow<'a, str>,
    place: &'static str,
    envelope: &'a Envelope,
}

/// What opened responses hold.
#[derive(Default)]
struct Objects<'a> {
    records: Vec<Record<'a>>,
    unreadable: Vec<Flaw>,
    /// The parents whose objects carry some of these.
    loads: Vec<Loaded>,
}

/// Something unreadable, with its listing and the response it was found in.
type Flaw = (Listing, i64, Unreadable);

impl Stager {
    /// Proves the staging models of a source, registers their functions and makes their relations; tells which of them
    /// are made anew. `stop` ends staging between two batches.
    pub fn new(
        opened: &Opened,
        source: &'static dyn Source,
        models: &[Model],
        sealer: Arc<Sealer>,
        run: i64,
        stop: watch::Receiver<bool>,
    ) -> Result<(Self, Vec<Remade>)> {
        let stager = Self {
            source,
            relations: relations(opened, source, models, 0)?,
            sealer,
            run,
            before: opened
                .db
                .query_value("select coalesce(max(seq), 0) from land.response where run_id < ?", params![run])?,
            stop,
            staged_to: None,
            has_staged: false,
        };
        let mut remade = Vec::new();
        for relation in &stager.relations {
            remade.extend(prepare(&opened.db, relation, &opened.connection.redaction, opened.keys.id())?);
        }
        Ok((stager, remade))
    }

    /// A stager that tries out staging and keeps nothing; each function keeps at most `samples` of what it finds.
    pub fn rehearsing(
        opened: &Opened,
        source: &'static dyn Source,
        models: &[Model],
        sealer: Arc<Sealer>,
        stop: watch::Receiver<bool>,
        samples: usize,
    ) -> Result<Self> {
        Ok(Self {
            source,
            relations: relations(opened, source, models, samples)?,
            sealer,
            run: 0,
            before: 0,
            stop,
            staged_to: None,
            has_staged: false,
        })
    }

    /// The relations, in the order of their models.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// Leaves the rows of some responses in `came`, with the notes of the functions, and keeps nothing.
    pub fn try_out(&self, opened: &Opened, relation: &Relation, responses: &[Landed]) -> Result<()> {
        let objects = self.objects(responses, relation)?;
        self.stage_part(opened, relation, &objects.records).map(drop)
    }

    /// Whether this run has staged anything.
    pub fn has_staged(&self) -> bool {
        self.has_staged
    }

    /// What the responses are sealed with.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// Gives each relation the columns that its stream has by what the site has told of its fields; what has landed is staged
    /// anew where one holds something else.
    pub fn describe(&mut self, opened: &Opened) -> Result<()> {
        for relation in &mut self.relations {
            if let Some(described) = relation.described(opened, self.source)? {
                *relation = described;
                (self.has_staged, self.staged_to) = (true, None);
            }
        }
        Ok(())
    }

    /// Stages what has landed and is not staged yet, or as much of it as there is time for before a stop.
    pub fn stage_pending(&mut self, opened: &Opened, progress: &Progress) -> Result<()> {
        let newest = opened.db.query_value("select max(seq) from land.response", [])?;
        if newest == self.staged_to {
            return Ok(());
        }
        for at in 0..self.relations.len() {
            while !*self.stop.borrow() && self.stage_batch(opened, at, progress)? {}
        }
        if !*self.stop.borrow() {
            self.staged_to = newest;
        }
        Ok(())
    }

    /// Stages a batch of a relation; tells whether there may be another one.
    fn stage_batch(&mut self, opened: &Opened, at: usize, progress: &Progress) -> Result<bool> {
        let relation = &self.relations[at];
        let name = relation.staging.model.relation();
        let after: i64 =
            opened.db.query_value("select staged_to from sync.relation where relation = ?", params![name])?;
        let responses = land::open(&opened.db, &self.sealer, &opened.paths.sealed, &relation.landed, after, BATCH)?;
        let Some(last) = responses.last().map(|response| response.seq) else { return Ok(false) };
        self.has_staged = true;
        let Objects { records, mut unreadable, loads } = self.objects(&responses, relation)?;
        if let Some(grown) = relation.grown(opened, self.source, &records)? {
            self.relations[at] = grown;
            return Ok(true);
        }
        let mut begin = 0;
        let most = if relation.staging.model.whole.is_some() { PART } else { BATCH };
        for end in part_ends(&records, &loads, most) {
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
                if staged.rows > 0 {
                    evidence::brought(db, self.run, self.before, relation)?;
                }
                evidence::count(db, self.run, relation)?;
                evidence::trail(db, self.run, relation)?;
                distrust(db, relation)?;
                carried::note(db, relation, carried::within(&loads, begin..end, is_last))?;
                if is_last {
                    let sql = "update sync.relation set staged_to = $last where relation = $relation";
                    db.execute(sql, params! { last: last, relation: name })?;
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
        refuse_addresses(opened, relation)?;
        let flaws = rejected.into_iter().map(|rejected| {
            let record = &records[rejected.index];
            let listing = Listing { stream: record.stream, scope: record.scope.clone().into_owned() };
            let named =
                |envelope| land::object_name(&self.sealer, envelope, (&record.scope, record.place), &record.object);
            let object = relation
                .envelope(record.stream)
                .and_then(named)
                .unwrap_or_else(|| Unreadable::name_by_hash(&hex(&record.object_hash)));
            (listing, record.landed_seq, Unreadable { kind: GapKind::Object, object, cause: rejected.cause })
        });
        Ok(flaws.collect())
    }

    /// The objects of opened responses, those that others carry among them, and what is no object.
    fn objects<'a>(&self, responses: &'a [Landed], relation: &Relation) -> Result<Objects<'a>> {
        let mut objects = Objects::default();
        for response in responses {
            let stream = response.listing.stream;
            if let Some(envelope) = relation.envelope(stream) {
                let split = land::split(&response.body, response.kind, &response.listing.scope, envelope)?;
                response.prove(split.objects.len() + split.unreadable.len())?;
                let scope = &response.listing.scope;
                for (object, place) in split.objects.into_iter().zip(split.places) {
                    let at = Place { stream, scope: scope.into(), place, envelope };
                    objects.records.push(self.record(relation, response, at, object.into()));
                }
                let unreadable = split.unreadable.into_iter();
                objects.unreadable.extend(unreadable.map(|flaw| (response.listing.clone(), response.seq, flaw)));
            }
            for carrier in relation.carried_by(stream) {
                self.carried(&mut objects, response, relation, carrier)?;
            }
        }
        Ok(objects)
    }

    /// The objects of a stream that those of a response carry.
    fn carried<'a>(
        &self,
        objects: &mut Objects<'a>,
        response: &'a Landed,
        relation: &Relation,
        carrier: &Carrier,
    ) -> Result<()> {
        let (stream, scope) = (carrier.stream, &response.listing.scope);
        let split = land::split(&response.body, response.kind, scope, &carrier.by.envelope)?;
        for (id, load) in carrier.loads(&self.sealer, scope, split.objects.into_iter().zip(split.places)) {
            let begin = objects.records.len();
            let Cut { objects: cut, unreadable } = land::cut(&stream.envelope, &id, load.objects);
            for object in cut {
                let at = Place { stream: stream.name, scope: id.clone().into(), place: "", envelope: &stream.envelope };
                objects.records.push(self.record(relation, response, at, object));
            }
            let listing = Listing { stream: stream.name, scope: id.clone() };
            let is_whole = load.is_whole && unreadable.is_empty();
            objects.unreadable.extend(unreadable.into_iter().map(|flaw| (listing.clone(), response.seq, flaw)));
            objects.loads.push(Loaded {
                stream: stream.name,
                parent: id,
                landed_seq: response.seq,
                answered_at: response.answered_at,
                records: begin..objects.records.len(),
                is_whole,
            });
        }
        Ok(())
    }

    fn record<'a>(&self, relation: &Relation, response: &Landed, at: Place<'a>, object: Cow<'a, str>) -> Record<'a> {
        let is_named = relation.staging.model.named.is_some();
        let name = || land::object_name(&self.sealer, at.envelope, (&at.scope, at.place), &object);
        Record {
            stream: at.stream,
            name: if is_named { name() } else { None },
            place: at.place,
            answered_at: response.answered_at,
            decided_seq: response.kind.decides().then_some(response.seq),
            landed_seq: response.seq,
            object_hash: self.sealer.object_hash(object.as_bytes()),
            scope: at.scope,
            object,
        }
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
                &Unreadable { kind: GapKind::Object, object: object.clone(), cause },
                Some(last),
            )?;
        }
        for aside in &staged.aside {
            let listing = relation.listing_of(db, aside.landed_seq)?;
            land::sight_aside(db, aside.landed_seq, &aside.object, &aside.status)?;
            // A draft or an old version says nothing of the object whose id it has.
            let shown = source::stream(self.source, listing.stream);
            if shown.is_some_and(|stream| stream.statuses.standing(Some(aside.status.as_str())) == Standing::Binned) {
                land::resolve_object(db, listing.stream, &aside.object)?;
            }
        }
        for flaw in &staged.incomplete {
            let listing = relation.listing_of(db, flaw.landed_seq)?;
            let unreadable =
                Unreadable { kind: GapKind::Object, object: flaw.object.clone(), cause: flaw.cause.clone() };
            land::quarantine(db, self.run, &listing, &unreadable, Some(flaw.landed_seq))?;
        }
        for (seq, hash) in &staged.keyless {
            let flaw = Unreadable {
                kind: GapKind::Object,
                object: Unreadable::name_by_hash(hash),
                cause: "it has no id".to_owned(),
            };
            land::quarantine(db, self.run, &listing, &flaw, Some(*seq))?;
        }
        Ok(())
    }
}

/// A key is published as it is: where settings name it, it may hold no e-mail address. The first pages of a listing are judged as
/// they come; what landed under another key is judged here.
fn refuse_addresses(opened: &Opened, relation: &Relation) -> Result<()> {
    let Some(stream) = relation.generated else { return Ok(()) };
    let key = format!("cast({} as varchar)", identifier(&relation.staging.model.grain[0]));
    let sql = format!("select distinct {key} from came where contains({key}, '@') limit {MOST_ADDRESSES}");
    let keys = opened.db.query(&sql, [], |row| row.get::<_, String>(0))?;
    if keys.is_empty() {
        return Ok(());
    }
    let redactor = redact::Redactor::new(opened.connection.redaction.clone(), None);
    let is_address = |key: &String| redactor.text(key, &mut redact::Tally::new()) != key.as_str();
    let session = source::of(&opened.connection)?.connect(&opened.connection)?;
    let doubt = keys.iter().any(is_address).then(|| session.doubted(stream, Sign::KeyNamesPerson)).flatten();
    doubt.map_or(Ok(()), Err)
}

/// Where the parts end that are staged one after the other: all at once, unless they are larger than `most` bytes. What one object
/// carries is staged together.
/// A part may be staged twice when a crash comes between two of them, which changes no row.
fn part_ends(records: &[Record<'_>], loads: &[Loaded], most: u64) -> Vec<usize> {
    let (mut ends, mut bytes, mut loads) = (Vec::new(), 0, loads.iter().peekable());
    for (at, record) in records.iter().enumerate() {
        while loads.next_if(|load| load.records.end <= at).is_some() {}
        let is_inside = loads.peek().is_some_and(|load| load.records.start < at);
        let size = record.object.len() as u64;
        if bytes > 0 && bytes + size > most && !is_inside {
            ends.push(at);
            bytes = 0;
        }
        bytes += size;
    }
    ends.push(records.len());
    ends
}

/// What was quarantined and has now come in a later response is resolved.
fn resolve_readable(db: &Db, relation: &Relation) -> Result<()> {
    let waiting: i64 =
        db.query_value("select count(*) from sync.quarantine where kind = 'object' and state <> 'resolved'", [])?;
    if waiting == 0 {
        return Ok(());
    }
    let key = identifier(&relation.staging.model.grain[0]);
    let streams = relation.streams.join(",");
    let condition = format!(
        "kind = 'object' and list_contains(string_split($streams, ','), stream)
         and exists (select 1 from came where cast(came.{key} as varchar) = quarantine.object and came.landed_seq > quarantine.landed_seq)"
    );
    land::resolve(db, &condition, params! { streams: streams })
}

/// Marks the rows in which redaction failed as changed, so that each is redacted again when its object is read again: what
/// failed may succeed then.
fn distrust(db: &Db, relation: &Relation) -> Result<()> {
    let Some(mark) = relation.failed_mark() else { return Ok(()) };
    let key = identifier(&relation.staging.model.grain[0]);
    let marked = relation.staging.calls.iter().map(|call| format!("came.{} = $mark", identifier(&call.column)));
    let (name, marked) = (relation.name(), marked.collect::<Vec<_>>().join(" or "));
    db.execute(
        &format!(
            "update {name} as held set object_hash = ''::blob from came
             where held.{key} = came.{key} and held.landed_seq = came.landed_seq and ({marked})"
        ),
        params! { mark: mark },
    )?;
    ledger::distrust(db, &relation.staging.model, &marked, mark)
}
