//! Conditions that settings state in the search languages of the products, which write values and parentheses alike.

/// Conditions that somebody else wrote, as one clause beside others; or why they are none.
pub fn enclosed(text: &str) -> Result<String, &'static str> {
    let (mut open, mut depth, mut before) = (None, 0_u32, String::new());
    let mut chars = text.chars().chain([' ']);
    let mut word = String::new();
    while let Some(c) = chars.next() {
        match (open, c) {
            (Some(_), '\\') => drop(chars.next()),
            (Some(mark), c) if c == mark => open = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => open = Some(c),
            (None, '\\') => return Err("a backslash stands outside of quotation marks"),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1).ok_or("a parenthesis is closed that was never opened")?,
            (None, _) => {}
        }
        if open.is_none() && (c.is_alphanumeric() || c == '_') {
            word.push(c.to_ascii_lowercase());
        } else if !word.is_empty() {
            if before == "order" && word == "by" {
                return Err("it has an `order by`");
            }
            before = std::mem::take(&mut word);
        }
    }
    match (open, depth) {
        (Some(_), _) => Err("a quotation mark is not closed"),
        (None, 1..) => Err("a parenthesis is not closed"),
        (None, 0) if text.trim().is_empty() => Err("it is empty"),
        (None, 0) => Ok(format!("({text})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn conditions_of_others_are_one_clause_or_none() {
        for text in
            ["a = 1", "a = \")\" or b = 'x\"('", "(a = 1) and (b = \"\\\"(\")", "border = by", "a = \"order by\""]
        {
            assert_eq!(enclosed(text), Ok(format!("({text})")), "{text}");
        }
        for (text, why) in [
            ("a) or (b", "closed that was never opened"),
            ("(a", "parenthesis is not closed"),
            ("a = \"b", "quotation mark is not closed"),
            ("a = \"b\\\"", "quotation mark is not closed"),
            ("a = 1 ORDER  By title", "order by"),
            ("a = 1 order by", "order by"),
            ("a = \\( ) or (b = \\)", "backslash"),
            (" ", "empty"),
        ] {
            assert!(enclosed(text).is_err_and(|told| told.contains(why)), "{text}");
        }
    }

    /// What follows a group in parentheses, quotation marks read as they are.
    fn behind_group(text: &str) -> Option<&str> {
        let (mut depth, mut chars) = (0, text.char_indices());
        while let Some((at, c)) = chars.next() {
            match c {
                '"' | '\'' => loop {
                    match chars.next()?.1 {
                        '\\' => drop(chars.next()?),
                        end if end == c => break,
                        _ => {}
                    }
                },
                '(' => depth += 1,
                ')' if depth == 1 => return Some(&text[at + 1..]),
                ')' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    proptest! {
        #[test]
        fn conditions_of_others_never_leave_their_parentheses(text in "[\"'\\\\()a ]{0,12}") {
            if let Ok(enclosed) = enclosed(&text) {
                prop_assert_eq!(behind_group(&enclosed), Some(""));
            }
        }
    }
}
