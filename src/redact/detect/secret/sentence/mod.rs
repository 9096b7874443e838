//! Passwords anywhere in a line that speaks of one: the old and the new one (`the old one was …`), what somebody shall type
//! (`enter … when asked for the password`), what is said to be one (`… is the sudo password`, `use … as the password`), and
//! what the next clause says that it was set to, or who was given it (`…, reset it to …`).
//!
//! The value has to show itself, and the words before it to say that something is given there, unless nobody takes it for
//! anything but a password (`Tr0mbone!55`).

pub(super) mod answer;
mod bare;
pub(super) mod beside;
pub(super) mod brief;
pub(super) mod drawn;
pub(super) mod figures;
pub(super) mod grouped;
pub(super) mod loose;
pub(super) mod phrase;
pub(super) mod plain;
pub(super) mod role;
pub(super) mod sequel;
pub(super) mod weak;
mod word;

pub(super) use bare::inner;

use super::assign::{PASSWORD, TOKEN};
use super::link::{Value, is_blank, line_start};
use super::name::{Name, Promise};
use super::value::chosen::{is_chosen, may_be_chosen};
use super::value::shown::{is_term, is_unmistakable, proves, shows};
use super::{Hits, Reading, value};
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::detect::{is_uuid, overlap};
use crate::redact::gate::lexicon::is_line_end;
use crate::redact::mask;
use answer::is_of_thing;
use brief::is_brief;
use role::Role;
use std::ops::Range;

/// How much of a line is read before and behind the name, in bytes.
const REACH: usize = 96;
/// How far behind a value that is said to be a password its name may end, in words.
const MOST_WORDS: usize = 6;

/// Words for a password that another takes the place of, or that takes its place.
const TURNS: &[&str] = &[
    "old",
    "new",
    "previous",
    "former",
    "current",
    "original",
    "alte",
    "neue",
    "aktuelle",
    "bisherige",
    "ancien",
    "ancienne",
    "nouveau",
    "nouvelle",
    "pr\u{e9}c\u{e9}dent",
    "antigua",
    "antiguo",
    "anterior",
    "nueva",
    "nuevo",
    "vecchia",
    "vecchio",
    "precedente",
    "nuova",
    "nuovo",
    "antiga",
    "antigo",
    "nova",
    "novo",
    "oude",
    "nieuwe",
    "stare",
    "nowe",
    "poprzednie",
];
/// Words between one of them and the value.
const JOINTS: &[&str] = &[
    "one",
    "pw",
    "was",
    "is",
    "now",
    "war",
    "ist",
    "lautet",
    "est",
    "\u{e9}tait",
    "era",
    "fue",
    "es",
    "\u{e8}",
    "\u{e9}",
    "foi",
    "to",
    "by\u{142}o",
    "jest",
    "=",
    "->",
    "password",
    "passwort",
];
/// Words right before a value that was the password once.
const BEFORE: &[&str] = &["previously", "formerly", "currently", "vorher", "derzeit", "aktuell", "zuvor"];
/// What somebody is told to do with a password.
const TYPING: &[&str] = &[
    "enter",
    "enters",
    "type",
    "types",
    "try",
    "use",
    "eingib",
    "tippe",
    "nutze",
    "saisir",
    "saisissez",
    "entrez",
    "tapez",
    "introduce",
    "escribe",
    "usa",
    "inserisci",
    "digita",
    "digite",
    "insira",
    "wpisz",
    "gebruik",
];
/// Words between what is typed and the field for a password.
const INTO: &[&str] = &["into", "in", "as", "for", "ins", "dans"];
/// What somebody fills in.
const FIELDS: &[&str] = &["field", "box", "input", "textbox"];
/// Words for what is done with a field that has a name: `fill in "Password" with "…"`.
const FILLING: &[&str] = &["fill", "fills", "filled", "fill_in", "enter", "set"];
/// What somebody does to a password, or has done, before what it becomes: `reset it to …`.
const SETTING: &[&str] = &["reset", "resetted", "changed", "change", "set", "updated"];
/// Words for giving somebody a password, and those to whom.
const GIVING: &[&str] = &["gave", "give", "given", "giving", "sent", "told", "handed", "assigned"];
const WHOM: &[&str] = &["him", "her", "them", "you", "me", "us", "ihm", "ihr", "ihnen"];
/// What may stand behind what was given: how, as what, and instead of what.
const BY: &[&str] = &["as", "by", "via", "over", "instead", "with"];
/// The same in German, where the verb stands behind the value.
const GIVEN: &[&str] =
    &["gesetzt", "zur\u{fc}ckgesetzt", "ge\u{e4}ndert", "gegeben", "geschickt", "gesendet", "genannt", "mitgeteilt"];
