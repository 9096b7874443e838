//! What a sync may have found out about what is gone, and whether what it says of it is so.

use super::truth::Told;
use catchment_practice::confluence::{Standing, TrueContent, Truth};
use chrono::{NaiveDate, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What a connection asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// `page`, `blogpost`, `attachment`.
    pub content_types: Vec<&'static str>,
    /// Empty for every space.
    pub space_keys: Vec<String>,
    /// What was modified last before this day is none of it.
    pub since: Option<NaiveDate>,
}

impl Scope {
    /// Whether attachments are asked for.
    pub fn has_attachments(&self) -> bool {
        self.content_types.contains(&"attachment")
    }

    /// Whether a space is asked for and seen.
    pub fn has_space(&self, truth: &Truth, id: &str) -> bool {
        let wanted = |key: &String| self.space_keys.is_empty() || self.space_keys.contains(key);
        truth.spaces.iter().any(|space| space.id == id && space.visible && wanted(&space.key))
    }

    /// Whether a space is left out by the settings.
    pub fn leaves_out(&self, truth: &Truth, id: &str) -> bool {
        let named = |space: &&catchment_practice::confluence::TrueSpace| {
            space.id == id && !self.space_keys.contains(&space.key)
        };
        !self.space_keys.is_empty() && truth.spaces.iter().any(|space| named(&space))
    }

    /// Whether a page or blog post is there, seen and asked for.
    pub fn has(&self, truth: &Truth, item: &TrueContent) -> bool {
        let there = matches!(item.standing, Standing::Current | Standing::Archived);
        let wanted = self.content_types.contains(&item.kind) && self.is_in_time(item);
        there && wanted && self.has_space(truth, &item.space_id)
    }

    fn is_in_time(&self, item: &TrueContent) -> bool {
        let millis = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        self.since.is_none_or(|day| item.version_millis >= millis(day))
    }
}

/// What was so at one sync.
struct Moment {
    truth: Truth,
    scope: Scope,
}

/// What was so at the syncs since an object was last published or last found to be gone.
#[derive(Default)]
pub struct Memory {
    moments: Vec<Rc<Moment>>,
    /// What was said of an object that was gone at the last comparison.
    said: BTreeMap<String, String>,
}

impl Memory {
    /// A sync is about to look at this.
    pub fn note(&mut self, truth: &Truth, scope: &Scope) {
        self.moments.push(Rc::new(Moment { truth: truth.clone(), scope: scope.clone() }));
    }

    /// Compares what is published as deleted with what is held and what is on the site; then forgets the past.
    ///
    /// `held` gives each held object's page or blog post (itself, if it is one) and the space that was last seen of it;
    /// `gone` the published reasons.
    pub fn judge(&mut self, held: &BTreeMap<String, String>, gone: &BTreeMap<String, String>) -> Result<(), String> {
        let now = Rc::clone(self.moments.last().expect("nothing was synced"));
        for (id, reason) in gone {
            if !held.contains_key(id) {
                return Err(format!("{id} is said to be {reason}, and was never held"));
            }
        }
        let attached = now.truth.attachments.iter().map(|file| file.id.as_str());
        let attached: Vec<&str> = attached.filter(|_| now.scope.has_attachments()).collect();
        for id in now.truth.content.iter().map(|item| item.id.as_str()).chain(attached) {
            let Some(place) = held.get(id) else { continue };
            self.judge_one(&now, held, id, place, gone.get(id).map(String::as_str))?;
        }
        self.moments.clear();
        self.said.clone_from(gone);
        Ok(())
    }

    fn judge_one(
        &self,
        now: &Moment,
        held: &BTreeMap<String, String>,
        id: &str,
        place: &str,
        reason: Option<&str>,
    ) -> Result<(), String> {
        let Some(reason) = reason else {
            let must = now.is_gone(id) && (!id.starts_with("att") || now.has_content(place));
            return if must { Err(format!("{id} is gone and was held, and is not said to be")) } else { Ok(()) };
        };
        if !now.is_gone(id) {
            return Err(format!("{id} is there, and is said to be {reason}"));
        }
        let mut may = BTreeSet::new();
        self.moments.iter().for_each(|moment| moment.reasons(id, held, place, &mut may));
        let was_said = self.said.get(id).is_some_and(|said| said == reason);
        let still = match reason {
            // Whether what is not seen is asked for by now, by its space or by its time, nobody can tell.
            "out_of_scope" => {
                now.is_left_out(id, place) || (was_said || now.scope.since.is_some()) && now.is_out_of_sight(id)
            }
            "no_access" => !now.scope.has_space(&now.truth, place),
            _ => true,
        };
        if still && (may.contains(reason) || was_said) {
            return Ok(());
        }
        Err(format!("{id} is said to be {reason}, and may be {may:?}; it was said to be {:?}", self.said.get(id)))
    }
}

