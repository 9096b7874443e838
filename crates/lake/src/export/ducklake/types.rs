//! The columns of a data file as DuckLake names them.

use crate::export::columns::NUMBER;
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use catchment_base::error::{Error, Result};
use serde_json::{Value, json};

/// The form of [`Column::row`].
pub const FORM: &str = r#"{"dataset": "varchar", "number": "bigint", "parent": "bigint", "place": "bigint", "name": "varchar", "type": "varchar", "is_nullable": "boolean", "comment": "varchar"}"#;

/// A column, or a field that is nested in one.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// Its number for life.
    pub number: i64,
    /// The number of what it is nested in.
    pub parent: Option<i64>,
    /// Its place among all of them, from 1.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// The word of its type.
    pub kind: String,
    /// Whether it may be null.
    pub is_nullable: bool,
}

impl Column {
    /// The row that says so; what is nested has no comment.
    pub fn row(&self, dataset: &str, comment: Option<String>) -> Value {
        json!({
            "dataset": dataset, "number": self.number, "parent": self.parent, "place": self.place, "name": self.name,
            "type": self.kind, "is_nullable": self.is_nullable, "comment": comment.filter(|_| self.parent.is_none()),
        })
    }
}

/// The columns of a schema, each before what is nested in it.
pub fn columns(schema: &Schema) -> Result<Vec<Column>> {
    let mut columns = Vec::new();
    schema.fields().iter().try_for_each(|field| take(field, field.name(), None, &mut columns))?;
    Ok(columns)
}

fn take(field: &Field, name: &str, parent: Option<i64>, columns: &mut Vec<Column>) -> Result<()> {
    let unfit =
        |what: &str| Error::failed(format!("the column {} {what}, which a DuckLake catalog requires", field.name()));
    let number = field.metadata().get(NUMBER).and_then(|number| number.parse().ok());
    let number = number.ok_or_else(|| unfit("has no number"))?;
    let kind = word(field.data_type()).ok_or_else(|| unfit("has no type that DuckLake knows"))?;
    let (place, is_nullable) = (columns.len() + 1, field.is_nullable());
    columns.push(Column { number, parent, place, name: name.to_owned(), kind, is_nullable });
    match field.data_type() {
        DataType::List(element) => take(element, "element", Some(number), columns),
        DataType::Struct(fields) => {
            fields.iter().try_for_each(|field| take(field, field.name(), Some(number), columns))
        }
        _ => Ok(()),
    }
}

/// The word of a type.
fn word(kind: &DataType) -> Option<String> {
    let word = match kind {
        DataType::Boolean => "boolean",
        DataType::Int8 => "int8",
        DataType::Int16 => "int16",
        DataType::Int32 => "int32",
        DataType::Int64 => "int64",
        DataType::UInt8 => "uint8",
        DataType::UInt16 => "uint16",
        DataType::UInt32 => "uint32",
        DataType::UInt64 => "uint64",
        DataType::Float32 => "float32",
        DataType::Float64 => "float64",
        DataType::Date32 => "date",
        DataType::Timestamp(TimeUnit::Microsecond, None) => "timestamp",
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => "timestamptz",
        DataType::Utf8 => "varchar",
        DataType::Binary => "blob",
        DataType::List(_) => "list",
        DataType::Struct(_) => "struct",
        DataType::Decimal128(precision, scale) => return Some(format!("decimal({precision},{scale})")),
        _ => return None,
    };
    Some(word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn numbered(number: i64, name: &str, kind: DataType) -> Field {
        Field::new(name, kind, true).with_metadata([(NUMBER.to_owned(), number.to_string())])
    }

    fn golden(kind: DataType) -> String {
        let columns = columns(&Schema::new(vec![numbered(1, "it", kind)])).unwrap();
        let shown = |column: &Column| match column.parent {
            Some(parent) => format!("{}<{parent} {} {}", column.number, column.name, column.kind),
            None => column.kind.clone(),
        };
        columns.iter().map(shown).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn every_type_has_the_word_that_the_specification_gives_it() {
        let time = |zone: Option<&str>| DataType::Timestamp(TimeUnit::Microsecond, zone.map(Arc::from));
        let fields = vec![numbered(2, "x", DataType::Int32), numbered(3, "y", DataType::Utf8)];
        let of_structs = DataType::List(Arc::new(numbered(4, "l", DataType::Struct(fields.clone().into()))));
        for (kind, expected) in [
            (DataType::Decimal128(10, 2), "decimal(10,2)"),
            (DataType::List(Arc::new(numbered(2, "item", DataType::Utf8))), "list; 2<1 element varchar"),
            (DataType::Struct(fields.into()), "struct; 2<1 x int32; 3<1 y varchar"),
            (of_structs, "list; 4<1 element struct; 2<4 x int32; 3<4 y varchar"),
            (time(None), "timestamp"),
            (time(Some("UTC")), "timestamptz"),
            (DataType::Binary, "blob"),
            (DataType::Boolean, "boolean"),
            (DataType::Int64, "int64"),
            (DataType::Utf8, "varchar"),
            (DataType::Int32, "int32"),
            (DataType::Date32, "date"),
            (DataType::Float64, "float64"),
        ] {
            assert_eq!(golden(kind), expected);
        }
        let unknown = Schema::new(vec![numbered(1, "it", DataType::Utf8View)]);
        assert!(columns(&unknown).unwrap_err().to_string().contains("no type that DuckLake knows"));
        let unnumbered = Schema::new(vec![Field::new("it", DataType::Utf8, true)]);
        assert!(columns(&unnumbered).unwrap_err().to_string().contains("no number"));
    }
}
