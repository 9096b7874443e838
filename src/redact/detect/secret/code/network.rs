//! The keys of wireless networks behind the names of these: `Wi-Fi: Guests, key: …`, `SSID office / password …`, in what
//! Windows shows of one, and in what a picture for telephones holds.
//!
//! The word for a key alone says little. Behind the word for a wireless network on the same line it is that of the network.

use super::super::assign::pair::{is_of_words_and_number, is_signed};
use super::super::sentence::plain::{is_joined, may_be_word};
use super::super::value::Mix;
use super::super::value::chosen::may_be_chosen;
use super::super::value::shown::{is_term, may_be_said, proves, shows};
use super::super::{Detector, Hits, Reading, Rule, held, once_each, tell, told};
use crate::redact::detect::shape::figures;
use crate::redact::gate::Signals;
use crate::redact::runs::beginnings;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. The word for a network raises the signal where one for a key is near.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&KEY], needs: Signals::DOOR, find };

static KEY: Rule = told("secret.network", "behind the word for the key of the wireless network that the line names");

/// The shortest key (IEEE 802.11).
const SHORTEST: usize = 8;

/// What a key is called in several languages. Stands for `@` in the form below.
const CALLED: &str = r"(?: key | code | pass | pw | psk | schl\xc3\xbcssel | cl\xc3\xa9 | clave | chiave | chave | sleutel
    | klucz | nyckel | n\xc3\xb8gle | n\xc3\xb8kkel )";

/// The name of a network and its key, with a slash between them: `Guest Wi-Fi: Visitors / …`.
const PAIR: &str = r"(?ix-u) (?: ^ | [^a-z0-9] ) (?: wi-?fi | wlan ) (?: (?: \x20 [^\n:]{1,24}? )? : | \x20 (?: is | ist | est | es ) )
    [*_]? \x20 [^\n/:]{2,32} \x20/\x20
    ([!-~]{8,63}) (?: $ | [\s,;)] )";

/// A key alone behind the network and a sign, behind an arrow, in brackets, or in answer to who asks for the network: `Wifi: …`,
/// `WLAN: Guests (…)`, `wifi?` and in the next line the key. Nothing names it, so that it has to show itself.
const ALONE: &str = r"(?ix-u) (?: ^ | [^a-z0-9] ) (?: wi-?fi | wlan ) (?: \x20 [^\n:?]{1,24}? )?
    (?: \x20? : [*_]? \x20 (?: [^\n/:()]{2,32}? \x20 (?: -> | => | \xe2\x86\x92 | \() \x20? )? | \? \s{0,3} \n (?: [^\n?:]{1,24} : \x20 )? )
    ([!-~]{8,63}) (?: $ | [\s,;)] )";

/// A key that just follows its word, to the end of a part of the sentence: `SSID Guests, voucher …`.
const BESIDE: &str = r"(?ix-u) (?: ^ | [^a-z0-9] ) (?: wi-?fi | wlan | ssid ) \b [^\n.]{0,48}? [,;/(\x20*_]
    (?: @ | voucher | password | passwort | kennwort | contrase\xc3\xb1a ) \x20 ([a-z][!-~]{7,62}) (?: $ | \s )";

/// The name of a network on its line, and its key on the next one.
const BELOW: &str = r"(?imx-u) ^ [\x20\t*-]* (?: wi-?fi | wlan | ssid ) (?: [-\x20] name )? [*]? \x20? [:=] [*]? \x20 [^\n]{1,40} \n
    [\x20\t*-]* @ [*]? \x20? [:=] [*]? \x20? ([!-~]{5,63}) \r? $";

/// A key of figures in groups, as routers have it on their labels: `WLAN-Schl\u{fc}ssel: 48120 55718 20417 99304`.
const GROUPS: &str = r"(?ix-u) (?: ^ | [^a-z0-9] ) (?: wi-?fi | wlan | ssid ) \b [^\n]{0,48}? [-,;/(\x20*_] (?: netzwerk )? @ [*_]? \x20? :? [*_]?
    \x20? ([0-9]{4,5} (?: \x20 [0-9]{4,5} ){3,4}) (?: $ | [^0-9a-z] )";

