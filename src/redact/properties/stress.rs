//! A stress on the views: bodies, documents and plain texts that are cut, doubled, shuffled and filled with noise.
//!
//! It stands for a fuzzer of the view builder, with `proptest` as the mutator. A few cases run always; the slow tier
//! runs 20,000 of each, or as many as asked:
//! `CATCHMENT_SLOW=1 CATCHMENT_CASES=1000000 cargo test --release --lib redact::properties::stress`.

use super::super::view::View;
use super::super::view::coding;
use super::super::view::nested;
use super::*;
use proptest::test_runner::{Config, TestRunner};

/// Well-formed sources that hold much of what the engine, decoders and structure look at.
const SEEDS: [&str; 6] = [
    "<p>to <b>ann</b>@exam<i>ple.com</i>, &#52;111 1111 1111 1111 &amp;#64; %61nn%40example.com</p>",
    "<ac:structured-macro ac:name=\"code\" ac:macro-id=\"x\"><ac:parameter ac:name=\"password\">Tr0ub4dor&amp;3</ac:parameter>\
     <ac:plain-text-body><![CDATA[{\"a\":\"\\u0061nn@example.com\"} YW5uQGV4YW1wbGUuY29tIGFuZCBtb3Jl]]></ac:plain-text-body></ac:structured-macro>",
    "<table><tbody><tr><th>Phone</th><td>+1 202-555-0143<br/>ext 2</td></tr></tbody></table><!-- 10.1.2.3 <b>x</b> --><?x y?>",
    "<a href=\"mailto:ann@example.com?cc=b%40example.com\">x</a><ri:user ri:account-id=\"712020:5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f\"/>\
     <ri:page ri:content-title=\"Card 4111_1111.pdf\" ri:space-key=\"~712020\"/>",
    "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"ann@\"},{\"type\":\"hardBreak\"},\
     {\"type\":\"text\",\"text\":\"exam\\u0070le.com\",\"marks\":[{\"type\":\"link\",\"attrs\":{\"href\":\"tel:+12025550143\"}}]}]}]}",
    "{\"author\":{\"accountId\":\"a-1\",\"name\":\"Ann\"},\"ann@example.com\":[4111111111111111,-1.5e3,true],\"x\":{\"name\":\"ssn\",\"value\":\"219-09-9998\"}}",
];

/// What is put in between.
const NOISE: [&str; 40] = [
    "",
    "<",
    ">",
    "&",
    ";",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\\",
    "/",
    "-",
    "--",
    "_",
    "@",
    ".",
    "%",
    "%4",
    "#",
    "=",
    "\0",
    "\u{1}",
    "\n",
    "\r\n",
    "\t",
    "\u{ad}",
    "\u{200b}",
    "\u{2028}",
    "\u{feff}",
    "\u{10ffff}",
    "٤",
    "＠",
    "é",
    "[EMAIL_ADDRESS]",
    "\\u00",
    "]]>",
];

/// A change of a text: what is done, where it begins, how far it reaches, and with what.
type Change = (u8, u16, u16, usize);

fn changed(text: &str, (what, from, reach, noise): Change) -> String {
    let place = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = place(usize::from(from) % (text.len() + 1));
    let end = place(start + usize::from(reach) % 40).max(start);
    let (before, within, after) = (&text[..start], &text[start..end], &text[end..]);
    let noise = NOISE[noise % NOISE.len()];
    match what % 6 {
        0 => format!("{before}{after}"),
        1 => format!("{before}{noise}{within}{after}"),
        2 => format!("{before}{within}{noise}{within}{after}"),
        3 => format!("{after}{within}{before}"),
        4 => format!("{before}{noise}{after}"),
        _ => format!("{before}{}{after}", within.chars().rev().collect::<String>()),
    }
}

fn cases() -> u32 {
    let slow = std::env::var_os("CATCHMENT_SLOW").is_some_and(|value| value == "1");
    let asked = std::env::var("CATCHMENT_CASES").ok().and_then(|text| text.parse().ok());
    if slow { asked.unwrap_or(20_000) } else { 64 }
}

/// Runs what shall hold on many changed sources.
fn run(holds: impl Fn(&str)) {
    let changes = prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>(), any::<usize>()), 0..12);
    let source = (prop::sample::select(&SEEDS[..]), prop::sample::select(&SEEDS[..]), any::<bool>(), changes);
    let mut runner = TestRunner::new(Config { cases: cases(), failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&source, |(one, other, both, changes)| {
        let source = if both { format!("{one}{other}") } else { one.to_owned() };
        let text = changes.into_iter().fold(source, |text, change| changed(&text, change));
        // A panic is a failure like any other, and is made small by the runner.
        holds(&text);
        Ok(())
    });
    outcome.unwrap();
}

const FORMATS: [Format; 4] = [Format::Text, Format::Storage, Format::Json, Format::Adf];

#[test]
fn whatever_is_read_is_settled_and_stays_settled() {
    let redactor = redactor();
    run(|text| {
        for format in FORMATS {
            let once = redactor.redact(text, format, &mut Tally::new()).into_owned();
            if once != FAILED {
                assert_eq!(redactor.redact(&once, format, &mut Tally::new()), once, "{format:?} {text}");
            }
            let json = serde_json::from_str::<serde_json::Value>(text).is_ok();
            match format {
                Format::Text => assert_ne!(once, FAILED, "{text}"),
                Format::Storage => assert!(!is_well_formed(text) || is_well_formed(&once), "{text}\n{once}"),
                Format::Json | Format::Adf => {
                    assert!(!json || serde_json::from_str::<serde_json::Value>(&once).is_ok(), "{text}\n{once}");
                }
            }
        }
    });
}

#[test]
fn reports_lie_within_the_text_and_tell_what_was_done() {
    let redactor = redactor().curious();
    run(|text| {
        for format in FORMATS {
            let report = redactor.report(text, format);
            let ranges =
                report.findings.iter().map(|one| &one.ranges).chain(report.misses.iter().map(|one| &one.ranges));
            for range in ranges.flatten() {
                assert!(range.start <= range.end && text.get(range.clone()).is_some(), "{format:?} {range:?} {text}");
            }
            assert_eq!(report.output, redactor.redact(text, format, &mut Tally::new()), "{format:?} {text}");
            let told = report.findings.iter().any(|one| one.replacement.is_some()) || report.failures > 0;
            assert!(told || report.output == text, "{format:?} {text}");
        }
    });
}

#[test]
fn places_in_views_lead_to_places_in_the_source() {
    run(|text| {
        for coding in [coding::Coding::Plain, coding::Coding::References, coding::Coding::Json] {
            for tight in [false, true] {
                let mut view = View::new(tight);
                coding::read(text, 0..text.len(), coding, &mut view);
                let mut views = vec![view];
                views.extend(nested::views(&views[0], u8::MAX));
                views.iter().for_each(|view| check(text, view));
            }
        }
    });
}

/// Each character of a view stands for source text, all together stand for it in order, and nothing is invented.
fn check(text: &str, view: &View) {
    let shown = std::str::from_utf8(view.text()).unwrap();
    for (at, c) in shown.char_indices() {
        let ranges = view.sources(&(at..at + c.len_utf8()));
        assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{ranges:?} {text}");
        assert!(
            ranges.iter().all(|range| text.get(range.clone()).is_some_and(|part| !part.is_empty())),
            "{ranges:?} {text}"
        );
        // Only the wall behind a decoded stretch stands for nothing.
        assert!(!ranges.is_empty() || c == '\n', "{c:?} {text}");
    }
}
