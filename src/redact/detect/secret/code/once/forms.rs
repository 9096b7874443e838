//! The forms of what says that figures are a code: what such a code is called, what joins it to its figures, who entered, sent or
//! heard it.

use super::super::super::value::contains;
use super::super::super::{Rule, held, once_each};
use super::super::public::{is_of_terminal, is_public, names_public};
use super::list::{SEVERAL, listed};
use super::{CODE, LISTED};
use crate::redact::detect::shape::{ends_part, figures, is_counted};
use regex::bytes::{Captures, Regex};
use std::ops::Range;

/// The fewest figures that count where nothing joins them to the word: fewer may be a year or a count.
const UNJOINED: usize = 5;

/// A letter, with or without a mark. Stands for `@` in the forms below.
const LETTER: &str = r"(?:[a-z]|[\xc3-\xc5][\x80-\xbf])";

/// What such a code is called in several languages.
const CALLED: &str = r"(?: (?: sms | e?mail | totp | hotp )? [\x20_-]? otp (?: [\x20_-]? (?: code | pin | number ) )?
    | one [\x20_-]? time [\x20_-]? (?: pass )? (?: code | word | pin )
    | (?: verification | confirmation | authenticat(?: ion | or ) | authori[sz]ation | activation | unlock | access | security
        | (?: telephone | phone ) \x20 banking | whatsapp | google | apple \x20 id | paypal | telegram
        | auth | login | log-in | sign-?in | two-factor | [2m]fa | sms | totp | reset ) [\x20_-]? (?: pass )? code
    | pass [\x20-]? code (?: \x20 (?: noted | given | read | sent | provided | shared | recorded | supplied ) (?: \x20 [a-z]{1,12} ){0,4} )?
    | (?: (?: best@{1,2}tigungs | verifizierungs | verifikations | sicherheits | freischalt | aktivierungs | anmelde
        | authentifizierungs | freigabe | entsperr | zugangs | einmal | abhol | ger@te | sms | 2fa | mfa ) -? code
    | (?: verificatie | bevestigings | toegangs | beveiligings | inlog | activerings ) code )
    | code \x20 (?: (?: de \x20 | d.{1,3} )
        (?: v@rification | confirmation | s@curit@ | validation | connexion | activation | authentification | acc@s | d@verrouillage )
        | @ \x20 usage \x20 unique | re@u \x20 par \x20 sms | sms )
    | c@digo \x20 (?: de \x20 )? (?: (?: verifica | confirma | ac?tiva | autentica ) @{3,4} | seguridad | seguran@a | acc?esso? | sms )
    | c@digo \x20 recibido \x20 por \x20 sms | clave \x20 (?: din@mica | telef@nica | de \x20 acceso )
    | codice \x20 (?: di \x20 )? (?: verifica | conferma | sicurezza | accesso | attivazione | sblocco | autenticazione | sms | otp )
    | (?: do@rulama | onay | giri@ | aktivasyon ) \x20 kodu (?: nuz )? | tek \x20 kullanimlik \x20 (?: kod | @ifre ) @{0,3}
    | (?: verifierings | eng@ngs | inloggnings | bekr@ftelse ) kod (?: en )?
    | (?: 認証 | 確認 ) コード | ワンタイムパスワード | 暗証番号
    | kod \x20 (?: weryfikacyjny | potwierdzaj@{1,4} | jednorazowy | sms | dost@pu | aktywacyjny | autoryzacyjny | bezpiecze@stwa )
    | (?-i: (?: m | i | sms | push | chip | photo | foto | qr )? -? TAN | sms_?[Tt]an ) (?: [\x20-]? code )? | puk[12]?
    | (?-i: PIN ) \x20 (?: for | of ) \x20 (?: (?: the | my | your | his | her ) \x20 )? (?: [a-z]{2,12} \x20 ){0,2} (?: banking | phone | app | card | account | portal | door | voicemail | alarm | tablet )
    | (?-i: PIN ) \x20 (?: (?: for | of | f@rs? | zum | zur | vom | de | du | del | para | pour | per | di | do | voor ) \x20 )? (?: (?: the | den | die | das | dem | der | my | your | la | le | il | el | lo | de | het ) \x20 | (?: l | dell ) (?: ' | \xe2\x80\x99 ) )?
        (?: printer | copier | photocopier | drucker | kopierer | imprimante | photocopieur | copieur | tankkarte | firmenkarte | bankkarte | girokarte | kreditkarte | tankpas | bankpas | fuel \x20 card | impresora | fotocopiadora | stampante | fotocopiatrice | drukarki | kopieerapparaat | skrivare
        | alarm | alarmanlage | alarme | alarma | allarme | alarmu | sim (?: [\x20-] (?: card | karte ) )? | (?: carte | cart@o | tarjeta | scheda | karty ) \x20 sim | simkaart | tablet | handy | diensthandy | tresor | safe | kluis | coffre | cassaforte | voicemail | mailbox | gate | garage )
    | (?: sim | meeting | host | conference | konferenz | login | app | device | tablet | phone | handy | telefon | voicemail | mailbox | alarm | door
        | tresor | safe | banking | support | printer | copier | photocopier | drucker | kopierer | card | fuel \x20 card ) [\x20_-] pin (?: [\x20_-]? code )? )";

/// Whose code it is, where nothing else says what it is.
const OWNED: &str = r"(?: your | der | ihr | dein | votre | ton | tu | su | il \x20 tuo | il \x20 suo | uw | je | seu | teu | tw@j )
    \x20 (?: code | c@digo | codice | kod )";

/// A PIN, and what it is for.
const PIN: &str = r"pin (?: [\x20_-]? code )? \x20 (?: for | of | to | f@rs? | zu[mr]? | de[rsl]? | pour | para | per | voor | van | do | di )
    \x20 [^:=.,;\n0-9]{2,32}?";

/// What the word and its figures may have between them: signs, a remark in brackets, and a sign or a word that joins them.
const JOINT: &str = r#"["'`*_]? (?: \x20 \( [^()\n]{1,16} \) | \x20 (?: for | from | of | aus | f@r | per | pour | par | re@u | para | por | recibido | van | voor )
    \x20 [^:=.,;\n0-9]{2,32}? (?: \x20? [:=] | \x20 (?: is | was | ist | est | es ) \b ) )?
    ( \s{0,2} (?: [:=\#] [*_]? | => | - \x20 ) | \x20 (?: is | was | ist | lautet | war | est (?: \x20 le )? | es (?: \x20 el )? | to | era | remains ) \b (?: \x20 (?: now | still | jetzt ) \b )? :? | \x20 \xc3 (?: [\xa8\xa9] | \xa4r ) :? | は )?
    \s{0,3} ["'`]?"#;

/// Four to eight figures: one by one, in pairs, in two groups, or in one.
const FIGURES: &str = r"(?: g- )? (?: [0-9] (?: [\x20-] [0-9] ){3,7} | [0-9]{2} (?: \x20 [0-9]{2} ){2,3} | [0-9]{3} [\x20-] [0-9]{3} | [0-9]{4} [\x20-] [0-9]{4} | [0-9]{4,8} )";

/// Where figures end: not within a word, a decimal or a longer number, nor before what they count.
const END: &str = r"(?: $ | です | \# | [.,;:!?)\]'\x22`] (?: $ | [^0-9] ) | \s | < | [/|] )";

/// The end of a question, and in the next line who writes and the first words of the answer.
const ANSWERED: &str = r"\? \s{0,3} \n (?: [^\n?]{1,40} : \x20+ | [^\n?:]{1,24} [0-9]:[0-9][^\n:]{0,8}\n )?
    (?: (?: it'?s | is | sure | yes | here | ok | ja | oui ) [,:]? \x20 ){0,3}";
/// Who sent a code, and in the next line what it says.
const SENT: &str = r"(?: sent | send | texted | text | emailed | got | get | received | receive ) \b [^?\n0-9]{0,24} \b code \b [^\n0-9]{0,48}
    \n (?: [^\n?]{1,40} : \x20+ )? (?: (?: it | yes | ok | sure | the \x20 code ) [,:]? \x20 ){0,2} (?: says | is | reads | it'?s ) :? \x20 (?: the \x20 code \x20 )?
    | (?: get | got | receive d? ) \x20 (?: the | a | my | your ) \x20 (?: sms \x20 )? code \b [^?\n0-9]{0,32} {ANSWERED}";
/// Who sent a code that is valid once, or asks for it, and in the next line somebody who says nothing else.
const READ_OUT: &str = r"(?: sent | sending | send | texted | emailed | read | tell | give | confirm ) \b [^?\n0-9]{0,24} \b (?: one [\x20-] time | security | verification | login | sms | access ) \x20 (?: pass )? code \b [^\n0-9]{0,48}
    \n [^\n?:]{1,24} : \x20 (?: (?: it'?s | ok | okay | sure | yes | got \x20 it ) [.,:]? \x20 ){0,2} ( [0-9]{3} [\x20-]? [0-9]{3} ) (?: $ | [.,!]? (?: \s | $ ) )";

/// Who is asked to enter the bare code, and what for.
const ENTERED: &str = r"(?: enter | use | type | input ) \x20 (?: (?: the | this | your | following ) \x20 ){0,2} code :? \x20
    (?: ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{6} ) \x20 to \x20 (?: confirm | continue | complete | proceed | authori[sz]e | approve ) \b
        | ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{4,8} ) \x20 to \x20 (?: sign | log | verify | authenticate ) \b )
    | (?: enter \x20 (?: the | this | following ) | (?: gib | geben \x20 sie | tippe | saisi(?: s | ssez ) | entre[zr] | tape[zr] | introdu(?: ce | zca | za | cir ) | ingres[ae] | escrib[ae]
        | inseri(?: sci | sca | re ) | insira | digit[ae] | voer | vul | wpisz | podaj | ange | skriv ) (?: \x20 (?: den | le | el | il | o | de | din | votre | ton | tu | su | seu | il \x20 tuo | uw | je | deinen | ihren ) )? )
        \x20 (?: code | c@digo | codice | kod (?: en )? ) :? \x20 ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{6} )
        (?: $ | \s* (?: \n | $ ) | [.,;!)] (?: $ | [^0-9] ) | \x20 (?: ein | eingeben | para | pour | per | om | in | into | on | en | w | aby | dans | nel | nella | na | to | f@r | now | within | then | and | und | et | e | y | i ) \b )";
/// The bare code, and how short a time it is valid.
const BRIEF: &str = r"code \x20? (?: [:=] | is )? \x20? ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{4,8} ) (?: \x20? [(,;.-] \x20? | \x20 )
    (?: (?: it | it's | which ) \x20 )? (?: is \x20 )? (?: valid | good | expires | expiring | g@ltig | valable | v@lido? | valido ) \x20 (?: (?: for | in | f@r | pendant | durante | per ) \x20 )?
    [0-9]{1,3} \x20? (?: min | m \b | sec | sek | s \b | h \b | hour | stunde )
    | code \x20? (?: [:=] | is | ist | lautet )? \x20? ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{4,8} ) \x20? [(,;] \x20? [0-9]{1,3} \x20 (?: min | m | minuten | minutes | minutos | h | stunden | sek | sekunden ) \b \.? \x20 (?: lang \x20 )? (?: g@ltig | valable | valid | v@lid | geldig )";

/// What somebody says who was told a code: who read it out, or how it came.
const HEARD: &str = r"(?: otp \x20 (?: read | noted | given | received | told ) (?: \x20 [a-z]{1,12} ){0,4} \x20? : \x20? ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{4,8} ) {END}
    | (?: read | told | gave | texted | dictated | forwarded | passed | showed ) \x20 (?: me | us | him | her | them | over | out | on ) \x20 (?: the | a | her | his | their | my ) \x20 (?: (?: sms | login | security ) \x20 )? code :? \x20
        ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{6} ) {END}
    | (?-i: PAC | STAC ) (?: \x20 code )? (?: \x20? [:=] | \x20 is )? \x20 ( (?-i: [A-Z]{3} \x20? [0-9]{6} ) ) {END} | (?: 2fa | mfa ) \x20? : \x20? ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{6} ) {END}
    | (?: got | received | have ) \x20 the \x20 code :? \x20 ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{6} ) {END}
    | code :? \x20 ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{4,8} ) \x20 (?: (?: just | has | which ) \x20 )? (?: came | arrived | received | kam | sent | arriv@ | re@u ) \x20 (?: in \x20 )? (?: by | via | per | as | on | over | through | par ) \x20 (?: (?: the | an? | my ) \x20 )?
        (?: sms | text | whatsapp | e-? mail | phone ) \b )";

/// The bare word for a code, that which joins it, and six figures.
const BARE: &str = r"(?: the | le | el | il | de | o | der ) \x20 (?: code | c@digo | codice )
    (?: ,? \x20 (?: that | re@u | que | qui | den | ricevuto | che | die ) \b [^.:;?\n0-9]{0,32}? )? \x20 (?: is | was | est | es | ist | lautet | \xc3[\xa8\xa9] ) :? \x20
    ( [0-9]{3} [\x20-] [0-9]{3} | [0-9]{6} )";
/// Words behind which four figures are a code where nothing joins them.
const KEPT: [&[u8]; 9] = [b"otp", b"mtan", b"access", b"unlock", b"sperr", b"toegang", b"zugang", b"passcode", b"pin"];

/// A code with letters, in one group or several.
const LETTERED: &str =
    r"(?-i: ( [0-9A-Z]{3,8} (?: - [0-9A-Z]{3,8} ){1,5} | [0-9A-Z]{6,10} | [0-9]{2} [A-Z] [0-9]{2} ) ) \b";

/// The forms, compiled.
pub(super) struct Forms {
    /// The word, what joins it, and the figures.
    called: Regex,
    /// The same of words that need something to join them.
    joined: Regex,
    /// The word in a question, and the figures in the answer below it.
    asked: Regex,
    /// The figures, and then what they are.
    told_behind: Regex,
    several: Regex,
    /// The bare word, and figures.
    bare: Regex,
    /// The bare word, and figures that are entered now.
    brief: Regex,
    /// The word, what joins it, and letters with figures.
    lettered: Regex,
}

impl Forms {
    /// The forms.
    pub(super) fn new() -> Option<Self> {
        let form = |text: &str| {
            let text = text.replace("{ANSWERED}", ANSWERED).replace("{END}", END).replace('@', LETTER);
            Regex::new(&format!("(?ix-u) {text}")).ok()
        };
        Some(Self {
            called: form(&format!("(?: ^ | [^a-z0-9] ) {CALLED} {JOINT} ({FIGURES}) {END}"))?,
            joined: form(&format!(
                r"(?: ^ | [^a-z0-9] ) (?: {OWNED} | {PIN} ) {JOINT} ({FIGURES}) (?: $ | \s* [.,;:!?)\]'`<\x22\n] (?: $ | [^0-9] ) )"
            ))?,
            asked: form(&format!(
                r"(?: ^ | [^a-z0-9] ) {CALLED} \b [^?\n0-9]{{0,48}} {ANSWERED} () ({FIGURES}) \x20? (?: $ | [.,!]? \s )"
            ))?,
            told_behind: form(&format!(
                r"(?: ^ | [^a-z0-9.,:/-] ) ({FIGURES}) \x20 (?: (?: is | as | ist | als | est | es | \xc3[\xa8\xa9] | to ) \x20
                    (?: (?: the | your | my | ihr | dein | mein | votre | ton | tu | su | il | tuo | uw | je | seu | sua | o | tw@j ) \x20 ){{1,2}}
                    (?: [a-z0-9&.-]{{1,16}} \x20 ){{0,3}} (?: {CALLED} | code | pin ) \b
                    | (?: as | als | comme | como | come ) \x20 (?: code \x20 )? (?-i: PIN ) \b
                    | to \x20 (?: sign | log | verify | confirm | authenticate ) \b )"
            ))?,
            several: form(&format!(r"(?: ^ | [^a-z0-9] ) {SEVERAL}"))?,
            bare: form(&format!("(?: ^ | [^a-z0-9] ) {BARE}"))?,
            brief: form(&format!(
                "(?: ^ | [^a-z0-9] ) (?: {ENTERED} | {BRIEF} | {HEARD} | {READ_OUT} | (?: {SENT} ) ({FIGURES}) {END} )"
            ))?,
            lettered: form(&format!("(?: ^ | [^a-z0-9] ) {CALLED} {JOINT} {LETTERED}"))?,
        })
    }

    /// Where the codes of a text stand, those of lists aside.
    fn codes(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut codes = Vec::new();
        for (form, fewest) in [(&self.called, UNJOINED), (&self.joined, usize::MAX), (&self.asked, usize::MAX)] {
            for one in form.captures_iter(text) {
                let Some(code) = one.get(2) else { continue };
                // The security codes of cards are shorter.
                let joined = one.get(1).is_some() && !is_of_card(one.get(0).map_or(&[], |whole| whole.as_bytes()));
                let kept = || fewest == UNJOINED && figures(code.as_bytes()) + 1 == fewest && is_kept(text, &one);
                if (joined || figures(code.as_bytes()) >= fewest || kept())
                    && !is_day(code.as_bytes())
                    && !is_counted(text, code.end())
                    && !is_of_terminal(
                        text,
                        one.get(0).map_or(code.range(), |whole| whole.range()),
                        one.get(1).is_some(),
                    )
                {
                    codes.push(code.range());
                }
            }
        }
        let speaks = |one: &Captures<'_>| one.get(0).is_some_and(|whole| !names_public(whole.as_bytes()));
        let behind = self.told_behind.captures_iter(text).filter(speaks).filter_map(|one| one.get(1));
        codes.extend(behind.filter(|code| !is_day(code.as_bytes())).map(|code| code.range()));
        let bare = self.bare.captures_iter(text).filter_map(|one| Some(one.get(1)?.range()));
        let is_own = |code: &Range<usize>| ends_part(text, code.end) && !is_day(&text[code.clone()]);
        codes.extend(bare.filter(|code| is_own(code) && !is_public(text, code)));
        let brief = held(&self.brief, text);
        let is_known = |code: &Range<usize>| is_day(&text[code.clone()]) || is_counted(text, code.end);
        codes.extend(brief.filter(|code| !is_known(code) && !is_public(text, code)));
        let lettered =
            self.lettered.captures_iter(text).filter_map(|one| Some((one.get(1).is_some(), one.get(2)?.range())));
        let drawn = |code: &Range<usize>, joined| ends_part(text, code.end) && is_lettered(&text[code.clone()], joined);
        codes.extend(lettered.filter(|(joined, code)| drawn(code, *joined)).map(|(_, code)| code));
        once_each(codes)
    }

    /// Tells where the codes of a text stand, and by which rule.
    pub(super) fn tell(&self, text: &[u8], mut found: impl FnMut(&'static Rule, Range<usize>)) {
        self.codes(text).into_iter().for_each(|code| found(&CODE, code));
        for lead in self.several.find_iter(text) {
            listed(text, lead.end()).into_iter().for_each(|code| found(&LISTED, code));
        }
    }
}

/// Whether four figures that end a part of a sentence stand behind a word for a code that is kept.
fn is_kept(text: &[u8], one: &Captures<'_>) -> bool {
    let lower = one.get(0).map_or(&[][..], |whole| whole.as_bytes()).to_ascii_lowercase();
    let known = KEPT.iter().any(|part| contains(&lower, part));
    known && one.get(2).is_some_and(|code| ends_part(text, code.end()))
}

/// Whether letters and figures are drawn: in groups, or in one where figures stand before letters, and more than once where
/// nothing joins it to the word. Names of standards have letters before figures.
pub(super) fn is_lettered(code: &[u8], joined: bool) -> bool {
    let letters = code.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let turns = |from: fn(&u8) -> bool, to: fn(&u8) -> bool| {
        code.windows(2).filter(|pair| from(&pair[0]) && to(&pair[1])).count()
    };
    let back = turns(u8::is_ascii_digit, u8::is_ascii_alphabetic);
    let there = turns(u8::is_ascii_alphabetic, u8::is_ascii_digit);
    let grouped = code.contains(&b'-');
    let drawn = if joined { grouped && figures(code) >= 4 || back > 0 } else { back > 0 && back + there >= 2 };
    letters > 0 && figures(code) >= 2 && drawn
}

/// Whether it speaks of security, as the words for the code of a card do.
fn is_of_card(word: &[u8]) -> bool {
    let lower = word.to_ascii_lowercase();
    [&b"secur"[..], b"sicherheit", b"segur", b"sicurezza"].iter().any(|part| contains(&lower, part))
}

/// Whether the figures are a year, or a day as in `20241231`.
pub(super) fn is_day(code: &[u8]) -> bool {
    matches!(
        code,
        [b'1', b'9', _, _]
            | [b'2', b'0', _, _]
            | [b'1', b'9', _, _, b'0' | b'1', _, b'0'..=b'3', _]
            | [b'2', b'0', _, _, b'0' | b'1', _, b'0'..=b'3', _]
    )
}
