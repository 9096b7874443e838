//! The vocabulary: what is locked, what a code is called, and what joins the two and the figures, for each language; and the
//! words around them, which mean the same in whatever language they are.
//!
//! All words are parted by commas and written with their accents; a reader knows them without as well. A blank stands for a
//! blank, a dash or nothing. A word that begins with a dash may end a longer one: `-tür` is in `Kellertür` as well.

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

/// The languages. What English lends to others stands with them as well.
pub(in crate::redact) const TONGUES: &[Tongue] = &[
    Tongue {
        words: "code, combination, combo, pin, pin code",
        of: "for the, to the, of the",
        is: "is, is now, is still, remains, was changed to",
        order: Order::Apart,
        doors: "door, gate, garage, bell, night bell, entrance, barrier, shed, hut, cabin, porch, lift, elevator, stairwell, basement, cellar, attic, loft, courtyard, carport, bike cage, vault, locker, cupboard, \
                cabinet, safe, toilet, restroom, bathroom, portacabin, door entry, intercom, drug fridge, medicine fridge, strong room, rear entrance, key locker, key cabinet, bin \
                store, server room, store room, bin room, bike room, bike store, bicycle store, cycle store, boiler room, \
                plant room, staff room, crew room, comms room, meter room, meter cupboard, cleaners cupboard, cleaner \
                cupboard, changing room, post room, mail room, stock room, laundry room, utility room, drug cupboard, medicine \
                cupboard, medication room, airlock, turnstile, linen room, linen cupboard, key room, key cupboard, tool room, \
                tool store, tool hut, break room, treatment room, plant store, cleaning cupboard, drug room",
        holders: "lockbox, lock box, keypad, bike lock, bicycle lock, suitcase lock, trailer lock, \
                  container lock, front door, back door, rear door, side door, cellar door, basement door, lab door, office \
                  door, warehouse door, front gate, back gate, rear gate, side gate, building alarm, house alarm, office \
                  alarm, shop alarm, site alarm, intruder alarm, burglar alarm, home alarm, school alarm, surgery alarm, \
                  warehouse alarm, workshop alarm, clinic alarm, studio alarm",
        locks: "padlock, key safe, key box, code lock, combination lock, number lock",
        alarms: "alarm, alarm panel, intruder panel, siren",
        owners: "entry, master, guest, visitor, pick up, lock, radio, copier, photocopier, engineer, alarm engineer, installer, \
                 supervisor, till, night, weekday, weekend",
    },
    Tongue {
        words: "code, kombination, zahlencode, pin, geheimzahl, zahlenkombination, zahlenkombi",
        of: "für die, für den, für das, fürs, zum, zur, vom, der, des, am, an der",
        is: "ist, ist jetzt, lautet, bleibt",
        order: Order::Joined,
        doors: "-tür, -tuer, tor, hoftor, garagentor, rolltor, gartentor, garage, tiefgarage, -eingang, schranke, aufzug, \
                keller, pforte, serverraum, fahrradhaus, fahrradkeller, fahrradraum, müllraum, schließfach, schliessfach, \
                tresor, poller, umkleide, -parkhaus, hallentor, werkstor, werktor, gegensprechanlage, klingelanlage, treppenhaus, waschküche, dachboden, innenhof, fahrstuhl, scheunentor, einfahrtstor, schiebetor, \
                haupttor, seitentor, nebentor, schleuse, drehkreuz, -schloss, -schrank, spind",
        holders: "schlüsselbox, schluesselbox, schlüsseltresor, schluesseltresor, schlüsselsafe, schluesselsafe, schluesselkasten, schlüsselkasten, schlüsselschrank, tastenfeld, keybox, \
                  lockbox, fahrradschloss, kettenschloss, kofferschloss",
        locks: "zahlenschloss, vorhängeschloss, containerschloss, kombinationsschloss",
        alarms: "alarm, alarmanlage, sirene",
        owners: "zutritt, zugang, nacht, wochenend, kopierer, errichter, techniker, installateur",
    },
    Tongue {
        words: "code, combinaison, code pin",
        of: "de la, du, de l, des, d, de",
        is: "est, est maintenant, c'est, reste",
        order: Order::Behind,
        doors: "porte, portail, portillon, coffre, coffre fort, immeuble, entrée, parking, barrière, garage, bâtiment, cave, \
                vestiaire, grille, ascenseur, sous sol, interphone, local à vélos, badge, sanitaires, toilettes, clavier, tourniquet, local vélo, local vélos, local poubelles, local \
                technique",
        holders: "",
        locks: "cadenas, boîte à clés, boîte à clefs",
        alarms: "alarme, sirène",
        owners: "superviseur, administrateur, installateur",
    },
    Tongue {
        words: "código, clave, combinación, pin",
        of: "de la, del, de, para la",
        is: "es, es ahora, sigue siendo",
        order: Order::Behind,
        doors: "puerta, portal, garaje, entrada, caja fuerte, cancela, verja, barrera, trastero, ascensor, telefonillo, sótano, teclado, portero eléctrico, \
                portero automático, videoportero, portón, cochera, reja, bóveda",
        holders: "",
        locks: "candado, caja de llaves",
        alarms: "alarma, sirena",
        owners: "supervisor, instalador",
    },
    Tongue {
        words: "codice, combinazione, pin",
        of: "della, del, di, dell",
        is: "è, rimane",
        order: Order::Behind,
        doors: "porta, portone, cancello, cassaforte, garage, armadietto, ascensore, citofono, cantina, cortile, ingresso, tastiera, tornello",
        holders: "",
        locks: "lucchetto, cassetta chiavi, cassetta delle chiavi, portachiavi",
        alarms: "allarme, sirena",
        owners: "supervisore, amministratore, installatore",
    },
    Tongue {
        words: "código, combinação, pin",
        of: "da, do, de",
        is: "é, agora é",
        order: Order::Behind,
        doors: "porta, portão, cofre, garagem, entrada, elevador, portaria, cacifo, teclado",
        holders: "catraca",
        locks: "cadeado",
        alarms: "alarme, sirene",
        owners: "supervisor, instalador",
    },
    Tongue {
        words: "code, cijfercode, combinatie, pincode",
        of: "van de, van het, voor de",
        is: "is, is nu, blijft",
        order: Order::Joined,
        doors: "-deur, poort, kluis, hek, slagboom, kastje, kelder, lift, fietsenstalling, sluis, tourniquet",
        holders: "sleutelkluis, sleutelkluisje, sleutelkastje, sleutelkast, fietsslot, kettingslot",
        locks: "hangslot, cijferslot",
        alarms: "alarm, sirene",
        owners: "toegang, beheerder",
    },
    Tongue {
        words: "kod, koden, kode, pinkod",
        of: "till, til, på",
        is: "är, är nu, er, er nå, er nu, förblir, blir, bliver",
        order: Order::Joined,
        doors: "-dörr, -dörren, -dør, -døren, porten, grind, grinden, garage, garaget, garasjen, förrådet, kassaskåp, \
                kassaskåpet, hissen, källaren, tvättstugan, soprummet, cykelrummet, entrén, bommen, hytte, -ingången, elevatoren, \
                kælderen, inngangen, nattlås, nattlåsen, pengeskabet, läkemedelsrummet, medicinrummet",
        holders: "nyckelskåp, nyckelskåpet, nyckelbox, nyckelboxen, nøkkelskapet, nøkkelboks, nøgleboks, nøgleboksen, nøgleskab, \
                  nøgleskabet",
        locks: "hänglås, hengelås, hængelås, hængelåsen, kodelås",
        alarms: "larm, larmet, alarm, alarmen, siren, sirenen",
        owners: "",
    },
    Tongue {
        words: "kod, kodem, pin",
        of: "do, od",
        is: "to, jest, zmieniony na",
        order: Order::Behind,
        doors: "bramy, brama, drzwi, sejfu, sejf, domofonu, furtki, furtka, garażu, szafki, szafka, windy, winda, klatki, klatka, piwnicy, piwnica, szlabanu, szlaban, wejścia, domofon, domofonie, \
                drzwiach, bramie",
        holders: "skrzynka na klucze, skrzynki na klucze, skrzynka z kluczami",
        locks: "kłódka, kłódki",
        alarms: "alarmu, alarm, syrena, syreny",
        owners: "",
    },
    Tongue {
        words: "kód, kódem, kombinace, pin",
        of: "ke, k, od, do, na",
        is: "je, je nyní, zůstává",
        order: Order::Behind,
        doors: "dveří, dveřím, dvere, dveře, brány, bráně, brána, branky, branka, garáže, garáž, výtahu, výtah, trezoru, trezor, sejfu, sejf, \
                vchodu, vchod, skladu, sklepu, sklep, kolárny, kolárna, kočárkárny, závory, závora, šatny, šatna, skříňky, skříňka",
        holders: "schránka na klíče, schránky na klíče, trezorek na klíče",
        locks: "visací zámek, visacího zámku",
        alarms: "alarmu, alarm, sirény, siréna",
        owners: "",
    },
    Tongue {
        words: "kód, kódja, kombináció, pinkód",
        of: "",
        is: "most, jelenleg, továbbra is",
        order: Order::Joined,
        doors: "ajtó, kapu, garázs, garázsajtó, garázskapu, széf, páncélszekrény, bejárat, pince, sorompó, raktár, szerverszoba, \
                öltöző, kerékpártároló, kaputelefon, bejárati ajtó",
        holders: "kulcsszéf, kulcsdoboz",
        locks: "lakat, számzár",
        alarms: "riasztó, sziréna",
        owners: "",
    },
    Tongue {
        words: "koodi, koodin, numerokoodi",
        of: "",
        is: "on, on nyt, on edelleen",
        order: Order::Joined,
        doors: "ovi, oven, alaovi, alaoven, ulko-ovi, ulko-oven, takaovi, takaoven, portti, portin, autotalli, autotallin, hissi, hissin, \
                kassakaappi, kassakaapin, varasto, varaston, kellari, kellarin, puomi, puomin, porttikäytävä, pukukaappi, pukukaapin, \
                palvelinhuone, palvelinhuoneen, pyörävarasto, pyörävaraston",
        holders: "avainkaappi, avainkaapin, avainsäilö, avainsäilön, avainlokero, avainlokeron",
        locks: "riippulukko, riippulukon, munalukko, munalukon",
        alarms: "hälytin, hälyttimen, hälytys, hälytyksen, sireeni",
        owners: "",
    },
    Tongue {
        words: "cod, codul, combinația, pin",
        of: "de la, la, pentru",
        is: "este, este acum, e, a rămas",
        order: Order::Behind,
        doors: "ușii, poartă, poarta, porții, garajul, garajului, interfon, interfonul, interfonului, lift, liftul, \
                liftului, seif, seiful, seifului, intrare, intrarea, intrării, barieră, bariera, barierei, beci, subsol, vestiar, dulap",
        holders: "cutie de chei, cutia de chei, seif de chei",
        locks: "lacăt, lacătul, lacătului",
        alarms: "alarmă, alarma, alarmei, sirenă, sirena",
        owners: "",
    },
    Tongue {
        words: "kodu, şifresi, kod, şifre",
        of: "",
        is: "şimdi, artık, hâlâ",
        order: Order::Apart,
        doors: "kapı, kapısı, dış kapı, bahçe kapısı, arka kapı, garaj, turnike, asansör, kasa, bariyer, depo, otopark, apartman kapısı, \
                diafon, sunucu odası, dolap",
        holders: "anahtar kutusu, anahtar kasası",
        locks: "asma kilit, şifreli kilit",
        alarms: "alarm, siren",
        owners: "",
    },
];

