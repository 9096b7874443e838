//! What is found and what is left.

use super::*;
use crate::redact::detect::check::{finds, finds_nothing, found, read_at};
use crate::redact::detect::{Hits, Place};

#[test]
fn the_pin_of_a_sim_and_a_code_that_is_read_out_are_found() {
    for (text, code) in [
        ("PIN do cart\u{e3}o SIM 5083", "5083"),
        ("PIN der SIM-Karte 5083", "5083"),
        ("PIN for the SIM 5083", "5083"),
        ("Agent: I have sent a one-time code.\nCaller: 508311", "508311"),
        ("Please read me the security code.\nCaller: ok, 508 311.", "508 311"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::ONCE), "{text}");
    }
    finds_nothing(
        find,
        &[
            "PIN of the SIM controller 5083",
            "I have sent the source code.\nBuild: 508311",
            "We send a one-time code.\nErrors: 508311 so far",
            "We send a one-time code.\n508311",
        ],
    );
}
use crate::redact::gate::Signals;

#[test]
fn codes_are_found_in_answers() {
    for text in [
        "priya: the vpn asks for the otp, did you get it?\nlucia: 481516",
        "what's the OTP?\n481516",
        "[10:02] A: verification code please?\n[10:03] B: sure, it's 481516",
        "sms code?\nbob  9:16 AM\n481516",
    ] {
        finds(find, &[(text, "481516")]);
    }
    finds_nothing(find, &["did the otp work?\nbuild 481516 did", "is there an OTP?\n\n\n\n481516 rows"]);
}

#[test]
fn codes_are_found_behind_their_words() {
    for text in [
        "OTP: 481516",
        "Your OTP is 481516.",
        "OTP 481516",
        "otp_code=481516",
        "\"verificationCode\": \"481516\"",
        "verification code 481516",
        "Confirmation code (SMS): 481516",
        "2FA-Code: 481516",
        "security code - 481516",
        "mTAN: 481516",
        "Die TAN 481516 gilt",
        "Best\u{e4}tigungscode 481516",
        "Ihr Code lautet: 481516",
        "SMS-Code: 481516",
        "code de v\u{e9}rification : 481516",
        "code \u{e0} usage unique : 481516",
        "C\u{d3}DIGO DE VERIFICACI\u{d3}N: 481516",
        "Tu c\u{f3}digo de verificaci\u{f3}n es 481516",
        "Il tuo codice di verifica \u{e8} 481516",
        "Seu c\u{f3}digo de verifica\u{e7}\u{e3}o \u{e9} 481516",
        "Je verificatiecode is 481516",
        "kod weryfikacyjny: 481516",
        "Do\u{11f}rulama kodunuz: 481516",
        "tek kullan\u{131}ml\u{131}k \u{15f}ifre: 481516",
        "Din verifieringskod \u{e4}r: 481516",
        "\u{8a8d}\u{8a3c}\u{30b3}\u{30fc}\u{30c9}:481516",
        "\u{6697}\u{8a3c}\u{756a}\u{53f7}: 481516",
        "your code is 481516",
        "Der Code lautet 481516",
        "Login code for the portal: 481516",
        "Best\u{e4}tigungscode aus der SMS: 481516",
        "Zugangscode 481516#",
        "*Unlock code*: 481516",
        "_Access code:_ 481516",
        "\u{6697}\u{8a3c}\u{756a}\u{53f7}\u{306f}481516\u{3067}\u{3059}\u{3002}",
        "c\u{f3}digo recibido por SMS: 481516",
    ] {
        finds(find, &[(text, "481516")]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::ONCE), "{text}");
    }
    finds(find, &[("my one-time code is 4 8 1 5", "4 8 1 5"), ("verification code: 4-8-1-5-1-6", "4-8-1-5-1-6")]);
    finds(find, &[("OTP: 48 15 16", "48 15 16")]);
    finds(find, &[("Authenticator code: 481 516", "481 516"), ("PUK: 12345678", "12345678"), ("otp: 4815", "4815")]);
    finds(
        find,
        &[
            ("PIN f\u{fc}rs Diensthandy: 4821", "4821"),
            ("PIN for the door is 4821.", "4821"),
            ("Handy-PIN: 4821", "4821"),
            ("SIM PIN: 482193", "482193"),
        ],
    );
}

