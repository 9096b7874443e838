//! What the words of the tables mean: one word, several in one piece, and the ends of longer ones.

pub(in crate::redact) use super::tables::TONGUES;
use super::tables::{
    ALARM, COMMON, DOOR, HOLDER, IS, LOCK, MAILBOX, MANY, NAME, OWNER, Order, PASS, SMALL, THING, TURNED, Tongue, WORD,
};

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What the gate looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::redact) enum Locked {
    /// What is locked.
    Thing,
    /// What has nothing but a code.
    Holder,
    /// A room, which is locked where the word for a code stands behind it.
    Room,
}

/// What a word means in the grammar: some of the roles below, and in which languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    roles: u64,
    tongues: u16,
}

/// What all words mean, by their letters.
static MEANINGS: LazyLock<HashMap<Vec<u8>, Meaning>> = LazyLock::new(|| {
    let mut all: HashMap<Vec<u8>, Meaning> = HashMap::new();
    let mut add = |words: &'static str, roles: u64, tongues: u16| {
        for word in parts(words) {
            let whole: Vec<u8> = word.split(' ').flat_map(|part| folded(part.as_bytes())).collect();
            let alone = whole.strip_prefix(b"-").map(<[u8]>::to_vec);
            for word in alone.into_iter().chain([whole]) {
                let meaning = all.entry(word).or_default();
                *meaning = meaning.and(Meaning { roles, tongues });
            }
        }
    };
    for (number, tongue) in TONGUES.iter().enumerate() {
        for (words, roles) in tongue.lists() {
            add(words, roles, 1 << number);
        }
        for (words, role) in [(tongue.of, SMALL), (tongue.is, IS)] {
            parts(words).flat_map(|words| words.split([' ', '\''])).for_each(|word| add(word, role, 0));
        }
    }
    for (roles, words) in COMMON {
        add(words, *roles, if roles & (OWNER | NAME | PASS | MANY) != 0 { u16::MAX } else { 0 });
    }
    all
});

/// The words of a list.
pub(in crate::redact) fn parts(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// What may end a longer word, with what it means.
static ENDS: LazyLock<Vec<(&'static [u8], Meaning)>> = LazyLock::new(|| {
    let ends = MEANINGS.iter().filter_map(|(word, meaning)| Some((word.strip_prefix(b"-")?, *meaning)));
    ends.collect()
});

/// The words for a code that may end a longer word, with what they mean in languages where they do.
static LAST: LazyLock<Vec<(&'static [u8], Meaning)>> = LazyLock::new(|| {
    let last = MEANINGS
        .iter()
        .filter(|(word, meaning)| meaning.is(WORD) && meaning.tongues & leading() != 0 && word.len() > 2);
    last.map(|(word, Meaning { roles, tongues })| {
        (word.as_slice(), Meaning { roles: *roles, tongues: tongues & leading() })
    })
    .collect()
});

/// The languages in which the thing stands before the word.
fn leading() -> u16 {
    TONGUES.iter().enumerate().fold(0, |sum, (number, tongue)| sum | u16::from(tongue.order != Order::Behind) << number)
}

