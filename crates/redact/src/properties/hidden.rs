//! Values that do not stay, as an author may hide them in a text, and whether a reader who tries hard sees them.

use super::values::VALUES;
use super::*;
use crate::rewrite::survive::survives;
use serde_json::Value;

/// What may stand between the characters of a value unseen, and the tags that may.
const UNSEEN: [&str; 3] = ["\u{200b}", "\u{ad}", "\u{2060}"];
const TAGS: [&str; 4] = [
    "<b></b>",
    "<span style=\"color: red\"></span>",
    "<!-- x -->",
    "<ac:inline-comment-marker ac:ref=\"a\"></ac:inline-comment-marker>",
];

/// Where a value may stand, and whether tags may between its characters; `§` stands for a part of it.
pub const PLACES: [(Format, bool, &[&str]); 4] = [
    (Format::Text, false, &["Ref: § end", "x § y"]),
    (
        Format::Storage,
        true,
        &[
            "<p>Ref: § end.</p>",
            "<table><tbody><tr><td>a1</td><td>§</td></tr></tbody></table>",
            "<p><em>x</em> §<strong>!</strong></p>",
            "<ac:structured-macro ac:name=\"x\"><ac:parameter ac:name=\"q\">§</ac:parameter></ac:structured-macro>",
            "<p><b>Label</b>: §, <i>and so on</i></p>",
            "text § without a block",
        ],
    ),
    (
        Format::Storage,
        false,
        &[
            "<p title=\"§\">x</p>",
            "<p title='see §'>x</p>",
            "<p>a</p><!-- § -->",
            "<ac:plain-text-body><![CDATA[id = \"§\"]]></ac:plain-text-body>",
            "<p><![CDATA[§]]><![CDATA[§]]></p>",
            "<a href=\"mailto:§\">write</a>",
            "<!-- <p>§<b>§</b></p> -->",
            "<p>§<br/>§</p>",
            "<?note §?>",
            "<ri:user ri:account-id=\"§\"/>",
            "<ri:page ri:content-title=\"Account §\" />",
        ],
    ),
    (
        Format::Json,
        false,
        &[
            "\"§\"",
            "[1, [\"x\", \"see §, or not\"]]",
            "{\"a\": {\"b\" : \"§\"}, \"c\":null}",
            "{\"§\": 1}",
            "[{\"x\":[{\"about §\":[true]}],\"y\":\"z\"}]",
            "{\"type\":\"doc\",\"content\":[{\"type\":\"media\",\"attrs\":{\"alt\":\"§\"}}]}",
            "{\"version\":1,\"type\":\"doc\",\"content\":[¶]}",
            "{\"type\":\"doc\",\"content\":[{\"content\":[¶],\"type\":\"listItem\"}]}",
            "{\"type\":\"doc\",\"content\":[{\"type\":\"tableRow\",\"content\":[{\"type\":\"tableCell\",\"content\":[¶,{}]}]}]}",
        ],
    ),
];

/// A paragraph over whose nodes a value is spread.
const PARAGRAPH: &str = "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"Ref: §\"},\
    {\"type\":\"emoji\",\"attrs\":{\"shortName\":\":x:\"}},{\"text\":\"§\",\"type\":\"text\"},\
    {\"type\":\"text\",\"marks\":[{\"type\":\"em\"}],\"text\":\"§\"},{\"type\":\"text\",\"text\":\" end\"}]}";

/// One character as an author may write it, and what may stand behind it.
fn spelled(c: char, (format, tagged): (Format, bool), how: u8, behind: usize) -> String {
    let code = u32::from(c);
    let mut out = match (format, how) {
        (_, 0) if c.is_ascii_graphic() => char::from_u32(code + 0xfee0).map_or_else(String::new, String::from),
        (Format::Text | Format::Storage, 1) => format!("&#{code};"),
        (Format::Text | Format::Storage, 2) => format!("&#x{code:x};"),
        (Format::Text | Format::Storage, 3) => format!("%{code:02X}"),
        (_, 4) => format!("\\u{code:04x}"),
        (Format::Storage, 5) if tagged => format!("&amp;#{code};"),
        (Format::Storage, 6) if tagged => format!("&amp;amp;#x{code:x};"),
        (Format::Json | Format::Adf, 5) => format!("\\u{code:04X}"),
        // A mathematical digit is a surrogate pair.
        (Format::Json | Format::Adf, 6) if c.is_ascii_digit() => {
            format!("\\ud835\\u{:04x}", 0xdfce + code - u32::from('0'))
        }
        _ => c.to_string(),
    };
    let between = if tagged { &TAGS[..] } else { &[] };
    out.push_str(UNSEEN.iter().chain(between).nth(behind).unwrap_or(&""));
    out
}

/// A text in which a value is hidden.
#[derive(Clone, Debug)]
pub struct Hidden {
    pub format: Format,
    pub value: &'static str,
    pub source: String,
}

/// Any of the values, spelled and cut in any way at any place.
pub fn hidden() -> impl Strategy<Value = Hidden> {
    let place = prop::sample::select(&PLACES[..]).prop_flat_map(|(format, tagged, places)| {
        let formats = if format == Format::Json { vec![format, Format::Adf] } else { vec![format] };
        ((prop::sample::select(formats), Just(tagged)), prop::sample::select(places))
    });
    // Each character in a way of its own, or all in one.
    let how = prop_oneof![prop::collection::vec(0..12u8, 48), (0..8u8).prop_map(|how| vec![how; 48])];
    let behind = prop::collection::vec(0..14usize, 48);
    let cuts = prop::collection::vec(0..40usize, 2);
    let value = prop::sample::select(&VALUES[..]);
    (value, place, how, behind, cuts).prop_map(|(value, (at, place), how, behind, mut cuts)| {
        let characters: Vec<String> =
            value.chars().zip(how).zip(behind).map(|((c, how), behind)| spelled(c, at, how, behind)).collect();
        let place = place.replace('¶', PARAGRAPH);
        cuts.truncate(place.matches('§').count() - 1);
        if place.contains("<br/>") {
            // Within a word: where a line breaks between words, one value may end and another one begin.
            cuts = vec![9];
        }
        let part = |number: usize| -> String {
            let is_in = |at: usize| 1 + cuts.iter().filter(|cut| **cut <= at).count() == number;
            characters.iter().enumerate().filter(|(at, _)| is_in(*at)).map(|(_, c)| c.as_str()).collect()
        };
        let source = place.split('§').enumerate().map(|(at, around)| part(at) + around).collect();
        Hidden { format: at.0, value, source }
    })
}

/// What a reader of JSON sees: names, strings and numbers, each by itself; the text nodes of one array as one.
fn seen(value: &Value) -> String {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| format!("{name}|{}", seen(value))).collect(),
        Value::Array(items) => {
            let line: String = items.iter().filter_map(|item| item["text"].as_str()).collect();
            format!("{line}|{}", items.iter().map(seen).collect::<String>())
        }
        Value::String(text) => format!("{text}|"),
        other => format!("{other}|"),
    }
}

/// Whether a reader of the text finds the value.
pub fn shows(format: Format, text: &str, value: &str) -> bool {
    match format {
        Format::Text | Format::Storage => survives(text, value),
        Format::Json | Format::Adf => survives(&seen(&serde_json::from_str(text).unwrap()), value),
    }
}