/// The code that lets a guest in: `WLAN-Voucher: …`.
const TICKET: &str = r"(?ix-u) (?: ^ | [^a-z0-9] ) (?: wi-?fi | wlan ) [-\x20] voucher (?: -?code )? (?: \x20? [:=] \x20? | \x20 (?: [a-z\x80-\xff]{2,12} \x20 ){0,3}? )
    ([0-9a-z]{3,6} (?: -[0-9a-z]{2,6} ){1,4} | [0-9a-z]{8,16} ) (?: $ | [\s,;.)] )";

/// Codes that let somebody in, behind the word for them, one or several.
const VOUCHERS: &str = r"(?x-u) (?: ^ | [^A-Za-z0-9] ) [Vv]oucher s? (?: \x20 codes? )? (?: \x20? : )? \x20
    ( [0-9A-Z]{3,6} (?: - [0-9A-Z]{4,6} ){1,3} (?: (?: ,? \x20 (?: or | and | und | oder | et | ou | y | o | e | en | of | i | lub ) | , ) \x20 [0-9A-Z]{3,6} (?: - [0-9A-Z]{4,6} ){1,3} ){0,9} )
    (?: $ | [\s,;.!?)] )";

/// A line of the profile of a network that Windows shows (`netsh wlan show profile … key=clear`): what the key is called in
/// several languages, blanks up to the column of the colons, and the key to the end of the line.
const PROFILE: &str = r"(?mx-u) ^ [\x20\t]* (?: Key\x20Content | Schl\xc3\xbcsselinhalt | Contenu\x20de\x20la\x20cl\xc3\xa9
    | Contenido\x20de\x20la\x20clave | Contenuto\x20chiave | Conte\xc3\xbado\x20da\x20Chave | Sleutelinhoud )
    \x20{2,} : \x20 ([!-~](?:[\x20-~]{6,61}[!-~]))\r? $";

/// What a picture for telephones holds of a network (the `WIFI:` form that ZXing describes): fields with a colon each, and a
/// backslash before the signs `;`, `,`, `:` and the backslash itself.
const SCANNED: &str =
    r"(?x-u) \b WIFI: (?: [STHREAIU] H? [0-9]? : (?: [^;\\\n] | \\. )* ; ){0,4} P: ( (?: [^;\\\n] | \\. ){8,126} ) ;";

