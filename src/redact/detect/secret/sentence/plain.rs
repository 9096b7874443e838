//! Passwords that are plain words and stand alone: several of them behind a label (`pw: blue otter`), one behind a short label,
//! and one that a sentence says a password is (`the wifi password is butterotter`).
//!
//! What is said about a password stands in the same places (`password: see vault`, `the password is required`). It has words of
//! sentences, of logging in or of keeping secrets, or ends as words for qualities and for what was done do.

use super::super::assign::{PASSWORD, cell};
use super::super::link::{count, is_blank, item, line_start, said};
use super::super::name::prose::FUNCTION_WORDS;
use super::super::name::{Name, Promise};
use super::super::value::passphrase::is_passphrase;
use super::super::value::shown::is_term;
use super::super::value::states::is_state;
use super::super::value::{is_description, stand_in};
use super::super::{Hits, Reading};
use super::{figures, sequel};
use crate::redact::detect::vocabulary::is_among;
use crate::redact::gate::lexicon::is_line_end;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The shortest and the longest word of several, in bytes, and how many there may be.
const SHORTEST: usize = 3;
const LONGEST: usize = 12;
const MOST_WORDS: usize = 8;
/// The shortest and the longest that several words are together, in bytes.
const SHORTEST_PHRASE: usize = 8;
const LONGEST_PHRASE: usize = 64;
/// How many words a sentence has to have that says what a passphrase is.
const FEWEST_OF_PHRASE: usize = 4;
/// The shortest single word: behind a label, of the key of a wireless network (IEEE 802.11), and in another sentence.
const SHORTEST_SINGLE: usize = 5;
const SHORTEST_KEY: usize = 8;
const SHORTEST_WORD: usize = 10;
/// The longest single word, in bytes.
const LONGEST_WORD: usize = 24;
/// How many words a dash may join.
const MOST_JOINED: usize = 4;
/// How much of a line is read before the name, in bytes.
const REACH: usize = 160;
/// How many words may stand before the name of a password in its sentence.
const MOST_BEFORE: usize = 4;

/// Short words of passwords that mean something else as often.
const OTHERS: &[&str] = &["pass", "clave", "pwd", "psk"];
/// Short words for a password alone, behind which programs have other words as well.
const SHORT: &[&str] = &["pw", "psw", "mdp"];
/// Words that say what a password is, and those of them that only do in German.
const IS: &[&str] = &[
    " is still ",
    " is now ",
    " is just ",
    " is: ",
    " is ",
    " ist: ",
    IS_GERMAN,
    " lautet: ",
    LEADS,
    " est : ",
    " est: ",
    " es: ",
    " \u{e8}: ",
];
const IS_GERMAN: &str = " ist ";
/// The same in languages whose words for qualities are not known here, so that the value has to be of joined words.
const IS_ABROAD: &[&str] = &[" est ", " es ", " \u{e8} ", " \u{e9} ", " \u{e4}r ", " er ", " jest ", " to "];
/// How words begin that a dash joins to the name of a quality in such a language: `auto-g\u{e9}n\u{e9}r\u{e9}`.
const LEADING: &str = "anti auto bio co extra hors infra inter mono multi non para peut post pre quasi semi sous sub super sur trop ultra";
const LEADS: &str = " lautet ";
/// Words that say whose it is, before its name.
const WHOSE: &str = "the our my guest guests gast office home root admin user server database db system account mail email default \
    new old current temporary initial local service app application das mein unser dein le mon notre votre la mi nuestra \
    su il mio nostro o a minha nossa het mijn ons";
/// How many words do.
const MOST_WORDS_OF_LABEL: usize = 3;
/// What a wireless network is called before the name of its password.
const NETWORKS: &[&[u8]] = &[b"wifi", b"wi-fi", b"wlan", b"wireless", b"ssid", b"hotspot"];

