//! The commands about the key: another key, and the way back from a pseudonym.

use super::args::RevealArgs;
use super::graver;
use super::print::Printer;
use super::questions::show;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::key;
use crate::run::{self, Revealed, Rotated, Rows, Sought};
use serde_json::json;

/// `key rotate`: another key for the data directory.
pub fn rotate(config: &Config, json: bool, printer: &Printer) -> Result<u8> {
    let rotated = run::rotate(config)?;
    if json {
        printer.json(&rotated_json(&rotated))?;
    } else {
        printer.data(&told(&rotated))?;
    }
    let path = key::file(&config.data_dir);
    printer.note(&format!("keep a copy of {} in a safe place: the former one opens nothing any more", path.display()));
    printer.note("the next sync builds everything anew and publishes it with other pseudonyms");
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
    let how = if rotated.was_begun { " (begun by an earlier command)" } else { "" };
    let mut text = format!("the key is {} now and was {}{how}\n", rotated.key_id, rotated.former_key_id);
    for (name, responses) in &rotated.connections {
        text.push_str(&format!("  {name}: {responses} responses are sealed with it\n"));
    }
    text
}

/// `reveal`: the values behind a pseudonym, one connection after the other.
pub fn reveal(config: &Config, args: &RevealArgs, printer: &Printer) -> Result<u8> {
    let sought = Sought { token: &args.token, reason: &args.reason };
    let (mut code, mut rows) = (0, Rows::default());
    for name in run::where_to_seek(config, args.connection.as_deref(), &sought)? {
        match run::reveal(config, &name, &sought) {
            Ok(revealed) => {
                tell_limits(&name, &revealed, printer);
                rows.columns = revealed.rows.columns;
                rows.rows.extend(revealed.rows.rows);
            }
            Err(error) => {
                code = graver(code, error.kind());
                printer.error_of(&name, &error);
            }
        }
    }
    if !rows.rows.is_empty() {
        show(&rows, args.format, printer)?;
    } else if code == 0 {
        return Err(nowhere());
    }
    Ok(code)
}

fn tell_limits(name: &str, revealed: &Revealed, printer: &Printer) {
    if revealed.more {
        printer.note(&format!("{name}: there may be more places; these are the first {}", revealed.rows.rows.len()));
    }
    if revealed.unsearched > 0 {
        printer.note(&format!("{name}: {} objects cannot be read and were not searched", revealed.unsearched));
    }
}

fn nowhere() -> Error {
    Error::failed("no sealed response that is still kept holds the value of this pseudonym").hint(
        "without --connection every connection is searched; what 'catchment vacuum' removed, or what lies in a database \
         that is not configured here, is not",
    )
}
