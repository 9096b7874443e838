//! The commands about what is secret or sealed: a login, another key, the way back from a pseudonym, and taking something out
//! for good.

use super::args::{Purge, RevealArgs};
use super::form::Form;
use super::print::Printer;
use super::questions::show;
use super::{maintained, words};
use catchment_base::error::{Error, Kind, Result};
use catchment_io::key;
use catchment_run::{Revealed, Rotated, Rows, Sought, What};
use catchment_source::config::Config;
use serde_json::json;

/// `key rotate`: another key for the data directory.
pub fn rotate(config: &Config, form: Form, printer: &Printer) -> Result<u8> {
    let rotated = catchment_run::rotate(config)?;
    printer.reply("key rotate", form, 0, rotated_json(&rotated), || told(&rotated))?;
    let path = key::file(&config.data_dir);
    printer.note(&format!("keep a copy of {} in a safe place", path.display()));
    printer.note("the old key opens only older backups; keep it as long as you keep them");
    printer.note("the next sync rebuilds everything and publishes it with new pseudonyms");
    Ok(0)
}

fn rotated_json(rotated: &Rotated) -> serde_json::Value {
    let connections =
        rotated.connections.iter().map(|(name, responses)| json!({"connection": name, "responses": responses}));
    json!({
        "former_key_id": rotated.former_key_id,
        "key_id": rotated.key_id,
        "was_begun": rotated.was_begun,
        "connections": connections.collect::<Vec<_>>(),
    })
}

fn told(rotated: &Rotated) -> String {
    let how = if rotated.was_begun { " (started by an earlier command)" } else { "" };
    let mut text = format!("the key is now {} and was {}{how}\n", rotated.key_id, rotated.former_key_id);
    for (name, responses) in &rotated.connections {
        text.push_str(&format!("  {name}: {responses} responses resealed\n"));
    }
    text
}

/// `login`: a person consents in the browser.
pub async fn login(config: &Config, connection: &str, printer: &Printer) -> Result<u8> {
    let tell = |address: &str| {
        printer.note("open this address in a browser on this machine and agree; stop with Ctrl-C");
        printer.data(&format!("{address}\n"))
    };
    let done = catchment_run::login(config, connection, tell).await?;
    printer.note(&format!(
        "{connection}: logged in to the site {}; the token is in {}",
        done.site_id,
        done.file.display()
    ));
    Ok(0)
}

/// `purge`: something goes for good.
pub async fn purge(config: &Config, what: &Purge, printer: &Printer) -> Result<u8> {
    let (connection, what, how) = match what {
        Purge::Generations { connection, before, how } => {
            (words::chosen(config, connection.as_deref())?, What::Generations(*before), how)
        }
        Purge::Object { words, how } => {
            let (connection, [stream, id]) = words::behind(config, "purge object", words, ["STREAM", "ID"])?;
            (connection, What::Object(stream.to_owned(), id.to_owned()), how)
        }
        Purge::Person { words, how } => {
            let (connection, [token]) = words::behind(config, "purge person", words, ["TOKEN"])?;
            (connection, What::Person(token.to_owned()), how)
        }
    };
    let command = match what {
        What::Generations(_) => "purge generations",
        What::Object(..) => "purge object",
        What::Person(_) => "purge person",
    };
    let purged = catchment_run::purge(config, &connection, &what, &how.reason).await?;
    let code = if purged.unsearched > 0 || !purged.left_in.is_empty() { Kind::Incomplete.exit_code() } else { 0 };
    printer.reply(command, how.format, code, json!(purged), || maintained::purged(&purged))
}

/// `reveal`: the values behind a pseudonym, one connection after the other.
pub fn reveal(config: &Config, args: &RevealArgs, printer: &Printer) -> Result<u8> {
    let (connection, token) = match &args.words[..] {
        [token] => (None, token.as_str()),
        words => {
            let (connection, [token]) = words::behind(config, "reveal", words, ["TOKEN"])?;
            (Some(connection), token)
        }
    };
    let sought = Sought { token, reason: &args.reason };
    let (mut code, mut rows) = (0, Rows::default());
    for name in catchment_run::where_to_seek(config, connection.as_deref(), &sought)? {
        match catchment_run::reveal(config, &name, &sought) {
            Ok(revealed) => {
                tell_limits(&name, &revealed, printer);
                rows.columns = revealed.rows.columns;
                rows.rows.extend(revealed.rows.rows);
            }
            Err(error) => {
                code = error.kind().exit_code_after(code);
                printer.error_of(&name, &error);
            }
        }
    }
    if !rows.rows.is_empty() {
        show(&rows, "reveal", args.format, printer)?;
    } else if code == 0 {
        return Err(nowhere());
    }
    Ok(code)
}

fn tell_limits(name: &str, revealed: &Revealed, printer: &Printer) {
    if revealed.more {
        printer.note(&format!("{name}: there may be more places than these {}", revealed.rows.rows.len()));
    }
    if revealed.unsearched > 0 {
        printer.note(&format!("{name}: {} objects could not be read and were not searched", revealed.unsearched));
    }
}

fn nowhere() -> Error {
    Error::failed("no stored response contains the value behind this pseudonym").hint(
        "without a connection, all are searched, except what 'catchment vacuum' removed and databases that are not \
         configured here",
    )
}
