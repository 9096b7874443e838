//! The words around a place: which phrases end before it, and whether one of them names the value.
//!
//! Phrases are known by the hashes of their words, and are looked up only beside a candidate: how many there are costs
//! nothing. `userSsn`, `user_ssn` and `User SSN` are the same words.

use super::read::{is_letter, leading};
use super::shape::{ByHash, SEED, hashed};
use super::word::{Vocabulary, Word, Words, hashes, of_word, said};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How far before a value a word may stand that says what it is, in bytes.
pub(super) const REACH: usize = 56;
/// How far behind it.
const REACH_BEHIND: usize = 24;
/// How much of a label is read, from its end.
const REACH_LABEL: usize = 256;
/// The shortest phrase that may be written as one word, in bytes: shorter ones are words of their own.
const SHORTEST_SQUASHED: usize = 4;
/// The most words of a phrase.
const LONGEST: usize = 6;

/// What a phrase is to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It names the value, and nothing else.
    Word,
    /// It names the value where a sign follows, or as the name of a field.
    Weak,
    /// It makes a value believable.
    Hint,
    /// It speaks against.
    Not,
}

/// A phrase.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    pub(super) text: String,
    /// What it is to which rules, in their order.
    pub(super) uses: Vec<(u16, Role)>,
    /// What follows is no value of a person: `version`, `chapter`.
    pub(super) is_thing: bool,
    /// The number of a name of secrets, from 1; 0 if it is none.
    pub(super) secret: u16,
}

impl Phrase {
    /// Whether it names the values of a rule.
    fn names_something(&self) -> bool {
        self.secret > 0 || self.uses.iter().any(|(_, role)| matches!(role, Role::Word | Role::Weak))
    }

    /// What the phrase is to a rule.
    pub(super) fn role(&self, rule: u16) -> Option<Role> {
        let at = self.uses.partition_point(|(of, _)| *of < rule);
        self.uses.get(at).filter(|(of, _)| *of == rule).map(|(_, role)| *role)
    }
}

/// All phrases of all rules.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// How phrases are folded.
    fold: Option<fn(&str) -> String>,
    all: Vec<Phrase>,
    by_hash: ByHash<u32>,
    /// The same as they are folded in capitals.
    by_capitals: ByHash<u32>,
    vocabulary: Vocabulary,
    tails: ByHash<()>,
    /// Phrases by the hash of their words written as one: `dateofbirth`, `phonenumber`.
    squashed: ByHash<u32>,
    /// Phrases of one word that count at the end of a longer one, by their last two bytes.
    joined: BTreeMap<[u8; 2], Vec<String>>,
}

impl Phrases {
    /// None yet; they will be folded so.
    pub(super) fn folded_by(fold: fn(&str) -> String) -> Self {
        Self { fold: Some(fold), ..Self::default() }
    }

    fn folded(&self, text: &str) -> String {
        self.fold.map_or_else(|| text.to_owned(), |fold| fold(text))
    }

