//! Login names beside a password that was found: before it or right behind it, each behind its own name.

use super::super::link::{Link, Value, value_of};
use super::super::name::Name;
use super::super::value::program::is_rooted;
use super::super::{Hits, Reading, value};
use super::assigned;
use super::cell::promises;
use crate::redact::detect::vocabulary::is_one_of;
use crate::redact::detect::{Rule, names_card};
use crate::redact::gate::Signals;
use crate::redact::gate::words;
use std::ops::Range;

/// The rule of this file.
pub(super) static LOGIN: Rule = assigned("secret.login", "the login name beside a password");

/// How far from the one the other may begin, in bytes.
const BESIDE: usize = 80;
/// Words between a login name and the name of its password in a sentence.
const JOINTS: &[&[u8]] = &[
    b"and", b"with", b"the", b"und", b"mit", b"dem", b"et", b"avec", b"le", b"y", b"con", b"la", b"e", b"com", b"a",
    b"en", b"met", b"i", b"z",
];
/// Parts of the names of members that hold a login name.
const MEMBERS: &[&[u8]] = &[b"user", b"username", b"login", b"name", b"email", b"id", b"get", b"value", b"text"];

/// What the parts of login names are called where somebody tells how they are made.
const FORMS: &[&str] = &[
    "firstname",
    "lastname",
    "first",
    "last",
    "forename",
    "surname",
    "initial",
    "initials",
    "vorname",
    "nachname",
    "k\u{fc}rzel",
    "K\u{fc}rzel",
    "kuerzel",
    "personalnummer",
    "mitarbeiternummer",
    "pr\u{e9}nom",
    "prenom",
    "nom",
    "matricule",
    "nombre",
    "apellido",
    "nome",
    "cognome",
    "voornaam",
    "achternaam",
    "personeelsnummer",
    "imi\u{119}",
    "imie",
    "nazwisko",
    "f\u{f6}rnamn",
    "efternamn",
];

/// The names of logins that were met, and where the last password ends beside which none was found.
#[derive(Default)]
pub(super) struct Logins {
    names: Vec<Name>,
    alone: Option<usize>,
}

impl Logins {
    /// A name of a login: it counts where a password follows, or stands right before it.
    pub(super) fn met(&mut self, reading: &Reading<'_>, name: Name, hits: &mut Hits) {
        let is_behind = self.alone.take().is_some_and(|end| (end..end + BESIDE).contains(&name.span.start));
        let value = if is_behind { value_of(reading, &name) } else { None };
        let is_line = |value: &Value| value.last && matches!(value.link, Link::Sign | Link::Tight);
        match value.filter(is_line) {
            Some(value) => judge(reading, value, hits),
            // Whether it has a value matters where a password follows.
            None => self.names.push(name),
        }
    }

    /// A password was found behind its name.
    pub(super) fn told(&mut self, reading: &Reading<'_>, name: &Name, password: &Range<usize>, hits: &mut Hits) {
        let login = self.names.drain(..).rev().find_map(|login| value_of(reading, &login));
        let beside = login.filter(|login| (login.span.end..login.span.end + BESIDE).contains(&name.span.start));
        self.alone = Some(password.end).filter(|_| beside.is_none());
        if let Some(login) = beside {
            judge(reading, tied(reading.text(), login, name), hits);
        }
    }
}

/// The login name beside a password that was found.
pub(super) fn judge(reading: &Reading<'_>, login: Value, hits: &mut Hits) {
    let text = &reading.text()[login.span.clone()];
    let blank = text.iter().any(u8::is_ascii_whitespace);
    let tied = login.quoted || matches!(login.link, Link::Sign | Link::Tight | Link::Option);
    let expression = !login.quoted && !text.contains(&b'@') && value::is_expression(text) && !is_person(text);
    let is_other = blank || expression || tells_form(text) || value::stand_in(text).is_some();
    if tied && !is_other && !reading.view().is_tight() {
        hits.hit(&LOGIN, login.span);
    }
}

/// Whether it says what login names are made of: `firstname.lastname`.
fn tells_form(text: &[u8]) -> bool {
    let mut parts = text.split(|b| matches!(b, b'.' | b'_' | b'-' | b'@')).filter(|part| !part.is_empty());
    let all = parts.clone().count() > 0 && parts.all(|part| is_one_of(part, FORMS));
    all || is_one_of(text, &["e-mail"])
}

