//! The codes of places that are told another way than by the word for such a code: what is locked stands before the bare word
//! (`Hut: code 0417`, `the back door opens with code 3108`), somebody says what they are pressed for (`press 3069 to disarm`),
//! keys are kept behind them (`Key safe for the flat: 7102`), or they are those of a room or of somebody who looks after a
//! machine (`Bike store code 2468`, `Copier code: 30418`).

use super::super::{Detector, Hits, Reading, Rule, held, once_each, secret};
use super::below;
use super::door::{ABROAD, LETTER, PLACE, is_drawn, is_recent, is_year};
use super::public::is_public;
use crate::redact::detect::shape::ends_part;
use crate::redact::gate::Signals;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file. Its words raise the signal.
pub(in super::super) const DETECTOR: Detector = Detector { rules: &[&CODE], needs: Signals::DOOR, find };

static CODE: Rule = secret("secret.place", "figures beside what is locked and the bare word for a code");

/// The longest text that may be a code and nothing else, in bytes.
const LONGEST: usize = 32;

/// What is locked, or the machine that figures are entered on, before a sign. Stands for `{THING}` in the forms.
const THING: &str = r"(?: doors? | gates? | alarm | padlock | lock \x20? box | key \x20? (?: box | safe ) | safe | lockers? | cupboard | cabinet | barrier | entrance | keypad | shed | hut | cabin
    | toilets? | lift | elevator | vault | porch | garage | (?: combination | code | number ) \x20 lock | {PLACE} | [a-z]{2,12} (?: t@r | schloss | schrank | eingang ) | h@tte
    | porte | portail | portillon | alarme | coffre | cadenas | badge | barri@re | digicode | puerta | alarma | caja \x20 fuerte | garaje | cancela | verja | porta | port@o | cofre | portone
    | cancello | allarme | cassaforte | (?: voor | achter )? deur | poort | kluis | hek | slagboom | d@rr (?: en )? | grind (?: en )? | larm (?: et )? | drzwi | brama | furtka | sejf | szafka | {ABROAD} )";
/// Which of several it is.
const WHICH: &str = r"(?: \x20 (?: [0-9]{1,3} [a-z]? | [a-z] | left | right | front | back | rear | main | side | outside | upstairs | downstairs | links | rechts | hinten | vorn | oben | unten
    | nord | sud | est | ouest | north | south | east | west | gauche | droite | lock ) ){0,2}";
/// The bare word for a code. Stands for `{WORD}`.
const WORD: &str = r"(?: code | codice | c@digo | kod (?: en )? | kode (?: n )? | combination | combo | kombination | combin (?: aison | azione | aci@n | a@@o ) | zahlencode )";
/// Figures, with letters among them as mechanical locks have them, or turned one after the other. Stands for `{VALUE}`.
const VALUE: &str = r"( [*\#]? [0-9]{4,8} (?: [*\#] | \b ) | (?-i: [0-9]{2,5} [A-Z] [0-9]{0,4} \b | [A-Z] [0-9]{3,6} [A-Z]? \b ) | [0-9] (?: - [0-9] ){3,7} (?-i: - [A-Z] )? | [0-9]{1,2} (?: \x20? [/-] \x20? [0-9]{1,2} ){2,3} )";
/// What joins the word and the figures.
const JOINT: &str = r"(?: \x20? : | \x20 (?: is | ist | lautet | est | es | = ) \b )? \x20";
/// What joins them where nothing but a sign or a word may.
const SIGNED: &str = r"(?: \x20? : | \x20 (?: is | ist | lautet | est | es | now ) \b ) \x20";

/// What is locked, a sign, the bare word, and the figures.
const PARTED: &str = r"{THING} (?: {WHICH} | \x20? : [^:.;\n]{2,24}? ) \x20? (?: [:,(+-] | \xe2\x80\x93 ) \x20? (?: (?: the | new | neuer ) \x20 )? {WORD} {JOINT} {VALUE}";
/// What opens with a code, or is opened with one.
const OPENED: &str = r"(?: (?: {THING} \b [^.;:\n0-9]{0,32} \b {OPENS} | {OPENS} \b [^.;:\n0-9]{0,24} {THING} ) \b [^.;:\n0-9]{0,24} \x20 {WITH} {WORD} \x20 {VALUE}
    | alarm \x20 (?: (?: is | gets | was ) \x20 )? (?: silenced | disarmed | armed | unset | cancelled | (?: switched | turned ) \x20 (?: off | on ) ) \x20 (?: with | using | by \x20 entering ) \x20 (?: {WORD} \x20 )? {VALUE} )";
