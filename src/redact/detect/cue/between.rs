//! What may stand between a word and its value, and between the values of a list.

/// What may stand between a word and its value.
const FILLERS: &[&[u8]] = &[
    b"is",
    b"are",
    b"was",
    b"no",
    b"nos",
    b"nr",
    b"num",
    b"number",
    b"numbers",
    b"id",
    b"ids",
    b"code",
    b"codes",
    b"value",
    b"ref",
    b"identifier",
    b"nbr",
    b"card",
    b"carte",
    b"record",
    b"reference",
    b"acct",
    b"n",
    b"nummer",
    b"numero",
    b"ist",
    b"est",
    b"now",
    b"still",
    b"currently",
    b"always",
    b"usually",
    b"actually",
    b"jetzt",
    b"lautet",
];
/// What begins a phrase between a word and its value that ends with one of [`ENDS`]: `MRN on file is …`.
const LEADS: &[&[u8]] = &[
    b"of",
    b"for",
    b"on",
    b"provided",
    b"given",
    b"entered",
    b"listed",
    b"recorded",
    b"changed",
    b"updated",
    b"was",
    b"has",
    b"had",
    b"set",
    b"should",
    b"will",
    b"you",
    b"we",
    b"i",
    b"he",
    b"she",
    b"they",
    b"von",
    b"vom",
    b"der",
    b"des",
    b"de",
    b"du",
    b"del",
    b"della",
    b"di",
    b"do",
    b"da",
    b"van",
    b"pour",
    b"para",
    b"voor",
    b"dla",
];
const ENDS: &[&[u8]] = &[
    b"is",
    b"was",
    b"are",
    b"were",
    b"from",
    b"as",
    b"to",
    b"be",
    b"ist",
    b"lautet",
    b"est",
    b"es",
    b"jest",
    "\u{e8}".as_bytes(),
    "\u{e9}".as_bytes(),
    "\u{e4}r".as_bytes(),
];
/// The most words of a phrase before its last.
const LONGEST_PHRASE: usize = 4;
/// What people say while they look for a number.
const PAUSES: &[&[u8]] = &[b"um", b"uh", b"er", b"erm", b"hmm"];
/// How far a value may stand from its word, in bytes.
const REACH: usize = 32;
/// The same where a phrase may stand between them.
const WIDE_REACH: usize = 42;