/// Words that say something about a password, in several languages.
const ABOUT: &str = "a about above access account accounts acme active actual added admin administrator after again against all alone \
    also always an and another any anyone app application are around as ask assigned at attached auth authentication \
    available away back backend based be because been before being below between blank both box broken browser but \
    by call can cannot case change changed changes character characters chat check choose clear client clipboard \
    code come comes coming common company complex config configuration confirm connection console contact contains \
    copied copy could created creation credential credentials current currently customer data database date days db \
    default defined deleted department depends described desk different digit digits directory disabled display \
    displayed do does domain done each eight either element else elsewhere email empty enabled encoded encrypted \
    ends enter entered entry envelope environment error every everyone exactly exists expire expired expires \
    external failed field fields file files fill filled first five folder follow following follows for forgotten \
    found four from further generate generated generator get gets getting give given go goes good group had handed \
    hard has hash hashed have help her here hidden his host how if in incorrect input inside instance internal into \
    invalid is issued it its itself jira just keep keeper kept key keyring keys known last later leave length less \
    let letter letters list listed local location locked login long lost lowercase machine mail maker manager \
    mandatory manual many master match matches may me memory message might min minimum mismatch missing mixed mode more most \
    must my name names need needed needs never new next no none not note nothing now null number numbers object of \
    off office offline often mine hers ours yours theirs dela dele minha nossa suya suyo nuestra nostra loro jego moje hennes ofte ofta oft meist meistens souvent parfois vaak meestal spesso generalmente normalmente cz\u{119}sto vanligtvis old on once one only open operator optional or other our out outside over overnight owner \
    page paper parameter partner past pending people per person personal phone pin ping pipe placed plain please \
    point policy portal prefix press previous printed private privileged production prompt prompted properties \
    property protected provided provider public put random read ready recent reception recovery refer refused \
    rejected removed renewed reset restricted result root rotated rotation rules safe same saved screen second \
    secret secrets section secure see send sent separate separately server service session set settings several \
    shared sheet should shown signal simple since single site six slack some someone special standard starts status \
    sticker still storage store stored string strong such support system table taken talk team teams tell temporary \
    test text than that the their them then there these they this those three through ticket time to token tomorrow \
    too try twice two type types unchanged under unique unknown unset until up update upon uppercase use used user \
    username users using valid value values variable variables vault verified version very via view want was we weak web what \
    when where which while whiteboard who whole widget wiki will with within without word words work works would \
    write written wrong yes yesterday yet you your yours aber als am auf aus bei beim bekannt bitte das dem den der \
    des die dort ein eine einem einen er es falls folgt fragen frei geheim gleich haben hat hier hinter im ist kein \
    keine kommt leer liegt mit nach nicht nichts noch nur oben oder ohne schon sein sich sie siehe sind soll steht \
    tresor und unten unter vom von vor war wenn werden wie wird wurde zum zur zwei au aux avec ce chez dans de \
    demander du elle en est et il je la le les mon ne ou par pas plus pour quand sans sous sur un une voir al como \
    con cual del el ella ese esta este hay las lo los mi muy otra otro para pero por que sea ser si sin son su sus \
    una ver ya agli alla che chi dal dalla degli dei della di gli ha il nel nella non sono sul tra una vedi zie het \
    op bij naar niet geen f\u{fc}r \u{fc}ber gem\u{e4}\u{df} l\u{e4}uft g\u{fc}ltig ung\u{fc}ltig sp\u{e4}ter t\u{e4}glich j\u{e4}hrlich ge\u{e4}ndert \u{e4}ndern \
    zur\u{fc}cksetzen ben\u{f6}tigt n\u{f6}tig pers\u{f6}nlich m\u{fc}ndlich pr\u{fc}fen h\u{e4}ngt k\u{f6}nnen m\u{fc}ssen gew\u{e4}hlt \u{e0} d\u{e9}fini d\u{e9}finir m\u{ea}me \
    d\u{e9}j\u{e0} apr\u{e8}s g\u{e9}n\u{e9}r\u{e9} oubli\u{e9} chang\u{e9} modifi\u{e9} envoy\u{e9} r\u{e9}initialis\u{e9} \u{ea}tre \u{e9}t\u{e9} s\u{e9}curit\u{e9} num\u{e9}ro r\u{e8}gle derri\u{e8}re \
    seg\u{fa}n m\u{e1}s est\u{e1} as\u{ed} tambi\u{e9}n aqu\u{ed} pol\u{ed}tica n\u{fa}mero tel\u{e9}fono v\u{e1}lida inv\u{e1}lida n\u{e3}o at\u{e9} voc\u{ea} ser\u{e1} padr\u{e3}o \
    pi\u{f9} gi\u{e0} perch\u{e9} p\u{e5} fr\u{e5}n \u{e4}r f\u{f6}r n\u{e4}r f\u{e5}r \u{e4}ndra \u{e4}ndras g\u{e4}ller \u{e4}ndrat beg\u{e4}r b\u{119}dzie wys\u{142}ane wys\u{142}any nale\u{17c}y \
    by\u{107} zosta\u{142}o ustawi\u{107} zmieni\u{107} p\u{f3}\u{17a}niej wa\u{17c}ne takie je\u{15b}li \
    kennt derselbe dasselbe weiterhin immer anders identisch genauso";
