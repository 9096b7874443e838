//! What stands behind a command: the connection first, which may be left out where there is one, then the rest.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::source::DIALECTS;
use std::collections::BTreeSet;
use std::path::Path;

/// The configuration, with the sources that the program knows.
pub fn load(file: &Path) -> Result<Config> {
    Config::load(file, &DIALECTS)
}

/// The connection and the words behind it; `is_rest` tells a word that is no connection's name.
pub fn placed<'w>(
    config: &Config,
    words: &'w [String],
    is_rest: impl Fn(&str) -> bool,
) -> Result<(String, &'w [String])> {
    match words.split_first() {
        Some((first, rest)) if !is_rest(first) => Ok((config.connection(first)?.name.clone(), rest)),
        Some((first, rest)) if config.connections.contains_key(first) && !rest.is_empty() => Ok((first.clone(), rest)),
        _ => Ok((only(config)?, words)),
    }
}

/// The same where exactly `N` words follow the connection.
pub fn behind<'w, const N: usize>(config: &Config, words: &'w [String]) -> Result<(String, [&'w str; N])> {
    let (connection, rest) = match words.split_first() {
        Some((first, rest)) if words.len() > N => (config.connection(first)?.name.clone(), rest),
        _ => (only(config)?, words),
    };
    Ok((connection, std::array::from_fn(|at| rest.get(at).map_or("", String::as_str))))
}

/// Refuses more words than `most`.
pub fn at_most(words: &[String], most: usize) -> Result<()> {
    match words.get(most) {
        None => Ok(()),
        Some(word) => Err(Error::usage(format!("unexpected argument: {word}"))
            .hint("the connection comes first: catchment audit wiki missing")),
    }
}

/// The connection that was named, or the only one there is.
pub fn chosen(config: &Config, connection: Option<&str>) -> Result<String> {
    connection.map_or_else(|| only(config), |name| Ok(config.connection(name)?.name.clone()))
}

/// The connections that were named, or all of them.
pub fn several(config: &Config, connections: &[String]) -> Result<Vec<String>> {
    if connections.is_empty() {
        return Ok(config.connections.keys().cloned().collect());
    }
    let unique: BTreeSet<&String> = connections.iter().collect();
    unique.into_iter().map(|name| chosen(config, Some(name))).collect()
}

fn only(config: &Config) -> Result<String> {
    match config.connections.len() {
        1 => Ok(config.connections.keys().cloned().collect()),
        _ => {
            let names = config.connections.keys().cloned().collect::<Vec<_>>().join(", ");
            Err(Error::usage("there are several connections").hint(format!("name one first: {names}")))
        }
    }
}
