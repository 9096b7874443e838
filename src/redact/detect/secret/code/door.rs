//! The codes of doors, alarms, safes and mailboxes: figures that a word such as `door code` announces, with a sign or
//! `is`, in several languages, or as the label of a cell. Behind a sign a code may have a letter, or look like a year.

use super::super::value::shown::figures;
use super::super::{Detector, Hits, Reading, Rule, held, once_each, secret};
use super::below;
use super::once::ANSWERED;
use super::public::is_public;
use crate::redact::detect::shape::ends_part;
use crate::redact::detect::vocabulary::{is_one_of, last_word};
use crate::redact::gate::Signals;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&CODE], needs: Signals::DOOR, find };

/// The longest text that may be a code and nothing else, in bytes.
const LONGEST: usize = 32;

static CODE: Rule = secret("secret.door", "figures behind the word for the code of a door, an alarm or a safe");

/// A letter, with or without a mark. Stands for `@` in the forms below.
pub(super) const LETTER: &str = r"(?:[a-z]|[\xc3-\xc5][\x80-\xbf])";

/// What the code of something that is locked is called in several languages.
const CALLED: &str = r"(?: (?: door | gate | garage | lockbox | keybox | keypad | padlock | safe | locker | cabinet | entrance
        | (?: t@r | haust@r | zutritts | eingangs | tresor | garagen | hoftor | tor | schlie@{1,2}fach | tastenfeld | deur | poort | kluis | hek ) )
        [\x20_-]? (?: access \x20 | entry \x20 )? (?: code | combination | combo | kombination )
    | digicode
    | code \x20 (?: (?: de \x20 la | du | de ) \x20 | (?: de \x20 l | d ) (?: ' | \xe2\x80\x99 ) )? (?: porte | portail | coffre | immeuble | entr@e | parking | barri@re ) (?: -fort )?
    | (?: c@digo | clave ) \x20 (?: de | del | de \x20 la | do | da ) \x20 (?: puerta | portal | garaje | entrada | caja \x20 fuerte | porta | port@o | cofre | garagem )
    | codice \x20 (?: (?: del | della | di ) \x20 )? (?: cancello | porta | portone | cassaforte | garage )
    | (?: port | d@rr | ytterd@rr ) kod (?: en )? | (?: d@r | port ) kode (?: n )?
    | (?: zoom | webex | meeting ) \x20 host \x20 key | kod \x20 (?: do | od ) \x20 (?: bramy | drzwi | sejfu | domofonu | furtki | gara@u )
    | (?: safe | tresor | kluis | coffre | cofre | cassaforte | caja \x20 fuerte ) \x20? [:=-] \x20 code
    | (?: key \x20 cabinet | key \x20? safe | lockbox | keybox | padlock | keypad | tastenfeld ) (?: \x20 [a-z0-9-]{1,12} ){0,2} \x20? [:,-] \s code
    | code \x20 d(?: ' | \xe2\x80\x99 ) acc@s \x20 (?: au | du | @ \x20 la | de \x20 la | aux ) \x20 (?: parking | portail | garage | immeuble | b@timent | cave | local | porte )
    | (?: toegangs | zugangs ) code
    | keypad (?: \x20 (?: is | left | right | beside | next | near | outside | at | by | on | of | to | the | front | back | main | door | gate | wall | entrance ) ){1,5} \x20? [:,-] \s code
    | (?: key [\x20-]? (?: safe | cabinet | box | locker ) | lock [\x20-] box ) \x20 code )";

/// Codes that are given to those who come and go. Other things are called so as well, where they are counted.
const GIVEN: &str = r"(?: (?: entry | master | guest | visitor | pick-?up | intercom | barrier | lock | shed | elevator | lift
        | (?: server | store | bin ) \x20? room | bin \x20? store ) [\x20_-]? code )";
/// What holds keys and has a code, so that the figures behind its name and a sign are that.
const HOLDER: &str = r"(?: lock [\x20-]? box | key [\x20-]? (?: safe | box ) | schl@{1,2}ssel (?: box | tresor | safe | kasten ) | padlock | keypad | {ABROAD}
        | (?: front | back | rear | side | cellar | basement | lab | office | warehouse ) \x20 (?: door | gate ) )";
