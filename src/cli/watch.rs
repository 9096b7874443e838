//! Watching a run: a line that moves on a terminal, plain lines elsewhere; and the signals that stop it.

use super::print::{Printer, say};
use crate::edge::clock;
use crate::error::Kind;
use crate::run::{Progress, Seen};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

const REFRESH: Duration = Duration::from_millis(120);
const PLAIN_EVERY: Duration = Duration::from_secs(5);

/// The task that shows progress until it is stopped.
pub struct Watcher {
    task: JoinHandle<()>,
    bar: Option<ProgressBar>,
}

impl Watcher {
    /// Stops showing and clears the line.
    pub async fn stop(self) {
        self.task.abort();
        // The task was told to stop; that it did is no news.
        let _ = self.task.await;
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Counters for a run, and the task that shows them.
pub fn progress(printer: &Printer) -> (Arc<Progress>, Watcher) {
    let progress = Arc::new(Progress::default());
    let seen = Arc::clone(&progress);
    if !printer.is_quiet() && printer.is_terminal() {
        let bar = bar();
        let shown = bar.clone();
        let task = tokio::spawn(async move {
            loop {
                show(&shown, &seen.seen());
                clock::sleep(REFRESH).await;
            }
        });
        return (progress, Watcher { task, bar: Some(bar) });
    }
    let every = if printer.is_verbose() { Duration::from_secs(1) } else { PLAIN_EVERY };
    let quiet = printer.is_quiet();
    let task = tokio::spawn(async move {
        if !quiet {
            tell(&seen, every).await;
        }
    });
    (progress, Watcher { task, bar: None })
}

/// Prints a line whenever something has changed, for ever.
async fn tell(progress: &Progress, every: Duration) {
    let mut former = Seen::default();
    loop {
        clock::sleep(every).await;
        let now = progress.seen();
        if now != former {
            say(&line(&now));
            former = now;
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    // The template is a constant; with a wrong one the plain default would be shown.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:24} {pos}/{len} listings  {msg}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, seen: &Seen) {
    bar.set_length(seen.listings);
    bar.set_position(seen.listings_ended);
    bar.set_message(format!(
        "{}: {} objects, {} requests, {} staged",
        doing(seen),
        seen.objects,
        seen.requests,
        seen.staged
    ));
    bar.tick();
}

/// What the run is doing, and until when it waits.
fn doing(seen: &Seen) -> String {
    match &seen.waiting {
        Some(waiting) => {
            format!("{}, waiting until {} UTC, {}", seen.phase, waiting.until.format("%H:%M:%S"), waiting.why())
        }
        None => seen.phase.to_owned(),
    }
}

fn line(seen: &Seen) -> String {
    format!(
        "{}: {} of {} listings, {} objects, {} requests, {} staged",
        doing(seen),
        seen.listings_ended,
        seen.listings,
        seen.objects,
        seen.requests,
        seen.staged
    )
}

/// Turns true at the first SIGINT or SIGTERM; the second ends the process at once.
pub fn signals(printer: &Printer) -> watch::Receiver<bool> {
    signals_told(printer.is_quiet())
}

/// The same without a word at the first one, for what ends at once.
pub fn quiet_signals() -> watch::Receiver<bool> {
    signals_told(true)
}

fn signals_told(quiet: bool) -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    // Registered before anything is printed that somebody may answer with a signal.
    let handlers = handlers();
    tokio::spawn(async move {
        let Ok(mut handlers) = handlers else {
            // The default stays: the first signal ends the process, the next run goes on.
            return std::future::pending::<()>().await;
        };
        next(&mut handlers).await;
        stop.send_replace(true);
        if !quiet {
            say("stopping after what is under way; once more to stop at once");
        }
        next(&mut handlers).await;
        std::process::exit(i32::from(Kind::Interrupted.exit_code()));
    });
    stopped
}

fn handlers() -> io::Result<[Signal; 2]> {
    Ok([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?])
}

async fn next([interrupt, terminate]: &mut [Signal; 2]) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
