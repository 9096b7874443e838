//! The codes of doors, alarms and safes: figures that a word such as `door code` announces with a sign or `is`.

use super::{Detector, Hits, Reading, Rule, secret};
use crate::redact::gate::Signals;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(super) const DETECTOR: Detector = Detector { rules: &[&CODE], needs: Signals::DOOR, find };

static CODE: Rule = secret("secret.door", "figures behind the word for the code of a door, an alarm or a safe");

/// What is locked, what opens it, what joins them, and figures: in a row, or turned one after the other.
const FORM: &str = r"(?ix-u) \b (?: door | gate | alarm | garage | lockbox | keybox | padlock | safe | locker
        | t(?:\xc3\xbc|ue)r | zutritts | eingangs | tresor )
    [\x20-]? (?: access \x20 | entry \x20 )? (?: code | combination | kombination )
    \s{0,2} (?: [:=] | \x20 (?: is | ist | was | now ) \b )? (?: \x20 now \b )? \s{0,2}
    ( [*\#]? [0-9]{4,10} [*\#]? | [0-9]{1,2} (?: \x20? - \x20? [0-9]{1,2} ){2,3} ) (?: [^0-9a-z.,/:-] | [.,:] (?: [^0-9] | $ ) | $ )";

/// Names the codes of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static CODES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(FORM).ok());
    let found = CODES.iter().flat_map(|form| form.captures_iter(reading.text()));
    for code in found.filter_map(|found| found.get(1)).filter(|code| !is_year(code.as_bytes())) {
        hits.hit(&CODE, code.range());
    }
}

fn is_year(code: &[u8]) -> bool {
    matches!(code, [b'1', b'9', _, _] | [b'2', b'0', _, _])
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn codes_are_found_behind_their_words() {
        finds(
            find,
            &[
                ("The door code is 4711#.", "4711#"),
                ("Gate code: 4711", "4711"),
                ("alarm-code = *4711, then", "*4711"),
                ("lockbox combination 12-34-56", "12-34-56"),
                ("Keybox code 1 - 22 - 7", "1 - 22 - 7"),
                ("safe code is now 334455", "334455"),
                ("Türcode: 4711", "4711"),
                ("garage access code 4711", "4711"),
            ],
        );
    }

    #[test]
    fn other_codes_are_left() {
        finds_nothing(
            find,
            &[
                "door code of 2024",
                "Door code: 2019 edition",
                "the code is 4711",
                "alarm code E4711",
                "error code: 4711",
                "gate code 12",
                "unsafe code: 4711a",
                "safe codes of 4711 hosts",
            ],
        );
    }
}
