//! Columns as they are published: numbered for life, never null where the model says so, and times are instants.
//!
//! Inside the database a time is a `timestamp` that is meant in UTC. DuckDB gives an instant only to who has ICU, and
//! compares the two by the reader's own zone; so the zone is written where rows leave, into the schema of the file, and
//! taken off where they come back. The bytes of the values are the same.

use ::parquet::arrow::PARQUET_FIELD_ID_META_KEY;
use arrow::array::{Array, ArrayRef, AsArray, ListArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit, TimestampMicrosecondType};
use catchment_base::error::{Error, Result};
use std::sync::Arc;

/// What the metadata of a field calls its number.
pub const NUMBER: &str = PARQUET_FIELD_ID_META_KEY;
/// The zone that times are published in.
const ZONE: &str = "UTC";

/// The field of a published file for a column of a relation: its numbers, its own first and then those of what is nested
/// in it, and whether it is never null.
pub fn published(found: &Field, numbers: &[i32], required: bool) -> Result<Field> {
    let mut left = numbers.iter();
    let field = numbered(&zoned(found), &mut left).filter(|_| left.next().is_none());
    let field = field.ok_or_else(|| {
        Error::failed(format!("the column {} has {} numbers, which do not fit its type", found.name(), numbers.len()))
            .hint("its line in the model's header gives one number for it and one for each field nested in it")
    })?;
    Ok(field.with_nullable(!required))
}

/// A field with the next number of these, and what is nested in it with the ones behind; nothing where one is missing.
fn numbered<'n>(field: &Field, numbers: &mut impl Iterator<Item = &'n i32>) -> Option<Field> {
    let mut metadata = field.metadata().clone();
    metadata.insert(NUMBER.to_owned(), numbers.next()?.to_string());
    let data_type = match field.data_type() {
        DataType::List(element) => DataType::List(Arc::new(numbered(element, numbers)?)),
        other => other.clone(),
    };
    Some(field.clone().with_data_type(data_type).with_metadata(metadata))
}

/// A field whose times, also those inside of lists, are instants.
fn zoned(field: &Field) -> Field {
    field.clone().with_data_type(in_zone(field.data_type(), Some(ZONE)))
}

fn in_zone(found: &DataType, zone: Option<&str>) -> DataType {
    match found {
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            DataType::Timestamp(TimeUnit::Microsecond, zone.map(Arc::from))
        }
        DataType::List(element) => {
            let inner = in_zone(element.data_type(), zone);
            DataType::List(Arc::new(element.as_ref().clone().with_data_type(inner)))
        }
        other => other.clone(),
    }
}

/// A batch of a relation as one of its published schema. A value that is missing where it is required is an error.
pub fn publish(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| retyped(column, field.data_type()));
    let columns = columns.collect::<Result<Vec<_>>>()?;
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(unfit)
}

/// A batch of a published file as a relation holds it.
pub fn stored(batch: &RecordBatch) -> Result<RecordBatch> {
    let schema = batch.schema();
    let plain = |field: &Arc<Field>| field.as_ref().clone().with_data_type(in_zone(field.data_type(), None));
    publish(batch, &Arc::new(Schema::new(schema.fields().iter().map(plain).collect::<Vec<_>>())))
}

/// The same values under a type that differs only in time zones and in the fields of list elements.
fn retyped(column: &ArrayRef, wanted: &DataType) -> Result<ArrayRef> {
    match wanted {
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            let times = column.as_primitive_opt::<TimestampMicrosecondType>().ok_or_else(|| unfit("no times"))?;
            Ok(Arc::new(times.clone().with_timezone_opt(zone.clone())))
        }
        DataType::List(element) => {
            let lists = column.as_list_opt::<i32>().ok_or_else(|| unfit("no lists"))?;
            let values = retyped(lists.values(), element.data_type())?;
            let (element, offsets, nulls) = (Arc::clone(element), lists.offsets().clone(), lists.nulls().cloned());
            Ok(Arc::new(ListArray::try_new(element, offsets, values, nulls).map_err(unfit)?))
        }
        _ => Ok(Arc::clone(column)),
    }
}

fn unfit(cause: impl std::fmt::Display) -> Error {
    Error::failed("rows do not have the form they are published in").because(cause.to_string())
}
