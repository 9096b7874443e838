//! Cuts a time of history in pieces by how many objects the site counts in it, before any of them is read.
//!
//! The whole is counted first, with the times of its first and its last object. What has more objects than a piece is cut in
//! equal parts between these two, which are counted at once, and so on down to a second. Neighbours that together have no more
//! than a piece are one: a small table is one piece, and an empty decade belongs to the piece beside it. The pieces hold every
//! moment of the time, also where nothing is counted: a site may count only what the account sees.

use catchment_base::clock;
use catchment_base::error::{Kind, Result};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_io::http::Answer;
use catchment_source::allowed::Question;
use catchment_source::client::{Asking, Client, Log, Refusal};
use catchment_source::count::Count;
use catchment_source::objects::into_error;
use catchment_source::{PageSize, Pieces, Session, Stream, retry};
use chrono::{NaiveDateTime, TimeDelta};
use futures_util::future::join_all;

/// Pages of a piece: the most where there is little to read, and the most of all.
const FEW_PAGES: u64 = 4;
const MOST_PAGES: u64 = 20;
/// Between these two, what a piece has at most is this share of the whole: then that is cut in sixteen, which is as many as are
/// read at once.
const SHARE: u64 = 12;
/// Parts that one is cut in at once.
const MOST_PARTS: i64 = 24;
/// Lengths in seconds, where one of which a part ends if it is at least twice as long: a day, an hour, a minute.
const UNITS: [i64; 3] = [86_400, 3600, 60];

/// A time: its first moment, and the first one behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first moment.
    pub from: NaiveDateTime,
    /// The first one behind it.
    pub until: NaiveDateTime,
}

/// A time of the history of a stream that is not cut yet.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    /// The time.
    pub span: Span,
    /// Whether it is all that there is of the stream, which no date bounds: then one listing may take the place of pieces.
    pub is_whole: bool,
}

/// What a gap was cut in.
pub struct Planned {
    /// The stream.
    pub stream: &'static str,
    /// The pieces; none where one listing of everything takes their place.
    pub pieces: Vec<Span>,
    /// Why the site did not count, where it did not.
    pub untold: Option<String>,
}

/// Cuts a gap by what the site counts; where it does not count, in pieces of the length that settings give, or in none where no
/// date bounds the stream.
pub async fn plan(
    client: &Client,
    session: &dyn Session,
    stream: &'static Stream,
    gap: Gap,
    log: &mut Log,
) -> Result<Planned> {
    let page = session.page_size(PageSize::Full).min(client.allowed().most(stream.name, Question::Bodies));
    let (pieces, untold) = match by_counts(client, session, stream, (gap.span, page), log).await? {
        Ok(pieces) => (pieces, None),
        Err(why) => (by_length(gap.span, stream.pieces.filter(|_| stream.is_dated), clock::now()), Some(why)),
    };
    let is_one = gap.is_whole && pieces.len() == 1;
    Ok(Planned { stream: stream.name, pieces: if is_one { Vec::new() } else { pieces }, untold })
}

async fn by_counts(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    (span, page): (Span, u32),
    log: &mut Log,
) -> Result<Result<Vec<Span>, String>> {
    let listing = Listing { stream: stream.name, scope: String::new() };
    let aim = |span: &Span| Aim {
        floor: Some(span.from),
        until: Some(span.until),
        ..Aim::new(WalkKind::Piece, listing.clone())
    };
    let mut cut = Cut::new(span, u64::from(page), clock::now());
    loop {
        let aims: Vec<Aim> = cut.questions().iter().map(aim).collect();
        if aims.is_empty() {
            return Ok(Ok(cut.pieces()));
        }
        match count(client, session, stream, &aims, log).await? {
            Ok(counts) => cut.answer(counts),
            Err(why) => return Ok(Err(why)),
        }
    }
}

/// Pieces of the same length up to the present; the last one goes on to the end.
fn by_length(span: Span, pieces: Option<Pieces>, now: NaiveDateTime) -> Vec<Span> {
    let Some(Pieces { step, .. }) = pieces else { return vec![span] };
    let mut spans = Vec::new();
    let mut from = span.from;
    while from + step < span.until.min(now) {
        spans.push(Span { from, until: from + step });
        from += step;
    }
    spans.push(Span { from, until: span.until });
    spans
}

