//! Staging what has landed: opened responses become batches of objects, batches become rows, and the
//! rows, the counts of redaction, what was rejected and how far it is are committed together.

pub mod carried;
pub mod evidence;
mod failed;
pub mod gather;
mod keyless;

use crate::connection::opened::Opened;
use crate::connection::progress::Progress;
use crate::schema::filled::Since;
use crate::schema::rekeyed::FormerKeys;
use crate::schema::relation::{Relation, Remade, prepare, relations};
use carried::Loaded;
use catchment_base::error::Result;
use catchment_base::failpoint;
use catchment_base::response::{Listing, Unreadable};
use catchment_base::state::GapKind;
use catchment_io::key::hex;
use catchment_lake::db::{Db, identifier, params};
use catchment_lake::land::{self, Landed, Sealer};
use catchment_lake::transform::{self, Model, Record, Staged};
use catchment_source::first::{SHORTEST_HIDDEN_KEY, keys_name_persons};
use catchment_source::{Sign, Source, Standing};
use gather::{Flaw, Objects, Pieces, Waiting};
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::watch;

/// Clear bytes of responses, or of objects, that are staged at once.
pub const BATCH: u64 = 8 << 20;
/// Clear bytes of responses that are opened at once.
const OPENED: u64 = 4 << 20;
/// Clear bytes of objects that are staged at once where their texts are read as a whole: each function of JSON that reads one takes
/// about seven times its size, all at the same time.
const PART: u64 = 4 << 20;

/// Everything that staging needs for one source.
pub struct Stager {
    source: &'static dyn Source,
    relations: Vec<Relation>,
    /// What waits to be staged in each of them.
    waiting: Vec<Waiting>,
    sealer: Arc<Sealer>,
    /// The keys that streams had before.
    former_keys: FormerKeys,
    run: i64,
    /// The newest response that had landed before the run.
    before: i64,
    stop: watch::Receiver<bool>,
    /// The newest response when everything was staged last.
    staged_to: Option<i64>,
    /// Whether anything was staged.
    has_staged: bool,
}

