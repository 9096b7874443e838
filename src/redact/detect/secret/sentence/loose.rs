//! Passwords anywhere in a line that speaks of one, whatever the sentence says: `My password, …, no longer works`, `I use …
//! as always but the password is refused`.
//!
//! The value has to be one that people choose, or words and figures that are said to be it (`…, it's … now`), and what stands
//! beside it must not say that it is something else: what the password is for (`the password for …`), who logs in with it,
//! what a thing is called.

use super::super::link::{Link, Value, last_word};
use super::super::name::{IDENTIFIED, Name, Promise, SPARSE};
use super::super::value::chosen::{is_chosen, is_numbered_thing, may_be_chosen, may_be_words};
use super::super::value::shown::is_term;
use super::super::value::stand_in;
use super::super::{Hits, Rule, told};
use super::answer::is_of_thing;
use super::beside::is_numbered;
use super::plain::is_about;
use super::role::Role;
use super::{Before, Word, line_of, word, words_of};
use crate::redact::detect::overlap;
use crate::redact::detect::vocabulary::is_one_of;
use std::collections::BTreeMap;
use std::ops::Range;

pub(in super::super) static SPOKEN: Rule = told(
    "secret.password_spoken",
    "said to be the password in a line that speaks of one, or chosen as people choose them and nothing else there",
);

/// Short words for a password that mean something else as often.
const OTHERS: [&str; 6] = ["pass", "clave", "psk", SPARSE[0], SPARSE[1], IDENTIFIED];
/// Signs before what somebody says the password is.
const SIGNS: [&str; 5] = ["=", "->", "=>", "\u{2192}", ":"];
/// The longest word that is looked for before a name.
const LONGEST_WORD: usize = 12;
/// How far behind the word for a password what is set off by commas may stand, in bytes.
const LONGEST_BETWEEN: usize = 64;
/// How many words before a value somebody may be told not to use it, around it a change may be told, and before it a thing
/// may be named of which something is said.
const MOST: usize = 12;
const CLAUSE: usize = 6;
const NEAR: usize = 4;

/// A line that speaks of a password.
pub(super) struct Spoken {
    span: Range<usize>,
    /// The words for one, in order.
    pub(super) names: Vec<Range<usize>>,
}

/// The lines of a text that speak of a password, to be read when everything else was.
#[derive(Default)]
pub(in super::super) struct Lines {
    lines: Vec<Spoken>,
    /// What a sign gives to a name, which decides on it alone: where it begins and where it ends.
    given: BTreeMap<usize, usize>,
}

impl Lines {
    /// A name, and what is read as its value.
    pub(in super::super) fn met(&mut self, text: &[u8], name: &Name, value: Option<&Value>) {
        if name.promise != Promise::Password {
            return;
        }
        let by_sign = |value: &&Value| !matches!(value.link, Link::Word | Link::Blank | Link::Told | Link::Far);
        self.given.extend(value.filter(by_sign).map(|value| (value.span.start, value.span.end)));
        if OTHERS.contains(&name.word) || is_of_thing(text, name.span.end) || stays(text, name) {
            return;
        }
        match self.lines.last_mut().filter(|line| name.span.start < line.span.end) {
            Some(line) => line.names.push(name.span.clone()),
            None => {
                let span = line_of(text, name.span.start);
                self.lines.push(Spoken { span, names: vec![name.span.clone()] });
            }
        }
    }

    /// Names what is left in the lines that nobody takes for anything but a password.
    pub(in super::super) fn tell(&self, text: &[u8], hits: &mut Hits) {
        for line in &self.lines {
            let words = words_of(text, line.span.clone());
            for given in word::words_in(text, line, &words) {
                if stand_in(&text[given.clone()]).is_none() && !hits.meets(&given) {
                    hits.hit(&SPOKEN, given);
                }
            }
            for (at, word) in words.iter().enumerate() {
                let place =
                    Place { line, before: Before { text, words: &words[..at] }, word, behind: &words[at + 1..] };
                // Values do not overlap each other, so that the last one that begins before its end is the one to look at.
                let is_given =
                    || self.given.range(..word.span.end).next_back().is_some_and(|(_, end)| *end > word.span.start);
                let is_own = || line.names.iter().any(|name| overlap(name, &word.span));
                let is_known = || hits.meets(&word.span) || is_given() || is_own();
                if place.may_be_one() && !is_known() && place.is_one() {
                    hits.hit(&SPOKEN, word.span.clone());
                }
            }
        }
    }
}

