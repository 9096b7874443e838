//! Passwords and keys as programs write them down: literals among the arguments of calls that take one, and those that
//! stand in for a variable of the environment.

mod api;
pub(super) mod rpc;

use super::assign::cell::is_strong;
use super::sought::Mark;
use super::value::shown::{is_term, shows};
use super::{Detector, Hits, Reading, Rule, tell, told, value};
use crate::redact::gate::Signals;
use std::ops::Range;

/// The detector of this file.
pub(super) const DETECTOR: Detector =
    Detector { rules: &[&CALL], needs: Signals::COMMAND.union(Signals::SECRET), find };

static CALL: Rule = told("secret.call", "a literal among the arguments of a call that takes a password");

/// The longest call, in bytes.
const LONGEST: usize = 1024;
/// The longest password, in bytes.
const LONGEST_PASSWORD: usize = 256;
/// The shortest key that signs a token.
const SHORTEST_SIGNING: usize = 6;
/// The shortest key, and the shortest that shows itself.
const SHORTEST_KEY: usize = 16;
const SHORTEST_SHOWN: usize = 8;

/// The ends of the names of calls that take a key or a token and nothing else, in lower case.
const KEYED: &[&str] = &[
    "token",
    "secret",
    "apikey",
    "api_key",
    "secretkey",
    "secret_key",
    "accesskey",
    "access_key",
    "accountkey",
    "authkey",
    "privatekey",
    "sharedkey",
];
/// A call that logs somebody in.
const LOGIN: &str = "login";
/// Calls that fill in a field.
const FILLING: &[&str] = &["send_keys", "sendkeys", "type", "fill", "setvalue", "set_value", "val", "sendtext"];
/// How far before a call that fills in a field its name may begin, in bytes.
const BEFORE: usize = 160;
/// What tools of tests type behind a value.
const KEYS: &[&[u8]] = &[b"{enter}", b"{Enter}", b"\\n", b"{tab}"];

/// The ends of the names of calls, in lower case, and which argument is the password.
const CALLS: &[(&str, usize)] = &[
    ("password", 0),
    ("passwd", 0),
    ("pwd", 0),
    ("passwort", 0),
    ("passphrase", 0),
    ("getconnection", 2),
    ("mysqli_connect", 2),
    ("mysqli", 2),
    ("mysqli_real_connect", 3),
    ("mysql_connect", 2),
    ("pdo", 2),
    ("ftp_login", 2),
    (LOGIN, 1),
    ("basicauth", 1),
    // The name of a wireless network and its key.
    ("wifi.begin", 1),
    ("wifi.softap", 1),
    ("addap", 1),
    ("wlan.connect", 1),
    ("sta_if.connect", 1),
    ("digestauth", 1),
    ("passwordcredentials", 1),
    ("networkcredential", 1),
    ("passwordauthentication", 1),
    ("passwordauthenticationtoken", 1),
    ("basicawscredentials", 1),
    ("basicsessioncredentials", 1),
    ("awsbasiccredentials.create", 1),
    ("auth=", 1),
    ("db.auth", 1),
    // What signs a token.
    ("jwt.sign", 1),
    ("jwt.verify", 1),
    ("jwt.encode", 1),
    ("jwt.decode", 1),
];
/// The same of those that make the hash of a password or compare it with one, behind which more may stand.
const HASHING: &[&str] = &[
    "bcrypt",
    "bcrypt.hash",
    "bcrypt.hashsync",
    "bcrypt.hashpw",
    "bcrypt.compare",
    "bcrypt.comparesync",
    "bcrypt.checkpw",
    "password_verify",
    FILTER,
];
/// What makes the hash of a password in templates of Ansible, as a filter, and in PHP.
const FILTER: &str = "password_hash";
/// The ends of the names of calls that encode a text, which a login is where a header takes it (RFC 7617).
const ENCODING: &[&str] = &["btoa", "buffer.from", "b64encode", "base64_encode", "base64.encode"];
/// What turns a literal into the type that a call takes.
const TURNED: [&[u8]; 3] = [b".toCharArray()", b".getBytes()", b".encode()"];
/// The ends of the names of calls that read a variable of the environment.
const READERS: &[&str] = &["getenv", "env", "environ.get", "env.get", "env.fetch"];
/// Beginnings of the names of calls that ask for a password and take something else.
const ASKING: &[&str] = &["get", "find", "read", "load", "fetch", "has", "is", "ask", "show", "need", "label"];

