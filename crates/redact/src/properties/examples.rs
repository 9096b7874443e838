//! What becomes of certain texts, and stays so.

use super::*;
use std::ops::Range;

fn becomes(format: Format, input: &str, output: &str) {
    assert_eq!(redacted(format, input), output, "{input}");
    assert_eq!(redacted(format, output), output, "{input}");
}

/// The same where people become pseudonyms, which are told by their types here.
fn becomes_nobody(format: Format, input: &str, output: &str) {
    const TOKEN: usize = 30;
    let once = redacted(format, input);
    let typed = ["PERSON_NAME", "USERNAME"].iter().fold(once.clone(), |text, kind| {
        let mark = format!("[{kind}_");
        let (first, rest) = text.split_once(&mark).unwrap_or((&text, ""));
        let rest = rest.split(&mark).filter(|part| !part.is_empty());
        rest.fold(first.to_owned(), |said, part| said + &format!("[{kind}{}", &part[TOKEN..]))
    });
    assert_eq!(typed, output, "{input}");
    assert_eq!(redacted(format, &once), once, "{input}");
}

#[test]
fn markup_says_the_same_without_what_was_found_in_it() {
    for (input, output) in [
        // A sign before a value does not become a tag without it.
        ("<p>CVV<001:></p>", "<p>CVV&lt;:></p>"),
        ("<token:\"5678PIN=\">", "&lt;token:\"[SECRET]\">"),
        ("<atoken:\"=<0de21f\">", "&lt;atoken:\"[SECRET]\">"),
        // A day in a tag is read with the text around it.
        ("<p>DOB: <time datetime=\"1980-01-01\" /></p>", "<p>DOB: <time datetime=\"[DATE_OF_BIRTH]\" /></p>"),
        ("<p>Due <time datetime=\"2026-01-01\" />12 days</p>", "<p>Due <time datetime=\"2026-01-01\" />12 days</p>"),
        // Ids of macros are exempt, and so are the keys of shared spaces.
        ("<p style=\"a: 4111111111111111\"/>", "<p style=\"a: [CREDIT_CARD]\"/>"),
        ("<p style=\"background:url('jo@x.org')\"/>", "<p style=\"background:url('[EMAIL_ADDRESS]')\"/>"),
        ("<p class=\"jo@x.org\"/>", "<p class=\"[EMAIL_ADDRESS]\"/>"),
        ("<p ac:macro-id=\"4111111111111111\"/>", "<p ac:macro-id=\"[CREDIT_CARD]\"/>"),
        ("<ri:page ri:space-key=\"OPS\"/>", "<ri:page ri:space-key=\"OPS\"/>"),
        // Blanks that a reader does not see join, those of code and of titles part.
        ("<p>DE89  3704&nbsp; 0044\t0532\n\t 0130 00</p>", "<p>[IBAN_CODE]</p>"),
        ("<![CDATA[4111 1111    1111 1111]]>", "<![CDATA[4111 1111    1111 1111]]>"),
        (
            "<ri:page ri:content-title=\" 1111  7183 5520 6486 x\" />",
            "<ri:page ri:content-title=\" 1111  [IN_AADHAAR] x\" />",
        ),
        // Words of a file's name are parted by underscores and its kind.
        (
            "<ri:attachment ri:filename=\"x_4111111111111111.pdf\"/>",
            "<ri:attachment ri:filename=\"x_[CREDIT_CARD].pdf\"/>",
        ),
        // The name of a parameter says what its value is, unless something was found in it.
        (
            "<ac:parameter ac:name=\"pwd\">Tr0ub4x9</ac:parameter>",
            "<ac:parameter ac:name=\"pwd\">[SECRET]</ac:parameter>",
        ),
        (
            "<ac:parameter ac:name=\"pwd: Sunny-7x\">Tr0ub4x9</ac:parameter>",
            "<ac:parameter ac:name=\"pwd: [SECRET]\">Tr0ub4x9</ac:parameter>",
        ),
        // A term names its definitions.
        (
            "<dl><dt>Password</dt><dd>swordfish</dd><dd><p>Sunny-7x</p></dd><dt>City</dt><dd>Sunny-7x</dd></dl><p>Sunny-7x</p>",
            "<dl><dt>Password</dt><dd>[SECRET]</dd><dd><p>[SECRET]</p></dd><dt>City</dt><dd>Sunny-7x</dd></dl><p>Sunny-7x</p>",
        ),
        // A word below a word is no password unless it is said to be.
        ("<h2>Password</h2><p>Introduction</p>", "<h2>Password</h2><p>Introduction</p>"),
        ("<h2>Reset your password</h2><p>Submit</p>", "<h2>Reset your password</h2><p>Submit</p>"),
        ("<h2>Password rules</h2><p>Sunny-7</p>", "<h2>Password rules</h2><p>Sunny-7</p>"),
        ("<h2>Password:</h2><p>swordfish</p>", "<h2>Password:</h2><p>[SECRET]</p>"),
        ("<h2>Password</h2><p>Sunny-7</p>", "<h2>Password</h2><p>[SECRET]</p>"),
    ] {
        becomes(Format::Storage, input, output);
    }
}

