//! Which files a dataset needs: which stay, which are written anew, and where they are cut.
//!
//! Files are like the leaves of a B-tree over the key: each is responsible for a range, together they
//! cover every key. A range whose rows have the digest of its file stays as it is. A changed range is
//! rewritten, cut in even parts when it has grown, joined with its neighbour when it has shrunk.

use super::{Dataset, Field};
use crate::db::{Db, identifier};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use catchment_base::error::{Error, Result};

/// Rows a file is made with.
const ROWS: usize = 2000;
/// Rows a file may grow to before it is cut.
const MOST_ROWS: usize = 3000;
/// Bytes of its rows, before packing, a file may hold; a single larger row has a file of its own.
const MOST_BYTES: u64 = 16 << 20;
/// Files smaller than this are joined with a neighbour when they are rewritten.
const FEWEST_ROWS: usize = 500;

/// A data file of a dataset and the range it is responsible for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataFile {
    /// Its name; empty until it is written.
    pub file: String,
    /// The first key it is responsible for; nothing: from the very first.
    pub key_from: Option<String>,
    /// The first key it is no longer responsible for; nothing: to the very last.
    pub key_to: Option<String>,
    /// Its rows.
    pub rows: u64,
    /// Its bytes; before it is written, the bytes of its rows as text.
    pub bytes: u64,
    /// SHA-256 of its content, hexadecimal; empty until it is written.
    pub sha256: String,
    /// The digest of its rows, hexadecimal, independent of their order.
    pub digest: String,
}

impl DataFile {
    /// Whether the file is there already.
    pub fn is_written(&self) -> bool {
        !self.file.is_empty()
    }
}

/// One row as planning sees it.
struct RowMark {
    key: String,
    digest: u128,
    bytes: u64,
}

/// A range of neighbouring files and the rows that are in it now.
struct Range {
    former: DataFile,
    /// The former files it is made of, by their places; without former files nothing.
    sources: std::ops::Range<usize>,
    /// How many rows are in it now.
    count: usize,
    /// Its rows; of a range that has not changed they need not be known.
    rows: Vec<RowMark>,
    changed: bool,
}

/// Former files, by their places, that are replaced by new ones, by theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// Places among the former files.
    pub from: std::ops::Range<usize>,
    /// Places among the new files.
    pub to: std::ops::Range<usize>,
}

/// The files the dataset needs, in the order of their keys. With `rewrite` none of the former ones stays.
pub fn plan(db: &Db, dataset: &Dataset, former: &[DataFile], rewrite: bool) -> Result<Vec<DataFile>> {
    let mut ranges = ranges_of(former, rewrite);
    read_marks(db, dataset, |mark| place(&mut ranges, mark))?;
    for range in &mut ranges {
        range.count = range.rows.len();
        range.changed = rewrite || !range.former.is_written() || digest_of(&range.rows) != range.former.digest;
    }
    Ok(join_small(ranges).into_iter().flat_map(files_of).collect())
}

/// The same where only some of the former files, by their places, can have changed. `leaf` leaves the present rows
/// of neighbouring former files in a relation, which it gives; nothing where a former file is not what it was.
pub fn plan_touched(
    db: &Db,
    former: &[DataFile],
    touched: &[usize],
    leaf: &dyn Fn(&[DataFile]) -> Result<Option<Dataset>>,
) -> Result<Option<(Vec<DataFile>, Vec<Rewrite>)>> {
    let marks = |sources: std::ops::Range<usize>| -> Result<Option<Vec<RowMark>>> {
        let Some(leaf) = leaf(&former[sources])? else { return Ok(None) };
        let mut rows = Vec::new();
        read_marks(db, &leaf, |mark| rows.push(mark))?;
        Ok(Some(rows))
    };
    let mut ranges = ranges_of(former, false);
    for at in touched {
        let Some(rows) = marks(*at..*at + 1)? else { return Ok(None) };
        let range = &mut ranges[*at];
        range.changed = digest_of(&rows) != range.former.digest;
        range.count = rows.len();
        range.rows = rows;
    }
    let (mut files, mut rewrites) = (Vec::new(), Vec::new());
    for mut range in join_small(ranges) {
        if range.changed && range.rows.len() != range.count {
            let Some(rows) = marks(range.sources.clone())? else { return Ok(None) };
            range.rows = rows;
        }
        let (from, changed, begin) = (range.sources.clone(), range.changed, files.len());
        files.extend(files_of(range));
        if changed {
            rewrites.push(Rewrite { from, to: begin..files.len() });
        }
    }
    Ok(Some((files, rewrites)))
}

