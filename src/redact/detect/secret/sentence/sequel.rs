//! What a clause or a sentence says of a password that another spoke of before: `the wifi password changed, it's now …`, `a new
//! password. It is …`.

/// What happened to it, right behind its name. Some end in the word before what it became.
const HAPPENED: &[&str] = &[
    " changed",
    " has changed",
    " was changed",
    " has been changed",
    " was reset",
    " has been reset",
    " is new",
    " reset",
    " changed again",
    " expired",
    " has expired",
    " is expired",
    " was rotated",
    " has been rotated",
    " abgelaufen",
    " ist abgelaufen",
    " zresetowane",
    " zmienione",
    " r\u{e9}initialis\u{e9}",
    " cambiada",
    " restablecida",
    " reimpostata",
    " redefinida",
    " gewijzigd",
    " hat sich ge\u{e4}ndert",
    " wurde ge\u{e4}ndert",
    " ge\u{e4}ndert",
    " zur\u{fc}ckgesetzt",
    " wurde zur\u{fc}ckgesetzt",
    " ist neu",
    " a chang\u{e9}",
    " a \u{e9}t\u{e9} chang\u{e9}",
    " ha cambiado",
    " se ha cambiado",
    " \u{e8} cambiata",
    " \u{e8} stata cambiata",
    " is gewijzigd",
    " is veranderd",
    " mudou",
    " foi alterada",
    " zmieni\u{142}o si\u{119}",
];
/// What parts the two clauses.
const PARTS: &[&str] = &[". ", ", ", "; ", " - ", " \u{2013} ", " \u{2014} ", ": "];
/// What the second one says before the value, in small letters.
const SAYS: &[&str] = &[
    "it's now ",
    "it's ",
    "it is now ",
    "it is ",
    "now it's ",
    "now it is ",
    "the new one is ",
    "the new one's ",
    "new one is ",
    "new one: ",
    "new: ",
    "neu: ",
    "neues: ",
    "nouveau : ",
    "nueva: ",
    "nuova: ",
    "nova: ",
    "nieuw: ",
    "nowe: ",
    "here is the new one: ",
    "here's the new one: ",
    "here is a new one: ",
    "here's a new one: ",
    "es ist jetzt ",
    "es ist nun ",
    "es ist ",
    "es lautet jetzt ",
    "es lautet nun ",
    "es lautet ",
    "es lautet: ",
    "lautet: ",
    "das neue ist ",
    "das neue lautet ",
    "hier das neue: ",
    "c'est maintenant ",
    "c\u{2019}est maintenant ",
    "c'est ",
    "c\u{2019}est ",
    "le nouveau est ",
    "voici le nouveau : ",
    "ahora es ",
    "la nueva es ",
    "ora \u{e8} ",
    "adesso \u{e8} ",
    "quella nuova \u{e8} ",
    "het is nu ",
    "het nieuwe is ",
    "agora \u{e9} ",
    "a nova \u{e9} ",
    "teraz to ",
    "nowe to ",
];
/// As many bytes as the longest of them has, and more.
const LONGEST: usize = 32;

/// The length of what stands between the name of a password and the value that the next clause gives, at the start of what
/// follows the name.
pub(in super::super) fn told(rest: &[u8]) -> Option<usize> {
    if !matches!(rest, [b' ' | b'.' | b',' | b';' | b':', _, ..]) {
        return None;
    }
    let happened = HAPPENED.iter().filter(|words| rest.starts_with(words.as_bytes())).map(|words| words.len()).max();
    let at = happened.unwrap_or(0);
    let part = starting(&rest[at..], PARTS)?;
    // A sign that assigns has its value behind it.
    let says = (happened.is_some() || rest[0] != b':').then(|| starting_small(&rest[at + part..]))??;
    Some(at + part + says)
}

/// The length of which of these a text begins with.
fn starting(rest: &[u8], known: &[&str]) -> Option<usize> {
    known.iter().find(|word| rest.starts_with(word.as_bytes())).map(|word| word.len())
}

/// The same of what a sentence says, which may begin with a capital.
fn starting_small(rest: &[u8]) -> Option<usize> {
    starting(&rest[..rest.len().min(LONGEST)].to_ascii_lowercase(), SAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::detect::secret::assign::DETECTOR;

    #[test]
    fn what_is_said_is_known_whole() {
        for (happened, said) in HAPPENED.iter().flat_map(|one| SAYS.iter().map(move |other| (one, other))) {
            let rest = format!("{happened}. {said}x");
            assert_eq!(told(rest.as_bytes()), Some(rest.len() - 1), "{rest}");
        }
        assert!(SAYS.iter().all(|said| said.len() < LONGEST && told(said.as_bytes()).is_none()));
    }

    #[test]
    fn the_next_clause_tells_the_password() {
        finds(
            DETECTOR.find,
            &[
                ("The mailbox has a new password. It is Otter_24.", "Otter_24"),
                ("We changed the wifi password, it's now Blue-Otter-44.", "Blue-Otter-44"),
                ("The password has been changed. The new one is Otter_24.", "Otter_24"),
                ("The wifi password has changed: it is now otter-maple88", "otter-maple88"),
                ("My password expired. The new one is Otter_24.", "Otter_24"),
                (
                    "token expired. new one is 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
                    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
                ),
                ("Das Passwort hat sich ge\u{e4}ndert, es ist jetzt Otter-Ahorn-44.", "Otter-Ahorn-44"),
                ("Le mot de passe a chang\u{e9}, c'est maintenant Loutre-44.", "Loutre-44"),
                ("La contrase\u{f1}a ha cambiado, ahora es Nutria2024", "Nutria2024"),
            ],
        );
    }

    #[test]
    fn the_next_clause_may_speak_of_something_else() {
        finds_nothing(
            DETECTOR.find,
            &[
                "Choose a password. It is required.",
                "The password has been changed. It is valid for 90 days",
                "Forgot the password? It is easy.",
                "the password, it is said, was hashed",
                "The password has been changed. The new one is stored in the vault",
                "The password changed. It is 12 characters long",
                "The token expired. It is valid for 3600 seconds",
                "password: it is Otter_24's turn",
                "Keep the password. It is hashed with SHA-256",
            ],
        );
    }
}