/// Beginnings of words for passwords themselves.
const THEMSELVES: &[&[u8]] = &[b"passw", b"passphr", b"passc", b"kennw", b"contras", b"wachtw", b"cred"];
/// Ends of words that say how something is or what was done with it.
pub(super) const QUALITIES: &str = "ed ing able ible ive al ory ary ent ant ful less ous ic ly ate ete ect ure ique ain where thing things ome \
    ish ward like wise self selves text ever ther tor one body written ridden gotten broken stolen given taken chosen \
    known shown drawn stood upfront built alone ism ist ity ness ment tion sion ies age";
/// Those of them that few names have, which begin with a capital.
const SURE: &str =
    "ed ing able ible ive al ory ary ant ent ful less ous ic ly ate ete ect ique text sion tion ment ness body";
/// Ends of words that say in several words what was done, how or where.
pub(super) const DONE: &str = "ed ly where ful tion";
/// Words behind a dash that make a quality of the word before them: `rock-solid`, `tenant-wide`.
const TAILS: &str = "solid proof wide side less like safe hard bound tight through neutral agnostic dependent independent \
    grade ready friendly capable aware driven powered";
/// Words before the name of a password that says with what something is opened, and those that may stand between.
const WITH: &str = "with using use mit avec con com met med";
/// What somebody is told to do with one, at the beginning of a step.
const TYPING: &str = "enter set type use try tippe nutze saisir entrez introduce escribe inserisci digita digite wpisz";
const ARTICLES: &str = "the a this dem einem le la el a het det";
/// The same of one in German.
pub(super) const QUALITIES_GERMAN: &str = "t en ig lich bar los isch end sam haft ell iv al";
/// Words of a sentence before the name by which it does not say what a password is.
const UNLESS: &str = "if whether when once unless until because since as ensure check verify sure that while assuming and or but \
    where why how what which suppose provided although though not";

static SAID: LazyLock<HashSet<&'static [u8]>> =
    LazyLock::new(|| ABOUT.split_ascii_whitespace().map(str::as_bytes).collect());

/// Names the plain words behind the name of a password.
pub(in super::super) fn find(reading: &Reading<'_>, name: &Name, hits: &mut Hits) {
    let text = reading.text();
    let own = &text[name.span.clone()];
    let is_plain = own.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80 || is_blank(*b));
    if name.promise != Promise::Password || OTHERS.contains(&name.word) || !is_plain {
        return;
    }
    let given = labelled(text, name)
        .or_else(|| below_whom(text, name))
        .or_else(|| said(text, name))
        .or_else(|| quoted(text, name));
    let is_other = |given: &[u8]| stand_in(given).is_some() || is_description(given) || is_state(given);
    if let Some(given) = given.filter(|given| !is_other(&text[given.clone()])) {
        hits.near(&PASSWORD, given, name.word);
    }
}

/// Where the line of a name begins, or as much of it as is read.
fn beginning(text: &[u8], name: &Name) -> usize {
    line_start(text, name.span.start).max(name.span.start.saturating_sub(REACH))
}

/// The words that are all that stands behind a label on its line, or within its brackets.
fn labelled(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let start = beginning(text, name);
    let lead = text.get(start + item::sign(text, start)..name.span.start)?;
    let of_network = names_network(lead);
    let behind = &text[name.span.end..];
    let gap = count(behind, 0, 2, is_blank);
    let signed = match behind.get(gap..) {
        Some([b':' | b'=', b' ' | b'\t', ..]) => true,
        Some([b'-', b' ', ..]) => gap > 0 && of_network,
        _ => false,
    };
    let held = lead.ends_with(b"(");
    if !signed || !held && !leads_label(lead) {
        return None;
    }
    let from = name.span.end + gap + 1 + count(behind, gap + 1, 2, is_blank);
    let line = from..from + count(text, from, LONGEST_PHRASE + 1, |b| !(is_line_end(b) || held && b == b')'));
    let given = without_remark(text[line.clone()].trim_ascii_end());
    let quoted = matches!(given, [first @ (b'"' | b'\''), .., last] if first == last);
    let (from, given) = if quoted { (from + 1, &given[1..given.len() - 1]) } else { (from, given) };
    let ends = text.get(line.end).map_or(!held, |b| held == (*b == b')') && (held || is_line_end(*b)));
    // Longer words for a password are read with their value, whatever it is.
    let is_short = behind[gap] == b':' && SHORT.contains(&name.word) || of_network;
    let is_word = || {
        is_short
            && !is_of_program(given)
            && (SHORTEST_SINGLE..=LONGEST_WORD).contains(&given.len())
            && is_name_of_none(given)
    };
    // Quotes make a phrase of many words.
    // The word for a phrase of itself says that there are several.
    let is_named = || name.word == "passphrase" && is_phrase_as_named(given);
    let fits = match quoted {
        true => is_phrase(given, 2) && !is_passphrase(given),
        false => is_phrase(given, 2) || is_named() || is_word(),
    };
    (ends && fits).then_some(from..from + given.len())
}