/// What has a code and nothing else that is written in figures right behind it. A lockbox of a bank has a number.
const BOX: &str = r"(?: padlock | key [\x20-]? (?: safe | box ) )";
/// What keys are kept in and what locks with figures is called abroad. Stands for `{ABROAD}`.
pub(super) const ABROAD: &str = r"(?: zahlenschloss | vorh@ngeschloss | bo@te \x20 @ \x20 cl@s | cadenas | sleutel (?: kluis | kluisje | kastje ) | hangslot
    | caja \x20 de \x20 llaves | candado | cassetta \x20 (?: delle \x20 | porta )? chiavi | lucchetto | nyckel (?: sk@p | box ) (?: et | en )? | h@ngl@s | skrzynk[ai] \x20 (?: na | z ) \x20 klucz (?: e | ami ) | k@@dka )";
/// What has a lock and a bare code behind a sign, or the code of those who repair it, behind its name.
const AT_LOCK: &str = r"(?: (?: door | gate | garage | alarm | entrance | barrier | locker | shed | lift | elevator | (?: haus | keller | hof | eingangs )? t@r | hoftor | (?: tief )? garage
        | (?: hinter | neben | haupt )? eingang | schranke | deur | poort | porte | portail | puerta | porta ) (?: \x20 [0-9]{1,4} )? \x20? [:,] \s (?: (?: the | new | neuer | der ) \s )? code (?: \x20? : | \x20 is \b )? \x20
    | (?: lock \x20? box | padlock | key \x20? (?: safe | box ) | schl@{1,2}ssel (?: box | tresor | safe | kasten ) ) [^\n.:;0-9]{0,32} [,(:] \x20? (?: code | combo | combination | kombination ) (?: \x20? : | \x20 is \b )? \x20
    | {ABROAD} (?: \x20? [:,-] )? \x20 (?: code | codice | c@digo | kod | kode | combinaison ) (?: \x20? : )? \x20
    | {PLACE} \x20 code \x20
    | alarm \x20 (?: (?: is | gets | was ) \x20 )? (?: off | set | unset | armed | disarmed ) \x20 with \x20 (?: code \x20 )?
    | (?: door | gate | lock | keypad | padlock | safe | alarm ) s? \b [^\n.0-9]{0,32} \x20 service \x20 code (?: \x20? : | \x20 is \b )? \x20 )";
/// The same before the name of what it opens.
const SERVICE: &str = r"(?: service \x20 code (?: \x20? : | \x20 is \b )? \x20 ( [0-9]{4,8} \#? ) \x20 (?: \( | for \x20 | of \x20 | at \x20 | on \x20 ) (?: the \x20 )? (?: [a-z]{2,12} \x20 )? (?: door | gate | lock | keypad | padlock | safe | alarm ) \b )";
/// From when on a code is valid.
const SINCE: &str =
    r"\x20 (?: from | since | until | till | as \x20 of | ab | seit | bis | vanaf | d@s | desde | dal ) \x20 [a-z0-9]";

/// What it is for, and the sign or the word behind that.
const USED_FOR: &str = r"\x20 (?: for | to | of | at | zum | zur | f@r | pour | du | de | per | para | voor | till ) \x20 [^:=.,;\n0-9]{2,32}? (?: \x20? : | \x20 (?: is | ist | est | es ) \b ) \x20?";

/// What is opened with figures and the sign that ends them on a pad.
const PADDED: &str = r"(?: (?: door | gate | alarm | garage | keypad ) (?: \x20? : )? \x20 ( [0-9]{4,8} \# ) )";

/// What is opened by turning a dial, and what its figures are called.
const DIAL: &str = r"(?: (?: safe | vault | lock | padlock | locker | lockbox | keybox | cabinet | tresor ) [\x20_-]? (?: combination | combo | kombination )
    (?: \x20 (?: changed | reset | updated ) ,? )? (?: \x20? : | \x20 is \b | \x20 to \b )? (?: \x20 now \b :? )? \s{0,2} )";
/// The figures of a dial: with slashes, or with the side that it is turned to.
const TURNS: &str = r"( [0-9]{1,2} (?: \x20? [/-] \x20? [0-9]{1,2} ){2,3} | (?-i: [LR] ) \x20? [0-9]{1,2} (?: [\x20,-]{1,2} (?-i: [LR] ) \x20? [0-9]{1,2} ){2,3} )";
/// The bare word, at the beginning of a line or a sentence, and figures that are turned one after the other.
const BARE: &str =
    r"(?: (?: ^ | [\r\n] | [.;] \x20 ) (?: combination | combo ) \x20? : \x20? ( [0-9]{2} (?: - [0-9]{2} ){2,3} ) )";

