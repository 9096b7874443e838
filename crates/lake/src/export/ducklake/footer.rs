//! The metadata of columns in the footer of a data file.

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::statistics::Statistics;
use arrow::datatypes::{DataType, Field, SchemaRef, TimeUnit};
use bytes::Bytes;
use catchment_base::error::{Error, Result};
use chrono::{DateTime, NaiveDate, TimeDelta};
use serde_json::{Value, json};

/// The form of [`Values::row`].
pub const FORM: &str = r#"{"dataset": "varchar", "file": "varchar", "number": "bigint", "bytes": "bigint", "value_count": "bigint", "null_count": "bigint", "min_value": "varchar", "max_value": "varchar"}"#;

/// A footer.
pub struct Footer {
    /// Its size.
    pub bytes: u32,
    /// The columns.
    pub schema: SchemaRef,
    /// What is known of the values of every column that is nested in none or has nothing nested in it.
    pub values: Vec<Values>,
}

/// What is known of the values of a column in a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Values {
    number: i32,
    bytes: i64,
    count: Option<i64>,
    nulls: Option<i64>,
    bounds: Option<(String, String)>,
}

impl Footer {
    /// The footer of a file, given by its content.
    pub fn of(dataset: &str, bytes: Bytes) -> Result<Self> {
        let unreadable = || Error::failed(format!("the footer of a file of {dataset} cannot be read"));
        let length =
            bytes.len().checked_sub(8).and_then(|at| bytes.get(at..at + 4)).and_then(|length| length.try_into().ok());
        let length = u32::from_le_bytes(length.ok_or_else(unreadable)?);
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|cause| unreadable().because(cause))?;
        let mut leaves = Vec::new();
        reader.schema().fields().iter().for_each(|field| leaves_of(field, &mut leaves));
        let groups = reader.metadata().row_groups();
        // Every file is one group of rows. Of several, the bounds would have to be compared by their types.
        let values = match groups {
            [group] => {
                group.columns().iter().zip(&leaves).filter_map(|(column, kind)| Values::of(column, kind)).collect()
            }
            _ => Vec::new(),
        };
        Ok(Self { bytes: length, schema: reader.schema().clone(), values })
    }
}

/// The types of what has nothing nested in it, in the order of a file's columns.
fn leaves_of(field: &Field, leaves: &mut Vec<DataType>) {
    match field.data_type() {
        DataType::List(element) => leaves_of(element, leaves),
        DataType::Struct(fields) => fields.iter().for_each(|field| leaves_of(field, leaves)),
        kind => leaves.push(kind.clone()),
    }
}

impl Values {
    fn of(column: &ColumnChunkMetaData, kind: &DataType) -> Option<Self> {
        let info = column.column_descr().self_type().get_basic_info();
        let nulls =
            column.statistics().and_then(Statistics::null_count_opt).and_then(|nulls| i64::try_from(nulls).ok());
        Some(Self {
            number: info.has_id().then(|| info.id())?,
            bytes: column.compressed_size(),
            count: nulls.map(|nulls| column.num_values() - nulls),
            nulls,
            bounds: column.statistics().and_then(|statistics| bounds(statistics, kind)),
        })
    }

    /// The row that says so.
    pub fn row(&self, dataset: &str, file: &str) -> Value {
        let (least, most) = self.bounds.as_ref().map(|(least, most)| (least, most)).unzip();
        json!({
            "dataset": dataset, "file": file, "number": self.number, "bytes": self.bytes, "value_count": self.count,
            "null_count": self.nulls, "min_value": least, "max_value": most,
        })
    }
}

/// The least and the greatest value as DuckLake writes them.
fn bounds(statistics: &Statistics, kind: &DataType) -> Option<(String, String)> {
    match statistics {
        Statistics::Boolean(of) => both(of.min_opt(), of.max_opt(), |value| Some(u8::from(*value).to_string())),
        Statistics::Int32(of) => both(of.min_opt(), of.max_opt(), |value| whole(i64::from(*value), kind)),
        Statistics::Int64(of) => both(of.min_opt(), of.max_opt(), |value| whole(*value, kind)),
        Statistics::Float(of) => both(of.min_opt(), of.max_opt(), |value| Some(value.to_string())),
        Statistics::Double(of) => both(of.min_opt(), of.max_opt(), |value| Some(value.to_string())),
        Statistics::ByteArray(of) => both(of.min_opt(), of.max_opt(), |value| bytes(value.data(), kind)),
        Statistics::FixedLenByteArray(of) => both(of.min_opt(), of.max_opt(), |value| bytes(value.data(), kind)),
        Statistics::Int96(_) => None,
    }
}

fn both<T>(least: Option<&T>, most: Option<&T>, text: impl Fn(&T) -> Option<String>) -> Option<(String, String)> {
    Some((text(least?)?, text(most?)?))
}

