//! A practice site and a lab that reads it by one connection after the other, of which each sync is held against what the site has.

use super::played::{Asked, Event, Object, Played, asked};
use super::trial::{self, Chosen, Tried};
use crate::support::chance::Chance;
use crate::support::lab::{CONNECTION, Lab};
use crate::support::site::{Row, files_below, rows_of};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

/// Rows of the main dataset: their keys, and what an edit changes where the dataset has that column.
type Rows = BTreeMap<String, Option<String>>;

/// A site and who reads it.
pub struct Play<P> {
    site: P,
    lab: Lab,
    /// What is drawn.
    pub chance: Chance,
    base: Value,
    /// The settings that select.
    selecting: BTreeSet<String>,
    /// The values of those in the last sync.
    selected: Chosen,
    /// What has changed since the first sync and was asked for since.
    changed: BTreeSet<String>,
    /// What has changed since and was not asked for since.
    forgotten: BTreeSet<String>,
    is_synced: bool,
    /// Whether a first sync was killed, at a point where changes may have been followed.
    is_begun: bool,
    /// Whether deletions that a change of settings may bring are allowed before they wait.
    pub is_generous: bool,
}

impl<P: Played> Play<P> {
    /// A new site of about so many objects that nobody has read.
    pub fn start(objects: usize, seed: u64) -> Self {
        let site = P::start(objects);
        let mut base = site.base();
        let usual = json!({"requests_per_minute": 100_000, "rate_limit_timeout_ms": 10});
        base.as_object_mut().unwrap().extend(usual.as_object().unwrap().clone());
        let tried = trial::settings(P::DIALECT, &base).into_iter();
        let selecting = tried.filter(Tried::is_selecting).map(|tried| tried.path).collect();
        let (lab, chance) = (Lab::let_in("practice-token"), Chance::of(seed));
        Self {
            site,
            lab,
            chance,
            base,
            selecting,
            selected: Chosen::new(),
            changed: BTreeSet::new(),
            forgotten: BTreeSet::new(),
            is_synced: false,
            is_begun: false,
            is_generous: false,
        }
    }

    /// The settings to try.
    pub fn tried(&self) -> Vec<Tried> {
        trial::settings(P::DIALECT, &self.base)
    }

    /// How many objects a connection with these values asks for.
    pub fn asked(&self, chosen: &Chosen) -> usize {
        self.asks_for(&self.selecting_of(chosen)).wanted.len()
    }

    fn selecting_of(&self, chosen: &Chosen) -> Chosen {
        let selecting = chosen.iter().filter(|(path, _)| self.selecting.contains(*path));
        selecting.map(|(path, value)| (path.clone(), value.clone())).collect()
    }

    fn asks_for(&self, selecting: &Chosen) -> Asked {
        asked(&self.site, selecting, &self.changed, &self.forgotten)
    }

    /// The connection has these values from now on.
    pub fn choose(&self, chosen: &Chosen) {
        let lines = trial::lines(&self.base, chosen);
        self.lab.write(
            "catchment.toml",
            &format!("data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.{CONNECTION}]\n{lines}"),
        );
    }

    /// One of each kind of event that a sync of this connection shows.
    pub fn something_happens(&mut self, chosen: &Chosen) {
        let is = |name: &str, word: &str| chosen.get(name).is_some_and(|value| value == word);
        // A stream may be listed less often than the connection says.
        let is_rare = chosen.iter().any(|(path, every)| path.ends_with("/reread_every") && every != "0m");
        let is_listed = is("census_every", "0m") && !is_rare;
        let events: &[Event] = match (is_listed, is("mode", "historical") || !P::is_followed(chosen)) {
            (true, _) => &Event::ALL,
            (false, false) => &Event::SHOWN,
            (false, true) => &[],
        };
        for event in events {
            match self.site.happens(*event, &mut self.chance) {
                Some(id) if self.is_synced => {
                    self.forgotten.remove(&id);
                    self.changed.insert(id);
                }
                Some(id) if self.is_begun => drop(self.forgotten.insert(id)),
                _ => {}
            }
        }
    }