fn ranges_of(former: &[DataFile], rewrite: bool) -> Vec<Range> {
    if former.is_empty() || rewrite {
        let former = DataFile::default();
        return vec![Range { former, sources: 0..0, count: 0, rows: Vec::new(), changed: true }];
    }
    let range = |(at, file): (usize, &DataFile)| Range {
        former: file.clone(),
        sources: at..at + 1,
        count: usize::try_from(file.rows).unwrap_or(usize::MAX),
        rows: Vec::new(),
        changed: false,
    };
    former.iter().enumerate().map(range).collect()
}

fn place(ranges: &mut [Range], mark: RowMark) {
    let after = ranges.partition_point(|range| range.former.key_from.as_ref().is_none_or(|from| *from <= mark.key));
    ranges[after.saturating_sub(1)].rows.push(mark);
}

/// The places of the former files that are responsible for these keys, each once. The keys are sorted.
pub fn places_of(former: &[DataFile], keys: &[String]) -> Vec<usize> {
    let place = |key: &String| {
        let after = former.partition_point(|file| file.key_from.as_ref().is_none_or(|from| from <= key));
        after.saturating_sub(1)
    };
    let mut places: Vec<usize> = keys.iter().map(place).collect();
    places.dedup();
    places
}

/// Key, digest and size of every row, sorted by key. A row's digest is the MD5 of its JSON text, in which a
/// body or a list stands as DuckDB's 64-bit hash of it and its length: so a vector of bodies, or the addresses of all
/// attachments of a page, are never held twice, and the hash costs a seventh of an MD5. A version of DuckDB that hashes
/// otherwise publishes every file once more.
fn read_marks(db: &Db, dataset: &Dataset, mut take: impl FnMut(RowMark)) -> Result<()> {
    let lists = lists_of(db, dataset)?;
    let parts = dataset.fields.iter().map(|field| mark_of(field, lists.contains(&field.name)));
    let (members, bytes): (Vec<String>, Vec<String>) = parts.unzip();
    let sql = format!(
        "with marked as (
             select
                 cast({key} as varchar) as key,
                 cast(to_json(struct_pack({members})) as varchar) as text,
                 {bytes} as large_bytes
             from {relation}
         )
         select key, md5(text) as digest, cast(strlen(text) + large_bytes as bigint) as bytes from marked order by key",
        key = identifier(&dataset.key),
        members = members.join(", "),
        bytes = bytes.join(" + "),
        relation = dataset.relation,
    );
    db.stream(&sql, [], |batch| {
        for at in 0..batch.num_rows() {
            take(
                mark_at(&batch, at)
                    .ok_or_else(|| Error::failed(format!("planning the files of {} failed", dataset.name)))?,
            );
        }
        Ok(())
    })
}

/// What stands for a column in the text of a row, and how many bytes it has beside that text.
fn mark_of(field: &Field, is_list: bool) -> (String, String) {
    let name = identifier(&field.name);
    if field.is_body {
        (format!("{name} := (hash({name}), strlen({name}))"), format!("coalesce(strlen({name}), 0)"))
    } else if is_list {
        let bytes = format!("coalesce(list_sum(list_transform({name}, lambda part: strlen(part))), 0)");
        (format!("{name} := (hash({name}), len({name}))"), bytes)
    } else {
        (format!("{name} := {name}"), "0".to_owned())
    }
}

