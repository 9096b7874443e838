//! Pages that lack something of their objects: a site that gives only so many fields at once is asked for the others, and what
//! came is one page.

use crate::client::{Asking, Client, Log, Refusal};
use crate::refused::Refused;
use crate::{Session, Stream, retry};
use catchment_io::http::{Answer, Ask};

/// Requests for what one page lacks, at most.
const MOST_REQUESTS: usize = 200;

/// Asks for what a page lacks, and puts it in; one that lacks nothing stays as it is.
pub async fn complete(
    client: &Client,
    session: &dyn Session,
    (stream, ask, refused): (&Stream, &Ask, &[Refused]),
    mut page: Answer,
    log: &mut Log,
) -> Result<Answer, Refusal> {
    let mut more = Vec::new();
    while let Some(next) = session.lacking(stream, ask, &page, &more).map_err(Refusal::Final)? {
        let read = |_: &Answer| Ok::<(), String>(());
        let (answer, ()) = client.ask(Asking::new(&next, refused), retry::TRIES, log, read).await?;
        more.push(answer);
        if more.len() > MOST_REQUESTS {
            return Err(Refusal::Undeliverable("what a page lacks never ends".to_owned()));
        }
    }
    if !more.is_empty() {
        page.body = session.joined(stream, &page, &more).map_err(Refusal::Undeliverable)?;
    }
    Ok(page)
}
