//! Search in what a connection has published, or on its site.

use super::query::Question;
use super::reports;
use crate::connection::login;
use crate::connection::reach::Reach;
use crate::connection::rows::Rows;
use crate::publish::catalog::readable;
use crate::schema::fields;
use catchment_base::error::{Error, Result};
use catchment_io::http::Answer;
use catchment_io::key::Keys;
use catchment_lake::export::reports::Report;
use catchment_lake::functions::Makers;
use catchment_redact::Tally;
use catchment_source::client::{Log, Refusal};
use catchment_source::config::{Config, Connection};
use catchment_source::hits::Hit;
use catchment_source::{objects, retry};
use serde_json::{Value, json};

/// Results of a search on a site at most.
const MOST_HITS: u32 = 100;
/// Columns of what is found there.
const HIT: [&str; 5] = ["id", "type", "title", "space_key", "web_url"];

/// The pages whose titles and texts have all words of `text`, best first.
pub async fn search(config: &Config, text: &str, connection: &str, fetching: &dyn Fn(u64)) -> Result<Question> {
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Error::usage("there is no word to search for").hint("catchment search \"release notes\""));
    }
    let connection = config.connection(connection)?;
    let report = Report::part(catchment_source::of(connection)?.name(), "found").map_err(|_| {
        Error::usage(format!("nothing can be searched with source = \"{}\"", connection.source))
            .hint("'catchment query' asks its datasets in SQL")
    })?;
    let lake = readable(config, fetching).await?;
    let settings = json!({"wanted": [{"text": text}]});
    reports::asked(lake, connection, &report, &settings, |_, _| Ok(()))
}

/// What the site finds by a query in its own search language, redacted as in datasets, and whether there is more.
pub async fn search_site(config: &Config, query: &str, connection: &str) -> Result<(Rows, bool)> {
    let connection = config.connection(connection)?;
    let Reach { client, session } = Reach::of(connection, &login::keeper(config, connection))?;
    let ask = session.search(query, MOST_HITS)?.ok_or_else(|| {
        Error::usage(format!("source = \"{}\" has no search of its own", connection.source))
            .hint("leave out --cql; 'catchment query' asks its datasets in SQL")
    })?;
    let read = |answer: &Answer| session.read_search(&answer.body);
    let asked = client.ask(&ask, retry::FEW_TRIES, &mut Log::default(), read).await;
    let (_, found) = asked.map_err(|refusal| match refusal {
        Refusal::Refused(said) => Error::usage(format!("the site does not understand this query (400){said}"))
            .hint("for example: catchment search wiki --cql 'type = page and text ~ \"backup\"'"),
        refusal => objects::into_error(refusal, "a search"),
    })?;
    let rows = redacted(connection, &Keys::read(&config.data_dir)?, &found.hits)?;
    let text = json!({"columns": HIT, "rows": rows}).to_string();
    Ok((Rows::from_text(&text)?, found.has_more))
}

/// What is found as rows; titles and keys of spaces as the datasets of the objects have them.
fn redacted(connection: &Connection, keys: &Keys, hits: &[Hit]) -> Result<Vec<Value>> {
    let (makers, models) = (Makers::new(keys)?, fields::models(None, connection)?);
    let redactor = makers.redactor(&connection.redaction);
    let row = |hit: &Hit| {
        let model = models.iter().find(|model| model.streams.contains(&hit.kind));
        let policy = match model {
            Some(model) => connection.redaction.of_column(&model.relation(), "title"),
            None => &connection.redaction,
        };
        let title = makers.redactor(policy).text(&hit.title, &mut Tally::new()).into_owned();
        let key = hit.scope.as_ref().map(|key| redactor.space_key(key, &mut Tally::new())).transpose()?;
        Ok(json!([hit.id, hit.kind, title, key, hit.address]))
    };
    hits.iter().map(row).collect()
}
