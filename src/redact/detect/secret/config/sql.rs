//! Passwords in statements of SQL and in lines of configuration whose words just stand side by side: `IDENTIFIED BY`, `requirepass`, the kinds of password of network devices, and `.pgpass`.

use super::super::call::is_given;
use super::super::sought::Mark;
use super::super::{Detector, Hits, Reading, Rule, tell, told, value};
use crate::redact::gate::Signals;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector =
    Detector { rules: &[&LINE], needs: Signals::COMMAND.union(Signals::SECRET), find };

/// The port between two colons raises its signal.
pub(in super::super) const FILE: Detector = Detector { rules: &[&PGPASS], needs: Signals::COLONS, find: find_in_files };

static PGPASS: Rule = told("secret.pgpass", "the last part of a line of a password file, behind the port");
static LINE: Rule = told("secret.line", "behind the word of a setting that is a password");

/// The longest password, in bytes.
const LONGEST: usize = 128;

/// The longest literal with hashes in it, in bytes.
const LONGEST_HASH: usize = 512;
/// The shortest encrypted password, in figures.
const SHORTEST_ENCRYPTED: usize = 32;
/// Procedures of SQL Server, and which of their arguments are passwords.
const PROCEDURES: &[(&[u8], &[usize])] =
    &[(b"sp_password", &[0, 1]), (b"sp_addlogin", &[1]), (b"sp_addlinkedsrvlogin", &[4])];

/// What a statement begins with that sets the password of an account; a program says it in small letters.
static SET_FOR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("SET PASSWORD FOR "));

/// Settings with nothing but a blank before the password.
const SETTINGS: [Mark; 3] = [Mark::RequirePass, Mark::MasterAuth, Mark::SentinelPass];

/// Names the passwords of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let (text, sought) = (reading.text(), reading.sought());
    for by in [Mark::IdentifiedInCapitals, Mark::Identified] {
        let named = sought.places(by).filter(|by| names_user(&text[..by.start]));
        named.for_each(|by| bare(text, by.end, hits));
    }
    for with in [Mark::IdentifiedWithInCapitals, Mark::IdentifiedWith] {
        sought.places(with).for_each(|with| by_plugin(text, with.end, hits));
    }
    SET_FOR.find_iter(text).for_each(|at| set_for(text, at + SET_FOR.needle().len(), hits));
    for procedure in sought.places(Mark::Procedure) {
        called(text, procedure, hits);
    }
    for given in SETTINGS {
        let begins = |span: &Range<usize>| {
            let before = text[..span.start].trim_ascii_end().last();
            let near = &text[span.start.saturating_sub(11)..span.start];
            let set = || near.eq_ignore_ascii_case(b"config set ");
            before.is_none_or(|b| !b.is_ascii_alphanumeric()) || is_line_start(text, span.start) || set()
        };
        // That of a sentinel stands behind the name of its master.
        let behind = |setting: Range<usize>| match given {
            Mark::SentinelPass => setting.end + word(text, setting.end) + 1,
            _ => setting.end,
        };
        for from in sought.places(given).filter(begins).map(behind) {
            match text.get(from) {
                Some(b'"' | b'\'') => literal(text, from, hits),
                _ => bare(text, from.min(text.len()), hits),
            }
        }
    }
    sought.places(Mark::Password).for_each(|word| of_desktop(text, word.end, hits));
    for word in [Mark::Password, Mark::Secret] {
        sought.places(word).for_each(|word| kind_of_device(text, word.end, hits));
    }
}

/// Names the passwords in lines of password files.
fn find_in_files(reading: &Reading<'_>, hits: &mut Hits) {
    if !reading.view().is_tight() {
        let text = reading.text();
        let is_port = |at: &usize| matches!(digits(text, at + 1), 4 | 5);
        memchr::memchr_iter(b':', text).filter(is_port).for_each(|at| password_file(text, at, hits));
    }
}

/// How many digits stand before the next colon.
fn digits(text: &[u8], from: usize) -> usize {
    let len = text[from..].iter().take(6).take_while(|b| b.is_ascii_digit()).count();
    if text.get(from + len) == Some(&b':') { len } else { 0 }
}

/// How long the word at a place is.
fn word(text: &[u8], from: usize) -> usize {
    text[from..].iter().take(LONGEST).take_while(|b| !b.is_ascii_whitespace()).count()
}

/// Whether nothing but blanks stands before a place on its line.
fn is_line_start(text: &[u8], at: usize) -> bool {
    text[..at].iter().rev().find(|b| !matches!(b, b' ' | b'\t')).is_none_or(|b| *b == b'\n')
}

