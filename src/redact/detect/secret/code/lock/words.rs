//! The vocabulary: what is locked, what a code is called, and what joins the two and the figures, for each language; and the
//! words around them, which mean the same in whatever language they are.
//!
//! All words are parted by commas and written with their accents; a reader knows them without as well. A blank stands for a
//! blank, a dash or nothing. A word that begins with a dash may end a longer one: `-tür` is in `Kellertür` as well.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A language.
pub(in crate::redact) struct Tongue {
    /// What a code is called.
    pub(super) words: &'static str,
    /// What joins such a word to the thing behind it.
    pub(super) of: &'static str,
    /// What joins a code to its figures.
    pub(super) is: &'static str,
    /// How a thing stands beside such a word.
    pub(super) order: Order,
    /// What has a lock. A bare number behind it is something else: a gate of an airport has one, and so has a door of a shop.
    pub(super) doors: &'static str,
    /// What has nothing but a code, so that the number behind it and a sign is that.
    pub(super) holders: &'static str,
    /// The same where no sign is needed.
    pub(super) locks: &'static str,
    /// What wakes the neighbours. Machines have alarms as well, whose codes are the numbers of messages.
    pub(super) alarms: &'static str,
    /// What says whose or which code it is, right before the word or right behind it, and nothing elsewhere.
    pub(super) owners: &'static str,
}

/// How the thing and the word for its code stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::redact) enum Order {
    /// The thing before the word, apart: `door code`.
    Apart,
    /// The thing before the word, in one piece: `Türcode`.
    Joined,
    /// The thing behind the word: `code porte`.
    Behind,
}

/// What the gate looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::redact) enum Locked {
    /// What is locked.
    Thing,
    /// What has nothing but a code.
    Holder,
    /// A room, which is locked where the word for a code stands behind it.
    Room,
}