/// Where the value begins that a word announces which ends here. What stands between them may be wider for some.
pub(super) fn value_behind(text: &[u8], end: usize, wide: bool) -> usize {
    let plural = text.get(end).is_some_and(|b| matches!(b, b's' | b'S')) && end > 0;
    let mut at = end + usize::from(plural);
    at += numbered(&text[at..]);
    at += remark(&text[at..]);
    let dots = leader(&text[at..]);
    at += dots;
    while at < text.len().min(end + dots + if wide { WIDE_REACH } else { REACH }) {
        if let Some(behind) = wide.then(|| behind_wide(text, end, at)).flatten() {
            at = behind;
            continue;
        }
        match text[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b':' | b'#' | b'=' | b'"' | b'\'' | b'(' | b')' | b'.' | b'-' | b'>'
            | b'|' => at += 1,
            b'_' => at = suffixed(text, at).unwrap_or(at + 1),
            b'*' | b'\\' | b'/' | b'?' => at += 1,
            b'[' if is_index(&text[at..]) => at += 3,
            b'[' if !text.get(at + 1).is_some_and(u8::is_ascii_uppercase) => at += 1,
            b if b.is_ascii_alphabetic() => {
                let len = text[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                let word = unnumbered(&text[at..], len);
                let prefix = text.get(at + len) == Some(&b'-');
                if !prefix && FILLERS.iter().any(|filler| filler.eq_ignore_ascii_case(word)) {
                    at += len;
                } else if let Some(behind) =
                    behind_word(text, at).or_else(|| behind_change(text, end, at)).or_else(|| behind_phrase(text, at))
                {
                    at = behind;
                } else {
                    break;
                }
            }
            _ => match behind_sign(text, at) {
                Some(behind) => at = behind,
                None => break,
            },
        }
    }
    at
}

/// The length of the row of dots that leads from a field of a form to its value, and of the blank before it.
fn leader(rest: &[u8]) -> usize {
    let blank = rest.iter().take_while(|b| **b == b' ').count();
    let dots = rest[blank..].iter().take_while(|b| **b == b'.').count();
    if dots > 3 { blank + dots } else { 0 }
}

/// What the names of columns and variables end with behind the word, which says nothing of the value.
const SUFFIXES: &[&[u8]] = &[
    b"txt",
    b"text",
    b"str",
    b"string",
    b"val",
    b"value",
    b"raw",
    b"enc",
    b"encrypted",
    b"plain",
    b"clear",
    b"new",
    b"old",
    b"orig",
    b"original",
    b"current",
    b"field",
    b"col",
    b"char",
    b"int",
    b"long",
    b"input",
    b"primary",
    b"secondary",
    b"full",
    b"formatted",
    b"display",
    b"display_value",
    b"c",
    b"f",
    b"s",
];
/// The longest of them.
const LONGEST_SUFFIX: usize = 14;

/// Where the end of a name is behind such a suffix, or behind the number of one of several columns: `mrn_txt`, `mrn_2`. A
/// value may follow only behind the name.
fn suffixed(text: &[u8], at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(b"_")?;
    let len = rest.iter().take(LONGEST_SUFFIX + 1).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let (suffix, behind) = rest.split_at(len);
    let numbers = (1..=2).contains(&len) && suffix.iter().all(u8::is_ascii_digit);
    let is_suffix = numbers || SUFFIXES.iter().any(|known| known.eq_ignore_ascii_case(suffix));
    let ends =
        matches!(behind, [] | [b':' | b'=' | b'"' | b'\'' | b'>' | b'`' | b' ' | b'\t' | b']' | b'|' | b'\\', ..]);
    (is_suffix && ends).then_some(at + 1 + len)
}

/// Whether the index of one of several values stands in brackets before a sign that assigns: `mrn[0]=…`.
fn is_index(rest: &[u8]) -> bool {
    matches!(rest, [b'[', digit, b']', b'=' | b':' | b' ', ..] if digit.is_ascii_digit())
}

/// The first letters and digits of a text, without the number of one of several columns at their end.
fn unnumbered(text: &[u8], len: usize) -> &[u8] {
    let digits = text[..len].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    if digits > 0 && numbered(&text[len - digits..]) > 0 { &text[..len - digits] } else { &text[..len] }
}

/// Types that a program gives its variables.
const TYPES: &[&[u8]] = &[b"string", b"str", b"text", b"int", b"integer", b"long", b"bigint", b"varchar", b"any"];
/// Operators of statements.
const OPERATORS: &[&[u8]] = &[b"like", b"ilike", b"in"];

/// Where the word ends that compares a column or gives a variable its type: `ssn LIKE '…'`, `ssn: string = '…'`.
fn behind_word(text: &[u8], at: usize) -> Option<usize> {
    let len = text[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let is = |words: &[&[u8]]| words.iter().any(|known| known.eq_ignore_ascii_case(&text[at..at + len]));
    let behind = text[at + len..].trim_ascii_start();
    let compares = matches!(behind, [b'\'', ..] | [b'(', b'\'' | b'"', ..]) && is(OPERATORS);
    let declares = behind.first() == Some(&b'=') && is(TYPES);
    (compares || declares).then_some(at + len)
}

/// Where a sign ends that other signs show to assign: the bracket around the name of a column, `[ssn] = …`, a semicolon
/// between two cells, what quotes a name or a value on both sides of a colon, wiki markup that underlines a name or sets
/// a value in another type, `+ssn+: {{…}}`, and that for other values, `!=`.
fn behind_sign(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at..];
    let is_sign = |b: &&u8| matches!(b, b'=' | b':');
    match rest {
        [b']' | b'+', behind @ ..] => behind.trim_ascii_start().first().filter(is_sign).map(|_| at + 1),
        [b'{', b'{', b, ..] if b.is_ascii_alphanumeric() => Some(at + 2),
        [b'`', behind @ ..] => {
            let before = text[..at].trim_ascii_end().last();
            behind.first().filter(is_sign).or(before.filter(is_sign)).map(|_| at + 1)
        }
        [b';', next, ..] if next.is_ascii_alphanumeric() || *next == b'"' => Some(at + 1),
        [b'!', b'=', ..] => Some(at + 2),
        _ => {
            let signs = ["→", "°", "º", "‹", "›", "«", "“", "„", "‘"];
            signs.iter().find(|sign| rest.starts_with(sign.as_bytes())).map(|sign| at + sign.len())
        }
    }
}

/// The longest remark between a word and its sign, in bytes.
const LONGEST_REMARK: usize = 20;
/// In what a remark tells the length of a value.
const LENGTHS: &[&[u8]] = &[b" digits", b" digit", b" characters", b" chars", b"-digit", b" Stellen"];

/// The length of a remark in brackets before the sign that assigns: `Passport number (US): …`, `MRN [8 digits]: …`. Digits
/// in it may be the value, unless they tell how long that is, or which of several.
fn remark(rest: &[u8]) -> usize {
    let dot = usize::from(rest.first() == Some(&b'.'));
    let (inner, close) = match &rest[dot..] {
        [b' ', b'(', inner @ ..] => (inner, &b"):"[..]),
        [b' ', b'[', inner @ ..] => (inner, &b"]:"[..]),
        _ => return 0,
    };
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b' ' | b'/' | b'-' | b'.' | b',') || **b >= 0x80;
    let len = inner.iter().take(LONGEST_REMARK).take_while(part).count();
    let said = &inner[..len];
    let counted = || len <= 2 || LENGTHS.iter().any(|unit| said.ends_with(unit));
    let is_remark = len > 0 && (!said.iter().any(u8::is_ascii_digit) || counted());
    if is_remark && inner[len..].starts_with(close) { dot + len + 4 } else { 0 }
}

