//! Which spaces settings ask for, and what they select of pages and blog posts.

use super::cql::any_of;
use super::settings::SPACES;
use crate::atlassian::conditions::enclosed;
use crate::config::{Mode, Own, enumerated, shortened};
use catchment_base::error::Result;
use url::form_urlencoded::byte_serialize;

/// Pages and blog posts by their ids.
pub(super) const PAGES: &str = "pages";
/// Pages with all that is below them.
pub(super) const ANCESTORS: &str = "ancestors";
/// What has one of these labels.
pub(super) const LABELS: &str = "labels";
/// What one of these users, or a member of one of these groups, made.
pub(super) const CREATORS: &str = "creators";
/// Conditions in the site's own language.
pub(super) const CQL: &str = "cql";

/// Keys of spaces that a site takes at once (`keys` of `/spaces`).
const MOST_KEYS: usize = 250;
/// Bytes of what is selected, as an address holds them: with the rest of a request they are less than proxies accept.
const MOST_BYTES: usize = 1500;
/// Users whose content is selected, at most: searches name some tens of them at a time, in each run.
pub(super) const MOST_CREATORS: usize = 1000;
/// What the name of a group among users begins with.
const GROUP: &str = "group:";
/// What a pattern for the name of a space begins with, and one for spaces that are left out.
const NAME: &str = "name:";
const NOT: char = '!';

/// The spaces that settings ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct Spaces {
    /// Keys of spaces that are named one by one.
    pub(super) named: Vec<String>,
    /// Whether there are other patterns, so that all spaces are listed and compared with them.
    pub(super) is_matched: bool,
    wanted: Vec<Pattern>,
    left_out: Vec<Pattern>,
}

/// A pattern for the key or the name of spaces.
#[derive(Clone, Debug)]
struct Pattern {
    /// As settings write it.
    said: String,
    is_of_name: bool,
    text: String,
}

impl Pattern {
    fn of(said: &str) -> Self {
        let text = said.strip_prefix(NOT).unwrap_or(said);
        let name = text.strip_prefix(NAME);
        Self { said: said.to_owned(), is_of_name: name.is_some(), text: name.unwrap_or(text).to_owned() }
    }

    fn is_key(&self) -> bool {
        !self.is_of_name && !self.text.contains(['*', '?'])
    }

    fn fits(&self, key: &str, name: &str) -> bool {
        fits(&self.text, if self.is_of_name { name } else { key })
    }
}

impl Spaces {
    /// From what `space_keys` says.
    pub(super) fn of(said: &[String]) -> Self {
        let mut spaces = Self::default();
        for text in said {
            let patterns = if text.starts_with(NOT) { &mut spaces.left_out } else { &mut spaces.wanted };
            patterns.push(Pattern::of(text));
        }
        let keys = spaces.wanted.iter().filter(|pattern| pattern.is_key());
        spaces.named = keys.map(|pattern| pattern.text.clone()).collect();
        spaces.is_matched = spaces.named.len() < said.len();
        spaces
    }

    /// The patterns that fit a space, and all of them where none is given, as settings write them. A key that names a space
    /// which is read is none: that it is not there is open.
    pub(super) fn patterns(&self, space: Option<(&str, &str)>) -> impl Iterator<Item = &str> {
        let wanted = self.wanted.iter().filter(|pattern| !pattern.is_key());
        let fits = move |pattern: &&Pattern| space.is_none_or(|(key, name)| pattern.fits(key, name));
        wanted.chain(&self.left_out).filter(fits).map(|pattern| pattern.said.as_str())
    }

    /// Whether a space is one of them.
    pub(super) fn has(&self, key: &str, name: &str) -> bool {
        let fits = |pattern: &Pattern| pattern.fits(key, name);
        (self.wanted.is_empty() || self.wanted.iter().any(fits)) && !self.left_out.iter().any(fits)
    }
}

