//! What may have to stand around a word: tests of a text, the place where the word begins and that where it ends.

use crate::redact::detect::seals;
use crate::redact::gate::lexicon::is_line_end;

/// How far before the option for a password the one for a user may stand, in bytes.
const BESIDE: usize = 80;
/// The fewest figures of a code.
const CODE: usize = 4;
/// How many figures a code has that is sent.
const SENT: usize = 6;
/// How much of a label may stand behind its first word, in bytes.
const LABEL: usize = 16;
/// How many words a sentence may have between the word for a password and its value, and how many signs and values may
/// just follow.
const PHRASE: usize = 11;
const NEXT: usize = 2;
/// The shortest base64 of a user and a password, in bytes.
const SHORTEST_LOGIN: usize = 8;
/// The shortest key that is told behind the bare word for one.
const SHORTEST_DRAWN: usize = 16;
/// The shortest behind the name of a key that is said to close something.
const SHORTEST_SEALING: usize = 12;
/// The shortest password behind the letter for its name.
const SHORTEST_INITIAL: usize = 6;
/// The longest beginning of an option's name, in bytes.
const OPTION: usize = 64;
/// How far behind the name of a command its options may stand, in bytes.
const COMMAND: usize = 256;
/// How far behind the word of a vehicle its plate may stand, in bytes.
const PLATE: usize = 48;
/// The same of one that begins a line below, and how long that is.
const BELOW: usize = 160;
const SHORTEST_PLATE: usize = 5;
const LONGEST_PLATE: usize = 12;
/// The most signs between such a word and its figures.
const LONGEST_JOINT: usize = 6;

/// A sign that assigns, perhaps behind a quote or a blank, or two dashes before it.
pub(super) fn is_assigned(text: &[u8], at: usize, end: usize) -> bool {
    let loose = |b: &&u8| matches!(**b, b' ' | b'\t' | b'"' | b'\'' | b'`' | b']' | b')' | b'*' | b'\\');
    let behind = text.get(end..).unwrap_or_default();
    // The name may go on: `pass_1 =`.
    let part = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'_';
    let tail = if behind.first() == Some(&b'_') { behind.iter().take(LABEL).take_while(part).count() } else { 0 };
    let behind = &behind[tail..];
    let sign = behind.iter().take(6).find(|b| !loose(b)).copied();
    let before = text[..at.min(text.len())].iter().rev().take(OPTION);
    let option = before.take_while(|b| b.is_ascii_alphanumeric() || **b == b'-');
    let listed = sign == Some(b',') && matches!(behind.first(), Some(b'"' | b'\''));
    // The block of a variable in the language of Terraform.
    let opens_block = sign == Some(b'{') && behind.first() == Some(&b'"');
    // At the end of a text it may be the label of another.
    opens_block
        || matches!(sign, None | Some(b'=' | b':' | b'>' | b'|'))
        || listed
        || option.last() == Some(&b'-')
        || behind.first().is_some_and(|b| is_line_end(*b))
        || [&b" is "[..], b" is:", b" ist ", b" es ", b" est "].iter().any(|word| behind.starts_with(word))
}

/// What stands behind a place in its line, at most so many bytes of it.
pub(super) fn line_behind(text: &[u8], end: usize, most: usize) -> &[u8] {
    let rest = text.get(end..).unwrap_or_default();
    &rest[..rest.iter().take(most).take_while(|b| !is_line_end(**b)).count()]
}

/// Four figures, perhaps with letters between them, soon behind it in its line, or the end of a cell or of the text, which may be
/// the label of another, or of a line above figures.
pub(in crate::redact) fn has_code(text: &[u8], _: usize, end: usize) -> bool {
    let left = text.len().saturating_sub(end);
    let line = line_behind(text, end, BESIDE);
    let rest = line.trim_ascii_start();
    left <= LABEL && line.len() == left
        || matches!(rest.first(), Some(b'|' | b';'))
        || rest.is_empty() && line.len() < BESIDE && next_has_code(text, end)
        || line.split(|b| !b.is_ascii_alphanumeric() && *b != b'-').any(has_figures_of_code)
}

/// Whether a text has as many figures as a code.
fn has_figures_of_code(text: &[u8]) -> bool {
    text.iter().filter(|b| b.is_ascii_digit()).count() >= CODE
}

/// As many figures as a code has, soon behind or before it in its line.
pub(in crate::redact) fn has_code_beside(text: &[u8], at: usize, end: usize) -> bool {
    let before = &text[at.min(text.len()).saturating_sub(BESIDE)..at.min(text.len())];
    let line = before.split(|b| is_line_end(*b)).next_back().unwrap_or_default();
    has_code(text, at, end) || line.split(|b| !b.is_ascii_digit()).any(has_figures_of_code)
}

/// Two groups of three figures soon behind it in its line, or in the next one where its own ends with a colon: `sms: 227 845`.
pub(in crate::redact) fn has_groups(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, 2 * BESIDE);
    let next = text.get(end + line.len() + 1..).filter(|_| line.ends_with(b":")).unwrap_or_default();
    let is_grouped = |seven: &[u8]| seven[3] == b' ' && seven[..3].iter().chain(&seven[4..]).all(u8::is_ascii_digit);
    line.windows(7).chain(next[..next.len().min(BESIDE)].windows(7)).any(is_grouped)
}