/// What somebody does with one, before `with`.
const OPENING: &[&str] = &["log", "logged", "login", "sign", "signed", "unzip", "unlock", "open", "decrypt", "extract"];
const WITH: &[&str] = &["with", "using"];
/// Words that say that something is a password, before its name.
const IS: &[&str] = &[
    "is", "ist", "est", "es", "\u{e8}", "\u{e9}", "to", "that's", "as", "als", "comme", "como", "come", "som", "jako",
];
/// Those of them behind which the name may stand at once.
const AS: &[&str] = &["as", "als", "comme", "como"];
/// How many words may stand between them and the name, and one more.
const MOST_BEFORE: usize = 4;
/// The shortest value that a machine made, in the midst of a sentence.
const SHORTEST_DRAWN: usize = 16;
/// The shortest that somebody was given and that does not show itself.
const SHORTEST_GIVEN: usize = 10;
/// What may follow the name then.
const BEHIND: &[&str] = &[
    "for",
    "of",
    "on",
    "to",
    "in",
    "at",
    "from",
    "and",
    "until",
    "f\u{fc}r",
    "von",
    "vom",
    "zum",
    "auf",
    "pour",
    "de",
    "du",
    "del",
    "para",
    "en",
    "di",
    "della",
    "per",
    "do",
    "da",
    "van",
    "voor",
    "na",
    "now",
    "again",
    "here",
    "please",
    "bitte",
    "jetzt",
    "field",
    "prompt",
    "eingeben",
    "verwenden",
    "nutzen",
    "setzen",
    "works",
    "sur",
    "dans",
    "chez",
    "sul",
    "nel",
    "no",
    "op",
    "w",
    "p\u{e5}",
];

/// A word of a line: where it stands without the signs around it.
pub(super) struct Word {
    pub(super) span: Range<usize>,
    /// A sentence or a part of one ends behind it.
    pub(super) ends: bool,
}

/// Names the values in the line of a name, but for the one behind it; returns where the line ends, for it is read once.
pub(super) fn find(reading: &Reading<'_>, name: &Name, value: Option<&Value>, hits: &mut Hits) -> usize {
    let text = reading.text();
    let line = line_of(text, name.span.start);
    if is_of_thing(text, name.span.end) {
        return name.span.end;
    }
    if !has_shown(&text[line.clone()]) {
        return line.end;
    }
    let words = words_of(text, line.clone());
    let named = words.iter().position(|word| word.span.end > name.span.start).unwrap_or(words.len());
    let told = Line { text, words: &words, named };
    for (at, word) in words.iter().enumerate() {
        let given = &text[word.span.clone()];
        let is_other = overlap(&word.span, &name.span);
        if is_other || given.contains(&b'+') || !may_be_given(given) || value::stand_in(given).is_some() {
            continue;
        }
        let is_known = value.is_some_and(|value| value.span.start == word.span.start);
        let is_unmistakable =
            || is_unmistakable(given, &text[word.span.end..]) && !is_brief(name) && !hits.holds(&word.span);
        let is_one = !is_known && (told.tells(at, name) || is_unmistakable());
        if is_one && !loose::is_example(&Before { text, words: &words[..at] }) {
            hits.near(&PASSWORD, word.span.clone(), name.word);
        }
    }
    line.end
}

/// A line with the name of a password.
struct Line<'a> {
    text: &'a [u8],
    words: &'a [Word],
    /// Which word the name is.
    named: usize,
}

impl Line<'_> {
    /// Whether words say of a word that it is the password.
    fn tells(&self, at: usize, name: &Name) -> bool {
        let Self { text, words, named } = *self;
        let (word, before) = (&words[at], Before { text, words: &words[..at] });
        let given = &text[word.span.clone()];
        let next = words.get(at + 1).map_or(&[][..], |next| &text[next.span.clone()]);
        let is_behind = name.span.end <= word.span.start;
        let turns = || is_behind && (before.turns() || before.fills(named));
        is_behind && before.sets(word, next)
            || shows(given) && (turns() || before.types(text, word, name) || is_said(text, words, at, named, name))
    }
}

