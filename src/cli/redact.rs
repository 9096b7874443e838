//! `redact`: the functions of the pipeline as a filter, and what they do explained. It needs no configuration and no
//! key; only a policy of one's own is read from the configuration.

use super::args::{RedactArgs, RedactWhat};
use super::cells::aligned;
use super::print::Printer;
use super::score;
use catchment_base::disk;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_redact::{Evidence, Format, NearMiss, Policy, Redactor, Report, SHIPPED};
use catchment_source::DIALECTS;
use catchment_source::config::{Config, near_match};
use serde::Deserialize;
use serde_json::json;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

/// Bytes of a text at most.
const LONGEST: u64 = 64 << 20;
/// Bytes of a line of JSON at most: every character of a text may be escaped.
const LONGEST_LINE: u64 = 6 * LONGEST;

/// Runs the command.
pub fn redact(config: &Path, args: &RedactArgs, printer: &Printer) -> Result<u8> {
    match &args.what {
        Some(RedactWhat::Explain(how)) => {
            let redactor = redactor(config, &how.policy)?.curious();
            let code = explain(&redactor, how.format.into(), printer)?;
            Ok(told(code, redactor.policy(), printer))
        }
        Some(RedactWhat::Types { name }) => types(name.as_deref(), printer),
        Some(RedactWhat::Score { folder, policy }) => {
            let redactor = redactor(config, policy)?.curious();
            let code = score::score(folder, &redactor, printer)?;
            Ok(told(code, redactor.policy(), printer))
        }
        Some(RedactWhat::Preview(preview)) => super::questions::preview(config, preview, printer),
        None => {
            let redactor = redactor(config, &args.how.policy)?;
            // Lines tell what was found, also what the policy keeps.
            let redactor = if args.jsonl { redactor.curious() } else { redactor };
            let code = if args.jsonl {
                lines(&redactor, args.how.format.into(), printer)?
            } else {
                whole(&redactor, args.how.format.into())?
            };
            Ok(told(code, redactor.policy(), printer))
        }
    }
}

/// Tells why an analyzer could not say what stands in texts; then something was closed, and the exit code says so.
pub fn told(code: u8, policy: &Policy, printer: &Printer) -> u8 {
    let Some(trouble) = policy.trouble() else { return code };
    printer.note(&trouble);
    if code == 0 { Kind::Incomplete.exit_code() } else { code }
}

/// A redactor without a key. The configuration is read only for a policy that is not built in.
fn redactor(config: &Path, policy: &str) -> Result<Redactor> {
    Ok(Redactor::new(named(config, policy)?, None))
}

/// The policy of a name: one that is built in, or one of the configuration.
pub fn named(config: &Path, name: &str) -> Result<Policy> {
    if let Some(policy) = Policy::shipped(name) {
        return Ok(policy);
    }
    let is_there = disk::exists(config);
    let own = is_there.then(|| Config::policies_of(config, &DIALECTS)).transpose()?.unwrap_or_default();
    own.get(name).cloned().ok_or_else(|| {
        let known = SHIPPED.into_iter().chain(own.keys().map(String::as_str));
        let hint = match near_match(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None if is_there => {
                format!("built-in policies: {}; your own are [redaction.NAME] in the configuration", SHIPPED.join(", "))
            }
            None => format!(
                "built-in policies: {}; your own are in the configuration, but there is no file {}: name it with \
                 --config",
                SHIPPED.join(", "),
                config.display()
            ),
        };
        Error::usage(format!("there is no redaction policy `{}`", printable(name))).hint(hint)
    })
}

/// The standard input as one text.
fn input() -> Result<String> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::usage(format!("the text is longer than {} MiB", LONGEST >> 20))
            .hint("shorten it, or give one text per line as {\"text\": …} with --jsonl"));
    }
    String::from_utf8(bytes).map_err(|_| Error::usage("the text is not UTF-8").hint("convert it: iconv -t UTF-8"))
}

fn unread(cause: io::Error) -> Error {
    Error::failed("reading stdin failed").because(cause)
}

fn unwritten(cause: io::Error) -> Error {
    Error::failed("writing the redacted text failed").because(cause)
}

/// Exit code 3 where redaction failed and closed.
fn code(failures: u64) -> u8 {
    if failures > 0 { Kind::Incomplete.exit_code() } else { 0 }
}

fn whole(redactor: &Redactor, format: Format) -> Result<u8> {
    let mut tally = catchment_redact::Tally::new();
    let input = input()?;
    let output = redactor.redact(&input, format, &mut tally);
    let mut out = io::stdout().lock();
    done(out.write_all(output.as_bytes()).and_then(|()| out.flush()))?;
    Ok(code(tally.failures()))
}

