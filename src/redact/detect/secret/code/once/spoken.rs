//! Codes anywhere in a line that speaks of them: a service, an app or a message that says or shows one (`signal said …`), the word
//! for a code of a login with other words between, the PIN of something, and codes that replace a login.
//!
//! Whatever has the form of such a code is one where a sign or a word that says so leads to it and nothing explains it otherwise:
//! what it counts, what it is the number of, a day.

use super::super::public::{is_of_terminal, is_public, names_public};
use super::forms::is_day;
use super::list::{code, is_marked, listed};
use super::{CODE, LISTED};
use crate::redact::detect::secret::Rule;
use crate::redact::detect::shape::{ends_part, figures, is_counted};
use crate::redact::detect::vocabulary::is_among;
use std::ops::Range;

/// What such a code is called in one word, but for PINs.
const CODES: &str = "code codes passcode kod kode koden kodu kodem c\u{f3}digo codigo codice otp totp mtan pushtan 2fa mfa \
    authenticator authentificator digits ziffern chiffres cifras cifre cijfers siffror cyfr";
/// What a login is called, and what a code is for, as it stands in the same line; parts of words in one piece count.
const LOGINS: &str = "login log-in signin sign-in 2fa mfa otp totp auth verif veriz verifi sms whatsapp telegram google \
    gmail apple icloud microsoft paypal facebook instagram amazon ebay steam discord revolut github gitlab okta duo best\u{e4}tig \
    anmelde einmal freischalt aktivier zugangs sicherheits confirm activat authent s\u{e9}curit validation connexion seguridad \
    acceso sicurezza accesso seguran acesso inlog toegang bevestig beveilig inlogg eng\u{e5}ng weryfik potwierdz logowan dost\u{119}p \
    one-time";
/// What sends or shows a code.
const SENDERS: &str = "sms appli application aplicaci\u{f3}n applicazione aplikacja appen text txt message msg app authenticator mail email e-mail whatsapp signal telegram google gmail apple icloud \
    microsoft outlook teams facebook instagram insta amazon paypal ebay steam twitch discord slack uber airbnb linkedin twitter bank \
    sparkasse volksbank revolut n26 wise duo okta github gitlab dropbox netflix azure aws docusign coinbase binance kraken nachricht \
    handy message mensaje correo m\u{f3}vil messaggio telefono mensagem berichtje bericht wiadomo\u{15b}\u{107} meddelande digits \
    ziffern chiffres cifras cifre cijfers siffror cyfr authentificator token";
/// Words by which a code is said, shown or sent.
const SAID: &str = "says said say shows showed shown show reads read sent sends got get received displays displayed texted came \
    sagt sagte zeigt zeigte schickt schickte sendet angezeigt kam erhalten bekommen affiche dit envoy\u{e9} re\u{e7}u indique \
    dice dijo muestra manda enviado recibido recib\u{ed} lleg\u{f3} mostra inviato ricevuto arrivato diz mostrou enviou chegou recebi zegt \
    zei toont stuurde gekregen ontvangen m\u{f3}wi pokazuje przysz\u{142}o przyszed\u{142} dosta\u{142}em dosta\u{142}am wys\u{142}a\u{142} s\u{e4}ger visar \
    skickade fick kom viser sier";
/// Words right before what is said to be a code, and those by which it is entered.
const IS: &str = "is was now its it's be be: try use used enter type namely also i.e. ist war lautet jetzt n\u{e4}mlich est \u{e9}tait soit \
    maintenant es era ahora sea \u{e8} ora adesso cio\u{e8} \u{e9} agora seja nu namelijk dus jest to teraz czyli \u{e4}r allts\u{e5} \
    n\u{e4}mligen er = -> => \u{2192} > \u{27a1} :";
/// What may go on behind a code in its sentence.
const GOES_ON: &str = "and or then now quick quickly please pls plz but before if it dont don't und oder dann jetzt bitte \
    schnell aber et ou puis vite y o luego pero e poi subito ma en dan maar lub ale och eller men just again \
    works came expired on via am auf per sur au por no na te bekommen erhalten gekriegt angekommen";