/// The languages. What English lends to others stands with them as well.
pub(in crate::redact) const TONGUES: &[Tongue] = &[
    Tongue {
        words: "code, combination, combo, pin, pin code",
        of: "for the, to the, of the",
        is: "is, is now, is still, remains, was changed to",
        order: Order::Apart,
        doors: "door, gate, garage, entrance, barrier, shed, hut, cabin, porch, lift, elevator, vault, locker, cupboard, cabinet, \
                safe, toilet, restroom, bathroom, portacabin, door entry, intercom, key locker, key cabinet, bin store, server room, store room, bin room, \
                bike room, bike store, bicycle store, cycle store, boiler room, plant room, staff room, crew room, comms room, \
                meter room, meter cupboard, cleaners cupboard, cleaner cupboard, changing room, post room, mail room, stock room, \
                laundry room, utility room, drug cupboard, medicine cupboard, medication room, linen room, linen cupboard, key room, \
                key cupboard, tool room, tool store, tool hut, break room, treatment room, plant store, cleaning cupboard, drug room",
        holders: "lockbox, keypad, front door, back door, rear door, side door, cellar door, basement door, lab door, office door, \
                  warehouse door, front gate, back gate, rear gate, side gate, building alarm, house alarm, office alarm, shop alarm, \
                  site alarm, intruder alarm, burglar alarm, home alarm, school alarm, surgery alarm, warehouse alarm, \
                  workshop alarm, clinic alarm, studio alarm",
        locks: "padlock, key safe, key box, code lock, combination lock, number lock",
        alarms: "alarm, alarm panel",
        owners: "entry, master, guest, visitor, pick up, lock, copier, photocopier, engineer, alarm engineer, installer, \
                 supervisor, till",
    },
    Tongue {
        words: "code, kombination, zahlencode, pin",
        of: "für die, für den, für das, fürs, zum, zur, vom, der, des, am, an der",
        is: "ist, ist jetzt, lautet, bleibt",
        order: Order::Joined,
        doors: "-tür, -tuer, tor, hoftor, garagentor, rolltor, gartentor, garage, tiefgarage, -eingang, schranke, aufzug, keller, \
                pforte, serverraum, fahrradhaus, fahrradkeller, fahrradraum, müllraum, schließfach, schliessfach, tresor, poller, \
                umkleide, -schloss, -schrank, spind",
        holders: "schlüsselbox, schlüsseltresor, schlüsselsafe, schlüsselkasten, schlüsselschrank, tastenfeld, keybox, lockbox",
        locks: "zahlenschloss, vorhängeschloss, containerschloss, kombinationsschloss",
        alarms: "alarm, alarmanlage",
        owners: "zutritt, zugang, kopierer, errichter, techniker, installateur",
    },
    Tongue {
        words: "code, combinaison, code pin",
        of: "de la, du, de l, des, d, de",
        is: "est, est maintenant, c'est, reste",
        order: Order::Behind,
        doors: "porte, portail, portillon, coffre, coffre fort, immeuble, entrée, parking, barrière, garage, bâtiment, cave, vestiaire, badge, \
                sanitaires, toilettes, local vélo, local vélos, local poubelles, local technique",
        holders: "",
        locks: "cadenas, boîte à clés, boîte à clefs",
        alarms: "alarme",
        owners: "superviseur, administrateur, installateur",
    },
    Tongue {
        words: "código, clave, combinación, pin",
        of: "de la, del, de, para la",
        is: "es, es ahora, sigue siendo",
        order: Order::Behind,
        doors: "puerta, portal, garaje, entrada, caja fuerte, cancela, verja, barrera, trastero",
        holders: "",
        locks: "candado, caja de llaves",
        alarms: "alarma",
        owners: "supervisor, instalador",
    },
    Tongue {
        words: "codice, combinazione, pin",
        of: "della, del, di, dell",
        is: "è, rimane",
        order: Order::Behind,
        doors: "porta, portone, cancello, cassaforte, garage, armadietto",
        holders: "",
        locks: "lucchetto, cassetta chiavi, cassetta delle chiavi, portachiavi",
        alarms: "allarme",
        owners: "supervisore, amministratore, installatore",
    },
    Tongue {
        words: "código, combinação, pin",
        of: "da, do, de",
        is: "é, agora é",
        order: Order::Behind,
        doors: "porta, portão, cofre, garagem, entrada, cacifo",
        holders: "",
        locks: "cadeado",
        alarms: "alarme",
        owners: "supervisor, instalador",
    },
    Tongue {
        words: "code, cijfercode, combinatie, pincode",
        of: "van de, van het, voor de",
        is: "is, is nu, blijft",
        order: Order::Joined,
        doors: "-deur, poort, kluis, hek, slagboom, kastje",
        holders: "sleutelkluis, sleutelkluisje, sleutelkastje, sleutelkast",
        locks: "hangslot, cijferslot",
        alarms: "alarm",
        owners: "toegang, beheerder",
    },
    Tongue {
        words: "kod, koden, kode, pinkod",
        of: "till, til",
        is: "är, är nu, er, er nå, förblir",
        order: Order::Joined,
        doors: "-dörr, -dörren, -dør, -døren, porten, grind, grinden, garaget, garasjen, förrådet, kassaskåp, kassaskåpet, hytte, \
                -ingången",
        holders: "nyckelskåp, nyckelskåpet, nyckelbox, nyckelboxen, nøkkelskapet, nøkkelboks",
        locks: "hänglås, hengelås",
        alarms: "larm, larmet, alarm, alarmen",
        owners: "",
    },
    Tongue {
        words: "kod, pin",
        of: "do, od",
        is: "to, jest, zmieniony na",
        order: Order::Behind,
        doors: "bramy, brama, drzwi, sejfu, sejf, domofonu, furtki, furtka, garażu, szafki, szafka",
        holders: "skrzynka na klucze, skrzynki na klucze, skrzynka z kluczami",
        locks: "kłódka, kłódki",
        alarms: "alarmu, alarm",
        owners: "",
    },
];

/// What a word means in the grammar: some of the roles below, and in which languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    roles: u32,
    tongues: u16,
}

