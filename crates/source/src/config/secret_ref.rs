//! Where a secret is found. The reference may be printed; the secret is read when it is needed, and only then.

use super::refusal::Refusal;
use catchment_base::disk;
use catchment_base::error::{Error, Result, printable};
use catchment_base::secret::{Secret, SecretBytes};
use std::env::VarError;
use std::fmt;
use std::path::{Path, PathBuf};

/// Bytes of a secret at most.
const MAX_BYTES: u64 = 64 * 1024;

/// Characters of the name of an environment variable at most; an API token pasted as a name is mostly longer.
const MAX_NAME: usize = 64;

/// The permission bits that a secret file may have.
const PRIVATE: u32 = 0o600;

/// A reference to a secret: `env:NAME` or `file:PATH`. Printing it shows the reference.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretRef {
    shown: String,
    place: Place,
}

#[derive(Clone, PartialEq, Eq)]
enum Place {
    Variable(String),
    File(PathBuf),
}

impl SecretRef {
    /// Understands the value of the setting `name`; a relative file is relative to `folder`. A refusal never
    /// quotes the value: it may be the secret itself.
    pub(super) fn parse(name: &str, value: &str, folder: &Path) -> Result<Self, Refusal> {
        let place = match value.split_once(':') {
            Some(("env", variable)) => Place::Variable(variable_name(name, variable)?),
            Some(("file", path)) => Place::File(file_path(name, path, folder)?),
            Some(("sealed", _)) => {
                let what = format!("`{name}`: sealed secrets are not supported yet");
                return Err(Refusal::new(what, form_hint(name)));
            }
            _ => {
                let what = format!("`{name}` is a literal value (not shown), but must be a reference to a secret");
                return Err(Refusal::new(what, form_hint(name)));
            }
        };
        Ok(Self { shown: value.to_string(), place })
    }

    /// Reads the secret: without the newline at its end, not empty, without control characters (it is sent as base64,
    /// so any other text will do).
    pub fn resolve(&self) -> Result<Secret> {
        let value = match &self.place {
            Place::Variable(name) => from_variable(name, std::env::var(name))?,
            Place::File(path) => from_file(path)?,
        };
        self.checked(value.expose())
    }

    fn checked(&self, value: &str) -> Result<Secret> {
        let value = value.trim_end_matches(['\n', '\r']);
        if value.is_empty() {
            let hint = "put the secret there, or refer to another place";
            return Err(Error::usage(format!("the secret from {self} is empty")).hint(hint));
        }
        if value.chars().any(char::is_control) {
            let what = format!("the secret from {self} contains a line break or another control character");
            return Err(Error::usage(what).hint("put only the secret there, on one line"));
        }
        Ok(Secret::new(value.to_string()))
    }
}

impl fmt::Display for SecretRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&printable(&self.shown))
    }
}

impl fmt::Debug for SecretRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SecretRef({self})")
    }
}

fn variable_name(setting: &str, variable: &str) -> Result<String, Refusal> {
    let mut chars = variable.chars();
    let begins = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if begins && variable.len() <= MAX_NAME && chars.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Ok(variable.to_string());
    }
    let what = format!("`{setting}`: what follows \"env:\" (not shown) is an invalid name of an environment variable");
    Err(Refusal::new(what, form_hint(setting)))
}

fn file_path(setting: &str, path: &str, folder: &Path) -> Result<PathBuf, Refusal> {
    if path.is_empty() || path.starts_with('~') {
        let what = format!("`{setting}`: what follows \"file:\" must be a path; `~` is not expanded");
        return Err(Refusal::new(what, form_hint(setting)));
    }
    Ok(folder.join(path))
}

fn form_hint(setting: &str) -> String {
    format!("write `{setting} = \"env:NAME\"` for an environment variable or `{setting} = \"file:PATH\"` for a file")
}

/// The value of a variable. The cause is not chained: its text quotes a value that is not valid Unicode.
fn from_variable(name: &str, value: Result<String, VarError>) -> Result<Secret> {
    let (flaw, hint) = match value {
        Ok(value) => return Ok(Secret::new(value)),
        Err(VarError::NotPresent) => ("is not set", "set it, or refer to a file that only you may read: \"file:PATH\""),
        Err(VarError::NotUnicode(_)) => ("is not valid Unicode", "set it to only the secret"),
    };
    Err(Error::usage(format!("the environment variable {name} {flaw}")).hint(hint))
}

fn from_file(path: &Path) -> Result<Secret> {
    let shown = printable(&path.display().to_string());
    let unreadable = |cause: Error| {
        let hint = "check the path; a relative path is relative to the folder of the configuration";
        Error::usage(format!("the secret file {shown} cannot be read")).hint(hint).because(cause)
    };
    let mode = disk::mode(path).map_err(unreadable)?;
    if mode & !PRIVATE != 0 {
        let what = format!(
            "others can access the secret file {shown}: its mode is {mode:04o}, wider than \
                            {PRIVATE:04o}"
        );
        return Err(Error::usage(what).hint(format!("chmod 600 {shown}")));
    }
    let bytes = disk::open(path)
        .and_then(|file| disk::read_bounded(file, MAX_BYTES).map_err(|cause| disk::failed("reading", path, cause)));
    let bytes = SecretBytes::new(bytes.map_err(unreadable)?);
    let text = std::str::from_utf8(bytes.expose()).map_err(|_| {
        Error::usage(format!("the secret file {shown} is not UTF-8 text"))
            .hint("put only the secret there, on one line")
    })?;
    Ok(Secret::new(text.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> SecretRef {
        SecretRef { shown: "env:TOKEN".into(), place: Place::Variable("TOKEN".into()) }
    }

    #[test]
    fn the_newline_at_the_end_is_not_part_of_the_secret() {
        for written in ["abc", "abc\n", "abc\r\n", "abc\n\n"] {
            assert_eq!(reference().checked(written).unwrap().expose(), "abc");
        }
    }

    #[test]
    fn a_secret_that_is_empty_or_holds_control_characters_is_refused_without_being_shown() {
        for written in ["", "\n", "ab\ncd", "abcd\u{1b}", "abcd\0"] {
            let error = reference().checked(written).unwrap_err();
            assert_eq!(error.kind().exit_code(), 2);
            assert!(!format!("{error:?} {error}").contains("ab"), "{error:?}");
        }
    }

    #[test]
    fn a_variable_that_is_absent_or_garbled_is_named_and_its_value_is_not() {
        use std::os::unix::ffi::OsStringExt;
        let absent = from_variable("TOKEN", Err(VarError::NotPresent)).unwrap_err();
        assert_eq!(absent.to_string(), "the environment variable TOKEN is not set");
        let garbled = std::ffi::OsString::from_vec(b"hunter2\xff".to_vec());
        let error = from_variable("TOKEN", Err(VarError::NotUnicode(garbled))).unwrap_err();
        assert!(!format!("{error:?} {}", error.one_line()).contains("hunter2"));
    }

    #[test]
    fn a_variable_of_this_process_is_read() {
        let parsed = SecretRef::parse("api_token", "env:PATH_OF_NO_ONE_AT_ALL", Path::new("/")).ok().unwrap();
        assert_eq!(
            parsed.resolve().unwrap_err().to_string(),
            "the environment variable PATH_OF_NO_ONE_AT_ALL is not set"
        );
        assert_eq!(from_variable("TOKEN", Ok("abc".into())).unwrap().expose(), "abc");
    }
}
