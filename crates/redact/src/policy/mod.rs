//! Policies: what is done with each type, what is left alone, and what else is looked for.
//!
//! A policy is a table from types to actions, and from rules to actions where a rule needs another one than its
//! type. What is kept is not looked for where text is redacted; reports look for everything.

mod own;

use crate::analyzer::Analyzer;
use crate::book::{self, Rulebook};
use crate::finding::Rule;
use crate::kind::{self, Class, TYPES, Type};
use own::Own;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use own::digest;

/// What takes the place of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// `[TYPE]`.
    Placeholder,
    /// `[TYPE_…]` with a keyed pseudonym of the value, so that rows still join; `[TYPE]` where there is no key.
    Pseudonym,
    /// `[TYPE_1234]`: the last four digits or letters stay. Of a shorter value nothing does.
    LastFour,
    /// `[TYPE_2024-05-17]`: the date, moved by a number of days that depends on the key alone.
    Shift,
    /// What is left when the value is made coarse: the year of a date, the network of an address.
    Generalise,
    /// Nothing.
    Remove,
    /// The value stays.
    Keep,
}

impl Action {
    /// The action of this name in the configuration.
    pub fn named(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|(known, _)| *known == name).map(|(_, action)| *action)
    }

    /// Its name in the configuration and in reports.
    pub fn name(self) -> &'static str {
        ACTIONS.iter().find(|(_, action)| *action == self).map_or("keep", |(name, _)| name)
    }
}

/// All actions by name.
pub const ACTIONS: [(&str, Action); 7] = [
    ("placeholder", Action::Placeholder),
    ("pseudonym", Action::Pseudonym),
    ("last_four", Action::LastFour),
    ("shift", Action::Shift),
    ("generalise", Action::Generalise),
    ("remove", Action::Remove),
    ("keep", Action::Keep),
];

/// What is done with columns that say who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// The value stays.
    Keep,
    /// A keyed pseudonym.
    Pseudonym,
    /// Nothing.
    Drop,
}

impl People {
    /// What the configuration calls it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "keep" => Some(Self::Keep),
            "pseudonym" => Some(Self::Pseudonym),
            "drop" => Some(Self::Drop),
            _ => None,
        }
    }
}

/// A policy, ready to be applied. It is made once and lives as long as the process: so do the names of the types
/// that its own patterns bring.
#[derive(Clone, Debug)]
pub struct Policy {
    name: String,
    /// What its present state is called; empty where nobody says.
    version: String,
    people: People,
    region: String,
    /// By type or rule.
    actions: BTreeMap<String, Action>,
    own: Own,
    /// What it looks for and leaves by itself, for the record.
    said: BTreeMap<String, String>,
    /// Who is asked beside the book.
    analyzer: Option<Arc<Analyzer>>,
    /// For some columns, by relation or by relation and column.
    columns: BTreeMap<String, Arc<Policy>>,
    stores: bool,
    skipped: Vec<String>,
    /// What it was made from.
    made_from: String,
    /// It is `none`, or based on it.
    keeps_all: bool,
}

/// What a policy of one's own says beyond the one it is based on.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The policy that it begins with.
    pub based_on: String,
    /// What its present state is called; may be empty.
    pub version: String,
    /// Actions by type or rule.
    pub actions: BTreeMap<String, String>,
    /// What is done with people; empty for what the base does.
    pub people: String,
    /// Two letters of a country; empty for what the base says.
    pub region: String,
    /// Values that stay, whatever they are; `*` stands for any characters.
    pub allow: Vec<String>,
    /// Texts that never stay.
    pub deny: Vec<String>,
    /// Regular expressions by the name of their type.
    pub patterns: BTreeMap<String, String>,
    /// Rows for the rulebook: `[[rule]]` in TOML; may be empty.
    pub rules: String,
    /// Whether files of attachments are stored.
    pub stores: bool,
    /// Media types of files that are not stored; `image/*` stands for all images.
    pub skipped: Vec<String>,
}

/// What is wrong with a policy, in which of its settings.
#[derive(Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The setting.
    pub setting: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Flaw {
    fn of(setting: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { setting, what: what.into(), hint: hint.into() }
    }
}

