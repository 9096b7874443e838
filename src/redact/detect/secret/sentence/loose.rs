//! Passwords anywhere in a line that speaks of one, whatever the sentence says: `My password, …, no longer works`, `I use …
//! as always but the password is refused`.
//!
//! The value has to be one that people choose, or words and figures that are said to be it (`…, it's … now`), and what stands
//! beside it must not say that it is something else: what the password is for (`the password for …`), who logs in with it,
//! what a thing is called.

use super::super::Hits;
use super::super::assign::PASSWORD;
use super::super::link::{Link, Value};
use super::super::name::{Name, Promise, SPARSE};
use super::super::value::chosen::is_chosen;
use super::super::value::shown::may_be_said;
use super::super::value::stand_in;
use super::answer::is_of_thing;
use super::{Before, has_shown, line_of, words_of};
use crate::redact::detect::overlap;
use crate::redact::detect::vocabulary::is_among;
use std::ops::Range;

/// Short words for a password that mean something else as often.
const OTHERS: [&str; 5] = ["pass", "clave", "psk", SPARSE[0], SPARSE[1]];
/// Words behind which stands what a password is for, where it is typed, or who does it.
const FOR: &str = "for of on at in into onto by via per within under behind near like called named contain contains include includes except without \
    f\u{fc}r von vom im am an bei beim aus zum zur unter \u{fc}ber wie pour sur dans du des au aux chez par comme del sobre por \
    della sul su nel come van voor op bij aan dla do od na no em pelo p\u{e5} f\u{f6}r av fr\u{e5}n";
/// The same, but for what it was changed to and from.
const TO: &str = "to from auf zu \u{e0} a en de di da naar para till w z i";
/// Words for a change, anywhere before the value.
const CHANGES: &str = "change changed changing set reset back updated switched went rotated \
    ge\u{e4}ndert gesetzt setzen \u{e4}ndern chang\u{e9} changer mis cambiado cambiar cambi\u{f3} cambiata cambiare \
    gewijzigd veranderd zmieni\u{142}em zmienione alterada mudei mudou \u{e4}ndrat bytt";
/// What has a name, and whoever logs in.
const THINGS: &str = "user users username login logon account acct id uid host hostname server machine vm box node pc laptop \
    printer router switch model type version release build room floor building ticket case issue order invoice ref reference \
    ssid network wifi wi-fi wlan tenant project repo repository branch folder path file group team site domain portal app tool \
    database db schema table cluster device serial asset tag name part nr number license licence edition \
    benutzer benutzername konto rechner drucker raum netz netzwerk gruppe utilisateur identifiant compte serveur r\u{e9}seau \
    salle usuario cuenta servidor red sala utente rete gebruiker netwerk u\u{17c}ytkownik sie\u{107} utilizador rede \
    anv\u{e4}ndare n\u{e4}tverk";
/// Words that make the name of a thing of what follows them.
const ARTICLES: &str = "the this our your their a an each every der die das den dem unser unsere ein eine le la les un une el \
    los il lo uno una het een o os";
/// Words right before what somebody says the password is, or types.
const SAYING: &str = "it's its is was now still always be namely use used using try tried type typed enter entered put reads chose \
    ist war lautet jetzt noch immer bleibt est \u{e9}tait toujours maintenant es era ahora sigue \u{e8} sempre adesso \u{e9} agora \
    nu nog altijd jest by\u{142}o teraz \u{e4}r fortfarande = -> => \u{2192}";
/// What is said of a password that is not told.
const STAYING: &str = "unchanged same optional required not unver\u{e4}ndert inchang\u{e9} igual invariata ongewijzigd";
/// How many words before the value a change is looked for, and what it may be said of.
const MOST: usize = 12;
const NEAR: usize = 4;

/// The lines of a text that speak of a password, to be read when everything else was.
#[derive(Default)]
pub(in super::super) struct Spoken {
    lines: Vec<(Range<usize>, &'static str)>,
    /// What a sign gives to a name, which decides on it alone.
    given: Vec<Range<usize>>,
    /// Up to where the last line was read.
    read: usize,
}

impl Spoken {
    /// A name, and what is read as its value.
    pub(in super::super) fn met(&mut self, text: &[u8], name: &Name, value: Option<&Value>) {
        if name.promise != Promise::Password {
            return;
        }
        let by_sign = |value: &&Value| !matches!(value.link, Link::Word | Link::Blank | Link::Told | Link::Far);
        self.given.extend(value.filter(by_sign).map(|value| value.span.clone()));
        let is_other = OTHERS.contains(&name.word) || is_of_thing(text, name.span.end) || stays(text, name);
        if name.span.start < self.read || is_other {
            return;
        }
        let line = line_of(text, name.span.start);
        self.read = line.end;
        if has_shown(&text[line.clone()]) {
            self.lines.push((line, name.word));
        }
    }

    /// Names what is left in the lines that nobody takes for anything but a password.
    pub(in super::super) fn tell(self, text: &[u8], hits: &mut Hits) {
        for (line, told) in self.lines {
            let words = words_of(text, line);
            for (at, word) in words.iter().enumerate() {
                let next = words.get(at + 1).map_or(&[][..], |next| &text[next.span.clone()]);
                let before = Before { text, words: &words[..at] };
                let is_known = || hits.meets(&word.span) || self.given.iter().any(|given| overlap(given, &word.span));
                if is_one(&before, &text[word.span.clone()], next) && !is_known() {
                    hits.near(&PASSWORD, word.span.clone(), told);
                }
            }
        }
    }
}

/// Whether the word behind a name says that nothing else is told of it: `(password unchanged)`.
fn stays(text: &[u8], name: &Name) -> bool {
    let rest = text[name.span.end..].strip_prefix(b" ").unwrap_or_default();
    is_among(&rest[..rest.iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count()], STAYING)
}

/// Whether a word of a line that speaks of a password is one.
fn is_one(before: &Before<'_>, given: &[u8], next: &[u8]) -> bool {
    let shows = is_chosen(given) || may_be_said(given) && is_said(before);
    shows && !is_other(before, next) && stand_in(given).is_none()
}

/// Whether the words before say that it is the password, or that somebody types it.
fn is_said(before: &Before<'_>) -> bool {
    let is_of_thing = (2..=NEAR).any(|back| is_among(before.word(back), THINGS));
    (is_among(before.word(1), SAYING) || before.leads()) && !is_of_thing
}

/// Whether what stands beside it says that it is something else.
fn is_other(before: &Before<'_>, next: &[u8]) -> bool {
    let last = before.word(1);
    let changes = || (2..=MOST).any(|back| is_among(before.word(back), CHANGES));
    let names = || is_among(last, FOR) || is_among(last, ARTICLES) || is_among(last, TO) && !changes();
    !before.ends(1) && (names() || is_among(last, THINGS)) || is_among(next, THINGS)
}
