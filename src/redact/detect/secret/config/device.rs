//! Passwords and keys in the configuration of network devices, whose lines are words side by side: `enable secret …`,
//! `snmp-server community …`, `tacacs-server host … key …`, `set psksecret …`, `password cipher …`. A figure or a word
//! before the value says how it is written.

use super::super::call::is_given;
use super::super::sought::Mark;
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use std::ops::Range;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector =
    Detector { rules: &[&DEVICE], needs: Signals::COMMAND.union(Signals::SECRET), find };

static DEVICE: Rule = told("secret.device", "the password or the key in a line of the configuration of a device");

/// The most words of a line that are read, and the longest line, in bytes.
const WORDS: usize = 16;
const LONGEST: usize = 256;
/// The longest password, in bytes.
const LONGEST_PASSWORD: usize = 128;

/// The words with which a line begins.
const FIRST: &[&[u8]] = &[
    b"enable",
    b"username",
    b"snmp-server",
    b"tacacs-server",
    b"radius-server",
    b"crypto",
    b"wpa-psk",
    b"ip",
    b"neighbor",
    b"key",
    b"key-string",
    b"pre-shared-key",
    b"set",
    b"standby",
    b"vrrp",
    b"glbp",
    b"rocommunity",
    b"rwcommunity",
    b"ikev1",
    b"ikev2",
    b"ldap-login-password",
    b"com2sec",
    b"createUser",
    b"server-private",
    b"ntp",
    b"password",
    b"community",
    b"local-user",
    b"snmp-agent",
    b"super",
    b"shared-key",
    b"wpa-passphrase",
    b"rcon_password",
    b"sv_password",
];
/// The first letters of these words: few lines begin with one.
const BEGINNINGS: [bool; 256] = {
    let (mut all, mut at) = ([false; 256], 0);
    while at < FIRST.len() {
        all[FIRST[at][0] as usize] = true;
        at += 1;
    }
    all
};
/// What is set to a password, where it is the last but one word of a line that sets something.
const SETTINGS: &[&[u8]] = &[
    b"password",
    b"passwd",
    b"passphrase",
    b"psksecret",
    b"secret",
    b"auth-pwd",
    b"priv-pwd",
    b"plaintext-password",
    b"encrypted-password",
    b"pre-shared-secret",
    b"snmp-community-string",
    b"sae-password",
    b"authentication-key",
];
/// How a password is written that follows, and what has to stand before that in the line.
const WRITTEN: &[&[u8]] = &[b"ENC", b"cipher", b"irreversible-cipher", b"simple", b"plaintext", b"sha1", b"sha256"];
const PROTECTED: &[&[u8]] = &[
    b"password",
    b"community",
    b"shared-key",
    b"key",
    b"pre-shared-key",
    b"passphrase",
    b"secret",
    b"psksecret",
    b"md5",
];
/// How a line begins that names a server that authenticates.
const SERVERS: &[&[u8]] = &[b"aaa-server ", b"tacacs server ", b"radius server ", b"aaa group server "];
/// What tells the line of a device in a sentence.
const QUOTED: [Mark; 6] =
    [Mark::SnmpServer, Mark::TacacsServer, Mark::RadiusServer, Mark::Isakmp, Mark::EnableSecret, Mark::EnablePassword];
/// What may stand behind the community of an agent: rights, a view, the number of a list.
const RIGHTS: &[&[u8]] =
    &[b"RO", b"RW", b"ro", b"rw", b"view", b"ipv6", b"unrestricted", b"restricted", b"operator", b"manager"];
/// Ends of words for what is done, which is what sentences switch on.
const DONE: &[&[u8]] = &[b"tion", b"ment", b"ing", b"ity", b"ance", b"ery", b"ies", b"ers", b"icy", b"less"];

