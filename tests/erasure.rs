//! Erasing a person, in every source: no response, no dataset and no record of a sync holds a form of it, and what cannot be erased
//! is named.

use crate::asked::lab_of_data_center;
use crate::attachments::{storing, storing_in};
use crate::support::api::Api;
use crate::support::instance::Instance;
use crate::support::lab::{self, CONNECTION, Lab, Ran, Site, tree};
use crate::support::org::Org;
use crate::support::s3::S3;
use crate::support::tracker::Tracker;
use catchment_base::response::ResponseKind;
use catchment_io::key::Keys;
use catchment_lake::land::{Sealer, Which, open_former};
use catchment_practice::confluence::{self, Deployment, Door, Extras};
use catchment_practice::jira::{self, Change};
use catchment_practice::rest::{self, Paging};
use catchment_practice::salesforce;
use catchment_practice::servicenow::{self, Change as ServiceNow};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// The members that name whoever an object is, in any source.
const NAMES: [&str; 9] =
    ["displayName", "publicName", "email", "emailAddress", "username", "user_name", "Username", "Email", "Name"];

/// The members by which an object says who it is.
const IDS: [&str; 7] = ["accountId", "userKey", "key", "sys_id", "Id", "Email", "email"];

/// Every sealed response, opened: stream and body.
pub fn opened(lab: &Lab) -> Vec<(String, String)> {
    let sealer = Sealer::new(&Keys::read(&lab.data()).unwrap(), CONNECTION).unwrap();
    let sealed = lab.data().join("sealed").join(CONNECTION);
    let (db, mut all, mut after) = (lab.open(), Vec::new(), 0);
    loop {
        let responses = open_former(&db, (&sealer, &sealed), Which::Every, after, 1 << 30).unwrap();
        let Some(last) = responses.last().map(|response| response.seq) else { return all };
        after = last;
        assert!(responses.iter().all(|response| response.kind != ResponseKind::Own || !response.body.is_empty()));
        let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
        all.extend(responses.iter().map(|response| (response.stream.clone(), text(&response.body))));
    }
}

/// Everything that readers of the lake find, as text.
pub fn published(lab: &Lab) -> String {
    let files = tree(&lab.lake()).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "parquet"));
    files.map(|file| format!("{:?}\n", lab::parquet(&file))).collect()
}

