//! What holds for every input: nothing leaks, nothing breaks, nothing changes twice, nothing clean is touched.

mod document;
mod reader;
mod stress;
mod well_formed;

use super::promptly::promptly;
use super::*;
use crate::secret::SecretBytes;
use proptest::prelude::*;
use reader::{ACCOUNT, VALUES, disguise, leaks, placed, plain};
use well_formed::is_well_formed;

const PLACEHOLDERS: [&str; 10] = [
    "[EMAIL_ADDRESS]",
    "[CREDIT_CARD]",
    "[ACCOUNT_ID_",
    "[PHONE_NUMBER]",
    "[IP_ADDRESS]",
    "[IT_FISCAL_CODE]",
    "[IN_AADHAAR]",
    "[US_SSN]",
    "[IBAN_CODE]",
    "[SECRET]",
];

fn redactor() -> Redactor {
    let key = PseudonymKey::new(&SecretBytes::new(vec![3; 32]), "test").unwrap();
    Redactor::new(Policy::shipped("standard").unwrap(), Some(key))
}

fn storage(input: &str) -> String {
    redactor().storage(input, &mut Tally::new()).into_owned()
}

fn text(input: &str) -> String {
    redactor().text(input, &mut Tally::new()).into_owned()
}

/// Where only the plain value may stand.
fn enclosed(place: u8, value: &str) -> String {
    match place {
        0 => format!("<p title=\"{value}\">x</p>"),
        1 => format!("<p title='see {value}'>x</p>"),
        2 => format!("<p>a</p><!-- {value} -->"),
        3 => format!("<ac:plain-text-body><![CDATA[id = \"{value}\"]]></ac:plain-text-body>"),
        4 => format!("<p><![CDATA[{}]]><![CDATA[{}]]></p>", &value[..7], &value[7..]),
        5 => format!("<a href=\"mailto:{value}\">write</a>"),
        6 => format!("<!-- <p>{}<b>{}</b></p> -->", &value[..9], &value[9..]),
        7 => format!("<p>{}<br/>{}</p>", &value[..9], &value[9..]),
        8 => format!("<?note {value}?>"),
        _ => format!("<ri:page ri:content-title=\"Account {value}\" />"),
    }
}

