//! Data files: written, synced, read back and compared before anything points at them.

use super::lake::Shelf;
use super::plan::DataFile;
use super::{Dataset, columns as column};
use crate::db::{Db, identifier, literal};
use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::SortingColumn;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Schema, SchemaRef};
use bytes::Bytes;
use catchment_base::error::{Error, Result, printable};
use catchment_base::failpoint;
use catchment_io::key::sha256;
use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::Arc;

/// Bytes of rows, as text, that are sorted and held at once.
const BYTES_AT_ONCE: u64 = 8 << 20;
/// Rows of a written file that are read back at once.
const COMPARED_AT_ONCE: usize = 256;
const ZSTD: i32 = 1;
const NAME_DIGITS: usize = 32;

/// The Arrow schema of a dataset's files: every field with its class, its comment and its numbers.
pub fn schema(db: &Db, dataset: &Dataset) -> Result<SchemaRef> {
    let found = db.schema_of(&format!("{} limit 0", select(dataset)))?;
    let fields = found.fields().iter().zip(&dataset.fields).map(|(field, described)| {
        let told = [("class", &described.class), ("comment", &described.comment)];
        let told = told.map(|(name, value)| (name.to_owned(), value.clone()));
        let field = field.as_ref().clone().with_metadata(HashMap::from(told));
        column::published(&field, &described.numbers, described.required)
    });
    let fields = fields.collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Schema::new(fields)))
}

/// Where the files of a dataset go, and what is called with each before it is written.
pub struct Place<'a> {
    /// Their place in the lake.
    pub shelf: Shelf<'a>,
    /// Notes a file whose content is known.
    pub note: &'a dyn Fn(&DataFile) -> Result<()>,
}

/// Writes the files of a plan that are not there yet into their place and completes their entries.
pub fn write(db: &Db, dataset: &Dataset, schema: &SchemaRef, to: &Place<'_>, files: &mut [DataFile]) -> Result<()> {
    let mut begin = 0;
    while begin < files.len() {
        if files[begin].is_written() {
            begin += 1;
            continue;
        }
        let end = group_end(files, begin);
        write_group(db, dataset, schema, to, &mut files[begin..end])?;
        begin = end;
    }
    Ok(())
}

/// Neighbouring files that are written from one sorted read.
fn group_end(files: &[DataFile], begin: usize) -> usize {
    let mut bytes = files[begin].bytes;
    let mut end = begin + 1;
    while end < files.len() && !files[end].is_written() && bytes + files[end].bytes <= BYTES_AT_ONCE {
        bytes += files[end].bytes;
        end += 1;
    }
    end
}

fn write_group(db: &Db, dataset: &Dataset, schema: &SchemaRef, to: &Place<'_>, files: &mut [DataFile]) -> Result<()> {
    let key = identifier(&dataset.key);
    let from = files[0].key_from.as_ref().map_or("true".to_owned(), |from| format!("{key} >= {}", literal(from)));
    let until =
        files[files.len() - 1].key_to.as_ref().map_or("true".to_owned(), |to| format!("{key} < {}", literal(to)));
    let within = dataset.within.iter().map(|column| format!(", {}", identifier(column))).collect::<String>();
    let sql = format!("{} where {from} and {until} order by {key}{within}", select(dataset));
    let mut waiting: VecDeque<RecordBatch> = VecDeque::new();
    let mut rows = 0;
    let mut at = 0;
    db.stream(&sql, [], |batch| {
        rows += batch.num_rows() as u64;
        waiting.push_back(column::publish(&batch, schema)?);
        while at < files.len() && files[at].rows > 0 && rows >= files[at].rows {
            let whole = take(schema, &mut waiting, files[at].rows)?;
            rows -= files[at].rows;
            write_file(dataset, to, &whole, &mut files[at])?;
            at += 1;
        }
        Ok(())
    })?;
    if at < files.len() && files[at].rows == 0 {
        write_file(dataset, to, &RecordBatch::new_empty(Arc::clone(schema)), &mut files[at])?;
        at += 1;
    }
    if rows > 0 || at < files.len() {
        return Err(unexpected(dataset));
    }
    Ok(())
}

fn unexpected(dataset: &Dataset) -> Error {
    Error::failed(format!("the rows of {} changed while they were exported", dataset.name))
        .hint("nothing was published; run the command again")
}