/// Whether a statement gives a name to a user right before a place, or connects as one, or opens a store of keys.
fn names_user(before: &[u8]) -> bool {
    let from = before.len().saturating_sub(LONGEST);
    let mut words = before[from..].rsplit(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let [name, second, third] = [words.next(), words.next(), words.next()].map(Option::unwrap_or_default);
    let is = |word: &[u8], wanted: &str| word.eq_ignore_ascii_case(wanted.as_bytes());
    let opens = (is(name, "open") || is(name, "close")) && (is(second, "keystore") || is(second, "wallet"));
    is(second, "user") || is(second, "role") || is(second, "to") && is(third, "connect") || opens
}

/// The password without quotes that stands here.
fn bare(text: &[u8], from: usize, hits: &mut Hits) {
    let end = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b';' | b'"' | b'\'' | b'`' | b'<' | b'>');
    let len = text[from..].iter().take(LONGEST).take_while(|b| !end(b)).count();
    let given = &text[from..from + len];
    let mix = value::Mix::of(given);
    // A word alone may be one of a sentence, unless the line ends behind it.
    let last = matches!(text.get(from + len), None | Some(b'\n' | b'\r' | b';'));
    let strong = mix.digits > 0 || mix.small > 0 && mix.large > 0 || last;
    if given.eq_ignore_ascii_case(b"values") {
        return literal(text, from + len + usize::from(!last), hits);
    }
    if is_given(given) && strong {
        tell(&LINE, &text[from..from + len], from..from + len, hits);
    }
}

/// The literal behind the plugin that checks it: `IDENTIFIED WITH mysql_native_password BY '…'`.
fn by_plugin(text: &[u8], from: usize, hits: &mut Hits) {
    let plugin = text[from..].iter().take(LONGEST).take_while(|b| !b.is_ascii_whitespace()).count();
    let rest = &text[from + plugin..];
    const BY: [&[u8]; 6] = [b" BY ", b" by ", b" AS ", b" as ", b" USING ", b" using "];
    if let Some(by) = BY.iter().find(|by| rest.starts_with(by)) {
        literal(text, from + plugin + by.len(), hits);
    }
}

/// The literal behind an account: `SET PASSWORD FOR 'app'@'%' = '…'`.
fn set_for(text: &[u8], from: usize, hits: &mut Hits) {
    let account = text[from..].iter().take(LONGEST).take_while(|b| !matches!(b, b'=' | b';' | b'\n')).count();
    if let Some(rest) = text[from + account..].strip_prefix(b"=") {
        literal(text, text.len() - rest.trim_ascii_start().len(), hits);
    }
}

/// The literal in quotes that begins here.
fn literal(text: &[u8], from: usize, hits: &mut Hits) {
    let national = usize::from(text[from..].starts_with(b"N'"));
    let Some((quote @ (b'"' | b'\''), rest)) = text[from + national..].split_first() else { return };
    let start = from + national + 1;
    if let Some(len) = memchr::memchr2(*quote, b'\n', &rest[..rest.len().min(LONGEST_HASH)])
        && rest[len] == *quote
        && is_given(&rest[..len])
    {
        tell(&LINE, &rest[..len], start..start + len, hits);
    }
}

/// The passwords among the arguments of a procedure of SQL Server.
fn called(text: &[u8], procedure: Range<usize>, hits: &mut Hits) {
    let Some((_, places)) = PROCEDURES.iter().find(|(name, _)| text[procedure.clone()].starts_with(name)) else {
        return;
    };
    let line = text[procedure.end..].iter().take(LONGEST_HASH).take_while(|b| !matches!(b, b'\n' | b';')).count();
    let mut from = procedure.end;
    for (at, argument) in text[procedure.end..procedure.end + line].split(|b| *b == b',').enumerate() {
        let lead = argument.iter().take_while(|b| **b == b' ').count();
        if places.contains(&at) {
            literal(text, from + lead, hits);
        }
        from += argument.len() + 1;
    }
}

/// `password 51:b:…`: a file for a remote desktop keeps it encrypted.
fn of_desktop(text: &[u8], from: usize, hits: &mut Hits) {
    let Some(encrypted) = text[from..].strip_prefix(b"51:b:") else { return };
    let len = encrypted.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    let start = text.len() - encrypted.len();
    if len >= SHORTEST_ENCRYPTED {
        tell(&LINE, &encrypted[..len], start..start + len, hits);
    }
}

/// `password 0 …`, `password 7 …`, `secret 5 …`: a figure says how the password is written.
fn kind_of_device(text: &[u8], from: usize, hits: &mut Hits) {
    let [kind, b' ', rest @ ..] = &text[from..] else { return };
    let len = rest.iter().take(LONGEST).take_while(|b| !b.is_ascii_whitespace()).count();
    let mix = value::Mix::of(&rest[..len]);
    let strong = mix.small + mix.large > 0 && mix.digits > 0 || mix.classes() == 1 && mix.digits >= 6;
    let ends = matches!(rest.get(len), None | Some(b'\n' | b'\r'));
    if matches!(kind, b'0' | b'4' | b'5' | b'6' | b'7' | b'8' | b'9') && strong && ends && is_given(&rest[..len]) {
        tell(&LINE, &text[from + 2..from + 2 + len], from + 2..from + 2 + len, hits);
    }
}

