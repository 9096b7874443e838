//! The markup of storage format as tokens: text, CDATA, comments, instructions and tags with their attributes.
//!
//! The reader is lenient where the input is not well-formed: what does not parse as markup is text, so that
//! nothing hides in it. Everything inside a tag is either its name, an attribute's name or a value that is
//! handed on. All work is linear: looking ahead in vain is paid from a budget, and when that is used up every
//! further `<` is text.

use std::ops::Range;

/// A piece of markup. Ranges are of the content, without delimiters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text outside of markup, with entities.
    Text(Range<usize>),
    /// A CDATA section.
    Data(Range<usize>),
    /// A comment, or a processing instruction: text that no page shows.
    Remark(Range<usize>),
    /// A tag by its name; its attributes are in [`Tokens::attributes`] until the next token is read.
    Tag(Range<usize>),
}

/// One attribute. A value without a name is whatever else stood in a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attribute {
    /// Where the name stands; empty if there is none.
    pub(super) name: Range<usize>,
    /// Where the value stands, without its quotes.
    pub(super) value: Range<usize>,
}

/// The tokens of a stretch of storage format.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    budget: usize,
    attributes: Vec<Attribute>,
    /// The markup that ended the text before it.
    ahead: Option<(Token, usize)>,
}

impl<'a> Tokens<'a> {
    /// Reads the bytes of `range`; all positions are those of `bytes`.
    pub(super) fn new(bytes: &'a [u8], range: Range<usize>) -> Self {
        let bytes = bytes.get(..range.end).unwrap_or_default();
        Self { bytes, at: range.start, budget: 4 * range.len() + 4096, attributes: Vec::new(), ahead: None }
    }

    /// Where the next token begins.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The attributes of the tag that was read last.
    pub(super) fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The next token; none at the end.
    pub(super) fn read(&mut self) -> Option<Token> {
        let start = self.at;
        if start >= self.bytes.len() {
            return None;
        }
        self.at = self.text_end(start);
        if self.at > start {
            return Some(Token::Text(start..self.at));
        }
        let (token, end) = self.ahead.take()?;
        self.at = end;
        Some(token)
    }

