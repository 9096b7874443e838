//! What is called the number of a thing: an order, a part, a shipment. Where its name stands right before digits, their
//! form alone does not make them a person's.

use super::Reading;
use super::shape::same_form;
use super::vocabulary::is_one_of;

/// Things that have numbers, whether or not a word for a number stands behind them.
const THINGS: &[&str] = &[
    "part",
    "p/n",
    "serial",
    "s/n",
    "sn",
    "po",
    "isbn",
    "issn",
    "ean",
    "gtin",
    "upc",
    "sku",
    "barcode",
    "model",
    "order",
    "invoice",
    "drawing",
    "quote",
    "item",
    "lot",
    "batch",
    "build",
    "error",
    "version",
    "revision",
    "firmware",
    "commande",
    "facture",
    "pedido",
    "factura",
    "ordine",
    "fattura",
    "albar\u{e1}n",
    "art\u{ed}culo",
    "lote",
    "serie",
    "s\u{e9}rie",
    "bestelling",
];
/// Things whose names stand before other numbers as well: a word for a number has to stand between.
const COUNTED_THINGS: &[&str] = &[
    "article",
    "asset",
    "block",
    "change",
    "charge",
    "circuit",
    "container",
    "dataset",
    "delivery",
    "docket",
    "event",
    "experiment",
    "incident",
    "inventory",
    "issue",
    "job",
    "material",
    "meter",
    "node",
    "pallet",
    "parcel",
    "patent",
    "process",
    "product",
    "project",
    "release",
    "request",
    "requisition",
    "run",
    "sample",
    "sensor",
    "sequence",
    "session",
    "shipment",
    "space",
    "study",
    "test",
    "thread",
    "ticket",
    "tracking",
    "transaction",
    "artikel",
    "auftrag",
    "bestellung",
    "lieferschein",
    "livraison",
    "rechnung",
];
/// Words for a number.
const COUNTERS: &[&str] = &["number", "no", "nr", "num", "n", "code", "reference", "id", "nummer"];
/// What German names of such numbers begin with.
const STEMS: &[&str] = &[
    "angebots",
    "artikel",
    "auftrags",
    "beleg",
    "bestell",
    "chargen",
    "fehler",
    "ger\u{e4}te",
    "inventar",
    "lieferschein",
    "material",
    "produkt",
    "projekt",
    "rechnungs",
    "sendungs",
    "serien",
    "teile",
    "ticket",
    "vorgangs",
    "zeichnungs",
    "z\u{e4}hler",
];
/// How they end.
const ENDINGS: &[&str] = &["nummer", "nr"];
/// The same in Japanese.
const JAPANESE: &[&str] = &[
    "\u{6ce8}\u{6587}\u{756a}\u{53f7}",
    "\u{8acb}\u{6c42}\u{66f8}\u{756a}\u{53f7}",
    "\u{88fd}\u{9020}\u{756a}\u{53f7}",
    "\u{30ed}\u{30c3}\u{30c8}\u{756a}\u{53f7}",
    "\u{90e8}\u{54c1}\u{756a}\u{53f7}",
    "\u{54c1}\u{756a}",
    "\u{4f1d}\u{7968}\u{756a}\u{53f7}",
    "\u{8ffd}\u{8de1}\u{756a}\u{53f7}",
    "\u{7ba1}\u{7406}\u{756a}\u{53f7}",
];
/// Words that join a name to its number.
const JOINTS: &[&str] = &["is", "was", "ist", "lautet", "est", "es"];

/// Words between two numbers of one kind.
const PAIRS: &[&str] = &["and", "or", "with", "und", "oder", "et", "ou", "y"];

/// How far before a number its name is looked for, in bytes.
const REACH: usize = 64;
/// How many signs and blanks may stand between.
const WIDEST_GAP: usize = 5;

/// Whether the words right before a place, with nothing but blanks and signs between, name the number of a thing:
/// `part`, `order no.`, `"invoiceNumber": "`. Where nothing stands before it, the label of the text may.
pub(super) fn is_called_a_thing(reading: &Reading<'_>, at: usize) -> bool {
    let text = reading.text();
    let before = &text[at.saturating_sub(REACH)..at];
    let blank = at <= WIDEST_GAP && !before.iter().any(u8::is_ascii_alphanumeric) && before.is_ascii();
    let before = if blank { reading.label().as_bytes() } else { before };
    names_thing(before) || before_pair(before, &text[at..]).is_some_and(names_thing)
}

/// What stands before two numbers of one form with a word between, the second of which begins here: `order no. 12-3 and
/// 45-6`.
fn before_pair<'t>(before: &'t [u8], rest: &[u8]) -> Option<&'t [u8]> {
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/');
    let (lead, word) = last_word(before.strip_suffix(b" ")?);
    let lead = lead.strip_suffix(b" ").filter(|_| is_one_of(word, PAIRS))?;
    let first = &lead[lead.len() - lead.iter().rev().take_while(part).count()..];
    let second = &rest[..rest.iter().take(REACH).take_while(part).count()];
    let second = second.strip_suffix(b".").unwrap_or(second);
    let goes_on = matches!(rest[second.len()..], [b' ', b, ..] if b.is_ascii_digit());
    let alike = first.iter().any(u8::is_ascii_digit) && same_form(first, second) && !goes_on;
    alike.then(|| &lead[..lead.len() - first.len()])
}

