//! What the fields of forms and the buttons beside them are called, as the files of languages of programs hold it under the
//! names of members that hold a person's value elsewhere: `"login": "Log in"`, `"email": "Adresse e-mail"`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The longest of them, in bytes.
const LONGEST: usize = 40;

/// In lower case, one a line in each language. None of them is the name of somebody.
const CAPTIONS: &str = "
log in|login|log on|logon|sign in|log in here|login name|user|user name|username|your username|user id|name
first name|last name|middle name|full name|display name|given name|family name|surname|your name|public name
email|e-mail|mail|email address|e-mail address|your email|e-mail-address|account id|author|assignee|reporter|owner
anmelden|einloggen|anmeldung|benutzer|benutzername|anmeldename|nutzername|vorname|nachname|zweiter vorname
vollst\u{e4}ndiger name|anzeigename|familienname|e-mail-adresse|e-mailadresse|mailadresse
connexion|se connecter|s'identifier|identifiant|utilisateur|nom d'utilisateur|pr\u{e9}nom|nom|nom complet
nom de famille|nom affich\u{e9}|nom d'affichage|courriel|adresse e-mail|adresse email|adresse \u{e9}lectronique|adresse mail
iniciar sesi\u{f3}n|acceder|entrar|ingresar|usuario|nombre de usuario|nombre|apellido|apellidos|nombre completo
nombre para mostrar|correo|correo electr\u{f3}nico|direcci\u{f3}n de correo|direcci\u{f3}n de correo electr\u{f3}nico
iniciar sess\u{e3}o|usu\u{e1}rio|utilizador|nome de usu\u{e1}rio|nome de utilizador|nome|sobrenome|apelido|nome completo
nome de exibi\u{e7}\u{e3}o|endere\u{e7}o de e-mail|endere\u{e7}o de email|correio eletr\u{f3}nico
accedi|accesso|utente|nome utente|cognome|nome visualizzato|indirizzo e-mail|indirizzo email|posta elettronica
inloggen|aanmelden|gebruiker|gebruikersnaam|voornaam|achternaam|volledige naam|weergavenaam|naam|e-mailadres
zaloguj|zaloguj si\u{119}|logowanie|u\u{17c}ytkownik|nazwa u\u{17c}ytkownika|imi\u{119}|nazwisko|imi\u{119} i nazwisko
wy\u{15b}wietlana nazwa|nazwa wy\u{15b}wietlana|adres e-mail|adres email
p\u{159}ihl\u{e1}sit|p\u{159}ihl\u{e1}sit se|p\u{159}ihl\u{e1}\u{161}en\u{ed}|u\u{17e}ivatel|u\u{17e}ivatelsk\u{e9} jm\u{e9}no|jm\u{e9}no|p\u{159}\u{ed}jmen\u{ed}|cel\u{e9} jm\u{e9}no|e-mailov\u{e1} adresa
logga in|inloggning|anv\u{e4}ndare|anv\u{e4}ndarnamn|f\u{f6}rnamn|efternamn|namn|visningsnamn|e-post|e-postadress
logg inn|log ind|bruker|brukernavn|bruger|brugernavn|fornavn|etternavn|efternavn|navn|visningsnavn|e-postadresse
kirjaudu|kirjaudu sis\u{e4}\u{e4}n|k\u{e4}ytt\u{e4}j\u{e4}|k\u{e4}ytt\u{e4}j\u{e4}tunnus|k\u{e4}ytt\u{e4}j\u{e4}nimi|etunimi|sukunimi|nimi|s\u{e4}hk\u{f6}posti|s\u{e4}hk\u{f6}postiosoite
bejelentkez\u{e9}s|felhaszn\u{e1}l\u{f3}n\u{e9}v|felhaszn\u{e1}l\u{f3}|keresztn\u{e9}v|vezet\u{e9}kn\u{e9}v|n\u{e9}v|e-mail c\u{ed}m
autentificare|conectare|utilizator|nume utilizator|nume de utilizator|prenume|nume|adres\u{103} de e-mail
giri\u{15f}|giri\u{15f} yap|oturum a\u{e7}|kullan\u{131}c\u{131}|kullan\u{131}c\u{131} ad\u{131}|ad|soyad|ad soyad|e-posta|e-posta adresi
\u{432}\u{43e}\u{439}\u{442}\u{438}|\u{432}\u{445}\u{43e}\u{434}|\u{43b}\u{43e}\u{433}\u{438}\u{43d}|\u{438}\u{43c}\u{44f}|\u{444}\u{430}\u{43c}\u{438}\u{43b}\u{438}\u{44f}|\u{438}\u{43c}\u{44f} \u{43f}\u{43e}\u{43b}\u{44c}\u{437}\u{43e}\u{432}\u{430}\u{442}\u{435}\u{43b}\u{44f}|\u{43f}\u{43e}\u{43b}\u{44c}\u{437}\u{43e}\u{432}\u{430}\u{442}\u{435}\u{43b}\u{44c}|\u{43f}\u{43e}\u{447}\u{442}\u{430}|\u{44d}\u{43b}\u{435}\u{43a}\u{442}\u{440}\u{43e}\u{43d}\u{43d}\u{430}\u{44f} \u{43f}\u{43e}\u{447}\u{442}\u{430}
\u{30ed}\u{30b0}\u{30a4}\u{30f3}|\u{30e6}\u{30fc}\u{30b6}\u{30fc}|\u{30e6}\u{30fc}\u{30b6}\u{30fc}\u{540d}|\u{59d3}|\u{540d}|\u{540d}\u{524d}|\u{6c0f}\u{540d}|\u{30e1}\u{30fc}\u{30eb}|\u{30e1}\u{30fc}\u{30eb}\u{30a2}\u{30c9}\u{30ec}\u{30b9}
\u{767b}\u{5f55}|\u{767b}\u{5165}|\u{7528}\u{6237}|\u{7528}\u{6237}\u{540d}|\u{59d3}\u{540d}|\u{540d}\u{5b57}|\u{90ae}\u{7bb1}|\u{7535}\u{5b50}\u{90ae}\u{4ef6}|\u{90ae}\u{7bb1}\u{5730}\u{5740}|\u{4f7f}\u{7528}\u{8005}\u{540d}\u{7a31}|\u{96fb}\u{5b50}\u{90f5}\u{4ef6}
\u{b85c}\u{adf8}\u{c778}|\u{c0ac}\u{c6a9}\u{c790}|\u{c0ac}\u{c6a9}\u{c790} \u{c774}\u{b984}|\u{c774}\u{b984}|\u{c131}|\u{c774}\u{ba54}\u{c77c}|\u{c774}\u{ba54}\u{c77c} \u{c8fc}\u{c18c}
";

/// Whether a text is what a field is called, with a capital or in another script, perhaps with a sign behind it.
pub(super) fn is_caption(text: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| CAPTIONS.split(['\n', '|']).filter(|caption| !caption.is_empty()).collect());
    let caption = text.trim().trim_end_matches([':', '*', ' ']);
    // A login may be called `user`.
    let is_told = caption.chars().next().is_some_and(|first| !first.is_ascii_lowercase());
    is_told && text.len() <= LONGEST && KNOWN.contains(caption.to_lowercase().replace('\u{2019}', "'").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_from_names_of_persons() {
        for text in [
            "Log in",
            "E-mail:",
            "Nom d\u{2019}utilisateur",
            "Vorname *",
            "Imi\u{119}",
            "\u{30ed}\u{30b0}\u{30a4}\u{30f3}",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in ["", "jdoe", "Ann Lee", "ann@example.com", "Login7", "Jane Username", "user"] {
            assert!(!is_caption(text), "{text}");
        }
    }
}
