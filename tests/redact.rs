//! Redaction as its users meet it: the filter, policies in force, what they leave on record.

use crate::support::site::{Home, Run, Site, small};
use catchment_practice::confluence::Options;
use serde_json::Value;
use std::io::Write;
use std::process::Command;

const TEXT: &str = "Write to ada@example.org, card 4111 1111 1111 1111.\n";

/// Runs `redact` on a text in an empty folder, without configuration and key.
fn redact(args: &[&str], input: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_catchment"));
    command.arg("redact").args(args).current_dir(folder.path());
    let run = Run::fed(command, input);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the filter leaves no file");
    run
}

fn lines(run: &Run) -> Vec<Value> {
    String::from_utf8_lossy(&run.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn policy(settings: &str) -> String {
    format!("redaction = \"house\"\n[redaction.house]\n{settings}\n")
}

#[test]
fn the_filter_needs_neither_configuration_nor_key() {
    let run = redact(&[], TEXT.as_bytes());
    assert_eq!((run.code, run.out().as_str()), (Some(0), "Write to [EMAIL_ADDRESS], card [CREDIT_CARD].\n"));
    let run = redact(&["--format", "storage"], b"<p>ada@<b>example.org</b> &amp; co</p>");
    assert_eq!(run.out(), "<p>[EMAIL_ADDRESS]<b></b> &amp; co</p>");
    let run = redact(&["--policy", "pci"], TEXT.as_bytes());
    assert_eq!(run.out(), "Write to ada@example.org, card [CREDIT_CARD_1111].\n");
    assert_eq!(redact(&["--policy", "none"], TEXT.as_bytes()).out(), TEXT);
    assert_eq!(redact(&[], b"").out(), "");
}

#[test]
fn lines_of_json_come_back_with_places_in_characters() {
    let run =
        redact(&["--jsonl"], "{\"text\": \"é 😀 ada@example.org\"}\n\n{\"text\": \"nothing\", \"id\": 7}\n".as_bytes());
    let lines = lines(&run);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["text"], "é 😀 [EMAIL_ADDRESS]");
    let found = &lines[0]["findings"][0];
    assert_eq!((found["type"].as_str(), found["rule"].as_str()), (Some("EMAIL_ADDRESS"), Some("email")));
    assert_eq!((found["start"].as_u64(), found["end"].as_u64()), (Some(4), Some(19)));
    assert_eq!(lines[1]["findings"], serde_json::json!([]));
}

#[test]
fn a_policy_is_tried_before_there_is_a_connection() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catchment.toml"), "[redaction.house]\ndeny = [\"Heron\"]\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_catchment"));
    command.args(["redact", "--policy", "house"]).current_dir(folder.path());
    let run = Run::fed(command, b"the Heron project");
    assert_eq!((run.code, run.out().as_str()), (Some(0), "the [DENIED] project"));
}

#[test]
fn what_is_no_text_is_refused_without_being_quoted() {
    for (args, input, words) in [
        (&[][..], &b"card \xff 4111111111111111"[..], "not UTF-8"),
        (&["--policy", "stndard"], b"4111111111111111", "did you mean `standard`?"),
        (&["--policy", "house"], b"4111111111111111", "but there is no file catchment.toml: name it with --config"),
        (&["--format", "word"], b"4111111111111111", "invalid value"),
        // The format is that of the input: the answer is no JSON document.
        (&["--format", "json", "--policy", "house"], b"4111111111111111", "there is no redaction policy `house`"),
        (&["explain", "--format", "json", "--policy", "house"], b"{}", "there is no redaction policy `house`"),
    ] {
        let run = redact(args, input);
        assert_eq!(run.code, Some(2), "{run:?}");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(said.contains(words) && !said.contains("4111"), "{said}");
        assert_eq!(run.out(), "", "{run:?}");
    }
}

