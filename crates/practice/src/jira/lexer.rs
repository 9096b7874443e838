//! The tokens of JQL: words, texts in quotes, and signs.

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) is_quoted: bool,
    pub(super) is_sign: bool,
    /// Its first character, counted from 1.
    pub(super) at: usize,
}

impl Token {
    /// Whether it is this keyword or sign, whatever the case.
    pub(super) fn is(&self, word: &str) -> bool {
        !self.is_quoted && self.text.eq_ignore_ascii_case(word)
    }
}

/// The signs. Where one begins with another, it comes first.
const SIGNS: [&str; 18] =
    ["!=", "!~", ">=", "<=", "&&", "||", "=", ">", "<", "~", "!", "(", ")", ",", "[", "]", "&", "|"];

fn is_word(character: char) -> bool {
    !character.is_whitespace() && !"=!<>~(),[]&|\"'".contains(character)
}

/// The tokens of a query; the error is a sentence for the client.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let at = text[..text.len() - rest.len()].chars().count() + 1;
        let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
        let (text, length) = match (first, sign) {
            ('"' | '\'', _) => quoted(rest, first).ok_or_else(|| {
                format!("Error in the JQL Query: The quoted string '{}' has not been completed.", &rest[1..])
            })?,
            (_, Some(sign)) => ((*sign).to_owned(), sign.len()),
            _ => {
                let length = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
                (rest[..length].to_owned(), length)
            }
        };
        let is_quoted = matches!(first, '"' | '\'');
        tokens.push(Token { text, is_quoted, is_sign: sign.is_some() && !is_quoted, at });
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// The text between quotes, and the bytes it takes with them; a backslash goes before what stands for itself.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let (mut text, mut characters) = (String::new(), rest.char_indices().skip(1));
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => text.push(characters.next()?.1),
            _ if character == quote => return Some((text, at + 1)),
            _ => text.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_texts_and_signs_are_told_apart() {
        let texts = |jql: &str| tokens(jql).unwrap().into_iter().map(|token| token.text).collect::<Vec<_>>();
        assert_eq!(texts("a>=1 AND b='x \\'y' "), ["a", ">=", "1", "AND", "b", "=", "x 'y"]);
        assert_eq!(texts("cf[10] in (ENG-1,-4w)"), ["cf", "[", "10", "]", "in", "(", "ENG-1", ",", "-4w", ")"]);
        assert_eq!(texts("a!=b||!c"), ["a", "!=", "b", "||", "!", "c"]);
        let tokens = tokens("\"and\" and").unwrap();
        assert_eq!(tokens.iter().map(|token| (token.is("AND"), token.at)).collect::<Vec<_>>(), [(false, 1), (true, 7)]);
        assert!(super::tokens("a = 'b").is_err());
    }
}