/// What stands before a value.
pub(super) struct Before<'a> {
    pub(super) text: &'a [u8],
    pub(super) words: &'a [Word],
}

impl Before<'_> {
    /// Whether the word so many before the value is one of these.
    fn is(&self, back: usize, known: &[&str]) -> bool {
        is_one_of(self.word(back), known)
    }

    /// The word so many before the value, without an article that is joined to it; nothing where there is none.
    pub(super) fn word(&self, back: usize) -> &[u8] {
        let word = self.words.len().checked_sub(back).and_then(|at| self.words.get(at));
        let word = word.map_or(&[][..], |word| &self.text[word.span.clone()]);
        word.strip_prefix(b"l'").or_else(|| word.strip_prefix("l\u{2019}".as_bytes())).unwrap_or(word)
    }

    /// What the word so many before the value does.
    pub(super) fn role(&self, back: usize) -> Role {
        Role::of(self.word(back))
    }

    /// Whether a colon stands right before the value.
    pub(super) fn leads(&self) -> bool {
        self.words.last().is_some_and(|word| self.text[word.span.end..].starts_with(b": "))
    }

    /// Whether a part of a sentence ends so many words before the value.
    pub(super) fn ends(&self, back: usize) -> bool {
        self.words.len().checked_sub(back).and_then(|at| self.words.get(at)).is_some_and(|word| word.ends)
    }

    /// Whether it is the old password or the new one: `the old one was`, `(old:`, `it used to be`.
    fn turns(&self) -> bool {
        let used = self.is(1, &["be"]) && self.is(2, &["to"]) && self.is(3, &["used"]);
        let joined = (1..=3).find(|back| !self.is(*back, JOINTS));
        let turned = joined.is_some_and(|back| self.is(back, TURNS) && !(1..back).any(|joint| self.ends(joint)));
        used || turned || self.is(1, BEFORE)
    }

    /// Whether a clause behind the one with the name says what the password was set to, or who was given it: `…, reset it to`,
    /// `… and gave him`.
    fn sets(&self, value: &Word, next: &[u8]) -> bool {
        let is_open = || self.ends(3) || self.is(3, &["and", "been", "was", "then"]);
        let set =
            self.is(1, &["to"]) && (self.is(2, &["it"]) && self.is(3, SETTING) || self.is(2, SETTING) && is_open());
        let ends = || value.ends || next.is_empty() || is_one_of(next, BEHIND) || is_one_of(next, BY);
        let told = self.is(1, WHOM) && (self.is(2, GIVING) && ends() || is_one_of(next, GIVEN));
        let made = self.is(1, &["auf"]) && self.is(2, &["es"]) && is_one_of(next, GIVEN);
        set || told || made
    }

    /// Whether it fills the field with the name, which stands before `with` in quotes.
    fn fills(&self, named: usize) -> bool {
        let is_quoted = |word: &Word| {
            let before = word.span.start.checked_sub(1).map(|at| self.text[at]);
            before.is_some_and(|quote| matches!(quote, b'"' | b'\'') && self.text.get(word.span.end) == Some(&quote))
        };
        let is_named = |back: usize| self.words.len().checked_sub(back).is_some_and(|at| at == named);
        let is_field = || is_named(3) && self.is(2, FIELDS);
        let fills = || (3..=6).any(|back| self.is(back, FILLING));
        self.is(1, WITH) && (is_named(2) && is_quoted(&self.words[named]) || is_field()) && fills()
    }

    /// Whether somebody shall type it, or opens something with it and is asked for the password.
    fn types(&self, text: &[u8], value: &Word, name: &Name) -> bool {
        let given = &text[value.span.clone()];
        let opens = || (2..=5).any(|back| self.is(back, OPENING)) && self.is(1, WITH);
        let is_same = |range: Range<usize>| !text[range].windows(2).any(|pair| pair == b". ");
        match value.span.end <= name.span.start {
            true => {
                let is_quoted = || matches!(text.get(value.span.end), Some(b'"' | b'\''));
                let into = || is_quoted() && is_into(&text[value.span.end + 1..name.span.start]);
                (self.is(1, TYPING) || opens()) && (proves(given) || into()) && speaks(text, name.span.end)
            }
            false => self.is(1, TYPING) && proves(given) && is_same(name.span.end..value.span.start),
        }
    }
}

