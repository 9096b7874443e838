//! Codes that were given to one person: one-time passwords, codes of messages and apps that confirm a login, transaction
//! numbers, codes that unlock a card (PUK), and the lists of codes for the day when the phone is lost.
//!
//! A word says it, and a sign, a word such as `is` or nothing stands between it and the figures; or the figures come first
//! (`481516 is your login code`). The codes of errors, products and places have other words and stay.

use super::super::value::contains;
use super::super::{Detector, Hits, Reading, Rule, held, once_each, tell, told};
use super::below;
use super::public::{is_of_terminal, is_public, names_public};
use crate::redact::detect::shape::{ends_part, figures, is_counted};
use crate::redact::gate::Signals;
use regex::bytes::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&CODE, &LISTED], needs: Signals::ONCE, find };

/// What raises the signal; a blank stands for anything but letters and digits.
pub(in crate::redact) const WORDS: &[&str] = &[
    " otp ",
    "mailotp ",
    "smsotp ",
    " otpcode",
    "onetime",
    "verification code",
    "verificationcode",
    "authentication code",
    "authenticator code",
    "authorization code",
    "authorisation code",
    "unlock code",
    "access code",
    "accesscode",
    "security code",
    "login code",
    "logincode",
    "auth code",
    "passcode",
    "r\u{e4}tecode",
    "sign in code",
    "signin code",
    "2fa code",
    "mfa code",
    "sms code",
    "smscode",
    "ngscode",
    "eitscode",
    "altcode",
    "eldecode",
    "erischcode",
    "sperrcode",
    "gabecode",
    "tiecode",
    "inlogcode",
    "digo de v",
    "digo de conf",
    "digo de seg",
    "digo de ac",
    "digo de at",
    "digo de aut",
    "digo sms",
    "re\u{e7}u par sms",
    "recibido por sms",
    "der code lautet",
    "clave din",
    "clave tel",
    "clave de acc",
    "kod wery",
    "kod potw",
    "kod jedn",
    "kod sms",
    "kod dost",
    "kod akt",
    "kod autor",
    "kod bezp",
    " tan ",
    " mtan ",
    " itan ",
    "smstan",
    "pushtan",
    "chiptan",
    "phototan",
    "fototan",
    "qrtan",
    " pac ",
    " stac ",
    " puk ",
    " puk1 ",
    " puk2 ",
    "sim pin",
    "meeting pin",
    "konferenz pin",
    "login pin",
    "host pin",
    "abholcode",
    "banking code",
    "google code",
    "device pin",
    "phone pin",
    "telefon pin",
    "voicemail pin",
    "mailbox pin",
    "alarm pin",
    "door pin",
    "tresor pin",
    "safe pin",
    "banking pin",
    " pin for ",
    " pin of ",
    " pin to ",
    " pin f\u{fc}r ",
    " pin f\u{fc}rs ",
    " pin zu",
    " pin de",
    " pin di",
    " pin pour ",
    " pin para ",
    " pin per ",
    " pin voor ",
    " pin van ",
    " pin do ",
    " ihr code",
    "dein code",
    "votre code",
    " tu c\u{f3}digo",
    " su c\u{f3}digo",
    " tuo codice",
    " suo codice",
    " uw code",
    " je code",
    "eu c\u{f3}digo",
    "j kod ",
    "backup code",
    "backupcode",
    "recovery code",
    "recoverycode",
    "scratch code",
    "rescue code",
    "2fa reco",
    "mfa reco",
    "tallcode",
    "herstelcode",
    "ersatzcode",
    "digos de re",
    "digo de rec",
    "digo de res",
    "digos de ba",
    "kody zap",
    "kody odz",
    "kody awar",
    "kod zap",
    "kod odz",
    "kod awar",
    "onscode",
    "ne time pa",
    "ne time co",
    "ne time pi",
    "ge unique",
    "ndy pin",
    "tivation code",
    "v\u{e9}rif",
    "s\u{e9}curit",
    "nnexion",
    "acc\u{e8}s",
    "nfirmation c",
    " de confirma",
    "nmalcode",
    "nmal code",
    "wo factor c",
    "odice di ver",
    "odice di conf",
    "odice di si",
    "odice di ac",
    "odice di att",
    "odice di sb",
    "odice di au",
    "odice sms",
    "odici di",
    "odice di rec",
    "odice di ris",
    "codes de sec",
    "codes de r",
    "code de r\u{e9}cup",
    "code de sec",
    "code de sauv",
    "codes de sauv",
    "rulama kodu",
    "onay kodu",
    "giri\u{15f} kodu",
    "aktivasyon kodu",
    "tek kullan",
    "verifieringskod",
    "ngskod",
    "telsekod",
    "\u{8a8d}\u{8a3c}\u{30b3}",
    "\u{78ba}\u{8a8d}\u{30b3}",
    "\u{30ef}\u{30f3}\u{30bf}\u{30a4}\u{30e0}",
    "\u{6697}\u{8a3c}",
];

