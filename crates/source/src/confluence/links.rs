//! Where a link of an answer leads.
//!
//! Links of v2 are host-relative and hold the path of the site (`/wiki/…`), those of v1 are relative to its base. They
//! know one layout of hosts only: behind a gateway the site lies deeper (`/ex/confluence/ID/wiki`) than its links say.
//! So a link is taken for the end of the base's path and what follows; what cannot lie below the base is refused.

use catchment_base::error::{Error, Result, printable};
use catchment_io::http::is_inside;
use url::Url;

/// Where the two APIs and the files begin below the base: a link that begins there is relative to it.
const ROOTS: [&str; 3] = ["/rest/", "/api/", "/download/"];

/// A link of the answer to `from` as a URL below the base.
pub fn follow(base: &Url, from: &Url, link: &str) -> Result<Url> {
    let joined = from.join(link).map_err(|cause| Error::failed("the next link is not a URL").because(cause))?;
    if joined.origin() != base.origin() {
        let origin = joined.origin().ascii_serialization();
        return Err(elsewhere(format!("the next link leads to {}, not to the configured site", printable(&origin))));
    }
    let below = if is_inside(base, &joined) { Some(joined.clone()) } else { below(base, &joined) };
    below.filter(|url| is_inside(base, url)).ok_or_else(|| {
        let (path, base) = (printable(joined.path()), printable(base.path()));
        elsewhere(format!("the next link leads to {path}, not below the path {base} of the configured site"))
    })
}

/// The URL of the base's origin, moved below the base: an end of the base's path is where its own begins.
fn below(base: &Url, url: &Url) -> Option<Url> {
    let (root, path) = (base.path().trim_end_matches('/'), url.path());
    let goes_on = |end: &str| path.strip_prefix(end).is_some_and(|rest| rest.starts_with('/'));
    let start = root.match_indices('/').map(|(at, _)| at).find(|at| goes_on(&root[*at..]));
    let kept = match start {
        Some(at) => &root[..at],
        None if ROOTS.iter().any(|root| path.starts_with(root)) => root,
        None => return None,
    };
    let mut moved = url.clone();
    moved.set_path(&format!("{kept}{path}"));
    Some(moved)
}

fn elsewhere(what: String) -> Error {
    Error::failed(what).hint("nothing was sent there; check url and what is between catchment and the site")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://example.atlassian.net/wiki";
    const GATEWAY: &str = "https://api.example.com/ex/confluence/7f-1/wiki";

    fn followed(base: &str, link: &str) -> Result<String> {
        let base = Url::parse(base).unwrap();
        let from = Url::parse(&format!("{base}/api/v2/spaces/7/pages?limit=2")).unwrap();
        Ok(follow(&base, &from, link)?.to_string())
    }

    #[test]
    fn links_of_both_apis_lead_below_the_base_wherever_it_lies() {
        for base in [SITE, GATEWAY, "https://tools.example.com/a/b/c/d/wiki", "https://wiki.example.com/wiki"] {
            for (link, wanted) in [
                ("/wiki/api/v2/pages?cursor=a%2B==", "/api/v2/pages?cursor=a%2B=="),
                ("/wiki/rest/api/content/search?cursor=a%2B", "/rest/api/content/search?cursor=a%2B"),
                ("/rest/api/content/search?cursor=a%2B", "/rest/api/content/search?cursor=a%2B"),
                ("/api/v2/pages?cursor=a", "/api/v2/pages?cursor=a"),
                ("/download/attachments/5/a+b.pdf?version=2", "/download/attachments/5/a+b.pdf?version=2"),
                ("?cursor=b&limit=2", "/api/v2/spaces/7/pages?cursor=b&limit=2"),
                ("pages?cursor=b", "/api/v2/spaces/7/pages?cursor=b"),
                ("../9/pages?cursor=b", "/api/v2/spaces/9/pages?cursor=b"),
            ] {
                assert_eq!(followed(base, link).unwrap(), format!("{base}{wanted}"), "{link}");
            }
            let whole = format!("{base}/api/v2/pages?cursor=a");
            assert_eq!(followed(base, &whole).unwrap(), whole);
            let path = Url::parse(&whole).unwrap().path().to_owned();
            assert_eq!(followed(base, &format!("{path}?cursor=a")).unwrap(), whole);
        }
        let own_host = "https://api.example.com/wiki/api/v2/pages?cursor=a";
        assert_eq!(followed(GATEWAY, own_host).unwrap(), format!("{GATEWAY}/api/v2/pages?cursor=a"));
    }

    #[test]
    fn a_link_out_of_the_base_path_is_refused() {
        for base in [SITE, GATEWAY] {
            for link in [
                "/wiki2/api/v2/pages?cursor=a",
                "/other/wiki/api/v2/pages",
                "/wiki/../admin",
                "/wiki/%2e%2e/admin",
                "/wiki/..%2fadmin",
                "/wiki/..%5Cadmin",
                "../../../../../../../../other",
                "/login?next=/wiki/api/v2/pages",
                "/",
                "",
            ] {
                let refused = followed(base, link);
                let same = link.is_empty() && refused.as_deref().is_ok_and(|url| url.starts_with(base));
                assert!(same || refused.is_err(), "{base} {link}: {refused:?}");
            }
        }
        let sibling = "/ex/confluence/other/wiki/api/v2/pages";
        let said = followed(GATEWAY, sibling).unwrap_err().one_line();
        assert!(said.contains(sibling) && said.contains("/ex/confluence/7f-1/wiki"), "{said}");
    }

    #[test]
    fn a_link_to_another_origin_is_refused() {
        for link in [
            "https://evil.example/wiki",
            "//evil.example/x",
            "/\\evil.example/x",
            "http://example.atlassian.net/wiki",
            "file:///etc/passwd",
        ] {
            assert!(followed(SITE, link).is_err(), "{link}");
        }
    }
}
