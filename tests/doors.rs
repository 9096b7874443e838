//! The doors of Confluence: each lets a whole sync in, where it belongs and nowhere else, and says what is wrong.

mod login;
mod proxies;

use crate::support::site::{Home, Site, VARIABLE};
use catchment_practice::confluence::{CLOUD_ID, Change, Deployment, Door, Options, page_id};

/// A secret with everything that some encoding changes, and one that a header can hold.
const SECRET: &str = "a`b & \"c\" 'd' %41 \\ ünï/+=#?;<e>";
const PLAIN: &str = "a`b & \"c\" 'd' %41 \\ +=#?;<e>";
const READER: &str = "practice@example.com";

fn small(door: Door, secret: &str) -> Options {
    Options {
        door,
        api_token: secret.to_owned(),
        pages: 30,
        blogposts: 3,
        spaces: 2,
        body: 100,
        deployment: match door {
            Door::DataCenter => Deployment::DataCenter { version: "9.2.0".to_owned() },
            _ => Deployment::Cloud,
        },
        ..Options::default()
    }
}

/// The settings of a connection behind a door, whose secret is in [`VARIABLE`]; everything but the site is at this origin.
fn settings(door: Door, url: &str, origin: &str) -> String {
    let own = match door {
        Door::Token => format!("username = \"{READER}\"\napi_token = \"env:{VARIABLE}\""),
        Door::Scoped => format!("username = \"{READER}\"\napi_token = \"env:{VARIABLE}\"\ngateway = true"),
        Door::OAuth => format!(
            "oauth_client_id = \"file:id\"\noauth_client_secret = \"env:{VARIABLE}\"\ntoken_url = \"{origin}/oauth/token\""
        ),
        Door::Connect => format!("jwt_key = \"{READER}\"\njwt_shared_secret = \"env:{VARIABLE}\""),
        Door::DataCenter => format!("deployment = \"data_center\"\npersonal_access_token = \"env:{VARIABLE}\""),
    };
    format!(
        "source = \"confluence\"\nurl = \"{url}\"\ngateway_url = \"{origin}\"\ncontent_types = [\"page\", \"blogpost\"]\ndatasets = []\n\
         requests_per_minute = 60000\nrate_limit_timeout_ms = 10\npage_size = 10\nmode = \"both\"\n{own}"
    )
}

/// A work folder that is let in with this secret.
fn home(site: &Site, door: Door, secret: &str) -> Home {
    let home = Home::let_in(&settings(door, site.url(), site.practice().origin()), secret);
    write_secret(&home, "id", READER);
    home
}

