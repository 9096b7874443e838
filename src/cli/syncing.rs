//! The commands for operating syncs: check, sync, status, acknowledge, vacuum.

use super::args::{AcknowledgeArgs, StatusArgs, SyncArgs};
use super::form::Form;
use super::print::{self, Printer};
use super::watch::{self, Watcher};
use super::{maintained, words};
use catchment_base::error::{Error, Kind, Result};
use catchment_run::{Allowed, Meant, Report, Reread, Status, Verdict};
use catchment_source::config::{self, Config};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch as channel;

/// `check`: everything that a sync would refuse.
pub async fn check(config: &Config, connections: &[String], form: Form, printer: &Printer) -> Result<u8> {
    let (mut checked, mut code) = (Vec::new(), 0);
    for name in words::several(config, connections)? {
        let checks = catchment_run::check(config, &name).await?;
        let failures = checks.iter().filter_map(|check| match &check.verdict {
            Verdict::Failed(error) => Some((check.item, error)),
            _ => None,
        });
        let failures: Vec<_> = failures.collect();
        let own = failures.first().map_or(0, |(_, error)| error.kind().exit_code());
        code = failures.first().map_or(code, |(_, error)| error.kind().exit_code_after(code));
        match form {
            Form::Text => printer.checked(&name, &checks)?,
            Form::Json => {
                failures.iter().for_each(|(item, error)| printer.failed_check(&name, item, error));
                checked.push(print::checked_json(&name, own, &checks));
            }
        }
    }
    if form == Form::Json {
        printer.document("check", code, None, json!(checked))?;
    }
    Ok(code)
}

/// `sync`: the connections, some of them side by side.
pub async fn sync(config: &Config, args: &SyncArgs, printer: &Printer) -> Result<u8> {
    let names = words::several(config, &args.connections)?;
    let wishes = catchment_run::Wishes {
        allow_deletions: args.allow_deletions.map_or(Allowed::None, Allowed::from),
        repeat_history: args.chunks.map(Reread::from),
        same_site: args.same_site,
        accept_account: args.accept_account,
        accept_weaker_redaction: args.accept_weaker_redaction,
        adopt_lake: args.adopt_lake,
    };
    for name in &names {
        let connection = config.connection(name)?;
        let notice = catchment_source::of(connection)?.notice(connection);
        notice.iter().for_each(|notice| printer.note(&format!("{name}: {notice}")));
    }
    let (stop, watcher) = (watch::signals(printer), Watcher::new(printer));
    let one = |name: String| {
        let (stop, watcher) = (stop.clone(), &watcher);
        async move { sync_one(config, name, wishes, stop, watcher).await }
    };
    let mut running = futures_util::stream::iter(names).map(one).buffer_unordered(usize::from(args.jobs));
    let (mut code, mut reports) = (0, Vec::new());
    while let Some((name, outcome)) = running.next().await {
        code = watcher.pause(|| told_of(&name, &outcome, args.format, code, printer))?;
        reports.push(match &outcome {
            Ok(report) => print::report_json(report),
            Err(error) => print::failure_json(&name, error),
        });
    }
    drop(running);
    watcher.stop().await;
    if args.format == Form::Json {
        printer.document("sync", code, None, json!(reports))?;
    }
    Ok(code)
}

/// One of the connections, in a task of its own.
async fn sync_one(
    config: &Config,
    name: String,
    wishes: catchment_run::Wishes,
    stop: channel::Receiver<bool>,
    watcher: &Watcher,
) -> (String, Result<Report>) {
    if *stop.borrow() {
        let hint = format!("catchment sync {name}");
        return (name, Err(Error::new(Kind::Interrupted, "stopped by a signal before its turn").hint(hint)));
    }
    let progress = watcher.follow(&name);
    // What a sync does in DuckDB blocks its thread, which is its own.
    let task = tokio::task::spawn_blocking({
        let (config, name, runtime) = (config.clone(), name.clone(), Handle::current());
        move || runtime.block_on(catchment_run::sync(&config, &name, wishes, stop, progress))
    });
    let broke_down = |cause| Err(Error::failed("the sync failed unexpectedly").because(cause));
    let outcome = task.await.unwrap_or_else(broke_down);
    watcher.leave(&name);
    (name, outcome)
}

/// Tells how a connection's sync ended; gives the exit code so far.
fn told_of(name: &str, outcome: &Result<Report>, form: Form, code: u8, printer: &Printer) -> Result<u8> {
    match outcome {
        Ok(report) => {
            if form == Form::Text {
                printer.report(report)?;
            }
            if let Some(error) = &report.failure {
                printer.error_of(name, error);
            }
            Ok(report.kind().map_or(code, |kind| kind.exit_code_after(code)))
        }
        Err(error) => {
            printer.error_of(name, error);
            Ok(error.kind().exit_code_after(code))
        }
    }
}

/// `status`: where connections stand; with `--fail` and `--max-age` the exit code says it as well.
pub fn status(config: &Config, args: &StatusArgs, printer: &Printer) -> Result<u8> {
    let max_age = args.max_age.as_deref().map(span).transpose()?;
    let (mut code, mut all): (u8, Vec<Value>) = (0, Vec::new());
    for name in words::several(config, &args.connections)? {
        let status = match catchment_run::status(config, &name) {
            Ok(status) => status,
            Err(error) => {
                code = error.kind().exit_code_after(code);
                printer.error_of(&name, &error);
                all.push(print::failure_json(&name, &error));
                continue;
            }
        };
        if args.format == Form::Text {
            printer.status(&status, scope_word(config, &name)?)?;
        }
        let worry = worry(&status, args.fail, max_age);
        if let Some(error) = &worry {
            code = error.kind().exit_code_after(code);
            printer.error_of(&name, error);
        }
        all.push(status_json(&status, worry.as_ref()));
    }
    if args.format == Form::Json {
        printer.document("status", code, None, json!(all))?;
    }
    Ok(code)
}

