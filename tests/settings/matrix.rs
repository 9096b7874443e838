//! The matrix: the settings of each source under each law.

use super::pairs;
use super::play::Play;
use super::played::{Played, may_meet};
use super::sites::{Board, Crm, Desk, Shop, Wiki};
use super::trial::{Chosen, Tried};
use crate::support::chance::Chance;
use crate::support::lab;
use catchment_base::clock;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::{env, panic};

/// Objects of a site, and where a part of the matrix has to do.
const OBJECTS: usize = 50;
const FEW_OBJECTS: usize = 24;
/// Settings that select in one connection at most: of more of them hardly a record is left.
const MOST_SELECTING: usize = 3;
/// The same in connections of which a part is tried.
const MOST_IN_PART: usize = 6;
/// One of so many connections is such a part.
const PART: usize = 10;

/// A tenth of the connections that have all pairs, drawn, but first those that have what none of them has, and ask for most.
fn drawn<P: Played>(play: &mut Play<P>, tried: &[Tried]) -> Vec<Chosen> {
    let (mut pairs, _) = pairs::all(tried, MOST_IN_PART, &mut play.chance, may_meet::<P>);
    let (mut steps, least) = (Vec::<Chosen>::new(), pairs.len().div_ceil(PART));
    let mut lacking: BTreeSet<&str> = tried.iter().map(|tried| tried.path.as_str()).collect();
    while !pairs.is_empty() && (steps.len() < least || !lacking.is_empty()) {
        let first = play.chance.below(pairs.len());
        pairs.rotate_left(first);
        let new = |chosen: &Chosen| chosen.keys().filter(|path| lacking.contains(path.as_str())).count();
        let most = (0..pairs.len()).max_by_key(|at| (new(&pairs[*at]), play.asked(&pairs[*at]))).unwrap();
        let step = pairs.remove(if lacking.is_empty() { 0 } else { most });
        lacking.retain(|path| !step.contains_key(*path));
        steps.push(step);
    }
    steps
}

/// One connection after the other in the same lab, while things happen on the site: after each sync its dataset is what the site has
/// of it, and after the last one the first connection is as it would be without the others. One value of each setting is among them,
/// and a tenth of the pairs.
fn one_after_the_other<P: Played>(seed: u64) {
    let mut play = Play::<P>::start(FEW_OBJECTS, seed);
    let mut tried = play.tried();
    tried.retain(|tried| !P::FIXED.contains(&tried.path.as_str()));
    let steps = drawn(&mut play, &tried);
    // A kill before each change is for the values by themselves.
    let killed = play.chance.below(3 * steps.len());
    // What waits for consent is for the values by themselves.
    play.is_generous = true;
    play.syncs(&Chosen::new(), "at first");
    let mut former = Chosen::new();
    for (at, chosen) in steps.into_iter().enumerate() {
        play.something_happens(&chosen);
        if at == killed {
            play.is_killed(&former);
        }
        play.syncs(&chosen, &format!("as number {at}, after {former:?}, seed {seed}"));
        former = chosen;
    }
    play.is_agreed("after the last change");
    let listing = with_listing(&Chosen::new());
    play.something_happens(&listing);
    play.syncs(&listing, &format!("back again, after {former:?}, seed {seed}"));
    play.is_quiet("back again");
}

/// The same on one of two deployments: each run draws one of them.
fn of_either_deployment<Cloud: Played, DataCenter: Played>() {
    match lab::seed() {
        seed if seed.is_multiple_of(2) => one_after_the_other::<Cloud>(seed),
        seed => one_after_the_other::<DataCenter>(seed),
    }
}

/// The same connection that lists everything with each sync, unless it says otherwise.
fn with_listing(chosen: &Chosen) -> Chosen {
    let mut listing = chosen.clone();
    listing.entry("census_every".to_owned()).or_insert_with(|| json!("0m"));
    listing
}

#[test]
fn settings_of_confluence_one_after_the_other() {
    of_either_deployment::<Wiki<true>, Wiki<false>>();
}

#[test]
fn settings_of_jira_one_after_the_other() {
    of_either_deployment::<Board<true>, Board<false>>();
}

#[test]
fn settings_of_servicenow_one_after_the_other() {
    one_after_the_other::<Desk>(lab::seed());
}

#[test]
fn settings_of_salesforce_one_after_the_other() {
    one_after_the_other::<Crm>(lab::seed());
}

#[test]
fn settings_of_an_api_one_after_the_other() {
    one_after_the_other::<Shop>(lab::seed());
}

/// What is played with values of settings and a seed.
type Law = fn(&Chosen, u64);

/// A value of a setting by itself. First: truth, a quiet sync, a complete listing that finds nothing, changes of the site. Then the change
/// from nothing to it, back and to it again between complete listings, each time after a sync by the former settings was killed.
fn by_itself<P: Played>(chosen: &Chosen, seed: u64) {
    let when = |law: &str| format!("{law}, seed {seed}");
    let (none, listing) = (Chosen::new(), with_listing(chosen));
    let mut play = Play::<P>::start(OBJECTS, seed);
    play.syncs(chosen, &when("at first"));
    play.is_quiet(&when("after the first sync"));
    play.is_agreed(&when("after the first sync"));
    play.choose(&listing);
    play.is_quiet(&when("with a complete listing"));
    play.something_happens(&listing);
    play.syncs(&listing, &when("after changes"));
    play.is_quiet(&when("after changes"));
    if chosen.keys().any(|path| P::FIXED.contains(&path.as_str())) {
        return;
    }
    let mut play = Play::<P>::start(OBJECTS, seed);
    play.is_killed(&none);
    play.something_happens(chosen);
    play.syncs(chosen, &when("after a first sync that was killed"));
    play.something_happens(&none);
    play.is_killed(chosen);
    play.syncs(&none, &when("back again"));
    play.something_happens(chosen);
    play.syncs(chosen, &when("there again"));
    play.is_quiet(&when("there again"));
}

