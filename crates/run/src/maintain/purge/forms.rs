//! The forms in which a person stands in texts: ids, addresses and names, each in the spellings that sources write.
//!
//! A form counts where it stands by itself, with no letter or digit beside it. One pattern is made of all of them, in the syntax
//! that the database and this program share, so that what replaces a form and what looks for one that is left read alike.

use catchment_base::error::{Error, Result};
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// What stands in place of a form.
pub const IN_PLACE: &str = "purged";
/// Letters and digits, by the blocks that hold them: all of their ranges take the database longer to read than a table.
const LETTERS: &str =
    r"0-9A-Za-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FDFF}\x{10000}-\x{1EFFF}";
/// What stands between two texts that are searched as one.
pub const APART: char = '\u{1f}';
/// What marks a word as the name of a login: the sign of a mention or of a personal space, an argument or a condition of a query that
/// holds a user, or the brackets behind a name that was replaced.
const MARKED: &str = concat!(
    r#"(~|%7E|(?:^|[^0-9A-Za-z._-])@|[?&]name(?:=|%3D)|purged\s*\(|"#,
    r#"(?i:user(?:name|key|id)?|login|assignee|reporter|creator|author|owner|lead|watcher|voter|approver)"#,
    r#"\s*(?:!?=|%3D|:|\b(?i:was|in)\b)[\s("']*)"#
);
/// The first and the last letter of scripts that write names without blanks, and sentences without blanks around them.
const UNSPACED: (char, char) = ('\u{3040}', '\u{d7ff}');
/// What may stand between the parts of a name: blanks, the signs that names of files have for them, tags, and the signs of wiki markup.
const BETWEEN: &str = r"(?:[\s\pZ._,+\-*]|%20|%2[BC]|&nbsp;|<[^<>]*>|\{[^{}]*\})*";
/// Letters and digits of the longer form of an id of Salesforce, whose first fifteen are the shorter one.
const LONG_ID: usize = 18;
const SHORT_ID: usize = 15;
/// A shorter id without a digit or a sign is a word that others may write, and a shorter number one that others have.
const SHORTEST_ID: usize = 8;
/// A shorter id of letters and so many digits may be the name of a room or of a model.
const SHORTEST_MIXED: usize = 6;
const DIGITS: usize = 3;
/// Bytes that a pattern takes at most, once it is read.
const MOST_OF_PATTERN: usize = 256 << 20;
/// A shorter name of one word is no name to look for.
const SHORTEST_WORD: usize = 3;

/// What is known of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forms {
    /// Ids and names of logins.
    pub ids: BTreeSet<String>,
    /// E-mail addresses.
    pub addresses: BTreeSet<String>,
    /// Names, as others see them.
    pub names: BTreeSet<String>,
    /// The names and addresses among these that others have as well: they are replaced beside its ids and nowhere else.
    pub shared: BTreeSet<String>,
}

impl Forms {
    /// Adds a value behind a pseudonym, which is that of a name or of anything else that tells a person.
    pub fn add(&mut self, value: String, is_of_name: bool) {
        let is_one_word = !value.contains(char::is_whitespace);
        if value.contains('@') && is_one_word {
            self.addresses.insert(value);
        } else if is_of_name && !is_one_word {
            self.names.insert(value);
        } else {
            // One word may be the name of a login as well as what somebody is called.
            if is_of_name && !is_telling(&value) {
                self.names.insert(value.clone());
            }
            self.ids.insert(value);
        }
    }

    /// Whether nothing but a name is known, which several people may have.
    pub fn has_name_alone(&self) -> bool {
        self.addresses.is_empty() && !self.names.is_empty() && self.ids.is_subset(&self.names)
    }

    /// Whether nothing but an address is known, which several people may have.
    pub fn has_address_alone(&self) -> bool {
        self.ids.is_empty() && self.names.is_empty() && !self.addresses.is_empty()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.addresses.is_empty() && self.names.is_empty()
    }

    /// How much is known.
    pub fn len(&self) -> usize {
        self.ids.len() + self.addresses.len() + self.names.len()
    }

    /// Whether a text as a whole is an id or an address of the person. `is_labelled` says that its member holds ids of people: else
    /// a word does not count, for others may write it. A short number never does: records of other kinds have it as well.
    pub fn has_id(&self, text: &str, is_labelled: bool) -> bool {
        self.has_own_id(text, is_labelled) || self.has_address(text)
    }

