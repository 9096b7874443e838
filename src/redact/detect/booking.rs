//! References of bookings, by which, together with a last name, a journey can be looked up and changed: six letters and
//! digits behind a word for them, and the numbers of tickets.

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::runs::long_runs;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(super) const DETECTORS: &[Detector] = &[Detector { rules: &[&BOOKING], needs: Signals::BANK, find }];

static BOOKING: Rule = Rule {
    kind: kind::ACCOUNT_NUMBER,
    name: "booking.context",
    version: 1,
    rank: Rank::Context,
    proof: "six capitals and digits behind a word for the reference of a booking, or the number of a ticket",
};

/// What a reference is called.
const CALLED: &str = r"(?: (?: booking | reservation | airline | flight ) \x20 (?: reference | ref | code | number | no ) \.?
    | pnr (?: \x20 (?: code | number | no | ref ) )? | record \x20 locator | confirmation \x20 (?: number | code | no ) \.?
    | buchungs (?: code | nummer | referenz ) | num\xc3\xa9ro \x20 de \x20 r\xc3\xa9servation | (?: c\xc3\xb3digo | n\xc3\xbamero ) \x20 de \x20 reserva
    | localizador | codice \x20 di \x20 prenotazione )";
/// What the number of a ticket is called.
const TICKET: &str = r"(?: e -? ticket \x20? (?: number | no | nr ) \.? | ticket \x20 number )";
/// What may stand between: whose it is, and a sign.
const JOINT: &str = r"(?: \x20 \( [^()\n]{1,16} \) | \x20 [A-Z]{2} )? \x20? ( [:=\#] | \x20 is \b | \x20 (?: ist | lautet | est | es ) \b )? \x20?";
/// A reference, and what ends it.
const VALUE: &str = r#"(?-i: ([A-Z0-9]{6}) ) (?: [^A-Za-z0-9_@/.-] | [.,] (?: [^A-Za-z0-9] | $ ) | $ )"#;
/// How long a reference is.
const LENGTH: usize = 6;
/// Words in capitals that are no reference.
const OTHERS: &[&[u8]] =
    &[b"NUMBER", b"STATUS", b"FORMAT", b"LOOKUP", b"SEARCH", b"RECORD", b"STRING", b"XXXXXX", b"ABCDEF", b"ABC123"];

/// The forms, compiled.
static FORMS: LazyLock<Option<[Regex; 2]>> = LazyLock::new(|| {
    let form = |text: String| Regex::new(&format!("(?ix-u) (?: ^ | [^a-z0-9] ) {text}")).ok();
    let ticket = format!("{TICKET} {JOINT} ([0-9]{{3}} [\\x20-]? [0-9]{{10}}) (?: [^0-9-] | $ )");
    Some([form(format!("{CALLED} {JOINT} {VALUE}"))?, form(ticket)?])
});

/// Whether capitals and figures stand in a row that are as many as in a reference: fewer than in the number of a ticket.
fn may_hold(text: &[u8]) -> bool {
    long_runs(text, LENGTH, |b| b.is_ascii_uppercase() | b.is_ascii_digit()).next().is_some()
}

/// Names the references in a view, and one that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() || !may_hold(text) {
        return;
    }
    let Some([booking, ticket]) = &*FORMS else { return };
    for found in booking.captures_iter(text) {
        let Some(given) = found.get(2).map(|given| given.range()) else { continue };
        if is_reference(&text[given.clone()], found.get(1).is_some()) {
            hits.hit(&BOOKING, given);
        }
    }
    let tickets = ticket.captures_iter(text).filter_map(|found| found.get(2));
    tickets.for_each(|given| hits.hit(&BOOKING, given.range()));
    let label = reading.label().trim_ascii_end().trim_end_matches(':');
    if label.is_empty() || text.len() > 16 {
        return;
    }
    let labelled = [label.as_bytes(), b": ", text].concat();
    let lead = label.len() + 2;
    let given = booking.captures_iter(&labelled).filter_map(|found| found.get(2).map(|given| given.range()));
    let behind = |given: &Range<usize>| given.start == lead && is_reference(&labelled[given.clone()], true);
    given.filter(behind).for_each(|given| hits.hit(&BOOKING, given.start - lead..given.end - lead));
}

/// Whether it has letters and digits, or letters alone behind a sign; figures alone number anything.
fn is_reference(given: &[u8], signed: bool) -> bool {
    let digits = given.iter().filter(|b| b.is_ascii_digit()).count();
    !OTHERS.contains(&given) && (digits == 0 && signed || (1..given.len()).contains(&digits))
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn references_and_tickets_are_found() {
        finds(
            find,
            &[
                ("Booking reference: X7K2PQ", "X7K2PQ"),
                ("PNR: QWZRTY", "QWZRTY"),
                ("the PNR is M3HJ7Z.", "M3HJ7Z"),
                ("Record locator K8TWNB", "K8TWNB"),
                ("Confirmation number: 84LQXZ for the flight", "84LQXZ"),
                ("Buchungscode: 7TZQ4K", "7TZQ4K"),
                ("airline reference LH: 5XK3PQ", "5XK3PQ"),
                ("e-ticket number 220-2413908817", "220-2413908817"),
            ],
        );
    }

    #[test]
    fn descriptions_and_other_numbers_are_left() {
        finds_nothing(
            find,
            &[
                "The booking reference has six letters.",
                "PNR STATUS and PNR: STATUS",
                "PNR stands for passenger name record",
                "booking number: 123456",
                "the record locator service RLS 2.0",
                "confirmation code: abc123",
                "ticket number OPS-1234",
            ],
        );
    }
}