#[test]
fn layout_neither_hides_a_value_nor_joins_two() {
    for (input, output) in [
        (r"SSN:\n224-45-6789, MRN:\\t12345678\nx", r"SSN:\n[US_SSN], MRN:\\t[MEDICAL_RECORD_NUMBER]\nx"),
        (r"john.doe@\nexample.org", "[EMAIL_ADDRESS]"),
        (r"card 411111111111\n1111 x", "card [CREDIT_CARD] x"),
        (r"User|Password\nann|Falcon12!\nbob|Sunny-7x", r"User|Password\nann|[SECRET]\nbob|[SECRET]"),
        ("Name,Password,City\nann,Falcon12!,Rome", "Name,Password,City\nann,[SECRET],Rome"),
        ("\x1b[1;32m4111111111111111\x1b[m", "\x1b[1;32m[CREDIT_CARD]\x1b[m"),
        ("card 4111 1111\n        1111 1111", "card [CREDIT_CARD]"),
        (" 1111  7183 5520 6486 x", " 1111  [IN_AADHAAR] x"),
        // Values that hide each other are found one after the other.
        (
            "born 2.3.1961:4-5-17/x&2024-5-1|2023-4-2",
            "born [DATE_OF_BIRTH]:[DATE_OF_BIRTH]/x&[DATE_OF_BIRTH]|[DATE_OF_BIRTH]",
        ),
    ] {
        becomes(Format::Text, input, output);
    }
}

#[test]
fn members_of_json_are_known_by_their_names_and_numbers_become_strings() {
    for (input, output) in [
        ("{\"card\": 4111111111111111}", "{\"card\": \"[CREDIT_CARD]\"}"),
        ("{\"card\": 378282246310005.0}", "{\"card\": \"[CREDIT_CARD]\"}"),
        ("{\"adminPass\":\"Sunny-7x\"}", "{\"adminPass\":\"[SECRET]\"}"),
        ("{\"PSK\":\"Sunny-7x\"}", "{\"PSK\":\"[SECRET]\"}"),
        // A point or an exponent leaves a number what it is.
        ("{\"ssn\": 5.362281450000000e+08}", "{\"ssn\": \"[US_SSN]\"}"),
        ("{\"phone\": 4155550132.0}", "{\"phone\": \"[PHONE_NUMBER]\"}"),
        ("{\"phone\": 4155550132.5}", "{\"phone\": 4155550132.5}"),
        // A secret is all that its member holds, whatever signs are in it.
        ("{\"password\": \"Zx9q,Blue9sky\"}", "{\"password\": \"[SECRET]\"}"),
        ("{\"password\": \"pa,ss9w|d=1\"}", "{\"password\": \"[SECRET]\"}"),
        ("{\"password\": \"Zx9q(Kw8\"}", "{\"password\": \"[SECRET]\"}"),
        ("{\"password\": \"getenv('PW')\"}", "{\"password\": \"getenv('PW')\"}"),
        // Markup around a value keeps its name.
        ("{\"cvv\": \"<p><b>737</b></p>\"}", "{\"cvv\": \"<p><b></b></p>\"}"),
        ("{\"password\": \"<div><p>swordfish9</p></div>\"}", "{\"password\": \"<div><p>[SECRET]</p></div>\"}"),
        ("{\"bic\": \"DEUTDEFF\"}", "{\"bic\": \"[SWIFT_CODE]\"}"),
    ] {
        becomes(Format::Json, input, output);
    }
    for (input, output) in [
        // Who is named by the member's own name may be written in any way.
        ("{\"patientName\": \"Juan de la Cruz y de la Vega Ruiz\"}", "{\"patientName\": \"[PERSON_NAME]\"}"),
        ("{\"patientName\": \"marigold quill\"}", "{\"patientName\": \"[PERSON_NAME]\"}"),
        ("{\"patientName\": {\"value\": \"Ann Lee (she/her)\"}}", "{\"patientName\": {\"value\": \"[PERSON_NAME]\"}}"),
        (
            "{\"firstName\": \"Will\", \"oldFullName\": \"none\"}",
            "{\"firstName\": \"[PERSON_NAME]\", \"oldFullName\": \"none\"}",
        ),
    ] {
        becomes_nobody(Format::Json, input, output);
    }
}