/// What has a number of its own.
const NUMBERED: &str = "room ticket case issue order invoice ref reference port page line version build model no no. nr nr. n\u{b0} # id \
    ext ext. extension tel error errors chapter section article item part release rfc iso din raum zimmer auftrag rechnung seite \
    artikel zeile version salle commande facture pedido factura sala ordine fattura pagina kamer bestelling factuur pok\u{f3}j \
    zam\u{f3}wienie rum order user account acct konto customer kunde client meeting channel since until by in at of about around over \
    roughly approx than";
/// What has a PIN.
const PINNED: &str = "phone mobile handset sim card copier photocopier printer tablet ipad iphone door gate alarm safe till voicemail \
    mailbox locker bank login app account device screen portal badge handy karte drucker kopierer t\u{fc}r tresor kasse konto t\u{e9}l\u{e9}phone \
    portable carte copieur imprimante coffre porte m\u{f3}vil movil tarjeta impresora puerta cellulare carta stampante porta telem\u{f3}vel \
    celular cart\u{e3}o cofre telefoon pas printer deur kluis kaart mobil kort kortet skrivare telefonen d\u{f6}rren telefon telefonu karty \
    drukarki";
/// How a sentence says that it is what stands before: `… – that's the PIN`.
const THATS: &[&str] = &[
    "that's the",
    "thats the",
    "that is the",
    "this is the",
    "is the",
    "das ist die",
    "ist die",
    "c'est le",
    "es el",
    "\u{e8} il",
    "\u{e9} o",
    "dat is de",
    "to jest",
    "det \u{e4}r",
    "that's my",
    "thats my",
    "is my",
    "ist meine",
    "c'est mon",
    "es mi",
];
/// How far in its line what stands before a code says what it is, in bytes.
const REACH: usize = 120;

/// How many pieces of a line speak of one on each side of it.
const MOST_AROUND: usize = 32;

/// A run without blanks, and what stands in it between signs.
struct Piece {
    whole: Range<usize>,
    inner: Range<usize>,
}

/// A line, and its pieces.
struct Line<'t> {
    text: &'t [u8],
    pieces: Vec<Piece>,
}

/// Tells where codes stand in the lines of a text, and by which rule.
pub(super) fn tell(text: &[u8], mut found: impl FnMut(&'static Rule, Range<usize>)) {
    let mut start = 0;
    for line in text.split(|b| *b == b'\n') {
        if figures(line) > 0 {
            tell_line(text, start..start + line.len(), &mut found);
        }
        start += line.len() + 1;
    }
}

/// The same in a line.
fn tell_line(text: &[u8], line: Range<usize>, found: &mut impl FnMut(&'static Rule, Range<usize>)) {
    let line = Line::of(text, line);
    for at in 0..line.pieces.len() {
        if figures(&text[line.pieces[at].inner.clone()]) == 0 {
            continue;
        }
        if let Some(code) = line.code(at) {
            found(&CODE, code);
        } else if let Some(first) = line.replacing(at) {
            listed(text, first).into_iter().for_each(|code| found(&LISTED, code));
        }
    }
}

/// What such a code looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Four to eight figures in a row.
    Plain,
    /// Two groups of three or four, or three of two.
    Grouped,
    /// With a letter before it, as Google begins its codes.
    Marked,
    /// Capitals and figures in no order.
    Lettered,
}

/// What leads to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    /// A sign.
    Sign,
    /// A word that says that it is something.
    Said,
    /// The word for a code.
    Word,
    Nothing,
}

impl<'t> Line<'t> {
    /// A line of a text.
    fn of(text: &'t [u8], line: Range<usize>) -> Self {
        let mut at = line.start;
        let pieces = text[line].split(u8::is_ascii_whitespace).filter_map(|piece| {
            let start = at;
            at += piece.len() + 1;
            let part = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80;
            let from = piece.iter().position(part).unwrap_or(piece.len());
            let to = piece.iter().rposition(part).map_or(from, |last| last + 1);
            (!piece.is_empty()).then_some(Piece { whole: start..start + piece.len(), inner: start + from..start + to })
        });
        Self { text, pieces: pieces.collect() }
    }

