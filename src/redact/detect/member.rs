//! The numbers of cards that somebody carries as a customer, a reader or a passenger, and of accounts that are said to be
//! somebody's.

use super::cue::Cue;
use super::shape::figures;
use super::vocabulary::{ending, is_one_of};

/// Cards that a shop, a library, a club or a carrier gives to one person: the number behind their name is that person's.
pub(super) const CARDS: &[&str] = &[
    "loyalty card",
    "membership card",
    "member card",
    "customer card",
    "library card",
    "season ticket",
    "season pass",
    "annual pass",
    "railcard",
    "bus pass",
    "frequent flyer",
    "frequent flier",
    "kundenkarte",
    "mitgliedskarte",
    "mitgliedsausweis",
    "bibliotheksausweis",
    "leseausweis",
    "leserausweis",
    "bahncard",
    "carte de fid\u{e9}lit\u{e9}",
    "carte client",
    "carte de membre",
    "carte de biblioth\u{e8}que",
    "carte de lecteur",
    "tarjeta de fidelidad",
    "tarjeta de cliente",
    "tarjeta de socio",
    "carn\u{e9} de biblioteca",
    "carnet de biblioteca",
    "carta fedelt\u{e0}",
    "tessera fedelt\u{e0}",
    "tessera della biblioteca",
    "tessera socio",
    "cart\u{e3}o de fidelidade",
    "cart\u{e3}o de cliente",
    "cart\u{e3}o da biblioteca",
    "klantenkaart",
    "bibliotheekpas",
    "lidkaart",
    "ledenpas",
    "l\u{e5}nekort",
    "l\u{e5}nerkort",
    "l\u{e5}nekortet",
    "bibliotekskort",
    "bibliotekkort",
    "kundkort",
    "kundekort",
    "medlemskort",
    "karta klienta",
    "karty klienta",
    "karta sta\u{142}ego klienta",
    "karta biblioteczna",
    "karty bibliotecznej",
];

/// Programs with which somebody works on another's computer, which they number (`TeamViewer ID 1 204 887 316`).
pub(super) const REMOTE: &[&str] = &["teamviewer id", "anydesk id", "rustdesk id", "teamviewer", "anydesk", "rustdesk"];

/// Whether the word is one for such a card or such a program, behind which figures are its number: no more than a blank has
/// to join them.
pub(super) fn is_card(word: &str) -> bool {
    CARDS.contains(&word) || REMOTE.contains(&word)
}

/// Whether the word says that what stands behind it refers to a person of a company: `réf. client`, `customer ref`.
pub(super) fn is_reference(word: &str) -> bool {
    ["ref", "réf", "rif"].iter().any(|begin| word.starts_with(begin)) || word.ends_with(" ref")
}

/// The fewest figures of a number that nothing joins to the word for a card, and of one of an account that somebody calls
/// theirs.
const UNJOINED: usize = 7;
const OWNED: usize = 6;

/// Whether figures behind the word for a card are enough for its number.
pub(super) fn is_long_enough(text: &[u8], cue: &Cue, value: &[u8]) -> bool {
    match cue.word {
        word if REMOTE.contains(&word) => {
            (9..=10).contains(&figures(value)) && !value.iter().any(u8::is_ascii_alphabetic)
        }
        word => !CARDS.contains(&word) || cue.is_joined(text) || figures(value) >= UNJOINED,
    }
}

/// Whether somebody says of an account that it is theirs, `my old account is 50831144`, or a bracket behind the word for a
/// person says which is that person's: `customer (account 50831144)`.
pub(super) fn is_said_of_person(text: &[u8], cue: &Cue, value: &[u8]) -> bool {
    figures(value) >= OWNED && (is_owned(text, cue) || is_remark_on_person(text, cue))
}

/// Whether a word for whose it is stands before the word for an account and a verb behind it.
fn is_owned(text: &[u8], cue: &Cue) -> bool {
    const VERBS: [&str; 5] = ["is", "ist", "est", "es", "jest"];
    const WHOSE: [&str; 22] = [
        "my", "his", "her", "our", "their", "your", "mein", "meine", "ihr", "ihre", "unser", "mon", "notre", "votre",
        "mi", "su", "mio", "suo", "minha", "mijn", "mitt", "moje",
    ];
    const MOST_BETWEEN: usize = 3;
    let verb = text[cue.gap.clone()].trim_ascii();
    let before = cue.before(text).split(|b| *b == b' ').rev().skip_while(|word| word.is_empty());
    is_one_of(verb, &VERBS) && before.take(MOST_BETWEEN).any(|word| is_one_of(word, &WHOSE))
}

