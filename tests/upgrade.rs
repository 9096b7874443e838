//! Databases of the last versions: they are taken over as they are, and nothing is read anew.

use crate::support::lab::{Lab, Site, same_rows};
use crate::support::ledger;
use catchment_practice::confluence::Options;

/// Takes `sync/020_scope.sql` back.
pub const SCOPES_WERE_SPACES: &str = "
    alter table sync.walk rename column scopes to spaces;
    alter table sync.chunk rename column scope_id to space_id;
    alter table sync.covered rename column scope_id to space_id;
    alter table sync.departed rename column scope_id to space_id;
    alter table sync.unwanted drop column container_id;
    alter table sync.unwanted rename column scope_id to parent_id;
    delete from main.migration where name = 'sync/020_scope.sql';";
/// Makes a database what the version before left, beside its scopes: there was no ledger, and models said less.
const BEFORE: &str = "
    drop table sync.object;
    alter table sync.upload drop column stream;
    alter table sync.upload rename column object_id to attachment_id;
    alter table sync.upload rename column container_id to page_id;
    alter table sync.identity drop column source;
    alter table land.sighting drop column container_id;
    alter table land.sighting rename column scope_id to parent_id;
    delete from main.migration
        where name in ('land/005_container.sql', 'sync/021_object.sql', 'sync/022_source.sql', 'sync/023_file.sql');
    update sync.relation set fingerprint = 'of an older program'";

/// Makes a database what the last version left: responses were called pages, and nobody asked what a run had brought, which
/// policy was in force, or which store was meant.
const LAST: &str = "
    alter table land.response rename to page;
    alter table sync.rotation rename column responses to pages;
    drop table sync.policy;
    drop table sync.brought;
    drop table sync.purge;
    drop table sync.selection;
    drop table sync.selected;
    alter table sync.export drop column policy_id;
    alter table sync.quarantine drop column can_be_accepted;
    alter table sync.quarantine drop column acknowledged_because;
    alter table sync.quarantine drop column acknowledged_at;
    alter table sync.run drop column purge_id;
    alter table sync.identity drop column vacuumed_at;
    alter table sync.identity drop column store_id;
    alter table sync.redacted drop column types;
    delete from main.migration where name in (
        'land/006_response.sql', 'sync/027_response.sql', 'sync/028_policy.sql', 'sync/029_operated.sql',
        'sync/030_withdrawn.sql', 'sync/031_recorded.sql', 'sync/032_selected.sql'
    );";

#[test]
fn a_database_of_the_last_version_is_taken_over_with_its_attachments_and_nothing_is_fetched() {
    let mut site = Site::start(Options { spaces: 2, pages: 24, blogposts: 6, attachments: 5, ..Options::default() });
    let lab = Lab::new(&site, "");
    let settings = std::fs::read_to_string(lab.dir.join("catchment.toml")).unwrap();
    lab.write("catchment.toml", &settings.replace("\"blogpost\"]", "\"blogpost\", \"attachment\"]"));
    lab.sync().expect(0);
    let rows = lab.rows();
    lab.sync().expect(0);
    let quiet = site.requested().len();
    lab.sync().expect(0);
    let quiet = site.requested().len() - quiet;
    lab.execute(LAST);
    std::fs::remove_file(lab.dir.join("attachments/wiki/store.json")).unwrap();
    let before = site.requested().len();
    lab.sync().expect(0);
    assert_eq!(site.requested().len() - before, quiet, "{:?}", site.requested().split_off(before));
    same_rows(&lab.rows(), &rows);
    for question in ["runs", "policies", "purges", "redacted", "unread", "keys"] {
        lab.run(&["audit", question]).expect(0);
    }
    site.fault("edit=3");
    lab.sync().expect(0);
    assert!(lab.rows() != rows, "what changed afterwards is followed");
}

#[test]
fn a_database_of_the_version_before_is_staged_again_and_nothing_is_fetched() {
    let mut site = Site::start(Options { spaces: 2, pages: 24, blogposts: 6, ..Options::default() });
    let lab = Lab::synced(&site, "");
    let rows = lab.rows();
    lab.sync().expect(0);
    let quiet = site.requested().len();
    lab.sync().expect(0);
    let quiet = site.requested().len() - quiet;
    lab.execute(&format!("{LAST} {SCOPES_WERE_SPACES} {BEFORE}"));
    let before = site.requested().len();
    lab.sync().expect(0);
    assert_eq!(site.requested().len() - before, quiet, "{:?}", site.requested().split_off(before));
    same_rows(&lab.rows(), &rows);
    ledger::says_what_is_held(&lab.database(), "after the upgrade");
    site.fault("edit=3");
    lab.sync().expect(0);
    assert!(lab.rows() != rows, "what changed afterwards is followed");
}
