//! Proxies of the environment: none is asked for what it could read, or for what lies on this machine.

use super::*;
use crate::support::costs;
use crate::support::s3::{S3, SECRET};
use crate::support::tls::Presenter;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

const VARIABLES: [&str; 6] = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

fn through(home: &Home, args: &[&str], proxy: &Server) -> Command {
    let mut command = home.command(args);
    for variable in VARIABLES {
        command.env(variable, format!("http://{}", proxy.host()));
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy");
    command
}

#[test]
fn a_proxy_sees_nothing_of_a_plain_http_site_and_its_attachments() {
    let proxy = Server::start(Script::default());
    let site = Site::of("", Options { attachments: 5, site_clock: false, ..pages_only(10) });
    let home = Home::new(site.url(), "content_types = [\"page\", \"attachment\"]");
    for args in [&["sync"][..], &["check"]] {
        let output = costs::output(&mut through(&home, args, &proxy));
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(home.ids().len(), 10);
    assert!(site.practice().downloads() > 0);
    assert_eq!(proxy.targets(), Vec::<String>::new());
}

#[test]
fn a_proxy_is_not_asked_for_this_machine_by_any_of_its_names() {
    let proxy = Server::start(Script::default());
    let server = Server::start(
        Script::default().spaces(&[("100", "DOCS")]).on(is_pages_of("100"), Reply::json(listing(&pages(&["1"]), None))),
    );
    let port = server.host().rsplit(':').next().unwrap().to_owned();
    let home = Home::new(&format!("http://localhost:{port}/wiki"), "");
    assert!(costs::output(&mut through(&home, &["sync"], &proxy)).status.success());
    let secure = Presenter::start();
    let home = Home::new(&format!("https://{}/wiki", secure.host()), "");
    assert!(!costs::output(&mut through(&home, &["sync"], &proxy)).status.success());
    assert_eq!(secure.handshakes().len(), 1, "it was reached directly");
    assert_eq!(proxy.targets(), Vec::<String>::new());
}

#[test]
fn a_proxy_sees_nothing_of_an_insecure_http_site_elsewhere() {
    let proxy = Server::start(Script::default());
    // An address of a block that leads nowhere.
    let home = Home::new("http://127.0.0.1:9/wiki", "");
    home.configure("http://192.0.2.1/wiki", "insecure_http = true\nrequest_timeout_ms = 100");
    assert!(!costs::output(&mut through(&home, &["sync"], &proxy)).status.success());
    assert_eq!(proxy.targets(), Vec::<String>::new());
}

#[test]
fn a_proxy_is_asked_for_a_secure_site_elsewhere() {
    let proxy = Server::start(Script::default());
    let home = Home::new("https://site.invalid/wiki", "");
    assert!(!costs::output(&mut through(&home, &["check"], &proxy)).status.success());
    assert!(proxy.targets().iter().all(|target| target == "site.invalid:443"), "{:?}", proxy.targets());
    assert!(!proxy.targets().is_empty());
}

#[test]
fn a_proxy_sees_nothing_of_a_bucket_in_plain_http() {
    let (proxy, s3) = (Server::start(Script::default()), S3::start());
    let site = Site::of("", pages_only(5));
    let home = Home::new(site.url(), "");
    let (file, secret) = (home.dir().join("catchment.toml"), home.dir().join("s3-secret"));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("to = \"lake\"", &s3.settings())).unwrap();
    fs::write(&secret, SECRET).unwrap();
    fs::set_permissions(&secret, PermissionsExt::from_mode(0o600)).unwrap();
    let output = costs::output(&mut through(&home, &["sync"], &proxy));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(s3.requests().iter().any(|line| line.starts_with("PUT")));
    assert_eq!(proxy.targets(), Vec::<String>::new());
}