    /// The same without the addresses.
    pub fn has_own_id(&self, text: &str, is_labelled: bool) -> bool {
        let text = text.trim();
        let is_id = || self.ids.iter().any(|known| known == text || is_same_account(known, text));
        (is_telling(text) || is_labelled && !is_number(text)) && is_id()
    }

    /// Whether a text as a whole is an address that is the person's alone.
    pub fn has_address(&self, text: &str) -> bool {
        let text = text.trim();
        self.own_addresses().any(|known| known.eq_ignore_ascii_case(text))
    }

    /// The addresses that are the person's alone.
    pub fn own_addresses(&self) -> impl Iterator<Item = &String> {
        self.addresses.difference(&self.shared)
    }

    /// Whether a value is an id of the person, where its member can hold nothing else.
    pub fn is_id(&self, value: &str) -> bool {
        self.ids.contains(value.trim())
    }

    /// Whether a text is a name of the person.
    pub fn has_name(&self, text: &str) -> bool {
        let text = even(text.trim_start_matches('@'));
        !text.is_empty() && self.names.iter().any(|known| even(known) == text)
    }

    /// Whether a value behind the pseudonym tells the person wherever it stands.
    pub fn tells(&self, value: &str) -> bool {
        let is_shared = || self.shared.iter().any(|form| even(form) == even(value));
        (is_telling(value) || value.contains(char::is_whitespace)) && !is_shared()
    }

    /// The values whose pseudonyms are looked for in datasets: a short number may be the id of something else as well.
    pub fn values(&self) -> impl Iterator<Item = &String> {
        let names = self.names.difference(&self.shared);
        self.ids.iter().filter(|id| is_telling(id) || !is_number(id)).chain(self.own_addresses()).chain(names)
    }

    /// The pattern of all forms in texts; nothing where there is none to look for.
    fn alternatives(&self) -> Option<String> {
        let (mut own, mut marked, mut within, mut logins) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for id in &self.ids {
            if is_telling(id) && id.contains('.') {
                logins.extend(spellings_of_id(id));
            } else if is_telling(id) {
                own.extend(spellings_of_id(id));
            } else if !is_number(id) && id.chars().count() >= SHORTEST_WORD {
                marked.push(regex::escape(id));
            }
        }
        own.extend(self.own_addresses().flat_map(|address| spellings_of_address(address)));
        for name in self.names.difference(&self.shared) {
            match words(name).as_slice() {
                [] => {}
                [word] if is_unspaced(word) => within.push(regex::escape(word)),
                // One word may be any: it is replaced where it is all that stands there.
                [_] => {}
                words => own.extend(spellings_of_name(words)),
            }
        }
        // An address writes a sign as a number.
        let before = format!("(^|[^{LETTERS}]|%[0-9A-Fa-f]{{2}})");
        let behind = format!("($|[^{LETTERS}])");
        let behind_login = format!("($|[^@{LETTERS}])");
        let sides = [
            (own, before.as_str(), behind.as_str()),
            (marked, MARKED, behind.as_str()),
            // The name of a login may be the first part of another's address.
            (logins, before.as_str(), behind_login.as_str()),
            (within, "()", "()"),
        ];
        let sides = sides.into_iter().filter(|(forms, ..)| !forms.is_empty());
        let all: Vec<String> = sides
            .map(|(mut forms, before, behind)| {
                // The first that fits is taken: a longer form may begin with a shorter one.
                forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
                format!("{before}(?:{}){behind}", forms.join("|"))
            })
            .collect();
        (!all.is_empty()).then(|| all.join("|"))
    }

    /// What finds the forms in texts.
    pub fn matcher(&self) -> Result<Matcher> {
        let regex = self.alternatives().as_deref().map(regex).transpose()?;
        let is_word = |form: &&String| !form.contains(char::is_whitespace) && form.chars().count() >= SHORTEST_WORD;
        let words = self.ids.iter().filter(|id| !is_number(id)).chain(self.names.difference(&self.shared));
        let words = words.filter(is_word).map(|word| even(word)).collect();
        Ok(Matcher { regex, words })
    }
}

/// A pattern as this program reads it.
pub fn regex(pattern: &str) -> Result<Regex> {
    let failed = |cause: regex::Error| Error::failed("what is known of the person is no pattern").because(cause);
    RegexBuilder::new(pattern).size_limit(MOST_OF_PATTERN).build().map_err(failed)
}