/// Names the literals of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    if reading.view().is_tight() {
        return;
    }
    let text = reading.text();
    memchr::memchr_iter(b'(', text).for_each(|open| call(text, open, hits));
    let sought = reading.sought();
    sought.places(Mark::SecureString).for_each(|name| secure_string(text, name.end, hits));
    sought.places(Mark::Environment).for_each(|name| variable(text, name.end, hits));
}

/// The password among the arguments in this bracket.
fn call(text: &[u8], open: usize, hits: &mut Hits) {
    // Without a quote in the bracket there is no literal.
    let reach = &text[open..text.len().min(open + LONGEST)];
    if memchr::memchr3(b'"', b'\'', b'`', reach).is_none() {
        return;
    }
    let Some(name) = name_before(text, open) else { return };
    if name == FILTER && text[..open - name.len()].trim_ascii_end().ends_with(b"|") {
        return filtered(text, open - name.len(), hits);
    }
    if HASHING.iter().any(|end| ends_with_word(&name, end)) {
        return hashed(text, open, name.ends_with(FILTER), hits);
    }
    if ENCODING.iter().any(|end| ends_with_word(&name, end)) {
        return encoded(text, open, hits);
    }
    let first = name.rsplit('.').next().unwrap_or_default();
    let asking = || ASKING.iter().any(|word| first.starts_with(word));
    let Some((end, place)) = CALLS.iter().find(|(end, _)| ends_with_word(&name, end)) else {
        if READERS.iter().any(|end| ends_with_word(&name, end)) {
            fallback(text, open, hits);
        } else if FILLING.contains(&first) {
            filled(text, open, hits);
        } else if !asking() && KEYED.iter().any(|end| name.ends_with(end)) {
            keyed(text, open, hits);
        } else {
            api::find(text, &name, open, hits);
        }
        return;
    };
    let arguments = arguments(text, open);
    let shown = |argument: &Range<usize>| literal(text, argument).is_some_and(|span| shows(&text[span]));
    // A language has a short name, and variants with figures.
    let is_user = |argument: &Range<usize>| literal(text, argument).is_none_or(|span| span.len() > 2);
    let is_mail = |argument: &Range<usize>| literal(text, argument).is_some_and(|span| text[span].contains(&b'@'));
    let logs_in = || {
        let (user, given) = (arguments.first(), arguments.get(1));
        user.is_some_and(is_user) && given.is_some_and(shown) || user.is_some_and(is_mail)
    };
    if *end == LOGIN && !logs_in() {
        return api::find(text, &name, open, hits);
    }
    // The literal of a call of one argument is all that it takes.
    if *place == 0 && arguments.len() > 1 {
        return api::find(text, &name, open, hits);
    }
    if *place == 0 && (arguments.is_empty() || asking()) || *end == "auth=" && arguments.len() != 2 {
        return;
    }
    // An algorithm of signatures has a short name.
    let fits = |span: &Range<usize>| !end.starts_with("jwt.") || span.len() >= SHORTEST_SIGNING;
    if let Some(span) = arguments.get(*place).and_then(|argument| literal(text, argument)).filter(fits) {
        judge(text, span, hits);
    }
}

/// The literal of which a call makes a hash; one of PHP says by which algorithm.
fn hashed(text: &[u8], open: usize, says_how: bool, hits: &mut Hits) {
    let arguments = arguments(text, open);
    let given = arguments.first().filter(|_| !says_how || arguments.len() > 1);
    let literal = given.and_then(|argument| literal(text, argument)).filter(|span| span.len() >= SHORTEST_SIGNING);
    literal.into_iter().for_each(|span| judge(text, span, hits));
}

