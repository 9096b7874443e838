-- The data files of a snapshot, after structure.sql has made its tables: files that are no longer held end, new ones begin.

create or replace temporary table files_ended as
select data_file_id, table_id
from live_file
anti join given_file on given_file.dataset = live_file.dataset and given_file.file = live_file.file
union all
select data_file_id, table_id from ducklake_data_file where end_snapshot is null and table_id in (from gone);

create or replace temporary table files_made as
with

wanted as (
    select distinct given_file.*, live_table.table_id
    from given_file
    inner join live_table on live_table.dataset = given_file.dataset
    anti join live_file on live_file.dataset = given_file.dataset and live_file.file = given_file.file
),

known as (
    select table_id, max(next_row_id) as next_row_id from ducklake_table_stats group by table_id
)

select
    wanted.*,
    now.next_file_id + row_number() over (order by wanted.table_id, wanted.file) - 1 as data_file_id,
    coalesce(known.next_row_id, 0)
        + sum(wanted.row_count) over (partition by wanted.table_id order by wanted.file) - wanted.row_count as row_id_start
from wanted cross join now
left join known on known.table_id = wanted.table_id;

update ducklake_data_file set end_snapshot = (select snapshot_id from now)
where data_file_id in (select data_file_id from files_ended);

insert into ducklake_data_file (
    data_file_id, table_id, begin_snapshot, end_snapshot, file_order, path, path_is_relative, file_format, record_count,
    file_size_bytes, footer_size, row_id_start, partition_id, encryption_key, mapping_id, partial_max
)
select
    made.data_file_id, made.table_id, now.snapshot_id, null, null, made.file, true, 'parquet', made.row_count,
    made.bytes, footer.footer_bytes, made.row_id_start, null, null, null, null
from files_made as made cross join now
left join given_footer as footer on footer.dataset = made.dataset and footer.file = made.file;

insert into ducklake_file_column_stats (
    data_file_id, table_id, column_id, column_size_bytes, value_count, null_count, min_value, max_value, contains_nan,
    extra_stats
)
select
    made.data_file_id, made.table_id, found.number, found.bytes, found.value_count, found.null_count, found.min_value,
    found.max_value, null, null
from files_made as made
inner join given_value as found on found.dataset = made.dataset and found.file = made.file;

delete from ducklake_table_stats where table_id in (select table_id from live_table union all from gone);

insert into ducklake_table_stats (table_id, record_count, next_row_id, file_size_bytes)
select
    file.table_id,
    sum(file.record_count) filter (file.end_snapshot is null),
    max(file.row_id_start + file.record_count),
    sum(file.file_size_bytes) filter (file.end_snapshot is null)
from ducklake_data_file as file
inner join live_table on live_table.table_id = file.table_id
group by file.table_id;