proptest! {
    #[test]
    fn a_disguised_value_never_leaks(
        value in prop::sample::select(&VALUES[..]),
        how in prop::collection::vec((0u8..6, 0u8..14), 48),
        place in 0u8..6,
    ) {
        let hidden: String = value.chars().zip(&how).map(|(c, (how, between))| disguise(c, *how, *between, true)).collect();
        let body = placed(place, &hidden);
        prop_assert!(leaks(&body, value), "the reader of this test does not see {body}");
        let out = storage(&body);
        prop_assert!(!leaks(&out, value), "{body}\n{out}");
        prop_assert!(is_well_formed(&out), "{body}\n{out}");
        prop_assert_eq!(storage(&out), out);
    }

    #[test]
    fn an_enclosed_value_never_leaks(value in prop::sample::select(&VALUES[..]), place in 0u8..10) {
        let body = enclosed(place, value);
        let out = storage(&body);
        prop_assert!(!leaks(&out, value), "{body}\n{out}");
        prop_assert!(is_well_formed(&out), "{body}\n{out}");
        prop_assert_eq!(storage(&out), out);
    }

    #[test]
    fn an_encoded_value_never_leaks(value in prop::sample::select(&VALUES[..]), how in 0u8..6, twice in any::<bool>()) {
        let once = encoded(value, how);
        let hidden = match how {
            2 | 5 if twice => once.replace("&amp;", "&amp;amp;"),
            0 | 1 if twice => encoded(&once, how),
            _ => once,
        };
        for out in [storage(&format!("<p>x {hidden} y</p>")), text(&format!("x {} y", hidden.replace("&amp;", "&")))] {
            prop_assert!(!out.contains(&hidden), "{out}");
            prop_assert!(PLACEHOLDERS.iter().any(|placeholder| out.contains(placeholder)), "{out}");
        }
    }

    #[test]
    fn a_disguised_value_in_plain_text_never_leaks(
        value in prop::sample::select(&VALUES[..]),
        how in prop::collection::vec((0u8..6, 0u8..9), 48),
    ) {
        let hidden: String = value.chars().zip(&how).map(|(c, (how, between))| disguise(c, *how, *between, false)).collect();
        let out = text(&format!("Ref: {hidden} end"));
        prop_assert!(!plain(&out).contains(&plain(value)), "{hidden} {out}");
    }

    #[test]
    fn any_soup_is_redacted_once_and_for_all(parts in prop::collection::vec(prop::sample::select(SOUP), 0..40)) {
        let soup = parts.concat();
        for redact in [storage, text] {
            let once = redact(&soup);
            prop_assert_eq!(redact(&once), once.clone(), "{}", soup);
            prop_assert_ne!(once, FAILED, "{}", soup);
        }
    }

    #[test]
    fn any_text_is_survived(input in any::<String>()) {
        let once = storage(&input);
        prop_assert_eq!(storage(&once), once);
        let once = text(&input);
        prop_assert_eq!(text(&once), once);
    }

    #[test]
    fn a_well_formed_body_stays_well_formed(body in well_formed_body()) {
        prop_assert!(is_well_formed(&body), "the generator is wrong: {body}");
        let out = storage(&body);
        prop_assert!(out != FAILED && is_well_formed(&out), "{body}\n{out}");
    }

    #[test]
    fn prose_comes_back_borrowed(words in prop::collection::vec("[a-zäöü]{1,10}|[0-9]{1,5}[,a-z]|\\(see\\)|&nbsp;|&amp;|50%|<b>|</b>|<br/>", 0..60)) {
        let body = words.join(" ");
        let redactor = redactor();
        prop_assert!(matches!(redactor.storage(&body, &mut Tally::new()), Cow::Borrowed(_)));
        prop_assert!(matches!(redactor.text(&body, &mut Tally::new()), Cow::Borrowed(_)));
    }
}

#[test]
fn a_sign_before_a_value_does_not_become_a_tag_without_it() {
    for (input, output) in [
        ("<p>CVV<001:></p>", "<p>CVV&lt;:></p>"),
        ("<token:\"5678PIN=\">", "&lt;token:\"[SECRET]\">"),
        ("<atoken:\"=<0de21f\">", "&lt;atoken:\"[SECRET]\">"),
    ] {
        assert_eq!((storage(input).as_str(), storage(output).as_str()), (output, output));
    }
}

#[test]
fn a_header_says_the_same_with_what_was_found_in_it() {
    let table = |header: &str, cell: &str| format!("<table><tr><th>{header}</th></tr><tr><td>{cell}</td></tr></table>");
    for header in ["Password<!-- jo@x.org -->", "Password <a href=\"mailto:jo@x.org\">?</a>", "jo@x.org: password"] {
        let out = storage(&table(header, "Falcon12x"));
        assert!(!out.contains("jo@x.org") && out.contains("<td>[SECRET]</td>"), "{out}");
        assert_eq!(storage(&out), out);
    }
}

#[test]
fn a_day_in_a_tag_is_read_with_the_text_around_it() {
    for (input, output) in [
        ("<p>DOB: <time datetime=\"1980-01-01\" /></p>", "<p>DOB: <time datetime=\"[DATE_OF_BIRTH]\" /></p>"),
        ("<p>Due <time datetime=\"2026-01-01\" />12 days</p>", "<p>Due <time datetime=\"2026-01-01\" />12 days</p>"),
        (
            "<table><tr><th>DOB</th></tr><tr><td><time datetime=\"1980-01-01\" /></td></tr></table>",
            "<table><tr><th>DOB</th></tr><tr><td><time datetime=\"[DATE_OF_BIRTH]\" /></td></tr></table>",
        ),
    ] {
        assert_eq!((storage(input).as_str(), storage(output).as_str()), (output, output));
    }
}

