//! Calls of libraries that take a password or a key among other arguments, of which its looks tell which it is.

use super::super::value::shown::shows;
use super::super::{Hits, tell, value};
use super::{CALL, arguments, ends_with_word, judge, literal};
use std::ops::Range;

/// The ends of the names of calls behind whose first argument a password stands, in lower case: a host, a user or an
/// algorithm stands before it.
const SIGNING_IN: &[&str] = &[
    "connect",
    "connection",
    "ftp",
    "ftp_tls",
    "redis",
    "strictredis",
    "jedispool",
    "influxdbclient",
    "jenkins",
    "sequelize",
    "database",
    "simple_bind",
    "simple_bind_s",
    "ldap_bind",
    "imap_open",
    "ssh2_auth_password",
    "authenticate",
    "signin",
    "sign_in",
    "signinwithemailandpassword",
    "createuserwithemailandpassword",
    "plaincredentials",
    "username_pw_set",
    "authprovider",
    "plainauth",
    "basicauthheader",
    "tokens.basic",
    "credentials.basic",
    "createcredential",
    "manager.createasync",
    "certificate2",
    "store.load",
    "smtp.start",
    "createhmac",
    "createcipheriv",
    "aes.encrypt",
    "aes.decrypt",
    "aes_encrypt",
    "aes_decrypt",
    "pgp_sym_encrypt",
    "pgp_sym_decrypt",
    "create_credential",
    "set_authentication",
    "changeuserpassword",
    "openssl_encrypt",
    "openssl_decrypt",
    "load_pem_private_key",
    "load_key_and_certificates",
];
/// The same of calls that take a password alone.
const OPENING: &[&str] =
    &["jedis.auth", "redis.auth", "pdf.encrypt", "pdf.decrypt", "reader.decrypt", "bestavailableencryption"];
/// The same of calls that take a key, wherever it stands.
const KEYED: &[&str] = &[
    "fernet",
    "hmac.new",
    "createhmac",
    "createcipheriv",
    "github",
    "stripe",
    "twilio",
    "client.new",
    "apiclient.new",
    "newstaticv4",
    "telebot",
    "bot.run",
    "bot.login",
    "bot.start",
    "client.run",
    "client.login",
    "createclient",
    "algoliasearch",
    "pusher",
];
/// What statements and programs make of a password before they compare or keep it.
const HASHES: &[&str] = &["crypt", "md5", "sha1", "sha2", "sha256", "sha512", "hashbytes"];
/// How far before one of them the name of the password may stand, in bytes.
const BEFORE: usize = 96;
/// The shortest key.
const SHORTEST_KEY: usize = 20;
/// How long the id of an account of Twilio is, which stands before its key.
const LENGTH_OF_ID: usize = 34;
/// The option of cURL that takes a login.
const USERPWD: &[u8] = b"CURLOPT_USERPWD";

/// Names the password or the key among the arguments of the call of this name, whose bracket opens here.
pub(super) fn find(text: &[u8], name: &str, open: usize, hits: &mut Hits) {
    let is_any = |ends: &[&str]| ends.iter().any(|end| ends_with_word(name, end));
    let is_hash = is_any(HASHES) && names_password(&text[open.saturating_sub(BEFORE)..open]);
    let (signs_in, opens, is_keyed) = (is_any(SIGNING_IN), is_any(OPENING), is_any(KEYED));
    if name.ends_with("curl_setopt") {
        return login(text, open, hits);
    }
    if name == "define" {
        return constant(text, open, hits);
    }
    if !(signs_in || opens || is_keyed || is_hash) {
        return;
    }
    let arguments = arguments(text, open);
    let literals = || arguments.iter().enumerate().filter_map(|(at, argument)| Some((at, literal(text, argument)?)));
    let is_given = |(at, span): &(usize, Range<usize>)| {
        let given = &text[span.clone()];
        let is_password = signs_in && *at > 0 || opens && arguments.len() == 1 || is_hash;
        let is_id = given.len() == LENGTH_OF_ID && given.starts_with(b"AC") && is_any(&["client.new"]);
        is_password && shows(given) || is_keyed && given.len() >= SHORTEST_KEY && value::is_random(given) && !is_id
    };
    literals().find(is_given).into_iter().for_each(|(_, span)| judge(text, span, hits));
}

