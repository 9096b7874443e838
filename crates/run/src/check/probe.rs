//! One page of a stream, asked for before anything is synced: the request, what came, what could be its key and its cursor,
//! and its records as they would be published. Nothing of it is kept.

use super::tried::{Page, first_aims, first_page};
use crate::connection::login;
use crate::connection::reach::Reach;
use crate::connection::rows::Rows;
use crate::schema::doubts::{self, Doubt};
use crate::schema::fields;
use crate::schema::guess;
use crate::schema::relation;
use catchment_base::clock;
use catchment_base::error::{Error, Result, printable};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_io::http::{Answer, Ask};
use catchment_io::key::Keys;
use catchment_lake::db::{Db, identifier};
use catchment_lake::land::{self, Sealer};
use catchment_lake::transform::generate::UNFIT;
use catchment_lake::transform::{self, Record};
use catchment_redact::Tally;
use catchment_source::client::Log;
use catchment_source::config::{Config, Connection};
use catchment_source::first::{describe, names_person, read_described};
use catchment_source::{Detail, Stream, objects, retry};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Records of a page, at most.
const RECORDS: u32 = 20;

/// What one page told.
pub struct Probed {
    /// Method, path and query, without what the record of requests leaves out.
    pub request: String,
    /// How many records came, of how many bytes of answer.
    pub records: usize,
    /// Bytes of the answer.
    pub bytes: usize,
    /// Whether the answer names a next page.
    pub has_next: bool,
    /// What the settings of the stream could say; `None` if settings do not describe it.
    pub guessed: Option<Guessed>,
    /// Columns whose settings the records of this page contradict.
    pub doubts: Vec<Doubt>,
    /// Why a sync would refuse this answer: it contradicts the description.
    pub refused: Option<Error>,
    /// Why records would be rejected, each with how many.
    pub rejected: BTreeMap<String, u64>,
    /// The others as they would be published.
    pub rows: Rows,
    /// What redaction found, by column and type: how often.
    pub findings: BTreeMap<(String, String), u64>,
}

/// What could stand in the settings of a stream.
pub struct Guessed {
    /// Members that tell the records apart, alone or, where none does, together.
    pub keys: Vec<Vec<String>>,
    /// Members that hold times in every record, those that sound like changes first.
    pub cursors: Vec<String>,
    /// A line for the settings: the columns that are named already, and what others seem to hold.
    pub columns: String,
}

/// Asks for one page of a stream; of one with a parent, of its first record.
pub async fn probe(config: &Config, name: &str, stream: &str) -> Result<Probed> {
    let connection = config.connection(name)?;
    let source = catchment_source::of(connection)?;
    let stream = catchment_source::known_stream(source, stream)?;
    let reach = Reach::of(connection, &login::keeper(config, connection))?;
    let session = reach.session.as_ref();
    let scope = match stream.parent.map(|parent| parent.stream).or(stream.scope) {
        Some(above) => first_id(&reach, catchment_source::known_stream(source, above)?).await?,
        None => String::new(),
    };
    let mut log = Log::default();
    if session.dictionary().is_some() {
        describe(&reach.client, session, &[stream], &mut log).await?;
    }
    let aims = first_aims(stream, connection, &scope);
    let read = |ask: &Ask, answer: &Answer| read_described(session, stream, ask, answer, Detail::Ids);
    let page = first_page(&reach, stream, &aims, RECORDS, &mut log, read).await?;
    let Some(Page { ask, answer, reading, .. }) = page else {
        return Err(Error::failed(format!("the site says that there is nothing of {}", stream.name))
            .hint("an entry of `refused` says that this refusal means nothing"));
    };
    if let Some(doubt) = names_person(&reach.client, session, stream, &reading) {
        return Err(doubt);
    }
    let records = stream.envelope.objects(&answer.body).ok().flatten().unwrap_or_default();
    let records: Vec<&str> = records.into_iter().map(serde_json::value::RawValue::get).take(RECORDS as usize).collect();
    let parsed: Vec<Map<String, Value>> =
        records.iter().filter_map(|record| serde_json::from_str(record).ok()).collect();
    let Published { rows, rejected, findings, unfit } =
        published(connection, &Keys::read(&config.data_dir)?, stream, &scope, &records)?;
    let doubts = doubts::of_page(connection, stream, &records, &[], &unfit);
    let wrong = doubts.iter().filter(|doubt| doubt.is_certain).map(|doubt| doubt.path.as_str()).collect::<Vec<_>>();
    let method = if ask.body.is_some() { "POST" } else { "GET" };
    let target = log.requests.last().map(|request| request.target.clone()).unwrap_or_default();
    Ok(Probed {
        request: format!("{method} {}", printable(&target)),
        records: reading.objects,
        bytes: answer.body.len(),
        has_next: reading.next.is_some(),
        guessed: stream.is_described().then(|| Guessed {
            keys: guess::keys(&parsed),
            cursors: guess::cursors(&parsed),
            columns: guess::columns(stream, &parsed, &wrong),
        }),
        doubts,
        refused: session.prove(stream, &ask, &answer).err(),
        rejected,
        rows,
        findings,
    })
}

