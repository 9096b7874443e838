//! Words that say something only where something else stands around them: the names of commands before their options, of
//! settings before a sign that assigns.

use super::lexicon::is_line_end;

/// Forms that make a secret of what stands behind them: a word or the end of one, and what has to stand around it.
pub(super) const FORMS: &[(&str, Around)] = &[
    ("pass ", is_assigned_or_beside),
    ("psw ", leads_password),
    ("pw ", leads_password),
    ("psk ", leads_password),
    ("mdp ", leads_password),
    ("clave ", leads_password),
    (" p ", is_option_of_password),
    ("login ", leads_pair),
    ("creds ", leads_pair),
    ("logins ", leads_pair),
    ("inlog ", leads_pair),
    ("inlogg ", leads_pair),
    ("inloggning ", leads_pair),
    (" logon ", leads_pair),
    ("log in ", leads_pair),
    ("log on ", leads_pair),
    ("logged in ", leads_pair),
    ("sign in ", leads_pair),
    ("anmelden ", leads_pair),
    ("zugang ", leads_pair),
    ("zugangsdaten ", leads_pair),
    ("anmeldedaten ", leads_pair),
    // The end of the French word: the beginning is frequent.
    ("ifiants ", leads_pair),
    ("credenciales ", leads_pair),
    ("credenziali ", leads_pair),
    ("credenciais ", leads_pair),
    ("inloggegevens ", leads_pair),
    ("dane logowania ", leads_pair),
];

/// Forms of commands, calls and statements that take a password: the name, and what has to stand behind it.
pub(super) const COMMANDS: &[(&str, Around)] = &[
    ("mysql", has_option),
    // The ends of words whose beginnings are frequent: of MariaDB, Redis, OpenSSL, and below of calls and settings.
    ("riadb", has_option),
    ("edis cli ", has_option),
    ("nssl ", has_option),
    (" ldap", has_option),
    ("sqlcmd ", has_option),
    (" bcp ", has_option),
    ("smbclient ", has_option),
    ("rpcclient ", has_option),
    ("htpasswd ", has_option),
    ("sqlplus ", is_followed),
    ("expdp ", is_followed),
    ("impdp ", is_followed),
    ("net user ", is_followed),
    (" ssh ", has_login),
    (" scp ", has_login),
    ("sftp ", has_login),
    (" tcp ", is_dialed),
    ("jdbc oracle", is_followed),
    ("sudo  s ", is_piped),
    ("sudo  ks ", is_piped),
    ("stdin ", is_piped),
    ("chpasswd ", is_piped),
    ("smbpasswd ", is_piped),
    ("dsrvlogin ", is_followed),
    ("sp addlogin ", is_followed),
    ("pwgen ", is_followed),
    ("jwt sign ", is_called_with_text),
    ("jwt verify ", is_called_with_text),
    ("vncpasswd ", is_piped),
    ("ssh keygen ", has_option),
    ("getconnection ", is_called),
    ("mysqli ", is_called),
    ("mysql connect ", is_called),
    ("mysqli connect ", is_called),
    ("real connect ", is_called),
    (" pdo ", is_called),
    ("login ", is_called_with_text),
    ("basicauth ", is_called),
    ("stauth ", is_called),
    ("auth  ", is_assigned_pair),
    ("ertto secure", is_followed),
    ("irepass ", is_followed),
    ("erauth ", is_followed),
    ("unzip ", has_option),
    (" zip ", has_option),
    (" 7z", has_option),
    (" rar ", has_option),
    ("unrar ", has_option),
    // Words without their first letters again, which many others begin with: of MongoDB, and below.
    ("ongo", has_option),
    (" isql ", has_option),
    (" tsql ", has_option),
    ("ipmitool ", is_followed),
    ("mosquitto ", has_option),
    ("esxcli ", has_option),
    ("rdesktop ", has_option),
    (" lftp ", has_option),
    (" curl ", has_option),
    ("ermod ", has_option),
    ("eradd ", has_option),
    ("kubectl ", has_option),
    ("docker login ", has_option),
    ("podman login ", has_option),
    ("nerdctl login ", has_option),
    ("helm registry login ", has_option),
    (" cf login ", has_option),
    (" oc login ", has_option),
    (" az login ", has_option),
    (" az keyvault ", has_option),
    (" ssm put ", is_followed),
    ("etsmanager ", is_followed),
    ("sqlldr ", is_followed),
    (" rman ", is_followed),
    ("conn ", is_login),
    ("connect ", is_login),
    (" db2 connect ", is_followed),
    ("net use ", is_followed),
    ("eerdp", is_followed),
    ("winrs ", is_followed),
    ("cmdkey ", is_followed),
    ("schtasks ", is_followed),
    ("encrypt string ", is_followed),
    ("rclone obscure ", is_followed),
    ("wpa passphrase ", is_followed),
    ("rabbitmqctl ", is_followed),
    ("pdftk ", is_followed),
    ("kinit ", is_piped),
    ("passphrase fd ", is_piped),
    ("rocommunity", is_followed),
    ("rwcommunity", is_followed),
    ("com2sec ", is_followed),
    ("createuser ", is_followed),
    // Lines of the configuration of network devices, and tools that ask them.
    ("snmp", is_followed),
    // What a client of a mail or file server sends, behind the login name or what the server asks.
    ("pass ", is_sent),
    ("334 ugfzc3dvcmq6", is_followed),
    ("tacacs ", is_followed),
    ("radius server ", is_followed),
    ("isakmp key ", is_followed),
    (" rsa ", is_behind_colon),
    (" xauth ", is_behind_colon),
    (" ospf ", is_followed),
    ("key string ", is_followed),
    ("key 7 ", is_followed),
    ("wpa psk ", is_followed),
    // What a program of Expect waits for, without the letter whose case is not known.
    ("assword", is_cut),
    ("assphrase", is_cut),
    ("auth ", is_encoded),
    (" auth ", is_in_capitals),
    (" user ", is_switched),
    ("setuser ", is_followed),
    ("rcon ", has_mixed_word_next),
    (" p ", is_initial),
    // Accounts that most systems have.
    ("admin ", leads_given),
    ("administrator ", leads_given),
    ("administrador ", leads_given),
    (" root ", leads_given),
];

