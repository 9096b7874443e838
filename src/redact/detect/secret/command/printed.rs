//! Secrets that a command prints in a terminal: below the line with the prompt that asks for one
//! (`$ echo $DB_PASSWORD`, `$ vault kv get -field=password …`, `$ openssl rand -base64 32`).

use super::super::link::count;
use super::super::value::shown::shows;
use super::super::value::{self, Mix};
use super::super::{Detector, Hits, Reading, Rule, tell, told};
use crate::redact::gate::Signals;
use std::ops::Range;

/// The detector of this file.
pub(in super::super) const DETECTOR: Detector =
    Detector { rules: &[&PRINTED], needs: Signals::COMMAND.union(Signals::SECRET), find };

static PRINTED: Rule = told("secret.printed", "what a command prints that asks for a secret, alone in the next line");

/// The longest line with a command, and the longest secret, in bytes.
const LONGEST: usize = 512;
const LONGEST_SECRET: usize = 4096;
/// The longest name of a host and a directory before a prompt, in bytes.
const LONGEST_PROMPT: usize = 64;
/// The shortest secret.
const SHORTEST: usize = 6;
/// How long a secret is that shows by its length that it is one.
const LONGER: usize = 16;
/// What prints a file.
const FILE: &[u8] = b"cat ";
/// Commands that print a secret, and what else has to stand in their line; one of the words is enough, and any line has
/// the empty one.
const COMMANDS: &[(&[u8], &[&[u8]])] = &[
    (b"openssl rand ", &[b"-hex", b"-base64"]),
    (b"pwgen", &[b""]),
    (b"echo $", &[b"PASS", b"SECRET", b"TOKEN", b"API_KEY", b"pass", b"secret", b"token"]),
    (b"printenv ", &[b"PASS", b"SECRET", b"TOKEN", b"API_KEY"]),
    (b"vault ", &[b"-field=password", b"-field=token", b"-field=secret", b"-field=value", b"-field=key"]),
    (b"kubectl get secret", &[b"base64 -d", b"base64 --decode"]),
    (b"kubectl create token", &[b""]),
    (b"oc whoami -t", &[b""]),
    (b"aws ecr get-login-password", &[b""]),
    (b"gcloud auth print-access-token", &[b""]),
    (b"pass show ", &[b""]),
    (b"op read ", &[b""]),
    (FILE, &[b"pass", b"secret", b"token", b"initialAdminPassword", b".key"]),
    (b"grep ", &[b"emporary password"]),
];

/// Names the secrets of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let text = reading.text();
    if reading.view().is_tight() {
        return;
    }
    for sign in memchr::memchr2_iter(b'$', b'#', text).filter(|sign| text.get(sign + 1) == Some(&b' ')) {
        let len = count(text, sign, LONGEST, |b| b != b'\n');
        let command = text[sign + 2..sign + len].trim_ascii();
        if text.get(sign + len) != Some(&b'\n') || !asks(command) || !is_prompt(text, sign) {
            continue;
        }
        let Some(given) = printed(text, sign + len + 1) else { continue };
        // A file that is called after a secret may hold something else.
        if !value::contains(command, FILE) || is_strong(&text[given.clone()]) {
            tell(&PRINTED, &text[given.clone()], given, hits);
        }
    }
}

/// Whether it shows that it is a secret, or is longer than words are.
fn is_strong(given: &[u8]) -> bool {
    shows(given) || given.len() >= LONGER && value::is_random(given)
}

/// Whether a command prints a secret.
fn asks(command: &[u8]) -> bool {
    let command = command.strip_prefix(b"sudo ").unwrap_or(command);
    COMMANDS.iter().any(|(begins, with)| {
        let rest = command.strip_prefix(*begins);
        rest.is_some_and(|rest| with.iter().any(|word| value::contains(rest, word)))
    })
}

