//! Passwords that are plain words and stand alone: two or three of them behind a label that begins its line (`pw: blue
//! otter`), and one that a sentence says a password is (`the wifi password is butterotter`).
//!
//! What is said about a password stands in the same places (`password: see vault`, `the password is required`). It has words of
//! sentences, of logging in or of keeping secrets, or ends as words for qualities and for what was done do.

use super::assign::PASSWORD;
use super::link::{count, is_blank, line_start};
use super::name::{Name, Promise};
use super::value::{is_description, stand_in};
use super::{Hits, Reading, item};
use crate::redact::lexicon::is_line_end;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The shortest and the longest word of several, in bytes, and how many there may be.
const SHORTEST: usize = 3;
const LONGEST: usize = 12;
const MOST_WORDS: usize = 3;
/// The shortest that several words are together, in bytes.
const SHORTEST_PHRASE: usize = 8;
/// The shortest single word: of the key of a wireless network (IEEE 802.11), and of anything else.
const SHORTEST_KEY: usize = 8;
const SHORTEST_WORD: usize = 10;
/// The longest single word, in bytes.
const LONGEST_WORD: usize = 24;
/// How many words may stand before the name of a password in its sentence.
const MOST_BEFORE: usize = 4;

/// Short words of passwords that mean something else as often.
const OTHERS: &[&str] = &["pass", "clave", "pwd", "psk"];
/// What a wireless network is called before the name of its password.
const NETWORKS: &[&[u8]] = &[b"wifi", b"wi-fi", b"wlan", b"wireless", b"ssid", b"hotspot"];

/// Words that say something about a password, in several languages.
const ABOUT: &str = "a about above access account accounts acme active actual added admin administrator after again all alone also \
    always an and another any anyone app application are around as ask assigned at attached auth authentication available away \
    back backend based be because been before being below between blank both box browser but by call can cannot case change \
    changed changes character characters check choose clear client clipboard code come comes coming common company complex config \
    configuration confirm connection console contact contains copied copy correct could created creation credential credentials \
    current currently customer data database date days db default defined deleted department depends described desk \
    different digit digits directory disabled display displayed do does domain done each eight either else email empty enabled \
    encoded encrypted ends enter entered entry environment error every everyone exactly exists expire expired expires external \
    failed field fields file files fill filled first five folder follow following follows for forgotten found four from further \
    generate generated generator get gets getting give given go goes good group had handed hard has hash hashed have help her here \
    hidden his host how if in incorrect input inside internal into invalid is issued it its itself just keep keeper kept key \
    keyring keys known last later leave length less let letter letters list listed local location locked login long lost \
    lowercase machine mail maker manager mandatory manual many master match matches may me memory message might min minimum missing \
    mixed mode more most must my name names need needed needs never new next no none not note nothing now null number numbers of off offline \
    office old on once one only open operator optional or other our out outside over overnight owner page paper parameter partner past pending \
    people per person personal phone pin pipe placed plain please point policy portal prefix press previous printed private \
    privileged production prompt prompted properties property protected provided provider public put random read ready recent \
    recovery refer refused rejected removed renewed reset restricted root rotated rotation rules safe same saved screen second \
    secret secrets section secure see send sent separate separately server service session set settings several shared sheet \
    should shown simple since single site six some someone special standard starts status sticker still storage store stored string \
    strong such support system table taken talk team tell temporary test text than that the their them then there these they this \
    those three through ticket time to token tomorrow too try twice two type types unchanged under unique unknown unset until up \
    update upon uppercase use used user username users using valid value values variable vault verified version very via view want \
    was we weak web what when where which while who whole wiki will with within without word words work works would \
    write written wrong yes yesterday yet you your yours aber als am an auf aus bei beim bekannt bitte das dem den der des die dort \
    ein eine einem einen er es falls folgt fragen frei geheim gleich haben hat hier hinter im ist kein keine kommt leer liegt mit nach \
    nicht nichts noch nur oben oder ohne schon sein sich sie siehe sind soll steht tresor und unten unter vom von vor \
    war wenn werden wie wird wurde zum zur zwei au aux avec ce chez dans de demander du elle en est et il je la le les mon ne \
    ou par pas plus pour quand sans sous sur un une voir al como con cual del el ella ese esta este hay las lo los mi muy otra \
    otro para pero por que sea ser si sin son su sus una ver ya agli alla che chi come dal dalla degli dei della di gli ha il nel nella \
    non per sono sul tra una vedi zie het op bij naar niet geen";
/// Beginnings of words for passwords themselves.
const THEMSELVES: &[&[u8]] = &[b"passw", b"passphr", b"passc", b"kennw", b"contras", b"wachtw", b"cred"];
/// Ends of words that say how something is or what was done with it.
const QUALITIES: &str = "ed ing able ible ive al ory ary ent ant ful less ous ic ly ate ete ect ure ique ain where thing things ome \
    ish ward like wise self selves text ever ther tor one body written ridden gotten broken stolen given taken chosen \
    known shown drawn stood upfront built alone ism ist ity ness ment tion sion ies age";
/// Words of a sentence before the name by which it does not say what a password is.
const UNLESS: &str = "if whether when once unless until because since as ensure check verify sure that while assuming and or but \
    where why how what which suppose provided although though not";

static SAID: LazyLock<HashSet<&'static [u8]>> =
    LazyLock::new(|| ABOUT.split_ascii_whitespace().map(str::as_bytes).collect());

/// Names the plain words behind the name of a password.
pub(super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    let own = &text[name.span.clone()];
    let is_plain = own.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80 || is_blank(*b));
    if name.promise != Promise::Password || OTHERS.contains(&name.word) || !is_plain {
        return;
    }
    let given = if text[name.span.end..].starts_with(b" is ") { said(text, name) } else { labelled(text, name) };
    if let Some(given) = given.filter(|given| stand_in(&text[given.clone()]).is_none()) {
        hits.near(&PASSWORD, given, name.word);
    }
}

