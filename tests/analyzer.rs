//! An analyzer beside the engine: what it finds goes as what the engine finds does, and without it nothing is let through.

use crate::support::analyzer::{Analyzer, Answering, finding};
use crate::support::lab::{Lab, Site};
use crate::support::server::{Reply, Script, Server, is_pages_of, listing, page};
use crate::support::site::{Home, Run};
use catchment_practice::confluence::{Change, Options};
use serde_json::{Value, json};
use std::thread;
use std::time::Duration;

const NAMES: &[&str] = &["Jane Doe", "Zoë Ümit"];

fn house(url: &str, settings: &str) -> String {
    format!(
        "redaction = \"house\"\n[redaction.house]\npeople = \"drop\"\n[redaction.house.analyzer]\nurl = \"{url}\"\n{settings}\n"
    )
}

/// A site of one space with pages of these bodies, numbered from 1.
fn site_of(bodies: &[&str]) -> Server {
    let numbered = bodies.iter().enumerate().map(|(at, body)| {
        let id = (at + 1).to_string();
        let mut page = page(&id, &format!("title {id}"));
        page["body"]["storage"]["value"] = json!(body);
        page
    });
    let pages: Vec<Value> = numbered.collect();
    Server::start(
        Script::default().spaces(&[("100", "DOCS")]).on(is_pages_of("100"), Reply::json(listing(&pages, None))),
    )
}

/// Runs the filter under the policy of the configuration.
fn filter(home: &Home, args: &[&str], text: &str) -> Run {
    Run::fed(home.command(&[&["redact", "--policy", "house"], args].concat()), text.as_bytes())
}

/// A home whose site nobody asks.
fn home(analyzer: &str, settings: &str) -> Home {
    Home::new("http://127.0.0.1:9/wiki", &house(analyzer, settings))
}

/// The texts of questions, in their order.
fn texts(asked: &[Value]) -> Vec<String> {
    let of = |question: &Value| match &question["text"] {
        Value::Array(texts) => texts.clone(),
        text => vec![text.clone()],
    };
    asked.iter().flat_map(of).map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn names_go_in_every_format() {
    let analyzer = Analyzer::knowing(NAMES);
    let home = home(&analyzer.url(), "");
    for (format, text, output) in [
        ("text", "é 😀 Zoë Ümit met Jane Doe\n", "é 😀 [PERSON_NAME] met [PERSON_NAME]\n"),
        (
            "storage",
            "<p>Ask J<b>ane</b> <i>Doe</i>, ada@example.org</p>",
            "<p>Ask [PERSON_NAME]<b></b><i></i>, [EMAIL_ADDRESS]</p>",
        ),
        ("json", "{\"by\": [\"Zo\\u00eb \\u00dcmit\"]}", "{\"by\": [\"[PERSON_NAME]\"]}"),
    ] {
        let run = filter(&home, &["--format", format], text).ends(0);
        assert_eq!(run.out(), output);
        assert_eq!(filter(&home, &["--format", format], output).ends(0).out(), output);
    }
    let question = analyzer.asked().remove(0);
    assert_eq!((&question["language"], &question["entities"]), (&json!("en"), &json!(["LOCATION", "PERSON"])));
    assert_eq!((&question["score_threshold"], &question["return_decision_process"]), (&json!(0.5), &json!(false)));
    let said = Run::fed(home.command(&["redact", "explain", "--policy", "house"]), b"Ask Jane Doe.").ends(0).out();
    assert!(said.contains("rule   policy.analyzer") && said.contains("the analyzer says PERSON"), "{said}");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_sync_asks_in_few_requests_and_no_text_twice() {
    let analyzer = Analyzer::knowing(NAMES);
    let bodies = ["<p>Jane Doe wrote this</p><p>the same</p>", "<p>the same</p><p>by Zoë Ümit</p>", "<p>the same</p>"];
    let site = site_of(&bodies);
    let home = Home::new(&site.url(), &house(&analyzer.url(), ""));
    home.follow().ends(0);
    let body = |page: &str| home.cell(page, "body_storage").unwrap();
    assert_eq!(body("1"), "<p>[PERSON_NAME] wrote this</p><p>the same</p>");
    assert_eq!(body("2"), "<p>the same</p><p>by [PERSON_NAME]</p>");
    let asked = analyzer.asked();
    let of_bodies: Vec<&Value> =
        asked.iter().filter(|question| question["text"].to_string().contains("the same")).collect();
    assert_eq!(of_bodies.len(), 1, "{asked:?}");
    let mut all = texts(&asked);
    let number = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), number, "{asked:?}");
    let counted =
        "select rule || ' ' || sum(findings)::varchar from sync.redaction where rule = 'policy.analyzer' group by rule";
    assert_eq!(home.query(counted), ["policy.analyzer 2"]);
    assert!(home.run(&["check"]).words().contains("of the policy house answers"));
    // Another analyzer is another policy.
    home.configure(&site.url(), &house(&analyzer.url(), "language = \"de\""));
    assert!(home.run(&["check"]).words().contains("the next sync rebuilds confluence.page"));
    home.run(&["sync", "--accept-weaker-redaction"]).ends(0);
    assert!(analyzer.asked().iter().any(|question| question["language"] == "de"));
    analyzer.now(finding(&["this"]));
    let seen = home.run(&["redact", "preview", "wiki", "--policy", "house", "--format", "jsonl"]).ends(0).out();
    assert!(seen.contains("policy.analyzer"), "{seen}");
}