pub(super) const DOOR: u64 = 1;
pub(super) const HOLDER: u64 = 1 << 1;
pub(super) const LOCK: u64 = 1 << 2;
pub(super) const ALARM: u64 = 1 << 3;
pub(super) const OWNER: u64 = 1 << 4;
/// Owners of so many things that only figures which a sign of a pad ends, or with letters, are such a code.
pub(super) const VAGUE: u64 = 1 << 5;
/// Where messages are kept, or people are called together.
pub(super) const MAILBOX: u64 = 1 << 6;
/// All that may be locked, wherever it stands.
pub(super) const THING: u64 = DOOR | HOLDER | LOCK | ALARM;
/// A word for a code.
pub(super) const WORD: u64 = 1 << 7;
/// A word for what is turned.
pub(super) const TURNED: u64 = 1 << 8;
/// A word for a code which machines have as well, or mailboxes alone.
pub(super) const PASS: u64 = 1 << 9;
/// The whole name of a code.
pub(super) const NAME: u64 = 1 << 10;
pub(super) const IS: u64 = 1 << 11;
pub(super) const STILL: u64 = 1 << 12;
/// Articles and prepositions.
pub(super) const SMALL: u64 = 1 << 13;
pub(super) const WHICH: u64 = 1 << 14;
pub(super) const NEW: u64 = 1 << 15;
pub(super) const WITH: u64 = 1 << 16;
pub(super) const OPENS: u64 = 1 << 17;
/// Verbs that open where the word for a code says so.
pub(super) const USES: u64 = 1 << 18;
pub(super) const ENTER: u64 = 1 << 19;
pub(super) const SWITCH: u64 = 1 << 20;
/// Verbs that switch an alarm and nothing else.
pub(super) const DISARM: u64 = 1 << 21;
/// What a pad has and nothing else.
pub(super) const PAD: u64 = 1 << 22;
/// What has a lock of so few wheels that three figures are its code.
pub(super) const WHEELS: u64 = 1 << 23;
/// What is called so in other texts as well.
pub(super) const LOOSE: u64 = 1 << 24;
pub(super) const OTHER: u64 = 1 << 25;
pub(super) const NUMBER: u64 = 1 << 26;
/// What may follow a code in its sentence: what to do next, or since when it counts.
pub(super) const STEP: u64 = 1 << 27;
/// Keys that end what is entered.
pub(super) const KEY: u64 = 1 << 28;
/// What gives an alarm whose code is the number of a message.
pub(super) const MACHINE: u64 = 1 << 29;
/// What leads to the day since when a code counts, or until when.
pub(super) const SINCE: u64 = 1 << 30;
/// Days, months and hours.
pub(super) const DAY: u64 = 1 << 31;
/// What has a dial, so that three pairs of figures are its code.
pub(super) const SAFE: u64 = 1 << 32;
/// Rooms, whose codes stand beside those of others.
pub(super) const PLACE: u64 = 1 << 33;
/// What says of a code that it counted before.
pub(super) const BEFORE: u64 = 1 << 34;
/// What says of a code whether it opens.
pub(super) const WORKS: u64 = 1 << 35;
/// Where machines are told what to do.
pub(super) const PANEL: u64 = 1 << 36;
/// What says that a thing got something.
pub(super) const HAS: u64 = 1 << 37;
/// What has a number of its own, by which it is called.
pub(super) const NUMBERED: u64 = 1 << 40;
/// States that are those of messages as well.
pub(super) const EVENT: u64 = 1 << 41;
/// More than one code.
pub(super) const MANY: u64 = 1 << 42;
/// What stands for a code that was named before.
pub(super) const IT: u64 = 1 << 43;
/// What joins two of a list.
pub(super) const AND: u64 = 1 << 38;
/// What says for whom a code is.
pub(super) const FOR: u64 = 1 << 39;

