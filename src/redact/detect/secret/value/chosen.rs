//! What people choose for passwords: a word and a year or a few figures, words that are spelt with figures, names that a sign
//! joins. Products, rooms and machines are called in such ways too, so that only a line that speaks of a password makes one
//! of them.

use super::Mix;
use super::shown::{is_file, is_respelled, is_term, proves};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The shortest and the longest one, in bytes.
const SHORTEST: usize = 6;
const LONGEST: usize = 32;
/// The shortest one that something says to be one, and the shortest of words without a figure.
const SHORTEST_GIVEN: usize = 5;
const SHORTEST_COMPOUND: usize = 8;
/// How many letters the shortest word has before a year or figures.
const SHORTEST_WORD: usize = 4;
/// The shortest word that figures respell.
const SHORTEST_RESPELLED: usize = 8;

/// What has a number or a year behind it as often: products, places, what is issued and counted, and the names of months.
const NUMBERED: &str = "access acrobat agenda alma android apache april archicad august auto autocad autodesk backup base bitlocker \
    bitwarden block blue board box budget building build cabin calendar cam camera catalog catalogue centos chapter check chrome \
    client cluster codec cohort config confluence contract core corp course cycle debian december desk device dock domain door \
    draft drive drucker edge episode etage exchange expo fedora field fields figure file firefox firmware floor form forms forum gate gateway \
    gb gen generation group grade gruppe hall halle haus host house issue item january java jira julia july june kamera keepass \
    kernel kiosk labor lane laptop lastpass latitude level line linux list local lock locker logon loop lot machine macos march marzo matlab \
    meeting meter milestone model module monitor month moodle motion mysql nextcloud node notebook nova november october office onedrive openssh openwrt \
    oracle order outlook page part passbolt patch pc phase photoshop php plan platform player plot port postgres postgresql power printer \
    project projekt protocol python quarter question rack raum release report request revision revit ring roadmap room router row \
    ruby salle sala samba section sensor september serie series server service session setup shard share sharepoint shift shop site skype slide \
    slot socket solaris sprint stage stand start station step storage store story strategy stream street studio suite support \
    surface switch system tab table tablet target task team teams terminal thinkpad thunderbird ticket tier topic tower track train type \
    ubuntu unit unix update user usermin utility vault vector version viewer virtual visio visual vista volume wave week win windows \
    wing winter word workday workshop workspace workstation zentrale zimmer zone zoom";

/// The longest of them, in bytes.
const LONGEST_NUMBERED: usize = 16;

/// Whether nobody but who chose a password writes this in a line that speaks of one.
pub(in super::super) fn is_chosen(value: &[u8]) -> bool {
    (SHORTEST..=LONGEST).contains(&value.len())
        && value.iter().any(u8::is_ascii_digit)
        && (is_dated(value) || is_respelled_word(value) || is_joined(value) || is_signed(value))
        && !is_term(value)
}

/// Whether it may be one where something says so: letters and figures that are no version, count, code, host or file, or
/// words that one sign joins.
pub(in super::super) fn may_be_chosen(value: &[u8]) -> bool {
    let sign = |b: &u8| is_sign(*b) || matches!(b, b'-' | b'_' | b'.');
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || sign(b);
    let fits = || match value.iter().any(u8::is_ascii_digit) {
        true => is_mixed(value, &Mix::of(value)),
        false => is_compound(value, b"&!#~*"),
    };
    (SHORTEST_GIVEN..=LONGEST).contains(&value.len())
        && value.iter().all(part)
        && value[0] != b'-'
        && fits()
        && !is_term(value)
}