/// The columns that hold lists of texts.
fn lists_of(db: &Db, dataset: &Dataset) -> Result<Vec<String>> {
    let types = format!("select column_name from (describe {}) where column_type = 'VARCHAR[]'", dataset.relation);
    db.query(&types, [], |row| row.get(0))
}

fn mark_at(batch: &RecordBatch, at: usize) -> Option<RowMark> {
    let key = batch.column(0).as_string_opt::<i32>()?;
    let digest = batch.column(1).as_string_opt::<i32>()?;
    let bytes = batch.column(2).as_primitive_opt::<Int64Type>()?;
    let digest = digest.is_valid(at).then(|| u128::from_str_radix(digest.value(at), 16).ok())??;
    Some(RowMark { key: key.value(at).to_owned(), digest, bytes: u64::try_from(bytes.value(at)).ok()? })
}

fn digest_of(rows: &[RowMark]) -> String {
    // The key is part of each row, so no two rows of a relation cancel each other out.
    format!("{:032x}", rows.iter().fold(0, |digest, row| digest ^ row.digest))
}

/// A changed range with few rows takes its neighbour in.
fn join_small(ranges: Vec<Range>) -> Vec<Range> {
    let mut joined: Vec<Range> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if fits(last, &range) => {
                last.former.key_to = range.former.key_to;
                last.sources.end = range.sources.end;
                last.count += range.count;
                last.rows.extend(range.rows);
                last.changed = true;
            }
            _ => joined.push(range),
        }
    }
    joined
}

fn fits(last: &Range, next: &Range) -> bool {
    let small = (last.changed && last.count < FEWEST_ROWS) || (next.changed && next.count < FEWEST_ROWS);
    small && last.count + next.count <= ROWS
}

fn files_of(range: Range) -> Vec<DataFile> {
    if !range.changed {
        return vec![range.former];
    }
    let parts = if range.rows.len() > MOST_ROWS { range.rows.len().div_ceil(ROWS) } else { 1 };
    let rows_a_file = range.rows.len().div_ceil(parts).max(1);
    let mut files: Vec<DataFile> = Vec::new();
    let mut begin = 0;
    while begin < range.rows.len() || files.is_empty() {
        let end = part_end(&range.rows, begin, rows_a_file);
        let rows = &range.rows[begin..end];
        let key_from = if begin == 0 { range.former.key_from.clone() } else { Some(rows[0].key.clone()) };
        if let Some(last) = files.last_mut() {
            last.key_to.clone_from(&key_from);
        }
        files.push(DataFile {
            key_from,
            key_to: range.former.key_to.clone(),
            rows: rows.len() as u64,
            bytes: rows.iter().map(|row| row.bytes).sum(),
            digest: digest_of(rows),
            ..DataFile::default()
        });
        begin = end;
    }
    files
}

/// Where a part that begins at `begin` ends: at its share of rows, or before its bytes are too many; never between rows of one key.
fn part_end(rows: &[RowMark], begin: usize, rows_a_file: usize) -> usize {
    let end = share_end(rows, begin, rows_a_file);
    let is_between = |at: &usize| *at == rows.len() || rows[*at].key != rows[at - 1].key;
    (begin + 1..=end).rev().find(is_between).or_else(|| (end..=rows.len()).find(is_between)).unwrap_or(end)
}