    /// The next `<` that begins markup, or the end. The markup is kept, so that it is parsed once.
    fn text_end(&mut self, from: usize) -> usize {
        if self.ahead.is_some() {
            return from;
        }
        let mut at = from;
        while let Some(next) = self.next_angle(at) {
            at = next;
            self.ahead = self.markup(at);
            if self.ahead.is_some() {
                return at;
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// The next `<`, most often the very next byte.
    fn next_angle(&self, from: usize) -> Option<usize> {
        let rest = &self.bytes[from..];
        if rest.first() == Some(&b'<') { Some(from) } else { memchr::memchr(b'<', rest).map(|at| from + at) }
    }

    fn markup(&mut self, at: usize) -> Option<(Token, usize)> {
        match self.bytes.get(at + 1)? {
            b'!' => {
                let remark = self.delimited(at, b"<!--", b"-->", Token::Remark);
                remark.or_else(|| self.delimited(at, b"<![CDATA[", b"]]>", Token::Data))
            }
            b'?' => self.delimited(at, b"<?", b"?>", Token::Remark),
            _ => self.tag(at),
        }
    }

    fn delimited(
        &mut self,
        at: usize,
        open: &[u8],
        close: &[u8],
        of: fn(Range<usize>) -> Token,
    ) -> Option<(Token, usize)> {
        let from = at + open.len();
        if !self.bytes[at..].starts_with(open) || self.budget == 0 {
            return None;
        }
        match memchr::memmem::find(&self.bytes[from..], close) {
            Some(len) => Some((of(from..from + len), from + len + close.len())),
            None => self.in_vain(self.bytes.len() - at),
        }
    }

    /// A look ahead that found nothing.
    fn in_vain<T>(&mut self, cost: usize) -> Option<T> {
        self.budget = self.budget.saturating_sub(cost);
        None
    }

    fn tag(&mut self, at: usize) -> Option<(Token, usize)> {
        let from = at + 1 + usize::from(self.bytes.get(at + 1) == Some(&b'/'));
        if self.budget == 0 || !self.bytes.get(from).is_some_and(|b| is_name_start(*b)) {
            return None;
        }
        let name = from..self.skip(from, is_name);
        self.attributes.clear();
        match self.items(name.end) {
            Ok(end) => Some((Token::Tag(name), end)),
            Err(end) => self.in_vain(end - at),
        }
    }

    /// Reads attributes up to the end of the tag, or fails where the input cannot be a tag.
    fn items(&mut self, from: usize) -> Result<usize, usize> {
        let mut at = from;
        loop {
            at = self.skip(at, is_blank);
            match self.bytes.get(at) {
                None | Some(b'<') => return Err(at),
                Some(b'>') => return Ok(at + 1),
                Some(b'/') => at += 1,
                Some(_) => at = self.item(at)?,
            }
        }
    }

    fn item(&mut self, at: usize) -> Result<usize, usize> {
        // An item that does not begin with a name (a stray quote or `=`) is taken one byte at a time.
        let end = self.skip(at, is_name).max(at + 1);
        let equals = self.skip(end, is_blank);
        if self.bytes.get(equals) != Some(&b'=') {
            self.attributes.push(Attribute { name: at..at, value: at..end });
            return Ok(end);
        }
        let open = self.skip(equals + 1, is_blank);
        let value = match self.bytes.get(open) {
            Some(quote @ (b'"' | b'\'')) => self.quoted(open + 1, *quote)?,
            _ => open..self.skip(open, |b| !is_blank(b) && b != b'>' && b != b'<'),
        };
        let next = value.end + usize::from(value.start > open);
        self.attributes.push(Attribute { name: at..end, value });
        Ok(next)
    }

    fn quoted(&self, from: usize, quote: u8) -> Result<Range<usize>, usize> {
        match memchr::memchr2(quote, b'<', &self.bytes[from..]) {
            Some(len) if self.bytes[from + len] == quote => Ok(from..from + len),
            Some(len) => Err(from + len),
            None => Err(self.bytes.len()),
        }
    }

    fn skip(&self, from: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().position(|b| !wanted(*b)).unwrap_or(rest.len())
    }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

/// Whether the byte may stand in a name. Lenient: only what ends a name does not.
pub(super) fn is_name(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'/' | b'>' | b'<' | b'=' | b'"' | b'\'')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// What a tag does to the flow of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Text goes on as if the tag were not there.
    Inline,
    /// Text goes on in the next line.
    Line,
    /// Text before and after do not belong together.
    Block,
}

/// Whether the tag of this name is an end tag.
pub(super) fn closes(bytes: &[u8], name: &Range<usize>) -> bool {
    name.start > 0 && bytes[name.start - 1] == b'/'
}

/// Whether an element of this name has no content, and so no end tag either (HTML, 13.1.2).
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// The flow of a tag by its name. What is not known to separate text is taken not to.
pub(super) fn flow(name: &[u8]) -> Flow {
    match name {
        b"p" | b"td" | b"th" | b"tr" | b"li" | b"ul" | b"ol" | b"hr" | b"dl" | b"dt" | b"dd" | b"h1" | b"h2"
        | b"h3" | b"h4" | b"h5" | b"h6" => Flow::Block,
        b"br" => Flow::Line,
        b"div" | b"pre" | b"col" | b"table" | b"tbody" | b"thead" | b"tfoot" | b"caption" | b"colgroup"
        | b"section" | b"blockquote" | b"body" | b"html" => Flow::Block,
        _ => match name.strip_prefix(b"ac:") {
            Some(macro_name) => macro_flow(macro_name),
            None => Flow::Inline,
        },
    }
}

fn macro_flow(name: &[u8]) -> Flow {
    match name {
        b"structured-macro" | b"macro" | b"parameter" | b"default-parameter" | b"rich-text-body"
        | b"plain-text-body" | b"caption" => Flow::Block,
        _ if name.starts_with(b"layout") || name.starts_with(b"task") || name.starts_with(b"adf") => Flow::Block,
        _ => Flow::Inline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_read_piece_by_piece() {
        let text = r#"a<p x="1>2" y='"'>b</p><br/><!-- c -->d<![CDATA[e<f>]]><?g h?><a b c=d "e>"#;
        let mut reader = Tokens::new(text.as_bytes(), 0..text.len());
        let mut found = String::new();
        while let Some(token) = reader.read() {
            let (kind, range) = match token {
                Token::Text(range) => ("text", range),
                Token::Data(range) => ("data", range),
                Token::Remark(range) => ("remark", range),
                Token::Tag(range) => ("tag", range),
            };
            let pair = |a: &Attribute| format!(" {}={}", &text[a.name.clone()], &text[a.value.clone()]);
            let pairs = reader.attributes().iter().map(pair).filter(|_| kind == "tag").collect::<String>();
            found += &format!("{kind} {}{pairs}|", &text[range]);
        }
        let expected = "text a|tag p x=1>2 y=\"|text b|tag p|tag br|remark  c |text d|data e<f>|remark g h|";
        assert_eq!(found, format!("{expected}tag a =b c=d =\" =e|"));
    }

    #[test]
    fn what_is_no_markup_is_text() {
        let signs = ["a < b", "<", "<3", "a<", "</>", "<?x", "<a <"];
        let begun = ["<a b=\"c", "<a b=\"<3\">", "<!-- x", "<![CDATA[ x", "<!DOCTYPE x>"];
        for text in signs.into_iter().chain(begun) {
            let mut tokens = Tokens::new(text.as_bytes(), 0..text.len());
            assert_eq!((tokens.read(), tokens.read()), (Some(Token::Text(0..text.len())), None), "{text}");
        }
    }

    #[test]
    fn hostile_look_ahead_stays_linear() {
        for part in ["<a x=\"<b\" ", "<!--", "<a "] {
            let text = part.repeat(200_000);
            assert_eq!(Tokens::new(text.as_bytes(), 0..text.len()).read(), Some(Token::Text(0..text.len())));
        }
    }

    #[test]
    fn tags_are_sorted_by_what_they_do_to_text() {
        for (flow_of, names) in [
            (Flow::Inline, ["strong", "ac:inline-comment-marker"]),
            (Flow::Line, ["br"; 2]),
            (Flow::Block, ["td", "ac:task-body"]),
        ] {
            assert_eq!(names.map(|name| flow(name.as_bytes())), [flow_of; 2]);
        }
    }
}
