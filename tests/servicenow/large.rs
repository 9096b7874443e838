//! A table of a hundred thousand records: its memory, and the complete listing that shows them all. The slow tier runs this.

use crate::support::instance::Instance;
use crate::support::site::{Home, VARIABLE};
use catchment_practice::servicenow::{Change, Options};

const MANY: usize = 100_000;
/// What a sync of so many may take, in MiB.
const MOST: u64 = 250;

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_hundred_thousand_records_and_their_complete_listing_take_little_memory() {
    let mut instance = Instance::start(Options { records: MANY, ..Options::default() });
    let url = instance.practice().url().to_owned();
    let home = Home::let_in(
        &format!(
            "source = \"servicenow\"\nurl = \"{url}\"\nusername = \"practice\"\npassword = \"env:{VARIABLE}\"\n\
             requests_per_minute = 100000\ncensus_every = \"0m\"\npage_size = 1000\ntables = [\"incident\"]\n"
        ),
        "practice-password",
    );
    let published = |home: &Home| home.query("select count(*) from mart.incident");
    let first = home.follow().ends(0);
    assert_eq!(published(&home), [MANY.to_string()]);
    // The second sync lists all ids: with what it holds already, that is the most that is compared.
    instance.change(Change::Insert { table: "incident".to_owned(), rows: 1 });
    let second = home.follow().ends(0);
    assert_eq!(published(&home), [(MANY + 1).to_string()]);
    eprintln!("{MANY} records took {} MiB, and {} MiB with a complete listing", first.peak_mib, second.peak_mib);
    assert!(first.peak_mib.max(second.peak_mib) <= MOST, "{} MiB, then {} MiB", first.peak_mib, second.peak_mib);
}
