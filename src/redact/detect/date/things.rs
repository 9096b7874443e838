//! Things that are born and grow old as people do, in a manner of speaking.

use crate::redact::detect::vocabulary::is_one_of;

/// What people give the age or the birth of beside themselves.
pub(super) const THINGS: &[&str] = &[
    "\u{e1}rbol",
    "albero",
    "app",
    "arbre",
    "association",
    "azienda",
    "b\u{e2}timent",
    "band",
    "bank",
    "barn",
    "baum",
    "bedrijf",
    "beech",
    "boat",
    "book",
    "boom",
    "br\u{fc}cke",
    "brand",
    "brauerei",
    "brewery",
    "bridge",
    "brug",
    "bug",
    "building",
    "business",
    "car",
    "casa",
    "castle",
    "ch\u{ea}ne",
    "chapel",
    "cheese",
    "church",
    "city",
    "clock",
    "club",
    "code",
    "codebase",
    "cognac",
    "company",
    "concept",
    "custom",
    "dam",
    "debate",
    "document",
    "edificio",
    "eiche",
    "elm",
    "empresa",
    "engine",
    "entreprise",
    "factory",
    "farm",
    "firm",
    "firma",
    "forest",
    "foundation",
    "geb\u{e4}ude",
    "gebouw",
    "haus",
    "history",
    "home",
    "hospital",
    "hotel",
    "house",
    "huis",
    "id\u{e9}e",
    "idea",
    "idee",
    "infrastructure",
    "initiative",
    "institution",
    "kirche",
    "law",
    "league",
    "letter",
    "library",
    "line",
    "maison",
    "marca",
    "marke",
    "marque",
    "mill",
    "mine",
    "movement",
    "museum",
    "mystery",
    "newspaper",
    "oak",
    "organisation",
    "organization",
    "painting",
    "parrot",
    "piano",
    "pipe",
    "plant",
    "platform",
    "ponte",
    "port",
    "problem",
    "product",
    "progetto",
    "project",
    "projekt",
    "projekts",
    "projet",
    "proyecto",
    "railway",
    "recipe",
    "record",
    "rock",
    "rule",
    "rum",
    "school",
    "schule",
    "ship",
    "soci\u{e9}t\u{e9}",
    "software",
    "startup",
    "station",
    "statute",
    "team",
    "technology",
    "theatre",
    "theory",
    "tortoise",
    "tower",
    "town",
    "tradition",
    "treaty",
    "tree",
    "university",
    "unternehmen",
    "verein",
    "village",
    "violin",
    "wall",
    "website",
    "whiskey",
    "whisky",
    "wine",
    "wines",
    "yew",
];

/// What stands between a thing and its age.
pub(super) const LASTS: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "has", "will", "turned", "turns", "turn", "now", "over", "about",
    "almost", "nearly", "around", "already", "more", "than", "some", "at", "least", "s", "ist", "sind", "war", "wird",
    "wurde", "fast", "a", "ha", "tiene",
];
/// What stands between a thing and its birth.
pub(super) const BEGAN: &[&str] = &[
    "is",
    "was",
    "were",
    "got",
    "has",
    "been",
    "first",
    "officially",
    "then",
    "s",
    "am",
    "ist",
    "war",
    "wurde",
    "op",
    "werd",
];

/// Words behind which something is no subject but a place or an owner: `the resident of the home`.
const JOINTS: &[&str] = &[
    "of", "in", "at", "from", "on", "near", "with", "to", "by", "for", "behind", "inside", "outside", "and", "whose",
    "who", "de", "del", "della", "di", "du", "des", "der", "dem", "im", "am", "von", "vom", "van", "en", "y", "et",
    "und", "che", "que", "qui",
];
/// What leads from a birth to whose it is.
const OF: &[&[u8]] = &[b" of ", b" der ", b" des ", b" du ", b" de la ", b" de l'", b" de ", b" del ", b" dell'"];
/// How far back a subject is looked for, in bytes.
const REACH: usize = 64;
/// How many words may stand between the joint and its thing.
const MOST_ATTRIBUTES: usize = 3;

/// Whether what is said in words at the end of a text is said of a thing: `The building is`, `Our company turned`. A thing with
/// a person before it is but where that is: `the resident of the home is`.
pub(super) fn is_said_of_thing(before: &[u8], said: &[&str]) -> bool {
    let near = &before[before.len().saturating_sub(REACH)..];
    // Another sentence says nothing of this one.
    let from = near.iter().rposition(|b| b".;!?\n".contains(b)).map_or(0, |at| at + 1);
    let words = near[from..].rsplit(is_sign).filter(|word| !word.is_empty());
    let mut subject = words.skip_while(|word| is_one_of(word, said));
    let is_thing = subject.next().is_some_and(|word| is_one_of(word, THINGS));
    is_thing && !subject.take(MOST_ATTRIBUTES).any(|word| is_one_of(word, JOINTS))
}