/// Whether the word begins a bracket right behind a word for a person.
fn is_remark_on_person(text: &[u8], cue: &Cue) -> bool {
    const PERSONS: [&str; 22] = [
        "customer",
        "client",
        "member",
        "caller",
        "tenant",
        "resident",
        "patient",
        "policyholder",
        "applicant",
        "kunde",
        "kundin",
        "mieter",
        "mieterin",
        "mitglied",
        "cliente",
        "locataire",
        "adh\u{e9}rent",
        "socio",
        "klant",
        "lid",
        "klient",
        "klientka",
    ];
    let lead = cue.before(text).strip_suffix(b"(").map(<[u8]>::trim_ascii_end);
    lead.is_some_and(|lead| ending(lead, &PERSONS).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::bank::accounts;
    use super::super::check::{finds, finds_nothing};

    #[test]
    fn the_number_of_a_card_of_a_member_is_found_behind_its_name() {
        finds(
            accounts,
            &[
                ("Frequent flyer 884 3071 9945 2180", "884 3071 9945 2180"),
                ("library card 3071 0994 5218", "3071 0994 5218"),
                ("annual pass AP-3071-9945", "AP-3071-9945"),
                ("Kundenkartennummer 3071 0994 5218", "3071 0994 5218"),
                ("Die Kundenkarte hat die Nummer 3071 0994 5218.", "3071 0994 5218"),
                ("Kundenkarte Nr. 3071 0994 5218", "3071 0994 5218"),
                ("L\u{e5}nekort: 3071 0994 52 18", "3071 0994 52 18"),
                ("Mitt l\u{e5}nekort \u{e4}r 3071 0994 5218", "3071 0994 5218"),
                ("carte de fid\u{e9}lit\u{e9} 3071 0994 5218", "3071 0994 5218"),
                ("My loyalty card has the number 30710994", "30710994"),
                ("TeamViewer ID 1 308 315 944, password", "1 308 315 944"),
                ("AnyDesk: 308 315 944", "308 315 944"),
                ("TeamViewer-ID: 1308315944", "1308315944"),
            ],
        );
        finds_nothing(
            accounts,
            &[
                "frequent flyer 2024 and 2025",
                "TeamViewer 15.54.6 of 2024",
                "AnyDesk ID 30831",
                "library card 12 of 40",
                "annual pass 2026-2027",
                "a season ticket 4471 EUR",
                "Kundenkarte ab 10000 Punkten",
                "railcard 123456 holders",
                "loyalty card has the numbers 30710994",
            ],
        );
    }

    #[test]
    fn the_number_under_which_somebody_gives_works_or_rents_is_found() {
        finds(
            accounts,
            &[
                ("Donor number: D-0083107", "D-0083107"),
                ("Workday ID: 308315", "308315"),
                ("r\u{e9}f. client 900 308 315, panne", "900 308 315"),
                ("R\u{e9}f. client : 900308315", "900308315"),
                ("customer ref 900 308 315", "900 308 315"),
                ("staff no? mine's 55-30831", "55-30831"),
                ("customer number? that's 308315", "308315"),
                ("Workday ID 308315", "308315"),
                ("Nr pracowniczy 08315", "08315"),
                ("Abo-Nr. A-30831", "A-30831"),
                ("My council tax account is 50831144", "50831144"),
                ("\"rentAccount\":\"3083177-9\"", "3083177-9"),
                ("electricity account 50831144", "50831144"),
            ],
        );
        finds_nothing(
            accounts,
            &[
                "ref. 900 308 315",
                "staff no? mine 4 of 12",
                "customer refs 12 of 40",
                "donor numbers fell by 30000",
                "a workday 308315 s long",
                "Abo 30831 x",
                "rent 308315",
            ],
        );
    }

    #[test]
    fn an_account_is_found_that_is_said_to_be_somebodys() {
        finds(
            accounts,
            &[
                ("Customer (account 3083 1144 71) says", "3083 1144 71"),
                ("the tenant (account 50831144) called", "50831144"),
                ("My old account is 50831144.", "50831144"),
                ("mein Konto ist 50831144", "50831144"),
            ],
        );
        finds_nothing(
            accounts,
            &[
                "the budget (account 50831144) is spent",
                "the account is 50831144",
                "my account is 2 years old",
                "our account was 1234567 rows long",
                "customer (account manager 50831144)",
            ],
        );
    }
}