#[test]
fn codes_of_devices_and_those_with_letters_are_found() {
    for (text, code) in [
        ("the passcode is 197304", "197304"),
        ("zoom passcode 197304", "197304"),
        ("passcode for the call: 338812", "338812"),
        ("iPhone passcode noted by examiner: 118204", "118204"),
        ("Entsperrcode 4471", "4471"),
        ("Ger\u{e4}tecode: 9182", "9182"),
        ("access code 7741.", "7741"),
        ("otp 4471", "4471"),
        ("TAN-Code: 118204", "118204"),
        ("mTAN-Code lautet 118204", "118204"),
        ("PIN for phone banking 140698", "140698"),
        ("pin di firma: 44821", "44821"),
        ("the code is 889328", "889328"),
        ("Der Code ist 889328, danke", "889328"),
        ("le code est 889328", "889328"),
        ("activation code: HX722K", "HX722K"),
        ("Activation code: 7QX3-88KD-WM2P.", "7QX3-88KD-WM2P"),
        ("access code: FINAL-8820", "FINAL-8820"),
        ("verification code: HX722K", "HX722K"),
        ("auth code 7KQ2XM", "7KQ2XM"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::ONCE), "{text}");
    }
    let text = "MFA backup codes she read to me: 4821-9930, 1182-0448";
    assert_eq!(found(find, text), ["4821-9930", "1182-0448"]);
    finds_nothing(
        find,
        &[
            "passcode 6 digits",
            "passcode 4471 was refused",
            "access code 2019",
            "access code 7741 lines",
            "the error is 5, the code is 889328",
            "the postal office: the code is 560001",
            "the code is 889328 lines long",
            "the code is 4711",
            "authorization code: SHA256",
            "verification code: BASE64",
            "access code: README",
            "auth code RFC6749",
            "activation code: MODULE",
            "access code: UTF-8",
            "the backup codes that we keep: see 12",
        ],
    );
}

#[test]
fn codes_that_somebody_was_told_are_found() {
    for (text, code) in [
        ("OTP read out: 705516", "705516"),
        ("PAC ABC308315, account", "ABC308315"),
        ("Your PAC code is ABC 308315", "ABC 308315"),
        ("STAC: ABC308315", "ABC308315"),
        ("OTP given to the agent: 705 516", "705 516"),
        ("he read me the code 705516", "705516"),
        ("Ana gave us the login code: 705-516.", "705-516"),
        ("code 705 516 came by SMS", "705 516"),
        ("Code 7055 arrived via text", "7055"),
        ("the OTP is still 705516", "705516"),
        ("I got the code: 705516", "705516"),
        ("Der Code, den sie vorgelesen hat, ist 705516", "705516"),
        ("le code re\u{e7}u est 705516", "705516"),
        ("il codice ricevuto \u{e8} 705516", "705516"),
        ("the code that came was 705516.", "705516"),
        ("PIN Tankkarte: 7055", "7055"),
        ("WhatsApp code 705-516", "705-516"),
        ("Google code G-705516", "G-705516"),
        ("telephone banking code 70551", "70551"),
        ("2FA: 705516", "705516"),
        ("mTAN 7055", "7055"),
        ("Abholcode 705516", "705516"),
        ("host pin 705516", "705516"),
        ("code d'acc\u{e8}s : 70B55", "70B55"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::ONCE), "{text}");
    }
    finds_nothing(
        find,
        &[
            "OTP read timeout: 70 ms",
            "he read me the code 705516 lines long",
            "2FA: 705516 users",
            "mTAN 7055 of 8000",
            "host pins 705516",
            "Google code 7055",
            "the code that failed is 705516 lines long",
            "Der Fehlercode, den wir sehen, ist 705516",
            "The product code that we use is 705516.",
            "I have the code: 705516 lines",
            "she told me the error code 705516",
            "code 705516 came by post",
            "error code 705516 came by SMS",
        ],
    );
}

#[test]
fn codes_are_found_before_what_they_are() {
    for text in [
        "481516 is your verification code",
        "481516 is your Example Bank login code.",
        "481516 ist Ihr Best\u{e4}tigungscode",
        "Use 481516 as your code",
        "Login code? Enter 481516 to sign in",
    ] {
        finds(find, &[(text, "481516")]);
    }
    finds(find, &[("G-481516 is your verification code", "G-481516")]);
}

#[test]
fn pins_are_found_beside_what_they_open_and_bare_codes_that_are_entered_now() {
    for (text, code) in [
        ("PIN allarme: 20418", "20418"),
        ("PIN Drucker: 6630", "6630"),
        ("PIN copier: 6630", "6630"),
        ("PIN f\u{fc}r den Drucker 6630, danach Enter", "6630"),
        ("use 86420 as PIN", "86420"),
        ("86420 als PIN eingeben", "86420"),
        ("Enter code 482917 to confirm.", "482917"),
        ("If this was you, enter the code 482 917", "482 917"),
        ("Use code 482917 to sign in", "482917"),
        ("code: 482917 (valid 5 min)", "482917"),
        ("code 4829, it expires in 10 minutes", "4829"),
        ("I have sent you a code by text\nMe: it says 771204", "771204"),
        ("Gib den Code 482917 ein", "482917"),
        ("Geben Sie den Code 482 917 in der App ein.", "482 917"),
        ("Saisissez le code 482917 pour confirmer", "482917"),
        ("Introduce el c\u{f3}digo 482917 para confirmar", "482917"),
        ("Inserisci il codice 482917 per confermare", "482917"),
        ("Wpisz kod 482917", "482917"),
        ("enter the code 482 917 in the app", "482 917"),
        ("Dein Code: 482917 (5 Min g\u{fc}ltig)", "482917"),
        ("did you get the code?\nyes 482917", "482917"),
        ("got a code on my phone\nSam: yes, it's 771204, quick", "771204"),
    ] {
        finds(find, &[(text, code)]);
        assert!(Signals::of(text.as_bytes()).intersects(Signals::ONCE), "{text}");
    }
    finds_nothing(
        find,
        &[
            "Use code BLACK24 at checkout",
            "Use code 482917 at checkout",
            "use the promo code 482917 to access the sale",
            "enter the error code 482917",
            "type code 2100 to continue",
            "Introduce el c\u{f3}digo 482917 del producto",
            "Voer code 482917 uit",
            "received the error code\nit says 482917",
            "enter the code 482917 times",
            "code: 482917 (valid until May)",
            "coupon code: 482917 (valid 24 hours)",
            "Gib den Code 4829 Mal ein",
            "Saisissez le code 48291 fois",
            "Geben Sie den Fehlercode 482917 ein",
            "did you get the code?\n482917 rows",
            "PIN copier 6630 boards",
            "pin printer: 6630",
            "PIN alarm 12",
            "use 86420 as pinned version",
            "code 560001 as the postal code",
            "I got the code to compile\n771204 lines",
            "they sent the code\nit is 2019",
        ],
    );
}

