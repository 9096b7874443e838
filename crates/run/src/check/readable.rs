//! What a site lets the account read: of each stream that the settings ask for one object is asked for, and of the first scopes
//! one each, so that a refusal is told with what it costs before a sync meets it.

use super::listed::Listed;
use crate::connection::reach::Reach;
use crate::connection::scope;
use crate::connection::verdict::Verdict;
use catchment_base::error::{Error, Kind, Result, printable};
use catchment_base::response::{Aim, Listing, WalkKind};
use catchment_source::client::{Log, Refusal};
use catchment_source::config::Connection;
use catchment_source::first::settle_premise;
use catchment_source::survey::{Demand, Survey};
use catchment_source::{Detail, Reading, ScopeWords, Source, Stream, objects};
use std::collections::BTreeMap;

/// Scopes whose listings are tried, at most.
const MOST_SCOPES: usize = 10;

/// Who looks.
pub struct Reader<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// Its source.
    pub source: &'a dyn Source,
    /// Its site.
    pub reach: &'a Reach,
    /// What is known of the site beforehand.
    pub survey: &'a dyn Survey,
    /// Its scopes.
    pub listed: &'a Listed,
    /// Whether the site understands what settings select.
    pub selects: bool,
}

/// Objects of each stream that has shown some: the first one of each listing.
type Firsts = BTreeMap<&'static str, Vec<String>>;

