//! Downloading a file: the request to the site counts against its budget; the link in the answer is followed without
//! credentials.
//!
//! A link is valid for minutes. When it has expired, the site is asked for a new one, as often as any request is retried. The
//! content is compared with the announced size and media type, and a login page is not taken for a file.

use crate::client::{Again, Client, Log, Refusal, Tries};
use crate::retry::{self, Verdict};
use crate::{Session, Stream};
use catchment_base::clock;
use catchment_base::error::{Error, Result};
use catchment_io::http::{Answer, Broken, Coming, Given, Outside, Trouble};
use url::Url;

/// Leading bytes of a file that are inspected.
const HEAD: usize = 512;
/// The media type in which a site refuses.
const JSON: &str = "application/json";

/// A file that is to be downloaded.
pub struct Wanted {
    /// The site's URL of it.
    pub url: Url,
    /// Its media type as announced, if any.
    pub media_type: Option<String>,
    /// Its size as announced, if any.
    pub size: Option<u64>,
    /// The largest size in bytes.
    pub limit: u64,
    /// Whether files fail, none having come: it is asked for a few times only.
    pub is_doubtful: bool,
}

/// Takes the bytes of one file.
pub trait Sink {
    /// Discards the bytes received so far: the file starts again.
    fn restart(&mut self) -> Result<()>;

    /// Takes the next bytes.
    fn take(&mut self, bytes: &[u8]) -> Result<()>;
}

/// Why a file was not downloaded.
pub enum Missed {
    /// It is larger than the limit.
    TooLarge,
    /// The site or the media host does not deliver it.
    Refused(Refusal),
    /// The bytes could not be kept.
    Keeping(Error),
}

/// The result of an attempt without a file.
enum Failure {
    Again(Again),
    Missed(Missed),
}

impl From<Again> for Failure {
    fn from(again: Again) -> Self {
        Self::Again(again)
    }
}

impl Client {
    /// The site's address of a version of the file of an object of a stream, which is attached to a container.
    pub async fn address(
        &self,
        (session, stream): (&dyn Session, &Stream),
        (container, id): (&str, &str),
        version: u32,
        log: &mut Log,
    ) -> Result<Url, Missed> {
        let Some(ask) = session.file_link(stream, id).map_err(Missed::Keeping)? else {
            return session.file(stream, container, id, version).map_err(Missed::Keeping);
        };
        let read = |answer: &Answer| session.read_file_link(stream, &answer.body, version);
        let answered = self.ask(&ask, retry::TRIES, log, read).await;
        answered.map(|(_, url)| url).map_err(Missed::Refused)
    }

    /// Downloads a file and returns its size. Every request to the site is in `log`; the request to the link is not.
    pub async fn download(
        &self,
        outside: &Outside,
        wanted: &Wanted,
        log: &mut Log,
        sink: &mut (dyn Sink + Send),
    ) -> Result<u64, Missed> {
        let mut tried =
            if wanted.is_doubtful { Tries::new(retry::FEW_TRIES).not_anew() } else { Tries::new(retry::TRIES) };
        let mut turn = None;
        loop {
            self.await_outage(&mut turn).await.map_err(Missed::Refused)?;
            match self.try_download(outside, wanted, &tried, log, sink).await {
                Ok(bytes) => return Ok(bytes),
                Err(Failure::Missed(missed)) => return Err(missed),
                Err(Failure::Again(again)) => self.await_turn(again, &mut tried, log).await.map_err(Missed::Refused)?,
            }
        }
    }

    async fn try_download(
        &self,
        outside: &Outside,
        wanted: &Wanted,
        tried: &Tries,
        log: &mut Log,
        sink: &mut (dyn Sink + Send),
    ) -> Result<u64, Failure> {
        let (coming, from_site) = match self.ask_for_file(wanted, tried, log).await? {
            Given::File(coming) => (coming, true),
            Given::Link(link) => {
                let outcome = outside.get(link).await;
                (self.weigh_link(outcome, tried)?, false)
            }
        };
        sink.restart().map_err(keeping)?;
        let mut check = Check::new(wanted, &coming, from_site);
        let mut take = |bytes: &[u8]| {
            check.look(bytes)?;
            sink.take(bytes)
        };
        match coming.pour(wanted.limit, &mut take).await {
            Ok(bytes) => check.end(bytes).map_err(|cause| stop(cause).into()),
            Err(_) if check.flaw.is_some() => Err(stop(check.flaw.take().unwrap_or_default()).into()),
            Err(Broken::TooLarge) => Err(Failure::Missed(Missed::TooLarge)),
            Err(Broken::Taking(error)) => Err(keeping(error)),
            Err(Broken::Trouble(trouble)) => Err(self.again_or(tried, None, undeliverable(trouble)).into()),
        }
    }

