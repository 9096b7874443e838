//! Confluence Cloud, REST API v2, with e-mail and API token.
//!
//! Listings are followed by the whole `next` link ([`links`] says where it leads); the cursor in it is opaque and is
//! never taken out. Facts: Confluence Cloud
//! REST API v2, OpenAPI edition of 2026-05, operations getSpaces, getPagesInSpace, getBlogPostsInSpace,
//! getPages, getBlogPosts, getAttachments, getPageById,
//! convertContentIdsToContentTypes; v1, edition of 2026-02, operation getCurrentUser. Files come by the route of
//! v1, operation downloadAttatchment: the link that an attachment carries refuses API tokens.

mod answer;
mod links;
mod settings;
mod streams;

use super::auth::{self, Door};
use super::refused::Trouble;
use super::{Account, Connector, Detail, Names, PageSize, Reading, ScopeWords, Session, Source, Stream, Words};
use crate::config::{Connection, Dialect};
use crate::edge::http::{Answer, Ask};
use crate::error::{Error, Result, printable};
use crate::response::{Aim, Listing, Sighting, WalkKind};
use std::collections::BTreeSet;
use std::ops::Range;
use url::Url;

/// Results of the first request of a feed.
const FEW: u32 = 25;
/// Spaces that one request names (the parameter `space-id` of getPages and getBlogPosts).
const SPACES_AT_ONCE: usize = 100;
/// Arguments that hold ids, words of the API, numbers and cursors, which are made of ids.
const RECORDED: [&str; 8] = ["body-format", "cursor", "id", "limit", "sort", "space-id", "status", "version"];
const BODY_FORMAT: (&str, &str) = ("body-format", "storage");

/// The source in the registry.
pub(super) const CONNECTOR: Connector = Connector::Fixed(&Confluence);

struct Confluence;

impl Source for Confluence {
    fn dialect(&self) -> &'static Dialect {
        &settings::DIALECT
    }

    fn streams(&self) -> &'static [Stream] {
        streams::STREAMS
    }

    fn words(&self) -> Words {
        Words {
            streams: settings::TYPES,
            scopes: Some(ScopeWords { setting: settings::SPACES, one: "space", many: "spaces" }),
            file_mib: Some(settings::FILE_MIB),
            container: "page",
        }
    }

    fn scopes_at_once(&self) -> usize {
        SPACES_AT_ONCE
    }

    fn recorded(&self) -> Vec<String> {
        // Not `keys`: the key of a personal space is an account id.
        RECORDED.map(str::to_owned).to_vec()
    }

    fn wanted(&self, connection: &Connection) -> Vec<String> {
        connection.own.texts(settings::TYPES)
    }

    fn hint(&self, trouble: Trouble) -> Option<&'static str> {
        match trouble {
            Trouble::NotJson => Some(
                "this is a login page or a proxy, not the API: check url (for Cloud https://SITE.atlassian.net/wiki) and what is between",
            ),
            Trouble::Status(400) => Some("check url: for Cloud it is https://SITE.atlassian.net/wiki"),
            Trouble::Status(401) => Some(
                "the credentials were not accepted: check username and api_token, and that the token has not expired; a scoped token does not work on the site's own address",
            ),
            Trouble::Status(403) => Some(
                "Confluence answers 403 for a wrong token as well as for missing rights: check username and api_token, then that this account may use Confluence and see the space",
            ),
            Trouble::Status(404) => Some(
                "the address does not exist, or this account cannot see it: check url (for Cloud it ends in /wiki) and the account's rights",
            ),
            Trouble::Status(410) => Some("the site has removed this endpoint: a newer version of catchment is needed"),
            Trouble::Anonymous => Some("check username and api_token"),
            Trouble::Status(_) => None,
        }
    }

    fn door(&self, connection: &Connection) -> Result<Door> {
        let token = connection.own.secret("api_token").ok_or_else(|| Error::usage("there is no api_token"))?;
        auth::basic(connection.account().unwrap_or_default(), token.resolve()?)
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        Ok(Box::new(Cloud {
            base: connection.url.clone(),
            page_size: connection.page_size,
            space_keys: connection.own.texts(settings::SPACES),
        }))
    }
}