/// A login name that just follows its name, which a sentence or the end of the line ties to it where it is no word.
fn tied(text: &[u8], login: Value, name: &Name) -> Value {
    let between = &text[login.span.end..name.span.start];
    let joint = |word: &[u8]| word.is_empty() || JOINTS.iter().any(|joint| word.eq_ignore_ascii_case(joint));
    let is_joined = || between.split(|b| b" ,;\r\n".contains(b)).all(joint);
    let marked = |b: &u8| b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'.' | b'@' | b'\\');
    let given = &text[login.span.clone()];
    let is_marked = given.len() > 2 && given.iter().any(marked) && given[0].is_ascii_alphanumeric();
    let link = if login.link == Link::Blank && is_marked && is_joined() { Link::Sign } else { login.link };
    Value { link, ..login }
}

/// Whether this is a login name of two or three words with full stops between them, and none that a program gives.
fn is_person(text: &[u8]) -> bool {
    let part = |part: &[u8]| {
        let fits = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        !part.is_empty() && part.iter().all(fits) && !MEMBERS.iter().any(|member| part.eq_ignore_ascii_case(member))
    };
    let parts = text.split(|b| *b == b'.');
    (2..=3).contains(&parts.clone().count()) && parts.clone().all(part) && !is_rooted(text)
}

/// How much may stand before such a word in the name of a column, in bytes.
const LONGEST_LEAD: usize = 12;
/// What the columns of login names are called, in small letters.
const COLUMNS: &[&str] = &[
    "user",
    "username",
    "user name",
    "user id",
    "userid",
    "login",
    "login name",
    "benutzer",
    "benutzername",
    "anmeldename",
    "identifiant",
    "utilisateur",
    "nom d'utilisateur",
    "usuario",
    "usu\u{e1}rio",
    "utente",
    "nome utente",
    "gebruiker",
    "gebruikersnaam",
    "u\u{17c}ytkownik",
];

/// What the columns of the counts of tests are called that did not pass, beside those that did.
const RESULTS: &[&str] = &["fail", "failed", "fails", "failures", "skip", "skipped", "flaky", "error", "errors"];

/// What the columns of the keys of networks are called, and those of the networks beside them.
const KEYS: &[&str] = &["key", "schl\u{fc}ssel", "cl\u{e9}", "clave", "chiave", "sleutel", "klucz", "chave"];
const NETWORKS: &[&str] = &["wlan", "wifi", "wi-fi", "ssid", "wireless", "wlan name", "wifi name"];

/// What the columns of accounts are called, and those of the codes of banks beside them.
const ACCOUNTS: &[&str] = &["account", "acct", "acc", "a/c", "konto", "compte", "cuenta", "conto", "conta", "rekening"];
const BANK_CODES: &[&str] = &[
    "routing",
    "routing #",
    "routing no",
    "routing number",
    "aba",
    "sort code",
    "sort",
    "s/c",
    "blz",
    "bankleitzahl",
    "bic",
    "swift",
    "bic/swift",
    "ifsc",
    "bsb",
    "ag\u{ea}ncia",
    "agencia",
];

/// What the columns of the codes of British branches are called for short, which are what lists are sorted by as well.
const SORTS: &[&str] = &["sort", "s/c"];
/// What the columns of answers are called, and a part of the name of the questions beside them.
const ANSWERS: &[&str] = &["answer", "answers", "antwort", "r\u{e9}ponse", "respuesta", "risposta"];
const QUESTIONS: &[&str] = &["security question", "secret question", "sicherheitsfrage", "geheimfrage"];
/// What the columns of the codes of what is locked are called, and what they lock.
const CODES: &[&str] = &[
    "alarm code",
    "alarm",
    "alarm pin",
    "safe",
    "safe combination",
    "gate",
    "door",
    "lockbox",
    "key safe",
    "entry code",
    "key code",
    "keypad",
];
/// Names of properties that are those of codes where the value stands in the next cell and no column has a name: in lists of messages
/// they are the names of columns.
const PROPERTIES: &[&str] = &[
    "alarm code",
    "alarm pin",
    "code alarme",
    "code de l'alarme",
    "codice allarme",
    "c\u{f3}digo alarma",
    "entry code",
    "key safe",
    "key safe code",
    "key box",
    "lockbox",
    "keypad",
    "padlock",
    "safe combination",
    "sleutelkluis",
    "schl\u{fc}sseltresor",
    "schl\u{fc}sselsafe",
];
const PLACES: &[&str] = &[
    "site",
    "store",
    "branch",
    "building",
    "office",
    "address",
    "property",
    "room",
    "shop",
    "warehouse",
    "apartment",
    "standort",
    "filiale",
    "geb\u{e4}ude",
    "adresse",
    "objekt",
];
/// What has a code that nothing else has: beside any place it is that of its column.
const LOCKS: &[&str] = &["keypad", "padlock", "lockbox", "key safe", "key box", "safe combination"];
const SPOTS: &[&str] =
    &["location", "place", "where", "room", "door", "gate", "entrance", "ort", "raum", "lieu", "lugar"];
