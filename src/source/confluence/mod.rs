//! Confluence Cloud, REST API v2, with e-mail and API token.
//!
//! Listings are followed by the whole `next` link, which is host-relative and already holds `/wiki`
//! (measured on real sites); the cursor in it is opaque and is never taken out. Facts: Confluence Cloud
//! REST API v2, OpenAPI edition of 2026-05, operations getSpaces, getPagesInSpace, getBlogPostsInSpace,
//! getPages, getBlogPosts, getAttachments, getPageById,
//! convertContentIdsToContentTypes; v1, edition of 2026-02, operation getCurrentUser. Files come by the route of
//! v1, operation downloadAttatchment: the link that an attachment carries refuses API tokens.

mod answer;
mod streams;

use super::{Account, Detail, PageSize, Reading, Session, Source, Stream};
use crate::config::Connection;
use crate::error::{Error, Result, printable};
use crate::page::{Aim, Listing, Sighting, WalkKind};
use std::collections::BTreeSet;
use url::Url;

const LEAST_PAGE_SIZE: u32 = 25;
/// Results of the first request of a feed.
const FEW: u32 = 25;
const BODY_FORMAT: (&str, &str) = ("body-format", "storage");

/// The source `confluence`.
pub struct Confluence;

impl Source for Confluence {
    fn name(&self) -> &'static str {
        "confluence"
    }

    fn streams(&self) -> &'static [Stream] {
        streams::STREAMS
    }

    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>> {
        Ok(Box::new(Cloud {
            base: connection.url.clone(),
            page_size: connection.page_size,
            space_keys: connection.space_keys.clone(),
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

    fn pass(&self, aim: &Aim, size: PageSize) -> Result<Url> {
        let stream = aim.listing.stream;
        let path = match aim.kind {
            WalkKind::Listing => Self::listing_path(&aim.listing)?,
            _ => Self::site_path(stream)?,
        };
        let mut url = self.url(&path)?;
        let limit = if size == PageSize::Small { self.page_size.min(FEW) } else { self.page_size };
        let mut query = url.query_pairs_mut();
        query.append_pair("limit", &limit.to_string());
        if stream == "space" {
            for key in &self.space_keys {
                query.append_pair("keys", key);
            }
        }
        if aim.kind.is_newest_first() || aim.kind == WalkKind::Trash {
            query.append_pair("sort", "-modified-date");
        }
        if aim.kind == WalkKind::Trash {
            query.append_pair("status", "trashed");
        }
        if aim.kind != WalkKind::Listing && !aim.spaces.is_empty() && matches!(stream, "page" | "blogpost") {
            query.append_pair("space-id", &aim.spaces.join(","));
        }
        drop(query);
        let with_bodies = aim.kind == WalkKind::Listing && matches!(stream, "page" | "blogpost");
        Ok(if with_bodies { self.bodies(&url, true) } else { url })
    }
}

/// Whether a text is an id as Confluence makes them.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Session for Cloud {
    fn first(&self, aim: &Aim, size: PageSize) -> Result<Url> {
        self.pass(aim, size)
    }

    fn follow(&self, link: &str) -> Result<Url> {
        // v2 links are host-relative and hold the base's path, v1 links are relative to the base.
        let below_base = link.starts_with('/') && link.starts_with(&format!("{}/", self.base.path()));
        let joined = match link.starts_with("/rest/") && !below_base {
            true => Url::parse(&format!("{}{link}", self.base.as_str().trim_end_matches('/'))),
            false => self.base.join(link),
        };
        let url = joined.map_err(|cause| Error::failed("the next link is not a URL").because(cause))?;
        if url.origin() != self.base.origin() {
            let origin = url.origin().ascii_serialization();
            return Err(Error::failed(format!(
                "the next link leads to {}, not to the configured site",
                printable(&origin)
            ))
            .hint("nothing was sent there; look at what stands between catchment and the site"));
        }
        Ok(url)
    }

    fn bodies(&self, url: &Url, wanted: bool) -> Url {
        if wanted == self.has_bodies(url) {
            return url.clone();
        }
        let mut changed = url.clone();
        // The rest of the query stays byte for byte: the cursor's encoding must not change.
        let kept = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|part| !part.is_empty() && !part.starts_with("body-format="));
        let mut parts: Vec<String> = kept.map(str::to_owned).collect();
        if wanted {
            parts.push(format!("{}={}", BODY_FORMAT.0, BODY_FORMAT.1));
        }
        changed.set_query(Some(&parts.join("&")));
        changed
    }

    fn has_bodies(&self, url: &Url) -> bool {
        url.query_pairs().any(|(name, _)| name == BODY_FORMAT.0)
    }

    fn smaller(&self, url: &Url) -> Option<Url> {
        let limit: u32 = url.query_pairs().find(|(name, _)| name == "limit")?.1.parse().ok()?;
        let fewer = (limit / 2).max(LEAST_PAGE_SIZE);
        let mut changed = url.clone();
        let query = url
            .query()?
            .split('&')
            .map(|part| if part.starts_with("limit=") { format!("limit={fewer}") } else { part.to_owned() });
        changed.set_query(Some(&query.collect::<Vec<_>>().join("&")));
        (fewer < limit).then_some(changed)
    }

    fn by_ids(&self, stream: &str, ids: &[String]) -> Result<Url> {
        let mut url = self.url(&format!("/api/v2/{stream}s"))?;
        url.query_pairs_mut().append_pair("id", &ids.join(",")).append_pair("limit", &ids.len().to_string());
        Ok(self.bodies(&url, true))
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

    fn read(&self, stream: &Stream, body: &[u8], detail: Detail) -> Result<Reading, String> {
        answer::read(stream, body, detail)
    }

    fn existence(&self, ids: &[String]) -> Result<(Url, Vec<u8>)> {
        let body = serde_json::json!({ "contentIds": ids }).to_string();
        Ok((self.url("/api/v2/content/convert-ids-to-types")?, body.into_bytes()))
    }

    fn read_existence(&self, body: &[u8]) -> Result<BTreeSet<String>, String> {
        answer::read_existence(body)
    }

    fn own(&self, stream: &str, id: &str) -> Result<Url> {
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Error::failed(format!("{} is no id of a {stream}", printable(id))));
        }
        self.url(&format!("{}/{id}", Self::site_path(stream)?))
    }

    fn read_own(&self, stream: &Stream, body: &[u8]) -> Result<Sighting, String> {
        answer::read_own(stream, body)
    }

    fn account(&self) -> Result<Url> {
        self.url("/rest/api/user/current")
    }

    fn read_account(&self, body: &[u8]) -> Result<Account, String> {
        answer::read_account(body)
    }

    fn probe(&self) -> Result<Url> {
        self.url("/api/v2/spaces?limit=1")
    }
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
            spaces: vec!["7".to_owned(), "9".to_owned()],
            ..Aim::new(kind, Listing { stream, scope: scope.to_owned() })
        };
        let url = cloud().first(&aim, PageSize::Small)?;
        Ok(url.as_str().trim_start_matches("https://example.atlassian.net/wiki").to_owned())
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
            "/api/v2/pages?limit=250&sort=-modified-date&space-id=7%2C9"
        );
        assert_eq!(
            first(WalkKind::Trash, "attachment", "").unwrap(),
            "/api/v2/attachments?limit=25&sort=-modified-date&status=trashed"
        );
        assert!(first(WalkKind::Listing, "page", "../x").is_err());
    }

    #[test]
    fn an_id_cannot_lead_elsewhere() {
        assert!(cloud().own("page", "7/../8").is_err());
        assert_eq!(
            cloud().own("attachment", "att7").unwrap().as_str(),
            "https://example.atlassian.net/wiki/api/v2/attachments/att7"
        );
    }

    #[test]
    fn links_of_both_generations_of_the_api_are_followed() {
        let both = ["/wiki/rest/api/content/search?cursor=a%2B", "/rest/api/content/search?cursor=a%2B"];
        for link in both {
            let url = cloud().follow(link).unwrap();
            assert_eq!(url.as_str(), "https://example.atlassian.net/wiki/rest/api/content/search?cursor=a%2B");
        }
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
        let with =
            cloud().follow("/wiki/api/v2/spaces/1/pages?cursor=eyJ+%2B==&body-format=storage&limit=100").unwrap();
        let without = cloud().bodies(&with, false);
        assert_eq!(without.query(), Some("cursor=eyJ+%2B==&limit=100"));
        assert_eq!(cloud().bodies(&without, true).query(), Some("cursor=eyJ+%2B==&limit=100&body-format=storage"));
    }

    #[test]
    fn a_link_to_another_origin_is_refused() {
        for link in
            ["https://evil.example/wiki", "//evil.example/x", "http://example.atlassian.net/wiki", "file:///etc/passwd"]
        {
            assert!(cloud().follow(link).is_err(), "{link}");
        }
        assert!(cloud().follow("/wiki/api/v2/pages?cursor=a").is_ok());
    }

    #[test]
    fn the_page_size_is_halved_down_to_its_least() {
        let url = cloud().follow("/wiki/api/v2/pages?limit=60").unwrap();
        let smaller = cloud().smaller(&url).unwrap();
        assert_eq!(smaller.query(), Some("limit=30"));
        let least = cloud().smaller(&smaller).unwrap();
        assert_eq!(least.query(), Some("limit=25"));
        assert!(cloud().smaller(&least).is_none());
    }
}