#[test]
fn digits_in_lines_take_time_in_proportion() {
    // Were each digit compared with each line break, it would be minutes.
    assert!(promptly(|| storage(&"4<br/>".repeat(250_000))) != FAILED);
}

#[test]
fn one_long_line_takes_time_in_proportion() {
    // Were the beginning of the line looked for before each name, a tag before each value, or an answer behind each question
    // in all that follows, it would be a minute and more.
    for part in ["smtpPass: 'x'\\, ", "call +1 202 555 0143, ", "no pass\n\nword/a1B2c3D4", "sshpass--"] {
        assert!(promptly(|| storage(&part.repeat(400_000))) != FAILED);
    }
}

#[test]
fn many_values_in_one_line_take_time_in_proportion() {
    // Were the whole line looked through for each of them, it would be minutes.
    for part in [
        "PIN der Firmenkarte: 7294, bitte Beleg mitbringen ",
        "google says G-508311 is the login code, ",
        "the door code is 4711, not 4712 ",
        "password: Wombat!77 and ",
        "log in as till4 with Otter-8, ",
        "bitlocker asks again, type Heron9Heron9 ",
        "UHC id 944 107 283, routing 011000015 / 708452077, ",
        "Passat HRO-KL 1430, card 4111/1111/1111/1111 exp 12/30, ",
    ] {
        assert!(promptly(|| storage(&part.repeat(200_000 / part.len()))) != FAILED, "{part}");
    }
}

#[test]
fn a_private_key_in_paragraphs_goes_line_by_line() {
    let lines = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj", "AgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4", "q5M=="];
    let body = |lines: [&str; 3]| {
        let lines = lines.map(|line| format!("<p>{line}</p>")).concat();
        format!("<p>-----BEGIN PRIVATE KEY-----</p>{lines}<p>-----END PRIVATE KEY-----</p><p>Documentation</p>")
    };
    assert_eq!(storage(&body(lines)), body(["[SECRET]"; 3]));
    assert_eq!(storage(&body(["[SECRET]"; 3])), body(["[SECRET]"; 3]));
    let prose = "<p>It begins with -----BEGIN PRIVATE KEY-----</p><p>Base64 follows.</p><p>Documentation</p>";
    assert_eq!(storage(prose), prose);
    // Where two begin in one paragraph and the second one ends there, the first one goes on.
    let two =
        storage(&format!("<p>-----BEGIN PRIVATE KEY----------BEGIN PRIVATE KEY-----{0}</p><p>{0}</p>", lines.concat()));
    assert_eq!(two, "<p>-----BEGIN PRIVATE KEY-----[SECRET]</p><p>[SECRET]</p>");
}

#[test]
fn values_that_hide_each_other_are_found_one_after_the_other() {
    let anonymous = Redactor::new(Policy::shipped("standard").unwrap(), None);
    let mut tally = Tally::new();
    let output = anonymous.text("born 2.3.1961:4-5-17/x&2024-5-1|2023-4-2", &mut tally);
    assert_eq!(output, "born [DATE_OF_BIRTH]:[DATE_OF_BIRTH]/x&[DATE_OF_BIRTH]|[DATE_OF_BIRTH]");
    assert_eq!(tally.failures(), 0);
}

