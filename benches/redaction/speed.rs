//! Passes over documents, measured in turn.

use super::{Outcome, cpu_seconds, naive, planted};
use catchment::redact::{Format, Policy, PseudonymKey, Redactor, Tally};
use catchment::secret::SecretBytes;
use std::hint::black_box;

/// The least CPU time of a run, so that the clock has something to count.
const LEAST_SECONDS: f64 = 0.05;

/// Documents of one format.
struct Corpus {
    format: Format,
    documents: Vec<String>,
}

/// Prints a table of what each pass over these bodies and their text yields.
pub(super) fn report(bodies: &[String], runs: usize) -> Outcome<()> {
    println!("{} documents, MB/s of CPU time, median of {runs} runs in turn\n", bodies.len());
    println!("| format | MB | values | this | memchr | naive regexes | of memchr | times naive |");
    println!("|---|---|---|---|---|---|---|---|");
    let texts = bodies.iter().map(|body| planted::plant(&planted::plain(body))).collect();
    let bodies = bodies.iter().map(|body| planted::plant(body)).collect();
    row("plain", &Corpus { format: Format::Text, documents: texts }, runs)?;
    row("storage", &Corpus { format: Format::Storage, documents: bodies }, runs)
}

fn row(name: &str, corpus: &Corpus, runs: usize) -> Outcome<()> {
    let key = PseudonymKey::new(&SecretBytes::new(vec![7; 32]), "bench")?;
    let policy = Policy::shipped("standard").ok_or("there is no standard policy")?;
    let redactor = Redactor::new(policy, Some(key));
    let naive = naive::patterns()?;
    let mut tally = Tally::new();
    let mut speeds = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..runs {
        tally.clear();
        speeds[0].push(speed(corpus, |text| redactor.redact(text, corpus.format, &mut tally).len())?);
        // A byte that no text holds, so that every byte is read.
        speeds[1].push(speed(corpus, |text| memchr::memchr(0xff, text.as_bytes()).unwrap_or_default())?);
        speeds[2].push(speed(corpus, |text| naive.iter().map(|regex| regex.find_iter(text.as_bytes()).count()).sum())?);
    }
    let found = tally.findings();
    let [this, memchr, naive] = speeds.map(median);
    let ratios = (100.0 * this / memchr, this / naive);
    println!(
        "| {name} | {:.1} | {found} | {this:.0} | {memchr:.0} | {naive:.1} | {:.1} % | {:.0} |",
        megabytes(corpus),
        ratios.0,
        ratios.1
    );
    Ok(())
}

/// MB/s of CPU time of a pass over all documents.
fn speed(corpus: &Corpus, mut pass: impl FnMut(&str) -> usize) -> Outcome<f64> {
    let before = cpu_seconds()?;
    let mut sum = 0;
    // Until the clock has something to count.
    let mut passes = 0.0;
    while cpu_seconds()? - before < LEAST_SECONDS {
        sum += corpus.documents.iter().map(|text| pass(black_box(text))).sum::<usize>();
        passes += 1.0;
    }
    black_box(sum);
    Ok(passes * megabytes(corpus) / (cpu_seconds()? - before))
}

fn megabytes(corpus: &Corpus) -> f64 {
    corpus.documents.iter().map(String::len).sum::<usize>() as f64 / 1e6
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