    /// A label as texts are folded, for it may be the name of a member as it is written, and without something in brackets behind it
    /// that names nothing: `cvv (3 digits)`.
    pub(super) fn label<'l>(&self, label: &'l str) -> Cow<'l, str> {
        match self.without_brackets(label) {
            Some(name) => Cow::Owned(self.folded(&format!("{name}:"))),
            None if label.is_ascii() => Cow::Borrowed(label),
            None => Cow::Owned(self.folded(label)),
        }
    }

    fn without_brackets<'l>(&self, label: &'l str) -> Option<&'l str> {
        let last = label.bytes().rev().find(|b| !matches!(b, b':' | b' '));
        if !matches!(last, Some(b')' | b']')) {
            return None;
        }
        let inner = label.trim_end_matches([':', ' ', ')', ']']);
        let open = inner.rfind(['(', '['])?;
        let is_known = |word: Word| self.of(&[word.hash]).is_some_and(|phrase| !phrase.uses.is_empty());
        let names = Words::before(&inner.as_bytes()[open..], inner.len() - open, usize::MAX).any(is_known);
        Some(label[..open].trim_end()).filter(|rest| !rest.is_empty() && !names)
    }

    /// A phrase that may be new. In capitals other letters look like Latin ones: it is also known so.
    pub(super) fn entry(&mut self, text: &str) -> Result<&mut Phrase, String> {
        let capitals = if text.is_ascii() { String::new() } else { self.folded(&text.to_uppercase()) };
        let text = &self.folded(text);
        let words = hashes(text);
        if words.is_empty() || words.len() > LONGEST {
            return Err(format!("{text:?} is not a phrase of one to {LONGEST} words"));
        }
        self.vocabulary.parts.extend(words.iter().map(|word| (*word, ())));
        let hash = of_words(&words);
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let at = *self.by_hash.entry(hash).or_insert(next);
        if at == next {
            self.all.push(Phrase { text: text.to_owned(), ..Phrase::default() });
        }
        self.ends_with(&words);
        let capitals = hashes(&capitals);
        if capitals.len() == words.len() && capitals != words {
            self.vocabulary.parts.extend(capitals.iter().map(|word| (*word, ())));
            self.by_capitals.insert(of_words(&capitals), at);
            self.ends_with(&capitals);
        }
        let said = said(text);
        if at == next {
            self.squash(at, &said);
        } else if self::said(&self.all[at as usize].text) != said {
            return Err(format!("{text:?} and {:?} have the same hash", self.all[at as usize].text));
        }
        Ok(&mut self.all[at as usize])
    }

    /// The phrase of these words, the last one first.
    fn of(&self, words: &[u64]) -> Option<&Phrase> {
        let hash = of_words(words);
        self.by_hash.get(&hash).or_else(|| self.by_capitals.get(&hash)).map(|at| &self.all[*at as usize])
    }

    /// Notes how many words a phrase has that ends with the first of these.
    fn ends_with(&mut self, words: &[u64]) {
        let (longest, _) = self.vocabulary.ends.entry(words[0]).or_default();
        *longest = (*longest).max(words.len() as u8);
    }

    /// Keeps a phrase as one word, also with a word for a number behind it.
    fn squash(&mut self, phrase: u32, said: &[String]) {
        let one: String = said.iter().rev().map(String::as_str).collect();
        if one.len() < SHORTEST_SQUASHED || !one.bytes().all(|b| b.is_ascii_alphabetic()) {
            return;
        }
        let hash = of_word(one.as_bytes());
        if said.len() > 1 {
            self.squashed.insert(hash, phrase);
        }
        for number in ["number", "num", "no", "nr"] {
            self.squashed.entry(number.bytes().fold(hash, hashed)).or_insert(phrase);
        }
    }

    /// A word that may stand between a phrase and what it names.
    pub(super) fn filler(&mut self, text: &str) -> Result<(), String> {
        let word = self.one_word(text)?;
        self.vocabulary.ends.entry(word).or_default().1 = true;
        Ok(())
    }

    /// A word that may stand behind the word for a secret in a name.
    pub(super) fn tail(&mut self, text: &str) -> Result<(), String> {
        let word = self.one_word(text)?;
        self.tails.entry(word).or_default();
        Ok(())
    }

    /// The hash of a text that is one word.
    fn one_word(&self, text: &str) -> Result<u64, String> {
        match hashes(&self.folded(text))[..] {
            [word] => Ok(word),
            _ => Err(format!("{text:?} is not one word")),
        }
    }

    /// A phrase of one word that counts at the end of a longer word.
    pub(super) fn join(&mut self, text: &str) {
        let text = &self.folded(text);
        if text.len() > 4 && text.chars().all(char::is_alphabetic) {
            let text = text.to_lowercase();
            let end = text.as_bytes().last_chunk().copied().unwrap_or_default();
            self.joined.entry(end).or_default().push(text);
        }
    }

    /// The name of a secret right before its sign; what tells one database from another may stand behind it.
    pub(super) fn name(&self, text: &[u8], at: usize) -> Option<&Phrase> {
        let mut near = self.near(text, at, b"");
        for _ in 0..4 {
            let first = near.first()?;
            match self.ending(&mut near) {
                Ending::Phrase(phrase, _) if phrase.secret > 0 => return Some(phrase),
                _ if self.is_tail(text, &first) => near.pass(),
                Ending::Phrase(..) => return None,
                Ending::Filler => near.pass(),
                Ending::Unknown => {
                    let word = first.text(text);
                    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
                    let joined = self.joined.get(word.as_bytes().last_chunk::<2>()?)?;
                    let joined = joined.iter().find(|name| word.ends_with(name.as_str()))?;
                    return self.of(&[of_word(joined.as_bytes())]).filter(|phrase| phrase.secret > 0);
                }
            }
        }
        None
    }

    /// Whether a word may stand behind the phrase in a name: `phone_value`, `password 2`.
    fn is_tail(&self, text: &[u8], word: &Word) -> bool {
        let is_joined = || word.is_of_label || text[..word.start].ends_with(b"_");
        word.is_short_number() || word.digits > 0 && is_joined() || self.tails.contains_key(&word.hash)
    }

    /// Puts the uses in their order.
    pub(super) fn settle(&mut self) {
        for phrase in &mut self.all {
            phrase.uses.sort_unstable();
            phrase.uses.dedup_by_key(|(rule, _)| *rule);
        }
    }

    /// The words before a place, and before those the ones of its label.
    fn near<'t>(&'t self, text: &'t [u8], at: usize, label: &'t [u8]) -> Near<'t> {
        let words = Words::before(text, at, REACH).among(&self.vocabulary);
        // The name of a value, whatever stands before it: `Passports: …`.
        let is_named = text[..at].trim_ascii_end().last().is_some_and(|b| matches!(b, b':' | b'='));
        let words = if is_named { words.of_label() } else { words };
        Near::new(words, (!label.is_empty()).then(|| self.of_label(label)))
    }

    /// The words of a label.
    fn of_label<'t>(&'t self, label: &'t [u8]) -> Words<'t> {
        Words::before(label, label.len(), REACH_LABEL).among(&self.vocabulary).of_label()
    }

    /// Whether a label can say anything of a value, alone or with the words of the text.
    pub(super) fn knows(&self, label: &[u8]) -> bool {
        let is_part = |hash: &u64| self.vocabulary.parts.contains_key(hash) || self.squashed.contains_key(hash);
        let is_known = |word: Word| is_part(&word.hash) || word.parts > 1;
        self.of_label(label).any(is_known) || self.name(label, label.len()).is_some()
    }

    /// Whether a label names the values of a rule, or a secret.
    pub(super) fn names(&self, label: &[u8]) -> bool {
        let phrase = self.before(b"", 0, label).map(|label| label.phrase);
        phrase.is_some_and(Phrase::names_something) || self.name(label, label.len()).is_some()
    }

    /// Whether a label names the values of a rule and nothing else.
    pub(super) fn names_surely(&self, label: &[u8]) -> bool {
        let phrase = self.before(b"", 0, label).map(|label| label.phrase);
        phrase.is_some_and(|phrase| phrase.uses.iter().any(|(_, role)| *role == Role::Word))
    }

    /// The longest phrase that ends with the nearest of these words; whether the word is a filler.
    fn ending(&self, near: &mut Near<'_>) -> Ending<'_> {
        let Some(first) = near.first() else { return Ending::Unknown };
        // `FileVault` is a word as well.
        if let Some(phrase) = (first.parts > 1).then(|| self.of(&[first.whole])).flatten() {
            return Ending::Phrase(phrase, near.words(usize::from(first.parts)).len());
        }
        let Some((longest, is_filler)) = self.vocabulary.ends.get(&first.hash) else {
            let squashed = self.squashed.get(&first.hash).map(|at| &self.all[*at as usize]);
            return squashed.map_or(Ending::Unknown, |phrase| Ending::Phrase(phrase, 1));
        };
        let mut hashes = [0; LONGEST];
        let words = near.words(usize::from(*longest));
        for (hash, word) in hashes.iter_mut().zip(words) {
            *hash = word.hash;
        }
        for count in (1..=words.len()).rev() {
            if let Some(phrase) = self.of(&hashes[..count]) {
                return Ending::Phrase(phrase, count);
            }
        }
        if *is_filler { Ending::Filler } else { Ending::Unknown }
    }

    /// The phrase right before a place.
    pub(super) fn before(&self, text: &[u8], at: usize, label: &[u8]) -> Option<Label<'_>> {
        let mut before: Option<Label<'_>> = None;
        let mut near = self.near(text, at, label);
        let mut is_name = false;
        while let Some(first) = near.first() {
            let ending = self.ending(&mut near);
            let names = match ending {
                Ending::Phrase(phrase, _) => phrase.names_something() || !first.is_of_label,
                Ending::Filler | Ending::Unknown => false,
            };
            let is_tail = before.is_none() && !names && self.is_tail(text, &first);
            let ends_name = || ends_name(&text[first.end..at], first.digits > 0) || is_item(text, &first);
            if is_tail && (is_name || first.is_of_label || ends_name()) {
                is_name = true;
                near.pass();
                continue;
            }
            if let Ending::Phrase(phrase, count) = ending {
                let from = near.words(count)[count - 1];
                // Of `medical record number` the words before the filler say more than `record number`.
                let is_longer =
                    before.is_none_or(|known| from.is_of_label && !known.is_place || from.start < known.from);
                if is_longer {
                    let is_place = first.is_of_label;
                    let signs = if is_place { &b""[..] } else { &text[first.end..at] };
                    let has_sign = is_place && label.trim_ascii_end().ends_with(b":")
                        || signs.iter().any(|b| matches!(b, b':' | b'=' | b'#' | b'|' | b'\t' | b'>'));
                    let has_sign = has_sign || before.is_some_and(|known| known.has_sign);
                    before = Some(Label { phrase, has_sign, is_place, from: from.start });
                }
            }
            // Fillers are passed over.
            if !self.vocabulary.ends.get(&first.hash).is_some_and(|(_, is_filler)| *is_filler) {
                break;
            }
            near.pass();
        }
        before
    }

    /// All phrases within reach before a place or in the label of the text where that is near, and the one right behind it, of
    /// which that is told.
    pub(super) fn within(&self, text: &[u8], span: &std::ops::Range<usize>, label: &[u8]) -> Vec<(&Phrase, bool)> {
        let mut found = Vec::new();
        let mut near = self.near(text, span.start, label);
        while near.first().is_some() {
            if let Ending::Phrase(phrase, _) = self.ending(&mut near) {
                found.push((phrase, false));
            }
            near.pass();
        }
        found.extend(self.behind(text, span.end).map(|phrase| (phrase, true)));
        found
    }

    /// Whether one of the next words behind a place is one of a rule's.
    pub(super) fn follows(&self, text: &[u8], at: usize, rule: u16) -> bool {
        let end = text.len().min(at + REACH_BEHIND);
        let mut cut = at;
        for _ in 0..4 {
            let blanks = leading(&text[cut..end], REACH_BEHIND, |b| matches!(b, b' ' | b'-' | b'/'));
            let word = leading(&text[cut + blanks..end], REACH_BEHIND, is_letter);
            if word == 0 {
                return false;
            }
            cut += blanks + word;
            let mut near = Near::new(Words::before(&text[at..cut], cut - at, usize::MAX), None);
            if let Ending::Phrase(phrase, count) = self.ending(&mut near)
                && near.words(count + 1).len() == count
                && phrase.role(rule).is_some_and(|role| role != Role::Not)
            {
                return true;
            }
        }
        false
    }

    /// The phrase that stands right behind a place, in brackets or not, unless it names what follows.
    fn behind(&self, text: &[u8], at: usize) -> Option<&Phrase> {
        let end = text.len().min(at + REACH_BEHIND);
        let mut cut = at + leading(&text[at..end], 3, |b| matches!(b, b' ' | b'-' | b'(' | b','));
        let from = cut;
        let mut found = None;
        for _ in 0..3 {
            let word = leading(&text[cut..end], REACH_BEHIND, is_letter);
            if word == 0 || cut == at {
                break;
            }
            cut += word;
            let mut near = Near::new(Words::before(&text[from..cut], cut - from, usize::MAX), None);
            if let Ending::Phrase(phrase, count) = self.ending(&mut near) {
                let names = text.get(cut).is_some_and(|b| matches!(b, b':' | b'=' | b'#'));
                found = (near.words(count + 1).len() == count && !names).then_some(phrase).or(found);
            }
            cut += leading(&text[cut..end], 1, |b| matches!(b, b' ' | b'-'));
        }
        found
    }
}

