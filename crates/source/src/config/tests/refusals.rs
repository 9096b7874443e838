//! What is refused, with which words, and what the words never show.

use super::*;

/// The required settings with one of them replaced.
fn replaced(name: &str, value: &str) -> Result<Connection> {
    let lines = REQUIRED.lines().map(|line| match line.starts_with(&format!("{name} ")) {
        true => format!("{name} = {value}\n"),
        false => format!("{line}\n"),
    });
    load(&lines.collect::<String>()).map(|config| config.connections["wiki"].clone())
}

#[test]
fn wrong_values_are_named_with_line_value_and_range() {
    let many = format!("space_keys = [{}]", (0..251).map(|key| format!("\"K{key}\"")).collect::<Vec<_>>().join(", "));
    let long = format!("labels = [\"{}\"]", "l".repeat(1500));
    let long_name = format!("creators = [\"{}\"]", "n".repeat(1500));
    let crowd = (0..1001).map(|number| format!("\"u{number}\"")).collect::<Vec<_>>().join(", ");
    let crowd = format!("creators = [\"group:writers\", {crowd}]");
    let cases = [
        (
            "page_size = 251",
            "`page_size` is 251, but must be a whole number from 1 to 250 | for example: page_size = 100",
        ),
        ("page_size = 0", "`page_size` is 0, but must be a whole number from 1 to 250 | for example: page_size = 100"),
        ("page_size = -1", "`page_size` is -1, but"),
        ("page_size = 10.0", "`page_size` is 10.0, but"),
        ("page_size = \"100\"", "`page_size` is \"100\", but"),
        (
            "requests_per_minute = 100001",
            "`requests_per_minute` is 100001, but must be a whole number from 1 to 100000",
        ),
        ("rate_limit_timeout_ms = 99999999999999999999", "`rate_limit_timeout_ms` is 99999999999999999999, but"),
        ("request_timeout_ms = 99", "`request_timeout_ms` is 99, but must be a whole number from 100 to 3600000"),
        ("compression = 1", "`compression` is 1, but must be true or false"),
        (many.as_str(), "`space_keys` contains more than 250 keys"),
        ("space_keys = \"DOCS\"", "`space_keys` is \"DOCS\", but must be a list of strings"),
        ("space_keys = [\"A\", 5]", "`space_keys` contains 5, but must be a list of strings"),
        ("space_keys = [\"A\", \"\"]", "`space_keys` contains an empty string | for example: space_keys = "),
        ("labels = [\" a\"]", "`labels` contains a string that begins or ends with a space"),
        (
            "space_keys = [\"A B\"]",
            "`space_keys` contains \"A B\", which is no key of a space | for example: space_keys = ",
        ),
        ("space_keys = [\"!\"]", "`space_keys` contains \"\", which is no key of a space"),
        ("space_keys = [\"name:\"]", "`space_keys` contains \"name:\", which is no key of a space"),
        (
            "space_keys = [\"ENG\", \"!E*\"]",
            "`space_keys` names \"ENG\" and leaves it out as well | remove one of them",
        ),
        ("pages = [\"7x\"]", "`pages` contains \"7x\", which is no id of a page | the id is the number"),
        ("ancestors = [\"7,8\"]", "`ancestors` contains \"7,8\", which is no id of a page"),
        (
            "cql = \"a) or (b\"",
            "`cql` cannot stand beside other conditions: a parenthesis is closed that was never opened",
        ),
        (long.as_str(), "more is selected by labels than one request can ask for (1500 bytes of its address)"),
        (long_name.as_str(), "more is selected by creators than one request can ask for (1500 bytes of its address)"),
        (crowd.as_str(), "`creators` contains 1001 users, more than 1000 | name spaces or labels instead"),
        (
            "creators = [\"group:\"]",
            "`creators` contains \"group:\" without the name of a group | for example: creators = [\"group:writers\"]",
        ),
        ("space_keys = [\"A\", \"A\"]", "`space_keys` contains \"A\" twice | remove one of them"),
        (
            "content_types = []",
            "`content_types` is an empty list, but must be a list of \"page\", \"blogpost\" and \"attachment\"",
        ),
        (
            "start_date = 2025-01-01\nmode = \"incremental\"",
            "`start_date` does not apply to mode = \"incremental\", which reads no history | remove it",
        ),
        ("oauth = \"consent\"", "`oauth` is given without `oauth_client_id` | remove it, or use the OAuth client"),
        (
            "compliance = [{ name = \"all\", space_keys = [\"ENG\"] }]",
            "the rule \"all\" in `compliance` demands nothing | give it labels_all, labels_any, owner = true",
        ),
        (
            "compliance = [{ name = \"all\", owner = true, space_keys = [\"E NG\"] }]",
            "`space_keys` contains \"E NG\", which is no key of a space | write keys of spaces",
        ),
        (
            "content_types = [\"pages\"]",
            "`content_types` is \"pages\", but must be a list of \"page\", \"blogpost\" and \"attachment\" | did you mean \"page\"?",
        ),
        (
            "content_types = [\"attachment\"]",
            "`content_types` contains \"attachment\" but no type that it can be attached to | for example: content_types = [\"page\", \"attachment\"]",
        ),
        (
            "end_date = \"2025-01-31\"\nstart_date = 2025-02-01",
            "`end_date` is 2025-01-31, but `start_date` is 2025-02-01: there is no day between them | give a later end_date",
        ),
        ("deployment = \"server\"", "`deployment` is \"server\", but must be \"cloud\" or \"data_center\""),
        ("deployment = \"\\u001b[31m\"", "`deployment` is \"\\u001b[31m\", but must be \"cloud\""),
    ];
    for (line, expected) in cases {
        let message = refused(wiki(line));
        assert!(message.starts_with(&format!("7: {expected}")), "{message}");
    }
}

