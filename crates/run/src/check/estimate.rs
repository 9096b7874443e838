//! What the first sync will cost, estimated: how many objects there are, how many requests they take by the facets of their
//! streams, and how long those take at the present rate.

use super::readable::Reader;
use crate::connection::reach::Reach;
use crate::plan::setting;
use catchment_base::error::{Error, Result};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_io::http::Answer;
use catchment_source::client::Log;
use catchment_source::config::Connection;
use catchment_source::pace::Pace;
use catchment_source::{Allowance, PageSize, Source, Stream, objects, retry};
use std::collections::BTreeMap;

/// Objects by stream.
type Counts = BTreeMap<&'static str, u64>;

/// A stream as the first sync reads it.
struct Plan {
    stream: &'static Stream,
    /// Results on a page of its listing; nothing where that has no pages.
    per_page: Option<u64>,
    /// Results on a page of the listing that verifies its history, where there is one.
    per_page_verified: Option<u64>,
    /// Whether settings bound it by dates or select of it: then one listing shows what is held, which is asked for by ids.
    is_bounded: bool,
    /// Requests for a file of it; none where files are not stored.
    per_file: u64,
}

/// What a first sync takes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Cost {
    /// Requests.
    requests: u64,
    /// Whether there may be fewer.
    is_most: bool,
    /// The streams whose objects, or those of whose parents, are not counted.
    uncounted: Vec<&'static str>,
}

/// The sentence about the first sync. The error is that of a count which the site refuses.
pub async fn first_sync(reader: &Reader<'_>) -> Result<String> {
    let (wanted, listed) = (reader.wanted(), reader.listed);
    let mut counts = Counts::new();
    for stream in &wanted {
        if let Some(count) = count(reader, stream).await? {
            counts.insert(stream.name, count);
        }
    }
    let word = |name: &'static str| {
        let stream = wanted.iter().find(|stream| stream.name == name);
        stream.and_then(|stream| reader.survey.counted(stream)).unwrap_or(name)
    };
    let objects: String = counts.iter().map(|(stream, count)| format!("{}: {count}; ", word(stream))).collect();
    if let Some(scope) = catchment_source::scopes(reader.source) {
        counts.insert(scope.name, listed.asked.len() as u64);
    }
    // What lies in objects that are not selected is counted as well, and listed for none of them.
    let mut cost = Cost { is_most: wanted.iter().any(|stream| stream.selection.is_some()), ..Cost::default() };
    if let Some(scope) = catchment_source::scopes(reader.source).filter(|_| listed.has_more) {
        cost.uncounted.push(scope.name);
    }
    for stream in wanted {
        let is_dated = stream.is_dated && stream.dates(reader.connection) != (None, None);
        let is_bounded = is_dated || stream.selection.is_some() || stream.lists_ids;
        let per_page = per_page(reader.reach, stream, &listed.asked)?;
        let per_page_verified = if setting::has_history(stream) { of_site(reader.reach, stream)? } else { None };
        let per_file = per_file((reader.connection, reader.source, reader.reach), stream, &counts)?;
        cost.add(&Plan { stream, per_page, per_page_verified, is_bounded, per_file }, &counts);
    }
    Ok(format!("{objects}{}", cost.told(&rate(reader.connection, &reader.reach.client.pace()))))
}

/// The same of a site that counts the objects of a time and bounds the requests of a day; nothing where it does not.
pub async fn counted_sync(connection: &Connection, source: &dyn Source, reach: &Reach) -> Result<Option<String>> {
    let Some(allowance) = reach.session.allowance() else { return Ok(None) };
    let names = source.wanted(connection);
    let wanted: Vec<&'static Stream> =
        source.streams().iter().filter(|stream| names.iter().any(|name| name == stream.name)).collect();
    let mut counts = Counts::new();
    for stream in &wanted {
        if let Some(count) = count_of_time(connection, reach, stream).await {
            counts.insert(stream.name, count);
        }
    }
    let mut cost = Cost::default();
    for stream in wanted {
        // What is read otherwise than in pages, as by jobs, takes no more.
        let per_page = on_page(reach, WalkKind::Listing, stream, "")?.or(of_site(reach, stream)?);
        let per_page_verified = if setting::has_history(stream) { of_site(reach, stream)? } else { None };
        let per_file = per_file((connection, source, reach), stream, &counts)?;
        cost.add(&Plan { stream, per_page, per_page_verified, is_bounded: false, per_file }, &counts);
    }
    let objects: String = counts.iter().map(|(stream, count)| format!("{stream}: {count}; ")).collect();
    let told = cost.told(&rate(connection, &reach.client.pace()));
    Ok(Some(format!("{objects}{told}; {}", cost.within(allowance))))
}