/// The password of the login that a call encodes: letters with figures or signs of passwords behind a name and a colon. What
/// has other signs is an address or data, and hexadecimal digits are an id or a digest behind its kind.
fn encoded(text: &[u8], open: usize, hits: &mut Hits) {
    let arguments = arguments(text, open);
    let Some(login) = arguments.first().and_then(|argument| literal(text, argument)) else { return };
    let Some(colon) = memchr::memchr(b':', &text[login.clone()]).filter(|colon| *colon > 0) else { return };
    let (user, span) = (&text[login.start..login.start + colon], login.start + colon + 1..login.end);
    let given = &text[span.clone()];
    let is_name = user.iter().all(|b| b.is_ascii_alphanumeric() || b"._-@\\".contains(b)) && !is_term(user);
    let fits = |b: &u8| b.is_ascii_alphanumeric() || b"!@#$%^&*?+~-_.".contains(b);
    let is_digest = || given.iter().all(u8::is_ascii_hexdigit);
    if is_name && given.iter().all(fits) && is_strong(given) && !is_digest() {
        judge(text, span, hits);
    }
}

/// The literal before a filter that makes the hash of a password of it: `{{ '…' | password_hash('sha512') }}`.
fn filtered(text: &[u8], filter: usize, hits: &mut Hits) {
    let Some(lead) = text[..filter].trim_ascii_end().strip_suffix(b"|").map(<[u8]>::trim_ascii_end) else { return };
    let Some((quote @ (b'"' | b'\''), given)) = lead.split_last() else { return };
    let from = given.len().saturating_sub(LONGEST_PASSWORD);
    if let Some(at) = memchr::memrchr2(*quote, b'\n', &given[from..]).filter(|at| given[from + at] == *quote) {
        judge(text, from + at + 1..given.len(), hits);
    }
}

/// The name of a call before its bracket, in lower case: members of objects and classes with it, and the sign of a
/// named argument.
fn name_before(text: &[u8], open: usize) -> Option<String> {
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    let before = &text[..open];
    // PowerShell makes an object of a class.
    let before = before.strip_suffix(b"]::new").unwrap_or(before);
    let signed = before.trim_ascii_end().strip_suffix(b"=").map(<[u8]>::trim_ascii_end);
    let end = signed.unwrap_or(before);
    let len = end.iter().rev().take(48).take_while(part).count();
    let name = str::from_utf8(&end[end.len() - len..]).ok().filter(|name| !name.is_empty())?;
    Some(if signed.is_some() { format!("{}=", name.to_ascii_lowercase()) } else { name.to_ascii_lowercase() })
}

/// Whether a name ends with this, which is a word of its own there if it is short.
pub(super) fn ends_with_word(name: &str, end: &str) -> bool {
    let lead = name.strip_suffix(end);
    lead.is_some_and(|lead| end.len() > 5 || lead.is_empty() || lead.ends_with(['.', '_']))
}

/// What a test of a page types into the field of a password: `fill('#password', '…')`, `get('#password').type('…')`.
fn filled(text: &[u8], open: usize, hits: &mut Hits) {
    let names_field = |text: &[u8]| {
        let lower = text.to_ascii_lowercase();
        [&b"passw"[..], b"pwd", b"kennwort"].iter().any(|word| value::contains(&lower, word))
    };
    let arguments = arguments(text, open);
    let given = match &arguments[..] {
        [given] => {
            let lead = &text[open.saturating_sub(BEFORE)..open];
            let statement = lead.rsplit(|b| matches!(b, b'\n' | b';')).next().unwrap_or_default();
            let field = memchr::memrchr(b')', statement).map_or(&statement[..0], |close| &statement[..close]);
            names_field(field).then_some(given)
        }
        [field, given, ..] => names_field(&text[field.clone()]).then_some(given),
        [] => None,
    };
    let Some(span) = given.and_then(|given| literal(text, given)) else { return };
    let keys = KEYS.iter().find(|keys| text[span.clone()].ends_with(keys)).map_or(0, |keys| keys.len());
    judge(text, span.start..span.end - keys, hits);
}

/// The only argument of a call that takes a key or a token, where it looks like one: `setAccessToken("…")`.
fn keyed(text: &[u8], open: usize, hits: &mut Hits) {
    let arguments = arguments(text, open);
    if let [given] = &arguments[..]
        && let Some(span) = literal(text, given).filter(|span| is_key(&text[span.clone()]))
    {
        judge(text, span, hits);
    }
}

/// Whether a literal looks like a key.
fn is_key(given: &[u8]) -> bool {
    let drawn = given.len() >= SHORTEST_KEY && value::is_random(given) && !value::is_expression(given);
    drawn || given.len() >= SHORTEST_SHOWN && shows(given)
}