/// Whoever stops reading has seen enough.
fn done(written: io::Result<()>) -> Result<()> {
    match written {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(unwritten(cause)),
        _ => Ok(()),
    }
}

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// Lines of `{"text": …}`, each answered before the next is read. A line that is none is closed, and the others go on.
fn lines(redactor: &Redactor, format: Format, printer: &Printer) -> Result<u8> {
    let (mut input, mut out) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
    let (mut line, mut number, mut failures) = (Vec::new(), 0, 0);
    loop {
        line.clear();
        number += 1;
        let read = (&mut input).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(unread)?;
        if read == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        // The parser's message may quote the line.
        let answer = match serde_json::from_slice(&line) {
            Ok(Line { text }) => {
                let report = redactor.report(&text, format);
                failures += report.failures;
                json!({"text": report.output, "findings": findings(&text, &report)})
            }
            Err(_) => {
                failures += 1;
                printer.note(&format!(
                    "line {number} is not a JSON object with a text and was withheld: write one {{\"text\": …}} per \
                     line"
                ));
                json!({"text": catchment_redact::FAILED, "findings": []})
            }
        };
        if writeln!(out, "{answer}").is_err() {
            break;
        }
    }
    done(out.flush())?;
    Ok(code(failures))
}

/// The findings with their places in characters of the input.
pub fn findings(text: &str, report: &Report) -> Vec<serde_json::Value> {
    let mut points = Points { text, byte: 0, point: 0 };
    let finding = |found: &catchment_redact::Found| {
        let (start, end) = found.bounds();
        let start = points.of(start);
        json!({"type": found.kind, "rule": found.rule, "start": start, "end": points.of(end)})
    };
    report.findings.iter().map(finding).collect()
}

/// Counts characters up to a byte, going on from where it was asked last.
struct Points<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl Points<'_> {
    fn of(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        self.point += self.text.get(self.byte..byte).map_or(0, |between| between.chars().count());
        self.byte = byte;
        self.point
    }
}

/// A text with its findings marked, and why each of them is one.
fn explain(redactor: &Redactor, format: Format, printer: &Printer) -> Result<u8> {
    let input = input()?;
    let report = redactor.report(&input, format);
    let marked = marked(&input, &report);
    let mut text = format!("policy {}\n\n{}\n", redactor.policy().versioned(), marked.trim_end_matches('\n'));
    for (number, found) in report.findings.iter().enumerate() {
        text.push_str(&format!("\n{}  {}\n", number + 1, said(&input, found)));
    }
    if report.failures > 0 {
        let why = "it is not in the given format, its markup would break, or the analyzer does not respond";
        text.push_str(&format!(
            "\nfailed closed: a sync would store {} instead, because {why}\n",
            catchment_redact::FAILED
        ));
    } else if report.findings.is_empty() {
        text.push_str("\nnothing found\n");
    }
    if !report.misses.is_empty() {
        text.push_str("\nnear misses, left as they are:\n");
    }
    text.push_str(&left(&input, &report));
    printer.data(&text)?;
    Ok(code(report.failures))
}

/// What was left, in the order of the text, and what it is none of; what is left for the same reason is told together.
fn left(input: &str, report: &Report) -> String {
    let mut misses: Vec<&NearMiss> = report.misses.iter().collect();
    misses.sort_by_key(|miss| miss.ranges.first().map(|range| (range.start, range.end)));
    let mut text = String::new();
    for misses in misses.chunk_by(|a, b| a.ranges == b.ranges) {
        text.push_str(&format!("   {}\n", quoted(input, &misses[0].ranges)));
        let mut reasons: BTreeMap<&str, (BTreeSet<&str>, Vec<&str>)> = BTreeMap::new();
        for miss in misses {
            let (kinds, rules) = reasons.entry(miss.why).or_default();
            kinds.insert(miss.kind);
            rules.push(miss.rule);
        }
        for (why, (kinds, rules)) in reasons {
            let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
            let noun = if rules.len() > 1 { "rules" } else { "rule" };
            text.push_str(&format!("      not {kinds}: {why} ({noun} {})\n", rules.join(", ")));
        }
    }
    text
}

fn said(input: &str, found: &catchment_redact::Found) -> String {
    let becomes = match &found.replacement {
        None => "is kept by the policy".to_owned(),
        Some(text) if text.is_empty() => "is removed".to_owned(),
        Some(text) => format!("becomes {text}"),
    };
    let evidence = match &found.evidence {
        None => String::new(),
        Some(Evidence::Word(word) | Evidence::Outweighing(word)) => {
            format!("\n   word beside it   {}", joined(word))
        }
        Some(Evidence::Around(words)) => format!("\n   text around it   {}", printable(words)),
    };
    format!(
        "{}  {} {becomes}\n   rule   {} ({}){evidence}\n   passed   {}",
        quoted(input, &found.ranges),
        found.kind,
        found.rule,
        found.confidence,
        found.proof
    )
}