    /// A piece without the signs around it.
    fn word(&self, at: usize) -> &'t [u8] {
        self.pieces.get(at).map_or(&[][..], |piece| &self.text[piece.inner.clone()])
    }

    /// The pieces before one, from the nearest on.
    fn before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let start = self.pieces[at].whole.start;
        (0..at).rev().take_while(move |before| start - self.pieces[*before].whole.start <= REACH)
    }

    /// Whether a word is among those before a piece.
    fn has(&self, at: usize, words: &str) -> bool {
        self.before(at).any(|before| is_among(self.word(before), words))
    }

    /// The code that begins with a piece, if what stands around it says that it is one.
    fn code(&self, at: usize) -> Option<Range<usize>> {
        let (code, form) = self.form(at)?;
        let lead = self.lead(at);
        let value = &self.text[code.clone()];
        if form == Form::Marked {
            return self.speaks_of_google(at, value[0] == b'G').then_some(code);
        }
        if self.is_said_behind(at, &code) {
            return Some(code);
        }
        if is_day(value) || is_counted(self.text, code.end) || !self.closes(code.end) {
            return None;
        }
        let is_puk = || value.len() == LENGTH_OF_PUK && self.before(at).any(|before| self.word(before) == b"PUK");
        if form == Form::Plain && is_puk() {
            return Some(code);
        }
        let is_other = || is_among(self.word(at.wrapping_sub(1)), NUMBERED) || is_public(self.text, &code);
        let told = lead != Lead::Nothing
            && (self.is_of_login(at, lead, &code)
                || form != Form::Lettered
                    && (self.is_sent(at, value) || self.is_pin(at, form, lead, value) || self.is_host_key(at, value)));
        (told && !is_other()).then_some(code)
    }

    /// What begins with a piece, if it has the form of a code.
    fn form(&self, at: usize) -> Option<(Range<usize>, Form)> {
        let piece = &self.pieces[at];
        let value = self.word(at);
        let opens = self.text[piece.whole.start..piece.inner.start].iter().all(|b| b"(\"'`*_[".contains(b));
        if !opens {
            return None;
        }
        let sizes: Vec<usize> =
            value.split(|b| *b == b'-').map(|part| if figures(part) == part.len() { part.len() } else { 0 }).collect();
        let marked = matches!(value, [b'A'..=b'Z', b'-', rest @ ..] if rest.len() == SHORTEST_SENT && figures(rest) == rest.len());
        if let ([2..=4], Some(end)) = (&sizes[..], self.grouped(at)) {
            return Some((piece.inner.start..end, Form::Grouped));
        }
        let form = match sizes[..] {
            _ if marked => Form::Marked,
            [4..=8] => Form::Plain,
            [3, 3] | [4, 4] => Form::Grouped,
            [0] if is_drawn(value) => Form::Lettered,
            _ => return None,
        };
        Some((piece.inner.clone(), form))
    }

    /// Where the groups end of which a piece is the first, with single blanks between them: `158 366`, `06 44 91`.
    fn grouped(&self, at: usize) -> Option<usize> {
        let size = self.word(at).len();
        let is_group = |at: usize| self.word(at).len() == size && figures(self.word(at)) == size;
        let most = if size == 2 { 3 } else { 2 };
        let count = (at..at + most).take_while(|at| is_group(*at)).count();
        let joined = |at: usize| self.pieces[at].inner.end + 1 == self.pieces[at + 1].inner.start;
        let is_number = |at: usize| figures(self.word(at)) > 0 && figures(self.word(at)) == self.word(at).len();
        let goes_on = is_number(at + most) && joined(at + most - 1) || at > 0 && is_number(at - 1) && joined(at - 1);
        (count == most && (at..at + most - 1).all(joined) && !goes_on).then(|| self.pieces[at + most - 1].inner.end)
    }

    /// What leads to a piece.
    fn lead(&self, at: usize) -> Lead {
        let Some(before) = at.checked_sub(1) else { return Lead::Nothing };
        let piece = &self.pieces[before];
        let (word, tail) = (self.word(before), &self.text[piece.inner.end..piece.whole.end]);
        let bracket = self.text[self.pieces[at].whole.start] == b'(';
        if bracket || tail.iter().any(|b| b",:=;?!.>-".contains(b)) || word.is_empty() {
            return Lead::Sign;
        }
        match word {
            _ if is_among(word, IS) || is_among(word, SAID) => Lead::Said,
            b"\xe2\x80\x93" | b"\xe2\x80\x94" | b"\xe2\x86\x92" | b"\xe2\x9e\xa1" => Lead::Sign,
            _ if is_code(word) => Lead::Word,
            _ => Lead::Nothing,
        }
    }

    /// Whether nothing goes on behind a place that would make it a part of something else.
    fn closes(&self, end: usize) -> bool {
        let rest = &self.text[end..];
        let blank = rest.iter().take_while(|b| **b == b' ').count();
        let len = rest[blank..].iter().take_while(|b| !b.is_ascii_whitespace() && !b",.;:!?)".contains(b)).count();
        ends_part(self.text, end)
            || blank > 0 && is_among(&rest[blank..blank + len], GOES_ON)
            || rest.starts_with(b"...")
    }

    /// Whether the word for a code stands before, and what is logged in to or that it came.
    fn is_of_login(&self, at: usize, lead: Lead, code: &Range<usize>) -> bool {
        let Some(named) = self.before(at).find(|before| is_code(self.word(*before))) else { return false };
        let first = named.checked_sub(1).filter(|before| is_of_login(self.word(*before))).unwrap_or(named);
        let start = self.pieces[first].whole.start;
        // Right behind the word fewer figures may be a year or a count.
        if lead == Lead::Word
            && figures(&self.text[code.clone()]) < SHORTEST_BARE
            && !self.word(at).iter().any(u8::is_ascii_alphabetic)
        {
            return false;
        }
        let is_other_code = named > 0 && is_among(self.word(named - 1), NUMBERED);
        let is_login = |before: usize| before + NEAR >= named && is_of_login(self.word(before));
        let came = || self.has(at, SAID) && figures(&self.text[code.clone()]) >= SHORTEST_SENT;
        let other = || {
            is_of_terminal(self.text, start..code.end, lead != Lead::Word)
                || names_public(&self.text[start..code.start])
        };
        (self.before(at).any(is_login) || came()) && !is_other_code && !other()
    }

    /// Whether something that sends codes says or shows six figures.
    fn is_sent(&self, at: usize, value: &[u8]) -> bool {
        let is_round = value.ends_with(b"00");
        figures(value) == SHORTEST_SENT && !is_round && self.has(at, SAID) && self.has(at, SENDERS)
    }

    /// The pieces so near to one that they speak of it.
    fn around(&self, at: usize) -> Range<usize> {
        at.saturating_sub(MOST_AROUND)..self.pieces.len().min(at + MOST_AROUND)
    }

    /// Whether the word for a PIN stands before, and what has one in the line, or the word in capitals.
    fn is_pin(&self, at: usize, form: Form, lead: Lead, value: &[u8]) -> bool {
        let is_capital = |word: &[u8]| word == b"PIN" || word.ends_with(b"-PIN") || word.starts_with(b"PIN-");
        let is_name = |word: &[u8]| is_capital(word) || is_among(word, "pin pincode pinkod pinkoden geheimzahl");
        let has_one = || self.around(at).any(|at| is_among(self.word(at), PINNED));
        let Some(named) = self.before(at).find(|before| is_name(self.word(*before))) else { return false };
        // What a sign joins to the word is read with what else stands on cards.
        let is_apart = (named + 1..at).any(|between| !self.word(between).is_empty())
            || self.text[self.pieces[named].whole.clone()].ends_with(b",");
        // A printer with pins is called so.
        let is_printer = self.word(named + 1) == b"printer" && named + 2 == at;
        let is_numbered = is_printer || named + 1 < at && figures(self.word(named + 1)) == self.word(named + 1).len();
        // In India six figures are the number of a place.
        let capital = || is_capital(self.word(named)) && value.len() < 6;
        form == Form::Plain
            && value.len() <= 6
            && !is_numbered
            && is_apart
            && matches!(lead, Lead::Sign | Lead::Said)
            && (has_one() || capital())
            && !names_public(&self.text[self.pieces[named].whole.start..self.pieces[at].whole.start])
    }

    /// Whether it is the key by which the host of a meeting is known.
    fn is_host_key(&self, at: usize, value: &[u8]) -> bool {
        let is_key = |before: usize| {
            is_among(self.word(before), "key hostkey") && (before == 0 || is_among(self.word(before - 1), "host"))
        };
        let of_meeting = || self.has(at, "zoom webex meeting meetings teams host claim claiming");
        value.len() == SHORTEST_SENT && self.before(at).any(is_key) && of_meeting()
    }

    /// Whether figures that begin a line or a sentence are said to be the PIN behind them.
    fn is_said_behind(&self, at: usize, code: &Range<usize>) -> bool {
        let begins = at == 0 || self.text[self.pieces[at - 1].whole.clone()].ends_with(b".");
        let line = self.pieces.last().map_or(code.end, |last| last.whole.end);
        let rest = String::from_utf8_lossy(&self.text[code.end..line.min(code.end + REACH)]).to_lowercase();
        let is_pin = |rest: &str| rest.strip_prefix(" pin").is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        begins
            && rest.contains("pin")
            && THATS.iter().any(|said| rest.match_indices(said).any(|(found, _)| is_pin(&rest[found + said.len()..])))
    }

    /// Whether a word of the line is for a code; where Google marks it, one for a sender of codes or that it is sent does as well.
    fn speaks_of_google(&self, at: usize, is_google: bool) -> bool {
        self.around(at)
            .map(|at| self.word(at))
            .any(|word| is_code(word) || is_google && (is_among(word, SENDERS) || is_among(word, SAID)))
    }

    /// Where the first code of a list begins, if the line speaks of those that replace a login.
    fn replacing(&self, at: usize) -> Option<usize> {
        const REPLACING: &str = "backup back-up recovery scratch rescue emergency wiederherstell notfall ersatz secours r\u{e9}cup sauvegarde \
            respaldo recupera reserva recupero riserva herstel reserve zapas odzysk awaryj reserv \u{e5}terst\u{e4}ll";
        let start = self.pieces[at].inner.start;
        let end = code(self.text, start)?;
        let value = &self.text[start..end];
        let drawn = value.contains(&b'-') || figures(value) >= 8 || value.iter().any(u8::is_ascii_alphabetic);
        let called = |before: usize| is_of(self.word(before), REPLACING);
        let is_led = drawn && is_marked(value) && self.lead(at) != Lead::Nothing;
        (is_led
            && self.before(at).any(|before| is_code(self.word(before)))
            && self.before(at).any(called)
            && self.closes(end)
            && !is_counted(self.text, end)
            && !is_public(self.text, &(start..end)))
        .then_some(start)
    }
}

