//! What a policy looks for and leaves by itself: patterns, texts that never stay, values that do.

use super::{Flaw, Wanted};
use crate::book::Rulebook;
use crate::finding::{Rank, Rule};
use crate::kind::{self, FAILED};
use crate::view::View;
use crate::view::fold::folded;
use aho_corasick::AhoCorasick;
use catchment_base::error::printable;
use catchment_io::key::sha256;
use regex::bytes::{Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::ops::Range;

/// Bytes that a compiled pattern may take.
const LARGEST_PATTERN: usize = 1 << 20;
/// Digits of a hash that stand for a text that is not kept on record.
const DIGITS: usize = 12;
/// Patterns of a policy at most.
const MOST_PATTERNS: usize = 100;

/// How a type of one's own may be called.
const TYPE_HINT: &str =
    "capital letters, digits and underscores, but no name that this program uses itself: EMPLOYEE_ID";

/// A text that the policy lists.
static LISTED: Rule =
    Rule { kind: kind::DENIED, name: "policy.deny", version: 1, rank: Rank::Validated, proof: "the policy lists it" };

/// The lists and patterns of a policy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    /// Folded, in lower case.
    allow: Vec<String>,
    /// Plain.
    deny: Option<AhoCorasick>,
    patterns: Vec<(&'static Rule, Regex)>,
    /// The book with the policy's rows, where there are some, and the types that only these find.
    rulebook: Option<&'static Rulebook>,
    types: Vec<&'static str>,
}

impl Own {
    /// Compiles what the configuration says.
    pub(super) fn made(wanted: &Wanted) -> Result<Self, Flaw> {
        let deny: Vec<Vec<u8>> = wanted.deny.iter().map(|text| plain(folded(text).trim().as_bytes()).0).collect();
        let deny = (!deny.is_empty()).then(|| AhoCorasick::new(&deny));
        let deny = deny.transpose().map_err(|_| Flaw::of("deny", "is too large", "shorten the list"))?;
        if wanted.allow.iter().any(|value| value.chars().all(|c| c == '*' || c.is_whitespace())) {
            let hint = "based_on = \"none\" keeps everything, and the manifest says so";
            return Err(Flaw::of("allow", "allows everything", hint));
        }
        if wanted.patterns.len() > MOST_PATTERNS {
            let hint = format!("a policy has at most {MOST_PATTERNS}");
            return Err(Flaw::of("patterns", "are too many", hint));
        }
        let patterns: Result<_, Flaw> = wanted.patterns.iter().map(|(name, text)| pattern(name, text)).collect();
        let allow = wanted.allow.iter().map(|value| folded(value).to_lowercase()).collect();
        let patterns = patterns?;
        let (rulebook, types) = if wanted.rules.is_empty() { (None, Vec::new()) } else { rows(&wanted.rules)? };
        Ok(Self { allow, deny, patterns, rulebook, types })
    }

    /// The book with the policy's rows; none where it has none.
    pub(super) fn rulebook(&self) -> Option<&'static Rulebook> {
        self.rulebook
    }

    /// Whether anything is looked for.
    pub(crate) fn is_any(&self) -> bool {
        self.deny.is_some() || !self.patterns.is_empty() || self.rulebook.is_some()
    }

    /// Whether one of the patterns, or a row, finds a type of its own of this name.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.patterns.iter().any(|(rule, _)| rule.kind == name) || self.types.contains(&name)
    }

    /// Whether a rule stands for what the policy lists, or for one of its patterns.
    pub(crate) fn lists(&self, rule: &'static Rule) -> bool {
        std::ptr::eq(rule, &LISTED) || self.patterns.iter().any(|(own, _)| std::ptr::eq(rule, *own))
    }

    /// The same without values that stay.
    pub(super) fn allowing_nothing(mut self) -> Self {
        self.allow.clear();
        self
    }

    /// Whether a value, folded, stays whatever it is.
    pub(crate) fn allows(&self, value: &str) -> bool {
        !self.allow.is_empty() && {
            let value = value.trim().to_lowercase();
            self.allow.iter().any(|pattern| fits(pattern, &value))
        }
    }

    /// What the policy looks for in a view, with its rules.
    pub(crate) fn find(&self, view: &View) -> Vec<(&'static Rule, Range<usize>)> {
        let mut found = Vec::new();
        if let Some(deny) = &self.deny {
            let (text, places) = plain(view.text());
            let is_whole = |span: &Range<usize>| view.is_boundary(span.start) && view.is_boundary(span.end);
            // One text may begin with another, of which only the longer is whole.
            let spans = deny.find_overlapping_iter(&text).map(|found| places[found.start()]..places[found.end()]);
            found.extend(spans.filter(is_whole).map(|span| (&LISTED, span)));
        }
        for (rule, pattern) in &self.patterns {
            let spans = pattern.find_iter(view.text()).map(|found| found.range()).filter(|span| !span.is_empty());
            found.extend(spans.map(|span| (*rule, span)));
        }
        found
    }
}