/// Whether what stands between something in quotes and a name leads to the field that it is typed into: ` into the `.
fn is_into(between: &[u8]) -> bool {
    let mut words = between.split(|b| !b.is_ascii_alphanumeric() && *b < 0x80).filter(|word| !word.is_empty());
    let rest = words.clone().count();
    rest <= MOST_BEFORE && words.next().is_some_and(|word| is_one_of(word, INTO))
}

/// Whether a value is said to be a password right behind it: `… is the sudo password on …`.
fn is_said(text: &[u8], words: &[Word], at: usize, named: usize, name: &Name) -> bool {
    let word = |at: usize| words.get(at).map_or(&[][..], |word| &text[word.span.clone()]);
    let from = at + 1 + usize::from(matches!(word(at + 1), b"<-" | b"--" | b"-" | b""));
    let is = is_one_of(word(from), IS);
    let parts = words.get(at..named).unwrap_or_default();
    is && (from + 1..from + MOST_WORDS).contains(&named)
        && !parts.iter().any(|word| word.ends)
        && speaks(text, name.span.end)
}

/// Names what a machine made before the words that say what it is: `use … as the token`, `… is our api key`, `… (token)`.
pub(super) fn said_as(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    let line = line_start(text, name.span.start).max(name.span.start.saturating_sub(REACH));
    // A name that goes on is one of a program, and a bracket without a blank before it is one of a call.
    let is_held = text[..name.span.start].ends_with(b" (") && text.get(name.span.end) == Some(&b')');
    if is_held && name.span.len() == name.word.len() && line < name.span.start {
        return said_before(reading, name, line..name.span.start - 1, true, hits);
    }
    let mut end = name.span.start;
    for count in 0..MOST_BEFORE {
        let before = text[line..end].trim_ascii_end();
        let start = before.iter().rposition(|b| is_blank(*b)).map_or(line, |blank| line + blank + 1);
        let word = &text[start..line + before.len()];
        if count > 0 && is_one_of(word, IS) || is_one_of(word, AS) {
            return said_before(reading, name, line..start, false, hits);
        }
        if !word.iter().all(u8::is_ascii_alphabetic) || start == line {
            return;
        }
        end = start;
    }
}

/// Names the word that ends what stands before such words, or before the bracket that holds the name.
fn said_before(reading: &Reading<'_>, name: &Name, before: Range<usize>, is_held: bool, hits: &mut Hits) {
    let text = reading.text();
    let lead = text[before.clone()].trim_ascii_end();
    let start = lead.iter().rposition(|b| is_blank(*b)).map_or(before.start, |blank| before.start + blank + 1);
    let word = &text[start..before.start + lead.len()];
    let inner = inner(word);
    let given = &word[inner.clone()];
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_-+/=.".contains(b);
    // A password that shows itself is found with the rest of the line.
    let shown = name.promise == Promise::Password && shows(given);
    let told = shown && !is_held;
    let drawn = given.len() >= SHORTEST_DRAWN && given.iter().all(plain) && value::is_random(given);
    if (drawn || shown)
        && !told
        && !is_uuid(given)
        && !value::is_route(given)
        && speaks(text, name.span.end)
        && !reading.view().is_tight()
    {
        let rule = if name.promise == Promise::Password { &PASSWORD } else { &TOKEN };
        hits.near(rule, start + inner.start..start + inner.end, name.word);
    }
}

/// Whether no other thing is named by what follows a name that ends here: `password manager`.
fn speaks(text: &[u8], end: usize) -> bool {
    let rest = &text[end..];
    let word = match rest {
        [b' ', rest @ ..] => &rest[..rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b >= 0x80).count()],
        [] => rest,
        [b, ..] => return !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_'),
    };
    word.is_empty() || is_one_of(word, BEHIND)
}

