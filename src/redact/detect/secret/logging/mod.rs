//! Login names with their passwords, where no word for a password stands beside them: `log in as till_mgr with …`,
//! `use kiosk / …`, `admin + …`, and over several lines or messages ([`below`]).
//!
//! A word for logging in, for a user or for what is used leads to a name, or the name is that of an account which many
//! systems have; behind it and a joint stands one more word. What that has to look like depends on how sure the rest is: see
//! [`Lead`] and [`Joint`].

pub(super) mod below;
mod form;
pub(in crate::redact) mod words;

use super::link::is_blank;
use super::sentence::inner;
use super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::detect::vocabulary::is_among;
use crate::redact::gate::Signals;
use crate::redact::gate::lexicon::is_line_end;
use form::{Login, SHORTEST, Shape, are_alike, login, shape};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;
use words::{BEHIND, BETWEEN, DASHES, ENTERING, LEADING, LOGGING, SIGNS, TWO, TYPING, USERS, USING};

/// The detector of this directory.
pub(super) const DETECTOR: Detector = Detector { rules: &[&PAIR], needs: Signals::LOGIN, find };

static PAIR: Rule = told("secret.login_pair", "behind a login name, where somebody tells how to log in");

/// How many words before a name a word for logging in may stand, and a verb of entering.
const REACH: usize = 12;
const NEAR: usize = 4;
/// What may stand right before a password.
static JOINTS: LazyLock<HashSet<&'static [u8]>> = LazyLock::new(|| {
    [SIGNS, DASHES, BETWEEN, TYPING].into_iter().flat_map(str::split_ascii_whitespace).map(str::as_bytes).collect()
});

/// What leads to the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    /// Nothing.
    None,
    /// What somebody uses: `try …`.
    Used,
    /// A word for a user: `user …`.
    User,
    /// A word for logging in, and one that leads from it to the name: `logged in as …`.
    LoggedIn,
}

/// What stands between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// A sign with blanks around it.
    Sign,
    /// A slash or a colon, and nothing else.
    Tight,
    /// A dash, a comma or a word.
    Loose,
}

/// A word of a line.
struct Word {
    /// Where it stands without quotes, brackets and the signs of sentences.
    span: Range<usize>,
    /// A quote or a bracket opens it.
    opens: bool,
    /// A part of a sentence ends behind it; and with which sign.
    end: Option<u8>,
}

/// The two, and the number of the word in which they end.
struct Pair {
    login: Range<usize>,
    joint: Joint,
    given: Range<usize>,
    last: usize,
}

/// Names the passwords in a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    let mut at = 0;
    for line in text.split(|b| is_line_end(*b)) {
        // Most lines have nothing like a password.
        if line.split(|b| is_blank(*b)).any(may_show) {
            of_line(text, at..at + line.len(), hits);
        }
        at += line.len() + 1;
    }
    below::find(text, hits);
}

/// Whether a word has letters, and figures or signs among them, as a password has that is not told to be one.
fn may_show(word: &[u8]) -> bool {
    let odd = |b: &u8| b.is_ascii_digit() || b"-._!&$*?~%".contains(b);
    word.len() >= SHORTEST && word[1..].iter().any(odd) && word.iter().filter(|b| b.is_ascii_lowercase()).count() > 1
}

/// Whether a line has a joint and what may be a password behind it, for the gate: most lines have not.
pub(in crate::redact) fn has_pair(line: &[u8]) -> bool {
    let mut last: &[u8] = b"";
    for word in line.split(|b| is_blank(*b)).filter(|word| !word.is_empty()) {
        if may_show(word) {
            let given = &word[inner(word)];
            let joined = || last.ends_with(b",") || last.ends_with(b":") || JOINTS.contains(last);
            let is_tight = || tight(given).is_some_and(|sign| shape(&given[sign.end..]).is_some());
            if joined() && shape(given).is_some() || is_tight() {
                return true;
            }
        }
        last = word;
    }
    false
}

/// Names the passwords in a line.
fn of_line(text: &[u8], line: Range<usize>, hits: &mut Hits) {
    let words = words_of(text, line);
    let (mut at, mut before) = (0, None);
    while at < words.len() {
        let pair = pair(text, &words, at).filter(|pair| is_one(text, &words, at, pair, before));
        at = match pair {
            Some(pair) => {
                tell(&PAIR, &text[pair.given.clone()], pair.given, hits);
                // Another pair of the same kind may follow.
                before = Some(pair.joint);
                pair.last + 1
            }
            None => at + 1,
        };
    }
}