/// Two or three words that are all that stands behind a label on its line.
fn labelled(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let start = line_start(text, name.span.start);
    let lead = text.get(start + item::sign(text, start)..name.span.start)?;
    let behind = &text[name.span.end..];
    let gap = count(behind, 0, 2, is_blank);
    let signed = matches!(behind.get(gap..), Some([b':' | b'=', b' ' | b'\t', ..]));
    if !signed || !words(lead).all(is_network) {
        return None;
    }
    let from = name.span.end + gap + 1 + count(behind, gap + 1, 2, is_blank);
    let line = from..from + count(text, from, (LONGEST + 1) * MOST_WORDS, |b| !is_line_end(b));
    let given = text[line.clone()].trim_ascii_end();
    let parts = || given.split(|b| *b == b' ');
    let is_word = |word: &[u8]| (SHORTEST..=LONGEST).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase);
    let ends = text.get(line.end).is_none_or(|b| is_line_end(*b));
    let fits = ends
        && (2..=MOST_WORDS).contains(&parts().count())
        && given.len() >= SHORTEST_PHRASE
        && parts().all(|word| is_word(word) && !is_about(word));
    fits.then_some(from..from + given.len())
}

/// The word that ends a sentence which says no more than what the password is.
fn said(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let start = line_start(text, name.span.start);
    let lead = &text[start..name.span.start];
    let lead =
        &lead[lead.windows(2).rposition(|two| matches!(two, b". " | b"? " | b"! " | b": ")).map_or(0, |at| at + 2)..];
    let of_network = words(lead).any(is_network);
    let from = name.span.end + b" is ".len();
    let given = from..from + count(text, from, LONGEST_WORD + 1, |b| b.is_ascii_lowercase());
    let value = &text[given.clone()];
    let least = if of_network || is_repeated(value) { SHORTEST_KEY } else { SHORTEST_WORD };
    let is_told = words(lead).count() <= MOST_BEFORE && !words(lead).any(|word| is_one(word, UNLESS));
    let tells = (least..=LONGEST_WORD).contains(&value.len()) && !is_about(value) && !ends_as_quality(value);
    (is_told && tells && ends_sentence(&text[given.end..])).then_some(given)
}

/// Whether a sentence ends here, and so does its line or the next one begins with a capital.
fn ends_sentence(rest: &[u8]) -> bool {
    match rest {
        [] | [b'.' | b'!'] => true,
        [b'.' | b'!', b' ', next, ..] => next.is_ascii_uppercase(),
        [b'.' | b'!', next, ..] | [next, ..] => is_line_end(*next),
    }
}

/// The words of a text.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| !b.is_ascii_alphanumeric() && *b < 0x80 && *b != b'-').filter(|word| !word.is_empty())
}

/// Whether a word stands in a list, in small or large letters.
fn is_one(word: &[u8], known: &str) -> bool {
    known.split_ascii_whitespace().any(|one| word.eq_ignore_ascii_case(one.as_bytes()))
}

/// Whether a word is one for a wireless network.
fn is_network(word: &[u8]) -> bool {
    NETWORKS.iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// Whether it is the same letters twice.
fn is_repeated(value: &[u8]) -> bool {
    let (one, other) = value.split_at(value.len() / 2);
    one == other
}

/// Whether a word of small letters says something about a password.
fn is_about(word: &[u8]) -> bool {
    SAID.contains(word) || is_description(word) || THEMSELVES.iter().any(|lead| word.starts_with(lead))
}

/// Whether a word ends as those for qualities and for what was done do.
fn ends_as_quality(word: &[u8]) -> bool {
    QUALITIES.split_ascii_whitespace().any(|end| word.ends_with(end.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::super::check::{finds, finds_nothing};
    use super::super::assign::DETECTOR;

    #[test]
    fn words_behind_a_label_alone_on_their_line_are_found() {
        finds(
            DETECTOR.find,
            &[
                ("pw: blue otter", "blue otter"),
                ("PW = hello otter", "hello otter"),
                ("user: jane\nPassword: rainy summer walks\nhost: x", "rainy summer walks"),
                ("- wifi password: blue otter", "blue otter"),
                ("Passwort: nasser otter", "nasser otter"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "password: see vault",
                "password: not set",
                "pw: ask jane",
                "Password: same as above",
                "pw: liegt im tresor",
                "passwort: siehe wiki",
                "mot de passe : voir coffre",
                "password: account password",
                "password: plain text",
                "the password: blue otter",
                "admin_password: blue otter",
                "password: blue otter, or so",
                "password: Blue Otter",
                "password: blue otters swim everywhere today",
                "pass: blue otter",
                "pwd: working directory",
                "password: \nblue otter",
            ],
        );
    }

    #[test]
    fn the_word_that_a_password_is_said_to_be_is_found() {
        finds(
            DETECTOR.find,
            &[
                ("the wifi password is wetotter", "wetotter"),
                ("The guest wifi password is butterotter.", "butterotter"),
                ("password is wetswets", "wetswets"),
                ("Hi. My password is blueotterpup", "blueotterpup"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "password is wrong",
                "the password is required",
                "the wifi password is incorrect",
                "The wifi password is unchanged.",
                "the password is case-sensitive",
                "The password is alphanumeric",
                "the password is compromised",
                "if the password is blueotterpup",
                "the password is blueotterpup for some",
                "Password is somewhere",
                "the wifi password is elsewhere",
                "the database of the old password is blueotterpup",
                "passing is blueotterpup",
            ],
        );
    }
}
