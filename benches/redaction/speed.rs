//! Passes over documents, measured in turn.

use super::{Outcome, cpu_seconds, naive, planted, sql};
use catchment_base::secret::SecretBytes;
use catchment_redact::{Format, Policy, PseudonymKey, Redactor, Tally};
use std::hint::black_box;

/// The least CPU time of a run, so that the clock has something to count.
const LEAST_SECONDS: f64 = 0.05;

/// Documents of one format.
pub(super) struct Corpus {
    pub(super) format: Format,
    pub(super) documents: Vec<String>,
}

/// Prints a table of what each pass over these bodies and their text yields, redaction by a shipped policy.
pub(super) fn report(bodies: &[String], policy: &str, runs: usize) -> Outcome<()> {
    println!("{} documents, MB/s of CPU time, median of {runs} runs in turn\n", bodies.len());
    println!(
        "| format | MB | values | this | in DuckDB | memchr | naive regexes | in DuckDB: of memchr | times naive |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let texts: Vec<String> = bodies.iter().map(|body| planted::plant(&planted::plain(body))).collect();
    let nodes = texts.iter().map(|text| planted::nodes(text)).collect();
    let bodies = bodies.iter().map(|body| planted::plant(body)).collect();
    row("plain", &Corpus { format: Format::Text, documents: texts }, policy, runs)?;
    row("storage", &Corpus { format: Format::Storage, documents: bodies }, policy, runs)?;
    row("ADF", &Corpus { format: Format::Adf, documents: nodes }, policy, runs)
}

fn row(name: &str, corpus: &Corpus, policy: &str, runs: usize) -> Outcome<()> {
    let redactor = redactor(policy)?;
    let table = sql::Table::of(corpus, self::redactor(policy)?)?;
    let naive = naive::patterns()?;
    let mut tally = Tally::new();
    let mut speeds = [const { Vec::new() }; 4];
    for _ in 0..runs {
        tally.clear();
        speeds[0].push(speed(corpus, |text| Ok(redactor.redact(text, corpus.format, &mut tally).len()))?);
        speeds[1].push(passes(corpus, || table.redact())?);
        // A byte that no text holds, so that every byte is read.
        speeds[2].push(speed(corpus, |text| Ok(memchr::memchr(0xff, text.as_bytes()).unwrap_or_default()))?);
        let matches = |text: &str| naive.iter().map(|regex| regex.find_iter(text.as_bytes()).count()).sum();
        speeds[3].push(speed(corpus, |text| Ok(matches(text)))?);
    }
    let found = tally.findings();
    let [this, duckdb, memchr, naive] = speeds.map(median);
    let ratios = (100.0 * duckdb / memchr, duckdb / naive);
    println!(
        "| {name} | {:.1} | {found} | {this:.0} | {duckdb:.0} | {memchr:.0} | {naive:.0} | {:.1} % | {:.1} |",
        megabytes(corpus),
        ratios.0,
        ratios.1
    );
    Ok(())
}

/// A redactor by a shipped policy with a key.
fn redactor(policy: &str) -> Outcome<Redactor> {
    let key = PseudonymKey::new(&SecretBytes::new(vec![7; 32]), "bench")?;
    let policy = Policy::shipped(policy).ok_or_else(|| format!("no policy {policy} is shipped"))?;
    Ok(Redactor::new(policy, Some(key)))
}

/// MB/s of CPU time of a pass over all documents, one by one.
fn speed(corpus: &Corpus, mut pass: impl FnMut(&str) -> Outcome<usize>) -> Outcome<f64> {
    passes(corpus, || corpus.documents.iter().map(|text| pass(black_box(text))).sum())
}

/// MB/s of CPU time of something that goes over all documents.
fn passes(corpus: &Corpus, mut pass: impl FnMut() -> Outcome<usize>) -> Outcome<f64> {
    let before = cpu_seconds()?;
    let (mut sum, mut passes) = (0, 0.0);
    // Until the clock has something to count.
    while cpu_seconds()? - before < LEAST_SECONDS {
        sum += pass()?;
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
