//! The two below each other: who asks how to get in is told the name in one message and the password in the next, or a
//! heading says that a login follows.

use super::PAIR;
use super::form::{Login, Shape, login, shape};
use super::words::{GETTING, LOGGING, TWO, USERS};
use crate::redact::detect::secret::link::is_blank;
use crate::redact::detect::secret::sentence::inner;
use crate::redact::detect::secret::{Hits, tell};
use crate::redact::detect::turn::{is_header, waits, writer};
use crate::redact::detect::vocabulary::is_among;
use crate::redact::gate::lexicon::is_line_end;
use std::ops::Range;

/// How many lines may stand between what opens and the password.
const MOST: usize = 6;
/// The longest line that opens, in bytes.
const LONGEST: usize = 120;
/// The longest line below it, in bytes, and how many blanks it has.
const SHORT: usize = 64;
const BLANKS: usize = 7;
/// The shortest password that is a plain word.
const WORD: usize = 6;
/// By which such a question begins.
const HOW: &str = "how how's hows what what's whats which wie welche comment quel quels c\u{f3}mo cu\u{e1}l como qual come quali hoe welke jak jakie \
    hur vilka hvordan hvilke";
/// What is told of a machine before the name.
const PLACES: &str = "host hostname server url link site web port ip address adresse serveur servidor server: domain";
/// What somebody says who was told, or does not know.
const OTHERS: &str = "thanks thank thx cheers great perfect works worked working sorry nothing nobody nope maybe again later tomorrow \
    definitely exactly whatever correct actually already danke merci gracias grazie obrigado bedankt dzi\u{119}ki tack super genau \
    morgen unknown really though please access denied failed blocked locked offline disabled enabled online default";

/// What a line above opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// It asks how to get in.
    Question,
    /// It is the heading of a login.
    Heading,
}

/// Names the passwords below their login names.
pub(super) fn find(text: &[u8], hits: &mut Hits) {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split(|b| is_line_end(*b)) {
        if !line.is_empty() {
            lines.push(at..at + line.len());
        }
        at += line.len() + 1;
    }
    let is_brief = |at: usize| lines.get(at).is_some_and(|line| is_short(&text[line.clone()]));
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| is_brief(at + 1) && is_brief(at + 2)) {
        let whole = &text[line.clone()];
        let Some(opening) = opening(&whole[writer(whole)..]) else { continue };
        if let Some(given) = told_below(text, &lines[at + 1..], opening) {
            tell(&PAIR, &text[given.clone()], given, hits);
        }
    }
}

/// Whether the lines behind that of a place may hold a login name and its password below each other, for the gate: most do not.
pub(in crate::redact) fn has_pair_below(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let lines = rest.split(|b| is_line_end(*b)).skip(1).filter(|line| !line.is_empty()).take(MOST);
    // The words that may be the name, which are judged where a password follows.
    let mut names: Vec<&[u8]> = Vec::new();
    for line in lines {
        if line.len() > SHORT {
            return false;
        }
        let said = line[writer(line)..].trim_ascii();
        let word = &said[said.iter().rposition(|b| is_blank(*b)).map_or(0, |blank| blank + 1)..];
        let alone = word.len() == said.len();
        let word = &word[inner(word)];
        let named = || names.iter().any(|name| login(name).is_some());
        if alone && !names.is_empty() && (shape(word).is_some() || is_plain(word)) && named() {
            return true;
        }
        if is_short(said) {
            names.push(word);
        }
    }
    false
}

/// Whether so little is said in a line that it may be a login name, its password, or who writes.
fn is_short(said: &[u8]) -> bool {
    said.len() <= SHORT && said.iter().filter(|b| is_blank(**b)).count() <= BLANKS
}

/// What a line opens, if it speaks of logging in.
fn opening(line: &[u8]) -> Option<Opening> {
    let line = line.trim_ascii();
    if line.len() > LONGEST {
        return None;
    }
    let words: Vec<&[u8]> = line.split(|b| is_blank(*b)).map(|word| &word[inner(word)]).collect();
    let logs = words.iter().any(|word| is_among(word, LOGGING))
        || words.windows(2).any(|two| is_among(two[0], TWO.0) && is_among(two[1], TWO.1));
    let asks = line.ends_with(b"?") || words.iter().any(|word| is_among(word, HOW));
    let gets = || words.iter().any(|word| is_among(word, GETTING));
    match () {
        () if asks && (logs || gets()) => Some(Opening::Question),
        () if logs && !line.ends_with(b".") => Some(Opening::Heading),
        () => None,
    }
}

