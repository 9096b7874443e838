//! The search: pages of the issues that a query finds, each with a token for the next.

use super::desk::{Answer, Desk, json_of};
use super::faults::TokenFault;
use super::fields::SYSTEM;
use super::issue::Issue;
use super::jql::{Atom, Query};
use super::literal::Clock;
use super::refusal;
use super::searched::{Reading, Searched};
use super::shown::Fields;
use super::view::object;
use crate::random::mark;
use crate::reply::Reply;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catchment_base::clock;
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::sync::Arc;

/// How many issues may be reconciled.
const MOST_RECONCILED: usize = 50;
/// The greatest page.
const MOST: i64 = 5000;

pub(super) const UNBOUNDED: &str =
    "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.";
pub(super) const OUT_OF_RANGE: &str = "The max results parameter has to be between 1 and 5,000.";
pub(super) const BAD_TOKEN: &str = "The provided next page token is invalid or expired.";

/// What a page ended with.
struct Token {
    /// A mark of the query.
    query: u64,
    /// The number of the request that it was given to.
    given: u64,
    /// What the last issue is ordered by, and its number.
    rank: Vec<Vec<Atom>>,
    last: u64,
}

impl Token {
    fn write(&self) -> String {
        let atom = |atom: &Atom| match atom {
            Atom::Number(number) => json!(number),
            Atom::Text(text) => json!(text),
        };
        let rank: Vec<Vec<Value>> = self.rank.iter().map(|atoms| atoms.iter().map(atom).collect()).collect();
        URL_SAFE_NO_PAD.encode(json!([self.query, self.given, rank, self.last]).to_string())
    }

    fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let atom = |value: &Value| match value {
            Value::String(text) => Some(Atom::Text(text.clone())),
            other => other.as_i64().map(Atom::Number),
        };
        let atoms = |value: &Value| value.as_array()?.iter().map(atom).collect::<Option<Vec<Atom>>>();
        Some(Self {
            query: value[0].as_u64()?,
            given: value[1].as_u64()?,
            rank: value[2].as_array()?.iter().map(atoms).collect::<Option<_>>()?,
            last: value[3].as_u64()?,
        })
    }
}