/// How many words before that for a code may say what is logged in to.
const NEAR: usize = 4;
/// How many figures a PUK has, and what is sent at the least.
const LENGTH_OF_PUK: usize = 8;
const SHORTEST_SENT: usize = 6;
/// The fewest figures that count right behind the word for a code.
const SHORTEST_BARE: usize = 5;

/// Whether a word is for such a code, or ends with one.
fn is_code(word: &[u8]) -> bool {
    let lower = word.to_ascii_lowercase();
    let joined = [&b"code"[..], b"codes", b"kod", b"koden"].into_iter().any(|end| lower.ends_with(end));
    (is_among(word, CODES) || matches!(word, b"TAN" | b"PUK") || joined && is_of_login(word)) && !names_public(word)
}

/// Whether a word begins as one for a login.
fn is_of_login(word: &[u8]) -> bool {
    is_of(word, LOGINS)
}

/// Whether a word begins with one of these stems; the short ones are whole words, or end before a dash.
fn is_of(word: &[u8], stems: &str) -> bool {
    let begins = |stem: &str| word.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem.as_bytes()));
    let whole = |stem: &str| word.get(stem.len()).is_none_or(|next| !next.is_ascii_alphabetic());
    stems.split_ascii_whitespace().any(|stem| begins(stem) && (stem.len() > 4 || whole(stem)))
}