pub(super) const DOOR: u32 = 1;
pub(super) const HOLDER: u32 = 1 << 1;
pub(super) const LOCK: u32 = 1 << 2;
pub(super) const ALARM: u32 = 1 << 3;
pub(super) const OWNER: u32 = 1 << 4;
/// Owners of so many things that only figures which a sign of a pad ends, or with letters, are such a code.
pub(super) const VAGUE: u32 = 1 << 5;
/// Where messages are kept, or people are called together.
pub(super) const MAILBOX: u32 = 1 << 6;
/// All that may be locked, wherever it stands.
pub(super) const THING: u32 = DOOR | HOLDER | LOCK | ALARM;
/// A word for a code.
pub(super) const WORD: u32 = 1 << 7;
/// A word for what is turned.
pub(super) const TURNED: u32 = 1 << 8;
/// A word for a code which machines have as well, or mailboxes alone.
pub(super) const PASS: u32 = 1 << 9;
/// The whole name of a code.
pub(super) const NAME: u32 = 1 << 10;
pub(super) const IS: u32 = 1 << 11;
pub(super) const STILL: u32 = 1 << 12;
/// Articles and prepositions.
pub(super) const SMALL: u32 = 1 << 13;
pub(super) const WHICH: u32 = 1 << 14;
pub(super) const NEW: u32 = 1 << 15;
pub(super) const WITH: u32 = 1 << 16;
pub(super) const OPENS: u32 = 1 << 17;
/// Verbs that open where the word for a code says so.
pub(super) const USES: u32 = 1 << 18;
pub(super) const ENTER: u32 = 1 << 19;
pub(super) const SWITCH: u32 = 1 << 20;
/// Verbs that switch an alarm and nothing else.
pub(super) const DISARM: u32 = 1 << 21;
/// What a pad has and nothing else.
pub(super) const PAD: u32 = 1 << 22;
/// What has a lock of so few wheels that three figures are its code.
pub(super) const WHEELS: u32 = 1 << 23;
/// What is called so in other texts as well.
pub(super) const LOOSE: u32 = 1 << 24;
pub(super) const OTHER: u32 = 1 << 25;
pub(super) const NUMBER: u32 = 1 << 26;
/// What may follow a code in its sentence: what to do next, or since when it counts.
pub(super) const STEP: u32 = 1 << 27;
/// Keys that end what is entered.
pub(super) const KEY: u32 = 1 << 28;
/// What gives an alarm whose code is the number of a message.
pub(super) const MACHINE: u32 = 1 << 29;

/// Words that mean the same in all languages, or stand in one alone.
const COMMON: &[(u32, &str)] = &[
    (VAGUE | OWNER, "office, building, house, floor"),
    (MAILBOX | OWNER, "voice mail, mailbox, conference, teleconference"),
    (PASS, "password, passcode, pin"),
    (TURNED, "combination, combo, kombination, combinaison, combinación, combinazione, combinação, combinatie"),
    (ALARM | OWNER, "duress, disarm"),
    (NAME, "portkod, portkoden, portkode, zoom host key, webex host key, meeting host key"),
    (NAME | DOOR, "digicode"),
    (PAD, "keypad, tastenfeld, clavier, teclado, tastiera"),
    (
        WHEELS,
        "code lock, combination lock, number lock, cijferslot, zahlenschloss, containerschloss, kombinationsschloss",
    ),
    (LOOSE, "gate, safe, cabinet, alarm, entry, master, guest, visitor, pick up, lock"),
    (
        STILL,
        "now, still, unchanged, jetzt, nun, weiterhin, immer noch, noch immer, neu, toujours, maintenant, todavía, ahora, ancora, \
         adesso, nog steeds, nu, nadal, fortfarande",
    ),
    (IS, "is, was, stays, resta, has been, changed, reset, updated, to"),
    (
        SMALL,
        "the, a, an, my, our, le, la, les, el, il, lo, o, der, die, das, den, dem, het, au, aux, à, accès, pour, para, per, voor, \
         for, at, by, in, on, outside, near, beside, behind, vor, bei, beim, im, bij, aan, naast, près, halle, haus, hof, links, \
         rechts, zu",
    ),
    (
        WHICH,
        "left, right, front, back, rear, main, side, outside, upstairs, downstairs, links, rechts, hinten, vorn, oben, unten, nord, \
         sud, est, ouest, north, south, east, west, gauche, droite, lock, is, locked, next, near, beside, by, of, to, the, at, wall",
    ),
    (NEW, "new, access, entry, current, service, neuer, neue, nouveau, nuevo, nuovo, nieuwe, nya, nowy"),
    (NUMBER, "number, nummer, numéro, número, numero, numer"),
    (WITH, "with, using, by entering, mit, avec, con, com, met, med"),
    (
        OPENS,
        "open, opens, opened, unlock, unlocks, unlocked, öffnet, öffnen, ouvrir, ouvre, abre, abrir, apre, aprire, opent, openen, \
         öppnas, åpnes",
    ),
    (USES, "use, enter, entry, secured, locked"),
    (
        ENTER,
        "enter, type, press, dial, use, key in, punch in, teclear, teclea, marcar, pulsar, introducir, taper, tapez, composer, \
         composez, digitare, premere, eingeben, eintippen, tippen",
    ),
    (
        SWITCH,
        "off, on, set, unset, arm, disarm, armed, disarmed, silenced, cancelled, aus, ein, an, scharf, unscharf, uit, uitzetten",
    ),
    (
        DISARM,
        "disarm, disarmed, unset, activar, desactivar, conectar, desconectar, activer, désactiver, inserire, disinserire, attivare, \
         disattivare",
    ),
    (
        STEP,
        "then, to, and, y, et, und, followed, dann, puis, poi, within, innerhalb, from, since, until, till, ab, seit, \
         bis, vanaf, dès, desde, dal, från, eingeben, eintippen, tippen",
    ),
    (KEY, "enter, hash, pound, star, ok"),
    (
        MACHINE,
        "plc, cnc, hmi, vfd, scada, modbus, drive, inverter, controller, machine, pump, robot, servo, compressor, chiller, boiler, \
         sensor, ups, sps, steuerung, maschine, anlage, pumpe, umrichter",
    ),
    (
        OTHER,
        "reader, driver, panel, model, modell, line, lines, product, units, error, years, version, board, module, test, firmware, \
         siehe, see, edition, review, serial, policy, means, meaning, \
         wareneingang, posteingang, zahlungseingang, auftragseingang, bedeutet, heißt, signifie, significa, betekent, betyder",
    ),
];

