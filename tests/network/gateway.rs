//! A site behind a gateway: its links know one layout of hosts only, and other sites share the origin.

use super::*;

const PREFIX: &str = "/ex/confluence/7f-0a";

fn nothing_was_asked_outside(asked: &[String], prefix: &str) {
    let outside: Vec<&String> = asked.iter().filter(|target| !target.starts_with(&format!("{prefix}/wiki/"))).collect();
    assert_eq!(outside, Vec::<&String>::new());
}

#[test]
fn a_site_below_a_path_is_read_whole_and_nothing_is_asked_outside_of_it() {
    for prefix in [PREFIX, "/a/b/c/d"] {
        let options = Options {
            pages: 90,
            blogposts: 12,
            spaces: 4,
            attachments: 8,
            body: 100,
            site_clock: true,
            ..Options::default()
        };
        let site = Site::of(&format!("gateway={prefix}"), options);
        assert!(site.url().ends_with(&format!("{prefix}/wiki")));
        let settings = "page_size = 10\nmode = \"both\"\ncensus_every = \"0m\"\ncontent_types = [\"page\", \"blogpost\", \"attachment\"]";
        let home = Home::new(site.url(), settings);
        home.follow_first(&site);
        assert_eq!(home.ids().len(), 102);
        drop(site.practice().change(Change::Edit { id: page_id(3) }));
        home.follow().ends(0);
        assert_eq!(home.cell(&page_id(3), "version_number").unwrap(), version_of(&site, &page_id(3)));
        nothing_was_asked_outside(&site.practice().requested(), prefix);
    }
}

fn version_of(site: &Site, id: &str) -> String {
    site.practice().truth().content.iter().find(|row| row.id == id).unwrap().version.to_string()
}

#[test]
fn history_between_two_dates_is_read_below_the_path_too() {
    let site = Site::of(&format!("gateway={PREFIX}"), pages_only(60));
    let home = Home::new(site.url(), "page_size = 5\nstart_date = \"2024-06-01\"\nend_date = \"2024-08-31\"");
    home.follow_first(&site);
    let asked = site.practice().requested();
    assert!(!home.ids().is_empty());
    assert!(asked.iter().any(|target| target.contains("cursor=")), "{asked:#?}");
    nothing_was_asked_outside(&asked, PREFIX);
}

#[test]
fn check_follows_a_link_and_says_who_asks_without_a_name() {
    let site = Site::of(&format!("gateway={PREFIX}"), Options { site_clock: false, ..pages_only(5) });
    let home = Home::new(site.url(), "");
    let said =
        home.run(&["check"]).ends(0).says("a next link was followed").says("practice@example.com, of type atlassian");
    let asked = site.practice().requested();
    nothing_was_asked_outside(&asked, PREFIX);
    assert!(asked.iter().any(|target| target.contains("cursor=")), "{asked:#?}");
    assert!(!said.words().contains("displayName"));
}

/// A script whose paths lie below the prefix.
fn below(script: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static) -> Script {
    Script::default().with(
        |target| target.starts_with(&format!("{PREFIX}/wiki/")) && !is_census(target) && ids_of(target).is_none(),
        move |seen| script(&seen.target[PREFIX.len()..]).unwrap_or_else(|| Reply::error(404, &[])),
    )
}

fn home_below(server: &Server) -> Home {
    Home::new(&format!("http://{}{PREFIX}/wiki", server.host()), "")
}

#[test]
fn a_link_that_cannot_lie_below_the_path_is_refused_by_name_and_not_asked_for() {
    for (link, told) in [
        ("/wiki2/api/v2/spaces/100/pages?cursor=a", "/wiki2/api/v2/spaces/100/pages"),
        ("/ex/confluence/another/wiki/api/v2/spaces/100/pages?cursor=a", "/ex/confluence/another/wiki"),
        ("/wiki/../../another/pages?cursor=a", "/another/pages"),
    ] {
        let server = Server::start(below(move |target| {
            let spaces = || listing(&[space("100", "DOCS", "DOCS")], None);
            is_spaces(target)
                .then(|| Reply::json(spaces()))
                .or_else(|| is_pages_of("100")(target).then(|| Reply::json(listing(&pages(&["1"]), Some(link)))))
        }));
        let home = home_below(&server);
        home.follow().ends(3).says(told);
        nothing_was_asked_outside(&server.targets(), PREFIX);
        assert_eq!(home.open_words(), ["listing page"]);
    }
}

#[test]
fn a_link_relative_to_its_page_is_followed() {
    for link in ["?cursor=a&body-format=storage", "pages?cursor=a&body-format=storage"] {
        let server = Server::start(below(move |target| match target {
            target if is_spaces(target) => Some(Reply::json(listing(&[space("100", "DOCS", "DOCS")], None))),
            target if is_at("a")(target) => Some(Reply::json(listing(&pages(&["2"]), None))),
            target if is_pages_of("100")(target) => Some(Reply::json(listing(&pages(&["1"]), Some(link)))),
            _ => None,
        }));
        let home = home_below(&server);
        home.follow().ends(0);
        assert_eq!(home.ids(), ["1", "2"], "{link}");
        nothing_was_asked_outside(&server.targets(), PREFIX);
    }
}

#[test]
fn a_redirect_out_of_the_path_gets_no_credentials() {
    for to in ["/wiki/moved", "/ex/confluence/another/wiki/x", "/ex/confluence/7f-0ab/wiki/x"] {
        let server = Server::start(below(move |target| match target {
            target if is_spaces(target) => Some(Reply::json(listing(&[space("100", "DOCS", "DOCS")], None))),
            target if target.ends_with("/rest/api/user/current") => None,
            _ => Some(Reply::redirect(to)),
        }));
        home_below(&server).follow().ends(3).says("not below its configured path");
        nothing_was_asked_outside(&server.targets(), PREFIX);
    }
}

#[test]
fn check_refuses_a_site_whose_links_lead_elsewhere_or_that_takes_us_for_nobody() {
    let answer = |link: &'static str, account: &'static str| {
        below(move |target| match target {
            target if is_spaces(target) => Some(Reply::json(listing(&[space("100", "DOCS", "DOCS")], Some(link)))),
            "/wiki/rest/api/user/current" => Some(Reply::json(account)),
            _ => None,
        })
    };
    let known = r#"{"type":"known","accountType":"app","displayName":"Ada Example","email":"ada@example.com"}"#;
    let elsewhere = Server::start(answer("/other/api/v2/spaces?cursor=a", known));
    let said = home_below(&elsewhere).run(&["check"]).ends(1).says("/other/api/v2/spaces").says("hint:");
    assert!(!said.words().contains("Ada") && !said.words().contains("ada@"), "{}", said.words());
    nothing_was_asked_outside(&elsewhere.targets(), PREFIX);
    let anonymous =
        Server::start(answer("/wiki/api/v2/spaces?cursor=a", r#"{"type":"anonymous","displayName":"Anonymous"}"#));
    home_below(&anonymous).run(&["check"]).ends(1).says("anonymous visitor").says("hint:");
}