/// Takes the first `rows` rows out of the waiting batches, as one: what is behind them is not copied.
fn take(schema: &SchemaRef, waiting: &mut VecDeque<RecordBatch>, rows: u64) -> Result<RecordBatch> {
    let mut left = usize::try_from(rows).unwrap_or(usize::MAX);
    let mut taken = Vec::new();
    while left > 0
        && let Some(batch) = waiting.pop_front()
    {
        let some = batch.num_rows().min(left);
        if some < batch.num_rows() {
            waiting.push_front(batch.slice(some, batch.num_rows() - some));
        }
        taken.push(batch.slice(0, some));
        left -= some;
    }
    match taken.as_slice() {
        [one] => Ok(one.clone()),
        several => {
            concat_batches(schema, several).map_err(|cause| Error::failed("joining batches failed").because(cause))
        }
    }
}

fn write_file(dataset: &Dataset, to: &Place<'_>, rows: &RecordBatch, file: &mut DataFile) -> Result<()> {
    let bytes = Bytes::from(encode(dataset, rows)?);
    file.sha256 = sha256(&bytes);
    file.file = format!("{}.parquet", &file.sha256[..NAME_DIGITS]);
    file.bytes = bytes.len() as u64;
    (to.note)(file)?;
    failpoint::pass("export.before_file");
    to.shelf.put(&file.file, bytes)?;
    failpoint::pass("export.after_file");
    compare(&to.shelf, &file.file, rows)
}

fn encode(dataset: &Dataset, rows: &RecordBatch) -> Result<Vec<u8>> {
    let failed = |cause: ::parquet::errors::ParquetError| {
        Error::failed(format!("encoding {} failed", dataset.name)).because(cause)
    };
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, rows.schema(), Some(properties(dataset)?)).map_err(failed)?;
    writer.write(rows).map_err(failed)?;
    writer.close().map_err(failed)?;
    Ok(bytes)
}

/// How every file is packed.
fn packed() -> Result<WriterPropertiesBuilder> {
    let level =
        ZstdLevel::try_new(ZSTD).map_err(|cause| Error::failed("setting up compression failed").because(cause))?;
    let builder = WriterProperties::builder().set_compression(Compression::ZSTD(level));
    Ok(builder.set_statistics_enabled(EnabledStatistics::Chunk))
}

fn properties(dataset: &Dataset) -> Result<WriterProperties> {
    let key = dataset.fields.iter().position(|field| field.name == dataset.key).unwrap_or(0);
    let sorted = SortingColumn { column_idx: i32::try_from(key).unwrap_or(0), descending: false, nulls_first: false };
    let bodies = dataset.fields.iter().filter(|field| field.is_body);
    let builder = packed()?.set_sorting_columns(Some(vec![sorted]));
    // Bodies do not repeat and nobody filters by their range: a dictionary and statistics cost time for nothing.
    let builder = bodies.fold(builder, |builder, field| {
        let column = ::parquet::schema::types::ColumnPath::from(field.name.as_str());
        builder
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_statistics_enabled(column, EnabledStatistics::None)
    });
    Ok(builder.build())
}

/// Reads a written file from the lake and compares it with the rows it was made of, some at once.
fn compare(shelf: &Shelf<'_>, name: &str, rows: &RecordBatch) -> Result<()> {
    let damaged = || {
        Error::failed(format!("the file {} does not contain what was written to it", shelf.address(name)))
            .hint("check the disk of the lake; nothing was published")
    };
    let reader = ParquetRecordBatchReaderBuilder::try_new(shelf.read(name)?);
    let reader = reader.and_then(|reader| reader.with_batch_size(COMPARED_AT_ONCE).build());
    let mut at = 0;
    for read in reader.map_err(|cause| damaged().because(cause))? {
        let read = read.map_err(|cause| damaged().because(cause))?;
        let count = read.num_rows();
        if at + count > rows.num_rows() || read.columns() != rows.slice(at, count).columns() {
            return Err(damaged());
        }
        at += count;
    }
    if at == rows.num_rows() { Ok(()) } else { Err(damaged()) }
}

/// Hands over the rows of a data file, given by its content, as a relation holds them.
pub fn rows(dataset: &str, bytes: Bytes, take: &mut dyn FnMut(RecordBatch) -> Result<()>) -> Result<()> {
    let failed = || Error::failed(format!("reading a file of {dataset} failed"));
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes);
    let reader = reader.and_then(ParquetRecordBatchReaderBuilder::build).map_err(|cause| failed().because(cause))?;
    for batch in reader {
        take(column::stored(&batch.map_err(|cause| failed().because(cause))?)?)?;
    }
    Ok(())
}

/// The columns of a dataset, for a `select`.
pub fn columns(dataset: &Dataset) -> String {
    dataset.fields.iter().map(|field| identifier(&field.name)).collect::<Vec<_>>().join(", ")
}

fn select(dataset: &Dataset) -> String {
    format!("select {} from {}", columns(dataset), dataset.relation)
}

