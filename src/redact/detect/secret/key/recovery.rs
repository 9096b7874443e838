//! What opens a disk or a wallet when nothing else does: the recovery keys of BitLocker, eight groups of six figures of which
//! each is divisible by eleven or which are called so, those of FileVault, six groups of four capitals and figures, and the words of a seed (BIP 39) behind what they are called.

use super::super::link::count;
use super::super::sought::Mark;
use super::super::{Detector, Hits, Reading, Rule, secret, told};
use crate::redact::detect::nation::number;
use crate::redact::detect::reading::Group;
use crate::redact::detect::shape::{fits as fits_form, is_alone};
use crate::redact::gate::Signals;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of recovery keys.
pub(in super::super) const OF_DISKS: Detector =
    Detector { rules: &[&DISK], needs: Signals::DIGITS, find: find_of_disks };
/// The detector of recovery keys of Macs.
pub(in super::super) const OF_MACS: Detector = Detector { rules: &[&MAC], needs: Signals::SECRET, find: find_of_macs };
/// The detector of seeds.
pub(in super::super) const OF_WALLETS: Detector =
    Detector { rules: &[&SEED], needs: Signals::SECRET, find: find_of_wallets };

static DISK: Rule = secret(
    "secret.bitlocker",
    "eight groups of six figures, each divisible by eleven or behind the word for such a key",
);
static MAC: Rule = told("secret.filevault", "six groups of four capitals and figures near the word for such a key");
static SEED: Rule = told("secret.seed", "as many words as a seed has, behind what they are called");

/// How many groups a recovery key has, and figures each of them.
const GROUPS: usize = 8;
const FIGURES: usize = 6;
/// The largest number of a group, divided by eleven.
const LARGEST: u64 = 0xffff;
/// How many words a seed has (BIP 39, "Generating the mnemonic").
const WORDS: [usize; 5] = [12, 15, 18, 21, 24];

/// What the key of a disk is called, before one that was noted with a mistake.
const KEYS: [&str; 11] = [
    "bitlocker",
    "recovery key",
    "recovery password",
    "numerical password",
    "wiederherstellungsschl\u{fc}ssel",
    "wiederherstellungskennwort",
    "cl\u{e9} de r\u{e9}cup\u{e9}ration",
    "clave de recuperaci\u{f3}n",
    "chiave di ripristino",
    "herstelsleutel",
    "klucz odzyskiwania",
];

/// What the words are called, and what joins them to that. The bare word for a seed is told by a colon alone.
const CALLED: &str = r"(?ix-u) \b (?: (?: (?: seed | recovery | backup ) \x20 phrase | seed \x20 words | mnemonic (?: \x20 phrase )? )
    (?: \x20? \( [^()\n]{0,40} \) )? \s{0,2} (?: [:=] | \x20 is \b :? ) | seed \x20? : )";
/// What the words are called in a line of which more is said before them, or above them.
const NAMED: &str = r"(?ix-u) \b (?: (?: seed | recovery | backup | secret ) [\x20-] (?: phrase | words ) | mnemonic (?: \x20 phrase )?
    | (?: seed | wiederherstellungs | recovery ) -? (?: phrase | w\xc3\xb6rter ) | phrase \x20 (?: de \x20 r\xc3\xa9cup\xc3\xa9ration | secr\xc3\xa8te | mn\xc3\xa9monique | seed )
    | frase \x20 (?: semilla | de \x20 recupera.{3,6} | di \x20 recupero | mnem..?nica | seed ) | herstelzin | fraza \x20 (?: odzyskiwania | seed ) | \xc3\xa5terst\xc3\xa4llningsfras ) \b";
/// How far behind what they are called they may begin, in bytes.
const FARTHEST: usize = 96;
/// Frequent words that no seed has, for they are not in the list that its words are taken from.
const NO_SEED: [&[u8]; 16] = [
    b"the", b"and", b"for", b"with", b"from", b"are", b"was", b"has", b"not", b"but", b"into", b"which", b"when",
    b"them", b"have", b"each",
];

