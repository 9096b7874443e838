//! JSON that can be read in two ways: a member that stands twice in one object, or whose name holds a NUL character, which ends
//! the name for some readers.
//!
//! RFC 8259 leaves open which of two members counts, and readers differ. Whoever takes the first list of `{"items":[…],"items":[…]}`
//! loses the second without noticing, so such a response is not read at all.

use std::borrow::Cow;
use std::ops::Range;

/// The longest body whose members are compared; no response is accepted that is as long.
const LONGEST: usize = u32::MAX as usize;

/// Why this JSON can be read in two ways, without its content; nothing where it cannot, or where it is no JSON.
pub fn equivocal(body: &[u8]) -> Option<String> {
    let json = super::json_text(body);
    if !matches!(json.first(), Some(b'{' | b'[')) || json.len() > LONGEST {
        return None;
    }
    let mut members = Members { json, names: Vec::new(), open: Vec::new() };
    let (mut at, mut is_name) = (0, false);
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                let end = end_of_string(json, at + 1)?;
                if is_name && let Some(flaw) = members.add(at + 1..end) {
                    return Some(flaw);
                }
                at = end;
            }
            b'{' => {
                members.open.push(Some(members.names.len()));
                is_name = true;
            }
            b'[' => members.open.push(None),
            b'}' | b']' => {
                if let Some(flaw) = members.close() {
                    return Some(flaw);
                }
            }
            b':' => is_name = false,
            b',' => is_name = members.open.last().is_some_and(Option::is_some),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The names of the members of all objects that are open.
struct Members<'a> {
    json: &'a [u8],
    /// Where each stands.
    names: Vec<(u32, u32)>,
    /// What is open: of an object, where its names begin; of a list nothing.
    open: Vec<Option<usize>>,
}

impl<'a> Members<'a> {
    /// Adds a name, unless it can be read in two ways itself.
    fn add(&mut self, name: Range<usize>) -> Option<String> {
        if self.name((name.start as u32, name.end as u32)).contains(&0) {
            return Some(format!("the response has a NUL character in the name of a member, at byte {}", name.start));
        }
        self.names.push((name.start as u32, name.end as u32));
        None
    }

    /// Closes what was opened last; tells which of its names stands there twice.
    fn close(&mut self) -> Option<String> {
        let begin = self.open.pop()??;
        let mut names = self.names.split_off(begin);
        names.sort_unstable_by(|one, other| self.name(*one).cmp(&self.name(*other)).then(one.cmp(other)));
        let is_twice = |pair: &&[(u32, u32)]| self.name(pair[0]) == self.name(pair[1]);
        let twice = names.windows(2).filter(is_twice).map(|pair| pair[1].0).min()?;
        Some(format!("the response has two members of one name in an object (the second one at byte {twice})"))
    }

    /// A name as it is read.
    fn name(&self, (begin, end): (u32, u32)) -> Cow<'a, [u8]> {
        let written = &self.json[begin as usize..end as usize];
        if !written.contains(&b'\\') {
            return Cow::Borrowed(written);
        }
        let quoted = &self.json[begin as usize - 1..=end as usize];
        serde_json::from_slice::<String>(quoted).map_or(Cow::Borrowed(written), |name| Cow::Owned(name.into_bytes()))
    }
}

/// Where the string ends whose text begins here; nothing where it does not end.
fn end_of_string(json: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match json.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_stands_twice_makes_json_equivocal() {
        for (json, byte) in [
            (r#"{"items":[1],"items":[2]}"#, 14),
            (r#"[{"a":{"x":1,"y":{"x":2},"x":"3"}}]"#, 26),
            (r#"{"a":1,"b":2,"\u0061":3}"#, 14),
            (r#"{"\"":1,"\u0022":1}"#, 9),
            (r#"{"":1,"":2}"#, 7),
            ("\u{feff}{\"a\":1 , \"a\" :1}", 10),
        ] {
            let flaw = equivocal(json.as_bytes()).unwrap_or_else(|| panic!("{json}"));
            assert!(flaw.contains("two members") && flaw.contains(&format!("at byte {byte})")), "{json}: {flaw}");
        }
    }

    #[test]
    fn a_name_with_a_nul_character_makes_json_equivocal() {
        let flaw = equivocal(br#"{"a":[{"id\u0000":1}]}"#).unwrap();
        assert!(flaw.contains("NUL") && flaw.contains("byte 8"), "{flaw}");
        assert_eq!(equivocal(br#"{"a":"\u0000"}"#), None, "a value may hold one");
    }

    #[test]
    fn all_else_can_be_read_in_one_way() {
        for json in [
            r#"{"a":1,"A":2,"b":{"a":1},"c":[{"a":1},{"a":1}]}"#,
            r#"{"a":"\",\"a\":\\","b":["a","a",{"a":"a"}],"c":"a"}"#,
            r#"["a","a"]"#,
            r#"{"a":{},"b":[],"c":{"a":[]}}"#,
            "{}",
            "[]",
            "",
            "7",
            "a,a\n1,1",
            r#"{"a":1,"a"#,
            r#"{"a\"#,
        ] {
            assert_eq!(equivocal(json.as_bytes()), None, "{json}");
        }
    }

    #[test]
    fn objects_of_many_members_and_deep_ones_are_read_in_time() {
        let wide: Vec<String> = (0..200_000).map(|n| format!("\"{n}\":{n}")).collect();
        assert_eq!(equivocal(format!("{{{}}}", wide.join(",")).as_bytes()), None);
        let deep = format!("{}{}{}", "{\"a\":[".repeat(100_000), r#"{"b":1,"b":2}"#, "]}".repeat(100_000));
        assert!(equivocal(deep.as_bytes()).is_some());
    }
}