impl Moment {
    fn content(&self, id: &str) -> Option<&TrueContent> {
        self.truth.content.iter().find(|item| item.id == id)
    }

    fn has_content(&self, id: &str) -> bool {
        self.content(id).is_some_and(|item| self.scope.has(&self.truth, item))
    }

    fn is_gone(&self, id: &str) -> bool {
        if let Some(item) = self.content(id) {
            return !self.scope.has(&self.truth, item);
        }
        let file = self.truth.attachments.iter().find(|file| file.id == id);
        file.is_none_or(|file| {
            !matches!(file.standing, Standing::Current | Standing::Archived) || !self.has_content(&file.container_id)
        })
    }

    /// Whether the settings leave an object out, where it is or where it was last seen.
    fn is_left_out(&self, id: &str, place: &str) -> bool {
        self.content(id).is_some_and(|item| {
            let spaces = [item.space_id.as_str(), place];
            !self.scope.content_types.contains(&item.kind)
                || !self.scope.is_in_time(item)
                || spaces.iter().any(|space| self.scope.leaves_out(&self.truth, space))
        })
    }

    /// Whether a page or blog post is hidden, or with a time that counts not to be seen as what it is.
    fn is_out_of_sight(&self, id: &str) -> bool {
        let hides =
            |item: &TrueContent| self.truth.spaces.iter().any(|space| space.id == item.space_id && !space.visible);
        let is_away = |item: &TrueContent| !matches!(item.standing, Standing::Current | Standing::Archived);
        self.content(id).is_some_and(|item| hides(item) || self.scope.since.is_some() && is_away(item))
    }

    /// Adds the reasons that a sync at this moment may give; of a page or blog post `place` is the space it is held in.
    fn reasons(&self, id: &str, held: &BTreeMap<String, String>, place: &str, may: &mut BTreeSet<&'static str>) {
        let Some(item) = self.content(id) else { return self.reasons_of_file(id, may) };
        // The version that is held may be of another time than the one that is not seen.
        if self.is_left_out(id, place) || self.scope.since.is_some() && self.is_out_of_sight(id) {
            may.insert("out_of_scope");
        }
        let visible = held.contains_key(id) && self.scope.has_space(&self.truth, place);
        match item.standing {
            Standing::Current | Standing::Archived => {}
            Standing::Trashed => drop(may.insert("trashed")),
            // Of what does not show itself the site says nothing more.
            Standing::Purged | Standing::Restricted | Standing::Hidden if visible => drop(may.insert("purged")),
            Standing::Purged | Standing::Restricted | Standing::Hidden => drop(may.insert("no_access")),
        }
    }

    fn reasons_of_file(&self, id: &str, may: &mut BTreeSet<&'static str>) {
        let Some(file) = self.truth.attachments.iter().find(|file| file.id == id) else { return };
        match file.standing {
            Standing::Current | Standing::Archived => {}
            Standing::Trashed if self.has_content(&file.container_id) => drop(may.insert("trashed")),
            // Its page may be in the trash, and then it is not found by its id.
            Standing::Trashed => may.extend(["trashed", "purged"]),
            _ => drop(may.insert("purged")),
        }
    }
}

/// Pages and blog posts that are there, seen and asked for.
pub fn content(truth: &Truth, scope: &Scope) -> Told {
    let mut told = super::truth::content(truth);
    told.retain(|id, _| truth.content.iter().any(|item| item.id == *id && scope.has(truth, item)));
    told
}

/// Attachments that are there, seen and asked for, stored.
pub fn attachments(truth: &Truth, scope: &Scope) -> Told {
    let pages = content(truth, scope);
    let mut told = super::truth::attachments(truth);
    told.retain(|_, (page, ..)| pages.contains_key(page));
    told
}
