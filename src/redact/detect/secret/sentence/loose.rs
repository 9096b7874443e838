//! Passwords anywhere in a line that speaks of one, whatever the sentence says: `My password, …, no longer works`, `I use …
//! as always but the password is refused`.
//!
//! The value has to be one that people choose, or words and figures that are said to be it (`…, it's … now`), and what stands
//! beside it must not say that it is something else: what the password is for (`the password for …`), who logs in with it,
//! what a thing is called.

use super::super::Hits;
use super::super::assign::PASSWORD;
use super::super::link::{Link, Value, last_word};
use super::super::name::{IDENTIFIED, Name, Promise, SPARSE};
use super::super::value::chosen::{is_chosen, may_be_chosen, may_be_words};
use super::super::value::shown::has_digit;
use super::super::value::stand_in;
use super::answer::is_of_thing;
use super::plain::is_about;
use super::{Before, Word, line_of, word, words_of};
use crate::redact::detect::overlap;
use crate::redact::detect::vocabulary::is_among;
use std::ops::Range;

/// Short words for a password that mean something else as often.
const OTHERS: [&str; 6] = ["pass", "clave", "psk", SPARSE[0], SPARSE[1], IDENTIFIED];
/// Words behind which stands what a password is for, where it is typed, or who does it.
const FOR: &str = "for of on at in into onto by via per within under behind near like called named contain contains include includes except without \
    f\u{fc}r vom im am an bei beim aus zum zur unter \u{fc}ber wie pour sur dans du des au aux chez par comme del sobre por \
    della sul su nel come van voor op bij aan dla do od na no em pelo p\u{e5} f\u{f6}r av fr\u{e5}n";
/// Words before an example.
const SUCH: &str = "e.g eg z.b bijv p.ex p.ej t.ex like";
/// The same, but for what it was changed to and from.
const TO: &str = "to from von auf zu \u{e0} a en de di da naar para till w z i";
/// Words for a change, anywhere before the value.
const CHANGES: &str = "change changed changing set reset back updated switched went rotated \
    ge\u{e4}ndert gesetzt setzen \u{e4}ndern chang\u{e9} changer mis cambiado cambiar cambi\u{f3} cambiata cambiare \
    gewijzigd veranderd zmieni\u{142}em zmienione alterada mudei mudou \u{e4}ndrat bytt";
/// What has a name, and whoever logs in.
const THINGS: &str = "user users username login logon account acct id uid host hostname server machine vm box node pc laptop \
    printer router switch model version release build room floor building ticket case issue order invoice ref reference \
    ssid network wifi wi-fi wlan tenant project repo repository branch folder path file group team site domain portal app tool \
    database db schema table cluster device serial asset tag name part nr number license licence edition \
    benutzer benutzername konto rechner drucker raum netz netzwerk gruppe utilisateur identifiant compte serveur r\u{e9}seau \
    salle usuario cuenta servidor red sala utente rete gebruiker netwerk u\u{17c}ytkownik sie\u{107} utilizador rede \
    anv\u{e4}ndare n\u{e4}tverk";
/// Words that make the name of a thing of what follows them.
const ARTICLES: &str = "the this our your their a an each every der die das den dem unser unsere ein eine le la les un une el \
    los il lo uno una het een o os";
/// Words right before what somebody says the password is, or types.
const SAYING: &str = "it's its is was now still always be namely use used using try tried type typed enter entered put reads chose been wrote written \
    geschrieben \u{e9}crit escrito scritto geschreven napisa\u{142} skrivit c'est \
    ist war lautet jetzt noch immer bleibt est \u{e9}tait toujours maintenant es era ahora sigue \u{e8} sempre adesso \u{e9} agora \
    nu nog altijd jest by\u{142}o teraz \u{e4}r fortfarande";
/// The same of signs.
const SIGNS: &str = "= -> => \u{2192}";
/// What is said of a password that is not told.
const STAYING: &str = "unchanged same optional required field fields box input not unver\u{e4}ndert inchang\u{e9} igual invariata ongewijzigd";
/// Words that say what it is that stands before them.
const AS: &str =
    "is as was ist als war est comme c'est es como era \u{e8} come \u{e9} foi to jest jako \u{e4}r som var er";
/// Words between them and it.
const WHICH: &str = "which that welches das qui que che wat kt\u{f3}re kt\u{f3}ry som";
/// Words behind which something else is told.
const AND: &str = "and or but und oder aber et ou mais y o pero e ma i en of maar lub ale och eller men";
/// Words for what nobody shall do, and for what that is.
const NEVER: &str = "never not don't dont nobody niemals nie nicht kein keine jamais pas nunca no nooit niet mai vietato non n\u{e3}o \
    nigdy aldrig inte forbidden verboten interdit prohibido verboden zakazane f\u{f6}rbjudet";