/// Forms that make a code of figures which one person was given.
pub(super) const CODES: &[(&str, Around)] = &[("your code ", is_assigned)];

/// Whether a form is there: of the text, where the word begins and where it ends.
pub(super) type Around = fn(&[u8], usize, usize) -> bool;

/// How far before the option for a password the one for a user may stand, in bytes.
const BESIDE: usize = 80;

/// The fewest figures of a code.
const CODE: usize = 4;
/// How much of a label may stand behind its first word, in bytes.
const LABEL: usize = 16;

/// How many words a sentence may have between the word for a password and its value, and how many signs and values may
/// just follow.
const PHRASE: usize = 11;
const NEXT: usize = 2;

/// The shortest base64 of a user and a password, in bytes.
const SHORTEST_LOGIN: usize = 8;

/// The shortest password behind the letter for its name.
const SHORTEST_INITIAL: usize = 6;
/// The longest beginning of an option's name, in bytes.
const OPTION: usize = 64;
/// How far behind the name of a command its options may stand, in bytes.
const COMMAND: usize = 256;

/// A sign that assigns, perhaps behind a quote or a blank, or two dashes before it.
fn is_assigned(text: &[u8], at: usize, end: usize) -> bool {
    let loose = |b: &&u8| matches!(**b, b' ' | b'\t' | b'"' | b'\'' | b'`' | b']' | b')' | b'*' | b'\\');
    let behind = text.get(end..).unwrap_or_default();
    let sign = behind.iter().take(6).find(|b| !loose(b)).copied();
    let before = text[..at.min(text.len())].iter().rev().take(OPTION);
    let option = before.take_while(|b| b.is_ascii_alphanumeric() || **b == b'-');
    let listed = sign == Some(b',') && matches!(behind.first(), Some(b'"' | b'\''));
    // At the end of a text it may be the label of another.
    matches!(sign, None | Some(b'=' | b':' | b'>' | b'|'))
        || listed
        || option.last() == Some(&b'-')
        || behind.first().is_some_and(|b| is_line_end(*b))
        || [&b" is "[..], b" is:", b" ist ", b" es ", b" est "].iter().any(|word| behind.starts_with(word))
}

/// What stands behind a place in its line, at most so many bytes of it.
fn line_behind(text: &[u8], end: usize, most: usize) -> &[u8] {
    let rest = text.get(end..).unwrap_or_default();
    &rest[..rest.iter().take(most).take_while(|b| !is_line_end(**b)).count()]
}

/// Four figures soon behind it in its line, or the end of a cell or of the text, which may be the label of another.
pub(super) fn has_code(text: &[u8], _: usize, end: usize) -> bool {
    let left = text.len().saturating_sub(end);
    let line = line_behind(text, end, BESIDE);
    let figures = |part: &[u8]| part.iter().filter(|b| b.is_ascii_digit()).count() >= CODE;
    left <= LABEL && line.len() == left
        || text.get(end) == Some(&b'|')
        || line.split(|b| !b.is_ascii_digit() && *b != b'-').any(figures)
}