/// The end of a word for something locked, perhaps with the word for a code behind it, and as many figures as a code has beside
/// it in its line or in the next one.
pub(in crate::redact) fn is_locked(text: &[u8], at: usize, end: usize) -> bool {
    let is_above = |end| line_behind(text, end, BESIDE).ends_with(b":") && next_has_code(text, end);
    end_of_locked(text, end)
        .is_some_and(|end| has_code_beside(text, at, end) || is_asked_code(text, at, end) || is_above(end))
}

/// The same of what has nothing but a code, whose figures may stand apart.
pub(in crate::redact) fn is_holder_of_code(text: &[u8], at: usize, end: usize) -> bool {
    is_locked(text, at, end) || end_of_locked(text, end).is_some_and(|end| has_turns(text, at, end))
}

/// The same of a room, which is locked where the word for a code stands behind it, perhaps behind a sign.
pub(in crate::redact) fn is_locked_room(text: &[u8], at: usize, end: usize) -> bool {
    let sign = |b: &&u8| b.is_ascii() && !b.is_ascii_alphanumeric();
    let signs = text.get(end..).unwrap_or_default().iter().take(3).take_while(sign).count();
    let behind = text.get(end + signs..).unwrap_or_default();
    (behind.get(..3).is_some_and(is_start_of_code) || is_pressed_code(behind)) && is_locked(text, at, end)
}

/// Whether a code begins here as it is pressed: with the letter that clears a lock, or before the sign that ends it.
fn is_pressed_code(text: &[u8]) -> bool {
    let figures = |text: &[u8]| text.iter().take(LABEL).take_while(|b| b.is_ascii_digit()).count();
    text.strip_prefix(b"C").is_some_and(|rest| figures(rest) >= CODE - 1) || text.get(figures(text)) == Some(&b'#')
}

/// Whether three bytes are of a word for a code: of `kód`, `koodi` and `şifre` as well.
fn is_start_of_code(part: &[u8]) -> bool {
    matches!(
        part.to_ascii_lowercase()[..],
        [b'c' | b'k', b'o', b'd' | b'm']
            | [b'k', b'o', b'o']
            | [b'p', b'i', b'n']
            | [b'k', 0xc3, 0xb3 | 0x93]
            | [0xc5, 0x9e | 0x9f, b'i']
    )
}

/// Where a word ends that begins as one for something locked, with the word for a code in it or behind it.
fn end_of_locked(text: &[u8], end: usize) -> Option<usize> {
    let rest = text.get(end..).unwrap_or_default();
    let letter = |b: &&u8| b.is_ascii_alphabetic() || **b >= 0x80;
    let word = |from: usize| rest[from..].iter().take(LABEL).take_while(letter).count() + from;
    let own = word(0);
    let next = if rest.len() > own { word(own + 1) } else { own };
    let called = rest.get(own + 1..next).and_then(|next| next.get(..3)).is_some_and(is_start_of_code);
    (own < 3 || rest[..own].windows(3).any(is_start_of_code)).then_some(end + if called { next } else { own })
}

/// Six figures in two groups or as many as a code has, right behind it and a sign or `is`.
pub(in crate::redact) fn leads_code(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, BESIDE).trim_ascii_start();
    let line = line.strip_prefix(b"is ").unwrap_or(line);
    let line = &line[line.iter().take(3).take_while(|b| matches!(b, b':' | b'=' | b',' | b'-' | b' ')).count()..];
    let run = |part: &[u8]| part.iter().take_while(|b| b.is_ascii_digit()).count();
    let figures = run(line);
    figures >= CODE || figures == 3 && matches!(line[figures..], [b' ' | b'-', ref rest @ ..] if run(rest) == 3)
}

/// Six figures in a row soon behind it in its line.
pub(super) fn has_sent_code(text: &[u8], _: usize, end: usize) -> bool {
    line_behind(text, end, BESIDE).split(|b| !b.is_ascii_digit()).any(|run| run.len() == SENT)
}

/// Six figures in one group or several right behind it, as codes are sent.
pub(super) fn leads_sent_code(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, LABEL);
    let line = &line[line.iter().take(3).take_while(|b| matches!(b, b':' | b',' | b'-' | b' ' | b'"')).count()..];
    let parts = line.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-'));
    line.first().is_some_and(u8::is_ascii_digit) && parts.filter(|b| b.is_ascii_digit()).count() == SENT
}

/// A code with letters or dashes among its figures right behind it, as mechanical locks have them.
pub(in crate::redact) fn leads_drawn_code(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, BESIDE).trim_ascii_start();
    let line = line.strip_prefix(b": ").or_else(|| line.strip_prefix(b"is ")).unwrap_or(line);
    let code = &line[..line.iter().take_while(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || **b == b'-').count()];
    let is_mixed = code.iter().any(|b| !b.is_ascii_digit());
    is_mixed && code.len() <= LABEL && code.iter().filter(|b| b.is_ascii_digit()).count() + 1 >= CODE
}