/// The names of the policies that are built in.
pub const SHIPPED: [&str; 6] = ["standard", "strict", "pci", "phi", "secrets", NONE];

/// Characters of the version of a policy, at most.
const LONGEST_VERSION: usize = 32;

/// The policy that keeps everything.
const NONE: &str = "none";

/// Rules whose findings name nothing in particular, whatever is done with their type.
const HARMLESS: [&str; 1] = ["ip.special"];

impl Policy {
    /// The policy of this name that is built in.
    pub fn shipped(name: &str) -> Option<Self> {
        let name = SHIPPED.into_iter().find(|shipped| *shipped == name)?;
        let mut actions: BTreeMap<String, Action> =
            TYPES.iter().map(|one| (one.name.to_owned(), shipped(name, one))).collect();
        actions.extend(HARMLESS.map(|rule| (rule.to_owned(), Action::Keep)));
        let people = if matches!(name, NONE | "secrets") { People::Keep } else { People::Pseudonym };
        let mut policy = Self {
            name: name.to_owned(),
            version: String::new(),
            people,
            region: "US".to_owned(),
            actions,
            own: Own::default(),
            said: BTreeMap::new(),
            analyzer: None,
            columns: BTreeMap::new(),
            stores: true,
            skipped: Vec::new(),
            made_from: format!("shipped {name}"),
            keeps_all: name == NONE,
        };
        policy.treat_people();
        Some(policy)
    }

    /// A policy of one's own.
    pub fn made(name: &str, wanted: &Wanted) -> Result<Self, Flaw> {
        let flaw = || Flaw::of("based_on", "is not a built-in policy", format!("known: {}", SHIPPED.join(", ")));
        let base = Self::shipped(&wanted.based_on).ok_or_else(flaw)?;
        let version = version_of(&wanted.version)?;
        let mut policy = Self { name: name.to_owned(), version, made_from: format!("{wanted:?}"), ..base };
        policy.people = People::named(&wanted.people).unwrap_or(policy.people);
        if !wanted.region.is_empty() {
            policy.region.clone_from(&wanted.region);
        }
        policy.treat_people();
        policy.own = Own::made(wanted)?;
        policy.said = own::said(wanted);
        for (name, action) in &wanted.actions {
            policy.act(name, action)?;
        }
        if let Some(other) = wanted.skipped.iter().find(|pattern| !is_media_type(pattern)) {
            let hint = "a type such as application/zip; `*` matches any characters, as in image/*";
            return Err(Flaw::of("skip_media_types", format!("holds {other:?}, which is not a media type"), hint));
        }
        (policy.stores, policy.skipped) = (wanted.stores, wanted.skipped.clone());
        Ok(policy)
    }

    /// Takes an action for a type, or for a rule, perhaps by a name that it had before.
    fn act(&mut self, name: &str, action: &str) -> Result<(), Flaw> {
        let action = Action::named(action).ok_or_else(|| {
            let hint = format!("known: {}", ACTIONS.map(|(name, _)| name).join(", "));
            Flaw::of("actions", format!("gives {name} an unknown action"), hint)
        })?;
        let is_type = kind::named(name).is_some() || self.own.names(name);
        let names: Vec<&str> = if is_type { vec![name] } else { self.rules_called(name) };
        if names.is_empty() {
            let what = format!("names {name}, which is neither a type nor a rule");
            return Err(Flaw::of("actions", what, "'catchment redact types' lists them"));
        }
        self.actions.extend(names.into_iter().map(|name| (name.to_owned(), action)));
        Ok(())
    }

