//! Folders and buckets: what is accepted, what is refused, and what is never shown.

use super::*;

fn lake(lines: &str) -> Result<Place> {
    load(&format!("[lake]\n{lines}\n{REQUIRED}")).map(|config| config.lake)
}

#[test]
fn places_that_cannot_be_meant_are_refused() {
    let to = |to: &str| refused(lake(&format!("to = {to}")));
    let bucket = "for example: to = \"s3://example-lake/catchment\"";
    for scheme in ["gs", "az", "file", "S3"] {
        let expected = format!(
            "2: `to`: addresses such as {scheme}:// are not supported yet | give a folder or a bucket: to = \"s3://BUCKET/PREFIX\""
        );
        assert_eq!(to(&format!("\"{scheme}://hunter2\"")), expected);
    }
    assert_eq!(to("\"~/lake\""), "2: `to`: `~` is not expanded | give a folder: to = \"/srv/catchment\"");
    assert_eq!(
        to("5"),
        "2: `to` is 5, but must be a folder or s3://BUCKET/PREFIX | for example: to = \"s3://example-lake/catchment\""
    );
    assert_eq!(to("\"\""), format!("2: `to` is empty | {bucket}"));
    let message = to("\"s3://key:hunter2@bucket\"");
    assert!(message.starts_with("2: `to` contains a user name or a password |") && !message.contains("hunter2"));
    for value in ["s3://bucket?key=hunter2", "s3://bucket/#hunter2", "s3://bucket:9000/hunter2"] {
        let message = to(&format!("\"{value}\""));
        assert!(message.starts_with("2: `to` contains a query, a fragment or a port") && !message.contains("hunter2"));
    }
    for value in ["s3://", "s3:///a", "s3://b%20c", "s3://bucket/a//b", "s3://bucket/a/.b", "s3://bucket/ü"] {
        let message = to(&format!("\"{value}\""));
        assert!(message.starts_with("2: `to` ") && message.ends_with(bucket), "{value}: {message}");
    }
    assert!(refused(load(&format!("lake = \"x\"{REQUIRED}"))).starts_with("1: `lake` must be a section"));
    let message = refused(load(&format!("data_dir = \"s3://bucket\"\n{REQUIRED}")));
    assert_eq!(message, "1: `data_dir` is a URL, but must be a folder | give a folder: data_dir = \"/srv/catchment\"");
}

#[test]
fn the_data_lie_in_no_place_that_is_given_away() {
    for (section, words) in [("lake", "the lake, which others may read"), ("attachments", "the folder of attachments")]
    {
        let message = refused(load(&format!("data_dir = \"x/y\"\n[{section}]\nto = \"x\"\n{REQUIRED}")));
        assert_eq!(message, format!("data_dir is inside {words} | choose separate folders"));
    }
}

#[test]
fn datasets_and_files_of_attachments_have_places_of_their_own() {
    for to in ["x", "s3://example/a/"] {
        let sections = format!("[lake]\nto = \"{to}\"\n[attachments]\nto = \"{}\"\n", to.trim_end_matches('/'));
        let message = refused(load(&format!("data_dir = \"y\"\n{sections}{REQUIRED}")));
        assert!(message.starts_with("the lake and the attachments share a place"), "{message}");
    }
}

#[test]
fn a_bucket_keeps_its_prefix_and_its_options() {
    let place =
        lake("to = \"s3://example-lake/a/b/\"\noptions = { aws_region = \"x\", aws_session_token = \"env:T\" }");
    let place = place.unwrap();
    assert_eq!((place.to_string(), place.folder()), ("s3://example-lake/a/b".to_owned(), None));
    let Place::Store { options, .. } = place else { panic!("a bucket is no folder") };
    assert_eq!(options["aws_region"], OptionValue::Text("x".into()));
    assert!(
        matches!(&options["aws_session_token"], OptionValue::Reference(reference) if reference.to_string() == "env:T")
    );
    assert_eq!(lake("to = \"s3://example-lake\"").unwrap().to_string(), "s3://example-lake");
}

#[test]
fn what_is_in_force_of_a_bucket_reads_back_as_the_same() {
    let text = "[attachments]\nto = \"s3://b/c\"\n[attachments.options]\naws_region = \"x\"\naws_endpoint = \"env:E\"";
    let config = load(&format!("{text}{REQUIRED}")).unwrap();
    let again = load(&config.effective()).unwrap();
    assert_eq!((again.effective(), &again.attachments), (config.effective(), &config.attachments));
    assert!(config.effective().contains("options = { aws_endpoint = \"env:E\", aws_region = \"x\" }\n"));
}

#[test]
fn options_are_known_and_secrets_among_them_only_referred_to() {
    let options = |options: &str| refused(lake(&format!("to = \"s3://b\"\noptions = {{ {options} }}")));
    assert_eq!(
        options("aws_regoin = \"hunter2\""),
        "3: `options` has no option `aws_regoin` | did you mean `aws_region`?"
    );
    assert!(options("q = \"hunter2\"").starts_with("3: `options` has no option `q` | known: aws_access_key_id, "));
    // No switch turns certificates off.
    assert!(options("allow_invalid_certificates = \"true\"").contains("has no option"));
    assert!(
        options("aws_allow_http = true")
            .starts_with("3: the option `aws_allow_http` is true or false, but must be printable text")
    );
    for name in ["aws_secret_access_key", "aws_session_token", "aws_sse_customer_key_base64"] {
        let message = options(&format!("{name} = \"hunter2\""));
        assert!(message.starts_with(&format!("3: `{name}` is a literal value (not shown)")), "{message}");
        assert!(!message.contains("hunter2") && message.contains("env:NAME"), "{message}");
    }
    assert!(refused(lake("options = { aws_region = \"x\" }")).starts_with("2: `options` does not apply to a folder |"));
}

#[test]
fn a_secret_that_is_not_there_is_named_when_the_place_is_opened() {
    let place = lake("to = \"s3://b\"\noptions = { aws_secret_access_key = \"env:OF_NO_ONE_AT_ALL\" }").unwrap();
    let error = place.open().err().unwrap();
    assert_eq!(error.to_string(), "the environment variable OF_NO_ONE_AT_ALL is not set");
}