/// Keys of one batch that are looked at.
const MOST_KEYS: usize = 200;

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
        let relations = relations(opened, source, models, 0)?;
        let stager = Self {
            source,
            waiting: relations.iter().map(|_| Waiting::default()).collect(),
            relations,
            sealer,
            former_keys: FormerKeys::new(),
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
            waiting: Vec::new(),
            sealer,
            former_keys: FormerKeys::new(),
            run: 0,
            before: 0,
            stop,
            staged_to: None,
            has_staged: false,
        })
    }

    /// The same where some streams had another key before.
    pub fn with_former_keys(self, former_keys: FormerKeys) -> Self {
        Self { former_keys, ..self }
    }

    /// What of the run is told from what was there before.
    pub fn since(&self) -> Since {
        Since { run: self.run, before: self.before }
    }

    /// The relations, in the order of their models.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// Leaves the rows of some responses in `came`, with the notes of the functions, and keeps nothing.
    pub fn try_out(&self, opened: &Opened, relation: &Relation, responses: &[Landed]) -> Result<()> {
        let mut objects = Objects::default();
        for response in responses {
            objects.append(Pieces::of(self.source, &self.sealer, response)?.objects(relation));
        }
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
        for (relation, waiting) in self.relations.iter_mut().zip(&mut self.waiting) {
            if let Some(described) = relation.described(opened, self.source)? {
                *relation = described;
                *waiting = Waiting::default();
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
        // What a record makes another relation of is staged anew.
        loop {
            self.stage_full(opened, progress)?;
            for at in 0..self.relations.len() {
                if self.is_stopped() {
                    return Ok(());
                }
                self.stage_waiting(opened, at, progress)?;
            }
            if self.waiting.iter().all(|waiting| waiting.read_to.is_some()) {
                break;
            }
        }
        self.staged_to = newest;
        Ok(())
    }

    /// Stages again what redaction failed on, from the responses that have it: nothing is asked of the site.
    pub fn stage_failed(&self, opened: &Opened, progress: &Progress) -> Result<()> {
        if !land::lacks_texts(&opened.db)? {
            return Ok(());
        }
        let streams: Vec<&'static str> = self.relations.iter().flat_map(|relation| relation.landed.clone()).collect();
        for (seq, distrusted) in transform::distrusted(&opened.db)? {
            let landed = land::open_again(&opened.db, &self.sealer, &opened.paths.sealed, &streams, seq)?;
            let Some(response) = landed.filter(|_| !self.is_stopped()) else { continue };
            let pieces = Pieces::of(self.source, &self.sealer, &response)?;
            for relation in self.relations.iter().filter(|relation| relation.landed.contains(&response.listing.stream))
            {
                let mut records = pieces.objects(relation).records;
                records.retain(|record| {
                    let named = self.name_of(relation, record);
                    named.is_none_or(|name| distrusted.contains(&(record.stream.to_owned(), name)))
                });
                if !records.is_empty() {
                    progress.staged(records.len());
                    self.stage_again(opened, relation, &records)?;
                }
            }
        }
        failed::resolve(&opened.db)
    }

    /// Stages those of some objects again whose rows are distrusted.
    fn stage_again(&self, opened: &Opened, relation: &Relation, records: &[Record]) -> Result<()> {
        self.stage_part(opened, relation, records)?;
        opened.db.transaction(|db| {
            let again = transform::keep_distrusted(db, &relation.staging.model)?;
            let staged = transform::resolve(db, &relation.staging, again, relation.failed_mark())?;
            self.write_flaws(db, relation, &staged, (records, &[]), ">=")?;
            evidence::count(db, self.run, relation)?;
            evidence::trail(db, self.run, relation)?;
            failed::settle(db, self.run, relation, &staged)
        })
    }

    /// Gathers what has landed, and stages of it what is enough to be staged at once.
    pub fn stage_full(&mut self, opened: &Opened, progress: &Progress) -> Result<()> {
        while !self.is_stopped() {
            for (relation, waiting) in self.relations.iter().zip(&mut self.waiting) {
                if waiting.read_to.is_none() {
                    waiting.read_to = Some(staged_to(&opened.db, relation)?);
                }
            }
            let unread = gather::unread(&self.relations, &self.waiting);
            let responses = land::open(&opened.db, &self.sealer, &opened.paths.sealed, &unread, OPENED)?;
            if responses.is_empty() {
                break;
            }
            for response in &responses {
                self.gather(opened, response, progress)?;
            }
        }
        Ok(())
    }

    fn is_stopped(&self) -> bool {
        *self.stop.borrow()
    }

    /// Gives the relations that have not read a response its objects; those that have enough then are staged first.
    fn gather(&mut self, opened: &Opened, response: &Landed, progress: &Progress) -> Result<()> {
        let sealer = Arc::clone(&self.sealer);
        let pieces = Pieces::of(self.source, &sealer, response)?;
        for at in 0..self.relations.len() {
            let (relation, waiting) = (&self.relations[at], &self.waiting[at]);
            let is_read = waiting.read_to.is_none_or(|read_to| read_to >= response.seq);
            if is_read || !relation.landed.contains(&response.listing.stream) {
                continue;
            }
            let (objects, most) = (pieces.objects(relation), at_once(relation));
            if waiting.objects.bytes > 0 && waiting.objects.bytes + objects.bytes > most {
                self.stage_waiting(opened, at, progress)?;
            }
            let waiting = &mut self.waiting[at];
            // It has become another relation, which reads everything anew.
            if waiting.read_to.is_none() {
                continue;
            }
            waiting.objects.append(objects);
            (waiting.read_to, waiting.is_due) = (Some(response.seq), true);
        }
        Ok(())
    }

    /// Stages what waits in a relation.
    fn stage_waiting(&mut self, opened: &Opened, at: usize, progress: &Progress) -> Result<()> {
        let (relation, waiting) = (&self.relations[at], &mut self.waiting[at]);
        let Some(last) = waiting.read_to.filter(|_| waiting.is_due) else { return Ok(()) };
        let objects = std::mem::take(&mut waiting.objects);
        waiting.is_due = false;
        self.has_staged = true;
        if let Some(grown) = relation.grown(opened, self.source, &objects.records)? {
            // What was staged may have to be staged anew.
            *waiting = Waiting::default();
            self.relations[at] = grown;
            return Ok(());
        }
        if objects.is_empty() {
            return note_staged(&opened.db, relation, last);
        }
        progress.staged(objects.records.len());
        self.stage_objects(opened, relation, objects, last)
    }

    /// Stages objects in parts; with the last one everything is staged up to the response `last`.
    fn stage_objects(&self, opened: &Opened, relation: &Relation, objects: Objects, last: i64) -> Result<()> {
        let Objects { records, mut unreadable, loads, .. } = objects;
        let mut begin = 0;
        for end in part_ends(&records, &loads, at_once(relation)) {
            let (is_last, width) = (end == records.len(), width(&records[begin..end]));
            let mut flaws = self.stage_part(opened, relation, &records[begin..end])?;
            let objects = end - begin - flaws.len();
            if is_last {
                flaws.append(&mut unreadable);
            }
            failpoint::pass("stage.before_commit");
            opened.db.transaction(|db| {
                let staged = transform::resolve(db, &relation.staging, objects, relation.failed_mark())?;
                self.write_flaws(db, relation, &staged, (&records[begin..end], &flaws), ">")?;
                // What came as it was held is no event, and what redaction found in it is on record already.
                if staged.differing > 0 {
                    evidence::brought(db, self.run, self.before, relation)?;
                    evidence::count(db, self.run, relation)?;
                }
                evidence::trail(db, self.run, relation)?;
                failed::settle(db, self.run, relation, &staged)?;
                carried::note(db, self.run, relation, carried::within(&loads, begin..end, is_last))?;
                note_width(db, relation, width)?;
                if is_last { note_staged(db, relation, last) } else { Ok(()) }
            })?;
            failpoint::pass("stage.after_commit");
            begin = end;
        }
        Ok(())
    }

    /// Leaves the rows of some objects in `came`; gives what was rejected.
    fn stage_part(&self, opened: &Opened, relation: &Relation, records: &[Record]) -> Result<Vec<Flaw>> {
        let reset = || relation.functions.iter().for_each(|(_, function)| function.reset());
        let rejected = transform::stage(&opened.db, &relation.staging, records, &reset)?;
        refuse_keys_of_persons(opened, relation)?;
        let flaws = rejected.into_iter().map(|rejected| {
            let record = &records[rejected.index];
            let listing = Listing { stream: record.stream, scope: record.scope.clone() };
            let object =
                self.name_of(relation, record).unwrap_or_else(|| Unreadable::name_by_hash(&hex(&record.object_hash)));
            (listing, record.landed_seq, Unreadable::new(GapKind::Object, object, rejected.cause))
        });
        Ok(flaws.collect())
    }

    /// What the engine calls an object, where it has an id.
    fn name_of(&self, relation: &Relation, record: &Record) -> Option<String> {
        let envelope = relation.envelope(record.stream)?;
        land::object_name(&self.sealer, envelope, (&record.scope, record.place), &record.object)
    }

    /// Resolves what has become readable, then records what has not. How much later than a gap its object has to come, `later` says:
    /// in another response, `>`, or in the same, `>=`.
    fn write_flaws(
        &self,
        db: &Db,
        relation: &Relation,
        staged: &Staged,
        (records, unreadable): (&[Record], &[Flaw]),
        later: &str,
    ) -> Result<()> {
        resolve_readable(db, relation, staged, later)?;
        for (listing, seq, flaw) in unreadable {
            land::quarantine(db, self.run, listing, flaw, Some(*seq))?;
        }
        for aside in &staged.aside {
            let listing = relation.listing_of(db, aside.landed_seq)?;
            land::sight_aside(db, aside.landed_seq, &aside.object, &aside.status)?;
            // A draft or an old version says nothing of the object whose id it has.
            let shown = catchment_source::stream(self.source, listing.stream);
            if shown.is_some_and(|stream| stream.statuses.standing(Some(aside.status.as_str())) == Standing::Binned) {
                land::resolve_object(db, listing.stream, &aside.object)?;
            }
        }
        for flaw in &staged.incomplete {
            let listing = relation.listing_of(db, flaw.landed_seq)?;
            let unreadable = Unreadable::new(GapKind::Object, flaw.object.clone(), flaw.cause.clone());
            land::quarantine(db, self.run, &listing, &unreadable, Some(flaw.landed_seq))?;
        }
        for (seq, flaw) in self.keyless(db, relation, staged, records)? {
            land::quarantine(db, self.run, &relation.listing_of(db, seq)?, &flaw, Some(seq))?;
        }
        Ok(())
    }
}

/// Bytes of objects that are staged at once.
fn at_once(relation: &Relation) -> u64 {
    if relation.staging.model.whole.is_some() { PART } else { BATCH }
}

/// The newest response that is on record as staged.
fn staged_to(db: &Db, relation: &Relation) -> Result<i64> {
    db.query_value("select staged_to from sync.relation where relation = ?", params![relation.name()])
}

fn note_staged(db: &Db, relation: &Relation, last: i64) -> Result<()> {
    let sql = "update sync.relation set staged_to = $last where relation = $relation";
    db.execute(sql, params! { last: last, relation: relation.name() }).map(drop)
}

/// Bytes of an object, on average.
fn width(records: &[Record]) -> u64 {
    let bytes: usize = records.iter().map(|record| record.object.len()).sum();
    bytes.div_ceil(records.len().max(1)) as u64
}

fn note_width(db: &Db, relation: &Relation, width: u64) -> Result<()> {
    let sql = "update sync.relation set widest = $width where relation = $relation and coalesce(widest, -1) < $width";
    db.execute(sql, params! { width: width, relation: relation.name() }).map(drop)
}

/// A key is published as it is: where settings name it, it may be no e-mail address, card number or secret. The first pages of a
/// listing are judged as they come; what landed under another key is judged here.
fn refuse_keys_of_persons(opened: &Opened, relation: &Relation) -> Result<()> {
    let Some(stream) = relation.generated else { return Ok(()) };
    let key = identifier(&relation.staging.model.grain[0]);
    let sql = format!(
        "select key from (select distinct cast({key} as varchar) as key from came)
         where key is not null
         order by contains(key, '@') desc, length(key) < {SHORTEST_HIDDEN_KEY} limit {MOST_KEYS}"
    );
    let keys = opened.db.query(&sql, [], |row| row.get::<_, String>(0))?;
    if keys.is_empty() {
        return Ok(());
    }
    let redactor = catchment_redact::Redactor::new(opened.connection.redaction.clone(), None);
    let hide = |key: &str| redactor.text(key, &mut catchment_redact::Tally::new()).into_owned();
    if !keys_name_persons(keys.iter().map(String::as_str), hide) {
        return Ok(());
    }
    let session = catchment_source::of(&opened.connection)?.connect(&opened.connection)?;
    session.doubted(stream, Sign::KeyNamesPerson).map_or(Ok(()), Err)
}

/// Where the parts end that are staged one after the other: all at once, unless they are larger than `most` bytes. What one object
/// carries is staged together.
/// A part may be staged twice when a crash comes between two of them, which changes no row.
fn part_ends(records: &[Record], loads: &[Loaded], most: u64) -> Vec<usize> {
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

/// What was quarantined and has now come, and been redacted, is resolved.
fn resolve_readable(db: &Db, relation: &Relation, staged: &Staged, later: &str) -> Result<()> {
    if !land::lacks_objects(db)? {
        return Ok(());
    }
    let key = identifier(&relation.staging.model.grain[0]);
    let streams = relation.streams.join(",");
    let failed = Value::from_iter(staged.failed.iter().map(|(_, object, _)| object.as_str())).to_string();
    let condition = format!(
        "kind = 'object' and list_contains(string_split($streams, ','), stream)
         and not list_contains(from_json($failed, '[\"varchar\"]'), object)
         and exists (select 1 from came where cast(came.{key} as varchar) = quarantine.object and came.landed_seq {later} quarantine.landed_seq)"
    );
    land::resolve(db, &condition, params! { streams: streams, failed: failed })
}
