//! Watching runs: a line for each connection that moves on a terminal, plain lines elsewhere; and the signals that stop them.

use super::print::Printer;
use catchment_base::clock::{self, Instant};
use catchment_base::error::Kind;
use catchment_run::{Progress, Seen};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

const REFRESH: Duration = Duration::from_millis(120);
const PLAIN_EVERY: Duration = Duration::from_secs(5);
/// The rate is of so many seconds before now.
const RATE_OF: Duration = Duration::from_secs(5);

/// A run that is watched.
struct Watched {
    progress: Arc<Progress>,
    bar: Option<ProgressBar>,
    begun: Instant,
    /// Objects at some moments, the oldest first.
    objects: Vec<(Instant, u64)>,
    /// What was told last.
    told: Seen,
}

/// All runs that are watched, by their connections.
type All = Arc<Mutex<BTreeMap<String, Watched>>>;

/// Shows how far runs are until it is stopped.
pub struct Watcher {
    task: JoinHandle<()>,
    bars: Option<MultiProgress>,
    all: All,
}

impl Watcher {
    /// Shows whatever is followed from now on.
    pub fn new(printer: &Printer) -> Self {
        let all: All = Arc::default();
        let bars = printer.has_moving_lines().then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr()));
        let every = match (bars.is_some(), printer.is_verbose()) {
            (true, _) => REFRESH,
            (false, true) => Duration::from_secs(1),
            (false, false) => PLAIN_EVERY,
        };
        let task = tokio::spawn({
            let (all, printer) = (Arc::clone(&all), *printer);
            async move {
                loop {
                    clock::sleep(every).await;
                    lock(&all).iter_mut().for_each(|(name, watched)| watched.show(name, &printer));
                }
            }
        });
        Self { task, bars, all }
    }

    /// New counters for a run of a connection, which are shown in place of those of an earlier run.
    pub fn follow(&self, connection: &str) -> Arc<Progress> {
        self.leave(connection);
        let progress = Arc::<Progress>::default();
        let bar = self.bars.as_ref().map(|bars| bars.add(bar()));
        let begun = clock::instant();
        let watched =
            Watched { progress: Arc::clone(&progress), bar, begun, objects: Vec::new(), told: Seen::default() };
        lock(&self.all).insert(connection.to_owned(), watched);
        progress
    }

    /// Shows a connection no more.
    pub fn leave(&self, connection: &str) {
        let left = lock(&self.all).remove(connection);
        if let Some(bar) = left.and_then(|watched| watched.bar) {
            bar.finish_and_clear();
        }
    }

    /// Prints something while the lines that move are out of the way.
    pub fn pause<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bars {
            Some(bars) => bars.suspend(print),
            None => print(),
        }
    }

    /// Stops showing and clears the lines.
    pub async fn stop(self) {
        self.task.abort();
        // The task was told to stop; that it did is no news.
        let _ = self.task.await;
        for watched in lock(&self.all).values() {
            watched.bar.iter().for_each(ProgressBar::finish_and_clear);
        }
    }
}