#[test]
fn other_figures_and_other_codes_are_left() {
    finds_nothing(
        find,
        &[
            "PAC file ABC308315",
            "PAC 308315",
            "pac ABC308315",
            "PAC ABC30831",
            "error code: 481516",
            "Postcode: 481516",
            "Fehlercode 481516",
            "code d'erreur : 481516",
            "Erlang/OTP 26.2.5",
            "OTP: 25",
            "OTP: 2024",
            "The OTP is valid for 300 seconds",
            "the OTP is 3000 ms old",
            "OTP_TTL: 3000",
            "verification code (6 digits)",
            "verification code 4815",
            "verification code: xxxxxx",
            "TAN-Verfahren 2019",
            "tan 481516",
            "your code is 4000 lines long",
            "your code is 404",
            "use code 20241231 to verify",
            "der Code 481516 ist ein Fehler",
            "access code for module 3 is 481516 lines",
            "pin 4 of the connector",
            "PIN for pull-up: 4",
            "481516 is your order",
            "code de 481516",
            "Security code scanning 481516",
            "OTP: 481516.7",
            "OTP: 481516-77-a",
            "\u{6697}\u{8a3c}\u{756a}\u{53f7}\u{306f}4\u{6841}\u{3067}\u{3059}",
        ],
    );
}

#[test]
fn the_codes_of_a_list_have_one_form() {
    let lists = [
        ("Backup codes: 1234-5678, 2345-6789 and 3456-7890.", &["1234-5678", "2345-6789", "3456-7890"][..]),
        ("Recovery codes:\n1. a1b2c-d3e4f\n2. g5h6i-j7k8l", &["a1b2c-d3e4f", "g5h6i-j7k8l"]),
        ("My backup codes are 48151623 42108154", &["48151623", "42108154"]),
        ("Backup codes: 1234 5678, 2345 6789", &["1234 5678", "2345 6789"]),
        ("codes de secours : 1234-5678 et 2345-6789, 12-05-24", &["1234-5678", "2345-6789"]),
        ("Wiederherstellungscodes: 1234-5678", &["1234-5678"]),
        ("Recovery codes: a1b2c-d3e4f g5h6i-jklmn opqrs-t7uvw", &["a1b2c-d3e4f", "g5h6i-jklmn", "opqrs-t7uvw"]),
    ];
    for (text, codes) in lists {
        assert_eq!(found(find, text), codes, "{text}");
        assert!(Signals::of(text.as_bytes()).intersects(Signals::ONCE), "{text}");
    }
    finds_nothing(
        find,
        &[
            "backup codes: 10 per user",
            "recovery codes: 8 to 10 digits",
            "Backup codes 2024-05-17",
            "backup code 404",
            "Backup codes: sha1-blobs a1b2c-d3e4f",
            "backup codes expire",
            "recovery code handling-errors",
            "Backup codes: 20241231",
        ],
    );
}

#[test]
fn a_label_announces_a_code() {
    let codes = |label: &'static str, text: &str| {
        read_at(Place { label, ..Place::default() }, text, |reading| {
            let mut hits = Hits::default();
            find(reading, &mut hits);
            hits.take().iter().map(|hit| hit.span.clone()).collect::<Vec<_>>()
        })
    };
    assert_eq!(codes("Verification code: ", "481516 and 5162"), vec![0..6]);
    assert_eq!(codes("Backup codes", "1234-5678, 2345-6789"), [0..9, 11..20]);
    assert!(codes("Error code", "481516").is_empty());
}

#[test]
fn a_blank_parts_codes_of_groups_with_dashes() {
    let text = "Recovery codes: ab12-cd34-ef56 gh78-ij90-kl12";
    assert_eq!(found(find, text), ["ab12-cd34-ef56", "gh78-ij90-kl12"]);
}
