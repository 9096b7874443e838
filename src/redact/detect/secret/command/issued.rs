//! Passwords that programs print: once, when they set something up, as MySQL does (`A temporary password is generated
//! for …: …`) and Elasticsearch (`Password for the [elastic] user successfully reset.`, and the value in the next line), of
//! each login, as FreeRADIUS does (`Login OK: [user/password]`), or in invitations to meetings.

use super::super::call::is_given;
use super::super::link::{count, is_blank};
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use crate::redact::gate::lexicon::is_line_end;
use std::ops::Range;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&ISSUED], needs: Signals::SECRET, find };

static ISSUED: Rule = told("secret.issued", "what a program prints that made a password");

/// The longest line that says so, and the longest password, in bytes.
const LONGEST: usize = 160;
/// How many figures the passcode of a meeting has.
const SHORTEST_CODE: usize = 4;
const LONGEST_CODE: usize = 10;
/// What leads to a password in its line.
const LEAD: &[u8] = b"New value:";

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let (text, mut dials) = (reading.text(), false);
    for (name, (word, _)) in &reading.sought().words {
        match *word {
            "password" => {
                let rest = &text[name.end..];
                let given = match rest {
                    _ if rest.starts_with(b" is generated for ") => in_line(text, name.end),
                    _ if rest.starts_with(b" for the ") => in_next(text, name.end),
                    _ => None,
                };
                tell_given(text, given, hits);
            }
            "login" => tell_given(text, logged(text, name.end), hits),
            "passcode" if !dials => {
                dials = true;
                dialled(text, hits);
            }
            _ => {}
        }
    }
}

/// Names the passcodes in what a telephone dials to join a meeting: `,,88422319902#,,,,*471108#`.
fn dialled(text: &[u8], hits: &mut Hits) {
    for lead in memchr::memmem::find_iter(text, b"#,,,,*") {
        let from = lead + b"#,,,,*".len();
        let len = count(text, from, LONGEST_CODE + 1, |b| b.is_ascii_digit());
        if (SHORTEST_CODE..=LONGEST_CODE).contains(&len) && text.get(from + len) == Some(&b'#') {
            hits.hit(&ISSUED, from..from + len);
        }
    }
}

/// Says that a program printed a password.
fn tell_given(text: &[u8], given: Option<Range<usize>>, hits: &mut Hits) {
    if let Some(given) = given.filter(|given| is_given(&text[given.clone()])) {
        tell(&ISSUED, &text[given.clone()], given, hits);
    }
}

/// The password behind a user in the log of a login.
fn logged(text: &[u8], from: usize) -> Option<Range<usize>> {
    let rest = &text[from..text.len().min(from + LONGEST)];
    let said = rest.starts_with(b" OK: [") || rest.starts_with(b" incorrect") && !rest.starts_with(b" incorrectly");
    let open = memchr::memmem::find(rest, b": [").filter(|_| said)? + b": [".len();
    let close = open + memchr::memmem::find(&rest[open..], b"] (from ")?;
    let slash = open + memchr::memchr(b'/', &rest[open..close])? + 1;
    (slash < close).then_some(from + slash..from + close)
}

/// The rest of the line behind a user and a colon.
fn in_line(text: &[u8], from: usize) -> Option<Range<usize>> {
    let end = from + count(text, from, LONGEST, |b| !is_line_end(b));
    let sign = memchr::memmem::find(&text[from..end], b": ")?;
    let start = from + sign + b": ".len();
    let given = text[start..end].trim_ascii_end();
    (!given.is_empty() && !given.iter().any(u8::is_ascii_whitespace)).then_some(start..start + given.len())
}

/// The only word of the next line, or the one behind what leads to it.
fn in_next(text: &[u8], from: usize) -> Option<Range<usize>> {
    let end = from + count(text, from, LONGEST, |b| !is_line_end(b));
    let line = text[from..end].trim_ascii_end();
    let says = line.ends_with(b" successfully reset.") || line.ends_with(b"):") && line.contains(&b'(');
    let breaks = count(text, end, 2, is_line_end);
    let mut start = end + breaks + count(text, end + breaks, LONGEST, is_blank);
    if text[start..].starts_with(LEAD) {
        start += LEAD.len() + count(text, start + LEAD.len(), 2, is_blank);
    }
    let len = count(text, start, LONGEST, |b| !b.is_ascii_whitespace());
    let last = text.get(start + len).is_none_or(|b| is_line_end(*b));
    let figure = text[start..start + len].iter().any(u8::is_ascii_digit);
    (says && breaks > 0 && len > 0 && last && figure).then_some(start..start + len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::promptly::promptly;

    #[test]
    fn passwords_that_programs_print_are_found() {
        finds(
            find,
            &[
                ("[Server] A temporary password is generated for root@localhost: qX3(wk;lRt2a", "qX3(wk;lRt2a"),
                ("Passcode: see mail\nOne tap: ,,88422319902#,,,,*481516# US", "481516"),
                ("Login OK: [jane/Sunny-7] (from client wlc port 0 cli 00)", "Sunny-7"),
                ("Login incorrect (pap: x): [jane/Sunny-7] (from client wlc port 0)", "Sunny-7"),
                ("x\nA temporary password is generated for root@localhost: Sunny-7\ny", "Sunny-7"),
                ("Password for the [elastic] user successfully reset.\nNew value: Zk3v9QxT1mB7", "Zk3v9QxT1mB7"),
                ("Password for the elastic user (reset with `bin/x -u elastic`):\n  Zk3v9QxT1mB7\n", "Zk3v9QxT1mB7"),
            ],
        );
    }

    #[test]
    fn sentences_about_them_are_left() {
        finds_nothing(
            find,
            &[
                "A temporary password is generated for root@localhost on first boot",
                "A temporary password is generated for root: see the log",
                "A temporary password is generated for root@localhost: <password>",
                "Password for the [elastic] user successfully reset.\nNew value: [SECRET]",
                "The password for the form (see above):\n  first2 second",
                "password for the\n",
                "Login OK: [jane] (from client wlc port 0)",
                "Login incorrect: [jane/<via Auth-Type = EAP>] (from client wlc)",
                "Login incorrectly said: [jane/Sunny-7] (from x",
                "the password for the user:\nZk3v9QxT1mB7",
            ],
        );
    }

    #[test]
    fn a_million_of_them_take_no_time() {
        promptly(|| {
            finds_nothing(
                find,
                &[&"password is generated for ".repeat(1 << 15), &"password for the (): \n".repeat(1 << 15)],
            );
        });
    }
}