/// Whether a text is what a pattern says: `*` stands for any characters, `?` for one.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut place, mut star) = (0, 0, None);
    while place < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(c) if *c == '?' || *c == text[place] => (at, place) = (at + 1, place + 1),
            // The last star stands for one character more.
            _ => match star {
                Some((before, from)) => {
                    star = Some((before, from + 1));
                    (at, place) = (before + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

/// What settings select of pages and blog posts, as conditions of a search, and the settings that say so; nothing where none does.
pub(super) fn selection(own: &Own) -> Option<(String, String)> {
    combined(|setting| own.texts(setting))
}

/// The conditions of that which do not say who made it: searches name some users at a time.
pub(super) fn conditions(own: &Own) -> Option<String> {
    combined(|setting| if setting == CREATORS { Vec::new() } else { own.texts(setting) }).map(|(text, _)| text)
}

/// The users among whom settings look for who made something, and the groups whose members they are, by their names.
pub(super) fn creators(own: &Own) -> (Vec<String>, Vec<String>) {
    let said = own.texts(CREATORS);
    let groups = said.iter().filter_map(|said| said.strip_prefix(GROUP).map(str::to_owned)).collect();
    (said.into_iter().filter(|said| !said.starts_with(GROUP)).collect(), groups)
}

/// The clause that one of these users made something.
pub(super) fn made_by(users: &[String]) -> String {
    any_of("creator", users)
}

/// The ids that settings name, each with its setting.
pub(super) fn named(own: &Own) -> Vec<(&'static str, String)> {
    let of = |setting: &'static str| own.texts(setting).into_iter().map(move |id| (setting, id));
    [PAGES, ANCESTORS].into_iter().flat_map(of).collect()
}

/// Bytes of a text as an address holds it.
pub(super) fn bytes_of(text: &str) -> usize {
    byte_serialize(text.as_bytes()).map(str::len).sum()
}

/// What the values of each setting select together.
fn combined(values_of: impl Fn(&str) -> Vec<String>) -> Option<(String, String)> {
    let (mut clauses, mut settings) = (Vec::new(), Vec::new());
    for (setting, clause) in CLAUSES {
        let values = values_of(setting);
        if !values.is_empty() {
            clauses.push(clause(&values));
            settings.push((*setting).to_owned());
        }
    }
    (!clauses.is_empty()).then(|| (clauses.join(" and "), enumerated(&settings)))
}

/// The clause that the values of a setting make.
type Clause = fn(&[String]) -> String;

/// The settings that select, each with its clause.
const CLAUSES: &[(&str, Clause)] = &[
    (PAGES, |ids| any_id("id", ids)),
    (ANCESTORS, |ids| format!("({} or {})", any_id("ancestor", ids), any_id("id", ids))),
    (LABELS, |labels| any_of("label", labels)),
    (CREATORS, made_by),
    // What is no condition is refused before.
    (CQL, |texts| texts.iter().filter_map(|text| enclosed(text).ok()).collect()),
];

/// The clause that a field has one of these ids, which are digits.
pub(super) fn any_id(field: &str, ids: &[String]) -> String {
    format!("{field} in ({})", ids.join(","))
}

/// What the shapes of these settings cannot say.
pub(super) fn check(own: &Own) -> Result<()> {
    check_spaces(own)?;
    check_dates(own)?;
    for setting in [PAGES, ANCESTORS] {
        let ids = own.texts(setting);
        if let Some(odd) = ids.iter().find(|id| id.len() > 19 || !id.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(own.refuse(
                setting,
                format!("`{setting}` contains \"{}\", which is no id of a page", shortened(odd)),
                "the id is the number in the address of the page, behind /pages/ or pageId=",
            ));
        }
    }
    if let Some(why) = own.text(CQL).and_then(|text| enclosed(text).err()) {
        return Err(own.refuse(
            CQL,
            format!("`cql` cannot stand beside other conditions: {why}"),
            "write conditions alone, for example: cql = \"label = \\\"handbook\\\" and creator = currentUser()\"",
        ));
    }
    check_creators(own)?;
    let Some((_, settings)) = selection(own) else { return Ok(()) };
    // A search names as many users as there is room for beside the rest, one at least.
    let longest = creators(own).0.into_iter().map(|user| bytes_of(&made_by(&[user]))).max();
    if conditions(own).map_or(0, |text| bytes_of(&text)) + longest.unwrap_or_default() > MOST_BYTES {
        let first = CLAUSES.iter().find(|(setting, _)| !own.texts(setting).is_empty());
        return Err(own.refuse(
            first.map_or(CQL, |(setting, _)| setting),
            format!("more is selected by {settings} than one request can ask for ({MOST_BYTES} bytes of its address)"),
            "name an ancestor or a label instead of single pages, or split them among several connections",
        ));
    }
    Ok(())
}

fn check_dates(own: &Own) -> Result<()> {
    let has_start = own.text("start_date").is_some_and(|day| !day.is_empty());
    if has_start && own.text("mode") == Some(Mode::Incremental.as_str()) {
        return Err(own.refuse(
            "start_date",
            "`start_date` does not apply to mode = \"incremental\", which reads no history",
            "remove it, or set mode = \"both\"",
        ));
    }
    Ok(())
}

fn check_creators(own: &Own) -> Result<()> {
    let (users, groups) = creators(own);
    if groups.iter().any(|name| name.trim().is_empty()) {
        return Err(own.refuse(
            CREATORS,
            format!("`creators` contains \"{GROUP}\" without the name of a group"),
            "for example: creators = [\"group:writers\"]",
        ));
    }
    if users.len() > MOST_CREATORS {
        return Err(own.refuse(
            CREATORS,
            format!("`creators` contains {} users, more than {MOST_CREATORS}", users.len()),
            "name spaces or labels instead, or split the users among several connections",
        ));
    }
    Ok(())
}

/// Whether a text can be the key of a space, or a pattern for some.
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "\"'\\,!".contains(c))
}

fn check_spaces(own: &Own) -> Result<()> {
    let said = own.texts(SPACES);
    let spaces = Spaces::of(&said);
    let key = |text: &String| text.strip_prefix(NOT).unwrap_or(text).to_owned();
    let is_odd = |text: &String| match text.strip_prefix(NAME) {
        Some(name) => name.is_empty(),
        None => !is_key(text),
    };
    if let Some(odd) = said.iter().map(key).find(is_odd) {
        return Err(own.refuse(
            SPACES,
            format!("`space_keys` contains \"{}\", which is no key of a space", shortened(&odd)),
            "for example: space_keys = [\"DOCS\", \"ENG*\", \"!ENGOLD\", \"name:Team *\"]",
        ));
    }
    if let Some(both) = spaces.named.iter().find(|key| spaces.left_out.iter().any(|pattern| pattern.fits(key, ""))) {
        return Err(own.refuse(
            SPACES,
            format!("`space_keys` names \"{}\" and leaves it out as well", shortened(both)),
            "remove one of them; what begins with ! is left out",
        ));
    }
    if !spaces.is_matched && spaces.named.len() > MOST_KEYS {
        return Err(own.refuse(
            SPACES,
            format!("`space_keys` contains more than {MOST_KEYS} keys, the most that the site accepts"),
            "leave it empty for every space, or split the spaces among several connections",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spaces(said: &[&str]) -> Spaces {
        Spaces::of(&said.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn spaces_are_asked_for_by_keys_names_and_patterns() {
        let plain = spaces(&["ENG", "~5b:10"]);
        assert_eq!((plain.named.as_slice(), plain.is_matched), (&["ENG".to_owned(), "~5b:10".to_owned()][..], false));
        assert!(spaces(&[]).has("ANY", "") && !spaces(&[]).is_matched);
        let some = spaces(&["ENG", "DOC?", "name:Team *", "!name:*(old)", "!DOCX"]);
        assert_eq!((some.named.as_slice(), some.is_matched), (&["ENG".to_owned()][..], true));
        for (key, name, is_wanted) in [
            ("ENG", "", true),
            ("ENG", "Engine (old)", false),
            ("ENG1", "", false),
            ("DOC", "", false),
            ("DOC1", "", true),
            ("DOCX", "", false),
            ("T", "Team Red", true),
            ("T", "Team", false),
            ("T", "A Team Red", false),
            ("T", "Team Red (old)", false),
        ] {
            assert_eq!(some.has(key, name), is_wanted, "{key} {name}");
        }
        assert!(spaces(&["!OLD"]).has("NEW", "") && !spaces(&["!OLD"]).has("OLD", ""));
    }

    #[test]
    fn patterns_that_fit_nothing_are_told_as_they_are_written() {
        let some = spaces(&["ENG", "DOC?", "name:Team *", "!name:*(old)", "!DOCX"]);
        let all: Vec<&str> = some.patterns(None).collect();
        assert_eq!(all, ["DOC?", "name:Team *", "!name:*(old)", "!DOCX"]);
        let fitting = |key, name| some.patterns(Some((key, name))).collect::<Vec<_>>();
        assert_eq!(fitting("DOCX", "Team (old)"), all);
        assert_eq!((fitting("ENG", "Engine"), fitting("DOC1", "")), (vec![], vec!["DOC?"]));
    }

    proptest! {
        #[test]
        fn a_pattern_fits_what_it_was_made_of(parts in prop::collection::vec("[a-c]{0,3}", 1..5), between in "[a-c]{0,4}") {
            prop_assert!(fits(&parts.join("*"), &parts.join(&between)));
            prop_assert!(fits(&parts.join("?"), &parts.join("b")));
            let text = parts.concat();
            let longer = format!("{text}d");
            prop_assert!(fits(&text, &text) && !fits(&text, &longer) && !fits(&(longer + "*"), &text));
        }

        #[test]
        fn what_is_selected_is_one_clause_a_setting_with_all_its_values(
            labels in prop::collection::vec("\\PC{1,12}", 0..4),
            creators in prop::collection::vec("[\"\\\\() a-z]{1,12}", 0..4),
            ids in prop::collection::vec("[0-9]{1,9}", 0..3),
            cql in prop::option::of("(title ~ \"[a-z) (]{0,5}\" or )?(label = '[a-z\"( ]{1,3}')"),
        ) {
            let values_of = |setting: &str| match setting {
                PAGES | ANCESTORS => ids.clone(),
                LABELS => labels.clone(),
                CREATORS => creators.clone(),
                _ => cql.iter().cloned().collect(),
            };
            let mut expected = Vec::new();
            if !ids.is_empty() {
                let of = |field: &str| format!("{field} in ({})", ids.join(","));
                expected.extend([of("id"), format!("({} or {})", of("ancestor"), of("id"))]);
            }
            let said = combined(values_of);
            let told = said.as_ref().map_or("", |(text, _)| text.as_str());
            let mut parts = clauses(told);
            if let Some(cql) = &cql {
                prop_assert_eq!(parts.pop(), Some(format!("({cql})")));
            }
            for (field, values) in [("creator", &creators), ("label", &labels)] {
                if !values.is_empty() {
                    prop_assert_eq!(values_in(&parts.pop().unwrap_or_default(), field), Some(values.clone()));
                }
            }
            prop_assert_eq!(parts, expected);
            prop_assert_eq!(said.is_none(), told.is_empty());
        }
    }

    /// The clauses of a text that `and` joins outside of quotation marks and parentheses.
    fn clauses(text: &str) -> Vec<String> {
        let (mut found, mut clause, mut mark, mut depth, mut is_behind) = (Vec::new(), String::new(), None, 0, false);
        for c in text.chars() {
            clause.push(c);
            match (mark, c) {
                _ if is_behind => is_behind = false,
                (Some(_), '\\') => is_behind = true,
                (Some(open), c) if open == c => mark = None,
                (None, '"' | '\'') => mark = Some(c),
                (None, '(') => depth += 1,
                (None, ')') => depth -= 1,
                _ => {}
            }
            if mark.is_none() && depth == 0 && clause.ends_with(" and ") {
                found.push(clause.trim_end_matches(" and ").to_owned());
                clause.clear();
            }
        }
        found.extend((!clause.is_empty()).then_some(clause));
        found
    }

    /// The quoted values of a clause about a field; nothing where it has another form.
    fn values_in(clause: &str, field: &str) -> Option<Vec<String>> {
        let mut rest = clause.strip_prefix(field)?.strip_prefix(" in (")?;
        let mut values = Vec::new();
        loop {
            let (mut value, mut chars) = (String::new(), rest.strip_prefix('"')?.chars());
            loop {
                match chars.next()? {
                    '"' => break,
                    '\\' => value.push(chars.next()?),
                    c => value.push(c),
                }
            }
            values.push(value);
            rest = chars.as_str();
            if rest == ")" {
                return Some(values);
            }
            rest = rest.strip_prefix(", ")?;
        }
    }
}