/// What all words mean, by their letters.
static MEANINGS: LazyLock<HashMap<Vec<u8>, Meaning>> = LazyLock::new(|| {
    let mut all: HashMap<Vec<u8>, Meaning> = HashMap::new();
    let mut add = |words: &'static str, roles: u32, tongues: u16| {
        for word in parts(words) {
            let whole: Vec<u8> = word.split(' ').flat_map(|part| folded(part.as_bytes())).collect();
            let alone = whole.strip_prefix(b"-").map(<[u8]>::to_vec);
            for word in alone.into_iter().chain([whole]) {
                let meaning = all.entry(word).or_default();
                *meaning = meaning.and(Meaning { roles, tongues });
            }
        }
    };
    for (number, tongue) in TONGUES.iter().enumerate() {
        for (words, roles) in tongue.lists() {
            add(words, roles, 1 << number);
        }
        for (words, role) in [(tongue.of, SMALL), (tongue.is, IS)] {
            parts(words).flat_map(|words| words.split([' ', '\''])).for_each(|word| add(word, role, 0));
        }
    }
    for (roles, words) in COMMON {
        add(words, *roles, if roles & (OWNER | NAME | PASS) != 0 { u16::MAX } else { 0 });
    }
    all
});

/// The words of a list.
pub(in crate::redact) fn parts(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// What may end a longer word, with what it means.
static ENDS: LazyLock<Vec<(&'static [u8], Meaning)>> = LazyLock::new(|| {
    let ends = MEANINGS.iter().filter_map(|(word, meaning)| Some((word.strip_prefix(b"-")?, *meaning)));
    ends.collect()
});

/// The words for a code that may end a longer word, with what they mean in languages where they do.
static LAST: LazyLock<Vec<(&'static [u8], Meaning)>> = LazyLock::new(|| {
    let last = MEANINGS
        .iter()
        .filter(|(word, meaning)| meaning.is(WORD) && meaning.tongues & leading() != 0 && word.len() > 2);
    last.map(|(word, Meaning { roles, tongues })| {
        (word.as_slice(), Meaning { roles: *roles, tongues: tongues & leading() })
    })
    .collect()
});

/// The languages in which the thing stands before the word.
fn leading() -> u16 {
    TONGUES.iter().enumerate().fold(0, |sum, (number, tongue)| sum | u16::from(tongue.order != Order::Behind) << number)
}