    /// A sync by this connection is killed at a point that is drawn, or ends before that.
    pub fn is_killed(&mut self, chosen: &Chosen) {
        self.choose(chosen);
        let point = 5 + self.chance.below(60);
        let ran = self.lab.sync_killed_at(point);
        let has_ended = matches!(ran.code, Some(0 | 6));
        assert!(ran.signal.is_some() || has_ended, "{} at {point}: {}{}", P::DIALECT, ran.stdout, ran.stderr);
        self.is_synced |= ran.signal.is_none();
        self.is_begun = true;
        // It may have followed the changes so far.
        let Asked { wanted, .. } = self.asks_for(&self.selecting_of(chosen));
        self.forget_unasked(&wanted);
    }

    fn forget_unasked(&mut self, wanted: &[Object]) {
        let is_asked = |id: &String| wanted.iter().any(|object| object.id == *id);
        self.forgotten.extend(self.changed.extract_if(.., |id| !is_asked(id)));
    }

    /// A sync by this connection ends well and publishes what the site has of it; what left the dataset tells why.
    pub fn syncs(&mut self, chosen: &Chosen, when: &str) {
        let before = self.rows();
        self.choose(chosen);
        let selecting = self.selecting_of(chosen);
        let Asked { wanted, allowed } = self.asks_for(&selecting);
        let is_leaving = |id: &String| wanted.iter().all(|object| object.id != *id);
        // Of a sync that was killed nobody knows what it published; other datasets lose what settings do not name any more.
        let may_ask = before.is_empty() || self.selected != selecting || before.keys().any(is_leaving);
        let told = || format!("{} {when}: {}", P::DIALECT, json!(chosen));
        let mut ran = match self.is_generous && may_ask {
            true => self.lab.run(&["sync", CONNECTION, "--allow-deletions=any"]),
            false => self.lab.sync(),
        };
        // What protects less text, and what takes out much, waits for consent.
        let mut consents = if self.is_generous { vec!["--allow-deletions=any"] } else { Vec::new() };
        while ran.code == Some(6) && consents.len() < 2 {
            let is_weaker = ran.stderr.contains("protects less");
            assert!(is_weaker || may_ask, "{}\n{}{}", told(), ran.stdout, ran.stderr);
            consents.push(if is_weaker { "--accept-weaker-redaction" } else { "--allow-deletions" });
            ran = self.lab.run(&[&["sync", CONNECTION], &consents[..]].concat());
        }
        assert_eq!(ran.code, Some(0), "{}\n{}{}", told(), ran.stdout, ran.stderr);
        self.is_synced = true;
        // What leaves a connection that asked for it before, and not by a search, is gone for its own reason.
        let is_searched = selecting.keys().any(|path| P::SEARCHED.contains(&path.as_str()));
        let is_same = self.selected == selecting && !is_searched;
        self.selected = selecting;
        let after = self.rows();
        // Of history alone nobody asks what has become.
        let is_followed = chosen.get("mode").is_none_or(|mode| mode != "historical");
        let is_compared = is_followed && P::tells_edition(chosen);
        is_read((&wanted, &allowed), &after, is_compared, &told());
        self.says_why((&before, &after), is_same, &told());
        self.has_further(&told());
        self.forget_unasked(&wanted);
    }

    /// The further datasets have the rows that the setting asks for, where it is the only one that selects: of several each may ask for
    /// less of other datasets.
    fn has_further(&self, when: &str) {
        let mut selected = self.selected.iter();
        let (Some((path, value)), None) = (selected.next(), selected.next()) else { return };
        for (dataset, key, ids) in self.site.further(path, value) {
            let rows: BTreeSet<String> = self.lab.told(dataset, &[key]).into_keys().collect();
            assert_eq!(rows, ids, "{when}: {dataset}");
        }
    }

    /// Another sync finds nothing new, tells so, and rewrites no file.
    pub fn is_quiet(&self, when: &str) {
        let before = self.files();
        let ran = self.lab.sync();
        let is_quiet = ran.code == Some(0) && ran.stdout.contains("no new generation");
        assert!(is_quiet, "{} {when}: exit {:?}\n{}{}", P::DIALECT, ran.code, ran.stdout, ran.stderr);
        let rewritten: Vec<_> = self.files().symmetric_difference(&before).cloned().collect();
        assert!(rewritten.is_empty(), "{} {when}: {rewritten:?}", P::DIALECT);
    }