/// A word, the letters of an abbreviation in one piece: it is known with signs between them as well.
fn joined(word: &str) -> Cow<'_, str> {
    let is_spelled = word.contains(' ') && word.split(' ').all(|part| part.chars().count() == 1);
    if is_spelled { Cow::Owned(word.replace(' ', "")) } else { Cow::Borrowed(word) }
}

fn quoted(input: &str, ranges: &[std::ops::Range<usize>]) -> String {
    let parts: Vec<&str> = ranges.iter().filter_map(|range| input.get(range.clone())).collect();
    format!("\"{}\"", printable(&parts.join("…")))
}

/// The text with a number before and after each finding, as `⟦1 … ⟧`.
fn marked(input: &str, report: &Report) -> String {
    let mut marks: Vec<(usize, usize, String)> = Vec::new();
    for (number, found) in report.findings.iter().enumerate() {
        for range in &found.ranges {
            marks.push((range.start, 1, format!("⟦{} ", number + 1)));
            marks.push((range.end, 0, "⟧".to_owned()));
        }
    }
    marks.sort();
    let (mut out, mut at) = (String::new(), 0);
    for (place, _, mark) in marks {
        out.push_str(&harmless(input.get(at..place).unwrap_or_default()));
        out.push_str(&mark);
        at = place;
    }
    out + &harmless(input.get(at..).unwrap_or_default())
}

/// Lines stay; whatever else a terminal would obey goes.
fn harmless(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// All types and what each shipped policy does with them, or the rules of one type.
fn types(name: Option<&str>, printer: &Printer) -> Result<u8> {
    if let Some(name) = name {
        return rules(name, printer);
    }
    let heads = ["type", "class"].into_iter().chain(SHIPPED).chain(["rules", "what it is"]);
    let policies: Vec<Policy> = SHIPPED.into_iter().filter_map(Policy::shipped).collect();
    let rows = catchment_redact::TYPES.iter().map(|one| {
        let actions = policies.iter().map(|policy| policy.action_of(one.name).name().to_owned());
        let rules = catchment_redact::rules_of(one.name).len().to_string();
        let ends = [rules, one.about.to_owned()];
        [one.name.to_owned(), one.class.name().to_owned()].into_iter().chain(actions).chain(ends).collect()
    });
    let heads: Vec<String> = heads.map(String::from).collect();
    printer.data(&aligned(&heads, &rows.collect::<Vec<Vec<String>>>()))?;
    Ok(0)
}

fn rules(name: &str, printer: &Printer) -> Result<u8> {
    let Some(one) = catchment_redact::named(name) else {
        return Err(
            Error::usage(format!("there is no type {}", printable(name))).hint("'catchment redact types' lists them")
        );
    };
    let heads = ["rule", "version", "confidence", "what a value must pass"].map(String::from);
    let row = |rule: &catchment_redact::Known| {
        vec![rule.name.to_owned(), rule.version.to_string(), rule.confidence.to_owned(), rule.proof.to_owned()]
    };
    let rows: Vec<Vec<String>> = catchment_redact::rules_of(one.name).iter().map(row).collect();
    printer.data(&format!("{}: {}\n\n{}", one.name, one.about, aligned(&heads, &rows)))?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Report {
        Redactor::new(Policy::shipped("standard").unwrap(), None).curious().report(text, Format::Text)
    }

    #[test]
    fn the_letters_of_an_abbreviation_are_shown_in_one_piece() {
        assert_eq!(["d o b", "date of birth", "dob", "a"].map(joined), ["dob", "date of birth", "dob", "a"]);
    }

    #[test]
    fn places_are_counted_in_characters() {
        let text = "ä 😀 jo@example.org, ü@example.org";
        let found = findings(text, &report(text));
        assert_eq!((found[0]["start"].as_u64(), found[0]["end"].as_u64()), (Some(4), Some(18)));
        assert_eq!(found[1]["start"], 20);
    }

    #[test]
    fn what_comes_to_light_behind_another_value_has_its_place_in_the_input() {
        let text = "Card 4111 1111 1111 1111 exp 12/27 cvv 123, jo@example.org";
        let marked = marked(text, &report(text));
        assert_eq!(marked, "Card ⟦1 4111 1111 1111 1111⟧ exp ⟦2 12/27⟧ cvv ⟦3 123⟧, ⟦4 jo@example.org⟧");
    }

    #[test]
    fn findings_are_marked_by_their_numbers() {
        let text = "to jo@example.org\nand";
        assert_eq!(marked(text, &report(text)), "to ⟦1 jo@example.org⟧\nand");
    }
}
