//! The same functions as SQL calls them.

use super::Outcome;
use super::speed::Corpus;
use arrow::array::{Array, RecordBatch, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema};
use catchment_base::error::Result;
use catchment_lake::db::{Db, TextFunction, Texts};
use catchment_redact::{Format, Redactor, Tally};
use std::sync::Arc;

/// A function that redacts texts of one format.
struct Function {
    redactor: Redactor,
    format: Format,
}

impl TextFunction for Function {
    fn map(&self, texts: &Texts<'_>) -> Result<StringArray> {
        let mut tally = Tally::new();
        let mut out = StringBuilder::with_capacity(texts.values.len(), texts.values.value_data().len());
        for text in texts.values {
            out.append_option(text.map(|text| self.redactor.redact(text, self.format, &mut tally)));
        }
        Ok(out.finish())
    }
}

/// Documents in a table of a database in memory, with one thread.
pub(super) struct Table(Db);

impl Table {
    /// A table of these documents.
    pub(super) fn of(corpus: &Corpus, redactor: Redactor) -> Outcome<Self> {
        let db = Db::scratch()?;
        db.register("redacted", Arc::new(Function { redactor, format: corpus.format }))?;
        db.execute_batch("create temporary table document (body varchar)")?;
        let schema = Schema::new(vec![Field::new("body", DataType::Utf8, true)]);
        let bodies: StringArray = corpus.documents.iter().map(Some).collect();
        db.append("document", RecordBatch::try_new(Arc::new(schema), vec![Arc::new(bodies)])?)?;
        Ok(Self(db))
    }

    /// Redacts all documents; the bytes that came out.
    pub(super) fn redact(&self) -> Outcome<usize> {
        let bytes: i64 =
            self.0.query_value("select sum(strlen(redacted(encode(body), ''::blob)))::bigint from document", [])?;
        Ok(usize::try_from(bytes)?)
    }
}
