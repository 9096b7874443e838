-- Snapshots that show a generation which is kept no more leave, with whatever no other snapshot shows.

create or replace temporary table expired as
select distinct snapshot.snapshot_id
from ducklake_snapshot as snapshot
inner join ducklake_tag as tag
    on tag.key = 'generation' and tag.begin_snapshot <= snapshot.snapshot_id
    and (tag.end_snapshot is null or tag.end_snapshot > snapshot.snapshot_id)
inner join ducklake_schema as schema on schema.schema_id = tag.object_id
anti join kept on kept.schema_name = schema.schema_name and kept.generation = tag.value;

delete from ducklake_snapshot where snapshot_id in (from expired);
delete from ducklake_snapshot_changes where snapshot_id in (from expired);

-- Whether a kept snapshot shows what began with one and ended with another.
create or replace temporary macro is_shown(began, ended) as exists (
    select 1
    from ducklake_snapshot as snapshot
    where snapshot.snapshot_id >= began and (ended is null or snapshot.snapshot_id < ended)
);

delete from ducklake_data_file where not is_shown(begin_snapshot, end_snapshot);
delete from ducklake_column where not is_shown(begin_snapshot, end_snapshot);
delete from ducklake_column_tag where not is_shown(begin_snapshot, end_snapshot);
delete from ducklake_tag where not is_shown(begin_snapshot, end_snapshot);
delete from ducklake_view where not is_shown(begin_snapshot, end_snapshot);
delete from ducklake_table where not is_shown(begin_snapshot, end_snapshot);
delete from ducklake_file_column_stats where data_file_id not in (select data_file_id from ducklake_data_file);
delete from ducklake_table_stats where table_id not in (select table_id from ducklake_table);
delete from ducklake_schema_versions where table_id not in (select table_id from ducklake_table);