/// What that of a mailbox or a conference is called.
const MAILBOX: &str = r"(?: (?: voice \x20? mail | mailbox | (?: tele )? conference ) [\x20_-]? (?: access \x20 )? (?: pin | code | password | passcode ) )";
/// What a sentence says of something that is locked before it tells its combination.
const LOCKED: &str = r"(?: \b (?: locked | unlocks | opens ) (?: \x20 with (?: \x20 the )? | [,;:] )? \x20 (?: combination | combo ) (?: \x20? : | \x20 is \b )? \x20 )";
/// Whose it is.
const WHOSE: &str = r"(?: \x20 for \x20 [^:=;\n]{2,32}? (?: \x20 is \x20 | \x20? : \x20? ) )";

/// What that of an alarm is called. The numbers of messages are called so as well, in the columns of lists.
const ALARM: &str = r"(?: alarm [\x20_-]? (?: access \x20 | panel \x20 )? code | (?: duress | disarm ) \x20 code | code \x20 (?: de \x20 l(?: ' | \xe2\x80\x99 ) )? alarme
    | c@digo \x20 (?: (?: de \x20 la | de | do ) \x20 )? (?: alarma | alarme ) | codice \x20 (?: (?: dell(?: ' | \xe2\x80\x99 ) | di \x20 ) )? allarme | kod \x20 (?: do \x20 )? alarmu
    | larmkod (?: en )? | alarmkode (?: n )? )";

/// What has a code in German. Stands for `{PLACE}` in the forms below.
pub(super) const PLACE: &str = r"(?: alarmanlage | (?: haus | eingangs | keller )? t@r
        | tresor | (?: hof | garagen | roll )? tor | (?: tief )? garage | (?: haupt | neben | hinter )? eingang | schranke | aufzug | keller | pforte | serverraum
        | fahrrad (?: haus | keller | raum ) | m@llraum | schl@{1,2}ssel (?: box | tresor | safe | kasten | schrank ) | schlie@{1,2}fach | tastenfeld )";
/// The same where the code is named first.
const PHRASE: &str = r"(?: code \x20 van \x20 (?: de | het ) \x20 (?: voordeur | achterdeur | deur | poort | kluis | alarm ) | (?: code | combination | combo ) \x20 (?: for | to | of ) \x20 (?: the \x20 )? (?: [a-z]{2,12} \x20 ){0,2} (?: door | gate | garage | lockbox | keybox | padlock | safe | locker | alarm
        | entrance | keypad | lift | elevator | shed | barrier | cabinet | key \x20 (?: box | safe ) )
    | code \x20 (?: (?: f@r | f@rs | zum | zur | vom | von | an | am ) \x20 (?: (?: die | den | das | der | dem ) \x20 )? )? {PLACE}
    | kod (?: en )? \x20 (?: till | til ) \x20 (?: d@rren | ytterd@rren | porten | larmet | grinden | garaget | f@rr@det | kassask@pet | nyckelsk@pet | d@ren | yd@rd@ren | ytterd@ren | alarmen | garasjen | n@kkelskapet ) )";