/// What is locked, beside a column of codes that has no other name.
const LOCKED: &[&str] =
    &["door", "doors", "gate", "padlock", "safe", "key box", "t\u{fc}r", "porte", "puerta", "porta", "deur"];
/// What the columns of lists of doors are called that are sold or built, which have codes as well.
const GOODS: &[&str] = &[
    "type",
    "width",
    "height",
    "size",
    "price",
    "material",
    "colour",
    "color",
    "quantity",
    "qty",
    "supplier",
    "manufacturer",
    "model",
    "product",
    "rating",
    "fire rating",
];
/// What the columns of goods are called that expire.
const BATCHES: &[&str] = &[
    "batch",
    "batch no",
    "lot",
    "lot no",
    "article",
    "artikel",
    "sku",
    "charge",
    "chargennr",
    "reagent",
    "medication",
];
/// What the columns of the days are called when goods expire, and cards.
const EXPIRES: &[&str] =
    &["exp", "exp.", "expiry", "expires", "expiry date", "exp date", "expiration", "expiration date"];
/// What the columns of plates are called, and those of the vehicles' numbers beside them.
const TAGS: &[&str] = &["tag", "tag #", "tag no", "tag no.", "reg", "reg."];
const CHASSIS: &[&str] = &["vin", "vin #", "vin no", "vin no.", "chassis", "chassis no"];
/// What the columns of accounts are called in the books of a company and elsewhere, those beside them in a chart of accounts, and those
/// where the accounts are somebody's.
const NUMBERED: &[&str] =
    &["account number", "account no", "account no.", "kontonummer", "konto nr", "kontonr", "konto-nr."];
const DESCRIPTIONS: &[&str] = &["description", "bezeichnung", "kontobezeichnung", "beschreibung"];
const OWNERS: &[&str] = &[
    "name",
    "owner",
    "holder",
    "customer",
    "client",
    "bank",
    "iban",
    "bic",
    "sort code",
    "kunde",
    "inhaber",
    "kontoinhaber",
    "payee",
];

/// What the columns of lists of messages are called, which have codes as well.
const MESSAGES: &[&str] = &[
    "meaning",
    "message",
    "description",
    "cause",
    "severity",
    "time",
    "timestamp",
    "date",
    "status",
    "priority",
    "event",
];

/// What columns hold that are called so where one of the others stands beside them. No name is one of two.
const TOLD: &[(&[&str], &[&str], &str)] = &[
    (&["pass"], RESULTS, "passed"),
    (ACCOUNTS, BANK_CODES, "account number"),
    (SORTS, ACCOUNTS, "sort code"),
    (EXPIRES, BATCHES, "best before"),
    (TAGS, CHASSIS, "plate"),
    (ANSWERS, QUESTIONS, "security answer"),
    (KEYS, NETWORKS, "wlan key"),
];

/// What labels the value behind the name of a property that is that of a code there.
pub(in crate::redact) fn told_as_property(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_end_matches(':').trim_end();
    PROPERTIES.iter().any(|known| name.eq_ignore_ascii_case(known)).then_some("safe code")
}

/// What labels a column whose name tells less than another of its table: login names are read as the passwords beside
/// them, and keys beside the names of networks as theirs.
pub(in crate::redact) fn told_beside<'t>(
    column: &str,
    all: impl Iterator<Item = &'t str> + Clone,
) -> Option<&'static str> {
    let is_password = |name: &str| words::met(name.as_bytes()).intersects(Signals::SECRET) && promises(name);
    if names_login(column) && all.clone().any(is_password) {
        return Some("login password");
    }
    let is_one = |known: &[&str], name: &str| known.iter().any(|known| name.trim().eq_ignore_ascii_case(known));
    let stands_beside = |(columns, others, _): &&(&[&str], &[&str], _)| {
        is_one(columns, column) && all.clone().any(|name| is_one(others, name))
    };
    if let Some((.., label)) = TOLD.iter().find(stands_beside) {
        return Some(label);
    }
    let is_described =
        || all.clone().any(|name| is_one(DESCRIPTIONS, name)) && !all.clone().any(|name| is_one(OWNERS, name));
    if is_one(NUMBERED, column) && is_described() {
        return Some("chart account number");
    }
    if is_one(EXPIRES, column) && all.clone().any(|name| names_card(name.as_bytes())) {
        return Some("card expiry");
    }
    let is_message = || all.clone().any(|name| is_one(MESSAGES, name));
    if is_one(CODES, column) && all.clone().any(|name| is_one(PLACES, name)) && !is_message() {
        return Some("safe code");
    }
    let is_goods = || all.clone().any(|name| is_one(GOODS, name));
    let of_lock = is_one(LOCKS, column) && all.clone().any(|name| is_one(SPOTS, name))
        || is_one(&["code"], column) && all.clone().any(|name| is_one(LOCKED, name));
    (of_lock && !is_message() && !is_goods()).then_some("safe code")
}