/// Counts of several aims, in their order; or why the site does not count, in words.
type Counted = Result<Vec<Count>, String>;

/// Counts the objects of several aims of a stream, all at once. A site that refuses to count, or fails at it, does not count. Fails
/// where nothing else would be answered either.
async fn count(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    aims: &[Aim],
    log: &mut Log,
) -> Result<Counted> {
    let asked = aims.iter().map(|aim| async move {
        let mut own = Log::default();
        (count_one(client, session, stream, aim, &mut own).await, own)
    });
    let asked: Vec<_> = asked.collect();
    let mut counts = Vec::with_capacity(aims.len());
    // What was asked is on record, whatever came of it.
    for (counted, own) in join_all(asked).await {
        log.requests.extend(own.requests);
        log.waits.extend(own.waits);
        counts.push(counted);
    }
    counts.into_iter().collect::<Result<Vec<_>>>().map(|counts| counts.into_iter().collect())
}

async fn count_one(
    client: &Client,
    session: &dyn Session,
    stream: &Stream,
    aim: &Aim,
    log: &mut Log,
) -> Result<Result<Count, String>> {
    let Some(ask) = session.count_of(aim)? else { return Ok(Err("there is no way to ask for it".to_owned())) };
    let asking = Asking::new(&ask, session.refused(stream));
    let read = |answer: &Answer| session.read_count_of(&ask, &answer.body);
    match client.ask(asking, retry::FEW_TRIES, log, read).await {
        Ok((_, count)) => Ok(Ok(count)),
        Err(Refusal::Final(error)) if error.kind() == Kind::Unreachable => Err(error),
        // A login may hold for listings alone.
        Err(Refusal::Final(error)) if error.kind() == Kind::Denied && is_denied(client, log).await => Err(error),
        Err(refusal) => Ok(Err(into_error(refusal, "the count").one_line())),
    }
}

/// Whether the login is accepted for nothing, as far as is known.
async fn is_denied(client: &Client, log: &mut Log) -> bool {
    !client.is_answered() || client.find_out_denied(log).await
}

/// A time that is being cut.
struct Cut {
    /// Objects of a page.
    page: u64,
    /// Objects of a piece, at most, as far as a second has no more.
    most: u64,
    now: NaiveDateTime,
    open: Open,
    /// What is counted and cut no more.
    parts: Vec<Part>,
}

/// What is to be counted.
enum Open {
    /// All of it.
    Whole(Span),
    /// Parts of something that is counted; what the others have not is in the last one.
    Parts(Vec<(Count, Vec<Span>)>),
}

struct Part {
    span: Span,
    objects: u64,
}

impl Cut {
    fn new(span: Span, page: u64, now: NaiveDateTime) -> Self {
        Self { page: page.max(1), most: 0, now, open: Open::Whole(span), parts: Vec::new() }
    }

    /// What is to be counted next; nothing at the end.
    fn questions(&self) -> Vec<Span> {
        match &self.open {
            Open::Whole(span) => vec![*span],
            Open::Parts(cut) => cut.iter().flat_map(|(_, parts)| &parts[..parts.len() - 1]).copied().collect(),
        }
    }

    /// Takes the counts that [`Cut::questions`] asks for, in their order.
    fn answer(&mut self, counts: Vec<Count>) {
        let mut counts = counts.into_iter();
        match std::mem::replace(&mut self.open, Open::Parts(Vec::new())) {
            Open::Whole(span) => {
                let whole = counts.next().unwrap_or_default();
                let (few, most) = (FEW_PAGES * self.page, MOST_PAGES * self.page);
                self.most = whole.objects.div_ceil(SHARE).clamp(few, most);
                self.take(span, whole);
            }
            Open::Parts(cut) => {
                for (whole, parts) in cut {
                    let mut left = whole.objects;
                    let Some((last, counted)) = parts.split_last() else { continue };
                    for (span, count) in counted.iter().zip(counts.by_ref()) {
                        // Parts have no more than the whole, or a site that overlooks the times would be asked without end.
                        let objects = count.objects.min(left);
                        left -= objects;
                        self.take(*span, Count { objects, ..count });
                    }
                    let ends = whole.ends.map(|(_, end)| (last.from, end));
                    self.take(*last, Count { objects: left, ends });
                }
            }
        }
    }

