//! From an HTML document to the storage format: the same elements, written as well-formed XML.
//!
//! Read by an HTML parser, so anything goes in; written by hand, because no serialiser of HTML closes its
//! void elements. Scripts, styles, comments and characters that XML does not allow are left out.

use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};
use std::ops::Deref;

type Tree<'a> = <ElementRef<'a> as Deref>::Target;

#[rustfmt::skip]
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];
const DROPPED: [&str; 7] = ["script", "style", "template", "noscript", "iframe", "link", "meta"];

/// The title of a document, if it has one that is not blank, and its body in storage format.
pub fn convert(document: &str) -> (Option<String>, String) {
    let html = Html::parse_document(document);
    let mut out = String::with_capacity(document.len());
    if let Some(body) = first(&html, "body") {
        write_inside(&mut out, *body);
    }
    (title(&html), out)
}

fn first<'a>(html: &'a Html, name: &str) -> Option<ElementRef<'a>> {
    html.select(&Selector::parse(name).ok()?).next()
}

fn title(html: &Html) -> Option<String> {
    let text: String = first(html, "title")?.text().flat_map(str::chars).filter(|c| allowed(*c)).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Walks without recursion: how deep a document nests is not ours to say.
fn write_inside(out: &mut String, root: Tree<'_>) {
    let mut at = root.first_child();
    while let Some(node) = at {
        if open(out, node.value()) && node.has_children() {
            at = node.first_child();
            continue;
        }
        close(out, node.value());
        at = after(out, node, root);
    }
}

/// The next node that is not inside this one; ends what ends on the way there.
fn after<'a>(out: &mut String, mut node: Tree<'a>, root: Tree<'a>) -> Option<Tree<'a>> {
    loop {
        if let Some(next) = node.next_sibling() {
            return Some(next);
        }
        node = node.parent().filter(|parent| parent.id() != root.id())?;
        close(out, node.value());
    }
}

/// Writes what stands before the children of a node; whether they are written at all.
fn open(out: &mut String, node: &Node) -> bool {
    match node {
        Node::Text(text) => escape(out, text),
        Node::Element(element) if is_written(element) => {
            start_tag(out, element);
            return !is_void(element);
        }
        Node::Element(element) => return !is_dropped(element),
        _ => {}
    }
    false
}

fn close(out: &mut String, node: &Node) {
    if let Node::Element(element) = node
        && is_written(element)
        && !is_void(element)
    {
        out.extend(["</", element.name(), ">"]);
    }
}

fn start_tag(out: &mut String, element: &Element) {
    out.extend(["<", element.name()]);
    for (name, value) in element.attrs().filter(|(name, _)| is_name(name) && *name != "xmlns") {
        out.extend([" ", name, "=\""]);
        escape(out, value);
        out.push('"');
    }
    out.push_str(if is_void(element) { " />" } else { ">" });
}

fn is_void(element: &Element) -> bool {
    VOID.contains(&element.name())
}

fn is_dropped(element: &Element) -> bool {
    DROPPED.contains(&element.name())
}

/// Elements whose name is none in XML without namespaces (`o:p`) are left out, but not what is in them.
fn is_written(element: &Element) -> bool {
    !is_dropped(element) && is_name(element.name())
}

fn is_name(name: &str) -> bool {
    let start = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    start && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn allowed(c: char) -> bool {
    (!c.is_control() || matches!(c, '\n' | '\t')) && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars().filter(|c| allowed(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(html: &str) -> String {
        convert(html).1
    }

    #[test]
    fn a_document_becomes_well_formed() {
        for (html, xhtml) in [
            // Void elements are closed, attributes quoted.
            (
                "<p class=x>a<br>b<img src=c.png alt='\"&<'></p>",
                "<p class=\"x\">a<br />b<img alt=\"&quot;&amp;&lt;\" src=\"c.png\" /></p>",
            ),
            // What is never closed is closed.
            ("<ul><li>a<li>b<b>c", "<ul><li>a</li><li>b<b>c</b></li></ul>"),
            ("<p></p><div><a></a></div>x", "<p></p><div><a></a></div>x"),
            // Scripts, comments, control characters and names that XML does not know are left out.
            ("a<script>1<2</script><!-- x --><style>p{}</style>b\u{1}\u{7f}&#8;c&nbsp;&lt;", "abc&nbsp;&lt;"),
            ("<o:p>a</o:p><p xml:lang=en on\"x=1 id=i>b</p>", "a<p id=\"i\">b</p>"),
        ] {
            assert_eq!(body(html), xhtml);
        }
    }

    #[test]
    fn the_title_is_one_line() {
        let (title, _) = convert("<title> 8.1.\n Numeric &amp;\u{a0}Types</title>");
        assert_eq!(title.as_deref(), Some("8.1. Numeric & Types"));
        assert_eq!(convert("<title> </title><p>x").0, None);
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = "<div>".repeat(20_000);
        assert!(body(&deep).ends_with("</div></div>"));
    }
}