/// Whether the word behind a name says that nothing else is told of it: `(password unchanged)`.
fn stays(text: &[u8], name: &Name) -> bool {
    let rest = text[name.span.end..].strip_prefix(b" ").unwrap_or_default();
    Role::of(&rest[..rest.iter().take_while(|b| b.is_ascii_alphabetic() || **b >= 0x80).count()]).is(Role::STAYS)
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
        // Letters alone are none of these forms: each has a figure, or a sign between words.
        !self.given().iter().all(u8::is_ascii_alphabetic) && self.has_form()
    }

    /// Whether it has one of the forms.
    fn has_form(&self) -> bool {
        is_chosen(self.given()) || may_be_chosen(self.given()) || self.are_words() || self.is_word_and_figure()
    }

    /// Whether it is a word with one figure, as things that are counted have one.
    fn is_word_and_figure(&self) -> bool {
        let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let given = self.given();
        let is_word = given.iter().all(plain) && given.iter().any(u8::is_ascii_lowercase) && is_numbered(given);
        is_word && !is_numbered_thing(given) && !is_term(given)
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

    /// What the word so many behind it does.
    fn role_behind(&self, ahead: usize) -> Role {
        let word = self.behind.get(ahead - 1);
        word.map_or_else(Role::default, |word| Role::of(&self.before.text[word.span.clone()]))
    }

    /// Whether the words before say that it is the password, the one of old or the new one, or that somebody types it.
    fn is_said(&self) -> bool {
        let (before, role) = (&self.before, self.before.role(1));
        let signed = || {
            is_one_of(before.word(1), &SIGNS) && !self.is_returned()
                || before.leads()
                || before.turns() && self.is_behind()
        };
        let said =
            || role.is(Role::IS | Role::STILL | Role::PUT) || may_be_chosen(self.given()) && signed() || self.opens();
        (said() || role.is(Role::TO) && self.changes()) && !(2..=NEAR).any(|back| self.is_of_thing(back))
    }

    /// Whether the word so many before it is a thing of which something is told, and not what the password is for.
    fn is_of_thing(&self, back: usize) -> bool {
        let is = |back: usize, role: Role| self.before.role(back).is(role);
        let leads = |back: usize| is(back, Role::FOR | Role::TO);
        let ends = (1..=back).any(|back| self.before.ends(back));
        is(back, Role::THING) && !ends && !(leads(back + 1) || is(back + 1, Role::ARTICLE) && leads(back + 2))
    }

    /// Whether a bracket ends before the arrow that leads to it, as before what a function returns.
    fn is_returned(&self) -> bool {
        let words = self.before.words;
        let gap = words.len().checked_sub(2).map(|at| words[at].span.end..words[at + 1].span.start);
        gap.is_some_and(|gap| self.before.text[gap].contains(&b')'))
    }

    /// Whether something is opened with it.
    fn opens(&self) -> bool {
        self.before.role(1).is(Role::WITH) && (2..=NEAR).any(|back| self.before.role(back).is(Role::OPENS | Role::PUT))
    }

    /// Whether a word for a password stands before it.
    fn is_behind(&self) -> bool {
        self.line.names.iter().any(|name| name.end <= self.word.span.start)
    }

    /// Whether the words around it tell of a change.
    fn changes(&self) -> bool {
        (1..=CLAUSE).any(|far| (self.before.role(far) | self.role_behind(far)).is(Role::CHANGE))
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
            Role::of(&lead[last_word(lead, LONGEST_WORD)..]).is(Role::DONE)
        };
        self.name_beside().is_some_and(is_done)
    }

    /// Whether the words behind it say that it is a password: `… as password`, `…, which is the password`.
    fn is_said_behind(&self) -> bool {
        let last = self.behind.get(NEAR - 1).or(self.behind.last()).map_or(self.word.span.end, |word| word.span.end);
        let follows = |name: &Range<usize>| self.word.span.end < name.start && name.start < last;
        let says = |ahead: usize| self.role_behind(ahead).is(Role::IS | Role::AS);
        let is = says(1) || self.role_behind(1).is(Role::WHICH) && says(2);
        let denied = || (1..=CLAUSE).any(|back| self.before.role(back).is(Role::NOT));
        is && self.line.names.iter().any(follows) && !denied()
    }

    /// Whether commas or the ends of a sentence set it off behind the word for a password: `the password on the console, …, is`.
    fn is_apposed(&self) -> bool {
        let text = self.before.text;
        let (lead, rest) = (text[..self.word.span.start].trim_ascii_end(), &text[self.word.span.end..]);
        let held = lead.ends_with(b"(") && rest.starts_with(b")");
        let ends = self.word.ends || self.behind.is_empty() || self.role_behind(1).is(Role::AND);
        let is_set_off = held || ends && lead.ends_with(b",");
        let near = |name: &Range<usize>| {
            let between = text.get(name.end..self.word.span.start).unwrap_or_default();
            (1..=LONGEST_BETWEEN).contains(&between.len()) && !between.windows(2).any(|two| two == b". ")
        };
        let is_of_thing = || (1..=NEAR).any(|back| self.before.role(back).is(Role::THING));
        is_set_off && self.line.names.iter().any(near) && !is_of_thing()
    }

    /// Whether what stands beside it says that it is something else.
    fn is_other(&self) -> bool {
        let role = self.before.role(1);
        let is_for = role.is(Role::FOR) && !self.before.role(2).is(Role::STILL);
        let is_to = role.is(Role::TO) && !self.changes() || role.is(Role::WITH) && !self.opens();
        let names = is_for || is_to || role.is(Role::ARTICLE | Role::THING);
        self.is_whose() || !self.before.ends(1) && names || !self.word.ends && self.role_behind(1).is(Role::THING)
    }
}

/// Whether what stands before a word says that it is an example, or what nobody shall use: `never use …`.
pub(in super::super) fn is_example(before: &Before<'_>) -> bool {
    let is_put = |back: usize| before.role(back).is(Role::PUT | Role::SUCH);
    let never = |back: usize| {
        before.role(back).is(Role::NOT)
            && ((1..=NEAR).any(|more| back > more && is_put(back - more)) || is_put(back + 1))
    };
    before.role(1).is(Role::SUCH) || (1..=MOST).any(never)
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
                ("o port\u{e1}til desbloqueia com chinelos5, a senha \u{e9} dela", "chinelos5"),
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
                "see PEP 594#spwd",
                "If you use CRAM-MD5 authentication, the password needs",
                "falls back to pwd.getpwuid(os.getuid())[0] for the login",
            ],
        );
    }
}