/// Where a value stands in a line.
struct Given {
    /// The number of the first word behind the words that say what it is.
    at: usize,
    /// What follows is told by the line as well, so that sentences do not look like it.
    firm: bool,
    /// Whether it is the last word of the line.
    last: bool,
    /// Sentences may look like the line, so that it is more than letters.
    drawn: bool,
}

impl Given {
    fn firm(at: usize) -> Self {
        Self { at, firm: true, last: false, drawn: false }
    }

    fn last(at: usize) -> Self {
        Self { at, firm: false, last: true, drawn: false }
    }

    fn drawn(at: usize) -> Self {
        Self { drawn: true, ..Self::last(at) }
    }
}

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let sought = reading.sought();
    if reading.view().is_tight() || !(sought.has(Mark::Device) || sought.has(Mark::Ipsec)) {
        return;
    }
    let (text, mut from) = (reading.text(), 0);
    // Whether the lines that are set in tell of a server that authenticates.
    let mut of_server = false;
    while from < text.len() {
        let end = memchr::memchr(b'\n', &text[from..]).map_or(text.len(), |len| from + len);
        let is_set_in = matches!(text[from], b' ' | b'\t');
        of_server = if is_set_in { of_server } else { names_server(&text[from..end]) };
        if of_server && is_set_in {
            key(text, from..end, hits);
        }
        if begins(&text[from..end]) {
            line(text, from..end, false, hits);
        }
        from = end + 1;
    }
    for kind in sought.places(Mark::Ipsec).filter(|kind| is_selected(&text[..kind.start])) {
        shared_secret(text, kind, hits);
    }
    for words in QUOTED {
        for at in reading.sought().places(words).map(|words| words.start).filter(|at| is_within(text, *at)) {
            let rest = &text[at..text.len().min(at + LONGEST)];
            let len = memchr::memchr2(b'\n', b'`', rest).unwrap_or(rest.len());
            line(text, at..at + len, true, hits);
        }
    }
}

/// Whether a line names a server that authenticates, of which the lines tell that are set in below it.
fn names_server(line: &[u8]) -> bool {
    SERVERS.iter().any(|server| line.starts_with(server))
}

/// The key in a line about such a server, ` key …`; one that is enciphered is read in any line.
fn key(text: &[u8], line: Range<usize>, hits: &mut Hits) {
    let words = words(text, line);
    let all: Vec<&[u8]> = words.iter().map(|word| &text[word.clone()]).collect();
    if let [b"key", _] | [b"key", [b'0' | b'5' | b'8'], _] = all[..] {
        judge(text, &words, &all, &Given::last(1), false, hits);
    }
}

/// Whether a colon stands before a place, and a blank or nothing on its line before that.
fn is_selected(lead: &[u8]) -> bool {
    let before = lead.strip_suffix(b": ").map(<[u8]>::last);
    before.is_some_and(|before| before.is_none_or(u8::is_ascii_whitespace))
}

/// What stands behind its kind in a file of secrets of IPsec: `vpn : PSK "…"`, `: RSA key.pem "…"`.
fn shared_secret(text: &[u8], kind: Range<usize>, hits: &mut Hits) {
    let start = text[..kind.start].iter().rev().take(LONGEST).take_while(|b| **b != b'\n').count();
    let end = kind.end + text[kind.end..].iter().take(LONGEST).take_while(|b| **b != b'\n').count();
    let parts = words(text, kind.end..end);
    let of_file = [&b"RSA "[..], b"ECDSA ", b"P12 ", b"PKCS8 "].iter().any(|one| text[kind.clone()].ends_with(one));
    let selects = |b: &u8| b.is_ascii_alphanumeric() || b"@%.-_*: \t/\"=,".contains(b);
    let is_line = text[kind.start - start..kind.start].iter().all(selects);
    let at = usize::from(of_file);
    let Some(word) = parts.get(at).filter(|_| is_line && parts.len() == at + 1) else { return };
    let span = unquoted(text, word.clone());
    let given = &text[span.clone()];
    let told = span.len() < word.len() || given.iter().any(u8::is_ascii_digit);
    if told && is_given(given) && !given.starts_with(b"%") {
        tell(&DEVICE, given, span, hits);
    }
}

