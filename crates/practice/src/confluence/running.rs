//! A server from its start to its end, and what a test may ask of it.

use super::Options;
use super::attachment;
use super::change::Change;
use super::data_center::Center;
use super::folder;
use super::media::{self, Links};
use super::server::Server;
use super::shelf::Shelf;
use super::site::Site;
use super::truth::{self, Truth};
use crate::front;
use crate::host::{self, Host};
use crate::running::Running;
use axum::Router;
use catchment_base::error::{Error, Result};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A running server; dropping it stops it.
pub type Practice = Running<Server>;

/// Starts a server on 127.0.0.1 and returns when it takes requests.
///
/// Fails when the port is taken, when the folder of HTML documents cannot be read or holds none, or when one
/// of the changes cannot be made, or there is no such time zone, version of Data Center or offset.
pub async fn start(options: Options) -> Result<Practice> {
    let (site, port) = host::listen(options.port).await?;
    let (media, media_port) = host::listen(0).await?;
    let base = format!("http://127.0.0.1:{port}{}", options.path());
    let links = Links::new(format!("http://127.0.0.1:{media_port}"));
    let server = tokio::task::spawn_blocking(move || furnish(options, base, links));
    let server = server.await.map_err(|cause| Error::failed("making the practice site failed").because(cause))??;
    let server = Arc::new(server);
    let at_site = Router::new().fallback(front::serve::<Server>).with_state(Arc::clone(&server));
    let at_media = Router::new().fallback(media::serve).with_state(Arc::clone(&server));
    Ok(Running { server, host: Host::serve(vec![(site, at_site), (media, at_media)]) })
}

fn furnish(options: Options, base: String, links: Links) -> Result<Server> {
    let zone: Tz = options.time_zone.parse().map_err(|cause| {
        Error::usage(format!("there is no time zone {:?}", options.time_zone))
            .because(cause)
            .hint("name it like Europe/Berlin")
    })?;
    let site = match &options.html {
        Some(folder) => folder::site(folder, options.seed)?,
        None => Site::invented(&options),
    };
    let center = Center::of(&options)?;
    let mut shelf = Shelf::new(site, &options.faults, options.seed);
    for space in &mut shelf.spaces {
        space.hidden |= options.faults.data_center.lost.contains(&space.key);
    }
    if let Some(center) = &center {
        center.furnish(&mut shelf);
    }
    for change in &options.changes {
        shelf.apply(change.clone())?;
    }
    Ok(Server::new(options, (base, zone), (links, center), shelf))
}

impl Practice {
    /// What it was started with.
    pub(super) fn options(&self) -> &Options {
        &self.server.options
    }

    /// The address of the origin of the site, where its gateway and its tokens are as well.
    pub fn origin(&self) -> &str {
        self.server.base.trim_end_matches("/wiki")
    }

    /// How many tokens of OAuth were given out.
    pub fn tokens_given(&self) -> u64 {
        self.server.tokens.given()
    }

    /// Path and query of every request, in order of arrival; of the last 100,000 at most.
    pub fn requested(&self) -> Vec<String> {
        self.received().into_iter().map(|request| request.target).collect()
    }

    /// The invented addresses and card numbers of every page, blog post, attachment and comment by its id, in their plain
    /// form (a card number is sixteen digits). They are written anew for this; a large site takes a moment.
    pub fn planted(&self) -> BTreeMap<String, Vec<String>> {
        let shelf = self.server.shelf();
        let items = shelf.pages.iter().chain(shelf.posts.iter()).map(|item| (item.id.to_string(), item.planted()));
        let comments = shelf.annex.comments.values().map(|comment| (comment.id.to_string(), comment.planted()));
        let files = shelf.attachments.iter().map(|file| (self.server.told_id(file), file.planted()));
        items.chain(files).chain(comments).collect()
    }

    /// Changes the site; the id of what was made or changed.
    ///
    /// Refused when there is no such thing, or when it is not in a state that can be changed so. The site's
    /// clock moves on by about a minute with every change.
    pub fn change(&self, change: Change) -> Result<String> {
        let mut shelf = self.server.shelf_to_change();
        shelf.requests = self.requests();
        shelf.apply(change)
    }

    /// What is on the site now, as its product shows it. The digests of attachments are computed for this: large
    /// ones take a moment.
    pub fn truth(&self) -> Truth {
        let truth = truth::of(&self.server.shelf());
        if self.server.is_cloud() { truth } else { truth.on_data_center() }
    }

    /// The bytes of an attachment in a version, whatever has become of it; none where there is no such version.
    pub fn attachment_bytes(&self, id: &str, version: u32) -> Vec<u8> {
        let shelf = self.server.shelf();
        let attachment = attachment::number_of(id).and_then(|number| shelf.attachments.get(number));
        attachment.and_then(|file| file.binary(version)).map(|binary| binary.bytes()).unwrap_or_default()
    }

    /// How many binaries of attachments were sent, whole or in part.
    pub fn downloads(&self) -> u64 {
        self.server.links.sent()
    }

    /// Each header that a request brought to the origin of the binaries and that belongs elsewhere: credentials,
    /// cookies, referrers. Of the first 1,000.
    pub fn media_offences(&self) -> Vec<String> {
        self.server.links.offences()
    }
}
