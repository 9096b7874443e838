//! Issues by their ids, and what belongs to them: the changelog, comments, worklogs, watchers, votes.

use super::desk::{Answer, Desk, json_of};
use super::issue::{Comment, Entry, Issue, Worklog};
use super::refusal;
use super::shown::Fields;
use super::view::object;
use crate::reply::Reply;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// How many issues may be asked for at once.
const MOST_FETCHED: usize = 100;
/// How many issues' changelogs may be asked for at once, and of how many fields.
const MOST_LOGS: usize = 1000;
const MOST_LOG_FIELDS: usize = 10;
/// How many comments or worklogs may be asked for at once, and how many changes of worklogs are told at once.
const MOST_LISTED: usize = 1000;
/// How many worklogs of an issue come at once.
const MOST_WORKLOGS: usize = 5000;
/// How long ago a worklog has changed at least before the feeds tell of it, in milliseconds.
const FEED_DELAY: i64 = 60_000;
/// What comments can be ordered by.
const ORDERS: [&str; 3] = ["created", "-created", "+created"];

impl Desk<'_> {
    fn sees(&self, issue: &Issue) -> bool {
        self.site.sees(issue, self.is_known())
    }

    /// Issues by their ids or keys, in order of their ids. What is not seen is left out without a word.
    pub(super) fn bulk_fetch(&self) -> Answer {
        let names = self.ask.texts("issueIdsOrKeys");
        if !(1..=MOST_FETCHED).contains(&names.len()) {
            return Err(refusal::told(400, "The number of issues to fetch has to be between 1 and 100."));
        }
        self.refuse_properties()?;
        let expand = self.ask.expand(&["changelog"])?;
        let mut issues: Vec<&Issue> = names.iter().filter_map(|name| self.site.named(name)).collect();
        issues.retain(|issue| self.sees(issue));
        issues.sort_by_key(|issue| issue.id);
        issues.dedup_by_key(|issue| issue.id);
        let fields = Fields::of(&self.ask.texts("fields"), "*navigable");
        let issues = self.write(&issues, &fields, &expand)?;
        Ok(json_of(&json!({"expand": "names,schema", "issues": issues, "issueErrors": []})))
    }

    pub(super) fn one_issue(&self) -> Answer {
        let issue = self.issue()?;
        let expand = self.ask.expand(&["changelog"])?;
        let fields = Fields::of(&self.ask.texts("fields"), "*all");
        Ok(json_of(&self.write(&[issue], &fields, &expand)?[0]))
    }

    pub(super) fn changelog(&self) -> Answer {
        let issue = self.issue()?;
        self.page_of(self.listed_alone("changelog", &issue.history), (100, 100), |entry| self.view.entry(entry))
    }

    /// The changelogs of many issues: entries in order of the issues and of time, with a token for what follows. Times
    /// are seconds since 1970 here.
    pub(super) fn changelogs(&self) -> Answer {
        let (names, asked) = (self.ask.texts("issueIdsOrKeys"), self.ask.texts("fieldIds"));
        if !(1..=MOST_LOGS).contains(&names.len()) || asked.len() > MOST_LOG_FIELDS {
            return Err(refusal::told(400, "Up to 1000 issues and 10 fields can be asked for."));
        }
        let most = self.ask.number("maxResults").unwrap_or(1000).clamp(1, 1000) as usize;
        let bad = || refusal::told(400, super::search::BAD_TOKEN);
        let start = self.ask.text("nextPageToken").map_or(Some(0), place).ok_or_else(bad)?;
        let mut issues: Vec<&Issue> = names.iter().filter_map(|name| self.site.named(name)).collect();
        issues.retain(|issue| self.sees(issue));
        issues.sort_by_key(|issue| issue.id);
        issues.dedup_by_key(|issue| issue.id);
        let is_asked =
            |entry: &&Entry| asked.is_empty() || entry.items.iter().any(|item| asked.contains(&item.field_id));
        let all =
            issues.iter().flat_map(|issue| issue.history.iter().filter(is_asked).map(move |entry| (issue.id, entry)));
        let all: Vec<(u64, &Entry)> = all.collect();
        let page = &all[start.min(all.len())..(start + most).min(all.len())];
        let log = |entries: &[(u64, &Entry)]| {
            let histories = entries.iter().map(|(_, entry)| {
                let mut shown = self.view.entry(entry);
                shown["created"] = json!(entry.created / 1000);
                shown
            });
            json!({"issueId": entries[0].0.to_string(), "changeHistories": histories.collect::<Vec<_>>()})
        };
        let logs: Vec<Value> = page.chunk_by(|one, other| one.0 == other.0).map(log).collect();
        let next = start + page.len();
        Ok(json_of(&object([
            ("issueChangeLogs", Some(json!(logs))),
            ("nextPageToken", (next < all.len()).then(|| json!(URL_SAFE_NO_PAD.encode(format!("log:{next}"))))),
        ])))
    }

    /// What a list of an issue shows where it is asked for alone.
    fn listed_alone<'r, T>(&self, list: &str, rows: &'r [T]) -> &'r [T] {
        if self.faults.bare.iter().any(|bare| bare == list) { &[] } else { rows }
    }

    /// The comments of an issue. A bad order is refused before the issue is looked for.
    pub(super) fn comments(&self) -> Answer {
        let order = self.ask.text("orderBy").unwrap_or("created");
        if !ORDERS.contains(&order) {
            return Err(refusal::told(400, &format!("Cannot order by '{order}'.")));
        }
        let issue = self.issue()?;
        let mut comments: Vec<&Comment> = self.listed_alone("comment", &issue.comments).iter().collect();
        if order.starts_with('-') {
            comments.reverse();
        }
        let page = self.cut(&comments, 100, 100);
        let shown: Vec<Value> = page.rows.iter().map(|comment| self.view.comment(issue, comment)).collect();
        Ok(json_of(
            &json!({"startAt": page.start, "maxResults": page.most, "total": comments.len(), "comments": shown}),
        ))
    }

    pub(super) fn comment_list(&self) -> Answer {
        let ids = self.listed()?;
        let found = ids.iter().filter_map(|id| {
            let issue = self.site.issue(*self.site.homes.comments.get(id)?).filter(|issue| self.sees(issue))?;
            Some((issue, issue.comments.iter().find(|comment| comment.id == *id)?))
        });
        let found: Vec<(&Issue, &Comment)> = found.collect();
        self.page_of(&found, (MOST_LISTED, MOST_LISTED), |(issue, comment)| self.view.comment(issue, comment))
    }

    fn listed(&self) -> Result<Vec<u64>, Reply> {
        let ids = self.ask.numbers("ids");
        match (1..=MOST_LISTED).contains(&ids.len()) {
            true => Ok(ids),
            false => Err(refusal::told(400, "Between 1 and 1000 ids can be asked for.")),
        }
    }

    pub(super) fn worklogs(&self) -> Answer {
        let issue = self.issue()?;
        let bound = |name: &str, usual: i64| self.ask.number(name).unwrap_or(usual);
        let (after, before) = (bound("startedAfter", i64::MIN), bound("startedBefore", i64::MAX));
        let is_asked = |worklog: &&Worklog| (after..before).contains(&worklog.started);
        let listed = self.listed_alone("worklog", &issue.worklogs);
        let worklogs: Vec<&Worklog> = listed.iter().filter(is_asked).collect();
        let most = MOST_WORKLOGS.min(self.faults.listed());
        let page = self.cut(&worklogs, most, most);
        let shown: Vec<Value> = page.rows.iter().map(|worklog| self.view.worklog(issue, worklog)).collect();
        Ok(json_of(
            &json!({"startAt": page.start, "maxResults": page.most, "total": worklogs.len(), "worklogs": shown}),
        ))
    }

    pub(super) fn worklog_list(&self) -> Answer {
        let found = self.listed()?.into_iter().filter_map(|id| {
            let issue = self.site.issue(*self.site.homes.worklogs.get(&id)?).filter(|issue| self.sees(issue))?;
            Some(self.view.worklog(issue, issue.worklogs.iter().find(|worklog| worklog.id == id)?))
        });
        Ok(json_of(&found.collect()))
    }

    /// The worklogs that changed since a time, but for those of the last minute.
    pub(super) fn worklogs_updated(&self) -> Answer {
        let seen = self.site.issues().filter(|issue| self.sees(issue));
        let each = seen.flat_map(|issue| issue.worklogs.iter().map(|worklog| (worklog.updated, worklog.id)));
        self.feed(each.collect())
    }

    /// The worklogs that were deleted since a time, but for those of the last minute.
    pub(super) fn worklogs_deleted(&self) -> Answer {
        self.feed(self.site.removed_worklogs.clone())
    }

    /// A page of a feed: what happened from a time on, oldest first. The next page begins with the moment that this one
    /// ended in, so that a moment with more than a page of changes cannot be passed.
    fn feed(&self, mut all: Vec<(i64, u64)>) -> Answer {
        let since = self.ask.number("since").unwrap_or(0);
        let until = self.site.now() - FEED_DELAY;
        all.retain(|(time, _)| (since..=until).contains(time));
        all.sort_unstable();
        let page: Vec<(i64, u64)> = all.iter().take(MOST_LISTED).copied().collect();
        let is_last = page.len() == all.len();
        let end = page.last().map_or(until, |(time, _)| *time);
        let until = if is_last { until } else { end };
        let at = |since: i64| format!("{}{}?since={since}", self.view.url, self.path);
        let values = page.iter().map(|(time, id)| json!({"worklogId": id, "updatedTime": time, "properties": []}));
        Ok(json_of(&object([
            ("values", Some(values.collect())),
            ("since", Some(json!(since))),
            ("until", Some(json!(until))),
            ("self", Some(json!(at(since)))),
            ("nextPage", (!is_last).then(|| json!(at(until)))),
            ("lastPage", Some(json!(is_last))),
            ("isLastPage", (!self.view.is_cloud).then(|| json!(is_last))),
        ])))
    }

    pub(super) fn watchers(&self) -> Answer {
        let issue = self.issue()?;
        let watchers = self.shown_people(&issue.watchers);
        Ok(json_of(&json!({"self": self.view.at(&format!("issue/{}/watchers", self.part(0))),
            "isWatching": issue.watchers.contains(&0), "watchCount": issue.watchers.len(), "watchers": watchers})))
    }

    pub(super) fn votes(&self) -> Answer {
        let issue = self.issue()?;
        let voters = self.shown_people(&issue.votes);
        Ok(json_of(&json!({"self": self.view.at(&format!("issue/{}/votes", self.part(0))),
            "votes": issue.votes.len(), "hasVoted": issue.votes.contains(&0), "voters": voters})))
    }

    /// Who votes for an issue or watches it, to those who may see that.
    fn shown_people(&self, ordinals: &[usize]) -> Vec<Value> {
        let seen = if self.faults.hides_voters { &[] } else { ordinals };
        seen.iter().map(|ordinal| self.view.person(*ordinal)).collect()
    }

    /// Where the bytes of a file are, or the bytes themselves.
    pub(super) fn attachment_content(&self) -> Answer {
        let (_, attachment) = self.attached()?;
        if self.ask.flag("redirect") == Some(false) {
            return Ok(super::files::file(attachment));
        }
        let link = self.links.give(attachment.id);
        Ok(Reply::html(303, "").with("Location", link))
    }

    pub(super) fn one_attachment(&self) -> Answer {
        let (_, attachment) = self.attached()?;
        let mut shown = self.view.attachment(attachment);
        // A number here, a text within issues.
        shown["id"] = json!(attachment.id);
        Ok(json_of(&shown))
    }

    /// The attachment in the path, with its issue.
    pub(super) fn attached(&self) -> Result<(&Issue, &super::issue::Attachment), Reply> {
        let missing = || refusal::missing("attachment", self.part(0));
        let id: u64 = self.part(0).parse().map_err(|_| missing())?;
        let issue = self.site.homes.attachments.get(&id).and_then(|issue| self.site.issue(*issue));
        let issue = issue.filter(|issue| self.sees(issue)).ok_or_else(missing)?;
        let attachment = issue.attachments.iter().find(|attachment| attachment.id == id).ok_or_else(missing)?;
        Ok((issue, attachment))
    }
}

/// The place in a list of changelogs that a token names.
fn place(token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("log:")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_changelogs_names_a_place() {
        assert_eq!(place(&URL_SAFE_NO_PAD.encode("log:20")), Some(20));
        assert_eq!([place("bogus"), place(&URL_SAFE_NO_PAD.encode("log:x"))], [None, None]);
    }
}
