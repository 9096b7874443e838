//! The argument of a remote call that is called after what it takes: `"method": "login_with_api_key", "params": ["…"]`.

use super::super::link::{Link, Value, count};
use super::super::name::{Name, Promise};
use crate::redact::gate::lexicon::is_line_end;

/// The longest argument, in bytes.
const LONGEST: usize = 512;

/// The only argument of the call whose method is the name.
pub(in super::super) fn value_of(text: &[u8], name: &Name) -> Option<Value> {
    let lead = text[..name.span.start].strip_suffix(b"\"")?;
    let rest = text[name.span.end..].strip_prefix(b"\"")?;
    if name.promise < Promise::Token || !is_member(lead) {
        return None;
    }
    let rest = behind(behind(rest, b",")?, b"\"params\"")?;
    let rest = behind(behind(rest, b":")?, b"[")?.trim_ascii_start().strip_prefix(b"\"")?;
    let from = text.len() - rest.len();
    let end = from + count(text, from, LONGEST, |b| !matches!(b, b'"' | b'\\') && !is_line_end(b));
    behind(text[end..].strip_prefix(b"\"")?, b"]")?;
    Some(Value { link: Link::Sign, span: from..end, quoted: true, last: false })
}

/// Whether the text of a member that tells the method begins here.
fn is_member(lead: &[u8]) -> bool {
    let lead = lead.trim_ascii_end().strip_suffix(b":").map(<[u8]>::trim_ascii_end);
    lead.is_some_and(|lead| lead.ends_with(b"\"method\""))
}

/// What stands behind a sign, blanks before it aside.
fn behind<'a>(rest: &'a [u8], sign: &[u8]) -> Option<&'a [u8]> {
    rest.trim_ascii_start().strip_prefix(sign)
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn the_argument_of_a_call_that_takes_a_key_is_found() {
        finds(
            DETECTOR.find,
            &[
                (r#"{"id": 1, "method": "auth.login_with_api_key", "params": ["4-Zk3v9QxT1mB7"]}"#, "4-Zk3v9QxT1mB7"),
                ("\"method\":\"auth.token\",\n  \"params\": [ \"7f3c9e1ab2d84450\" ]", "7f3c9e1ab2d84450"),
            ],
        );
    }

    #[test]
    fn other_arguments_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                r#""method": "auth.login_with_api_key", "params": ["staging"]"#,
                r#""method": "auth.delete_api_key", "params": [12]"#,
                r#""method": "auth.generate_token", "params": ["read-only-1", "admin"]"#,
                r#""topic": "auth.login_with_api_key", "params": ["4-Zk3v9QxT1mB7"]"#,
            ],
        );
    }
}
