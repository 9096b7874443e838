//! Whether markup is well-formed, told without any of the code under test.

/// What hides markup, from its beginning to its end.
const SECTIONS: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

/// A small checker of its own: tags nest, attributes are quoted, references end, nothing forbidden in text.
pub fn is_well_formed(body: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let section = SECTIONS.into_iter().find_map(|(open, close)| Some((open, close, rest.strip_prefix(open)?)));
        if let Some((open, close, tail)) = section {
            let Some((inside, tail)) = tail.split_once(close) else { return false };
            if open == "<!--" && (inside.contains("--") || inside.ends_with('-')) {
                return false;
            }
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix("</") {
            let Some((name, tail)) = tail.split_once('>') else { return false };
            if open.pop() != Some(name) {
                return false;
            }
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix('<') {
            let end = tail.find([' ', '/', '>']).unwrap_or(tail.len());
            let Some((empty, after)) = attributes_end(&tail[end..]).filter(|_| names_tag(&tail[..end])) else {
                return false;
            };
            open.extend(Some(&tail[..end]).filter(|_| !empty));
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            if rest[..end].contains("]]>") || !references_end(&rest[..end]) {
                return false;
            }
            rest = &rest[end..];
        }
    }
    open.is_empty()
}

fn attributes_end(mut rest: &str) -> Option<(bool, &str)> {
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((true, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Some((false, after));
        }
        let (name, value) = rest.split_once('=')?;
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        if !names_tag(name.trim_end()) || value.contains('<') || !references_end(value) {
            return None;
        }
        rest = after;
    }
}

fn references_end(text: &str) -> bool {
    text.split('&').skip(1).all(|part| part.split_once(';').is_some_and(|(name, _)| name.len() < 12 && is_name(name)))
}

/// Whether an element or an attribute may be called so.
fn names_tag(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || matches!(c, ':' | '_'))
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'))
}

/// Whether a reference may be called so, by a name or by a number.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
}