/// A word that says before it that one was sent, and as many figures as a code has in the next line.
pub(super) fn is_sent_code(text: &[u8], at: usize, end: usize) -> bool {
    const SENT: [&[u8]; 6] = [b"sen", b"text", b"mail", b"got", b"get", b"receiv"];
    let before = &text[at.min(text.len()).saturating_sub(PLATE)..at.min(text.len())];
    let told = || SENT.iter().any(|word| memchr::memmem::find(before, word).is_some());
    next_has_code(text, end) && told()
}

/// The end of a question soon behind it, and as many figures in a row as a code has in the lines below: who answers may ask for
/// patience first.
pub(super) fn is_asked_code(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, BESIDE);
    let below = || &text[end + line.len()..text.len().min(end + line.len() + COMMAND)];
    line.trim_ascii_end().ends_with(b"?") && below().split(|b| !b.is_ascii_digit()).any(|run| run.len() >= CODE)
}

/// Whether the line behind that of a place has as many figures in a row as a code.
fn next_has_code(text: &[u8], at: usize) -> bool {
    let next = at + line_behind(text, at, BESIDE).len();
    let next = line_behind(text, next + 1, BESIDE);
    next.split(|b| !b.is_ascii_digit()).any(|run| run.len() >= CODE)
}

/// As many figures as a dial has at the least, in groups soon behind it in its line, or the end of the text.
pub(in crate::redact) fn has_turns(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, BESIDE);
    text.len() <= end || has_figures_of_code(line)
}

/// The word for a key in its line, or two parts with a slash between them, and figures.
pub(in crate::redact) fn has_key(text: &[u8], _: usize, end: usize) -> bool {
    const KEYS: [&[u8]; 13] = [
        b"key",
        b"ode",
        b"ass",
        b"pw",
        b"psk",
        b"ssel",
        b"cl\xc3\xa9",
        b"lave",
        b"hiave",
        b"leutel",
        b"kl",
        b"yckel",
        b"oucher",
    ];
    let line = line_behind(text, end, 2 * BESIDE);
    let is_key = |line: &[u8]| KEYS.iter().any(|key| memchr::memmem::find(line, key).is_some());
    // The key may stand on the next line, behind its name and a sign.
    let next = line_behind(text, end + line.len() + 1, BESIDE);
    let label = &next[..next.len().min(LABEL)];
    let sign = memchr::memchr2(b':', b'=', label).is_some_and(|sign| is_key(&next[..sign].to_ascii_lowercase()));
    if sign {
        return true;
    }
    let paired = || memchr::memmem::find(line, b" / ").is_some();
    // Without a word for it the key has a sign of passwords, behind a colon or below a question.
    let shown = |line: &[u8]| line.iter().any(u8::is_ascii_digit) && line.iter().any(|b| b"!#$%^&*?~+@".contains(b));
    let alone = || line.contains(&b':') && shown(line) || line.ends_with(b"?") && shown(next);
    line.iter().any(u8::is_ascii_digit) && (paired() || is_key(line)) || alone()
}

/// Whether signs of a list stand on both sides of a word, as between the names of columns.
fn is_column(text: &[u8], at: usize, end: usize) -> bool {
    let parts = |b: Option<&u8>| b.is_none_or(|b| matches!(b, b';' | b',' | b'\t' | b'\n' | b'\r'));
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    matches!(text.get(end), Some(b';' | b',' | b'\t')) && parts(before)
}

/// A sign that assigns, or soon behind it a word with letters and figures or the end of the text.
pub(in crate::redact) fn leads_password(text: &[u8], at: usize, end: usize) -> bool {
    let left = text.len().saturating_sub(end);
    let is_label = left <= LABEL && line_behind(text, end, LABEL).len() == left;
    is_assigned(text, at, end)
        || is_label
        || has_mixed_word(text, end, PHRASE)
        || is_column(text, at, end)
        || is_asked(text, end)
}

/// The same of the next word, and of a dash or an arrow before it.
pub(super) fn is_assigned_or_beside(text: &[u8], at: usize, end: usize) -> bool {
    is_assigned(text, at, end) || has_mixed_word(text, end, NEXT)
}

/// Whether the line asks something, or ends in a request.
fn is_asked(text: &[u8], end: usize) -> bool {
    ends_in_request(line_behind(text, end, COMMAND).trim_ascii_end())
}

/// Whether a line ends in the sign of a question or the word of a request.
pub(in crate::redact) fn ends_in_request(line: &[u8]) -> bool {
    [&b"?"[..], b" pls", b" plz", b" please", b" bitte", b" svp"].iter().any(|end| line.ends_with(end))
}

/// Whether one of the next words of the line has letters and figures.
fn has_mixed_word(text: &[u8], end: usize, words: usize) -> bool {
    let line = line_behind(text, end, COMMAND);
    let mut next = line.split(|b| *b == b' ').filter(|word| !word.is_empty()).take(words);
    next.any(|word| word.iter().any(u8::is_ascii_digit) && word.iter().any(u8::is_ascii_alphabetic))
}

