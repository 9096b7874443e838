//! The lists of codes for the day when the phone is lost.

use super::forms::is_day;
use crate::redact::detect::shape::figures;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The most codes in a list.
const MOST: usize = 32;

/// What several codes are called that replace a login.
pub(super) const SEVERAL: &str = r"(?: back -? \x20? up [\x20_-]? codes? | [2m]fa [\x20_-] (?: backup | recovery ) (?: [\x20_-] codes? )? | (?: recovery | scratch | rescue ) [\x20_-]? codes?
    | (?: wiederherstellungs | notfall | ersatz | herstel | reserve ) -? codes? | codes? \x20 de \x20 (?: secours | r@cup@ration | sauvegarde )
    | c@digos? \x20 de \x20 (?: respaldo | recupera@{2,3} | reserva | backup ) | codic[ei] \x20 di \x20 (?: backup | recupero | riserva )
    | kody? \x20 (?: zapasow[ey] | odzyskiwania | awaryjn[ey] ) )
    (?: \x20 (?: she | he | they | we | i | you | that | given | read | sent | provided | noted | for | from | of ) (?: \x20 [a-z']{1,12} ){0,6} \x20? : )?
    (?: \x20 \( [^()\n]{1,24} \) )? \s{0,2} (?: [:=] | \x20? (?: is | are | sind | sont | son | s@o | sono | zijn | to ) \b :? )?";

/// The codes of a list that begins here: all of them have as many groups of as many letters and figures.
pub(super) fn listed(text: &[u8], from: usize) -> Vec<Range<usize>> {
    let mut codes: Vec<Range<usize>> = Vec::new();
    let mut at = next(text, from);
    while let Some(end) = code(text, at).filter(|_| codes.len() < MOST) {
        if codes.first().is_some_and(|first| sizes(&text[first.clone()]) != sizes(&text[at..end])) {
            break;
        }
        if codes.is_empty() && !is_marked(&text[at..end]) {
            break;
        }
        codes.push(at..end);
        at = next(text, end);
    }
    codes
}

/// Where the next code of a list may begin: behind signs, a word that joins, and its number.
fn next(text: &[u8], from: usize) -> usize {
    static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let form = r"(?ix-u) ^ [\s,;|/*\x22'`\[\]()-]* (?: \xe2\x80\xa2 \s* )? (?: (?: and | or | und | oder | et | ou | y | o | e | en | of | i | lub ) \s )?
            (?: \x23? [0-9]{1,2} [.):] \s{1,2} )? ['\x22`]?";
        Regex::new(form).ok()
    });
    BETWEEN.as_ref().and_then(|form| form.find(&text[from..])).map_or(from, |found| from + found.end())
}

/// Where a code ends that begins here: one group of six to twelve letters and figures, or two to four groups of one size.
pub(super) fn code(text: &[u8], at: usize) -> Option<usize> {
    let group = |at: usize| text[at..].iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
    let size = group(at);
    let (mut end, mut groups) = (at + size, 1);
    // A blank joins two groups and no more, and parts codes whose groups are joined by a dash.
    while groups < 4
        && (text.get(end) == Some(&b'-') || groups == 1 && text.get(end) == Some(&b' '))
        && (3..=6).contains(&size)
        && group(end + 1) == size
    {
        end += size + 1;
        groups += 1;
        if text[end - size - 1] == b' ' {
            break;
        }
    }
    let whole = !matches!(text[end..], [b'-' | b'_' | b'@', b, ..] if b.is_ascii_alphanumeric());
    let enough = if groups > 1 { size * groups >= 6 } else { (6..=12).contains(&size) };
    let least = if groups > 1 { 1 } else { 2 };
    (whole && enough && figures(&text[at..end]) >= least && !is_day(&text[at..end])).then_some(end)
}

/// Whether a code has so many figures that it is no word; those behind it in a list may have fewer.
pub(super) fn is_marked(code: &[u8]) -> bool {
    let parts = || code.split(|b| !b.is_ascii_alphanumeric());
    let strong = parts().filter(|part| part.iter().any(u8::is_ascii_digit));
    figures(code) >= 2 && strong.count() * 2 >= parts().count()
}

/// How many letters and figures each group of a code has.
fn sizes(code: &[u8]) -> Vec<usize> {
    code.split(|b| !b.is_ascii_alphanumeric()).map(<[u8]>::len).collect()
}
