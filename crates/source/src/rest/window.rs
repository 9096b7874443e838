//! Windows: a time is asked for in pieces, each from a time on and before another one.
//!
//! A question names seconds of the time that a walk is about ([`Names::Parts`]): as many as the step has, and fewer where the
//! site refuses that many. Times are half-open. Where the site takes the end in, what is sent lies one granule earlier, and
//! the next window begins there, so that a time with a fraction of a second lies in one of the two.

use super::columns::spelled;
use super::paging::Target;
use super::sections::TIMES;
use super::wrong::{About, Wrong};
use crate::Names;
use crate::config::{Effect, Literal, Need, Setting, Shape, Topic, span_of};
use crate::time::Form;
use catchment_base::error::{Result, printable};
use catchment_base::response::{Aim, member};
use catchment_io::http::Ask;
use chrono::{NaiveDateTime, TimeDelta};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::ops::Range;

/// What the setting `window` holds.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "field",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("created_at"),
        doc: "The time that the windows are based on, preferably the creation time, which never changes.",
    },
    Setting {
        name: "step",
        effect: Effect::Schedules(&[Literal::Text("7d"), Literal::Text("90d")]),
        shape: Shape::Span,
        need: Need::Required,
        example: Literal::Text("30d"),
        doc: "Length of a window.",
    },
    Setting {
        name: "from",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("param:created_from"),
        doc: "Where to send the start of a window, which is included.",
    },
    Setting {
        name: "to",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Text,
        need: Need::Required,
        example: Literal::Text("param:created_to"),
        doc: "Where to send its end; omitted for the window that is still open.",
    },
    Setting { doc: "How times are written, as in a cursor.", ..TIMES },
    Setting {
        name: "end_inclusive",
        effect: Effect::Elsewhere(Topic::Api),
        shape: Shape::Switch,
        need: Need::Default(Literal::Switch(false)),
        example: Literal::Switch(true),
        doc: "Whether the API includes the end: then the end sent is a second, or a millisecond, earlier.",
    },
];

/// The setting, as it stands in the file.
#[derive(Clone, Debug, Deserialize)]
pub struct SaidWindow {
    field: String,
    step: String,
    from: String,
    to: String,
    #[serde(rename = "as")]
    form: Option<Form>,
    #[serde(default)]
    end_inclusive: bool,
}

/// The member that windows are about, and how one is asked for.
#[derive(Clone, Debug)]
pub struct Window {
    /// The path of the member.
    pub field: String,
    /// How long a window is.
    pub step: TimeDelta,
    /// How times are written.
    pub form: Form,
    /// Where the time goes at which a window begins.
    pub from: Target,
    /// Where the time goes at which it ends.
    pub to: Target,
    end_inclusive: bool,
}

/// The time of a stream that the settings ask for: its first moment, and the first one behind it.
pub type Dates = (Option<NaiveDateTime>, Option<NaiveDateTime>);

impl Window {
    /// Reads the setting of a stream; `posts` says whether that has a body.
    pub(super) fn read(said: &SaidWindow, posts: bool, is_child: bool, about: &About<'_>) -> Result<Self, Wrong> {
        if is_child {
            let what = "a stream that is listed for each parent has no windows";
            return Err(about.wrong("window", what, "remove `window`: its records go with their parents"));
        }
        let target = |setting: &str, text: &str| {
            let target = Target::parse(text).filter(|target| posts || matches!(target, Target::Argument(_)));
            target.ok_or_else(|| {
                let what = format!("`{setting}` is {}, which is not a place in this request", printable(text));
                let hint = "write \"param:NAME\", or \"body:PATH\" if the stream has a `body`";
                about.wrong(&format!("window.{setting}"), what, hint)
            })
        };
        let step = span_of(&said.step)
            .filter(|step| *step > TimeDelta::zero())
            .ok_or_else(|| about.wrong("window.step", "`step` is not a duration", "for example: step = \"30d\""))?;
        let (from, to) = (target("from", &said.from)?, target("to", &said.to)?);
        let form = said.form.unwrap_or(Form::Iso);
        Ok(Self { field: spelled(&said.field), step, form, from, to, end_inclusive: said.end_inclusive })
    }

    /// What a walk over this time names, as of `now`: its seconds.
    pub fn names(&self, aim: &Aim, now: NaiveDateTime) -> Option<Names> {
        let (from, until) = (aim.floor?, aim.until?);
        let until = if until == Aim::open_end() { now } else { until };
        let seconds = |time: TimeDelta| usize::try_from(time.num_seconds()).unwrap_or(0).max(1);
        Some(Names::Parts { all: seconds(until - from), at_once: seconds(self.step) })
    }

