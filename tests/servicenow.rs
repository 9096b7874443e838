//! ServiceNow, as a scripted instance answers: what is read of it, and what is asked for that.

mod account;
mod belonging;
mod counts;
mod door;
mod faults;
mod files;
mod gone;
mod histories;
mod large;
mod pitfalls;

use crate::support::scratch;
use crate::support::server::{Reply, Script, Seen, Server};
use crate::support::site::{Home, VARIABLE};
use catchment_source::DIALECTS;
use catchment_source::config::Config;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use url::Url;

/// A row of a table: texts by fields.
type Row = BTreeMap<String, String>;

/// An instance: its tables, and the rows that access rules hide.
#[derive(Default)]
struct Instance {
    tables: BTreeMap<String, Vec<Row>>,
    hidden: BTreeSet<String>,
}

fn row(fields: &[(&str, &str)]) -> Row {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// An id that is its number in hexadecimal digits.
fn id(number: u32) -> String {
    format!("{number:032x}")
}

impl Instance {
    /// An instance with a dictionary and these many incidents, a minute between their changes.
    fn new(incidents: u32) -> Self {
        let mut instance = Self::default();
        let element = |number: u32, table: &str, name: &str, kind: &str, reference: &str| {
            row(&[
                ("sys_id", &id(number)),
                ("name", table),
                ("element", name),
                ("internal_type", kind),
                ("reference", reference),
                ("choice", ""),
            ])
        };
        let fields = [
            ("task", "sys_id", "GUID", ""),
            ("task", "sys_created_on", "glide_date_time", ""),
            ("task", "sys_updated_on", "glide_date_time", ""),
            ("task", "sys_created_by", "string", ""),
            ("task", "sys_mod_count", "integer", ""),
            ("task", "number", "string", ""),
            ("task", "active", "boolean", ""),
            ("task", "short_description", "string", ""),
            ("task", "assignment_group", "reference", "sys_user_group"),
            ("incident", "caller_id", "reference", "sys_user"),
            ("incident", "u_password", "password2", ""),
            ("incident", "work_notes", "journal_input", ""),
        ];
        // Its ids are those of no incident.
        let elements =
            (1_000..).zip(fields).map(|(at, (table, name, kind, reference))| element(at, table, name, kind, reference));
        instance.tables.insert("sys_dictionary".to_owned(), elements.collect());
        let places = [("incident", "task"), ("task", "")];
        let places = places.map(|(name, above)| row(&[("name", name), ("super_class.name", above)]));
        instance.tables.insert("sys_db_object".to_owned(), places.to_vec());
        let incidents = (1..=incidents).map(Self::incident).collect();
        instance.tables.insert("incident".to_owned(), incidents);
        instance
    }

    fn incident(number: u32) -> Row {
        let changed = format!("2026-03-01 {:02}:{:02}:00", number / 60, number % 60);
        row(&[
            ("sys_id", &id(number)),
            ("sys_created_on", "2026-03-01 00:00:00"),
            ("sys_updated_on", &changed),
            ("sys_created_by", "beth.anglin"),
            ("sys_mod_count", "15"),
            ("number", &format!("INC{number:07}")),
            ("active", "true"),
            ("short_description", "Write to beth.anglin@example.com"),
            ("assignment_group", "d625dccec0a8016700a222a0f7900d06"),
            ("caller_id", "5137153cc611227c000bbd1bd8cd2005"),
            ("u_password", "planted-secret"),
            ("work_notes", ""),
        ])
    }

    /// The answer to a request, and whether it is one that an instance gives.
    fn answer(&self, seen: &Seen) -> Reply {
        let url = Url::parse(&format!("http://instance{}", seen.target)).unwrap();
        if let Some(table) = url.path().strip_prefix("/api/now/stats/") {
            return self.stats(table, &url.query_pairs().into_owned().collect());
        }
        let table = url.path().strip_prefix("/api/now/table/").unwrap();
        let Some(rows) = self.tables.get(table) else {
            let body =
                json!({"error": {"message": format!("Invalid table {table}"), "detail": null}, "status": "failure"});
            return Reply::of(400, "application/json", &[], body.to_string());
        };
        let arguments: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let number = |name: &str, usual: usize| arguments.get(name).map_or(usual, |text| text.parse().unwrap());
        let mut found: Vec<&Row> = rows.iter().collect();
        let (mut order, mut conditions): (Vec<(&str, bool)>, Vec<Vec<&str>>) = Default::default();
        for term in arguments["sysparm_query"].split('^') {
            match (term.strip_prefix("ORDERBYDESC"), term.strip_prefix("ORDERBY")) {
                (Some(field), _) => order.push((field, true)),
                (None, Some(field)) => order.push((field, false)),
                // `^OR` binds to the term before it.
                (None, None) => match (term.strip_prefix("OR"), conditions.last_mut()) {
                    (Some(other), Some(terms)) => terms.push(other),
                    _ => conditions.push(vec![term]),
                },
            }
        }
        found.retain(|row| conditions.iter().all(|terms| terms.iter().any(|term| fulfils(row, term))));
        for (field, is_down) in order.into_iter().rev() {
            found.sort_by(
                |one, other| if is_down { other[field].cmp(&one[field]) } else { one[field].cmp(&other[field]) },
            );
        }
        let total = found.len().to_string();
        let page = found.into_iter().skip(number("sysparm_offset", 0)).take(number("sysparm_limit", 10_000));
        let fields: Option<Vec<&str>> = arguments.get("sysparm_fields").map(|fields| fields.split(',').collect());
        let shown = page.filter(|row| row.get("sys_id").is_none_or(|id| !self.hidden.contains(id))).map(|row| {
            let is_asked = |name: &String| fields.as_ref().is_none_or(|fields| fields.contains(&name.as_str()));
            let fields = row.iter().filter(|(name, _)| is_asked(name));
            let is_both = arguments.get("sysparm_display_value").is_some_and(|word| word == "all");
            let shown = |(at, (name, value)): (usize, (&String, &String))| {
                let both = json!({"display_value": format!("shown {at}"), "value": value});
                (name.clone(), if is_both { both } else { json!(value) })
            };
            fields.enumerate().map(shown).collect::<serde_json::Map<String, Value>>()
        });
        let body = json!({"result": shown.collect::<Vec<_>>()});
        Reply::of(200, "application/json", &[("X-Total-Count", &total)], body.to_string())
    }

    /// What is counted: only what the account sees.
    fn stats(&self, table: &str, arguments: &BTreeMap<String, String>) -> Reply {
        let is_found = |row: &&Row| arguments["sysparm_query"].split('^').all(|term| fulfils(row, term));
        let seen = self.tables[table].iter().filter(is_found).filter(|row| !self.hidden.contains(&row["sys_id"]));
        let made: BTreeSet<(&str, &str)> =
            seen.map(|row| (row["sys_created_on"].as_str(), row["sys_id"].as_str())).collect();
        let bound = |made: Option<&(&str, &str)>| json!({"sys_created_on": made.map_or("", |(time, _)| time)});
        let stats = json!({"count": made.len().to_string(), "min": bound(made.first()), "max": bound(made.last())});
        Reply::json(json!({"result": {"stats": stats}}).to_string())
    }
}

fn fulfils(row: &Row, term: &str) -> bool {
    let at = term.find(|c: char| !(c.is_ascii_lowercase() || c == '_' || c == '.')).unwrap();
    let (field, rest) = term.split_at(at);
    let value = row.get(field).map(String::as_str).unwrap_or_default();
    let behind = |operator: &str| rest.strip_prefix(operator);
    match () {
        () if rest == "ISNOTEMPTY" => !value.is_empty(),
        () if behind("IN").is_some() => behind("IN").unwrap().split(',').any(|one| one == value),
        () if behind(">=").is_some() => value >= behind(">=").unwrap(),
        () if behind("<=").is_some() => value <= behind("<=").unwrap(),
        () if behind(">").is_some() => value > behind(">").unwrap(),
        () if behind("<").is_some() => value < behind("<").unwrap(),
        () if behind("=").is_some() => value == behind("=").unwrap(),
        () => panic!("the scripted instance does not know {term}"),
    }
}

/// A running instance, which takes changes.
struct Running {
    instance: Arc<Mutex<Instance>>,
    server: Server,
}

impl Running {
    fn new(instance: Instance) -> Self {
        let instance = Arc::new(Mutex::new(instance));
        let shared = Arc::clone(&instance);
        let script = Script::default().with(|_| true, move |seen| shared.lock().unwrap().answer(seen));
        Self { instance, server: Server::start(script) }
    }

    fn change(&self, change: impl FnOnce(&mut Instance)) {
        change(&mut self.instance.lock().unwrap());
    }

    fn home(&self, more: &str) -> Home {
        Home::described(&self.settings(more))
    }

    fn settings(&self, more: &str) -> String {
        format!(
            "source = \"servicenow\"\nurl = \"http://{}\"\nusername = \"svc\"\npassword = \"env:{VARIABLE}\"\n\
             requests_per_minute = 60000\nrate_limit_timeout_ms = 10\nmax_deleted_share = 1\npage_size = 4\n{more}",
            self.server.host()
        )
    }

    /// How many requests have come, and that all of them only read.
    fn requests(&self) -> usize {
        let seen = self.server.seen();
        assert!(seen.iter().all(|seen| seen.body.is_empty()), "something was posted");
        seen.len()
    }
}

/// The published incidents: numbers by ids.
fn numbers(home: &Home) -> BTreeMap<String, String> {
    let rows = crate::support::api::rows(home, "incident", "sys_id");
    rows.into_iter().map(|(id, row)| (id, row["number"].clone().unwrap())).collect()
}

#[test]
fn the_example_in_the_documentation_is_one() {
    let example = include_str!("../fixtures/servicenow/itsm.toml");
    assert!(include_str!("../docs/servicenow.md").contains(example), "docs/servicenow.md does not hold the example");
    let config = Config::load(Path::new("fixtures/servicenow/itsm.toml"), &DIALECTS).unwrap();
    let source = catchment_source::of(config.connection("itsm").unwrap()).unwrap();
    let streams: Vec<&str> = source.streams().iter().map(|stream| stream.name).collect();
    let wanted = [
        "incident",
        "change_request",
        "problem",
        "knowledge_article",
        "ci",
        "ci_relation",
        "u_asset_loan",
        "sc_task",
        "journal_entry",
        "user_group",
    ];
    assert_eq!(streams, wanted);
}

const INCIDENTS: &str = "tables = [\"incident\"]";

#[test]
fn records_are_read_as_the_dictionary_types_them_and_what_happens_follows() {
    let running = Running::new(Instance::new(10));
    let home = running.home(INCIDENTS);
    home.follow().ends(0);
    let all: BTreeMap<String, String> = (1..=10).map(|number| (id(number), format!("INC{number:07}"))).collect();
    assert_eq!(numbers(&home), all);
    let of_columns = "select column_name || ' ' || data_type from duckdb_columns()
        where schema_name = 'wiki' and table_name = 'incident' order by column_index";
    let columns = home.run(&["query", of_columns, "--format", "jsonl"]).ends(0).out();
    for column in ["active BOOLEAN", "sys_mod_count BIGINT", "sys_updated_on TIMESTAMP", "caller_id VARCHAR"] {
        assert!(columns.contains(column), "{column}: {columns}");
    }
    assert!(!columns.contains("u_password") && !columns.contains("work_notes"), "{columns}");
    let read = home.run(&["query", "select * from wiki.incident", "--format", "jsonl"]).ends(0).out();
    for planted in ["beth.anglin", "5137153cc611227c000bbd1bd8cd2005", "planted-secret"] {
        assert!(!read.contains(planted), "{planted}: {read}");
    }
    assert!(read.contains("d625dccec0a8016700a222a0f7900d06"), "a group is no person: {read}");
    let asked = running.server.targets();
    assert!(asked.iter().all(|target| !target.contains("u_password")), "{asked:?}");

    // A poll without news: who is answered, the zone by the newest change known, and one listing.
    let before = running.requests();
    home.follow().ends(0);
    assert_eq!(running.requests() - before, 3, "{:?}", &running.server.targets()[before..]);

    // Nine records in one second, which is more than two pages.
    running.change(|instance| {
        let incidents = instance.tables.get_mut("incident").unwrap();
        incidents.extend((11..=13).map(Instance::incident));
        for row in incidents.iter_mut().skip(4) {
            row.insert("sys_updated_on".to_owned(), "2026-03-02 00:00:00".to_owned());
            let number = row["number"].replace("INC", "CHG");
            row.insert("number".to_owned(), number);
        }
    });
    home.follow().ends(0);
    let changed = |number: u32| format!("{}{number:07}", if number > 4 { "CHG" } else { "INC" });
    let all: BTreeMap<String, String> = (1..=13).map(|number| (id(number), changed(number))).collect();
    assert_eq!(numbers(&home), all);
}

#[test]
fn what_is_hidden_is_told_from_what_is_gone_and_does_not_end_a_listing() {
    let running = Running::new(Instance::new(14));
    let home = running.home(&format!("{INCIDENTS}\ncensus_every = \"0m\""));
    // More than a page in the middle of the history, and the first of the next one.
    running.change(|instance| instance.hidden = (3..=9).map(id).collect());
    let words = home.follow().ends(3).words();
    assert!(words.contains("does not read sys_audit or sys_audit_delete"), "{words}");
    let all = |numbers: Vec<u32>| numbers.into_iter().map(id).collect::<Vec<String>>();
    let held = || numbers(&home).into_keys().collect::<Vec<String>>();
    assert_eq!(held(), all(vec![1, 2, 10, 11, 12, 13, 14]));
    let open = home.open();
    let causes: Vec<&str> = open.iter().filter_map(|row| row["cause"].as_str()).collect();
    assert!(causes.len() == 1 && causes[0].starts_with("up to 7: "), "{open:?}");

    running.change(|instance| {
        instance.hidden = [id(2)].into();
        instance.tables.get_mut("incident").unwrap().retain(|row| row["sys_id"] != id(1));
    });
    home.follow().ends(3);
    assert_eq!(held(), all((3..=14).collect()));
    let deleted = "select object_id || ' ' || reason as gone from wiki.deleted_object order by all";
    let deleted = home.run(&["query", deleted, "--format", "jsonl"]).ends(0).out();
    assert!(deleted.contains(&format!("{} purged", id(1))), "{deleted}");
    assert!(deleted.contains(&format!("{} no_access", id(2))), "{deleted}");

    running.change(|instance| instance.hidden.clear());
    home.follow().ends(0);
    assert_eq!(held(), all((2..=14).collect()), "what is shown again is there again");
}

#[test]
fn names_that_the_instance_does_not_have_are_refused_before_anything_is_read_by_them() {
    let running = Running::new(Instance::new(3));
    for (row, name, near) in [
        ("query = \"activ=true\"", "activ", "active"),
        ("fields = [\"shortdescription\"]", "shortdescription", "short_description"),
    ] {
        let home = running.home(&format!("tables = [{{ name = \"incident\", {row} }}]"));
        let before = running.requests();
        let words = home.follow().ends(2).words();
        assert!(words.contains(name) && words.contains(&format!("did you mean '{near}'")), "{words}");
        let asked = &running.server.targets()[before..];
        assert!(asked.iter().all(|target| !target.starts_with("/api/now/table/incident")), "{asked:?}");
    }
    let home = running.home("tables = [{ name = \"incident\", fields = [\"u_password\"] }]");
    assert!(home.follow().ends(2).words().contains("is a password"));
}

/// An instance with a journal beside its incidents: an entry for each.
fn with_journal(incidents: u32) -> Instance {
    let mut instance = Instance::new(incidents);
    let entry = |number: u32| {
        row(&[
            ("sys_id", &id(number)),
            ("sys_created_on", "2026-03-01 00:00:00"),
            ("sys_created_by", "beth.anglin"),
            ("name", if number == 1 { "problem" } else { "incident" }),
            ("element", "work_notes"),
            ("element_id", &id(number)),
            ("value", "called beth.anglin@example.com"),
        ])
    };
    instance.tables.insert("sys_journal_field".to_owned(), (1..=incidents).map(entry).collect());
    instance
}

#[test]
fn what_users_see_stands_beside_what_is_stored_and_journals_go_by_their_tables() {
    let running = Running::new(with_journal(6));
    let home = running.home(&format!("{INCIDENTS}\ndatasets = [\"journal_entry\"]\ndisplay_values = \"both\""));
    home.follow().ends(0);
    let asked = "select number, assignment_group, assignment_group_display, caller_id_display is not null as is_shown,
        active, sys_updated_on from wiki.incident order by number limit 1";
    let shown = home.run(&["query", asked, "--format", "jsonl"]).ends(0).out();
    let group = "d625dccec0a8016700a222a0f7900d06";
    for value in ["INC0000001", group, "shown 1", "\"is_shown\":true", "\"active\":true", "2026-03-01"] {
        assert!(shown.contains(value), "{value}: {shown}");
    }
    // The entry of a table that is not read is none of ours. The dictionary describes no journal: what is known holds.
    let asked = "select element, element_id, value from wiki.journal_entry order by element_id";
    let entries = home.run(&["query", asked, "--format", "jsonl"]).ends(0).out();
    assert_eq!(entries.lines().count(), 5, "{entries}");
    assert!(entries.contains(&id(2)) && !entries.contains("beth.anglin"), "{entries}");
    assert_eq!(numbers(&home).len(), 6);
    let told = home.follow().ends(0);
    assert!(told.words().contains("does not describe the fields of journal_entry"), "{}", told.words());
    let open = home.open();
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn a_token_that_is_refused_in_the_middle_of_a_walk_is_renewed_by_its_refresh_token() {
    let instance = Arc::new(Mutex::new(Instance::new(10)));
    let answering = Arc::clone(&instance);
    let token = |name: &str| {
        let body = json!({"access_token": format!("token-of-{name}"), "refresh_token": format!("refresh-of-{name}"),
                          "scope": "useraccount", "token_type": "Bearer", "expires_in": 1799});
        Reply::json(body.to_string())
    };
    let grant = |seen: &Seen| -> BTreeMap<String, String> {
        url::form_urlencoded::parse(seen.body.as_bytes()).into_owned().collect()
    };
    let (first, second) = (token("one"), token("two"));
    let script = Script::default()
        .with(
            |target| target == "/oauth_token.do",
            move |seen| match grant(seen)["grant_type"].as_str() {
                "password" => first.clone(),
                _ => second.clone(),
            },
        )
        .with(
            |_| true,
            move |seen| {
                let is_first = seen.headers["authorization"] == "Bearer token-of-one";
                if is_first && seen.target.contains("sys_id%3E") {
                    let body = json!({"error": {"message": "User Not Authenticated"}, "status": "failure"});
                    return Reply::of(401, "application/json", &[], body.to_string());
                }
                answering.lock().unwrap().answer(seen)
            },
        );
    let running = Running { instance, server: Server::start(script) };
    let client = format!("{INCIDENTS}\nclient_id = \"env:{VARIABLE}\"\nclient_secret = \"env:{VARIABLE}\"");
    let home = running.home(&client);
    home.follow().ends(0);
    assert_eq!(numbers(&home).len(), 10);
    let posted: Vec<BTreeMap<String, String>> =
        running.server.seen().iter().filter(|seen| !seen.body.is_empty()).map(grant).collect();
    assert_eq!(posted.len(), 2, "{posted:?}");
    assert_eq!((posted[0]["grant_type"].as_str(), posted[0]["username"].as_str()), ("password", "svc"));
    let renewed = (posted[1]["grant_type"].as_str(), posted[1]["refresh_token"].as_str());
    assert_eq!(renewed, ("refresh_token", "refresh-of-one"));
}

#[test]
fn an_answer_with_an_error_in_it_is_asked_for_again_with_less() {
    let instance = Instance::new(6);
    let cut = json!({"result": [], "error": {"message": "Transaction cancelled: maximum execution time exceeded"},
                     "status": "failure"});
    let shared = Arc::new(Mutex::new(instance));
    let answering = Arc::clone(&shared);
    let is_too_much = |target: &str| target.contains("sysparm_limit=4") && target.contains("/incident?");
    let script = Script::default()
        .on(is_too_much, Reply::json(cut.to_string()))
        .with(|_| true, move |seen| answering.lock().unwrap().answer(seen));
    let running = Running { instance: shared, server: Server::start(script) };
    let home = running.home(INCIDENTS);
    home.follow().ends(0);
    assert_eq!(numbers(&home).len(), 6);
}

#[test]
fn settings_that_cannot_be_meant_are_refused_with_what_to_write() {
    let file = scratch::dir().join(format!("servicenow-{}.toml", std::process::id()));
    let refused = |lines: &str| {
        let door = if lines.contains("api_key") { "" } else { "username = \"svc\"\npassword = \"env:X\"\n" };
        let text = format!(
            "data_dir = \"data\"\nlake = {{ to = \"lake\" }}\n[connections.itsm]\nsource = \"servicenow\"\n\
             url = \"https://example.service-now.com\"\n{door}{lines}\n"
        );
        fs::write(&file, text).unwrap();
        let error = Config::load(&file, &DIALECTS).err().unwrap_or_else(|| panic!("taken: {lines}"));
        format!("{} | {}", error.one_line(), error.hint_text().unwrap_or_default())
    };
    let row = |more: &str| format!("tables = [{{ name = \"incident\", {more} }}]");
    for (lines, said) in [
        ("tables = []".to_owned(), "no table is asked for"),
        ("tables = [\"incidents\"]".to_owned(), "incident"),
        ("tables = [\"incident\", { name = \"incident\" }]".to_owned(), "asked for twice"),
        (
            "tables = [\"incident\", { name = \"sys_journal_field\" }]\ndatasets = [\"journal_entry\"]".to_owned(),
            "same table",
        ),
        ("tables = [{ name = \"Incident\" }]".to_owned(), "not the name of a table"),
        (row("fields = [\"number\", \"assigned to\"]"), "not the name of a field"),
        (row("cursor_field = \"a.b\""), "not the name of a field"),
        (row("query = \"active=true^ORDERBYnumber\""), "ORDERBY"),
        (row("query = \"active=true^NQstate=1\""), "^OR"),
        (row("query = \"sys_created_on>javascript:gs.daysAgo(3)\""), "2026-01-31"),
        (row("classes = { number = \"word\" }"), "known: text"),
        (row("classes = { sys_id = \"text\" }"), "not one of the fields"),
        (row("fields = [\"number\"], classes = { state = \"plain\" }"), "not one of the fields"),
        ("tables = [\"incident\"]\nclient_id = \"env:X\"".to_owned(), "no way to log in"),
        ("tables = [\"incident\"]\napi_key = \"env:X\"\nclient_id = \"env:X\"".to_owned(), "no way to log in"),
        ("tables = [\"incident\"]\nbatch_size = 500".to_owned(), "page_size"),
    ] {
        let words = refused(&lines);
        assert!(words.contains(said), "{lines}: {words}");
    }
    fs::remove_file(&file).unwrap();
}

#[test]
fn a_dictionary_that_changes_is_followed_and_never_fails_a_sync() {
    let running = Running::new(Instance::new(5));
    let home = running.home(&format!("{INCIDENTS}\ncensus_every = \"0m\""));
    home.follow().ends(0);
    let types = || {
        let asked = "select column_name || ' ' || data_type as told from duckdb_columns()
            where schema_name = 'wiki' and table_name = 'incident'";
        home.run(&["query", asked, "--format", "jsonl"]).ends(0).out()
    };
    assert!(types().contains("sys_mod_count BIGINT") && !types().contains("u_new"), "{}", types());
    running.change(|instance| {
        let dictionary = instance.tables.get_mut("sys_dictionary").unwrap();
        // One is new, one is of another type and holds what the former does not, one is gone.
        let mut new = dictionary[0].clone();
        new.extend(row(&[("sys_id", &id(2_000)), ("element", "u_new"), ("internal_type", "boolean")]));
        dictionary.push(new);
        dictionary.retain(|row| row["element"] != "assignment_group");
        let retyped = dictionary.iter_mut().find(|row| row["element"] == "sys_mod_count").unwrap();
        retyped.insert("internal_type".to_owned(), "choice".to_owned());
        let shown = dictionary.iter_mut().find(|row| row["element"] == "short_description").unwrap();
        shown.insert("internal_type".to_owned(), "choice".to_owned());
        for row in instance.tables.get_mut("incident").unwrap() {
            row.insert("u_new".to_owned(), "true".to_owned());
            row.remove("assignment_group");
        }
        let changed = &mut instance.tables.get_mut("incident").unwrap()[0];
        changed.insert("sys_mod_count".to_owned(), "many".to_owned());
        changed.insert("sys_updated_on".to_owned(), "2026-03-02 00:00:00".to_owned());
    });
    home.follow().ends(0);
    assert!(types().contains("sys_mod_count VARCHAR") && types().contains("u_new BOOLEAN"), "{}", types());
    let asked = "select sys_mod_count, u_new, assignment_group from wiki.incident order by number";
    let rows = home.run(&["query", asked, "--format", "jsonl"]).ends(0).out();
    let group = "d625dccec0a8016700a222a0f7900d06";
    assert!(rows.starts_with("{\"sys_mod_count\":\"many\",\"u_new\":true,\"assignment_group\":null}"), "{rows}");
    assert_eq!(rows.matches("\"15\"").count(), 4, "{rows}");
    assert!(rows.lines().nth(1).unwrap().contains(group), "what was read stays: {rows}");
    let texts = home.run(&["query", "select short_description from wiki.incident", "--format", "jsonl"]).ends(0).out();
    assert!(!texts.contains("beth.anglin"), "what was redacted stays redacted: {texts}");
    let state = "select state from sync.field where path = 'u_new'";
    assert_eq!(home.query(state), ["present"]);
}

#[test]
fn a_field_that_leaves_all_records_is_held_until_the_dictionary_lacks_it() {
    let running = Running::new(Instance::new(25));
    let home = running.home(&format!("{INCIDENTS}\ncensus_every = \"1000h\""));
    home.follow().ends(0);
    running.change(|instance| {
        for row in instance.tables.get_mut("incident").unwrap() {
            row.remove("assignment_group");
            row.insert("sys_updated_on".to_owned(), "2026-03-02 00:00:00".to_owned());
        }
    });
    home.follow().ends(6).says("no record has assignment_group any more");
    home.follow().ends(6);
    let rows = "select count(assignment_group) as told from wiki.incident";
    home.run(&["query", rows, "--format", "csv"]).says("25");
    running.change(|instance| {
        instance.tables.get_mut("sys_dictionary").unwrap().retain(|row| row["element"] != "assignment_group");
    });
    home.execute("update sync.told set told_at = told_at - interval 2000 hour");
    home.follow().ends(0).says("the site's description of its fields does not have it any more");
    home.run(&["query", rows, "--format", "csv"]).says("0");
    let told = "select kind || ' ' || origin || ' ' || state from sync.schema_change";
    assert_eq!(home.query(told), ["emptied dictionary applied"]);
}

#[test]
fn a_field_that_the_settings_leave_out_is_told_and_holds_nothing() {
    let running = Running::new(Instance::new(25));
    let narrow =
        "tables = [{ name = \"incident\", fields = [\"number\", \"short_description\"] }]\ncensus_every = \"0m\"";
    let home = running.home(&format!("{INCIDENTS}\ncensus_every = \"0m\""));
    home.follow().ends(0);
    home.describe(&running.settings(narrow));
    running.change(|instance| {
        for row in instance.tables.get_mut("incident").unwrap() {
            row.remove("assignment_group");
            row.insert("sys_updated_on".to_owned(), "2026-03-02 00:00:00".to_owned());
        }
    });
    home.follow().ends(0);
    let told =
        "select distinct origin || ' ' || state || ' ' || evidence from sync.schema_change where kind = 'emptied'";
    assert_eq!(home.query(told), ["settings applied the settings leave it out"]);
}

#[test]
fn check_tells_what_is_wrong_with_the_login_the_address_the_rights_and_the_zone() {
    let instance = Arc::new(Mutex::new(Instance::new(30)));
    let running = Running { instance: Arc::clone(&instance), server: Server::start(Script::default()) };
    let home = running.home(INCIDENTS);
    let answering = || {
        let instance = Arc::clone(&instance);
        move |seen: &Seen| instance.lock().unwrap().answer(seen)
    };
    let told = |script: Script| {
        running.server.now(script);
        home.run(&["check", "wiki"]).words()
    };
    let error = |message: &str| json!({"error": {"message": message, "detail": null}, "status": "failure"}).to_string();
    let refusal = |status: u16, message: &str| Reply::of(status, "application/json", &[], error(message));
    let words = told(Script::default().on(|_| true, refusal(401, "User Not Authenticated")));
    assert!(words.contains("not locked out"), "{words}");
    let page = Reply::of(200, "text/html", &[], "<html>Your instance is hibernating</html>");
    assert!(told(Script::default().on(|_| true, page)).contains("hibernates"));
    let is_incident = |target: &str| target.starts_with("/api/now/table/incident");
    let invalid = Script::default().on(is_incident, refusal(400, "Invalid table incident")).with(|_| true, answering());
    let words = told(invalid);
    assert!(words.contains("Invalid table incident") && words.contains("check that the table exists"), "{words}");
    let insufficient = refusal(403, "Insufficient rights to query records");
    let words = told(Script::default().on(is_incident, insufficient).with(|_| true, answering()));
    assert!(words.contains("read rules (ACL)"), "{words}");

    // Studio shows the rows, and the API none.
    running.change(|instance| instance.hidden = (1..=30).map(id).collect());
    let words = told(Script::default().with(|_| true, answering()));
    assert!(words.contains("counts 30 records of incident and shows none"), "{words}");
    running.change(|instance| instance.hidden.clear());

    // Times of queries are read in another zone: nothing is found by its own time.
    let nothing = Reply::of(200, "application/json", &[("X-Total-Count", "0")], "{\"result\":[]}");
    let is_timed = |target: &str| target.contains("sys_updated_on%3D");
    let words = told(Script::default().on(is_timed, nothing).with(|_| true, answering()));
    assert!(words.contains("another zone than UTC") && words.contains("GMT"), "{words}");
    let words = told(Script::default().with(|_| true, answering()));
    assert!(!words.contains("FAILED") && words.contains("fields: the site describes them"), "{words}");
}

#[test]
fn a_record_that_is_too_large_is_read_without_its_texts_and_open_until_it_is_delivered_whole() {
    let instance = Arc::new(Mutex::new(Instance::new(9)));
    let answering = Arc::clone(&instance);
    let script = Script::default().with(
        |_| true,
        move |seen| {
            let instance = answering.lock().unwrap();
            // What has the text of one record in it is larger than the instance delivers.
            let answer = instance.answer(seen);
            match answer.body_of_json() {
                Some(body) if body.windows(5).any(|part| part == b"large") => {
                    Reply::of(502, "text/html", &[], "<html>bad gateway</html>")
                }
                _ => answer,
            }
        },
    );
    let running = Running { instance, server: Server::start(script) };
    running.change(|instance| {
        let large = &mut instance.tables.get_mut("incident").unwrap()[5];
        large.insert("short_description".to_owned(), "large".to_owned());
    });
    let home = running.home(INCIDENTS);
    home.follow().ends(3);
    assert_eq!(numbers(&home).len(), 9);
    let open = home.open();
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(open[0]["object"], id(6));
    assert!(open[0]["cause"].as_str().unwrap().contains("its long texts lack"), "{open:?}");
    running.change(|instance| {
        let large = &mut instance.tables.get_mut("incident").unwrap()[5];
        large.insert("short_description".to_owned(), "small".to_owned());
    });
    home.follow().ends(0);
    let shown = "select short_description from wiki.incident where number = 'INC0000006'";
    assert!(home.run(&["query", shown, "--format", "jsonl"]).ends(0).out().contains("small"));
}
