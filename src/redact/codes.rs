//! The telling words of codes that a bank, a carrier or a house gives, of questions by which somebody is known, and of files
//! of logins; a blank stands for anything but letters and digits.

use super::forms::{Around, has_code, has_key};

/// Words of the codes of banks and of bookings, which may be letters alone.
pub(super) const BANKS: &[&str] = &[
    "swift",
    " bic ",
    " pnr ",
    "ooking ref",
    "ooking code",
    "ooking n",
    "ecord locator",
    "reservation n",
    "reservation c",
    "reservation r",
    "onfirmation n",
    "onfirmation c",
    "buchungsc",
    "buchungsn",
    "buchungsr",
    "e r\u{e9}servation",
    "localizador",
    "de reserva ",
    "prenotazione",
    "ticket n",
    "airline ref",
    "flight ref",
];

/// Kinds of identity documents, before another member of an object.
pub(super) const DOCUMENTS: &[(&str, Around)] = &[
    ("passport ", is_before_member),
    ("licence ", is_before_member),
    ("license ", is_before_member),
    ("national id ", is_before_member),
    ("identity card ", is_before_member),
    ("idcard ", is_before_member),
    ("id card ", is_before_member),
    ("residence permit ", is_before_member),
    (" ssn ", is_before_member),
];

/// The end of a text in quotes, and a comma behind it.
fn is_before_member(text: &[u8], _at: usize, end: usize) -> bool {
    text.get(end..).is_some_and(|rest| rest.starts_with(b"\","))
}

/// Names of settings that are secrets and hold no other word for one.
pub(super) const SETTINGS: &[&str] = &[
    "authtok",
    "auth salt ",
    "wifikey",
    "wlankey",
    "wpakey",
    "wepkey",
    "toegangscode",
    "rasenia",
    "rase\u{d1}a",
    "has\u{141}o",
    "masterauth",
    "auth user info",
];

/// Words for the codes of doors, alarms and safes.
pub(super) const DOORS: &[&str] = &[
    "door co",
    "door ac",
    "door en",
    "gate code",
    "alarm code",
    "alarmcode",
    "lockbox",
    "keybox",
    "padlock",
    "safe code",
    "safe comb",
    "locker co",
    "garage co",
    "garage ac",
    "rcode ",
    "ttscode",
    "ngscode",
    "tresor",
];

/// Words of the questions by which somebody is known who forgot a password, and of their answers.
pub(super) const QUESTIONS: &[&str] = &[
    "aiden name",
    "aidenname",
    "ecurityanswer",
    "ecurity answer",
    "ecurity question",
    "answer to the se",
    "heitsfrage",
    "heitsantwort",
    "geheimfrage",
    "name der mutter",
    "jeune fille de",
    "secr\u{e8}te",
    "de soltera",
    "secreta",
    "nubile",
    "ecret answer",
    "ecretanswer",
    "ecret question",
    "ecovery answer",
    "hallenge answer",
    "nta de seguridad",
    "first pet",
    "ite pet",
    "first school",
    "ntary school",
    "first car",
    "you born",
    "childhood f",
    "childhood n",
];

/// Words of the names of files that hold nothing but logins.
pub(super) const LOGIN_FILES: &[&str] = &[
    "chap secrets",
    "pap secrets",
    "using chap",
    "using pap",
    "auth user pass",
    "auth txt",
    " pass txt",
    "userpass txt",
    "login conf",
    "auth conf",
];

/// Forms that make the code of something that is locked of the figures behind them.
pub(super) const LOCKS: &[(&str, Around)] = &[
    // Of words whose beginnings are frequent the ends.
    (" door ", has_code),
    ("alarm", has_code),
    ("duress c", has_code),
    ("voicemail", has_code),
    ("voice mail", has_code),
    ("ailbox", has_code),
    ("conference ", has_code),
    ("allarm", has_code),
    ("larmkod", has_code),
    ("keypad ", has_code),
    ("cabinet co", has_code),
    ("rdeur ", has_code),
    ("code van ", has_code),
    ("portkod", has_code),
    ("rrkod", has_code),
    ("rkode", has_code),
    (" host key", has_code),
    (" wifi ", has_key),
    (" wi fi ", has_key),
    (" wlan ", has_key),
    (" ssid ", has_key),
    ("code porte", has_code),
    ("la porte", has_code),
    ("safe combo", has_code),
    ("isarm", has_code),
    ("igicode", has_code),
    ("mmeuble", has_code),
    ("ortail", has_code),
    ("ortone", has_code),
    ("ssaforte", has_code),
    ("cello ", has_code),
    ("caja fuerte", has_code),
    ("puerta", has_code),
    ("garaje", has_code),
    ("ort\u{e3}o", has_code),
    ("garagem", has_code),
    ("bramy", has_code),
    ("drzwi", has_code),
    ("sejfu", has_code),
    ("domofon", has_code),
    ("furtki", has_code),
    ("haust\u{fc}r", has_code),
    ("schlie\u{df}fachc", has_code),
    ("torcode", has_code),
    ("kluis", has_code),
    ("coffre ", has_code),
    ("cofre ", has_code),
    ("poortcode", has_code),
    ("hekcode", has_code),
    ("rkombi", has_code),
];
