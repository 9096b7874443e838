//! Values that are given in answer to a question: `May I have the account number please?`, and in the next line, perhaps
//! behind the name of who writes and a few words, the value.

use crate::redact::detect::turn::{is_header, writer};
use crate::redact::gate::lexicon::is_line_end;

/// How much may stand between a word and the sign of its question, in bytes.
const QUESTION: usize = 48;
/// The longest line that says who writes, and the longest such beginning of a line, in bytes.
const WRITER: usize = 64;
/// What an answer may begin with.
const LEADS: &[&[u8]] = &[
    b"sure", b"it", b"it's", b"its", b"is", b"yes", b"yep", b"ok", b"okay", b"here", b"my", b"the", b"number",
    b"that's", b"mine", b"mine's", b"meine", b"mein", b"ja", b"das", b"ist", b"die", b"oui", b"c'est", b"le", b"la",
    b"si", b"es", b"el", b"het",
];
/// The most of them.
const MOST_LEADS: usize = 4;

/// Where the answer begins to a question that goes on behind a word which ends here.
pub(super) fn answer_behind(text: &[u8], end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let len = rest.iter().take(QUESTION).take_while(|b| !is_line_end(**b)).count();
    is_asked(&rest[..len]).then(|| answer(text, end + len)).filter(|at| *at < text.len())
}

/// Whether what stands behind a word ends a question that has no figures of its own, a count aside.
pub(super) fn is_asked(rest: &[u8]) -> bool {
    let counts = || !rest.windows(2).any(|pair| pair.iter().all(u8::is_ascii_digit));
    rest.len() <= QUESTION && rest.trim_ascii_end().ends_with(b"?") && counts()
}

/// Where the answer begins in the lines from a place on, behind who writes and what an answer begins with.
pub(in crate::redact::detect) fn answer(text: &[u8], from: usize) -> usize {
    let mut at = skip_blanks(text, from);
    let len = text[at..].iter().take(WRITER).take_while(|b| !is_line_end(**b)).count();
    if len < WRITER && is_header(&text[at..at + len]) {
        at = skip_blanks(text, at + len);
    }
    let len = text[at..].iter().take(WRITER).take_while(|b| !is_line_end(**b)).count();
    at += writer(&text[at..at + len]);
    for _ in 0..MOST_LEADS {
        let word = text[at..].iter().take(WRITER).take_while(|b| b.is_ascii_alphabetic() || **b == b'\'').count();
        let is_lead = LEADS.iter().any(|lead| lead.eq_ignore_ascii_case(&text[at..at + word]));
        if !is_lead {
            break;
        }
        at += word + text[at + word..].iter().take(2).take_while(|b| matches!(b, b' ' | b',' | b':')).count();
    }
    at
}

fn skip_blanks(text: &[u8], at: usize) -> usize {
    at + text[at..].iter().take(4).take_while(|b| b.is_ascii_whitespace() || **b == b'>').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands behind the beginning of an answer.
    fn answered(text: &str) -> Option<&str> {
        let end = text.find("number")? + "number".len();
        answer_behind(text.as_bytes(), end).map(|at| &text[at..])
    }

    #[test]
    fn the_answer_begins_behind_who_writes_and_the_first_words() {
        for text in [
            "number please?\n4471",
            "number?\nBob: 4471",
            "number again?\n[10:03] Bob Example: it's 4471",
            "number?\nCustomer (14:02:40): sure it's 4471",
            "number?\nbob  9:16 AM\n4471",
            "number please?\nCustomer> 4471",
            "number?\r\n> B: yes, the number is 4471",
        ] {
            assert_eq!(answered(text), Some("4471"), "{text}");
        }
    }

    #[test]
    fn what_is_no_question_has_no_answer() {
        for text in
            ["number\n4471", "number? 12 of 4471?\n7", "number of the house in which all of them lived once upon?\n7"]
        {
            assert_eq!(answered(text), None, "{text}");
        }
    }
}
