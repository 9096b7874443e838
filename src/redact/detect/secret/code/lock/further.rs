//! What is found of days, places, lists, states and dials beside codes, and what is left.

use super::*;
use crate::redact::detect::check::{finds_nothing, found, read};
use crate::redact::{Policy, Redactor, Tally};

/// Each text raises the signal and gives its codes.
#[track_caller]
fn tells(cases: &[(&str, &[&str])]) {
    for (text, codes) in cases {
        assert_eq!(found(find, text), *codes, "{text}");
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
}

#[test]
fn the_sign_of_a_pad_may_be_a_star_and_a_point_may_end_what_is_said() {
    for text in ["Yard gate: 1988*.", "Pedestrian gate 7316# \u{b7} safe in room 7", "Padlock 7316 \u{2022} shed"] {
        assert_eq!(found(find, text).len(), 1, "{text}");
    }
    for text in ["Yard gate: *1988*", "Yard gate: 1988."] {
        assert!(found(find, text).is_empty(), "{text}");
    }
}

#[test]
fn a_key_box_may_have_the_year_of_somebodys_birth() {
    for text in ["Key safe 1931", "Key safe at the house: 1932.", "Padlock: 1944"] {
        assert_eq!(found(find, text).len(), 1, "{text}");
    }
    for text in ["Key safe 2024", "Door 1931", "Key safe 1931 edition"] {
        assert!(found(find, text).is_empty(), "{text}");
    }
}

#[test]
fn figures_like_years_need_no_sign_where_no_standard_is_meant() {
    tells(&[
        ("gate code 1987", &["1987"]),
        ("padlock code 1987.", &["1987"]),
        ("Key box code 2024", &["2024"]),
        ("keypad code 2019", &["2019"]),
        ("The door code is 1946 at night", &["1946"]),
        ("The door code is always 5083", &["5083"]),
        ("Der T\u{fc}rcode ist immer 5083", &["5083"]),
        ("Door code: 1987 at night", &["1987"]),
        ("Der T\u{fc}rcode ist 1946, falls du kommst", &["1946"]),
    ]);
    finds_nothing(
        find,
        &[
            "Building code 1987",
            "gate code 2024",
            "fire door code 1987 edition",
            "dress code 1980s",
            "key box code from 3 March 2024",
        ],
    );
}

#[test]
fn a_day_may_stand_before_a_code_and_a_time_behind_it() {
    tells(&[
        ("Code f\u{fc}r die Tiefgarage ab heute 5083#, bitte", &["5083#"]),
        ("Door code as of Monday 5083", &["5083"]),
        ("T\u{fc}rcode ab 3.11. 5083", &["5083"]),
        ("New gate code, from Monday: 5083", &["5083"]),
        ("Gate code from 3 Nov is 5083", &["5083"]),
        ("Gate code 5083 from Monday, 3069 until Friday", &["5083", "3069"]),
        ("Intruder panel: code 508311 within 45 seconds", &["508311"]),
        ("Alarm reset: 5083", &["5083"]),
        ("De code van de poort is vanaf maandag 5083", &["5083"]),
        ("Ab Montag gilt am Hoftor der Code 5083", &["5083"]),
    ]);
    finds_nothing(
        find,
        &[
            "error code from Monday 5083",
            "gate code from line 5083",
            "Gate code from Monday 2026",
            "Alarm reset: 5083 times",
            "safe from Monday 5083",
            "Ab Montag gilt im Projekt der Code 5083",
        ],
    );
}

#[test]
fn a_place_or_its_name_may_stand_before_a_code() {
    tells(&[
        ("Portkod kontoret Ume\u{e5} 5083", &["5083"]),
        ("Back gate combination 5 0 8 3", &["5 0 8 3"]),
        ("la clave del portero el\u{e9}ctrico: 5083", &["5083"]),
        ("radio code 5083", &["5083"]),
        ("T\u{fc}rcode Werkstatt 5083", &["5083"]),
        ("Code porte atelier 5083", &["5083"]),
        ("Schl\u{fc}sselbox Talstation: 5-0-8-3", &["5-0-8-3"]),
        ("Key safe Orchard Court: 5083", &["5083"]),
        ("Key safe at her house C5083Y, address on file", &["C5083Y"]),
        ("The combination lock on the shed is now 5-0-8-3.", &["5-0-8-3"]),
        ("The padlock on the gate is now 5083.", &["5083"]),
        ("Portkod \u{e4}ndrad till 5083", &["5083"]),
        ("Code du portail chang\u{e9} en 5083", &["5083"]),
        ("Tresor-PIN Nachtkasse ge\u{e4}ndert auf 50831.", &["50831"]),
    ]);
    finds_nothing(
        find,
        &[
            "T\u{fc}rcode Version 5083",
            "T\u{fc}rcode Zimmer 5083",
            "Tor Code Port 9001",
            "door code Section 5083",
            "Key safe Model: 5083",
            "Key safe Price: 5083",
            "The padlock on the gate is 5083 g heavy",
            "Code porte page 5083",
            "T\u{fc}rcode Farbe 7016",
            "lock code: main 5083",
        ],
    );
}

#[test]
fn codes_go_on_behind_a_code() {
    tells(&[
        ("Hallentor Code 5083A, Kleiderkammer 0277.", &["5083A", "0277"]),
        ("door codes: front 5083, back 3069", &["5083", "3069"]),
        ("Door codes: 5083 front, 3069 back", &["5083", "3069"]),
        ("T\u{fc}rcodes: vorne 5083, hinten 3069", &["5083", "3069"]),
        ("Codes: Tor 5083, Halle 3069", &["5083", "3069"]),
        ("Alarm code set 5083, unset 3069", &["5083", "3069"]),
        ("Alarm 5083 (set) / 3069 (unset)", &["5083", "3069"]),
        ("Gate code 5083 and 3069", &["5083", "3069"]),
        ("Gate code 5083 (cars) / 3069 (pedestrians)", &["5083", "3069"]),
        ("Gate code changed to 5083 (was 3069)", &["5083", "3069"]),
        ("gate code is no longer 5083, use 3069", &["5083", "3069"]),
        ("T\u{fc}rcode ge\u{e4}ndert: alt 5083, neu 3069", &["5083", "3069"]),
        ("Code porte : ancien 5083, nouveau 3069", &["5083", "3069"]),
        ("Alarm codes: staff 5083, cleaner 3069", &["5083", "3069"]),
        ("T\u{fc}rcode Damen 5083, Herren 3069", &["5083", "3069"]),
        ("Door codes - main 5083, lab 3069, store C3069Y", &["5083", "3069", "C3069Y"]),
        ("Portkod kontoret 5083, larmkod 5083", &["5083", "5083"]),
        ("Entrance code at Otter: 5083 then bell. For Heron Labs use A3069.", &["5083", "A3069"]),
        ("The toilet has a new code: C5083Y. Mess room stays on X3069.", &["C5083Y", "X3069"]),
        ("Der T\u{fc}rcode ist 5083, fr\u{fc}her 3069.", &["5083", "3069"]),
        ("The gate code is 5083. The old one was 3069.", &["5083", "3069"]),
    ]);
    for text in [
        "Door code 5083, room 3069",
        "T\u{fc}rcode 5083, Zimmer 3069",
        "Door code 5083, phone 3069",
        "Gate code 5083, 3069 visitors",
        "Gate code 5083 and 3069 visitors",
        "Gate code 5083. The old server had 3069 users.",
        "Gate code 5083. The number is 3069.",
        "Gate code 5083, invoice 3069",
        "Gate code 5083, office 2024",
        "Gate code 5083, back 306",
        "Gate code 5083\nback 3069",
        "Gate code 5083 (page 3069)",
        "Gate code 5083, users 3069",
    ] {
        assert_eq!(found(find, text), ["5083"], "{text}");
    }
    finds_nothing(find, &["front 5083, back 3069", "Orders: gate 5083, back 3069", "alarm codes 5083 and 3069"]);
}

#[test]
fn a_code_may_stand_before_its_name() {
    tells(&[
        ("5083 is the code for the side gate", &["5083"]),
        ("5083 is the gate code.", &["5083"]),
        ("Note: 5083# is the garage code", &["5083#"]),
        ("5083 = door code", &["5083"]),
        ("5083 ist der T\u{fc}rcode", &["5083"]),
        ("5083 ist der Code f\u{fc}r die Haust\u{fc}r", &["5083"]),
        ("5083 est le code de la porte", &["5083"]),
        ("C5083Y is the new key safe code", &["C5083Y"]),
    ]);
    finds_nothing(
        find,
        &[
            "Room 5083 is the one with a door code",
            "Room 5083 is the gate code office",
            "5083 is the code of the error",
            "5083 is the postcode",
            "5083 is the door code length",
            "5083 users have the gate code",
            "1984 is the year, 5083 the line; the gate code",
        ],
    );
}

#[test]
fn figures_behind_what_may_be_locked_are_near_misses() {
    for (text, near) in [
        ("Gate: 5083", &["5083"][..]),
        ("Gate 5083 is closed", &["5083"]),
        ("Gate code: 5083", &[]),
        ("Line 5083", &[]),
    ] {
        let misses = read(text, |reading| {
            let mut hits = Hits::with_misses();
            find(reading, &mut hits);
            hits.take_misses().into_iter().map(|miss| text[miss.span].to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(misses, near, "{text}");
    }
}

#[test]
fn an_alarm_is_switched_in_each_language() {
    tells(&[
        ("Scharf 5083#, unscharf 3069#", &["5083#", "3069#"]),
        ("alarme : mise en service 5083A, arr\u{ea}t 3069A", &["5083A", "3069A"]),
        ("Alarm: set 5083 + A, unset 5083 + X", &["5083", "5083"]),
        ("Alarmanlage scharf/unscharf 508311, danach", &["508311"]),
        ("Larmet sl\u{e5}s av med 508311", &["508311"]),
        ("La alarma suena, se silencia con 5083.", &["5083"]),
        ("Alarm panel: press Disarm then 5083", &["5083"]),
        ("Alarm panel: press Disarm, then 5083", &["5083"]),
        ("Alarm: 5083 then #", &["5083"]),
        ("Alarma: 5083 (armar)", &["5083"]),
        ("Desactivar alarma: 5083", &["5083"]),
        ("Alarm deaktivieren: 5083", &["5083"]),
        ("Para desarmar la alarma marque 5083", &["5083"]),
        ("Wy\u{142}\u{105}czy\u{107} alarm kodem 5083", &["5083"]),
        ("Unscharf: 5083#", &["5083#"]),
        ("Pavilion: alarm 508311 (unset), call Ray", &["508311"]),
        ("Alarm 5083 to set, 3069 to unset", &["5083", "3069"]),
    ]);
    finds_nothing(
        find,
        &[
            "Alarm 5083 (cleared)",
            "Reset alarm code 5083 on the HMI.",
            "If alarm code 5083 appears, restart the tool.",
            "The scanner reports alarm code 5083",
            "The alarm code 5083 is raised when it opens",
            "Alarm 5083 (reset)",
            "Alarm 5083 (set) at node 7",
            "Scharf 5083",
            "unscharf 5083 Bilder",
            "press Enter then 5083",
            "press Reset then 5083",
            "alarm set 5083 times",
        ],
    );
}

#[test]
fn pads_and_locks_are_named_in_each_language() {
    tells(&[
        ("C\u{f3}digo del teclado: 5083", &["5083"]),
        ("Teclado: 5083 y almohadilla", &["5083"]),
        ("Clavier : 5083 puis di\u{e8}se", &["5083"]),
        ("Staff entrance: fob, then keypad 5-0-8-3", &["5-0-8-3"]),
        ("Container 3 hat jetzt ein Zahlenschloss, 5083.", &["5083"]),
        ("Key safe C5083Y", &["C5083Y"]),
        ("Key safe (left of the porch) 5083", &["5083"]),
        ("Schranke Parkplatz 5083#", &["5083#"]),
        ("Bike lock code 583", &["583"]),
        ("Fahrradschloss: 5083", &["5083"]),
        ("Safe combination is 12 34 56", &["12 34 56"]),
        ("Key safe: B5083D", &["B5083D"]),
        ("Bike shed: C5083Z", &["C5083Z"]),
        ("Parkhauscode 5083", &["5083"]),
        ("Nachtcode: 50831", &["50831"]),
        ("Otter airlock  5083*", &["5083*"]),
        ("enter through the side gate with 5083#", &["5083#"]),
        ("Enter maintenance code 5083 on panel C to release it", &["5083"]),
    ]);
    finds_nothing(
        find,
        &[
            "Teclado: 5083 teclas",
            "see gate issue 5083#",
            "bike lock 5083",
            "bike lock code 583 mm",
            "Key safe (model 12) 5083 pcs",
            "door combination is 12 34 56 78",
            "keypad 1-2-3",
            "L\u{e4}ndercode: 5083",
            "Quellcode 5083",
            "Barcode: 50831",
            "Farbcode: 5083",
            "Postcode: 5083",
            "Product list: padlock, 5083",
            "Connector: C5083Z",
            "Enter error code 5083 on the panel",
            "Enter code 5083 lines on the panel",
            "closed with 5083#",
        ],
    );
}

#[test]
fn a_safe_is_dialled() {
    tells(&[
        ("Vet pharmacy safe          38-14-57", &["38-14-57"]),
        ("Safe in the shop: dial 22-68-43", &["22-68-43"]),
        ("der Tresor geht jetzt mit 27-73-91 auf", &["27-73-91"]),
        ("The safe was reset after the audit: 38-14-72 (left, right, left).", &["38-14-72"]),
        ("De kluis is nu 38-14-72", &["38-14-72"]),
    ]);
    finds_nothing(
        find,
        &[
            "The safe was delivered on 27-11-93",
            "der Tresor kam mit 27-11-93",
            "it is safe: 38-14-72",
            "safe to use: 38-14-72",
            "fail-safe 38-14-72",
            "a row of 38-14-72 and a shop",
        ],
    );
}

#[test]
fn news_of_a_code_are_told_behind_their_thing() {
    tells(&[
        ("grinden vid silon har f\u{e5}tt ny kod, 5083", &["5083"]),
        ("The gate has a new code, 5083.", &["5083"]),
        ("new code for the gate, 5083.", &["5083"]),
        ("The gate code changed again. It's 5083 now.", &["5083"]),
        ("Gate code has changed, it's now 5083", &["5083"]),
        ("Die Alarmanlage piept, Code 5083 geht nicht mehr. Chefin sagt fr\u{fc}her war's 3069.", &["5083", "3069"]),
        ("The gate beeps, code 5083 does not work", &["5083"]),
    ]);
    finds_nothing(
        find,
        &[
            "The project has a new code, 5083",
            "The error code changed. It's 5083 now.",
            "The gate code changed. It's 5083 lines now.",
            "The gate code changed twice. The port is 5083.",
            "The gate has a new code, 5083 lines of it",
            "The pump stopped, code 5083 works again",
            "The gate controller beeps, code 5083 does not help",
        ],
    );
}

#[test]
fn a_cell_below_or_beside_what_is_locked_has_its_code() {
    let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
    let row = |name: &str, value: &str| format!("<table><tr><td>{name}</td><td>{value}</td></tr></table>");
    let column = |name: &str, value: &str| {
        format!("<table><tr><th>Objekt</th><th>{name}</th></tr><tr><td>Nord</td><td>{value}</td></tr></table>")
    };
    for (name, value) in [
        ("Schl\u{fc}sseltresor", "0916"),
        ("Padlock", "5-0-8-3"),
        ("Safe", "38-14-57"),
        ("Bike shed", "C5083Y"),
        ("Side gate", "5083#"),
    ] {
        assert_eq!(redactor.storage(&row(name, value), &mut Tally::new()), row(name, "[SECRET]"));
        assert_eq!(redactor.storage(&column(name, value), &mut Tally::new()), column(name, "[SECRET]"));
    }
    for (name, value) in [("Schl\u{fc}sselkasten", "9160"), ("Bike shed", "5083"), ("Connector", "C5083Y")] {
        assert_eq!(redactor.storage(&row(name, value), &mut Tally::new()), row(name, value));
    }
    let body = "<p>Hallentor Code <strong>5083A</strong>, Kleiderkammer <strong>0277</strong>.</p>";
    let redacted = body.replace("5083A", "[SECRET]").replace("0277", "[SECRET]");
    assert_eq!(redactor.storage(body, &mut Tally::new()), redacted);
    assert_eq!(redactor.storage(&redacted, &mut Tally::new()), redacted);
}
