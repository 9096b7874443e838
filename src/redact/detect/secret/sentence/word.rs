//! Passwords that are one plain word, where a sentence says so: `The password is llama.`, `the password for the till was llama`,
//! `I put llama as password`, `changed it to llama`.
//!
//! What is said about passwords stands in the same places (`the password is wrong`): words for qualities and for what was done
//! are left, told by lists and by how they end in each language.

use super::super::value::program::names_secret;
use super::answer::is_spoken_word;
use super::loose::Spoken;
use super::plain::{DONE, QUALITIES, QUALITIES_GERMAN, ends_as, is_about, is_joined};
use super::role::Role;
use super::{Word, speaks};
use crate::redact::detect::vocabulary::is_among;
use std::ops::Range;

/// The shortest and the longest word, in bytes.
const SHORTEST: usize = 4;
const LONGEST: usize = 24;
/// How many words a phrase has, and what phrases are called.
const FEWEST_OF_PHRASE: usize = 3;
const MOST_OF_PHRASE: usize = 8;
const PHRASES: [&[u8]; 3] = [b"phrase", b"frase", b"wachtzin"];
/// How many words may say whose password it is, and how many may stand between one and what is done with it.
const MOST: usize = 5;
/// What is said of a password in each language: by which words it is known, how words for qualities and for what was done end,
/// and those that do not.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ist war lautet als auf ge\u{e4}ndert gesetzt nutze verwende nimm tippe gib", QUALITIES_GERMAN, GERMAN),
    ("est \u{e9}tait comme chang\u{e9} mis met mettre utilise tap\u{e9} saisi", FRENCH_ENDS, FRENCH),
    (
        "es era fue \u{e8} \u{e9} foi como come cambiado cambiada cambiata cambiato alterada alterado pone puse usa uso metti",
        ROMANCE_ENDS,
        ROMANCE,
    ),
    ("jest by\u{142}o jako zmienione ustaw wpisz", "e y \u{107} wa nica", "puste"),
    ("\u{e4}r var er som \u{e4}ndrat anv\u{e4}nd skriv", "t d", "fel samma slut tom lika"),
];
const GERMAN: &str = "falsch leer lang kurz neu alt schwach stark gut schlecht gleich pflicht standard sache bestandteil \
    voraussetzung teil klar simpel komplex dasselbe jedem beiden allen geheimnis standardwert";
const FRENCH_ENDS: &str =
    "\u{e9} \u{e9}e \u{e9}s \u{e9}es eux euse if ive ble que aire ent ant al ale oire u ue is ise it ite i ie";
const FRENCH: &str =
    "faux fausse bon bonne mauvais vide long court faible fort forte nouveau vieux secret juste valide invalide";
const ROMANCE_ENDS: &str = "ado ada ido ida ato ata ito ita uto uta oso osa ivo iva ble bile vel nte al ale ario aria orio oria \
    eto eta esto esta cil ada mente";
const ROMANCE: &str = "correcta correcto incorrecta incorrecto larga corta nueva nuevo vieja fuerte segura \u{fa}nica misma mismo \
    distinta buena mala corretta errata sbagliata lunga breve nuova vecchia sicura debole forte unica stessa diversa vuota \
    buona errada certa nova velha fraca mesma longa curta vazia boa secreta segreta";
/// Of Dutch, which says `is` as well.
const DUTCH: &str = "onjuist verkeerd fout goed nieuw leeg lang kort zwak sterk geheim verplicht verlopen vergeten gewijzigd \
    bekend nodig hetzelfde gelijk ongeldig geldig juist";

/// The words that a line says its passwords are.
pub(super) fn words_in(text: &[u8], line: &Spoken, words: &[Word]) -> Vec<Range<usize>> {
    let told = |name: &Range<usize>| {
        let first = words.iter().position(|word| word.span.end > name.start)?;
        let last = words[first..].iter().position(|word| word.span.end >= name.end)? + first;
        Some(Clause { text, words, first, last, end: name.end }.told())
    };
    line.names.iter().filter_map(told).flatten().collect()
}

/// A word for a password among those of its line.
struct Clause<'a> {
    text: &'a [u8],
    words: &'a [Word],
    /// Its first and its last word, and where it ends.
    first: usize,
    last: usize,
    end: usize,
}