/// The key behind a word for one, and a sign or a word that assigns.
const TOLD: &str = r"(?ix-u) (?: ^ | [^a-z0-9] ) (?: wi-?fi | wlan | ssid ) \b [^\n]{0,48}? [,;/(\x20*_] @ [*_]? \s{0,2}
    (?: [:=] | \x20 (?: is | ist | est | es | \xc3[\xa8\xa9] ) \x20 ) [*_]? \s{0,2} ['\x22`]? ([!-~]{8,63})";

/// The forms, compiled.
struct Forms {
    told: Regex,
    pair: Regex,
    alone: Regex,
    beside: Regex,
    ticket: Regex,
    vouchers: Regex,
    profile: Regex,
    scanned: Regex,
    below: Regex,
    groups: Regex,
}

impl Forms {
    fn new() -> Option<Self> {
        let form = |text: &str| Regex::new(&text.replace('@', CALLED)).ok();
        Some(Self {
            told: form(TOLD)?,
            pair: form(PAIR)?,
            alone: form(ALONE)?,
            beside: form(BESIDE)?,
            ticket: form(TICKET)?,
            vouchers: form(VOUCHERS)?,
            profile: form(PROFILE)?,
            scanned: form(SCANNED)?,
            below: form(BELOW)?,
            groups: form(GROUPS)?,
        })
    }
}

/// What the forms begin with, or the rest of their beginnings.
const LEADS: [&str; 12] = [
    "wifi",
    "wi-fi",
    "wlan",
    "ssid",
    "voucher",
    "key content",
    "schl\u{fc}sselinhalt",
    "contenu de la cl",
    "contenido de la clave",
    "contenuto chiave",
    "conte\u{fa}do da chave",
    "sleutelinhoud",
];

/// Whether one of the forms may begin in a text. Most that speak of codes have none.
fn may_hold(text: &[u8]) -> bool {
    let begins = |at: usize, lead: &str| {
        let is_there = |there: &[u8]| there.eq_ignore_ascii_case(lead.as_bytes());
        text[at].eq_ignore_ascii_case(&lead.as_bytes()[0]) && text[at..].get(..lead.len()).is_some_and(is_there)
    };
    beginnings(text).any(|at| LEADS.iter().any(|lead| begins(at, lead)))
}

/// Names the keys in a view: as many characters as WPA asks for (IEEE 802.11, a passphrase of 8 to 63), and a figure.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static FORMS: LazyLock<Option<Forms>> = LazyLock::new(Forms::new);
    let text = reading.text();
    if reading.view().is_tight() || !may_hold(text) {
        return;
    }
    let Some(forms) = &*FORMS else { return };
    let bare = |form| held(form, text).map(|key| trimmed(text, key));
    let beside = bare(&forms.beside).filter(|key| follows(text, key));
    let ticket = held(&forms.ticket, text).filter(|key| figures(&text[key.clone()]) > 1);
    let whole = held(&forms.profile, text).chain(held(&forms.scanned, text));
    let paired = held(&forms.pair, text).map(|key| {
        let tail = text[key.clone()].last().is_some_and(|b| matches!(b, b'.' | b',' | b';'));
        key.start..key.end - usize::from(tail)
    });
    let paired = paired.filter(|key| is_second(&text[key.clone()]));
    let told = bare(&forms.told).filter(|key| key.len() >= SHORTEST && is_drawn_or_marked(&text[key.clone()]));
    let below = held(&forms.below, text).filter(|key| may_be_below(&text[key.clone()]));
    let alone = bare(&forms.alone).filter(|key| shows_alone(&text[key.clone()]));
    let all = beside.chain(ticket).chain(whole).chain(paired).chain(told);
    let vouchers = held(&forms.vouchers, text).flat_map(|list| codes_of(text, list));
    let all = all.chain(vouchers).chain(alone).chain(below).chain(held(&forms.groups, text));
    once_each(all).into_iter().for_each(|key| tell(&KEY, &text[key.clone()], key, hits));
}

/// The codes of a list that a machine drew: in one of their groups figures stand before letters, unlike in words and years.
fn codes_of(text: &[u8], list: Range<usize>) -> Vec<Range<usize>> {
    let mut at = list.start;
    let parts = text[list].split(|b| matches!(b, b' ' | b',')).map(|part| {
        let start = at;
        at += part.len() + 1;
        start..start + part.len()
    });
    let drawn = |code: &Range<usize>| {
        text[code.clone()].windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_uppercase())
    };
    parts.filter(drawn).collect()
}

/// A key without the signs of sentences and markup behind it.
fn trimmed(text: &[u8], key: Range<usize>) -> Range<usize> {
    let tail = text[key.clone()].iter().rev().take_while(|b| b"\"'`*_.,;:)]}".contains(b)).count();
    key.start..key.end - tail
}

/// Whether letters and figures have signs of passwords among them, and none of expressions and paths.
fn shows_alone(value: &[u8]) -> bool {
    value.len() >= SHORTEST && is_signed(value) && proves(value) && is_drawn_or_marked(value)
}