    /// The names of the rules that a setting means by a name.
    fn rules_called(&self, name: &str) -> Vec<&'static str> {
        self.rulebook().into_iter().flat_map(|rulebook| rulebook.called(name)).map(|rule| rule.name).collect()
    }

    /// The rules by which it looks: those of this program, and its own.
    pub(super) fn rulebook(&self) -> Option<&'static Rulebook> {
        self.own.rulebook().or_else(book::shipped)
    }

    /// The same policy with others for some columns, by `relation` or `relation.column`.
    pub fn with_columns(mut self, columns: BTreeMap<String, Arc<Policy>>) -> Self {
        self.columns = columns;
        self
    }

    /// The same policy with an analyzer, which is part of what it is made of.
    pub fn with_analyzer(mut self, analyzer: Analyzer) -> Self {
        self.made_from = format!("{} {}", self.made_from, analyzer.made_from());
        self.analyzer = Some(Arc::new(analyzer));
        self
    }

    /// The same policy, but of all types one becomes pseudonyms and the others stay, and no value is exempt.
    pub(super) fn pseudonyms_of(mut self, kind: &str) -> Self {
        self.actions = TYPES.iter().map(|one| (one.name.to_owned(), Action::Keep)).collect();
        self.actions.insert(kind.to_owned(), Action::Pseudonym);
        self.own = self.own.allowing_nothing();
        self
    }

    /// The policies of columns, by `relation` or `relation.column`.
    pub fn columns(&self) -> &BTreeMap<String, Arc<Policy>> {
        &self.columns
    }

    /// The policy of a column: its own, its relation's, or this one.
    pub fn of_column(&self, relation: &str, column: &str) -> &Policy {
        self.named_for(relation, column).map_or(self, |policy| policy)
    }

    /// Whether it says something of its own of this column.
    pub fn names_column(&self, relation: &str, column: &str) -> bool {
        self.named_for(relation, column).is_some()
    }

    fn named_for(&self, relation: &str, column: &str) -> Option<&Arc<Policy>> {
        self.columns.get(&format!("{relation}.{column}")).or_else(|| self.columns.get(relation))
    }

    /// The media types of files that are not stored, in lower case with blanks between them; `*` stands for any
    /// characters.
    pub fn skipped(&self) -> String {
        if self.stores { self.skipped.join(" ").to_ascii_lowercase() } else { "*".to_owned() }
    }

    /// Whether files of attachments are stored at all.
    pub fn stores_files(&self) -> bool {
        self.stores
    }

    /// What makes its results: equal policies give equal texts.
    pub fn fingerprint(&self) -> String {
        let columns: Vec<String> =
            self.columns.iter().map(|(name, policy)| format!("{name}={}", policy.made_from)).collect();
        format!("{} {} {}", self.name, self.made_from, columns.join(" "))
    }

    /// Who is asked beside the book.
    pub(super) fn analyzer(&self) -> Option<&Arc<Analyzer>> {
        self.analyzer.as_ref()
    }

    /// The policy and those of its columns.
    pub fn with_those_of_columns(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.columns.values().map(Arc::as_ref))
    }

    /// The analyzers of the policy and of those of its columns, each once.
    pub fn analyzers(&self) -> Vec<&Analyzer> {
        let mut all: Vec<&Analyzer> = Vec::new();
        for policy in self.with_those_of_columns() {
            let analyzer = policy.analyzer.as_deref();
            all.extend(analyzer.filter(|one| !all.iter().any(|other| std::ptr::eq(*other, *one))));
        }
        all
    }

    /// Why an analyzer could not tell what stands in texts, and what to do; nothing where all went well.
    pub fn trouble(&self) -> Option<String> {
        self.analyzers().into_iter().find_map(Analyzer::trouble)
    }

    /// What the policy itself looks for and leaves.
    pub(super) fn own(&self) -> &Own {
        &self.own
    }

    /// What stands for people in texts is what stands for them in columns.
    fn treat_people(&mut self) {
        let action = match self.people {
            People::Keep => Action::Keep,
            People::Pseudonym => Action::Pseudonym,
            People::Drop => Action::Placeholder,
        };
        for name in [kind::ACCOUNT_ID, kind::PERSON_NAME, kind::USERNAME] {
            self.actions.insert(name.to_owned(), action);
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name with the version, for what is on record.
    pub fn versioned(&self) -> String {
        if self.version.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.version) }
    }

    /// The name for a manifest. Of a policy that is based on `none`, or has one for some columns, it says so.
    pub fn stated(&self) -> String {
        let clear = self.columns.iter().filter(|(_, policy)| policy.keeps_all).map(|(column, _)| column.as_str());
        let clear: Vec<&str> = clear.collect();
        match clear.as_slice() {
            _ if self.name == NONE => self.name.clone(),
            _ if self.keeps_all => format!("{} (based on {NONE})", self.versioned()),
            [] => self.versioned(),
            columns => format!("{} ({NONE} for {})", self.versioned(), columns.join(", ")),
        }
    }

    /// What is done with columns that say who somebody is.
    pub fn people(&self) -> People {
        self.people
    }

    /// The country whose national numbers are meant where nothing else says so.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// What is done with each type, and with rules that need another action than their type.
    pub(super) fn actions(&self) -> impl Iterator<Item = (&String, Action)> {
        self.actions.iter().map(|(name, action)| (name, *action))
    }

    /// What it looks for and leaves by itself, for the record.
    pub(super) fn said(&self) -> &BTreeMap<String, String> {
        &self.said
    }

    /// What is done with a type.
    pub fn action_of(&self, name: &str) -> Action {
        self.actions.get(name).copied().unwrap_or(Action::Placeholder)
    }

    /// Whether anything is looked for.
    pub(super) fn seeks(&self) -> bool {
        self.own.is_any() || self.actions.values().any(|action| *action != Action::Keep)
    }

    /// What is done with a finding of this rule.
    pub(super) fn action(&self, rule: &Rule) -> Action {
        let of = |name: &str| self.actions.get(name).copied();
        of(rule.name).unwrap_or_else(|| self.action_of(rule.kind))
    }
}

