//! What holds for every JSON and every document, with `serde_json` as the judge of what parses.

use super::*;
use serde_json::{Value, json};

fn redacted(format: Format, input: &str) -> String {
    redactor().redact(input, format, &mut Tally::new()).into_owned()
}

/// All that a reader of parsed JSON sees: names, strings and numbers, each by itself; the text nodes of one array as
/// one.
fn seen(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            out.push(plain(name));
            seen(value, out);
        }),
        Value::Array(items) => {
            out.push(plain(&items.iter().filter_map(|item| item["text"].as_str()).collect::<String>()));
            items.iter().for_each(|item| seen(item, out));
        }
        Value::String(text) => out.push(plain(text)),
        other => out.push(other.to_string()),
    }
}

fn shows(document: &str, value: &str) -> bool {
    let mut views = Vec::new();
    seen(&serde_json::from_str(document).unwrap(), &mut views);
    views.iter().any(|view| view.contains(&plain(value)))
}

/// One character of a JSON string as a producer may write it, and what an author may put behind it.
fn written(c: char, how: u8, between: u8) -> String {
    let mut units = [0; 2];
    let mut out: String = match how {
        0 => c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
        1 => c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04X}")).collect(),
        2 if c.is_ascii_graphic() => char::from_u32(u32::from(c) + 0xfee0).map_or_else(String::new, String::from),
        // A mathematical digit is a surrogate pair.
        3 if c.is_ascii_digit() => format!("\\ud835\\u{:04x}", 0xdfce + u32::from(c) - u32::from('0')),
        4 if c == '/' => "\\/".to_owned(),
        _ => c.to_string(),
    };
    out.push_str(match between {
        0 => "\u{200b}",
        1 => "\\u200b",
        2 => "\\u00ad",
        _ => "",
    });
    out
}

/// Where a string may stand in JSON.
fn standing(place: u8, text: &str) -> String {
    match place {
        0 => format!("\"{text}\""),
        1 => format!("[1, [\"x\", \"see {text}, or not\"]]"),
        2 => format!("{{\"a\": {{\"b\" : \"{text}\"}}, \"c\":null}}"),
        3 => format!("{{\"{text}\": 1}}"),
        4 => format!("[{{\"x\":[{{\"about {text}\":[true]}}],\"y\":\"{text}\"}}]"),
        _ => format!("{{\"type\":\"doc\",\"content\":[{{\"type\":\"media\",\"attrs\":{{\"alt\":\"{text}\"}}}}]}}"),
    }
}

/// A document in which each of the texts is a node of one block.
fn document(nodes: &[String], outer: u8) -> String {
    let node = |text: &String| match text.as_str() {
        "" => "{\"type\":\"emoji\",\"attrs\":{\"shortName\":\":x:\"}}".to_owned(),
        text if text.len() % 2 == 0 => format!("{{\"text\":\"{text}\",\"type\":\"text\"}}"),
        text => format!("{{\"type\":\"text\",\"marks\":[{{\"type\":\"em\"}}],\"text\":\"{text}\"}}"),
    };
    let content = nodes.iter().map(node).collect::<Vec<_>>().join(",");
    let block = format!("{{\"type\":\"paragraph\",\"content\":[{content}]}}");
    let inner = match outer {
        0 => block,
        1 => format!("{{\"content\":[{block}],\"type\":\"listItem\"}}"),
        _ => format!("{{\"type\":\"tableRow\",\"content\":[{{\"type\":\"tableCell\",\"content\":[{block},{{}}]}}]}}"),
    };
    format!("{{\"version\":1,\"type\":\"doc\",\"content\":[{inner}]}}")
}

proptest! {
    #[test]
    fn a_value_in_json_never_leaks(
        value in prop::sample::select(&VALUES[..]),
        how in prop::collection::vec((0u8..8, 0u8..12), 48),
        place in 0u8..6,
    ) {
        let hidden: String = value.chars().zip(&how).map(|(c, (how, between))| written(c, *how, *between)).collect();
        let input = standing(place, &hidden);
        prop_assert!(shows(&input, value), "the reader of this test does not see {input}");
        for format in [Format::Json, Format::Adf] {
            let out = redacted(format, &input);
            prop_assert!(!shows(&out, value), "{input}\n{out}");
            prop_assert_eq!(redacted(format, &out), out);
        }
    }

    #[test]
    fn a_value_across_nodes_never_leaks(
        value in prop::sample::select(&VALUES[..]),
        cuts in prop::collection::vec(0usize..40, 0..6),
        how in prop::collection::vec((0u8..8, 0u8..12), 48),
        outer in 0u8..3,
    ) {
        let mut nodes = vec!["Ref: ".to_owned()];
        for (at, (c, (how, between))) in value.chars().zip(&how).enumerate() {
            if cuts.contains(&at) {
                nodes.push(String::new());
            }
            if let Some(last) = nodes.last_mut() {
                last.push_str(&written(c, *how, *between));
            }
        }
        nodes.extend([String::new(), " end".to_owned()]);
        let input = document(&nodes, outer);
        prop_assert!(shows(&input, value), "the reader of this test does not see {input}");
        for format in [Format::Json, Format::Adf] {
            let out = redacted(format, &input);
            prop_assert!(!shows(&out, value), "{input}\n{out}");
            prop_assert_eq!(redacted(format, &out), out);
        }
    }

    #[test]
    fn a_number_never_leaks(digits in prop::sample::select(vec!["4111111111111111", "378282246310005"]), tail in "(\\.0)?") {
        let out = redacted(Format::Json, &format!("{{\"card\": {digits}{tail}}}"));
        prop_assert_eq!(out, "{\"card\": \"[CREDIT_CARD]\"}");
    }

    #[test]
    fn what_parses_still_does_and_what_does_not_is_closed(parts in prop::collection::vec(prop::sample::select(JSON_SOUP), 0..24)) {
        let soup = parts.concat();
        for format in [Format::Json, Format::Adf] {
            let once = redacted(format, &soup);
            let parses = |text: &str| serde_json::from_str::<Value>(text).is_ok();
            prop_assert!(!parses(&soup) || parses(&once), "{soup}\n{once}");
            prop_assert!(once != FAILED || !parses(&soup), "{soup}");
            if once != FAILED {
                prop_assert_eq!(redacted(format, &once), once.clone(), "{}", soup);
            }
        }
    }

    #[test]
    fn any_json_keeps_its_shape(value in any_json()) {
        let input = value.to_string();
        for format in [Format::Json, Format::Adf] {
            let out = redacted(format, &input);
            prop_assert_eq!(redacted(format, &out), out.clone());
            let after: Value = serde_json::from_str(&out).unwrap();
            prop_assert!(same_shape(&value, &after), "{input}\n{out}");
        }
    }

    #[test]
    fn a_title_is_rewritten_like_what_points_to_it(parts in prop::collection::vec(prop::sample::select(SOUP), 0..10)) {
        // Titles have one line.
        let title = parts.concat().replace('\n', " ");
        let escaped = |text: &str| {
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
        };
        for (tag, name) in [("ri:page", "ri:content-title"), ("ri:attachment", "ri:filename")] {
            let link = |title: &str| format!("<p><ac:link><{tag} {name}=\"{}\" /></ac:link></p>", escaped(title));
            prop_assert_eq!(storage(&link(&title)), link(&text(&title)), "{}", title);
        }
    }
}