#[test]
fn a_value_ends_where_its_line_or_its_name_does() {
    for (input, output) in [
        ("password: Zx9q,Blue9sky", "password: [SECRET]"),
        ("password: swordfish,your_b", "password: [SECRET],your_b"),
        ("see x/account_4817263540?a=b.pdf", "see x/account_[ACCOUNT_NUMBER]?a=b.pdf"),
        ("password=Sunny-7x;Server=db;x", "password=[SECRET];Server=db;x"),
        ("key: &[u8],", "key: &[u8],"),
        ("see Scan415-555-0132.pdf there", "see Scan[PHONE_NUMBER].pdf there"),
        ("see DC463A16E42F03240D76E8BA8B48C6BD871C2247.txt", "see DC463A16E42F03240D76E8BA8B48C6BD871C2247.txt"),
        ("https://x.example/a?password=hunter2-Zx9q.pdf", "https://x.example/a?password=[SECRET].pdf"),
        ("EUR 250 415-555-0132", "EUR 250 [PHONE_NUMBER]"),
        ("250 000 415-555-0132", "250 000 [PHONE_NUMBER]"),
        ("100 200 300 400", "100 200 300 400"),
        ("part number 536-22-8145", "part number 536-22-8145"),
        ("Clone it.\ngit@github.com:org/repo.git", "Clone it.\ngit@github.com:org/repo.git"),
        ("write to jane.doe\n@example.org now", "write to [EMAIL_ADDRESS] now"),
        // One column is a table with a rule below its name, and a name has some words.
        ("| ssn |\n|---|\n| 536228145 |", "| ssn |\n|---|\n| [US_SSN] |"),
        (
            "id,Patient Medical Record Number,City\n1,00482917,Rome",
            "id,Patient Medical Record Number,City\n1,[MEDICAL_RECORD_NUMBER],Rome",
        ),
        (
            "\"Id\",\"MRN\",\"City, State\"\n\"1\",\"00482917\",\"Rome, IT\"",
            "\"Id\",\"MRN\",\"City, State\"\n\"1\",\"[MEDICAL_RECORD_NUMBER]\",\"Rome, IT\"",
        ),
    ] {
        becomes(Format::Text, input, output);
    }
    for (input, output) in [
        ("postgres://jane@db01/prod", "postgres://[USERNAME]@db01/prod"),
        ("mysql://jane.doe:x9Kq77@db/", "mysql://[USERNAME]:[SECRET]@db/"),
        ("username: jdoe", "username: [USERNAME]"),
        ("username: required", "username: required"),
    ] {
        becomes_nobody(Format::Text, input, output);
    }
}

/// Rows of a table parted by lines, of cells parted by bars; the header of a cell begins with `#`.
fn table(rows: &str) -> String {
    let cell = |cell: &str| match cell.strip_prefix('#') {
        Some(header) => format!("<th>{header}</th>"),
        None => format!("<td>{cell}</td>"),
    };
    let row = |row: &str| format!("<tr>{}</tr>", row.split('|').map(cell).collect::<String>());
    format!("<table><tbody>{}</tbody></table>", rows.lines().map(row).collect::<String>())
}

