//! Numbers beside numbers: whatever stands before or behind a number, it is found, and what only looks like one stays.

use super::*;

/// Numbers in the forms in which people write them, without or behind a word.
const FORMS: [&str; 33] = [
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "4111.1111.1111.1111",
    "3782 822463 10005",
    "3782-822463-10005",
    "3056 930902 5904",
    "6222 0212 3456 7890 128",
    "+44 20 7946 0958",
    "+44 7700 900123",
    "+442079460958",
    "+1 415 555 0132",
    "+1-415-555-0132",
    "+1 (415) 555-0132",
    "+49 30 901820",
    "415-555-0132",
    "(415) 555-0132",
    "415 555 0132",
    "1-415-555-0132",
    "020 7946 0958",
    "219-09-9998",
    "SSN 219 09 9998",
    "SSN: 219-09-9998",
    "912-74-5678",
    "DE89 3704 0044 0532 0130 00",
    "DE89370400440532013000",
    "GB82 WEST 1234 5698 7654 32",
    "52 1020 4173 0000 1234 5678 9012",
    "account: 4817-263540",
    "Bank account 00817263",
    "MRN: 00482917",
    "Patient ID: PT48291",
    "943 476 5919",
    "10.20.30.40",
];

/// What may stand beside a number.
const OTHERS: [&str; 20] = [
    "6",
    "7.",
    "3)",
    "12",
    "737",
    "2027",
    "90210",
    "9870651",
    "12/29",
    "2024-01-15",
    "15.01.2024",
    "01/15/2024",
    "12:30",
    "09:41:07",
    "19.99",
    "$12.50",
    "1.299,00",
    "15%",
    "#42",
    "EUR 12",
];

/// What may stand between two of them.
const SEPARATORS: [&str; 20] = [
    " ",
    "  ",
    "\t",
    "\n",
    ", ",
    ",",
    "; ",
    " / ",
    "/",
    " - ",
    " \u{2013} ",
    "_",
    " | ",
    ": ",
    " (",
    "\u{201d} \u{201c}",
    "\u{2022}",
    "\u{2192}",
    "\u{2502}",
    "\u{1f4de}",
];

/// Signs outside of ASCII, of each kind: quotes, dashes, brackets, marks, bullets, currencies, mathematics, bars, pictures.
const SIGNS: &str = "“”‘’«»„‹›–—（）「」…¡¿§¶†•·、。،؛№€£¥₹±×÷→←≠√│║█■★✓✔☎©®™°📞🎉";

/// The digits of a value, as far as they tell it: those behind its word.
fn number(form: &str) -> &str {
    form.rsplit_once(['#', ':'])
        .map_or(form, |(_, number)| number)
        .trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == ' ')
}

/// The groups of a number that are long enough to be told from those of others.
fn groups(form: &str) -> Vec<&str> {
    let all = number(form).split(|c: char| !c.is_ascii_alphanumeric());
    let long: Vec<&str> = all.filter(|group| group.len() > 3).collect();
    if long.is_empty() { vec![number(form)] } else { long }
}

/// What is left of any of these numbers in a text.
fn left(forms: &[&str], format: Format, source: &str) -> Option<String> {
    let out = redacted(format, source);
    let is_left = forms.iter().flat_map(|form| groups(form)).any(|group| out.contains(group));
    is_left.then(|| format!("{source:?} becomes {out:?}"))
}

/// Asserts that none of the texts is wrong.
fn assert_none(texts: impl Iterator<Item = Option<String>>) {
    let mut all = 0;
    let wrong: Vec<String> = texts.inspect(|_| all += 1).flatten().collect();
    let some: Vec<&String> = wrong.iter().step_by(wrong.len() / 20 + 1).collect();
    assert!(all > 0 && wrong.is_empty(), "{} of {all} are wrong: {some:#?}", wrong.len());
}