const USING: &str = "use uses using choose things like verwende verwenden verwendet nimm nehmen utiliser utilisez usar uses usare usa usi usate \
    utilizar gebruik gebruiken u\u{17c}ywaj u\u{17c}ywa\u{107} anv\u{e4}nd anv\u{e4}nda";
/// What is done with a password of somebody.
pub(super) const DONE: &str = "reset resetting resets forgot forgotten changed expired";
/// The shortest value, and the longest word that is looked for before a name.
const SHORTEST: usize = 5;
const LONGEST_WORD: usize = 12;
/// How far behind the word for a password what is set off by commas may stand, in bytes.
const LONGEST_BETWEEN: usize = 64;
/// How many words before the value a change is looked for, and what it may be said of.
const MOST: usize = 12;
const NEAR: usize = 4;

/// A line that speaks of a password.
pub(super) struct Spoken {
    span: Range<usize>,
    /// The words for one, in order.
    pub(super) names: Vec<Range<usize>>,
    told: &'static str,
}

/// The lines of a text that speak of a password, to be read when everything else was.
#[derive(Default)]
pub(in super::super) struct Lines {
    lines: Vec<Spoken>,
    /// What a sign gives to a name, which decides on it alone.
    given: Vec<Range<usize>>,
}

impl Lines {
    /// A name, and what is read as its value.
    pub(in super::super) fn met(&mut self, text: &[u8], name: &Name, value: Option<&Value>) {
        if name.promise != Promise::Password {
            return;
        }
        let by_sign = |value: &&Value| !matches!(value.link, Link::Word | Link::Blank | Link::Told | Link::Far);
        self.given.extend(value.filter(by_sign).map(|value| value.span.clone()));
        if OTHERS.contains(&name.word) || is_of_thing(text, name.span.end) || stays(text, name) {
            return;
        }
        match self.lines.last_mut().filter(|line| name.span.start < line.span.end) {
            Some(line) => line.names.push(name.span.clone()),
            None => {
                let span = line_of(text, name.span.start);
                self.lines.push(Spoken { span, names: vec![name.span.clone()], told: name.word });
            }
        }
    }

    /// Names what is left in the lines that nobody takes for anything but a password.
    pub(in super::super) fn tell(&self, text: &[u8], hits: &mut Hits) {
        for line in &self.lines {
            let words = words_of(text, line.span.clone());
            for given in word::words_in(text, line, &words) {
                if stand_in(&text[given.clone()]).is_none() && !hits.meets(&given) {
                    hits.near(&PASSWORD, given, line.told);
                }
            }
            for (at, word) in words.iter().enumerate() {
                let place =
                    Place { line, before: Before { text, words: &words[..at] }, word, behind: &words[at + 1..] };
                let is_known = || hits.meets(&word.span) || self.given.iter().any(|given| overlap(given, &word.span));
                if place.may_be_one() && !is_known() && place.is_one() {
                    hits.near(&PASSWORD, word.span.clone(), line.told);
                }
            }
        }
    }
}

/// Whether a figure is there, or a sign within a word: most words have neither.
fn has_sign(text: &[u8]) -> bool {
    let within = |three: &[u8]| {
        three[0].is_ascii_alphanumeric() && b"-_.&!+#*$@~^%".contains(&three[1]) && three[2].is_ascii_alphanumeric()
    };
    has_digit(text) || text.windows(3).any(within)
}

/// Whether the word behind a name says that nothing else is told of it: `(password unchanged)`.
fn stays(text: &[u8], name: &Name) -> bool {
    let rest = text[name.span.end..].strip_prefix(b" ").unwrap_or_default();
    is_among(&rest[..rest.iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count()], STAYING)
}

/// A word of a line that speaks of a password.
struct Place<'a> {
    line: &'a Spoken,
    before: Before<'a>,
    word: &'a Word,
    behind: &'a [Word],
}

