//! How an author may write a value, and what a reader makes of it: read without any of the code under test.

use unicode_normalization::UnicodeNormalization;

/// An account id.
pub const ACCOUNT: &str = "712020:5d3f8c1a-7b2e-4f60-9a1d-0c2b3a4d5e6f";
/// Values that do not stay.
pub const VALUES: [&str; 15] = [
    "john.doe@example.org",
    "o.brien+ops@mail.acme.co.uk",
    "4111 1111 1111 1111",
    "378282246310005",
    "5b10a2844c20165700ede21f",
    ACCOUNT,
    "AKIAIOSFODNN7DOCUMEN",
    "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",
    "BNCLRA84M52F205H",
    "7183 5520 6486",
    "(212) 555-0187",
    "203.0.113.42",
    "2001:db8:85a3::8a2e:370:7334",
    "212-34-5678",
    "DE75512108001245126199",
];
/// What a reader makes of a body, read without any of the code under test: attribute values, comments, and the text
/// without tags and comments; references decoded, invisible characters dropped.
pub fn as_read(body: &str) -> String {
    let mut views = String::new();
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("<!--") {
        let (comment, after) = after.split_once("-->").unwrap_or((after, ""));
        text.push_str(before);
        views.push_str(&without_tags(comment));
        rest = after;
    }
    text.push_str(rest);
    views + &without_tags(&text.replace("]]><![CDATA[", "").replace("<![CDATA[", "").replace("]]>", ""))
}

/// What stands in tags, then what stands between them.
fn without_tags(text: &str) -> String {
    let (mut between, mut within, mut in_tag) = (String::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => within.push(c),
            _ => between.push(c),
        }
    }
    format!("{}|{}|", plain(&within), plain(&between))
}

/// A text with references decoded, folded, without what nobody sees and without separators.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let number = rest.strip_prefix("&#").and_then(|r| r.split_once(';'));
        let code = number.and_then(|(n, tail)| {
            let code = n.strip_prefix('x').map_or_else(|| n.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            Some((char::from_u32(code?)?, tail))
        });
        let (c, tail) = code.unwrap_or((c, &rest[c.len_utf8()..]));
        out.extend(Some(c).filter(|c| !matches!(c, '\u{200b}' | '\u{ad}' | '\u{2060}')));
        rest = tail;
    }
    let folded: String = out.nfkc().collect();
    folded.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_lowercase()
}

/// Whether a reader of the body finds the value.
pub fn leaks(body: &str, value: &str) -> bool {
    as_read(body).contains(&plain(value))
}

/// One character as an author may write it, and what may stand behind it.
pub fn disguise(c: char, how: u8, between: u8, markup: bool) -> String {
    let mut out = match how {
        0 if markup => format!("&#{};", u32::from(c)),
        1 if markup => format!("&#x{:x};", u32::from(c)),
        2 if c.is_ascii_graphic() => char::from_u32(u32::from(c) + 0xfee0).map_or_else(String::new, String::from),
        _ => c.to_string(),
    };
    out.push_str(match between {
        0 => "\u{200b}",
        1 => "\u{ad}",
        2 => "\u{2060}",
        3 if markup => "<b></b>",
        4 if markup => "<span style=\"color: red\"></span>",
        5 if markup => "<!-- x -->",
        6 if markup => "<ac:inline-comment-marker ac:ref=\"a\"></ac:inline-comment-marker>",
        _ => "",
    });
    out
}

/// Where a value may stand.
pub fn placed(place: u8, value: &str) -> String {
    match place {
        0 => format!("<p>Ref: {value} end.</p>"),
        1 => format!("<table><tbody><tr><td>a1</td><td>{value}</td></tr></tbody></table>"),
        2 => format!("<p><em>x</em> {value}<strong>!</strong></p>"),
        3 => format!(
            "<ac:structured-macro ac:name=\"x\"><ac:parameter ac:name=\"q\">{value}</ac:parameter></ac:structured-macro>"
        ),
        4 => format!("<p><b>Label</b>: {value}, <i>and so on</i></p>"),
        _ => format!("text {value} without a block"),
    }
}