/// The word that is all that stands behind a label which says what the password is for: `Password for CCTV: Otterstone`.
fn below_whom(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let rest = text[name.span.end..].strip_prefix(b" ")?;
    let joint = said::for_whom(rest).filter(|joint| rest[..*joint].ends_with(b":"))?;
    let from = name.span.end + 1 + joint + count(rest, joint, 2, is_blank);
    let given = from..from + count(text, from, LONGEST_WORD + 1, |b| b.is_ascii_alphabetic());
    let start = beginning(text, name);
    let lead = text.get(start + item::sign(text, start)..name.span.start)?;
    let value = &text[given.clone()];
    let ends = text.get(given.end).is_none_or(|b| is_line_end(*b));
    let named = value.first().is_some_and(u8::is_ascii_uppercase) && !cell::is_about(&value.to_ascii_lowercase());
    let is_one = || !text[name.span.clone()].ends_with(b"s") && !is_of_program(value);
    (named && ends && leads_label(lead) && may_be_word_named(value) && is_one()).then_some(given)
}

/// Whether a label may begin behind this: it says whose password it is, or is a part of the line before it.
pub(super) fn leads_label(lead: &[u8]) -> bool {
    let says = |word: &[u8]| {
        let lower = word.to_ascii_lowercase();
        is_network(word) || is_among(word, WHOSE) || !is_about(&lower) && !cell::is_about(&lower)
    };
    let plain = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" -\t".contains(b);
    let is_parted = matches!(lead.trim_ascii_end().last(), Some(b'/' | b',' | b';' | b'|'));
    is_parted || words(lead).count() <= MOST_WORDS_OF_LABEL && lead.iter().all(plain) && words(lead).all(says)
}

/// What stands before a remark in brackets that ends the line.
fn without_remark(given: &[u8]) -> &[u8] {
    let open = if given.ends_with(b")") { memchr::memmem::find(given, b" (") } else { None };
    open.map_or(given, |open| given[..open].trim_ascii_end())
}

/// Whether these are so many words of small letters or more, none of which is said about passwords.
fn is_phrase(given: &[u8], least: usize) -> bool {
    let is_word = |word: &[u8]| (SHORTEST..=LONGEST).contains(&word.len()) && is_small(word);
    let parts = || given.split(|b| *b == b' ');
    // More words would say it with one of those that sentences have.
    let few = parts().count() < FEWEST_OF_PHRASE;
    (least..=MOST_WORDS).contains(&parts().count())
        && (SHORTEST_PHRASE..=LONGEST_PHRASE).contains(&given.len())
        && parts().all(|word| is_word(word) && !is_about(word) && !(few && tells_done(word)))
}

/// Whether it is of small letters of any language.
fn is_small(word: &[u8]) -> bool {
    str::from_utf8(word).is_ok_and(|word| word.chars().all(char::is_lowercase))
}

/// Whether these are three words of which one at most says how something is, and none what was done.
fn is_phrase_as_named(given: &[u8]) -> bool {
    let parts = || given.split(|b| *b == b' ');
    let says_how = |word: &&[u8]| word.ends_with(b"ly");
    let plain = |word: &[u8]| word.ends_with(b"ly") || !tells_done(word);
    let is_word = |word: &[u8]| (SHORTEST..=LONGEST).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase);
    parts().count() + 1 == FEWEST_OF_PHRASE
        && parts().filter(says_how).count() < 2
        && parts().all(|word| is_word(word) && !is_about(word) && plain(word))
}

/// Whether a word of several says what was done, how or where. Short ones that end so are others: `red`.
fn tells_done(word: &[u8]) -> bool {
    word.len() > 4 && ends_as(word, DONE)
}

/// Whether programs call something so: more than two words in one, or two of which the first is small.
fn is_of_program(word: &[u8]) -> bool {
    let begins = |three: &[u8]| {
        three[1].is_ascii_uppercase() && (three[0].is_ascii_lowercase() || three[2].is_ascii_lowercase())
    };
    word.windows(3).filter(|three| begins(three)).count() > usize::from(word[0].is_ascii_uppercase())
}

/// Whether a text has a word for a wireless network.
pub(in super::super) fn names_network(text: &[u8]) -> bool {
    words(text).any(is_network)
}

/// Whether this may be the key of a wireless network where somebody asked for it: one word that says nothing about it.
pub(super) fn may_be_key(given: &[u8]) -> bool {
    let lower = given.to_ascii_lowercase();
    (SHORTEST_KEY..=LONGEST_WORD).contains(&given.len()) && is_name_of_none(given) && !ends_as(&lower, QUALITIES)
}