#[test]
fn a_line_that_is_none_is_closed_and_the_others_go_on() {
    let run = redact(&["--jsonl"], b"{\"txt\": \"4111111111111111\"}\n{\"text\": \"ada@example.org\"}\n");
    assert_eq!(run.code, Some(3), "{run:?}");
    let texts: Vec<Value> = lines(&run).iter().map(|line| line["text"].clone()).collect();
    assert_eq!(texts, ["[REDACTION_FAILED]", "[EMAIL_ADDRESS]"]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(said.contains("line 1") && !said.contains("4111"), "{said}");
}

#[test]
fn explain_marks_findings_and_says_why() {
    let run = redact(&["explain"], TEXT.as_bytes());
    let said = run.out();
    for words in
        ["⟦1 ada@example.org⟧", "⟦2 4111 1111 1111 1111⟧", "becomes [CREDIT_CARD]", "rule   card (validated)", "Luhn"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(redact(&["explain"], b"nothing here").out().contains("nothing found"));
    assert!(redact(&["explain", "--policy", "none"], TEXT.as_bytes()).out().contains("is kept by the policy"));
}

#[test]
fn explain_quotes_what_words_around_a_value_tell() {
    let said =
        redact(&["explain"], b"Garage code: 4471#, bell 12\nIl pin: 7302\nThe gate is locked.\nhunter2 hat\n").out();
    for words in
        ["rule   secret.door (confirmed by context)", "   word beside it   garage code", "   word beside it   pin"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = redact(&["explain"], b"Invoice 604800000 is paid\n").out();
    let left = said.split("left as they are:\n").nth(1).unwrap();
    assert!(left.starts_with("   \"604800000\"\n      not "), "{said}");
    assert!(left.contains("not PHONE_NUMBER: the word before it speaks against it (rule phone)"), "{said}");
    assert_eq!(left.matches("604800000").count(), 1, "{said}");
    assert!(left.contains(": the check fails (rules "), "{said}");
    let cell = b"<table><tr><th>Key safe</th></tr><tr><td>4471</td></tr></table>";
    let said = redact(&["explain", "--format", "storage"], cell).out();
    assert!(said.contains("word beside it   key safe"), "{said}");
}

#[test]
fn types_lists_what_policies_do() {
    let said = redact(&["types"], b"").out();
    let line = said.lines().find(|line| line.starts_with("CREDIT_CARD ")).unwrap();
    assert!(line.contains("PCI") && line.contains("last_four"), "{line}");
    assert!(redact(&["types", "CREDIT_CARD"], b"").out().contains("Luhn check, range of an issuer"));
    assert_eq!(redact(&["types", "CARD"], b"").code, Some(2));
}

#[test]
fn score_measures_labelled_text() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [
        r#"{"text": "to ada@example.org", "spans": [{"start": 3, "end": 18, "type": "EMAIL"}]}"#,
        r#"{"text": "to nobody", "spans": [{"start": 3, "end": 9, "type": "EMAIL"}]}"#,
        r#"{"text": "4111111111111112", "spans": [], "expect_none_of": "CREDIT_CARD"}"#,
    ];
    std::fs::File::create(folder.path().join("mails.jsonl")).unwrap().write_all(rows.join("\n").as_bytes()).unwrap();
    let hidden = r#"{"xhtml": "<p>ada@<b>example.org</b></p>", "value": "ada@example.org"}
{"xhtml": "<p>plain</p>", "value": null}"#;
    std::fs::write(folder.path().join("hidden.jsonl"), hidden).unwrap();
    let said = redact(&["score", folder.path().to_str().unwrap()], b"").out();
    assert!(said.contains("hidden values 1: 0 left, 0 changed by a second pass; benign 1: 0 changed"), "{said}");
    assert!(said.contains("must not fire 1: 0 fired"), "{said}");
    let email = said.lines().find(|line| line.starts_with("EMAIL_ADDRESS")).unwrap();
    assert!(email.split_whitespace().eq(["EMAIL_ADDRESS", "2", "0.500", "1", "1.000", "0.667"]), "{email}");
    std::fs::write(folder.path().join("bad.jsonl"), "{\"text\": 7}").unwrap();
    assert_eq!(redact(&["score", folder.path().to_str().unwrap()], b"").code, Some(2));
}

#[test]
fn the_policy_none_is_asked_for_by_name_and_the_manifest_says_so() {
    let site = Site::of("", small());
    let home = Home::new(site.url(), "redaction = \"none\"");
    home.follow_first(&site);
    assert_eq!(home.manifest()["redaction_policy"], "none");
    assert!(home.rows().values().any(|row| row["body_storage"].as_ref().is_some_and(|body| body.contains('@'))));
    assert!(home.rows().values().all(|row| row.values().flatten().all(|cell| !cell.contains("[EMAIL_ADDRESS]"))));
    // Another policy makes everything anew from what has landed.
    home.configure(site.url(), "");
    home.follow().ends(0);
    assert_eq!(home.manifest()["redaction_policy"], "standard");
    assert!(home.rows().values().all(|row| row["body_storage"].as_ref().is_none_or(|body| !body.contains('@'))));
    let requests = home.query("select count(*) from sync.request where run_id = (select max(run_id) from sync.run)");
    assert!(requests[0].parse::<u32>().unwrap() < 10, "nothing is fetched again: {requests:?}");
}

#[test]
fn a_policy_of_ones_own_holds_for_its_columns() {
    let site = Site::of("", small());
    let settings = "actions = { EMAIL_ADDRESS = \"keep\" }\npeople = \"drop\"\npatterns = { HOST_NAME = \"[a-z]+-[0-9]+\\\\.internal\" }\n\
                    columns = { \"confluence.page.body_storage\" = \"standard\" }";
    let home = Home::new(site.url(), &policy(settings));
    home.follow_first(&site);
    assert_eq!(home.manifest()["redaction_policy"], "house 1");
    assert!(home.rows().values().all(|row| row["body_storage"].as_ref().is_none_or(|body| !body.contains('@'))));
    assert_eq!(home.query("select count(author_id) from confluence.page"), ["0"]);
    home.configure(site.url(), &policy("people = \"keep\""));
    home.accept().ends(0);
    assert!(home.query("select distinct author_id from confluence.page").iter().all(|id| !id.contains('[')));
}

#[test]
fn a_space_that_nobody_sees_is_open_under_its_present_name_and_as_long_as_it_is_configured() {
    let site = Site::of("", small());
    let key = format!("space_keys = [\"{}\", \"~nobody\"]\n", site.practice().truth().spaces[0].key);
    let home = Home::new(site.url(), &key);
    home.follow().ends(3);
    let open = || home.query("select object from sync.quarantine where kind = 'scope' and state = 'open'");
    let pseudonym = open();
    assert!(pseudonym.len() == 1 && !pseudonym[0].contains("nobody"), "{pseudonym:?}");
    home.configure(site.url(), &format!("{key}{}", policy("people = \"keep\"")));
    home.accept().ends(3);
    assert_eq!(open(), ["~nobody"]);
    home.configure(site.url(), "");
    home.follow().ends(0);
    assert!(open().is_empty());
}

#[test]
fn files_are_stored_as_the_policy_says() {
    let site = Site::of("", Options { attachments: 20, ..small() });
    let types = "content_types = [\"page\", \"blogpost\", \"attachment\"]\n";
    let home = Home::new(site.url(), &format!("{types}{}", policy("attachments = \"skip\"")));
    let states = || home.query("select distinct upload_state from mart.page_attachments order by all");
    let downloads = || site.practice().downloads();
    home.follow().ends(0);
    assert_eq!((states(), downloads()), (vec!["skipped".to_owned()], 0));
    assert!(home.manifest()["attachments"].as_str().unwrap().starts_with("not stored;"));
    home.configure(site.url(), &format!("{types}{}", policy("skip_media_types = [\"Text/*\"]")));
    home.accept().ends(0);
    assert_eq!(states(), ["skipped", "stored"]);
    let wrong =
        "select count(*) from mart.page_attachments where (media_type like 'text/%') <> (upload_state = 'skipped')";
    assert_eq!(home.query(wrong), ["0"]);
    home.configure(site.url(), types);
    home.accept().ends(0);
    assert_eq!(states(), ["stored"]);
    assert_eq!(home.query("select count(*) from mart.page_attachments"), [downloads().to_string()]);
}

#[test]
fn policies_that_cannot_be_are_refused_with_their_line() {
    let site = Site::of("", small());
    let home = Home::new(site.url(), "");
    for (settings, words) in [
        ("redaction = \"standart\"".to_owned(), "did you mean \"standard\"?"),
        (policy("actions = { PHONE = \"keep\" }"), "neither a type nor a rule"),
        (policy("actions = { US_SSN = \"hide\" }"), "an unknown action"),
        (policy("patterns = { A_B = \"(?=x)\" }"), "linear-time"),
        (policy("region = \"us\""), "two capital letters"),
        (policy("region = \"UK\""), "\"GB\" for the United Kingdom"),
        (policy("columns = { \"confluence.page.title\" = \"nope\" }"), "no redaction policy `nope`"),
        (policy("colour = \"red\""), "no setting `colour`"),
        (policy("rule = 1"), "[[redaction.house.rule]]"),
        (
            policy("rule = [{ type = \"BADGE\", name = \"badge\", word = [\"dd\"], yes = [\"12\"], no = [\"1\"] }]"),
            "finds nothing: no word says what it is",
        ),
        ("redaction = \"pci\"\n[redaction.pci]\n".to_owned(), "is a built-in policy"),
    ] {
        home.configure(site.url(), &settings);
        let run = home.run(&["check"]);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.code == Some(2) && said.contains(words), "{settings}: {said}");
    }
    home.configure(site.url(), &policy("columns = { \"confluence.page.titel\" = \"none\" }"));
    for command in ["check", "sync"] {
        let run = home.run(&[command]).ends(2);
        run.says("confluence.page.titel").says("confluence.page.title,");
    }
}

#[test]
fn the_trail_proves_what_was_done_without_a_value() {
    let site = Site::of("", small());
    let home = Home::new(site.url(), "");
    home.follow_first(&site);
    let bodies = home.query("select count(*) from sync.redacted where column_name = 'body_storage'");
    assert_ne!(bodies, ["0"]);
    let unproven = "select count(*) from sync.redacted as redacted
         left join confluence.page as page on page.page_id = redacted.object_id and redacted.relation = 'confluence.page'
         where redacted.column_name = 'body_storage' and lower(hex(redacted.output_sha256)) is distinct from sha256(page.body_storage)";
    assert_eq!(home.query(unproven), ["0"]);
    assert_eq!(
        home.query("select count(*) from sync.redacted where octet_length(input_hmac) <> 32 or findings = 0"),
        ["0"]
    );
    // Both records count the same findings.
    assert_eq!(
        home.query("select sum(findings) from sync.redacted"),
        home.query(
            "select sum(findings) from sync.redaction where column_name in (select column_name from sync.redacted)"
        )
    );
    let counted =
        "select distinct confidence || ' ' || action || ' ' || policy from sync.redaction where type = 'CREDIT_CARD'";
    assert_eq!(home.query(counted), ["validated placeholder standard"]);
}

#[test]
fn a_preview_tells_what_a_policy_would_do_and_changes_nothing() {
    let site = Site::of("", small());
    let home = Home::new(site.url(), "");
    home.follow_first(&site);
    let before = (home.rows(), home.query("select count(*) from sync.redaction"));
    let run = home.run(&["redact", "preview", "wiki", "--policy", "none", "--format", "jsonl"]);
    let run = run.ends(0);
    let changed =
        lines(&run).into_iter().find(|row| row["column_name"] == "body_storage" && row.get("changed").is_some());
    assert!(changed.unwrap()["changed"].as_i64() > Some(0));
    let same = home.run(&["redact", "preview", "wiki", "--policy", "standard", "--format", "jsonl"]);
    let rows: Vec<Value> = lines(&same).into_iter().filter(|row| row.get("changed").is_some()).collect();
    assert!(rows.iter().all(|row| row["changed"] == 0), "{rows:?}");
    assert_eq!((home.rows(), home.query("select count(*) from sync.redaction")), before);
    assert_eq!(home.query("select count(*) from sync.disclosure"), ["0"]);
    let shown = home.run(&["redact", "preview", "wiki", "--policy", "standard", "--show", "--reason", "review"]);
    assert!(shown.out().contains("becomes  [EMAIL_ADDRESS]"), "{}", shown.out());
    assert_eq!(home.query("select reason from sync.disclosure"), ["review"]);
    assert_eq!(home.run(&["redact", "preview", "wiki", "--policy", "none", "--show"]).code, Some(2));
}