    /// One request to the site, on record.
    async fn ask_for_file(&self, wanted: &Wanted, tried: &Tries, log: &mut Log) -> Result<Given, Again> {
        let ticket = self.budget.enter(&mut log.waits).await;
        let (started_at, started) = (clock::now(), clock::instant());
        let outcome = self.http.begin_download(&wanted.url).await;
        drop(ticket);
        let millis = started.elapsed().as_millis() as u64;
        let told = outcome.as_ref().map(|(answer, _)| answer);
        let good: &[u16] = if matches!(outcome, Ok((_, Some(_)))) { &[200, 301, 302, 303, 307, 308] } else { &[] };
        log.requests.push(self.record(&without_name(&wanted.url), tried.number(), started_at, millis, told, good));
        match outcome {
            Ok((_, Some(given))) => {
                self.budget.speed_up();
                Ok(given)
            }
            Ok((answer, None)) => self.weigh_refusal(Ok(answer), tried, log),
            Err(trouble) => self.weigh_refusal(Err(trouble), tried, log),
        }
    }

    /// An answer without a file is judged like that to any other request.
    fn weigh_refusal(&self, outcome: Result<Answer, Trouble>, tried: &Tries, log: &mut Log) -> Result<Given, Again> {
        let no_file = |_: &Answer| Err("the response contains no file".to_owned());
        self.weigh(outcome, (&[], JSON), tried, &no_file, log).map(|(_, given)| given)
    }

    /// Judges the answer of the media host: for an expired link a new one is requested.
    fn weigh_link(&self, outcome: Result<(Answer, Option<Coming>), Trouble>, tried: &Tries) -> Result<Coming, Again> {
        let answer = match outcome {
            Ok((_, Some(coming))) => return Ok(coming),
            Ok((answer, None)) => answer,
            Err(trouble @ (Trouble::Transport(_) | Trouble::Cut(_))) => {
                return Err(self.again_or(tried, None, undeliverable(trouble)));
            }
            Err(trouble) => return Err(Again::Stop(undeliverable(trouble))),
        };
        let cause = Refusal::Undeliverable(format!("the media host answered {}", answer.status));
        Err(match (answer.status, retry::judge(&answer, &self.teller, &[], JSON)) {
            (401 | 403 | 404 | 410, _) => self.again_or(tried, None, cause),
            (_, Some(Verdict::Limited(wait) | Verdict::Again(_, wait) | Verdict::Later(_, wait))) => {
                self.again_or(tried, wait, cause)
            }
            _ => Again::Stop(cause),
        })
    }
}

/// The address of a file without the name that somebody gave it.
fn without_name(url: &Url) -> Url {
    let mut shown = url.clone();
    let has_name = url.path_segments().and_then(|mut parts| parts.next_back()).is_some_and(|name| name.contains('.'));
    if has_name && let Ok(mut parts) = shown.path_segments_mut() {
        parts.pop().push("*");
    }
    shown
}

fn undeliverable(trouble: Trouble) -> Refusal {
    Refusal::Undeliverable(format!("downloading the file failed: {trouble}"))
}

fn stop(cause: String) -> Again {
    Again::Stop(Refusal::Undeliverable(cause))
}

fn keeping(error: Error) -> Failure {
    Failure::Missed(Missed::Keeping(error))
}

/// Inspects the content while it arrives.
struct Check<'a> {
    wanted: &'a Wanted,
    /// The content is announced as HTML, or came from the site itself: then its first bytes decide.
    html: bool,
    from_site: bool,
    announced: Option<u64>,
    head: Vec<u8>,
    flaw: Option<String>,
}