/// Whether this is a key right behind its word: it has two figures, or is what people choose and ends a part of the sentence; so
/// does a word and a number.
fn follows(text: &[u8], key: &Range<usize>) -> bool {
    let value = &text[key.clone()];
    let is_numbered = value.iter().skip_while(|b| b.is_ascii_alphabetic()).all(u8::is_ascii_digit);
    let ends = text.get(key.end) != Some(&b' ');
    let is_key = value.len() >= SHORTEST && figures(value) > 1 && !value.contains(&b'.') && is_drawn_or_marked(value);
    let chosen = || may_be_word(value) || is_joined(value) || may_be_chosen(value);
    is_key && (ends || !is_numbered) || ends && value.len() >= SHORTEST && chosen()
}

/// Whether this may be the key behind the name of a network and a slash: names of parts and of bands have few small letters,
/// and those of places few figures.
fn is_second(value: &[u8]) -> bool {
    let mix = Mix::of(value);
    shows(value)
        || is_of_words_and_number(value)
        || may_be_said(value) && mix.small > 2 && (mix.digits > 2 || mix.signs > 0)
}

/// Whether this may be the key below the line with the name of its network: it has letters and figures, or is a word that
/// says nothing of a key.
fn may_be_below(value: &[u8]) -> bool {
    let is_version = value[0].is_ascii_digit() && value.contains(&b'.');
    is_drawn_or_marked(value) && !is_version || may_be_word(value)
}