#[test]
fn requests_keep_to_their_bounds() {
    let analyzer = Analyzer::knowing(NAMES);
    let home = home(&analyzer.url(), "max_request_texts = 2\nmax_request_kb = 1");
    let long = "long ".repeat(300);
    filter(&home, &["--format", "storage"], &format!("<p>one</p><p>two</p><p>three</p><p>{long}</p><p>four</p>"))
        .ends(0);
    let sizes: Vec<usize> = analyzer.asked().iter().map(|asked| asked["text"].as_array().map_or(1, Vec::len)).collect();
    assert_eq!(sizes, [2, 1, 1, 1]);
}

#[test]
fn what_cannot_be_known_is_closed_and_told() {
    let nobody = Analyzer::knowing(&[]).url();
    let found = |start: i64, end: i64| json!([{"entity_type": "PERSON", "start": start, "end": end, "score": 1}]);
    let answers: [(&str, Box<Answering>); 7] = [
        (
            "no complete response within 300 ms",
            Box::new(|_| {
                thread::sleep(Duration::from_millis(900));
                (200, "[]".to_owned())
            }),
        ),
        ("status 500", Box::new(|_| (500, "Jane Doe".to_owned()))),
        ("status 503", Box::new(|_| (503, String::new()))),
        ("its response is not a list of findings", Box::new(|_| (200, "Jane Doe".to_owned()))),
        ("outside of a text", Box::new(move |_| (200, found(4, 99).to_string()))),
        ("its response is not a list of findings", Box::new(move |_| (200, found(-1, 2).to_string()))),
        ("a redirect without a target", Box::new(|_| (302, String::new()))),
    ];
    let settings = "timeout_ms = 300";
    let closed = |url: &str, words: &str| {
        let home = home(url, settings);
        let run = filter(&home, &[], "Ask Jane Doe.").ends(3);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.out(), "[REDACTION_FAILED]", "{words}");
        assert!(said.contains(url) && said.contains(words) && said.contains("run the command again"), "{said}");
        assert!(!said.contains("Jane"), "{said}");
    };
    closed(&nobody, "refused");
    for (words, answer) in answers {
        closed(&Analyzer::start(answer).url(), words);
    }
    let lists = Analyzer::start(|question| (200, if question["text"].is_array() { "[[]]" } else { "{}" }.to_owned()));
    let home = home(&lists.url(), settings);
    let run = filter(&home, &["--format", "storage"], "<p>Ask Jane Doe.</p><p>or me</p>").ends(3);
    assert_eq!(run.out(), "[REDACTION_FAILED]");
}

#[test]
fn a_version_without_lists_is_asked_text_by_text() {
    let knows = finding(NAMES);
    let analyzer =
        Analyzer::start(move |asked| if asked["text"].is_array() { (500, String::new()) } else { knows(asked) });
    let home = home(&analyzer.url(), "");
    let run = filter(&home, &["--format", "storage"], "<p>Jane Doe</p><p>and me</p>").ends(0);
    assert_eq!(run.out(), "<p>[PERSON_NAME]</p><p>and me</p>");
}

