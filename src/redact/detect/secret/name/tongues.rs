//! What keys and tokens are called in other languages than English, where that is no part of an English name.

use super::{Name, Promise};

/// The names, in lower case.
const NAMES: &[&str] = &[
    "api-schl\u{fc}ssel",
    "api schl\u{fc}ssel",
    "api schluessel",
    "zugriffsschluessel",
    "zugangsschluessel",
    "geheimer schluessel",
    "privater schluessel",
    "zugriffsschl\u{fc}ssel",
    "zugangsschl\u{fc}ssel",
    "geheimer schl\u{fc}ssel",
    "privater schl\u{fc}ssel",
    "lizenzschl\u{fc}ssel",
    "cl\u{e9} api",
    "cl\u{e9} d'api",
    "cl\u{e9} d\u{2019}api",
    "cl\u{e9} secr\u{e8}te",
    "cl\u{e9} d'acc\u{e8}s",
    "cl\u{e9} d\u{2019}acc\u{e8}s",
    "cl\u{e9} priv\u{e9}e",
    "cl\u{e9} de licence",
    "cl\u{e9} de produit",
    "clave de licencia",
    "chiave di licenza",
    "chave de licen\u{e7}a",
    "klucz licencyjny",
    "licentiesleutel",
    "cle api",
    "cle d'api",
    "cle secrete",
    "cle d'acces",
    "cle acces",
    "cle privee",
    "jeton",
    "jeton d'acc\u{e8}s",
    "jeton d\u{2019}acc\u{e8}s",
    "jeton d'api",
    "clave api",
    "clave de api",
    "clave secreta",
    "clave de acceso",
    "clave acceso",
    "clave privada",
    "chiave api",
    "chiave segreta",
    "chiave di accesso",
    "chiave privata",
    "chave api",
    "chave de api",
    "chave da api",
    "chave secreta",
    "chave de acesso",
    "chave acesso",
    "klucz api",
    "klucz dost\u{119}pu",
    "klucz tajny",
    "klucz prywatny",
    "api-sleutel",
    "api sleutel",
    "geheime sleutel",
    "toegangssleutel",
    "api kl\u{ed}\u{10d}",
    "api-kl\u{ed}\u{10d}",
    "api-nyckel",
    "api-n\u{f8}kkel",
    "api-n\u{f8}gle",
    "api-avain",
    "token d'acc\u{e8}s",
    "token d\u{2019}acc\u{e8}s",
    "api\u{30ad}\u{30fc}",
    "api \u{5bc6}\u{94a5}",
    "api\u{5bc6}\u{94a5}",
    "api-\u{43a}\u{43b}\u{44e}\u{447}",
];

/// What stands for a password where its own name does: `password=wachtwoord`.
pub(in super::super) const THEMSELVES: &[&str] = &[
    "has\u{142}o",
    "mot_de_passe",
    "motdepasse",
    "contrase\u{f1}a",
    "contrasena",
    "contrasenya",
    "senha",
    "passwort",
    "kennwort",
    "wachtwoord",
    "heslo",
    "adgangskode",
    "salasana",
    "passord",
    "kata sandi",
    "mot de passe",
    "palavra-passe",
    "l\u{f6}senord",
    "kodeord",
    "jelsz\u{f3}",
    "lozinka",
    "geslo",
    "parol\u{103}",
    "slapta\u{17e}odis",
];

/// What passwords and the keys of networks are called, in lower case.
const PASSWORDS: &[&str] = &[
    "code wifi",
    "code wi-fi",
    "wlan-code",
    "wlan code",
    "noodcode",
    "delad hemlighet",
    "gemeinsames geheimnis",
    "geteiltes geheimnis",
    "phrase de passe",
    "phrase secr\u{e8}te",
    "palavra-passe",
    "palavra passe",
    "parola d'ordine",
    "parola d\u{2019}ordine",
    "cl\u{e9} wifi",
    "cl\u{e9} wi-fi",
    "chiave wifi",
    "chiave wi-fi",
    "chiave wpa",
    "cl\u{e9} wpa",
    "clave wpa",
    "cle wifi",
    "cle wpa",
    "wlan-schluessel",
    "netzwerkschluessel",
    "wpa-schl\u{fc}ssel",
    "wpa2-schl\u{fc}ssel",
    "clave wifi",
    "clave wi-fi",
    "clave del wifi",
    "clave de wifi",
    "chave wifi",
    "chave wi-fi",
];