/// The word for a key in its line, or two parts with a slash between them, and figures.
pub(super) fn has_key(text: &[u8], _: usize, end: usize) -> bool {
    const KEYS: [&[u8]; 12] =
        [b"key", b"ode", b"ass", b"pw", b"psk", b"ssel", b"cl\xc3\xa9", b"lave", b"hiave", b"leutel", b"kl", b"yckel"];
    let line = line_behind(text, end, 2 * BESIDE);
    let paired = || memchr::memmem::find(line, b" / ").is_some();
    line.iter().any(u8::is_ascii_digit)
        && (paired() || KEYS.iter().any(|key| memchr::memmem::find(line, key).is_some()))
}

/// Whether signs of a list stand on both sides of a word, as between the names of columns.
fn is_column(text: &[u8], at: usize, end: usize) -> bool {
    let parts = |b: Option<&u8>| b.is_none_or(|b| matches!(b, b';' | b',' | b'\t' | b'\n' | b'\r'));
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    matches!(text.get(end), Some(b';' | b',' | b'\t')) && parts(before)
}

/// A sign that assigns, or soon behind it a word with letters and figures or the end of the text.
fn leads_password(text: &[u8], at: usize, end: usize) -> bool {
    let left = text.len().saturating_sub(end);
    let is_label = left <= LABEL && line_behind(text, end, LABEL).len() == left;
    is_assigned(text, at, end)
        || is_label
        || has_mixed_word(text, end, PHRASE)
        || is_column(text, at, end)
        || is_asked(text, end)
}

/// The same of the next word, and of a dash or an arrow before it.
fn is_assigned_or_beside(text: &[u8], at: usize, end: usize) -> bool {
    is_assigned(text, at, end) || has_mixed_word(text, end, NEXT)
}

/// Whether the line asks something, or ends in a request.
fn is_asked(text: &[u8], end: usize) -> bool {
    ends_in_request(line_behind(text, end, COMMAND).trim_ascii_end())
}

/// Whether a line ends in the sign of a question or the word of a request.
pub(super) fn ends_in_request(line: &[u8]) -> bool {
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
fn leads_pair(text: &[u8], _: usize, end: usize) -> bool {
    let line = line_behind(text, end, BESIDE);
    let sign = line.trim_ascii_start().first();
    let slash = memchr::memchr(b'/', line);
    let shows = |slash: usize| line[slash..].iter().any(u8::is_ascii_digit);
    let assigned = matches!(sign, Some(b':' | b'='));
    let joined = || {
        [&b" using "[..], b" with ", b" and ", b" und "].iter().any(|word| memchr::memmem::find(line, word).is_some())
    };
    sign.is_none()
        || joined() && has_mixed_word(text, end, PHRASE)
        || assigned && (slash.is_some() || line.trim_ascii().len() == 1)
        || slash.is_some_and(shows)
}

/// A sign of pairs right behind it, and a word with letters and figures behind that.
fn leads_given(text: &[u8], _: usize, end: usize) -> bool {
    let behind = text.get(end..).unwrap_or_default();
    let is_parted = matches!(behind, [b' ', b'/' | b':' | b'|' | b'-', ..] | [b'/' | b':' | b',', ..]);
    is_parted && has_mixed_word(text, end + 1, NEXT)
}

/// `-p ` of a command behind `-u ` or the like.
fn is_option_of_password(text: &[u8], at: usize, _: usize) -> bool {
    let before = &text[..at.min(text.len())];
    text.get(at) == Some(&b'-')
        && before.last().is_some_and(u8::is_ascii_whitespace)
        && before[before.len().saturating_sub(BESIDE)..].windows(3).any(|window| window == b"-u " || window == b"-us")
}

/// An option of a command soon behind its name.
fn has_option(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    rest[..rest.len().min(COMMAND)].windows(2).any(|pair| matches!(pair, [b' ' | b'\t', b'-']))
}

/// No letter before it.
fn is_cut(text: &[u8], at: usize, _: usize) -> bool {
    !text[..at.min(text.len())].last().is_some_and(u8::is_ascii_alphanumeric)
}

/// A name and a slash in the next word.
fn is_login(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end + 1..).unwrap_or_default();
    let word = rest.iter().take(BESIDE).take_while(|b| !b.is_ascii_whitespace());
    text.get(end) == Some(&b' ') && word.skip(1).any(|b| *b == b'/')
}

