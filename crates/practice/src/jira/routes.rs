//! From a path to the operation that answers it.

use super::options::Deployment;
use super::route::Route;
use super::{agile, cloud, data_center, helpdesk};

/// The paths of boards and of the service desk, which a site need not have.
pub(super) const AGILE_PATH: &str = "/rest/agile/1.0/";
pub(super) const DESK_PATH: &str = "/rest/servicedeskapi/";
/// The path of files on Data Center, which sends whoever it does not know to the page to log in.
pub(super) const FILES_PATH: &str = "/secure/";

/// An interface: its path, the version of the platform's interface that it refers to, and its operations.
type Interface = (&'static str, &'static str, &'static [Route]);

const CLOUD: &[Interface] = &[
    ("/rest/api/3/", "3", cloud::PLATFORM),
    ("/rest/api/2/", "2", cloud::PLATFORM),
    (AGILE_PATH, "2", agile::ROUTES),
    (DESK_PATH, "2", helpdesk::ROUTES),
    ("/_edge/", "3", cloud::EDGE),
];

const DATA_CENTER: &[Interface] = &[
    ("/rest/api/2/", "2", data_center::PLATFORM),
    (AGILE_PATH, "2", agile::ROUTES),
    (DESK_PATH, "2", helpdesk::ROUTES),
    ("/rest/auditing/1.0/", "2", data_center::AUDITING),
    (FILES_PATH, "2", data_center::FILES),
];

fn interfaces(deployment: Deployment) -> &'static [Interface] {
    match deployment {
        Deployment::Cloud => CLOUD,
        Deployment::DataCenter => DATA_CENTER,
    }
}

/// What a path leads to.
pub(super) enum Found<'a> {
    /// An operation, the version of its interface, and the parts of the path that vary.
    Route(&'static Route, &'static str, Vec<&'a str>),
    /// An operation of another method.
    Method,
    Nothing,
}

/// The parts of a path that a pattern leaves open; nothing where it does not fit.
fn parts<'a>(pattern: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let fits = wanted.len() == given.len();
    let is = |(wanted, given): (&&str, &&str)| *wanted == "{}" && !given.is_empty() || wanted == given;
    let fits = fits && wanted.iter().zip(&given).all(is);
    fits.then(|| wanted.iter().zip(&given).filter(|(wanted, _)| **wanted == "{}").map(|(_, given)| *given).collect())
}

/// What a method and a path lead to.
pub(super) fn find<'a>(deployment: Deployment, method: &str, path: &'a str) -> Found<'a> {
    let within = |(prefix, version, routes): &Interface| Some((path.strip_prefix(prefix)?, *version, *routes));
    let interface = interfaces(deployment).iter().find_map(within);
    let Some((rest, version, routes)) = interface else { return Found::Nothing };
    // A pattern without open parts goes before one with them.
    let mut fitting: Vec<(&Route, Vec<&str>)> =
        routes.iter().filter_map(|route| Some((route, parts(route.path, rest)?))).collect();
    fitting.sort_by_key(|(_, parts)| parts.len());
    let has_path = !fitting.is_empty();
    match fitting.into_iter().find(|(route, _)| route.method == method) {
        Some((route, parts)) => Found::Route(route, version, parts),
        None if has_path => Found::Method,
        None => Found::Nothing,
    }
}

/// Whether a request reads, by its method and its path and query: any GET, and a POST that an operation declares.
pub(super) fn is_read(deployment: Deployment, method: &str, target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    method == "GET" || (method == "POST" && matches!(find(deployment, method, path), Found::Route(..)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(method: &str, path: &str) -> String {
        match find(Deployment::Cloud, method, path) {
            Found::Route(route, version, parts) => format!("{version} {} {}", route.path, parts.join(",")),
            Found::Method => "method".to_owned(),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn paths_lead_to_operations() {
        for (method, path, wanted) in [
            ("GET", "/rest/api/3/issue/ENG-1", "3 issue/{} ENG-1"),
            ("GET", "/rest/api/2/project/search", "2 project/search "),
            ("GET", "/rest/api/3/project/ENG/role/10", "3 project/{}/role/{} ENG,10"),
            ("POST", "/rest/api/3/issue/bulkfetch", "3 issue/bulkfetch "),
            ("GET", "/rest/api/3/attachment/content/4", "3 attachment/content/{} 4"),
            ("GET", "/_edge/tenant_info", "3 tenant_info "),
            ("DELETE", "/rest/api/3/issue/ENG-1", "method"),
            ("POST", "/rest/api/3/issue/ENG-1", "method"),
            ("GET", "/rest/api/3/bogus", "nothing"),
            ("GET", "/rest/api/3/issue/", "nothing"),
            ("GET", "/rest/api/4/field", "nothing"),
        ] {
            assert_eq!(told(method, path), wanted, "{method} {path}");
        }
    }

    #[test]
    fn each_deployment_has_its_own_operations() {
        let has = |deployment, path| matches!(find(deployment, "GET", path), Found::Route(..));
        for (path, wanted) in [
            ("/rest/api/3/field", [true, false]),
            ("/rest/api/2/field", [true, true]),
            ("/rest/api/2/issue/ENG-1/changelog", [true, false]),
            ("/rest/api/2/user/list", [false, true]),
            ("/rest/auditing/1.0/events", [false, true]),
            ("/secure/attachment/1/a.txt", [false, true]),
            ("/rest/agile/1.0/board", [true, true]),
            ("/rest/servicedeskapi/servicedesk", [true, true]),
        ] {
            assert_eq!([Deployment::Cloud, Deployment::DataCenter].map(|one| has(one, path)), wanted, "{path}");
        }
    }

    #[test]
    fn reading_is_get_and_a_few_posts() {
        let is_read = |method, target| is_read(Deployment::Cloud, method, target);
        assert!(is_read("GET", "/anything") && is_read("POST", "/rest/api/3/search/jql?x=1"));
        assert!(!is_read("POST", "/rest/api/3/issue") && !is_read("PUT", "/rest/api/3/search/jql"));
        assert!(!is_read("DELETE", "/rest/api/3/issue/1"));
    }
}
