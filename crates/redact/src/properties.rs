//! What holds for every input: nothing leaks, nothing breaks, nothing changes twice, nothing clean is touched.

mod beside;
mod examples;
mod hidden;
mod places;
mod stress;
mod values;
mod well_formed;

use super::*;
use crate::promptly::promptly;
use crate::settle::LONGEST_INPUT;
use catchment_base::secret::SecretBytes;
use hidden::{Hidden, hidden, shows};
use proptest::prelude::*;
use std::borrow::Cow;
use values::{ACCOUNT, VALUES};
use well_formed::is_well_formed;

fn key() -> PseudonymKey {
    PseudonymKey::new(&SecretBytes::new(vec![3; 32]), "test").unwrap()
}

fn redactor() -> Redactor {
    Redactor::new(Policy::shipped("standard").unwrap(), Some(key()))
}

fn redacted(format: Format, input: &str) -> String {
    redactor().redact(input, format, &mut Tally::new()).into_owned()
}

fn storage(input: &str) -> String {
    redacted(Format::Storage, input)
}

fn text(input: &str) -> String {
    redacted(Format::Text, input)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]
    #[test]
    fn a_hidden_value_never_leaks(Hidden { format, value, source } in hidden()) {
        prop_assert!(shows(format, &source, value), "the reader of this test does not see {source}");
        let out = redacted(format, &source);
        prop_assert!(out != FAILED && !shows(format, &out, value), "{source}\n{out}");
        prop_assert!(format != Format::Storage || is_well_formed(&out), "{source}\n{out}");
        prop_assert_eq!(redacted(format, &out), out);
    }
}

#[test]
fn a_value_in_base64_never_leaks() {
    use base64::Engine;
    for value in VALUES {
        let hidden = base64::engine::general_purpose::STANDARD_NO_PAD.encode(value);
        for out in [storage(&format!("<p>x {hidden} y</p>")), text(&format!("x {hidden} y"))] {
            assert!(out.contains('[') && !out.contains(&hidden), "{value} {out}");
        }
    }
}

proptest! {
    #[test]
    fn prose_comes_back_borrowed(words in prop::collection::vec("[a-zäöü]{1,10}|[0-9]{1,5}[,a-z]|\\(see\\)|&nbsp;|&amp;|50%|<b>|</b>|<br/>", 0..60)) {
        let body = words.join(" ");
        let redactor = redactor();
        for format in [Format::Storage, Format::Text] {
            prop_assert!(matches!(redactor.redact(&body, format, &mut Tally::new()), Cow::Borrowed(_)));
        }
    }
}

#[test]
fn hostile_text_takes_time_in_proportion() {
    // Were each digit compared with each line break, the beginning of the line looked for before each name, a tag before
    // each value, an answer behind each question in all that follows, or the whole line looked through for each value in
    // it, it would be minutes.
    for (part, size) in [
        ("4<br/>", 1_500_000),
        ("smtpPass: 'x'\\, ", 6_400_000),
        ("call +1 202 555 0143, ", 8_800_000),
        ("no pass\n\nword/a1B2c3D4", 9_200_000),
        ("sshpass--", 3_600_000),
        ("password='. ", 400_000),
        ("password: Wombat!77 and ", 200_000),
        ("SSN 536-90-4399, card 4111/1111/1111/1111 exp 12/30, ", 200_000),
        ("pwd=Zk3v9QxT > ", 200_000),
        ("<b>4111111111111111</b>", 400_000),
        ("MRN 00482917, ", 400_000),
    ] {
        assert!(promptly(|| storage(&part.repeat(size / part.len()))) != FAILED, "{part}");
    }
}

#[test]
fn hostile_tables_take_time_in_proportion() {
    for (header, row) in [
        ("password,b\n", "x\",\"\n"),
        ("password,b\n", "\",\n"),
        ("a,password\n", "b,password\n"),
        ("", "|password|b\n"),
    ] {
        let table = |rows: usize| format!("{header}{}", row.repeat(rows));
        promptly(|| text(&table(400_000 / row.len())));
    }
}

#[test]
fn hostile_json_takes_time_in_proportion() {
    for (open, part, close) in [
        ("{", "\"a@example.org\":1,", "\"x\":1}"),
        ("[", "4111111111111111,", "0]"),
        ("[\"", "\\\\u0040", "\"]"),
        ("[\"", "\\u0025", "\"]"),
        ("{\"type\":\"doc\",\"content\":[", "{\"type\":\"text\",\"text\":\"4\"},", "{}]}"),
        ("{\"type\":\"doc\",\"content\":[", "{\"type\":\"text\",\"text\":\"a@\"},{\"type\":\"x\"},", "{}]}"),
        ("", "{\"a@example.org\":1,", ""),
        ("", "[", ""),
        ("", "\"", ""),
    ] {
        let once = promptly(|| redacted(Format::Adf, &format!("{open}{}{close}", part.repeat(100_000))));
        assert!(!once.contains("a@example.org") && !once.contains("4111111111111111"), "{part}");
    }
}