/// The line around a place, as far as it is read.
fn line_of(text: &[u8], at: usize) -> Range<usize> {
    let from = at.saturating_sub(REACH);
    let to = text.len().min(at + REACH);
    // A word that goes on beyond the reach is left out.
    let first = || text[from..at].iter().position(|b| is_blank(*b)).map_or(at, |blank| from + blank);
    let last = || text[at..to].iter().rposition(|b| is_blank(*b)).map_or(at, |blank| at + blank);
    let start = match memchr::memrchr2(b'\n', b'\r', &text[from..at]) {
        Some(line) => from + line + 1,
        None if from == 0 => 0,
        None => first(),
    };
    let end = match memchr::memchr2(b'\n', b'\r', &text[at..to]) {
        Some(line) => at + line,
        None if to == text.len() => to,
        None => last(),
    };
    start..end
}

/// Whether something in a line shows that it is a password.
fn has_shown(line: &[u8]) -> bool {
    any_with_figure(line, may_be_given)
}

/// Whether one of the words of a text that have a figure is such a one, without the signs around it: most words have none.
pub(super) fn any_with_figure(text: &[u8], is_one: impl Fn(&[u8]) -> bool) -> bool {
    let parts = |b: &u8| is_blank(*b) || is_line_end(*b);
    let mut at = 0;
    while let Some(figure) = mask::places(&text[at..], |b| b.is_ascii_digit()).next() {
        let start = text[..at + figure].iter().rposition(parts).map_or(0, |blank| blank + 1);
        let end = text[start..].iter().position(parts).map_or(text.len(), |len| start + len);
        if is_one(&text[start..end][inner(&text[start..end])]) {
            return true;
        }
        at = end;
    }
    false
}

/// Whether it shows itself, or may be a password that somebody was given: long, with a capital, a small letter and a figure.
fn may_be_given(given: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let chosen = || {
        given.len() >= SHORTEST_GIVEN
            && value::Mix::of(given).classes() == 3
            && given.iter().all(plain)
            && !is_term(given)
    };
    shows(given) || chosen() || is_chosen(given) || may_be_chosen(given)
}