/// Whether nothing but the rest of a prompt stands before its sign.
fn is_prompt(text: &[u8], sign: usize) -> bool {
    let lead = &text[sign.saturating_sub(LONGEST_PROMPT)..sign];
    let lead = memchr::memrchr(b'\n', lead).map_or(lead, |line| &lead[line + 1..]).trim_ascii_start();
    let in_brackets = || lead.starts_with(b"[") && lead.ends_with(b"]");
    lead.is_empty() || lead.contains(&b'@') && (!lead.contains(&b' ') || in_brackets())
}

/// The only word of the line that begins here, where it is no message.
fn printed(text: &[u8], from: usize) -> Option<Range<usize>> {
    let len = count(text, from, LONGEST_SECRET, |b| b.is_ascii_graphic());
    let given = &text[from..from + len];
    let last = text.get(from + len).is_none_or(|b| matches!(b, b'\n' | b'\r'));
    let mix = Mix::of(given);
    let marked = mix.digits > 0 && mix.small + mix.large > 0;
    let unpadded = given.iter().rev().skip_while(|b| **b == b'=');
    let other = unpadded.clone().any(|b| matches!(b, b'=' | b'<' | b'{')) || value::contains(given, b"://");
    let path = given.starts_with(b"/") || given.starts_with(b"~") || given.starts_with(b"-");
    (last && len >= SHORTEST && marked && !other && !path).then_some(from..from + len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::detect::check::{finds, finds_nothing};
    use crate::redact::promptly::promptly;

    #[test]
    fn what_commands_print_is_found() {
        for text in [
            "$ echo $DB_PASSWORD\nSunny-7",
            "jane@host:~/x$ echo $DB_PASSWORD\nSunny-7\njane@host:~/x$ ",
            "[root@host ~]# printenv DB_PASS\nSunny-7\n",
            "$ vault kv get -field=password secret/db\nSunny-7",
            "$ kubectl get secret db -o jsonpath='{.data.p}' | base64 -d\nSunny-7",
            "# pwgen 12 1\nSunny-7",
        ] {
            finds(find, &[(text, "Sunny-7")]);
        }
        finds(find, &[("$ sudo cat /srv/initialAdminPassword\nSunny-77x", "Sunny-77x")]);
        let key = "Zk3v9QxT1mB7wR5yAa8sDf6GhJ2kLqWe+/x1=";
        finds(find, &[(&format!("$ openssl rand -base64 32\n{key}\n"), key)]);
    }

    #[test]
    fn other_commands_and_messages_are_left() {
        finds_nothing(
            find,
            &[
                "$ cat /etc/hostname\nSunny-7",
                "$ echo $PATH\n/usr/local/bin2:/usr/bin",
                "$ echo $HOST\nSunny-77x",
                "$ cat password.txt\ncat: password.txt: No such file",
                "$ cat token_policy.txt\nv2-default",
                "$ echo $DB_PASSWORD\n\nSunny-7",
                "$ echo $DB_PASSWORD\n$ ls2x",
                "$ echo $DB_PASSWORD\n[SECRET]",
                "# echo $DB_PASSWORD of the host\nSunny-7=x",
                "# openssl rand -base64 32\nSECRET_KEY=Sunny-7",
                "run echo $DB_PASSWORD\nSunny-7",
                "a price of 5$ echo $PASS\nSunny-7",
                "$ openssl version\nSunny-7",
                "$ pwgen --help\nUsage: pwgen",
            ],
        );
    }

    #[test]
    fn a_million_prompts_take_no_time() {
        promptly(|| {
            finds_nothing(find, &[&"$ echo $PASS\n".repeat(1 << 16), &"$ ".repeat(1 << 18)]);
        });
    }

    #[test]
    fn what_a_file_holds_shows_itself_or_is_long_and_random() {
        assert!(is_strong(b"Sunny-77x") && is_strong(b"QwErTyUiOpAsDfGh"));
        assert!(!is_strong(b"QwErTyUiOpA") && !is_strong(b"getDefaultConnection"));
    }
}
