//! A stress on all readers: texts, bodies, documents and JSON of any kind, also cut, doubled, shuffled and filled with
//! noise.
//!
//! It stands for a fuzzer, with `proptest` as the mutator. Some cases run always; the slow tier runs 20,000 of each, or as
//! many as asked: `CATCHMENT_SLOW=1 CATCHMENT_CASES=1000000 cargo test --release -p catchment-redact properties::stress`.

use super::hidden::PLACES;
use super::*;
use crate::view::{View, coding, nested};
use serde_json::{Value, json};

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

/// Signs that mean something somewhere, blanks, and what nobody sees.
const SIGNS: [&str; 63] = [
    "<", ">", "&", ";", "\"", "'", "[", "]", "{", "}", ",", ":", "\\", "/", "-", "--", "_", "@", ".", "%", "%4", "#",
    "=", "+", "*", "~", "|", "(", ")", "!", "?", "0", "7", "a", "é", "о", "漢", "٤", "＠", "\0", "\u{1}", "\n", "\r\n",
    "\t", "\n    ", " ", " ", " ", "\u{ad}", "\u{200b}", "\u{2028}", "\u{feff}", "\u{1b}[", "\\n", "\\u00", "\\ud83d",
    "\\ude00", "]>", "]]>", "<!--", "-->", "&#", "$6$",
];