    /// Takes the count of a time, which is cut further where it has too many objects.
    fn take(&mut self, span: Span, count: Count) {
        let parts = self.split(span, count);
        match &mut self.open {
            Open::Parts(open) if parts.len() > 1 => open.push((count, parts)),
            _ => self.parts.push(Part { span, objects: count.objects }),
        }
    }

    /// Parts with about three quarters of what a piece has at most, so that few have more.
    fn split(&self, span: Span, count: Count) -> Vec<Span> {
        let (first, behind) = match count.ends {
            Some((first, last)) => (first.max(span.from), (last + TimeDelta::seconds(1)).min(span.until)),
            None => (span.from, span.until.min(self.now)),
        };
        let seconds = (behind - first).num_seconds();
        let wanted = count.objects.div_ceil((self.most - self.most / 4).max(1));
        let parts = i64::try_from(wanted).unwrap_or(MOST_PARTS).min(MOST_PARTS).min(seconds);
        if count.objects <= self.most || parts < 2 {
            return vec![span];
        }
        let unit = UNITS.into_iter().find(|unit| 2 * unit <= seconds / parts).unwrap_or(1);
        let inner = (1..parts).map(|part| first + TimeDelta::seconds(part * seconds / parts)).map(|at| begin(at, unit));
        let mut from = span.from;
        let mut spans = Vec::new();
        for at in inner.chain([span.until]) {
            spans.push(Span { from, until: at });
            from = at;
        }
        spans
    }

    /// The pieces, the first one first.
    fn pieces(mut self) -> Vec<Span> {
        self.parts.sort_unstable_by_key(|part| part.span.from);
        let mut pieces: Vec<Part> = Vec::new();
        for part in self.parts {
            let is_empty = |last: &Part| last.objects == 0 || part.objects == 0;
            match pieces.last_mut() {
                Some(last) if is_empty(last) || last.objects + part.objects <= self.most => {
                    last.span.until = part.span.until;
                    last.objects += part.objects;
                }
                _ => pieces.push(part),
            }
        }
        pieces.into_iter().map(|piece| piece.span).collect()
    }
}

