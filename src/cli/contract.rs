//! The command for changes of schema: list what waits, and accept it.

use super::contract_args::{ContractArgs, ContractWhat};
use super::print::Printer;
use super::{questions, words};
use catchment_base::error::{Result, printable};
use catchment_source::config::Config;
use serde_json::{Value, json};

/// `contract`: the changes that wait, or accepting them.
pub fn contract(config: &Config, args: &ContractArgs, printer: &Printer) -> Result<u8> {
    let Some(ContractWhat::Accept { words, change, reason, format }) = &args.what else {
        let connection = words::chosen(config, args.connection.as_deref())?;
        let rows = catchment_run::contract(config, &connection)?;
        questions::show(&rows, "contract", args.format, printer)?;
        return Ok(0);
    };
    let (connection, [dataset]) = words::behind(config, "contract accept", words, ["DATASET"])?;
    let accepted = catchment_run::accept(config, &connection, dataset, *change, reason)?;
    let rows: Vec<Value> = accepted.iter().map(|(id, what)| json!({"change": id, "accepted": what})).collect();
    let line = |(id, what): &(i64, String)| format!("accepted {id}: {}: {}\n", printable(dataset), printable(what));
    printer.reply("contract accept", *format, 0, json!(rows), || accepted.iter().map(line).collect())?;
    printer.note(&format!("'catchment sync {connection}' publishes it"));
    Ok(0)
}