/// The length of a number that belongs to the word, as in the names of members and variables: `"ssn2": …`, `mrn1=…`, and
/// in those of several: `MRN 2: …`, `MRN #2: …`.
fn numbered(rest: &[u8]) -> usize {
    let lead = [&b" #"[..], b" "].iter().find(|lead| rest.starts_with(lead)).map_or(0, |lead| lead.len());
    if lead > 0 {
        let digits = rest[lead..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        let is_number = (1..=2).contains(&digits) && rest[lead + digits..].starts_with(b": ");
        return if is_number { lead + digits } else { 0 };
    }
    let digits = rest.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    let behind = &rest[digits..];
    let signs = matches!(behind, [b'"' | b'\'' | b':' | b'=' | b'>' | b'`' | b']' | b'\\', ..]);
    let assigned = || matches!(behind.trim_ascii_start(), [b'=', ..] | [b'-', b'>', ..]);
    if (1..=2).contains(&digits) && (signs || assigned()) { digits } else { 0 }
}

/// Where signs and phrases end that begin here and may stand between a word, which ends at `word`, and its value.
fn behind_wide(text: &[u8], word: usize, at: usize) -> Option<usize> {
    let rest = &text[at..];
    match rest {
        [b'`', ..] => Some(at + 1),
        [b'<', b, ..] if b.is_ascii_digit() => Some(at + 1),
        [b'[', ..] if is_index(rest) => Some(at + 3),
        [b'[', ..] if !is_own(rest) => Some(at + 1),
        [b',', ..] => behind_comma(text, word, at),
        [b'a' | b'A', b':', ..] if text[word..at].contains(&b'?') => Some(at + 2),
        _ => text[word..at]
            .contains(&b'?')
            .then(|| behind_it(rest))
            .flatten()
            .or_else(|| verb(rest))
            .or_else(|| phrase(rest, (LEADS, ENDS)))
            .or_else(|| place(rest))
            .map(|len| at + len)
            .filter(|end| *end <= word + WIDE_REACH),
    }
}

/// The length of a verb that begins here and says what a number is, in languages where it is short or no plain letters.
fn verb(rest: &[u8]) -> Option<usize> {
    const VERBS: [&str; 5] = ["es ", "jest ", "är ", "è ", "é "];
    VERBS.iter().find(|verb| rest.starts_with(verb.as_bytes())).map(|verb| verb.len())
}

/// The length of the words that say which house numbers somebody, before a colon or figures: `MRN at the children's
/// hospital 00418277`.
fn place(rest: &[u8]) -> Option<usize> {
    const HOUSES: [&[u8]; 6] = [b"hospital", b"clinic", b"practice", b"surgery", b"infirmary", b"library"];
    let named = rest.strip_prefix(b"at ")?;
    let (mut at, mut words) = (0, 0);
    while words < LONGEST_PHRASE {
        let len = named[at..].iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'\'').count();
        let word = &named[at..at + len];
        let colon = named.get(at + len) == Some(&b':');
        if len == 0 || !colon && named.get(at + len) != Some(&b' ') {
            return None;
        }
        (at, words) = (at + len + 1, words + 1);
        if HOUSES.iter().any(|house| house.eq_ignore_ascii_case(word)) {
            let figure = named.get(at).is_some_and(u8::is_ascii_digit);
            return (figure || colon).then_some(at + 3);
        }
    }
    None
}