/// Whether it has letters and figures, and no sign of expressions, paths and markup.
fn is_drawn_or_marked(value: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !has(|b| b"/\\<>{}[]()|=,;\"'`".contains(b))
        && !is_term(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found};

    #[test]
    fn what_windows_calls_a_key_is_looked_at_in_each_language() {
        for called in [
            "Key Content",
            "Schl\u{fc}sselinhalt",
            "Contenu de la cl\u{e9}",
            "Contenido de la clave",
            "Contenuto chiave",
            "Conte\u{fa}do da Chave",
            "Sleutelinhoud",
        ] {
            let text = format!("    {called}            : Sunny-77x");
            assert_eq!(found(find, &text), ["Sunny-77x"], "{text}");
        }
        assert!(!may_hold(b"the keys of the door: 4471, the content of it"));
    }

    #[test]
    fn keys_are_found_behind_the_network_and_their_word() {
        for (text, key) in [
            ("Office Wi-Fi: Example-Guest, key: otter-maple88", "otter-maple88"),
            ("WLAN Gast / Schl\u{fc}ssel: Gast-2931-WLAN.", "Gast-2931-WLAN"),
            ("SSID: office (key = otter8maple)", "otter8maple"),
            ("wifi pass is Gast-2277-WLAN", "Gast-2277-WLAN"),
            ("Wifi des invit\u{e9}s, cl\u{e9} : maple-4411", "maple-4411"),
            ("*Wifi* Guests *key:* otter8maple", "otter8maple"),
            ("Guest wifi: Example-Visitors / otter-maple88", "otter-maple88"),
            ("Wifi: g\u{e4}st / Otter88x7.", "Otter88x7"),
            ("SSID Guests, voucher K7QF-22MW", "K7QF-22MW"),
            ("Wifi Guests key K7QF22MW.", "K7QF22MW"),
            ("Guest wifi is Lake-Guest / tall-otter-19, for all", "tall-otter-19"),
            ("Wifi: Lake / otter-lake-1", "otter-lake-1"),
            ("SSID: Lake-Site\nKey: Otter77x!", "Otter77x!"),
            ("SSID: Lake-Site\nPSK: otter", "otter"),
            ("WLAN: lake-east\nSchl\u{fc}ssel: Wiesel77", "Wiesel77"),
            ("WLAN-Schl\u{fc}ssel: 48120 55718 20417 99304", "48120 55718 20417 99304"),
            ("WLAN: Box 7590, Schl\u{fc}ssel 4812 5571 2041 9930.", "4812 5571 2041 9930"),
            ("Wifi: red Casa, clave otter-2024", "otter-2024"),
            ("SSID Guests, password K7QF-22MW", "K7QF-22MW"),
            ("WLAN-Voucher: 4418-2207-93", "4418-2207-93"),
            ("Wifi voucher: k7qf22mw", "k7qf22mw"),
            ("WLAN Voucher f\u{fc}r heute 50831-77120", "50831-77120"),
            ("visitors can use voucher HALL-4RT6 at the desk", "HALL-4RT6"),
            ("Visitor 44, WLAN-Voucher 4418-2207-93, one day", "4418-2207-93"),
            ("Wifi: Ottertail88!", "Ottertail88!"),
            ("Guest wifi: Ottertail88!", "Ottertail88!"),
            ("Wi-Fi LakeRoom: Ottertail88!", "Ottertail88!"),
            ("Wifi: Lake-Crew -> ottertail!88", "ottertail!88"),
            ("WLAN: LakeRoom \u{2192} Ottertail88!", "Ottertail88!"),
            ("WLAN: LakeRoom (Ottertail88!)", "Ottertail88!"),
            ("a: wifi?\nb: Ottertail88!", "Ottertail88!"),
        ] {
            finds(find, &[(text, key)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
        }
    }

    #[test]
    fn keys_are_found_in_profiles_and_in_pictures() {
        for (text, key) in [
            ("    Key Content            : tiger lily in june", "tiger lily in june"),
            ("Security key : Present\n    Key Content            : Sunny-77x\r\n\r\nCost", "Sunny-77x"),
            ("    Schl\u{fc}sselinhalt            : Sunny-77x", "Sunny-77x"),
            ("WIFI:T:WPA;S:office;P:Sunny-77x;;", "Sunny-77x"),
            ("WIFI:S:my net;T:WPA;P:Sunny\\;77x;H:true;;", "Sunny\\;77x"),
        ] {
            finds(find, &[(text, key)]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
        }
        finds_nothing(
            find,
            &[
                "Key content: strategy and plans",
                "Key Content  : plans",
                "the Key Content            : strategy and plans",
                "WIFI:T:nopass;S:office;;",
                "WIFI:T:WPA;S:office;P:<password>;;",
                "WIFI:T:WPA;S:office;P:[SECRET];;",
                "    Key Content            : [SECRET]",
            ],
        );
    }

    #[test]
    fn what_is_no_key_of_a_network_is_left() {
        finds_nothing(
            find,
            &[
                "Wi-Fi: off, key: value",
                "wlan0: key: wpa2-personal",
                "Wi-Fi settings, code: see /etc/wlan2/conf",
                "wifi error code: 12345678",
                "Wi-Fi pass is on the whiteboard of room 12345678",
                "wifi {key: $WIFI_KEY_2026}",
                "the key: otter8maple, and the Wi-Fi",
                "WLAN: Example / AX201NGW",
                "Wi-Fi: 802.11ac / 802.11ax",
                "WLAN: on / off",
                "Wifi: cafeteria / building12",
                "Wifi needs a password 12 characters long",
                "The wifi password policy2024 applies",
                "Wifi voucher: unlimited; wifi voucher self-help, 12 left",
                "WLAN vouchers: 4418 used",
                "use voucher XMAS-2024 at checkout",
                "SSID Guests, key rotation 2024-11-19",
                "Wifi: Lake / building-1",
                "SSID: Lake-Site\nKey: required",
                "SSID: Lake-Site\nCode: 802.11ax",
                "WLAN: lake-east\nCode: see label",
                "WLAN: 4 / Kanal 1234 5678",
                "WLAN-Schl\u{fc}ssel: 48120 55718",
                "Wifi: Building12",
                "WLAN: LakeRoom (Kanal-11)",
                "Wi-Fi: {ssid: $NET_12!}",
                "Wifi: https://example.org/?a=12!x",
                "wifi?\nsee room12 on the left!",
            ],
        );
    }
}
