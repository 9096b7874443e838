//! Tables and their fields, with inheritance: a table has the fields of its parents, and shows the rows of its
//! children.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// A field, as a row of `sys_dictionary` tells it.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// `element`.
    pub(super) name: Cow<'static, str>,
    /// `internal_type`.
    pub(super) kind: Cow<'static, str>,
    /// The table that it refers to; empty for none.
    pub(super) reference: &'static str,
    pub(super) max_length: u32,
    pub(super) is_mandatory: bool,
    /// Whether its value stands for the row where another one refers to it.
    pub(super) is_display: bool,
}

/// Where the deletions of rows are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audit {
    /// In `sys_audit_delete` and `sys_audit`; changes of fields in `sys_audit`.
    Full,
    /// In `sys_audit` alone.
    Deletions,
    /// Nowhere: its dictionary says `no_audit_delete`.
    Nothing,
}

/// A table, as a row of `sys_db_object` tells it.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// The table that it extends; empty for none.
    pub(super) parent: &'static str,
    pub(super) audit: Audit,
    /// Its own fields, those of its parents left out.
    pub(super) fields: Vec<Field>,
}

/// A field of this type.
pub(super) fn of(name: &'static str, kind: &'static str) -> Field {
    let (name, kind) = (Cow::Borrowed(name), Cow::Borrowed(kind));
    Field { name, kind, reference: "", max_length: 40, is_mandatory: false, is_display: false }
}

/// A text of at most so many characters.
pub(super) fn text(name: &'static str, max_length: u32) -> Field {
    Field { max_length, ..of(name, "string") }
}

/// A reference to a row of a table.
pub(super) fn refers(name: &'static str, reference: &'static str) -> Field {
    Field { reference, max_length: 32, ..of(name, "reference") }
}

impl Field {
    pub(super) fn display(self) -> Self {
        Self { is_display: true, ..self }
    }

    pub(super) fn mandatory(self) -> Self {
        Self { is_mandatory: true, ..self }
    }

    /// Whether it holds the number of one row of another table.
    pub(super) fn is_reference(&self) -> bool {
        !self.reference.is_empty() && self.kind != "glide_list"
    }

    /// Whether it holds a point in time.
    pub(super) fn is_time(&self) -> bool {
        self.kind == "glide_date_time" || self.kind == "due_date"
    }

    /// Whether its entries are rows of `sys_journal_field`.
    pub(super) fn is_journal(&self) -> bool {
        self.kind.starts_with("journal")
    }
}

/// All tables there are.
#[derive(Debug)]
pub(super) struct Schema {
    tables: BTreeMap<&'static str, Table>,
}

impl Schema {
    pub(super) fn new(tables: Vec<Table>) -> Self {
        Self { tables: tables.into_iter().map(|table| (table.name, table)).collect() }
    }

    pub(super) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }

    pub(super) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(name)
    }

    pub(super) fn table_to_change(&mut self, name: &str) -> Option<&mut Table> {
        self.tables.get_mut(name)
    }

    /// The table and its parents, itself first; nothing where there is none of this name.
    pub(super) fn line(&self, name: &str) -> impl Iterator<Item = &Table> {
        std::iter::successors(self.table(name), |table| self.table(table.parent))
    }

    /// The fields of a table, those of its parents among them.
    pub(super) fn fields(&self, table: &str) -> impl Iterator<Item = &Field> {
        self.line(table).flat_map(|table| &table.fields)
    }

    /// A field of a table or of its parents.
    pub(super) fn field(&self, table: &str, name: &str) -> Option<&Field> {
        self.fields(table).find(|field| field.name == name)
    }

    /// The table and all that extend it.
    pub(super) fn classes<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'static str> + 's {
        self.tables.keys().copied().filter(move |class| self.line(class).any(|table| table.name == name))
    }

    /// The field whose value stands for a row of this table.
    pub(super) fn display(&self, table: &str) -> Option<&Field> {
        self.fields(table).find(|field| field.is_display)
    }
}