/// Parts of markup, of JSON and of values, parted by blanks.
const PARTS: &str = r#"
<p> </p> <b> </b> <br/> <table><tr> </tr><tr> </table> <th> <td> </td> <a·href=" "> <p·title=' '> <![CDATA[ <ri:user·ri:account-id="
"/> ri:userkey=" <?x· ?> &amp; &#64; &commat; &shy; %40 \u0040
"a" "type":"text" "type":"doc" "text":" "content":[ {"type":"hardBreak"} "accountId": {"a":" "} -1.5e3 true null
[SECRET] [PHONE_NUMBER] [EMAIL_ADDRESS] [ACCOUNT_ID_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA] [ACCOUNT_ID_ AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA] [TOKEN]
password= "token":·" CVV· PIN= PESEL MRN:· tel· born·1989-03-15 https://a: -----BEGIN·PRIVATE·KEY----- Sunny-7 john example.org
AKIAIOSF ODNN7DOCUMEN 4111 1111 ·1111· 5b10a2844c20 165700ede21f 712020: am9obkBleGFt cGxlLm9yZw== 84052372106 230584-2719
eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0 212-555-0187 +44·20·7946 ·0958 203.0.113. 2001:db8:: 00:11:22:33:44:55
"#;

/// What may stand side by side in the worst of texts.
fn part() -> impl Strategy<Value = String> {
    let parts: Vec<String> = PARTS.split_whitespace().map(|part| part.replace('·', " ")).collect();
    let values = prop::sample::select(&VALUES[..]).prop_map(str::to_owned);
    prop_oneof![prop::sample::select(&SIGNS[..]).prop_map(str::to_owned), prop::sample::select(parts), values]
}

fn soup(most: usize) -> impl Strategy<Value = String> + Clone {
    prop::collection::vec(part(), 0..most).prop_map(|parts| parts.concat()).boxed()
}

/// A source that was changed: what is done, where it begins, how far it reaches, and with what.
fn changed(text: String, (what, from, reach, noise): (u8, u16, u16, &str)) -> String {
    let start = text.floor_char_boundary(usize::from(from) % (text.len() + 1));
    let end = text.floor_char_boundary(start + usize::from(reach) % 40).max(start);
    let (before, within, after) = (&text[..start], &text[start..end], &text[end..]);
    match what {
        0 => format!("{before}{after}"),
        1 => format!("{before}{noise}{within}{after}"),
        2 => format!("{before}{within}{noise}{within}{after}"),
        3 => format!("{after}{within}{before}"),
        4 => format!("{before}{noise}{after}"),
        _ => format!("{before}{}{after}", within.chars().rev().collect::<String>()),
    }
}

fn changed_seed() -> impl Strategy<Value = String> {
    let seed = || prop::sample::select(&SEEDS[..]);
    let seeds =
        prop_oneof![seed().prop_map(str::to_owned), (seed(), seed()).prop_map(|(one, other)| one.to_owned() + other)];
    let changes = prop::collection::vec((0..6u8, any::<u16>(), any::<u16>(), prop::sample::select(&SIGNS[..])), 0..12);
    (seeds, changes).prop_map(|(seed, changes)| changes.into_iter().fold(seed, changed))
}

fn escaped(text: &str) -> String {
    [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")]
        .into_iter()
        .fold(text.to_owned(), |text, (sign, reference)| text.replace(sign, reference))
}

/// Blocks in which soup stands wherever a value may.
fn well_formed_body() -> impl Strategy<Value = String> {
    let places = PLACES.iter().filter(|(format, ..)| *format == Format::Storage);
    let places: Vec<&str> = places.flat_map(|(.., places)| places.iter().copied()).collect();
    let block = (prop::sample::select(places), soup(6)).prop_map(|(place, text)| {
        // No comment ends in it.
        place.replace('§', &escaped(&text).replace('-', "&#45;"))
    });
    prop::collection::vec(block, 0..5).prop_map(|blocks| blocks.concat())
}

fn any_json() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 8] = ["type", "text", "content", "attrs", "marks", "accountId", "name", "user"];
    const KINDS: [&str; 6] = ["doc", "paragraph", "text", "hardBreak", "mention", "status"];
    let name = prop_oneof![soup(4), prop::sample::select(&NAMES[..]).prop_map(str::to_owned)];
    let leaf = prop_oneof![
        prop::sample::select(vec![json!(null), json!(true), json!(-1.5e3), json!(4_111_111_111_111_111_u64)]),
        any::<i64>().prop_map(Value::from),
        soup(4).prop_map(Value::from),
        prop::sample::select(&KINDS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(name.clone(), inner, 0..5).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// A source of any kind.
fn source() -> impl Strategy<Value = String> {
    let json = any_json().prop_map(|value| value.to_string());
    prop_oneof![6 => soup(40), 1 => changed_seed(), 3 => well_formed_body(), 3 => json, 2 => any::<String>()]
}

fn config() -> ProptestConfig {
    let slow = std::env::var_os("CATCHMENT_SLOW").is_some_and(|value| value == "1");
    let asked = std::env::var("CATCHMENT_CASES").ok().and_then(|text| text.parse().ok());
    let cases = if slow { asked.unwrap_or(20_000) } else { 768 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

const FORMATS: [Format; 4] = [Format::Text, Format::Storage, Format::Json, Format::Adf];

fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The nesting of a value, with how many members each part has; of names, strings and numbers only that they are there.
fn shape(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            // They come sorted by their names, and other names sort otherwise.
            let mut shapes: Vec<String> = members.values().map(shape).collect();
            shapes.sort();
            format!("{{{}}}", shapes.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(",")),
        Value::String(_) | Value::Number(_) => "s".to_owned(),
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_is_read_is_settled_and_stays_settled(source in source()) {
        for format in FORMATS {
            let once = redacted(format, &source);
            let json = parsed(&source).filter(|_| matches!(format, Format::Json | Format::Adf));
            if once == FAILED {
                let is_broken = match format {
                    Format::Text => false,
                    Format::Storage => !is_well_formed(&source),
                    Format::Json | Format::Adf => json.is_none(),
                };
                prop_assert!(is_broken, "{format:?} {source}");
                continue;
            }
            prop_assert_eq!(redacted(format, &once), &once[..], "{:?} {}", format, source);
            if format == Format::Storage {
                prop_assert!(!is_well_formed(&source) || is_well_formed(&once), "{source}\n{once}");
            }
            if let Some(json) = json {
                let left = parsed(&once).map(|left| shape(&left));
                // What names a member twice has more members than are parsed.
                let is_same = left == Some(shape(&json)) || left.is_some() && format!("{json}") != source;
                prop_assert!(is_same, "{source}\n{once}");
            }
        }
    }

    #[test]
    fn well_formed_sources_are_well_formed(body in well_formed_body()) {
        prop_assert!(is_well_formed(&body), "{body}");
    }

    #[test]
    fn reports_lie_within_the_text_and_tell_what_was_done(source in source()) {
        for format in FORMATS {
            let report = redactor().curious().report(&source, format);
            let ranges = report.findings.iter().map(|one| &one.ranges).chain(report.misses.iter().map(|one| &one.ranges));
            for range in ranges.flatten() {
                prop_assert!(range.start <= range.end && source.get(range.clone()).is_some(), "{format:?} {range:?} {source}");
            }
            let mut places: Vec<_> = report.findings.iter().flat_map(|one| &one.ranges).collect();
            places.sort_by_key(|range| range.start);
            prop_assert!(places.windows(2).all(|pair| pair[0].end <= pair[1].start), "{format:?} {source}");
            prop_assert_eq!(&report.output, &redacted(format, &source), "{:?} {}", format, source);
            let told = report.findings.iter().any(|one| one.replacement.is_some()) || report.failures > 0;
            prop_assert!(told || report.output == source, "{format:?} {source}");
        }
    }

    #[test]
    fn places_in_views_lead_to_places_in_the_source(source in source()) {
        for coding in [coding::Coding::Plain, coding::Coding::References, coding::Coding::Json] {
            for tight in [false, true] {
                let mut view = View::new(tight);
                coding::read(&source, 0..source.len(), coding, &mut view);
                let mut views = vec![view];
                views.extend(nested::views(&views[0]).into_iter().map(|(view, _)| view));
                views.iter().for_each(|view| check(&source, view));
            }
        }
    }

    #[test]
    fn a_title_is_rewritten_like_what_points_to_it(title in soup(10)) {
        // Titles have one line.
        let title = title.replace(['\n', '\r'], " ");
        for (tag, name) in [("ri:page", "ri:content-title"), ("ri:attachment", "ri:filename")] {
            let link = |title: &str| format!("<p><ac:link><{tag} {name}=\"{}\" /></ac:link></p>", escaped(title));
            prop_assert_eq!(storage(&link(&title)), link(&text(&title)), "{}", title);
        }
    }
}

/// Each character of a view stands for source text, all together stand for it in order, and nothing is invented.
fn check(text: &str, view: &View) {
    let shown = std::str::from_utf8(view.text()).unwrap();
    for (at, c) in shown.char_indices() {
        let ranges = view.sources(&(at..at + c.len_utf8()));
        let is_there = |range: &std::ops::Range<usize>| text.get(range.clone()).is_some_and(|part| !part.is_empty());
        assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{ranges:?} {text}");
        assert!(ranges.iter().all(is_there), "{ranges:?} {text}");
        // Only the wall behind a decoded stretch stands for nothing.
        assert!(!ranges.is_empty() || c == '\n', "{c:?} {text}");
    }
}