fn counts(tally: &Tally) -> Vec<(&'static str, &'static str, u32, u64, u64)> {
    tally.iter().map(|one| (one.kind, one.rule, one.version, one.findings, one.texts)).collect()
}

#[test]
fn findings_are_counted_by_type_rule_and_version_and_a_text_once() {
    let mut tally = Tally::new();
    let blocks = "<p>a@example.org</p><p>b@example.org and c@example.org 4111111111111111</p>";
    redactor().storage(blocks, &mut tally);
    redactor().storage("<p>d@example.org</p>", &mut tally);
    assert_eq!(counts(&tally), [("CREDIT_CARD", "card", VERSION, 1, 1), ("EMAIL_ADDRESS", "email", VERSION, 4, 2)]);
    assert_eq!(tally.failures(), 0);
}

#[test]
fn input_beyond_the_bound_fails_closed() {
    let mut tally = Tally::new();
    assert_eq!(redactor().text(&"x".repeat(LONGEST_INPUT + 1), &mut tally), FAILED);
    assert_eq!(tally.failures(), 1);
}

#[test]
fn a_persons_attribute_and_column_have_one_token() {
    let out = storage(&format!("<ri:user ri:account-id=\"{ACCOUNT}\"/><p>{ACCOUNT} {}</p>", ACCOUNT.to_uppercase()));
    let token = redactor().pseudonym(ACCOUNT, "account_id", &mut Tally::new()).unwrap();
    assert_eq!(out, format!("<ri:user ri:account-id=\"{token}\"/><p>{token} {token}</p>"));
    let key = format!("~{}", ACCOUNT.replace([':', '-'], ""));
    assert_eq!(redactor().pseudonym(&key, "space_key", &mut Tally::new()).unwrap(), token);
    assert_eq!(storage(&format!("<ri:page ri:space-key=\"{key}\"/>")), format!("<ri:page ri:space-key=\"{token}\"/>"));
}

#[test]
fn pseudonyms_are_empty_for_nothing_and_refused_for_the_unknown() {
    let mut tally = Tally::new();
    assert_eq!(redactor().pseudonym("  ", "email", &mut tally).unwrap(), "");
    assert!(tally.is_empty());
    assert!(redactor().pseudonym("x", "planet", &mut tally).is_err());
    let token = redactor().pseudonym("Jane@Example.org", "email", &mut tally).unwrap();
    assert_eq!(redactor().pseudonym(&token, "email", &mut tally).unwrap(), token);
    assert_eq!(counts(&tally), [("EMAIL_ADDRESS", "column.person", 1, 1, 1)]);
}

#[test]
fn tokens_of_others_are_replaced_and_ours_stay() {
    let token = redactor().pseudonym("x", "account_id", &mut Tally::new()).unwrap();
    let forged = "[ACCOUNT_ID_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]";
    assert_eq!(storage(&format!("<p>{token} {forged}</p>")), format!("<p>{token} [TOKEN]</p>"));
    assert_eq!(text(&format!("{token} {forged} [EMAIL_ADDRESS]")), format!("{token} [TOKEN] [EMAIL_ADDRESS]"));
}

#[test]
fn what_was_written_into_a_name_is_not_taken_apart() {
    for (kind, action, key, input, output) in [
        ("AGE", "generalise", None, "age 93", "age [AGE_90+]"),
        ("SECRET", "placeholder", None, "Passwort Sommer2024x", "Passwort [SECRET]"),
        ("SECRET", "pseudonym", Some(key()), "Passwort Sommer2024x", "Passwort [SECRET_"),
    ] {
        let actions = [(kind.to_owned(), action.to_owned())].into();
        let wanted = Wanted { based_on: "standard".into(), actions, ..Wanted::default() };
        let house = Redactor::new(Policy::made("house", &wanted).unwrap(), key);
        let once = house.text(input, &mut Tally::new());
        assert!(once.starts_with(output), "{once}");
        assert_eq!(house.text(&once, &mut Tally::new()), once);
    }
}

#[test]
fn what_is_kept_in_one_line_hides_nothing_that_is_broken_over_two() {
    let curious = Redactor::new(Policy::shipped("standard").unwrap(), None).curious();
    let report = curious.report("<p>Ref: john.doe@e<br/>xample.org end.</p>", Format::Storage);
    assert_eq!(report.output, "<p>Ref: [EMAIL_ADDRESS]<br/> end.</p>");
    // The line breaks of markup that is only text here cut as well.
    let report = curious.report("It says <p>Ref: john.doe@e<br/>xample.org end.</p>", Format::Text);
    assert_eq!(report.output, "It says <p>Ref: [EMAIL_ADDRESS]<br/> end.</p>");
}
