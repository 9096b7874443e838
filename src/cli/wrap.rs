//! Long texts for eyes, broken between words.

/// A text in lines of at most so many characters. A longer word, as an address or an id, has a line of its own and stays whole.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_broken_and_no_line_is_longer_than_it_has_to_be() {
        let text = "A page counts as archived https://wiki.example.com/pages/1 long after";
        let expected = ["A page counts", "as archived", "https://wiki.example.com/pages/1", "long after"];
        assert_eq!(wrapped(text, 14), expected);
        assert_eq!(wrapped(text, 14).join(" "), text);
        assert_eq!(wrapped(text, 200), [text]);
        assert_eq!(wrapped("", 10), [""]);
    }
}