/// A file that only its owner reads.
fn write_secret(home: &Home, name: &str, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = home.dir().join(name);
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// The paths of requests that are neither below the site nor below the gateway.
fn others(asked: &[String]) -> Vec<String> {
    let gateway = format!("/ex/confluence/{CLOUD_ID}/wiki/");
    let is_other = |target: &&String| !target.starts_with("/wiki/") && !target.starts_with(&gateway);
    asked.iter().filter(is_other).cloned().collect()
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn every_door_of_cloud_lets_a_whole_sync_in_with_any_secret() {
    for door in [Door::Token, Door::Scoped, Door::OAuth, Door::Connect] {
        let site = Site::of("", Options { token_uses: 12, attachments: 3, ..small(door, SECRET) });
        let home = home(&site, door, SECRET);
        let said = home.run(&["check"]).ends(0);
        home.follow().ends(0);
        assert_eq!(home.ids().len(), 33, "{door:?}");
        assert!(!said.words().contains(SECRET));
        let asked = site.practice().requested();
        let at_site = asked.iter().filter(|target| target.starts_with("/wiki/")).count();
        match door {
            Door::Scoped => {
                assert_eq!((others(&asked), at_site), (vec!["/_edge/tenant_info".to_owned(); 2], 0));
            }
            Door::OAuth => {
                assert_eq!(at_site, 0, "{asked:#?}");
                assert!(site.practice().tokens_given() > 2, "a token lasts for twelve requests");
                assert!(others(&asked).iter().all(|path| path == "/_edge/tenant_info" || path == "/oauth/token"));
            }
            _ => assert_eq!(others(&asked), Vec::<String>::new(), "{door:?}"),
        }
    }
}

#[test]
fn a_server_offers_the_settings_that_its_door_takes() {
    for door in [Door::Token, Door::Scoped, Door::OAuth, Door::Connect, Door::DataCenter] {
        let site = Site::of("", Options { pages: 3, blogposts: 0, ..small(door, PLAIN) });
        let offer = site.practice().offer();
        let named = |name: &str| offer.settings.iter().any(|line| line.contains(&format!("env:{name}")));
        assert!(offer.secrets.iter().all(|(name, _)| named(name)), "{door:?}");
        assert!(offer.secrets.contains(&("PRACTICE_TOKEN", PLAIN.to_owned())));
        let settings = offer.settings.join("\n").replace("env:PRACTICE_TOKEN", &format!("env:{VARIABLE}"));
        let settings = settings.replace("env:PRACTICE_CLIENT_ID", "file:id");
        let home = Home::let_in(&format!("{settings}\ncontent_types = [\"page\"]\ndatasets = []"), PLAIN);
        write_secret(&home, "id", READER);
        home.run(&["check"]).ends(0);
    }
}

#[test]
fn a_cloud_id_that_is_set_is_not_looked_up() {
    let site = Site::of("", small(Door::Scoped, SECRET));
    let home = Home::let_in(
        &format!("{}\ncloud_id = \"{CLOUD_ID}\"", settings(Door::Scoped, site.url(), site.practice().origin())),
        SECRET,
    );
    home.follow().ends(0);
    assert_eq!(others(&site.practice().requested()), Vec::<String>::new());
    let elsewhere = Home::let_in(
        &format!("{}\ncloud_id = \"another\"", settings(Door::Scoped, site.url(), site.practice().origin())),
        SECRET,
    );
    elsewhere.run(&["check"]).ends(1).says("404");
}

#[test]
fn check_explains_what_a_door_does_not_take() {
    let is_wrong = "wrong-secret";
    let read = vec!["read:space:confluence".to_owned()];
    for (at, door, secret, scopes, told, hint) in [
        (Door::Token, Door::Token, is_wrong, vec![], "answered 403", "check username and api_token"),
        (Door::Scoped, Door::Token, PLAIN, vec![], "answered 403", "a token with scopes needs gateway = true"),
        (Door::Scoped, Door::Scoped, is_wrong, vec![], "answered 401", "the gateway did not accept the token"),
        (Door::Scoped, Door::Scoped, PLAIN, read, "scope does not match", "has the scopes"),
        (Door::OAuth, Door::OAuth, is_wrong, vec![], "answered 401: access_denied", "client_secret"),
        (Door::Connect, Door::Connect, is_wrong, vec![], "answered 401", "the signature was not accepted"),
        (
            Door::DataCenter,
            Door::DataCenter,
            is_wrong,
            vec![],
            "anonymous visitor",
            "check that the token has not expired",
        ),
    ] {
        let site = Site::of("", Options { pages: 3, scopes, ..small(at, PLAIN) });
        let said = home(&site, door, secret).run(&["check"]).ends(1).says(told).says(hint);
        assert!(!said.words().contains(secret), "{}", said.words());
    }
}

#[test]
fn a_token_that_is_ignored_is_no_anonymous_visit() {
    let site = Site::of("", small(Door::DataCenter, PLAIN));
    let wrong = home(&site, Door::DataCenter, "wrong-token");
    wrong.follow().ends(1).says("treats the account as an anonymous visitor");
    let with_password = |secret: &str| {
        let own = settings(Door::DataCenter, site.url(), site.practice().origin());
        let own = own.replace("personal_access_token", &format!("username = \"{READER}\"\npassword"));
        Home::let_in(&own, secret)
    };
    with_password("wrong-password").run(&["check"]).ends(1).says("user name and the password");
    let both = home(&site, Door::DataCenter, PLAIN);
    both.describe(&format!(
        "{}\nusername = \"{READER}\"\npassword = \"env:{VARIABLE}\"",
        settings(Door::DataCenter, site.url(), site.practice().origin())
    ));
    let notice = "personal_access_token is used; password is set as well and ignored";
    both.run(&["check"]).says(notice);
    both.follow().says(notice);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn nothing_is_sent_but_gets_and_the_posts_that_only_ask() {
    for door in [Door::Token, Door::OAuth] {
        let site = Site::of("", Options { attachments: 5, ..small(door, SECRET) });
        let home = home(&site, door, SECRET);
        let settings = settings(door, site.url(), site.practice().origin());
        home.describe(&settings.replace("\"blogpost\"]", "\"blogpost\", \"attachment\"]\ncensus_every = \"0m\""));
        home.run(&["check"]).ends(0);
        home.follow().ends(0);
        site.practice().change(Change::Purge { id: page_id(3) }).unwrap();
        home.follow().ends(0);
        home.run(&["preview", "wiki", "page"]).ends(0);
        for received in site.practice().received() {
            let path = received.target.split('?').next().unwrap_or_default();
            let asks = ["/oauth/token", "/api/v2/content/convert-ids-to-types"];
            let is_reading = received.method == "GET"
                || received.method == "POST"
                    && asks.iter().any(|known| path == *known || path.ends_with(&format!("/wiki{known}")));
            assert!(is_reading, "{} {}", received.method, received.target);
        }
    }
}