/// Whether a place is inside a line and begins a word there.
fn is_within(text: &[u8], at: usize) -> bool {
    let before = text[..at].iter().rev().take(LONGEST).find(|b| !matches!(b, b' ' | b'\t'));
    let free = text[..at].last().is_some_and(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_'));
    free && before.is_some_and(|b| !matches!(b, b'\n' | b'#' | b'>'))
}

/// Whether a line begins as one of a device does, or with a prompt.
fn begins(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let len = line.iter().take(LONGEST).take_while(|b| !b.is_ascii_whitespace()).count();
    let is_first =
        || BEGINNINGS[usize::from(line.first().copied().unwrap_or_default())] && FIRST.contains(&&line[..len]);
    line[..len].iter().any(|b| matches!(b, b'#' | b'>')) || is_first()
}

/// Names the password of a line, or of one that stands in a sentence.
fn line(text: &[u8], line: Range<usize>, quoted: bool, hits: &mut Hits) {
    if line.len() > LONGEST {
        return;
    }
    let words = words(text, line);
    let all: Vec<&[u8]> = words.iter().map(|word| &text[word.clone()]).collect();
    for given in given(&all).into_iter().chain(privacy(&all)) {
        judge(text, &words, &all, &given, quoted, hits);
    }
}

/// Whether what stands at a place of a line may be a password; says so.
fn judge(text: &[u8], words: &[Range<usize>], all: &[&[u8]], given: &Given, quoted: bool, hits: &mut Hits) {
    let kind = |at: usize| matches!(all.get(at), Some([b'0' | b'4'..=b'9'])) && all.len() > at + 1;
    let (at, kinded) = if kind(given.at) { (given.at + 1, true) } else { (given.at, false) };
    let Some(word) = words.get(at) else { return };
    let ends = !given.last || at + 1 == words.len();
    let span = unquoted(text, word.clone());
    let value = &text[span.clone()];
    let plain = value.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
    let done = DONE.iter().any(|end| value.ends_with(end));
    let is_phrase = !quoted && span.len() + 2 == word.len() && value.contains(&b' ');
    let drawn = value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_alphabetic);
    if ends
        && (drawn || !quoted)
        && !(given.drawn && plain)
        && value.len() <= LONGEST_PASSWORD
        && (is_phrase || is_given(value))
        && (given.firm || kinded || !plain || !done)
    {
        tell(&DEVICE, value, span, hits);
    }
}

