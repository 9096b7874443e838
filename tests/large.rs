//! Attachments by size and by number: memory stays where it is. The slow tier runs these.

use crate::support::lab;
use crate::support::s3::{S3, SECRET};
use crate::support::site::{Home, Run, Site};
use catchment_practice::confluence::{Options, attachment_id};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const SETTINGS: &str = "content_types = [\"page\", \"attachment\"]\nmax_attachment_size_mb = 2048\n\
     requests_per_minute = 100000\nrate_limit_timeout_ms = 10\npage_size = 250\nmode = \"historical\"\nmax_deleted_share = 1\n\
     request_timeout_ms = 600000";
/// What the largest file may take beside everything else, in MiB.
const MOST_OF_A_FILE: u64 = 64;
const MANY: usize = 100_000;
/// What so many attachments may take, in MiB.
const MOST_OF_MANY: u64 = 300;
/// What they may take more on one page than on a thousand, in MiB: its row holds all their addresses.
const MOST_ON_ONE_PAGE: u64 = 48;

/// Syncs a site whose first attachment has so many MiB, into the bucket or into a folder; gives the memory it took.
fn peak_of_a_file(mebibytes: u64, s3: Option<&S3>) -> u64 {
    let options = Options { pages: 3, blogposts: 0, spaces: 1, body: 200, attachments: 3, ..Options::default() };
    let site = Site::of(&format!("huge-attachment={}:{mebibytes}", attachment_id(2)), options);
    let place = s3.map_or("to = \"files\"".to_owned(), S3::settings);
    let home = Home::new(site.url(), &format!("{SETTINGS}\n[attachments]\n{place}"));
    let secret = home.dir().join("s3-secret");
    fs::write(&secret, SECRET).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let run: Run = home.follow().ends(0);
    let most = "select max(bytes) from sync.upload where state = 'stored'";
    assert_eq!(home.query(most), [(mebibytes << 20).to_string()]);
    run.peak_mib
}

#[test]
fn a_file_of_two_gibibytes_takes_little_memory() {
    if !lab::slow() {
        return eprintln!("skipped: a file of 2 GiB takes minutes and 5 GiB of disk; CATCHMENT_SLOW=1 stores it");
    }
    for s3 in [None, Some(S3::start())] {
        let (small, large) = (peak_of_a_file(1, s3.as_ref()), peak_of_a_file(2048, s3.as_ref()));
        eprintln!("1 MiB took {small} MiB, 2 GiB took {large} MiB, into a bucket: {}", s3.is_some());
        assert!(large < small + MOST_OF_A_FILE, "{small} MiB, then {large} MiB");
    }
}

/// Syncs a site of so many pages with a hundred thousand attachments; gives the memory it took.
fn peak_of_many(pages: usize) -> u64 {
    let options = Options {
        pages,
        blogposts: 0,
        spaces: 1,
        body: 200,
        attachments: MANY,
        attachment_bytes: 10,
        ..Options::default()
    };
    let site = Site::of("", options);
    let home = Home::new(site.url(), SETTINGS);
    let run = home.follow().ends(0);
    let counts =
        home.rows().into_values().map(|row| row["attachment_count"].as_deref().unwrap().parse::<usize>().unwrap());
    assert_eq!(counts.sum::<usize>(), MANY);
    run.peak_mib
}

#[test]
fn a_page_of_a_hundred_thousand_attachments_takes_little_memory() {
    if !lab::slow() {
        return eprintln!("skipped: 100,000 attachments take minutes; CATCHMENT_SLOW=1 stores them");
    }
    let (one, many) = (peak_of_many(1), peak_of_many(1000));
    eprintln!("100,000 attachments took {one} MiB on one page, {many} MiB on a thousand");
    assert!(one < many + MOST_ON_ONE_PAGE && one < MOST_OF_MANY, "{one} MiB on one page, {many} MiB on a thousand");
}