/// The length of the beginning of an answer that leads to a value with a figure at its beginning or a capital: `It is 12345`,
/// `mine's 12345`.
fn behind_it(rest: &[u8]) -> Option<usize> {
    const LEADS: [&str; 20] = [
        "it is ",
        "it's ",
        "it was ",
        "mine is ",
        "mine's ",
        "mine ",
        "that's ",
        "that is ",
        "that would be ",
        "i have ",
        "meine ist ",
        "meine ",
        "das ist ",
        "das w\u{e4}re ",
        "c'est ",
        "le mien est ",
        "la m\u{ed}a es ",
        "la mia \u{e8} ",
        "het is ",
        "det \u{e4}r ",
    ];
    let leads = |lead: &&&str| rest.get(..lead.len()).is_some_and(|word| word.eq_ignore_ascii_case(lead.as_bytes()));
    let len = LEADS.iter().find(leads)?.len();
    rest.get(len).is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase()).then_some(len)
}

/// Whether a bracket opens what we wrote ourselves, or what looks like it.
fn is_own(text: &[u8]) -> bool {
    let name = text[1..].iter().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_').count();
    let letters = text[1..].iter().take(name).take_while(|b| b.is_ascii_uppercase()).count();
    name > 0 && text.get(name + 1) == Some(&b']') && (letters == name || text[1..=name].contains(&b'_'))
}

/// Behind a comma a value stands that another sign ends (`his MRN, 12345678, is`), or somebody pauses.
fn behind_comma(text: &[u8], word: usize, at: usize) -> Option<usize> {
    let skip = |at: usize| at + text[at..].iter().take(3).take_while(|b| matches!(b, b',' | b' ' | b'.')).count();
    let begin = skip(at);
    let len = text[begin..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    if PAUSES.iter().any(|pause| pause.eq_ignore_ascii_case(&text[begin..begin + len])) {
        return Some(skip(begin + len));
    }
    let figures = text[begin..begin + len].iter().filter(|b| b.is_ascii_digit()).count();
    let ends = matches!(text[begin + len..], [] | [b',' | b')' | b';' | b'"', ..] | [b'.', b' ', ..] | [b'.']);
    let led = text[word..at].iter().all(|b| b.is_ascii_alphabetic() || *b == b' ');
    (led && figures >= 4 && ends).then_some(begin)
}

/// Where a phrase ends that says what a value was changed to, which may stand before short values, too: `has been reset to`,
/// `changed to`, `will be`.
fn behind_change(text: &[u8], word: usize, at: usize) -> Option<usize> {
    const CHANGES: Phrase =
        (&[b"has", b"had", b"was", b"set", b"reset", b"changed", b"will", b"should"], &[b"to", b"be"]);
    phrase(&text[at..], CHANGES).map(|len| at + len).filter(|end| *end <= word + REACH)
}

/// Words that say who keeps a number, before the sign that gives it, `customer number with you: …`, and those that say of
/// a thing which number it has: `Die Karte hat die Nummer …`.
const PHRASES: [&str; 22] = [
    "with you:",
    "with us:",
    "bei ihnen:",
    "bei uns:",
    "bei euch:",
    "chez vous:",
    "chez vous :",
    "bij u:",
    "has the number ",
    "has number ",
    "bears the number ",
    "hat die nummer ",
    "hat nummer ",
    "tr\u{e4}gt die nummer ",
    "porte le num\u{e9}ro ",
    "a le num\u{e9}ro ",
    "tiene el n\u{fa}mero ",
    "tem o n\u{fa}mero ",
    "ha il numero ",
    "heeft nummer ",
    "har nummer ",
    "ma numer ",
];

/// Where one of these phrases ends that begins here.
fn behind_phrase(text: &[u8], at: usize) -> Option<usize> {
    let leads =
        |words: &&&str| text[at..].get(..words.len()).is_some_and(|next| next.eq_ignore_ascii_case(words.as_bytes()));
    PHRASES.iter().find(leads).map(|words| at + words.len())
}

/// What a phrase begins with, and what it ends with.
type Phrase = (&'static [&'static [u8]], &'static [&'static [u8]]);