/// Whether it is a word that says nothing about a password, and no quality.
pub(in super::super) fn may_be_word(given: &[u8]) -> bool {
    let lower = given.to_ascii_lowercase();
    (SHORTEST_SINGLE..=LONGEST_WORD).contains(&given.len()) && is_name_of_none(given) && !ends_as(&lower, QUALITIES)
}

/// The same of a word with a capital, of which more endings are those of names.
fn may_be_word_named(given: &[u8]) -> bool {
    (SHORTEST_SINGLE..=LONGEST_WORD).contains(&given.len()) && is_name_of_none(given) && !ends_as(given, SURE)
}

/// Whether it is one word of letters that is not said about passwords.
fn is_name_of_none(given: &[u8]) -> bool {
    given.iter().all(u8::is_ascii_alphabetic) && !is_about(&given.to_ascii_lowercase())
}

/// What ends a sentence which says no more than what the password is: a word, or several in quotes.
fn said(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let rest = &text[name.span.end..];
    let joint = IS.iter().find(|joint| rest.starts_with(joint.as_bytes())).copied();
    let joint = joint.or_else(|| sequel::told(rest).and_then(|len| str::from_utf8(&rest[..len]).ok()));
    // Where words between the two say whose it is, the value has to show more.
    let abroad = || IS_ABROAD.iter().find(|joint| rest.starts_with(joint.as_bytes())).copied();
    let joint = joint.or_else(abroad);
    let far = || figures::whose(rest.strip_prefix(b" ")?, name).and_then(|len| str::from_utf8(&rest[..len + 1]).ok());
    let (joint, is_far) = joint.map(|joint| (joint, false)).or_else(|| far().map(|joint| (joint, true)))?;
    let is_abroad = IS_ABROAD.contains(&joint);
    let line = &text[beginning(text, name)..name.span.start];
    let part = line.windows(2).rposition(|two| matches!(two, b". " | b"? " | b"! " | b": " | b", "));
    let lead = part.map_or(line, |at| &line[at + 2..]);
    let of_network = names_network(line);
    let at = name.span.end + joint.len();
    let quotes = count(text, at, 2, |b| matches!(b, b'"' | b'\'' | b'`' | b'*'));
    let from = at + quotes;
    // The sentence before says of which password the next one speaks.
    let is_next = !is_far && !joint.starts_with(' ');
    let is_told = is_next || words(lead).count() <= MOST_BEFORE && !words(lead).any(|word| is_among(word, UNLESS));
    if is_far && quotes > 0 {
        return None;
    }
    if quotes > 0 {
        let given = from..from + count(text, from, LONGEST_PHRASE + 1, |b| b.is_ascii_alphabetic() || b == b' ');
        let closed = text[given.end..].starts_with(&text[at..from]);
        let fits = |given: &[u8]| {
            is_phrase(&given.to_ascii_lowercase(), 2) || given.len() >= SHORTEST_SINGLE && is_name_of_none(given)
        };
        return (is_told && closed && fits(&text[given.clone()])).then_some(given);
    }
    // A passphrase is of several words by its name.
    let phrase = from..from + count(text, from, LONGEST_PHRASE, |b| b.is_ascii_lowercase() || b == b' ');
    let ends = || ends_sentence(&text[phrase.end..]) && is_phrase(&text[phrase.clone()], FEWEST_OF_PHRASE);
    if is_told && name.word == "passphrase" && ends() {
        return Some(phrase);
    }
    // Behind `lautet` nothing but the password itself follows.
    let leads = joint.ends_with(LEADS) || joint.ends_with(": ");
    let of_word = |b: u8| b.is_ascii_lowercase() || b == b'-' || (leads || is_abroad) && b.is_ascii_uppercase();
    let given = from..from + count(text, from, LONGEST_WORD + 1, of_word);
    let value = &text[given.clone()];
    let least = match () {
        _ if leads => SHORTEST_SINGLE,
        _ if of_network || is_repeated(value) => SHORTEST_KEY,
        _ => SHORTEST_WORD,
    };
    let is_quality = || !leads && ends_as(value, if joint.ends_with(IS_GERMAN) { QUALITIES_GERMAN } else { QUALITIES });
    let counts = !joint.ends_with(IS_GERMAN) || of_network;
    let is_word = || match is_joined(&value.to_ascii_lowercase()) {
        true => !(is_abroad && value.split(|b| *b == b'-').next().is_some_and(|lead| is_among(lead, LEADING))),
        false => !is_far && !is_abroad && is_name_of_none(value) && !is_quality(),
    };
    let tells = (least..=LONGEST_WORD).contains(&value.len()) && is_word();
    (is_told && counts && tells && ends_sentence(&text[given.end..])).then_some(given)
}

