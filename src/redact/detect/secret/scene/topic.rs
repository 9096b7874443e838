//! What a line speaks of, by its words, in ten languages.

use crate::redact::detect::vocabulary::Lookup;
use bitflags::bitflags;
use std::sync::LazyLock;

bitflags! {
    /// What words speak of.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Topics: u8 {
        /// A password.
        const PASSWORD = 1;
        /// Whoever gets in somewhere, or what is protected.
        const ACCESS = 1 << 1;
        /// What is locked with figures, and the word for them.
        const LOCK = 1 << 2;
        /// What sends or shows a code for one time.
        const SENT = 1 << 3;
        /// The key of an interface.
        const KEY = 1 << 4;
        /// The word for a code, which programs are called as well.
        const CODE = 1 << 5;
        /// What is locked with figures, or something else of the same name.
        const NEARLY = 1 << 6;
    }
}

impl Topics {
    /// What a word speaks of, in small or large letters; parts that a sign joins count.
    pub(super) fn of(word: &[u8]) -> Self {
        let Some(word) = str::from_utf8(word).ok().filter(|word| (1..=LONGEST).contains(&word.len())) else {
            return Self::default();
        };
        // What is written in parts is what its last part says: `API-Key`, `WLAN-Passwort`.
        let is_part = |part: &&str| !part.is_empty() && part.len() < word.len();
        let parts =
            word.split(['/', '\'', '\u{2019}']).map(|part| part.rsplit('-').next().unwrap_or(part)).filter(is_part);
        parts.fold(TOPICS.of(word.as_bytes()) | compound(word), |all, part| all | TOPICS.of(part.as_bytes()))
    }

    /// Whether it speaks of one of these.
    pub(super) fn is(self, others: Self) -> bool {
        self.intersects(others)
    }
}

/// The longest word that is looked up, in bytes.
const LONGEST: usize = 40;

