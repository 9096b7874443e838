//! One error type for the whole program: what failed, why, and what to do.
//!
//! The kind decides the exit code, and whether a failure is the site's, the network's or the login's. Causes are chained, never formatted into the
//! message, so that the report prints each of them once. Text that came from outside passes through
//! [`printable`] before it becomes part of a message: no terminal escape of a page title reaches a terminal.

use std::error::Error as StdError;
use std::fmt;

/// What the failure means for the caller of the program; each kind has an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Exit 1: the work failed, another try may succeed.
    Failed,
    /// Exit 1: the site does not accept the credentials.
    Denied,
    /// Exit 1: the site accepts the credentials, and the account may not read what was asked for.
    Forbidden,
    /// Exit 1: the site cannot be reached.
    Unreachable,
    /// Exit 2: the command line or the configuration is wrong.
    Usage,
    /// Exit 3: done as far as it could be proven; something is open and not acknowledged.
    Incomplete,
    /// Exit 4: stopped by a signal; the next run goes on from there.
    Interrupted,
    /// Exit 5: the database is damaged, older than the lake, or its key is missing.
    Damaged,
    /// Exit 6: refused on principle (unclassified column, unproven redaction).
    Refused,
    /// Exit 7: another process holds the connection.
    Busy,
}

impl Kind {
    /// The process exit code of this kind.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Failed | Kind::Denied | Kind::Forbidden | Kind::Unreachable => 1,
            Kind::Usage => 2,
            Kind::Incomplete => 3,
            Kind::Interrupted => 4,
            Kind::Damaged => 5,
            Kind::Refused => 6,
            Kind::Busy => 7,
        }
    }
}

impl Kind {
    /// The exit code of several things of which this one failed after the others came to `code`: the first failure's;
    /// incomplete gives way to any other.
    pub fn exit_code_after(self, code: u8) -> u8 {
        if code == 0 || code == Kind::Incomplete.exit_code() { self.exit_code() } else { code }
    }
}

/// A failure with its kind, its message, the table that belongs to it, its cause, its hint, and others found with it.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    what: String,
    lines: Vec<String>,
    hint: Option<String>,
    is_remedy: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
    next: Option<Box<Error>>,
}

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure of the given kind. `what` is lower case, without a final full stop.
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), lines: Vec::new(), hint: None, is_remedy: false, source: None, next: None }
    }

    /// A failure that another try may cure (exit 1).
    pub fn failed(what: impl Into<String>) -> Self {
        Self::new(Kind::Failed, what)
    }

    /// A mistake in the command line or the configuration (exit 2).
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    /// The same failure of another kind.
    pub fn of_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// The same failure with its cause.
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same failure with lines that stand below its message.
    pub fn lines(mut self, lines: Vec<String>) -> Self {
        self.lines = lines;
        self
    }

    /// The same failure with another one that was found in the same look, such as a second mistake in a file.
    pub fn and(mut self, other: Error) -> Self {
        let mut last = &mut self.next;
        while let Some(error) = last {
            last = &mut error.next;
        }
        *last = Some(Box::new(other));
        self
    }

    /// The same failure with a hint: what the reader can do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same failure with a hint about just this one: what helps with failures of its sort in general does not take its
    /// place.
    pub fn remedy(mut self, hint: impl Into<String>) -> Self {
        self.is_remedy = true;
        self.hint(hint)
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the reader can do, if anything is known to help.
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The hint that is about just this failure, where it has one.
    pub fn remedy_text(&self) -> Option<&str> {
        self.hint_text().filter(|_| self.is_remedy)
    }

    /// The lines that stand below the message.
    pub fn told(&self) -> &[String] {
        &self.lines
    }

    /// The failures that were found with this one, in their order.
    pub fn others(&self) -> impl Iterator<Item = &Error> {
        std::iter::successors(self.next.as_deref(), |error| error.next.as_deref())
    }

    /// The causes, nearest first, without this error's own message.
    pub fn causes(&self) -> impl Iterator<Item = &(dyn StdError + 'static)> {
        let first = self.source.as_deref().map(|cause| cause as &(dyn StdError + 'static));
        std::iter::successors(first, |&cause| cause.source())
    }

    /// Message, lines and causes on one line, as a row of a table holds them.
    pub fn one_line(&self) -> String {
        let mut line = self.what.clone();
        if !self.lines.is_empty() {
            line.push_str(&format!(": {}", self.lines.join("; ")));
        }
        for cause in self.causes() {
            line.push_str(": ");
            line.push_str(&cause.to_string());
        }
        printable(&line)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|cause| cause as &(dyn StdError + 'static))
    }
}

/// The text with control and direction-changing characters escaped, so that it can be printed.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || changes_the_line(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a terminal or a log would turn the text around or break it here.
fn changes_the_line(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_chained_and_printed_once() {
        let error = Error::failed("reading the page failed").because(std::io::Error::other("connection reset"));
        assert_eq!(error.one_line(), "reading the page failed: connection reset");
        assert_eq!(error.to_string(), "reading the page failed");
    }

    #[test]
    fn failures_found_together_keep_their_order() {
        let [one, two, three, four] = ["one", "two", "three", "four"].map(Error::usage);
        let error = one.and(two.and(three)).and(four);
        assert_eq!(error.others().map(Error::one_line).collect::<Vec<_>>(), ["two", "three", "four"]);
        assert_eq!(error.one_line(), "one");
    }

    #[test]
    fn escapes_and_direction_marks_do_not_reach_a_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c\n"), "a\\u{1b}[31mb\\u{202e}c\\u{a}");
        assert_eq!(printable("\u{61c}\u{2028}\u{9b}"), "\\u{61c}\\u{2028}\\u{9b}");
    }
}