/// Whether capitals and figures stand in no order, as the names of standards and products do not.
fn is_drawn(value: &[u8]) -> bool {
    let plain = value.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let turns = value.windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_uppercase());
    plain && turns && (5..=10).contains(&value.len()) && value[0].is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::redact::detect::check::{finds, finds_nothing, found};

    #[test]
    fn codes_are_found_where_something_says_or_shows_them() {
        finds(
            find,
            &[
                ("telegram said 508-311. I typed it", "508-311"),
                ("paypal sent six digits to my phone: 508311", "508311"),
                ("Authenticator shows 508 311, quick", "508 311"),
                ("die App zeigt 508 311", "508 311"),
                ("mon appli de la banque affiche 508311, message re\u{e7}u", "508311"),
                ("el mensaje dice 508 311", "508 311"),
                ("de app toont 508311", "508311"),
                ("it wants a verification code, try 05 08 31", "05 08 31"),
                ("przyszed\u{142} mi kod 508 311, wpisuj", "508 311"),
                ("Whatsapp reg code 508-311 pls hurry", "508-311"),
                ("the MFA code I just got is 508 311", "508 311"),
                ("SMS-Code kam gerade: 508 311", "508 311"),
                ("an email with a login code, KXP7M, is it yours?", "KXP7M"),
                ("G-508311 came in from google", "G-508311"),
            ],
        );
        assert_eq!(found(find, "Authenticator shows 508 311 ... no wait, new one: 902 417"), ["508 311", "902 417"]);
        finds_nothing(
            find,
            &[
                "the app shows 508 311 visitors",
                "Google shows 508 311 results",
                "the phone says 12:30",
                "the text says 1984",
                "Apple sent 508311 units",
                "email says invoice 508311",
                "our 2FA rollout is at 4821 users",
                "the login page returns code 4821",
                "confirm the order code, 4821",
                "bank code: 37040044",
                "ticket 508311 says the login code is broken",
                "part G-508311 of the pump",
                "the login code follows RFC6238",
            ],
        );
    }

    #[test]
    fn pins_and_what_replaces_a_login_are_found_with_words_between() {
        finds(
            find,
            &[
                ("pin del m\u{f3}vil de guardia, 5083", "5083"),
                ("telefon po w\u{142}\u{105}czeniu chce PIN, czyli 5083", "5083"),
                ("Il PIN della SIM \u{e8} 5083", "5083"),
                ("the PUK is on the plastic card 50831102", "50831102"),
                ("1966 like my house \u{2013} that's the PIN of the company card", "1966"),
                ("which copier pin for colour?\n50831", "50831"),
                ("Emergency scratch code used: 50831102. Four left", "50831102"),
                ("code de secours restant : 8h2k-q0v4", "8h2k-q0v4"),
            ],
        );
        assert_eq!(
            found(find, "my 2fa backup codes if I lose it: 8h2k-q0v4 and p0d7-91xz"),
            ["8h2k-q0v4", "p0d7-91xz"]
        );
        finds_nothing(
            find,
            &[
                "PIN, 4821 of the socket",
                "PIN 12, 4821",
                "pin of the connector, 4821",
                "Mumbai, PIN - 400001",
                "the PUK is on card 5083",
                "1966 was the year \u{2013} and the PIN came later",
                "backup codes of server app-0123",
                "Recovery code path: line 1234-5678",
            ],
        );
    }
}
