//! Attachments by size and by number: memory stays where it is. The slow tier runs these.

use crate::support::lab;
use crate::support::s3::{S3, SECRET};
use crate::support::site::{Home, Run, Site};
use catchment::practice::{Options, attachment_id};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const SETTINGS: &str = "content_types = [\"page\", \"attachment\"]\nmax_attachment_size_mb = 2048\n\
     requests_per_minute = 100000\nrate_limit_timeout_ms = 10\npage_size = 250\nmode = \"historical\"\nmax_deleted_share = 1\n\
     request_timeout_ms = 600000";
/// What the largest file may take beside everything else, in MiB.
const MOST_OF_A_FILE: u64 = 64;
/// What a hundred thousand attachments may take beside what ten thousand take, in MiB.
const MOST_OF_MANY: u64 = 48;

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

/// Syncs a site of one page with so many attachments; gives the memory it took.
fn peak_of_many(attachments: usize) -> u64 {
    let options = Options {
        pages: 1,
        blogposts: 0,
        spaces: 1,
        body: 200,
        attachments,
        attachment_bytes: 10,
        ..Options::default()
    };
    let site = Site::of("", options);
    let home = Home::new(site.url(), SETTINGS);
    let run = home.follow().ends(0);
    let counts = home.rows().into_values().map(|row| row["attachment_count"].clone());
    assert_eq!(counts.collect::<Vec<_>>(), [Some(attachments.to_string())]);
    run.peak_mib
}

#[test]
fn a_page_of_a_hundred_thousand_attachments_takes_little_memory() {
    if !lab::slow() {
        return eprintln!("skipped: 100,000 attachments take minutes; CATCHMENT_SLOW=1 stores them");
    }
    let (some, many) = (peak_of_many(10_000), peak_of_many(100_000));
    eprintln!("10,000 attachments took {some} MiB, 100,000 took {many} MiB");
    assert!(many < some + MOST_OF_MANY, "{some} MiB, then {many} MiB");
}