/// The id of the first record of a stream.
async fn first_id(Reach { client, session }: &Reach, stream: &'static Stream) -> Result<String> {
    let aim = Aim::new(WalkKind::Census, Listing { stream: stream.name, scope: String::new() });
    let ask = session.first(&aim, 1, 0..0)?;
    let read = |answer: &Answer| session.read(stream, &ask, answer, Detail::Ids);
    let answered = client.ask(&ask, retry::FEW_TRIES, &mut Log::default(), read).await;
    let (_, reading) = answered.map_err(|refusal| objects::into_error(refusal, "a page"))?;
    reading.ids.into_iter().next().ok_or_else(|| {
        Error::failed(format!("{} has no record to list this for", stream.name)).hint("preview that stream first")
    })
}

/// Records on their way into a dataset.
pub struct Published {
    rows: Rows,
    rejected: BTreeMap<String, u64>,
    findings: BTreeMap<(String, String), u64>,
    /// Columns that are null because records hold something else there than is said, each with how many.
    pub unfit: BTreeMap<String, u64>,
}

/// The records as a sync would publish them, and what redaction finds in them.
pub fn published<'r>(
    connection: &Connection,
    keys: &Keys,
    stream: &'static Stream,
    scope: &'r str,
    records: &[&'r str],
) -> Result<Published> {
    let (db, sealer) = (Db::scratch()?, Sealer::new(keys, &connection.name)?);
    let record = |object: &&'r str| Record {
        stream: stream.name,
        scope: scope.into(),
        place: stream.envelope.objects,
        name: land::object_name(&sealer, &stream.envelope, (scope, stream.envelope.objects), object),
        answered_at: clock::now(),
        landed_seq: 1,
        decided_seq: None,
        object_hash: sealer.object_hash(object.as_bytes()),
        object: (*object).into(),
    };
    let records: Vec<Record> = records.iter().map(record).collect();
    let model = fields::model_of(catchment_source::of(connection)?, stream, &records)?;
    let (staging, functions) = relation::proven(&db, &model, keys, &connection.redaction)?;
    let flaws =
        transform::stage(&db, &staging, &records, &|| functions.iter().for_each(|(_, function)| function.reset()))?;
    let is_shown = |name: &str| name != UNFIT;
    let columns = model.columns.iter().filter(|column| is_shown(&column.name));
    let columns: Vec<String> = columns.map(|column| identifier(&column.name)).collect();
    let mut unfit = BTreeMap::new();
    if columns.len() < model.columns.len() {
        let named = format!("select {UNFIT} from came where {UNFIT} is not null");
        let named = db.query(&named, [], |row| row.get::<_, String>(0))?;
        named
            .iter()
            .flat_map(|names| names.split(','))
            .for_each(|name| *unfit.entry(name.to_owned()).or_default() += 1);
    }
    let rows = Rows::of(&db, &format!("select {} from came", columns.join(", ")))?;
    let mut findings = BTreeMap::new();
    for (call, function) in &functions {
        let tally: Tally = function.counts();
        for counted in tally.iter() {
            *findings.entry((call.column.clone(), counted.kind.to_owned())).or_default() += counted.findings;
        }
    }
    let mut rejected = BTreeMap::new();
    flaws.into_iter().for_each(|flaw| *rejected.entry(flaw.cause).or_default() += 1);
    Ok(Published { rows, rejected, findings, unfit })
}