/// Whether a column of login names is called so: `User`, `DB user`.
fn names_login(column: &str) -> bool {
    let column = column.trim().trim_end_matches(':').as_bytes();
    let ends = |known: &str| {
        let lead = column.len().checked_sub(known.len());
        let (lead, tail) = lead.map_or((column, &[][..]), |lead| column.split_at(lead));
        let is_free = lead.last().is_none_or(|b| matches!(b, b' ' | b'_' | b'-')) && lead.len() <= LONGEST_LEAD;
        is_free && tail.eq_ignore_ascii_case(known.as_bytes())
    };
    COLUMNS.iter().any(|known| ends(known))
}

#[cfg(test)]
mod tests {
    use super::super::DETECTOR;
    use super::*;
    use crate::redact::detect::check::{finds, found};
    use crate::redact::{Policy, Redactor, Tally};

    /// What is found of a text, in order.
    fn all(text: &str) -> Vec<String> {
        found(DETECTOR.find, text)
    }

    #[test]
    fn a_login_name_goes_with_the_password_beside_it() {
        for (text, login) in [
            ("Username: jan.novak\nPassword: Sunny-77q", "jan.novak"),
            ("Benutzer: svc_mail2\nKennwort: Sunny-77q", "svc_mail2"),
            ("Identifiant : svc-mail\nMot de passe : Sunny-77q", "svc-mail"),
            ("sign in with username svc_mail and password Sunny-77q", "svc_mail"),
            ("Username\tsvc_mail\nPassword\tSunny-77q", "svc_mail"),
            ("login svc_mail\npass Sunny-77q", "svc_mail"),
            ("Password: Sunny-77q\nUtente: svc_mail", "svc_mail"),
            ("password: Sunny-77q\n    username: svc.mail", "svc.mail"),
            ("username: jane_a.doe-x\npassword: Sunny-77q", "jane_a.doe-x"),
        ] {
            assert!(all(text).contains(&login.to_owned()), "{text}: {:?}", all(text));
        }
        finds(DETECTOR.find, &[("usuario y contrase\u{f1}a: Sunny-77q", "Sunny-77q")]);
    }

    #[test]
    fn words_and_expressions_beside_a_password_are_no_login_names() {
        for text in [
            "user=config.user, password='Sunny-77q'",
            "user: creds.username\npassword: Sunny-77q",
            "enter the user role and password Sunny-77q",
            "password: Sunny-77q\nuser manual: see wiki2",
            "the user and password Sunny-77q",
        ] {
            assert_eq!(all(text), ["Sunny-77q"], "{text}");
        }
    }

    #[test]
    fn a_column_of_what_passed_stands_beside_one_of_what_failed() {
        for other in ["Fail", "Failed", "Skipped"] {
            assert_eq!(told_beside("Pass", ["Suite", "Pass", other].into_iter()), Some("passed"), "{other}");
        }
        for names in [["User", "Pass", "Host"], ["Site", "Pass", "Failover"]] {
            assert_ne!(told_beside("Pass", names.into_iter()), Some("passed"), "{names:?}");
        }
    }

    #[test]
    fn columns_of_login_names_are_known() {
        for column in ["User", "DB user", "login:", "Benutzername", "sys_user"] {
            assert!(names_login(column), "{column}");
        }
        for column in ["User role", "Superuser", "Name", "Users", "Number of the last user"] {
            assert!(!names_login(column), "{column}");
        }
    }