#[test]
fn a_cell_is_known_by_the_header_of_its_column_and_by_the_cells_before_it() {
    for (rows, left) in [
        ("<p><strong>Name</strong></p>|<b>Password</b>\nann|Falcon12!", "ann|[SECRET]"),
        ("#Name|#Password\nMustermann|Falcon12!", "Mustermann|[SECRET]"),
        ("#Password|#System\nFalcon12!|Wiki", "[SECRET]|Wiki"),
        ("#Name|#<p>SSN</p>\nJo|<p>224456789</p>", "Jo|<p>[US_SSN]</p>"),
        ("#Key|#Value\nSSN|224456789", "SSN|[US_SSN]"),
        ("#Feature|#Password\nConfluence|yes", "Confluence|yes"),
        ("<b>Id 1</b>|<b>CVV2</b>\n1|737", "1|"),
        ("Feature|Password\nFalcon12!|x", "Falcon12!|x"),
        ("#DOB\n<time datetime=\"1980-01-01\" />", "<time datetime=\"[DATE_OF_BIRTH]\" />"),
        // A header says the same with what was found in it.
        ("#jo@x.org: password\nFalcon12x", "[SECRET]"),
        ("#Password<!-- jo@x.org -->\nFalcon12x", "[SECRET]"),
        ("#Password <a href=\"mailto:jo@x.org\">?</a>\nFalcon12x", "[SECRET]"),
        // What leads a row speaks of all its cells, and tasks tell nothing.
        ("#Password|hunter2|swordfish9", "#Password|[SECRET]|[SECRET]"),
        ("CVV|123|456", "CVV||"),
        ("CVV|123<p>456</p>", "CVV|<p></p>"),
        ("Reset password|Done", "Reset password|Done"),
        ("Password|KeePass", "Password|KeePass"),
        ("Password source|Infra9", "Password source|Infra9"),
        ("#Initialpasswort|swordfish", "#Initialpasswort|[SECRET]"),
        ("#Contraseña|swordfish", "#Contraseña|[SECRET]"),
        ("#DB_PASS|swordfish", "#DB_PASS|[SECRET]"),
        ("#admin pw|Sunny-7x", "#admin pw|[SECRET]"),
        ("#Bearer|Zk3v9QxT1mB7wR5y", "#Bearer|[SECRET]"),
        ("#API token|Zk3v9QxT1mB7wR5y", "#API token|[SECRET]"),
        ("#Passport|swordfish", "#Passport|swordfish"),
        ("#Password|required", "#Password|required"),
        ("#Password|see the other page", "#Password|see the other page"),
        ("#Password policy|strong", "#Password policy|strong"),
        ("#Compass|swordfish", "#Compass|swordfish"),
    ] {
        let last = rows.lines().last().unwrap();
        let left = rows.replace(last, left).replace("jo@x.org", "[EMAIL_ADDRESS]");
        becomes(Format::Storage, &table(rows), &table(&left));
    }
    let grey = |cell: &str| table(&format!("Name|Password\nann|{cell}")).replace("<td>", "<td class=\"grey\">");
    becomes(Format::Storage, &grey("Falcon12!"), &grey("[SECRET]"));
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
        becomes(Format::Storage, &link(target), &link(left));
    }
}

#[test]
fn what_is_rendered_of_people_names_nobody() {
    let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
    let redacted = |page: &str| redactor.storage(page, &mut Tally::new()).into_owned();
    for (page, left) in [
        (
            "Ask <a class=\"user-mention\" data-account-id=\"5b:x\" href=\"/wiki/people/5b:x?ref=1\" title=\"Bo Li\">@Bo <b>Li</b></a> soon",
            "Ask <a class=\"user-mention\" data-account-id=\"[ACCOUNT_ID]\" href=\"/wiki/people/[ACCOUNT_ID]?ref=1\" title=\"[PERSON_NAME]\">@[PERSON_NAME] <b>[PERSON_NAME]</b></a> soon",
        ),
        (
            "<a data-username=\"bli\" href=\"/display/~bli\">Bo <a>Li</a> or Bo</a><a href=\"/x/%7Ebli/Home\">Home</a>",
            "<a data-username=\"[ACCOUNT_ID]\" href=\"/display/~[ACCOUNT_ID]\">[PERSON_NAME] <a>[PERSON_NAME]</a> [PERSON_NAME]</a><a href=\"/x/%7E[ACCOUNT_ID]/Home\">Home</a>",
        ),
        (
            "<img data-user-key=\"2c9f\" alt=\"Bo\" src=\"/aa-avatar/2c9f\">Later <!-- </i> --><i data-user-id=\"7\"><p>Bo</p> 5</i>",
            "<img data-user-key=\"[ACCOUNT_ID]\" alt=\"[PERSON_NAME]\" src=\"/aa-avatar/[ACCOUNT_ID]\">Later <!-- </i> --><i data-user-id=\"[ACCOUNT_ID]\"><p>[PERSON_NAME]</p> 5</i>",
        ),
        (
            "<a title=\"Bo\" data-username=\"\">Bo</a> <b data-full-name=\"Bo Li\">Team</b>",
            "<a title=\"Bo\" data-username=\"\">Bo</a> <b data-full-name=\"[PERSON_NAME]\">Team</b>",
        ),
    ] {
        assert_eq!((redacted(page), redacted(left)), (left.to_owned(), left.to_owned()), "{page}");
    }
}