impl Desk<'_> {
    /// What the queries of this request are read against.
    pub(super) fn reading(&self) -> Reading<'_> {
        let faults = self.faults;
        let clock = Clock { zone: self.view.zone, now: self.site.now(), epochs: faults.epochs };
        let is_lenient = faults.is_lenient || self.ask.flag("validateQuery") == Some(false);
        let unsearched = faults.unsearched;
        Reading { site: self.site, clock, is_known: self.is_known(), is_lenient, unsearched }
    }

    /// The query of this request, which has to have a restriction.
    fn query(&self) -> Result<Query<Searched>, Reply> {
        let jql = self.ask.text("jql").unwrap_or_default();
        let query = Query::read(jql, &self.reading()).map_err(|why| refusal::told(400, &why))?;
        if query.is_bounded() { Ok(query) } else { Err(refusal::told(400, UNBOUNDED)) }
    }

    /// The issues that a query finds among those that the account sees, in its order; of equals the newest first.
    pub(super) fn found(&self, query: &Query<Searched>, reconciled: &[u64]) -> Arc<Vec<u64>> {
        let (site, now) = (self.site, clock::now());
        let jql = self.ask.text("jql").unwrap_or_default().to_owned();
        let of = (jql, self.is_known(), site.changes);
        let is_fixed = site.is_indexed(now);
        if let Some(ids) = self.finder.known(&of).filter(|_| is_fixed) {
            return ids;
        }
        let seen = site.issues().filter(|issue| site.sees(issue, self.is_known()));
        let shown = seen.filter_map(|issue| site.indexed(issue, now, reconciled));
        let found = shown.filter(|issue| query.finds(&|field: &Searched| field.held(site, issue)));
        let mut ranked: Vec<(Vec<Vec<Atom>>, u64)> = found.map(|issue| (self.rank(query, issue), issue.id)).collect();
        ranked.sort_by(|one, other| in_order(query, (&one.0, one.1), (&other.0, other.1)));
        let ids = Arc::new(ranked.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        if is_fixed {
            self.finder.keep(of, Arc::clone(&ids));
        }
        ids
    }

    fn rank(&self, query: &Query<Searched>, issue: &Issue) -> Vec<Vec<Atom>> {
        query.order.iter().map(|(field, _)| field.rank(self.site, issue)).collect()
    }

    /// An issue as the search shows it now.
    fn shown(&self, id: u64, reconciled: &[u64]) -> Option<&Issue> {
        self.site.issue(id).and_then(|issue| self.site.indexed(issue, clock::now(), reconciled))
    }

    /// The token that a request came with; one that is not readable is refused before anything else is looked at.
    fn token(&self) -> Result<Option<Token>, Reply> {
        let Some(text) = self.ask.text("nextPageToken") else { return Ok(None) };
        let token = Token::read(text).ok_or_else(|| refusal::told(400, BAD_TOKEN))?;
        let life = self.faults.token_life;
        let is_old = life.is_some_and(|life| self.number > token.given.saturating_add(life));
        if is_old { Err(refusal::told(400, BAD_TOKEN)) } else { Ok(Some(token)) }
    }

    /// Finds issues by a query, a page at a time.
    pub(super) fn search(&self) -> Answer {
        let (token, reconciled) = (self.token()?, self.ask.numbers("reconcileIssues"));
        if reconciled.len() > MOST_RECONCILED {
            return Err(refusal::told(400, "The max number of issues to reconcile is 50."));
        }
        let asked = self.ask.number("maxResults").unwrap_or(50);
        if !(1..=MOST).contains(&asked) {
            return Err(refusal::told(400, OUT_OF_RANGE));
        }
        let query = self.query()?;
        let hash = mark([self.ask.text("jql").unwrap_or_default()]);
        if token.as_ref().is_some_and(|token| token.query != hash) {
            return Err(refusal::told(400, BAD_TOKEN));
        }
        self.refuse_properties()?;
        let expand = self.ask.expand(&["names", "schema", "changelog"])?;
        let (faults, fields) = (self.faults, Fields::of(&self.ask.texts("fields"), "id"));
        let is_slim = fields.is_slim() && expand.is_empty();
        let most = if is_slim { asked as usize } else { (asked as usize).min(faults.page()) };
        let ids = self.found(&query, &reconciled);
        let start = token.as_ref().map_or(0, |token| {
            ids.partition_point(|id| match self.shown(*id, &reconciled) {
                Some(issue) => in_order(&query, (&self.rank(&query, issue), *id), (&token.rank, token.last)).is_le(),
                None => false,
            })
        });
        let fault = faults.token(self.number);
        let size = if fault == Some(TokenFault::Empty) && start < ids.len() { 0 } else { most };
        let page = &ids[start..(start + size).min(ids.len())];
        let issues: Vec<&Issue> = page.iter().filter_map(|id| self.shown(*id, &reconciled)).collect();
        let is_last = start + page.len() >= ids.len();
        let next = (!is_last).then(|| match (fault, self.ask.text("nextPageToken"), issues.last(), token) {
            (Some(TokenFault::Repeated), Some(given), ..) => given.to_owned(),
            (_, _, Some(last), _) => {
                Token { query: hash, given: self.number, rank: self.rank(&query, last), last: last.id }.write()
            }
            (_, _, None, Some(before)) => Token { given: self.number, ..before }.write(),
            (_, _, None, None) => self.before_all(hash, &query, &ids),
        });
        let tells_last = is_last != (fault == Some(TokenFault::Lying));
        let mut answer = self.with_names(&expand);
        answer["issues"] = self.write(&issues, &fields, &expand)?;
        answer["isLast"] = json!(tells_last);
        if let Some(next) = next {
            answer["nextPageToken"] = json!(next);
        }
        Ok(json_of(&answer))
    }

    /// A token for the first page, as one that follows an empty page.
    fn before_all(&self, query: u64, read: &Query<Searched>, ids: &[u64]) -> String {
        let first = ids.first().and_then(|id| self.site.issue(*id));
        let rank = first.map_or(Vec::new(), |issue| self.rank(read, issue));
        // Of equals the newest comes first: what would follow this number is the first issue itself.
        let last = first.map_or(0, |issue| issue.id + 1);
        Token { query, given: self.number, rank, last }.write()
    }

    /// Properties of issues are not served.
    pub(super) fn refuse_properties(&self) -> Result<(), Reply> {
        match self.ask.texts("properties").is_empty() {
            true => Ok(()),
            false => Err(refusal::beyond("properties of issues")),
        }
    }

    /// Issues with their fields; refused where one of them breaks the page.
    pub(super) fn write(&self, issues: &[&Issue], fields: &Fields, expand: &[String]) -> Result<Value, Reply> {
        let poisons = &self.faults.poisons;
        let has_history = expand.iter().any(|name| name == "changelog");
        if (has_history || !fields.is_slim()) && issues.iter().any(|issue| poisons.contains(&issue.id)) {
            return Err(refusal::broken());
        }
        // Data Center gives them all.
        let most = if self.view.is_cloud { self.view.embedded } else { self.faults.listed() };
        let write = |issue: &&Issue| {
            let mut shown = self.view.issue(issue, fields);
            if has_history {
                shown["changelog"] = self.view.embedded_history(issue, most);
            }
            for member in &self.faults.lacking {
                shown.as_object_mut().and_then(|shown| shown.remove(member));
                shown["fields"].as_object_mut().and_then(|fields| fields.remove(member));
            }
            shown
        };
        Ok(issues.iter().map(write).collect())
    }

    /// Names and types of fields beside issues, where they are asked for.
    pub(super) fn with_names(&self, expand: &[String]) -> Value {
        let has = |name: &str| expand.iter().any(|asked| asked == name);
        let system = || SYSTEM.iter().map(|field| (field.id.to_owned(), json!(field.name)));
        let custom = self.site.fields.iter().map(|field| (format!("customfield_{}", field.id), json!(field.name)));
        let all = self.view.schemas().into_iter();
        object([
            ("names", has("names").then(|| Value::Object(system().chain(custom).collect()))),
            ("schema", has("schema").then(|| Value::Object(all.collect()))),
        ])
    }

    /// How many issues a query finds, about.
    pub(super) fn approximate_count(&self) -> Answer {
        let query = self.query()?;
        Ok(json_of(&json!({"count": self.found(&query, &[]).len()})))
    }

    /// The search that there was once.
    pub(super) fn removed(&self) -> Answer {
        Err(refusal::removed())
    }
}

/// The order of two issues by the values that a query orders by; of equals the newest first.
fn in_order(query: &Query<Searched>, one: (&[Vec<Atom>], u64), other: (&[Vec<Atom>], u64)) -> Ordering {
    query.compare(one.0, other.0).then(other.1.cmp(&one.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_where_a_page_ended() {
        let rank = vec![vec![Atom::Number(-5), Atom::Text("a\"b".to_owned())], Vec::new()];
        let token = Token { query: u64::MAX, given: 7, rank: rank.clone(), last: 10001 };
        let read = Token::read(&token.write()).unwrap();
        assert_eq!((read.query, read.given, read.rank, read.last), (u64::MAX, 7, rank, 10001));
        assert!(Token::read("bogus").is_none() && Token::read("").is_none());
    }
}
