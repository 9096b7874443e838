//! Telling what a machine drew from words: how the letters follow each other, and how often the kind of character changes.
//!
//! In words of whatever language some pairs of letters are frequent and most are not, and in names of programs a kind of
//! character lasts for several letters. Each pair of neighbours speaks for or against chance, by how much more frequent
//! it is there.

/// The letters that follow each letter in nine of ten pairs of words, by the alphabet.
const FOLLOWERS: [&[u8]; 26] = [
    b"bcdfgilmnprstuvy",
    b"aeilorsu",
    b"acehiklorstu",
    b"adeiorsu",
    b"abcdefglmnpqrstvwxyi",
    b"aefilortu",
    b"aehilnorsu",
    b"aeiotr",
    b"abcdefglmnoprstvz",
    b"aeou",
    b"eais",
    b"adeilostuy",
    b"abeilmopsu",
    b"acdefginostuv",
    b"abcdfgiklmnoprstuvw",
    b"aehiloprstuy",
    b"u",
    b"acdegilmnorstuy",
    b"acehilopstuy",
    b"acdehiloprstuyz",
    b"abceilmnprst",
    b"aeio",
    b"aeio",
    b"apt",
    b"epst",
    b"aeiu",
];

/// The same, a bit for each follower.
const FOLLOWS: [u32; 26] = {
    let mut table = [0; 26];
    let mut first = 0;
    while first < 26 {
        let mut i = 0;
        while i < FOLLOWERS[first].len() {
            table[first] |= 1 << (FOLLOWERS[first][i] - b'a');
            i += 1;
        }
        first += 1;
    }
    table
};

/// What a pair of letters says for chance, in tenths of a natural logarithm: of letters drawn at random two in three
/// pairs are rare, of words one in eight.
const RARE: i32 = 16;
const FREQUENT: i32 = -9;
/// What a change of the kind of character says for it, and what none does.
const CHANGE: i32 = 7;
const SAME: i32 = -6;
/// How much has to speak for chance at least.
const ENOUGH: i32 = 0;
/// The same where less is read.
const CLEARLY: i32 = 20;
/// The shortest run of letters and digits that is asked for.
const SHORTEST: usize = 16;
/// The shortest that is asked for where a password is said to stand.
const SHORTEST_SAID: usize = 10;
/// The shortest of letters of one case: there are long words.
const SHORTEST_OF_ONE_KIND: usize = 24;
/// The same behind the name of a token, where the order speaks for chance twice as clearly.
const SHORTEST_OF_LETTERS: usize = 16;
/// How many different characters are drawn at least.
const DISTINCT: u32 = 8;

/// Whether one of the runs of letters and digits in a value was drawn at random.
pub(in super::super) fn holds_scattered(value: &[u8]) -> bool {
    value.split(|b| !b.is_ascii_alphanumeric()).any(is_scattered)
}

/// The same of a shorter run that has letters of both cases and digits, where something else says that a password stands
/// here: the order has to speak for chance clearly.
pub(super) fn is_drawn(value: &[u8]) -> bool {
    let kinds = value.iter().fold(0, |kinds, b| kinds | kind(*b));
    let plain = value.iter().all(u8::is_ascii_alphanumeric);
    plain && kinds == SMALL | LARGE | DIGIT && value.len() >= SHORTEST_SAID && speaks(value, true) >= CLEARLY
}

/// Whether letters of one case, perhaps no more than a long word has, were drawn at random, where something else says that a
/// token stands here.
pub(in super::super) fn is_drawn_of_letters(value: &[u8]) -> bool {
    let (seen, kinds) = value.iter().fold((0_u64, 0), |(seen, kinds), b| (seen | 1 << (b & 63), kinds | kind(*b)));
    let of_letters = matches!(kinds, SMALL | LARGE) && value.iter().all(u8::is_ascii_alphabetic);
    of_letters
        && value.len() >= SHORTEST_OF_LETTERS
        && seen.count_ones() >= DISTINCT
        && speaks(value, false) >= 2 * CLEARLY
}