    /// What else looks at the connection agrees that nothing is wrong with it.
    pub fn is_agreed(&self, when: &str) {
        let questions: [&[&str]; 4] = [
            &["check", CONNECTION],
            &["preview", CONNECTION, P::STREAM],
            &["status", CONNECTION],
            &["audit", CONNECTION],
        ];
        for question in questions {
            let ran = self.lab.run(question);
            let told = ran.stdout.lines().chain(ran.stderr.lines());
            let failures: Vec<&str> = told.filter(|line| line.contains("FAILED")).collect();
            // The clocks of practice sites stand where their objects were made.
            let is_clock = failures.len() == 1 && failures[0].contains("clock: ");
            let is_well = ran.code == Some(0) || (question[0] == "check" && is_clock);
            assert!(is_well, "{} {question:?} {when}\n{}{}", P::DIALECT, ran.stdout, ran.stderr);
        }
    }

    /// The published rows of the main dataset.
    fn rows(&self) -> Rows {
        let [dataset, key, edition] = P::DATASET;
        let mut rows = Rows::new();
        for row in files_below(&self.lab.current().join(dataset)).iter().flat_map(|file| rows_of(file)) {
            let id = row[key].clone().unwrap();
            assert!(!rows.contains_key(&id), "{dataset} holds {id} twice");
            rows.insert(id, row.get(edition).map(|edition| edition.clone().unwrap_or_default()));
        }
        rows
    }

    /// What left the dataset is out of scope if it is still there, and gone if it is not. Where the settings have changed or search, it
    /// may have been out of scope before.
    fn says_why(&self, (before, after): (&Rows, &Rows), is_same: bool, when: &str) {
        let gone = self.gone();
        let there: BTreeSet<String> = self.site.objects().into_iter().map(|object| object.id).collect();
        for id in before.keys().filter(|id| !after.contains_key(*id)) {
            let reason = gone.get(id).map(String::as_str);
            let is_told = match there.contains(id) {
                true => reason == Some("out_of_scope"),
                false => reason.is_some_and(|reason| reason != "out_of_scope" || !is_same),
            };
            assert!(is_told, "{when}: {id} left for {reason:?}, and is there: {}", there.contains(id));
        }
        let both: Vec<&String> = after.keys().filter(|id| gone.contains_key(*id)).collect();
        assert!(both.is_empty(), "{when}: {both:?} are there and gone");
    }

    /// Why objects of the main stream are gone.
    fn gone(&self) -> BTreeMap<String, String> {
        let rows = files_below(&self.lab.current().join(P::GONE)).into_iter().flat_map(|file| rows_of(&file));
        let text = |row: &Row, name: &str| row.get(name).cloned().flatten();
        let is_of_it = |row: &Row| text(row, "stream").is_none_or(|stream| stream == P::STREAM);
        let told = |row: Row| Some((text(&row, "object_id")?, text(&row, "reason")?));
        rows.filter(is_of_it).filter_map(told).collect()
    }

    /// The files of datasets, with where and when each was written. What is on record of runs grows with each.
    fn files(&self) -> BTreeSet<(String, u64, i64)> {
        let told = |path: PathBuf| {
            let meta = fs::metadata(&path).unwrap();
            (path.display().to_string(), meta.ino(), meta.mtime_nsec())
        };
        let of_datasets =
            files_below(&self.lab.lake()).into_iter().filter(|path| !path.to_string_lossy().contains("/_sync/"));
        of_datasets.map(told).collect()
    }
}

/// Asserts that the rows are the objects that were asked for, as they are now where that is compared.
fn is_read((wanted, allowed): (&[Object], &BTreeSet<String>), rows: &Rows, is_compared: bool, when: &str) {
    let ids: BTreeSet<&String> = wanted.iter().map(|object| &object.id).collect();
    let lacking: Vec<&&String> = ids.iter().filter(|id| !rows.contains_key(**id)).collect();
    let unasked: Vec<&String> = rows.keys().filter(|id| !ids.contains(id) && !allowed.contains(*id)).collect();
    assert!(
        lacking.is_empty() && unasked.is_empty(),
        "{when}: {} rows for {}; lacking {lacking:?}, unasked {unasked:?}",
        rows.len(),
        ids.len()
    );
    for object in wanted.iter().filter(|_| is_compared) {
        let edition = rows[&object.id].as_ref().unwrap_or(&object.edition);
        assert_eq!(*edition, object.edition, "{when}: edition of {}", object.id);
    }
}
