//! Redirects and links that lead to another place.

use super::*;

#[test]
fn a_redirect_within_the_origin_is_followed_with_the_credentials() {
    let script = |to: &str| {
        Script::default()
            .spaces(&[("100", "DOCS")])
            .on(is_pages_of("100"), Reply::redirect(to))
            .on(|target| target.starts_with("/wiki/moved"), Reply::json(listing(&pages(&["1"]), None)))
    };
    let server = Server::start(script("/wiki/moved?x=1"));
    let home = home(&server);
    home.sync().ends(0);
    assert_eq!(home.ids(), ["1"]);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.headers.contains_key("authorization")));
    server.now(script(&format!("http://{}/wiki/moved", server.host())));
    home.sync().ends(0);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_redirect_to_another_origin_is_refused_and_nothing_is_sent_there() {
    let other = Server::start(well());
    let port = other.host().rsplit(':').next().unwrap().to_owned();
    for to in
        [format!("http://{}/wiki", other.host()), format!("//{}/x", other.host()), format!("http://localhost:{port}/")]
    {
        let server = Server::start(broken(Reply::redirect(&to)));
        let home = home(&server);
        home.sync().ends(3).says("not its configured origin");
        assert_eq!(asked(&server, is_pages_of("100")), 1, "a redirect elsewhere is not tried again");
        assert_eq!(home.ids(), ["3"]);
    }
    for to in ["file:///etc/passwd", "https://169.254.169.254/latest/", "ftp://x/", "http://[::1"] {
        let server = Server::start(broken(Reply::redirect(to)));
        home(&server).sync().ends(3);
    }
    assert!(other.seen().is_empty(), "{:?}", other.seen());
}

#[test]
fn redirects_in_a_circle_are_bounded() {
    let server = Server::start(broken(Reply::redirect("/wiki/api/v2/spaces/100/pages?again=1")));
    let home = home(&server);
    home.sync().ends(3).says("more than 5 redirects");
    assert_eq!(asked(&server, is_pages_of("100")), 6);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_next_link_to_another_origin_is_refused_and_nothing_is_sent_there() {
    let other = Server::start(well());
    for link in
        [format!("http://{}/wiki/api/v2/spaces/100/pages?cursor=a", other.host()), "file:///etc/passwd".to_owned()]
    {
        let body = listing(&pages(&["1"]), Some(&link));
        let server = Server::start(broken(Reply::json(body)));
        let home = home(&server);
        home.sync().ends(3).says("not to the configured site");
        heals(&server, &home);
    }
    assert!(other.seen().is_empty());
}