#[test]
fn what_was_written_into_a_name_is_not_taken_apart() {
    for (kind, action, input, output) in [
        ("AGE", "generalise", "age 93", "age [AGE_90+]"),
        ("SECRET", "placeholder", "Passwort Sommer2024x", "Passwort [SECRET]"),
    ] {
        let actions = [(kind.to_owned(), action.to_owned())].into();
        let wanted = Wanted { based_on: "standard".into(), actions, ..Wanted::default() };
        let house = Redactor::new(Policy::made("house", &wanted).unwrap(), None);
        assert_eq!(house.text(input, &mut Tally::new()), output);
        assert_eq!(house.text(output, &mut Tally::new()), output);
    }
    let actions = [("SECRET".to_owned(), "pseudonym".to_owned())].into();
    let wanted = Wanted { based_on: "standard".into(), actions, ..Wanted::default() };
    let key = PseudonymKey::new(&SecretBytes::new(vec![3; 32]), "test").unwrap();
    let house = Redactor::new(Policy::made("house", &wanted).unwrap(), Some(key));
    let once = house.text("Passwort Sommer2024x", &mut Tally::new()).into_owned();
    assert!(once.starts_with("Passwort [SECRET_"), "{once}");
    assert_eq!(house.text(&once, &mut Tally::new()), once);
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

/// What may stand side by side in the worst of bodies.
const SOUP: &[&str] = &[
    "password=",
    "\"token\": \"",
    "[SECRET]",
    "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",
    "AKIAIOSF",
    "ODNN7DOCUMEN",
    "https://a:",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0",
    "-----BEGIN PRIVATE KEY-----",
    "$6$",
    "Sunny-7",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br/>",
    "<table><tr>",
    "</tr><tr>",
    "</table>",
    "<th>",
    "<td>",
    "</td>",
    "<a href=\"",
    "\">",
    "<p title='",
    "'>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "]",
    ">",
    "<",
    "&",
    ";",
    "&amp;",
    "&#64;",
    "&#",
    "&commat;",
    "&shy;",
    "\u{200b}",
    "\n",
    " ",
    "-",
    "--",
    ".",
    ":",
    "@",
    "%40",
    "%",
    "\\u0040",
    "\\",
    "\\n",
    "\u{1b}[1m",
    "\n    ",
    "a",
    "john",
    "example.org",
    "john@example.org",
    "4111",
    "1111",
    " 1111 ",
    "4111111111111111",
    "5b10a2844c20165700ede21f",
    "5b10a2844c20",
    "212-34-5678",
    "MRN: ",
    "CVV ",
    "PIN=",
    "165700ede21f",
    "BNCLRA84M52F205H",
    "7183 5520 6486",
    "PESEL",
    "84052372106",
    "230584-2719",
    ACCOUNT,
    "712020:",
    "am9obkBleGFtcGxlLm9yZw==",
    "am9obkBleGFt",
    "cGxlLm9yZw",
    "212-555-0187",
    "+44 20 7946",
    " 0958",
    "tel ",
    "203.0.113.",
    "2001:db8::",
    "00:11:22:33:44:55",
    "born 1989-03-15",
    "[PHONE_NUMBER]",
    "[EMAIL_ADDRESS]",
    "[ACCOUNT_ID_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]",
    "[ACCOUNT_ID_",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]",
    "[TOKEN]",
    "<ri:user ri:account-id=\"",
    "\"/>",
    "ri:userkey=\"",
    "<?x ",
    "?>",
    "٤",
    "＠",
    "о",
    "é",
    "漢",
    "/",
    "=",
    "\"",
    "'",
];

fn encoded(value: &str, how: u8) -> String {
    let each = |form: fn(u8) -> String| value.bytes().map(form).collect::<String>();
    match how {
        0 => each(|b| format!("%{b:02X}")),
        1 => each(|b| format!("\\u{b:04x}")),
        2 => each(|b| format!("&amp;#{b};")),
        3 => base64_of(value.as_bytes()),
        4 => value.replace('@', "%40").replace(':', "%3A").replace(' ', "%20").replace("7", "%37").replace("1", "%31"),
        _ => each(|b| format!("&amp;#x{b:x};")),
    }
}