/// Each number with each other one.
fn pairs<'n>(numbers: &'n [&'n str], others: &'n [&'n str]) -> impl Iterator<Item = (&'n str, &'n str)> {
    numbers.iter().flat_map(|number| others.iter().map(|other| (*number, *other)))
}

#[test]
fn a_number_is_found_beside_any_other() {
    assert_none(pairs(&FORMS, &OTHERS).flat_map(|(form, other)| {
        SEPARATORS.into_iter().flat_map(move |separator| {
            [
                format!("x {form}{separator}{other} y"),
                format!("x {other}{separator}{form} y"),
                format!("x {other}{separator}{form}{separator}{other} y"),
            ]
            .map(|text| left(&[form], Format::Text, &text))
        })
    }));
}

#[test]
fn a_number_is_found_directly_beside_any_sign() {
    assert_none(FORMS.into_iter().filter(|form| number(form) == *form).flat_map(|form| {
        SIGNS.chars().flat_map(move |sign| {
            [format!("x {sign}{form} y"), format!("x {form}{sign} y"), format!("x {sign}{form}{sign} y")]
                .map(|text| left(&[form], Format::Text, &text))
        })
    }));
    for (text, value) in [
        ("MRN: “00482917”", "00482917"),
        ("“password”: “hunter2-Zx9q”", "hunter2"),
        ("« password » : « hunter2-Zx9q »", "hunter2"),
        ("password = ‘hunter2-Zx9q’", "hunter2"),
        ("219-09-9998’s", "219"),
        ("account № 48172635", "48172635"),
    ] {
        assert!(!super::text(text).contains(value), "{text}");
    }
}

#[test]
fn two_numbers_are_found_side_by_side() {
    assert_none(pairs(&FORMS, &FORMS).flat_map(|(one, other)| {
        SEPARATORS.map(|separator| left(&[one, other], Format::Text, &format!("x {one}{separator}{other} y")))
    }));
}

#[test]
fn a_number_is_found_beside_others_across_markup() {
    assert_none(pairs(&FORMS, &OTHERS).flat_map(|(form, other)| {
        let (first, rest) = form.split_at(form.len() / 2);
        [
            format!("<p>{other} <b>{form}</b> {other}</p>"),
            format!("<p><i>{other} {first}</i>{rest} <b>{other}</b></p>"),
            format!("<p>{other}&#32;{first}<span style=\"color: red\">{rest}</span>&nbsp;{other}</p>"),
            format!("<table><tbody><tr><td>{other}</td><td>{form}</td><td>{other}</td></tr></tbody></table>"),
            format!("<p>{other}<br/>{form}<br/>{other}</p>"),
        ]
        .map(|source| left(&[form], Format::Storage, &source))
    }));
}

#[test]
fn all_values_of_a_list_are_found() {
    for (label, one, other) in [
        ("MRNs:", "00482917", "00482918"),
        ("SSNs =", "219099998", "212345678"),
        ("PINs:", "4821", "7391"),
        ("account numbers", "4817263540", "4817263541"),
        ("Patient IDs:", "PT-48291", "PT-48292"),
    ] {
        for separator in [", ", " ", "; ", " / ", " and ", " & ", "\n- ", ",\n"] {
            let source = format!("{label} {one}{separator}{other}, 12 of 2024");
            let out = text(&source);
            assert!(!out.contains(one) && !out.contains(other), "{source:?} becomes {out:?}");
            assert!(out.ends_with("12 of 2024"), "{source:?} becomes {out:?}");
        }
    }
    for source in ["{\"ssns\":[\"219099998\",\"212345678\"]}", "{\"patients\":{\"mrn\":[219099998,212345678]}}"] {
        let out = redacted(Format::Json, source);
        assert!(!out.contains("219099998") && !out.contains("212345678"), "{out}");
    }
    for source in ["PINs:\n1. 4821\n2. 7391", "MRNs:\n1) 00482917\n2) 00482918"] {
        let out = text(source);
        assert!(!["4821", "7391", "004829"].iter().any(|value| out.contains(value)), "{out}");
    }
    for arrow in ["->", "→", "=>"] {
        assert!(!text(&format!("Password: hunter2-Zx9q {arrow} swordfish-1")).contains("swordfish"));
    }
}

#[test]
fn what_only_looks_like_a_number_of_somebody_stays() {
    let lookalikes = [
        // Another check digit, other groups, other areas.
        "4111 1111 1111 1112",
        "4111-1111-1111-1112",
        "41 11 11 11 11 11 11 11",
        "41111 11111 111111",
        "3782 8224631 0005",
        "DE89370400440532013001",
        "666-12-3456",
        "219-0-99998",
        "21-909-9998",
        "41-5555-0132",
        "4155-550-132",
        "143 476 5918",
        // Versions, days, sizes, coordinates, rows of numbers.
        "2.4.1",
        "1.2.3.4.5",
        "2024.1.15.2",
        "2024-01-15 12:30:00.123",
        "2024-01-15T12:30:00Z",
        "1024 x 768",
        "1920x1080x32",
        "48.858400, 2.294500",
        "48.8584 2.2945",
        "-33.8688 151.2093",
        "1 000 000 000",
        "1,250,000.00",
        "0012 0034 0056 0078",
        "01 02 03 04 05 06 07 08",
        "10 20 30 40 50 60",
        "100 200 300 400 500",
        "1024 2048 4096 8192 16384",
        "0.5454545454545454",
        "978-3-16-148410-0",
        "RFC 7231, 7232 and 7235",
    ];
    assert_none(pairs(&lookalikes, &OTHERS).flat_map(|(text, other)| {
        [" ", ", ", "; ", " / "].into_iter().flat_map(move |separator| {
            [text.to_owned(), format!("{text}{separator}{other}"), format!("{other}{separator}{text}")].map(|text| {
                let out = super::text(&text);
                (out != text).then(|| format!("{text:?} becomes {out:?}"))
            })
        })
    }));
}