/// A login name and a password behind it, with a slash between them; or nothing, in the label of another text and above
/// the two.
pub(in crate::redact) fn leads_pair(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, BESIDE);
    let sign = line.trim_ascii_start().first();
    let slash = memchr::memchr(b'/', line);
    let shows = |slash: usize| line[slash..].iter().any(u8::is_ascii_digit);
    let assigned = matches!(sign, Some(b':' | b'='));
    let joined = || {
        [&b" using "[..], b" with ", b" and ", b" und "].iter().any(|word| memchr::memmem::find(line, word).is_some())
    };
    // A sentence says what the two are, with nothing but a colon or a comma between them.
    let told = || line.starts_with(b" is ") && memchr::memchr2(b':', b',', line).is_some();
    sign.is_none()
        || (joined() || told()) && has_mixed_word(text, end, PHRASE)
        || assigned && (slash.is_some() || line.trim_ascii().len() == 1)
        || slash.is_some_and(shows)
}

/// A name right behind it, and behind a slash between blanks a word with letters and figures; behind a verb as well, where a
/// comma may part the two.
pub(super) fn is_paired(text: &[u8], _: usize, end: usize) -> bool {
    const VERBS: [&[u8]; 4] = [b"is ", b"ist ", b"est ", b"es "];
    let behind = text.get(end + 1..).unwrap_or_default();
    let said = VERBS.iter().find_map(|verb| behind.strip_prefix(*verb));
    let rest = said.unwrap_or(behind);
    let name = rest.iter().take(OPTION).take_while(|b| !b.is_ascii_whitespace()).count();
    let slashed = || rest[name..].starts_with(b" / ") && has_mixed_word(rest, name + 3, 1);
    let listed = || said.is_some() && rest[..name].ends_with(b",") && has_mixed_word(rest, name + 1, 1);
    text.get(end) == Some(&b' ') && (slashed() || listed())
}

/// Two words behind it at the beginning of a line, the second with letters and figures, and above it a line that opens a
/// connection for the transfer of files.
pub(super) fn is_of_transfer(text: &[u8], at: usize, end: usize) -> bool {
    let above = &text[..at.min(text.len())];
    if text.get(at) != Some(&b'\n') {
        return false;
    }
    let above = &above[above.len().saturating_sub(BESIDE)..];
    let above = memchr::memrchr(b'\n', above).map_or(above, |line| &above[line + 1..]);
    let words = line_behind(text, end, COMMAND).split(|b| *b == b' ').filter(|word| !word.is_empty());
    opens_transfer(above) && words.count() == 2 && has_mixed_word(text, end, NEXT)
}

/// Whether a line opens a connection for the transfer of files, as a script or on the command line.
pub(in crate::redact) fn opens_transfer(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.starts_with(b"open ") || line.starts_with(b"ftp ") || memchr::memmem::find(line, b" ftp -").is_some()
}

/// A sign of pairs right behind it, and a word with letters and figures behind that.
pub(super) fn leads_given(text: &[u8], _: usize, end: usize) -> bool {
    let behind = text.get(end..).unwrap_or_default();
    let is_parted = matches!(behind, [b' ', b'/' | b':' | b'|' | b'-', ..] | [b'/' | b':' | b',', ..]);
    is_parted && has_mixed_word(text, end + 1, NEXT)
}

/// `-p ` of a command behind `-u ` or the like.
pub(super) fn is_option_of_password(text: &[u8], at: usize, _: usize) -> bool {
    let before = &text[..at.min(text.len())];
    text.get(at) == Some(&b'-')
        && before.last().is_some_and(u8::is_ascii_whitespace)
        && before[before.len().saturating_sub(BESIDE)..].windows(3).any(|window| window == b"-u " || window == b"-us")
}

/// An option of a command soon behind its name.
pub(super) fn has_option(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    // In a list of literals it stands in quotes.
    rest[..rest.len().min(COMMAND)].windows(2).any(|pair| matches!(pair, [b' ' | b'\t' | b'"' | b'\'', b'-']))
}

/// A host in brackets and a colon before it, and a blank behind it, as relays of mail are named.
pub(super) fn is_of_relay(text: &[u8], at: usize, end: usize) -> bool {
    text[..at.min(text.len())].ends_with(b"]")
        && text.get(at) == Some(&b':')
        && matches!(text.get(end), Some(b' ' | b'\t'))
}

/// What the devices of a group authenticate one another with, soon behind it in its line.
pub(super) fn leads_to_authentication(text: &[u8], _: usize, end: usize) -> bool {
    memchr::memmem::find(line_behind(text, end, BESIDE), b"authentication ").is_some()
}

/// No letter before it.
pub(super) fn is_cut(text: &[u8], at: usize, _: usize) -> bool {
    !text[..at.min(text.len())].last().is_some_and(u8::is_ascii_alphanumeric)
}

/// A name and a slash in the next word.
pub(super) fn is_login(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end + 1..).unwrap_or_default();
    let word = rest.iter().take(BESIDE).take_while(|b| !b.is_ascii_whitespace());
    text.get(end) == Some(&b' ') && word.skip(1).any(|b| *b == b'/')
}