/// What a policy of one's own looks for and leaves. Of a text that never stays only a hash is kept.
pub(super) fn said(wanted: &Wanted) -> BTreeMap<String, String> {
    let mut parts: BTreeMap<String, String> =
        wanted.allow.iter().map(|value| (format!("allow {value}"), "stays".to_owned())).collect();
    parts.extend(wanted.deny.iter().map(|text| (format!("deny {}", digest(text)), "never stays".to_owned())));
    parts.extend(wanted.patterns.iter().map(|(name, pattern)| (format!("pattern {name}"), digest(pattern))));
    // That they are rows of the rulebook was checked before.
    let rules: toml::Table = wanted.rules.parse().unwrap_or_default();
    for rule in rules.get("rule").and_then(toml::Value::as_array).into_iter().flatten() {
        let name = rule.get("name").and_then(toml::Value::as_str).unwrap_or_default();
        parts.insert(format!("rule {name}"), digest(&rule.to_string()));
    }
    parts
}

/// What stands on record for a text that is not kept there.
pub fn digest(text: &str) -> String {
    sha256(text.as_bytes()).chars().take(DIGITS).collect()
}

/// A pattern with its rule. Both live as long as the process: a policy is read once.
fn pattern(name: &str, text: &str) -> Result<(&'static Rule, Regex), Flaw> {
    let flaw = |what: String, hint: &str| Flaw::of("patterns", what, hint);
    if !may_be_type(name) || kind::named(name).is_some() {
        return Err(flaw(format!("cannot call a type {}", printable(name)), TYPE_HINT));
    }
    let regex = RegexBuilder::new(text).size_limit(LARGEST_PATTERN).build();
    let regex = regex.map_err(|_| {
        flaw(
            format!("{name} is not a linear-time regular expression"),
            "no look-around and no back-references; see the syntax of RE2",
        )
    })?;
    if regex.is_match(b"") || regex.is_match(format!("[{name}]").as_bytes()) {
        return Err(flaw(
            format!("{name} matches nothing, or its own replacement"),
            "a pattern must not match the empty text, nor its own type in brackets",
        ));
    }
    let kind: &'static str = Box::leak(name.to_owned().into_boxed_str());
    let rule = Rule { kind, name: "policy.pattern", version: 1, rank: Rank::Context, proof: "a pattern of the policy" };
    Ok((Box::leak(Box::new(rule)), regex))
}

/// Whether a type of one's own may have this name.
fn may_be_type(name: &str) -> bool {
    (2..=40).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name != kind::TOKEN
        && FAILED != format!("[{name}]")
}

/// The book with these rows, and the types that only they find.
fn rows(rows: &str) -> Result<(Option<&'static Rulebook>, Vec<&'static str>), Flaw> {
    let flaw = |(what, hint): (String, &str)| Flaw::of("rule", printable(what.trim()), hint);
    let rulebook = Rulebook::with(rows).map_err(flaw)?;
    let is_own = |rule: &&Rule| kind::named(rule.kind).is_none() || rule.kind == kind::TOKEN;
    let own: Vec<&Rule> = rulebook.rules().iter().filter(is_own).collect();
    match own.iter().find(|rule| !may_be_type(rule.kind)) {
        Some(Rule { name, kind, .. }) => {
            Err(Flaw::of("rule", format!("{name}: cannot call a type {}", printable(kind)), TYPE_HINT))
        }
        None => Ok((Some(rulebook), own.iter().map(|rule| rule.kind).collect())),
    }
}