struct Cloud {
    /// `https://site.atlassian.net/wiki`, without a final slash.
    base: Url,
    page_size: u32,
    space_keys: Vec<String>,
}

impl Cloud {
    fn url(&self, path: &str) -> Result<Url> {
        let text = format!("{}{path}", self.base.as_str().trim_end_matches('/'));
        Url::parse(&text).map_err(|cause| Error::failed("making a URL of the site failed").because(cause))
    }

    /// The objects of one space, with bodies.
    fn listing_path(listing: &Listing) -> Result<String> {
        let id = &listing.scope;
        match listing.stream {
            "space" | "attachment" => Self::site_path(listing.stream),
            "page" | "blogpost" if is_id(id) => Ok(format!("/api/v2/spaces/{id}/{}s", listing.stream)),
            stream => Err(Error::failed(format!("there is no listing of {stream} for the space id {}", printable(id)))),
        }
    }

    /// The objects of the whole site.
    fn site_path(stream: &str) -> Result<String> {
        match stream {
            "space" | "page" | "blogpost" | "attachment" => Ok(format!("/api/v2/{stream}s")),
            stream => Err(Error::failed(format!("there is no listing of {}", printable(stream)))),
        }
    }

    fn pass(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Url> {
        let stream = aim.listing.stream;
        let path = match aim.kind {
            WalkKind::Listing => Self::listing_path(&aim.listing)?,
            _ => Self::site_path(stream)?,
        };
        let mut url = self.url(&path)?;
        let mut query = url.query_pairs_mut();
        query.append_pair("limit", &limit.to_string());
        if stream == "space" {
            for key in self.space_keys.get(named.clone()).unwrap_or_default() {
                query.append_pair("keys", key);
            }
        }
        if aim.kind.is_newest_first() || aim.kind == WalkKind::Trash {
            query.append_pair("sort", "-modified-date");
        }
        if aim.kind == WalkKind::Trash {
            query.append_pair("status", "trashed");
        }
        if names_spaces(aim) && !named.is_empty() {
            query.append_pair("space-id", &aim.scopes.join(","));
        }
        drop(query);
        let with_bodies = aim.kind == WalkKind::Listing && matches!(stream, "page" | "blogpost");
        Ok(if with_bodies { bodies(&url, true) } else { url })
    }
}

/// Whether a walk over the site is restricted to spaces by their ids.
fn names_spaces(aim: &Aim) -> bool {
    aim.kind != WalkKind::Listing && matches!(aim.listing.stream, "page" | "blogpost")
}

/// Whether a text is an id as Confluence makes them.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Session for Cloud {
    fn first(&self, aim: &Aim, limit: u32, named: Range<usize>) -> Result<Ask> {
        self.pass(aim, limit, named).map(Ask::get)
    }

    fn names(&self, aim: &Aim) -> Names {
        match aim.listing.stream {
            "space" => Names::Divisible(self.space_keys.len()),
            _ if names_spaces(aim) => Names::Together(aim.scopes.len()),
            _ => Names::Together(0),
        }
    }

    fn page_size(&self, size: PageSize) -> u32 {
        if size == PageSize::Small { self.page_size.min(FEW) } else { self.page_size }
    }

    fn follow(&self, _: &Stream, from: &Ask, next: &str) -> Result<Ask> {
        links::follow(&self.base, &from.url, next).map(Ask::get)
    }

    fn resume(&self, kept: &str) -> Result<Ask> {
        links::follow(&self.base, &self.base, kept).map(Ask::get)
    }

    fn bodies(&self, ask: &Ask, wanted: bool) -> Ask {
        Ask::get(bodies(&ask.url, wanted))
    }

    fn has_bodies(&self, ask: &Ask) -> bool {
        has_bodies(&ask.url)
    }

    fn limit(&self, _: &Stream, ask: &Ask) -> Option<u32> {
        ask.url.query()?.split('&').find_map(|part| part.strip_prefix("limit="))?.parse().ok()
    }

