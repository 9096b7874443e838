//! E-mail addresses (RFC 5321, RFC 6531), around their `@`.

use super::super::find::Finder;
use super::super::rule::Reader;
use super::{is_letter, is_word, leading, trailing};
use std::ops::Range;

/// The schemes of addresses whose host needs no dot.
const SCHEMES: [&[u8]; 33] = [
    b"ssh",
    b"ftp",
    b"ftps",
    b"scp",
    b"http",
    b"https",
    b"smb",
    b"cifs",
    b"nfs",
    b"afp",
    b"dav",
    b"ws",
    b"wss",
    b"ldap",
    b"ldaps",
    b"rsync",
    b"telnet",
    b"rdp",
    b"vnc",
    b"imap",
    b"imaps",
    b"smtp",
    b"smtps",
    b"postgres",
    b"postgresql",
    b"mysql",
    b"mariadb",
    b"mongodb",
    b"redis",
    b"amqp",
    b"amqps",
    b"sqlserver",
    b"oracle",
];
/// The longest local part, and the longest domain.
const LONGEST: usize = 254;

impl Finder<'_, '_, '_> {
    /// The address around an `@`, or the user before the host of an address of the web.
    pub(in super::super) fn email(&mut self, at: usize) {
        let Some(rule) = self.readers(Reader::Email).next() else { return };
        let bytes = self.bytes;
        // What introduces an address is not part of it.
        let is_lead = |b: &u8| !is_word(b) && *b != b'_';
        let without_lead = |len: usize| len - leading(&bytes[at - len..at], len, is_lead);
        let is_local = |b: &u8| is_word(b) || b"!#$%&'*+-/=?^_`{|}~.".contains(b);
        let local = without_lead(trailing(&bytes[..at], LONGEST, is_local));
        // `mailto=a@b`, `to/a@b`: only signs that names have.
        let is_name = |b: &u8| is_word(b) || b"._%+-'&".contains(b);
        let local = without_lead(trailing(&bytes[..at], local, is_name));
        // Where lines were joined, one that has a whole address begins none on the line before.
        let joined = |local: &usize| self.text.place.joined && (self.text.is_seam)(at - local);
        let local = (1..local).find(joined).unwrap_or(local);
        let is_domain = |b: &u8| is_word(b) || matches!(b, b'.' | b'-');
        let domain = leading(&bytes[at + 1..], LONGEST, is_domain);
        let mut domain = &bytes[at + 1..at + 1 + domain];
        // A row of full stops is none of an address.
        domain = &domain[..memchr::memmem::find(domain, b"..").unwrap_or(domain.len())];
        domain = &domain[..domain.len() - trailing(domain, LONGEST, |b| matches!(b, b'.' | b'-'))];
        // The user before any host, where the scheme is one of hosts.
        let is_host = bytes.get(at + 1).is_some_and(|b| is_word(b) || *b == b'[');
        let scheme = bytes[..at - local].strip_suffix(b"://").unwrap_or_default();
        if is_host && SCHEMES.iter().any(|known| scheme.ends_with(known)) {
            return self.user(at - local..at);
        }
        let Some(mut dot) = memchr::memrchr(b'.', domain) else { return };
        let is_kind =
            |top: &[u8]| std::str::from_utf8(top).is_ok_and(|top| self.book.is_end_of_file(&top.to_ascii_lowercase()));
        // The kind of a file behind an address: `ann@example.org.tar.gz`.
        while is_kind(&domain[dot + 1..])
            && let Some(before) = memchr::memrchr(b'.', &domain[..dot])
        {
            domain = &domain[..dot];
            dot = before;
        }
        // A number may stand behind it: `ann@example.org-0.5`, `ann@example.org.3.pdf`.
        while !domain[dot + 1..].first().is_some_and(is_letter)
            && domain.first().is_some_and(is_letter)
            && let Some(before) = memchr::memrchr(b'.', &domain[..dot])
        {
            domain = &domain[..dot];
            dot = before;
        }
        // Digits may be glued to it.
        let letters = leading(&domain[dot + 1..], LONGEST, is_letter);
        if letters >= 2 {
            domain = &domain[..dot + 1 + letters];
        }
        let top = &domain[dot + 1..];
        let is_top = top.len() >= 2 && top.iter().all(is_letter) || top.starts_with(b"xn--");
        if local == 0 || dot == 0 || !is_top || domain.starts_with(b".") {
            return;
        }
        // Names in an address of the web, and in one of scp, are none of mail.
        let before = &bytes[(at - local).saturating_sub(64)..at - local];
        let run = trailing(before, usize::MAX, |b| b.is_ascii_graphic() && *b != b'/');
        let is_user = before[..before.len() - run].ends_with(b"//")
            || &bytes[at - local..at] == b"git" && bytes.get(at + 1 + domain.len()) == Some(&b':');
        let span = at - local..at + 1 + domain.len();
        match is_kind(top) {
            _ if is_user && run == 0 => self.user(span.start..at),
            _ if is_user => {}
            true => self.miss(rule, span, "it is the name of a file"),
            false => self.keep(rule, span, 700, None),
        }
    }

    /// The user before the host of an address of the web.
    fn user(&mut self, span: Range<usize>) {
        for rule in self.readers(Reader::User).collect::<Vec<_>>() {
            self.told(rule, span.clone());
        }
    }
}