/// Where a bare code is entered: the figures stand before it. Stands for `{PAD}`.
const PAD: &str = r"(?: key \x20? pad | door \x20 entry | intercom | entrance | front \x20 door | back \x20 door | door | gate | barrier | tastenfeld | eingang | haust@r | t@r | tor | schranke )";
/// A bare code and the place where it is entered, or what somebody enters on a pad.
const PLACED: &str = r"(?: code \x20 ( [0-9]{4,8} \#? ) \x20 (?: at | on | am | an | beim ) \x20 (?: (?: the | der | dem ) \x20 )? (?: main \x20 )? {PAD} \b
    | (?: enter | type | press | dial | use | key \x20 in | punch \x20 in ) \x20 ( [0-9]{4,8} \#? ) \x20 (?: on | into | at ) \x20 (?: the \x20 )? (?: key \x20? pad | intercom | door | gate ) \b
    | (?: enter | type | use ) \x20 ( [0-9]{4,8} \#? ) \x20 (?: for | on ) \x20 (?: the \x20 )? (?: barrier | padlock | lock \x20? box | key \x20? (?: safe | box ) ) (?: [.,;!)\n] | $ )
    | tastenfeld [^\n.0-9]{0,16} \b ( [0-9]{4,8} \#? ) \x20 (?: eingeben | eintippen | tippen )
    | ( [0-9]{4,8} \#? ) \x20 (?: am | ins | in \x20 das | auf \x20 dem ) \x20 tastenfeld \b )";

/// What somebody enters to switch an alarm on or off: behind a verb for that, or before the key that ends it.
const SWITCHED: &str = r"(?: \b alarm \b [^:=.;\n0-9]{0,32}? (?: : | \b (?: with | enter | type | press | use | code ) \b ) \x20? ( [0-9]{4,8} ) (?: \x20 followed \x20 by | ,? \x20 then | \x20? \+ )
        \x20 (?: press \x20 )? (?: the \x20 )? (?: enter | hash | pound | star | ok ) \b
    | (?: activar | desactivar | conectar | desconectar | activer | d@sactiver | inserire | disinserire | attivare | disattivare ) \x20 (?: (?: la | el | l ) (?: \x20 | ' | \xe2\x80\x99 ) )? all? arme? a?
        \x20? [:,]? \x20 (?: teclear | teclea | marcar | pulsar | introducir | con | taper | tapez | composer | composez | avec | digitare | premere ) \x20 (?: (?: el | le | il ) \x20 (?: code | c@digo | codice ) \x20 )? ( [0-9]{4,8} ) (?: \# | \b ) )";

/// What opens something, where a sentence says so.
const OPENED: &str = r"(?: (?: door | gate | lockbox | keybox | padlock | safe | locker ) \x20 [^:=.;\n0-9]{0,32}? \b (?: opens | unlocks ) \x20 with
    | disarm \x20 [^:=.;\n0-9]{0,24}? \b (?: enter | type | with | use ) )";

/// Where it counts, and the sign or the word that joins the figures.
const JOINT: &str = r"(?: \x20 \( [^()\n]{1,16} \) )? (?: \x20 (?: [0-9]{1,2} [a-z.\x20] )? [^:=.,;\n0-9]{2,32}? )? [*_]? \s{0,2}
    (?: [:=] [*_]? | -> | \x20 - \x20 | \x20 (?: is | ist | lautet | was | c'est | est | es | \xc3 (?: [\xa8\xa9] | \xa4r ) | er | to | jest | {STAYS} ) \b ) (?: \x20 {STILL} \b )? \s{0,2}";
/// Words that say that it is what it was, and those behind `is` that say since when. Stand for `{STAYS}` and `{STILL}`.
const STAYS: &str = r"(?: remains | stays | bleibt | reste | rimane | resta | sigue \x20 siendo | blijft | f@rblir )";
const STILL: &str = r"(?: now | still | unchanged | jetzt | nun | weiterhin | immer \x20 noch | noch \x20 immer | toujours | maintenant | todav@a | ahora | ancora | adesso | nog \x20 steeds | nu | nadal | fortfarande )";
/// The same right behind the name, where nothing needs to join them.
const NEXT: &str = r"\s{0,2} (?: \x20 {STILL} \b )? \s{0,2}";

/// A sign or a word that joins them right behind the name.
const SIGN: &str = r"(?: [*_]? \x20? (?: [:=] [*_]? | -> | - \x20 | (?: is | ist | lautet | est | es | er | jest | {STAYS} ) \x20 (?: {STILL} \x20 )?
    | (?: (?: was | is | has \x20 been ) \x20 (?: now \x20 )? )? (?: changed | reset ) \x20 to \x20 ) \x20? )";
/// A year that may be a code there, and letters and figures.
const OPEN: &str = r"( (?: 19 | 20 ) [0-9]{2} \b | (?-i: [0-9A-Z]{4,8} \b ) \#? )";
/// The same of an alarm: the number of a message has a letter first.
const OPEN_ALARM: &str = r"( (?: 19 | 20 ) [0-9]{2} \b | (?-i: [0-9]{3,6} [A-Z] \b ) \#? )";

/// Letters behind the first figures, where no sign joins them.
const MIXED: &str = r"( (?-i: [0-9]{2,6} [A-Z] [0-9]{0,4} | [A-Z] [0-9]{3,6} [A-Z] ) \b )";

/// In a row, or turned one after the other.
const FIGURES: &str = r"( [*\#]? [0-9]{4,10} [*\#]? | [0-9]{1,2} (?: \x20? - \x20? [0-9]{1,2} ){2,3} ) (?: [^0-9a-z.,/:-] | [.,:] (?: [^0-9] | $ ) | $ )";

/// The forms, compiled.
struct Forms {
    /// Those that count in a text.
    told: Regex,
    /// Those that count as the label of one, too.
    labelled: Regex,
    /// Those that a sign joins, and what is known by the end of its line or sentence alone.
    signed: Regex,
    /// Those of them that count as the label of one.
    headed: Regex,
    /// The bare word for the figures of a dial.
    bare: Regex,
    /// A bare code, and where it is entered.
    placed: Regex,
    /// The word in a question, and the figures in the answer below it.
    asked: Regex,
}

impl Forms {
    fn new() -> Option<Self> {
        let form = |called: &str| {
            let called = called.replace("{PLACE}", PLACE).replace("{PAD}", PAD).replace("{ABROAD}", ABROAD);
            let called = called.replace("{STAYS}", STAYS).replace("{STILL}", STILL);
            let text = format!("(?ix-u) (?: ^ | [^a-z0-9] ) (?: {called} )");
            Regex::new(&text.replace('@', LETTER)).ok()
        };
        Some(Self {
            told: form(&format!(
                "(?: {MAILBOX} {WHOSE} | (?: {CALLED} | {ALARM} | {MAILBOX} ) (?: {JOINT} | {NEXT} ) | {PHRASE} {JOINT} | {OPENED} \\x20 ) {FIGURES}"
            ))?,
            labelled: form(&format!("{CALLED} {JOINT} {FIGURES}"))?,
            signed: form(&format!(
                "{CALLED} {SIGN} {OPEN} | {ALARM} {SIGN} {OPEN_ALARM} | {GIVEN} {SIGN} (?: ( [0-9]{{4,10}} \\b \\#? ) | {OPEN} )
                    | {GIVEN} \\x20 ( [0-9]{{4,10}} \\#? ) | {BOX} \\x20 ( [0-9]{{4,6}} \\b ) | code \\x20 {PLACE} \\x20 ( [0-9]{{4,8}} \\#? ) | {CALLED} \\x20 {MIXED} | {CALLED} {USED_FOR} {MIXED} | {PHRASE} {SIGN} {MIXED} | {LOCKED} {TURNS} | {HOLDER} \\x20? [:=] \\x20? ( [0-9]{{4,6}} \\b ) | {AT_LOCK} ( [0-9]{{4,8}} \\#? ) | {PADDED} | {DIAL} {TURNS}"
            ))?,
            headed: form(&format!("{CALLED} {SIGN} {OPEN}"))?,
            bare: Regex::new(&format!("(?ix-u) {BARE}")).ok()?,
            placed: form(&format!("{PLACED} | {SWITCHED} | {SERVICE} | {AT_LOCK} ( [0-9]{{4,8}} \\#? ) {SINCE}"))?,
            asked: form(&format!(
                "(?: {CALLED} | {ALARM} | {GIVEN} | {PHRASE} ) \\b [^?\\n0-9]{{0,48}} {ANSWERED} (?: {MIXED} | ( [*\\#]? [0-9]{{4,10}} [*\\#]? ) )"
            ))?,
        })
    }
}

/// Names the codes of a view, and one that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    static FORMS: LazyLock<Option<Forms>> = LazyLock::new(Forms::new);
    let (Some(forms), text) = (&*FORMS, reading.text()) else { return };
    let codes = |form: &'static Regex, text: &[u8]| -> Vec<Range<usize>> {
        let all = form.captures_iter(text).filter_map(|found| Some(found.get(1)?.range()));
        all.filter(|code| !is_dated(text, code) && !is_of_machine(text, code)).collect()
    };
    let open = [&forms.signed, &forms.bare, &forms.asked].into_iter().flat_map(|form| opening(form, text));
    let all = codes(&forms.told, text).into_iter().chain(open).chain(placed(&forms.placed, text));
    once_each(all).into_iter().for_each(|code| hits.hit(&CODE, code));
    let label = reading.bare_label();
    if label.ends_with('?') && text.len() <= LONGEST {
        // The answer stands in the block below the question.
        let (asked, lead) = below(label, b"\n", text);
        let all = opening(&forms.asked, &asked).into_iter().filter(|code| code.start >= lead);
        all.for_each(|code| hits.hit(&CODE, code.start - lead..code.end - lead));
    } else if !label.is_empty() && text.len() <= LONGEST {
        let (labelled, lead) = below(label, b": ", text);
        let open = opening(&forms.headed, &labelled);
        let all = codes(&forms.labelled, &labelled).into_iter().chain(open);
        let behind = once_each(all.filter(|code| code.start == lead));
        behind.into_iter().for_each(|code| hits.hit(&CODE, code.start - lead..code.end - lead));
    }
}

/// The codes that are entered at a place, those that everybody may see aside.
fn placed(form: &Regex, text: &[u8]) -> Vec<Range<usize>> {
    held(form, text).filter(|code| !is_year(&text[code.clone()]) && !is_public(text, code)).collect()
}

/// The codes that end a line or a part of a sentence; words and numbers of other things do not.
fn opening(form: &Regex, text: &[u8]) -> Vec<Range<usize>> {
    // Right behind the bare name a year says when something was issued.
    let dated = |code: &Range<usize>| is_year(&text[code.clone()]) && ends_with_name(&text[..code.start]);
    held(form, text).filter(|code| is_drawn(&text[code.clone()]) && ends_part(text, code.end) && !dated(code)).collect()
}

/// Whether a name ends what stands before a code, and neither a sign nor a word that joins them.
fn ends_with_name(lead: &[u8]) -> bool {
    const JOINTS: [&str; 14] = [
        "is", "ist", "lautet", "est", "es", "er", "jest", "now", "jetzt", "nun", "still", "remains", "stays", "bleibt",
    ];
    let lead = lead.trim_ascii_end();
    let word = lead.iter().rev().take(8).take_while(|b| b.is_ascii_alphabetic()).count();
    word > 0 && !is_one_of(&lead[lead.len() - word..], &JOINTS)
}

/// Whether a code has at least three figures, and more of them than letters.
pub(super) fn is_drawn(code: &[u8]) -> bool {
    let letters = code.iter().filter(|b| b.is_ascii_alphabetic()).count();
    figures(code) >= 3 && figures(code) > letters
}

/// Whether four figures may be a year.
pub(super) fn is_year(code: &[u8]) -> bool {
    matches!(code, [b'1', b'9', ..] | [b'2', b'0', ..]) && code.len() == 4 && code.iter().all(u8::is_ascii_digit)
}

/// Whether four figures that may be a year are one of those in which something is issued today, or no part of a sentence ends
/// behind them.
fn is_dated(text: &[u8], code: &Range<usize>) -> bool {
    let figures = &text[code.clone()];
    is_year(figures) && (is_recent(figures) || !ends_part(text, code.end))
}

/// Whether a year is one in which what people write about today was issued.
pub(super) fn is_recent(year: &[u8]) -> bool {
    matches!(year, [b'1', b'9', b'8' | b'9', _] | [b'2', b'0', b'0'..=b'2', _] | [b'2', b'0', b'3', b'0'..=b'5'])
}

/// Whether the code of an alarm is the number of a message that a machine gives: what it means stands behind a colon, or the
/// machine before it.
fn is_of_machine(text: &[u8], code: &Range<usize>) -> bool {
    const NEAR: usize = 24;
    const MACHINES: &[&str] = &[
        "plc",
        "cnc",
        "hmi",
        "vfd",
        "scada",
        "modbus",
        "drive",
        "inverter",
        "controller",
        "machine",
        "pump",
        "robot",
        "servo",
        "compressor",
        "chiller",
        "boiler",
        "sensor",
        "ups",
        "sps",
        "steuerung",
        "maschine",
        "anlage",
        "pumpe",
        "umrichter",
    ];
    let line = text[..code.start].rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let name = &line[line.len().saturating_sub(NEAR)..];
    let is_alarm = name.to_ascii_lowercase().windows(4).any(|part| part == b"larm");
    let explained = matches!(text[code.end..], [b':', b' ', b, ..] if b.is_ascii_alphabetic());
    is_alarm && (explained || last_word(line, MACHINES).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::{Policy, Redactor, Tally};

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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::DOOR), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::DOOR), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::DOOR), "{text}");
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
        ] {
            finds(find, &[(text, code)]);
            assert!(Signals::of(text.as_bytes()).any_of(Signals::DOOR), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::DOOR), "{text}");
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
            assert!(Signals::of(text.as_bytes()).any_of(Signals::DOOR), "{text}");
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
}
