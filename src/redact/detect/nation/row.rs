//! The rows of the table: one identifier each, with the ways it is written, its check, and the words that tell it.

use super::super::Rule;

/// What a value in a form has to have beside it to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    /// Nothing: it is found wherever it stands free.
    Free,
    /// It is a whole field, or a word says what it is.
    Field,
    /// A word says what it is.
    Word,
}

/// One way of writing an identifier: `d` is a digit, `a` a letter of either case, `n` either of them; anything else
/// stands for itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) shape: &'static str,
    pub(super) alone: Alone,
}

/// A form that is found wherever it stands free.
pub(super) const fn free(shape: &'static str) -> Form {
    Form { shape, alone: Alone::Free }
}

/// A form that is found as a whole field, or beside a word.
pub(super) const fn field(shape: &'static str) -> Form {
    Form { shape, alone: Alone::Field }
}

/// A form that is found beside a word.
pub(super) const fn word(shape: &'static str) -> Form {
    Form { shape, alone: Alone::Word }
}

/// One identifier. Checks see its letters and digits alone, in upper case, in one of its forms.
pub(super) struct Row {
    /// The check holds, and the value stands alone or beside a word.
    pub(super) checked: Rule,
    /// A word says what it is, whether or not the check holds.
    pub(super) worded: Rule,
    /// It has the form, and passes what there is to pass, but many other things may as well.
    pub(super) shaped: Rule,
    /// The ways it is written.
    pub(super) forms: &'static [Form],
    /// What no word makes up for: letters and dates that have to stand where they stand.
    pub(super) fits: fn(&[u8]) -> bool,
    /// The check, if the identifier has one.
    pub(super) check: Option<fn(&[u8]) -> bool>,
    /// One in how many values of these forms passes by chance; of several readings of a value the rarest is meant.
    pub(super) odds: u32,
    /// Words that say so clearly what the value is that the check need not hold. As in [`Reading::word_before`].
    ///
    /// [`Reading::word_before`]: super::super::Reading::word_before
    pub(super) words: &'static [&'static str],
    /// Words that mean something else as often, and count beside a value that passes the check.
    pub(super) hints: &'static [&'static str],
}

impl Row {
    /// Its rules.
    pub(super) const fn rules(&'static self) -> [&'static Rule; 3] {
        [&self.checked, &self.worded, &self.shaped]
    }
}

/// Everything fits.
pub(super) fn any(_: &[u8]) -> bool {
    true
}

/// A row: type, name and proof, then those fields that are not as in most rows.
macro_rules! row {
    ($kind:ident, $name:literal, $proof:literal, $($field:ident: $value:expr),* $(,)?) => {
        Row {
            $($field: $value,)*
            ..Row {
                checked: Rule {
                    kind: kind::$kind,
                    name: concat!($name, ".check"),
                    version: 1,
                    rank: Rank::Validated,
                    proof: $proof,
                },
                worded: Rule {
                    kind: kind::$kind,
                    name: concat!($name, ".word"),
                    version: 1,
                    rank: Rank::Context,
                    proof: "the form, and a word beside it",
                },
                shaped: Rule {
                    kind: kind::$kind,
                    name: concat!($name, ".form"),
                    version: 1,
                    rank: Rank::Shape,
                    proof: $proof,
                },
                forms: &[],
                fits: row::any,
                check: None,
                odds: 1,
                words: &[],
                hints: &[],
            }
        }
    };
}

pub(super) use row;