impl<'a> Check<'a> {
    fn new(wanted: &'a Wanted, coming: &Coming, from_site: bool) -> Self {
        let html = is_html_type(coming.content_type());
        Self { wanted, html, from_site, announced: coming.announced(), head: Vec::new(), flaw: None }
    }

    fn look(&mut self, bytes: &[u8]) -> Result<()> {
        if self.head.len() < HEAD {
            let room = HEAD - self.head.len();
            self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
            if self.is_page() && !self.may_be_the_file() {
                return Err(self.refuse(login_page()));
            }
        }
        Ok(())
    }

    /// The number of bytes, if it equals the announced size.
    fn end(self, bytes: u64) -> Result<u64, String> {
        match self.wanted.size {
            Some(size) if size != bytes && self.is_page() => Err(login_page()),
            Some(size) if size != bytes => Err(format!("the file has {bytes} bytes, but {size} were announced")),
            _ => Ok(bytes),
        }
    }

    fn refuse(&mut self, flaw: String) -> Error {
        self.flaw = Some(flaw.clone());
        Error::failed(flaw)
    }

    /// Whether it is an HTML page where something else was announced.
    fn is_page(&self) -> bool {
        let wanted_html = self.wanted.media_type.as_deref().is_some_and(is_html_type);
        !wanted_html && (self.html || begins_as_html(&self.head))
    }

    /// Files uploaded by programs often have no media type: an HTML page of the announced size from the media host is the
    /// file.
    fn may_be_the_file(&self) -> bool {
        !self.from_site
            && self.wanted.size.is_some()
            && self.announced.is_none_or(|bytes| Some(bytes) == self.wanted.size)
    }
}

fn login_page() -> String {
    "an HTML page arrived instead of the file; it looks like a login page".to_owned()
}

fn is_html_type(media_type: &str) -> bool {
    ["text/html", "application/xhtml+xml"].iter().any(|html| media_type.eq_ignore_ascii_case(html))
}

fn begins_as_html(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with("<!doctype html") || text.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(media_type: &str, size: u64) -> Wanted {
        let url = Url::parse("https://example.atlassian.net/wiki/x").unwrap();
        Wanted { url, media_type: Some(media_type.to_owned()), size: Some(size), limit: 1000, is_doubtful: false }
    }

    fn check(wanted: &Wanted, html: bool, from_site: bool, announced: Option<u64>) -> Check<'_> {
        Check { wanted, html, from_site, announced, head: Vec::new(), flaw: None }
    }

    #[test]
    fn a_login_page_is_no_file_wherever_it_comes_from() {
        let (pdf, page) = (wanted("application/pdf", 14), b"<!DOCTYPE html>");
        assert!(check(&pdf, true, true, None).look(b"%PDF").is_err());
        assert!(check(&pdf, false, true, None).look(b" \n<!doctype HTML>").is_err());
        assert!(check(&pdf, false, false, Some(15)).look(page).is_err());
        let mut unknown = check(&pdf, true, false, None);
        unknown.look(page).unwrap();
        assert_eq!(unknown.end(15).unwrap_err(), login_page());
        let mut nothing = wanted("application/pdf", 0);
        nothing.size = None;
        assert!(check(&nothing, true, false, None).look(page).is_err());
    }

    #[test]
    fn a_page_that_was_attached_is_a_file() {
        let page = b"<!DOCTYPE html>";
        let html = wanted("text/html", 15);
        let mut from_site = check(&html, true, true, Some(15));
        from_site.look(page).unwrap();
        assert_eq!(from_site.end(15), Ok(15));
        let octets = wanted("application/octet-stream", 15);
        let mut from_media = check(&octets, true, false, Some(15));
        from_media.look(page).unwrap();
        assert_eq!(from_media.end(15), Ok(15));
    }

    #[test]
    fn another_size_than_announced_is_refused() {
        let pdf = wanted("application/pdf", 14);
        let mut check = check(&pdf, false, false, Some(13));
        check.look(b"%PDF").unwrap();
        assert!(check.end(13).unwrap_err().contains("13 bytes, but 14 were announced"));
    }
}