/// Whether this says how a password is, where it could stand: a quality with a sign of exclamation behind it, or what was done
/// with a term of technology: `MD5-encrypted`.
pub(in super::super) fn is_said_of_it(value: &[u8]) -> bool {
    let says = |word: &[u8]| {
        let lower = word.to_ascii_lowercase();
        is_about(&lower) || ends_as(&lower, QUALITIES)
    };
    match memchr::memchr(b'-', value) {
        Some(dash) => is_term(value) && says(&value[dash + 1..]),
        None => {
            let word = value.strip_suffix(b"!");
            word.is_some_and(|word| word.iter().all(u8::is_ascii_lowercase) && says(word))
        }
    }
}

/// A word in quotes right behind its name: `Kennwort "Gegengewicht"`.
fn quoted(text: &[u8], name: &Name) -> Option<Range<usize>> {
    let [b' ', quote @ (b'"' | b'\''), ..] = text[name.span.end..] else { return None };
    let from = name.span.end + 2;
    let of_phrase = name.word == "passphrase";
    let of_word = |b: u8| b.is_ascii_alphabetic() || b >= 0x80 || b == b' ';
    let given = from..from + count(text, from, LONGEST_PHRASE + 1, of_word);
    let value = &text[given.clone()];
    let closed = text.get(given.end) == Some(&quote) && ends_sentence(&text[given.end + 1..]);
    let is_introduced = || introduces(&text[beginning(text, name)..name.span.start]);
    if value.contains(&b' ') {
        let fits = || of_phrase && is_quoted_phrase(value) || is_phrase(value, 2) && is_introduced();
        return (closed && fits()).then_some(given);
    }
    let tells = (SHORTEST_SINGLE..=LONGEST_WORD).contains(&value.len())
        && !is_about(&value.to_ascii_lowercase())
        && !is_of_program(value)
        && !ends_as(value, if value[0].is_ascii_uppercase() { SURE } else { QUALITIES });
    (closed && tells && is_introduced()).then_some(given)
}

/// Whether these are so many words of small letters that they are a phrase, and not a sentence about one.
fn is_quoted_phrase(value: &[u8]) -> bool {
    let parts = || value.split(|b| *b == b' ');
    let is_word = |word: &[u8]| (2..=LONGEST).contains(&word.len()) && word.iter().all(u8::is_ascii_lowercase);
    let speaks = |word: &[u8]| is_description(word) || FUNCTION_WORDS.contains(&word);
    (FEWEST_OF_PHRASE..=MOST_WORDS).contains(&parts().count()) && parts().all(|word| is_word(word) && !speaks(word))
}

/// Whether what stands before the name of a password on its line says whose it is, or ends in `with the`, so that the
/// password may follow at once.
pub(super) fn introduces(lead: &[u8]) -> bool {
    let mut last = words(lead).collect::<Vec<_>>().into_iter().rev();
    let word = last.next().filter(|_| lead.ends_with(b" "));
    let word = word.and_then(|word| if is_among(word, ARTICLES) { last.next() } else { Some(word) });
    let part = memchr::memmem::rfind(lead, b", ").map_or(lead, |at| &lead[at + 2..]);
    leads_label(lead) || word.is_some_and(|word| is_among(word, WITH)) || is_typed(part)
}

/// Whether a part of a line tells somebody to type what follows, perhaps with a word that says whose it is.
pub(super) fn is_typed(part: &[u8]) -> bool {
    words(part).count() <= MOST_WORDS_OF_LABEL && words(part).next().is_some_and(|word| is_among(word, TYPING))
}

/// Whether these are a few words of small letters with dashes between them that say nothing about a password:
/// `northern-lights`, not `case-sensitive`.
pub(in super::super) fn is_joined(value: &[u8]) -> bool {
    let mut parts = value.split(|b| *b == b'-');
    let says = |part: &[u8]| is_about(part) || is_among(part, TAILS) || ends_as(part, DONE);
    let is_word = |part: &[u8]| part.len() >= SHORTEST && !says(part);
    let joins = |part: &[u8]| matches!(part, b"and" | b"of" | b"the" | b"und" | b"et");
    let first = parts.next().unwrap_or_default();
    let last = parts.next_back().unwrap_or_default();
    let count = parts.clone().count() + 2;
    (2..=MOST_JOINED).contains(&count)
        && is_word(first)
        && parts.all(|part| is_word(part) || joins(part))
        && is_word(last)
        && !ends_as(last, QUALITIES)
        && !ends_as(last, QUALITIES_GERMAN)
}