/// The words of a line.
pub(super) fn words_of(text: &[u8], line: Range<usize>) -> Vec<Word> {
    let mut at = line.start;
    let parts = text[line].split(|b| is_blank(*b)).filter_map(|word| {
        let start = at;
        at += word.len() + 1;
        let inner = inner(word);
        let ends = word[inner.end..].iter().any(|b| b".;,?".contains(b));
        (!word.is_empty()).then_some(Word { span: start + inner.start..start + inner.end, ends })
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::super::assign::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing, found};

    #[test]
    fn what_nobody_takes_for_anything_else_needs_no_words_before_it() {
        finds(
            DETECTOR.find,
            &[
                ("Password trouble on the kiosk, Tr0mbone!55 worked in the end", "Tr0mbone!55"),
                ("The password you asked for yesterday... Tr0mbone#55 thanks", "Tr0mbone#55"),
                ("Hab das Passwort zur\u{fc}ckgesetzt, bis morgen gilt Tr0mbone!55", "Tr0mbone!55"),
                ("her password, i.e. Trombone55!, was on a sticker", "Trombone55!"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "the trouble on the kiosk, Tr0mbone!55 worked in the end",
                "the password manager took Tr0mbone!55",
                "tests pass when Tr0mbone!55 worked",
                "The password for the portal expired. It runs Windows10! Great.",
                "see Ticket#4711 on the password",
                "the password is checked by Outer$Inner1",
            ],
        );
    }

    #[test]
    fn what_a_machine_made_is_found_before_what_it_is_said_to_be() {
        let key = "7f3c9e1ab2d84450c6d1";
        for text in [
            format!("Use {key} as api_token for now"),
            format!("use `{key}` as the access token."),
            format!("{key} is our new client secret"),
            format!("nimm {key} als Passwort"),
            format!("staging: {key} (API key)"),
        ] {
            finds(DETECTOR.find, &[(text.as_str(), key)]);
        }
        for text in [
            format!("{key} has no token"),
            format!("{key} is the hash of the old token"),
            format!("image {key} uses the token"),
            format!("see {key} as token provider"),
            "use /etc/x9q7/app1token7x9q2 as token".to_owned(),
            "the header is the token".to_owned(),
            format!("{key} (no token)"),
            "the header (token) of it, a parameter (password)".to_owned(),
            format!("f{key}(token), lib/pwd2spwd.c (pwd_to_passwd)"),
        ] {
            assert_eq!(found(DETECTOR.find, &text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_old_and_the_new_password_are_found() {
        for text in [
            "The root password has been changed: old was Wombat!77, the new one is Otter8X8x.",
            "password is now Otter8X8x; it used to be Wombat!77",
            "Das neue Passwort ist Otter8X8x, das alte war Wombat!77.",
            "Le nouveau mot de passe est Otter8X8x, l'ancien \u{e9}tait Wombat!77.",
            "La nueva contrase\u{f1}a es Otter8X8x y la anterior era Wombat!77.",
            "La nuova password \u{e8} Otter8X8x, quella vecchia era Wombat!77.",
            "Het nieuwe wachtwoord is Otter8X8x, het oude was Wombat!77.",
            "A nova senha \u{e9} Otter8X8x, a antiga era Wombat!77.",
            "Nowe has\u{142}o to Otter8X8x, stare to Wombat!77.",
            "new password for the VPN: Otter8X8x (old: Wombat!77)",
            "the password was previously Wombat!77, the current one is Otter8X8x",
        ] {
            let mut all = found(DETECTOR.find, text);
            all.sort_unstable();
            all.dedup();
            assert_eq!(all, ["Otter8X8x", "Wombat!77"], "{text}");
        }
    }

    #[test]
    fn what_is_typed_or_said_to_be_a_password_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("Enter Wombat!77 when prompted for the password.", "Wombat!77"),
                ("When it asks for a password, type Wombat!77 and hit enter", "Wombat!77"),
                ("Could not log in with Wombat!77, is that still the right password?", "Wombat!77"),
                ("`Wombat!77` is the sudo password on build-03", "Wombat!77"),
                ("jo.doe / Wombat!77 (password)", "Wombat!77"),
                ("Wombat!77 <- that's the password for the backup NAS", "Wombat!77"),
                ("Wombat!77 ist das Passwort vom Drucker", "Wombat!77"),
                ("\"Wombat!77\" est le mot de passe du serveur", "Wombat!77"),
            ],
        );
    }

    #[test]
    fn what_is_typed_into_a_field_is_found() {
        for text in [
            "When I type \"#\" into the password field",
            "Given the user enters '#' as password",
            "And I fill in \"Password\" with \"#\"",
            "fill_in \"Password\", with: \"#\"",
            "she enters '#' in the password field",
            "And I fill in the password field with \"#\"",
        ] {
            finds(DETECTOR.find, &[(&text.replace('#', "Badger31"), "Badger31")]);
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "When I type \"required\" into the password field",
                "replace \"password\" with \"Release24\"",
                "fill in the password with Release24",
                "type Release24 and leave the password field",
            ],
        );
    }

    #[test]
    fn what_a_password_was_set_to_is_found_in_the_next_clause() {
        for text in [
            "her password had expired, reset it to #",
            "The password expired, set to # for now",
            "I reset the password and gave him #",
            "password was wrong so it has been changed, I sent her # by phone",
            "ihr Passwort war abgelaufen, habe es auf # gesetzt",
            "Passwort zur\u{fc}ckgesetzt und ihm # geschickt",
        ] {
            for value in ["Badger31", "Tram-Stop7"] {
                finds(DETECTOR.find, &[(&text.replace('#', value), value)]);
            }
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "the password page moved, its mode set to Otter88Box",
                "password reset done, gave him access to db-prod01",
                "password reset done, sent her Laptop-4711 back",
                "password fixed, then migrated it to Db01Prod",
                "the password was reset, set to expire in 90 days",
                "Passwort ge\u{e4}ndert, ihm OPS-1234 geschickt",
            ],
        );
    }

    #[test]
    fn lines_about_something_else_are_left() {
        finds_nothing(
            DETECTOR.find,
            &[
                "Otter88Box is the password manager of the team",
                "use Otter88Box with the password policy",
                "the old version was Otter88Box, the password stays",
                "password reset: the new host is Otter88Box",
                "Enter the code Ticket#4711 and reset the password",
                "log in with Office365 and change the password",
                "the password was changed. The new cluster is called Otter88Box",
                "type Ctrl+Shift+F12 to enter a password",
                "use SHA512Crypt2 as the password hash",
                "the password must not be the old one",
                "The password dialog was changed: old was Otter88Box, the new one is Otter99Box",
                "The old one was Otter88Box, the new one is Otter99Box (password unchanged)",
                "the old password is 12 characters long",
            ],
        );
    }
}