static CODE: Rule = told("secret.once", "figures beside the word for a code that one person was given");
static LISTED: Rule = told("secret.recovery", "one of the codes behind the word for several that replace a login");

/// How much of a text is read behind its label, in bytes.
const HEAD: usize = 512;
/// The most codes in a list.
const MOST: usize = 32;
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
        | tresor | safe | banking | support ) [\x20_-] pin (?: [\x20_-]? code )? )";

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

/// Four to eight figures, in one group or two.
const FIGURES: &str = r"(?: g- )? (?: [0-9]{3} [\x20-] [0-9]{3} | [0-9]{4} [\x20-] [0-9]{4} | [0-9]{4,8} )";

/// Where figures end: not within a word, a decimal or a longer number, nor before what they count.
const END: &str = r"(?: $ | です | \# | [.,;:!?)\]'\x22`] (?: $ | [^0-9] ) | \s | < | [/|] )";

/// What several codes are called that replace a login.
const SEVERAL: &str = r"(?: back -? \x20? up [\x20_-]? codes? | [2m]fa [\x20_-] (?: backup | recovery ) (?: [\x20_-] codes? )? | (?: recovery | scratch | rescue ) [\x20_-]? codes?
    | (?: wiederherstellungs | notfall | ersatz | herstel | reserve ) -? codes? | codes? \x20 de \x20 (?: secours | r@cup@ration | sauvegarde )
    | c@digos? \x20 de \x20 (?: respaldo | recupera@{2,3} | reserva | backup ) | codic[ei] \x20 di \x20 (?: backup | recupero | riserva )
    | kody? \x20 (?: zapasow[ey] | odzyskiwania | awaryjn[ey] ) )
    (?: \x20 (?: she | he | they | we | i | you | that | given | read | sent | provided | noted | for | from | of ) (?: \x20 [a-z']{1,12} ){0,6} \x20? : )?
    (?: \x20 \( [^()\n]{1,24} \) )? \s{0,2} (?: [:=] | \x20? (?: is | are | sind | sont | son | s@o | sono | zijn | to ) \b :? )?";

/// The end of a question, and in the next line who writes and the first words of the answer.
pub(super) const ANSWERED: &str = r"\? \s{0,3} \n (?: [^\n?]{1,40} : \x20+ | [^\n?:]{1,24} [0-9]:[0-9][^\n:]{0,8}\n )?
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
struct Forms {
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
    fn new() -> Option<Self> {
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
    fn tell(&self, text: &[u8], mut found: impl FnMut(&'static Rule, Range<usize>)) {
        self.codes(text).into_iter().for_each(|code| found(&CODE, code));
        for lead in self.several.find_iter(text) {
            listed(text, lead.end()).into_iter().for_each(|code| found(&LISTED, code));
        }
    }
}

/// Names the codes of a view, and those that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static FORMS: LazyLock<Option<Forms>> = LazyLock::new(Forms::new);
    let (Some(forms), text) = (&*FORMS, reading.text()) else { return };
    if reading.view().is_tight() {
        return;
    }
    forms.tell(text, |rule, code| tell(rule, &text[code.clone()], code, hits));
    let label = reading.bare_label();
    if !label.is_empty() {
        // An answer stands in the block below its question.
        let joint: &[u8] = if label.ends_with('?') { b"\n" } else { b": " };
        let (labelled, lead) = below(label, joint, &text[..text.len().min(HEAD)]);
        forms.tell(&labelled, |rule, code| {
            if code.start >= lead {
                tell(rule, &labelled[code.clone()], code.start - lead..code.end - lead, hits);
            }
        });
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
fn is_lettered(code: &[u8], joined: bool) -> bool {
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
fn is_day(code: &[u8]) -> bool {
    matches!(
        code,
        [b'1', b'9', _, _]
            | [b'2', b'0', _, _]
            | [b'1', b'9', _, _, b'0' | b'1', _, b'0'..=b'3', _]
            | [b'2', b'0', _, _, b'0' | b'1', _, b'0'..=b'3', _]
    )
}

/// The codes of a list that begins here: all of them have as many groups of as many letters and figures.
fn listed(text: &[u8], from: usize) -> Vec<Range<usize>> {
    let mut codes: Vec<Range<usize>> = Vec::new();
    let mut at = next(text, from);
    while let Some(end) = code(text, at).filter(|_| codes.len() < MOST) {
        if codes.first().is_some_and(|first| sizes(&text[first.clone()]) != sizes(&text[at..end])) {
            break;
        }
        if codes.is_empty() && !is_marked(&text[at..end]) {
            break;
        }
        codes.push(at..end);
        at = next(text, end);
    }
    codes
}

/// Where the next code of a list may begin: behind signs, a word that joins, and its number.
fn next(text: &[u8], from: usize) -> usize {
    static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let form = r"(?ix-u) ^ [\s,;|/*\x22'`\[\]()-]* (?: \xe2\x80\xa2 \s* )? (?: (?: and | or | und | oder | et | ou | y | o | e | en | of | i | lub ) \s )?
            (?: \x23? [0-9]{1,2} [.):] \s{1,2} )? ['\x22`]?";
        Regex::new(form).ok()
    });
    BETWEEN.as_ref().and_then(|form| form.find(&text[from..])).map_or(from, |found| from + found.end())
}

/// Where a code ends that begins here: one group of six to twelve letters and figures, or two to four groups of one size.
fn code(text: &[u8], at: usize) -> Option<usize> {
    let group = |at: usize| text[at..].iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
    let size = group(at);
    let (mut end, mut groups) = (at + size, 1);
    // A blank joins two groups and no more, and parts codes whose groups are joined by a dash.
    while groups < 4
        && (text.get(end) == Some(&b'-') || groups == 1 && text.get(end) == Some(&b' '))
        && (3..=6).contains(&size)
        && group(end + 1) == size
    {
        end += size + 1;
        groups += 1;
        if text[end - size - 1] == b' ' {
            break;
        }
    }
    let whole = !matches!(text[end..], [b'-' | b'_' | b'@', b, ..] if b.is_ascii_alphanumeric());
    let enough = if groups > 1 { size * groups >= 6 } else { (6..=12).contains(&size) };
    let least = if groups > 1 { 1 } else { 2 };
    (whole && enough && figures(&text[at..end]) >= least && !is_day(&text[at..end])).then_some(end)
}

/// Whether a code has so many figures that it is no word; those behind it in a list may have fewer.
fn is_marked(code: &[u8]) -> bool {
    let parts = || code.split(|b| !b.is_ascii_alphanumeric());
    let strong = parts().filter(|part| part.iter().any(u8::is_ascii_digit));
    figures(code) >= 2 && strong.count() * 2 >= parts().count()
}

/// How many letters and figures each group of a code has.
fn sizes(code: &[u8]) -> Vec<usize> {
    code.split(|b| !b.is_ascii_alphanumeric()).map(<[u8]>::len).collect()
}

#[cfg(test)]
mod tests {
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::ONCE), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::ONCE), "{text}");
        }
        finds(
            find,
            &[("Authenticator code: 481 516", "481 516"), ("PUK: 12345678", "12345678"), ("otp: 4815", "4815")],
        );
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::ONCE), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::ONCE), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::ONCE), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::ONCE), "{text}");
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
}