/// Whether the text ends with the name of the number of a thing.
fn names_thing(before: &[u8]) -> bool {
    let Some(name) = without_signs(before) else { return false };
    if JAPANESE.iter().any(|word| name.strip_suffix("\u{306f}".as_bytes()).unwrap_or(name).ends_with(word.as_bytes())) {
        return true;
    }
    let (lead, word) = last_word(name);
    let (lead, word) = match without_signs(lead) {
        Some(lead) if is_one_of(word, JOINTS) => last_word(lead),
        _ => (lead, word),
    };
    let (lead, word) = parts(lead, word);
    if is_one_of(word, COUNTERS) {
        let Some(lead) = without_signs(lead) else { return false };
        let (lead, thing) = last_word(lead);
        let (_, thing) = parts(lead, thing);
        return is_one_of(thing, THINGS) || is_one_of(thing, COUNTED_THINGS);
    }
    let near = !before[name.len()..].contains(&b'\n');
    is_one_of(word, THINGS) && near || is_german(word)
}

/// The text without the signs at its end, if they are few enough.
fn without_signs(text: &[u8]) -> Option<&[u8]> {
    // Of other signs only that of a degree stands in names of numbers: `n\u{b0}`. A comma and the like lead to the next.
    let sign = |b: &u8| b" \t\n:=|#'\"._-".contains(b) || matches!(b, 0xc2 | 0xb0);
    let signs = text.iter().rev().take_while(|b| sign(b)).count();
    Some(&text[..text.len() - signs]).filter(|name| signs <= WIDEST_GAP && !name.is_empty())
}

/// The last word of a text, and what stands before it.
fn last_word(text: &[u8]) -> (&[u8], &[u8]) {
    let len = text.iter().rev().take_while(|b| b.is_ascii_alphabetic() || **b == b'/' || **b >= 0x80).count();
    text.split_at(text.len() - len)
}

/// The last part of a name of a program (`invoiceNumber`, `orderId`), and what stands before it.
fn parts<'t>(lead: &'t [u8], word: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    let hump = word.windows(2).rposition(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    match hump {
        // What stands before the hump is all that the next look needs.
        Some(at) => word.split_at(at + 1),
        None => (lead, word),
    }
}

/// Whether it is a German name of such a number: `Auftragsnummer`, `Artikelnr`.
fn is_german(word: &[u8]) -> bool {
    let word = word.to_ascii_lowercase();
    let stem = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending.as_bytes()));
    stem.is_some_and(|stem| STEMS.iter().any(|known| known.as_bytes() == stem))
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::check::{read, read_at};
    use super::*;

    fn is_thing(before: &str) -> bool {
        read(&format!("{before}1"), |reading| is_called_a_thing(reading, reading.text().len() - 1))
    }

    #[test]
    fn numbers_of_things_are_known_by_the_words_right_before_them() {
        for before in [
            "order ",
            "Order no. ",
            "see order number: ",
            "the invoice number is ",
            "\"order_number\": \"",
            "orderNumber=",
            "\"invoiceNo\": ",
            "order id ",
            "shipment-id ",
            "Tracking no. ",
            "ticket number ",
            "| lot number | ",
            "p/n ",
            "SN: ",
            "re PO ",
            "Part number\n",
            "Auftragsnummer ",
            "Die Artikelnr. lautet ",
            "Rechnung Nr. ",
            "commande n\u{b0} ",
            "n\u{fa}mero de pedido: ",
            "\u{6ce8}\u{6587}\u{756a}\u{53f7}: ",
            "\u{54c1}\u{756a}\u{306f}",
            "Z\u{e4}hlernummer ",
            "num\u{e9}ro de s\u{e9}rie ",
            "order no. 4 and ",
        ] {
            assert!(is_thing(before), "{before}");
        }
    }

    #[test]
    fn other_words_name_no_thing() {
        for before in [
            "",
            "call ",
            "ticket ",
            "number ",
            "member no. ",
            "snow ",
            "po box ",
            "patient id ",
            "customer number ",
            "account number: ",
            "case number ",
            "record number ",
            "the order was placed by ",
            "for your order call ",
            "order 5 ",
            "order no. 47 and ",
            "the order, ",
            "thank you for your order\n",
            "order number (",
            "invoice -> ",
            "order no. 4, ",
            "border ",
            "reorder ",
            "Kundennummer ",
            "Ausweisnummer ",
            "Nummer ",
            "cell number: ",
            "direct line number ",
        ] {
            assert!(!is_thing(before), "{before}");
        }
    }

    #[test]
    fn a_label_counts_where_nothing_stands_before() {
        let labelled = |label: &str, text: &str, at: usize| {
            read_at(Place { label, ..Place::default() }, text, |reading| is_called_a_thing(reading, at))
        };
        assert!(labelled("Order number", "1", 0) && labelled("invoice_no", " 1", 1));
        assert!(!labelled("Order number", "x 1", 2) && !labelled("Phone", "1", 0));
    }
}