fn base64_of(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let quad = |three: &[u8]| {
        let bits = three.iter().fold(0u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        (0..=three.len()).map(|i| char::from(ALPHABET[(bits >> (18 - 6 * i) & 63) as usize])).collect::<String>()
    };
    bytes.chunks(3).map(quad).collect()
}

fn well_formed_body() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "x",
        " ",
        "]",
        "&gt;",
        "&amp;",
        "&#64;",
        "john@example.org",
        "4111 1111 1111 1111",
        "]]&gt;",
        ACCOUNT,
        "\n",
        "@",
        "[a]",
        "am9obkBleGFtcGxlLm9yZw",
        "[ACCOUNT_ID_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]",
        "%40",
        "- ",
    ]);
    let words = prop::collection::vec(word, 0..6).prop_map(|words| words.concat());
    let raw = words.clone().prop_map(|words| words.replace("&gt;", ">").replace("]]", "] ").replace('-', "~"));
    let leaf = prop_oneof![
        words.clone(),
        raw.clone().prop_map(|raw| format!("<![CDATA[{raw}>]]>")),
        raw.clone().prop_map(|raw| format!("<!-- {raw} -->")),
        words.clone().prop_map(|words| format!("<ri:user ri:account-id=\"{words}\"/>")),
        Just("<br/>".to_owned()),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let name = prop::sample::select(vec!["p", "b", "td", "span", "ac:link"]);
        (name, words.clone(), prop::collection::vec(inner, 0..6))
            .prop_map(|(name, title, inner)| format!("<{name} title='{title}'>{}</{name}>", inner.concat()))
    })
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
fn exempt_attributes_and_shared_space_keys_stay() {
    let body = "<p style=\"a: 4111111111111111\" class=\"5b10a2844c20165700ede21f\" ac:macro-id=\"4111111111111111\">\
        <ri:page ri:space-key=\"OPS\"/></p>";
    assert_eq!(storage(body), body);
    assert_eq!(redactor().pseudonym("OPS", "space_key", &mut Tally::new()).unwrap(), "OPS");
}

#[test]
fn pseudonyms_are_empty_for_nothing_and_refused_for_the_unknown() {
    let mut tally = Tally::new();
    assert_eq!(redactor().pseudonym("  ", "email", &mut tally).unwrap(), "");
    assert!(tally.is_empty());
    assert!(redactor().pseudonym("x", "planet", &mut tally).is_err());
    let token = redactor().pseudonym("Jane@Example.org", "email", &mut tally).unwrap();
    assert_eq!(redactor().pseudonym(&token, "email", &mut tally).unwrap(), token);
    assert_eq!(counts(&tally), [("EMAIL_ADDRESS", "column.person", 1, 1)]);
}

#[test]
fn tokens_of_others_are_replaced_and_ours_stay() {
    let token = redactor().pseudonym("x", "account_id", &mut Tally::new()).unwrap();
    let forged = "[ACCOUNT_ID_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]";
    assert_eq!(storage(&format!("<p>{token} {forged}</p>")), format!("<p>{token} [TOKEN]</p>"));
    assert_eq!(text(&format!("{token} {forged} [EMAIL_ADDRESS]")), format!("{token} [TOKEN] [EMAIL_ADDRESS]"));
}

fn counts(tally: &Tally) -> Vec<(&'static str, &'static str, u32, u64)> {
    tally.iter().map(|counted| (counted.kind, counted.rule, counted.version, counted.findings)).collect()
}

#[test]
fn findings_are_counted_by_type_rule_and_version() {
    let mut tally = Tally::new();
    redactor().storage("<p>a@example.org 4111111111111111 b@example.org</p>", &mut tally);
    assert_eq!(counts(&tally), [("CREDIT_CARD", "card", VERSION, 1), ("EMAIL_ADDRESS", "email", VERSION, 2)]);
    assert_eq!(tally.failures(), 0);
}

#[test]
fn a_text_is_counted_once_however_many_blocks_of_it_hold_a_value() {
    let mut tally = Tally::new();
    let blocks = "<p>a@example.org</p><p>b@example.org and c@example.org 4111111111111111</p>";
    redactor().storage(blocks, &mut tally);
    redactor().storage("<p>d@example.org</p>", &mut tally);
    let texts: Vec<_> = tally.iter().map(|counted| (counted.kind, counted.findings, counted.texts)).collect();
    assert_eq!(texts, [("CREDIT_CARD", 1, 1), ("EMAIL_ADDRESS", 4, 2)]);
}

