//! Names of files and addresses: what a reader sees as words in them is parted by low lines, in addresses also by plus signs,
//! which stand for blanks there, by the change from letters to digits or to a capital, and by the end that says what kind of file
//! it is.

use super::View;
use super::nested::escapes;
use std::ops::Range;

/// The shortest name that is read, in bytes, and the longest.
const SHORTEST: usize = 8;
const LONGEST: usize = 512;
/// The fewest digits of a number in an address: numbers of pages and of versions have fewer.
const FEWEST_DIGITS: usize = 7;
/// How far around a low line the digits of a number stand.
const NEAR: usize = 24;
/// The longest run of words and numbers that are glued to each other; hashes are longer.
const LONGEST_GLUED: usize = 32;
/// The longest end of a name.
const LONGEST_END: usize = 8;

/// What parts the words of a name beside low lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border {
    /// Nothing.
    None,
    /// Full stops.
    Stop,
    /// The turn from letters to digits, and from a small letter to a capital.
    Turn,
}

/// The views of the names in `view` that hold digits, with blanks for low lines and without the ends of files; the name of a file is
/// read once more with blanks for full stops. A view that `is_name` of a file is one name; it is read again with a seam wherever
/// letters and digits meet, or a small letter and a capital. `is_end` knows the ends, in small letters.
pub(crate) fn views(view: &View, is_name: bool, is_end: impl Fn(&str) -> bool) -> Vec<View> {
    let text = view.text();
    if text.len() < SHORTEST {
        return Vec::new();
    }
    if is_name
        && text.iter().any(u8::is_ascii_digit)
        && let (len, true) = without_end(text, &is_end)
    {
        let mut views = of_file(view, 0..len);
        views.push(parted(view, 0..len, Border::Turn));
        return views;
    }
    let (mut views, mut done) = (Vec::new(), 0);
    for at in memchr::memchr3_iter(b'.', b'_', b'+', text) {
        if at < done || !may_part(text, at) {
            continue;
        }
        // The digits of a file's name stand before its end.
        let (is_part, least) = (|b: &&u8| PARTS[usize::from(**b)], done.max(at.saturating_sub(LONGEST)));
        let before = text[least..at].iter().rev().take_while(is_part);
        if text[at] == b'.' && !before.fold(false, |any, b| any | b.is_ascii_digit()) {
            continue;
        }
        let name = name_around(text, at, done);
        done = name.end.max(at + 1);
        let said = &text[name.clone()];
        let digits = said.iter().filter(|b| b.is_ascii_digit()).count();
        let is_address = || digits >= FEWEST_DIGITS && memchr::memchr2(b'/', b'\\', said).is_some();
        let (len, has_end) = if digits > 0 { without_end(said, &is_end) } else { (0, false) };
        if has_end && text[at] != b'+' {
            let span = name.start..name.start + len;
            views.extend(of_file(view, span.clone()));
            views.extend(is_glued(&text[span.clone()]).then(|| parted(view, span, Border::Turn)));
        } else {
            views.extend(asked_file(text, &name, &is_end).map(|asked| parted(view, asked, Border::None)));
            let is_read = text[at] != b'.' && is_address();
            views.extend(is_read.then(|| parted(view, name.start..name.start + len, Border::None)));
        }
    }
    views
}

/// What an address asks for, without the end of a file's name: `?password=hunter2-Zx9q.pdf`.
fn asked_file(text: &[u8], name: &Range<usize>, is_end: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let said = &text[name.clone()];
    let from = 1 + said.iter().position(|b| matches!(b, b'?' | b'#')).filter(|at| *at > 0)?;
    let (len, has_end) = without_end(&said[from..], is_end);
    has_end.then(|| name.start + from..name.start + from + len)
}

/// The views of the name of a file without its end.
fn of_file(view: &View, span: Range<usize>) -> Vec<View> {
    let mut views = vec![parted(view, span.clone(), Border::None)];
    if memchr::memchr(b'.', &view.text()[span.clone()]).is_some() {
        views.push(parted(view, span, Border::Stop));
    }
    views
}