/// What may be base64 behind a sign that assigns.
pub(super) fn is_encoded(text: &[u8], _: usize, end: usize) -> bool {
    let loose = |b: &&u8| matches!(**b, b' ' | b'"' | b'\'' | b':' | b'=' | b'\\');
    let rest = text.get(end..).unwrap_or_default();
    let lead = rest.iter().take(8).take_while(loose).count();
    let signed = rest[..lead].iter().any(|b| matches!(b, b':' | b'='));
    signed && rest[lead..].iter().take(SHORTEST_LOGIN).filter(|b| b.is_ascii_alphanumeric()).count() == SHORTEST_LOGIN
}

/// Something behind one sign.
pub(super) fn is_followed(text: &[u8], _: usize, end: usize) -> bool {
    text.len() > end + 1
}

/// A bracket behind it.
pub(super) fn is_called(text: &[u8], _: usize, end: usize) -> bool {
    text.get(end) == Some(&b'(')
}

/// A bracket behind it, and a text in quotes soon behind that.
pub(super) fn is_called_with_text(text: &[u8], at: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    is_called(text, at, end) && memchr::memchr2(b'"', b'\'', &rest[..rest.len().min(BESIDE)]).is_some()
}

/// A sign that assigns, and behind it letters of both cases and figures in a row that no name is as long as; letters and
/// figures of a shorter one where the key is said to close something.
pub(super) fn is_assigned_drawn(text: &[u8], at: usize, end: usize) -> bool {
    let loose = |b: &&u8| matches!(**b, b' ' | b'"' | b'\'' | b':' | b'=' | b'>');
    let rest = text.get(end..).unwrap_or_default();
    let lead = rest.iter().take(6).take_while(loose).count();
    let value = rest[lead..].iter().take(SHORTEST_DRAWN).take_while(|b| b.is_ascii_graphic());
    let kinds = value.clone().fold([false; 3], |[small, large, digit], b| {
        [small | b.is_ascii_lowercase(), large | b.is_ascii_uppercase(), digit | b.is_ascii_digit()]
    });
    let [small, large, digit] = kinds;
    let len = value.count();
    let sealed = || {
        let before = &text[..at.min(text.len())];
        let before = before.strip_suffix(b" ").unwrap_or(before);
        let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'-');
        seals(&before[before.len() - before.iter().rev().take(OPTION).take_while(part).count()..])
    };
    rest[..lead].iter().any(|b| matches!(b, b':' | b'=' | b'>'))
        && (len == SHORTEST_DRAWN && small && large && digit
            || len >= SHORTEST_SEALING && digit && (small || large) && sealed())
}

/// A pair in brackets that is assigned to it: `auth=('jane', ...)`.
pub(super) fn is_assigned_pair(text: &[u8], _: usize, end: usize) -> bool {
    let mut signs = text.get(end..).unwrap_or_default().iter().take(4).filter(|b| **b != b' ');
    signs.next() == Some(&b'=') && signs.next() == Some(&b'(')
}

/// An argument with a colon in it, and an `@`, soon behind it.
pub(super) fn has_login(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let rest = &rest[..rest.len().min(BESIDE)];
    memchr::memchr(b':', rest).is_some_and(|colon| rest[colon..].contains(&b'@'))
}

/// The network of an address behind a login: `@tcp(`.
pub(super) fn is_dialed(text: &[u8], at: usize, end: usize) -> bool {
    text.get(at) == Some(&b'@') && text.get(end) == Some(&b'(')
}

/// A word in capitals and another behind it, as in the dialogs of servers.
pub(super) fn is_in_capitals(text: &[u8], _: usize, end: usize) -> bool {
    text[..end.min(text.len())].ends_with(b"AUTH") && text.get(end) == Some(&b' ')
}

/// A word in capitals that begins its line, a sign of who speaks aside, and something behind a blank.
pub(super) fn is_sent(text: &[u8], at: usize, end: usize) -> bool {
    let before = text[..at.min(text.len())].last();
    let begins = before.is_none_or(|b| matches!(b, b' ') || is_line_end(*b));
    begins && text[..end.min(text.len())].ends_with(b"PASS") && text.get(end) == Some(&b' ')
}

/// The name of a user and whether it is switched on behind it: `user worker on`.
pub(super) fn is_switched(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end + 1..).unwrap_or_default();
    let name = rest.iter().take(OPTION).take_while(|b| !b.is_ascii_whitespace()).count();
    [&b" on "[..], b" off ", b" reset "].iter().any(|word| rest[name..].starts_with(word))
}

/// Letters and figures in one of the next words.
pub(super) fn has_mixed_word_next(text: &[u8], at: usize, end: usize) -> bool {
    has_mixed_word(text, end, NEXT) || has_option(text, at, end)
}