    #[test]
    fn a_column_is_told_by_another_of_its_table() {
        let told = |names: [&str; 3]| told_beside(names[0], names.into_iter());
        for names in [["User", "Host", "Password"], ["DB user", "DB pass", "Host"], ["Login", "Secret", "Note"]] {
            assert_eq!(told(names), Some("login password"), "{names:?}");
        }
        for names in [["Key", "WLAN", "Band"], ["Schl\u{fc}ssel", "SSID", "Ort"]] {
            assert_eq!(told(names), Some("wlan key"), "{names:?}");
        }
        for names in [["Account", "Routing", "Name"], ["Conta", "Ag\u{ea}ncia", "Titular"], ["Konto", "BLZ", "Bank"]] {
            assert_eq!(told(names), Some("account number"), "{names:?}");
        }
        for names in [
            ["User", "Role", "Host"],
            ["User", "Password policy", "x"],
            ["Host", "User", "Password"],
            ["Key", "Value", "x"],
            ["Account", "Owner", "Tier"],
            ["Account manager", "Routing", "x"],
        ] {
            assert_eq!(told(names), None, "{names:?}");
        }
    }

    #[test]
    fn properties_of_locks_and_columns_of_charts_and_batches_are_told() {
        for name in ["Alarm code", "key safe:", "Code alarme", "Keypad "] {
            assert_eq!(told_as_property(name), Some("safe code"), "{name}");
        }
        for name in ["Alarm", "Code", "Keypad driver", ""] {
            assert_eq!(told_as_property(name), None, "{name}");
        }
        let told = |all: &[&'static str]| told_beside(all[0], all.iter().copied());
        assert_eq!(told(&["Account number", "Description"]), Some("chart account number"));
        assert_eq!(told(&["Account number", "Description", "Owner"]), None);
        assert_eq!(told(&["Expiry", "Batch"]), Some("best before"));
        assert_eq!(told(&["sort", "name", "acc"]), Some("sort code"));
        assert_eq!(told(&["acc", "name", "sort"]), Some("account number"));
        assert_eq!(told(&["sort", "name", "order"]), None);
        assert_eq!(told(&["Expiry", "Card", "Type"]), Some("card expiry"));
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let row = |name: &str, value: &str| format!("<table><tr><th>{name}</th><td>{value}</td></tr></table>");
        for (name, value) in [("Alarm code", "5083"), ("Key safe", "5083"), ("Keypad", "C5083"), ("Entry code", "5083")]
        {
            assert_eq!(redactor.storage(&row(name, value), &mut Tally::new()), row(name, "[SECRET]"));
        }
        let chart = |value: &str| {
            format!(
                "<table><tr><th>Account number</th><th>Description</th></tr><tr><td>{value}</td><td>Fuel</td></tr></table>"
            )
        };
        assert_eq!(redactor.storage(&chart("508300"), &mut Tally::new()), chart("508300"));
        assert_eq!(redactor.storage(&chart("5083114477"), &mut Tally::new()), chart("[ACCOUNT_NUMBER]"));
    }

    #[test]
    fn columns_of_codes_are_told_by_what_they_open() {
        for (column, others) in [
            ("Code", &["Door", "Code"][..]),
            ("Keypad", &["Location", "Keypad"]),
            ("Padlock", &["Where", "Padlock", "Who"]),
        ] {
            assert_eq!(told_beside(column, others.iter().copied()), Some("safe code"), "{column}");
        }
        for (column, others) in [
            ("Code", &["Door", "Code", "Width"][..]),
            ("Code", &["Product", "Code"]),
            ("Door", &["Location", "Door"]),
            ("Keypad", &["Product", "Keypad"]),
            ("Code", &["Lock", "Code"]),
            ("Code", &["Door", "Code", "Message"]),
        ] {
            assert_eq!(told_beside(column, others.iter().copied()), None, "{column}");
        }
    }

    #[test]
    fn descriptions_of_login_names_are_left() {
        for form in ["firstname.lastname", "vorname.nachname", "K\u{fc}rzel", "prenom.nom", "first_last"] {
            assert!(tells_form(form.as_bytes()), "{form}");
        }
        for login in ["jo.otter", "admin", "first.aid", "", "lastname2"] {
            assert!(!tells_form(login.as_bytes()), "{login}");
        }
    }

    #[test]
    fn columns_are_told_by_the_card_or_the_vehicle_beside_them() {
        for (column, others, told) in [
            ("Exp", &["Case", "PAN", "Exp"][..], Some("card expiry")),
            ("Expires", &["Card number", "Expires"], Some("card expiry")),
            ("Exp", &["Batch", "Card", "Exp"], Some("best before")),
            ("Exp", &["Case", "Exp"], None),
            ("Tag", &["Unit", "VIN", "Tag"], Some("plate")),
            ("Tag", &["Unit", "Tag"], None),
        ] {
            assert_eq!(told_beside(column, others.iter().copied()), told, "{others:?}");
        }
    }
}