/// Whether a full stop may begin the end of a name, which has letters, and another sign may part a number from something.
fn may_part(text: &[u8], at: usize) -> bool {
    let is = |at: usize, kind: fn(&u8) -> bool| text.get(at).is_some_and(kind);
    match text[at] {
        b'_' | b'+' => {
            let is_beside = is(at + 1, u8::is_ascii_digit) || is(at.wrapping_sub(1), u8::is_ascii_digit);
            let near = || &text[at.saturating_sub(NEAR)..text.len().min(at + NEAR)];
            is_beside && near().iter().filter(|b| b.is_ascii_digit()).count() >= FEWEST_DIGITS
        }
        _ => {
            let end = text[at + 1..].iter().take(LONGEST_END + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
            (1..=LONGEST_END).contains(&end)
                && (is(at + 1, u8::is_ascii_alphabetic) || is(at + 2, u8::is_ascii_alphabetic))
        }
    }
}

/// Which bytes belong to a name.
const PARTS: [bool; 256] = {
    let mut parts = [true; 256];
    let others = b" \t\n\r\x0b\x0c\"'`<>|,;\0";
    let mut at = 0;
    while at < others.len() {
        parts[others[at] as usize] = false;
        at += 1;
    }
    parts
};

/// The name that stands around a place, not before `from`.
fn name_around(text: &[u8], at: usize, from: usize) -> Range<usize> {
    let is_part = |b: &&u8| PARTS[usize::from(**b)];
    let least = from.max(at.saturating_sub(LONGEST));
    let before = text[least..at].iter().rev().take_while(is_part).count();
    let behind = text[at..].iter().take(LONGEST).take_while(is_part).count();
    at - before..at + behind
}

/// How long a name is without the ends of files, what an address asks for, and signs behind them; whether it has such an end.
fn without_end(name: &[u8], is_end: impl Fn(&str) -> bool) -> (usize, bool) {
    let asked = name.iter().position(|b| matches!(b, b'?' | b'#')).filter(|at| *at > 0).unwrap_or(name.len());
    let is_sign = |b: &&u8| matches!(b, b'.' | b':' | b'!' | b')' | b']' | b'}');
    let signs = name[..asked].iter().rev().take_while(is_sign).count();
    let (mut len, mut has_end) = (asked - signs, false);
    while let Some(dot) = memchr::memrchr(b'.', &name[..len]) {
        let end = &name[dot + 1..len];
        let mut small = [0; LONGEST_END];
        let Some(small) = small.get_mut(..end.len()).filter(|small| !small.is_empty()) else { break };
        small.copy_from_slice(end);
        small.make_ascii_lowercase();
        if !std::str::from_utf8(small).is_ok_and(&is_end) {
            break;
        }
        (len, has_end) = (dot, true);
    }
    if has_end { (len, true) } else { (name.len(), false) }
}

/// A part of a view with blanks for its low lines and for plus signs within it, and a colon where a low line leads from a word to a
/// number; and with what else parts its words.
fn parted(view: &View, span: Range<usize>, border: Border) -> View {
    let text = view.text();
    let is_inner = |at: usize| span.contains(&at) && text[at].is_ascii_alphanumeric();
    let mut out = View::with_capacity(span.len());
    let mut from = span.start;
    for at in span.clone() {
        let parts = match text[at] {
            b'_' => true,
            b'+' => is_inner(at.wrapping_sub(1)) && is_inner(at + 1),
            b'.' => border == Border::Stop,
            _ => false,
        };
        if parts {
            out.append(view, from..at);
            let names = text[at] == b'_' && names_number(&text[span.start..at], &text[at + 1..span.end]);
            out.decoded(if names { b":" } else { b" " }, &view.sources(&(at..at + 1)));
            from = at + 1;
        } else if border == Border::Turn && at > from && turns(text[at - 1], text[at]) && !is_hash(text, at) {
            out.append(view, from..at);
            out.seam();
            from = at;
        }
    }
    out.append(view, from..span.end);
    escapes(&out).unwrap_or(out)
}

/// Whether what stands before a sign may name the number behind it, which is no day: `account_4817263540`.
fn names_number(before: &[u8], behind: &[u8]) -> bool {
    let digits = behind.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_day = digits == 8 && matches!(behind, [b'1', b'9', ..] | [b'2', b'0', ..]);
    digits >= FEWEST_DIGITS && !is_day && before.last().is_some_and(u8::is_ascii_alphabetic)
}

/// Whether letters and digits are glued to each other in a name.
fn is_glued(name: &[u8]) -> bool {
    name.windows(2).any(|two| glues(two[0], two[1]))
}

/// Whether a letter and a digit meet between two bytes.
fn glues(before: u8, here: u8) -> bool {
    before.is_ascii_digit() && here.is_ascii_alphabetic() || before.is_ascii_alphabetic() && here.is_ascii_digit()
}

/// Whether a place is within letters and digits that are longer than words and numbers which are glued to each other.
fn is_hash(text: &[u8], at: usize) -> bool {
    let is_part = |b: &&u8| b.is_ascii_alphanumeric();
    let before = text[..at].iter().rev().take(LONGEST_GLUED).take_while(is_part).count();
    before + text[at..].iter().take(LONGEST_GLUED).take_while(is_part).count() >= LONGEST_GLUED
}

/// Whether another word may begin between two bytes.
fn turns(before: u8, here: u8) -> bool {
    glues(before, here) || before.is_ascii_lowercase() && here.is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, is_name: bool) -> Vec<(String, Vec<usize>)> {
        let mut view = View::new(false);
        view.copy(text.as_bytes(), 0);
        let is_end = |end: &str| matches!(end, "txt" | "gz" | "sql");
        let said = |view: &View| (view.said(), (1..view.text().len()).filter(|at| view.is_seam(*at)).collect());
        views(&view, is_name, is_end).iter().map(said).collect()
    }

    #[test]
    fn names_are_read_in_words() {
        let plain = |text: &str| (text.to_owned(), Vec::new());
        let seamed = |text: &str, seams: &[usize]| (text.to_owned(), seams.to_vec());
        let both = [plain("a 1-b"), plain("c2"), seamed("c2", &[1])];
        assert_eq!(read("see a_1-b.txt, or c2.sql.gz.", false), both);
        assert_eq!(read("see a.1_2.txt", false), [plain("a.1 2"), plain("a 1 2")]);
        assert_eq!(read("a x7Front.TXT", true), [plain("a x7Front"), ("a x7Front".to_owned(), vec![3, 4])]);
        assert_eq!(read("https://x.example/a_1234567/b", false), [plain("https://x.example/a:1234567/b")]);
        assert_eq!(read("/a%31.txt?v=1", false), [plain("/a1")]);
        assert_eq!(read("/a?b=c-1.txt", false), [plain("b=c-1")]);
        assert_eq!(read("/a?b=1234+567", false), [plain("/a?b=1234 567")]);
        assert_eq!(read("a_1234567_b_20240115.txt", false), [plain("a:1234567 b 20240115")]);
        for text in ["a_1", "1234+567", "/a_1", "1.2.txtx", "it ends. 7 go", "a_b.txt", "x.1", ""] {
            assert_eq!(read(text, true), [], "{text}");
        }
    }
}
