-- The end of a snapshot, after structure.sql and files.sql: comments of tables and views, and the snapshot itself.

create or replace temporary table tags_now as
select live_table.table_id as object_id, 'comment' as key, given_table.comment as value
from given_table
inner join live_table on live_table.dataset = given_table.dataset
union all
select schema.schema_id as object_id, tag.key, tag.value
from given
cross join lateral (values ('generation', given.generation), ('structure', given.structure)) as tag (key, value)
inner join ducklake_schema as schema on schema.schema_name = given.schema_name and schema.end_snapshot is null;

update ducklake_tag set end_snapshot = (select snapshot_id from now)
where end_snapshot is null
    and (
        object_id in (from gone) or object_id in (from views_ended)
        or (object_id in (select object_id from tags_now)
            and (object_id, key, value) not in (select (object_id, key, value) from tags_now))
    );

insert into ducklake_tag (object_id, begin_snapshot, end_snapshot, key, value)
select object_id, snapshot_id, null, key, value
from tags_now cross join now
where (object_id, key) not in (select (object_id, key) from ducklake_tag where end_snapshot is null)
union all
select made.id, now.snapshot_id, null, 'comment', given_view.comment
from made cross join now
inner join given_view on given_view.name = made.name
where made.kind = 3;

-- Tables whose columns end or begin, beside those that are new or gone.
create or replace temporary table altered as
select table_id from columns_ended where table_id not in (from gone)
union
select begun.table_id
from ducklake_column as begun
inner join now on now.snapshot_id = begun.begin_snapshot
where begun.table_id not in (select id from made where kind = 2);

create or replace temporary table changes as
select 'created_schema:"' || name || '"' as change, true as of_schema from made where kind = 1
union all
select 'created_table:"' || schema_name || '"."' || name || '"', true from made cross join given where kind = 2
union all
select 'created_view:"main"."' || name || '"', true from made where kind = 3
union all
select 'dropped_table:' || table_id, true from gone
union all
select 'dropped_view:' || view_id, true from views_ended
union all
select 'altered_table:' || table_id, true from altered
union all
select distinct 'inserted_into_table:' || table_id, false from files_made
union all
select distinct 'deleted_from_table:' || table_id, false from files_ended where table_id not in (from gone);

insert into ducklake_snapshot_changes (snapshot_id, changes_made, author, commit_message, commit_extra_info)
select now.snapshot_id, (select string_agg(change, ',' order by of_schema desc, change) from changes), 'catchment', given.said, null
from now cross join given;

insert into ducklake_snapshot (snapshot_id, snapshot_time, schema_version, next_catalog_id, next_file_id)
select
    now.snapshot_id,
    greatest(cast(given.published_at as timestamptz), (select max(snapshot_time) from ducklake_snapshot)),
    now.schema_version + (select case when count(*) > 0 then 1 else 0 end from changes where of_schema),
    now.next_catalog_id + (select count(*) from made),
    now.next_file_id + (select count(*) from files_made)
from now cross join given;

insert into ducklake_schema_versions (begin_snapshot, schema_version, table_id)
select now.snapshot_id, now.schema_version + 1, touched.table_id
from (
    select id as table_id from made where kind = 2
    union
    select table_id from altered
) as touched
cross join now;