/// Animals that people keep.
const ANIMALS: &[&str] = &[
    "dog",
    "puppy",
    "cat",
    "kitten",
    "horse",
    "pony",
    "foal",
    "mare",
    "gelding",
    "stallion",
    "filly",
    "calf",
    "calves",
    "cow",
    "heifer",
    "cattle",
    "sheep",
    "ewe",
    "lambs",
    "goat",
    "piglet",
    "piglets",
    "litter",
    "puppies",
    "kittens",
    "chicks",
    "rabbit",
    "hamster",
    "animal",
    "pet",
    "tier",
    "hund",
    "h\u{fc}ndin",
    "r\u{fc}de",
    "welpe",
    "katze",
    "kater",
    "pferd",
    "stute",
    "fohlen",
    "kalb",
    "kuh",
    "ferkel",
    "ziege",
    "schaf",
    "hengst",
    "wurf",
    "poulain",
    "jument",
    "veau",
    "vache",
    "agneau",
    "potro",
    "yegua",
    "ternero",
    "vaca",
    "puledro",
    "vitello",
    "mucca",
    "veulen",
    "merrie",
    "kalf",
    "dier",
    "h\u{e4}st",
    "hest",
    "kalv",
    "f\u{f6}l",
    "f\u{f8}l",
    "chien",
    "chienne",
    "chat",
    "chatte",
    "cheval",
    "perro",
    "perra",
    "gato",
    "gata",
    "caballo",
    "cane",
    "cagna",
    "gatto",
    "gatta",
    "hond",
    "teef",
    "reu",
    "kat",
    "paard",
];

/// What stands between an animal and the day on which it was born, where no sign does.
const BORN: &[&str] = &[
    "born",
    "birth",
    "date",
    "of",
    "on",
    "dob",
    "is",
    "was",
    "were",
    "been",
    "geboren",
    "geb",
    "geburt",
    "am",
    "ist",
    "wurde",
    "op",
    "werd",
    "geboortedatum",
    "n\u{e9}",
    "n\u{e9}e",
    "le",
    "est",
    "nacido",
    "nacida",
    "naci\u{f3}",
    "el",
    "nato",
    "nata",
    "il",
    "\u{e8}",
    "f\u{f6}dd",
    "f\u{f8}dt",
    "den",
];

/// Whether the line that ends a text is about an animal that people keep: its kind, perhaps its name or number, and a sign or
/// the words of a birth right behind, with nobody else named up to the end. `Dog: Biscuit, DOB`, `Kater Mio (geb.`, `Calf 418
/// born`.
pub(in crate::redact) fn is_of_animal(before: &[u8]) -> bool {
    const FARTHEST: usize = 40;
    let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let near = &line[line.len().saturating_sub(FARTHEST)..];
    let mut at = 0;
    near.split(is_sign).any(|word| {
        let rest = &near[at + word.len()..];
        at += word.len() + 1;
        let called = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        let name = rest.strip_prefix(b" ").filter(|name| name.first().is_some_and(called));
        let name = name.map(|name| name.iter().take_while(|b| !is_sign(b) || b.is_ascii_digit()).count() + 1);
        let behind = &rest[name.unwrap_or_default()..];
        let named = behind.split(is_sign).filter(|word| word.first().is_some_and(u8::is_ascii_uppercase)).count();
        let signed = matches!(behind, [b':' | b',', ..] | [b' ', b'(', ..]) && named <= 2;
        let told = || behind.split(is_sign).all(|word| word.is_empty() || is_one_of(word, BORN));
        is_one_of(word, ANIMALS) && (signed || told()) && !is_family_name(&near[..at - 1 - word.len()], word)
    })
}

/// Whether somebody's first name stands before a word with a capital: people are called like animals as well.
fn is_family_name(before: &[u8], word: &[u8]) -> bool {
    const WHOSE: [&str; 18] = [
        "my", "our", "the", "mein", "meine", "unser", "unsere", "der", "die", "das", "mon", "notre", "mi", "mijn",
        "ons", "onze", "il", "la",
    ];
    let Some(lead) = before.strip_suffix(b" ").filter(|_| word.first().is_some_and(u8::is_ascii_uppercase)) else {
        return false;
    };
    let name = &lead[lead.len() - lead.iter().rev().take_while(|b| !is_sign(b)).count()..];
    name.first().is_some_and(u8::is_ascii_uppercase) && !is_one_of(name, &WHOSE)
}

/// Whether a text begins with a thing that is born, an article and what describes it aside: ` of the new brand`.
pub(super) fn begins_with_thing(behind: &[u8]) -> bool {
    let behind = &behind[..behind.len().min(REACH)];
    let Some(rest) = OF.iter().find_map(|of| behind.strip_prefix(*of)) else { return false };
    let clause = rest.split(|b| is_sign(b) && !matches!(b, b' ' | b'-')).next().unwrap_or_default();
    let words = clause.split(is_sign).filter(|word| !word.is_empty());
    let phrase = words.take_while(|word| !is_one_of(word, JOINTS)).take(MOST_ATTRIBUTES + 2);
    phrase.last().is_some_and(|word| is_one_of(word, THINGS))
}

/// Whether a byte is no part of a word.
fn is_sign(b: &u8) -> bool {
    !b.is_ascii_alphabetic() && *b < 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_animal_is_named_right_before_its_birth() {
        for text in [
            "Dog: Biscuit, DOB ",
            "Kater Mio (geb. ",
            "H\u{fc}ndin, geb. ",
            "Katze, geboren am ",
            "Foal born ",
            "Calf 418, born ",
            "Heifer 1203 was born on ",
            "Die Stute ist am ",
            "Animal born",
        ] {
            assert!(is_of_animal(text.as_bytes()), "{text}");
        }
        for text in [
            "Dog walker: Jane Doe, DOB ",
            "Jane has a dog and was born ",
            "the cat of Jane Doe, born ",
            "Dog: Rex\nDOB ",
            "Maria Kalb (geb. ",
            "Jonas Hund, geboren am ",
            "Cow parlour manager born ",
            "The foal and Jane were born ",
            "",
        ] {
            assert!(!is_of_animal(text.as_bytes()), "{text}");
        }
    }
}