#[test]
#[ignore = "slow tier: .ci/slow"]
fn a_sync_without_its_analyzer_is_incomplete_and_heals() {
    let analyzer = Analyzer::start(|_| (503, String::new()));
    let bodies: Vec<String> = (0..200).map(|number| format!("<p>Jane Doe wrote number {number}</p>")).collect();
    let site = site_of(&bodies.iter().map(String::as_str).collect::<Vec<_>>());
    let home = Home::new(&site.url(), &house(&analyzer.url(), "max_request_texts = 1"));
    let run = home.follow().ends(3);
    assert!(analyzer.asked().len() <= 3 * 3 + 3, "it is not asked for every text");
    let open = home.open();
    let cause = open[0]["cause"].as_str().unwrap_or_default();
    for words in ["redaction failed in ", &analyzer.url(), "status 503", "check that it runs"] {
        assert!(cause.contains(words), "{words}: {open:?}");
    }
    assert!(!run.words().contains("Jane"));
    assert_eq!(home.cell("1", "body_storage").as_deref(), Some("[REDACTION_FAILED]"));
    let check = home.run(&["check"]);
    assert!(check.code == Some(1) && check.words().contains("analyzer"), "{check:?}");
    analyzer.now(finding(NAMES));
    home.follow().ends(0);
    assert_eq!(home.cell("1", "body_storage").as_deref(), Some("<p>[PERSON_NAME] wrote number 0</p>"));
    let closed = "select count(*) from confluence.page, confluence.space as space where body_storage like '[R%' or name like '[R%'";
    assert_eq!(home.query(closed), ["0"]);
}

#[test]
fn analyzers_that_cannot_be_are_refused_with_their_line() {
    let home = home("http://127.0.0.1:9", "");
    for (url, settings, words) in [
        ("http://analyzer.example", "", "plain http is accepted only on this machine"),
        ("http://192.0.2.1", "", "run the analyzer on this machine"),
        ("ftp://127.0.0.1", "", "must begin with https:"),
        ("https://me:secret@analyzer.example", "", "contains a user name or a password"),
        ("https://analyzer.example/?a=b", "", "contains a query"),
        ("http://127.0.0.1:9", "entities = { PERSON = \"HUMAN\" }", "maps PERSON to HUMAN, which is not a type"),
        ("http://127.0.0.1:9", "entities = { PERSON = \"HUMAN\" }", "ACCOUNT_ID, PERSON_NAME,"),
        ("http://127.0.0.1:9", "entities = {}", "names nothing to look for"),
        ("http://127.0.0.1:9", "score = 2", "`score` is 2"),
        ("http://127.0.0.1:9", "api_token = \"x\"", "`api_token`"),
    ] {
        home.configure("http://127.0.0.1:9/wiki", &house(url, settings));
        let run = home.run(&["config"]).ends(2);
        let said = run.words();
        assert!(said.contains(words) && said.contains("catchment.toml:") && !said.contains("secret"), "{said}");
    }
    home.configure("http://127.0.0.1:9/wiki", &house("https://analyzer.example/presidio/", ""));
    let effective = home.run(&["config"]).ends(0).out();
    assert!(
        effective.contains("analyzer = {") && effective.contains("https://analyzer.example/presidio/"),
        "{effective}"
    );
}