/// Names the recovery keys of disks in a view.
fn find_of_disks(reading: &Reading<'_>, hits: &mut Hits) {
    let windows = reading.numbers().flat_map(|chain| chain.windows(GROUPS));
    let keys = windows.filter(|groups| {
        let named = || reading.word_before(groups[0].span().start, &KEYS).is_some();
        is_joined(reading.text(), groups) && (groups.iter().all(|group| fits(reading.text(), group)) || named())
    });
    keys.for_each(|groups| hits.hit(&DISK, groups[0].span().start..groups[GROUPS - 1].span().end));
}

/// Names the recovery keys of Macs in a view.
fn find_of_macs(reading: &Reading<'_>, hits: &mut Hits) {
    const FORM: &str = "xxxx-xxxx-xxxx-xxxx-xxxx-xxxx";
    const KEYS: [&str; 4] = ["filevault", "recovery key", "personal recovery key", "wiederherstellungsschl\u{fc}ssel"];
    let text = reading.text();
    for start in memchr::memchr_iter(b'-', text).filter_map(|dash| dash.checked_sub(4)) {
        let Some(span) = fits_form(text, start, FORM).map(|end| start..end) else { continue };
        let key = &text[span.clone()];
        let drawn = key.iter().any(u8::is_ascii_digit) && !key.iter().any(u8::is_ascii_lowercase);
        if drawn && is_alone(reading, &span) && reading.word_around(&span, &KEYS).is_some() {
            hits.hit(&MAC, span);
        }
    }
}

/// Names the words of seeds in a view.
fn find_of_wallets(reading: &Reading<'_>, hits: &mut Hits) {
    static LEADS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(CALLED).ok());
    static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NAMED).ok());
    if !reading.view().is_tight() && reading.sought().has(Mark::Seed) {
        let text = reading.text();
        let is_seed = |words: &Range<usize>| {
            !text[words.clone()].split(u8::is_ascii_whitespace).any(|word| NO_SEED.contains(&word))
        };
        for lead in LEADS.iter().flat_map(|lead| lead.find_iter(text)) {
            let words = seed(text, lead.end()).filter(is_seed);
            words.into_iter().for_each(|words| hits.hit(&SEED, words));
        }
        let named = NAMES.iter().flat_map(|name| name.find_iter(text)).filter_map(|name| seed_below(text, name.end()));
        let told: Vec<Range<usize>> = named.filter(|words| is_seed(words) && !hits.meets(words)).collect();
        told.into_iter().for_each(|words| hits.hit(&SEED, words));
    }
}

/// Whether six figures are in each group, and a dash between them.
fn is_joined(text: &[u8], groups: &[Group]) -> bool {
    let joined = |pair: &[Group]| &text[pair[0].span().end..pair[1].span().start] == b"-";
    groups.iter().all(|group| group.len() == FIGURES) && groups.windows(2).all(joined)
}

/// Whether a group may be one of a key.
fn fits(text: &[u8], group: &Group) -> bool {
    let number = number(&text[group.span()]);
    number.is_multiple_of(11) && number / 11 <= LARGEST
}

/// The words of a seed that fill the rest of a line behind a sign, `is` or the end of the line in which they are named.
fn seed_below(text: &[u8], from: usize) -> Option<Range<usize>> {
    let near = &text[from..text.len().min(from + FARTHEST)];
    let ends = |words: &Range<usize>| {
        matches!(text[words.end..].trim_ascii_start(), [] | [b'.', ..])
            || text[words.end..].starts_with(b"\n")
            || text[words.end..].starts_with(b"\r")
    };
    let begins = |at: &usize| matches!(near[*at], b':' | b'=' | b'\n' | b'-') || near[..=*at].ends_with(b" is ");
    (0..near.len()).filter(begins).find_map(|at| seed(text, from + at + 1).filter(ends))
}

