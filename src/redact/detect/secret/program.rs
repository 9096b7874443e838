//! Names as programs give them, by which an expression is told from a password with full stops and figures in it.

use super::value::contains;

/// What programs call that which has settings for its members.
const ROOTS: &[&[u8]] = &[
    b"self",
    b"this",
    b"cls",
    b"config",
    b"cfg",
    b"conf",
    b"settings",
    b"env",
    b"var",
    b"local",
    b"data",
    b"module",
    b"params",
    b"args",
    b"opts",
    b"options",
    b"props",
    b"process",
    b"os",
    b"sys",
    b"app",
    b"ctx",
    b"request",
    b"req",
];

/// Whether the name says that it holds a password: a figure does not make one of it.
pub(super) fn names_secret(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    [&b"password"[..], b"passwd", b"_pwd", b"secret"].iter().any(|word| contains(&name, word))
}

/// Whether these are members of something that programs give such a name.
pub(super) fn is_rooted(value: &[u8]) -> bool {
    let root = value.split(|b| *b == b'.').next().unwrap_or_default();
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    ROOTS.contains(&root) && value.iter().all(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_programs_are_told_from_passwords() {
        assert!(names_secret(b"DB_PASSWORD_2") && names_secret(b"clientSecret1") && !names_secret(b"Sunny7"));
        assert!(is_rooted(b"self.pw2") && is_rooted(b"config.db.pw_1"));
        assert!(!is_rooted(b"x7.Q9w") && !is_rooted(b"self.x-7"));
    }
}