/// What the source of a connection calls a scope.
fn scope_word(config: &Config, name: &str) -> Result<&'static str> {
    let source = catchment_source::of(config.connection(name)?)?;
    Ok(source.words().scopes.map_or("scope", |words| words.one))
}

fn status_json(status: &Status, worry: Option<&Error>) -> Value {
    let mut value = json!(status);
    value["exit_code"] = json!(worry.map_or(0, |error| error.kind().exit_code()));
    value["error"] = json!(worry.map(print::error_json));
    value
}

/// What monitoring of a connection has to raise an alarm for.
fn worry(status: &Status, fail: bool, max_age: Option<Duration>) -> Option<Error> {
    let state = || fail.then(|| status.verdict()).flatten();
    let age = || max_age.and_then(|most| status.too_old(most));
    state().or_else(age)
}

fn span(text: &str) -> Result<Duration> {
    let seconds = config::seconds_of(text).ok_or_else(|| {
        Error::usage(format!("--max-age is {text}, which is not a duration"))
            .hint("write a whole number of minutes, hours or days: 90m, 2h, 1d")
    })?;
    Ok(Duration::from_secs(seconds))
}

/// `acknowledge`: what could not be read and is accepted.
pub fn acknowledge(config: &Config, args: &AcknowledgeArgs, printer: &Printer) -> Result<u8> {
    let is_meant = |word: &str| word.parse::<Meant>().is_ok();
    let (connection, ids) = words::placed(config, "acknowledge", &args.words, is_meant)?;
    let refused = |what: String| {
        Error::usage(what).hint(format!("'catchment status {connection}' lists the open gaps with their ids"))
    };
    let of_word =
        |word: &String| word.parse().map_err(|_| refused(format!("{word} is neither an id nor a range such as 5-40")));
    let mut meant = ids.iter().map(of_word).collect::<Result<Vec<Meant>>>()?;
    meant.extend(args.like.iter().map(|id| Meant::Like(*id)));
    if meant.is_empty() {
        return Err(refused("no id was given".to_owned()));
    }
    let acknowledged = catchment_run::acknowledge(config, &connection, &meant, &args.reason)?;
    acknowledged.settled.iter().for_each(|settled| printer.note(settled));
    let rows: Vec<Value> = acknowledged.accepted.iter().map(|(id, what)| json!({"id": id, "object": what})).collect();
    printer.reply("acknowledge", args.format, 0, json!(rows), || maintained::acknowledged(&acknowledged))?;
    if !args.like.is_empty() {
        printer.note("these are what is open now: what fails later for the same cause is a gap of its own");
    }
    Ok(0)
}

/// `backup`: databases and sealed responses as of one moment.
pub fn backup(config: &Config, words: &[String], form: Form, printer: &Printer) -> Result<u8> {
    let (connections, dir) = words::before(config, "backup", words)?;
    let each = each(config, connections, printer, |name| {
        let made = catchment_run::backup(config, name, Path::new(dir))?;
        Ok((json!(made), maintained::backed_up(&made)))
    })?;
    let is_made = !each.text.is_empty();
    printer.reply("backup", form, each.code, json!(each.rows), || each.text)?;
    if is_made {
        printer.note("the key file is not in the backup: without it nobody can open what is sealed there");
    }
    Ok(each.code)
}

/// `vacuum`: removes landed responses that are not needed any more.
pub fn vacuum(config: &Config, connections: &[String], form: Form, printer: &Printer) -> Result<u8> {
    let each = each(config, connections, printer, |name| {
        let vacuumed = catchment_run::vacuum(config, name)?;
        let row = json!({
            "connection": name,
            "responses": vacuumed.responses,
            "bytes": vacuumed.bytes,
            "strays": vacuumed.strays,
            "kept": vacuumed.kept,
        });
        Ok((row, maintained::vacuumed(name, &vacuumed)))
    })?;
    printer.reply("vacuum", form, each.code, json!(each.rows), || each.text)
}

/// What a command did for each connection.
#[derive(Default)]
struct Each {
    code: u8,
    rows: Vec<Value>,
    text: String,
}

/// Does something for each connection; where one fails, the others are done all the same. `one` gives a row and a text.
fn each(
    config: &Config,
    named: &[String],
    printer: &Printer,
    one: impl Fn(&str) -> Result<(Value, String)>,
) -> Result<Each> {
    let mut each = Each::default();
    for name in synced(config, named, printer)? {
        match one(&name) {
            Ok((mut row, text)) => {
                row["exit_code"] = json!(0);
                row["error"] = Value::Null;
                each.rows.push(row);
                each.text.push_str(&text);
            }
            Err(error) => {
                let code = error.kind().exit_code();
                each.code = error.kind().exit_code_after(each.code);
                printer.error_of(&name, &error);
                let error = print::error_json(&error);
                each.rows.push(json!({"connection": name, "exit_code": code, "error": error}));
            }
        }
    }
    Ok(each)
}

/// The connections that were named. Where none was: those that were synced, or all if none was, so that the command fails.
fn synced(config: &Config, named: &[String], printer: &Printer) -> Result<Vec<String>> {
    let names = words::several(config, named)?;
    let (synced, others): (Vec<String>, Vec<String>) =
        names.iter().cloned().partition(|name| catchment_run::is_synced(config, name));
    if !named.is_empty() || synced.is_empty() {
        return Ok(names);
    }
    others.iter().for_each(|name| printer.note(&format!("{name}: skipped, the connection has not been synced yet")));
    Ok(synced)
}