/// Values of some settings together: a first sync, a quiet one, a complete listing that finds nothing, and changes of the site.
fn together<P: Played>(chosen: &Chosen, seed: u64) {
    let when = |law: &str| format!("{law}, seed {seed}");
    let mut play = Play::<P>::start(OBJECTS, seed);
    play.syncs(chosen, &when("at first"));
    play.is_quiet(&when("after the first sync"));
    let listing = with_listing(chosen);
    play.choose(&listing);
    play.is_quiet(&when("with a complete listing"));
    play.something_happens(&listing);
    play.syncs(&listing, &when("after changes"));
}

/// Each value of each setting by itself; those of the clocks of datasets, which do the same for one dataset each, together.
fn by_themselves(tried: &[Tried]) -> Vec<Chosen> {
    let is_clock = |tried: &&Tried| tried.path.starts_with("every/");
    let (clocks, others): (Vec<&Tried>, Vec<&Tried>) = tried.iter().partition(is_clock);
    let value = |tried: &Tried, at: usize| Some((tried.path.clone(), tried.values.get(at)?.clone()));
    let values =
        |tried: &&Tried| (0..tried.values.len()).map(|at| Chosen::from_iter(value(tried, at))).collect::<Vec<_>>();
    let most = clocks.iter().map(|tried| tried.values.len()).max().unwrap_or_default();
    let together = (0..most).map(|at| clocks.iter().filter_map(|tried| value(tried, at)).collect::<Chosen>());
    others.iter().flat_map(values).chain(together.filter(|chosen| !chosen.is_empty())).collect()
}

/// Each value by itself and all pairs, or the cell alone that the environment names as it was told. Tells all cells that fail.
fn whole<P: Played>() {
    let (seed, started) = (lab::seed(), clock::instant());
    let mut chance = Chance::of(seed);
    let tried = Play::<P>::start(OBJECTS, seed).tried();
    let single = by_themselves(&tried);
    let mut cells: Vec<(Chosen, Law)> = single.into_iter().map(|chosen| (chosen, by_itself::<P> as Law)).collect();
    let (pairs, many) = pairs::all(&tried, MOST_SELECTING, &mut chance, may_meet::<P>);
    cells.extend(pairs.into_iter().map(|chosen| (chosen, together::<P> as Law)));
    if let Some(cell) = env::var_os("CATCHMENT_CELL") {
        cells.retain(|(chosen, _)| *json!(chosen).to_string() == *cell);
        assert!(!cells.is_empty(), "{} has no cell {}: with which seed was it told?", P::DIALECT, cell.display());
    }
    let mut failed = Vec::new();
    for (chosen, law) in &cells {
        if panic::catch_unwind(|| law(chosen, seed)).is_err() {
            failed.push(json!(chosen).to_string());
        }
    }
    eprintln!("{}: {} cells, {many} pairs in them, {} s", P::DIALECT, cells.len(), started.elapsed().as_secs());
    assert!(failed.is_empty(), "{} of {} cells of {}:\n{}", failed.len(), cells.len(), P::DIALECT, failed.join("\n"));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn all_settings_of_confluence() {
    whole::<Wiki<true>>();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn all_settings_of_confluence_data_center() {
    whole::<Wiki<false>>();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn all_settings_of_jira() {
    whole::<Board<true>>();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn all_settings_of_jira_data_center() {
    whole::<Board<false>>();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn all_settings_of_servicenow() {
    whole::<Desk>();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn all_settings_of_salesforce() {
    whole::<Crm>();
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn all_settings_of_an_api() {
    whole::<Shop>();
}

/// Whether each setting that selects of the main dataset asks for some of a site and not for all, by one of its values at least.
fn selects_some<P: Played>() {
    let play = Play::<P>::start(OBJECTS, 1);
    let all = play.asked(&Chosen::new());
    for Tried { path, values, .. } in play.tried().into_iter().filter(Tried::is_selecting) {
        let some = |value: &Value| (1..all).contains(&play.asked(&Chosen::from([(path.clone(), value.clone())])));
        // A new connection reads of the present nothing or everything, and other datasets are beside.
        let is_beside = path == "mode" || P::BESIDE.contains(&path.as_str());
        assert!(is_beside || values.iter().any(some), "{} {path}: of {all}", P::DIALECT);
    }
}

#[test]
fn values_that_are_tried_select_some_and_not_all() {
    selects_some::<Wiki<true>>();
    selects_some::<Wiki<false>>();
    selects_some::<Board<true>>();
    selects_some::<Board<false>>();
    selects_some::<Desk>();
    selects_some::<Crm>();
    selects_some::<Shop>();
}
