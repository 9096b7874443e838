//! One reading of labels: the name of a column, of a member, of a table's column and of a value in text say the same.

use super::*;
use crate::column::Column;

/// Names of values, each with one that is found by its name alone.
const NAMED: [(&str, &str); 58] = [
    ("password", "hunter2-Zx9q"),
    ("u_password", "hunter2-Zx9q"),
    ("Password__c", "hunter2-Zx9q"),
    ("Passwort", "hunter2-Zx9q"),
    ("mot de passe", "hunter2-Zx9q"),
    ("пароль", "hunter2-Zx9q"),
    ("κωδικός πρόσβασης", "hunter2-Zx9q"),
    ("パスワード", "hunter2-Zx9q"),
    ("api_key", "Zk3v9QxT1mB7wR5y"),
    ("access_token", "Zk3v9QxT1mB7wR5y"),
    ("client_secret", "Kx82hPqR"),
    ("otp", "482913"),
    ("ssn", "219099998"),
    ("userSsn", "219099998"),
    ("Social Security Number", "219099998"),
    ("tax_id", "47-2810365"),
    ("passport", "C18273645"),
    ("drivers_license", "D4829103"),
    ("license_plate", "ABC-1234"),
    ("vin", "1HGCM82633A004353"),
    ("imei", "490154203237518"),
    ("mac_address", "3c5ab41e079f"),
    ("phone", "4956217"),
    ("date_of_birth", "1961-03-14"),
    ("age", "95"),
    ("mrn", "00482917"),
    ("patient_id", "PT48291"),
    ("policy_number", "48-172635"),
    ("medicaid_id", "48172635A"),
    ("npi", "1604938279"),
    ("credit_card", "4532119876543206"),
    ("cvv", "737"),
    ("pin", "4821"),
    ("expiry", "09/27"),
    ("account_number", "48172635"),
    ("Kontonummer", "0612345987"),
    ("sort_code", "20-11-22"),
    ("swift", "QWERUS3N"),
    ("username", "jdoe84"),
    ("login", "jdoe84"),
    ("firstName", "Jane"),
    ("displayName", "Jane Doe"),
    ("fullName", "Ludwig van der Rohe"),
    ("phone2", "4956217"),
    ("mrn_2", "00482917"),
    ("pin1", "4821"),
    ("phone_value", "4956217"),
    ("mrnValue", "00482917"),
    ("password (required)", "hunter2-Zx9q"),
    ("SOCIALSECURITYNUMBER", "219099998"),
    ("dateofbirth", "1961-03-14"),
    ("u_phonenumber", "4956217"),
    ("u_first_name", "Jane"),
    ("FirstName__c", "Jane"),
    ("userFirstName", "Jane"),
    ("last_name_1", "Doe"),
    ("u_login", "jdoe84"),
    ("adminUsername", "jdoe84"),
];

/// What becomes of a value in a record: as its column, and one level down.
fn flat(path: &str, value: &str) -> String {
    redactor().redact_in(&Column::from(path), value, Format::Text, &mut Tally::new()).into_owned()
}

fn within(format: Format, source: &str, value: &str) -> String {
    let (before, behind) = source.split_once('§').unwrap();
    let out = redacted(format, &source.replace('§', value));
    let inner = out.strip_prefix(before).and_then(|out| out.strip_suffix(behind));
    inner.map_or_else(|| format!("{out} around it"), str::to_owned)
}

#[test]
fn a_value_is_redacted_alike_wherever_its_name_stands() {
    for (name, value) in NAMED {
        assert_eq!(text(value), value, "{name}: it is found alone");
        let out = flat(name, value);
        assert_ne!(out, value, "{name} as a column");
        let cells = format!("<tr><th>{name}</th><th>Other</th></tr><tr><td>§</td><td>x</td></tr>");
        for (format, source) in [
            (Format::Json, format!("{{\"x\":{{\"{name}\":\"§\"}}}}")),
            (Format::Json, format!("[{{\"id\":1,\"{name}\":\"§\",\"y\":null}}]")),
            (Format::Storage, format!("<table><tbody>{cells}</tbody></table>")),
            (Format::Storage, format!("<p><ac:parameter ac:name=\"{name}\">§</ac:parameter></p>")),
            (Format::Text, format!("{name}: §")),
            (Format::Text, format!("{name} = §\nand more")),
            (Format::Storage, format!("<p>{name}: §</p>")),
        ] {
            assert_eq!(within(format, &source, value), out, "{source}");
        }
    }
}