/// The beginning of the day, the hour, the minute or the second that a moment is in.
fn begin(at: NaiveDateTime, unit: i64) -> NaiveDateTime {
    let utc = at.and_utc();
    at - TimeDelta::seconds(utc.timestamp().rem_euclid(unit))
        - TimeDelta::nanoseconds(utc.timestamp_subsec_nanos().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    const PAGE: u64 = 100;

    fn day(year: i32, month: u32, day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(0, 0, 0).unwrap()
    }

    /// Ten years and what is to come.
    fn years() -> Span {
        Span { from: day(2016, 1, 1), until: day(9999, 12, 31) }
    }

    /// What the pieces of these times of creation are, how many objects each has, and how many counts were asked for.
    struct Told {
        pieces: Vec<Span>,
        objects: Vec<usize>,
        counts: usize,
        rounds: usize,
    }

    fn counted(made: &[NaiveDateTime], span: Span, tells_ends: bool) -> Count {
        let within = made.iter().filter(|at| (span.from..span.until).contains(at));
        let ends = within.clone().min().zip(within.clone().max());
        Count { objects: within.count() as u64, ends: ends.filter(|_| tells_ends).map(|(one, other)| (*one, *other)) }
    }

    fn told(made: &[NaiveDateTime], span: Span, tells_ends: bool) -> Told {
        let mut cut = Cut::new(span, PAGE, day(2026, 1, 1));
        let (mut counts, mut rounds) = (0, 0);
        loop {
            let questions = cut.questions();
            if questions.is_empty() {
                break;
            }
            counts += questions.len();
            rounds += 1;
            cut.answer(questions.into_iter().map(|span| counted(made, span, tells_ends)).collect());
        }
        let pieces = cut.pieces();
        assert_eq!((pieces[0].from, pieces[pieces.len() - 1].until), (span.from, span.until));
        assert!(pieces.windows(2).all(|two| two[0].until == two[1].from), "every moment is in one piece: {pieces:?}");
        assert!(pieces.iter().all(|piece| piece.from < piece.until), "{pieces:?}");
        let objects = pieces.iter().map(|piece| counted(made, *piece, false).objects as usize).collect();
        Told { pieces, objects, counts, rounds }
    }

    /// So many objects, evenly from a day on.
    fn evenly(objects: i64, from: NaiveDateTime, seconds: i64) -> Vec<NaiveDateTime> {
        (0..objects).map(|at| from + TimeDelta::seconds(at * seconds / objects)).collect()
    }

    #[test]
    fn a_small_table_is_one_piece_and_one_count() {
        for made in [Vec::new(), evenly(400, day(2016, 1, 1), 315_000_000)] {
            let told = told(&made, years(), true);
            assert_eq!((told.pieces, told.counts), (vec![years()], 1));
        }
    }

    #[test]
    fn a_large_table_is_cut_in_pieces_of_a_few_pages_by_few_counts() {
        for (objects, tells_ends, most, counts) in
            [(3_000, true, 400, 10), (3_000, false, 400, 10), (20_000, true, 1_667, 16), (100_000, true, 2_000, 90)]
        {
            let made = evenly(objects, day(2016, 1, 1), 315_000_000);
            let told = told(&made, years(), tells_ends);
            assert!(told.objects.iter().all(|objects| *objects <= most), "{objects}: {:?}", told.objects);
            let fewest = told.objects.windows(2).map(|two| two[0] + two[1]).min().unwrap();
            assert!(fewest > most, "{objects}: two neighbours would be one: {:?}", told.objects);
            assert!(told.counts <= counts && told.rounds <= 3, "{objects}: {} in {}", told.counts, told.rounds);
            // Parts of some days begin with a day.
            let begins = told.pieces.iter().skip(1).map(|piece| piece.from);
            assert!(begins.into_iter().all(|from| from == begin(from, UNITS[0])), "{:?}", told.pieces);
        }
    }

    #[test]
    fn a_bulk_load_in_one_second_is_cut_off_and_an_empty_decade_costs_little() {
        let bulk = day(2024, 6, 1) + TimeDelta::seconds(45_296);
        // All of it in one second: nothing is left to cut.
        let alone = told(&vec![bulk; 5_000], years(), true);
        assert_eq!((alone.pieces.len(), alone.counts), (1, 1));
        // Where the site does not tell the ends, the second is looked for.
        let found = told(&vec![bulk; 5_000], years(), false);
        assert!(found.counts <= 150, "{}", found.counts);
        // Beside others, on both sides of a decade without any.
        let mut made = evenly(500, day(2016, 1, 1), 86_400);
        made.extend(vec![bulk; 5_000]);
        made.extend(evenly(500, day(2025, 12, 1), 86_400));
        let told = told(&made, years(), true);
        assert_eq!(told.objects.iter().sum::<usize>(), 6_000);
        let large: Vec<&usize> = told.objects.iter().filter(|objects| **objects > 500).collect();
        assert_eq!(large, [&5_000], "only the second has more: {:?}", told.objects);
        assert!(told.counts <= 60, "{}", told.counts);
    }

    #[test]
    fn a_site_that_overlooks_the_times_is_not_asked_without_end() {
        let mut cut = Cut::new(years(), PAGE, day(2026, 1, 1));
        let mut asked = 0;
        loop {
            let questions = cut.questions();
            if questions.is_empty() {
                break;
            }
            asked += questions.len();
            assert!(asked <= 150, "{asked}");
            cut.answer(questions.iter().map(|_| Count { objects: 3_000, ends: None }).collect());
        }
        let pieces = cut.pieces();
        assert_eq!((pieces[0].from, pieces[pieces.len() - 1].until), (years().from, years().until));
        assert!(pieces.windows(2).all(|two| two[0].until == two[1].from), "{pieces:?}");
    }

    #[test]
    fn without_counts_pieces_have_one_length_and_the_last_one_goes_on() {
        let pieces = Some(Pieces { step: TimeDelta::days(1), is_counted: true });
        let span = Span { from: day(2026, 3, 2), until: day(2026, 3, 6) };
        let all = |now| by_length(span, pieces, now).iter().map(|piece| piece.until).collect::<Vec<_>>();
        assert_eq!(all(day(2030, 1, 1)), [3, 4, 5, 6].map(|at| day(2026, 3, at)));
        assert_eq!(all(day(2026, 3, 4)), [3, 6].map(|at| day(2026, 3, at)), "what is to come is in the last one");
        assert_eq!(by_length(span, None, day(2030, 1, 1)), [span]);
    }
}