fn lock(all: &All) -> MutexGuard<'_, BTreeMap<String, Watched>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watched {
    /// Moves the line, or prints one where something has changed.
    fn show(&mut self, name: &str, printer: &Printer) {
        let seen = self.progress.seen();
        let now = clock::instant();
        self.objects.push((now, seen.objects));
        self.objects.retain(|(at, _)| now.saturating_duration_since(*at) <= RATE_OF);
        let line = line(&seen, rate(&self.objects), now.saturating_duration_since(self.begun));
        match &self.bar {
            Some(bar) => {
                bar.set_message(format!("{name}  {line}"));
                bar.tick();
            }
            None if seen != self.told && !printer.is_quiet() => {
                printer.progress(name, &line, counters(&seen));
                self.told = seen;
            }
            None => {}
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    // The template is a constant; with a wrong one the plain default would be shown.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

/// Objects a second.
fn rate(objects: &[(Instant, u64)]) -> u64 {
    let (Some((from, before)), Some((to, after))) = (objects.first(), objects.last()) else { return 0 };
    let millis = to.saturating_duration_since(*from).as_millis().max(1) as u64;
    (after - before) * 1000 / millis
}

/// How far a run is: the phase, what was read and how fast, for how long, and what it waits for.
fn line(seen: &Seen, rate: u64, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    let mut text = seen.phase.to_owned();
    if seen.files > seen.files_ended {
        text.push_str(&format!("  {} of {} files", grouped(seen.files_ended), grouped(seen.files)));
    } else if seen.objects > 0 {
        text.push_str(&format!("  {} objects", grouped(seen.objects)));
    }
    if rate > 0 {
        text.push_str(&format!("  {}/s", grouped(rate)));
    }
    text.push_str(&format!("  {}:{:02}", seconds / 60, seconds % 60));
    if let Some(waiting) = &seen.waiting {
        let left = (waiting.until - clock::now()).num_seconds().max(0);
        text.push_str(&format!("  waiting {left} s: {}", waiting.why()));
    }
    text
}

fn counters(seen: &Seen) -> Value {
    json!({
        "phase": seen.phase,
        "requests": seen.requests,
        "objects": seen.objects,
        "listings": seen.listings,
        "listings_ended": seen.listings_ended,
        "files": seen.files,
        "files_ended": seen.files_ended,
        "waiting": seen.waiting.map(|waiting| waiting.why()),
    })
}

/// A number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join(",")
}

/// Turns true at the first SIGINT or SIGTERM; the second ends the process at once.
pub fn signals(printer: &Printer) -> watch::Receiver<bool> {
    signals_told(Some(*printer))
}

/// The same without a word at the first one, for what ends at once.
pub fn quiet_signals() -> watch::Receiver<bool> {
    signals_told(None)
}

fn signals_told(printer: Option<Printer>) -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    // Registered before anything is printed that somebody may answer with a signal.
    let handlers = handlers();
    tokio::spawn(async move {
        let Ok(mut handlers) = handlers else {
            // The default stays: the first signal ends the process, the next run goes on.
            return std::future::pending::<()>().await;
        };
        let told = next(&mut handlers).await;
        stop.send_replace(true);
        if let Some(printer) = printer {
            printer.note(told);
        }
        next(&mut handlers).await;
        std::process::exit(i32::from(Kind::Interrupted.exit_code()));
    });
    stopped
}

fn handlers() -> io::Result<[Signal; 2]> {
    Ok([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?])
}

/// Waits for a signal; gives what to say at the first one.
async fn next([interrupt, terminate]: &mut [Signal; 2]) -> &'static str {
    tokio::select! {
        _ = interrupt.recv() => "stopping; press Ctrl-C again to stop now",
        _ = terminate.recv() => "stopping at SIGTERM; a second one stops now",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::form::LogFormat;

    #[test]
    fn a_line_fits_into_eighty_columns_and_tells_phase_rate_time_and_pause() {
        let seen = Seen { phase: "reading", objects: 12_345, ..Seen::default() };
        assert_eq!(line(&seen, 240, Duration::from_secs(41)), "reading  12,345 objects  240/s  0:41");
        let first = Seen { phase: "opening", ..Seen::default() };
        assert_eq!(line(&first, 0, Duration::from_secs(3661)), "opening  61:01");
        let storing =
            Seen { phase: "storing attachments", objects: 20, files: 1340, files_ended: 12, ..Seen::default() };
        assert_eq!(line(&storing, 0, Duration::from_secs(5)), "storing attachments  12 of 1,340 files  0:05");
        let longest = Seen { phase: "building and publishing", objects: 12_345_678, ..Seen::default() };
        assert!(line(&longest, 12_345, Duration::from_secs(36_000)).len() + 16 <= 80);
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[tokio::test]
    async fn a_second_run_of_a_connection_is_shown_from_zero() {
        let watcher = Watcher::new(&Printer::new(true, false, LogFormat::Text));
        let first = watcher.follow("wiki");
        lock(&watcher.all).values_mut().for_each(|watched| watched.objects.push((watched.begun, 705)));
        let second = watcher.follow("wiki");
        let all = lock(&watcher.all);
        assert!(Arc::ptr_eq(&all["wiki"].progress, &second) && !Arc::ptr_eq(&first, &second));
        assert!(all.len() == 1 && all["wiki"].objects.is_empty());
    }

    #[test]
    fn the_rate_is_of_what_came_lately() {
        let now = clock::instant();
        let at = |seconds: u64, objects: u64| (now + Duration::from_secs(seconds), objects);
        assert_eq!(rate(&[at(0, 100), at(5, 1100)]), 200);
        assert_eq!((rate(&[]), rate(&[at(0, 7)])), (0, 0));
    }
}
