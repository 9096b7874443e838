//! The blocks of a document: the text nodes of each are read as one text, below what the block before it says.

use super::known::Known;
use super::{LONGEST_LABEL, Walk};
use crate::redact::detect::{is_second, names_both};
use crate::redact::gate::Signals;
use crate::redact::gate::words;
use crate::redact::scan::{BELOW_BOTH, Piece, is_silent, may_be_login};
use crate::redact::token;
use crate::redact::view::View;
use crate::redact::view::coding::Coding;

/// Text that is read as one.
#[derive(Default)]
pub(super) struct Block {
    pub(super) pieces: Vec<Piece>,
    /// What the block before this one says, if it is short enough to say what this one is.
    before: String,
    /// What its words raise.
    raised: Signals,
    /// That is a word below the name of a login and its password.
    below_both: bool,
    /// That, where nobody has asked yet what it says.
    passed: Vec<Piece>,
}

impl Walk<'_> {
    /// Reads the text nodes since the last block as one text.
    pub(super) fn end_block(&mut self) {
        // Most nodes begin where another one has ended.
        if self.block.pieces.is_empty() || self.is_known() {
            return;
        }
        let raised_as_it_stands = self.raised_as_it_stands();
        if raised_as_it_stands.is_some_and(|raised| self.passes(raised)) {
            return;
        }
        self.recall();
        let Block { pieces, before, raised, below_both, .. } = std::mem::take(&mut self.block);
        let view = self.scan.strings(&pieces);
        let below_both = below_both && (view.is_blank() || is_second(view.text()));
        let known = self.scan.findings.len();
        let signals = raised_as_it_stands.unwrap_or_else(|| self.scan.signals(&view));
        self.scan.key_in_blocks(&view, signals);
        let sought = self.scan.redactor.seeks(signals);
        let mut is_first_of_both = false;
        if sought || self.scan.may_be_told(&view) {
            let both = if below_both { Some((BELOW_BOTH, words::met(BELOW_BOTH.as_bytes()))) } else { None };
            let (before, raised) = both.unwrap_or((&before, raised));
            is_first_of_both = raised.intersects(Signals::SECRET) && may_be_login(&view) && names_both(before);
            for label in self.scan.tables.labels(|| before.to_owned(), raised) {
                let told = if label == before { raised } else { words::met(label.as_bytes()) };
                if sought || told.intersects(Signals::TELLING) {
                    self.scan.look_told(&view, signals | told, &label);
                }
            }
        }
        let is_any_written = token::is_any_written(view.text());
        if !view.is_blank() {
            let stays = self.scan.findings.len() == known && !is_any_written;
            let says = stays && self.scan.tables.is_listening() && view.text().len() <= LONGEST_LABEL;
            self.scan.tables.said(&if says { view.said() } else { String::new() });
        }
        // What stands above the items of a list speaks of each of them.
        let is_item = || {
            let is_any = self.scan.findings.len() > known || is_any_written;
            is_any && is_silent(&token::without_written(view.text()))
        };
        (self.block.before, self.block.raised) = match () {
            _ if view.is_blank() || is_item() => (before, raised),
            // What nothing is raised by has no telling word either.
            _ if !signals.intersects(Signals::SAID) && !is_any_written && is_short(&pieces) => {
                (view.said(), Signals::default())
            }
            _ => said_of_next(&pieces, &view),
        };
        self.block.below_both = if view.is_blank() { below_both } else { is_first_of_both };
    }

    /// Whether a block stands under nothing but the block before it.
    fn is_alone(&self) -> bool {
        !self.scan.in_key && !self.scan.tables.is_open() && !self.block.below_both
    }

    /// Whether the block has been read before as it is, where it stands; then it is passed over.
    fn is_known(&mut self) -> bool {
        let is_alone = self.is_alone();
        let is_known = self.known.as_mut().is_some_and(|known| known.holds(&self.block.pieces)) && is_alone;
        if is_known {
            // What its words raise, nobody has asked.
            self.pass(Signals::ANY);
        }
        is_known
    }

    /// What a block raises that reads as it stands.
    fn raised_as_it_stands(&self) -> Option<Signals> {
        let [Piece::Text(range)] = self.block.pieces.as_slice() else { return None };
        let source = &self.scan.input.as_bytes()[range.clone()];
        let is_plain = Coding::Json.is_plain(source) && !source.trim_ascii().is_empty();
        (is_plain && !token::is_any_written(source)).then(|| self.scan.signals_of(source))
    }

    /// Whether a block that raises no more than this holds nothing, as most do; then it is passed over.
    fn passes(&mut self, raised: Signals) -> bool {
        let is_told = || self.block.raised.intersects(Signals::TELLING);
        let passes =
            self.is_alone() && !is_told() && !raised.intersects(Signals::SAID) && !self.scan.redactor.seeks(raised);
        if passes {
            self.pass(Signals::default());
        }
        passes
    }

    /// Leaves a block unread, whose words raise no more than this. What it says is read when somebody asks.
    fn pass(&mut self, raised: Signals) {
        (self.block.passed, self.block.raised) = (std::mem::take(&mut self.block.pieces), raised);
    }

    /// Asks what the block says that was passed over last.
    fn recall(&mut self) {
        let passed = std::mem::take(&mut self.block.passed);
        if !passed.is_empty() {
            (self.block.before, self.block.raised) = said_of_next(&passed, &self.scan.strings(&passed));
        }
    }

    /// Puts a title before the next block, in the place of the block before it.
    pub(super) fn lead(&mut self, title: String) {
        self.known.as_mut().into_iter().for_each(Known::lead);
        self.block.passed.clear();
        (self.block.raised, self.block.before) = (words::met(title.as_bytes()), title);
    }

    /// What says of a block what it is, before anything is read of it.
    pub(super) fn labels_before(&mut self) -> Vec<String> {
        self.recall();
        self.scan.tables.labels(|| self.block.before.clone(), self.block.raised)
    }
}

/// What a block says of the next one, and what its words raise.
fn said_of_next(pieces: &[Piece], view: &View) -> (String, Signals) {
    if is_short(pieces) { (view.said(), words::met(view.text())) } else { Default::default() }
}

/// Whether a block is short enough to say what the next one is.
fn is_short(pieces: &[Piece]) -> bool {
    pieces.iter().map(Piece::len).sum::<usize>() <= LONGEST_LABEL
}