fn share_end(rows: &[RowMark], begin: usize, rows_a_file: usize) -> usize {
    let mut bytes = 0;
    let most = (begin + rows_a_file).min(rows.len());
    for (at, row) in rows.iter().enumerate().take(most).skip(begin) {
        bytes += row.bytes;
        if bytes > MOST_BYTES && at > begin {
            return at;
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dataset() -> Dataset {
        let field = |name: &str| Field {
            numbers: Vec::new(),
            name: name.into(),
            class: "key".into(),
            comment: String::new(),
            required: false,
            is_body: false,
        };
        Dataset {
            about: String::new(),
            name: "thing".into(),
            relation: "thing".into(),
            key: "id".into(),
            within: vec!["edition".into()],
            fields: vec![field("id"), field("edition")],
            streams: Vec::new(),
            touched: None,
        }
    }

    fn things(count: usize) -> Db {
        let db = Db::scratch().unwrap();
        db.execute(
            &format!(
                "create table thing as select format('{{:06d}}', i) as id, 0 as edition from range({count}) as t(i)"
            ),
            [],
        )
        .unwrap();
        db
    }

    fn written(mut files: Vec<DataFile>) -> Vec<DataFile> {
        for (at, file) in files.iter_mut().enumerate() {
            file.file = format!("{at}.parquet");
        }
        files
    }

    fn covers_every_key_once(files: &[DataFile]) {
        assert_eq!((&files[0].key_from, &files[files.len() - 1].key_to), (&None, &None));
        assert!(files.windows(2).all(|pair| pair[0].key_to == pair[1].key_from && pair[0].key_to.is_some()));
    }

    #[test]
    fn many_rows_are_cut_in_even_files_and_stay_when_nothing_changes() {
        let db = things(20_000);
        let files = plan(&db, &dataset(), &[], false).unwrap();
        assert_eq!(files.iter().map(|file| file.rows).collect::<Vec<_>>(), [2000; 10]);
        covers_every_key_once(&files);
        let files = written(files);
        assert_eq!(plan(&db, &dataset(), &files, false).unwrap(), files);
    }

    #[test]
    fn one_changed_row_rewrites_one_file() {
        let db = things(20_000);
        let files = written(plan(&db, &dataset(), &[], false).unwrap());
        db.execute("update thing set edition = 1 where id = '007777'", []).unwrap();
        let next = plan(&db, &dataset(), &files, false).unwrap();
        assert_eq!(next.iter().filter(|file| !file.is_written()).count(), 1);
        covers_every_key_once(&next);
    }

    #[test]
    fn a_grown_range_is_cut_and_a_shrunken_one_joined() {
        let db = things(20_000);
        let files = written(plan(&db, &dataset(), &[], false).unwrap());
        db.execute("insert into thing (id, edition) select format('000500-{:06d}', i), 0 from range(2500) as t(i)", [])
            .unwrap();
        let grown = plan(&db, &dataset(), &files, false).unwrap();
        assert_eq!((grown.len(), grown.iter().filter(|file| !file.is_written()).count()), (12, 3));
        covers_every_key_once(&grown);
        db.execute("delete from thing where id >= '001000' and id < '005990'", []).unwrap();
        let shrunken = plan(&db, &dataset(), &files, false).unwrap();
        assert_eq!(shrunken.iter().map(|file| file.rows).sum::<u64>(), 20_000 + 2500 - 4990);
        covers_every_key_once(&shrunken);
    }

    #[test]
    fn rows_of_one_key_stay_in_one_file() {
        let db = things(0);
        let sql = "insert into thing select format('{:04d}', i // 700), i % 700 from range(9000) as t(i)";
        db.execute(sql, []).unwrap();
        let files = plan(&db, &dataset(), &[], false).unwrap();
        assert_eq!(files.iter().map(|file| file.rows).collect::<Vec<_>>(), [1400, 1400, 1400, 1400, 1400, 1400, 600]);
        covers_every_key_once(&files);
        let files = written(files);
        assert_eq!(plan(&db, &dataset(), &files, false).unwrap(), files);
        // More of one key than a file has.
        db.execute("update thing set id = '0007'", []).unwrap();
        assert_eq!(plan(&db, &dataset(), &[], false).unwrap().len(), 1);
    }

    #[test]
    fn a_dataset_without_rows_is_one_empty_file() {
        let files = plan(&things(0), &dataset(), &[], false).unwrap();
        assert_eq!((files.len(), files[0].rows), (1, 0));
    }
}