/// The answer to a question as one Parquet file, with the types that its columns have.
pub struct Answer<W: Write + Send> {
    writer: ArrowWriter<W>,
    rows: u64,
}

impl<W: Write + Send> Answer<W> {
    /// Begins the file. A type that Parquet does not have is refused.
    pub fn begin(out: W, schema: &SchemaRef) -> Result<Self> {
        refuse_without_type(schema)?;
        let writer =
            ArrowWriter::try_new(out, Arc::clone(schema), Some(packed()?.build())).map_err(unwritten_answer)?;
        Ok(Self { writer, rows: 0 })
    }

    /// Appends rows. No more than [`BYTES_AT_ONCE`] of them are held, give or take a batch.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(unwritten_answer)?;
        if self.writer.memory_size() as u64 >= BYTES_AT_ONCE {
            self.writer.flush().map_err(unwritten_answer)?;
        }
        Ok(())
    }

    /// Ends the file; gives how many rows it has.
    pub fn finish(self) -> Result<u64> {
        let mut out = self.writer.into_inner().map_err(unwritten_answer)?;
        out.flush().map_err(|cause| unwritten_answer(cause.into()))?;
        Ok(self.rows)
    }
}

fn unwritten_answer(cause: ::parquet::errors::ParquetError) -> Error {
    Error::failed("writing the answer as Parquet failed")
        .because(cause)
        .hint("free space where the output goes; --format json writes what Parquet cannot hold")
}

/// Refuses columns of types that Parquet does not have, or that its writer does not know.
fn refuse_without_type(schema: &Schema) -> Result<()> {
    for field in schema.fields() {
        if let Some(kind) = without_type(field.data_type()) {
            let name = printable(field.name());
            return Err(Error::usage(format!("the column {name} is {kind}, which Parquet cannot hold"))
                .hint("cast it in the statement, for example: \"column\"::varchar"));
        }
    }
    Ok(())
}

fn without_type(kind: &DataType) -> Option<&'static str> {
    match kind {
        DataType::Interval(_) => Some("an interval"),
        DataType::Union(..) => Some("a union"),
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::FixedSizeList(element, _)
        | DataType::Map(element, _) => without_type(element.data_type()),
        DataType::Struct(fields) => fields.iter().find_map(|field| without_type(field.data_type())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ArrayRef, Int64Array};
    use arrow::datatypes::{Field, Fields, IntervalUnit};

    fn schema(kind: DataType) -> SchemaRef {
        Arc::new(Schema::new(vec![Field::new("a", kind, true)]))
    }

    #[test]
    fn an_answer_without_rows_has_its_columns_and_many_rows_are_written_in_groups() {
        let schema = schema(DataType::Int64);
        let mut none = Vec::new();
        assert_eq!(Answer::begin(&mut none, &schema).unwrap().finish().unwrap(), 0);
        let read = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(none)).unwrap();
        assert_eq!(read.schema().fields(), schema.fields());
        let field = |at: usize| Field::new(format!("a{at}"), DataType::Int64, true);
        let schema: SchemaRef = Arc::new(Schema::new((0..8).map(field).collect::<Vec<_>>()));
        let mut many = Vec::new();
        let mut answer = Answer::begin(&mut many, &schema).unwrap();
        // Numbers that do not repeat take their eight bytes each.
        for part in 0..70_i64 {
            let number = |at: i64| (part * 10_000 + at).wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed());
            let numbers: ArrayRef = Arc::new((0..10_000).map(number).collect::<Int64Array>());
            answer.write(&RecordBatch::try_new(Arc::clone(&schema), vec![numbers; 8]).unwrap()).unwrap();
        }
        assert_eq!(answer.finish().unwrap(), 700_000);
        let read = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(many)).unwrap();
        assert!(read.metadata().num_row_groups() > 1, "{}", read.metadata().num_row_groups());
    }

    #[test]
    fn a_type_that_parquet_does_not_have_is_refused_wherever_it_stands() {
        let interval = DataType::Interval(IntervalUnit::MonthDayNano);
        let within = |kind: DataType| Arc::new(Field::new("b", kind, true));
        let list = DataType::List(within(interval.clone()));
        let fields = DataType::Struct(Fields::from(vec![within(DataType::Utf8), within(list.clone())]));
        for kind in [interval, list, fields] {
            let refused = Answer::begin(Vec::new(), &schema(kind)).err().unwrap();
            assert_eq!(refused.to_string(), "the column a is an interval, which Parquet cannot hold");
            assert!(refused.hint_text().unwrap().contains("::varchar"));
        }
    }
}
