//! What a model's header says about changes: which base columns carry a mart's key, which are looked up, and which relations
//! have all of it built anew.

use std::fmt;

/// A column of a base relation, as `confluence.page.page_id`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaseColumn {
    /// Schema and name of the relation.
    pub relation: String,
    /// The column.
    pub column: String,
}

impl BaseColumn {
    /// Reads `schema.relation.column`; nothing where it is not of this form.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split('.').collect();
        let named = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match parts[..] {
            [schema, name, column] if parts.iter().all(named) => {
                Some(Self { relation: format!("{schema}.{name}"), column: column.to_owned() })
            }
            _ => None,
        }
    }
}

impl fmt::Display for BaseColumn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.relation, self.column)
    }
}

/// `each page_id via confluence.page.page_id, …`: the rows of some keys can be built alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Each {
    /// The mart's key.
    pub key: String,
    /// The columns of base relations that hold it.
    pub via: Vec<BaseColumn>,
}

impl Each {
    /// Reads what follows the word `each`.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, via) = text.split_once(" via ")?;
        let via: Vec<BaseColumn> = via.split(',').map(BaseColumn::parse).collect::<Option<_>>()?;
        Some(Self { key: key.trim().to_owned(), via })
    }

    /// The column of this relation that holds the key.
    pub fn column_of(&self, relation: &str) -> Option<&str> {
        self.via.iter().find(|via| via.relation == relation).map(|via| via.column.as_str())
    }
}

/// `look confluence.space.space_id through confluence.page.space_id`: a relation that is read whole. A changed
/// value of its column touches the keys of the rows that hold this value in the other column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The column of the relation that is looked up.
    pub at: BaseColumn,
    /// The column of a relation of `via` that names its rows.
    pub through: BaseColumn,
}

impl Look {
    /// Reads what follows the word `look`.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, through) = text.split_once(" through ")?;
        Some(Self { at: BaseColumn::parse(at)?, through: BaseColumn::parse(through)? })
    }
}

/// The relation of `look sync.identity`, which is read whole and names no rows: after a change of it any row of the mart may be
/// another one. Nothing where this is not a schema with a name.
pub fn whole(text: &str) -> Option<String> {
    let column = BaseColumn::parse(&format!("{}.any", text.trim()))?;
    Some(column.relation)
}

/// `needs attachment attachment_count, …`: what exists only while a content type is configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The streams of which one has to be asked for.
    pub streams: Vec<String>,
    /// The columns that need it; none: the whole model does.
    pub columns: Vec<String>,
}

impl Need {
    /// Reads what follows the word `needs`.
    pub fn parse(text: &str) -> Option<Self> {
        let (streams, columns) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let columns = columns.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let streams: Vec<String> = streams.split('|').map(str::to_owned).collect();
        streams.iter().all(|stream| !stream.is_empty()).then_some(Self { streams, columns })
    }

    /// Whether these streams have what it takes.
    pub fn is_met(&self, wanted: &[String]) -> bool {
        self.streams.iter().any(|stream| wanted.contains(stream))
    }
}