    fn with_limit(&self, _: &Stream, ask: &Ask, limit: u32) -> Ask {
        let mut changed = ask.url.clone();
        let parts = ask.url.query().unwrap_or_default().split('&');
        let parts =
            parts.map(|part| if part.starts_with("limit=") { format!("limit={limit}") } else { part.to_owned() });
        changed.set_query(Some(&parts.collect::<Vec<_>>().join("&")));
        Ask::get(changed)
    }

    fn by_ids(&self, stream: &Stream, ids: &[String]) -> Result<Ask> {
        if let ("attachment", [id]) = (stream.name, ids) {
            return self.own(stream, id);
        }
        let mut url = self.url(&Self::site_path(stream.name)?)?;
        url.query_pairs_mut().append_pair("id", &ids.join(",")).append_pair("limit", &ids.len().to_string());
        Ok(Ask::get(bodies(&url, true)))
    }

    fn file(&self, container: &str, id: &str, version: u32) -> Result<Url> {
        let bare = id.strip_prefix("att").unwrap_or(id);
        if !is_id(container) || !is_id(bare) {
            return Err(Error::failed(format!(
                "there is no file of the attachment {} of {}",
                printable(id),
                printable(container)
            )));
        }
        self.url(&format!("/rest/api/content/{container}/child/attachment/{id}/download?version={version}"))
    }

    fn read(&self, stream: &Stream, _: &Ask, answer: &Answer, detail: Detail) -> Result<Reading, String> {
        answer::read(stream, &answer.body, detail)
    }

    fn existence(&self, _: &Stream, ids: &[String]) -> Result<Option<Ask>> {
        let body = serde_json::json!({ "contentIds": ids }).to_string();
        Ok(Some(Ask::post(self.url("/api/v2/content/convert-ids-to-types")?, body.into_bytes())))
    }

    fn read_existence(&self, body: &[u8]) -> Result<BTreeSet<String>, String> {
        answer::read_existence(body)
    }

    fn own(&self, stream: &Stream, id: &str) -> Result<Ask> {
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Error::failed(format!("{} is not the id of a {}", printable(id), stream.name)));
        }
        self.url(&format!("{}/{id}", Self::site_path(stream.name)?)).map(Ask::get)
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Option<Sighting>, String> {
        answer::read_own(stream, body).map(Some)
    }

    fn account(&self) -> Result<Option<Ask>> {
        self.url("/rest/api/user/current").map(Ask::get).map(Some)
    }

    fn read_account(&self, body: &[u8]) -> Result<Account, String> {
        answer::read_account(body)
    }

    fn probes(&self) -> Result<Vec<(&'static Stream, Ask)>> {
        let streams = streams::STREAMS.iter().filter(|stream| matches!(stream.name, "space" | "page"));
        let probe = |stream: &'static Stream| {
            let url = self.url(&format!("{}?limit=1", Self::site_path(stream.name)?))?;
            Ok((stream, Ask::get(url)))
        };
        streams.map(probe).collect()
    }
}

/// The same address with bodies or without. The rest of the query stays byte for byte: the cursor's encoding must not
/// change.
fn bodies(url: &Url, wanted: bool) -> Url {
    if wanted == has_bodies(url) {
        return url.clone();
    }
    let kept =
        url.query().unwrap_or_default().split('&').filter(|part| !part.is_empty() && !part.starts_with("body-format="));
    let mut parts: Vec<String> = kept.map(str::to_owned).collect();
    if wanted {
        parts.push(format!("{}={}", BODY_FORMAT.0, BODY_FORMAT.1));
    }
    let mut changed = url.clone();
    changed.set_query(Some(&parts.join("&")));
    changed
}