#[test]
fn a_cell_is_known_by_the_header_of_its_column_and_by_the_cell_before_it() {
    let table = |header: &str, row: &str| format!("<table><tr>{header}</tr><tr>{row}</tr></table>");
    for (header, row, kept) in [
        (
            "<td><p><strong>Name</strong></p></td><td><b>Password</b></td>",
            "<td>ann</td><td>Falcon12!</td>",
            "<td>ann</td><td>[SECRET]</td>",
        ),
        (
            "<td data-highlight-colour=\"grey\">Name</td><td data-highlight-colour=\"grey\">Password</td>",
            "<td>ann</td><td>Falcon12!</td>",
            "<td>ann</td><td>[SECRET]</td>",
        ),
        (
            "<th>Name</th><th>Password</th>",
            "<td>Mustermann</td><td>Falcon12!</td>",
            "<td>Mustermann</td><td>[SECRET]</td>",
        ),
        ("<th>Password</th><th>System</th>", "<td>Falcon12!</td><td>Wiki</td>", "<td>[SECRET]</td><td>Wiki</td>"),
        (
            "<th>Name</th><th><p>SSN</p></th>",
            "<td>Jo</td><td><p>224456789</p></td>",
            "<td>Jo</td><td><p>[US_SSN]</p></td>",
        ),
        ("<th>Key</th><th>Value</th>", "<td>SSN</td><td>224456789</td>", "<td>SSN</td><td>[US_SSN]</td>"),
        ("<th>Feature</th><th>Password</th>", "<td>Confluence</td><td>yes</td>", "<td>Confluence</td><td>yes</td>"),
        ("<td>Feature</td><td>Password</td>", "<td>Falcon12!</td><td>x</td>", "<td>Falcon12!</td><td>x</td>"),
    ] {
        assert_eq!(storage(&table(header, row)), table(header, kept));
    }
}

#[test]
fn a_word_below_a_word_is_no_password_unless_it_is_said_to_be() {
    let blocks = |label: &str, value: &str| format!("<h2>{label}</h2><p>{value}</p>");
    for (label, value) in
        [("Password", "Introduction"), ("Reset your password", "Submit"), ("Password rules", "Sunny-7")]
    {
        assert_eq!(storage(&blocks(label, value)), blocks(label, value));
    }
    assert_eq!(storage(&blocks("Password:", "swordfish")), blocks("Password:", "[SECRET]"));
    assert_eq!(storage(&blocks("Password", "Sunny-7")), blocks("Password", "[SECRET]"));
}

#[test]
fn a_password_is_known_by_the_cell_before_it() {
    let row = |label: &str, value: &str| format!("<table><tr><th>{label}</th><td>{value}</td></tr></table>");
    for label in ["Password", "Kennwort", "Initialpasswort", "Mot de passe", "Contraseña", "Wachtwoord", "DB_PASS"] {
        assert_eq!(storage(&row(label, "swordfish")), row(label, "[SECRET]"), "{label}");
    }
    for label in ["Pass", "PSK", "admin pw", "adminPass"] {
        assert_eq!(storage(&row(label, "Sunny-7x")), row(label, "[SECRET]"), "{label}");
        let member = |value: &str| format!("{{\"{label}\":\"{value}\"}}");
        let redacted = redactor().json(&member("Sunny-7x"), &mut Tally::new()).into_owned();
        assert_eq!(redacted, member("[SECRET]"), "{label}");
    }
    assert_eq!(storage(&row("Bearer", "Zk3v9QxT1mB7wR5y")), row("Bearer", "[SECRET]"));
    assert_eq!(storage(&row("API token", "Zk3v9QxT1mB7wR5y")), row("API token", "[SECRET]"));
    for (label, value) in [
        ("Passport", "swordfish"),
        ("Password", "required"),
        ("Password", "see the other page"),
        ("Password policy", "strong"),
        ("Compass", "swordfish"),
    ] {
        assert_eq!(storage(&row(label, value)), row(label, value));
    }
}