/// The password in the lines below, behind a line with nothing but the login name.
fn told_below(text: &[u8], lines: &[Range<usize>], opening: Opening) -> Option<Range<usize>> {
    let mut name: Option<(Login, bool)> = None;
    for (at, line) in lines.iter().enumerate().take(MOST) {
        let whole = &text[line.clone()];
        let said = line.start + writer(whole)..line.end;
        let mut words = words_of(text, said);
        if opening == Opening::Question && (is_header(whole) || waits(whole))
            || name.is_none() && is_place(text, &words)
        {
            continue;
        }
        let is_user = words.len() > 1 && is_among(&text[words[0].clone()], USERS);
        if is_user {
            words.remove(0);
        }
        let [word] = &words[..] else { return None };
        let given = &text[word.clone()];
        match name {
            None => name = Some((login(given)?, is_user)),
            Some((login, is_user)) => {
                let sure = is_user || login >= Login::Marked;
                let listed = lines.get(at + 1).is_some_and(|next| words_of(text, next.clone()).len() == 1);
                let shape = shape(given);
                let fits = match opening {
                    Opening::Question => {
                        shape.is_some() && (sure || shape >= Some(Shape::Small)) || sure && is_plain(given)
                    }
                    Opening::Heading if listed => shape == Some(Shape::Proven),
                    Opening::Heading => shape >= Some(if sure { Shape::Small } else { Shape::Chosen }),
                };
                return fits.then(|| word.clone());
            }
        }
    }
    None
}

/// Whether a plain word may be a password, as the whole of what is said: none by which somebody answers something else.
fn is_plain(given: &[u8]) -> bool {
    given.len() >= WORD
        && given.iter().all(u8::is_ascii_lowercase)
        && !is_among(given, OTHERS)
        && login(given) == Some(Login::Small)
}

/// Whether a line says on which machine the login is.
fn is_place(text: &[u8], words: &[Range<usize>]) -> bool {
    let is_address = |word: &[u8]| {
        memchr::memmem::find(word, b"://").is_some()
            || word.contains(&b'.')
                && !word.contains(&b'@')
                && word.iter().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(b))
                && shape(word).is_none()
    };
    let word = |at: usize| words.get(at).map_or(&[][..], |word| &text[word.clone()]);
    words.len() <= 3
        && (words.len() > 1 && is_among(word(0), PLACES)
            || words.len() == 1
                && is_address(word(0))
                && login(word(0)) < Some(Login::Known)
                && word(0).iter().filter(|b| **b == b'.').count() > 1)
}

/// The words of a line without quotes, brackets and the signs of sentences.
fn words_of(text: &[u8], line: Range<usize>) -> Vec<Range<usize>> {
    let mut at = line.start;
    let words = text[line].split(|b| is_blank(*b)).filter_map(|word| {
        let start = at;
        at += word.len() + 1;
        let core = inner(word);
        (!core.is_empty()).then_some(start + core.start..start + core.end)
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::super::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn a_password_below_its_login_name_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("[16:20] Kim: how do i get into the wiki\n[16:21] Bo: viewer\n[16:21] Bo: lake-otter", "lake-otter"),
                (
                    "[10:11] Jan: wie komm ich aufs NAS?\n[10:12] Eva: benutzer scan\n[10:12] Eva: otterlake",
                    "otterlake",
                ),
                ("Ana: come entro nel portale?\nLia: a.lontra@example.it\nLia: Lago.Lontra7", "Lago.Lontra7"),
                ("sftp details as agreed\nhost sftp.example.org\nacme_in\nv7Wn2-oTt9r", "v7Wn2-oTt9r"),
                ("Login for the parcel page\no.otter@example.org\nOttersOtters12", "OttersOtters12"),
                ("how do I log in?\nsvc_label\nsec\nOtter-1958", "Otter-1958"),
            ],
        );
    }

    #[test]
    fn other_lines_below_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "How do I log in?\nvpn\nfirst",
                "Kim: how do i get into the wiki\nBo: viewer\nKim: thanks",
                "Kim: how do i get into the wiki\nBo: ask Tom\nBo: lake-otter",
                "Login methods:\nldap\nkerberos5\noauth2-proxy",
                "Login page\nindex.html\nlogin-form.html",
                "The login works.\nacme_up\nOtter-1958",
                "sftp hosts\nweb-01\nweb-02",
                "Login:\nshop_mgr\n[SECRET]",
                "log in on all of these\nnode_a\nnode_b\nnode_c",
            ],
        );
    }
}