/// The words of a seed that begin behind this place, perhaps with their numbers.
fn seed(text: &[u8], from: usize) -> Option<Range<usize>> {
    let (mut at, mut words, mut first, mut end) = (from, 0, None, from);
    loop {
        at += count(text, at, 8, |b| b.is_ascii_whitespace() || matches!(b, b',' | b';' | b'|' | b'"' | b'\''));
        let figures = count(text, at, 2, |b| b.is_ascii_digit());
        if figures > 0 && matches!(text.get(at + figures), Some(b'.' | b')' | b':')) {
            at += figures + 1;
            at += count(text, at, 2, |b| b == b' ');
        }
        let len = count(text, at, 10, |b| b.is_ascii_lowercase());
        let is_word = (3..=8).contains(&len) && !text.get(at + len).is_some_and(u8::is_ascii_alphanumeric);
        if !is_word || words > WORDS[WORDS.len() - 1] {
            break;
        }
        (words, end) = (words + 1, at + len);
        first.get_or_insert(at);
        at = end;
    }
    first.filter(|_| WORDS.contains(&words)).map(|first| first..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn recovery_keys_of_disks_are_found() {
        let key = "426910-472967-577808-563937-617694-507188-327701-590106";
        finds(find_of_disks, &[(&format!("recovery key for LT-0934: {key}."), key), (&format!("{key}\n"), key)]);
        let mistaken = "426910-472967-577808-563937-617694-507188-327701-590107";
        finds(
            find_of_disks,
            &[
                (&format!("Recovery key: {mistaken}"), mistaken),
                (&format!("BitLocker LT-0934 = {mistaken}"), mistaken),
                (&format!("Wiederherstellungsschl\u{fc}ssel {mistaken}"), mistaken),
            ],
        );
        finds_nothing(
            find_of_disks,
            &[
                mistaken,
                &format!("part numbers: {mistaken}"),
                "recovery key: 426910-472967-577808-563937-617694-507188",
                "426910 472967 577808 563937 617694 507188 327701 590106",
                "426910-472967-577808-563937",
                "999999-999999-999999-999999-999999-999999-999999-999999",
            ],
        );
    }

    #[test]
    fn recovery_keys_of_macs_are_found_near_their_word() {
        let key = "LA0H-JBNH-VJIL-25AP-SFM9-OQLP";
        finds(
            find_of_macs,
            &[(&format!("FileVault: {key}"), key), (&format!("on her Mac: {key} (personal recovery key)"), key)],
        );
        finds_nothing(
            find_of_macs,
            &[
                &format!("the password of licence {key}"),
                &format!("recovery key of part {key}-1"),
                "recovery key: la0h-jbnh-vjil-25ap-sfm9-oqlp",
            ],
        );
    }

    #[test]
    fn seeds_are_found_behind_what_they_are_called() {
        let seed = "ripple canyon velvet tobacco urge sphere mango lunar adjust pilot garment noodle";
        finds(
            find_of_wallets,
            &[(&format!("Seed phrase (DO NOT SHARE): {seed}"), seed), (&format!("mnemonic = \"{seed}\""), seed)],
        );
        let list = "1. ripple\n2. canyon\n3. velvet\n4. tobacco\n5. urge\n6. sphere\n7. mango\n8. lunar\n9. adjust\n10. pilot\n11. garment\n12. noodle";
        finds(find_of_wallets, &[(&format!("Recovery phrase:\n{list}\nKeep it"), &list[3..])]);
        finds(find_of_wallets, &[(&format!("Seed: {seed}"), seed)]);
        finds(
            find_of_wallets,
            &[
                (&format!("Recovery phrase for the ledger, keep it offline!\n{seed}"), seed),
                (&format!("the seed phrase of my wallet is {seed}"), seed),
                (&format!("Wiederherstellungsphrase (Papier im Safe):\n{seed}\n"), seed),
                (&format!("frase de recuperaci\u{f3}n de la cartera: {seed}"), seed),
            ],
        );
        finds_nothing(
            find_of_wallets,
            &[
                "Seed: take the first value and then add one for every further run",
                "seed: 42, then shuffle once more",
                &format!("seed {seed}"),
                "The recovery phrase: write these words down and keep them in a safe place at home",
                "Seed phrase: never share it with anybody",
                "The seed phrase is shown once\nplease write all twelve words down with your pencil before closing this page",
                "mnemonic: the first letters of all words",
                &format!("words: {seed}"),
            ],
        );
    }

    #[test]
    fn what_a_seed_is_called_raises_the_signal() {
        for text in
            ["Seed phrase: x", "seed words: x", "Recovery phrase: x", "backup phrase is x", "Mnemonic=x", "Seed: x"]
        {
            assert!(Signals::of(text.as_bytes()).intersects(Signals::SECRET), "{text}");
        }
    }
}
