//! Answers that are no page of a listing, and bodies that are not whole.

use super::*;

#[test]
fn an_answer_without_results_fails_by_name() {
    fails_by_name_and_heals(Reply::json(r#"{"_links":{}}"#), "no results");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn an_answer_that_is_no_listing_fails_by_name() {
    fails_by_name_and_heals(Reply::json(r#"{"results":{"id":"1"}}"#), "form of a listing");
    fails_by_name_and_heals(Reply::json(""), "ends in the middle");
}

#[test]
fn html_with_200_fails_by_name() {
    fails_by_name_and_heals(Reply::of(200, "text/html; charset=utf-8", &[], "<html>log in</html>"), "text/html");
}

#[test]
fn json_under_another_media_type_fails_by_name() {
    let body = listing(&pages(&["1", "2"]), None);
    fails_by_name_and_heals(Reply::of(200, "text/plain", &[], body), "text/plain");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn half_of_the_json_under_a_matching_length_is_asked_for_again_then_fails_by_name() {
    let body = listing(&pages(&["1", "2"]), None);
    let half = Reply::json(&body[..body.len() / 2]);
    is_asked_for_again(half.clone());
    fails_by_name_and_heals(half, "ends in the middle");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn bytes_after_the_json_are_asked_for_again_then_fail_by_name() {
    let trailing = Reply::json(listing(&pages(&["1", "2"]), None) + "<!-- node 3 -->");
    is_asked_for_again(trailing.clone());
    fails_by_name_and_heals(trailing, "not JSON");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_body_shorter_than_its_length_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let short = Reply::json_of_length(body.len() + 500, &body);
    is_asked_for_again(short.clone());
    fails_by_name_and_heals(short, "could not be reached");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_body_longer_than_its_length_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let long = Reply::json_of_length(body.len() - 60, &body);
    is_asked_for_again(long.clone());
    fails_by_name_and_heals(long, "ends in the middle");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn chunks_without_an_end_are_no_end_of_a_listing() {
    // The JSON is whole: only the missing last chunk tells that something may be missing.
    let endless = Reply::chunked_without_end(listing(&pages(&["1"]), None));
    is_asked_for_again(endless.clone());
    fails_by_name_and_heals(endless, "could not be reached");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_reset_in_the_middle_of_a_body_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let whole = head(200, "application/json", &[("Content-Length", body.len().to_string())]) + &body;
    let reset = Reply::raw(&whole.as_bytes()[..whole.len() - 40]).reset();
    is_asked_for_again(reset.clone());
    fails_by_name_and_heals(reset, "could not be reached");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_connection_that_breaks_before_any_answer_is_asked_for_again() {
    is_asked_for_again(Reply::default().reset());
    is_asked_for_again(Reply::default().close());
    fails_by_name_and_heals(Reply::default().close(), "could not be reached");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn gzip_is_read_and_truncated_gzip_is_no_end_of_a_listing() {
    let body = listing(&pages(&["1", "2"]), None);
    let server = Server::start(broken(Reply::gzip(&body, None)));
    let whole = home(&server);
    whole.sync().ends(0);
    assert_eq!(whole.ids(), ["1", "2", "3"]);
    assert_eq!(server.seen()[0].headers["accept-encoding"], "gzip");
    let cut = Reply::gzip(&body, Some(90));
    is_asked_for_again(cut.clone());
    fails_by_name_and_heals(cut, "could not be reached");
}

#[test]
fn no_compression_is_asked_for_where_it_is_switched_off() {
    let server = Server::start(well());
    Home::new(&server.url(), "compression = false").sync().ends(0);
    assert!(server.seen().iter().all(|seen| !seen.headers.contains_key("accept-encoding")));
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_gzip_bomb_is_stopped_at_the_bound_and_takes_no_more_memory() {
    let bomb = gzip(|out| {
        let blank = vec![b' '; 1 << 20];
        (0..512).for_each(|_| out.write_all(&blank).unwrap());
    });
    let reply = Reply::of(200, "application/json", &[("Content-Encoding", "gzip")], bomb);
    let server = Server::start(broken(reply));
    let home = home(&server);
    let run = home.sync().ends(3).says("larger than 64 MiB");
    assert!(run.peak_mib < CEILING_MIB, "{} MiB", run.peak_mib);
    assert_eq!(home.ids(), ["3"]);
    heals(&server, &home);
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn an_encoding_that_was_not_asked_for_fails_by_name() {
    let body = listing(&pages(&["1", "2"]), None);
    let once = gzip(|out| out.write_all(body.as_bytes()).unwrap());
    let twice = gzip(|out| out.write_all(&once).unwrap());
    let encoded = |coding: &str, body: &[u8]| Reply::of(200, "application/json", &[("Content-Encoding", coding)], body);
    fails_by_name_and_heals(encoded("br", &once), "not JSON");
    fails_by_name_and_heals(encoded("gzip", &twice), "not JSON");
    fails_by_name_and_heals(encoded("gzip", body.as_bytes()), "could not be reached");
}

#[test]
fn a_bomb_in_the_body_of_a_redirect_is_not_read() {
    let bomb = gzip(|out| (0..64).for_each(|_| out.write_all(&vec![0; 1 << 20]).unwrap()));
    let headers = [("Content-Encoding", "gzip"), ("Location", "/wiki/moved")];
    let peak = |body: Vec<u8>| {
        let script = Script::default()
            .spaces(&[("100", "DOCS")])
            .on(is_pages_of("100"), Reply::of(302, "text/html", &headers, body))
            .on(|target| target == "/wiki/moved", Reply::json(listing(&pages(&["1"]), None)));
        let server = Server::start(script);
        let home = home(&server);
        let run = home.sync().ends(0);
        assert_eq!(home.ids(), ["1"]);
        run.peak_mib
    };
    let (without, with) = (peak(gzip(|_| {})), peak(bomb));
    assert!(with < without + 32, "{with} MiB, {without} MiB without it");
}

#[test]
fn an_announced_length_beyond_the_bound_is_not_read() {
    let head = head(200, "application/json", &[("Content-Length", (1_u64 << 40).to_string())]);
    fails_by_name_and_heals(Reply::raw(head).stall(), "larger than 64 MiB");
}
