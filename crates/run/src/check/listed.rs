//! The scopes that a site lists for the account: listed once, for everything that `check` says of them.

use crate::connection::reach::Reach;
use crate::connection::verdict::Verdict;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::response::{Aim, Listing, Sighting, WalkKind};
use catchment_io::http::Ask;
use catchment_source::{Detail, PageSize, Reading, ScopeWords, Source, Standing, Stream, objects};

/// Requests that list them, at most.
const MOST_REQUESTS: usize = 40;

/// What was listed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The scopes that the settings ask for, by id, in the order of the site.
    pub asked: Vec<String>,
    /// How many scopes were shown, with those that the settings leave out.
    pub shown: usize,
    /// Whether there are more, which were not listed.
    pub has_more: bool,
}

impl Listed {
    /// Lists the scopes of a site: those that the settings name, or where they ask for more than these all of them.
    pub async fn of(reach: &Reach, source: &dyn Source) -> Result<Self> {
        let mut listed = Self::default();
        let Some(stream) = catchment_source::scopes(source) else { return Ok(listed) };
        let aim = Aim::new(WalkKind::Census, Listing { stream: stream.name, scope: String::new() });
        let all = reach.session.names(&aim).all();
        let (mut ask, mut named) = first(reach, source, &aim, 0)?;
        for _ in 0..MOST_REQUESTS {
            let reading = reach.ask(stream, &ask, Detail::Sightings).await;
            let reading = reading.map_err(|refusal| objects::into_error(refusal, "the scopes"))?;
            listed.note(stream, &reading);
            (ask, named) = match reading.next {
                Some(next) => (reach.session.follow(stream, &ask, &next)?, named),
                None if named < all => first(reach, source, &aim, named)?,
                None => return Ok(listed),
            };
        }
        listed.has_more = true;
        Ok(listed)
    }

    fn note(&mut self, stream: &Stream, reading: &Reading) {
        let is_asked = |shown: &&Sighting| stream.statuses.standing(shown.status.as_deref()) != Standing::Unasked;
        self.shown += reading.objects;
        self.asked.extend(reading.sightings.iter().filter(is_asked).map(|shown| shown.object.clone()));
    }

    /// How many scopes the settings ask for, which name so many and may have patterns for others. Of those that they name and
    /// that were not shown (`unseen`) the account does not see any, unless there are more: then it was not found out.
    pub fn compared(
        &self,
        (named, has_patterns): (usize, bool),
        ScopeWords { setting, many, .. }: ScopeWords,
        unseen: &[String],
    ) -> Verdict {
        if unseen.is_empty() {
            let seen = (named > 0).then(|| format!("the account sees {named} of {named} in {setting}"));
            let (asked, first, shown) = (self.asked.len(), if self.has_more { "first " } else { "" }, self.shown);
            let matched = || format!("{setting} asks for {asked} of the {first}{shown} {many} that the account sees");
            return Verdict::Good(seen.into_iter().chain(has_patterns.then(matched)).collect::<Vec<_>>().join("; "));
        }
        let mut unseen: Vec<String> = unseen.iter().map(|name| printable(name)).collect();
        unseen.sort();
        let unseen = unseen.join(", ");
        if self.has_more {
            let shown = self.shown;
            return Verdict::Doubtful(format!(
                "not checked, not among the first {shown} {many} that are listed: {unseen}"
            ));
        }
        let what = format!("the account does not see these {many}: {unseen}");
        let hint = format!(
            "check the keys in {setting} and the account's rights; what was read of them would be deleted or stay incomplete"
        );
        Verdict::Failed(Error::new(Kind::Incomplete, what).hint(hint))
    }
}

/// The first request for the names from this one on, as many as fit into an address, and which comes behind them.
fn first(reach: &Reach, source: &dyn Source, aim: &Aim, from: usize) -> Result<(Ask, usize)> {
    let (session, most) = (reach.session.as_ref(), source.scopes_at_once().max(1));
    let size = session.page_size(PageSize::Full);
    let (ask, named) =
        session.names(aim).fitting((from, most), session.longest_address(), |named| session.first(aim, size, named))?;
    Ok((ask, named.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_source::Statuses;

    const STATUSES: Statuses = Statuses { here: &[], binned: &[], unasked: &["left out"] };
    const WORDS: ScopeWords = ScopeWords { setting: "space_keys", one: "space", many: "spaces" };

    #[test]
    fn what_settings_ask_for_is_told_from_what_is_shown() {
        let stream = Stream { statuses: STATUSES, ..Stream::LISTED };
        let shown = |id: &str, status: Option<&str>| Sighting {
            object: id.to_owned(),
            status: status.map(str::to_owned),
            ..Sighting::default()
        };
        let page = |sightings: Vec<Sighting>| Reading { objects: sightings.len(), sightings, ..Reading::default() };
        let mut listed = Listed::default();
        listed.note(&stream, &page(vec![shown("1", None), shown("2", Some("left out"))]));
        listed.note(&stream, &page(vec![shown("3", Some("current"))]));
        let told = |listed: &Listed, settings, unseen: &[&str]| {
            let unseen: Vec<String> = unseen.iter().map(|name| (*name).to_owned()).collect();
            match listed.compared(settings, WORDS, &unseen) {
                Verdict::Good(words) => ("good", words),
                Verdict::Doubtful(words) => ("doubtful", words),
                Verdict::Failed(error) => ("failed", error.one_line()),
                Verdict::Skipped(because) => ("skipped", because),
            }
        };
        assert_eq!(listed.asked, ["1", "3"]);
        let matched = "space_keys asks for 2 of the 3 spaces that the account sees";
        assert_eq!(told(&listed, (0, true), &[]), ("good", matched.to_owned()));
        let both = format!("the account sees 1 of 1 in space_keys; {matched}");
        assert_eq!(told(&listed, (1, true), &[]), ("good", both));
        let (verdict, words) = told(&listed, (2, false), &["Z", "A"]);
        assert!(verdict == "failed" && words.contains("does not see these spaces: A, Z"), "{verdict}: {words}");
        let part = Listed { has_more: true, ..listed };
        let unchecked = "not checked, not among the first 3 spaces that are listed: A, Z".to_owned();
        assert_eq!(told(&part, (2, true), &["Z", "A"]), ("doubtful", unchecked));
        assert!(told(&part, (0, true), &[]).1.contains("2 of the first 3 spaces"));
    }
}
