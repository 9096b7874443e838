//! Search in what a connection has published.

use super::catalog::readable;
use super::query::Question;
use super::reports;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::export::reports::Report;
use crate::source;
use serde_json::json;

/// The pages whose titles and texts have all words of `text`, best first.
pub async fn search(config: &Config, text: &str, connection: &str, fetching: &dyn Fn(u64)) -> Result<Question> {
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Error::usage("there is no word to search for").hint("catchment search \"release notes\""));
    }
    let connection = config.connection(connection)?;
    let report = Report::part(source::of(connection)?.name(), "found").map_err(|_| {
        Error::usage(format!("nothing can be searched with source = \"{}\"", connection.source))
            .hint("'catchment query' asks its datasets in SQL")
    })?;
    let lake = readable(config, fetching).await?;
    let settings = json!({"wanted": [{"text": text}]});
    reports::asked(lake, connection, &report, &settings, &mut Vec::new())
}