#[test]
fn texts_that_an_analyzer_keeps_from_redaction_are_one_gap_of_their_stream() {
    let analyzer = Analyzer::start(|_| (503, String::new()));
    let site = Site::start(Options { pages: 12, blogposts: 2, ..Options::default() });
    let lab = Lab::new(&site, &house(&analyzer.url(), "max_request_texts = 1"));
    let pages = site.practice().truth().content.len();
    for _ in 0..2 {
        let told = lab.run(&["sync"]).expect(3);
        let open = lab.status()["open"].clone();
        let of = |stream: &str| -> Vec<(Value, String, Value)> {
            let of_stream = open.as_array().unwrap().iter().filter(|gap| gap["stream"] == stream);
            of_stream
                .map(|gap| {
                    (gap["kind"].clone(), gap["cause"].as_str().unwrap().to_owned(), gap["can_be_accepted"].clone())
                })
                .collect()
        };
        let [(kind, cause, can_be_accepted)] = &of("page")[..] else { panic!("{open}\n{told:?}") };
        assert_eq!((kind, can_be_accepted), (&json!("redaction"), &json!(false)), "{open}");
        assert!(
            cause.starts_with("redaction failed in ") && cause.contains(" objects; nothing of their texts was kept: "),
            "{cause}"
        );
        assert!(pages > 4 && cause.contains("status 503"), "{cause}");
    }
    // Nothing of them is asked for again.
    let before = site.requested().len();
    lab.run(&["sync"]).expect(3);
    let asked = site.requested().split_off(before);
    assert!(!asked.iter().any(|request| request.contains("body-format")), "{asked:?}");
    analyzer.now(finding(NAMES));
    lab.sync().expect(0);
    assert_eq!(lab.status()["open"], json!([]));
    let left = "select page_id from wiki.space_content where body_storage = '[REDACTION_FAILED]'";
    assert_eq!(lab.run(&["query", left, "--format", "jsonl"]).expect(0).stdout, "");
}

#[test]
fn what_could_not_be_redacted_is_neither_gone_nor_asked_for_again_and_heals() {
    let analyzer = Analyzer::knowing(NAMES);
    let site = Site::start(Options { pages: 6, ..Options::default() });
    let change = |site: &Site, change| site.practice().change(change).unwrap();
    let space = site.practice().truth().spaces[0].id.clone();
    let body = || "<p>Jane Doe wrote this</p>".to_owned();
    let post = change(&site, Change::CreateBlogPost { space, title: "Post".to_owned(), body: body() });
    let page = site.practice().truth().content.iter().find(|item| item.id != post).unwrap().id.clone();
    let comment = |selection: Option<&str>| Change::AddComment {
        container: page.clone(),
        selection: selection.map(str::to_owned),
        body: body(),
    };
    let [inline, footer] = [change(&site, comment(Some("text"))), change(&site, comment(None))];
    let lab =
        Lab::new(&site, &format!("datasets = [\"comment\"]\n{}", house(&analyzer.url(), "max_request_texts = 1")));
    lab.sync().expect(0);

    // Redaction fails on a new version of each: it is shown that they changed, and nothing of them is kept.
    analyzer.now(|_| (503, String::new()));
    change(&site, Change::EditPage { id: post.clone(), body: body() });
    [&inline, &footer].into_iter().for_each(|comment| {
        change(&site, Change::EditComment { comment: comment.clone(), body: body() });
    });
    let failed = || -> Vec<String> {
        let sql = "select page_id from wiki.space_content where body_storage = '[REDACTION_FAILED]'
            union all select comment_id from wiki.comment where body_storage = '[REDACTION_FAILED]' order by 1";
        let told = lab.run(&["query", sql, "--format", "jsonl"]).expect(0).stdout;
        told.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["page_id"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut all = vec![post, inline, footer];
    all.sort();
    let deleted = || lab.rows_of("deleted_content").num_rows();
    for _ in 0..2 {
        lab.run(&["sync"]).expect(3);
        assert_eq!((failed(), deleted()), (all.clone(), 0));
        let open = lab.status()["open"].clone();
        let gaps: Vec<_> =
            open.as_array().unwrap().iter().map(|gap| (&gap["stream"], &gap["can_be_accepted"])).collect();
        let of = |stream: &str| gaps.contains(&(&json!(stream), &json!(false)));
        assert!(gaps.len() == 3 && of("blogpost") && of("inline_comment") && of("footer_comment"), "{open}");
    }
    // Nothing of them is asked for by its id: they are here.
    let before = site.requested().len();
    analyzer.now(finding(NAMES));
    lab.sync().expect(0);
    let asked = site.requested().split_off(before);
    assert!(!asked.iter().any(|request| all.iter().any(|id| request.contains(id.as_str()))), "{asked:?}");
    assert_eq!((failed(), deleted(), lab.status()["open"].as_array().map(Vec::len)), (Vec::new(), 0, Some(0)));
}
