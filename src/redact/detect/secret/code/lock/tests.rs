//! What is found and what is left.

use super::*;
use crate::redact::detect::check::{finds, finds_nothing, found};
use crate::redact::{Policy, Redactor, Tally};

/// Each text raises the signal and gives its code.
#[track_caller]
fn tells(cases: &[(&str, &str)]) {
    for (text, code) in cases {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
}

#[test]
fn what_is_locked_stands_before_the_bare_word() {
    tells(&[
        ("side entrance (code 5083)", "5083"),
        ("after six: yard door, code 5083", "5083"),
        ("Hut: code 0583 then pull the handle", "0583"),
        ("Tor 2: Code 5083", "5083"),
        ("Alarmanlage: Code 5083, innerhalb von 30 Sekunden", "5083"),
        ("Schranke: Code 5083#", "5083#"),
        ("Portail sud : code 27B83", "27B83"),
        ("badge + code 5083C au clavier", "5083C"),
        ("Causeway gate: combination 5-0-8-3", "5-0-8-3"),
        ("Cassaforte: combinazione 508311", "508311"),
        ("Open the rear door with code 5083", "5083"),
        ("please use the back door with code 5083", "5083"),
        ("Office code: 5083#", "5083#"),
        ("Building code C5083Y", "C5083Y"),
        ("The coach door opens with code 5083; ring twice.", "5083"),
        ("Le coffre du camion s'ouvre avec le code 50-83-11.", "50-83-11"),
        ("Disarm within 45 s. The code is 5083 followed by the green key.", "5083"),
    ]);
    finds_nothing(
        find,
        &[
            "safe to use (code 5083)",
            "gate: error code 5083",
            "Hut: code 0583 lines of it",
            "Tor 2: Code 2019",
            "Open the file with code 5083 lines",
            "The port opens with error code 5083.",
            "the alarm stops with code 5083 errors",
            "The door is red. The error code is 5083.",
            "combination of 5-0-8-3",
        ],
    );
}

#[test]
fn what_machines_and_orders_have_is_none() {
    finds_nothing(
        find,
        &[
            "Gate pin 1204 of the transistor is floating",
            "Vault PIN policy: 4096",
            "Order 4711: replace door, code 8823 on invoice",
            "Wareneingang: Code 4711",
            "Product list: padlock 4112, key safe 9981",
            "Parking : 2400 places, code INSEE 75056",
        ],
    );
    tells(&[
        ("The door: code 8823 on the main gate", "8823"),
        ("Portail : code 8823 au clavier", "8823"),
        ("PIN do drzwi 8823", "8823"),
    ]);
}

#[test]
fn an_alarm_is_switched_with_figures() {
    tells(&[
        ("Office alarm: 5083", "5083"),
        ("Alarm off: 50831 + red button", "50831"),
        ("Press 5083 to disarm", "5083"),
        ("Alarm aus mit 5083", "5083"),
        ("La clave de la alarma es 5083.", "5083"),
        ("Der Code der Alarmanlage ist 5083", "5083"),
        ("the gate keypad is 5083", "5083"),
        ("the freezer alarm is silenced with 5083", "5083"),
        ("Panel of the alarm by the lift: 5083#, then press Arm", "5083#"),
        ("I gave you the code for the back door (5083).", "5083"),
        ("Kluis: 2x rechts, code 18-44-06", "18-44-06"),
    ]);
    assert_eq!(found(find, "digicode 6094, alarme 508311"), ["6094", "508311"]);
    finds_nothing(
        find,
        &[
            "Pump alarm: 5083",
            "alarm off: 5083 times",
            "press 5083 keys to win",
            "alarme 508311",
            "the keypad is 5083 mm wide",
            "La clave de la tabla es 5083.",
        ],
    );
}

#[test]
fn keys_are_kept_behind_figures() {
    tells(&[
        ("Key safe for Ms Orr: 5083", "5083"),
        ("Key safe outside the dock: 5 0 8 3", "5 0 8 3"),
        ("Key safe number is 5083", "5083"),
        ("spare key in the lockbox (5083)", "5083"),
        ("sleutelkluisje bij de achterdeur code 5083", "5083"),
        ("Schl\u{fc}sseltresor Halle 3: 50 83", "50 83"),
        ("Combination lock: 31-8-24", "31-8-24"),
        ("charging trolley: code lock 583.", "583"),
    ]);
    finds_nothing(
        find,
        &[
            "key safe for the flat: 2024",
            "Key safe model: 5083",
            "lockbox (5083 units)",
            "lockbox for parcels: 5083 litres",
            "combination lock 583 pieces",
        ],
    );
}

#[test]
fn rooms_and_machines_that_are_shared_have_codes() {
    tells(&[
        ("Bike store code: 5083", "5083"),
        ("Staff room code 5083", "5083"),
        ("Meter cupboard code: 5083", "5083"),
        ("Toilet code: 5083", "5083"),
        ("Schrankencode 5083", "5083"),
        ("Serverraum-Code 5083", "5083"),
        ("Code cadenas : 0583", "0583"),
        ("Le code du cadenas des v\u{e9}los : 0583", "0583"),
        ("Copier code: 50831", "50831"),
        ("codice supervisore 50831", "50831"),
        ("beheerderscode: 50831", "50831"),
        ("Alarm engineer code  508311", "508311"),
    ]);
    finds_nothing(
        find,
        &[
            "Store code: 5083",
            "Building code: 5083",
            "Office code: 5083",
            "Staff room code 2019",
            "Plant code: 5083",
            "Copier code: 50831 lines",
            "engineer code 508311 lines",
            "the boiler code 5083",
        ],
    );
}

#[test]
fn the_place_may_be_the_cell_before() {
    let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
    let body = "<table><tr><th>Item</th><th>Detail</th></tr><tr><td>Crew room door</td><td>code 5083</td></tr></table>";
    let redacted = body.replace("5083", "[SECRET]");
    assert_eq!(redactor.storage(body, &mut Tally::new()), redacted);
    assert_eq!(redactor.storage(&redacted, &mut Tally::new()), redacted);
    let object = |name: &str, value: &str| format!("{{\"locker\":{{\"number\":214,\"{name}\":\"{value}\"}}}}");
    let redacted = |text: String| redactor.json(&text, &mut Tally::new()).into_owned();
    assert_eq!(redacted(object("combination", "15-38-7")), object("combination", "[SECRET]"));
    assert_eq!(redacted(object("version", "15-38-7")), object("version", "15-38-7"));
    let body = body.replace("Crew room door", "Compiler");
    assert_eq!(redactor.storage(&body, &mut Tally::new()), body);
}

#[test]
fn codes_of_another_century_and_those_with_letters_need_no_sign() {
    for (text, code) in [
        ("Door code 1957", "1957"),
        ("Alarm code 2051", "2051"),
        ("Gate code C5083Y", "C5083Y"),
        ("Door code for the attic: C5083Y", "C5083Y"),
        ("The door code for the attic is C5083X (press C first)", "C5083X"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
    finds_nothing(
        find,
        &[
            "Door code 2019",
            "Door code 1957 edition",
            "Door code panel: C5083Y",
            "Alarm code 5083: printer offline",
            "PLC alarm code 8085",
            "Alarmcode 5083: Druck zu niedrig",
        ],
    );
}

#[test]
fn codes_are_found_behind_their_words() {
    finds(
        find,
        &[
            ("The door code is 4711#.", "4711#"),
            ("Gate code: 4711", "4711"),
            ("alarm-code = *4711, then", "*4711"),
            ("alarm_code: 4711", "4711"),
            ("Front door code - 4711", "4711"),
            ("lockbox combination 12-34-56", "12-34-56"),
            ("Keybox code 1 - 22 - 7", "1 - 22 - 7"),
            ("safe code is now 334455", "334455"),
            ("Türcode: 4711", "4711"),
            ("garage access code 4711", "4711"),
            ("Pager code for the NOC door: 995113#", "995113#"),
            ("The door code for the server room is 29826; ask", "29826"),
            ("the lockbox by the garage opens with 7141.", "7141"),
            ("To disarm the alarm enter 34469 within 30 seconds", "34469"),
            ("duress code 1862", "1862"),
            ("Alarm: disarm code 4433", "4433"),
            ("locker combo 12-34-08", "12-34-08"),
            ("Türcode Serverraum: 3565#, oben", "3565#"),
            ("Der Code für die Alarmanlage ist 2845", "2845"),
            ("Code de l'alarme : 5158 ;", "5158"),
            ("code du portail 646331", "646331"),
            ("Le digicode est 57082.", "57082"),
            ("Le code du coffre c'est 800438", "800438"),
            ("Código de la alarma: 2617", "2617"),
            ("Codice cancello 2768", "2768"),
            ("codice dell'allarme: 2768", "2768"),
            ("Código do alarme: 7420", "7420"),
            ("Kod do alarmu: 4395", "4395"),
            ("Kod do bramy 9607#", "9607#"),
            ("Alarmcode: 9304", "9304"),
            ("deurcode 492133", "492133"),
            ("De kluis: code 310658", "310658"),
            ("Door code 3rd floor: 4711#", "4711#"),
            ("Türcode 2. OG: 4711", "4711"),
            ("*Door code*: 4711", "4711"),
            ("_Alarm code:_ 4711", "4711"),
            ("Code porte : 8710.", "8710"),
            ("le code de la porte est 8710", "8710"),
            ("Portkod 2154", "2154"),
            ("Dörrkod: 2154", "2154"),
            ("Portkoden är 2154", "2154"),
            ("Larmkod: 6763", "6763"),
            ("Side gate keypad code: 1368", "1368"),
            ("cabinet combination 54-58-60", "54-58-60"),
            ("Code van de voordeur: 6042", "6042"),
            ("Dørkode: 6763", "6763"),
            ("Zoom host key: 183124", "183124"),
            ("Voicemail password 7719", "7719"),
            ("The voicemail PIN for ext. 2210 is 88412", "88412"),
            ("Conference PIN: 884512#", "884512#"),
        ],
    );
}

#[test]
fn codes_with_letters_and_those_like_years_are_found_behind_a_sign() {
    for (text, code) in [
        ("door code: C1845X", "C1845X"),
        ("The door code is 4A71.", "4A71"),
        ("Entry code: C1957Y", "C1957Y"),
        ("alarm code: 4471B", "4471B"),
        ("T\u{fc}rcode: 4471A, oben", "4471A"),
        ("code portail : 45B92", "45B92"),
        ("digicode : 1968", "1968"),
        ("code d'entr\u{e9}e : 1968", "1968"),
        ("poortcode: 1953", "1953"),
        ("alarmcode: 1953", "1953"),
        ("kod do drzwi: 1953", "1953"),
        ("kod alarmu: 1953", "1953"),
        ("c\u{f3}digo alarma: 4471", "4471"),
        ("lockbox: 7719", "7719"),
        ("Key safe: 9071 (left)", "9071"),
        ("keybox: 9071", "9071"),
        ("alarm: 4471#", "4471#"),
        ("front door 4471#", "4471#"),
        ("The code to the gate is 4471", "4471"),
        ("key cabinet K-2: code 73519", "73519"),
        ("Combination: 18-44-07", "18-44-07"),
        ("safe combo changed, now 22-07-41", "22-07-41"),
        ("safe combination 22/07/41", "22/07/41"),
        ("vault combination: R24 L08 R31", "R24 L08 R31"),
        ("master code 12345678", "12345678"),
        ("guest code 5591.", "5591"),
        ("pickup code 7731", "7731"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
    finds_nothing(
        find,
        &[
            "Door code: 2019 edition",
            "door code: TBD",
            "door code: ROOM12",
            "door code reader: C1845X",
            "alarm code: E4711",
            "alarm code: 47",
            "alarm: 4471",
            "alarm 4471# of 9000",
            "door 4471",
            "lockbox: 7719 items",
            "a combination: 10-20-30",
            "Combination: 1-2-3",
            "combination of R24 and L08",
            "vault combination: see R24",
            "guest code 5591 lines",
            "guest code 2019",
            "master code path",
            "the code to the gate driver has 4471 lines",
            "key cabinet, codes 2 and 3",
        ],
    );
}

#[test]
fn bare_codes_are_told_by_the_place_where_they_are_entered() {
    for (text, code) in [
        ("Use the keypad: code 2580.", "2580"),
        ("danach Code 4826 am Tastenfeld", "4826"),
        ("code 4826 at the entrance, then left", "4826"),
        ("enter 4826# on the keypad", "4826#"),
        ("4826 am Tastenfeld eingeben", "4826"),
        ("Tastenfeld-Code 4826", "4826"),
        ("the alarm goes off with 2209 followed by Enter", "2209"),
        ("Alarm: 2209 then Enter", "2209"),
        ("Activar alarma: teclear 7718", "7718"),
        ("d\u{e9}sactiver l'alarme : taper 7718, puis OK", "7718"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
    finds_nothing(
        find,
        &[
            "error code 4826 at the entrance",
            "exit code 4826 on the gate",
            "code 4826 on the server",
            "code 2019 at the door",
            "enter 4826 on the form",
            "Alarm: 2209 then reboot",
            "the alarm goes off with 2209 events",
            "Fehlercode 4826 am Tor",
            "Activar alarma: 7718 eventos",
        ],
    );
}

#[test]
fn codes_of_further_locks_are_found() {
    for (text, code) in [
        ("lock code: 3058", "3058"),
        ("Bike shed code 4826", "4826"),
        ("Elevator code: 4826", "4826"),
        ("Server room code 4826#", "4826#"),
        ("Schlie\u{df}fach-Code: 4826", "4826"),
        ("Key box 4826", "4826"),
        ("Padlock 4826, left of the door", "4826"),
        ("codice porta 4826", "4826"),
        ("Code f\u{fc}r das Tor: 4826", "4826"),
        ("Der Code f\u{fc}r das Tor ist 4826", "4826"),
        ("Code Tor: 4826", "4826"),
        ("Code Haust\u{fc}r 4471", "4471"),
        ("Der T\u{fc}rcode lautet jetzt 4471B", "4471B"),
        ("The code for the main entrance is 4826", "4826"),
        ("Code for the bike shed: 4826", "4826"),
        ("Code parking : 4826A", "4826A"),
        ("the keypad left of the door:\ncode 2580#, then push", "2580#"),
        ("What's the code for the gate?\nTom: 5517", "5517"),
        ("Code f\u{fc}rs Fahrradhaus: 7305", "7305"),
        ("Code f\u{fc}r die T\u{fc}r ist neu: 7305", "7305"),
        ("The code for the gate is 5517E.", "5517E"),
        ("Gate code 5517E", "5517E"),
        ("Codice cancello 19B7", "19B7"),
        ("The code for the gate is 18B42.", "18B42"),
        ("The cabinet is locked, combination 4-1-9-6.", "4-1-9-6"),
        ("The safe opens with the combination 12-40-07", "12-40-07"),
        ("what's the door code?\nsara: 4471", "4471"),
        ("what's the alarm code?\nsara: it's 4471#", "4471#"),
        ("dana  7:12 AM\ngate code?\nsara  7:13 AM\none sec\nsara  7:14 AM\n4471", "4471"),
        ("5/17/24, 10:02 PM - Dana: gate code?\n5/17/24, 10:03 PM - Sara: 4471", "4471"),
        ("[10:02] <dana> gate code?\n[10:03] <sara> it's 4471", "4471"),
        ("**Dana:** gate code?\n**Sara:** 4471", "4471"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
    finds_nothing(
        find,
        &[
            "lock code 4096 bytes",
            "block code: 4096",
            "elevator code review 4826",
            "key box 4826 items",
            "lockbox 4826",
            "padlock 12",
            "keypad driver for the board: code 2580",
            "Alarm: 2209 and set to 20",
            "Padlock 2019",
            "Code Tor 2019",
            "Code for the lift of 4826 rows",
            "Code Torgau: 4826",
            "Code f\u{fc}r das Projekt: 4826",
            "Code Tor siehe Raum 4826",
            "Postcode f\u{fc}r Torgau: 4826",
            "gate code 80X",
            "door code 1234ABCD",
            "the table is locked, combination of 4-1-9-6 rows",
            "what's the door code?\nsara: 4471 lines",
            "what's the error code?\n4471",
            "gate code?\nsara: ask Tom\n4471",
            "gate code?\n17/05/24, 10:03 PM - Sara: no idea",
        ],
    );
}

#[test]
fn a_bare_code_counts_behind_what_is_locked_and_one_that_stays_as_well() {
    for (text, code) in [
        ("Lab door: code 3069", "3069"),
        ("Alarm: code 3069.", "3069"),
        ("Haust\u{fc}r: Code 3069", "3069"),
        ("Tiefgarage: Code 3069#", "3069#"),
        ("Padlock: 3069", "3069"),
        ("keypad: 3069", "3069"),
        ("Back door: 3069", "3069"),
        ("Key box code: 3069", "3069"),
        ("lock box code 3069", "3069"),
        ("Code d'acc\u{e8}s au parking : 30B69", "30B69"),
        ("Toegangscode magazijn: 3069", "3069"),
        ("Zugangscode Garage: 3069", "3069"),
        ("Koden till porten \u{e4}r 3069", "3069"),
        ("koden til d\u{f8}ren er 3069", "3069"),
        ("The keypad takes the service code: 3069", "3069"),
        ("Service code: 3069 (lock at the rear door)", "3069"),
        ("the door code is still 3069", "3069"),
        ("the gate code remains 3069", "3069"),
        ("T\u{fc}rcode bleibt 3069", "3069"),
        ("the door code has been changed to 3069", "3069"),
        ("Door: new code 3069 from Monday", "3069"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
    finds_nothing(
        find,
        &[
            "Alarm: code 3069 means that paper is short",
            "Door: 3069 units",
            "Back door: 2069 x 900 mm",
            "keypad: 3069 boards",
            "Service code: 3069",
            "service code 3069 of the printer",
            "the door remains 3069 mm wide",
            "the error code is still 3069",
            "Koden till projektet \u{e4}r 3069 rader",
            "Toegangscode voor 3069 gebruikers",
            "Door: see code 3069 from Monday",
        ],
    );
}

#[test]
fn what_locks_with_figures_and_keeps_keys_is_known_in_several_languages() {
    for (text, code) in [
        ("the key is in the lockbox on the fence, combo 3069", "3069"),
        ("Schl\u{fc}ssel im Schl\u{fc}sseltresor, Code 3069", "3069"),
        ("Code zum Schl\u{fc}sselkasten: 3069", "3069"),
        ("Fahrradkeller Code 3069", "3069"),
        ("Zahlenschloss: 3069", "3069"),
        ("Bo\u{ee}te \u{e0} cl\u{e9}s : 3069", "3069"),
        ("Sleutelkluis code 3069", "3069"),
        ("Caja de llaves: 3069", "3069"),
        ("Cassetta chiavi: codice 3069", "3069"),
        ("Nyckelsk\u{e5}p kod 3069", "3069"),
        ("Use 3069 for the barrier", "3069"),
        ("Code an der Schranke ist 3069#", "3069#"),
        ("\u{fc}ber das Tastenfeld, 3069 eingeben", "3069"),
        ("The alarm is set with 3069", "3069"),
        ("the lock code changed to 3069", "3069"),
        ("Locker 118, code 3069", "3069"),
        ("Barrier code: 3069E", "3069E"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::DOOR), "{text}");
    }
    finds_nothing(
        find,
        &[
            "safe to use (code 3069)",
            "locker service down (code 3069)",
            "Zahlenschloss: 3069 St\u{fc}ck",
            "cadenas : 3069 pi\u{e8}ces",
            "use 3069 for the barrier of writes",
            "use 8080 for the gate",
            "The alarm is set with 3069 ms delay",
            "the block code changed to 3069",
            "Door 118, code 3069 lines",
            "Tastenfeld mit 3069 Tasten",
            "Fahrradkeller Code 3069 siehe Plan",
            "Aufzug Code 3069 bedeutet St\u{f6}rung",
        ],
    );
}

#[test]
fn the_combination_of_something_locked_may_stand_in_another_type() {
    let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
    let body = "<p>The cabinet is locked, combination <strong>4-1-9-6</strong>. Lock code: <b>3058</b></p>";
    let redacted = body.replace("4-1-9-6", "[SECRET]").replace("3058", "[SECRET]");
    assert_eq!(redactor.storage(body, &mut Tally::new()), redacted);
    assert_eq!(redactor.storage(&redacted, &mut Tally::new()), redacted);
}

#[test]
fn an_answer_may_stand_in_the_paragraph_below_its_question() {
    let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
    for body in [
        "<p>What's the door code?</p><p>3069</p>",
        "<p>What's the door code?</p><p>It's 3069</p>",
        "<p>what was the OTP?</p><p>306918</p>",
        "<p>Quel est le code du portail ?</p><p>30B69</p>",
    ] {
        let value = ["306918", "30B69", "3069"].into_iter().find(|value| body.contains(value)).unwrap();
        let redacted = body.replace(value, "[SECRET]");
        assert_eq!(redactor.storage(body, &mut Tally::new()), redacted);
        assert_eq!(redactor.storage(&redacted, &mut Tally::new()), redacted);
    }
    for body in [
        "<p>What's the error code?</p><p>3069</p>",
        "<p>Who knows the door code?</p><p>3069 people do</p>",
        "<p>did the OTP work?</p><p>build 306918 did</p>",
    ] {
        assert_eq!(redactor.storage(body, &mut Tally::new()), body);
    }
}

#[test]
fn a_code_is_told_by_the_label_of_its_cell() {
    let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
    let table = |codes: [&str; 2]| {
        format!(
            "<table><tr><th>Location</th><th>Door code</th></tr><tr><td>HQ</td><td>{}</td></tr>\
             <tr><td>Yard</td><td>{}</td></tr></table>",
            codes[0], codes[1]
        )
    };
    let output = redactor.storage(&table(["4247#", "86280"]), &mut Tally::new()).into_owned();
    assert_eq!(output, table(["[SECRET]", "[SECRET]"]));
    let output = redactor.storage(&table(["C1845X", "1968"]), &mut Tally::new()).into_owned();
    assert_eq!(output, table(["[SECRET]", "[SECRET]"]));
    let named = table(["OAK", "Room 12"]);
    assert_eq!(redactor.storage(&named, &mut Tally::new()), named);
    let alarms = table(["4247", "86280"]).replace("Door code", "Alarm code");
    assert_eq!(redactor.storage(&alarms, &mut Tally::new()), alarms);
    for (name, place) in [("Alarm code", "Site"), ("Safe", "Store")] {
        let codes = |codes| table(codes).replace("Door code", name).replace("Location", place);
        let output = redactor.storage(&codes(["4247", "10-22-35"]), &mut Tally::new()).into_owned();
        assert_eq!(output, codes(["[SECRET]", "[SECRET]"]));
    }
    for names in ["| Door | Code |\n|---|---|", "| Location | Keypad |\n|---|---|"] {
        let rows = |codes: [&str; 2]| format!("{names}\n| Lab | {} |\n| Yard | {} |\n", codes[0], codes[1]);
        assert_eq!(redactor.text(&rows(["4247", "86280"]), &mut Tally::new()), rows(["[SECRET]", "[SECRET]"]));
        let other = rows(["4247", "86280"]).replace("Door", "Product").replace("Keypad", "Items");
        assert_eq!(redactor.text(&other, &mut Tally::new()), other);
    }
}

#[test]
fn other_codes_are_left() {
    finds_nothing(
        find,
        &[
            "door code of 2024",
            "Door code: 2019 edition",
            "the code is 4711",
            "alarm code E4711",
            "error code: 4711",
            "gate code 12",
            "unsafe code: 4711a",
            "safe codes of 4711 hosts",
            "the code for the door is in room 4711",
            "error code for the gate service 4711",
            "Building code 2015",
            "combination of 32-17-44 mm pipes",
            "to disarm the trigger wait 3000 ms",
            "code du projet : 4711",
            "codice di errore 4711",
            "kod do testów 4711",
            "código de la provincia: 4711",
            "barcode 4006381333931, doorbell 4711",
            "Alarmanlage: Modell 4711",
            "host key 4096 SHA256",
            "cabinet 4711 combination",
            "Code postal de la porte 75011",
            "Portkod ändras 12 gånger",
            "alarm code 3 of 4711",
            "Voicemail PINs have 4 to 10 digits, mailbox 4711",
        ],
    );
}