/// A sign that assigns behind a letter that is a word, and soon a word with figures or signs behind that.
pub(super) fn is_initial(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let gap = usize::from(rest.first() == Some(&b' '));
    let sign = rest.get(gap).is_some_and(|b| matches!(b, b':' | b'=' | b'-'));
    let value = rest.get(gap + 1..).unwrap_or_default();
    let value = value.strip_prefix(b" ").unwrap_or(value);
    let word = &value[..value.iter().take(OPTION).take_while(|b| !b.is_ascii_whitespace()).count()];
    let has = |is: fn(&u8) -> bool| word.iter().any(is);
    sign && word.len() >= SHORTEST_INITIAL && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

/// A pipe on the same line before it, or a text that is fed to it behind it.
pub(super) fn is_piped(text: &[u8], at: usize, end: usize) -> bool {
    let before = &text[..at.min(text.len())];
    let line = before.iter().rev().take(COMMAND).take_while(|b| !is_line_end(**b));
    line.copied().any(|b| b == b'|') || line_behind(text, end, COMMAND).contains(&b'<')
}

/// A sign between the fields of messages right behind it.
pub(super) fn leads_to_field(text: &[u8], _start: usize, end: usize) -> bool {
    matches!(text.get(end), Some(b'|' | b'*' | b':'))
}

/// The sign between the elements of X12 behind it.
pub(super) fn is_starred(text: &[u8], _at: usize, end: usize) -> bool {
    text.get(end) == Some(&b'*')
}

/// Colons on both sides of it at the beginning of a line, as the tags of SWIFT have them.
pub(super) fn is_tagged(text: &[u8], at: usize, end: usize) -> bool {
    let begins = at.checked_sub(1).and_then(|before| text.get(before)).is_none_or(|b| is_line_end(*b));
    begins && text.get(at) == Some(&b':') && text.get(end) == Some(&b':')
}

/// The end of a tag behind it.
pub(super) fn is_element(text: &[u8], _at: usize, end: usize) -> bool {
    text.get(end) == Some(&b'>')
}

/// A colon before it, as before the kind of a secret.
pub(super) fn is_behind_colon(text: &[u8], at: usize, _end: usize) -> bool {
    text[..at.min(text.len())].ends_with(b":")
}

/// A brace on both sides.
pub(super) fn is_in_braces(text: &[u8], at: usize, end: usize) -> bool {
    text.get(at) == Some(&b'{') && text.get(end) == Some(&b'}')
}

/// A bracket before it, as before the tag of an element.
pub(super) fn is_tag(text: &[u8], at: usize, _end: usize) -> bool {
    text.get(at) == Some(&b'(')
}

/// What stands behind the signs between such a word and its figures.
fn behind_signs(text: &[u8], end: usize) -> &[u8] {
    let rest = text.get(end..).unwrap_or_default();
    &rest[rest.iter().take(LONGEST_JOINT).take_while(|b| !b.is_ascii_alphanumeric()).count()..]
}

/// Whether nothing but a few signs stands between a word and three digits, or the end of the text, which may be a label.
pub(super) fn leads_to_figures(text: &[u8], _start: usize, end: usize) -> bool {
    let rest = behind_signs(text, end);
    rest.is_empty() || rest.first_chunk::<3>().is_some_and(|next| next.iter().all(u8::is_ascii_digit))
}

/// Whether an age of two or three digits from 90 on stands behind a word, perhaps a verb, behind a comma or in a bracket.
pub(super) fn leads_to_age(text: &[u8], _start: usize, end: usize) -> bool {
    const VERBS: [&[u8]; 8] = [b" ist", b" is", b"'s", b" turned", b" turns", b" wird", b" jest", b" will be"];
    let behind = text.get(end..).unwrap_or_default();
    let behind = VERBS.iter().find_map(|verb| behind.strip_prefix(*verb)).unwrap_or(behind);
    let joint = behind.iter().take(2).take_while(|b| matches!(b, b' ' | b',' | b'(')).count();
    matches!(behind[joint..], [b'9', b'0'..=b'9', ..] | [b'1', b'0'..=b'3', b'0'..=b'9', ..]) && joint > 0
}

/// The same of four digits and no more, perhaps behind a verb, or of the word that says that they are the last ones.
pub(super) fn leads_to_four(text: &[u8], _start: usize, end: usize) -> bool {
    const VERBS: [&[u8]; 8] =
        [b"is ", b"are ", b"was ", b"ending in ", b"ending with ", b"ending ", b"ends in ", b"ends with "];
    let rest = behind_signs(text, end);
    let rest = VERBS.iter().find_map(|verb| rest.strip_prefix(*verb)).unwrap_or(rest);
    let digits = rest.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    digits == 4 || rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"last"))
}

/// Whether a word or a sign for a number may follow, one other sign and a full stop aside: `employee_id`, `Emp. No`,
/// `Employee #`.
pub(super) fn leads_to_number(text: &[u8], _start: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let rest = rest.strip_prefix(b".").unwrap_or(rest);
    let sign = usize::from(rest.first().is_some_and(|b| !b.is_ascii_alphanumeric() && *b != b'#'));
    rest.get(sign).is_some_and(|b| matches!(b, b'n' | b'N' | b'i' | b'I' | b'#'))
}