/// What a call yields where a variable of the environment is not set.
fn fallback(text: &[u8], open: usize, hits: &mut Hits) {
    let arguments = arguments(text, open);
    if let [name, default] = &arguments[..]
        && let (Some(name), Some(default)) = (literal(text, name), literal(text, default))
    {
        told_by(text, name, default, hits);
    }
}

/// The literal that stands in for a variable: `process.env.API_KEY || "…"`.
fn variable(text: &[u8], from: usize, hits: &mut Hits) {
    let name = from + text[from..].iter().take(48).take_while(|b| is_name(**b) || b".[]'\"".contains(b)).count();
    let rest = text[name..].trim_ascii_start();
    let Some(rest) = rest.strip_prefix(b"||").or_else(|| rest.strip_prefix(b"??")) else { return };
    let at = text.len() - rest.trim_ascii_start().len();
    let line = text[at..].iter().take(LONGEST).take_while(|b| **b != b'\n').count();
    let Some(quote) = text.get(at).filter(|b| matches!(b, b'"' | b'\'' | b'`')) else { return };
    if let Some(len) = memchr::memchr(*quote, text.get(at + 1..at + line).unwrap_or_default()) {
        told_by(text, from..name, at + 1..at + 1 + len, hits);
    }
}

/// A value that may be a secret if the name of its variable says so.
fn told_by(text: &[u8], name: Range<usize>, span: Range<usize>, hits: &mut Hits) {
    let name = text[name].to_ascii_uppercase();
    let holds = |words: &[&str]| words.iter().any(|word| value::contains(&name, word.as_bytes()));
    let given = &text[span.clone()];
    if holds(&["PASSW", "PASSPHRASE", "_PASS", "PWD"]) || holds(&["KEY", "SECRET", "TOKEN"]) && is_key(given) {
        judge(text, span, hits);
    }
}

/// `ConvertTo-SecureString "…" -AsPlainText`.
fn secure_string(text: &[u8], from: usize, hits: &mut Hits) {
    let line = &text[from..from + text[from..].iter().take(LONGEST).take_while(|b| **b != b'\n').count()];
    let Some(rest) = line.strip_prefix(b" ").filter(|rest| value::contains(rest, b"-AsPlainText")) else { return };
    let rest = rest.strip_prefix(b"-AsPlainText ").unwrap_or(rest);
    let rest = rest.strip_prefix(b"-String ").unwrap_or(rest);
    let from = from + line.len() - rest.len();
    let span = match rest.first() {
        Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, &rest[1..]).map(|len| from + 1..from + 1 + len),
        _ => memchr::memchr(b' ', rest).map(|len| from..from + len),
    };
    if let Some(span) = span.filter(|span| !matches!(text[span.start], b'$' | b'-' | b'(')) {
        judge(text, span, hits);
    }
}

