//! The telling words of codes that a bank, a carrier or a house gives, of questions by which somebody is known, of files
//! of logins, and abbreviations; a blank stands for anything but letters and digits.

use super::forms::{
    Around, has_code, has_code_beside, has_key, has_turns, is_holder_of_code, is_locked, is_locked_room, leads_code,
    leads_drawn_code, leads_pair, leads_password,
};
use crate::redact::detect::{LOCKED, Locked, is_of_person};

/// Words of identifiers as the names of columns have them, in one piece, what the code of a card is called in short, and
/// those for an age.
pub(super) const COLUMNS: &[&str] = &[
    "expdate",
    " cv2 ",
    " sec code",
    "digits on ",
    "validthru",
    "validuntil",
    "goodthru",
    "physicaladdr",
    "hardwareaddr",
    "ethernetaddr",
    "fahrgestell",
    "bastidor",
    "di telaio",
    "chasis",
    "ch\u{e2}ssis",
    " pass nr",
    "clearingn",
    "cardexp",
    "ccexp",
    "cardpin",
    "atmpin",
    "debitpin",
    "codepin",
    "pinnummer",
    "wifimac",
    "hwaddr",
    " diag code",
    "diagcode",
    "dxcode",
    " alter ",
    " edad ",
    " idade ",
    "leeftijd",
    " wiek ",
];

/// Words for an age and abbreviations that doctors, offices and carriers write before an identifier.
pub(super) const SHORT: &[&str] = &[
    " pers nr",
    " pers  nr",
    " persnr",
    "matricola ",
    " kennz ",
    " immat ",
    " diag ",
    " pmh",
    "medical history",
    "comorbid",
    " jahre ",
    " anni ",
    " anos ",
    " jaar ",
    " lat ",
    " chf ",
    " htn ",
    " c o ",
    " p w ",
    " ans ",
    "a\u{f1}os",
    "year old",
    "years old",
    "yr old",
    "yrs old",
    "y o ",
    "hrig",
    " aged ",
    " age ",
];

/// Words of the numbers under which companies keep and call whom they employ: the ends of them, with those before that few
/// others have.
pub(super) const STAFF: &[&str] = &[
    "e empleado",
    "de trabajador",
    "de funcion\u{e1}",
    "de colaborador",
    "pracownika",
    "pracownicz",
    "llningsn",
    "eelsnummer",
    "werkersnummer",
    "dipendente",
    "personalnr",
    "mitarbeitern",
    " salari\u{e9} ",
    "payroll n",
    "my extension",
    "her extension",
    "his extension",
];

