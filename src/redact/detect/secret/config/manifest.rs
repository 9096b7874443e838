//! The values of a Secret of Kubernetes: whatever `data` (base64) and `stringData` of a document hold whose `kind` is
//! `Secret`, whatever their names say.

use super::super::sought::Mark;
use super::super::{Detector, Hits, Reading, Rule, tell, told, value};
use crate::redact::gate::Signals;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ops::Range;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&MANIFEST], needs: Signals::SECRET, find };

static MANIFEST: Rule = told("secret.manifest", "a value of a Secret of Kubernetes");

/// The shortest value.
const SHORTEST: usize = 4;

/// A line of a document.
struct Line {
    /// How far it is indented; what begins an entry of a list counts as blanks.
    indent: usize,
    /// The rest of it.
    span: Range<usize>,
}

/// Names the values in the manifests of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() || !reading.sought().has(Mark::Kind) {
        return;
    }
    let mut document: Vec<Line> = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let end = memchr::memchr(b'\n', &text[from..]).map_or(text.len(), |len| from + len);
        let blanks = text[from..end].iter().take_while(|b| **b == b' ').count();
        let entry = text[from + blanks..end].starts_with(b"- ");
        let start = from + blanks + if entry { b"- ".len() } else { 0 };
        if entry || text[start..end].starts_with(b"---") {
            values(text, &document, hits);
            document.clear();
        }
        let kept = text[start..end].trim_ascii_end().len();
        if kept > 0 {
            document.push(Line { indent: start - from, span: start..start + kept });
        }
        from = end + 1;
    }
    values(text, &document, hits);
}

/// Names the values of a document that is a Secret.
fn values(text: &[u8], document: &[Line], hits: &mut Hits) {
    let is_kind = |line: &&Line| matches!(&text[line.span.clone()], b"kind: Secret" | b"kind: \"Secret\"");
    let Some(kind) = document.iter().find(is_kind) else { return };
    let mut section: Option<&[u8]> = None;
    let mut deepest = kind.indent;
    for line in document {
        let content = &text[line.span.clone()];
        if line.indent <= kind.indent {
            section = Some(content).filter(|word| matches!(*word, b"data:" | b"stringData:"));
            section = section.filter(|_| line.indent == kind.indent);
            deepest = usize::MAX;
            continue;
        }
        let Some(section) = section else { continue };
        deepest = deepest.min(line.indent);
        let given = given(text, line, line.indent == deepest);
        let value = &text[given.clone()];
        let fits = match section {
            b"data:" => value.len() >= SHORTEST && STANDARD.decode(value).is_ok(),
            _ => value.len() >= SHORTEST && line.indent == deepest && !value::is_description(value) && !opens(value),
        };
        if fits {
            tell(&MANIFEST, value, given, hits);
        }
    }
}

/// What a line gives: what stands behind its name, or all of a line of a block.
fn given(text: &[u8], line: &Line, named: bool) -> Range<usize> {
    let content = &text[line.span.clone()];
    let from = match memchr::memmem::find(content, b": ").filter(|_| named) {
        Some(at) => line.span.end - content[at + 2..].trim_ascii_start().len(),
        None if named => line.span.end,
        None => line.span.start,
    };
    match &text[from..line.span.end] {
        [first @ (b'"' | b'\''), .., last] if first == last && line.span.end - from > 1 => from + 1..line.span.end - 1,
        _ => from..line.span.end,
    }
}

/// Whether a block begins here, or an expression of a template.
fn opens(value: &[u8]) -> bool {
    matches!(value, [b'|' | b'>' | b'{' | b'[' | b'*' | b'&' | b'!', ..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found};
    use crate::redact::promptly::promptly;

    #[test]
    fn values_of_secrets_are_found() {
        let lead = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders-7\ntype: Opaque\n";
        finds(
            find,
            &[
                (&format!("{lead}data:\n  conn: U3VubnktN3E="), "U3VubnktN3E="),
                (&format!("{lead}data:\n  conn: \"U3VubnktN3E=\""), "U3VubnktN3E="),
                (&format!("{lead}data:\n  conn: |\n    U3VubnktN3E="), "U3VubnktN3E="),
                (&format!("{lead}stringData:\n  conn: Sunny-7 x"), "Sunny-7 x"),
                ("data:\n  conn: U3VubnktN3E=\nkind: Secret", "U3VubnktN3E="),
                ("items:\n- apiVersion: v1\n  data:\n    conn: U3VubnktN3E=\n  kind: Secret", "U3VubnktN3E="),
            ],
        );
        assert_eq!(found(find, &format!("{lead}data:\n  a: c3VubnlkYXk=\n  b: U3VubnktN3E=\n")).len(), 2);
    }

    #[test]
    fn other_documents_and_stand_ins_are_left() {
        finds_nothing(
            find,
            &[
                "kind: ConfigMap\ndata:\n  conn: U3VubnktN3E=",
                "kind: Secret\n---\nkind: ConfigMap\ndata:\n  conn: U3VubnktN3E=",
                "kind: Secret\nmetadata:\n  name: U3VubnktN3E=",
                "kind: Secret\ndata:\n  conn: <base64>",
                "kind: Secret\ndata:\n  conn: {{ .Values.conn | b64enc }}",
                "kind: Secret\ndata:\n  conn: [SECRET]",
                "kind: Secret\nstringData:\n  on: \"true\"",
                "kind: Secret keeper\ndata:\n  conn: U3VubnktN3E=",
            ],
        );
    }

    #[test]
    fn a_million_kinds_take_no_time() {
        promptly(|| {
            finds_nothing(find, &[&"kind: Secret\n".repeat(1 << 17), &"- kind: Secret\n".repeat(1 << 17)]);
        });
    }
}