/// What is locked itself, and so called in texts on programs as well.
pub(super) const SHUT: u64 = 1 << 44;
/// What asks for a code before it does anything, and has other numbers as well.
pub(super) const DEVICE: u64 = 1 << 45;
/// Verbs by which something asks for its code.
pub(super) const WANTS: u64 = 1 << 46;

/// Words that mean the same in all languages, or stand in one alone.
pub(super) const COMMON: &[(u64, &str)] = &[
    (VAGUE | OWNER, "office, building, house, floor"),
    (MAILBOX | OWNER, "voice mail, mailbox, conference, teleconference"),
    (WORD | MANY, "codici, kody"),
    (PASS, "password, passcode, pin"),
    (TURNED, "combination, combo, kombination, combinaison, combinación, combinazione, combinação, combinatie"),
    (ALARM | OWNER, "duress, disarm"),
    (NAME, "portkod, portkoden, portkode, zoom host key, webex host key, meeting host key"),
    (NAME | DOOR, "digicode"),
    (PAD, "keypad, tastenfeld, clavier, teclado, tastiera"),
    (
        WHEELS,
        "bike lock, bicycle lock, suitcase lock, fahrradschloss, kofferschloss, fietsslot, code lock, \
         combination lock, number lock, cijferslot, zahlenschloss, containerschloss, kombinationsschloss",
    ),
    (LOOSE, "gate, safe, cabinet, alarm, entry, master, guest, visitor, pick up, lock"),
    (
        STILL,
        "no longer, no more, nicht mehr, now, still, unchanged, jetzt, nun, weiterhin, immer noch, noch immer, neu, toujours, \
         maintenant, todavía, ahora, ancora, adesso, nog steeds, nu, nadal, fortfarande, always, usually, actually, immer, \
         \u{fc}brigens, siempre, sempre, altijd, trouwens, alltid",
    ),
    (
        IS,
        "s, will be, wird, sera, será, sarà, wordt, geändert, changé, cambiado, cambiato, gewijzigd, ändrad, endret, is, was, \
         stays, resta, has been, changed, reset, updated, to, geändert auf, geändert in, changé en, changé à, cambiado a, \
         cambiada a, cambió a, ha cambiado a, è cambiato in, cambiato in, alterado para, gewijzigd in, veranderd in, ändrad till, \
         bytt till, endret til, zmieniony na",
    ),
    (
        SMALL,
        "the, a, an, my, our, le, la, les, el, il, lo, o, der, die, das, den, dem, het, au, aux, à, accès, pour, para, per, \
         voor, for, at, by, in, on, outside, near, beside, behind, vor, bei, beim, im, bij, aan, naast, près, halle, haus, \
         hof, links, rechts, zu",
    ),
    (
        WHICH,
        "staff, cleaner, cleaners, engineer, manager, residents, men, women, ladies, gents, cars, pedestrians, weekdays, \
         weekend, weekends, damen, herren, reinigung, hommes, femmes, messieurs, personnel, hombres, mujeres, uomini, donne, \
         heren, dames, damer, herrar, panie, panowie, left, right, front, back, rear, main, side, outside, upstairs, \
         downstairs, links, rechts, hinten, vorn, vorne, devant, derrière, oben, unten, nord, sud, est, ouest, north, south, \
         east, west, gauche, droite, lock, is, locked, next, near, beside, by, of, to, the, at, wall",
    ),
    (
        NEW,
        "new, access, entry, current, service, maintenance, neuer, neue, neuen, nouveau, nuevo, nuovo, novo, nieuwe, ny, nya, \
         nye, nowy",
    ),
    (NUMBER, "number, nummer, numéro, número, numero, numer"),
    (WITH, "with, using, by entering, mit, avec, con, com, met, med"),
    (
        HAS,
        "has, have, got, gets, hat, haben, hab, bekommt, bekommen, kriegt, tiene, ha, tem, heeft, kreeg, har, fått, ma",
    ),
    (
        SAFE,
        "safe, vault, tresor, wandtresor, geldschrank, coffre, coffre fort, caja fuerte, cassaforte, cofre, kluis, kassaskåp, \
         kassaskåpet, sejf, sejfu",
    ),
    (
        OPENS,
        "open, opens, opened, unlock, unlocks, unlocked, öffnet, öffnen, ouvrir, ouvre, abre, abrir, apre, aprire, opent, \
         openen, öppnas, åpnes, gets you in, gets you into, lets you in, lets you into, unlocking, entsperrt, entsperren, \
         entriegelt, déverrouille, déverrouiller, desbloquea, desbloquear, sblocca, sbloccare, desbloqueia, ontgrendel, \
         ontgrendelen, låser upp, låsas upp, låses opp, otwiera, otworzyć, odblokuj, odblokowuje, abre con, öppnar, åpner",
    ),
    (
        SHUT,
        "lock, padlock, schloss, schloß, serrure, cerradura, candado, serratura, fechadura, fietsslot, lås, låset, \
         hänglås, zamek, kłódka",
    ),
    (
        DEVICE,
        "copier, photocopier, printer, tablet, ipad, iphone, phone, mobile, handset, sim, till, cash register, time clock, \
         fuel card, company card, bank card, debit card, screen, bike, scooter, -kopierer, -drucker, -handy, \
         kasse, tankkarte, firmenkarte, bankkarte, zeiterfassung, stempeluhr, fahrrad, rad, imprimante, photocopieur, copieur, \
         téléphone, portable, carte carburant, carte essence, carte bancaire, caisse, tablette, pointeuse, vélo, impresora, \
         fotocopiadora, móvil, tableta, tarjeta, tarjeta combustible, bici, stampante, fotocopiatrice, cellulare, telefonino, \
         carta carburante, carta aziendale, cassa, timbratrice, impressora, telemóvel, celular, cartão combustível, cartão, \
         kopieerapparaat, telefoon, mobiel, tankpas, bankpas, kassa, fiets, skrivare, skrivaren, kopiatorn, mobilen, \
         telefonen, bankkortet, tankkortet, kassan, cykeln, drukarka, drukarki, kopiarka, kopiarki, telefon, telefonu, karta \
         paliwowa, karty paliwowej, kasa, kasy, rower, roweru",
    ),
    (
        WANTS,
        "takes, wants, needs, asks for, requires, verlangt, braucht, will, fragt nach, möchte, demande, veut, pide, quiere, \
         necesita, chiede, vuole, richiede, pede, quer, vraagt, vraagt om, wil, vill ha, kräver, vil ha, chce, prosi o, wymaga",
    ),
    (USES, "use, enter, entry, secured, locked"),
    (
        ENTER,
        "marque, teclee, pulse, introduzca, digita, digitate, premi, toets, tik, tryck, slå, wpisz, enter, type, press, dial, \
         use, key in, punch in, teclear, teclea, marcar, pulsar, introducir, taper, tapez, composer, composez, digitare, \
         premere, eingeben, eintippen, tippen, tippe, tipp, tippt, gib, geben sie, drück, drücke, drücken, wähle, digit, \
         punch, typing, tape, tapes, saisis, saisir, saisissez, appuyez, compose, pulsa, introduce, \
         ingresa, inserisci, componi, digitare, digiti, digite, insira, tecle, aperta, druk, typ, voer, kies, wciśnij, \
         wystukaj, wstukaj, wybierz, knappa, knappa in, mata in, slå in, tast, trykk",
    ),
    (
        SWITCH,
        "set, unset, arm, disarm, armed, disarmed, scharf, unscharf, mise en service, mise hors service, mise en marche, \
         marche, arrêt, éteint, éteindre, armar, desarmar, silencia, silenciar, apaga, apagar, encender, inserimento, \
         disinserimento, spegne, desliga, ligar, desligar, uitzetten, aanzetten, slås fra, slås til, avstängt, włącz, wyłącz",
    ),
    (SWITCH | EVENT, "off, on, silenced, cancelled, reset, aus, ein, an, uit, aan, av, på"),
    (
        DISARM,
        "deactivate, deaktivieren, entschärfen, unscharfstellen, désarmer, désactivation, disattivazione, uitschakelen, \
         inaktivera, disarm, disarmed, unset, scharf, unscharf, scharfschalten, unscharfschalten, armar, desarmar, activar, \
         desactivar, conectar, desconectar, activer, désactiver, inserire, disinserire, attivare, disattivare",
    ),
    (
        STEP,
        "then, to, and, y, et, und, followed, dann, puis, poi, within, innerhalb, from, since, until, till, ab, seit, bis, \
         vanaf, dès, desde, dal, från, eingeben, eintippen, tippen",
    ),
    (
        KEY,
        "enter, hash, pound, star, ok, raute, rautetaste, sterntaste, dièse, étoile, almohadilla, asterisco, cancelletto, \
         cardinal, hekje, sterretje, fyrkant, krzyżyk, button, taste, touche, tasto, tecla, botón, bouton, pulsante, knop, \
         knapp, knappen, przycisk, off, reset",
    ),
    (AND, "and, or, und, oder, et, ou, y, o, e, en, och, og, eller, i, lub"),
    (IT, "it, its, es"),
    (FOR, "for, für, pour, para, per, voor, för, dla"),
    (
        SINCE,
        "from, since, as, starting, effective, until, till, ab, seit, bis, partir, dès, depuis, jusqu, desde, hasta, dal, da, \
         dalla, vanaf, sinds, tot, från, fra, sedan, fram, od",
    ),
    (
        DAY,
        "today, tonight, tomorrow, monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, wed, thu, fri, \
         sat, january, february, march, april, may, june, july, august, september, october, november, december, jan, feb, mar, \
         apr, jun, jul, aug, sep, sept, oct, nov, dec, pm, noon, midnight, heute, morgen, montag, dienstag, mittwoch, \
         donnerstag, freitag, samstag, sonntag, januar, februar, märz, mai, juni, juli, oktober, dezember, uhr, aujourd hui, \
         demain, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, janvier, février, mars, avril, juin, juillet, \
         août, septembre, octobre, novembre, décembre, hoy, mañana, lunes, martes, miércoles, jueves, viernes, sábado, \
         domingo, enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, oggi, \
         domani, lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica, gennaio, febbraio, aprile, maggio, giugno, \
         luglio, settembre, ottobre, dicembre, hoje, amanhã, segunda, terça, quarta, quinta, sexta, feira, janeiro, fevereiro, \
         março, maio, junho, julho, setembro, outubro, novembro, dezembro, vandaag, maandag, dinsdag, woensdag, donderdag, \
         vrijdag, zaterdag, zondag, januari, februari, maart, mei, augustus, idag, imorgon, måndag, tisdag, onsdag, torsdag, \
         fredag, lördag, söndag, mandag, tirsdag, lørdag, søndag, maj, augusti, dzisiaj, dziś, jutra, poniedziałku, wtorku, \
         środy, czwartku, piątku, soboty, niedzieli",
    ),
    (
        PLACE,
        "lab, labor, labo, office, kitchen, store, mess room, workshop, warehouse, garage, attic, yard, hall, clinic, \
         reception, staff room, lobby, library, canteen, annex, pavilion, -kammer, -raum, -halle, -lager, -werkstatt, -büro, \
         -küche, empfang, rezeption, archiv, bureau, atelier, réserve, entrepôt, hangar, cuisine, accueil, oficina, almacén, \
         taller, cocina, ufficio, magazzino, officina, cucina, escritório, armazém, oficina, kantoor, magazijn, werkplaats, \
         berging, keuken, kontoret, kontor, förråd, lager, lagret, verkstad, verkstaden, köket, biuro, biura, magazyn, \
         magazynu, warsztat, warsztatu",
    ),
    (
        NUMBERED,
        "ral, farbe, couleur, color, colour, colore, cor, kleur, färg, farve, kolor, room, apartment, apt, flat, unit, suite, \
         lot, raum, zimmer, wohnung, chambre, habitación, camera, kamer, rum, pokój, ext, extension, durchwahl, poste, tel, \
         phone, telefon, fax, ticket, order, auftrag, article, artikel, price, preis, prix, menge, quantity, stock, page, \
         seite, type, typ, modul, key, number, nummer, nr, no, user, personal",
    ),
    (
        BEFORE,
        "before, previously, formerly, old, früher, vorher, zuvor, alt, alte, alter, avant, ancien, antes, anterior, antiguo, \
         prima, vecchio, vroeger, eerst, oude, förut, tidigare, gamla, gammel, wcześniej, stary",
    ),
    (
        WORKS,
        "works, worked, doesn, does, fails, failed, expires, expired, geht, gilt, gelten, funktioniert, öffnet, marche, \
         fonctionne, ne, funciona, no, funziona, non, não, werkt, fungerar, funkar, virker, działa, nie",
    ),
    (
        PANEL,
        "panel, control panel, display, screen, touchscreen, hmi, bedienfeld, bedientafel, anzeige, pupitre, pantalla, \
         pannello, paneel, bedieningspaneel, painel, pulpit",
    ),
    (
        MACHINE,
        "plc, cnc, hmi, vfd, scada, modbus, drive, inverter, controller, machine, pump, robot, servo, compressor, chiller, \
         boiler, sensor, ups, sps, steuerung, maschine, anlage, pumpe, umrichter, scanner, reports, reported, displays, displayed, \
         shows, shown, raises, raised, logs, logged, appears, occurs, cleared, meldet, erscheint, auftritt, affiche, aparece",
    ),
    (
        OTHER,
        "reader, driver, panel, model, modell, line, lines, product, units, error, years, version, board, module, test, \
         firmware, siehe, see, edition, review, serial, policy, means, meaning, wareneingang, posteingang, zahlungseingang, \
         auftragseingang, bedeutet, heißt, signifie, significa, betekent, betyder",
    ),
];
