//! Reading stretches of a source, however they spell their characters.

use super::View;
use super::decode::decode;
use crate::json;
use crate::markup::{Flow, Token, Tokens, flow};
use std::ops::Range;

/// How a stretch of the source spells its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As they are.
    Plain,
    /// With character references.
    References,
    /// With the escapes of a JSON string.
    Json,
}

/// What a block says.
pub(crate) fn text_of(block: &str, markup: bool) -> View {
    let mut view = View::new(false);
    if !markup {
        decode(block, 0..block.len(), false, &mut view);
        return view;
    }
    let mut tokens = Tokens::new(block.as_bytes(), 0..block.len());
    while let Some(token) = tokens.read() {
        match token {
            Token::Text(text) => decode(block, text, true, &mut view),
            Token::Data(text) => decode(block, text, false, &mut view),
            Token::Tag(name) if flow(&block.as_bytes()[name.clone()]) == Flow::Line => {
                view.line_break(name.start..name.start);
            }
            Token::Tag(_) | Token::Remark(_) => {}
        }
    }
    view
}

/// Reads a stretch of the source.
pub(crate) fn read(input: &str, range: Range<usize>, coding: Coding, view: &mut View) {
    match coding {
        Coding::Json => json::decode_string(input, range, view),
        Coding::Plain | Coding::References => decode(input, range, coding == Coding::References, view),
    }
}
