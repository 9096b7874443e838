//! A site that stalls, cannot be reached or trusted, or has another clock.

use super::*;
use crate::support::costs;

/// The listing is open and the run over in a time that the configured timeout explains.
fn ends_within_the_timeout(reply: Reply) {
    let server = Server::start(broken(reply));
    let home = Home::new(&server.url(), "request_timeout_ms = 200");
    let run = home.sync().ends(3).says("could not be reached");
    assert!(run.took < Duration::from_secs(20), "{:?}", run.took);
    assert_eq!(home.ids(), ["3"]);
    // Twice as it is and twice without bodies, once anew since other requests are answered, then 12, 6, 3 and 1 of its 25 objects.
    assert_eq!(asked(&server, is_pages_of("100")), 9);
}

#[test]
fn a_site_that_never_answers_ends_within_the_timeout() {
    ends_within_the_timeout(Reply::default().stall());
}

#[test]
fn a_site_that_stalls_in_the_middle_of_a_body_ends_within_the_timeout() {
    let head = head(200, "application/json", &[("Content-Length", "5000".to_owned())]);
    ends_within_the_timeout(Reply::raw(head).then("{\"results\":[").stall());
}

#[test]
fn a_site_that_drips_ends_within_the_timeout() {
    let head = head(200, "application/json", &[("Content-Length", "5000".to_owned())]);
    let drip = (0..40).fold(Reply::raw(head), |reply, _| reply.then(" ").pause(Duration::from_millis(20)));
    ends_within_the_timeout(drip.stall());
}

#[test]
fn a_failed_tls_handshake_is_told_and_not_tried_again() {
    let server = Server::start(Script::greeting(Reply::raw("HTTP/1.1 400 Bad Request\r\n\r\n").close()));
    let home = Home::new(&format!("https://{}/wiki", server.host()), "");
    home.sync().ends(1).says("does not speak TLS").says("hint: this port speaks plain http");
    assert_eq!(server.seen().len(), 1, "a handshake that failed is not tried again");
}

#[test]
fn a_certificate_that_nobody_signed_is_refused_at_once_and_gets_no_credentials() {
    let server = Presenter::start();
    let home = Home::new(&format!("https://{}/wiki", server.host()), "");
    for args in [&["sync"][..], &["check"]] {
        home.run(args).ends(1).says("certificate").says("hint:");
    }
    assert_eq!(server.handshakes(), [false, false], "one try each, and none of them got through");
}

#[test]
fn a_site_that_is_not_there_is_told_with_a_hint() {
    let port = Server::start(Script::default()).host();
    let home = Home::new(&format!("http://{port}/wiki"), "");
    home.sync().ends(1).says("could not be reached").says("hint:");
}

#[test]
fn the_rows_are_the_same_in_every_time_zone_and_under_a_wrong_clock() {
    let site = Site::with("");
    let home = Home::new(site.url(), "");
    home.follow_first(&site);
    let rows = home.rows();
    let key = std::fs::read(home.dir().join("data/catchment.key")).unwrap();
    for (zone, faults) in
        [("Asia/Kolkata", ""), ("America/St_Johns", "clock-skew=90000"), ("Pacific/Apia", "clock-skew=-90000")]
    {
        let site = Site::with(faults);
        let home = Home::new(site.url(), "");
        let file = home.dir().join("data/catchment.key");
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, &key).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let output = costs::output(home.command(&["sync"]).env("TZ", zone));
        assert!(output.status.success(), "{zone}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(home.rows(), rows, "{zone}");
    }
}

#[test]
fn what_a_stream_is_complete_to_is_told_by_the_site_clock() {
    let site = Site::with("clock-skew=86400");
    let home = Home::new(site.url(), "");
    let run: Run = home.sync().ends(0);
    let told = run.json()[0]["status"]["complete_to"][0]["complete_to"].as_str().unwrap().to_owned();
    let told = chrono::DateTime::parse_from_rfc3339(&told).unwrap().naive_utc();
    let ahead = (told - clock::now()).num_hours();
    assert!((22..=25).contains(&ahead), "{told}: {ahead} hours ahead");
}
