//! An object as wide as those that customers make: what people answered about a case, 40 fields a row.

use super::maker::{Maker, day, later, time};
use super::row::Row;
use super::schema::{Field, Kind};
use serde_json::{Value, json};

const CHANNELS: &[&str] = &["Mail", "Phone", "Web", "Chat"];
const PICKS: [&str; 5] = ["Channel__c", "Language__c", "Reason__c", "Area__c", "Tier__c"];
const SCORES: [&str; 8] =
    ["Ease__c", "Speed__c", "Tone__c", "Skill__c", "Clarity__c", "Care__c", "Price__c", "Overall__c"];
const RATES: [&str; 4] = ["Share__c", "Growth__c", "Weight__c", "Margin__c"];
const COSTS: [&str; 2] = ["Cost__c", "Refund__c"];
const FLAGS: [&str; 3] = ["Is_Final__c", "Has_Consent__c", "Is_Followed_Up__c"];
const PROSE: [&str; 3] = ["Comment__c", "Praise__c", "Complaint__c"];
const WORDS: [&str; 3] = ["Product__c", "Version__c", "Serial__c"];

/// Its fields beside those of the system.
pub(super) fn fields() -> Vec<Field> {
    let of = |names: &'static [&'static str], kind: Kind| names.iter().map(move |name| Field::of(*name, kind));
    let own = [
        Field::of("Name", Kind::Text).long(80).naming().filled(),
        Field { refers_to: &["Case"], ..Field::of("Case__c", Kind::Reference) },
        Field { refers_to: &["Contact"], ..Field::of("Contact__c", Kind::Reference) },
        Field::of("Sent_On__c", Kind::Date),
        Field::of("Answered_At__c", Kind::Datetime),
    ];
    let picks = of(&PICKS, Kind::Picklist).map(|field| Field { choices: CHANNELS, ..field });
    let scores = of(&SCORES, Kind::Int).map(|field| Field { precision: 9, ..field });
    let rates = of(&RATES, Kind::Double).map(|field| Field { scale: 4, ..field });
    let others = of(&COSTS, Kind::Currency).chain(of(&FLAGS, Kind::Boolean)).chain(of(&PROSE, Kind::Textarea));
    own.into_iter().chain(picks).chain(scores).chain(rates).chain(others).chain(of(&WORDS, Kind::Text)).collect()
}

/// A row.
pub(super) fn row(maker: &Maker, ordinal: usize, row: Row) -> Row {
    let (mut random, sent) = (maker.random("Survey__c", ordinal), maker.life("Survey__c", ordinal).created);
    let row = row.with([
        ("Name", json!(format!("S-{:06}", ordinal + 1))),
        ("Case__c", maker.reference("Case", random.below(maker.records))),
        ("Contact__c", maker.contact(&mut random)),
        ("Sent_On__c", json!(day(sent))),
        ("Answered_At__c", if random.one_in(5) { Value::Null } else { json!(time(later(sent, 2))) }),
    ]);
    let row = row.with(PICKS.map(|name| (name, json!(CHANNELS[random.below(CHANNELS.len())]))));
    let row = row.with(SCORES.map(|name| (name, json!(random.below(11)))));
    let row = row.with(RATES.map(|name| (name, json!(random.below(1_000_000) as f64 / 10_000.0))));
    let row = row.with(COSTS.map(|name| (name, json!(random.below(50_000) as f64 / 100.0))));
    let row = row.with(FLAGS.map(|name| (name, json!(random.one_in(2)))));
    let row = row.with(WORDS.map(|name| (name, json!(format!("{}-{:05}", &name[..1], random.below(100_000))))));
    let prose = PROSE.iter().enumerate().map(|(at, name)| (*name, maker.prose("Survey__c", ordinal + at)));
    prose.fold(row, |row, told| row.with([told]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_wide_and_has_what_its_fields_are() {
        let maker = Maker { seed: 1, opening: 0, records: 20 };
        let row = row(&maker, 3, maker.system("Survey__c", 3));
        let fields = fields();
        // Seven more are those of the system.
        assert_eq!(fields.len(), 40 - 7);
        let lacking: Vec<&str> =
            fields.iter().map(|field| field.name.as_ref()).filter(|name| row.get(name).is_null()).collect();
        assert!(lacking.len() < 5, "{lacking:?}");
        assert!(row.get("Ease__c").is_u64() && row.get("Cost__c").is_f64() && row.get("Is_Final__c").is_boolean());
        assert!(row.text("Case__c").starts_with("500") && CHANNELS.contains(&row.text("Channel__c")));
    }
}
