//! Confluence Cloud, REST API v2, with e-mail and API token.
//!
//! Listings are followed by the whole `next` link, which is host-relative and already holds `/wiki`
//! (measured on real sites); the cursor in it is opaque and is never taken out. Facts: Confluence Cloud
//! REST API v2, OpenAPI edition of 2026-05, operations getSpaces, getPagesInSpace, getBlogPostsInSpace,
//! getPages, getBlogPosts, getAttachments, getPageAttachments, getBlogpostAttachments. Files come by the route of
//! REST API v1, operation downloadAttatchment: the link that an attachment carries refuses API tokens.

mod answer;
mod streams;

use super::{Detail, Reading, Session, Source, Stream};
use crate::config::Connection;
use crate::error::{Error, Result, printable};
use crate::page::Listing;
use url::Url;

const LEAST_PAGE_SIZE: u32 = 25;
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

    fn listing_path(listing: &Listing) -> Result<String> {
        let id = &listing.scope;
        match listing.stream {
            "space" => Ok("/api/v2/spaces".to_owned()),
            "attachment" if id.is_empty() => Ok("/api/v2/attachments".to_owned()),
            "attachment" => Self::container_path(id),
            "page" | "blogpost" if is_id(id) => Ok(format!("/api/v2/spaces/{id}/{}s", listing.stream)),
            stream => Err(Error::failed(format!("there is no listing of {stream} for the space id {}", printable(id)))),
        }
    }

    /// The attachments of one object: its scope is the object's stream and id, as in `page/131073`.
    fn container_path(scope: &str) -> Result<String> {
        match scope.split_once('/') {
            Some((stream @ ("page" | "blogpost"), id)) if is_id(id) => {
                Ok(format!("/api/v2/{stream}s/{id}/attachments"))
            }
            _ => Err(Error::failed(format!("there is no listing of the attachments of {}", printable(scope)))),
        }
    }
}

/// Whether a text is an id as Confluence makes them.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Session for Cloud {
    fn first(&self, listing: &Listing) -> Result<Url> {
        let mut url = self.url(&Self::listing_path(listing)?)?;
        url.query_pairs_mut().append_pair("limit", &self.page_size.to_string());
        if listing.stream == "space" {
            for key in &self.space_keys {
                url.query_pairs_mut().append_pair("keys", key);
            }
            return Ok(url);
        }
        Ok(self.bodies(&url, listing.stream != "attachment"))
    }

    fn follow(&self, link: &str) -> Result<Url> {
        let url = self.base.join(link).map_err(|cause| Error::failed("the next link is not a URL").because(cause))?;
        if url.origin() != self.base.origin() {
            let host = printable(url.host_str().unwrap_or("another host"));
            return Err(Error::failed(format!(
                "the next link leads to {}://{host}, not to the configured site",
                url.scheme()
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

    fn page_listing(scope: &str) -> Listing {
        Listing { stream: "page", scope: scope.to_owned() }
    }

    #[test]
    fn listings_have_their_urls() {
        let spaces = Listing { stream: "space", scope: String::new() };
        assert_eq!(
            cloud().first(&spaces).unwrap().as_str(),
            "https://example.atlassian.net/wiki/api/v2/spaces?limit=250&keys=%7Ea+b"
        );
        let pages = cloud().first(&page_listing("65547")).unwrap();
        assert_eq!(
            pages.as_str(),
            "https://example.atlassian.net/wiki/api/v2/spaces/65547/pages?limit=250&body-format=storage"
        );
        assert!(cloud().first(&page_listing("../x")).is_err());
    }

    #[test]
    fn attachments_are_listed_for_the_site_and_for_one_object_and_have_files() {
        let first = |scope: &str| cloud().first(&Listing { stream: "attachment", scope: scope.to_owned() });
        let base = "https://example.atlassian.net/wiki";
        assert_eq!(first("").unwrap().as_str(), format!("{base}/api/v2/attachments?limit=250"));
        assert_eq!(first("blogpost/7").unwrap().as_str(), format!("{base}/api/v2/blogposts/7/attachments?limit=250"));
        for wrong in ["7", "page/", "page/x", "space/7", "page/7/../8"] {
            assert!(first(wrong).is_err(), "{wrong}");
        }
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