/// The arguments in a bracket that opens here and closes: what stands between the commas outside of quotes and of
/// other brackets.
pub(super) fn arguments(text: &[u8], open: usize) -> Vec<Range<usize>> {
    let end = text.len().min(open + LONGEST);
    let (mut depth, mut at, mut from) = (0, open, open + 1);
    let mut found = Vec::new();
    while at < end {
        match text[at] {
            quote @ (b'"' | b'\'' | b'`') => match memchr::memchr(quote, &text[at + 1..end]) {
                Some(len) => at += len + 1,
                None => return Vec::new(),
            },
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || depth == 1 && text[at] == b',' {
            found.push(from..at);
            from = at + 1;
        }
        if depth == 0 {
            return found;
        }
        at += 1;
    }
    Vec::new()
}

/// What stands in the quotes of an argument that is a literal.
pub(super) fn literal(text: &[u8], argument: &Range<usize>) -> Option<Range<usize>> {
    let whole = text[argument.clone()].trim_ascii();
    // The bytes of a literal in Go.
    let bytes = whole.strip_prefix(b"[]byte(").and_then(|inner| inner.strip_suffix(b")"));
    let cast = if bytes.is_some() { b"[]byte(".len() } else { 0 };
    let trimmed = bytes.unwrap_or(whole);
    let trimmed = TURNED.iter().find_map(|turned| trimmed.strip_suffix(*turned)).unwrap_or(trimmed);
    let prefix = usize::from(matches!(trimmed, [b'b' | b'r' | b'u' | b'N' | b'@', b'"' | b'\'', ..]));
    let lead = text[argument.clone()].len() - text[argument.clone()].trim_ascii_start().len();
    let [first @ (b'"' | b'\'' | b'`'), inner @ .., last] = &trimmed[prefix..] else { return None };
    let from = argument.start + lead + cast + prefix + 1;
    (first == last && !inner.contains(first)).then_some(from..from + inner.len())
}

/// Says that there is a password, unless it describes one.
pub(super) fn judge(text: &[u8], span: Range<usize>, hits: &mut Hits) {
    let given = &text[span.clone()];
    if is_given(given) {
        tell(&CALL, given, span, hits);
    }
}

/// Whether a literal may be a password: no text for people, no name of a field, and nothing that is filled in.
pub(super) fn is_given(given: &[u8]) -> bool {
    let mix = value::Mix::of(given);
    let lower = given.to_ascii_lowercase();
    let named = ["password", "passwd", "pwd"].iter().any(|word| value::contains(&lower, word.as_bytes()))
        && given.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.' | b'#' | b':'));
    (4..=LONGEST_PASSWORD).contains(&given.len())
        && !given.iter().any(u8::is_ascii_whitespace)
        && mix.signs < given.len()
        && !matches!(given[0], b':' | b'?')
        && !named
        && !value::is_description(given)
        && !value::is_route(given)
}

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn passwords_of_logins_that_a_call_encodes_are_found() {
        for text in [
            "'Basic ' + btoa(\"jane:Sunny7\")",
            "Buffer.from('jane:Sunny7').toString('base64')",
            "base64.b64encode(b\"jane@example.org:Sunny7\")",
            "base64_encode('corp\\jane:Sunny7')",
        ] {
            finds(find, &[(text, "Sunny7")]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::COMMAND), "{text}");
        }
        finds_nothing(
            find,
            &[
                "btoa('user:password')",
                "btoa('User:1234567')",
                "btoa(user + ':' + Sunny7)",
                "Buffer.from(`jane:${pass7}`)",
                "Buffer.from('Order:5f3c9a1b')",
                "Buffer.from('data:image/png;base64,Sunny7')",
                "Buffer.from('sha256:Sunny7')",
                "btoa('https://h/Sunny7')",
                "btoa(':Sunny7')",
                "btoa()",
            ],
        );
    }

    #[test]
    fn keys_of_networks_among_the_arguments_of_calls_are_found() {
        for text in [
            "WiFi.begin(\"office\", \"Sunny77x\");",
            "wlan.connect('office', 'Sunny77x')",
            "wifiMulti.addAP(\"office\", \"Sunny77x\");",
        ] {
            finds(find, &[(text, "Sunny77x")]);
            assert!(Signals::of(text.as_bytes()).intersects(Signals::COMMAND), "{text}");
        }
        finds_nothing(
            find,
            &["WiFi.begin(ssid, password);", "WiFi.begin(\"office\");", "WiFi.begin(\"a\", \"<key>\");"],
        );
    }

    #[test]
    fn literals_of_calls_that_take_a_password_are_found() {
        for text in [
            "ds.setPassword(\"Sunny-7\");",
            "jwt.sign(payload, 'Sunny-7')",
            "new PasswordAuthentication(\"bob\", \"Sunny-7\".toCharArray())",
            "[System.Net.NetworkCredential]::new(\"bob\",\"Sunny-7\")",
            "password: \"{{ 'Sunny-7' | password_hash('sha512') }}\"",
            "db.auth(\"app\", \"Sunny-7\")",
            "bcrypt('Sunny-7')",
            "await bcrypt.hash(\"Sunny-7\", 10)",
            "password_hash('Sunny-7', PASSWORD_DEFAULT)",
            "password_verify('Sunny-7', $hash)",
            "smtp.login(\"bob@example.com\", \"Sunny-7\")",
            "SET PASSWORD FOR 'bob'@'%' = PASSWORD('Sunny-7');",
            "DriverManager.getConnection(url, \"app\", \"Sunny-7\");",
            "DriverManager.getConnection(\"jdbc:mysql://h/db\",\"app\",\"Sunny-7\")",
            "HTTPBasicAuth('u','Sunny-7')",
            "requests.get(url, auth=('u', 'Sunny-7'))",
            "new NetworkCredential(u,\"Sunny-7\")",
            "ConvertTo-SecureString \"Sunny-7\" -AsPlainText -Force",
            "ConvertTo-SecureString -String 'Sunny-7' -AsPlainText -Force",
            "os.environ.get(\"DB_PASSWORD\", \"Sunny-7\")",
            "env('DB_PASSWORD', 'Sunny-7')",
            "process.env.DB_PASSWORD || 'Sunny-7'",
            "$pdo = new PDO($dsn, \"root\", \"Sunny-7\", $options);",
            "mysqli_real_connect($c, 'db', 'web', 'Sunny-7')",
            "driver.find_element(By.ID, \"password\").send_keys(\"Sunny-7\")",
            "driver.findElement(By.id('password')).sendKeys('Sunny-7');",
            "cy.get('input[name=password]').type('Sunny-7{enter}')",
            "await page.fill('#password', 'Sunny-7');",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
        finds(find, &[("smtp.login(\"bob\", 'Sunny-77q')", "Sunny-77q")]);
        finds(find, &[("token = process.env.TOKEN || 'Sunny-77q'", "Sunny-77q")]);
        let key = "Zk3v9QxT1mB7wR5yZk3v9QxT1mB7wR5y";
        finds(find, &[(&format!("k = process.env.API_KEY ?? \"{key}\""), key)]);
        finds(find, &[(&format!("new BasicAWSCredentials(id, \"{key}\")"), key)]);
        finds(find, &[(&format!("client.setAccessToken(\"{key}\");"), key)]);
        finds(find, &[(&format!("Client().with_api_key('{key}')"), key)]);
        finds(find, &[(&format!("app.setAccountKey(\"{key}\")"), key)]);
    }

    #[test]
    fn variables_names_and_texts_are_left() {
        finds_nothing(
            find,
            &[
                "setPassword(password)",
                "bcrypt($password)",
                "bcrypt.compare('x7', hash)",
                "bcrypt('password')",
                "setAccessToken(\"access-token\")",
                "getToken(\"5b10a2844c20165700ede21f\")",
                "addSecret(\"db-main-2\")",
                "expectToken(\"TokenType::Ident2\")",
                "expectToken('5b10a2844c20165700ede21f', 2)",
                "setPassword(\"\")",
                "setPassword(\"[SECRET]\")",
                "getPassword(\"smtp\")",
                "setPassword(\"the new password\")",
                "form.password('user_password')",
                "PASSWORD('?')",
                "getConnection(url, user, pass)",
                "getConnection(\"orders\", \"reader\")",
                "auth=('u', pw)",
                "auth=('u', 'Sunny-7', 3)",
                "HTTPBasicAuth(user, password)",
                "new NetworkCredential(user, \"$env:PW\")",
                "ConvertTo-SecureString $pw -AsPlainText -Force",
                "ConvertTo-SecureString \"Sunny-7\"",
                "process.env.API_KEY || \"development\"",
                "process.env.MODE || \"Sunny-7\"",
                "getenv('HOME', '/srv/x7')",
                "the password (\"Sunny\")",
                "smtp.login(\"user\", \"password\")",
                "page.login(\"admin\", \"dashboard\")",
                "jwt.verify(token, 'RS256')",
                "jwt.sign(payload, 'your-secret')",
                "jwt.sign(payload, process.env.KEY)",
                "{{ password | password_hash('sha512') }}",
                "password_hash('sha512')",
                "[X]::new(\"\", $sec)",
                "driver.find_element(By.ID, \"username\").send_keys(\"Sunny-7\")",
                "cy.get('#password').type('{enter}')",
                "cy.get('#search').type('Sunny-7')",
                "page.fill('#password', pw)",
                "cy.get('#password').clear(); cy.get('#search').type('Sunny-7')",
            ],
        );
    }

    #[test]
    fn a_key_behind_the_name_of_its_variable_is_long_and_random() {
        finds(find, &[("os.getenv(\"API_KEY\", \"Zk3v9QxT1mB7wR5y\")", "Zk3v9QxT1mB7wR5y")]);
        finds_nothing(find, &["os.getenv(\"API_KEY\", \"developmentofkeys\")", "os.getenv(\"API_KEY\", \"aB3xQ9z\")"]);
    }
}
