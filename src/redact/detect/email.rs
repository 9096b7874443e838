//! E-mail addresses: a local part, `@`, and a domain whose last label has at least two letters (RFC 5321, RFC 5322,
//! as far as addresses are written in prose: no comments, no quoted local parts, no address literals).
//!
//! Not taken for addresses: annotations and mentions (`@Override`), what `scp` and `git` call a remote
//! (`user@host:path`, `git@host`, `ssh -p 2222 root@host`), version pins (`package@1.2.rc1`), and names of files
//! (`icon@2x.png`, `report@2024.xlsx`): a reference to a file by its name must stay what the file is called.

use super::spelled;
use super::vocabulary::is_one_of;
use super::web::is_top;
use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::view::View;
use std::ops::Range;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: &[&ADDRESS], needs: Signals::AT, find },
    Detector { rules: &[&ADDRESS], needs: Signals::SPELLED, find: spelled::find },
];

pub(super) static ADDRESS: Rule = Rule {
    kind: kind::EMAIL_ADDRESS,
    name: "email.address",
    version: 2,
    rank: Rank::Shape,
    proof: "local part, at sign, domain with a top level",
};

/// The longest domain looked at, in bytes; the longest that exists has 253.
const LONGEST_DOMAIN: usize = 512;
/// How far before a port a word for licences is looked for, in bytes.
const BESIDE: usize = 48;

/// How far before it the name of a command is looked for, in bytes.
const LONGEST_COMMAND: usize = 80;

/// Names the addresses of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let (view, text) = (reading.view(), reading.text());
    for at in memchr::memchr_iter(b'@', text) {
        if view.is_tight() && next_to_newline(view, at) {
            continue;
        }
        let start = local_start(text, at);
        let Some(end) = domain_end(text, at + 1).filter(|_| start < at) else { continue };
        if view.is_tight() && is_unit_at_break(view, at + 1..end) {
            continue;
        }
        let is_other = || is_remote(&text[start..at], &text[end..]) || is_of_shell(&text[..start], &text[start..at]);
        if !is_other() && !is_password(&text[..start]) && !is_port(text, start..at) {
            hits.hit(&ADDRESS, start..end);
        }
    }
}

/// Whether it is the port of a server of licences before its name, as FlexLM writes them: `27000@lic.example.com`.
fn is_port(text: &[u8], local: Range<usize>) -> bool {
    const WORDS: [&[u8]; 4] = [b"licen", b"lm_", b"lmstat", b"flexlm"];
    let before = || text[local.start.saturating_sub(BESIDE)..local.start].to_ascii_lowercase();
    let digits = (4..=5).contains(&local.len()) && text[local.clone()].iter().all(u8::is_ascii_digit);
    digits && WORDS.iter().any(|word| memchr::memmem::find(&before(), word).is_some())
}

/// A decorator at the start of a line does not belong to the word at the end of the line before.
fn next_to_newline(view: &View, at: usize) -> bool {
    view.is_newline(at) || view.is_newline(at + 1)
}

/// Where the local part before `at` begins; `at` itself when there is none.
pub(super) fn local_start(text: &[u8], at: usize) -> usize {
    let dense = last_char(&text[..at]).is_some_and(is_dense);
    // Most are of ASCII, which is told byte by byte.
    let mut start = at - text[..at].iter().rev().take_while(|b| b.is_ascii() && is_local(char::from(**b))).count();
    while let Some(c) = last_char(&text[..start]).filter(|c| is_local(*c) && (dense || !is_dense(*c))) {
        start -= c.len_utf8();
    }
    let lead = text[start..at].iter().take_while(|b| matches!(b, b'.' | b'\'' | b'%' | b'+' | b'-')).count();
    start + lead
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'')
}

/// Letters of scripts that put no blanks between words: they belong to an address only next to its `@`.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{20000}'..='\u{3ffff}')
}

