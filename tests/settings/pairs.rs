//! All pairs of values of different settings, in few connections: each is filled greedily with values of which most pairs are new.

use super::trial::{Chosen, Tried};
use crate::support::chance::Chance;
use std::collections::BTreeSet;

/// A value of a setting, by their places.
type Place = (usize, usize);

/// Connections in which all pairs are that `may_meet` allows, with so many settings that select in each at most; how many pairs
/// those are stands beside.
pub fn all(
    tried: &[Tried],
    most_selecting: usize,
    chance: &mut Chance,
    may_meet: impl Fn(&Chosen) -> bool,
) -> (Vec<Chosen>, usize) {
    let places: Vec<Place> =
        tried.iter().enumerate().flat_map(|(at, one)| (0..one.values.len()).map(move |value| (at, value))).collect();
    let allowed = |places: &[Place]| may_meet(&chosen(tried, places));
    let pairs = places.iter().flat_map(|one| places.iter().map(move |other| (*one, *other)));
    let mut open: BTreeSet<(Place, Place)> =
        pairs.filter(|(one, other)| one.0 < other.0 && allowed(&[*one, *other])).collect();
    let (mut connections, many) = (Vec::new(), open.len());
    while let Some((one, other)) = chance.pick(&open.iter().copied().collect::<Vec<_>>()) {
        let mut filled = vec![one, other];
        loop {
            let is_free = |place: &&Place| filled.iter().all(|(setting, _)| *setting != place.0);
            let selecting = filled.iter().filter(|(setting, _)| tried[*setting].is_selecting()).count();
            let fits = |place: &&Place| {
                (selecting < most_selecting || !tried[place.0].is_selecting())
                    && allowed(&filled.iter().copied().chain([**place]).collect::<Vec<_>>())
            };
            let new = |place: &Place| filled.iter().filter(|held| open.contains(&in_order(**held, *place))).count();
            let best = places
                .iter()
                .filter(is_free)
                .filter(|place| new(place) > 0)
                .filter(fits)
                .max_by_key(|place| new(place));
            let Some(best) = best.copied() else { break };
            filled.push(best);
        }
        open.retain(|(one, other)| !(filled.contains(one) && filled.contains(other)));
        connections.push(chosen(tried, &filled));
    }
    (connections, many)
}

fn in_order(one: Place, other: Place) -> (Place, Place) {
    if one.0 < other.0 { (one, other) } else { (other, one) }
}

fn chosen(tried: &[Tried], places: &[Place]) -> Chosen {
    places.iter().map(|(at, value)| (tried[*at].path.clone(), tried[*at].values[*value].clone())).collect()
}

#[test]
fn every_pair_is_in_some_connection_and_few_settings_select_there() {
    use catchment_source::config::Effect;
    use serde_json::json;
    let setting = |path: &str, effect: Effect, values: usize| Tried {
        path: path.to_owned(),
        effect,
        values: (0..values).map(|value| json!(value)).collect(),
    };
    let selecting = ["a", "b", "c", "d"].map(|path| setting(path, Effect::Selects(&[]), 2));
    let others = ["e", "f", "g"].map(|path| setting(path, Effect::Limits(&[]), 3));
    let tried: Vec<Tried> = selecting.into_iter().chain(others).collect();
    let may_meet = |chosen: &Chosen| !(chosen.get("a") == Some(&json!(0)) && chosen.get("e") == Some(&json!(1)));
    let (connections, many) = all(&tried, 3, &mut Chance::of(7), may_meet);
    // 6 × 4 of those that select, 4 × 3 × 6 of both kinds, 3 × 9 of the others, without the one that is not allowed.
    assert_eq!(many, 24 + 72 + 27 - 1);
    let mut met = BTreeSet::new();
    for connection in &connections {
        assert!(may_meet(connection));
        let selecting = connection.keys().filter(|path| "abcd".contains(path.as_str())).count();
        assert!(selecting <= 3, "{connection:?}");
        for one in connection {
            met.extend(connection.iter().filter(|other| one.0 < other.0).map(|other| format!("{one:?} {other:?}")));
        }
    }
    assert_eq!(met.len(), many);
    assert!(connections.len() < 20, "{}", connections.len());
}