/// Whether a sentence or a part of it ends here; behind a full stop its line does too, or the next one begins with a capital.
pub(in super::super) fn ends_sentence(rest: &[u8]) -> bool {
    match rest {
        [] | [b'.' | b'!'] => true,
        [b'.' | b'!', b' ', next, ..] => next.is_ascii_uppercase(),
        [b',', b' ', ..] | [b' ', b'(', ..] => true,
        [b'.' | b'!', next, ..] | [next, ..] => is_line_end(*next),
    }
}

/// The words of a text.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| !b.is_ascii_alphanumeric() && *b < 0x80 && *b != b'-').filter(|word| !word.is_empty())
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

/// Whether a word of small letters says something about a password, or ends as words do that say how or what was done.
pub(in super::super) fn tells_about(word: &[u8]) -> bool {
    is_about(word) || ends_as(word, DONE)
}

/// Whether a word of small letters says something about a password.
pub(super) fn is_about(word: &[u8]) -> bool {
    SAID.contains(word) || is_description(word) || THEMSELVES.iter().any(|lead| word.starts_with(lead))
}

/// Whether a word ends as those do for qualities and for what was done.
pub(super) fn ends_as(word: &[u8], ends: &str) -> bool {
    ends.split_ascii_whitespace().any(|end| word.ends_with(end.as_bytes()))
}

#[cfg(test)]
mod tests {
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;
    use crate::redact::promptly::promptly;

    #[test]
    fn a_million_words_take_no_time() {
        promptly(|| {
            finds_nothing(
                DETECTOR.find,
                &[
                    &"the password is of ".repeat(1 << 16),
                    &"pw: x, ".repeat(1 << 17),
                    &"a (pw: not set ".repeat(1 << 16),
                ],
            );
        });
    }

    #[test]
    fn words_behind_a_label_alone_on_their_line_are_found() {
        finds(
            DETECTOR.find,
            &[
                ("PW: BlueOtter", "BlueOtter"),
                ("pw: \"blue otter\"", "blue otter"),
                ("root pw: blue otter", "blue otter"),
                ("Jenkins PW: BlueOtter", "BlueOtter"),
                ("pw: blueotter (no capitals)", "blueotter"),
                ("host db1, pw: blue otter", "blue otter"),
                ("user: jane / pw: blue otter (old)", "blue otter"),
                ("the box (pw: blueotter)", "blueotter"),
                ("wifi pw: butterotter", "butterotter"),
                ("Wifi password - butterotter", "butterotter"),
                ("the guest wifi password: blue otter", "blue otter"),
                ("Passphrase: wet otters swim beneath blue moons", "wet otters swim beneath blue moons"),
                ("pw: blue otter", "blue otter"),
                ("PW = hello otter", "hello otter"),
                ("user: jane\nPassword: rainy summer walks\nhost: x", "rainy summer walks"),
                ("- wifi password: blue otter", "blue otter"),
                ("Passwort: nasser otter", "nasser otter"),
            ],
        );
    }

