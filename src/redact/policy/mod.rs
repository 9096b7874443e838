//! Policies: what is done with each type, what is left alone, and what else is looked for.
//!
//! A policy is a table from types to actions, and from rules to actions where a rule needs another one than its
//! type. What is kept is not looked for where text is redacted; reports look for everything.

mod own;

use super::analyzer::Analyzer;
use super::book;
use super::finding::Rule;
use super::kind::{self, Class, TYPES, Type};
use own::Own;
use std::collections::BTreeMap;
use std::sync::Arc;

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
        let base = Self::shipped(&wanted.based_on).ok_or_else(|| Flaw {
            setting: "based_on",
            what: "is no policy that is built in".to_owned(),
            hint: format!("there are: {}", SHIPPED.join(", ")),
        })?;
        let version = version_of(&wanted.version)?;
        let mut policy = Self { name: name.to_owned(), version, made_from: format!("{wanted:?}"), ..base };
        policy.people = People::named(&wanted.people).unwrap_or(policy.people);
        if !wanted.region.is_empty() {
            policy.region.clone_from(&wanted.region);
        }
        policy.treat_people();
        policy.own = Own::made(wanted)?;
        for (name, action) in &wanted.actions {
            let action = Action::named(action).ok_or_else(|| unknown_action(name))?;
            if kind::named(name).is_some() || policy.own.names(name) {
                policy.actions.insert(name.clone(), action);
                continue;
            }
            // A rule, perhaps by a name that it had before.
            let rules: Vec<&str> = book::called(name).map(|rule| rule.name).collect();
            if rules.is_empty() {
                return Err(unknown_type(name));
            }
            policy.actions.extend(rules.into_iter().map(|rule| (rule.to_owned(), action)));
        }
        if let Some(other) = wanted.skipped.iter().find(|pattern| !is_media_type(pattern)) {
            return Err(Flaw {
                setting: "skip_media_types",
                what: format!("holds {other:?}, which is no media type"),
                hint: "a type as application/zip; `*` stands for any characters, as in image/*".to_owned(),
            });
        }
        (policy.stores, policy.skipped) = (wanted.stores, wanted.skipped.clone());
        Ok(policy)
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
        let own = self.columns.get(&format!("{relation}.{column}")).or_else(|| self.columns.get(relation));
        own.map_or(self, |policy| policy)
    }

    /// Whether it says something of its own of this column.
    pub fn names_column(&self, relation: &str, column: &str) -> bool {
        self.columns.contains_key(&format!("{relation}.{column}")) || self.columns.contains_key(relation)
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

    /// The analyzers of the policy and of those of its columns, each once.
    pub fn analyzers(&self) -> Vec<&Analyzer> {
        let mut all: Vec<&Analyzer> = Vec::new();
        for policy in std::iter::once(self).chain(self.columns.values().map(Arc::as_ref)) {
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
    Err(Flaw {
        setting: "version",
        what: "is no word for a version".to_owned(),
        hint: format!("at most {LONGEST_VERSION} letters, digits, `.`, `-` and `_`"),
    })
}

fn unknown_action(name: &str) -> Flaw {
    let actions = ACTIONS.map(|(name, _)| name).join(", ");
    Flaw {
        setting: "actions",
        what: format!("says of {name} what is no action"),
        hint: format!("there are: {actions}"),
    }
}

fn unknown_type(name: &str) -> Flaw {
    Flaw {
        setting: "actions",
        what: format!("names {name}, which is neither a type nor a rule"),
        hint: "'catchment redact types' lists them".to_owned(),
    }
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
        ("phi" | "strict", _) if matches!(one.name, kind::DATE_TIME | kind::DATE_OF_BIRTH) => Action::Generalise,
        (_, _) if one.name == kind::DATE_TIME => Action::Keep,
        (_, _) if matches!(one.name, kind::CARD_CVV | kind::CARD_PIN | kind::CARD_TRACK) => Action::Remove,
        _ => Action::Placeholder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(policy: &str, kind: &'static str) -> Action {
        Policy::shipped(policy).unwrap().actions[kind]
    }

    #[test]
    fn shipped_policies_do_what_their_names_say() {
        assert_eq!(action("standard", kind::US_SSN), Action::Placeholder);
        assert_eq!(action("standard", kind::CARD_CVV), Action::Remove);
        assert_eq!(action("standard", kind::ACCOUNT_ID), Action::Pseudonym);
        assert_eq!(action("phi", kind::DATE_TIME), Action::Generalise);
        assert_eq!((action("pci", kind::CREDIT_CARD), action("pci", kind::US_SSN)), (Action::LastFour, Action::Keep));
        assert_eq!(
            (action("secrets", kind::SECRET), action("secrets", kind::CREDIT_CARD)),
            (Action::Placeholder, Action::Keep)
        );
        for policy in SHIPPED {
            assert_eq!(action(policy, kind::URL), Action::Keep, "{policy}");
            assert_eq!(action(policy, kind::TOKEN), Action::Placeholder, "{policy}");
        }
        assert!(Policy::shipped("other").is_none());
    }

    fn wanted(name: &str, action: &str) -> Wanted {
        let actions = BTreeMap::from([(name.to_owned(), action.to_owned())]);
        Wanted { based_on: "standard".to_owned(), actions, ..Wanted::default() }
    }

    #[test]
    fn a_policy_of_ones_own_begins_with_another_one() {
        let policy = Policy::made("house", &wanted("PHONE_NUMBER", "keep")).unwrap();
        assert_eq!(policy.actions["PHONE_NUMBER"], Action::Keep);
        assert_eq!(policy.actions["US_SSN"], Action::Placeholder);
        assert!(Policy::made("house", &wanted("email.address", "last_four")).is_ok());
        assert_eq!(Policy::made("house", &wanted("PHONE", "keep")).unwrap_err().setting, "actions");
        assert_eq!(Policy::made("house", &wanted("PHONE_NUMBER", "hide")).unwrap_err().setting, "actions");
        assert_ne!(policy.fingerprint(), Policy::shipped("standard").unwrap().fingerprint());
        let of_region = |region: &str| Wanted { region: region.to_owned(), ..wanted("PHONE_NUMBER", "keep") };
        assert_eq!(Policy::made("house", &of_region("DE")).unwrap().region(), "DE");
        assert_eq!(policy.region(), Policy::shipped("standard").unwrap().region());
    }

    #[test]
    fn a_column_has_its_own_policy_before_its_relations() {
        let none = || Arc::new(Policy::shipped("none").unwrap());
        let strict = || Arc::new(Policy::shipped("strict").unwrap());
        let columns = BTreeMap::from([("wiki.page".to_owned(), strict()), ("wiki.page.title".to_owned(), none())]);
        let policy = Policy::shipped("standard").unwrap().with_columns(columns);
        let named = |relation, column| policy.of_column(relation, column).name().to_owned();
        assert_eq!((named("wiki.page", "title"), named("wiki.page", "body")), ("none".into(), "strict".into()));
        assert_eq!(named("wiki.space", "name"), "standard");
        assert!(policy.names_column("wiki.page", "title") && policy.names_column("wiki.page", "body"));
        assert!(!policy.names_column("wiki.space", "name") && !policy.names_column("wiki.space", "title"));
        let alone = BTreeMap::from([("wiki.page.title".to_owned(), none())]);
        let policy = Policy::shipped("standard").unwrap().with_columns(alone);
        assert!(policy.names_column("wiki.page", "title") && !policy.names_column("wiki.page", "body"));
    }

    #[test]
    fn a_policy_states_that_it_keeps_everything() {
        let based_on = |base: &str| Wanted { based_on: base.to_owned(), ..Wanted::default() };
        let stated = |base: &str| Policy::made("house", &based_on(base)).unwrap().stated();
        let versioned = |version: &str| {
            Policy::made("house", &Wanted { version: version.to_owned(), ..based_on("pci") })
                .map(|policy| policy.stated())
        };
        assert_eq!(versioned("2026-11").unwrap(), "house 2026-11");
        assert_eq!(versioned("two words").unwrap_err().setting, "version");
        assert_eq!((stated("none").as_str(), stated("pci").as_str()), ("house (based on none)", "house"));
        assert_eq!(Policy::shipped("none").unwrap().stated(), "none");
        let columns = BTreeMap::from([("wiki.page.title".to_owned(), Arc::new(Policy::shipped("none").unwrap()))]);
        let standard = Policy::shipped("standard").unwrap().with_columns(columns);
        assert_eq!(standard.stated(), "standard (none for wiki.page.title)");
    }

    #[test]
    fn files_are_skipped_by_media_type() {
        let skipped = vec!["image/*".to_owned(), "application/zip".to_owned()];
        let policy =
            Policy::made("house", &Wanted { based_on: "standard".into(), stores: true, skipped, ..Wanted::default() })
                .unwrap();
        assert_eq!((policy.skipped().as_str(), policy.stores_files()), ("image/* application/zip", true));
        for odd in ["", "image/?", "image/[a-z]*", "a/b c/d"] {
            let wanted = Wanted { based_on: "standard".into(), skipped: vec![odd.to_owned()], ..Wanted::default() };
            assert!(Policy::made("house", &wanted).is_err_and(|flaw| flaw.setting == "skip_media_types"), "{odd}");
        }
        let none = Policy::made("house", &Wanted { based_on: "standard".into(), ..Wanted::default() }).unwrap();
        assert_eq!((none.skipped().as_str(), none.stores_files()), ("*", false));
    }

    #[test]
    fn actions_are_known_by_their_names() {
        for (name, action) in ACTIONS {
            assert_eq!((Action::named(name), action.name()), (Some(action), name));
        }
    }
}