/// What may be base64 behind a sign that assigns.
fn is_encoded(text: &[u8], _: usize, end: usize) -> bool {
    let loose = |b: &&u8| matches!(**b, b' ' | b'"' | b'\'' | b':' | b'=' | b'\\');
    let rest = text.get(end..).unwrap_or_default();
    let lead = rest.iter().take(8).take_while(loose).count();
    let signed = rest[..lead].iter().any(|b| matches!(b, b':' | b'='));
    signed && rest[lead..].iter().take(SHORTEST_LOGIN).filter(|b| b.is_ascii_alphanumeric()).count() == SHORTEST_LOGIN
}

/// Something behind one sign.
fn is_followed(text: &[u8], _: usize, end: usize) -> bool {
    text.len() > end + 1
}

/// A bracket behind it.
fn is_called(text: &[u8], _: usize, end: usize) -> bool {
    text.get(end) == Some(&b'(')
}

/// A bracket behind it, and a text in quotes soon behind that.
fn is_called_with_text(text: &[u8], at: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    is_called(text, at, end) && memchr::memchr2(b'"', b'\'', &rest[..rest.len().min(BESIDE)]).is_some()
}

/// A pair in brackets that is assigned to it: `auth=('jane', ...)`.
fn is_assigned_pair(text: &[u8], _: usize, end: usize) -> bool {
    let mut signs = text.get(end..).unwrap_or_default().iter().take(4).filter(|b| **b != b' ');
    signs.next() == Some(&b'=') && signs.next() == Some(&b'(')
}

/// An argument with a colon in it, and an `@`, soon behind it.
fn has_login(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let rest = &rest[..rest.len().min(BESIDE)];
    memchr::memchr(b':', rest).is_some_and(|colon| rest[colon..].contains(&b'@'))
}

/// The network of an address behind a login: `@tcp(`.
fn is_dialed(text: &[u8], at: usize, end: usize) -> bool {
    text.get(at) == Some(&b'@') && text.get(end) == Some(&b'(')
}

/// A word in capitals and another behind it, as in the dialogs of servers.
fn is_in_capitals(text: &[u8], _: usize, end: usize) -> bool {
    text[..end.min(text.len())].ends_with(b"AUTH") && text.get(end) == Some(&b' ')
}

/// A word in capitals that begins its line, a sign of who speaks aside, and something behind a blank.
fn is_sent(text: &[u8], at: usize, end: usize) -> bool {
    let before = text[..at.min(text.len())].last();
    let begins = before.is_none_or(|b| matches!(b, b' ') || is_line_end(*b));
    begins && text[..end.min(text.len())].ends_with(b"PASS") && text.get(end) == Some(&b' ')
}

/// The name of a user and whether it is switched on behind it: `user worker on`.
fn is_switched(text: &[u8], _: usize, end: usize) -> bool {
    let rest = text.get(end + 1..).unwrap_or_default();
    let name = rest.iter().take(OPTION).take_while(|b| !b.is_ascii_whitespace()).count();
    [&b" on "[..], b" off ", b" reset "].iter().any(|word| rest[name..].starts_with(word))
}

/// Letters and figures in one of the next words.
fn has_mixed_word_next(text: &[u8], at: usize, end: usize) -> bool {
    has_mixed_word(text, end, NEXT) || has_option(text, at, end)
}