/// Finds the forms of a person in texts.
pub struct Matcher {
    regex: Option<Regex>,
    /// Single words that are replaced where they are all that stands there.
    words: BTreeSet<String>,
}

impl Matcher {
    /// Whether a text as a whole is a form of one word.
    pub fn is_word(&self, text: &str) -> bool {
        self.words.contains(&even(text))
    }

    /// The pattern as the database takes it, with further literal texts; nothing where nothing is looked for.
    pub fn pattern(&self, literals: &[String]) -> Option<String> {
        let literals = literals.iter().map(|text| regex::escape(text));
        let own = self.regex.iter().map(|regex| regex.as_str().to_owned());
        let all: Vec<String> = own.chain(literals).collect();
        (!all.is_empty()).then(|| all.join("|"))
    }

    /// Whether a text holds a form.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The text with every form in it replaced; nothing where it holds none.
    pub fn replaced(&self, text: &str) -> Option<String> {
        let regex = self.regex.as_ref().filter(|regex| regex.is_match(text))?;
        let mut text = text.to_owned();
        // What stands between two forms belongs to the first one that is found.
        while regex.is_match(&text) {
            let put = |found: &regex::Captures<'_>| {
                let sides: Vec<&str> = found.iter().skip(1).flatten().map(|side| side.as_str()).collect();
                let tags = tags(&found[0]);
                format!("{}{IN_PLACE}{tags}{}", sides.first().unwrap_or(&""), sides.last().unwrap_or(&""))
            };
            text = regex.replace_all(&text, put).into_owned();
        }
        Some(text)
    }
}

/// The tags within a form: they open and close what is around it.
fn tags(form: &str) -> String {
    let ends = form.match_indices('<').filter_map(|(at, _)| Some(&form[at..=at + form[at..].find('>')?]));
    ends.collect()
}

/// Whether two texts are the id of one account: the key of a personal space is that of its owner without the signs in it.
fn is_same_account(one: &str, other: &str) -> bool {
    let plain = |id: &str| id.to_lowercase().chars().filter(|c| !matches!(c, '~' | ':' | '-')).collect::<String>();
    is_telling(one) && is_telling(other) && plain(one) == plain(other)
}

/// Whether an id tells its owner wherever it stands: it is long enough, and no word.
pub fn is_telling(id: &str) -> bool {
    let has_sign = id.contains(['.', '_', '-', '\\', '@', ':']) && id.len() > SHORTEST_WORD;
    let has_digit = id.bytes().any(|b| b.is_ascii_digit());
    let has_letter = id.contains(char::is_alphabetic);
    let is_mixed = has_letter && id.len() >= SHORTEST_MIXED && id.bytes().filter(u8::is_ascii_digit).count() >= DIGITS;
    let is_long = (id.len() >= SHORTEST_ID && has_digit) || id.len() >= 2 * SHORTEST_ID;
    !id.contains(char::is_whitespace) && !is_number(id) && (is_long || is_mixed || has_sign)
}

/// Whether an id is a number that others have as well.
fn is_number(id: &str) -> bool {
    id.len() < 2 * SHORTEST_ID && id.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':'))
}

/// Whether a name is written without blanks, and stands in sentences without blanks around it.
fn is_unspaced(name: &str) -> bool {
    name.chars().count() > 1 && name.chars().all(|c| (UNSPACED.0..=UNSPACED.1).contains(&c))
}

fn spellings_of_id(id: &str) -> Vec<String> {
    let mut all = vec![id.to_owned(), encoded(id)];
    if id.contains([':', '-']) {
        all.push(id.chars().filter(|c| !matches!(c, '~' | ':' | '-')).collect());
    }
    if id.len() == LONG_ID && id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        all.push(id[..SHORT_ID].to_owned());
    }
    all.extend(all.clone().iter().map(|id| id.trim_start_matches('~').to_owned()));
    all.sort();
    all.dedup();
    // Digits of a number to the base of sixteen are written large or small.
    let is_hex = id.len() >= 2 * SHORTEST_ID && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    all.iter().map(|id| if is_hex { format!("(?i:{})", regex::escape(id)) } else { regex::escape(id) }).collect()
}