/// Where the value stands among the words of a line.
fn given(words: &[&[u8]]) -> Option<Given> {
    let is = |at: usize, wanted: &[&[u8]]| words.get(at).is_some_and(|word| wanted.contains(word));
    let behind = |wanted: &[&[u8]]| words.iter().position(|word| wanted.contains(word)).map(|at| at + 1);
    match *words {
        [b"enable", b"algorithm-type", _, b"secret", ..] => Some(Given::last(4)),
        [b"ldap-login-password", _, ..] => Some(Given::last(1)),
        [b"standby" | b"vrrp" | b"glbp", ref rest @ ..] if !rest.contains(&&b"key-string"[..]) => of_group(rest),
        [b"enable", b"secret" | b"password", b"level", _, ..] => Some(Given::last(4)),
        [b"enable", b"secret" | b"password", ..] => Some(Given::last(2)),
        [b"username", _, ..] => behind(&[b"password", b"secret"]).filter(|at| *at > 2).map(Given::last),
        [b"snmp-server", b"community", _, ref rest @ ..] => {
            let figure = |word: &&[u8]| word.iter().all(u8::is_ascii_digit);
            let told = rest.first().is_none_or(|word| {
                // A sentence may end behind it.
                RIGHTS.contains(&word.strip_suffix(b".").unwrap_or(word)) || figure(word)
            });
            told.then(|| Given::firm(2))
        }
        [b"snmp-server", b"user", ..] => behind(&[b"auth"]).map(|at| Given::firm(at + 1)),
        [b"set", ..] if community(words).is_some() => community(words),
        [b"community", _, b"{"] => Some(Given { drawn: true, ..Given::firm(1) }),
        [b"server-private", _, ref rest @ ..] if rest.contains(&&b"key"[..]) => behind(&[b"key"]).map(Given::last),
        [b"ntp", b"authentication-key", _, b"md5", _, ..] => Some(Given::firm(4)),
        [b"wpa-passphrase" | b"rcon_password" | b"sv_password", ..] => Some(Given::last(1)),
        [b"rocommunity" | b"rwcommunity", ..] => Some(Given::firm(1)),
        [b"com2sec", _, _, _] => Some(Given::firm(3)),
        [b"createUser", _, digest, _, ..] if digest.starts_with(b"MD5") || digest.starts_with(b"SHA") => {
            Some(Given::firm(3))
        }
        [b"wpa-psk", b"ascii" | b"hex", ..] => Some(Given::last(2)),
        [b"snmp-server", b"host", _, ..] => {
            let at = if is(3, &[b"traps", b"informs"]) { 4 } else { 3 };
            match is(at, &[b"version"]) {
                true if is(at + 1, &[b"3"]) => None,
                true => Some(Given::firm(at + 2)),
                false => Some(Given::firm(at)),
            }
        }
        [b"tacacs-server" | b"radius-server", b"key", ..] => Some(Given { last: true, ..Given::firm(2) }),
        [b"tacacs-server" | b"radius-server", b"host", ..] => behind(&[b"key"]).map(Given::firm),
        [b"crypto", b"isakmp", b"key", ..] => {
            words.iter().any(|word| [&b"address"[..], b"hostname"].contains(word)).then(|| Given::firm(3))
        }
        [b"ip", b"ospf", b"authentication-key", ..] => Some(Given::firm(3)),
        [b"ip", b"ospf", b"message-digest-key", _, b"md5", ..] => Some(Given::firm(5)),
        [b"neighbor", _, b"password", ..] => Some(Given::last(3)),
        [b"set", .., b"authentication", b"md5", _, b"key", _] => Some(Given::drawn(words.len() - 1)),
        [b"key", [b'6' | b'7'], _] => Some(Given::last(1)),
        [b"set", .., b"authentication-key", _, b"type", b"md5" | b"sha1" | b"sha256", b"value", _] => {
            Some(Given::last(words.len() - 1))
        }
        _ => written(words).or_else(|| shared(words)).or_else(|| set(words)),
    }
}

/// What the devices of a group authenticate one another with, behind the word for the group: `1 authentication text …`.
fn of_group(rest: &[&[u8]]) -> Option<Given> {
    let number = usize::from(rest.first().is_some_and(|word| word.iter().all(u8::is_ascii_digit)));
    let written = usize::from(matches!(rest.get(number + 1), Some(&(b"text" | b"md5"))));
    let at = number + written + 2;
    // Without the number of a group it may be a sentence.
    let given = if number > 0 { Given::last(at) } else { Given::drawn(at) };
    (rest.get(number) == Some(&&b"authentication"[..])).then_some(given)
}

/// The community of an agent in a path of settings: `set service snmp community …`.
fn community(words: &[&[u8]]) -> Option<Given> {
    let at = words.windows(2).position(|pair| pair == [&b"snmp"[..], b"community"])?;
    words.get(at + 2).map(|_| Given::firm(at + 2))
}

/// A password behind the word that says how it is written: `set password ENC …`, `password cipher …`.
fn written(words: &[&[u8]]) -> Option<Given> {
    let at = words.iter().position(|word| WRITTEN.contains(word))?;
    let is_protected = words[..at].iter().any(|word| PROTECTED.contains(word));
    (is_protected && at + 2 == words.len()).then(|| Given::drawn(at + 1))
}