/// What somebody logs in with, in lower case. These raise nothing: they count beside a password.
const LOGINS: &[&str] = &[
    "benutzer",
    "benutzername",
    "benutzerkennung",
    "anmeldename",
    "identifiant",
    "utilisateur",
    "nom d'utilisateur",
    "nom d\u{2019}utilisateur",
    "usuario",
    "nombre de usuario",
    "usu\u{e1}rio",
    "nome de usu\u{e1}rio",
    "utente",
    "nome utente",
    "gebruiker",
    "gebruikersnaam",
    "u\u{17c}ytkownik",
    "nazwa u\u{17c}ytkownika",
];

/// What a login name and its password are called together. Where the two stand behind it, it raises the signal.
const BOTH: &[&str] = &[
    "local admin",
    "test account",
    "testaccount",
    "temp account",
    "temporary account",
    "testkonto",
    "testzugang",
    "inlog",
    "inlogg",
    "inloggning",
    "logon",
    "anmeldedaten",
    "identifiants",
    "credenciales",
    "credenziali",
    "credenciais",
    "inloggegevens",
    "dane logowania",
];

/// The word `key`, which promises little: the value has to raise the signal.
pub(in super::super) const KEYS: &[&str] =
    &["schl\u{fc}ssel", "schluessel", "cl\u{e9}", "chave", "chiave", "klucz", "sleutel"];

/// What raises the signal of secrets; a blank stands for anything but letters and digits.
pub(in crate::redact) const WORDS: &[&str] = &[
    "schluessel",
    " cle api",
    " cle d api",
    " cle secrete",
    " cle d acces",
    " cle acces",
    " cle privee",
    " cle wifi",
    " cle wpa",
    "clave acceso",
    "chave acesso",
    "chave secreta",
    "clave secreta",
    "api schl",
    "iffsschl",
    "angsschl",
    "heimer schl",
    "ivater schl",
    "izenzschl",
    "cl\u{e9} api",
    "cl\u{e9} s",
    "cl\u{e9} d",
    "cl\u{e9} p",
    "klucz lic",
    "jeton",
    "clave api",
    "clave de a",
    "clave de l",
    "clave pri",
    "chiave api",
    "chiave s",
    "chiave di",
    "chiave p",
    " de acesso",
    "chave api",
    "chave d",
    "klucz api",
    "klucz d",
    "klucz t",
    "klucz p",
    "sleutel",
    "api kl\u{ed}\u{10d}",
    "api nyckel",
    "api n\u{f8}",
    "api avain",
    "api\u{30ad}\u{30fc}",
    "api \u{5bc6}\u{94a5}",
    "api\u{5bc6}\u{94a5}",
    "api \u{43a}\u{43b}\u{44e}\u{447}",
    "code wifi",
    "code wi fi",
    "wlan code",
    "noodcode",
    "delad hemlig",
    "sames geheimnis",
    "eiltes geheimnis",
    "phrase de passe",
    "phrase secr\u{e8}",
    "palavra passe",
    "parola d ordine",
    "parola d\u{2019}ordine",
    "cl\u{e9} wifi",
    "cl\u{e9} wi fi",
    "cl\u{e9} wpa",
    "chiave wpa",
    "clave wpa",
    "wpa schl",
    "wpa2 schl",
    "chiave wi",
    "clave wi",
    "clave del w",
    "clave de w",
    "chave wi",
];

/// Whether a name is that of a user alone.
pub(in super::super) fn names_user(name: &Name) -> bool {
    LOGINS.contains(&name.word)
}

/// The names and what they promise.
pub(super) fn names() -> impl Iterator<Item = (&'static str, Promise)> {
    let logins = LOGINS.iter().chain(BOTH).map(|name| (*name, Promise::Login));
    let passwords = PASSWORDS.iter().map(|name| (*name, Promise::Password));
    let keys = KEYS.iter().map(|name| (*name, Promise::Weak));
    NAMES.iter().map(|name| (*name, Promise::Token)).chain(passwords).chain(logins).chain(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::gate::Signals;

    #[test]
    fn every_name_raises_the_signal() {
        let pair = |name: &str| if BOTH.contains(&name) { "a / b7" } else { "x" };
        for name in NAMES.iter().chain(PASSWORDS).chain(BOTH) {
            for text in [format!("{name}: {}", pair(name)), format!("{} = {}", name.to_ascii_uppercase(), pair(name))] {
                assert!(Signals::of(text.as_bytes()).any_of(Signals::SECRET), "{text}");
            }
        }
    }
}