fn spellings_of_address(address: &str) -> Vec<String> {
    let mut all =
        vec![address.to_owned(), encoded(address), address.replace('@', "&#64;"), address.replace('@', "&commat;")];
    all.dedup();
    all.iter().map(|address| format!("(?i:{})", regex::escape(address))).collect()
}

/// A name as it is written, and with its last word first.
fn spellings_of_name(words: &[&str]) -> Vec<String> {
    let written = |words: &mut dyn Iterator<Item = &&str>| {
        let words: Vec<String> = words.map(|word| word.chars().map(spelled).collect()).collect();
        format!("(?i:{})", words.join(BETWEEN))
    };
    let last = words.len() - 1;
    vec![written(&mut words.iter()), written(&mut words[last..].iter().chain(&words[..last]))]
}

/// A letter of a name in the ways in which addresses, markup and other programs write it.
fn spelled(letter: char) -> String {
    let escaped = regex::escape(&letter.to_string());
    if matches!(letter, '\'' | '\u{2019}') {
        return r"(?:\\*['’]|&#39;|&apos;|&rsquo;|%27)".to_owned();
    }
    if letter.is_ascii() {
        return escaped;
    }
    let apart: String = letter.nfd().collect();
    let (number, case) = (u32::from(letter), encoded(&letter.to_string()));
    let named = entity(letter).map(|name| format!("|&{name};")).unwrap_or_default();
    format!(r"(?:{escaped}|{}|{case}|&#{number};|&#0*x0*{number:x};|\\+u{number:04x}{named})", regex::escape(&apart))
}

/// The name that HTML has for a letter of a Latin script: of its own, or of the letter without its mark and of the mark.
fn entity(letter: char) -> Option<String> {
    const LETTERS: [(char, &str); 10] = [
        ('ß', "szlig"),
        ('ø', "oslash"),
        ('æ', "aelig"),
        ('œ', "oelig"),
        ('ð', "eth"),
        ('þ', "thorn"),
        ('ł', "lstrok"),
        ('đ', "dstrok"),
        ('ħ', "hstrok"),
        ('ı', "inodot"),
    ];
    const MARKS: [(char, &str); 11] = [
        ('\u{300}', "grave"),
        ('\u{301}', "acute"),
        ('\u{302}', "circ"),
        ('\u{303}', "tilde"),
        ('\u{304}', "macr"),
        ('\u{306}', "breve"),
        ('\u{307}', "dot"),
        ('\u{308}', "uml"),
        ('\u{30a}', "ring"),
        ('\u{30c}', "caron"),
        ('\u{327}', "cedil"),
    ];
    let small: String = letter.to_lowercase().collect();
    if let Some((_, name)) = LETTERS.iter().find(|(known, _)| small.starts_with(*known)) {
        return Some((*name).to_owned());
    }
    let mut parts = letter.nfd();
    let (base, mark) = (parts.next()?, parts.next()?);
    let (_, mark) = MARKS.iter().find(|(known, _)| *known == mark)?;
    (base.is_ascii_alphabetic() && parts.next().is_none()).then(|| format!("{base}{mark}"))
}

fn words(name: &str) -> Vec<&str> {
    name.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect()
}

