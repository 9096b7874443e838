//! Codes that were given to one person: one-time passwords, codes of messages and apps that confirm a login, transaction
//! numbers, codes that unlock a card (PUK), and the lists of codes for the day when the phone is lost.
//!
//! A word says it, and a sign, a word such as `is` or nothing stands between it and the figures; or the figures come first
//! (`481516 is your login code`). The codes of errors, products and places have other words and stay.
//!
//! What else a line says of a code that was sent or shown is read where none of the forms is ([`spoken`]).

mod forms;
mod list;
mod spoken;
mod words;

pub(in crate::redact) use words::WORDS;

use super::super::{Detector, Hits, Reading, Rule, tell, told};
use super::below;
use crate::redact::gate::Signals;
use forms::Forms;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&CODE, &LISTED], needs: Signals::ONCE, find };

static CODE: Rule = told("secret.once", "figures beside the word for a code that one person was given");
static LISTED: Rule = told("secret.recovery", "one of the codes behind the word for several that replace a login");

/// How much of a text is read behind its label, in bytes.
const HEAD: usize = 512;

/// Names the codes of a view, and those that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static FORMS: LazyLock<Option<Forms>> = LazyLock::new(Forms::new);
    // A code has figures, and the forms take long to compile.
    if reading.view().is_tight() || reading.groups().is_empty() {
        return;
    }
    let (Some(forms), text) = (&*FORMS, reading.text()) else { return };
    forms.tell(text, |rule, code| tell(rule, &text[code.clone()], code, hits));
    spoken::tell(text, |rule, code| {
        if !hits.meets(&code) {
            tell(rule, &text[code.clone()], code, hits);
        }
    });
    let label = reading.bare_label();
    if !label.is_empty() {
        // An answer stands in the block below its question.
        let joint: &[u8] = if label.ends_with('?') { b"\n" } else { b": " };
        let (labelled, lead) = below(label, joint, &text[..text.len().min(HEAD)]);
        forms.tell(&labelled, |rule, code| {
            if code.start >= lead {
                tell(rule, &labelled[code.clone()], code.start - lead..code.end - lead, hits);
            }
        });
    }
}

#[cfg(test)]
mod tests;