impl Reader<'_> {
    /// Tries every stream that the settings ask for: a verdict for each, and for the scopes under the name of several.
    pub async fn look(&self, words: ScopeWords) -> Vec<(&'static str, Verdict)> {
        let mut verdicts = Vec::new();
        let Some(scope) = catchment_source::scopes(self.source) else { return verdicts };
        let mut firsts = Firsts::from([(scope.name, self.listed.asked.iter().take(1).cloned().collect())]);
        let wanted = self.wanted();
        let scoped = wanted.iter().find(|stream| stream.scope == Some(scope.name)).copied();
        if let Some(stream) = scoped {
            verdicts.push((words.many, self.scopes(stream, words, &mut firsts).await));
        }
        for stream in wanted.into_iter().filter(|stream| scoped.is_none_or(|scoped| scoped.name != stream.name)) {
            // What ends while it is looked at has one cause, which is told already.
            if self.reach.client.is_denied() {
                let because = "the site does not accept the credentials any more; what comes after was not tried";
                verdicts.push(("stream", Verdict::Skipped(because.to_owned())));
                break;
            }
            verdicts.push(("stream", self.stream(stream, &mut firsts).await));
        }
        verdicts
    }

    /// The streams that the settings ask for, containers before what lies in them.
    pub fn wanted(&self) -> Vec<&'static Stream> {
        let wanted = self.source.wanted(self.connection);
        let is_wanted = |stream: &&Stream| stream.is_chosen && wanted.iter().any(|name| name == stream.name);
        self.source.streams().iter().filter(is_wanted).collect()
    }

    /// Tries the listings of the first scopes: one that is listed may still not be readable.
    async fn scopes(&self, stream: &'static Stream, words: ScopeWords, firsts: &mut Firsts) -> Verdict {
        let Listed { asked, has_more, .. } = self.listed;
        if asked.is_empty() {
            let ScopeWords { one, setting, .. } = words;
            return Verdict::Skipped(format!("{setting} asks for no {one} that the account sees"));
        }
        if stream.selection.is_some() && !self.selects {
            return Verdict::Skipped(untried(stream.name));
        }
        let ids = asked.get(..asked.len().min(MOST_SCOPES)).unwrap_or_default();
        let mut refused = Vec::new();
        for id in ids {
            match self.first(WalkKind::Listing, stream, id).await {
                Ok(reading) => note(firsts, stream, &reading),
                Err(error) if error.kind() == Kind::Unreachable || self.is_denied(&error).await => {
                    return Verdict::Failed(error);
                }
                Err(error) => {
                    let error = self.refused(stream, error);
                    let name = self.survey.handle(id).unwrap_or_else(|| format!("{} {id}", words.one));
                    refused.push(format!("{} ({})", printable(&name), error.one_line()));
                }
            }
        }
        if !refused.is_empty() {
            let what = format!("of these {} no {} can be read: {}", words.many, stream.name, refused.join("; "));
            let hint = format!(
                "give the account the right to view them, or leave them out of {}; else every sync is incomplete",
                words.setting
            );
            return Verdict::Failed(Error::new(Kind::Incomplete, what).hint(hint));
        }
        let more = if *has_more { "more than " } else { "" };
        Verdict::Good(format!(
            "{} of {more}{} {} tried, each can be read ({})",
            ids.len(),
            asked.len(),
            words.many,
            stream.name
        ))
    }

    /// Tries one stream, for the first object of its parent where it has one.
    async fn stream(&self, stream: &'static Stream, firsts: &mut Firsts) -> Verdict {
        let name = self.called(stream);
        let outcome = match stream.parent {
            Some(parent) if stream.is_only_carried => {
                return Verdict::Good(format!("{name}: comes with each {}", parent.stream));
            }
            // The item about filters tells what is wrong with them.
            None if stream.selection.is_some() && !self.selects => return Verdict::Skipped(untried(&name)),
            None => self.first(WalkKind::Census, stream, "").await,
            Some(parent) => match firsts.get(parent.stream).map(Vec::as_slice).unwrap_or_default() {
                [] => return Verdict::Skipped(format!("{name}: not tried: the site shows no {}", parent.stream)),
                parents => self.child(stream, parents).await,
            },
        };
        match outcome {
            Ok(reading) => {
                note(firsts, stream, &reading);
                Verdict::Good(format!("{name}: can be read"))
            }
            Err(error) if self.is_denied(&error).await => Verdict::Failed(error),
            Err(error) if is_left_out(self.connection, stream, &error) => {
                Verdict::Doubtful(catchment_source::left_out(&name, &error.one_line()))
            }
            Err(error) => Verdict::Failed(self.refused(stream, error)),
        }
    }

    /// The first of its parents that shows an object of a stream, or a refusal. Where parents have to have some status, others have
    /// none.
    async fn child(&self, stream: &'static Stream, parents: &[String]) -> Result<Reading> {
        let most = if stream.parent.is_some_and(|parent| !parent.of_status.is_empty()) { parents.len() } else { 1 };
        let mut reading = Reading::default();
        for parent in parents.iter().take(most) {
            reading = self.first(WalkKind::Children, stream, parent).await?;
            if reading.objects > 0 {
                break;
            }
        }
        Ok(reading)
    }

    /// A stream, and the word by which settings ask for it where that is another one.
    fn called(&self, stream: &Stream) -> String {
        let word = self.survey.demand(&self.connection.own, stream).map(|demand| demand.word);
        match word.filter(|word| !word.contains(stream.name)) {
            Some(word) => format!("{} ({word})", stream.name),
            None => stream.name.to_owned(),
        }
    }

    /// Whether an error says that the credentials are not accepted any more, for whatever is asked.
    async fn is_denied(&self, error: &Error) -> bool {
        error.kind() == Kind::Denied && self.reach.client.find_out_denied(&mut Log::default()).await
    }

    /// One object of a stream, without its body; by the older route where the site does not have the other one.
    async fn first(&self, kind: WalkKind, stream: &'static Stream, scope: &str) -> Result<Reading> {
        let Reach { client, session } = self.reach;
        let aim = self.aim(kind, stream, scope)?;
        settle_premise(client, session.as_ref(), &aim, &mut Log::default()).await?;
        let ask = session.bodies(stream, &session.first(&aim, 1, 0..0)?, false);
        let asked = match self.reach.ask(stream, &ask, Detail::Ids).await {
            Err(refusal @ Refusal::Absent(404 | 410, _)) => match session.instead(&aim, 1, 0..0)? {
                Some(older) => self.reach.ask(stream, &session.bodies(stream, &older, false), Detail::Ids).await,
                None => Err(refusal),
            },
            asked => asked,
        };
        match asked {
            Ok(reading) => match reading.lacking(reading.objects as u64) {
                Some(lacking) => Err(Error::failed(lacking)),
                None => Ok(reading.within(&stream.envelope, scope)),
            },
            Err(Refusal::Nothing(_)) => Ok(Reading::default()),
            Err(Refusal::Refused(said)) if stream.selection.is_some() => {
                Err(session.refused_first(stream, &format!("(400){said}")))
            }
            Err(refusal) => Err(objects::into_error(refusal, &format!("the {} listing", stream.name))),
        }
    }

    /// A walk as a sync would begin it: over the site it is restricted to the scopes that are asked for.
    fn aim(&self, kind: WalkKind, stream: &'static Stream, scope: &str) -> Result<Aim> {
        let is_restricted = scope.is_empty() && scope::is_narrow(self.connection)?;
        let most = if is_restricted { self.source.scopes_at_once() } else { 0 };
        let scopes = self.listed.asked.iter().take(most).cloned().collect();
        Ok(Aim { scopes, ..Aim::new(kind, Listing { stream: stream.name, scope: scope.to_owned() }) })
    }

    /// What is refused, what it takes, and what it costs.
    fn refused(&self, stream: &'static Stream, cause: Error) -> Error {
        // What settings say wrongly tells by itself what to do.
        let is_refused = !matches!(cause.kind(), Kind::Unreachable | Kind::Usage);
        let demand = self.survey.demand(&self.connection.own, stream).filter(|_| is_refused);
        let Some(demand) = demand else { return cause };
        let cure = match cause.remedy_text() {
            Some(remedy) => remedy.to_owned(),
            None => format!("it takes {}{}: see to that", demand.right, self.scopes_of(&demand)),
        };
        let hint = format!(
            "{cure}, or remove {} from {}; else its datasets stay empty and every sync is incomplete",
            demand.word, demand.setting
        );
        Error::new(Kind::Incomplete, format!("{}: {}", self.called(stream), cause.one_line())).hint(hint)
    }

    /// The scopes that a stream takes, where tokens have some.
    fn scopes_of(&self, demand: &Demand) -> String {
        match self.source.scopes(self.connection).is_empty() {
            true => String::new(),
            false => format!(" and a token with the scopes {}", demand.scopes.join(", ")),
        }
    }
}

/// Whether a sync leaves a stream out because only the default of the settings asks for it and the account may not read it.
pub fn is_left_out(connection: &Connection, stream: &Stream, error: &Error) -> bool {
    let is_by_default =
        || catchment_source::wanted_by_default(connection).is_ok_and(|streams| streams.contains(stream.name));
    error.kind() == Kind::Forbidden && is_by_default()
}

/// A stream whose objects settings select in a way that the site does not understand.
fn untried(name: &str) -> String {
    format!("{name}: not tried: its filters are not in order")
}

fn note(firsts: &mut Firsts, stream: &'static Stream, reading: &Reading) {
    firsts.entry(stream.name).or_default().extend(reading.ids.first().cloned());
}