/// The length of a phrase with blanks between its words that leads to a value: `on file is`, `of the patient:`.
fn phrase(text: &[u8], (leads, ends): Phrase) -> Option<usize> {
    let is = |words: &[&[u8]], word: &[u8]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mut at = 0;
    for index in 0..=LONGEST_PHRASE {
        let letter = |b: &&u8| b.is_ascii_alphabetic() || index > 0 && (**b == b'\'' || **b >= 0x80);
        let len = text[at..].iter().take_while(letter).count();
        // A title goes on with a full stop: `for Dr. Example is`.
        let titled = index > 0 && (2..=4).contains(&len) && text[at + len..].starts_with(b". ");
        let len = len + usize::from(titled);
        let word = &text[at..at + len];
        let next = text.get(at + len);
        if len == 0 || index == 0 && !is(leads, word) {
            return None;
        } else if index > 0 && (is(ends, word) && next == Some(&b' ') || next == Some(&b':')) {
            return Some(at + len + 1);
        } else if index > 0 && text[at + len..].trim_ascii_start().first().is_some_and(|b| matches!(b, b':' | b'=')) {
            return Some(at + len);
        } else if next != Some(&b' ') {
            return None;
        }
        at += len + 1;
    }
    None
}

/// Where the value begins behind an `of` or a `to` that stands here right behind a word for a number, or else here.
pub(super) fn behind_of(text: &[u8], at: usize, word: &str) -> usize {
    let number = word.len() <= 4 || ["number", " no", " id", "#"].iter().any(|end| word.ends_with(end));
    let figure = text.get(at + 3).is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let of = text.get(at..at + 3).is_some_and(|of| {
        of.eq_ignore_ascii_case(b"of ") || of.eq_ignore_ascii_case(b"to ") && !is_range(&text[at + 3..])
    });
    if number && of && figure { at + 3 } else { at }
}

/// Whether few digits stand here, as where something is counted: `account no to 5`.
fn is_range(rest: &[u8]) -> bool {
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    rest[..len].iter().filter(|b| b.is_ascii_digit()).count() < 5
}

/// Where the next value of a list begins.
pub(super) fn next_in_list(text: &[u8], end: usize) -> usize {
    let separators = |at: usize| {
        let sign = |b: &&u8| matches!(b, b' ' | b',' | b';' | b'/' | b'&' | b'\n' | b'"' | b'\'' | b'`');
        text[at..].iter().take(4).take_while(sign).count()
    };
    let at = end + separators(end);
    const JOINTS: [&[u8]; 16] = [
        b"and ", b"or ", b"to ", b"into ", b"with ", b"und ", b"oder ", b"mit ", b"et ", b"ou ", b"y ", b"e ", b"en ",
        b"och ", b"og ", b"i ",
    ];
    at + JOINTS.iter().find(|joint| text[at..].starts_with(joint)).map_or(0, |joint| joint.len())
}