impl Tongue {
    /// The lists of nouns, and the roles of each.
    fn lists(&self) -> [(&'static str, u32); 6] {
        [
            (self.words, WORD),
            (self.doors, DOOR),
            (self.holders, HOLDER),
            (self.locks, HOLDER | LOCK),
            (self.alarms, ALARM),
            (self.owners, OWNER),
        ]
    }

    /// What the gate looks for, with blanks where no letter may stand. Who has a code says nothing without the word for it.
    pub(in crate::redact) fn things(&self) -> Vec<(String, Locked)> {
        let words = || parts(self.words);
        let (word, is_apart) = (words().next().unwrap_or_default(), self.order == Order::Apart);
        let mut all: Vec<(String, Locked)> = Vec::new();
        for thing in parts(self.doors).chain(parts(self.alarms)) {
            match (thing.strip_prefix('-'), thing.rsplit_once(' ')) {
                (Some(end), _) => all.push((end.to_owned(), Locked::Thing)),
                (_, Some((_, room))) if is_apart => all.push((format!(" {room}"), Locked::Room)),
                _ if self.order == Order::Behind => all.push((format!(" {thing} "), Locked::Thing)),
                // So short a word begins many others.
                _ if thing.len() < 4 => {
                    all.extend(words().chain([" "]).map(|word| (format!(" {thing}{word}"), Locked::Thing)));
                }
                _ => all.push((format!(" {thing}"), Locked::Thing)),
            }
        }
        let ends_with_door = |thing: &str| parts(self.doors).any(|door| thing.ends_with(&format!(" {door}")));
        for thing in parts(self.holders).filter(|thing| !ends_with_door(thing)).chain(parts(self.locks)) {
            all.extend([thing.replace(' ', ""), thing.to_owned()].map(|thing| (thing, Locked::Holder)));
        }
        let owners =
            parts(self.owners).map(|owner| if is_apart { format!("{owner} {word}") } else { owner.to_owned() });
        let rooms = words().filter(|_| is_apart).flat_map(|word| parts(self.of).map(move |of| format!("{word} {of} ")));
        all.extend(owners.chain(rooms).map(|name| (name, Locked::Thing)));
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Meaning {
    /// What letters mean that stand in one piece, or as several words one after the other; already folded.
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        let several = || Self::of_several(word.strip_suffix(b"s")?).filter(|one| one.is(THING));
        Self::of_several(word).or_else(several).or_else(|| Self::of_compound(word)).or_else(|| Self::of_end(word))
    }

    /// The same of the end of a longer word.
    fn of_end(word: &[u8]) -> Option<Self> {
        ENDS.iter().find(|(end, _)| word.ends_with(end)).map(|(_, meaning)| *meaning)
    }

    /// The same of several words in one piece, as they are in the vocabulary.
    pub(super) fn of_several(words: &[u8]) -> Option<Self> {
        MEANINGS.get(words).copied()
    }

    /// The same of a thing and the word for its code in one piece, and what may stand between them.
    fn of_compound(word: &[u8]) -> Option<Self> {
        LAST.iter().find_map(|(last, meaning)| {
            let stem = word.strip_suffix(*last).filter(|stem| stem.len() > 2)?;
            let stems = [Some(stem), stem.strip_suffix(b"s"), stem.strip_suffix(b"n")];
            let thing = |stem| Self::of_several(stem).or_else(|| Self::of_end(stem));
            stems.into_iter().flatten().filter_map(thing).find_map(|thing| thing.named_by(*meaning))
        })
    }

    /// The name of a code that a thing and a word for one make, in a language that has both.
    pub(super) fn named_by(self, word: Self) -> Option<Self> {
        let has = self.is(THING | OWNER) && word.is(WORD) || self.is(MAILBOX) && word.is(PASS);
        let tongues = self.tongues & word.tongues;
        let roles = NAME | self.roles & !(TURNED | PASS) | word.roles & (TURNED | PASS);
        (has && tongues != 0).then_some(Self { roles, tongues })
    }

    /// The same with what another word means.
    pub(super) fn and(self, other: Self) -> Self {
        Self { roles: self.roles | other.roles, tongues: self.tongues | other.tongues }
    }

    /// Of its roles only some.
    pub(super) fn among(self, roles: u32) -> Self {
        Self { roles: self.roles & roles, tongues: self.tongues }
    }

    /// Whether it has one of these roles.
    pub(super) fn is(self, roles: u32) -> bool {
        self.roles & roles != 0
    }

    /// Whether only one language has it.
    pub(super) fn is_english(self) -> bool {
        self.tongues == 1
    }

    /// Whether it is of a language in which the thing stands behind the word.
    pub(super) fn may_follow(self) -> bool {
        self.tongues & !leading() != 0
    }
}

/// A word in small letters without marks. A word that is a letter keeps its mark: `è` is no `e`.
pub(super) fn folded(word: &[u8]) -> Vec<u8> {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let text = String::from_utf8_lossy(word).to_lowercase();
    if text.chars().count() == 1 {
        return text.into_bytes();
    }
    // These have no mark that could be taken off.
    let plain = text.replace('\u{f8}', "o").replace('\u{142}', "l").replace('\u{df}', "ss");
    plain.nfd().filter(char::is_ascii).map(|c| c as u8).collect()
}