/// Names the key or the salt that a constant of PHP is set to, which may have blanks and any sign in it:
/// `define('AUTH_KEY', '…')`.
fn constant(text: &[u8], open: usize, hits: &mut Hits) {
    const SHORTEST: usize = 32;
    let [name, given] = &*arguments(text, open) else { return };
    let (Some(name), Some(given)) = (literal(text, name), literal(text, given)) else { return };
    let is_named = [&b"_KEY"[..], b"_SALT", b"_SECRET"].iter().any(|end| text[name.clone()].ends_with(end));
    let value = &text[given.clone()];
    if is_named && value.len() >= SHORTEST && value::Mix::of(value).classes() >= 3 && !value::is_description(value) {
        tell(&CALL, value, given, hits);
    }
}

/// Whether the last line of a text names a password.
fn names_password(text: &[u8]) -> bool {
    let line = text.rsplit(|b| *b == b'\n').next().unwrap_or_default().to_ascii_lowercase();
    [&b"passw"[..], b"pwd", b" pw ", b"crypt"].iter().any(|word| value::contains(&line, word))
}

/// The password behind the name of a user in the login that an option takes.
fn login(text: &[u8], open: usize, hits: &mut Hits) {
    if let [_, option, given] = &arguments(text, open)[..]
        && text[option.clone()].trim_ascii() == USERPWD
        && let Some(span) = literal(text, given)
        && let Some(colon) = memchr::memchr(b':', &text[span.clone()])
    {
        judge(text, span.start + colon + 1..span.end, hits);
    }
}

#[cfg(test)]
mod tests {
    use super::super::DETECTOR;
    use crate::redact::detect::check::{finds, finds_nothing};

    #[test]
    fn keys_of_clients_are_found_and_ids_of_accounts_left() {
        let key = "2181f6af-d73b-41ae-af09-3d1b66c5d2f0";
        finds(DETECTOR.find, &[(&format!("Postmark::ApiClient.new('{key}')"), key)]);
        let minio = "XHIK9k419zUYWToF/SAxLizgJO4wAWrPr/T7m/QY";
        finds(DETECTOR.find, &[(&format!("credentials.NewStaticV4(\"uploader\", \"{minio}\", \"\")"), minio)]);
        finds_nothing(DETECTOR.find, &["Twilio::REST::Client.new('ACc666be6b5685246621e39e79c50eec20')"]);
    }

    #[test]
    fn keys_stand_in_bytes_of_go_in_constants_of_php_and_behind_a_login_of_bots() {
        let key = "db3a050cdbec2a479839992916b8b5dda760a7bda290efe3";
        finds(DETECTOR.find, &[(&format!("hmac.New(sha256.New, []byte(\"{key}\"))"), key)]);
        let salt = "SdagmAlqXcqvvvqgVVJwgQnKHrHkE8*@ ]XA4cHIKVPPXa3eaJ6dfJDYsQ4";
        finds(DETECTOR.find, &[(&format!("define('LOGGED_IN_SALT',   '{salt}');"), salt)]);
        let token = "MToMxEcIJWdpNt3PlsF0Xfc5G7GxAbUxRUajXp3REOM8hCCgHE0";
        finds(DETECTOR.find, &[(&format!("bot.login('{token}');"), token)]);
        finds_nothing(
            DETECTOR.find,
            &[
                "define('AUTH_KEY', 'put your unique phrase here')",
                "define('WP_DEBUG', 'SdagmAlqXcqvvvqgVVJwgQnKHrHkE8*@ ]XA4cHIKVPP')",
                "hmac.New(sha256.New, []byte(key))",
                "bot.login('moderator')",
            ],
        );
    }

