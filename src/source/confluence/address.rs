//! The base address of a site, also where the address of one of its pages was copied from the browser.

use super::door::{DATA_CENTER, DEPLOYMENT};
use serde_json::Value;
use url::Url;

/// Where Cloud lies on its host.
const CLOUD: &str = "wiki";
/// How the paths of pages and APIs begin below the base; those of old pages end in `.action`.
const PAGES: [&str; 15] = [
    "api", "display", "download", "home", "label", "labels", "pages", "people", "plugins", "rest", "search", "space",
    "spaces", "users", "x",
];

/// The base of a site, given an address on it; one that is not understood stays as it is.
pub(super) fn base(mut url: Url, settings: &Value) -> Url {
    let is_cloud = settings[DEPLOYMENT] != DATA_CENTER;
    let path = url.path().to_owned();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let kept = match (parts.iter().position(|part| *part == CLOUD), first_page(&parts)) {
        (None, _) if is_cloud && parts.is_empty() => return at(url, &[CLOUD]),
        // Behind a gateway the site lies deeper.
        (Some(at), _) if is_cloud => match first_page(&parts[at + 1..]) {
            Some(0) => at + 1,
            _ => return url,
        },
        (_, Some(at)) if !is_cloud => at,
        _ => return url,
    };
    // They belong to the page.
    url.set_query(None);
    url.set_fragment(None);
    at(url, &parts[..kept])
}

/// Which part of a path begins that of a page.
fn first_page(parts: &[&str]) -> Option<usize> {
    parts.iter().position(|part| PAGES.contains(part) || part.ends_with(".action"))
}

fn at(mut url: Url, parts: &[&str]) -> Url {
    url.set_path(&parts.join("/"));
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn base_of(deployment: &str, text: &str) -> String {
        base(Url::parse(text).unwrap(), &json!({ DEPLOYMENT: deployment })).to_string()
    }

    #[test]
    fn an_address_of_the_browser_is_cut_to_the_base_of_a_cloud_site() {
        let site = "https://example.atlassian.net/wiki";
        for page in [
            "https://example.atlassian.net",
            "https://example.atlassian.net/",
            site,
            "https://example.atlassian.net/wiki/home",
            "https://example.atlassian.net/wiki/spaces/ENG/overview?homepageId=65601#top",
            "https://example.atlassian.net/wiki/spaces/ENG/pages/65601/A+page",
            "https://example.atlassian.net/wiki/search?text=wiki",
            "https://example.atlassian.net/wiki/rest/api/space",
            "https://example.atlassian.net/wiki/api/v2/pages?limit=1",
            "https://example.atlassian.net/wiki/login.action?os_destination=%2F",
        ] {
            assert_eq!(base_of("cloud", page), site, "{page}");
        }
        let behind = "https://tools.example.com/a/b/wiki";
        assert_eq!(base_of("cloud", &format!("{behind}/spaces/ENG")), behind);
    }

    #[test]
    fn an_address_of_the_browser_is_cut_to_the_context_path_of_a_data_center() {
        for base in
            ["https://docs.example.com/confluence", "https://docs.example.com/wiki", "https://docs.example.com/a/b"]
        {
            for page in [
                "",
                "/display/ENG/A+page",
                "/spaces/ENG/overview",
                "/pages/viewpage.action?pageId=65601",
                "/dashboard.action",
                "/login.action?os_destination=%2Findex.action&permissionViolation=true",
                "/rest/api/space?limit=1",
                "/x/AgAB",
            ] {
                assert_eq!(base_of("data_center", &format!("{base}{page}")), base, "{page}");
            }
        }
        for page in ["", "/", "/dashboard.action", "/display/ENG"] {
            assert_eq!(base_of("data_center", &format!("https://docs.example.com{page}")), "https://docs.example.com/");
        }
    }

    #[test]
    fn what_is_not_understood_stays_as_it_is_and_is_refused_later() {
        for (deployment, url) in [
            ("cloud", "https://example.atlassian.net/jira/projects"),
            ("cloud", "https://example.atlassian.net/wiki?token=hunter2"),
            ("cloud", "https://example.atlassian.net/wiki/unknown"),
            ("data_center", "https://docs.example.com/confluence?token=hunter2"),
        ] {
            assert_eq!(base_of(deployment, url), url);
        }
    }
}