/// A name without its case and with single blanks.
pub fn even(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A text as an argument of an address has it.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchment_lake::db::{Db, params};

    fn forms() -> Forms {
        let set = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Forms {
            ids: set(&["712020:05d3f8c1-a7b2", "akim", "0035e00000AbCdEAAV", "17"]),
            addresses: set(&["ann.lee@example.com"]),
            names: set(&["Ann Müller-Lee", "Ann Müller-Lee Smith", "Sean O'Brien", "Cher", "Bo", "张伟"]),
            shared: BTreeSet::new(),
        }
    }

    #[test]
    fn a_form_is_replaced_in_each_of_its_spellings_and_where_it_stands_by_itself() {
        let matcher = forms().matcher().unwrap();
        for (text, rest) in [
            ("/user?accountId=712020%3A05d3f8c1-a7b2&x=1", "/user?accountId=purged&x=1"),
            ("~71202005d3f8c1a7b2", "~purged"),
            ("[~akim] asked akim", "[~purged] asked akim"),
            ("?username=akim&x", "?username=purged&x"),
            ("cc @akim, ok", "cc @purged, ok"),
            ("0035e00000AbCdE and 0035e00000AbCdEAAV", "purged and purged"),
            ("mailto:Ann.Lee@Example.com?x", "mailto:purged?x"),
            ("ann.lee%40example.com", "purged"),
            ("Ann Müller-Lee, Müller-Lee, Ann", "purged, purged"),
            ("cv_ann_müller-lee.pdf ANN MÜLLER-LEE", "cv_purged.pdf purged"),
            ("name%3DAnn%20Müller-Lee", "name%3Dpurged"),
            ("/download/cv_Ann_M%C3%BCller-Lee.pdf", "/download/cv_purged.pdf"),
            ("Ann Mu\u{308}ller-Lee, Ann M&#252;ller-Lee", "purged, purged"),
            ("Ann Müller-Lee Smith", "purged"),
            ("Ann M&uuml;ller-Lee and ANN M&#x00FC;LLER-LEE", "purged and purged"),
            (r#"{"t":"Ann M\u00fcller-Lee"}"#, r#"{"t":"purged"}"#),
            ("<b>Ann</b> Müller-Lee", "<b>purged</b>"),
            ("*Ann* Müller-Lee and {color:red}Ann{color} Müller-Lee", "*purged and {color:red}purged"),
            ("assignee = akim and user:akim", "assignee = purged and user:purged"),
            ("ViewProfile.jspa?name=akim, reporter in (akim)", "ViewProfile.jspa?name=purged, reporter in (purged)"),
            ("Ann Müller-Lee(akim)", "purged(purged)"),
            ("Sean O\\'Brien and Sean O’Brien", "purged and purged"),
            ("ann.lee@example.com ann.lee@example.com", "purged purged"),
            ("„Ann Müller-Lee“", "„purged“"),
            ("请问张伟。", "请问purged。"),
        ] {
            assert_eq!(matcher.replaced(text).as_deref(), Some(rest), "{text}");
        }
        for text in [
            "Joann Müller-Leeds",
            "17",
            "x17",
            "Cher sings",
            "Cher",
            "bob@akim.com",
            "akim",
            "Bo",
            "0035e00000AbCdEAAX",
            "joann.lee@example.com",
        ] {
            assert_eq!(matcher.replaced(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_that_others_have_is_not_looked_for() {
        let mut forms = forms();
        forms.shared = forms.names.clone();
        let matcher = forms.matcher().unwrap();
        assert!(!matcher.is_in("Ann Müller-Lee") && matcher.is_in("ann.lee@example.com"));
        assert!(forms.has_name("ann  müller-lee"));
    }

    #[test]
    fn a_single_word_counts_where_it_is_all_that_stands_there() {
        let matcher = forms().matcher().unwrap();
        assert!(
            matcher.is_word(" Cher ") && matcher.is_word("akim") && !matcher.is_word("Bo") && !matcher.is_word("17")
        );
    }

    #[test]
    fn what_others_have_as_well_tells_nobody_unless_its_member_says_so() {
        let forms = forms();
        assert!(forms.has_id("712020:05d3f8c1-a7b2", false) && forms.has_id("~71202005D3F8C1A7B2", false));
        assert!(!forms.has_id("17", true) && forms.is_id("17"));
        assert!(!forms.has_id("akim", false) && forms.has_id("akim", true));
        assert!(forms.has_id("ANN.LEE@example.com", false) && !forms.has_own_id("ann.lee@example.com", true));
    }

    #[test]
    fn an_address_that_others_have_is_the_person_no_more_than_a_name_is() {
        let mut forms = forms();
        forms.shared = forms.addresses.clone();
        assert!(!forms.has_id("ann.lee@example.com", true) && !forms.tells("ann.lee@example.com"));
        assert!(!forms.matcher().unwrap().is_in("mailto:ann.lee@example.com"));
        assert!(forms.values().all(|value| !value.contains('@')));
    }

    #[test]
    fn the_database_reads_the_pattern_as_this_program_does() {
        let db = Db::scratch().unwrap();
        let pattern = forms().matcher().unwrap().pattern(&["[ACCOUNT_ID_A]".to_owned()]).unwrap();
        for (text, is_in) in [("ask Ann Müller-Lee", true), ("x [ACCOUNT_ID_A]", true), ("Joann Müller-Leeds", false)]
        {
            let sql = "select regexp_matches($text, $pattern)";
            let found: bool = db.query_value(sql, params! { text: text, pattern: pattern }).unwrap();
            assert_eq!(found, is_in, "{text}");
        }
    }
}