impl Clause<'_> {
    /// The words that are said to be the password.
    fn told(&self) -> Vec<Range<usize>> {
        let is_or_was = self.changed().or_else(|| self.said());
        let phrase = |at: usize| if self.names_phrase() { self.phrase(at) } else { None };
        // A part of a sentence that begins with the name has nothing else behind it.
        let begins = self.first.checked_sub(1).is_some_and(|at| self.words[at].ends);
        let beside = || phrase(self.last + 1).filter(|phrase| begins && phrase.start == self.end + 1);
        if let Some(phrase) = is_or_was.and_then(phrase).or_else(beside) {
            return vec![phrase];
        }
        let behind = is_or_was.or_else(|| self.put()).or_else(|| self.beside_login()).or_else(|| self.answered());
        let ending = behind.into_iter().filter(|at| self.ends(*at));
        let others = self.changed_from().into_iter().chain(self.quoted_beside()).chain(self.before());
        let all = ending.chain(others).filter(|at| self.is_word(*at));
        all.map(|at| self.words[at].span.clone()).collect()
    }

    /// The word at a place; nothing where there is none.
    fn word(&self, at: usize) -> &[u8] {
        self.words.get(at).map_or(&[][..], |word| &self.text[word.span.clone()])
    }

    /// Whether the word at a place does this.
    fn is(&self, at: usize, role: Role) -> bool {
        Role::of(self.word(at)).is(role)
    }

    /// The first place from there on, past words that do this.
    fn past(&self, mut at: usize, role: Role) -> usize {
        while self.is(at, role) && !self.words[at].ends {
            at += 1;
        }
        at
    }

    /// Whether no sentence or part of one ends among the words.
    fn is_joined(&self, words: Range<usize>) -> bool {
        self.words.get(words).is_some_and(|words| !words.iter().any(|word| word.ends))
    }

    /// What stands behind `the password is`, perhaps with whose it is between.
    fn said(&self) -> Option<usize> {
        let next = self.last + 1;
        let is = |at: &usize| self.is(*at, Role::IS) || matches!(self.word(*at), b"=>" | b"->" | b"\xe2\x86\x92");
        let far = || self.is(next, Role::FOR | Role::TO | Role::WHO).then(|| (next..next + MOST + 1).find(is))?;
        let is = if self.is(next, Role::IS) { next } else { far()? };
        let doubts = (1..=MOST).filter_map(|back| self.first.checked_sub(back));
        let doubts = doubts.take_while(|at| !self.words[*at].ends).any(|at| self.is(at, Role::UNLESS));
        let doubts = doubts || (1..=3).filter_map(|back| self.first.checked_sub(back)).any(|at| self.is(at, Role::OF));
        let beside = self.text.get(self.end) == Some(&b' ');
        (beside && self.is_joined(self.last..is + 1) && !doubts).then(|| self.past(is + 1, Role::STILL))
    }

    /// What stands behind `the password was changed to`, `changed the password to`.
    fn changed(&self) -> Option<usize> {
        let next = self.last + 1;
        let verb = self.past(next, Role::BEEN);
        let to = if self.is(verb, Role::CHANGE) { verb + 1 } else { next };
        let leads = self.is(to, Role::TO) && (to > next || self.is_changed()) && self.is_joined(self.last..to + 1);
        leads.then_some(to + 1)
    }

    /// What it was: `changed the password from llama to …`.
    fn changed_from(&self) -> Option<usize> {
        let next = self.last + 1;
        (self.is(next, Role::TO) && self.is(next + 2, Role::TO) && self.is_changed()).then_some(next + 1)
    }

    /// Whether the words before say that it is changed.
    fn is_changed(&self) -> bool {
        // The name of a variable is set to something else.
        let is_word = !self.word(self.first).contains(&b'_');
        is_word && (1..=MOST).filter_map(|back| self.first.checked_sub(back)).any(|at| self.is(at, Role::CHANGE))
    }

    /// What stands in quotes right behind it.
    fn quoted_beside(&self) -> Option<usize> {
        let next = self.last + 1;
        let word = self.words.get(next)?;
        let gap = self.text.get(self.end..word.span.start)?;
        let is_done = self.first.checked_sub(1).is_some_and(|at| self.is(at, Role::DONE));
        (gap.len() == 2 && gap[0] == b' ' && self.is_quoted(next) && !is_done).then_some(next)
    }

    /// What stands behind `asked for the password, entered`.
    fn put(&self) -> Option<usize> {
        let verb = (self.last + 1..self.last + MOST).find(|at| self.is(*at, Role::TYPED))?;
        (!self.words[verb].ends).then_some(verb + 1)
    }

    /// What somebody says who is asked for it in the same line: `Password? llama.`
    fn answered(&self) -> Option<usize> {
        let next = self.last + 1;
        (self.text[self.end..].starts_with(b"? ") && is_spoken_word(self.word(next))).then_some(next)
    }

    /// Whether it is called a phrase.
    fn names_phrase(&self) -> bool {
        let name = self.text[self.words[self.first].span.start..self.end].to_ascii_lowercase();
        PHRASES.iter().any(|known| memchr::memmem::find(&name, known).is_some())
    }

    /// The words from a place on to where the sentence ends, if most of them say nothing about a password.
    fn phrase(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.words.get(at..)?;
        let ends = |word: &Word| word.ends || self.text[word.span.end..].starts_with(b" (");
        let most = rest.len().min(MOST_OF_PHRASE);
        let count = rest[..most].iter().position(ends).map_or(most, |last| last + 1);
        let words = rest.get(..count)?.iter().map(|word| &self.text[word.span.clone()]);
        let plain = words.clone().all(|word| word.iter().all(|b| b.is_ascii_alphanumeric() || *b >= 0x80));
        let says = words.map(<[u8]>::to_ascii_lowercase).filter(|word| is_about(word) || ends_as(word, DONE)).count();
        (plain && count >= FEWEST_OF_PHRASE && 3 * says < count).then(|| rest[0].span.start..rest[count - 1].span.end)
    }

    /// What stands right behind the word for a password where a login name stands before: `user scan, password llama`, `as scan
    /// with password llama`.
    fn beside_login(&self) -> Option<usize> {
        let before = self.first.checked_sub(1)?;
        let name = if self.is(before, Role::WITH) { before.checked_sub(1)? } else { before };
        let joined = name < before || self.words[before].ends;
        let login = name.checked_sub(1).is_some_and(|at| self.is(at, Role::LOGIN));
        let beside = self.words.get(self.last + 1)?.span.start == self.end + 1;
        (login && joined && beside).then_some(self.last + 1)
    }

    /// What stands before `is the password` at the beginning of a sentence, and before `as password` behind what is done with it.
    fn before(&self) -> Option<usize> {
        let mut at = self.first.checked_sub(1)?;
        while self.is(at, Role::WHOSE) {
            at = at.checked_sub(1)?;
        }
        let value = at.checked_sub(1)?;
        let begins = value == 0 || self.words[value - 1].ends;
        let said = begins && self.is(at, Role::IS);
        let put = !begins && self.is(at, Role::AS) && self.is(value - 1, Role::PUT);
        let is_it = (said || put) && self.is_joined(value..self.first) && speaks(self.text, self.end);
        is_it.then_some(value).or_else(|| self.typed())
    }

    /// What somebody types when it is asked for: `type llama when it asks for the password`.
    fn typed(&self) -> Option<usize> {
        let places = (2..=2 * MOST).filter_map(|back| self.first.checked_sub(back));
        let mut typed = places.filter(|at| *at > 0 && self.is(at + 1, Role::WHEN) && self.is(at - 1, Role::PUT));
        typed.next().filter(|at| self.is_joined(*at..self.first))
    }

    /// Whether a part of a sentence ends behind a word.
    fn ends(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let line = self.words.len() == at + 1;
        line || word.ends || self.text[word.span.end..].starts_with(b"!") || self.is(at + 1, Role::AND)
    }

    /// Whether it is one word of letters, or words that dashes join, and says nothing about a password.
    fn is_word(&self, at: usize) -> bool {
        let given = self.word(at);
        let Ok(given) = str::from_utf8(given) else { return false };
        let lower = given.to_lowercase();
        let says = || is_about(lower.as_bytes()) || names_secret(lower.as_bytes()) || self.is(at, Role::ASKS);
        (SHORTEST..=LONGEST).contains(&given.len())
            && given.chars().all(|one| one.is_alphabetic() || one == '-')
            && (!given.contains('-') || is_joined(lower.as_bytes()))
            && !says()
            && !self.is_quality(at, lower.as_bytes())
    }

    /// Whether quotes hold it.
    fn is_quoted(&self, at: usize) -> bool {
        let span = &self.words[at].span;
        let open = span.start.checked_sub(1).map(|from| self.text[from]);
        open.is_some_and(|open| matches!(open, b'"' | b'\'' | b'`') && self.text.get(span.end) == Some(&open))
    }

    /// Whether it is a word for a quality, or for what was done, in the language of what stands beside it.
    fn is_quality(&self, at: usize, lower: &[u8]) -> bool {
        let near = || self.words[at.saturating_sub(MOST)..self.words.len().min(at + MOST)].iter();
        let speaks = |known: &str| near().any(|word| is_among(&self.text[word.span.clone()], known));
        let mut spoken = LANGUAGES.iter().filter(|(known, ..)| speaks(known));
        spoken.any(|(_, ends, words)| ends_as(lower, ends) || is_among(lower, words))
            || ends_as(lower, QUALITIES)
            || is_among(lower, DUTCH)
    }
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn one_plain_word_is_found_where_a_sentence_says_that_it_is_the_password() {
        for text in [
            "The password is #.",
            "The password is still # as far as I know",
            "the password for the till was #, all lower case",
            "pw is #",
            "password \"#\" did not work",
            "# is the password for the archive",
            "I put # as password",
            "qui a mis # comme mot de passe",
            "le mot de passe est #",
            "das Passwort f\u{fc}r die Kasse ist #",
            "la contrase\u{f1}a es #",
            "la password del tablet \u{e8} #",
            "het wachtwoord van de scanner is #",
            "l\u{f6}senordet \u{e4}r #",
            "a senha \u{e9} #",
            "Enter # as the password",
            "type # when it asks for the password",
            "it asked for the password, entered #, all fine",
            "password changed to #",
            "The password has been changed to # by Tom",
            "user scan, password #",
            "log in as scan with password #",
        ] {
            for value in ["hippogriff", "tapioca", "Pelikan"] {
                finds(DETECTOR.find, &[(text.replace('#', value).as_str(), value)]);
            }
        }
        finds(
            DETECTOR.find,
            &[
                ("changed the password from tapioca to something else", "tapioca"),
                ("Password? tapioca. No capital.", "tapioca"),
                ("Password for the price list => tapioca", "tapioca"),
            ],
        );
    }

    #[test]
    fn phrases_are_found_behind_what_is_called_a_phrase() {
        finds(
            DETECTOR.find,
            &[
                ("the disk passphrase was changed to meadows of thick fog 21", "meadows of thick fog 21"),
                ("use the desk one, passphrase meadows hide thick fog", "meadows hide thick fog"),
                ("The passphrase of the key is meadows hide thick fog (with blanks)", "meadows hide thick fog"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "The passphrase is always passed on stdin; all commands",
                "the passphrase is only known to the admins",
                "the passphrase was changed to something new for everybody",
            ],
        );
    }

    #[test]
    fn what_is_said_about_a_password_is_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "The password is wrong.",
                "the password was expired, reset and sent",
                "the password is often, by convention, the address of the user",
                "if the password is tapioca or nothing, it fails",
                "Which is the password for the archive?",
                "Quel est le mot de passe du serveur ?",
                "le mot de passe est obligatoire",
                "das Passwort ist falsch, la contrase\u{f1}a es incorrecta",
                "la password \u{e8} scaduta, a senha \u{e9} fraca",
                "het wachtwoord is verlopen",
                "has\u{142}o jest poprawne",
                "l\u{f6}senordet \u{e4}r ogiltigt",
                "use LDAP as password backend",
                "the number of passwords to skip",
                "pass the password to Borg, please",
                "Set BORG_PASSPHRASE to gibberish",
                "returns a (login, account, password) tuple",
                "user not found, password mismatch",
                "those identified by \"squash\" commands",
                "password changed to something else",
                "read the password from its STDOUT.",
                "a password) to be eaten and echoed",
                "Password? Yes, please.",
                "#define LN_userPassword \"userPassword\"",
            ],
        );
    }
}
