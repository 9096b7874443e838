//! What a comma ties to the name before it: the argument of a call or an option, the rest of a call whose beginning is not
//! there, and a row of two.

use super::{LONGEST, LONGEST_MEMBER, Link, count, is_of_name, line_start};

/// How far before an argument its call may begin, in bytes.
const LONGEST_CALL: usize = 256;
/// What names a value in the scripts of Gradle: how it is called, then the value.
const STATEMENTS: &[&[u8]] = &[b"buildConfigField", b"resValue", b"property", b"systemProperty", b"environment"];

/// What ties the value behind a comma to the name before it: an argument or an option to the next one, the rest of a call
/// whose beginning is not there (`api.token', '…`), a row of two.
pub(super) fn link(before: &[u8], behind: &[u8], gap: usize, option: bool, quoted_name: bool) -> Option<Link> {
    match quoted_name {
        true if option || is_argument(before) => Some(Link::Sign),
        false if is_rest_of_call(before, behind) => Some(Link::Far),
        _ => (gap == 0 && is_row_of_two(before, behind)).then_some(Link::Far),
    }
}

/// Whether a name that begins its line ends in a quote that was opened before it, and another is opened behind its comma.
fn is_rest_of_call(before: &[u8], behind: &[u8]) -> bool {
    let Some((quote @ (b'"' | b'\''), before)) = before.split_last() else { return false };
    before[line_start(before, before.len())..].iter().all(|b| is_of_name(*b))
        && behind.trim_ascii_start().first() == Some(quote)
}

/// Whether a name and a value are all that their line holds, with a comma between them. A result of a test is shorter.
fn is_row_of_two(before: &[u8], behind: &[u8]) -> bool {
    const SHORTEST: usize = 5;
    let name = before.iter().rev().take(LONGEST_MEMBER).take_while(|b| is_of_name(**b)).count();
    let begins = before[..before.len() - name].last().is_none_or(|b| matches!(b, b'\n' | b'\r'));
    let value = count(behind, 0, LONGEST, |b| b.is_ascii_graphic() && !matches!(b, b',' | b';' | b'"' | b'\''));
    begins && name >= SHORTEST && value > 0 && matches!(behind.get(value), None | Some(b'\n' | b'\r'))
}

/// Whether what ends here is an argument of a call, and no part of a list or of an object.
fn is_argument(before: &[u8]) -> bool {
    let line = before.iter().rev().take(LONGEST_CALL).take_while(|b| !matches!(b, b'\n' | b'\r'));
    let start = before.len() - line.clone().count();
    let mut closed = 0;
    for b in line {
        match b {
            b')' | b']' | b'}' => closed += 1,
            b'(' | b'[' | b'{' if closed > 0 => closed -= 1,
            b'(' => return true,
            b'[' | b'{' => return false,
            _ => {}
        }
    }
    // Groovy leaves the brackets of a call out.
    let statement = before[start..].trim_ascii_start();
    STATEMENTS
        .iter()
        .any(|word| statement.strip_prefix(*word).is_some_and(|rest| matches!(rest, [b' ', b'"' | b'\'', ..])))
}