/// What objects that hold an id say of whose it is.
fn forms(lab: &Lab, id: &str) -> BTreeSet<String> {
    fn walk(value: &Value, id: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| walk(item, id, found)),
            Value::Object(members) => {
                if IDS.iter().any(|name| members.get(*name).is_some_and(|value| value == id)) {
                    found.extend(NAMES.iter().filter_map(|name| members.get(*name)?.as_str().map(str::to_owned)));
                }
                members.values().for_each(|value| walk(value, id, found));
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::from([id.to_owned()]);
    for (_, body) in opened(lab) {
        walk(&serde_json::from_str(&body).unwrap(), id, &mut found);
    }
    found.remove("");
    found
}

/// What a pseudonym stands for.
fn revealed(lab: &Lab, token: &str) -> String {
    let told = lab.run(&["reveal", token, "--reason", "a test", "--format", "jsonl"]).expect(0).stdout;
    let row: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    row["value"].as_str().unwrap().to_owned()
}

/// The first value of a query.
fn first(lab: &Lab, sql: &str) -> String {
    let told = lab.run(&["query", sql, "--format", "jsonl"]).expect(0).stdout;
    let row: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    row.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
}

pub fn purge(lab: &Lab, token: &str) -> Ran {
    lab.run(&["purge", "person", CONNECTION, token, "--reason", "ticket 1234"])
}

/// All that is held, by where it is, in small letters.
struct Held(Vec<(String, String)>);

impl Held {
    fn of(lab: &Lab) -> Self {
        let mut all = opened(lab);
        all.push(("the lake".to_owned(), published(lab)));
        Self(all.into_iter().map(|(place, text)| (place, text.to_lowercase())).collect())
    }

    /// Where a form is, whatever its case.
    fn places(&self, form: &str) -> Vec<&str> {
        let form = form.to_lowercase();
        self.0.iter().filter(|(_, text)| text.contains(&form)).map(|(place, _)| place.as_str()).collect()
    }
}

/// Purges the person behind a pseudonym, who is known by these forms beside those that stand beside its id.
pub fn is_erased(lab: &Lab, token: &str, known: &[&str]) {
    let mut forms = forms(lab, &revealed(lab, token));
    forms.extend(known.iter().map(|form| (*form).to_owned()));
    assert!(forms.len() > 1, "{forms:?}");
    let held = Held::of(lab);
    for form in &forms {
        assert!(!held.places(form).is_empty(), "{form} is nowhere");
    }
    let ran = purge(lab, token).expect(0);
    assert!(ran.stdout.lines().next().unwrap().contains("out of reach: "), "{}", ran.stdout);
    let held = Held::of(lab);
    for form in forms.iter().map(String::as_str).chain([token]) {
        assert_eq!(held.places(form), [""; 0], "{form} of {forms:?}");
    }
    lab.run(&["reveal", token, "--reason", "a test"]).refused(1, &["no stored response"]);
    let missing = lab.run(&["audit", "balance", "--format", "jsonl"]).expect(0).stdout;
    assert!(missing.lines().all(|row| serde_json::from_str::<Value>(row).unwrap()["missing"] == 0), "{missing}");
}

fn wiki() -> confluence::Options {
    let extras = Extras { groups: 3, members: 9, comments: 12, restrictions: 3, permissions: 4, ..Extras::default() };
    confluence::Options { pages: 12, blogposts: 3, spaces: 2, body: 600, extras, ..confluence::Options::default() }
}

const OF_WIKI: &str =
    "datasets = [\"comment\", \"user\", \"content_restriction\", \"space_permission\", \"page_version\"]";

#[test]
fn a_person_of_confluence_is_gone_with_its_memberships_and_mentions() {
    let data_center = Deployment::DataCenter { version: "9.2.0".to_owned() };
    for (deployment, door) in [(Deployment::Cloud, Door::Token), (data_center, Door::DataCenter)] {
        let is_cloud = deployment == Deployment::Cloud;
        let site = Site::start(confluence::Options { deployment, door, ..wiki() });
        let lab = if is_cloud { Lab::new(&site, OF_WIKI) } else { lab_of_data_center(&site, OF_WIKI) };
        lab.sync_first(&site);
        let author = "select account_id from user_account semi join space_content on author_id = account_id limit 1";
        is_erased(&lab, &first(&lab, author), &[]);
        lab.sync().expect(0);
    }
}

#[test]
fn a_person_of_jira_is_gone_from_prose_and_logs_of_changes() {
    for deployment in [jira::Deployment::Cloud, jira::Deployment::DataCenter] {
        let mut tracker = Tracker::start(jira::Options { issues: 12, deployment, ..jira::Options::default() });
        let lab = Lab::let_in("practice-token");
        lab.describe(
            &tracker.settings(),
            "datasets = [\"issue\", \"comment\", \"changelog\", \"user\", \"watcher\", \"vote\"]",
        );
        lab.sync_first(&tracker);
        let assignee = "select assignee_id from issue semi join user_account on account_id = assignee_id limit 1";
        let token = first(&lab, assignee);
        let known = forms(&lab, &revealed(&lab, &token));
        let name = known.iter().find(|form| form.contains(' ')).unwrap();
        let file = format!("cv_{}.pdf", name.replace(' ', "_").to_lowercase());
        let said = format!("Ask {name}, see {file}.");
        tracker.change(Change::Comment(tracker.issues_of("ENG")[0].clone(), said, true));
        lab.sync().expect(0);
        is_erased(&lab, &token, &[&file]);
        assert!(opened(&lab).iter().any(|(_, body)| body.contains("cv_purged.pdf")));
        lab.sync().expect(0);
    }
}

#[test]
fn a_user_of_servicenow_is_gone_with_former_names_and_what_is_shown_beside_the_id() {
    for shown in ["raw", "both"] {
        let options = servicenow::Options { records: 12, password: "practice-token".to_owned(), ..Default::default() };
        let mut instance = Instance::start(options);
        let lab = Lab::let_in("practice-token");
        let own = format!(
            "{}\ntables = [\"incident\"]\ndatasets = [\"user_account\", \"user_group_member\", \"journal_entry\"]\n\
             display_values = \"{shown}\"",
            instance.settings()
        );
        lab.describe(&own, "");
        lab.sync_first(&instance);
        let members = "select account.sys_id from user_account as account semi join user_group_member as member on member.\"user\" = account.sys_id limit 1";
        let token = first(&lab, members);
        let id = revealed(&lab, &token);
        let users = instance.practice().truth("sys_user");
        let before = users.iter().find(|fact| fact.sys_id == id).unwrap().values["name"].clone();
        let update = |table: &str, sys_id: &str, field: &str, value: &str| {
            let [table, sys_id, field, value] = [table, sys_id, field, value].map(str::to_owned);
            ServiceNow::Update { table, sys_id, field, value }
        };
        instance.change(update("sys_user", &id, "name", "Zdenka Nováková"));
        let incident = instance.practice().truth("incident")[0].sys_id.clone();
        let (first_name, last_name) = before.split_once(' ').unwrap();
        let said = format!("{last_name}, {first_name} is now zdenka_nováková.png");
        instance.change(update("incident", &incident, "short_description", &said));
        lab.sync().expect(0);
        let rows = |lab: &Lab| lab.rows_of("user_group_member").num_rows();
        let memberships = rows(&lab);
        is_erased(&lab, &token, &[&before, "Zdenka Nováková", &said]);
        assert!(opened(&lab).iter().any(|(_, body)| body.contains("purged is now purged.png")), "{shown}");
        assert!(rows(&lab) < memberships, "what says to which groups the person belongs is about it");
        lab.sync().expect(0);
    }
}

#[test]
fn a_user_and_a_contact_of_salesforce_are_gone() {
    let org = Org::with(12, "");
    let lab = Lab::let_in("practice-token");
    lab.describe(&format!("{}\nobjects = [\"Account\", \"Contact\", \"Case\", \"User\"]", org.settings()), "");
    lab.sync_first(&org);
    let contacts = |lab: &Lab| -> usize {
        lab.run(&["query", "select id from contact", "--format", "csv"]).stdout.lines().count()
    };
    let user = "select owner_id from \"case\" semi join user_account on user_account.id = owner_id limit 1";
    is_erased(&lab, &first(&lab, user), &[]);
    let before = contacts(&lab);
    is_erased(&lab, &first(&lab, "select email from contact where email is not null limit 1"), &[]);
    assert_eq!(contacts(&lab), before - 1);
    lab.sync().expect(0);
}

#[test]
fn an_address_that_several_contacts_have_takes_none_of_the_others_along() {
    let mut org = Org::with(12, "");
    let lab = Lab::let_in("practice-token");
    lab.describe(&format!("{}\nobjects = [\"Account\", \"Contact\", \"User\"]", org.settings()), "");
    let address = "reception@example.com";
    let contacts = org.practice().truth("Contact");
    for contact in &contacts[..3] {
        let [object, field, value] = ["Contact", "Email", address].map(str::to_owned);
        org.change(salesforce::Change::Update { object, id: contact.id.clone(), field, value });
    }
    lab.sync_first(&org);
    let rows = |lab: &Lab| lab.rows_of("contact").num_rows();
    let before = rows(&lab);
    let shared = "where email = (select email from contact group by email having count(*) > 1) limit 1";
    let by_address = first(&lab, &format!("select email from contact {shared}"));
    purge(&lab, &by_address).refused(2, &["several people have the address"]);
    assert_eq!(rows(&lab), before);
    let id = first(&lab, &format!("select id from contact {shared}"));
    let token = first(&lab, &format!("select name from contact where id = '{id}'"));
    let ran = purge(&lab, &token).expect(0);
    assert!(ran.stdout.contains("1 name or address that others have as well"), "{}", ran.stdout);
    let held = Held::of(&lab);
    assert_eq!((rows(&lab), held.places(&id)), (before - 1, vec![""; 0]));
    assert!(!held.places(address).is_empty(), "the address of the others stays with them");
    lab.sync().expect(0);
}

#[test]
fn a_person_of_a_described_api_is_gone_by_its_address() {
    let api = Api::of(rest::Options { paging: Paging::Cursor, records: 12, ..rest::Options::default() }, "");
    let lab = Lab::let_in("practice-token");
    let settings = api.settings("publish_incomplete = true", "columns = { email = \"person\", name = \"person\" }", "");
    lab.write(
        "catchment.toml",
        &format!("data_dir = \"data\"\n[lake]\nto = \"lake\"\n[connections.{CONNECTION}]\n{settings}"),
    );
    lab.sync().expect(0);
    let token = first(&lab, "select email from customer where email is not null limit 1");
    let address = revealed(&lab, &token);
    let customers = api.practice().truth().customers;
    let customer = customers.iter().find(|customer| customer["email"] == *address).unwrap();
    is_erased(&lab, &token, &[customer["name"].as_str().unwrap()]);
    lab.sync().expect(0);
}

#[test]
fn a_person_is_erased_while_a_sync_is_paused() {
    let site = Site::start(wiki());
    let lab = Lab::synced(&site, OF_WIKI);
    site.practice().change(confluence::Change::Edit { id: confluence::page_id(2) }).unwrap();
    assert!(lab.sync_killed_at("run.before_end").signal.is_some());
    let author = "select account_id from user_account semi join space_content on author_id = account_id limit 1";
    is_erased(&lab, &first(&lab, author), &[]);
    lab.sync().expect(0);
    assert_eq!(lab.status()["open"], serde_json::json!([]));
}

#[test]
fn a_person_is_erased_before_anything_was_published() {
    let mut site = Site::start(wiki());
    let whole = Lab::synced(&site, OF_WIKI);
    // The responses of a first sync that was stopped, behind a key of which the pseudonym is known.
    let lab = Lab::new(&site, &format!("{OF_WIKI}\npublish_incomplete = false"));
    site.fault("unavailable=30");
    lab.sync().expect(1);
    site.fault("");
    assert!(lab.generations().is_empty());
    let token =
        first(&whole, "select author_id from space_content where content_type = 'page' order by page_id limit 1");
    let id = revealed(&lab, &token);
    assert!(!Held::of(&lab).places(&id).is_empty());
    purge(&lab, &token).expect(0);
    assert_eq!(Held::of(&lab).places(&id), [""; 0]);
    assert!(lab.generations().is_empty(), "what was not read whole is not published");
    lab.sync().expect(0);
    assert_eq!(lab.rows().num_rows(), whole.rows().num_rows());
}

#[test]
fn a_purge_of_a_person_that_is_killed_goes_on_from_what_it_knew() {
    let site = Site::start(wiki());
    let lab = Lab::synced(&site, OF_WIKI);
    let author = "select account_id from user_account semi join space_content on author_id = account_id limit 1";
    let token = first(&lab, author);
    let known = forms(&lab, &revealed(&lab, &token));
    // The responses that told who the person is are rewritten by then.
    for place in ["purge.before_publish", "run.before_end"] {
        let killed = lab.run_killed_at(&["purge", "person", CONNECTION, &token, "--reason", "ticket 1234"], place);
        assert!(killed.signal.is_some(), "{place}: {}{}", killed.stdout, killed.stderr);
    }
    assert!(lab.run(&["key", "rotate"]).stderr.contains("purge"), "its forms are sealed with the key");
    purge(&lab, &token).expect(0);
    let held = Held::of(&lab);
    for form in known.iter().map(String::as_str).chain([token.as_str()]) {
        assert_eq!(held.places(form), [""; 0], "{form} of {known:?}");
    }
    lab.sync().expect(0);
}

#[test]
fn a_file_of_lake_or_store_that_holds_the_person_is_named_until_it_is_gone() {
    let (site, s3) = (Site::start(confluence::Options { attachments: 2, ..wiki() }), S3::start());
    for is_bucket in [false, true] {
        let (lab, store) = if is_bucket {
            (storing_in(&s3, &site, OF_WIKI), s3.folder())
        } else {
            let lab = storing(&site, OF_WIKI);
            let store = lab.dir.join("attachments");
            (lab, store)
        };
        lab.sync().expect(0);
        let token = first(&lab, "select account_id from user_account limit 1");
        let known = forms(&lab, &revealed(&lab, &token));
        let name = known.iter().find(|form| form.contains(' ')).unwrap();
        // Written by somebody else, or left by a copy of a former generation.
        let (notes, former) = (store.join(CONNECTION).join("notes.txt"), lab.dir.join("lake/former.csv"));
        fs::create_dir_all(notes.parent().unwrap()).unwrap();
        fs::write(&notes, format!("{}minutes by {name}", "x".repeat(1 << 20))).unwrap();
        fs::write(&former, format!("page,author\n1,{token}\n")).unwrap();
        let ran = purge(&lab, &token).expect(3);
        for words in ["notes.txt", "former.csv", "remove it there"] {
            assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
        }
        let told = lab.run(&["audit", "purges", "--format", "jsonl"]).expect(0).stdout;
        assert!(told.contains("notes.txt") && told.contains("begun"), "{told}");
        [notes, former].iter().for_each(|file| fs::remove_file(file).unwrap());
        purge(&lab, &token).expect(0);
    }
}

#[test]
fn a_backup_that_holds_the_person_is_named_until_it_is_destroyed() {
    let site = Site::start(wiki());
    let lab = Lab::synced(&site, OF_WIKI);
    let folder = lab.dir.join("backup");
    lab.run(&["backup", CONNECTION, folder.to_str().unwrap()]).expect(0);
    let token = first(&lab, "select account_id from user_account limit 1");
    let ran = purge(&lab, &token).expect(3);
    for words in ["not wholly purged", "still there", "the backup ", "run the same command again"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    fs::remove_dir_all(&folder).unwrap();
    let ran = purge(&lab, &token).expect(0);
    assert!(ran.stdout.lines().next().unwrap().contains("wherever it was moved"), "{}", ran.stdout);
    purge(&lab, &token).refused(1, &["no stored response"]);
    let sought = "select count(*) from sync.purge where sought is not null";
    assert_eq!(lab.open().query_value::<i64, _>(sought, []).unwrap(), 0);
}