/// The number of objects of a stream in the time that settings ask for; nothing where the site does not count them.
async fn count_of_time(connection: &Connection, reach: &Reach, stream: &'static Stream) -> Option<u64> {
    let (floor, until) = if stream.is_dated { stream.dates(connection) } else { (None, None) };
    let listing = Listing { stream: stream.name, scope: String::new() };
    let aim = Aim { floor, until, ..Aim::new(WalkKind::Listing, listing) };
    // Where it is not shown, its own line says so; what is too much to be counted is told as not counted.
    let ask = reach.session.count_of(&aim).ok()??;
    let read = |answer: &Answer| reach.session.read_count_of(&ask, &answer.body);
    let counted = reach.client.ask(&ask, retry::FEW_TRIES, &mut Log::default(), read).await;
    counted.ok().map(|(_, count)| count.objects)
}

/// The number of objects of a stream, where the site can be asked for it and all scopes are known that are counted.
async fn count(reader: &Reader<'_>, stream: &'static Stream) -> Result<Option<u64>> {
    if reader.listed.has_more && reader.source.matches_scopes(reader.connection) {
        return Ok(None);
    }
    let mut total = None;
    for ask in reader.survey.count(stream)? {
        let read = |answer: &Answer| reader.survey.read_count(&answer.body);
        let asked = reader.reach.client.ask(&ask, retry::FEW_TRIES, &mut Log::default(), read).await;
        let (_, count) = asked.map_err(|refusal| {
            let cause = objects::into_error(refusal, "the count");
            Error::failed(format!("the site does not count {}: {}", stream.name, cause.one_line()))
        })?;
        total = Some(total.unwrap_or_default() + count);
    }
    Ok(total)
}

/// Requests for a file of a stream whose objects are counted, where settings and policy have files stored: one, and one more for
/// its link where the site has no other way to it.
fn per_file(
    (connection, source, reach): (&Connection, &dyn Source, &Reach),
    stream: &'static Stream,
    counts: &Counts,
) -> Result<u64> {
    let is_stored = stream.has_files && connection.redaction.stores_files() && source.stores_files(connection, stream);
    if !is_stored || !counts.contains_key(stream.name) {
        return Ok(0);
    }
    // What an id is does not change how its file is asked for.
    let link = reach.session.file_link(stream, "1")?;
    Ok(1 + u64::from(link.is_some()))
}

/// Results on a page of the listing of a stream; nothing where that has no pages, or is one for each object of another.
fn per_page(reach: &Reach, stream: &'static Stream, scopes: &[String]) -> Result<Option<u64>> {
    match (stream.parent, stream.scope, scopes.first()) {
        (None, None, _) => of_site(reach, stream),
        (None, Some(_), _) if stream.selection.is_some() || stream.lists_ids => of_site(reach, stream),
        (None, Some(_), Some(scope)) => on_page(reach, WalkKind::Listing, stream, scope),
        _ => Ok(None),
    }
}

/// Results on a page of the listing of the whole site.
fn of_site(reach: &Reach, stream: &'static Stream) -> Result<Option<u64>> {
    on_page(reach, WalkKind::Census, stream, "")
}

