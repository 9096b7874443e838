//! The telling words of codes that a bank, a carrier or a house gives, and of questions by which somebody is known; a blank
//! stands for anything but letters and digits.

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
    "first pet",
    "first school",
    "you born",
];
