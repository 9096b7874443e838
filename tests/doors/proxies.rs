//! How requests leave the machine: the proxy, the certificates and the name that the settings say.

use super::*;
use crate::support::costs;
use crate::support::server::{Reply, Script, Server};
use crate::support::tls::Presenter;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

const ACCOUNT: &str = "username = \"me@example.com\"\napi_token = \"env:CATCHMENT_TEST_TOKEN\"";

fn through(url: &str, lines: &str) -> Home {
    Home::let_in(
        &format!("source = \"confluence\"\nurl = \"{url}\"\n{ACCOUNT}\nrequest_timeout_ms = 2000\n{lines}"),
        "a-token",
    )
}

#[test]
fn the_proxy_of_the_settings_is_asked_for_a_secure_site_unless_the_environment_excepts_it() {
    let proxy = Server::start(Script::default());
    let home = through("https://site.invalid/wiki", &format!("proxy = \"http://{}\"", proxy.host()));
    assert_ne!(home.run(&["check"]).code, Some(0));
    let asked = proxy.targets();
    assert!(!asked.is_empty() && asked.iter().all(|target| target == "site.invalid:443"), "{asked:?}");
    let excepted = costs::output(home.command(&["check"]).env("NO_PROXY", "site.invalid"));
    assert!(!excepted.status.success());
    assert_eq!(proxy.targets().len(), asked.len());
}

#[test]
fn a_proxy_of_the_settings_sees_nothing_of_this_machine() {
    let proxy = Server::start(Script::default());
    let site = Site::of("", small(Door::Token, "a-token"));
    let home = home(&site, Door::Token, "a-token");
    let settings = settings(Door::Token, site.url(), site.practice().origin());
    home.describe(&format!("{settings}\nproxy = \"http://{}\"", proxy.host()));
    home.follow().ends(0);
    assert_eq!(proxy.targets(), Vec::<String>::new());
}

#[test]
fn a_socks_proxy_gets_the_name_of_the_site() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let seen = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).unwrap();
        let mut methods = vec![0; usize::from(greeting[1])];
        stream.read_exact(&mut methods).unwrap();
        stream.write_all(&[5, 0]).unwrap();
        // Version, command, reserved, the kind of address, its length.
        let mut request = [0; 5];
        stream.read_exact(&mut request).unwrap();
        let mut name = vec![0; usize::from(request[4])];
        stream.read_exact(&mut name).unwrap();
        (greeting[0], request[3], String::from_utf8(name).unwrap())
    });
    let home = through("https://site.invalid/wiki", &format!("proxy = \"socks5h://{address}\""));
    assert_ne!(home.run(&["check"]).code, Some(0));
    assert_eq!(seen.join().unwrap(), (5, 3, "site.invalid".to_owned()));
}

#[test]
fn a_certificate_of_the_settings_is_trusted_and_no_other() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let presenter = Presenter::start();
    let home = through(&format!("https://{}/wiki", presenter.host()), "");
    home.run(&["check"]).ends(1);
    assert_eq!(presenter.handshakes(), [false]);
    let body = STANDARD.encode(include_bytes!("../../fixtures/tls/self-signed.der"));
    let pem = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    std::fs::write(home.dir().join("ca.pem"), pem).unwrap();
    let trusting = |lines: &str| {
        home.describe(&format!(
            "source = \"confluence\"\nurl = \"https://{}/wiki\"\n{ACCOUNT}\nrequest_timeout_ms = 2000\n{lines}",
            presenter.host()
        ));
    };
    trusting("ca_file = \"ca.pem\"");
    assert_ne!(home.run(&["check"]).code, Some(0));
    // Who is trusted is asked again when it says nothing, and that may be given up in the middle.
    assert!(presenter.handshakes()[1..].contains(&true), "{:?}", presenter.handshakes());
    std::fs::write(home.dir().join("none.pem"), "nothing").unwrap();
    for (name, told) in [("none.pem", "contains no certificate in PEM"), ("absent.pem", "cannot be read")] {
        trusting(&format!("ca_file = \"{name}\""));
        home.run(&["check"]).says(told).says("hint:");
    }
}

#[test]
fn the_client_says_its_name_and_asks_for_no_compression_where_the_settings_say_so() {
    for (lines, agent, encoding) in [
        ("user_agent = \"data-team@example.com\"", " data-team@example.com", Some("gzip")),
        ("compression = false", "", None),
    ] {
        let server = Server::start(Script::default().on(|_| true, Reply::error(404, &[])));
        through(&server.url(), lines).run(&["check"]);
        let seen = &server.seen()[0];
        assert_eq!(seen.headers["user-agent"], format!("catchment/{}{agent}", env!("CARGO_PKG_VERSION")));
        assert_eq!(seen.headers.get("accept-encoding").map(String::as_str), encoding);
    }
}