/// The words of a line, with what stands at both sides of them.
fn words_of(text: &[u8], line: Range<usize>) -> Vec<Word> {
    let mut at = line.start;
    let words = text[line].split(|b| is_blank(*b)).filter_map(|word| {
        let start = at;
        at += word.len() + 1;
        let core = inner(word);
        // A sign that stands alone is a word.
        let (core, tail) = if core.is_empty() { (0..word.len(), 0..0) } else { (core.clone(), core.end..word.len()) };
        // An exclamation mark may be the last sign of a password.
        let end = word[tail].iter().find(|b| b".,;:)?".contains(b)).copied();
        let opens = word.first().is_some_and(|b| b"(\"'`".contains(b));
        (!word.is_empty()).then_some(Word { span: start + core.start..start + core.end, opens, end })
    });
    words.collect()
}

/// A login name at a word, a joint, and the word behind it.
fn pair(text: &[u8], words: &[Word], at: usize) -> Option<Pair> {
    let word = &words[at];
    let run = &text[word.span.clone()];
    if let Some(sign) = tight(run) {
        let from = word.span.start + sign.end;
        let login = word.span.start..word.span.start + sign.start;
        return Some(Pair { login, joint: Joint::Tight, given: from..word.span.end, last: at });
    }
    let next = words.get(at + 1)?;
    let of_next = &text[next.span.clone()];
    let (joint, last) = match word.end {
        Some(b',') => (Joint::Loose, at + 1 + usize::from(is_among(of_next, TYPING))),
        Some(b':') => (Joint::Tight, at + 1),
        Some(_) => return None,
        None if is_among(of_next, SIGNS) => (Joint::Sign, at + 2),
        None if is_among(of_next, DASHES) => (Joint::Loose, at + 2),
        None if is_among(of_next, BETWEEN) && next.end.is_none() => {
            let typing = words.get(at + 2).is_some_and(|word| is_among(&text[word.span.clone()], TYPING));
            (Joint::Loose, at + 2 + usize::from(typing))
        }
        None => return None,
    };
    let given = words.get(last)?.span.clone();
    Some(Pair { login: word.span.clone(), joint, given, last })
}

/// The sign in a word that has one slash or colon, or two slashes, and something on both sides of it.
fn tight(run: &[u8]) -> Option<Range<usize>> {
    let at = memchr::memchr2(b'/', b':', run)?;
    let end = at + if run[at..].starts_with(b"//") { 2 } else { 1 };
    let rest = run.get(end..).filter(|rest| !rest.is_empty())?;
    (at > 0 && memchr::memchr3(b'/', b':', b'\\', rest).is_none()).then_some(at..end)
}

/// Whether what stands around the two says that they are a login name and its password.
fn is_one(text: &[u8], words: &[Word], at: usize, pair: &Pair, before: Option<Joint>) -> bool {
    let (name, value) = (&text[pair.login.clone()], &text[pair.given.clone()]);
    let shape = if may_show(value) { shape(value) } else { None };
    let (Some(shape), Some(login)) = (shape, login(name)) else { return false };
    // A second pair needs no other words.
    let again = before == Some(pair.joint) && at > 0;
    let lead = if again { Lead::User } else { lead(text, words, at) };
    !are_alike(name, value)
        && (shape >= Shape::Chosen || ends(text, words, pair.last))
        && fits(lead, login, pair.joint, shape)
}

/// Whether a password has to show no more than this one does.
fn fits(lead: Lead, login: Login, joint: Joint, shape: Shape) -> bool {
    let least = match (lead, joint) {
        (Lead::LoggedIn, Joint::Sign | Joint::Tight) if login >= Login::Marked => Shape::Joined,
        (Lead::LoggedIn | Lead::User, Joint::Sign | Joint::Tight) if login >= Login::Small => Shape::Titled,
        (Lead::LoggedIn | Lead::User, Joint::Sign) => Shape::Chosen,
        (Lead::LoggedIn, Joint::Loose) if login >= Login::Small => Shape::Small,
        (Lead::User, Joint::Loose) if login >= Login::Marked => Shape::Small,
        (Lead::Used, Joint::Sign) if login >= Login::Marked => Shape::Small,
        (Lead::Used, Joint::Sign) if login >= Login::Small => Shape::Mixed,
        (Lead::Used, Joint::Tight | Joint::Loose) if login >= Login::Marked => Shape::Chosen,
        (Lead::None, Joint::Sign) if login == Login::Known => Shape::Small,
        _ => Shape::Proven,
    };
    shape >= least && (lead > Lead::None || joint == Joint::Sign && login == Login::Known)
}