/// Whether letters and figures are mixed as in no name of a thing.
fn is_mixed(value: &[u8], mix: &Mix) -> bool {
    let (first, figures) = (letters(value), value.iter().rev().take_while(|b| b.is_ascii_digit()).count());
    let words = mix.small + mix.large;
    let parts = value.split(|b| !b.is_ascii_alphanumeric()).count();
    // `SRV-DATA03`, `E0000014` and `CVE-2024-0519` are codes, but for keys of several groups.
    let is_constant = value.contains(&b'_') && (mix.small == 0 || value.contains(&b'.'));
    let is_code = is_constant || mix.small == 0 && (mix.signs < 2 || mix.digits > 2 * words);
    let leading = value.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_count = leading > 0 && (words < 4 || value.get(leading) == Some(&b'-'));
    let is_version = value.windows(3).any(|three| matches!(three, [b'0'..=b'9', b'.', b'0'..=b'9']));
    let is_hash = value.iter().all(u8::is_ascii_hexdigit) || value.starts_with(b"0x");
    // `web-01`, `svc_scan2`, `field2`: one figure behind a word in small letters numbers it.
    let is_one_of_many = parts == 1 && figures == 1 && first + 1 == value.len() && mix.large == 0
        || mix.large == 0 && parts == 2 && figures > 0 && figures < 3 && mix.digits == figures;
    words > 1
        && !(is_code
            || is_count
            || is_version
            || is_hash
            || is_one_of_many
            || is_file(value)
            || is_numbered_thing(value))
}

/// The same of words in small letters with full stops or dashes between them, which are names of other things more often:
/// `otter.maple.lake`.
pub(in super::super) fn may_be_words(value: &[u8]) -> bool {
    let small = |b: &u8| b.is_ascii_lowercase() || *b >= 0x80 || matches!(b, b'.' | b'-');
    let fewest = if value.contains(&b'-') { 3 } else { 2 };
    value.iter().all(small) && value.split(|b| matches!(b, b'.' | b'-')).count() >= fewest && is_compound(value, b".-")
}

/// Whether it is words of three letters or more with one of these signs between them: `Owl&Eyes`.
fn is_compound(value: &[u8], signs: &[u8]) -> bool {
    let Some(sign) = value.iter().find(|b| signs.contains(b)) else { return false };
    let is_word = |part: &[u8]| part.len() > 2 && part.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let mut parts = value.split(|b| b == sign);
    (SHORTEST_COMPOUND..=LONGEST).contains(&value.len())
        && parts.clone().count() > 1
        && parts.all(is_word)
        && !is_file(value)
}