#[test]
fn a_table_in_plain_text_names_its_fields() {
    for source in [
        "id,password\n1,hunter2-Zx9q",
        "id,password,note\n1,hunter2-Zx9q,x\n2,hunter2-Zx9q",
        "id,password2,share %\n1,hunter2-Zx9q,5",
        "id;user.password;(note)\n1;hunter2-Zx9q;x",
        "id\tnote\tpassword\n1\ta\thunter2-Zx9q",
        "id,note,password\n1,\"a\nb\",hunter2-Zx9q\n2,c,\"hunter2-Zx9q\"",
        "name|password\n--- | ---\nann|hunter2-Zx9q",
        "||id||password||\n|1|hunter2-Zx9q|",
        "|_. id |_. password |\n| 1 | hunter2-Zx9q |",
        "| **id** | **password** |\n|---|:---:|\n| 1 | hunter2-Zx9q |",
        " id | password \n----+--------------\n  1 | hunter2-Zx9q\n(1 row)",
        "+----+--------------+\n| id | password     |\n+----+--------------+\n|  1 | hunter2-Zx9q |\n+----+--------------+",
        "See:\nid,first_name,password\n1,Ann,hunter2-Zx9q",
    ] {
        for (format, source) in [
            (Format::Text, source.to_owned()),
            (Format::Storage, format!("<pre>{source}</pre>")),
            (Format::Json, serde_json::json!({ "x": source }).to_string()),
        ] {
            let out = redacted(format, &source);
            assert!(!out.contains("hunter2"), "{source:?} becomes {out:?}");
        }
    }
    for source in [
        "id,name,password,phone2",
        "Dear Ann,\nplease, do come,\nhunter2-Zx9q, yes",
        "id,quantity\n1,219099998",
        "a,b\npassword,x",
        "Reset password,Done\nUser created,Done",
    ] {
        assert_eq!(text(source), source);
    }
}

#[test]
fn a_generic_name_is_called_by_what_stands_beside_it_or_above() {
    for (path, value) in [
        ("newValue\n\npassword", "hunter2-Zx9q"),
        ("OldValue\n\nPassword__c", "hunter2-Zx9q"),
        ("u_password.value", "hunter2-Zx9q"),
        ("customfield_10016.value\nPassword", "hunter2-Zx9q"),
        ("u_field7\nSocial security number", "219099998"),
        ("caller_id.display_value", "Ann Lee"),
        ("first_name.value", "Ann"),
        ("from\n\nfirstName", "Ann"),
        ("after\n\npassword", "hunter2-Zx9q"),
        ("newValue\n\nu_contact_last_name", "Lee"),
    ] {
        assert!(flat(path, value).starts_with('['), "{path}");
        assert_eq!(flat("", value), value, "{path}");
    }
    let log =
        |field: &str| format!("[{{\"field\":\"{field}\",\"from_text\":\"swordfish-1\",\"to_text\":\"hunter2-Zx9q\"}}]");
    assert!(!redacted(Format::Json, &log("Password")).contains("hunter2"));
    assert_eq!(redacted(Format::Json, &log("Summary")), log("Summary"));
}

#[test]
fn a_value_is_named_from_above_and_from_the_line_before() {
    for source in [
        r#"{"pin":{"type":"string","value":"4821"}}"#,
        r#"{"mrn":{"id":"5","value":"00482917"}}"#,
        r#"{"name":"f1","label":"pin","value":"4821"}"#,
        r#"{"id":"ssn","value":"219099998"}"#,
        r#"{"name":"ssn","values":["219099998"]}"#,
        r#"{"cvv (3 digits)":"737"}"#,
        r#"{"Passports":["C18273645"]}"#,
    ] {
        let out = redacted(Format::Json, source);
        assert!(
            !["4821", "00482917", "219099998", "737", "C18273645"].iter().any(|value| out.contains(value)),
            "{out}"
        );
    }
    for source in ["Password:\nhunter2-Zx9q", "Password:\r\n  hunter2-Zx9q\nx", "use password: hunter2-Zx9q"] {
        assert!(!text(source).contains("hunter2"), "{source:?}");
    }
    for source in [
        r#"{"title":"Login","content":"The shop is down since Monday."}"#,
        r#"{"title":"Problem: login","text":"It is slow"}"#,
        r#"{"email":{"subject":"x","text":"whole mail"}}"#,
        r#"{"key":"password","updated":"2024-05-01"}"#,
        r#"{"loginText":"Log in","auth.login":"Log in"}"#,
        r#"{"guestFullName":"Ubuntu Linux (64-bit)"}"#,
        r#"{"login":"required","username":"string"}"#,
    ] {
        assert_eq!(redacted(Format::Json, source), source);
    }
    for source in [
        "def login(user,password):\n    check(user, timeout)",
        "connect(user,password,\n  host,port)",
        "password:\n  secretKeyRef:\n    name: x",
    ] {
        assert_eq!(text(source), source);
    }
}