fn on_page(Reach { session, .. }: &Reach, kind: WalkKind, stream: &Stream, scope: &str) -> Result<Option<u64>> {
    let aim = Aim::new(kind, Listing { stream: stream.name, scope: scope.to_owned() });
    let first = session.first(&aim, session.page_size(PageSize::of(kind, stream)), 0..0)?;
    Ok(session.limit(stream, &first).map(u64::from))
}

impl Cost {
    /// Adds what a stream takes: its listing, those for each scope or each object of its parent, the one that verifies them, and
    /// its files.
    fn add(&mut self, plan: &Plan, counts: &Counts) {
        let Plan { stream, per_page, per_page_verified, is_bounded, per_file } = plan;
        let count = counts.get(stream.name).copied();
        let listings = match (stream.parent, stream.scope.filter(|_| !is_bounded)) {
            // What comes with its parents is listed for few of them.
            (Some(_), _) if stream.carried.is_some() => Some(0),
            (Some(parent), _) => counts.get(parent.stream).copied(),
            (None, Some(scope)) => counts.get(scope).copied(),
            (None, None) => Some(1),
        };
        if listings.is_none() || (stream.parent.is_none() && per_page.is_some() && count.is_none()) {
            self.uncounted.push(stream.name);
        }
        let count = count.unwrap_or_default();
        let more = |per_page: u64| count.saturating_sub(1) / per_page.max(1);
        let more_pages = per_page.map_or(0, more);
        let verified = per_page_verified.map_or(0, |per_page| 1 + more(per_page));
        let by_ids = if *is_bounded { count.div_ceil(stream.ids_at_once.max(1) as u64) } else { 0 };
        self.requests += listings.unwrap_or_default() + more_pages + verified + by_ids + count * per_file;
    }

    /// What of it the limits of the site leave.
    fn within(&self, Allowance { left, a_day }: Allowance) -> String {
        let further = self.requests.saturating_sub(left).div_ceil(a_day.max(1));
        match further {
            0 => format!("the site's limit and the settings leave {left} requests today"),
            1 => format!("the site's limit and the settings leave {left} of them today, the rest a day later"),
            days => {
                format!("the site's limit and the settings leave {left} of them today, the rest on {days} further days")
            }
        }
    }

    fn told(&self, rate: &Rate) -> String {
        let time = lasting(self.requests as f64 / rate.per_minute);
        let uncounted = match self.uncounted.is_empty() {
            true => String::new(),
            false => format!("; not counted: {}", self.uncounted.join(", ")),
        };
        let (requests, per_minute) = (self.requests, rate.per_minute);
        let at_most = if self.is_most { "at most " } else { "" };
        format!(
            "estimated {at_most}{requests} requests, {time} at {per_minute:.0} a minute ({}){uncounted}",
            rate.because
        )
    }
}

/// Requests a minute, and what bounds them.
struct Rate {
    per_minute: f64,
    because: &'static str,
}

/// The lowest of what the settings allow, what the site allows, and how fast it has answered.
fn rate(connection: &Connection, pace: &Pace) -> Rate {
    let known = [
        (Some(f64::from(connection.requests_per_minute)), "requests_per_minute"),
        (pace.allowed_per_minute(), "what the site allows"),
        (pace.per_minute(), "as it answered these requests, one after another"),
    ];
    let known = known.into_iter().filter_map(|(rate, because)| Some(Rate { per_minute: rate?, because }));
    let lower = |one: Rate, other: Rate| if other.per_minute < one.per_minute { other } else { one };
    known.reduce(lower).unwrap_or(Rate { per_minute: 1.0, because: "requests_per_minute" })
}