    #[test]
    fn words_with_dashes_and_words_in_quotes_are_found() {
        finds(
            DETECTOR.find,
            &[
                ("the wifi password is northern-lights", "northern-lights"),
                ("The password is copper-kettle-lane.", "copper-kettle-lane"),
                ("the wifi password is birch-and-fern", "birch-and-fern"),
                ("the wifi password at the cabin is amber-otter-lake", "amber-otter-lake"),
                ("Kennwort \"Gegenlicht\"", "Gegenlicht"),
                ("the zip opens with the password \"otterpond\"", "otterpond"),
                ("Gast-WLAN Passwort 'Sommerregen'", "Sommerregen"),
                ("passphrase: waves roll gently", "waves roll gently"),
                ("ssh key passphrase \"waves roll gently in may\"", "waves roll gently in may"),
                ("ab Montag gilt f\u{fc}r sie ein neues Passwort. Es lautet: Lack-Buche-gelb", "Lack-Buche-gelb"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "the wifi password is case-sensitive",
                "the password is read-only",
                "password is auto-generated",
                "the password is up-to-date",
                "the password is read-and-write",
                "the password for the database is machine-generated",
                "the password of the user is swordfish",
                "The password is tenant-wide.",
                "the password is write-protected",
                "the password is base-encoded",
                "The wifi password is rock-solid",
                "password is user-defined",
                "password is north-south of it",
                "the \"password\" 'field'",
                "the parameter password \"mandatory\"",
                "password \"required\"",
                "reset password \"swordfish\"",
                "passphrase: entered manually only",
                "the prompt passphrase \"enter it once more below\"",
                "ein neues Passwort. Es lautet wie zuvor",
                "ein neues Passwort. Es ist Gross-Klein-sensitiv",
                "password = kata sandi",
                "Passwort = mot de passe",
                "passphrase: checked very carefully",
            ],
        );
    }

    #[test]
    fn words_about_a_password_behind_its_label_are_left() {
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
                "enter the password: blue otter",
                "reset password: blue otter",
                "Forgot your password: blue otter",
                "there are several words and a password: blue otter",
                "Password: required (see below)",
                "user, pw: not set",
                "pw: string",
                "pw: HTMLInputElement",
                "pw: getOtter",
                "pw = blueotter",
                "password: updated successfully",
                "password: permission denied",
                "password: rotates nightly",
                "pw: PasswordField",
                "pw: blueotter,",
                "(pw: blueotter, of it)",
                "(pw: blueotter\nx)",
                "Password - blue otter",
                "wifi password - unchanged",
                "admin_password: blue otter",
                "password: blue otter, or so",
                "password: Blue Otter",
                "password: blue otters and moons",
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
                ("Wifi password is \"hello otter\"", "hello otter"),
                ("the password is **blueotter**", "blueotter"),
                ("Das Passwort lautet Blauotter", "Blauotter"),
                ("Passwort ist \"Blauer Otter\"", "Blauer Otter"),
                ("The password is still blueotterpup, please change it", "blueotterpup"),
                ("the password is blueotterpup (all small)", "blueotterpup"),
                ("the passphrase is wet otters swim home", "wet otters swim home"),
                ("WLAN: Gast, Passwort ist sommerotter", "sommerotter"),
                ("Kennwort ist: Moor-Otter", "Moor-Otter"),
                ("Password for CCTV: Otterstone", "Otterstone"),
                ("The password is: blueotter", "blueotter"),
                ("Le mot de passe est Loutre-Brune.", "Loutre-Brune"),
                ("La contrase\u{f1}a es nutria-parda", "nutria-parda"),
                ("La password \u{e8} lontra-bruna", "lontra-bruna"),
                ("Has\u{142}o to wydra-brunatna", "wydra-brunatna"),
                ("L\u{f6}senordet \u{e4}r utter-brun", "utter-brun"),
                ("password \"Otterstone\"", "Otterstone"),
                ("Hi. My password is blueotterpup", "blueotterpup"),
            ],
        );
    }

    #[test]
    fn the_word_that_says_how_a_password_is_stays() {
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
                "Password is somewhere",
                "the wifi password is elsewhere",
                "the database of the old password is blueotterpup",
                "passing is blueotterpup",
                "the password is \"required\"",
                "the password is incorrect, please try another",
                "The password is still unencrypted (see below)",
                "the password is \"Not Set\"",
                "the password is `not set`",
                "the password is *see below*",
                "Das Passwort lautet wie folgt",
                "Das WLAN-Passwort ist abgelaufen",
                "Le mot de passe est obligatoire",
                "Le mot de passe est sous-entendu",
                "La contrase\u{f1}a es auto-generada",
                "Kennwort ist: erforderlich",
                "Password for guests: Reception",
                "Password for CCTV: Required",
                "Passwords for staff: Otterstone",
                "Password for admin: otterstone",
                "The password is: required",
                "password is MD5-encrypted.",
                "Remembering your password is important!",
                "your password is essential! Write it down.",
                "password \"Expired\"",
                "passphrase \"Correct\"",
                "Password for Kerberos: Principal",
                "password is base64-encoded",
                "password \"Confirmation\"",
            ],
        );
    }

    #[test]
    fn words_of_other_languages_and_in_quotes_are_found() {
        finds(
            DETECTOR.find,
            &[
                ("L\u{f6}senord: gr\u{f6}n \u{e4}rta", "gr\u{f6}n \u{e4}rta"),
                ("Has\u{142}o: zielona \u{17c}aba", "zielona \u{17c}aba"),
                ("the password \"blue otter\"", "blue otter"),
                ("das Passwort \"Seeotter\"", "Seeotter"),
                ("app password: xqzt wmvk rsbn cdhy", "xqzt wmvk rsbn cdhy"),
            ],
        );
        finds_nothing(
            DETECTOR.find,
            &[
                "Passwort: f\u{fc}r alle gleich",
                "L\u{f6}senord: \u{e4}ndras varje m\u{e5}nad",
                "Mot de passe : d\u{e9}j\u{e0} envoy\u{e9}",
                "the password \"not required\"",
                "invalid password \"blue otter\"",
            ],
        );
    }
}
