//! Words without what stands around them.

use std::ops::Range;

/// A word without the quotes and brackets around it and the signs of sentences behind it.
pub(in super::super) fn inner(word: &[u8]) -> Range<usize> {
    const QUOTES: [&[u8]; 8] = [
        "\u{201c}".as_bytes(),
        "\u{201d}".as_bytes(),
        "\u{201e}".as_bytes(),
        "\u{2018}".as_bytes(),
        "\u{2019}".as_bytes(),
        "\u{201a}".as_bytes(),
        "\u{ab}".as_bytes(),
        "\u{bb}".as_bytes(),
    ];
    let quote = |is: &dyn Fn(&[u8]) -> bool| QUOTES.into_iter().find(|quote| is(quote)).map_or(0, <[u8]>::len);
    let lead = |at: usize| match word[at..] {
        [b, ..] if b"\"'`*([{<".contains(&b) && word.len() > 2 => 1,
        [0..0x80, ..] => 0,
        _ => quote(&|quote| word[at..].starts_with(quote)),
    };
    let tail = |end: usize, from: usize| match word[from..end] {
        [.., b] if b"\"'`*)]}.,;:?".contains(&b) => 1,
        [.., 0..0x80] => 0,
        _ => quote(&|quote| word[from..end].ends_with(quote)),
    };
    let (mut start, mut end) = (0, word.len());
    // Most words have none of them.
    if let [first, .., last] = word
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return start..end;
    }
    while start < end && lead(start) > 0 {
        start += lead(start);
    }
    while start < end && tail(end, start) > 0 {
        end -= tail(end, start);
    }
    start..end
}
