//! What one character looks like to a reader: the folding that every decoded view goes through.
//!
//! Compatibility forms become plain ones (NFKC), digits of any script become ASCII digits, dashes `-`,
//! spaces a blank, quotes, bars and all other signs a sign of ASCII, common look-alikes of Latin letters the Latin
//! letter; what is invisible vanishes. Detectors therefore only ever see the plain form, in which whatever is not
//! ASCII is a letter; the view's source map leads back.

use std::iter;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How much of a compatibility expansion is kept. No identifier hides in the long ones (phrases in one
/// code point), and the bound keeps a view within a small multiple of its source.
const LONGEST_EXPANSION: usize = 4;

/// Whether the character certainly folds to itself; a quick test for the letters of most pages.
pub(super) fn is_plain(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => true,
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{130}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => true,
        '\u{410}'..='\u{44f}' => look_alike(c).is_none(),
        _ => false,
    }
}

/// Appends the folded form of the character; nothing, when a reader does not see it.
pub(crate) fn fold_into(c: char, out: &mut String) {
    if is_plain(c) {
        out.push(c);
        return;
    }
    // Compatibility forms and marks are elsewhere.
    let cyrillic = matches!(c, '\u{410}'..='\u{44f}').then(|| look_alike(c).unwrap_or(c));
    if let Some(quick) = frequent(c).or(cyrillic) {
        return out.push(quick);
    }
    out.extend(compatible(c));
}

/// The folded form by way of the compatibility form. A sign that is made of letters, as that of a trademark, stays a sign.
fn compatible(c: char) -> impl Iterator<Item = char> {
    let form = || iter::once(c).nfkc().take(LONGEST_EXPANSION);
    let is_sign = !c.is_alphanumeric() && form().next().is_some_and(char::is_alphanumeric);
    let parts = if is_sign { None } else { Some(form().filter_map(fold_one)) };
    is_sign.then(|| sign(c)).into_iter().chain(parts.into_iter().flatten())
}

/// The folded forms of no-break spaces, and of dashes, quotes and bullets in prose.
fn frequent(c: char) -> Option<char> {
    match c {
        '\u{a0}' => Some(' '),
        '\u{2010}'..='\u{2015}' => Some('-'),
        '\u{2018}' | '\u{2019}' => Some('\''),
        '\u{201c}' | '\u{201d}' => Some('"'),
        '\u{2022}' => Some(OTHER_SIGN),
        _ => None,
    }
}

/// The fold of a text.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_into(c, &mut out));
    out
}

/// The folded form of a character that is already in its compatibility form.
fn fold_one(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    if is_invisible(c) || is_combining_mark(c) {
        return None;
    }
    let known = separator(c).or_else(|| digit(c)).or_else(|| look_alike(c));
    Some(known.unwrap_or_else(|| if c.is_alphanumeric() { c } else { sign(c) }))
}

/// What signs read as that part words and mean nothing else to a detector: bullets, arrows, symbols, pictures.
const OTHER_SIGN: char = '!';

/// The sign of ASCII that another sign reads as.
fn sign(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2035}' | '\u{2039}' | '\u{203a}' => '\'',
        '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{2036}' => '"',
        '\u{300a}'..='\u{300f}' | '\u{301d}'..='\u{301f}' => '"',
        '\u{55d}' | '\u{60c}' | '\u{3001}' => ',',
        '\u{61b}' => ';',
        '\u{589}' => ':',
        // Lines and corners of boxes.
        '\u{2500}' | '\u{2501}' | '\u{2504}' | '\u{2505}' | '\u{2508}' | '\u{2509}' | '\u{2550}' => '-',
        '\u{2758}'..='\u{275a}' | '\u{2502}' | '\u{2503}' | '\u{2506}' | '\u{2507}' | '\u{2551}' => '|',
        '\u{250a}'..='\u{256c}' => '+',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2116}' => '#',
        '\u{2192}' | '\u{21d2}' | '\u{2794}' | '\u{279c}' | '\u{27a1}' | '\u{27f6}' => '>',
        _ => OTHER_SIGN,
    }
}

/// Format characters, fillers and variation selectors: Unicode's `Cf` and what else shows nothing.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
        | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Dashes, spaces, line separators and full stops of other scripts.
fn separator(c: char) -> Option<char> {
    match c {
        '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' => {
            Some('-')
        }
        '\u{2e17}' | '\u{2e1a}' | '\u{2e3a}' | '\u{2e3b}' | '\u{2e40}' | '\u{2e5d}' | '\u{30a0}' | '\u{10ead}' => {
            Some('-')
        }
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{2800}' | '\u{3000}' => Some(' '),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        // Internationalised domain names accept the ideographic full stop as a dot.
        '\u{3002}' => Some('.'),
        _ => None,
    }
}

/// The zeros of the decimal digits outside ASCII (Unicode 16, general category Nd), ascending.
const ZEROS: [u32; 75] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0,
    0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50,
    0x11d50, 0x11da0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce, 0x1d7d8, 0x1d7e2,
    0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

/// The ASCII digit of the same value.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let below = ZEROS.partition_point(|zero| *zero <= code);
    let zero = *ZEROS.get(below.checked_sub(1)?)?;
    char::from_digit(code - zero, 10)
}

/// Letters of other scripts that read as a Latin letter.
fn look_alike(c: char) -> Option<char> {
    const FROM: &str = "ıɡοανρυικχΑΒΕΖΗΙΚΜΝΟΡΤΥΧѵӏһԁԛԝԚԜօսհ";
    const TO: &[u8] = b"igoavpuikxABEZHIKMNOPTYXvlhdqwQWouh";
    if let Some(letter) = u32::from(c).checked_sub(CYRILLIC).and_then(|at| CYRILLIC_LOOK.get(at as usize)) {
        return (*letter != b'.').then_some(char::from(*letter));
    }
    if !matches!(c, '\u{131}' | '\u{261}' | '\u{370}'..='\u{58f}') {
        return None;
    }
    let place = FROM.chars().position(|from| from == c)?;
    TO.get(place).map(|to| char::from(*to))
}

/// Where the basic Cyrillic letters begin.
const CYRILLIC: u32 = 0x400;

/// The Latin letter that each of them reads as, in order of their code points.
const CYRILLIC_LOOK: &[u8; 96] = b".....SIIJ.......\
A.B..E....K.MHO.\
PCTY.X..........\
a....e........o.\
pc.y.x..........\
.....siij.......";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_folded_to_what_a_reader_sees() {
        for (text, seen) in [
            ("４１１۱१𝟙①²", "41111112"),
            ("a\u{2011}b\u{2212}c\u{a0}d\u{2009}e\u{200b}\u{ad}\u{feff}\u{2060}f\u{fe0f}", "a-b-c d ef"),
            ("о.briеn＠асmе.соm жщ é 漢", "o.brien@acme.com жщ é 漢"),
        ] {
            assert_eq!(folded(text), seen);
        }
    }

    #[test]
    fn the_table_of_look_alikes_is_whole_and_the_zeros_ascend() {
        assert!(ZEROS.is_sorted());
        for c in "аеорсухіѕјһԁԛԝѵӏɡıАВЕКМНОРСТУХІЅЈԚԜοανρυικχΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսհ".chars()
        {
            assert!(look_alike(c).is_some(), "{c}");
        }
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let Some(quick) = frequent(c).or_else(|| is_plain(c).then_some(c)) else { continue };
            let full: String = compatible(c).collect();
            assert_eq!(full, quick.to_string(), "{c:?}");
        }
    }
}
