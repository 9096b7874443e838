//! The words of a query.

use super::{Wrong, malformed};
use chrono::{DateTime, NaiveDate, NaiveTime};

/// What stands for `\%` in a text, which means a percent sign to `LIKE` alone.
pub(super) const PERCENT: char = '\u{e000}';
/// What stands for `\_` in a text.
pub(super) const UNDERSCORE: char = '\u{e001}';

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, a keyword or a word for days.
    Word(String),
    /// A text in quotes, its escapes resolved.
    Text(String),
    Number(f64),
    /// Milliseconds since 1970.
    Datetime(i64),
    Date(NaiveDate),
    Time(NaiveTime),
    /// `=`, `(` and the like.
    Sign(&'static str),
}

/// Signs; a longer one before those that it begins with.
const SIGNS: [&str; 11] = ["!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "*"];

/// The words of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Wrong> {
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let (token, left) = match first {
            '\'' => quoted(&rest[1..])?,
            '-' | '0'..='9' => literal(rest)?,
            c if c.is_ascii_alphabetic() => word(rest),
            _ => sign(rest)?,
        };
        tokens.push(token);
        rest = left.trim_start();
    }
    Ok(tokens)
}

fn cut(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

fn word(text: &str) -> (Token, &str) {
    let (word, rest) = cut(text, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':'));
    (Token::Word(word.to_owned()), rest)
}

fn sign(text: &str) -> Result<(Token, &str), Wrong> {
    let found = SIGNS.into_iter().find(|sign| text.starts_with(sign));
    let unknown = || malformed(format!("unexpected token: '{}'", text.chars().next().unwrap_or_default()));
    let sign = found.ok_or_else(unknown)?;
    Ok((Token::Sign(sign), &text[sign.len()..]))
}

/// A number, a day or a time; none of them stands in quotes.
fn literal(text: &str) -> Result<(Token, &str), Wrong> {
    let (word, rest) = cut(text, |c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '+' | '-'));
    let number = || word.parse().ok().filter(|number: &f64| number.is_finite()).map(Token::Number);
    let date = || NaiveDate::parse_from_str(word, "%Y-%m-%d").ok().map(Token::Date);
    let time = || NaiveTime::parse_from_str(word.strip_suffix('Z')?, "%H:%M:%S%.f").ok().map(Token::Time);
    let instant = || DateTime::parse_from_rfc3339(word).ok().map(|time| Token::Datetime(time.timestamp_millis()));
    let token = instant().or_else(date).or_else(time).or_else(number);
    Ok((token.ok_or_else(|| malformed(format!("unexpected token: '{word}'")))?, rest))
}

fn quoted(text: &str) -> Result<(Token, &str), Wrong> {
    let (mut read, mut characters) = (String::new(), text.char_indices());
    while let Some((at, c)) = characters.next() {
        match c {
            '\'' => return Ok((Token::Text(read), &text[at + 1..])),
            '\\' => read.push(escaped(characters.next().map(|(_, c)| c))?),
            '\n' | '\r' => return Err(malformed("line breaks not allowed in string literals")),
            c => read.push(c),
        }
    }
    Err(malformed("unexpected token: '<EOF>', a text has no end"))
}

fn escaped(c: Option<char>) -> Result<char, Wrong> {
    match c {
        Some(same @ ('\'' | '"' | '\\')) => Ok(same),
        Some('n' | 'N') => Ok('\n'),
        Some('r' | 'R') => Ok('\r'),
        Some('t' | 'T') => Ok('\t'),
        Some('b' | 'B') => Ok('\u{8}'),
        Some('f' | 'F') => Ok('\u{c}'),
        Some('%') => Ok(PERCENT),
        Some('_') => Ok(UNDERSCORE),
        other => Err(malformed(format!("Invalid string literal, illegal escape '\\{}'", other.unwrap_or_default()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Token {
        let mut tokens = tokens(text).unwrap();
        assert_eq!(tokens.len(), 1, "{text}");
        tokens.remove(0)
    }

    #[test]
    fn values_are_told_apart() {
        assert_eq!(one("-12.5"), Token::Number(-12.5));
        assert_eq!(one("2026-01-02"), Token::Date(NaiveDate::from_ymd_opt(2026, 1, 2).unwrap()));
        assert_eq!(one("1970-01-01T02:00:01+02:00"), Token::Datetime(1000));
        assert_eq!(one("1970-01-01T00:00:01.000Z"), Token::Datetime(1000));
        assert_eq!(one("21:15:07.000Z"), Token::Time(NaiveTime::from_hms_opt(21, 15, 7).unwrap()));
        assert_eq!(one("LAST_N_DAYS:3"), Token::Word("LAST_N_DAYS:3".to_owned()));
        for wrong in ["2026-13-02", "2026-01-02T03:04:05", "1x", "#", "2026-01-02T03:04:05.000+0000"] {
            assert_eq!(tokens(wrong).unwrap_err().code, "MALFORMED_QUERY", "{wrong}");
        }
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(one(r#"'O\'Neil \\ \"x\" \n\t'"#), Token::Text("O'Neil \\ \"x\" \n\t".to_owned()));
        assert_eq!(one(r"'5\% \_'"), Token::Text(format!("5{PERCENT} {UNDERSCORE}")));
        assert!(tokens(r"'\q'").is_err() && tokens("'open").is_err() && tokens("'a\nb'").is_err());
    }

    #[test]
    fn signs_need_no_spaces() {
        let signs: Vec<Token> = ["(", "<=", "!=", ">", ")"].map(Token::Sign).into();
        assert_eq!(tokens("(<= !=>)").unwrap(), signs);
        assert_eq!(tokens("a>='x'").unwrap().len(), 3);
    }
}