#[test]
fn a_title_keeps_its_blanks_where_it_is_pointed_to() {
    // Two blanks part a number from another one in a title; in the text of a page they would be one.
    let link = |title: &str| format!("<p><ac:link><ri:page ri:content-title=\"{title}\" /></ac:link></p>");
    let title = " 1111  7183 5520 6486 x";
    assert_eq!(text(title), " 1111  [IN_AADHAAR] x");
    assert_eq!(storage(&link(title)), link(&text(title)));
}

/// The same nesting, the same number of members, and the same words and numbers where they did not become strings.
fn same_shape(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            // Names come sorted, and other names sort otherwise: shapes are compared where no name changed.
            old.len() == new.len()
                && (!old.keys().eq(new.keys()) || old.values().zip(new.values()).all(|(a, b)| same_shape(a, b)))
        }
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(a, b)| same_shape(a, b))
        }
        (Value::String(_) | Value::Number(_), Value::String(_)) => true,
        (old, new) => old == new,
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let word = || prop::sample::select(SOUP).prop_map(str::to_owned);
    let words = prop::collection::vec(word(), 0..4).prop_map(|words| words.concat());
    let name = prop_oneof![
        words.clone(),
        prop::sample::select(vec!["type", "text", "content", "attrs", "marks", "accountId", "name", "user"])
            .prop_map(str::to_owned),
    ];
    let kind =
        prop::sample::select(vec!["doc", "paragraph", "text", "hardBreak", "mention", "status"]).prop_map(Value::from);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(4111111111111111_u64)),
        words.prop_map(Value::from),
        kind,
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(name.clone(), inner, 0..5).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// What may stand side by side in the worst of JSON.
const JSON_SOUP: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"a\"",
    "\"type\":\"text\"",
    "\"type\":\"doc\"",
    "\"text\":\"",
    "\"content\":[",
    "{\"type\":\"hardBreak\"}",
    "\"accountId\":",
    "\"john@example.org\"",
    "john@",
    "example.org",
    "\\u0040",
    "\\ud83d",
    "\\ude00",
    "\\",
    "\\\"",
    "\\n",
    "4111111111111111",
    "-1.5e3",
    "0",
    "true",
    "null",
    " ",
    "\n",
    "\u{200b}",
    "é",
    "%40",
    "am9obkBleGFtcGxlLm9yZw==",
    "[EMAIL_ADDRESS]",
    "{\"a\":\"",
    "\"}",
];

#[test]
fn hostile_json_stays_linear() {
    let many = 100_000;
    let one = "{\"a@example.org\":1,";
    for input in [
        format!("{}\"x\":1{}", one.repeat(many), "}".repeat(many)),
        format!("{{{}\"x\":1}}", "\"a@example.org\":1,".repeat(many)),
        format!("[{}0]", "4111111111111111,".repeat(many)),
        format!("[\"{}\"]", "\\\\u0040".repeat(many)),
        format!("[\"{}\"]", "\\u0025".repeat(many)),
        format!("{{\"type\":\"doc\",\"content\":[{}{{}}]}}", "{\"type\":\"text\",\"text\":\"4\"},".repeat(many)),
        format!(
            "{{\"type\":\"doc\",\"content\":[{}{{}}]}}",
            "{\"type\":\"text\",\"text\":\"a@\"},{\"type\":\"x\"},".repeat(many)
        ),
        "[".repeat(many),
        "\"".repeat(many),
    ] {
        let once = redacted(Format::Adf, &input);
        let left = ["a@example.org", "4111111111111111"].into_iter().find_map(|value| once.find(value));
        assert_eq!(left.map(|at| &once[at..once.len().min(at + 80)]), None, "{}", &input[..40]);
    }
}