/// What a row of words ends with.
enum Ending<'b> {
    Phrase(&'b Phrase, usize),
    Filler,
    Unknown,
}

/// The words before a place, the nearest first, read as somebody asks for them.
struct Near<'t> {
    text: Words<'t>,
    label: Option<Words<'t>>,
    ahead: [Word; LONGEST],
    len: usize,
}

impl<'t> Near<'t> {
    fn new(text: Words<'t>, label: Option<Words<'t>>) -> Self {
        Self { text, label, ahead: [Word::default(); LONGEST], len: 0 }
    }

    /// Up to so many words.
    fn words(&mut self, count: usize) -> &[Word] {
        while self.len < count.min(LONGEST) {
            let Some(next) = self.next() else { break };
            self.ahead[self.len] = next;
            self.len += 1;
        }
        &self.ahead[..self.len.min(count)]
    }

    fn first(&mut self) -> Option<Word> {
        self.words(1).first().copied()
    }

    fn pass(&mut self) {
        self.ahead.copy_within(1.min(self.len)..self.len, 0);
        self.len = self.len.saturating_sub(1);
    }

    fn next(&mut self) -> Option<Word> {
        self.text.next().or_else(|| {
            // The label stands before the text where no other word does.
            let is_begun = self.text.is_begun();
            let label = self.label.as_mut().filter(|_| is_begun)?;
            label.next().map(|word| Word { is_of_label: true, ..word })
        })
    }
}

/// A phrase right before a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label<'b> {
    pub(super) phrase: &'b Phrase,
    /// A colon, an equals sign or a hash stands between, or the phrase is the name of a field.
    pub(super) has_sign: bool,
    /// It is the name of a field.
    pub(super) is_place: bool,
    /// Where it begins.
    pub(super) from: usize,
}

/// Whether a short number is that of an item of a list: it begins a line, and a full stop or a bracket stands behind it.
fn is_item(text: &[u8], word: &Word) -> bool {
    let is_marked = matches!(text.get(word.end), Some(b'.' | b')')) && text.get(word.end + 1) == Some(&b' ');
    let lead = text[..word.start].iter().rev().take_while(|b| **b == b' ').count();
    word.is_short_number() && is_marked && text[..word.start - lead].ends_with(b"\n")
}

/// Whether what stands between a word and a value ends the name of the value. A colon between two numbers is that of a time.
fn ends_name(signs: &[u8], behind_number: bool) -> bool {
    signs.contains(&b'=') || signs.contains(&b':') && !(behind_number && signs == b":")
}

/// The hash of a phrase: of its words, the last one first.
fn of_words(words: &[u64]) -> u64 {
    words.iter().fold(SEED, |hash, word| (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
}