#[test]
fn cells_that_span_rows_and_titles_above_headers_shift_no_column() {
    let cells = |rows: &str| format!("<table><tbody>{rows}</tbody></table>");
    for rows in [
        "<tr><th>Team</th><th>Password</th></tr><tr><td rowspan=\"2\">A</td><td>swordfish9</td></tr><tr><td>hunter2-Zx9q</td></tr>",
        "<tr><td colspan=\"2\">List of users</td></tr><tr><th>User</th><th>Password</th></tr><tr><td>ann</td><td>hunter2-Zx9q</td></tr>",
        "<tr><th>User</th><th>Password<br/>do not share</th></tr><tr><td>ann</td><td>hunter2-Zx9q</td></tr>",
        "<tr><th>User</th><th><p>Password</p><p>confidential</p></th></tr><tr><td>ann</td><td>hunter2-Zx9q</td></tr>",
        "<tr><th>User</th><th>Password / notes</th></tr><tr><td>ann</td><td>hunter2-Zx9q</td></tr>",
        "<tr><td></td><td></td></tr><tr><td>User</td><td>Password</td></tr><tr><td>ann</td><td>hunter2-Zx9q</td></tr>",
    ] {
        let out = storage(&cells(rows));
        assert!(!out.contains("hunter2"), "{out}");
    }
    for source in [
        "<p><input name=\"pin\" value=\"4821\"/></p>",
        "<ac:adf-extension><ac:adf-attribute key=\"pin\">4821</ac:adf-attribute></ac:adf-extension>",
    ] {
        assert!(!storage(source).contains("4821"), "{source}");
    }
    let row = "<tr><th>x</th><th>Password</th><th>City</th></tr><tr><td>a</td><td rowspan=\"2\">hunter2-Zx9q</td><td>Bern</td></tr><tr><td>b</td><td>Genf17</td></tr>";
    assert!(storage(&cells(row)).contains("Genf17"), "{}", storage(&cells(row)));
}

#[test]
fn a_column_of_json_names_what_stands_in_it() {
    let column = Column::from("u_password");
    for (format, value) in [(Format::Json, "[\"hunter2-Zx9q\"]"), (Format::Json, "{\"value\":\"hunter2-Zx9q\"}")] {
        let out = redactor().redact_in(&column, value, format, &mut Tally::new()).into_owned();
        assert!(!out.contains("hunter2"), "{out}");
        assert_eq!(redactor().redact_in(&column, &out, format, &mut Tally::new()), out);
    }
}

#[test]
fn what_no_name_calls_somebodys_stays() {
    for (name, value) in [
        ("quantity", "219099998"),
        ("displayName", ""),
        ("state", "4821"),
        ("name", "Jane Doe"),
        ("First step", "Restart"),
        ("login", "required"),
        ("firstName", "string"),
        ("u_stage", "hunter2-Zx9q"),
    ] {
        for source in [format!("{name}: {value}"), value.to_owned()] {
            assert_eq!(text(&source), source);
        }
    }
    assert_eq!(flat("quantity", "219099998"), "219099998");
    assert_eq!(flat("name", "Jane Doe"), "Jane Doe");
}

#[test]
fn a_value_is_found_in_the_name_of_a_file() {
    let names = [
        "§",
        "§.log",
        "§.tar.gz",
        "scan_§_front.png",
        "scan-§-front.png",
        "§-notes.txt",
        "§_final.docx",
        "2024-01-15_§.pdf",
        "IMG_20240115_§.jpg",
        "(§).txt",
        "copy of §.eml",
        "backup-§.sql.gz",
        "§_v1.2.docx",
    ];
    for value in [
        "4111-1111-1111-1111",
        "4111_1111_1111_1111",
        "4111111111111111",
        "415-555-0132",
        "219-09-9998",
        "DE89370400440532013000",
        "jane.doe@example.com",
        "10.20.30.40",
        "password=hunter2-Zx9q",
        "ssn=219099998",
        "mrn_00482917",
        "AKIAIOSFODNN7DOCUMEN",
    ] {
        let bare = value.rsplit('=').next().unwrap();
        for name in names.iter().skip(usize::from(value.contains('_'))).map(|name| name.replace('§', value)) {
            let attachment = format!("<ri:attachment ri:filename=\"{name}\"/>");
            for (format, source) in [
                (Format::Text, name.clone()),
                (Format::Text, format!("see files/{name}, please")),
                (Format::Storage, attachment),
                (Format::Json, format!("{{\"filename\":\"{name}\"}}")),
            ] {
                let out = redacted(format, &source);
                assert!(!out.contains(bare), "{source} becomes {out}");
                assert_eq!(redacted(format, &out), out, "{source}");
            }
        }
    }
    for glued in ["Scan4111111111111111Front.png", "scan10.20.30.40front.png", "Scan415-555-0132Front.pdf"] {
        assert!(text(glued).contains('['), "{glued}");
    }
    for name in [
        "report_2024.pdf",
        "libfoo-1.2.3.4.so",
        "IMG_20240115_093012.jpg",
        "x509-keys_2048.pem",
        "notes.txt",
        "v1.2.3_final.docx",
    ] {
        assert_eq!(text(name), name);
    }
}

#[test]
fn names_of_tags_that_hold_something_are_not_redacted_but_refused() {
    for source in ["<p><x-4111111111111111>a</x-4111111111111111></p>", "<p jane.doe@example.com=\"1\">a</p>"] {
        assert_eq!(storage(source), FAILED, "{source}");
    }
    assert_eq!(storage("<h1>a</h1><x-2024-1>b</x-2024-1>"), "<h1>a</h1><x-2024-1>b</x-2024-1>");
}
