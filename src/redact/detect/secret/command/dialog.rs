//! Passwords in dialogs that a program leads with another: what it sends once it was asked for one, in scripts of Expect
//! (`expect "password:"; send "…\r"`) and its kin (`sendline("…")`).

use super::super::call::is_given;
use super::super::sought::Mark;
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use memchr::memmem;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector =
    Detector { rules: &[&DIALOG], needs: Signals::COMMAND.union(Signals::SECRET), find };

static DIALOG: Rule = told("secret.dialog", "what a script sends where it was asked for a password");

/// How far behind the question the answer may begin, in bytes.
const REACH: usize = 120;
/// The longest answer, in bytes.
const LONGEST: usize = 128;

/// Names the answers of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() || !reading.sought().has(Mark::Send) {
        return;
    }
    let text = reading.text();
    // The case of the first letter is left open.
    for asked in [&b"assword"[..], b"assphrase"] {
        memmem::find_iter(text, asked).for_each(|at| answer(text, at + asked.len(), hits));
    }
}

/// What is sent soon behind a question, before another.
fn answer(text: &[u8], from: usize, hits: &mut Hits) {
    let reach = &text[from..text.len().min(from + REACH)];
    let Some(send) = memmem::find(reach, b"send").filter(|at| !reach[..*at].ends_with(b"_")) else { return };
    let asked_again =
        [&b"expect"[..], b"assword", b"assphrase"].iter().any(|word| memmem::find(&reach[..send], word).is_some());
    let quoted = reach[..send].iter().any(|b| matches!(b, b'"' | b'\''));
    if asked_again || !quoted {
        return;
    }
    let rest = &text[from + send + b"send".len()..];
    let called = rest.strip_prefix(b"line(");
    let spoken = rest.strip_prefix(b" ").map(|rest| rest.strip_prefix(b"-- ").unwrap_or(rest));
    let Some((quote @ (b'"' | b'\''), given)) = called.or(spoken).and_then(<[u8]>::split_first) else { return };
    let start = text.len() - given.len();
    let Some(len) = memchr::memchr(*quote, &given[..given.len().min(LONGEST)]) else { return };
    let given = &given[..len];
    let sent = [&b"\\r\\n"[..], b"\\r", b"\\n", b"\r\n", b"\r", b"\n"].iter().find_map(|end| given.strip_suffix(*end));
    if let Some(answer) = sent.or(called.map(|_| given)).filter(|answer| is_given(answer)) {
        tell(&DIALOG, answer, start..start + answer.len(), hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::promptly::promptly;

    #[test]
    fn answers_to_the_question_for_a_password_are_found() {
        for text in [
            "expect \"password:\"\nsend \"Sunny-7\\r\"",
            "expect \"*?assword:*\" { send -- \"Sunny-7\\r\" }",
            "child.expect('Password: ')\nchild.sendline('Sunny-7')",
            "expect \"Enter passphrase\"\nsend \"Sunny-7\\n\"",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
    }

    #[test]
    fn other_answers_are_left() {
        finds_nothing(
            find,
            &[
                "expect \"password:\"\nsend \"$pass\\r\"",
                "expect \"password:\"\nsend \"\\r\"",
                "expect \"name:\"\nsend \"Sunny-7\\r\"",
                "expect \"password:\"\nexpect \"name:\"\nsend \"Sunny-7\\r\"",
                "forgot the password? send \"Sunny-7\" to us",
                "password send \"Sunny-7\\r\"",
                "expect \"password:\"\nsend_user \"Sunny-7\\r\"",
                "expect \"password:\"\nsend \"[SECRET]\\r\"",
            ],
        );
    }

    #[test]
    fn a_million_questions_take_no_time() {
        promptly(|| {
            finds_nothing(find, &[&"password send \"".repeat(1 << 17)]);
        });
    }
}