impl Tongue {
    /// The lists of nouns, and the roles of each.
    fn lists(&self) -> [(&'static str, u64); 6] {
        [
            (self.words, WORD),
            (self.doors, DOOR),
            (self.holders, HOLDER),
            (self.locks, HOLDER | LOCK),
            (self.alarms, ALARM),
            (self.owners, OWNER),
        ]
    }

    /// What the gate looks for, with blanks where no letter may stand. Who has a code says nothing without the word for it.
    pub(in crate::redact) fn things(&self) -> Vec<(String, Locked)> {
        let words = || parts(self.words);
        let (word, is_apart) = (words().next().unwrap_or_default(), self.order == Order::Apart);
        let mut all: Vec<(String, Locked)> = Vec::new();
        for thing in parts(self.doors).chain(parts(self.alarms)) {
            match (thing.strip_prefix('-'), thing.rsplit_once(' ')) {
                (Some(end), _) => all.push((end.to_owned(), Locked::Thing)),
                (_, Some((_, room))) if is_apart => all.push((format!(" {room}"), Locked::Room)),
                _ if self.order == Order::Behind => all.push((format!(" {thing} "), Locked::Thing)),
                // So short a word begins many others.
                _ if thing.len() < 4 => {
                    all.extend(words().chain([" "]).map(|word| (format!(" {thing}{word}"), Locked::Thing)));
                }
                _ => all.push((format!(" {thing}"), Locked::Thing)),
            }
        }
        let ends_with_door = |thing: &str| parts(self.doors).any(|door| thing.ends_with(&format!(" {door}")));
        for thing in parts(self.holders).filter(|thing| !ends_with_door(thing)).chain(parts(self.locks)) {
            all.extend([thing.replace(' ', ""), thing.to_owned()].map(|thing| (thing, Locked::Holder)));
        }
        let owners =
            parts(self.owners).map(|owner| if is_apart { format!("{owner} {word}") } else { owner.to_owned() });
        let rooms = words().filter(|_| is_apart).flat_map(|word| parts(self.of).map(move |of| format!("{word} {of} ")));
        all.extend(owners.chain(rooms).map(|name| (name, Locked::Thing)));
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Meaning {
    /// What letters mean that stand in one piece, or as several words one after the other; already folded.
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        let several =
            || Self::of_several(word.strip_suffix(b"s")?).filter(|one| one.is(THING | WORD)).map(Self::of_many);
        let compounds = || Self::of_compound(word.strip_suffix(b"s")?).map(Self::of_many);
        Self::of_several(word)
            .or_else(several)
            .or_else(|| Self::of_compound(word))
            .or_else(compounds)
            .or_else(|| Self::of_end(word))
    }

    /// The same of several codes.
    fn of_many(self) -> Self {
        Self { roles: if self.is(WORD | NAME) { self.roles | MANY } else { self.roles }, ..self }
    }

    /// The same of the end of a longer word.
    fn of_end(word: &[u8]) -> Option<Self> {
        ENDS.iter().find(|(end, _)| word.ends_with(end)).map(|(_, meaning)| *meaning)
    }

    /// The same of several words in one piece, as they are in the vocabulary.
    pub(super) fn of_several(words: &[u8]) -> Option<Self> {
        MEANINGS.get(words).copied()
    }

    /// The same of a thing and the word for its code in one piece, and what may stand between them.
    fn of_compound(word: &[u8]) -> Option<Self> {
        LAST.iter().find_map(|(last, meaning)| {
            let stem = word.strip_suffix(*last).filter(|stem| stem.len() > 2)?;
            let stems = [Some(stem), stem.strip_suffix(b"s"), stem.strip_suffix(b"n")];
            let thing = |stem| Self::of_several(stem).or_else(|| Self::of_end(stem));
            stems.into_iter().flatten().filter_map(thing).find_map(|thing| thing.named_by(*meaning))
        })
    }

    /// The name of a code that a thing and a word for one make, in a language that has both.
    pub(super) fn named_by(self, word: Self) -> Option<Self> {
        let has = self.is(THING | OWNER) && word.is(WORD) || self.is(MAILBOX) && word.is(PASS);
        let tongues = self.tongues & word.tongues;
        let roles = NAME | self.roles & !(TURNED | PASS) | word.roles & (TURNED | PASS | MANY);
        (has && tongues != 0).then_some(Self { roles, tongues })
    }

    /// The same with what another word means.
    pub(super) fn and(self, other: Self) -> Self {
        Self { roles: self.roles | other.roles, tongues: self.tongues | other.tongues }
    }

    /// Of its roles only some.
    pub(super) fn among(self, roles: u64) -> Self {
        Self { roles: self.roles & roles, tongues: self.tongues }
    }

    /// Whether it has one of these roles.
    pub(super) fn is(self, roles: u64) -> bool {
        self.roles & roles != 0
    }

    /// Whether only one language has it.
    pub(super) fn is_english(self) -> bool {
        self.tongues == 1
    }

    /// Whether it is of a language in which the thing stands behind the word.
    pub(super) fn may_follow(self) -> bool {
        self.tongues & !leading() != 0
    }
}

/// A word in small letters without marks. A word that is a letter keeps its mark: `è` is no `e`.
pub(super) fn folded(word: &[u8]) -> Vec<u8> {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let text = String::from_utf8_lossy(word).to_lowercase();
    if text.chars().count() == 1 {
        return text.into_bytes();
    }
    // These have no mark that could be taken off.
    let plain = text.replace('\u{f8}', "o").replace('\u{142}', "l").replace('\u{df}', "ss").replace('\u{131}', "i");
    plain.nfd().filter(char::is_ascii).map(|c| c as u8).collect()
}