/// Whether a text fits a pattern in which `*` stands for any characters.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// A text in lower case in which a row of white space is one blank, and where each byte of it and its end stand in the
/// text.
fn plain(text: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let (mut plain, mut places) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            if !c.is_whitespace() {
                for lower in c.to_lowercase() {
                    plain.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
                }
            } else if plain.last() != Some(&b' ') {
                plain.push(b' ');
            }
            places.resize(plain.len(), at);
            at += c.len_utf8();
        }
        plain.extend_from_slice(chunk.invalid());
        places.resize(plain.len(), at);
        at += chunk.invalid().len();
    }
    places.push(text.len());
    (plain, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Policy, Redactor, SHIPPED, Tally};
    use std::collections::BTreeMap;

    fn wanted(deny: &[&str], patterns: &[(&str, &str)]) -> Wanted {
        let deny = deny.iter().map(|text| (*text).to_owned()).collect();
        let patterns = patterns.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Wanted { based_on: "standard".into(), deny, patterns, ..Wanted::default() }
    }

    fn redacted(wanted: &Wanted, text: &str) -> String {
        let policy = Policy::made("house", wanted).unwrap();
        Redactor::new(policy, None).redact(text, Format::Storage, &mut Tally::new()).into_owned()
    }

    #[test]
    fn patterns_of_the_policy_find_types_of_their_own() {
        let mut wanted = wanted(&[], &[("EMPLOYEE_ID", r"\bE-[0-9]{3}\b"), ("BADGE_2", r"\bB-[0-9]{3}\b")]);
        let text = "<p>E-1<b>23</b>, E-1234, B-123</p>";
        assert_eq!(redacted(&wanted, text), "<p>[EMPLOYEE_ID]<b></b>, E-1234, [BADGE_2]</p>");
        wanted.actions.insert("EMPLOYEE_ID".into(), "keep".into());
        assert_eq!(redacted(&wanted, "<p>E-123</p>"), "<p>E-123</p>");
    }

    #[test]
    fn rows_of_the_policy_are_rules_like_those_of_the_book() {
        let row = |no: &str| {
            format!(
                "[[rule]]\ntype = 'BADGE'\nname = 'house.badge'\nabout = 'the number on a badge'\nword = ['dd-dd']\nstrict = true\n\
                 check = {{ weights = [1, 2, 3], modulus = 11, chars = '0123456789-' }}\n\
                 words = {{ en = ['badge'], de = ['ausweis'] }}\nyes = ['Badge: «12-33»']\nno = ['12-33', '{no}']\n"
            )
        };
        let mut wanted = Wanted { rules: row("badge 12-34"), ..wanted(&[], &[]) };
        let text = "<table><tr><th>Ausweis</th></tr><tr><td>22-21</td></tr></table><p>22-21</p>";
        assert_eq!(redacted(&wanted, text), text.replacen("22-21", "[BADGE]", 1));
        wanted.actions = BTreeMap::from([("house.badge".to_owned(), "remove".to_owned())]);
        assert_eq!(redacted(&wanted, "<p>badge 12-33, [BADGE]</p>"), "<p>badge , [BADGE]</p>");
        // A word alone is read as well.
        let falcon = "[[rule]]\ntype = 'PROJECT'\nname = 'falcon'\nliterals = ['falcon-']\nalone = 'free'\n\
             regex = '(?P<value>falcon-[a-z]{3,6})'\nyes = ['falcon-abc']\nno = ['falcon']\n";
        let project = Wanted { rules: falcon.to_owned(), ..self::wanted(&[], &[]) };
        for text in ["<p title=\"falcon-abc\">x</p>", "<!--falcon-abc-->"] {
            assert_eq!(redacted(&project, text), text.replace("falcon-abc", "[PROJECT]"));
        }
        for (rules, what) in [
            (row("badge 22-21"), "the example \"badge 22-21\" in `no` finds \"22-21\", as the word \"badge\" says"),
            (row("x").replace("«12-33»", "«12-34»"), "in `yes` finds nothing: the check fails, at \"12-34\""),
            (row("x").replace("Badge: ", ""), "in `yes` finds nothing: no word says what it is, at \"12-33\""),
            (row("x").replace("«12-33»", "«12-333»"), "finds nothing: \"12-333\" does not have the form of"),
            (
                row("x").replace("Badge: «12-33»", "«jo@x.org»"),
                "does not have the form of the rule, and email finds it",
            ),
            (row("x").replace("Badge: «12-33»", "«Badge: 12-33»"), "finds \"12-33\", not the value \"Badge: 12-33\""),
            (row("x").replace("BADGE", "badge"), "house.badge: cannot call a type badge"),
            (row("x").replace("BADGE", "TOKEN"), "cannot call a type TOKEN"),
            (row("x").replace("BADGE", "REDACTION_FAILED"), "cannot call a type REDACTION_FAILED"),
            (row("x").replace("word", "form"), "house.badge: form = [\"dd-dd\"]: unknown field"),
            (row("x").replace("house.badge", "email"), "there is a rule of this name"),
            (row("x").replace("house.badge", "a b"), "its name has characters other"),
            (row("x").replace("modulus = 11", "modulus = 0"), "house.badge: check = {"),
            (
                row("x").replace("{ weights", "['uneven', 'luhm', { weights").replace("-' }", "-' }]"),
                "no check \"luhm\"; there are luhn,",
            ),
            (row("x").replace("strict", "sure = 10\nstrict"), "house.badge: sure = 10"),
            (row("x").replace("strict", "region = 'UK'\nstrict"), "region = \"UK\" is not a country"),
            (row("x").replace("de =", "ger ="), "words has the language \"ger\", which is not one"),
            (row("x").replace("{ en", "5 #"), "house.badge: words = 5: not a list of phrases"),
            (row("x").replace("strict", "fit = '('\nstrict"), "house.badge: fit is not a usable regular expression"),
            (row("x").replace("dd-dd", "d{99999999999}"), "more than 64 times"),
            (row("x").replace("dd-dd", "n{40}"), "more than 12 times"),
            (row("x").replace("dd-dd", "ä"), "means nothing in a shape"),
            ((0..101).map(|at| row("x").replace("house.badge", &format!("b{at}"))).collect(), "has 101 rules"),
        ] {
            let flaw = Policy::made("house", &Wanted { rules, ..wanted.clone() }).unwrap_err();
            assert!(flaw.setting == "rule" && flaw.what.contains(what) && !flaw.hint.is_empty(), "{flaw:?}");
        }
    }

    #[test]
    fn listed_texts_never_stay_and_allowed_values_do() {
        let mut wanted = wanted(&["Project Falcon"], &[]);
        wanted.allow = vec!["*@example.com".into()];
        let text = "<p>project <i>falcon</i>: help@example.com, jo@example.org, Project Falconer</p>";
        let output = "<p>[DENIED]<i></i>: help@example.com, [EMAIL_ADDRESS], Project Falconer</p>";
        assert_eq!(redacted(&wanted, text), output);
        for based_on in SHIPPED {
            wanted.based_on = based_on.into();
            assert_eq!(redacted(&wanted, "<p>Project Falcon</p>"), "<p>[DENIED]</p>", "{based_on}");
        }
    }

    #[test]
    fn listed_texts_never_stay_however_they_are_written() {
        let texts = ["Meier", "Meierhof GmbH", "Falcon", "Falcons", "Société Générale", "müller", "Project  Orion"];
        for (text, output) in [
            ("<p>Meierhof GmbH, Meierhof</p>", "<p>[DENIED], Meierhof</p>"),
            ("<p>falcons and Falconer</p>", "<p>[DENIED] and Falconer</p>"),
            ("<p>SOCIÉTÉ\n GÉNÉRALE by MÜLLER</p>", "<p>[DENIED] by [DENIED]</p>"),
            ("<p>Project <br/>Orion, project\nORION</p>", "<p>[DENIED]<br/>, [DENIED]</p>"),
        ] {
            assert_eq!(redacted(&wanted(&texts, &[]), text), output);
        }
        // They may look like masks.
        assert_eq!(redacted(&wanted(&["xx1"], &[("ZZ", "xxx[a-z]")]), "<p>xx1 xxxa</p>"), "<p>[DENIED] [ZZ]</p>");
        let (text, places) = plain("İ  x\u{e9}".as_bytes());
        assert_eq!((text.len() + 1, *places.last().unwrap()), (places.len(), 7));
        assert!(places.is_sorted());
    }

    #[test]
    fn patterns_do_not_reach_into_what_was_written() {
        let wanted = wanted(&["LUCK", "CARD"], &[("LOUD_WORD", "[A-Z]{5,}"), ("PART", "[A-Z]{3}_[A-Z]{3,}")]);
        let text = "<p>4111 1111 1111 1111, LUCKY, <a href=\"mailto:jo@example.org\">jo@example.org</a> LUCK</p>";
        assert_eq!(
            redacted(&wanted, text),
            "<p>[CREDIT_CARD], [LOUD_WORD], <a href=\"mailto:[EMAIL_ADDRESS]\">[EMAIL_ADDRESS]</a> [DENIED]</p>"
        );
    }

    #[test]
    fn what_cannot_be_or_lets_everything_stay_is_refused() {
        let pattern = |name, text| (wanted(&[], &[(name, text)]), "patterns");
        let allow = |value: &str| (Wanted { allow: vec![value.into()], ..wanted(&[], &[]) }, "allow");
        for (wanted, setting) in [
            pattern("employee", "E"),
            pattern("US_SSN", "E"),
            pattern("REDACTION_FAILED", "E"),
            pattern("A_B", "(?=x)"),
            pattern("A_B", "x*"),
            pattern("A_B", "^$"),
            pattern("A_B", r"\w+"),
            pattern("A_B", "("),
            allow("*"),
            allow("**"),
            allow(" * "),
            allow(""),
        ] {
            assert_eq!(Policy::made("house", &wanted).unwrap_err().setting, setting, "{wanted:?}");
        }
    }

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, text) in
            [("a", "a"), ("*", ""), ("a*", "abc"), ("*c", "abc"), ("a*c", "ac"), ("*b*", "abc"), ("a*b*c", "a1b2c")]
        {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*", "b"), ("a*a", "a"), ("*b*", "ac"), ("a*b", "abc")] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }
}