#[test]
fn history_of_a_single_day_is_asked_for_by_giving_it_twice() {
    let connection = wiki("start_date = 2025-02-01\nend_date = \"2025-02-01\"").unwrap();
    assert!(connection.start_date.is_some() && connection.start_date == connection.end_date);
}

#[test]
fn numbers_in_every_notation_of_toml_are_read() {
    assert_eq!(wiki("page_size = 0x10\nrequest_timeout_ms = 1_000").unwrap().page_size, 16);
    assert_eq!(wiki("request_timeout_ms = +1_000").unwrap().request_timeout, Duration::from_secs(1));
    assert_eq!(wiki("rate_limit_timeout_ms = 0").unwrap().rate_limit_timeout, Duration::ZERO);
}

#[test]
fn unknown_keys_lead_to_the_known_ones() {
    let cases = [
        ("page_sise = 1", "there is no setting `page_sise` in [connections.NAME] | did you mean `page_size`?"),
        ("token = \"hunter2\"", "there is no setting `token` in [connections.NAME] | did you mean `api_token`?"),
        (
            "data_dir = \"x\"",
            "there is no setting `data_dir` in [connections.NAME] | it belongs in the part before the first [section]",
        ),
        ("qqqq = 1", "there is no setting `qqqq` in [connections.NAME] | known: source, url, "),
        ("\"\\u001b\" = 1", "there is no setting `\\u{1b}` in"),
        ("cloud = true", "`cloud` is not a setting of catchment | write `deployment = \"cloud\"` or"),
        ("query_limit = 1", "`query_limit` is not a setting of catchment | it is called `requests_per_minute` here"),
        ("endpoints = []", "`endpoints` is not a setting of catchment | it is called `datasets` here"),
    ];
    for (line, expected) in cases {
        let message = refused(wiki(line));
        assert!(message.starts_with(&format!("7: {expected}")) && !message.contains("hunter2"), "{message}");
    }
    assert!(
        refused(load("[connection.wiki]")).contains("there is no section [connection] | did you mean `connections`?")
    );
}

#[test]
fn the_first_mistake_of_a_section_is_the_one_reported() {
    assert!(refused(wiki("zzz = 1\npage_size = 0")).starts_with("7: there is no setting `zzz`"));
    assert!(refused(wiki("page_size = 0\naaa = 1")).starts_with("7: `page_size` is 0"));
}

#[test]
fn every_mistake_of_a_file_is_reported_with_its_line_and_its_hint() {
    let other = "[connections.other]\nsource = \"confluence\"\n";
    let text = format!("data_dri = \"x\"\n[lake]\ntoo = 1{REQUIRED}page_size = 0\nmod = \"both\"\n{other}");
    let error = load(&text).unwrap_err();
    let all: Vec<&Error> = std::iter::once(&error).chain(error.others()).collect();
    let places = all.iter().map(|error| error.to_string().split_once("catchment.toml:").unwrap().1.to_owned());
    let lines: Vec<String> = places.map(|place| place.split(':').next().unwrap().to_owned()).collect();
    // The last section lacks its address.
    assert_eq!(lines, ["1", "3", "9", "10", "11"]);
    assert!(all.iter().all(|error| error.hint_text().is_some_and(|hint| !hint.is_empty())), "{all:?}");
    let many: String = (0..1000).map(|n| format!("zzz{n} = 1\n")).collect();
    assert_eq!(wiki(&many).unwrap_err().others().count(), 19);
}