const OPENS: &str = r"(?: use | opens? | unlocks? | disarms? | unset | @{1,2}ffnet | @{1,2}ffnen | ouvrir | ouvre | abre | abrir | apre | aprire | opent | openen | @ppnas | @pnes | enter | entry | secured | locked )";
const WITH: &str = r"(?: with | using | mit | avec | con | com | met | med ) \x20 (?: (?: the | le | la | el | il | lo | o | de | dem | den ) \x20 )?";
/// What is locked in a sentence, and its code in the next one.
const NEXT: &str = r"(?: disarm | unset \x20 the \x20 alarm | keypad | padlock | door | gate | lockbox | key \x20 safe | alarm \x20 panel | barrier | digicode | portail | puerta | cancello | deur | poort | {PLACE} ) \b [^\n]{0,64}
    [.;!] \x20 (?: (?: the | der | le | el | il | de ) \x20 )? {WORD} \x20 (?: is | ist | est | es ) \x20 {VALUE}";

/// What an alarm of a house is switched with, and what is pressed to open something.
const PRESSED: &str = r"(?: (?: building | house | office | shop | site | intruder | burglar | home | school | surgery | warehouse | workshop | clinic | studio ) \x20 alarm \x20? : \x20? {VALUE}
    | alarm \x20 (?: off | on | set | unset | arm | disarm | aus | ein | an | scharf | unscharf ) (?: \x20? : | \x20 mit | \x20 with ) \x20 {VALUE}
    | alarm \b [^.;\n]{0,32} \( (?: arm | disarm | set | unset ) \x20 with \x20 {VALUE}
    | (?: digicode | code ) \x20 [^.;:\n]{2,24} , \x20 alarme \x20 {VALUE}
    | (?: press | enter | type | key \x20 in | punch \x20 in | dial ) \x20 ( [0-9]{4,8} \#? ) (?: ,? \x20 (?: then | and ) \x20 [a-z\#*]{1,8} )? \x20 to \x20 (?: disarm | unset | arm | set \x20 the \x20 alarm | unlock \x20 the | open \x20 the ) \b
    | keypad \x20 is \x20 (?: now \x20 )? {VALUE}
    | {WORD} \x20 (?: for | to ) \x20 (?: the \x20 )? (?: [a-z]{2,12} \x20 ){0,2} {THING} \x20 \( ( [0-9]{4,8} \#? ) \)
    | {THING} (?: \x20 [^:.;,\n0-9]{2,32} )? \x20? : \x20? ( [0-9]{4,8} \# ) )";

/// What holds keys. Stands for `{HOLDER}`.
const HOLDER: &str = r"(?: lock [\x20-]? box | key [\x20-]? (?: safe | box ) | schl@{1,2}ssel (?: box | tresor | safe | kasten ) | {ABROAD} )";
/// What holds keys and where it is, and the figures behind a sign, in brackets, or behind the bare word.
const KEPT: &str = r"(?: (?: {HOLDER} | padlock ) \x20 (?: for | at | by | outside | near | beside | behind | on | of | in | vor | am | an | bei | beim | im | bij | aan | naast | pr@s | de | du | da | del | halle | haus | hof | eingang | links | rechts ) \b
        [^:=;\n]{0,32} \x20? : \x20? ( [0-9]{4,6} \b | [0-9] (?: \x20 [0-9] ){3,5} | [0-9]{2} \x20 [0-9]{2} )
    | {HOLDER} \x20? [:=] \x20? ( [0-9] (?: \x20 [0-9] ){3,5} | [0-9]{2} \x20 [0-9]{2} )
    | {HOLDER} \x20 number (?: \x20 is | \x20? : ) \x20 ( [0-9]{4,6} )
    | {HOLDER} \x20 \( ( [0-9]{4,6} ) \)
    | {HOLDER} \x20 [^:.;,(\n0-9]{2,28} \x20 {WORD} \x20 {VALUE}
    | (?: (?: combination | code ) \x20 lock | cijferslot | (?: zahlen | container | kombinations ) schloss ) (?: \x20? : )? \x20 {VALUE}
    | (?: (?: combination | code ) \x20 lock | cijferslot | (?: zahlen | container | kombinations ) schloss ) (?: \x20? : )? \x20 ( [0-9]{3} ) )";

/// Rooms that few may enter, and what they are called with the word for a code.
const ROOM: &str = r"(?: (?: (?: bike | bicycle | cycle | boiler | plant | staff | crew | comms | meter | cleaners? | changing | post | mail | stock | laundry | utility | drug | medicine | medication | linen | key | tool | break | treatment )
        \x20 (?: room | store | storage | cupboard | closet | cage | hut ) | toilet s? | restroom | bathroom | porch | portacabin )
    [\x20_-] code (?: {SIGNED} | \x20{1,3} ) {VALUE}
    | (?: office | building | house | floor ) \x20 code (?: {SIGNED} | \x20 ) ( [0-9]{4,8} \# | (?-i: [A-Z] [0-9]{3,6} [A-Z] ) \b )
    | (?: schranken | poller | keller | m@llraum | serverraum | fahrradraum | umkleide | lager | pforten ) -? (?: zugangs )? code (?: {SIGNED} | \x20{1,3} ) {VALUE}
    | code \x20 (?: (?: du | de \x20 la | des | de ) \x20 | de \x20 l(?: ' | \xe2\x80\x99 ) )? (?: cadenas | portillon | barri@re | vestiaires? | sanitaires | toilettes | local \x20 [a-z@]{3,12} | bo@te \x20 @ \x20 cl@s )
        (?: \x20 [^:=.\n0-9]{2,24} )? {SIGNED} {VALUE}
    | code \x20 (?: der | des | f@r \x20 (?: die | den | das ) ) \x20 {PLACE} s? (?: \x20 [^:=.\n0-9]{2,24} )? {SIGNED} {VALUE} )";
/// Who looks after a machine and enters figures to show it, and machines that are shared.
const KEEPER: &str = r"(?: (?: photo )? copier | (?: alarm \x20 )? engineer (?: 's | \xe2\x80\x99s )? | installer | supervisor | till ) [\x20_-] code (?: {SIGNED} | \x20{1,3} ) ( [0-9]{4,8} )
    | (?: codice \x20 (?: supervisore | amministratore | installatore ) | code \x20 (?: superviseur | administrateur | installateur ) | c@digo \x20 (?: de \x20 )? (?: supervisor | instalador ) | beheerders? -? code
        | (?: kopierer | errichter | techniker | supervisor ) -? code ) (?: {SIGNED} | \x20{1,3} ) ( [0-9]{4,8} )";
/// The word for something locked in a sentence where the code is told with a verb.
const TOLD: &str = r"(?: (?: clave | c@digo ) \x20 (?: de \x20 la | del | de ) \x20 (?: alarma | cancela | verja | candado | barrera ) (?: \x20 [^:=.\n0-9]{2,24} )? {SIGNED} {VALUE} )";

/// The forms, compiled.
static FORMS: LazyLock<Option<[Regex; 2]>> = LazyLock::new(|| {
    let parts = [
        ("{JOINT}", JOINT),
        ("{SIGNED}", SIGNED),
        ("{VALUE}", VALUE),
        ("{WHICH}", WHICH),
        ("{OPENS}", OPENS),
        ("{WITH}", WITH),
        ("{WORD}", WORD),
        ("{HOLDER}", HOLDER),
        ("{THING}", THING),
        ("{PLACE}", PLACE),
        ("{ABROAD}", ABROAD),
    ];
    let form = |called: &str| {
        let called = parts.iter().fold(called.to_owned(), |text, (name, part)| text.replace(name, part));
        Regex::new(&format!("(?ix-u) (?: ^ | [^a-z0-9] ) (?: {called} )").replace('@', LETTER)).ok()
    };
    let near = form(&format!("{PARTED} | {OPENED} | {PRESSED} | {KEPT}"))?;
    Some([near, form(&format!("{NEXT} | {ROOM} | {KEEPER} | {TOLD}"))?])
});

/// Names the codes of a view, and one that its label announces.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    once_each(codes(text)).into_iter().for_each(|code| hits.hit(&CODE, code));
    let label = reading.bare_label();
    if label.is_empty() || text.len() > LONGEST || label.ends_with('?') {
        return;
    }
    if is_dial(label) && is_turned(text) {
        let lead = text.len() - text.trim_ascii_start().len();
        hits.hit(&CODE, lead..lead + text.trim_ascii().len());
        return;
    }
    let (labelled, lead) = below(label, b": ", text);
    let behind = codes(&labelled).filter(|code| code.start >= lead);
    once_each(behind).into_iter().for_each(|code| hits.hit(&CODE, code.start - lead..code.end - lead));
}

/// Whether a label is the bare word for the figures of a dial.
fn is_dial(label: &str) -> bool {
    ["combination", "combo"].iter().any(|word| label.trim().eq_ignore_ascii_case(word))
}

/// Whether a text is nothing but figures that are turned one after the other: three or four numbers below a hundred.
fn is_turned(text: &[u8]) -> bool {
    let mut numbers = text.trim_ascii().split(|b| *b == b'-');
    let count = numbers.clone().count();
    (3..=4).contains(&count) && numbers.all(|part| (1..=2).contains(&part.len()) && part.iter().all(u8::is_ascii_digit))
}

/// Where codes stand in a text.
fn codes(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    FORMS.iter().flatten().flat_map(move |form| held(form, text)).filter(move |code| {
        let value = &text[code.clone()];
        let dated = is_year(value) && is_recent(value);
        is_drawn(value) && !dated && ends(text, code.end) && !is_public(text, code)
    })
}

/// Whether a part of a sentence ends behind a code, or what to do next follows.
fn ends(text: &[u8], end: usize) -> bool {
    const STEPS: [&[u8]; 12] = [
        b" then ",
        b" to ",
        b" and ",
        b" + ",
        b" followed by ",
        b" dann ",
        b" au clavier",
        b" puis ",
        b" poi ",
        b" on the keypad",
        b" at the ",
        b" am ",
    ];
    ends_part(text, end) || STEPS.iter().any(|step| text[end..].starts_with(step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::{Policy, Redactor, Tally};

    /// Each text raises the signal and gives its code.
    #[track_caller]
    fn tells(cases: &[(&str, &str)]) {
        for (text, code) in cases {
            finds(find, &[(text, code)]);
            assert!(Signals::of(text.as_bytes()).any_of(Signals::DOOR), "{text}");
        }
    }

    #[test]
    fn what_is_locked_stands_before_the_bare_word() {
        tells(&[
            ("side entrance (code 5083)", "5083"),
            ("after six: yard door, code 5083", "5083"),
            ("Hut: code 0583 then pull the handle", "0583"),
            ("Tor 2: Code 5083", "5083"),
            ("Alarmanlage: Code 5083, innerhalb von 30 Sekunden", "5083"),
            ("Schranke: Code 5083#", "5083#"),
            ("Portail sud : code 27B83", "27B83"),
            ("badge + code 5083C au clavier", "5083C"),
            ("Causeway gate: combination 5-0-8-3", "5-0-8-3"),
            ("Cassaforte: combinazione 508311", "508311"),
            ("Open the rear door with code 5083", "5083"),
            ("please use the back door with code 5083", "5083"),
            ("Office code: 5083#", "5083#"),
            ("Building code C5083Y", "C5083Y"),
            ("The coach door opens with code 5083; ring twice.", "5083"),
            ("Le coffre du camion s'ouvre avec le code 50-83-11.", "50-83-11"),
            ("Disarm within 45 s. The code is 5083 followed by the green key.", "5083"),
        ]);
        finds_nothing(
            find,
            &[
                "safe to use (code 5083)",
                "gate: error code 5083",
                "Hut: code 0583 lines of it",
                "Tor 2: Code 2019",
                "Open the file with code 5083 lines",
                "The port opens with error code 5083.",
                "the alarm stops with code 5083 errors",
                "The door is red. The error code is 5083.",
                "combination of 5-0-8-3",
            ],
        );
    }

    #[test]
    fn an_alarm_is_switched_with_figures() {
        tells(&[
            ("Office alarm: 5083", "5083"),
            ("Alarm off: 50831 + red button", "50831"),
            ("Press 5083 to disarm", "5083"),
            ("Alarm aus mit 5083", "5083"),
            ("digicode 6094, alarme 508311", "508311"),
            ("La clave de la alarma es 5083.", "5083"),
            ("Der Code der Alarmanlage ist 5083", "5083"),
            ("the gate keypad is 5083", "5083"),
            ("the freezer alarm is silenced with 5083", "5083"),
            ("Panel of the alarm by the lift: 5083#, then press Arm", "5083#"),
            ("I gave you the code for the back door (5083).", "5083"),
            ("Kluis: 2x rechts, code 18-44-06", "18-44-06"),
        ]);
        finds_nothing(
            find,
            &[
                "Pump alarm: 5083",
                "alarm off: 5083 times",
                "press 5083 keys to win",
                "alarme 508311",
                "the keypad is 5083 mm wide",
                "La clave de la tabla es 5083.",
            ],
        );
    }

    #[test]
    fn keys_are_kept_behind_figures() {
        tells(&[
            ("Key safe for Ms Orr: 5083", "5083"),
            ("Key safe outside the dock: 5 0 8 3", "5 0 8 3"),
            ("Key safe number is 5083", "5083"),
            ("spare key in the lockbox (5083)", "5083"),
            ("sleutelkluisje bij de achterdeur code 5083", "5083"),
            ("Schl\u{fc}sseltresor Halle 3: 50 83", "50 83"),
            ("Combination lock: 31-8-24", "31-8-24"),
            ("charging trolley: code lock 583.", "583"),
        ]);
        finds_nothing(
            find,
            &[
                "key safe for the flat: 2024",
                "Key safe model: 5083",
                "lockbox (5083 units)",
                "lockbox for parcels: 5083 litres",
                "combination lock 583 pieces",
            ],
        );
    }

    #[test]
    fn rooms_and_machines_that_are_shared_have_codes() {
        tells(&[
            ("Bike store code: 5083", "5083"),
            ("Staff room code 5083", "5083"),
            ("Meter cupboard code: 5083", "5083"),
            ("Toilet code: 5083", "5083"),
            ("Schrankencode 5083", "5083"),
            ("Serverraum-Code 5083", "5083"),
            ("Code cadenas : 0583", "0583"),
            ("Le code du cadenas des v\u{e9}los : 0583", "0583"),
            ("Copier code: 50831", "50831"),
            ("codice supervisore 50831", "50831"),
            ("beheerderscode: 50831", "50831"),
            ("Alarm engineer code  508311", "508311"),
        ]);
        finds_nothing(
            find,
            &[
                "Store code: 5083",
                "Building code: 5083",
                "Office code: 5083",
                "Staff room code 2019",
                "Plant code: 5083",
                "Copier code: 50831 lines",
                "engineer code 508311 lines",
                "the boiler code 5083",
            ],
        );
    }

    #[test]
    fn the_place_may_be_the_cell_before() {
        let redactor = Redactor::new(Policy::shipped("standard").unwrap(), None);
        let body =
            "<table><tr><th>Item</th><th>Detail</th></tr><tr><td>Crew room door</td><td>code 5083</td></tr></table>";
        let redacted = body.replace("5083", "[SECRET]");
        assert_eq!(redactor.storage(body, &mut Tally::new()), redacted);
        assert_eq!(redactor.storage(&redacted, &mut Tally::new()), redacted);
        let object = |name: &str, value: &str| format!("{{\"locker\":{{\"number\":214,\"{name}\":\"{value}\"}}}}");
        let redacted = |text: String| redactor.json(&text, &mut Tally::new()).into_owned();
        assert_eq!(redacted(object("combination", "15-38-7")), object("combination", "[SECRET]"));
        assert_eq!(redacted(object("version", "15-38-7")), object("version", "15-38-7"));
        let body = body.replace("Crew room door", "Compiler");
        assert_eq!(redactor.storage(&body, &mut Tally::new()), body);
    }
}