#[test]
fn a_private_key_in_paragraphs_goes_line_by_line() {
    let lines = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj", "AgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4", "q5M=="];
    let body = |lines: [&str; 3]| {
        let lines = lines.map(|line| format!("<p>{line}</p>")).concat();
        format!("<p>-----BEGIN PRIVATE KEY-----</p>{lines}<p>-----END PRIVATE KEY-----</p><p>Documentation</p>")
    };
    becomes(Format::Storage, &body(lines), &body(["[SECRET]"; 3]));
    let prose = "<p>It begins with -----BEGIN PRIVATE KEY-----</p><p>Base64 follows.</p><p>Documentation</p>";
    becomes(Format::Storage, prose, prose);
    // Where two begin in one paragraph and the second one ends there, the first one goes on.
    let (begin, lines) = ("<p>-----BEGIN PRIVATE KEY-----", lines.concat());
    let two = format!("{begin}-----BEGIN PRIVATE KEY-----{lines}</p><p>{lines}</p>");
    becomes(Format::Storage, &two, &format!("{begin}[SECRET]</p><p>[SECRET]</p>"));
}

/// An example with its value as it stands, and in the places and spellings in which a page may hold it.
fn dressed(plain: &str, span: Range<usize>) -> [(Format, String); 6] {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let [before, value, behind] = [&plain[..span.start], &plain[span.clone()], &plain[span.end..]];
    let block = |value: String| format!("<p>{}{value}{}</p>", escaped(before), escaped(behind));
    let middle = value.char_indices().nth(value.chars().count() / 2).map_or(0, |(at, _)| at);
    let wide = |c: char| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
    [
        (Format::Text, plain.to_owned()),
        (Format::Storage, format!("<table><tbody><tr><td>{}</td></tr></tbody></table>", escaped(plain))),
        (Format::Json, serde_json::json!({ "x": plain }).to_string()),
        (Format::Storage, block(format!("{}<b>{}</b>", escaped(&value[..middle]), escaped(&value[middle..])))),
        (Format::Storage, block(value.chars().map(|c| format!("&#{};", c as u32)).collect())),
        (Format::Storage, block(escaped(&value.chars().map(wide).collect::<String>()))),
    ]
}

#[test]
fn examples_of_the_book_get_their_type_however_they_are_written() {
    // What only a whole text tells, as a column's value is one: a block, a cell or a member needs a label.
    let fields = ["sg_nric_fin_form", "de_tax_id_any", "uk_plate"];
    // A secret around a login gives the name, and a card's PIN has it before others.
    let others = ["login.url", "secret.pin"];
    let names = TYPES.iter().map(|one| one.name).chain(["ip.special"]);
    let actions = names.map(|name| (name.to_owned(), "placeholder".to_owned())).collect();
    let wanted = Wanted { based_on: "strict".into(), actions, ..Wanted::default() };
    let redactor = Redactor::new(Policy::made("house", &wanted).unwrap(), None);
    let mut wrong = Vec::new();
    for rule in book::shipped().unwrap().book.rules() {
        let dresses = if fields.contains(&rule.name) { 1 } else { usize::MAX };
        for (plain, span) in rule.yes.iter().map(|text| book::example(text)) {
            for (format, source) in dressed(&plain, span.clone()).into_iter().take(dresses) {
                let out = redactor.redact(&source, format, &mut Tally::new());
                let is_typed = out.contains(&format!("[{}]", rule.kind)) || others.contains(&rule.name);
                if !is_typed || shows(format, &out, &plain[span.clone()]) {
                    wrong.push(format!("{}: {source} becomes {out}", rule.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
