//! Whether markup is well-formed, told without any of the code under test.

use regex::Regex;
use std::sync::LazyLock;

/// What stands at the beginning of a text, as XML 1.0 has it: a comment, a section, an instruction, a tag with quoted
/// attributes, a reference, or text.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"[\p{Alphabetic}:_][\p{Alphabetic}\p{N}:_.-]*";
    let reference = "&[0-9A-Za-z#]{1,11};";
    let quoted = |quote: char| format!("{quote}(?:[^<&{quote}]|{reference})*{quote}");
    let attribute = format!(r"\s*{name}\s*=\s*(?:{}|{})", quoted('"'), quoted('\''));
    let section = r"<!--(?:-?[^-])*-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>";
    let tag = format!(r"</(?<close>{name})>|<(?<open>{name})(?:{attribute})*\s*(?<empty>/?)>");
    Regex::new(&format!(r"(?s)^(?:{section}|{tag}|{reference}|(?<text>[^<&]+))")).unwrap()
});

/// A small checker of its own: tags nest, attributes are quoted, references end, nothing forbidden in text.
pub fn is_well_formed(body: &str) -> bool {
    let (mut open, mut rest) = (Vec::new(), body);
    while let Some(found) = TOKEN.captures(rest) {
        rest = &rest[found[0].len()..];
        let part = |name| found.name(name).map(|part| part.as_str());
        open.extend(part("open").filter(|_| part("empty") == Some("")));
        if part("close").is_some_and(|name| open.pop() != Some(name)) || part("text").is_some_and(|t| t.contains("]]>"))
        {
            return false;
        }
    }
    rest.is_empty() && open.is_empty()
}