#[test]
fn layout_neither_hides_a_value_nor_joins_two() {
    assert_eq!(text(r"SSN:\n224-45-6789, MRN:\\t12345678\nx"), r"SSN:\n[US_SSN], MRN:\\t[MEDICAL_RECORD_NUMBER]\nx");
    assert_eq!(text("\x1b[1;32m4111111111111111\x1b[m"), "\x1b[1;32m[CREDIT_CARD]\x1b[m");
    assert_eq!(text("card 4111 1111\n        1111 1111"), "card [CREDIT_CARD]");
    assert_eq!(storage("<p>DE89  3704&nbsp; 0044\t0532\n\t 0130 00</p>"), "<p>[IBAN_CODE]</p>");
    let columns = "<![CDATA[4111 1111    1111 1111]]>";
    assert_eq!(storage(columns), columns);
}

#[test]
fn an_address_in_a_link_keeps_its_scheme() {
    assert_eq!(storage("<a href=\"mailto:a@example.org\">b</a>"), "<a href=\"mailto:[EMAIL_ADDRESS]\">b</a>");
}

#[test]
fn input_beyond_the_bound_fails_closed() {
    let mut tally = Tally::new();
    assert_eq!(redactor().text(&"x".repeat(LONGEST_INPUT + 1), &mut tally), FAILED);
    assert_eq!(tally.failures(), 1);
}

#[test]
fn what_a_link_reaches_is_told_by_its_scheme() {
    let link = |target: &str| format!("<a href=\"{target}\">b</a><ri:url ri:value=\"{target}\" />");
    for (target, left) in [
        ("mailto:ann@intra?subject=x", "mailto:[EMAIL_ADDRESS]?subject=x"),
        ("mailto:ann%40example.org,bo@intra", "mailto:[EMAIL_ADDRESS],[EMAIL_ADDRESS]"),
        ("&#109;ailto:ann@intra", "&#109;ailto:[EMAIL_ADDRESS]"),
        ("tel:112;ext=3", "tel:[PHONE_NUMBER];ext=3"),
        ("https://x.example/?c=4111%201111%201111%201111", "https://x.example/?c=[CREDIT_CARD]"),
        ("https://www.example.org/a", "https://www.example.org/a"),
    ] {
        assert_eq!(storage(&link(target)), link(left));
        assert_eq!(storage(&link(left)), link(left));
    }
}

#[test]
fn words_of_a_files_name_are_parted_by_underscores_and_its_kind() {
    let link = |name: &str| format!("<ri:attachment ri:filename=\"{name}\"/>");
    let (name, left) = ("x_5b10a2844c20165700ede21f.pdf", text("x_5b10a2844c20165700ede21f.pdf"));
    assert!(left.starts_with("x_[ACCOUNT_ID_") && left.ends_with("].pdf"), "{left}");
    assert_eq!(storage(&link(name)), link(&left));
}

#[test]
fn what_leads_a_row_speaks_of_all_its_cells_and_tasks_tell_nothing() {
    let anonymous = Redactor::new(Policy::shipped("standard").unwrap(), None);
    let row = |cells: &str| format!("<table><tbody><tr>{cells}</tr></tbody></table>");
    for (cells, expected) in [
        ("<th>Password</th><td>hunter2</td><td>swordfish9</td>", "<th>Password</th><td>[SECRET]</td><td>[SECRET]</td>"),
        ("<td>CVV</td><td>123</td><td>456</td>", "<td>CVV</td><td></td><td></td>"),
        ("<td>CVV</td><td>123<p>456</p></td>", "<td>CVV</td><td><p></p></td>"),
        ("<td>Reset password</td><td>Done</td>", "<td>Reset password</td><td>Done</td>"),
        ("<td>Password</td><td>KeePass</td>", "<td>Password</td><td>KeePass</td>"),
        ("<td>Password source</td><td>Infra9</td>", "<td>Password source</td><td>Infra9</td>"),
    ] {
        let output = anonymous.storage(&row(cells), &mut Tally::new()).into_owned();
        assert_eq!(output, row(expected));
        assert_eq!(anonymous.storage(&output, &mut Tally::new()), output);
    }
}
