//! What opens a disk or a wallet when nothing else does: the recovery keys of BitLocker, eight groups of six figures of which
//! each is divisible by eleven, and the words of a seed (BIP 39) behind what they are called.

use super::link::count;
use super::sought::Mark;
use super::{Detector, Hits, Reading, Rule, secret};
use crate::redact::detect::nation::number;
use crate::redact::detect::reading::Group;
use crate::redact::gate::Signals;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of recovery keys.
pub(super) const OF_DISKS: Detector = Detector { rules: &[&DISK], needs: Signals::DIGITS, find: find_of_disks };
/// The detector of seeds.
pub(super) const OF_WALLETS: Detector = Detector { rules: &[&SEED], needs: Signals::SECRET, find: find_of_wallets };

static DISK: Rule = secret("secret.bitlocker", "eight groups of six figures, each divisible by eleven");
static SEED: Rule = secret("secret.seed", "as many words as a seed has, behind what they are called");

/// How many groups a recovery key has, and figures each of them.
const GROUPS: usize = 8;
const FIGURES: usize = 6;
/// The largest number of a group, divided by eleven.
const LARGEST: u64 = 0xffff;
/// How many words a seed has (BIP 39, "Generating the mnemonic").
const WORDS: [usize; 5] = [12, 15, 18, 21, 24];

/// What the words are called, and what joins them to that.
const CALLED: &str = r"(?ix-u) \b (?: (?: (?: seed | recovery | backup ) \x20 phrase | seed \x20 words ) | mnemonic (?: \x20 phrase )? )
    (?: \x20? \( [^()\n]{0,40} \) )? \s{0,2} (?: [:=] | \x20 is \b :? )";

/// Names the recovery keys of disks in a view.
fn find_of_disks(reading: &Reading<'_>, hits: &mut Hits) {
    let windows = reading.numbers().flat_map(|chain| chain.windows(GROUPS));
    windows.filter(|groups| is_disk(reading.text(), groups)).for_each(|groups| {
        hits.hit(&DISK, groups[0].span().start..groups[GROUPS - 1].span().end);
    });
}

/// Names the words of seeds in a view.
fn find_of_wallets(reading: &Reading<'_>, hits: &mut Hits) {
    static LEADS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(CALLED).ok());
    if !reading.view().is_tight() && reading.sought().has(Mark::Seed) {
        let leads = LEADS.iter().flat_map(|lead| lead.find_iter(reading.text()));
        leads.filter_map(|lead| seed(reading.text(), lead.end())).for_each(|words| hits.hit(&SEED, words));
    }
}

fn is_disk(text: &[u8], groups: &[Group]) -> bool {
    let number = |group: &Group| number(&text[group.span()]);
    let fits =
        |group: &Group| group.len() == FIGURES && number(group).is_multiple_of(11) && number(group) / 11 <= LARGEST;
    let joined = |pair: &[Group]| &text[pair[0].span().end..pair[1].span().start] == b"-";
    groups.iter().all(fits) && groups.windows(2).all(joined)
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
    use super::super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn recovery_keys_of_disks_are_found() {
        let key = "426910-472967-577808-563937-617694-507188-327701-590106";
        finds(find_of_disks, &[(&format!("recovery key for LT-0934: {key}."), key), (&format!("{key}\n"), key)]);
        finds_nothing(
            find_of_disks,
            &[
                "426910-472967-577808-563937-617694-507188-327701-590107",
                "426910 472967 577808 563937 617694 507188 327701 590106",
                "426910-472967-577808-563937",
                "999999-999999-999999-999999-999999-999999-999999-999999",
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
        finds_nothing(
            find_of_wallets,
            &[
                "The recovery phrase: write these words down and keep them in a safe place at home",
                "Seed phrase: never share it with anybody",
                "mnemonic: the first letters of all words",
                &format!("words: {seed}"),
            ],
        );
    }

    #[test]
    fn what_a_seed_is_called_raises_the_signal() {
        for text in ["Seed phrase: x", "seed words: x", "Recovery phrase: x", "backup phrase is x", "Mnemonic=x"] {
            assert!(Signals::of(text.as_bytes()).any_of(Signals::SECRET), "{text}");
        }
    }
}