/// Where the domain that begins at `from` ends, if one does.
fn domain_end(text: &[u8], from: usize) -> Option<usize> {
    let dense = first_char(&text[from..]).is_some_and(is_dense);
    let text = &text[..text.len().min(from + LONGEST_DOMAIN)];
    let mut end = from + text[from..].iter().take_while(|b| b.is_ascii() && is_domain(char::from(**b))).count();
    while let Some(c) = first_char(&text[end..]).filter(|c| is_domain(*c) && (dense || !is_dense(*c))) {
        end += c.len_utf8();
    }
    let domain = std::str::from_utf8(&text[from..end]).ok()?;
    domain_len(domain).map(|len| from + len)
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// The length of the longest prefix that is a domain name.
fn domain_len(run: &str) -> Option<usize> {
    let mut rest = run;
    loop {
        let (before, last) = rest.rsplit_once('.')?;
        let top = top_level_len(last);
        // A digit behind it may be that of a footnote only where such a top level is known.
        let ends = !last[top..].starts_with(|c: char| c.is_ascii_digit()) || is_top(&last[..top]);
        if top > 0 && ends && is_host(before) && !is_unit(last) && !is_of_file(&last[..top]) {
            return Some(before.len() + 1 + top);
        }
        rest = before;
    }
}

/// The letters at the start of the label, when there are at least two: what follows them (`org2`, a footnote)
/// is not part of the name.
fn top_level_len(label: &str) -> usize {
    if label.starts_with("xn--") {
        return label.len();
    }
    let letters = label.find(|c: char| !c.is_alphabetic()).unwrap_or(label.len());
    if label[..letters].chars().nth(1).is_some() { letters } else { 0 }
}

/// Whether the last label is the ending of a unit, and a line break behind it was left out.
fn is_unit_at_break(view: &View, domain: Range<usize>) -> bool {
    let text = &view.text()[domain.clone()];
    let label = domain.start + text.iter().rposition(|b| *b == b'.').map_or(0, |dot| dot + 1);
    UNITS.iter().any(|unit| view.text()[label..].starts_with(unit.as_bytes()) && view.is_break(label + unit.len()))
}

/// Whether this is the ending of a unit of systemd: `getty@tty1.service`.
fn is_unit(label: &str) -> bool {
    UNITS.contains(&label)
}

/// Whether this is the ending of a file's name and no top-level domain.
fn is_of_file(label: &str) -> bool {
    is_one_of(label.as_bytes(), FILES)
}

/// The endings of the names of documents, tables, pictures, recordings and archives that are no top-level domains.
const FILES: &[&str] = &[
    "avi", "bak", "bmp", "conf", "csv", "doc", "docm", "docx", "dot", "dotx", "drawio", "eml", "epub", "flac", "gif",
    "gz", "heic", "htm", "html", "ico", "ics", "ini", "jpeg", "jpg", "json", "key", "log", "m4a", "mkv", "mp3", "mp4",
    "mpeg", "mpg", "msg", "odp", "ods", "odt", "ogg", "parquet", "pdf", "png", "ppt", "pptm", "pptx", "psd", "rar",
    "rtf", "sql", "svg", "tar", "tgz", "tif", "tiff", "tsv", "txt", "vsd", "vsdx", "wav", "webm", "webp", "wmv", "xls",
    "xlsb", "xlsm", "xlsx", "xml", "yaml", "yml",
];

/// The endings of units of systemd.
const UNITS: [&str; 11] =
    ["service", "socket", "timer", "mount", "automount", "target", "path", "slice", "scope", "swap", "device"];

/// Whether these labels may stand before a top-level domain.
fn is_host(labels: &str) -> bool {
    let numeric = |label: &str| label.trim_start_matches('v').bytes().all(|b| b.is_ascii_digit());
    let version = labels.contains('.') && labels.split('.').all(numeric);
    let empty = labels.split('.').any(str::is_empty);
    labels.chars().next().is_some_and(char::is_alphanumeric) && !empty && !version && !is_scale(labels)
}

/// `2x` in `icon@2x.png`.
fn is_scale(label: &str) -> bool {
    matches!(label.as_bytes(), [b'1'..=b'9', b'x'])
}

/// Whether this is the address of a machine: `git@host`, or a path follows as in `user@host:path/file`.
fn is_remote(local: &[u8], rest: &[u8]) -> bool {
    if local == b"git" {
        return true;
    }
    let Some(path) = rest.strip_prefix(b":") else { return false };
    let first = path.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')).count();
    let port = path[..first].iter().all(|b| b.is_ascii_digit());
    matches!(path.first(), Some(b'/' | b'~')) || path.get(first) == Some(&b'/') && !port
}

/// Accounts that belong to nobody, behind which the host of a shell stands.
const ROLES: &[&str] = &[
    "admin",
    "administrator",
    "ansible",
    "backup",
    "centos",
    "debian",
    "deploy",
    "deployer",
    "ec2-user",
    "git",
    "jenkins",
    "mysql",
    "nagios",
    "ops",
    "oracle",
    "pi",
    "postgres",
    "root",
    "support",
    "tomcat",
    "ubuntu",
    "user",
    "username",
    "vagrant",
    "www-data",
];

/// Whether a command that logs in to a host stands before the account of nobody, with nothing but its options between:
/// `ssh -p 2222 deploy@`.
fn is_of_shell(before: &[u8], local: &[u8]) -> bool {
    const COMMANDS: [&[u8]; 5] = [b"ssh", b"sftp", b"mosh", b"ssh-copy-id", b"autossh"];
    let near = &before[before.len().saturating_sub(LONGEST_COMMAND)..];
    let line = near.rsplit(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    if !is_one_of(local, ROLES) || !line.ends_with(b" ") {
        return false;
    }
    let words = line.split(|b| *b == b' ').rev().filter(|word| !word.is_empty());
    // The argument of an option stands behind it.
    let mut argument = true;
    for word in words {
        let bare = word.strip_prefix(b"`").unwrap_or(word);
        match word {
            _ if COMMANDS.contains(&bare) => return true,
            [b'-', ..] => argument = true,
            _ if argument && !word.iter().all(u8::is_ascii_alphabetic) => argument = false,
            _ => return false,
        }
    }
    false
}

/// Whether a user's name and a colon stand before: `scheme://user:` and then the password, whose `@` leads to a host.
fn is_password(before: &[u8]) -> bool {
    let Some(user) = before.strip_suffix(b":") else { return false };
    let len = user.iter().rev().take(64).take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b':')).count();
    user[..user.len() - len].ends_with(b"://")
}