/// A password at the end of a line that sets it: `set psksecret …`, `set … plaintext-password …`.
fn set(words: &[&[u8]]) -> Option<Given> {
    let [b"set", .., name, _] = words else { return None };
    SETTINGS.contains(name).then(|| Given::drawn(words.len() - 1))
}

/// The second password of a user of SNMP 3, behind the name of a cipher.
fn privacy(words: &[&[u8]]) -> Option<Given> {
    if let [b"createUser", _, _, _, b"AES" | b"DES", _] = words {
        return Some(Given::firm(5));
    }
    let [b"snmp-server", b"user", ..] = words else { return None };
    let from = words.iter().position(|word| *word == b"priv")? + 1;
    let cipher = |word: &&&[u8]| matches!(**word, b"aes" | b"des" | b"3des" | b"128" | b"192" | b"256");
    Some(Given::firm(from + words[from..].iter().take_while(cipher).count()))
}

/// The key that two devices share.
fn shared(words: &[&[u8]]) -> Option<Given> {
    let name = words.iter().position(|word| matches!(*word, b"key-string" | b"pre-shared-key"))?;
    // Other words of the line before it are those of a path (`set security ike policy x pre-shared-key …`).
    let path = name == 0 || matches!(words[0], b"set" | b"standby" | b"vrrp" | b"glbp" | b"ikev1" | b"ikev2");
    let written =
        |word: &&&[u8]| matches!(**word, b"local" | b"remote" | b"ascii-text" | b"hexadecimal" | b"hex" | b"key");
    let from = name + 1 + words[name + 1..].iter().take_while(written).count();
    let at = match words.get(from) {
        Some(&(b"address" | b"hostname")) => from + 1 + words[from..].iter().position(|word| *word == b"key")?,
        _ => from,
    };
    path.then(|| Given::last(at))
}

/// The words of a line, without the prompt before them; what stands in quotes is one.
fn words(text: &[u8], line: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = line.start;
    while found.len() <= WORDS {
        from += text[from..line.end].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let len = text[from..line.end].iter().take_while(|b| !b.is_ascii_whitespace()).count();
        if len == 0 {
            break;
        }
        let len = if text[from] == b'"' { quoted_len(&text[from..line.end]).unwrap_or(len) } else { len };
        let sign = if found.is_empty() { memchr::memrchr2(b'#', b'>', &text[from..from + len]) } else { None };
        let start = from + sign.map_or(0, |sign| sign + 1);
        if start < from + len {
            found.push(start..from + len);
        }
        from += len;
    }
    found
}

/// The length of what stands in double quotes at the beginning of a text, with them, where a blank or nothing follows.
fn quoted_len(text: &[u8]) -> Option<usize> {
    let len = memchr::memchr(b'"', text.get(1..)?)? + 2;
    text.get(len).is_none_or(|b| b.is_ascii_whitespace() || *b == b';').then_some(len)
}