/// Whether it is a word and a year (`amber2019`), or one with a capital and a few figures (`Igel55`, `Welcome4417!`).
fn is_dated(value: &[u8]) -> bool {
    let value = match value {
        [rest @ .., b'!' | b'?' | b'#' | b'*' | b'$'] => rest,
        _ => value,
    };
    let (word, figures) = value.split_at(letters(value));
    let year = matches!(figures, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    let is_word = match word {
        [b'A'..=b'Z', rest @ ..] => rest.iter().any(u8::is_ascii_lowercase) && (2..=4).contains(&figures.len()),
        _ => word.iter().all(u8::is_ascii_lowercase) && year,
    };
    // Of a product each word may be in its name: `SqlServer2019`.
    let is_thing = || is_numbered(word) || humps(word).any(is_numbered);
    word.len() >= SHORTEST_WORD && is_word && figures.iter().all(u8::is_ascii_digit) && !is_thing()
}

/// The words of a name of which each begins with a capital.
fn humps(word: &[u8]) -> impl Iterator<Item = &[u8]> {
    word.chunk_by(|_, next| next.is_ascii_lowercase())
}

/// Whether this sign may end a password or stand between its parts.
fn is_sign(b: u8) -> bool {
    matches!(b, b'!' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'?' | b'~' | b'@')
}

/// How many letters stand first.
fn letters(value: &[u8]) -> usize {
    value.iter().take_while(|b| b.is_ascii_alphabetic()).count()
}

/// Whether it is what things with a number are called, and the number: `Room-204`, `Windows10!`.
pub(in super::super) fn is_numbered_thing(value: &[u8]) -> bool {
    let (word, number) = value.split_at(letters(value));
    is_numbered(word) && !number.iter().any(u8::is_ascii_alphabetic)
}

/// Whether things with a number are called so.
pub(in super::super) fn is_numbered(word: &[u8]) -> bool {
    static ALL: LazyLock<HashSet<&[u8]>> =
        LazyLock::new(|| NUMBERED.split_ascii_whitespace().map(str::as_bytes).collect());
    let mut lower = [0; LONGEST_NUMBERED];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    ALL.contains(&*lower)
}

/// Whether it is spelt with figures, and with letters of both cases: `n1ghtOwl_fab2`.
fn is_respelled_word(value: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    value.len() >= SHORTEST_RESPELLED && value.iter().all(plain) && Mix::of(value).classes() == 3 && is_respelled(value)
}

/// Whether it is words with capitals and a number that a sign joins: `Golondrina_7`, `Pelican-Brief-2`.
fn is_joined(value: &[u8]) -> bool {
    let Some(sign) = value.iter().find(|b| !b.is_ascii_alphanumeric()) else { return false };
    let mut words = 0;
    let mut figures = 0;
    for part in value.split(|b| b == sign) {
        let (word, rest) = part.split_at(letters(part));
        let named =
            matches!(word, [b'A'..=b'Z', rest @ ..] if rest.len() > 1 && rest.iter().all(u8::is_ascii_lowercase));
        if !(word.is_empty() || named) || rest.len() > 4 || !rest.iter().all(u8::is_ascii_digit) || is_numbered(word) {
            return false;
        }
        words += usize::from(named);
        figures += rest.len();
    }
    let few = if *sign == b'_' { 1 } else { 2 };
    figures > 0 && words >= few && matches!(sign, b'_' | b'-' | b'.' | b'&')
}

/// Whether it shows itself by a sign that has letters on one side and letters or nothing on the other: `Wombat!77` and
/// `Sommer2024!` do, numbers of tickets (`Ticket#4711`) do not.
fn is_signed(value: &[u8]) -> bool {
    let Some(at) = value.iter().position(|b| is_sign(*b)) else { return false };
    let counted = matches!(value[at], b'#' | b'%' | b'@') && value[at + 1..].iter().all(u8::is_ascii_digit);
    let capitals = value[..at].iter().all(u8::is_ascii_uppercase);
    let joins = value[at] == b'&' && capitals;
    proves(value) && !(counted || joins || is_numbered_thing(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_years_figures_and_signs_are_chosen() {
        for text in [
            "Marigold1958",
            "Moustache44",
            "amber2019",
            "Igel55",
            "Welcome4417",
            "Mapleleaf22!",
            "n1ghtOwl_fab2",
            "Sw0rdfish7",
            "Golondrina_7",
            "Eisvogel_2",
            "Pelican-Brief-2",
            "Quill&Parchment77",
            "Wombat!77",
            "Sommer2024!",
            "Xk9#mQ2v",
        ] {
            assert!(is_chosen(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_numbered_is_not() {
        for text in [
            "",
            "Office365",
            "Server2019",
            "windows2022",
            "Raum12",
            "March2024",
            "mkowalski2",
            "web-01",
            "SRV-FILE02",
            "node01",
            "Laptop-4711",
            "ThinkPad-T14",
            "OPS-1234",
            "Ticket#4711",
            "R&D2024x",
            "SHA512Crypt2",
            "KeePass2",
            "Zone-Nord-2",
            "test_seq1",
            "kerberos_v5",
            "Fail2Ban",
            "b2.114",
            "v2.1.3",
            "Db01Prod",
            "Otter88Box",
            "2024-05-17",
            "Windows10!",
            "field2024",
            "Q3-2024",
        ] {
            assert!(!is_chosen(text.as_bytes()), "{text}");
        }
    }
}
