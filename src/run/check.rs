//! `check`: whether the site, the lake and the place of attachments can be reached, and if not, why.

use super::opened::{Opened, Paths};
use super::reach;
use super::stage;
use super::sync::{NO_SPACE, client};
use super::upload;
use crate::config::Config;
use crate::edge::{clock, disk, http::Answer};
use crate::error::{Error, Kind, Result};
use crate::export::Lake;
use crate::key::Keys;
use crate::source::client::{Log, Refusal};
use crate::source::{self, Detail, Source};
use crate::transform::{Model, models_with};
use chrono::TimeDelta;

/// The server's clock may differ from ours by so much without a word.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(2);
const TRIES: u32 = 2;

/// Checks a connection; each line tells one thing that was found in order.
pub async fn check(config: &Config, name: &str) -> Result<Vec<String>> {
    let connection = config.connection(name)?;
    let mut found = Vec::new();
    let keys = Keys::read(&config.data_dir)?;
    found.push(format!("key file: key {}", keys.id()));
    Lake::new(config.lake.open()?, name).probe()?;
    found.push(format!("lake: {} can be written", config.lake));
    if let Some(store) = upload::open_store(config, connection)? {
        upload::probe(&store, connection).await?;
        found.push(format!("attachments: {} can be written", config.attachments));
    }
    let database = Paths::of(&config.data_dir, name).database;
    found.push(format!("database: {}", if disk::exists(&database) { "there" } else { "made by the first sync" }));
    let source = source::by_name(&connection.source)?;
    let models = models_with(source.name(), &connection.content_types)?;
    stage::refuse_unknown_columns(&models, &connection.redaction)?;
    found.push(format!("redaction: policy {}", connection.redaction.versioned()));
    if disk::exists(&database) {
        found.extend(made_anew(config, name, source, &models)?);
    }
    let session = source.connect(connection)?;
    let client = client(connection)?;
    let probes = session.probes()?;
    let (stream, url) = probes.first().ok_or_else(|| Error::failed("the source has no streams"))?;
    let read = |answer: &Answer| session.read(stream, &answer.body, Detail::Ends);
    let (answer, reading) = client.get(url, TRIES, &mut Log::default(), read).await.map_err(into_error)?;
    if reading.objects == 0 {
        return Err(Error::failed(NO_SPACE)
            .hint("give the account the right to view the spaces; without it nothing can be read"));
    }
    found.push(format!("site: {} answers, and the account sees at least one space", connection.url));
    found.push(clock_line(&answer)?);
    found.push(reach::account(&client, session.as_ref(), connection).await?);
    found.push(reach::links(&client, session.as_ref(), connection, reading).await?);
    Ok(found)
}

/// What the next sync makes anew; nothing where somebody holds the database.
fn made_anew(config: &Config, name: &str, source: &dyn Source, models: &[Model]) -> Result<Vec<String>> {
    let opened = match Opened::open(config, name, "check") {
        Err(error) if error.kind() == Kind::Busy => return Ok(vec!["database: held by a running command".to_owned()]),
        opened => opened?,
    };
    let line = |remade: stage::Remade| {
        let stage::Remade { relation, rows } = remade;
        format!("redaction: the next sync makes {relation} anew ({rows} rows), its model, policy or key is another one")
    };
    Ok(stage::remade(&opened, source, models)?.into_iter().map(line).collect())
}

fn clock_line(answer: &Answer) -> Result<String> {
    let ahead = clock::now() - answer.date;
    if ahead.abs() > CLOCK_TOLERANCE {
        return Err(Error::failed(format!(
            "the clock of this machine and the site's differ by {} seconds",
            ahead.num_seconds().abs()
        ))
        .hint("set the clock of this machine; what is complete to when is told by the site's clock"));
    }
    Ok("clock: agrees with the site's".to_owned())
}

fn into_error(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Absent(_, error) | Refusal::Final(error) | Refusal::Unanswered(error) => error,
        Refusal::Undeliverable(cause) | Refusal::TooMuch { cause, .. } => {
            Error::failed(format!("the site does not deliver: {cause}"))
                .hint("the site has a problem of its own; try again later")
        }
        Refusal::Refused(cause) => Error::failed(format!("the site refused the request (400){cause}"))
            .hint("check url: for Cloud it is https://SITE.atlassian.net/wiki"),
    }
}
