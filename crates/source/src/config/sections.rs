//! The parts of the file, and which settings may stand in them.

use super::dialect::Dialect;
use super::settings::{Literal, Setting, Shape, Title};
use super::table::{ANALYZER, ATTACHMENTS, CONNECTION, LAKE, REDACTION, TOP};

/// Where in the file a setting of the engine stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Before the first section header.
    Top,
    /// In `[lake]`.
    Lake,
    /// In `[attachments]`.
    Attachments,
    /// In each `[connections.NAME]`.
    Connection,
    /// In each `[redaction.NAME]`.
    Redaction,
    /// In each `[redaction.NAME.analyzer]`.
    Analyzer,
}

impl Section {
    /// All sections, in the order in which they are explained.
    pub const ALL: &[Section] = &[
        Section::Top,
        Section::Lake,
        Section::Attachments,
        Section::Connection,
        Section::Redaction,
        Section::Analyzer,
    ];

    /// The section as the file spells it.
    pub fn title(self) -> &'static str {
        match self {
            Section::Top => "the part before the first [section]",
            Section::Lake => "[lake]",
            Section::Attachments => "[attachments]",
            Section::Connection => "[connections.NAME]",
            Section::Redaction => "[redaction.NAME]",
            Section::Analyzer => "[redaction.NAME.analyzer]",
        }
    }

    /// The settings of this section, in the order of its table; of a connection those that each has.
    pub fn settings(self, dialects: &'static [&'static Dialect]) -> Vec<Setting> {
        match self {
            Section::Top => TOP.to_vec(),
            Section::Lake => LAKE.to_vec(),
            Section::Attachments => ATTACHMENTS.to_vec(),
            Section::Connection => CONNECTION.iter().map(|setting| with_sources(*setting, dialects)).collect(),
            Section::Redaction => REDACTION.to_vec(),
            Section::Analyzer => ANALYZER.to_vec(),
        }
    }
}

/// The setting `source` with the words that it takes.
fn with_sources(setting: Setting, dialects: &'static [&'static Dialect]) -> Setting {
    match (setting.shape, dialects.first()) {
        (Shape::Source(_), Some(first)) => {
            Setting { shape: Shape::Source(dialects), example: Literal::Text(first.source), ..setting }
        }
        _ => setting,
    }
}

/// How many of a connection's settings say which site it is; those of its source stand behind them.
const IDENTITY: usize = 2;

/// Every setting of a connection of one kind of source: the common ones and its own.
pub fn of_connection(dialects: &'static [&'static Dialect], dialect: &'static Dialect) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::new();
    let common = Section::Connection.settings(dialects);
    let is_common = |setting: &&Setting| common.iter().any(|other| other.name == setting.name);
    let closer = |setting: &Setting| {
        let own = dialect.settings.iter().find(|own| own.name == setting.name).copied();
        let own = own.unwrap_or(*setting);
        if let Shape::Source(_) = own.shape { Setting { example: Literal::Text(dialect.source), ..own } } else { own }
    };
    settings.extend(common.iter().take(IDENTITY).map(closer));
    settings.extend(dialect.settings.iter().filter(|setting| !is_common(setting)));
    settings.extend(common.iter().skip(IDENTITY).map(closer));
    settings
}

/// A part of the file as it is explained.
pub struct Part {
    /// What it is called, as the file spells it where it has a header.
    pub title: String,
    /// The source that it is about; nothing if it is the same for all.
    pub dialect: Option<&'static Dialect>,
    /// The section that it is; nothing if it is one of a source.
    pub section: Option<Section>,
    /// Its settings.
    pub settings: Vec<Setting>,
}

/// Every part of the file: the sections, behind those of a connection what each source adds, and what is inside of that.
pub fn parts(dialects: &'static [&'static Dialect]) -> Vec<Part> {
    let mut parts = Vec::new();
    for section in Section::ALL {
        let (title, settings) = (section.title().to_owned(), section.settings(dialects));
        parts.push(Part { title, dialect: None, section: Some(*section), settings });
        if *section == Section::Connection {
            parts.extend(dialects.iter().flat_map(|dialect| of_source(dialect)));
        }
    }
    parts
}

/// The settings of a source, and those of every table inside; tables of the same settings are one part.
fn of_source(dialect: &'static Dialect) -> Vec<Part> {
    let root = Title { path: "connections.NAME".to_owned(), is_list: false };
    let mut found: Vec<(Vec<Title>, &'static [Setting])> = vec![(vec![root], dialect.settings)];
    let mut at = 0;
    while let Some((titles, settings)) = found.get(at) {
        let below = titles.first().map(|title| title.path.clone()).unwrap_or_default();
        let inside: Vec<_> = settings.iter().filter_map(|setting| setting.shape.inside(&below, setting.name)).collect();
        for (settings, title) in inside {
            match found.iter_mut().find(|(_, known)| is_same(known, settings)) {
                Some((titles, _)) => titles.push(title),
                None => found.push((vec![title], settings)),
            }
        }
        at += 1;
    }
    let part = |(titles, settings): (Vec<Title>, &'static [Setting])| Part {
        title: titles.iter().map(Title::to_string).collect::<Vec<_>>().join(", "),
        dialect: Some(dialect),
        section: None,
        settings: settings.to_vec(),
    };
    found.into_iter().map(part).collect()
}

fn is_same(one: &[Setting], other: &[Setting]) -> bool {
    let pairs = || one.iter().zip(other);
    one.len() == other.len() && pairs().all(|(one, other)| one.name == other.name && one.doc == other.doc)
}