impl Place<'_> {
    /// What stands there.
    fn given(&self) -> &[u8] {
        &self.before.text[self.word.span.clone()]
    }

    /// Whether it has the form of one.
    fn may_be_one(&self) -> bool {
        is_chosen(self.given()) || may_be_chosen(self.given()) || self.are_words()
    }

    /// Whether it is of joined words, of which none says something about a password.
    fn are_words(&self) -> bool {
        may_be_words(self.given()) && !self.given().split(|b| matches!(b, b'.' | b'-')).any(is_about)
    }

    /// Whether it is one.
    fn is_one(&self) -> bool {
        let may_be = may_be_chosen(self.given());
        let is_it = || may_be && self.is_said_behind();
        let told = || self.is_said() || may_be && (self.name_beside().is_some() || self.is_apposed());
        (is_it() || (is_chosen(self.given()) || told()) && !self.is_other())
            && !is_example(&self.before)
            && stand_in(self.given()).is_none()
    }

    /// The word so many behind it; nothing where there is none.
    fn next(&self, ahead: usize) -> &[u8] {
        self.behind.get(ahead - 1).map_or(&[][..], |word| &self.before.text[word.span.clone()])
    }

    /// Whether the words before say that it is the password, the one of old or the new one, or that somebody types it.
    fn is_said(&self) -> bool {
        let (before, last) = (&self.before, self.before.word(1));
        let signed = || is_among(last, SIGNS) && !self.is_returned() || before.leads() || before.turns();
        let said = || is_among(last, SAYING) || may_be_chosen(self.given()) && signed();
        (said() || is_among(last, TO) && self.changes()) && !(2..=NEAR).any(|back| self.is_of_thing(back))
    }

    /// Whether the word so many before it is a thing of which something is told, and not what the password is for.
    fn is_of_thing(&self, back: usize) -> bool {
        let leads = |back: usize| is_among(self.before.word(back), FOR) || is_among(self.before.word(back), TO);
        let is_for = || leads(back + 1) || is_among(self.before.word(back + 1), ARTICLES) && leads(back + 2);
        is_among(self.before.word(back), THINGS) && !is_for()
    }

    /// Whether a bracket ends before the arrow that leads to it, as before what a function returns.
    fn is_returned(&self) -> bool {
        let words = self.before.words;
        let gap = words.len().checked_sub(2).map(|at| words[at].span.end..words[at + 1].span.start);
        gap.is_some_and(|gap| self.before.text[gap].contains(&b')'))
    }

    /// Whether the line tells of a change.
    fn changes(&self) -> bool {
        (1..=MOST).any(|far| is_among(self.before.word(far), CHANGES) || is_among(self.next(far), CHANGES))
    }

    /// The word for a password right before it.
    fn name_beside(&self) -> Option<&Range<usize>> {
        let beside = |name: &&Range<usize>| self.before.text.get(name.end..self.word.span.start) == Some(b" ");
        self.line.names.iter().find(beside)
    }

    /// Whether it stands right behind what is done with the password of somebody: `reset password jdoe`.
    fn is_whose(&self) -> bool {
        let is_done = |name: &Range<usize>| {
            let lead = self.before.text[..name.start].trim_ascii_end();
            is_among(&lead[last_word(lead, LONGEST_WORD)..], DONE)
        };
        self.name_beside().is_some_and(is_done)
    }

    /// Whether the words behind it say that it is a password: `… as password`, `…, which is the password`.
    fn is_said_behind(&self) -> bool {
        let last = self.behind.get(NEAR - 1).or(self.behind.last()).map_or(self.word.span.end, |word| word.span.end);
        let follows = |name: &Range<usize>| self.word.span.end < name.start && name.start < last;
        let is = is_among(self.next(1), AS) || is_among(self.next(1), WHICH) && is_among(self.next(2), AS);
        is && self.line.names.iter().any(follows)
    }

    /// Whether commas or the ends of a sentence set it off behind the word for a password: `the password on the console, …, is`.
    fn is_apposed(&self) -> bool {
        let text = self.before.text;
        let (lead, rest) = (text[..self.word.span.start].trim_ascii_end(), &text[self.word.span.end..]);
        let held = lead.ends_with(b"(") && rest.starts_with(b")");
        let ends = self.word.ends || self.behind.is_empty() || is_among(self.next(1), AND);
        let is_set_off = held || ends && lead.ends_with(b",");
        let near = |name: &Range<usize>| {
            let between = text.get(name.end..self.word.span.start).unwrap_or_default();
            (1..=LONGEST_BETWEEN).contains(&between.len()) && !between.windows(2).any(|two| two == b". ")
        };
        let is_of_thing = || (1..=NEAR).any(|back| is_among(self.before.word(back), THINGS));
        is_set_off && self.line.names.iter().any(near) && !is_of_thing()
    }

    /// Whether what stands beside it says that it is something else.
    fn is_other(&self) -> bool {
        let (before, last) = (&self.before, self.before.word(1));
        let names = || is_among(last, FOR) || is_among(last, ARTICLES) || is_among(last, TO) && !self.changes();
        self.is_whose()
            || !before.ends(1) && (names() || is_among(last, THINGS))
            || !self.word.ends && is_among(self.next(1), THINGS)
    }
}

