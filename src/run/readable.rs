//! What a site lets the account read: of each stream that the settings ask for one object is asked for, and of the first scopes
//! one each, so that a refusal is told with what it costs before a sync meets it.

use super::reach::Reach;
use super::verdict::Verdict;
use crate::config::Connection;
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Kind, Result, printable};
use crate::response::{Aim, Listing, Sighting, WalkKind};
use crate::source::client::{Asking, Log, Refusal};
use crate::source::first::settle_premise;
use crate::source::survey::Survey;
use crate::source::{self, Detail, PageSize, Reading, ScopeWords, Source, Standing, Stream, objects, retry};
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
}

/// What was found.
#[derive(Default)]
pub struct Readable {
    /// A verdict for each stream, and for the scopes under the name of several.
    pub verdicts: Vec<(&'static str, Verdict)>,
    /// The scopes that the first page of their listing shows and the settings ask for, by id.
    pub scopes: Vec<String>,
    /// Whether there are more of them.
    pub has_more_scopes: bool,
    /// An object of each stream that has shown one.
    firsts: BTreeMap<&'static str, String>,
}

impl Reader<'_> {
    /// Tries every stream that the settings ask for. The error is that of a listing of scopes that cannot be read.
    pub async fn look(&self, words: ScopeWords) -> Result<Readable> {
        let mut readable = Readable::default();
        let Some(scope) = source::scopes(self.source) else { return Ok(readable) };
        self.list(scope, &mut readable).await?;
        let wanted = self.wanted();
        let scoped = wanted.iter().find(|stream| stream.scope == Some(scope.name)).copied();
        if let Some(stream) = scoped {
            let verdict = self.scopes(stream, words, &mut readable).await;
            readable.verdicts.push((words.many, verdict));
        }
        for stream in wanted.into_iter().filter(|stream| scoped.is_none_or(|scoped| scoped.name != stream.name)) {
            let verdict = self.stream(stream, &mut readable).await;
            readable.verdicts.push(("stream", verdict));
        }
        Ok(readable)
    }