fn lasting(minutes: f64) -> String {
    match minutes {
        ..1.0 => "less than a minute".to_owned(),
        ..1.5 => "about a minute".to_owned(),
        ..90.0 => format!("about {minutes:.0} minutes"),
        _ => format!("about {:.1} hours", minutes / 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_base::response::Carried;
    use catchment_source::Parent;

    const SPACE: Stream = Stream { name: "space", ..Stream::LISTED };
    static PAGE: Stream = Stream { name: "page", scope: Some(SPACE.name), ids_at_once: 50, ..Stream::LISTED };
    static FILE: Stream = Stream { name: "file", ..Stream::LISTED };
    static LABEL: Stream = Stream { name: "label", ..Stream::LISTED };
    static CARRIED: Stream = Stream {
        name: "carried",
        parent: Some(part_of("page")),
        carried: Some(Carried::List { list: "parts", proof: "" }),
        ..Stream::LISTED
    };
    static ONE: Stream = Stream { name: "one", ..Stream::LISTED };
    static VERSION: Stream = Stream { name: "version", parent: Some(part_of("page")), ..Stream::LISTED };
    static LABELLED: Stream = Stream { name: "labelled", parent: Some(part_of("label")), ..Stream::LISTED };

    const fn part_of(stream: &'static str) -> Parent {
        Parent {
            stream,
            is_followed: true,
            relisted_every: None,
            running_every: None,
            unless_shown_by: None,
            of_status: &[],
        }
    }

    /// Of streams with the results on their pages (500 where a listing verifies their history), whether they are bounded, and
    /// the requests for a file of each.
    fn cost(plans: &[(&'static Stream, Option<u64>, bool, u64)]) -> (u64, Vec<&'static str>) {
        let counts = Counts::from([("space", 3), ("page", 1001), ("file", 200)]);
        let mut cost = Cost::default();
        for &(stream, per_page, is_bounded, per_file) in plans {
            let per_page_verified = stream.scope.map(|_| 500);
            cost.add(&Plan { stream, per_page, per_page_verified, is_bounded, per_file }, &counts);
        }
        (cost.requests, cost.uncounted)
    }

    #[test]
    fn a_stream_costs_its_listings_their_pages_and_its_files() {
        assert_eq!(cost(&[(&PAGE, Some(250), false, 0)]), (3 + 4 + 3, vec![]));
        // By time or by a search there is one listing, and 1001 objects are asked for 50 at a time.
        assert_eq!(cost(&[(&PAGE, Some(250), true, 0)]), (1 + 4 + 3 + 21, vec![]));
        for (per_file, requests) in [(0, 1), (1, 1 + 200), (2, 1 + 400)] {
            assert_eq!(cost(&[(&FILE, Some(200), false, per_file)]), (requests, vec![]));
        }
        assert_eq!(cost(&[(&VERSION, None, false, 0), (&ONE, None, false, 0)]), (1001 + 1, vec![]));
        assert_eq!(cost(&[(&CARRIED, None, false, 0)]), (0, vec![]));
        let labels = [(&LABEL, Some(250), false, 0), (&LABELLED, None, false, 0)];
        assert_eq!(cost(&labels), (1, vec!["label", "labelled"]));
    }

    #[test]
    fn a_cost_is_told_with_the_days_that_a_limit_makes_of_it() {
        let cost = Cost { requests: 250, ..Cost::default() };
        for (left, told) in [
            (400, "the site's limit and the settings leave 400 requests today"),
            (200, "the site's limit and the settings leave 200 of them today, the rest a day later"),
            (0, "the site's limit and the settings leave 0 of them today, the rest on 3 further days"),
        ] {
            assert_eq!(cost.within(Allowance { left, a_day: 100 }), told);
        }
    }

    #[test]
    fn a_cost_is_told_with_its_time_and_what_bounds_it() {
        let cost = Cost { requests: 36_000, is_most: false, uncounted: vec!["label"] };
        let rate = Rate { per_minute: 240.0, because: "what the site allows" };
        assert_eq!(
            cost.told(&rate),
            "estimated 36000 requests, about 2.5 hours at 240 a minute (what the site allows); not counted: label"
        );
        let selected = Cost { is_most: true, ..cost };
        assert!(selected.told(&rate).starts_with("estimated at most 36000 requests, "));
        for (minutes, told) in [
            (0.5, "less than a minute"),
            (1.2, "about a minute"),
            (12.2, "about 12 minutes"),
            (150.0, "about 2.5 hours"),
        ] {
            assert_eq!(lasting(minutes), told);
        }
    }
}