#[test]
fn a_bracket_that_is_not_closed_is_named_by_the_hint() {
    for text in
        ["[connections.wiki\nsource = \"confluence\"", "x = [1", "x = [1\n\n[lake]", "x = [\ny = 1", "x = { a = 1"]
    {
        assert!(refused(load(text)).contains("| close each `[` with `]`"), "{text}");
    }
    assert!(refused(load("x = y")).contains("| put strings in quotation marks"));
}

#[test]
fn invalid_toml_is_reported_without_the_line_itself() {
    for line in [
        "personal = \"hunter2",
        "api_token = hunter2",
        "\"hunter2\"",
        "api_token = 'hunter2'",
        "x = [hunter2",
        "x = \"\\hunter2\"",
    ] {
        let message = refused(wiki(line));
        assert!(message.starts_with("7: invalid TOML: ") && !message.contains("unter2"), "{message}");
    }
}

#[test]
fn a_literal_secret_is_refused_and_never_shown() {
    for value in [
        "\"hunter2\"",
        "\"hunter2:x\"",
        "\"env:hunter2=\"",
        "\"env:\"",
        "\"file:\"",
        "\"sealed:hunter2\"",
        "\"Env:hunter2\"",
    ] {
        let message = refused(replaced("api_token", value));
        assert!(message.starts_with("6: `api_token`") && message.contains("env:NAME"), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
    for value in ["70773", "[\"70773\"]", "{ x = \"70773\" }", "\" 70773\"", "\"7\\n0773\"", "70773.5"] {
        let message = refused(replaced("api_token", value));
        assert!(message.starts_with("6: `api_token`") && !message.contains("0773"), "{message}");
    }
    let message = refused(replaced("username", "\"me@example.com:hunter2\""));
    assert!(message.starts_with("5: `username` contains a colon") && !message.contains("hunter2"), "{message}");
}

#[test]
fn a_secret_file_is_private_and_relative_to_the_configuration() {
    let folder = Folder::new();
    folder.write("token", "hunter2\n", Access::Private);
    let reference = |value: &str| {
        let text = REQUIRED.replace("env:CONFLUENCE_API_TOKEN", value);
        folder.load(&text).unwrap().connections["wiki"].own.secret("api_token").unwrap().clone()
    };
    let token = reference("file:token");
    assert_eq!(token.resolve().unwrap().expose(), "hunter2");
    assert_eq!(format!("{token} {token:?}"), "file:token SecretRef(file:token)");
    let message = refused(reference("file:/dev/null").resolve());
    assert!(message.contains("its mode is 0666, wider than 0600 | chmod 600 "), "{message}");
    assert!(refused(reference("file:absent").resolve()).contains("cannot be read"));
}

#[test]
fn addresses_are_https_or_this_machine() {
    let url = |value: &str| replaced("url", &format!("\"{value}\"")).map(|connection| connection.url.to_string());
    assert_eq!(url("https://example.atlassian.net/wiki//").unwrap(), "https://example.atlassian.net/wiki");
    for page in ["https://example.atlassian.net", "https://example.atlassian.net/wiki/spaces/ENG/overview?homepageId=7"]
    {
        assert_eq!(url(page).unwrap(), "https://example.atlassian.net/wiki");
    }
    for local in ["http://localhost:8080/wiki", "http://127.0.0.1:1/wiki", "http://[::1]:1/wiki"] {
        assert_eq!(url(local).unwrap(), local);
    }
    let cases = [
        (
            "http://example.com/wiki",
            "`url` is http://example.com/wiki, but plain http is accepted only on this machine",
        ),
        ("http://localhost.example.com/wiki", "`url` is http://localhost.example.com/wiki, but plain http"),
        ("ftp://example.com/wiki", "`url` begins with ftp:, but must begin with https:"),
        ("example.com/hunter2", "`url` is an invalid URL: relative URL without a base"),
        (
            "https://example.com/docs",
            "`url` is https://example.com/docs, but the address of a Confluence Cloud site ends in /wiki",
        ),
        ("https://example.com/wiki/other", "`url` is https://example.com/wiki/other, but the address"),
        ("https://me:hunter2@example.com/wiki", "`url` contains a user name or a password"),
        ("https://example.com/wiki?token=hunter2", "`url` contains a query or a fragment"),
        ("https://example.com/wiki#hunter2", "`url` contains a query or a fragment"),
    ];
    for (value, expected) in cases {
        let message = refused(url(value));
        assert!(message.starts_with(&format!("4: {expected}")) && !message.contains("hunter2"), "{message}");
    }
    let plain = REQUIRED.replace("https:", "http:");
    assert!(load(&format!("{plain}insecure_http = true")).is_ok());
}

/// A connection with these settings and none of another door.
fn door(lines: &str) -> Result<Connection> {
    let section = "[connections.wiki]\nsource = \"confluence\"\nurl = \"https://docs.example.com/wiki\"\n";
    load(&format!("{section}{lines}\n")).map(|config| config.connections["wiki"].clone())
}

#[test]
fn exactly_one_door_results_from_the_settings() {
    for accepted in [
        "username = \"me\"\napi_token = \"env:A\"",
        "username = \"me\"\napi_token = \"env:A\"\ngateway = true",
        "oauth_client_id = \"env:A\"\noauth_client_secret = \"env:B\"",
        "username = \"me\"\noauth_client_id = \"env:A\"\noauth_client_secret = \"env:B\"",
        "jwt_key = \"app\"\njwt_shared_secret = \"env:A\"",
        "deployment = \"data_center\"\npersonal_access_token = \"env:A\"",
        "deployment = \"data_center\"\nusername = \"me\"\npassword = \"env:A\"",
        "deployment = \"data_center\"\nusername = \"me\"\npassword = \"env:A\"\npersonal_access_token = \"env:B\"",
    ] {
        assert!(door(accepted).is_ok(), "{accepted}: {:?}", door(accepted));
    }
    for (lines, told) in [
        ("", "1: the connection has no credentials | give one of: username with api_token; oauth_client_id with"),
        ("username = \"me\"", "1: the connection has no credentials | give one of: username with api_token;"),
        (
            "deployment = \"data_center\"",
            "1: the connection has no credentials | give one of: personal_access_token; username with password",
        ),
        (
            "api_token = \"env:A\"",
            "4: `api_token` is given without `username` | these go together: username, api_token",
        ),
        ("jwt_key = \"app\"", "4: `jwt_key` is given without `jwt_shared_secret` | these go together"),
        (
            "username = \"me\"\napi_token = \"env:A\"\njwt_key = \"app\"\njwt_shared_secret = \"env:A\"",
            "5: two ways to authenticate are given at once | keep one of them: api_token, jwt_key, jwt_shared_secret",
        ),
        (
            "personal_access_token = \"env:A\"",
            "4: `personal_access_token` does not apply to deployment = \"cloud\" | set deployment = \"data_center\", or",
        ),
        (
            "deployment = \"data_center\"\nusername = \"me\"\napi_token = \"env:A\"",
            "6: `api_token` does not apply to deployment = \"data_center\" | set deployment = \"cloud\", or give one of",
        ),
        (
            "gateway = true\njwt_key = \"app\"\njwt_shared_secret = \"env:A\"",
            "4: `gateway` is given without `api_token` | remove it",
        ),
    ] {
        let message = refused(door(lines));
        assert!(message.starts_with(told), "{lines}: {message}");
    }
}

#[test]
fn a_data_center_lies_at_its_context_path() {
    let base = |url: &str| {
        let secret = "deployment = \"data_center\"\npersonal_access_token = \"env:A\"\n";
        let text = format!("[connections.wiki]\nsource = \"confluence\"\nurl = \"{url}\"\n{secret}");
        load(&text).unwrap().connections["wiki"].address()
    };
    for page in ["", "/", "/display/ENG/Home", "/pages/viewpage.action?pageId=65601", "/dashboard.action#all-updates"] {
        assert_eq!(base(&format!("https://docs.example.com/confluence{page}")), "https://docs.example.com/confluence");
        assert_eq!(base(&format!("https://docs.example.com{page}")), "https://docs.example.com");
    }
}

#[test]
fn a_proxy_is_an_address_without_a_password() {
    for good in ["http://proxy.example.com:3128", "socks5h://127.0.0.1:1080"] {
        let proxy = wiki(&format!("proxy = \"{good}\"")).unwrap().transport.proxy;
        assert_eq!(proxy.unwrap().as_str().trim_end_matches('/'), good);
    }
    for (proxy, told) in [
        ("proxy.example.com", "`proxy` is an invalid URL"),
        ("ftp://proxy.example.com", "`proxy` must begin with http://"),
        ("http://me:hunter2@proxy.example.com", "`proxy` contains a user name or a password"),
    ] {
        let message = refused(wiki(&format!("proxy = \"{proxy}\"")));
        assert!(message.starts_with(&format!("7: {told}")) && !message.contains("hunter2"), "{message}");
    }
    assert!(refused(wiki("user_agent = \" a\"")).starts_with("7: `user_agent` begins or ends with a space"));
}