fn unquoted(text: &[u8], word: Range<usize>) -> Range<usize> {
    match &text[word.clone()] {
        [first @ (b'"' | b'\''), _, .., last] if first == last => word.start + 1..word.end - 1,
        [_, .., b';' | b'.' | b',' | b')'] => word.start..word.end - 1,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing, found};
    use crate::redact::promptly::promptly;

    #[test]
    fn keys_of_several_words_stand_in_quotes_at_the_end_of_their_line() {
        finds(
            find,
            &[
                ("set security ike policy p1 pre-shared-key ascii-text \"seven blue herons\"", "seven blue herons"),
                ("config vpn\n    set psksecret \"two otters\"", "two otters"),
                ("createUser nms SHA \"seven blue herons\"", "seven blue herons"),
            ],
        );
        finds_nothing(
            find,
            &["set description \"seven blue herons\"", "set the password \"two", "set a \"b\" \"c d\""],
        );
    }

    #[test]
    fn passwords_and_keys_in_lines_of_devices_are_found() {
        for text in [
            "enable secret Sunny-7",
            "R1(config)# enable password level 15 Sunny-7",
            "hostname r1\nenable secret 0 Sunny-7\n!",
            "username bob privilege 15 secret Sunny-7",
            "username bob password 0 Sunny-7",
            "snmp-server community Sunny-7 RO",
            "snmp-server community Sunny-7 RW 10",
            "snmp-server host 10.0.0.1 version 2c Sunny-7",
            "snmp-server host 10.0.0.1 traps Sunny-7",
            "tacacs-server key 0 Sunny-7",
            "r1(config)#enable secret Sunny-7",
            "snmp-server user bob grp v3 auth sha Sunny-7 access 10",
            "snmp-server user bob grp v3 priv aes 128 Sunny-7",
            "set snmp community Sunny-7 authorization read-only",
            "set service snmp community Sunny-7 authorization ro",
            "snmp {\n    community Sunny-7 {\n        authorization read-only;",
            " server-private 10.0.0.1 timeout 5 key 7 Sunny-7",
            "ntp authentication-key 1 md5 Sunny-7 7",
            "snmp-server community \"Sunny-7\" unrestricted",
            "set system ntp authentication-key 5 type md5 value \"Sunny-7\"",
            "config vpn\n    set psksecret Sunny-7\n    next",
            "    set password ENC Sunny-7",
            "    set passphrase ENC Sunny-7",
            "set system login user ops authentication plaintext-password Sunny-7",
            "set vpn ipsec peer 10.0.0.1 authentication pre-shared-secret Sunny-7",
            "set interfaces wireless wlan0 security wpa passphrase Sunny-7",
            "set access-setting version v2c snmp-community-string Sunny-7",
            "local-user ops password irreversible-cipher Sunny-7",
            "snmp-agent community read cipher Sunny-7",
            "super password level 15 simple Sunny-7",
            "radius-server shared-key cipher Sunny-7",
            "password manager user-name admin plaintext Sunny-7",
            "exec x\nsv_password Sunny-7",
            "rcon_password \"Sunny-7\"",
            "wpa-psk ascii 0 Sunny-7",
            "radius-server host 10.0.0.1 auth-port 1812 key Sunny-7",
            "key chain a\n key 1\n  key-string Sunny-7",
            " pre-shared-key local Sunny-7",
            "pre-shared-key address 0.0.0.0 0.0.0.0 key Sunny-7",
            "set security ike policy p pre-shared-key ascii-text \"Sunny-7\"",
            "set network ike gateway gw1 authentication pre-shared-key key Sunny-7",
            "set protocols bgp group ext authentication-key Sunny-7",
            "set protocols ospf area 0 interface ge-0/0/1 authentication md5 1 key \"Sunny-7\"",
            "crypto isakmp key Sunny-7 address 10.0.0.1",
            "ip ospf message-digest-key 1 md5 Sunny-7",
            " neighbor 10.0.0.1 password Sunny-7",
            "run `enable secret Sunny-7` there",
            "with snmp-server community Sunny-7 RO.",
            "rocommunity Sunny-7 10.0.0.0/8",
            "com2sec readonly default Sunny-7",
            "createUser monitor SHA Sunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
        assert_eq!(found(find, "createUser bob SHA-256 Sunny-7 AES Rainy-8"), ["Sunny-7", "Rainy-8"]);
        finds(find, &[(" key 7 0822455D0A16", "0822455D0A16"), ("enable password sunnyday", "sunnyday")]);
    }

    #[test]
    fn keys_of_groups_tunnels_and_servers_are_found() {
        for text in [
            "standby 1 authentication Sunny-7",
            " standby 1 authentication text Sunny-7",
            "standby 1 authentication md5 key-string 0 Sunny-7",
            " vrrp 10 authentication text Sunny-7",
            "glbp 1 authentication text Sunny-7",
            "enable algorithm-type scrypt secret Sunny-7",
            "tunnel-group x ipsec-attributes\n ikev1 pre-shared-key Sunny-7",
            " ikev2 remote-authentication pre-shared-key Sunny-7",
            " ldap-login-password Sunny-7",
            "aaa-server x (inside) host 10.0.0.1\n key Sunny-7\n timeout 5",
            "tacacs server x\n address ipv4 10.0.0.1\n key 6 Sunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
            assert!(Signals::of(text.as_bytes()).intersects(DETECTOR.needs), "{text}");
        }
        finds(find, &[("standby 1 authentication sunny", "sunny"), ("radius server x\n key sunny", "sunny")]);
        finds_nothing(
            find,
            &[
                "standby authentication failed",
                "standby 1 authentication failed on the second node",
                "standby 1 priority 110",
                "vrrp 10 authentication <key>",
                "ikev1 policy 10",
                "ikev2 pre-shared-key authentication",
                "ldap-login-password",
                "radius server x\n address 10.0.0.1\n!\ninterface y\n key sunny",
                "radius server x\nkey sunny",
                "aaa-server x\n key chain of trust",
            ],
        );
    }

    #[test]
    fn secrets_of_ipsec_are_found() {
        for text in [
            "10.0.0.1 %any : PSK \"Sunny-7\"",
            "# x\n@hq @branch : PSK Sunny-7\n",
            "bob : EAP \"Sunny-7\"",
            ": RSA hq.pem \"Sunny-7\"",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
    }

    #[test]
    fn sentences_and_other_lines_of_devices_are_left() {
        finds_nothing(
            find,
            &[
                "createUser is called once",
                ": RSA server.pem",
                ": RSA server.pem %prompt",
                ": PSK \"<secret>\"",
                "WPA2 : PSK mode",
                "Auth type: EAP peap2mschap",
                "It is (see above) : PSK Sunny-7",
                "user : EAP password",
                "rocommunity public",
                "set password rotation",
                "set password ENC <encrypted>",
                "set psksecret ******",
                "set passphrase policy",
                "set secret manager",
                "set password-policy status enable",
                "set system login password minimum-length 12",
                "set service snmp community <name> authorization ro",
                "password cipher suites",
                "password manager user-name admin",
                "password cipher <password>",
                "super simple password rules",
                "community health {",
                "community {",
                "sv_password \"\"",
                "sv_password [SECRET]",
                "ntp authentication-key 1 md5 <key>",
                " server-private 10.0.0.1 timeout 5",
                "local-user ops password cipher",
                "enable secret",
                "enable password authentication",
                "enable secret sharing",
                "enable password 7 days before",
                "Enable password Sunny-7",
                "we enable secret Sunny-7 for them",
                "we enable password rotation",
                "enable secret [SECRET]",
                "snmp-server community strings are secret",
                "snmp-server community <string> RO",
                "snmp-server host 10.0.0.1 version 3 auth bob",
                "tacacs-server key <key>",
                "crypto isakmp key is the command",
                "pre-shared-key authentication",
                "the pre-shared-key Sunny-7",
                "username bob privilege 15",
                "neighbor 10.0.0.1 remote-as 65000",
            ],
        );
    }

    #[test]
    fn a_million_words_take_no_time() {
        promptly(|| {
            finds_nothing(
                find,
                &[&"enable secret ".repeat(1 << 18), &"key 7\n".repeat(1 << 18), &"x enable secret ".repeat(1 << 16)],
            );
        });
    }

    #[test]
    fn a_line_begins_with_a_prompt_or_a_word_of_devices() {
        finds(
            find,
            &[("rtr1#neighbor 10.0.0.1 password sunny", "sunny"), ("sw2> set password ENC Sunny-7", "Sunny-7")],
        );
        finds_nothing(
            find,
            &["we neighbor 10.0.0.1 password sunny", "`set password ENC Sunny-7`", "set password sunny-day"],
        );
    }
}
