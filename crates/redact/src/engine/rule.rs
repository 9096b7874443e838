//! A rule: one way of knowing one type, and the words in which its row says how.

use super::check::Check;
use super::pattern::Pattern;
use super::shape::Alone;
use serde::Deserialize;

/// One way of knowing one type.
#[derive(Debug)]
pub struct Rule {
    /// The type of the value, as in its placeholder.
    pub kind: &'static str,
    /// The name of the rule.
    pub name: &'static str,
    /// What a value passes, for the reader of a report.
    pub about: &'static str,
    /// Names that it had before.
    pub aliases: Vec<String>,
    /// Its number in the book.
    pub number: u16,
    /// What the bare value is like, whatever stands beside it.
    pub(super) fit: Option<Pattern>,
    /// What tells a mistyped value.
    pub(super) check: Option<Check>,
    /// Not even a label beats a failed check.
    pub(super) strict: bool,
    /// Of several rules that fit with the same evidence the higher gives the name.
    pub(super) sure: u16,
    /// What it needs beside it, where it is not a matter of the shape.
    pub(super) alone: Alone,
    /// The country on whose sites it is believable.
    pub(super) region: Option<String>,
    /// Words say what a value is, whatever its shape.
    pub(super) has_words: bool,
    /// How a candidate is had.
    pub(super) how: How,
    /// How much the value of a secret has to show.
    pub(super) value: Option<Value>,
    /// What it must find.
    pub yes: Vec<String>,
    /// What it must not find.
    pub no: Vec<String>,
}

/// What proves the values of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Their form.
    Form,
    /// A word beside them.
    Word,
    /// A check, or a form that nothing else has.
    Check,
}

impl Rule {
    /// What proves its values.
    pub fn proof(&self) -> Proof {
        match &self.how {
            How::Key | How::Read(_) | How::Regex(_) => Proof::Check,
            _ if self.check.as_ref().is_some_and(Check::proves) => Proof::Check,
            How::Shapes if self.has_words => Proof::Word,
            How::Loose(_) | How::Name => Proof::Word,
            How::Shapes | How::Token(_) => Proof::Form,
        }
    }

    /// Whether a configuration may mean this rule by a name: its own, or one that it had before. Former rules of one name
    /// had parts, behind a full stop.
    pub fn is_called(&self, name: &str) -> bool {
        let parts = ["", ".check", ".word", ".form"];
        let had = |known: &str| name.strip_prefix(known).is_some_and(|rest| parts.contains(&rest));
        had(self.name) || self.aliases.iter().any(|alias| had(alias))
    }

    /// Compiles the patterns of the rule, which is done when they are first used.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn compiled(&self) -> Result<(), String> {
        let of_form = if let How::Regex(regex) = &self.how { Some(("regex", regex)) } else { None };
        self.fit.iter().map(|fit| ("fit", fit)).chain(of_form).try_for_each(|(key, pattern)| {
            let why = |error: String| error.lines().last().unwrap_or_default().to_owned();
            pattern.compiled().map_err(|error| format!("{key} is not a usable regular expression: {}", why(error)))
        })
    }
}

/// How a candidate is had.
#[derive(Debug)]
pub(super) enum How {
    Shapes,
    Loose(Loose),
    Token(Token),
    Read(Reader),
    Regex(Pattern),
    Key,
    Name,
}

/// Whatever stands behind a label.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Loose {
    pub(super) min: usize,
    pub(super) max: usize,
    #[serde(default)]
    pub(super) digits: usize,
}

/// A long run of letters and digits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Token {
    pub(super) chars: Alphabet,
    pub(super) min: usize,
    pub(super) max: usize,
}

/// Which characters a token may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Alphabet {
    Digits,
    Hex,
    Upper,
    Base62,
    Base58,
    Base64,
    Url,
    Dotted,
    Path,
    Token,
}

impl Alphabet {
    pub(super) fn has(self, b: u8) -> bool {
        match self {
            Self::Digits => b.is_ascii_digit(),
            Self::Hex => b.is_ascii_hexdigit(),
            Self::Upper => b.is_ascii_uppercase() || b.is_ascii_digit(),
            Self::Base62 => b.is_ascii_alphanumeric(),
            Self::Base58 => b.is_ascii_alphanumeric() && !matches!(b, b'0' | b'O' | b'I' | b'l'),
            Self::Base64 => b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'_' | b'-' | b'%'),
            Self::Url => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'),
            Self::Dotted => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'~'),
            Self::Path => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/' | b'@'),
            Self::Token => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'=' | b'$' | b'!'),
        }
    }
}

/// A reader in the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Reader {
    Email,
    User,
    Ip4,
    Ip6,
    Special,
    Account,
    Mac,
    Url,
    Phone,
    Date,
    Age,
    Iban,
    Pem,
}

impl Reader {
    /// The marks that call it; none where digits or signs do.
    pub(super) fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Pem => &["-----BEGIN "],
            Self::Url => &["://", "www."],
            _ => &[],
        }
    }
}

/// How many readers there are.
pub(super) const READERS: usize = Reader::Pem as usize + 1;

/// How much the value of a secret has to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Value {
    /// It is no placeholder and no prose.
    #[default]
    Any,
    /// It looks random.
    Strong,
    /// It is none of the words that stand for an absent value.
    Name,
}

/// What a literal in a text leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Marked {
    Rule(u16),
    Reader(Reader),
}