/// Words of the codes of banks and of bookings, which may be letters alone.
pub(super) const BANKS: &[&str] = &[
    "swift",
    " bic ",
    "bank identifier",
    "bankidentifier",
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

/// The short word for a birth, behind the name of somebody and before a date, and verbs behind which the age stands that
/// somebody has from a day on.
pub(super) const BORN: &[(&str, Around)] = &[
    (" b ", leads_to_birth),
    (" turn ", leads_to_years),
    (" turns ", leads_to_years),
    (" turned ", leads_to_years),
    (" turning ", leads_to_years),
    ("cumple ", leads_to_years),
    ("cumpli\u{f3} ", leads_to_years),
    ("cumplir\u{e1} ", leads_to_years),
    (" compie ", leads_to_years),
    (" compir\u{e0} ", leads_to_years),
    (" ses ", leads_to_years),
    (" mes ", leads_to_years),
    (" aura ", leads_to_years),
    (" faz ", leads_to_years),
    (" fez ", leads_to_years),
    ("completa ", leads_to_years),
    (" wordt ", leads_to_years),
    (" werd ", leads_to_years),
    (" fyller ", leads_to_years),
    ("fyllde ", leads_to_years),
    (" fylder ", leads_to_years),
    ("fyldte ", leads_to_years),
    ("ko\u{144}czy ", leads_to_years),
    (" wird am ", leads_to_years),
    (" wurde am ", leads_to_years),
    (" werde am ", leads_to_years),
    (" werden am ", leads_to_years),
];

/// A blank and up to three figures behind a word, as an age or a day has them.
fn leads_to_years(text: &[u8], _at: usize, end: usize) -> bool {
    let Some([b' ', rest @ ..]) = text.get(end..) else { return false };
    (1..=3).contains(&rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count())
}

/// A full stop and a figure behind it, or a figure alone, and before it what stands behind the name of somebody.
fn leads_to_birth(text: &[u8], at: usize, end: usize) -> bool {
    let led = matches!(text.get(end..), Some([b'.', b' ', b'0'..=b'9', ..] | [b' ', b'0'..=b'9', ..]));
    let at = at + usize::from(text.get(at) != Some(&b'b'));
    led && is_of_person(&text[..at.min(text.len())])
}

/// The end of a text in quotes, and a comma behind it.
fn is_before_member(text: &[u8], _at: usize, end: usize) -> bool {
    text.get(end..).is_some_and(|rest| rest.starts_with(b"\","))
}

/// Names of settings that are secrets and hold no other word for one.
pub(super) const SETTINGS: &[&str] = &[
    "authtok",
    "auth salt ",
    "kats pin ",
    "katspin ",
    "fikat pin ",
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
    "redis auth ",
    // Of networks.
    "wifi key",
    "wi fi key",
    "wlan key",
    "wpa key",
    "wpa2 key",
    "network key",
    "wifi code",
    "wi fi code",
];

/// Short words for a password, and what an account is called behind which its name and password may stand.
pub(super) const NAMES: &[(&str, Around)] = &[
    (" pword ", leads_password),
    (" p w ", leads_password),
    (" ww ", leads_password),
    ("l\u{f6}sen ", leads_password),
    ("local admin ", leads_pair),
    ("test account ", leads_pair),
    ("testaccount ", leads_pair),
    ("temp account ", leads_pair),
    ("temporary account ", leads_pair),
    ("testkonto ", leads_pair),
    ("testzugang ", leads_pair),
];

/// Words that lead to the keys of wireless networks.
pub(super) const DOORS: &[&str] = &[
    // The key of a wireless network in the profile of Windows, with the blanks of a column behind it, and in pictures.
    "key content  ",
    "sselinhalt  ",
    "contenu de la cl\u{e9}  ",
    "contenido de la clave  ",
    "contenuto chiave  ",
    "do da chave  ",
    "sleutelinhoud  ",
    // Codes that let guests in.
    " vouchers ",
    " voucher ",
    " wifi t ",
    " wifi s ",
    " wifi p ",
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
    "emorable w",
    "emorable a",
    "emorable n",
    "emorable p",
    "childhood p",
    "ite pet",
    "first school",
    "ntary school",
    "first car",
    "you born",
    "childhood f",
    "childhood n",
    "allenge question",
    "ecovery question",
    "domanda di sic",
    "domanda segr",
    "pergunta secr",
    "pergunta de seg",
    "heidsvraag",
    "igingsvraag",
    "geheime vraag",
    "pytanie pomoc",
    "pytanie bezp",
    "kerhetsfr\u{e5}ga",
    "kontrollfr\u{e5}ga",
    "kontrollfrage",
    " my hint",
    "password hint",
    "were born",
    "ite teacher",
    "ite food",
    // Of words that two parties agreed on.
    "code word",
    "codeword",
    "safe word",
    "safeword",
    "secret word",
    "up word",
    "duress word",
    "allenge word",
    "agreed word",
    "codewort",
    "losungswort",
    "heitswort",
    "geheimwort",
    "mot convenu",
    "mot secret",
    "mot de code",
    "mot de s\u{e9}c",
    "palabra secr",
    "palabra de seg",
    "palabra en clave",
    "palabra acord",
    "parola segr",
    "parola in cod",
    "parola conv",
    "parola di sic",
    "palavra secr",
    "palavra de seg",
    "palavra comb",
    "codewoord",
    "geheim woord",
    "kodord",
    "hemligt ord",
    "hemliga ord",
    "owo kodowe",
    "owo bezpiecz",
    "tajne s\u{142}owo",
    " him the word",
    " her the word",
    " them the word",
    " me the word",
    " us the word",
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

/// Forms that make the code of something that is locked of the figures behind them, besides what the tables of such things
/// hold.
pub(super) const LOCKS: &[(&str, Around)] = &[
    ("voicemail", has_code),
    ("voice mail", has_code),
    ("ailbox", has_code),
    ("conference ", has_code),
    ("duress c", has_code),
    ("isarm", has_code_beside),
    (" scharf ", has_code),
    (" unscharf ", has_code),
    ("igicode", has_code),
    ("portkod", has_code),
    (" host key", has_code),
    ("ombination ", has_turns),
    ("combo ", has_turns),
    (" code ", leads_code),
    (" code ", leads_drawn_code),
    ("digo ", leads_code),
    ("odice ", leads_code),
    (" kod ", leads_code),
    (" koden ", leads_code),
    (" pin ", leads_code),
    ("geheimzahl ", has_code),
    (" unlock", has_code),
    ("entsperr", has_code),
    ("verrouill", has_code),
    ("esbloque", has_code),
    ("sblocca", has_code),
    ("ntgrendel", has_code),
    ("odblok", has_code),
    (" lock ", leads_code),
    (" lock on ", has_code),
    (" lock of ", has_code),
    ("schloss ", has_code),
    ("serrure ", has_code),
    ("cerradura ", has_code),
    ("serratura ", has_code),
    ("fechadura ", has_code),
    ("l\u{e5}set ", has_code),
    (" zamek ", has_code),
    (" wifi ", has_key),
    (" wi fi ", has_key),
    (" wlan ", has_key),
    (" ssid ", has_key),
];

/// What is locked, in all languages, as it may stand in a text, and what has to stand around it.
pub(super) fn locked() -> impl Iterator<Item = (String, Around)> {
    LOCKED.iter().flat_map(|tongue| tongue.things()).map(|(thing, role)| match role {
        Locked::Thing => (thing, is_locked as Around),
        Locked::Holder => (thing, is_holder_of_code as Around),
        Locked::Room => (thing, is_locked_room as Around),
    })
}