    #[test]
    fn passwords_behind_hosts_and_users_are_told_by_their_looks() {
        for text in [
            "pymysql.connect(\"db\", \"app\", \"Sunny-77x\", \"orders\")",
            "cx_Oracle.connect('app', 'Sunny-77x', 'db/x')",
            "ssh.connect('h', 22, 'app', 'Sunny-77x')",
            "DBI->connect('dbi:mysql:x', $user, 'Sunny-77x')",
            "ftp = FTP(\"h\", \"app\", \"Sunny-77x\")",
            "redis.StrictRedis('c', 6379, 0, 'Sunny-77x')",
            "ldap_bind($c, 'cn=app', 'Sunny-77x')",
            "Net::SMTP.start('h', 25, 'x', 'app', 'Sunny-77x', :plain)",
            "keyStore.load(in, \"Sunny-77x\".toCharArray())",
            "smtp.PlainAuth(\"\", \"app@example.org\", \"Sunny-77x\", \"h\")",
            "new Sequelize('x', 'app', 'Sunny-77x', {dialect: 'mysql'})",
            "AuthTokens.basic(\"neo4j\", \"Sunny-77x\")",
            "await userManager.CreateAsync(user, \"Sunny-77x\")",
            "crypto.createHmac('sha256', 'Sunny-77x')",
            "openssl_encrypt($d, 'aes-256-cbc', 'Sunny-77x')",
            "load_pem_private_key(data, b\"Sunny-77x\")",
            "jedis.auth(\"Sunny-77x\")",
            "ssh2_auth_password($c, 'app', 'Sunny-77x')",
            "auth.signInWithEmailAndPassword('a@example.org', 'Sunny-77x')",
            "pdf.encrypt('Sunny-77x')",
            "SELECT pgp_sym_encrypt('x', 'Sunny-77x')",
            "SELECT crypt('Sunny-77x', gen_salt('bf'))",
            "UPDATE users SET password=MD5('Sunny-77x') WHERE id=1",
            "INSERT INTO users (name, passwd) VALUES ('ann', SHA2('Sunny-77x', 256))",
            "EXEC DBMS_CLOUD.CREATE_CREDENTIAL('c', 'app', 'Sunny-77x')",
            "db.changeUserPassword('app', 'Sunny-77x')",
            "curl_setopt($ch, CURLOPT_USERPWD, 'app:Sunny-77x')",
        ] {
            finds(DETECTOR.find, &[(text, "Sunny-77x")]);
        }
        finds_nothing(
            DETECTOR.find,
            &[
                "connect('db-prod-01', 'app', password)",
                "signal.connect(\"clicked\", on_click2)",
                "socket.connect(('10.0.0.7', 8080))",
                "pymysql.connect('db', 'app', 'password', 'orders')",
                "connect('Sunny-77x', 'app')",
                "select md5('Sunny-77x')",
                "etag = md5('Release-12x')",
                "UPDATE users SET password=MD5(name)",
                "createHmac('sha256', key)",
                "store.load(in, \"changeit\".toCharArray())",
                "FTP('ftp7.example.org')",
                "database('x', 'app2', pw)",
                "jedis.auth(user, \"app\")",
                "curl_setopt($ch, CURLOPT_URL, 'http://h:8080/x7')",
            ],
        );
    }

    #[test]
    fn keys_among_arguments_are_told_by_their_looks() {
        const KEY: &str = "2Ot3hdNCKF3JRJDCioqNV2J0PPc6th2C";
        for text in ["Fernet(b\"#\")", "hmac.new(b'#', msg, hashlib.sha256)", "twilio('AC123', '#')", "client.run('#')"]
        {
            finds(DETECTOR.find, &[(text.replace('#', KEY).as_str(), KEY)]);
        }
        finds_nothing(
            DETECTOR.find,
            &["Github('octo-org/hello-world')", "client.run('sunny-meadow-of-otters')", "Fernet(key)", "stripe('x7')"],
        );
    }
}