/// The last of the five parts of a line around the port of PostgreSQL: `host:5432:database:user:password`. Around
/// another port the password has to look like one.
fn password_file(text: &[u8], port: usize, hits: &mut Hits) {
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'*');
    let host = text[..port].iter().rev().take(LONGEST).take_while(|b| name(b)).count();
    let from = port + digits(text, port + 1) + 2;
    let line = text[from..].iter().take(LONGEST).take_while(|b| !b.is_ascii_whitespace()).count();
    let mut parts = text[from..from + line].splitn(3, |b| *b == b':');
    let (Some(database), Some(user), Some(password)) = (parts.next(), parts.next(), parts.next()) else { return };
    let named = [database, user].iter().all(|part| !part.is_empty() && part.iter().all(name));
    let mix = value::Mix::of(password);
    let usual = text[port..].starts_with(b":5432:");
    let told =
        usual || mix.digits > 0 && mix.small + mix.large > 1 && user.first().is_some_and(u8::is_ascii_alphabetic);
    if host > 0 && named && told && password.len() >= 4 && is_line_start(text, port - host) {
        tell(&PGPASS, password, from + line - password.len()..from + line, hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn passwords_in_statements_and_settings_are_found() {
        for text in [
            "ALTER USER scott IDENTIFIED BY Sunny-7;",
            "SET PASSWORD FOR 'app'@'%' = 'Sunny-7';",
            "CREATE DATABASE LINK x CONNECT TO app IDENTIFIED BY Sunny-7 USING 'db';",
            "ADMINISTER KEY MANAGEMENT SET KEYSTORE OPEN IDENTIFIED BY Sunny-7;",
            "CREATE USER app IDENTIFIED WITH mysql_native_password USING 'Sunny-7'",
            "CREATE USER app IDENTIFIED BY Sunny-7 DEFAULT TABLESPACE users",
            "requirepass Sunny-7",
            "port 6379\nmasterauth Sunny-7\n",
            "username bob password 0 Sunny-7",
            "enable secret 0 Sunny-7",
            "ALTER USER 'root'@'%' IDENTIFIED WITH mysql_native_password BY 'Sunny-7';",
            "create user x identified with sha256_password by 'Sunny-7'",
            "EXEC sp_addlinkedsrvlogin 'REMOTE', 'false', NULL, 'app', 'Sunny-7';",
            "EXEC sp_password NULL, 'Sunny-7', 'sa'",
            "exec sp_addlogin 'bob', N'Sunny-7'",
            "CREATE USER app IDENTIFIED BY VALUES 'Sunny-7' ACCOUNT UNLOCK",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
        let encrypted = "01000000D08C9DDF0115D1118C7A00C04FC297EB";
        finds(find, &[(&format!("username:s:bob\npassword 51:b:{encrypted}\n"), encrypted)]);
        finds(find, &[("username bob privilege 15 password 7 094F471A1A0A57", "094F471A1A0A57")]);
    }

    #[test]
    fn other_columns_and_words_of_sentences_are_left() {
        finds_nothing(
            find,
            &[
                "each row is identified by Sunny-7",
                "CREATE USER app IDENTIFIED BY VALUES 'x'",
                "IDENTIFIED BY VALUES",
                "CREATE USER app identified by a password",
                "requirepass is the option",
                "ALTER USER x IDENTIFIED WITH mysql_native_password BY ?",
                "CREATE USER x IDENTIFIED WITH mysql_native_password",
                "identified with a plugin by 'us'",
                "EXEC sp_password NULL, @new, @login",
                "sp_addlinkedsrvlogin 'REMOTE', 'true'",
                "sp_addlogin is deprecated, 'see 2012' says it",
                "a password 0 or more",
                "the secret 5 rules",
                "password 7 days",
            ],
        );
    }

    #[test]
    fn passwords_in_lines_of_password_files_are_found() {
        for text in
            ["db.local:5432:orders:app:Sunny-7", "x\n*:5432:*:app:Sunny-7\ny", "db1.local:5433:orders:app:Sunny-7"]
        {
            finds(find_in_files, &[(text, "Sunny-7")]);
        }
        finds_nothing(
            find_in_files,
            &[
                "localhost:5432",
                "host:5432:orders:app",
                "host:5432:orders:app:[SECRET]",
                "10:5432:1:2",
                "main.rs:1432:error:found:nothing",
                "h:5433::9 ",
                "12:3045:10:7:Sunny-7",
            ],
        );
    }

    #[test]
    fn settings_begin_and_words_without_quotes_show_or_end_their_line() {
        finds(
            find,
            &[
                ("CONFIG SET requirepass Sunny-7", "Sunny-7"),
                ("> requirepass Sunny-7", "Sunny-7"),
                ("ALTER USER bob IDENTIFIED BY tigerlily;", "tigerlily"),
                ("ALTER USER bob IDENTIFIED BY tigerlily7 ACCOUNT UNLOCK", "tigerlily7"),
                ("ALTER USER bob IDENTIFIED BY TigerLily ACCOUNT UNLOCK", "TigerLily"),
                ("password 7 123456", "123456"),
            ],
        );
        finds_nothing(
            find,
            &[
                "the requirepass Sunny-7",
                "ALTER USER bob IDENTIFIED BY tigerlily ACCOUNT UNLOCK",
                "ALTER USER bob IDENTIFIED BY TIGERLILY ACCOUNT UNLOCK",
                "password 7 12345",
            ],
        );
    }
}