fn has_bodies(url: &Url) -> bool {
    url.query_pairs().any(|(name, _)| name == BODY_FORMAT.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cloud() -> Cloud {
        Cloud {
            base: Url::parse("https://example.atlassian.net/wiki").unwrap(),
            page_size: 250,
            space_keys: vec!["~a b".to_owned()],
        }
    }

    fn first(kind: WalkKind, stream: &'static str, scope: &str) -> Result<String> {
        let aim = Aim {
            scopes: vec!["7".to_owned(), "9".to_owned()],
            ..Aim::new(kind, Listing { stream, scope: scope.to_owned() })
        };
        let named = match cloud().names(&aim) {
            Names::Together(all) | Names::Divisible(all) | Names::Parts { all, .. } => 0..all,
        };
        let url = cloud().first(&aim, cloud().page_size(PageSize::Small), named)?;
        Ok(url.url.as_str().trim_start_matches("https://example.atlassian.net/wiki").to_owned())
    }

    #[test]
    fn listings_have_their_urls() {
        assert_eq!(first(WalkKind::Census, "space", "").unwrap(), "/api/v2/spaces?limit=25&keys=%7Ea+b");
        assert_eq!(
            first(WalkKind::Listing, "page", "65547").unwrap(),
            "/api/v2/spaces/65547/pages?limit=25&body-format=storage"
        );
        assert_eq!(
            first(WalkKind::Feed, "blogpost", "").unwrap(),
            "/api/v2/blogposts?limit=25&sort=-modified-date&space-id=7%2C9"
        );
        assert_eq!(
            first(WalkKind::History, "page", "").unwrap(),
            "/api/v2/pages?limit=25&sort=-modified-date&space-id=7%2C9"
        );
        assert_eq!(
            first(WalkKind::Trash, "attachment", "").unwrap(),
            "/api/v2/attachments?limit=25&sort=-modified-date&status=trashed"
        );
        assert!(first(WalkKind::Listing, "page", "../x").is_err());
    }

    #[test]
    fn an_id_cannot_lead_elsewhere() {
        let [_, page, _, attachment] = streams::STREAMS else { panic!("four streams") };
        assert!(cloud().own(page, "7/../8").is_err());
        assert_eq!(
            cloud().own(attachment, "att7").unwrap().url.as_str(),
            "https://example.atlassian.net/wiki/api/v2/attachments/att7"
        );
    }

    #[test]
    fn attachments_are_listed_for_the_site_and_have_files() {
        let base = "https://example.atlassian.net/wiki";
        assert_eq!(first(WalkKind::Census, "attachment", "").unwrap(), "/api/v2/attachments?limit=25");
        let file = cloud().file("7", "att9", 3).unwrap();
        assert_eq!(file.as_str(), format!("{base}/rest/api/content/7/child/attachment/att9/download?version=3"));
        assert!(cloud().file("7/8", "att9", 3).is_err());
        assert!(cloud().file("7", "att9?x=", 3).is_err());
    }

    #[test]
    fn the_cursor_survives_leaving_the_bodies_out_and_asking_for_them_again() {
        let with = followed("/wiki/api/v2/spaces/1/pages?cursor=eyJ+%2B==&body-format=storage&limit=100");
        let without = cloud().bodies(&with, false);
        assert_eq!(without.url.query(), Some("cursor=eyJ+%2B==&limit=100"));
        assert_eq!(cloud().bodies(&without, true).url.query(), Some("cursor=eyJ+%2B==&limit=100&body-format=storage"));
    }

    fn followed(link: &str) -> Ask {
        cloud().resume(link).unwrap()
    }

    #[test]
    fn what_is_not_named_is_asked_of_the_whole_site() {
        let listing = |stream| Listing { stream, scope: String::new() };
        let feed = Aim { scopes: vec!["7".to_owned()], ..Aim::new(WalkKind::Feed, listing("page")) };
        assert_eq!(cloud().names(&feed), Names::Together(1));
        assert!(!cloud().first(&feed, 25, 0..0).unwrap().url.as_str().contains("space-id"));
        let spaces = Aim::new(WalkKind::Census, listing("space"));
        assert_eq!(cloud().names(&spaces), Names::Divisible(1));
        assert!(!cloud().first(&spaces, 25, 0..0).unwrap().url.as_str().contains("keys"));
    }

    #[test]
    fn another_limit_leaves_the_rest_as_it_is() {
        let url = followed("/wiki/api/v2/pages?cursor=eyJ+%2B==&limit=60&sort=id");
        let page = &streams::STREAMS[1];
        assert_eq!(cloud().limit(page, &url), Some(60));
        assert_eq!(cloud().with_limit(page, &url, 30).url.query(), Some("cursor=eyJ+%2B==&limit=30&sort=id"));
    }
}