    /// The streams that the settings ask for, containers before what lies in them.
    pub fn wanted(&self) -> Vec<&'static Stream> {
        let wanted = self.source.wanted(self.connection);
        let is_wanted = |stream: &&Stream| stream.is_chosen && wanted.iter().any(|name| name == stream.name);
        self.source.streams().iter().filter(is_wanted).collect()
    }

    /// The first page of the listing of scopes, without those that settings leave out.
    async fn list(&self, stream: &'static Stream, readable: &mut Readable) -> Result<()> {
        let session = self.reach.session.as_ref();
        let aim = aim(WalkKind::Census, stream, "");
        let names = session.names(&aim).all();
        let named = names.min(self.source.scopes_at_once());
        let ask = session.first(&aim, session.page_size(PageSize::Full), 0..named)?;
        let listed = self.ask(stream, &ask, Detail::Sightings).await;
        let reading = listed.map_err(|refusal| objects::into_error(refusal, "the scopes"))?;
        readable.has_more_scopes = reading.next.is_some() || names > named;
        let is_asked = |shown: &Sighting| stream.statuses.standing(shown.status.as_deref()) != Standing::Unasked;
        let shown = reading.sightings.into_iter().filter(is_asked);
        readable.scopes = shown.map(|shown| shown.object).collect();
        readable.firsts.extend(readable.scopes.first().map(|id| (stream.name, id.clone())));
        Ok(())
    }

    /// Tries the listings of the first scopes: one that is listed may still not be readable.
    async fn scopes(&self, stream: &'static Stream, words: ScopeWords, readable: &mut Readable) -> Verdict {
        let ids: Vec<String> = readable.scopes.iter().take(MOST_SCOPES).cloned().collect();
        let mut refused = Vec::new();
        for id in &ids {
            match self.first(WalkKind::Listing, stream, id).await {
                Ok(reading) => readable.note(stream, &reading),
                Err(error) if error.kind() == Kind::Unreachable => return Verdict::Failed(error),
                Err(error) => {
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
        let more = if readable.has_more_scopes { "more than " } else { "" };
        Verdict::Good(format!(
            "{} of {more}{} {} tried, each can be read ({})",
            ids.len(),
            readable.scopes.len(),
            words.many,
            stream.name
        ))
    }

    /// Tries one stream, for the first object of its parent where it has one.
    async fn stream(&self, stream: &'static Stream, readable: &mut Readable) -> Verdict {
        let name = stream.name;
        let outcome = match stream.parent {
            None => self.first(WalkKind::Census, stream, "").await,
            Some(parent) => match readable.firsts.get(parent.stream) {
                Some(first) => self.first(WalkKind::Children, stream, first).await,
                None => return Verdict::Skipped(format!("{name}: not tried: the site shows no {}", parent.stream)),
            },
        };
        match outcome {
            Ok(reading) => {
                readable.note(stream, &reading);
                Verdict::Good(format!("{name}: can be read"))
            }
            Err(error) => Verdict::Failed(error),
        }
    }

    /// One object of a stream, without its body; by the older route where the site does not have the other one.
    async fn first(&self, kind: WalkKind, stream: &'static Stream, scope: &str) -> Result<Reading> {
        let Reach { client, session } = self.reach;
        let settled = settle_premise(client, session.as_ref(), stream, &mut Log::default()).await;
        settled.map_err(|cause| self.refused(stream, cause))?;
        let aim = aim(kind, stream, scope);
        let ask = session.bodies(stream, &session.first(&aim, 1, 0..0)?, false);
        let asked = match self.ask(stream, &ask, Detail::Ids).await {
            Err(refusal @ Refusal::Absent(404 | 410, _)) => match session.instead(&aim, 1, 0..0)? {
                Some(older) => self.ask(stream, &session.bodies(stream, &older, false), Detail::Ids).await,
                None => Err(refusal),
            },
            asked => asked,
        };
        match asked {
            Ok(reading) => Ok(reading.within(&stream.envelope, scope)),
            Err(Refusal::Nothing(_)) => Ok(Reading::default()),
            Err(refusal) => {
                let cause = objects::into_error(refusal, &format!("the {} listing", stream.name));
                Err(self.refused(stream, cause))
            }
        }
    }

    async fn ask(&self, stream: &'static Stream, ask: &Ask, detail: Detail) -> Result<Reading, Refusal> {
        let Reach { client, session } = self.reach;
        let asking = Asking { ask, refused: session.refused(stream) };
        let read = |answer: &Answer| session.read(stream, ask, answer, detail);
        let asked = client.ask(asking, retry::FEW_TRIES, &mut Log::default(), read).await;
        asked.map(|(_, reading)| reading)
    }

    /// What is refused, what it takes, and what it costs.
    fn refused(&self, stream: &'static Stream, cause: Error) -> Error {
        let demand = self.survey.demand(&self.connection.own, stream).filter(|_| cause.kind() != Kind::Unreachable);
        let Some(demand) = demand else { return cause };
        let token = match self.source.scopes(self.connection).is_empty() {
            true => String::new(),
            false => format!(" and a token with the scopes {}", demand.scopes.join(", ")),
        };
        let hint = format!(
            "it takes {}{token}: see to that, or remove {} from {}; else its datasets stay empty and every sync is incomplete",
            demand.right, demand.word, demand.setting
        );
        Error::new(Kind::Incomplete, format!("{}: {}", stream.name, cause.one_line())).hint(hint)
    }
}

impl Readable {
    fn note(&mut self, stream: &'static Stream, reading: &Reading) {
        if let Some(id) = reading.ids.first() {
            self.firsts.entry(stream.name).or_insert_with(|| id.clone());
        }
    }
}

fn aim(kind: WalkKind, stream: &'static Stream, scope: &str) -> Aim {
    Aim::new(kind, Listing { stream: stream.name, scope: scope.to_owned() })
}