fn whole(value: i64, kind: &DataType) -> Option<String> {
    match kind {
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            let at = DateTime::from_timestamp_micros(value)?.format("%Y-%m-%d %H:%M:%S%.6f").to_string();
            Some(if zone.is_some() { at + "+00" } else { at })
        }
        DataType::Date32 => Some((NaiveDate::default() + TimeDelta::days(value)).to_string()),
        DataType::Decimal128(_, scale) => decimal(i128::from(value), *scale),
        // Their bits are those of a number with a sign.
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => None,
        _ => Some(value.to_string()),
    }
}

fn bytes(value: &[u8], kind: &DataType) -> Option<String> {
    match kind {
        DataType::Utf8 => std::str::from_utf8(value).ok().map(str::to_owned),
        DataType::Binary => Some(catchment_io::key::hex(value).to_uppercase()),
        DataType::Decimal128(_, scale) => {
            let sign = if value.first().is_some_and(|first| *first >= 0x80) { -1 } else { 0 };
            decimal(value.iter().fold(sign, |whole, byte| (whole << 8) | i128::from(*byte)), *scale)
        }
        _ => None,
    }
}

/// A decimal number from all its digits and how many of them stand behind the point.
fn decimal(digits: i128, scale: i8) -> Option<String> {
    let scale = usize::try_from(scale).ok()?;
    let text = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, part) = text.split_at(text.len() - scale);
    let sign = if digits < 0 { "-" } else { "" };
    Some(if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::columns::NUMBER;
    use ::parquet::arrow::ArrowWriter;
    use arrow::array::*;
    use arrow::datatypes::Schema;
    use std::sync::Arc;

    /// The footer of a column with these values.
    fn footer(values: ArrayRef) -> Footer {
        let metadata = [(NUMBER.to_owned(), "7".to_owned())];
        let field = Field::new("it", values.data_type().clone(), true).with_metadata(metadata);
        let rows = RecordBatch::try_new(Arc::new(Schema::new(vec![field])), vec![values]).unwrap();
        let mut file = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut file, rows.schema(), None).unwrap();
        writer.write(&rows).unwrap();
        writer.close().unwrap();
        Footer::of("thing", file.into()).unwrap()
    }

    fn bounds_of(values: impl Array + 'static) -> String {
        let footer = footer(Arc::new(values));
        let [value] = &footer.values[..] else { panic!("{:?}", footer.values) };
        assert_eq!((value.number, value.count, value.nulls), (7, Some(2), Some(1)));
        let (least, most) = value.bounds.clone().unwrap();
        format!("{least} {most}")
    }

    #[test]
    fn bounds_are_written_as_duckdb_writes_them() {
        assert_eq!(bounds_of(StringArray::from(vec![Some("b"), None, Some("a")])), "a b");
        assert_eq!(bounds_of(Int32Array::from(vec![Some(-5), None, Some(3)])), "-5 3");
        assert_eq!(bounds_of(Int64Array::from(vec![Some(1 << 40), None, Some(3)])), "3 1099511627776");
        assert_eq!(bounds_of(BooleanArray::from(vec![Some(true), None, Some(false)])), "0 1");
        assert_eq!(bounds_of(BinaryArray::from(vec![Some(&b"ab\x00\xff"[..]), None, Some(&b"b"[..])])), "616200FF 62");
        assert_eq!(bounds_of(Float64Array::from(vec![Some(1.5), None, Some(-2.25)])), "-2.25 1.5");
        assert_eq!(bounds_of(Date32Array::from(vec![Some(20_120), None, Some(0)])), "1970-01-01 2025-02-01");
        let decimals = |precision| {
            let digits = Decimal128Array::from(vec![Some(-150), None, Some(5)]);
            bounds_of(digits.with_precision_and_scale(precision, 2).unwrap())
        };
        assert_eq!([decimals(9), decimals(18), decimals(38)], ["-1.50 0.05"; 3]);
        let times = TimestampMicrosecondArray::from(vec![Some(1_735_689_600_123_456), None, Some(0)]);
        assert_eq!(bounds_of(times.clone()), "1970-01-01 00:00:00.000000 2025-01-01 00:00:00.123456");
        let zoned = bounds_of(times.with_timezone("UTC"));
        assert_eq!(zoned, "1970-01-01 00:00:00.000000+00 2025-01-01 00:00:00.123456+00");
    }

    #[test]
    fn its_own_size_is_that_of_the_file_without_the_data() {
        let footer = footer(Arc::new(Int32Array::from(vec![1, 2, 3])));
        assert!(footer.bytes > 100 && footer.bytes < 1000, "{}", footer.bytes);
        assert!(Footer::of("thing", Bytes::from_static(b"PAR1")).is_err());
    }
}
