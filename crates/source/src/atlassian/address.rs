//! The base address of a site, also where the address of one of its pages was copied from the browser.

use super::product::Product;
use super::settings::{DATA_CENTER, DEPLOYMENT, Deployment, deployment};
use crate::config::{Own, shortened};
use catchment_base::error::Result;
use serde_json::Value;
use url::Url;

/// Where Cloud sites of Atlassian are.
const CLOUD_HOSTS: &str = ".atlassian.net";
/// What stands for a query among the parts of a path.
const QUERY: &str = "?";

/// The base of a site of a product, given an address on it; one that is not understood stays as it is.
pub fn base(product: &Product, mut url: Url, settings: &Value) -> Url {
    let is_cloud = settings[DEPLOYMENT] != DATA_CENTER;
    let path = url.path().to_owned();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let asked: Vec<&str> = parts.iter().copied().chain(url.query().map(|_| QUERY)).collect();
    let kept = match product.path.strip_prefix('/').filter(|_| is_cloud) {
        Some(root) => match parts.iter().position(|part| *part == root) {
            None if parts.is_empty() => return at(url, &[root]),
            // Behind a gateway the site lies deeper.
            Some(at) if first_page(product, is_cloud, &asked[at + 1..]) == Some(0) => at + 1,
            _ => return url,
        },
        None => match first_page(product, is_cloud, &asked) {
            Some(at) => at,
            None => return url,
        },
    };
    // They belong to the page.
    url.set_query(None);
    url.set_fragment(None);
    at(url, &parts[..kept])
}

/// Which part of a path begins that of a page.
fn first_page(product: &Product, is_cloud: bool, parts: &[&str]) -> Option<usize> {
    let of_cloud = if is_cloud { product.cloud_pages } else { &[] };
    let begins = |from: usize| product.pages.iter().chain(of_cloud).any(|page| fits(page, &parts[from..]));
    (0..parts.len()).find(|from| begins(*from))
}

/// Whether parts of a path begin as a page does.
fn fits(page: &str, parts: &[&str]) -> bool {
    let mut parts = parts.iter();
    page.split('/').all(|wanted| {
        parts.next().is_some_and(|part| match wanted.strip_prefix('*') {
            Some(ending) => part.ends_with(ending),
            None => *part == wanted,
        })
    })
}

fn at(mut url: Url, parts: &[&str]) -> Url {
    url.set_path(&parts.join("/"));
    url
}

/// Whether an address can be that of a Cloud site of the product; the base of a Data Center may be any.
pub(super) fn check(product: &Product, own: &Own) -> Result<()> {
    let url = own.text("url").unwrap_or_default();
    if deployment(own) == Deployment::DataCenter || is_of_cloud(product, url) {
        return Ok(());
    }
    let Product { word, path, ending, .. } = product;
    Err(own.refuse(
        "url",
        format!("`url` is {}, but the address of a {word} Cloud site {ending}", shortened(url)),
        format!(
            "for example: url = \"https://example.atlassian.net{path}\"; a site that its owner runs (Data Center or Server) \
             takes deployment = \"data_center\""
        ),
    ))
}

fn is_of_cloud(product: &Product, url: &str) -> bool {
    if !product.path.is_empty() {
        return url.ends_with(product.path);
    }
    // Elsewhere it is a proxy, which may have a path.
    let is_bare = |url: &Url| url.path() == "/" || !url.host_str().unwrap_or_default().ends_with(CLOUD_HOSTS);
    Url::parse(url).is_ok_and(|url| is_bare(&url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlassian::tests::{JIRA, JIRA_DIALECT, said};
    use crate::confluence;
    use serde_json::json;

    fn base_of(deployment: &str, text: &str) -> String {
        base(&confluence::PRODUCT, Url::parse(text).unwrap(), &json!({ DEPLOYMENT: deployment })).to_string()
    }

    fn base_of_jira(deployment: &str, text: &str) -> String {
        base(&JIRA, Url::parse(text).unwrap(), &json!({ DEPLOYMENT: deployment })).to_string()
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

    #[test]
    fn an_address_of_a_jira_in_the_cloud_is_cut_to_its_host() {
        for page in [
            "",
            "/",
            "/browse/ABC-1",
            "/browse/ABC-1?focusedCommentId=10001#comment-10001",
            "/jira/your-work",
            "/jira/software/projects/ABC/boards/3",
            "/jira/software/c/projects/ABC/boards/3/backlog?view=detail",
            "/jira/servicedesk/projects/DESK/queues/custom/1",
            "/issues/?jql=project%20%3D%20ABC",
            "/secure/Dashboard.jspa",
            "/servicedesk/customer/portal/1",
            "/projects/ABC",
            "/projects/ABC/issues/ABC-1",
            "/rest/api/3/myself",
            "/plugins/servlet/project-config/ABC",
            "/login.jsp?os_destination=%2F",
        ] {
            let address = format!("https://example.atlassian.net{page}");
            assert_eq!(base_of_jira("cloud", &address), "https://example.atlassian.net/", "{page}");
        }
        // Behind a gateway the site lies deeper.
        assert_eq!(
            base_of_jira("cloud", "https://tools.example.com/a/b/browse/ABC-1"),
            "https://tools.example.com/a/b"
        );
    }

    #[test]
    fn an_address_of_a_jira_on_a_data_center_is_cut_to_its_context_path() {
        for base in ["", "/jira", "/issues", "/servicedesk", "/a/b"].map(|path| format!("https://example.com{path}")) {
            for page in [
                "/browse/ABC-1",
                "/issues/?jql=project%20%3D%20ABC",
                "/secure/Dashboard.jspa",
                "/secure/RapidBoard.jspa?rapidView=3",
                "/servicedesk/customer/portal/1",
                "/servicedesk/agent/DESK/queues",
                "/projects/ABC",
                "/projects/ABC/summary",
                "/rest/api/2/serverInfo",
                "/plugins/servlet/mobile",
                "/login.jsp?os_destination=%2Fdefault.jsp",
            ] {
                let wanted = Url::parse(&base).unwrap().to_string();
                assert_eq!(base_of_jira("data_center", &format!("{base}{page}")), wanted, "{base}{page}");
            }
            // What may be a context path is one.
            assert_eq!(base_of_jira("data_center", &base), Url::parse(&base).unwrap().to_string());
        }
    }

    #[test]
    fn what_is_not_of_jira_stays_as_it_is_and_is_refused_in_the_cloud() {
        let token = "username = \"me@example.com\"\napi_token = \"env:PATH\"";
        for page in ["wiki", "wiki/spaces/ENG", "jira", "unknown"] {
            let url = &format!("https://example.atlassian.net/{page}");
            assert_eq!(base_of_jira("cloud", url), *url);
            let refused = said(&JIRA_DIALECT, url, token).err().unwrap();
            assert!(refused.one_line().contains("the address of a Jira Cloud site has no path"), "{refused}");
            assert!(refused.hint_text().unwrap().contains("url = \"https://example.atlassian.net\";"), "{refused}");
        }
        let pat = "deployment = \"data_center\"\npersonal_access_token = \"env:PATH\"";
        for (url, settings) in [
            ("https://example.atlassian.net", token),
            ("https://tools.example.com/a/b", token),
            ("https://issues.example.com/jira", pat),
        ] {
            said(&JIRA_DIALECT, url, settings).unwrap();
        }
    }
}