fn first_char(text: &[u8]) -> Option<char> {
    if let Some(b) = text.first().filter(|b| b.is_ascii()) {
        return Some(char::from(*b));
    }
    text.get(..text.len().min(4))?.utf8_chunks().next()?.valid().chars().next()
}

fn last_char(text: &[u8]) -> Option<char> {
    if let Some(b) = text.last().filter(|b| b.is_ascii()) {
        return Some(char::from(*b));
    }
    let len = text.iter().rev().take(4).position(|b| (*b & 0xc0) != 0x80)? + 1;
    std::str::from_utf8(text.get(text.len() - len..)?).ok()?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn addresses_are_found_in_their_surroundings() {
        finds(
            find,
            &[
                ("john.doe@example.org", "john.doe@example.org"),
                ("Mail <o.brien+ops@mail.acme.co.uk>, please.", "o.brien+ops@mail.acme.co.uk"),
                ("o'brien@example.org", "o'brien@example.org"),
                ("'john@example.org'", "john@example.org"),
                ("see john@example.org.", "john@example.org"),
                ("john@example.org: hello", "john@example.org"),
                ("ssh john.doe@example.org", "john.doe@example.org"),
                ("ssh -p 2222 jdoe@example.org", "jdoe@example.org"),
                ("questions on ssh to john@example.org", "john@example.org"),
                ("ssh -p 2222 box, or john@example.org", "john@example.org"),
                ("john@example.org:hunter2", "john@example.org"),
                ("mailto:j@x.io?subject=a", "j@x.io"),
                ("?u=john@example.org&b=c", "john@example.org"),
                ("john@example.org2", "john@example.org"),
                ("john@example.org_old", "john@example.org"),
                ("x@163.com", "x@163.com"),
                ("john.doe@example.org.txt", "john.doe@example.org"),
                ("x@acme.services", "x@acme.services"),
                ("x@acme.de1", "x@acme.de"),
                ("jos\u{e9}@ex\u{e4}mple.org", "jos\u{e9}@ex\u{e4}mple.org"),
                ("jos\u{e9}.a\u{f1}o_1@a-\u{e4}.ex.org", "jos\u{e9}.a\u{f1}o_1@a-\u{e4}.ex.org"),
                ("联系john@example.org谢谢", "john@example.org"),
                ("x@xn--bcher-kva.xn--p1ai", "x@xn--bcher-kva.xn--p1ai"),
                ("https://john@example.org:8080/x", "john@example.org"),
            ],
        );
    }

    #[test]
    fn a_unit_of_systemd_ends_at_the_end_of_its_line() {
        let mut view = View::new(false);
        crate::redact::view::decode::decode("getty@tty1.service\nFailed", 0..25, false, &mut view);
        let tight = view.tightened();
        let mut hits = Hits::default();
        find(&Reading::new(&tight, super::super::Place::default()), &mut hits);
        assert!(hits.take().is_empty());
    }

    #[test]
    fn neighbours_of_an_address_are_covered_together() {
        assert_eq!(super::super::check::found(find, "a@b.co@c.de"), ["a@b.co", "b.co@c.de"]);
    }

    #[test]
    fn what_only_looks_like_an_address_is_left() {
        finds_nothing(
            find,
            &[
                "@Override",
                "user@host:~$ ls",
                "user@host:path",
                "postgres://svc:Tr0ub4dor3@db.example.org:5432/prod",
                "a @ b.org",
                "x@y",
                "x@y.z",
                "x@1.2.3",
                "git@github.com:org/repo.git",
                "ssh deploy@web1.example.org",
                "then `ssh -p 2222 deploy@web1.example.org` from home",
                "ssh -i ~/.ssh/id_lab -v deploy@web1.example.org",
                "deploy@web1.example.org:/srv/www",
                "me@host.example.org:docs/a.txt",
                "react@18.2.next",
                "19:4bf92f3577b34da6a3ce929d0e0e4736@thread.tacv2/General",
                "getty@tty1.service",
                "LM_LICENSE_FILE=27000@lic.example.com",
                "backup@daily.timer failed",
                "checkout@v4.1.rc1",
                "icon@2x.png",
                "test@withat.txt",
                "see report@2024.xlsx, page 3",
                "minutes@board.PDF",
                "@angular/core",
                "image@sha256:abc",
                "john@192.168.0.1",
                "a@.org",
                "a@b..org",
                "@",
                "a@",
                "@a.org",
            ],
        );
    }
}