/// What leads to the name at a word.
fn lead(text: &[u8], words: &[Word], at: usize) -> Lead {
    let word = |back: usize| at.checked_sub(back).map_or(&[][..], |at| &text[words[at].span.clone()]);
    let last = word(1);
    let colon = at.checked_sub(1).is_some_and(|at| words[at].end == Some(b':'));
    let signed = colon || is_among(last, ": = - -> =>") || at > 0 && words[at].opens;
    let named = is_among(last, USERS);
    if !signed && !is_among(last, LEADING) && !named && !is_among(last, USING) {
        // The word itself may stand right before the name.
        return if is_among(last, LOGGING) { Lead::LoggedIn } else { Lead::None };
    }
    let logs =
        |back: usize| is_among(word(back), LOGGING) || is_among(word(back), TWO.1) && is_among(word(back + 1), TWO.0);
    let user = named || (2..=3).any(|back| is_among(word(back), USERS)) && !is_among(last, USING);
    match () {
        () if (1..=REACH).any(logs) => Lead::LoggedIn,
        () if (1..=NEAR).any(|back| is_among(word(back), ENTERING)) && !signed => Lead::LoggedIn,
        () if user => Lead::User,
        () if is_among(last, USING) => Lead::Used,
        () => Lead::None,
    }
}

/// Whether a part of a sentence ends behind a word.
fn ends(text: &[u8], words: &[Word], at: usize) -> bool {
    words[at].end.is_some()
        || words.get(at + 1).is_none_or(|next| next.opens || is_among(&text[next.span.clone()], BEHIND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found};

    #[test]
    fn the_password_behind_a_word_for_logging_in_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("log in as till4 with Otter-8, then close", "Otter-8"),
                ("signed in again as press2 with Lake.Otter.3", "Lake.Otter.3"),
                ("logging in as the guest (o.otter, Lagos-2017) fails", "Lagos-2017"),
                ("inloggen met balie / Otterlake6", "Otterlake6"),
                ("entra con ufficio, Lontra-8", "Lontra-8"),
                ("zaloguj si\u{119} jako sklep2, Wydra.800", "Wydra.800"),
                ("wejd\u{17a} na konto sklep_a i Wydra-12, potem dalej", "Wydra-12"),
                ("connecte-toi avec accueil / Loutre-12", "Loutre-12"),
                ("bitte anmelden als praxis / Otter-12", "Otter-12"),
                ("logga in som kassa2 / Utter-12", "Utter-12"),
                ("acesse como balcao / Lontra-12", "Lontra-12"),
                ("inicia sesi\u{f3}n con tienda2, Nutria-12", "Nutria-12"),
                ("ssh into node-7 with runner:b4dgering and stop it", "b4dgering"),
                ("please enter as student7 and put Learn-2-Dive, all of you", "Learn-2-Dive"),
                ("identifiants de la recette : c.otter / Loutre!5", "Loutre!5"),
                ("sftp login: acme_up / lake-otter", "lake-otter"),
            ],
        );
    }

    #[test]
    fn the_password_behind_a_user_and_what_is_used_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("use shop_mgr / Otter-8!x9 for now", "Otter-8!x9"),
                ("nimm kasse2 / Otter-1958", "Otter-1958"),
                ("Sticky on the desk: user \"shop_mgr\", open4otter", "open4otter"),
                ("The old account was otto/Otter-Lake, as far as I know", "Otter-Lake"),
                ("yes, webmaster // otterlake99", "otterlake99"),
                ("printer: admin + Owl&Fox", "Owl&Fox"),
            ],
        );
        for (text, values) in [
            ("cam 7: admin + Owl&Fox / cam 8: admin + Owl&Hare", ["Owl&Fox", "Owl&Hare"]),
            ("old account was otto/Otter-Lake, new one is o.otter/Ott3r!Lake", ["Otter-Lake", "Ott3r!Lake"]),
        ] {
            assert_eq!(found(DETECTOR.find, text), values, "{text}");
        }
    }

    #[test]
    fn what_else_stands_beside_users_and_logins_is_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "log in as root with ssh-agent, then go on",
                "logged in as o.otter, ticket OPS-1234",
                "logged in as o.otter with Firefox115",
                "log in as user1 / user2",
                "sign in with google/facebook-login",
                "log in with email / single-sign-on",
                "Login: username / e-mail",
                "roles: admin / read-only, guest / view-only",
                "the account was active/on-hold",
                "use ext3 / ext4fs2 for it",
                "use XSalsa20 and Poly1305 to encrypt",
                "the user shop_mgr, who left in 2019-05",
                "connect as postgres to db-01, version 16.2",
                "log in on web-01, then on web-02",
                "signed in as o.otter at 10:03:11",
                "ssh into build-02 with keys-only access",
                "log in to https://example.org/Path-2 with it",
                "uses: acme/Dev-Action@v1",
                "log in as admin / [SECRET]",
                "Zugang zur Halle, Tor-2",
                "IS operator ->  changes.html#version_3_20_0",
            ],
        );
    }
}