/// Whether this is made of the characters of media types (RFC 6838, 4.2), a slash and stars.
fn is_media_type(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+/*".contains(&b))
}

/// A word that may stand in a record.
fn version_of(text: &str) -> Result<String, Flaw> {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if text.len() <= LONGEST_VERSION && text.chars().all(is_sign) {
        return Ok(text.to_owned());
    }
    let hint = format!("at most {LONGEST_VERSION} letters, digits, `.`, `-` and `_`");
    Err(Flaw::of("version", "is not a valid version", hint))
}

/// What a shipped policy does with a type.
fn shipped(policy: &str, one: &Type) -> Action {
    match (policy, one.class) {
        // Nobody may forge a pseudonym, and what a policy lists never stays, whatever else is kept.
        _ if matches!(one.name, kind::TOKEN | kind::DENIED) => Action::Placeholder,
        (NONE, _) => Action::Keep,
        ("secrets", class) if class != Class::Secret => Action::Keep,
        ("pci", class) if !matches!(class, Class::Pci | Class::Secret) => Action::Keep,
        ("pci", _) if one.name == kind::CREDIT_CARD => Action::LastFour,
        ("strict", _) if one.name == kind::UUID => Action::Placeholder,
        (_, Class::Plain) => Action::Keep,
        ("phi" | "strict", _) if one.name == kind::DATE_TIME => Action::Generalise,
        ("phi", _) if one.name == kind::DATE_OF_BIRTH => Action::Generalise,
        (_, _) if one.name == kind::DATE_TIME => Action::Keep,
        (_, _) if matches!(one.name, kind::CARD_CVV | kind::CARD_PIN | kind::CARD_TRACK) => Action::Remove,
        _ => Action::Placeholder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_policies_do_what_their_names_say() {
        let action = |policy: &str, kind: &str| Policy::shipped(policy).unwrap().actions[kind];
        for (policy, kind, wanted) in [
            ("standard", kind::US_SSN, Action::Placeholder),
            ("standard", kind::CARD_CVV, Action::Remove),
            ("standard", kind::ACCOUNT_ID, Action::Pseudonym),
            ("phi", kind::DATE_TIME, Action::Generalise),
            ("phi", kind::DATE_OF_BIRTH, Action::Generalise),
            ("strict", kind::DATE_TIME, Action::Generalise),
            ("strict", kind::DATE_OF_BIRTH, Action::Placeholder),
            ("pci", kind::CREDIT_CARD, Action::LastFour),
            ("pci", kind::US_SSN, Action::Keep),
            ("secrets", kind::SECRET, Action::Placeholder),
            ("secrets", kind::CREDIT_CARD, Action::Keep),
        ] {
            assert_eq!(action(policy, kind), wanted, "{policy} {kind}");
        }
        for policy in SHIPPED {
            assert_eq!((action(policy, kind::URL), action(policy, kind::TOKEN)), (Action::Keep, Action::Placeholder));
        }
        assert!(Policy::shipped("other").is_none());
        for (name, action) in ACTIONS {
            assert_eq!((Action::named(name), action.name()), (Some(action), name));
        }
    }

    fn based_on(base: &str) -> Wanted {
        Wanted { based_on: base.to_owned(), ..Wanted::default() }
    }

    fn wanted(name: &str, action: &str) -> Wanted {
        Wanted { actions: BTreeMap::from([(name.to_owned(), action.to_owned())]), ..based_on("standard") }
    }

    fn house(wanted: Wanted) -> Policy {
        Policy::made("house", &wanted).unwrap()
    }

    #[test]
    fn a_policy_of_ones_own_begins_with_another_one() {
        let policy = house(wanted("PHONE_NUMBER", "keep"));
        assert_eq!((policy.actions["PHONE_NUMBER"], policy.actions["US_SSN"]), (Action::Keep, Action::Placeholder));
        assert_eq!(house(wanted("email.address", "last_four")).actions["email"], Action::LastFour);
        let standard = Policy::shipped("standard").unwrap();
        assert_ne!(policy.fingerprint(), standard.fingerprint());
        assert_eq!(policy.region(), standard.region());
        assert_eq!(house(Wanted { region: "DE".to_owned(), ..based_on("standard") }).region(), "DE");
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_setting() {
        let skipping = |pattern: &str| Wanted { skipped: vec![pattern.to_owned()], ..based_on("standard") };
        for (wanted, setting) in [
            (based_on("house"), "based_on"),
            (wanted("PHONE", "keep"), "actions"),
            (wanted("PHONE_NUMBER", "hide"), "actions"),
            (Wanted { version: "two words".to_owned(), ..based_on("pci") }, "version"),
            (skipping(""), "skip_media_types"),
            (skipping("image/?"), "skip_media_types"),
            (skipping("image/[a-z]*"), "skip_media_types"),
            (skipping("a/b c/d"), "skip_media_types"),
        ] {
            assert_eq!(Policy::made("house", &wanted).unwrap_err().setting, setting, "{wanted:?}");
        }
    }

    fn with_columns<const N: usize>(columns: [(&str, &str); N]) -> Policy {
        let policy = |name: &str| Arc::new(Policy::shipped(name).unwrap());
        let columns = columns.map(|(column, name)| (column.to_owned(), policy(name)));
        Policy::shipped("standard").unwrap().with_columns(columns.into())
    }

    #[test]
    fn a_column_has_its_own_policy_before_its_relations() {
        let policy = with_columns([("wiki.page", "strict"), ("wiki.page.title", "none")]);
        let alone = with_columns([("wiki.page.title", "none")]);
        for (policy, relation, column, name) in [
            (&policy, "wiki.page", "title", "none"),
            (&policy, "wiki.page", "body", "strict"),
            (&policy, "wiki.space", "title", "standard"),
            (&alone, "wiki.page", "title", "none"),
            (&alone, "wiki.page", "body", "standard"),
        ] {
            assert_eq!(policy.of_column(relation, column).name(), name, "{relation}.{column}");
            assert_eq!(policy.names_column(relation, column), name != "standard", "{relation}.{column}");
        }
    }

    #[test]
    fn a_policy_states_its_version_and_that_it_keeps_everything() {
        let versioned = Wanted { version: "2026-11".to_owned(), ..based_on("pci") };
        for (policy, stated) in [
            (house(versioned), "house 2026-11"),
            (house(based_on("none")), "house (based on none)"),
            (house(based_on("pci")), "house"),
            (Policy::shipped("none").unwrap(), "none"),
            (with_columns([("wiki.page.title", "none")]), "standard (none for wiki.page.title)"),
        ] {
            assert_eq!(policy.stated(), stated);
        }
    }

    #[test]
    fn files_are_skipped_by_media_type() {
        let skipped = vec!["image/*".to_owned(), "application/zip".to_owned()];
        let policy = house(Wanted { stores: true, skipped, ..based_on("standard") });
        assert_eq!((policy.skipped().as_str(), policy.stores_files()), ("image/* application/zip", true));
        let none = house(based_on("standard"));
        assert_eq!((none.skipped().as_str(), none.stores_files()), ("*", false));
    }
}