/// A sign that assigns behind a letter that is a word, and soon a word with figures or signs behind that.
fn is_initial(text: &[u8], _: usize, end: usize) -> bool {
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
fn is_piped(text: &[u8], at: usize, end: usize) -> bool {
    let before = &text[..at.min(text.len())];
    let line = before.iter().rev().take(COMMAND).take_while(|b| !is_line_end(**b));
    line.copied().any(|b| b == b'|') || line_behind(text, end, COMMAND).contains(&b'<')
}

/// Words that mean other things as often where nothing of this kind follows: short ones for the extension of a telephone
/// number, the word for a number of which the last four digits may follow, and whom a number keeps.
pub(super) const FOLLOWED: &[(&str, Around)] = &[
    (" turned ", leads_to_age),
    (" turns ", leads_to_age),
    (" ext ", leads_to_figures),
    ("neext ", leads_to_figures),
    (" dw ", leads_to_figures),
    (" ssn ", leads_to_four),
    ("employee", leads_to_number),
    (" car ", leads_to_plate),
    (" cars ", leads_to_plate),
    (" van ", leads_to_plate),
    ("truck ", leads_to_plate),
    ("lorry ", leads_to_plate),
    ("parking ", leads_to_plate),
    (" skoda ", leads_to_plate),
    (" golf ", leads_to_plate),
    (" audi ", leads_to_plate),
    (" bmw ", leads_to_plate),
    (" ford ", leads_to_plate),
    (" toyota ", leads_to_plate),
    ("ahrzeug", leads_to_plate),
    (" auto ", leads_to_plate),
    ("wagen ", leads_to_plate),
    (" pkw ", leads_to_plate),
    (" lkw ", leads_to_plate),
    ("voiture ", leads_to_plate),
    ("camion ", leads_to_plate),
    (" coche ", leads_to_plate),
    ("samoch\u{f3}d ", leads_to_plate),
];

/// The names of the segments of messages, the tags of their fields, and other words that only messages have.
pub(super) const FIELDS: &[(&str, Around)] = &[
    (" pid ", leads_to_field),
    (" nk1 ", leads_to_field),
    (" pv1 ", leads_to_field),
    (" gt1 ", leads_to_field),
    (" in1 ", leads_to_field),
    (" in2 ", leads_to_field),
    (" obr ", leads_to_field),
    (" nm1 ", leads_to_field),
    (" dmg ", leads_to_field),
    (" clm ", leads_to_field),
    (" bpr ", leads_to_field),
    (" 50k ", leads_to_field),
    (" 50f ", leads_to_field),
    (" 60f ", leads_to_field),
    ("othr ", is_element),
    ("bicfi ", is_element),
    (" 0010 00", is_tag),
    (" 0010  00", is_tag),
    // Of the systems that give codes and numbers in FHIR.
    ("hl7 org", is_followed),
];

/// A sign between the fields of messages right behind it.
fn leads_to_field(text: &[u8], _start: usize, end: usize) -> bool {
    matches!(text.get(end), Some(b'|' | b'*' | b':'))
}

/// The end of a tag behind it.
fn is_element(text: &[u8], _at: usize, end: usize) -> bool {
    text.get(end) == Some(&b'>')
}

/// A colon before it, as before the kind of a secret.
fn is_behind_colon(text: &[u8], at: usize, _end: usize) -> bool {
    text[..at.min(text.len())].ends_with(b":")
}

/// A bracket before it, as before the tag of an element.
fn is_tag(text: &[u8], at: usize, _end: usize) -> bool {
    text.get(at) == Some(&b'(')
}

/// What stands behind the signs between such a word and its figures.
fn behind_signs(text: &[u8], end: usize) -> &[u8] {
    let rest = text.get(end..).unwrap_or_default();
    &rest[rest.iter().take(LONGEST_JOINT).take_while(|b| !b.is_ascii_alphanumeric()).count()..]
}

/// Whether nothing but a few signs stands between a word and three digits, or the end of the text, which may be a label.
fn leads_to_figures(text: &[u8], _start: usize, end: usize) -> bool {
    let rest = behind_signs(text, end);
    rest.is_empty() || rest.first_chunk::<3>().is_some_and(|next| next.iter().all(u8::is_ascii_digit))
}

/// Whether an age of two or three digits from 90 on stands behind a word.
fn leads_to_age(text: &[u8], _start: usize, end: usize) -> bool {
    matches!(text.get(end..), Some([b' ', b'9', b'0'..=b'9', ..] | [b' ', b'1', b'0'..=b'3', b'0'..=b'9', ..]))
}

/// The same of four digits and no more, or of the word that says that they are the last ones.
fn leads_to_four(text: &[u8], _start: usize, end: usize) -> bool {
    let rest = behind_signs(text, end);
    let digits = rest.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    digits == 4 || rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"last"))
}

/// Whether a word for a number may follow, one sign aside: `employee_id`, `Employee No`.
fn leads_to_number(text: &[u8], _start: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let sign = usize::from(rest.first().is_some_and(|b| !b.is_ascii_alphanumeric()));
    rest.get(sign).is_some_and(|b| matches!(b, b'n' | b'N' | b'i' | b'I'))
}

/// Whether a capital with a figure soon behind it, as a plate has them, stands soon behind a word.
fn leads_to_plate(text: &[u8], _start: usize, end: usize) -> bool {
    let near = line_behind(text, end, PLATE);
    let follows = |four: &[u8]| four[0].is_ascii_uppercase() && four[1..].iter().any(u8::is_ascii_digit);
    let leads = |four: &[u8]| four[0].is_ascii_digit() && four[1..].iter().any(u8::is_ascii_uppercase);
    near.windows(4).any(|four| follows(four) || leads(four))
}

/// How far behind the word of a vehicle its plate may stand, in bytes.
const PLATE: usize = 48;
/// The most signs between such a word and its figures.
const LONGEST_JOINT: usize = 6;