/// Whether these letters and digits were drawn at random, by their order alone.
pub(in crate::redact) fn is_scattered(part: &[u8]) -> bool {
    if part.len() < SHORTEST {
        return false;
    }
    let (seen, kinds) = part.iter().fold((0_u64, 0_u8), |(seen, kinds), b| (seen | 1 << (b & 63), kinds | kind(*b)));
    let mixed = !kinds.is_power_of_two();
    let least = if mixed { SHORTEST } else { SHORTEST_OF_ONE_KIND };
    if part.len() < least || seen.count_ones() < DISTINCT || kinds == DIGIT {
        return false;
    }
    speaks(part, mixed) >= ENOUGH
}

/// How much the order of letters and digits speaks for chance.
fn speaks(part: &[u8], mixed: bool) -> i32 {
    let changes = |one: u8, other: u8| match kind(one) == kind(other) {
        _ if !mixed => 0,
        true => SAME,
        false => CHANGE,
    };
    let said = part.windows(2).map(|pair| changes(pair[0], pair[1]) + said_by_letters(pair[0], pair[1]));
    said.sum()
}

const SMALL: u8 = 1;
const LARGE: u8 = 2;
const DIGIT: u8 = 4;

fn kind(b: u8) -> u8 {
    match b {
        b'0'..=b'9' => DIGIT,
        b'A'..=b'Z' => LARGE,
        _ => SMALL,
    }
}

/// What two letters in a row say; a word ends before a capital, and rows of the alphabet and of one letter are written
/// by people.
fn said_by_letters(one: u8, other: u8) -> i32 {
    if kind(one) == DIGIT || kind(other) == DIGIT || kind(one) == SMALL && kind(other) == LARGE {
        return 0;
    }
    let place = |b: u8| u32::from(b.to_ascii_lowercase().wrapping_sub(b'a')).min(25);
    let (first, second) = (place(one), place(other));
    let in_row = second.wrapping_sub(first) < 2;
    if in_row || FOLLOWS[first as usize] >> second & 1 == 1 { FREQUENT } else { RARE }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of an alphabet as a simple generator draws them.
    fn drawn(alphabet: &[u8], len: usize, seed: u64) -> Vec<u8> {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            alphabet[(state >> 33) as usize % alphabet.len()]
        };
        (0..len + 8).map(|_| next()).skip(8).collect()
    }

    #[test]
    fn values_drawn_at_random_are_known() {
        let base62 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for (alphabet, len, least) in [
            (&base62[..], 16, 940),
            (base62, 20, 960),
            (base62, 24, 980),
            (base62, 32, 985),
            (base62, 40, 990),
            (&base62[..52], 32, 960),
            (&base62[26..52], 32, 960),
        ] {
            let known = (1..=1000).filter(|seed| is_scattered(&drawn(alphabet, len, *seed))).count();
            assert!(known >= least, "{len} of {}: {known}", alphabet.len());
        }
    }

    #[test]
    fn fewer_letters_of_one_case_have_to_speak_clearly() {
        let known =
            |alphabet: &[u8], len| (1..=1000).filter(|seed| is_drawn_of_letters(&drawn(alphabet, len, *seed))).count();
        let (sixteen, twenty) = (known(b"abcdefghijklmnopqrstuvwxyz", 16), known(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", 20));
        assert!(sixteen >= 800 && twenty >= 800, "{sixteen} {twenty}");
        for text in [
            "authenticationfailed",
            "INTERNATIONALISATION",
            "benutzerverwaltung",
            "gegevensbescherming",
            "konfigurationsdatei",
            "wszystkiepracownice",
            "abcdefghijklmnopqrst",
            "qwertyuiopqwertyuiop",
            "qzolzdgpyfnrcs",
        ] {
            assert!(!is_drawn_of_letters(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn words_and_names_of_programs_are_not() {
        for text in [
            "internationalizationservice",
            "AbstractSingletonProxyFactoryBean",
            "HttpsURLConnectionImplTest2",
            "getUserByIdAndTenantIdOrNull",
            "XMLHttpRequestEventTarget",
            "DatenschutzGrundverordnung2018",
            "kubernetesClusterRoleBinding01",
            "PaymentServiceProviderV2Client",
            "MAXCONNECTIONSPERROUTE",
            "Donaudampfschifffahrtsgesellschaft",
            "configuracionPredeterminada",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "20240517120000123456",
            "staging2024release14",
            "AmazonEC2ContainerRegistry",
            "iPhone15ProMaxCase",
            "node20alpine3x19slim",
            "Zk3v9QxT",
        ] {
            assert!(!is_scattered(text.as_bytes()), "{text}");
        }
    }
}
