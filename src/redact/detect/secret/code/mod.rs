//! Codes that open a door, a network or an account, and the answers that stand in for a password: figures and words behind a
//! word that says so.

mod answered;
pub(super) mod lock;
pub(super) mod network;
pub(super) mod once;
mod public;
pub(super) mod question;
pub(super) mod word;

/// A label, what joins it to a text, and the text; and where the text begins.
fn below(label: &str, joint: &[u8], text: &[u8]) -> (Vec<u8>, usize) {
    ([label.as_bytes(), joint, text].concat(), label.len() + joint.len())
}
