//! What stands behind a command: the connection first, which may be left out where there is one, then the rest.

use catchment_base::error::{Error, Result, printable};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use std::collections::BTreeSet;
use std::path::Path;

/// The configuration, with the sources that the program knows.
pub fn load(file: &Path) -> Result<Config> {
    Config::load(file, &DIALECTS)
}

/// The connection and the words behind it; `is_rest` tells a word that is no connection's name. `command` is what stands
/// before them.
pub fn placed<'w>(
    config: &Config,
    command: &str,
    words: &'w [String],
    is_rest: impl Fn(&str) -> bool,
) -> Result<(String, &'w [String])> {
    match words.split_first() {
        Some((first, rest)) if !is_rest(first) => Ok((named(config, command, first, rest)?, rest)),
        Some((first, rest)) if config.connections.contains_key(first) && !rest.is_empty() => Ok((first.clone(), rest)),
        Some((first, rest)) => {
            refuse_behind(config, command, first, rest)?;
            Ok((only(config)?, words))
        }
        None => Ok((only(config)?, words)),
    }
}

/// The same where exactly `N` words follow the connection, which the usage calls so.
pub fn behind<'w, const N: usize>(
    config: &Config,
    command: &str,
    words: &'w [String],
    called: [&str; N],
) -> Result<(String, [&'w str; N])> {
    // A single word may be the name of a connection and a text to search for; where there are several, one must be named.
    let is_short = |first: &String| config.connections.contains_key(first) && (N > 1 || config.connections.len() > 1);
    let (connection, rest) = match words.split_first() {
        Some((first, rest)) if words.len() > N => (named(config, command, first, rest)?, rest),
        Some((first, _)) if is_short(first) => {
            let what = format!("{first} is a connection, which {} must follow", called.join(" and "));
            return Err(Error::usage(what).hint(format!("catchment {command} {first} {}", called.join(" "))));
        }
        _ => (only(config)?, words),
    };
    Ok((connection, std::array::from_fn(|at| rest.get(at).map_or("", String::as_str))))
}

/// The connections that stand before a folder, and the folder.
pub fn before<'w>(config: &Config, command: &str, words: &'w [String]) -> Result<(&'w [String], &'w str)> {
    let (last, connections) = words.split_last().ok_or_else(|| Error::usage("an argument is missing"))?;
    if config.connections.contains_key(last) {
        if let Some(first) = connections.first() {
            named(config, command, first, &words[1..])?;
        }
        return Err(Error::usage(format!("the folder is missing: {last} is a connection"))
            .hint(format!("catchment {command} {} DIR; a folder of that name is ./{last}", words.join(" "))));
    }
    Ok((connections, last))
}

/// The connection that a first word names; where it stands behind, the order is told.
fn named(config: &Config, command: &str, first: &str, rest: &[String]) -> Result<String> {
    if !config.connections.contains_key(first) {
        refuse_behind(config, command, first, rest)?;
    }
    Ok(config.connection(first)?.name.clone())
}

/// Refuses a connection's name that stands behind other words.
fn refuse_behind(config: &Config, command: &str, first: &str, rest: &[String]) -> Result<()> {
    let Some(name) = rest.iter().find(|word| config.connections.contains_key(*word)) else { return Ok(()) };
    let others = std::iter::once(first).chain(rest.iter().map(String::as_str)).filter(|word| word != name);
    let others = printable(&others.collect::<Vec<_>>().join(" "));
    Err(Error::usage(format!("the connection {name} stands behind other arguments, but comes first"))
        .hint(format!("catchment {command} {name} {others}")))
}

/// Refuses more words than `most`; `usage` shows which may be there.
pub fn at_most(words: &[String], most: usize, usage: &str) -> Result<()> {
    match words.get(most) {
        None => Ok(()),
        Some(word) => {
            Err(Error::usage(format!("unexpected argument: {}", printable(word))).hint(format!("usage: {usage}")))
        }
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