/// Whether what stands before a word says that it is an example, or what nobody shall use: `never use …`.
pub(super) fn is_example(before: &Before<'_>) -> bool {
    let never = |back: usize| {
        let uses = (1..=NEAR).any(|more| back > more && is_among(before.word(back - more), USING));
        is_among(before.word(back), NEVER) && (uses || is_among(before.word(back + 1), USING))
    };
    is_among(before.word(1), SUCH) || (1..=MOST).any(never)
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn what_people_choose_is_found_wherever_a_line_speaks_of_a_password() {
        for text in [
            "My password, #, no longer works since the update.",
            "I use # as always but the password is refused",
            "password was changed last month, it's # now",
            "Has\u{142}o do konta klienta, kt\u{f3}re poda\u{142}a: #.",
            "for the password just put # like the rest of us",
            "the admin password on the printer never changed, still #",
            "Le mot de passe du portail ne marche plus, j'avais mis # avant",
            "Das Passwort hat gestern noch funktioniert (#), heute nicht",
            "La contrase\u{f1}a que me dieron, #, no entra",
            "mijn wachtwoord was altijd #, nu werkt het niet",
            "La password che uso \u{e8} sempre #, eppure non entra",
            "Mitt l\u{f6}senord \u{e4}r # men det funkar inte",
            "Password for the till? # I think",
            "password reset done -> #",
            "# is what I type and it says wrong password",
            "he always uses # for all passwords",
            "Please change the password from # to something else",
            "We agreed on # as the password for the shared drive",
            "The password to open the file is your initials plus #",
            "the file is protected with \u{201c}#\u{201d}",
        ] {
            for value in ["Lavender1987", "Teacup33", "Gl0wW0rm-5", "lavender1987", "Estrella_8", "Reed&Walnut77"] {
                finds(DETECTOR.find, &[(text.replace('#', value).as_str(), value)]);
            }
        }
    }

    #[test]
    fn words_and_figures_are_found_where_something_says_that_they_are_it() {
        for text in [
            "it's # now, the password was changed",
            "the password on the console, #, must go",
            "the old password (#) still works",
            "her password # does not work any more",
            "I put # as password on the tablet",
            "# ist das Passwort vom Scanner",
            "sostituita #, che \u{e8} la password del turno",
            "changed my password from # to something longer",
            "le mot de passe du wifi c'est #, tout attach\u{e9}",
            "l\u{f6}senordet till larmet \u{e4}r # tills vidare",
        ] {
            for value in ["croquet75", "1nsp3ct0r", "tea-kettle-93", "x7rq2m", "Front_desk_5518"] {
                finds(DETECTOR.find, &[(text.replace('#', value).as_str(), value)]);
            }
        }
        finds(
            DETECTOR.find,
            &[
                ("Passwort ist jetzt mutter.blech.schraube, Zettel h\u{e4}ngt", "mutter.blech.schraube"),
                ("inserita incudine&martello che \u{e8} la password", "incudine&martello"),
            ],
        );
    }

    #[test]
    fn what_is_called_so_is_no_password() {
        finds_nothing(
            DETECTOR.find,
            &[
                "We had to reset password teacup33 for the till",
                "Why does Firefox124 ask for the password again?",
                "the password for Teacup33 is in the vault",
                "The Teacup33 server wants a password",
                "user Teacup33 forgot the password",
                "the user is teacup33, password unchanged",
                "Do not use the company and the year (e.g. Acme2024) as password",
                "never use things like Teacup33 or lavender1987 as a password",
                "Verwende niemals Teacup33 als Passwort",
                "Aldrig anv\u{e4}nda Teacup33 som l\u{f6}senord",
                "password rotation job rot-pw-07 ran, svc_fax failed",
                "I tried to change my password and got E0000014",
                "the password manager Bitwarden2024 costs more",
                "password prompt since OpenSSH_9.6 and macOS14.4",
                "The password on web-01 and db-prod01 expired on 03/04/2024",
                "rule \"history24\" forbids the last 24 passwords",
                "commit 9f3c2ab removes the hard coded password",
                "the page changed from Portal2 to MyPortal, password field unchanged",
                "fn login(password: &str) -> Token1",
                "ask_password, self.server_url, self.user",
                "redirect: community.aws.ec2_win_password",
            ],
        );
    }
}
