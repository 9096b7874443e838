//! The promises of a service desk: when something has to be done, and whether it was.

use super::issue::Issue;
use super::view::{View, object};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

/// A promise: the custom field, the name, and minutes until it is broken.
pub(super) type Promise = (u64, &'static str, i64);

/// A time in all the forms that the service desk gives; the friendly one is another at every reading.
pub(super) fn moment(view: &View<'_>, millis: i64) -> Value {
    let stamp = view.stamp(millis);
    // The offset has no colon, and the plain form no milliseconds.
    let plain = format!("{}{}", &stamp[..19], &stamp[23..]);
    json!({"iso8601": plain, "jira": stamp, "friendly": format!("{} minutes ago", view.reads),
        "epochMillis": millis})
}

fn duration(millis: i64) -> Value {
    let sign = if millis < 0 { "-" } else { "" };
    let minutes = millis.abs() / MINUTE;
    json!({"millis": millis, "friendly": format!("{sign}{}h {}m", minutes / 60, minutes % 60)})
}

/// How a promise of an issue stands. The cycle that is under way moves on with every reading.
pub(super) fn of(view: &View<'_>, issue: &Issue, (id, name, minutes): &Promise) -> Value {
    let goal = minutes * MINUTE;
    let at = |millis: i64| moment(view, millis);
    let cycle = |stop: Option<i64>| {
        let now = view.site.now() + view.reads as i64 * MINUTE;
        let (elapsed, is_open) = (stop.unwrap_or(now) - issue.created, stop.is_none());
        object([
            ("startTime", Some(at(issue.created))),
            ("stopTime", stop.map(at)),
            ("breachTime", Some(at(issue.created + goal))),
            ("breached", Some(json!(elapsed > goal))),
            ("paused", is_open.then_some(json!(false))),
            ("withinCalendarHours", is_open.then_some(json!(true))),
            ("goalDuration", Some(duration(goal))),
            ("elapsedTime", Some(duration(elapsed))),
            ("remainingTime", Some(duration(goal - elapsed))),
        ])
    };
    let first = issue.comments.first().map(|comment| comment.created);
    let done = if *minutes > 1000 { issue.resolved } else { first };
    object([
        ("id", Some(json!(id.to_string()))),
        ("name", Some(json!(name))),
        ("completedCycles", Some(done.map(|stop| cycle(Some(stop))).into_iter().collect())),
        ("ongoingCycle", done.is_none().then(|| cycle(None))),
        ("_links", Some(json!({"self": format!("{}/rest/servicedeskapi/request/{}/sla/{id}", view.url, issue.id)}))),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::site::Site;
    use super::*;

    #[test]
    fn a_cycle_under_way_moves_on_and_one_that_ended_does_not() {
        let site = Site::new(1, 60, "a@b");
        let zone = chrono_tz::Tz::UTC;
        let view = |reads| View {
            site: &site,
            url: "http://a",
            version: "3",
            is_cloud: true,
            zone,
            embedded: 20,
            numbers_worklogs: false,
            reads,
        };
        let mut issue = site.issues().next().unwrap().clone();
        let promise = (10051, "Time to resolution", 2880);
        issue.resolved = None;
        let elapsed = |issue: &Issue, reads| {
            let told = of(&view(reads), issue, &promise);
            [&told["ongoingCycle"], &told["completedCycles"][0]].map(|cycle| cycle["elapsedTime"]["millis"].as_i64())
        };
        let [open, none] = elapsed(&issue, 1);
        assert!(none.is_none() && elapsed(&issue, 2)[0].unwrap() == open.unwrap() + MINUTE);
        issue.resolved = Some(issue.created + 90 * MINUTE);
        assert_eq!([elapsed(&issue, 1), elapsed(&issue, 2)], [[None, Some(90 * MINUTE)]; 2]);
        let [time, later] = [4, 5].map(|reads| moment(&view(reads), 1_719_835_200_123));
        assert_eq!(time["iso8601"], "2024-07-01T12:00:00+0000");
        assert_eq!(time["epochMillis"], 1_719_835_200_123_i64);
        assert_ne!(time["friendly"], later["friendly"]);
    }
}