/// What a word speaks of that is written in one piece with others: `Bildschirmpasswort`, `Haust\u{fc}rcode`.
fn compound(word: &str) -> Topics {
    let ends = |ending: &str| {
        let tail = word.len().checked_sub(ending.len()).filter(|at| *at > 0).and_then(|at| word.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
    };
    ENDINGS.iter().find(|(ending, _)| ends(ending)).map_or_else(Topics::default, |(_, topic)| *topic)
}

/// How words end that are written in one piece with what they belong to.
const ENDINGS: &[(&str, Topics)] = &[
    ("passwort", Topics::PASSWORD),
    ("kennwort", Topics::PASSWORD),
    ("wachtwoord", Topics::PASSWORD),
    ("l\u{f6}senord", Topics::PASSWORD),
    ("l\u{f6}senordet", Topics::PASSWORD),
    ("code", Topics::LOCK),
    ("koden", Topics::LOCK),
    ("t\u{fc}r", Topics::LOCK),
    ("schloss", Topics::LOCK),
    ("kluis", Topics::LOCK),
    ("sk\u{e5}p", Topics::LOCK),
    ("konto", Topics::ACCESS),
];

static TOPICS: LazyLock<Lookup<Topics>> = LazyLock::new(|| Lookup::new(WORDS));

/// The words.
const WORDS: &[(Topics, &str)] = &[
    (
        Topics::PASSWORD,
        "password passwords passwd pwd pw pass passphrase passcode passwrod pasword psw kennwort passwort passw\u{f6}rter \
        kennw\u{f6}rter passphrasen mdp passe contrase\u{f1}a contrase\u{f1}as contrasena clave claves senha senhas \
        palavra-passe parola has\u{142}o has\u{142}em has\u{142}a haslo wachtwoord wachtwoorden ww wachtzin l\u{f6}senord l\u{f6}senordet \
        l\u{f6}senfrasen l\u{f6}sen passordet passord adgangskode kodeord psk",
    ),
    (
        Topics::ACCESS,
        "login logins logon log logs logged logging signed signs sign signin account accounts acct credentials creds access \
        unlock unlocks unlocked locked lock protected encrypted decrypt decrypts opens open opened zip pdf excel archive vault \
        keepass bitlocker filevault veracrypt truststore keystore gradle wifi wi-fi wlan router admin vpn ssid ssh sftp ftp rdp vnc telnet \
        mailbox webmail portal kiosk nas printer scanner username user users profile in bios windows sap kasse \
        anmelden melde meld anmeldung einloggen eingeloggt zugang zugangsdaten konto benutzer benutzername verschl\u{fc}sselt \
        gesch\u{fc}tzt \u{f6}ffnen \u{f6}ffnet entsperren kommst fritzbox g\u{e4}ste-wlan \
        connexion connecter connecte connecte-toi identifiants identifiant compte chiffr\u{e9} prot\u{e9}g\u{e9} ouvre ouvrir \
        session d\u{e9}verrouille acceso credenciales cuenta usuario abre abrir entra entrar protegido cifrado desbloquea \
        accedi accesso credenziali utente apre aprire sblocca cifrato acesso conta utilizador usu\u{e1}rio desbloqueia \
        inloggen ingelogd aanmelden gebruiker account beveiligd opent openen kom ontgrendel zaloguj zalogowa\u{107} logowanie konto \
        u\u{17c}ytkownik otwiera otworzy\u{107} pendrive logga loggar inloggad konto anv\u{e4}ndare \u{f6}ppnas \u{f6}ppnar l\u{e5}st",
    ),
    (
        Topics::LOCK,
        "pin pins passcode alarm door doors garage locker padlock keypad keybox lockbox safe combination combo key-safe keysafe \
        copier headset siren disarm t\u{fc}r tresor alarmanlage zahlenschloss schl\u{fc}sselkasten schl\u{fc}sselsafe kopierer geheimzahl \
        portail cadenas digicode alarme immeuble puerta candado alarma garaje verja cancello lucchetto cassaforte allarme cofre \
        cadeado port\u{e3}o garagem deur poort hek kluis sleutelkastje sleutelkluis kluisje tankpas drzwi brama furtka sejf alarmu \
        domofon d\u{f6}rr d\u{f6}rren grind larm larmet",
    ),
    (
        Topics::NEARLY,
        "gate shed cabinet panel lock locks tablet bluetooth phone card entry entrance pool barrier intercom tor schloss handy \
        verification text signal google bank token emergency backup recovery digits ziffern chiffres cifras cifre cijfers siffror \
        karte porte coffre carte portal caja tarjeta llave porta carta cassetta cart\u{e3}o slot pas karty l\u{e5}s kort",
    ),
    (
        Topics::SENT,
        "sms otp 2fa mfa totp tan authenticator texted whatsapp telegram paypal m\u{f3}vil telem\u{f3}vel best\u{e4}tigungscode \
        freischaltcode notfallcode codes-de-secours",
    ),
    (
        Topics::CODE,
        "code codes pin pins passcode geheimzahl kod kodu kodem koden c\u{f3}digo c\u{f3}digos codice codici",
    ),
    (
        Topics::KEY,
        "api key keys token tokens secret secrets webhook bearer apikey nyckel nyckeln schl\u{fc}ssel cl\u{e9} cl\u{e9}s chiave chiavi llave \
        clave chave klucz sleutel voucher vouchers licence",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_speak_of_what_they_are_for() {
        for (word, topic) in [
            ("Password", Topics::PASSWORD),
            ("WLAN-Passwort", Topics::PASSWORD),
            ("Bildschirmkennwort", Topics::PASSWORD),
            ("BitLocker", Topics::ACCESS),
            ("Haust\u{fc}r", Topics::LOCK),
            ("SMS", Topics::SENT),
            ("API-Key", Topics::KEY),
        ] {
            assert!(Topics::of(word.as_bytes()).is(topic), "{word}");
        }
        assert_eq!(Topics::of(b"otter"), Topics::default());
        assert_eq!(Topics::of(b"\xff"), Topics::default());
        assert_eq!(Topics::of(b""), Topics::default());
    }

    #[test]
    fn no_word_is_longer_than_what_is_looked_up() {
        assert!(WORDS.iter().flat_map(|(_, words)| words.split_ascii_whitespace()).all(|word| word.len() <= LONGEST));
    }
}