    /// The question about these seconds of the time that a walk is about; `dates` is the whole time of the stream.
    pub fn put(&self, ask: &Ask, aim: &Aim, named: Range<usize>, now: NaiveDateTime, dates: Dates) -> Result<Ask> {
        let (Some(Names::Parts { all, .. }), Some(floor), Some(until)) = (self.names(aim, now), aim.floor, aim.until)
        else {
            return Ok(ask.clone());
        };
        let after = |seconds: usize| floor + TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1000));
        let from = after(named.start);
        let to = if named.end < all { after(named.end) } else { until };
        // At the ends of the whole time there is no other window for what lies within the granule.
        let earlier = |time: NaiveDateTime, end: Option<NaiveDateTime>| match self.end_inclusive && Some(time) != end {
            true => time - self.form.granule(),
            false => time,
        };
        let ask = self.from.put(ask, &self.form.write(earlier(from, dates.0)))?;
        if to == Aim::open_end() { Ok(ask) } else { self.to.put(&ask, &self.form.write(earlier(to, dates.1))) }
    }

    /// The time of a record; nothing where it has none that can be read.
    pub fn time_of(&self, object: &RawValue) -> Option<NaiveDateTime> {
        self.form.read_json(member(object.get(), &self.field)?)
    }

    /// Whether none of these records lies in the window that a request names, though their times can be read: then the site
    /// overlooks it.
    pub fn is_overlooked(&self, ask: &Ask, objects: &[&RawValue]) -> bool {
        let sent = |target: &Target| self.form.read(&target.of(ask)?);
        let (from, to) = (sent(&self.from), sent(&self.to));
        let (Some(from), to) = (from, to.unwrap_or(Aim::open_end())) else { return false };
        let times: Vec<NaiveDateTime> = objects.iter().filter_map(|object| self.time_of(object)).collect();
        let is_outside = |time: &NaiveDateTime| *time < from || *time > to + self.form.granule();
        !times.is_empty() && times.iter().all(is_outside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_base::response::{Listing, WalkKind};
    use serde_json::{Value, json};
    use url::Url;

    fn said(more: Value) -> SaidWindow {
        let mut said = json!({"field": "created_at", "step": "1d", "from": "param:from", "to": "to"});
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(said).unwrap()
    }

    fn time(text: &str) -> NaiveDateTime {
        Form::Iso.read(text).unwrap()
    }

    fn asked(more: Value, until: NaiveDateTime, named: Range<usize>, dates: Dates) -> String {
        let window = Window::read(&said(more), false, false, &About("customer")).unwrap();
        let listing = Listing { stream: "customer", scope: String::new() };
        let aim = Aim { floor: Some(time("2026-03-01")), until: Some(until), ..Aim::new(WalkKind::Piece, listing) };
        let ask = Ask::get(Url::parse("https://api.example.com/x").unwrap());
        window.put(&ask, &aim, named, time("2026-03-03"), dates).unwrap().url.query().unwrap().replace("%3A", ":")
    }

    #[test]
    fn a_window_is_half_open_and_the_last_one_may_be_without_an_end() {
        let (day, open) = (86_400, Aim::open_end());
        let iso = |from: &str, to: &str| format!("from=2026-03-{from}Z&to=2026-03-{to}Z");
        assert_eq!(asked(json!({}), open, 0..day, (None, None)), iso("01T00:00:00", "02T00:00:00"));
        assert_eq!(asked(json!({}), open, day..2 * day, (None, None)), "from=2026-03-02T00:00:00Z");
        assert_eq!(
            asked(json!({}), time("2026-03-01T01:00:00"), 0..3600, (None, None)),
            iso("01T00:00:00", "01T01:00:00")
        );
        let epoch = asked(json!({"as": "epoch_ms"}), open, 0..1, (None, None));
        assert_eq!(epoch, "from=1772323200000&to=1772323201000");
    }

    #[test]
    fn an_end_that_is_taken_in_lies_a_granule_earlier_but_at_the_ends_of_all() {
        let inclusive = || json!({"end_inclusive": true});
        let (start, end) = (time("2026-03-01"), time("2026-03-02"));
        let within = asked(inclusive(), end, 0..86_400, (None, None));
        assert_eq!(within, "from=2026-02-28T23:59:59Z&to=2026-03-01T23:59:59Z");
        let whole = asked(inclusive(), end, 0..86_400, (Some(start), Some(end)));
        assert_eq!(whole, "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z");
    }

    #[test]
    fn a_site_that_overlooks_the_window_is_found_out_by_its_records() {
        let window = Window::read(&said(json!({})), false, false, &About("customer")).unwrap();
        let ask = Ask::get(
            Url::parse("https://api.example.com/x?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z").unwrap(),
        );
        let is_overlooked = |days: &[&str]| {
            let records: Vec<Box<RawValue>> =
                days.iter().map(|day| RawValue::from_string(json!({"created_at": day}).to_string()).unwrap()).collect();
            window.is_overlooked(&ask, &records.iter().map(AsRef::as_ref).collect::<Vec<_>>())
        };
        assert!(is_overlooked(&["2026-02-01", "2026-03-07"]));
        assert!(!is_overlooked(&["2026-02-01", "2026-03-01"]) && !is_overlooked(&[]) && !is_overlooked(&["never"]));
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_its_setting() {
        let wrong = |more: Value, is_child: bool| {
            Window::read(&said(more), false, is_child, &About("customer")).unwrap_err().setting
        };
        assert_eq!(wrong(json!({"step": "soon"}), false), "streams.customer.window.step");
        assert_eq!(wrong(json!({"to": "body:to"}), false), "streams.customer.window.to");
        assert_eq!(wrong(json!({"from": "header:x"}), false), "streams.customer.window.from");
        assert_eq!(wrong(json!({}), true), "streams.customer.window");
    }
}