/// Whether a capital with a figure soon behind it, as a plate has them, stands soon behind a word, or one of the lines below
/// begins with capitals and figures.
pub(super) fn leads_to_plate(text: &[u8], _start: usize, end: usize) -> bool {
    let near = line_behind(text, end, PLATE);
    let follows = |four: &[u8]| four[0].is_ascii_uppercase() && four[1..].iter().any(u8::is_ascii_digit);
    let leads = |four: &[u8]| four[0].is_ascii_digit() && four[1..].iter().any(u8::is_ascii_uppercase);
    let below = &text[end.min(text.len())..text.len().min(end + BELOW)];
    near.windows(4).any(|four| follows(four) || leads(four))
        || below.split(|b| is_line_end(*b)).skip(1).any(begins_with_plate)
}

/// Whether a line begins with groups of capitals and figures.
fn begins_with_plate(line: &[u8]) -> bool {
    let part = |b: &&u8| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b' ' | b'-');
    let plate = line[..line.iter().take_while(part).count()].trim_ascii();
    (SHORTEST_PLATE..=LONGEST_PLATE).contains(&plate.len())
        && plate.iter().any(|b| matches!(b, b' ' | b'-'))
        && plate.iter().any(u8::is_ascii_digit)
        && plate.iter().any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Test = fn(&[u8], usize, usize) -> bool;

    /// What a test says of these texts, whose words stand in brackets of their own.
    #[track_caller]
    fn tells(test: Test, yes: &[&str], no: &[&str]) {
        let said = |marked: &str| {
            let (before, rest) = marked.split_once('\u{ab}').unwrap();
            let (word, behind) = rest.split_once('\u{bb}').unwrap();
            test(format!("{before}{word}{behind}").as_bytes(), before.len(), before.len() + word.len())
        };
        yes.iter().for_each(|text| assert!(said(text), "{text:?}"));
        no.iter().for_each(|text| assert!(!said(text), "{text:?}"));
    }

    #[test]
    fn what_assigns_stands_behind_a_word_or_before_it() {
        tells(
            is_assigned,
            &[
                "«key» = x",
                "«key»: x",
                "<«key»>x",
                "\"«key»\" = x",
                "| **«key»** | x",
                "(\"«key»\", \"x\")",
                "get --api-«key» x",
                "«key»\nx",
                "my «key»",
                "«key» is x",
                "«key» is: x",
                "«clave» es x",
                "«Kennwort» ist x",
                "«mot» est x",
            ],
            &["«key» of x", "«key», x", "«key»' x", "the-«key» x", "«key» and isx"],
        );
        tells(is_assigned_pair, &["«auth» = ('jane', x)", "«auth»=('"], &["«auth» ('jane', x)", "«auth»=x", "«auth»"]);
        let drawn = "aB3dE5gH7jK9mN1p";
        let (behind, bare) = (format!("«key»: \"{drawn}\""), format!("«key» {drawn}"));
        let (short, small) = (format!("«key»={}", &drawn[1..]), format!("«key»={}", drawn.to_lowercase()));
        tells(is_assigned_drawn, &[&behind, &format!("«key»={drawn}")], &[&bare, &short, &small]);
    }

    #[test]
    fn a_password_is_led_to_by_a_sign_a_word_a_column_or_a_question() {
        let no =
            ["«pw» of all the hosts there", "«pw» a\nb", "user «pw»;more of the words here", "«pw» of 7 other hosts"];
        tells(
            leads_password,
            &[
                "«pw» = x",
                "«pw» of hosts",
                "«pw» for the box it was sunny7 then",
                "user;«pw»;and more of the words",
                "«pw»,and more of these words",
                "user\t«pw»\tand more of these words",
                "«pw» of the build machine?",
                "send me the «pw» of the machine please",
            ],
            &no,
        );
        tells(is_assigned_or_beside, &["«pw»: x", "«pw» the sunny7 of it"], &["«pw» of the sunny7 box", "«pw» of x"]);
        tells(has_mixed_word_next, &["«tool» sunny7 x", "«tool» a -p x"], &["«tool» a b sunny7", "«tool» a b-c"]);
        for request in ["which?", "send it pls", "now plz", "do please", "mach bitte", "vite svp"] {
            assert!(ends_in_request(request.as_bytes()));
        }
        assert!(!ends_in_request(b"it pleases"));
    }

    #[test]
    fn figures_of_codes_and_keys_stand_in_the_line_of_their_word() {
        tells(
            has_code,
            &["«pin» 4711 of the machine in the hall", "«pin»: 47-11 as we all know by now", "the «pin»", "«pin» code"],
            &["«pin» of the machine in the hall", "«pin» 12 of the machine in 7 halls", "«pin» a\nb"],
        );
        tells(has_code, &["|«pin»| of the machine in a hall"], &["«pin» of the hall\n4711 is its number"]);
        tells(
            leads_drawn_code,
            &["«code» 19A47", "«code»: C2580Y", "«code» is 12-34-56"],
            &["«code» 4711", "«code» A4", "«code» of 19A47", "«code» RFC-1"],
        );
        tells(
            has_key,
            &["«wifi» key sunny7", "«wifi» Office / sunny7"],
            &["«wifi» key sunny", "«wifi» is up on 7 floors", "«wifi» key of\nfloor 7"],
        );
        tells(leads_to_figures, &["«no»: 471 x", "«no»"], &["«no»: 47 x", "«no» of 471", "«no» ------- 471"]);
        tells(
            leads_to_four,
            &["«digits»: 4711", "«the» last 4", "«ssn» ending in 4711", "«ssn» is 4711"],
            &["«digits»: 47112", "«digits»: 471", "«number» in 4711", "«ssn» ends in 47"],
        );
    }

    #[test]
    fn a_login_and_its_password_stand_behind_a_word() {
        tells(
            leads_pair,
            &[
                "«login»",
                "«login»:",
                "«login»: jane/x",
                "«login» jane / sunny7",
                "«login» using jane and sunny7",
                "«login» with jane sunny7",
            ],
            &["«login» jane / sunny", "«login»: see the page", "«login» jane and sunny", "«login» jane sunny7"],
        );
        tells(
            leads_given,
            &["«jane» / sunny7", "«jane»/sunny7", "«jane»: sunny7", "«jane» - sunny7"],
            &["«jane» sunny7", "«jane» / sunny", "«jane»-sunny7"],
        );
        tells(
            is_login,
            &["«connect» jane/x"],
            &["«connect» jane", "«connect» /tmp", "«connect»:jane/x", "«connect»  a/b"],
        );
        tells(has_login, &["«curl» jane:x@host"], &["«curl» jane@host:80", "«curl» jane"]);
        tells(is_encoded, &["«auth»: dGVzdDp0", "«auth»=\"dGVzdDp0\""], &["«auth» dGVzdDp0", "«auth»: dGVz-dDp0"]);
        tells(
            is_paired,
            &["«user» etl / Sunny-77", "«user» etl-01 / sunny77 works", "«user» is etl, Sunny-77"],
            &[
                "«user» etl, Sunny-77",
                "«user» is etl, sunny",
                "«user» etl / sunny",
                "«user» etl / the 77th",
                "«user» etl/Sunny77",
                "«user», etl / Sunny77",
            ],
        );
        tells(
            is_switched,
            &["«user» worker on >x", "«user» worker off ", "«user» worker reset "],
            &["«user» worker only", "«user» on the list"],
        );
        tells(
            is_initial,
            &["«p»: sunny7", "«p» = sunny7", "«p»-sunny7"],
            &["«p» sunny7", "«p»: sunny", "«p»: 123456", "«p»: sun7"],
        );
    }

    #[test]
    fn a_command_is_known_by_its_options_and_its_brackets() {
        tells(
            is_option_of_password,
            &["tool -u jane «-p» x", "tool -user jane «-p» x"],
            &["tool «-p» x", "tool -u jane«-p» x", "tool -u jane «p» x"],
        );
        tells(has_option, &["«mysql» db -p", "«mysql»\t-p"], &["«mysql»-p", "«mysql» db"]);
        tells(is_called, &["«f»(x)"], &["«f» (x)"]);
        tells(is_called_with_text, &["«f»(a, \"b\")", "«f»('b')"], &["«f»(a, b)", "«f» \"b\""]);
        tells(is_dialed, &["jane:x«@tcp»(host)"], &["jane:x@«tcp»(host)", "jane:x«@tcp» (host)"]);
        tells(is_piped, &["echo x | «chpasswd»", "«chpasswd» <<< x"], &["echo x\n«chpasswd»", "a |\n«chpasswd» b"]);
        tells(is_in_capitals, &["«AUTH» x"], &["«auth» x", "«AUTH»:x"]);
        tells(is_sent, &["«PASS» x", "C: «PASS» x", "a\n«PASS» x"], &["x«PASS» x", "«pass» x", "«PASS»:x"]);
    }

    #[test]
    fn signs_of_messages_stand_right_beside_their_words() {
        tells(is_cut, &["(«x»", "«x»"], &["a«x»", "7«x»"]);
        tells(is_followed, &["«x»:y"], &["«x»:"]);
        tells(leads_to_field, &["«PID»|", "«N1»*", "«20»:"], &["«PID» |"]);
        tells(is_starred, &["«N1»*"], &["«N1»|"]);
        tells(is_tagged, &["«:20»:x", "a\n«:20»:"], &["a «:20»:", "«20»:", "«:20» "]);
        tells(is_element, &["<«Nm»>"], &["<«Nm» x>"]);
        tells(is_behind_colon, &["a:«x»"], &["a «x»"]);
        tells(is_in_braces, &["«{x»}"], &["«{x}»", "«x»}"]);
    }

    #[test]
    fn plates_ages_and_numbers_have_their_figures() {
        tells(
            leads_to_plate,
            &["«plate»: M-AB 12", "«plate»: 7 KX", "«car» of it\nall of us\nM-AB 12\nx"],
            &[
                "«plate»: of the car",
                "«plate»: AB CD of it",
                "«plate»: 7 of it",
                "«plate»: abcd1",
                "«plate» of\nthe M-AB 12",
            ],
        );
        tells(leads_to_age, &["«age» 93", "«age» 104"], &["«age» 89", "«age»:93", "«age» 144", "«age» 1 4"]);
        tells(
            leads_to_number,
            &["«employee»_id", "«employee» No", "«employee»nr"],
            &["«employee» of it", "«employee»  no"],
        );
    }
}
